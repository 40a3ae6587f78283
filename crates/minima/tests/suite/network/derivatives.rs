//! Loss, derivatives and moment matrices against a second evaluation.

use super::*;

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

/// Doubling a unit and moving its copies apart: the loss has the second derivative `2 D' B D` along `(D, -D)`, at any
/// weights.
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

pub(super) fn shape_row(net: &Net, l: usize, unit: usize) -> usize {
    let fan = |k: usize| net.widths[k - 1] + usize::from(net.biases);
    (1..l).map(|k| fan(k) * net.widths[k]).sum::<usize>() + unit * fan(l)
}

/// The network with a unit doubled: half of each outgoing weight to either copy; the new one is the last of its
/// layer.
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
