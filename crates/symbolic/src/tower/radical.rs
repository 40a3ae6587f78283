//! Roots of elements: is the root new, or there already?
//!
//! Let K be a tower over the constants C, l a prime, and f in K. If f = c g^l with a constant c and g in K, then f
//! has one and the same l-th power residue character at all points (modulo a prime p, l dividing p - 1) at which the
//! constants agree and no root vanishes: such points lift to p-adic ones by Hensel's lemma, f(P) = c g(P)^l there,
//! and c does not depend on P. So *two points with different characters prove that f is no l-th power in K, not even
//! up to constants*, and with them for every prime l that divides n, X^n - f is irreducible over K (Capelli; over the
//! algebraic closure of the constants -4 is a fourth power). Otherwise the root is searched for in K.

use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};
use wronski_diagnostic::ErrorCode;

use super::adjoin::Reason;
use super::point::{Vary, prime_factors};
use super::{Element, Kind, MOST_BITS, Result, Stop, Tower, Variable};
use wronski_certificate::reason::Outside;
use wronski_certificate::{Limit, Quoted, Reason as Open, Step};
use wronski_diagnostic::Diagnostic;
use wronski_exact::poly::{Poly, Root, mono};
use wronski_exact::radical::perfect_power;
use wronski_expr::domain::{Sign, sign};
use wronski_expr::enclose::enclose;

/// The largest degree of a root.
pub const MAX_DEGREE: u32 = 12;

/// Two points that agree in the constants at which the radicand has different characters of order
/// `order`, modulo the prime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residues {
    /// The order of the character, a prime factor of the degree.
    pub order: u64,
    /// The prime modulus; the order divides it minus one.
    pub prime: u64,
    /// Values of all variables before the root.
    pub points: [Vec<u64>; 2],
}

/// The largest number of products of roots that are tried.
const MAX_COMBINATIONS: u64 = 512;

/// How many points are looked at before the root is searched for in the field.
const POINTS: usize = 24;

/// A function that is an element of no field that is built here.
pub(super) fn outside(subject: Quoted, why: Outside) -> Stop {
    Stop::Undecided(Open::Outside { subject, why })
}

impl Tower {
    /// The positive root `f^(1/degree)`, adjoined if it is new. The element has to be positive on the real
    /// line: where it has zeros, the root need not be analytic, and `sqrt(x^2)` is neither x nor -x.
    ///
    /// # Errors
    /// [`Stop::Undecided`] if it is not shown to be positive; otherwise as [`Tower::root_of_positive`].
    pub fn root(&mut self, f: &Element, degree: u32) -> Result<Element> {
        if self.as_constant(f)?.is_none() && !self.is_positive(f)? {
            return Err(outside((&self.to_expr(f)).into(), Outside::Root));
        }
        self.root_of_positive(f, degree)
    }

    /// Is it shown to be positive on the real line: by the rules of `expr::domain`, or, if its norm has no
    /// zeros, at one point?
    fn is_positive(&self, f: &Element) -> Result<bool> {
        // A tangent has poles, at which a function that is positive elsewhere may vanish.
        if self
            .generators_below(f)
            .iter()
            .any(|&v| matches!(self.variables[v].kind, Kind::Tan { .. }))
        {
            return Ok(false);
        }
        if self.sign_everywhere(f)? == Sign::Positive {
            return Ok(true);
        }
        let (_, norm) = self.rationalise(&f.num)?;
        let fixed = |p: &Poly| -> Result<bool> {
            let sign = self.sign_everywhere(&Element::poly(p.clone()))?;
            Ok(matches!(sign, Sign::Positive | Sign::Negative))
        };
        if !fixed(&norm)? {
            return Ok(false);
        }
        for &(id, _) in &f.den {
            if !fixed(&self.denominators[id].poly)? {
                return Ok(false);
            }
        }
        // Continuous and without zeros.
        self.sign_at_a_point(f)
    }

    /// All monomials and roots that an element is made of, with those in their arguments.
    fn generators_below(&self, f: &Element) -> std::collections::BTreeSet<usize> {
        let mut found = std::collections::BTreeSet::new();
        let mut work = vec![f.clone()];
        while let Some(e) = work.pop() {
            for v in 0..self.variables.len() {
                let inside = e.num.involves(v)
                    || e.den
                        .iter()
                        .any(|d| self.denominators[d.0].poly.involves(v));
                if inside && self.variables[v].is_generator() && found.insert(v) {
                    match &self.variables[v].kind {
                        Kind::Exp { argument }
                        | Kind::Log { argument }
                        | Kind::Erf { argument, .. }
                        | Kind::Tan { argument }
                        | Kind::Atan { argument } => work.push(argument.clone()),
                        Kind::Root { radicand, .. } => work.push(radicand.clone()),
                        Kind::X | Kind::Constant(_) => {}
                    }
                }
            }
        }
        found
    }

    /// The positive root `f^(1/degree)` of an element that is known to be positive on the real line, adjoined
    /// if it is new.
    ///
    /// # Errors
    /// [`Stop::Undefined`] for even roots of negative constants; [`Stop::Refine`] if an exponential is
    /// needed with a finer exponent; [`Stop::Undecided`] if a constant factor or a root of a sum
    /// of roots is not worked out.
    pub fn root_of_positive(&mut self, f: &Element, degree: u32) -> Result<Element> {
        if degree == 1 || f.is_zero() {
            return Ok(f.clone());
        }
        if degree > MAX_DEGREE {
            return Err(Stop::above(Limit::RootDegree, MAX_DEGREE, degree));
        }
        if let Some(c) = self.as_constant(f)? {
            return self.root_constant(&c, degree);
        }
        // Exponentials have roots of their own; denominators become part of the radicand.
        let n = degree as i32;
        let mut outside = Element::one();
        let mut radicand = f.num.clone();
        for (v, k) in self.exponential_exponents(f) {
            if k % n != 0 {
                return Err(self.refine(v, &BigRational::new(k.into(), n.into())));
            }
            outside = self.mul(&outside, &self.unit_power(v, k / n))?;
            radicand = radicand.shift(&mono(v, -k));
        }
        for &(id, k) in &f.den {
            let d = Element::poly(self.denominators[id].poly.clone());
            // f = n/d^k is positive, and the radicand n d^(up degree - k) has to be as well: it is if d is, or if d
            // enters with an even power.
            let (mut up, mut odd) = (k.div_ceil(degree), false);
            let d = match self.sign_everywhere(&d)? {
                Sign::Positive => d,
                Sign::Negative => {
                    odd = (up * degree) % 2 == 1;
                    self.neg(&d)
                }
                _ => {
                    up = up.next_multiple_of(2);
                    d
                }
            };
            let missing = up * degree - k;
            if missing > 0 {
                radicand = self.poly_mul(&radicand, &self.den_power(id, missing)?)?;
            }
            if odd {
                radicand = radicand.neg();
            }
            let power = self.pow(&d, -i64::from(up))?;
            outside = self.mul(&outside, &power)?;
        }
        // The number in front: its root is a constant, or the radicand keeps it up to sign.
        let (content, mut primitive) = radicand.content();
        let mut number = content;
        if number.is_negative() {
            number = -number;
            primitive = primitive.neg();
        }
        let constant = self.root_rational(&number, degree)?;
        let root = self.root_of_polynomial(&primitive, degree)?;
        self.mul(&self.mul(&outside, &constant)?, &root)
    }

    /// The real cube root, for arguments of one sign on the real line.
    ///
    /// # Errors
    /// As [`Tower::root`].
    pub fn cbrt(&mut self, f: &Element) -> Result<Element> {
        if f.is_zero() {
            return Ok(Element::zero());
        }
        match self.sign_everywhere(f)? {
            Sign::Positive => self.root_of_positive(f, 3),
            Sign::Negative => {
                let root = self.root_of_positive(&self.neg(f), 3)?;
                Ok(self.neg(&root))
            }
            _ => Err(outside((&self.to_expr(f)).into(), Outside::CubeRoot)),
        }
    }

    fn sign_everywhere(&self, f: &Element) -> Result<Sign> {
        sign(&self.to_expr(f)).map_err(|d| Stop::Undecided(wronski_expr::domain::stopped(&d)))
    }

    /// The sign of an element at some rational point, by enclosures.
    pub(super) fn sign_at_a_point(&self, f: &Element) -> Result<bool> {
        let e = self.to_expr(f);
        for (n, d) in [(1, 3), (-2, 5), (5, 7), (-9, 8), (17, 11), (-13, 6)] {
            let x = BigRational::new(n.into(), d.into());
            for bits in [64, 256, MOST_BITS] {
                let Ok(value) = enclose(&e, &x, bits) else {
                    break;
                };
                if value.certainly_positive() {
                    return Ok(true);
                }
                if value.certainly_negative() {
                    return Ok(false);
                }
            }
        }
        let why = Open::limit(Limit::SignBits, MOST_BITS);
        Err(Stop::Undecided(why.about((&e).into())))
    }

    fn root_of_polynomial(&mut self, f: &Poly, degree: u32) -> Result<Element> {
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
                    let part = self.prime_root(f, l as u32)?.ok_or_else(|| {
                        let f = self.to_expr(&Element::poly(f.clone()));
                        let why = Open::limit(Limit::RootProducts, MAX_COMBINATIONS).found(l);
                        Stop::Undecided(why.about((&f).into()))
                    })?;
                    return self.root_of_positive(&part, degree / l as u32);
                }
            }
        }
        let symbol = format!("u{}", self.radicals().len() + 1);
        let radicand = Element::poly(f.clone());
        let v = self.push(Variable {
            symbol,
            kind: Kind::Root {
                degree,
                radicand: radicand.clone(),
                slope: Element::zero(),
            },
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
        let derivative = self.mul(&self.derive(&radicand)?, &slope)?;
        self.variables[v].derivative = derivative;
        self.variables[v].kind = Kind::Root {
            degree,
            radicand,
            slope,
        };
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
            return Err(Stop::limit(Limit::RootPoints, POINTS));
        }
        Ok(None)
    }

    /// The root of prime degree in the field, if the search finds it; it is positive.
    fn prime_root(&mut self, f: &Poly, l: u32) -> Result<Option<Element>> {
        // Candidates g: a rational function h times a product of powers of the roots that are there; with
        // b_j for the exponents of their inverses, f * prod u_j^(l b_j) = number * h^l.
        let radicals = self.radicals();
        let combinations: u64 = radicals
            .iter()
            .map(|v| u64::from(self.roots[v].degree))
            .product();
        for index in 0..combinations.min(MAX_COMBINATIONS) {
            let mut rest = index;
            let mut inverse = Element::one();
            for v in &radicals {
                let degree = u64::from(self.roots[v].degree);
                let power = self.pow(&Element::var(*v), (rest % degree) as i64)?;
                inverse = self.mul(&inverse, &power)?;
                rest /= degree;
            }
            let power = self.pow(&inverse, i64::from(l))?;
            let product = self.poly_mul(f, &power.num)?;
            if radicals.iter().any(|&v| product.involves(v)) {
                continue;
            }
            if let Some((number, base)) = perfect_power(&product, l) {
                let root = self.div(&Element::poly(base), &inverse)?;
                return self.positive_root(f, l, root, &number).map(Some);
            }
        }
        if l == 2 {
            return self.square_root_of_sum(f);
        }
        Ok(None)
    }

    /// `number^(1/l) * root`, made positive, if its power is `f`.
    fn positive_root(
        &mut self,
        f: &Poly,
        l: u32,
        root: Element,
        number: &BigRational,
    ) -> Result<Element> {
        let constant = self.root_rational(&number.abs(), l)?;
        let mut root = self.mul(&constant, &root)?;
        if !self.sign_at_a_point(&root)? {
            root = self.neg(&root);
        }
        let power = self.pow(&root, i64::from(l))?;
        if self.equal(&power, &Element::poly(f.clone()))? {
            Ok(root)
        } else {
            Err(Stop::step(Step::RootTest))
        }
    }

    /// `sqrt(a + b v)` for a square root `v`, `v^2 = d`: with the norm `a^2 - b^2 d = n^2`, the squares of the
    /// coefficients are `(a + n)/2` and `(a - n)/(2 d)`.
    fn square_root_of_sum(&mut self, f: &Poly) -> Result<Option<Element>> {
        let Some(v) = self
            .radicals()
            .into_iter()
            .rev()
            .find(|&v| f.involves(v) && self.roots[&v].degree == 2)
        else {
            return Ok(None);
        };
        let Some([a, b]) = f
            .coefficients_in(v)
            .and_then(|c| <[Poly; 2]>::try_from(c).ok())
        else {
            return Ok(None);
        };
        let d = self.roots[&v].radicand.clone();
        let square = self.poly_mul(&self.poly_mul(&b, &b)?, &d)?;
        let norm = self.poly_mul(&a, &a)?.sub(&square);
        let half = BigRational::new(1.into(), 2.into());
        let Some(n) = self.square_root(&Element::poly(norm))? else {
            return Ok(None);
        };
        let a = Element::poly(a);
        for n in [n.clone(), self.neg(&n)] {
            let p2 = self.scale(&self.add(&a, &n)?, &half);
            if p2.is_zero() {
                continue;
            }
            let Some(p) = self.square_root(&p2)? else {
                continue;
            };
            let twice = self.scale(&p, &BigRational::from_integer(2.into()));
            let q = self.div(&Element::poly(b.clone()), &twice)?;
            let root = self.add(&p, &self.mul(&q, &Element::var(v))?)?;
            return self
                .positive_root(f, 2, root, &BigRational::one())
                .map(Some);
        }
        Ok(None)
    }

    /// A square root in the field of an element that need not be positive, if the search finds one.
    fn square_root(&mut self, f: &Element) -> Result<Option<Element>> {
        if f.is_zero() {
            return Ok(Some(Element::zero()));
        }
        let mut below = Element::one();
        let mut num = f.num.clone();
        for &(id, k) in &f.den {
            let up = k.div_ceil(2);
            if up * 2 > k {
                num = self.poly_mul(&num, &self.den_power(id, 1)?)?;
            }
            let power = self.pow(
                &Element::poly(self.denominators[id].poly.clone()),
                -i64::from(up),
            )?;
            below = self.mul(&below, &power)?;
        }
        if self.radicals().iter().any(|&v| num.involves(v)) {
            return match self.square_root_of_sum(&num) {
                Ok(Some(root)) => self.mul(&below, &root).map(Some),
                Ok(None) | Err(Stop::Undecided(_)) => Ok(None),
                Err(other) => Err(other),
            };
        }
        let Some((number, base)) = perfect_power(&num, 2).filter(|(q, _)| q.is_positive()) else {
            return Ok(None);
        };
        let constant = self.root_rational(&number, 2)?;
        let root = self.mul(&below, &Element::poly(base))?;
        self.mul(&constant, &root).map(Some)
    }

    /// `f^q` for an element that is known to be positive on the real line.
    ///
    /// # Errors
    /// As [`Tower::root_of_positive`].
    pub fn rational_power(&mut self, f: &Element, q: &BigRational) -> Result<Element> {
        let degree = q
            .denom()
            .to_u32()
            .ok_or_else(|| Stop::above(Limit::RootDegree, MAX_DEGREE, q.denom()))?;
        let n = q
            .numer()
            .to_i64()
            .ok_or_else(|| Stop::above(Limit::Power, i64::MAX, q.numer()))?;
        let root = self.root_of_positive(f, degree)?;
        self.pow(&root, n)
    }

    fn root_constant(&mut self, c: &Element, degree: u32) -> Result<Element> {
        if let Some(q) = c.as_rational() {
            if q.is_negative() && degree % 2 == 1 {
                let root = self.root_rational(&-q, degree)?;
                return Ok(self.neg(&root));
            }
            return self.root_rational(&q, degree);
        }
        if degree == 2
            && let Some(root) = self.sqrt_constant(c)?
        {
            return Ok(root);
        }
        // exp(q)^(1/n) = exp(q/n), and in general c^(1/n) = exp(log(c)/n).
        let log = self.log_constant(c)?;
        let share = BigRational::new(1.into(), degree.into());
        self.exp_constant(&self.scale(&log, &share))
    }

    /// The positive root of a nonnegative rational.
    ///
    /// # Errors
    /// [`Stop::Undefined`] for negative numbers; [`Stop::Undecided`] if the radicand cannot be factored.
    pub fn root_rational(&mut self, q: &BigRational, degree: u32) -> Result<Element> {
        if degree == 2 {
            return self.sqrt_rational(q);
        }
        if q.is_negative() {
            return Err(Stop::Undefined(Diagnostic::input(
                ErrorCode::W0211,
                format!("the root of degree {degree} of the negative number {q} is not real"),
            )));
        }
        if q.is_one() || degree == 1 {
            return Ok(Element::rational(q));
        }
        self.root_of_factored(q, degree)
    }
}
