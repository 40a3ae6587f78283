//! The family B3 of Lemma 3, and the gradient family of the width-1 chain with three layers.

use super::{Family, SelfComposition};
use crate::tower::Element;

const NAMES: [&str; 7] = ["x", "s", "s1", "s2", "S", "S1", "S2"];

fn base(composition: &SelfComposition) -> Vec<Element> {
    let mut base = vec![Element::var(0)];
    base.extend(composition.inner.iter().cloned());
    base.extend(composition.outer.iter().cloned());
    base
}

/// The positions in [`b3`] of `b31 = S1 s2 x^2`, `b32 = S1 s2`, `b33 = S2`.
pub const B3_SINGLED_OUT: [usize; 3] = [8, 6, 9];

/// The 34 functions of B3, in the order
/// `1, S, S1 {1, s, s1{1,x}, s2{1,x,x^2}}, S2 {1, s, s^2, s1{1,x}, s2{1,x,x^2}, s1^2{1,x,x^2},
/// s s1{1,x}, s s2{1,x,x^2}, s1 s2{1,..,x^3}, s2^2{1,..,x^4}}`.
pub fn b3(composition: &SelfComposition) -> Family {
    // Exponents of (s, s1, s2) and the highest power of x.
    let one: &[([u32; 3], u32)] = &[
        ([0, 0, 0], 0),
        ([1, 0, 0], 0),
        ([0, 1, 0], 1),
        ([0, 0, 1], 2),
    ];
    let two: &[([u32; 3], u32)] = &[
        ([0, 0, 0], 0),
        ([1, 0, 0], 0),
        ([2, 0, 0], 0),
        ([0, 1, 0], 1),
        ([0, 0, 1], 2),
        ([0, 2, 0], 2),
        ([1, 1, 0], 1),
        ([1, 0, 1], 2),
        ([0, 1, 1], 3),
        ([0, 0, 2], 4),
    ];
    let mut exponents = vec![vec![0; 7], vec![0, 0, 0, 0, 1, 0, 0]];
    for (blocks, outer) in [(one, [0, 1, 0]), (two, [0, 0, 1])] {
        for (inner, top) in blocks {
            for k in 0..=*top {
                exponents.push(vec![
                    k, inner[0], inner[1], inner[2], outer[0], outer[1], outer[2],
                ]);
            }
        }
    }
    Family::products(&NAMES, base(composition), exponents)
}

/// The gradient family of `w3 sigma(w2 sigma(w1 x + b1) + b2) + b3` at `w = 1, b = 0`: the partial
/// derivatives with respect to `b3, w3, b2, w2, b1, w1`, that is `1, S, S1, S1 s, S1 s1, x S1 s1`.
pub fn gradient3(composition: &SelfComposition) -> Family {
    Family::products(
        &NAMES,
        base(composition),
        vec![
            vec![0, 0, 0, 0, 0, 0, 0],
            vec![0, 0, 0, 0, 1, 0, 0],
            vec![0, 0, 0, 0, 0, 1, 0],
            vec![0, 1, 0, 0, 0, 1, 0],
            vec![0, 0, 1, 0, 0, 1, 0],
            vec![1, 0, 1, 0, 0, 1, 0],
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_singled_out_members() {
        let e = Element::one();
        let composition = SelfComposition {
            inner: [e.clone(), e.clone(), e.clone()],
            outer: [e.clone(), e.clone(), e],
        };
        let f = b3(&composition);
        assert_eq!(f.len(), 34);
        let labels: Vec<&str> = B3_SINGLED_OUT
            .iter()
            .map(|&i| f.members[i].label.as_str())
            .collect();
        assert_eq!(labels, ["x^2*s2*S1", "s2*S1", "S2"]);
        let mut distinct: Vec<_> = f.members.iter().map(|m| m.exponents.clone()).collect();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), 34);
    }
}
