//! Intervals of x on which something is known.

use num_rational::BigRational;

use crate::Relation;
use wronski_exact::univariate::End;

/// An interval of x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Region {
    pub low: End,
    pub high: End,
    /// Is the branch taken exactly on this interval? If not, it is taken on a part of it.
    pub exact: bool,
}

impl Region {
    pub(crate) fn line() -> Self {
        Region {
            low: End::Infinite,
            high: End::Infinite,
            exact: true,
        }
    }

    pub(crate) fn is_line(&self) -> bool {
        self.low == End::Infinite && self.high == End::Infinite
    }

    pub(crate) fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (End::Infinite, _) | (_, End::Infinite) => false,
            (End::Closed(a), End::Closed(b)) => a > b,
            (End::Closed(a) | End::Open(a), End::Closed(b) | End::Open(b)) => a >= b,
        }
    }

    pub(crate) fn contains(&self, x: &BigRational) -> bool {
        let above = match &self.low {
            End::Infinite => true,
            End::Closed(a) => a <= x,
            End::Open(a) => a < x,
        };
        let below = match &self.high {
            End::Infinite => true,
            End::Closed(b) => x <= b,
            End::Open(b) => x < b,
        };
        above && below
    }

    /// The part on which `x REL c`.
    pub(super) fn restricted(&self, relation: Relation, c: &BigRational) -> Self {
        let mut result = self.clone();
        let (open, closed) = (End::Open(c.clone()), End::Closed(c.clone()));
        match relation {
            Relation::Less | Relation::LessEqual => {
                let end = if relation == Relation::Less {
                    open
                } else {
                    closed
                };
                let tighter = match (&self.high, &end) {
                    (End::Infinite, _) => true,
                    (End::Closed(b), End::Open(c)) => c <= b,
                    (End::Closed(b) | End::Open(b), End::Open(c) | End::Closed(c)) => c < b,
                    _ => false,
                };
                if tighter {
                    result.high = end;
                }
            }
            Relation::Greater | Relation::GreaterEqual => {
                let end = if relation == Relation::Greater {
                    open
                } else {
                    closed
                };
                let tighter = match (&self.low, &end) {
                    (End::Infinite, _) => true,
                    (End::Closed(a), End::Open(c)) => c >= a,
                    (End::Closed(a) | End::Open(a), End::Open(c) | End::Closed(c)) => c > a,
                    _ => false,
                };
                if tighter {
                    result.low = end;
                }
            }
        }
        result
    }
}
