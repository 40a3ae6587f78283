//! Logarithms of functions.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use super::reading::Reading;
use crate::combination::small;
use crate::element::Elem;
use crate::failure::{Checked, limit};
use crate::space::{Exponent, Generator, Group, Kind, Space, Zeros};
use crate::witness::derivatives;
use wronski_certificate::Witness;
use wronski_expr::{Expr, Func};

/// `log(f)`
#[derive(Clone, Debug)]
pub(crate) struct Log(pub Elem);

/// New if its derivative and those of all exponents and logarithms before it are independent over Q.
pub(super) fn read(
    r: &mut Reading<'_>,
    argument: &str,
    witness: &Witness,
) -> Checked<(Kind, Elem)> {
    r.named_monomial()?;
    let v = r.position();
    let f = r.space.element(argument, v)?;
    let slope = derivative(r.space, &f)?;
    derivatives(r.space, &r.space.exponents(v), &slope, witness)?;
    Ok((Kind::function(Log(f)), slope))
}

/// `log(f)' = f'/f`
fn derivative(space: &Space, f: &Elem) -> Checked<Elem> {
    if f.is_zero() {
        return Err("the logarithm of 0".into());
    }
    space.arithmetic.div(&space.derive(f)?, f)
}

impl Generator for Log {
    fn argument(&self) -> &Elem {
        &self.0
    }

    fn group(&self) -> Group<'_> {
        Group::Exponents(self)
    }

    fn zeros(&self) -> Zeros {
        Zeros::Unknown
    }

    fn written(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Log, argument)
    }

    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem> {
        space.log(argument)
    }
}

impl Exponent for Log {
    fn exponent(&self, v: usize) -> Elem {
        Elem::var(v)
    }

    fn exponential(&self, _: usize) -> Elem {
        self.0.clone()
    }

    fn root(&self, space: &mut Space, _: usize, q: &BigRational) -> Checked<Elem> {
        space.power_of_root(&self.0, q)
    }
}

impl Space {
    /// `log(f)`.
    pub fn log(&mut self, f: &Elem) -> Checked<Elem> {
        if f.is_zero() {
            return Err("the logarithm of 0".into());
        }
        if let Some(c) = self.as_constant(f)? {
            return self.log_constant(&c);
        }
        let slope = derivative(self, f)?;
        for upto in [self.listed, self.variables.len()] {
            // f'/f = sum r_j f_j'/f_j + sum r_i A_i': then f is a constant times the product.
            let known = self.exponents(upto);
            let slopes = known
                .iter()
                .map(|(_, g)| self.derive(g))
                .collect::<Checked<Vec<_>>>()?;
            let Some(r) = self.combination(&slopes, &slope, false)? else {
                continue;
            };
            let m = r.iter().fold(BigInt::one(), |m, q| m.lcm(q.denom()));
            let Some(m) = m.to_i64().filter(|m| *m <= 60) else {
                continue;
            };
            let mut quotient = self.arithmetic.pow(f, m)?;
            let mut sum = Elem::zero();
            for ((v, g), r) in known.iter().zip(&r).filter(|(_, r)| !r.is_zero()) {
                let Some(n) = small(&(r * BigRational::from_integer(m.into()))) else {
                    return Err(limit("an exponent", i64::MAX as u64));
                };
                let base = match self.variables[*v].generator().map(|g| g.group()) {
                    Some(Group::Exponents(e)) => e.exponential(*v),
                    _ => Elem::var(*v),
                };
                quotient = self
                    .arithmetic
                    .mul(&quotient, &self.arithmetic.pow(&base, -n)?)?;
                sum = self.arithmetic.add(&sum, &g.scale(r))?;
            }
            let Some(c) = self.as_constant(&quotient)? else {
                continue;
            };
            let c = self
                .log_constant(&c)?
                .scale(&BigRational::new(1.into(), m.into()));
            return self.arithmetic.add(&sum, &c);
        }
        let v = self.push("a logarithm".into(), Kind::function(Log(f.clone())), slope)?;
        Ok(Elem::var(v))
    }
}
