//! Roots of constants that are no numbers: no theorem speaks of them.

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::Signed;

use super::root::root;
use crate::element::Elem;
use crate::failure::{Checked, unshown};
use crate::space::{Constant, Kind, Space, Status};
use wronski_exact::poly::Poly;
use wronski_exact::radical::perfect_power;
use wronski_expr::Expr;

/// The root of that degree of a positive constant.
#[derive(Debug)]
pub(crate) struct ConstantRoot {
    degree: u32,
    radicand: Elem,
}

impl Constant for ConstantRoot {
    fn name(&self) -> String {
        "a root".into()
    }

    fn status(&self) -> Status {
        Status::Unclaimed
    }

    fn argument(&self) -> Option<&Elem> {
        Some(&self.radicand)
    }

    fn relation(&self) -> Option<(u32, Elem)> {
        Some((self.degree, self.radicand.clone()))
    }

    fn written(&self, of: &dyn Fn(&Elem) -> Expr) -> Expr {
        root(of(&self.radicand), self.degree)
    }

    fn logarithm(&self, space: &mut Space, _: usize) -> Checked<Elem> {
        let log = space.log_constant(&self.radicand)?;
        Ok(log.scale(&BigRational::new(1.into(), self.degree.into())))
    }
}

impl Space {
    /// The root of a constant that is no number: a root that no theorem speaks of.
    pub fn root_value(&mut self, c: &Elem, degree: u32) -> Checked<Elem> {
        let (c, sign) = match self.sign_of_constant(c)? {
            Some(Sign::Plus) => (c.clone(), Sign::Plus),
            Some(_) if degree % 2 == 1 => (c.neg(), Sign::Minus),
            Some(_) => return Err("an even root of a negative constant".into()),
            None => return Err(unshown("the sign of a constant under a root")),
        };
        let (mut p, mut outside) = self.radicand(&c, degree)?;
        if let Some((number, base)) = perfect_power(&p, degree) {
            p = Poly::constant(&number);
            outside = self.arithmetic.mul(&outside, &Elem::poly(base))?;
        }
        let outside = match self.sign_of_constant(&outside)? {
            Some(Sign::Plus) => outside,
            Some(_) if degree.is_multiple_of(2) => outside.neg(),
            // The radicand takes the sign, so that the root stays one of a positive number.
            Some(_) => return self.root_of_sign(&p.neg(), &outside.neg(), degree, sign),
            None => return Err(unshown("the sign of a constant under a root")),
        };
        self.root_of_sign(&p, &outside, degree, sign)
    }

    fn root_of_sign(&mut self, p: &Poly, outside: &Elem, degree: u32, sign: Sign) -> Checked<Elem> {
        let (content, primitive) = p.content();
        let primitive = if content.is_negative() {
            primitive.neg()
        } else {
            primitive
        };
        let number = self.root_number(&content.abs(), degree)?;
        let there = self
            .constants::<ConstantRoot>()
            .find(|(_, r)| r.degree % degree == 0 && r.radicand.num == primitive)
            .map(|(v, r)| (v, r.degree / degree));
        let root = if primitive.is_one() {
            Elem::one()
        } else {
            let (v, n) = match there {
                Some(found) => found,
                None => {
                    let radicand = Elem::poly(primitive);
                    let root = ConstantRoot { degree, radicand };
                    (
                        self.push(root.name(), Kind::constant(root), Elem::zero())?,
                        1,
                    )
                }
            };
            self.arithmetic.pow(&Elem::var(v), i64::from(n))?
        };
        let k = &self.arithmetic;
        let root = k.mul(&k.mul(&number, &root)?, outside)?;
        Ok(if sign == Sign::Minus {
            root.neg()
        } else {
            root
        })
    }
}
