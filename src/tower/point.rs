//! Evaluation of elements at points of the tower.
//!
//! The monomials being algebraically independent, any assignment of field elements to the variables
//! of the tower (respecting the square roots) extends to a ring homomorphism on all elements whose
//! denominators do not vanish there. So a nonzero value proves a nonzero element.

use super::{Element, Tower};
use crate::exact::Field;
use crate::exact::PrimeField;

/// Values for all variables of a tower, by index.
pub type Point<F> = Vec<<F as Field>::El>;

/// SplitMix64 (Steele, Lea, Flood 2014): a small generator with an explicit seed.
#[derive(Clone, Debug)]
pub struct SplitMix(u64);

impl SplitMix {
    /// Starts the sequence of this seed.
    pub fn new(seed: u64) -> Self {
        SplitMix(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// The next number from `low..high`.
    pub fn range(&mut self, low: u64, high: u64) -> u64 {
        low + self.draw() % (high - low)
    }
}

/// Integer coordinates are drawn from 2 up to this bound.
const COORDINATE_BOUND: u64 = 1 << 20;

/// Which coordinates of a list of points are drawn anew for each point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vary {
    /// All but the square roots: for relations with rational coefficients.
    Everything,
    /// Only the functions of x; constants keep one value: for relations with constant coefficients.
    Functions,
}

impl Tower {
    /// The first prime field from 2^61 - 1 downwards in which all square roots of the tower exist,
    /// and the values of those roots by variable.
    pub fn prime_field(&self) -> (PrimeField, Vec<(usize, u64)>) {
        if self.roots.is_empty() {
            return (PrimeField::MERSENNE_61, vec![]);
        }
        for f in PrimeField::descending() {
            let values: Option<Vec<(usize, u64)>> = self
                .roots
                .iter()
                .map(|(&v, r)| Some((v, f.sqrt(f.int(r))?)))
                .collect();
            if let Some(values) = values {
                return (f, values);
            }
        }
        unreachable!(
            "every set of square roots exists in infinitely many prime fields (Chebotarev)"
        )
    }

    /// Random points with small integer coordinates (square roots of integers have residues instead).
    pub fn random_points(
        &self,
        seed: u64,
        count: usize,
        vary: Vary,
    ) -> (PrimeField, Vec<Point<PrimeField>>) {
        let (field, roots) = self.prime_field();
        let mut rng = SplitMix::new(seed);
        let mut fixed: Vec<Option<u64>> = vec![None; self.variables.len()];
        for (v, r) in roots {
            fixed[v] = Some(r);
        }
        if vary == Vary::Functions {
            for (v, w) in self.variables.iter().enumerate() {
                if w.is_constant() && fixed[v].is_none() {
                    fixed[v] = Some(rng.range(2, COORDINATE_BOUND));
                }
            }
        }
        let points = (0..count)
            .map(|_| {
                fixed
                    .iter()
                    .map(|f| f.unwrap_or_else(|| rng.range(2, COORDINATE_BOUND)))
                    .collect()
            })
            .collect();
        (field, points)
    }

    /// The value of an element at a point; `None` where a denominator vanishes.
    pub fn eval<F: Field>(&self, a: &Element, field: &F, point: &Point<F>) -> Option<F::El> {
        let mut value = a.num.eval(field, point)?;
        for &(id, n) in &a.den {
            let d = self.denominators[id].poly.eval(field, point)?;
            value = field.mul(&value, &field.pow(&d, -i64::from(n))?);
        }
        Some(value)
    }
}
