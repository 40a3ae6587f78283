//! Jets: against values computed with mpmath, against symbolic differentiation, and where they must refuse.

use num_rational::BigRational;
use rug::Float;
use wronski_expr::{Expr, Func, Parameters, differentiate, parse};
use wronski_interval::{Evaluator, Fault, Interval, jet, row};

fn read(text: &str) -> Expr {
    parse(text, &Parameters::new())
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// f, f', ..., f'''' at 1/3 with 30 digits, from mpmath's `taylor` (numerical differentiation at 60 digits).
const AT_ONE_THIRD: [(&str, [&str; 5]); 15] = [
    (
        "sigmoid(x)",
        [
            "0.582570206462314676866394613961",
            "0.24318216100477072757490186405",
            "-0.0401592024842315362864433104469",
            "-0.11164321958093066851971779095",
            "0.0770328172478914481115341703909",
        ],
    ),
    (
        "softplus(x)",
        [
            "0.873638908022741787492761488249",
            "0.582570206462314676866394613961",
            "0.24318216100477072757490186405",
            "-0.0401592024842315362864433104469",
            "-0.11164321958093066851971779095",
        ],
    ),
    (
        "gelu(x)",
        [
            "0.210186219939412120575735905977",
            "0.75635306904923408306651505938",
            "0.712834985642320420922741601548",
            "-0.489200480342768916319528550082",
            "-1.22067167476005196262587123925",
        ],
    ),
    (
        "mish(x)",
        [
            "0.234406083972223595999730710181",
            "0.801378242174833201963452118677",
            "0.549507653884745384920691066848",
            "-0.430337185651420770809806760464",
            "-0.804795114490765185472666406024",
        ],
    ),
    (
        "atan(x^2)",
        [
            "0.11065722117389564655913987221",
            "0.658536585365853658536585365854",
            "1.87923854848304580606781677573",
            "-1.41736190711104017643388807475",
            "-12.0070727849949093359275607527",
        ],
    ),
    (
        "asinh(3*x)",
        [
            "0.88137358701954302523260932498",
            "2.12132034355964257320253308631",
            "-3.18198051533946385980379962947",
            "4.77297077300919578970569944421",
            "21.4783684785413810536756474989",
        ],
    ),
    (
        "tan(x)",
        [
            "0.34625354951057549103854356561",
            "1.11989152054867255286971414282",
            "0.775532828113546923368136693887",
            "3.04537602458621706091392725074",
            "7.3200203448837207853761947452",
        ],
    ),
    (
        "sin(x)*cos(2*x)",
        [
            "0.257138144005872131239579118181",
            "0.337974985644840743907262907327",
            "-3.6230220832374581578495884047",
            "-6.82160265606251735271850219664",
            "33.9159775363217323973396719834",
        ],
    ),
    (
        "sqrt(1 + x^2)",
        [
            "1.05409255338945977733296451481",
            "0.316227766016837933199889354443",
            "0.853814968245462419639701256997",
            "-0.768433471420916177675731131297",
            "-1.15265020713137426651359669695",
        ],
    ),
    (
        "cbrt(1 + x)",
        [
            "1.10064241629820889462486998414",
            "0.275160604074552223656217496034",
            "-0.137580302037276111828108748017",
            "0.171975377546595139785135935021",
            "-0.343950755093190279570271870043",
        ],
    ),
    (
        "(2 + x)^(5/3)",
        [
            "4.10482495725872625190905356478",
            "2.93201782661337589422075254627",
            "0.837719379032393112634500727507",
            "-0.119674197004627587519214389644",
            "0.0683852554312157642966939369393",
        ],
    ),
    (
        "x^(-3)",
        ["27.0", "-243.0", "2916.0", "-43740.0", "787320.0"],
    ),
    (
        "(1 + x)^x",
        [
            "1.10064241629820889462486998414",
            "0.591795695423556779964877546695",
            "1.7627911073747801093892973575",
            "0.953506478480321940473790254884",
            "7.9752031106083101718208186258",
        ],
    ),
    (
        "erfc(x)*sinh(x)",
        [
            "0.216406815299210512721107202134",
            "0.330249172083291867249776567361",
            "-1.68770267266174267175922763914",
            "2.31054537715288078961033802594",
            "2.68762203731834749447364790649",
        ],
    ),
    (
        "cosh(exp(x))",
        [
            "2.14256387639516902887603901291",
            "2.64452166258021072791077492128",
            "6.81766625976914432874727589324",
            "20.3147803186609953454275045794",
            "70.8896588201749379623774092369",
        ],
    ),
];

fn near(found: &Interval, digits: &str) -> bool {
    let expected = Float::with_val(200, Float::parse(digits).expect("a number"));
    let size = expected.clone().abs() + 1;
    let tolerance = size * Float::with_val(200, Float::parse("1e-28").expect("a number"));
    let off = |end: &Float| Float::with_val(200, end - &expected).abs();
    off(found.lo()) < tolerance && off(found.hi()) < tolerance
}

#[test]
fn jets_agree_with_mpmath() {
    for (text, expected) in AT_ONE_THIRD {
        let found = jet(&read(text), &q(1, 3), 4, 200).unwrap();
        assert_eq!(found.len(), 5);
        for (k, (value, digits)) in found.iter().zip(expected).enumerate() {
            assert!(
                near(value, digits),
                "derivative {k} of {text}: {value}, not {digits}"
            );
        }
    }
}

#[test]
fn jets_of_rational_functions_are_exact() {
    // (x^5)^(k) and (1/(1 - x))^(k) = k!/(1 - x)^(k+1) at 1/2, by hand.
    let power = jet(&read("x^5"), &q(1, 2), 6, 100).unwrap();
    for (value, expected) in power.iter().zip([
        q(1, 32),
        q(5, 16),
        q(5, 2),
        q(15, 1),
        q(60, 1),
        q(120, 1),
        q(0, 1),
    ]) {
        assert!(value.contains(&expected), "{value} without {expected}");
        assert!(value.width() < 1e-25, "{value}");
    }
    let geometric = jet(&read("1/(1 - x)"), &q(1, 2), 5, 100).unwrap();
    for (value, expected) in geometric.iter().zip([2, 4, 16, 96, 768, 7680]) {
        assert!(
            value.contains(&q(expected, 1)),
            "{value} without {expected}"
        );
    }
    // Powers at a zero of the base: no division may happen.
    let at_zero = jet(&read("x^3 + x^2"), &q(0, 1), 4, 100).unwrap();
    for (value, expected) in at_zero.iter().zip([0, 0, 2, 6, 0]) {
        assert!(
            value.contains(&q(expected, 1)) && value.width() < 1e-25,
            "{value} is not {expected}"
        );
    }
}

/// Every derivative by recurrence overlaps the same derivative carried out symbolically, and both are thin.
#[test]
fn recurrences_agree_with_symbolic_differentiation() {
    let texts = [
        "sigmoid(sigmoid(x))",
        "silu(2*x)",
        "softplus(x)/(1 + softplus(x)^2)",
        "gelu(silu(x))",
        "mish(x)^3",
        "exp(-x^2)*erf(x)",
        "log(2 + sin(x))",
        "tanh(x)/cosh(x)",
        "atan(exp(x))",
        "asinh(x)^2",
        "sqrt(2 + x)*cbrt(5 + x)",
        "tan(x/4)",
        "compose(x^2 + erf(x), tanh(x))",
        "diff(softplus(x)^2)",
        "compose(diff(gelu(x)), mish(x))",
        "jax::gelu(x)",
        "swish(x, 3/2)",
        "pi*x^e",
        "(1 + x^2)^(-3/2)",
        "max(x, -5)*min(x^2, 40)",
        "abs(x + 7)",
        "where(x > -4, exp(x), x)",
    ];
    let points = [q(1, 7), q(3, 2), q(22, 9)];
    for text in texts {
        let mut derivative = read(text);
        let whole = derivative.clone();
        for k in 0..3 {
            for x in &points {
                let direct = &jet(&whole, x, 2, 160).unwrap()[k];
                let symbolic =
                    &row(std::slice::from_ref(&derivative), x, &Evaluator::new(160)).unwrap()[0];
                assert!(
                    direct.possibly_equal(symbolic),
                    "derivative {k} of {text} at {x}: {direct}, {symbolic}"
                );
                assert!(
                    direct.width() < 1e-30 && symbolic.width() < 1e-30,
                    "{text}: {direct}, {symbolic}"
                );
            }
            // Piecewise expressions have no symbolic derivative: the value alone is compared.
            let Ok(next) = differentiate(&derivative) else {
                break;
            };
            derivative = next;
        }
    }
}

/// A jet over a set contains the jets at its points.
#[test]
fn jets_over_sets_contain_jets_at_points() {
    for (text, _) in AT_ONE_THIRD {
        let f = read(text);
        let evaluator = Evaluator::new(120);
        let set = Interval::between(&q(3, 10), &q(4, 10), 120).unwrap();
        let over = evaluator.derivatives(&f, &set, 3).unwrap();
        for n in 30..=40 {
            let at = jet(&f, &q(n, 100), 3, 160).unwrap();
            for (k, (set, point)) in over.iter().zip(&at).enumerate() {
                assert!(
                    set.contains_interval(point),
                    "derivative {k} of {text} at {n}/100"
                );
            }
        }
    }
}

#[test]
fn composition_is_evaluated_at_the_inner_value() {
    // diff under compose: sigma'(g(x)), not (sigma(g))'(x).
    let outer = jet(&read("compose(diff(x^3), 1 + x^2)"), &q(2, 1), 1, 100).unwrap();
    // 3 (1 + x^2)^2 at 2 is 75, its derivative 12 x (1 + x^2) is 120.
    assert!(outer[0].contains(&q(75, 1)) && outer[1].contains(&q(120, 1)));
    let whole = jet(&read("diff(compose(x^3, 1 + x^2))"), &q(2, 1), 0, 100).unwrap();
    assert!(whole[0].contains(&q(300, 1)), "6 x (1 + x^2)^2");
}

#[test]
fn what_has_no_enclosure_is_refused() {
    let fault = |text: &str, x: BigRational, order| jet(&read(text), &x, order, 100).unwrap_err();
    assert_eq!(fault("1/(x - 1)", q(1, 1), 0), Fault::Division);
    assert_eq!(
        fault("1/(sin(x)^2 + cos(x)^2 - 1)", q(1, 3), 0),
        Fault::Division
    );
    assert_eq!(fault("log(x - 2)", q(1, 1), 0), Fault::Logarithm);
    assert_eq!(fault("log(x)", q(0, 1), 0), Fault::Logarithm);
    assert_eq!(fault("sqrt(x)", q(-1, 1), 0), Fault::Root);
    assert_eq!(fault("sqrt(x)", q(0, 1), 1), Fault::Root);
    assert_eq!(fault("cbrt(x)", q(0, 1), 1), Fault::Root);
    assert_eq!(fault("x^(1/2)", q(-1, 1), 0), Fault::Root);
    assert_eq!(fault("x^(-2)", q(0, 1), 0), Fault::Division);
    assert_eq!(fault("abs(x)", q(0, 1), 1), Fault::Breakpoint);
    assert_eq!(fault("max(x, 0)", q(0, 1), 1), Fault::Breakpoint);
    assert_eq!(fault("min(x, x)", q(0, 1), 0), Fault::Breakpoint);
    assert_eq!(fault("where(x > 0, 1, 2)", q(0, 1), 0), Fault::Breakpoint);
    assert!(
        matches!(fault("tan(x)", q(1, 1), 300), Fault::Budget(_)),
        "too high a derivative"
    );
    // The value exists where only the derivative does not.
    assert!(jet(&read("abs(x)"), &q(0, 1), 0, 100).unwrap()[0].contains(&q(0, 1)));
    assert!(jet(&read("sqrt(x)"), &q(0, 1), 0, 100).unwrap()[0].contains(&q(0, 1)));
}

#[test]
fn parameters_need_values() {
    let beta = Expr::param("beta") * Expr::x();
    assert_eq!(
        jet(&beta, &q(2, 1), 0, 100).unwrap_err(),
        Fault::Parameter("beta".to_string())
    );
    let evaluator = Evaluator::new(100).with_parameter("beta", q(3, 2));
    let value = row(&[beta], &q(2, 1), &evaluator).unwrap();
    assert!(value[0].contains(&q(3, 1)));
}

#[test]
fn limits_are_refusals_not_crashes() {
    // A chain just too deep, and one just within the limit.
    let chain = |n: usize| (1..n).fold(Expr::x(), |e, _| Expr::apply(Func::Atan, e));
    assert!(matches!(
        jet(&chain(1001), &q(1, 2), 1, 64).unwrap_err(),
        Fault::Budget(_)
    ));
    assert!(jet(&chain(1000), &q(1, 2), 1, 64).is_ok());
    // Compositions that double at each level: 2^40 evaluations if nothing stopped them.
    let mut nested = Expr::apply(Func::Sin, Expr::x());
    for _ in 0..40 {
        nested = nested.compose(&nested);
    }
    assert!(matches!(
        jet(&nested, &q(1, 2), 0, 64).unwrap_err(),
        Fault::Budget(_)
    ));
    // Shared subexpressions that double at each level are evaluated once.
    let mut shared = Expr::x();
    for _ in 0..60 {
        shared = (shared.clone() + shared.clone()) / Expr::int(2);
    }
    assert!(jet(&shared, &q(1, 2), 0, 64).unwrap()[0].contains(&q(1, 2)));
    // Exponents and arguments beyond all bounds.
    assert!(jet(&read("x^1000000000"), &q(3, 1), 2, 64).is_ok());
    assert!(matches!(
        jet(&read("x^99999999999"), &q(3, 1), 0, 64).unwrap_err(),
        Fault::Budget(_)
    ));
    assert!(jet(&read("sin(exp(exp(exp(x))))"), &q(9, 1), 0, 64).is_ok());
}
