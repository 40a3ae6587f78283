//! Certificates of `construct` and `certify`, re-derived from the file alone.
//!
//! Second derivatives in the weights come from forward differentiation, existence and uniqueness of the critical point
//! from Krawczyk's test, inertia from congruence, and everything about widening and constant segments from exact
//! rational arithmetic. Nothing is searched for. `docs/minima.md` has the theorems.

use wronski_diagnostic::ErrorCode;
mod activation;
mod jets;
mod line;
mod linear;
mod moments;
mod neighbourhood;
mod number;
mod path;
mod piece;
mod saddle;
mod shape;
mod sigma;
mod small;
mod wide;

use super::element::Outcome;
use super::failure::limit;
use super::{Confirmed, Rejection, Report};
use wronski_certificate::limits::{ITEMS, items};
use wronski_certificate::minimum::{Kind, MINIMUM_SCHEMA, MINIMUM_VERSION, MinimumCertificate};
use wronski_expr::Expr;

use jets::Data;
use path::View;
use shape::Shape;
use sigma::Sigma;
use wide::Ties;

/// The precision at which the path of a minimum in a linear piece is enclosed.
const LINEAR_PRECISION: u32 = 256;

/// The parts of a certificate, each with its code.
struct At {
    code: ErrorCode,
    item: &'static str,
}

const FILE: At = At {
    code: ErrorCode::W0506,
    item: "the file",
};
const NETWORK: At = At {
    code: ErrorCode::W0506,
    item: "the network",
};
const DATA: At = At {
    code: ErrorCode::W0506,
    item: "the data set",
};
const ACTIVATION: At = At {
    code: ErrorCode::W0507,
    item: "the activation",
};
const OBSTRUCTION: At = At {
    code: ErrorCode::W0507,
    item: "the obstruction",
};
const SMALL: At = At {
    code: ErrorCode::W0508,
    item: "the small network",
};
const EXCLUSION: At = At {
    code: ErrorCode::W0508,
    item: "the exclusion",
};
const SEEN: At = At {
    code: ErrorCode::W0508,
    item: "what is seen at the given weights",
};
const WIDE: At = At {
    code: ErrorCode::W0509,
    item: "the wide network",
};
const SADDLE: At = At {
    code: ErrorCode::W0509,
    item: "the saddle",
};
const BETTER: At = At {
    code: ErrorCode::W0510,
    item: "the smaller loss",
};
const PATH: At = At {
    code: ErrorCode::W0510,
    item: "the path",
};
const NEIGHBOURHOOD: At = At {
    code: ErrorCode::W0511,
    item: "the neighbourhood",
};
const LINEAR: At = At {
    code: ErrorCode::W0512,
    item: "the linear piece",
};

trait Confirm<T> {
    fn at(self, place: &At) -> Result<T, Rejection>;
}

impl<T> Confirm<T> for Outcome<T> {
    fn at(self, place: &At) -> Result<T, Rejection> {
        self.map_err(|failure| Rejection {
            code: place.code,
            item: place.item.into(),
            failure,
        })
    }
}

/// Reads the text of a certificate.
pub(super) fn read(text: &str) -> Result<MinimumCertificate, Rejection> {
    if items(text) > ITEMS {
        return Err(limit("the numbers and lists of a file", ITEMS as u64)).at(&FILE);
    }
    MinimumCertificate::from_json(text).map_err(|e| Rejection {
        code: ErrorCode::W0501,
        item: "the file".into(),
        failure: e.message.into(),
    })
}

/// Which sections there are.
fn sections(c: &MinimumCertificate) -> Vec<&'static str> {
    [
        ("data", c.data.is_some()),
        ("small", c.small.is_some()),
        ("linear", c.linear.is_some()),
        ("wide", c.wide.is_some()),
        ("saddle", c.saddle.is_some()),
        ("better", c.better.is_some()),
        ("path", !c.path.is_empty()),
        ("neighbourhood", c.neighbourhood.is_some()),
        ("exclusion", c.exclusion.is_some()),
        ("seen", c.seen.is_some()),
        ("obstruction", c.obstruction.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, there)| there.then_some(name))
    .collect()
}

/// Are the sections those of the kind?
fn frame(c: &MinimumCertificate) -> Outcome<()> {
    if c.schema != MINIMUM_SCHEMA || c.version != MINIMUM_VERSION {
        return Err(format!("it is not a {MINIMUM_SCHEMA} of version {MINIMUM_VERSION}").into());
    }
    let allowed: &[&[&str]] = match c.kind {
        Kind::BadLocalMinimum => &[
            &["data", "small", "wide", "better"],
            &["data", "small", "wide", "better", "path"],
            &["data", "small", "wide", "better", "path", "neighbourhood"],
            &["data", "linear", "better"],
            &["data", "linear", "better", "path"],
        ],
        Kind::StrictLocalMinimum => &[&["data", "small"]],
        Kind::LocalMinimumUpToSymmetry => &[&["data", "small", "wide"], &["data", "linear"]],
        Kind::Saddle => &[
            &["data", "small", "saddle"],
            &["data", "small", "wide", "saddle"],
        ],
        Kind::NotCritical => &[&["data", "exclusion"]],
        Kind::NoWidening | Kind::Impossible => &[&["obstruction"]],
        Kind::Undecided => &[&[], &["data"], &["data", "seen"]],
    };
    if allowed.contains(&sections(c).as_slice()) {
        Ok(())
    } else {
        Err("its sections are not those of its kind".into())
    }
}

fn missing<T>(section: Option<T>, name: &str) -> Outcome<T> {
    section.ok_or_else(|| format!("the section `{name}` is missing").into())
}

/// Re-derives what a certificate shows.
///
/// # Errors
/// A [`Rejection`] that names the first section which could not be confirmed: `W0506` for the frame, the shape of the
/// network and the data, `W0507` for the activation and an obstruction, `W0508` for the critical point or its exclusion, `W0509` for the
/// widening or a saddle, `W0510` for the smaller loss and the path, `W0511` for the neighbourhood, `W0512` for a minimum inside a linear
/// piece.
pub fn check(c: &MinimumCertificate) -> Result<Report, Rejection> {
    frame(c).at(&FILE)?;
    if c.network.loss != "sum_of_squares" {
        return Err("the loss is not `sum_of_squares`".into()).at(&NETWORK);
    }
    let shape = Shape::new(&c.network.widths, c.network.biases).at(&NETWORK)?;
    let expr = activation::activation(&c.activation, c.kind, c.network.biases, c.linear.is_some())
        .at(&ACTIVATION)?;
    let data = match &c.data {
        Some(d) => Some(Data::read(d, &shape).at(&DATA)?),
        None => None,
    };
    let mut report = Shown::new(c);
    let data = || missing(data.as_ref(), "data").at(&DATA);
    match c.kind {
        Kind::Undecided => {
            if let Some(record) = &c.seen {
                let bits = small::precision(record.precision).at(&SEEN)?;
                let sigma = Sigma::new(&expr, bits).at(&ACTIVATION)?;
                saddle::seen(record, &shape, data()?, &sigma).at(&SEEN)?;
            }
            report.add("bad-local-minimum", "undecided");
        }
        Kind::NoWidening | Kind::Impossible => forbidden(c)?,
        Kind::NotCritical => not_critical(c, &shape, &expr, data()?)?,
        Kind::BadLocalMinimum | Kind::LocalMinimumUpToSymmetry if c.linear.is_some() => {
            inside_a_piece(c, &shape, &expr, data()?)?;
        }
        _ => near_a_critical_point(c, &shape, &expr, data()?, &mut report)?,
    }
    Ok(report.finish(c))
}

/// The report under construction.
struct Shown {
    claims: Vec<Confirmed>,
}

impl Shown {
    fn new(c: &MinimumCertificate) -> Shown {
        let mut shown = Shown { claims: vec![] };
        match c.kind {
            Kind::NoWidening | Kind::Impossible => shown.add("assumption-1", "refuted"),
            // Nothing rests on it.
            Kind::Undecided => {}
            _ if c.linear.is_some() => {}
            _ if c.activation.verified => shown.add("activation", "proved"),
            _ => shown.add("activation", "unverified"),
        }
        shown
    }

    fn add(&mut self, id: &str, verdict: &str) {
        self.claims.push(Confirmed {
            id: id.into(),
            verdict: verdict.into(),
            said: None,
            excluded: vec![],
        });
    }

    fn finish(mut self, c: &MinimumCertificate) -> Report {
        let shown: &[&str] = match c.kind {
            Kind::BadLocalMinimum if c.path.is_empty() => &["local-minimum", "smaller-loss"],
            Kind::BadLocalMinimum => &["local-minimum", "smaller-loss", "path"],
            Kind::StrictLocalMinimum => &["strict-local-minimum"],
            Kind::LocalMinimumUpToSymmetry => &["local-minimum"],
            Kind::Saddle => &["saddle"],
            Kind::NotCritical => &["not-critical"],
            Kind::NoWidening => &["no-widening"],
            Kind::Impossible => &["impossible"],
            Kind::Undecided => &[],
        };
        for id in shown {
            self.add(id, "proved");
        }
        if c.neighbourhood.is_some() {
            self.add("neighbourhood", "proved");
        }
        Report {
            claims: self.claims,
            kind: Some(c.kind),
        }
    }
}

/// What is said for all data: of moment matrices, or of all local minima.
fn forbidden(c: &MinimumCertificate) -> Result<(), Rejection> {
    let record = missing(c.obstruction.as_ref(), "obstruction").at(&OBSTRUCTION)?;
    let (biases, claims) = (c.network.biases, c.activation.claims.as_deref());
    activation::holds(record, claims)
        .and_then(|relation| {
            if c.kind == Kind::Impossible {
                activation::linear(&relation, biases)
            } else {
                activation::semidefinite(&relation, biases)
            }
        })
        .at(&OBSTRUCTION)
}

fn not_critical(
    c: &MinimumCertificate,
    shape: &Shape,
    expr: &Expr,
    data: &Data,
) -> Result<(), Rejection> {
    let record = missing(c.exclusion.as_ref(), "exclusion").at(&EXCLUSION)?;
    let bits = small::precision(record.precision).at(&EXCLUSION)?;
    let sigma = Sigma::new(expr, bits).at(&ACTIVATION)?;
    saddle::exclusion(record, shape, data, &sigma).at(&EXCLUSION)
}

fn inside_a_piece(
    c: &MinimumCertificate,
    shape: &Shape,
    expr: &Expr,
    data: &Data,
) -> Result<(), Rejection> {
    let record = missing(c.linear.as_ref(), "linear").at(&LINEAR)?;
    let sigma = Sigma::new(expr, LINEAR_PRECISION).at(&ACTIVATION)?;
    let found = piece::linear(record, expr, shape, data, &sigma).at(&LINEAR)?;
    if c.kind == Kind::LocalMinimumUpToSymmetry {
        return Ok(());
    }
    let record = missing(c.better.as_ref(), "better").at(&BETTER)?;
    let weights = shape.read(&record.weights).at(&BETTER)?;
    let exact = piece::exact_loss(&weights, expr, data, &sigma).at(&BETTER)?;
    let better = path::better(
        record,
        weights,
        shape.widths[0],
        &found.loss,
        exact.as_ref(),
        data,
        &sigma,
    )
    .at(&BETTER)?;
    if c.path.is_empty() {
        return Ok(());
    }
    let ties = Ties::none(&found.weights, shape.widths[0]);
    let deviation = Ties::no_deviation(&found.weights, LINEAR_PRECISION);
    path::path(
        &c.path,
        shape,
        &found.weights,
        &ties,
        &better.weights,
        &sigma,
    )
    .and_then(|p| {
        let view = View {
            samples: &data.samples(None, LINEAR_PRECISION),
            deviation: &deviation,
            pieces: None,
            losses: Some(&c.path),
            start: Some(&found.loss),
            end: exact.as_ref(),
        };
        p.confirm(&view, &sigma)
    })
    .at(&PATH)
}

fn near_a_critical_point(
    c: &MinimumCertificate,
    shape: &Shape,
    expr: &Expr,
    data: &Data,
    report: &mut Shown,
) -> Result<(), Rejection> {
    let record = missing(c.small.as_ref(), "small").at(&SMALL)?;
    let bits = small::precision(record.precision).at(&SMALL)?;
    let sigma = Sigma::new(expr, bits).at(&ACTIVATION)?;
    let ends = |w: &[usize]| (w.first().copied(), w.last().copied());
    if ends(&record.widths) != ends(&shape.widths) {
        return Err("it has another number of inputs or outputs".into()).at(&SMALL);
    }
    let minimum = c.kind != Kind::Saddle;
    let small = small::small(record, shape.biases, data, &sigma, minimum).at(&SMALL)?;
    report.add("critical-point", "proved");
    let wide = match &c.wide {
        Some(w) => Some(wide::wide(w, shape, &small).at(&WIDE)?),
        None if small.shape == *shape => None,
        None => {
            return Err("it is not the network asked for, and nothing is widened".into())
                .at(&SMALL);
        }
    };
    if c.kind == Kind::Saddle {
        let record = missing(c.saddle.as_ref(), "saddle").at(&SADDLE)?;
        return saddle::saddle(record, &small, wide.as_ref(), data, &sigma).at(&SADDLE);
    }
    if c.kind == Kind::StrictLocalMinimum {
        return Ok(());
    }
    let wide = missing(wide, "wide").at(&WIDE)?;
    if !wide.definite {
        return Err(
            "a moment matrix with these fractions has a form that is not positive definite".into(),
        )
        .at(&WIDE);
    }
    if c.kind == Kind::LocalMinimumUpToSymmetry {
        return Ok(());
    }
    let record = missing(c.better.as_ref(), "better").at(&BETTER)?;
    let weights = shape.read(&record.weights).at(&BETTER)?;
    let inputs = shape.widths[0];
    let better =
        path::better(record, weights, inputs, &small.loss[0], None, data, &sigma).at(&BETTER)?;
    if c.path.is_empty() {
        return Ok(());
    }
    let samples = data.samples(None, bits);
    let path = path::path(
        &c.path,
        shape,
        &wide.weights,
        &wide.ties,
        &better.weights,
        &sigma,
    )
    .at(&PATH)?;
    let view = View {
        samples: &samples,
        deviation: &small.deviation,
        pieces: None,
        losses: Some(&c.path),
        start: None,
        end: None,
    };
    path.confirm(&view, &sigma).at(&PATH)?;
    if let Some(record) = &c.neighbourhood {
        neighbourhood::neighbourhood(
            record,
            &small.radius,
            (&small, &wide),
            (&better, &path),
            data,
            &sigma,
        )
        .at(&NEIGHBOURHOOD)?;
    }
    Ok(())
}
