//! Random expressions: what is said to hold everywhere holds at every point that is tried.

use num_rational::BigRational;
use num_traits::Zero;
use proptest::prelude::*;
use wronski_exact::enclosure::EnclosureError;
use wronski_exact::univariate::End;
use wronski_expr::domain::{Analyticity, Definedness, Range, analyticity, definedness, range};
use wronski_expr::enclose::{EncloseError, enclose};
use wronski_expr::{Expr, Func, Node, Relation};

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn expressions() -> impl Strategy<Value = Expr> {
    let leaf = prop_oneof![
        4 => Just(Expr::x()),
        2 => (-4_i64..5).prop_map(Expr::int),
        1 => (-7_i64..8, 2_i64..5).prop_map(|(n, d)| Expr::ratio(n, d)),
        1 => Just(Expr::new(Node::Pi)),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            3 => two.clone().prop_map(|(a, b)| a + b),
            2 => two.clone().prop_map(|(a, b)| a - b),
            3 => two.clone().prop_map(|(a, b)| a * b),
            3 => two.clone().prop_map(|(a, b)| a / b),
            3 => (inner.clone(), -3_i64..5).prop_map(|(a, n)| a.pow(n)),
            1 => (inner.clone(), -3_i64..5, 2_i64..4)
                .prop_map(|(a, n, d)| Expr::new(Node::Pow(a, Expr::ratio(n, d)))),
            6 => (inner.clone(), 0..Func::ALL.len()).prop_map(|(a, f)| Expr::apply(Func::ALL[f], a)),
            1 => two.clone().prop_map(|(a, b)| Expr::new(Node::Max(a, b))),
            1 => two.clone().prop_map(|(a, b)| Expr::new(Node::Min(a, b))),
            1 => two.clone().prop_map(|(a, b)| a.compose(&b)),
            1 => (inner.clone(), inner.clone(), inner.clone(), inner).prop_map(|(a, b, c, d)| Expr::new(
                Node::Where(Relation::Less, [a, b, c, d])
            )),
            1 => two.prop_map(|(a, b)| Expr::new(
                Node::Where(Relation::GreaterEqual, [Expr::x(), Expr::ratio(1, 2), a, b])
            )),
        ]
    })
}

const POINTS: [(i64, i64); 13] = [
    (0, 1),
    (1, 1),
    (-1, 1),
    (1, 2),
    (-2, 3),
    (3, 1),
    (-13, 4),
    (7, 5),
    (20, 1),
    (-20, 1),
    (1, 100),
    (22, 7),
    (-150, 1),
];

/// Does the interval certainly miss the range?
fn misses(range: &Range, low: &BigRational, high: &BigRational) -> bool {
    let below = match &range.low {
        End::Infinite => false,
        End::Closed(a) => high < a,
        End::Open(a) => high <= a,
    };
    let above = match &range.high {
        End::Infinite => false,
        End::Closed(b) => low > b,
        End::Open(b) => low >= b,
    };
    below || above || (range.nonzero && low.is_zero() && high.is_zero())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn facts_hold_at_sample_points(e in expressions()) {
        let Ok(range) = range(&e) else { return Ok(()) };
        let answer = definedness(&e);
        let everywhere = matches!(answer, Ok(Definedness::DefinedEverywhere { .. }));
        for (n, d) in POINTS {
            match enclose(&e, &q(n, d), 100) {
                Ok(v) => prop_assert!(
                    !misses(&range, &v.lower_rational(), &v.upper_rational()),
                    "{e} at {n}/{d}: {v} outside {range}"
                ),
                Err(EncloseError::Arithmetic(EnclosureError::OutsideDomain { certainly: true, .. })) => {
                    prop_assert!(!everywhere, "{e} is not defined at {n}/{d}");
                }
                Err(_) => {}
            }
        }
        if let Ok(Analyticity::Analytic { .. }) = analyticity(&e) {
            prop_assert!(everywhere);
        }
    }

    #[test]
    fn a_function_that_is_not_analytic_is_not_a_smooth_one_in_disguise(e in expressions()) {
        // f and abs(f)^2/f^2 * f and the like: adding a smooth function never hides a breakpoint.
        let smooth = Expr::apply(Func::Sin, Expr::x());
        if let Ok(Analyticity::NotAnalytic { .. }) = analyticity(&e) {
            let shifted = analyticity(&(e.clone() + smooth));
            prop_assert!(!matches!(shifted, Ok(Analyticity::Analytic { .. })), "{e}");
        }
    }

    #[test]
    fn the_answer_does_not_depend_on_the_run(e in expressions()) {
        prop_assert_eq!(format!("{:?}", definedness(&e)), format!("{:?}", definedness(&e)));
    }
}
