//! Sets of values: intervals with rational or infinite, open or closed ends, of which 0 may be left out.
//!
//! Every operation gives a set that contains all values that the operation takes on its operands.

use std::cmp::Ordering;

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use wronski_certificate::{Bound, Interval};

/// Ends longer than this are not raised to powers.
const LONGEST_POWER: u64 = 16_384;

/// A set of real numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set {
    pub low: Bound,
    pub high: Bound,
    /// Is 0 left out?
    pub nonzero: bool,
}

/// An end on the extended line: below everything, a number, above everything.
#[derive(Clone)]
enum Place {
    Below,
    At(BigRational, bool),
    Above,
}

impl Place {
    fn order(&self, other: &Self) -> Ordering {
        let rank = |p: &Place| match p {
            Place::Below => 0,
            Place::At(..) => 1,
            Place::Above => 2,
        };
        match (self, other) {
            (Place::At(a, _), Place::At(b, _)) => a.cmp(b),
            (a, b) => rank(a).cmp(&rank(b)),
        }
    }

    fn bound(self) -> Bound {
        match self {
            Place::At(q, true) => Bound::Closed(q),
            Place::At(q, false) => Bound::Open(q),
            _ => Bound::Infinite,
        }
    }

    fn sign(&self) -> Sign {
        match self {
            Place::Below => Sign::Minus,
            Place::Above => Sign::Plus,
            Place::At(q, _) => q.numer().sign(),
        }
    }

    /// A candidate for an end of a product. Where one factor approaches 0 and the other infinity the other
    /// corners count.
    fn times(&self, other: &Self) -> Self {
        match (self, other) {
            (Place::At(a, p), Place::At(b, q)) => {
                let attained = (*p && (*q || a.is_zero())) || (*q && b.is_zero());
                Place::At(a * b, attained)
            }
            (a, b) => match a.sign() * b.sign() {
                Sign::Plus => Place::Above,
                Sign::Minus => Place::Below,
                Sign::NoSign => {
                    let attained = [a, b]
                        .iter()
                        .any(|c| matches!(c, Place::At(q, true) if q.is_zero()));
                    Place::At(BigRational::zero(), attained)
                }
            },
        }
    }
}

/// The outermost place; among equal ones one that is attained.
fn outermost(places: Vec<Place>, side: Ordering) -> Place {
    let mut places = places.into_iter();
    let mut best = places.next().unwrap_or(if side == Ordering::Less {
        Place::Below
    } else {
        Place::Above
    });
    for p in places {
        let order = p.order(&best);
        let attained = order == Ordering::Equal && matches!(p, Place::At(_, true));
        if order == side || attained {
            best = p;
        }
    }
    best
}

fn negated(b: &Bound) -> Bound {
    match b {
        Bound::Infinite => Bound::Infinite,
        Bound::Closed(q) => Bound::Closed(-q),
        Bound::Open(q) => Bound::Open(-q),
    }
}

impl Set {
    pub fn everything() -> Self {
        Set::between(Bound::Infinite, Bound::Infinite)
    }

    pub fn between(low: Bound, high: Bound) -> Self {
        Set {
            low,
            high,
            nonzero: false,
        }
        .settled()
    }

    pub fn of(interval: &Interval, nonzero: bool) -> Self {
        Set {
            low: interval.low.clone(),
            high: interval.high.clone(),
            nonzero,
        }
        .settled()
    }

    pub fn point(q: &BigRational) -> Self {
        Set::between(Bound::Closed(q.clone()), Bound::Closed(q.clone()))
    }

    pub fn positive() -> Self {
        Set::between(Bound::Open(BigRational::zero()), Bound::Infinite)
    }

    /// All numbers of a sign.
    pub fn of_sign(sign: Sign) -> Self {
        match sign {
            Sign::Plus => Set::positive(),
            Sign::NoSign => Set::point(&BigRational::zero()),
            Sign::Minus => Set::positive().neg(),
        }
    }

    pub fn nonnegative() -> Self {
        Set::between(Bound::Closed(BigRational::zero()), Bound::Infinite)
    }

    /// All numbers but 0.
    pub fn without_zero() -> Self {
        Set {
            nonzero: true,
            ..Set::everything()
        }
    }

    /// Whether 0 is left out as the ends have it, and the ends as this has it.
    fn settled(mut self) -> Self {
        self.nonzero = self.nonzero || self.is_positive() || self.is_negative();
        if self.nonzero {
            for end in [&mut self.low, &mut self.high] {
                if matches!(end, Bound::Closed(q) if q.is_zero()) {
                    *end = Bound::Open(BigRational::zero());
                }
            }
        }
        self
    }

    /// The sign of all its numbers, if it is one.
    pub fn sign(&self) -> Option<Sign> {
        if self.is_positive() {
            Some(Sign::Plus)
        } else if self.is_negative() {
            Some(Sign::Minus)
        } else {
            None
        }
    }

    pub fn is_positive(&self) -> bool {
        match &self.low {
            Bound::Infinite => false,
            Bound::Closed(q) => q.is_positive() || (q.is_zero() && self.nonzero),
            Bound::Open(q) => !q.is_negative(),
        }
    }

    pub fn is_negative(&self) -> bool {
        match &self.high {
            Bound::Infinite => false,
            Bound::Closed(q) => q.is_negative() || (q.is_zero() && self.nonzero),
            Bound::Open(q) => !q.is_positive(),
        }
    }

    pub fn is_nonnegative(&self) -> bool {
        self.low.value().is_some_and(|q| !q.is_negative())
    }

    pub fn is_nonpositive(&self) -> bool {
        self.high.value().is_some_and(|q| !q.is_positive())
    }

    fn low_place(&self) -> Place {
        match &self.low {
            Bound::Infinite => Place::Below,
            Bound::Closed(q) => Place::At(q.clone(), true),
            Bound::Open(q) => Place::At(q.clone(), false),
        }
    }

    fn high_place(&self) -> Place {
        match &self.high {
            Bound::Infinite => Place::Above,
            Bound::Closed(q) => Place::At(q.clone(), true),
            Bound::Open(q) => Place::At(q.clone(), false),
        }
    }

    /// Is every number of this set in the other?
    pub fn is_within(&self, other: &Self) -> bool {
        // An end that is not attained may meet one that is not attained.
        let inside = |own: &Place, outer: &Place, side: Ordering| match own.order(outer) {
            Ordering::Equal => match (own, outer) {
                (Place::At(_, own), Place::At(_, outer)) => *outer || !*own,
                _ => true,
            },
            order => order != side,
        };
        inside(&self.low_place(), &other.low_place(), Ordering::Less)
            && inside(&self.high_place(), &other.high_place(), Ordering::Greater)
            && (self.nonzero || !other.nonzero)
    }

    pub fn neg(&self) -> Self {
        Set {
            low: negated(&self.high),
            high: negated(&self.low),
            nonzero: self.nonzero,
        }
    }

    pub fn plus(&self, other: &Self) -> Self {
        let sum = |a: &Bound, b: &Bound| match (a, b) {
            (Bound::Infinite, _) | (_, Bound::Infinite) => Bound::Infinite,
            (Bound::Closed(a), Bound::Closed(b)) => Bound::Closed(a + b),
            (Bound::Closed(a) | Bound::Open(a), Bound::Closed(b) | Bound::Open(b)) => {
                Bound::Open(a + b)
            }
        };
        Set::between(sum(&self.low, &other.low), sum(&self.high, &other.high))
    }

    pub fn times(&self, other: &Self) -> Self {
        let mut corners = Vec::new();
        for a in [self.low_place(), self.high_place()] {
            for b in [other.low_place(), other.high_place()] {
                corners.push(a.times(&b));
            }
        }
        Set {
            low: outermost(corners.clone(), Ordering::Less).bound(),
            high: outermost(corners, Ordering::Greater).bound(),
            nonzero: self.nonzero && other.nonzero,
        }
        .settled()
    }

    /// The values of `1/u` where `u` is not 0.
    pub fn reciprocal(&self) -> Self {
        if self.is_nonpositive() && !self.is_nonnegative() {
            return self.neg().reciprocal().neg();
        }
        if !self.is_nonnegative() {
            return Set::without_zero();
        }
        let inverse = |b: &Bound, of_infinity: Bound| match b {
            Bound::Infinite => of_infinity,
            Bound::Closed(q) | Bound::Open(q) if q.is_zero() => Bound::Infinite,
            Bound::Closed(q) => Bound::Closed(q.recip()),
            Bound::Open(q) => Bound::Open(q.recip()),
        };
        if self.high.value().is_some_and(Zero::is_zero) {
            // Only 0, where there is no value.
            return Set::without_zero();
        }
        Set {
            low: inverse(&self.high, Bound::Open(BigRational::zero())),
            high: inverse(&self.low, Bound::Infinite),
            nonzero: true,
        }
        .settled()
    }

    pub fn abs(&self) -> Self {
        if self.is_nonnegative() {
            return self.clone();
        }
        if self.is_nonpositive() {
            return self.neg();
        }
        let high = outermost(
            vec![self.high_place(), self.neg().high_place()],
            Ordering::Greater,
        );
        Set {
            low: Bound::Closed(BigRational::zero()),
            high: high.bound(),
            nonzero: self.nonzero,
        }
        .settled()
    }

    /// The values of `u^n`, where they exist.
    pub fn power(&self, n: i64) -> Self {
        if n == 0 {
            return Set::point(&BigRational::one());
        }
        if n < 0 {
            return self.power(n.saturating_neg()).reciprocal();
        }
        let base = if n % 2 == 0 { self.abs() } else { self.clone() };
        Set {
            low: raised(&base.low, n, false),
            high: raised(&base.high, n, true),
            nonzero: base.nonzero,
        }
        .settled()
    }

    pub fn hull(&self, other: &Self) -> Self {
        Set {
            low: outermost(vec![self.low_place(), other.low_place()], Ordering::Less).bound(),
            high: outermost(
                vec![self.high_place(), other.high_place()],
                Ordering::Greater,
            )
            .bound(),
            nonzero: self.nonzero && other.nonzero,
        }
        .settled()
    }

    /// What is in both. Sets without a common number can only be about an expression that is nowhere defined.
    pub fn meet(&self, other: &Self) -> Self {
        let inner = |a: Place, b: Place, side: Ordering| match a.order(&b) {
            Ordering::Equal => match (&a, &b) {
                (Place::At(_, false), _) => a,
                _ => b,
            },
            order if order == side => a,
            _ => b,
        };
        let low = inner(self.low_place(), other.low_place(), Ordering::Greater);
        let high = inner(self.high_place(), other.high_place(), Ordering::Less);
        if low.order(&high) == Ordering::Greater {
            return self.clone();
        }
        Set {
            low: low.bound(),
            high: high.bound(),
            nonzero: self.nonzero || other.nonzero,
        }
        .settled()
    }

    pub fn max(&self, other: &Self) -> Self {
        let (a, b) = (self.low_place(), other.low_place());
        let low = match a.order(&b) {
            Ordering::Equal => match (&a, &b) {
                (Place::At(_, false), _) => a,
                _ => b,
            },
            Ordering::Greater => a,
            Ordering::Less => b,
        };
        let high = outermost(
            vec![self.high_place(), other.high_place()],
            Ordering::Greater,
        );
        Set {
            low: low.bound(),
            high: high.bound(),
            nonzero: self.nonzero && other.nonzero,
        }
        .settled()
    }

    pub fn min(&self, other: &Self) -> Self {
        self.neg().max(&other.neg()).neg()
    }
}

/// The end `q^n` of a power that increases; a weaker one if it would be too long.
fn raised(b: &Bound, n: i64, upper: bool) -> Bound {
    let Some(q) = b.value() else {
        return Bound::Infinite;
    };
    let make = |v: BigRational| match b {
        Bound::Closed(_) => Bound::Closed(v),
        _ => Bound::Open(v),
    };
    if q.is_zero() || q.is_one() {
        return make(q.clone());
    }
    if (-q).is_one() {
        return make(if n % 2 == 0 { -q } else { q.clone() });
    }
    let length = q.numer().bits().max(q.denom().bits());
    match usize::try_from(n) {
        Ok(n) if length.saturating_mul(n as u64) <= LONGEST_POWER => {
            make(num_traits::pow(q.clone(), n))
        }
        _ => {
            // |q^n| is farther from 1 than |q|.
            let away = upper == q.is_positive();
            match (q.abs() > BigRational::one(), away) {
                (true, true) => Bound::Infinite,
                (false, false) => Bound::Open(BigRational::zero()),
                _ => make(q.clone()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> Set {
        let (text, nonzero) = match text.strip_suffix('*') {
            Some(t) => (t, true),
            None => (text, false),
        };
        Set::of(&text.parse().expect("an interval"), nonzero)
    }

    #[test]
    fn operations_have_the_sets_that_analysis_gives() {
        for (a, b, sum, product) in [
            ("[1, 2]", "[3, 4]", "[4, 6]", "[3, 8]"),
            ("(1, 2]", "[3, 4)", "(4, 6)", "(3, 8)"),
            ("[0, 2)", "(1, 3)", "(1, 5)", "[0, 6)"),
            ("[-1, 2]", "[-3, 5]", "[-4, 7]", "[-6, 10]"),
            ("(0, inf)", "[0, 1]", "(0, inf)", "[0, inf)"),
            ("(0, inf)", "(-inf, 0)", "(-inf, inf)", "(-inf, 0)"),
            ("[0, 0]", "(-inf, inf)", "(-inf, inf)", "[0, 0]"),
            ("(-inf, inf)*", "[2, 3]", "(-inf, inf)", "(-inf, inf)*"),
        ] {
            assert_eq!(set(a).plus(&set(b)), set(sum), "{a} + {b}");
            assert_eq!(set(a).times(&set(b)), set(product), "{a} * {b}");
        }
        for (a, inverse) in [
            ("[2, 4]", "[1/4, 1/2]"),
            ("(0, 4)", "(1/4, inf)"),
            ("[0, 4]", "[1/4, inf)"),
            ("[1, inf)", "(0, 1]"),
            ("(-inf, -2]", "[-1/2, 0)"),
            ("[-1, 1]", "(-inf, inf)*"),
        ] {
            assert_eq!(set(a).reciprocal(), set(inverse), "1/{a}");
        }
        for (a, n, power) in [
            ("[-2, 1]", 2, "[0, 4]"),
            ("[-2, 1]", 3, "[-8, 1]"),
            ("(-2, 1)*", 2, "(0, 4)"),
            ("[2, 3)", -1, "(1/3, 1/2]"),
            ("[-1, 5]", 0, "[1, 1]"),
            ("(-inf, 0]", 3, "(-inf, 0]"),
        ] {
            assert_eq!(set(a).power(n), set(power), "{a}^{n}");
        }
        assert_eq!(set("[-1, 4)").abs(), set("[0, 4)"));
        assert_eq!(set("[-4, 1)").abs(), set("[0, 4]"));
        assert_eq!(set("[0, 2]").max(&set("(0, 1]")), set("(0, 2]"));
        assert_eq!(set("[0, 2]").min(&set("(1, 3]")), set("[0, 2]"));
        assert_eq!(set("[0, 2)").hull(&set("(1, 2]")), set("[0, 2]"));
        assert_eq!(set("[0, 2)").meet(&set("(0, 2]")), set("(0, 2)"));
    }

    #[test]
    fn a_set_is_within_another_or_not() {
        for (a, b) in [
            ("[1, 2]", "[1, 2]"),
            ("(1, 2)", "[1, 2]"),
            ("[1, 2]", "(0, inf)"),
            ("(0, 2]", "[0, 2]"),
            ("[1, 2]", "(-inf, inf)*"),
        ] {
            assert!(set(a).is_within(&set(b)), "{a} {b}");
        }
        for (a, b) in [
            ("[1, 2]", "(1, 2]"),
            ("[1, 2]", "[1, 2)"),
            ("[0, 1]", "(-inf, inf)*"),
            ("(0, inf)", "(0, 10]"),
            ("(-inf, 1]", "[-10, 1]"),
        ] {
            assert!(!set(a).is_within(&set(b)), "{a} {b}");
        }
    }

    #[test]
    fn long_powers_are_weaker_and_true() {
        let huge = set("[2, 3]").power(1_000_000_000);
        assert_eq!(huge, set("[2, inf)"));
        assert_eq!(set("[1/3, 1/2]").power(1_000_000_000), set("(0, 1/2]"));
        assert_eq!(set("[-3, -1/2]").power(1_000_000_001), set("(-inf, 0)"));
        assert_eq!(set("[-1, 1]").power(1_000_000_001), set("[-1, 1]"));
    }
}
