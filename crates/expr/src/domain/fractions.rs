//! Subexpressions as fractions of polynomials in x, parameters, pi and exponentials of polynomials:
//! what two writings of one function have in common. `x - x`, `1 - exp(x)*exp(-x)` become 0.

use num_rational::BigRational;
use num_traits::{One, ToPrimitive};

use super::radicals::carried_out;
use super::unfold::function_of_logarithms;
use crate::dag::{Dag, Kind};
use crate::fraction::{Atom, Fraction, MAX_BITS, Sum, exponential};

/// Every node as a fraction; `None` where a budget was hit or a zero denominator stands.
pub(super) fn fractions(dag: &Dag) -> Vec<Option<Fraction>> {
    let mut all: Vec<Option<Fraction>> = Vec::with_capacity(dag.items.len());
    for (i, item) in dag.items.iter().enumerate() {
        let fraction =
            function_of_logarithms(&item.kind, dag, &all).or_else(|| one(&item.kind, &all));
        let opaque = || match &item.kind {
            // A failed sum or product is not an atom: its parts are known, only too large.
            Kind::Func(..) | Kind::Pow(..) | Kind::Max(..) | Kind::Min(..) | Kind::Where(..) => {
                Some(Fraction::whole(Sum::atom(Atom::Node(i))))
            }
            _ => None,
        };
        let whole = fraction.or_else(opaque);
        all.push(whole.map(|f| carried_out(f, dag, &all)));
    }
    all
}

fn one(kind: &Kind, all: &[Option<Fraction>]) -> Option<Fraction> {
    let get = |i: &usize| all.get(*i).and_then(Option::as_ref);
    let atom = |a: Atom| Some(Fraction::whole(Sum::atom(a)));
    match kind {
        Kind::Num(q) => (q.numer().bits().max(q.denom().bits()) <= MAX_BITS)
            .then(|| Fraction::whole(Sum::constant(q))),
        Kind::Pi => atom(Atom::Pi),
        Kind::E => exponential(&Fraction::whole(Sum::constant(&BigRational::one()))),
        Kind::Var => atom(Atom::Var),
        Kind::Symbol(s) => atom(Atom::Symbol(s.clone())),
        Kind::Neg(a) => Some(get(a)?.neg()),
        Kind::Add(a, b) => get(a)?.plus(get(b)?),
        Kind::Sub(a, b) if a == b => Some(Fraction::whole(Sum::default())),
        Kind::Sub(a, b) => get(a)?.plus(&get(b)?.neg()),
        Kind::Mul(a, b) => get(a)?.times(get(b)?),
        Kind::Div(a, b) => get(a)?.times(&get(b)?.reciprocal()?),
        Kind::Pow(a, b) => {
            let base = get(a)?;
            if let Some(q) = get(b)?.as_constant() {
                let n = q.is_integer().then(|| q.to_integer().to_i64()).flatten()?;
                return base.power(n);
            }
            // e^u = exp(u)
            let e = exponential(&Fraction::whole(Sum::constant(&BigRational::one())))?;
            if *base == e {
                exponential(get(b)?)
            } else {
                None
            }
        }
        Kind::Func(f, a) => f.properties().fraction(get(a)?),
        Kind::Max(..) | Kind::Min(..) | Kind::Where(..) => None,
    }
}
