//! The Hessian of widened networks, merging, and what the lemmas refuse.

use super::*;

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

/// Changes the targets so that the weights are critical: the residual is a random one, projected along the
/// derivatives of the outputs, times `scale`. False if the derivatives are dependent.
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

/// What a displacement of the wide weights is for the small network, and for each copy: rows with the changes from
/// copies of one source added up; for copied units their mean, weighted with the fractions.
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
    // By the formula a positive definite B would make it positive semidefinite; the cross terms D between the copies'
    // rows and their outgoing weights make it indefinite, whatever B is.
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
        assert!(why.to_string().contains(words), "{widths:?}: {why}");
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
