//! The families B2, B3 and the gradient family, from the definition of their members.

use std::collections::BTreeMap;

use super::element::{Arithmetic, Elem};
use super::failure::Checked;
use super::space::Space;
use wronski_exact::{Field, PrimeField};

/// sigma with its derivatives, at x and at sigma(x).
#[derive(Clone, Debug)]
pub(super) struct Functions {
    /// x, s, s1, s2, S, S1, S2.
    pub base: [Elem; 7],
}

impl Functions {
    /// s, s1, s2 alone; the others are absent (zero) and must not be asked for.
    pub fn inner(space: &Space, sigma: &Elem) -> Checked<Self> {
        let s1 = space.derive(sigma)?;
        let s2 = space.derive(&s1)?;
        let none = Elem::zero;
        Ok(Functions {
            base: [Elem::var(0), sigma.clone(), s1, s2, none(), none(), none()],
        })
    }

    /// All seven.
    pub fn new(space: &mut Space, sigma: &Elem) -> Checked<Self> {
        let mut f = Self::inner(space, sigma)?;
        for i in 0..3 {
            let outer = f.base[1 + i].clone();
            let composed = space.compose(&outer, sigma)?;
            space.only_listed(&composed)?;
            f.base[4 + i] = composed;
        }
        Ok(f)
    }
}

/// A family: products of powers of base functions, with the labels of the certificate.
#[derive(Clone, Debug)]
pub(super) struct Family {
    pub base: Vec<Elem>,
    pub members: Vec<(String, Vec<u32>)>,
}

/// `x^2*s2*S1` and the like.
const NAMES: [&str; 7] = ["x", "s", "s1", "s2", "S", "S1", "S2"];

/// The members as the theory writes them, powers of x spelt out by a range.
fn read(groups: &[(&str, u32)]) -> Vec<(String, Vec<u32>)> {
    let mut out = vec![];
    for (product, top) in groups {
        for k in 0..=*top {
            let mut exponents = vec![0u32; 7];
            exponents[0] = k;
            for factor in product.split_whitespace() {
                if let Some(i) = NAMES.iter().position(|n| *n == factor) {
                    exponents[i] += 1;
                }
            }
            let mut label = String::new();
            for (name, e) in NAMES.iter().zip(&exponents) {
                if *e == 0 {
                    continue;
                }
                if !label.is_empty() {
                    label.push('*');
                }
                label.push_str(name);
                if *e > 1 {
                    label.push_str(&format!("^{e}"));
                }
            }
            out.push((if label.is_empty() { "1".into() } else { label }, exponents));
        }
    }
    out
}

/// The position in B3 of `b31 = S1 s2 x^2`, `b32 = S1 s2`, `b33 = S2`.
pub(super) const SINGLED_OUT: [usize; 3] = [8, 6, 9];

impl Family {
    /// `1, s, s1 {1,x}, s2 {1,x,x^2}`.
    pub fn b2(f: &Functions) -> Self {
        Family {
            base: f.base.to_vec(),
            members: read(&[("", 0), ("s", 0), ("s1", 1), ("s2", 2)]),
        }
    }

    /// The 34 functions of Lemma 3.
    pub fn b3(f: &Functions) -> Self {
        let groups = [
            ("", 0),
            ("S", 0),
            ("S1", 0),
            ("S1 s", 0),
            ("S1 s1", 1),
            ("S1 s2", 2),
            ("S2", 0),
            ("S2 s", 0),
            ("S2 s s", 0),
            ("S2 s1", 1),
            ("S2 s2", 2),
            ("S2 s1 s1", 2),
            ("S2 s s1", 1),
            ("S2 s s2", 2),
            ("S2 s1 s2", 3),
            ("S2 s2 s2", 4),
        ];
        Family {
            base: f.base.to_vec(),
            members: read(&groups),
        }
    }

    /// `1, S, S1, S1 s, S1 s1, x S1 s1`.
    pub fn gradient3(f: &Functions) -> Self {
        Family {
            base: f.base.to_vec(),
            members: read(&[("", 0), ("S", 0), ("S1", 0), ("S1 s", 0), ("S1 s1", 1)]),
        }
    }

    /// Functions as they are.
    pub fn given(functions: Vec<Elem>, labels: Vec<String>) -> Self {
        let n = functions.len();
        let unit = |i: usize| (0..n).map(|j| u32::from(i == j)).collect();
        Family {
            members: labels
                .into_iter()
                .enumerate()
                .map(|(i, l)| (l, unit(i)))
                .collect(),
            base: functions,
        }
    }

    /// The values of all members at a point; `None` where a denominator vanishes.
    pub fn values(&self, k: &Arithmetic, field: &PrimeField, point: &[u64]) -> Option<Vec<u64>> {
        let used: Vec<bool> = (0..self.base.len())
            .map(|i| self.members.iter().any(|m| m.1[i] > 0))
            .collect();
        let base: Option<Vec<u64>> = self
            .base
            .iter()
            .zip(&used)
            .map(|(f, used)| {
                if *used {
                    k.value(f, field, point)
                } else {
                    Some(0)
                }
            })
            .collect();
        let base = base?;
        self.members
            .iter()
            .map(|(_, exponents)| {
                let mut value = field.one();
                for (b, e) in base.iter().zip(exponents) {
                    value = field.mul(&value, &field.pow(b, i64::from(*e))?);
                }
                Some(value)
            })
            .collect()
    }

    /// One member, multiplied out; products are remembered.
    pub fn member(
        &self,
        k: &Arithmetic,
        i: usize,
        memo: &mut BTreeMap<Vec<u32>, Elem>,
    ) -> Checked<Elem> {
        let mut value = Elem::one();
        let mut so_far = vec![0u32; self.base.len()];
        for (b, f) in self.base.iter().enumerate() {
            for _ in 0..self.members[i].1[b] {
                so_far[b] += 1;
                value = match memo.get(&so_far) {
                    Some(known) => known.clone(),
                    None => {
                        let product = k.mul(&value, f)?;
                        memo.insert(so_far.clone(), product.clone());
                        product
                    }
                };
            }
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b3_has_the_34_members_of_the_theory_note() {
        let e = Elem::one();
        let f = Functions {
            base: std::array::from_fn(|_| e.clone()),
        };
        let b3 = Family::b3(&f);
        let labels: Vec<&str> = b3.members.iter().map(|m| m.0.as_str()).collect();
        assert_eq!(labels.len(), 34);
        assert_eq!(
            labels[..12],
            [
                "1",
                "S",
                "S1",
                "s*S1",
                "s1*S1",
                "x*s1*S1",
                "s2*S1",
                "x*s2*S1",
                "x^2*s2*S1",
                "S2",
                "s*S2",
                "s^2*S2"
            ]
        );
        assert_eq!(labels[33], "x^4*s2^2*S2");
        assert_eq!(SINGLED_OUT.map(|i| labels[i]), ["x^2*s2*S1", "s2*S1", "S2"]);
        assert_eq!(Family::b2(&f).members.len(), 7);
        assert_eq!(Family::gradient3(&f).members.len(), 6);
    }
}
