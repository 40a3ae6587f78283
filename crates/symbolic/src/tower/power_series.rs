//! Arithmetic of truncated power series modulo a prime.

use wronski_diagnostic::interruption;
use wronski_exact::{Field, PrimeField};

/// The coefficients of h^0, h^1, ..., for x = x0 + h.
pub type Series = Vec<u64>;

/// Power series over a prime field, to so many coefficients.
#[derive(Clone, Copy, Debug)]
pub(super) struct PowerSeries<'a> {
    /// The field.
    pub field: &'a PrimeField,
    /// The number of coefficients.
    pub order: usize,
}

impl PowerSeries<'_> {
    pub fn constant(&self, c: u64) -> Series {
        let mut s = vec![0; self.order];
        s[0] = c;
        s
    }

    pub fn multiply(&self, a: &[u64], b: &[u64]) -> Series {
        let f = self.field;
        let mut out = vec![0; a.len()];
        for (i, u) in a.iter().enumerate().filter(|(_, u)| **u != 0) {
            interruption::point();
            for (o, w) in out[i..].iter_mut().zip(b) {
                *o = f.add(o, &f.mul(u, w));
            }
        }
        out
    }

    /// `None` if the constant term vanishes.
    pub fn reciprocal(&self, a: &[u64]) -> Option<Series> {
        let f = self.field;
        let first = f.inv(a.first()?)?;
        let mut out = vec![first];
        for n in 1..a.len() {
            let mut s = 0;
            for k in 1..=n {
                s = f.add(&s, &f.mul(&a[k], &out[n - k]));
            }
            out.push(f.sub(&0, &f.mul(&s, &first)));
        }
        Some(out)
    }

    /// `None` if the characteristic divides the number.
    pub fn divided(&self, a: &[u64], by: i64) -> Option<Series> {
        let share = self.field.inv(&self.field.small(by))?;
        Some(a.iter().map(|c| self.field.mul(c, &share)).collect())
    }

    pub fn derivative(&self, a: &[u64]) -> Series {
        let f = self.field;
        let mut out: Series = a
            .iter()
            .enumerate()
            .skip(1)
            .map(|(k, c)| f.mul(&f.small(k as i64), c))
            .collect();
        out.push(0);
        out
    }

    /// The series with the given derivative and constant term.
    pub fn antiderivative(&self, slope: &[u64], start: u64) -> Option<Series> {
        self.solve(start, slope.len(), |_, n| slope[n])
    }

    /// The solution of `t' = slope * t` with the given constant term.
    pub fn exponential(&self, slope: &[u64], start: u64) -> Option<Series> {
        self.solve(start, slope.len(), |s, n| self.coefficient(slope, s, n))
    }

    /// The solution of `t' = slope * (1 + t^2)` with the given constant term.
    pub fn tangent(&self, slope: &[u64], start: u64) -> Option<Series> {
        self.solve(start, slope.len(), |s, n| {
            let mut square = self.multiply(s, s);
            square[0] = self.field.add(&square[0], &1);
            self.coefficient(slope, &square, n)
        })
    }

    /// The series whose derivative has, at the power n, the coefficient that the ones up to n give.
    fn solve(
        &self,
        start: u64,
        order: usize,
        slope: impl Fn(&[u64], usize) -> u64,
    ) -> Option<Series> {
        let f = self.field;
        let mut s = vec![start];
        for n in 0..order - 1 {
            s.push(f.mul(&slope(&s, n), &f.inv(&f.small(n as i64 + 1))?));
        }
        Some(s)
    }

    /// The coefficient of a product at the power n.
    fn coefficient(&self, a: &[u64], b: &[u64], n: usize) -> u64 {
        let f = self.field;
        (0..=n).fold(0, |c, k| f.add(&c, &f.mul(&a[k], &b[n - k])))
    }
}
