//! Data sets that no affine function fits.

use std::collections::BTreeSet;

use num_rational::BigRational;

use wronski_diagnostic::interruption;
use wronski_exact::matrix::Rows;
use wronski_exact::random::SplitMix;

/// Inputs and targets: one row a sample.
pub type Data = (Rows<BigRational>, Rows<BigRational>);

/// `samples` different inputs from the grid of `2k/n`, `-n <= k <= n`, with n the least power of two that is at least
/// `samples` (and 8), and targets that are a square of a small integer combination of the inputs over 8 plus a small
/// multiple of 1/8, all from the seed. With at least two samples more than inputs no affine function fits them, but
/// for rare seeds; the least squares fit decides.
pub fn non_affine_data(inputs: usize, outputs: usize, samples: usize, seed: u64) -> Data {
    let mut random = SplitMix::new(seed);
    // Twice as many numbers as samples, so that different rows are found at once.
    let grid = i64::try_from(samples.clamp(8, 1 << 30).next_power_of_two()).unwrap_or(1 << 30);
    let mut small = |bound: i64| -> i64 {
        let count = 2 * bound.unsigned_abs() + 1;
        i64::try_from(random.range(0, count)).map_or(0, |n| n - bound)
    };
    let mut seen = BTreeSet::new();
    let mut rows: Vec<Vec<i64>> = vec![];
    while rows.len() < samples && inputs > 0 {
        let row: Vec<i64> = (0..inputs).map(|_| small(grid)).collect();
        if seen.insert(row.clone()) {
            rows.push(row);
        }
    }
    let factors: Vec<Vec<i64>> = (0..outputs)
        .map(|_| (0..inputs).map(|_| small(2) * 2 + 1).collect())
        .collect();
    let q = |n: i64, d: i64| BigRational::new(n.into(), d.into());
    let inputs: Rows<BigRational> = rows
        .iter()
        .map(|x| x.iter().map(|k| q(2 * k, grid)).collect())
        .collect();
    let targets = inputs
        .iter()
        .map(|x| {
            let mut target = |factors: &Vec<i64>| {
                interruption::point();
                let combination: BigRational =
                    factors.iter().zip(x).map(|(a, x)| x * q(*a, 1)).sum();
                &combination * &combination / q(8, 1) + q(small(4), 8)
            };
            factors.iter().map(&mut target).collect()
        })
        .collect();
    (inputs, targets)
}

#[cfg(test)]
mod tests {
    use num_traits::Signed;

    use super::*;

    #[test]
    fn inputs_are_different_and_the_seed_decides() {
        let (x, y) = non_affine_data(1, 2, 40, 7);
        let distinct: BTreeSet<_> = x.iter().collect();
        assert_eq!((distinct.len(), y.len(), y[0].len()), (40, 40, 2));
        assert!(
            x.iter()
                .flatten()
                .all(|x| x.abs() <= BigRational::from_integer(2.into()))
        );
        assert_eq!((x, y), non_affine_data(1, 2, 40, 7));
        assert_ne!(non_affine_data(1, 2, 40, 7), non_affine_data(1, 2, 40, 8));
    }
}
