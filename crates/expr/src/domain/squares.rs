//! Polynomials in several variables that are nowhere negative, by completing squares.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use wronski_diagnostic::interruption;

use crate::fraction::{Atom, Sum};

/// Most variables, and most terms on the way.
const MAX_VARIABLES: usize = 5;
const MAX_TERMS: usize = 60;

pub(super) type Powers = BTreeMap<Atom, u32>;
pub(super) type Polynomial = BTreeMap<Powers, BigRational>;

/// Most squares of a witness.
const MAX_SQUARES: usize = 64;

/// Squares of polynomials with positive weights.
pub(super) type Squares = Vec<(BigRational, Polynomial)>;

/// `multiplier*(p - constant) = squares`, where the multiplier is a sum of squares (1 if there are none) and not 0.
pub(super) struct Positive {
    pub constant: BigRational,
    pub multiplier: Squares,
    pub squares: Squares,
}

/// Why the sum, a polynomial in x, parameters and pi, is positive for all their real values.
pub(super) fn positive(sum: &Sum) -> Option<Positive> {
    let p = polynomial(sum)?;
    let constant = p.get(&Powers::new()).cloned();
    // Positive if it stays nonnegative when a part of the constant is taken away.
    let two = BigRational::from_integer(BigInt::from(2));
    let mut part = constant.filter(Signed::is_positive)?;
    for _ in 0..3 {
        let mut less = p.clone();
        add(&mut less, Powers::new(), &-part.clone());
        if let Some(w) = nonnegative(&less, 0) {
            return Some(Positive {
                constant: part,
                multiplier: w.multiplier,
                squares: w.squares,
            });
        }
        part /= &two;
    }
    None
}

/// `multiplier*p = squares`
struct Nonnegative {
    multiplier: Squares,
    squares: Squares,
}

/// The product of two sums of squares; an empty multiplier is 1.
fn product(a: &Squares, b: &Squares) -> Option<Squares> {
    if a.len() * b.len() > MAX_SQUARES {
        return None;
    }
    let mut all = Squares::new();
    for (v, f) in a {
        for (w, g) in b {
            collect(&mut all, v * w, times(f, g))?;
        }
    }
    Some(all)
}

/// Adds a square to a sum of squares.
fn collect(all: &mut Squares, weight: BigRational, root: Polynomial) -> Option<()> {
    if root.is_empty() {
        return Some(());
    }
    match all.iter_mut().find(|(_, f)| *f == root) {
        Some((w, _)) => *w += weight,
        None => all.push((weight, root)),
    }
    (all.len() <= MAX_SQUARES).then_some(())
}

fn one() -> Squares {
    vec![(
        BigRational::one(),
        Polynomial::from([(Powers::new(), BigRational::one())]),
    )]
}

fn or_one(multiplier: &Squares) -> Squares {
    if multiplier.is_empty() {
        one()
    } else {
        multiplier.clone()
    }
}

pub(super) fn polynomial(sum: &Sum) -> Option<Polynomial> {
    let mut p = Polynomial::new();
    for ((powers, exponent), c) in sum.terms() {
        let plain = powers.iter().all(|(a, _)| !matches!(a, Atom::Node(_)));
        if !exponent.is_empty() || !plain {
            return None;
        }
        add(&mut p, powers.iter().cloned().collect(), c);
    }
    let variables: BTreeSet<&Atom> = p.keys().flat_map(BTreeMap::keys).collect();
    (variables.len() <= MAX_VARIABLES).then_some(p)
}

fn add(p: &mut Polynomial, powers: Powers, c: &BigRational) {
    let sum = p.get(&powers).map_or_else(BigRational::zero, Clone::clone) + c;
    if sum.is_zero() {
        p.remove(&powers);
    } else {
        p.insert(powers, sum);
    }
}

fn times(p: &Polynomial, q: &Polynomial) -> Polynomial {
    let mut result = Polynomial::new();
    for (m, c) in p {
        interruption::point();
        for (n, d) in q {
            let mut powers = m.clone();
            for (a, k) in n {
                *powers.entry(a.clone()).or_insert(0) += k;
            }
            add(&mut result, powers, &(c * d));
        }
    }
    result
}

/// Nowhere negative: a sum of even powers with positive coefficients, or `a v^2 + b v + c` with `a >= 0`, `c >= 0`
/// and `4 a c - b^2 >= 0` everywhere: `4 a p = (2 a v + b)^2 + (4 a c - b^2)`.
fn nonnegative(p: &Polynomial, depth: usize) -> Option<Nonnegative> {
    let even = |m: &Powers| m.values().all(|k| k % 2 == 0);
    if p.iter().all(|(m, c)| even(m) && c.is_positive()) {
        let root = |m: &Powers| m.iter().map(|(a, k)| (a.clone(), k / 2)).collect();
        let square = |(m, c): (&Powers, &BigRational)| {
            (c.clone(), Polynomial::from([(root(m), BigRational::one())]))
        };
        return Some(Nonnegative {
            multiplier: Squares::new(),
            squares: p.iter().map(square).collect(),
        });
    }
    if depth > MAX_VARIABLES || p.len() > MAX_TERMS {
        return None;
    }
    let variables: BTreeSet<Atom> = p.keys().flat_map(|m| m.keys().cloned()).collect();
    variables.iter().find_map(|v| quadratic(p, v, depth))
}

/// The same by a square that is completed in one variable.
fn quadratic(p: &Polynomial, v: &Atom, depth: usize) -> Option<Nonnegative> {
    let mut parts = [Polynomial::new(), Polynomial::new(), Polynomial::new()];
    for (m, c) in p {
        let mut rest = m.clone();
        let k = rest.remove(v).unwrap_or(0) as usize;
        add(parts.get_mut(k)?, rest, c);
    }
    let [c, b, a] = &parts;
    let number = |n: i64| {
        let q = BigRational::from_integer(BigInt::from(n));
        Polynomial::from([(Powers::new(), q)])
    };
    let mut discriminant = times(&number(4), &times(a, c));
    for (m, q) in times(&number(-1), &times(b, b)) {
        add(&mut discriminant, m, &q);
    }
    let leading = nonnegative(a, depth + 1)?;
    let constant = nonnegative(c, depth + 1)?;
    let rest = nonnegative(&discriminant, depth + 1)?;
    if a.is_empty() {
        // Then b is 0 as well.
        return Some(constant);
    }
    let mut middle = times(&number(2), a);
    middle = times(
        &middle,
        &Polynomial::from([(Powers::from([(v.clone(), 1)]), BigRational::one())]),
    );
    for (m, q) in b {
        add(&mut middle, m.clone(), q);
    }
    let four = BigRational::from_integer(BigInt::from(4));
    let outer = product(&leading.squares, &or_one(&rest.multiplier))?;
    let mut multiplier: Squares = outer.into_iter().map(|(w, f)| (w * &four, f)).collect();
    let factor = or_one(&leading.multiplier);
    let squared = vec![(BigRational::one(), middle)];
    let mut squares = product(&product(&factor, &or_one(&rest.multiplier))?, &squared)?;
    for (w, f) in product(&factor, &rest.squares)? {
        collect(&mut squares, w, f)?;
    }
    // A multiplier that is a number is divided out.
    if let [(w, f)] = multiplier.as_slice()
        && let Some((m, q)) = f.first_key_value().filter(|_| f.len() == 1)
        && m.is_empty()
    {
        let scale = (w * q * q).recip();
        for (w, _) in &mut squares {
            *w *= &scale;
        }
        multiplier = Squares::new();
    }
    Some(Nonnegative {
        multiplier,
        squares,
    })
}

#[cfg(test)]
mod tests {
    use super::super::facts::Facts;
    use super::*;
    use crate::dag::Dag;
    use crate::{Parameters, parse};

    #[test]
    fn squares_are_completed() {
        let mut parameters = Parameters::new();
        for p in ["a", "b"] {
            parameters.declare(p).expect("a declaration");
        }
        let ask = |text: &str| {
            let e = parse(text, &parameters).expect("an expression").expr;
            let dag = Dag::new(&e).expect("small");
            let facts = Facts::new(&dag);
            positive(
                &facts.fractions[dag.root]
                    .as_ref()
                    .expect("a polynomial")
                    .numerator,
            )
            .is_some()
        };
        for text in [
            "1 + (a^2 + 2*a*b + b^2)*x^2",
            "x^2 - 2*b*x + b^2 + 1",
            "x^2 + x + b^2 + 1",
            "x^2 + a*x + a^2 + 1/10",
            "a^2 + b^2 + x^2 - a*b - b*x - a*x + 1",
            "(a - b + x)^2 + 2",
        ] {
            assert!(ask(text), "{text}");
        }
        // Negative or zero somewhere: (x, a, b) = (1, 1, 0), (1, 2, 0), (-1/2, 0, 0), (1, 1, 1), (0, 0, 0), (0, -1,
        // 1).
        for text in [
            "1 - (a^2 + b^2)*x^2",
            "x^2 - 2*a*x + 1",
            "x^2 + x + b^2 + 1/4",
            "a^2*b^2 + x^2 - 3*a*b*x + 1/2",
            "x^2 + a*b",
            "1 + a*b + x^2",
        ] {
            assert!(!ask(text), "{text}");
        }
    }
}
