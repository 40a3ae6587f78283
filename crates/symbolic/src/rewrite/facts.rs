//! What is known of an expression on the real line: defined, smooth, and which signs it can take.
//!
//! Everything here is an upper bound on what may happen for real `x` and real parameters; a fact counts as known
//! only when the bound proves it. Unknown is never true.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

/// Facts on one expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Defined (real-valued) at every real `x`.
    pub defined: bool,
    /// Real-analytic at every real `x` (so in particular defined and differentiable).
    pub smooth: bool,
    /// The signs that may occur where it is defined.
    pub signs: Signs,
}

/// A set of signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signs(u8);

impl Signs {
    /// Only negative values.
    pub const NEGATIVE: Signs = Signs(1);
    /// Only zero.
    pub const ZERO: Signs = Signs(2);
    /// Only positive values.
    pub const POSITIVE: Signs = Signs(4);
    /// Nothing is known.
    pub const ANY: Signs = Signs(7);

    /// That of a number.
    pub fn of_number(q: &BigRational) -> Signs {
        if q.is_zero() {
            Signs::ZERO
        } else if q.is_positive() {
            Signs::POSITIVE
        } else {
            Signs::NEGATIVE
        }
    }

    /// Either of the two.
    #[must_use]
    pub fn or(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }

    /// What both allow.
    #[must_use]
    pub fn and(self, other: Signs) -> Signs {
        Signs(self.0 & other.0)
    }

    /// May this sign occur?
    pub fn may_be(self, sign: Signs) -> bool {
        self.0 & sign.0 != 0
    }

    /// Are all the possible signs among these?
    pub fn within(self, allowed: Signs) -> bool {
        self.0 & !allowed.0 == 0
    }

    fn each(self) -> impl Iterator<Item = i8> {
        [(1, -1), (2, 0), (4, 1)]
            .into_iter()
            .filter(move |(bit, _)| self.0 & bit != 0)
            .map(|(_, s)| s)
    }

    /// That of a value.
    pub(super) fn of(value: i8) -> Signs {
        match value {
            -1 => Signs::NEGATIVE,
            0 => Signs::ZERO,
            _ => Signs::POSITIVE,
        }
    }

    pub(super) fn combine(self, other: Signs, f: impl Fn(i8, i8) -> Signs) -> Signs {
        let mut result = Signs(0);
        for a in self.each() {
            for b in other.each() {
                result = result.or(f(a, b));
            }
        }
        result
    }

    pub(super) fn map(self, f: impl Fn(i8) -> Signs) -> Signs {
        self.each().fold(Signs(0), |r, a| r.or(f(a)))
    }

    /// The signs of the absolute value.
    #[must_use]
    pub fn absolute(self) -> Signs {
        self.map(|a| Signs::of(a.abs()))
    }

    pub(super) fn plus(self, other: Signs) -> Signs {
        self.combine(other, |a, b| match a + b {
            _ if a * b < 0 => Signs::ANY,
            0 => Signs::ZERO,
            s if s > 0 => Signs::POSITIVE,
            _ => Signs::NEGATIVE,
        })
    }

    pub(super) fn negated(self) -> Signs {
        self.map(|a| Signs::of(-a))
    }

    pub(super) fn times(self, other: Signs) -> Signs {
        self.combine(other, |a, b| Signs::of(a * b))
    }
}

impl Facts {
    /// Nothing is known.
    pub const UNKNOWN: Facts = Facts {
        defined: false,
        smooth: false,
        signs: Signs::ANY,
    };

    /// Analytic everywhere.
    pub(super) fn smooth(signs: Signs) -> Facts {
        Facts {
            defined: true,
            smooth: true,
            signs,
        }
    }

    /// The same but for the signs.
    #[must_use]
    pub fn with_signs(self, signs: Signs) -> Facts {
        Facts { signs, ..self }
    }

    /// Defined everywhere and never zero.
    pub fn is_nonzero(&self) -> bool {
        self.defined && !self.signs.may_be(Signs::ZERO)
    }

    /// Defined everywhere and greater than zero.
    pub fn is_positive(&self) -> bool {
        self.defined && self.signs.within(Signs::POSITIVE)
    }

    /// Defined everywhere and not less than zero.
    pub fn is_nonnegative(&self) -> bool {
        self.defined && !self.signs.may_be(Signs::NEGATIVE)
    }

    /// What both say of the same function.
    #[must_use]
    pub fn meet(self, other: Facts) -> Facts {
        Facts {
            defined: self.defined || other.defined,
            smooth: self.smooth || other.smooth,
            signs: self.signs.and(other.signs),
        }
    }
}
