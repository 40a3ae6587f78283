//! Determinants of matrices of enclosures.

use super::{Enclosure, Result};

/// An enclosure of the determinant, by elimination with the pivot of largest lower bound of its
/// absolute value; `None` if no entry of a column can be told from zero at this precision.
///
/// # Errors
/// A budget of the arithmetic.
pub fn determinant(matrix: &[Vec<Enclosure>], bits: u32) -> Result<Option<Enclosure>> {
    let n = matrix.len();
    let mut m = matrix.to_vec();
    let mut det = Enclosure::integer(1, bits)?;
    for c in 0..n {
        let Some(r) = (c..n)
            .filter(|&r| m[r][c].certainly_nonzero())
            .max_by_key(|&r| m[r][c].abs().lower_rational())
        else {
            return Ok(None);
        };
        if r != c {
            m.swap(r, c);
            det = det.neg();
        }
        det = det.mul(&m[c][c])?;
        let pivot = m[c].clone();
        for row in m.iter_mut().skip(c + 1) {
            let factor = row[c].div(&pivot[c])?;
            for j in c + 1..n {
                row[j] = row[j].sub(&factor.mul(&pivot[j])?)?;
            }
        }
    }
    Ok(Some(det))
}
