//! Local minima inside linear pieces, judged by an evaluation of the networks that shares nothing with the
//! construction.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::support::minimum::MinimumText;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use wronski::internals::certificate::minimum::{ActivationRecord, Kind, LayerWeights, SegmentKind};
use wronski::internals::construct::linear::{LinearTask, linear_minimum, non_affine_data};
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::network::SumOfSquares;

type Rows = Vec<Vec<BigRational>>;

fn number(text: &str) -> BigRational {
    wronski::internals::exact::decimal::exact_number(text, 4000).expect("an exact number")
}

fn construct(activation: &str, widths: &[usize], x: &Rows, y: &Rows) -> MinimumText {
    let sigma = parse(activation, &Parameters::new()).expect("parses").expr;
    let task = LinearTask {
        sigma: &sigma,
        activation: ActivationRecord {
            input: activation.into(),
            expression: sigma.to_string(),
            verified: false,
            claims: None,
        },
        loss: SumOfSquares,
        widths,
        inputs: x,
        targets: y,
        seed: 0,
    };
    linear_minimum(&task).expect("no input error").into()
}

type Case = (MinimumText, Rows, Rows);

/// The minimum on the data set of a seed, constructed once.
fn default(activation: &str, widths: &[usize]) -> Case {
    static KNOWN: Mutex<BTreeMap<String, Case>> = Mutex::new(BTreeMap::new());
    let key = format!("{activation} {widths:?}");
    let known = KNOWN.lock().expect("no panic before").get(&key).cloned();
    known.unwrap_or_else(|| {
        let (x, y) = non_affine_data(widths[0], widths[widths.len() - 1], 9, 3);
        let case = (construct(activation, widths, &x, &y), x, y);
        KNOWN
            .lock()
            .expect("no panic before")
            .insert(key, case.clone());
        case
    })
}

/// The activations in floating point, written down anew.
fn sigma(name: &str, x: f64) -> f64 {
    match name {
        "relu" => x.max(0.0),
        "leaky_relu" => {
            if x > 0.0 {
                x
            } else {
                0.01 * x
            }
        }
        "elu" => {
            if x > 0.0 {
                x
            } else {
                x.exp_m1()
            }
        }
        "selu" => {
            let (l, a) = (1.050_700_987_355_480_5, 1.673_263_242_354_377_2);
            if x > 0.0 { l * x } else { l * a * x.exp_m1() }
        }
        "celu(x, 2)" => {
            if x > 0.0 {
                x
            } else {
                2.0 * (x / 2.0).exp_m1()
            }
        }
        "hardtanh" => x.clamp(-1.0, 1.0),
        "relu6" => x.clamp(0.0, 6.0),
        "hardsigmoid" => (x / 6.0 + 0.5).clamp(0.0, 1.0),
        "hardswish" => x * ((x + 3.0) / 6.0).clamp(0.0, 1.0),
        _ => panic!("{name}"),
    }
}

fn floats(weights: &[LayerWeights]) -> Vec<(Vec<Vec<f64>>, Vec<f64>)> {
    let float = |s: &String| number(s).to_f64().expect("a float");
    weights
        .iter()
        .map(|l| {
            let w = l.w.iter().map(|r| r.iter().map(float).collect()).collect();
            (w, l.b.as_ref().expect("biases").iter().map(float).collect())
        })
        .collect()
}

fn loss(name: &str, layers: &[(Vec<Vec<f64>>, Vec<f64>)], x: &Rows, y: &Rows) -> f64 {
    let mut sum = 0.0;
    for (x, y) in x.iter().zip(y) {
        let mut a: Vec<f64> = x.iter().map(|q| q.to_f64().expect("a float")).collect();
        for (l, (w, b)) in layers.iter().enumerate() {
            let z = w
                .iter()
                .zip(b)
                .map(|(r, b)| r.iter().zip(&a).map(|(w, a)| w * a).sum::<f64>() + b);
            a = if l + 1 == layers.len() {
                z.collect()
            } else {
                z.map(|z| sigma(name, z)).collect()
            };
        }
        for (f, y) in a.iter().zip(y) {
            sum += (f - y.to_f64().expect("a float")).powi(2);
        }
    }
    sum
}

fn between(a: &[LayerWeights], b: &[LayerWeights], t: f64) -> Vec<(Vec<Vec<f64>>, Vec<f64>)> {
    let mix = |a: &Vec<f64>, b: &Vec<f64>| a.iter().zip(b).map(|(a, b)| a + t * (b - a)).collect();
    floats(a)
        .iter()
        .zip(&floats(b))
        .map(|((v, c), (w, d))| (v.iter().zip(w).map(|(v, w)| mix(v, w)).collect(), mix(c, d)))
        .collect()
}

/// Exact preactivations inside the piece, and the exact outputs.
fn exact_run(c: &MinimumText, x: &[BigRational]) -> Vec<BigRational> {
    let linear = c.linear.as_ref().expect("a linear section");
    let (slope, intercept) = (number(&linear.slope), number(&linear.intercept));
    let mut a = x.to_vec();
    let layers = linear.weights.len();
    for (l, layer) in linear.weights.iter().enumerate() {
        let b = layer.b.as_ref().expect("biases");
        let z = layer.w.iter().zip(b).map(|(r, b)| {
            r.iter()
                .zip(&a)
                .map(|(w, a)| number(w) * a)
                .sum::<BigRational>()
                + number(b)
        });
        let z: Vec<BigRational> = z.collect();
        if l + 1 == layers {
            return z;
        }
        for z in &z {
            let [low, high] = &linear.interval;
            assert!(low == "-inf" || number(low) < *z);
            assert!(high == "inf" || *z < number(high));
        }
        a = z.iter().map(|z| &slope * z + &intercept).collect();
    }
    a
}

const NAMES: [&str; 9] = [
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "celu(x, 2)",
    "hardtanh",
    "relu6",
    "hardsigmoid",
    "hardswish",
];

const WIDTHS: [&[usize]; 6] = [
    &[1, 2, 1],
    &[1, 4, 3, 1],
    &[2, 3, 3, 2],
    &[3, 2, 1],
    &[2, 4, 1],
    &[2, 2, 4, 5, 1],
];

#[test]
fn the_minimum_is_the_least_squares_fit() {
    for name in NAMES {
        for widths in WIDTHS {
            let (c, x, y) = default(name, widths);
            assert_eq!(
                c.kind,
                Kind::BadLocalMinimum,
                "{name} {widths:?}: {}",
                c.because
            );
            let mut sum = BigRational::zero();
            let outputs: Rows = x.iter().map(|x| exact_run(&c, x)).collect();
            for j in 0..y[0].len() {
                let r: Vec<BigRational> =
                    outputs.iter().zip(&y).map(|(f, y)| &f[j] - &y[j]).collect();
                // The residual of a best affine fit is orthogonal to the constant and to each input.
                assert!(r.iter().sum::<BigRational>().is_zero());
                for k in 0..widths[0] {
                    assert!(
                        r.iter()
                            .zip(&x)
                            .map(|(r, x)| r * &x[k])
                            .sum::<BigRational>()
                            .is_zero()
                    );
                }
                sum += r.iter().map(|r| r * r).sum::<BigRational>();
            }
            let linear = c.linear.as_ref().expect("a linear section");
            assert_eq!(sum, number(&linear.loss), "{name} {widths:?}");
            assert!(sum.is_positive() && number(&linear.radius).is_positive());
        }
    }
}

#[test]
fn all_units_stay_in_the_piece_within_the_radius() {
    // The extreme changes of the weights: all up, all down, and mixed signs.
    // In the last shape the idle units outweigh the others.
    let shapes = WIDTHS.iter().copied().chain([&[1, 40, 40, 1][..]]);
    for widths in shapes {
        for name in ["relu", "hardtanh", "elu"] {
            let (c, x, _) = default(name, widths);
            let linear = c.linear.as_ref().expect("a linear section");
            let radius = number(&linear.radius);
            for pattern in 1..9u64 {
                let mut count = pattern;
                let mut moved = c.clone();
                let mut change = |s: &mut String| {
                    count = count
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(pattern);
                    let up = match pattern {
                        1 => true,
                        2 => false,
                        _ => count >> 40 & 1 == 1,
                    };
                    let q = number(s);
                    *s = (if up { q + &radius } else { q - &radius }).to_string();
                };
                let weights = &mut moved.linear.as_mut().expect("a linear section").weights;
                for layer in weights {
                    layer.w.iter_mut().flatten().for_each(&mut change);
                    layer.b.iter_mut().flatten().for_each(&mut change);
                }
                for x in &x {
                    exact_run(&moved, x);
                }
            }
        }
    }
}

#[test]
fn better_weights_are_better_and_the_path_does_not_rise() {
    for name in NAMES {
        for widths in WIDTHS {
            let (c, x, y) = default(name, widths);
            let linear = c.linear.as_ref().expect("a linear section");
            let better = c.better.as_ref().expect("better weights");
            let start = number(&linear.loss);
            let [low, high] = [number(&better.loss[0]), number(&better.loss[1])];
            assert!(low <= high && high < start, "{name} {widths:?}");
            let found = loss(name, &floats(&better.weights), &x, &y);
            let middle = ((low + high) / BigRational::from_integer(2.into()))
                .to_f64()
                .expect("a float");
            assert!(
                (found - middle).abs() < 1e-6 * middle.max(1.0),
                "{name} {widths:?}: {found} {middle}"
            );
            if c.path.is_empty() {
                assert!(c.notes.contains_key("path"));
                continue;
            }
            assert_eq!(c.path[0].from, linear.weights);
            assert_eq!(c.path[c.path.len() - 1].to, better.weights);
            assert!(c.path.windows(2).all(|p| p[0].to == p[1].from));
            for segment in &c.path {
                let at = |t: f64| loss(name, &between(&segment.from, &segment.to, t), &x, &y);
                let values: Vec<f64> = (0..=10).map(|i| at(f64::from(i) / 10.0)).collect();
                for pair in values.windows(2) {
                    match segment.kind {
                        SegmentKind::Constant => {
                            assert!((pair[0] - pair[1]).abs() < 1e-6 * pair[0])
                        }
                        SegmentKind::Descent => {
                            assert!(pair[1] < pair[0], "{name} {widths:?} {values:?}")
                        }
                    }
                }
                if segment.kind == SegmentKind::Constant {
                    only_idle_units_move(&segment.from, &segment.to);
                }
            }
        }
    }
}

/// Changed are only incoming weights of units whose outgoing weights are 0 at both ends.
fn only_idle_units_move(from: &[LayerWeights], to: &[LayerWeights]) {
    let biases = |l: &LayerWeights, unit: usize| l.b.as_ref().map(|b| b[unit].clone());
    for (l, (a, b)) in from.iter().zip(to).enumerate() {
        for unit in 0..a.w.len() {
            if a.w[unit] == b.w[unit] && biases(a, unit) == biases(b, unit) {
                continue;
            }
            for next in [&from[l + 1], &to[l + 1]] {
                assert!(
                    next.w.iter().all(|row| row[unit] == "0"),
                    "layer {l}, unit {unit}"
                );
            }
        }
    }
}

#[test]
fn paths_are_given_wherever_the_last_hidden_layer_has_a_unit_to_spare() {
    for (widths, given) in [
        (vec![1, 2, 1], true),
        (vec![1, 1, 1], false),
        (vec![1, 1, 2, 1], true),
    ] {
        let (c, ..) = default("relu", &widths);
        assert_eq!(!c.path.is_empty(), given, "{widths:?}: {}", c.because);
    }
}

#[test]
fn a_fit_by_hand() {
    // Targets |x| on -1, 0, 1: the best line is 2/3, the loss 1/9 + 4/9 + 1/9.
    let q = |n: i64| vec![BigRational::from_integer(n.into())];
    let (x, y) = (vec![q(-1), q(0), q(1)], vec![q(1), q(0), q(1)]);
    let c = construct("relu", &[1, 2, 1], &x, &y);
    let linear = c.linear.expect("a linear section");
    assert_eq!(linear.loss, "2/3");
    assert_eq!(linear.fit.w, [["0"]]);
    assert_eq!(linear.fit.b, Some(vec!["2/3".to_string()]));
    assert_eq!(linear.interval, ["0", "inf"]);
    assert_eq!(c.kind, Kind::BadLocalMinimum);
}

#[test]
fn what_cannot_be_constructed_is_said() {
    let q = |n: i64| vec![BigRational::from_integer(n.into())];
    let x: Rows = (0..4).map(q).collect();
    let affine: Rows = (0..4).map(|n| q(3 * n - 5)).collect();
    let (wide_x, wide_y) = non_affine_data(3, 2, 12, 0);
    for (activation, widths, x, y, word) in [
        ("relu", vec![1, 2, 1], &x, &affine, "loss 0"),
        (
            "sigmoid",
            vec![1, 2, 1],
            &x,
            &x,
            "Proposition 1 does not apply",
        ),
        (
            "2*x + 1",
            vec![1, 2, 1],
            &x,
            &vec![q(0), q(1), q(1), q(0)],
            "whole line",
        ),
        ("relu", vec![3, 1, 2], &wide_x, &wide_y, "rank 2"),
        ("relu", vec![3, 4, 1, 2], &wide_x, &wide_y, "rank 2"),
    ] {
        let c = construct(activation, &widths, x, y);
        assert_eq!(c.kind, Kind::Undecided, "{activation}");
        assert!(c.because.contains(word), "{}", c.because);
        assert!(c.better.is_none() && c.path.is_empty());
    }
}

#[test]
fn every_seed_gives_a_bad_minimum_where_a_unit_is_to_spare() {
    for seed in 0..12 {
        for (name, widths) in [
            ("relu", vec![1, 2, 1]),
            ("hardtanh", vec![2, 3, 1]),
            ("elu", vec![1, 2, 2, 2]),
        ] {
            let (x, y) = non_affine_data(widths[0], widths[widths.len() - 1], widths[0] + 3, seed);
            let c = construct(name, &widths, &x, &y);
            assert_eq!(
                c.kind,
                Kind::BadLocalMinimum,
                "{name} {widths:?} {seed}: {}",
                c.because
            );
            assert!(!c.path.is_empty());
        }
    }
}

#[test]
fn the_checker_confirms_them_and_refuses_forgeries() {
    use wronski::internals::check::check_text;
    let accepted = |c: &MinimumText| check_text(&c.text()).is_ok();
    for name in NAMES {
        for widths in WIDTHS {
            let (c, ..) = default(name, widths);
            let answer = check_text(&c.text());
            assert!(answer.is_ok(), "{name} {widths:?}: {:?}", answer.err());
        }
    }
    let times = |text: &str, n: i64, d: i64| {
        (number(text) * BigRational::new(n.into(), d.into())).to_string()
    };
    let (c, ..) = default("elu", &[1, 4, 3, 1]);
    let forge = |change: &dyn Fn(&mut MinimumText)| {
        let mut forged = c.clone();
        change(&mut forged);
        assert_ne!(forged, c);
        !accepted(&forged)
    };
    let linear = |f: &dyn Fn(&mut wronski::internals::certificate::minimum::LinearRecord)| {
        forge(&|c| f(c.linear.as_mut().expect("a linear section")))
    };
    assert!(linear(&|l| l.loss = times(&l.loss, 999, 1000)));
    assert!(linear(&|l| l.radius = times(&l.radius, 64, 1)));
    assert!(linear(&|l| l.radius = "0".into()));
    assert!(linear(&|l| l.slope = "2".into()));
    assert!(linear(&|l| l.interval = ["-1".into(), "inf".into()]));
    assert!(linear(
        &|l| l.fit.w[0][0] = times(&l.fit.w[0][0], 1001, 1000)
    ));
    assert!(linear(&|l| l.weights[2].b = Some(vec!["1".into()])));
    // A unit outside of the piece.
    assert!(linear(
        &|l| l.weights[0].b.as_mut().expect("biases")[1] = "-1".into()
    ));
    let better = |f: &dyn Fn(&mut wronski::internals::certificate::minimum::PointRecord)| {
        forge(&|c| f(c.better.as_mut().expect("better weights")))
    };
    assert!(better(&|b| b.loss[1] = times(&b.loss[0], 999, 1000)));
    assert!(better(&|b| b.weights[0].w[0][0] = "7".into()));
    assert!(forge(&|c| c
        .better
        .as_mut()
        .expect("better weights")
        .weights =
        c.linear.as_ref().expect("a linear section").weights.clone()));
    assert!(forge(&|c| c.path.truncate(1)));
    assert!(forge(&|c| drop(c.path.remove(0))));
    assert!(forge(&|c| c.path.reverse()));
    assert!(forge(
        &|c| c.data.as_mut().expect("data").targets[0][0] = "9".into()
    ));
    assert!(forge(&|c| c.activation.expression = "relu(x)".into()));
}
