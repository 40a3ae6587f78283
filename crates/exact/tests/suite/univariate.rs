//! Polynomials over Q: root counts against planted roots, signs against sampling.

use num_rational::BigRational;
use proptest::prelude::*;
use wronski_exact::univariate::{BudgetExceeded, End, Signs, UnivariatePolynomial as Poly};

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn product(factors: &[Poly]) -> Poly {
    factors
        .iter()
        .fold(Poly::from_integers(&[1]), |p, f| p.times(f).unwrap())
}

fn on_line(p: &Poly) -> Signs {
    p.signs_between(&End::Infinite, &End::Infinite).unwrap()
}

fn signs(negative: bool, zero: bool, positive: bool) -> Signs {
    Signs {
        negative,
        zero,
        positive,
    }
}

#[test]
fn signs_on_the_line() {
    assert_eq!(
        on_line(&Poly::from_integers(&[1, 0, 1])),
        signs(false, false, true)
    );
    assert_eq!(
        on_line(&Poly::from_integers(&[-1, 0, -1])),
        signs(true, false, false)
    );
    assert_eq!(
        on_line(&Poly::from_integers(&[1, -2, 1])),
        signs(false, true, true)
    );
    assert_eq!(
        on_line(&Poly::from_integers(&[-2, 0, 1])),
        signs(true, true, true)
    );
    assert_eq!(
        on_line(&Poly::from_integers(&[1, 1, 1])),
        signs(false, false, true)
    );
    // Motzkin-like in one variable: x^4 - 3x^2 + 9/4 = (x^2 - 3/2)^2.
    assert_eq!(
        on_line(&Poly::new(&[q(9, 4), q(0, 1), q(-3, 1), q(0, 1), q(1, 1)])),
        signs(false, true, true)
    );
    assert_eq!(
        on_line(&Poly::from_integers(&[])),
        signs(false, true, false)
    );
    assert_eq!(
        on_line(&Poly::from_integers(&[-5])),
        signs(true, false, false)
    );
}

#[test]
fn signs_on_a_half_line() {
    let zero = || q(0, 1);
    let positive = |p: &Poly| p.signs_between(&End::Open(zero()), &End::Infinite).unwrap();
    let nonnegative = |p: &Poly| {
        p.signs_between(&End::Closed(zero()), &End::Infinite)
            .unwrap()
    };
    let p = Poly::from_integers(&[0, 1]);
    assert_eq!(positive(&p), signs(false, false, true));
    assert_eq!(nonnegative(&p), signs(false, true, true));
    let p = Poly::from_integers(&[2, 2, 1]);
    assert_eq!(positive(&p), signs(false, false, true));
    let p = Poly::from_integers(&[-1, 1]);
    assert_eq!(positive(&p), signs(true, true, true));
    let p = Poly::from_integers(&[3, -3, 1]); // discriminant 9 - 12 < 0
    assert_eq!(positive(&p), signs(false, false, true));
    let p = Poly::from_integers(&[1, -2, 1]);
    assert_eq!(positive(&p), signs(false, true, true));
    let left = p
        .signs_between(&End::Infinite, &End::Open(q(1, 1)))
        .unwrap();
    assert_eq!(left, signs(false, false, true));
    let left = p
        .signs_between(&End::Infinite, &End::Closed(q(1, 1)))
        .unwrap();
    assert_eq!(left, signs(false, true, true));
}

#[test]
fn root_counts_respect_open_and_closed_ends() {
    let p = product(&[
        Poly::from_integers(&[-1, 1]),
        Poly::from_integers(&[-1, 1]),
        Poly::from_integers(&[-3, 1]),
        Poly::from_integers(&[1, 0, 1]),
    ]);
    let count = |a: End, b: End| p.count_roots(&a, &b).unwrap();
    assert_eq!(count(End::Infinite, End::Infinite), Some(2));
    assert_eq!(count(End::Closed(q(1, 1)), End::Closed(q(3, 1))), Some(2));
    assert_eq!(count(End::Open(q(1, 1)), End::Closed(q(3, 1))), Some(1));
    assert_eq!(count(End::Closed(q(1, 1)), End::Open(q(3, 1))), Some(1));
    assert_eq!(count(End::Open(q(1, 1)), End::Open(q(3, 1))), Some(0));
    assert_eq!(count(End::Infinite, End::Open(q(1, 1))), Some(0));
    assert_eq!(count(End::Infinite, End::Closed(q(1, 1))), Some(1));
    assert_eq!(count(End::Closed(q(1, 1)), End::Closed(q(1, 1))), Some(1));
    assert_eq!(count(End::Closed(q(4, 1)), End::Infinite), Some(0));
    assert_eq!(
        Poly::from_integers(&[])
            .count_roots(&End::Infinite, &End::Infinite)
            .unwrap(),
        None
    );
}

#[test]
fn irrational_roots_are_isolated_and_rational_ones_are_exact() {
    let p = product(&[
        Poly::from_integers(&[-2, 0, 1]),
        Poly::from_integers(&[-2, 3]),
    ]);
    let roots = p.real_roots().unwrap();
    assert_eq!(roots.len(), 3);
    assert!(roots[0].exact().is_none() && roots[2].exact().is_none());
    assert_eq!(roots[1].exact(), Some(&q(2, 3)));
    assert!(
        &roots[2].lower * &roots[2].lower < q(2, 1) && &roots[2].upper * &roots[2].upper > q(2, 1)
    );
    assert_eq!(p.rational_roots().unwrap(), vec![q(2, 3)]);
}

#[test]
fn a_wilkinson_polynomial() {
    let p = product(
        &(1..=20)
            .map(|k| Poly::from_integers(&[-k, 1]))
            .collect::<Vec<_>>(),
    );
    assert_eq!(
        p.rational_roots().unwrap(),
        (1..=20).map(|k| q(k, 1)).collect::<Vec<_>>()
    );
    // Wilkinson's perturbation: x^19's coefficient less 2^-23 leaves ten real roots.
    let mut c = p.coefficients();
    c[19] -= q(1, 1 << 23);
    assert_eq!(Poly::new(&c).real_roots().unwrap().len(), 10);
}

#[test]
fn budgets_are_named() {
    let mut big = vec![0_i64; 1001];
    (big[0], big[1], big[1000]) = (-1, 1, 1);
    let p = Poly::from_integers(&big);
    assert_eq!(p.times(&p), Err(BudgetExceeded::Degree));
    assert_eq!(p.real_roots(), Err(BudgetExceeded::SturmDegree));
    let mut power = vec![0_i64; 1001];
    power[1000] = 1;
    assert_eq!(
        on_line(&Poly::from_integers(&power)),
        signs(false, true, true)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn planted_roots_are_found(mut roots in prop::collection::vec((-30_i64..30, 1_i64..7), 1..6),
                               multiplicity in prop::collection::vec(1_usize..3, 6), sign in any::<bool>()) {
        let mut factors = vec![Poly::from_integers(&[if sign { 5 } else { -5 }]), Poly::from_integers(&[3, 1, 1])];
        for (i, (n, d)) in roots.iter().enumerate() {
            for _ in 0..multiplicity[i] {
                factors.push(Poly::from_integers(&[-n, *d]));
            }
        }
        let p = product(&factors);
        let mut expected: Vec<BigRational> = roots.drain(..).map(|(n, d)| q(n, d)).collect();
        expected.sort();
        expected.dedup();
        prop_assert_eq!(p.rational_roots().unwrap(), expected.clone());
        prop_assert_eq!(p.count_roots(&End::Infinite, &End::Infinite).unwrap(), Some(expected.len()));
        // Signs against sampling next to the planted roots.
        let mut seen = Signs { negative: false, zero: true, positive: false };
        for root in &expected {
            for at in [root - q(1, 1000), root + q(1, 1000)] {
                match p.sign_at(&at) {
                    0 => {}
                    s if s > 0 => seen.positive = true,
                    _ => seen.negative = true,
                }
            }
        }
        prop_assert_eq!(on_line(&p), seen);
    }

    #[test]
    fn ring_laws(a in prop::collection::vec(-9_i64..9, 0..6), b in prop::collection::vec(-9_i64..9, 0..6), at in -9_i64..9) {
        let (p, r, at) = (Poly::from_integers(&a), Poly::from_integers(&b), q(at, 4));
        prop_assert_eq!(p.times(&r).unwrap().evaluate(&at), p.evaluate(&at) * r.evaluate(&at));
        prop_assert_eq!(p.plus(&r).evaluate(&at), p.evaluate(&at) + r.evaluate(&at));
        // (p r)' = p' r + p r'
        let left = p.times(&r).unwrap().derivative();
        let right = p.derivative().times(&r).unwrap().plus(&p.times(&r.derivative()).unwrap());
        prop_assert_eq!(left, right);
        let g = p.times(&r).unwrap().gcd(&p);
        prop_assert_eq!(g.degree(), p.degree().or(g.degree()));
    }
}
