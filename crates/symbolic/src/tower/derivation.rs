//! The derivation of a tower.

use super::{Element, Result, Tower};
use num_rational::BigRational;
use wronski_exact::poly::Poly;

impl Tower {
    /// The derivative with respect to x.
    ///
    /// The ring of the elements is closed under it: with `a = n / prod d_i^{e_i}`,
    /// `a' = (n' - n sum e_i d_i'/d_i) / prod d_i^{e_i}`.
    ///
    /// # Errors
    /// [`TowerError::Undecided`](super::TowerError::Undecided) beyond the budget.
    pub fn derive(&self, a: &Element) -> Result<Element> {
        self.quotient_rule(a, |p| self.derive_poly(p))
    }

    /// The partial derivative with respect to the monomial `v`, x and the other monomials held fixed
    /// (roots are functions of them).
    ///
    /// # Errors
    /// As [`Tower::derive`].
    pub fn partial(&self, a: &Element, v: usize) -> Result<Element> {
        self.quotient_rule(a, |p| self.partial_poly(p, v))
    }

    fn quotient_rule(
        &self,
        a: &Element,
        derive: impl Fn(&Poly) -> Result<Element>,
    ) -> Result<Element> {
        let mut sum = derive(&a.num)?;
        for &(id, n) in &a.den {
            let d = derive(&self.denominators[id])?;
            let term = self.mul(
                &Element {
                    num: a.num.clone(),
                    den: vec![(id, 1)],
                },
                &d,
            )?;
            let n = BigRational::from_integer((-i64::from(n)).into());
            sum = self.add(&sum, &self.scale(&term, &n))?;
        }
        if a.den.is_empty() {
            return Ok(sum);
        }
        self.mul(
            &sum,
            &Element {
                num: Poly::one(),
                den: a.den.clone(),
            },
        )
    }

    fn partial_poly(&self, p: &Poly, v: usize) -> Result<Element> {
        let mut sum = Element::poly(p.partial(v));
        for u in p.variables() {
            if let Some(root) = self.variables[u].kind.as_root() {
                let inner = self.partial(&root.radicand, v)?;
                if inner.is_zero() {
                    continue;
                }
                let term = self.mul(&Element::poly(p.partial(u)), &root.slope)?;
                sum = self.add(&sum, &self.mul(&term, &inner)?)?;
            }
        }
        Ok(sum)
    }

    fn derive_poly(&self, p: &Poly) -> Result<Element> {
        let mut sum = Element::zero();
        for v in p.variables() {
            if self.variables[v].is_constant() {
                continue;
            }
            let part = Element::poly(p.partial(v));
            sum = self.add(&sum, &self.mul(&part, &self.variables[v].derivative)?)?;
        }
        Ok(sum)
    }

    /// The first `count` of `a, a', a'', ...`.
    ///
    /// # Errors
    /// As [`Tower::derive`].
    pub fn derivatives(&self, a: &Element, count: usize) -> Result<Vec<Element>> {
        let mut out = Vec::with_capacity(count);
        let mut current = a.clone();
        for k in 0..count {
            if k > 0 {
                current = self.derive(&current)?;
            }
            out.push(current.clone());
        }
        Ok(out)
    }
}
