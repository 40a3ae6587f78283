//! Linear pieces of an activation, and where in a piece the units are placed.

use num_rational::BigRational;

use wronski_diagnostic::Result;
use wronski_expr::domain::linear_pieces;
use wronski_expr::enclose::enclose;
use wronski_expr::{Expr, fold_literals};

/// Bits at which irrational ends are enclosed.
const BITS: u32 = 128;

/// An open interval on which sigma is `slope x + intercept`, all numbers rational.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RationalPiece {
    /// The left end; `None` for minus infinity. If the true end is irrational, a rational number within the piece.
    pub low: Option<BigRational>,
    /// The right end, likewise; `None` for infinity.
    pub high: Option<BigRational>,
    /// The slope, not 0.
    pub slope: BigRational,
    /// The intercept.
    pub intercept: BigRational,
}

impl RationalPiece {
    /// Do all numbers between these two lie inside?
    pub fn contains(&self, from: &BigRational, to: &BigRational) -> bool {
        self.low.as_ref().is_none_or(|low| low < from)
            && self.high.as_ref().is_none_or(|high| to < high)
    }

    /// The ends as text.
    pub fn interval(&self) -> [String; 2] {
        let end = |e: &Option<BigRational>, none: &str| match e {
            Some(e) => e.to_string(),
            None => none.to_string(),
        };
        [end(&self.low, "-inf"), end(&self.high, "inf")]
    }

    /// A point inside, and a distance so that everything within twice that distance lies inside too. `None` if the
    /// piece is the whole line.
    pub fn room(&self) -> Option<(BigRational, BigRational)> {
        let q = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => Some(((low + high) / q(2, 1), (high - low) / q(4, 1))),
            (Some(low), None) => Some((low + q(1, 1), q(1, 2))),
            (None, Some(high)) => Some((high - q(1, 1), q(1, 2))),
            (None, None) => None,
        }
    }

    /// The finite ends.
    pub fn ends(&self) -> impl Iterator<Item = &BigRational> {
        self.low.iter().chain(&self.high)
    }

    /// The value of the line at a point.
    pub fn line(&self, x: &BigRational) -> BigRational {
        &self.slope * x + &self.intercept
    }
}

/// The linear pieces of nonzero rational slope and intercept, half-lines first; pieces whose numbers are irrational
/// constants are left out.
///
/// # Errors
/// Input errors of the domain: sigma must be defined on all of R.
pub fn rational_pieces(sigma: &Expr) -> Result<Vec<RationalPiece>> {
    let number = |e: &Expr| fold_literals(e).as_num().cloned();
    // The inner end of an enclosure stays within the piece.
    let end = |e: &Option<Expr>, left: bool| -> Option<Option<BigRational>> {
        let Some(e) = e else { return Some(None) };
        if let Some(q) = number(e) {
            return Some(Some(q));
        }
        let value = enclose(e, &BigRational::from_integer(0.into()), BITS).ok()?;
        Some(Some(if left {
            value.upper_rational()
        } else {
            value.lower_rational()
        }))
    };
    let mut out: Vec<RationalPiece> = linear_pieces(sigma)?
        .iter()
        .filter_map(|p| {
            let line = p.linear.as_ref()?;
            let piece = RationalPiece {
                low: end(&p.low, true)?,
                high: end(&p.high, false)?,
                slope: number(&line.slope)?,
                intercept: number(&line.intercept)?,
            };
            let open = match (&piece.low, &piece.high) {
                (Some(low), Some(high)) => low < high,
                _ => true,
            };
            (open && piece.slope != BigRational::from_integer(0.into())).then_some(piece)
        })
        .collect();
    out.sort_by_key(|p| p.low.is_some() && p.high.is_some());
    Ok(out)
}
