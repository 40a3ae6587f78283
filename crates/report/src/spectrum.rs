//! The picture of the eigenvalues of the Hessian. Certificates hold their signs only; for the picture they are
//! computed in floating point, and one that does not agree with the signs is not shown.

use super::document::Figure;
use super::pictures::drawn;
use super::plot::hessian::{eigenvalues, hessian};
use super::plot::network::{Drawn, read};
use super::plot::{Plot, Scale, Series, Style};
use super::problem::Problem;
use wronski_certificate::minimum::{SmallRecord, Weights, WideRecord};
use wronski_network::Data;

/// Larger networks get no picture.
const MOST_WEIGHTS: usize = 600;
/// Products that the Hessian of one picture may cost.
const BUDGET: usize = 30_000_000;

/// Eigenvalues in increasing order, with their numbers by the theorem.
struct Spectrum {
    values: Vec<f64>,
    negative: usize,
    zero: usize,
}

impl Spectrum {
    /// `None` if it would take long, or if the signs of the certificate are not those of the computed numbers, as far
    /// as rounding errors let it be seen.
    fn new(f: &Drawn, set: &Data<f64>, weights: &Weights, inertia: [usize; 3]) -> Option<Spectrum> {
        let [positive, negative, zero] = inertia;
        let weights = read(weights)?;
        let n = weights.values().len();
        let count = positive.checked_add(negative)?.checked_add(zero)?;
        let work = n.checked_mul(n)?.checked_mul(set.inputs.len())?;
        if n != count || n > MOST_WEIGHTS || work > BUDGET {
            return None;
        }
        let spectrum = Spectrum {
            values: eigenvalues(hessian(f, &weights, set)?)?,
            negative,
            zero,
        };
        let signs =
            spectrum.below().iter().all(|v| *v < 0.0) && spectrum.above().iter().all(|v| *v > 0.0);
        // Zeros are to be seen at zero: far inside the part of the axis that is linear.
        let clear = spectrum.noise() < 0.02 * spectrum.threshold();
        (signs && clear).then_some(spectrum)
    }

    fn below(&self) -> &[f64] {
        &self.values[..self.negative]
    }

    fn zeros(&self) -> &[f64] {
        &self.values[self.negative..self.negative + self.zero]
    }

    fn above(&self) -> &[f64] {
        &self.values[self.negative + self.zero..]
    }

    /// How far rounding errors move an eigenvalue: what they make of those that are zero, and at least a few units in
    /// the last place of the greatest.
    fn noise(&self) -> f64 {
        let greatest = self.values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        self.zeros()
            .iter()
            .fold(8.0 * f64::EPSILON * greatest, |m, v| m.max(v.abs()))
    }

    /// A power of ten below all eigenvalues that are not zero; 1 if there are none.
    fn threshold(&self) -> f64 {
        let least = self
            .below()
            .iter()
            .chain(self.above())
            .fold(f64::INFINITY, |m, v| m.min(v.abs()));
        if least.is_infinite() {
            return 1.0;
        }
        // So that the mark of the least one is apart from the linear part.
        10f64.powf((least / 1.5).log10().floor())
    }

    fn points(&self) -> Vec<(f64, f64)> {
        (1..)
            .map(f64::from)
            .zip(self.values.iter().copied())
            .collect()
    }

    /// The numbers by sign, for readers who do not see the picture.
    fn words(&self) -> String {
        let range = |all: &[f64], sign: &str| match all {
            [] => None,
            [one] => Some(format!("one {sign} ({})", number(*one))),
            [first, .., last] => Some(format!(
                "{} {sign} ones (from {} to {})",
                all.len(),
                number(*first),
                number(*last)
            )),
        };
        let zeros = match self.zero {
            0 => None,
            1 => Some("one that is zero by the theorem".to_string()),
            z => Some(format!("{z} that are zero by the theorem")),
        };
        let all: Vec<String> = [
            range(self.below(), "negative"),
            zeros,
            range(self.above(), "positive"),
        ]
        .into_iter()
        .flatten()
        .collect();
        match all.as_slice() {
            [first, second, third] => format!("{first}, {second} and {third}"),
            _ => all.join(" and "),
        }
    }
}

/// Three digits.
fn number(v: f64) -> String {
    if (1e-3..1e5).contains(&v.abs()) {
        let digits = (2 - v.abs().log10().floor() as i32).max(0);
        return format!("{v:.*}", usize::try_from(digits).map_or(0, |d| d));
    }
    format!("{v:.2e}")
}

fn series(name: &str, style: Style, s: &Spectrum) -> Series {
    Series {
        name: name.into(),
        style,
        runs: vec![s.points()],
    }
}

/// The eigenvalues at the critical point: of the wide network, if there is one, together with those of the small
/// network. `None` if the computation would take long, or if its result does not agree with the signs in the
/// certificate.
pub(super) fn wide(about: Problem<'_>, s: &SmallRecord, w: &WideRecord) -> Option<Figure> {
    let (f, set) = drawn(about)?;
    let wide = Spectrum::new(&f, &set, &w.weights, w.inertia)?;
    let small = narrow(s, &f, &set);
    let mut threshold = wide.threshold();
    let mut all = vec![series("wide network", Style::Marks, &wide)];
    let mut description = format!(
        "The {} eigenvalues of the Hessian at the critical point of the wide network, in increasing order, drawn as \
         circles: {}.",
        wide.values.len(),
        wide.words()
    );
    if let Some(s) = small {
        threshold = threshold.min(s.threshold());
        all.push(series("small network", Style::Crosses(1), &s));
        description.push_str(&format!(
            " The {} of the small network are drawn as crosses: {}.",
            s.values.len(),
            s.words()
        ));
    }
    // A smaller threshold may leave too little room for rounding errors.
    (wide.noise() < 0.05 * threshold).then(|| figure(threshold, all, description))
}

fn narrow(s: &SmallRecord, f: &Drawn, set: &Data<f64>) -> Option<Spectrum> {
    let [positive, negative] = s.hessian_inertia;
    Spectrum::new(f, set, &s.weights, [positive, negative, 0])
}

/// The eigenvalues at the critical point of the small network alone; `None` as for `wide`.
pub(super) fn small(about: Problem<'_>, s: &SmallRecord) -> Option<Figure> {
    let (f, set) = drawn(about)?;
    let s = narrow(s, &f, &set)?;
    let description = format!(
        "The {} eigenvalues of the Hessian at the critical point, in increasing order, drawn as crosses: {}.",
        s.values.len(),
        s.words()
    );
    let all = vec![series("small network", Style::Crosses(1), &s)];
    Some(figure(s.threshold(), all, description))
}

fn figure(threshold: f64, series: Vec<Series>, description: String) -> Figure {
    let zone = if threshold < 1e-4 {
        format!("{threshold:.0e}")
    } else {
        threshold.to_string()
    };
    Figure {
        title: "Eigenvalues of the Hessian".into(),
        description: format!(
            "{description} The vertical axis is logarithmic on both sides of zero and linear between -{zone} and \
             {zone}. The numbers were computed in floating point for this picture."
        ),
        plot: Plot {
            x_label: "eigenvalues in increasing order".into(),
            y_label: "eigenvalue".into(),
            x_scale: Scale::Whole,
            y_scale: Scale::SymmetricLog { threshold },
            series,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_certificate::minimum::{LayerWeights, LocalMinimum, MinimumCertificate, Shown};

    /// The critical point of a certificate.
    struct Case {
        certificate: MinimumCertificate,
        small: SmallRecord,
        wide: Option<WideRecord>,
    }

    impl Case {
        fn about(&self) -> Problem<'_> {
            let data = self.certificate.shown.data().expect("data");
            Problem::new(&self.certificate, data)
        }

        fn wide(&self) -> Option<Figure> {
            wide(self.about(), &self.small, self.wide.as_ref()?)
        }

        fn with(&self, wide: WideRecord) -> Option<Figure> {
            super::wide(self.about(), &self.small, &wide)
        }
    }

    fn certificate(text: &str) -> Case {
        let certificate = MinimumCertificate::from_json(text).expect("a certificate");
        let (small, wide) = match certificate.shown.clone() {
            Shown::BadLocalMinimum {
                minimum: LocalMinimum::Widened { small, wide },
                ..
            } => (small, Some(wide)),
            Shown::StrictLocalMinimum { small, .. } => (small, None),
            Shown::Saddle { small, wide, .. } => (small, wide),
            _ => panic!("no critical point"),
        };
        Case {
            certificate,
            small,
            wide,
        }
    }

    /// Eigenvalues at the weights of the certificates, by mpmath with 60 digits: the Hessian by central differences
    /// of the loss at steps of 1e-15, written with the formulas of the activations anew. Zeros are those below 1e-29
    /// there.
    fn corpus() -> Vec<(Case, Vec<f64>, Vec<f64>)> {
        let narrow = vec![0.7698011107916, 4.347372003063];
        vec![
            (
                certificate(include_str!("../../../tests/minima/bad.json")),
                narrow.clone(),
                vec![0.0, 0.4317931821801, 0.4444444444444, 7.750497078451],
            ),
            (
                certificate(include_str!("../../../tests/minima/saddle.json")),
                narrow.clone(),
                vec![-0.4372336701044, 0.0, 1.150298555961, 8.871966664212],
            ),
            (
                certificate(include_str!("../../../tests/minima/strict.json")),
                narrow,
                vec![],
            ),
            (
                certificate(include_str!("../../../tests/minima/biased.json")),
                vec![
                    0.5126323857759,
                    1.559646904948,
                    10.55874644729,
                    19.19735172154,
                ],
                vec![
                    0.0,
                    0.0,
                    0.002499999999947,
                    0.002500000000095,
                    0.003326305459412,
                    0.003331289663069,
                    0.1999221177689,
                    0.6504434785493,
                    14.79601652102,
                    35.63178261159,
                ],
            ),
            (
                certificate(include_str!("../../../tests/minima/deep.json")),
                vec![
                    0.0002639611931568,
                    0.004315253625024,
                    0.8708351952329,
                    5.860084626257,
                    25.23714141507,
                    46.80682977232,
                ],
                vec![
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    1.69061551689e-5,
                    2.487201045006e-5,
                    2.499421347105e-5,
                    2.978437163377e-5,
                    6.250000000493e-5,
                    0.0001249999999991,
                    0.0008133968292521,
                    0.009447356942547,
                    1.649924720681,
                    9.498093079712,
                    76.56166173656,
                    193.6181626791,
                ],
            ),
            (
                certificate(include_str!("../../../tests/reports/gelu-network.json")),
                vec![
                    0.02784918716239,
                    0.3881689554176,
                    0.7874650755962,
                    10.362691785,
                    66.11178957717,
                    1545.340848975,
                ],
                vec![
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0,
                    0.0129309354253,
                    0.02188532189627,
                    0.02188532189627,
                    0.02627438270164,
                    0.02627438270164,
                    0.02627438270164,
                    0.2197691522845,
                    0.2794475680534,
                    0.2794475680534,
                    0.2794475680534,
                    0.5125529664337,
                    1.12749133661,
                    1.12749133661,
                    4.095765396816,
                    56.3780735959,
                    2232.947054557,
                ],
            ),
        ]
    }

    fn computed(c: &Case, weights: &Weights) -> Vec<f64> {
        let (f, set) = drawn(c.about()).expect("a function");
        let h = hessian(&f, &read(weights).expect("weights"), &set);
        eigenvalues(h.expect("finite")).expect("eigenvalues")
    }

    #[test]
    fn eigenvalues_agree_with_mpmath_and_signs_with_the_certificates() {
        for (c, small_values, wide_values) in corpus() {
            let s = &c.small;
            let wide_weights = c.wide.as_ref().map(|w| &w.weights);
            for (weights, expected) in [
                (Some(&s.weights), small_values),
                (wide_weights, wide_values),
            ] {
                let got = weights.map_or(vec![], |w| computed(&c, w));
                assert_eq!(got.len(), expected.len());
                let greatest = expected.last().map_or(0.0, |v| *v);
                for (a, b) in got.iter().zip(&expected) {
                    // Twelve digits, but no more than rounding of the whole matrix leaves.
                    assert!(
                        (a - b).abs() <= 1e-12 * b.abs() + 1e-14 * greatest,
                        "{a} instead of {b}"
                    );
                }
            }
            let figure = c.wide().or(small(c.about(), s)).expect("a picture");
            let drawn = &figure.plot.series[0].runs[0];
            let Scale::SymmetricLog { threshold } = figure.plot.y_scale else {
                panic!("a symmetric logarithm")
            };
            let [p, n, z] = c
                .wide
                .as_ref()
                .map_or([s.hessian_inertia[0], s.hessian_inertia[1], 0], |w| {
                    w.inertia
                });
            assert_eq!(drawn.len(), p + n + z);
            let count = |test: &dyn Fn(f64) -> bool| drawn.iter().filter(|q| test(q.1)).count();
            assert_eq!(count(&|v| v > threshold), p);
            assert_eq!(count(&|v| v < -threshold), n);
            assert_eq!(count(&|v| v.abs() < 0.05 * threshold), z);
            assert_eq!(
                figure
                    .description
                    .contains(&format!("{z} that are zero by the theorem")),
                z > 1,
                "{}",
                figure.description
            );
        }
    }

    #[test]
    fn what_does_not_agree_is_not_drawn() {
        for (c, ..) in corpus() {
            let Some(w) = &c.wide else { continue };
            let [p, n, z] = w.inertia;
            for inertia in [
                [p + 1, n, z - 1],
                [p - 1, n, z + 1],
                [p - 1, n + 1, z],
                [p, n + 1, z - 1],
                [p, n, z + 1],
                [usize::MAX, n, z],
            ] {
                let other = WideRecord {
                    inertia,
                    ..w.clone()
                };
                assert_eq!(c.with(other), None, "{inertia:?}");
            }
        }
    }

    #[test]
    fn nothing_is_drawn_of_networks_without_sense() {
        let good = certificate(include_str!("../../../tests/minima/bad.json"));
        let layer = |w: &[&[&str]]| LayerWeights {
            w: w.iter()
                .map(|r| r.iter().map(|v| (*v).to_string()).collect())
                .collect(),
            b: None,
        };
        let odd: Vec<Weights> = vec![
            vec![],
            vec![layer(&[])],
            vec![layer(&[&[]]), layer(&[&["1"]])],
            vec![layer(&[&["1"], &["1", "2"]]), layer(&[&["1"]])],
            vec![layer(&[&["1/0"], &["1"]]), layer(&[&["1", "1"]])],
            vec![layer(&[&["1e400"], &["x"]]), layer(&[&["1", "1"]])],
            vec![layer(&[&["0"], &["0"]]), layer(&[&["0", "0"]])],
            vec![
                LayerWeights {
                    b: Some(vec![]),
                    ..layer(&[&["1"], &["1"]])
                },
                layer(&[&["1", "1"]]),
            ],
        ];
        for weights in odd {
            let wide = good.wide.clone().expect("a wide network");
            assert_eq!(good.with(WideRecord { weights, ..wide }), None);
        }
    }
}
