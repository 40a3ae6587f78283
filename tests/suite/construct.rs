//! Constructed bad local minima, end to end, and judged again: networks in double precision with derivatives by hyper-dual numbers,
//! activations written down anew, eigenvalues by nalgebra. Nothing of `src/network` or `src/interval` takes part in the judgement.

use std::collections::BTreeSet;

use crate::support::Random;
use nalgebra::DMatrix;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use wronski::internals::certificate::LossName;
use wronski::internals::certificate::minimum::{
    Kind, LayerWeights, MinimumCertificate, SegmentKind,
};
use wronski::internals::check::minimum::check;
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

fn run(activation: &str, options: &ConstructOptions) -> Result<MinimumCertificate, String> {
    construct(
        activation,
        &Parameters::new(),
        shipped(),
        &Limits::default(),
        options,
        &|_| (),
    )
    .map(|m| m.certificate)
    .map_err(|d| format!("{} {}", d.code, d.message))
}

/// A certificate of a bad local minimum, which the checker accepts.
#[track_caller]
fn bad(activation: &str, options: &ConstructOptions) -> MinimumCertificate {
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
    let text = c.to_json().expect("JSON");
    let read = MinimumCertificate::from_json(&text).expect("reads");
    if let Err(r) = check(&read) {
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
    fn of(c: &MinimumCertificate, name: &str) -> Judge {
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
fn judge(c: &MinimumCertificate, name: &str) {
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

#[test]
fn one_hidden_layer() {
    for name in SEVEN {
        let c = bad(name, &options(&[1, 3, 1]));
        assert_eq!(c.wide.as_ref().expect("wide").lemma, "merge");
        assert_eq!(c.wide.as_ref().expect("wide").inertia, [8, 0, 2]);
        judge(&c, name);
    }
}

#[test]
fn two_hidden_layers() {
    for name in SEVEN {
        let c = bad(name, &options(&[1, 2, 2, 1]));
        let wide = c.wide.as_ref().expect("wide");
        assert_eq!(wide.lemma, "critical-kernel");
        // 13 weights; zeros 2 (2 - 1) + 1 (2 - 1).
        assert_eq!(wide.inertia, [10, 0, 3]);
        judge(&c, name);
    }
}

#[test]
fn three_hidden_layers() {
    let c = bad("gelu", &options(&[1, 2, 1, 2, 1]));
    assert_eq!(c.wide.as_ref().expect("wide").lemma, "critical-kernel");
    judge(&c, "gelu");
}

#[test]
fn four_hidden_layers() {
    let c = bad("silu", &options(&[1, 2, 2, 2, 2, 1]));
    // 4 + 6 + 6 + 6 + 3 = 25 weights; zeros 3 * 2 (2 - 1) + 1.
    assert_eq!(c.wide.as_ref().expect("wide").inertia, [18, 0, 7]);
    judge(&c, "silu");
}

#[test]
fn several_inputs() {
    let c = bad("gelu", &options(&[3, 2, 1]));
    assert_eq!(c.wide.as_ref().expect("wide").inertia, [10, 0, 1]);
    judge(&c, "gelu");
}

#[test]
fn several_outputs_behind_one_unit() {
    let c = bad("tanh", &options(&[1, 3, 1, 2]));
    assert_eq!(c.wide.as_ref().expect("wide").lemma, "merge");
    judge(&c, "tanh");
}

#[test]
fn without_biases_erf_is_possible() {
    let c = bad(
        "erf",
        &ConstructOptions {
            biases: false,
            ..options(&[1, 4, 1])
        },
    );
    assert!(
        c.small
            .as_ref()
            .expect("small")
            .weights
            .iter()
            .all(|l| l.b.is_none())
    );
    assert_eq!(c.wide.as_ref().expect("wide").inertia, [5, 0, 3]);
    judge(&c, "erf");
}

#[test]
fn widths_of_one_make_a_strict_minimum() {
    let c = run("tanh", &options(&[1, 1, 1])).expect("no input error");
    assert_eq!(c.kind, Kind::StrictLocalMinimum, "{}", c.because);
    assert!(c.better.is_none() && c.wide.is_none());
    check(&c).expect("accepted");
}

// ---------------------------------------------------------------- numbers of samples

#[test]
fn the_least_number_of_samples_is_at_most_seven() {
    let c = bad(
        "tanh",
        &ConstructOptions {
            samples: SampleCount::Least,
            ..options(&[1, 2, 1])
        },
    );
    let n = c.data.as_ref().expect("data").inputs.len();
    assert!((5..=7).contains(&n), "{n}");
    judge(&c, "tanh");
}

#[test]
fn so_many_samples_as_asked() {
    let c = bad(
        "gelu",
        &ConstructOptions {
            samples: SampleCount::Exactly(12),
            ..options(&[1, 2, 1])
        },
    );
    assert_eq!(c.data.as_ref().expect("data").inputs.len(), 12);
    judge(&c, "gelu");
}

/// With fewer samples than the gradient family has independent functions this search finds nothing. That is not impossible (gelu has a certified minimum
/// with 3 samples, tests/certify.rs), so it is said what was tried, and nothing about what is needed.
#[test]
fn few_samples_are_tried_and_not_called_impossible() {
    for (widths, n) in [
        (&[1, 3, 1][..], 1),
        (&[1, 3, 1], 3),
        (&[1, 3, 1], 4),
        (&[1, 2, 2, 1], 6),
        (&[3, 2, 1], 6),
    ] {
        let asked = ConstructOptions {
            samples: SampleCount::Exactly(n),
            ..options(widths)
        };
        let c = run("tanh", &asked).expect("no input error");
        assert_eq!(c.kind, Kind::Undecided, "{widths:?} {n}");
        assert!(
            c.because.contains("base weights were tried")
                && c.because.contains(&format!("rank {n} on the samples"))
                && c.because.contains("were not looked for"),
            "{}",
            c.because
        );
    }
}

/// Inside a linear piece the network is affine: dimension + 2 samples leave a residual, whatever the depth.
#[test]
fn linear_pieces_need_fewer_samples() {
    let least = bad(
        "relu",
        &ConstructOptions {
            samples: SampleCount::Least,
            ..options(&[1, 3, 2, 1])
        },
    );
    assert_eq!(least.data.as_ref().expect("data").inputs.len(), 3);
    let three = ConstructOptions {
        samples: SampleCount::Exactly(3),
        ..options(&[1, 3, 2, 1])
    };
    assert_eq!(bad("relu", &three).to_json(), least.to_json());
    let two = ConstructOptions {
        samples: SampleCount::Exactly(2),
        ..options(&[1, 3, 2, 1])
    };
    match run("relu", &two) {
        Ok(c) => assert_eq!(c.kind, Kind::Undecided, "{}", c.because),
        Err(why) => assert!(why.starts_with("W11"), "{why}"),
    }
}

// ---------------------------------------------------------------- determinism

#[test]
fn the_same_options_give_the_same_bytes() {
    let with = |seed| {
        bad(
            "tanh",
            &ConstructOptions {
                seed,
                ..options(&[1, 3, 1])
            },
        )
        .to_json()
        .expect("JSON")
    };
    let (first, again, other) = (with(0), with(0), with(1));
    assert_eq!(first, again);
    let inputs = |text: &str| {
        MinimumCertificate::from_json(text)
            .expect("reads")
            .data
            .expect("data")
            .inputs
    };
    assert_ne!(inputs(&first), inputs(&other));
}

// ---------------------------------------------------------------- what must be refused

#[test]
fn two_outputs_behind_the_widened_layer_are_refused() {
    for widths in [&[1, 3, 2][..], &[1, 2, 3, 2], &[2, 1, 2, 3]] {
        let why = run("gelu", &options(widths)).expect_err("refused");
        assert!(
            why.starts_with("W1104") && why.contains("need one unit"),
            "{why}"
        );
    }
}

/// Relations by hand, as coefficients of 1, s, s', x s', s'', x s'', x^2 s''.
#[test]
fn relations_that_forbid_definite_moments() {
    for (name, relation) in [
        // s'' = -2x s'
        ("erf", [0, 0, 0, 2, 1, 0, 0]),
        // s' = 1/(1+x^2)
        ("atan(x)", [0, 0, 0, 2, 1, 0, 1]),
        // s' = (1+x^2)^(-3/2)
        ("x/sqrt(1+x^2)", [0, 0, 0, 3, 1, 0, 1]),
        // s' = (1+x^2)^(-1/2)
        ("asinh(x)", [0, 0, 0, 1, 1, 0, 1]),
        ("sin(x)", [0, 1, 0, 0, 1, 0, 0]),
        // s' = -2x s, s'' = -2 s - 2x s'
        ("exp(-x^2)", [0, 2, 0, 2, 1, 0, 0]),
    ] {
        let found = impossible(name);
        let factor = &found[4];
        assert!(!factor.is_zero(), "{name}: {found:?}");
        let expected: Vec<BigRational> = relation
            .iter()
            .map(|n| factor * BigRational::from_integer((*n).into()))
            .collect();
        assert_eq!(found, expected, "{name}");
    }
    // Several relations: p s + q s' + s'' with p + q = -1 is left.
    let found = impossible("exp(x)");
    assert!(
        [0, 3, 5, 6].iter().all(|i| found[*i].is_zero()) && !found[4].is_zero(),
        "{found:?}"
    );
    assert!((&found[1] + &found[2] + &found[4]).is_zero(), "{found:?}");
}

fn impossible(name: &str) -> Vec<BigRational> {
    let c = run(name, &options(&[1, 3, 1])).expect("no input error");
    assert_eq!(c.kind, Kind::NoWidening, "{name}: {}", c.because);
    assert_eq!(minimum_exit_code(c.kind), 3);
    check(&c).unwrap_or_else(|r| panic!("{name}: {r}"));
    let o = c.obstruction.expect("an obstruction");
    assert!(
        o.sentence.contains("try --no-biases"),
        "{name}: {}",
        o.sentence
    );
    o.relation.iter().map(|e| number(e)).collect()
}

#[test]
fn without_biases_cubes_have_no_widening_either() {
    // x^2 s'' = 2 x s'.
    let c = run("x^3", &options(&[1, 3, 1])).expect("no input error");
    assert_eq!(c.kind, Kind::NoWidening, "{}", c.because);
    assert!(
        c.because.contains("Without biases none is definite either"),
        "{}",
        c.because
    );
    let c = run(
        "x^3",
        &ConstructOptions {
            biases: false,
            ..options(&[1, 3, 1])
        },
    )
    .expect("no input error");
    assert_eq!(c.kind, Kind::NoWidening, "{}", c.because);
    check(&c).expect("accepted");
}

/// Networks whose activation is affine are products of matrices: every local minimum is global (docs/minima.md, section 3). The relation that shows it is
/// sigma' = 0, sigma'' = 0 (biases take up the constant), or sigma = x sigma' (without biases); x + 1 without biases is none of these.
#[test]
fn linear_activations_have_no_bad_minimum() {
    for (name, biases, relation) in [
        ("x", true, Some([0, 0, 0, 0, 1, 0, 0])),
        ("2*x+1", true, Some([0, 0, 0, 0, 1, 0, 0])),
        ("sqrt(2)*x-pi", true, Some([0, 0, 0, 0, 1, 0, 0])),
        ("log(exp(3*x))", true, Some([0, 0, 0, 0, 1, 0, 0])),
        ("7", true, Some([0, 0, 1, 0, 0, 0, 0])),
        ("x-x", false, Some([0, 0, 1, 0, 0, 0, 0])),
        ("x", false, Some([0, 1, 0, -1, 0, 0, 0])),
        ("-x/3", false, Some([0, 1, 0, -1, 0, 0, 0])),
        ("x+1", false, None),
        ("x^2", true, None),
        ("x^2", false, None),
    ] {
        for widths in [&[1, 4, 1][..], &[2, 3, 3, 2], &[3, 1, 2]] {
            let asked = ConstructOptions {
                biases,
                ..options(widths)
            };
            let c = match (run(name, &asked), relation) {
                (Ok(c), _) => c,
                // No lemma covers the widths, and nothing else is known.
                (Err(why), None) => {
                    assert!(why.starts_with("W1104"), "{name}: {why}");
                    continue;
                }
                (Err(why), Some(_)) => panic!("{name}: {why}"),
            };
            let Some(relation) = relation else {
                assert_eq!(c.kind, Kind::NoWidening, "{name} {biases}: {}", c.because);
                continue;
            };
            assert_eq!(c.kind, Kind::Impossible, "{name} {biases}: {}", c.because);
            assert_eq!(minimum_exit_code(c.kind), 1);
            assert!(c.because.contains("every local minimum"), "{}", c.because);
            let found: Vec<BigRational> = c
                .obstruction
                .as_ref()
                .expect("a relation")
                .relation
                .iter()
                .map(|e| number(e))
                .collect();
            assert_eq!(
                found,
                relation.map(|n: i64| BigRational::from_integer(n.into())),
                "{name}"
            );
            check(&c).unwrap_or_else(|r| panic!("{name}: {r}"));
        }
    }
}

/// x = -1, 0, 1, all hidden weights 0, hidden biases 1/2, outgoing weights 1, targets 4 sigma(1/2) - sign(sigma''(1/2)) (1, -2, 1): a local minimum of 1-4-1 of
/// loss 6, because the loss is 6 + 2 sum_i r_i d_i + |d|^2 for the change d of the outputs, and sum_i r_i d_i is a sum of second differences of sigma
/// times positive outgoing weights. Its four units are equal: a widening of one unit, whose moment matrix diag(0, +) is semidefinite. So what is said of erf is
/// "by definite moment matrices", and never that a bad minimum is impossible.
#[test]
fn other_minima_are_not_excluded() {
    // erf''(1/2) < 0, and residual -(1, -2, 1).
    let erf = |z: f64| -> f64 {
        // By the series 2/sqrt(pi) sum (-1)^n z^(2n+1)/(n! (2n+1)).
        let (mut term, mut sum) = (z, 0.0);
        for n in 0..60 {
            sum += term / f64::from(2 * n + 1);
            term *= -z * z / f64::from(n + 1);
        }
        sum * 2.0 / std::f64::consts::PI.sqrt()
    };
    let r = [-1.0, 2.0, -1.0];
    let loss = |w: &[f64; 13]| -> f64 {
        [-1.0, 0.0, 1.0]
            .iter()
            .zip(r)
            .map(|(x, r)| {
                let f: f64 = (0..4)
                    .map(|u| w[u] * erf(w[4 + u] * x + w[8 + u]))
                    .sum::<f64>()
                    + w[12];
                (f - 4.0 * erf(0.5) + r).powi(2)
            })
            .sum()
    };
    let mut at = [0.0; 13];
    at[..4].fill(1.0);
    at[8..12].fill(0.5);
    assert!((loss(&at) - 6.0).abs() < 1e-12);
    let mut state = 1u64;
    for size in [1e-1, 1e-2, 1e-3] {
        for _ in 0..2000 {
            let mut moved = at;
            for x in &mut moved {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                *x += size * ((state >> 33) as f64 / f64::from(1u32 << 30) - 1.0);
            }
            assert!(loss(&moved) > 6.0 - 1e-12, "{moved:?}");
        }
    }
    let c = run("erf", &options(&[1, 4, 1])).expect("no input error");
    assert_eq!(c.kind, Kind::NoWidening);
    for word in ["impossible", "any minimum"] {
        assert!(!c.because.contains(word), "{}", c.because);
    }
}

/// What is not analytic and has no linear piece is told as that, with the place.
#[test]
fn activations_that_are_not_analytic_are_told_so() {
    for (name, order) in [
        ("relu_squared", 2),
        ("max(0,x)^3", 3),
        ("x*abs(x)", 2),
        ("where(x > 0, x^2, -x^4)", 2),
    ] {
        let c = run(name, &options(&[1, 2, 1])).expect("no input error");
        assert_eq!(c.kind, Kind::Undecided, "{name}");
        assert!(
            c.because.contains("not analytic at x = 0")
                && c.because.contains(&format!("order {order}"))
                && c.because.contains("no linear piece")
                && !c.because.contains("checker"),
            "{name}: {}",
            c.because
        );
        check(&c).unwrap_or_else(|r| panic!("{name}: {r}"));
    }
}

// ---------------------------------------------------------------- linear pieces

/// The least sum of squares of an affine fit, by the normal equations.
fn affine_loss(x: &[Vec<BigRational>], y: &[Vec<BigRational>]) -> BigRational {
    let one = BigRational::from_integer(1.into());
    let rows: Vec<Vec<BigRational>> = x
        .iter()
        .map(|r| {
            std::iter::once(one.clone())
                .chain(r.iter().cloned())
                .collect()
        })
        .collect();
    let n = rows[0].len();
    let mut loss = BigRational::zero();
    for o in 0..y[0].len() {
        let mut a: Vec<Vec<BigRational>> = (0..n)
            .map(|i| {
                let mut row: Vec<BigRational> = (0..n)
                    .map(|j| rows.iter().map(|r| &r[i] * &r[j]).sum())
                    .collect();
                row.push(rows.iter().zip(y).map(|(r, y)| &r[i] * &y[o]).sum());
                row
            })
            .collect();
        for c in 0..n {
            let pivot: Vec<BigRational> = a[c].iter().map(|e| e / &a[c][c]).collect();
            for (r, row) in a.iter_mut().enumerate() {
                if r != c {
                    let factor = row[c].clone();
                    row.iter_mut()
                        .zip(&pivot)
                        .for_each(|(e, p)| *e -= &factor * p);
                }
            }
            a[c] = pivot;
        }
        for (r, y) in rows.iter().zip(y) {
            let fit: BigRational = r.iter().zip(&a).map(|(e, row)| e * &row[n]).sum();
            loss += (&fit - &y[o]) * (&fit - &y[o]);
        }
    }
    loss
}

#[test]
fn partially_linear_activations_have_the_loss_of_least_squares() {
    for (name, widths) in [
        ("relu", &[1, 4, 1][..]),
        ("relu", &[2, 3, 3, 2]),
        ("leaky_relu", &[1, 2, 1]),
        ("elu", &[1, 3, 2, 1]),
        ("hardswish", &[3, 2, 1]),
    ] {
        let c = bad(name, &options(widths));
        let data = c.data.as_ref().expect("data");
        let exact = |all: &[Vec<String>]| -> Vec<Vec<BigRational>> {
            all.iter()
                .map(|r| r.iter().map(|e| number(e)).collect())
                .collect()
        };
        let (x, y) = (exact(&data.inputs), exact(&data.targets));
        let loss = affine_loss(&x, &y);
        assert!(loss.is_positive(), "{name}");
        assert_eq!(
            number(&c.linear.as_ref().expect("linear").loss),
            loss,
            "{name} {widths:?}"
        );
        assert!(
            number(&c.better.as_ref().expect("better").loss[1]) < loss,
            "{name} {widths:?}"
        );
    }
}

// ---------------------------------------------------------------- the neighbourhood

#[test]
fn data_at_the_corners_of_the_neighbourhood_have_a_minimum_too() {
    let c = bad("gelu", &options(&[1, 3, 1]));
    let (small, data) = (
        c.small.as_ref().expect("small"),
        c.data.as_ref().expect("data"),
    );
    let n = c.neighbourhood.as_ref().expect("a neighbourhood");
    let radius = number(&n.radius);
    let mut random = Random(12);
    for round in 0..4 {
        let mut moved = |all: &[Vec<String>]| -> Vec<Vec<BigRational>> {
            let mut entry = |e: &String| {
                let sign = if round == 0 { 1 } else { random.nonzero(1) };
                number(e) + &radius * BigRational::from_integer(sign.into())
            };
            all.iter()
                .map(|r| r.iter().map(&mut entry).collect())
                .collect()
        };
        let layer = |l: &LayerWeights| Layer {
            w: l.w
                .iter()
                .map(|r| r.iter().map(|e| number(e)).collect())
                .collect(),
            b: l.b.as_ref().map(|b| b.iter().map(|e| number(e)).collect()),
        };
        let file = NetworkFile {
            activation: "gelu".into(),
            parameters: vec![],
            widths: small.widths.clone(),
            biases: true,
            loss: LossName::SumOfSquares,
            inputs: moved(&data.inputs),
            targets: moved(&data.targets),
            weights: Weights::from_layers(
                &Shape::new(&small.widths, true).expect("a shape"),
                &small.weights.iter().map(layer).collect::<Vec<_>>(),
            )
            .expect("of this shape"),
        };
        let asked = CertifyOptions {
            widen: Some(vec![3]),
            neighbourhood: false,
            ..CertifyOptions::default()
        };
        let found = certify(&file, shipped(), &Limits::default(), &asked, &|_| ())
            .expect("no input error")
            .certificate;
        assert_eq!(found.kind, Kind::BadLocalMinimum, "{}", found.because);
        assert_eq!(
            found.wide.as_ref().expect("wide").inertia,
            c.wide.as_ref().expect("wide").inertia
        );
        assert_eq!(found.wide.as_ref().expect("wide").lemma, "merge");
        // In the box stated, with the bounds stated.
        let there = found.small.as_ref().expect("small");
        for ((a, b), r) in there.weights.iter().zip(&small.weights).zip(&n.radii) {
            let flat = |l: &LayerWeights| -> Vec<BigRational> {
                l.w.iter()
                    .flatten()
                    .chain(l.b.iter().flatten())
                    .map(|e| number(e))
                    .collect()
            };
            for ((a, b), r) in flat(a).iter().zip(flat(b)).zip(flat(r)) {
                let distance = (a - &b).abs();
                assert!(distance <= r + number(&there.radius), "{a} {b}");
            }
        }
        assert!(number(&there.loss[1]) >= number(&n.minimum_at_least));
        let judge = Judge::of(&found, "gelu");
        let better = judge.loss(&floats(&c.better.as_ref().expect("better").weights));
        assert!(better < float(&n.better_at_most) + 1e-12, "{better}");
    }
}
