//! The weights of a network, over any numbers.

use num_rational::BigRational;
use num_traits::Zero;

use super::shape::Shape;

/// The weights of all layers, as one list in the order of [`Shape`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weights<N = BigRational> {
    shape: Shape,
    values: Vec<N>,
}

/// The weights of one layer as tables: how files write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer<N = BigRational> {
    /// One row for each unit of the layer, one entry for each unit of the layer before.
    pub w: Vec<Vec<N>>,
    /// One bias for each unit; absent in networks without biases.
    pub b: Option<Vec<N>>,
}

impl<N> Weights<N> {
    /// From the list of all weights; `None` if its length does not fit the shape.
    pub fn new(shape: &Shape, values: Vec<N>) -> Option<Weights<N>> {
        (values.len() == shape.weights()).then(|| Weights {
            shape: shape.clone(),
            values,
        })
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The list of all weights, in the order of [`Shape`].
    #[inline]
    pub fn values(&self) -> &[N] {
        &self.values
    }

    /// The list of all weights, to be changed.
    pub fn values_mut(&mut self) -> &mut [N] {
        &mut self.values
    }

    /// The row of a unit: bias, if any, then one weight a unit of the layer before.
    #[inline]
    pub fn row(&self, l: usize, unit: usize) -> &[N] {
        let start = self.shape.row(l, unit);
        &self.values[start..start + self.shape.row_length(l)]
    }

    /// The rows of all units of a layer.
    pub fn rows(&self, l: usize) -> impl Iterator<Item = &[N]> {
        let (start, length) = (self.shape.row(l, 0), self.shape.row_length(l));
        let end = start + length * self.shape.width(l);
        self.values[start..end].chunks_exact(length)
    }

    /// The row of a unit, to be changed.
    pub fn row_mut(&mut self, l: usize, unit: usize) -> &mut [N] {
        let start = self.shape.row(l, unit);
        &mut self.values[start..start + self.shape.row_length(l)]
    }

    /// The bias of a unit, if there are biases, and its weights.
    #[inline]
    pub fn split(&self, l: usize, unit: usize) -> (Option<&N>, &[N]) {
        let row = self.row(l, unit);
        match row.split_first() {
            Some((bias, weights)) if self.shape.biases() => (Some(bias), weights),
            _ => (None, row),
        }
    }

    /// The weight from unit `source` of layer `l - 1` to `unit` of layer `l`.
    pub fn weight(&self, l: usize, unit: usize, source: usize) -> &N {
        &self.values[self.shape.weight(l, unit, source)]
    }

    /// The weight from unit `source` of layer `l - 1` to `unit` of layer `l`, to be changed.
    pub fn weight_mut(&mut self, l: usize, unit: usize, source: usize) -> &mut N {
        &mut self.values[self.shape.weight(l, unit, source)]
    }

    /// The same weights in other numbers.
    pub fn map<M>(&self, f: impl FnMut(&N) -> M) -> Weights<M> {
        Weights {
            shape: self.shape.clone(),
            values: self.values.iter().map(f).collect(),
        }
    }

    /// What is made of two networks of one shape, weight by weight; `None` if the shapes differ.
    pub fn zip<M, O>(
        &self,
        other: &Weights<M>,
        mut f: impl FnMut(&N, &M) -> O,
    ) -> Option<Weights<O>> {
        (self.shape == other.shape).then(|| Weights {
            shape: self.shape.clone(),
            values: self
                .values
                .iter()
                .zip(&other.values)
                .map(|(a, b)| f(a, b))
                .collect(),
        })
    }
}

impl<N: Clone> Weights<N> {
    /// All weights one number.
    pub fn all(shape: &Shape, value: N) -> Weights<N> {
        Weights {
            values: vec![value; shape.weights()],
            shape: shape.clone(),
        }
    }

    /// From one table a layer; `None` if they are not those of the shape.
    pub fn from_layers(shape: &Shape, layers: &[Layer<N>]) -> Option<Weights<N>> {
        if layers.len() != shape.layers() {
            return None;
        }
        let mut values = Vec::with_capacity(shape.weights());
        for (l, layer) in (1..).zip(layers) {
            let biases = layer.b.as_ref();
            let fits = layer.w.len() == shape.width(l)
                && layer.w.iter().all(|row| row.len() == shape.width(l - 1))
                && biases.is_some() == shape.biases()
                && biases.is_none_or(|b| b.len() == layer.w.len());
            if !fits {
                return None;
            }
            for (unit, row) in layer.w.iter().enumerate() {
                values.extend(biases.map(|b| b[unit].clone()));
                values.extend(row.iter().cloned());
            }
        }
        Weights::new(shape, values)
    }

    /// One table a layer, from the first hidden layer to the output.
    pub fn layers(&self) -> Vec<Layer<N>> {
        let shape = &self.shape;
        (1..=shape.layers())
            .map(|l| {
                let units = (0..shape.width(l)).map(|unit| self.split(l, unit));
                Layer {
                    w: units.clone().map(|(_, w)| w.to_vec()).collect(),
                    b: shape
                        .biases()
                        .then(|| units.filter_map(|(b, _)| b.cloned()).collect()),
                }
            })
            .collect()
    }
}

impl Weights {
    /// All weights 0.
    pub fn zero(shape: &Shape) -> Weights {
        Weights::all(shape, BigRational::zero())
    }

    /// `self + t (other - self)`, for weights of one shape.
    #[must_use]
    pub fn towards(&self, other: &Weights, t: &BigRational) -> Weights {
        self.with(
            other,
            |a, b| if a == b { a.clone() } else { a + t * (b - a) },
        )
    }

    /// `other - self`, for weights of one shape.
    #[must_use]
    pub fn difference(&self, other: &Weights) -> Weights {
        self.with(other, |a, b| b - a)
    }

    fn with(
        &self,
        other: &Weights,
        f: impl Fn(&BigRational, &BigRational) -> BigRational,
    ) -> Weights {
        Weights {
            shape: self.shape.clone(),
            values: self
                .values
                .iter()
                .zip(&other.values)
                .map(|(a, b)| f(a, b))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weights(biases: bool, count: i32) -> Weights<i32> {
        let shape = Shape::new(&[2, 2, 1], biases).expect("a shape");
        Weights::new(&shape, (1..=count).collect()).expect("as many as the shape has")
    }

    #[test]
    fn tables_and_lists_hold_the_same_numbers() {
        let biased = weights(true, 9);
        let layer = |w: &[&[i32]], b: Option<&[i32]>| Layer {
            w: w.iter().map(|r| r.to_vec()).collect(),
            b: b.map(<[i32]>::to_vec),
        };
        let tables = [
            layer(&[&[2, 3], &[5, 6]], Some(&[1, 4])),
            layer(&[&[8, 9]], Some(&[7])),
        ];
        assert_eq!(biased.layers(), tables);
        assert_eq!(
            Weights::from_layers(biased.shape(), &tables),
            Some(biased.clone())
        );
        let bare = weights(false, 6);
        let tables = [layer(&[&[1, 2], &[3, 4]], None), layer(&[&[5, 6]], None)];
        assert_eq!(bare.layers(), tables);
        assert_eq!(Weights::from_layers(bare.shape(), &tables), Some(bare));
    }

    #[test]
    fn tables_of_another_shape_are_refused() {
        let good = weights(true, 9);
        let refused = |change: &dyn Fn(&mut Vec<Layer<i32>>)| {
            let mut layers = good.layers();
            change(&mut layers);
            assert_eq!(
                Weights::from_layers(good.shape(), &layers),
                None,
                "{layers:?}"
            );
        };
        refused(&|l| l[0].b = None);
        refused(&|l| l[1].b = None);
        refused(&|l| l[0].b = Some(vec![1]));
        refused(&|l| l[0].b = Some(vec![1, 2, 3]));
        refused(&|l| l[0].w[1] = vec![1]);
        refused(&|l| l[0].w[1] = vec![1, 2, 3]);
        refused(&|l| drop(l[0].w.pop()));
        refused(&|l| l[1].w.push(vec![1, 2]));
        refused(&|l| drop(l.pop()));
        refused(&|l| l.push(l[1].clone()));
        let bare = Shape::new(&[2, 2, 1], false).expect("a shape");
        assert_eq!(Weights::from_layers(&bare, &good.layers()), None);
        assert_eq!(Weights::new(&bare, vec![0; 5]), None);
        assert!(good.zip(&weights(false, 6), |a, b| a + b).is_none());
    }
}
