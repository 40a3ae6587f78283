//! The square root of pi.

use num_rational::BigRational;

use super::reading::Reading;
use crate::circle::{UNKNOWN, ratio};
use crate::combination::small;
use crate::element::Elem;
use crate::failure::{Checked, unshown};
use crate::space::{Circle, Constant, Kind, Space, Status};
use wronski_expr::{Expr, Func, Node};

#[derive(Debug, PartialEq)]
pub(crate) struct SqrtPi;

pub(super) fn read(r: &Reading<'_>) -> Checked<Kind> {
    r.named(SqrtPi.name())?;
    Ok(Kind::constant(SqrtPi))
}

impl Constant for SqrtPi {
    fn name(&self) -> String {
        "sqrt(pi)".into()
    }

    fn status(&self) -> Status {
        Status::Transcendental
    }

    fn written(&self, _: &dyn Fn(&Elem) -> Expr) -> Expr {
        Expr::apply(Func::Sqrt, Expr::new(Node::Pi))
    }

    fn circle(&self, space: &mut Space, q: &BigRational, power: i32) -> Checked<Option<Circle>> {
        if power != 2 {
            return Ok(None);
        }
        let n = small(&(q * ratio(12, 1))).ok_or_else(|| unshown(UNKNOWN))?;
        space.circle_of_twelfths(n).map(Some)
    }
}

impl Space {
    /// Pi.
    pub fn pi(&mut self) -> Checked<Elem> {
        let v = self.constant(SqrtPi)?;
        self.arithmetic.pow(&Elem::var(v), 2)
    }
}
