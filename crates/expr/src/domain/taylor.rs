//! The one-sided Taylor expansions of an expression at a rational point.
//!
//! On a small interval to the right (or to the left) of the point, every `abs`, `max`, `min` and
//! `where` is one of its pieces, decided by the first coefficient that is not 0. The result is the
//! Taylor expansion of an analytic function that equals the expression on that side.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::One;

use super::facts::Facts;
use crate::dag::{Dag, Kind};
use crate::fraction::Fraction;
use crate::function::{Arithmetic, Derivative};
use crate::series::{
    BITS, Expanded, Series, Side, add, constant, derivative, divide, first, integral, multiply,
    negate, number, power, sign, subtract,
};
use crate::value::{EncloseError, Value};
use crate::{Expr, Func};
use wronski_certificate::TruthValue;
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;

/// Enclosures of the first Taylor coefficients (at most [`TAYLOR_LENGTH`](super::TAYLOR_LENGTH)) of an expression at a rational point at which all
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
pub(super) fn one_sided(facts: &Facts<'_>, c: &BigRational, side: Side) -> Expanded {
    let dag = facts.dag;
    let mut all: Vec<Expanded> = Vec::with_capacity(dag.items.len());
    for item in &dag.items {
        interruption::point();
        let jet = one(facts, &item.kind, &all, c, side);
        all.push(jet);
    }
    all.swap_remove(dag.root)
}

fn one(facts: &Facts<'_>, kind: &Kind, all: &[Expanded], c: &BigRational, side: Side) -> Expanded {
    let get = |i: usize| match all.get(i) {
        Some(Ok(jet)) => Ok(jet),
        Some(Err(e)) => Err(e.clone()),
        None => Err(EncloseError::Undecided),
    };
    // The sign on the side of u - v; equal fractions are equal functions.
    let order = |a: usize, b: usize| -> Result<Ordering, EncloseError> {
        let same = facts
            .fraction_of_difference(a, b)
            .is_some_and(|f| f.numerator.is_zero());
        if same {
            Ok(Ordering::Equal)
        } else {
            Ok(sign(&subtract(get(a)?, get(b)?)?, side)?.cmp(&Sign::NoSign))
        }
    };
    match kind {
        Kind::Num(q) => constant(Value::exact(q.clone(), BITS)?),
        Kind::Pi => OnSide(side).pi(),
        Kind::E => constant(Value::approximate(Enclosure::e(BITS)?)),
        Kind::Var => {
            let mut jet = constant(Value::exact(c.clone(), BITS)?)?;
            jet[1] = Value::exact(BigRational::one(), BITS)?;
            Ok(jet)
        }
        Kind::Symbol(s) => Err(EncloseError::Parameter(s.to_string())),
        Kind::Neg(a) => Ok(negate(get(*a)?)),
        Kind::Add(a, b) => add(get(*a)?, get(*b)?),
        Kind::Sub(a, b) => subtract(get(*a)?, get(*b)?),
        Kind::Mul(a, b) => multiply(get(*a)?, get(*b)?),
        Kind::Div(a, b) => divide(get(*a)?, get(*b)?),
        Kind::Pow(a, b) => {
            let q = facts.fractions[*b].as_ref().and_then(Fraction::as_constant);
            match q {
                Some(q) => power(get(*a)?, &q, side),
                None => {
                    let log = function(Func::Log, get(*a)?, side)?;
                    function(Func::Exp, &multiply(get(*b)?, &log)?, side)
                }
            }
        }
        Kind::Func(f, a) => function(*f, get(*a)?, side),
        Kind::Max(a, b) => Ok(if order(*a, *b)?.is_ge() {
            get(*a)?.clone()
        } else {
            get(*b)?.clone()
        }),
        Kind::Min(a, b) => Ok(if order(*a, *b)?.is_le() {
            get(*a)?.clone()
        } else {
            get(*b)?.clone()
        }),
        Kind::Where(relation, [a, b, then, otherwise]) => {
            let taken = match relation.holds(order(*a, *b)?) {
                TruthValue::True => then,
                TruthValue::False => otherwise,
            };
            Ok(get(*taken)?.clone())
        }
    }
}

/// An elementary function of a series: by a recurrence of its own, or by its derivative.
fn function(f: Func, u: &Series, side: Side) -> Expanded {
    let properties = f.properties();
    if let Some(own) = properties.series {
        return own(u, side);
    }
    let value = properties.value(first(u)?)?;
    let mut at = OnSide(side);
    let slope = match properties.derivative {
        Derivative::Factor(factor) => {
            let factor = factor.evaluate(&mut at, u, &constant(value.clone())?)?;
            multiply(&factor, &derivative(u)?)?
        }
        Derivative::Divisor(divisor) => {
            let divisor = divisor.evaluate(&mut at, u, &constant(value.clone())?)?;
            divide(&derivative(u)?, &divisor)?
        }
        Derivative::Jumps => return Err(EncloseError::Undecided),
    };
    integral(value, &slope)
}

/// Formulas in series on a side of the point.
struct OnSide(Side);

impl Arithmetic for OnSide {
    type Item = Series;
    type Error = EncloseError;

    fn number(&mut self, n: i64) -> Expanded {
        constant(number(n, 1)?)
    }

    fn pi(&mut self) -> Expanded {
        constant(Value::approximate(Enclosure::pi(BITS)?))
    }

    fn negative(&mut self, a: &Series) -> Expanded {
        Ok(negate(a))
    }

    fn sum(&mut self, a: &Series, b: &Series) -> Expanded {
        add(a, b)
    }

    fn difference(&mut self, a: &Series, b: &Series) -> Expanded {
        subtract(a, b)
    }

    fn product(&mut self, a: &Series, b: &Series) -> Expanded {
        multiply(a, b)
    }

    fn quotient(&mut self, a: &Series, b: &Series) -> Expanded {
        divide(a, b)
    }

    fn power(&mut self, a: &Series, n: i64) -> Expanded {
        power(a, &BigRational::from_integer(BigInt::from(n)), self.0)
    }

    fn root(&mut self, a: &Series) -> Expanded {
        power(a, &BigRational::new(BigInt::one(), BigInt::from(2)), self.0)
    }

    fn image(&mut self, f: Func, a: &Series) -> Expanded {
        function(f, a, self.0)
    }
}
