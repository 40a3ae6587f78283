//! The limit of an expression at an end of the real line, exactly.
//!
//! Every node gets what is known of it as x tends to plus infinity: a leading term `c x^p exp(q(x))` with an exact
//! constant c whose sign is known and a polynomial q, or less. The terms follow from those of the operands by the
//! rules of asymptotic calculus (Hardy, *Orders of Infinity*): of a sum the faster term stays, products and powers of
//! leading terms are leading terms. Where two leading terms cancel, only what follows all the same is kept. For the
//! other end, x is replaced by `-x` first.

use std::cmp::Ordering;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::dag::{Dag, Kind};
use super::enclose::enclose;
use super::{Expr, Func, Node, substitute};
use wronski_diagnostic::Result;
use wronski_exact::univariate::UnivariatePolynomial;

/// Bits of the enclosures that decide the signs of constants.
const BITS: u32 = 256;

/// Longer powers of rational numbers stay as they are written.
const MAX_BITS: u64 = 4096;

/// The largest degree of a polynomial in x.
const MAX_DEGREE: usize = 60;

/// An end of the real line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Minus infinity.
    Left,
    /// Plus infinity.
    Right,
}

/// A limit at an end of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A real number: an exact constant.
    Finite(Expr),
    /// Plus infinity (`true`) or minus infinity.
    Infinite(bool),
    /// It was not found; there may be none.
    Unknown,
}

/// A leading term `c x^p exp(q(x))`.
#[derive(Clone, Debug)]
struct Term {
    /// An exact constant.
    c: Expr,
    /// 1 or -1.
    sign: i32,
    p: BigRational,
    /// A polynomial without a constant term.
    q: UnivariatePolynomial,
}

/// What is known of a node as x tends to plus infinity.
#[derive(Clone, Debug)]
enum Behaviour {
    /// Zero for all large x.
    Zero,
    /// The quotient by this term tends to 1.
    Term(Term),
    /// It tends to zero.
    Small,
    /// It tends to plus (1) or minus infinity (-1).
    Large(i32),
    /// Nothing.
    Unknown,
}

use Behaviour::{Large, Small, Unknown};

/// The limit of an expression at an end.
///
/// ```
/// use wronski_expr::limit::{End, Limit, limit};
/// use wronski_expr::{Parameters, parse};
///
/// # fn main() -> wronski_diagnostic::Result<()> {
/// let sigma = parse("x/sqrt(1 + x^2)", &Parameters::new())?.expr;
/// let Limit::Finite(low) = limit(&sigma, End::Left)? else { panic!() };
/// assert_eq!(low.to_string(), "-1");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Budgets of the expansion of the expression.
pub fn limit(expr: &Expr, end: End) -> Result<Limit> {
    let dag = match end {
        End::Right => Dag::new(expr)?,
        End::Left => {
            let unfolded = Dag::new(expr)?;
            let mirrored = substitute(&unfolded.item(unfolded.root).expr, &-Expr::x());
            Dag::new(&mirrored)?
        }
    };
    let mut all: Vec<Behaviour> = Vec::with_capacity(dag.items.len());
    let polynomials = polynomials(&dag);
    for (i, item) in dag.items.iter().enumerate() {
        let found = if !item.depends_on_x {
            constant(&item.expr)
        } else if let Some(p) = &polynomials[i] {
            polynomial(p)
        } else {
            behaviour(&item.kind, &all, &polynomials)
        };
        all.push(found);
    }
    Ok(match &all[dag.root] {
        Behaviour::Zero | Small => Limit::Finite(Expr::int(0)),
        Behaviour::Term(t) => match t.order() {
            Ordering::Less => Limit::Finite(Expr::int(0)),
            Ordering::Equal => Limit::Finite(t.c.clone()),
            Ordering::Greater => Limit::Infinite(t.sign > 0),
        },
        Large(sign) => Limit::Infinite(*sign > 0),
        Unknown => Limit::Unknown,
    })
}

impl Term {
    fn constant(c: Expr, sign: i32) -> Term {
        Term {
            c,
            sign,
            p: BigRational::zero(),
            q: UnivariatePolynomial::constant(&BigRational::zero()),
        }
    }

    /// Greater if it tends to infinity in absolute value, equal if to its constant, less if to zero.
    fn order(&self) -> Ordering {
        growth(&self.q).then(self.p.cmp(&BigRational::zero()))
    }

    fn times(&self, other: &Term) -> Term {
        Term {
            c: product(&self.c, &other.c),
            sign: self.sign * other.sign,
            p: &self.p + &other.p,
            q: self.q.plus(&other.q),
        }
    }

    fn reciprocal(&self) -> Term {
        Term {
            c: folded(Expr::int(1) / self.c.clone()),
            sign: self.sign,
            p: -self.p.clone(),
            q: self.q.negated(),
        }
    }
}

/// The sign of a polynomial without a constant term at infinity.
fn growth(q: &UnivariatePolynomial) -> Ordering {
    let leading = q.coefficients().into_iter().rev().find(|c| !c.is_zero());
    leading.map_or(Ordering::Equal, |c| c.cmp(&BigRational::zero()))
}

/// A constant with its rational value, if it is written as numbers.
fn folded(e: Expr) -> Expr {
    rational(&e).map_or(e, Expr::num)
}

fn rational(e: &Expr) -> Option<BigRational> {
    let short = |q: BigRational| (q.numer().bits().max(q.denom().bits()) <= MAX_BITS).then_some(q);
    short(match e.node() {
        Node::Num(q) => q.clone(),
        Node::Neg(a) => -rational(a)?,
        Node::Add(a, b) => rational(a)? + rational(b)?,
        Node::Sub(a, b) => rational(a)? - rational(b)?,
        Node::Mul(a, b) => rational(a)? * rational(b)?,
        Node::Div(a, b) => {
            let b = rational(b).filter(|b| !b.is_zero())?;
            rational(a)? / b
        }
        Node::Pow(a, n) => {
            let (a, n) = (rational(a)?, rational(n)?);
            let exponent = i32::try_from(n.to_integer()).ok();
            let exponent = exponent.filter(|k| n.is_integer() && k.abs() <= 64)?;
            if a.is_zero() && exponent < 0 {
                return None;
            }
            a.pow(exponent)
        }
        _ => return None,
    })
}

fn product(a: &Expr, b: &Expr) -> Expr {
    match (rational(a), rational(b)) {
        (Some(a), Some(b)) => Expr::num(a * b),
        (Some(one), None) if one.is_one() => b.clone(),
        (None, Some(one)) if one.is_one() => a.clone(),
        _ => a.clone() * b.clone(),
    }
}

/// A node without x.
fn constant(e: &Expr) -> Behaviour {
    if let Some(q) = rational(e) {
        return match q.cmp(&BigRational::zero()) {
            Ordering::Equal => Behaviour::Zero,
            Ordering::Less => Behaviour::Term(Term::constant(Expr::num(q), -1)),
            Ordering::Greater => Behaviour::Term(Term::constant(Expr::num(q), 1)),
        };
    }
    match enclose(e, &BigRational::zero(), BITS) {
        Ok(v) if v.certainly_positive() => Behaviour::Term(Term::constant(e.clone(), 1)),
        Ok(v) if v.certainly_negative() => Behaviour::Term(Term::constant(e.clone(), -1)),
        _ => Unknown,
    }
}

/// The nodes that are polynomials in x over the rational numbers.
fn polynomials(dag: &Dag) -> Vec<Option<UnivariatePolynomial>> {
    let small = |p: UnivariatePolynomial| p.degree().is_none_or(|d| d <= MAX_DEGREE).then_some(p);
    let mut all: Vec<Option<UnivariatePolynomial>> = Vec::new();
    for item in &dag.items {
        let of = |i: usize| all[i].clone();
        let found = match &item.kind {
            Kind::Num(q) => Some(UnivariatePolynomial::constant(q)),
            Kind::Var => Some(UnivariatePolynomial::from_integers(&[0, 1])),
            Kind::Neg(a) => of(*a).map(|p| p.negated()),
            Kind::Add(a, b) => of(*a).zip(of(*b)).map(|(a, b)| a.plus(&b)),
            Kind::Sub(a, b) => of(*a).zip(of(*b)).map(|(a, b)| a.plus(&b.negated())),
            Kind::Mul(a, b) => of(*a)
                .zip(of(*b))
                .and_then(|(a, b)| a.times(&b).ok())
                .and_then(small),
            Kind::Div(a, b) => of(*a).zip(of(*b)).and_then(|(a, b)| {
                let c = b.coefficients().first().filter(|c| !c.is_zero()).cloned();
                let c = c.filter(|_| b.degree() == Some(0))?;
                a.times(&UnivariatePolynomial::constant(&c.recip())).ok()
            }),
            Kind::Pow(a, n) => match (of(*a), &dag.item(*n).kind) {
                (Some(a), Kind::Num(n)) if n.is_integer() && !n.is_negative() => power(&a, n),
                _ => None,
            },
            _ => None,
        };
        all.push(found);
    }
    all
}

fn power(a: &UnivariatePolynomial, n: &BigRational) -> Option<UnivariatePolynomial> {
    let n = usize::try_from(n.to_integer())
        .ok()
        .filter(|n| *n <= MAX_DEGREE)?;
    let mut out = UnivariatePolynomial::from_integers(&[1]);
    for _ in 0..n {
        out = out.times(a).ok()?;
        if out.degree().is_some_and(|d| d > MAX_DEGREE) {
            return None;
        }
    }
    Some(out)
}

fn polynomial(p: &UnivariatePolynomial) -> Behaviour {
    let Some(degree) = p.degree() else {
        return Behaviour::Zero;
    };
    let leading = p.coefficients()[degree].clone();
    let sign = if leading.is_positive() { 1 } else { -1 };
    Behaviour::Term(Term {
        p: BigRational::from_integer(degree.into()),
        ..Term::constant(Expr::num(leading), sign)
    })
}

fn behaviour(
    kind: &Kind,
    all: &[Behaviour],
    polynomials: &[Option<UnivariatePolynomial>],
) -> Behaviour {
    let of = |i: &usize| all[*i].clone();
    match kind {
        Kind::Neg(a) => negated(of(a)),
        Kind::Add(a, b) => sum(of(a), of(b)),
        Kind::Sub(a, b) => sum(of(a), negated(of(b))),
        Kind::Mul(a, b) => times(of(a), of(b)),
        Kind::Div(a, b) => times(of(a), reciprocal(of(b))),
        Kind::Pow(a, b) => match of(b) {
            Behaviour::Zero => to_power(of(a), &BigRational::zero()),
            Behaviour::Term(n) => rational(&n.c)
                .filter(|_| n.order() == Ordering::Equal)
                .map_or(Unknown, |n| to_power(of(a), &n)),
            _ => Unknown,
        },
        Kind::Func(Func::Exp, a) => match &polynomials[*a] {
            Some(p) => exponential_of_polynomial(p),
            None => function(Func::Exp, of(a)),
        },
        Kind::Func(f, a) => function(*f, of(a)),
        _ => Unknown,
    }
}

fn negated(a: Behaviour) -> Behaviour {
    match a {
        Behaviour::Term(t) => Behaviour::Term(Term {
            c: folded(-t.c),
            sign: -t.sign,
            ..t
        }),
        Large(s) => Large(-s),
        other => other,
    }
}

fn reciprocal(a: Behaviour) -> Behaviour {
    match a {
        Behaviour::Term(t) => Behaviour::Term(t.reciprocal()),
        Large(_) => Small,
        Behaviour::Zero | Small | Unknown => Unknown,
    }
}

/// What a leading term says at least.
fn tends(t: &Term) -> Behaviour {
    match t.order() {
        Ordering::Less => Small,
        Ordering::Equal => Behaviour::Term(t.clone()),
        Ordering::Greater => Large(t.sign),
    }
}

fn sum(a: Behaviour, b: Behaviour) -> Behaviour {
    match (a, b) {
        (Behaviour::Zero, other) | (other, Behaviour::Zero) => other,
        (Unknown, _) | (_, Unknown) => Unknown,
        (Behaviour::Term(a), Behaviour::Term(b)) => {
            // The exponential decides, then the power.
            let faster = growth(&a.q.plus(&b.q.negated())).then_with(|| a.p.cmp(&b.p));
            match faster {
                Ordering::Greater => Behaviour::Term(a),
                Ordering::Less => Behaviour::Term(b),
                Ordering::Equal => match constant(&folded(a.c.clone() + b.c)) {
                    Behaviour::Term(c) => Behaviour::Term(Term {
                        c: c.c,
                        sign: c.sign,
                        ..a
                    }),
                    // They cancel: what is left is smaller than either.
                    Behaviour::Zero if a.order() == Ordering::Equal => Small,
                    _ if a.order() == Ordering::Less => Small,
                    _ => Unknown,
                },
            }
        }
        (Small, Small) => Small,
        (Small, Large(s)) | (Large(s), Small) => Large(s),
        (Small, Behaviour::Term(t)) | (Behaviour::Term(t), Small) => tends(&t),
        (Large(s), Large(r)) if s == r => Large(s),
        (Large(_), Large(_)) => Unknown,
        (Large(s), Behaviour::Term(t)) | (Behaviour::Term(t), Large(s)) => match tends(&t) {
            Large(r) if r != s => Unknown,
            _ => Large(s),
        },
    }
}

fn times(a: Behaviour, b: Behaviour) -> Behaviour {
    match (a, b) {
        (Unknown, _) | (_, Unknown) => Unknown,
        (Behaviour::Zero, _) | (_, Behaviour::Zero) => Behaviour::Zero,
        (Behaviour::Term(a), Behaviour::Term(b)) => Behaviour::Term(a.times(&b)),
        (Small, Small) => Small,
        (Large(s), Large(r)) => Large(s * r),
        (Small, Large(_)) | (Large(_), Small) => Unknown,
        (Small, Behaviour::Term(t)) | (Behaviour::Term(t), Small) => match t.order() {
            Ordering::Greater => Unknown,
            _ => Small,
        },
        (Large(s), Behaviour::Term(t)) | (Behaviour::Term(t), Large(s)) => match t.order() {
            Ordering::Less => Unknown,
            _ => Large(s * t.sign),
        },
    }
}

/// `a^n` for a rational number n.
fn to_power(a: Behaviour, n: &BigRational) -> Behaviour {
    let odd = n.is_integer() && !(n.numer() % 2u8).is_zero();
    match a {
        _ if n.is_zero() => Behaviour::Term(Term::constant(Expr::int(1), 1)),
        Behaviour::Term(t) if t.sign > 0 || n.is_integer() => {
            let Ok(scaled) = t.q.times(&UnivariatePolynomial::constant(n)) else {
                return Unknown;
            };
            Behaviour::Term(Term {
                c: power_of_constant(&t.c, n),
                sign: if odd { t.sign } else { 1 },
                p: t.p * n,
                q: scaled,
            })
        }
        Small if n.is_positive() => Small,
        Large(1) if n.is_positive() => Large(1),
        Large(_) if n.is_negative() => Small,
        Large(s) if n.is_integer() => Large(if odd { s } else { 1 }),
        Behaviour::Zero if n.is_positive() => Behaviour::Zero,
        _ => Unknown,
    }
}

/// `c^n`, folded where it is a rational number.
fn power_of_constant(c: &Expr, n: &BigRational) -> Expr {
    let half = BigRational::new(1.into(), 2.into());
    match rational(c) {
        Some(q) if q.is_one() => return Expr::num(q),
        Some(q) if *n == half && q.is_positive() => {
            let root = BigRational::new(q.numer().sqrt(), q.denom().sqrt());
            if &root * &root == q {
                return Expr::num(root);
            }
        }
        _ => {}
    }
    folded(Expr::new(Node::Pow(c.clone(), Expr::num(n.clone()))))
}

fn exponential_of_polynomial(p: &UnivariatePolynomial) -> Behaviour {
    let mut coefficients = p.coefficients();
    let Some(first) = coefficients.first_mut() else {
        return Behaviour::Term(Term::constant(Expr::int(1), 1));
    };
    let constant = std::mem::replace(first, BigRational::zero());
    let c = if constant.is_zero() {
        Expr::int(1)
    } else {
        Expr::apply(Func::Exp, Expr::num(constant))
    };
    Behaviour::Term(Term {
        q: UnivariatePolynomial::new(&coefficients),
        ..Term::constant(c, 1)
    })
}

/// An elementary function of something of which this is known.
fn function(f: Func, a: Behaviour) -> Behaviour {
    let one = |sign: i32| Behaviour::Term(Term::constant(Expr::int(i64::from(sign)), sign));
    let value = |c: Expr| constant(&Expr::apply(f, c));
    let root = |n: i64| BigRational::new(1.into(), n.into());
    let a = match (f, a) {
        (Func::Sqrt, t @ Behaviour::Term(_)) => return to_power(t, &root(2)),
        (Func::Cbrt, t @ Behaviour::Term(Term { sign: -1, .. })) => {
            return negated(to_power(negated(t), &root(3)));
        }
        (Func::Cbrt, t @ Behaviour::Term(_)) => return to_power(t, &root(3)),
        (Func::Abs, t @ Behaviour::Term(Term { sign: -1, .. })) => return negated(t),
        (Func::Abs, t @ Behaviour::Term(_)) => return t,
        (_, a) => a,
    };
    // At zero, at a finite limit that is not zero, or at infinity.
    let at = match a {
        Unknown => return Unknown,
        Behaviour::Term(t) => tends(&t),
        other => other,
    };
    match (f, at) {
        (Func::Exp, Large(1)) | (Func::Cosh | Func::Abs, Large(_)) => Large(1),
        (Func::Log | Func::Sqrt, Large(1)) => Large(1),
        (Func::Cbrt | Func::Sinh | Func::Asinh, Large(s)) => Large(s),
        (Func::Exp, Large(_)) | (Func::Erfc, Large(1)) => Small,
        (Func::Tanh | Func::Erf, Large(s)) => one(s),
        (Func::Erfc, Large(_)) => Behaviour::Term(Term::constant(Expr::int(2), 1)),
        (Func::Atan, Large(s)) => {
            let half = Expr::new(Node::Pi) * Expr::ratio(i64::from(s), 2);
            Behaviour::Term(Term::constant(half, s))
        }
        (Func::Exp | Func::Cos | Func::Cosh | Func::Erfc, Small) => one(1),
        (
            Func::Sin
            | Func::Sinh
            | Func::Tanh
            | Func::Tan
            | Func::Atan
            | Func::Asinh
            | Func::Erf
            | Func::Cbrt
            | Func::Abs
            | Func::Sqrt,
            Small,
        ) => Small,
        (Func::Log, Behaviour::Term(t)) if rational(&t.c).is_some_and(|q| q.is_one()) => Small,
        // Continuous at the limit, where it has a value that is not zero.
        (_, Behaviour::Term(t)) if f != Func::Tan => value(t.c),
        _ => Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Parameters, parse};

    fn both(text: &str) -> [String; 2] {
        let e = parse(text, &Parameters::new()).expect("an expression").expr;
        [End::Left, End::Right].map(|end| match limit(&e, end).expect("small") {
            Limit::Finite(c) => c.to_string(),
            Limit::Infinite(true) => "inf".into(),
            Limit::Infinite(false) => "-inf".into(),
            Limit::Unknown => "?".into(),
        })
    }

    /// By hand.
    #[test]
    fn limits() {
        for (text, low, high) in [
            ("sigmoid", "0", "1"),
            ("tanh", "-1", "1"),
            ("(exp(2*x) - 1)/(exp(2*x) + 1)", "-1", "1"),
            ("(exp(x) - exp(-x))/(exp(x) + exp(-x))", "-1", "1"),
            ("erf(x/2) + 1/2", "-1/2", "3/2"),
            ("x/sqrt(1 + x^2)", "-1", "1"),
            ("3*x/sqrt(4 + 9*x^2)", "-1", "1"),
            ("x^3/(1 + x^2)", "-inf", "inf"),
            ("x*exp(-x^2)", "0", "0"),
            ("softplus", "0", "inf"),
            ("gelu", "?", "inf"),
            ("x*sigmoid(x)", "0", "inf"),
            ("exp(-exp(-x))", "0", "1"),
            ("1 - exp(-exp(x))", "0", "1"),
            ("sin(x)", "?", "?"),
            ("sin(x)*exp(-x^2)", "?", "?"),
            ("sin(1/(1 + x^2))", "0", "0"),
            ("cos(exp(-x^2))", "1", "1"),
            ("2^(-1)*(1 + tanh(x/2))", "0", "1"),
            ("log(1 + exp(-x)) + x", "?", "inf"),
            ("x - sqrt(1 + x^2)", "-inf", "?"),
            ("exp(x) - exp(2*x)", "0", "-inf"),
            ("exp(x^2 - x)*exp(-x^2)", "inf", "0"),
            ("5", "5", "5"),
            ("x^2/(1 + x^2)*3", "3", "3"),
            ("abs(x)/(1 + abs(x))", "1", "1"),
            ("cbrt(x)/(1 + x^2)^(1/6)", "-1", "1"),
        ] {
            assert_eq!(both(text), [low, high], "{text}");
        }
        assert_eq!(both("atan(x)"), ["pi*(-1/2)", "pi*(1/2)"]);
        assert_eq!(both("exp(1 - 1/(1 + x^2))")[0], "exp(1)");
    }
}
