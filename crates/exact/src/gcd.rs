//! Greatest common divisors and pairwise coprime bases of polynomials over Q.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use wronski_diagnostic::interruption;

use super::field::{Field, PrimeField};
use super::poly::{MAX_VARS, Mono, Poly, Roots, mono_div};
use super::univariate_gcd::univariate_gcd;

/// How large (in terms) an intermediate polynomial of the remainder sequence may get.
pub const TERM_LIMIT: usize = 20_000;

/// How many bits the coefficients of an intermediate polynomial may have together; remainder sequences
/// of anything larger take seconds.
pub const BIT_LIMIT: u64 = 200_000;

/// The primitive gcd of two polynomials, variables being independent. `None` if an intermediate result is too large.
/// `gcd(0, 0) = 0`.
///
/// A variable with a negative exponent on one side is a unit there: the gcd never has negative exponents, and
/// contains a variable as a factor only if both sides do.
///
/// Two polynomials that are coprime after a specialisation of all variables but one, in which the
/// leading coefficient of one of them survives, have no common factor in that variable; this decides
/// most calls. Otherwise a primitive polynomial remainder sequence is run (Knuth, TAOCP 4.6.1).
pub fn gcd(a: &Poly, b: &Poly) -> Option<Poly> {
    if let Some(g) = gcd_in_one_variable(a, b) {
        return Some(g);
    }
    if a.bits() > BIT_LIMIT || b.bits() > BIT_LIMIT {
        return None;
    }
    let (a, b) = (a.content().1, b.content().1);
    if a.is_zero() {
        return Some(without_units(&b));
    }
    if b.is_zero() {
        return Some(without_units(&a));
    }
    let ((ma, a), (mb, b)) = (strip_monomial(&a), strip_monomial(&b));
    let common: Mono = std::array::from_fn(|i| ma[i].min(mb[i]).max(0));
    Some(gcd_primitive(&a, &b)?.shift(&common))
}

/// The largest degree of polynomials in one variable whose gcd is found modulo primes.
const DENSE_DEGREE: i32 = 5_000;

/// The gcd of polynomials in one and the same variable, if they are that and within the limits.
fn gcd_in_one_variable(a: &Poly, b: &Poly) -> Option<Poly> {
    let variables = a.variables();
    let &[v] = variables.as_slice() else {
        return None;
    };
    if b.variables() != variables || a.degree(v) > DENSE_DEGREE || b.degree(v) > DENSE_DEGREE {
        return None;
    }
    let ((ma, a), (mb, b)) = (
        strip_monomial(&a.content().1),
        strip_monomial(&b.content().1),
    );
    let dense = |p: &Poly| -> Option<Vec<BigInt>> {
        let coefficients = p.coefficients_in(v)?;
        let number = |c: &Poly| match c.as_rational() {
            _ if c.is_zero() => Some(BigInt::zero()),
            Some(q) if q.is_integer() => Some(q.to_integer()),
            _ => None,
        };
        coefficients.iter().map(number).collect()
    };
    let (x, y) = (dense(&a)?, dense(&b)?);
    if x.len() < 2 || y.len() < 2 {
        return None;
    }
    let common: Mono = std::array::from_fn(|i| ma[i].min(mb[i]).max(0));
    let found = univariate_gcd(&x, &y)?;
    let terms = found.into_iter().enumerate().map(|(k, c)| {
        // At most DENSE_DEGREE.
        let m = super::poly::mono(v, k as i32);
        (m, BigRational::from_integer(c))
    });
    Some(Poly::from_terms(terms).shift(&common))
}

/// The quotient by the negative powers of its monomial content.
fn without_units(p: &Poly) -> Poly {
    p.shift(&p.monomial_content().map(|e| -e.min(0)))
}

/// The gcd of primitive polynomials without monomial factors, so without negative exponents.
fn gcd_primitive(a: &Poly, b: &Poly) -> Option<Poly> {
    if a == b {
        return Some(a.clone());
    }
    let shared: Vec<usize> = (0..MAX_VARS)
        .filter(|&v| a.involves(v) && b.involves(v))
        .filter(|&v| !surely_coprime_in(a, b, v))
        .collect();
    let Some(&v) = shared.first() else {
        return Some(Poly::one());
    };
    let none = Roots::new();
    let (ca, pa) = primitive_in(a, v)?;
    let (cb, pb) = primitive_in(b, v)?;
    let content = gcd_primitive_or_unit(&ca, &cb)?;
    let (mut r0, mut r1) = if pa.degree(v) >= pb.degree(v) {
        (pa, pb)
    } else {
        (pb, pa)
    };
    while !r1.is_zero() {
        if r1.degree(v) == 0 {
            return Some(content);
        }
        let r2 = pseudo_remainder(&r0, &r1, v)?;
        let r2 = if r2.is_zero() {
            r2
        } else {
            primitive_in(&r2, v)?.1
        };
        (r0, r1) = (r1, r2);
    }
    Some(content.mul(&r0, &none).content().1)
}

fn gcd_primitive_or_unit(a: &Poly, b: &Poly) -> Option<Poly> {
    if a.as_rational().is_some() || b.as_rational().is_some() {
        return Some(Poly::one());
    }
    gcd(a, b)
}

/// The content in the variable `v` and the primitive part; `None` for negative exponents and beyond the limits of the
/// gcd.
pub(super) fn primitive_in(p: &Poly, v: usize) -> Option<(Poly, Poly)> {
    let mut content = Poly::zero();
    for c in p.coefficients_in(v)?.iter().filter(|c| !c.is_zero()) {
        content = gcd(&content, c)?;
        if content.is_one() {
            break;
        }
    }
    let primitive = p.divide_exact(&content)?.content().1;
    Some((content, primitive))
}

fn pseudo_remainder(a: &Poly, b: &Poly, v: usize) -> Option<Poly> {
    let none = Roots::new();
    let db = b.degree(v);
    let lb = b.coefficients_in(v)?.pop()?;
    let mut r = a.clone();
    while !r.is_zero() && r.degree(v) >= db {
        let lr = r.coefficients_in(v)?.pop()?;
        let shift = super::poly::mono(v, r.degree(v) - db);
        r = r
            .mul(&lb, &none)
            .sub(&b.mul(&lr, &none).shift(&shift))
            .content()
            .1;
        if r.len() > TERM_LIMIT || r.bits() > BIT_LIMIT {
            return None;
        }
    }
    Some(r)
}

/// True only if `a` and `b`, without negative exponents of `v`, have no common factor that involves `v`.
pub fn surely_coprime_in(a: &Poly, b: &Poly, v: usize) -> bool {
    let f = PrimeField::MERSENNE_61;
    let point: Vec<u64> = (0..MAX_VARS as u64)
        .map(|i| 1_000_003 * (i + 7) + 13 * i * i)
        .collect();
    let specialise = |p: &Poly| -> Option<Vec<u64>> {
        p.coefficients_in(v)?
            .iter()
            .map(|c| c.eval(&f, &point))
            .collect()
    };
    let (Some(mut r0), Some(mut r1)) = (specialise(a), specialise(b)) else {
        return false;
    };
    // The leading coefficient of one side must survive, or a common factor could lose its degree.
    if r0.last().is_none_or(|c| *c == 0) && r1.last().is_none_or(|c| *c == 0) {
        return false;
    }
    let trim = |r: &mut Vec<u64>| {
        while r.last().is_some_and(|c| *c == 0) {
            r.pop();
        }
    };
    trim(&mut r0);
    trim(&mut r1);
    while !r1.is_empty() {
        interruption::point();
        if r1.len() == 1 {
            return true;
        }
        let Some(inv) = f.inv(r1.last().expect("nonempty")) else {
            return false;
        };
        while r0.len() >= r1.len() {
            let q = f.mul(r0.last().expect("nonempty"), &inv);
            let shift = r0.len() - r1.len();
            for (i, c) in r1.iter().enumerate() {
                r0[shift + i] = f.sub(&r0[shift + i], &f.mul(&q, c));
            }
            r0.pop();
            trim(&mut r0);
        }
        std::mem::swap(&mut r0, &mut r1);
    }
    false
}

/// Refines a list of nonconstant polynomials to pairwise coprime nonconstant ones such that each of the given ones
/// is, up to a constant, a product of powers of them (a gcd-free basis; Bach, Driscoll and Shallit, J. Algorithms 15,
/// 1993). Negative powers of variables are units like constants. `None` if a gcd is out of reach.
pub fn coprime_base(given: &[Poly]) -> Option<Vec<Poly>> {
    let mut base: Vec<Poly> = Vec::new();
    let mut queue: Vec<Poly> = given
        .iter()
        .rev()
        .map(|p| without_units(&p.content().1))
        .collect();
    while let Some(mut p) = queue.pop() {
        if p.is_zero() || p.as_rational().is_some() {
            continue;
        }
        let mut i = 0;
        while i < base.len() {
            let g = gcd(&p, &base[i])?;
            if g.as_rational().is_some() {
                i += 1;
                continue;
            }
            let b = base.remove(i);
            let rest_b = b.divide_exact(&g)?;
            p = p.divide_exact(&g)?.content().1;
            queue.push(g);
            queue.push(rest_b.content().1);
            if p.as_rational().is_some() {
                break;
            }
        }
        if p.as_rational().is_none() {
            base.push(p);
        }
    }
    Some(base)
}

/// How often each member of a coprime base divides `p`, and the cofactor that is left. Zero and units (numbers,
/// negative powers of variables) count as often as they divide in [`Poly::divide_exact`], numbers never.
pub fn exponents(p: &Poly, base: &[Poly]) -> (Vec<i64>, Poly) {
    let mut rest = p.clone();
    let counts = base
        .iter()
        .map(|b| {
            let mut n = 0;
            if rest.is_zero() || b.as_rational().is_some() {
                return n;
            }
            while let Some(q) = rest.divide_exact(b) {
                rest = q;
                n += 1;
            }
            n
        })
        .collect();
    (counts, rest)
}

/// Is it certain that the polynomials have no common factor other than numbers? A variable counts as a factor. False
/// beyond the limits of the gcd.
pub fn surely_coprime(a: &Poly, b: &Poly) -> bool {
    let shared_variable = {
        let (m, n) = (a.monomial_content(), b.monomial_content());
        m.iter().zip(&n).any(|(i, j)| *i > 0 && *j > 0)
    };
    !shared_variable && gcd(a, b).is_some_and(|g| g.as_rational().is_some())
}

/// The quotient by the monomial content, and that content.
pub fn strip_monomial(p: &Poly) -> (Mono, Poly) {
    let m = p.monomial_content();
    (m, p.shift(&mono_div(&super::poly::ONE, &m)))
}

/// Splits `p` into squarefree, pairwise coprime factors with multiplicity, as far as repeated gcds with partial
/// derivatives find them (Yun). Variables that divide `p` are factors of their own; negative powers of variables are
/// units and left out, like numbers. `None` if a gcd is out of reach, and for zero.
pub fn squarefree_factors(p: &Poly) -> Option<Vec<(Poly, u32)>> {
    if p.is_zero() {
        return None;
    }
    let (m, p) = strip_monomial(&p.content().1);
    let monomials = (0..MAX_VARS)
        .filter(|&v| m[v] > 0)
        .map(|v| (Poly::var(v), m[v].unsigned_abs()));
    Some(monomials.chain(squarefree_of_stripped(&p)?).collect())
}

fn squarefree_of_stripped(p: &Poly) -> Option<Vec<(Poly, u32)>> {
    let mut pending = vec![p.clone()];
    for v in p.variables() {
        let g = gcd(p, &p.partial(v))?;
        if g.as_rational().is_none() {
            pending.push(g);
        }
    }
    for v in p.variables() {
        let (content, _) = primitive_in(p, v)?;
        if content.as_rational().is_none() {
            pending.push(content);
        }
    }
    let base = coprime_base(&pending)?;
    let (counts, _) = exponents(p, &base);
    Some(
        base.into_iter()
            .zip(counts)
            .filter(|(_, n)| !n.is_zero())
            .map(|(b, n)| (b, n as u32))
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(text: &[(i64, i32, i32)]) -> Poly {
        Poly::from_terms(text.iter().map(|&(c, i, j)| {
            let mut m = super::super::poly::ONE;
            m[0] = i;
            m[1] = j;
            (m, BigRational::from_integer(c.into()))
        }))
    }

    #[test]
    fn gcd_with_planted_factor() {
        let none = Roots::new();
        let g = p(&[(1, 1, 1), (1, 0, 0), (2, 0, 3)]);
        let a = p(&[(1, 2, 0), (1, 0, 1)]);
        let b = p(&[(3, 1, 2), (-1, 0, 0)]);
        assert_eq!(
            gcd(&g.mul(&a, &none), &g.mul(&b, &none)),
            Some(g.content().1)
        );
        assert_eq!(gcd(&a, &b), Some(Poly::one()));
        let square = g.mul(&g, &none);
        assert_eq!(
            gcd(&square.mul(&a, &none), &square),
            Some(square.content().1)
        );
    }

    #[test]
    fn base_is_coprime_and_complete() {
        let none = Roots::new();
        let u = p(&[(1, 0, 1), (1, 0, 0)]); // 1+t
        let v = p(&[(1, 0, 1), (2, 0, 0)]); // 2+t
        let base = coprime_base(&[u.mul(&v, &none), u.mul(&u, &none), v.clone()]).expect("small");
        assert_eq!(base.len(), 2);
        assert!(base.contains(&u) && base.contains(&v));
        let (counts, rest) = exponents(&u.mul(&u, &none).mul(&v, &none), &base);
        assert_eq!(counts.iter().sum::<i64>(), 3);
        assert!(rest.is_one());
    }

    #[test]
    fn squarefree_split() {
        let none = Roots::new();
        let u = p(&[(1, 0, 1), (1, 0, 0)]);
        let v = p(&[(1, 1, 1), (2, 0, 0)]);
        let f = u.pow(3, &none).mul(&v, &none);
        let mut factors = squarefree_factors(&f).expect("small");
        factors.sort_by_key(|f| f.1);
        assert_eq!(factors, [(v, 1), (u, 3)]);
    }

    /// Everything here ran without end, or took out wrong factors, while exponents were believed to be nonnegative.
    #[test]
    fn laurent_polynomials() {
        let none = Roots::new();
        let below = p(&[(1, 0, 0), (-1, -1, 0)]); // 1 - 1/x
        let linear = p(&[(1, 1, 0), (-1, 0, 0)]); // x - 1
        assert_eq!(gcd(&below, &below.partial(0)), Some(Poly::one()));
        assert_eq!(gcd(&below, &linear), Some(linear.clone()));
        assert_eq!(gcd(&below, &Poly::zero()), Some(linear.clone()));
        assert_eq!(squarefree_factors(&below), Some(vec![(linear.clone(), 1)]));
        // (x - 1)^2 (x t + 2) x^-3 t^2 and (x - 1) x^2 t^-1 have the gcd x - 1.
        let other = p(&[(1, 1, 1), (2, 0, 0)]);
        let f = linear.pow(2, &none).mul(&other, &none);
        let f = f.mul(&p(&[(1, -3, 2)]), &none);
        let g = linear.mul(&p(&[(5, 2, -1)]), &none);
        assert_eq!(gcd(&f, &g), Some(linear.clone()));
        // A variable is common only if both contain it.
        let t = p(&[(1, 0, 1)]);
        let with_t = g.mul(&p(&[(1, 0, 3)]), &none);
        assert_eq!(gcd(&f, &with_t), Some(linear.mul(&t, &none).mul(&t, &none)));
        let mut factors = squarefree_factors(&f).expect("small");
        factors.sort_by_key(|f| f.0.len() + f.0.max_exponent() as usize);
        assert_eq!(
            factors,
            [(t.clone(), 2), (other.clone(), 1), (linear.clone(), 2)]
        );
        let base = coprime_base(&[f.clone(), g.clone()]).expect("small");
        for a in [&f, &g] {
            let (_, rest) = exponents(a, &base);
            assert_eq!(rest.len(), 1, "{rest:?}");
        }
        assert_eq!(squarefree_factors(&p(&[(3, -2, -1)])), Some(vec![]));
        assert_eq!(squarefree_factors(&Poly::zero()), None);
        // Numbers do not count.
        assert_eq!(
            exponents(&f, &[Poly::int(2), Poly::one()]),
            (vec![0, 0], f.clone())
        );
        assert!(!surely_coprime_in(&below, &linear, 0));
    }
}
