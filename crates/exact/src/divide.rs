//! Exact quotients of polynomials.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, Zero};
use wronski_diagnostic::interruption;

use super::poly::{Mono, ONE, Poly, mono_div, mono_mul};

impl Poly {
    /// The exact quotient, if `other` (nonzero) divides `self`, variables being independent.
    ///
    /// Without negative exponents this is divisibility of polynomials: the quotient has none either. A variable with
    /// a negative exponent counts as a unit, but a unit is no divisor: `1 - b^-1` is `b^-1` times `b - 1`, while
    /// neither `b` nor `b^-1` divides 1. So repeated division by anything but a number comes to an end.
    pub fn divide_exact(&self, other: &Poly) -> Option<Poly> {
        if other.is_zero() {
            return None;
        }
        if self.is_zero() {
            return Some(Poly::zero());
        }
        let (low, low_other) = (self.monomial_content(), other.monomial_content());
        if low.iter().zip(&low_other).any(|(a, b)| *b > 0 && a < b)
            || (other.len() == 1 && low_other.iter().any(|e| *e < 0))
        {
            return None;
        }
        // Neither has a monomial factor now, nor has the quotient.
        let strip = |p: &Poly, m: &Mono| p.shift(&mono_div(&ONE, m));
        let quotient = strip(self, &low).divide_stripped(&strip(other, &low_other))?;
        Some(quotient.shift(&mono_div(&low, &low_other)))
    }

    /// The exact quotient of nonzero polynomials without negative exponents.
    fn divide_stripped(&self, other: &Poly) -> Option<Poly> {
        let (lead, lc) = other.terms.first()?;
        let mut room = ONE;
        for (v, r) in room.iter_mut().enumerate() {
            *r = self.degree(v) - other.degree(v);
            if *r < 0 {
                return None;
            }
        }
        // Gauss: for primitive `other` the quotient of integer polynomials is integral, so a
        // leading coefficient that does not divide ends the search.
        let (content, divisor) = other.content();
        let lc = if content.is_negative() {
            -lc / content.numer().abs()
        } else {
            lc / content.numer().abs()
        };
        let mut rest: BTreeMap<Mono, BigInt> = self.terms.iter().cloned().collect();
        let mut quotient = Vec::new();
        while let Some((m, c)) = rest.pop_last() {
            interruption::point();
            let q = mono_div(&m, lead);
            // Degrees add up, so the quotient stays within the difference.
            if q.iter().zip(&room).any(|(e, r)| *e < 0 || e > r) {
                return None;
            }
            let (k, r) = c.div_rem(&lc);
            if !r.is_zero() {
                return None;
            }
            for (n, d) in divisor.terms.iter().skip(1) {
                let key = mono_mul(n, &q);
                let delta = d * &k;
                match rest.entry(key) {
                    std::collections::btree_map::Entry::Occupied(mut e) => {
                        *e.get_mut() -= delta;
                        if e.get().is_zero() {
                            e.remove();
                        }
                    }
                    std::collections::btree_map::Entry::Vacant(e) => {
                        e.insert(-delta);
                    }
                }
            }
            quotient.push((q, k));
        }
        let q = Poly {
            terms: quotient,
            den: self.den.clone(),
        }
        .reduced();
        Some(q.scale(&content.recip()))
    }
}

#[cfg(test)]
mod tests {
    use num_rational::BigRational;
    use num_traits::One;

    use super::super::poly::{Roots, mono};
    use super::*;

    fn x() -> Poly {
        Poly::var(0)
    }
    fn t() -> Poly {
        Poly::var(1)
    }
    fn none() -> Roots {
        Roots::new()
    }

    #[test]
    fn exact_division_and_refusal() {
        let a = x().add(&t()).scale(&BigRational::new(2.into(), 3.into()));
        let b = x()
            .sub(&t())
            .add(&Poly::int(5))
            .scale(&BigRational::from_integer((-4).into()));
        let product = a.mul(&b, &none());
        assert_eq!(product.divide_exact(&b), Some(a.clone()));
        assert_eq!(product.divide_exact(&a), Some(b.clone()));
        assert_eq!(product.add(&Poly::one()).divide_exact(&b), None);
        assert_eq!(product.divide_exact(&Poly::zero()), None);
    }

    #[test]
    fn division_with_negative_exponents() {
        let power = |v, n| Poly::term(mono(v, n), &BigRational::one());
        let linear = x().sub(&Poly::one());
        // 1 - 1/x = (x - 1)/x, and back.
        let below = Poly::one().sub(&power(0, -1));
        assert_eq!(below.divide_exact(&linear), Some(power(0, -1)));
        assert_eq!(linear.divide_exact(&below), Some(x()));
        // The other variables may have any exponents: (x^2 - 1) t^-3.
        let square = x().mul(&x(), &none()).sub(&Poly::one());
        let shifted = square.shift(&mono(1, -3));
        assert_eq!(
            shifted.divide_exact(&linear),
            Some(x().add(&Poly::one()).shift(&mono(1, -3)))
        );
        assert_eq!(shifted.divide_exact(&x().add(&t())), None);
        // Units divide nothing, a variable only what contains it.
        assert_eq!(Poly::one().divide_exact(&power(0, -1)), None);
        assert_eq!(power(0, -2).divide_exact(&power(0, -1)), None);
        assert_eq!(Poly::one().divide_exact(&x()), None);
        assert_eq!(power(0, -1).divide_exact(&x()), None);
        assert_eq!(power(0, 3).divide_exact(&x()), Some(power(0, 2)));
        // Repeated division ends.
        for divisor in [
            &linear,
            &below,
            &x(),
            &power(0, -1),
            &x().add(&power(1, -2)),
        ] {
            let mut rest = shifted.mul(&linear, &none()).mul(&below, &none());
            let mut rounds = 0;
            while let Some(q) = rest.divide_exact(divisor) {
                rest = q;
                rounds += 1;
                assert!(rounds < 10, "{divisor:?}");
            }
        }
    }
}
