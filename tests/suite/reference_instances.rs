//! Reference instances in exact arithmetic: sigmoid networks whose preactivations are integer multiples of log 2, so
//! that sigma and its derivatives are rational at all samples: for E = e^z, sigma = E/(1+E), sigma' = E/(1+E)^2,
//! sigma'' = E (1-E)/(1+E)^3.
//!
//! A unit with weight log q is given by q. Derivatives are with respect to the weights themselves; no logarithm
//! occurs in them. The expected numbers were computed apart from this program, with the rational numbers of Python
//! and with SymPy.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero, pow::Pow};

type Q = BigRational;
type Matrix = Vec<Vec<Q>>;

fn q(n: i64, d: i64) -> Q {
    Q::new(n.into(), d.into())
}

fn int(n: i64) -> Q {
    q(n, 1)
}

/// sigma, sigma', sigma'' at log e.
fn jet(e: &Q) -> [Q; 3] {
    let one = Q::one();
    let s = &one + e;
    [e / &s, e / (&s * &s), e * (&one - e) / (&s * &s * &s)]
}

/// e^(x log base).
fn power(base: &Q, x: i64) -> Q {
    Pow::pow(base, i32::try_from(x).expect("small"))
}

/// Samples of a network with one input, one hidden layer and one output.
struct Samples {
    x: Vec<i64>,
    y: Vec<Q>,
}

/// One hidden layer: unit j has the weight log `bases[j]` (and the bias 0), the outgoing weight `v[j]`; the output
/// has the bias `c`.
struct Net {
    bases: Vec<Q>,
    v: Vec<Q>,
    c: Q,
}

impl Net {
    fn new(bases: &[Q], v: &[Q]) -> Net {
        Net {
            bases: bases.to_vec(),
            v: v.to_vec(),
            c: Q::zero(),
        }
    }

    fn value(&self, x: i64) -> Q {
        let units = self.bases.iter().zip(&self.v);
        units.map(|(b, v)| v * &jet(&power(b, x))[0]).sum::<Q>() + &self.c
    }

    fn residuals(&self, d: &Samples) -> Vec<Q> {
        let samples = d.x.iter().zip(&d.y);
        samples.map(|(x, y)| self.value(*x) - y).collect()
    }

    fn loss(&self, d: &Samples) -> Q {
        self.residuals(d).iter().map(|r| r * r).sum()
    }

    /// The derivatives of the output at x by the weights, in the order u_1.., (b_1..,) v_1.., (c).
    fn first(&self, x: i64, biases: bool) -> Vec<Q> {
        let jets: Vec<[Q; 3]> = self.bases.iter().map(|b| jet(&power(b, x))).collect();
        let mut out: Vec<Q> = jets
            .iter()
            .zip(&self.v)
            .map(|(j, v)| v * &j[1] * int(x))
            .collect();
        if biases {
            out.extend(jets.iter().zip(&self.v).map(|(j, v)| v * &j[1]));
        }
        out.extend(jets.iter().map(|j| j[0].clone()));
        if biases {
            out.push(Q::one());
        }
        out
    }

    fn gradient(&self, d: &Samples, biases: bool) -> Vec<Q> {
        let mut out = vec![];
        for (x, r) in d.x.iter().zip(self.residuals(d)) {
            let first = self.first(*x, biases);
            out.resize(first.len(), Q::zero());
            for (g, f) in out.iter_mut().zip(&first) {
                *g += int(2) * &r * f;
            }
        }
        out
    }

    fn hessian(&self, d: &Samples, biases: bool) -> Matrix {
        let m = self.bases.len();
        let n = if biases { 3 * m + 1 } else { 2 * m };
        let mut h = vec![vec![Q::zero(); n]; n];
        for (x, r) in d.x.iter().zip(self.residuals(d)) {
            let first = self.first(*x, biases);
            for (row, a) in h.iter_mut().zip(&first) {
                for (entry, b) in row.iter_mut().zip(&first) {
                    *entry += int(2) * a * b;
                }
            }
            for (j, (base, v)) in self.bases.iter().zip(&self.v).enumerate() {
                let [_, s1, s2] = jet(&power(base, *x));
                // Incoming weights with what multiplies them, and the place of the outgoing weight.
                let mut incoming = vec![(j, int(*x))];
                if biases {
                    incoming.push((m + j, Q::one()));
                }
                let out = if biases { 2 * m + j } else { m + j };
                for (a, p) in &incoming {
                    for (b, p2) in &incoming {
                        h[*a][*b] += int(2) * &r * v * &s2 * p * p2;
                    }
                    h[*a][out] += int(2) * &r * &s1 * p;
                    h[out][*a] += int(2) * &r * &s1 * p;
                }
            }
        }
        h
    }
}

/// Positive, negative and zero eigenvalues of a symmetric matrix, by congruences (Sylvester's law of inertia).
fn inertia(mut a: Matrix) -> [usize; 3] {
    let mut out = [0; 3];
    while let Some(n) = Some(a.len()).filter(|n| *n > 0) {
        let Some(k) = (0..n).find(|k| !a[*k][*k].is_zero()) else {
            let pair = (0..n).flat_map(|i| (0..i).map(move |j| (i, j)));
            let Some((i, j)) = pair.into_iter().find(|(i, j)| !a[*i][*j].is_zero()) else {
                out[2] += n;
                break;
            };
            // Adding row and column j to i makes the diagonal entry 2 a_ij.
            let row = a[j].clone();
            for (e, r) in a[i].iter_mut().zip(&row) {
                *e += r;
            }
            for r in &mut a {
                let e = r[j].clone();
                r[i] += e;
            }
            continue;
        };
        out[usize::from(a[k][k].is_negative())] += 1;
        let row = a.swap_remove(k);
        let mut row = row;
        let pivot = row.swap_remove(k);
        for r in &mut a {
            let factor = r.swap_remove(k) / &pivot;
            for (e, p) in r.iter_mut().zip(&row) {
                *e -= &factor * p;
            }
        }
    }
    out
}

fn determinant(a: &Matrix) -> Q {
    wronski::internals::exact::matrix::determinant(&wronski::internals::exact::Rationals, a)
}

fn leading(a: &Matrix, order: &[usize]) -> Matrix {
    let row = |i: &usize| order.iter().map(|j| a[*i][*j].clone()).collect();
    order.iter().map(row).collect()
}

#[test]
fn inertia_by_hand() {
    let m = |rows: &[&[i64]]| {
        rows.iter()
            .map(|r| r.iter().map(|n| int(*n)).collect())
            .collect()
    };
    assert_eq!(inertia(m(&[&[0, 1], &[1, 0]])), [1, 1, 0]);
    assert_eq!(inertia(m(&[&[0, 0], &[0, 0]])), [0, 0, 2]);
    assert_eq!(inertia(m(&[&[1, 2], &[2, 4]])), [1, 0, 1]);
    assert_eq!(
        inertia(m(&[&[2, 0, 0], &[0, -3, 1], &[0, 1, 5]])),
        [2, 1, 0]
    );
    assert_eq!(inertia(m(&[&[0, 0, 1], &[0, 0, 2], &[1, 2, 0]])), [1, 1, 1]);
}

/// The first instance: 1-m-1 without biases.
fn r1() -> Samples {
    Samples {
        x: vec![1, 2, 3],
        y: vec![q(-1, 3), q(4, 5), q(59, 36)],
    }
}

#[test]
fn r1_is_a_strict_minimum_of_one_unit() {
    let (d, net) = (r1(), Net::new(&[int(2)], &[int(1)]));
    assert_eq!(net.residuals(&d), [int(1), int(0), q(-3, 4)]);
    assert_eq!(net.loss(&d), q(25, 16));
    assert_eq!(net.gradient(&d, false), [int(0), int(0)]);
    let h = net.hessian(&d, false);
    assert_eq!(h[0], [q(623_312, 455_625), q(40_552, 30_375)]);
    assert_eq!(h[1], [q(40_552, 30_375), q(7_592, 2_025)]);
    assert_eq!(determinant(&h), q(60_992, 18_225));
    assert_eq!(inertia(h), [2, 0, 0]);
    assert_eq!(moment(&d, &net, 2), q(4, 9));
    // Far from the only candidates for a small loss: the zero network and the best constant.
    assert_eq!(d.y.iter().map(|y| y * y).sum::<Q>(), q(111_361, 32_400));
}

/// The sum of (f - y) df/da sigma'' x^k over the samples, for a network of one unit.
fn moment(d: &Samples, net: &Net, k: u32) -> Q {
    let samples = d.x.iter().zip(net.residuals(d));
    samples
        .map(|(x, r)| r * &net.v[0] * &jet(&power(&net.bases[0], *x))[2] * int(x.pow(k)))
        .sum()
}

#[test]
fn r1_widened_has_the_inertia_of_the_theorem() {
    let d = r1();
    for (fractions, expected) in [
        (vec![q(1, 2); 2], [3, 0, 1]),
        (vec![q(1, 4); 4], [5, 0, 3]),
        (vec![q(1, 10), q(2, 10), q(7, 10)], [4, 0, 2]),
        (vec![q(3, 2), q(-1, 2)], [2, 1, 1]),
        (vec![q(2, 1), q(-1, 2), q(-1, 2)], [2, 2, 2]),
        // A fraction 0: no theorem, and indeed no minimum (below).
        (vec![int(1), int(0)], [2, 0, 2]),
    ] {
        let net = Net::new(&vec![int(2); fractions.len()], &fractions);
        assert_eq!(net.loss(&d), q(25, 16));
        assert!(net.gradient(&d, false).iter().all(Zero::is_zero));
        assert_eq!(inertia(net.hessian(&d, false)), expected, "{fractions:?}");
    }
}

/// A second unit, outgoing weight 0, at log `base`; then its best outgoing weight: the loss is `25/16 - S^2/Q`.
fn recycled(base: &Q) -> (Q, Net) {
    let d = r1();
    let old = Net::new(&[int(2)], &[int(1)]);
    let unit: Vec<Q> =
        d.x.iter()
            .map(|x| jet(&power(base, *x))[0].clone())
            .collect();
    let s: Q = unit.iter().zip(old.residuals(&d)).map(|(g, r)| g * r).sum();
    let t: Q = unit.iter().map(|g| g * g).sum();
    let v = -(s / t);
    (v.clone(), Net::new(&[int(2), base.clone()], &[int(1), v]))
}

#[test]
fn r1_with_a_fraction_zero_is_no_minimum() {
    // The Hessian is positive semidefinite and the loss constant along its kernel, and yet smaller losses are as near
    // as one likes.
    for n in [10, 1_000, 1_000_000] {
        let near = int(2) + q(1, n);
        let (v, net) = recycled(&near);
        assert!(v.abs() < q(1, n), "the weights are near");
        assert!(net.loss(&r1()) < q(25, 16));
    }
}

#[test]
fn r1_escapes_by_recycling() {
    for (base, weight, loss) in [
        (q(1, 4), q(-184_093, 42_684), q(319_993, 426_840)),
        (q(1, 2), q(-2_025, 1_324), q(3_125, 2_648)),
        (int(1), q(-1, 6), q(37, 24)),
    ] {
        let (v, net) = recycled(&base);
        assert_eq!((v, net.loss(&r1())), (weight, loss));
    }
}

#[test]
fn r1_has_interpolants_of_three_units_and_a_straight_way_down() {
    let d = r1();
    let end = [q(211, 48), q(-491, 84), q(-1_105, 672)];
    let bases = [int(2), q(1, 2), int(4)];
    assert!(Net::new(&bases, &end).loss(&d).is_zero());
    let other = Net::new(
        &[int(1), q(1, 2), int(4)],
        &[q(211, 24), q(-1_147, 112), q(-1_105, 672)],
    );
    assert!(other.loss(&d).is_zero());
    for t in [int(0), q(1, 7), q(1, 2), q(9, 10), int(1)] {
        let start = [int(1), int(0), int(0)];
        let v: Vec<Q> = start
            .iter()
            .zip(&end)
            .map(|(a, b)| a + &t * (b - a))
            .collect();
        let left = Q::one() - &t;
        assert_eq!(Net::new(&bases, &v).loss(&d), &left * &left * q(25, 16));
    }
}

/// The second instance: 1-1-1 with biases; the residuals are given, and scaled by `scale`.
fn r2(scale: &Q) -> (Samples, Net) {
    let net = Net::new(&[int(2)], &[int(1)]);
    let residuals = [
        q(30_875, 56),
        q(-139_779, 56),
        q(122_978, 21),
        q(-533_385, 56),
        q(1_843_375, 168),
        q(-876_987, 112),
        q(830_297, 336),
    ];
    let x: Vec<i64> = (-2..=4).collect();
    let y = x
        .iter()
        .zip(&residuals)
        .map(|(x, r)| net.value(*x) - scale * r)
        .collect();
    (Samples { x, y }, net)
}

#[test]
fn r2_is_critical_with_the_moment_matrix_that_was_asked_for() {
    let (d, net) = r2(&int(1));
    assert!(net.gradient(&d, true).iter().all(Zero::is_zero));
    // [[1, -1/2], [-1/2, 1]], in the order bias, weight: positive definite.
    let b: Vec<Q> = (0..3).map(|k| moment(&d, &net, k)).collect();
    assert_eq!(b, [int(1), q(-1, 2), int(1)]);
}

#[test]
fn r2_is_a_strict_minimum_at_every_scale() {
    for (n, m) in [(1, 1), (1, 10), (1, 1_000)] {
        let (d, net) = r2(&q(n, m));
        assert!(net.gradient(&d, true).iter().all(Zero::is_zero));
        assert_eq!(inertia(net.hessian(&d, true)), [4, 0, 0]);
        // Widened: 3 more weights a copy, of which the moment matrix governs 2; the fractions leave 1 zero a copy.
        let half = Net {
            bases: vec![int(2); 2],
            v: vec![q(1, 2); 2],
            c: Q::zero(),
        };
        assert_eq!(inertia(half.hessian(&d, true)), [6, 0, 1]);
    }
    let (d, net) = r2(&q(1, 1_000));
    assert_eq!(net.loss(&d), q(171_689_470_681, 537_600_000));
    let (d, net) = r2(&int(1));
    let h = net.hessian(&d, true);
    // The order u, b, v, c.
    assert_eq!(h[0][0], q(109_626_584_354, 38_054_255_625));
    let two = determinant(&leading(&h, &[0, 1]));
    assert_eq!(two, q(431_297_587_240_634_021, 69_353_880_876_562_500));
}

#[test]
fn r2_needs_samples_that_are_not_symmetric() {
    // The seven functions 1, s, s', x s', s'', x s'', x^2 s'' at seven points: an even and an odd part, which
    // symmetric points cannot tell apart well enough.
    let design = |points: std::ops::RangeInclusive<i64>| -> Q {
        let row = |x: i64| {
            let [s, s1, s2] = jet(&power(&int(2), x));
            let t = int(x);
            vec![
                int(1),
                s,
                s1.clone(),
                s1 * &t,
                s2.clone(),
                &s2 * &t,
                s2 * &t * &t,
            ]
        };
        determinant(&points.map(row).collect())
    };
    assert!(design(-3..=3).is_zero());
    assert_eq!(design(-2..=4), q(896, 167_886_421_875));
}

#[test]
fn r3_decreases_towards_infinity_to_a_loss_that_is_not_least() {
    // f = sum_i v_i / (1 + p_i e^(-u_i x)): bases 2 and 1/2 for u, p = e^(-bias) towards 0, v with the mean of the
    // targets as sum.
    let d = r1();
    let mean = d.y.iter().sum::<Q>() / int(3);
    assert_eq!(mean, q(379, 540));
    let limit: Q = d.y.iter().map(|y| (&mean - y) * (&mean - y)).sum();
    assert_eq!(limit, q(95_221, 48_600));
    let bases = [int(2), q(1, 2)];
    let v = [int(-1), q(919, 540)];
    for (base, v, sum) in [
        (&bases[0], &v[0], q(203, 540)),
        (&bases[1], &v[1], q(-1_571, 270)),
    ] {
        let s: Q =
            d.x.iter()
                .zip(&d.y)
                .map(|(x, y)| (&mean - y) / power(base, *x))
                .sum();
        assert_eq!(s, sum);
        assert!(
            (s * v).is_negative(),
            "the condition of a minimum at infinity"
        );
    }
    let loss = |p: &Q| -> Q {
        let value = |x: i64| -> Q {
            let units = bases.iter().zip(&v);
            units.map(|(b, v)| v / (Q::one() + p / power(b, x))).sum()
        };
        d.x.iter()
            .zip(&d.y)
            .map(|(x, y)| (value(*x) - y).pow(2))
            .sum()
    };
    let mut before: Option<Q> = None;
    for (k, low, high) in [
        (1, q(18_189, 10_000), q(18_190, 10_000)),
        (2, q(20_783, 100_000), q(20_784, 100_000)),
        (3, q(20_592, 1_000_000), q(20_593, 1_000_000)),
        (4, q(20_560, 10_000_000), q(20_561, 10_000_000)),
    ] {
        let p = Q::one() / int(10_i64.pow(k));
        let above = loss(&p) - &limit;
        assert!(low < above && above < high, "{k}");
        assert!(before.is_none_or(|b| above < b));
        before = Some(above);
    }
    assert!(q(25, 16) < limit);
}

#[test]
fn r4_admits_no_minimum_at_infinity_of_this_kind() {
    // Inputs -1, 0, 1, targets 0, 3, 0: with E = e^u the sums are E + 1/E - 2 = (E - 1)^2 / E >= 0 for every unit, so
    // every outgoing weight would have to be negative, but their sum is the mean 1.
    let d = Samples {
        x: vec![-1, 0, 1],
        y: vec![int(0), int(3), int(0)],
    };
    let mean = d.y.iter().sum::<Q>() / int(3);
    assert_eq!(mean, int(1));
    for base in [q(1, 9), q(1, 2), int(1), q(10, 9), int(5)] {
        let s: Q =
            d.x.iter()
                .zip(&d.y)
                .map(|(x, y)| (&mean - y) / power(&base, *x))
                .sum();
        let less = &base - Q::one();
        assert_eq!(s, &less * &less / &base);
        assert!(!s.is_negative());
    }
}

/// The same instances through the numeric backend.
#[cfg(feature = "numeric")]
mod certified {
    use super::*;
    use crate::support::minimum::MinimumText;
    use serde_json::{Value, json};
    use std::f64::consts::LN_2;
    use wronski::internals::certificate::minimum::{Enclosure, Kind};
    use wronski::internals::pipeline::{CertifyOptions, Limits, certify, read_network};
    use wronski::internals::rewrite::shipped;

    fn number(text: &str) -> Q {
        wronski::internals::exact::decimal::exact_number(text, 4000).expect("an exact number")
    }

    fn encloses(e: &Enclosure, value: &Q) -> bool {
        number(&e[0]) <= *value && *value <= number(&e[1])
    }

    /// A network file with one input and one output.
    fn file(d: &Samples, units: usize, biases: bool, weights: Value) -> String {
        let column = |q: &Q| json!([q.to_string()]);
        json!({
            "activation": "sigmoid",
            "widths": [1, units, 1],
            "biases": biases,
            "loss": "sum_of_squares",
            "inputs": d.x.iter().map(|x| json!([x])).collect::<Vec<_>>(),
            "targets": d.y.iter().map(column).collect::<Vec<_>>(),
            "weights": weights
        })
        .to_string()
    }

    fn run(json: &str, options: &CertifyOptions) -> MinimumText {
        let file = read_network(json).expect("a valid file");
        certify(&file, shipped(), &Limits::default(), options, &|_| {})
            .expect("no input error")
            .certificate
            .into()
    }

    fn widen(copies: usize, last: Option<Q>) -> CertifyOptions {
        CertifyOptions {
            widen: Some(vec![copies]),
            last_fraction: last,
            ..CertifyOptions::default()
        }
    }

    fn r1_file() -> String {
        file(
            &r1(),
            1,
            false,
            json!([{"W": [[0.693]]}, {"W": [[1.0002]]}]),
        )
    }

    /// Is `lambda` at most the least eigenvalue?
    fn below_spectrum(h: &Matrix, lambda: &Q) -> bool {
        let mut shifted = h.clone();
        for (i, row) in shifted.iter_mut().enumerate() {
            row[i] -= lambda;
        }
        inertia(shifted)[1] == 0
    }

    #[test]
    fn r1_is_certified_as_a_strict_minimum() {
        let c = run(&r1_file(), &CertifyOptions::default());
        assert_eq!(c.kind, Kind::StrictLocalMinimum, "{}", c.because);
        let small = c.small.expect("a small network");
        assert!(encloses(&small.loss, &q(25, 16)));
        assert_eq!(small.hessian_inertia, [2, 0]);
        let h = Net::new(&[int(2)], &[int(1)]).hessian(&r1(), false);
        let least = number(&small.hessian_least_eigenvalue);
        assert!(least.is_positive() && below_spectrum(&h, &least));
        assert!(
            !below_spectrum(&h, &(least * int(2))),
            "the bound is of use"
        );
        assert!(encloses(&small.moments[0].matrix[0][0], &q(4, 9)));
        assert_eq!(small.moments[0].definite, "positive");
        let (radius, v) = (number(&small.radius), number(&small.weights[1].w[0][0]));
        assert!((v - int(1)).abs() <= radius && radius < q(1, 1000));
        // log 2 between two of its convergents.
        let u = number(&small.weights[0].w[0][0]);
        assert!(&u + &radius >= q(253_147, 365_214) && &u - &radius <= q(253_148, 365_215));
    }

    #[test]
    fn r1_widened_is_certified_with_the_exact_inertia() {
        for (copies, expected) in [(2, [3, 0, 1]), (3, [4, 0, 2]), (4, [5, 0, 3])] {
            let c = run(&r1_file(), &widen(copies, None));
            assert_eq!(c.kind, Kind::BadLocalMinimum, "{}", c.because);
            let wide = c.wide.expect("a wide network");
            assert_eq!(wide.inertia, expected);
            let fractions: Vec<Q> = wide.fractions[0].iter().map(|f| number(f)).collect();
            assert!(fractions.iter().all(Signed::is_positive));
            // The exact Hessian at the exact point, with the fractions that were chosen.
            let net = Net::new(&vec![int(2); copies], &fractions);
            assert_eq!(inertia(net.hessian(&r1(), false)), expected);
            let better = c.better.expect("better weights");
            assert!(number(&better.loss[1]) < q(25, 16));
            assert!(c.path.iter().all(|s| number(&s.loss[1][0]) <= q(25, 16)));
        }
    }

    #[test]
    fn r1_with_a_negative_fraction_is_a_saddle() {
        for last in [q(-1, 2), int(2), q(-7, 3)] {
            let c = run(&r1_file(), &widen(2, Some(last.clone())));
            assert_eq!(c.kind, Kind::Saddle, "{}", c.because);
            assert_eq!(c.wide.expect("a wide network").inertia, [2, 1, 1]);
            let saddle = c.saddle.expect("a saddle");
            assert!(number(&saddle.curvature[1]).is_negative());
            // The exact curvature along the stated direction.
            let h = Net::new(&[int(2), int(2)], &[int(1) - &last, last]).hessian(&r1(), false);
            let (first, second) = (&saddle.direction[0].w, &saddle.direction[1].w);
            let z: Vec<Q> = [&first[0][0], &first[1][0], &second[0][0], &second[0][1]]
                .map(|t| number(t))
                .to_vec();
            let curvature: Q = h
                .iter()
                .zip(&z)
                .map(|(row, a)| a * row.iter().zip(&z).map(|(h, b)| h * b).sum::<Q>())
                .sum();
            assert!(
                encloses(&saddle.curvature, &curvature),
                "{curvature} {:?}",
                saddle.curvature
            );
        }
    }

    #[test]
    fn r2_is_certified_with_its_moment_matrix() {
        let (d, _) = r2(&q(1, 1_000));
        let weights = json!([{"W": [[0.6932]], "b": [0.00001]}, {"W": [[1]], "b": [0]}]);
        let c = run(&file(&d, 1, true, weights), &widen(2, None));
        assert_eq!(c.kind, Kind::BadLocalMinimum, "{}", c.because);
        let small = c.small.expect("a small network");
        assert!(encloses(&small.loss, &q(171_689_470_681, 537_600_000)));
        let m = &small.moments[0];
        for (i, j, n) in [(0, 0, 2), (0, 1, -1), (1, 0, -1), (1, 1, 2)] {
            assert!(
                encloses(&m.matrix[i][j], &q(n, 2_000)),
                "{i} {j}: {:?}",
                m.matrix
            );
        }
        // The eigenvalues of [[1, -1/2], [-1/2, 1]] are 1/2 and 3/2.
        assert!(
            encloses(&m.eigenvalues[0], &q(1, 2_000)) && encloses(&m.eigenvalues[1], &q(3, 2_000))
        );
        assert_eq!(c.wide.expect("a wide network").inertia, [6, 0, 1]);
    }

    /// What is not a strict minimum is never called one.
    #[test]
    fn degenerate_and_missed_points_are_not_minima() {
        let narrow = CertifyOptions {
            within: Some(q(1, 1_000)),
            ..CertifyOptions::default()
        };
        let one = |u: f64, v: f64| json!([{"W": [[u]]}, {"W": [[v]]}]);
        let two = |v: [f64; 2]| json!([{"W": [[LN_2], [LN_2]]}, {"W": [v]}]);
        // A semidefinite Hessian with the loss constant along its kernel: no minimum in the first case, a
        // local minimum, but not a strict one, in the second.
        let zero = file(&r1(), 2, false, two([1.0, 0.0]));
        let half = file(&r1(), 2, false, two([0.5, 0.5]));
        // Training that was stopped too early, and weights at which nothing is critical.
        let early = file(&r1(), 1, false, one(0.7, 1.03));
        let nowhere = file(&r1(), 1, false, one(-3.0, 5.0));
        // On the way to infinity (the third instance): all derivatives are tiny, nothing is critical.
        let v = [-1.0, 919.0 / 540.0];
        let infinity = file(
            &r1(),
            2,
            true,
            json!([{"W": [[0.693], [-0.693]], "b": [30.0, 30.0]}, {"W": [v], "b": [0]}]),
        );
        for (name, json, options) in [
            ("fraction 0", &zero, &CertifyOptions::default()),
            ("fractions 1/2", &half, &CertifyOptions::default()),
            ("early", &early, &narrow),
            ("nowhere", &nowhere, &narrow),
            ("infinity", &infinity, &CertifyOptions::default()),
        ] {
            let c = run(json, options);
            assert!(
                matches!(c.kind, Kind::NotCritical | Kind::Undecided),
                "{name}: {:?}, {}",
                c.kind,
                c.because
            );
            assert!(c.better.is_none() && c.wide.is_none() && c.path.is_empty());
        }
        assert_eq!(run(&early, &narrow).kind, Kind::NotCritical);
        assert_eq!(run(&nowhere, &narrow).kind, Kind::NotCritical);
    }

    /// y^2 + 2 x^2 y at 0: a semidefinite Hessian, constant along its kernel, but -x^4 at y = -x^2. What a minimum
    /// rests on (one zero of the gradient, a definite Hessian on the box) is not shown for any box around 0.
    #[test]
    fn a_semidefinite_hessian_is_not_enough() {
        use wronski::internals::interval::{Interval, IntervalMatrix, krawczyk};
        for precision in [53, 128, 1024] {
            let float = |x: f64| rug::Float::with_val(precision, x);
            for radius in [1.0, 1e-3, 1e-12, 1e-30, 0.0] {
                let symmetric = |factor: f64| {
                    let r = float(radius) * factor;
                    Interval::new(-r.clone(), r).expect("an interval")
                };
                let two = Interval::from_int(2, precision);
                let hessian = IntervalMatrix::from_rows(vec![
                    vec![symmetric(4.0), symmetric(4.0)],
                    vec![symmetric(4.0), two],
                ])
                .expect("a matrix");
                assert!(!hessian.positive_definite());
                assert_eq!(hessian.inertia(), None);
                assert_eq!(hessian.signature_at_least().1, 0);
                if radius == 0.0 {
                    continue;
                }
                let zero = Interval::zero(precision);
                for first in [0.0, 1.0, 1e30] {
                    let inverse =
                        vec![vec![float(first), float(0.0)], vec![float(0.0), float(0.5)]];
                    let found = krawczyk(
                        &[float(0.0), float(0.0)],
                        &[float(radius), float(radius)],
                        &[zero.clone(), zero.clone()],
                        &hessian,
                        &inverse,
                    )
                    .expect("shapes fit");
                    assert!(!found.is_unique());
                }
            }
        }
    }
}
