//! Merging units that are copies of each other.
//!
//! Units of one layer with the same row have the same output, so that one of them, with the sum of their outgoing
//! weights, does the work of all. The network function is the same; what is computed of it no longer depends on the
//! number of copies.

use std::collections::BTreeMap;

use num_rational::BigRational;

use wronski_network::Shape;
use wronski_network::Weights;

/// Merges the units that are copies of each other in *all* of the given weights (of one shape), layer by layer from
/// the input on. Returns the merged weights in the same order, all of one shape. With no weights at all, nothing is
/// returned.
///
/// A line `w + t d` may be merged as well, by passing `[w, d]`: rows and sums are linear.
pub fn merged(all: &[&Weights]) -> Vec<Weights> {
    let Some(first) = all.first() else {
        return vec![];
    };
    let shape = first.shape();
    let biases = usize::from(shape.biases());
    // Which group each unit of the layer before belongs to.
    let mut group: Vec<usize> = (0..shape.width(0)).collect();
    let mut groups = shape.width(0);
    let mut widths = vec![groups];
    let mut values: Vec<Vec<BigRational>> = vec![vec![]; all.len()];
    for l in 1..=shape.layers() {
        let hidden = l < shape.layers();
        let mut known: BTreeMap<Vec<Vec<BigRational>>, usize> = BTreeMap::new();
        let mut next = Vec::with_capacity(shape.width(l));
        let mut count = 0;
        for unit in 0..shape.width(l) {
            let rows: Vec<Vec<BigRational>> = all
                .iter()
                .map(|w| {
                    let row = w.row(l, unit);
                    let mut out = row[..biases].to_vec();
                    out.resize(biases + groups, BigRational::from_integer(0.into()));
                    for (value, g) in row[biases..].iter().zip(&group) {
                        out[biases + g] += value;
                    }
                    out
                })
                .collect();
            let number = known.get(&rows).copied().filter(|_| hidden);
            next.push(number.unwrap_or_else(|| {
                for (list, row) in values.iter_mut().zip(&rows) {
                    list.extend(row.iter().cloned());
                }
                count += 1;
                known.insert(rows, count - 1);
                count - 1
            }));
        }
        group = next;
        groups = count;
        widths.push(groups);
    }
    let Ok(small) = Shape::new(&widths, shape.biases()) else {
        return all.iter().map(|w| (*w).clone()).collect();
    };
    values
        .into_iter()
        .filter_map(|v| Weights::new(&small, v))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64) -> BigRational {
        BigRational::from_integer(n.into())
    }

    fn weights(widths: &[usize], values: &[i64]) -> Weights {
        let shape = Shape::new(widths, true).expect("a shape");
        Weights::new(&shape, values.iter().map(|v| q(*v)).collect()).expect("as many as needed")
    }

    #[test]
    fn copies_are_merged_and_their_outgoing_weights_added() {
        // 1-3-2-1: units 0 and 2 of layer 1 are copies; both units of layer 2 then have the row (5, 4, 1).
        let w = weights(
            &[1, 3, 2, 1],
            &[7, 1, 8, 1, 7, 1, 5, 3, 1, 1, 5, 0, 1, 4, 9, 2, 6],
        );
        let m = merged(&[&w]);
        assert_eq!(m[0], weights(&[1, 2, 1, 1], &[7, 1, 8, 1, 5, 4, 1, 9, 8]));
        // Along a direction that moves one of the copies apart, they are not merged.
        let mut d = Weights::zero(w.shape());
        d.values_mut()[5] = q(1);
        assert_eq!(merged(&[&w, &d])[0].shape().widths(), [1, 3, 2, 1]);
    }
}
