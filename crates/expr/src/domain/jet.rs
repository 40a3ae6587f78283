//! One-sided Taylor expansions at a rational point, with enclosed coefficients.
//!
//! On a small interval to the right (or to the left) of the point, every `abs`, `max`, `min` and
//! `where` is one of its pieces, decided by the first coefficient that is not 0. The result is the
//! Taylor expansion of an analytic function that equals the expression on that side. Recurrences: Knuth,
//! *The Art of Computer Programming* 2, section 4.7, and the differential equation of each function.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::facts::Facts;
use super::fraction::Fraction;
use crate::dag::{Dag, Kind};
use crate::enclose::{EncloseError, Value};
use crate::{Expr, Func, Relation};
use wronski_exact::enclosure::Enclosure;

/// Number of coefficients.
pub const LENGTH: usize = 10;

/// Precision of the coefficients.
const BITS: u32 = 128;

/// Greatest integer exponent of a series without constant term.
const MAX_POWER: i64 = 64;

/// A side of the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Coefficients of `(x - c)^k`.
pub(super) type Jet = Vec<Value>;

type Outcome = Result<Jet, EncloseError>;

/// Enclosures of the first Taylor coefficients (at most [`LENGTH`]) of an expression at a rational point at which all
/// of its parts are analytic.
///
/// # Errors
/// What expanding the expression reports, and a coefficient that could not be enclosed.
pub fn taylor(expr: &Expr, c: &BigRational) -> Result<Vec<Enclosure>, EncloseError> {
    let dag = Dag::new(expr).map_err(|d| EncloseError::Expansion(Box::new(d)))?;
    // A definition by pieces has two expansions.
    if dag.items.iter().any(|i| i.kind.is_piecewise()) {
        return Err(EncloseError::Undecided);
    }
    let facts = Facts::new(&dag);
    let jet = one_sided(&facts, c, Side::Right)?;
    Ok(jet.into_iter().map(|v| v.enclosure).collect())
}

/// The expansion of the root on one side of `c`.
pub(super) fn one_sided(facts: &Facts<'_>, c: &BigRational, side: Side) -> Outcome {
    let dag = facts.dag;
    let mut all: Vec<Outcome> = Vec::with_capacity(dag.items.len());
    for item in &dag.items {
        let jet = one(facts, &item.kind, &all, c, side);
        all.push(jet);
    }
    all.swap_remove(dag.root)
}

fn one(facts: &Facts<'_>, kind: &Kind, all: &[Outcome], c: &BigRational, side: Side) -> Outcome {
    let get = |i: usize| match all.get(i) {
        Some(Ok(jet)) => Ok(jet),
        Some(Err(e)) => Err(e.clone()),
        None => Err(EncloseError::Undecided),
    };
    // The sign on the side of u - v; equal fractions are equal functions.
    let order = |a: usize, b: usize| {
        let same = facts
            .fraction_of_difference(a, b)
            .is_some_and(|f| f.numerator.is_zero());
        if same {
            Ok(0)
        } else {
            sign(&subtract(get(a)?, get(b)?)?, side)
        }
    };
    match kind {
        Kind::Num(q) => constant(Value::exact(q.clone(), BITS)?),
        Kind::Pi => constant(value_of(Enclosure::pi(BITS)?)),
        Kind::E => constant(value_of(Enclosure::e(BITS)?)),
        Kind::Var => {
            let mut jet = constant(Value::exact(c.clone(), BITS)?)?;
            jet[1] = Value::exact(BigRational::one(), BITS)?;
            Ok(jet)
        }
        Kind::Param(p) => Err(EncloseError::Parameter(p.clone())),
        Kind::Neg(a) => Ok(negate(get(*a)?)),
        Kind::Add(a, b) => add(get(*a)?, get(*b)?),
        Kind::Sub(a, b) => subtract(get(*a)?, get(*b)?),
        Kind::Mul(a, b) => multiply(get(*a)?, get(*b)?),
        Kind::Div(a, b) => divide(get(*a)?, get(*b)?),
        Kind::Pow(a, b) => {
            let q = facts.fractions[*b].as_ref().and_then(Fraction::as_constant);
            match q {
                Some(q) => power(get(*a)?, &q, side),
                None => exp(&multiply(get(*b)?, &log(get(*a)?)?)?),
            }
        }
        Kind::Func(f, a) => function(*f, get(*a)?, side),
        Kind::Max(a, b) => Ok(if order(*a, *b)? >= 0 {
            get(*a)?.clone()
        } else {
            get(*b)?.clone()
        }),
        Kind::Min(a, b) => Ok(if order(*a, *b)? <= 0 {
            get(*a)?.clone()
        } else {
            get(*b)?.clone()
        }),
        Kind::Where(relation, [a, b, then, otherwise]) => {
            let s = order(*a, *b)?;
            let holds = match relation {
                Relation::Less => s < 0,
                Relation::LessEqual => s <= 0,
                Relation::Greater => s > 0,
                Relation::GreaterEqual => s >= 0,
            };
            Ok(get(if holds { *then } else { *otherwise })?.clone())
        }
    }
}

fn value_of(enclosure: Enclosure) -> Value {
    Value {
        exact: None,
        enclosure,
    }
}

fn zero() -> Result<Value, EncloseError> {
    Value::exact(BigRational::zero(), BITS)
}

fn number(n: i64, d: i64) -> Result<Value, EncloseError> {
    Value::exact(BigRational::new(BigInt::from(n), BigInt::from(d)), BITS)
}

fn constant(value: Value) -> Outcome {
    let mut jet = vec![zero()?; LENGTH];
    jet[0] = value;
    Ok(jet)
}

/// The sign near the point: of the first coefficient that is not 0. All known coefficients 0 decides
/// nothing.
fn sign(jet: &Jet, side: Side) -> Result<i32, EncloseError> {
    for (k, c) in jet.iter().enumerate() {
        if c.is_exactly_zero() {
            continue;
        }
        let s = if c.enclosure.certainly_positive() {
            1
        } else if c.enclosure.certainly_negative() {
            -1
        } else {
            break;
        };
        return Ok(if side == Side::Left && k % 2 == 1 {
            -s
        } else {
            s
        });
    }
    Err(EncloseError::Undecided)
}

fn negate(a: &Jet) -> Jet {
    a.iter().map(Value::neg).collect()
}

fn add(a: &Jet, b: &Jet) -> Outcome {
    a.iter().zip(b).map(|(p, q)| p.add(q)).collect()
}

fn subtract(a: &Jet, b: &Jet) -> Outcome {
    a.iter().zip(b).map(|(p, q)| p.sub(q)).collect()
}

/// Sum of `a_k b_(n-k)` over a range of `k`.
fn convolve(a: &Jet, b: &Jet, n: usize) -> Result<Value, EncloseError> {
    let mut sum = zero()?;
    for k in 0..=n {
        if let (Some(p), Some(q)) = (a.get(k), b.get(n - k)) {
            sum = sum.add(&p.mul(q)?)?;
        }
    }
    Ok(sum)
}

fn multiply(a: &Jet, b: &Jet) -> Outcome {
    (0..a.len().min(b.len()))
        .map(|n| convolve(a, b, n))
        .collect()
}

/// Removable zeros of the divisor are not divided out: the divisor is certainly nonzero at the point.
fn divide(a: &Jet, b: &Jet) -> Outcome {
    let lead = first(b)?;
    let mut quotient: Jet = Vec::new();
    for n in 0..a.len().min(b.len()) {
        let mut rest = a[n].clone();
        for k in 1..=n {
            rest = rest.sub(&b[k].mul(&quotient[n - k])?)?;
        }
        quotient.push(rest.div(lead)?);
    }
    Ok(quotient)
}

fn first(jet: &Jet) -> Result<&Value, EncloseError> {
    jet.first().ok_or(EncloseError::Undecided)
}

fn derivative(a: &Jet) -> Outcome {
    a.iter()
        .enumerate()
        .skip(1)
        .map(|(k, c)| number(k as i64, 1)?.mul(c))
        .collect()
}

/// The antiderivative with a given constant term.
fn integral(start: Value, a: &Jet) -> Outcome {
    let mut jet = vec![start];
    for (k, c) in a.iter().enumerate() {
        jet.push(c.mul(&number(1, k as i64 + 1)?)?);
    }
    Ok(jet)
}

/// `e' = u' e`
fn exp(u: &Jet) -> Outcome {
    let slope = derivative(u)?;
    let mut e = vec![first(u)?.function(Func::Exp)?];
    for n in 1..u.len() {
        let next = convolve(&slope, &e, n - 1)?.mul(&number(1, n as i64)?)?;
        e.push(next);
    }
    Ok(e)
}

fn log(u: &Jet) -> Outcome {
    integral(first(u)?.function(Func::Log)?, &divide(&derivative(u)?, u)?)
}

/// The pair `s' = u' c`, `c' = -+ u' s`: sine and cosine, or hyperbolic sine and cosine.
fn waves(u: &Jet, functions: (Func, Func), minus: bool) -> Result<(Jet, Jet), EncloseError> {
    let slope = derivative(u)?;
    let mut s = vec![first(u)?.function(functions.0)?];
    let mut c = vec![first(u)?.function(functions.1)?];
    for n in 1..u.len() {
        let inverse = number(1, n as i64)?;
        let next_s = convolve(&slope, &c, n - 1)?.mul(&inverse)?;
        let next_c = convolve(&slope, &s, n - 1)?.mul(&inverse)?;
        s.push(next_s);
        c.push(if minus { next_c.neg() } else { next_c });
    }
    Ok((s, c))
}

/// `u^q` where `u` is certainly nonzero at the point (positive unless `q` is an integer or the value at
/// the point is given): `u p' = q u' p`.
fn regular_power(u: &Jet, start: Value, q: &BigRational) -> Outcome {
    let lead = first(u)?;
    let q = Value::exact(q.clone(), BITS)?;
    let mut p = vec![start];
    for n in 1..u.len() {
        let mut sum = zero()?;
        for k in 1..=n {
            // (k (q + 1) - n) u_k p_(n-k)
            let k_value = number(k as i64, 1)?;
            let weight = k_value
                .mul(&q.add(&number(1, 1)?)?)?
                .sub(&number(n as i64, 1)?)?;
            sum = sum.add(&weight.mul(&u[k].mul(&p[n - k])?)?)?;
        }
        p.push(sum.mul(&number(1, n as i64)?)?.div(lead)?);
    }
    Ok(p)
}

fn power(u: &Jet, q: &BigRational, side: Side) -> Outcome {
    if q.is_integer() {
        let n = q.to_integer().to_i64().ok_or(EncloseError::Undecided)?;
        if (0..=MAX_POWER).contains(&n) {
            let mut result = constant(number(1, 1)?)?;
            for _ in 0..n {
                result = multiply(&result, u)?;
            }
            return Ok(result);
        }
        if first(u)?.enclosure.possibly_zero() {
            return Err(EncloseError::Undecided);
        }
        return regular_power(u, first(u)?.power(n)?, q);
    }
    let lead = first(u)?;
    if lead.enclosure.certainly_positive() {
        let half = q.numer().to_i64().filter(|_| *q.denom() == BigInt::from(2));
        let start = match half {
            Some(n) => lead.function(Func::Sqrt)?.power(n)?,
            None => Value::exact(q.clone(), BITS)?
                .mul(&lead.function(Func::Log)?)?
                .function(Func::Exp)?,
        };
        return regular_power(u, start, q);
    }
    // u = s^v h with h != 0: |s|^(q v) |h|^q, if q v is an integer.
    let (v, h) = shifted(u)?;
    let exponent = q * BigRational::from_integer(BigInt::from(v));
    let positive = sign(u, side)? > 0;
    if !positive || !exponent.is_integer() || exponent.is_negative() {
        return Err(EncloseError::Undecided);
    }
    let m = exponent
        .to_integer()
        .to_usize()
        .ok_or(EncloseError::Undecided)?;
    let absolute = if first(&h)?.enclosure.certainly_negative() {
        negate(&h)
    } else {
        h
    };
    let root = power(&absolute, q, side)?;
    let odd_left = side == Side::Left && m % 2 == 1;
    moved(if odd_left { negate(&root) } else { root }, m)
}

/// The number of leading zeros, and what is left when they are divided out.
fn shifted(u: &Jet) -> Result<(usize, Jet), EncloseError> {
    let v = u.iter().take_while(|c| c.is_exactly_zero()).count();
    if v == u.len() || !u[v].enclosure.certainly_nonzero() {
        return Err(EncloseError::Undecided);
    }
    Ok((v, u[v..].to_vec()))
}

/// Multiplies by `s^m`.
fn moved(jet: Jet, m: usize) -> Outcome {
    let mut result = vec![zero()?; m];
    result.extend(jet);
    result.truncate(LENGTH);
    Ok(result)
}

fn cbrt(u: &Jet) -> Outcome {
    let third = BigRational::new(BigInt::one(), BigInt::from(3));
    if first(u)?.enclosure.certainly_nonzero() {
        return regular_power(u, first(u)?.function(Func::Cbrt)?, &third);
    }
    let (v, h) = shifted(u)?;
    if v % 3 != 0 {
        return Err(EncloseError::Undecided);
    }
    moved(cbrt(&h)?, v / 3)
}

fn function(f: Func, u: &Jet, side: Side) -> Outcome {
    let one = || constant(number(1, 1)?);
    let square = |u: &Jet| multiply(u, u);
    let half = BigRational::new(BigInt::one(), BigInt::from(2));
    match f {
        Func::Exp => exp(u),
        Func::Log => log(u),
        Func::Sqrt => power(u, &half, side),
        Func::Cbrt => cbrt(u),
        Func::Sin => Ok(waves(u, (Func::Sin, Func::Cos), true)?.0),
        Func::Cos => Ok(waves(u, (Func::Sin, Func::Cos), true)?.1),
        Func::Sinh => Ok(waves(u, (Func::Sinh, Func::Cosh), false)?.0),
        Func::Cosh => Ok(waves(u, (Func::Sinh, Func::Cosh), false)?.1),
        Func::Tan => {
            let (s, c) = waves(u, (Func::Sin, Func::Cos), true)?;
            divide(&s, &c)
        }
        Func::Tanh => {
            let (s, c) = waves(u, (Func::Sinh, Func::Cosh), false)?;
            divide(&s, &c)
        }
        Func::Atan => {
            let slope = divide(&derivative(u)?, &add(&one()?, &square(u)?)?)?;
            integral(first(u)?.function(f)?, &slope)
        }
        Func::Asinh => {
            let root = power(&add(&one()?, &square(u)?)?, &half, side)?;
            integral(first(u)?.function(f)?, &divide(&derivative(u)?, &root)?)
        }
        Func::Erf | Func::Erfc => {
            // erf' = 2/sqrt(pi) exp(-u^2) u'
            let gauss = exp(&negate(&square(u)?))?;
            let scale = number(2, 1)?.div(&value_of(Enclosure::pi(BITS)?.sqrt()?))?;
            let scale = if f == Func::Erf { scale } else { scale.neg() };
            let slope = multiply(&multiply(&constant(scale)?, &gauss)?, &derivative(u)?)?;
            integral(first(u)?.function(f)?, &slope)
        }
        Func::Abs => Ok(if sign(u, side)? > 0 {
            u.clone()
        } else {
            negate(u)
        }),
    }
}
