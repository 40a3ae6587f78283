//! Absolute values that no sign is known of: square roots, not negative, of polynomials that are squares.

use num_bigint::Sign;
use num_traits::Signed;

use super::root::derivative;
use crate::element::Elem;
use crate::failure::{Checked, unshown};
use crate::ranges::values_of;
use crate::space::{Generator, Group, Kind, Space, Zeros};
use wronski_exact::poly::Poly;
use wronski_expr::{Expr, Func};

/// The absolute value with that square; never listed.
#[derive(Clone, Debug)]
struct Absolute(Elem);

impl Generator for Absolute {
    fn argument(&self) -> &Elem {
        &self.0
    }

    fn group(&self) -> Group<'_> {
        Group::AbsoluteValues
    }

    fn zeros(&self) -> Zeros {
        Zeros::Unknown
    }

    fn written(&self, argument: Expr) -> Expr {
        Expr::apply(Func::Sqrt, argument)
    }

    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem> {
        space.root_of_square(argument)
    }
}

impl Space {
    /// The absolute value of what an expression denotes.
    pub fn absolute_of(&mut self, a: &Elem, text: &Expr) -> Checked<Elem> {
        match values_of(text) {
            Ok(v) if v.is_nonnegative() => Ok(a.clone()),
            Ok(v) if v.is_nonpositive() => Ok(a.neg()),
            _ => self.absolute(a),
        }
    }

    /// The absolute value.
    pub fn absolute(&mut self, a: &Elem) -> Checked<Elem> {
        let sign = match self.as_constant(a)? {
            Some(c) => self.sign_of_constant(&c)?,
            None => self.sign_everywhere(a),
        };
        match sign {
            Some(Sign::Minus) => Ok(a.neg()),
            Some(_) => Ok(a.clone()),
            None => self.root_of_square(&self.arithmetic.mul(a, a)?),
        }
    }

    /// The square root, not negative, of the square of an element: a variable of which nothing else is claimed, over
    /// the denominator.
    fn root_of_square(&mut self, square: &Elem) -> Checked<Elem> {
        let (mut top, mut den) = (square.num.clone(), vec![]);
        for (d, n) in &square.den {
            if n % 2 == 1 {
                top = self.arithmetic.product(&top, d)?;
            }
            den.push((d.clone(), n.div_ceil(2)));
        }
        let below = Elem {
            num: Poly::one(),
            den,
        };
        let below = self
            .oriented(below, 2)?
            .ok_or_else(|| unshown("the sign of a denominator of an absolute value"))?;
        let (number, primitive) = top.content();
        let (number, primitive) = if number.is_negative() {
            (-number, primitive.neg())
        } else {
            (number, primitive)
        };
        let factor = self.root_number(&number, 2)?;
        let there = self
            .of_kind()
            .find(|(_, Absolute(f))| f.num == primitive)
            .map(|(v, _)| v);
        let v = match there {
            Some(v) => v,
            None => {
                let f = Elem::poly(primitive);
                let kind = Kind::function(Absolute(f.clone()));
                let v = self.push("an absolute value".into(), kind, Elem::zero())?;
                self.variables[v].derivative = derivative(self, &f, 2, v)?;
                v
            }
        };
        let above = self.arithmetic.mul(&factor, &Elem::var(v))?;
        self.arithmetic.mul(&above, &below)
    }
}
