//! The loss along a straight line in the space of the weights.

use wronski_diagnostic::interruption;

use super::arithmetic::{Arithmetic, Misfit};
use super::data::Data;
use super::evaluate::Network;
use super::loss::Curvature;
use super::weights::Weights;

/// The loss and its first two derivatives along a line, `t -> loss(w + t d)`.
#[derive(Clone, Debug)]
pub struct Line<N> {
    /// The loss.
    pub loss: N,
    /// Its derivative in t.
    pub first: N,
    /// Its second derivative in t.
    pub second: N,
}

/// The loss and its derivatives in t at `t = 0`; of enclosures, for all weights w and all data enclosed.
///
/// # Errors
/// [`Misfit::Direction`] for a direction of another shape; [`Misfit::Sample`]; a fault of the activation.
pub fn along<A: Arithmetic>(
    network: &Network<'_, A>,
    direction: &Weights<A::Number>,
    samples: &Data<A::Number>,
) -> Result<Line<A::Number>, A::Fault> {
    let shape = network.shape();
    let arithmetic = network.arithmetic();
    if direction.shape() != shape {
        return Err(arithmetic.misfit(Misfit::Direction));
    }
    if !samples.fits(shape) {
        return Err(arithmetic.misfit(Misfit::Sample));
    }
    let mut out = Line {
        loss: arithmetic.zero(),
        first: arithmetic.zero(),
        second: arithmetic.zero(),
    };
    for (input, target) in samples.inputs.iter().zip(&samples.targets) {
        let outputs = outputs_along(network, direction, input)?;
        add_sample(network, &outputs, target, &mut out);
    }
    Ok(out)
}

/// Values and first two derivatives in t of the units of a layer.
struct Moving<N> {
    value: Vec<N>,
    first: Vec<N>,
    second: Vec<N>,
}

/// The outputs for one input.
fn outputs_along<A: Arithmetic>(
    network: &Network<'_, A>,
    direction: &Weights<A::Number>,
    input: &[A::Number],
) -> Result<Moving<A::Number>, A::Fault> {
    let shape = network.shape();
    let arithmetic = network.arithmetic();
    let zeros = |n: usize| vec![arithmetic.zero(); n];
    let mut below = Moving {
        value: input.to_vec(),
        first: zeros(input.len()),
        second: zeros(input.len()),
    };
    for l in 1..=shape.layers() {
        let mut here = Moving {
            value: vec![],
            first: vec![],
            second: vec![],
        };
        for unit in 0..shape.width(l) {
            interruption::point();
            let (bias, w) = network.weights.split(l, unit);
            let (bias_moves, d) = direction.split(l, unit);
            let or_zero = |x: Option<&A::Number>| x.cloned().unwrap_or_else(|| arithmetic.zero());
            let (mut z, mut z1) = (or_zero(bias), or_zero(bias_moves));
            let mut z2 = arithmetic.zero();
            for (i, (w, d)) in w.iter().zip(d).enumerate() {
                let (a, a1, a2) = (&below.value[i], &below.first[i], &below.second[i]);
                arithmetic.add_product(&mut z, w, a);
                arithmetic.add_product(&mut z1, w, a1);
                arithmetic.add_product(&mut z1, d, a);
                arithmetic.add_product(&mut z2, w, a2);
                arithmetic.add_product(&mut z2, &arithmetic.double(d), a1);
            }
            if l < shape.layers() {
                let [s, s1, s2] = network.model.sigma.with_curvature(&z)?;
                let mut second = arithmetic.mul(&s1, &z2);
                arithmetic.add_product(&mut second, &s2, &arithmetic.square(&z1));
                here.value.push(s);
                here.first.push(arithmetic.mul(&s1, &z1));
                here.second.push(second);
            } else {
                here.value.push(z);
                here.first.push(z1);
                here.second.push(z2);
            }
        }
        below = here;
    }
    Ok(below)
}

/// With g and H the derivatives of the loss by the outputs f: `g f'`, and `H f' f' + g f''`.
fn add_sample<A: Arithmetic>(
    network: &Network<'_, A>,
    f: &Moving<A::Number>,
    target: &[A::Number],
    out: &mut Line<A::Number>,
) {
    let arithmetic = network.arithmetic();
    let loss = network.model.loss;
    loss.add_value(arithmetic, &f.value, target, &mut out.loss);
    let slopes = loss.slopes(arithmetic, &f.value, target);
    let curvature = loss.curvature(arithmetic, &f.value, target);
    for (s, g) in slopes.iter().enumerate() {
        let first = arithmetic.mul(g, &f.first[s]);
        out.first = arithmetic.add(&out.first, &first);
        let own = match &curvature {
            Curvature::Diagonal(h) => &h[s],
            Curvature::Full(h) => &h[s][s],
        };
        let bend = arithmetic.mul(own, &arithmetic.square(&f.first[s]));
        let second = arithmetic.add(&bend, &arithmetic.mul(g, &f.second[s]));
        out.second = arithmetic.add(&out.second, &second);
        if let Curvature::Full(h) = &curvature {
            for (t, h) in h[s].iter().enumerate().take(s) {
                let both = arithmetic.mul(&f.first[s], &f.first[t]);
                let both = arithmetic.double(&arithmetic.mul(h, &both));
                out.second = arithmetic.add(&out.second, &both);
            }
        }
    }
}
