//! Square and cube root.

use super::{Enclosure, EnclosureError, Result, Toward};

impl Enclosure {
    /// Square root.
    ///
    /// # Errors
    /// [`EnclosureError::OutsideDomain`] if the argument is possibly negative.
    pub fn sqrt(&self) -> Result<Self> {
        if !self.certainly_nonnegative() {
            let certainly = self.certainly_negative();
            return Err(EnclosureError::OutsideDomain {
                function: "sqrt",
                certainly,
            });
        }
        self.rooted(2)
    }

    /// Real cube root.
    ///
    /// # Errors
    /// [`EnclosureError::OverflowBudget`].
    pub fn cbrt(&self) -> Result<Self> {
        self.rooted(3)
    }

    fn rooted(&self, degree: u32) -> Result<Self> {
        let lo = self.lo.root(degree, self.bits, Toward::Down);
        let hi = self.hi.root(degree, self.bits, Toward::Up);
        Self::outward(lo, hi, self.bits)
    }
}
