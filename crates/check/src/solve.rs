//! Exponentials, logarithms and error functions in terms of the variables of the field.
//!
//! `exp(a)` is a product of what is there if `a` is an integer combination of exponents and logarithms
//! plus a constant; likewise `log` and `erf`. The combination is found by linear algebra over Q on
//! coefficients, and holds exactly. What is not there becomes an auxiliary variable.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::element::Elem;
use super::failure::{Checked, limit};
use super::space::{Kind, Space};
use wronski_exact::Rationals;
use wronski_exact::matrix::echelon;
use wronski_exact::poly::{Mono, Poly};
use wronski_expr::Func;

pub(super) fn small(q: &BigRational) -> Option<i64> {
    if q.is_integer() {
        q.to_integer().to_i64().filter(|n| n.abs() <= 4_000)
    } else {
        None
    }
}

/// Solves `sum q_i columns_i = target` over Q; free unknowns are 0.
fn solve(columns: &[Vec<BigRational>], target: &[BigRational]) -> Option<Vec<BigRational>> {
    let n = columns.len();
    let rows: Vec<Vec<BigRational>> = (0..target.len())
        .map(|i| {
            columns
                .iter()
                .map(|c| c[i].clone())
                .chain([target[i].clone()])
                .collect()
        })
        .collect();
    let e = echelon(&Rationals, &rows);
    if e.pivots.contains(&n) {
        return None;
    }
    let mut out = vec![BigRational::zero(); n];
    for (row, &p) in e.rows.iter().zip(&e.pivots) {
        out[p] = row[n].clone();
    }
    Some(out)
}

/// Coefficient vectors of polynomials over all monomials that occur.
fn coefficients(polys: &[Vec<Poly>]) -> Vec<Vec<BigRational>> {
    let width = polys.first().map_or(0, Vec::len);
    let mut out = vec![vec![]; polys.len()];
    for i in 0..width {
        let monomials: std::collections::BTreeSet<Mono> = polys
            .iter()
            .flat_map(|p| p[i].monomials().copied().collect::<Vec<_>>())
            .collect();
        for m in monomials {
            for (o, p) in out.iter_mut().zip(polys) {
                o.push(p[i].coefficient(&m));
            }
        }
    }
    out
}

impl Space {
    /// `target = sum q_i functions_i + constant`, or without a constant. Roots are reduced, so that their powers
    /// are as good as free variables.
    pub fn combination(
        &self,
        functions: &[Elem],
        target: &Elem,
        constant: bool,
    ) -> Checked<Option<Vec<BigRational>>> {
        let k = &self.arithmetic;
        let all: Vec<Elem> = functions.iter().chain([target]).cloned().collect();
        let (nums, den) = k.common(&all)?;
        let columns: Vec<Vec<Poly>> = if constant {
            // Eliminate the constant c: f d_0 - f_0 d = 0 for f = target - sum, where the index 0 is one
            // monomial in the functions.
            let mask = self.functions();
            let den = k.expand(&den)?;
            let Some((m, d0)) = den.group(&mask).into_iter().next() else {
                return Ok(None);
            };
            nums.iter()
                .map(|n| {
                    let n0 = n.group(&mask).remove(&m).unwrap_or_else(Poly::zero);
                    Ok(vec![k.product(n, &d0)?.sub(&k.product(&den, &n0)?)])
                })
                .collect::<Checked<_>>()?
        } else {
            nums.into_iter().map(|n| vec![n]).collect()
        };
        let mut vectors = coefficients(&columns);
        let Some(target) = vectors.pop() else {
            return Ok(None);
        };
        Ok(solve(&vectors, &target))
    }

    /// The exponents and logarithms among the first `upto` variables.
    pub fn exponents_and_logarithms(&self, upto: usize) -> Vec<(usize, Elem)> {
        self.variables
            .iter()
            .enumerate()
            .take(upto)
            .filter_map(|(v, w)| match &w.kind {
                Kind::Exp(a) => Some((v, a.clone())),
                Kind::Log(_) => Some((v, Elem::var(v))),
                _ => None,
            })
            .collect()
    }

    /// `exp(a)`.
    pub fn exp(&mut self, a: &Elem) -> Checked<Elem> {
        if let Some(c) = self.as_constant(a)? {
            return self.exp_constant(&c);
        }
        for upto in [self.listed, self.variables.len()] {
            let known = self.exponents_and_logarithms(upto);
            let functions: Vec<Elem> = known.iter().map(|f| f.1.clone()).collect();
            let Some(q) = self.combination(&functions, a, true)? else {
                continue;
            };
            // Fractional powers are roots.
            let whole = |q: &BigRational| q * BigRational::from_integer(q.denom().clone());
            if !q.iter().all(|q| small(&whole(q)).is_some()) {
                continue;
            }
            let mut rest = a.clone();
            for ((_, f), q) in known.iter().zip(&q) {
                rest = self.arithmetic.sub(&rest, &f.scale(q))?;
            }
            let Some(c) = self.as_constant(&rest)? else {
                continue;
            };
            let mut product = Elem::one();
            for ((v, _), q) in known.iter().zip(&q).filter(|(_, q)| !q.is_zero()) {
                let power = match (self.variables[*v].kind.clone(), small(q)) {
                    (Kind::Log(f), Some(n)) => self.arithmetic.pow(&f, n)?,
                    (Kind::Log(f), None) => self.power_of_root(&f, q)?,
                    (_, Some(n)) => self.arithmetic.pow(&Elem::var(*v), n)?,
                    (_, None) => self.root_of_exponential(*v, q)?,
                };
                product = self.arithmetic.mul(&product, &power)?;
            }
            let c = self.exp_constant(&c)?;
            return self.arithmetic.mul(&product, &c);
        }
        let slope = self.derive(a)?;
        let v = self.push("an exponential".into(), Kind::Exp(a.clone()), Elem::zero())?;
        self.variables[v].derivative = self.arithmetic.mul(&slope, &Elem::var(v))?;
        Ok(Elem::var(v))
    }

    /// `log(f)`.
    pub fn log(&mut self, f: &Elem) -> Checked<Elem> {
        if f.is_zero() {
            return Err("the logarithm of 0".into());
        }
        if let Some(c) = self.as_constant(f)? {
            return self.log_constant(&c);
        }
        let slope = self.arithmetic.div(&self.derive(f)?, f)?;
        for upto in [self.listed, self.variables.len()] {
            // f'/f = sum r_j f_j'/f_j + sum r_i A_i': then f is a constant times the product.
            let known = self.exponents_and_logarithms(upto);
            let slopes = known
                .iter()
                .map(|(_, g)| self.derive(g))
                .collect::<Checked<Vec<_>>>()?;
            let Some(r) = self.combination(&slopes, &slope, false)? else {
                continue;
            };
            let m = r.iter().fold(BigInt::one(), |m, q| m.lcm(q.denom()));
            let Some(m) = m.to_i64().filter(|m| *m <= 60) else {
                continue;
            };
            let mut quotient = self.arithmetic.pow(f, m)?;
            let mut sum = Elem::zero();
            for ((v, g), r) in known.iter().zip(&r).filter(|(_, r)| !r.is_zero()) {
                let Some(n) = small(&(r * BigRational::from_integer(m.into()))) else {
                    return Err(limit("an exponent", i64::MAX as u64));
                };
                let base = match &self.variables[*v].kind {
                    Kind::Log(f) => f.clone(),
                    _ => Elem::var(*v),
                };
                quotient = self
                    .arithmetic
                    .mul(&quotient, &self.arithmetic.pow(&base, -n)?)?;
                sum = self.arithmetic.add(&sum, &g.scale(r))?;
            }
            let Some(c) = self.as_constant(&quotient)? else {
                continue;
            };
            let c = self
                .log_constant(&c)?
                .scale(&BigRational::new(1.into(), m.into()));
            return self.arithmetic.add(&sum, &c);
        }
        let v = self.push("a logarithm".into(), Kind::Log(f.clone()), slope)?;
        Ok(Elem::var(v))
    }

    /// `erf(a)`.
    pub fn erf(&mut self, a: &Elem) -> Checked<Elem> {
        if a.is_zero() {
            return Ok(Elem::zero());
        }
        if let Some(c) = self.as_constant(a)? {
            let Some(q) = c.as_rational() else {
                return self.odd_value(Func::Erf, &c);
            };
            let v = self.constant(&Kind::ErfConstant(q.abs()))?;
            return Ok(if q.is_negative() {
                Elem::var(v).neg()
            } else {
                Elem::var(v)
            });
        }
        for v in 0..self.variables.len() {
            if let Kind::Erf(b) = &self.variables[v].kind {
                if self.arithmetic.equal(a, b)? {
                    return Ok(Elem::var(v));
                }
                if self.arithmetic.equal(a, &b.neg())? {
                    return Ok(Elem::var(v).neg());
                }
            }
        }
        let square = self.arithmetic.mul(a, a)?;
        let gaussian = self.exp(&square.neg())?;
        let slope = self.erf_slope(a, &gaussian)?;
        let v = self.push("an error function".into(), Kind::Erf(a.clone()), slope)?;
        Ok(Elem::var(v))
    }

    /// `2/sqrt(pi) * gaussian * a'`.
    pub fn erf_slope(&mut self, a: &Elem, gaussian: &Elem) -> Checked<Elem> {
        let root = self.constant(&Kind::SqrtPi)?;
        let k = &self.arithmetic;
        let two = BigRational::from_integer(2.into());
        let slope = k.mul(gaussian, &self.derive(a)?)?.scale(&two);
        k.div(&slope, &Elem::var(root))
    }
}
