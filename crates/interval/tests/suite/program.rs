//! Compiled expressions against the recurrences of the evaluator, and against points inside.

use std::collections::BTreeMap;
use std::time::Instant;

use num_rational::BigRational;
use rug::Float;
use wronski_expr::{Expr, Parameters, catalogue, parse};
use wronski_interval::{Evaluator, Fault, Interval, Program};

fn read(text: &str) -> Expr {
    parse(text, &Parameters::new())
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

fn compile(text: &str) -> Program {
    Program::compile(&read(text), &BTreeMap::new()).unwrap_or_else(|f| panic!("{text}: {f}"))
}

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// Relative to the values' size, how far apart are the ends of the two?
fn close(a: &Interval, b: &Interval, tolerance: f64) -> bool {
    let size: Float = Float::with_val(53, a.magnitude().max(&b.magnitude())) + 1u32;
    let gap = |u: &Float, v: &Float| Float::with_val(53, u - v).abs() <= size.clone() * tolerance;
    gap(a.lo(), b.lo()) && gap(a.hi(), b.hi())
}

/// Both must enclose the same numbers; on thin sets with enclosures of much the same size.
#[test]
fn every_catalogue_entry_agrees_with_the_recurrences() {
    let (mut compared, mut refused) = (0, 0);
    for entry in catalogue::all() {
        let f = entry.call(None);
        let program = Program::compile(&f, &BTreeMap::new()).expect(&entry.name);
        for bits in [53, 128, 300] {
            let evaluator = Evaluator::new(bits);
            for n in -25..=25 {
                let thin = Interval::from_rational(&q(n * 7 + 1, 23), bits);
                let narrow = {
                    let centre = q(n * 7 + 1, 23);
                    Interval::between(&centre, &(&centre + q(1, 1 << 30)), bits).unwrap()
                };
                let thick = Interval::between(&q(n * 5 + 1, 17), &q(n * 5 + 3, 17), bits).unwrap();
                for (at, tolerance) in [(&thin, 1e-9), (&narrow, 1e-4), (&thick, f64::INFINITY)] {
                    for order in 0..=3 {
                        let expected = evaluator.derivatives(&f, at, order);
                        let found = program.jet(at, order);
                        let (expected, found) = match (expected, found) {
                            (Ok(e), Ok(f)) => (e, f),
                            (Err(e), Err(f)) => {
                                refused += 1;
                                assert_eq!(e, f, "{} at {at}", entry.name);
                                continue;
                            }
                            (e, f) => panic!("{} at {at}: {e:?}, {f:?}", entry.name),
                        };
                        assert_eq!(found.len(), order + 1);
                        for (k, (a, b)) in expected.iter().zip(&found).enumerate() {
                            compared += 1;
                            assert!(
                                a.possibly_equal(b) && b.precision() == bits,
                                "derivative {k} of {} at {at}: {a}, {b}",
                                entry.name
                            );
                            assert!(
                                tolerance.is_infinite() || bits < 100 || close(a, b, tolerance),
                                "derivative {k} of {} at {at}, {bits} bits: {a}, {b}",
                                entry.name
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(compared > 50_000 && refused > 10, "{compared}, {refused}");
}

/// The jet of a thick set contains the jets of its points, which the evaluator finds at higher precision.
#[test]
fn thick_sets_contain_the_jets_of_their_points() {
    let mut compared = 0;
    for entry in catalogue::all() {
        let f = entry.call(None);
        let program = Program::compile(&f, &BTreeMap::new()).expect(&entry.name);
        let evaluator = Evaluator::new(240);
        for n in -20..=20 {
            for width in [q(1, 3), q(1, 1000), q(1, 1 << 40)] {
                let lo = q(n * 5 + 2, 19);
                let at = Interval::between(&lo, &(&lo + &width), 60).unwrap();
                let Ok(set) = program.jet(&at, 3) else {
                    continue;
                };
                for t in 0..=4 {
                    let point = &lo + &width * q(t, 4);
                    let at = Interval::from_rational(&point, 240);
                    let values = evaluator.derivatives(&f, &at, 3).expect("inside");
                    for (k, (s, v)) in set.iter().zip(&values).enumerate() {
                        compared += 1;
                        assert!(
                            // The value is known to 60 digits; the set may be exact.
                            s.possibly_equal(v),
                            "derivative {k} of {} at {point}: {v} is not in {s}",
                            entry.name
                        );
                    }
                }
            }
        }
    }
    assert!(compared > 20_000, "{compared}");
}

#[test]
fn derivatives_and_compositions_are_carried_out() {
    for text in [
        "diff(x^3*sin(x)/(1 + x^2))",
        "diff(diff(gelu(x)))",
        "diff(mish(x)) + diff(tanh(x)*erfc(x))",
        "compose(diff(x^2*exp(x)), sin(x))",
        "compose(diff(x^3), 3)",
        "diff(compose(sin(x), x^2))",
        "diff(compose(diff(exp(x)*x), x*x))",
        "diff(abs(x)*x)",
        "diff(max(x, exp(x))) + diff(min(x^2, atan(x)))",
        "diff(where(x < 10, asinh(x), cosh(x)))",
        "diff((1 + x^2)^(1/3)) + diff(cbrt(x)*sqrt(x)) + diff(log(x)) + diff(tan(x))",
        "diff(sinh(x)*cosh(2*x)) + diff(cos(x)) + diff((1 + x)^x) + diff(x^(-2))",
        "diff(elu(x)*hardswish(x))",
        "diff(pi*e)",
        "x^0 + 0*x + (x - x)^2",
    ] {
        let (f, program) = (read(text), compile(text));
        for n in [1, 5, 9, 14] {
            let at = Interval::from_rational(&q(n, 11), 160);
            let expected = Evaluator::new(160).derivatives(&f, &at, 3).expect(text);
            let found = program.jet(&at, 3).expect(text);
            for (k, (a, b)) in expected.iter().zip(&found).enumerate() {
                assert!(
                    a.possibly_equal(b) && close(a, b, 1e-35),
                    "derivative {k} of {text} at {n}/11: {a}, {b}"
                );
            }
        }
    }
}

#[test]
fn faults_are_those_of_the_evaluator() {
    for (text, at, fault) in [
        ("1/x", 0, Fault::Division),
        ("log(x)", -1, Fault::Logarithm),
        ("diff(log(x))", -1, Fault::Logarithm),
        ("sqrt(x)", 0, Fault::Root),
        ("sqrt(x)", -1, Fault::Root),
        ("x^(1/2)", -1, Fault::Root),
        ("cbrt(x)", 0, Fault::Root),
        ("x^(-1)", 0, Fault::Division),
        ("abs(x)", 0, Fault::Breakpoint),
        ("diff(abs(x))", 0, Fault::Breakpoint),
        ("max(x, 0)", 0, Fault::Breakpoint),
        ("min(x, 2*x)", 0, Fault::Breakpoint),
        ("where(x > 0, 1, 2)", 0, Fault::Breakpoint),
        ("compose(3, log(x))", -1, Fault::Logarithm),
        ("0*log(x)", -1, Fault::Logarithm),
        ("relu(x)", 0, Fault::Breakpoint),
    ] {
        let at = Interval::from_int(at, 100);
        let f = read(text);
        assert_eq!(
            Evaluator::new(100).derivatives(&f, &at, 1).unwrap_err(),
            fault,
            "{text}"
        );
        assert_eq!(compile(text).jet(&at, 1).unwrap_err(), fault, "{text}");
    }
    // A branch that is not taken may have no value.
    let two = Interval::from_int(2, 100);
    let value = &compile("where(x < 1, log(1 - x), x)").jet(&two, 2).unwrap()[0];
    assert!(value.contains(&q(2, 1)));
    // At a single point the value of abs and of sqrt needs no slope.
    let zero = Interval::zero(100);
    assert!(compile("abs(x) + sqrt(x)").jet(&zero, 0).is_ok());
    assert!(matches!(
        compile("x").jet(&zero, 4).unwrap_err(),
        Fault::Budget(_)
    ));
}

#[test]
fn parameters_are_given_or_missed() {
    let declared = {
        let mut p = Parameters::new();
        p.declare("beta").unwrap();
        p
    };
    let f = parse("x^beta + swish(x, beta)", &declared).unwrap().expr;
    assert_eq!(
        Program::compile(&f, &BTreeMap::new()).unwrap_err(),
        Fault::Parameter("beta".to_string())
    );
    let values: BTreeMap<String, BigRational> = [("beta".to_string(), q(5, 2))].into();
    let program = Program::compile(&f, &values).unwrap();
    let evaluator = Evaluator::new(100).with_parameter("beta", q(5, 2));
    let at = Interval::from_rational(&q(3, 7), 100);
    let expected = evaluator.derivatives(&f, &at, 3).unwrap();
    for (a, b) in expected.iter().zip(&program.jet(&at, 3).unwrap()) {
        assert!(a.possibly_equal(b) && close(a, b, 1e-20));
    }
}

#[test]
fn approximations_are_near_the_enclosures() {
    let mut compared = 0;
    for entry in catalogue::all() {
        let program = Program::compile(&entry.call(None), &BTreeMap::new()).expect(&entry.name);
        for n in -30..=30 {
            let x = f64::from(n) * 0.17 + 0.01;
            let at = Interval::new(Float::with_val(80, x), Float::with_val(80, x)).unwrap();
            let (Ok(jet), Some(near)) = (program.jet(&at, 2), program.approximate(x)) else {
                continue;
            };
            for (k, (a, b)) in jet.iter().zip(near).enumerate() {
                compared += 1;
                let middle = a.midpoint().to_f64();
                assert!(
                    (middle - b).abs() <= 1e-11 * (1.0 + middle.abs()),
                    "derivative {k} of {} at {x}: {a}, {b}",
                    entry.name
                );
            }
        }
    }
    assert!(compared > 4000, "{compared}");
    assert_eq!(compile("1/x").approximate(0.0), None);
    assert_eq!(compile("log(x)").approximate(-1.0), None);
    assert_eq!(compile("exp(x)").approximate(1e9), None);
    assert_eq!(compile("x").approximate(f64::NAN), None);
}

/// Sharing is kept: a chain of squares of sums has one operation per node, and is no deeper for the stack.
#[test]
fn shared_and_deep_expressions_are_small_programs() {
    let mut shared = Expr::x();
    for _ in 0..40 {
        shared = shared.clone() + shared;
    }
    let program = Program::compile(&shared, &BTreeMap::new()).unwrap();
    assert_eq!(program.operation_count(), 41);
    let at = Interval::from_rational(&q(1, 4), 80);
    assert!(program.jet(&at, 1).unwrap()[1].contains(&q(1 << 40, 1)));

    let mut deep = Expr::x();
    for _ in 0..15_000 {
        deep = Expr::int(1) + deep;
    }
    let program = Program::compile(&deep, &BTreeMap::new()).unwrap();
    assert!(program.jet(&at, 1).unwrap()[0].contains(&q(60_001, 4)));
    std::mem::forget(deep);

    let mut growing = Expr::x();
    for _ in 0..60 {
        growing = (growing.clone() * Expr::apply(wronski_expr::Func::Sin, growing)).diff();
    }
    assert!(matches!(
        Program::compile(&growing, &BTreeMap::new()),
        Err(Fault::Budget(_))
    ));
}

/// Not an assertion of speed (that is for the benchmarks), but a guard against losing an order of magnitude.
#[test]
fn a_jet_costs_microseconds() {
    for name in [
        "sigmoid(x)",
        "tanh(x)",
        "silu(x)",
        "softplus(x)",
        "gelu(x)",
        "mish(x)",
    ] {
        let program = compile(name);
        let at = Interval::between(&q(1, 3), &(q(1, 3) + q(1, 1 << 50)), 128).unwrap();
        let start = Instant::now();
        for _ in 0..500 {
            program.jet(&at, 2).unwrap();
        }
        let each = start.elapsed().as_secs_f64() / 500.0;
        println!("{name}: {:.2} us", each * 1e6);
        assert!(each < 1e-3, "{name}: {each} s");
    }
}
