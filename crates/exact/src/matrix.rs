//! Dense matrices over a field: echelon form, rank, determinant, null space.

use num_rational::BigRational;
use wronski_diagnostic::interruption;

use super::field::{Field, PrimeField};

/// A dense matrix, row by row; all rows have the same length.
pub type Rows<T> = Vec<Vec<T>>;

/// The reduced row echelon form of a matrix with what was learned on the way.
#[derive(Clone, Debug)]
pub struct Echelon<T> {
    /// The nonzero rows of the reduced echelon form.
    pub rows: Rows<T>,
    /// The pivot column of each row, ascending.
    pub pivots: Vec<usize>,
    /// For each pivot, the index of the original row that was chosen for it.
    pub chosen: Vec<usize>,
}

impl<T> Echelon<T> {
    /// The rank.
    pub fn rank(&self) -> usize {
        self.pivots.len()
    }
}

/// Gauss-Jordan elimination. The rows `chosen` and the columns `pivots` select a nonsingular minor.
pub fn echelon<F: Field>(field: &F, matrix: &[Vec<F::El>]) -> Echelon<F::El> {
    let mut rows: Vec<(usize, Vec<F::El>)> = matrix.iter().cloned().enumerate().collect();
    let columns = matrix.first().map_or(0, Vec::len);
    let mut pivots = Vec::new();
    let mut rank = 0;
    for c in 0..columns {
        let Some(r) = (rank..rows.len()).find(|&r| !field.is_zero(&rows[r].1[c])) else {
            continue;
        };
        rows.swap(rank, r);
        let inverse = field.inv(&rows[rank].1[c]).expect("the pivot is nonzero");
        for v in &mut rows[rank].1[c..] {
            *v = field.mul(v, &inverse);
        }
        let pivot_row = rows[rank].1.clone();
        for (r, (_, row)) in rows.iter_mut().enumerate() {
            interruption::point();
            if r == rank || field.is_zero(&row[c]) {
                continue;
            }
            let factor = row[c].clone();
            for (v, w) in row[c..].iter_mut().zip(&pivot_row[c..]) {
                if !field.is_zero(w) {
                    *v = field.sub(v, &field.mul(&factor, w));
                }
            }
        }
        pivots.push(c);
        rank += 1;
        if rank == rows.len() {
            break;
        }
    }
    rows.truncate(rank);
    let (chosen, rows) = rows.into_iter().unzip();
    Echelon {
        rows,
        pivots,
        chosen,
    }
}

/// A basis of `{ v : M v = 0 }`, one vector for each column without pivot: the vector of column `c`
/// has entry 1 at `c`, and entry 0 at every other column without pivot.
pub fn null_space<F: Field>(field: &F, e: &Echelon<F::El>, columns: usize) -> Vec<Vec<F::El>> {
    (0..columns)
        .filter(|c| e.pivots.binary_search(c).is_err())
        .map(|c| {
            let mut v = vec![field.zero(); columns];
            v[c] = field.one();
            for (row, &p) in e.rows.iter().zip(&e.pivots) {
                v[p] = field.sub(&field.zero(), &row[c]);
            }
            v
        })
        .collect()
}

/// The determinant of a square matrix by elimination.
pub fn determinant<F: Field>(field: &F, matrix: &[Vec<F::El>]) -> F::El {
    let n = matrix.len();
    let mut m = matrix.to_vec();
    let mut det = field.one();
    for c in 0..n {
        let Some(r) = (c..n).find(|&r| !field.is_zero(&m[r][c])) else {
            return field.zero();
        };
        if r != c {
            m.swap(r, c);
            det = field.sub(&field.zero(), &det);
        }
        det = field.mul(&det, &m[c][c]);
        let inverse = field.inv(&m[c][c]).expect("the pivot is nonzero");
        let pivot_row = m[c].clone();
        for row in m.iter_mut().skip(c + 1) {
            interruption::point();
            if field.is_zero(&row[c]) {
                continue;
            }
            let factor = field.mul(&row[c], &inverse);
            for (v, w) in row[c..].iter_mut().zip(&pivot_row[c..]) {
                *v = field.sub(v, &field.mul(&factor, w));
            }
        }
    }
    det
}

/// Lifts a vector from a prime field to small rationals; `None` if an entry has no small preimage.
/// The result is a guess until it is verified exactly.
pub fn lift(field: &PrimeField, v: &[u64]) -> Option<Vec<BigRational>> {
    v.iter().map(|&a| field.reconstruct(a)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::field::Rationals;
    use super::*;

    fn q(n: i64) -> BigRational {
        BigRational::from_integer(n.into())
    }

    #[test]
    fn echelon_of_a_small_matrix_by_hand() {
        // Third row = first + second; second column = twice the first.
        let m = vec![
            vec![q(1), q(2), q(0)],
            vec![q(0), q(0), q(3)],
            vec![q(1), q(2), q(3)],
        ];
        let e = echelon(&Rationals, &m);
        assert_eq!(e.rank(), 2);
        assert_eq!(e.pivots, [0, 2]);
        assert_eq!(e.chosen, [0, 1]);
        assert_eq!(null_space(&Rationals, &e, 3), [vec![q(-2), q(1), q(0)]]);
        assert_eq!(determinant(&Rationals, &m), q(0));
    }

    #[test]
    fn determinant_has_the_sign_of_the_permutation() {
        let m = vec![vec![q(0), q(2)], vec![q(3), q(5)]];
        assert_eq!(determinant(&Rationals, &m), q(-6));
        let f = PrimeField::MERSENNE_61;
        let m = vec![vec![0, 2], vec![3, 5]];
        assert_eq!(determinant(&f, &m), f.modulus() - 6);
    }
}
