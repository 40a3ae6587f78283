//! Roots of elements in the field that is there: what is positive, and which root is none that has to be adjoined.
//!
//! Whether the root of a polynomial is new is decided in `kind/root.rs`; if two points do not show it, the root is
//! searched for in the field.

use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};

use super::kind::{Group, MAX_DEGREE, Side};
use super::support::Through;
use super::{Element, MOST_BITS, Result, Tower, TowerError};
use wronski_certificate::reason::Outside;
use wronski_certificate::{Limit, Reason as Open, Step};
use wronski_exact::poly::{Poly, mono};
use wronski_exact::radical::perfect_power;
use wronski_expr::domain::{Sign, sign};
use wronski_expr::enclose::enclose;

/// The largest number of products of roots that are tried.
const MAX_COMBINATIONS: u64 = 512;

impl Tower {
    /// The positive root `f^(1/degree)`, adjoined if it is new. The element has to be positive on the real
    /// line: where it has zeros, the root need not be analytic, and `sqrt(x^2)` is neither x nor -x.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if it is not shown to be positive; otherwise as [`Tower::root_of_positive`].
    pub fn root(&mut self, f: &Element, degree: u32) -> Result<Element> {
        if self.as_constant(f)?.is_none() && !self.is_positive(f)? {
            return Err(TowerError::outside(
                (&self.to_expr(f)).into(),
                Outside::Root,
            ));
        }
        self.root_of_positive(f, degree)
    }

    /// Is it shown to be positive on the real line: by the rules of `expr::domain`, or, if its norm has no
    /// zeros, at one point?
    fn is_positive(&self, f: &Element) -> Result<bool> {
        // A tangent has poles, at which a function that is positive elsewhere may vanish.
        let tangent =
            |v: &usize| self.variables[*v].kind.pair() == Some((Group::Angles, Side::Exponential));
        let below = self.variables_below(std::slice::from_ref(f), Through::Arguments);
        if below.iter().any(tangent) {
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
            if !fixed(&self.denominators[id])? {
                return Ok(false);
            }
        }
        // Continuous and without zeros.
        Ok(self.sign_at_a_point(f)? == Sign::Positive)
    }

    /// The positive root `f^(1/degree)` of an element that is known to be positive on the real line, adjoined
    /// if it is new.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for even roots of negative constants; [`TowerError::Refine`] if an exponential is
    /// needed with a finer exponent; [`TowerError::Undecided`] if a constant factor or a root of a sum
    /// of roots is not worked out.
    pub fn root_of_positive(&mut self, f: &Element, degree: u32) -> Result<Element> {
        if degree == 1 || f.is_zero() {
            return Ok(f.clone());
        }
        if degree > MAX_DEGREE {
            return Err(TowerError::above(Limit::RootDegree, MAX_DEGREE, degree));
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
            let d = Element::poly(self.denominators[id].clone());
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
            _ => Err(TowerError::outside(
                (&self.to_expr(f)).into(),
                Outside::CubeRoot,
            )),
        }
    }

    fn sign_everywhere(&self, f: &Element) -> Result<Sign> {
        sign(&self.to_expr(f)).map_err(|d| TowerError::Undecided(wronski_expr::domain::stopped(&d)))
    }

    /// The sign of an element at some rational point, by enclosures.
    fn sign_at_a_point(&self, f: &Element) -> Result<Sign> {
        let e = self.to_expr(f);
        for (n, d) in [(1, 3), (-2, 5), (5, 7), (-9, 8), (17, 11), (-13, 6)] {
            let x = BigRational::new(n.into(), d.into());
            for bits in [64, 256, MOST_BITS] {
                let Ok(value) = enclose(&e, &x, bits) else {
                    break;
                };
                if value.certainly_positive() {
                    return Ok(Sign::Positive);
                }
                if value.certainly_negative() {
                    return Ok(Sign::Negative);
                }
            }
        }
        let why = Open::limit(Limit::SignBits, MOST_BITS);
        Err(TowerError::Undecided(why.about((&e).into())))
    }

    /// The root of prime degree in the field, if the search finds it; it is positive.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if the search does not find it.
    pub(super) fn prime_root(&mut self, f: &Poly, l: u32) -> Result<Element> {
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
                return self.positive_root(f, l, root, &number);
            }
        }
        if l == 2
            && let Some(root) = self.square_root_of_sum(f)?
        {
            return Ok(root);
        }
        let f = self.to_expr(&Element::poly(f.clone()));
        let why = Open::limit(Limit::RootProducts, MAX_COMBINATIONS).found(l);
        Err(TowerError::Undecided(why.about((&f).into())))
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
        if self.sign_at_a_point(&root)? == Sign::Negative {
            root = self.neg(&root);
        }
        let power = self.pow(&root, i64::from(l))?;
        if self.equal(&power, &Element::poly(f.clone()))? {
            Ok(root)
        } else {
            Err(TowerError::step(Step::RootTest))
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
                &Element::poly(self.denominators[id].clone()),
                -i64::from(up),
            )?;
            below = self.mul(&below, &power)?;
        }
        if self.radicals().iter().any(|&v| num.involves(v)) {
            return match self.square_root_of_sum(&num) {
                Ok(Some(root)) => self.mul(&below, &root).map(Some),
                Ok(None) | Err(TowerError::Undecided(_)) => Ok(None),
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
            .ok_or_else(|| TowerError::above(Limit::RootDegree, MAX_DEGREE, q.denom()))?;
        let n = q
            .numer()
            .to_i64()
            .ok_or_else(|| TowerError::above(Limit::Power, i64::MAX, q.numer()))?;
        let root = self.root_of_positive(f, degree)?;
        self.pow(&root, n)
    }
}
