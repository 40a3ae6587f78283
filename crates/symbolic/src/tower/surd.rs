//! Roots of constants.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use wronski_diagnostic::ErrorCode;

use super::number::{factor, not_factored, square_part};
use super::{Constant, Element, Result, Tower, TowerError};
use wronski_diagnostic::Diagnostic;
use wronski_exact::poly::{Poly, mono};
use wronski_expr::{Expr, Func, Node};

impl Tower {
    /// The positive square root of a nonnegative rational.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for negative numbers; [`TowerError::Undecided`] if the radicand is too large to
    /// be split into its square and squarefree parts.
    pub fn sqrt_rational(&mut self, q: &BigRational) -> Result<Element> {
        if q.is_negative() {
            return Err(TowerError::Undefined(Diagnostic::input(
                ErrorCode::W0211,
                format!("the square root of the negative number {q} is not real"),
            )));
        }
        if q.is_zero() {
            return Ok(Element::zero());
        }
        // sqrt(a/b) = sqrt(a b)/b; one generator for each prime.
        let n = q.numer() * q.denom();
        let (outside, primes) = square_part(&n)
            .ok_or_else(|| not_factored(&Expr::apply(Func::Sqrt, Expr::num(q.clone()))))?;
        let mut num = Poly::constant(&BigRational::new(outside, q.denom().clone()));
        for p in primes {
            let v = self.constant(Constant::Sqrt(p))?;
            num = num.shift(&mono(v, 1));
        }
        Ok(Element::poly(num))
    }

    /// The positive root of degree at least 3 of a positive rational, prime by prime.
    fn root_of_factored(&mut self, q: &BigRational, degree: u32) -> Result<Element> {
        let refuse = || {
            let exponent = BigRational::new(BigInt::one(), degree.into());
            not_factored(&Expr::new(Node::Pow(
                Expr::num(q.clone()),
                Expr::num(exponent),
            )))
        };
        let mut root = Element::one();
        for (n, sign) in [(q.numer(), 1), (q.denom(), -1)] {
            if n.is_one() {
                continue;
            }
            let exact = n.nth_root(degree);
            if &exact.pow(degree) == n {
                let exact = BigRational::from_integer(exact).pow(sign);
                root = self.scale(&root, &exact);
                continue;
            }
            for (p, e) in factor(n).ok_or_else(refuse)? {
                // p^(e/degree) in lowest terms.
                let share = BigRational::new(e.into(), degree.into());
                let whole = share.floor().to_integer();
                let part = share - BigRational::from_integer(whole.clone());
                let mut value = Element::rational(
                    &BigRational::from_integer(p.clone()).pow(whole.to_i32().ok_or_else(refuse)?),
                );
                if !part.is_zero() {
                    let d = part.denom().to_u32().ok_or_else(refuse)?;
                    let k = part.numer().to_i64().ok_or_else(refuse)?;
                    let v = if d == 2 {
                        self.constant(Constant::Sqrt(p))?
                    } else {
                        self.constant(Constant::Root(d, p))?
                    };
                    let power = self.pow(&Element::var(v), k)?;
                    value = self.mul(&value, &power)?;
                }
                let value = self.pow(&value, i64::from(sign))?;
                root = self.mul(&root, &value)?;
            }
        }
        Ok(root)
    }

    /// The positive root of a nonnegative rational.
    ///
    /// # Errors
    /// [`TowerError::Undefined`] for negative numbers; [`TowerError::Undecided`] if the radicand cannot be factored.
    pub fn root_rational(&mut self, q: &BigRational, degree: u32) -> Result<Element> {
        if degree == 2 {
            return self.sqrt_rational(q);
        }
        if q.is_negative() {
            return Err(TowerError::Undefined(Diagnostic::input(
                ErrorCode::W0211,
                format!("the root of degree {degree} of the negative number {q} is not real"),
            )));
        }
        if q.is_one() || degree == 1 {
            return Ok(Element::rational(q));
        }
        self.root_of_factored(q, degree)
    }

    /// The positive square root of a constant, if it is a rational times a square of positive
    /// generators; `None` otherwise (a parameter could be negative).
    ///
    /// # Errors
    /// As [`Tower::sqrt_rational`].
    pub fn sqrt_constant(&mut self, c: &Element) -> Result<Option<Element>> {
        if c.is_zero() {
            return Ok(Some(Element::zero()));
        }
        if !c.den.is_empty() || c.num.len() > 1 {
            return Ok(None);
        }
        let Some((m, q)) = c.num.leading() else {
            return Ok(None);
        };
        let mut root = wronski_exact::poly::ONE;
        for v in 0..m.len() {
            if m[v] == 0 {
                continue;
            }
            let square = m[v] % 2 == 0
                && self.variables[v]
                    .kind
                    .as_constant()
                    .is_some_and(|c| !matches!(c, Constant::Parameter(_) | Constant::Symbol(_)));
            if !square {
                return Ok(None);
            }
            root[v] = m[v] / 2;
        }
        let rational = self.sqrt_rational(&q)?;
        Ok(Some(Element::poly(rational.num.shift(&root))))
    }

    /// The positive root of a constant; `c^(1/n) = exp(log(c)/n)` for what is no rational.
    ///
    /// # Errors
    /// As [`Tower::log_constant`] and [`Tower::exp_constant`].
    pub(super) fn root_constant(&mut self, c: &Element, degree: u32) -> Result<Element> {
        if let Some(q) = c.as_rational() {
            if q.is_negative() && degree % 2 == 1 {
                let root = self.root_rational(&-q, degree)?;
                return Ok(self.neg(&root));
            }
            return self.root_rational(&q, degree);
        }
        if degree == 2
            && let Some(root) = self.sqrt_constant(c)?
        {
            return Ok(root);
        }
        // exp(q)^(1/n) = exp(q/n), and in general c^(1/n) = exp(log(c)/n).
        let log = self.log_constant(c)?;
        let share = BigRational::new(1.into(), degree.into());
        self.exp_constant(&self.scale(&log, &share))
    }
}
