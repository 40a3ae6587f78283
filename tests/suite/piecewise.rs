//! Definitions by pieces: planted breakpoints, pieces against enclosures, forged breakpoints.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use wronski::internals::certificate::{Certificate, Evidence, NotAnalyticEvidence};
use wronski::internals::certificate::{Limit, Reason};
use wronski::internals::check::check;
use wronski::internals::exact::enclosure::Enclosure;
use wronski::internals::expr::domain::{
    Analyticity, Order, Piece, Pieces, Piecewise, analyticity, linear_pieces, piecewise,
};
use wronski::internals::expr::enclose::enclose;
use wronski::internals::expr::{Expr, Func, Node, Parameters, Relation, catalogue, parse};
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::shipped;

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn read(text: &str) -> Expr {
    parse(text, &Parameters::new())
        .unwrap_or_else(|d| panic!("{text}: {d}"))
        .expr
}

fn known(e: &Expr) -> Option<Piecewise> {
    match piecewise(e) {
        Ok(Pieces::Known(p)) => Some(p),
        _ => None,
    }
}

/// Total functions of which some are made of pieces.
fn functions() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        4 => Just(Expr::x()),
        2 => (-4_i64..5).prop_map(Expr::int),
        1 => (-7_i64..8, 2_i64..5).prop_map(|(n, d)| Expr::ratio(n, d)),
    ];
    leaf.prop_recursive(5, 20, 4, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            3 => two.clone().prop_map(|(a, b)| a + b),
            2 => two.clone().prop_map(|(a, b)| a - b),
            3 => two.clone().prop_map(|(a, b)| a * b),
            1 => inner.clone().prop_map(|a| a.pow(2)),
            2 => (inner.clone(), 0_usize..4).prop_map(|(a, f)| {
                Expr::apply([Func::Exp, Func::Tanh, Func::Erf, Func::Sin][f], a)
            }),
            3 => inner.clone().prop_map(|a| Expr::apply(Func::Abs, a)),
            2 => two.clone().prop_map(|(a, b)| Expr::new(Node::Max(a, b))),
            2 => two.clone().prop_map(|(a, b)| Expr::new(Node::Min(a, b))),
            2 => (inner.clone(), inner.clone(), inner.clone(), inner).prop_map(|(a, b, c, d)| {
                Expr::new(Node::Where(Relation::LessEqual, [a, b, c, d]))
            }),
            2 => two.prop_map(|(a, b)| Expr::new(
                Node::Where(Relation::GreaterEqual, [Expr::x(), Expr::ratio(1, 2), a, b])
            )),
        ]
    })
}

fn value(e: &Expr, x: &BigRational) -> Option<Enclosure> {
    enclose(e, x, 100).ok()
}

fn end(e: &Option<Expr>) -> Option<Enclosure> {
    value(e.as_ref()?, &BigRational::zero())
}

/// Is the point certainly inside the piece?
fn inside(p: &Piece, x: &BigRational) -> bool {
    let right = p.low.is_none() || end(&p.low).is_some_and(|l| l.upper_rational() < *x);
    let left = p.high.is_none() || end(&p.high).is_some_and(|h| *x < h.lower_rational());
    right && left
}

fn agree(a: &Enclosure, b: &Enclosure) -> bool {
    !a.certainly_less(b) && !b.certainly_less(a)
}

const POINTS: [(i64, i64); 15] = [
    (0, 1),
    (1, 1),
    (-1, 1),
    (1, 2),
    (-2, 3),
    (3, 1),
    (-13, 4),
    (7, 5),
    (9, 1),
    (-9, 1),
    (1, 100),
    (22, 7),
    (-4, 1),
    (17, 7),
    (-5, 7),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_shrink_iters: 1000, ..ProptestConfig::default() })]

    /// The expression of a piece has the values of the function, and so has its line.
    #[test]
    fn pieces_have_the_values_of_the_function(e in functions()) {
        let Some(p) = known(&e) else { return Ok(()) };
        prop_assert_eq!(p.pieces.len(), p.breakpoints.len() + 1);
        for (n, d) in POINTS {
            let x = q(n, d);
            for piece in p.pieces.iter().filter(|piece| inside(piece, &x)) {
                let (Some(whole), Some(part)) = (value(&e, &x), value(&piece.expr, &x)) else { continue };
                prop_assert!(agree(&whole, &part), "{e} on {:?} is not {} at {x}", piece.interval(), piece.expr);
                if let Some(l) = &piece.linear {
                    let line = l.slope.clone() * Expr::num(x.clone()) + l.intercept.clone();
                    let line = value(&line, &x).expect("constants");
                    prop_assert!(agree(&whole, &line), "{e}: {line} at {x}");
                }
            }
        }
    }

    /// A function is analytic exactly if no two pieces are left.
    #[test]
    fn pieces_and_analyticity_agree(e in functions()) {
        let Some(p) = known(&e) else { return Ok(()) };
        match analyticity(&e) {
            Ok(Analyticity::Analytic { .. }) => prop_assert!(p.breakpoints.is_empty(), "{e}"),
            Ok(Analyticity::NotAnalytic { jump, .. }) => {
                prop_assert!(p.breakpoints.iter().any(|b| b.at == jump.at), "{e}");
                prop_assert_eq!(p.first_jump().map(Order::Exactly), Some(jump.order));
            }
            _ => {}
        }
    }

    /// `f + (x - c)^k g` on the right of c and `f` on the left: the derivative of order k jumps by k! g(c).
    #[test]
    fn planted_breakpoints_are_found(
        f in functions(),
        n in -9_i64..10,
        d in 1_i64..5,
        k in 0_u32..5,
        g in 0_usize..4,
        form in 0_usize..2,
    ) {
        // f itself has to be free of pieces.
        if known(&f).is_none_or(|p| p.pieces.len() != 1) || value(&f, &q(n, d)).is_none() {
            return Ok(());
        }
        let c = Expr::num(q(n, d));
        let s = Expr::x() - c.clone();
        let (g, at_c) = [
            (Expr::int(1), 1),
            (Expr::int(-3), -3),
            (Expr::apply(Func::Exp, s.clone()), 1),
            (Expr::int(2) + s.pow(2), 2),
        ][g].clone();
        let planted = match (form, k) {
            // |s| s^(k-1) g is half of the jump on either side.
            (1, 1..) => {
                f.clone() + Expr::apply(Func::Abs, s.clone()) * s.pow(i64::from(k) - 1) * g / Expr::int(2)
            }
            _ => Expr::new(Node::Where(Relation::Greater, [
                Expr::x(),
                c.clone(),
                f.clone() + s.pow(i64::from(k)) * g,
                f.clone(),
            ])),
        };
        let factorial: i64 = (1..=i64::from(k)).product();
        // A budget or a comparison that is not decided is no error; a wrong answer is.
        let Some(p) = known(&planted) else { return Ok(()) };
        prop_assert_eq!(p.breakpoints.len(), 1, "{}", planted);
        let b = &p.breakpoints[0];
        prop_assert_eq!(&b.at, &c);
        prop_assert_eq!(b.order, k, "{}", planted);
        let jump = value(&(b.right.clone() - b.left.clone()), &BigRational::zero()).expect("constants");
        prop_assert!(jump.contains(&q(factorial * at_c, 1)), "{planted}: {jump}");
    }

    /// The same function written twice is one piece.
    #[test]
    fn one_function_in_two_writings_is_never_refuted(f in functions(), n in -9_i64..10) {
        let c = Expr::int(n);
        let other = (f.clone() + c.clone() * Expr::x()) - Expr::x() * c.clone();
        let disguised = Expr::new(Node::Where(Relation::Less, [Expr::x(), c, f.clone(), other]));
        let plain = analyticity(&f);
        if let (Ok(Analyticity::Analytic { .. }), Ok(answer)) = (plain, analyticity(&disguised)) {
            prop_assert!(!matches!(answer, Analyticity::NotAnalytic { .. }), "{disguised}");
        }
    }
}

#[test]
fn a_share_of_the_planted_breakpoints_is_decided() {
    // The property above skips what is not decided; these must not be skipped.
    for text in [
        "where(x > 1/3, tanh(x) + (x - 1/3)^2, tanh(x))",
        "sin(x)*exp(x) + abs(x - 2)*(x - 2)^3",
        "where(x > -4, erf(x^2)*2 + exp(x + 4), 2*erf(x^2))",
    ] {
        assert_eq!(known(&read(text)).expect(text).breakpoints.len(), 1);
    }
}

#[test]
fn linear_pieces_of_functions_without_breakpoints() {
    let lines = |text: &str| linear_pieces(&read(text)).unwrap().len();
    assert_eq!(lines("x + sin(x)^2 - sin(x)*sin(x)"), 1);
    assert_eq!(lines("3"), 0);
    assert_eq!(lines("exp(x)"), 0);
    assert_eq!(lines("max(x, 0) + min(x, 0)"), 1);
    assert_eq!(lines("abs(x) - abs(x)"), 0);
}

fn certificate(text: &str, parameters: &[&str]) -> Certificate {
    let mut declared = Parameters::new();
    for p in parameters {
        declared.declare(p).unwrap();
    }
    verify(
        text,
        &declared,
        shipped(),
        &Limits::default(),
        Assumptions::One,
    )
    .unwrap()
    .certificate()
}

fn forged(text: &str, parameters: &[&str], change: impl Fn(&mut NotAnalyticEvidence)) -> bool {
    let mut c = certificate(text, parameters);
    for claim in &mut c.claims {
        if let Some(Evidence::NotAnalytic(e)) = &mut claim.evidence {
            change(e);
        }
    }
    check(&c).is_ok()
}

#[test]
fn forged_breakpoints_are_refused() {
    for (text, parameters) in [
        ("relu", &[][..]),
        ("hard_shrink", &[]),
        ("elu(x, a)", &["a"]),
        ("sqrt(x^2)", &[]),
        ("max(exp(x), 2)", &[]),
    ] {
        assert!(forged(text, parameters, |_| {}), "{text}");
        assert!(
            !forged(text, parameters, |e| e.breakpoint = "7".into()),
            "{text}"
        );
        assert!(!forged(text, parameters, |e| e.order = Some(5)), "{text}");
        assert!(
            !forged(text, parameters, |e| e.order_at_most = Some(9)),
            "{text}"
        );
        assert!(
            !forged(text, parameters, |e| e.left = Some("17".into())),
            "{text}"
        );
        assert!(!forged(text, parameters, |e| e.right = None), "{text}");
        assert!(
            !forged(text, parameters, |e| e.value = Some("x".into())),
            "{text}"
        );
    }
    assert!(!forged("relu", &[], |e| e.linear_pieces.clear()));
    assert!(!forged("relu", &[], |e| e.linear_pieces[0].slope = "2".into()));
    assert!(!forged("relu", &[], |e| {
        e.linear_pieces[0].interval[0] = "-inf".into();
    }));
    // The excluded values belong to the claim.
    let mut c = certificate("elu(x, a)", &["a"]);
    c.claims[1].exceptional.clear();
    assert!(check(&c).is_err());
    let mut c = certificate("elu(x, a)", &["a"]);
    c.claims[0].exceptional.clear();
    assert!(check(&c).is_err());
    let mut c = certificate("max(x, 0)^2 + min(x, 0)^2", &[]);
    assert!(check(&c).is_ok());
    if let Some(Evidence::Analytic { single_piece, .. }) = &mut c.claims[0].evidence {
        assert_eq!(single_piece.take().as_deref(), Some("x^2"));
    }
    assert!(check(&c).is_err());
    // A line that is claimed of an analytic function.
    let mut c = certificate("x/2 + exp(0*x)", &[]);
    assert!(check(&c).is_ok());
    if let Some(Evidence::Analytic { linear_pieces, .. }) = &mut c.claims[0].evidence {
        assert_eq!(linear_pieces.len(), 1);
        linear_pieces[0].intercept = "0".into();
    }
    assert!(check(&c).is_err());
}

/// What is decided for an entry, with the default values and with others, is re-derived by the checker.
#[test]
fn certificates_of_the_catalogue_are_valid() {
    for entry in catalogue::all() {
        let mut calls = vec![entry.call(None)];
        if !entry.parameters.is_empty() {
            let values = vec![Expr::ratio(2, 3); entry.parameters.len()];
            calls.push(entry.call(Some(&values)));
        }
        for call in calls {
            let c = certificate(&call.to_string(), &[]);
            if let Err(r) = check(&c) {
                panic!("{call}: {r}");
            }
        }
    }
}

/// A long chain of pieces stops at a limit.
#[test]
fn budgets() {
    let start = std::time::Instant::now();
    let mut e = Expr::x();
    for _ in 0..60 {
        e = Expr::apply(Func::Abs, e - Expr::int(1));
    }
    assert!(piecewise(&e).is_ok());
    let product = (1..80).fold(Expr::int(1), |p, k| {
        p * Expr::apply(
            Func::Abs,
            Expr::x() - Expr::num(BigRational::from_integer(BigInt::from(k))),
        )
    });
    let Pieces::Unknown { reason } = piecewise(&product).unwrap() else {
        panic!("80 pieces");
    };
    assert!(
        matches!(
            reason,
            Reason::Limit {
                limit: Limit::Pieces | Limit::Cuts | Limit::CutNodes,
                ..
            }
        ),
        "{reason}"
    );
    assert!(start.elapsed().as_secs() < 60);
}
