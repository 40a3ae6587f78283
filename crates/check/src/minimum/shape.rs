//! Exact weights in their shape, and the same as intervals.

use num_rational::BigRational;
use num_traits::Zero;
use wronski_certificate::limits::{LAYERS, UNITS, WEIGHTS};

use super::number::{around_zero, nonnegative, rational};
use crate::failure::{Checked, limit};
use wronski_certificate::minimum::{LayerWeights, Weights};
use wronski_interval::Interval;

/// A layer: one row for each unit, and its biases (none in networks without).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layer<T> {
    pub w: Vec<Vec<T>>,
    pub b: Vec<T>,
}

/// The layers from the first hidden one to the output.
pub(super) type Net<T> = Vec<Layer<T>>;

/// Exact weights.
pub(super) type Exact = Net<BigRational>;

/// Weights that are known to lie in a box.
pub(super) type Boxed = Net<Interval>;

/// Units of the layers, and whether there are biases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub widths: Vec<usize>,
    pub biases: bool,
}

impl Shape {
    /// A shape within the limits.
    pub fn new(widths: &[usize], biases: bool) -> Checked<Shape> {
        if widths.len() < 3 {
            return Err("a network has an input, an output and a hidden layer at least".into());
        }
        if widths.len() > LAYERS {
            return Err(limit("the layers of a network", LAYERS as u64));
        }
        if widths.iter().any(|&n| n > UNITS) {
            return Err(limit("the units of a layer", UNITS as u64));
        }
        if widths.contains(&0) {
            return Err("a layer without units".into());
        }
        let shape = Shape {
            widths: widths.to_vec(),
            biases,
        };
        if shape.parameters() > WEIGHTS {
            return Err(limit("the weights of a network", WEIGHTS as u64));
        }
        Ok(shape)
    }

    /// Number of weights and biases.
    pub fn parameters(&self) -> usize {
        self.widths
            .windows(2)
            .map(|p| p[1].saturating_mul(p[0] + usize::from(self.biases)))
            .fold(0, usize::saturating_add)
    }

    /// Number of layers with an activation.
    pub fn hidden(&self) -> usize {
        self.widths.len() - 2
    }

    /// Reads weights of this shape.
    pub fn read(&self, record: &Weights) -> Checked<Exact> {
        self.read_with(record, rational)
    }

    /// Reads radii in this shape.
    pub fn read_radii(&self, record: &Weights) -> Checked<Exact> {
        self.read_with(record, nonnegative)
    }

    fn read_with(
        &self,
        record: &Weights,
        number: impl Fn(&str) -> Checked<BigRational> + Copy,
    ) -> Checked<Exact> {
        if record.len() != self.widths.len() - 1 {
            return Err(format!(
                "weights of {} layers in a network of {}",
                record.len(),
                self.widths.len() - 1
            )
            .into());
        }
        record
            .iter()
            .zip(self.widths.windows(2))
            .enumerate()
            .map(|(l, (layer, n))| {
                layer_of(layer, n[1], n[0], self.biases, number)
                    .map_err(|why| why.within(format!("layer {}", l + 1)))
            })
            .collect()
    }
}

/// Reads one layer with that many rows and columns.
pub(super) fn layer_of(
    record: &LayerWeights,
    rows: usize,
    columns: usize,
    biases: bool,
    number: impl Fn(&str) -> Checked<BigRational>,
) -> Checked<Layer<BigRational>> {
    if record.w.len() != rows || record.w.iter().any(|r| r.len() != columns) {
        return Err(format!("W must have {rows} rows of {columns} numbers").into());
    }
    let b: &[String] = match &record.b {
        Some(b) if biases => b,
        None if !biases => &[],
        Some(_) => return Err("biases in a network without".into()),
        None => return Err("no biases in a network with them".into()),
    };
    if biases && b.len() != rows {
        return Err(format!("b must have {rows} numbers").into());
    }
    let row = |r: &Vec<String>| r.iter().map(|t| number(t)).collect::<Checked<Vec<_>>>();
    Ok(Layer {
        w: record.w.iter().map(row).collect::<Checked<_>>()?,
        b: b.iter().map(|t| number(t)).collect::<Checked<_>>()?,
    })
}

/// A network of the same shape, entry by entry.
pub(super) fn map<S, T>(net: &Net<S>, f: impl Fn(&S) -> T) -> Net<T> {
    net.iter()
        .map(|l| Layer {
            w: l.w.iter().map(|r| r.iter().map(&f).collect()).collect(),
            b: l.b.iter().map(&f).collect(),
        })
        .collect()
}

/// Two networks of the same shape, entry by entry.
pub(super) fn zip<R, S, T>(a: &Net<R>, b: &Net<S>, f: impl Fn(&R, &S) -> T) -> Net<T> {
    let row = |a: &[R], b: &[S]| a.iter().zip(b).map(|(x, y)| f(x, y)).collect::<Vec<T>>();
    a.iter()
        .zip(b)
        .map(|(a, b)| Layer {
            w: a.w.iter().zip(&b.w).map(|(x, y)| row(x, y)).collect(),
            b: row(&a.b, &b.b),
        })
        .collect()
}

/// All entries: layer by layer, row by row, the biases of a layer after its rows.
pub(super) fn entries<T>(net: &Net<T>) -> impl Iterator<Item = &T> {
    net.iter()
        .flat_map(|l| l.w.iter().flatten().chain(l.b.iter()))
}

/// Entries put back into the shape of `like`, in the order of [`entries`].
pub(super) fn shaped<S, T: Clone>(like: &Net<S>, flat: &[T]) -> Net<T> {
    let mut rest = flat.iter().cloned();
    like.iter()
        .map(|l| Layer {
            w: l.w
                .iter()
                .map(|r| rest.by_ref().take(r.len()).collect())
                .collect(),
            b: rest.by_ref().take(l.b.len()).collect(),
        })
        .collect()
}

/// The thinnest enclosures.
pub(super) fn thin(net: &Exact, precision: u32) -> Boxed {
    map(net, |q| Interval::from_rational(q, precision))
}

/// `[-r, r]` for each radius.
pub(super) fn deviations(radii: &Exact, precision: u32) -> Boxed {
    map(radii, |r| around_zero(r, precision))
}

/// The sum of two boxes.
pub(super) fn plus(a: &Boxed, b: &Boxed) -> Boxed {
    zip(a, b, |x, y| x + y)
}

/// The zeros of that shape.
pub(super) fn zeros(like: &Exact) -> Exact {
    map(like, |_| BigRational::zero())
}
