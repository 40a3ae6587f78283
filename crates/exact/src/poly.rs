//! Sparse Laurent polynomials in at most [`MAX_VARS`] variables with rational coefficients.
//!
//! A polynomial is an integer polynomial over one positive common denominator, in lowest terms.
//! Terms are sorted by descending lexicographic order of the exponents, so equality is structural.
//! Some variables may be roots, of numbers or of polynomials in the variables before them; [`Roots`]
//! carries the relations `s^n = r`, and products are reduced by them ([`Poly::mul`]).

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use wronski_diagnostic::interruption;

use super::field::Field;
use super::integer::{gcd, ratio};

/// How many variables a polynomial can have.
pub const MAX_VARS: usize = 20;

/// Greatest degree in a variable of which a dense list of coefficients is made.
pub const MAX_DENSE_DEGREE: i32 = 100_000;

/// The exponents of a Laurent monomial.
pub type Mono = [i32; MAX_VARS];

/// The monomial 1.
pub const ONE: Mono = [0; MAX_VARS];

/// The monomial `v^n`.
pub fn mono(v: usize, n: i32) -> Mono {
    let mut m = ONE;
    m[v] = n;
    m
}

/// The product of two monomials.
pub fn mono_mul(a: &Mono, b: &Mono) -> Mono {
    std::array::from_fn(|i| a[i] + b[i])
}

/// The quotient of two monomials.
pub fn mono_div(a: &Mono, b: &Mono) -> Mono {
    std::array::from_fn(|i| a[i] - b[i])
}

/// The relation `s^degree = radicand` of a variable `s`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The degree, at least 2.
    pub degree: u32,
    /// A nonzero number, or a polynomial in variables of smaller index with nonnegative exponents of
    /// the roots among them.
    pub radicand: Poly,
}

impl Root {
    /// The square root of an integer.
    pub fn square(n: &BigInt) -> Self {
        Root {
            degree: 2,
            radicand: Poly::constant(&BigRational::from_integer(n.clone())),
        }
    }
}

/// The variables that are roots, each with its relation.
pub type Roots = BTreeMap<usize, Root>;

/// A sparse Laurent polynomial.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Poly {
    /// Descending by exponent; no zero coefficient.
    pub(super) terms: Vec<(Mono, BigInt)>,
    pub(super) den: BigInt,
}

impl Poly {
    /// The zero polynomial.
    pub fn zero() -> Self {
        Poly {
            terms: vec![],
            den: BigInt::one(),
        }
    }

    /// The constant 1.
    pub fn one() -> Self {
        Poly::constant(&BigRational::one())
    }

    /// A constant.
    pub fn constant(q: &BigRational) -> Self {
        Poly::term(ONE, q)
    }

    /// The integer `n`.
    pub fn int(n: i64) -> Self {
        Poly::constant(&BigRational::from_integer(n.into()))
    }

    /// The variable with index `v`.
    pub fn var(v: usize) -> Self {
        Poly::term(mono(v, 1), &BigRational::one())
    }

    /// `q` times a monomial.
    pub fn term(m: Mono, q: &BigRational) -> Self {
        if q.is_zero() {
            return Poly::zero();
        }
        Poly {
            terms: vec![(m, q.numer().clone())],
            den: q.denom().clone(),
        }
    }

    /// Builds a polynomial from terms in any order; equal monomials are added.
    pub fn from_terms(terms: impl IntoIterator<Item = (Mono, BigRational)>) -> Self {
        let terms: Vec<(Mono, BigRational)> = terms.into_iter().collect();
        let den = terms.iter().fold(BigInt::one(), |d, (_, q)| {
            if q.denom().is_one() || *q.denom() == d {
                return d;
            }
            let common = gcd(&d, q.denom());
            d * (q.denom() / common)
        });
        let mut acc: BTreeMap<Mono, BigInt> = BTreeMap::new();
        for (m, q) in terms {
            let c = if *q.denom() == den {
                q.numer().clone()
            } else {
                q.numer() * (&den / q.denom())
            };
            *acc.entry(m).or_insert_with(BigInt::zero) += c;
        }
        Poly::from_map(acc, den)
    }

    fn from_map(acc: BTreeMap<Mono, BigInt>, den: BigInt) -> Self {
        let terms = acc
            .into_iter()
            .rev()
            .filter(|(_, c)| !c.is_zero())
            .collect();
        Poly { terms, den }.reduced()
    }

    pub(super) fn reduced(mut self) -> Self {
        if self.terms.is_empty() {
            self.den = BigInt::one();
        }
        if self.den.is_one() {
            return self;
        }
        let mut g = self.den.clone();
        for (_, c) in &self.terms {
            g = gcd(&g, c);
            if g.is_one() {
                return self;
            }
        }
        for (_, c) in &mut self.terms {
            *c /= &g;
        }
        self.den /= g;
        self
    }

    /// Is it the zero polynomial?
    pub fn is_zero(&self) -> bool {
        self.terms.is_empty()
    }

    /// The number that it is, if it is a constant.
    pub fn as_rational(&self) -> Option<BigRational> {
        match self.terms.as_slice() {
            [] => Some(BigRational::zero()),
            [(m, c)] if *m == ONE => Some(ratio(c.clone(), &self.den)),
            _ => None,
        }
    }

    /// Is it the constant 1?
    pub fn is_one(&self) -> bool {
        self.den.is_one() && matches!(self.terms.as_slice(), [(m, c)] if *m == ONE && c.is_one())
    }

    /// The length in bits of the longest integer coefficient.
    pub fn coefficient_bits(&self) -> u64 {
        self.terms.iter().map(|(_, c)| c.bits()).max().unwrap_or(0)
    }

    /// The number of terms.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// The total length of the coefficients, in bits: what a pass over the polynomial costs.
    pub fn bits(&self) -> u64 {
        self.terms.iter().map(|(_, c)| c.bits()).sum()
    }

    /// Is it zero? (Same as [`Poly::is_zero`].)
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// The terms with exact coefficients, in descending order.
    pub fn terms(&self) -> impl DoubleEndedIterator<Item = (Mono, BigRational)> + '_ {
        self.terms
            .iter()
            .map(|(m, c)| (*m, ratio(c.clone(), &self.den)))
    }

    /// The monomials, in descending order.
    pub fn monomials(&self) -> impl DoubleEndedIterator<Item = &Mono> + '_ {
        self.terms.iter().map(|(m, _)| m)
    }

    /// The largest term, if any.
    pub fn leading(&self) -> Option<(Mono, BigRational)> {
        self.terms().next()
    }

    /// The coefficient of a monomial.
    pub fn coefficient(&self, m: &Mono) -> BigRational {
        match self.terms.binary_search_by(|(n, _)| m.cmp(n)) {
            Ok(i) => ratio(self.terms[i].1.clone(), &self.den),
            Err(_) => BigRational::zero(),
        }
    }

    /// The largest absolute value of an exponent.
    pub fn max_exponent(&self) -> i64 {
        self.terms
            .iter()
            .flat_map(|(m, _)| m.iter())
            .map(|e| i64::from(*e).abs())
            .max()
            .unwrap_or_default()
    }

    /// Does the variable occur?
    pub fn involves(&self, v: usize) -> bool {
        self.terms.iter().any(|(m, _)| m[v] != 0)
    }

    /// The variables that occur, ascending.
    pub fn variables(&self) -> Vec<usize> {
        (0..MAX_VARS).filter(|&v| self.involves(v)).collect()
    }

    /// The largest exponent of a variable: negative if only negative powers occur, 0 for the zero polynomial.
    pub fn degree(&self, v: usize) -> i32 {
        self.terms
            .iter()
            .map(|(m, _)| m[v])
            .max()
            .unwrap_or_default()
    }

    /// Negation.
    #[must_use]
    pub fn neg(&self) -> Self {
        Poly {
            terms: self.terms.iter().map(|(m, c)| (*m, -c)).collect(),
            den: self.den.clone(),
        }
    }

    /// Sum.
    #[must_use]
    pub fn add(&self, other: &Poly) -> Self {
        self.combine(other, false)
    }

    /// Difference.
    #[must_use]
    pub fn sub(&self, other: &Poly) -> Self {
        self.combine(other, true)
    }

    fn combine(&self, other: &Poly, negate: bool) -> Self {
        interruption::point();
        let (fa, fb, den);
        if self.den == other.den {
            (fa, fb, den) = (None, None, self.den.clone());
        } else {
            den = &self.den * (&other.den / gcd(&self.den, &other.den));
            fa = Some(&den / &self.den);
            fb = Some(&den / &other.den);
        }
        let left = |c: &BigInt| fa.as_ref().map_or_else(|| c.clone(), |f| c * f);
        let right = |c: &BigInt| {
            let c = fb.as_ref().map_or_else(|| c.clone(), |f| c * f);
            if negate { -c } else { c }
        };
        let mut terms = Vec::with_capacity(self.terms.len() + other.terms.len());
        let (mut i, mut j) = (0, 0);
        while i < self.terms.len() || j < other.terms.len() {
            let order = match (self.terms.get(i), other.terms.get(j)) {
                (Some(a), Some(b)) => a.0.cmp(&b.0),
                (Some(_), None) => std::cmp::Ordering::Greater,
                _ => std::cmp::Ordering::Less,
            };
            match order {
                std::cmp::Ordering::Greater => {
                    terms.push((self.terms[i].0, left(&self.terms[i].1)));
                    i += 1;
                }
                std::cmp::Ordering::Less => {
                    terms.push((other.terms[j].0, right(&other.terms[j].1)));
                    j += 1;
                }
                std::cmp::Ordering::Equal => {
                    let c = left(&self.terms[i].1) + right(&other.terms[j].1);
                    if !c.is_zero() {
                        terms.push((self.terms[i].0, c));
                    }
                    i += 1;
                    j += 1;
                }
            }
        }
        Poly { terms, den }.reduced()
    }

    /// The product with a number.
    #[must_use]
    pub fn scale(&self, q: &BigRational) -> Self {
        if q.is_zero() {
            return Poly::zero();
        }
        Poly {
            terms: self
                .terms
                .iter()
                .map(|(m, c)| (*m, c * q.numer()))
                .collect(),
            den: &self.den * q.denom(),
        }
        .reduced()
    }

    /// The product with a monomial.
    #[must_use]
    pub fn shift(&self, by: &Mono) -> Self {
        Poly {
            terms: self
                .terms
                .iter()
                .map(|(m, c)| (mono_mul(m, by), c.clone()))
                .collect(),
            den: self.den.clone(),
        }
    }

    /// The product, reduced by the relations of the roots.
    #[must_use]
    pub fn mul(&self, other: &Poly, roots: &Roots) -> Self {
        interruption::point();
        let (small, large) = if self.len() <= other.len() {
            (self, other)
        } else {
            (other, self)
        };
        if let [(m, c)] = small.terms.as_slice() {
            let product = Poly {
                terms: large
                    .terms
                    .iter()
                    .map(|(n, d)| (mono_mul(m, n), c * d))
                    .collect(),
                den: &self.den * &other.den,
            }
            .reduced();
            return product.reduce_roots(roots);
        }
        let mut acc: BTreeMap<Mono, BigInt> = BTreeMap::new();
        for (m, c) in &small.terms {
            interruption::point();
            for (n, d) in &large.terms {
                let product = c * d;
                acc.entry(mono_mul(m, n))
                    .and_modify(|v| *v += &product)
                    .or_insert(product);
            }
        }
        Poly::from_map(acc, &self.den * &other.den).reduce_roots(roots)
    }

    /// Rewrites every power of a root of degree n to an exponent from 0 to n - 1. Negative powers are
    /// rewritten for roots of numbers only.
    #[must_use]
    pub fn reduce_roots(self, roots: &Roots) -> Self {
        let mut p = self;
        // A radicand may contain roots of smaller index, so the largest comes first.
        for (&v, root) in roots.iter().rev() {
            let n = root.degree as i32;
            let number = root.radicand.as_rational();
            let high = |m: &Mono| m[v] >= n || (m[v] < 0 && number.is_some());
            if !p.terms.iter().any(|(m, _)| high(m)) {
                continue;
            }
            if let Some(r) = number {
                p = Poly::from_terms(p.terms().map(|(mut m, q)| {
                    let times = m[v].div_euclid(n);
                    m[v] = m[v].rem_euclid(n);
                    (m, q * r.pow(times))
                }));
                continue;
            }
            let mut by_power: BTreeMap<u32, Vec<(Mono, BigRational)>> = BTreeMap::new();
            for (mut m, q) in p.terms() {
                let times = m[v].div_euclid(n).max(0);
                m[v] -= times * n;
                by_power
                    .entry(times.unsigned_abs())
                    .or_default()
                    .push((m, q));
            }
            // Horner's rule in the radicand.
            let top = by_power.keys().next_back().copied().unwrap_or_default();
            let none = Roots::new();
            let mut sum = Poly::zero();
            for k in (0..=top).rev() {
                interruption::point();
                sum = sum.mul(&root.radicand, &none);
                if let Some(terms) = by_power.remove(&k) {
                    sum = sum.add(&Poly::from_terms(terms));
                }
            }
            p = sum;
        }
        p
    }

    /// `self^n`.
    #[must_use]
    pub fn pow(&self, n: u32, roots: &Roots) -> Self {
        let mut acc = Poly::one();
        let mut base = self.clone();
        let mut k = n;
        while k > 0 {
            if k & 1 == 1 {
                acc = acc.mul(&base, roots);
            }
            k >>= 1;
            if k > 0 {
                base = base.mul(&base, roots);
            }
        }
        acc
    }

    /// The partial derivative with respect to a variable.
    #[must_use]
    pub fn partial(&self, v: usize) -> Self {
        Poly {
            terms: self
                .terms
                .iter()
                .filter(|(m, _)| m[v] != 0)
                .map(|(m, c)| {
                    let mut n = *m;
                    n[v] -= 1;
                    (n, c * m[v])
                })
                .collect(),
            den: self.den.clone(),
        }
        .reduced()
    }

    /// Splits off the rational content: `self = content * primitive`, where `primitive` has coprime
    /// integer coefficients and a positive leading one. The content of zero is 0.
    pub fn content(&self) -> (BigRational, Poly) {
        let Some((_, first)) = self.terms.first() else {
            return (BigRational::zero(), Poly::zero());
        };
        let mut g = BigInt::zero();
        for (_, c) in &self.terms {
            g = gcd(&g, c);
            if g.is_one() {
                break;
            }
        }
        if first.is_negative() {
            g = -g;
        }
        let terms = self.terms.iter().map(|(m, c)| (*m, c / &g)).collect();
        (
            ratio(g, &self.den),
            Poly {
                terms,
                den: BigInt::one(),
            },
        )
    }

    /// The greatest Laurent monomial that divides every term: the least exponent of each variable.
    pub fn monomial_content(&self) -> Mono {
        let mut it = self.terms.iter();
        let Some((first, _)) = it.next() else {
            return ONE;
        };
        it.fold(*first, |acc, (m, _)| {
            std::array::from_fn(|i| acc[i].min(m[i]))
        })
    }

    /// The value at a point: `point[v]` is the value of variable `v`. `None` if a coefficient or a
    /// negative power has a denominator that vanishes there.
    pub fn eval<F: Field>(&self, field: &F, point: &[F::El]) -> Option<F::El> {
        interruption::point();
        let mut powers: Vec<Vec<F::El>> = vec![Vec::new(); MAX_VARS];
        let mut sum = field.zero();
        for (m, c) in &self.terms {
            let mut t = field.int(c);
            for (v, &e) in m.iter().enumerate() {
                if e == 0 {
                    continue;
                }
                let base = point.get(v)?;
                let factor = if (1..=64).contains(&e) {
                    let table = &mut powers[v];
                    if table.is_empty() {
                        table.push(base.clone());
                    }
                    while table.len() < e as usize {
                        let next = field.mul(table.last().expect("nonempty"), base);
                        table.push(next);
                    }
                    table[e as usize - 1].clone()
                } else {
                    field.pow(base, i64::from(e))?
                };
                t = field.mul(&t, &factor);
            }
            sum = field.add(&sum, &t);
        }
        if self.den.is_one() {
            return Some(sum);
        }
        Some(field.mul(&sum, &field.inv(&field.int(&self.den))?))
    }

    /// The coefficients as a polynomial in the variable `v`: `result[k]` multiplies `v^k`, and the list ends with the
    /// leading one (one zero for the zero polynomial). `None` for negative exponents of `v` and degrees above
    /// [`MAX_DENSE_DEGREE`].
    pub fn coefficients_in(&self, v: usize) -> Option<Vec<Poly>> {
        let degree = self.degree(v);
        if degree > MAX_DENSE_DEGREE || self.terms.iter().any(|(m, _)| m[v] < 0) {
            return None;
        }
        let mut out: Vec<Vec<(Mono, BigInt)>> =
            vec![Vec::new(); degree.unsigned_abs() as usize + 1];
        for (m, c) in &self.terms {
            let mut n = *m;
            n[v] = 0;
            out[m[v].unsigned_abs() as usize].push((n, c.clone()));
        }
        let coefficients = out.into_iter().map(|terms| {
            Poly {
                terms,
                den: self.den.clone(),
            }
            .reduced()
        });
        Some(coefficients.collect())
    }

    /// Groups the terms by the exponents of the variables for which `outer` is true: the result maps
    /// each such monomial to its coefficient, a polynomial in the other variables.
    pub fn group(&self, outer: &[bool; MAX_VARS]) -> BTreeMap<Mono, Poly> {
        let mut acc: BTreeMap<Mono, Vec<(Mono, BigInt)>> = BTreeMap::new();
        for (m, c) in &self.terms {
            interruption::point();
            let out: Mono = std::array::from_fn(|i| if outer[i] { m[i] } else { 0 });
            acc.entry(out)
                .or_default()
                .push((mono_div(m, &out), c.clone()));
        }
        acc.into_iter()
            .map(|(m, mut terms)| {
                terms.sort_by_key(|t| std::cmp::Reverse(t.0));
                (
                    m,
                    Poly {
                        terms,
                        den: self.den.clone(),
                    }
                    .reduced(),
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::field::{PrimeField, Rationals};
    use super::*;

    fn x() -> Poly {
        Poly::var(0)
    }
    fn t() -> Poly {
        Poly::var(1)
    }
    fn none() -> Roots {
        Roots::new()
    }

    #[test]
    fn binomial_square() {
        let s = x().add(&t()).pow(2, &none());
        let by_hand = x()
            .mul(&x(), &none())
            .add(
                &x().mul(&t(), &none())
                    .scale(&BigRational::from_integer(2.into())),
            )
            .add(&t().mul(&t(), &none()));
        assert_eq!(s, by_hand);
        assert_eq!(s.len(), 3);
        assert_eq!(s.degree(0), 2);
    }

    #[test]
    fn square_roots_reduce() {
        let roots = Roots::from([(2, Root::square(&BigInt::from(2)))]);
        let s = Poly::var(2);
        let p = Poly::one().add(&s).pow(3, &roots); // (1+√2)^3 = 7 + 5√2
        assert_eq!(
            p,
            Poly::int(7).add(&s.scale(&BigRational::from_integer(5.into())))
        );
        let inverse = Poly::term(mono(2, -1), &BigRational::one()).reduce_roots(&roots);
        assert_eq!(inverse, s.scale(&BigRational::new(1.into(), 2.into())));
    }

    #[test]
    fn coefficients_of_laurent_polynomials_are_refused() {
        let power = |v, n| Poly::term(mono(v, n), &BigRational::one());
        let p = x().add(&power(0, -1)).add(&power(1, -2));
        assert_eq!(p.coefficients_in(0), None);
        assert_eq!(p.coefficients_in(1), None);
        assert_eq!(p.coefficients_in(2), Some(vec![p.clone()]));
        assert_eq!(power(0, -3).coefficients_in(0), None);
        assert_eq!(power(0, -3).degree(0), -3);
        assert_eq!(power(0, 200_000).coefficients_in(0), None);
        let q = x().add(&power(1, -2));
        assert_eq!(q.coefficients_in(0), Some(vec![power(1, -2), Poly::one()]));
        assert_eq!(Poly::zero().coefficients_in(0), Some(vec![Poly::zero()]));
    }

    #[test]
    fn evaluation_agrees_between_fields() {
        let p = x().add(&t()).pow(4, &none()).shift(&mono(1, -2));
        let at = [
            BigRational::from_integer(3.into()),
            BigRational::from_integer(2.into()),
        ];
        let exact = p.eval(&Rationals, &at).expect("defined");
        assert_eq!(exact, BigRational::new(625.into(), 4.into()));
        let f = PrimeField::MERSENNE_61;
        assert_eq!(p.eval(&f, &[3, 2]), f.ratio(&exact));
        assert_eq!(p.eval(&f, &[3, 0]), None);
    }

    #[test]
    fn grouping_by_outer_variables() {
        let p = x().add(&t()).pow(2, &none());
        let mut outer = [false; MAX_VARS];
        outer[1] = true;
        let g = p.group(&outer);
        assert_eq!(g.len(), 3);
        assert_eq!(
            g[&mono(1, 1)],
            x().scale(&BigRational::from_integer(2.into()))
        );
    }

    #[test]
    fn content_is_primitive_and_signed() {
        let p = x()
            .scale(&BigRational::new((-4).into(), 3.into()))
            .add(&Poly::constant(&BigRational::new(2.into(), 3.into())));
        let (c, prim) = p.content();
        assert_eq!(c, BigRational::new((-2).into(), 3.into()));
        assert_eq!(
            prim,
            x().scale(&BigRational::from_integer(2.into()))
                .sub(&Poly::one())
        );
    }
}
