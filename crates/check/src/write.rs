//! Elements written out as expressions in x, for facts about their values on the real line.

use std::collections::BTreeSet;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::element::Elem;
use super::failure::{Checked, limit, unshown};
use super::ranges::values_of;
use super::sign::sign;
use super::space::{Domain, Generator, Group, Kind, Space, Zeros};
use wronski_exact::gcd::{squarefree_factors, strip_monomial};
use wronski_exact::poly::Poly;
use wronski_exact::radical::perfect_power;
use wronski_expr::domain::{Definedness, definedness};
use wronski_expr::enclose::enclose;
use wronski_expr::{Expr, Func, Node};

/// Longer elements are not written out.
const TERMS: usize = 400;

/// How deep the coefficients of quadratic polynomials are looked into.
const NESTED: u32 = 2;

/// How tangents, which have poles, and roots are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// As functions of x.
    Functions,
    /// Tangents as functions of x, roots as positive numbers of any value.
    FreeRoots,
    /// Tangents as real numbers of any value.
    FreeTangents,
    /// Both so.
    Free,
    /// Tangents as x: for elements in which nothing else depends on x.
    TangentAsVariable,
}

impl Space {
    fn definitions(&self, a: &Elem, style: Style) -> Vec<Expr> {
        let needed = self.below(a);
        let mut out: Vec<Expr> = vec![];
        for (v, w) in self.variables.iter().enumerate() {
            if !needed[v] {
                // It stands nowhere.
                out.push(Expr::x());
                continue;
            }
            let text = match &w.kind {
                Kind::X => Expr::x(),
                Kind::Parameter => Expr::param(&w.symbol),
                Kind::Constant(c) => c.written(&|a| self.with(a, &out)),
                Kind::Function(g) => match self.stand_in(v, g.as_ref(), style) {
                    Some(text) => text,
                    None => g.written(self.with(g.argument(), &out)),
                },
            };
            out.push(text);
        }
        out
    }

    /// What stands for a tangent or a root in that style.
    fn stand_in(&self, v: usize, g: &dyn Generator, style: Style) -> Option<Expr> {
        match (g.domain(), g.group(), style) {
            (Domain::OffPoles, _, Style::FreeTangents | Style::Free) => {
                Some(Expr::generator(&format!("tangent {v}")))
            }
            (Domain::OffPoles, _, Style::TangentAsVariable) => Some(Expr::x()),
            // The radicand of a listed root is positive.
            (_, Group::Roots(n), Style::FreeRoots | Style::Free)
                if v < self.listed || n.is_multiple_of(2) =>
            {
                let logarithm = Expr::generator(&format!("root {v}"));
                Some(Expr::apply(Func::Exp, logarithm))
            }
            _ => None,
        }
    }

    /// The element with expressions for the variables.
    fn with(&self, a: &Elem, variables: &[Expr]) -> Expr {
        let mut value = polynomial(&a.num, variables);
        for (d, n) in &a.den {
            value = value / polynomial(d, variables).pow(i64::from(*n));
        }
        value
    }

    /// The variables that the element is made of, directly or through arguments.
    fn below(&self, a: &Elem) -> Vec<bool> {
        let mut needed: Vec<bool> = (0..self.variables.len()).map(|v| a.involves(v)).collect();
        for w in (0..needed.len()).rev() {
            let inner = match &self.variables[w].kind {
                Kind::X | Kind::Parameter => None,
                Kind::Constant(c) => c.argument(),
                Kind::Function(g) => Some(g.argument()),
            };
            if let Some(b) = inner.filter(|_| needed[w]) {
                for (v, n) in needed.iter_mut().enumerate().take(w) {
                    *n |= b.involves(v);
                }
            }
        }
        needed
    }

    fn short_enough(&self, a: &Elem) -> bool {
        let needed = self.below(a);
        let size = |e: &Elem| e.num.len() + e.den.iter().map(|d| d.0.len()).sum::<usize>();
        self.variables
            .iter()
            .zip(needed)
            .filter_map(|(w, needed)| w.argument().filter(|_| needed))
            .chain([a])
            .map(size)
            .sum::<usize>()
            <= TERMS
    }

    /// The element as an expression in x.
    pub fn written(&self, a: &Elem) -> Checked<Expr> {
        if self.short_enough(a) {
            Ok(self.with(a, &self.definitions(a, Style::Functions)))
        } else {
            Err(limit(
                "the terms of an element that is looked at on the real line",
                TERMS as u64,
            ))
        }
    }

    /// Does the element depend on the variable, directly or through arguments?
    pub fn needed(&self, f: &Elem, v: usize) -> bool {
        f.involves(v)
            || (v + 1..self.variables.len()).any(|w| {
                self.variables[w].argument().is_some_and(|a| a.involves(v)) && self.needed(f, w)
            })
    }

    /// Is it positive (negative) wherever on the real line it is defined, by the ranges of `ranges::find`, as a whole
    /// or factor by factor? A tangent may take any value.
    pub fn sign_everywhere(&self, a: &Elem) -> Option<Sign> {
        self.sign_of_whole(a).or_else(|| self.sign_of_factors(a))
    }

    /// The product of the signs of the number, the constants in front, and the factors above and below.
    fn sign_of_factors(&self, a: &Elem) -> Option<Sign> {
        if !self.short_enough(a) || a.is_zero() {
            return None;
        }
        let (monomial, rest) = strip_monomial(&a.num);
        let (number, primitive) = rest.content();
        let mut sign = number.numer().sign();
        let mut factors = squarefree_factors(&primitive)?;
        factors.extend(a.den.iter().cloned());
        for (v, e) in monomial.iter().enumerate().filter(|(_, e)| **e != 0) {
            factors.push((Poly::var(v), e.unsigned_abs()));
        }
        if factors.len() == 1 && factors[0].0 == a.num {
            return None;
        }
        for (f, n) in factors {
            let factor = self.sign_of_whole(&Elem::poly(f))?;
            if n % 2 == 1 {
                sign = sign * factor;
            }
        }
        Some(sign)
    }

    fn sign_of_whole(&self, a: &Elem) -> Option<Sign> {
        if !self.short_enough(a) {
            return None;
        }
        let mut styles = vec![Style::FreeTangents, Style::Free];
        let mut ends = BTreeSet::new();
        self.ends(a, &mut ends);
        if ends.len() == 1 && !ends.contains(&0) {
            styles.push(Style::TangentAsVariable);
        }
        styles.into_iter().find_map(|style| {
            let text = self.with(a, &self.definitions(a, style));
            values_of(&text).ok()?.sign()
        })
    }

    /// x, if it does not only stand under tangents, and the outermost tangents.
    fn ends(&self, a: &Elem, out: &mut BTreeSet<usize>) {
        for v in (0..self.variables.len()).filter(|&v| a.involves(v)) {
            match &self.variables[v].kind {
                Kind::X => drop(out.insert(v)),
                Kind::Parameter | Kind::Constant(_) => {}
                Kind::Function(g) => match g.domain() {
                    Domain::OffPoles => drop(out.insert(v)),
                    Domain::Line => self.ends(g.argument(), out),
                },
            }
        }
    }

    /// Is it shown to be continuous on the real line?
    fn continuous(&self, a: &Elem) -> bool {
        let text = self.with(a, &self.definitions(a, Style::FreeRoots));
        matches!(
            definedness(&text),
            Ok(Definedness::DefinedEverywhere { .. })
        ) && (0..self.variables.len()).all(|v| match self.variables[v].root() {
            Some((_, f)) if self.needed(a, v) => self.continuous(f),
            _ => true,
        })
    }

    /// Is it shown to be defined wherever the variables are, that is on the whole real line but for the poles of
    /// tangents? None of its denominators may have zeros there.
    pub fn defined(&self, a: &Elem) -> Checked<bool> {
        let nonzero = |v: usize| {
            self.variables[v].is_constant() || self.variables[v].zeros() == Zeros::Nowhere
        };
        let variables = self.variables.len();
        if a.num
            .monomials()
            .any(|m| (0..variables).any(|v| m[v] < 0 && !nonzero(v)))
        {
            return Ok(false);
        }
        for (d, _) in &a.den {
            if self.sign_everywhere(&Elem::poly(d.clone())).is_none() && !self.without_zeros(d)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Is it shown to be positive on the real line: by the rules, as a quadratic polynomial without zeros, or, if its
    /// norm has no zeros, at one point?
    pub fn positive(&self, a: &Elem) -> Checked<bool> {
        if let Some(found) = self.sign_everywhere(a) {
            return Ok(found == Sign::Plus);
        }
        if a.den.is_empty() && self.positive_quadratic(&a.num, NESTED)? {
            return Ok(true);
        }
        Ok(self.without_zeros(&a.num)? && self.sign_without_zeros(a)? == Some(Sign::Plus))
    }

    /// Is it `a v^2 + b v + c` for some variable v, with a and 4 a c - b^2 positive on the real line, or with b = 0,
    /// a not negative and c positive? Then it is positive whatever the real value of v. So are 1 + f^2 and f^2 + f +
    /// 1 for an element f of degree 1 in v, which composition makes of 1 + x^2 and x^2 + x + 1.
    fn positive_quadratic(&self, p: &Poly, nested: u32) -> Checked<bool> {
        for v in 0..self.variables.len() {
            let Some([c, b, a]) = p
                .coefficients_in(v)
                .and_then(|c| <[Poly; 3]>::try_from(c).ok())
            else {
                continue;
            };
            if b.is_zero()
                && self.not_negative(&a)
                && self.sign_everywhere(&Elem::poly(c.clone())) == Some(Sign::Plus)
            {
                return Ok(true);
            }
            let times = |f: &Poly, g: &Poly| {
                self.arithmetic
                    .mul(&Elem::poly(f.clone()), &Elem::poly(g.clone()))
            };
            let four = BigRational::from_integer(4.into());
            let discriminant = self
                .arithmetic
                .sub(&times(&a, &c)?.scale(&four), &times(&b, &b)?)?;
            let mut positive = true;
            for part in [&Elem::poly(a.clone()), &discriminant] {
                positive = positive
                    && part.den.is_empty()
                    && match self.sign_everywhere(part) {
                        Some(sign) => sign == Sign::Plus,
                        None => nested > 0 && self.positive_quadratic(&part.num, nested - 1)?,
                    };
            }
            if positive {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Is it positive on the real line, or a positive number times a square?
    fn not_negative(&self, p: &Poly) -> bool {
        let (units, number, primitive) = self.without_units(p);
        let units = Elem::poly(Poly::term(units, &number));
        self.sign_everywhere(&Elem::poly(p.clone())) == Some(Sign::Plus)
            || (self.sign_everywhere(&units) == Some(Sign::Plus)
                && perfect_power(&primitive, 2).is_some_and(|(q, _)| q.is_positive()))
    }

    /// Has the polynomial no zeros on the real line? A product of conjugates shows it.
    fn without_zeros(&self, p: &Poly) -> Checked<bool> {
        let mut norm = p.clone();
        for (v, w) in self.variables.iter().enumerate().rev() {
            if !norm.involves(v) || w.root().is_none() {
                continue;
            }
            match self.arithmetic.norm(&norm, v)? {
                Some((_, n)) => norm = n,
                None => return Ok(false),
            }
        }
        Ok(self.sign_everywhere(&Elem::poly(norm)).is_some())
    }

    /// The sign of an element without zeros: by the rules, or at one point.
    pub fn sign_without_zeros(&self, a: &Elem) -> Checked<Option<Sign>> {
        if let Some(found) = self.sign_everywhere(a) {
            return Ok(Some(found));
        }
        if !self.short_enough(a) || !self.continuous(a) {
            return Ok(None);
        }
        Ok(self.sign_of_number(&self.written(a)?))
    }

    /// The sign of the value at a point, by an enclosure.
    pub fn sign_of_number(&self, text: &Expr) -> Option<Sign> {
        [64, 256, 1024]
            .into_iter()
            .find_map(|bits| sign(&enclose(text, &point(), bits).ok()?))
    }

    /// The sign of a constant without parameters that is not 0, by an enclosure.
    pub fn sign_of_constant(&self, c: &Elem) -> Checked<Option<Sign>> {
        if let Some(q) = c.as_rational() {
            return Ok((!q.is_zero()).then(|| q.numer().sign()));
        }
        if let Some(found) = self.sign_everywhere(c) {
            return Ok(Some(found));
        }
        if (0..self.variables.len()).any(|v| {
            c.involves(v) && (!self.variables[v].is_constant() || self.variables[v].is_parametric())
        }) {
            return Ok(None);
        }
        Ok(self.sign_of_number(&self.written(c)?))
    }

    /// The integer `j` with `times * value = angle + 2 pi j`, for a function `value` of which this is known for some
    /// integer on every interval where it is defined, and which is defined on the whole line.
    pub fn turns(&self, value: &Expr, angle: &Elem, times: i64) -> Checked<BigInt> {
        if !matches!(
            definedness(value),
            Ok(Definedness::DefinedEverywhere { .. })
        ) {
            return Err(unshown(
                "a relation between angles is not shown to hold on the whole line",
            ));
        }
        let angle = self.written(angle)?;
        let turns =
            (Expr::int(times) * value.clone() - angle) / (Expr::int(2) * Expr::new(Node::Pi));
        for bits in [64, 256, 1024] {
            let Ok(e) = enclose(&turns, &point(), bits) else {
                continue;
            };
            let (low, high) = (e.lower_rational(), e.upper_rational());
            let j = ((&low + &high) / BigRational::from_integer(2.into())).round();
            if &high - &low < BigRational::new(1.into(), 4.into()) && low <= j && j <= high {
                return Ok(j.to_integer());
            }
        }
        Err(unshown("the branch of an angle could not be enclosed"))
    }
}

/// Where signs and branches are read off.
fn point() -> BigRational {
    BigRational::new(1.into(), 3.into())
}

fn polynomial(p: &Poly, variables: &[Expr]) -> Expr {
    let mut sum: Option<Expr> = None;
    for (m, c) in p.terms() {
        let mut term: Option<Expr> = (!c.abs().is_one()).then(|| Expr::num(c.abs()));
        for (v, e) in m.iter().enumerate().filter(|(_, e)| **e != 0) {
            let Some(base) = variables.get(v) else {
                continue;
            };
            let factor = if *e == 1 {
                base.clone()
            } else {
                base.pow(i64::from(*e))
            };
            term = Some(match term {
                Some(t) => t * factor,
                None => factor,
            });
        }
        let term = term.unwrap_or_else(|| Expr::int(1));
        sum = Some(match sum {
            None if c.is_negative() => -term,
            None => term,
            Some(s) if c.is_negative() => s - term,
            Some(s) => s + term,
        });
    }
    sum.unwrap_or_else(|| Expr::num(BigRational::zero()))
}
