//! The functions that the families are made of: sigma and its derivatives, at x and at sigma(x).

use crate::tower::compose::Composition;
use crate::tower::{Element, Result, Tower};

/// `s, s1, s2` and `S, S1, S2`: the derivatives of sigma at x, and evaluated at sigma(x).
///
/// `S1` is sigma'(sigma(x)), not the derivative of sigma(sigma(x)).
#[derive(Clone, Debug)]
pub struct SelfComposition {
    /// sigma(x), sigma'(x), sigma''(x).
    pub inner: [Element; 3],
    /// sigma, sigma', sigma'' at sigma(x).
    pub outer: [Element; 3],
}

impl SelfComposition {
    /// Differentiates and composes sigma; the tower grows by the monomials of the composition.
    ///
    /// # Errors
    /// As the adjunctions that the composition needs.
    pub fn new(tower: &mut Tower, sigma: &Element) -> Result<Self> {
        let inner = Self::inner(tower, sigma)?;
        let mut composition = Composition::new(sigma);
        let outer = [
            composition.apply(tower, &inner[0])?,
            composition.apply(tower, &inner[1])?,
            composition.apply(tower, &inner[2])?,
        ];
        Ok(SelfComposition { inner, outer })
    }

    /// sigma, sigma', sigma''.
    ///
    /// # Errors
    /// As [`Tower::derive`].
    pub fn inner(tower: &Tower, sigma: &Element) -> Result<[Element; 3]> {
        let s1 = tower.derive(sigma)?;
        let s2 = tower.derive(&s1)?;
        Ok([sigma.clone(), s1, s2])
    }
}
