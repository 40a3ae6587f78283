//! Exponentials of logarithms: `exp(v + n log(u)) = u^n exp(v)`, where both sides are defined.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::Func;
use crate::dag::{Dag, Kind};
use crate::fraction::{Atom, Fraction, Sum, add_term, exponential};

/// Greatest power that an exponential of logarithms is written as.
const MAX_POWER: i64 = 8;

/// `exp(u)` with the logarithms in `u` carried out, if there are any.
pub(super) fn unfolded(u: &Fraction, dag: &Dag, all: &[Option<Fraction>]) -> Option<Fraction> {
    let scale = u.denominator.as_constant().filter(|d| !d.is_zero())?;
    let mut rest = Sum::default();
    let mut product = Fraction::number(&BigRational::one());
    let mut found = false;
    for ((powers, exponent), c) in u.numerator.terms() {
        let c = c / &scale;
        let log = match (powers.as_slice(), exponent.is_empty()) {
            ([(Atom::Node(i), 1)], true) => match dag.item(*i).kind {
                Kind::Func(Func::Log, b) => Some(b),
                _ => None,
            },
            _ => None,
        };
        match log.filter(|_| c.is_integer()) {
            Some(b) => {
                let n = c.to_integer().to_i64().filter(|n| n.abs() <= MAX_POWER)?;
                product = product.times(&all.get(b)?.as_ref()?.power(n)?)?;
                found = true;
            }
            None => add_term(&mut rest.0, (powers.clone(), exponent.clone()), &c)?,
        }
    }
    if !found {
        return None;
    }
    product.times(&exponential(&Fraction::whole(rest))?)
}

/// `exp`, `sinh`, `cosh` or `tanh` of a node in which integer multiples of logarithms stand.
pub(super) fn function_of_logarithms(
    kind: &Kind,
    dag: &Dag,
    all: &[Option<Fraction>],
) -> Option<Fraction> {
    let Kind::Func(f @ (Func::Exp | Func::Sinh | Func::Cosh | Func::Tanh), a) = kind else {
        return None;
    };
    let e = unfolded(all.get(*a)?.as_ref()?, dag, all)?;
    let inverse = e.reciprocal()?;
    let one = Fraction::number(&BigRational::one());
    let half = Fraction::number(&BigRational::new(BigInt::one(), BigInt::from(2)));
    match f {
        Func::Exp => Some(e),
        Func::Cosh => e.plus(&inverse)?.times(&half),
        Func::Sinh => e.minus(&inverse)?.times(&half),
        _ => {
            let square = e.times(&e)?;
            square.minus(&one)?.times(&square.plus(&one)?.reciprocal()?)
        }
    }
}
