//! Elements with elements for their variables.

use std::collections::BTreeMap;

use super::element::Elem;
use super::failure::Checked;
use super::space::Space;
use wronski_exact::poly::{Mono, Poly};

impl Space {
    /// Puts elements for variables (those without an entry stay as they are), all over one denominator.
    pub fn substitute(&self, a: &Elem, images: &BTreeMap<usize, Elem>) -> Checked<Elem> {
        let k = &self.arithmetic;
        let mut value = self.substitute_poly(&a.num, images)?;
        for (d, n) in &a.den {
            let below = self.substitute_poly(d, images)?;
            if below.is_zero() {
                return Err("a denominator vanishes identically after a substitution".into());
            }
            value = k.mul(&value, &k.pow(&below, -i64::from(*n))?)?;
        }
        Ok(value)
    }

    fn substitute_poly(&self, p: &Poly, images: &BTreeMap<usize, Elem>) -> Checked<Elem> {
        let k = &self.arithmetic;
        let replaced: Vec<usize> = p
            .variables()
            .into_iter()
            .filter(|v| images.contains_key(v))
            .collect();
        // With n/d for v and exponents from `low` to `high`, the sum of c v^e is
        // n^low d^-high times the sum of c n^(e - low) d^(high - e).
        let mut factor = Elem::one();
        let mut tables: BTreeMap<usize, (i32, i32, Vec<Poly>, Vec<Poly>)> = BTreeMap::new();
        for &v in &replaced {
            let image = &images[&v];
            let low = p.monomials().map(|m| m[v]).min().unwrap_or_default().min(0);
            let high = p.monomials().map(|m| m[v]).max().unwrap_or_default().max(0);
            if low < 0 {
                factor = k.mul(
                    &factor,
                    &k.pow(&Elem::poly(image.num.clone()), i64::from(low))?,
                )?;
                // The numerator to the power low; the denominator enters below with high.
            }
            let den = image
                .den
                .iter()
                .map(|(d, n)| (d.clone(), n.saturating_mul(high.unsigned_abs())))
                .collect();
            factor = k.mul(
                &factor,
                &Elem {
                    num: Poly::one(),
                    den,
                },
            )?;
            let span = high.abs_diff(low);
            let below = k.expand(&image.den)?;
            let powers = |b: &Poly| -> Checked<Vec<Poly>> {
                let mut out = vec![Poly::one()];
                for i in 0..span as usize {
                    out.push(k.product(&out[i], b)?);
                }
                Ok(out)
            };
            tables.insert(v, (low, high, powers(&image.num)?, powers(&below)?));
        }
        let mut sum = Poly::zero();
        for (m, c) in p.terms() {
            let mut kept: Mono = m;
            for v in &replaced {
                kept[*v] = 0;
            }
            let mut t = Poly::term(kept, &c);
            for (v, (low, high, above, below)) in &tables {
                let (i, j) = (m[*v].abs_diff(*low) as usize, high.abs_diff(m[*v]) as usize);
                t = k.product(&t, &k.product(&above[i], &below[j])?)?;
            }
            sum = sum.add(&t);
        }
        let whole = k.cancel(sum, factor.den.clone())?;
        let mut value = Elem {
            num: k.product(&whole.num, &factor.num)?,
            den: whole.den,
        };
        if value.num.is_zero() {
            value = Elem::zero();
        }
        Ok(value)
    }
}
