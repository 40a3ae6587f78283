//! Values and derivatives of nodes where x runs over an interval, enclosed.
//!
//! Where every part of a node is enclosed the node is defined; where its derivative is enclosed as well,
//! `f(X)` lies in `f(c) + f'(X) (X - c)`.

use std::collections::BTreeMap;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::comparison::{self, Truth};
use super::nodes::{NodeKind, Nodes};
use crate::elementary::of;
use crate::sign::sign;
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::Func;

/// A box of a fact that is too wide is halved at most so many times.
pub(super) const HALVINGS: u32 = 6;

/// Most boxes.
const MAX_BOXES: usize = 4_000;

/// A dual number: a value, and a slope where there is one.
#[derive(Clone)]
struct Dual {
    value: Enclosure,
    slope: Option<Enclosure>,
}

impl Dual {
    fn new(value: Enclosure, slope: Option<Enclosure>) -> Self {
        Dual { value, slope }
    }

    fn neg(&self) -> Self {
        Dual::new(self.value.neg(), self.slope.as_ref().map(Enclosure::neg))
    }

    fn add(&self, other: &Self) -> Option<Self> {
        let slope = match (&self.slope, &other.slope) {
            (Some(s), Some(t)) => s.add(t).ok(),
            _ => None,
        };
        Some(Dual::new(self.value.add(&other.value).ok()?, slope))
    }

    fn sub(&self, other: &Self) -> Option<Self> {
        let slope = match (&self.slope, &other.slope) {
            (Some(s), Some(t)) => s.sub(t).ok(),
            _ => None,
        };
        Some(Dual::new(self.value.sub(&other.value).ok()?, slope))
    }

    fn mul(&self, other: &Self) -> Option<Self> {
        let slope = || {
            let left = self.slope.as_ref()?.mul(&other.value).ok()?;
            let right = other.slope.as_ref()?.mul(&self.value).ok()?;
            left.add(&right).ok()
        };
        Some(Dual::new(self.value.mul(&other.value).ok()?, slope()))
    }

    fn power(&self, n: i64) -> Option<Self> {
        let bits = self.value.bits();
        let slope = || {
            let s = self.slope.as_ref()?;
            if n == 0 {
                return Enclosure::integer(0, bits).ok();
            }
            let outer = self.value.power(n.checked_sub(1)?).ok()?;
            let factor = Enclosure::integer(n, bits).ok()?;
            outer.mul(&factor).ok()?.mul(s).ok()
        };
        Some(Dual::new(self.value.power(n).ok()?, slope()))
    }

    fn function(&self, f: Func) -> Option<Self> {
        let value = of(f).enclosed(&self.value).ok()?;
        let outer = || of(f).slope(&self.value, &value).ok()?;
        let slope = self.slope.as_ref().and_then(|s| outer()?.mul(s).ok());
        Some(Dual::new(value, slope))
    }

    /// The larger one.
    fn max(&self, other: &Self) -> Self {
        if other.value.certainly_at_most(&self.value) {
            self.clone()
        } else if self.value.certainly_at_most(&other.value) {
            other.clone()
        } else {
            Dual::new(self.value.max(&other.value), None)
        }
    }
}

/// Value and slope of the last of the nodes, which are what it is made of.
fn dual(nodes: &Nodes, below: &[usize], x: &Enclosure) -> Option<Dual> {
    let bits = x.bits();
    let mut all: BTreeMap<usize, Dual> = BTreeMap::new();
    for &i in below {
        interruption::point();
        if let Some(j) = one(nodes, i, &all, x, bits) {
            all.insert(i, j);
        }
    }
    all.remove(below.last()?)
}

fn one(
    nodes: &Nodes,
    i: usize,
    all: &BTreeMap<usize, Dual>,
    x: &Enclosure,
    bits: u32,
) -> Option<Dual> {
    let get = |j: &usize| all.get(j);
    let constant = |value: Enclosure| Some(Dual::new(value, Enclosure::integer(0, bits).ok()));
    if let Some(q) = nodes.written(i) {
        return constant(Enclosure::rational(q, bits).ok()?);
    }
    match nodes.kind(i) {
        NodeKind::Number(q) => constant(Enclosure::rational(q, bits).ok()?),
        NodeKind::Pi => constant(Enclosure::pi(bits).ok()?),
        NodeKind::E => constant(Enclosure::e(bits).ok()?),
        NodeKind::X => Some(Dual::new(x.clone(), Enclosure::integer(1, bits).ok())),
        NodeKind::Parameter(_) => None,
        NodeKind::Neg(a) => Some(get(a)?.neg()),
        NodeKind::Add(a, b) => get(a)?.add(get(b)?),
        NodeKind::Sub(a, b) => get(a)?.sub(get(b)?),
        NodeKind::Mul(a, b) if a == b => get(a)?.power(2),
        NodeKind::Mul(a, b) => get(a)?.mul(get(b)?),
        NodeKind::Div(a, b) => get(a)?.mul(&get(b)?.power(-1)?),
        NodeKind::Pow(a, b) => match nodes.written(*b) {
            Some(q) if q.is_integer() => get(a)?.power(q.to_integer().to_i64()?),
            Some(q) if *q.denom() == BigInt::from(2) => {
                get(a)?.function(Func::Sqrt)?.power(q.numer().to_i64()?)
            }
            _ => get(b)?
                .mul(&get(a)?.function(Func::Log)?)?
                .function(Func::Exp),
        },
        NodeKind::Function(f, a) => get(a)?.function(*f),
        NodeKind::Max(a, b) => Some(get(a)?.max(get(b)?)),
        NodeKind::Min(a, b) => Some(get(a)?.neg().max(&get(b)?.neg()).neg()),
        NodeKind::Where(relation, [a, b, then, otherwise]) => {
            let exactly = nodes.written(*a).zip(nodes.written(*b));
            let exactly = exactly.map(|(a, b)| comparison::of_numbers(*relation, a, b));
            let enclosed = || comparison::of_values(*relation, &get(a)?.value, &get(b)?.value);
            match exactly.or_else(enclosed) {
                Some(Truth::Always) => get(then).cloned(),
                Some(Truth::Never) => get(otherwise).cloned(),
                None => Some(Dual::new(
                    get(then)?.value.hull(&get(otherwise)?.value),
                    None,
                )),
            }
        }
    }
}

/// Has the node that sign for all x from `low` to `high`?
pub(super) fn has_sign(
    nodes: &Nodes,
    i: usize,
    [low, high]: [&BigRational; 2],
    wanted: Sign,
    (bits, most): (u32, u32),
) -> bool {
    let below = nodes.below(&[i]);
    let two = BigRational::from_integer(BigInt::from(2));
    let right = |e: &Enclosure| sign(e) == Some(wanted);
    let one_box = |a: &BigRational, b: &BigRational| {
        let x = Enclosure::between(a, b, bits).ok()?;
        let whole = dual(nodes, &below, &x)?;
        if right(&whole.value) {
            return Some(());
        }
        let c = Enclosure::rational(&((a + b) / &two), bits).ok()?;
        let middle = dual(nodes, &below, &c)?.value;
        let spread = whole.slope?.mul(&x.sub(&c).ok()?).ok()?;
        right(&middle.add(&spread).ok()?).then_some(())
    };
    let mut work = vec![(low.clone(), high.clone(), 0)];
    let mut boxes = 0;
    while let Some((a, b, halvings)) = work.pop() {
        boxes += 1;
        if one_box(&a, &b).is_some() {
            continue;
        }
        if halvings >= most || a >= b || boxes > MAX_BOXES {
            return false;
        }
        let c = (&a + &b) / &two;
        work.push((a, c.clone(), halvings + 1));
        work.push((c, b, halvings + 1));
    }
    true
}

/// An enclosure of a node without x and parameters.
pub(super) fn constant(nodes: &Nodes, i: usize, bits: u32) -> Option<Enclosure> {
    let x = Enclosure::rational(&BigRational::zero(), bits).ok()?;
    let below = nodes.below(&[i]);
    Some(dual(nodes, &below, &x)?.value)
}

/// `b^n`, enclosed.
pub(super) fn raised(b: &BigRational, n: i64, bits: u32) -> Option<Enclosure> {
    if n == 0 {
        return Enclosure::rational(&BigRational::one(), bits).ok();
    }
    Enclosure::rational(b, bits).ok()?.power(n).ok()
}
