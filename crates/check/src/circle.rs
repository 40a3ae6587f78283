//! Cosine and sine in terms of the variables of the field.
//!
//! The angles of the field are `2 a` for its tangents `tan(a)`, and its arctangents. Cosine and sine of an integer
//! combination of angles come from the addition theorem.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

use super::element::Elem;
use super::failure::{Checked, limit, unshown};
use super::space::{Circle, Group, Kind, Space};
use wronski_exact::poly::Poly;

pub(crate) fn ratio(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

pub(crate) const UNKNOWN: &str = "a constant angle that is not worked out";

impl Space {
    pub fn sum_of_circles(&self, a: &Circle, b: &Circle) -> Checked<Circle> {
        let k = &self.arithmetic;
        Ok((
            k.sub(&k.mul(&a.0, &b.0)?, &k.mul(&a.1, &b.1)?)?,
            k.add(&k.mul(&a.1, &b.0)?, &k.mul(&a.0, &b.1)?)?,
        ))
    }

    pub fn multiple(&self, a: &Circle, n: i64) -> Checked<Circle> {
        if n.unsigned_abs() > 200 {
            return Err(limit("the multiples of an angle", 200));
        }
        let mut base = a.clone();
        if n < 0 {
            base.1 = base.1.neg();
        }
        let mut acc = (Elem::one(), Elem::zero());
        let mut left = n.unsigned_abs();
        while left > 0 {
            if left & 1 == 1 {
                acc = self.sum_of_circles(&acc, &base)?;
            }
            left >>= 1;
            if left > 0 {
                base = self.sum_of_circles(&base, &base)?;
            }
        }
        Ok(acc)
    }

    /// Cosine and sine of twice the angle with that tangent; `1 + tangent^2` has no zeros on the real line.
    pub fn of_double(&self, tangent: &Elem) -> Checked<Circle> {
        let k = &self.arithmetic;
        let square = k.mul(tangent, tangent)?;
        let inverse = k.inverse(&k.add(&Elem::one(), &square)?)?;
        let cosine = k.mul(&k.sub(&Elem::one(), &square)?, &inverse)?;
        Ok((cosine, k.mul(&tangent.scale(&ratio(2, 1)), &inverse)?))
    }

    /// Cosine and sine of an element.
    pub fn circle(&mut self, a: &Elem) -> Checked<Circle> {
        if let Some(c) = self.as_constant(a)? {
            return self.circle_of_constant(&c);
        }
        for upto in [self.listed, self.variables.len()] {
            let known = self.angles(upto);
            let functions: Vec<Elem> = known.iter().map(|f| f.1.clone()).collect();
            let Some(q) = self.combination(&functions, a, true)? else {
                continue;
            };
            let fits = |v: usize, q: &BigRational| match self.variables[v].generator()?.group() {
                Group::Angles(a) => Some(a.divides(q)),
                _ => None,
            };
            if !known
                .iter()
                .zip(&q)
                .all(|((v, _), q)| fits(*v, q) == Some(true))
            {
                continue;
            }
            let mut rest = a.clone();
            for ((_, f), q) in known.iter().zip(&q) {
                rest = self.arithmetic.sub(&rest, &f.scale(q))?;
            }
            let Some(c) = self.as_constant(&rest)? else {
                continue;
            };
            let mut circle = self.circle_of_constant(&c)?;
            for ((v, _), q) in known.iter().zip(&q).filter(|(_, q)| !q.is_zero()) {
                let part = self.circle_of_angle(*v, q)?;
                circle = self.sum_of_circles(&circle, &part)?;
            }
            return Ok(circle);
        }
        let half = a.scale(&ratio(1, 2));
        let v = self.new_tangent(half)?;
        self.of_double(&Elem::var(v))
    }

    /// `n pi/4`.
    pub fn eighths(&mut self, n: &BigInt) -> Checked<Elem> {
        if n.is_zero() {
            return Ok(Elem::zero());
        }
        Ok(self.pi()?.scale(&BigRational::new(n.clone(), 4.into())))
    }

    /// Cosine and sine of a sum of a rational number, a multiple of pi/12, and arctangents of constants.
    fn circle_of_constant(&mut self, c: &Elem) -> Checked<Circle> {
        if !c.den.is_empty() {
            return self.circle_of_value(c);
        }
        let mut circle = (Elem::one(), Elem::zero());
        for (m, q) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let known = match *support.as_slice() {
                [] => Some(self.circle_of_rational(&q)?),
                [v] => match self.variables[v].kind.clone() {
                    Kind::Constant(c) => c.circle(self, &q, m[v])?,
                    _ => None,
                },
                _ => None,
            };
            let part = match known {
                Some(part) => part,
                None => self.circle_of_value(&Elem::poly(Poly::term(m, &q)))?,
            };
            circle = self.sum_of_circles(&circle, &part)?;
        }
        Ok(circle)
    }

    /// Cosine and sine of `n pi/12`.
    pub fn circle_of_twelfths(&mut self, n: i64) -> Checked<Circle> {
        let n = n.rem_euclid(24);
        let zero = (Elem::one(), Elem::zero());
        if n == 0 {
            return Ok(zero);
        }
        if n % 6 == 0 {
            return self.multiple(&(Elem::zero(), Elem::one()), n / 6);
        }
        let mut circle = zero;
        // pi/12 = pi/3 - pi/4
        let (sixths, quarters) = match (n % 3, n % 2) {
            (0, _) => (0, n / 3),
            (_, 0) => (n / 2, 0),
            _ => (2 * n, -n),
        };
        if sixths != 0 {
            let cosine = self.root_number(&ratio(3, 4), 2)?;
            let base = (cosine, Elem::number(&ratio(1, 2)));
            circle = self.multiple(&base, sixths)?;
        }
        if quarters != 0 {
            let half = self.root_number(&ratio(1, 2), 2)?;
            let part = self.multiple(&(half.clone(), half), quarters)?;
            circle = self.sum_of_circles(&circle, &part)?;
        }
        Ok(circle)
    }

    /// Cosine and sine of a constant of which nothing is claimed.
    fn circle_of_value(&mut self, c: &Elem) -> Checked<Circle> {
        let (v, n) = self.tangent_value(c)?;
        self.multiple(&self.of_double(&Elem::var(v))?, n)
    }

    /// Cosine and sine of `q` times the angle of a variable.
    pub fn circle_of_angle(&mut self, v: usize, q: &BigRational) -> Checked<Circle> {
        let Kind::Function(g) = self.variables[v].kind.clone() else {
            return Err(unshown(UNKNOWN));
        };
        match g.group() {
            Group::Angles(a) => a.circle(self, v, q),
            _ => Err(unshown(UNKNOWN)),
        }
    }
}
