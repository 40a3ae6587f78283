//! Values of operators at the sample points.

use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::field::{self, LEVELS};
use super::fingerprint::{Fingerprint, Levels, Resting};
use super::function::elementary;
use super::language::Operator;
use super::modular_series::ModularSeries;
use super::samples::{Place, Samples};
use wronski_expr::{Func, Relation};

impl Samples {
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

    /// The levels on whose order the value of an operator at a place rests.
    fn rests(
        &self,
        operator: &Operator,
        children: &[&Fingerprint],
        exponent: Option<&BigRational>,
        place: usize,
    ) -> Levels {
        let own = Levels::one(place % LEVELS);
        let here = |f: &Fingerprint| f.rests[place];
        let around = |rests| Resting {
            argument: rests,
            place,
            order: self.order,
        };
        match (operator, children) {
            (Operator::Func(f), [a]) => elementary(*f).rests(&around(&a.rests)),
            (Operator::Pow, [a, _]) if exponent.is_some_and(BigRational::is_integer) => here(a),
            (Operator::Pow, [a, _]) if exponent.is_some() => here(a).with(own),
            (Operator::Pow, [a, b]) => {
                let (a, b) = (around(&a.rests), around(&b.rests));
                let slopes = a.slope(a.outer().with(b.here()));
                a.here().with(own).with(b.inner()).with(slopes)
            }
            (Operator::Max | Operator::Min | Operator::Where(_), _) => {
                children.iter().fold(own, |all, c| all.with(here(c)))
            }
            _ => children
                .iter()
                .fold(Levels::NONE, |all, c| all.with(here(c))),
        }
    }

    fn values(
        &self,
        operator: &Operator,
        children: &[&Fingerprint],
        exponent: Option<&BigRational>,
    ) -> Fingerprint {
        match (operator, children) {
            (Operator::Num(q), []) => self.each(|_, level, _| {
                field::residue(q, self.prime(level)).map_or(ModularSeries::UNKNOWN, |r| {
                    ModularSeries::constant(r, self.order)
                })
            }),
            // No power of an element of odd order is -1: sin(pi) = 0 has no model.
            (Operator::Pi, []) if self.is_circular() => self.unknown(),
            (Operator::Pow, [..]) | (Operator::Max | Operator::Min | Operator::Where(_), _)
                if self.is_circular() && !exponent.is_some_and(BigRational::is_integer) =>
            {
                self.unknown()
            }
            (Operator::Pi, []) => self.each(|point, level, _| self.pi(point, level)),
            (Operator::E, []) => self.each(|_, level, _| match self.chain.exp(level, 1) {
                Some(e) => ModularSeries::constant(e, self.order),
                None => ModularSeries::UNKNOWN,
            }),
            (Operator::Var, []) => self.each(|point, level, _| self.x(point, level)),
            (Operator::Symbol(s), []) => self.random_constant(s.name()),
            (Operator::Neg, [a]) => self.each(|_, level, i| a.series[i].neg(self.prime(level))),
            (Operator::Add, [a, b]) => {
                self.each(|_, level, i| a.series[i].add(&b.series[i], self.prime(level)))
            }
            (Operator::Sub, [a, b]) => {
                self.each(|_, level, i| a.series[i].sub(&b.series[i], self.prime(level)))
            }
            (Operator::Mul, [a, b]) => {
                self.each(|_, level, i| a.series[i].mul(&b.series[i], self.prime(level)))
            }
            (Operator::Div, [a, b]) => {
                self.each(|_, level, i| a.series[i].div(&b.series[i], self.prime(level)))
            }
            (Operator::Pow, [a, b]) => match exponent {
                Some(q) => self.each(|_, level, i| self.rational_power(&a.series[i], q, level)),
                None => self.each(|_, _, i| {
                    self.general_power(&Place::new(self, a, i), &Place::new(self, b, i))
                }),
            },
            (Operator::Func(f), [a]) => {
                let f = elementary(*f);
                self.each(|_, _, i| {
                    let value = f.value(&Place::new(self, a, i));
                    value.unwrap_or(ModularSeries::UNKNOWN)
                })
            }
            (Operator::Diff, [a]) => {
                self.each(|_, level, i| a.series[i].derivative(self.prime(level)))
            }
            (Operator::Max, [a, b]) => self.each(|_, level, i| {
                select(
                    Relation::Less,
                    &a.series[i],
                    &b.series[i],
                    &b.series[i],
                    &a.series[i],
                    self.prime(level),
                )
            }),
            (Operator::Min, [a, b]) => self.each(|_, level, i| {
                select(
                    Relation::Less,
                    &a.series[i],
                    &b.series[i],
                    &a.series[i],
                    &b.series[i],
                    self.prime(level),
                )
            }),
            (Operator::Where(rel), [a, b, yes, no]) => self.each(|_, level, i| {
                select(
                    *rel,
                    &a.series[i],
                    &b.series[i],
                    &yes.series[i],
                    &no.series[i],
                    self.prime(level),
                )
            }),
            // Catalogue entries and compositions are opaque until a rule unfolds them.
            _ => self.unknown(),
        }
    }

    fn rational_power(&self, a: &ModularSeries, q: &BigRational, level: usize) -> ModularSeries {
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
            return ModularSeries::UNKNOWN;
        };
        let order = self.chain.primes().p.get(level + 1);
        let order = order.and_then(|&order| field::residue(q, order));
        match order {
            Some(e) if field::is_square(value, p) => a.power(field::pow(value, e, p), slope, p),
            _ => ModularSeries::UNKNOWN,
        }
    }

    /// `a^b = exp(b log a)` for "positive" `a`.
    fn general_power(&self, a: &Place<'_>, b: &Place<'_>) -> ModularSeries {
        let (p, base, here) = (a.prime(), a.here(), b.here());
        let (Some(value), Some(e)) = (base.value(), b.inner()) else {
            return ModularSeries::UNKNOWN;
        };
        if !field::is_square(value, p) {
            return ModularSeries::UNKNOWN;
        }
        let start = field::pow(value, e, p);
        match here.value() {
            Some(exponent) if here.coefficients()[1..].iter().all(|&c| c == 0) => {
                let known = here.known().min(base.known());
                base.power(start, exponent, p).truncated(known)
            }
            // (a^b)' = a^b (b log a)'
            Some(_) => match elementary(Func::Log).value(a) {
                Some(log) => here.mul(&log, p).exp(start, p),
                None => ModularSeries::constant(start, 1),
            },
            None => ModularSeries::constant(start, 1),
        }
    }
}

/// The case distinction, with "positive" for the sign of the difference.
fn select(
    rel: Relation,
    a: &ModularSeries,
    b: &ModularSeries,
    yes: &ModularSeries,
    no: &ModularSeries,
    p: u32,
) -> ModularSeries {
    let (Some(u), Some(v)) = (a.value(), b.value()) else {
        return ModularSeries::UNKNOWN;
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
