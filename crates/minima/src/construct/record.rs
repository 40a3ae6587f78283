//! What was found, as parts of a certificate.
//!
//! Enclosures are widened by a few hundred times their width, which is tiny, before they are written down, so that a
//! checker whose arithmetic takes another way, with other roundings, arrives inside of them.

use num_rational::BigRational;
use rug::Float;
use rug::float::Round;

use super::neighbourhood::Neighbourhood;
use super::path::Segment;
use super::saddle::Saddle;
use super::seen::Seen;
use super::small::Small;
use super::widened::{BadMinimum, Wide};
use crate::network::{Data, Weights, Widening, enlarged};
use wronski_certificate::minimum::{
    DataRecord, Enclosure, LayerWeights, MomentRecord, NeighbourhoodRecord, PointRecord,
    SaddleRecord, SeenRecord, SegmentKind, SegmentRecord, SmallRecord, SpectrumRecord,
    Weights as WeightsRecord, WideRecord,
};
use wronski_exact::print::number_text;
use wronski_interval::{Interval, exact_rational};

/// Significant digits of enclosures.
const DIGITS: usize = 18;
/// By how many widths an enclosure is widened.
const SLACK: u32 = 256;

/// Weights as text.
pub fn weights(w: &Weights) -> WeightsRecord {
    weights_as(w, number_text)
}

/// Weights as text, each number written in a way of its own.
pub(super) fn weights_as(w: &Weights, text: impl Fn(&BigRational) -> String) -> WeightsRecord {
    w.map(text)
        .layers()
        .into_iter()
        .map(|layer| LayerWeights {
            w: layer.w,
            b: layer.b,
        })
        .collect()
}

/// A data set as text.
pub fn data(d: &Data) -> DataRecord {
    let rows = |all: &[Vec<BigRational>]| {
        all.iter()
            .map(|r| r.iter().map(number_text).collect())
            .collect()
    };
    DataRecord {
        inputs: rows(&d.inputs),
        targets: rows(&d.targets),
    }
}

/// An enclosure as text, with slack.
pub fn enclosure(x: &Interval) -> Enclosure {
    let slack = x.width() * SLACK;
    exact_enclosure(&enlarged(x, &slack))
}

/// An enclosure of positive numbers as text: half of the lower end, twice the upper one.
pub fn positive(x: &Interval) -> Enclosure {
    let half = BigRational::new(1.into(), 2.into());
    let [lo, _] = exact_enclosure(&x.scale(&half));
    let [_, hi] = exact_enclosure(&x.scale_int(2));
    [lo, hi]
}

/// An enclosure as text, as it is.
pub fn exact_enclosure(x: &Interval) -> Enclosure {
    decimal(x, DIGITS)
}

/// Both ends as text; infinite ones as `-inf`, `inf`, which no checker accepts.
pub fn decimal(x: &Interval, digits: usize) -> Enclosure {
    match x.to_decimal(digits) {
        Some((lo, hi)) => [lo, hi],
        None => ["-inf".into(), "inf".into()],
    }
}

/// A lower bound of a positive number, a little smaller than what was found.
fn lower(x: &Float) -> String {
    let less = Float::with_val_round(x.prec(), x * 0.99f64, Round::Down).0;
    match Interval::new(less.clone(), less) {
        Ok(x) => {
            let [lo, _] = decimal(&x, 6);
            lo
        }
        Err(_) => "0".into(),
    }
}

/// A bound as text, rounded down or up.
fn bound(x: &Float, up: bool) -> String {
    match Interval::new(x.clone(), x.clone()) {
        Ok(x) => {
            let [lo, hi] = decimal(&x, DIGITS);
            if up { hi } else { lo }
        }
        Err(_) => "0".into(),
    }
}

/// The small network.
pub fn small(s: &Small) -> SmallRecord {
    SmallRecord {
        widths: s.centre.shape().widths().to_vec(),
        weights: weights(&s.centre),
        radius: number_text(&s.radius),
        precision: s.precision,
        loss: enclosure(&s.loss),
        hessian_inertia: [s.inertia.0, s.inertia.1],
        hessian_least_eigenvalue: if s.least > 0 {
            lower(&s.least)
        } else {
            bound(&Float::with_val(s.least.prec(), &s.least * 1.01f64), false)
        },
        moments: s
            .moments
            .iter()
            .map(|m| MomentRecord {
                layer: m.layer,
                unit: m.unit,
                matrix: m
                    .matrix
                    .rows()
                    .iter()
                    .map(|r| r.iter().map(enclosure).collect())
                    .collect(),
                eigenvalues: m.eigenvalues.iter().map(enclosure).collect(),
                definite: m.word().into(),
            })
            .collect(),
    }
}

/// The wide network.
pub fn wide(w: &Wide, widening: &Widening) -> WideRecord {
    WideRecord {
        fractions: widening
            .fractions()
            .iter()
            .map(|l| l.iter().map(number_text).collect())
            .collect(),
        units: widening.units().to_vec(),
        weights: weights(&w.weights),
        inertia: [w.inertia.0, w.inertia.1, w.inertia.2],
        lemma: w.lemma.name().into(),
    }
}

/// A direction of negative curvature.
pub fn saddle(s: &Saddle) -> SaddleRecord {
    SaddleRecord {
        direction: weights(&s.direction),
        curvature: enclosure(&s.curvature),
    }
}

/// What is seen at given weights.
pub fn seen(s: &Seen, given: &Weights) -> SeenRecord {
    SeenRecord {
        weights: weights(given),
        loss: enclosure(&s.loss),
        gradient: {
            let [lo, hi] = enclosure(&s.gradient);
            // An absolute value; the slack may reach below 0.
            let lo = if lo.starts_with('-') { "0".into() } else { lo };
            [lo, hi]
        },
        hessian: s.spectrum.as_ref().and_then(|s| {
            Some(SpectrumRecord {
                bound: number_text(&exact_rational(&s.bound)?),
                above: s.positive,
                below: s.negative,
                between: s.small,
            })
        }),
        precision: super::seen::PRECISION,
    }
}

/// A segment of the path.
pub fn segment(s: &Segment) -> SegmentRecord {
    SegmentRecord {
        kind: if s.constant {
            SegmentKind::Constant
        } else {
            SegmentKind::Descent
        },
        from: weights(&s.from),
        to: weights(&s.to),
        loss: [enclosure(&s.loss[0]), enclosure(&s.loss[1])],
        // Twice as many parts as were needed, for a checker with coarser enclosures.
        pieces: 2 * s.pieces,
    }
}

/// The weights with the smaller loss.
pub fn better(b: &BadMinimum) -> PointRecord {
    PointRecord {
        weights: weights(&b.escape.better),
        loss: enclosure(&b.escape.loss),
    }
}

/// The neighbourhood. The bounds of the losses are moved towards each other, by a quarter of their distance, and
/// still are apart.
pub fn neighbourhood(n: &Neighbourhood, centre: &Weights) -> Option<NeighbourhoodRecord> {
    let radii = Weights::new(centre.shape(), n.radii.clone())?;
    let (low, high) = (
        exact_rational(&n.minimum_at_least)?,
        exact_rational(&n.better_at_most)?,
    );
    let quarter = (&low - &high) / BigRational::from_integer(4.into());
    let text = |q: BigRational, up: bool| {
        let x = Interval::from_rational(&q, 64);
        bound(if up { x.hi() } else { x.lo() }, up)
    };
    Some(NeighbourhoodRecord {
        radius: number_text(&n.radius),
        radii: weights(&radii),
        minimum_at_least: text(low - &quarter, false),
        better_at_most: text(high + quarter, true),
        pieces: n.pieces.iter().map(|p| 2 * p).collect(),
    })
}
