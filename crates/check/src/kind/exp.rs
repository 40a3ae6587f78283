//! Exponentials of functions.

use num_rational::BigRational;
use num_traits::Zero;

use super::reading::Reading;
use crate::combination::small;
use crate::element::Elem;
use crate::failure::{Checked, unshown};
use crate::space::{Exponent, Generator, Group, Kind, Space, Zeros};
use crate::witness::derivatives;
use wronski_certificate::Witness;
use wronski_expr::{Expr, Func};

/// `exp(a)`
#[derive(Clone, Debug)]
pub(crate) struct Exp(pub Elem);

/// New if the derivatives of its exponent and of all exponents and logarithms before it are independent over Q.
pub(super) fn read(
    r: &mut Reading<'_>,
    argument: &str,
    witness: &Witness,
) -> Checked<(Kind, Elem)> {
    r.named_monomial()?;
    let v = r.position();
    let a = r.space.element(argument, v)?;
    let slope = r.space.derive(&a)?;
    derivatives(r.space, &r.space.exponents(v), &slope, witness)?;
    let slope = derivative(r.space, &slope, v)?;
    Ok((Kind::function(Exp(a)), slope))
}

/// `exp(a)' = a' exp(a)`, for the variable `v`.
fn derivative(space: &Space, slope: &Elem, v: usize) -> Checked<Elem> {
    space.arithmetic.mul(slope, &Elem::var(v))
}

impl Generator for Exp {
    fn argument(&self) -> &Elem {
        &self.0
    }

    fn group(&self) -> Group<'_> {
        Group::Exponents(self)
    }

    fn zeros(&self) -> Zeros {
        Zeros::Nowhere
    }

    fn written(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Exp, argument)
    }

    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem> {
        space.exp(argument)
    }
}

impl Exponent for Exp {
    fn exponent(&self, _: usize) -> Elem {
        self.0.clone()
    }

    fn exponential(&self, v: usize) -> Elem {
        Elem::var(v)
    }

    fn root(&self, space: &mut Space, v: usize, q: &BigRational) -> Checked<Elem> {
        space.root_of_exponential(v, q)
    }
}

impl Space {
    /// `exp(a)`.
    pub fn exp(&mut self, a: &Elem) -> Checked<Elem> {
        if let Some(c) = self.as_constant(a)? {
            return self.exp_constant(&c);
        }
        for upto in [self.listed, self.variables.len()] {
            let known = self.exponents(upto);
            let functions: Vec<Elem> = known.iter().map(|f| f.1.clone()).collect();
            let Some(q) = self.combination(&functions, a, true)? else {
                continue;
            };
            // Fractional powers are roots.
            let whole = |q: &BigRational| q * BigRational::from_integer(q.denom().clone());
            if !q.iter().all(|q| small(&whole(q)).is_some()) {
                continue;
            }
            let mut rest = a.clone();
            for ((_, f), q) in known.iter().zip(&q) {
                rest = self.arithmetic.sub(&rest, &f.scale(q))?;
            }
            let Some(c) = self.as_constant(&rest)? else {
                continue;
            };
            let mut product = Elem::one();
            for ((v, _), q) in known.iter().zip(&q).filter(|(_, q)| !q.is_zero()) {
                let power = self.exp_of_exponent(*v, q)?;
                product = self.arithmetic.mul(&product, &power)?;
            }
            let c = self.exp_constant(&c)?;
            return self.arithmetic.mul(&product, &c);
        }
        let slope = self.derive(a)?;
        let kind = Kind::function(Exp(a.clone()));
        let v = self.push("an exponential".into(), kind, Elem::zero())?;
        self.variables[v].derivative = derivative(self, &slope, v)?;
        Ok(Elem::var(v))
    }

    /// `exp(q f)` for the exponent or logarithm `f` of a variable.
    fn exp_of_exponent(&mut self, v: usize, q: &BigRational) -> Checked<Elem> {
        let Kind::Function(g) = self.variables[v].kind.clone() else {
            return Err(unshown("an exponent"));
        };
        match (g.group(), small(q)) {
            (Group::Exponents(e), Some(n)) => self.arithmetic.pow(&e.exponential(v), n),
            (Group::Exponents(e), None) => e.root(self, v, q),
            _ => Err(unshown("an exponent")),
        }
    }
}
