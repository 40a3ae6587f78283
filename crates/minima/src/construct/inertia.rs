//! The inertia of the full Hessian of the wide network, enclosed: a second route to the formula of the widening
//! theorem.
//!
//! By Sylvester's law of inertia the Hessian H may be looked at in any basis. In the basis of
//!
//! * the images of the small weights under widening (all copies move alike),
//! * differences of copies, `lambda_1 D_1 + lambda_j D_j = 0`,
//! * redistributions: changes of the weights into a unit from copies of one unit, with sum 0,
//!
//! it splits, to the size of the box, into an invertible block for the first two kinds and zeros. The block has the
//! inertia that is claimed for H without its zeros, and by Cauchy's interlacing theorem H has at least that many
//! positive and negative eigenvalues. That the others are zero exactly is the theorem's claim; here they are seen to
//! be small.

use num_rational::BigRational;
use num_traits::{One, Zero};
use rug::Float;

use super::small::Small;
use crate::network::{
    Data, Derivatives, EnclosedData, EnclosedWeights, Model, Order, Weights, Widening,
};
use wronski_diagnostic::interruption;
use wronski_interval::{Fault, Interval, IntervalMatrix};

/// Most weights for which the full Hessian is computed.
pub const MOST_WEIGHTS: usize = 600;

/// What the enclosure of the full Hessian shows.
#[derive(Clone, Debug)]
pub struct FullInertia {
    /// At least so many positive eigenvalues.
    pub positive: usize,
    /// At least so many negative eigenvalues.
    pub negative: usize,
    /// The number of directions in which the Hessian vanishes, to the bound.
    pub rest: usize,
    /// A bound of the absolute values of all entries of the Hessian in these directions.
    pub bound: Float,
}

/// A sparse direction: weights and coefficients.
type Direction = Vec<(usize, BigRational)>;

fn sparse(w: &Weights) -> Direction {
    w.values()
        .iter()
        .enumerate()
        .filter(|(_, q)| !q.is_zero())
        .map(|(i, q)| (i, q.clone()))
        .collect()
}

/// The directions of the first two kinds, and those of the third.
fn basis(widening: &Widening) -> (Vec<Direction>, Vec<Direction>) {
    let (small, wide) = (widening.small(), widening.wide());
    let mut regular = vec![];
    for i in 0..small.weights() {
        let mut unit = Weights::zero(small);
        unit.values_mut()[i] = BigRational::one();
        regular.push(sparse(&widening.apply(&unit)));
    }
    let biases = usize::from(wide.biases());
    let mut flat = vec![];
    for l in widening.widened_layers() {
        let copies = widening.copies(l);
        let fractions = &widening.fractions()[l - 1];
        for (j, copy) in copies.iter().enumerate().skip(1) {
            // Only sums over the copies of a source matter: its first copy stands for them.
            for c in 0..small.row_length(l) {
                let ratio = -(&fractions[j] / &fractions[0]);
                regular.push(vec![
                    (wide.row(l, copies[0]) + c, ratio),
                    (wide.row(l, *copy) + c, BigRational::one()),
                ]);
            }
        }
        for unit in 0..wide.width(l + 1) {
            let start = wide.row(l + 1, unit) + biases;
            for copy in copies.iter().skip(1) {
                flat.push(vec![
                    (start + copies[0], -BigRational::one()),
                    (start + copy, BigRational::one()),
                ]);
            }
        }
    }
    (regular, flat)
}

fn image(d: &Derivatives<Interval>, t: &Direction, n: usize, precision: u32) -> Vec<Interval> {
    let mut out = vec![Interval::zero(precision); n];
    for (i, q) in t {
        interruption::point();
        let q = Interval::from_rational(q, precision);
        for (j, x) in out.iter_mut().enumerate() {
            x.add_product(d.second(*i, j), &q);
        }
    }
    out
}

fn product(t: &Direction, image: &[Interval], precision: u32) -> Interval {
    let mut sum = Interval::zero(precision);
    for (i, q) in t {
        sum.add_product(&image[*i], &Interval::from_rational(q, precision));
    }
    sum
}

/// Encloses the full Hessian at the widened critical point and counts. `None` if the network is larger than
/// [`MOST_WEIGHTS`], or if the block is not certainly invertible.
///
/// # Errors
/// A [`Fault`] of the activation.
pub fn full_inertia(
    model: Model<'_>,
    data: &Data,
    small: &Small,
    widening: &Widening,
) -> Result<Option<FullInertia>, Fault> {
    let shape = widening.wide();
    let n = shape.weights();
    if n > MOST_WEIGHTS {
        return Ok(None);
    }
    let precision = small.precision;
    let tube = small.tube(widening);
    let weights = widening.apply(&small.centre).cube(&tube, precision);
    let network = model.on(&weights);
    let d = network.derivatives(&data.enclosed(precision), Order::Hessian)?;
    let (regular, flat) = basis(widening);
    if regular.len() + flat.len() != n {
        return Err(Fault::Shape("a basis of another dimension".into()));
    }
    let images: Vec<Vec<Interval>> = regular.iter().map(|t| image(&d, t, n, precision)).collect();
    let block = IntervalMatrix::from_rows(
        regular
            .iter()
            .enumerate()
            .map(|(i, t)| {
                (0..regular.len())
                    .map(|j| {
                        if j <= i {
                            product(t, &images[j], precision)
                        } else {
                            product(&regular[j], &images[i], precision)
                        }
                    })
                    .collect()
            })
            .collect(),
    )?;
    let Some((positive, negative)) = block.inertia() else {
        return Ok(None);
    };
    let mut bound = Float::new(precision);
    let mut see = |x: Interval| {
        let m = x.magnitude();
        if m > bound {
            bound = m;
        }
    };
    for t in &flat {
        for i in &images {
            interruption::point();
            see(product(t, i, precision));
        }
    }
    for (k, t) in flat.iter().enumerate() {
        for u in &flat[..=k] {
            interruption::point();
            let mut sum = Interval::zero(precision);
            for (i, a) in t {
                for (j, b) in u {
                    let q = Interval::from_rational(&(a * b), precision);
                    sum.add_product(d.second(*i, *j), &q);
                }
            }
            see(sum);
        }
    }
    Ok(Some(FullInertia {
        positive,
        negative,
        rest: flat.len(),
        bound,
    }))
}
