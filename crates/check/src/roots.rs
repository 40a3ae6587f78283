//! Roots of functions in terms of the variables of the field.
//!
//! A root `g^(1/n)` is an element `w` with `w^n = g`, which is verified; for even `n` the sign of `w` decides which.
//! The variable of a root denotes the positive root of its radicand (the real one if the degree is odd). What is
//! not found becomes an auxiliary variable with its relation.

use super::ranges::values_of;
use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};

use super::combination::small;
use super::element::Elem;
use super::failure::{Checked, limit, unshown};
use super::kind::exp::Exp;
use super::space::Space;
use wronski_exact::poly::{MAX_VARS, Mono, ONE, Poly, mono, mono_div};
use wronski_exact::radical::perfect_power;
use wronski_expr::Expr;

/// The largest degree of a root that is looked for.
const DEGREE: u32 = 60;
/// How many products of roots are tried.
const PRODUCTS: usize = 256;
/// How deep square roots of sums are nested.
const DEPTH: u32 = 3;

/// What is known of the argument of a root.
#[derive(Clone, Copy)]
enum Known<'a> {
    /// It is positive on the real line.
    Positive,
    /// It is what this expression denotes.
    Expression(&'a Expr),
    /// Nothing.
    Nothing,
}

impl Space {
    /// `a^q` for a positive element that is no constant.
    pub fn power_of_root(&mut self, a: &Elem, q: &BigRational) -> Checked<Elem> {
        self.power(a, q, Known::Nothing)
    }

    /// `a^q`, the real power of what an expression denotes.
    pub fn power_of(&mut self, a: &Elem, q: &BigRational, text: &Expr) -> Checked<Elem> {
        self.power(a, q, Known::Expression(text))
    }

    /// `a^q`, the real power.
    fn power(&mut self, a: &Elem, q: &BigRational, known: Known) -> Checked<Elem> {
        let far = || limit("the degree of a root", u64::from(DEGREE));
        let n = q.numer().to_i64().ok_or_else(far)?;
        let degree = q
            .denom()
            .to_u32()
            .filter(|d| *d <= DEGREE)
            .ok_or_else(far)?;
        let root = self.root(a, degree, known)?;
        if n >= 0 {
            return self.arithmetic.pow(&root, n);
        }
        let inverse = self.divide(&Elem::one(), &root)?;
        self.arithmetic
            .pow(&inverse, n.checked_neg().ok_or_else(far)?)
    }

    /// The real root of degree `n`, the positive one if `n` is even.
    fn root(&mut self, g: &Elem, n: u32, known: Known) -> Checked<Elem> {
        if n == 1 || g.is_zero() {
            return Ok(g.clone());
        }
        if let Some(c) = self.as_constant(g)? {
            return self.root_constant(&c, n);
        }
        let positive = match known {
            Known::Positive => true,
            Known::Expression(e) => values_of(e).is_ok_and(|v| v.is_positive()),
            Known::Nothing => false,
        };
        if n.is_multiple_of(2) && !positive && !self.positive(g)? {
            return Err(unshown(
                "the argument of a root is not shown to be positive",
            ));
        }
        for upto in [self.listed, self.variables.len()] {
            if let Some(w) = self.root_among(g, n, upto, DEPTH)?
                && let Some(w) = self.oriented(w, n)?
            {
                return Ok(w);
            }
        }
        if let Some(w) = self.root_of_exponentials(g, n)? {
            return Ok(w);
        }
        let (radicand, outside) = self.radicand(g, n)?;
        let outside = self
            .oriented(outside, n)?
            .ok_or_else(|| unshown("the sign of a factor of a root is not known"))?;
        let v = self.new_root(radicand, n)?;
        self.arithmetic.mul(&Elem::var(v), &outside)
    }

    /// The same of what an expression denotes.
    pub fn root_of(&mut self, g: &Elem, n: u32, text: &Expr) -> Checked<Elem> {
        self.root(g, n, Known::Expression(text))
    }

    /// The same of what is positive on the real line.
    pub fn positive_root(&mut self, g: &Elem, n: u32) -> Checked<Elem> {
        self.root(g, n, Known::Positive)
    }

    /// An element without zeros, made positive if the degree is even.
    pub fn oriented(&self, w: Elem, n: u32) -> Checked<Option<Elem>> {
        if n % 2 == 1 {
            return Ok(Some(w));
        }
        Ok(self
            .sign_without_zeros(&w)?
            .map(|sign| if sign == Sign::Minus { w.neg() } else { w }))
    }

    /// A fractional power of an exponential: a root of degree the denominator, auxiliary if it is not there.
    pub fn root_of_exponential(&mut self, v: usize, q: &BigRational) -> Checked<Elem> {
        let far = || limit("the degree of a root", u64::from(DEGREE));
        let n = q
            .denom()
            .to_u32()
            .filter(|d| *d <= DEGREE)
            .ok_or_else(far)?;
        let f = Poly::var(v);
        let there = self
            .radicands(self.variables.len())
            .into_iter()
            .find(|r| r.1.is_multiple_of(n) && r.2 == f);
        let (u, degree) = match there {
            Some((u, degree, _)) => (u, degree),
            None => (self.new_root(f, n)?, n),
        };
        let k = small(&(q * BigRational::from_integer(degree.into()))).ok_or_else(far)?;
        self.arithmetic.pow(&Elem::var(u), k)
    }

    /// `c * exp(..)`: a product of exponentials and constants has its root through its logarithm.
    fn root_of_exponentials(&mut self, g: &Elem, n: u32) -> Checked<Option<Elem>> {
        let Some((m, _)) = g
            .num
            .leading()
            .filter(|_| g.num.len() == 1 && g.den.is_empty())
        else {
            return Ok(None);
        };
        let fits = |(v, e): (usize, &i32)| {
            *e == 0
                || self.variables[v].is_constant()
                || self.variables[v].function::<Exp>().is_some()
        };
        if !m.iter().enumerate().all(fits) {
            return Ok(None);
        }
        let log = self.log(g)?;
        self.exp(&log.scale(&BigRational::new(1.into(), n.into())))
            .map(Some)
    }

    /// `g = radicand * outside^n`, the radicand a polynomial in the functions.
    pub fn radicand(&self, g: &Elem, n: u32) -> Checked<(Poly, Elem)> {
        let far = || limit("the exponent of a root", u64::from(u32::MAX));
        let k = &self.arithmetic;
        let mut p = g.num.clone();
        let mut den = vec![];
        for (d, e) in &g.den {
            let up = e.div_ceil(n);
            let missing = up.checked_mul(n).and_then(|w| w.checked_sub(*e));
            let missing = missing.ok_or_else(far)?;
            p = k.product(&p, &k.poly_power(d, missing)?)?;
            den.push((d.clone(), up));
        }
        let low = p.monomial_content();
        let mut outside = ONE;
        for v in 0..MAX_VARS {
            if !k.roots.contains_key(&v) {
                outside[v] = low[v].div_euclid(n as i32);
            }
        }
        let p = p.shift(&outside.map(|e| -e * n as i32));
        let num = Poly::term(outside, &BigRational::one());
        Ok((p, Elem { num, den }))
    }

    /// Is `f` the radicand that a root of that degree gets from `g(h(x))`, where `g(x)` is the radicand of an earlier
    /// root and one of the texts `inner` denotes `h`? The value of g is positive at every real number, so at every
    /// value of an h that is defined wherever the variables are; what stands before the root enters by a power that
    /// is even, or is positive itself; it is not 0, as its product with f is not.
    pub fn positive_composition(&mut self, f: &Elem, degree: u32, inner: &[&str]) -> Checked<bool> {
        const CANDIDATES: usize = 4;
        let upto = self.variables.len();
        for text in inner.iter().take(CANDIDATES) {
            // It may need variables that are still to come.
            let Ok(h) = self.element(text, upto) else {
                continue;
            };
            if !self.defined(&h)? {
                continue;
            }
            for (_, _, g) in self.radicands(upto) {
                let found = match self.compose(&Elem::poly(g), &h) {
                    Ok(composed) => self.positive_as(f, &composed, degree),
                    Err(_) => Ok(false),
                };
                self.reset();
                if found? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Is `f` the radicand that a root of that degree gets from what one of the expressions denotes, which is
    /// positive by the ranges of `ranges::find`?
    pub fn positive_expression(&mut self, f: &Elem, degree: u32, known: &[Expr]) -> Checked<bool> {
        for e in known {
            let found = match self.interpret(e) {
                Ok(g) => self.positive_as(f, &g, degree),
                Err(_) => Ok(false),
            };
            self.reset();
            if found? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// For an element `g` that is positive on the real line: is `f` a positive multiple of its radicand? What stands
    /// before the root enters by a power that is even, or has a sign of its own.
    fn positive_as(&self, f: &Elem, g: &Elem, degree: u32) -> Checked<bool> {
        let (units, content, primitive) = self.without_units(&f.num);
        let (p, outside) = self.radicand(g, degree)?;
        let (below, c, q) = self.without_units(&p);
        if !f.den.is_empty() {
            return Ok(false);
        }
        let sign_of = |p: &Poly| self.sign_everywhere(&Elem::poly(p.clone()));
        let mut sign = c.numer().sign() * content.numer().sign();
        if q != primitive {
            // A factor that has a sign makes no difference but by it: often it is the square of a denominator.
            let quotient = primitive
                .divide_exact(&q)
                .or_else(|| q.divide_exact(&primitive));
            match quotient.and_then(|r| sign_of(&r)) {
                Some(factor) => sign = sign * factor,
                None => return Ok(false),
            }
        }
        let units = Poly::term(mono_div(&units, &below), &BigRational::one());
        match sign_of(&units) {
            Some(factor) => sign = sign * factor,
            None => return Ok(false),
        }
        if !degree.is_multiple_of(2) {
            let factors = std::iter::once((&outside.num, 1))
                .chain(outside.den.iter().map(|(d, n)| (d, *n)))
                .filter(|(_, n)| n % 2 == 1);
            for (d, _) in factors {
                match sign_of(d) {
                    Some(factor) => sign = sign * factor,
                    None => return Ok(false),
                }
            }
        }
        Ok(sign == Sign::Plus)
    }

    /// An element of the first variables whose power is `g`, of either sign.
    fn root_among(&mut self, g: &Elem, n: u32, upto: usize, depth: u32) -> Checked<Option<Elem>> {
        if n == 1 || g.is_zero() {
            return Ok(Some(g.clone()));
        }
        if let Some(c) = self.as_constant(g)? {
            return Ok(self.root_constant(&c, n).ok());
        }
        let (p, outside) = self.radicand(g, n)?;
        let mut found = self.root_of_polynomial(&p, n, upto, depth)?;
        if let Some(w) = &found
            && !self.arithmetic.equal(
                &self.arithmetic.pow(w, i64::from(n))?,
                &Elem::poly(p.clone()),
            )?
        {
            found = None;
        }
        if found.is_none() {
            for l in (2..n).filter(|l| n.is_multiple_of(*l)) {
                let Some(part) = self.root_among(&Elem::poly(p.clone()), l, upto, depth)? else {
                    continue;
                };
                let Some(part) = self.oriented(part, l)? else {
                    continue;
                };
                found = self.root_among(&part, n / l, upto, depth)?;
                if found.is_some() {
                    break;
                }
            }
        }
        match found {
            Some(w) => self.arithmetic.mul(&w, &outside).map(Some),
            None => Ok(None),
        }
    }

    fn radicands(&self, upto: usize) -> Vec<(usize, u32, Poly)> {
        self.variables[..upto]
            .iter()
            .enumerate()
            .filter_map(|(v, w)| w.root().map(|(degree, f)| (v, degree, f.num.clone())))
            .collect()
    }

    /// A polynomial as a product of powers of constants, a number, and what is left.
    pub fn without_units(&self, p: &Poly) -> (Mono, BigRational, Poly) {
        let mut units = p.monomial_content();
        for (v, e) in units.iter_mut().enumerate() {
            if !self.variables.get(v).is_some_and(|w| w.is_constant())
                || self.arithmetic.roots.contains_key(&v)
            {
                *e = 0;
            }
        }
        let (number, primitive) = p.shift(&units.map(|e| -e)).content();
        (units, number, primitive)
    }

    fn rooted(&self, p: &Poly) -> bool {
        self.variables
            .iter()
            .enumerate()
            .any(|(v, w)| w.root().is_some() && p.involves(v))
    }

    fn root_of_polynomial(
        &mut self,
        p: &Poly,
        n: u32,
        upto: usize,
        depth: u32,
    ) -> Checked<Option<Elem>> {
        let all = self.radicands(upto);
        // The radicand of a root that is there, times a number and powers of constants.
        let (units, number, primitive) = self.without_units(p);
        for (v, degree, f) in all.iter().filter(|r| r.1.is_multiple_of(n)) {
            let (below, c, q) = self.without_units(f);
            let units = mono_div(&units, &below);
            if q == primitive
                && (number.is_positive() == c.is_positive() || n % 2 == 1)
                && units.iter().all(|e| e % n as i32 == 0)
            {
                let Ok(factor) = self.root_number(&(&number / c), n) else {
                    continue;
                };
                let units = Poly::term(units.map(|e| e / n as i32), &BigRational::one());
                let Some(units) = self.oriented(Elem::poly(units), n)? else {
                    continue;
                };
                let factor = self.arithmetic.mul(&factor, &units)?;
                let power = Elem::poly(Poly::term(
                    mono(*v, (degree / n) as i32),
                    &BigRational::one(),
                ));
                return self.arithmetic.mul(&factor, &power).map(Some);
            }
        }
        if !self.rooted(p) {
            if let Some(w) = self.root_of_multiple(p, n, &all)? {
                return Ok(Some(w));
            }
            return self.root_of_product(p, n, &all);
        }
        if depth == 0 {
            return Ok(None);
        }
        // The quotient by a radicand with roots in it.
        for (v, degree, f) in all.iter().filter(|r| r.1.is_multiple_of(n)) {
            if !self.rooted(f) {
                continue;
            }
            let quotient = self
                .arithmetic
                .div(&Elem::poly(p.clone()), &Elem::poly(f.clone()))?;
            if self.rooted(&quotient.num) || quotient.den.iter().any(|(d, _)| self.rooted(d)) {
                continue;
            }
            if let Some(w) = self.root_among(&quotient, n, upto, 0)? {
                let power = Elem::poly(Poly::term(
                    mono(*v, (degree / n) as i32),
                    &BigRational::one(),
                ));
                return self.arithmetic.mul(&w, &power).map(Some);
            }
        }
        if n == 2 {
            return self.square_root_of_sum(p, upto, depth - 1);
        }
        Ok(None)
    }

    /// The radicand `f` of a root that is there is `p` times a power, or the other way round.
    fn root_of_multiple(
        &mut self,
        p: &Poly,
        n: u32,
        all: &[(usize, u32, Poly)],
    ) -> Checked<Option<Elem>> {
        for (v, degree, f) in all.iter().filter(|r| r.1.is_multiple_of(n)) {
            if self.rooted(f) {
                continue;
            }
            let (quotient, above) = match (p.divide_exact(f), f.divide_exact(p)) {
                (Some(q), _) => (q, true),
                (None, Some(q)) => (q, false),
                (None, None) => continue,
            };
            let Some((number, base)) = perfect_power(&quotient, n) else {
                continue;
            };
            let Ok(factor) = self.root_number(&number, n) else {
                continue;
            };
            let base = Elem::poly(base);
            // What is divided by is not 0, whatever auxiliary variables stand for.
            if !above && self.only_listed(&base).is_err() {
                continue;
            }
            let k = &self.arithmetic;
            let share = k.mul(&factor, &base)?;
            let power = mono(*v, (degree / n) as i32);
            let power = Elem::poly(Poly::term(power, &BigRational::one()));
            return if above {
                k.mul(&power, &share).map(Some)
            } else {
                k.div(&power, &share).map(Some)
            };
        }
        Ok(None)
    }

    /// A number times a power times a product of roots that are there.
    fn root_of_product(
        &mut self,
        p: &Poly,
        n: u32,
        all: &[(usize, u32, Poly)],
    ) -> Checked<Option<Elem>> {
        // u_j^a_j with n a_j a multiple of the degree; its n-th power is f_j^s_j.
        let mut products: Vec<Vec<(usize, u32, u32)>> = vec![vec![]];
        for (i, (_, degree, f)) in all.iter().enumerate() {
            if self.rooted(f) {
                continue;
            }
            let exponents: Vec<u32> = (1..*degree)
                .filter(|a| (n * a).is_multiple_of(*degree))
                .collect();
            if products.len() * (exponents.len() + 1) > PRODUCTS {
                break;
            }
            let longer: Vec<_> = products
                .iter()
                .flat_map(|c| {
                    exponents
                        .iter()
                        .map(move |&a| [c.clone(), vec![(i, a, n * a / degree)]].concat())
                })
                .collect();
            products.extend(longer);
        }
        for c in products {
            let mut whole = p.clone();
            for (i, _, s) in &c {
                let power = self.arithmetic.poly_power(&all[*i].2, n - s)?;
                whole = self.arithmetic.product(&whole, &power)?;
            }
            let Some((number, base)) = perfect_power(&whole, n) else {
                continue;
            };
            let Ok(factor) = self.root_number(&number, n) else {
                continue;
            };
            let mut w = self.arithmetic.mul(&factor, &Elem::poly(base))?;
            for (i, a, _) in &c {
                let (v, _, f) = &all[*i];
                let power = Elem::poly(Poly::term(mono(*v, *a as i32), &BigRational::one()));
                w = self.arithmetic.mul(&w, &power)?;
                w = self.arithmetic.div(&w, &Elem::poly(f.clone()))?;
            }
            return Ok(Some(w));
        }
        Ok(None)
    }

    /// `sqrt(a + b v) = p + q v` for a square root `v` of `d`: `p^2 = (a + m)/2` where `m^2 = a^2 - b^2 d`, and `q =
    /// b/(2p)`.
    fn square_root_of_sum(&mut self, f: &Poly, upto: usize, depth: u32) -> Checked<Option<Elem>> {
        let Some((v, _, d)) = self
            .radicands(upto)
            .into_iter()
            .rev()
            .find(|r| f.involves(r.0) && r.1 == 2)
        else {
            return Ok(None);
        };
        let Some([a, b]) = f
            .coefficients_in(v)
            .and_then(|c| <[Poly; 2]>::try_from(c).ok())
        else {
            return Ok(None);
        };
        let k = &self.arithmetic;
        let square = k.product(&k.product(&b, &b)?, &d)?;
        let norm = Elem::poly(k.product(&a, &a)?.sub(&square));
        let Some(m) = self.root_among(&norm, 2, upto, depth)? else {
            return Ok(None);
        };
        let half = BigRational::new(1.into(), 2.into());
        for m in [m.clone(), m.neg()] {
            let sum = self
                .arithmetic
                .add(&Elem::poly(a.clone()), &m)?
                .scale(&half);
            if sum.is_zero() {
                continue;
            }
            let Some(p) = self.root_among(&sum, 2, upto, depth)? else {
                continue;
            };
            let q = self.arithmetic.div(&Elem::poly(b.scale(&half)), &p)?;
            let term = self.arithmetic.mul(&q, &Elem::var(v))?;
            return self.arithmetic.add(&p, &term).map(Some);
        }
        Ok(None)
    }
}
