//! Polynomials in one variable modulo a prime: irreducible factors (Cantor and Zassenhaus, Math. Comp. 36, 1981),
//! lifted to a power of the prime (Hensel).
//!
//! Distinct degrees first: the product of the irreducible factors of degree d is `gcd(f, x^(p^d) - x)`. The Frobenius
//! map is linear, so that its matrix is computed once. Equal degrees then: `r^((p^d - 1)/2)` is 1 modulo about half
//! of the factors for a random `r`.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};
use wronski_diagnostic::interruption;

use super::field::{Field, PrimeField};
use super::random::SplitMix;

/// How many random elements are tried for one splitting; each fails with probability below 5/9.
const ATTEMPTS: usize = 200;

/// A polynomial modulo a prime, lowest degree first, without trailing zeros.
pub type Dense = Vec<u64>;

fn trim(field: &PrimeField, a: &mut Dense) {
    while a.last().is_some_and(|c| field.is_zero(c)) {
        a.pop();
    }
}

/// The product.
pub fn product(field: &PrimeField, a: &Dense, b: &Dense) -> Dense {
    interruption::point();
    if a.is_empty() || b.is_empty() {
        return vec![];
    }
    let mut out = vec![field.zero(); a.len() + b.len() - 1];
    for (i, x) in a.iter().enumerate() {
        if field.is_zero(x) {
            continue;
        }
        for (j, y) in b.iter().enumerate() {
            out[i + j] = field.add(&out[i + j], &field.mul(x, y));
        }
    }
    trim(field, &mut out);
    out
}

/// Quotient and remainder by a monic polynomial.
fn divide(field: &PrimeField, a: &Dense, monic: &Dense) -> (Dense, Dense) {
    interruption::point();
    let mut rest = a.clone();
    let lower = monic.len().saturating_sub(1);
    let mut quotient = vec![field.zero(); rest.len().saturating_sub(lower)];
    while rest.len() > lower {
        let Some(top) = rest.pop() else { break };
        let offset = rest.len() - lower;
        if !field.is_zero(&top) {
            for (r, c) in rest[offset..].iter_mut().zip(monic) {
                *r = field.sub(r, &field.mul(&top, c));
            }
        }
        quotient[offset] = top;
    }
    trim(field, &mut rest);
    trim(field, &mut quotient);
    (quotient, rest)
}

fn product_modulo(field: &PrimeField, a: &Dense, b: &Dense, monic: &Dense) -> Dense {
    divide(field, &product(field, a, b), monic).1
}

fn power_modulo(field: &PrimeField, a: &Dense, n: &BigInt, monic: &Dense) -> Dense {
    let mut acc = divide(field, &vec![field.one()], monic).1;
    for i in (0..n.bits()).rev() {
        acc = product_modulo(field, &acc, &acc, monic);
        if n.bit(i) {
            acc = product_modulo(field, &acc, a, monic);
        }
    }
    acc
}

fn difference(field: &PrimeField, a: &Dense, b: &Dense) -> Dense {
    let zero = field.zero();
    let mut out: Dense = (0..a.len().max(b.len()))
        .map(|i| field.sub(a.get(i).unwrap_or(&zero), b.get(i).unwrap_or(&zero)))
        .collect();
    trim(field, &mut out);
    out
}

/// The multiple with leading coefficient 1; `None` for zero.
pub fn monic(field: &PrimeField, a: &Dense) -> Option<Dense> {
    let inverse = field.inv(a.last()?)?;
    Some(a.iter().map(|c| field.mul(c, &inverse)).collect())
}

/// The monic greatest common divisor; empty if both are zero.
pub fn gcd(field: &PrimeField, a: &Dense, b: &Dense) -> Dense {
    let (mut a, mut b) = (a.clone(), b.clone());
    while let Some(m) = monic(field, &b) {
        let r = divide(field, &a, &m).1;
        (a, b) = (m, r);
    }
    monic(field, &a).unwrap_or_default()
}

/// The derivative.
pub fn derivative(field: &PrimeField, a: &Dense) -> Dense {
    let mut out: Dense = a
        .iter()
        .enumerate()
        .skip(1)
        .map(|(i, c)| field.mul(c, &field.small(i as i64)))
        .collect();
    trim(field, &mut out);
    out
}

/// The map `a -> a^p` modulo a monic polynomial: the powers `x^(p j)`.
struct Frobenius {
    powers: Vec<Dense>,
}

impl Frobenius {
    fn new(field: &PrimeField, f: &Dense) -> Self {
        let n = f.len() - 1;
        let x = divide(field, &vec![field.zero(), field.one()], f).1;
        let step = power_modulo(field, &x, &BigInt::from(field.modulus()), f);
        let mut powers = vec![divide(field, &vec![field.one()], f).1];
        for j in 1..n {
            powers.push(product_modulo(field, &powers[j - 1], &step, f));
        }
        Frobenius { powers }
    }

    fn apply(&self, field: &PrimeField, a: &Dense) -> Dense {
        interruption::point();
        let mut out = vec![field.zero(); self.powers.len()];
        for (c, power) in a.iter().zip(&self.powers) {
            for (o, e) in out.iter_mut().zip(power) {
                *o = field.add(o, &field.mul(c, e));
            }
        }
        trim(field, &mut out);
        out
    }
}

/// The monic irreducible factors of a squarefree monic polynomial of positive degree. `None` if the random elements
/// were exhausted, which does not happen for a prime order.
pub fn irreducible_factors(
    field: &PrimeField,
    f: &Dense,
    random: &mut SplitMix,
) -> Option<Vec<Dense>> {
    if f.len() <= 2 {
        return Some(vec![f.clone()]);
    }
    let frobenius = Frobenius::new(field, f);
    let x = vec![field.zero(), field.one()];
    let mut found = vec![];
    let mut rest = f.clone();
    let mut power = x.clone();
    let mut degree = 0;
    while rest.len() > 2 * (degree + 1) {
        degree += 1;
        power = frobenius.apply(field, &power);
        let g = gcd(field, &rest, &difference(field, &power, &x));
        if g.len() > 1 {
            rest = divide(field, &rest, &g).0;
            split(field, &frobenius, g, degree, random, &mut found)?;
        }
    }
    if rest.len() > 1 {
        found.push(rest);
    }
    Some(found)
}

/// Splits a product of irreducible factors of the same degree.
fn split(
    field: &PrimeField,
    frobenius: &Frobenius,
    whole: Dense,
    degree: usize,
    random: &mut SplitMix,
    found: &mut Vec<Dense>,
) -> Option<()> {
    let half = BigInt::from((field.modulus() - 1) / 2);
    let mut open = vec![whole];
    while let Some(g) = open.pop() {
        if g.len() - 1 <= degree {
            found.push(g);
            continue;
        }
        let mut parts = None;
        for _ in 0..ATTEMPTS {
            let mut r: Dense = (1..g.len())
                .map(|_| random.range(0, field.modulus()))
                .collect();
            trim(field, &mut r);
            // r^((p^d - 1)/2) = (r^(1 + p + ... + p^(d-1)))^((p-1)/2).
            let (mut conjugate, mut norm) = (r.clone(), r);
            for _ in 1..degree {
                conjugate = divide(field, &frobenius.apply(field, &conjugate), &g).1;
                norm = product_modulo(field, &norm, &conjugate, &g);
            }
            let sign = power_modulo(field, &norm, &half, &g);
            let h = gcd(field, &g, &difference(field, &sign, &vec![field.one()]));
            if h.len() > 1 && h.len() < g.len() {
                parts = Some((divide(field, &g, &h).0, h));
                break;
            }
        }
        let (a, b) = parts?;
        open.push(a);
        open.push(b);
    }
    Some(())
}

/// The image of an integer polynomial, lowest degree first.
pub fn image(field: &PrimeField, a: &[BigInt]) -> Dense {
    let mut out = a.iter().map(|c| field.int(c)).collect();
    trim(field, &mut out);
    out
}

/// An upper bound, in bits, for the coefficients of `lc(f)/lc(g) g` over all divisors `g` of `f`: at most `2^deg(g)`
/// times the Mahler measure, which is at most the Euclidean norm of `f` (Mignotte, Math. Comp. 28, 1974).
pub fn factor_bits(f: &[BigInt]) -> u64 {
    let longest = f.iter().map(|c| c.abs().bits()).max().unwrap_or(0);
    let n = f.len() as u64;
    // The norm is at most sqrt(n) times the largest coefficient.
    n + longest + u64::from(n.max(1).ilog2()) + 1
}

/// The inverse of `a` modulo a monic polynomial, if they are coprime.
fn inverse_modulo(field: &PrimeField, a: &Dense, monic_modulus: &Dense) -> Option<Dense> {
    // r_i = t_i a modulo the modulus.
    let (mut r0, mut t0) = (monic_modulus.clone(), vec![]);
    let (mut r1, mut t1) = (divide(field, a, monic_modulus).1, vec![field.one()]);
    while r1.len() > 1 {
        let unit = field.inv(r1.last()?)?;
        let scale = |p: &Dense| p.iter().map(|c| field.mul(c, &unit)).collect::<Dense>();
        (r1, t1) = (scale(&r1), scale(&t1));
        let (q, r) = divide(field, &r0, &r1);
        let t = difference(field, &t0, &product(field, &q, &t1));
        (r0, r1, t0, t1) = (r1, r, t1, t);
    }
    let unit = field.inv(r1.first()?)?;
    let t = t1.iter().map(|c| field.mul(c, &unit)).collect();
    Some(divide(field, &t, monic_modulus).1)
}

/// Monic factors modulo a power of a prime.
pub struct Lifted {
    /// The power of the prime.
    pub modulus: BigInt,
    /// The factors, lowest degree first, with coefficients from 0 to `modulus - 1`.
    pub factors: Vec<Vec<BigInt>>,
}

impl Lifted {
    /// Lifts the factorisation `f = lc(f) g_1 ... g_r` modulo p, into coprime monic factors, to a power of p with
    /// more than the given bits (at least p).
    pub fn new(field: &PrimeField, f: &[BigInt], parts: &[Dense], bits: u64) -> Option<Self> {
        let p = BigInt::from(field.modulus());
        // 1 = sum s_i prod_(j != i) g_j, by partial fractions.
        let mut cofactors = vec![];
        for (i, g) in parts.iter().enumerate() {
            let others = parts.iter().enumerate().filter(|(j, _)| *j != i);
            let others = others.fold(vec![field.one()], |w, (_, h)| {
                product_modulo(field, &w, h, g)
            });
            cofactors.push(inverse_modulo(field, &others, g)?);
        }
        let mut modulus = p.clone();
        let mut factors: Vec<Vec<BigInt>> = parts
            .iter()
            .map(|g| g.iter().map(|c| BigInt::from(*c)).collect())
            .collect();
        let lead = f.last()?;
        while modulus.bits() <= bits {
            // f / lc(f) - prod g_i is divisible by the modulus so far; the quotient tells the next digits.
            let next = &modulus * &p;
            let inverse = lead.extended_gcd(&next).x;
            let whole = factors.iter().fold(vec![BigInt::one()], |w, g| {
                product_of_integers(&w, g, &next)
            });
            let error: Dense = f
                .iter()
                .zip(&whole)
                .map(|(a, b)| field.int(&((a * &inverse - b).mod_floor(&next) / &modulus)))
                .collect();
            for ((g, part), s) in factors.iter_mut().zip(parts).zip(&cofactors) {
                let digits = product_modulo(field, &error, s, part);
                for (c, d) in g.iter_mut().zip(digits) {
                    *c += &modulus * d;
                }
            }
            modulus = next;
        }
        Some(Lifted { modulus, factors })
    }

    /// The integer of least absolute value that reduces to `a`.
    pub fn symmetric(&self, a: &BigInt) -> BigInt {
        let a = a.mod_floor(&self.modulus);
        if &a + &a > self.modulus {
            a - &self.modulus
        } else {
            a
        }
    }

    /// The product, reduced.
    pub fn product(&self, a: &[BigInt], b: &[BigInt]) -> Vec<BigInt> {
        product_of_integers(a, b, &self.modulus)
    }
}

fn product_of_integers(a: &[BigInt], b: &[BigInt], modulus: &BigInt) -> Vec<BigInt> {
    let mut out = vec![BigInt::zero(); (a.len() + b.len()).saturating_sub(1)];
    for (i, x) in a.iter().enumerate() {
        interruption::point();
        for (o, y) in out[i..].iter_mut().zip(b) {
            *o += x * y;
        }
    }
    out.into_iter().map(|c| c.mod_floor(modulus)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_modulo_a_prime() {
        // x^4 + 1 splits into linear factors modulo primes that are 1 modulo 8, into quadratic ones modulo the
        // others.
        for field in PrimeField::descending().take(12) {
            let f = image(&field, &[1, 0, 0, 0, 1].map(BigInt::from));
            let mut random = SplitMix::new(1);
            let parts = irreducible_factors(&field, &f, &mut random).expect("a prime");
            let expected = if field.modulus() % 8 == 1 { 4 } else { 2 };
            assert_eq!(parts.len(), expected);
            let whole = parts.iter().fold(vec![1], |w, g| product(&field, &w, g));
            assert_eq!(whole, f);
        }
    }

    #[test]
    fn lifted_factors_multiply_back() {
        // 6 x^5 - 15 x^4 + 7 x^3 + 2 x - 21, and 12 x^4 + ... - 5 with more digits, to 10 powers.
        let polynomials = [
            vec![-21, 2, 0, 7, -15, 6],
            vec![-5_i64, 1_000_000_007, 3, -99_999_999_977, 12],
        ];
        for f in polynomials {
            let f: Vec<BigInt> = f.into_iter().map(BigInt::from).collect();
            for field in PrimeField::descending().take(6) {
                let reduced = monic(&field, &image(&field, &f)).expect("not zero");
                let mut random = SplitMix::new(5);
                let parts = irreducible_factors(&field, &reduced, &mut random).expect("a prime");
                let lifted = Lifted::new(&field, &f, &parts, 600).expect("coprime");
                assert_eq!(lifted.modulus, BigInt::from(field.modulus()).pow(10));
                let lead = f.last().expect("not empty").clone();
                let whole = lifted
                    .factors
                    .iter()
                    .fold(vec![lead], |w, g| lifted.product(&w, g));
                let whole: Vec<BigInt> = whole.iter().map(|c| lifted.symmetric(c)).collect();
                assert_eq!(whole, f);
                for (g, h) in lifted.factors.iter().zip(&parts) {
                    assert_eq!(&image(&field, g), h);
                    assert!(g.last().is_some_and(One::is_one));
                }
            }
        }
    }

    #[test]
    fn inverses() {
        let field = PrimeField::MERSENNE_61;
        let modulus = vec![3, 0, 5, 1];
        for a in [vec![7], vec![1, 2], vec![9, 8, 7], vec![1, 2, 3, 4, 5]] {
            let b = inverse_modulo(&field, &a, &modulus).expect("coprime");
            assert_eq!(product_modulo(&field, &a, &b, &modulus), [1]);
        }
        assert_eq!(inverse_modulo(&field, &modulus, &modulus), None);
    }
}
