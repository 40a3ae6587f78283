//! `certify` on networks that users might bring. Expected numbers were computed apart from this program: Newton's
//! method with mpmath in 40 to 50 digits from the weights given, first and second derivatives by hyper-dual numbers,
//! eigenvalues by `mpmath.eigsy`, moment matrices from their definition.

use std::process::{Command, Stdio};

use crate::support::minimum::MinimumText;
use num_rational::BigRational;
use num_traits::Signed;
use serde_json::{Value, json};
use wronski::internals::certificate::minimum::{Enclosure, Kind};
use wronski::internals::check::minimum::check;
use wronski::internals::pipeline::{CertifyOptions, Limits, certify, read_network};
use wronski::internals::rewrite::shipped;

fn number(text: &str) -> BigRational {
    wronski::internals::exact::decimal::exact_number(text, 10_000)
        .unwrap_or_else(|| panic!("{text}"))
}

/// What is found, confirmed by the checker wherever something is claimed.
fn run(json: &str, options: &CertifyOptions) -> MinimumText {
    let file = read_network(json).expect("a valid file");
    let c = certify(&file, shipped(), &Limits::default(), options, &|_| ())
        .expect("no input error")
        .certificate;
    if let Err(r) = check(&c) {
        panic!("{:?}: {r}", c.kind());
    }
    c.into()
}

fn plain() -> CertifyOptions {
    CertifyOptions::default()
}

fn widen(widths: &[usize]) -> CertifyOptions {
    CertifyOptions {
        widen: Some(widths.to_vec()),
        ..plain()
    }
}

/// The enclosure is narrow and within some units of the last digit of a rounded number.
#[track_caller]
fn near(e: &Enclosure, rounded: &str, relative: &str) {
    let (lo, hi, value) = (number(&e[0]), number(&e[1]), number(rounded));
    let room = value.abs() * number(relative);
    assert!(lo <= hi && &hi - &lo <= room, "{e:?} is wide");
    assert!(
        &value - &room <= lo && hi <= &value + &room,
        "{e:?} is not {rounded}"
    );
}

/// A positive lower bound of a rounded number, and not a useless one.
#[track_caller]
fn bounds_from_below(bound: &str, rounded: &str) {
    let (bound, value) = (number(bound), number(rounded));
    assert!(bound.is_positive() && bound <= value, "{bound} {value}");
    assert!(bound * number("2") > value, "useless");
}

fn claims_nothing_of_minima(c: &MinimumText, what: &str) {
    assert!(
        !matches!(c.kind, Kind::StrictLocalMinimum | Kind::BadLocalMinimum),
        "{what}: {:?}, {}",
        c.kind,
        c.because
    );
    assert!(
        c.better.is_none() && c.path.is_empty() && c.neighbourhood.is_none(),
        "{what}"
    );
}

// ---------------------------------------------------------------- the published experiment

const PUBLISHED: &str = include_str!("../../examples/petzka-sminchisescu-5.4.json");

#[test]
fn the_published_student_is_a_strict_minimum() {
    let c = run(PUBLISHED, &plain());
    assert_eq!(c.kind, Kind::StrictLocalMinimum, "{}", c.because);
    let small = c.small.expect("a small network");
    near(&small.loss, "4.81749410535997536", "1e-12");
    assert_eq!(small.hessian_inertia, [4, 0]);
    bounds_from_below(&small.hessian_least_eigenvalue, "0.0013970155897342");
    assert_eq!(small.moments.len(), 2);
    assert!(small.moments.iter().all(|m| m.definite == "positive"));
    near(
        &small.moments[0].eigenvalues[0],
        "0.00043636281421229",
        "1e-11",
    );
    near(
        &small.moments[0].eigenvalues[1],
        "0.018237564331258",
        "1e-11",
    );
    near(
        &small.moments[1].eigenvalues[0],
        "0.075658878623686",
        "1e-11",
    );
    assert!(c.wide.is_none() && c.better.is_none());
}

#[test]
fn the_published_widening_is_a_bad_minimum() {
    let c = run(
        PUBLISHED,
        &CertifyOptions {
            neighbourhood: false,
            ..widen(&[21, 21])
        },
    );
    assert_eq!(c.kind, Kind::BadLocalMinimum, "{}", c.because);
    let wide = c.wide.expect("a wide network");
    assert_eq!(
        (wide.inertia, wide.lemma.as_str()),
        ([64, 0, 440], "critical-kernel")
    );
    assert!(
        wide.fractions
            .iter()
            .all(|l| l.len() == 21 && l.iter().all(|f| f == "1/21"))
    );
    let better = c.better.expect("better weights");
    assert!(number(&better.loss[1]) < number("4.8"));
    // 504 weights: within the limit of the second route, which must agree.
    let note = &c.notes["full Hessian"];
    assert!(
        note.starts_with("64 eigenvalues certainly positive, 0 certainly negative"),
        "{note}"
    );
}

#[test]
fn a_negative_last_fraction_makes_a_saddle() {
    let last = Some(number("-1/2"));
    let c = run(
        PUBLISHED,
        &CertifyOptions {
            last_fraction: last,
            cross_check: false,
            ..widen(&[21, 21])
        },
    );
    assert_eq!(c.kind, Kind::Saddle, "{}", c.because);
    // B(1) has two positive eigenvalues, B(2) one: three directions down.
    assert_eq!(c.wide.as_ref().expect("wide").inertia, [61, 3, 440]);
    assert!(number(&c.saddle.as_ref().expect("a saddle").curvature[1]).is_negative());
    claims_nothing_of_minima(&c, "saddle");
}

#[test]
fn one_widened_layer_of_the_published_student() {
    // 2-3-1-1: 6 + 3 + 1 weights, 4 + 2 * 2 positive. 2-1-3-1: 2 + 3 + 3 weights, 4 + 2 * 1 positive.
    for (widths, inertia) in [([3, 1], [8, 0, 2]), ([1, 3], [6, 0, 2])] {
        let c = run(
            PUBLISHED,
            &CertifyOptions {
                neighbourhood: false,
                ..widen(&widths)
            },
        );
        assert_eq!(c.kind, Kind::BadLocalMinimum, "{}", c.because);
        let wide = c.wide.expect("wide");
        assert_eq!(
            (wide.inertia, wide.lemma.as_str()),
            (inertia, "merge"),
            "{widths:?}"
        );
    }
}

// ---------------------------------------------------------------- several units in a layer

/// 1-2-1, tanh, biases: the residual is orthogonal to the gradient family and gives the two units moment matrices of
/// opposite signs. Inputs -3, -2.6, ..., 3; critical within 1e-11 of the base weights (1/2, 5/4), (-3/4, 1/2), (1/4,
/// 1, -3/2).
fn two_units(weights: Value) -> String {
    let inputs: Vec<Value> = (0..16)
        .map(|k| json!([format!("{}/5", 2 * k - 15)]))
        .collect();
    let targets = [
        "0.769571632247",
        "0.578818853624",
        "0.79731050837",
        "0.73510410164",
        "0.64055138323",
        "0.977526211542",
        "1.12051879165",
        "1.56566363987",
        "1.73156294127",
        "1.70738366873",
        "1.61201494481",
        "1.26243274522",
        "1.00765705348",
        "0.788940086431",
        "0.46221831049",
        "0.306802670693",
    ]
    .map(|t| json!([t]));
    json!({
        "activation": "tanh", "widths": [1, 2, 1], "biases": true, "loss": "sum_of_squares",
        "inputs": inputs, "targets": targets, "weights": weights
    })
    .to_string()
}

fn at_two_units() -> Value {
    json!([{"W": [[1.25], [0.5]], "b": [0.5, -0.75]}, {"W": [[1, -1.5]], "b": [0.25]}])
}

#[test]
fn one_unit_of_two_is_copied() {
    let json = two_units(at_two_units());
    let c = run(&json, &plain());
    assert_eq!(c.kind, Kind::StrictLocalMinimum, "{}", c.because);
    let small = c.small.expect("small");
    near(&small.loss, "0.0625000000004356576", "1e-12");
    bounds_from_below(&small.hessian_least_eigenvalue, "0.00502584866474");
    assert_eq!(small.moments[0].definite, "positive");
    assert_eq!(small.moments[1].definite, "negative");
    near(
        &small.moments[0].eigenvalues[0],
        "0.0000182012674279",
        "1e-6",
    );
    near(
        &small.moments[1].eigenvalues[0],
        "-0.0000182012679968",
        "1e-6",
    );

    // Without a choice, the unit with the positive definite matrix. 13 weights: 7 + 2 * 2 positive.
    for (units, expected) in [(None, 0), (Some(vec![0]), 0), (Some(vec![1]), 1)] {
        let c = run(
            &json,
            &CertifyOptions {
                units: units.clone(),
                ..widen(&[4])
            },
        );
        assert_eq!(c.kind, Kind::BadLocalMinimum, "{units:?}: {}", c.because);
        let wide = c.wide.expect("wide");
        assert_eq!((wide.inertia, wide.lemma.as_str()), ([11, 0, 2], "merge"));
        assert_eq!(wide.units, [expected]);
        let fractions: &[&str] = if expected == 0 {
            &["1/3", "1/3", "1/3"]
        } else {
            &["5/3", "-1/3", "-1/3"]
        };
        assert_eq!(wide.fractions[0], fractions);
        assert!(number(&c.better.expect("better").loss[1]) < number("0.0625"));
    }
    // Fractions 3/4, 3/4, -1/2: two directions down where the matrix is positive, two where it is negative.
    for unit in [0, 1] {
        let options = CertifyOptions {
            units: Some(vec![unit]),
            last_fraction: Some(number("-1/2")),
            ..widen(&[4])
        };
        let c = run(&json, &options);
        assert_eq!(c.kind, Kind::Saddle, "{}", c.because);
        assert_eq!(c.wide.as_ref().expect("wide").inertia, [9, 2, 2]);
        claims_nothing_of_minima(&c, "saddle");
    }
}

#[test]
fn unfinished_training_is_no_minimum() {
    // Every weight moved by 0.3, further than the search goes.
    let moved =
        json!([{"W": [[1.55], [0.8]], "b": [0.8, -0.45]}, {"W": [[1.3, -1.2]], "b": [0.55]}]);
    for options in [plain(), widen(&[4])] {
        let c = run(&two_units(moved.clone()), &options);
        assert!(
            matches!(c.kind, Kind::NotCritical | Kind::Undecided),
            "{:?} {}",
            c.kind,
            c.because
        );
        claims_nothing_of_minima(&c, "moved by 0.3");
    }
    // Allowed to look further, whatever is found lies within the distance.
    let c = run(
        &two_units(moved),
        &CertifyOptions {
            within: Some(number("1/2")),
            ..plain()
        },
    );
    if let (Kind::StrictLocalMinimum, Some(small)) = (c.kind, &c.small) {
        near(&small.loss, "0.0625000000004356576", "1e-9");
    }
}

/// Copies written out as weights: a whole space of critical points, so no strict minimum; without `--widen` nothing
/// is claimed.
#[test]
fn duplicate_units_are_no_strict_minimum() {
    for v in [[0.5, 0.5], [1.5, -0.5], [1.0, 0.0], [0.25, 0.75]] {
        let json = two_units(at_two_units());
        let mut file: Value = serde_json::from_str(&json).expect("JSON");
        file["widths"] = json!([1, 3, 1]);
        file["weights"] = json!([
            {"W": [[1.25], [0.5], [1.25]], "b": [0.5, -0.75, 0.5]},
            {"W": [[v[0], -1.5, v[1]]], "b": [0.25]}
        ]);
        let c = run(&file.to_string(), &plain());
        assert!(
            matches!(c.kind, Kind::Undecided | Kind::NotCritical | Kind::Saddle),
            "{v:?}: {:?}",
            c.kind
        );
        claims_nothing_of_minima(&c, "duplicates");
    }
}

#[test]
fn saturated_units_are_no_minimum() {
    // Logistic-type minimum at infinity: all derivatives are 0 in double precision.
    for (name, big) in [
        ("tanh", 1e3),
        ("sigmoid", 1e3),
        ("sigmoid", 30.0),
        ("gelu", 1e3),
        ("sigmoid", 1e5),
    ] {
        let mut file: Value = serde_json::from_str(&two_units(at_two_units())).expect("JSON");
        file["activation"] = json!(name);
        file["weights"] = json!([
            {"W": [[big], [-big]], "b": [big, big / 2.0]},
            {"W": [[0.5, -0.25]], "b": [1]}
        ]);
        for options in [plain(), widen(&[4])] {
            let c = run(&file.to_string(), &options);
            claims_nothing_of_minima(&c, name);
        }
    }
}

// ---------------------------------------------------------------- next to critical points

/// Weights rounded to doubles, next to what the program itself has shown to be a minimum that is not isolated.
#[test]
fn next_to_its_own_minima_nothing_is_called_not_critical() {
    for (activation, widths) in [("gelu", vec![1, 4, 1]), ("tanh", vec![1, 2, 2, 1])] {
        let options = wronski::internals::pipeline::ConstructOptions {
            widths: widths.clone(),
            neighbourhood: false,
            ..Default::default()
        };
        let made = wronski::internals::pipeline::construct(
            activation,
            &wronski::internals::expr::Parameters::new(),
            shipped(),
            &Limits::default(),
            &options,
            &|_| (),
        )
        .expect("no input error")
        .certificate;
        let made = MinimumText::from(made);
        assert_eq!(made.kind, Kind::BadLocalMinimum);
        let doubles = |row: &[String]| -> Vec<f64> {
            row.iter()
                .map(|t| num_traits::ToPrimitive::to_f64(&number(t)).expect("finite"))
                .collect()
        };
        let weights: Vec<Value> = made
            .wide
            .expect("wide")
            .weights
            .iter()
            .map(|l| {
                let w: Vec<Vec<f64>> = l.w.iter().map(|r| doubles(r)).collect();
                json!({ "W": w, "b": doubles(l.b.as_ref().expect("biases")) })
            })
            .collect();
        let data = made.data.expect("data");
        let file = json!({
            "activation": activation, "widths": widths, "biases": true, "loss": "sum_of_squares",
            "inputs": data.inputs, "targets": data.targets, "weights": weights
        });
        let c = run(&file.to_string(), &plain());
        assert_eq!(c.kind, Kind::Undecided, "{activation}: {}", c.because);
        let seen = c.seen.expect("what is seen");
        assert!(
            number(&seen.gradient[1]) < number("1e-10"),
            "{:?}",
            seen.gradient
        );
        // Three copies more than needed, or one in each of two layers and a sum between them: a kernel of dimension 3
        // (section 2).
        let h = seen.hessian.expect("eigenvalues");
        assert_eq!((h.below, h.between), (0, 3), "{activation}");
    }
}

/// f = v cosh(w x) at x = 1, 2 with targets 2, 0: (0, 1) is critical, the Hessian there is diag(6, 4), and there is
/// no other critical point near.
fn cosh(w: &str) -> String {
    json!({
        "activation": "cosh", "widths": [1, 1, 1], "biases": false, "loss": "sum_of_squares",
        "inputs": [["1"], ["2"]], "targets": [["2"], ["0"]],
        "weights": [{"W": [[w]]}, {"W": [["1"]]}]
    })
    .to_string()
}

#[test]
fn an_exclusion_is_smaller_than_the_distance() {
    let within = |d: &str| CertifyOptions {
        within: Some(number(d)),
        ..plain()
    };
    for distance in ["1/100000", "1/1000", "1/50", "1/10"] {
        for part in ["1/1000", "1/10", "9/10"] {
            let asked = number(distance) * number(part);
            let c = run(&cosh(distance), &within(&asked.to_string()));
            // The critical point lies outside of what is asked about.
            match (c.kind, &c.exclusion) {
                (Kind::NotCritical, Some(e)) => {
                    assert!(number(&e.radius) >= asked && number(&e.radius) < number(distance));
                }
                (Kind::Undecided, None) => assert_eq!(part, "9/10", "{distance}: {}", c.because),
                other => panic!("{distance} {part}: {other:?}"),
            }
        }
        // Asked about more, it is found.
        let more = number(distance) * number("11/10");
        let c = run(&cosh(distance), &within(&more.to_string()));
        assert_eq!(
            c.kind,
            Kind::StrictLocalMinimum,
            "{distance}: {}",
            c.because
        );
    }
}

/// Without `--within` the radius is at least 1e-6 of the size of the weights, and as large as can be shown.
#[test]
fn unfinished_training_excludes_a_named_radius() {
    let moved =
        json!([{"W": [[1.55], [0.8]], "b": [0.8, -0.45]}, {"W": [[1.3, -1.2]], "b": [0.55]}]);
    let c = run(&two_units(moved), &plain());
    assert_eq!(c.kind, Kind::NotCritical, "{}", c.because);
    let radius = number(&c.exclusion.expect("an exclusion").radius);
    // The critical point is 0.3 away; the largest weight, 1.55, counts as 2.
    assert!(
        radius >= number("2e-6") && radius < number("0.3"),
        "{radius}"
    );
    assert!(radius > number("1e-4"), "useless: {radius}");

    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/networks/unfinished-1-3-1-tanh.json"
    );
    let c = run(&std::fs::read_to_string(path).expect("readable"), &plain());
    assert_eq!(c.kind, Kind::NotCritical, "{}", c.because);
    // The largest weight is 4.84..., so 5e-6 is asked for.
    assert!(number(&c.exclusion.expect("an exclusion").radius) >= number("5e-6"));
}

/// Hidden weights 0: the gradient is exactly 0, and says so; the point is not isolated.
#[test]
fn an_exact_critical_point_is_seen() {
    let file = json!({
        "activation": "tanh", "widths": [1, 2, 1], "biases": true, "loss": "sum_of_squares",
        "inputs": [["-1"], ["1"]], "targets": [["-1"], ["1"]],
        "weights": [{"W": [["0"], ["0"]], "b": ["0", "0"]}, {"W": [["0", "0"]], "b": ["0"]}]
    });
    let c = run(&file.to_string(), &plain());
    assert_eq!(c.kind, Kind::Undecided, "{}", c.because);
    let seen = c.seen.expect("what is seen");
    assert_eq!(seen.gradient, ["0", "0"]);
    assert_eq!(seen.loss, ["2", "2"]);
    // f = c + sum v tanh(w x + b): d2 loss/dc2 = 4, d2 loss/dv dw = -2 sum y x = -4 for each unit, all else 0:
    // eigenvalues 4, +-4, +-4, 0, 0.
    let h = seen.hessian.expect("eigenvalues");
    assert_eq!((h.above, h.below, h.between), (3, 2, 2));
}

/// Three samples for four weights: the gradient family has rank 2 on them (singular values 7.01, 1.08, 3e-25), and
/// the residual is orthogonal to it. Newton's method with mpmath in 50 digits from the weights given: loss
/// 1.0000000003032396793, eigenvalues of the Hessian 0.019629393568619, 0.505..., 2.41..., 98.96..., of the moment
/// matrix 0.0187414135005163, 0.586484416529522; distance 8.38136e-10.
#[test]
fn three_samples_can_do() {
    let file = json!({
        "activation": "gelu", "widths": [1, 1, 1], "biases": true, "loss": "sum_of_squares",
        "inputs": [["1.004880467"], ["2.475722355"], ["3.839675531"]],
        "targets": [["0.470473206"], ["3.274939768"], ["3.399923633"]],
        "weights": [{"W": [["1"]], "b": ["0"]}, {"W": [["1"]], "b": ["0"]}]
    })
    .to_string();
    let c = run(&file, &plain());
    assert_eq!(c.kind, Kind::StrictLocalMinimum, "{}", c.because);
    let c = run(&file, &widen(&[3]));
    assert_eq!(c.kind, Kind::BadLocalMinimum, "{}", c.because);
    let small = c.small.expect("small");
    near(&small.loss, "1.0000000003032396793", "1e-15");
    bounds_from_below(&small.hessian_least_eigenvalue, "0.019629393568619");
    near(
        &small.moments[0].eigenvalues[0],
        "0.0187414135005163",
        "1e-12",
    );
    near(
        &small.moments[0].eigenvalues[1],
        "0.586484416529522",
        "1e-12",
    );
    assert!(number(&c.better.expect("better").loss[1]) < number("0.1"));
}

// ---------------------------------------------------------------- saddles and several outputs

#[test]
fn a_constant_predictor_is_a_saddle() {
    // v = 0, and w with tanh(w) + tanh(2w) = 3/2 tanh(3w), so that the derivative by v vanishes too. mpmath: w =
    // 0.658478948462408, eigenvalues -0.601277189193 and 4.61979570771.
    let json = json!({
        "activation": "tanh", "widths": [1, 1, 1], "biases": false, "loss": "sum_of_squares",
        "inputs": [[1], [2], [3]], "targets": [[1], [1], [-1.5]],
        "weights": [{"W": [[0.6585]]}, {"W": [[0.00001]]}]
    })
    .to_string();
    let c = run(&json, &plain());
    assert_eq!(c.kind, Kind::Saddle, "{}", c.because);
    let small = c.small.as_ref().expect("small");
    near(&small.loss, "4.25", "1e-12");
    assert_eq!(small.hessian_inertia, [1, 1]);
    claims_nothing_of_minima(&c, "saddle");
    // The quotient of Rayleigh is at least the least eigenvalue.
    let saddle = c.saddle.as_ref().expect("saddle");
    let length: BigRational = saddle
        .direction
        .iter()
        .flat_map(|l| l.w.iter().flatten())
        .map(|e| number(e) * number(e))
        .sum();
    let curvature = number(&saddle.curvature[1]);
    assert!(curvature.is_negative() && curvature / length >= number("-0.6012771892"));
    // With biases the row of the dead unit can be moved at will: degenerate, so nothing is claimed.
    let json = json!({
        "activation": "tanh", "widths": [1, 1, 1], "biases": true, "loss": "sum_of_squares",
        "inputs": [[-2], [-1], [0], [1], [2]], "targets": [[4], [1], [0], [1], [4]],
        "weights": [{"W": [[1]], "b": [0]}, {"W": [[0]], "b": [2]}]
    })
    .to_string();
    for options in [plain(), widen(&[3])] {
        claims_nothing_of_minima(&run(&json, &options), "dead unit");
    }
}

#[test]
fn several_outputs_and_biases() {
    // 2-2-2, tanh. Weights as given to 6 digits; mpmath: loss 0.0838207730217952.
    let json = json!({
        "activation": "tanh", "widths": [2, 2, 2], "biases": true, "loss": "sum_of_squares",
        "inputs": [["-1.63", "2.82"], ["-2.36", "-0.39"], ["-1.8", "2.07"], ["1.6", "1.83"], ["0.88", "-0.86"],
            ["-2.04", "1.99"], ["-2.71", "0.99"], ["1.43", "-2.98"], ["1.56", "-0.28"], ["-0.66", "-1.96"]],
        "targets": [["1.83", "1.02"], ["2.69", "3.28"], ["2.13", "1.72"], ["-0.38", "-0.42"], ["0.39", "1.67"],
            ["2.24", "2.17"], ["3.17", "3.57"], ["0.52", "2.11"], ["-0.9", "-0.3"], ["0.65", "2.05"]],
        "weights": [
            {"W": [[-1.25923, -1.62275], [0.704223, -0.683901]], "b": [0.568967, 0.774256]},
            {"W": [[0.773711, -1.37960], [1.36053, -0.828356]], "b": [1.12892, 1.49781]}
        ]
    })
    .to_string();
    let c = run(&json, &plain());
    assert_eq!(c.kind, Kind::StrictLocalMinimum, "{}", c.because);
    let small = c.small.expect("small");
    near(&small.loss, "0.0838207730217952", "1e-12");
    assert_eq!(small.hessian_inertia, [12, 0]);
    bounds_from_below(&small.hessian_least_eigenvalue, "0.1372860119");
    let of = |unit: usize| &small.moments[unit].eigenvalues;
    for (unit, values) in [
        (0, ["-0.9086862153", "0.005914290383", "0.2686567008"]),
        (1, ["-0.08153458309", "0.009532460929", "0.04854071577"]),
    ] {
        assert_eq!(small.moments[unit].definite, "indefinite");
        for (e, v) in of(unit).iter().zip(values) {
            near(e, v, "1e-8");
        }
    }
    // No lemma: two units behind the widened layer. Nothing but a saddle may be claimed.
    let c = run(&json, &widen(&[4]));
    claims_nothing_of_minima(&c, "two outputs");
}

// ---------------------------------------------------------------- what people read

fn shown(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    format!(
        "exit code {}\n{out}",
        output.status.code().expect("no signal")
    )
}

/// The first line can be read alone and claims no more than is shown; the exit code belongs to it.
#[test]
fn headlines() {
    let dir = std::env::temp_dir();
    let moved = dir.join(format!("wronski-headline-{}.json", std::process::id()));
    std::fs::write(&moved, cosh("1/10")).expect("writable");
    let moved = moved.to_str().expect("UTF-8");
    for (arguments, expected) in [
        (
            &["construct", "erf"][..],
            "exit code 3\nerf, 1-4-1: no widening of a one-unit network gives a minimum by definite moment matrices; other minima are not excluded\n",
        ),
        (
            &["construct", "x", "--widths", "2,3,2"],
            "exit code 1\nx, 2-3-2: a bad local minimum is impossible: the activation is linear, and every local minimum is global\n",
        ),
        (
            &["certify", moved, "--within", "1/1000"],
            "exit code 1\ncosh, 1-1-1: no critical point within 0.001 of the given weights\n",
        ),
    ] {
        let text = shown(arguments);
        assert!(text.starts_with(expected), "{arguments:?}: {text}");
    }
    std::fs::remove_file(moved).expect("there");
}

#[test]
fn snapshots_of_minima() {
    let example = "examples/petzka-sminchisescu-5.4.json";
    let snapshots: [(&str, &[&str]); 3] = [
        (
            "construct_gelu",
            &["construct", "gelu", "--widths", "1,4,1"],
        ),
        ("certify_published", &["certify", example]),
        (
            "certify_published_saddle",
            &[
                "certify",
                example,
                "--widen",
                "3,3",
                "--last-fraction",
                "-1/2",
            ],
        ),
    ];
    for (name, arguments) in snapshots {
        insta::assert_snapshot!(name, shown(arguments));
    }
}
