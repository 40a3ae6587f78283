//! Alternants at real points: values enclosed again from the expressions.

use num_rational::BigRational;

use super::element::Outcome;
use crate::exact::enclosure::{Enclosure, determinant};
use crate::expr::Expr;
use crate::expr::enclose::enclose;

/// Finer enclosures than this are not computed for a file.
const MAX_BITS: u32 = 4096;

/// Confirms that the alternant of the functions at the points is enclosed by the bounds stated, which
/// must have one sign. Any functions on the real line are then linearly independent over the reals.
pub(super) fn confirm(
    functions: &[Expr],
    points: &[String],
    bits: u32,
    bounds: &[String; 2],
) -> Outcome<()> {
    if points.len() != functions.len() || functions.is_empty() || functions.len() > 64 {
        return Err("there must be one point for each function".into());
    }
    if !(16..=MAX_BITS).contains(&bits) {
        return Err(format!(
            "the precision must lie between 16 and {MAX_BITS} bits"
        ));
    }
    let mut rows: Vec<Vec<Enclosure>> = vec![];
    for p in points {
        super::read::bounded_text(p, super::element::NUMBER_DIGITS)?;
        let x: BigRational = p
            .parse()
            .map_err(|_| format!("`{}` is no rational number", super::read::short(p)))?;
        let row: Result<Vec<Enclosure>, _> =
            functions.iter().map(|f| enclose(f, &x, bits)).collect();
        rows.push(row.map_err(|e| format!("a value at {x} could not be enclosed: {e}"))?);
    }
    let d = determinant(&rows, bits)
        .map_err(|e| e.to_string())?
        .filter(Enclosure::certainly_nonzero)
        .ok_or("the alternant is not enclosed away from zero")?;
    let same =
        d.lower_rational().to_string() == bounds[0] && d.upper_rational().to_string() == bounds[1];
    if same {
        Ok(())
    } else {
        Err("the bounds of the alternant are not those stated".into())
    }
}
