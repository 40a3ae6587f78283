//! Any loss, in any numbers: a convex loss that is no sum over the outputs, and is not the sum of squares, with
//! derivatives by hyper-dual
//! numbers that share nothing with the networks of the program; and the same network in exact numbers and in
//! machine floats.

use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use rug::Float;
use wronski_certificate::LossName;
use wronski_minima::construct::Setting;
use wronski_minima::network::{
    Arithmetic, Convexity, Curvature, Data, Doubles, EnclosedData, EnclosedWeights, Exact, Least,
    Loss, LossOver, Model, NoValue, Order, Shape, Sigma as Activated, SumOfSquares, Weights, along,
    any, moment_matrices, named,
};

use crate::network::{
    Dual, Net, Number, Q, Sigma, big, cubic, is, q, random_net, random_rows, unit,
};
use wronski_testing::Random;

/// `(sum r)^2 + sum (r^2 + r^4)` with r = output minus target: convex, least and 0 at the target.
#[derive(Debug)]
struct Coupled;

impl Loss for Coupled {
    fn name(&self) -> LossName {
        LossName::SumOfSquares
    }
    fn convexity(&self) -> Convexity {
        Convexity::Convex
    }
    fn least(&self) -> Least {
        Least::ZeroAtTheTarget
    }
    fn sum_of_squares(&self) -> Option<SumOfSquares> {
        None
    }
}

fn residuals<A: Arithmetic>(a: &A, f: &[A::Number], y: &[A::Number]) -> Vec<A::Number> {
    f.iter().zip(y).map(|(f, y)| a.sub(f, y)).collect()
}

fn sum<A: Arithmetic>(a: &A, r: &[A::Number]) -> A::Number {
    r.iter().fold(a.zero(), |sum, r| a.add(&sum, r))
}

impl<A: Arithmetic> LossOver<A> for Coupled {
    fn add_value(&self, a: &A, f: &[A::Number], y: &[A::Number], total: &mut A::Number) {
        let r = residuals(a, f, y);
        *total = a.add(total, &a.square(&sum(a, &r)));
        for r in &r {
            let square = a.square(r);
            *total = a.add(total, &a.add(&square, &a.square(&square)));
        }
    }
    fn slopes(&self, a: &A, f: &[A::Number], y: &[A::Number]) -> Vec<A::Number> {
        let r = residuals(a, f, y);
        let all = a.double(&sum(a, &r));
        let one = |r: &A::Number| {
            let cube = a.mul(r, &a.square(r));
            a.add(&all, &a.add(&a.double(r), &a.mul(&a.integer(4), &cube)))
        };
        r.iter().map(one).collect()
    }
    fn curvature(&self, a: &A, f: &[A::Number], y: &[A::Number]) -> Curvature<A::Number> {
        let r = residuals(a, f, y);
        let row = |(s, r): (usize, &A::Number)| {
            let own = a.add(&a.integer(4), &a.mul(&a.integer(12), &a.square(r)));
            let mut row = vec![a.integer(2); s];
            row.push(own);
            row
        };
        Curvature::Full(r.iter().enumerate().map(row).collect())
    }
}

/// The loss of the network by the formula, in exact or hyper-dual numbers.
fn coupled<T: Number>(net: &Net, w: &[T]) -> T {
    let mut total = T::constant(&Q::new());
    for (x, y) in net.x.iter().zip(&net.y) {
        let r: Vec<T> = net
            .value(w, x)
            .iter()
            .zip(y)
            .map(|(f, y)| f.plus(&T::constant(&Q::from(-y))))
            .collect();
        let all = r.iter().fold(T::constant(&Q::new()), |s, r| s.plus(r));
        total = total.plus(&all.times(&all));
        for r in &r {
            let square = r.times(r);
            total = total.plus(&square).plus(&square.times(&square));
        }
    }
    total
}

/// Derivatives along u, along v, and along both.
fn second(net: &Net, w: &[Q], u: &[Q], v: &[Q]) -> [Q; 3] {
    let dual = |i: usize| Dual([w[i].clone(), u[i].clone(), v[i].clone(), Q::new()]);
    let all: Vec<Dual> = (0..w.len()).map(dual).collect();
    let Dual([_, a, b, c]) = coupled(net, &all);
    [a, b, c]
}

const SHAPES: [&[usize]; 4] = [&[1, 1, 1], &[2, 3, 1], &[1, 2, 2, 3], &[2, 2, 2, 2]];

#[test]
fn derivatives_of_a_loss_that_couples_the_outputs() {
    let mut random = Random(71);
    for widths in SHAPES {
        for biases in [true, false] {
            let (net, w) = random_net(&mut random, widths, biases, &cubic(), 3);
            let what = format!("{widths:?} {biases}");
            let compiled = net.sigma.compiled();
            let weights = net.weights(&w).enclosed(192);
            let network = Model::new(&compiled, &Coupled).on(&weights);
            let samples = net.data().enclosed(192);
            let d = network
                .derivatives(&samples, Order::Hessian)
                .expect("no fault");
            let n = net.count();
            is(&d.loss, &coupled(&net, &w), &what);
            for i in 0..n {
                for j in 0..=i {
                    let [first, _, mixed] = second(&net, &w, &unit(n, i), &unit(n, j));
                    is(&d.gradient[i], &first, &what);
                    is(d.second(i, j), &mixed, &what);
                }
            }
            let line = random_rows(&mut random, 1, n, 6, 5).remove(0);
            let direction = net.weights(&line).enclosed(192);
            let found = along(&network, &direction, &samples).expect("no fault");
            let [first, _, bend] = second(&net, &w, &line, &line);
            is(&found.loss, &coupled(&net, &w), &what);
            is(&found.first, &first, &what);
            is(&found.second, &bend, &what);
        }
    }
}

/// Doubling a unit and moving its copies apart: the loss has the second derivative `2 D' B D` along `(D, -D)`,
/// whatever the loss is.
#[test]
fn moment_matrices_are_the_curvature_of_a_doubled_unit_for_every_loss() {
    let mut random = Random(72);
    for biases in [true, false] {
        let (net, w) = random_net(&mut random, &[2, 1, 2], biases, &cubic(), 3);
        let compiled = net.sigma.compiled();
        let weights = net.weights(&w).enclosed(192);
        let network = Model::new(&compiled, &Coupled).on(&weights);
        let b = moment_matrices(&network, &net.data().enclosed(192)).expect("no fault");
        // Two copies of the unit with half of its outgoing weights each.
        let mut wide = net.clone();
        wide.widths = vec![2, 2, 2];
        let d = 2 + usize::from(biases);
        let row = |from: usize| w[from..from + d].to_vec();
        let mut doubled: Vec<Q> = [row(0), row(0)].concat();
        for s in 0..2 {
            let out = &w[d + s * (d - 1)..d + (s + 1) * (d - 1)];
            let (bias, weight) = out.split_at(usize::from(biases));
            let half = Q::from(&weight[0] / 2);
            doubled.extend(bias.iter().cloned().chain([half.clone(), half]));
        }
        for (i, j) in (0..d).flat_map(|i| (0..=i).map(move |j| (i, j))) {
            let part = |i: usize| {
                let mut v = vec![Q::new(); doubled.len()];
                (v[i], v[d + i]) = (q(1, 1), q(-1, 1));
                v
            };
            let [_, _, mixed] = second(&wide, &doubled, &part(i), &part(j));
            is(
                &b[0][0].rows()[i][j],
                &(mixed / 2),
                &format!("{biases} {i} {j}"),
            );
        }
    }
}

/// A polynomial, exactly and in machine floats.
fn derivatives<N: Clone, const K: usize>(sigma: &Sigma, at: impl Fn(&[i64]) -> N) -> [N; K] {
    let mut p = sigma.clone();
    std::array::from_fn(|_| {
        let value = at(&p.0);
        p = p.derivative();
        value
    })
}

fn exactly<const K: usize>(sigma: &Sigma, z: &BigRational) -> [BigRational; K] {
    derivatives(sigma, |p| {
        let horner = |sum: BigRational, c: &i64| sum * z + BigRational::from_integer((*c).into());
        p.iter().rev().fold(BigRational::zero(), horner)
    })
}

fn nearly<const K: usize>(sigma: &Sigma, z: f64) -> [f64; K] {
    derivatives(sigma, |p| {
        p.iter().rev().fold(0.0, |sum, c| sum * z + *c as f64)
    })
}

impl Activated<Exact> for Sigma {
    fn value(&self, z: &BigRational) -> Result<BigRational, NoValue> {
        let [value] = exactly(self, z);
        Ok(value)
    }
    fn with_slope(&self, z: &BigRational) -> Result<[BigRational; 2], NoValue> {
        Ok(exactly(self, z))
    }
    fn with_curvature(&self, z: &BigRational) -> Result<[BigRational; 3], NoValue> {
        Ok(exactly(self, z))
    }
}

impl Activated<Doubles> for Sigma {
    fn value(&self, z: &f64) -> Result<f64, NoValue> {
        let [value] = nearly(self, *z);
        Ok(value)
    }
    fn with_slope(&self, z: &f64) -> Result<[f64; 2], NoValue> {
        Ok(nearly(self, *z))
    }
    fn with_curvature(&self, z: &f64) -> Result<[f64; 3], NoValue> {
        Ok(nearly(self, *z))
    }
}

fn exact(x: &Q) -> BigRational {
    big(x)
}

#[test]
fn one_network_in_exact_numbers_and_in_machine_floats() {
    let mut random = Random(73);
    let sums: [(&dyn LossOver<Exact>, &dyn LossOver<Doubles>); 2] = [
        (named(LossName::SumOfSquares), named(LossName::SumOfSquares)),
        (&Coupled, &Coupled),
    ];
    for widths in SHAPES {
        let (net, w) = random_net(&mut random, widths, true, &cubic(), 3);
        let weights = net.weights(&w);
        for (number, (in_exact, in_doubles)) in sums.iter().enumerate() {
            let model = any::Model {
                arithmetic: Exact,
                sigma: &net.sigma,
                loss: *in_exact,
            };
            let network = any::Network::new(model, &weights);
            let d = network
                .derivatives(&net.data(), Order::Hessian)
                .expect("a polynomial");
            let n = net.count();
            let at = weights.map(|q| q.to_f64().expect("finite"));
            let data = net.data().map(|q| q.to_f64().expect("finite"));
            let model = any::Model {
                arithmetic: Doubles,
                sigma: &net.sigma,
                loss: *in_doubles,
            };
            let near = any::Network::new(model, &at)
                .derivatives(&data, Order::Hessian)
                .expect("a polynomial");
            let close = |a: f64, b: &BigRational| {
                let b = b.to_f64().expect("finite");
                assert!(
                    (a - b).abs() <= 1e-9 * (1.0 + b.abs()),
                    "{a} instead of {b}"
                );
            };
            close(near.loss, &d.loss);
            if number == 1 {
                assert_eq!(d.loss, exact(&coupled(&net, &w)));
            }
            for i in 0..n {
                close(near.gradient[i], &d.gradient[i]);
                for j in 0..=i {
                    close(*near.second(i, j), d.second(i, j));
                    if number == 1 {
                        let [first, _, mixed] = second(&net, &w, &unit(n, i), &unit(n, j));
                        assert_eq!(d.gradient[i], exact(&first));
                        assert_eq!(*d.second(i, j), exact(&mixed));
                    }
                }
            }
        }
    }
}

#[test]
fn data_of_another_shape_have_no_loss() {
    let (net, w) = random_net(&mut Random(74), &[2, 2, 2], true, &cubic(), 2);
    let compiled = net.sigma.compiled();
    let weights = net.weights(&w).enclosed(64);
    let network = Model::new(&compiled, &SumOfSquares).on(&weights);
    let good = net.data();
    assert!(network.loss(&good.enclosed(64)).is_ok());
    let refused = |change: &dyn Fn(&mut Data)| {
        let mut data = good.clone();
        change(&mut data);
        let samples = data.enclosed(64);
        assert!(
            network.derivatives(&samples, Order::Hessian).is_err(),
            "{data:?}"
        );
        assert!(along(&network, &weights, &samples).is_err(), "{data:?}");
    };
    refused(&|d| drop(d.inputs[0].pop()));
    refused(&|d| d.inputs[1].push(BigRational::zero()));
    refused(&|d| drop(d.targets[1].pop()));
    refused(&|d| d.targets[0].push(BigRational::zero()));
    refused(&|d| drop(d.targets.pop()));
}

/// `(r^2 - 1)^2`, with a convexity that is said and not so.
#[derive(Debug)]
struct DoubleWell {
    said: Convexity,
}

impl Loss for DoubleWell {
    fn name(&self) -> LossName {
        LossName::SumOfSquares
    }
    fn convexity(&self) -> Convexity {
        self.said
    }
    fn least(&self) -> Least {
        Least::Unknown
    }
    fn sum_of_squares(&self) -> Option<SumOfSquares> {
        None
    }
}

impl<A: Arithmetic> LossOver<A> for DoubleWell {
    fn add_value(&self, a: &A, f: &[A::Number], y: &[A::Number], total: &mut A::Number) {
        for r in residuals(a, f, y) {
            let well = a.square(&a.sub(&a.square(&r), &a.integer(1)));
            *total = a.add(total, &well);
        }
    }
    fn slopes(&self, a: &A, f: &[A::Number], y: &[A::Number]) -> Vec<A::Number> {
        let one = |r: &A::Number| {
            let well = a.sub(&a.square(r), &a.integer(1));
            a.mul(&a.integer(4), &a.mul(r, &well))
        };
        residuals(a, f, y).iter().map(one).collect()
    }
    fn curvature(&self, a: &A, f: &[A::Number], y: &[A::Number]) -> Curvature<A::Number> {
        let one = |r: &A::Number| a.sub(&a.mul(&a.integer(12), &a.square(r)), &a.integer(4));
        Curvature::Diagonal(residuals(a, f, y).iter().map(one).collect())
    }
}

/// Signs at both ends of a segment are enough for a convex loss, and for no other: from r = 2 to r = -1/2 the
/// double well decreases at both
/// ends, and has a hill between (slope 4 r (r^2 - 1): 24, 3/2, and -3/2 at r = 1/2).
#[test]
fn both_ends_are_enough_for_convex_losses_only() {
    let shape = Shape::new(&[1, 1, 1], true).expect("a shape");
    // The output at 1 is v sigma(1) = 2 v.
    let weights = |numerator: i64, denominator: i64| {
        let mut values = [0, 1, 0, 0].map(|n| BigRational::from_integer(n.into()));
        values[3] = BigRational::new(numerator.into(), denominator.into());
        Weights::new(&shape, values.to_vec()).expect("four")
    };
    let one = |n: i64| vec![vec![BigRational::from_integer(n.into())]];
    let data = Data {
        inputs: one(1),
        targets: one(0),
    };
    let samples = data.enclosed(128);
    let sigma = cubic().compiled();
    let tube = Float::new(128);
    let pieces = |model: Model<'_>, to: &Weights| {
        let setting = Setting {
            model,
            samples: &samples,
            tube: &tube,
            precision: 128,
        };
        setting.pieces(&weights(1, 1), to).expect("no fault")
    };
    let [honest, lying] = [Convexity::Unknown, Convexity::Convex].map(|said| DoubleWell { said });
    let over_the_hill = weights(-1, 4);
    assert_eq!(pieces(Model::new(&sigma, &honest), &over_the_hill), None);
    // What is believed of a loss decides.
    assert_eq!(pieces(Model::new(&sigma, &lying), &over_the_hill), Some(1));
    // Down to r = 5/4 it decreases everywhere; below 1 it does not.
    assert!(pieces(Model::new(&sigma, &honest), &weights(5, 8)).is_some());
    assert_eq!(pieces(Model::new(&sigma, &honest), &weights(1, 4)), None);
    assert_eq!(
        pieces(Model::new(&sigma, &SumOfSquares), &over_the_hill),
        None
    );
    assert_eq!(
        pieces(Model::new(&sigma, &SumOfSquares), &weights(1, 8)),
        Some(1)
    );
}
