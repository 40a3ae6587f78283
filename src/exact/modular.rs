//! Polynomials in one variable over large prime fields, and their irreducible factors (Cantor and Zassenhaus, Math. Comp. 36, 1981).
//!
//! Distinct degrees first: the product of the irreducible factors of degree d is `gcd(f, x^(p^d) - x)`. The Frobenius map is linear, so that its
//! matrix is computed once. Equal degrees then: `r^((p^d - 1)/2)` is 1 modulo about half of the factors for a random `r`.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::field::{Field, PrimeField};
use super::random::SplitMix;

/// How many random elements are tried for one splitting; each fails with probability below 5/9.
const ATTEMPTS: usize = 200;

/// A field with a prime number of elements whose elements can be drawn and lifted to integers.
pub trait FiniteField: Field {
    /// The number of elements, an odd prime.
    fn order(&self) -> BigInt;
    /// An element drawn from the sequence.
    fn draw(&self, random: &mut SplitMix) -> Self::El;
    /// The integer of least absolute value that reduces to `a`.
    fn symmetric(&self, a: &Self::El) -> BigInt;
}

impl FiniteField for PrimeField {
    fn order(&self) -> BigInt {
        BigInt::from(self.modulus())
    }
    fn draw(&self, random: &mut SplitMix) -> u64 {
        random.range(0, self.modulus())
    }
    fn symmetric(&self, a: &u64) -> BigInt {
        if *a > self.modulus() / 2 {
            BigInt::from(*a) - BigInt::from(self.modulus())
        } else {
            BigInt::from(*a)
        }
    }
}

/// A field with `2^e - c` elements, for a prime of this form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LongField {
    exponent: u64,
    below: BigUint,
    order: BigUint,
}

impl LongField {
    /// Exponents `e` and the first `c` for which `2^e - c` is prime (proved with FLINT 3, `fmpz_is_prime`; the first of each
    /// line are in the list "Primes just less than a power of two" of the Prime Pages).
    const PRIMES: [(u64, [u32; 5]); 8] = [
        (80, [65, 93, 117, 143, 285]),
        (96, [17, 87, 93, 147, 165]),
        (128, [159, 173, 233, 237, 275]),
        (192, [237, 333, 399, 489, 527]),
        (256, [189, 357, 435, 587, 617]),
        (384, [317, 1437, 1557, 1617, 2147]),
        (512, [569, 629, 875, 975, 1695]),
        (1024, [105, 179, 1397, 3177, 5025]),
    ];

    /// Fields with more than `2^bits` elements, all of the same size; none for bits beyond the table.
    pub fn above(bits: u64) -> impl Iterator<Item = Self> {
        let line = Self::PRIMES.iter().find(|(e, _)| *e > bits);
        line.into_iter().flat_map(|(exponent, below)| {
            below.iter().map(|c| LongField {
                exponent: *exponent,
                below: BigUint::from(*c),
                order: (BigUint::one() << *exponent) - BigUint::from(*c),
            })
        })
    }
}

impl Field for LongField {
    type El = BigUint;
    fn zero(&self) -> BigUint {
        BigUint::zero()
    }
    fn one(&self) -> BigUint {
        BigUint::one()
    }
    fn is_zero(&self, a: &BigUint) -> bool {
        a.is_zero()
    }
    fn add(&self, a: &BigUint, b: &BigUint) -> BigUint {
        let s = a + b;
        if s >= self.order { s - &self.order } else { s }
    }
    fn sub(&self, a: &BigUint, b: &BigUint) -> BigUint {
        if a >= b { a - b } else { a + &self.order - b }
    }
    fn mul(&self, a: &BigUint, b: &BigUint) -> BigUint {
        // 2^e = c modulo the order, so the high part of the product, times c, is added to the low part.
        let mut w = a * b;
        while w.bits() > self.exponent {
            let high = &w >> self.exponent;
            w -= &high << self.exponent;
            w += high * &self.below;
        }
        if w >= self.order { w - &self.order } else { w }
    }
    fn inv(&self, a: &BigUint) -> Option<BigUint> {
        if a.is_zero() {
            return None;
        }
        let p = BigInt::from(self.order.clone());
        let x = BigInt::from(a.clone()).extended_gcd(&p).x;
        x.mod_floor(&p).to_biguint()
    }
    fn int(&self, n: &BigInt) -> BigUint {
        let p = BigInt::from(self.order.clone());
        n.mod_floor(&p).magnitude().clone()
    }
}

impl FiniteField for LongField {
    fn order(&self) -> BigInt {
        BigInt::from(self.order.clone())
    }
    fn draw(&self, random: &mut SplitMix) -> BigUint {
        let words = self.exponent / 64 + 1;
        let n = (0..words).fold(BigUint::zero(), |n, _| (n << 64u32) + random.draw());
        n % &self.order
    }
    fn symmetric(&self, a: &BigUint) -> BigInt {
        let twice: BigUint = a << 1u32;
        if twice > self.order {
            BigInt::from(a.clone()) - BigInt::from(self.order.clone())
        } else {
            BigInt::from(a.clone())
        }
    }
}

/// A polynomial, lowest degree first, without trailing zeros.
pub type Dense<F> = Vec<<F as Field>::El>;

fn trim<F: Field>(field: &F, a: &mut Dense<F>) {
    while a.last().is_some_and(|c| field.is_zero(c)) {
        a.pop();
    }
}

/// The product.
pub fn product<F: Field>(field: &F, a: &Dense<F>, b: &Dense<F>) -> Dense<F> {
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
fn divide<F: Field>(field: &F, a: &Dense<F>, monic: &Dense<F>) -> (Dense<F>, Dense<F>) {
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

fn product_modulo<F: Field>(field: &F, a: &Dense<F>, b: &Dense<F>, monic: &Dense<F>) -> Dense<F> {
    divide(field, &product(field, a, b), monic).1
}

fn power_modulo<F: Field>(field: &F, a: &Dense<F>, n: &BigInt, monic: &Dense<F>) -> Dense<F> {
    let mut acc = divide(field, &vec![field.one()], monic).1;
    for i in (0..n.bits()).rev() {
        acc = product_modulo(field, &acc, &acc, monic);
        if n.bit(i) {
            acc = product_modulo(field, &acc, a, monic);
        }
    }
    acc
}

fn difference<F: Field>(field: &F, a: &Dense<F>, b: &Dense<F>) -> Dense<F> {
    let zero = field.zero();
    let mut out: Dense<F> = (0..a.len().max(b.len()))
        .map(|i| field.sub(a.get(i).unwrap_or(&zero), b.get(i).unwrap_or(&zero)))
        .collect();
    trim(field, &mut out);
    out
}

/// The multiple with leading coefficient 1; `None` for zero.
pub fn monic<F: Field>(field: &F, a: &Dense<F>) -> Option<Dense<F>> {
    let inverse = field.inv(a.last()?)?;
    Some(a.iter().map(|c| field.mul(c, &inverse)).collect())
}

/// The monic greatest common divisor; empty if both are zero.
pub fn gcd<F: Field>(field: &F, a: &Dense<F>, b: &Dense<F>) -> Dense<F> {
    let (mut a, mut b) = (a.clone(), b.clone());
    while let Some(m) = monic(field, &b) {
        let r = divide(field, &a, &m).1;
        (a, b) = (m, r);
    }
    monic(field, &a).unwrap_or_default()
}

/// The derivative.
pub fn derivative<F: Field>(field: &F, a: &Dense<F>) -> Dense<F> {
    let mut out: Dense<F> = a
        .iter()
        .enumerate()
        .skip(1)
        .map(|(i, c)| field.mul(c, &field.small(i as i64)))
        .collect();
    trim(field, &mut out);
    out
}

/// The map `a -> a^p` modulo a monic polynomial: the powers `x^(p j)`.
struct Frobenius<F: Field> {
    powers: Vec<Dense<F>>,
}

impl<F: FiniteField> Frobenius<F> {
    fn new(field: &F, f: &Dense<F>) -> Self {
        let n = f.len() - 1;
        let x = divide(field, &vec![field.zero(), field.one()], f).1;
        let step = power_modulo(field, &x, &field.order(), f);
        let mut powers = vec![divide(field, &vec![field.one()], f).1];
        for j in 1..n {
            powers.push(product_modulo(field, &powers[j - 1], &step, f));
        }
        Frobenius { powers }
    }

    fn apply(&self, field: &F, a: &Dense<F>) -> Dense<F> {
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
pub fn irreducible_factors<F: FiniteField>(
    field: &F,
    f: &Dense<F>,
    random: &mut SplitMix,
) -> Option<Vec<Dense<F>>> {
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
fn split<F: FiniteField>(
    field: &F,
    frobenius: &Frobenius<F>,
    whole: Dense<F>,
    degree: usize,
    random: &mut SplitMix,
    found: &mut Vec<Dense<F>>,
) -> Option<()> {
    let half = (field.order() - BigInt::one()) / 2;
    let mut open = vec![whole];
    while let Some(g) = open.pop() {
        if g.len() - 1 <= degree {
            found.push(g);
            continue;
        }
        let mut parts = None;
        for _ in 0..ATTEMPTS {
            let mut r: Dense<F> = (1..g.len()).map(|_| field.draw(random)).collect();
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
pub fn image<F: Field>(field: &F, a: &[BigInt]) -> Dense<F> {
    let mut out = a.iter().map(|c| field.int(c)).collect();
    trim(field, &mut out);
    out
}

/// An upper bound, in bits, for the coefficients of `lc(f)/lc(g) g` over all divisors `g` of `f`: at most `2^deg(g)` times the Mahler measure, which
/// is at most the Euclidean norm of `f` (Mignotte, Math. Comp. 28, 1974).
pub fn factor_bits(f: &[BigInt]) -> u64 {
    let longest = f.iter().map(|c| c.abs().bits()).max().unwrap_or(0);
    let n = f.len() as u64;
    // The norm is at most sqrt(n) times the largest coefficient.
    n + longest + u64::from(n.max(1).ilog2()) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_fields_are_fields() {
        let mut random = SplitMix::new(3);
        for (exponent, _) in LongField::PRIMES {
            for field in LongField::above(exponent - 1) {
                let p = field.order();
                assert_eq!(p.bits(), exponent);
                // Fermat's test to the bases 2 and 3, and arithmetic against that of integers.
                let one = BigInt::one();
                for b in [2, 3] {
                    assert_eq!(BigInt::from(b).modpow(&(&p - &one), &p), one);
                }
                let (a, b) = (field.draw(&mut random), field.draw(&mut random));
                let (x, y) = (BigInt::from(a.clone()), BigInt::from(b.clone()));
                assert_eq!(BigInt::from(field.mul(&a, &b)), (&x * &y).mod_floor(&p));
                assert_eq!(BigInt::from(field.sub(&a, &b)), (&x - &y).mod_floor(&p));
                let inverse = field.inv(&a).expect("nonzero");
                assert!(field.mul(&a, &inverse).is_one());
                let minus = field.sub(&field.zero(), &field.one());
                assert_eq!(field.symmetric(&minus), -BigInt::one());
                assert_eq!(field.int(&-BigInt::one()), minus);
                assert!(field.mul(&minus, &minus).is_one());
            }
        }
        assert_eq!(LongField::above(1024).count(), 0);
    }

    #[test]
    fn factors_modulo_a_prime() {
        // x^4 + 1 splits into quadratics modulo primes that are 3, 5, 7 modulo 8, into linear factors modulo 1 modulo 8.
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
}
