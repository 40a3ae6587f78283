//! Data sets that no affine function fits.

use std::collections::BTreeSet;

use num_rational::BigRational;

use crate::exact::matrix::Rows;
use crate::exact::random::SplitMix;

/// Inputs and targets: one row a sample.
pub type Data = (Rows<BigRational>, Rows<BigRational>);

/// `samples` different inputs, multiples of 1/4, and targets that are a square of a combination of the inputs over 8
/// plus a small multiple of 1/8, all from the seed. With at least two samples more than inputs no affine function fits them, but for
/// rare seeds; the least squares fit decides.
pub fn non_affine_data(inputs: usize, outputs: usize, samples: usize, seed: u64) -> Data {
    let mut random = SplitMix::new(seed);
    // Wide enough that different rows are found at once.
    let reach = u64::try_from(samples)
        .unwrap_or(u64::MAX / 8)
        .clamp(8, u64::MAX / 8);
    let mut small = |bound: u64| -> i64 {
        let n = random.range(0, 2 * bound + 1);
        i64::try_from(n).unwrap_or(0) - i64::try_from(bound).unwrap_or(0)
    };
    let mut seen = BTreeSet::new();
    let mut rows: Vec<Vec<i64>> = vec![];
    while rows.len() < samples && inputs > 0 {
        let row: Vec<i64> = (0..inputs).map(|_| small(reach)).collect();
        if seen.insert(row.clone()) {
            rows.push(row);
        }
    }
    let factors: Vec<Vec<i64>> = (0..outputs)
        .map(|_| (0..inputs).map(|_| small(2) * 2 + 1).collect())
        .collect();
    let quotient = |n: i128, d: i64| BigRational::new(n.into(), d.into());
    let targets = rows
        .iter()
        .map(|x| {
            let of = |f: &Vec<i64>| -> i128 {
                f.iter()
                    .zip(x)
                    .map(|(a, b)| i128::from(*a) * i128::from(*b))
                    .sum()
            };
            factors
                .iter()
                .map(|f| quotient(of(f) * of(f), 128) + quotient(small(4).into(), 8))
                .collect()
        })
        .collect();
    let inputs = rows
        .iter()
        .map(|x| x.iter().map(|n| quotient((*n).into(), 4)).collect())
        .collect();
    (inputs, targets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_different_and_the_seed_decides() {
        let (x, y) = non_affine_data(1, 2, 40, 7);
        let distinct: BTreeSet<_> = x.iter().collect();
        assert_eq!((distinct.len(), y.len(), y[0].len()), (40, 40, 2));
        assert_eq!((x, y), non_affine_data(1, 2, 40, 7));
        assert_ne!(non_affine_data(1, 2, 40, 7), non_affine_data(1, 2, 40, 8));
    }
}
