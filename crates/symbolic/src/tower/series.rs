//! Truncated power series of elements at an exact point of the tower.
//!
//! A point fixes the values of x and of every monomial; the Taylor coefficients of each monomial then
//! follow from its differential equation. Because the monomials are algebraically independent, the
//! value at the point of a Wronskian *as an element of the tower* is the determinant of these
//! coefficients (times factorials).

use super::{Element, Kind, Point, Tower};
use wronski_exact::Field;
use wronski_exact::poly::Poly;

/// The coefficients of h^0, h^1, ..., for x = x0 + h.
pub type Series<T> = Vec<T>;

fn multiply<F: Field>(f: &F, a: &[F::El], b: &[F::El]) -> Series<F::El> {
    let n = a.len();
    let mut out = vec![f.zero(); n];
    for (i, u) in a.iter().enumerate() {
        if f.is_zero(u) {
            continue;
        }
        for (o, w) in out[i..].iter_mut().zip(b) {
            *o = f.add(o, &f.mul(u, w));
        }
    }
    out
}

fn reciprocal<F: Field>(f: &F, a: &[F::El]) -> Option<Series<F::El>> {
    let first = f.inv(a.first()?)?;
    let mut out = vec![first.clone()];
    for n in 1..a.len() {
        let mut s = f.zero();
        for k in 1..=n {
            s = f.add(&s, &f.mul(&a[k], &out[n - k]));
        }
        out.push(f.sub(&f.zero(), &f.mul(&s, &first)));
    }
    Some(out)
}

fn derivative<F: Field>(f: &F, a: &[F::El]) -> Series<F::El> {
    let mut out: Vec<F::El> = a
        .iter()
        .enumerate()
        .skip(1)
        .map(|(k, c)| f.mul(&f.small(k as i64), c))
        .collect();
    out.push(f.zero());
    out
}

/// The series with the given derivative and constant term; `None` if a denominator vanishes.
fn antiderivative<F: Field>(f: &F, a: &[F::El], start: &F::El) -> Option<Series<F::El>> {
    let mut out = vec![start.clone()];
    for (k, c) in a.iter().enumerate().take(a.len() - 1) {
        out.push(f.mul(c, &f.inv(&f.small(k as i64 + 1))?));
    }
    Some(out)
}

/// The solution of `t' = slope * t` with the given constant term.
fn exponential<F: Field>(f: &F, slope: &[F::El], start: &F::El) -> Option<Series<F::El>> {
    let mut s = vec![start.clone()];
    for n in 0..slope.len() - 1 {
        let mut c = f.zero();
        for k in 0..=n {
            c = f.add(&c, &f.mul(&slope[k], &s[n - k]));
        }
        s.push(f.mul(&c, &f.inv(&f.small(n as i64 + 1))?));
    }
    Some(s)
}

/// The Taylor series of all variables of a tower at one point.
#[derive(Clone, Debug)]
pub struct Expansion<'a, F: Field> {
    tower: &'a Tower,
    field: &'a F,
    order: usize,
    variables: Vec<Series<F::El>>,
    denominators: Vec<Option<Series<F::El>>>,
}

impl<'a, F: Field> Expansion<'a, F> {
    /// Expands every variable to `order` coefficients; `None` where a denominator vanishes at the
    /// point, or the characteristic is too small.
    pub fn new(tower: &'a Tower, field: &'a F, point: &Point<F>, order: usize) -> Option<Self> {
        let mut this = Expansion {
            tower,
            field,
            order: order.max(1),
            variables: vec![],
            denominators: vec![],
        };
        for (w, value) in tower.variables().iter().zip(point) {
            let constant = |c: &F::El| {
                let mut s = vec![field.zero(); this.order];
                s[0] = c.clone();
                s
            };
            let series = match &w.kind {
                Kind::Constant(_) => constant(value),
                Kind::X => {
                    let mut s = constant(value);
                    if let Some(c) = s.get_mut(1) {
                        *c = field.one();
                    }
                    s
                }
                Kind::Exp { argument } => {
                    exponential(field, &derivative(field, &this.element(argument)?), value)?
                }
                Kind::Root {
                    degree, radicand, ..
                } => {
                    // u' = f'/(n f) u
                    let f = this.element(radicand)?;
                    let share = field.inv(&field.small(i64::from(*degree)))?;
                    let scaled: Vec<F::El> = derivative(field, &f)
                        .iter()
                        .map(|c| field.mul(c, &share))
                        .collect();
                    exponential(
                        field,
                        &multiply(field, &scaled, &reciprocal(field, &f)?),
                        value,
                    )?
                }
                Kind::Tan { argument } => {
                    // t' = a' (1 + t^2), one coefficient after the other
                    let a = derivative(field, &this.element(argument)?);
                    let mut s = vec![value.clone()];
                    for n in 0..this.order - 1 {
                        let mut square = vec![field.zero(); n + 1];
                        square[0] = field.one();
                        for (i, u) in s.iter().enumerate() {
                            for (j, w) in s[..=n - i].iter().enumerate() {
                                square[i + j] = field.add(&square[i + j], &field.mul(u, w));
                            }
                        }
                        let mut c = field.zero();
                        for k in 0..=n {
                            c = field.add(&c, &field.mul(&a[k], &square[n - k]));
                        }
                        s.push(field.mul(&c, &field.inv(&field.small(n as i64 + 1))?));
                    }
                    s
                }
                Kind::Log { argument } => {
                    let f = this.element(argument)?;
                    let d = multiply(field, &derivative(field, &f), &reciprocal(field, &f)?);
                    antiderivative(field, &d, value)?
                }
                Kind::Erf { .. } | Kind::Atan { .. } => {
                    let d = this.element(&w.derivative)?;
                    antiderivative(field, &d, value)?
                }
            };
            this.variables.push(series);
        }
        this.denominators = tower
            .denominators()
            .iter()
            .map(|d| this.poly(d).and_then(|s| reciprocal(field, &s)))
            .collect();
        Some(this)
    }

    fn poly(&self, p: &Poly) -> Option<Series<F::El>> {
        let f = self.field;
        let mut powers: std::collections::BTreeMap<(usize, i32), Series<F::El>> =
            std::collections::BTreeMap::new();
        let mut sum = vec![f.zero(); self.order];
        for (m, c) in p.terms() {
            let mut t = vec![f.zero(); self.order];
            t[0] = f.ratio(&c)?;
            for (v, &e) in m.iter().enumerate() {
                if e == 0 {
                    continue;
                }
                if let std::collections::btree_map::Entry::Vacant(slot) = powers.entry((v, e)) {
                    let base = self.variables.get(v)?;
                    let base = if e < 0 {
                        reciprocal(f, base)?
                    } else {
                        base.clone()
                    };
                    let mut acc = base.clone();
                    for _ in 1..e.unsigned_abs() {
                        acc = multiply(f, &acc, &base);
                    }
                    slot.insert(acc);
                }
                t = multiply(f, &t, &powers[&(v, e)]);
            }
            for (s, t) in sum.iter_mut().zip(&t) {
                *s = f.add(s, t);
            }
        }
        Some(sum)
    }

    /// The series of an element; `None` where one of its denominators vanishes.
    pub fn element(&self, a: &Element) -> Option<Series<F::El>> {
        let mut s = self.poly(&a.num)?;
        for &(id, n) in &a.den {
            let inverse = match self.denominators.get(id) {
                Some(r) => r.clone()?,
                None => reciprocal(self.field, &self.poly(self.tower.denominators()[id])?)?,
            };
            for _ in 0..n {
                s = multiply(self.field, &s, &inverse);
            }
        }
        Some(s)
    }

    /// The product of two series of this order.
    pub fn product(&self, a: &[F::El], b: &[F::El]) -> Series<F::El> {
        multiply(self.field, a, b)
    }
}
