//! Roots of elements: X^n - f is irreducible over the field of the variables before.
//!
//! Let K be a tower over the constants C, l a prime, and f in K. If f = c g^l with a constant c and g in K, then f
//! has one and the same l-th power residue character at all points (modulo a prime p, l dividing p - 1) at which the
//! constants agree and no root vanishes: such points lift to p-adic ones by Hensel's lemma, f(P) = c g(P)^l there,
//! and c does not depend on P. So *two points with different characters prove that f is no l-th power in K, not even
//! up to constants*, and with them for every prime l that divides n, X^n - f is irreducible over K (Capelli; over the
//! algebraic closure of the constants -4 is a fourth power). Otherwise the root is searched for in K
//! ([`radical`](crate::tower::radical)).

use std::collections::BTreeSet;

use num_rational::BigRational;

use super::generator::{Criterion, Generator, KnownSeries, Own, StaysNew};
use crate::tower::conditions::Dependence;
use crate::tower::number::prime_factors;
use crate::tower::point::Vary;
use crate::tower::power_series::Series;
use crate::tower::support::Through;
use crate::tower::{Element, Reason, Residues, Result, Tower, TowerError, Variable};
use wronski_certificate::{Limit, VariableKind, Witness};
use wronski_exact::poly::{Poly, Root};
use wronski_expr::{Expr, Func, Node};

/// The positive root `radicand^(1/degree)`: algebraic, no monomial.
#[derive(Clone, Debug, PartialEq)]
pub struct Radical {
    /// The degree, at least 2.
    pub degree: u32,
    /// The radicand, a polynomial that is positive on the real line.
    pub radicand: Element,
    /// `root/(degree * radicand)`, so that the derivative is `radicand'` times this.
    pub slope: Element,
}

/// The largest degree of a root.
pub const MAX_DEGREE: u32 = 12;

/// How many points are looked at before the root is searched for in the field.
const POINTS: usize = 24;

impl Generator for Radical {
    fn argument(&self) -> &Element {
        &self.radicand
    }

    fn with_argument(&self, t: &mut Tower, argument: &Element) -> Result<Element> {
        t.root_of_positive(argument, self.degree)
    }

    fn expression(&self, argument: Expr) -> Expr {
        root_expression(argument, self.degree)
    }

    fn series(&self, value: u64, known: &KnownSeries<'_>) -> Option<Series> {
        // u' = f'/(n f) u
        let ring = known.arithmetic;
        let f = (known.of)(&self.radicand)?;
        let scaled = ring.divided(&ring.derivative(&f), i64::from(self.degree))?;
        ring.exponential(&ring.multiply(&scaled, &ring.reciprocal(&f)?), value)
    }

    fn criterion(&self) -> Criterion<'_> {
        Criterion::Own(self)
    }

    fn record(&self, t: &Tower, witness: Witness) -> VariableKind {
        VariableKind::Root {
            degree: self.degree,
            argument: t.print(&self.radicand),
            witness,
        }
    }
}

/// `radicand^(1/degree)`.
pub(in crate::tower) fn root_expression(radicand: Expr, degree: u32) -> Expr {
    if degree == 2 {
        return Expr::apply(Func::Sqrt, radicand);
    }
    let exponent = Expr::int(1) / Expr::int(i64::from(degree));
    Expr::new(Node::Pow(radicand, exponent))
}

impl Own for Radical {
    /// A root keeps its degree if its radicand, as a polynomial in some variable, has a simple zero that is no zero
    /// of the radicands before it: a place that is not ramified below, at which the radicand has order one.
    fn stays_new(&self, t: &Tower, variable: usize, support: &BTreeSet<usize>) -> Result<StaysNew> {
        let f = &self.radicand.num;
        let before: Vec<(usize, &Poly)> = t
            .generators_of::<Radical>()
            .filter(|(v, _)| *v < variable && support.contains(v))
            .map(|(v, r)| (v, &r.radicand.num))
            .collect();
        let open = |p: &Poly| {
            t.variables_below(&[Element::poly(p.clone())], Through::Derivatives)
                .iter()
                .any(|&u| t.is_parametric(&Poly::var(u)))
        };
        if !open(f) && !before.iter().any(|(_, g)| open(g)) {
            return Ok(StaysNew::NonZero(vec![]));
        }
        let found = support
            .iter()
            .filter(|&&w| t.variables[w].is_x() || t.variables[w].is_monomial())
            .find_map(|&w| t.simple_zero(f, w, &before));
        Ok(match found {
            Some(nonzero) => StaysNew::NonZero(nonzero),
            None => StaysNew::Unless(
                before.into_iter().map(|(v, _)| v).collect(),
                Dependence::Power,
            ),
        })
    }
}

impl Tower {
    /// The positive root of a polynomial that is positive on the real line, adjoined if it is new.
    ///
    /// # Errors
    /// As [`Tower::root_of_positive`].
    pub(in crate::tower) fn root_of_polynomial(
        &mut self,
        f: &Poly,
        degree: u32,
    ) -> Result<Element> {
        // The same radicand as before.
        for v in self.radicals() {
            let root = &self.roots[&v];
            if root.radicand == *f && root.degree.is_multiple_of(degree) {
                return self.pow(&Element::var(v), i64::from(root.degree / degree));
            }
        }
        let mut residues = vec![];
        for l in prime_factors(degree) {
            match self.residues(f, l)? {
                Some(found) => residues.push(found),
                None => {
                    let part = self.prime_root(f, l as u32)?;
                    return self.root_of_positive(&part, degree / l as u32);
                }
            }
        }
        let radicand = Element::poly(f.clone());
        let v = self.push(Variable {
            symbol: format!("u{}", self.radicals().len() + 1),
            kind: Radical {
                degree,
                radicand: radicand.clone(),
                slope: Element::zero(),
            }
            .into(),
            derivative: Element::zero(),
            reason: Some(Reason::Residues(residues)),
        })?;
        self.roots.insert(
            v,
            Root {
                degree,
                radicand: f.clone(),
            },
        );
        let below = self.scale(&radicand, &BigRational::from_integer(degree.into()));
        let slope = self.div(&Element::var(v), &below)?;
        self.variables[v].derivative = self.mul(&self.derive(&radicand)?, &slope)?;
        self.variables[v].kind = Radical {
            degree,
            radicand,
            slope,
        }
        .into();
        Ok(Element::var(v))
    }

    /// Two points with different characters of order `l`, if there are such among a few.
    fn residues(&self, f: &Poly, l: u64) -> Result<Option<Residues>> {
        let seed = 0x0700 + self.radicals().len() as u64;
        let (field, points) = self.points_with_characters(seed, POINTS, Vary::Functions, &[l]);
        let mut first: Option<(Vec<u64>, u64)> = None;
        let mut seen = 0;
        for p in points {
            let Some(value) = f.eval(&field, &p).filter(|v| *v != 0) else {
                continue;
            };
            seen += 1;
            let character = field.character(value, l);
            match &first {
                None => first = Some((p, character)),
                Some((q, other)) if *other != character => {
                    return Ok(Some(Residues {
                        order: l,
                        prime: field.modulus(),
                        points: [q.clone(), p],
                    }));
                }
                Some(_) => {}
            }
        }
        if seen < POINTS / 2 {
            return Err(TowerError::limit(Limit::RootPoints, POINTS));
        }
        Ok(None)
    }

    /// What must not vanish for `f` to have only simple zeros in `w`, none of them a zero of the radicands before it.
    fn simple_zero(&self, f: &Poly, w: usize, before: &[(usize, &Poly)]) -> Option<Vec<Poly>> {
        let plain = |p: &Poly| {
            p.variables().iter().all(|&u| !self.variables[u].is_root())
                && p.monomials().all(|m| m[w] >= 0)
        };
        let degree = f.degree(w);
        if degree < 1 || !plain(f) {
            return None;
        }
        let mut nonzero = vec![if degree == 1 {
            f.coefficients_in(w)?.pop()?
        } else {
            self.resultant(f, &f.partial(w), w)?
        }];
        for (_, g) in before.iter().filter(|(_, g)| g.involves(w)) {
            if !plain(g) {
                return None;
            }
            nonzero.push(self.resultant(f, g, w)?);
        }
        (!nonzero.iter().any(Poly::is_zero)).then_some(nonzero)
    }

    /// The resultant of two polynomials in `w`, by Sylvester's determinant without fractions (Bareiss).
    fn resultant(&self, f: &Poly, g: &Poly, w: usize) -> Option<Poly> {
        const LARGEST: usize = 8;
        let (a, b) = (f.coefficients_in(w)?, g.coefficients_in(w)?);
        let (m, n) = (a.len() - 1, b.len() - 1);
        let size = m + n;
        if size > LARGEST {
            return None;
        }
        let mut rows = vec![vec![Poly::zero(); size]; size];
        for (shift, row) in rows.iter_mut().enumerate() {
            let (c, top, at) = if shift < n {
                (&a, m, shift)
            } else {
                (&b, n, shift - n)
            };
            for (k, q) in c.iter().enumerate() {
                row[at + top - k] = q.clone();
            }
        }
        let mut previous = Poly::one();
        for k in 0..size {
            let r = (k..size).find(|&r| !rows[r][k].is_zero());
            let Some(r) = r else {
                return Some(Poly::zero());
            };
            rows.swap(k, r);
            let pivot = rows[k].clone();
            for row in rows.iter_mut().skip(k + 1) {
                let head = row[k].clone();
                for j in k + 1..size {
                    let left = self.poly_mul(&pivot[k], &row[j]).ok()?;
                    let right = self.poly_mul(&head, &pivot[j]).ok()?;
                    row[j] = left.sub(&right).divide_exact(&previous)?;
                }
            }
            previous = pivot[k].clone();
        }
        Some(previous)
    }
}
