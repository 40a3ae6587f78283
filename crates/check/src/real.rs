//! Alternants at real points: values enclosed again from the expressions.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::failure::{Checked, limit};
use super::text::rational;
use wronski_certificate::limits::REAL_MEMBERS;
use wronski_exact::enclosure::{Enclosure, determinant};
use wronski_expr::Expr;
use wronski_expr::enclose::enclose;

/// Finer enclosures than this are not computed for a file.
const MAX_BITS: u32 = wronski_certificate::limits::PRECISION;

/// Confirms that the alternant of the functions at the points is not zero, by an enclosure of its own, and that this
/// meets the bounds stated, which must have one sign. Any functions on the real line are then linearly independent
/// over the reals.
pub(super) fn confirm(
    functions: &[Expr],
    points: &[String],
    bits: u32,
    bounds: &[String; 2],
) -> Checked<()> {
    if functions.len() > REAL_MEMBERS {
        return Err(limit(
            "the functions of an alternant at real points",
            REAL_MEMBERS as u64,
        ));
    }
    if points.len() != functions.len() || functions.is_empty() {
        return Err("there must be one point for each function".into());
    }
    if bits < 16 {
        return Err("the precision is at least 16 bits".into());
    }
    if bits > MAX_BITS {
        return Err(limit("the bits of precision", u64::from(MAX_BITS)));
    }
    let mut rows: Vec<Vec<Enclosure>> = vec![];
    for p in points {
        super::text::bounded_text(p, super::text::NUMBER_DIGITS)?;
        let x: BigRational = p
            .parse()
            .map_err(|_| format!("`{}` is no rational number", super::text::short(p)))?;
        let row: Result<Vec<Enclosure>, _> =
            functions.iter().map(|f| enclose(f, &x, bits)).collect();
        rows.push(row.map_err(|e| format!("a value at {x} could not be enclosed: {e}"))?);
    }
    let d = determinant(&rows, bits)
        .map_err(|e| e.to_string())?
        .filter(Enclosure::certainly_nonzero)
        .ok_or("the alternant is not enclosed away from zero")?;
    // Both enclose the same number, wherever either was rounded.
    let [low, high] = bounds;
    let stated = rational(low).zip(rational(high));
    let (low, high) = stated.ok_or("the bounds of the alternant are no rational numbers")?;
    if low > high || low.is_positive() != high.is_positive() || low.is_zero() || high.is_zero() {
        return Err("the bounds of the alternant do not have one sign".into());
    }
    if low > d.upper_rational() || high < d.lower_rational() {
        return Err("the alternant does not lie between the bounds stated".into());
    }
    Ok(())
}
