//! Exponentials, logarithms and error functions in terms of the variables of the field.
//!
//! `exp(a)` is a product of what is there if `a` is an integer combination of exponents and logarithms
//! plus a constant; likewise `log` and `erf`. The combination is found by linear algebra over Q on
//! coefficients, and holds exactly. What is not there becomes an auxiliary variable.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::element::{Elem, Outcome};
use super::space::{Kind, Space};
use crate::exact::Rationals;
use crate::exact::field::is_prime;
use crate::exact::matrix::echelon;
use crate::exact::poly::{Mono, Poly};

fn small(q: &BigRational) -> Option<i64> {
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

/// The prime factors of a positive integer, by trial division to 2^16.
fn factor(n: &BigInt) -> Outcome<Vec<(BigInt, i64)>> {
    let mut rest = n.clone();
    let mut out = vec![];
    if rest.bits() > 4_096 {
        return Err("a number is too large to be factored".into());
    }
    for p in 2u32..1 << 16 {
        if rest.is_one() {
            return Ok(out);
        }
        let p = BigInt::from(p);
        let mut e = 0;
        while rest.is_multiple_of(&p) {
            rest /= &p;
            e += 1;
        }
        if e > 0 {
            out.push((p, e));
        }
    }
    if !rest.is_one() {
        if !rest.to_u64().is_some_and(is_prime) {
            return Err("a number is too large to be factored".into());
        }
        out.push((rest, 1));
    }
    Ok(out)
}

impl Space {
    /// `target = sum q_i functions_i + constant`, or without a constant.
    fn combination(
        &self,
        functions: &[Elem],
        target: &Elem,
        constant: bool,
    ) -> Outcome<Option<Vec<BigRational>>> {
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
                .collect::<Outcome<_>>()?
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
    pub fn exp(&mut self, a: &Elem) -> Outcome<Elem> {
        if let Some(c) = self.as_constant(a)? {
            return self.exp_constant(&c);
        }
        for upto in [self.listed, self.variables.len()] {
            let known = self.exponents_and_logarithms(upto);
            let functions: Vec<Elem> = known.iter().map(|f| f.1.clone()).collect();
            let Some(q) = self.combination(&functions, a, true)? else {
                continue;
            };
            let Some(q) = q.iter().map(small).collect::<Option<Vec<i64>>>() else {
                continue;
            };
            let mut rest = a.clone();
            let mut product = Elem::one();
            for ((v, f), n) in known.iter().zip(q).filter(|(_, n)| *n != 0) {
                rest = self
                    .arithmetic
                    .sub(&rest, &f.scale(&BigRational::from_integer(n.into())))?;
                let base = match &self.variables[*v].kind {
                    Kind::Log(f) => f.clone(),
                    _ => Elem::var(*v),
                };
                product = self
                    .arithmetic
                    .mul(&product, &self.arithmetic.pow(&base, n)?)?;
            }
            let Some(c) = self.as_constant(&rest)? else {
                continue;
            };
            let c = self.exp_constant(&c)?;
            return self.arithmetic.mul(&product, &c);
        }
        let slope = self.derive(a)?;
        let v = self.push("an exponential".into(), Kind::Exp(a.clone()), Elem::zero())?;
        self.variables[v].derivative = self.arithmetic.mul(&slope, &Elem::var(v))?;
        Ok(Elem::var(v))
    }

    /// `log(f)`.
    pub fn log(&mut self, f: &Elem) -> Outcome<Elem> {
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
                .collect::<Outcome<Vec<_>>>()?;
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
                    return Err("an exponent is beyond the limits of a check".into());
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
    pub fn erf(&mut self, a: &Elem) -> Outcome<Elem> {
        if a.is_zero() {
            return Ok(Elem::zero());
        }
        if let Some(c) = self.as_constant(a)? {
            let q = c
                .as_rational()
                .ok_or("erf of a constant that is no rational number")?;
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
    pub fn erf_slope(&mut self, a: &Elem, gaussian: &Elem) -> Outcome<Elem> {
        let root = self.constant(&Kind::SqrtPi)?;
        let k = &self.arithmetic;
        let two = BigRational::from_integer(2.into());
        let slope = k.mul(gaussian, &self.derive(a)?)?.scale(&two);
        k.div(&slope, &Elem::var(root))
    }

    /// The variable of that constant, auxiliary if it is not listed.
    pub fn constant(&mut self, kind: &Kind) -> Outcome<usize> {
        let same = |w: &Kind| match (w, kind) {
            (Kind::SqrtPi, Kind::SqrtPi) => true,
            (Kind::Sqrt(a), Kind::Sqrt(b)) | (Kind::LogConstant(a), Kind::LogConstant(b)) => a == b,
            (Kind::ExpConstant(a), Kind::ExpConstant(b))
            | (Kind::ErfConstant(a), Kind::ErfConstant(b)) => a == b,
            (Kind::ExpParameter(a, p), Kind::ExpParameter(b, q)) => a == b && p == q,
            _ => false,
        };
        if let Some(v) = self.variables.iter().position(|w| same(&w.kind)) {
            return Ok(v);
        }
        let name = match kind {
            Kind::SqrtPi => "sqrt(pi)".to_string(),
            Kind::Sqrt(n) => format!("sqrt({n})"),
            Kind::LogConstant(n) => format!("log({n})"),
            Kind::ExpConstant(q) => format!("exp({q})"),
            Kind::ErfConstant(q) => format!("erf({q})"),
            _ => "a constant".to_string(),
        };
        self.push(name, kind.clone(), Elem::zero())
    }

    /// The square root of a nonnegative rational number.
    pub fn sqrt_number(&mut self, q: &BigRational) -> Outcome<Elem> {
        if q.is_negative() {
            return Err("the square root of a negative number".into());
        }
        if q.is_zero() {
            return Ok(Elem::zero());
        }
        let n = q.numer() * q.denom();
        let root = n.sqrt();
        if &root * &root == n {
            return Ok(Elem::number(&BigRational::new(root, q.denom().clone())));
        }
        let mut value = Elem::number(&BigRational::new(BigInt::one(), q.denom().clone()));
        for (p, e) in factor(&n)? {
            let outside =
                BigRational::from_integer(num_traits::pow::pow(p.clone(), (e / 2) as usize));
            value = value.scale(&outside);
            if e % 2 == 1 {
                let v = self.constant(&Kind::Sqrt(p))?;
                value = self.arithmetic.mul(&value, &Elem::var(v))?;
            }
        }
        Ok(value)
    }

    /// The square root of a rational number times even powers of positive constants, if it is that.
    pub fn sqrt_constant(&mut self, a: &Elem) -> Outcome<Option<Elem>> {
        let Some((m, q)) = a
            .num
            .leading()
            .filter(|_| a.den.is_empty() && a.num.len() == 1)
        else {
            return Ok(a.is_zero().then(Elem::zero));
        };
        let even = self.variables.iter().enumerate().all(|(v, w)| {
            m[v] == 0 || (m[v] % 2 == 0 && w.is_constant() && !matches!(w.kind, Kind::Parameter))
        });
        if !even {
            return Ok(None);
        }
        let root = self.sqrt_number(&q)?;
        let halved = Elem::poly(Poly::term(m.map(|e| e / 2), &BigRational::one()));
        Ok(Some(self.arithmetic.mul(&root, &halved)?))
    }

    /// `exp(c)` of a constant: rational numbers, multiples of parameters and of logarithms of primes.
    pub fn exp_constant(&mut self, c: &Elem) -> Outcome<Elem> {
        if !c.den.is_empty() {
            return Err("the exponential of a constant that is not worked out".into());
        }
        let mut product = Elem::one();
        for (m, q) in c.num.terms().collect::<Vec<_>>() {
            let support: Vec<usize> = (0..m.len()).filter(|&v| m[v] != 0).collect();
            let factor = match support.as_slice() {
                [] => self.power_of_generator(
                    &q,
                    |kind| match kind {
                        Kind::ExpConstant(base) => Some(base.clone()),
                        _ => None,
                    },
                    Kind::ExpConstant(q.clone()),
                )?,
                &[v] if m[v] == 1 => match self.variables[v].kind.clone() {
                    Kind::Parameter => self.power_of_generator(
                        &q,
                        |kind| match kind {
                            Kind::ExpParameter(base, p) if *p == v => Some(base.clone()),
                            _ => None,
                        },
                        Kind::ExpParameter(q.clone(), v),
                    )?,
                    Kind::LogConstant(p) => {
                        let n = small(&(&q * BigRational::from_integer(2.into())))
                            .ok_or("the exponential of a constant that is not worked out")?;
                        let root = self.sqrt_number(&BigRational::from_integer(p))?;
                        self.arithmetic.pow(&root, n)?
                    }
                    _ => return Err("the exponential of a constant that is not worked out".into()),
                },
                _ => return Err("the exponential of a constant that is not worked out".into()),
            };
            product = self.arithmetic.mul(&product, &factor)?;
        }
        Ok(product)
    }

    /// `exp(q ...)` as an integer power of a generator `exp(base ...)`, or as a new one.
    fn power_of_generator(
        &mut self,
        q: &BigRational,
        base: impl Fn(&Kind) -> Option<BigRational>,
        new: Kind,
    ) -> Outcome<Elem> {
        for (v, w) in self.variables.iter().enumerate() {
            if let Some(n) = base(&w.kind).and_then(|b| small(&(q / b))) {
                return self.arithmetic.pow(&Elem::var(v), n);
            }
        }
        let v = self.constant(&new)?;
        Ok(Elem::var(v))
    }

    /// `log(c)` of a constant: a positive rational number times powers of generators.
    fn log_constant(&mut self, c: &Elem) -> Outcome<Elem> {
        let unknown = "the logarithm of a constant that is not worked out";
        let Some((m, q)) = c
            .num
            .leading()
            .filter(|_| c.den.is_empty() && c.num.len() == 1)
        else {
            return Err(unknown.into());
        };
        if q.is_negative() {
            return Err("the logarithm of a negative constant".into());
        }
        let mut sum = Elem::zero();
        for v in 0..m.len() {
            if m[v] == 0 {
                continue;
            }
            let n = BigRational::from_integer(m[v].into());
            let part = match self.variables[v].kind.clone() {
                Kind::ExpConstant(base) => Elem::number(&(base * n)),
                Kind::ExpParameter(base, p) => Elem::var(p).scale(&(base * n)),
                Kind::Sqrt(p) => {
                    let v = self.constant(&Kind::LogConstant(p))?;
                    Elem::var(v).scale(&(n / BigRational::from_integer(2.into())))
                }
                _ => return Err(unknown.into()),
            };
            sum = self.arithmetic.add(&sum, &part)?;
        }
        for (n, sign) in [(q.numer(), 1), (q.denom(), -1)] {
            for (p, e) in factor(n)? {
                let v = self.constant(&Kind::LogConstant(p))?;
                let part = Elem::var(v).scale(&BigRational::from_integer((e * sign).into()));
                sum = self.arithmetic.add(&sum, &part)?;
            }
        }
        Ok(sum)
    }
}
