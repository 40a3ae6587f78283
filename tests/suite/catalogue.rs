//! The shipped catalogue: well-formed, unambiguous, and equal to what its sources state.

use std::collections::BTreeSet;

use std::process::Command;

use num_bigint::BigInt;
use num_rational::BigRational;
use wronski::internals::expr::domain::{Pieces, Piecewise, piecewise};
use wronski::internals::expr::enclose::enclose;
use wronski::internals::expr::{
    Expr, Func, Node, Parameters, catalogue, expand, parameters, parse, tree_size,
};

fn read(text: &str) -> Expr {
    parse(text, &Parameters::new())
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

#[test]
fn every_entry_is_read_and_prints_back() {
    assert!(catalogue::all().len() >= 72);
    for entry in catalogue::all() {
        let mut params = Parameters::new();
        for p in &entry.parameters {
            params
                .declare(&p.name)
                .unwrap_or_else(|d| panic!("{}: {d}", entry.name));
        }
        let again = parse(&entry.definition.to_string(), &params).unwrap().expr;
        assert_eq!(again, entry.definition, "{}", entry.name);
        let known: BTreeSet<String> = entry.parameters.iter().map(|p| p.name.clone()).collect();
        assert_eq!(parameters(&entry.definition), known, "{}", entry.name);
        assert!(!entry.source.is_empty());
        let expanded = expand(&entry.definition).unwrap();
        assert!(tree_size(&expanded) < 100, "{}", entry.name);
    }
}

#[test]
fn every_spelling_leads_to_its_entry_and_can_be_called() {
    let mut seen = BTreeSet::new();
    for entry in catalogue::all() {
        for name in [&entry.name]
            .into_iter()
            .chain(&entry.aliases)
            .chain(&entry.frameworks)
        {
            assert!(seen.insert(name.clone()), "{name} twice");
            assert_eq!(catalogue::find(name).unwrap().name, entry.name);
            let bare = read(name);
            assert_eq!(bare, read(&format!("{name}(x)")));
            match bare.node() {
                Node::Named(n, args) => {
                    assert_eq!(**n, *entry.name);
                    assert_eq!(args.len(), 1 + entry.parameters.len());
                }
                Node::Func(f, _) => assert_eq!(f.name(), entry.name),
                other => panic!("{name}: {other:?}"),
            }
        }
    }
    assert!(catalogue::find("sigmoidal").is_none());
    assert_eq!(catalogue::find("torch::SiLU").unwrap().name, "silu");
    assert_eq!(
        catalogue::find("TORCH::log_sigmoid").unwrap().name,
        "log_sigmoid"
    );
}

#[test]
fn the_seven_of_the_theorem_are_there() {
    for name in [
        "tanh", "sigmoid", "silu", "softplus", "gelu", "swish", "mish",
    ] {
        let entry = catalogue::find(name).unwrap();
        assert_eq!(entry.smoothness, catalogue::Smoothness::Analytic);
    }
}

/// Definitions of entries that are no functions of the grammar never come back to themselves.
#[test]
fn references_are_acyclic() {
    for entry in catalogue::all() {
        let mut expr = entry.definition.clone();
        for _ in 0..4 {
            let names: Vec<String> = named(&expr);
            if names.is_empty() {
                break;
            }
            assert!(!names.contains(&entry.name), "{}", entry.name);
            expr = names
                .iter()
                .map(|n| catalogue::find(n).unwrap().definition.clone())
                .fold(Expr::int(0), |a, b| a + b);
        }
        assert!(named(&expr).is_empty(), "{}", entry.name);
    }
}

fn named(expr: &Expr) -> Vec<String> {
    let mut out = Vec::new();
    let mut todo = vec![expr.clone()];
    while let Some(e) = todo.pop() {
        if let Node::Named(n, _) = e.node() {
            out.push(n.to_string());
        }
        todo.extend(e.node().children().into_iter().cloned());
    }
    out
}

#[test]
fn instantiate_replaces_argument_and_parameters() {
    let swish = catalogue::find("swish").unwrap();
    let made = swish
        .instantiate(&[read("x^2"), Expr::ratio(3, 2)])
        .unwrap();
    assert_eq!(made.to_string(), "x^2*sigmoid(3/2*x^2)");
    assert!(swish.instantiate(&[Expr::x()]).is_err());
    assert!(swish.instantiate(&[]).is_err());
    // A user's parameter of the same name inside the argument is not captured.
    let mut params = Parameters::new();
    params.declare("beta").unwrap();
    let inner = parse("beta*x", &params).unwrap().expr;
    let made = swish.instantiate(&[inner, Expr::int(2)]).unwrap();
    assert_eq!(made.to_string(), "beta*x*sigmoid(2*(beta*x))");
    assert_eq!(Expr::apply(Func::Exp, Expr::x()).to_string(), "exp(x)");
}

/// PyTorch documentation, torch.nn, "Non-linear Activations (weighted sum, nonlinearity)" and torch.nn.Identity.
/// Not functions of one variable: MultiheadAttention, GLU; random: RReLU.
#[rustfmt::skip]
const TORCH_MODULES: &[&str] = &[
    "ELU", "Hardshrink", "Hardsigmoid", "Hardtanh", "Hardswish", "LeakyReLU", "LogSigmoid", "PReLU",
    "ReLU", "ReLU6", "SELU", "CELU", "GELU", "Sigmoid", "SiLU", "Mish", "Softplus", "Softshrink",
    "Softsign", "Tanh", "Tanhshrink", "Threshold", "Identity",
];

/// PyTorch documentation, torch.nn.functional, "Non-linear activation functions". Left out: glu, rrelu, softmin,
/// softmax, gumbel_softmax, log_softmax, normalisations.
#[rustfmt::skip]
const TORCH_FUNCTIONAL: &[&str] = &[
    "threshold", "relu", "hardtanh", "hardswish", "relu6", "elu", "selu", "celu", "leaky_relu", "prelu",
    "gelu", "logsigmoid", "hardshrink", "tanhshrink", "softsign", "softplus", "softshrink", "tanh",
    "sigmoid", "hardsigmoid", "silu", "mish",
];

/// JAX documentation, jax.nn, "Activation functions". Left out: glu.
#[rustfmt::skip]
const JAX: &[&str] = &[
    "relu", "relu6", "sigmoid", "softplus", "sparse_plus", "sparse_sigmoid", "soft_sign", "silu", "swish",
    "log_sigmoid", "leaky_relu", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "tanh", "elu",
    "celu", "selu", "gelu", "squareplus", "mish", "identity",
];

/// Keras 3 documentation, keras.activations with the aliases that `keras.activations.get` knows. Left out: glu,
/// log_softmax, softmax, sparsemax.
#[rustfmt::skip]
const KERAS: &[&str] = &[
    "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish",
    "hard_tanh", "leaky_relu", "linear", "log_sigmoid", "mish", "relu", "relu6", "selu", "sigmoid", "silu",
    "swish", "soft_shrink", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "squareplus", "tanh",
    "tanh_shrink", "threshold",
];

/// Keras 3 documentation, keras.ops, the elementwise functions of one variable on all of R that keras.activations
/// does not have.
#[rustfmt::skip]
const KERAS_OPS: &[&str] = &[
    "erf", "exp", "sin", "cos", "sinh", "cosh", "arctan", "arcsinh", "abs", "sign", "negative", "clip",
];

/// ONNX documentation, "ONNX Operators" (1.21), the elementwise ones of one variable on all of R. Left out: Ceil,
/// Floor, Round (steps at infinitely many points); Acos, Acosh, Asin, Atanh, Log, Reciprocal, Sqrt, Tan (not defined
/// on all of R).
#[rustfmt::skip]
const ONNX: &[&str] = &[
    "Abs", "Asinh", "Atan", "Celu", "Clip", "Cos", "Cosh", "Elu", "Erf", "Exp", "Gelu", "HardSigmoid",
    "HardSwish", "Identity", "LeakyRelu", "Mish", "Neg", "PRelu", "Relu", "Selu", "Shrink", "Sigmoid",
    "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Swish", "Tanh", "ThresholdedRelu",
];

#[test]
fn every_activation_of_the_frameworks_is_there() {
    let lists = [
        ("torch", TORCH_MODULES),
        ("torch", TORCH_FUNCTIONAL),
        ("jax", JAX),
        ("keras", KERAS),
        ("keras", KERAS_OPS),
        ("onnx", ONNX),
    ];
    for (framework, names) in lists {
        for name in names {
            let spelling = format!("{framework}::{name}");
            assert!(catalogue::find(&spelling).is_some(), "{spelling}");
            read(&spelling);
        }
    }
}

/// Where the frameworks differ: values worked out from their documentation by hand.
#[test]
fn conventions_of_the_frameworks() {
    let q = |n: i64, d: i64| BigRational::new(BigInt::from(n), BigInt::from(d));
    for (text, x, value) in [
        ("torch::hardsigmoid", q(1, 1), q(2, 3)),
        ("jax::hard_sigmoid", q(1, 1), q(2, 3)),
        ("keras::hard_sigmoid", q(1, 1), q(2, 3)),
        ("onnx::HardSigmoid", q(1, 1), q(7, 10)),
        ("torch::leaky_relu", q(-1, 1), q(-1, 100)),
        ("jax::leaky_relu", q(-1, 1), q(-1, 100)),
        ("onnx::LeakyRelu", q(-1, 1), q(-1, 100)),
        ("keras::leaky_relu", q(-1, 1), q(-1, 5)),
        // (0 + sqrt(0 + 4))/2
        ("jax::squareplus", q(0, 1), q(1, 1)),
        ("keras::squareplus", q(0, 1), q(1, 1)),
        ("torch::hardshrink", q(1, 2), q(0, 1)),
        ("torch::softshrink", q(2, 1), q(3, 2)),
        ("onnx::Shrink", q(2, 1), q(2, 1)),
        ("onnx::ThresholdedRelu", q(1, 1), q(0, 1)),
        ("keras::sparse_plus", q(0, 1), q(1, 4)),
        ("jax::sparse_sigmoid", q(0, 1), q(1, 2)),
        ("torch::rrelu_eval", q(-48, 1), q(-11, 1)),
        ("onnx::Sign", q(0, 1), q(0, 1)),
    ] {
        let enclosed = enclose(&read(text), &x, 64).unwrap();
        assert!(enclosed.contains(&value), "{text}({x}): {enclosed:?}");
    }
    let name = |s: &str| catalogue::find(s).unwrap().name.clone();
    assert_eq!(name("jax::gelu"), "gelu_tanh");
    assert_eq!(name("torch::gelu"), "gelu");
    assert_eq!(name("keras::gelu"), "gelu");
    assert_eq!(name("keras::swish"), "silu");
    assert_eq!(name("onnx::Swish"), "swish");
    assert_ne!(name("onnx::Selu"), name("torch::selu"));
}

fn pieces(call: &Expr) -> Piecewise {
    match piecewise(call).unwrap() {
        Pieces::Known(p) => p,
        Pieces::Unknown { reason } => panic!("{call}: {reason}"),
    }
}

type Row = (&'static str, u32, &'static str, &'static str);

/// (point, order of the first derivative that jumps, its limit on the left, on the right), by sympy's one-sided
/// limits of the derivatives of the pieces, which were typed from the documentation.
#[rustfmt::skip]
const BREAKPOINTS: &[(&str, &[Row])] = &[
    ("relu", &[("0", 1, "0", "1")]),
    ("relu6", &[("0", 1, "0", "1"), ("6", 1, "1", "0")]),
    ("leaky_relu", &[("0", 1, "1/100", "1")]),
    ("keras::leaky_relu", &[("0", 1, "1/5", "1")]),
    ("prelu", &[("0", 1, "1/4", "1")]),
    ("rrelu_eval", &[("0", 1, "11/48", "1")]),
    ("elu", &[("0", 2, "1", "0")]),
    ("celu", &[("0", 2, "1", "0")]),
    ("selu", &[("0", 1, "87904967042368842997010876040615967103012290445610415488549141/50000000000000000000000000000000000000000000000000000000000000", "5253504936777402467096674926473/5000000000000000000000000000000")]),
    ("onnx::Selu", &[("0", 1, "123715243141731/70368744177664", "8813919/8388608")]),
    ("clip", &[("-1", 1, "0", "1"), ("1", 1, "1", "0")]),
    ("abs", &[("0", 1, "-1", "1")]),
    ("sign", &[("0", 0, "-1", "1")]),
    ("hard_tanh", &[("-1", 1, "0", "1"), ("1", 1, "1", "0")]),
    ("hard_sigmoid", &[("-3", 1, "0", "1/6"), ("3", 1, "1/6", "0")]),
    ("onnx::HardSigmoid", &[("-5/2", 1, "0", "1/5"), ("5/2", 1, "1/5", "0")]),
    ("hard_swish", &[("-3", 1, "0", "-1/2"), ("3", 1, "3/2", "1")]),
    ("hard_shrink", &[("-1/2", 0, "-1/2", "0"), ("1/2", 0, "0", "1/2")]),
    ("soft_shrink", &[("-1/2", 1, "1", "0"), ("1/2", 1, "0", "1")]),
    ("shrink", &[("-1/2", 0, "-1/2", "0"), ("1/2", 0, "0", "1/2")]),
    ("softsign", &[("0", 2, "2", "-2")]),
    ("threshold", &[("0", 1, "0", "1")]),
    ("thresholded_relu", &[("1", 0, "0", "1")]),
    ("softplus_threshold", &[("20", 0, "log(1 + exp(20))", "20")]),
    ("sparse_plus", &[("-1", 2, "0", "1/2"), ("1", 2, "1/2", "0")]),
    ("sparse_sigmoid", &[("-1", 1, "0", "1/2"), ("1", 1, "1/2", "0")]),
    ("relu_squared", &[("0", 2, "0", "2")]),
    ("isrlu", &[("0", 3, "-3", "0")]),
    ("elish", &[("0", 2, "1", "1/2")]),
    ("hard_elish", &[("-1", 1, "0", "(exp(-1) - 1)*(1/2)"), ("0", 2, "3/2", "1"), ("1", 1, "3/2", "1")]),
    ("penalized_tanh", &[("0", 1, "1/4", "1")]),
];

#[test]
fn breakpoints_are_those_of_the_documentation() {
    for (name, expected) in BREAKPOINTS {
        let entry = catalogue::find(name).unwrap();
        let found = pieces(&entry.call(None));
        let found: Vec<(String, u32, String, String)> = found
            .breakpoints
            .iter()
            .map(|b| {
                (
                    b.at.to_string(),
                    b.order,
                    b.left.to_string(),
                    b.right.to_string(),
                )
            })
            .collect();
        let expected: Vec<(String, u32, String, String)> = expected
            .iter()
            .map(|(at, k, l, r)| (at.to_string(), *k, l.to_string(), r.to_string()))
            .collect();
        assert_eq!(found, expected, "{name}");
    }
    // Every entry that is not analytic is in the table.
    for entry in catalogue::all() {
        let listed = BREAKPOINTS.iter().any(|(name, _)| *name == entry.name);
        let analytic = entry.smoothness == catalogue::Smoothness::Analytic;
        assert_ne!(listed, analytic, "{}", entry.name);
    }
}

/// The field `smoothness` is what holds for all values of the parameters; some defaults give more.
#[test]
fn smoothness_is_what_follows_from_the_formula() {
    let rougher: &[(&str, &str)] = &[("elu", "elu(x, 1/2)"), ("threshold", "threshold(x, 1, 0)")];
    for entry in catalogue::all() {
        let declared = entry.smoothness.first_jump();
        let at_defaults = pieces(&entry.call(None)).first_jump();
        match rougher.iter().find(|(name, _)| *name == entry.name) {
            None => assert_eq!(at_defaults, declared, "{}", entry.name),
            Some((_, call)) => {
                assert!(at_defaults > declared, "{}", entry.name);
                assert_eq!(pieces(&read(call)).first_jump(), declared, "{call}");
            }
        }
    }
}

/// Intervals on which the function is linear and not constant, from the documentation.
#[test]
fn linear_pieces() {
    for (text, expected) in [
        ("relu", "0..inf: 1 0"),
        ("relu6", "0..6: 1 0"),
        ("leaky_relu", "-inf..0: 1/100 0; 0..inf: 1 0"),
        ("elu", "0..inf: 1 0"),
        (
            "selu",
            "0..inf: 5253504936777402467096674926473/5000000000000000000000000000000 0",
        ),
        ("hard_tanh", "-1..1: 1 0"),
        ("hard_sigmoid", "-3..3: 1/6 1/2"),
        ("onnx::HardSigmoid", "-5/2..5/2: 1/5 1/2"),
        ("hard_swish", "3..inf: 1 0"),
        ("hard_shrink", "-inf..-1/2: 1 0; 1/2..inf: 1 0"),
        ("soft_shrink", "-inf..-1/2: 1 1/2; 1/2..inf: 1 -1/2"),
        ("softplus_threshold", "20..inf: 1 0"),
        ("sparse_plus", "1..inf: 1 0"),
        ("hard_elish", "1..inf: 1 0"),
        ("identity", "-inf..inf: 1 0"),
        ("neg", "-inf..inf: -1 0"),
        ("softsign", ""),
        ("elish", ""),
        ("sign", ""),
        ("gelu", ""),
    ] {
        let p = pieces(&read(text));
        let found: Vec<String> = p
            .linear_pieces()
            .map(|(piece, line)| {
                let [low, high] = piece.interval();
                format!("{low}..{high}: {} {}", line.slope, line.intercept)
            })
            .collect();
        assert_eq!(found.join("; "), expected, "{text}");
    }
}

/// `docs/activations.md` is what the program writes.
#[test]
fn the_page_of_activations_is_up_to_date() {
    let out = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(["catalog", "--markdown"])
        .output()
        .expect("wronski runs");
    assert!(out.status.success());
    let page = String::from_utf8(out.stdout).expect("UTF-8");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/activations.md");
    let kept = std::fs::read_to_string(path).expect("docs/activations.md");
    for (i, (new, old)) in page.lines().zip(kept.lines()).enumerate() {
        assert_eq!(
            new,
            old,
            "line {} of docs/activations.md; write it anew: wronski catalog --markdown > docs/activations.md",
            i + 1
        );
    }
    assert_eq!(page.lines().count(), kept.lines().count());
}

/// Exit code and standard output of the program.
fn wronski(arguments: &[&str]) -> (Option<i32>, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .output()
        .expect("wronski runs");
    (
        out.status.code(),
        String::from_utf8(out.stdout).expect("UTF-8"),
    )
}

#[test]
fn the_program_lists_pieces() {
    let (code, text) = wronski(&["catalog", "torch::Hardshrink", "elu"]);
    assert_eq!(code, Some(0));
    let expected = [
        "2 activations known by name",
        "not continuous",
        "x = -1/2: the function itself jumps from -1/2 to 0",
        "linear from 1/2 to inf: slope 1, intercept 0",
        "C^1, not C^2",
        "x = 0: the derivative of order 2 jumps from 1 to 0",
    ];
    for words in expected {
        assert!(text.contains(words), "{text}");
    }
    assert_eq!(wronski(&["catalog", "nosuch"]).0, Some(2));
    assert_eq!(
        wronski(&["catalog", "relu", "--json", "--markdown"]).0,
        Some(2)
    );
}

#[test]
fn the_program_names_the_breakpoint_and_the_linear_pieces() {
    let claims = |arguments: &[&str]| -> serde_json::Value {
        let (_, text) = wronski(arguments);
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON")["claims"].take()
    };
    let relu = claims(&["verify", "relu", "--json"]);
    assert_eq!(
        relu[0],
        serde_json::json!({
            "id": "analytic", "verdict": "refuted",
            "because": "sigma is not analytic at x = 0: the derivative of order 1 jumps from 0 to 1, the first that does",
            "breakpoint": "0", "order": 1, "left": "0", "right": "1",
            "linear_pieces": [{ "interval": ["0", "inf"], "slope": "1", "intercept": "0" }]
        })
    );
    assert_eq!(relu[1]["id"], "assumption-1");
    assert_eq!(relu[1]["verdict"], "refuted");
    assert_eq!(relu[1]["breakpoint"], "0");
    assert!(relu[1].get("rank").is_none());
    assert!(
        relu.as_array().unwrap()[2..]
            .iter()
            .all(|c| c["verdict"] == "undecided")
    );
    let prelu = claims(&["verify", "prelu(x, s)", "--param", "s", "--json"]);
    assert_eq!(prelu[0]["left"], "s");
    // For s = 1 it is x.
    let texts = [&prelu[0], &prelu[1]].map(|c| c["exceptional"][0]["text"].clone());
    assert_eq!(texts, ["s = 1 (proved)", "s = 1 (refuted, rank 2)"]);
    let one_value = "where(x >= 0, where(x <= 0, 5, x), x)";
    let hole = claims(&["verify", one_value, "--assumption", "1", "--json"]);
    assert_eq!(hole[0]["value"], "5");
    for analytic in ["abs(x)^2", "where(x > 0, x, x)", "max(x, 0) + min(x, 0)"] {
        let c = claims(&["verify", analytic, "--assumption", "1", "--json"]);
        assert_eq!(c[0]["verdict"], "proved", "{analytic}");
        assert_ne!(c[1]["because"], "", "{analytic}");
    }
}
