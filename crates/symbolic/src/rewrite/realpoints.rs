//! Comparison of the two sides of a rule at real points, by enclosures.

use num_bigint::BigInt;
use num_rational::BigRational;

use super::comparison::shown;
use super::status::Sampled;
use wronski_expr::Expr;
use wronski_expr::enclose::enclose;
use wronski_expr::pattern::{Substitution, instantiate};

/// Bits of the enclosures.
const BITS: [u32; 2] = [64, 192];
/// At most this many instances are compared.
const INSTANCES: usize = 6;

fn points() -> Vec<BigRational> {
    [(-7, 3), (-1, 2), (1, 3), (5, 4)]
        .into_iter()
        .map(|(n, d)| BigRational::new(BigInt::from(n), BigInt::from(d)))
        .collect()
}

/// Compares the sides at rational points: disjoint enclosures of the two values refute the rule.
/// At both precisions; how many comparisons there were at each.
pub fn compare(lhs: &Expr, rhs: &Expr, concrete: &[Substitution]) -> (Sampled, [usize; 2]) {
    let mut compared = [0; 2];
    let step = concrete.len().div_ceil(INSTANCES).max(1);
    for substitution in concrete.iter().step_by(step) {
        let (Ok(l), Ok(r)) = (
            instantiate(lhs, substitution),
            instantiate(rhs, substitution),
        ) else {
            continue;
        };
        for x in points() {
            for (count, bits) in compared.iter_mut().zip(BITS) {
                // Where a side is possibly undefined there is nothing to compare.
                let (Ok(a), Ok(b)) = (enclose(&l, &x, bits), enclose(&r, &x, bits)) else {
                    continue;
                };
                if a.certainly_less(&b) || b.certainly_less(&a) {
                    let values = shown(substitution);
                    let text =
                        format!("{values}x = {x}: the left side is {a}, the right side is {b}");
                    return (Sampled::Differ(text), [0; 2]);
                }
                *count += 1;
            }
        }
    }
    let total = compared.iter().sum();
    let sampled = if total == 0 {
        Sampled::NothingToCompare
    } else {
        Sampled::Agree(total)
    };
    (sampled, compared)
}
