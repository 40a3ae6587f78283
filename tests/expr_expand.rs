//! Expansion: definitions, compositions and derivatives against values computed elsewhere.
//!
//! The numbers were computed with mpmath from the formulas of the frameworks' documentation, written
//! out there independently of the catalogue. The floating-point evaluator below serves this test only.

use std::collections::BTreeMap;

use num_traits::ToPrimitive;
use wronski::error::Kind;
use wronski::expr::{
    Expansion, Expr, Func, Node, Parameters, Relation, catalogue, dag_size, differentiate, expand,
    is_constant, parameters, parse, substitute, tree_size,
};

fn read(text: &str) -> Expr {
    let mut params = Parameters::new();
    for name in ["a", "beta"] {
        params.declare(name).unwrap();
    }
    parse(text, &params)
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

fn erf(x: f64) -> f64 {
    // The everywhere convergent series with positive terms.
    let mut term = x;
    let mut sum = x;
    for n in 1..200 {
        term *= 2.0 * x * x / f64::from(2 * n + 1);
        sum += term;
    }
    2.0 / std::f64::consts::PI.sqrt() * (-x * x).exp() * sum
}

fn value(e: &Expr, x: f64) -> f64 {
    let v = |e: &Expr| value(e, x);
    match e.node() {
        Node::Num(q) => q.to_f64().unwrap(),
        Node::Pi => std::f64::consts::PI,
        Node::E => std::f64::consts::E,
        Node::Var => x,
        Node::Neg(a) => -v(a),
        Node::Add(a, b) => v(a) + v(b),
        Node::Sub(a, b) => v(a) - v(b),
        Node::Mul(a, b) => v(a) * v(b),
        Node::Div(a, b) => v(a) / v(b),
        Node::Pow(a, b) => v(a).powf(v(b)),
        Node::Max(a, b) => v(a).max(v(b)),
        Node::Min(a, b) => v(a).min(v(b)),
        Node::Where(r, [a, b, p, q]) => {
            let holds = match r {
                Relation::Less => v(a) < v(b),
                Relation::LessEqual => v(a) <= v(b),
                Relation::Greater => v(a) > v(b),
                Relation::GreaterEqual => v(a) >= v(b),
            };
            v(if holds { p } else { q })
        }
        Node::Func(f, a) => {
            let a = v(a);
            match f {
                Func::Exp => a.exp(),
                Func::Log => a.ln(),
                Func::Sqrt => a.sqrt(),
                Func::Cbrt => a.cbrt(),
                Func::Erf => erf(a),
                Func::Erfc => 1.0 - erf(a),
                Func::Sinh => a.sinh(),
                Func::Cosh => a.cosh(),
                Func::Tanh => a.tanh(),
                Func::Sin => a.sin(),
                Func::Cos => a.cos(),
                Func::Tan => a.tan(),
                Func::Asinh => a.asinh(),
                Func::Atan => a.atan(),
                Func::Abs => a.abs(),
            }
        }
        other => panic!("{other:?} is left after expansion"),
    }
}

#[track_caller]
fn close(what: &str, got: f64, want: f64) {
    assert!(
        (got - want).abs() <= 1e-11 * want.abs().max(1.0),
        "{what}: {got} is not {want}"
    );
}

#[test]
fn values_and_derivatives() {
    let both = [
        Expansion::default(),
        Expansion {
            exponential_forms: false,
            ..Expansion::default()
        },
    ];
    for how in &both {
        for &(text, x, f, d1, d2) in ANALYTIC {
            let e = parse(text, &Parameters::new()).unwrap().expr;
            close(text, value(&how.run(&e).unwrap(), x), f);
            close(text, value(&how.run(&e.diff()).unwrap(), x), d1);
            close(text, value(&how.run(&e.diff().diff()).unwrap(), x), d2);
        }
    }
    for &(text, x, f) in PIECEWISE {
        let e = parse(text, &Parameters::new()).unwrap().expr;
        close(text, value(&expand(&e).unwrap(), x), f);
    }
}

/// Every entry of the catalogue is checked above.
#[test]
fn no_entry_is_left_unchecked() {
    for entry in catalogue::all() {
        let name = |text: &str| text.split('(').next() == Some(&entry.name);
        let found =
            ANALYTIC.iter().any(|row| name(row.0)) || PIECEWISE.iter().any(|row| name(row.0));
        assert!(found, "{}", entry.name);
        let analytic = entry.smoothness == catalogue::Smoothness::Analytic;
        assert_eq!(
            analytic,
            ANALYTIC.iter().any(|row| name(row.0)),
            "{}",
            entry.name
        );
    }
}

#[test]
fn nothing_is_left_to_expand() {
    for entry in catalogue::all() {
        let e = expand(&read(&format!("compose({}, x/2)", entry.name))).unwrap();
        let mut todo = vec![e];
        while let Some(e) = todo.pop() {
            assert!(!matches!(
                e.node(),
                Node::Named(..)
                    | Node::Compose(..)
                    | Node::Diff(_)
                    | Node::Func(
                        Func::Tanh | Func::Sinh | Func::Cosh | Func::Erfc | Func::Sqrt,
                        _
                    )
            ));
            todo.extend(e.node().children().into_iter().cloned());
        }
    }
}

#[test]
fn folding_keeps_definedness() {
    for (text, want) in [
        ("0*log(x)", "0*log(x)"),
        ("0/x", "0/x"),
        ("0*(1/x)", "0*(1/x)"),
        ("log(x)^0", "log(x)^0"),
        ("log(x) - log(x)", "log(x) - log(x)"),
        ("x/x", "x/x"),
        ("0*exp(x)", "0"),
        ("x^0", "1"),
        ("0^0", "1"),
        ("0^-1", "0^-1"),
        ("1*x + 0", "x"),
        ("0 - x", "-x"),
        ("--x", "x"),
        ("2*3 - 1/2", "11/2"),
        ("2^-3", "1/8"),
        ("2^(1/2)", "2^(1/2)"),
        ("10^(10^9)", "10^1000000000"),
        ("diff(x^5)", "5*x^4"),
        ("diff(log(2)*x)", "log(2)"),
        ("diff(beta*x^2)", "beta*(2*x)"),
        ("diff(x^beta)", "beta*x^(beta - 1)"),
        ("diff(pi^2)", "0"),
        ("diff(exp(x))", "exp(x)"),
        ("diff(log(x))", "1/x"),
        ("compose(diff(x^2), x^3)", "2*x^3"),
        ("diff(compose(x^2, x^3))", "2*x^3*(3*x^2)"),
    ] {
        assert_eq!(expand(&read(text)).unwrap().to_string(), want, "{text}");
    }
}

#[test]
fn budgets() {
    let mut e = read("mish(mish(x))");
    for _ in 0..40 {
        e = e.diff();
    }
    let d = expand(&e).unwrap_err();
    assert_eq!((d.code, d.kind), ("W0123", Kind::Budget));
    assert!(d.message.contains("limit"));

    let chain = read(&("x*".repeat(1500) + "x"));
    let d = differentiate(&chain).unwrap_err();
    assert_eq!(d.code, "W0123");

    // A composition doubling the tree at each step stays small as shared nodes.
    let mut e = Expr::x();
    for _ in 0..150 {
        e = read("x + x*x").compose(&e);
    }
    let e = expand(&e).unwrap();
    assert!(dag_size(&e) < 1000);
    assert_eq!(tree_size(&e), u64::MAX);
    let how = Expansion {
        max_nodes: 10,
        ..Expansion::default()
    };
    assert_eq!(
        how.run(&read("x + x^2 + x^3 + x^4 + x^5"))
            .unwrap_err()
            .code,
        "W0123"
    );
}

#[test]
fn not_differentiated() {
    for text in [
        "diff(abs(x))",
        "diff(max(x, 0))",
        "diff(relu)",
        "diff(where(x > 0, x, 1))",
        "diff(softsign)",
    ] {
        let d = expand(&read(text)).unwrap_err();
        assert_eq!(d.code, "W0122", "{text}");
        assert!(d.span.is_some() && d.help.is_some());
    }
    // Constants are, whatever they are made of.
    assert_eq!(
        expand(&read("diff(abs(beta)*x)")).unwrap().to_string(),
        "abs(beta)"
    );
    let pattern = wronski::expr::parse_pattern("diff(?f)").unwrap();
    assert_eq!(expand(&pattern).unwrap_err().code, "W0124");
}

#[test]
fn substitution_respects_bound_variables() {
    let g = read("2*x");
    assert_eq!(
        substitute(&read("x^2 + sigmoid(x)"), &g).to_string(),
        "(2*x)^2 + sigmoid(2*x)"
    );
    assert_eq!(
        substitute(&read("diff(x^2)"), &g).to_string(),
        "compose(diff(x^2), 2*x)"
    );
    assert_eq!(
        substitute(&read("compose(x^2, x)"), &g).to_string(),
        "compose(x^2, 2*x)"
    );
    // Shared nodes are visited once: 2^300 leaves.
    let mut e = Expr::x();
    for _ in 0..300 {
        e = e.clone() + e;
    }
    assert_eq!(dag_size(&substitute(&e, &g)), 303);
}

#[test]
fn measures() {
    assert!(is_constant(&read("beta*pi + exp(2)")));
    assert!(!is_constant(&read("beta*x")));
    assert!(is_constant(&read("compose(x^2, beta)")));
    assert!(is_constant(&read("compose(beta, x)")));
    assert_eq!(
        parameters(&read("a*x + swish(x, beta)"))
            .into_iter()
            .collect::<Vec<_>>(),
        ["a", "beta"]
    );
    let mut values = BTreeMap::new();
    values.insert("beta".to_owned(), Expr::int(3));
    let e = wronski::expr::substitute_parameters(&read("swish(x, beta) + a"), &values);
    assert_eq!(e.to_string(), "swish(x, 3) + a");
}

/// text, x, value, first derivative, second derivative (mpmath, 30 digits).
#[rustfmt::skip]
const ANALYTIC: &[(&str, f64, f64, f64, f64)] = &[
    ("sigmoid", -0.7, 0.33181222783183389, 0.22171287329310905, 0.07457878844034181),
    ("sigmoid", 1.3, 0.78583498304255861, 0.16829836246906023, -0.096211119164868428),
    ("tanh", -0.7, -0.6043677771171635, 0.63473958998245859, 0.76723231009191655),
    ("tanh", 1.3, 0.86172315931330636, 0.25743319670309402, -0.44367229515022804),
    ("silu", -0.7, -0.23226855948228373, 0.17661321652665756, 0.39122059467797883),
    ("silu", 1.3, 1.0215854779553262, 1.0046228542523369, 0.2115222700237915),
    ("softplus", -0.7, 0.40318604888545789, 0.33181222783183389, 0.22171287329310905),
    ("softplus", 1.3, 1.5410084538329922, 0.78583498304255861, 0.16829836246906023),
    ("gelu", -0.7, -0.16937455655615111, 0.023385898866340135, 0.4715034393838095),
    ("gelu", 1.3, 1.1741593700387066, 1.1259786850765392, 0.053124263534820281),
    ("swish(x, 3/2)", -0.7, -0.1814575705724922, 0.057596280497831247, 0.43044086711716615),
    ("swish(x, 3/2)", 1.3, 1.1380806343563587, 1.088074289158308, 0.087628448997573061),
    ("mish", -0.7, -0.26787023479550097, 0.1844160732567819, 0.48431990264674868),
    ("mish", 1.3, 1.1859765715275361, 1.0836377071666506, 0.054627172893526899),
    ("identity", -0.7, -0.7, 1.0, 0.0),
    ("identity", 1.3, 1.3, 1.0, 0.0),
    ("log_sigmoid", -0.7, -1.1031860488854579, 0.66818777216816611, -0.22171287329310905),
    ("log_sigmoid", 1.3, -0.24100845383299221, 0.21416501695744139, -0.16829836246906023),
    ("tanhshrink", -0.7, -0.095632222882836504, 0.36526041001754141, -0.76723231009191655),
    ("tanhshrink", 1.3, 0.43827684068669364, 0.74256680329690598, 0.44367229515022804),
    ("softplus_beta(x, 2)", -0.7, 0.11020870495922546, 0.19781611144141825, 0.31736979499122929),
    ("softplus_beta(x, 2)", 1.3, 1.3358223459838349, 0.93086157965665318, 0.12871659835154701),
    ("gelu_tanh", -0.7, -0.16942986529488325, 0.023642781343896033, 0.4708629268446337),
    ("gelu_tanh", 1.3, 1.1739290123173094, 1.1258780697840167, 0.05458153770167103),
    ("squareplus", -0.7, 0.70948100502085454, 0.33482478763594695, 0.21021344239777671),
    ("squareplus", 1.3, 1.8426860441876563, 0.77249417529770706, 0.14735388687181671),
    ("squareplus(x, 1/3)", -0.7, 0.10368858629387331, 0.11427286185541135, 0.22309261893845497),
    ("squareplus(x, 1/3)", 1.3, 1.3612196097783956, 0.95696152852318664, 0.057909203969482529),
    ("exponential", -0.7, 0.49658530379140951, 0.49658530379140951, 0.49658530379140951),
    ("exponential", 1.3, 3.6692966676192442, 3.6692966676192442, 3.6692966676192442),
    ("erf", -0.7, -0.67780119383741847, 0.69127486041053857, 0.967784804574754),
    ("erf", 1.3, 0.93400794494065244, 0.20820798679606968, -0.54134076566978116),
    ("sin", -0.7, -0.64421768723769105, 0.76484218728448843, 0.64421768723769105),
    ("sin", 1.3, 0.96355818541719296, 0.26749882862458741, -0.96355818541719296),
    ("cos", -0.7, 0.76484218728448843, 0.64421768723769105, -0.76484218728448843),
    ("cos", 1.3, 0.26749882862458741, -0.96355818541719296, -0.26749882862458741),
    ("atan", -0.7, -0.61072596438920862, 0.67114093959731544, 0.63060222512499437),
    ("atan", 1.3, 0.91510070055336042, 0.37174721189591078, -0.35930957283619629),
    ("asinh", -0.7, -0.65266656608235579, 0.81923192051904047, 0.38487405661968344),
    ("asinh", 1.3, 1.078451058954897, 0.60971076084969239, -0.29465575803144985),
    ("gaussian", -0.7, 0.61262639418441607, 0.8576769518581825, -0.024505055767376643),
    ("gaussian", 1.3, 0.18451952399298927, -0.4797507623817721, 0.87831293420662891),
    ("lecun_tanh", -0.7, -0.74727807726757212, 0.92697254511151797, 0.53826467058357162),
    ("lecun_tanh", 1.3, 1.200575056354502, 0.58392382775196079, -0.54474377481985886),
    ("gelu_sigmoid", -0.7, -0.16310604827684986, 0.020086857999161499, 0.41483641761633762),
    ("gelu_sigmoid", 1.3, 1.1717878933831841, 1.0980707219335982, 0.033867018953229687),
    ("lisht", -0.7, 0.42305744398201445, -1.0486854901048845, 0.73241656290057559),
    ("lisht", 1.3, 1.1202401071072983, 1.1963863150273286, -0.061907590289108419),
    ("tanhexp", -0.7, -0.32159921029682398, 0.18518895560421839, 0.6344322822827694),
    ("tanhexp", 1.3, 1.2983111908497284, 1.0110863495250544, -0.059333637199567904),
    ("serf", -0.7, -0.3020163729746769, 0.20868693251618943, 0.54722657212630342),
    ("serf", 1.3, 1.26189924695589, 1.0779442718549442, -0.071787360867871356),
    ("snake(x, 2)", -0.7, -0.21444441483283546, 0.66501184984409508, -3.7688893626746326),
    ("snake(x, 2)", 1.3, 1.4328708321749058, 0.11654534427984674, 1.8740666852015078),
    ("gcu", -0.7, -0.5353895310991419, 0.31388980621810469, 1.823824905574524),
    ("gcu", 1.3, 0.34774847721196363, -0.98512681241776345, -2.2748648480463496),
    ("isru(x, 3)", -0.7, -0.44539933408304444, 0.25760516719667116, 0.65704961673644872),
    ("isru(x, 3)", 1.3, 0.52765372300432932, 0.066867789000675366, -0.12888848950706784),
    ("log_cosh", -0.7, 0.22727022935850562, -0.6043677771171635, 0.63473958998245859),
    ("log_cosh", 1.3, 0.6784975114077245, 0.86172315931330636, 0.25743319670309402),
    ("erfc", -0.7, 1.6778011938374185, -0.69127486041053857, -0.967784804574754),
    ("erfc", 1.3, 0.065992055059347563, -0.20820798679606968, 0.54134076566978116),
    ("sinh", -0.7, -0.7585837018395335, 1.255169005630943, -0.7585837018395335),
    ("sinh", 1.3, 1.6983824372926158, 1.9709142303266284, 1.6983824372926158),
    ("cosh", -0.7, 1.255169005630943, -0.7585837018395335, 1.255169005630943),
    ("cosh", 1.3, 1.9709142303266284, 1.6983824372926158, 1.9709142303266284),
    ("tan", -0.7, -0.84228838046307945, 1.7094497158631173, -2.8796992653148328),
    ("tan", 1.3, 3.6021024479679782, 13.975142045656901, 100.67978674672188),
    ("cbrt(x^2+1)", -0.7, 1.1421647591853834, -0.3577249805054892, 0.28695739887145347),
    ("cbrt(x^2+1)", 1.3, 1.3907554163763347, 0.4480748553381004, 0.055950630110848492),
    ("(x^2+1)^x", -0.7, 0.75643151093975541, 0.79916553483930681, -0.82044201992311677),
    ("(x^2+1)^x", 1.3, 3.6197448926032391, 8.1301163236109204, 24.360477675356632),
    ("2^x", -0.7, 0.61557220667245814, 0.42668213948607831, 0.2957535219800605),
    ("2^x", 1.3, 2.4622888266898326, 1.7067285579443133, 1.183014087920242),
    ("e^(x^2)", -0.7, 1.632316219955379, -2.2852427079375306, 6.4639722310233007),
    ("e^(x^2)", 1.3, 5.4194807051312062, 14.090649833341136, 47.474650976949366),
    ("sqrt(exp(x)+1)/pi", -0.7, 0.38940440983876039, 0.06460457237806979, 0.053886278833624642),
    ("sqrt(exp(x)+1)/pi", 1.3, 0.68782168120844027, 0.27025716959436941, 0.16406840045170882),
    ("log(2+sin(x))", -0.7, 0.30437864031988938, 0.56413347488372044, 0.15691649344043696),
    ("log(2+sin(x))", 1.3, 1.0863906360726475, 0.090262722001164433, -0.33328293086370698),
    ("compose(silu, tanh)", -0.7, -0.21355036370614522, 0.13662874584761574, 0.33294565872441595),
    ("compose(silu, tanh)", 1.3, 0.60580908590996684, 0.22729636700420971, -0.36890155260550152),
    ("compose(diff(sin), 2*x)", -0.7, 0.16996714290024094, 1.9708994599769204, -0.67986857160096375),
    ("compose(diff(sin), 2*x)", 1.3, -0.85688875336894723, -1.0310027436429285, 3.4275550134757889),
    ("(x^2+2)^-3", -0.7, 0.064774185207143634, 0.10925766179518203, 0.08963766859845686),
    ("(x^2+2)^-3", 1.3, 0.019903108087271706, -0.042071610590980841, 0.08621303567007331),
    ("compose(compose(x^2, x+1), sigmoid)", -0.7, 1.7737238102023926, 0.59055983143898534, 0.29696308113123375),
    ("compose(compose(x^2, x+1), sigmoid)", 1.3, 3.1892065866586156, 0.60110620657204912, -0.28698568710506243),
    ("(3+x)^pi", -0.7, 13.689938975872425, 18.699222484649299, 17.411355435202617),
    ("(3+x)^pi", 1.3, 97.746191818543996, 71.413655379887574, 35.567199936641964),
];

/// text, x, value.
#[rustfmt::skip]
const PIECEWISE: &[(&str, f64, f64)] = &[
    ("relu", -7.5, 0.0),
    ("relu", -0.75, 0.0),
    ("relu", 0.25, 0.25),
    ("relu", 2.0, 2.0),
    ("relu", 6.5, 6.5),
    ("relu6", -7.5, 0.0),
    ("relu6", -0.75, 0.0),
    ("relu6", 0.25, 0.25),
    ("relu6", 2.0, 2.0),
    ("relu6", 6.5, 6.0),
    ("leaky_relu", -7.5, -0.075),
    ("leaky_relu", -0.75, -0.0075),
    ("leaky_relu", 0.25, 0.25),
    ("leaky_relu", 2.0, 2.0),
    ("leaky_relu", 6.5, 6.5),
    ("keras::leaky_relu", -7.5, -1.5),
    ("keras::leaky_relu", -0.75, -0.15),
    ("keras::leaky_relu", 0.25, 0.25),
    ("keras::leaky_relu", 2.0, 2.0),
    ("keras::leaky_relu", 6.5, 6.5),
    ("prelu", -7.5, -1.875),
    ("prelu", -0.75, -0.1875),
    ("prelu", 0.25, 0.25),
    ("prelu", 2.0, 2.0),
    ("prelu", 6.5, 6.5),
    ("elu(x, 3)", -7.5, -2.9983407468895565),
    ("elu(x, 3)", -0.75, -1.5829003417769559),
    ("elu(x, 3)", 0.25, 0.25),
    ("elu(x, 3)", 2.0, 2.0),
    ("elu(x, 3)", 6.5, 6.5),
    ("celu(x, 2)", -7.5, -1.9529645082879818),
    ("celu(x, 2)", -0.75, -0.6254214424180556),
    ("celu(x, 2)", 0.25, 0.25),
    ("celu(x, 2)", 2.0, 2.0),
    ("celu(x, 2)", 6.5, 6.5),
    ("selu", -7.5, -1.757126963580787),
    ("selu", -0.75, -0.92763201583505123),
    ("selu", 0.25, 0.26267524683887012),
    ("selu", 2.0, 2.101401974710961),
    ("selu", 6.5, 6.8295564178106232),
    ("onnx::Selu", -7.5, -1.7571269690734009),
    ("onnx::Selu", -0.75, -0.92763201873474181),
    ("onnx::Selu", 0.25, 0.26267525553703308),
    ("onnx::Selu", 2.0, 2.1014020442962646),
    ("onnx::Selu", 6.5, 6.8295566439628601),
    ("hard_tanh", -7.5, -1.0),
    ("hard_tanh", -0.75, -0.75),
    ("hard_tanh", 0.25, 0.25),
    ("hard_tanh", 2.0, 1.0),
    ("hard_tanh", 6.5, 1.0),
    ("hard_sigmoid", -7.5, 0.0),
    ("hard_sigmoid", -0.75, 0.375),
    ("hard_sigmoid", 0.25, 0.54166666666666667),
    ("hard_sigmoid", 2.0, 0.83333333333333333),
    ("hard_sigmoid", 6.5, 1.0),
    ("onnx::HardSigmoid", -7.5, 0.0),
    ("onnx::HardSigmoid", -0.75, 0.35),
    ("onnx::HardSigmoid", 0.25, 0.55),
    ("onnx::HardSigmoid", 2.0, 0.9),
    ("onnx::HardSigmoid", 6.5, 1.0),
    ("hard_swish", -7.5, 0.0),
    ("hard_swish", -0.75, -0.28125),
    ("hard_swish", 0.25, 0.13541666666666667),
    ("hard_swish", 2.0, 1.6666666666666667),
    ("hard_swish", 6.5, 6.5),
    ("hard_shrink", -7.5, -7.5),
    ("hard_shrink", -0.75, -0.75),
    ("hard_shrink", 0.25, 0.0),
    ("hard_shrink", 2.0, 2.0),
    ("hard_shrink", 6.5, 6.5),
    ("soft_shrink", -7.5, -7.0),
    ("soft_shrink", -0.75, -0.25),
    ("soft_shrink", 0.25, 0.0),
    ("soft_shrink", 2.0, 1.5),
    ("soft_shrink", 6.5, 6.0),
    ("shrink(x, 1, 1/4)", -7.5, -7.25),
    ("shrink(x, 1, 1/4)", -0.75, 0.0),
    ("shrink(x, 1, 1/4)", 0.25, 0.0),
    ("shrink(x, 1, 1/4)", 2.0, 1.75),
    ("shrink(x, 1, 1/4)", 6.5, 6.25),
    ("softsign", -7.5, -0.88235294117647059),
    ("softsign", -0.75, -0.42857142857142857),
    ("softsign", 0.25, 0.2),
    ("softsign", 2.0, 0.66666666666666667),
    ("softsign", 6.5, 0.86666666666666667),
    ("softplus_threshold(x, 2, 3)", -7.5, 0.00000015295113685686024),
    ("softplus_threshold(x, 2, 3)", -0.75, 0.1007066389913762),
    ("softplus_threshold(x, 2, 3)", 0.25, 0.48703849209005334),
    ("softplus_threshold(x, 2, 3)", 2.0, 2.0),
    ("softplus_threshold(x, 2, 3)", 6.5, 6.5),
    ("threshold(x, 1, 7)", -7.5, 7.0),
    ("threshold(x, 1, 7)", -0.75, 7.0),
    ("threshold(x, 1, 7)", 0.25, 7.0),
    ("threshold(x, 1, 7)", 2.0, 2.0),
    ("threshold(x, 1, 7)", 6.5, 6.5),
    ("thresholded_relu", -7.5, 0.0),
    ("thresholded_relu", -0.75, 0.0),
    ("thresholded_relu", 0.25, 0.0),
    ("thresholded_relu", 2.0, 2.0),
    ("thresholded_relu", 6.5, 6.5),
    ("sparse_plus", -7.5, 0.0),
    ("sparse_plus", -0.75, 0.015625),
    ("sparse_plus", 0.25, 0.390625),
    ("sparse_plus", 2.0, 2.0),
    ("sparse_plus", 6.5, 6.5),
    ("sparse_sigmoid", -7.5, 0.0),
    ("sparse_sigmoid", -0.75, 0.125),
    ("sparse_sigmoid", 0.25, 0.625),
    ("sparse_sigmoid", 2.0, 1.0),
    ("sparse_sigmoid", 6.5, 1.0),
];
