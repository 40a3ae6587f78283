//! Expressions as fractions of sums of products of powers of atoms and an exponential of a polynomial in
//! atoms.
//!
//! Atoms are x, parameters, pi and nodes that are not looked into. Wherever a node is defined its denominator
//! is not 0 and the fraction has its value. So if `p d = q n` for two fractions, both are the value wherever
//! the node is defined and `d` is not 0.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::nodes::{Kind, Nodes};
use wronski_expr::Func;

/// Most terms of a sum.
const MAX_TERMS: usize = 400;

/// Most products of terms in one multiplication.
const MAX_PRODUCTS: usize = 20_000;

/// Greatest power of an atom.
const MAX_POWER: u32 = 4_000;

/// The longest coefficient, in bits.
const MAX_BITS: u64 = 40_000;

/// Greatest power that an exponential of a logarithm is written as.
const MAX_FOLDED: i64 = 8;

/// Greatest degree of a root and power of its radicand that are carried out, and how many roots of one fraction.
const MAX_ROOT: u64 = 60;
const NESTED_ROOTS: u32 = 16;

/// What is not looked into.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom {
    X,
    Parameter(String),
    Pi,
    Node(usize),
}

/// A product of powers of atoms.
pub(super) type Powers = BTreeMap<Atom, u32>;

/// A polynomial in atoms.
pub(super) type Exponent = BTreeMap<Powers, BigRational>;

/// A sum of products, each with a coefficient.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum(BTreeMap<(Powers, Exponent), BigRational>);

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

    fn atom(a: Atom) -> Self {
        let powers = Powers::from([(a, 1)]);
        Sum(BTreeMap::from([(
            (powers, Exponent::new()),
            BigRational::one(),
        )]))
    }

    fn exponential(e: Exponent) -> Self {
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

    pub fn terms(&self) -> impl Iterator<Item = (&(Powers, Exponent), &BigRational)> {
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
    fn with_power(&self, atom: &Atom, degree: u32, value: &Fraction) -> Option<Fraction> {
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

    fn power(&self, n: u32) -> Option<Self> {
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

/// An atom whose power `degree` is the power `power` of the radicand.
struct AsRoot {
    degree: u32,
    radicand: usize,
    power: i64,
}

/// A fraction; the denominator is not the zero sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
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

    fn reciprocal(&self) -> Option<Self> {
        (!self.up.is_zero()).then(|| Fraction {
            up: self.down.clone(),
            down: self.up.clone(),
        })
    }

    fn power(&self, n: i64) -> Option<Self> {
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

    /// Is it the same function as the quotient of two sums, wherever both are defined?
    pub fn is_quotient(&self, up: &Sum, down: &Sum) -> Option<bool> {
        Some(self.up.times(down)? == self.down.times(up)?)
    }
}

/// The fractions of nodes, worked out when they are asked for.
#[derive(Default)]
pub(super) struct Forms {
    known: BTreeMap<usize, Option<Fraction>>,
}

impl Forms {
    /// The fraction of a node, unless it is too large or has the denominator 0.
    pub fn of(&mut self, nodes: &Nodes, i: usize) -> Option<Fraction> {
        if !self.known.contains_key(&i) {
            for j in nodes.below(&[i]) {
                if self.known.contains_key(&j) {
                    continue;
                }
                let form = self.one(nodes, j).map(|f| self.without_powers(nodes, f));
                self.known.insert(j, form);
            }
        }
        self.known.get(&i)?.clone()
    }

    fn get(&self, i: usize) -> Option<&Fraction> {
        self.known.get(&i)?.as_ref()
    }

    /// The same function without powers of roots of at least their degree, unless that is too large:
    /// `sqrt(v)^2 = v`, `cbrt(v)^3 = v`, `(v^(p/q))^q = v^p` wherever the root is defined.
    pub fn without_powers(&self, nodes: &Nodes, f: Fraction) -> Fraction {
        let mut f = f;
        // A radicand can bring in powers of the roots in it.
        for _ in 0..NESTED_ROOTS {
            let candidate = |s: &Sum| {
                let atoms = s.0.keys().flat_map(|(p, _)| p.iter());
                atoms
                    .filter_map(|(a, n)| {
                        let root = self.as_root(nodes, a)?;
                        (*n >= root.degree).then(|| (a.clone(), root))
                    })
                    .next_back()
            };
            let Some((atom, root)) = candidate(&f.up).or_else(|| candidate(&f.down)) else {
                break;
            };
            let next = || {
                let value = self.get(root.radicand)?.power(root.power)?;
                let up = f.up.with_power(&atom, root.degree, &value)?;
                let down = f.down.with_power(&atom, root.degree, &value)?;
                up.times(&down.reciprocal()?)
            };
            match next() {
                Some(next) => f = next,
                None => break,
            }
        }
        f
    }

    fn as_root(&self, nodes: &Nodes, atom: &Atom) -> Option<AsRoot> {
        let Atom::Node(i) = atom else {
            return None;
        };
        let (degree, radicand, power) = match *nodes.kind(*i) {
            Kind::Function(Func::Sqrt, a) => (2, a, 1),
            Kind::Function(Func::Cbrt, a) => (3, a, 1),
            Kind::Pow(a, b) => {
                let q = self.get(b)?.as_number().filter(|q| !q.is_integer())?;
                let small = |n: &BigInt| n.to_i64().filter(|n| n.unsigned_abs() <= MAX_ROOT);
                (u32::try_from(small(q.denom())?).ok()?, a, small(q.numer())?)
            }
            _ => return None,
        };
        Some(AsRoot {
            degree,
            radicand,
            power,
        })
    }

    fn one(&self, nodes: &Nodes, i: usize) -> Option<Fraction> {
        let atom = |a: Atom| Some(Fraction::whole(Sum::atom(a)));
        let e = || {
            let one = Exponent::from([(Powers::new(), BigRational::one())]);
            Fraction::whole(Sum::exponential(one))
        };
        match nodes.kind(i) {
            Kind::Number(q) => Some(Fraction::number(q)),
            Kind::Pi => atom(Atom::Pi),
            Kind::E => Some(e()),
            Kind::X => atom(Atom::X),
            Kind::Parameter(p) => atom(Atom::Parameter(p.clone())),
            Kind::Neg(a) => Some(self.get(*a)?.neg()),
            Kind::Add(a, b) => self.get(*a)?.plus(self.get(*b)?),
            Kind::Sub(a, b) if a == b => Some(Fraction::whole(Sum::default())),
            Kind::Sub(a, b) => self.get(*a)?.minus(self.get(*b)?),
            Kind::Mul(a, b) => self.get(*a)?.times(self.get(*b)?),
            Kind::Div(a, b) => self.get(*a)?.times(&self.get(*b)?.reciprocal()?),
            Kind::Pow(a, b) => {
                let known = || {
                    let (base, exponent) = (self.get(*a)?, self.get(*b)?);
                    match exponent.as_number() {
                        Some(q) if q.is_integer() => base.power(q.to_integer().to_i64()?),
                        Some(_) => None,
                        None if *base == e() => self.exponential(nodes, *b),
                        None => None,
                    }
                };
                known().or_else(|| atom(Atom::Node(i)))
            }
            Kind::Function(f, a) => self.function(nodes, *f, *a).or_else(|| atom(Atom::Node(i))),
            Kind::Max(..) | Kind::Min(..) | Kind::Where(..) => atom(Atom::Node(i)),
        }
    }

    /// The exponential of a node: `exp(v + n log(u)) = u^n exp(v)`.
    fn exponential(&self, nodes: &Nodes, i: usize) -> Option<Fraction> {
        let mut rest = Exponent::new();
        let mut product = Fraction::number(&BigRational::one());
        for (p, c) in self.get(i)?.as_exponent()? {
            let only = match p.iter().next() {
                Some((Atom::Node(j), 1)) if p.len() == 1 => match nodes.kind(*j) {
                    Kind::Function(Func::Log, b) => Some(*b),
                    _ => None,
                },
                _ => None,
            };
            match only {
                Some(b) if c.is_integer() => {
                    let n = c.to_integer().to_i64().filter(|n| n.abs() <= MAX_FOLDED)?;
                    product = product.times(&self.get(b)?.power(n)?)?;
                }
                _ => {
                    rest.insert(p, c);
                }
            }
        }
        product.times(&Fraction::whole(Sum::exponential(rest)))
    }

    /// The exponential of a node with its logarithms carried out.
    pub fn exponential_of(&mut self, nodes: &Nodes, i: usize) -> Option<Fraction> {
        self.of(nodes, i)?;
        self.exponential(nodes, i)
    }

    fn function(&self, nodes: &Nodes, f: Func, a: usize) -> Option<Fraction> {
        let u = self.get(a)?;
        let one = Fraction::number(&BigRational::one());
        let half = BigRational::new(BigInt::one(), BigInt::from(2));
        match f {
            Func::Exp => self.exponential(nodes, a),
            Func::Sinh | Func::Cosh | Func::Tanh => {
                let up = self.exponential(nodes, a)?;
                let down = up.reciprocal()?;
                match f {
                    Func::Sinh => Some(up.minus(&down)?.scaled(&half)),
                    Func::Cosh => Some(up.plus(&down)?.scaled(&half)),
                    _ => {
                        let square = up.times(&up)?;
                        square.minus(&one)?.times(&square.plus(&one)?.reciprocal()?)
                    }
                }
            }
            Func::Cos | Func::Erfc if u.up.is_zero() => Some(one),
            Func::Log if u.as_number().is_some_and(|q| q.is_one()) => {
                Some(Fraction::whole(Sum::default()))
            }
            Func::Sin
            | Func::Tan
            | Func::Erf
            | Func::Asinh
            | Func::Atan
            | Func::Abs
            | Func::Sqrt
            | Func::Cbrt
                if u.up.is_zero() =>
            {
                Some(Fraction::whole(Sum::default()))
            }
            Func::Abs => Some(Fraction::number(&u.as_number()?.abs())),
            _ => None,
        }
    }
}
