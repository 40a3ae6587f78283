//! Tangent.

use super::circular::{REDUCTION_LIMIT, sine_and_cosine};
use super::{Enclosure, EnclosureError, Result};

impl Enclosure {
    /// Tangent.
    ///
    /// # Errors
    /// [`EnclosureError::OutsideDomain`] if a pole possibly lies in the interval.
    pub fn tan(&self) -> Result<Self> {
        let pole = EnclosureError::OutsideDomain {
            function: "tan",
            certainly: false,
        };
        let far = self
            .greatest_absolute()
            .magnitude()
            .is_some_and(|k| k > REDUCTION_LIMIT);
        if far || self.possibly_meets(1, 2)? {
            return Err(pole);
        }
        self.increasing(|x, bits| {
            let (sine, cosine) = sine_and_cosine(x, bits + 8)?;
            if cosine.possibly_zero() {
                return Err(pole.clone());
            }
            sine.div(&cosine)
        })
    }
}
