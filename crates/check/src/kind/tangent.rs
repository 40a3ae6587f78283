//! Tangents, of functions and of rational numbers.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::reading::Reading;
use crate::circle::{UNKNOWN, ratio};
use crate::combination::small;
use crate::element::Elem;
use crate::failure::{Checked, unshown};
use crate::space::{Angle, Circle, Constant, Domain, Generator, Group, Kind, Space, Status, Zeros};
use crate::text::exact;
use crate::witness::derivatives;
use wronski_certificate::Witness;
use wronski_expr::{Expr, Func};

/// `tan(a)`, whose angle is `2a`.
#[derive(Clone, Debug)]
struct Tan(Elem);

/// `tan(q)` for a positive rational number.
#[derive(Debug, PartialEq)]
struct TanConstant(BigRational);

pub(super) fn read_constant(r: &Reading<'_>, argument: &str) -> Checked<Kind> {
    r.named(format!("tan({argument})"))?;
    let q = exact(argument)?;
    if !q.is_positive() {
        return Err("the argument is not positive".into());
    }
    if r.space.constants::<TanConstant>().next().is_some() {
        return Err("tangents of rational numbers are algebraically dependent".into());
    }
    Ok(Kind::constant(TanConstant(q)))
}

/// New if the derivatives of its angle and of all angles before it are independent over Q.
pub(super) fn read(
    r: &mut Reading<'_>,
    argument: &str,
    witness: &Witness,
) -> Checked<(Kind, Elem)> {
    r.named_monomial()?;
    let v = r.position();
    let a = r.space.element(argument, v)?;
    let slope = r.space.derive(&a)?;
    let angles = r.space.angles(v);
    derivatives(r.space, &angles, &slope.scale(&ratio(2, 1)), witness)?;
    let slope = derivative(r.space, &slope, v)?;
    Ok((Kind::function(Tan(a)), slope))
}

/// `tan(a)' = a' (1 + tan(a)^2)`, for the variable `v`.
fn derivative(space: &Space, slope: &Elem, v: usize) -> Checked<Elem> {
    let k = &space.arithmetic;
    let square = k.mul(&Elem::var(v), &Elem::var(v))?;
    k.mul(slope, &k.add(&Elem::one(), &square)?)
}

impl Generator for Tan {
    fn argument(&self) -> &Elem {
        &self.0
    }

    fn group(&self) -> Group<'_> {
        Group::Angles(self)
    }

    fn zeros(&self) -> Zeros {
        Zeros::Somewhere
    }

    fn domain(&self) -> Domain {
        Domain::OffPoles
    }

    fn written(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Tan, argument)
    }

    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem> {
        space.tan(argument)
    }
}

impl Angle for Tan {
    fn angle(&self, _: usize) -> Elem {
        self.0.scale(&ratio(2, 1))
    }

    fn divides(&self, q: &BigRational) -> bool {
        small(q).is_some()
    }

    fn circle(&self, space: &mut Space, v: usize, q: &BigRational) -> Checked<Circle> {
        let n = small(q).ok_or_else(|| unshown("a fraction of an angle"))?;
        space.multiple(&space.of_double(&Elem::var(v))?, n)
    }
}

impl Constant for TanConstant {
    fn name(&self) -> String {
        format!("tan({})", self.0)
    }

    fn status(&self) -> Status {
        Status::Transcendental
    }

    fn written(&self, _: &dyn Fn(&Elem) -> Expr) -> Expr {
        Expr::apply(Func::Tan, Expr::num(self.0.clone()))
    }
}

impl Space {
    /// `tan(a)`.
    pub fn tan(&mut self, a: &Elem) -> Checked<Elem> {
        let (cosine, sine) = self.circle(&a.scale(&ratio(2, 1)))?;
        // 1 + cos(2a) = 2 cos(a)^2 is no zero function, unless it is a constant.
        let below = self.arithmetic.add(&Elem::one(), &cosine)?;
        self.arithmetic.div(&sine, &below)
    }

    /// The tangent of `half`, as a new variable.
    pub fn new_tangent(&mut self, half: Elem) -> Checked<usize> {
        let slope = self.derive(&half)?;
        let kind = Kind::function(Tan(half));
        let v = self.push("a tangent".into(), kind, Elem::zero())?;
        self.variables[v].derivative = derivative(self, &slope, v)?;
        Ok(v)
    }

    /// Cosine and sine of a rational number, by the tangent of a number that is there.
    pub fn circle_of_rational(&mut self, q: &BigRational) -> Checked<Circle> {
        if q.is_zero() {
            return Ok((Elem::one(), Elem::zero()));
        }
        let there = self
            .constants()
            .next()
            .map(|(v, TanConstant(base))| (v, base.clone()));
        let (v, base) = match there {
            Some(found) => found,
            None => {
                let base = BigRational::new(BigInt::one(), q.denom() * 2);
                (self.constant(TanConstant(base.clone()))?, base)
            }
        };
        let n = small(&(q / (base * ratio(2, 1)))).ok_or_else(|| unshown(UNKNOWN))?;
        self.multiple(&self.of_double(&Elem::var(v))?, n)
    }
}
