//! From a small strict minimum to the wide network: the lemma that applies, the inertia, the way out, the
//! neighbourhood.

use super::escape::{EscapePath, escape};
use super::inertia::{FullInertia, full_inertia};
use super::neighbourhood::{Claim, Neighbourhood};
use super::path::Setting;
use super::saddle::{Saddle, saddle};
use super::small::Small;
use crate::network::{Data, EnclosedData, Lemma, Model, Weights, Widening};
use wronski_interval::Fault;

/// What is asked for beside the minimum itself.
#[derive(Clone, Copy, Debug)]
pub struct WideningOptions {
    /// The neighbourhood of data sets.
    pub neighbourhood: bool,
    /// The inertia of the full Hessian, up to 600 weights.
    pub cross_check: bool,
}

/// What was found about the wide critical point.
#[derive(Clone, Debug)]
pub enum WidenedPoint {
    /// A bad local minimum.
    BadMinimum(Box<BadMinimum>),
    /// A saddle.
    Saddle(Box<Wide>, Saddle),
    /// A local minimum; why no weights with a smaller loss are shown.
    Minimum(Box<Wide>, String),
    /// Neither; with the hypothesis that fails.
    Undecided(String),
}

/// The wide critical point.
#[derive(Clone, Debug)]
pub struct Wide {
    /// The widened centre.
    pub weights: Weights,
    /// Positive, negative and zero eigenvalues of the Hessian.
    pub inertia: (usize, usize, usize),
    /// The lemma.
    pub lemma: Lemma,
    /// What the enclosure of the full Hessian shows.
    pub full: Option<FullInertia>,
}

/// A bad local minimum.
#[derive(Clone, Debug)]
pub struct BadMinimum {
    /// The critical point.
    pub wide: Wide,
    /// The way out.
    pub escape: EscapePath,
    /// Data sets near the given one.
    pub neighbourhood: Option<Neighbourhood>,
    /// What was looked for and not found, by topic, with the reason.
    pub missing: Vec<(&'static str, String)>,
}

/// Decides what the widened critical point is.
///
/// # Errors
/// A [`Fault`] of the activation.
pub fn widened(
    model: Model<'_>,
    data: &Data,
    small: &Small,
    widening: &Widening,
    options: WideningOptions,
    progress: &dyn Fn(&str),
) -> Result<WidenedPoint, Fault> {
    let lemma = match widening.lemma() {
        Ok(lemma) => lemma,
        Err(why) => return Ok(WidenedPoint::Undecided(why)),
    };
    let mut moments = vec![(0, 0); widening.fractions().len()];
    let mut definite = true;
    for l in widening.widened_layers() {
        let unit = widening.units()[l - 1];
        let moment = small.moment(l, unit);
        let Some(inertia) = moment.and_then(|m| m.inertia) else {
            return Ok(WidenedPoint::Undecided(format!(
                "an eigenvalue of the moment matrix of layer {l} is not separated from 0"
            )));
        };
        moments[l - 1] = inertia;
        definite &= moment
            .and_then(super::small::Moment::definite)
            .is_some_and(|sign| widening.signs_fit(l, sign));
    }
    let inertia = widening.inertia(small.inertia, &moments);
    let precision = small.precision;
    let samples = data.enclosed(precision);
    let full = if options.cross_check {
        progress("the inertia of the full Hessian");
        full_inertia(model, data, small, widening)?
    } else {
        None
    };
    let wide = Wide {
        weights: widening.apply(&small.centre),
        inertia,
        lemma,
        full,
    };
    if !small.is_minimum() || !definite {
        if inertia.1 == 0 {
            return Ok(WidenedPoint::Undecided(
                "the Hessian is semidefinite and the hypotheses of the lemmas fail".into(),
            ));
        }
        return Ok(match saddle(model, data, small, widening)? {
            Some(s) => WidenedPoint::Saddle(Box::new(wide), s),
            None => WidenedPoint::Undecided(
                "no direction of certainly negative curvature was found".into(),
            ),
        });
    }
    progress("the way out of the minimum");
    let tube = small.tube(widening);
    let setting = Setting {
        model,
        samples: &samples,
        tube: &tube,
        precision,
    };
    // The minimum stands, whatever happens on the way out of it.
    let way_out = match escape(&setting, widening, &small.centre, data, &small.loss) {
        Ok(Some(found)) => found,
        Ok(None) => {
            let why = "no weights with a smaller loss were found among those that were tried";
            return Ok(WidenedPoint::Minimum(Box::new(wide), why.into()));
        }
        Err(fault) => return Ok(WidenedPoint::Minimum(Box::new(wide), fault.to_string())),
    };
    let mut missing = vec![];
    if way_out.segments.is_empty() {
        missing.push((
            "path",
            "no path to the better weights was shown not to increase the loss".to_string(),
        ));
    }
    let neighbourhood = if options.neighbourhood && !way_out.segments.is_empty() {
        progress("the neighbourhood of data sets");
        let path: Vec<_> = way_out
            .segments
            .iter()
            .map(super::path::Segment::merged)
            .collect();
        let largest = Claim {
            model,
            data,
            small,
            widening,
            path: &path,
        }
        .largest();
        largest.unwrap_or_else(|fault| {
            missing.push(("neighbourhood", fault.to_string()));
            None
        })
    } else {
        None
    };
    if options.neighbourhood && neighbourhood.is_none() && missing.is_empty() {
        missing.push((
            "neighbourhood",
            "no radius of data sets was found for which all of this holds".into(),
        ));
    }
    Ok(WidenedPoint::BadMinimum(Box::new(BadMinimum {
        wide,
        escape: way_out,
        neighbourhood,
        missing,
    })))
}
