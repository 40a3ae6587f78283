//! The loss along a straight line in the space of the weights.

use super::data::Samples;
use super::evaluate::Network;
use wronski_interval::{Fault, Interval};

/// The loss and its first two derivatives along a line, `t -> loss(w + t d)`.
#[derive(Clone, Debug)]
pub struct Line {
    /// The loss.
    pub loss: Interval,
    /// Its derivative in t.
    pub first: Interval,
    /// Its second derivative in t.
    pub second: Interval,
}

/// A number with its first two derivatives in t.
#[derive(Clone, Debug)]
struct Jet([Interval; 3]);

/// Encloses the loss and its derivatives in t at `t = 0`, for all weights w and all data enclosed.
///
/// # Errors
/// [`Fault::Shape`] if there are not as many directions as weights; a [`Fault`] of the activation.
pub fn along(
    network: &Network<'_>,
    direction: &[Interval],
    samples: &Samples,
) -> Result<Line, Fault> {
    let shape = network.shape;
    if direction.len() != shape.weights() {
        return Err(Fault::Shape("a direction of another length".into()));
    }
    let precision = direction.first().map_or(53, Interval::precision);
    let zero = || Interval::zero(precision);
    let mut out = Line {
        loss: zero(),
        first: zero(),
        second: zero(),
    };
    let biases = usize::from(shape.biases());
    for (input, target) in samples.inputs.iter().zip(&samples.targets) {
        let mut below: Vec<Jet> = input
            .iter()
            .map(|x| Jet([x.clone(), zero(), zero()]))
            .collect();
        for l in 1..=shape.layers() {
            let mut here = Vec::with_capacity(shape.width(l));
            for unit in 0..shape.width(l) {
                let start = shape.row(l, unit);
                let end = start + shape.row_length(l);
                let (w, d) = (&network.weights[start..end], &direction[start..end]);
                let mut z = if biases == 1 {
                    [w[0].clone(), d[0].clone(), zero()]
                } else {
                    [zero(), zero(), zero()]
                };
                for ((w, d), a) in w[biases..].iter().zip(&d[biases..]).zip(&below) {
                    let Jet([a0, a1, a2]) = a;
                    z[0].add_product(w, a0);
                    z[1].add_product(w, a1);
                    z[1].add_product(d, a0);
                    z[2].add_product(w, a2);
                    z[2].add_product(&d.scale_int(2), a1);
                }
                if l < shape.layers() {
                    let jet = network.sigma.jet(&z[0], 2)?;
                    let [_, z1, z2] = &z;
                    let mut second = &jet[1] * z2;
                    second.add_product(&jet[2], &z1.square());
                    here.push(Jet([jet[0].clone(), &jet[1] * z1, second]));
                } else {
                    here.push(Jet(z));
                }
            }
            below = here;
        }
        for (Jet([f, f1, f2]), y) in below.iter().zip(target) {
            let r = f - y;
            out.loss = &out.loss + &r.square();
            out.first = &out.first + &(&r * f1).scale_int(2);
            out.second = &out.second + &(&f1.square() + &(&r * f2)).scale_int(2);
        }
    }
    Ok(out)
}
