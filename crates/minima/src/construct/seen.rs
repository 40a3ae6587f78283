//! What is seen at given weights where nothing is decided: the loss, the gradient, the eigenvalues of the Hessian
//! near 0.

use rug::Float;

use crate::network::{Data, EnclosedData, EnclosedWeights, Model, Order, Weights, hessian};
use wronski_interval::{Fault, Interval, IntervalMatrix};

/// Bits of precision.
pub(super) const PRECISION: u32 = 256;
/// The most weights of a network whose Hessian is looked at.
const MOST_WEIGHTS: usize = 200;
/// The most weights of a network whose gradient is looked at.
const MOST_IN_ALL: usize = 2_000;
/// Eigenvalues below this power of two, times the largest entry of the Hessian, count as small.
const SMALL: i32 = -26;

/// Enclosures at given weights.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The loss.
    pub loss: Interval,
    /// The largest absolute value of an entry of the gradient: an interval that contains it.
    pub gradient: Interval,
    /// The eigenvalues of the Hessian, if they were separated.
    pub spectrum: Option<Spectrum>,
}

/// Numbers of eigenvalues above a bound, below its negative, and between.
#[derive(Clone, Debug)]
pub struct Spectrum {
    /// The bound.
    pub bound: Float,
    /// Eigenvalues above it.
    pub positive: usize,
    /// Eigenvalues below its negative.
    pub negative: usize,
    /// Eigenvalues between.
    pub small: usize,
}

/// Looks at the loss at the given weights. `None` for networks that are too large for it.
///
/// # Errors
/// A [`Fault`] of the activation there.
pub fn seen(model: Model<'_>, data: &Data, weights: &Weights) -> Result<Option<Seen>, Fault> {
    let n = weights.values().len();
    if n > MOST_IN_ALL {
        return Ok(None);
    }
    let order = if n <= MOST_WEIGHTS {
        Order::Hessian
    } else {
        Order::Gradient
    };
    let here = model
        .on(&weights.enclosed(PRECISION))
        .derivatives(&data.enclosed(PRECISION), order)?;
    let most = |end: fn(&Interval) -> Float| {
        here.gradient
            .iter()
            .map(end)
            .fold(Float::new(PRECISION), |a, b| if b > a { b } else { a })
    };
    let gradient = Interval::new(most(Interval::mignitude), most(Interval::magnitude))?;
    let spectrum = match order {
        Order::Hessian => spectrum(&hessian(&here)?),
        _ => None,
    };
    Ok(Some(Seen {
        loss: here.loss,
        gradient,
        spectrum,
    }))
}

/// The signature of the Hessian minus and plus a small multiple of the identity.
fn spectrum(hessian: &IntervalMatrix) -> Option<Spectrum> {
    let n = hessian.row_count();
    let largest = hessian
        .rows()
        .iter()
        .flatten()
        .map(Interval::magnitude)
        .fold(Float::new(PRECISION), |a, b| if b > a { b } else { a });
    // A power of two, so that the bound has a short name.
    let exponent = largest.get_exp()? + SMALL;
    let bound = Float::with_val(PRECISION, Float::i_exp(1, exponent));
    let shifted = |by: &Float| {
        let by = Interval::point(by.clone()).ok()?;
        let rows = hessian.rows().iter().enumerate().map(|(i, row)| {
            let mut row = row.clone();
            row[i] = &row[i] - &by;
            row
        });
        IntervalMatrix::from_rows(rows.collect()).ok()?.inertia()
    };
    let positive = shifted(&bound)?.0;
    let negative = shifted(&Float::with_val(PRECISION, -&bound))?.1;
    Some(Spectrum {
        bound,
        positive,
        negative,
        small: n - positive - negative,
    })
}
