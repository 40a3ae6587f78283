//! Independence without a tower: alternants at real rational points, enclosed away from zero.
//!
//! For any functions on the real line, analytic or not, a nonzero alternant det [f_j(x_i)] at real
//! points proves linear independence over the reals. It never proves dependence.

use num_rational::BigRational;

use wronski_exact::enclosure::{Enclosure, determinant};
use wronski_expr::Expr;
use wronski_expr::enclose::enclose;

/// A determinant of real values, enclosed away from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealAlternant {
    /// One rational point for each function.
    pub points: Vec<BigRational>,
    /// The precision in bits.
    pub bits: u32,
    /// The enclosure of the determinant: both ends of one sign.
    pub determinant: Enclosure,
}

/// Larger families are not tried: elimination of intervals loses too much.
const LARGEST: usize = 12;

/// Searches for real points at which the alternant is certainly not zero, among a fixed list of
/// rationals and with rising precision.
pub fn real_alternant(functions: &[Expr]) -> Option<RealAlternant> {
    let n = functions.len();
    if n == 0 || n > LARGEST {
        return None;
    }
    // Away from breakpoints, on both sides of 0, not symmetric.
    let candidates: Vec<BigRational> = (0..2 * n as i64 + 4)
        .map(|k| {
            let sign = if k % 2 == 0 { 1 } else { -1 };
            BigRational::new((sign * (3 + 2 * k)).into(), (5 + k % 3).into())
        })
        .collect();
    for bits in [96, 384] {
        let rows: Vec<(BigRational, Vec<Enclosure>)> = candidates
            .iter()
            .filter_map(|x| {
                let row: Option<Vec<Enclosure>> =
                    functions.iter().map(|f| enclose(f, x, bits).ok()).collect();
                Some((x.clone(), row?))
            })
            .collect();
        for start in 0..rows.len().saturating_sub(n - 1) {
            let window = &rows[start..start + n];
            let matrix: Vec<Vec<Enclosure>> = window.iter().map(|r| r.1.clone()).collect();
            if let Ok(Some(d)) = determinant(&matrix, bits)
                && d.certainly_nonzero()
            {
                let points = window.iter().map(|r| r.0.clone()).collect();
                return Some(RealAlternant {
                    points,
                    bits,
                    determinant: d,
                });
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_expr::{Func, Node};

    #[test]
    fn a_family_with_vanishing_wronskian_is_independent() {
        let x = Expr::x();
        let odd = x.clone() * Expr::apply(Func::Abs, x.clone());
        assert!(real_alternant(&[x.pow(2), odd.clone()]).is_some());
        // Planted dependence, in disguise.
        let twice = Expr::new(Node::Max(x.clone(), -x.clone())) * x.clone() * Expr::int(2);
        assert_eq!(real_alternant(&[odd, twice]), None);
    }
}
