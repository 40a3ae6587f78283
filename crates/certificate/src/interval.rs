//! Intervals of real numbers with exact ends, written as `[1/2, inf)`.

use std::fmt;
use std::str::FromStr;

use num_rational::BigRational;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An end of an interval.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bound {
    /// There is none.
    Infinite,
    /// The interval contains this end.
    Closed(BigRational),
    /// The interval does not contain this end.
    Open(BigRational),
}

impl Bound {
    /// The end as a number, unless it is infinite.
    pub fn value(&self) -> Option<&BigRational> {
        match self {
            Bound::Infinite => None,
            Bound::Closed(q) | Bound::Open(q) => Some(q),
        }
    }
}

/// An interval. As text in the usual notation; numbers are fractions in lowest terms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// The lower end.
    pub low: Bound,
    /// The upper end.
    pub high: Bound,
}

impl Interval {
    /// The real line.
    pub const fn line() -> Self {
        Interval {
            low: Bound::Infinite,
            high: Bound::Infinite,
        }
    }

    /// Is it the real line?
    pub fn is_line(&self) -> bool {
        *self == Interval::line()
    }

    /// Is there no number in it?
    pub fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Bound::Infinite, _) | (_, Bound::Infinite) => false,
            (Bound::Closed(a), Bound::Closed(b)) => a > b,
            (Bound::Closed(a) | Bound::Open(a), Bound::Closed(b) | Bound::Open(b)) => a >= b,
        }
    }
}

impl Interval {
    /// ` where x > 0`; nothing for the whole line.
    pub(super) fn of_x(&self) -> String {
        let low = match &self.low {
            Bound::Infinite => None,
            Bound::Closed(a) => Some(format!("x >= {a}")),
            Bound::Open(a) => Some(format!("x > {a}")),
        };
        let high = match &self.high {
            Bound::Infinite => None,
            Bound::Closed(a) => Some(format!("x <= {a}")),
            Bound::Open(a) => Some(format!("x < {a}")),
        };
        let both: Vec<String> = low.into_iter().chain(high).collect();
        if both.is_empty() {
            return String::new();
        }
        format!(" where {}", both.join(" and "))
    }
}

impl Default for Interval {
    fn default() -> Self {
        Interval::line()
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.low {
            Bound::Infinite => write!(f, "(-inf, ")?,
            Bound::Closed(q) => write!(f, "[{q}, ")?,
            Bound::Open(q) => write!(f, "({q}, ")?,
        }
        match &self.high {
            Bound::Infinite => write!(f, "inf)"),
            Bound::Closed(q) => write!(f, "{q}]"),
            Bound::Open(q) => write!(f, "{q})"),
        }
    }
}

impl FromStr for Interval {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            let shown: String = text.chars().take(60).collect();
            format!(
                "`{shown}` is no interval such as `[1/2, inf)`, its ends in lowest terms and in order"
            )
        };
        let end = |text: &str, closed: bool, infinity: &str| {
            if text == infinity && !closed {
                return Some(Bound::Infinite);
            }
            // Other spellings of a number do not survive the comparison below.
            let q = number(text)?;
            Some(if closed {
                Bound::Closed(q)
            } else {
                Bound::Open(q)
            })
        };
        let read = || {
            let (low, high) = text.split_once(", ")?;
            let low = match low.split_at_checked(1)? {
                ("[", low) => end(low, true, "-inf"),
                ("(", low) => end(low, false, "-inf"),
                _ => None,
            }?;
            let high = match high.split_at_checked(high.len().checked_sub(1)?)? {
                (high, "]") => end(high, true, "inf"),
                (high, ")") => end(high, false, "inf"),
                _ => None,
            }?;
            Some(Interval { low, high })
        };
        read()
            .filter(|i| !i.is_empty() && i.to_string() == text)
            .ok_or_else(wrong)
    }
}

/// A number as it is written in a certificate, up to spelling: `3`, `-3/4`.
fn number(text: &str) -> Option<BigRational> {
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let (up, down) = text.split_once('/').unwrap_or((text, "1"));
    let long = text.len() > super::limits::DIGITS;
    if long || !digits(up.strip_prefix('-').unwrap_or(up)) || !digits(down) {
        return None;
    }
    let down: num_bigint::BigInt = down.parse().ok()?;
    if down == num_bigint::BigInt::ZERO {
        return None;
    }
    Some(BigRational::new(up.parse().ok()?, down))
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// An exact rational number, written as `-3/4`: in lowest terms, an integer without a denominator.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rational(pub BigRational);

impl Serialize for Rational {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Rational {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match number(&text).filter(|q| q.to_string() == text) {
            Some(q) => Ok(Rational(q)),
            None => {
                let shown: String = text.chars().take(60).collect();
                Err(D::Error::custom(format!(
                    "`{shown}` is no rational number in lowest terms such as `-3/4`"
                )))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_are_written_in_one_way() {
        for text in [
            "(-inf, inf)",
            "[0, inf)",
            "(-1/2, 3]",
            "[2, 2]",
            "(-inf, -7/3)",
        ] {
            let read: Interval = text.parse().expect(text);
            assert_eq!(read.to_string(), text);
        }
        for text in [
            "",
            "[",
            "[0,1]",
            "[0, 1",
            "(0, 0]",
            "[2, 1]",
            "[-inf, 0]",
            "(0, inf]",
            "[2/4, 1]",
            "[+1, 2]",
            "[-0, 1]",
            "[1/0, 2]",
            "[0, 1.5]",
            "[0, 1] ",
            "[0, 1, 2]",
            "é0, 1]",
            "[0, 1é",
            "(inf, inf)",
            "[1/-2, 0]",
        ] {
            assert!(text.parse::<Interval>().is_err(), "{text}");
        }
    }
}
