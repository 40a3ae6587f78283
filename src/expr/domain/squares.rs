//! Polynomials in several variables that are nowhere negative, by completing squares.

use std::collections::{BTreeMap, BTreeSet};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::fraction::{Atom, Sum};

/// Most variables, and most terms on the way.
const MAX_VARIABLES: usize = 5;
const MAX_TERMS: usize = 60;

type Powers = BTreeMap<Atom, u32>;
type Polynomial = BTreeMap<Powers, BigRational>;

/// Is the sum a polynomial in x, parameters and pi that is positive for all their real values?
pub(super) fn positive(sum: &Sum) -> bool {
    let Some(p) = polynomial(sum) else {
        return false;
    };
    let constant = p.get(&Powers::new()).cloned();
    let Some(constant) = constant.filter(Signed::is_positive) else {
        return false;
    };
    // Positive if it stays nonnegative when a part of the constant is taken away.
    let two = BigRational::from_integer(BigInt::from(2));
    let mut part = constant;
    for _ in 0..3 {
        let mut less = p.clone();
        add(&mut less, Powers::new(), &-part.clone());
        if nonnegative(&less, 0) {
            return true;
        }
        part /= &two;
    }
    false
}

fn polynomial(sum: &Sum) -> Option<Polynomial> {
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

/// Nowhere negative: a sum of even powers with positive coefficients, or `a v^2 + b v + c` with `a >= 0`, `c >= 0` and
/// `4 a c - b^2 >= 0` everywhere (where `a` is 0, so is `b`).
fn nonnegative(p: &Polynomial, depth: usize) -> bool {
    let even = |m: &Powers| m.values().all(|k| k % 2 == 0);
    if p.iter().all(|(m, c)| even(m) && c.is_positive()) {
        return true;
    }
    if depth > MAX_VARIABLES || p.len() > MAX_TERMS {
        return false;
    }
    let variables: BTreeSet<Atom> = p.keys().flat_map(|m| m.keys().cloned()).collect();
    variables.iter().any(|v| {
        let mut parts = [Polynomial::new(), Polynomial::new(), Polynomial::new()];
        for (m, c) in p {
            let mut rest = m.clone();
            let k = rest.remove(v).unwrap_or(0) as usize;
            let Some(part) = parts.get_mut(k) else {
                return false;
            };
            add(part, rest, c);
        }
        let [c, b, a] = &parts;
        let four = Polynomial::from([(Powers::new(), BigRational::from_integer(BigInt::from(4)))]);
        let minus = Polynomial::from([(Powers::new(), -BigRational::one())]);
        let mut discriminant = times(&four, &times(a, c));
        for (m, q) in times(&minus, &times(b, b)) {
            add(&mut discriminant, m, &q);
        }
        nonnegative(a, depth + 1)
            && nonnegative(c, depth + 1)
            && nonnegative(&discriminant, depth + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::super::dag::Dag;
    use super::super::facts::Facts;
    use super::*;
    use crate::expr::{Parameters, parse};

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
        // Negative or zero somewhere: (x, a, b) = (1, 1, 0), (1, 2, 0), (-1/2, 0, 0), (1, 1, 1), (0, 0, 0), (0, -1, 1).
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
