//! Powers of sets, and branches of the tangent.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::set::Set;
use crate::elementary::of;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::Func;

/// The values of the function where its argument is in the set and in the domain.
pub(super) fn image(f: Func, u: &Set, bits: u32) -> Set {
    of(f).image(u, bits)
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
    use wronski_certificate::Bound;

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
