//! Second derivatives of the loss and their eigenvalues in floating point, for pictures.

use nalgebra::DMatrix;
use nalgebra::linalg::SymmetricTridiagonal;

use super::evaluate::Function;
use super::network::Network;

/// The activation with its derivatives at each unit of a hidden layer, for one sample.
struct Hidden {
    value: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
}

/// A weight: layer, unit, and the unit before or `None` for the bias.
type Weight = (usize, usize, Option<usize>);

impl Network {
    /// All weights, in the order of rows and columns of the Hessian.
    fn weights(&self) -> Vec<Weight> {
        let mut out = vec![];
        for (l, layer) in self.layers.iter().enumerate() {
            for (r, row) in layer.w.iter().enumerate() {
                out.extend((0..row.len()).map(|k| (l, r, Some(k))));
                if layer.biased {
                    out.push((l, r, None));
                }
            }
        }
        out
    }

    /// The number of weights.
    pub(crate) fn size(&self) -> usize {
        self.weights().len()
    }

    /// The Hessian of the sum of squares: the derivative of the gradient by backpropagation along each weight. `None` if the shapes do not fit, if there
    /// are no weights, or if a number is not finite.
    pub(crate) fn hessian(
        &self,
        sigma: &Function,
        inputs: &[Vec<f64>],
        targets: &[Vec<f64>],
    ) -> Option<DMatrix<f64>> {
        let weights = self.weights();
        if weights.is_empty() {
            return None;
        }
        let mut out = DMatrix::zeros(weights.len(), weights.len());
        for (x, y) in inputs.iter().zip(targets) {
            let output = self.outputs(sigma, x)?;
            if output.len() != y.len() {
                return None;
            }
            let hidden = self.forward(sigma, x);
            let signals = self.backward(&hidden, &output, y);
            for (column, along) in weights.iter().enumerate() {
                self.column(
                    x,
                    &hidden,
                    &signals,
                    along,
                    out.column_mut(column).as_mut_slice(),
                );
            }
        }
        // Rounding errors are not symmetric.
        let symmetric = (&out + out.transpose()) * 0.5;
        symmetric.iter().all(|v| v.is_finite()).then_some(symmetric)
    }

    /// The hidden layers; the shapes are known to fit.
    fn forward(&self, sigma: &Function, x: &[f64]) -> Vec<Hidden> {
        let mut out: Vec<Hidden> = vec![];
        for layer in self.layers.iter().take(self.layers.len().saturating_sub(1)) {
            let a = out.last().map_or(x, |h| h.value.as_slice());
            let mut h = Hidden {
                value: vec![],
                first: vec![],
                second: vec![],
            };
            let mut last = None;
            for (row, bias) in layer.w.iter().zip(&layer.b) {
                let z = bias + dot(row, a);
                // Copies of a unit have the same input: one evaluation for all.
                let jet = match last {
                    Some((known, jet)) if known == z => jet,
                    _ => sigma.jet(z),
                };
                last = Some((z, jet));
                h.value.push(jet[0]);
                h.first.push(jet[1]);
                h.second.push(jet[2]);
            }
            out.push(h);
        }
        out
    }

    /// For each layer the derivatives of the loss by its activations (`c`) and by its preactivations (`g`).
    fn backward(&self, hidden: &[Hidden], output: &[f64], y: &[f64]) -> Vec<Signal> {
        let last: Vec<f64> = output.iter().zip(y).map(|(a, b)| 2.0 * (a - b)).collect();
        let mut out = vec![Signal {
            c: last.clone(),
            g: last,
        }];
        // Layer l + 1 brings the signals back to hidden layer l.
        for (layer, h) in self.layers.iter().skip(1).zip(hidden).rev() {
            let above = out.last().map_or(&[][..], |s| s.g.as_slice());
            let c = transposed(&layer.w, above, h.value.len());
            let g = c.iter().zip(&h.first).map(|(c, s)| c * s).collect();
            out.push(Signal { c, g });
        }
        out.reverse();
        out
    }

    /// Adds the derivative of the gradient along one weight.
    fn column(
        &self,
        x: &[f64],
        hidden: &[Hidden],
        signals: &[Signal],
        along: &Weight,
        out: &mut [f64],
    ) {
        let layers = self.layers.len();
        let before = |l: usize| {
            if l == 0 {
                x
            } else {
                hidden[l - 1].value.as_slice()
            }
        };
        // Forwards: changes of preactivations and activations. Nothing changes below the layer of the weight.
        let mut dz: Vec<Vec<f64>> = vec![vec![]; layers];
        let mut da: Vec<Vec<f64>> = vec![vec![]; layers];
        for l in along.0..layers {
            dz[l] = if l == along.0 {
                let mut only = vec![0.0; self.layers[l].w.len()];
                only[along.1] = along.2.map_or(1.0, |k| before(l)[k]);
                only
            } else {
                self.layers[l]
                    .w
                    .iter()
                    .map(|row| dot(row, &da[l - 1]))
                    .collect()
            };
            if let Some(h) = hidden.get(l) {
                da[l] = dz[l].iter().zip(&h.first).map(|(d, s)| d * s).collect();
            }
        }
        // Backwards: changes of the signals, in blocks of the gradient from the last to the first.
        let mut dg: Vec<f64> = dz
            .last()
            .map_or(vec![], |d| d.iter().map(|v| 2.0 * v).collect());
        let mut end = out.len();
        for l in (0..layers).rev() {
            let layer = &self.layers[l];
            let width = layer.w.first().map_or(0, Vec::len);
            let stride = width + usize::from(layer.biased);
            let start = end - stride * layer.w.len();
            let a = before(l);
            let changed = l
                .checked_sub(1)
                .map(|k| da[k].as_slice())
                .filter(|d| !d.is_empty());
            for (r, row) in out[start..end].chunks_exact_mut(stride.max(1)).enumerate() {
                let (d, g) = (dg[r], signals[l].g[r]);
                for k in 0..width {
                    row[k] += d * a[k] + changed.map_or(0.0, |c| g * c[k]);
                }
                if layer.biased {
                    row[width] += d;
                }
            }
            end = start;
            if l == 0 {
                break;
            }
            let h = &hidden[l - 1];
            let mut dc = transposed(&layer.w, &dg, h.value.len());
            if let (true, Some(k)) = (l == along.0, along.2) {
                dc[k] += signals[l].g[along.1];
            }
            dg = (0..dc.len())
                .map(|k| {
                    let bent = dz[l - 1]
                        .get(k)
                        .map_or(0.0, |d| h.second[k] * d * signals[l - 1].c[k]);
                    bent + h.first[k] * dc[k]
                })
                .collect();
        }
    }
}

/// Derivatives of the loss by activations and preactivations of a layer.
struct Signal {
    c: Vec<f64>,
    g: Vec<f64>,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The transposed matrix times a vector.
fn transposed(w: &[Vec<f64>], v: &[f64], width: usize) -> Vec<f64> {
    let mut out = vec![0.0; width];
    for (row, v) in w.iter().zip(v) {
        for (o, w) in out.iter_mut().zip(row) {
            *o += w * v;
        }
    }
    out
}

/// The eigenvalues of a symmetric matrix of finite numbers in increasing order, by bisection of its tridiagonal form: the work is bounded for every matrix,
/// and equal eigenvalues cost no more than one. `None` if the matrix is empty.
pub(crate) fn eigenvalues(matrix: DMatrix<f64>) -> Option<Vec<f64>> {
    let n = matrix.nrows();
    let greatest = matrix.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
    if n == 0 || !greatest.is_finite() {
        return None;
    }
    if greatest == 0.0 {
        return Some(vec![0.0; n]);
    }
    let (diagonal, beside) = SymmetricTridiagonal::new(matrix / greatest).unpack_tridiagonal();
    let squares: Vec<f64> = beside.iter().map(|b| b * b).collect();
    // Eigenvalues below v: negative pivots of the factorisation of T - v (Sturm).
    let below = |v: f64| {
        let mut pivot = 1.0;
        let mut count = 0;
        for i in 0..n {
            let s = if i == 0 { 0.0 } else { squares[i - 1] / pivot };
            pivot = diagonal[i] - v - s;
            if pivot.abs() < f64::MIN_POSITIVE {
                pivot = -f64::MIN_POSITIVE;
            }
            count += usize::from(pivot < 0.0);
        }
        count
    };
    // Scaled, no entry is above 1.
    let radius = n as f64 + 1.0;
    let mut out = vec![];
    let mut todo = vec![(-radius, radius, 0, n)];
    while let Some((low, high, from, to)) = todo.pop() {
        let middle = 0.5 * (low + high);
        if high - low <= f64::EPSILON * middle.abs().max(1.0 / 64.0)
            || middle <= low
            || middle >= high
        {
            out.extend((from..to).map(|_| greatest * middle));
            continue;
        }
        let count = below(middle).clamp(from, to);
        // The lower half is taken first.
        if count < to {
            todo.push((middle, high, count, to));
        }
        if from < count {
            todo.push((low, middle, from, count));
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: &[f64], expected: &[f64]) -> bool {
        let greatest = expected.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        got.len() == expected.len()
            && got
                .iter()
                .zip(expected)
                .all(|(a, b)| (a - b).abs() <= 1e-13 * greatest)
    }

    #[test]
    fn eigenvalues_of_matrices_that_are_known() {
        // 2 on the diagonal and -1 beside it: 2 - 2 cos(k pi/(n + 1)).
        let n = 40;
        let chain = DMatrix::from_fn(n, n, |i, j| match i.abs_diff(j) {
            0 => 2.0,
            1 => -1.0,
            _ => 0.0,
        });
        let expected: Vec<f64> = (1..=n)
            .map(|k| 2.0 - 2.0 * (k as f64 * std::f64::consts::PI / (n as f64 + 1.0)).cos())
            .collect();
        assert!(close(&eigenvalues(chain).expect("finite"), &expected));
        // All ones: n, and n - 1 times zero.
        let mut expected = vec![0.0; n];
        expected[n - 1] = n as f64;
        let ones = DMatrix::from_element(n, n, 1.0);
        assert!(close(&eigenvalues(ones).expect("finite"), &expected));
        let swap = DMatrix::from_row_slice(2, 2, &[0.0, 3e200, 3e200, 0.0]);
        assert!(close(&eigenvalues(swap).expect("finite"), &[-3e200, 3e200]));
        assert_eq!(
            eigenvalues(DMatrix::from_element(1, 1, -7.0)),
            Some(vec![-7.0])
        );
        assert_eq!(eigenvalues(DMatrix::zeros(3, 3)), Some(vec![0.0; 3]));
        assert_eq!(eigenvalues(DMatrix::zeros(0, 0)), None);
        assert_eq!(
            eigenvalues(DMatrix::from_element(2, 2, f64::INFINITY)),
            None
        );
    }
}
