//! Fractions of polynomials in x, parameters, pi and exponentials of polynomials:
//! what two writings of one function have in common. `x - x`, `1 - exp(x)*exp(-x)` become 0.
//!
//! An equality of fractions is an equality of functions wherever both writings are defined.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::{Expr, Node, Symbol};
use wronski_diagnostic::interruption;
use wronski_exact::univariate::UnivariatePolynomial;

/// Most terms of a numerator or denominator.
const MAX_TERMS: usize = 120;
/// Greatest exponent of a power.
const MAX_EXPONENT: u32 = 1000;
/// Longest coefficient in bits.
pub(crate) const MAX_BITS: u64 = 8192;

/// What is not looked into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Atom {
    Var,
    Symbol(Symbol),
    Pi,
    /// A node of the list, by its position.
    Node(usize),
}

pub(crate) type Powers = Vec<(Atom, u32)>;
/// A polynomial in atoms, sorted.
pub(crate) type Exponent = Vec<(Powers, BigRational)>;
/// A product of powers of atoms and one exponential.
pub(crate) type Monomial = (Powers, Exponent);

/// `exp(times) polynomial(exp(base))`
pub(crate) struct InExponential {
    pub polynomial: UnivariatePolynomial,
    pub base: Exponent,
    pub times: Exponent,
}

/// A polynomial in atoms and exponentials of polynomials in atoms.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Sum(pub(crate) BTreeMap<Monomial, BigRational>);

impl Sum {
    pub(crate) fn constant(q: &BigRational) -> Self {
        let mut sum = Sum::default();
        if !q.is_zero() {
            sum.0.insert((vec![], vec![]), q.clone());
        }
        sum
    }

    fn monomial(m: Monomial) -> Self {
        Sum(BTreeMap::from([(m, BigRational::one())]))
    }

    pub(crate) fn atom(a: Atom) -> Self {
        Self::monomial((vec![(a, 1)], vec![]))
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The terms: powers of atoms and an exponent, with a rational coefficient.
    #[allow(clippy::type_complexity)]
    pub(crate) fn terms(&self) -> impl Iterator<Item = (&Monomial, &BigRational)> {
        self.0.iter()
    }

    /// Is this certainly not 0, as a sum of rational multiples of exponentials of different rational numbers
    /// (Lindemann and Weierstrass), or of powers of pi?
    pub(crate) fn is_certainly_nonzero(&self) -> bool {
        let exponentials = self
            .0
            .keys()
            .all(|(p, e)| p.is_empty() && e.iter().all(|(q, _)| q.is_empty()));
        let circle = self
            .0
            .keys()
            .all(|(p, e)| e.is_empty() && p.iter().all(|(a, _)| *a == Atom::Pi));
        !self.is_zero() && (exponentials || circle)
    }

    /// The number, if the sum is one.
    pub(crate) fn as_constant(&self) -> Option<BigRational> {
        match self.0.len() {
            0 => Some(BigRational::zero()),
            1 => {
                let (m, c) = self.0.first_key_value()?;
                (m.0.is_empty() && m.1.is_empty()).then(|| c.clone())
            }
            _ => None,
        }
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        let mut result = self.clone();
        for (m, c) in &other.0 {
            add_term(&mut result.0, m.clone(), c)?;
        }
        (result.0.len() <= MAX_TERMS).then_some(result)
    }

    fn scaled(&self, q: &BigRational) -> Self {
        if q.is_zero() {
            return Sum::default();
        }
        Sum(self.0.iter().map(|(m, c)| (m.clone(), c * q)).collect())
    }

    fn times(&self, other: &Self) -> Option<Self> {
        let mut result = BTreeMap::new();
        if self.0.len() * other.0.len() > MAX_TERMS * 8 {
            return None;
        }
        for (m, c) in &self.0 {
            interruption::point();
            for (n, d) in &other.0 {
                let product = (multiply_powers(&m.0, &n.0)?, add_exponents(&m.1, &n.1));
                add_term(&mut result, product, &(c * d))?;
            }
        }
        (result.len() <= MAX_TERMS).then_some(Sum(result))
    }

    fn power(&self, n: u32) -> Option<Self> {
        if n > MAX_EXPONENT {
            return None;
        }
        let mut result = Sum::constant(&BigRational::one());
        let mut base = self.clone();
        let mut rest = n;
        while rest > 0 {
            if rest & 1 == 1 {
                result = result.times(&base)?;
            }
            rest >>= 1;
            if rest > 0 {
                base = base.times(&base)?;
            }
        }
        Some(result)
    }

    /// As an exponent: a sum without exponentials.
    fn as_exponent(&self) -> Option<Exponent> {
        self.0
            .iter()
            .map(|((p, e), c)| e.is_empty().then(|| (p.clone(), c.clone())))
            .collect()
    }

    /// The coefficients, if this is a polynomial in x alone.
    pub(crate) fn in_x(&self) -> Option<UnivariatePolynomial> {
        let mut terms = BTreeMap::new();
        for ((powers, exponent), c) in &self.0 {
            let degree = match powers.as_slice() {
                [] => 0,
                [(Atom::Var, d)] => *d as usize,
                _ => return None,
            };
            if !exponent.is_empty() {
                return None;
            }
            terms.insert(degree, c.clone());
        }
        Some(dense(&terms))
    }

    /// `v` and `p(x)` when the sum is `exp(v) p(x)` with a polynomial over Q: their signs are the same.
    pub(crate) fn times_one_exponential(&self) -> Option<(Exponent, UnivariatePolynomial)> {
        let ((_, first), _) = self.0.first_key_value()?;
        let terms = self
            .0
            .iter()
            .map(|((p, e), c)| (e == first).then(|| ((p.clone(), Exponent::new()), c.clone())));
        let p = Sum(terms.collect::<Option<_>>()?).in_x()?;
        Some((first.clone(), p))
    }

    /// `p` when the sum is `exp(v) p(exp(w))` with a polynomial `p` over Q: its signs are among those
    /// of `p` on the positive half-line.
    pub(crate) fn in_one_exponential(&self) -> Option<InExponential> {
        let ((_, first), _) = self.0.first_key_value()?;
        let minus: Exponent = first.iter().map(|(p, c)| (p.clone(), -c)).collect();
        let mut direction: Option<Exponent> = None;
        let mut steps = Vec::new();
        for ((powers, exponent), c) in &self.0 {
            if !powers.is_empty() {
                return None;
            }
            let shifted = add_exponents(exponent, &minus);
            let step = match (&direction, shifted.is_empty()) {
                (_, true) => BigRational::zero(),
                (None, false) => {
                    direction = Some(shifted);
                    BigRational::one()
                }
                (Some(w), false) => multiple(&shifted, w)?,
            };
            steps.push((step, c.clone()));
        }
        let common = steps
            .iter()
            .fold(BigInt::one(), |d, (s, _)| d.lcm(s.denom()));
        let whole: Vec<(BigInt, BigRational)> = steps
            .into_iter()
            .map(|(s, c)| {
                (
                    (s * BigRational::from_integer(common.clone())).to_integer(),
                    c,
                )
            })
            .collect();
        let least = whole.iter().map(|(s, _)| s.clone()).min()?;
        let mut terms = BTreeMap::new();
        for (s, c) in whole {
            let degree = (s - &least)
                .to_usize()
                .filter(|d| *d <= MAX_EXPONENT as usize)?;
            terms.insert(degree, c);
        }
        // The step of the powers, and the exponential of the least one.
        let scaled = |e: &Exponent, q: &BigRational| -> Exponent {
            let product = |(p, c): &(Powers, BigRational)| (p.clone(), c * q);
            e.iter()
                .map(product)
                .filter(|(_, c)| !c.is_zero())
                .collect()
        };
        let direction = direction.unwrap_or_default();
        let base = scaled(&direction, &BigRational::new(BigInt::one(), common.clone()));
        let least = BigRational::new(least, common);
        let times = add_exponents(first, &scaled(&direction, &least));
        Some(InExponential {
            polynomial: dense(&terms),
            base,
            times,
        })
    }

    /// Is this a sum of parameters and pi only that is certainly not the zero polynomial in the
    /// parameters? (Its zeros are then a proper algebraic subset.)
    pub(crate) fn is_nonzero_in_parameters(&self) -> bool {
        let mut by_parameters: BTreeMap<Powers, usize> = BTreeMap::new();
        for (powers, exponent) in self.0.keys() {
            let allowed = powers
                .iter()
                .all(|(a, _)| matches!(a, Atom::Symbol(_) | Atom::Pi));
            if !allowed || !exponent.is_empty() {
                return false;
            }
            let key = powers
                .iter()
                .filter(|(a, _)| matches!(a, Atom::Symbol(_)))
                .cloned()
                .collect();
            *by_parameters.entry(key).or_insert(0) += 1;
        }
        // A coefficient that is a single c pi^k is not 0.
        by_parameters.values().any(|&n| n == 1)
    }

    /// The sum at a rational x, when only atoms that do not depend on x are left besides.
    pub(crate) fn at(&self, x: &BigRational, depends: &dyn Fn(usize) -> bool) -> Option<Sum> {
        let mut result = BTreeMap::new();
        for ((powers, exponent), c) in &self.0 {
            let (powers, factor) = substitute(powers, x, depends)?;
            let mut terms: BTreeMap<Powers, BigRational> = BTreeMap::new();
            for (p, q) in exponent {
                let (p, f) = substitute(p, x, depends)?;
                let entry = terms.entry(p).or_insert_with(BigRational::zero);
                *entry += q * f;
            }
            let exponent = terms.into_iter().filter(|(_, q)| !q.is_zero()).collect();
            add_term(&mut result, (powers, exponent), &(c * factor))?;
        }
        Some(Sum(result))
    }
}

fn substitute(
    powers: &Powers,
    x: &BigRational,
    depends: &dyn Fn(usize) -> bool,
) -> Option<(Powers, BigRational)> {
    let mut factor = BigRational::one();
    let mut rest = Vec::new();
    for (atom, n) in powers {
        match atom {
            Atom::Var => {
                let bits = x.numer().bits().max(x.denom().bits());
                if bits * u64::from(*n) > MAX_BITS {
                    return None;
                }
                factor *= num_traits::pow(x.clone(), *n as usize);
            }
            Atom::Node(i) if depends(*i) => return None,
            other => rest.push((other.clone(), *n)),
        }
    }
    Some((rest, factor))
}

fn dense(terms: &BTreeMap<usize, BigRational>) -> UnivariatePolynomial {
    let degree = terms.keys().next_back().map_or(0, |d| *d);
    let coefficient = |d: usize| terms.get(&d).map_or_else(BigRational::zero, Clone::clone);
    UnivariatePolynomial::new(&(0..=degree).map(coefficient).collect::<Vec<_>>())
}

pub(crate) fn add_term(
    terms: &mut BTreeMap<Monomial, BigRational>,
    m: Monomial,
    c: &BigRational,
) -> Option<()> {
    let sum = terms.get(&m).map_or_else(BigRational::zero, Clone::clone) + c;
    if sum.numer().bits().max(sum.denom().bits()) > MAX_BITS {
        return None;
    }
    if sum.is_zero() {
        terms.remove(&m);
    } else {
        terms.insert(m, sum);
    }
    Some(())
}

fn multiply_powers(a: &Powers, b: &Powers) -> Option<Powers> {
    let mut merged: BTreeMap<Atom, u32> = a.iter().cloned().collect();
    for (atom, n) in b {
        *merged.entry(atom.clone()).or_insert(0) += n;
    }
    let total: u32 = merged.values().fold(0, |s, n| s.saturating_add(*n));
    (total <= MAX_EXPONENT).then(|| merged.into_iter().collect())
}

fn add_exponents(a: &Exponent, b: &Exponent) -> Exponent {
    let mut merged: BTreeMap<Powers, BigRational> = a.iter().cloned().collect();
    for (p, c) in b {
        let sum = merged.get(p).map_or_else(BigRational::zero, Clone::clone) + c;
        if sum.is_zero() {
            merged.remove(p);
        } else {
            merged.insert(p.clone(), sum);
        }
    }
    merged.into_iter().collect()
}

/// `q` with `a = q w`, if there is one.
fn multiple(a: &Exponent, w: &Exponent) -> Option<BigRational> {
    if a.len() != w.len() {
        return None;
    }
    let mut ratio: Option<BigRational> = None;
    for ((p, c), (r, d)) in a.iter().zip(w) {
        let q = c / d;
        if p != r || ratio.as_ref().is_some_and(|known| *known != q) {
            return None;
        }
        ratio = Some(q);
    }
    ratio
}

/// A quotient of two sums; the denominator is not the zero polynomial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    pub numerator: Sum,
    pub denominator: Sum,
}

impl Fraction {
    /// A number.
    pub(crate) fn number(q: &BigRational) -> Self {
        Self::whole(Sum::constant(q))
    }

    pub(crate) fn whole(numerator: Sum) -> Self {
        Fraction {
            numerator,
            denominator: Sum::constant(&BigRational::one()),
        }
    }

    /// The rational number that this is, if it is one.
    pub(crate) fn as_constant(&self) -> Option<BigRational> {
        if self.numerator.is_zero() {
            return Some(BigRational::zero());
        }
        Some(self.numerator.as_constant()? / self.denominator.as_constant()?)
    }

    /// The rational number that this is, also where numerator and denominator have a common factor
    /// (`a/a` is 1 wherever it is defined).
    pub(crate) fn as_ratio(&self) -> Option<BigRational> {
        if self.numerator.is_zero() {
            return Some(BigRational::zero());
        }
        let (m, c) = self.numerator.0.first_key_value()?;
        let q = c / self.denominator.0.get(m)?;
        (self.numerator == self.denominator.scaled(&q)).then_some(q)
    }

    pub(crate) fn plus(&self, other: &Self) -> Option<Self> {
        if self.denominator == other.denominator {
            return Some(Fraction {
                numerator: self.numerator.plus(&other.numerator)?,
                denominator: self.denominator.clone(),
            });
        }
        Some(Fraction {
            numerator: self
                .numerator
                .times(&other.denominator)?
                .plus(&other.numerator.times(&self.denominator)?)?,
            denominator: self.denominator.times(&other.denominator)?,
        })
    }

    /// The difference, unless a budget is hit.
    pub(crate) fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.neg())
    }

    pub(crate) fn neg(&self) -> Self {
        Fraction {
            numerator: self.numerator.scaled(&-BigRational::one()),
            denominator: self.denominator.clone(),
        }
    }

    /// The product, unless a budget is hit.
    pub(crate) fn times(&self, other: &Self) -> Option<Self> {
        Some(Fraction {
            numerator: self.numerator.times(&other.numerator)?,
            denominator: self.denominator.times(&other.denominator)?,
        })
    }

    pub(crate) fn reciprocal(&self) -> Option<Self> {
        if self.numerator.is_zero() {
            return None;
        }
        Some(Fraction {
            numerator: self.denominator.clone(),
            denominator: self.numerator.clone(),
        })
    }

    pub(crate) fn power(&self, n: i64) -> Option<Self> {
        let base = if n < 0 {
            self.reciprocal()?
        } else {
            self.clone()
        };
        let n = u32::try_from(n.unsigned_abs()).ok()?;
        Some(Fraction {
            numerator: base.numerator.power(n)?,
            denominator: base.denominator.power(n)?,
        })
    }

    /// `v` when this is `exp(v)`.
    pub(crate) fn logarithm(&self) -> Option<Self> {
        let scale = self.denominator.as_constant()?;
        let mut terms = self.numerator.0.iter();
        let (((powers, exponent), c), None) = (terms.next()?, terms.next()) else {
            return None;
        };
        if !powers.is_empty() || *c != scale {
            return None;
        }
        let terms = exponent
            .iter()
            .map(|(p, q)| ((p.clone(), vec![]), q.clone()));
        Some(Self::whole(Sum(terms.collect())))
    }

    /// The polynomial in x that this is, if it is one.
    pub(crate) fn polynomial_in_x(&self) -> Option<UnivariatePolynomial> {
        let scale = self.denominator.as_constant().filter(|d| !d.is_zero())?;
        self.numerator.scaled(&scale.recip()).in_x()
    }
}

/// An atom of which more is known.
pub(crate) enum Known {
    /// The square root of this number: its square is the number.
    SquareRoot(BigRational),
    /// The logarithm of this number: its exponential is the number.
    Logarithm(BigRational),
}

impl Sum {
    /// Powers of square roots of numbers, and exponentials of integer multiples of logarithms of numbers,
    /// carried out.
    fn reduced(&self, known: &dyn Fn(usize) -> Option<Known>) -> Option<Self> {
        let mut result = BTreeMap::new();
        for ((powers, exponent), c) in &self.0 {
            let mut factor = c.clone();
            let mut rest = Vec::new();
            for (atom, n) in powers {
                let root = match atom {
                    Atom::Node(i) => known(*i),
                    _ => None,
                };
                match root {
                    Some(Known::SquareRoot(q)) => {
                        let bits = q.numer().bits().max(q.denom().bits());
                        if bits * u64::from(*n) > MAX_BITS {
                            return None;
                        }
                        factor *= num_traits::pow(q, (*n / 2) as usize);
                        if n % 2 == 1 {
                            rest.push((atom.clone(), 1));
                        }
                    }
                    _ => rest.push((atom.clone(), *n)),
                }
            }
            let mut terms = Vec::new();
            for (p, q) in exponent {
                let log = match p.as_slice() {
                    [(Atom::Node(i), 1)] if q.is_integer() => known(*i),
                    _ => None,
                };
                match (log, q.to_integer().to_i64()) {
                    (Some(Known::Logarithm(u)), Some(n)) if u.is_positive() => {
                        let bits = u.numer().bits().max(u.denom().bits());
                        if bits.saturating_mul(n.unsigned_abs()) > MAX_BITS {
                            return None;
                        }
                        let power = num_traits::pow(u, n.unsigned_abs().to_usize()?);
                        factor *= if n < 0 { power.recip() } else { power };
                    }
                    _ => terms.push((p.clone(), q.clone())),
                }
            }
            add_term(&mut result, (rest, terms), &factor)?;
        }
        Some(Sum(result))
    }

    /// The greatest powers of atoms that divide every term.
    fn common_powers(&self) -> BTreeMap<Atom, u32> {
        let mut common: Option<BTreeMap<Atom, u32>> = None;
        for (powers, _) in self.0.keys() {
            let own: BTreeMap<Atom, u32> = powers.iter().cloned().collect();
            common = Some(match common {
                None => own,
                Some(c) => c
                    .into_iter()
                    .filter_map(|(a, n)| Some((a.clone(), n.min(*own.get(&a)?))))
                    .collect(),
            });
        }
        common.into_iter().flatten().collect()
    }

    fn divided_by_powers(&self, by: &BTreeMap<Atom, u32>) -> Self {
        let divide = |powers: &Powers| -> Powers {
            powers
                .iter()
                .map(|(a, n)| (a.clone(), n - by.get(a).map_or(0, |m| *m.min(n))))
                .filter(|(_, n)| *n > 0)
                .collect()
        };
        Sum(self
            .0
            .iter()
            .map(|((p, e), c)| ((divide(p), e.clone()), c.clone()))
            .collect())
    }

    /// As an expression, if it is a polynomial in parameters and pi.
    fn in_parameters(&self) -> Option<Expr> {
        let mut sum: Option<Expr> = None;
        for ((powers, exponent), c) in self.0.iter().rev() {
            if !exponent.is_empty() {
                return None;
            }
            let mut product: Option<Expr> = None;
            for (atom, n) in powers {
                let base = match atom {
                    Atom::Symbol(s) => Expr::new(Node::Symbol(s.clone())),
                    Atom::Pi => Expr::new(Node::Pi),
                    _ => return None,
                };
                let power = if *n == 1 {
                    base
                } else {
                    base.pow(i64::from(*n))
                };
                product = Some(match product {
                    None => power,
                    Some(p) => p * power,
                });
            }
            let absolute = match product {
                None => Expr::num(c.abs()),
                Some(p) if c.abs().is_one() => p,
                Some(p) => Expr::num(c.abs()) * p,
            };
            sum = Some(match (sum, c.is_negative()) {
                (None, false) => absolute,
                (None, true) => -absolute,
                (Some(s), false) => s + absolute,
                (Some(s), true) => s - absolute,
            });
        }
        Some(sum.unwrap_or_else(|| Expr::int(0)))
    }
}

impl Fraction {
    /// With what is known of atoms carried out; `None` if a budget is hit.
    pub(crate) fn reduced(&self, known: &dyn Fn(usize) -> Option<Known>) -> Option<Self> {
        Some(Fraction {
            numerator: self.numerator.reduced(known)?,
            denominator: self.denominator.reduced(known)?,
        })
        .filter(|f| !f.denominator.is_zero())
    }

    /// Numerator and denominator without common powers of parameters, if both are polynomials in parameters and
    /// pi. The denominator has leading coefficient 1.
    pub(crate) fn in_parameters(&self) -> Option<(Expr, Expr)> {
        let (up, down) = (
            self.numerator.common_powers(),
            self.denominator.common_powers(),
        );
        let common: BTreeMap<Atom, u32> = up
            .into_iter()
            .filter_map(|(a, n)| Some((a.clone(), n.min(*down.get(&a)?))))
            .collect();
        let (_, lead) = self.denominator.0.last_key_value()?;
        let scaled = |s: &Sum| s.scaled(&lead.recip()).divided_by_powers(&common);
        Some((
            scaled(&self.numerator).in_parameters()?,
            scaled(&self.denominator).in_parameters()?,
        ))
    }
}

/// `exp(u)`, folded if `u` is a polynomial in atoms.
pub(crate) fn exponential(u: &Fraction) -> Option<Fraction> {
    let scale = u.denominator.as_constant().filter(|d| !d.is_zero())?;
    let exponent = u.numerator.scaled(&scale.recip()).as_exponent()?;
    Some(Fraction::whole(Sum::monomial((vec![], exponent))))
}
