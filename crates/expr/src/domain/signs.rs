//! Exact signs of sums and fractions: by Sturm's theorem for polynomials in x or in one exponential, by squares for
//! polynomials in several variables.

use num_rational::BigRational;
use num_traits::Zero;

use super::region::Region;
use super::squares;
use crate::fraction::{Fraction, Sum};
use crate::range::Range;
use wronski_exact::univariate::{End, Signs};

/// The signs that the sum takes while x runs over the region and the parameters over R, as far
/// as known: the result may be larger than the truth, never smaller.
pub(super) fn signs(sum: &Sum, region: &Region) -> Option<Signs> {
    if sum.is_zero() {
        return Some(Signs {
            negative: false,
            zero: true,
            positive: false,
        });
    }
    if let Some(p) = sum.in_x() {
        return p.signs_between(&region.low, &region.high).ok();
    }
    if squares::positive(sum).is_some() {
        return Some(Signs {
            negative: false,
            zero: false,
            positive: true,
        });
    }
    if let Some(p) = sum.in_one_exponential() {
        return p
            .polynomial
            .signs_between(&End::Open(BigRational::zero()), &End::Infinite)
            .ok();
    }
    let (_, p) = sum.times_one_exponential()?;
    p.signs_between(&region.low, &region.high).ok()
}

/// What the exact signs of numerator and denominator say.
pub(super) fn from_fraction(f: &Fraction, region: &Region) -> Option<Range> {
    let up = signs(&f.numerator, region)?;
    let down = signs(&f.denominator, region)?;
    // Where the denominator is 0 the node is undefined or (x/x) known by other means: the node's value
    // is then not given by this fraction, unless the denominator has no zero.
    if down.zero {
        return None;
    }
    let down_signs = Signs {
        zero: false,
        ..down
    };
    let positive = (up.positive && down_signs.positive) || (up.negative && down_signs.negative);
    let negative = (up.positive && down_signs.negative) || (up.negative && down_signs.positive);
    let zero = BigRational::zero;
    let range = match (negative, up.zero, positive) {
        (false, false, true) => Range::positive(),
        (true, false, false) => Range::positive().neg(),
        (false, true, true) => Range::nonnegative(),
        (true, true, false) => Range::nonnegative().neg(),
        (false, true, false) => Range::point(&zero()),
        (true, false, true) => Range {
            nonzero: true,
            ..Range::everything()
        },
        _ => return None,
    };
    Some(range)
}
