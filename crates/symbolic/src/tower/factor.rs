//! Polynomials in the constants of a tower: their factors, and the values of a parameter at which they vanish.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};

use super::{Constant, Element, Result, Tower};
use wronski_exact::factor::{factor, quadratic_roots};
use wronski_exact::gcd::squarefree_factors;
use wronski_exact::poly::Poly;
use wronski_exact::univariate::{End, UnivariatePolynomial};
use wronski_expr::Expr;

/// Splits a polynomial without monomial factors: irreducible over Q, or over the numbers with roots where these
/// occur, if it is within the limits; squarefree otherwise.
pub(super) fn irreducible_factors(t: &Tower, p: &Poly) -> Vec<Poly> {
    let rooted = p.variables().iter().any(|v| t.roots.contains_key(v));
    if rooted {
        let free = squarefree_over_constants(t, p).unwrap_or_else(|| p.clone());
        return factors_over_roots(t, &free).unwrap_or_else(|| vec![free]);
    }
    let found = factor(p).or_else(|| squarefree_factors(p));
    match found {
        Some(factors) if !factors.is_empty() => factors.into_iter().map(|(f, _)| f).collect(),
        _ => vec![p.clone()],
    }
}

/// How many shifts by multiples of the roots are tried.
const SHIFTS: i64 = 4;

/// The irreducible factors, monic but for a number, of a squarefree polynomial in one parameter over the field of the
/// constants with the roots in it, by its norm over Q (Trager 1976): if the norm of `f(b - s a)` is squarefree, `a`
/// being a sum of the roots, its irreducible factors have greatest common divisors with `f(b - s a)` that are the
/// irreducible factors of that. `None` beyond the limits.
fn factors_over_roots(t: &Tower, f: &Poly) -> Option<Vec<Poly>> {
    let v = the_parameter(t, f)?;
    let roots: Vec<usize> = f
        .variables()
        .into_iter()
        .filter(|u| t.roots.contains_key(u))
        .collect();
    let mut work = t.clone();
    work.renew_work();
    if f.degree(v) == 1 {
        let own = dense(f, v)?;
        return Some(vec![monic(t, &own, v)?]);
    }
    for s in 0..SHIFTS {
        let mut shift = Poly::zero();
        for (k, &u) in roots.iter().enumerate() {
            let times = BigRational::from_integer((s * (1 + k as i64)).into());
            shift = shift.add(&Poly::var(u).scale(&times));
        }
        let moved = shifted(t, f, v, &shift.neg())?;
        let mut norm = moved.clone();
        for &u in roots.iter().rev() {
            norm = wronski_exact::radical::norm(&norm, u, &t.roots)?.1;
        }
        if roots.iter().any(|&u| norm.involves(u)) || norm.is_zero() {
            return None;
        }
        let parts: Vec<(Poly, u32)> = factor(&norm)?
            .into_iter()
            .filter(|(q, _)| q.involves(v))
            .collect();
        if parts.iter().any(|(_, n)| *n > 1) {
            continue;
        }
        let mut out = vec![];
        let mut degree = 0;
        for (q, _) in &parts {
            let common = euclid(&mut work, dense(&moved, v)?, dense(q, v)?).ok()?;
            let back = shifted(t, &monic(&work, &common, v)?, v, &shift)?;
            degree += back.degree(v);
            out.push(monic(t, &dense(&back, v)?, v)?);
        }
        return (degree == f.degree(v)).then_some(out);
    }
    None
}

/// The coefficients as elements, lowest degree first.
fn dense(p: &Poly, v: usize) -> Option<Vec<Element>> {
    Some(
        p.coefficients_in(v)?
            .into_iter()
            .map(Element::poly)
            .collect(),
    )
}

/// The multiple whose leading coefficient is a number, or a polynomial in constants that are no roots: times the
/// conjugates of the leading coefficient.
fn monic(t: &Tower, coefficients: &[Element], v: usize) -> Option<Poly> {
    let (mut cleared, _) = t.common_numerators(coefficients).ok()?;
    let mut lead = cleared.last()?.clone();
    for u in t.roots.keys().rev().copied() {
        if lead.involves(u) {
            let (conjugates, norm) = wronski_exact::radical::norm(&lead, u, &t.roots)?;
            for c in &mut cleared {
                *c = t.poly_mul(c, &conjugates).ok()?;
            }
            lead = norm;
        }
    }
    let mut sum = Poly::zero();
    for (n, c) in cleared.iter().enumerate() {
        sum = sum.add(&c.shift(&wronski_exact::poly::mono(v, n.to_i32()?)));
    }
    (!lead.is_zero()).then(|| sum.content().1)
}

/// The polynomial with `v + by` for `v` (Horner).
fn shifted(t: &Tower, p: &Poly, v: usize, by: &Poly) -> Option<Poly> {
    let place = Poly::var(v).add(by);
    let mut sum = Poly::zero();
    for c in p.coefficients_in(v)?.iter().rev() {
        sum = t.poly_mul(&sum, &place).ok()?.add(c);
    }
    Some(sum)
}

/// Have polynomials in one parameter certainly no common zero: are they coprime over the field of the other
/// constants? Roots of numbers among these are elements of the field.
pub(super) fn coprime_over_constants(t: &Tower, a: &Poly, b: &Poly) -> bool {
    let v = [a, b]
        .iter()
        .flat_map(|p| p.variables())
        .find(|&v| t.is_parametric(&Poly::var(v)));
    let Some(v) = v else { return false };
    let one = |p: &Poly| {
        p.variables()
            .iter()
            .all(|&u| u == v || !t.is_parametric(&Poly::var(u)))
            && p.monomials().all(|m| m[v] >= 0)
    };
    let mut work = t.clone();
    work.renew_work();
    match (one(a) && one(b), dense(a, v), dense(b, v)) {
        (true, Some(a), Some(b)) => euclid(&mut work, a, b).is_ok_and(|g| g.len() == 1),
        _ => false,
    }
}

/// The squarefree part of a polynomial in one parameter, over the field of the other constants, by Euclid's
/// algorithm there; `None` beyond the budget, or with several parameters.
fn squarefree_over_constants(t: &Tower, p: &Poly) -> Option<Poly> {
    let v = the_parameter(t, p)?;
    let mut work = t.clone();
    work.renew_work();
    let coefficients: Vec<Element> = p
        .coefficients_in(v)?
        .into_iter()
        .map(Element::poly)
        .collect();
    let derivative: Vec<Element> = coefficients
        .iter()
        .enumerate()
        .skip(1)
        .map(|(n, c)| work.scale(c, &BigRational::from_integer(n.into())))
        .collect();
    let common = euclid(&mut work, coefficients.clone(), derivative).ok()?;
    if common.len() <= 1 {
        return None;
    }
    let (quotient, _) = divide(&mut work, coefficients, &common).ok()?;
    let (cleared, _) = work.common_numerators(&quotient).ok()?;
    let mut sum = Poly::zero();
    for (n, c) in cleared.iter().enumerate() {
        sum = sum.add(&c.shift(&wronski_exact::poly::mono(v, n.to_i32()?)));
    }
    Some(sum.content().1)
}

/// Quotient and remainder of polynomials over the constants, lowest degree first.
fn divide(
    t: &mut Tower,
    mut a: Vec<Element>,
    b: &[Element],
) -> Result<(Vec<Element>, Vec<Element>)> {
    let inverse = t.inverse(b.last().unwrap_or(&Element::zero()))?;
    let mut quotient = vec![Element::zero(); (a.len() + 1).saturating_sub(b.len())];
    while a.len() >= b.len() {
        let at = a.len() - b.len();
        let head = a.pop().unwrap_or_else(Element::zero);
        let factor = t.mul(&head, &inverse)?;
        for (k, c) in b[..b.len() - 1].iter().enumerate() {
            a[at + k] = t.sub(&a[at + k], &t.mul(&factor, c)?)?;
        }
        quotient[at] = factor;
    }
    while a.last().is_some_and(Element::is_zero) {
        a.pop();
    }
    Ok((quotient, a))
}

fn euclid(t: &mut Tower, mut a: Vec<Element>, mut b: Vec<Element>) -> Result<Vec<Element>> {
    while !b.is_empty() {
        let (_, rest) = divide(t, a, &b)?;
        a = std::mem::replace(&mut b, rest);
    }
    Ok(a)
}

/// The parameter, if there is exactly one and no exponential of one.
fn the_parameter(t: &Tower, p: &Poly) -> Option<usize> {
    let mut found = None;
    for v in p.variables() {
        match t.variables[v].kind.as_constant() {
            Some(Constant::Parameter(_)) if found.is_none() => found = Some(v),
            Some(c) if !c.is_parameter() => {}
            _ => return None,
        }
    }
    found.filter(|&v| p.monomials().all(|m| m[v] >= 0))
}

/// Rational coefficients of a polynomial in one variable.
fn rational_coefficients(p: &Poly) -> Option<(usize, Vec<BigRational>)> {
    let variables = p.variables();
    let [v] = variables.as_slice() else {
        return None;
    };
    let coefficients = p
        .coefficients_in(*v)?
        .iter()
        .map(|c| {
            if c.is_zero() {
                Some(BigRational::zero())
            } else {
                c.as_rational()
            }
        })
        .collect::<Option<Vec<_>>>()?;
    Some((*v, coefficients))
}

/// Can it vanish for real values of the parameters? False only where that is shown: a polynomial in one parameter
/// without real roots, or one in exp(q*b) without positive ones.
pub(super) fn may_vanish(t: &Tower, p: &Poly) -> bool {
    let Some((v, coefficients)) = rational_coefficients(p) else {
        return true;
    };
    let low = match t.variables[v].kind.as_constant() {
        Some(Constant::ExpParameter(..)) => End::Open(BigRational::zero()),
        _ => End::Infinite,
    };
    let polynomial = UnivariatePolynomial::new(&coefficients);
    !matches!(polynomial.count_roots(&low, &End::Infinite), Ok(Some(0)))
}

impl Tower {
    /// The irreducible factors with parameters that can vanish for real values, as far as they are found.
    pub fn factors(&self, p: &Poly) -> Vec<Poly> {
        if p.is_zero() {
            return vec![];
        }
        let (m, rest) = wronski_exact::gcd::strip_monomial(&p.content().1);
        let parameter = |v: usize| {
            matches!(
                self.variables[v].kind.as_constant(),
                Some(Constant::Parameter(_))
            )
        };
        // exp(b), sqrt(pi) and the like have no zeros.
        let mut out: Vec<Poly> = (0..self.variables.len())
            .filter(|&v| m[v] != 0 && parameter(v))
            .map(Poly::var)
            .collect();
        if rest.as_rational().is_none() {
            let split = super::factor::irreducible_factors(self, &rest);
            out.extend(
                split
                    .into_iter()
                    .filter(|f| self.is_parametric(f) && super::factor::may_vanish(self, f)),
            );
        }
        out
    }

    /// The parameter and all its real values at which a polynomial in the constants vanishes, if they can be
    /// written down: it is linear in the parameter or in its exponential, or quadratic with rational coefficients.
    pub fn zeros(&self, p: &Poly) -> Option<(String, Vec<Expr>)> {
        let mut t = self.clone();
        t.renew_work();
        let exponential = p.variables().into_iter().find_map(|v| {
            let Some(Constant::ExpParameter(q, name)) = self.variables[v].kind.as_constant() else {
                return None;
            };
            Some((v, q.clone(), name.clone()))
        });
        if let Some((v, q, name)) = exponential {
            let value = t.linear_zero(p, v)?;
            let log = t.log_constant(&value).ok()?;
            let value = t.scale(&log, &q.recip());
            return Some((name, vec![t.to_expr(&value)]));
        }
        let v = the_parameter(self, p)?;
        let name = self.variables[v].symbol.clone();
        if p.degree(v) == 1 {
            let value = t.linear_zero(p, v)?;
            return Some((name, vec![t.to_expr(&value)]));
        }
        let (_, coefficients) = rational_coefficients(p)?;
        if coefficients.len() != 3 {
            return None;
        }
        let Some((_, (middle, factor, d))) = quadratic_roots(p) else {
            return Some((name, vec![]));
        };
        let root = t.sqrt_rational(&BigRational::from_integer(d)).ok()?;
        let middle = Element::rational(&middle);
        let values = [factor.clone(), -factor]
            .iter()
            .map(|q| {
                let sum = t.add(&middle, &t.scale(&root, q)).ok()?;
                Some(t.to_expr(&sum))
            })
            .collect::<Option<Vec<_>>>()?;
        Some((name, values))
    }

    /// The zero of a polynomial that is linear in `v` with coefficients that are numbers.
    fn linear_zero(&mut self, p: &Poly, v: usize) -> Option<Element> {
        if p.degree(v) != 1 {
            return None;
        }
        let c = p.coefficients_in(v)?;
        let number = |c: &Poly| {
            c.variables().iter().all(|&u| {
                self.variables[u]
                    .kind
                    .as_constant()
                    .is_some_and(|k| !k.is_parameter())
            })
        };
        if !c.iter().all(number) {
            return None;
        }
        let (top, bottom) = (Element::poly(c[0].neg()), Element::poly(c[1].clone()));
        self.div(&top, &bottom).ok()
    }
}
