//! Composition with an element of the tower, as a homomorphism.
//!
//! For g in the tower, f -> f(g(x)) sends x to g, keeps constants, and sends each monomial and
//! each root to the function of the image of its argument, adjoined if it is new.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::{Element, Result, Tower};
use wronski_exact::poly::Poly;

/// The composition with one inner function, with the images of the variables found so far.
#[derive(Clone, Debug)]
pub struct Composition {
    images: BTreeMap<usize, Element>,
}

impl Composition {
    /// Composition with `inner`.
    pub fn new(inner: &Element) -> Self {
        Composition {
            images: BTreeMap::from([(0, inner.clone())]),
        }
    }

    /// The substitution of the given elements for the variables with these indices; every other
    /// variable of the tower stays itself. A homomorphism of rings, not of differential rings.
    pub fn substitution(tower: &Tower, images: &BTreeMap<usize, Element>) -> Self {
        let images = (0..tower.variables().len())
            .map(|v| {
                (
                    v,
                    images.get(&v).cloned().unwrap_or_else(|| Element::var(v)),
                )
            })
            .collect();
        Composition { images }
    }

    /// `outer(inner(x))`.
    ///
    /// # Errors
    /// As the adjunctions that it needs.
    pub fn apply(&mut self, tower: &mut Tower, outer: &Element) -> Result<Element> {
        let mut value = self.poly(tower, &outer.num)?;
        for &(id, n) in &outer.den {
            let d = tower.denominators()[id].clone();
            let image = self.poly(tower, &d)?;
            let inverse = tower.pow(&image, -i64::from(n))?;
            value = tower.mul(&value, &inverse)?;
        }
        Ok(value)
    }

    fn image(&mut self, tower: &mut Tower, v: usize) -> Result<Element> {
        if let Some(e) = self.images.get(&v) {
            return Ok(e.clone());
        }
        let kind = tower.variables()[v].kind.clone();
        let image = match kind.generator() {
            None => Element::var(v),
            Some(generator) => {
                let argument = self.apply(tower, generator.argument())?;
                generator.with_argument(tower, &argument)?
            }
        };
        self.images.insert(v, image.clone());
        Ok(image)
    }

    fn poly(&mut self, tower: &mut Tower, p: &Poly) -> Result<Element> {
        let mut powers: BTreeMap<(usize, i32), Element> = BTreeMap::new();
        let mut sum = Element::zero();
        for (m, c) in p.terms() {
            let mut t = Element::rational(&c);
            for (v, &e) in m.iter().enumerate() {
                if e == 0 {
                    continue;
                }
                if let Entry::Vacant(slot) = powers.entry((v, e)) {
                    let image = self.image(tower, v)?;
                    let power = tower.pow(&image, i64::from(e))?;
                    slot.insert(power);
                }
                t = tower.mul(&t, &powers[&(v, e)])?;
            }
            sum = tower.add(&sum, &t)?;
        }
        Ok(sum)
    }
}
