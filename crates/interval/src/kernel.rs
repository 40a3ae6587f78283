//! Interval operations that write into an interval that exists already.
//!
//! The operators of [`Interval`] allocate two floats for every result. The inner loops - products of
//! matrices, jets of compiled expressions - do the same arithmetic here without allocating. The result
//! has the precision of the interval written to.

use std::cmp::Ordering;

use rug::Float;
use rug::float::Round;
use rug::ops::{
    AddAssignRound, AssignRound, DivAssignRound, MulAssignRound, NegAssign, SubAssignRound,
};

use super::fault::Fault;
use super::real::{Interval, rounded};

/// Two pairs of endpoints whose products (or quotients) are the least and the greatest.
type Corners<'a> = [(&'a Float, &'a Float); 2];

/// The sign of the numbers of a set: nonnegative, nonpositive, or both.
#[derive(Clone, Copy)]
enum Sign {
    Plus,
    Minus,
    Both,
}

fn sign(a: &Interval) -> Sign {
    if a.lo >= 0 {
        Sign::Plus
    } else if a.hi <= 0 {
        Sign::Minus
    } else {
        Sign::Both
    }
}

/// The endpoints whose products are extreme; `None` if both sets have numbers of both signs.
fn corners<'a>(a: &'a Interval, b: &'a Interval) -> Option<Corners<'a>> {
    use Sign::{Both, Minus, Plus};
    let (al, ah, bl, bh) = (&a.lo, &a.hi, &b.lo, &b.hi);
    Some(match (sign(a), sign(b)) {
        (Plus, Plus) => [(al, bl), (ah, bh)],
        (Plus, Minus) => [(ah, bl), (al, bh)],
        (Plus, Both) => [(ah, bl), (ah, bh)],
        (Minus, Plus) => [(al, bh), (ah, bl)],
        (Minus, Minus) => [(ah, bh), (al, bl)],
        (Minus, Both) => [(al, bh), (al, bl)],
        (Both, Plus) => [(al, bh), (ah, bh)],
        (Both, Minus) => [(ah, bl), (al, bl)],
        (Both, Both) => return None,
    })
}

/// The product of two sets that both have numbers of either sign.
fn mixed_product(a: &Interval, b: &Interval, precision: u32) -> Interval {
    let of = |x: &Float, y: &Float, round| rounded(precision, x * y, round);
    let (first, second) = (of(&a.lo, &b.hi, Round::Down), of(&a.hi, &b.lo, Round::Down));
    let lo = if second < first { second } else { first };
    let (first, second) = (of(&a.lo, &b.lo, Round::Up), of(&a.hi, &b.hi, Round::Up));
    let hi = if second > first { second } else { first };
    Interval { lo, hi }
}

/// `out = a b`; `0 * inf` is 0, because an infinite endpoint stands for finite numbers only.
fn put_product(out: &mut Float, (a, b): (&Float, &Float), round: Round) {
    if a.is_zero() || b.is_zero() {
        out.assign_round(0u32, round);
    } else {
        out.assign_round(a * b, round);
    }
}

/// `out += a b` with a single rounding.
fn put_sum(out: &mut Float, (a, b): (&Float, &Float), round: Round) {
    if !a.is_zero() && !b.is_zero() {
        out.add_assign_round(a * b, round);
    }
}

/// `out -= a b` with a single rounding.
fn put_difference(out: &mut Float, (a, b): (&Float, &Float), round: Round) {
    if !a.is_zero() && !b.is_zero() {
        out.sub_assign_round(a * b, round);
    }
}

impl Interval {
    /// `self += a b`, rounded outwards once, at the precision of `self`.
    pub fn add_product(&mut self, a: &Interval, b: &Interval) {
        match corners(a, b) {
            Some([low, high]) => {
                put_sum(&mut self.lo, low, Round::Down);
                put_sum(&mut self.hi, high, Round::Up);
            }
            None => self.increase(&mixed_product(a, b, self.precision())),
        }
    }

    /// `self -= a b`, rounded outwards once, at the precision of `self`.
    pub fn sub_product(&mut self, a: &Interval, b: &Interval) {
        match corners(a, b) {
            Some([low, high]) => {
                put_difference(&mut self.lo, high, Round::Down);
                put_difference(&mut self.hi, low, Round::Up);
            }
            None => self.decrease(&mixed_product(a, b, self.precision())),
        }
    }

    /// `self += a`, rounded outwards, at the precision of `self`.
    pub fn increase(&mut self, a: &Interval) {
        self.lo.add_assign_round(&a.lo, Round::Down);
        self.hi.add_assign_round(&a.hi, Round::Up);
    }

    /// `self -= a`, rounded outwards, at the precision of `self`.
    pub fn decrease(&mut self, a: &Interval) {
        self.lo.sub_assign_round(&a.hi, Round::Down);
        self.hi.sub_assign_round(&a.lo, Round::Up);
    }

    /// `self = a`, rounded outwards.
    pub(super) fn set(&mut self, a: &Interval) {
        self.lo.assign_round(&a.lo, Round::Down);
        self.hi.assign_round(&a.hi, Round::Up);
    }

    /// `self = n`.
    pub(super) fn set_int(&mut self, n: i64) {
        self.lo.assign_round(n, Round::Down);
        self.hi.assign_round(n, Round::Up);
    }

    /// `self = -a`.
    pub(super) fn set_neg(&mut self, a: &Interval) {
        self.lo.assign_round(-&a.hi, Round::Down);
        self.hi.assign_round(-&a.lo, Round::Up);
    }

    /// `self = -self`.
    pub(super) fn negate(&mut self) {
        std::mem::swap(&mut self.lo, &mut self.hi);
        self.lo.neg_assign();
        self.hi.neg_assign();
    }

    /// `self = a + b`.
    pub(super) fn set_add(&mut self, a: &Interval, b: &Interval) {
        self.lo.assign_round(&a.lo + &b.lo, Round::Down);
        self.hi.assign_round(&a.hi + &b.hi, Round::Up);
    }

    /// `self = a - b`.
    pub(super) fn set_sub(&mut self, a: &Interval, b: &Interval) {
        self.lo.assign_round(&a.lo - &b.hi, Round::Down);
        self.hi.assign_round(&a.hi - &b.lo, Round::Up);
    }

    /// `self = a b`.
    pub(super) fn set_mul(&mut self, a: &Interval, b: &Interval) {
        match corners(a, b) {
            Some([low, high]) => {
                put_product(&mut self.lo, low, Round::Down);
                put_product(&mut self.hi, high, Round::Up);
            }
            None => *self = mixed_product(a, b, self.precision()),
        }
    }

    /// `self = a^2`, never negative.
    pub(super) fn set_square(&mut self, a: &Interval) {
        match sign(a) {
            Sign::Plus => {
                self.lo.assign_round(a.lo.square_ref(), Round::Down);
                self.hi.assign_round(a.hi.square_ref(), Round::Up);
            }
            Sign::Minus => {
                self.lo.assign_round(a.hi.square_ref(), Round::Down);
                self.hi.assign_round(a.lo.square_ref(), Round::Up);
            }
            Sign::Both => {
                let far = match a.lo.cmp_abs(&a.hi) {
                    Some(Ordering::Greater) => &a.lo,
                    _ => &a.hi,
                };
                self.lo.assign_round(0u32, Round::Down);
                self.hi.assign_round(far.square_ref(), Round::Up);
            }
        }
    }

    /// `self *= n`.
    pub(super) fn times_int(&mut self, n: i32) {
        if n == 0 {
            self.set_int(0);
            return;
        }
        if n < 0 {
            std::mem::swap(&mut self.lo, &mut self.hi);
        }
        self.lo.mul_assign_round(n, Round::Down);
        self.hi.mul_assign_round(n, Round::Up);
    }

    /// `self /= n`.
    pub(super) fn over_int(&mut self, n: std::num::NonZeroU32) {
        self.lo.div_assign_round(n.get(), Round::Down);
        self.hi.div_assign_round(n.get(), Round::Up);
    }

    /// `self += n`.
    pub(super) fn plus_int(&mut self, n: i32) {
        self.lo.add_assign_round(n, Round::Down);
        self.hi.add_assign_round(n, Round::Up);
    }

    /// `self = 1/a`.
    ///
    /// # Errors
    /// [`Fault::Division`] if zero is in the divisor.
    pub(super) fn set_recip(&mut self, a: &Interval) -> Result<(), Fault> {
        if a.possibly_zero() {
            return Err(Fault::Division);
        }
        self.lo.assign_round(a.hi.recip_ref(), Round::Down);
        self.hi.assign_round(a.lo.recip_ref(), Round::Up);
        Ok(())
    }

    /// `self /= b`.
    ///
    /// # Errors
    /// [`Fault::Division`] if zero is in the divisor.
    pub(super) fn divide_by(&mut self, b: &Interval) -> Result<(), Fault> {
        if !self.is_bounded() || !b.is_bounded() {
            let quotient = self.divide(b)?;
            self.set(&quotient);
            return Ok(());
        }
        let positive = b.certainly_positive();
        if !positive && !b.certainly_negative() {
            return Err(Fault::Division);
        }
        if !positive {
            std::mem::swap(&mut self.lo, &mut self.hi);
        }
        let (near, far) = if positive {
            (&b.lo, &b.hi)
        } else {
            (&b.hi, &b.lo)
        };
        // A quotient is least (or greatest) in size for the divisor far from 0.
        let lo_negative = (self.lo < 0) == positive && !self.lo.is_zero();
        let hi_negative = (self.hi < 0) == positive && !self.hi.is_zero();
        self.lo
            .div_assign_round(if lo_negative { near } else { far }, Round::Down);
        self.hi
            .div_assign_round(if hi_negative { far } else { near }, Round::Up);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_rational::BigRational;

    /// The least and greatest of the four products of ends.
    fn enumerated(a: &Interval, b: &Interval) -> Interval {
        let products: Vec<Float> = [&a.lo, &a.hi]
            .into_iter()
            .flat_map(|x| [&b.lo, &b.hi].map(|y| Float::with_val(20, x * y)))
            .collect();
        let extreme = |greater: bool| {
            products
                .iter()
                .cloned()
                .reduce(|x, y| if (y > x) == greater { y } else { x })
                .expect("four products")
        };
        Interval::new(extreme(false), extreme(true)).expect("in order")
    }

    /// Every pair of sets with endpoints in -3..=3, all products being exact.
    #[test]
    fn every_case_of_signs() {
        let sets: Vec<Interval> = (-3..=3)
            .flat_map(|a| (a..=3).map(move |b| (a, b)))
            .map(|(a, b)| {
                let q = |n: i64| BigRational::from_integer(n.into());
                Interval::between(&q(a), &q(b), 20).expect("in order")
            })
            .collect();
        let same = |x: &Interval, y: &Interval| x.lo == y.lo && x.hi == y.hi;
        for a in &sets {
            for b in &sets {
                let mut out = Interval::zero(20);
                out.set_mul(a, b);
                assert!(same(&out, &enumerated(a, b)), "{a} * {b}: {out}");
                let mut out = b.clone();
                out.add_product(a, b);
                assert!(same(&out, &(b + &enumerated(a, b))), "{a} * {b}: {out}");
                let mut out = a.clone();
                out.sub_product(a, b);
                assert!(same(&out, &(a - &enumerated(a, b))), "{a} * {b}: {out}");
                let mut out = Interval::zero(20);
                out.set_square(a);
                assert!(same(&out, &a.square()));
                let mut out = a.clone();
                match (out.divide_by(b), a.divide(b)) {
                    (Ok(()), Ok(expected)) => assert!(same(&out, &expected), "{a} / {b}: {out}"),
                    (one, other) => assert_eq!(one.err(), other.err(), "{a} / {b}"),
                }
                let mut out = a.clone();
                out.times_int(-2);
                assert!(same(&out, &a.scale_int(-2)));
                out.negate();
                assert!(same(&out, &a.scale_int(2)));
            }
        }
    }

    /// An unbounded set times an exact zero is zero.
    #[test]
    fn infinity_stands_for_finite_numbers_only() {
        let zero = Interval::zero(53);
        let all = Interval::entire(53);
        let half_line = Interval::new(Float::with_val(53, 1), all.hi.clone()).expect("an interval");
        for unbounded in [&all, &half_line] {
            let mut out = Interval::one(53);
            out.add_product(unbounded, &zero);
            out.sub_product(&zero, unbounded);
            assert!(out.lo == 1 && out.hi == 1);
            out.set_mul(unbounded, &zero);
            assert!(out.lo.is_zero() && out.hi.is_zero());
        }
        let mut out = half_line.clone();
        out.sub_product(&half_line, &half_line);
        assert!(out.lo.is_infinite() && out.hi.is_infinite());
    }
}
