//! The families derived from a chain: against finite differences, against the published families, against the
//! relations that are known by hand, and against determinants at real points.

use std::process::Command;

use num_rational::BigRational;
use num_traits::Zero;
use wronski::internals::expr::enclose::enclose;
use wronski::internals::expr::{Expr, Parameters};
use wronski::internals::family::{
    Chain, ChainWeights, Definite, Family, SelfComposition, b2, b3, decide, derivative_expressions,
};
use wronski::internals::pipeline::{ChainReport, Limits, chain, parse_base, read_base};
use wronski::internals::rewrite::shipped;
use wronski::internals::theorem::Detail;
use wronski::internals::tower::{Budget, Element, Tower, TowerError, interpret::Interpreter};

use crate::support::{expr, rational};

/// The seven of the catalogue.
const SEVEN: [&str; 7] = [
    "sigmoid",
    "tanh",
    "silu",
    "softplus",
    "gelu",
    "swish(x, 2)",
    "mish",
];

fn report(activation: &str, weights: &ChainWeights) -> ChainReport {
    chain(
        activation,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        weights,
    )
    .unwrap_or_else(|d| panic!("{activation}: {d}"))
}

fn base(text: &str, layers: usize) -> ChainWeights {
    parse_base(text, layers).unwrap_or_else(|d| panic!("{text}: {d}"))
}

fn jet(sigma: &Expr) -> [Expr; 3] {
    derivative_expressions(Budget::default(), sigma).expect("in a tower")
}

/// Ranks of the gradient family and of all functions.
fn ranks(r: &ChainReport) -> [Option<usize>; 2] {
    [&r.gradient, &r.together].map(|c| match &c.detail {
        Detail::Rank {
            rank: Some(Ok(rank)),
            ..
        } => Some(rank.rank),
        _ => None,
    })
}

fn words(r: &ChainReport) -> Vec<&'static str> {
    r.layers.iter().map(|a| a.word()).collect()
}

/// How many relations the gradient family has at w = 1, b = 0. For softplus `e^(a_l) = l + e^x`, so that the L
/// functions `1, p_{L-1}, p_{L-1} p_{L-2}, ...` with `p_l = e^(z_l)/(1 + e^(z_l))` are the fractions `(k + e^x)/(L -
/// 1 + e^x)`, in a space of dimension 2.
fn deficit(activation: &str, layers: usize) -> usize {
    if activation == "softplus" {
        layers - 2
    } else {
        0
    }
}

/// The chain's functions in a tower, and B2 or B3 next to them.
fn with_published(
    activation: &str,
    layers: usize,
    weights: &ChainWeights,
) -> (Tower, Family, Family) {
    let sigma = expr(activation);
    let (tower, (chain, published)) = Tower::build(Budget::default(), |t| {
        let chain = Chain::new(t, &jet(&sigma), weights)?;
        let sigma = Interpreter::new().read(t, &sigma)?;
        let published = if layers == 2 {
            b2(&SelfComposition::inner(t, &sigma)?)
        } else {
            b3(&SelfComposition::new(t, &sigma)?)
        };
        Ok((chain, published))
    })
    .unwrap_or_else(|e| panic!("{activation}: {e:?}"));
    (tower, chain.family, published)
}

/// How much the span of the published family grows when the derived functions join it.
fn growth(activation: &str, layers: usize, weights: &ChainWeights) -> usize {
    let (mut tower, derived, published) = with_published(activation, layers, weights);
    let mut elements = published.expand(&tower).expect("within the budget");
    let alone = elements.len();
    elements.extend(derived.expand(&tower).expect("within the budget"));
    let labels = (0..elements.len()).map(|i| format!("f{i}")).collect();
    let both = Family::of(elements, labels);
    let before =
        decide(&mut tower, &both.select(&(0..alone).collect::<Vec<_>>())).expect("decided");
    let after = decide(&mut tower, &both).expect("decided");
    after.rank - before.rank
}

#[test]
fn derived_functions_lie_in_the_published_families() {
    for activation in SEVEN {
        for layers in [2, 3] {
            let unit = ChainWeights::unit(layers);
            assert_eq!(
                growth(activation, layers, &unit),
                0,
                "{activation}, {layers} layers"
            );
        }
    }
    // The test can fail: with w2 = 2 the functions live at sigma(2 sigma(x)), outside of B3, and two layers with w1 =
    // 2 outside of B2.
    assert!(growth("sigmoid", 3, &base("w2=2", 3)) > 0);
    assert!(growth("sigmoid", 2, &base("w1=2", 2)) > 0);
    // The weight of the output only scales.
    assert_eq!(growth("sigmoid", 3, &base("w3=5/7,b3=2", 3)), 0);
}

/// sigma and its first two derivatives in floating point, by formulas of their own.
type Plain = (&'static str, fn(f64) -> [f64; 3]);

const PLAIN: [Plain; 3] = [
    ("sigmoid", |x| {
        let s = 1.0 / (1.0 + (-x).exp());
        let d = s * (1.0 - s);
        [s, d, d * (1.0 - 2.0 * s)]
    }),
    ("tanh", |x| {
        let s = x.tanh();
        let d = 1.0 - s * s;
        [s, d, -2.0 * s * d]
    }),
    ("x*exp(-x)", |x| {
        let e = (-x).exp();
        [x * e, (1.0 - x) * e, (x - 2.0) * e]
    }),
];

fn forward(sigma: fn(f64) -> [f64; 3], weights: &[(f64, f64)], x: f64) -> f64 {
    let (last, hidden) = weights.split_last().expect("layers");
    let a = hidden.iter().fold(x, |a, (w, b)| sigma(w * a + b)[0]);
    last.0 * a + last.1
}

fn to_float(q: &BigRational) -> f64 {
    let s = |n: &num_bigint::BigInt| n.to_string().parse::<f64>().expect("a number");
    s(q.numer()) / s(q.denom())
}

#[test]
fn gradients_agree_with_finite_differences() {
    for (name, sigma) in PLAIN {
        for (layers, text) in [
            (2, "w1=1/2,b1=1/3,w2=-3/2"),
            (3, "w1=2,b1=-1/4,w2=1/3,b2=1/2,w3=5/4"),
            (4, "w2=-1,b3=1/5"),
        ] {
            let weights = base(text, layers);
            let (tower, c) = Tower::build(Budget::default(), |t| {
                Chain::new(t, &jet(&expr(name)), &weights)
            })
            .expect("a tower");
            let plain: Vec<(f64, f64)> = weights
                .layers()
                .iter()
                .map(|(w, b)| (to_float(w), to_float(b)))
                .collect();
            let elements = c.family.expand(&tower).expect("within the budget");
            for x in [rational(-7, 10), rational(1, 4), rational(13, 10)] {
                let at = to_float(&x);
                for (m, f) in c.family.members.iter().zip(&elements) {
                    let enclosed = enclose(&tower.to_expr(f), &x, 80).expect("defined");
                    let value = to_float(&enclosed.lower_rational());
                    let expected = expected(&m.label, sigma, &plain, at);
                    assert!(
                        (value - expected).abs() < 1e-6 * (1.0 + expected.abs()),
                        "{name}, {text}: {} at {x} is {value}, not {expected}",
                        m.label
                    );
                }
            }
        }
    }
}

/// The value of a member by its name: gradients by central differences of F, moments by the definition of c_l
/// as a difference quotient of F with respect to a_l.
fn expected(label: &str, sigma: fn(f64) -> [f64; 3], weights: &[(f64, f64)], x: f64) -> f64 {
    const H: f64 = 1e-5;
    if let Some(name) = label.strip_prefix("dF/d") {
        let l: usize = name[1..].parse().expect("a layer");
        let moved = |h: f64| {
            let mut w = weights.to_vec();
            if name.starts_with('w') {
                w[l - 1].0 += h;
            } else {
                w[l - 1].1 += h;
            }
            forward(sigma, &w, x)
        };
        return (moved(H) - moved(-H)) / (2.0 * H);
    }
    let l: usize = label[1..2].parse().expect("a layer");
    let below = weights[..l - 1]
        .iter()
        .fold(x, |a, (w, b)| sigma(w * a + b)[0]);
    let [a, _, second] = sigma(weights[l - 1].0 * below + weights[l - 1].1);
    let above = |a: f64| forward(sigma, &weights[l..], a);
    let c = (above(a + H) - above(a - H)) / (2.0 * H);
    let k = match label.split_once("*a") {
        None => 0,
        Some((_, rest)) => {
            if rest.ends_with("^2") {
                2
            } else {
                1
            }
        }
    };
    c * second * below.powi(k)
}

#[test]
fn ranks_of_the_seven() {
    for activation in SEVEN {
        for layers in [2, 3, 4] {
            let r = report(activation, &ChainWeights::unit(layers));
            let missing = deficit(activation, layers);
            assert_eq!(
                ranks(&r),
                [2 * layers, 5 * layers - 3].map(|n| Some(n - missing)),
                "{activation}, {layers} layers"
            );
            assert_eq!(r.exit_code(), u8::from(missing > 0));
            assert_eq!(r.all_layers_word(), "possible");
        }
    }
}

#[test]
fn six_layers_are_decided() {
    for activation in ["sigmoid", "tanh", "softplus", "silu", "gelu", "mish"] {
        for layers in [5, 6] {
            let r = report(activation, &ChainWeights::unit(layers));
            let missing = deficit(activation, layers);
            let expected = [2 * layers, 5 * layers - 3].map(|n| Some(n - missing));
            assert_eq!(ranks(&r), expected, "{activation}, {layers} layers");
            assert_eq!(r.all_layers.len(), 1 << (layers - 2));
        }
    }
}

/// Relations by hand: erf'' = -2 x erf'; exp'' = exp' = exp; (exp(-x^2))'' = -2 x (exp(-x^2))' - 2 exp(-x^2);
/// log(1+x^2): (1+x^2) s'' = 2 - 2 x s'; sin'' = -sin; (1+x^2) s'' = -c x s' with c = 2, 1, 3 for atan, asinh,
/// x/sqrt(1+x^2); powers x^k: x s'' = (k-1) s'. Each binds the moments to a semidefinite equation.
#[test]
fn known_obstructions_are_found() {
    for (activation, equation) in [
        ("erf(x)", [1, 0, 0]),
        ("exp(x)", [1, 0, 0]),
        ("exp(-x^2)", [1, 0, 0]),
        ("log(1+x^2)", [1, 0, 1]),
        ("sin(x)", [1, 0, 0]),
        ("cos(x)", [1, 0, 0]),
        ("atan(x)", [1, 0, 1]),
        ("asinh(x)", [1, 0, 1]),
        ("x/sqrt(1+x^2)", [1, 0, 1]),
    ] {
        let r = report(activation, &ChainWeights::unit(2));
        assert_eq!(words(&r), ["impossible"], "{activation}");
        assert_eq!(r.exit_code(), 1);
        let Definite::Impossible(found) = &r.layers[0].definite else {
            panic!("{activation}")
        };
        assert_eq!(found[0], equation.map(|n| rational(n, 1)), "{activation}");
        // The relation that it comes from is an identity, and its moment part is the equation.
        let relation = r.layers[0].relation.as_ref().expect("a relation");
        let moments: Vec<Option<BigRational>> = relation[4..].iter().map(value).collect();
        assert_eq!(
            moments,
            equation.map(|n| Some(rational(n, 1))),
            "{activation}"
        );
    }
    // A relation of B2 binds every layer: c_l = w_{l+1} dF/db_{l+1}, c_l a_l = w_{l+1} dF/dw_{l+1}.
    for activation in ["exp(-x^2)", "log(1+x^2)", "atan(x)"] {
        let r = report(activation, &ChainWeights::unit(3));
        assert_eq!(words(&r), ["impossible", "impossible"], "{activation}");
    }
    // 1 + (w a + b)^2 is positive definite as well.
    assert_eq!(
        words(&report("log(1+x^2)", &base("w1=1/2,b1=3", 2))),
        ["impossible"]
    );
    let r = report("erf(x)", &ChainWeights::unit(3));
    assert_eq!(words(&r), ["impossible", "impossible"]);
    // A shifted base does not help erf: the relation is one of z, not of x.
    assert_eq!(
        words(&report("erf(x)", &base("w1=3,b1=1/2", 2))),
        ["impossible"]
    );
}

fn value(e: &Element) -> Option<BigRational> {
    if e.is_zero() {
        Some(BigRational::zero())
    } else {
        e.as_rational()
    }
}

#[test]
fn a_bound_moment_that_leaves_definite_matrices() {
    // s = x e^x: s'' - 2 s' + s = 0 has order two with constant coefficients: m00 = 0, impossible.
    assert_eq!(
        words(&report("x*exp(x)", &ChainWeights::unit(2))),
        ["impossible"]
    );
    // s = x^2 e^x: x s'' = (2 + 2x) s' - (2 + x) s ... no relation in B2 with constant a..e alone but
    // x^2 s'' - (x^2 + 2 x) s' + ... : its only relation must be found by elimination, and the verdict must
    // agree with the sign of 4 alpha gamma - beta^2 of what is found.
    let r = report("x^2*exp(x)", &ChainWeights::unit(2));
    if let (
        Detail::Rank {
            rank: Some(Ok(rank)),
            ..
        },
        true,
    ) = (&r.together.detail, r.tower.is_some())
    {
        let rows: Vec<Vec<BigRational>> = rank
            .relations
            .iter()
            .map(|c| {
                c.coefficients[4..]
                    .iter()
                    .map(|e| value(e).expect("rational"))
                    .collect()
            })
            .collect();
        if let [row] = rows.as_slice() {
            let size = rational(4, 1) * &row[0] * &row[2] - &row[1] * &row[1];
            assert_eq!(words(&r)[0] == "impossible", size >= BigRational::zero());
        }
    }
    // Hyperbola: 2 m01 = 0 leaves the identity. s'' x = s' - 1 is solved by x + x log|x|, not analytic; so by
    // hand at the level of spaces, in src/family/moments.rs.
}

#[test]
fn a_vanishing_weight_kills_what_lies_below() {
    let r = report("sigmoid", &base("w2=0", 3));
    // dF/dw1, dF/db1 and the moments of layer 1 vanish; layer 2 sees a constant z.
    assert_eq!(r.gradient.verdict.word(), "refuted");
    assert_eq!(words(&r)[0], "impossible");
    let r = report("sigmoid", &base("w1=0,b1=0", 2));
    assert_eq!(r.gradient.verdict.word(), "refuted");
}

#[test]
fn targets_satisfy_the_constraints_and_are_definite() {
    for (activation, text, layers) in [
        ("gelu", "", 4),
        ("softplus", "w1=1/2,b2=1", 4),
        ("mish", "", 3),
    ] {
        let weights = if text.is_empty() {
            ChainWeights::unit(layers)
        } else {
            base(text, layers)
        };
        let r = report(activation, &weights);
        for (signs, a) in &r.all_layers {
            let Definite::Possible(target) = &a.definite else {
                panic!("{activation}: {a:?}")
            };
            assert_eq!(target.len(), layers - 1);
            for (m, positive) in target.iter().zip(signs) {
                assert!(&m[0] * &m[2] > &m[1] * &m[1]);
                assert_eq!(m[0] > BigRational::zero(), *positive);
            }
        }
    }
}

#[test]
fn outside_every_tower_independence_is_shown_at_real_points() {
    let r = report("tan(sin(x))", &ChainWeights::unit(2));
    assert_eq!(r.gradient.verdict.word(), "proved");
    // Nothing is inferred where numbers could only suggest a dependence.
    let r = report("relu", &ChainWeights::unit(2));
    assert_eq!(r.exit_code(), 3);
    assert_eq!(words(&r), ["undecided"]);
}

#[test]
fn base_weights_are_read_exactly() {
    let w = base(" w1 = -1/2 , b2=0.25,w3=1e-2", 3);
    let q = rational;
    assert_eq!(
        w.layers(),
        [
            (q(-1, 2), q(0, 1)),
            (q(1, 1), q(1, 4)),
            (q(1, 100), q(0, 1))
        ]
    );
    let w = read_base(r#"[{"W": [["-1/2"]]}, {"W": [[1]], "b": ["0.25"]}]"#, 2).expect("valid");
    assert_eq!(w.layers(), [(q(-1, 2), q(0, 1)), (q(1, 1), q(1, 4))]);
}

#[test]
fn base_weights_that_are_refused() {
    // (text, code, the place in it)
    for (text, code, place) in [
        ("w1", "W0401", "w1"),
        ("", "W0401", ""),
        ("w1=1,,w2=2", "W0401", ""),
        ("w1=1,", "W0401", ""),
        ("w4=1", "W0402", "w4"),
        ("w0=1", "W0402", "w0"),
        ("w01=1", "W0402", "w01"),
        ("v1=1", "W0402", "v1"),
        ("w=1", "W0402", "w"),
        ("w99999999999999999999=1", "W0402", "w99999999999999999999"),
        ("w1=1, w1=1", "W0403", "w1"),
        ("w1=1,b1=x", "W0404", "x"),
        ("w1=", "W0404", ""),
        ("w1=1/0", "W0404", "1/0"),
        ("w1=1=2", "W0404", "1=2"),
        ("w1=ä", "W0404", "ä"),
        ("w1=1e99", "W0404", "1e99"),
    ] {
        let d = parse_base(text, 3).expect_err(text);
        assert_eq!(d.code.as_str(), code, "{text}: {d}");
        let span = d.span.expect("a place");
        assert_eq!(&text[span.start..span.end], place, "{text}");
    }
    for (json, code, pointer) in [
        ("", "W0406", "the document"),
        ("{}", "W0406", "the document"),
        ("[]", "W0406", "the document"),
        (r#"[{"W": [[1]]}]"#, "W0406", "the document"),
        (r#"[{"W": [[1]]}, 3]"#, "W0406", "/1:"),
        (r#"[{"W": [[1]]}, {"b": [1]}]"#, "W0406", "/1/W"),
        (r#"[{"W": [[1]]}, {"W": [[1, 2]]}]"#, "W0406", "/1/W"),
        (r#"[{"W": [[1]]}, {"W": [[1]], "b": 1}]"#, "W0406", "/1/b"),
        (r#"[{"W": [[1]]}, {"W": [[1]], "c": 1}]"#, "W0406", "/1/c"),
        (r#"[{"W": [[1]]}, {"W": [["1/0"]]}]"#, "W0404", "/1/W/0/0"),
        (r#"[{"W": [[null]]}, {"W": [[1]]}]"#, "W0404", "/0/W/0/0"),
        (
            r#"[{"W": [[1]], "b": [true]}, {"W": [[1]]}]"#,
            "W0404",
            "/0/b/0",
        ),
    ] {
        let d = read_base(json, 2).expect_err(json);
        assert_eq!(d.code.as_str(), code, "{json}: {d}");
        assert!(d.message.contains(pointer), "{json}: {d}");
    }
}

fn wronski(arguments: &[&str]) -> (Option<i32>, String, String) {
    let o = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = |b: Vec<u8>| String::from_utf8(b).expect("UTF-8");
    (o.status.code(), text(o.stdout), text(o.stderr))
}

#[test]
fn exit_codes_and_first_lines() {
    let (code, out, _) = wronski(&["chain", "sigmoid", "--layers", "3"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        out.lines().next(),
        Some(
            "sigmoid, 3 layers: the gradient family is independent; all moment matrices can be definite at once"
        )
    );
    let (code, out, _) = wronski(&["chain", "erf(x)", "--layers", "2"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        out.lines().next(),
        Some(
            "erf(x), 2 layers: the gradient family is independent; the moment matrices cannot all be definite"
        )
    );
    assert!(
        out.contains("because (2)*dF/dw1 + c1*sigma''(z1) = 0"),
        "{out}"
    );
    assert_eq!(wronski(&["chain", "relu", "--layers", "2"]).0, Some(3));
    for (layers, base, code) in [
        ("1", "w1=1", "W0405"),
        ("0", "w1=1", "W0405"),
        ("13", "w1=1", "W0405"),
        ("18446744073709551615", "w1=1", "W0405"),
        ("2", "w7=1", "W0402"),
        ("2", "nonsense", "W0401"),
        ("2", "does-not-exist.json", "W0602"),
    ] {
        let (exit, _, err) = wronski(&["chain", "sigmoid", "--layers", layers, "--base", base]);
        assert_eq!(exit, Some(2), "{layers} {base}: {err}");
        assert!(err.contains(code), "{layers} {base}: {err}");
    }
    // Ranks of twelve layers are many big towers, but every answer is an answer.
    let (code, _, err) = wronski(&["chain", "sigmoid", "--layers", "12"]);
    assert!(matches!(code, Some(0 | 3)), "{err}");
}

#[test]
fn a_base_file_is_read() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("chain-base.json");
    std::fs::write(&path, r#"[{"W": [["1/2"]], "b": ["0"]}, {"W": [["3"]]}]"#).expect("written");
    let path = path.to_str().expect("UTF-8");
    let from_file = wronski(&["chain", "silu", "--layers", "2", "--base", path, "--json"]);
    let inline = wronski(&[
        "chain",
        "silu",
        "--layers",
        "2",
        "--base",
        "w1=1/2,w2=3",
        "--json",
    ]);
    assert_eq!(from_file.0, Some(0));
    assert_eq!(from_file.1, inline.1);
    assert_ne!(
        from_file.1,
        wronski(&["chain", "silu", "--layers", "2", "--json"]).1
    );
}

#[test]
fn both_constructions_give_the_same_functions() {
    let weights = base("w1=2,b1=1/3,w2=-1,b2=2/3", 3);
    let bits = 80;
    for activation in ["silu", "gelu", "softplus"] {
        let sigma = expr(activation);
        let (t1, composed) = Tower::build(Budget::default(), |t| {
            Chain::by_composition(t, &sigma, &weights)
        })
        .expect("a tower");
        let (t2, read) = Tower::build(Budget::default(), |t| Chain::new(t, &jet(&sigma), &weights))
            .expect("a tower");
        assert_eq!(composed.family.members, read.family.members);
        for (f, g) in composed.family.base.iter().zip(&read.family.base) {
            for x in [rational(-4, 3), rational(2, 7)] {
                let f = enclose(&t1.to_expr(f), &x, bits).expect("defined");
                let g = enclose(&t2.to_expr(g), &x, bits).expect("defined");
                assert!(!f.certainly_less(&g) && !g.certainly_less(&f));
            }
        }
    }
    // This needs finer exponentials, which the compositions do not reach.
    let finer = base("w1=1/2", 3);
    assert!(
        Tower::build(Budget::default(), |t| Chain::by_composition(
            t,
            &expr("softplus"),
            &finer
        ))
        .is_err()
    );
    assert_eq!(ranks(&report("softplus", &finer)), [Some(5), Some(11)]);
}

#[test]
fn biases_without_a_common_denominator() {
    for activation in ["sigmoid", "silu", "gelu"] {
        let r = report(activation, &base("b1=1/3,w2=3/2,b2=-1/2", 3));
        assert_eq!(
            ranks(&r),
            [Some(6), Some(12)],
            "{activation}: {}",
            r.together.because()
        );
    }
}

#[test]
fn a_tower_out_of_reach_is_undecided() {
    let weights = ChainWeights::unit(4);
    let limits = Limits {
        tower: Budget {
            work: 40,
            ..Budget::default()
        },
        ..Limits::default()
    };
    let r = chain("mish", &Parameters::new(), shipped(), &limits, &weights).expect("a report");
    assert_eq!(r.exit_code(), 3);
    assert!(r.layers.iter().all(|a| a.word() == "undecided"));
    let built = Tower::build(limits.tower, |t| {
        Chain::new(t, &jet(&expr("mish")), &weights)
    });
    assert!(matches!(built, Err(TowerError::Undecided(_))));
}

/// Certified ranks from below by jets at rational points: no tower, no formula for a derivative.
#[cfg(feature = "numeric")]
#[test]
fn ranks_at_real_points() {
    use wronski::internals::interval::{
        Evaluator, Interval, alternant, certified_rank_at_least, sample_points,
    };

    /// The functions of the chain at x by the chain rule on intervals.
    fn row(
        sigma: &Expr,
        weights: &ChainWeights,
        x: &BigRational,
        e: &Evaluator,
    ) -> Result<Vec<Interval>, wronski::internals::interval::Fault> {
        let bits = e.precision();
        let hidden = weights.len() - 1;
        let mut below = vec![Interval::from_rational(x, bits)];
        let mut jets = vec![];
        for (w, b) in &weights.layers()[..hidden] {
            let z = &below[below.len() - 1].scale(w) + &Interval::from_rational(b, bits);
            let jet = e.derivatives(sigma, &z, 2)?;
            below.push(jet[0].clone());
            jets.push(jet);
        }
        let mut out = vec![Interval::one(bits), below[hidden].clone()];
        let mut c = Interval::one(bits).scale(&weights.layers()[hidden].0);
        let mut moments = vec![];
        for l in (0..hidden).rev() {
            let (jet, a) = (&jets[l], &below[l]);
            let delta = &c * &jet[1];
            out.push(delta.clone());
            out.push(&delta * a);
            let m = &c * &jet[2];
            moments.push([m.clone(), &m * a, &(&m * a) * a]);
            c = delta.scale(&weights.layers()[l].0);
        }
        out.extend(moments.into_iter().rev().flatten());
        Ok(out)
    }

    let check = |activation: &str, weights: &ChainWeights, deficit: usize| {
        let sigma = expr(activation);
        let size = 5 * weights.len() - 3;
        let r = report(activation, weights);
        assert_eq!(ranks(&r)[1], Some(size - deficit), "{activation}");
        let points = sample_points(size + 4);
        let found = certified_rank_at_least(
            |bits| {
                alternant(&points, &Evaluator::new(bits), |x, e| {
                    row(&sigma, weights, x, e)
                })
            },
            2048,
        )
        .expect("a minor");
        assert_eq!(
            found.rank,
            size - deficit,
            "{activation}, {} layers",
            weights.len()
        );
    };
    for activation in SEVEN {
        for layers in [2, 3] {
            check(
                activation,
                &ChainWeights::unit(layers),
                deficit(activation, layers),
            );
        }
    }
    check("sigmoid", &ChainWeights::unit(4), 0);
    check("softplus", &ChainWeights::unit(4), 2);
    check("gelu", &base("w1=1/2,b1=1/3,w2=-2", 4), 0);
    check("erf(x)", &ChainWeights::unit(2), 1);
    check("erf(x)", &ChainWeights::unit(3), 2);
    check("exp(-x^2)", &ChainWeights::unit(2), 1);
}
