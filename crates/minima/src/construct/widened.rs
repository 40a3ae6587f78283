//! From a small strict minimum to the wide network: the lemma that applies, the inertia, the way out, the
//! neighbourhood.

use super::escape::{EscapePath, escape};
use super::inertia::{FullInertia, full_inertia};
use super::neighbourhood::{Claim, Neighbourhood};
use super::path::{Segment, Setting};
use super::saddle::{Saddle, saddle};
use super::small::{Moment, Small};
use crate::network::{Data, EnclosedData, Lemma, Model, Weights, Widening};
use wronski_certificate::reason::numeric::{NotFound, OpenPoint};
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
    Minimum(Box<Wide>, NotFound),
    /// Neither; with the hypothesis that fails.
    Undecided(OpenPoint),
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
    pub missing: Vec<(&'static str, NotFound)>,
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
    let point = match WidePoint::new(small, widening) {
        Ok(point) => point,
        Err(why) => return Ok(WidenedPoint::Undecided(why)),
    };
    let full = if options.cross_check {
        progress("the inertia of the full Hessian");
        full_inertia(model, data, small, widening)?
    } else {
        None
    };
    let wide = Wide {
        weights: widening.apply(&small.centre),
        inertia: point.inertia,
        lemma: point.lemma,
        full,
    };
    if !point.minimum {
        if point.inertia.1 == 0 {
            return Ok(WidenedPoint::Undecided(OpenPoint::Semidefinite));
        }
        return Ok(match saddle(model, data, small, widening)? {
            Some(s) => WidenedPoint::Saddle(Box::new(wide), s),
            None => WidenedPoint::Undecided(OpenPoint::NoDirection),
        });
    }
    progress("the way out of the minimum");
    let tube = small.tube(widening);
    let setting = Setting {
        model,
        samples: &data.enclosed(small.precision),
        tube: &tube,
        precision: small.precision,
    };
    // The minimum stands, whatever happens on the way out of it.
    let way_out = match escape(&setting, widening, &small.centre, data, &small.loss) {
        Ok(Some(found)) => found,
        Ok(None) => {
            return Ok(WidenedPoint::Minimum(Box::new(wide), NotFound::SmallerLoss));
        }
        Err(fault) => {
            return Ok(WidenedPoint::Minimum(
                Box::new(wide),
                NotFound::Fault(fault.to_string()),
            ));
        }
    };
    let mut missing = vec![];
    let mut neighbourhood = None;
    if way_out.segments.is_empty() {
        missing.push(("path", NotFound::Path));
    } else if options.neighbourhood {
        progress("the neighbourhood of data sets");
        let path: Vec<_> = way_out.segments.iter().map(Segment::merged).collect();
        let claim = Claim {
            model,
            data,
            small,
            widening,
            path: &path,
        };
        let found = claim.largest();
        let why = match &found {
            Ok(_) => NotFound::Neighbourhood,
            Err(fault) => NotFound::Fault(fault.to_string()),
        };
        neighbourhood = found.ok().flatten();
        if neighbourhood.is_none() {
            missing.push(("neighbourhood", why));
        }
    }
    Ok(WidenedPoint::BadMinimum(Box::new(BadMinimum {
        wide,
        escape: way_out,
        neighbourhood,
        missing,
    })))
}

/// What the moment matrices say of the wide critical point.
struct WidePoint {
    lemma: Lemma,
    inertia: (usize, usize, usize),
    /// Do the hypotheses of the lemma hold?
    minimum: bool,
}

impl WidePoint {
    fn new(small: &Small, widening: &Widening) -> Result<WidePoint, OpenPoint> {
        let lemma = widening.lemma().map_err(OpenPoint::NoLemma)?;
        let mut moments = vec![(0, 0); widening.fractions().len()];
        let mut definite = true;
        for layer in widening.widened_layers() {
            let moment = small.moment(layer, widening.units()[layer - 1]);
            moments[layer - 1] = moment
                .and_then(|m| m.inertia)
                .ok_or(OpenPoint::MomentEigenvalue { layer })?;
            definite &= moment
                .and_then(Moment::definite)
                .is_some_and(|sign| widening.signs_fit(layer, sign));
        }
        Ok(WidePoint {
            lemma,
            inertia: widening.inertia(small.inertia, &moments),
            minimum: small.is_minimum() && definite,
        })
    }
}
