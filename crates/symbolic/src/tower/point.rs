//! Evaluation of elements at points of the tower.
//!
//! The monomials being algebraically independent, any assignment of field elements to the variables
//! of the tower (respecting the relations of the roots) extends to a ring homomorphism on all elements whose
//! denominators do not vanish there. So a nonzero value proves a nonzero element.

use super::number::prime_factors;
use super::{Element, Tower};
use wronski_exact::Field;
use wronski_exact::PrimeField;
use wronski_exact::random::SplitMix;

/// Values for all variables of a tower, by index.
pub type Point<F> = Vec<<F as Field>::El>;

/// Integer coordinates are drawn from 2 up to this bound.
const COORDINATE_BOUND: u64 = 1 << 20;

/// Which coordinates of a list of points are drawn anew for each point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vary {
    /// Everything, roots of constants among their conjugates: for relations with rational coefficients.
    Everything,
    /// Only the functions of x; constants keep one value: for relations with constant coefficients.
    Functions,
}

impl Tower {
    /// The first prime field from 2^61 - 1 downwards in which all roots of constants of the tower exist,
    /// with their values by variable, and in which roots of odd prime degree l, and the given l, can be
    /// taken and have characters (l divides p - 1 once).
    fn prime_field(&self, characters: &[u64]) -> (PrimeField, Vec<(usize, Vec<u64>)>) {
        let mut primes: Vec<u64> = characters.to_vec();
        for root in self.roots.values() {
            primes.extend(prime_factors(root.degree));
        }
        primes.retain(|l| *l > 2);
        for f in PrimeField::descending() {
            let m = f.modulus() - 1;
            if primes.iter().any(|l| m % l != 0 || m / l % l == 0) {
                continue;
            }
            let values: Option<Vec<(usize, Vec<u64>)>> = self
                .roots
                .iter()
                .filter(|(v, _)| self.variables[**v].is_constant())
                .map(|(&v, r)| {
                    let radicand = f.ratio(&r.radicand.as_rational()?)?;
                    let all = f.roots(radicand, r.degree)?;
                    (!all.is_empty()).then_some((v, all))
                })
                .collect();
            if let Some(values) = values {
                return (f, values);
            }
        }
        unreachable!("every set of roots exists in infinitely many prime fields (Chebotarev)")
    }

    /// Random points with small integer coordinates (roots have residues instead). There can be fewer
    /// than `count` if the radicands of the tower rarely have roots.
    pub fn random_points(
        &self,
        seed: u64,
        count: usize,
        vary: Vary,
    ) -> (PrimeField, Vec<Point<PrimeField>>) {
        self.points_with_characters(seed, count, vary, &[])
    }

    /// The same in a field with characters of the given odd prime orders.
    pub(super) fn points_with_characters(
        &self,
        seed: u64,
        count: usize,
        vary: Vary,
        characters: &[u64],
    ) -> (PrimeField, Vec<Point<PrimeField>>) {
        let (field, conjugates) = self.prime_field(characters);
        let mut rng = SplitMix::new(seed);
        let mut fixed: Vec<Option<u64>> = vec![None; self.variables.len()];
        if vary == Vary::Functions {
            for (v, all) in &conjugates {
                fixed[*v] = all.first().copied();
            }
            for (v, w) in self.variables.iter().enumerate() {
                if w.is_constant() && fixed[v].is_none() {
                    fixed[v] = Some(rng.range(2, COORDINATE_BOUND));
                }
            }
        }
        let mut points = vec![];
        for _ in 0..count.saturating_mul(self.tries()) {
            if points.len() == count {
                break;
            }
            let mut start = fixed.clone();
            if vary == Vary::Everything {
                // Any choice of conjugates is a homomorphism.
                for (v, all) in &conjugates {
                    start[*v] = Some(all[(rng.draw() % all.len() as u64) as usize]);
                }
            }
            points.extend(self.complete(&field, start, &mut rng));
        }
        (field, points)
    }

    /// How many attempts a point with all its roots may take.
    fn tries(&self) -> usize {
        let degrees: usize = self
            .radicals()
            .iter()
            .map(|v| self.roots[v].degree as usize)
            .product();
        if degrees == 1 { 1 } else { degrees * 12 }
    }

    /// Up to `count` points that agree with `base` in the variables marked as fixed.
    pub fn points_above(
        &self,
        field: &PrimeField,
        base: &Point<PrimeField>,
        fixed: &dyn Fn(usize) -> bool,
        count: usize,
        rng: &mut SplitMix,
    ) -> Vec<Point<PrimeField>> {
        let start: Vec<Option<u64>> = base
            .iter()
            .enumerate()
            .map(|(v, value)| fixed(v).then_some(*value))
            .collect();
        let mut points = vec![];
        for _ in 0..count.saturating_mul(self.tries()) {
            if points.len() == count {
                break;
            }
            points.extend(self.complete(field, start.clone(), rng));
        }
        points
    }

    /// Fills the open coordinates: roots of functions from their radicands, all others at random. `None`
    /// if a radicand has no root there, or is zero.
    fn complete(
        &self,
        field: &PrimeField,
        start: Vec<Option<u64>>,
        rng: &mut SplitMix,
    ) -> Option<Point<PrimeField>> {
        let mut point: Point<PrimeField> = vec![];
        for (v, value) in start.into_iter().enumerate() {
            let value = match (value, self.variables[v].kind.as_root()) {
                (Some(value), _) => value,
                (None, Some(root)) => {
                    let radicand = self.eval(&root.radicand, field, &point)?;
                    if radicand == 0 {
                        return None;
                    }
                    let all = field.roots(radicand, root.degree)?;
                    *all.get((rng.draw() % (all.len().max(1) as u64)) as usize)?
                }
                (None, None) => rng.range(2, COORDINATE_BOUND),
            };
            point.push(value);
        }
        Some(point)
    }

    /// The value of an element at a point; `None` where a denominator vanishes.
    pub fn eval<F: Field>(&self, a: &Element, field: &F, point: &Point<F>) -> Option<F::El> {
        let mut value = a.num.eval(field, point)?;
        for &(id, n) in &a.den {
            let d = self.denominators[id].eval(field, point)?;
            value = field.mul(&value, &field.pow(&d, -i64::from(n))?);
        }
        Some(value)
    }
}
