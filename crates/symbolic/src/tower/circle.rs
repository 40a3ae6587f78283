//! Cosine and sine of sums and multiples of angles: points of the unit circle.

use num_rational::BigRational;
use wronski_certificate::Limit;

use super::{Element, Result, Tower, TowerError};

/// The largest integer multiple of an angle.
pub(super) const MULTIPLE: u32 = 200;

/// Cosine and sine of an angle.
pub type Circle = (Element, Element);

impl Tower {
    /// Cosine and sine of the sum of two angles.
    ///
    /// # Errors
    /// As [`Tower::mul`].
    pub(super) fn circle_sum(&self, a: &Circle, b: &Circle) -> Result<Circle> {
        let cosine = self.sub(&self.mul(&a.0, &b.0)?, &self.mul(&a.1, &b.1)?)?;
        let sine = self.add(&self.mul(&a.1, &b.0)?, &self.mul(&a.0, &b.1)?)?;
        Ok((cosine, sine))
    }

    /// Cosine and sine of an integer multiple of an angle.
    ///
    /// # Errors
    /// [`TowerError::Undecided`] for large multiples and beyond the budget.
    pub(super) fn circle_multiple(&self, a: &Circle, n: i32) -> Result<Circle> {
        if n.unsigned_abs() > MULTIPLE {
            return Err(TowerError::above(Limit::AngleMultiple, MULTIPLE, n));
        }
        let mut base = if n < 0 {
            (a.0.clone(), self.neg(&a.1))
        } else {
            a.clone()
        };
        let mut acc = (Element::one(), Element::zero());
        let mut k = n.unsigned_abs();
        while k > 0 {
            if k & 1 == 1 {
                acc = self.circle_sum(&acc, &base)?;
            }
            k >>= 1;
            if k > 0 {
                base = self.circle_sum(&base, &base.clone())?;
            }
        }
        Ok(acc)
    }

    /// Cosine and sine of twice the angle whose tangent is given.
    ///
    /// # Errors
    /// As [`Tower::inverse`].
    pub(super) fn circle_of_double(&mut self, tangent: &Element) -> Result<Circle> {
        let square = self.mul(tangent, tangent)?;
        let below = self.add(&Element::one(), &square)?;
        let inverse = self.inverse(&below)?;
        let above = self.sub(&Element::one(), &square)?;
        let cosine = self.mul(&above, &inverse)?;
        let sine = self.mul(
            &self.scale(tangent, &BigRational::from_integer(2.into())),
            &inverse,
        )?;
        Ok((cosine, sine))
    }
}
