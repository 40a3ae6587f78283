//! Sample points from a seed.

use num_bigint::BigInt;
use num_rational::BigRational;

use wronski_diagnostic::interruption;
use wronski_exact::random::SplitMix;

/// Denominator of the coordinates.
const DENOMINATOR: u64 = 128;

/// `count` distinct points of dimension `dimension` in a cube of half width `spread` around `(centre, ..., centre)`,
/// with denominator 128 (or finer, if the points would not fit).
///
/// In one dimension they are stratified: one point in each of `count` equal parts of the interval, so that none are
/// close to each other and the whole interval is covered whatever the seed. In more dimensions each coordinate is
/// stratified, in an order of its own (a Latin hypercube).
pub fn points(
    seed: u64,
    count: usize,
    dimension: usize,
    spread: u32,
    centre: &BigRational,
) -> Vec<Vec<BigRational>> {
    let mut random = SplitMix::new(seed ^ 0x005E_ED00_1A71_7C3B);
    let n = count.max(1) as u64;
    // At least 8 grid points in each part.
    let mut denominator = DENOMINATOR;
    while 2 * u64::from(spread) * denominator < 8 * n {
        denominator *= 2;
    }
    let cells = 2 * u64::from(spread) * denominator;
    let coordinate = |part: u64, random: &mut SplitMix| -> BigRational {
        interruption::point();
        let (from, to) = (part * cells / n, (part + 1) * cells / n);
        let at = random.range(from, to);
        let centred = BigInt::from(at) - BigInt::from(u64::from(spread) * denominator);
        BigRational::new(centred, BigInt::from(denominator)) + centre
    };
    let mut out = vec![vec![]; count];
    for axis in 0..dimension {
        let mut order: Vec<u64> = (0..n).collect();
        if axis > 0 {
            // Fisher and Yates.
            for i in (1..order.len()).rev() {
                let j = random.range(0, i as u64 + 1);
                order.swap(i, usize::try_from(j).unwrap_or(0));
            }
        }
        for (row, part) in out.iter_mut().zip(order) {
            row.push(coordinate(part, &mut random));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn q(n: i64) -> BigRational {
        BigRational::from_integer(n.into())
    }

    #[test]
    fn points_are_distinct_inside_and_repeatable() {
        for (count, dimension, spread) in
            [(1, 1, 1), (7, 1, 3), (40, 1, 4), (500, 1, 1), (30, 3, 2)]
        {
            let p = points(5, count, dimension, spread, &q(0));
            assert_eq!(p, points(5, count, dimension, spread, &q(0)));
            assert_ne!(p, points(6, count, dimension, spread, &q(0)));
            assert_eq!(p.iter().collect::<BTreeSet<_>>().len(), count);
            assert!(
                points(5, count, dimension, spread, &q(9))
                    .iter()
                    .flatten()
                    .all(|x| *x > q(0))
            );
            let bound = BigRational::from_integer(spread.into());
            assert!(
                p.iter()
                    .flatten()
                    .all(|x| *x <= bound && -x.clone() <= bound)
            );
        }
    }
}
