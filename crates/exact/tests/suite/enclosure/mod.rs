//! Enclosures contain the true value and are tight.

mod values;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use proptest::prelude::*;
use wronski_exact::enclosure::{EXPONENT_LIMIT, Enclosure, EnclosureError, MAX_BITS};

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// `12/5`, `1.5e-3`.
fn rational(text: &str) -> BigRational {
    if let Some((n, d)) = text.split_once('/') {
        return BigRational::new(n.parse().unwrap(), d.parse().unwrap());
    }
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().unwrap();
    let scale = exponent.parse::<i32>().unwrap() - i32::try_from(fraction.len()).unwrap();
    let power = num_traits::pow(BigInt::from(10), scale.unsigned_abs() as usize);
    if scale >= 0 {
        BigRational::from_integer(digits * power)
    } else {
        BigRational::new(digits, power)
    }
}

type Function = fn(&Enclosure) -> Result<Enclosure, EnclosureError>;

fn function(name: &str) -> Function {
    match name {
        "exp" => Enclosure::exp,
        "log" => Enclosure::log,
        "sqrt" => Enclosure::sqrt,
        "cbrt" => Enclosure::cbrt,
        "erf" => Enclosure::erf,
        "erfc" => Enclosure::erfc,
        "sinh" => Enclosure::sinh,
        "cosh" => Enclosure::cosh,
        "tanh" => Enclosure::tanh,
        "sin" => Enclosure::sin,
        "cos" => Enclosure::cos,
        "tan" => Enclosure::tan,
        "asinh" => Enclosure::asinh,
        "atan" => Enclosure::atan,
        _ => panic!("no function {name}"),
    }
}

/// Does the interval meet `value` to within the 100 digits of the table?
fn meets(e: &Enclosure, value: &BigRational) -> bool {
    let slack = value.abs() * rational("1e-99");
    e.lower_rational() <= value + &slack && value - &slack <= e.upper_rational()
}

#[test]
fn every_tabulated_value_is_contained_and_the_enclosure_is_tight() {
    for (name, argument, value) in values::VALUES {
        let value = rational(value);
        let argument = rational(argument);
        for bits in [24, 53, 100, 160, 280] {
            let x = Enclosure::rational(&argument, bits).unwrap();
            if let Ok(e) = function(name)(&x) {
                assert!(meets(&e, &value), "{name}({argument}) at {bits} bits: {e}");
            }
        }
        let e = function(name)(&Enclosure::rational(&argument, 400).unwrap()).unwrap();
        assert!(meets(&e, &value), "{name}({argument}) at 400 bits");
        let tolerance = value.abs() * BigRational::new(BigInt::one(), BigInt::one() << 330_u32);
        assert!(e.width() <= tolerance, "{name}({argument}) is loose");
    }
}

#[test]
fn integer_arguments_are_tight_at_every_precision() {
    for (name, argument, value) in values::VALUES {
        let argument = rational(argument);
        if !argument.denom().is_one() || argument.numer().bits() > 20 {
            continue;
        }
        let value = rational(value);
        for bits in [24, 53, 113, 200] {
            let e = function(name)(&Enclosure::rational(&argument, bits).unwrap()).unwrap();
            assert!(meets(&e, &value), "{name}({argument}) at {bits}");
            let tolerance = value.abs() * BigRational::new(BigInt::from(16), BigInt::one() << bits);
            assert!(
                e.width() <= tolerance,
                "{name}({argument}) at {bits} is loose: {e}"
            );
        }
    }
}

#[test]
fn pi_and_e() {
    let pi = rational(
        "3.141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117068",
    );
    let e = rational(
        "2.718281828459045235360287471352662497757247093699959574966967627724076630353547594571382178525166427",
    );
    for bits in [2, 10, 64, 300] {
        assert!(meets(&Enclosure::pi(bits).unwrap(), &pi));
        assert!(meets(&Enclosure::e(bits).unwrap(), &e));
    }
    assert!(Enclosure::pi(300).unwrap().width() < q(1, 1 << 40).pow(7));
}

#[test]
fn exact_values_are_points() {
    let zero = Enclosure::integer(0, 64).unwrap();
    for name in [
        "erf", "sinh", "tanh", "sin", "tan", "asinh", "atan", "cbrt", "sqrt",
    ] {
        assert!(function(name)(&zero).unwrap().certainly_zero(), "{name}(0)");
    }
    for name in ["exp", "cosh", "cos", "erfc"] {
        let e = function(name)(&zero).unwrap();
        assert!(e.contains(&q(1, 1)) && e.width().is_zero(), "{name}(0)");
    }
    let e = Enclosure::integer(1, 64).unwrap().log().unwrap();
    assert!(e.certainly_zero());
    let e = Enclosure::rational(&q(9, 4), 64).unwrap().sqrt().unwrap();
    assert_eq!((e.lower_rational(), e.width()), (q(3, 2), q(0, 1)));
}

#[test]
fn wide_intervals_contain_the_whole_image() {
    let wide = |a, b| Enclosure::between(&q(a, 1), &q(b, 1), 64).unwrap();
    let e = wide(1, 2).sin().unwrap(); // the maximum 1 lies inside
    assert!(e.contains(&q(1, 1)) && e.contains(&q(85, 100)) && !e.contains(&q(84, 100)));
    let e = wide(4, 5).sin().unwrap(); // the minimum -1 lies inside
    assert!(e.contains(&q(-1, 1)) && !e.contains(&q(-7, 10)));
    let e = wide(-1, 1).sin().unwrap(); // monotone
    assert!(!e.contains(&q(85, 100)) && e.contains(&q(84, 100)));
    let e = wide(0, 100).cos().unwrap();
    assert!(e.contains(&q(1, 1)) && e.contains(&q(-1, 1)));
    let e = wide(-1, 2).cos().unwrap();
    assert!(e.contains(&q(1, 1)) && !e.contains(&q(-1, 2)));
    let e = wide(-3, 2).power(2).unwrap();
    assert_eq!((e.lower_rational(), e.upper_rational()), (q(0, 1), q(9, 1)));
    let e = wide(-3, 2).power(3).unwrap();
    assert_eq!(
        (e.lower_rational(), e.upper_rational()),
        (q(-27, 1), q(8, 1))
    );
    let e = wide(-3, 2).cosh().unwrap();
    assert_eq!(e.lower_rational(), q(1, 1));
    let e = wide(-3, 2).mul(&wide(-1, 5)).unwrap();
    assert_eq!(
        (e.lower_rational(), e.upper_rational()),
        (q(-15, 1), q(10, 1))
    );
}

#[test]
fn undefined_operations_are_errors_never_intervals() {
    let wide = |a, b| Enclosure::between(&q(a, 1), &q(b, 1), 64).unwrap();
    assert_eq!(
        wide(1, 2).div(&wide(-1, 1)),
        Err(EnclosureError::DivisionByZero)
    );
    assert_eq!(
        wide(1, 2).div(&wide(0, 1)),
        Err(EnclosureError::DivisionByZero)
    );
    assert_eq!(wide(0, 2).power(-1), Err(EnclosureError::DivisionByZero));
    assert!(matches!(
        wide(0, 1).log(),
        Err(EnclosureError::OutsideDomain {
            certainly: false,
            ..
        })
    ));
    assert!(matches!(
        wide(-1, 0).log(),
        Err(EnclosureError::OutsideDomain {
            certainly: true,
            ..
        })
    ));
    assert!(matches!(
        wide(-1, 1).sqrt(),
        Err(EnclosureError::OutsideDomain {
            certainly: false,
            ..
        })
    ));
    assert!(matches!(
        wide(1, 2).tan(),
        Err(EnclosureError::OutsideDomain { .. })
    ));
    assert!(wide(2, 4).tan().is_ok());
    assert!(Enclosure::integer(1, MAX_BITS + 1).is_err());
    assert!(Enclosure::integer(1, 0).is_err());
}

#[test]
fn huge_and_tiny_arguments_end_at_once() {
    let big =
        |n: u32| Enclosure::rational(&BigRational::from_integer(BigInt::one() << n), 64).unwrap();
    let start = std::time::Instant::now();
    assert_eq!(big(20).exp(), Err(EnclosureError::OverflowBudget));
    assert_eq!(big(100_000).exp(), Err(EnclosureError::OverflowBudget));
    assert_eq!(big(100).cosh(), Err(EnclosureError::OverflowBudget));
    assert_eq!(big(100).power(1 << 40), Err(EnclosureError::OverflowBudget));
    let e = big(100).neg().exp().unwrap();
    assert!(e.certainly_nonnegative() && e.possibly_zero());
    let tiny = BigRational::new(BigInt::one(), BigInt::one() << (EXPONENT_LIMIT as u32 - 1));
    let tiny = Enclosure::rational(&tiny, 64).unwrap();
    for name in [
        "exp", "erf", "erfc", "sinh", "cosh", "tanh", "sin", "cos", "tan", "asinh", "atan", "log",
    ] {
        function(name)(&tiny).unwrap();
        if let Ok(e) = function(name)(&big(100_000)) {
            assert!(e.lower() <= e.upper());
        }
    }
    assert!(big(100_000).tanh().unwrap().certainly_positive());
    assert!(big(100_000).erf().unwrap().certainly_positive());
    assert!(big(17).erfc().unwrap().certainly_nonnegative());
    assert!(start.elapsed().as_secs() < 5);
}

/// Partial sums of the exponential series bracket `exp(x)` for `0 <= x <= 1`.
fn exp_bracket(x: &BigRational) -> (BigRational, BigRational) {
    let mut term = BigRational::one();
    let mut sum = BigRational::one();
    for n in 1..30 {
        term = term * x / q(n, 1);
        sum += &term;
    }
    let above = &sum + &term;
    (sum, above)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn exp_agrees_with_its_rational_series(n in 0_i64..=1000, bits in 8_u32..200) {
        let x = q(n, 1000);
        let e = Enclosure::rational(&x, bits).unwrap().exp().unwrap();
        let (below, above) = exp_bracket(&x);
        prop_assert!(e.lower_rational() <= above && below <= e.upper_rational());
    }

    #[test]
    fn arithmetic_contains_the_exact_result(a in -10_000_i64..10_000, b in 1_i64..10_000,
                                            c in -10_000_i64..10_000, d in 1_i64..10_000, bits in 2_u32..80) {
        let (p, r) = (q(a, b), q(c, d));
        let (x, y) = (Enclosure::rational(&p, bits).unwrap(), Enclosure::rational(&r, bits).unwrap());
        prop_assert!(x.add(&y).unwrap().contains(&(&p + &r)));
        prop_assert!(x.sub(&y).unwrap().contains(&(&p - &r)));
        prop_assert!(x.mul(&y).unwrap().contains(&(&p * &r)));
        prop_assert!(x.power(5).unwrap().contains(&num_traits::pow(p.clone(), 5)));
        if c != 0 && y.certainly_nonzero() {
            prop_assert!(x.div(&y).unwrap().contains(&(&p / &r)));
        }
    }

    #[test]
    fn functions_of_an_interval_contain_functions_of_its_points(
        index in 0_usize..14, a in -400_i64..400, b in -400_i64..400, t in 0_i64..=16, bits in 10_u32..90) {
        let name = ["exp", "log", "sqrt", "cbrt", "erf", "erfc", "sinh", "cosh", "tanh", "sin", "cos", "tan",
                    "asinh", "atan"][index];
        let (lo, hi) = (q(a.min(b), 50), q(a.max(b), 50));
        let point = &lo + (&hi - &lo) * q(t, 16);
        let wide = Enclosure::between(&lo, &hi, bits).unwrap();
        if let Ok(image) = function(name)(&wide) {
            let sharp = function(name)(&Enclosure::rational(&point, 200).unwrap()).unwrap();
            prop_assert!(image.lower() <= sharp.upper() && sharp.lower() <= image.upper());
            let slack = q(1, 1 << 50);
            prop_assert!(image.lower_rational() <= sharp.lower_rational() + &slack);
            prop_assert!(sharp.upper_rational() <= image.upper_rational() + &slack);
        }
    }

    #[test]
    fn identities_hold(n in -3000_i64..3000, bits in 20_u32..150) {
        let x = Enclosure::rational(&q(n, 97), bits).unwrap();
        let one = q(1, 1);
        let (s, c) = (x.sin().unwrap(), x.cos().unwrap());
        prop_assert!(s.power(2).unwrap().add(&c.power(2).unwrap()).unwrap().contains(&one));
        let back = x.exp().unwrap().log().unwrap();
        prop_assert!(back.lower_rational() <= q(n, 97) && q(n, 97) <= back.upper_rational());
        prop_assert!(x.erf().unwrap().add(&x.erfc().unwrap()).unwrap().contains(&one));
    }
}
