//! A node and its derivative on an interval of x, enclosed.
//!
//! Where every part of a node could be evaluated with interval arguments, the node is defined on the whole interval;
//! and where its slope was enclosed as well, it is differentiable there and `f(X)` lies in `f(c) + f'(X) (X - c)`.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use super::facts::Facts;
use crate::Func;
use crate::dag::Kind;
use crate::function::{Arithmetic, Derivative};
use crate::value::compare;
use wronski_certificate::TruthValue;
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

type Result<T> = std::result::Result<T, EnclosureError>;

/// Values on an interval, and slopes where there are some.
#[derive(Clone, Debug)]
struct Dual {
    value: Enclosure,
    slope: Option<Enclosure>,
}

/// The nodes that a node is made of, children first, itself last.
pub(super) fn cone(facts: &Facts<'_>, root: usize) -> Vec<usize> {
    let mut inside = std::collections::BTreeSet::new();
    let mut work = vec![root];
    while let Some(i) = work.pop() {
        if inside.insert(i) {
            work.extend(facts.dag.item(i).kind.children());
        }
    }
    inside.into_iter().collect()
}

/// An enclosure of all values of the last node of the cone for x in the interval, or `None`.
pub(super) fn enclose_on(
    facts: &Facts<'_>,
    cone: &[usize],
    low: &BigRational,
    high: &BigRational,
    bits: u32,
) -> Option<Enclosure> {
    let x = Enclosure::between(low, high, bits).ok()?;
    let on_all = evaluate(facts, cone, &x, bits)?;
    let Some(slope) = on_all.slope.filter(|_| low < high) else {
        return Some(on_all.value);
    };
    let middle = (low + high) / BigRational::from_integer(BigInt::from(2));
    let centered = || {
        let c = Enclosure::rational(&middle, bits).ok()?;
        let at_middle = evaluate(facts, cone, &c, bits)?.value;
        at_middle.add(&slope.mul(&x.sub(&c).ok()?).ok()?).ok()
    };
    match centered() {
        Some(e) => Some(intersection(&on_all.value, &e)),
        None => Some(on_all.value),
    }
}

/// Both contain the values; a rounding could leave nothing in common only if there were no values.
fn intersection(a: &Enclosure, b: &Enclosure) -> Enclosure {
    let sharper = |e: &Enclosure| e.certainly_nonzero();
    match (sharper(a), sharper(b)) {
        (false, true) => b.clone(),
        _ => a.clone(),
    }
}

fn evaluate(facts: &Facts<'_>, cone: &[usize], x: &Enclosure, bits: u32) -> Option<Dual> {
    let mut all: Vec<Option<Dual>> = Vec::with_capacity(cone.len());
    for &i in cone {
        interruption::point();
        let get = |j: usize| {
            let at = cone.binary_search(&j).ok()?;
            all.get(at)?.clone()
        };
        let value = one(facts, &facts.dag.item(i).kind, &get, x, bits);
        all.push(value);
    }
    all.pop()?
}

fn one(
    facts: &Facts<'_>,
    kind: &Kind,
    get: &dyn Fn(usize) -> Option<Dual>,
    x: &Enclosure,
    bits: u32,
) -> Option<Dual> {
    let constant = |value: Result<Enclosure>| {
        Some(Dual {
            value: value.ok()?,
            slope: Enclosure::integer(0, bits).ok(),
        })
    };
    match kind {
        Kind::Num(q) => constant(Enclosure::rational(q, bits)),
        Kind::Pi => constant(Enclosure::pi(bits)),
        Kind::E => constant(Enclosure::e(bits)),
        Kind::Symbol(_) => None,
        Kind::Var => Some(Dual {
            value: x.clone(),
            slope: Enclosure::integer(1, bits).ok(),
        }),
        Kind::Neg(a) => get(*a).map(|a| Dual {
            value: a.value.neg(),
            slope: a.slope.map(|s| s.neg()),
        }),
        Kind::Add(a, b) => sum(&get(*a)?, &get(*b)?, Enclosure::add),
        Kind::Sub(a, b) => sum(&get(*a)?, &get(*b)?, Enclosure::sub),
        Kind::Mul(a, b) if a == b => power(&get(*a)?, 2),
        Kind::Mul(a, b) => product(&get(*a)?, &get(*b)?),
        Kind::Div(a, b) => product(&get(*a)?, &power(&get(*b)?, -1)?),
        Kind::Pow(a, b) => match &facts.literals[*b] {
            Some(q) if q.is_integer() => power(&get(*a)?, q.to_integer().to_i64()?),
            Some(q) if *q.denom() == BigInt::from(2) => {
                power(&function(Func::Sqrt, &get(*a)?, bits)?, q.numer().to_i64()?)
            }
            // u^v = exp(v log u), u > 0.
            _ => {
                let log = function(Func::Log, &get(*a)?, bits)?;
                function(Func::Exp, &product(&get(*b)?, &log)?, bits)
            }
        },
        Kind::Func(f, a) => function(*f, &get(*a)?, bits),
        Kind::Max(a, b) => choice(get(*a)?, get(*b)?, Enclosure::max),
        Kind::Min(a, b) => {
            let (a, b) = (get(*a)?, get(*b)?);
            let negated = |d: Dual| Dual {
                value: d.value.neg(),
                slope: d.slope.map(|s| s.neg()),
            };
            choice(negated(a), negated(b), Enclosure::max).map(negated)
        }
        Kind::Where(relation, [a, b, then, otherwise]) => {
            let (a, b) = (get(*a)?.value, get(*b)?.value);
            match compare(*relation, &a, &b) {
                Some(TruthValue::True) => get(*then),
                Some(TruthValue::False) => get(*otherwise),
                None => Some(Dual {
                    value: get(*then)?.value.hull(&get(*otherwise)?.value),
                    slope: None,
                }),
            }
        }
    }
}

fn both(a: &Dual, b: &Dual) -> Option<(Enclosure, Enclosure)> {
    a.slope.clone().zip(b.slope.clone())
}

fn sum(
    a: &Dual,
    b: &Dual,
    f: impl Fn(&Enclosure, &Enclosure) -> Result<Enclosure>,
) -> Option<Dual> {
    Some(Dual {
        value: f(&a.value, &b.value).ok()?,
        slope: both(a, b).and_then(|(s, t)| f(&s, &t).ok()),
    })
}

fn product(a: &Dual, b: &Dual) -> Option<Dual> {
    let slope =
        both(a, b).and_then(|(s, t)| s.mul(&b.value).ok()?.add(&t.mul(&a.value).ok()?).ok());
    Some(Dual {
        value: a.value.mul(&b.value).ok()?,
        slope,
    })
}

/// `u^n`
fn power(u: &Dual, n: i64) -> Option<Dual> {
    let bits = u.value.bits();
    let slope = u.slope.as_ref().and_then(|s| {
        if n == 0 {
            return Enclosure::integer(0, bits).ok();
        }
        let outer = u.value.power(n - 1).ok()?;
        outer
            .mul(&Enclosure::integer(n, bits).ok()?)
            .ok()?
            .mul(s)
            .ok()
    });
    Some(Dual {
        value: u.value.power(n).ok()?,
        slope,
    })
}

fn choice(a: Dual, b: Dual, larger: impl Fn(&Enclosure, &Enclosure) -> Enclosure) -> Option<Dual> {
    if b.value.certainly_at_most(&a.value) {
        Some(a)
    } else if a.value.certainly_at_most(&b.value) {
        Some(b)
    } else {
        Some(Dual {
            value: larger(&a.value, &b.value),
            slope: None,
        })
    }
}

fn function(f: Func, u: &Dual, bits: u32) -> Option<Dual> {
    let value = (f.properties().enclosure)(&u.value).ok()?;
    let slope = u
        .slope
        .as_ref()
        .and_then(|s| derivative(f, &u.value, &value, bits).ok()??.mul(s).ok());
    Some(Dual { value, slope })
}

/// `f'(u)` where `value = f(u)`, if f is differentiable on all of `u`.
fn derivative(f: Func, u: &Enclosure, value: &Enclosure, bits: u32) -> Result<Option<Enclosure>> {
    let mut enclosures = Enclosures(bits);
    Ok(match f.properties().derivative {
        Derivative::Factor(factor) => Some(factor.evaluate(&mut enclosures, u, value)?),
        Derivative::Divisor(divisor) => {
            Some(divisor.evaluate(&mut enclosures, u, value)?.power(-1)?)
        }
        Derivative::Jumps if u.certainly_positive() => Some(enclosures.number(1)?),
        Derivative::Jumps if u.certainly_negative() => Some(enclosures.number(-1)?),
        Derivative::Jumps => None,
    })
}

/// Formulas in enclosures of so many bits.
struct Enclosures(u32);

impl Arithmetic for Enclosures {
    type Item = Enclosure;
    type Error = EnclosureError;

    fn number(&mut self, n: i64) -> Result<Enclosure> {
        Enclosure::integer(n, self.0)
    }

    fn pi(&mut self) -> Result<Enclosure> {
        Enclosure::pi(self.0)
    }

    fn negative(&mut self, a: &Enclosure) -> Result<Enclosure> {
        Ok(a.neg())
    }

    fn sum(&mut self, a: &Enclosure, b: &Enclosure) -> Result<Enclosure> {
        a.add(b)
    }

    fn difference(&mut self, a: &Enclosure, b: &Enclosure) -> Result<Enclosure> {
        a.sub(b)
    }

    fn product(&mut self, a: &Enclosure, b: &Enclosure) -> Result<Enclosure> {
        a.mul(b)
    }

    fn quotient(&mut self, a: &Enclosure, b: &Enclosure) -> Result<Enclosure> {
        a.div(b)
    }

    fn power(&mut self, a: &Enclosure, n: i64) -> Result<Enclosure> {
        a.power(n)
    }

    fn root(&mut self, a: &Enclosure) -> Result<Enclosure> {
        a.sqrt()
    }

    fn image(&mut self, f: Func, a: &Enclosure) -> Result<Enclosure> {
        (f.properties().enclosure)(a)
    }
}
