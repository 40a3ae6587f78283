//! The values of the elementary functions on sets.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::set::Set;
use wronski_certificate::Bound;
use wronski_exact::enclosure::{Enclosure, EnclosureError};
use wronski_expr::Func;

type Enclosed = Result<Enclosure, EnclosureError>;

/// An enclosure of the function's values.
pub(super) fn enclosed(f: Func, u: &Enclosure) -> Enclosed {
    match f {
        Func::Exp => u.exp(),
        Func::Log => u.log(),
        Func::Sqrt => u.sqrt(),
        Func::Cbrt => u.cbrt(),
        Func::Erf => u.erf(),
        Func::Erfc => u.erfc(),
        Func::Sinh => u.sinh(),
        Func::Cosh => u.cosh(),
        Func::Tanh => u.tanh(),
        Func::Sin => u.sin(),
        Func::Cos => u.cos(),
        Func::Tan => u.tan(),
        Func::Asinh => u.asinh(),
        Func::Atan => u.atan(),
        Func::Abs => Ok(u.abs()),
    }
}

fn integer(n: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(n))
}

/// The ends of an increasing function's values, for arguments in the set: an end without a number is the
/// limit there, and so is one that is not enclosed.
fn increasing(u: &Set, f: impl Fn(&Enclosure) -> Enclosed, limits: [Bound; 2], bits: u32) -> Set {
    let at = |q: &BigRational| Enclosure::rational(q, bits).and_then(|e| f(&e)).ok();
    let [below, above] = limits;
    let end = |b: &Bound, limit: Bound, upper: bool| {
        let Some(e) = b.value().and_then(at) else {
            return limit;
        };
        let value = if upper {
            e.upper_rational()
        } else {
            e.lower_rational()
        };
        match b {
            Bound::Open(_) => Bound::Open(value),
            _ => Bound::Closed(value),
        }
    };
    Set::between(end(&u.low, below, false), end(&u.high, above, true))
}

/// The same for an odd function: its sign is that of the argument.
fn odd(u: &Set, f: impl Fn(&Enclosure) -> Enclosed, limits: [Bound; 2], bits: u32) -> Set {
    let mut image = increasing(u, f, limits, bits);
    if u.is_nonnegative() {
        image = image.meet(&Set::nonnegative());
    }
    if u.is_nonpositive() {
        image = image.meet(&Set::nonnegative().neg());
    }
    if u.nonzero {
        image = image.meet(&Set::without_zero());
    }
    image
}

/// All values on a bounded set at once.
fn at_once(u: &Set, f: impl Fn(&Enclosure) -> Enclosed, bits: u32) -> Option<Set> {
    let e = Enclosure::between(u.low.value()?, u.high.value()?, bits);
    let e = e.and_then(|e| f(&e)).ok()?;
    Some(Set::between(
        Bound::Closed(e.lower_rational()),
        Bound::Closed(e.upper_rational()),
    ))
}

/// The values of the function where its argument is in the set and in the domain.
pub(super) fn image(f: Func, u: &Set, bits: u32) -> Set {
    let (zero, one, two) = (integer(0), integer(1), integer(2));
    let unbounded = [Bound::Infinite, Bound::Infinite];
    let to_one = [Bound::Open(-one.clone()), Bound::Open(one.clone())];
    match f {
        Func::Exp => increasing(
            u,
            Enclosure::exp,
            [Bound::Open(zero), Bound::Infinite],
            bits,
        )
        .meet(&Set::positive()),
        Func::Log if u.is_nonpositive() => Set::everything(),
        Func::Log => increasing(&u.meet(&Set::positive()), Enclosure::log, unbounded, bits),
        Func::Sqrt if u.is_negative() => Set::nonnegative(),
        Func::Sqrt => odd(
            &u.meet(&Set::nonnegative()),
            Enclosure::sqrt,
            unbounded,
            bits,
        ),
        Func::Cbrt => odd(u, Enclosure::cbrt, unbounded, bits),
        Func::Sinh => odd(u, Enclosure::sinh, unbounded, bits),
        Func::Asinh => odd(u, Enclosure::asinh, unbounded, bits),
        Func::Erf => odd(u, Enclosure::erf, to_one.clone(), bits)
            .meet(&Set::between(to_one[0].clone(), to_one[1].clone())),
        Func::Tanh => odd(u, Enclosure::tanh, to_one.clone(), bits)
            .meet(&Set::between(to_one[0].clone(), to_one[1].clone())),
        Func::Atan => {
            // pi/2 < 1571/1000, which enclosures of pi sharpen.
            let pi = Enclosure::pi(bits).map(|p| p.upper_rational());
            let half = pi.map_or(BigRational::new(1571.into(), 1000.into()), |p| p / two);
            let limits = [Bound::Open(-half.clone()), Bound::Open(half)];
            odd(u, Enclosure::atan, limits, bits)
        }
        Func::Erfc => {
            let all = Set::between(Bound::Open(zero.clone()), Bound::Open(two.clone()));
            increasing(
                &u.neg(),
                |e| e.neg().erfc(),
                [Bound::Open(zero), Bound::Open(two)],
                bits,
            )
            .meet(&all)
        }
        Func::Cosh => {
            let all = Set::between(Bound::Closed(one), Bound::Infinite);
            let limits = [all.low.clone(), Bound::Infinite];
            increasing(&u.abs(), Enclosure::cosh, limits, bits).meet(&all)
        }
        Func::Sin | Func::Cos => {
            let all = Set::between(Bound::Closed(-one.clone()), Bound::Closed(one));
            match at_once(u, |e| enclosed(f, e), bits) {
                Some(some) => all.meet(&some),
                None => all,
            }
        }
        Func::Tan => at_once(u, Enclosure::tan, bits).unwrap_or_else(Set::everything),
        Func::Abs => u.abs(),
    }
}

/// The values of `u^v` for an exponent that is the number `q`, or any in the set.
pub(super) fn power(u: &Set, v: &Set, q: Option<&BigRational>, bits: u32) -> Set {
    let inside = u.meet(&Set::positive());
    let by_logarithm = |v: &Set| image(Func::Exp, &image(Func::Log, &inside, bits).times(v), bits);
    let Some(q) = q else {
        return by_logarithm(v);
    };
    if q.is_integer() {
        return match q.to_integer().to_i64() {
            Some(n) => u.power(n),
            None => Set::everything(),
        };
    }
    if let (true, Some(n)) = (*q.denom() == BigInt::from(2), q.numer().to_i64()) {
        return image(Func::Sqrt, u, bits).power(n);
    }
    let power = by_logarithm(&Set::point(q));
    // 0^q = 0 for q > 0.
    if q.is_positive() && !u.is_positive() {
        power.hull(&Set::point(&BigRational::zero()))
    } else {
        power
    }
}

/// The number `n` for which every `u` in the set has `-pi/2 < u - n pi < pi/2`.
pub(super) fn branch_of_tangent(u: &Set, bits: u32) -> Option<BigInt> {
    let (low, high) = (u.low.value()?, u.high.value()?);
    let pi = Enclosure::pi(bits).ok()?;
    let half = BigRational::new(BigInt::one(), BigInt::from(2));
    // n is the integer next to low/pi; then both ends are compared with the poles next to it.
    let n = (low / pi.lower_rational() + &half).floor().to_integer();
    [n.clone() - 1, n.clone(), n + 1].into_iter().find(|n| {
        let turn = |shift: &BigRational| {
            let factor = BigRational::from_integer(n.clone()) + shift;
            Enclosure::rational(&factor, bits).and_then(|f| f.mul(&pi))
        };
        match (turn(&-&half), turn(&half)) {
            (Ok(a), Ok(b)) => a.upper_rational() < *low && *high < b.lower_rational(),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> Set {
        // Numbers need not be in lowest terms here.
        let end = |t: &str, closed: bool| match t.parse::<BigRational>() {
            Ok(q) if closed => Bound::Closed(q),
            Ok(q) => Bound::Open(q),
            Err(_) => Bound::Infinite,
        };
        let (low, high) = text.split_once(", ").expect("two ends");
        Set::between(
            end(&low[1..], low.starts_with('[')),
            end(&high[..high.len() - 1], high.ends_with(']')),
        )
    }

    #[test]
    fn images_contain_the_values_and_not_much_more() {
        // Values with 8 digits from mpmath.
        for (f, u, inside, around) in [
            (
                Func::Exp,
                "[0, 1]",
                "[1, 271828182/100000000]",
                "[1, 271828183/100000000]",
            ),
            (Func::Exp, "(-inf, 0)", "(1/1000000, 99/100]", "(0, 1)"),
            (Func::Log, "[0, 1]", "(-1000, 0]", "(-inf, 0]"),
            (Func::Tanh, "[0, inf)", "[0, 99/100]", "[0, 1)"),
            (
                Func::Erf,
                "(0, 1]",
                "(0, 84270079/100000000]",
                "(0, 84270080/100000000]",
            ),
            (Func::Erfc, "[0, inf)", "(0, 1]", "(0, 1]"),
            (
                Func::Cosh,
                "[-2, 1]",
                "[1, 376219569/100000000]",
                "[1, 376219570/100000000]",
            ),
            (
                Func::Atan,
                "(-inf, inf)",
                "[-157079632/100000000, 157079632/100000000]",
                "(-157079633/100000000, 157079633/100000000)",
            ),
            (Func::Sin, "(-inf, inf)", "[-1, 1]", "[-1, 1]"),
            (Func::Sqrt, "[-1, 4]", "[0, 2]", "[0, 2]"),
            (Func::Abs, "[-3, 1]", "[0, 3]", "[0, 3]"),
        ] {
            let found = image(f, &set(u), 96);
            assert!(set(inside).is_within(&found), "{f:?} {u}: {found:?}");
            assert!(found.is_within(&set(around)), "{f:?} {u}: {found:?}");
        }
    }

    #[test]
    fn branches_of_the_tangent() {
        for (u, n) in [
            ("[-3/2, 3/2]", Some(0)),
            ("[2, 4]", Some(1)),
            ("[-4, -2]", Some(-1)),
            ("[-8/5, 0]", None),
            ("[1, 2]", None),
            ("[0, inf)", None),
        ] {
            assert_eq!(branch_of_tangent(&set(u), 96), n.map(BigInt::from), "{u}");
        }
    }
}
