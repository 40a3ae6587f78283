//! Ranges of values: intervals with rational or infinite, open or closed ends. Always true statements;
//! every operation may widen and never narrows.

use std::cmp::Ordering;
use std::fmt;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_exact::univariate::End;

/// Ends with more bits than this are rounded outward or dropped.
const MAX_END_BITS: u64 = 512;

/// Precision of the enclosures that give ends.
const END_BITS: u32 = 64;

/// A set that contains every value that an expression takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The lower end.
    pub low: End,
    /// The upper end.
    pub high: End,
    /// Is the value 0 never taken (also when it lies between the ends)?
    pub nonzero: bool,
}

/// What is known of the sign of a function on all of its domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Every value is greater than 0.
    Positive,
    /// Every value is less than 0.
    Negative,
    /// Every value is at least 0.
    NonNegative,
    /// Every value is at most 0.
    NonPositive,
    /// No value is 0.
    NonZero,
    /// Every value is 0.
    Zero,
    /// Nothing is known.
    Unknown,
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sign::Positive => "positive",
            Sign::Negative => "negative",
            Sign::NonNegative => "nonnegative",
            Sign::NonPositive => "nonpositive",
            Sign::NonZero => "nonzero",
            Sign::Zero => "zero",
            Sign::Unknown => "of unknown sign",
        })
    }
}

/// An end seen as a candidate in a computation: -1/+1 for an infinity, or a number.
#[derive(Clone, PartialEq)]
struct Corner {
    infinite: i32,
    value: BigRational,
    closed: bool,
}

impl Corner {
    fn finite(value: BigRational, closed: bool) -> Self {
        Corner {
            infinite: 0,
            value,
            closed,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.infinite
            .cmp(&other.infinite)
            .then_with(|| self.value.cmp(&other.value))
    }

    fn end(self) -> End {
        match (self.infinite, self.closed) {
            (0, true) => End::Closed(self.value),
            (0, false) => End::Open(self.value),
            _ => End::Infinite,
        }
    }

    /// A product as a candidate for an end: `0 * infinity` is 0, because the other corners cover it.
    fn times(&self, other: &Self) -> Self {
        let zero = |c: &Corner| c.infinite == 0 && c.value.is_zero();
        if zero(self) || zero(other) {
            let closed = (zero(self) && self.closed) || (zero(other) && other.closed);
            return Corner::finite(BigRational::zero(), closed);
        }
        let sign = |c: &Corner| {
            if c.infinite != 0 {
                c.infinite
            } else if c.value.is_negative() {
                -1
            } else {
                1
            }
        };
        if self.infinite != 0 || other.infinite != 0 {
            let infinite = sign(self) * sign(other);
            return Corner {
                infinite,
                value: BigRational::zero(),
                closed: false,
            };
        }
        Corner::finite(&self.value * &other.value, self.closed && other.closed)
    }
}

/// The end among equals that is closed if any is.
fn extreme(corners: &[Corner], which: Ordering) -> Option<Corner> {
    let mut best: Option<Corner> = None;
    for c in corners {
        best = Some(match best {
            None => c.clone(),
            Some(b) => match c.compare(&b) {
                Ordering::Equal => Corner {
                    closed: b.closed || c.closed,
                    ..b
                },
                o if o == which => c.clone(),
                _ => b,
            },
        });
    }
    best
}

impl Range {
    /// All of R.
    pub fn everything() -> Self {
        Range {
            low: End::Infinite,
            high: End::Infinite,
            nonzero: false,
        }
    }

    /// One number.
    pub fn point(q: &BigRational) -> Self {
        Range {
            low: End::Closed(q.clone()),
            high: End::Closed(q.clone()),
            nonzero: !q.is_zero(),
        }
        .tidy()
    }

    /// From its ends.
    pub fn between(low: End, high: End) -> Self {
        Range {
            low,
            high,
            nonzero: false,
        }
        .tidy()
    }

    /// `(0, infinity)`
    pub fn positive() -> Self {
        Self::between(End::Open(BigRational::zero()), End::Infinite)
    }

    /// `[0, infinity)`
    pub fn nonnegative() -> Self {
        Self::between(End::Closed(BigRational::zero()), End::Infinite)
    }

    fn corners(&self) -> (Corner, Corner) {
        let corner = |end: &End, infinite: i32| match end {
            End::Infinite => Corner {
                infinite,
                value: BigRational::zero(),
                closed: false,
            },
            End::Closed(q) => Corner::finite(q.clone(), true),
            End::Open(q) => Corner::finite(q.clone(), false),
        };
        (corner(&self.low, -1), corner(&self.high, 1))
    }

    fn from_corners(low: Corner, high: Corner) -> Self {
        Range {
            low: low.end(),
            high: high.end(),
            nonzero: false,
        }
        .tidy()
    }

    /// Rounds long ends outward, and notes what the ends say about 0.
    fn tidy(mut self) -> Self {
        self.low = shortened(self.low, false);
        self.high = shortened(self.high, true);
        self.nonzero = self.nonzero || self.is_positive() || self.is_negative();
        self
    }

    /// Is every value greater than 0?
    pub fn is_positive(&self) -> bool {
        match &self.low {
            End::Infinite => false,
            End::Closed(q) => q.is_positive(),
            End::Open(q) => !q.is_negative(),
        }
    }

    /// Is every value less than 0?
    pub fn is_negative(&self) -> bool {
        self.negated_ends().is_positive()
    }

    /// Is every value at least 0?
    pub fn is_nonnegative(&self) -> bool {
        self.low.value().is_some_and(|q| !q.is_negative())
    }

    /// Is every value at most 0?
    pub fn is_nonpositive(&self) -> bool {
        self.high.value().is_some_and(|q| !q.is_positive())
    }

    /// Is 0 the only value?
    pub fn is_zero(&self) -> bool {
        self.is_nonnegative() && self.is_nonpositive()
    }

    /// Is no value 0?
    pub fn is_nonzero(&self) -> bool {
        self.nonzero || self.is_positive() || self.is_negative()
    }

    /// The strongest statement about the sign.
    pub fn sign(&self) -> Sign {
        let nonzero = self.is_nonzero();
        match (self.is_nonnegative(), self.is_nonpositive()) {
            (true, true) => Sign::Zero,
            (true, false) if nonzero => Sign::Positive,
            (true, false) => Sign::NonNegative,
            (false, true) if nonzero => Sign::Negative,
            (false, true) => Sign::NonPositive,
            (false, false) if nonzero => Sign::NonZero,
            (false, false) => Sign::Unknown,
        }
    }

    fn negated_ends(&self) -> Range {
        let flip = |end: &End| match end {
            End::Infinite => End::Infinite,
            End::Closed(q) => End::Closed(-q),
            End::Open(q) => End::Open(-q),
        };
        Range {
            low: flip(&self.high),
            high: flip(&self.low),
            nonzero: self.nonzero,
        }
    }

    /// Range of `-u`.
    #[must_use]
    pub fn neg(&self) -> Self {
        self.negated_ends()
    }

    /// Range of `u + v`.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let (a, b) = self.corners();
        let (c, d) = other.corners();
        let sum = |p: &Corner, q: &Corner, side: i32| {
            if p.infinite != 0 || q.infinite != 0 {
                Corner {
                    infinite: side,
                    value: BigRational::zero(),
                    closed: false,
                }
            } else {
                Corner::finite(&p.value + &q.value, p.closed && q.closed)
            }
        };
        Self::from_corners(sum(&a, &c, -1), sum(&b, &d, 1))
    }

    /// Range of `u * v`.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let (a, b) = self.corners();
        let (c, d) = other.corners();
        let products = [a.times(&c), a.times(&d), b.times(&c), b.times(&d)];
        let (Some(low), Some(high)) = (
            extreme(&products, Ordering::Less),
            extreme(&products, Ordering::Greater),
        ) else {
            return Self::everything();
        };
        let mut result = Self::from_corners(low, high);
        // A closed 0 as an end is attained only if a factor attains 0.
        let nonzero = self.is_nonzero() && other.is_nonzero();
        result.nonzero = nonzero || result.nonzero;
        result.open_at_zero()
    }

    /// Opens an end at 0 when 0 is not taken.
    pub(crate) fn open_at_zero(mut self) -> Self {
        if self.nonzero {
            for end in [&mut self.low, &mut self.high] {
                if matches!(end, End::Closed(q) if q.is_zero()) {
                    *end = End::Open(BigRational::zero());
                }
            }
        }
        self
    }

    /// Range of `1/u`, where it is defined.
    #[must_use]
    pub fn reciprocal(&self) -> Self {
        let result = if self.is_nonnegative() {
            let inverse = |end: &End, at_zero: End| match end {
                End::Infinite => End::Open(BigRational::zero()),
                End::Closed(q) | End::Open(q) if q.is_zero() => at_zero,
                End::Closed(q) => End::Closed(q.recip()),
                End::Open(q) => End::Open(q.recip()),
            };
            Self::between(
                inverse(&self.high, End::Infinite),
                inverse(&self.low, End::Infinite),
            )
        } else if self.is_nonpositive() {
            return self.neg().reciprocal().neg();
        } else {
            Self::everything()
        };
        Range {
            nonzero: true,
            ..result
        }
        .open_at_zero()
    }

    /// Range of `|u|`.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.is_nonnegative() {
            return self.clone();
        }
        if self.is_nonpositive() {
            return self.neg();
        }
        let (a, b) = self.corners();
        let high = extreme(
            &[
                b,
                Corner {
                    infinite: -a.infinite,
                    value: -a.value,
                    closed: a.closed,
                },
            ],
            Ordering::Greater,
        );
        let high = high.map_or(End::Infinite, Corner::end);
        Range {
            nonzero: self.nonzero,
            ..Self::between(End::Closed(BigRational::zero()), high)
        }
        .open_at_zero()
    }

    /// Range of `u^n` for an integer exponent.
    #[must_use]
    pub fn power(&self, n: i64) -> Self {
        if n == 0 {
            return Self::point(&BigRational::one());
        }
        if n < 0 {
            return self.power(n.saturating_neg()).reciprocal();
        }
        // On u >= 0 the power is increasing; an odd power is increasing everywhere.
        let base = if n % 2 == 0 { self.abs() } else { self.clone() };
        let end = |end: &End, upper: bool| match end {
            End::Infinite => End::Infinite,
            End::Closed(q) => bounded_power(q, n, upper, true),
            End::Open(q) => bounded_power(q, n, upper, false),
        };
        let result = Self::between(end(&base.low, false), end(&base.high, true));
        Range {
            nonzero: base.is_nonzero(),
            ..result
        }
        .open_at_zero()
    }

    /// The smallest range that contains both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let (a, b) = self.corners();
        let (c, d) = other.corners();
        let (Some(low), Some(high)) = (
            extreme(&[a, c], Ordering::Less),
            extreme(&[b, d], Ordering::Greater),
        ) else {
            return Self::everything();
        };
        Range {
            nonzero: self.nonzero && other.nonzero,
            ..Self::from_corners(low, high)
        }
        .tidy()
    }

    /// Both statements together.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        let tighter = |p: Corner, q: Corner, which: Ordering| match p.compare(&q) {
            Ordering::Equal => Corner {
                closed: p.closed && q.closed,
                ..p
            },
            o if o == which => p,
            _ => q,
        };
        let (a, b) = self.corners();
        let (c, d) = other.corners();
        let low = tighter(a, c, Ordering::Greater);
        let high = tighter(b, d, Ordering::Less);
        if low.compare(&high) == Ordering::Greater {
            // Contradictory facts: the expression is nowhere defined. Either statement is true.
            return self.clone();
        }
        Range {
            low: low.end(),
            high: high.end(),
            nonzero: self.nonzero || other.nonzero,
        }
        .tidy()
        .open_at_zero()
    }

    /// Range of `max(u, v)`.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        let (a, b) = self.corners();
        let (c, d) = other.corners();
        // Below: the larger lower end, open only if that one is open (equal ends: if either is open
        // the maximum exceeds it).
        let low = match a.compare(&c) {
            Ordering::Equal => Corner {
                closed: a.closed && c.closed,
                ..a
            },
            Ordering::Greater => a,
            Ordering::Less => c,
        };
        let high = extreme(&[b, d], Ordering::Greater).map_or(End::Infinite, Corner::end);
        Range {
            low: low.end(),
            high,
            nonzero: self.nonzero && other.nonzero,
        }
        .tidy()
    }

    /// Range of `min(u, v)`.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        self.neg().max(&other.neg()).neg()
    }

    /// For an odd increasing function: zero exactly where the argument is.
    pub(crate) fn same_zero(&self, image: Range) -> Range {
        let mut image = image;
        let zero = BigRational::zero;
        // Rounding must not lose the sign.
        if self.is_positive() {
            image = image.meet(&Range::positive());
        } else if self.is_negative() {
            image = image.meet(&Range::positive().neg());
        } else if self.is_nonnegative() {
            image = image.meet(&Range::between(End::Closed(zero()), End::Infinite));
        } else if self.is_nonpositive() {
            image = image.meet(&Range::between(End::Infinite, End::Closed(zero())));
        }
        Range {
            nonzero: self.is_nonzero(),
            ..image
        }
        .open_at_zero()
    }

    /// Under an increasing function with these limits at the ends of the line.
    pub(crate) fn increasing(
        &self,
        f: impl Fn(&Enclosure) -> Result<Enclosure, EnclosureError>,
        at_minus: End,
        at_plus: End,
    ) -> Self {
        let image = |q: &BigRational, upper: bool| {
            let e = Enclosure::rational(q, END_BITS).and_then(|e| f(&e)).ok()?;
            let end = if upper { e.upper() } else { e.lower() };
            // A very large or small end is not worth its digits.
            match end.magnitude() {
                Some(k) if k.unsigned_abs() > MAX_END_BITS => None,
                _ => Some(end.to_rational()),
            }
        };
        let end = |end: &End, limit: &End, upper: bool| match end {
            End::Infinite => limit.clone(),
            End::Closed(q) => image(q, upper).map_or(limit.clone(), End::Closed),
            End::Open(q) => image(q, upper).map_or(limit.clone(), End::Open),
        };
        Self::between(
            end(&self.low, &at_minus, false),
            end(&self.high, &at_plus, true),
        )
    }

    /// By an enclosure on the whole interval, if it has two ends.
    pub(crate) fn through_enclosure(
        &self,
        f: impl Fn(&Enclosure) -> Result<Enclosure, EnclosureError>,
    ) -> Option<Self> {
        let (low, high) = (self.low.value()?, self.high.value()?);
        let e = Enclosure::between(low, high, END_BITS)
            .and_then(|e| f(&e))
            .ok()?;
        let short = |k: Option<i64>| k.is_none_or(|k| k.unsigned_abs() <= MAX_END_BITS);
        if !short(e.lower().magnitude()) || !short(e.upper().magnitude()) {
            return None;
        }
        Some(Self::between(
            End::Closed(e.lower_rational()),
            End::Closed(e.upper_rational()),
        ))
    }
}

/// `q^n` as an end, or a weaker bound when it would be long. Here `q >= 0` or `n` is odd.
fn bounded_power(q: &BigRational, n: i64, upper: bool, closed: bool) -> End {
    let make = |v: BigRational| if closed { End::Closed(v) } else { End::Open(v) };
    let bits = q.numer().bits().max(q.denom().bits());
    let short = bits.saturating_mul(n.unsigned_abs()) <= 4 * MAX_END_BITS;
    if short || q.is_zero() || q.abs().is_one() {
        let n = if q.is_zero() {
            1
        } else if q.abs().is_one() {
            2 - n % 2
        } else {
            n
        };
        let n = usize::try_from(n).map_or(1, |n| n);
        let n = if q.is_one() { 1 } else { n };
        return make(num_traits::pow(q.clone(), n));
    }
    // Long: for q > 1, q <= q^n; for 0 < q < 1, 0 < q^n <= q; mirrored for negative q.
    let large = q.abs() > BigRational::one();
    match (upper, q.is_positive(), large) {
        (false, true, true) | (true, true, false) => make(q.clone()),
        (true, false, true) | (false, false, false) => make(q.clone()),
        (true, true, true) | (false, false, true) => End::Infinite,
        (false, true, false) | (true, false, false) => End::Open(BigRational::zero()),
    }
}

fn shortened(end: End, upper: bool) -> End {
    use wronski_exact::enclosure::{Dyadic, Toward};
    let long = |q: &BigRational| q.numer().bits().max(q.denom().bits()) > MAX_END_BITS;
    let toward = if upper { Toward::Up } else { Toward::Down };
    match end {
        End::Closed(q) | End::Open(q) if long(&q) => {
            let d = Dyadic::from_rational(&q, 64, toward);
            match d.magnitude() {
                Some(k) if k.unsigned_abs() > MAX_END_BITS => {
                    let tiny = k < 0;
                    let outward = upper == q.is_positive();
                    match (tiny, outward) {
                        // Away from zero: the next simple number, or no bound.
                        (true, true) => End::Open(if upper {
                            BigRational::one()
                        } else {
                            -BigRational::one()
                        }),
                        (true, false) => End::Open(BigRational::zero()),
                        (false, true) => End::Infinite,
                        (false, false) => End::Open(if upper {
                            -BigRational::one()
                        } else {
                            BigRational::one()
                        }),
                    }
                }
                _ => End::Closed(d.to_rational()),
            }
        }
        other => other,
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.low {
            End::Infinite => write!(f, "(-inf, ")?,
            End::Closed(q) => write!(f, "[{q}, ")?,
            End::Open(q) => write!(f, "({q}, ")?,
        }
        match &self.high {
            End::Infinite => write!(f, "inf)")?,
            End::Closed(q) => write!(f, "{q}]")?,
            End::Open(q) => write!(f, "{q})")?,
        }
        let between = self.nonzero && !self.is_positive() && !self.is_negative();
        if between {
            write!(f, " without 0")
        } else {
            Ok(())
        }
    }
}
