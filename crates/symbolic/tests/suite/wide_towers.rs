//! Roots, circular functions, arctangents, and exponents with irrational ratios: identities of the handbooks come
//! out as identities of the tower, their near misses do not, and what is new has a witness.

use wronski_symbolic::tower::{Element, Tower, TowerError};
use wronski_testing::{Random, tower};

fn read(texts: &[&str]) -> (Tower, Vec<Element>) {
    tower(texts).unwrap_or_else(|s| panic!("{texts:?}: {s:?}"))
}

/// Is it an identity, the same in both orders of adjunction?
fn equal(a: &str, b: &str) -> Result<bool, String> {
    let mut answers = vec![];
    for order in [[a, b], [b, a]] {
        let (t, e) = tower(&order).map_err(|s| format!("{order:?}: {s:?}"))?;
        answers.push(
            t.equal(&e[0], &e[1])
                .map_err(|s| format!("{order:?}: {s:?}"))?,
        );
    }
    if answers[0] == answers[1] {
        Ok(answers[0])
    } else {
        Err(format!("{a}, {b}: the answer depends on the order"))
    }
}

/// All pairs have this answer; every exception is listed.
fn all<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>, expected: bool) {
    let wrong: Vec<String> = pairs
        .into_iter()
        .filter_map(|(a, b)| match equal(a, b) {
            Ok(answer) if answer == expected => None,
            Ok(answer) => Some(format!("{a}, {b}: {answer}")),
            Err(why) => Some(why),
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// DLMF 4.21, 4.35, 4.37, 4.40; Abramowitz and Stegun 4.3, 4.4; elementary algebra.
const IDENTITIES: [(&str, &str); 44] = [
    ("sin(x)^2 + cos(x)^2", "1"),
    ("cos(3*x)", "4*cos(x)^3 - 3*cos(x)"),
    ("sin(5*x)", "16*sin(x)^5 - 20*sin(x)^3 + 5*sin(x)"),
    ("sin(x)*cos(x)", "sin(2*x)/2"),
    ("sin(x + 1)", "sin(x)*cos(1) + cos(x)*sin(1)"),
    ("sin(x + pi/2)", "cos(x)"),
    ("cos(x - pi/3)", "cos(x)/2 + sqrt(3)*sin(x)/2"),
    ("sin(x/2)^2", "(1 - cos(x))/2"),
    ("sin(x + x^2)", "sin(x)*cos(x^2) + cos(x)*sin(x^2)"),
    (
        "sin(exp(x))*cos(x)",
        "(sin(exp(x) + x) + sin(exp(x) - x))/2",
    ),
    ("sin(x)/(2 + cos(x))", "tan(x/2)*(1 + cos(x))/(2 + cos(x))"),
    ("atan(sinh(x))", "2*atan(tanh(x/2))"),
    ("atan(exp(x))", "pi/4 + atan(sinh(x))/2"),
    ("atan(exp(x)) + atan(exp(-x))", "pi/2"),
    (
        "atan(x/sqrt(1 + x^2) + 2)",
        "atan((x + 2*sqrt(1 + x^2))/sqrt(1 + x^2))",
    ),
    ("atan(1/(1 + x^2)) + atan(1 + x^2)", "pi/2"),
    ("atan(x + sqrt(1 + x^2))", "pi/4 + atan(x)/2"),
    (
        "atan((sin(x) + 2)/(1 + 2 - sin(x)))",
        "atan((2 + sin(x))/(3 - sin(x)))",
    ),
    ("sin(atan(x))", "x/sqrt(1 + x^2)"),
    ("cos(atan(x))", "1/sqrt(1 + x^2)"),
    ("cos(2*atan(x))", "(1 - x^2)/(1 + x^2)"),
    ("tan(atan(x))", "x"),
    ("x*tan(atan(x)/2)", "sqrt(1 + x^2) - 1"),
    ("cos(atan(x)/2)^2", "(1 + 1/sqrt(1 + x^2))/2"),
    ("asinh(x)", "log(x + sqrt(1 + x^2))"),
    ("asinh(sinh(x))", "x"),
    ("sinh(asinh(x))", "x"),
    ("cosh(asinh(x))", "sqrt(1 + x^2)"),
    ("exp(asinh(x)/2)^2", "x + sqrt(1 + x^2)"),
    ("asinh(x)", "-asinh(-x)"),
    ("log(sqrt(1 + x^2) - x)", "-asinh(x)"),
    (
        "log(2 + 3*exp(x) + exp(2*x))",
        "log(1 + exp(x)) + log(2 + exp(x))",
    ),
    ("sqrt(x^4 + 2*x^2 + 1)", "1 + x^2"),
    ("sqrt((1 + x^2)*(2 + x^2))", "sqrt(1 + x^2)*sqrt(2 + x^2)"),
    ("sqrt(4 + 4*x^2)", "2*sqrt(1 + x^2)"),
    ("sqrt(2*x^2 + 1 + 2*x*sqrt(x^2 + 1))", "x + sqrt(x^2 + 1)"),
    (
        "sqrt((1 + exp(x))/(2 + exp(x)))",
        "sqrt((1 + exp(x))*(2 + exp(x)))/(2 + exp(x))",
    ),
    ("sqrt(cosh(x)^2)", "cosh(x)"),
    ("sqrt(2 + 2*cosh(x))", "exp(x/2) + exp(-x/2)"),
    ("(1 + x^2)^(3/4)", "sqrt(1 + x^2)*sqrt(sqrt(1 + x^2))"),
    ("cbrt(1 + x^2)*sqrt(1 + x^2)", "(1 + x^2)^(5/6)"),
    ("cbrt(8 + 8*x^2)", "2*cbrt(1 + x^2)"),
    ("2^(1/3)*cbrt(1 + x^2)", "cbrt(2 + 2*x^2)"),
    ("exp(sqrt(8)*x)", "exp(sqrt(2)*x)^2"),
];

#[test]
fn identities_of_the_handbooks() {
    all(IDENTITIES, true);
}

/// One coefficient, sign, argument or branch is wrong in each.
#[test]
fn near_misses() {
    let pairs = [
        ("sin(x)^2 + cos(x)^2", "1 + x/10^30"),
        ("cos(3*x)", "4*cos(x)^3 - 3*cos(x)^2"),
        ("sin(x + pi/2)", "-cos(x)"),
        ("cos(x - pi/3)", "cos(x)/2 - sqrt(3)*sin(x)/2"),
        ("sin(x*(1 + 1/30))", "sin(x)"),
        ("atan(sinh(x))", "atan(tanh(x/2))"),
        ("atan(exp(x))", "pi/4 - atan(sinh(x))/2"),
        ("atan(exp(x)) + atan(exp(-x))", "-pi/2"),
        ("atan(x + sqrt(1 + x^2))", "3*pi/4 + atan(x)/2"),
        ("atan(x + sqrt(1 + x^2))", "pi/4 + atan(x)"),
        ("sin(atan(x))", "-x/sqrt(1 + x^2)"),
        ("asinh(x)", "log(x + sqrt(2 + x^2))"),
        ("log(sqrt(1 + x^2) - x)", "asinh(x)"),
        ("sqrt(x^4 + 2*x^2 + 1)", "-1 - x^2"),
        ("sqrt((1 + x^2)*(2 + x^2))", "sqrt(1 + x^2)*sqrt(3 + x^2)"),
        ("sqrt(2*x^2 + 1 + 2*x*sqrt(x^2 + 1))", "-x - sqrt(x^2 + 1)"),
        ("sqrt(2*x^2 + 1 + 2*x*sqrt(x^2 + 1))", "sqrt(x^2 + 1) - x"),
        ("(1 + x^2)^(3/4)", "(1 + x^2)^(2/3)"),
        ("cbrt(2 + 2*x^2)", "2*cbrt(1 + x^2)"),
        ("exp(sqrt(2)*x)", "exp(sqrt(3)*x)"),
        ("exp(sqrt(2)*x)", "exp(141421356*x/100000000)"),
    ];
    all(pairs, false);
}

/// How many monomials and roots a family needs: proofs by hand are in the comments.
#[test]
fn what_is_new() {
    for (texts, monomials, radicals) in [
        // Radicands that are pairwise coprime and squarefree.
        (
            &["sqrt(1 + x^2)", "sqrt(2 + x^2)", "sqrt(1 + exp(x))"][..],
            1,
            3,
        ),
        // The third radicand is the product of the first two.
        (
            &["sqrt(1 + x^2)", "sqrt(2 + x^2)", "sqrt(2 + 3*x^2 + x^4)"][..],
            0,
            2,
        ),
        // x + sqrt(1 + x^2) is no square: its norm is -1, and C(x, sqrt(1 + x^2)) = C(w) with w = x + sqrt(1 + x^2).
        (&["sqrt(1 + x^2)", "sqrt(x + sqrt(1 + x^2))"][..], 0, 2),
        // A cube root and a square root of one function.
        (&["cbrt(1 + x^2)", "sqrt(1 + x^2)"][..], 0, 2),
        // x, sqrt(2) x, sqrt(3) x are independent over Q, and sqrt(6) x with them.
        (
            &[
                "exp(x)",
                "exp(sqrt(2)*x)",
                "exp(sqrt(3)*x)",
                "exp(sqrt(6)*x)",
            ][..],
            4,
            0,
        ),
        (&["exp(2^(1/3)*x)", "exp(x)", "exp(4^(1/3)*x)"][..], 3, 0),
        (&["sin(x)", "sin(sqrt(2)*x)", "exp(x)", "cos(x)"][..], 3, 0),
        (&["exp(pi*x)", "exp(x)"][..], 2, 0),
        // (1 + i x), (2 + i x), (1 + i x)^2/(...): different Gaussian primes.
        (&["atan(x)", "atan(x/2)", "atan(2*x)"][..], 3, 0),
        // Real and imaginary exponents do not meet.
        (
            &["exp(atan(x))", "sin(log(1 + x^2))", "exp(x)", "sin(x)"][..],
            6,
            0,
        ),
        // Depth three, and four.
        (&["sin(sin(sin(x)))"][..], 3, 0),
        (&["erf(erf(erf(x)))"][..], 6, 0),
        (&["atan(exp(sin(x)))"][..], 3, 0),
        (&["log(1 + exp(sqrt(1 + erf(x)^2)))"][..], 4, 1),
        (&["asinh(asinh(asinh(x)))"][..], 3, 3),
        (&["exp(sin(log(2 + atan(x))))"][..], 4, 0),
    ] {
        let (t, _) = read(texts);
        assert_eq!(
            (t.monomials().len(), t.radicals().len()),
            (monomials, radicals),
            "{texts:?}"
        );
    }
}

/// Products of powers of functions under a root: the root is the product of the roots, in either order of
/// adjunction, and not if one exponent is changed.
#[test]
fn planted_relations_of_roots() {
    let coprime = [
        "(1 + x^2)",
        "(2 + exp(x))",
        "(x^2 + exp(x) + 1)",
        "(3 + x^4)",
    ];
    let mut random = Random(11);
    for round in 0..24 {
        let degree = [2, 2, 3, 4][(random.int(0, 3)) as usize];
        let exponents: Vec<i64> = coprime.iter().map(|_| random.int(0, 3)).collect();
        let c = random.int(1, 9);
        let product: Vec<String> = coprime
            .iter()
            .zip(&exponents)
            .map(|(p, n)| format!("{p}^{n}"))
            .collect();
        let factors: Vec<String> = coprime
            .iter()
            .zip(&exponents)
            .map(|(p, n)| format!("{p}^({n}/{degree})"))
            .collect();
        let whole = format!("({c}*{})^(1/{degree})", product.join("*"));
        let split = format!("{c}^(1/{degree})*{}", factors.join("*"));
        assert_eq!(equal(&whole, &split), Ok(true), "round {round}");
        let other = format!(
            "{c}^(1/{degree})*{}*(1 + x^2)^(1/{degree})",
            factors.join("*")
        );
        assert_eq!(equal(&whole, &other), Ok(false), "round {round}");
    }
}

/// Sums of arctangents by the addition theorem, with the branch: atan(f) + atan(g) for positive f, g is in (0, pi).
#[test]
fn planted_relations_of_angles() {
    let mut random = Random(12);
    for round in 0..20 {
        // (p + i)(q + i) for positive p, q: cotangents add to the angle atan2(p + q, pq - 1).
        let (a, b) = (random.int(2, 6), random.int(2, 6));
        let p = format!("({a} + x^2)");
        let q = format!("({b} + exp(x))");
        let left = format!("atan(1/{p}) + atan(1/{q})");
        let right = format!("atan(({p} + {q})/({p}*{q} - 1))");
        assert_eq!(equal(&left, &right), Ok(true), "round {round}");
        let shifted = format!("{right} + pi");
        assert_eq!(equal(&left, &shifted), Ok(false), "round {round}");
        // Multiple angles of sums.
        let n = random.int(2, 4);
        let angle = format!("({a}*x + x^2/{b})");
        let left = format!("cos({n}*{angle})^2 + sin({n}*{angle})^2 + sin({angle})");
        let right = format!("1 + sin({a}*x)*cos(x^2/{b}) + cos({a}*x)*sin(x^2/{b})");
        assert_eq!(equal(&left, &right), Ok(true), "round {round}");
    }
}

/// What is not worked out says so.
#[test]
fn limits_are_named() {
    for text in [
        "sin(x) + sin(x + sqrt(2))",
        "cbrt(x)",
        "sin(atan(x)/3)",
        "(1 + x^2)^(1/13)",
        "atan(x + sqrt(5))*0 + atan(sqrt(5))",
    ] {
        match tower(&[text]) {
            Err(TowerError::Undecided(why)) => assert_eq!(why.flaw(), None, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}
