//! The loss, as the checker reads it: value and derivatives by the outputs of one sample, and what follows from its
//! form.
//!
//! A loss is one value here; nothing of this is shared with the construction but the name in files.

use std::fmt::Debug;

use num_rational::BigRational;

use super::number::{bounded, sum};
use crate::failure::Checked;
use wronski_certificate::LossName;
use wronski_interval::Interval;

/// The loss of a sample is convex in the outputs, for every target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Convex;

/// No loss is below 0: a minimum with loss 0 is global.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotNegative;

/// A loss.
pub(super) trait Loss: Debug {
    /// If it is known to be convex.
    fn convex(&self) -> Option<Convex>;

    /// If it is known not to be negative.
    fn not_negative(&self) -> Option<NotNegative>;

    /// Adds the loss of a sample.
    fn add_value(&self, outputs: &[Interval], target: &[Interval], sum: &mut Interval);

    /// Derivatives by the outputs.
    fn slopes(&self, outputs: &[Interval], target: &[Interval]) -> Vec<Interval>;

    /// Second derivatives by the outputs: the lower triangle, row by row.
    fn curvature(&self, outputs: &[Interval], target: &[Interval]) -> Vec<Vec<Interval>>;

    /// The sum of squares, where it is this. Normal equations, and the theorem on linear activations, are about no
    /// other loss.
    fn least_squares(&self) -> Option<LeastSquares>;
}

/// The sum over the outputs of `(output - target)^2`.
#[derive(Clone, Copy, Debug)]
pub(super) struct LeastSquares;

/// The loss of a name in a file.
pub(super) fn named(text: &str) -> Result<&'static dyn Loss, String> {
    match LossName::read(text) {
        Some(LossName::SumOfSquares) => Ok(&LeastSquares),
        None => {
            let known: Vec<String> = LossName::ALL
                .iter()
                .map(|l| format!("`{}`", l.text()))
                .collect();
            Err(format!("the loss is not {}", known.join(", ")))
        }
    }
}

impl LeastSquares {
    /// The sum of the squares of exact residuals.
    pub fn exact(self, residuals: &[Vec<BigRational>]) -> Checked<BigRational> {
        let squares = residuals
            .iter()
            .flatten()
            .map(|r| bounded(r * r))
            .collect::<Checked<Vec<_>>>()?;
        sum(&squares)
    }
}

impl Loss for LeastSquares {
    fn convex(&self) -> Option<Convex> {
        Some(Convex)
    }

    fn not_negative(&self) -> Option<NotNegative> {
        Some(NotNegative)
    }

    fn add_value(&self, outputs: &[Interval], target: &[Interval], sum: &mut Interval) {
        for (f, y) in outputs.iter().zip(target) {
            *sum = &*sum + &(f - y).square();
        }
    }

    fn slopes(&self, outputs: &[Interval], target: &[Interval]) -> Vec<Interval> {
        let residuals = outputs.iter().zip(target).map(|(f, y)| f - y);
        residuals.map(|r| r.scale_int(2)).collect()
    }

    fn curvature(&self, outputs: &[Interval], _: &[Interval]) -> Vec<Vec<Interval>> {
        let entry = |s: usize, t: usize| {
            let bits = outputs[s].precision();
            Interval::from_int(if s == t { 2 } else { 0 }, bits)
        };
        (0..outputs.len())
            .map(|s| (0..=s).map(|t| entry(s, t)).collect())
            .collect()
    }

    fn least_squares(&self) -> Option<LeastSquares> {
        Some(*self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::minimum::jets::{Data, loss};
    use crate::minimum::line::Line;
    use crate::minimum::moments::moments;
    use crate::minimum::number::rational;
    use crate::minimum::path::{View, path};
    use crate::minimum::shape::{Exact, Shape, thin};
    use crate::minimum::sigma::Sigma;
    use crate::minimum::squares;
    use crate::minimum::wide::Ties;
    use wronski_certificate::minimum::{LayerWeights, SegmentKind, SegmentRecord, Weights};
    use wronski_expr::{Parameters, parse};

    /// `(sum r)^2 + sum (r^2 + r^4)` with r = output minus target: no sum over the outputs.
    #[derive(Debug)]
    struct Coupled;

    impl Loss for Coupled {
        fn convex(&self) -> Option<Convex> {
            Some(Convex)
        }
        fn not_negative(&self) -> Option<NotNegative> {
            Some(NotNegative)
        }
        fn add_value(&self, f: &[Interval], y: &[Interval], sum: &mut Interval) {
            let r = residuals(f, y);
            *sum = &*sum + &total(&r).square();
            for r in &r {
                let square = r.square();
                *sum = &*sum + &(&square + &square.square());
            }
        }
        fn slopes(&self, f: &[Interval], y: &[Interval]) -> Vec<Interval> {
            let r = residuals(f, y);
            let all = total(&r).scale_int(2);
            let own = |r: &Interval| &r.scale_int(2) + &(r * &r.square()).scale_int(4);
            r.iter().map(|r| &all + &own(r)).collect()
        }
        fn curvature(&self, f: &[Interval], y: &[Interval]) -> Vec<Vec<Interval>> {
            let entry = |s: usize, r: &Interval| {
                let four = Interval::from_int(4, 128);
                let mut row = vec![Interval::from_int(2, 128); s];
                row.push(&four + &r.square().scale_int(12));
                row
            };
            let r = residuals(f, y);
            r.iter().enumerate().map(|(s, r)| entry(s, r)).collect()
        }
        fn least_squares(&self) -> Option<LeastSquares> {
            None
        }
    }

    /// `(r^2 - 1)^2`, with a convexity that is said and not so.
    #[derive(Debug)]
    struct DoubleWell(Option<Convex>);

    impl Loss for DoubleWell {
        fn convex(&self) -> Option<Convex> {
            self.0
        }
        fn not_negative(&self) -> Option<NotNegative> {
            None
        }
        fn add_value(&self, f: &[Interval], y: &[Interval], sum: &mut Interval) {
            for r in residuals(f, y) {
                *sum = &*sum + &(&r.square() - &Interval::one(128)).square();
            }
        }
        fn slopes(&self, f: &[Interval], y: &[Interval]) -> Vec<Interval> {
            let one = |r: &Interval| (r * &(&r.square() - &Interval::one(128))).scale_int(4);
            residuals(f, y).iter().map(one).collect()
        }
        fn curvature(&self, f: &[Interval], y: &[Interval]) -> Vec<Vec<Interval>> {
            let one = |r: &Interval| &r.square().scale_int(12) - &Interval::from_int(4, 128);
            residuals(f, y).iter().map(|r| vec![one(r)]).collect()
        }
        fn least_squares(&self) -> Option<LeastSquares> {
            None
        }
    }

    fn residuals(f: &[Interval], y: &[Interval]) -> Vec<Interval> {
        f.iter().zip(y).map(|(f, y)| f - y).collect()
    }

    fn total(r: &[Interval]) -> Interval {
        r.iter().fold(Interval::zero(128), |sum, r| &sum + r)
    }

    fn sigma(text: &str) -> Sigma {
        let expr = parse(text, &Parameters::new()).expect("parses").expr;
        Sigma::new(&expr, 128).expect("smooth")
    }

    fn record(layers: &[(&[&[&str]], &[&str])]) -> Weights {
        let row = |r: &&[&str]| r.iter().map(ToString::to_string).collect();
        layers
            .iter()
            .map(|(w, b)| LayerWeights {
                w: w.iter().map(row).collect(),
                b: Some(row(b)),
            })
            .collect()
    }

    fn rows(all: &[&[&str]]) -> Vec<Vec<BigRational>> {
        all.iter()
            .map(|r| r.iter().map(|t| rational(t).expect("a number")).collect())
            .collect()
    }

    #[track_caller]
    fn is(x: &Interval, exact: &str) {
        let q = rational(exact).expect("a number");
        assert!(x.contains(&q), "{x} instead of {exact}");
        assert!(x.width() < 1e-25 * x.magnitude().to_f64().max(1.0), "{x}");
    }

    /// The network 1-1-2 with sigma(z) = z^2; derivatives by hyper-dual rational numbers, computed apart from this
    /// program.
    fn example() -> (Exact, Data, Sigma) {
        let weights = record(&[
            (&[&["1/2"]], &["1/3"]),
            (&[&["2"], &["-1"]], &["1/5", "1/7"]),
        ]);
        let shape = Shape::new(&[1, 1, 2], true).expect("a shape");
        let data = Data {
            inputs: rows(&[&["1"], &["-2"]]),
            targets: rows(&[&["1", "0"], &["1/2", "3"]]),
            loss: &Coupled,
        };
        (shape.read(&weights).expect("fits"), data, sigma("x^2"))
    }

    #[test]
    fn gradient_and_hessian_of_a_loss_that_couples_the_outputs() {
        let (weights, data, sigma) = example();
        let samples = data.samples(None, 128);
        let found = loss(&thin(&weights, 128), &samples, &sigma, 2).expect("a value");
        is(&found.value, "348863717440417/2520473760000");
        let gradient = [
            "611201344963/1500282000",
            "-283702636349/1500282000",
            "-503947/5740875",
            "-50774380711/720135360",
            "-1736897/1275750",
            "-3154271887/20003760",
        ];
        for (x, exact) in found.gradient.iter().zip(gradient) {
            is(x, exact);
        }
        let hessian: [&[&str]; 6] = [
            &["121435323829/50009400"],
            &["-265559764471/250047000", "170808427337/250047000"],
            &["53300221/1913625", "30834067/1913625", "4853429/874800"],
            &[
                "-4336155451/7501410",
                "2088651773/7501410",
                "881/648",
                "207933977/6858432",
            ],
            &[
                "125684/2025",
                "9668/2025",
                "225869/24300",
                "41/18",
                "11018/675",
            ],
            &[
                "-5634397/15876",
                "2672291/15876",
                "41/18",
                "12426497/190512",
                "4",
                "753881/5292",
            ],
        ];
        for (i, row) in hessian.iter().enumerate() {
            for (j, exact) in row.iter().enumerate() {
                is(&found.hessian[i][j], exact);
                is(&found.hessian[j][i], exact);
            }
        }
    }

    #[test]
    fn lines_and_moments_of_a_loss_that_couples_the_outputs() {
        let (weights, data, sigma) = example();
        let samples = data.samples(None, 128);
        let direction = record(&[(&[&["1"]], &["-1"]), (&[&["2"], &["1/2"]], &["3", "-1"])]);
        let shape = Shape::new(&[1, 1, 2], true).expect("a shape");
        let direction = shape.read(&direction).expect("fits");
        let ties = Ties::none(&weights, 1);
        let deviation = Ties::no_deviation(&weights, 128);
        let line = Line::new(&weights, &direction, &ties, &deviation, &sigma).expect("a line");
        let jet = line
            .loss(&Interval::zero(128), 2, &samples, &sigma)
            .expect("a value");
        is(&jet[0], "348863717440417/2520473760000");
        is(&jet[1], "25732637376361/36006768000");
        is(&jet[2], "3016730991347/489888000");
        let b = moments(&thin(&weights, 128), &samples, &sigma, &[(1, 0)]).expect("a matrix");
        is(&b[0][0][0], "77495069927/500094000");
        is(&b[0][0][1], "-146230925401/500094000");
        is(&b[0][1][0], "-146230925401/500094000");
        is(&b[0][1][1], "60244213051/100018800");
    }

    /// From residual 2 to -1/2 the double well decreases at both ends, and has a hill between: 4 r (r^2 - 1) is 24,
    /// 3/2, and -3/2 at r = 1/2.
    #[test]
    fn both_ends_are_enough_for_convex_losses_only() {
        static HONEST: DoubleWell = DoubleWell(None);
        static LYING: DoubleWell = DoubleWell(Some(Convex));
        let sigma = sigma("x");
        let shape = Shape::new(&[1, 1, 1], true).expect("a shape");
        let at = |v: &str| record(&[(&[&["1"]], &["0"]), (&[&[v]], &["0"])]);
        let confirmed = |loss: &'static dyn Loss, to: &str| {
            let data = Data {
                inputs: rows(&[&["1"]]),
                targets: rows(&[&["0"]]),
                loss,
            };
            let segment = SegmentRecord {
                kind: SegmentKind::Descent,
                from: at("2"),
                to: at(to),
                loss: [["0".into(), "9".into()], ["0".into(), "9".into()]],
                pieces: 16,
            };
            let read = |w: &Weights| shape.read(w).expect("fits");
            let (start, end) = (read(&segment.from), read(&segment.to));
            let ties = Ties::none(&start, 1);
            let deviation = Ties::no_deviation(&start, 128);
            let path = path(&[segment], &shape, &start, &ties, &end, &sigma).expect("a path");
            let view = View {
                samples: &data.samples(None, 128),
                deviation: &deviation,
                pieces: None,
                losses: None,
                start: None,
                end: None,
            };
            path.confirm(&view, &sigma).is_ok()
        };
        assert!(!confirmed(&HONEST, "-1/2"));
        assert!(
            confirmed(&LYING, "-1/2"),
            "what is believed of a loss decides"
        );
        assert!(confirmed(&HONEST, "5/4"));
        assert!(!confirmed(&HONEST, "1/2") && !confirmed(&LYING, "1/2"));
        assert!(!confirmed(&LeastSquares, "-1/2") && confirmed(&LeastSquares, "1/8"));
    }

    #[test]
    fn least_squares_are_not_taken_for_another_loss() {
        assert!(squares(&LeastSquares).is_ok());
        assert!(squares(&Coupled).is_err());
        for text in ["", "mean_of_squares", "Sum_of_squares", "sum_of_squares "] {
            let why = named(text).expect_err("no loss of this name");
            assert_eq!(why, "the loss is not `sum_of_squares`");
        }
        assert!(named("sum_of_squares").is_ok());
    }
}
