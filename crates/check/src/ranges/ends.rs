//! Limits at the ends of the line, by growth.
//!
//! A function is compared with the scale `x^p exp(q(x))`, q a polynomial without constant term, as x tends to plus
//! infinity: scales are ordered by the sign of the leading coefficient of q, then by p (Hardy, *Orders of Infinity*,
//! chapter 1). Of functions that are `c` times a scale with a constant c that is enclosed away from zero, products
//! and powers are such functions, and of a sum the larger stays. At minus infinity, x is replaced by `-x`.

use std::cmp::Ordering;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::nodes::{Kind, Nodes, unfolded};
use super::{Checked, unshown};
use wronski_expr::enclose::enclose;
use wronski_expr::{Expr, Func, Node, substitute};

/// Bits of the enclosures of constants.
const BITS: u32 = 320;
/// The largest degree of an exponent.
const DEGREE: usize = 60;

/// A polynomial without a constant term: the coefficient of `x^(k+1)` at position k, without trailing zeros.
type Exponent = Vec<BigRational>;

fn trimmed(mut q: Exponent) -> Exponent {
    while q.last().is_some_and(Zero::is_zero) {
        q.pop();
    }
    q
}

fn added(a: &Exponent, b: &Exponent, factor: &BigRational) -> Exponent {
    let zero = BigRational::zero();
    let at = |q: &Exponent, k: usize| q.get(k).unwrap_or(&zero).clone();
    trimmed(
        (0..a.len().max(b.len()))
            .map(|k| at(a, k) + at(b, k) * factor)
            .collect(),
    )
}

/// A constant times a scale, up to a factor that tends to 1.
#[derive(Clone, Debug)]
struct Scaled {
    constant: Expr,
    positive: bool,
    power: BigRational,
    exponent: Exponent,
}

/// How a function behaves as x tends to plus infinity.
#[derive(Clone, Debug)]
enum Tail {
    Zero,
    Scaled(Scaled),
    Vanishing,
    /// To plus infinity, or to minus infinity.
    Unbounded(bool),
}

impl Scaled {
    fn number(constant: Expr, positive: bool) -> Scaled {
        Scaled {
            constant,
            positive,
            power: BigRational::zero(),
            exponent: vec![],
        }
    }

    /// Does it grow, stay or vanish?
    fn order(&self) -> Ordering {
        match self.exponent.last() {
            Some(leading) => leading.cmp(&BigRational::zero()),
            None => self.power.cmp(&BigRational::zero()),
        }
    }

    fn coarse(&self) -> Tail {
        match self.order() {
            Ordering::Less => Tail::Vanishing,
            Ordering::Equal => Tail::Scaled(self.clone()),
            Ordering::Greater => Tail::Unbounded(self.positive),
        }
    }
}

/// A constant as a tail, if it is known whether it is zero.
fn constant(e: &Expr) -> Option<Tail> {
    if let Some(q) = written(e) {
        return Some(if q.is_zero() {
            Tail::Zero
        } else {
            let positive = q.is_positive();
            Tail::Scaled(Scaled::number(Expr::num(q), positive))
        });
    }
    let value = enclose(e, &BigRational::zero(), BITS).ok()?;
    if value.certainly_positive() || value.certainly_negative() {
        Some(Tail::Scaled(Scaled::number(
            e.clone(),
            value.certainly_positive(),
        )))
    } else {
        None
    }
}

/// The rational number that arithmetic of numbers gives.
fn written(e: &Expr) -> Option<BigRational> {
    let short = |q: BigRational| (q.numer().bits().max(q.denom().bits()) <= 8192).then_some(q);
    short(match e.node() {
        Node::Num(q) => q.clone(),
        Node::Neg(a) => -written(a)?,
        Node::Add(a, b) => written(a)? + written(b)?,
        Node::Sub(a, b) => written(a)? - written(b)?,
        Node::Mul(a, b) => written(a)? * written(b)?,
        Node::Div(a, b) => {
            let divisor = written(b).filter(|b| !b.is_zero())?;
            written(a)? / divisor
        }
        Node::Pow(a, n) => {
            let (a, n) = (written(a)?, written(n)?);
            let n = i32::try_from(n.to_integer())
                .ok()
                .filter(|k| n.is_integer() && k.abs() <= 64)?;
            if a.is_zero() && n < 0 {
                return None;
            }
            a.pow(n)
        }
        _ => return None,
    })
}

/// The limit of a function at plus infinity (`right`) or minus infinity: an exact constant, or `None` if it is
/// infinite.
///
/// # Errors
/// Not shown, if it is not found.
pub(crate) fn limit(expr: &Expr, right: bool) -> Checked<Option<Expr>> {
    let mut nodes = Nodes::default();
    let whole = unfolded(expr)?.root;
    let whole = if right {
        whole
    } else {
        substitute(&whole, &-Expr::x())
    };
    let root = nodes.insert(&whole)?;
    let mut tails: Vec<Option<Tail>> = vec![];
    let mut polynomials: Vec<Option<Vec<BigRational>>> = vec![];
    for i in 0..=root {
        polynomials.push(polynomial(&nodes, i, &polynomials));
        let tail = match &polynomials[i] {
            Some(p) => Some(of_polynomial(p)),
            None if !nodes.depends(i).x => constant(nodes.expr(i)),
            None => tail(&nodes, i, &tails, &polynomials),
        };
        tails.push(tail);
    }
    let open = || unshown("the limit at an end of the line is not found");
    Ok(match tails.pop().flatten().ok_or_else(open)? {
        Tail::Zero | Tail::Vanishing => Some(Expr::int(0)),
        Tail::Unbounded(_) => None,
        Tail::Scaled(s) => match s.order() {
            Ordering::Less => Some(Expr::int(0)),
            Ordering::Equal => Some(s.constant),
            Ordering::Greater => None,
        },
    })
}

/// The coefficients of a node that is a polynomial over the rational numbers, constant term first.
fn polynomial(
    nodes: &Nodes,
    i: usize,
    known: &[Option<Vec<BigRational>>],
) -> Option<Vec<BigRational>> {
    let of = |k: &usize| known.get(*k)?.as_ref();
    let one = || BigRational::from_integer(1.into());
    let found = match nodes.kind(i) {
        Kind::Number(q) => vec![q.clone()],
        Kind::X => vec![BigRational::zero(), one()],
        Kind::Neg(a) => added(&vec![], of(a)?, &-one()),
        Kind::Add(a, b) => added(of(a)?, of(b)?, &one()),
        Kind::Sub(a, b) => added(of(a)?, of(b)?, &-one()),
        Kind::Mul(a, b) => multiplied(of(a)?, of(b)?)?,
        Kind::Div(a, b) => match of(b)?.as_slice() {
            [c] if !c.is_zero() => added(&vec![], of(a)?, &c.recip()),
            _ => return None,
        },
        Kind::Pow(a, n) => {
            let n = nodes
                .written(*n)
                .filter(|n| n.is_integer() && !n.is_negative())?;
            let n = u8::try_from(n.to_integer())
                .ok()
                .filter(|n| usize::from(*n) <= DEGREE)?;
            let mut out = vec![one()];
            for _ in 0..n {
                out = multiplied(&out, of(a)?)?;
            }
            out
        }
        _ => return None,
    };
    Some(trimmed(found))
}

fn multiplied(a: &[BigRational], b: &[BigRational]) -> Option<Vec<BigRational>> {
    if a.len() + b.len() > DEGREE + 2 {
        return None;
    }
    let mut out = vec![BigRational::zero(); (a.len() + b.len()).saturating_sub(1)];
    for (i, p) in a.iter().enumerate() {
        for (j, q) in b.iter().enumerate() {
            out[i + j] += p * q;
        }
    }
    Some(out)
}

fn of_polynomial(p: &[BigRational]) -> Tail {
    let Some(leading) = p.last() else {
        return Tail::Zero;
    };
    Tail::Scaled(Scaled {
        power: BigRational::from_integer((p.len() - 1).into()),
        ..Scaled::number(Expr::num(leading.clone()), leading.is_positive())
    })
}

fn tail(
    nodes: &Nodes,
    i: usize,
    tails: &[Option<Tail>],
    polynomials: &[Option<Vec<BigRational>>],
) -> Option<Tail> {
    let of = |k: &usize| tails.get(*k).cloned().flatten();
    match nodes.kind(i) {
        Kind::Neg(a) => Some(opposite(of(a)?)),
        Kind::Add(a, b) => sum(of(a)?, of(b)?),
        Kind::Sub(a, b) => sum(of(a)?, opposite(of(b)?)),
        Kind::Mul(a, b) => product(of(a)?, of(b)?),
        Kind::Div(a, b) => product(
            of(a)?,
            power(of(b)?, &BigRational::from_integer((-1).into()))?,
        ),
        Kind::Pow(a, n) => power(of(a)?, nodes.written(*n)?),
        Kind::Function(Func::Exp, a) => match polynomials.get(*a).cloned().flatten() {
            Some(p) => exponential(p),
            None => function(Func::Exp, of(a)?),
        },
        Kind::Function(f, a) => function(*f, of(a)?),
        _ => None,
    }
}

fn opposite(t: Tail) -> Tail {
    match t {
        Tail::Scaled(s) => Tail::Scaled(Scaled {
            constant: short(-s.constant),
            positive: !s.positive,
            ..s
        }),
        Tail::Unbounded(up) => Tail::Unbounded(!up),
        other => other,
    }
}

/// Numbers are worked out.
fn short(e: Expr) -> Expr {
    written(&e).map_or(e, Expr::num)
}

fn sum(a: Tail, b: Tail) -> Option<Tail> {
    Some(match (a, b) {
        (Tail::Zero, t) | (t, Tail::Zero) => t,
        (Tail::Scaled(a), Tail::Scaled(b)) => {
            let minus = BigRational::from_integer((-1).into());
            let by_exponent = added(&a.exponent, &b.exponent, &minus);
            let by_exponent = by_exponent.last().map(|c| c.cmp(&BigRational::zero()));
            match by_exponent.unwrap_or_else(|| a.power.cmp(&b.power)) {
                Ordering::Greater => Tail::Scaled(a),
                Ordering::Less => Tail::Scaled(b),
                Ordering::Equal => {
                    let order = a.order();
                    match constant(&short(a.constant.clone() + b.constant)) {
                        Some(Tail::Scaled(c)) => Tail::Scaled(Scaled {
                            constant: c.constant,
                            positive: c.positive,
                            ..a
                        }),
                        Some(Tail::Zero) if order != Ordering::Greater => Tail::Vanishing,
                        _ if order == Ordering::Less => Tail::Vanishing,
                        _ => return None,
                    }
                }
            }
        }
        (Tail::Vanishing, Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Vanishing) => s.coarse(),
        (Tail::Vanishing, t) | (t, Tail::Vanishing) => t,
        (Tail::Unbounded(up), Tail::Unbounded(other)) => {
            return (up == other).then_some(Tail::Unbounded(up));
        }
        (Tail::Unbounded(up), Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Unbounded(up)) => {
            if s.order() == Ordering::Greater && s.positive != up {
                return None;
            }
            Tail::Unbounded(up)
        }
    })
}

fn product(a: Tail, b: Tail) -> Option<Tail> {
    Some(match (a, b) {
        (Tail::Zero, _) | (_, Tail::Zero) => Tail::Zero,
        (Tail::Scaled(a), Tail::Scaled(b)) => Tail::Scaled(Scaled {
            constant: match (written(&a.constant), written(&b.constant)) {
                (Some(p), Some(q)) => Expr::num(p * q),
                _ if a.constant.is_one_literal() => b.constant,
                _ if b.constant.is_one_literal() => a.constant,
                _ => a.constant * b.constant,
            },
            positive: a.positive == b.positive,
            power: a.power + b.power,
            exponent: added(
                &a.exponent,
                &b.exponent,
                &BigRational::from_integer(1.into()),
            ),
        }),
        (Tail::Vanishing, Tail::Vanishing) => Tail::Vanishing,
        (Tail::Unbounded(p), Tail::Unbounded(q)) => Tail::Unbounded(p == q),
        (Tail::Vanishing, Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Vanishing) => {
            return (s.order() != Ordering::Greater).then_some(Tail::Vanishing);
        }
        (Tail::Unbounded(up), Tail::Scaled(s)) | (Tail::Scaled(s), Tail::Unbounded(up)) => {
            return (s.order() != Ordering::Less).then_some(Tail::Unbounded(up == s.positive));
        }
        _ => return None,
    })
}

/// `t^n` for a rational number n.
fn power(t: Tail, n: &BigRational) -> Option<Tail> {
    let odd = n.is_integer() && !(n.numer() % 2u8).is_zero();
    Some(match t {
        _ if n.is_zero() => Tail::Scaled(Scaled::number(Expr::int(1), true)),
        Tail::Scaled(s) => {
            if !s.positive && !n.is_integer() {
                return None;
            }
            Tail::Scaled(Scaled {
                constant: raised(&s.constant, n),
                positive: s.positive || !odd,
                power: s.power * n,
                exponent: added(&vec![], &s.exponent, n),
            })
        }
        Tail::Vanishing if n.is_positive() => Tail::Vanishing,
        Tail::Zero if n.is_positive() => Tail::Zero,
        Tail::Unbounded(_) if n.is_negative() => Tail::Vanishing,
        Tail::Unbounded(true) => Tail::Unbounded(true),
        Tail::Unbounded(false) if n.is_integer() => Tail::Unbounded(!odd),
        _ => return None,
    })
}

fn raised(c: &Expr, n: &BigRational) -> Expr {
    if let Some(q) = written(c) {
        let two = BigRational::from_integer(2.into());
        if n * &two == BigRational::from_integer(1.into()) && q.is_positive() {
            let root = BigRational::new(q.numer().sqrt(), q.denom().sqrt());
            if &root * &root == q {
                return Expr::num(root);
            }
        }
        if q == BigRational::from_integer(1.into()) {
            return Expr::num(q);
        }
    }
    let power = Expr::new(Node::Pow(c.clone(), Expr::num(n.clone())));
    short(power)
}

fn exponential(mut p: Vec<BigRational>) -> Option<Tail> {
    if p.is_empty() {
        return Some(Tail::Scaled(Scaled::number(Expr::int(1), true)));
    }
    let c = p.remove(0);
    let constant = if c.is_zero() {
        Expr::int(1)
    } else {
        Expr::apply(Func::Exp, Expr::num(c))
    };
    Some(Tail::Scaled(Scaled {
        exponent: trimmed(p),
        ..Scaled::number(constant, true)
    }))
}

fn function(f: Func, t: Tail) -> Option<Tail> {
    let number = |n: i64| Tail::Scaled(Scaled::number(Expr::int(n), n > 0));
    let fraction = |d: i64| BigRational::new(1.into(), d.into());
    let negative = matches!(&t, Tail::Scaled(s) if !s.positive);
    match (f, &t) {
        (Func::Sqrt, _) => return power(t, &fraction(2)),
        (Func::Cbrt, _) if negative => return power(opposite(t), &fraction(3)).map(opposite),
        (Func::Cbrt, Tail::Scaled(_)) => return power(t, &fraction(3)),
        (Func::Abs, _) if negative => return Some(opposite(t)),
        (Func::Abs, Tail::Scaled(_)) => return Some(t),
        _ => {}
    }
    let t = match t {
        Tail::Scaled(s) => s.coarse(),
        t => t,
    };
    Some(match (f, t) {
        (Func::Exp, Tail::Unbounded(true)) | (Func::Log, Tail::Unbounded(true)) => {
            Tail::Unbounded(true)
        }
        (Func::Exp, Tail::Unbounded(false)) | (Func::Erfc, Tail::Unbounded(true)) => {
            Tail::Vanishing
        }
        (Func::Cosh | Func::Abs, Tail::Unbounded(_)) => Tail::Unbounded(true),
        (Func::Sinh | Func::Asinh | Func::Cbrt, Tail::Unbounded(up)) => Tail::Unbounded(up),
        (Func::Tanh | Func::Erf, Tail::Unbounded(up)) => number(if up { 1 } else { -1 }),
        (Func::Erfc, Tail::Unbounded(false)) => number(2),
        (Func::Atan, Tail::Unbounded(up)) => {
            let half = Expr::ratio(if up { 1 } else { -1 }, 2);
            Tail::Scaled(Scaled::number(Expr::new(Node::Pi) * half, up))
        }
        (Func::Exp | Func::Cos | Func::Cosh | Func::Erfc, Tail::Vanishing) => number(1),
        (
            Func::Sin
            | Func::Tan
            | Func::Sinh
            | Func::Tanh
            | Func::Atan
            | Func::Asinh
            | Func::Erf
            | Func::Cbrt
            | Func::Abs,
            Tail::Vanishing,
        ) => Tail::Vanishing,
        (Func::Log, Tail::Scaled(s)) if s.constant.is_one_literal() => Tail::Vanishing,
        // Continuous where the limit is, but for the poles of the tangent.
        (f, Tail::Scaled(s)) if f != Func::Tan => return constant(&Expr::apply(f, s.constant)),
        _ => return None,
    })
}
