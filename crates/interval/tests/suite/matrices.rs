//! Determinants and ranks of interval matrices against exact rational arithmetic.

use std::cell::Cell;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use wronski_expr::{Expr, Parameters, parse};
use wronski_interval::{
    Evaluator, Exclusion, Fault, Interval, IntervalMatrix, alternant, candidate_relations,
    certified_rank_at_least, combination, determinant_excludes_zero, row, sample_points,
};

/// A small generator with an explicit seed (Lehmer's, modulus 2^31 - 1).
struct Random(u64);

impl Random {
    fn int(&mut self, bound: i64) -> i64 {
        self.0 = self.0 * 48271 % 0x7fff_ffff;
        i64::try_from(self.0).unwrap() % (2 * bound + 1) - bound
    }
}

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

type Exact = Vec<Vec<BigRational>>;

fn enclosed(rows: &Exact, bits: u32) -> IntervalMatrix {
    let rows = rows
        .iter()
        .map(|r| r.iter().map(|a| Interval::from_rational(a, bits)).collect());
    IntervalMatrix::from_rows(rows.collect()).unwrap()
}

/// The determinant by expansion along the first row: slow, and nothing like elimination.
fn laplace(rows: &Exact) -> BigRational {
    let Some((first, rest)) = rows.split_first() else {
        return BigRational::one();
    };
    let mut sum = BigRational::zero();
    for (j, a) in first.iter().enumerate().filter(|(_, a)| !a.is_zero()) {
        let minor = rest
            .iter()
            .map(|r| {
                r.iter()
                    .enumerate()
                    .filter(|&(k, _)| k != j)
                    .map(|(_, b)| b.clone())
                    .collect()
            })
            .collect();
        let term = a * laplace(&minor);
        sum = if j % 2 == 0 { sum + term } else { sum - term };
    }
    sum
}

#[test]
fn determinants_contain_the_exact_value() {
    let mut random = Random(7);
    let mut excluded = 0;
    for round in 0..300 {
        let n = 1 + round % 6;
        let rows: Exact = (0..n)
            .map(|_| {
                (0..n)
                    .map(|_| q(random.int(9), 1 + random.int(4).abs()))
                    .collect()
            })
            .collect();
        let exact = laplace(&rows);
        for bits in [20, 53, 200] {
            match enclosed(&rows, bits).determinant() {
                Ok(det) => {
                    assert!(det.contains(&exact), "{rows:?}: {det} without {exact}");
                    if det.certainly_nonzero() {
                        excluded += 1;
                        assert!(!exact.is_zero());
                    }
                }
                Err(fault) => assert_eq!(
                    (fault, exact.is_zero()),
                    (Fault::Division, true),
                    "{rows:?}"
                ),
            }
        }
    }
    assert!(excluded > 600, "{excluded} determinants told from zero");
}

#[test]
fn a_small_determinant_is_told_from_zero() {
    // The 20 x 20 Hilbert matrix has c(20)^4/c(40) = 4.20617895662...e-226, c(n) the product of 1! to (n-1)!;
    // A005249 of the OEIS lists the reciprocals of the first ones.
    let hilbert = |n: i64| -> Exact {
        (1..=n)
            .map(|i| (0..n).map(|j| q(1, i + j)).collect())
            .collect()
    };
    let reciprocal = [1, 12, 2160, 6_048_000, 266_716_800_000];
    for (n, r) in (1..).zip(reciprocal) {
        let det = enclosed(&hilbert(n), 100).determinant().unwrap();
        assert!(
            det.contains(&q(1, r)) && det.certainly_positive(),
            "order {n}: {det}"
        );
    }
    let outcome = determinant_excludes_zero(|bits| Ok(enclosed(&hilbert(20), bits)), 4096).unwrap();
    let Exclusion::Excluded { determinant, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(determinant.certainly_positive());
    assert!(determinant.contains_interval(&enclosed(&hilbert(20), 2000).determinant().unwrap()));
    assert_eq!(
        determinant.to_string(),
        "[4.20617895662e-226, 4.20617895663e-226]"
    );
}

#[test]
fn a_singular_matrix_is_never_told_from_zero() {
    let third = q(1, 3);
    let rows = vec![
        vec![third.clone(), q(1, 7), q(2, 1)],
        vec![q(2, 3), q(2, 7), q(4, 1)],
        vec![q(1, 1), q(5, 1), q(1, 9)],
    ];
    let outcome = determinant_excludes_zero(|bits| Ok(enclosed(&rows, bits)), 4096).unwrap();
    assert!(
        matches!(outcome, Exclusion::Open { precision: 4096 }),
        "{outcome:?}"
    );
}

#[test]
fn ranks_never_exceed_and_reach_the_planted_rank() {
    let mut random = Random(11);
    for round in 0..60 {
        let (m, n) = (3 + round % 5, 2 + round % 6);
        let rank = round % (m.min(n) + 1);
        // A product of m x r and r x n factors, each containing an identity: rank exactly r.
        let factor = |random: &mut Random, rows: usize, columns: usize| -> Exact {
            (0..rows)
                .map(|i| {
                    (0..columns)
                        .map(|j| {
                            if i < rank && j < rank {
                                q(i64::from(i == j), 1)
                            } else {
                                q(random.int(9), 7)
                            }
                        })
                        .collect()
                })
                .collect()
        };
        let (left, right) = (factor(&mut random, m, rank), factor(&mut random, rank, n));
        let rows: Exact = left
            .iter()
            .map(|l| {
                (0..n)
                    .map(|j| l.iter().zip(&right).map(|(a, r)| a * &r[j]).sum())
                    .collect()
            })
            .collect();
        match certified_rank_at_least(|bits| Ok(enclosed(&rows, bits)), 1024) {
            Ok(found) => {
                assert_eq!(found.rank, rank);
                let minor: Exact = found
                    .rows
                    .iter()
                    .map(|&i| found.columns.iter().map(|&j| rows[i][j].clone()).collect())
                    .collect();
                let exact = laplace(&minor);
                assert!(!exact.is_zero() && found.determinant.contains(&exact));
            }
            Err(fault) => assert!(rank == 0 && matches!(fault, Fault::Budget(_)), "{fault}"),
        }
    }
}

#[test]
fn precision_rises_only_as_far_as_needed() {
    let highest = Cell::new(0);
    let nearly = |bits: u32| {
        highest.set(bits);
        // Rows that differ by 2^-700 relative: 256 and 512 bits do not tell them apart.
        let tiny = BigRational::new(BigInt::one(), BigInt::one() << 700);
        Ok(enclosed(
            &vec![vec![q(1, 3), q(1, 7)], vec![q(1, 3) + tiny, q(1, 7)]],
            bits,
        ))
    };
    let found = certified_rank_at_least(nearly, 4096).unwrap();
    assert_eq!(
        (found.rank, found.precision, highest.get()),
        (2, 1024, 1024)
    );
    // With too small a budget the answer is smaller, not wrong.
    assert_eq!(certified_rank_at_least(nearly, 512).unwrap().rank, 1);
    assert!(matches!(
        determinant_excludes_zero(nearly, 512).unwrap(),
        Exclusion::Open { precision: 512 }
    ));
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    let one = Interval::one(53);
    let ragged = IntervalMatrix::from_rows(vec![vec![one.clone()], vec![one.clone(), one.clone()]]);
    assert!(matches!(ragged.unwrap_err(), Fault::Shape(_)));
    let wide = IntervalMatrix::from_rows(vec![vec![one.clone(), one.clone()]]).unwrap();
    assert!(matches!(wide.determinant().unwrap_err(), Fault::Shape(_)));
    assert!(matches!(
        wide.select(&[1], &[0]).unwrap_err(),
        Fault::Shape(_)
    ));
    assert!(matches!(
        determinant_excludes_zero(|_| Ok(wide.clone()), 512),
        Err(Fault::Shape(_))
    ));
    let empty = IntervalMatrix::from_rows(vec![]).unwrap();
    assert!(
        empty.determinant().unwrap().contains(&q(1, 1)),
        "the empty product"
    );
}

fn family(texts: &[&str]) -> Vec<Expr> {
    texts
        .iter()
        .map(|t| {
            parse(t, &Parameters::new())
                .unwrap_or_else(|d| panic!("{t}: {d}"))
                .expr
        })
        .collect()
}

/// Families whose rank is known by hand; the trap with nearly equal functions included.
#[test]
fn known_families() {
    let cases: [(&[&str], usize); 8] = [
        (&["softplus(x)", "softplus(-x)", "x"], 2),
        (&["tanh(x)", "sigmoid(2*x)", "1"], 2),
        (&["mish(x)", "mish(-x)", "x"], 3),
        (&["jax::gelu(x)", "torch::gelu(x)", "x"], 3),
        (&["cosh(x)", "sinh(x)", "exp(x)"], 2),
        (&["softplus(x)", "softplus(2*x)", "1", "x"], 4),
        (&["x^2", "x*abs(x)"], 2),
        (
            &["mish(x)", "x*(exp(2*x)+2*exp(x))/(exp(2*x)+2*exp(x)+2)"],
            1,
        ),
    ];
    for (texts, rank) in cases {
        let functions = family(texts);
        let points = sample_points(texts.len() + 3);
        let matrix = |bits| alternant(&points, &Evaluator::new(bits), |x, e| row(&functions, x, e));
        assert_eq!(
            certified_rank_at_least(matrix, 2048).unwrap().rank,
            rank,
            "{texts:?}"
        );
        let candidates = candidate_relations(&matrix(2048).unwrap()).unwrap();
        assert_eq!(candidates.len(), texts.len() - rank, "{texts:?}");
    }
}

#[test]
fn candidates_are_the_planted_relations() {
    let functions = family(&[
        "exp(x)",
        "sin(x)",
        "22/7*exp(x) - 5*sin(x)",
        "x",
        "1/3*x + sin(x)",
    ]);
    let points = sample_points(9);
    let matrix = alternant(&points, &Evaluator::new(1024), |x, e| row(&functions, x, e)).unwrap();
    let found = candidate_relations(&matrix).unwrap();
    let z = || q(0, 1);
    let expected = vec![
        Some(vec![q(-22, 7), q(5, 1), q(1, 1), z(), z()]),
        Some(vec![z(), q(-1, 1), z(), q(-1, 3), q(1, 1)]),
    ];
    assert_eq!(found, expected);
    let values = row(&functions, &q(9, 4), &Evaluator::new(200)).unwrap();
    let sum = combination(found[0].as_ref().unwrap(), &values).unwrap();
    assert!(sum.possibly_zero() && sum.width() < 1e-50);
    // A relation with an irrational coefficient is reported as such.
    let functions = family(&["exp(x)", "pi*exp(x)"]);
    let matrix = alternant(&points, &Evaluator::new(1024), |x, e| row(&functions, x, e)).unwrap();
    assert_eq!(candidate_relations(&matrix).unwrap(), vec![None]);
}

#[test]
fn sample_points_are_distinct_and_stay_in_their_range() {
    let points = sample_points(1000);
    let mut sorted = points.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 1000);
    assert!(sorted[0] >= q(-3, 1) && sorted[999] < q(3, 1));
}
