//! Networks with polynomial activations in exact rational arithmetic: derivatives, moment matrices, the widening
//! theorem and merging, by routes that share nothing with `src/network`. Derivatives come from interpolating the loss
//! along lines, or from hyper-dual numbers; moment matrices from the loss of a network with a doubled unit; inertias
//! from exact elimination.
#![allow(clippy::needless_range_loop)]

mod derivatives;
mod widening;

use derivatives::shape_row;

// Matrices are written with the indices of the formulas.

use std::str::FromStr;

use num_rational::BigRational;
use rug::{Float, Rational};
use wronski_expr::{Parameters, parse};
use wronski_interval::Interval;
use wronski_minima::network::{
    Activation, Data, EnclosedData, EnclosedWeights, Lemma, Model, Order, Shape, SumOfSquares,
    Weights, Widening, along, merged, moment_matrices,
};
use wronski_testing::Random;

pub(crate) type Q = Rational;

pub(crate) fn q(n: i64, d: i64) -> Q {
    Q::from((n, d))
}

pub(crate) fn big(x: &Q) -> BigRational {
    BigRational::from_str(&x.to_string()).expect("a rational")
}

fn small(x: &BigRational) -> Q {
    Q::from_str(&x.to_string()).expect("a rational")
}

/// What the networks below compute with.
pub(crate) trait Number: Clone {
    fn constant(x: &Q) -> Self;
    fn plus(&self, other: &Self) -> Self;
    fn times(&self, other: &Self) -> Self;
}

impl Number for Q {
    fn constant(x: &Q) -> Q {
        x.clone()
    }
    fn plus(&self, other: &Q) -> Q {
        Q::from(self + other)
    }
    fn times(&self, other: &Q) -> Q {
        Q::from(self * other)
    }
}

/// `v + a e + b d + c e d` with `e^2 = d^2 = 0`: c of `f(w + e u + d v)` is the second derivative of f along u and v.
#[derive(Clone)]
pub(crate) struct Dual(pub(crate) [Q; 4]);

impl Number for Dual {
    fn constant(x: &Q) -> Dual {
        Dual([x.clone(), Q::new(), Q::new(), Q::new()])
    }
    fn plus(&self, other: &Dual) -> Dual {
        Dual(std::array::from_fn(|i| Q::from(&self.0[i] + &other.0[i])))
    }
    fn times(&self, other: &Dual) -> Dual {
        let (x, y) = (&self.0, &other.0);
        let p = |i: usize, j: usize| Q::from(&x[i] * &y[j]);
        Dual([
            p(0, 0),
            p(0, 1) + p(1, 0),
            p(0, 2) + p(2, 0),
            p(0, 3) + p(1, 2) + p(2, 1) + p(3, 0),
        ])
    }
}

/// A polynomial activation, by its coefficients from the constant one on.
#[derive(Clone)]
pub(crate) struct Sigma(pub(crate) Vec<i64>);

impl Sigma {
    pub(crate) fn at<T: Number>(&self, z: &T) -> T {
        let mut sum = T::constant(&Q::new());
        for c in self.0.iter().rev() {
            sum = sum.times(z).plus(&T::constant(&q(*c, 1)));
        }
        sum
    }

    pub(crate) fn derivative(&self) -> Sigma {
        let terms = self.0.iter().enumerate().skip(1);
        Sigma(
            terms
                .map(|(k, c)| c * i64::try_from(k).expect("small"))
                .collect(),
        )
    }

    fn degree(&self) -> usize {
        self.0.len() - 1
    }

    pub(crate) fn compiled(&self) -> Activation {
        let terms: Vec<String> = self
            .0
            .iter()
            .enumerate()
            .map(|(k, c)| format!("({c})*x^{k}"))
            .collect();
        let e = parse(&terms.join("+"), &Parameters::new())
            .expect("parses")
            .expr;
        Activation::new(&e).expect("compiles")
    }
}

/// A network with its data; weights layer by layer, unit by unit, bias first.
#[derive(Clone)]
pub(crate) struct Net {
    pub(crate) widths: Vec<usize>,
    pub(crate) biases: bool,
    pub(crate) sigma: Sigma,
    pub(crate) x: Vec<Vec<Q>>,
    pub(crate) y: Vec<Vec<Q>>,
}

impl Net {
    pub(crate) fn shape(&self) -> Shape {
        Shape::new(&self.widths, self.biases).expect("a shape")
    }

    pub(crate) fn count(&self) -> usize {
        let fan = |n: usize| n + usize::from(self.biases);
        self.widths.windows(2).map(|p| fan(p[0]) * p[1]).sum()
    }

    /// Outputs of all layers and preactivations of the layers from 1 on.
    fn run<T: Number>(&self, w: &[T], x: &[Q]) -> (Vec<Vec<T>>, Vec<Vec<T>>) {
        let mut outputs: Vec<Vec<T>> = vec![x.iter().map(T::constant).collect()];
        let mut preactivations = vec![];
        let mut w = w.iter();
        for l in 1..self.widths.len() {
            let below = outputs.last().expect("inputs").clone();
            let z: Vec<T> = (0..self.widths[l])
                .map(|_| {
                    let mut z = T::constant(&Q::new());
                    if self.biases {
                        z = z.plus(w.next().expect("a bias"));
                    }
                    for a in &below {
                        z = z.plus(&a.times(w.next().expect("a weight")));
                    }
                    z
                })
                .collect();
            let last = l + 1 == self.widths.len();
            outputs.push(if last {
                z.clone()
            } else {
                z.iter().map(|z| self.sigma.at(z)).collect()
            });
            preactivations.push(z);
        }
        (outputs, preactivations)
    }

    pub(crate) fn value<T: Number>(&self, w: &[T], x: &[Q]) -> Vec<T> {
        self.run(w, x).0.pop().expect("outputs")
    }

    fn loss<T: Number>(&self, w: &[T]) -> T {
        let mut sum = T::constant(&Q::new());
        for (x, y) in self.x.iter().zip(&self.y) {
            for (f, y) in self.value(w, x).iter().zip(y) {
                let r = f.plus(&T::constant(&Q::from(-y)));
                sum = sum.plus(&r.times(&r));
            }
        }
        sum
    }

    /// Derivatives along u, along v, and along both.
    fn second(&self, w: &[Q], u: &[Q], v: &[Q]) -> [Q; 3] {
        let all: Vec<Dual> = (0..w.len())
            .map(|i| Dual([w[i].clone(), u[i].clone(), v[i].clone(), Q::new()]))
            .collect();
        let Dual([_, a, b, c]) = self.loss(&all);
        [a, b, c]
    }

    fn hessian(&self, w: &[Q]) -> Vec<Vec<Q>> {
        let n = w.len();
        let mut h = vec![vec![Q::new(); n]; n];
        for i in 0..n {
            for j in 0..=i {
                let [_, _, c] = self.second(w, &unit(n, i), &unit(n, j));
                h[i][j] = c.clone();
                h[j][i] = c;
            }
        }
        h
    }

    fn gradient(&self, w: &[Q]) -> Vec<Q> {
        let zero = vec![Q::new(); w.len()];
        let along = |i| self.second(w, &unit(w.len(), i), &zero)[0].clone();
        (0..w.len()).map(along).collect()
    }

    /// The moment matrix of a hidden unit from its definition; df/da by adding an infinitesimal to the output of the
    /// unit.
    fn moment(&self, w: &[Q], l: usize, unit: usize) -> Vec<Vec<Q>> {
        let d = self.widths[l - 1] + usize::from(self.biases);
        let curvature = self.sigma.derivative().derivative();
        let start: usize = (1..=l)
            .map(|k| (self.widths[k - 1] + usize::from(self.biases)) * self.widths[k])
            .sum();
        let mut sum = vec![vec![Q::new(); d]; d];
        for (x, y) in self.x.iter().zip(&self.y) {
            let (outputs, preactivations) = self.run(w, x);
            // The rest of the network, from layer l on, at a + e.
            let mut rest = self.clone();
            rest.widths = self.widths[l..].to_vec();
            let mut a: Vec<Dual> = outputs[l].iter().map(Dual::constant).collect();
            a[unit].0[1] = q(1, 1);
            let f = rest.through_duals(&w[start..], a);
            let mut weight = Q::new();
            for (f, y) in f.iter().zip(y) {
                weight += Q::from(&f.0[0] - y) * &f.0[1];
            }
            weight *= curvature.at(&preactivations[l - 1][unit]);
            let mut below = outputs[l - 1].clone();
            if self.biases {
                below.insert(0, q(1, 1));
            }
            for (row, a) in sum.iter_mut().zip(&below) {
                for (e, b) in row.iter_mut().zip(&below) {
                    *e += Q::from(a * b) * &weight;
                }
            }
        }
        sum
    }

    fn through_duals(&self, w: &[Q], mut below: Vec<Dual>) -> Vec<Dual> {
        let mut w = w.iter().map(Dual::constant);
        for l in 1..self.widths.len() {
            let z: Vec<Dual> = (0..self.widths[l])
                .map(|_| {
                    let mut z = Dual::constant(&Q::new());
                    if self.biases {
                        z = w.next().expect("a bias");
                    }
                    for a in &below {
                        z = z.plus(&a.times(&w.next().expect("a weight")));
                    }
                    z
                })
                .collect();
            let last = l + 1 == self.widths.len();
            below = if last {
                z
            } else {
                z.iter().map(|z| self.sigma.at(z)).collect()
            };
        }
        below
    }

    pub(crate) fn data(&self) -> Data {
        let rows = |all: &[Vec<Q>]| all.iter().map(|r| r.iter().map(big).collect()).collect();
        Data {
            inputs: rows(&self.x),
            targets: rows(&self.y),
        }
    }

    pub(crate) fn weights(&self, w: &[Q]) -> Weights {
        Weights::new(&self.shape(), w.iter().map(big).collect()).expect("as many as the shape has")
    }
}

pub(crate) fn unit(n: usize, i: usize) -> Vec<Q> {
    (0..n).map(|j| q(i64::from(i == j), 1)).collect()
}

pub(crate) fn random_rows(
    random: &mut Random,
    rows: usize,
    columns: usize,
    bound: i64,
    denominator: i64,
) -> Vec<Vec<Q>> {
    (0..rows)
        .map(|_| {
            (0..columns)
                .map(|_| q(random.int(-bound, bound), denominator))
                .collect()
        })
        .collect()
}

pub(crate) fn random_net(
    random: &mut Random,
    widths: &[usize],
    biases: bool,
    sigma: &Sigma,
    samples: usize,
) -> (Net, Vec<Q>) {
    let net = Net {
        widths: widths.to_vec(),
        biases,
        sigma: sigma.clone(),
        x: random_rows(random, samples, widths[0], 9, 7),
        y: random_rows(random, samples, widths[widths.len() - 1], 20, 3),
    };
    let w = random_rows(random, 1, net.count(), 8, 5).remove(0);
    (net, w)
}

/// Weights by which the values of a polynomial of this degree at 0, 1, -1, 2, -2, ... give its coefficients of t and
/// t^2.
fn interpolation(degree: usize) -> (Vec<Q>, Vec<Q>, Vec<Q>) {
    let nodes: Vec<Q> = (0..=degree)
        .map(|i| {
            let k = i64::try_from(i.div_ceil(2)).expect("small");
            q(if i % 2 == 1 { k } else { -k }, 1)
        })
        .collect();
    let (mut first, mut second) = (vec![], vec![]);
    for (i, node) in nodes.iter().enumerate() {
        // The Lagrange polynomial of the node.
        let mut p = vec![q(1, 1)];
        for (_, other) in nodes.iter().enumerate().filter(|(j, _)| *j != i) {
            let scale = Q::from(node - other);
            let mut next = vec![Q::new(); p.len() + 1];
            for (k, c) in p.iter().enumerate() {
                next[k] -= Q::from(c * other) / &scale;
                next[k + 1] += Q::from(c / &scale);
            }
            p = next;
        }
        first.push(p[1].clone());
        second.push(p[2].clone());
    }
    (nodes, first, second)
}

/// First and second derivative of the loss along a line, by interpolation.
struct Lines {
    nodes: Vec<Q>,
    first: Vec<Q>,
    second: Vec<Q>,
}

impl Lines {
    fn new(net: &Net) -> Lines {
        let mut degree = 1;
        for _ in 2..net.widths.len() {
            degree = degree * net.sigma.degree() + 1;
        }
        let (nodes, first, second) = interpolation(2 * degree);
        Lines {
            nodes,
            first,
            second,
        }
    }

    fn along(&self, net: &Net, w: &[Q], d: &[Q]) -> [Q; 2] {
        let mut out = [Q::new(), Q::new()];
        for ((t, a), b) in self.nodes.iter().zip(&self.first).zip(&self.second) {
            let moved: Vec<Q> = w.iter().zip(d).map(|(w, d)| Q::from(t * d) + w).collect();
            let loss: Q = net.loss(&moved);
            out[0] += Q::from(a * &loss);
            out[1] += Q::from(b * &loss);
        }
        out[1] *= 2;
        out
    }
}

fn holds(enclosure: &Interval, exact: &Q) -> bool {
    let (lo, hi) = (enclosure.lo().to_rational(), enclosure.hi().to_rational());
    lo.zip(hi)
        .is_some_and(|(lo, hi)| lo <= *exact && *exact <= hi)
}

#[track_caller]
fn encloses(enclosure: &Interval, exact: &Q, what: &str) {
    assert!(
        holds(enclosure, exact),
        "{what}: {enclosure:?} does not contain {exact}"
    );
}

/// As [`encloses`], and not by being wide.
#[track_caller]
pub(crate) fn is(enclosure: &Interval, exact: &Q, what: &str) {
    encloses(enclosure, exact, what);
    let scale = exact.to_f64().abs().max(1.0);
    assert!(
        enclosure.width().to_f64() < 1e-20 * scale,
        "{what}: wide, {enclosure:?}"
    );
}

fn square() -> Sigma {
    Sigma(vec![0, 0, 1])
}

pub(crate) fn cubic() -> Sigma {
    Sigma(vec![0, 1, 0, 1])
}

/// With this one all functions of the family are independent, so that moment matrices at critical points are in
/// general position.
fn seventh() -> Sigma {
    Sigma(vec![0, 0, 1, 0, 1, 0, 0, 1])
}

const SHAPES: [&[usize]; 4] = [&[1, 1, 1], &[2, 3, 1], &[1, 2, 2, 1], &[2, 2, 2, 2]];
