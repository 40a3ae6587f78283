//! Sign, definedness and analyticity: mostly what must not be accepted.

use num_rational::BigRational;
use wronski_diagnostic::Kind;
use wronski_expr::domain::{
    Analyticity, Definedness, Order, Sign, analyticity, definedness, range, sign,
};
use wronski_expr::{Expr, Parameters, catalogue, parse};

fn expr(text: &str) -> Expr {
    let mut parameters = Parameters::new();
    for name in ["beta", "a"] {
        parameters.declare(name).unwrap();
    }
    parse(text, &parameters)
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// The message, for an expression that is not defined everywhere; the code and the span are checked.
fn refused(text: &str, code: &str, at: &str) -> String {
    match definedness(&expr(text)).unwrap() {
        Definedness::NotDefined(d) => {
            assert_eq!(d.code.as_str(), code, "{text}: {d}");
            assert_eq!(d.kind, Kind::Input);
            assert!(d.help.is_some(), "{text}: no remedy");
            let span = d.span.unwrap_or_else(|| panic!("{text}: no span"));
            // The place of a parenthesised expression includes its parentheses.
            let place = &text[span.start..span.end];
            assert!(
                place == at || place == format!("({at})"),
                "{text}: {place}: {d}"
            );
            d.message
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn accepted(text: &str) -> usize {
    match definedness(&expr(text)).unwrap() {
        Definedness::DefinedEverywhere {
            obligations,
            parameter_conditions,
        } => {
            assert!(
                parameter_conditions.is_empty(),
                "{text}: {parameter_conditions:?}"
            );
            obligations.len()
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn unknown(text: &str) {
    let answer = definedness(&expr(text)).unwrap();
    assert!(
        matches!(answer, Definedness::Unknown { .. }),
        "{text}: {answer:?}"
    );
}

#[test]
fn denominators_that_vanish_somewhere() {
    for (text, at, place) in [
        ("1/x", "x", "x = 0"),
        ("x^(-1)", "x", "x = 0"),
        ("exp(x)/(x^2 - 1)", "x^2 - 1", "x = -1 and x = 1"),
        ("1/(exp(x) - 1)", "exp(x) - 1", "x = 0"),
        ("1/(exp(x) - 2)", "exp(x) - 2", "x = 0.693"),
        ("1/(x^2 - 2)", "x^2 - 2", "x = -1.414"),
        ("1/(beta*x)", "beta*x", "x = 0"),
        ("1/sin(x)", "sin(x)", "x = 0"),
        ("1/tanh(x)", "tanh(x)", "x = 0"),
        ("1/erf(x - 1)", "erf(x - 1)", "x = 1"),
        ("x/(1 - exp(x)*exp(x))", "1 - exp(x)*exp(x)", "x = 0"),
        ("1/(x*exp(x))", "x*exp(x)", "x = 0"),
        ("1/(exp(x) - 3)^2", "(exp(x) - 3)^2", "x = 1.098"),
        ("1/(sigmoid(x) - 1/2)", "sigmoid(x) - 1/2", "x = 0"),
        ("1/(x - 1/3)", "x - 1/3", "x = 1/3"),
        ("1/abs(x)", "abs(x)", "x = 0"),
        ("1/max(x, 0)", "max(x, 0)", "x = "),
        ("1/(cos(x) - x)", "cos(x) - x", "x = 0.739"),
        ("1/(exp(x) + x)", "exp(x) + x", "x = -0.567"),
    ] {
        let message = refused(text, "W0201", at);
        assert!(message.contains(place), "{text}: {message}");
    }
}

#[test]
fn denominators_that_touch_zero() {
    // A double zero: a tangent line, or the extreme value of a wave.
    for (denominator, place) in [
        ("exp(x) - exp(1/3)*(x + 2/3)", "x = 1/3"),
        ("exp(2*x/5) - exp(1/3)*(2*x/5 + 2/3)", "x = 5/6"),
        ("exp(-x/7) + x/7 - 1", "x = 0"),
        ("cosh(x - 1/7) - 1", "x = 1/7"),
        ("exp(x - 22/7) - x + 15/7", "x = 22/7"),
        ("1 + sin(x)", "some x"),
        ("5 - 3*sin(2*x + 1) - 4*cos(2*x + 1)", "some x"),
    ] {
        let text = format!("1/({denominator})");
        let message = refused(&text, "W0201", denominator);
        assert!(message.contains(place), "{text}: {message}");
    }
    // At log(2), which no test of exact numbers finds: an open question for this program, never an answer.
    unknown("1/(exp(x) - 2*(x + 1 - log(2)))");
    // A wave whose argument does not take every value.
    for text in [
        "1/(1 + sin(tanh(x)))",
        "1/(1 + sin(x^2))",
        "1/(1 + cos(atan(x)))",
    ] {
        let answer = definedness(&expr(text)).unwrap();
        let defined = matches!(answer, Definedness::DefinedEverywhere { .. });
        assert_eq!(defined, !text.contains("x^2"), "{text}: {answer:?}");
    }
}

#[test]
fn denominators_that_vanish_everywhere() {
    for (text, at) in [
        ("1/(x - x)", "x - x"),
        ("1/(1 - exp(x)*exp(-x))", "1 - exp(x)*exp(-x)"),
        ("1/((x+1)^2 - x^2 - 2*x - 1)", "(x+1)^2 - x^2 - 2*x - 1"),
        ("1/(beta - beta)", "beta - beta"),
        ("1/(cosh(x)^2 - sinh(x)^2 - 1)", "cosh(x)^2 - sinh(x)^2 - 1"),
        ("1/(e^x - exp(x))", "e^x - exp(x)"),
        (
            "1/(2*sigmoid(2*x) - 1 - tanh(x))",
            "2*sigmoid(2*x) - 1 - tanh(x)",
        ),
        ("1/(0*x)", "0*x"),
    ] {
        refused(text, "W0202", at);
    }
}

#[test]
fn logarithms_and_powers_of_numbers_that_are_not_positive() {
    for (text, at, place) in [
        ("log(x)", "x", "x > 0"),
        ("log(1 + x)", "1 + x", "x > -1"),
        ("log(2 - 3*x)", "2 - 3*x", "x < 2/3"),
        ("log(sin(x))", "sin(x)", "x = 0"),
        ("log(x^2)", "x^2", "x = 0"),
        ("log(x^2 - 1)", "x^2 - 1", "x = 0"),
        ("log(exp(x) - 1)", "exp(x) - 1", "x = 0"),
        ("x^x", "x", "x > 0"),
        ("x^(-1/2)", "x", "x > 0"),
        ("exp(log(x))", "x", "x > 0"),
        ("0*log(x)", "x", "x > 0"),
        ("log(tanh(x))", "tanh(x)", "x = 0"),
        // An exponent is a number where it is written as one; every other power is exp(v log(u)).
        ("x^(x - x)", "x", "x > 0"),
        ("x^(2*x - x - x + 2)", "x", "x > 0"),
        ("x^sqrt(4)", "x", "x > 0"),
        ("x^(sin(x)^2 + cos(x)^2)", "x", "x > 0"),
        ("x^(1/2 + x - x)", "x", "x > 0"),
        ("(x^2)^(x - x)", "x^2", "x = 0"),
        // Positive at every sample point.
        (
            "log(exp(x) - exp(1/3)*(x + 2/3) - 1/10^9)",
            "exp(x) - exp(1/3)*(x + 2/3) - 1/10^9",
            "x = ",
        ),
        (
            "log(exp(x) - exp(1/3)*(x + 2/3))",
            "exp(x) - exp(1/3)*(x + 2/3)",
            "x = 1/3",
        ),
        ("log(1 - sin(x))", "1 - sin(x)", "some x"),
    ] {
        let message = refused(text, "W0203", at);
        assert!(message.contains(place), "{text}: {message}");
    }
    for (text, at, place) in [
        ("sqrt(x)", "x", "x >= 0"),
        ("x^(1/2)", "x", "x >= 0"),
        ("x^(3/2)", "x", "x >= 0"),
        ("sqrt(x^2 - 1)", "x^2 - 1", "x = 0"),
        ("sqrt((x - 7)^2 - 1/100)", "(x - 7)^2 - 1/100", "x = 7"),
        ("sqrt(1 - exp(x))", "1 - exp(x)", "x = "),
        ("sqrt(x^3)", "x^3", "x = -"),
    ] {
        let message = refused(text, "W0205", at);
        assert!(message.contains(place), "{text}: {message}");
    }
    for (text, at) in [
        ("log(-1 - x^2)", "-1 - x^2"),
        ("log(-exp(x))", "-exp(x)"),
        ("log(x - x)", "x - x"),
        ("sqrt(-2 - sin(x))", "-2 - sin(x)"),
        ("log(1 - cosh(x))", "1 - cosh(x)"),
        ("sqrt(-2)", "-2"),
    ] {
        refused(text, "W0204", at);
    }
}

#[test]
fn poles_of_the_tangent() {
    let message = refused("tan(x)", "W0206", "x");
    assert!(message.contains("1.570"), "{message}");
    refused("tan(exp(x))", "W0206", "exp(x)");
    refused("1 + tan(2*x)", "W0206", "2*x");
    accepted("tan(tanh(x))");
    accepted("tan(sin(x))");
    accepted("tan(1)");
    unknown("tan(beta)");
    // Far from every sample point: the first pole is at 10^k pi/2.
    for (text, at, place) in [
        ("tan(x/10^6)", "x/10^6", "x = 157079"),
        ("tan(1 - x/10^40)", "1 - x/10^40", "x = -570"),
        ("tan(x^3/10^30)", "x^3/10^30", "x = "),
        ("tan(x*sigmoid(x)/10^6)", "x*sigmoid(x)/10^6", "x = 157079"),
    ] {
        let message = refused(text, "W0206", at);
        assert!(message.contains(place), "{text}: {message}");
    }
    // Never outside (-pi/2, pi/2), though the range alone does not say so.
    for text in [
        "tan(atan(x))",
        "tan(-atan(x))",
        "tan(2*atan(x^2)/3)",
        "tan(atan(x)/2 + 0)",
    ] {
        accepted(text);
    }
    // pi is a multiple of one; so is every number beyond pi/2.
    assert!(matches!(
        definedness(&expr("tan(101*atan(x)/100)")).unwrap(),
        Definedness::NotDefined(_)
    ));
}

#[test]
fn what_is_hidden_is_still_required() {
    refused("compose(1, log(x))", "W0203", "x");
    assert!(matches!(
        definedness(&expr("diff(log(x))")).unwrap(),
        Definedness::NotDefined(_)
    ));
    assert!(matches!(
        definedness(&expr("diff(cbrt(x))")).unwrap(),
        Definedness::NotDefined(_)
    ));
    assert!(matches!(
        definedness(&expr("compose(log(x), x^2)")).unwrap(),
        Definedness::NotDefined(_)
    ));
    refused("sigmoid(1/x)", "W0201", "x");
    refused("sigmoid(x)/(x - x)", "W0202", "x - x");
    refused("where(x > 0, 1/x, 1/(x + 1))", "W0201", "x + 1");
    refused("where(x >= 0, 1/x, 1)", "W0201", "x");
    refused("where(log(x) > 0, 1, 2)", "W0203", "x");
    // A denominator with a jump: a change of sign proves nothing.
    unknown("1/where(sin(x) > 1/7, x^2 + 1, -1 - x^4*sin(x)^2 + sin(x))");
}

#[test]
fn defined_everywhere() {
    for (text, least) in [
        ("1/(1 + exp(-x))", 1),
        ("log(1 + exp(x))", 1),
        ("x*tanh(log(1 + exp(x)))", 1),
        ("1/(exp(2*x) + 2*exp(x) + 2)", 1),
        ("1/(exp(2*x) - exp(x) + 1)", 1),
        ("1/(x^2 + 1)", 1),
        ("1/(x^2 - x + 1)", 1),
        ("log(x^4 - 3*x^2 + 3)", 1),
        ("sqrt(x^2 + 1)", 1),
        ("sqrt(x^2)", 1),
        ("x/(1 + abs(x))", 1),
        ("1/(2 + sin(x))", 1),
        ("1/(1 + erf(x))", 1),
        ("log(2 - tanh(x))", 1),
        ("1/(1 - tanh(x)^2)", 1),
        ("1/cosh(x)", 1),
        ("1/(cosh(x) + sinh(x))", 1),
        ("1/(sqrt(2) - 1)", 1),
        ("1/(1 + exp(-beta*x))", 1),
        ("1/(beta^2 + 1)", 1),
        ("log(1 + beta^2*x^2)", 1),
        ("1/erfc(x)", 1),
        ("2^x + e^x + pi^x", 3),
        ("(x^2+1)^(1/3)", 1),
        ("1/(1 - 1/(1 + exp(-x)))", 2),
        ("log(log(1 + exp(x)) + 1)", 2),
        ("where(x > 0, log(1 + x), -log(1 - x))", 2),
        ("where(x > 1, 1/x, x^2)", 1),
        ("where(0 < x, 1/x, 1/(x - 1))", 2),
        ("1/(1 + x^1000)", 1),
        ("1/(4 - pi)", 1),
        ("atan(x) + asinh(x) + cbrt(x) + abs(x)", 0),
        ("x^0", 0),
        ("where(1 > 2, 1/x, x)", 0),
        // Exponents that are written as numbers.
        ("x^(1 + 1)", 0),
        ("x^(4/2)", 0),
        ("x^2^0", 0),
        ("(1 + x^2)^(x - x)", 1),
        // The least value is positive: 1 + log(1.16), 3/2 (1 + log(2/3)), 1 + log(1), 1 - 1/sqrt(2 e),
        // 2 - sqrt(2), and 0.7215... = 1 - max of -silu.
        ("1/(x + 1.16*exp(-x))", 1),
        ("x/(x/2 + exp(-x/3))", 1),
        ("log(x + exp(-x))", 1),
        ("1/(1 + x*exp(-x^2))", 1),
        ("1/(2 + sin(x) + cos(x))", 1),
        ("1/(1 + silu(x))", 1),
        ("1/(1 + mish(x))", 1),
        ("1/(1 + gelu(x))", 1),
        ("1/(1 + x*erfc(-x))", 1),
        (
            "1/(2/7 + sqrt(1 + x^2) - x*erf(x - 1) + 7/5*exp(-x^2) + 7/5*x^2)",
            1,
        ),
        ("1/(3 + x*exp(2*x)/3 + 2/7*sqrt(1 + x^2))", 1),
        (
            "1/(2 - cos(x/2) - x*exp(-x^2/2) + 3/2*log(1 + exp(x/3)))",
            1,
        ),
        ("1/(1/3 + log(1 + exp(2*x))/2 + sqrt(1 + x^2) - x)", 1),
        ("1/(2 - x + x*erf(x) + exp(-x))", 1),
        ("1/(3 + x*erf(x)*exp(-x) + exp(-2*x))", 1),
        ("log(x + sqrt(1 + x^2))", 1),
        ("log(sqrt(1 + x^2) - x)", 1),
        ("1/(2*x - sqrt(5 + 4*x^2))", 1),
        ("log(exp(x) - exp(1/3)*(x + 2/3) + 1/10^9)", 1),
        ("log(cosh(x) - x^2/2)", 1),
        // log(1 + exp(-x)) and log(2 cosh(x)) - x, log(1 + exp(-2 x)).
        ("1/(softplus(x) - x)", 1),
        ("1/(log(exp(x) + exp(-x)) - x)", 1),
        ("1/(1 + (a^2 + 2*a*beta + beta^2)*x^2)", 1),
        ("sqrt(x^2 - 2*beta*x + beta^2 + 1)", 1),
        ("tan(sin(x) + pi)", 1),
        ("sqrt(x^4)", 1),
    ] {
        assert!(accepted(text) >= least, "{text}");
    }
    for entry in catalogue::all() {
        let mut arguments = vec![Expr::x()];
        arguments.extend(entry.parameters.iter().map(|p| p.default.clone()));
        let body = entry.instantiate(&arguments).unwrap();
        let answer = definedness(&body).unwrap();
        assert!(
            matches!(answer, Definedness::DefinedEverywhere { .. }),
            "{}: {answer:?}",
            entry.name
        );
    }
}

#[test]
fn parameters() {
    for (text, condition) in [
        ("1/beta", "beta"),
        ("x/(beta^2 - 2)", "beta^2 - 2"),
        ("log(1+exp(beta*x))/beta", "beta"),
    ] {
        match definedness(&expr(text)).unwrap() {
            Definedness::DefinedEverywhere {
                parameter_conditions,
                ..
            } => {
                let printed: Vec<String> = parameter_conditions
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                assert_eq!(printed, [condition], "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
    unknown("1/(x^2 + beta)");
    unknown("log(beta)");
    unknown("sqrt(a)");
    unknown("1/(exp(beta) - 1)");
}

#[test]
fn honest_ignorance() {
    // Touches zero without changing sign, at an irrational point.
    for text in ["1/(sin(x) - 1)", "1/(cos(x)^2 + (x^2 - 3)*(x^2 - 3) - 0*x)"] {
        let answer = definedness(&expr(text)).unwrap();
        assert!(
            !matches!(answer, Definedness::NotDefined(_)) || text.contains("sin"),
            "{text}: {answer:?}"
        );
        assert!(!matches!(answer, Definedness::DefinedEverywhere { .. }) || text.contains("cos"));
    }
}

#[test]
fn budgets() {
    for text in [
        "x^(10^9)",
        "x^1000000000",
        "1/(1 + x^(10^9))",
        "x^(-10000000)",
        "2^(10^(10^9))",
    ] {
        let d = definedness(&expr(text)).unwrap_err();
        assert_eq!((d.code.as_str(), d.kind), ("W0208", Kind::Budget), "{text}");
        assert!(d.message.contains("1000000"));
    }
    // Large but allowed; never expanded.
    let start = std::time::Instant::now();
    accepted("x^1000000");
    accepted("1/(1 + x^1000000)");
    accepted("exp(x)^100000");
    let answer = definedness(&expr("1/((1 + x)^1000 + x^999)")).unwrap();
    assert!(!matches!(answer, Definedness::DefinedEverywhere { .. }));
    let deep = format!("{}x{}", "1+sin(".repeat(150), ")".repeat(150));
    accepted(&deep);
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn shared_trees_are_never_written_out() {
    let start = std::time::Instant::now();
    let mut e = expr("sigmoid(x)");
    for _ in 0..40 {
        e = expr("mish(x)").compose(&e);
    }
    assert!(matches!(
        definedness(&e).unwrap(),
        Definedness::DefinedEverywhere { .. }
    ));
    let refused = definedness(&(Expr::int(1) / (e.clone() - e.clone()))).unwrap();
    assert!(matches!(refused, Definedness::NotDefined(_)));
    assert!(matches!(
        analyticity(&Expr::apply(wronski_expr::Func::Cbrt, e)).unwrap(),
        Analyticity::Unknown { .. } | Analyticity::Analytic { .. }
    ));
    assert!(start.elapsed().as_secs() < 10);
}

#[test]
fn ranges_and_signs() {
    for (text, expected) in [
        ("exp(x)", "(0, inf)"),
        ("tanh(x)", "(-1, 1)"),
        ("1/(1 + exp(-x))", "(0, 1)"),
        ("erf(x)", "(-1, 1)"),
        ("erfc(x)", "(0, 2)"),
        ("cosh(x)", "[1, inf)"),
        ("x^2 + 1", "[1, inf)"),
        ("sin(x)", "[-1, 1]"),
        ("abs(x)", "[0, inf)"),
        ("log(1 + exp(x))", "(0, inf)"),
        ("x^3", "(-inf, inf)"),
        ("where(x > 0, x, exp(x) - 1)", "(-1, inf)"),
        ("max(x, 0)", "[0, inf)"),
        ("min(max(x, 0), 6)", "[0, 6]"),
        ("beta", "(-inf, inf)"),
    ] {
        assert_eq!(range(&expr(text)).unwrap().to_string(), expected, "{text}");
    }
    for (text, expected) in [
        ("x^2 - 2*x + 1", Sign::NonNegative),
        ("x^2 - 2*x + 2", Sign::Positive),
        ("-x^2", Sign::NonPositive),
        ("-1 - x^2", Sign::Negative),
        ("x", Sign::Unknown),
        ("x - x", Sign::Zero),
        ("1/x", Sign::NonZero),
        ("exp(x) - exp(x)", Sign::Zero),
        ("exp(2*x) - 2*exp(x) + 1", Sign::NonNegative),
        ("1 - tanh(x)", Sign::Positive),
        ("1 - sin(x)", Sign::NonNegative),
        ("x + exp(-x)", Sign::Positive),
        ("x - exp(x)", Sign::Negative),
        ("exp(x) - exp(1/3)*(x + 2/3)", Sign::Unknown),
        ("3*sin(x) + 4*cos(x) - 5", Sign::NonPositive),
        ("exp(x) - 1", Sign::Unknown),
        ("beta^2", Sign::NonNegative),
        ("pi - 3", Sign::Positive),
        ("pi - 22/7", Sign::Negative),
        ("where(x > 0, 1, -1)", Sign::NonZero),
    ] {
        assert_eq!(sign(&expr(text)).unwrap(), expected, "{text}");
    }
}

fn analytic(text: &str) {
    let answer = analyticity(&expr(text)).unwrap();
    assert!(
        matches!(answer, Analyticity::Analytic { .. }),
        "{text}: {answer:?}"
    );
}

fn kink(text: &str, at: BigRational, order: u32) {
    match analyticity(&expr(text)).unwrap() {
        Analyticity::NotAnalytic { jump, .. } => {
            assert_eq!(jump.at, Expr::num(at), "{text}");
            assert_eq!(jump.order, Order::Exactly(order), "{text}");
        }
        other => panic!("{text}: {other:?}"),
    }
}

fn not_decided(text: &str) {
    let answer = analyticity(&expr(text)).unwrap();
    assert!(
        matches!(answer, Analyticity::Unknown { .. }),
        "{text}: {answer:?}"
    );
}

#[test]
fn analytic_functions() {
    for text in [
        "1/(1+exp(-x))",
        "x*tanh(log(1+exp(x)))",
        "x*(1 + erf(x/sqrt(2)))/2",
        "sqrt(x^2 + 1)",
        "cbrt(x^2 + 1)",
        "abs(x^2 + 1)",
        "max(x, x - 1)",
        "min(x^2, -1)",
        "where(x^2 + 1 > x, x, 1/x)",
        "where(exp(x) > 0, x, 1/x)",
        "max(sin(x), sin(x) + exp(x))",
        "abs(max(exp(x), exp(x) - 1))",
        "abs(x^2)",
        "x^2^3",
        "(1 + exp(x))^(2/3)",
        "tan(tanh(x))",
        "sin(x) + cos(x) + atan(x) + asinh(x) + sinh(x) + cosh(x)",
        "x/sqrt(1 + x^2)",
        "1/(1+exp(-beta*x))",
        "abs(exp(x))",
    ] {
        analytic(text);
    }
}

#[test]
fn the_catalogue_tells_the_truth_about_smoothness() {
    for entry in catalogue::all() {
        let mut arguments = vec![Expr::x()];
        arguments.extend(entry.parameters.iter().map(|p| p.default.clone()));
        let call = Expr::new(wronski_expr::Node::Named(
            entry.name.as_str().into(),
            arguments,
        ));
        let answer = analyticity(&call).unwrap();
        let declared = entry.smoothness.describe();
        match &answer {
            Analyticity::Analytic { .. } => assert_eq!(declared, "analytic", "{}", entry.name),
            Analyticity::NotAnalytic { .. } => assert_ne!(declared, "analytic", "{}", entry.name),
            Analyticity::Unknown { reason } => panic!("{}: {reason}", entry.name),
        }
    }
}

#[test]
fn kinks_are_proved_at_their_point_and_order() {
    kink("abs(x)", q(0, 1), 1);
    kink("x*abs(x)", q(0, 1), 2);
    kink("x^2*abs(x)", q(0, 1), 3);
    kink("sqrt(x^2)", q(0, 1), 1);
    kink("sqrt(x^6)", q(0, 1), 3);
    kink("abs(x - 1/3)", q(1, 3), 1);
    kink("max(x, 0)", q(0, 1), 1);
    // Not the difference of the arguments of max has to keep its sign, but max itself.
    kink("abs(max(x, x))", q(0, 1), 1);
    kink("abs(max(x, x - 1))", q(0, 1), 1);
    kink("abs(min(x, x + 1) - 2)", q(2, 1), 1);
    kink("abs(min(x, x + 1))*exp(x)", q(0, 1), 1);
    kink("min(max(x, 0), 6)", q(0, 1), 1);
    kink("x*min(max(x + 3, 0), 6)/6", q(-3, 1), 1);
    kink("where(x > 0, x, exp(x) - 1)", q(0, 1), 2);
    kink("where(x > 0, 2*x, exp(x) - 1)", q(0, 1), 1);
    kink("where(x > 0, 1, 0)", q(0, 1), 0);
    kink("x/(1 + abs(x))", q(0, 1), 2);
    kink("abs(sin(x))", q(0, 1), 1);
    kink("abs(exp(x) - 1)", q(0, 1), 1);
    kink("tanh(abs(x))*exp(x)", q(0, 1), 1);
    kink("log(1 + abs(x)^3)", q(0, 1), 3);
    kink("abs(x)*where(x > 0, 1, -1) + abs(x - 2)", q(2, 1), 1);
    kink("where(x < 1, x^4, 4*x^3 - 6*x^2 + 4*x - 1)", q(1, 1), 4);
}

#[test]
fn piecewise_but_analytic_or_not_decided_is_never_refuted() {
    for text in [
        "abs(x)^2",
        "abs(x)*abs(x)",
        "abs(x) - abs(x)",
        "where(x > 0, x, x)",
        "max(x, 0) + min(x, 0)",
        "abs(x)*where(x > 0, 1, -1)",
        "where(x > 0, cosh(x), cos(x))^0",
        "abs(beta*x)",
        "sqrt(x^4)",
        "where(x > 0, exp(x)*exp(-x), 1)",
        "where(x^2 > 2, x*x, x^2)",
        "max(x, 0) - max(-x, 0)",
        "where(x > 0, tanh(x), 1 - 2/(exp(2*x) + 1))",
    ] {
        let answer = analyticity(&expr(text)).unwrap();
        assert!(
            !matches!(answer, Analyticity::NotAnalytic { .. }),
            "{text}: {answer:?}"
        );
    }
    // Pieces that are one function prove analyticity.
    for text in [
        "abs(x)^2",
        "where(x > 0, x, x)",
        "max(x, 0) + min(x, 0)",
        "max(x, 0) - max(-x, 0)",
        "where(x^2 > 2, x*x, x^2)",
        "where(x > 0, exp(x)*exp(-x), 1)",
        "where(x > 0, tanh(x), 1 - 2/(exp(2*x) + 1))",
        "abs(x)*abs(x)*exp(x)",
    ] {
        analytic(text);
    }
    not_decided("abs(beta*x)");
    assert_eq!(analyticity(&expr("log(x)")).unwrap_err().code, "W0203");
}
