//! Polynomials that are positive because, up to a positive constant and a multiplier, they are sums of
//! squares.

use num_traits::{One, Signed};

use super::fraction::Sum;
use super::work::{Work, too_large};
use crate::failure::{Checked, limit};
use crate::text::short;
use num_rational::BigRational;
use wronski_certificate::{Rational, Square};

/// Most squares of a sum.
const MAX_SQUARES: usize = 200;

fn sum_of(work: &mut Work<'_>, squares: &[Square]) -> Checked<Sum> {
    if squares.len() > MAX_SQUARES {
        return Err(limit("the squares of a sum", MAX_SQUARES as u64));
    }
    let mut total = Sum::default();
    for s in squares {
        if !s.weight.0.is_positive() {
            return Err("the weight of a square is not positive".into());
        }
        let root = polynomial(work, &s.root)?;
        total = root
            .times(&root)
            .and_then(|square| total.plus(&square.scaled(&s.weight.0)))
            .ok_or_else(|| too_large("a sum of squares"))?;
    }
    Ok(total)
}

/// A polynomial in x, parameters and pi, as a sum.
pub(super) fn polynomial(work: &mut Work<'_>, text: &str) -> Checked<Sum> {
    let i = work.read(text)?;
    match work.form(i)?.as_sum() {
        Some(sum) if sum.is_polynomial() => Ok(sum),
        _ => Err(format!("`{}` is no polynomial", short(text)).into()),
    }
}

/// Confirms that the polynomial is positive for all real values of what stands in it: the multiplier times
/// (polynomial less constant) is a sum of squares, so where the multiplier is not 0 the polynomial is at least
/// the constant, and elsewhere by continuity.
pub(super) fn confirm(
    work: &mut Work<'_>,
    p: &Sum,
    constant: &Rational,
    multiplier: &[Square],
    squares: &[Square],
) -> Checked<()> {
    if !constant.0.is_positive() {
        return Err("the constant beside squares is not positive".into());
    }
    let factor = if multiplier.is_empty() {
        Sum::number(&BigRational::one())
    } else {
        sum_of(work, multiplier)?
    };
    if factor.is_zero() {
        return Err("the multiplier of squares is 0".into());
    }
    let total = sum_of(work, squares)?;
    let left = p
        .plus(&Sum::number(&-&constant.0))
        .and_then(|rest| rest.times(&factor))
        .ok_or_else(|| too_large("a sum of squares"))?;
    if left == total {
        Ok(())
    } else {
        Err("the squares do not add up to the polynomial".into())
    }
}
