//! Expansion: definitions, compositions and derivatives against values computed elsewhere.
//!
//! The numbers were computed with mpmath from the formulas of the frameworks' documentation, written
//! out there independently of the catalogue. The floating-point evaluator below serves this test only.

use std::collections::{BTreeMap, HashSet};

use num_traits::ToPrimitive;
use wronski_diagnostic::Kind;
use wronski_expr::{
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
    assert_eq!((d.code.as_str(), d.kind), ("W0123", Kind::Budget));
    assert!(d.message.contains("limit"));

    let chain = read(&("x*".repeat(1500) + "x"));
    let d = differentiate(&chain).unwrap_err();
    assert_eq!(d.code.as_str(), "W0123");

    // A composition doubling the tree at each step stays small as shared nodes.
    let mut e = Expr::x();
    for _ in 0..150 {
        e = read("x + x*x").compose(&e);
    }
    let e = expand(&e).unwrap();
    assert!(dag_size(&e) < 1000);
    assert_eq!(tree_size(&e), u64::MAX);
    // Comparing and hashing shared trees is quick, also when they were built apart.
    let again = expand(&e).unwrap();
    assert!(again == e && again.id() != e.id());
    assert!(again.clone() + Expr::x() != e.clone() + Expr::int(1));
    assert_eq!(again.cmp(&e), std::cmp::Ordering::Equal);
    assert_eq!(HashSet::from([e, again]).len(), 1);
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
        assert_eq!(d.code.as_str(), "W0122", "{text}");
        assert!(d.span.is_some() && d.help.is_some());
    }
    // Constants are, whatever they are made of.
    assert_eq!(
        expand(&read("diff(abs(beta)*x)")).unwrap().to_string(),
        "abs(beta)"
    );
    let pattern = wronski_expr::parse_pattern("diff(?f)").unwrap();
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
    let e = wronski_expr::substitute_parameters(&read("swish(x, beta) + a"), &values);
    assert_eq!(e.to_string(), "swish(x, 3) + a");
}

/// text, x, value, first derivative, second derivative (mpmath, 30 digits).
#[rustfmt::skip]
const ANALYTIC: &[(&str, f64, f64, f64, f64)] = &[
    ("sigmoid", -0.7, 0.331812227831834, 0.221712873293109, 0.0745787884403418),
    ("sigmoid", 1.3, 0.785834983042559, 0.16829836246906, -0.0962111191648684),
    ("tanh", -0.7, -0.604367777117163, 0.634739589982459, 0.767232310091917),
    ("tanh", 1.3, 0.861723159313306, 0.257433196703094, -0.443672295150228),
    ("silu", -0.7, -0.232268559482284, 0.176613216526658, 0.391220594677979),
    ("silu", 1.3, 1.02158547795533, 1.00462285425234, 0.211522270023792),
    ("softplus", -0.7, 0.403186048885458, 0.331812227831834, 0.221712873293109),
    ("softplus", 1.3, 1.54100845383299, 0.785834983042559, 0.16829836246906),
    ("gelu", -0.7, -0.169374556556151, 0.0233858988663401, 0.471503439383809),
    ("gelu", 1.3, 1.17415937003871, 1.12597868507654, 0.0531242635348203),
    ("swish(x, 3/2)", -0.7, -0.181457570572492, 0.0575962804978312, 0.430440867117166),
    ("swish(x, 3/2)", 1.3, 1.13808063435636, 1.08807428915831, 0.0876284489975731),
    ("mish", -0.7, -0.267870234795501, 0.184416073256782, 0.484319902646749),
    ("mish", 1.3, 1.18597657152754, 1.08363770716665, 0.0546271728935269),
    ("identity", -0.7, -0.7, 1.0, 0.0),
    ("identity", 1.3, 1.3, 1.0, 0.0),
    ("log_sigmoid", -0.7, -1.10318604888546, 0.668187772168166, -0.221712873293109),
    ("log_sigmoid", 1.3, -0.241008453832992, 0.214165016957441, -0.16829836246906),
    ("tanhshrink", -0.7, -0.0956322228828365, 0.365260410017541, -0.767232310091917),
    ("tanhshrink", 1.3, 0.438276840686694, 0.742566803296906, 0.443672295150228),
    ("softplus_beta(x, 2)", -0.7, 0.110208704959225, 0.197816111441418, 0.317369794991229),
    ("softplus_beta(x, 2)", 1.3, 1.33582234598383, 0.930861579656653, 0.128716598351547),
    ("gelu_tanh", -0.7, -0.169429865294883, 0.023642781343896, 0.470862926844634),
    ("gelu_tanh", 1.3, 1.17392901231731, 1.12587806978402, 0.054581537701671),
    ("squareplus", -0.7, 0.709481005020855, 0.334824787635947, 0.210213442397777),
    ("squareplus", 1.3, 1.84268604418766, 0.772494175297707, 0.147353886871817),
    ("squareplus(x, 1/3)", -0.7, 0.103688586293873, 0.114272861855411, 0.223092618938455),
    ("squareplus(x, 1/3)", 1.3, 1.3612196097784, 0.956961528523187, 0.0579092039694825),
    ("exponential", -0.7, 0.49658530379141, 0.49658530379141, 0.49658530379141),
    ("exponential", 1.3, 3.66929666761924, 3.66929666761924, 3.66929666761924),
    ("erf", -0.7, -0.677801193837418, 0.691274860410539, 0.967784804574754),
    ("erf", 1.3, 0.934007944940652, 0.20820798679607, -0.541340765669781),
    ("sin", -0.7, -0.644217687237691, 0.764842187284488, 0.644217687237691),
    ("sin", 1.3, 0.963558185417193, 0.267498828624587, -0.963558185417193),
    ("cos", -0.7, 0.764842187284488, 0.644217687237691, -0.764842187284488),
    ("cos", 1.3, 0.267498828624587, -0.963558185417193, -0.267498828624587),
    ("atan", -0.7, -0.610725964389209, 0.671140939597315, 0.630602225124994),
    ("atan", 1.3, 0.91510070055336, 0.371747211895911, -0.359309572836196),
    ("asinh", -0.7, -0.652666566082356, 0.81923192051904, 0.384874056619683),
    ("asinh", 1.3, 1.0784510589549, 0.609710760849692, -0.29465575803145),
    ("gaussian", -0.7, 0.612626394184416, 0.857676951858182, -0.0245050557673766),
    ("gaussian", 1.3, 0.184519523992989, -0.479750762381772, 0.878312934206629),
    ("lecun_tanh", -0.7, -0.747278077267572, 0.926972545111518, 0.538264670583572),
    ("lecun_tanh", 1.3, 1.2005750563545, 0.583923827751961, -0.544743774819859),
    ("gelu_sigmoid", -0.7, -0.16310604827685, 0.0200868579991615, 0.414836417616338),
    ("gelu_sigmoid", 1.3, 1.17178789338318, 1.0980707219336, 0.0338670189532297),
    ("lisht", -0.7, 0.423057443982014, -1.04868549010488, 0.732416562900576),
    ("lisht", 1.3, 1.1202401071073, 1.19638631502733, -0.0619075902891084),
    ("tanhexp", -0.7, -0.321599210296824, 0.185188955604218, 0.634432282282769),
    ("tanhexp", 1.3, 1.29831119084973, 1.01108634952505, -0.0593336371995679),
    ("serf", -0.7, -0.302016372974677, 0.208686932516189, 0.547226572126303),
    ("serf", 1.3, 1.26189924695589, 1.07794427185494, -0.0717873608678714),
    ("snake(x, 2)", -0.7, -0.214444414832835, 0.665011849844095, -3.76888936267463),
    ("snake(x, 2)", 1.3, 1.43287083217491, 0.116545344279847, 1.87406668520151),
    ("gcu", -0.7, -0.535389531099142, 0.313889806218105, 1.82382490557452),
    ("gcu", 1.3, 0.347748477211964, -0.985126812417763, -2.27486484804635),
    ("isru(x, 3)", -0.7, -0.445399334083044, 0.257605167196671, 0.657049616736449),
    ("isru(x, 3)", 1.3, 0.527653723004329, 0.0668677890006754, -0.128888489507068),
    ("log_cosh", -0.7, 0.227270229358506, -0.604367777117163, 0.634739589982459),
    ("log_cosh", 1.3, 0.678497511407725, 0.861723159313306, 0.257433196703094),
    ("erfc", -0.7, 1.67780119383742, -0.691274860410539, -0.967784804574754),
    ("erfc", 1.3, 0.0659920550593476, -0.20820798679607, 0.541340765669781),
    ("sinh", -0.7, -0.758583701839534, 1.25516900563094, -0.758583701839534),
    ("sinh", 1.3, 1.69838243729262, 1.97091423032663, 1.69838243729262),
    ("cosh", -0.7, 1.25516900563094, -0.758583701839534, 1.25516900563094),
    ("cosh", 1.3, 1.97091423032663, 1.69838243729262, 1.97091423032663),
    ("tan", -0.7, -0.842288380463079, 1.70944971586312, -2.87969926531483),
    ("tan", 1.3, 3.60210244796798, 13.9751420456569, 100.679786746722),
    ("cbrt(x^2+1)", -0.7, 1.14216475918538, -0.357724980505489, 0.286957398871453),
    ("cbrt(x^2+1)", 1.3, 1.39075541637633, 0.4480748553381, 0.0559506301108485),
    ("(x^2+1)^x", -0.7, 0.756431510939755, 0.799165534839307, -0.820442019923117),
    ("(x^2+1)^x", 1.3, 3.61974489260324, 8.13011632361092, 24.3604776753566),
    ("2^x", -0.7, 0.615572206672458, 0.426682139486078, 0.29575352198006),
    ("2^x", 1.3, 2.46228882668983, 1.70672855794431, 1.18301408792024),
    ("e^(x^2)", -0.7, 1.63231621995538, -2.28524270793753, 6.4639722310233),
    ("e^(x^2)", 1.3, 5.41948070513121, 14.0906498333411, 47.4746509769494),
    ("sqrt(exp(x)+1)/pi", -0.7, 0.38940440983876, 0.0646045723780698, 0.0538862788336246),
    ("sqrt(exp(x)+1)/pi", 1.3, 0.68782168120844, 0.270257169594369, 0.164068400451709),
    ("log(2+sin(x))", -0.7, 0.304378640319889, 0.56413347488372, 0.156916493440437),
    ("log(2+sin(x))", 1.3, 1.08639063607265, 0.0902627220011644, -0.333282930863707),
    ("compose(silu, tanh)", -0.7, -0.213550363706145, 0.136628745847616, 0.332945658724416),
    ("compose(silu, tanh)", 1.3, 0.605809085909967, 0.22729636700421, -0.368901552605502),
    ("compose(diff(sin), 2*x)", -0.7, 0.169967142900241, 1.97089945997692, -0.679868571600964),
    ("compose(diff(sin), 2*x)", 1.3, -0.856888753368947, -1.03100274364293, 3.42755501347579),
    ("(x^2+2)^-3", -0.7, 0.0647741852071436, 0.109257661795182, 0.0896376685984569),
    ("(x^2+2)^-3", 1.3, 0.0199031080872717, -0.0420716105909808, 0.0862130356700733),
    ("compose(compose(x^2, x+1), sigmoid)", -0.7, 1.77372381020239, 0.590559831438985, 0.296963081131234),
    ("compose(compose(x^2, x+1), sigmoid)", 1.3, 3.18920658665862, 0.601106206572049, -0.286985687105062),
    ("(3+x)^pi", -0.7, 13.6899389758724, 18.6992224846493, 17.4113554352026),
    ("(3+x)^pi", 1.3, 97.746191818544, 71.4136553798876, 35.567199936642),
    ("sinh", -0.7, -0.758583701839534, 1.25516900563094, -0.758583701839534),
    ("sinh", 1.3, 1.69838243729262, 1.97091423032663, 1.69838243729262),
    ("cosh", -0.7, 1.25516900563094, -0.758583701839534, 1.25516900563094),
    ("cosh", 1.3, 1.97091423032663, 1.69838243729262, 1.97091423032663),
    ("neg", -0.7, 0.7, -1.0, 0.0),
    ("neg", 1.3, -1.3, -1.0, 0.0),
    ("gaussian_unit", -0.7, 0.782704538241868, 0.547893176769308, -0.399179314503353),
    ("gaussian_unit", 1.3, 0.429557358210739, -0.558424565673961, 0.29639457716541),
    ("gaussian_derivative", -0.7, 0.547893176769308, -0.399179314503353, -1.37521187369096),
    ("gaussian_derivative", 1.3, -0.558424565673961, 0.29639457716541, 0.731536181032889),
    ("mexican_hat", -0.7, 0.399179314503353, 1.37521187369096, -0.234889631926385),
    ("mexican_hat", 1.3, -0.29639457716541, -0.731536181032889, 1.84018076683899),
    ("x_gaussian", -0.7, -0.428838475929091, 0.0122525278836883, 1.73250744275353),
    ("x_gaussian", 1.3, 0.239875381190886, -0.439156467103314, 0.182305289705073),
    ("normal_cdf", -0.7, 0.241963652223073, 0.312253933366761, 0.218577753356733),
    ("normal_cdf", 1.3, 0.90319951541439, 0.171368592047807, -0.22277916966215),
    ("dsilu", -0.7, 0.176613216526658, 0.391220594677979, 0.274995066388171),
    ("dsilu", 1.3, 1.00462285425234, 0.211522270023792, -0.290775329001011),
    ("shifted_softplus", -0.7, -0.289961131674487, 0.331812227831834, 0.221712873293109),
    ("shifted_softplus", 1.3, 0.847861273273047, 0.785834983042559, 0.16829836246906),
    ("logish", -0.7, -0.200578414459331, 0.170008390275921, 0.31315021386397),
    ("logish", 1.3, 0.753851908514432, 0.702399010639642, 0.106898759859127),
    ("smish", -0.7, -0.195263373068912, 0.171483055065306, 0.298764248894789),
    ("smish", 1.3, 0.679357416203767, 0.611638180843491, 0.0689337838681501),
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
    ("elu(x, 3)", -7.5, -2.99834074688956),
    ("elu(x, 3)", -0.75, -1.58290034177696),
    ("elu(x, 3)", 0.25, 0.25),
    ("elu(x, 3)", 2.0, 2.0),
    ("elu(x, 3)", 6.5, 6.5),
    ("celu(x, 2)", -7.5, -1.95296450828798),
    ("celu(x, 2)", -0.75, -0.625421442418056),
    ("celu(x, 2)", 0.25, 0.25),
    ("celu(x, 2)", 2.0, 2.0),
    ("celu(x, 2)", 6.5, 6.5),
    ("selu", -7.5, -1.75712696358079),
    ("selu", -0.75, -0.927632015835051),
    ("selu", 0.25, 0.26267524683887),
    ("selu", 2.0, 2.10140197471096),
    ("selu", 6.5, 6.82955641781062),
    ("onnx::Selu", -7.5, -1.7571269690734),
    ("onnx::Selu", -0.75, -0.927632018734742),
    ("onnx::Selu", 0.25, 0.262675255537033),
    ("onnx::Selu", 2.0, 2.10140204429626),
    ("onnx::Selu", 6.5, 6.82955664396286),
    ("hard_tanh", -7.5, -1.0),
    ("hard_tanh", -0.75, -0.75),
    ("hard_tanh", 0.25, 0.25),
    ("hard_tanh", 2.0, 1.0),
    ("hard_tanh", 6.5, 1.0),
    ("hard_sigmoid", -7.5, 0.0),
    ("hard_sigmoid", -0.75, 0.375),
    ("hard_sigmoid", 0.25, 0.541666666666667),
    ("hard_sigmoid", 2.0, 0.833333333333333),
    ("hard_sigmoid", 6.5, 1.0),
    ("onnx::HardSigmoid", -7.5, 0.0),
    ("onnx::HardSigmoid", -0.75, 0.35),
    ("onnx::HardSigmoid", 0.25, 0.55),
    ("onnx::HardSigmoid", 2.0, 0.9),
    ("onnx::HardSigmoid", 6.5, 1.0),
    ("hard_swish", -7.5, 0.0),
    ("hard_swish", -0.75, -0.28125),
    ("hard_swish", 0.25, 0.135416666666667),
    ("hard_swish", 2.0, 1.66666666666667),
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
    ("softsign", -7.5, -0.882352941176471),
    ("softsign", -0.75, -0.428571428571429),
    ("softsign", 0.25, 0.2),
    ("softsign", 2.0, 0.666666666666667),
    ("softsign", 6.5, 0.866666666666667),
    ("softplus_threshold(x, 2, 3)", -7.5, 0.00000015295113685686),
    ("softplus_threshold(x, 2, 3)", -0.75, 0.100706638991376),
    ("softplus_threshold(x, 2, 3)", 0.25, 0.487038492090053),
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
    ("rrelu_eval", -7.5, -1.71875),
    ("rrelu_eval", -0.75, -0.171875),
    ("rrelu_eval", 0.25, 0.25),
    ("rrelu_eval", 2.0, 2.0),
    ("rrelu_eval", 6.5, 6.5),
    ("clip", -7.5, -1.0),
    ("clip", -0.75, -0.75),
    ("clip", 0.25, 0.25),
    ("clip", 2.0, 1.0),
    ("clip", 6.5, 1.0),
    ("abs", -7.5, 7.5),
    ("abs", -0.75, 0.75),
    ("abs", 0.25, 0.25),
    ("abs", 2.0, 2.0),
    ("abs", 6.5, 6.5),
    ("sign", -7.5, -1.0),
    ("sign", -0.75, -1.0),
    ("sign", 0.25, 1.0),
    ("sign", 2.0, 1.0),
    ("sign", 6.5, 1.0),
    ("relu_squared", -7.5, 0.0),
    ("relu_squared", -0.75, 0.0),
    ("relu_squared", 0.25, 0.0625),
    ("relu_squared", 2.0, 4.0),
    ("relu_squared", 6.5, 42.25),
    ("isrlu", -7.5, -0.991227900682635),
    ("isrlu", -0.75, -0.6),
    ("isrlu", 0.25, 0.25),
    ("isrlu", 2.0, 2.0),
    ("isrlu", 6.5, 6.5),
    ("elish", -7.5, -0.000552472903699365),
    ("elish", -0.75, -0.169276048908199),
    ("elish", 0.25, 0.14054412522145),
    ("elish", 2.0, 1.76159415595576),
    ("elish", 6.5, 6.49024231533121),
    ("hard_elish", -7.5, 0.0),
    ("hard_elish", -0.75, -0.0659541809073732),
    ("hard_elish", 0.25, 0.15625),
    ("hard_elish", 2.0, 2.0),
    ("hard_elish", 6.5, 6.5),
    ("penalized_tanh", -7.5, -0.249999847048887),
    ("penalized_tanh", -0.75, -0.158787238096822),
    ("penalized_tanh", 0.25, 0.244918662403709),
    ("penalized_tanh", 2.0, 0.964027580075817),
    ("penalized_tanh", 6.5, 0.999995479351404),
];
