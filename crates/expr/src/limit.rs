//! The limit of an expression at an end of the real line, exactly.
//!
//! Every node gets what is known of it as x tends to plus infinity: a leading term `c x^p exp(q(x))` with an exact
//! constant c whose sign is known and a polynomial q, or less. The terms follow from those of the operands by the
//! rules of asymptotic calculus (Hardy, *Orders of Infinity*): of a sum the faster term stays, products and powers of
//! leading terms are leading terms. Where two leading terms cancel, only what follows all the same is kept. For the
//! other end, x is replaced by `-x` first.

use std::cmp::Ordering;

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::asymptotic::{
    Behaviour, Term, folded, growth, negated, rational, reciprocal, tends, times, to_power,
};
use super::dag::{Dag, Kind};
use super::enclose::enclose;
use super::{Expr, Func, substitute};
use wronski_diagnostic::Result;
use wronski_exact::univariate::UnivariatePolynomial;

/// Bits of the enclosures that decide the signs of constants.
const BITS: u32 = 256;

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
    /// Infinity, at that end of the line.
    Infinite(End),
    /// It was not found; there may be none.
    Unknown,
}

use Behaviour::{Large, Small, Unknown};
use wronski_diagnostic::interruption;

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
        interruption::point();
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
            Ordering::Greater => infinite(t.sign),
        },
        Large(sign) => infinite(*sign),
        Unknown => Limit::Unknown,
    })
}

fn infinite(sign: Sign) -> Limit {
    Limit::Infinite(match sign {
        Sign::Plus => End::Right,
        _ => End::Left,
    })
}

/// A node without x.
fn constant(e: &Expr) -> Behaviour {
    if let Some(q) = rational(e) {
        return match q.numer().sign() {
            Sign::NoSign => Behaviour::Zero,
            sign => Behaviour::Term(Term::constant(Expr::num(q), sign)),
        };
    }
    match enclose(e, &BigRational::zero(), BITS).map(|v| v.sign()) {
        Ok(Some(sign @ (Sign::Plus | Sign::Minus))) => {
            Behaviour::Term(Term::constant(e.clone(), sign))
        }
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
    let sign = if leading.is_positive() {
        Sign::Plus
    } else {
        Sign::Minus
    };
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

fn exponential_of_polynomial(p: &UnivariatePolynomial) -> Behaviour {
    let mut coefficients = p.coefficients();
    let Some(first) = coefficients.first_mut() else {
        return Behaviour::Term(Term::constant(Expr::int(1), Sign::Plus));
    };
    let constant = std::mem::replace(first, BigRational::zero());
    let c = if constant.is_zero() {
        Expr::int(1)
    } else {
        Expr::apply(Func::Exp, Expr::num(constant))
    };
    Behaviour::Term(Term {
        q: UnivariatePolynomial::new(&coefficients),
        ..Term::constant(c, Sign::Plus)
    })
}

/// An elementary function of something of which this is known.
fn function(f: Func, a: Behaviour) -> Behaviour {
    let properties = f.properties();
    let a = match a {
        Behaviour::Term(t) => match properties.leading_term {
            Some(own) => return own(&t),
            None => tends(&t),
        },
        other => other,
    };
    let [at, value] = properties.special_value;
    match a {
        Large(s) => (properties.at_infinity)(s),
        Small if at == 0 && value == 0 => Small,
        Small if at == 0 => constant(&Expr::int(value)),
        Behaviour::Term(t)
            if value == 0 && rational(&t.c) == Some(BigRational::from_integer(at.into())) =>
        {
            Small
        }
        // Continuous at the limit, where it has a value that is not zero, or is not defined.
        Behaviour::Term(t) if f != Func::Tan => constant(&Expr::apply(f, t.c)),
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
            Limit::Infinite(End::Right) => "inf".into(),
            Limit::Infinite(End::Left) => "-inf".into(),
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
