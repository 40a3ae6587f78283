//! Candidates for linear relations, by elimination at high precision. A diagnostic: it proves nothing.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rug::Float;
use wronski_diagnostic::interruption;

use super::fault::Fault;
use super::matrix::IntervalMatrix;
use super::real::Interval;

/// What rational null vectors the midpoints of a matrix suggest.
///
/// The columns are scaled to size 1 and eliminated left to right; an entry below `2^-(p/3)` at precision `p` is taken
/// for zero. Every column without a pivot gives one vector of a reduced echelon basis, its entries recovered as the
/// simplest rational numbers within `2^-(p/6)`. An entry that is no rational number of less than `p/16` bits makes
/// its vector `None`.
///
/// Nothing here is certified: a candidate becomes a fact when the relation is verified as an identity.
///
/// # Errors
/// [`Fault::Overflow`] if an entry is unbounded.
pub fn candidate_relations(
    matrix: &IntervalMatrix,
) -> Result<Vec<Option<Vec<BigRational>>>, Fault> {
    let precision = matrix.precision();
    let mut work = matrix.midpoints();
    if work.iter().flatten().any(|a| !a.is_finite()) {
        return Err(Fault::Overflow);
    }
    let columns = matrix.column_count();
    let scales = scale_columns(&mut work, columns, precision);
    let bits = i32::try_from(precision).map_err(|_| Fault::Budget("precision".to_string()))?;
    let negligible = Float::with_val(precision, 1) >> (bits / 3);
    let pivots = reduce(&mut work, columns, &negligible, precision);
    let mut basis = Vec::new();
    for free in (0..columns).filter(|c| !pivots.contains(c)) {
        let mut vector = vec![Some(BigRational::zero()); columns];
        vector[free] = Some(BigRational::one());
        for (row, &pivot) in pivots.iter().enumerate().filter(|&(_, &p)| p < free) {
            // Undo the scaling: column j of the matrix is scale_j times the column worked on.
            let ratio = Float::with_val(precision, &scales[free] / &scales[pivot]);
            let entry = -Float::with_val(precision, &work[row][free] * &ratio);
            vector[pivot] = simplest(&entry, bits);
        }
        basis.push(vector.into_iter().collect());
    }
    Ok(basis)
}

/// Divides each column by its largest absolute value; returns the divisors (1 for a zero column).
fn scale_columns(work: &mut [Vec<Float>], columns: usize, precision: u32) -> Vec<Float> {
    (0..columns)
        .map(|j| {
            let mut largest = Float::new(precision);
            for row in work.iter() {
                let size = row[j].clone().abs();
                if size > largest {
                    largest = size;
                }
            }
            if largest.is_zero() {
                return Float::with_val(precision, 1);
            }
            for row in work.iter_mut() {
                row[j] /= &largest;
            }
            largest
        })
        .collect()
}

/// Brings `work` to reduced echelon form; returns the pivot column of each of its first rows.
fn reduce(
    work: &mut [Vec<Float>],
    columns: usize,
    negligible: &Float,
    precision: u32,
) -> Vec<usize> {
    let mut pivots: Vec<usize> = Vec::new();
    for c in 0..columns {
        let top = pivots.len();
        let best = (top..work.len()).reduce(|a, b| {
            if work[b][c].cmp_abs(&work[a][c]).is_some_and(|o| o.is_gt()) {
                b
            } else {
                a
            }
        });
        let Some(r) = best else { break };
        if work[r][c].cmp_abs(negligible).is_none_or(|o| o.is_le()) {
            continue;
        }
        work.swap(top, r);
        let divisor = work[top][c].clone();
        for entry in &mut work[top] {
            *entry /= &divisor;
        }
        let pivot_row = work[top].clone();
        for (i, row) in work.iter_mut().enumerate() {
            interruption::point();
            if i == top || row[c].is_zero() {
                continue;
            }
            let factor = row[c].clone();
            for j in c..columns {
                row[j] -= Float::with_val(precision, &factor * &pivot_row[j]);
            }
        }
        pivots.push(c);
    }
    pivots
}

/// The rational number with the smallest denominator whose distance from `value` is below `2^-(bits/6)`, by
/// continued fractions; `None` if it needs more than `bits/16` bits.
fn simplest(value: &Float, bits: i32) -> Option<BigRational> {
    // A float can stand for a number of 2^30 digits: what is too large for the limit, or as good as 0, is not written
    // out.
    if let Some(exponent) = value.get_exp() {
        if exponent > bits / 16 + 1 {
            return None;
        }
        if exponent < -(bits / 6) {
            return Some(BigRational::zero());
        }
    }
    let exact = value.to_rational()?;
    let text = |n: &rug::Integer| n.to_string().parse::<BigInt>().ok();
    let target = BigRational::new(text(exact.numer())?, text(exact.denom())?);
    let tolerance = BigRational::new(BigInt::one(), BigInt::one() << (bits / 6).to_u32()?);
    let limit = u64::try_from(bits / 16).ok()?;
    // Convergents h/k of the continued fraction of the target.
    let (mut h, mut k) = (
        (BigInt::one(), BigInt::zero()),
        (BigInt::zero(), BigInt::one()),
    );
    let mut rest = target.clone();
    loop {
        let whole = rest.numer().div_floor(rest.denom());
        h = (&whole * &h.0 + &h.1, h.0);
        k = (&whole * &k.0 + &k.1, k.0);
        if h.0.bits() > limit || k.0.bits() > limit {
            return None;
        }
        let convergent = BigRational::new(h.0.clone(), k.0.clone());
        if (&convergent - &target).abs() < tolerance {
            return Some(convergent);
        }
        rest -= BigRational::from_integer(whole);
        if rest.is_zero() {
            return None;
        }
        rest = rest.recip();
    }
}

/// The value of a linear combination.
pub fn combination(coefficients: &[BigRational], values: &[Interval]) -> Option<Interval> {
    let precision = values.first()?.precision();
    let terms = coefficients.iter().zip(values).map(|(q, v)| v.scale(q));
    Some(terms.fold(Interval::zero(precision), |sum, term| &sum + &term))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_of_any_size_are_read_at_once() {
        let power = |e: i32| Float::with_val(256, 1) << e;
        assert_eq!(simplest(&power(1 << 29), 256), None);
        assert_eq!(simplest(&-power(1 << 29), 256), None);
        assert_eq!(
            simplest(&(Float::with_val(256, 3) >> (1u32 << 29)), 256),
            Some(BigRational::zero())
        );
        let half = BigRational::new(1.into(), 2.into());
        assert_eq!(simplest(&power(-1), 256), Some(half));
        assert_eq!(simplest(&Float::new(256), 256), Some(BigRational::zero()));
    }
}
