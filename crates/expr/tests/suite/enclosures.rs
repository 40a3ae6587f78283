//! Enclosures of expressions at rational points; expected digits from mpmath 1.3.

use num_bigint::BigInt;
use num_rational::BigRational;
use wronski_exact::enclosure::EnclosureError;
use wronski_expr::enclose::{EncloseError, enclose};
use wronski_expr::{Parameters, parse};

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn value(
    text: &str,
    x: &BigRational,
    bits: u32,
) -> Result<wronski_exact::enclosure::Enclosure, EncloseError> {
    let mut parameters = Parameters::new();
    parameters.declare("beta").unwrap();
    enclose(&parse(text, &parameters).unwrap().expr, x, bits)
}

/// `d.ddd...` with thirty digits after the point.
fn decimal(text: &str) -> BigRational {
    let (whole, fraction) = text.split_once('.').unwrap();
    let digits: BigInt = format!("{whole}{fraction}").parse().unwrap();
    BigRational::new(digits, num_traits::pow(BigInt::from(10), fraction.len()))
}

#[test]
fn values_to_thirty_digits() {
    for (text, x, expected) in [
        (
            "sigmoid(x)",
            q(1, 1),
            "0.731058578630004879251159241821836274365144640",
        ),
        (
            "sigmoid(sigmoid(x))",
            q(-7, 3),
            "0.522085538882231186032617590348076215179372760",
        ),
        (
            "x*tanh(log(1+exp(x)))",
            q(3, 2),
            "1.40337826639580258498550906509666424797876318",
        ),
        (
            "x*(1+erf(x/sqrt(2)))/2",
            q(-5, 4),
            "-0.132062217083569072110965955032183193559512160",
        ),
        (
            "2^x + e^x + pi^x",
            q(5, 7),
            "5.94860038481792432676633501910886036939801976",
        ),
        (
            "x^(3/2) + x^(-2) + x^(2/3)",
            q(5, 7),
            "3.36274514057850953865059856406695393808837913",
        ),
        (
            "max(x, min(x^2, 1/2)) + abs(-x)",
            q(2, 3),
            "1.33333333333333333333333333333333333333333333",
        ),
        (
            "where(x > 0, sinh(x), cosh(x))",
            q(-2, 3),
            "1.23057558004363394175550381702747022820965512",
        ),
        (
            "diff(x*exp(x^2))",
            q(1, 2),
            "1.92603812503161222611013085209365468750442130",
        ),
        (
            "compose(sin(x), x^2) + diff(tanh(x))",
            q(3, 4),
            "1.12988848181735159933526474504420694816851392",
        ),
        (
            "atan(x)*asinh(x) + cbrt(x) + tan(x)",
            q(3, 4),
            "2.28619773560740599373479264357663934359520984",
        ),
        (
            "erfc(x) - 0.044715*x^3",
            q(3, 4),
            "0.269980225721484868401062165408589222625794046",
        ),
    ] {
        let expected = decimal(expected);
        let e = value(text, &x, 140).unwrap();
        let slack = BigRational::new(BigInt::from(2), num_traits::pow(BigInt::from(10), 30));
        assert!(
            e.lower_rational() <= &expected + &slack && &expected - &slack <= e.upper_rational(),
            "{text}: {e}"
        );
        assert!(e.width() <= slack, "{text} is loose");
    }
}

#[test]
fn exact_comparisons_are_decided() {
    let third = q(1, 3);
    for (text, expected) in [
        ("where(x < 1/3, 1, 2)", 2),
        ("where(x <= 1/3, 1, 2)", 1),
        ("where(3*x > 1, 1, 2)", 2),
        ("where(3*x - 1 >= 0, 1, 2)", 1),
        ("where(exp(x) > 1, 1, 2)", 1),
        ("where(x - 1/3 > sin(0), 1, 2)", 2),
    ] {
        let e = value(text, &third, 64).unwrap();
        assert!(
            e.contains(&q(expected, 1)) && e.width() == q(0, 1),
            "{text}: {e}"
        );
    }
    // Equal but not seen to be equal: no guess.
    let text = "where(exp(log(2)) > 2, 1, -1)";
    assert_eq!(value(text, &third, 64), Err(EncloseError::Undecided));
}

#[test]
fn what_is_not_defined_is_an_error() {
    let zero = q(0, 1);
    for text in [
        "1/x",
        "log(x)",
        "x^(-1)",
        "x^(-1/2)",
        "1/(exp(x) - 1)",
        "sqrt(x - 1)",
        "compose(1, log(x))",
    ] {
        assert!(
            matches!(value(text, &zero, 64), Err(EncloseError::Arithmetic(_))),
            "{text}"
        );
    }
    assert_eq!(
        value("beta*x", &zero, 64),
        Err(EncloseError::Parameter("beta".into()))
    );
    let overflow = Err(EncloseError::Arithmetic(EnclosureError::OverflowBudget));
    assert_eq!(value("exp(exp(exp(x)))", &q(10, 1), 64), overflow);
    assert_eq!(value("exp(10^9*x)", &q(1, 1), 64), overflow);
    assert_eq!(value("x^(10^9)", &q(7, 1), 64), overflow);
    assert!(value("x", &zero, 0).is_err());
    assert!(value("exp(x)", &q(1, 1), 1 << 30).is_err());
}

#[test]
fn every_catalogue_function_has_a_value() {
    for entry in wronski_expr::catalogue::all() {
        for x in [q(-7, 2), q(-1, 3), q(0, 1), q(5, 4), q(100, 1)] {
            let text = format!("{}(x)", entry.name);
            match value(&text, &x, 80) {
                Ok(_) => {}
                // Some defaults are symbolic.
                Err(EncloseError::Parameter(p)) => assert_eq!(p, "beta"),
                Err(e) => panic!("{text} at {x}: {e}"),
            }
        }
    }
}
