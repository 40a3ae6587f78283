//! Irreducible factors over Q of polynomials in many variables, and the roots of linear and quadratic ones.
//!
//! In one variable: irreducible factors modulo a prime, lifted to a power above Mignotte's bound and combined to
//! factors over the integers (Zassenhaus, J. Number Theory 1, 1969). In many variables: contents and repeated factors
//! are taken out first; then a specialisation that stays irreducible decides, or Kronecker's substitution `v_i ->
//! y^(D_i)` reduces to one variable (van der Waerden, Algebra I, section 32). Every factor is confirmed by an exact
//! division, and that there are no more by the exhausted combinations. What exceeds a limit is `None`, never a guess.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use wronski_diagnostic::interruption;

use super::field::{PrimeField, Rationals};
use super::gcd::{primitive_in, squarefree_factors, strip_monomial};
use super::modular::{
    Dense, Lifted, derivative, factor_bits, gcd, image, irreducible_factors, monic,
};
use super::poly::{MAX_VARS, Mono, ONE, Poly, Roots};
use super::random::SplitMix;

/// Greatest degree of a polynomial in one variable that is factored (after repeated factors are taken out), also of
/// Kronecker's image.
pub const MAX_FACTOR_DEGREE: usize = 128;

/// Greatest estimate of the word operations: `d^3 w^2` for degree `d` and factors with coefficients of `w` words.
pub const MAX_FACTOR_WORK: u64 = 20_000_000;

/// How many combinations of factors (modulo a prime, or of Kronecker's image) are tried.
pub const MAX_COMBINATIONS: usize = 100_000;

/// How many specialisations are tried for each variable.
const SPECIALISATIONS: u64 = 4;

/// How many primes are tried for one with few factors.
const PRIMES: usize = 5;

/// So few factors modulo a prime are combined at once.
const FEW: usize = 4;

/// The irreducible factors over Q with their multiplicities: primitive integer polynomials with positive leading
/// coefficient, and variables; in a fixed order. The polynomial is their product up to a rational number and negative
/// powers of variables, which are units and left out (as is the rational number). Variables are taken as independent.
///
/// `None` for zero and beyond [`MAX_FACTOR_DEGREE`], [`MAX_FACTOR_WORK`], [`MAX_COMBINATIONS`] and the limits of the
/// gcd.
pub fn factor(p: &Poly) -> Option<Vec<(Poly, u32)>> {
    if p.is_zero() {
        return None;
    }
    let (m, rest) = strip_monomial(&p.content().1);
    let mut found: Vec<(Poly, u32)> = (0..MAX_VARS)
        .filter(|&v| m[v] > 0)
        .map(|v| (Poly::var(v), m[v].unsigned_abs()))
        .collect();
    // The content in a variable is free of it: at most as many rounds as variables.
    let mut pending = vec![rest];
    while let Some(q) = pending.pop() {
        let mut q = q.content().1;
        for v in q.variables() {
            let (content, primitive) = primitive_in(&q, v)?;
            if content.as_rational().is_none() {
                pending.push(content);
            }
            q = primitive;
        }
        if q.as_rational().is_some() {
            continue;
        }
        for (f, n) in squarefree_factors(&q)? {
            found.extend(squarefree(&f)?.into_iter().map(|g| (g, n)));
        }
    }
    found.sort_by(|a, b| order(&a.0, &b.0));
    let mut out: Vec<(Poly, u32)> = vec![];
    for (f, n) in found {
        match out.last_mut() {
            Some((g, k)) if *g == f => *k += n,
            _ => out.push((f, n)),
        }
    }
    // The factors are used only if they multiply back to what was given.
    let none = Roots::new();
    let negative: Mono = m.map(|e| e.min(0));
    let whole = out
        .iter()
        .fold(Poly::one(), |w, (f, n)| w.mul(&f.pow(*n, &none), &none))
        .shift(&negative);
    (whole == p.content().1).then_some(out)
}

/// By total degree, then by the terms.
fn order(a: &Poly, b: &Poly) -> std::cmp::Ordering {
    let degree = |p: &Poly| -> i64 {
        let of = |m: &Mono| m.iter().map(|e| i64::from(*e)).sum();
        p.monomials().map(of).max().unwrap_or(0)
    };
    (degree(a), a.len())
        .cmp(&(degree(b), b.len()))
        .then_with(|| b.monomials().cmp(a.monomials()))
        .then_with(|| a.terms().cmp(b.terms()))
}

/// The irreducible factors of a squarefree polynomial that is primitive in each of its variables.
fn squarefree(p: &Poly) -> Option<Vec<Poly>> {
    let variables = p.variables();
    // Primitive and linear in a variable: irreducible (Gauss).
    if variables.iter().any(|&v| p.degree(v) == 1) {
        return Some(vec![p.clone()]);
    }
    match variables.as_slice() {
        [] => Some(vec![]),
        [v] => {
            let factors = univariate(&dense(p, *v)?)?;
            Some(factors.iter().map(|f| sparse(f, *v)).collect())
        }
        _ if stays_irreducible(p, &variables) => Some(vec![p.clone()]),
        _ => kronecker(p, &variables),
    }
}

/// The integer coefficients of a primitive polynomial in one variable, lowest degree first.
fn dense(p: &Poly, v: usize) -> Option<Vec<BigInt>> {
    let degree = usize::try_from(p.degree(v)).ok()?;
    if degree > MAX_FACTOR_DEGREE {
        return None;
    }
    let mut out = vec![BigInt::zero(); degree + 1];
    for (m, q) in p.terms() {
        *out.get_mut(usize::try_from(m[v]).ok()?)? = q.numer().clone();
    }
    Some(out)
}

fn sparse(f: &[BigInt], v: usize) -> Poly {
    Poly::from_terms(f.iter().enumerate().map(|(k, c)| {
        let m = super::poly::mono(v, k as i32);
        (m, BigRational::from_integer(c.clone()))
    }))
    .content()
    .1
}

/// The primitive irreducible factors of a primitive squarefree polynomial in one variable.
fn univariate(f: &[BigInt]) -> Option<Vec<Vec<BigInt>>> {
    match f {
        [] | [_] => return Some(vec![]),
        [_, _] => return Some(vec![f.to_vec()]),
        [c, b, a] => {
            let discriminant = b * b - BigInt::from(4) * a * c;
            let root = discriminant.abs().sqrt();
            if discriminant.is_negative() || &root * &root != discriminant {
                return Some(vec![f.to_vec()]);
            }
        }
        _ => {}
    }
    let degree = f.len() - 1;
    // Twice the coefficients, and a sign.
    let bits = factor_bits(f) + 2;
    let words = bits / 64 + 1;
    let cube = (degree * degree * degree) as u64;
    if degree > MAX_FACTOR_DEGREE
        || cube.saturating_mul(words).saturating_mul(words) > MAX_FACTOR_WORK
    {
        return None;
    }
    let mut random = SplitMix::new(f.len() as u64);
    // possible[k]: a factor may have degree k.
    let mut possible = vec![true; degree + 1];
    let mut best: Option<(PrimeField, Vec<Dense>)> = None;
    for field in PrimeField::descending().take(PRIMES) {
        let reduced = image(&field, f);
        // A bad prime divides the leading coefficient or the discriminant.
        if reduced.len() != f.len()
            || gcd(&field, &reduced, &derivative(&field, &reduced)).len() != 1
        {
            continue;
        }
        let whole = monic(&field, &reduced)?;
        let parts = irreducible_factors(&field, &whole, &mut random)?;
        intersect(&mut possible, parts.iter().map(|g| g.len() - 1));
        if !possible[1..degree].contains(&true) {
            return Some(vec![f.to_vec()]);
        }
        let few = parts.len() <= FEW;
        if best.as_ref().is_none_or(|b| b.1.len() > parts.len()) {
            best = Some((field, parts));
        }
        if few {
            break;
        }
    }
    let (field, parts) = best?;
    let lifted = Lifted::new(&field, f, &parts, bits)?;
    let root_bits = root_bits(f);
    let mut rest = f.to_vec();
    let (mut found, left) = combine(lifted.factors.clone(), |chosen: &[&Vec<BigInt>]| {
        let size: usize = chosen.iter().map(|g| g.len() - 1).sum();
        if !possible[size] {
            return None;
        }
        // A divisor times a constant: two of its coefficients are tested before all of it is computed. The second is
        // the sum of its roots times the first.
        let lead = rest.last()?.clone();
        let sum = chosen
            .iter()
            .fold(BigInt::zero(), |s, g| s + &g[g.len() - 2]);
        let sum = lifted.symmetric(&(sum * &lead)).abs();
        if sum > (lead.abs() * BigInt::from(size)) << root_bits {
            return None;
        }
        let last = chosen
            .iter()
            .fold(lead.clone(), |c, g| lifted.symmetric(&(c * &g[0])));
        let constant = &lead * rest.first()?;
        if last.is_zero() != constant.is_zero()
            || (!last.is_zero() && !constant.is_multiple_of(&last))
        {
            return None;
        }
        let candidate = chosen.iter().fold(vec![lead], |c, g| lifted.product(&c, g));
        let candidate: Vec<BigInt> = candidate.iter().map(|c| lifted.symmetric(c)).collect();
        let candidate = primitive(&candidate);
        rest = quotient(&rest, &candidate)?;
        Some(candidate)
    })?;
    if left {
        found.push(primitive(&rest));
    }
    Some(found)
}

/// The roots are at most `2^bits` in absolute value: at most twice the largest of the `|a_(n-k)/a_n|^(1/k)` (Fujiwara
/// 1916).
fn root_bits(f: &[BigInt]) -> u64 {
    let lead = f.last().map_or(0, BigInt::bits);
    let one = |(k, c): (usize, &BigInt)| (c.bits() + 1).saturating_sub(lead).div_ceil(k as u64);
    1 + f
        .iter()
        .rev()
        .enumerate()
        .skip(1)
        .map(one)
        .max()
        .unwrap_or(0)
}

/// Leaves those degrees possible that are sums of degrees of the parts.
fn intersect(possible: &mut [bool], degrees: impl Iterator<Item = usize>) {
    let mut sums = vec![false; possible.len()];
    sums[0] = true;
    for d in degrees {
        interruption::point();
        for k in (d..sums.len()).rev() {
            sums[k] |= sums[k - d];
        }
    }
    for (p, s) in possible.iter_mut().zip(sums) {
        *p &= s;
    }
}

/// Tries products of ever more of the parts. `divide` gets the chosen ones and returns the factor if it is one,
/// having divided it out. Returns the factors, and whether parts are left over, whose product then is irreducible.
/// `None` beyond [`MAX_COMBINATIONS`].
fn combine<T, R>(
    mut parts: Vec<T>,
    mut divide: impl FnMut(&[&T]) -> Option<R>,
) -> Option<(Vec<R>, bool)> {
    let mut found = vec![];
    let mut tried = 0;
    let mut size = 1;
    while 2 * size <= parts.len() {
        let mut chosen: Vec<usize> = (0..size).collect();
        loop {
            interruption::point();
            tried += 1;
            if tried > MAX_COMBINATIONS {
                return None;
            }
            let members: Vec<&T> = chosen.iter().map(|&i| &parts[i]).collect();
            if let Some(factor) = divide(&members) {
                found.push(factor);
                for &i in chosen.iter().rev() {
                    parts.remove(i);
                }
                if 2 * size > parts.len() {
                    break;
                }
                // What failed before fails again; the limit counts it twice.
                chosen = (0..size).collect();
                continue;
            }
            // The next subset in lexicographic order.
            let n = parts.len();
            let Some(i) = (0..size).rev().find(|&i| chosen[i] < n - size + i) else {
                break;
            };
            chosen[i] += 1;
            for j in i + 1..size {
                chosen[j] = chosen[j - 1] + 1;
            }
        }
        size += 1;
    }
    Some((found, !parts.is_empty()))
}

/// Coprime coefficients and a positive leading one.
fn primitive(f: &[BigInt]) -> Vec<BigInt> {
    let mut g = f.iter().fold(BigInt::zero(), |g, c| g.gcd(c));
    if f.last().is_some_and(Signed::is_negative) {
        g = -g;
    }
    f.iter().map(|c| c / &g).collect()
}

/// The quotient of integer polynomials, if it is one.
fn quotient(f: &[BigInt], g: &[BigInt]) -> Option<Vec<BigInt>> {
    let lead = g.last()?;
    let mut rest = f.to_vec();
    let mut out = vec![BigInt::zero(); (f.len() + 1).checked_sub(g.len())?];
    while rest.len() >= g.len() {
        interruption::point();
        let offset = rest.len() - g.len();
        let (q, r) = rest.last()?.div_rem(lead);
        if !r.is_zero() {
            return None;
        }
        for (a, b) in rest[offset..].iter_mut().zip(g) {
            *a -= &q * b;
        }
        rest.pop();
        out[offset] = q;
    }
    rest.iter().all(Zero::is_zero).then_some(out)
}

/// True only if the polynomial, primitive in each variable, is irreducible: in one variable, at integers for the
/// others, the degrees of its factors allow no proper factor. A factor of p has as many degrees in that variable as
/// its value has, where the leading coefficient does not vanish.
fn stays_irreducible(p: &Poly, variables: &[usize]) -> bool {
    let mut random = SplitMix::new(p.len() as u64);
    for &v in variables {
        let Ok(degree) = usize::try_from(p.degree(v)) else {
            return false;
        };
        let Some(coefficients) = p.coefficients_in(v).filter(|_| degree <= MAX_FACTOR_DEGREE)
        else {
            continue;
        };
        // possible[k]: a factor may have degree k in v.
        let mut possible = vec![true; degree + 1];
        for _ in 0..SPECIALISATIONS {
            let point: Vec<BigRational> = (0..MAX_VARS)
                .map(|_| BigRational::from_integer((random.range(0, 41) as i64 - 20).into()))
                .collect();
            let Some(values) = coefficients
                .iter()
                .map(|c| c.eval(&Rationals, &point))
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            if values.last().is_none_or(Zero::is_zero) {
                continue;
            }
            let special = Poly::from_terms(
                values
                    .into_iter()
                    .enumerate()
                    .map(|(k, q)| (super::poly::mono(v, k as i32), q)),
            );
            let (low, special) = strip_monomial(&special.content().1);
            let Some(factors) = squarefree_factors(&special) else {
                continue;
            };
            let mut degrees = vec![1; low[v].unsigned_abs() as usize];
            for (f, n) in factors {
                let Some(parts) = dense(&f, v).and_then(|f| univariate(&f)) else {
                    // Not factored: all degrees up to its own.
                    degrees.extend(vec![1; (f.degree(v).unsigned_abs() * n) as usize]);
                    continue;
                };
                for g in parts {
                    degrees.extend(vec![g.len() - 1; n as usize]);
                }
            }
            intersect(&mut possible, degrees.into_iter());
            if !possible[1..degree].contains(&true) {
                return true;
            }
        }
    }
    false
}

/// Factors by way of the image under `v_i -> y^(D_i)`, `D_i` the product of `degree + 1` over the variables before:
/// on polynomials within these degrees the map is injective, so the factors are among the products of factors of the
/// image.
fn kronecker(p: &Poly, variables: &[usize]) -> Option<Vec<Poly>> {
    let mut strides = vec![];
    let mut stride: usize = 1;
    for &v in variables {
        strides.push(stride);
        stride = stride.checked_mul(usize::try_from(p.degree(v)).ok()? + 1)?;
        if stride > MAX_FACTOR_DEGREE + 1 {
            return None;
        }
    }
    let down = |q: &Poly| {
        Poly::from_terms(q.terms().map(|(m, c)| {
            let exponent = variables.iter().zip(&strides);
            let exponent: i32 = exponent.map(|(&v, s)| m[v] * *s as i32).sum();
            (super::poly::mono(0, exponent), c)
        }))
    };
    let bases: Vec<i32> = variables.iter().map(|&v| p.degree(v) + 1).collect();
    let up = |q: &Poly| {
        Poly::from_terms(q.terms().map(|(m, c)| {
            let mut rest = m[0];
            let mut out = ONE;
            for (&v, base) in variables.iter().zip(&bases) {
                out[v] = rest % base;
                rest /= base;
            }
            (out, c)
        }))
    };
    let (low, below) = strip_monomial(&down(p));
    let mut parts: Vec<Poly> = (0..low[0]).map(|_| Poly::var(0)).collect();
    for (f, n) in squarefree_factors(&below)? {
        for g in univariate(&dense(&f, 0)?)? {
            parts.extend((0..n).map(|_| sparse(&g, 0)));
        }
    }
    let none = Roots::new();
    let mut rest = p.clone();
    let (mut found, left) = combine(parts, |chosen: &[&Poly]| {
        let image = chosen.iter().fold(Poly::one(), |w, g| w.mul(g, &none));
        if image.degree(0).to_usize()? >= stride {
            return None;
        }
        let candidate = up(&image).content().1;
        if candidate.as_rational().is_some() {
            return None;
        }
        rest = rest.divide_exact(&candidate)?;
        Some(candidate)
    })?;
    if left {
        found.push(rest.content().1);
    }
    Some(found)
}

/// The root of a polynomial of degree 1 in its only variable.
pub fn rational_root(p: &Poly) -> Option<(usize, BigRational)> {
    let (v, c) = in_one_variable(p, 1)?;
    Some((v, -&c[0] / &c[1]))
}

/// The real roots of a polynomial of degree 2 in its only variable, as the variable and `(p, q, d)`: they are `p + q
/// sqrt(d)` and `p - q sqrt(d)` with `q > 0` and a positive integer `d` without square factors below 10,000 (1 if the
/// roots are rational). `None` if they are not real or equal.
pub fn quadratic_roots(p: &Poly) -> Option<(usize, (BigRational, BigRational, BigInt))> {
    let (v, c) = in_one_variable(p, 2)?;
    let two = BigRational::from_integer(2.into());
    let middle = -&c[1] / (&two * &c[2]);
    // (x - middle)^2 = square = n/d = n d / d^2.
    let square = &middle * &middle - &c[0] / &c[2];
    if !square.is_positive() {
        return None;
    }
    let mut radicand = square.numer() * square.denom();
    let mut q = BigRational::new(BigInt::one(), square.denom().clone());
    let mut k = 2u32;
    while k < 10_000 && BigInt::from(k) * BigInt::from(k) <= radicand {
        let s = BigInt::from(k) * BigInt::from(k);
        while radicand.is_multiple_of(&s) {
            radicand /= &s;
            q *= BigRational::from_integer(k.into());
        }
        k += 1;
    }
    let root = radicand.sqrt();
    if &root * &root == radicand {
        q *= BigRational::from_integer(root);
        radicand = BigInt::one();
    }
    Some((v, (middle, q, radicand)))
}

/// The only variable and the coefficients, if the polynomial has this degree in it and no other variable.
fn in_one_variable(p: &Poly, degree: i32) -> Option<(usize, Vec<BigRational>)> {
    let &[v] = p.variables().as_slice() else {
        return None;
    };
    if p.degree(v) != degree {
        return None;
    }
    let c = p.coefficients_in(v)?;
    let numbers: Option<Vec<_>> = c.iter().map(Poly::as_rational).collect();
    Some((v, numbers?))
}

#[cfg(test)]
mod tests {
    use super::super::poly::mono;
    use super::*;

    fn none() -> Roots {
        Roots::new()
    }

    /// From terms `(coefficient, exponents of the first variables)`.
    fn p(terms: &[(i64, &[i32])]) -> Poly {
        Poly::from_terms(terms.iter().map(|(c, e)| {
            let mut m = ONE;
            m[..e.len()].copy_from_slice(e);
            (m, BigRational::from_integer((*c).into()))
        }))
    }

    /// In one variable, lowest degree first.
    fn u(c: &[i64]) -> Poly {
        Poly::from_terms(
            c.iter()
                .enumerate()
                .map(|(k, c)| (mono(0, k as i32), BigRational::from_integer((*c).into()))),
        )
    }

    fn count(p: &Poly) -> usize {
        let factors = factor(p).expect("within the limits");
        factors.iter().map(|(_, n)| *n as usize).sum()
    }

    fn product_of(factors: &[(Poly, u32)]) -> Poly {
        factors
            .iter()
            .fold(Poly::one(), |w, (f, n)| w.mul(&f.pow(*n, &none()), &none()))
    }

    #[test]
    fn known_irreducible_polynomials() {
        // Reducible modulo every prime: Swinnerton-Dyer's polynomials of sqrt 2 + sqrt 3, of sqrt 2 + sqrt 3 + sqrt
        // 5, and of sqrt 2 + sqrt 3 + sqrt 5 + sqrt 7.
        let swinnerton = [
            u(&[1, 0, -10, 0, 1]),
            u(&[576, 0, -960, 0, 352, 0, -40, 0, 1]),
            u(&[
                46_225, 0, -5_596_840, 0, 13_950_764, 0, -7_453_176, 0, 1_513_334, 0, -141_912, 0,
                6476, 0, -136, 0, 1,
            ]),
        ];
        for f in &swinnerton {
            assert_eq!(factor(f), Some(vec![(f.clone(), 1)]));
        }
        let all = product_of(&swinnerton.clone().map(|f| (f, 2)));
        assert_eq!(count(&all), 6);
        // b^2 - 2, b^4 + 1, Eisenstein at 2 of degree 30.
        let mut eisenstein = vec![2; 31];
        eisenstein[30] = 1;
        for f in [u(&[-2, 0, 1]), u(&[1, 0, 0, 0, 1]), u(&eisenstein)] {
            assert_eq!(factor(&f), Some(vec![(f.clone(), 1)]));
        }
    }

    /// x^n - 1 has one irreducible factor for each divisor of n, of degree phi of the divisor.
    #[test]
    fn cyclotomic_polynomials() {
        for n in [1usize, 2, 6, 12, 15, 24, 30, 36, 60, 105] {
            let mut c = vec![0; n + 1];
            (c[0], c[n]) = (-1, 1);
            let factors = factor(&u(&c)).expect("within the limits");
            let mut degrees: Vec<i32> = factors.iter().map(|(f, _)| f.degree(0)).collect();
            degrees.sort_unstable();
            let phi = |d: usize| (1..=d).filter(|k| k.gcd(&d) == 1).count() as i32;
            let mut expected: Vec<i32> = (1..=n).filter(|d| n % d == 0).map(phi).collect();
            expected.sort_unstable();
            assert_eq!(degrees, expected, "{n}");
            // The one of 105 is the first with a coefficient -2.
            let least = factors
                .iter()
                .flat_map(|(f, _)| f.terms().map(|t| t.1))
                .min();
            assert_eq!(
                least == Some(BigRational::from_integer((-2).into())),
                n == 105
            );
        }
    }

    #[test]
    fn many_variables() {
        // (a^2 b - 1)^2 (a + b) a b^3 * (-6/5)
        let first = p(&[(1, &[2, 1]), (-1, &[])]);
        let second = p(&[(1, &[1, 0]), (1, &[0, 1])]);
        let f = product_of(&[
            (first.clone(), 2),
            (second.clone(), 1),
            (Poly::var(0), 1),
            (Poly::var(1), 3),
        ])
        .scale(&BigRational::new((-6).into(), 5.into()));
        let mut expected = vec![
            (first, 2),
            (second, 1),
            (Poly::var(0), 1),
            (Poly::var(1), 3),
        ];
        let mut found = factor(&f).expect("within the limits");
        expected.sort_by(|a, b| order(&a.0, &b.0));
        found.sort_by(|a, b| order(&a.0, &b.0));
        assert_eq!(found, expected);
        // Negative powers are units.
        assert_eq!(
            factor(&f.shift(&mono(0, -1)).shift(&mono(1, -9))).map(|f| f.len()),
            Some(2)
        );
        assert_eq!(
            factor(&p(&[(1, &[-1]), (-1, &[])])),
            Some(vec![(u(&[-1, 1]), 1)])
        );
        // Counts by hand: a^2 - b^2; a^4 - b^4; a^4 + 4 b^4 (Sophie Germain); a^6 - b^6; a^2 + b^2;
        // a^2 - 2 b^2; a^3 + b^3 + c^3 - 3 a b c; (a + b + c)^3 - a^3 - b^3 - c^3 = 3 (a+b)(b+c)(c+a);
        // a^4 + b^4 + c^4 - 2 a^2 b^2 - 2 b^2 c^2 - 2 c^2 a^2 (Heron); the Fermat cubic; a^2 b^2 - 1.
        type Terms<'a> = &'a [(i64, &'a [i32])];
        let cases: [(Terms, usize); 11] = [
            (&[(1, &[2]), (-1, &[0, 2])], 2),
            (&[(1, &[4]), (-1, &[0, 4])], 3),
            (&[(1, &[4]), (4, &[0, 4])], 2),
            (&[(1, &[6]), (-1, &[0, 6])], 4),
            (&[(1, &[2]), (1, &[0, 2])], 1),
            (&[(1, &[2]), (-2, &[0, 2])], 1),
            (
                &[(1, &[3]), (1, &[0, 3]), (1, &[0, 0, 3]), (-3, &[1, 1, 1])],
                2,
            ),
            (
                &[
                    (1, &[2, 1]),
                    (1, &[1, 2]),
                    (1, &[0, 2, 1]),
                    (1, &[0, 1, 2]),
                    (1, &[2, 0, 1]),
                    (1, &[1, 0, 2]),
                    (2, &[1, 1, 1]),
                ],
                3,
            ),
            (
                &[
                    (1, &[4]),
                    (1, &[0, 4]),
                    (1, &[0, 0, 4]),
                    (-2, &[2, 2]),
                    (-2, &[0, 2, 2]),
                    (-2, &[2, 0, 2]),
                ],
                4,
            ),
            (&[(1, &[3]), (1, &[0, 3]), (1, &[0, 0, 3])], 1),
            (&[(1, &[2, 2]), (-1, &[])], 2),
        ];
        for (terms, n) in cases {
            let f = p(terms);
            assert_eq!(count(&f), n, "{f:?}");
            assert_eq!(product_of(&factor(&f).expect("small")), f.content().1);
        }
    }

    /// Products of polynomials that are irreducible by Eisenstein's criterion at 3 (in one variable over Z, in two
    /// over Q[a] at a - 1): the factors come back, whatever is multiplied.
    #[test]
    fn planted_factors() {
        let mut random = SplitMix::new(11);
        let mut draw = |low: i64, high: i64| low + random.range(0, (high - low) as u64) as i64;
        for round in 0..60 {
            let mut planted: Vec<(Poly, u32)> = vec![];
            for _ in 0..draw(1, 5) {
                let degree = draw(1, 5) as usize;
                let f = if round % 2 == 0 {
                    let mut c: Vec<i64> = (0..=degree).map(|_| 3 * draw(-6, 7)).collect();
                    c[0] = [3, -3, 6, -6, 12][draw(0, 5) as usize];
                    c[degree] = [1, 2, -4, 5, 7][draw(0, 5) as usize];
                    u(&c)
                } else {
                    // b^n + (a - 1) (... + 1): the last coefficient is a - 1 times a unit at a = 1.
                    let prime = p(&[(1, &[1]), (-1, &[])]);
                    let mut f = Poly::term(mono(1, degree as i32), &BigRational::one());
                    for k in 0..degree {
                        let c = if k == 0 {
                            p(&[(draw(1, 4), &[]), (1, &[draw(0, 3) as i32])])
                        } else {
                            p(&[(draw(-3, 4), &[draw(0, 2) as i32])])
                        };
                        let term = c.mul(&prime, &none()).shift(&mono(1, k as i32));
                        f = f.add(&term);
                    }
                    f
                };
                let f = f.content().1;
                match planted.iter_mut().find(|g| g.0 == f) {
                    Some(g) => g.1 += 1,
                    None => planted.push((f, 1)),
                }
            }
            planted.sort_by(|a, b| order(&a.0, &b.0));
            let whole = product_of(&planted);
            // Two variables of high degree are beyond Kronecker's image; nothing else is.
            match factor(&whole) {
                Some(found) => assert_eq!(found, planted, "round {round}"),
                None => assert!(round % 2 == 1 && whole.degree(0) * whole.degree(1) > 30),
            }
        }
    }

    #[test]
    fn limits_are_refusals() {
        assert_eq!(factor(&Poly::zero()), None);
        assert_eq!(factor(&Poly::int(-7)), Some(vec![]));
        // Degree 1000 and three variables of degree 20: no guess.
        let high = Poly::term(mono(0, 1000), &BigRational::one()).add(&u(&[3, 5, 7]));
        assert_eq!(factor(&high), None);
        let wide = p(&[
            (1, &[20]),
            (1, &[0, 20]),
            (1, &[0, 0, 20]),
            (1, &[3, 3, 3]),
            (1, &[]),
        ]);
        let square = wide.mul(&wide.add(&u(&[0, 1])), &none());
        assert!(factor(&square).is_none_or(|f| f.len() == 2));
        // Long coefficients: (2^2000 b + 1) (b + 3^1000) has rational roots all the same, b - 2^(10^5) is linear.
        let long = BigInt::one() << 100_000u32;
        let linear = Poly::var(0).sub(&Poly::constant(&BigRational::from_integer(long)));
        assert_eq!(factor(&linear), Some(vec![(linear.clone(), 1)]));
    }

    #[test]
    fn roots_of_low_degree() {
        let q = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        assert_eq!(rational_root(&u(&[3, -2])), Some((0, q(3, 2))));
        assert_eq!(rational_root(&u(&[-2, 0, 1])), None);
        assert_eq!(rational_root(&p(&[(1, &[1, 1]), (1, &[])])), None);
        assert_eq!(rational_root(&Poly::int(3)), None);
        assert_eq!(rational_root(&p(&[(1, &[-1]), (-1, &[])])), None);
        // 2 b^2 - 6 b + 1: (3 ± sqrt 7)/2; b^2 - 8: ± 2 sqrt 2; 9 b^2 - 4: ± 2/3; b^2 + 1: not real.
        assert_eq!(
            quadratic_roots(&u(&[1, -6, 2])),
            Some((0, (q(3, 2), q(1, 2), 7.into())))
        );
        assert_eq!(
            quadratic_roots(&u(&[-8, 0, 1])),
            Some((0, (q(0, 1), q(2, 1), 2.into())))
        );
        assert_eq!(
            quadratic_roots(&u(&[-4, 0, 9])),
            Some((0, (q(0, 1), q(2, 3), 1.into())))
        );
        assert_eq!(quadratic_roots(&u(&[1, 0, 1])), None);
        assert_eq!(quadratic_roots(&u(&[1, 2, 1])), None);
        assert_eq!(quadratic_roots(&p(&[(1, &[2]), (-1, &[0, 1])])), None);
    }
}
