//! The sign of a sum with logarithms, by its exponential.

use num_rational::BigRational;
use num_traits::One;

use super::facts::Facts;
use super::region::Region;
use super::signs::from_fraction;
use super::unfold::unfolded;
use crate::fraction::Fraction;
use crate::range::Range;

/// A sum with logarithms has the sign of its exponential minus 1, which stands beside it.
pub(super) fn sign_by_exponential(
    facts: &Facts<'_>,
    i: usize,
    region: &Region,
) -> Option<(Range, Fraction)> {
    let e = unfolded(facts.fractions[i].as_ref()?, facts.dag, &facts.fractions)?;
    let difference = e.minus(&Fraction::number(&BigRational::one()))?;
    let range = from_fraction(&difference, region)?;
    let sign = if range.is_positive() {
        Range::positive()
    } else if range.is_negative() {
        Range::positive().neg()
    } else if range.is_nonnegative() {
        Range::nonnegative()
    } else if range.is_nonpositive() {
        Range::nonnegative().neg()
    } else {
        return None;
    };
    Some((sign, difference))
}
