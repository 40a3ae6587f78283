//! Weights with a smaller loss, and the path to them on which the loss does not increase.

use std::collections::BTreeMap;
use wronski_certificate::limits::{PIECES, SEGMENTS};

use num_rational::BigRational;
use num_traits::Zero;

use super::jets::{Data, Samples};
use super::line::{Line, difference};
use super::number::{at_most, bounded, confirm, ends, rational, sum};
use super::shape::{Boxed, Exact, Shape, zeros};
use super::sigma::Sigma;
use super::wide::Ties;
use crate::failure::{Checked, limit};
use wronski_certificate::minimum::{PointRecord, SegmentKind, SegmentRecord};
use wronski_diagnostic::interruption;
use wronski_interval::Interval;

/// Weights with a smaller loss, confirmed.
pub(super) struct Better {
    pub weights: Exact,
    pub inputs: usize,
}

impl Better {
    /// The loss for all samples enclosed.
    pub fn loss(&self, samples: &Samples, sigma: &Sigma) -> Checked<Interval> {
        let ties = Ties::none(&self.weights, self.inputs);
        let deviation = Ties::no_deviation(&self.weights, sigma.precision());
        let still = zeros(&self.weights);
        let line = Line::new(&self.weights, &still, &ties, &deviation, sigma)?;
        let jet = line.loss(&Interval::zero(sigma.precision()), 0, samples, sigma)?;
        Ok(jet[0].clone())
    }
}

/// Confirms the loss at the better weights, less than `minimum` everywhere in its enclosure. `exact` is the loss if
/// it is known.
pub(super) fn better(
    record: &PointRecord,
    weights: Exact,
    inputs: usize,
    minimum: &BigRational,
    exact: Option<&BigRational>,
    data: &Data,
    sigma: &Sigma,
) -> Checked<Better> {
    let better = Better { weights, inputs };
    let [lo, hi] = ends(&record.loss)?;
    match exact {
        Some(loss) if lo <= *loss && *loss <= hi => {}
        Some(_) => return Err("the loss is another one".into()),
        None => {
            let samples = data.samples(None, sigma.precision());
            confirm("the loss", &better.loss(&samples, sigma)?, &record.loss)?;
        }
    }
    if hi >= *minimum {
        return Err("the loss is not shown to be less than at the minimum".into());
    }
    Ok(better)
}

/// The path, read and with its constant segments confirmed.
pub(super) struct Path {
    segments: Vec<Segment>,
}

struct Segment {
    from: Exact,
    to: Exact,
    /// How the weights at its start and at its end depend on the critical point.
    ties: [Ties; 2],
    descent: bool,
    pieces: u32,
}

/// Reads the path and confirms where it starts and ends, and that its constant segments are constant.
///
/// Whether a segment is constant is decided in the rationals, for the path that starts at the centre of the box. The
/// path that starts at the critical point is its translate, except that shifts may wander between outgoing weights of
/// units that compute the same function: where an outgoing weight becomes 0 in the file it shall become 0 on that
/// path as well, and its shift goes to another unit of the group, which changes the sum of the group as little as the
/// segment itself does. [`Ties`] keeps the books; copies of one unit of the small network have one true row as long
/// as their rows agree in the file and are tied to the critical point in the same way. No shift grows beyond the box
/// radius times the sum of the absolute values of the fractions: the *tube*.
pub(super) fn path(
    records: &[SegmentRecord],
    shape: &Shape,
    start: &Exact,
    ties: &Ties,
    end: &Exact,
    sigma: &Sigma,
) -> Checked<Path> {
    if records.is_empty() {
        return Err("a path has a segment".into());
    }
    if records.len() > SEGMENTS {
        return Err(limit("the segments of a path", SEGMENTS as u64));
    }
    let mut at = start.clone();
    let mut ties = ties.clone();
    let mut segments = vec![];
    for (i, record) in records.iter().enumerate() {
        let segment = read(record, shape, &at, &ties, sigma)
            .map_err(|why| why.within(format!("segment {i}")))?;
        at = segment.to.clone();
        ties = segment.ties[1].clone();
        segments.push(segment);
    }
    if at != *end {
        return Err("it does not end at the better weights".into());
    }
    if !segments.iter().any(|s| s.descent) {
        return Err("the loss decreases on none of its segments".into());
    }
    Ok(Path { segments })
}

fn read(
    record: &SegmentRecord,
    shape: &Shape,
    at: &Exact,
    ties: &Ties,
    sigma: &Sigma,
) -> Checked<Segment> {
    let entries = u64::try_from(shape.parameters()).unwrap_or(u64::MAX);
    sigma.spend(entries.saturating_mul(4))?;
    let from = shape.read(&record.from)?;
    let to = shape.read(&record.to)?;
    if from != *at {
        return Err("it does not start where the path has come to".into());
    }
    if from == to {
        return Err("it ends where it starts".into());
    }
    let descent = record.kind == SegmentKind::Descent;
    let after = if descent {
        if !(1..=PIECES).contains(&record.pieces) {
            return Err(format!("a descent has between 1 and {PIECES} pieces").into());
        }
        ties.clone()
    } else {
        if record.pieces != 0 {
            return Err("a constant segment has no pieces".into());
        }
        constant(&from, &to, ties)?
    };
    Ok(Segment {
        from,
        to,
        ties: [ties.clone(), after],
        descent,
        pieces: record.pieces,
    })
}

/// Confirms that the network function does not change on a segment, by one of two rules; returns the ties at its end.
fn constant(from: &Exact, to: &Exact, ties: &Ties) -> Checked<Ties> {
    let rows: Vec<(usize, usize)> = changed_rows(from, to);
    let idle = rows
        .iter()
        .all(|&(l, k)| l + 1 < from.len() && is_idle(from, to, ties, l, k));
    if idle {
        return Ok(ties.clone());
    }
    // All changes are weights of one layer.
    let layer = rows.first().map_or(0, |r| r.0);
    let one = rows.iter().all(|r| r.0 == layer) && from[layer].b == to[layer].b;
    if layer == 0 || !one {
        return Err(
            "the changes are neither rows of units without outgoing weights nor weights of one layer".into(),
        );
    }
    shared(from, to, ties, layer)
}

/// The units (layer from 0, unit) with a changed row or bias.
fn changed_rows(from: &Exact, to: &Exact) -> Vec<(usize, usize)> {
    let mut out = vec![];
    for (l, (a, b)) in from.iter().zip(to).enumerate() {
        for k in 0..a.w.len() {
            if a.w[k] != b.w[k] || a.b.get(k) != b.b.get(k) {
                out.push((l, k));
            }
        }
    }
    out
}

/// Are all outgoing weights of the unit exactly zero, at both ends and at the critical point?
fn is_idle(from: &Exact, to: &Exact, ties: &Ties, layer: usize, unit: usize) -> bool {
    let next = layer + 1;
    (0..from[next].w.len()).all(|k| {
        from[next].w[k][unit].is_zero()
            && to[next].w[k][unit].is_zero()
            && ties.coefficient[next].w[k][unit].is_zero()
    })
}

/// A unit's row with its ties: equal ones compute the same function.
type Row<'a> = (
    usize,
    &'a Vec<BigRational>,
    &'a Vec<BigRational>,
    Option<(&'a BigRational, &'a BigRational)>,
);

/// Confirms that the outgoing weights of each group of equal units keep their sums.
fn shared(from: &Exact, to: &Exact, ties: &Ties, layer: usize) -> Checked<Ties> {
    let before = layer - 1;
    let mut groups: BTreeMap<Row, Vec<usize>> = BTreeMap::new();
    let (units, tied) = (&from[before], &ties.coefficient[before]);
    for j in 0..units.w.len() {
        let bias = units.b.get(j).map(|b| (b, &tied.b[j]));
        let row = (ties.origin[layer][j], &units.w[j], &tied.w[j], bias);
        groups.entry(row).or_default().push(j);
    }
    let mut after = ties.clone();
    for members in groups.values() {
        for k in 0..from[layer].w.len() {
            let (a, b) = (&from[layer].w[k], &to[layer].w[k]);
            if members.iter().all(|&j| a[j] == b[j]) {
                continue;
            }
            if sum(members.iter().map(|&j| &a[j]))? != sum(members.iter().map(|&j| &b[j]))? {
                return Err(format!(
                    "the outgoing weights of equal units of layer {layer} change in sum"
                )
                .into());
            }
            // Where the file arrives at 0 the other path does, too.
            let row = &mut after.coefficient[layer].w[k];
            let mut freed = BigRational::zero();
            for &j in members.iter().filter(|&&j| b[j].is_zero()) {
                freed = bounded(freed + &row[j])?;
                row[j] = BigRational::zero();
            }
            if freed.is_zero() {
                continue;
            }
            let heir = members
                .iter()
                .find(|&&j| !b[j].is_zero())
                .ok_or("no unit of the group is left to carry what the weights are tied to")?;
            row[*heir] = bounded(&row[*heir] + freed)?;
        }
    }
    Ok(after)
}

/// For which data and in how many parts the segments are looked at.
pub(super) struct View<'a> {
    pub samples: &'a Samples,
    /// The critical point minus the centre, in the shape of the small network.
    pub deviation: &'a Boxed,
    /// Other numbers of parts for the descents, in their order.
    pub pieces: Option<&'a [u32]>,
    /// The losses claimed at both ends of each segment.
    pub losses: Option<&'a [SegmentRecord]>,
    /// The loss at the start, if it is known exactly: it lasts until the first descent.
    pub start: Option<&'a BigRational>,
    /// The loss at the end, if it is known exactly.
    pub end: Option<&'a BigRational>,
}

impl Path {
    /// The number of descents.
    pub fn descents(&self) -> usize {
        self.segments.iter().filter(|s| s.descent).count()
    }

    /// Confirms that the loss decreases on every descent, and the losses at the ends of all segments.
    pub fn confirm(&self, view: &View, sigma: &Sigma) -> Checked<()> {
        let mut descent = 0;
        for (i, segment) in self.segments.iter().enumerate() {
            let pieces = match view.pieces {
                Some(p) if segment.descent => *p
                    .get(descent)
                    .ok_or_else(|| format!("segment {i}: its number of pieces is missing"))?,
                _ => segment.pieces,
            };
            descent += usize::from(segment.descent);
            let claimed = view.losses.and_then(|l| l.get(i));
            let known = [
                view.start
                    .filter(|_| descent - usize::from(segment.descent) == 0),
                if i + 1 == self.segments.len() {
                    view.end
                } else {
                    view.start.filter(|_| descent == 0)
                },
            ];
            segment
                .confirm(view, pieces, claimed, known, sigma)
                .map_err(|why| why.within(format!("segment {i}")))?;
        }
        Ok(())
    }
}

impl Segment {
    fn confirm(
        &self,
        view: &View,
        pieces: u32,
        claimed: Option<&SegmentRecord>,
        known: [Option<&BigRational>; 2],
        sigma: &Sigma,
    ) -> Checked<()> {
        let bits = sigma.precision();
        if let Some(record) = claimed {
            let still = zeros(&self.from);
            for (e, (weights, name)) in [(&self.from, "start"), (&self.to, "end")]
                .into_iter()
                .enumerate()
            {
                if let Some(loss) = known[e] {
                    let [lo, hi] = ends(&record.loss[e])?;
                    if lo <= *loss && *loss <= hi {
                        continue;
                    }
                    return Err(format!("the loss at its {name} is another one").into());
                }
                let line = Line::new(weights, &still, &self.ties[e], view.deviation, sigma)?;
                let value = line.loss(&Interval::zero(bits), 0, view.samples, sigma)?;
                confirm(
                    &format!("the loss at its {name}"),
                    &value[0],
                    &record.loss[e],
                )?;
            }
        }
        if !self.descent {
            return Ok(());
        }
        if !(1..=PIECES).contains(&pieces) {
            return Err(format!("a descent has between 1 and {PIECES} pieces").into());
        }
        let direction = difference(&self.from, &self.to);
        let line = Line::new(&self.from, &direction, &self.ties[0], view.deviation, sigma)?;
        let at = |n: u32| BigRational::new(n.into(), pieces.into());
        let between = |a: &BigRational, b: &BigRational| {
            Interval::between(a, b, bits).map_err(|f| f.to_string().into())
        };
        // If only weights of the output layer move, the outputs are affine in the parameter, a convex loss is convex
        // in it, and its derivative does not decrease: negative at both ends, it is negative between them.
        let last = self.from.len() - 1;
        let affine = changed_rows(&self.from, &self.to)
            .iter()
            .all(|r| r.0 == last);
        let ends_suffice = affine && view.samples.loss.convex().is_some();
        let parts: Vec<Interval> = if ends_suffice {
            [at(0), at(pieces)]
                .iter()
                .map(|t| between(t, t))
                .collect::<Checked<_>>()?
        } else {
            (0..pieces)
                .map(|i| between(&at(i), &at(i + 1)))
                .collect::<Checked<_>>()?
        };
        for (i, t) in parts.iter().enumerate() {
            interruption::point();
            let slope = line.slope(t, view.samples, sigma)?;
            if !slope.certainly_negative() {
                let place = if ends_suffice {
                    ["at its start", "at its end"][i].to_string()
                } else {
                    format!("on part {} of {pieces}", i + 1)
                };
                return Err(format!(
                    "the loss is not shown to decrease {place}: its derivative lies in {slope}"
                )
                .into());
            }
        }
        Ok(())
    }
}

/// Is the loss at the better weights at most `bound`, for all samples enclosed?
pub(super) fn at_most_there(
    bound: &str,
    better: &Better,
    samples: &Samples,
    sigma: &Sigma,
) -> Checked<BigRational> {
    let claimed = rational(bound)?;
    let value = better.loss(samples, sigma)?;
    if at_most(&value, &claimed) {
        Ok(claimed)
    } else {
        Err(
            format!("the loss at the better weights lies in {value}, which is not below the bound")
                .into(),
        )
    }
}
