//! Families derived from a chain: a network with one unit a layer, differentiated symbolically.
//!
//! The chain with L layers is `a_0 = x`, `z_l = w_l a_{l-1} + b_l`, `a_l = sigma(z_l)` for `l < L`, and
//! `F = w_L a_{L-1} + b_L`. With `c_l = dF/da_l`, backpropagation gives
//!
//! * the gradient family: `dF/db_L = 1`, `dF/dw_L = a_{L-1}`, and `dF/db_l = c_l sigma'(z_l)`,
//!   `dF/dw_l = c_l sigma'(z_l) a_{l-1}` for the hidden layers `l < L`;
//! * the moment functions `c_l sigma''(z_l) a_{l-1}^k`, `k = 0, 1, 2`, whose sums over the samples, weighted
//!   with the residual, are the entries of the moment matrix of layer l.

use std::ops::Range;

use num_rational::BigRational;
use num_traits::{One, Zero};

use super::{Family, Member, Rank, SelfComposition};
use crate::tower::compose::Composition;
use crate::tower::interpret::Interpreter;
use crate::tower::{Budget, Element, Result, Tower};
use wronski_diagnostic::interruption;
use wronski_expr::{Expr, substitute};

/// The rational weights of a chain, layer by layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainWeights {
    layers: Vec<(BigRational, BigRational)>,
}

impl ChainWeights {
    /// All weights 1, all biases 0.
    pub fn unit(layers: usize) -> Self {
        ChainWeights {
            layers: vec![(BigRational::one(), BigRational::zero()); layers],
        }
    }

    /// The weights `(w_l, b_l)` for `l = 1, ..., L`.
    pub fn new(layers: Vec<(BigRational, BigRational)>) -> Self {
        ChainWeights { layers }
    }

    /// The number L of layers, the output layer included.
    pub fn len(&self) -> usize {
        self.layers.len()
    }

    /// Are there no layers at all?
    pub fn is_empty(&self) -> bool {
        self.layers.is_empty()
    }

    /// `(w_l, b_l)` for `l = 1, ..., L`, from the input on.
    pub fn layers(&self) -> &[(BigRational, BigRational)] {
        &self.layers
    }

    /// `w_{l+1} ... w_L`.
    fn outer_product(&self, l: usize) -> BigRational {
        self.layers.iter().skip(l).map(|(w, _)| w).product()
    }
}

/// The gradient family and the moment functions of a chain, as products of few elements of a tower.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The number L of layers.
    pub layers: usize,
    /// First the 2L members of the gradient family, `dF/db_L, dF/dw_L, ..., dF/db_1, dF/dw_1`, then three
    /// moment functions for each hidden layer, from layer 1 on.
    pub family: Family,
}

/// sigma, sigma' and sigma'' as expressions in x, differentiated in a tower of their own.
///
/// The chain evaluates them at `z_l`. Going through expressions keeps the exponentials of `sigma(x)` itself out of
/// the tower of the chain: where that tower needs finer exponentials, as for `sigma(x/2)`, the ones of the
/// composition would have to be finer in turn, without end.
///
/// # Errors
/// As [`Interpreter::read`] and [`Tower::derive`].
pub fn derivative_expressions(budget: Budget, sigma: &Expr) -> Result<[Expr; 3]> {
    let (tower, derivatives) = Tower::build(budget, |t| {
        let s = Interpreter::new().read(t, sigma)?;
        SelfComposition::inner(t, &s)
    })?;
    Ok(derivatives.map(|e| tower.to_expr(&e)))
}

impl Chain {
    /// The chain at the given weights, differentiated; `sigma` is what [`derivative_expressions`] returns. The tower
    /// grows by the monomials of `sigma(z_1), sigma(z_2), ...`.
    ///
    /// # Errors
    /// As [`Interpreter::read`]; [`crate::tower::TowerError::Refine`] inside [`Tower::build`].
    pub fn new(tower: &mut Tower, sigma: &[Expr; 3], weights: &ChainWeights) -> Result<Self> {
        let mut reader = Interpreter::new();
        let base = Self::base(sigma, weights)
            .iter()
            .map(|f| reader.read(tower, f))
            .collect::<Result<Vec<_>>>()?;
        Ok(Chain {
            layers: weights.len(),
            family: Family {
                base,
                members: members(weights.len()),
            },
        })
    }

    /// The same by compositions in the tower: the derivatives of `sigma` are computed in it once, and evaluated at
    /// `z_l` as homomorphisms of rings. Faster, but without end where `z_l` needs finer exponentials than `x`; then
    /// the tower is not built, and [`Chain::new`] may get further.
    ///
    /// # Errors
    /// As [`Chain::new`], and as the adjunctions that the compositions need.
    pub fn by_composition(tower: &mut Tower, sigma: &Expr, weights: &ChainWeights) -> Result<Self> {
        let hidden = weights.len().saturating_sub(1);
        let sigma = Interpreter::new().read(tower, sigma)?;
        let derivatives = SelfComposition::inner(tower, &sigma)?;
        let mut base = vec![Element::var(0)];
        let mut below = Element::var(0);
        for (w, b) in weights.layers().iter().take(hidden) {
            let z = tower.add(&tower.scale(&below, w), &Element::rational(b))?;
            let mut at_z = Composition::new(&z);
            let values = derivatives
                .iter()
                .map(|f| at_z.apply(tower, f))
                .collect::<Result<Vec<_>>>()?;
            below.clone_from(&values[0]);
            base.extend(values);
        }
        base.extend((1..=hidden).map(|l| Element::rational(&weights.outer_product(l))));
        Ok(Chain {
            layers: weights.len(),
            family: Family {
                base,
                members: members(weights.len()),
            },
        })
    }

    /// The base functions of the family as expressions: x, then `a_l, sigma'(z_l), sigma''(z_l)` for each hidden
    /// layer, then the constants `w_{l+1} ... w_L` of the `c_l`.
    pub fn base(sigma: &[Expr; 3], weights: &ChainWeights) -> Vec<Expr> {
        let hidden = weights.len().saturating_sub(1);
        let mut base = vec![Expr::x()];
        let mut below = Expr::x();
        for (w, b) in weights.layers().iter().take(hidden) {
            let z = affine(w, &below, b);
            let at_z = sigma.each_ref().map(|f| substitute(f, &z));
            below = at_z[0].clone();
            base.extend(at_z);
        }
        base.extend((1..=hidden).map(|l| Expr::num(weights.outer_product(l))));
        base
    }

    /// The gradient and moment functions as expressions, with their names.
    pub fn expressions(sigma: &[Expr; 3], weights: &ChainWeights) -> Vec<(String, Expr)> {
        let base = Self::base(sigma, weights);
        members(weights.len())
            .into_iter()
            .map(|m| {
                let product = base
                    .iter()
                    .zip(&m.exponents)
                    .filter(|(_, n)| **n > 0)
                    .fold(Expr::int(1), |acc, (f, n)| acc * f.pow(i64::from(*n)));
                (m.label, product)
            })
            .collect()
    }

    /// The positions of the gradient family among the members.
    pub fn gradient(&self) -> Range<usize> {
        0..2 * self.layers
    }

    /// The positions of all moment functions among the members.
    pub fn moments(&self) -> Range<usize> {
        2 * self.layers..self.family.len()
    }

    /// The gradient family alone.
    pub fn gradient_family(&self) -> Family {
        self.family.select(&self.gradient().collect::<Vec<_>>())
    }

    /// What the relations of the whole family demand of the moments: one constraint for each relation in which a
    /// moment function occurs.
    ///
    /// # Errors
    /// As [`Tower::add`].
    pub fn constraints(&self, tower: &Tower, rank: &Rank) -> Result<Vec<Constraint>> {
        let moments = self.moments();
        let mut out = vec![];
        for (index, r) in rank.relations.iter().enumerate() {
            let part = &r.coefficients[moments.clone()];
            if part.iter().all(Element::is_zero) {
                continue;
            }
            let rational: Option<Vec<BigRational>> = part
                .iter()
                .map(|c| {
                    if c.is_zero() {
                        Some(BigRational::zero())
                    } else {
                        c.as_rational()
                    }
                })
                .collect();
            out.push(Constraint {
                relation: index,
                components: components(tower, part)?,
                rational,
            });
        }
        Ok(out)
    }
}

/// A linear equation that the moments satisfy for every residual orthogonal to the gradient family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Constraint {
    /// Which relation of the family it comes from.
    pub relation: usize,
    /// The coefficients of the moments, if all are rational numbers.
    pub rational: Option<Vec<BigRational>>,
    /// Rational equations that together imply this one: the coefficients of the power products of the
    /// irrational constants, each set to zero. One equation, equivalent to this one, if it is rational.
    pub components: Vec<Vec<BigRational>>,
}

/// The coefficients of the power products of constants in a vector of constants over a common denominator.
fn components(tower: &Tower, part: &[Element]) -> Result<Vec<Vec<BigRational>>> {
    let (numerators, _) = tower.common_numerators(part)?;
    let mut rows = std::collections::BTreeMap::new();
    for (j, p) in numerators.iter().enumerate() {
        for (m, c) in p.terms() {
            interruption::point();
            rows.entry(m)
                .or_insert_with(|| vec![BigRational::zero(); part.len()])[j] = c;
        }
    }
    Ok(rows.into_values().collect())
}

/// `w a + b`, without the parts that are not there.
fn affine(w: &BigRational, a: &Expr, b: &BigRational) -> Expr {
    let product = if w.is_one() {
        a.clone()
    } else {
        Expr::num(w.clone()) * a.clone()
    };
    if b.is_zero() {
        product
    } else {
        product + Expr::num(b.clone())
    }
}

/// The products that make up the two families, over the base functions of [`Chain::base`].
fn members(layers: usize) -> Vec<Member> {
    let hidden = layers.saturating_sub(1);
    let width = 1 + 4 * hidden;
    let a = |l: usize| if l == 0 { 0 } else { 3 * l - 2 };
    let (first, second) = (|l: usize| 3 * l - 1, |l: usize| 3 * l);
    let mut out = vec![];
    let mut push = |label: String, factors: &[(usize, u32)]| {
        let mut exponents = vec![0; width];
        for &(i, n) in factors {
            exponents[i] += n;
        }
        out.push(Member { label, exponents });
    };
    // c_l = w_{l+1} ... w_L * sigma'(z_{l+1}) ... sigma'(z_{L-1})
    let outer = |l: usize| -> Vec<(usize, u32)> {
        let mut factors = vec![(3 * hidden + l, 1)];
        factors.extend((l + 1..=hidden).map(|j| (first(j), 1)));
        factors
    };
    if layers > 0 {
        push(format!("dF/db{layers}"), &[]);
        push(format!("dF/dw{layers}"), &[(a(hidden), 1)]);
    }
    for l in (1..=hidden).rev() {
        let mut factors = outer(l);
        factors.push((first(l), 1));
        push(format!("dF/db{l}"), &factors);
        factors.push((a(l - 1), 1));
        push(format!("dF/dw{l}"), &factors);
    }
    for l in 1..=hidden {
        for k in 0..3 {
            let mut factors = outer(l);
            factors.push((second(l), 1));
            factors.push((a(l - 1), k));
            let power = match k {
                0 => String::new(),
                1 => format!("*a{}", l - 1),
                _ => format!("*a{}^2", l - 1),
            };
            push(format!("c{l}*sigma''(z{l}){power}"), &factors);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_layers_by_hand() {
        // Base: x | s s1 s2 | S S1 S2 | w2*w3, w3
        let m = members(3);
        let of = |label: &str| -> Vec<u32> {
            m.iter()
                .find(|m| m.label == label)
                .unwrap_or_else(|| panic!("no {label}"))
                .exponents
                .clone()
        };
        assert_eq!(m.len(), 12);
        assert_eq!(of("dF/db3"), [0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(of("dF/dw3"), [0, 0, 0, 0, 1, 0, 0, 0, 0]);
        assert_eq!(of("dF/db2"), [0, 0, 0, 0, 0, 1, 0, 0, 1]);
        assert_eq!(of("dF/dw2"), [0, 1, 0, 0, 0, 1, 0, 0, 1]);
        assert_eq!(of("dF/db1"), [0, 0, 1, 0, 0, 1, 0, 1, 0]);
        assert_eq!(of("dF/dw1"), [1, 0, 1, 0, 0, 1, 0, 1, 0]);
        assert_eq!(of("c1*sigma''(z1)*a0^2"), [2, 0, 0, 1, 0, 1, 0, 1, 0]);
        assert_eq!(of("c2*sigma''(z2)*a1"), [0, 1, 0, 0, 0, 0, 1, 0, 1]);
    }
}
