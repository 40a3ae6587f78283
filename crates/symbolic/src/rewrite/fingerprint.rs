//! Values of e-classes at random points of the chain of finite fields.
//!
//! A [`Fingerprint`] has one [`Jet`] for each sample point and level. Equal functions have equal
//! fingerprints wherever both are known, so two known fingerprints that differ refute an equation; equal ones
//! prove nothing. What the finite model cannot express (sine and cosine, an innermost exponential, a composition)
//! is unknown, and unknown never contradicts.

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::facts::Signs;
use super::field::{self, Chain, LEVELS, Mixer, Primes};
use super::jet::{Jet, ORDER};
use super::language::Operator;
use wronski_expr::{Func, Relation};

/// The jets of a function at every sample point and level (point by point).
///
/// The operations of the field, `exp` and what is made of them obey their laws everywhere; `sqrt`, `abs`, `log` and
/// powers with fractions depend on the order, that is, on which elements are squares. Each value remembers on the
/// order of which levels of its sample point it rests, also through others: `exp` takes its argument one level
/// further in, `log` one further out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    jets: Box<[Jet]>,
    rests: Box<[Levels]>,
}

impl Fingerprint {
    /// Pairs of places that both know and that count in both.
    fn shared<'a>(
        &'a self,
        other: &'a Fingerprint,
        places: &'a Places,
    ) -> impl Iterator<Item = (usize, &'a Jet, &'a Jet)> {
        let pairs = self.jets.iter().zip(&other.jets).enumerate();
        pairs
            .filter(|(i, _)| places.counts(*i, self.rests[*i].with(other.rests[*i])))
            .map(|(i, (a, b))| (i, a, b))
    }

    /// Do the two differ at a place that counts where both are known?
    pub fn contradicts(&self, other: &Fingerprint, places: &Places) -> bool {
        self.shared(other, places).any(|(_, a, b)| a.contradicts(b))
    }

    /// Takes over what the other knows better: at places that count before others, then in more coefficients, then
    /// resting on fewer levels. Did that change `self`?
    pub fn fill_from(&mut self, other: &Fingerprint, places: &Places) -> bool {
        let mut changed = false;
        for i in 0..self.jets.len() {
            let worth = |f: &Fingerprint| {
                let rests = f.rests[i];
                (
                    places.counts(i, rests),
                    f.jets[i].known(),
                    LEVELS - rests.count(),
                )
            };
            if !other.jets[i].is_unknown()
                && (self.jets[i].is_unknown() || worth(other) > worth(self))
            {
                self.jets[i] = other.jets[i];
                self.rests[i] = other.rests[i];
                changed = true;
            }
        }
        changed
    }

    /// Is nothing known at all?
    pub fn is_unknown(&self) -> bool {
        self.jets.iter().all(Jet::is_unknown)
    }

    /// How many coefficients do both know?
    pub fn common(&self, other: &Fingerprint, places: &Places) -> usize {
        let known = self.shared(other, places);
        known.map(|(_, a, b)| a.known().min(b.known())).sum()
    }

    /// At how many places do both know the value?
    pub fn common_places(&self, other: &Fingerprint, places: &Places) -> usize {
        self.shared(other, places)
            .filter(|(_, a, b)| !a.is_unknown() && !b.is_unknown())
            .count()
    }

    /// The first place where the two differ, for a message: sample point, prime, both values.
    pub fn difference(&self, other: &Fingerprint, places: &Places) -> Option<String> {
        let (at, a, b) = self
            .shared(other, places)
            .find(|(_, a, b)| a.contradicts(b))?;
        let k = a
            .coefficients()
            .iter()
            .zip(b.coefficients())
            .position(|(u, v)| u != v)?;
        Some(format!(
            "sample point {}, modulo {}, coefficient {k}: {} and {}",
            at / LEVELS,
            places.primes.p[at % LEVELS],
            a.coefficients()[k],
            b.coefficients()[k]
        ))
    }
}

/// A set of levels of one sample point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Levels(u8);

impl Levels {
    const NONE: Levels = Levels(0);
    const ALL: Levels = Levels((1 << LEVELS) - 1);

    fn one(level: usize) -> Levels {
        Levels(1 << level)
    }

    fn with(self, other: Levels) -> Levels {
        Levels(self.0 | other.0)
    }

    fn without(self, level: usize) -> Levels {
        Levels(self.0 & !(1 << level))
    }

    fn within(self, other: Levels) -> bool {
        self.0 & !other.0 == 0
    }

    fn count(self) -> usize {
        self.0.count_ones() as usize
    }
}

/// The places (sample point and level) at which the model agrees with what is known of signs on the real line.
///
/// "Positive" in the model means: a square. A function that is positive on the real line need not have square values
/// at a sample point; a place where one has not is no model of the order (there `sqrt(a^2) = a` fails for such an
/// `a`). Values that rest on the order there are left out of all comparisons, also those at other levels, as that of
/// `exp(abs(a))` one level further out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The levels that are left of each sample point.
    left: Box<[Levels]>,
    primes: &'static Primes,
}

impl Places {
    /// Is everything left that a value at this place rests on?
    fn counts(&self, place: usize, rests: Levels) -> bool {
        rests.within(self.left[place / LEVELS])
    }

    /// Leaves out the places where the value does not have the sign that it has on the real line.
    pub fn respect(&mut self, f: &Fingerprint, signs: Signs) {
        let nonnegative = signs.within(Signs::POSITIVE.or(Signs::ZERO));
        let nonpositive = signs.within(Signs::NEGATIVE.or(Signs::ZERO));
        // Without an order there are no signs, and no operation that depends on them has a value.
        if (!nonnegative && !nonpositive) || self.primes.circular {
            return;
        }
        for (i, jet) in f.jets.iter().enumerate() {
            let (point, level) = (i / LEVELS, i % LEVELS);
            // A value that rests on a place that is left out says nothing of this one.
            if let Some(value) = jet.value()
                && self.counts(i, f.rests[i])
                && value != 0
                && field::is_square(value, self.primes.p[level]) != nonnegative
            {
                self.left[point] = self.left[point].without(level);
            }
        }
    }

    /// How many places are left.
    pub fn count(&self) -> usize {
        self.left.iter().map(|l| l.count()).sum()
    }
}

/// The sample points: residues for `x` and rules to make those of everything else.
#[derive(Debug)]
pub struct Samples {
    chain: &'static Chain,
    points: usize,
    order: usize,
    seed: u64,
}

impl Samples {
    /// `points` independent sample points; series to `order` coefficients (1 = values only).
    pub fn new(points: usize, order: usize, seed: u64) -> Samples {
        Samples::over(0, points, order, seed)
    }

    /// The same over another chain of primes, counted as in [`field::MODELS`].
    pub(super) fn over(which: usize, points: usize, order: usize, seed: u64) -> Samples {
        Samples {
            chain: field::model(which),
            points,
            order: order.clamp(1, ORDER),
            seed,
        }
    }

    /// All places.
    pub fn places(&self) -> Places {
        Places {
            left: vec![Levels::ALL; self.points].into(),
            primes: self.chain.primes(),
        }
    }

    fn prime(&self, level: usize) -> u32 {
        self.chain.primes().p[level]
    }

    fn is_circular(&self) -> bool {
        self.chain.primes().circular
    }

    /// The values that `f` gives at each point, level and place; they rest on no order.
    fn each(&self, mut f: impl FnMut(usize, usize, usize) -> Jet) -> Fingerprint {
        let mut jets = Vec::with_capacity(self.points * LEVELS);
        let mut rests = Vec::with_capacity(self.points * LEVELS);
        for point in 0..self.points {
            for level in 0..LEVELS {
                jets.push(f(point, level, point * LEVELS + level));
                rests.push(Levels::NONE);
            }
        }
        Fingerprint {
            jets: jets.into(),
            rests: rests.into(),
        }
    }

    /// The levels on whose order the value of an operator at a place rests.
    fn rests(
        &self,
        operator: &Operator,
        children: &[&Fingerprint],
        exponent: Option<&BigRational>,
        place: usize,
    ) -> Levels {
        let level = place % LEVELS;
        let own = Levels::one(level);
        let here = |f: &Fingerprint| f.rests[place];
        let inner = |f: &Fingerprint| match level + 1 < LEVELS {
            true => f.rests[place + 1],
            false => Levels::NONE,
        };
        // A logarithm is one of a square, one level further out.
        let outer = |f: &Fingerprint| match level {
            0 => Levels::NONE,
            _ => f.rests[place - 1].with(Levels::one(level - 1)),
        };
        // Derivatives are those of the argument at the same level.
        let slope = |rests: Levels| if self.order > 1 { rests } else { Levels::NONE };
        match (operator, children) {
            (Operator::Func(f), [a]) => match f {
                Func::Exp
                | Func::Sinh
                | Func::Cosh
                | Func::Tanh
                | Func::Sin
                | Func::Cos
                | Func::Tan => inner(a).with(slope(here(a))),
                Func::Log => outer(a).with(slope(here(a))),
                Func::Asinh => outer(a).with(here(a)).with(own),
                Func::Erf | Func::Erfc => here(a).with(slope(inner(a))),
                Func::Sqrt | Func::Abs => here(a).with(own),
                Func::Cbrt | Func::Atan => here(a),
            },
            (Operator::Pow, [a, _]) if exponent.is_some_and(BigRational::is_integer) => here(a),
            (Operator::Pow, [a, _]) if exponent.is_some() => here(a).with(own),
            (Operator::Pow, [a, b]) => {
                let slopes = slope(outer(a).with(here(b)));
                here(a).with(own).with(inner(b)).with(slopes)
            }
            (Operator::Max | Operator::Min | Operator::Where(_), _) => {
                children.iter().fold(own, |all, c| all.with(here(c)))
            }
            _ => children
                .iter()
                .fold(Levels::NONE, |all, c| all.with(here(c))),
        }
    }

    fn mixer(&self, what: u64, point: usize, level: usize) -> Mixer {
        let mut m = Mixer::new(self.seed ^ what);
        let a = m.next() ^ ((point as u64) << 8) ^ level as u64;
        Mixer::new(a)
    }

    /// A random function: random coefficients everywhere (for the metavariables of a rule).
    pub fn random_function(&self, name: &str) -> Fingerprint {
        let what = field::seed_of(name) ^ 0x66;
        self.each(|point, level, _| {
            let mut m = self.mixer(what, point, level);
            let c: Vec<u32> = (0..self.order)
                .map(|_| m.residue(self.prime(level)))
                .collect();
            Jet::new(&c)
        })
    }

    /// A random constant.
    pub fn random_constant(&self, name: &str) -> Fingerprint {
        let what = field::seed_of(name);
        self.each(|point, level, _| {
            let value = self.mixer(what, point, level).residue(self.prime(level));
            Jet::constant(value, self.order)
        })
    }

    /// Does the fingerprint lie in the squares ("is positive") at every known value?
    pub fn restrict_positive(&self, f: &Fingerprint) -> Fingerprint {
        if self.is_circular() {
            return f.clone();
        }
        self.each(|_, level, i| f.jets[i].abs(self.prime(level)))
    }

    /// The value of an operator applied to values. `exponent` is the exact second operand of a power, if it is
    /// a rational number.
    pub fn evaluate(
        &self,
        operator: &Operator,
        children: &[&Fingerprint],
        exponent: Option<&BigRational>,
    ) -> Fingerprint {
        let mut value = self.values(operator, children, exponent);
        for (place, rests) in value.rests.iter_mut().enumerate() {
            *rests = self.rests(operator, children, exponent, place);
        }
        value
    }

    fn values(
        &self,
        operator: &Operator,
        children: &[&Fingerprint],
        exponent: Option<&BigRational>,
    ) -> Fingerprint {
        match (operator, children) {
            (Operator::Num(q), []) => self.each(|_, level, _| {
                field::residue(q, self.prime(level))
                    .map_or(Jet::UNKNOWN, |r| Jet::constant(r, self.order))
            }),
            // No power of an element of odd order is -1: sin(pi) = 0 has no model.
            (Operator::Pi, []) if self.is_circular() => self.unknown(),
            (Operator::Pow, [..]) | (Operator::Max | Operator::Min | Operator::Where(_), _)
                if self.is_circular() && !exponent.is_some_and(BigRational::is_integer) =>
            {
                self.unknown()
            }
            // A random square, so that sqrt(pi) is known.
            (Operator::Pi, []) => self.each(|point, level, _| {
                let p = self.prime(level);
                let r = 2 + self.mixer(0x7069, point, level).residue(p - 3);
                Jet::constant(field::mul(r, r, p), self.order)
            }),
            (Operator::E, []) => {
                self.each(|_, level, _| constant_or_unknown(self.chain.exp(level, 1), self.order))
            }
            (Operator::Var, []) => self.each(|point, level, _| {
                let value = self.mixer(0x78, point, level).residue(self.prime(level));
                Jet::new(&[value, 1, 0, 0][..self.order])
            }),
            (Operator::Param(name), []) => self.random_constant(name),
            (Operator::Neg, [a]) => self.each(|_, level, i| a.jets[i].neg(self.prime(level))),
            (Operator::Add, [a, b]) => {
                self.each(|_, level, i| a.jets[i].add(&b.jets[i], self.prime(level)))
            }
            (Operator::Sub, [a, b]) => {
                self.each(|_, level, i| sub(&a.jets[i], &b.jets[i], self.prime(level)))
            }
            (Operator::Mul, [a, b]) => {
                self.each(|_, level, i| a.jets[i].mul(&b.jets[i], self.prime(level)))
            }
            (Operator::Div, [a, b]) => {
                self.each(|_, level, i| a.jets[i].div(&b.jets[i], self.prime(level)))
            }
            (Operator::Pow, [a, b]) => match exponent {
                Some(q) => self.each(|_, level, i| self.rational_power(&a.jets[i], q, level)),
                None => self.each(|_, level, i| self.general_power(a, b, level, i)),
            },
            (Operator::Func(f), [a]) => self.function(*f, a),
            (Operator::Diff, [a]) => {
                self.each(|_, level, i| a.jets[i].derivative(self.prime(level)))
            }
            (Operator::Max, [a, b]) => self.each(|_, level, i| {
                select(
                    Relation::Less,
                    &a.jets[i],
                    &b.jets[i],
                    &b.jets[i],
                    &a.jets[i],
                    self.prime(level),
                )
            }),
            (Operator::Min, [a, b]) => self.each(|_, level, i| {
                select(
                    Relation::Less,
                    &a.jets[i],
                    &b.jets[i],
                    &a.jets[i],
                    &b.jets[i],
                    self.prime(level),
                )
            }),
            (Operator::Where(rel), [a, b, yes, no]) => self.each(|_, level, i| {
                select(
                    *rel,
                    &a.jets[i],
                    &b.jets[i],
                    &yes.jets[i],
                    &no.jets[i],
                    self.prime(level),
                )
            }),
            // Catalogue entries and compositions are opaque until a rule unfolds them.
            _ => self.unknown(),
        }
    }

    /// The fingerprint of which nothing is known.
    pub fn unknown(&self) -> Fingerprint {
        self.each(|_, _, _| Jet::UNKNOWN)
    }

    fn function(&self, f: Func, a: &Fingerprint) -> Fingerprint {
        let ordered = matches!(
            f,
            Func::Log
                | Func::Sqrt
                | Func::Cbrt
                | Func::Abs
                | Func::Asinh
                | Func::Atan
                | Func::Erf
                | Func::Erfc
        );
        if self.is_circular() && ordered {
            return self.unknown();
        }
        if f == Func::Asinh {
            return self.asinh(a);
        }
        self.each(|_, level, i| {
            let p = self.prime(level);
            let v = &a.jets[i];
            let at = |jet: Option<Jet>| jet.unwrap_or(Jet::UNKNOWN);
            match f {
                Func::Exp => at(self.exp(a, level, i)),
                Func::Log => at(self.log(a, level, i)),
                Func::Sqrt => v.sqrt(p),
                Func::Cbrt => cbrt(v, p, self.chain.primes().p.get(level + 1).copied()),
                Func::Erf => at(self.erf(a, level, i)),
                Func::Erfc => at(self
                    .erf(a, level, i)
                    .map(|e| sub(&Jet::constant(1, e.known()), &e, p))),
                Func::Abs => v.abs(p),
                Func::Sinh | Func::Cosh | Func::Tanh => at(self.hyperbolic(f, a, level, i)),
                // An odd keyed function; its derivative is the true one.
                Func::Atan => at(self.odd(0x6174, v, level).map(|value| {
                    let one = Jet::constant(1, v.known());
                    let slope = v.derivative(p).div(&one.add(&v.mul(v, p), p), p);
                    slope.primitive(value, p)
                })),
                // In an ordered chain -1 is no square: no model of sine and cosine there.
                Func::Sin | Func::Cos | Func::Tan => at(self.circular(f, a, level, i)),
                Func::Asinh => Jet::UNKNOWN,
            }
        })
    }

    /// `asinh(a) = log(a + sqrt(a^2 + 1))`, known where the argument of the logarithm is a square (with the other
    /// root it is one at the other places, but then the derivative has the wrong sign).
    fn asinh(&self, a: &Fingerprint) -> Fingerprint {
        let one = |level| Jet::constant(1, self.order.max(1)).truncated(level);
        let sum = self.each(|_, level, i| {
            let (p, v) = (self.prime(level), &a.jets[i]);
            v.add(&v.mul(v, p).add(&one(v.known()), p).sqrt(p), p)
        });
        self.function(Func::Log, &sum)
    }

    /// sin, cos, tan from `exp(i a)` in a circular chain.
    fn circular(&self, f: Func, a: &Fingerprint, level: usize, i: usize) -> Option<Jet> {
        let p = self.prime(level);
        let (root, start) = self
            .chain
            .circle(level, self.inner(a, level, i)?.value()?)?;
        let e = if a.jets[i].is_unknown() {
            Jet::constant(start, 1)
        } else {
            a.jets[i].scale(root, p).exp(start, p)
        };
        let back = Jet::constant(1, e.known()).div(&e, p);
        let cosine = e.add(&back, p).scale(field::inverse(2, p)?, p);
        let sine = sub(&e, &back, p).scale(field::inverse(field::mul(2, root, p), p)?, p);
        Some(match f {
            Func::Sin => sine,
            Func::Cos => cosine,
            _ => sine.div(&cosine, p),
        })
    }

    /// The jet of the same function one level further in, at the same point.
    fn inner<'a>(&self, a: &'a Fingerprint, level: usize, i: usize) -> Option<&'a Jet> {
        (level + 1 < LEVELS).then(|| &a.jets[i + 1])
    }

    fn exp(&self, a: &Fingerprint, level: usize, i: usize) -> Option<Jet> {
        let value = self.chain.exp(level, self.inner(a, level, i)?.value()?)?;
        if a.jets[i].is_unknown() {
            return Some(Jet::constant(value, 1));
        }
        Some(a.jets[i].exp(value, self.prime(level)))
    }

    fn log(&self, a: &Fingerprint, level: usize, i: usize) -> Option<Jet> {
        let outer = a.jets.get(i.checked_sub(1)?)?;
        let value = self.chain.log(level, outer.value()?)?;
        if a.jets[i].is_unknown() {
            return Some(Jet::constant(value, 1));
        }
        Some(a.jets[i].log(value, self.prime(level)))
    }

    /// An odd pseudo-random function of the value.
    fn odd(&self, what: u64, v: &Jet, level: usize) -> Option<u32> {
        let p = self.prime(level);
        let a = v.value()?;
        let key = what ^ (u64::from(field::mul(a, a, p)) << 20);
        Some(field::mul(a, self.mixer(key, 0, level).residue(p), p))
    }

    /// An odd keyed function with `erf' = 2/sqrt(pi) exp(-a^2) a'` (DLMF 7.2.1).
    fn erf(&self, a: &Fingerprint, level: usize, i: usize) -> Option<Jet> {
        let (p, v) = (self.prime(level), &a.jets[i]);
        let value = self.odd(0x6572, v, level)?;
        if v.known() == 1 {
            return Some(Jet::constant(value, 1));
        }
        let slope = || {
            let pi = self.evaluate(&Operator::Pi, &[], None);
            let factor = Jet::constant(2, v.known()).div(&pi.jets[i].sqrt(p), p);
            let square = v.mul(v, p).neg(p);
            let inner = self.inner(a, level, i)?.value()?;
            let q = self.chain.primes().p.get(level + 1).copied()?;
            let start = self
                .chain
                .exp(level, field::neg(field::mul(inner, inner, q), q))?;
            Some(
                factor
                    .mul(&square.exp(start, p), p)
                    .mul(&v.derivative(p), p),
            )
        };
        Some(slope().map_or(Jet::constant(value, 1), |s| s.primitive(value, p)))
    }

    fn hyperbolic(&self, f: Func, a: &Fingerprint, level: usize, i: usize) -> Option<Jet> {
        let p = self.prime(level);
        let e = self.exp(a, level, i)?;
        let inverse = Jet::constant(1, e.known()).div(&e, p);
        let (s, c) = (sub(&e, &inverse, p), e.add(&inverse, p));
        let half = field::inverse(2, p)?;
        Some(match f {
            Func::Sinh => s.scale(half, p),
            Func::Cosh => c.scale(half, p),
            _ => s.div(&c, p),
        })
    }

    fn rational_power(&self, a: &Jet, q: &BigRational, level: usize) -> Jet {
        let p = self.prime(level);
        if q.is_integer() {
            let n = q.numer();
            return a.integer_power(
                n.to_i64(),
                field::integer_residue(n, p - 1),
                field::integer_residue(n, p),
                p,
            );
        }
        // The squares have odd order (p-1)/2, where the denominator may be inverted.
        let (Some(value), Some(slope)) = (a.value(), field::residue(q, p)) else {
            return Jet::UNKNOWN;
        };
        let order = self
            .chain
            .primes()
            .p
            .get(level + 1)
            .and_then(|&order| field::residue(q, order));
        match order {
            Some(e) if field::is_square(value, p) => a.power(field::pow(value, e, p), slope, p),
            _ => Jet::UNKNOWN,
        }
    }

    /// `a^b = exp(b log a)` for "positive" `a`.
    fn general_power(&self, a: &Fingerprint, b: &Fingerprint, level: usize, i: usize) -> Jet {
        let p = self.prime(level);
        let (base, here) = (&a.jets[i], &b.jets[i]);
        let (Some(value), Some(e)) = (base.value(), self.inner(b, level, i).and_then(Jet::value))
        else {
            return Jet::UNKNOWN;
        };
        if !field::is_square(value, p) {
            return Jet::UNKNOWN;
        }
        let start = field::pow(value, e, p);
        match here.value() {
            Some(exponent) if here.coefficients()[1..].iter().all(|&c| c == 0) => {
                let known = here.known().min(base.known());
                base.power(start, exponent, p).truncated(known)
            }
            // (a^b)' = a^b (b log a)'
            Some(_) => match self.log(a, level, i) {
                Some(l) => here.mul(&l, p).exp(start, p),
                None => Jet::constant(start, 1),
            },
            None => Jet::constant(start, 1),
        }
    }
}

fn constant_or_unknown(value: Option<u32>, order: usize) -> Jet {
    value.map_or(Jet::UNKNOWN, |v| Jet::constant(v, order))
}

fn sub(a: &Jet, b: &Jet, p: u32) -> Jet {
    a.add(&b.neg(p), p)
}

/// The real cube root, an odd function.
fn cbrt(a: &Jet, p: u32, order: Option<u32>) -> Jet {
    let (Some(value), Some(order)) = (a.value(), order) else {
        return Jet::UNKNOWN;
    };
    if value == 0 {
        return Jet::constant(0, 1);
    }
    let (Some(third), Some(slope)) = (field::inverse(3, order), field::inverse(3, p)) else {
        return Jet::UNKNOWN;
    };
    let root = if field::is_square(value, p) {
        field::pow(value, third, p)
    } else {
        field::neg(field::pow(field::neg(value, p), third, p), p)
    };
    a.power(root, slope, p)
}

/// The case distinction, with "positive" for the sign of the difference.
fn select(rel: Relation, a: &Jet, b: &Jet, yes: &Jet, no: &Jet, p: u32) -> Jet {
    let (Some(u), Some(v)) = (a.value(), b.value()) else {
        return Jet::UNKNOWN;
    };
    let gap = field::add(v, field::neg(u, p), p);
    let (less, equal) = (field::is_square(gap, p), gap == 0);
    let holds = match rel {
        Relation::Less => less,
        Relation::LessEqual => less || equal,
        Relation::Greater => !less && !equal,
        Relation::GreaterEqual => !less,
    };
    let chosen = if holds { yes } else { no };
    // On the border only the value is known, not the derivative.
    if equal { chosen.truncated(1) } else { *chosen }
}
