//! Random towers with planted zeros, planted nonzero elements and planted relations between their monomials.

use wronski_symbolic::tower::{Element, TowerError};
use wronski_testing::{Random, rational, tower};

/// A function that is small enough to nest: polynomial, or one transcendental on top of one.
fn small(random: &mut Random, depth: u32) -> String {
    let (a, b, n) = (random.nonzero(4), random.int(-3, 3), random.int(1, 3));
    if depth == 0 {
        return match random.int(0, 2) {
            0 => format!("({a}*x + {b})"),
            1 => format!("({a}*x^2/{n})"),
            _ => format!("({a}*x/{n})"),
        };
    }
    let inner = small(random, depth - 1);
    match random.int(0, 4) {
        0 => format!("exp({inner})"),
        1 => format!("log({n} + exp({inner}))"),
        2 => format!("erf({inner})"),
        3 => format!("(x*exp({inner}) + {a})"),
        _ => format!("({inner}/(1 + exp({a}*x)))"),
    }
}

/// A positive function.
fn positive(random: &mut Random, depth: u32) -> String {
    let n = random.int(1, 5);
    let inner = small(random, depth);
    match random.int(0, 2) {
        0 => format!("({n} + exp({inner}))"),
        1 => format!("({n} + x^2)"),
        _ => format!("({n} + {n}*exp(x) + exp(2*x))"),
    }
}

/// An expression that is zero by an identity, and the name of the identity.
fn zero(random: &mut Random, depth: u32) -> (&'static str, String) {
    let (a, b) = (small(random, depth), small(random, depth - 1));
    let (p, q) = (positive(random, 0), positive(random, depth - 1));
    let n = random.int(2, 4);
    match random.int(0, 13) {
        0 => (
            "exp(a + b) = exp(a) exp(b)",
            format!("exp({b} + {n}*x) - exp({b})*exp({n}*x)"),
        ),
        1 => (
            "log(exp(a) p) = a + log(p)",
            format!("log(exp({b})*{p}) - {b} - log({p})"),
        ),
        2 => (
            "(a + b)^2",
            format!("({a} + {b})^2 - {a}^2 - 2*{a}*{b} - {b}^2"),
        ),
        3 => (
            "tanh by exp",
            format!("tanh({b}) - (exp({b}) - exp(-{b}))/(exp({b}) + exp(-{b}))"),
        ),
        4 => ("erf is odd", format!("erf(-{b}) + erf({b})")),
        5 => (
            "sigmoid(a) + sigmoid(-a) = 1",
            format!("sigmoid({b}) + sigmoid(-{b}) - 1"),
        ),
        6 => (
            "softplus(a) - softplus(-a) = a",
            format!("softplus({b}) - softplus(-{b}) - {b}"),
        ),
        7 => (
            "log(p q) = log(p) + log(q)",
            format!("log({p}*{q}) - log({p}) - log({q})"),
        ),
        8 => ("exp(log(p)) = p", format!("exp({n}*log({p})) - {p}^{n}")),
        9 => (
            "exp(a)^n = exp(n a)",
            format!("exp({b})^{n} - exp({n}*{b})"),
        ),
        10 => (
            "Leibniz",
            format!("diff({a}*{b}) - diff({a})*{b} - {a}*diff({b})"),
        ),
        11 => (
            "quotients",
            format!("{a}/{p} - {b}/{q} - ({a}*{q} - {b}*{p})/({p}*{q})"),
        ),
        12 => (
            "roots of exponentials",
            format!("exp({b}/{n})^{n} - exp({b})"),
        ),
        _ => (
            "cosh^2 - sinh^2 = 1",
            format!("cosh({b})^2 - sinh({b})^2 - 1"),
        ),
    }
}

/// A function without zeros except at x = 0: never the zero function.
fn unit(random: &mut Random) -> String {
    let (n, i, k) = (random.nonzero(9), random.int(0, 3), random.int(0, 2));
    format!("{n}*x^{i}*exp({k}*x)/10^{}", random.int(0, 30))
}

#[test]
fn planted_zeros_vanish_and_planted_units_do_not() {
    let mut random = Random(1815);
    let mut undecided = vec![];
    for round in 0..500 {
        let depth = 1 + (round % 3) as u32;
        let (identity, text) = zero(&mut random, depth);
        let disturbed = format!("{text} + {}", unit(&mut random));
        match tower(&[&text, &disturbed]) {
            Ok((_, e)) => {
                assert!(e[0].is_zero(), "{identity}: {text}");
                assert!(!e[1].is_zero(), "{identity}: {disturbed}");
            }
            Err(TowerError::Undecided(why)) => undecided.push(format!("{identity}: {text}: {why}")),
            Err(other) => panic!("{text}: {other:?}"),
        }
    }
    println!("{} of 500 undecided", undecided.len());
    for u in undecided.iter().take(20) {
        println!("{u}");
    }
    assert!(undecided.len() <= 25, "{}: {undecided:#?}", undecided.len());
}

/// Zero also after differentiation and after composition with another function.
#[test]
fn zeros_stay_zero() {
    let mut random = Random(44);
    let mut decided = 0;
    for _ in 0..120 {
        let (identity, text) = zero(&mut random, 1);
        let later = [
            format!("diff({text})"),
            format!("compose({text}, x^2 + 1)"),
            format!("compose({text}, exp(x))"),
        ];
        for text in &later {
            match tower(&[text]) {
                Ok((_, e)) => {
                    assert!(e[0].is_zero(), "{identity}: {text}");
                    decided += 1;
                }
                Err(TowerError::Undecided(_)) => {}
                Err(other) => panic!("{text}: {other:?}"),
            }
        }
    }
    println!("{decided} of 360 decided");
    assert!(decided >= 300, "{decided}");
}

/// Arguments that are products of powers of others: no new logarithm, and the planted exponents come back.
#[test]
fn planted_multiplicative_relations() {
    let coprime = [
        "(1 + exp(x))",
        "(2 + exp(x))",
        "(1 + x^2)",
        "(x^2 + exp(x) + 1)",
        "(3 + exp(2*x) + x^4)",
    ];
    let mut random = Random(3);
    for round in 0..60 {
        let exponents: Vec<i64> = coprime.iter().map(|_| random.int(-3, 3)).collect();
        let (c, k) = (random.int(1, 9), random.int(-3, 3));
        let product: Vec<String> = coprime
            .iter()
            .zip(&exponents)
            .map(|(p, n)| format!("{p}^({n})"))
            .collect();
        let sum: Vec<String> = coprime
            .iter()
            .zip(&exponents)
            .map(|(p, n)| format!("({n})*log({p})"))
            .collect();
        let left = format!("log({c}*exp(({k})*x)*{})", product.join("*"));
        let right = format!("log({c}) + ({k})*x + {}", sum.join(" + "));
        // Both orders: the product after its factors, and before them.
        for order in [[&right, &left], [&left, &right]] {
            let texts = order.map(String::as_str);
            let (t, e) = tower(&texts).unwrap_or_else(|s| panic!("{texts:?}: {s:?}"));
            assert!(
                t.equal(&e[0], &e[1]).expect("small"),
                "round {round}: {texts:?}"
            );
            let logarithms = t
                .monomials()
                .iter()
                .filter(|&&v| {
                    matches!(
                        t.variables()[v].kind,
                        wronski_symbolic::tower::Kind::Log { .. }
                    )
                })
                .count();
            assert_eq!(logarithms, coprime.len(), "round {round}");
        }
    }
}

/// exp of rational combinations of earlier exponents is a product of powers of them, with finer exponents as needed.
#[test]
fn planted_relations_of_exponents() {
    let exponents = ["x", "x^2", "exp(x)", "x*exp(x)", "erf(x)"];
    let mut random = Random(4);
    for round in 0..60 {
        let q: Vec<(i64, i64)> = exponents
            .iter()
            .map(|_| (random.int(-4, 4), random.int(1, 4)))
            .collect();
        let sum: Vec<String> = exponents
            .iter()
            .zip(&q)
            .map(|(a, (n, d))| format!("({n}/{d})*{a}"))
            .collect();
        let target = format!("exp({})", sum.join(" + "));
        let mut texts: Vec<String> = exponents.iter().map(|a| format!("exp({a})")).collect();
        texts.push(target);
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (mut t, e) = tower(&texts).unwrap_or_else(|s| panic!("{texts:?}: {s:?}"));
        let exponentials = t
            .monomials()
            .iter()
            .filter(|&&v| {
                matches!(
                    t.variables()[v].kind,
                    wronski_symbolic::tower::Kind::Exp { .. }
                )
            })
            .count();
        assert_eq!(exponentials, exponents.len(), "round {round}: {texts:?}");
        // target^12 = prod exp(a)^(12 n/d)
        let left = t.pow(&e[5], 12).expect("small");
        let mut right = Element::one();
        for (f, (n, d)) in e.iter().zip(&q) {
            let power = t.pow(f, 12 * n / d).expect("small");
            right = t.mul(&right, &power).expect("small");
        }
        assert!(
            t.equal(&left, &right).expect("small"),
            "round {round}: {texts:?}"
        );
    }
}

/// exp(x), exp(x/2), exp(x/3), ...: one exponential, of x over the common multiple.
#[test]
fn refinements() {
    let mut random = Random(5);
    for round in 0..40 {
        let divisors: Vec<i64> = (0..3).map(|_| random.int(1, 9)).collect();
        let texts: Vec<String> = divisors.iter().map(|d| format!("exp(x/{d})")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (mut t, e) = tower(&texts).unwrap_or_else(|s| panic!("{texts:?}: {s:?}"));
        assert_eq!(t.monomials().len(), 1, "round {round}: {texts:?}");
        let powers: Vec<Element> = e
            .iter()
            .zip(&divisors)
            .map(|(f, &d)| t.pow(f, d).expect("small"))
            .collect();
        assert!(t.equal(&powers[0], &powers[1]).expect("small"), "{texts:?}");
        assert!(t.equal(&powers[0], &powers[2]).expect("small"), "{texts:?}");
        // exp(x/d)' = exp(x/d)/d
        for (f, &d) in e.iter().zip(&divisors) {
            let slope = t.derive(f).expect("small");
            let expected = t.scale(f, &rational(1, d));
            assert!(t.equal(&slope, &expected).expect("small"), "{texts:?}");
        }
    }
}
