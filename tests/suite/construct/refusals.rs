//! What is not constructed, and linear pieces.

use super::*;

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
        c.because.contains("try --no-biases"),
        "{name}: {}",
        c.because
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

/// Networks whose activation is affine are products of matrices: every local minimum is global (docs/minima.md,
/// section 3). The relation that shows it is sigma' = 0, sigma'' = 0 (biases take up the constant), or sigma = x
/// sigma' (without biases); x + 1 without biases is none of these.
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

/// x = -1, 0, 1, all hidden weights 0, hidden biases 1/2, outgoing weights 1, targets 4 sigma(1/2) -
/// sign(sigma''(1/2)) (1, -2, 1): a local minimum of 1-4-1 of loss 6, because the loss is 6 + 2 sum_i r_i d_i + |d|^2
/// for the change d of the outputs, and sum_i r_i d_i is a sum of second differences of sigma times positive outgoing
/// weights. Its four units are equal: a widening of one unit, whose moment matrix diag(0, +) is semidefinite. So what
/// is said of erf is "by definite moment matrices", and never that a bad minimum is impossible.
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
        let found: MinimumText = certify(&file, shipped(), &Limits::default(), &asked, &|_| ())
            .expect("no input error")
            .certificate
            .into();
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
