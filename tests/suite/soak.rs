//! Random families with planted relations or planted independence, decided by the tower and by determinants at real
//! points: no verdict may be wrong.
//!
//! A family is a list of rational combinations, with a matrix of known rank, of functions that are linearly
//! independent; each function is written in one of several ways, and x is scaled. So the rank of the family is
//! that of the matrix. That the functions are independent is shown first, by enclosed determinants alone.
//!
//! `WRONSKI_SOAK` says how many families; `make soak` runs 100000 of them.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::{Random, invertible, rank, rational};
use num_rational::BigRational;
use num_traits::{One, Zero};
use wronski::internals::certificate::Verdict;
use wronski::internals::expr::{Expr, Parameters, parse};
use wronski::internals::interval::{Evaluator, alternant, certified_rank_at_least, sample_points};
use wronski::internals::pipeline::{Limits, independent};
use wronski::internals::rewrite::shipped;
use wronski::internals::theorem::Detail;

/// Independent functions, each with other ways to write it (identities of the handbooks).
const POOLS: [&[&[&str]]; 9] = [
    &[
        &["1", "exp(0)", "cosh(X)^2 - sinh(X)^2"],
        &["X", "log(exp(X))", "asinh(sinh(X))"],
        &["exp(X)", "cosh(X) + sinh(X)", "1/exp(-X)"],
        &["exp(-X)", "cosh(X) - sinh(X)"],
        &["X*exp(X)", "X/exp(-X)", "log(exp(X))*exp(X)"],
        &["exp(2*X)", "exp(X)^2", "(cosh(X) + sinh(X))*exp(X)"],
        &["X^2", "(X + 1)*(X - 1) + 1"],
    ],
    &[
        &["sin(X)", "2*sin(X/2)*cos(X/2)", "cos(X - pi/2)"],
        &["cos(X)", "1 - 2*sin(X/2)^2", "sin(X + pi/2)"],
        &["sin(2*X)", "2*sin(X)*cos(X)"],
        &["cos(2*X)", "2*cos(X)^2 - 1", "cos(X)^2 - sin(X)^2"],
        &["X*sin(X)", "X*cos(pi/2 - X)"],
        &["1", "sin(X)^2 + cos(X)^2"],
        &["cos(3*X)", "4*cos(X)^3 - 3*cos(X)"],
    ],
    &[
        &["sigmoid(X)", "1/(1 + exp(-X))", "(1 + tanh(X/2))/2"],
        &["sigmoid(X)^2", "sigmoid(X) - sigmoid(X)*sigmoid(-X)"],
        &[
            "softplus(X)",
            "log(1 + exp(X))",
            "X + softplus(-X)",
            "X - log(sigmoid(X))",
        ],
        &["X", "softplus(X) - softplus(-X)"],
        &["X*sigmoid(X)", "silu(X)", "X*(1 - sigmoid(-X))"],
        &["1", "sigmoid(X) + sigmoid(-X)"],
        &[
            "log(2 + exp(X))",
            "log(2 + 3*exp(X) + exp(2*X)) - softplus(X)",
        ],
    ],
    &[
        &["erf(X)", "1 - erfc(X)", "-erf(-X)"],
        &["exp(-X^2)", "exp(X)^(-X)", "1/exp(X^2)"],
        &["X*erf(X)", "X - X*erfc(X)"],
        &["1", "erf(X) + erfc(X)"],
        &["X", "X*(erf(X) + erfc(X))"],
        &["X*exp(-X^2)", "-X*(0 - exp(-X^2))"],
    ],
    &[
        &["sqrt(1 + X^2)", "cosh(asinh(X))", "(1 + X^2)/sqrt(1 + X^2)"],
        &[
            "asinh(X)",
            "log(X + sqrt(1 + X^2))",
            "-log(sqrt(1 + X^2) - X)",
        ],
        &["1/sqrt(1 + X^2)", "(1 + X^2)^(-1/2)", "cos(atan(X))"],
        &["X/sqrt(1 + X^2)", "sin(atan(X))", "X*(1 + X^2)^(-1/2)"],
        &["sqrt(2 + X^2)", "sqrt((1 + X^2)*(2 + X^2))/sqrt(1 + X^2)"],
        &["X", "sinh(asinh(X))", "tan(atan(X))"],
    ],
    &[
        &["atan(X)", "-atan(-X)", "2*atan(X/(1 + sqrt(1 + X^2)))"],
        &["log(1 + X^2)", "2*log(sqrt(1 + X^2))", "-log(1/(1 + X^2))"],
        &["X*atan(X)", "-X*atan(-X)"],
        &["1/(1 + X^2)", "cos(atan(X))^2", "(1 + cos(2*atan(X)))/2"],
        &["1", "(1 + X^2)/(1 + X^2)"],
        &["X", "tan(atan(X))"],
    ],
    &[
        &["atan(exp(X))", "pi/2 - atan(exp(-X))"],
        &["tanh(X)", "1 - 2/(1 + exp(2*X))", "sinh(X)/cosh(X)"],
        &["1/cosh(X)", "2/(exp(X) + exp(-X))", "cos(atan(sinh(X)))"],
        &["tanh(X)^2", "1 - 1/cosh(X)^2"],
        &["X", "log(exp(X))"],
        &["X*tanh(X)", "X*sinh(2*X)/(1 + cosh(2*X))"],
    ],
    &[
        &["exp(sqrt(2)*X)", "exp(sqrt(8)*X/2)"],
        &["exp(X)", "exp(X/2)^2"],
        &["exp(sqrt(3)*X)", "exp(sqrt(12)*X/2)"],
        &["exp((1 + sqrt(2))*X)", "exp(X)*exp(sqrt(2)*X)"],
        &["sin(sqrt(2)*X)", "2*sin(X/sqrt(2))*cos(X/sqrt(2))"],
        &["1", "exp(sqrt(2)*X)*exp(-sqrt(2)*X)"],
    ],
    &[
        &["exp(exp(X))", "exp(cosh(X))*exp(sinh(X))"],
        &["log(1 + X^2 + exp(X))", "-log(1/(exp(X) + X^2 + 1))"],
        &["sin(exp(X))", "2*sin(exp(X)/2)*cos(exp(X)/2)"],
        &["exp(X)", "exp(2*X)*exp(-X)"],
        &["exp(sin(X))", "exp(sin(X)/3)^3"],
        &["sqrt(1 + exp(X))", "(1 + exp(X))/sqrt(1 + exp(X))"],
    ],
];

fn read(text: &str) -> Expr {
    parse(text, &Parameters::new())
        .unwrap_or_else(|d| panic!("{text}: {}", d.message))
        .expr
}

/// A proof by enclosures that the family has at least some rank.
fn rank_at_least(functions: &[Expr], budget: u32) -> usize {
    let points = sample_points(functions.len() + 2);
    let evaluator = Evaluator::new(128);
    let matrix = |bits| {
        alternant(&points, &evaluator.at_precision(bits), |x, e| {
            wronski::internals::interval::row(functions, x, e)
        })
    };
    certified_rank_at_least(matrix, budget).map_or(0, |w| w.rank)
}

/// An m x n matrix of rank r.
fn planted_matrix(random: &mut Random, m: usize, n: usize, r: usize) -> Vec<Vec<BigRational>> {
    let mut rows: Vec<Vec<BigRational>> = (0..r)
        .map(|i| {
            let mut row = vec![BigRational::zero(); n];
            row[i] = BigRational::one();
            for entry in &mut row[i + 1..] {
                if random.int(0, 2) == 0 {
                    *entry = rational(random.int(-9, 9), random.int(1, 7));
                }
            }
            row
        })
        .collect();
    while rows.len() < m {
        let q: Vec<BigRational> = (0..r)
            .map(|_| rational(random.int(-5, 5), random.int(1, 6)))
            .collect();
        rows.push(
            (0..n)
                .map(|c| q.iter().zip(&rows).map(|(q, row)| q * &row[c]).sum())
                .collect(),
        );
    }
    invertible(random, m)
        .iter()
        .map(|s| {
            (0..n)
                .map(|c| s.iter().zip(&rows).map(|(q, row)| q * &row[c]).sum())
                .collect()
        })
        .collect()
}

struct Case {
    texts: Vec<String>,
    matrix: Vec<Vec<BigRational>>,
}

fn case(seed: u64) -> Case {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9) + 0x50AC);
    let pool = random.pick(&POOLS);
    let mut order: Vec<usize> = (0..pool.len()).collect();
    for i in (1..order.len()).rev() {
        order.swap(i, random.int(0, i as i64) as usize);
    }
    let n = random.int(2, 4) as usize;
    let m = random.int(2, n as i64 + 1) as usize;
    let r = if random.int(0, 1) == 0 && m <= n {
        m
    } else {
        random.int(1, m.min(n) as i64) as usize
    };
    let argument = match random.int(0, 3) {
        0 => format!("({}*x)", random.int(2, 3)),
        1 => format!("(x/{})", random.int(2, 3)),
        _ => "x".to_string(),
    };
    let matrix = planted_matrix(&mut random, m, n, r);
    let texts = matrix
        .iter()
        .map(|row| {
            let terms: Vec<String> = row
                .iter()
                .zip(&order)
                .filter(|(q, _)| !q.is_zero())
                .map(|(q, &f)| {
                    let text = random.pick(pool[f]).replace('X', &argument);
                    format!("({q})*({text})")
                })
                .collect();
            if terms.is_empty() {
                "0".to_string()
            } else {
                terms.join(" + ")
            }
        })
        .collect();
    Case { texts, matrix }
}

enum Answer {
    Decided { second_route_agrees: bool },
    Undecided(String),
}

/// Decides one family and compares; an error is a wrong verdict.
fn decide(case: &Case) -> Result<Answer, String> {
    let m = case.texts.len();
    let expected = rank(case.matrix.clone());
    let texts: Vec<&str> = case.texts.iter().map(String::as_str).collect();
    let v = independent(&texts, &Parameters::new(), shipped(), &Limits::default())
        .map_err(|f| format!("{texts:?}: {}", f.diagnostic.message))?;
    let expressions: Vec<Expr> = texts.iter().map(|t| read(t)).collect();
    let at_least = rank_at_least(&expressions, 512);
    if at_least > expected {
        return Err(format!(
            "{texts:?}: rank {expected}, the second route says at least {at_least}"
        ));
    }
    match (&v.claim.verdict, &v.claim.detail) {
        (Verdict::Proved(_), _) if expected == m => {}
        (
            Verdict::Refuted(_),
            Detail::Rank {
                rank: Some(Ok(found)),
                ..
            },
        ) if expected < m => {
            if found.rank != expected {
                return Err(format!(
                    "{texts:?}: rank {expected}, the verdict says {}",
                    found.rank
                ));
            }
            // Each relation is one of the rows of the matrix.
            for relation in &found.relations {
                let q: Option<Vec<BigRational>> = relation
                    .coefficients
                    .iter()
                    .map(|c| c.as_rational())
                    .collect();
                let q = q.ok_or_else(|| format!("{texts:?}: a relation that is not rational"))?;
                for column in 0..case.matrix[0].len() {
                    let sum: BigRational = q
                        .iter()
                        .zip(&case.matrix)
                        .map(|(q, row)| q * &row[column])
                        .sum();
                    if !sum.is_zero() {
                        return Err(format!("{texts:?}: {q:?} is no relation"));
                    }
                }
            }
        }
        (Verdict::Undecided(why), _) => return Ok(Answer::Undecided(why.to_string())),
        (verdict, _) => {
            return Err(format!(
                "{texts:?}: rank {expected} of {m}, but {verdict:?}"
            ));
        }
    }
    Ok(Answer::Decided {
        second_route_agrees: at_least == expected,
    })
}

#[test]
fn the_pools_are_independent() {
    for pool in POOLS {
        let functions: Vec<Expr> = pool.iter().map(|w| read(&w[0].replace('X', "x"))).collect();
        assert_eq!(rank_at_least(&functions, 2048), functions.len(), "{pool:?}");
    }
}

#[test]
fn random_families() {
    let count: usize = std::env::var("WRONSKI_SOAK")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(5000);
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        let (mut decided, mut agreed, mut dependent) = (0, 0, 0);
        let (mut undecided, mut wrong) = (vec![], vec![]);
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= count {
                return (decided, agreed, dependent, undecided, wrong);
            }
            let case = case(i as u64);
            dependent += usize::from(rank(case.matrix.clone()) < case.texts.len());
            match decide(&case) {
                Ok(Answer::Decided {
                    second_route_agrees,
                }) => {
                    decided += 1;
                    agreed += usize::from(second_route_agrees);
                }
                Ok(Answer::Undecided(why)) => undecided.push(format!("{:?}: {why}", case.texts)),
                Err(why) => wrong.push(format!("family {i}: {why}")),
            }
        }
    };
    let results: Vec<_> = std::thread::scope(|s| {
        let handles: Vec<_> = (0..workers)
            .map(|_| {
                std::thread::Builder::new()
                    .stack_size(64 << 20)
                    .spawn_scoped(s, work)
                    .expect("a thread")
            })
            .collect();
        handles
            .into_iter()
            .map(|h| h.join().expect("no panic"))
            .collect()
    });
    let (decided, agreed, dependent) = results
        .iter()
        .fold((0, 0, 0), |s, r| (s.0 + r.0, s.1 + r.1, s.2 + r.2));
    let undecided: Vec<&String> = results.iter().flat_map(|r| &r.3).collect();
    let wrong: Vec<&String> = results.iter().flat_map(|r| &r.4).collect();
    println!(
        "{count} families, {dependent} of them dependent: {decided} decided, {agreed} of these with the same rank by the second route, \
         {} undecided ({:.2} %), {} wrong",
        undecided.len(),
        100.0 * undecided.len() as f64 / count as f64,
        wrong.len()
    );
    for u in undecided.iter().take(5) {
        println!("undecided: {u}");
    }
    assert!(
        wrong.is_empty(),
        "{}",
        wrong
            .iter()
            .take(10)
            .map(|s| s.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    );
    assert_eq!(decided + undecided.len(), count);
    assert!(undecided.len() * 50 < count, "more than 2 % undecided");
}
