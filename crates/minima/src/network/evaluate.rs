//! Loss, gradient, Hessian and moment matrices, enclosed for all weights of a box and all data sets of a box.
//!
//! The loss is the sum over samples and outputs of `(f - y)^2`. With `alpha = dLoss/da` and `zeta = dLoss/dz` for the units
//! of a layer (one sample), obtained by backpropagation, the Hessian of the loss of one sample is
//!
//! ```text
//! sum over outputs s          2 (grad f_s) (grad f_s)'
//! + sum over hidden units      alpha sigma''(z) (grad z) (grad z)'
//! + sum over units k, sources i of layers 2, ..., L     zeta_k (e_ki (grad a_i)' + (grad a_i) e_ki')
//! ```
//!
//! where `e_ki` is the unit vector of the weight from i to k: differentiate `dLoss/dw` once more and collect terms. The gradients
//! `grad z`, `grad a` are total derivatives in all weights of earlier layers, computed forwards.

use super::activation::Activation;
use super::data::Samples;
use super::shape::Shape;
use wronski_interval::{Fault, Interval, IntervalMatrix};

/// Below this amount of work (in products) a second thread costs more than it brings.
const WORTH_A_THREAD: usize = 200_000;

/// The loss with its first and second derivatives in the weights.
#[derive(Clone, Debug)]
pub struct Derivatives {
    /// The loss.
    pub loss: Interval,
    /// Its gradient, in the order of [`Shape`]; empty if it was not asked for.
    pub gradient: Vec<Interval>,
    /// The lower triangle of its Hessian, row by row: entry (i, j), `j <= i`, stands at `i (i + 1)/2 + j`; empty if it was not
    /// asked for.
    hessian: Vec<Interval>,
}

/// How many derivatives of the loss are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// The loss alone.
    Value,
    /// Loss and gradient.
    Gradient,
    /// Loss, gradient and Hessian.
    Hessian,
}

impl Derivatives {
    fn zero(weights: usize, order: Order, precision: u32) -> Derivatives {
        let zeros = |n: usize| vec![Interval::zero(precision); n];
        Derivatives {
            loss: Interval::zero(precision),
            gradient: zeros(if order >= Order::Gradient { weights } else { 0 }),
            hessian: zeros(if order >= Order::Hessian {
                weights * (weights + 1) / 2
            } else {
                0
            }),
        }
    }

    /// Adds the derivatives of another part of the samples.
    fn add(&mut self, other: &Derivatives) {
        self.loss = &self.loss + &other.loss;
        for (a, b) in self.gradient.iter_mut().zip(&other.gradient) {
            *a = &*a + b;
        }
        for (a, b) in self.hessian.iter_mut().zip(&other.hessian) {
            *a = &*a + b;
        }
    }

    /// Entry (i, j) of the Hessian.
    pub fn second(&self, i: usize, j: usize) -> &Interval {
        let (i, j) = if i >= j { (i, j) } else { (j, i) };
        &self.hessian[i * (i + 1) / 2 + j]
    }

    /// The whole Hessian.
    ///
    /// # Errors
    /// None in fact.
    pub fn hessian(&self) -> Result<IntervalMatrix, Fault> {
        let n = self.gradient.len();
        IntervalMatrix::from_rows(
            (0..n)
                .map(|i| (0..n).map(|j| self.second(i, j).clone()).collect())
                .collect(),
        )
    }
}

/// What one sample makes of the network: outputs of all layers, and derivatives of sigma at the preactivations.
#[derive(Clone, Debug)]
pub struct Trace {
    /// `a_0, ..., a_(L-1)` and the outputs.
    pub outputs: Vec<Vec<Interval>>,
    /// `sigma'(z)` for the hidden layers 1, ..., L-1.
    pub first: Vec<Vec<Interval>>,
    /// `sigma''(z)` for the hidden layers.
    pub second: Vec<Vec<Interval>>,
}

/// A network function on a box of weights.
#[derive(Clone, Copy, Debug)]
pub struct Network<'a> {
    /// The shape.
    pub shape: &'a Shape,
    /// The activation of the hidden layers.
    pub sigma: &'a Activation,
    /// Enclosures of all weights, in the order of the shape.
    pub weights: &'a [Interval],
}

impl Network<'_> {
    fn precision(&self) -> u32 {
        self.weights.first().map_or(53, Interval::precision)
    }

    /// The row of a unit.
    fn row(&self, l: usize, unit: usize) -> &[Interval] {
        let start = self.shape.row(l, unit);
        &self.weights[start..start + self.shape.row_length(l)]
    }

    /// Bias plus weighted sum.
    fn preactivation(&self, l: usize, unit: usize, below: &[Interval]) -> Interval {
        let row = self.row(l, unit);
        let (mut z, weights) = if self.shape.biases() {
            (row[0].clone(), &row[1..])
        } else {
            (Interval::zero(self.precision()), row)
        };
        for (w, a) in weights.iter().zip(below) {
            z.add_product(w, a);
        }
        z
    }

    /// Runs one sample through the network.
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn trace(&self, input: &[Interval], order: Order) -> Result<Trace, Fault> {
        let shape = self.shape;
        let depth = match order {
            Order::Value => 0,
            Order::Gradient => 1,
            Order::Hessian => 2,
        };
        let mut trace = Trace {
            outputs: vec![input.to_vec()],
            first: vec![],
            second: vec![],
        };
        for l in 1..shape.layers() {
            let below = &trace.outputs[l - 1];
            let (mut values, mut first, mut second) = (vec![], vec![], vec![]);
            for unit in 0..shape.width(l) {
                let z = self.preactivation(l, unit, below);
                let mut jet = self.sigma.jet(&z, depth)?.into_iter();
                values.extend(jet.next());
                first.extend(jet.next());
                second.extend(jet.next());
            }
            trace.outputs.push(values);
            trace.first.push(first);
            trace.second.push(second);
        }
        let l = shape.layers();
        let outputs = (0..shape.width(l))
            .map(|unit| self.preactivation(l, unit, &trace.outputs[l - 1]))
            .collect();
        trace.outputs.push(outputs);
        Ok(trace)
    }

    /// Backpropagation for one sample of a quantity with the given derivatives in the outputs: its derivatives in z for the layers
    /// 1, ..., L, and in a for the hidden ones.
    pub fn adjoints(
        &self,
        trace: &Trace,
        seed: Vec<Interval>,
    ) -> (Vec<Vec<Interval>>, Vec<Vec<Interval>>) {
        let shape = self.shape;
        let last = shape.layers();
        let mut zeta = vec![vec![]; last];
        let mut alpha = vec![vec![]; last - 1];
        zeta[last - 1] = seed;
        for l in (1..last).rev() {
            let mut back = vec![Interval::zero(self.precision()); shape.width(l)];
            for (unit, signal) in zeta[l].iter().enumerate() {
                let row = &self.row(l + 1, unit)[usize::from(shape.biases())..];
                for (b, w) in back.iter_mut().zip(row) {
                    b.add_product(signal, w);
                }
            }
            zeta[l - 1] = back
                .iter()
                .zip(&trace.first[l - 1])
                .map(|(a, s)| a * s)
                .collect();
            alpha[l - 1] = back;
        }
        (zeta, alpha)
    }

    /// The adjoints of the loss of one sample.
    fn signals(
        &self,
        trace: &Trace,
        target: &[Interval],
    ) -> (Vec<Vec<Interval>>, Vec<Vec<Interval>>) {
        let seed = trace.outputs[self.shape.layers()]
            .iter()
            .zip(target)
            .map(|(f, y)| (f - y).scale_int(2))
            .collect();
        self.adjoints(trace, seed)
    }

    /// The gradient in the weights that belongs to the adjoints of z, in the order of the shape.
    pub fn gradient_of(&self, trace: &Trace, zeta: &[Vec<Interval>]) -> Vec<Interval> {
        let mut out = Vec::with_capacity(self.shape.weights());
        for (l, layer) in zeta.iter().enumerate() {
            for signal in layer {
                if self.shape.biases() {
                    out.push(signal.clone());
                }
                out.extend(trace.outputs[l].iter().map(|a| signal * a));
            }
        }
        out
    }

    /// The loss of one sample, and of its derivatives what is asked for, added to what is there.
    fn sample(
        &self,
        input: &[Interval],
        target: &[Interval],
        order: Order,
        out: &mut Derivatives,
    ) -> Result<(), Fault> {
        let trace = self.trace(input, order)?;
        let outputs = &trace.outputs[self.shape.layers()];
        for (f, y) in outputs.iter().zip(target) {
            out.loss = &out.loss + &(f - y).square();
        }
        if order == Order::Value {
            return Ok(());
        }
        let (zeta, alpha) = self.signals(&trace, target);
        for (sum, g) in out.gradient.iter_mut().zip(self.gradient_of(&trace, &zeta)) {
            *sum = &*sum + &g;
        }
        if order == Order::Hessian {
            self.second_derivatives(&trace, &zeta, &alpha, out);
        }
        Ok(())
    }

    fn second_derivatives(
        &self,
        trace: &Trace,
        zeta: &[Vec<Interval>],
        alpha: &[Vec<Interval>],
        out: &mut Derivatives,
    ) {
        let shape = self.shape;
        let precision = self.precision();
        let biases = usize::from(shape.biases());
        let one = Interval::one(precision);
        // grad a of the units of the layer before, as far as it is not zero: (first index, entries).
        let mut below: Vec<Gradient> = vec![Gradient::default(); shape.width(0)];
        for l in 1..=shape.layers() {
            let hidden = l < shape.layers();
            let mut here = Vec::with_capacity(shape.width(l));
            for unit in 0..shape.width(l) {
                let start = shape.row(l, unit);
                let row = &self.row(l, unit)[biases..];
                // The part of grad z in earlier layers.
                let mut grad = Gradient::default();
                for (w, g) in row.iter().zip(&below) {
                    grad.add_scaled(w, g, precision);
                }
                // Cross terms of this row with the layers before.
                let signal = &zeta[l - 1][unit];
                for (i, g) in below.iter().enumerate() {
                    let at = start + biases + i;
                    for (j, d) in g.entries() {
                        out.hessian[at * (at + 1) / 2 + j].add_product(signal, d);
                    }
                }
                // The part in its own row.
                let own = (biases == 1)
                    .then_some(&one)
                    .into_iter()
                    .chain(&trace.outputs[l - 1]);
                for (i, a) in own.enumerate() {
                    grad.entry.push((start + i, a.clone()));
                }
                let weight = if hidden {
                    &alpha[l - 1][unit] * &trace.second[l - 1][unit]
                } else {
                    Interval::from_int(2, precision)
                };
                for (n, (i, a)) in grad.entry.iter().enumerate() {
                    let factor = &weight * a;
                    let line = i * (i + 1) / 2;
                    for (j, b) in &grad.entry[..=n] {
                        out.hessian[line + j].add_product(&factor, b);
                    }
                }
                if hidden {
                    for (_, g) in &mut grad.entry {
                        *g = &*g * &trace.first[l - 1][unit];
                    }
                    here.push(grad);
                }
            }
            below = here;
        }
    }

    /// Loss and derivatives over all samples.
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn derivatives(&self, samples: &Samples, order: Order) -> Result<Derivatives, Fault> {
        let n = self.shape.weights();
        let work = samples.inputs.len()
            * match order {
                Order::Hessian => n * n,
                _ => n,
            };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let zero = || Derivatives::zero(n, order, self.precision());
        let part = |range: std::ops::Range<usize>| -> Result<Derivatives, Fault> {
            let mut out = zero();
            for i in range {
                self.sample(&samples.inputs[i], &samples.targets[i], order, &mut out)?;
            }
            Ok(out)
        };
        let count = samples.inputs.len();
        // Always the same split: sums of intervals depend on the order of addition.
        if work < WORTH_A_THREAD || count < 2 {
            return part(0..count);
        }
        let middle = count / 2;
        let (a, b) = if threads > 1 {
            std::thread::scope(|scope| {
                let other = scope.spawn(|| part(middle..count));
                let first = part(0..middle);
                let second = other
                    .join()
                    .unwrap_or_else(|_| Err(Fault::Budget("a worker thread stopped".into())));
                (first, second)
            })
        } else {
            (part(0..middle), part(middle..count))
        };
        let mut out = a?;
        out.add(&b?);
        Ok(out)
    }

    /// The loss over all samples.
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn loss(&self, samples: &Samples) -> Result<Interval, Fault> {
        Ok(self.derivatives(samples, Order::Value)?.loss)
    }

    /// The moment matrix of each hidden unit: the sum over the samples and outputs of `(f - y) df/da sigma''(z) a~ a~'`, where `a~` is
    /// the vector of the outputs of the layer before, with a leading 1 if there are biases (half of the same sum with `dLoss/da`). (K. Fukumizu and S. Amari, Neural Networks 13, 2000; with the
    /// bias among the weights.)
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn moment_matrices(&self, samples: &Samples) -> Result<Vec<Vec<IntervalMatrix>>, Fault> {
        let shape = self.shape;
        let precision = self.precision();
        let mut sums: Vec<Vec<Vec<Vec<Interval>>>> = (1..shape.layers())
            .map(|l| {
                let d = shape.row_length(l);
                vec![vec![vec![Interval::zero(precision); d]; d]; shape.width(l)]
            })
            .collect();
        for (input, target) in samples.inputs.iter().zip(&samples.targets) {
            let trace = self.trace(input, Order::Hessian)?;
            let residual = trace.outputs[shape.layers()]
                .iter()
                .zip(target)
                .map(|(f, y)| f - y)
                .collect();
            let (_, alpha) = self.adjoints(&trace, residual);
            for l in 1..shape.layers() {
                let mut below = Vec::with_capacity(shape.row_length(l));
                if shape.biases() {
                    below.push(Interval::one(precision));
                }
                below.extend(trace.outputs[l - 1].iter().cloned());
                for unit in 0..shape.width(l) {
                    let weight = &alpha[l - 1][unit] * &trace.second[l - 1][unit];
                    for (i, a) in below.iter().enumerate() {
                        for (j, b) in below.iter().enumerate().take(i + 1) {
                            let product = if i == j { a.square() } else { a * b };
                            sums[l - 1][unit][i][j].add_product(&weight, &product);
                        }
                    }
                }
            }
        }
        sums.into_iter()
            .map(|layer| layer.into_iter().map(symmetric).collect())
            .collect()
    }
}

/// The symmetric matrix with the given lower triangle.
fn symmetric(lower: Vec<Vec<Interval>>) -> Result<IntervalMatrix, Fault> {
    let n = lower.len();
    IntervalMatrix::from_rows(
        (0..n)
            .map(|i| (0..n).map(|j| lower[i.max(j)][i.min(j)].clone()).collect())
            .collect(),
    )
}

/// A gradient with its entries that may be nonzero, in increasing order of the index.
#[derive(Clone, Debug, Default)]
struct Gradient {
    entry: Vec<(usize, Interval)>,
}

impl Gradient {
    fn entries(&self) -> impl Iterator<Item = (usize, &Interval)> {
        self.entry.iter().map(|(i, g)| (*i, g))
    }

    /// Adds `w g`.
    fn add_scaled(&mut self, w: &Interval, g: &Gradient, precision: u32) {
        if self.entry.len() == g.entry.len()
            && self.entry.iter().zip(&g.entry).all(|(a, b)| a.0 == b.0)
        {
            for ((_, a), (_, b)) in self.entry.iter_mut().zip(&g.entry) {
                a.add_product(w, b);
            }
            return;
        }
        let mut out = Vec::with_capacity(self.entry.len() + g.entry.len());
        let mut mine = std::mem::take(&mut self.entry).into_iter().peekable();
        for (i, d) in &g.entry {
            while let Some(e) = mine.next_if(|(j, _)| j < i) {
                out.push(e);
            }
            let mut sum = mine
                .next_if(|(j, _)| j == i)
                .map_or_else(|| Interval::zero(precision), |e| e.1);
            sum.add_product(w, d);
            out.push((*i, sum));
        }
        out.extend(mine);
        self.entry = out;
    }
}
