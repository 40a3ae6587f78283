//! The pictures of a report, computed from certificates.

use super::document::Figure;
use super::loss;
use super::math::{Names, read};
use super::plot::contour::Grid;
use super::plot::evaluate::Function;
use super::plot::network::{self, Drawn, between, combine, cost, real};
use super::plot::{Plot, Scale, Series, Style};
use super::problem::Problem;
use wronski_certificate::LossName;
use wronski_certificate::minimum::{
    LocalMinimum, MinimumCertificate, SegmentKind, SegmentRecord, Shown, Weights,
};
use wronski_network::Data;

/// Evaluations of the activation that one picture may cost.
const BUDGET: usize = 400_000;
/// Samples that one picture may show.
const MOST_SAMPLES: usize = 2_000;

/// Said of every picture whose description holds numbers.
const NOTE: &str = "Drawn in floating point: nothing rests on this picture.";

pub(super) fn function(expression: &str) -> Option<Function> {
    Function::new(&read(expression, Names::Parameters(&[]))?)
}

/// Cuts a curve where it jumps or leaves the finite numbers.
fn runs(points: &[(f64, f64)], cut: bool) -> Vec<Vec<(f64, f64)>> {
    let finite: Vec<f64> = points
        .iter()
        .map(|p| p.1)
        .filter(|y| y.is_finite())
        .collect();
    let low = finite.iter().copied().fold(f64::INFINITY, f64::min);
    let high = finite.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let jump = 0.2 * (high - low);
    let mut out: Vec<Vec<(f64, f64)>> = vec![vec![]];
    let mut last: Option<f64> = None;
    for (x, y) in points {
        if !y.is_finite() {
            out.push(vec![]);
            last = None;
            continue;
        }
        if cut && last.is_some_and(|l| (y - l).abs() > jump) {
            out.push(vec![]);
        }
        if let Some(run) = out.last_mut() {
            run.push((*x, *y));
        }
        last = Some(*y);
    }
    out.retain(|r| !r.is_empty());
    out
}

/// The activation with its first two derivatives on [-5, 5]; `None` if it has parameters or cannot be drawn.
pub(super) fn activation(expression: &str) -> Option<Figure> {
    let f = function(expression)?;
    let steps = 240;
    let jets: Vec<(f64, [f64; 3])> = (0..=steps)
        .map(|i| {
            let x = -5.0 + 10.0 * f64::from(i) / f64::from(steps);
            (x, f.jet(x))
        })
        .collect();
    let series = ["σ", "σ′", "σ″"]
        .iter()
        .enumerate()
        .map(|(k, name)| Series {
            name: (*name).into(),
            style: Style::Line(k),
            runs: runs(
                &jets.iter().map(|(x, j)| (*x, j[k])).collect::<Vec<_>>(),
                f.by_pieces(),
            ),
        })
        .collect();
    let plot = Plot {
        x_label: "x".into(),
        y_label: String::new(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series,
    };
    plot.extent()?;
    // Where pieces meet, derivatives may not exist; they meet at round numbers.
    let middle = if f.by_pieces() { 0.7 } else { 0.0 };
    let at = |x: f64| {
        let j = f.jet(x);
        format!("{:.3}, {:.3}, {:.3}", j[0], j[1], j[2])
    };
    Some(Figure {
        title: "The activation and its first two derivatives".into(),
        description: format!(
            "Three curves over x from -5 to 5: the activation (solid), its first derivative (dashed) and its second \
             derivative (dotted). Their values are {} at -2, {} at {middle} and {} at 2. {NOTE}",
            at(-2.0),
            at(middle),
            at(2.0)
        ),
        plot,
    })
}

/// What the pictures are computed with, and the data set in floating point; `None` if the activation cannot be drawn
/// or the loss has no such name.
pub(super) fn drawn(about: Problem<'_>) -> Option<(Drawn, Data<f64>)> {
    let f = Drawn {
        sigma: function(about.activation)?,
        loss: LossName::read(&about.network.loss)?,
    };
    let rows = |all: &[Vec<String>]| -> Vec<Vec<f64>> {
        all.iter()
            .map(|r| r.iter().map(|v| real(v)).collect())
            .collect()
    };
    let set = Data {
        inputs: rows(&about.data.inputs),
        targets: rows(&about.data.targets),
    };
    Some((f, set))
}

/// The weights of the minimum, or of the critical point, that the certificate is about.
fn point(shown: &Shown) -> Option<&Weights> {
    match shown {
        Shown::BadLocalMinimum { minimum, .. }
        | Shown::LocalMinimumUpToSymmetry { minimum, .. } => Some(match minimum {
            LocalMinimum::Widened { wide, .. } => &wide.weights,
            LocalMinimum::InAPiece(linear) => &linear.weights,
        }),
        Shown::StrictLocalMinimum { small, .. } => Some(&small.weights),
        Shown::Saddle { small, wide, .. } => {
            Some(wide.as_ref().map_or(&small.weights, |w| &w.weights))
        }
        Shown::NotCritical { .. }
        | Shown::NoWidening(_)
        | Shown::Impossible(_)
        | Shown::Undecided(_) => None,
    }
}

/// The output of the network against the data, at the minimum and at the better weights; `None` unless there is one
/// input and one output, or if the network is so large that the picture would take long.
pub(super) fn outputs(c: &MinimumCertificate) -> Option<Figure> {
    let weights = point(&c.shown)?;
    let (f, set) = drawn(Problem::new(c, c.shown.data()?))?;
    if set.inputs.len() > MOST_SAMPLES {
        return None;
    }
    if set.inputs.iter().any(|x| x.len() != 1) || set.targets.iter().any(|y| y.len() != 1) {
        return None;
    }
    let xs: Vec<f64> = set
        .inputs
        .iter()
        .filter_map(|x| x.first().copied())
        .collect();
    let low = xs.iter().copied().fold(f64::INFINITY, f64::min);
    let high = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !(low.is_finite() && high.is_finite()) {
        return None;
    }
    let margin = 0.04 * (high - low).max(1e-9);
    let at_minimum = network::read(weights)?;
    let steps = (BUDGET / cost(&at_minimum)).min(200);
    if steps < 20 {
        return None;
    }
    let curve = |n: &network::Weights| -> Option<Vec<(f64, f64)>> {
        (0..=steps)
            .map(|i| {
                let x = low - margin + (high - low + 2.0 * margin) * (i as f64) / (steps as f64);
                Some((x, *f.outputs(n, &[x])?.first()?))
            })
            .collect()
    };
    let mut series = vec![Series {
        name: "at the critical point".into(),
        style: Style::Line(0),
        runs: runs(&curve(&at_minimum)?, false),
    }];
    let better = match &c.shown {
        Shown::BadLocalMinimum { better, .. } => Some(better),
        _ => None,
    };
    if let Some(b) = better {
        series.push(Series {
            name: "at the better weights".into(),
            style: Style::Line(1),
            runs: runs(&curve(&network::read(&b.weights)?)?, false),
        });
    }
    let marks: Vec<(f64, f64)> = xs
        .iter()
        .copied()
        .zip(set.targets.iter().filter_map(|y| y.first().copied()))
        .collect();
    let samples = marks.len();
    series.push(Series {
        name: "data".into(),
        style: Style::Marks,
        runs: vec![marks],
    });
    let plot = Plot {
        x_label: "input".into(),
        y_label: "output".into(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series,
    };
    plot.extent()?;
    let better = if better.is_some() {
        format!(
            ", and the dashed curve is the output at the better weights, which is closer to them {}",
            loss::closeness(&c.network)
        )
    } else {
        String::new()
    };
    Some(Figure {
        title: "Network output against the data".into(),
        description: format!(
            "The {samples} samples are drawn as circles over inputs from {low:.3} to {high:.3}. The solid curve is \
             the output of the network at the critical point{better}. {NOTE}"
        ),
        plot,
    })
}

/// The loss along the path to the better weights; `None` if the network is so large that the picture would take long.
pub(super) fn path(about: Problem<'_>, path: &[SegmentRecord]) -> Option<Figure> {
    let (f, set) = drawn(about)?;
    let work = cost(&network::read(&path.first()?.from)?) * set.inputs.len().max(1);
    let steps = (BUDGET / work / path.len()).min(40);
    if steps < 4 {
        return None;
    }
    let mut points = vec![];
    for (k, segment) in path.iter().enumerate() {
        let (from, to) = (network::read(&segment.from)?, network::read(&segment.to)?);
        for i in 0..=steps {
            let s = i as f64 / steps as f64;
            let loss = f.loss(&between(&from, &to, s)?, &set)?;
            points.push((k as f64 + s, loss));
        }
    }
    let (first, last) = (points.first()?.1, points.last()?.1);
    let ends: Vec<(f64, f64)> = (0..=path.len())
        .filter_map(|k| points.get((k * (steps + 1)).min(points.len() - 1)).copied())
        .collect();
    let plot = Plot {
        x_label: "segment of the path".into(),
        y_label: "loss".into(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: vec![
            Series {
                name: "loss".into(),
                style: Style::Line(0),
                runs: runs(&points, false),
            },
            Series {
                name: "ends of segments".into(),
                style: Style::Marks,
                runs: vec![ends],
            },
        ],
    };
    plot.extent()?;
    Some(Figure {
        title: "The loss along the path".into(),
        description: format!(
            "The loss along the {} segments of the path from the minimum to the better weights. It starts at \
             {first:.6}, never rises, and ends at {last:.6}. {NOTE}",
            path.len()
        ),
        plot,
    })
}

/// Level lines of the loss in the plane through the minimum, the end of the first segment of the path, on which the
/// loss is constant, and the better weights. `None` if the path does not begin with such a segment, or if the network
/// is so large that the picture would take long.
pub(super) fn slice(about: Problem<'_>, path: &[SegmentRecord]) -> Option<Figure> {
    let last = path.last()?;
    let first = path.first()?;
    if path.len() < 2 || first.kind != SegmentKind::Constant {
        return None;
    }
    let (f, set) = drawn(about)?;
    let (start, turn, end) = (
        network::read(&first.from)?,
        network::read(&first.to)?,
        network::read(&last.to)?,
    );
    let work = cost(&start) * set.inputs.len().max(1);
    let n = (2 * BUDGET / work).isqrt().min(60);
    if n < 12 {
        return None;
    }
    let axis: Vec<f64> = (0..=n).map(|i| -0.5 + 2.0 * i as f64 / n as f64).collect();
    // start + a (turn - start) + b (end - turn)
    let loss = |a: f64, b: f64| {
        let at = combine(&[(1.0 - a, &start), (a - b, &turn), (b, &end)])?;
        f.loss(&at, &set)
    };
    let mut values = vec![];
    for b in &axis {
        values.push(
            axis.iter()
                .map(|a| loss(*a, *b))
                .collect::<Option<Vec<f64>>>()?,
        );
    }
    let here = loss(0.0, 0.0)?;
    let better = loss(1.0, 1.0)?;
    let mut all: Vec<f64> = values
        .iter()
        .flatten()
        .copied()
        .filter(|v| v.is_finite())
        .collect();
    all.sort_by(f64::total_cmp);
    let least = *all.first()?;
    let grid = Grid {
        xs: axis.clone(),
        ys: axis,
        values,
    };
    // Four levels below the loss of the minimum, six above it at steps of the values that occur.
    let below: Vec<f64> = (1..=4)
        .map(|k| least + (here - least) * f64::from(k) / 5.0)
        .collect();
    // Where the loss is constant, rounding puts some values above the minimum: they make no level.
    let clearly = here + 1e-9 * here.abs();
    let higher: Vec<f64> = all.into_iter().filter(|v| *v > clearly).collect();
    let above: Vec<f64> = (1..=6)
        .filter_map(|k| higher.get(higher.len() * k / 8).copied())
        .collect();
    let lines = |levels: &[f64]| {
        levels
            .iter()
            .flat_map(|l| grid.level(*l))
            .collect::<Vec<_>>()
    };
    let plot = Plot {
        x_label: "along the first segment of the path (constant loss)".into(),
        y_label: "towards the better weights".into(),
        x_scale: Scale::Linear,
        y_scale: Scale::Linear,
        series: vec![
            Series {
                name: "lower loss".into(),
                style: Style::Thin(0),
                runs: lines(&below),
            },
            Series {
                name: "higher loss".into(),
                style: Style::Thin(1),
                runs: lines(&above),
            },
            Series {
                name: "constant".into(),
                style: Style::Line(2),
                runs: vec![vec![(0.0, 0.0), (1.0, 0.0)]],
            },
            Series {
                name: "the three points".into(),
                style: Style::Marks,
                runs: vec![vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)]],
            },
        ],
    };
    plot.extent()?;
    Some(Figure {
        title: "The loss in a plane through the minimum".into(),
        description: format!(
            "Level lines of the loss in the plane through three points, drawn as circles: the minimum at (0, 0) with \
             loss {here:.6}, the end of the first segment of the path at (1, 0), and the better weights at (1, 1) \
             with loss {better:.6}. Between the first two, on the dotted line, the loss is constant. Blue lines have \
             a lower loss than the minimum, orange dashed ones a higher. {NOTE}"
        ),
        plot,
    })
}
