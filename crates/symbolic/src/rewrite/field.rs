//! A finite model of the exponential function: a chain of prime fields.
//!
//! The fields F_p for p = p0, p1, p2, p3, p4 with p_i = 2 p_{i+1} + 1 (a Cunningham chain of the first kind, so each
//! p_i but the last is a safe prime). The squares of F_{p_i}^* form a cyclic group of prime order p_{i+1}; with a
//! generator g of it, `a -> g^a` carries addition of F_{p_{i+1}} to multiplication of F_{p_i}. So "exp" goes from
//! level i+1 to level i and "log" back, both exact homomorphisms, and the squares play the part of the positive
//! numbers: each has exactly one square root among the squares, and exactly one of a, -a is a square (p_i = 3 mod 4).
//! Identities between real elementary functions that follow from the laws of the field, of exp and of order-free
//! positivity therefore hold here, while a wrong rule fails at a random point with probability about 1 - 1/p.

use std::sync::LazyLock;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::ToPrimitive;
use wronski_diagnostic::interruption;

/// Number of levels.
pub const LEVELS: usize = 5;

/// A chain of primes, from the outermost level to the innermost: each is the order of a subgroup of the
/// multiplicative group of the one before.
#[derive(Debug, PartialEq, Eq)]
pub struct Primes {
    /// The primes.
    pub p: [u32; LEVELS],
    /// Is it a chain for sine and cosine? Then -1 has a square root and there is no order; else the squares are the
    /// positive numbers.
    pub circular: bool,
}

/// The chain that e-graphs use, `p = 2q + 1` throughout.
pub static ORDERED: Primes = Primes {
    p: [858_239, 429_119, 214_559, 107_279, 53_639],
    circular: false,
};

/// Another chain of this kind, for tests of rules in a second field.
pub static SECOND: Primes = Primes {
    p: [1_014_719, 507_359, 253_679, 126_839, 63_419],
    circular: false,
};

/// A chain `p = 24q + 1, 4q + 1, 36q + 1, 24q + 1`: with a root i of -1 in F_p and an element h of order q, the map
/// `a -> h^a` is a model of `exp(i a)`, and its real and imaginary parts are models of cosine and sine.
pub static CIRCULAR: Primes = Primes {
    p: [830_024_953, 34_584_373, 960_677, 240_169, 10_007],
    circular: true,
};

/// Another circular chain, `p = 24q + 1, 8q + 1, 4q + 1, 36q + 1`.
pub static CIRCULAR_SECOND: Primes = Primes {
    p: [553_265_113, 23_052_713, 2_881_589, 720_397, 20_011],
    circular: true,
};

/// The four finite models: two with an order, two with sine and cosine.
pub const MODELS: [&Primes; 4] = [&ORDERED, &SECOND, &CIRCULAR, &CIRCULAR_SECOND];

/// The chain of one of [`MODELS`]; its tables are built once.
pub fn model(which: usize) -> &'static Chain {
    static CHAINS: [LazyLock<Chain>; 4] = [
        LazyLock::new(|| interruption::never(|| Chain::new(MODELS[0]))),
        LazyLock::new(|| interruption::never(|| Chain::new(MODELS[1]))),
        LazyLock::new(|| interruption::never(|| Chain::new(MODELS[2]))),
        LazyLock::new(|| interruption::never(|| Chain::new(MODELS[3]))),
    ];
    &CHAINS[which % CHAINS.len()]
}

/// A generator of the squares at every level of an ordered chain: 4 = 2^2 is a square other than 1, and the group has
/// prime order.
const GENERATOR: u32 = 4;

impl Primes {
    /// An element of order `p[level + 1]` modulo `p[level]`.
    fn generator(&self, level: usize) -> Option<u32> {
        let (p, q) = (self.p[level], *self.p.get(level + 1)?);
        if !self.circular {
            return Some(GENERATOR);
        }
        // Some small number is no (p-1)/q-th root of unity.
        (2..100).map(|a| pow(a, (p - 1) / q, p)).find(|&g| g != 1)
    }

    /// A square root of -1 modulo `p[level]`.
    pub(crate) fn imaginary(&self, level: usize) -> Option<u32> {
        let p = self.p[level];
        if p % 4 != 1 {
            return None;
        }
        let candidates = (2..100).map(|a| pow(a, (p - 1) / 4, p));
        candidates.into_iter().find(|&i| mul(i, i, p) == p - 1)
    }
}

/// `a + b` modulo `p`.
pub(crate) fn add(a: u32, b: u32, p: u32) -> u32 {
    let s = a + b;
    if s >= p { s - p } else { s }
}

/// `-a` modulo `p`.
pub(crate) fn neg(a: u32, p: u32) -> u32 {
    if a == 0 { 0 } else { p - a }
}

/// `a * b` modulo `p`.
pub(crate) fn mul(a: u32, b: u32, p: u32) -> u32 {
    let product = u64::from(a) * u64::from(b) % u64::from(p);
    // A residue modulo a u32 fits a u32.
    product as u32
}

/// `a ^ n` modulo `p`.
pub(crate) fn pow(mut a: u32, mut n: u32, p: u32) -> u32 {
    let mut result = 1 % p;
    while n > 0 {
        if n & 1 == 1 {
            result = mul(result, a, p);
        }
        a = mul(a, a, p);
        n >>= 1;
    }
    result
}

/// `1 / a` modulo the prime `p`, if `a` is not 0.
pub(crate) fn inverse(a: u32, p: u32) -> Option<u32> {
    if a == 0 {
        return None;
    }
    let (mut r0, mut r1) = (i64::from(p), i64::from(a));
    let (mut t0, mut t1) = (0i64, 1i64);
    while r1 != 0 {
        let q = r0 / r1;
        (r0, r1) = (r1, r0 - q * r1);
        (t0, t1) = (t1, t0 - q * t1);
    }
    u32::try_from(t0.rem_euclid(i64::from(p))).ok()
}

/// Is `a` a nonzero square ("positive")? By the Jacobi symbol.
pub(crate) fn is_square(a: u32, p: u32) -> bool {
    if a == 0 {
        return false;
    }
    let (mut a, mut n, mut sign) = (a % p, p, true);
    while a != 0 {
        let twos = a.trailing_zeros();
        a >>= twos;
        if twos % 2 == 1 && (n % 8 == 3 || n % 8 == 5) {
            sign = !sign;
        }
        std::mem::swap(&mut a, &mut n);
        if a % 4 == 3 && n % 4 == 3 {
            sign = !sign;
        }
        a %= n;
    }
    sign
}

/// The square root of `a` that is itself a square, if `a` is a square.
pub(crate) fn sqrt(a: u32, p: u32) -> Option<u32> {
    if a == 0 {
        return Some(0);
    }
    // p = 3 mod 4, so a^((p+1)/4) is a root, and as a power of a square it is a square.
    is_square(a, p).then(|| pow(a, (p + 1) / 4, p))
}

/// The residue of a rational number, if its denominator is a unit.
pub(crate) fn residue(q: &BigRational, p: u32) -> Option<u32> {
    let n = integer_residue(q.numer(), p);
    let d = integer_residue(q.denom(), p);
    Some(mul(n, inverse(d, p)?, p))
}

/// The residue of an integer.
pub(crate) fn integer_residue(n: &BigInt, modulus: u32) -> u32 {
    if let Some(small) = n.to_i64() {
        return small.rem_euclid(i64::from(modulus)) as u32;
    }
    let r = n.mod_floor(&BigInt::from(modulus));
    // At most one digit, because r < modulus; no digit stands for 0.
    r.iter_u32_digits().next().unwrap_or(0)
}

/// Discrete logarithms by baby steps and giant steps, at one level.
#[derive(Debug)]
struct Logarithms {
    /// Baby steps `(4^j, j)`, sorted.
    baby: Vec<(u32, u32)>,
    /// `4^(-count)`.
    giant: u32,
}

const BABY_STEPS: u32 = 4096;

impl Logarithms {
    fn new(p: u32) -> Self {
        let mut baby = Vec::with_capacity(BABY_STEPS as usize);
        let mut power = 1;
        for j in 0..BABY_STEPS {
            baby.push((power, j));
            power = mul(power, GENERATOR, p);
        }
        baby.sort_unstable();
        let giant = inverse(power, p).unwrap_or(1);
        Logarithms { baby, giant }
    }

    fn find(&self, a: u32, p: u32) -> Option<u32> {
        let order = (p - 1) / 2;
        let mut current = a;
        for i in 0..=order / BABY_STEPS {
            if let Ok(at) = self.baby.binary_search_by_key(&current, |&(v, _)| v) {
                return Some((i * BABY_STEPS + self.baby[at].1) % order);
            }
            current = mul(current, self.giant, p);
        }
        None
    }
}

/// The chain with its tables of logarithms, which are built when first asked for.
#[derive(Debug)]
pub struct Chain {
    primes: &'static Primes,
    generators: [Option<u32>; LEVELS],
    imaginary: [Option<u32>; LEVELS],
    logarithms: [std::sync::OnceLock<Logarithms>; LEVELS],
}

impl Chain {
    /// The chain with these primes.
    pub fn new(primes: &'static Primes) -> Self {
        Chain {
            primes,
            generators: std::array::from_fn(|level| primes.generator(level)),
            imaginary: std::array::from_fn(|level| primes.imaginary(level)),
            logarithms: Default::default(),
        }
    }

    /// The primes.
    pub fn primes(&self) -> &'static Primes {
        self.primes
    }

    /// `exp` of a residue at `level + 1`, as a residue at `level`; `None` at the innermost level.
    pub fn exp(&self, level: usize, inner: u32) -> Option<u32> {
        Some(pow(self.generators[level]?, inner, self.primes.p[level]))
    }

    /// A root i of -1 at `level`, and `exp(i a)` for a residue `a` at `level + 1`; `None` in an ordered chain.
    pub fn circle(&self, level: usize, inner: u32) -> Option<(u32, u32)> {
        /// Which power of the generator: `exp(i a)` must not be `exp(a)`.
        const TURN: u32 = 7919;
        let i = self.imaginary[level].filter(|_| self.primes.circular)?;
        let p = self.primes.p[level];
        Some((i, pow(pow(self.generators[level]?, TURN, p), inner, p)))
    }

    /// `log` of a residue at `level - 1`, as a residue at `level`; `None` outside the squares.
    pub fn log(&self, level: usize, outer: u32) -> Option<u32> {
        let below = level.checked_sub(1)?;
        let p = self.primes.p[below];
        if self.primes.circular || !is_square(outer, p) {
            return None;
        }
        self.logarithms[below]
            .get_or_init(|| Logarithms::new(p))
            .find(outer, p)
    }
}

/// A small deterministic generator (SplitMix64) for sample points and for keyed functions.
#[derive(Clone, Debug)]
pub(crate) struct Mixer(u64);

impl Mixer {
    pub(crate) fn new(seed: u64) -> Self {
        Mixer(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A residue modulo `p`.
    pub(crate) fn residue(&mut self, p: u32) -> u32 {
        (self.next() % u64::from(p)) as u32
    }
}

/// A number for a text, the same in every run.
pub(crate) fn seed_of(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_prime(n: u32) -> bool {
        n > 1
            && (2..)
                .take_while(|d| d * d <= n)
                .all(|d| !n.is_multiple_of(d))
    }

    #[test]
    fn the_chain_consists_of_primes_each_twice_the_next_plus_one() {
        for chain in [&ORDERED, &SECOND] {
            for (i, &p) in chain.p.iter().enumerate() {
                assert!(is_prime(p), "{p}");
                assert_eq!(p % 4, 3);
                if let Some(&next) = chain.p.get(i + 1) {
                    assert_eq!(p, 2 * next + 1);
                    assert_eq!(pow(GENERATOR, next, p), 1, "the generator has order {next}");
                }
            }
        }
    }

    #[test]
    fn the_circular_chain_has_roots_of_minus_one_and_addition_theorems() {
        for which in [2, 3] {
            circular_laws(model(which));
        }
    }

    fn circular_laws(chain: &Chain) {
        let mut random = Mixer::new(2);
        for level in 0..LEVELS {
            let p = chain.primes().p[level];
            assert!(
                (2..40_000)
                    .take_while(|d| d * d <= p)
                    .all(|d| !p.is_multiple_of(d))
            );
            let Some(&q) = chain.primes().p.get(level + 1) else {
                assert_eq!(chain.circle(level, 1), None);
                continue;
            };
            assert_eq!((p - 1) % (4 * q), 0);
            let g = chain.primes().generator(level).unwrap();
            assert!(g != 1 && pow(g, q, p) == 1);
            for _ in 0..20 {
                let (a, b) = (random.residue(q), random.residue(q));
                let (i, ea) = chain.circle(level, a).unwrap();
                let (_, eb) = chain.circle(level, b).unwrap();
                assert_eq!(mul(i, i, p), p - 1);
                assert_eq!(chain.circle(level, add(a, b, q)).unwrap().1, mul(ea, eb, p));
            }
            assert_eq!(chain.log(level, 4), None, "no order, no logarithm");
        }
    }

    #[test]
    fn exp_and_log_are_inverse_homomorphisms() {
        let chain = Chain::new(&ORDERED);
        let mut random = Mixer::new(1);
        for level in 0..LEVELS - 1 {
            let (p, q) = (ORDERED.p[level], ORDERED.p[level + 1]);
            for _ in 0..50 {
                let (a, b) = (random.residue(q), random.residue(q));
                let (ea, eb) = (chain.exp(level, a).unwrap(), chain.exp(level, b).unwrap());
                assert_eq!(chain.exp(level, add(a, b, q)).unwrap(), mul(ea, eb, p));
                assert_eq!(chain.log(level + 1, ea), Some(a));
                assert_eq!(
                    chain.log(level + 1, neg(ea, p)),
                    None,
                    "-exp(a) is not positive"
                );
            }
        }
        assert_eq!(chain.exp(LEVELS - 1, 1), None);
        assert_eq!(chain.log(0, 1), None);
    }

    #[test]
    fn squares_by_the_symbol_agree_with_eulers_criterion() {
        for &p in &[53_639u32, 858_239] {
            for a in (0..2000).chain(p - 50..p) {
                assert_eq!(
                    is_square(a, p),
                    a != 0 && pow(a, (p - 1) / 2, p) == 1,
                    "{a} mod {p}"
                );
                if let Some(r) = sqrt(a, p) {
                    assert_eq!(mul(r, r, p), a);
                    assert!(r == 0 || is_square(r, p));
                }
            }
        }
    }

    #[test]
    fn residues_of_rationals() {
        let q = BigRational::new(BigInt::from(-1), BigInt::from(3));
        let r = residue(&q, 53_639).unwrap();
        assert_eq!(mul(r, 3, 53_639), 53_638);
        let bad = BigRational::new(BigInt::from(1), BigInt::from(53_639));
        assert_eq!(residue(&bad, 53_639), None);
        let big = BigRational::from_integer(-(BigInt::from(1) << 200u32));
        assert_eq!(
            residue(&big, 53_639),
            Some(neg(pow(2, 200, 53_639), 53_639))
        );
    }
}
