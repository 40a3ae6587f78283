//! The fractions of nodes: what is rational in its parts, exponentials, and powers of roots.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::fraction::{Atom, Exponent, Fraction, Powers, Sum};
use super::nodes::{NodeKind, Nodes};
use crate::elementary::of;
use wronski_expr::Func;

/// Greatest power that an exponential of a logarithm is written as.
const MAX_FOLDED: i64 = 8;

/// Greatest degree of a root and power of its radicand that are carried out, and how many roots of one fraction.
const MAX_ROOT: u64 = 60;
const NESTED_ROOTS: u32 = 16;

/// An atom whose power `degree` is the power `power` of the radicand.
struct AsRoot {
    degree: u32,
    radicand: usize,
    power: i64,
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
                let atoms = s.terms().flat_map(|((p, _), _)| p.iter());
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
            NodeKind::Function(f, a) => (of(f).root_degree()?, a, 1),
            NodeKind::Pow(a, b) => {
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
            NodeKind::Number(q) => Some(Fraction::number(q)),
            NodeKind::Pi => atom(Atom::Pi),
            NodeKind::E => Some(e()),
            NodeKind::X => atom(Atom::X),
            NodeKind::Parameter(p) => atom(Atom::Parameter(p.clone())),
            NodeKind::Neg(a) => Some(self.get(*a)?.neg()),
            NodeKind::Add(a, b) => self.get(*a)?.plus(self.get(*b)?),
            NodeKind::Sub(a, b) if a == b => Some(Fraction::whole(Sum::default())),
            NodeKind::Sub(a, b) => self.get(*a)?.minus(self.get(*b)?),
            NodeKind::Mul(a, b) => self.get(*a)?.times(self.get(*b)?),
            NodeKind::Div(a, b) => self.get(*a)?.times(&self.get(*b)?.reciprocal()?),
            NodeKind::Pow(a, b) => {
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
            NodeKind::Function(f, a) => {
                self.function(nodes, *f, *a).or_else(|| atom(Atom::Node(i)))
            }
            NodeKind::Max(..) | NodeKind::Min(..) | NodeKind::Where(..) => atom(Atom::Node(i)),
        }
    }

    /// The exponential of a node: `exp(v + n log(u)) = u^n exp(v)`.
    fn exponential(&self, nodes: &Nodes, i: usize) -> Option<Fraction> {
        let mut rest = Exponent::new();
        let mut product = Fraction::number(&BigRational::one());
        for (p, c) in self.get(i)?.as_exponent()? {
            let only = match p.iter().next() {
                Some((Atom::Node(j), 1)) if p.len() == 1 => match nodes.kind(*j) {
                    NodeKind::Function(Func::Log, b) => Some(*b),
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
        let exponential = || self.exponential(nodes, a);
        of(f).fraction(self.get(a)?, &exponential)
    }
}
