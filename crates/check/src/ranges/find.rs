//! The sign of an expression on the real line without facts of a certificate: from the ranges of its parts, the signs
//! of fractions, squares, waves, roots and logarithms, and from boxes with growth beyond.

use std::collections::BTreeMap;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::boxes;
use super::comparison::{Truth, of_difference};
use super::derive::{alone, of_signs, operator};
use super::fraction::{Fraction, Powers, Sum};
use super::growth;
use super::linear::linear;
use super::nodes::{NodeKind, unfolded};
use super::set::Set;
use super::side::Side;
use super::signs::{Signs, signs};
use super::work::{BITS, Work};
use crate::failure::Checked;
use crate::sign::sign;
use wronski_certificate::{Bound, Interval};
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Expr, Func};

/// Precision on boxes.
const BOX_BITS: u32 = 96;

/// A box is halved at most so many times.
const HALVINGS: u32 = 14;

/// Most terms of a polynomial of which squares are completed, and the deepest nesting of that.
const MAX_TERMS: usize = 60;
const MAX_SQUARES: u32 = 5;

/// The known values of an expression on the real line, wherever it is defined, for all real parameters.
pub(crate) fn values_of(expr: &Expr) -> Checked<Values> {
    let mut work = Work::new(&[]);
    let root = work.nodes.insert(&unfolded(expr)?.root)?;
    let line = Interval::line();
    let mut set = work
        .sets(root, &line)?
        .remove(&root)
        .unwrap_or_else(Set::everything);
    let depends = work.nodes.depends(root);
    if !(set.is_positive() || set.is_negative() || depends.parameter) {
        let found = if depends.x {
            work.on_the_line(root)?
        } else {
            work.constant(root)
        };
        if let Some(found) = found {
            set = found;
        }
    }
    Ok(Values(set))
}

/// What is known of the values of an expression.
pub(crate) struct Values(Set);

impl Values {
    /// The sign of every value, if it is one.
    pub(crate) fn sign(&self) -> Option<Sign> {
        self.0.sign()
    }

    /// Is every value greater than 0?
    pub(crate) fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Is every value at least 0?
    pub(crate) fn is_nonnegative(&self) -> bool {
        self.0.is_nonnegative()
    }

    /// Is every value at most 0?
    pub(crate) fn is_nonpositive(&self) -> bool {
        self.0.is_nonpositive()
    }

    /// Is no value 0?
    pub(crate) fn is_nonzero(&self) -> bool {
        self.0.nonzero
    }
}

impl Work<'_> {
    /// The ranges of a node and its parts.
    fn sets(&mut self, root: usize, on: &Interval) -> Checked<BTreeMap<usize, Set>> {
        let mut all: BTreeMap<usize, Set> = BTreeMap::new();
        for i in self.nodes.below(&[root]) {
            interruption::point();
            let kind = self.nodes.kind(i).clone();
            let own: Vec<Set> = kind
                .operands()
                .iter()
                .filter_map(|j| all.get(j).cloned())
                .collect();
            let mut set = match (&kind, own.as_slice()) {
                _ if self.nodes.written(i).is_some() => alone(self, i, on),
                (NodeKind::Where(relation, [a, b, _, _]), [u, v, then, otherwise]) => {
                    let mut difference = u.plus(&v.neg());
                    let at = self.difference(*a, *b)?;
                    if let Some(exact) = self.exact(at, on) {
                        difference = difference.meet(&exact);
                    }
                    match of_difference(*relation, &difference) {
                        Some(Truth::Always) => then.clone(),
                        Some(Truth::Never) => otherwise.clone(),
                        None => then.hull(otherwise),
                    }
                }
                _ => operator(self, i, &own, BITS).unwrap_or_else(|| alone(self, i, on)),
            };
            let sums = matches!(kind, NodeKind::Add(..) | NodeKind::Sub(..));
            let products = matches!(
                kind,
                NodeKind::Mul(..) | NodeKind::Div(..) | NodeKind::Pow(..)
            );
            let open = |s: &Set| !s.is_positive() && !s.is_negative();
            if (sums || products) && open(&set) {
                if let Some(exact) = self.exact(i, on) {
                    set = set.meet(&exact);
                }
                if sums && !set.nonzero {
                    for more in [
                        self.waves(i, &all),
                        self.dominated(i, on),
                        self.by_exponential(i, on),
                    ] {
                        set = more.map_or(set.clone(), |m| set.meet(&m));
                    }
                }
            }
            all.insert(i, set);
        }
        Ok(all)
    }

    /// By the signs of numerator and denominator.
    fn exact(&mut self, i: usize, on: &Interval) -> Option<Set> {
        let form = self.forms.of(&self.nodes, i)?;
        quotient(&form, on)
    }

    /// A linear combination in which a sine and a cosine of one argument stand.
    fn waves(&self, i: usize, all: &BTreeMap<usize, Set>) -> Option<Set> {
        let parts = linear(&self.nodes, i).ok()?;
        let mut waves: BTreeMap<usize, [BigRational; 2]> = BTreeMap::new();
        let mut total = Set::point(&parts.constant);
        for (j, c) in &parts.terms {
            match *self.nodes.kind(*j) {
                NodeKind::Function(f @ (Func::Sin | Func::Cos), u) => {
                    let wave = waves.entry(u).or_default();
                    wave[usize::from(f == Func::Cos)] = c.clone();
                }
                _ => total = total.plus(&all.get(j)?.times(&Set::point(c))),
            }
        }
        for [a, b] in waves.values() {
            let square = Enclosure::rational(&(a * a + b * b), BITS).ok()?;
            let radius = square.sqrt().ok()?.upper_rational();
            total = total.plus(&Set::between(
                Bound::Closed(-radius.clone()),
                Bound::Closed(radius),
            ));
        }
        Some(total)
    }

    /// `w + c sqrt(v)` with `c^2 v > w^2`.
    fn dominated(&mut self, i: usize, on: &Interval) -> Option<Set> {
        let parts = linear(&self.nodes, i).ok()?;
        let whole = self.forms.of(&self.nodes, i)?;
        let half = BigRational::new(BigInt::one(), BigInt::from(2));
        for (j, c) in &parts.terms {
            let v = match *self.nodes.kind(*j) {
                NodeKind::Function(Func::Sqrt, v) => v,
                NodeKind::Pow(v, q) if self.nodes.written(q) == Some(&half) => v,
                _ => continue,
            };
            let (root, radicand) = (
                self.forms.of(&self.nodes, *j)?,
                self.forms.of(&self.nodes, v)?,
            );
            let reduced = |f| self.forms.without_powers(&self.nodes, f);
            let w = reduced(whole.minus(&root.scaled(c))?);
            let square = reduced(w.times(&w)?);
            let excess = reduced(radicand.scaled(&(c * c)).minus(&square)?);
            let set = quotient(&excess, on)?;
            let found = if set.is_positive() {
                Set::positive()
            } else if set.is_nonnegative() {
                Set::nonnegative()
            } else {
                continue;
            };
            return Some(if c.is_negative() { found.neg() } else { found });
        }
        None
    }

    /// The sign of the exponential less 1.
    fn by_exponential(&mut self, i: usize, on: &Interval) -> Option<Set> {
        let e = self.forms.exponential_of(&self.nodes, i)?;
        quotient(&e.minus(&Fraction::number(&BigRational::one()))?, on)
    }

    fn constant(&self, i: usize) -> Option<Set> {
        [64, 256, 1024].into_iter().find_map(|bits| {
            let e = boxes::constant(&self.nodes, i, bits)?;
            sign(&e).map(Set::of_sign)
        })
    }

    /// On boxes, and beyond by growth.
    fn on_the_line(&mut self, root: usize) -> Checked<Option<Set>> {
        let mut ends = Vec::new();
        for side in [Side::Left, Side::Right] {
            let mut found = None;
            for bound in [1i64, 4, 16, 128, 4096] {
                let cut = BigRational::from_integer(BigInt::from(bound));
                let cut = if side == Side::Left { -cut } else { cut };
                let sets = self.sets(root, &side.ray(&cut))?;
                let sign = match sets.get(&root).and_then(Set::sign) {
                    Some(sign) => Some(sign),
                    None => growth::sign_by(self, root, side, &cut, sets).ok(),
                };
                if let Some(sign) = sign {
                    found = Some((cut, sign));
                    break;
                }
            }
            match found {
                Some(found) => ends.push(found),
                None => return Ok(None),
            }
        }
        let [(low, left), (high, right)] = ends.as_slice() else {
            return Ok(None);
        };
        let precision = (BOX_BITS, HALVINGS);
        if left != right || !boxes::has_sign(&self.nodes, root, [low, high], *left, precision) {
            return Ok(None);
        }
        Ok(Some(Set::of_sign(*left)))
    }
}

/// The values of a fraction by the signs of numerator and denominator.
fn quotient(f: &Fraction, on: &Interval) -> Option<Set> {
    let (above, below) = (of_sum(&f.up, on)?, of_sum(&f.down, on)?);
    (!below.zero).then(|| of_signs(above, below))
}

/// The signs of a sum.
fn of_sum(sum: &Sum, on: &Interval) -> Option<Signs> {
    if let Some(p) = sum.in_x() {
        return signs(&p, on).ok();
    }
    if is_positive(sum) {
        return Some(Signs {
            positive: true,
            ..Signs::default()
        });
    }
    if let Some(p) = sum.in_one_exponential() {
        let positive = Interval {
            low: Bound::Open(BigRational::zero()),
            high: Bound::Infinite,
        };
        return signs(&p, &positive).ok();
    }
    signs(&sum.times_one_exponential()?, on).ok()
}

type Polynomial = BTreeMap<Powers, BigRational>;

/// Is it a polynomial in x, parameters and pi, and positive for all values of these, by squares?
fn is_positive(sum: &Sum) -> bool {
    if !sum.is_polynomial() {
        return false;
    }
    let mut p: Polynomial = sum
        .terms()
        .map(|((p, _), c)| (p.clone(), c.clone()))
        .collect();
    let Some(constant) = p.remove(&Powers::new()).filter(Signed::is_positive) else {
        return false;
    };
    // With all of the constant, half of it and a quarter taken away.
    [0, 1, 3].into_iter().any(|quarters| {
        let mut rest = p.clone();
        let part = &constant * BigRational::new(BigInt::from(quarters), BigInt::from(4));
        if !part.is_zero() {
            rest.insert(Powers::new(), part);
        }
        is_nonnegative(&rest, 0)
    })
}

fn sum(terms: impl Iterator<Item = (Powers, BigRational)>) -> Polynomial {
    let mut p = Polynomial::new();
    for (m, c) in terms {
        interruption::point();
        *p.entry(m).or_insert_with(BigRational::zero) += c;
    }
    p.retain(|_, c| !c.is_zero());
    p
}

fn product(a: &Polynomial, b: &Polynomial) -> Polynomial {
    let times = |m: &Powers, n: &Powers| {
        let mut powers = m.clone();
        for (v, k) in n {
            *powers.entry(v.clone()).or_insert(0) += k;
        }
        powers
    };
    sum(a
        .iter()
        .flat_map(|(m, c)| b.iter().map(move |(n, d)| (times(m, n), c * d))))
}

/// A sum of even powers, or `a v^2 + b v + c` with `a`, `c` and `4 a c - b^2` nowhere negative.
fn is_nonnegative(p: &Polynomial, depth: u32) -> bool {
    let even = |m: &Powers| m.values().all(Integer::is_even);
    if p.iter().all(|(m, c)| even(m) && c.is_positive()) {
        return true;
    }
    if depth > MAX_SQUARES || p.len() > MAX_TERMS {
        return false;
    }
    let variables: std::collections::BTreeSet<_> =
        p.keys().flat_map(|m| m.keys().cloned()).collect();
    variables.iter().any(|v| {
        let part = |k: u32| {
            sum(p
                .iter()
                .filter(|(m, _)| m.get(v).copied().unwrap_or(0) == k)
                .map(|(m, c)| {
                    let mut rest = m.clone();
                    rest.remove(v);
                    (rest, c.clone())
                }))
        };
        if p.keys().any(|m| m.get(v).is_some_and(|k| *k > 2)) {
            return false;
        }
        let (c, b, a) = (part(0), part(1), part(2));
        let four = BigRational::from_integer(BigInt::from(4));
        let square = product(&b, &b).into_iter().map(|(m, c)| (m, -c));
        let four_times = product(&a, &c).into_iter().map(|(m, c)| (m, c * &four));
        let discriminant = sum(four_times.chain(square));
        [a, c, discriminant]
            .iter()
            .all(|q| is_nonnegative(q, depth + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_expr::{Parameters, parse};

    fn known(text: &str) -> Values {
        let mut parameters = Parameters::new();
        for p in ["a", "b"] {
            parameters.declare(p).expect("a declaration");
        }
        let e = parse(text, &parameters).expect("an expression").expr;
        values_of(&e).expect("small")
    }

    #[test]
    fn signs_that_are_known() {
        for text in [
            "1 + x^2",
            "x^2 + x + 1",
            "exp(2*x) - exp(x) + 1",
            "2 + sin(x) + cos(x)",
            "x + sqrt(1 + x^2)",
            "log(2 + x^2) - log(1 + x^2)",
            "x^2 + a*x + a^2 + 1/10",
            "1 + (a^2 + 2*a*b + b^2)*x^2",
            "exp(x) - x",
            "x^4 - 3*x + exp(-x^2)*x + 5",
            "softplus(x)",
            "where(x^2 >= 0, exp(x), x)",
            "pi - 314159265358979323846264338327950288/10^35",
            "diff(tanh(x))",
        ] {
            assert!(known(text).is_positive(), "{text}");
            assert!(
                known(&format!("-({text})")).sign() == Some(Sign::Minus),
                "-({text})"
            );
        }
        // Each is 0 or negative somewhere.
        for text in [
            "x",
            "x^2",
            "x^2 + x + 1/4",
            "exp(2*x) - 2*exp(x) + 1",
            "1 + sin(x) + cos(x)",
            "x + sqrt(x^2)",
            "log(1 + x^2)",
            "x^2 + 2*a*x + 1",
            "exp(x) - 3*x",
            "exp(x) - e*x",
            "erf(x) - 99/100",
            "where(x > 0, 1, x)",
            "22/7 - pi - 1/100",
            "a",
        ] {
            assert!(!known(text).is_positive(), "{text}");
        }
        assert!(known("x^2").is_nonnegative() && !known("x^2").is_nonzero());
        assert!(known("-abs(x)").is_nonpositive());
        assert!(known("1/x").is_nonzero());
    }
}
