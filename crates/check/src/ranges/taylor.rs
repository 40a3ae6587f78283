//! One-sided Taylor expansions at a rational point, with coefficients that are exact or enclosed.
//!
//! Close to the point, on one side of it, an `abs`, `max`, `min` or `where` is the piece that the first
//! coefficient decides which is not 0; the expansion is that of an analytic function. `f(u)` follows from `f`
//! at the constant coefficient and the derivative: `exp(u)' = u' exp(u)`, `log(u)' = u'/u`, and so on.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

use super::images::enclosed;
use super::nodes::{Kind, Nodes};
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Func, Relation};

/// Precision of the coefficients.
const BITS: u32 = 192;

/// Greatest integer exponent.
const MAX_POWER: i64 = 256;

/// The longest exact coefficient, in bits.
const MAX_LENGTH: u64 = 4096;

/// A number: exactly, where it is known as a rational number, and enclosed.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub exact: Option<BigRational>,
    pub enclosure: Enclosure,
}

impl Value {
    fn exact(q: BigRational) -> Option<Self> {
        let enclosure = Enclosure::rational(&q, BITS).ok()?;
        let short = q.numer().bits().max(q.denom().bits()) <= MAX_LENGTH;
        Some(Value {
            exact: short.then_some(q),
            enclosure,
        })
    }

    fn integer(n: i64) -> Option<Self> {
        Value::exact(BigRational::from_integer(BigInt::from(n)))
    }

    fn enclosed(enclosure: Enclosure) -> Self {
        let single = enclosure.lower() == enclosure.upper();
        Value {
            exact: single.then(|| enclosure.lower_rational()),
            enclosure,
        }
    }

    fn is_zero(&self) -> bool {
        self.exact.as_ref().is_some_and(Zero::is_zero)
    }

    fn add(&self, other: &Self) -> Option<Self> {
        match (&self.exact, &other.exact) {
            (Some(a), Some(b)) => Value::exact(a + b),
            _ => Some(Value::enclosed(self.enclosure.add(&other.enclosure).ok()?)),
        }
    }

    fn mul(&self, other: &Self) -> Option<Self> {
        if self.is_zero() || other.is_zero() {
            return Value::integer(0);
        }
        match (&self.exact, &other.exact) {
            (Some(a), Some(b)) => Value::exact(a * b),
            _ => Some(Value::enclosed(self.enclosure.mul(&other.enclosure).ok()?)),
        }
    }

    fn neg(&self) -> Self {
        Value {
            exact: self.exact.as_ref().map(|q| -q),
            enclosure: self.enclosure.neg(),
        }
    }

    fn reciprocal(&self) -> Option<Self> {
        match &self.exact {
            Some(q) if q.is_zero() => None,
            Some(q) => Value::exact(q.recip()),
            None => Some(Value::enclosed(self.enclosure.power(-1).ok()?)),
        }
    }

    /// 1, 0 or -1, if this is certain.
    pub(super) fn sign(&self) -> Option<i32> {
        match &self.exact {
            Some(q) => Some(i32::from(q.is_positive()) - i32::from(q.is_negative())),
            None if self.enclosure.certainly_positive() => Some(1),
            None if self.enclosure.certainly_negative() => Some(-1),
            None => None,
        }
    }

    /// The difference.
    pub(super) fn minus(&self, other: &Self) -> Option<Self> {
        self.add(&other.neg())
    }
}

/// The coefficients of the powers of `x - c`.
pub(super) type Series = Vec<Value>;

fn constant(value: Value, length: usize) -> Option<Series> {
    let mut all = vec![Value::integer(0)?; length];
    *all.first_mut()? = value;
    Some(all)
}

fn map(a: &Series, f: impl Fn(&Value) -> Option<Value>) -> Option<Series> {
    a.iter().map(f).collect()
}

fn neg(a: &Series) -> Option<Series> {
    map(a, |v| Some(v.neg()))
}

fn add(a: &Series, b: &Series) -> Option<Series> {
    a.iter().zip(b).map(|(a, b)| a.add(b)).collect()
}

fn sub(a: &Series, b: &Series) -> Option<Series> {
    a.iter().zip(b).map(|(a, b)| a.minus(b)).collect()
}

fn mul(a: &Series, b: &Series) -> Option<Series> {
    let mut all = Vec::new();
    for k in 0..a.len() {
        let mut sum = Value::integer(0)?;
        for i in 0..=k {
            sum = sum.add(&a[i].mul(&b[k - i])?)?;
        }
        all.push(sum);
    }
    Some(all)
}

/// `a/b`, where the constant coefficient of `b` is not 0.
fn div(a: &Series, b: &Series) -> Option<Series> {
    let first = b.first()?.reciprocal()?;
    let mut all: Series = Vec::new();
    for k in 0..a.len() {
        let mut rest = a[k].clone();
        for (i, q) in all.iter().enumerate() {
            rest = rest.minus(&q.mul(&b[k - i])?)?;
        }
        all.push(rest.mul(&first)?);
    }
    Some(all)
}

fn power(a: &Series, n: i64) -> Option<Series> {
    if n < 0 {
        let one = constant(Value::integer(1)?, a.len())?;
        return div(&one, &power(a, -n)?);
    }
    if n > MAX_POWER {
        return None;
    }
    let mut result = constant(Value::integer(1)?, a.len())?;
    for _ in 0..n {
        result = mul(&result, a)?;
    }
    Some(result)
}

fn derivative(a: &Series) -> Option<Series> {
    let mut all = Vec::new();
    for (k, v) in a.iter().enumerate().skip(1) {
        all.push(v.mul(&Value::integer(i64::try_from(k).ok()?)?)?);
    }
    all.push(Value::integer(0)?);
    Some(all)
}

/// The series with the derivative and the constant coefficient.
fn integral(first: Value, slope: &Series) -> Option<Series> {
    let mut all = vec![first];
    for (k, v) in slope.iter().enumerate().take(slope.len() - 1) {
        let n = Value::integer(i64::try_from(k + 1).ok()?)?;
        all.push(v.mul(&n.reciprocal()?)?);
    }
    Some(all)
}

/// The solution of `y' = f(y)*slope` with the first coefficient, where every coefficient of `f(y)` depends on
/// those of `y` up to the same power: each pass finds one more coefficient.
fn solution(first: Value, slope: &Series, f: impl Fn(&Series) -> Option<Series>) -> Option<Series> {
    let mut y = constant(first.clone(), slope.len())?;
    for _ in 1..slope.len() {
        y = integral(first.clone(), &mul(&f(&y)?, slope)?)?;
    }
    Some(y)
}

fn function(f: Func, u: &Series, right: bool) -> Option<Series> {
    let length = u.len();
    let number = |n: i64| constant(Value::integer(n)?, length);
    let slope = derivative(u)?;
    if f == Func::Abs {
        return if side_sign(u, right)? >= 0 {
            Some(u.clone())
        } else {
            neg(u)
        };
    }
    let at = |f: Func| {
        let first = u.first()?;
        match f {
            _ if !first.is_zero() => {}
            Func::Exp | Func::Cosh | Func::Cos | Func::Erfc => return Value::integer(1),
            Func::Log | Func::Sqrt | Func::Cbrt => return None,
            _ => return Value::integer(0),
        }
        Some(Value::enclosed(enclosed(f, &first.enclosure).ok()?))
    };
    let first = at(f)?;
    let square = || mul(u, u);
    match f {
        Func::Exp => solution(first, &slope, |y| Some(y.clone())),
        Func::Log => integral(first, &div(&slope, u)?),
        // sqrt(u)' = u'/(2 sqrt(u)), cbrt(u)' = u'/(3 cbrt(u)^2)
        Func::Sqrt => solution(first, &slope, |y| div(&number(1)?, &mul(&number(2)?, y)?)),
        Func::Cbrt => solution(first, &slope, |y| {
            div(&number(1)?, &mul(&number(3)?, &mul(y, y)?)?)
        }),
        Func::Tanh => solution(first, &slope, |y| sub(&number(1)?, &mul(y, y)?)),
        Func::Tan => solution(first, &slope, |y| add(&number(1)?, &mul(y, y)?)),
        Func::Atan => integral(first, &div(&slope, &add(&number(1)?, &square()?)?)?),
        Func::Asinh => {
            let root = function(Func::Sqrt, &add(&number(1)?, &square()?)?, right)?;
            integral(first, &div(&slope, &root)?)
        }
        Func::Erf | Func::Erfc => {
            let bell = function(Func::Exp, &neg(&square()?)?, right)?;
            let root = Enclosure::pi(BITS).ok()?.sqrt().ok()?.power(-1).ok()?;
            let two = Enclosure::integer(if f == Func::Erf { 2 } else { -2 }, BITS).ok()?;
            let factor = constant(Value::enclosed(two.mul(&root).ok()?), length)?;
            integral(first, &mul(&factor, &mul(&bell, &slope)?)?)
        }
        // Through exponentials and through the two solutions of y'' = -y.
        Func::Sinh | Func::Cosh => {
            let (up, down) = (
                function(Func::Exp, u, right)?,
                function(Func::Exp, &neg(u)?, right)?,
            );
            let both = if f == Func::Sinh {
                sub(&up, &down)?
            } else {
                add(&up, &down)?
            };
            div(&both, &number(2)?)
        }
        Func::Sin | Func::Cos => {
            let (s0, c0) = (at(Func::Sin)?, at(Func::Cos)?);
            let (mut s, mut c) = (constant(s0.clone(), length)?, constant(c0.clone(), length)?);
            for _ in 1..length {
                let next = integral(s0.clone(), &mul(&c, &slope)?)?;
                c = integral(c0.clone(), &neg(&mul(&s, &slope)?)?)?;
                s = next;
            }
            Some(if f == Func::Sin { s } else { c })
        }
        Func::Abs => None,
    }
}

/// The sign close to the point on one side, 0 if all coefficients are 0; `None` if it is not certain.
fn side_sign(u: &Series, right: bool) -> Option<i32> {
    for (k, v) in u.iter().enumerate() {
        match v.sign()? {
            0 => {}
            s => return Some(if !right && k % 2 == 1 { -s } else { s }),
        }
    }
    None
}

/// The expansion of a node at the point, on the right or on the left; `None` if it does not follow.
pub(super) fn one_sided(
    nodes: &Nodes,
    root: usize,
    at: &BigRational,
    right: bool,
    length: usize,
) -> Option<Series> {
    let mut all: std::collections::BTreeMap<usize, Series> = Default::default();
    let below = nodes.below(&[root]);
    for i in below {
        if let Some(series) = one(nodes, i, &all, (at, right, length)) {
            all.insert(i, series);
        }
    }
    all.remove(&root)
}

fn one(
    nodes: &Nodes,
    i: usize,
    all: &std::collections::BTreeMap<usize, Series>,
    (at, right, length): (&BigRational, bool, usize),
) -> Option<Series> {
    let get = |j: &usize| all.get(j);
    if let Some(q) = nodes.written(i) {
        return constant(Value::exact(q.clone())?, length);
    }
    match nodes.kind(i) {
        Kind::Number(q) => constant(Value::exact(q.clone())?, length),
        Kind::Pi => constant(Value::enclosed(Enclosure::pi(BITS).ok()?), length),
        Kind::E => constant(Value::enclosed(Enclosure::e(BITS).ok()?), length),
        Kind::X => {
            let mut x = constant(Value::exact(at.clone())?, length)?;
            if let Some(slope) = x.get_mut(1) {
                *slope = Value::integer(1)?;
            }
            Some(x)
        }
        Kind::Parameter(_) => None,
        Kind::Neg(a) => neg(get(a)?),
        Kind::Add(a, b) => add(get(a)?, get(b)?),
        Kind::Sub(a, b) if a == b => constant(Value::integer(0)?, length),
        Kind::Sub(a, b) => sub(get(a)?, get(b)?),
        Kind::Mul(a, b) => mul(get(a)?, get(b)?),
        Kind::Div(a, b) => div(get(a)?, get(b)?),
        Kind::Pow(a, b) => match nodes.written(*b) {
            Some(q) if q.is_integer() => power(get(a)?, q.to_integer().to_i64()?),
            _ => {
                let log = function(Func::Log, get(a)?, right)?;
                function(Func::Exp, &mul(get(b)?, &log)?, right)
            }
        },
        Kind::Function(f, a) => function(*f, get(a)?, right),
        Kind::Max(a, b) | Kind::Min(a, b) => {
            let (u, v) = (get(a)?, get(b)?);
            let larger = side_sign(&sub(u, v)?, right)? >= 0;
            let first = larger == matches!(nodes.kind(i), Kind::Max(..));
            Some(if first { u.clone() } else { v.clone() })
        }
        Kind::Where(relation, [a, b, then, otherwise]) => {
            let s = side_sign(&sub(get(a)?, get(b)?)?, right)?;
            let holds = match relation {
                Relation::Less | Relation::LessEqual => s < 0,
                Relation::Greater | Relation::GreaterEqual => s > 0,
            };
            get(if holds { then } else { otherwise }).cloned()
        }
    }
}

/// The value of a node at the point, enclosed.
pub(super) fn value(nodes: &Nodes, root: usize, at: &BigRational) -> Option<Value> {
    let mut all: std::collections::BTreeMap<usize, Value> = Default::default();
    for i in nodes.below(&[root]) {
        let get = |j: &usize| all.get(j);
        let single = |j: &usize| Some(vec![get(j)?.clone()]);
        let found = match nodes.kind(i) {
            Kind::Where(relation, [a, b, then, otherwise]) => {
                let taken = || {
                    let s = get(a)?.minus(get(b)?)?.sign()?;
                    let holds = match relation {
                        Relation::Less => s < 0,
                        Relation::LessEqual => s <= 0,
                        Relation::Greater => s > 0,
                        Relation::GreaterEqual => s >= 0,
                    };
                    get(if holds { then } else { otherwise }).cloned()
                };
                taken()
            }
            Kind::Function(Func::Abs, a) => {
                get(a).and_then(|v| Some(if v.sign()? < 0 { v.neg() } else { v.clone() }))
            }
            Kind::Max(a, b) | Kind::Min(a, b) => {
                let larger = || {
                    let s = get(a)?.minus(get(b)?)?.sign()?;
                    let first = (s >= 0) == matches!(nodes.kind(i), Kind::Max(..));
                    get(if first { a } else { b }).cloned()
                };
                larger()
            }
            kind => {
                let operands: Option<std::collections::BTreeMap<usize, Series>> = kind
                    .operands()
                    .iter()
                    .map(|j| Some((*j, single(j)?)))
                    .collect();
                operands
                    .and_then(|all| one(nodes, i, &all, (at, true, 1)))
                    .and_then(|mut s| s.pop())
            }
        };
        if let Some(v) = found {
            all.insert(i, v);
        }
    }
    all.remove(&root)
}
