//! Networks with polynomial activations in exact rational arithmetic: derivatives, moment matrices, the widening theorem and merging, by
//! routes that share nothing with `src/network`. Derivatives come from interpolating the loss along lines, or from
//! hyper-dual numbers; moment matrices from the loss of a network with a doubled unit; inertias from exact elimination.
// Matrices are written with the indices of the formulas.
#![allow(clippy::needless_range_loop)]

use std::str::FromStr;

use crate::support::Random;
use num_rational::BigRational;
use rug::{Float, Rational};
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::interval::Interval;
use wronski::internals::network::{
    Activation, Data, EnclosedData, EnclosedWeights, Lemma, Model, Order, Shape, SumOfSquares,
    Weights, Widening, along, merged, moment_matrices,
};

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

    /// The moment matrix of a hidden unit from its definition; df/da by adding an infinitesimal to the output of the unit.
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

/// Weights by which the values of a polynomial of this degree at 0, 1, -1, 2, -2, ... give its coefficients of t and t^2.
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

/// With this one all functions of the family are independent, so that moment matrices at critical points are in general position.
fn seventh() -> Sigma {
    Sigma(vec![0, 0, 1, 0, 1, 0, 0, 1])
}

const SHAPES: [&[usize]; 4] = [&[1, 1, 1], &[2, 3, 1], &[1, 2, 2, 1], &[2, 2, 2, 2]];

#[test]
fn derivatives_are_those_of_the_interpolated_loss() {
    let mut random = Random(1);
    for widths in SHAPES {
        for biases in [true, false] {
            for sigma in [square(), cubic()] {
                let (net, w) = random_net(&mut random, widths, biases, &sigma, 3);
                let what = format!("{widths:?} {biases} {:?}", sigma.0);
                let (shape, compiled) = (net.shape(), sigma.compiled());
                let weights = net.weights(&w).enclosed(192);
                let network = Model::new(&compiled, &SumOfSquares).on(&weights);
                let samples = net.data().enclosed(192);
                let d = network
                    .derivatives(&samples, Order::Hessian)
                    .expect("no fault");
                let n = net.count();
                assert_eq!((shape.weights(), d.gradient.len()), (n, n));
                is(&d.loss, &net.loss(&w), &what);
                is(
                    &network.loss(&samples).expect("no fault"),
                    &net.loss(&w),
                    &what,
                );
                let lines = Lines::new(&net);
                let pure: Vec<[Q; 2]> =
                    (0..n).map(|i| lines.along(&net, &w, &unit(n, i))).collect();
                for i in 0..n {
                    is(&d.gradient[i], &pure[i][0], &what);
                    is(d.second(i, i), &pure[i][1], &what);
                    for j in 0..i {
                        let mut both = unit(n, i);
                        both[j] = q(1, 1);
                        let [_, sum] = lines.along(&net, &w, &both);
                        let mixed = (sum - &pure[i][1] - &pure[j][1]) / 2;
                        is(d.second(i, j), &mixed, &what);
                        is(d.second(j, i), &mixed, &what);
                    }
                }
                let line = random_rows(&mut random, 1, n, 6, 5).remove(0);
                let direction = net.weights(&line).enclosed(192);
                let found = along(&network, &direction, &samples).expect("no fault");
                let [first, second] = lines.along(&net, &w, &line);
                is(&found.loss, &net.loss(&w), &what);
                is(&found.first, &first, &what);
                is(&found.second, &second, &what);
                let other = Shape::new(&[1, 4, 1], true).expect("a shape");
                let direction = Weights::zero(&other).enclosed(192);
                assert!(along(&network, &direction, &samples).is_err());
            }
        }
    }
}

/// Doubling a unit and moving its copies apart: the loss has the second derivative `2 D' B D` along `(D, -D)`, at any weights.
#[test]
fn moment_matrices_are_the_curvature_of_a_doubled_unit() {
    let mut random = Random(2);
    for widths in SHAPES {
        for biases in [true, false] {
            let (net, w) = random_net(&mut random, widths, biases, &cubic(), 3);
            let compiled = net.sigma.compiled();
            let weights = net.weights(&w).enclosed(192);
            let network = Model::new(&compiled, &SumOfSquares).on(&weights);
            let found = moment_matrices(&network, &net.data().enclosed(192)).expect("no fault");
            assert_eq!(found.len(), widths.len() - 2);
            for l in 1..widths.len() - 1 {
                assert_eq!(found[l - 1].len(), widths[l]);
                for copied in 0..widths[l] {
                    let (wide, at) = doubled(&net, &w, l, copied);
                    let rows = [shape_row(&wide, l, copied), shape_row(&wide, l, widths[l])];
                    let apart = |moved: &[usize]| {
                        let mut d = vec![Q::new(); at.len()];
                        for i in moved {
                            d[rows[0] + i] += 1;
                            d[rows[1] + i] -= 1;
                        }
                        let [_, _, second] = wide.second(&at, &d, &d);
                        second
                    };
                    let d = widths[l - 1] + usize::from(biases);
                    let direct = net.moment(&w, l, copied);
                    for i in 0..d {
                        for j in 0..d {
                            let twice = if i == j {
                                apart(&[i])
                            } else {
                                (apart(&[i, j]) - apart(&[i]) - apart(&[j])) / 2
                            };
                            let what =
                                format!("{widths:?} {biases} layer {l} unit {copied} ({i}, {j})");
                            assert_eq!(Q::from(&direct[i][j] * 2), twice, "{what}");
                            is(&found[l - 1][copied].rows()[i][j], &direct[i][j], &what);
                        }
                    }
                }
            }
        }
    }
}

fn shape_row(net: &Net, l: usize, unit: usize) -> usize {
    let fan = |k: usize| net.widths[k - 1] + usize::from(net.biases);
    (1..l).map(|k| fan(k) * net.widths[k]).sum::<usize>() + unit * fan(l)
}

/// The network with a unit doubled: half of each outgoing weight to either copy; the new one is the last of its layer.
fn doubled(net: &Net, w: &[Q], l: usize, copied: usize) -> (Net, Vec<Q>) {
    let mut wide = net.clone();
    wide.widths[l] += 1;
    let b = usize::from(net.biases);
    let mut at = vec![];
    for k in 1..net.widths.len() {
        let fan = net.widths[k - 1] + b;
        let row = |u: usize| {
            let start = shape_row(net, k, u);
            let mut row = w[start..start + fan].to_vec();
            if k == l + 1 {
                row[b + copied] /= 2;
                row.push(row[b + copied].clone());
            }
            row
        };
        for u in 0..net.widths[k] {
            at.extend(row(u));
        }
        if k == l {
            at.extend(row(copied));
        }
    }
    (wide, at)
}

#[test]
fn boxes_enclose_the_values_at_their_points() {
    let mut random = Random(3);
    for (widths, biases) in [(SHAPES[1], true), (SHAPES[2], false), (SHAPES[3], true)] {
        for radius in [1.0 / 8.0, 1.0 / 1024.0, 1e-12] {
            let (net, w) = random_net(&mut random, widths, biases, &cubic(), 2);
            let compiled = net.sigma.compiled();
            let r = Float::with_val(96, radius);
            let exact = r.to_rational().expect("finite");
            let radii = vec![r.clone(); w.len()];
            let weights = net.weights(&w).within(&radii, 96);
            let samples = net.data().within(&r, 96);
            let network = Model::new(&compiled, &SumOfSquares).on(&weights);
            let d = network
                .derivatives(&samples, Order::Hessian)
                .expect("no fault");
            let moments = moment_matrices(&network, &samples).expect("no fault");
            let line = random_rows(&mut random, 1, w.len(), 6, 5).remove(0);
            let direction = net.weights(&line).enclosed(96);
            let on_line = along(&network, &direction, &samples).expect("no fault");
            for round in 0..6 {
                // Corners first, then points inside.
                let mut moved = |x: &Q| {
                    let t = if round < 3 {
                        q(random.nonzero(1), 1)
                    } else {
                        q(random.int(-7, 7), 7)
                    };
                    Q::from(&exact * &t) + x
                };
                let mut other = net.clone();
                for row in other.x.iter_mut().chain(&mut other.y) {
                    for e in row {
                        *e = moved(e);
                    }
                }
                let at: Vec<Q> = w.iter().map(&mut moved).collect();
                let what = format!("{widths:?}, radius {radius}, point {round}");
                encloses(&d.loss, &other.loss(&at), &what);
                for (g, e) in d.gradient.iter().zip(other.gradient(&at)) {
                    encloses(g, &e, &what);
                }
                for (i, row) in other.hessian(&at).iter().enumerate() {
                    for (j, e) in row.iter().enumerate() {
                        encloses(d.second(i, j), e, &what);
                    }
                }
                let [first, _, second] = other.second(&at, &line, &line);
                encloses(&on_line.first, &first, &what);
                encloses(&on_line.second, &second, &what);
                for l in 1..widths.len() - 1 {
                    for u in 0..widths[l] {
                        for (row, exact) in
                            moments[l - 1][u].rows().iter().zip(other.moment(&at, l, u))
                        {
                            for (e, exact) in row.iter().zip(&exact) {
                                encloses(e, exact, &what);
                            }
                        }
                    }
                }
            }
            // The enclosures mean something: they shrink with the box.
            if radius < 1e-9 {
                let relative = d.loss.width().to_f64() / d.loss.midpoint().to_f64().abs();
                assert!(relative < 1e-8, "{:?}", d.loss);
            }
        }
    }
}

/// Positive, negative and zero eigenvalues, by congruences.
fn inertia(mut a: Vec<Vec<Q>>) -> (usize, usize, usize) {
    let mut out = (0, 0, 0);
    while !a.is_empty() {
        let n = a.len();
        if let Some(k) = (0..n).find(|k| a[*k][*k] != 0) {
            let pivot = a.remove(k);
            let d = pivot[k].clone();
            if d > 0 {
                out.0 += 1
            } else {
                out.1 += 1
            }
            for row in &mut a {
                let factor = Q::from(&row[k] / &d);
                for (e, p) in row.iter_mut().zip(&pivot) {
                    *e -= Q::from(&factor * p);
                }
                row.remove(k);
            }
            continue;
        }
        let Some((i, j)) = (0..n)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .find(|(i, j)| a[*i][*j] != 0)
        else {
            out.2 += n;
            break;
        };
        let row = a[j].clone();
        for (e, r) in a[i].iter_mut().zip(&row) {
            *e += r;
        }
        for r in &mut a {
            let e = r[j].clone();
            r[i] += e;
        }
    }
    out
}

/// The solution of a regular system; none of a singular one.
fn solve(mut a: Vec<Vec<Q>>, mut b: Vec<Q>) -> Option<Vec<Q>> {
    let n = b.len();
    for c in 0..n {
        let p = (c..n).find(|r| a[*r][c] != 0)?;
        a.swap(c, p);
        b.swap(c, p);
        for r in (0..n).filter(|r| *r != c) {
            let factor = Q::from(&a[r][c] / &a[c][c]);
            if factor == 0 {
                continue;
            }
            let (pivot, value) = (a[c].clone(), b[c].clone());
            for (e, p) in a[r].iter_mut().zip(&pivot) {
                *e -= Q::from(&factor * p);
            }
            b[r] -= factor * value;
        }
    }
    Some((0..n).map(|i| Q::from(&b[i] / &a[i][i])).collect())
}

/// Changes the targets so that the weights are critical: the residual is a random one, projected along the derivatives of the outputs,
/// times `scale`. False if the derivatives are dependent.
fn make_critical(net: &mut Net, w: &[Q], scale: &Q, random: &mut Random) -> bool {
    let outputs = net.widths[net.widths.len() - 1];
    let n = w.len();
    // One row an output of a sample.
    let mut j = vec![vec![Q::new(); n]; net.x.len() * outputs];
    for i in 0..n {
        let mut moved: Vec<Dual> = w.iter().map(Dual::constant).collect();
        moved[i].0[1] = q(1, 1);
        for (s, x) in net.x.iter().enumerate() {
            for (o, f) in net.value(&moved, x).into_iter().enumerate() {
                j[s * outputs + o][i] = f.0[1].clone();
            }
        }
    }
    let start: Vec<Q> = j.iter().map(|_| q(random.nonzero(6), 4)).collect();
    let dot = |a: &mut dyn Iterator<Item = Q>| a.fold(Q::new(), |s, e| s + e);
    let normal: Vec<Vec<Q>> = (0..n)
        .map(|a| {
            (0..n)
                .map(|b| dot(&mut j.iter().map(|r| Q::from(&r[a] * &r[b]))))
                .collect()
        })
        .collect();
    let right: Vec<Q> = (0..n)
        .map(|a| dot(&mut j.iter().zip(&start).map(|(r, s)| Q::from(&r[a] * s))))
        .collect();
    let Some(c) = solve(normal, right) else {
        return false;
    };
    for (s, x) in net.x.clone().iter().enumerate() {
        let f: Vec<Q> = net.value(w, x);
        net.y[s] = f
            .iter()
            .enumerate()
            .map(|(o, f)| {
                let k = s * outputs + o;
                let along = dot(&mut j[k].iter().zip(&c).map(|(a, b)| Q::from(a * b)));
                Q::from(f - (Q::from(&start[k] - &along) * scale))
            })
            .collect();
    }
    assert!(net.gradient(w).iter().all(|g| *g == 0), "not critical");
    true
}

/// What a displacement of the wide weights is for the small network, and for each copy: rows with the changes from copies of
/// one source added up; for copied units their mean, weighted with the fractions.
fn small_displacement(
    small: &Net,
    wide: &Net,
    units: &[usize],
    fractions: &[Vec<Q>],
    d: &[Q],
) -> (Vec<Q>, Vec<Vec<Vec<Q>>>) {
    let b = usize::from(small.biases);
    let hidden = small.widths.len() - 2;
    let origin = |l: usize, u: usize| {
        if l > 0 && l <= hidden && u >= small.widths[l] {
            units[l - 1]
        } else {
            u
        }
    };
    let (mut mean, mut copies) = (vec![], vec![]);
    for l in 1..small.widths.len() {
        let folded: Vec<Vec<Q>> = (0..wide.widths[l])
            .map(|u| {
                let start = shape_row(wide, l, u);
                let mut row = vec![Q::new(); b + small.widths[l - 1]];
                if b == 1 {
                    row[0] = d[start].clone();
                }
                for i in 0..wide.widths[l - 1] {
                    row[b + origin(l - 1, i)] += &d[start + b + i];
                }
                row
            })
            .collect();
        let mut of_copies = vec![];
        for u in 0..small.widths[l] {
            if l <= hidden && u == units[l - 1] {
                let all: Vec<usize> = std::iter::once(u)
                    .chain(small.widths[l]..wide.widths[l])
                    .collect();
                let mut sum = vec![Q::new(); b + small.widths[l - 1]];
                for (copy, f) in all.iter().zip(&fractions[l - 1]) {
                    for (s, e) in sum.iter_mut().zip(&folded[*copy]) {
                        *s += Q::from(f * e);
                    }
                    of_copies.push(folded[*copy].clone());
                }
                for row in &mut of_copies {
                    for (e, s) in row.iter_mut().zip(&sum) {
                        *e -= s;
                    }
                }
                mean.extend(sum);
            } else {
                mean.extend(folded[u].clone());
            }
        }
        copies.push(of_copies);
    }
    (mean, copies)
}

fn form(m: &[Vec<Q>], v: &[Q]) -> Q {
    let mut sum = Q::new();
    for (row, a) in m.iter().zip(v) {
        for (e, b) in row.iter().zip(v) {
            sum += Q::from(a * b) * e;
        }
    }
    sum
}

struct WidenCase {
    widths: &'static [usize],
    biases: bool,
    samples: usize,
    units: &'static [usize],
    fractions: Vec<Vec<Q>>,
    lemma: Lemma,
}

fn cases() -> Vec<WidenCase> {
    let one = || vec![q(1, 1)];
    let halves = || vec![q(1, 2), q(1, 2)];
    let mixed = || vec![q(3, 2), q(-1, 2)];
    let signs = || vec![q(5, 3), q(-1, 3), q(-1, 3)];
    let several = || vec![q(1, 2), q(3, 4), q(-1, 4)];
    let thirds = || vec![q(1, 6), q(1, 3), q(1, 2)];
    let mut out = vec![];
    let mut add = |widths, biases, samples, units, fractions, lemma| {
        out.push(WidenCase {
            widths,
            biases,
            samples,
            units,
            fractions,
            lemma,
        });
    };
    for f in [halves(), mixed(), signs(), several(), thirds()] {
        add(&[1, 1, 1], true, 8, &[0], vec![f.clone()], Lemma::Merge);
        add(&[2, 1, 1], false, 8, &[0], vec![f], Lemma::Merge);
    }
    for (f, g) in [
        (halves(), one()),
        (one(), mixed()),
        (halves(), thirds()),
        (mixed(), signs()),
        (several(), mixed()),
    ] {
        let lemma = if f.len() > 1 && g.len() > 1 {
            Lemma::CriticalKernel
        } else {
            Lemma::Merge
        };
        add(
            &[1, 1, 1, 1],
            true,
            10,
            &[0, 0],
            vec![f.clone(), g.clone()],
            lemma,
        );
        add(&[2, 1, 1, 1], false, 9, &[0, 0], vec![f, g], lemma);
    }
    // Other units beside the copied one, in its layer and in the layers before.
    for f in [thirds(), signs()] {
        add(&[1, 2, 1], true, 12, &[0], vec![f.clone()], Lemma::Merge);
        add(&[1, 2, 1], true, 12, &[1], vec![f.clone()], Lemma::Merge);
        add(
            &[1, 2, 1, 1],
            true,
            14,
            &[1, 0],
            vec![f.clone(), one()],
            Lemma::Merge,
        );
        add(
            &[1, 2, 1, 1],
            true,
            14,
            &[0, 0],
            vec![one(), f.clone()],
            Lemma::Merge,
        );
        // Several outputs behind one unit.
        add(
            &[1, 1, 1, 2],
            true,
            9,
            &[0, 0],
            vec![f, one()],
            Lemma::Merge,
        );
    }
    out
}

/// The widening theorem, exactly: the quadratic form, the critical point, and the inertia that follows.
#[test]
fn the_hessian_of_the_wide_network_is_what_the_theorem_says() {
    let mut random = Random(4);
    let mut patterns = std::collections::BTreeSet::new();
    for (number, case) in cases().into_iter().enumerate() {
        // A small residual makes the small Hessian definite, a large one need not.
        for scale in [q(1, 1 << 20), q(40, 1)] {
            let what = format!(
                "case {number}, {:?}, {:?}, scale {scale}",
                case.widths, case.fractions
            );
            let mut net = Net {
                widths: case.widths.to_vec(),
                biases: case.biases,
                sigma: seventh(),
                x: vec![],
                y: vec![vec![]; case.samples],
            };
            for s in 0..case.samples {
                let s = i64::try_from(s).expect("small");
                net.x.push(
                    (0..case.widths[0])
                        .map(|i| {
                            q(2 * s - 9 + random.int(0, 1), 8)
                                + q(i64::try_from(i).expect("small") * (s * s % 5), 4)
                        })
                        .collect(),
                );
            }
            // Weights in general position: about one draw in ten has two units with the same row.
            let (w, h, (positive, negative, _)) = (0..20)
                .find_map(|_| {
                    let w: Vec<Q> = (0..net.count()).map(|_| q(random.nonzero(5), 4)).collect();
                    if !make_critical(&mut net, &w, &scale, &mut random) {
                        return None;
                    }
                    let h = net.hessian(&w);
                    let found = inertia(h.clone());
                    (found.2 == 0).then_some((w, h, found))
                })
                .unwrap_or_else(|| panic!("{what}: only degenerate small networks"));

            let fractions: Vec<Vec<BigRational>> = case
                .fractions
                .iter()
                .map(|l| l.iter().map(big).collect())
                .collect();
            let widening = Widening::new(&net.shape(), case.units, &fractions).expect("a widening");
            assert_eq!(widening.lemma(), Ok(case.lemma), "{what}");
            let mut wide = net.clone();
            wide.widths = widening.wide().widths().to_vec();
            let at: Vec<Q> = widening
                .apply(&net.weights(&w))
                .values()
                .iter()
                .map(small)
                .collect();
            for x in &net.x {
                assert_eq!(net.value::<Q>(&w, x), wide.value::<Q>(&at, x), "{what}");
            }
            assert!(wide.gradient(&at).iter().all(|g| *g == 0), "{what}");
            let big_hessian = wide.hessian(&at);

            let moments: Vec<Vec<Vec<Q>>> = case
                .units
                .iter()
                .enumerate()
                .map(|(i, u)| net.moment(&w, i + 1, *u))
                .collect();
            for _ in 0..3 {
                let d = random_rows(&mut random, 1, at.len(), 5, 1).remove(0);
                let (mean, copies) =
                    small_displacement(&net, &wide, case.units, &case.fractions, &d);
                let mut expected = form(&h, &mean);
                for (l, rows) in copies.iter().enumerate() {
                    for (row, f) in rows.iter().zip(case.fractions.get(l).into_iter().flatten()) {
                        expected += form(&moments[l], row) * f * 2;
                    }
                }
                assert_eq!(form(&big_hessian, &d), expected, "{what}");
            }

            let of_moments: Vec<(usize, usize)> = moments
                .iter()
                .map(|m| {
                    let (p, n, z) = inertia(m.clone());
                    assert_eq!(z, 0, "{what}: a degenerate moment matrix");
                    (p, n)
                })
                .collect();
            let expected = widening.inertia((positive, negative), &of_moments);
            assert_eq!(inertia(big_hessian), expected, "{what}");
            patterns.insert((negative > 0, of_moments));
        }
    }
    // Not always the same signs.
    assert!(patterns.len() >= 6, "{patterns:?}");
    assert!(
        patterns.iter().any(|p| p.0) && patterns.iter().any(|p| !p.0),
        "{patterns:?}"
    );
}

/// Where the hypothesis of one unit after the copied one fails, so does the formula: the refusal is not mere caution.
#[test]
fn two_units_behind_a_copied_one_break_the_formula() {
    let mut random = Random(5);
    let mut net = Net {
        widths: vec![1, 1, 2],
        biases: true,
        sigma: seventh(),
        x: (0..7).map(|s| vec![q(2 * s - 7, 8)]).collect(),
        y: vec![vec![]; 7],
    };
    let w: Vec<Q> = [3, 4, 1, -3, -2, 5].iter().map(|n| q(*n, 4)).collect();
    assert!(make_critical(&mut net, &w, &q(1, 1 << 20), &mut random));
    assert_eq!(inertia(net.hessian(&w)), (6, 0, 0));
    let halves = vec![vec![big(&q(1, 2)); 2]];
    let widening = Widening::new(&net.shape(), &[0], &halves).expect("a widening");
    assert!(widening.lemma().is_err());
    let mut wide = net.clone();
    wide.widths = vec![1, 2, 2];
    let at: Vec<Q> = widening
        .apply(&net.weights(&w))
        .values()
        .iter()
        .map(small)
        .collect();
    let (_, negative, _) = inertia(wide.hessian(&at));
    // By the formula a positive definite B would make it positive semidefinite; the cross terms D between the copies' rows and their
    // outgoing weights make it indefinite, whatever B is.
    assert!(negative > 0);
    let (bp, bn, _) = inertia(net.moment(&w, 1, 0));
    assert_ne!(
        inertia(wide.hessian(&at)),
        widening.inertia((6, 0), &[(bp, bn)])
    );
}

#[test]
fn lemmas_refuse_what_they_do_not_cover() {
    let (one, two) = (vec![big(&q(1, 1))], vec![big(&q(1, 2)); 2]);
    let lemma = |widths: &[usize], lists: &[&Vec<BigRational>]| {
        let shape = Shape::new(widths, true).expect("a shape");
        let lists: Vec<Vec<BigRational>> = lists.iter().map(|l| (*l).clone()).collect();
        Widening::new(&shape, &vec![0; lists.len()], &lists)
            .expect("a widening")
            .lemma()
    };
    for (widths, lists, words) in [
        (&[1, 1, 1][..], vec![&one], "no layer is widened"),
        (&[1, 1, 2], vec![&two], "layer 2 has 2 units"),
        (&[1, 1, 2, 1], vec![&two, &one], "layer 2 has 2 units"),
        (&[1, 1, 1, 3], vec![&one, &two], "layer 3 has 3 units"),
        (&[1, 2, 1, 1], vec![&two, &two], "layers of one unit"),
        (
            &[1, 1, 2, 1, 1],
            vec![&two, &one, &two],
            "layers of one unit",
        ),
    ] {
        let why = lemma(widths, &lists).expect_err("refused");
        assert!(why.contains(words), "{widths:?}: {why}");
    }
    assert_eq!(
        lemma(&[3, 1, 1, 1, 2], &[&two, &two, &one]),
        Ok(Lemma::CriticalKernel)
    );
    assert_eq!(
        lemma(&[3, 1, 1, 1], &[&two, &two]),
        Ok(Lemma::CriticalKernel)
    );
    // A layer that is not widened may lie between two that are.
    assert_eq!(
        lemma(&[1, 1, 1, 1, 1], &[&two, &one, &two]),
        Ok(Lemma::CriticalKernel)
    );
    assert_eq!(lemma(&[1, 3, 4, 1], &[&one, &two]), Ok(Lemma::Merge));
}

#[test]
fn merging_undoes_widening_and_keeps_the_loss() {
    let mut random = Random(6);
    for case in cases() {
        let (net, w) = random_net(&mut random, case.widths, case.biases, &cubic(), 4);
        let fractions: Vec<Vec<BigRational>> = case
            .fractions
            .iter()
            .map(|l| l.iter().map(big).collect())
            .collect();
        let widening = Widening::new(&net.shape(), case.units, &fractions).expect("a widening");
        let wide_weights = widening.apply(&net.weights(&w));
        let back = merged(&[&wide_weights]).remove(0);
        assert_eq!(back.values(), net.weights(&w).values(), "{:?}", case.widths);

        // A line along which two copies stay together: the loss is the same all along.
        let mut wide = net.clone();
        wide.widths = widening.wide().widths().to_vec();
        let at: Vec<Q> = wide_weights.values().iter().map(small).collect();
        let mut other: Vec<Q> = at
            .iter()
            .map(|e| Q::from(e + q(random.int(-999, 999), 7)))
            .collect();
        let l = *widening.widened_layers().first().expect("widened");
        let copies = widening.copies(l);
        let (from, to) = (
            shape_row(&wide, l, copies[0]),
            shape_row(&wide, l, copies[1]),
        );
        for i in 0..wide.widths[l - 1] + usize::from(wide.biases) {
            other[to + i] = other[from + i].clone();
        }
        let pair = merged(&[&wide_weights, &wide.weights(&other)]);
        let mut narrow = net.clone();
        narrow.widths = pair[0].shape().widths().to_vec();
        assert_eq!(narrow.widths[l], wide.widths[l] - 1, "{:?}", case.widths);
        for (whole, part) in [(&at, &pair[0]), (&other, &pair[1])] {
            let part: Vec<Q> = part.values().iter().map(small).collect();
            assert_eq!(wide.loss::<Q>(whole), narrow.loss::<Q>(&part));
        }
        let half = wide_weights.towards(&wide.weights(&other), &big(&q(1, 3)));
        let part = pair[0].towards(&pair[1], &big(&q(1, 3)));
        let values = |w: &Weights| -> Vec<Q> { w.values().iter().map(small).collect() };
        assert_eq!(
            wide.loss::<Q>(&values(&half)),
            narrow.loss::<Q>(&values(&part))
        );
    }
}
