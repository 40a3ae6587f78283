//! Constructed bad local minima, end to end, and judged again: networks in double precision with derivatives by
//! hyper-dual numbers, activations written down anew, eigenvalues by nalgebra. Nothing of `src/network` or
//! `src/interval` takes part in the judgement.

mod minima;
mod refusals;

use std::collections::BTreeSet;

use crate::support::Random;
use crate::support::minimum::MinimumText;
use nalgebra::DMatrix;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use wronski::internals::certificate::LossName;
use wronski::internals::certificate::minimum::{Kind, LayerWeights, SegmentKind};
use wronski::internals::check::{Rejection, Report, check_text};
use wronski::internals::expr::Parameters;
use wronski::internals::network::{Shape, Weights};
use wronski::internals::pipeline::{
    CertifyOptions, ConstructOptions, Layer, Limits, NetworkFile, SampleCount, certify, construct,
    minimum_exit_code,
};
use wronski::internals::rewrite::shipped;

fn number(text: &str) -> BigRational {
    wronski::internals::exact::decimal::exact_number(text, 10_000)
        .unwrap_or_else(|| panic!("{text}"))
}

fn float(text: &str) -> f64 {
    number(text).to_f64().expect("a float")
}

fn options(widths: &[usize]) -> ConstructOptions {
    ConstructOptions {
        widths: widths.to_vec(),
        ..ConstructOptions::default()
    }
}

fn check(c: &MinimumText) -> Result<Report, Rejection> {
    check_text(&c.text())
}

fn run(activation: &str, options: &ConstructOptions) -> Result<MinimumText, String> {
    construct(
        activation,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        options,
        &|_| (),
    )
    .map(|m| m.certificate.into())
    .map_err(|d| format!("{} {}", d.code, d.message))
}

/// A certificate of a bad local minimum, which the checker accepts.
#[track_caller]
fn bad(activation: &str, options: &ConstructOptions) -> MinimumText {
    let c = run(activation, options).unwrap_or_else(|e| panic!("{activation}: {e}"));
    assert_eq!(
        c.kind,
        Kind::BadLocalMinimum,
        "{activation} {:?}: {}",
        options.widths,
        c.because
    );
    // A minimum in a linear piece rests on no hypothesis about the activation.
    assert_eq!(c.activation.verified, c.linear.is_none());
    assert_eq!(c.network.widths, options.widths);
    if let Err(r) = check(&c) {
        panic!("{activation} {:?}: {r}", options.widths);
    }
    c
}

// ---------------------------------------------------------------- the judge

/// erf by its series without cancellation.
fn erf(x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (x, x, 1.0);
    while term.abs() > 1e-18 * sum.abs() && n < 500.0 {
        term *= 2.0 * x * x / (2.0 * n + 1.0);
        sum += term;
        n += 1.0;
    }
    2.0 / std::f64::consts::PI.sqrt() * (-x * x).exp() * sum
}

fn logistic(x: f64) -> [f64; 3] {
    let s = 1.0 / (1.0 + (-x).exp());
    [s, s * (1.0 - s), s * (1.0 - s) * (1.0 - 2.0 * s)]
}

/// `x g(x)` with its derivatives.
fn times_x(x: f64, g: [f64; 3]) -> [f64; 3] {
    [x * g[0], g[0] + x * g[1], 2.0 * g[1] + x * g[2]]
}

fn sigma(name: &str, x: f64) -> [f64; 3] {
    let [s, s1, s2] = logistic(x);
    match name {
        "sigmoid" => [s, s1, s2],
        "tanh" => {
            let t = x.tanh();
            [t, 1.0 - t * t, -2.0 * t * (1.0 - t * t)]
        }
        "silu" => times_x(x, [s, s1, s2]),
        "softplus" => [x.exp().ln_1p(), s, s1],
        "x*sigmoid(2*x)" => {
            let [s, s1, s2] = logistic(2.0 * x);
            times_x(x, [s, 2.0 * s1, 4.0 * s2])
        }
        "gelu" => {
            let density = (-x * x / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
            let phi = (1.0 + erf(x / std::f64::consts::SQRT_2)) / 2.0;
            times_x(x, [phi, density, -x * density])
        }
        "mish" => {
            let t = x.exp().ln_1p().tanh();
            let d = 1.0 - t * t;
            times_x(x, [t, d * s, d * s1 - 2.0 * t * d * s * s])
        }
        "erf" => {
            let d = 2.0 / std::f64::consts::PI.sqrt() * (-x * x).exp();
            [erf(x), d, -2.0 * x * d]
        }
        _ => panic!("{name}"),
    }
}

/// `v + a e + b d + c e d` with `e^2 = d^2 = 0`.
#[derive(Clone, Copy)]
struct Dual([f64; 4]);

impl Dual {
    fn constant(v: f64) -> Dual {
        Dual([v, 0.0, 0.0, 0.0])
    }
    fn plus(self, o: Dual) -> Dual {
        Dual(std::array::from_fn(|i| self.0[i] + o.0[i]))
    }
    fn times(self, o: Dual) -> Dual {
        let (x, y) = (self.0, o.0);
        Dual([
            x[0] * y[0],
            x[0] * y[1] + x[1] * y[0],
            x[0] * y[2] + x[2] * y[0],
            x[0] * y[3] + x[1] * y[2] + x[2] * y[1] + x[3] * y[0],
        ])
    }
    fn apply(self, jet: [f64; 3]) -> Dual {
        let Dual([_, a, b, c]) = self;
        Dual([jet[0], jet[1] * a, jet[1] * b, jet[1] * c + jet[2] * a * b])
    }
}

struct Judge {
    name: String,
    x: Vec<Vec<f64>>,
    y: Vec<Vec<f64>>,
}

/// Rows of the units of the layers: bias (0 if there are none) and weights.
type Layers<T> = Vec<Vec<(T, Vec<T>)>>;

fn floats(w: &[LayerWeights]) -> Layers<f64> {
    w.iter()
        .map(|l| {
            let rows = l.w.iter().enumerate();
            rows.map(|(u, row)| {
                let b = l.b.as_ref().map_or(0.0, |b| float(&b[u]));
                (b, row.iter().map(|e| float(e)).collect())
            })
            .collect()
        })
        .collect()
}

/// Where the weights stand: layer, unit, and the source (none for the bias).
fn places(w: &Layers<f64>, biases: bool) -> Vec<(usize, usize, Option<usize>)> {
    let mut out = vec![];
    for (l, layer) in w.iter().enumerate() {
        for (u, (_, row)) in layer.iter().enumerate() {
            if biases {
                out.push((l, u, None));
            }
            out.extend((0..row.len()).map(|i| (l, u, Some(i))));
        }
    }
    out
}

impl Judge {
    fn of(c: &MinimumText, name: &str) -> Judge {
        let data = c.data.as_ref().expect("data");
        let rows = |all: &[Vec<String>]| {
            all.iter()
                .map(|r| r.iter().map(|e| float(e)).collect())
                .collect()
        };
        Judge {
            name: name.into(),
            x: rows(&data.inputs),
            y: rows(&data.targets),
        }
    }

    fn loss_dual(&self, w: &Layers<Dual>) -> Dual {
        let mut sum = Dual::constant(0.0);
        for (x, y) in self.x.iter().zip(&self.y) {
            let mut a: Vec<Dual> = x.iter().map(|x| Dual::constant(*x)).collect();
            for (l, layer) in w.iter().enumerate() {
                a = layer
                    .iter()
                    .map(|(b, row)| {
                        let z = row.iter().zip(&a).fold(*b, |z, (w, a)| z.plus(w.times(*a)));
                        if l + 1 == w.len() {
                            z
                        } else {
                            z.apply(sigma(&self.name, z.0[0]))
                        }
                    })
                    .collect();
            }
            for (f, y) in a.iter().zip(y) {
                let r = f.plus(Dual::constant(-y));
                sum = sum.plus(r.times(r));
            }
        }
        sum
    }

    fn duals(w: &Layers<f64>) -> Layers<Dual> {
        w.iter()
            .map(|l| {
                let rows = l.iter();
                rows.map(|(b, r)| {
                    (
                        Dual::constant(*b),
                        r.iter().map(|e| Dual::constant(*e)).collect(),
                    )
                })
                .collect()
            })
            .collect()
    }

    fn loss(&self, w: &Layers<f64>) -> f64 {
        self.loss_dual(&Judge::duals(w)).0[0]
    }

    fn derivatives(&self, w: &Layers<f64>, biases: bool) -> (Vec<f64>, DMatrix<f64>) {
        let places = places(w, biases);
        let mut at = Judge::duals(w);
        fn entry(at: &mut Layers<Dual>, p: (usize, usize, Option<usize>)) -> &mut Dual {
            let (b, row) = &mut at[p.0][p.1];
            match p.2 {
                None => b,
                Some(i) => &mut row[i],
            }
        }
        let n = places.len();
        let (mut gradient, mut hessian) = (vec![], DMatrix::zeros(n, n));
        for i in 0..n {
            entry(&mut at, places[i]).0[1] = 1.0;
            for j in 0..=i {
                entry(&mut at, places[j]).0[2] = 1.0;
                let Dual([_, g, _, h]) = self.loss_dual(&at);
                entry(&mut at, places[j]).0[2] = 0.0;
                hessian[(i, j)] = h;
                hessian[(j, i)] = h;
                if j == 0 {
                    gradient.push(g);
                }
            }
            entry(&mut at, places[i]).0[1] = 0.0;
        }
        (gradient, hessian)
    }
}

fn eigenvalues(m: DMatrix<f64>) -> Vec<f64> {
    let mut e: Vec<f64> = m.symmetric_eigenvalues().iter().copied().collect();
    e.sort_by(f64::total_cmp);
    e
}

/// What rounding does to a sum of squares of residuals: outputs are off by about 1e-16.
fn noise(loss: f64) -> f64 {
    1e-12 * loss + 1e-14 * loss.sqrt()
}

fn between(a: &Layers<f64>, b: &Layers<f64>, t: f64) -> Layers<f64> {
    let mix = |a: f64, b: f64| a + t * (b - a);
    a.iter()
        .zip(b)
        .map(|(a, b)| {
            a.iter()
                .zip(b)
                .map(|((c, v), (d, w))| {
                    (
                        mix(*c, *d),
                        v.iter().zip(w).map(|(v, w)| mix(*v, *w)).collect(),
                    )
                })
                .collect()
        })
        .collect()
}

/// Every number of the certificate that doubles can judge.
fn judge(c: &MinimumText, name: &str) {
    let what = format!("{name} {:?}", c.network.widths);
    let biases = c.network.biases;
    let judge = Judge::of(c, name);
    let data = c.data.as_ref().expect("data");
    let inputs: BTreeSet<Vec<BigRational>> = data
        .inputs
        .iter()
        .map(|r| r.iter().map(|e| number(e)).collect())
        .collect();
    assert_eq!(inputs.len(), judge.x.len(), "{what}: equal inputs");

    // The small network: critical, a strict minimum, the loss.
    let small = c.small.as_ref().expect("a small network");
    let centre = floats(&small.weights);
    let loss = judge.loss(&centre);
    let [lo, hi] = small.loss.clone().map(|e| float(&e));
    assert!(
        (loss - lo).abs() < 1e-9 * loss && (loss - hi).abs() < 1e-9 * loss,
        "{what}: loss {loss}, {lo}, {hi}"
    );
    let (gradient, hessian) = judge.derivatives(&centre, biases);
    let least = float(&small.hessian_least_eigenvalue);
    let found = eigenvalues(hessian.clone());
    assert_eq!(small.hessian_inertia, [found.len(), 0], "{what}");
    let rounding = 1e-14 * found[found.len() - 1];
    assert!(
        least > 0.0 && found[0] > least - rounding,
        "{what}: {least}, {found:?}"
    );
    // A Newton step from the centre leads nowhere: the distance to the critical point is rounding.
    let step = hessian
        .clone()
        .lu()
        .solve(&DMatrix::from_vec(gradient.len(), 1, gradient.clone()))
        .expect("regular");
    assert!(
        step.amax() < 1e-11 * found[found.len() - 1] / found[0],
        "{what}: {step}"
    );

    // The moment matrices, from second derivatives of the loss when a unit is doubled and its copies are moved apart.
    for m in &small.moments {
        if small.widths[m.layer..].iter().skip(1).any(|w| *w != 1)
            && m.layer + 2 == small.widths.len()
        {
            continue;
        }
        let l = m.layer - 1;
        let mut wide = centre.clone();
        let copy = wide[l][m.unit].clone();
        wide[l].push(copy);
        for (_, row) in &mut wide[l + 1] {
            row[m.unit] /= 2.0;
            let half = row[m.unit];
            row.push(half);
        }
        let at = places(&wide, biases);
        let (_, h) = judge.derivatives(&wide, biases);
        let of = |u: usize| -> Vec<usize> {
            (0..at.len())
                .filter(|i| at[*i].0 == l && at[*i].1 == u)
                .collect()
        };
        let (first, second) = (of(m.unit), of(wide[l].len() - 1));
        let b = DMatrix::from_fn(first.len(), first.len(), |i, j| {
            let e = |p: usize, q: usize| h[(p, q)];
            (e(first[i], first[j]) - e(first[i], second[j]) - e(second[i], first[j])
                + e(second[i], second[j]))
                / 2.0
        });
        let top = b.amax();
        for (value, enclosure) in eigenvalues(b).iter().zip(&m.eigenvalues) {
            let e = float(&enclosure[0]);
            assert!(
                (value - e).abs() < 1e-6 * e.abs() + 1e-12 * top.max(1e-3),
                "{what} B({}): {value} {e}",
                m.layer
            );
            match m.definite.as_str() {
                "positive" => assert!(e > 0.0),
                "negative" => assert!(e < 0.0),
                _ => (),
            }
        }
    }

    // The wide network: the same loss, critical, the stated inertia.
    let wide = c.wide.as_ref().expect("a wide network");
    let point = floats(&wide.weights);
    assert!((judge.loss(&point) - loss).abs() < noise(loss), "{what}");
    let (gradient, hessian) = judge.derivatives(&point, biases);
    let scale = hessian.amax();
    assert!(
        gradient.iter().all(|g| g.abs() < 1e-11 * scale),
        "{what}: {gradient:?}"
    );
    let values = eigenvalues(hessian);
    let [positive, negative, zero] = wide.inertia;
    assert_eq!(positive + negative + zero, values.len(), "{what}");
    assert_eq!(negative, 0, "{what}");
    let tolerance = 4e-14 * scale;
    assert!(values[zero - 1].abs() < tolerance, "{what}: {values:?}");
    assert!(
        values[zero] > 2.0 * values[zero - 1].abs(),
        "{what}: {values:?}"
    );
    // No nearby point is better.
    let mut random = Random(11);
    for _ in 0..200 {
        let mut near = point.clone();
        for (b, row) in near.iter_mut().flatten() {
            let mut move_by = |e: &mut f64| *e += 1e-5 * random.int(-1000, 1000) as f64 / 1000.0;
            if biases {
                move_by(b);
            }
            row.iter_mut().for_each(move_by);
        }
        assert!(judge.loss(&near) > loss - noise(loss), "{what}");
    }

    // Better weights, and the way to them.
    let better = c.better.as_ref().expect("better weights");
    let end = floats(&better.weights);
    let best = judge.loss(&end);
    assert!(
        best < loss && (best - float(&better.loss[1])).abs() < 1e-8 * loss,
        "{what}: {best}"
    );
    let (first, last) = (
        c.path.first().expect("a path"),
        c.path.last().expect("a path"),
    );
    assert_eq!(first.from, wide.weights, "{what}");
    assert_eq!(last.to, better.weights, "{what}");
    assert!(c.path.windows(2).all(|p| p[0].to == p[1].from), "{what}");
    for segment in &c.path {
        let (from, to) = (floats(&segment.from), floats(&segment.to));
        let along: Vec<f64> = (0..=40)
            .map(|k| judge.loss(&between(&from, &to, f64::from(k) / 40.0)))
            .collect();
        let room = noise(loss);
        assert!(
            along.windows(2).all(|p| p[1] <= p[0] + room),
            "{what}: {along:?}"
        );
        if segment.kind == SegmentKind::Constant {
            assert!(
                along.iter().all(|l| (l - along[0]).abs() < room),
                "{what}: {along:?}"
            );
        }
    }
    let n = c
        .neighbourhood
        .as_ref()
        .unwrap_or_else(|| panic!("{what}: no neighbourhood"));
    assert!(number(&n.radius).is_positive());
    let (least, most) = (number(&n.minimum_at_least), number(&n.better_at_most));
    assert!(most < least && least <= number(&small.loss[1]), "{what}");
}

// ---------------------------------------------------------------- what must succeed

const SEVEN: [&str; 7] = [
    "sigmoid",
    "tanh",
    "silu",
    "softplus",
    "gelu",
    "x*sigmoid(2*x)",
    "mish",
];
