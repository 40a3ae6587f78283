//! Truncated power series of elements at an exact point of the tower.
//!
//! A point fixes the values of x and of every monomial; the Taylor coefficients of each monomial then
//! follow from its differential equation. Because the monomials are algebraically independent, the
//! value at the point of a Wronskian *as an element of the tower* is the determinant of these
//! coefficients (times factorials).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::kind::KnownSeries;
use super::power_series::{PowerSeries, Series};
use super::{Element, Point, Tower};
use wronski_diagnostic::interruption;
use wronski_exact::poly::Poly;
use wronski_exact::{Field, PrimeField};

/// The Taylor series of all variables of a tower at one point.
#[derive(Clone, Debug)]
pub struct Expansion<'a> {
    tower: &'a Tower,
    arithmetic: PowerSeries<'a>,
    variables: Vec<Series>,
    denominators: Vec<Option<Series>>,
}

impl<'a> Expansion<'a> {
    /// Expands every variable to `order` coefficients; `None` where a denominator vanishes at the
    /// point, or the characteristic is too small.
    pub fn new(
        tower: &'a Tower,
        field: &'a PrimeField,
        point: &Point<PrimeField>,
        order: usize,
    ) -> Option<Self> {
        let arithmetic = PowerSeries {
            field,
            order: order.max(1),
        };
        let mut this = Expansion {
            tower,
            arithmetic,
            variables: vec![],
            denominators: vec![],
        };
        for (w, &value) in tower.variables().iter().zip(point) {
            let series = match w.kind.generator() {
                Some(generator) => generator.series(
                    value,
                    &KnownSeries {
                        arithmetic,
                        of: &|a| this.element(a),
                        derivative: &w.derivative,
                    },
                )?,
                None => {
                    let mut s = arithmetic.constant(value);
                    if w.is_x()
                        && let Some(c) = s.get_mut(1)
                    {
                        *c = 1;
                    }
                    s
                }
            };
            this.variables.push(series);
        }
        this.denominators = tower
            .denominators()
            .iter()
            .map(|d| this.poly(d).and_then(|s| arithmetic.reciprocal(&s)))
            .collect();
        Some(this)
    }

    fn poly(&self, p: &Poly) -> Option<Series> {
        let ring = self.arithmetic;
        let mut powers: BTreeMap<(usize, i32), Series> = BTreeMap::new();
        let mut sum = vec![0; ring.order];
        for (m, c) in p.terms() {
            interruption::point();
            let mut t = ring.constant(ring.field.ratio(&c)?);
            for (v, &e) in m.iter().enumerate() {
                if e == 0 {
                    continue;
                }
                if let Entry::Vacant(slot) = powers.entry((v, e)) {
                    let base = self.variables.get(v)?;
                    let base = if e < 0 {
                        ring.reciprocal(base)?
                    } else {
                        base.clone()
                    };
                    let mut acc = base.clone();
                    for _ in 1..e.unsigned_abs() {
                        acc = ring.multiply(&acc, &base);
                    }
                    slot.insert(acc);
                }
                t = ring.multiply(&t, &powers[&(v, e)]);
            }
            for (s, t) in sum.iter_mut().zip(&t) {
                *s = ring.field.add(s, t);
            }
        }
        Some(sum)
    }

    /// The series of an element; `None` where one of its denominators vanishes.
    pub fn element(&self, a: &Element) -> Option<Series> {
        let ring = self.arithmetic;
        let mut s = self.poly(&a.num)?;
        for &(id, n) in &a.den {
            let inverse = match self.denominators.get(id) {
                Some(r) => r.clone()?,
                None => ring.reciprocal(&self.poly(&self.tower.denominators()[id])?)?,
            };
            for _ in 0..n {
                s = ring.multiply(&s, &inverse);
            }
        }
        Some(s)
    }

    /// The product of two series of this order.
    pub fn product(&self, a: &[u64], b: &[u64]) -> Series {
        self.arithmetic.multiply(a, b)
    }
}
