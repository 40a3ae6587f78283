//! Elements of K = Q(constants)(x, t1, ..., tn): a Laurent polynomial over a list of polynomial factors.
//!
//! Arithmetic of the checker's own. Denominator factors are primitive polynomials that are no monomials; common
//! factors are only taken out where a trial division finds them, so that equality is the vanishing of a difference,
//! which is exact: the ring of polynomials modulo the relations of the roots is an integral domain (distinct primes
//! for roots of numbers, witnesses for roots of functions). No root of a function occurs with a negative exponent.

use super::failure::{Checked, limit};
use std::cell::Cell;

use num_rational::BigRational;
use num_traits::{One, Zero};

use wronski_diagnostic::interruption;
use wronski_exact::gcd::strip_monomial;
use wronski_exact::poly::{ONE, Poly, Roots, mono, mono_div};
use wronski_exact::radical::norm;
use wronski_exact::{Field, PrimeField};

/// The largest number of terms of a polynomial.
const TERMS: usize = 60_000;
/// The largest absolute exponent.
const EXPONENT: i64 = 4_000;
/// The largest exponent of a factor of a denominator.
const DENOMINATOR: u32 = 100_000;
/// The largest power of a sum.
const POWER: u32 = 200;
/// The most bits of a leading or last coefficient.
const BITS: u64 = 30_000;
/// The most products of terms in the check of one certificate.
const WORK: u64 = 60_000_000;

const EXPONENTS: &str = "the exponents of a polynomial";
const COEFFICIENTS: &str = "the bits of a coefficient";
const DENOMINATORS: &str = "the exponents of a denominator";

/// Polynomial factors with their exponents.
pub(super) type Factors = Vec<(Poly, u32)>;

/// A Laurent polynomial divided by a product of powers of polynomials.
#[derive(Clone, Debug)]
pub(super) struct Elem {
    pub num: Poly,
    pub den: Factors,
}

impl Elem {
    pub fn poly(num: Poly) -> Self {
        Elem { num, den: vec![] }
    }

    pub fn zero() -> Self {
        Elem::poly(Poly::zero())
    }

    pub fn one() -> Self {
        Elem::poly(Poly::one())
    }

    pub fn number(q: &BigRational) -> Self {
        Elem::poly(Poly::constant(q))
    }

    pub fn var(v: usize) -> Self {
        Elem::poly(Poly::var(v))
    }

    pub fn is_zero(&self) -> bool {
        self.num.is_zero()
    }

    /// The rational number that it is, if it is visibly one.
    pub fn as_rational(&self) -> Option<BigRational> {
        if self.den.is_empty() {
            self.num.as_rational()
        } else {
            None
        }
    }

    pub fn neg(&self) -> Self {
        Elem {
            num: self.num.neg(),
            den: self.den.clone(),
        }
    }

    pub fn scale(&self, q: &BigRational) -> Self {
        if q.is_zero() {
            return Elem::zero();
        }
        Elem {
            num: self.num.scale(q),
            den: self.den.clone(),
        }
    }

    /// Does the variable occur?
    pub fn involves(&self, v: usize) -> bool {
        self.num.involves(v) || self.den.iter().any(|(d, _)| d.involves(v))
    }
}

/// Counts the work and knows the roots.
#[derive(Debug, Default)]
pub(super) struct Arithmetic {
    pub roots: Roots,
    /// How many of the first variables are known to be independent but for their relations.
    pub listed: usize,
    spent: Cell<u64>,
}

fn bits(p: &Poly) -> u64 {
    let size = |q: BigRational| q.numer().bits().max(q.denom().bits());
    p.terms()
        .next()
        .map_or(0, |t| size(t.1))
        .max(p.terms().next_back().map_or(0, |t| size(t.1)))
}

/// All factors with the larger of the two exponents.
pub(super) fn least_common(a: &[(Poly, u32)], b: &[(Poly, u32)]) -> Factors {
    let mut out = a.to_vec();
    for (d, n) in b {
        match out.iter_mut().find(|(e, _)| e == d) {
            Some((_, m)) => *m = (*m).max(*n),
            None => out.push((d.clone(), *n)),
        }
    }
    out
}

impl Arithmetic {
    fn charge(&self, n: usize, m: usize) -> Checked<()> {
        let spent = self
            .spent
            .get()
            .saturating_add((n as u64).saturating_mul(m as u64));
        self.spent.set(spent);
        if spent > WORK {
            return Err(limit("the work of a check", WORK));
        }
        Ok(())
    }

    /// Is a polynomial within the limits?
    fn size(&self, p: &Poly) -> Checked<()> {
        if p.len() > TERMS {
            return Err(limit("the terms of a polynomial", TERMS as u64));
        }
        if p.max_exponent() > EXPONENT {
            return Err(limit(EXPONENTS, EXPONENT as u64));
        }
        if bits(p) > BITS {
            return Err(limit(COEFFICIENTS, BITS));
        }
        Ok(())
    }

    /// The product of polynomials.
    pub fn product(&self, a: &Poly, b: &Poly) -> Checked<Poly> {
        self.charge(a.len(), b.len())?;
        let p = a.mul(b, &self.roots);
        self.size(&p)?;
        Ok(p)
    }

    /// A power of a polynomial.
    pub fn poly_power(&self, p: &Poly, n: u32) -> Checked<Poly> {
        let largest = p
            .terms()
            .map(|(_, q)| q.numer().bits().max(q.denom().bits()))
            .max()
            .unwrap_or_default();
        let degree = p.max_exponent().saturating_mul(i64::from(n));
        if largest.saturating_mul(u64::from(n)) > BITS {
            return Err(limit(COEFFICIENTS, BITS));
        }
        if degree > EXPONENT {
            return Err(limit(EXPONENTS, EXPONENT as u64));
        }
        if p.len() > 1 && n > POWER {
            return Err(limit("the exponent of a sum", u64::from(POWER)));
        }
        let mut acc = Poly::one();
        for _ in 0..if p.len() > 1 { n } else { 0 } {
            acc = self.product(&acc, p)?;
        }
        Ok(if p.len() > 1 {
            acc
        } else {
            p.pow(n, &self.roots)
        })
    }

    /// The product of a list of factors.
    pub fn expand(&self, den: &[(Poly, u32)]) -> Checked<Poly> {
        let mut acc = Poly::one();
        for (d, n) in den {
            acc = self.product(&acc, &self.poly_power(d, *n)?)?;
        }
        Ok(acc)
    }

    /// `whole / part`, where every factor of `part` is one of `whole`.
    fn missing(&self, whole: &[(Poly, u32)], part: &[(Poly, u32)]) -> Checked<Poly> {
        let rest: Factors = whole
            .iter()
            .map(|(d, n)| {
                let has = part.iter().find(|(e, _)| e == d).map_or(0, |(_, m)| *m);
                (d.clone(), n.saturating_sub(has))
            })
            .collect();
        self.expand(&rest)
    }

    /// Divides out what trial division finds.
    pub fn cancel(&self, num: Poly, den: Factors) -> Checked<Elem> {
        if num.is_zero() {
            return Ok(Elem::zero());
        }
        let (m, mut rest) = strip_monomial(&num);
        let mut left = vec![];
        for (d, mut n) in den {
            while n > 0 {
                interruption::point();
                self.charge(rest.len(), 1 + d.len())?;
                let Some(q) = rest.divide_exact(&d) else {
                    break;
                };
                rest = q;
                n -= 1;
            }
            if n > 0 {
                left.push((d, n));
            }
        }
        Ok(Elem {
            num: rest.shift(&m),
            den: left,
        })
    }

    pub fn add(&self, a: &Elem, b: &Elem) -> Checked<Elem> {
        if a.is_zero() {
            return Ok(b.clone());
        }
        if b.is_zero() {
            return Ok(a.clone());
        }
        let den = least_common(&a.den, &b.den);
        let left = self.product(&a.num, &self.missing(&den, &a.den)?)?;
        let right = self.product(&b.num, &self.missing(&den, &b.den)?)?;
        self.cancel(left.add(&right), den)
    }

    pub fn sub(&self, a: &Elem, b: &Elem) -> Checked<Elem> {
        self.add(a, &b.neg())
    }

    pub fn mul(&self, a: &Elem, b: &Elem) -> Checked<Elem> {
        let left = self.cancel(a.num.clone(), b.den.clone())?;
        let right = self.cancel(b.num.clone(), a.den.clone())?;
        let mut den = left.den;
        for (d, n) in right.den {
            match den.iter_mut().find(|(e, _)| *e == d) {
                Some((_, m)) => *m = m.saturating_add(n),
                None => den.push((d, n)),
            }
        }
        if den.iter().any(|(_, n)| *n > DENOMINATOR) {
            return Err(limit(DENOMINATORS, u64::from(DENOMINATOR)));
        }
        Ok(Elem {
            num: self.product(&left.num, &right.num)?,
            den,
        })
    }

    pub fn inverse(&self, a: &Elem) -> Checked<Elem> {
        if a.is_zero() {
            return Err("division by zero".into());
        }
        let mut cofactor = Poly::one();
        let mut below = a.num.clone();
        for (&v, r) in self.roots.iter().rev() {
            // A norm in the listed variables alone is known not to vanish.
            let listed = |p: &Poly| p.variables().iter().all(|&w| w < self.listed);
            let (_, rest) = strip_monomial(&below);
            if rest.involves(v)
                && r.radicand.as_rational().is_none()
                && listed(&r.radicand)
                && let Some((c, n)) = self.norm(&below, v)?
                && listed(&n)
            {
                cofactor = self.product(&cofactor, &c)?;
                below = n;
            }
        }
        let (content, primitive) = below.content();
        let (mut m, rest) = strip_monomial(&primitive);
        // 1/u = u^(n-1)/f for a root of a function.
        let mut factors = vec![];
        for (&v, r) in &self.roots {
            if m[v] > 0 && r.radicand.as_rational().is_none() {
                let up = m[v].unsigned_abs().div_ceil(r.degree);
                factors.push((v, up * r.degree - m[v].unsigned_abs(), up));
                m[v] = 0;
            }
        }
        let num = self
            .product(&self.expand(&a.den)?, &cofactor)?
            .scale(&content.recip())
            .shift(&mono_div(&ONE, &m))
            .reduce_roots(&self.roots);
        let den = if rest.as_rational().is_some() {
            vec![]
        } else {
            vec![(rest, 1)]
        };
        // What the cofactor brought in may cancel.
        let mut value = self.cancel(num, den)?;
        for (v, above, up) in factors {
            let power = Poly::term(mono(v, above as i32), &BigRational::one());
            let radicand = Elem::poly(self.roots[&v].radicand.clone());
            value = self.mul(&value, &Elem::poly(power))?;
            value = self.mul(&value, &self.pow(&self.inverse(&radicand)?, i64::from(up))?)?;
        }
        Ok(value)
    }

    /// Cofactor and norm of a polynomial with respect to a root, where that is easy and the norm is not zero.
    pub fn norm(&self, p: &Poly, v: usize) -> Checked<Option<(Poly, Poly)>> {
        let Some(r) = self.roots.get(&v) else {
            return Ok(None);
        };
        if r.degree > 3 || p.len() > 400 {
            return Ok(None);
        }
        let size = p.len().saturating_mul(r.radicand.len());
        self.charge(size, size)?;
        let large = |p: &Poly| p.len() > TERMS || p.max_exponent() > EXPONENT || bits(p) > BITS;
        Ok(norm(p, v, &self.roots).filter(|(c, n)| !n.is_zero() && !large(c) && !large(n)))
    }

    pub fn div(&self, a: &Elem, b: &Elem) -> Checked<Elem> {
        self.mul(a, &self.inverse(b)?)
    }

    pub fn pow(&self, a: &Elem, n: i64) -> Checked<Elem> {
        let base = if n < 0 { self.inverse(a)? } else { a.clone() };
        let k = u32::try_from(n.unsigned_abs())
            .map_err(|_| limit(DENOMINATORS, u64::from(DENOMINATOR)))?;
        let den = base
            .den
            .into_iter()
            .map(|(d, e)| {
                Ok((
                    d,
                    e.checked_mul(k)
                        .filter(|n| *n <= DENOMINATOR)
                        .ok_or_else(|| limit(DENOMINATORS, u64::from(DENOMINATOR)))?,
                ))
            })
            .collect::<Checked<Vec<_>>>()?;
        if k == 0 {
            return Ok(Elem::one());
        }
        Ok(Elem {
            num: self.poly_power(&base.num, k)?,
            den,
        })
    }

    pub fn equal(&self, a: &Elem, b: &Elem) -> Checked<bool> {
        Ok(self.sub(a, b)?.is_zero())
    }

    /// Numerators over one common denominator.
    pub fn common(&self, elements: &[Elem]) -> Checked<(Vec<Poly>, Factors)> {
        let mut den = vec![];
        for e in elements {
            den = least_common(&den, &e.den);
        }
        let nums = elements
            .iter()
            .map(|e| self.product(&e.num, &self.missing(&den, &e.den)?))
            .collect::<Checked<Vec<_>>>()?;
        Ok((nums, den))
    }

    /// The value at a point modulo a prime; `None` where a denominator vanishes.
    pub fn value(&self, a: &Elem, field: &PrimeField, point: &[u64]) -> Option<u64> {
        let mut value = a.num.eval(field, point)?;
        for (d, n) in &a.den {
            let d = d.eval(field, point)?;
            value = field.mul(&value, &field.pow(&d, -i64::from(*n))?);
        }
        Some(value)
    }

    /// The value of the partial derivative with respect to a variable, by the quotient rule.
    pub fn partial_value(
        &self,
        a: &Elem,
        v: usize,
        field: &PrimeField,
        point: &[u64],
    ) -> Option<u64> {
        let n = a.num.eval(field, point)?;
        let mut slope = a.num.partial(v).eval(field, point)?;
        let mut below = field.one();
        for (d, e) in &a.den {
            let value = d.eval(field, point)?;
            let inverse = field.inv(&value)?;
            let share = field.mul(&d.partial(v).eval(field, point)?, &inverse);
            slope = field.sub(
                &slope,
                &field.mul(&n, &field.mul(&share, &field.small(i64::from(*e)))),
            );
            below = field.mul(&below, &field.pow(&inverse, i64::from(*e))?);
        }
        Some(field.mul(&slope, &below))
    }

    /// The partial derivative with respect to a variable.
    pub fn partial(&self, a: &Elem, v: usize) -> Checked<Elem> {
        let mut sum = Elem {
            num: a.num.partial(v).reduce_roots(&self.roots),
            den: a.den.clone(),
        };
        for (d, e) in &a.den {
            let factor = d
                .partial(v)
                .scale(&BigRational::from_integer((-i64::from(*e)).into()));
            let mut den = a.den.clone();
            if let Some(entry) = den.iter_mut().find(|(f, _)| f == d) {
                entry.1 += 1;
            }
            sum = self.add(
                &sum,
                &Elem {
                    num: self.product(&a.num, &factor)?,
                    den,
                },
            )?;
        }
        Ok(sum)
    }
}
