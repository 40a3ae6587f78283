//! Powers of roots in fractions: `sqrt(v)^2 = v`, `cbrt(v)^3 = v` and `(v^(p/q))^q = v^p` wherever the root is
//! defined.

use std::collections::BTreeMap;

use num_traits::ToPrimitive;

use crate::dag::{Dag, Kind};
use crate::fraction::{Atom, Fraction, Sum, add_term};

/// Greatest degree of a root, and greatest power of its radicand, that are looked at.
const MAX_DEGREE: u32 = 60;
/// A radicand can bring in powers of further roots: so often they are carried out.
const ROUNDS: u32 = 6;

/// A root to its degree is its radicand to a power.
struct Root {
    degree: u32,
    radicand: usize,
    power: i64,
}

fn root(i: usize, dag: &Dag, all: &[Option<Fraction>]) -> Option<Root> {
    let of = |degree, radicand, power| Root {
        degree,
        radicand,
        power,
    };
    match dag.item(i).kind {
        Kind::Func(f, a) => Some(of(f.properties().root_degree?, a, 1)),
        Kind::Pow(a, b) => {
            let q = all.get(b)?.as_ref()?.as_constant()?;
            let degree = q
                .denom()
                .to_u32()
                .filter(|n| (2..=MAX_DEGREE).contains(n))?;
            let power = q
                .numer()
                .to_i32()
                .filter(|n| n.unsigned_abs() <= MAX_DEGREE)?;
            Some(of(degree, a, i64::from(power)))
        }
        _ => None,
    }
}

/// The sum with the powers of roots carried out; `None` if there are none, or a budget is hit.
fn sum(s: &Sum, dag: &Dag, all: &[Option<Fraction>]) -> Option<Fraction> {
    // What is left of the terms, by the powers of radicands in front of it.
    let mut parts: BTreeMap<Vec<(usize, i64)>, Sum> = BTreeMap::new();
    for ((powers, exponent), c) in s.terms() {
        let mut outside = vec![];
        let mut rest = vec![];
        for (atom, n) in powers {
            let known = match atom {
                Atom::Node(i) => root(*i, dag, all).filter(|r| *n >= r.degree),
                _ => None,
            };
            match known {
                Some(r) => {
                    outside.push((r.radicand, r.power * i64::from(n / r.degree)));
                    if n % r.degree > 0 {
                        rest.push((atom.clone(), n % r.degree));
                    }
                }
                None => rest.push((atom.clone(), *n)),
            }
        }
        let part = parts.entry(outside).or_default();
        add_term(&mut part.0, (rest, exponent.clone()), c)?;
    }
    if parts.keys().all(Vec::is_empty) {
        return None;
    }
    let mut total: Option<Fraction> = None;
    for (outside, rest) in parts {
        let mut product = Fraction::whole(rest);
        for (radicand, n) in outside {
            product = product.times(&all.get(radicand)?.as_ref()?.power(n)?)?;
        }
        total = Some(match total {
            Some(t) => t.plus(&product)?,
            None => product,
        });
    }
    total
}

/// The fraction with the powers of roots carried out, as far as the budgets reach.
pub(super) fn carried_out(f: Fraction, dag: &Dag, all: &[Option<Fraction>]) -> Fraction {
    let mut f = f;
    for _ in 0..ROUNDS {
        let (up, down) = (sum(&f.numerator, dag, all), sum(&f.denominator, dag, all));
        if up.is_none() && down.is_none() {
            break;
        }
        let next = || {
            let up = up.unwrap_or_else(|| Fraction::whole(f.numerator.clone()));
            let down = down.unwrap_or_else(|| Fraction::whole(f.denominator.clone()));
            up.times(&down.reciprocal()?)
        };
        match next() {
            Some(next) => f = next,
            None => break,
        }
    }
    f
}
