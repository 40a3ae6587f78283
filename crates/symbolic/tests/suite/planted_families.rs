//! Families whose rank is known by construction: combinations, with a rational matrix of known rank, of functions
//! that are independent because they are distinct monomials in algebraically independent functions.

use num_rational::BigRational;
use num_traits::{One, Zero};
use wronski_symbolic::family::{Family, decide};
use wronski_symbolic::tower::{Element, Tower};
use wronski_testing::{Random, invertible, rank, rational, tower};

struct Pool {
    tower: Tower,
    functions: Vec<Element>,
}

/// Distinct monomials x^i u^j v^k in algebraically independent x, u, v.
fn pools() -> Vec<Pool> {
    [
        // x, e^x, log(1 + e^x)
        vec![
            "1",
            "x",
            "exp(x)",
            "x*exp(x)",
            "exp(-x)",
            "softplus(x)",
            "x*softplus(x)",
            "exp(x)*softplus(x)",
            "softplus(x)^2",
        ],
        // x and s = sigmoid(x), transcendental over C(x); s' = s - s^2 is not in the list
        vec![
            "1",
            "x",
            "sigmoid(x)",
            "x*sigmoid(x)",
            "x^2*sigmoid(x)",
            "sigmoid(x)^2",
            "x*sigmoid(x)^2",
            "sigmoid(x)^3",
            "x^3",
        ],
        // x, exp(-x^2), erf(x)
        vec![
            "1",
            "x",
            "erf(x)",
            "x*erf(x)",
            "exp(-x^2)",
            "x*exp(-x^2)",
            "erf(x)^2",
            "erf(x)*exp(-x^2)",
            "exp(x^2)",
        ],
        // x, e^x, exp(e^x)
        vec![
            "1",
            "exp(x)",
            "exp(exp(x))",
            "x*exp(exp(x))",
            "exp(x + exp(x))",
            "exp(-exp(x))",
            "exp(2*x)",
            "x^2",
            "x",
        ],
        // x, exp(x/2), exp(x/3) as powers of exp(x/6): distinct powers
        vec![
            "1",
            "exp(x)",
            "exp(x/2)",
            "exp(x/3)",
            "x*exp(x/2)",
            "exp(-x/6)",
            "x",
            "x^2*exp(x/3)",
            "exp(5*x/6)",
        ],
        // x, log(1 + x^2), log(2 + x^2)
        vec![
            "1",
            "log(1 + x^2)",
            "log(2 + x^2)",
            "x*log(1 + x^2)",
            "log(1 + x^2)*log(2 + x^2)",
            "1/(1 + x^2)",
            "x/(2 + x^2)",
            "x",
            "x^5",
        ],
    ]
    .into_iter()
    .map(|texts| {
        let (tower, functions) = tower(&texts).unwrap_or_else(|s| panic!("{texts:?}: {s:?}"));
        Pool { tower, functions }
    })
    .collect()
}

/// A random m x n matrix of rank r: r rows with a triangular start, the others combinations of them, scrambled.
fn planted_matrix(random: &mut Random, m: usize, n: usize, r: usize) -> Vec<Vec<BigRational>> {
    let mut columns: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        columns.swap(i, random.int(0, i as i64) as usize);
    }
    let mut rows: Vec<Vec<BigRational>> = (0..r)
        .map(|i| {
            let mut row = vec![BigRational::zero(); n];
            row[columns[i]] = BigRational::one();
            for &c in &columns[i + 1..] {
                if random.int(0, 2) == 0 {
                    row[c] = rational(random.int(-9, 9), random.int(1, 7));
                }
            }
            row
        })
        .collect();
    while rows.len() < m {
        let mut row = vec![BigRational::zero(); n];
        for old in &rows[..r] {
            let q = rational(random.int(-5, 5), random.int(1, 6));
            for (a, b) in row.iter_mut().zip(old) {
                *a += &q * b;
            }
        }
        rows.push(row);
    }
    let scramble = invertible(random, m);
    scramble
        .iter()
        .map(|s| {
            (0..n)
                .map(|c| s.iter().zip(&rows).map(|(q, row)| q * &row[c]).sum())
                .collect()
        })
        .collect()
}

fn combination(pool: &Pool, row: &[BigRational]) -> Element {
    row.iter()
        .zip(&pool.functions)
        .fold(Element::zero(), |sum, (q, f)| {
            pool.tower
                .add(&sum, &pool.tower.scale(f, q))
                .expect("within the budget")
        })
}

#[test]
fn the_pools_are_independent() {
    for pool in pools() {
        let labels = vec![String::new(); pool.functions.len()];
        let family = Family::of(pool.functions.clone(), labels);
        let found = decide(&mut pool.tower.clone(), &family).expect("decided");
        assert_eq!(found.rank, pool.functions.len());
    }
}

#[test]
fn ranks_of_2400_planted_families() {
    let pools = pools();
    let mut random = Random(2026);
    let mut undecided = 0;
    let mut dependent = 0;
    for round in 0..2400 {
        let pool = &pools[round % pools.len()];
        let n = pool.functions.len();
        let m = random.int(2, 5) as usize;
        let r = random.int(1, m as i64) as usize;
        let matrix = planted_matrix(&mut random, m, n, r);
        assert_eq!(rank(matrix.clone()), r, "the construction");
        let members: Vec<Element> = matrix.iter().map(|row| combination(pool, row)).collect();
        let family = Family::of(members, vec![String::new(); m]);
        match decide(&mut pool.tower.clone(), &family) {
            Ok(found) => {
                assert_eq!(found.rank, r, "round {round}: {matrix:?}");
                dependent += usize::from(r < m);
                assert_eq!(found.relations.len(), m - r);
                // The relations are those of the rows of the matrix, found without functions.
                for relation in &found.relations {
                    let c: Vec<BigRational> = relation
                        .coefficients
                        .iter()
                        .map(|c| c.as_rational().expect("a rational relation"))
                        .collect();
                    assert!(c[relation.dependent].is_one());
                    for column in 0..n {
                        let sum: BigRational =
                            c.iter().zip(&matrix).map(|(c, row)| c * &row[column]).sum();
                        assert!(sum.is_zero(), "round {round}");
                    }
                }
            }
            Err(bounds) => {
                assert!(bounds.at_least <= r && r <= bounds.at_most, "round {round}");
                undecided += 1;
            }
        }
    }
    println!("{dependent} dependent, {undecided} undecided of 2400");
    assert!(dependent > 600, "{dependent}");
    assert_eq!(undecided, 0);
}

/// Coefficients far beyond the prime: the residues cannot be lifted, and the rank is still right.
#[test]
fn relations_with_long_coefficients() {
    let pools = pools();
    let mut random = Random(7);
    let long = |random: &mut Random| {
        let mut q = rational(random.nonzero(i64::MAX / 2), 1);
        for _ in 0..3 {
            q *= rational(random.nonzero(i64::MAX / 2), random.int(1, i64::MAX / 2));
        }
        q
    };
    for round in 0..60 {
        let pool = &pools[round % pools.len()];
        let (i, j) = (round % 4, 4 + round % 5);
        let (a, b) = (long(&mut random), long(&mut random));
        let (f, g) = (pool.functions[i].clone(), pool.functions[j].clone());
        let h = pool
            .tower
            .add(&pool.tower.scale(&f, &a), &pool.tower.scale(&g, &b))
            .expect("small");
        let family = Family::of(vec![f, g, h], vec![String::new(); 3]);
        match decide(&mut pool.tower.clone(), &family) {
            Ok(found) => {
                assert_eq!(found.rank, 2, "round {round}");
                let c = &found.relations[0].coefficients;
                assert_eq!(c[0].as_rational(), Some(-a));
                assert_eq!(c[1].as_rational(), Some(-b));
            }
            Err(bounds) => panic!("round {round}: {}", bounds.reason),
        }
    }
}

/// A relation with a perturbed coefficient is none: members f, g, a f + b g + q h with a tiny q.
#[test]
fn tiny_perturbations_are_seen() {
    let pools = pools();
    let mut random = Random(8);
    for round in 0..120 {
        let pool = &pools[round % pools.len()];
        let tiny = rational(1, 1_000_000_007) * rational(1, i64::MAX);
        let t = &pool.tower;
        let f = &pool.functions;
        let (a, b) = (
            rational(random.nonzero(9), 5),
            rational(random.nonzero(9), 7),
        );
        let sum = t
            .add(&t.scale(&f[1], &a), &t.scale(&f[3], &b))
            .expect("small");
        let sum = t.add(&sum, &t.scale(&f[5], &tiny)).expect("small");
        let family = Family::of(
            vec![f[1].clone(), f[3].clone(), sum],
            vec![String::new(); 3],
        );
        assert_eq!(
            decide(&mut t.clone(), &family).expect("decided").rank,
            3,
            "round {round}"
        );
    }
}
