//! Which exponentials, logarithms and error functions are new: cases with a proof by hand, and traps.

use wronski_exact::PrimeField;
use wronski_exact::poly::{Mono, Poly};
use wronski_symbolic::tower::point::Vary;
use wronski_symbolic::tower::{Element, Kind, Reason, Tower, TowerError};
use wronski_testing::{determinant_modulo, rational, tower};

/// Reads the functions and demands that they need this many monomials.
fn monomials(texts: &[&str], expected: usize) -> (Tower, Vec<Element>) {
    let (t, e) = tower(texts).unwrap_or_else(|s| panic!("{texts:?}: {s:?}"));
    let symbols: Vec<String> = t
        .monomials()
        .iter()
        .map(|&v| t.definition(v).to_string())
        .collect();
    assert_eq!(symbols.len(), expected, "{texts:?} gave {symbols:?}");
    witnesses_hold(&t);
    (t, e)
}

/// The two functions are the same element.
fn same(a: &str, b: &str, expected: usize) {
    let (t, e) = monomials(&[a, b], expected);
    assert!(t.equal(&e[0], &e[1]).expect("small"), "{a} = {b}");
}

/// The derivative that a witness speaks of: of a real exponent or logarithm, or of an angle.
fn witnessed(t: &Tower, v: usize, angle: bool) -> Option<Element> {
    let two = rational(2, 1);
    match (&t.variables()[v].kind, angle) {
        (Kind::Exp(exp), false) => Some(t.derive(&exp.argument).expect("small")),
        (Kind::Tan(tan), true) => Some(t.scale(&t.derive(&tan.argument).expect("small"), &two)),
        (Kind::Log { .. }, false) | (Kind::Atan { .. }, true) => {
            Some(t.derive(&Element::var(v)).expect("small"))
        }
        _ => None,
    }
}

/// Re-checks the witness of every monomial and root with elimination and powers of our own.
fn witnesses_hold(t: &Tower) {
    for (v, w) in t.variables().iter().enumerate() {
        if !w.is_generator() {
            continue;
        }
        match w.reason.as_ref().expect("a generator has a reason") {
            Reason::Derivatives(a) => {
                let angle = matches!(w.kind, Kind::Tan { .. } | Kind::Atan { .. });
                let functions: Vec<Element> =
                    (0..=v).filter_map(|i| witnessed(t, i, angle)).collect();
                assert_eq!(a.points.len(), functions.len());
                let field = PrimeField::new(a.prime).expect("a prime");
                let matrix: Vec<Vec<u64>> = a
                    .points
                    .iter()
                    .map(|p| {
                        let mut p = p.clone();
                        p.resize(t.variables().len(), 1);
                        functions
                            .iter()
                            .map(|f| t.eval(f, &field, &p).expect("defined"))
                            .collect()
                    })
                    .collect();
                assert_ne!(determinant_modulo(a.prime, matrix), 0, "{}", w.symbol);
            }
            Reason::ErrorFunctions => assert!(matches!(w.kind, Kind::Erf { .. })),
            Reason::Residues(all) => {
                let Some(root) = w.kind.as_root() else {
                    panic!("{} is no root", w.symbol)
                };
                let orders: Vec<u64> = all.iter().map(|r| r.order).collect();
                let primes: Vec<u64> = [2, 3, 5, 7, 11]
                    .into_iter()
                    .filter(|l| u64::from(root.degree) % l == 0)
                    .collect();
                assert_eq!(orders, primes);
                for r in all {
                    let field = PrimeField::new(r.prime).expect("a prime");
                    assert_eq!((r.prime - 1) % r.order, 0);
                    let characters: Vec<u64> = r
                        .points
                        .iter()
                        .map(|p| {
                            let value = t.eval(&root.radicand, &field, p).expect("defined");
                            assert_ne!(value, 0);
                            power_modulo(value, (r.prime - 1) / r.order, r.prime)
                        })
                        .collect();
                    assert_ne!(characters[0], characters[1]);
                }
            }
        }
    }
}

fn power_modulo(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let multiply = |a: u64, b: u64| (u128::from(a) * u128::from(b) % u128::from(modulus)) as u64;
    let (mut result, mut square) = (1, base % modulus);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = multiply(result, square);
        }
        square = multiply(square, square);
        exponent >>= 1;
    }
    result
}

#[test]
fn exponentials_that_are_new() {
    monomials(&["exp(x)", "exp(x^2)", "exp(x^3)"], 3);
    // exp(exp(x)): x and e^x are independent modulo constants.
    monomials(&["exp(x)", "exp(exp(x))", "exp(x*exp(x))"], 3);
    monomials(&["log(1 + x^2)", "exp(x*log(1 + x^2))"], 2);
    // The exponents 1/(1 + x^2) and x are no multiples of each other.
    monomials(&["exp(1/(1 + x^2))", "exp(x/(1 + x^2))"], 2);
}

#[test]
fn exponentials_that_are_not_new() {
    let (t, e) = monomials(&["exp(x)", "exp(2*x)", "exp(-3*x)"], 1);
    let cube = t
        .mul(&t.mul(&e[0], &e[1]).expect("small"), &e[2])
        .expect("small");
    assert!(
        t.equal(&cube, &Element::one()).expect("small"),
        "e^(x + 2x - 3x) = 1"
    );
    // Refinement: one exponential, of x/6.
    let (mut t, e) = monomials(&["exp(x)", "exp(x/2)", "exp(x/3)"], 1);
    for (f, n) in [(&e[1], 2), (&e[2], 3)] {
        let power = t.pow(f, n).expect("small");
        assert!(t.equal(&power, &e[0]).expect("small"));
    }
    same("exp(x + exp(x))", "exp(x)*exp(exp(x))", 2);
    same("exp(log(1 + exp(x)))", "1 + exp(x)", 2);
    same("exp(3*log(1 + x^2) + x)", "(1 + x^2)^3*exp(x)", 2);
    same("exp(sqrt(8)*x)", "exp(2*sqrt(2)*x)", 1);
    same("exp(log(2) + x)", "2*exp(x)", 1);
    same("exp(log(4)*x)", "exp(2*log(2)*x)", 1);
    same("tanh(x)", "2*sigmoid(2*x) - 1", 1);
}

#[test]
fn a_tiny_shift_is_a_constant_factor() {
    // exp(x + 10^-20) = e^(10^-20) exp(x): one monomial, and not the same function.
    let (t, e) = monomials(&["exp(x)", "exp(x + 1/10^20)"], 1);
    assert!(!t.equal(&e[0], &e[1]).expect("small"));
    // A tiny factor of x: exp(x) would be a power of exp(x/10^20) beyond the limit, and the reason says so.
    let Err(TowerError::Undecided(why)) = tower(&["exp(x)", "exp(x + x/10^20)"]) else {
        panic!("beyond the limit of exponents")
    };
    assert!(
        matches!(
            why,
            wronski_certificate::Reason::Limit {
                limit: wronski_certificate::Limit::CommonDivisor,
                value: 5040,
                ..
            }
        ),
        "{why}"
    );
    // Within the limit of divisors the same shape is decided.
    monomials(&["exp(x)", "exp(x + x/1000)"], 1);
    // Long coefficients that need no finer exponential: the second exponent is 10^20 times the first.
    match tower(&["exp(x/10^20)", "exp(x)"]) {
        Ok((t, _)) => assert_eq!(t.monomials().len(), 1),
        Err(TowerError::Undecided(why)) => {
            assert!(!why.to_string().contains("irrational"), "{why}")
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn irrational_ratios_are_left_open() {
    // exp(x) and exp(sqrt(2) x) are independent, but nothing here may call them dependent.
    match tower(&["exp(x)", "exp(sqrt(2)*x)"]) {
        Ok((t, _)) => assert_eq!(t.monomials().len(), 2),
        Err(stop) => {
            let TowerError::Undecided(why) = stop else {
                panic!("{stop:?}")
            };
            assert!(why.to_string().contains("irrational"), "{why}");
        }
    }
}

#[test]
fn logarithms_that_are_new() {
    monomials(&["softplus(x)", "softplus(2*x)"], 3);
    monomials(
        &["log(1 + exp(x))", "log(2 + exp(x))", "log(3 + exp(x))"],
        4,
    );
    monomials(&["log(1 + x^2)", "log(1 + x^4)", "log(2 + x^2)"], 3);
    // Nested: the argument is a polynomial in the logarithm below.
    monomials(&["log(1 + log(1 + exp(x)))", "log(2 + log(1 + exp(x)))"], 4);
}

#[test]
fn logarithms_that_are_not_new() {
    same(
        "log(1 + exp(x)) + log(2 + exp(x))",
        "log(2 + 3*exp(x) + exp(2*x))",
        3,
    );
    // The product first: then it is one of the factors that is expressed by the others.
    same(
        "log(2 + 3*exp(x) + exp(2*x))",
        "log(1 + exp(x)) + log(2 + exp(x))",
        3,
    );
    same("log(1 + 2*x^2 + x^4)", "2*log(1 + x^2)", 1);
    same("log(3*exp(2*x))", "log(3) + 2*x", 1);
    same("log(exp(x))", "x", 1);
    same("softplus(x) - softplus(-x)", "x", 2);
    same("log(sigmoid(x))", "-softplus(-x)", 2);
    same(
        "log((1 + exp(x))/(1 + x^2))",
        "log(1 + exp(x)) - log(1 + x^2)",
        3,
    );
    same("log(5 + 5*x^2)", "log(5) + log(1 + x^2)", 1);
}

#[test]
fn constants_in_disguise() {
    same("sqrt(8)", "2*sqrt(2)", 0);
    same("sqrt(1/2)", "sqrt(2)/2", 0);
    same("sqrt(6)", "sqrt(2)*sqrt(3)", 0);
    same("exp(log(2))", "2", 0);
    same("e^(log(2))", "2", 0);
    same("log(4)", "2*log(2)", 0);
    same("log(sqrt(2))", "log(2)/2", 0);
    same("log(e^3)", "3", 0);
    same("sqrt(pi)^2", "pi", 0);
    same("erf(-1)", "-erf(1)", 0);
    same("exp(x)*exp(-x)", "1", 1);
    same("tanh(x)^2 + 1/cosh(x)^2", "1", 1);
}

#[test]
fn error_functions() {
    // erf(x) needs its Gaussian, which is exp(-x^2).
    monomials(&["erf(x)", "exp(-x^2)"], 2);
    same("erf(-x)", "-erf(x)", 2);
    same("erfc(x)", "1 - erf(x)", 2);
    same("erf((x^2 + 2*x + 1)/(x + 1))", "erf(x + 1)", 2);
    // exp(-4 x^2) is a power of exp(-x^2), but erf(2x) is new.
    monomials(&["erf(x)", "erf(2*x)"], 3);
    monomials(&["erf(x)", "erf(x + 1)"], 4);
    monomials(&["erf(x)", "erf(erf(x))"], 4);
    // (e^x + e^-x)^2 - (e^x - e^-x)^2 = 4: the Gaussians agree up to a constant, the functions do not.
    // With u = e^x a relation would need b' - 2 (u^2 - u^-2) b = c (u - 1/u) + d (u + 1/u): the highest
    // power u^n of b gives u^(n+2), so n <= -1, and the lowest power u^m gives u^(m-2), so m >= 1.
    monomials(&["erf(exp(x) + exp(-x))", "erf(exp(x) - exp(-x))"], 4);
}

#[test]
fn two_transcendental_constants_are_named() {
    let (t, _) = monomials(&["pi*x", "e*exp(x)"], 1);
    assert_eq!(t.unproved_constants(), Some(vec!["sqrt(pi)", "exp(1)"]));
    let (t, _) = monomials(&["pi*x", "sqrt(2)*exp(x)"], 1);
    assert_eq!(t.unproved_constants(), None);
    let (t, _) = monomials(&["log(2)*x", "log(3)*exp(x)"], 1);
    assert_eq!(t.unproved_constants(), Some(vec!["log(2)", "log(3)"]));
}

/// Theorem behind `erf`, second route: erf(a) is new over K if b' - 2 a a' b = a' has no solution b in K.
/// All b = sum c_m m over monomials m of bounded degrees are tried at once: if a' is independent, over
/// the constants, of the functions m' - 2 a a' m, there is no such b. (Degrees suffice: see the tests. A
/// function m with m' = 2 a a' m, such as exp(a^2), contributes nothing and is left out.)
fn risch_has_no_solution(t: &Tower, a: &Element, ansatz: &[Mono]) {
    let da = t.derive(a).expect("small");
    let factor = t.scale(&t.mul(a, &da).expect("small"), &rational(-2, 1));
    let mut functions: Vec<Element> = ansatz
        .iter()
        .map(|&m| {
            let b = Element::poly(Poly::term(m, &rational(1, 1)));
            let db = t.derive(&b).expect("small");
            t.add(&db, &t.mul(&factor, &b).expect("small"))
                .expect("small")
        })
        .filter(|f| !f.is_zero())
        .collect();
    functions.push(da);
    let n = functions.len();
    let (field, points) = t.random_points(99, n, Vary::Functions);
    let matrix: Vec<Vec<u64>> = points
        .iter()
        .map(|p| {
            functions
                .iter()
                .map(|f| t.eval(f, &field, p).expect("defined"))
                .collect()
        })
        .collect();
    assert_ne!(determinant_modulo(field.modulus(), matrix), 0);
}

fn ansatz(ranges: &[(usize, std::ops::RangeInclusive<i32>)]) -> Vec<Mono> {
    let mut out = vec![wronski_exact::poly::ONE];
    for (v, range) in ranges {
        out = out
            .iter()
            .flat_map(|m| {
                range.clone().map(move |n| {
                    let mut m = *m;
                    m[*v] = n;
                    m
                })
            })
            .collect();
    }
    out
}

/// The inner error function of gelu: b' - x b = 1/sqrt(2) in C(x). A pole of b of order k > 0 is a pole of
/// order k + 1 of the left side, so b is a polynomial, and its degree n gives a left side of degree n + 1.
#[test]
fn inner_error_function_of_gelu() {
    let (t, e) = tower(&["x/sqrt(2)", "exp(-x^2/2)"]).expect("a tower");
    risch_has_no_solution(&t, &e[0], &ansatz(&[(0, 0..=30)]));
    let g = t.monomials()[0];
    risch_has_no_solution(&t, &e[0], &ansatz(&[(0, 0..=8), (g, -4..=4)]));
    // The solvable case: a' is replaced by m' - 2 a a' m, and the determinant vanishes.
    let solvable = std::panic::catch_unwind(|| {
        let (t, e) = tower(&["x/sqrt(2)", "exp(-x^2/2)"]).expect("a tower");
        let mut twice = ansatz(&[(0, 0..=3)]);
        twice.push(twice[0]);
        risch_has_no_solution(&t, &e[0], &twice);
    });
    assert!(solvable.is_err(), "a dependent ansatz must be noticed");
}

/// The outer one: a = gelu(x)/sqrt(2) over K = C(x, g, E), g = exp(-x^2/2), E = erf(x/sqrt(2)). As a polynomial
/// in E, 2 a a' has degree 2 with leading coefficient x/4, so b of degree n in E gives a left side of degree
/// n + 2, while a' has degree 1. Poles in E are excluded as above.
#[test]
fn outer_error_function_of_gelu() {
    let (t, e) = tower(&["gelu(x)/sqrt(2)"]).expect("a tower");
    let v = t.monomials();
    assert_eq!(v.len(), 2, "Gaussian and error function");
    risch_has_no_solution(
        &t,
        &e[0],
        &ansatz(&[(0, 0..=4), (v[0], -2..=2), (v[1], 0..=4)]),
    );
}
