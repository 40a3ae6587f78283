//! The family B2 of Assumption 1.

use super::Family;
use crate::tower::Element;

/// `B2 = { 1, s, s1, x s1, s2, x s2, x^2 s2 }` for `inner = [s, s1, s2]`, in this order.
pub fn b2(inner: &[Element; 3]) -> Family {
    let [s, s1, s2] = inner.clone();
    Family::products(
        &["x", "s", "s1", "s2"],
        vec![Element::var(0), s, s1, s2],
        vec![
            vec![0, 0, 0, 0],
            vec![0, 1, 0, 0],
            vec![0, 0, 1, 0],
            vec![1, 0, 1, 0],
            vec![0, 0, 0, 1],
            vec![1, 0, 0, 1],
            vec![2, 0, 0, 1],
        ],
    )
}
