//! Elements of a tower and their field arithmetic.

use num_rational::BigRational;
use num_traits::Zero;
use wronski_diagnostic::ErrorCode;

use super::{Result, Tower, TowerError};
use wronski_certificate::{Limit, Step};
use wronski_diagnostic::Diagnostic;
use wronski_exact::gcd::squarefree_factors;
use wronski_exact::poly::{MAX_VARS, Mono, ONE, Poly, mono};
use wronski_exact::radical::norm;

/// The most denominators of a tower.
const MAX_DENOMINATORS: usize = 200;

/// The most bits of a power of a number.
const MAX_BITS: u64 = 200_000;

/// Index and exponent of each denominator, ascending by index.
pub type Powers = Vec<(usize, u32)>;

/// A polynomial over a product of powers of the tower's denominators.
///
/// The representation is not canonical (numerator and denominator may share factors), but zero is:
/// an element vanishes if and only if its numerator does. Equality of functions is
/// [`Tower::equal`], not `==`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Element {
    /// The numerator.
    pub num: Poly,
    /// Index and exponent of each denominator, ascending by index; exponents are positive.
    pub den: Vec<(usize, u32)>,
}

impl Element {
    /// Zero.
    pub fn zero() -> Self {
        Element {
            num: Poly::zero(),
            den: vec![],
        }
    }

    /// One.
    pub fn one() -> Self {
        Element::poly(Poly::one())
    }

    /// A rational number.
    pub fn rational(q: &BigRational) -> Self {
        Element::poly(Poly::constant(q))
    }

    /// An integer.
    pub fn int(n: i64) -> Self {
        Element::poly(Poly::int(n))
    }

    /// The variable with this index.
    pub fn var(v: usize) -> Self {
        Element::poly(Poly::var(v))
    }

    /// A polynomial.
    pub fn poly(num: Poly) -> Self {
        Element { num, den: vec![] }
    }

    /// Is it zero? Exact, because the variables are algebraically independent or reduced.
    pub fn is_zero(&self) -> bool {
        self.num.is_zero()
    }

    /// The number that it is, if it is visibly one.
    pub fn as_rational(&self) -> Option<BigRational> {
        if self.den.is_empty() {
            self.num.as_rational()
        } else {
            None
        }
    }
}

impl Tower {
    /// The negative.
    pub fn neg(&self, a: &Element) -> Element {
        Element {
            num: a.num.neg(),
            den: a.den.clone(),
        }
    }

    /// The product with a number.
    pub fn scale(&self, a: &Element, q: &BigRational) -> Element {
        if q.is_zero() {
            return Element::zero();
        }
        Element {
            num: a.num.scale(q),
            den: a.den.clone(),
        }
    }

    /// Sum.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] if the budget is exceeded, as for all arithmetic below.
    pub fn add(&self, a: &Element, b: &Element) -> Result<Element> {
        if a.is_zero() {
            return Ok(b.clone());
        }
        if b.is_zero() {
            return Ok(a.clone());
        }
        if a.den == b.den {
            return self.cancel(Element {
                num: a.num.add(&b.num),
                den: a.den.clone(),
            });
        }
        let den = lcm_den(&a.den, &b.den);
        let left = self.numerator_over(a, &den)?;
        let right = self.numerator_over(b, &den)?;
        self.cancel(Element {
            num: left.add(&right),
            den,
        })
    }

    /// Difference.
    ///
    /// # Errors
    /// As [`Tower::add`].
    pub fn sub(&self, a: &Element, b: &Element) -> Result<Element> {
        self.add(a, &self.neg(b))
    }

    /// Product.
    ///
    /// # Errors
    /// As [`Tower::add`].
    pub fn mul(&self, a: &Element, b: &Element) -> Result<Element> {
        if a.is_zero() || b.is_zero() {
            return Ok(Element::zero());
        }
        let num = self.poly_mul(&a.num, &b.num)?;
        let product = Element {
            num,
            den: mul_den(&a.den, &b.den),
        };
        if a.den.is_empty() && b.den.is_empty() {
            Ok(product)
        } else {
            self.cancel(product)
        }
    }

    /// Quotient; new denominators are registered in the tower.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] if `b` is zero; otherwise as [`Tower::add`].
    pub fn div(&mut self, a: &Element, b: &Element) -> Result<Element> {
        let inverse = self.inverse(b)?;
        self.mul(a, &inverse)
    }

    /// The inverse; the factors of the numerator become denominators of the tower.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for zero.
    pub fn inverse(&mut self, a: &Element) -> Result<Element> {
        if a.is_zero() {
            return Err(TowerError::Undefined(
                Diagnostic::input(
                    ErrorCode::W0210,
                    "division by an expression that is identically zero",
                )
                .help("the denominator simplifies to 0: remove the division"),
            ));
        }
        let (upper, lower) = self.rationalise(&a.num)?;
        self.note_division(&lower);
        let (content, primitive) = lower.content();
        let all = primitive.monomial_content();
        let (mut unit, mut stripped) = (ONE, ONE);
        let mut den: Vec<(usize, u32)> = vec![];
        for v in 0..MAX_VARS {
            if all[v] == 0 {
                continue;
            }
            stripped[v] = -all[v];
            if self.is_unit(v) {
                unit[v] = -all[v];
            } else {
                let id = self.register(Poly::var(v))?;
                den = mul_den(&den, &[(id, all[v].unsigned_abs())]);
            }
        }
        let mut rest = primitive.shift(&stripped);
        for id in 0..self.denominators.len() {
            let mut n = 0;
            while let Some(q) = rest.divide_exact(&self.denominators[id]) {
                rest = q;
                n += 1;
            }
            if n > 0 {
                den = mul_den(&den, &[(id, n)]);
            }
        }
        if rest.as_rational().is_none() {
            let (c, rest_primitive) = rest.content();
            let factors = match squarefree_factors(&rest_primitive) {
                Some(f) if !f.is_empty() => f,
                _ => vec![(rest_primitive.clone(), 1)],
            };
            let mut product = Poly::one();
            let plain = wronski_exact::poly::Roots::new();
            for (f, n) in &factors {
                product = product.mul(&f.pow(*n, &plain), &plain);
            }
            // The split is used only if it multiplies back to what was given.
            let (factors, scale) = match rest_primitive
                .divide_exact(&product)
                .and_then(|q| q.as_rational())
            {
                Some(q) => (factors, q),
                None => (
                    vec![(rest_primitive, 1)],
                    BigRational::from_integer(1.into()),
                ),
            };
            for (f, n) in factors {
                let id = self.register(f)?;
                den = mul_den(&den, &[(id, n)]);
            }
            rest = Poly::constant(&(c * scale));
        }
        let rest = rest
            .as_rational()
            .expect("everything else went into the denominators");
        let mut num = Poly::term(unit, &(content * rest).recip()).reduce_roots(&self.roots);
        num = self.poly_mul(&num, &upper)?;
        for &(id, n) in &a.den {
            let power = self.den_power(id, n)?;
            num = self.poly_mul(&num, &power)?;
        }
        self.cancel(Element { num, den })
    }

    /// `1/p = upper/lower` with `lower` free of roots of functions, so that none occurs in a denominator.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] beyond the budget.
    pub(super) fn rationalise(&self, p: &Poly) -> Result<(Poly, Poly)> {
        let (mut upper, mut lower) = (Poly::one(), p.clone());
        for v in self.radicals().into_iter().rev() {
            if !lower.involves(v) {
                continue;
            }
            self.count_work(&lower, &lower)?;
            if lower.len().saturating_mul(lower.len()) > self.budget.products {
                return Err(TowerError::above(
                    Limit::NormProducts,
                    self.budget.products,
                    lower.len().saturating_mul(lower.len()),
                ));
            }
            let Some((cofactor, norm)) = norm(&lower, v, &self.roots) else {
                return Err(TowerError::step(Step::Norm));
            };
            if norm.is_zero() {
                return Err(TowerError::step(Step::ZeroNorm));
            }
            upper = self.poly_mul(&upper, &cofactor)?;
            lower = norm;
        }
        Ok((upper, lower))
    }

    /// How often a polynomial divides the numerator, less how often the denominator.
    pub fn multiplicity(&self, a: &Element, f: &Poly) -> i64 {
        let of = |p: &Poly| {
            let mut rest = p.clone();
            let mut n = 0;
            while let Some(q) = rest.divide_exact(f) {
                rest = q;
                n += 1;
            }
            n
        };
        if a.num.is_zero() || f.as_rational().is_some() {
            return 0;
        }
        let below: i64 = a
            .den
            .iter()
            .map(|&(id, n)| i64::from(n) * of(&self.denominators[id]))
            .sum();
        of(&a.num) - below
    }

    fn register(&mut self, p: Poly) -> Result<usize> {
        if let Some(id) = self.denominators.iter().position(|d| *d == p) {
            return Ok(id);
        }
        if self.denominators.len() >= MAX_DENOMINATORS {
            return Err(TowerError::limit(Limit::Denominators, MAX_DENOMINATORS));
        }
        self.denominators.push(p);
        Ok(self.denominators.len() - 1)
    }

    /// Starts the budget of work anew: each question that is put to a tower has a budget of its own.
    pub fn renew_work(&self) {
        self.work_done.set(0);
    }

    /// Takes over the denominators of a working copy of this tower, which only adds to them, so that
    /// elements of the copy become elements of this tower. The divisions of the copy stay with what was
    /// concluded from them ([`Tower::conclude`] in the copy).
    pub fn adopt_denominators(&mut self, copy: &Tower) {
        debug_assert!(copy.denominators.len() >= self.denominators.len());
        self.denominators.clone_from(&copy.denominators);
    }

    /// `a^n`.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for a negative power of zero; [`TowerError::Undecided`] beyond the budget.
    pub fn pow(&mut self, a: &Element, n: i64) -> Result<Element> {
        if n < 0 {
            let inverse = self.inverse(a)?;
            return self.pow(&inverse, -n);
        }
        let limit = self.budget.exponent;
        if a.num.max_exponent().max(1).saturating_mul(n) > limit {
            return Err(TowerError::limit(Limit::Exponent, limit));
        }
        let rooted = self.radicals().iter().any(|&v| a.num.involves(v));
        if a.num.len() == 1 && !rooted {
            let mut m: Mono = ONE;
            let (base, q) = a.num.leading().expect("one term");
            for v in 0..MAX_VARS {
                m[v] = base[v] * n as i32;
            }
            if (q.numer().bits() + q.denom().bits()).saturating_mul(n as u64) > MAX_BITS {
                return Err(TowerError::limit(Limit::NumberBits, MAX_BITS));
            }
            let num = Poly::term(m, &q.pow(n as i32)).reduce_roots(&self.roots);
            let den = a.den.iter().map(|&(id, e)| (id, e * n as u32)).collect();
            return Ok(Element { num, den });
        }
        let mut acc = Element::one();
        let mut base = a.clone();
        let mut k = n;
        while k > 0 {
            if k & 1 == 1 {
                acc = self.mul(&acc, &base)?;
            }
            k >>= 1;
            if k > 0 {
                base = self.mul(&base, &base)?;
            }
        }
        Ok(acc)
    }

    /// Are two elements the same function? Decided exactly.
    ///
    /// # Errors
    /// As [`Tower::add`].
    pub fn equal(&self, a: &Element, b: &Element) -> Result<bool> {
        Ok(self.sub(a, b)?.is_zero())
    }

    /// The product of two polynomials within the budget.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] beyond it.
    pub(super) fn poly_mul(&self, a: &Poly, b: &Poly) -> Result<Poly> {
        if a.len().saturating_mul(b.len()) > self.budget.products {
            return Err(TowerError::above(
                Limit::TermProducts,
                self.budget.products,
                a.len().saturating_mul(b.len()),
            ));
        }
        if a.max_exponent() + b.max_exponent() > self.budget.exponent {
            return Err(TowerError::limit(Limit::Exponent, self.budget.exponent));
        }
        self.count_work(a, b)?;
        let product = a.mul(b, &self.roots);
        if product.len() > self.budget.terms {
            return Err(TowerError::limit(Limit::Terms, self.budget.terms));
        }
        Ok(product)
    }

    /// Counts the multiplication of two polynomials, or their division, against the budget.
    fn count_work(&self, a: &Poly, b: &Poly) -> Result<()> {
        let terms = (a.len() as u64).saturating_mul(b.len() as u64);
        let words = |p: &Poly| p.coefficient_bits() / 64 + 1;
        let work = terms.saturating_mul((words(a)).saturating_mul(words(b)).saturating_add(2));
        let total = self.work_done.get().saturating_add(work);
        self.work_done.set(total);
        if total > self.budget.work {
            return Err(TowerError::limit(Limit::Work, self.budget.work));
        }
        Ok(())
    }

    /// The power of a denominator.
    ///
    /// # Errors
    /// As [`Tower::mul`].
    pub(super) fn den_power(&self, id: usize, n: u32) -> Result<Poly> {
        let base = &self.denominators[id];
        if n == 1 {
            return Ok(base.clone());
        }
        let mut acc = base.clone();
        for _ in 1..n {
            acc = self.poly_mul(&acc, base)?;
        }
        Ok(acc)
    }

    /// The numerator of `a` over the denominator `den`, a multiple of that of `a`.
    ///
    /// # Errors
    /// As [`Tower::mul`].
    pub(super) fn numerator_over(&self, a: &Element, den: &[(usize, u32)]) -> Result<Poly> {
        let mut num = a.num.clone();
        for &(id, n) in den {
            let own = a.den.iter().find(|d| d.0 == id).map_or(0, |d| d.1);
            if n > own {
                num = self.poly_mul(&num, &self.den_power(id, n - own)?)?;
            }
        }
        Ok(num)
    }

    /// The numerators over a common denominator.
    ///
    /// # Errors
    /// As [`Tower::add`].
    pub fn common_numerators(&self, elements: &[Element]) -> Result<(Vec<Poly>, Powers)> {
        let den = elements.iter().fold(vec![], |d, e| lcm_den(&d, &e.den));
        let nums = elements
            .iter()
            .map(|e| self.numerator_over(e, &den))
            .collect::<Result<_>>()?;
        Ok((nums, den))
    }

    /// Removes the denominators that divide the numerator.
    fn cancel(&self, mut a: Element) -> Result<Element> {
        if a.num.is_zero() {
            return Ok(Element::zero());
        }
        if a.den.is_empty() || a.num.len() > 4000 {
            return Ok(a);
        }
        // Exponentials and constants may have negative exponents: move them out of the way.
        let content = a.num.monomial_content();
        let negative: Mono = std::array::from_fn(|v| content[v].min(0));
        let mut num = a.num.shift(&negative.map(|e| -e));
        let mut changed = false;
        for (id, n) in &mut a.den {
            while *n > 0 {
                self.count_work(&num, &self.denominators[*id])?;
                let Some(q) = num.divide_exact(&self.denominators[*id]) else {
                    break;
                };
                num = q;
                *n -= 1;
                changed = true;
            }
        }
        if changed {
            a.den.retain(|d| d.1 > 0);
            a.num = num.shift(&negative);
        }
        Ok(a)
    }

    /// The constant that this element is, if its derivative vanishes: as an element in which no
    /// variable but constants occurs.
    ///
    /// # Errors
    /// As [`Tower::add`].
    pub fn as_constant(&mut self, a: &Element) -> Result<Option<Element>> {
        let is_constant_poly =
            |t: &Tower, p: &Poly| p.variables().iter().all(|&v| t.variables[v].is_constant());
        if is_constant_poly(self, &a.num)
            && a.den
                .iter()
                .all(|d| is_constant_poly(self, &self.denominators[d.0]))
        {
            return Ok(Some(a.clone()));
        }
        if !self.derive(a)?.is_zero() {
            return Ok(None);
        }
        // A hidden constant: the ratio of the leading coefficients over the constants.
        let mut den = Poly::one();
        for &(id, n) in &a.den {
            den = self.poly_mul(&den, &self.den_power(id, n)?)?;
        }
        let outer = self.function_mask();
        let (top, lead) = a.num.group(&outer).pop_last().expect("not zero");
        let Some(den_lead) = den.group(&outer).remove(&top) else {
            return Err(TowerError::step(Step::DisguisedConstant));
        };
        let c = self.div(&Element::poly(lead), &Element::poly(den_lead))?;
        if self.equal(&c, a)? {
            Ok(Some(c))
        } else {
            Err(TowerError::step(Step::DisguisedConstant))
        }
    }

    /// The exponents of the exponentials of the tower in the monomial factor of an element.
    pub(super) fn exponential_exponents(&self, e: &Element) -> Vec<(usize, i32)> {
        let m = if e.num.is_zero() {
            ONE
        } else {
            e.num.monomial_content()
        };
        (0..self.variables.len())
            .filter(|&v| m[v] != 0 && self.variables[v].is_generator() && self.is_unit(v))
            .map(|v| (v, m[v]))
            .collect()
    }

    /// Marks the variables that are functions of x (not constants).
    pub fn function_mask(&self) -> [bool; MAX_VARS] {
        std::array::from_fn(|v| self.variables.get(v).is_some_and(|w| !w.is_constant()))
    }

    /// The element `v^n`.
    pub fn unit_power(&self, v: usize, n: i32) -> Element {
        Element::poly(Poly::term(mono(v, n), &BigRational::from_integer(1.into())))
    }
}

pub(crate) fn mul_den(a: &[(usize, u32)], b: &[(usize, u32)]) -> Vec<(usize, u32)> {
    merge_den(a, b, |m, n| m + n)
}

pub(super) fn lcm_den(a: &[(usize, u32)], b: &[(usize, u32)]) -> Vec<(usize, u32)> {
    merge_den(a, b, u32::max)
}

fn merge_den(
    a: &[(usize, u32)],
    b: &[(usize, u32)],
    join: impl Fn(u32, u32) -> u32,
) -> Vec<(usize, u32)> {
    let mut out: std::collections::BTreeMap<usize, u32> = a.iter().copied().collect();
    for &(id, n) in b {
        out.entry(id).and_modify(|m| *m = join(*m, n)).or_insert(n);
    }
    out.into_iter().collect()
}
