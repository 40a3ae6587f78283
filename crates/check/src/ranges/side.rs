//! One of the two sides: of a point, or of the line.

use num_rational::BigRational;

use wronski_certificate::{Bound, Interval};

/// Which side of a point, or end of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

impl Side {
    /// The ray from a point on, with it.
    pub fn ray(self, cut: &BigRational) -> Interval {
        match self {
            Side::Left => Interval {
                low: Bound::Infinite,
                high: Bound::Closed(cut.clone()),
            },
            Side::Right => Interval {
                low: Bound::Closed(cut.clone()),
                high: Bound::Infinite,
            },
        }
    }
}
