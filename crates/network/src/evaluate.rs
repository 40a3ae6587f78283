//! The loss of a network, its gradient and its Hessian in the weights, in any numbers.
//!
//! With g and H the first and second derivatives of the loss of one sample by the outputs, `alpha = dLoss/da` and
//! `zeta = dLoss/dz` for the units
//! of a layer, obtained by backpropagation from g, the Hessian of the loss of one sample is
//!
//! ```text
//! sum over outputs s, t       H_st (grad f_s) (grad f_t)'
//! + sum over hidden units      alpha sigma''(z) (grad z) (grad z)'
//! + sum over units k, sources i of layers 2, ..., L     zeta_k (e_ki (grad a_i)' + (grad a_i) e_ki')
//! ```
//!
//! where `e_ki` is the unit vector of the weight from i to k: differentiate `dLoss/dw` once more and collect terms.
//! The gradients
//! `grad z`, `grad a` are total derivatives in all weights of earlier layers, computed forwards.

use wronski_diagnostic::interruption;

use super::arithmetic::{Arithmetic, Misfit};
use super::data::Data;
use super::loss::{Curvature, LossOver};
use super::shape::Shape;
use super::weights::Weights;

/// Below this amount of work (in products) a second thread costs more than it brings.
const WORTH_A_THREAD: usize = 200_000;

/// An activation in the numbers of `A`.
pub trait Sigma<A: Arithmetic>: Sync {
    /// `sigma`.
    ///
    /// # Errors
    /// A fault where sigma is undefined.
    fn value(&self, z: &A::Number) -> Result<A::Number, A::Fault>;

    /// `sigma, sigma'`.
    ///
    /// # Errors
    /// A fault where sigma is undefined or not smooth.
    fn with_slope(&self, z: &A::Number) -> Result<[A::Number; 2], A::Fault>;

    /// `sigma, sigma', sigma''`.
    ///
    /// # Errors
    /// A fault where sigma is undefined or not smooth.
    fn with_curvature(&self, z: &A::Number) -> Result<[A::Number; 3], A::Fault>;
}

/// The loss with its first and second derivatives in the weights.
#[derive(Clone, Debug)]
pub struct Derivatives<N> {
    /// The loss.
    pub loss: N,
    /// Its gradient, in the order of [`Shape`]; empty if it was not asked for.
    pub gradient: Vec<N>,
    /// The lower triangle of its Hessian, row by row: entry (i, j), `j <= i`, stands at `i (i + 1)/2 + j`; empty if
    /// it was
    /// not asked for.
    hessian: Vec<N>,
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

impl<N: Clone> Derivatives<N> {
    fn zero<A: Arithmetic<Number = N>>(arithmetic: &A, weights: usize, order: Order) -> Self {
        let zeros = |n: usize| vec![arithmetic.zero(); n];
        Derivatives {
            loss: arithmetic.zero(),
            gradient: zeros(if order >= Order::Gradient { weights } else { 0 }),
            hessian: zeros(if order >= Order::Hessian {
                weights * (weights + 1) / 2
            } else {
                0
            }),
        }
    }

    /// Adds the derivatives of another part of the samples.
    fn add<A: Arithmetic<Number = N>>(&mut self, arithmetic: &A, other: &Self) {
        self.loss = arithmetic.add(&self.loss, &other.loss);
        for (a, b) in self.gradient.iter_mut().zip(&other.gradient) {
            *a = arithmetic.add(a, b);
        }
        for (a, b) in self.hessian.iter_mut().zip(&other.hessian) {
            *a = arithmetic.add(a, b);
        }
    }

    /// Entry (i, j) of the Hessian.
    pub fn second(&self, i: usize, j: usize) -> &N {
        let (i, j) = if i >= j { (i, j) } else { (j, i) };
        &self.hessian[i * (i + 1) / 2 + j]
    }

    /// The whole Hessian, row by row.
    pub fn hessian_rows(&self) -> Vec<Vec<N>> {
        let n = self.gradient.len();
        (0..n)
            .map(|i| (0..n).map(|j| self.second(i, j).clone()).collect())
            .collect()
    }
}

/// What one sample makes of the network: outputs of all layers, and derivatives of sigma at the preactivations.
#[derive(Clone, Debug)]
pub struct Trace<N> {
    /// `a_0, ..., a_(L-1)` and the outputs.
    pub layers: Vec<Vec<N>>,
    /// `sigma'(z)` for the hidden layers 1, ..., L-1.
    pub first: Vec<Vec<N>>,
    /// `sigma''(z)` for the hidden layers.
    pub second: Vec<Vec<N>>,
}

impl<N> Trace<N> {
    /// The outputs of the network.
    pub fn outputs(&self) -> &[N] {
        self.layers.last().map_or(&[], Vec::as_slice)
    }
}

/// All of a network but its weights.
pub struct Model<'a, A: Arithmetic> {
    /// The numbers.
    pub arithmetic: A,
    /// The activation of the hidden layers.
    pub sigma: &'a dyn Sigma<A>,
    /// The loss.
    pub loss: &'a dyn LossOver<A>,
}

impl<A: Arithmetic> Clone for Model<'_, A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A: Arithmetic> Copy for Model<'_, A> {}

/// A network function with its loss.
pub struct Network<'a, A: Arithmetic> {
    /// Numbers, activation and loss.
    pub model: Model<'a, A>,
    /// The weights.
    pub weights: &'a Weights<A::Number>,
}

/// For each layer 1, ..., L the derivatives of something by the preactivations, and for each hidden layer those by
/// the outputs.
type Adjoints<N> = (Vec<Vec<N>>, Vec<Vec<N>>);

impl<'a, A: Arithmetic> Network<'a, A> {
    /// The network with these weights.
    pub fn new(model: Model<'a, A>, weights: &'a Weights<A::Number>) -> Self {
        Network { model, weights }
    }

    /// The shape.
    pub fn shape(&self) -> &'a Shape {
        self.weights.shape()
    }

    /// The numbers.
    pub fn arithmetic(&self) -> &A {
        &self.model.arithmetic
    }

    /// The preactivations of a layer, with something added to the first one of a layer.
    fn preactivations(
        &self,
        l: usize,
        below: &[A::Number],
        addition: Option<(usize, &A::Number)>,
    ) -> Vec<A::Number> {
        let biases = self.shape().biases();
        let mut all: Vec<A::Number> = Vec::with_capacity(self.shape().width(l));
        for row in self.weights.rows(l) {
            interruption::point();
            // Bias plus weighted sum.
            let (mut z, weights) = match row.split_first() {
                Some((bias, weights)) if biases => (bias.clone(), weights),
                _ => (self.arithmetic().zero(), row),
            };
            for (w, a) in weights.iter().zip(below) {
                self.arithmetic().add_product(&mut z, w, a);
            }
            all.push(z);
        }
        if let (Some((layer, more)), Some(z)) = (addition, all.first_mut())
            && layer == l
        {
            *z = self.arithmetic().add(z, more);
        }
        all
    }

    /// The outputs for one input.
    ///
    /// # Errors
    /// As [`Network::trace`].
    pub fn outputs(&self, input: &[A::Number]) -> Result<Vec<A::Number>, A::Fault> {
        let shape = self.shape();
        if input.len() != shape.width(0) {
            return Err(self.arithmetic().misfit(Misfit::Sample));
        }
        let mut z = self.preactivations(1, input, None);
        for l in 2..=shape.layers() {
            let mut values: Vec<A::Number> = Vec::with_capacity(z.len());
            for (unit, at) in z.iter().enumerate() {
                let known = match values.last() {
                    Some(last) if self.arithmetic().same(&z[unit - 1], at) => Some(last.clone()),
                    _ => None,
                };
                values.push(match known {
                    Some(value) => value,
                    None => self.model.sigma.value(at)?,
                });
            }
            z = self.preactivations(l, &values, None);
        }
        Ok(z)
    }

    /// Runs one sample through the network.
    ///
    /// # Errors
    /// A fault of the activation.
    pub fn trace(&self, input: &[A::Number], order: Order) -> Result<Trace<A::Number>, A::Fault> {
        self.trace_with(input, order, None)
    }

    /// The same, with something added to the preactivation of the first unit of a layer.
    ///
    /// # Errors
    /// As [`Network::trace`].
    pub fn trace_with(
        &self,
        input: &[A::Number],
        order: Order,
        addition: Option<(usize, &A::Number)>,
    ) -> Result<Trace<A::Number>, A::Fault> {
        let shape = self.shape();
        if input.len() != shape.width(0) {
            return Err(self.arithmetic().misfit(Misfit::Sample));
        }
        let mut trace = Trace {
            layers: Vec::with_capacity(shape.layers() + 1),
            first: vec![],
            second: vec![],
        };
        trace.layers.push(input.to_vec());
        for l in 1..=shape.layers() {
            let z = self.preactivations(l, &trace.layers[l - 1], addition);
            if l == shape.layers() {
                trace.layers.push(z);
                break;
            }
            let mut values = Vec::with_capacity(z.len());
            let (mut first, mut second) = (vec![], vec![]);
            for (unit, at) in z.iter().enumerate() {
                if unit > 0 && self.arithmetic().same(&z[unit - 1], at) {
                    // Copies of a unit have the same input: one evaluation for all.
                    for list in [&mut values, &mut first, &mut second] {
                        let last = list.last().cloned();
                        list.extend(last);
                    }
                    continue;
                }
                match order {
                    Order::Value => values.push(self.model.sigma.value(at)?),
                    Order::Gradient => {
                        let [a, a1] = self.model.sigma.with_slope(at)?;
                        values.push(a);
                        first.push(a1);
                    }
                    Order::Hessian => {
                        let [a, a1, a2] = self.model.sigma.with_curvature(at)?;
                        values.push(a);
                        first.push(a1);
                        second.push(a2);
                    }
                }
            }
            trace.layers.push(values);
            trace.first.push(first);
            trace.second.push(second);
        }
        Ok(trace)
    }

    /// Backpropagation for one sample of a quantity with the given derivatives in the outputs: its derivatives in z
    /// for the layers
    /// 1, ..., L, and in a for the hidden ones.
    pub fn adjoints(&self, trace: &Trace<A::Number>, seed: Vec<A::Number>) -> Adjoints<A::Number> {
        let shape = self.shape();
        let arithmetic = self.arithmetic();
        let last = shape.layers();
        let mut zeta = vec![vec![]; last];
        let mut alpha = vec![vec![]; last - 1];
        zeta[last - 1] = seed;
        for l in (1..last).rev() {
            let mut back = vec![arithmetic.zero(); shape.width(l)];
            for (unit, signal) in zeta[l].iter().enumerate() {
                interruption::point();
                let (_, row) = self.weights.split(l + 1, unit);
                for (b, w) in back.iter_mut().zip(row) {
                    arithmetic.add_product(b, signal, w);
                }
            }
            zeta[l - 1] = back
                .iter()
                .zip(&trace.first[l - 1])
                .map(|(a, s)| arithmetic.mul(a, s))
                .collect();
            alpha[l - 1] = back;
        }
        (zeta, alpha)
    }

    /// The gradient in the weights that belongs to the adjoints of z, in the order of the shape.
    pub fn gradient_of(&self, trace: &Trace<A::Number>, zeta: &[Vec<A::Number>]) -> Vec<A::Number> {
        let mut out = Vec::with_capacity(self.shape().weights());
        for (l, layer) in zeta.iter().enumerate() {
            for signal in layer {
                if self.shape().biases() {
                    out.push(signal.clone());
                }
                out.extend(
                    trace.layers[l]
                        .iter()
                        .map(|a| self.arithmetic().mul(signal, a)),
                );
            }
        }
        out
    }

    /// The loss of one sample, and of its derivatives what is asked for, added to what is there.
    fn sample(
        &self,
        input: &[A::Number],
        target: &[A::Number],
        order: Order,
        out: &mut Derivatives<A::Number>,
    ) -> Result<(), A::Fault> {
        let arithmetic = self.arithmetic();
        let loss = self.model.loss;
        if target.len() != self.shape().width(self.shape().layers()) {
            return Err(arithmetic.misfit(Misfit::Sample));
        }
        if order == Order::Value {
            let outputs = self.outputs(input)?;
            loss.add_value(arithmetic, &outputs, target, &mut out.loss);
            return Ok(());
        }
        let trace = self.trace(input, order)?;
        let outputs = trace.outputs();
        loss.add_value(arithmetic, outputs, target, &mut out.loss);
        let (zeta, alpha) = self.adjoints(&trace, loss.slopes(arithmetic, outputs, target));
        for (sum, g) in out.gradient.iter_mut().zip(self.gradient_of(&trace, &zeta)) {
            *sum = arithmetic.add(sum, &g);
        }
        if order == Order::Hessian {
            let curvature = loss.curvature(arithmetic, outputs, target);
            self.second_derivatives(&trace, &zeta, &alpha, &curvature, out);
        }
        Ok(())
    }

    fn second_derivatives(
        &self,
        trace: &Trace<A::Number>,
        zeta: &[Vec<A::Number>],
        alpha: &[Vec<A::Number>],
        curvature: &Curvature<A::Number>,
        out: &mut Derivatives<A::Number>,
    ) {
        let shape = self.shape();
        let arithmetic = self.arithmetic();
        let biases = usize::from(shape.biases());
        let one = arithmetic.integer(1);
        // grad a of the units of the layer before, as far as it is not zero: (first index, entries).
        let mut below: Vec<Gradient<A::Number>> = vec![Gradient { entry: vec![] }; shape.width(0)];
        for l in 1..=shape.layers() {
            let hidden = l < shape.layers();
            let mut here = Vec::with_capacity(shape.width(l));
            for unit in 0..shape.width(l) {
                interruption::point();
                let start = shape.row(l, unit);
                let (_, row) = self.weights.split(l, unit);
                // The part of grad z in earlier layers.
                let mut grad = Gradient { entry: vec![] };
                for (w, g) in row.iter().zip(&below) {
                    interruption::point();
                    grad.add_scaled(arithmetic, w, g);
                }
                // Cross terms of this row with the layers before.
                let signal = &zeta[l - 1][unit];
                for (i, g) in below.iter().enumerate() {
                    interruption::point();
                    let at = start + biases + i;
                    for (j, d) in &g.entry {
                        arithmetic.add_product(&mut out.hessian[at * (at + 1) / 2 + j], signal, d);
                    }
                }
                // The part in its own row.
                let own = (biases == 1)
                    .then_some(&one)
                    .into_iter()
                    .chain(&trace.layers[l - 1]);
                for (i, a) in own.enumerate() {
                    grad.entry.push((start + i, a.clone()));
                }
                if hidden {
                    let weight = arithmetic.mul(&alpha[l - 1][unit], &trace.second[l - 1][unit]);
                    grad.add_square(arithmetic, &weight, &mut out.hessian);
                    for (_, g) in &mut grad.entry {
                        *g = arithmetic.mul(g, &trace.first[l - 1][unit]);
                    }
                } else {
                    match curvature {
                        Curvature::Diagonal(h) => {
                            grad.add_square(arithmetic, &h[unit], &mut out.hessian);
                        }
                        Curvature::Full(h) => {
                            grad.add_square(arithmetic, &h[unit][unit], &mut out.hessian);
                            for (other, h) in here.iter().zip(&h[unit]) {
                                grad.add_both(arithmetic, other, h, &mut out.hessian);
                            }
                        }
                    }
                }
                here.push(grad);
            }
            below = here;
        }
    }

    /// Loss and derivatives over all samples.
    ///
    /// # Errors
    /// A fault of the activation, or of a data set of another shape.
    pub fn derivatives(
        &self,
        samples: &Data<A::Number>,
        order: Order,
    ) -> Result<Derivatives<A::Number>, A::Fault> {
        let n = self.shape().weights();
        let work = samples.inputs.len()
            * match order {
                Order::Hessian => n * n,
                _ => n,
            };
        let zero = || Derivatives::zero(self.arithmetic(), n, order);
        let part = |range: std::ops::Range<usize>| {
            let mut out = zero();
            for i in range {
                self.sample(&samples.inputs[i], &samples.targets[i], order, &mut out)?;
            }
            Ok(out)
        };
        let count = samples.inputs.len();
        if samples.targets.len() != count {
            return Err(self.arithmetic().misfit(Misfit::Sample));
        }
        // Always the same split: sums of intervals depend on the order of addition.
        if work < WORTH_A_THREAD || count < 2 {
            return part(0..count);
        }
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let middle = count / 2;
        let (a, b) = if threads > 1 {
            let flag = interruption::current();
            std::thread::scope(|scope| {
                let other = scope.spawn(|| interruption::inherited(flag, || part(middle..count)));
                let first = part(0..middle);
                let second = other
                    .join()
                    .map_err(interruption::pass_on)
                    .unwrap_or_else(|_| Err(self.arithmetic().misfit(Misfit::Thread)));
                (first, second)
            })
        } else {
            (part(0..middle), part(middle..count))
        };
        let mut out = a?;
        out.add(self.arithmetic(), &b?);
        Ok(out)
    }

    /// The loss over all samples.
    ///
    /// # Errors
    /// As [`Network::derivatives`].
    pub fn loss(&self, samples: &Data<A::Number>) -> Result<A::Number, A::Fault> {
        Ok(self.derivatives(samples, Order::Value)?.loss)
    }
}

/// A gradient with its entries that may be nonzero, in increasing order of the index.
#[derive(Clone, Debug)]
struct Gradient<N> {
    entry: Vec<(usize, N)>,
}

impl<N: Clone> Gradient<N> {
    /// Adds `w g g'` to the lower triangle of a matrix.
    fn add_square<A: Arithmetic<Number = N>>(&self, arithmetic: &A, w: &N, matrix: &mut [N]) {
        for (n, (i, a)) in self.entry.iter().enumerate() {
            interruption::point();
            let factor = arithmetic.mul(w, a);
            let line = i * (i + 1) / 2;
            for (j, b) in &self.entry[..=n] {
                arithmetic.add_product(&mut matrix[line + j], &factor, b);
            }
        }
    }

    /// Adds `w (g h' + h g')` to the lower triangle of a matrix.
    fn add_both<A: Arithmetic<Number = N>>(
        &self,
        arithmetic: &A,
        other: &Gradient<N>,
        w: &N,
        matrix: &mut [N],
    ) {
        for (i, a) in &self.entry {
            interruption::point();
            let factor = arithmetic.mul(w, a);
            for (j, b) in &other.entry {
                // On the diagonal both terms are the same one.
                let (at, times) = (i.max(j), if i == j { 2 } else { 1 });
                for _ in 0..times {
                    let place = at * (at + 1) / 2 + i.min(j);
                    arithmetic.add_product(&mut matrix[place], &factor, b);
                }
            }
        }
    }

    /// Adds `w g`.
    fn add_scaled<A: Arithmetic<Number = N>>(&mut self, arithmetic: &A, w: &N, g: &Gradient<N>) {
        if self.entry.len() == g.entry.len()
            && self.entry.iter().zip(&g.entry).all(|(a, b)| a.0 == b.0)
        {
            for ((_, a), (_, b)) in self.entry.iter_mut().zip(&g.entry) {
                arithmetic.add_product(a, w, b);
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
                .map_or_else(|| arithmetic.zero(), |e| e.1);
            arithmetic.add_product(&mut sum, w, d);
            out.push((*i, sum));
        }
        out.extend(mine);
        self.entry = out;
    }
}
