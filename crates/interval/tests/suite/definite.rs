//! Definiteness, inertia, eigenvalues, linear systems: planted answers, and matrices that must be refused.

use num_rational::BigRational;
use num_traits::{One, Zero};
use rug::Float;
use wronski_interval::approximate::{self, Rows};
use wronski_interval::{Fault, Interval, IntervalMatrix};

/// A small generator with an explicit seed (Lehmer's, modulus 2^31 - 1).
struct Random(u64);

impl Random {
    fn int(&mut self, bound: i64) -> i64 {
        self.0 = self.0 * 48271 % 0x7fff_ffff;
        i64::try_from(self.0).unwrap() % (2 * bound + 1) - bound
    }
}

type Exact = Vec<Vec<BigRational>>;

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn ten_to(e: i32) -> BigRational {
    BigRational::from_integer(10.into()).pow(e)
}

fn enclosed(rows: &Exact, bits: u32) -> IntervalMatrix {
    let rows = rows
        .iter()
        .map(|r| r.iter().map(|a| Interval::from_rational(a, bits)).collect());
    IntervalMatrix::from_rows(rows.collect()).unwrap()
}

/// Each entry widened by the radius to both sides.
fn widened(rows: &Exact, radius: &BigRational, bits: u32) -> IntervalMatrix {
    let rows = rows.iter().map(|r| {
        r.iter()
            .map(|a| Interval::between(&(a - radius), &(a + radius), bits).unwrap())
            .collect()
    });
    IntervalMatrix::from_rows(rows.collect()).unwrap()
}

fn times(a: &Exact, b: &Exact) -> Exact {
    a.iter()
        .map(|row| {
            (0..b[0].len())
                .map(|j| row.iter().zip(b).map(|(x, other)| x * &other[j]).sum())
                .collect()
        })
        .collect()
}

fn transposed(a: &Exact) -> Exact {
    (0..a[0].len())
        .map(|j| a.iter().map(|r| r[j].clone()).collect())
        .collect()
}

/// An exact orthogonal matrix: the product of reflections `I - 2 v v'/(v'v)` at small integer vectors.
fn orthogonal(n: usize, random: &mut Random) -> Exact {
    let mut out: Exact = (0..n)
        .map(|i| (0..n).map(|j| q(i64::from(i == j), 1)).collect())
        .collect();
    for _ in 0..n {
        let v: Vec<BigRational> = (0..n)
            .map(|i| q(random.int(4) + i64::from(i == 0) * 9, 1))
            .collect();
        let size: BigRational = v.iter().map(|x| x * x).sum();
        let reflection: Exact = (0..n)
            .map(|i| {
                (0..n)
                    .map(|j| q(i64::from(i == j), 1) - q(2, 1) * &v[i] * &v[j] / &size)
                    .collect()
            })
            .collect();
        out = times(&out, &reflection);
    }
    out
}

/// `Q diag Q'`, whose eigenvalues are exactly the given numbers.
fn planted(values: &[BigRational], random: &mut Random) -> Exact {
    let n = values.len();
    let basis = orthogonal(n, random);
    let diagonal: Exact = (0..n)
        .map(|i| {
            (0..n)
                .map(|j| {
                    if i == j {
                        values[i].clone()
                    } else {
                        BigRational::zero()
                    }
                })
                .collect()
        })
        .collect();
    times(&times(&basis, &diagonal), &transposed(&basis))
}

#[test]
fn planted_eigenvalues_are_enclosed() {
    let mut random = Random(11);
    for n in 1..=9 {
        let mut values: Vec<BigRational> = (0..n)
            .map(|_| q(random.int(50), 1 + random.int(6).abs()))
            .collect();
        values.sort();
        let exact = planted(&values, &mut random);
        for bits in [53, 128, 256] {
            let found = enclosed(&exact, bits).eigenvalues().expect("symmetric");
            assert_eq!(found.len(), n);
            for (interval, value) in found.iter().zip(&values) {
                assert!(interval.contains(value), "{value} is not in {interval}");
                let allowed = Float::with_val(53, 1e4) >> bits;
                assert!(
                    interval.width() < allowed,
                    "{interval} is wide at {bits} bits"
                );
            }
        }
        let inertia = enclosed(&exact, 128).inertia();
        let count = |positive: bool| {
            values
                .iter()
                .filter(|v| {
                    if positive {
                        **v > BigRational::zero()
                    } else {
                        **v < BigRational::zero()
                    }
                })
                .count()
        };
        if values.iter().any(BigRational::is_zero) {
            assert_eq!(inertia, None);
        } else {
            assert_eq!(inertia, Some((count(true), count(false))));
        }
        assert_eq!(
            enclosed(&exact, 128).positive_definite(),
            count(true) == n,
            "{values:?}"
        );
        assert_eq!(enclosed(&exact, 128).negative_definite(), count(false) == n);
    }
}

#[test]
fn one_tiny_eigenvalue_decides() {
    let mut random = Random(5);
    for n in 2..=8 {
        for sign in [1, -1, 0] {
            let mut values: Vec<BigRational> = (2..=n).map(|i| q(i, 3)).collect();
            values.push(ten_to(-30) * q(sign, 1));
            let exact = planted(&values, &mut random);
            let n = values.len();
            let expected = match sign {
                1 => Some((n, 0)),
                -1 => Some((n - 1, 1)),
                _ => None,
            };
            for bits in [60, 90, 160, 256] {
                let matrix = enclosed(&exact, bits);
                // Below about 110 bits the sign cannot be seen, and nothing may be claimed.
                let visible = bits >= 160;
                assert_eq!(
                    matrix.positive_definite(),
                    sign == 1 && visible,
                    "{sign}, {bits} bits"
                );
                assert!(!matrix.negative_definite());
                assert_eq!(
                    matrix.inertia(),
                    expected.filter(|_| visible),
                    "{bits} bits"
                );
                assert_eq!(
                    matrix.signature_at_least().0,
                    if sign == 1 && visible { n } else { n - 1 }
                );
                let least = matrix.least_eigenvalue().expect("symmetric");
                let exact_least = Float::with_val(200, 1e-30) * sign;
                assert!(least <= Float::with_val(200, &exact_least + 1e-46f64));
                if visible && sign != 0 {
                    let off = Float::with_val(200, &exact_least - &least);
                    assert!(off < 1e-36, "relative to 1e-30: {off}");
                }
            }
        }
    }
}

/// The Hilbert matrix is positive definite, of condition about e^(3.5 n).
#[test]
fn hilbert_matrices_are_positive_definite() {
    for n in [4usize, 10, 20] {
        let exact: Exact = (0..n)
            .map(|i| {
                (0..n)
                    .map(|j| q(1, i64::try_from(i + j + 1).unwrap()))
                    .collect()
            })
            .collect();
        assert!(enclosed(&exact, 256).positive_definite());
        assert_eq!(enclosed(&exact, 256).inertia(), Some((n, 0)));
        // At 30 bits the last entries hide the least eigenvalue of the larger ones.
        assert_eq!(enclosed(&exact, 30).positive_definite(), n == 4);
    }
    // 1.6e-13 for n = 10: (mpmath, 40 digits) 1.0931538193797e-13.
    let ten: Exact = (0..10)
        .map(|i| (0..10).map(|j| q(1, i + j + 1)).collect())
        .collect();
    let least = enclosed(&ten, 128).least_eigenvalue().unwrap();
    assert!(
        least > 1.09315381937e-13 && least < 1.09315381938e-13,
        "{least}"
    );
}

/// Eigenvalues 1 and 3 moved by at most twice the radius: definite below 1/2, and not above.
#[test]
fn wide_intervals_are_decided_sharply() {
    let exact = vec![vec![q(2, 1), q(1, 1)], vec![q(1, 1), q(2, 1)]];
    // The worst matrix is [[2 - r, 1 + r], [1 + r, 2 - r]], of least eigenvalue 1 - 2r.
    assert!(widened(&exact, &q(49, 100), 80).positive_definite());
    assert!(!widened(&exact, &q(51, 100), 80).positive_definite());
    let values = widened(&exact, &q(1, 10), 80).eigenvalues().unwrap();
    for (lo, hi, found) in [
        (q(8, 10), q(12, 10), &values[0]),
        (q(28, 10), q(32, 10), &values[1]),
    ] {
        assert!(found.contains(&lo) && found.contains(&hi), "{found}");
        assert!(found.width() < 1.0, "{found}");
    }
    // Wide off the diagonal only, where the middle's eigenvectors are not those of the members:
    // [[0, t], [t, 0]] has -|t| and |t|, [[1, t], [t, 3]] has 2 - sqrt(1 + t^2) and 2 + sqrt(1 + t^2).
    for (diagonal, off, least, greatest) in [
        ([0, 0], q(1, 1), q(-1, 1), q(1, 1)),
        ([1, 3], q(3, 4), q(3, 4), q(13, 4)),
    ] {
        let off = Interval::between(&-off.clone(), &off, 80).unwrap();
        let [a, b] = diagonal.map(|d| Interval::from_int(d, 80));
        let matrix = IntervalMatrix::from_rows(vec![vec![a, off.clone()], vec![off, b]]).unwrap();
        let values = matrix.eigenvalues().unwrap();
        assert!(values[0].contains(&least), "{}", values[0]);
        assert!(values[1].contains(&greatest), "{}", values[1]);
        assert!(values[0].contains(&q(diagonal[0], 1)) && values[1].contains(&q(diagonal[1], 1)));
    }
    // Ill-conditioned and wide: elimination alone loses it, the congruence does not.
    let mut random = Random(3);
    let values: Vec<BigRational> = (0..8).map(|k| q(1, 10i64.pow(k))).collect();
    let exact = planted(&values, &mut random);
    assert!(widened(&exact, &ten_to(-10), 128).positive_definite());
    // A radius of 2e-7 reaches a singular matrix: subtracting 1e-7 v v' with |v_i v_j| <= 1 does.
    assert!(!widened(&exact, &(ten_to(-7) * q(2, 1)), 128).positive_definite());
}

/// A direct sum of planted blocks, some eigenvalues 0.
#[test]
fn large_matrices_have_certain_signatures() {
    let mut random = Random(41);
    let (size, block) = (90usize, 6usize);
    let mut exact: Exact = vec![vec![BigRational::zero(); size]; size];
    let (mut positive, mut negative) = (0, 0);
    for b in 0..size / block {
        let values: Vec<BigRational> = (0..block).map(|_| q(random.int(5), 3)).collect();
        positive += values.iter().filter(|v| **v > BigRational::zero()).count();
        negative += values.iter().filter(|v| **v < BigRational::zero()).count();
        for (i, row) in planted(&values, &mut random).into_iter().enumerate() {
            for (j, x) in row.into_iter().enumerate() {
                exact[b * block + i][b * block + j] = x;
            }
        }
    }
    assert!(positive + negative < size, "some eigenvalues are 0");
    let matrix = enclosed(&exact, 100);
    assert_eq!(matrix.signature_at_least(), (positive, negative));
    assert_eq!(matrix.inertia(), None);
    // Wide intervals make the machine route's radius matter: eigenvalues are at least 1/3 apart from 0.
    let wide = widened(&exact, &q(1, 1000), 100);
    let (p, n) = wide.signature_at_least();
    assert!(
        p <= positive && n <= negative && p + n > size / 2,
        "{p}, {n}"
    );
    let hopeless = widened(&exact, &q(3, 1), 100).signature_at_least();
    assert_eq!(hopeless, (0, 0));
    // A tiny negative eigenvalue is neither counted nor mistaken.
    let mut shifted: Exact = (0..size)
        .map(|i| (0..size).map(|j| q(i64::from(i == j), 1)).collect())
        .collect();
    shifted[7][7] = -ten_to(-30);
    let matrix = enclosed(&shifted, 200);
    assert_eq!(matrix.signature_at_least().0, size - 1);
    assert!(!matrix.positive_definite() && matrix.inertia().is_none_or(|i| i == (size - 1, 1)));
}

#[test]
fn shapes_and_infinities_claim_nothing() {
    let rectangular = enclosed(&vec![vec![q(1, 1), q(0, 1)]], 53);
    assert!(!rectangular.positive_definite());
    assert_eq!(rectangular.signature_at_least(), (0, 0));
    assert!(rectangular.eigenvalues().is_none() && rectangular.least_eigenvalue().is_none());
    assert!(matches!(rectangular.inverse(), Err(Fault::Shape(_))));
    let unbounded = IntervalMatrix::from_rows(vec![vec![Interval::entire(53)]]).unwrap();
    assert!(!unbounded.positive_definite() && unbounded.inertia().is_none());
    assert!(unbounded.eigenvalues().is_none());
    assert!(unbounded.solve(&[Interval::one(53)]).is_err());
    let empty = IntervalMatrix::from_rows(vec![]).unwrap();
    assert!(empty.positive_definite());
    assert_eq!(empty.inertia(), Some((0, 0)));
    assert_eq!(empty.eigenvalues().map(|v| v.len()), Some(0));
    assert!(empty.least_eigenvalue().is_none());
    let zero = enclosed(&vec![vec![q(0, 1); 3]; 3], 53);
    assert!(!zero.positive_definite() && zero.inertia().is_none());
    assert_eq!(zero.signature_at_least(), (0, 0));
}

#[test]
fn solutions_and_inverses_are_enclosed() {
    let mut random = Random(17);
    let mut solved = 0;
    for round in 0..60 {
        let n = 1 + round % 7;
        let a: Exact = (0..n)
            .map(|_| {
                (0..n)
                    .map(|_| q(random.int(20), 1 + random.int(3).abs()))
                    .collect()
            })
            .collect();
        let x: Vec<BigRational> = (0..n).map(|_| q(random.int(9), 7)).collect();
        let b: Vec<BigRational> = a
            .iter()
            .map(|row| row.iter().zip(&x).map(|(a, x)| a * x).sum())
            .collect();
        let matrix = enclosed(&a, 100);
        let rhs: Vec<Interval> = b.iter().map(|b| Interval::from_rational(b, 100)).collect();
        let Ok(found) = matrix.solve(&rhs) else {
            continue;
        };
        solved += 1;
        for (f, x) in found.iter().zip(&x) {
            assert!(f.contains(x), "{x} is not in {f}");
            assert!(f.width() < 1e-20, "{f} is wide");
        }
        // A wider system contains the solutions of its members.
        let radius = q(1, 1 << 20);
        if let Ok(wide) = widened(&a, &radius, 100).solve(&rhs) {
            let mut other = a.clone();
            other[0][0] += &radius / q(2, 1);
            if let Ok(moved) = enclosed(&other, 100).solve(&rhs) {
                for (w, m) in wide.iter().zip(&moved) {
                    assert!(w.contains_interval(m), "{m} is not in {w}");
                }
            }
        }
        let inverse = matrix.inverse().expect("regular");
        let product = matrix.product(&inverse).expect("square");
        for (i, row) in product.rows().iter().enumerate() {
            for (j, p) in row.iter().enumerate() {
                assert!(p.contains(&q(i64::from(i == j), 1)));
            }
        }
    }
    assert!(solved > 40, "{solved}");
    // Singular, and near enough to singular.
    let singular = vec![vec![q(1, 1), q(2, 1)], vec![q(2, 1), q(4, 1)]];
    assert!(!enclosed(&singular, 100).certainly_regular());
    let near = vec![vec![q(1, 1), q(2, 1)], vec![q(2, 1), q(4, 1) + ten_to(-12)]];
    assert!(enclosed(&near, 100).certainly_regular());
    assert!(!widened(&near, &ten_to(-12), 100).certainly_regular());
}

fn floats(rows: &Exact, bits: u32) -> Rows {
    rows.iter()
        .map(|r| {
            r.iter()
                .map(|x| wronski_interval::nearest_float(x, bits))
                .collect()
        })
        .collect()
}

/// Not rigorous, but must be good: residuals near the precision.
#[test]
fn approximations_are_accurate() {
    let mut random = Random(23);
    let bits = 200;
    let tiny = Float::with_val(bits, 1) >> 180u32;
    let small = |a: &Float| Float::with_val(bits, a.abs_ref()) < tiny;
    for n in 1..=7 {
        let values: Vec<BigRational> = (0..n).map(|k| q(3 * k - 7, 4)).collect();
        let exact = planted(&values, &mut random);
        let a = floats(&exact, bits);
        let eigen = approximate::eigen(&a, bits).expect("symmetric");
        for (found, value) in eigen.values.iter().zip(&values) {
            let value = wronski_interval::nearest_float(value, bits);
            assert!(small(&Float::with_val(bits, found - &value)), "{found}");
        }
        let gram = approximate::product(
            &eigen.vectors,
            &approximate::transpose(&eigen.vectors),
            bits,
        );
        for (i, row) in gram.iter().enumerate() {
            for (j, x) in row.iter().enumerate() {
                assert!(small(&Float::with_val(bits, x - u32::from(i == j))));
            }
        }
        if values.iter().all(|v| !v.is_zero()) {
            let inverse = approximate::inverse(&a, bits).expect("regular");
            let one = approximate::product(&a, &inverse, bits);
            for (i, row) in one.iter().enumerate() {
                for (j, x) in row.iter().enumerate() {
                    assert!(small(&Float::with_val(bits, x - u32::from(i == j))));
                }
            }
        }
    }
    // Huge and tiny scales, which machine floats do not have.
    for shift in [5000i32, -5000] {
        let a: Rows = floats(&vec![vec![q(2, 1), q(1, 1)], vec![q(1, 1), q(2, 1)]], bits)
            .into_iter()
            .map(|r| r.into_iter().map(|x| x << shift).collect())
            .collect();
        let eigen = approximate::eigen(&a, bits).expect("symmetric");
        let back: Vec<Float> = eigen.values.into_iter().map(|v| v >> shift).collect();
        assert!(
            small(&Float::with_val(bits, &back[0] - 1))
                && small(&Float::with_val(bits, &back[1] - 3))
        );
    }
    assert!(approximate::eigen(&approximate::identity(65, 53), 53).is_none());
    assert!(approximate::inverse(&floats(&vec![vec![BigRational::zero()]], 53), 53).is_none());
    assert!(approximate::cholesky(&floats(&vec![vec![-BigRational::one()]], 53), 53).is_none());
}

#[test]
fn column_spaces_have_the_numerical_rank() {
    let bits = 150;
    let mut random = Random(29);
    // Ten rows, five columns, the last two combinations of the others.
    let rows: Exact = (0..10)
        .map(|_| {
            let (a, b, c) = (
                q(random.int(9), 1),
                q(random.int(9), 5),
                q(random.int(9), 7),
            );
            let d = &a - q(3, 1) * &b;
            let e = &c + &d;
            vec![a, b, c, d, e]
        })
        .collect();
    let a = floats(&rows, bits);
    let tolerance = Float::with_val(bits, 1) >> 100u32;
    let space = approximate::column_space(&a, &tolerance, bits);
    assert_eq!(space.rank(), 3);
    assert_eq!(space.columns.len(), 3);
    assert!(space.pivots[3] < Float::with_val(bits, &space.pivots[0] * &tolerance));
    let columns = approximate::transpose(&a);
    let small = Float::with_val(bits, 1) >> 130u32;
    for column in &columns {
        let rest = space.complement(column, bits);
        assert!(
            approximate::norm(&rest, bits) < small,
            "a column is in the space"
        );
    }
    let vector: Vec<Float> = (0..10).map(|i| Float::with_val(bits, i * i + 1)).collect();
    let rest = space.complement(&vector, bits);
    assert!(approximate::norm(&rest, bits) > 0.1);
    for column in &columns {
        let along = approximate::dot(column, &rest, bits).abs();
        assert!(along < small, "{along}");
    }
    let nothing = approximate::column_space(&approximate::zeros(4, 2, bits), &tolerance, bits);
    assert_eq!(nothing.rank(), 0);
    assert_eq!(approximate::column_space(&[], &tolerance, bits).rank(), 0);
}
