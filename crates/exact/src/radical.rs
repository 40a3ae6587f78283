//! Roots of polynomials: norms, and the search for roots that are there already.

use num_rational::BigRational;
use num_traits::One;

use super::gcd::{squarefree_factors, strip_monomial};
use super::poly::{Mono, Poly, Roots, mono};

/// For `a` of positive degree in the root `v`: the cofactor `b` and the norm `n = a b`, which is free of `v`.
///
/// The norm is the determinant of the multiplication by `a` on 1, v, ..., v^(degree-1), and is nonzero if `a` is and
/// the relations of the roots generate a prime ideal. `None` unless `v` is a root, and for negative powers of `v` (of
/// a root of a function; those of roots of numbers are rewritten).
pub fn norm(a: &Poly, v: usize, roots: &Roots) -> Option<(Poly, Poly)> {
    let root = roots.get(&v)?;
    let n = root.degree as usize;
    let a = a.clone().reduce_roots(roots);
    if n == 2 {
        let c = a.coefficients_in(v)?;
        let zero = Poly::zero();
        let (c0, c1) = (c.first().unwrap_or(&zero), c.get(1).unwrap_or(&zero));
        let cofactor = c0.sub(&c1.shift(&mono(v, 1)));
        let square = c1.mul(c1, roots).mul(&root.radicand, roots);
        return Some((cofactor, c0.mul(c0, roots).sub(&square)));
    }
    // Column k holds the coefficients of a v^k.
    let mut columns = vec![];
    let mut power = a.clone();
    for _ in 0..n {
        let mut c = power.coefficients_in(v)?;
        c.resize(n, Poly::zero());
        columns.push(c);
        power = power.shift(&mono(v, 1)).reduce_roots(roots);
    }
    // The solution of M b = det(M) e_0, by Cramer's rule.
    let mut cofactor = Poly::zero();
    let mut value = Poly::zero();
    for k in 0..n {
        let minor: Vec<Vec<Poly>> = (0..n)
            .filter(|&j| j != k)
            .map(|j| columns[j][1..].to_vec())
            .collect();
        let mut d = determinant(&minor, roots);
        if k % 2 == 1 {
            d = d.neg();
        }
        value = value.add(&columns[k][0].mul(&d, roots));
        cofactor = cofactor.add(&d.shift(&mono(v, k as i32)));
    }
    Some((cofactor, value))
}

fn determinant(m: &[Vec<Poly>], roots: &Roots) -> Poly {
    let Some(first) = m.first() else {
        return Poly::one();
    };
    let mut sum = Poly::zero();
    for (k, entry) in first.iter().enumerate() {
        if entry.is_zero() {
            continue;
        }
        let minor: Vec<Vec<Poly>> = m[1..]
            .iter()
            .map(|r| {
                r.iter()
                    .enumerate()
                    .filter(|(j, _)| *j != k)
                    .map(|(_, e)| e.clone())
                    .collect()
            })
            .collect();
        let term = entry.mul(&determinant(&minor, roots), roots);
        sum = if k % 2 == 0 {
            sum.add(&term)
        } else {
            sum.sub(&term)
        };
    }
    sum
}

/// `p = number * base^n` for a polynomial in which no root occurs: the number and the base, if there are such.
/// `None` as well where the squarefree decomposition is beyond its limits.
pub fn perfect_power(p: &Poly, n: u32) -> Option<(BigRational, Poly)> {
    let degree = i32::try_from(n).ok().filter(|d| *d > 0)?;
    let (content, primitive) = p.content();
    let (m, rest) = strip_monomial(&primitive);
    if m.iter().any(|e| e % degree != 0) {
        return None;
    }
    let share: Mono = m.map(|e| e / degree);
    let mut base = Poly::term(share, &BigRational::one());
    let none = Roots::new();
    if rest.as_rational().is_none() {
        for (factor, k) in squarefree_factors(&rest)? {
            if k % n != 0 {
                return None;
            }
            base = base.mul(&factor.pow(k / n, &none), &none);
        }
    }
    // The decomposition is used only if it multiplies back.
    let power = base.pow(n, &none);
    let (c, power) = power.content();
    if power == primitive {
        return Some((content / c, base));
    }
    (power.neg() == primitive).then(|| (-content / c, base))
}

#[cfg(test)]
mod tests {
    use super::super::poly::Root;
    use super::*;

    #[test]
    fn norms_are_products() {
        // v1^2 = 1 + x^2; v2^3 = 2 + v1.
        let x = Poly::var(0);
        let none = Roots::new();
        let mut roots = Roots::from([(
            1,
            Root {
                degree: 2,
                radicand: Poly::one().add(&x.mul(&x, &none)),
            },
        )]);
        roots.insert(
            2,
            Root {
                degree: 3,
                radicand: Poly::int(2).add(&Poly::var(1)),
            },
        );
        let a = x
            .add(&Poly::var(1))
            .add(&Poly::var(2).mul(&Poly::int(3), &roots));
        let (b, n) = norm(&a, 2, &roots).expect("a root");
        assert_eq!(a.mul(&b, &roots), n);
        assert!(!n.involves(2) && !n.is_zero());
        let (c, m) = norm(&n, 1, &roots).expect("a root");
        assert_eq!(n.mul(&c, &roots), m);
        assert!(!m.involves(1) && !m.is_zero());
        // x + sqrt(1 + x^2) is a unit: its norm is -1.
        let (_, unit) = norm(&x.add(&Poly::var(1)), 1, &roots).expect("a root");
        assert_eq!(unit, Poly::int(-1));
    }

    #[test]
    fn perfect_powers() {
        let none = Roots::new();
        let x = Poly::var(0);
        let p = Poly::one().add(&x.mul(&x, &none));
        let q = p
            .pow(3, &none)
            .scale(&BigRational::from_integer((-5).into()));
        let (c, b) = perfect_power(&q, 3).expect("a cube");
        assert_eq!(b.pow(3, &none).scale(&c), q);
        assert!(perfect_power(&q, 2).is_none());
        assert!(perfect_power(&x.mul(&p, &none), 2).is_none());
        assert!(perfect_power(&x.mul(&x, &none), 2).is_some());
    }

    #[test]
    fn negative_exponents() {
        let none = Roots::new();
        let power = |v, n| Poly::term(mono(v, n), &BigRational::one());
        // (1 - 1/x)^2 = (x - 1)^2 / x^2; 1 - 1/x is no square.
        let below = Poly::one().sub(&power(0, -1));
        let (c, b) = perfect_power(&below.mul(&below, &none), 2).expect("a square");
        assert_eq!(b.pow(2, &none).scale(&c), below.mul(&below, &none));
        assert!(perfect_power(&below, 2).is_none());
        assert!(perfect_power(&power(0, -3), 2).is_none());
        assert!(perfect_power(&power(0, -3), 3).is_some());
        assert!(perfect_power(&below, 0).is_none());
        assert!(perfect_power(&Poly::zero(), 2).is_none());
        // v1^2 = 1 + x^2, v2^2 = 2: 1/v1 has no norm, 1/v2 = v2/2 has -1/2; unreduced powers are reduced first.
        let radicand = Poly::one().add(&power(0, 2));
        let roots = Roots::from([
            (
                1,
                Root {
                    degree: 2,
                    radicand: radicand.clone(),
                },
            ),
            (2, Root::square(&2.into())),
            (
                3,
                Root {
                    degree: 3,
                    radicand: radicand.clone(),
                },
            ),
        ]);
        assert!(norm(&power(1, -1), 1, &roots).is_none());
        let half = BigRational::new((-1).into(), 2.into());
        assert_eq!(
            norm(&power(2, -1), 2, &roots).expect("a root").1,
            Poly::constant(&half)
        );
        for (v, n) in [(1, 2), (3, 3)] {
            let a = power(v, n).add(&Poly::int(1));
            let (b, value) = norm(&a, v, &roots).expect("a root");
            assert_eq!(value, a.mul(&b, &roots));
            assert_eq!(value, radicand.add(&Poly::one()).pow(n as u32, &none));
        }
        // Negative powers of other variables are numbers like all others.
        let a = power(1, 1).add(&power(0, -1));
        let (b, value) = norm(&a, 1, &roots).expect("a root");
        assert_eq!(value, a.mul(&b, &roots));
        assert_eq!(value, power(0, -2).sub(&radicand));
    }
}
