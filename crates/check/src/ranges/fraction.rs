//! Expressions as fractions of sums of products of powers of atoms and an exponential of a polynomial in
//! atoms.
//!
//! Atoms are x, parameters, pi and nodes that are not looked into. Wherever a node is defined its denominator
//! is not 0 and the fraction has its value. So if `p d = q n` for two fractions, both are the value wherever
//! the node is defined and `d` is not 0.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};
use wronski_diagnostic::interruption;

/// Most terms of a sum.
const MAX_TERMS: usize = 400;

/// Most products of terms in one multiplication.
const MAX_PRODUCTS: usize = 20_000;

/// Greatest power of an atom.
const MAX_POWER: u32 = 4_000;

/// The longest coefficient, in bits.
const MAX_BITS: u64 = 40_000;

/// What is not looked into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Atom {
    X,
    Parameter(String),
    Pi,
    Node(usize),
}

/// A product of powers of atoms.
pub(crate) type Powers = BTreeMap<Atom, u32>;

/// A polynomial in atoms.
pub(crate) type Exponent = BTreeMap<Powers, BigRational>;

/// A sum of products, each with a coefficient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum(BTreeMap<(Powers, Exponent), BigRational>);

fn accumulate<K: Ord>(terms: &mut BTreeMap<K, BigRational>, key: K, c: BigRational) -> Option<()> {
    let sum = match terms.remove(&key) {
        Some(old) => old + c,
        None => c,
    };
    if sum.numer().bits().max(sum.denom().bits()) > MAX_BITS {
        return None;
    }
    if !sum.is_zero() {
        terms.insert(key, sum);
    }
    Some(())
}

impl Sum {
    pub fn number(q: &BigRational) -> Self {
        let mut sum = Sum::default();
        if !q.is_zero() {
            sum.0.insert(Default::default(), q.clone());
        }
        sum
    }

    pub fn atom(a: Atom) -> Self {
        let powers = Powers::from([(a, 1)]);
        Sum(BTreeMap::from([(
            (powers, Exponent::new()),
            BigRational::one(),
        )]))
    }

    pub fn exponential(e: Exponent) -> Self {
        Sum(BTreeMap::from([((Powers::new(), e), BigRational::one())]))
    }

    /// `p(x) exp(v)` or `p(exp(w)) exp(v)`
    pub fn polynomial(
        coefficients: &[BigRational],
        base: Option<&Exponent>,
        times: Option<&Exponent>,
    ) -> Option<Self> {
        let mut terms = BTreeMap::new();
        for (d, c) in coefficients.iter().enumerate() {
            let mut powers = Powers::new();
            let mut exponent = times.cloned().unwrap_or_default();
            match base {
                Some(w) => {
                    let d = BigRational::from_integer(BigInt::from(d));
                    for (p, q) in w {
                        accumulate(&mut exponent, p.clone(), q * &d)?;
                    }
                }
                None if d > 0 => {
                    powers.insert(Atom::X, u32::try_from(d).ok()?);
                }
                None => {}
            }
            accumulate(&mut terms, (powers, exponent), c.clone())?;
        }
        Some(Sum(terms))
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    pub fn terms(&self) -> impl DoubleEndedIterator<Item = (&(Powers, Exponent), &BigRational)> {
        self.0.iter()
    }

    pub fn as_number(&self) -> Option<BigRational> {
        let mut terms = self.0.iter();
        match (terms.next(), terms.next()) {
            (None, _) => Some(BigRational::zero()),
            (Some(((p, e), c)), None) if p.is_empty() && e.is_empty() => Some(c.clone()),
            _ => None,
        }
    }

    /// The sum as an exponent: without exponentials.
    fn as_exponent(&self) -> Option<Exponent> {
        let plain = |((p, e), c): (&(Powers, Exponent), &BigRational)| {
            e.is_empty().then(|| (p.clone(), c.clone()))
        };
        self.0.iter().map(plain).collect()
    }

    /// The coefficients, if it is a polynomial in x over Q.
    pub fn in_x(&self) -> Option<Vec<BigRational>> {
        let mut all = Vec::new();
        for ((powers, exponent), c) in &self.0 {
            let d = match powers.iter().next() {
                None => 0,
                Some((Atom::X, d)) if powers.len() == 1 => *d as usize,
                _ => return None,
            };
            if !exponent.is_empty() {
                return None;
            }
            if all.len() <= d {
                all.resize(d + 1, BigRational::zero());
            }
            all[d] = c.clone();
        }
        Some(all)
    }

    /// `p` if the sum is `exp(v) p(exp(w))` with a polynomial `p` over Q.
    pub fn in_one_exponential(&self) -> Option<Vec<BigRational>> {
        let ((_, first), _) = self.0.first_key_value()?;
        let mut direction: Option<Exponent> = None;
        let mut steps: Vec<(BigRational, BigRational)> = Vec::new();
        for ((powers, exponent), c) in &self.0 {
            let mut shift = exponent.clone();
            for (p, q) in first {
                accumulate(&mut shift, p.clone(), -q)?;
            }
            if !powers.is_empty() {
                return None;
            }
            let step = match (&direction, shift.first_key_value()) {
                (_, None) => BigRational::zero(),
                (None, Some(_)) => {
                    direction = Some(shift);
                    BigRational::one()
                }
                (Some(w), Some((p, q))) => {
                    let step = q / w.get(p)?;
                    let same = |(p, q): (&Powers, &BigRational)| {
                        w.get(p).map(|r| r * &step) == Some(q.clone())
                    };
                    if w.len() != shift.len() || !shift.iter().all(same) {
                        return None;
                    }
                    step
                }
            };
            steps.push((step, c.clone()));
        }
        let common = steps.iter().fold(BigInt::one(), |d, (s, _)| {
            num_integer::lcm(d, s.denom().clone())
        });
        let least = steps.iter().map(|(s, _)| s.clone()).min()?;
        let mut all = Vec::new();
        for (s, c) in steps {
            let degree = (s - &least) * BigRational::from_integer(common.clone());
            let d = degree
                .to_integer()
                .to_usize()
                .filter(|d| *d <= MAX_POWER as usize)?;
            if all.len() <= d {
                all.resize(d + 1, BigRational::zero());
            }
            all[d] = c;
        }
        Some(all)
    }

    /// `p` if the sum is `exp(v) p(x)` with a polynomial `p` over Q.
    pub fn times_one_exponential(&self) -> Option<Vec<BigRational>> {
        let ((_, first), _) = self.0.first_key_value()?;
        if self.0.keys().any(|(_, e)| e != first) {
            return None;
        }
        let plain = |((p, _), c): (&(Powers, Exponent), &BigRational)| {
            ((p.clone(), Exponent::new()), c.clone())
        };
        Sum(self.0.iter().map(plain).collect()).in_x()
    }

    /// Is it a polynomial in x, parameters and pi?
    pub fn is_polynomial(&self) -> bool {
        self.0
            .keys()
            .all(|(p, e)| e.is_empty() && p.keys().all(|a| !matches!(a, Atom::Node(_))))
    }

    /// Is it a polynomial in parameters and pi that is not the zero polynomial in the parameters? (A
    /// coefficient that is a single rational multiple of a power of pi is not 0.)
    pub fn is_generically_nonzero(&self) -> bool {
        let mut by_parameters: BTreeMap<Powers, usize> = BTreeMap::new();
        for (powers, exponent) in self.0.keys() {
            let constant = powers
                .keys()
                .all(|a| matches!(a, Atom::Parameter(_) | Atom::Pi));
            if !constant || !exponent.is_empty() {
                return false;
            }
            let mut key = powers.clone();
            key.remove(&Atom::Pi);
            *by_parameters.entry(key).or_insert(0) += 1;
        }
        by_parameters.values().any(|n| *n == 1)
    }

    pub fn plus(&self, other: &Self) -> Option<Self> {
        let mut terms = self.0.clone();
        for (m, c) in &other.0 {
            accumulate(&mut terms, m.clone(), c.clone())?;
        }
        (terms.len() <= MAX_TERMS).then_some(Sum(terms))
    }

    pub fn scaled(&self, q: &BigRational) -> Self {
        if q.is_zero() {
            return Sum::default();
        }
        Sum(self.0.iter().map(|(m, c)| (m.clone(), c * q)).collect())
    }

    pub fn times(&self, other: &Self) -> Option<Self> {
        if self.0.len() * other.0.len() > MAX_PRODUCTS {
            return None;
        }
        let mut terms = BTreeMap::new();
        for ((p, e), c) in &self.0 {
            interruption::point();
            for ((q, f), d) in &other.0 {
                let mut powers = p.clone();
                for (a, n) in q {
                    let sum = powers.entry(a.clone()).or_insert(0);
                    *sum += n;
                    if *sum > MAX_POWER {
                        return None;
                    }
                }
                let mut exponent = e.clone();
                for (r, k) in f {
                    accumulate(&mut exponent, r.clone(), k.clone())?;
                }
                accumulate(&mut terms, (powers, exponent), c * d)?;
            }
        }
        (terms.len() <= MAX_TERMS).then_some(Sum(terms))
    }

    /// The sum in which the power `degree` of an atom is a fraction.
    pub fn with_power(&self, atom: &Atom, degree: u32, value: &Fraction) -> Option<Fraction> {
        let mut by_power: BTreeMap<u32, Sum> = BTreeMap::new();
        for ((powers, exponent), c) in &self.0 {
            let mut rest = powers.clone();
            let n = rest.remove(atom).unwrap_or(0);
            if n % degree > 0 {
                rest.insert(atom.clone(), n % degree);
            }
            let part = by_power.entry(n / degree).or_default();
            accumulate(&mut part.0, (rest, exponent.clone()), c.clone())?;
        }
        let mut total = Fraction::whole(Sum::default());
        for (n, part) in by_power {
            let power = value.power(i64::from(n))?;
            total = total.plus(&Fraction::whole(part).times(&power)?)?;
        }
        Some(total)
    }

    pub fn power(&self, n: u32) -> Option<Self> {
        if n > MAX_POWER {
            return None;
        }
        let mut result = Sum::number(&BigRational::one());
        for bit in (0..u32::BITS - n.leading_zeros()).rev() {
            result = result.times(&result)?;
            if n >> bit & 1 == 1 {
                result = result.times(self)?;
            }
        }
        Some(result)
    }
}

/// A fraction; the denominator is not the zero sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fraction {
    pub up: Sum,
    pub down: Sum,
}

impl Fraction {
    pub fn whole(up: Sum) -> Self {
        Fraction {
            up,
            down: Sum::number(&BigRational::one()),
        }
    }

    pub fn number(q: &BigRational) -> Self {
        Fraction::whole(Sum::number(q))
    }

    pub fn as_number(&self) -> Option<BigRational> {
        if self.up.is_zero() {
            return Some(BigRational::zero());
        }
        Some(self.up.as_number()? / self.down.as_number()?)
    }

    /// The fraction as a sum, if its denominator is a number.
    pub fn as_sum(&self) -> Option<Sum> {
        Some(self.up.scaled(&self.down.as_number()?.recip()))
    }

    pub fn as_exponent(&self) -> Option<Exponent> {
        self.as_sum()?.as_exponent()
    }

    pub fn polynomial_in_x(&self) -> Option<Vec<BigRational>> {
        self.as_sum()?.in_x()
    }

    /// `v` where this is `exp(v)`.
    pub fn logarithm(&self) -> Option<Fraction> {
        let sum = self.as_sum()?;
        let mut terms = sum.0.into_iter();
        let (((powers, exponent), c), None) = (terms.next()?, terms.next()) else {
            return None;
        };
        if !powers.is_empty() || !c.is_one() {
            return None;
        }
        let plain = exponent
            .into_iter()
            .map(|(p, q)| ((p, Exponent::new()), q))
            .collect();
        Some(Fraction::whole(Sum(plain)))
    }

    pub fn plus(&self, other: &Self) -> Option<Self> {
        if self.down == other.down {
            return Some(Fraction {
                up: self.up.plus(&other.up)?,
                down: self.down.clone(),
            });
        }
        Some(Fraction {
            up: self
                .up
                .times(&other.down)?
                .plus(&other.up.times(&self.down)?)?,
            down: self.down.times(&other.down)?,
        })
    }

    pub fn neg(&self) -> Self {
        self.scaled(&-BigRational::one())
    }

    pub fn scaled(&self, q: &BigRational) -> Self {
        Fraction {
            up: self.up.scaled(q),
            down: self.down.clone(),
        }
    }

    pub fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.neg())
    }

    pub fn times(&self, other: &Self) -> Option<Self> {
        Some(Fraction {
            up: self.up.times(&other.up)?,
            down: self.down.times(&other.down)?,
        })
    }

    pub fn reciprocal(&self) -> Option<Self> {
        (!self.up.is_zero()).then(|| Fraction {
            up: self.down.clone(),
            down: self.up.clone(),
        })
    }

    pub fn power(&self, n: i64) -> Option<Self> {
        let base = if n < 0 {
            self.reciprocal()?
        } else {
            self.clone()
        };
        let n = u32::try_from(n.unsigned_abs()).ok()?;
        Some(Fraction {
            up: base.up.power(n)?,
            down: base.down.power(n)?,
        })
    }

    /// The numerators of this and of the quotient of two sums over one denominator: they are equal if both are the same
    /// function, wherever both are defined.
    pub fn over_one_denominator(&self, up: &Sum, down: &Sum) -> Option<[Sum; 2]> {
        Some([self.up.times(down)?, self.down.times(up)?])
    }
}
