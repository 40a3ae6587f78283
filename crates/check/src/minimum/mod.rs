//! Certificates of `construct` and `certify`, re-derived from the file alone.
//!
//! Second derivatives in the weights come from forward differentiation, existence and uniqueness of the critical
//! point from Krawczyk's test, inertia from congruence, and everything about widening and constant segments from
//! exact rational arithmetic. Nothing is searched for. `docs/minima.md` has the theorems.

use wronski_diagnostic::{Diagnostic, ErrorCode};
mod activation;
mod jets;
mod line;
mod linear;
mod loss;
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

use super::examination::{Confirmed, Rejection, Report};
use super::failure::{Checked, limit};
use num_rational::BigRational;
use wronski_certificate::limits::{ITEMS, items};
use wronski_certificate::minimum::{
    DataRecord, ExclusionRecord, LinearRecord, LocalMinimum, MinimumCertificate, MinimumFile,
    ObstructionRecord, Path, PointRecord, Shown, SmallRecord, Undecided, WideRecord,
};
use wronski_expr::Expr;

use jets::Data;
use loss::{LeastSquares, Loss};
use path::View;
use shape::Shape;
use sigma::Sigma;
use small::Small;
use wide::{Ties, Wide};

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

impl<T> Confirm<T> for Checked<T> {
    fn at(self, place: &At) -> Result<T, Rejection> {
        self.map_err(|failure| Rejection {
            code: place.code,
            item: place.item.into(),
            failure,
        })
    }
}

/// Reads the text of a certificate.
pub(super) fn read(text: &str) -> Result<MinimumFile, Rejection> {
    if items(text) > ITEMS {
        return Err(limit("the numbers and lists of a file", ITEMS as u64)).at(&FILE);
    }
    MinimumFile::from_json(text).map_err(unread)
}

fn unread(why: Diagnostic) -> Rejection {
    Rejection {
        code: why.code,
        item: FILE.item.into(),
        failure: why.message.into(),
    }
}

/// Re-derives what a file shows.
pub(super) fn check_file(file: MinimumFile) -> Result<Report, Rejection> {
    check(&file.certificate().map_err(unread)?)
}

/// What is shown by least squares is about the sum of squares.
fn squares(loss: &dyn Loss) -> Checked<LeastSquares> {
    loss.least_squares()
        .ok_or_else(|| "it is shown for the sum of squares, and for no other loss".into())
}

/// Re-derives what a certificate shows.
///
/// # Errors
/// A [`Rejection`] that names the first section which could not be confirmed: `W0506` for the frame, the shape of the
/// network and the data, `W0507` for the activation and an obstruction, `W0508` for the critical point or its
/// exclusion, `W0509` for the widening or a saddle, `W0510` for the smaller loss and the path, `W0511` for the
/// neighbourhood, `W0512` for a minimum inside a linear piece.
pub fn check(c: &MinimumCertificate) -> Result<Report, Rejection> {
    let shown = &c.shown;
    let loss = loss::named(&c.network.loss)
        .map_err(|why| why.into())
        .at(&NETWORK)?;
    let shape = Shape::new(&c.network.widths, c.network.biases).at(&NETWORK)?;
    let (biases, in_a_piece) = (c.network.biases, shown.in_a_piece());
    let expr =
        activation::activation(&c.activation, c.kind(), biases, in_a_piece).at(&ACTIVATION)?;
    let read = |record: &DataRecord| Data::read(record, &shape, loss).at(&DATA);
    let mut report = Findings::new(shown, c.activation.verified);
    match shown {
        Shown::Undecided(beside) => {
            undecided(beside, &shape, &expr, read)?;
            report.add("bad-local-minimum", "undecided");
        }
        Shown::NoWidening(record) => {
            let relation = relation(record, c).at(&OBSTRUCTION)?;
            activation::semidefinite(&relation, c.network.biases).at(&OBSTRUCTION)?;
        }
        Shown::Impossible(record) => {
            let relation = relation(record, c).at(&OBSTRUCTION)?;
            squares(loss).at(&OBSTRUCTION)?;
            activation::linear(&relation, c.network.biases).at(&OBSTRUCTION)?;
        }
        Shown::NotCritical { data, exclusion } => {
            not_critical(exclusion, &shape, &expr, &read(data)?)?;
        }
        Shown::BadLocalMinimum {
            data,
            minimum,
            better,
            path,
        } => {
            let data = read(data)?;
            let near = Near {
                shape: &shape,
                expr: &expr,
                data: &data,
            };
            match minimum {
                LocalMinimum::InAPiece(record) => {
                    let piece = near.piece(record)?;
                    near.out_of_a_piece(&piece, better, path)?;
                }
                LocalMinimum::Widened { small, wide } => {
                    let found = near.widened(small, wide, &mut report)?;
                    near.out_of_a_minimum(&found, better, path)?;
                }
            }
        }
        Shown::LocalMinimumUpToSymmetry { data, minimum } => {
            let data = read(data)?;
            let near = Near {
                shape: &shape,
                expr: &expr,
                data: &data,
            };
            match minimum {
                LocalMinimum::InAPiece(record) => drop(near.piece(record)?),
                LocalMinimum::Widened { small, wide } => {
                    drop(near.widened(small, wide, &mut report)?);
                }
            }
        }
        Shown::StrictLocalMinimum { data, small } => {
            let near = Near {
                shape: &shape,
                expr: &expr,
                data: &read(data)?,
            };
            near.critical(small, None, Claimed::Minimum, &mut report)?;
        }
        Shown::Saddle {
            data,
            small,
            wide,
            saddle,
        } => {
            let near = Near {
                shape: &shape,
                expr: &expr,
                data: &read(data)?,
            };
            let found = near.critical(small, wide.as_ref(), Claimed::Saddle, &mut report)?;
            saddle::saddle(
                saddle,
                &found.small,
                found.wide.as_ref(),
                near.data,
                &found.sigma,
            )
            .at(&SADDLE)?;
        }
    }
    Ok(report.finish(shown))
}

/// What stands beside an undecided verdict.
fn undecided(
    beside: &Undecided,
    shape: &Shape,
    expr: &Expr,
    read: impl Fn(&DataRecord) -> Result<Data, Rejection>,
) -> Result<(), Rejection> {
    match beside {
        Undecided::Nothing => Ok(()),
        Undecided::Data(data) => read(data).map(drop),
        Undecided::Seen(data, record) => {
            let data = read(data)?;
            let bits = small::precision(record.precision).at(&SEEN)?;
            let sigma = Sigma::new(expr, bits).at(&ACTIVATION)?;
            saddle::seen(record, shape, &data, &sigma).at(&SEEN)
        }
    }
}

/// The report under construction.
struct Findings {
    claims: Vec<Confirmed>,
}

impl Findings {
    fn new(shown: &Shown, verified: bool) -> Findings {
        let mut out = Findings { claims: vec![] };
        match shown {
            Shown::NoWidening(_) | Shown::Impossible(_) => out.add("assumption-1", "refuted"),
            // Nothing rests on it.
            Shown::Undecided(_) => {}
            Shown::BadLocalMinimum { .. }
            | Shown::StrictLocalMinimum { .. }
            | Shown::LocalMinimumUpToSymmetry { .. }
            | Shown::Saddle { .. }
            | Shown::NotCritical { .. } => {
                if !shown.in_a_piece() {
                    out.add("activation", if verified { "proved" } else { "unverified" });
                }
            }
        }
        out
    }

    fn add(&mut self, id: &str, verdict: &str) {
        self.claims.push(Confirmed {
            id: id.into(),
            verdict: verdict.into(),
            said: None,
            excluded: vec![],
        });
    }

    fn finish(mut self, shown: &Shown) -> Report {
        let proved: &[&str] = match shown {
            Shown::BadLocalMinimum { path, .. } => match path {
                Path::None => &["local-minimum", "smaller-loss"],
                Path::Shown(_) => &["local-minimum", "smaller-loss", "path"],
                Path::ForAllDataNear(..) => {
                    &["local-minimum", "smaller-loss", "path", "neighbourhood"]
                }
            },
            Shown::StrictLocalMinimum { .. } => &["strict-local-minimum"],
            Shown::LocalMinimumUpToSymmetry { .. } => &["local-minimum"],
            Shown::Saddle { .. } => &["saddle"],
            Shown::NotCritical { .. } => &["not-critical"],
            Shown::NoWidening(_) => &["no-widening"],
            Shown::Impossible(_) => &["impossible"],
            Shown::Undecided(_) => &[],
        };
        for id in proved {
            self.add(id, "proved");
        }
        Report {
            claims: self.claims,
            kind: Some(shown.kind()),
        }
    }
}

/// The relation that forbids something for all data: it is confirmed to hold.
fn relation(record: &ObstructionRecord, c: &MinimumCertificate) -> Checked<[BigRational; 7]> {
    activation::holds(record, c.activation.claims.as_deref())
}

fn not_critical(
    record: &ExclusionRecord,
    shape: &Shape,
    expr: &Expr,
    data: &Data,
) -> Result<(), Rejection> {
    let bits = small::precision(record.precision).at(&EXCLUSION)?;
    let sigma = Sigma::new(expr, bits).at(&ACTIVATION)?;
    saddle::exclusion(record, shape, data, &sigma).at(&EXCLUSION)
}

/// What a certificate says of its critical point.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Claimed {
    Minimum,
    Saddle,
}

/// A critical point, confirmed, with that of the wide network if there is one.
struct Critical {
    sigma: Sigma,
    small: Small,
    wide: Option<Wide>,
}

/// A widened minimum, confirmed.
struct Widened {
    sigma: Sigma,
    small: Small,
    wide: Wide,
}

/// A minimum inside a linear piece, confirmed.
struct Piece {
    sigma: Sigma,
    squares: LeastSquares,
    found: piece::Linear,
}

/// The network, the activation and the data that statements near given weights are about.
struct Near<'a> {
    shape: &'a Shape,
    expr: &'a Expr,
    data: &'a Data,
}

impl Near<'_> {
    fn piece(&self, record: &LinearRecord) -> Result<Piece, Rejection> {
        let sigma = Sigma::new(self.expr, LINEAR_PRECISION).at(&ACTIVATION)?;
        let squares = squares(self.data.loss).at(&LINEAR)?;
        let found =
            piece::linear(record, self.expr, self.shape, self.data, &sigma, squares).at(&LINEAR)?;
        Ok(Piece {
            sigma,
            squares,
            found,
        })
    }

    fn out_of_a_piece(
        &self,
        from: &Piece,
        record: &PointRecord,
        path: &Path,
    ) -> Result<(), Rejection> {
        let (sigma, found) = (&from.sigma, &from.found);
        let weights = self.shape.read(&record.weights).at(&BETTER)?;
        let exact =
            piece::exact_loss(&weights, self.expr, self.data, sigma, from.squares).at(&BETTER)?;
        let better = path::better(
            record,
            weights,
            self.shape.widths[0],
            &found.loss,
            exact.as_ref(),
            self.data,
            sigma,
        )
        .at(&BETTER)?;
        let segments = match path {
            Path::None => return Ok(()),
            Path::Shown(segments) => segments,
            Path::ForAllDataNear(..) => {
                return Err("a minimum inside a linear piece has none".into()).at(&NEIGHBOURHOOD);
            }
        };
        let ties = Ties::none(&found.weights, self.shape.widths[0]);
        let deviation = Ties::no_deviation(&found.weights, LINEAR_PRECISION);
        path::path(
            segments,
            self.shape,
            &found.weights,
            &ties,
            &better.weights,
            sigma,
        )
        .and_then(|p| {
            let view = View {
                samples: &self.data.samples(None, LINEAR_PRECISION),
                deviation: &deviation,
                pieces: None,
                losses: Some(segments),
                start: Some(&found.loss),
                end: exact.as_ref(),
            };
            p.confirm(&view, sigma)
        })
        .at(&PATH)
    }

    fn critical(
        &self,
        record: &SmallRecord,
        wide: Option<&WideRecord>,
        claimed: Claimed,
        report: &mut Findings,
    ) -> Result<Critical, Rejection> {
        let bits = small::precision(record.precision).at(&SMALL)?;
        let sigma = Sigma::new(self.expr, bits).at(&ACTIVATION)?;
        let ends = |w: &[usize]| (w.first().copied(), w.last().copied());
        if ends(&record.widths) != ends(&self.shape.widths) {
            return Err("it has another number of inputs or outputs".into()).at(&SMALL);
        }
        let minimum = claimed == Claimed::Minimum;
        let small =
            small::small(record, self.shape.biases, self.data, &sigma, minimum).at(&SMALL)?;
        report.add("critical-point", "proved");
        let wide = match wide {
            Some(w) => Some(wide::wide(w, self.shape, &small).at(&WIDE)?),
            None if small.shape == *self.shape => None,
            None => {
                return Err("it is not the network asked for, and nothing is widened".into())
                    .at(&SMALL);
            }
        };
        Ok(Critical { sigma, small, wide })
    }

    fn widened(
        &self,
        small: &SmallRecord,
        wide: &WideRecord,
        report: &mut Findings,
    ) -> Result<Widened, Rejection> {
        let found = self.critical(small, Some(wide), Claimed::Minimum, report)?;
        match found.wide {
            Some(wide) if wide.definite => Ok(Widened {
                sigma: found.sigma,
                small: found.small,
                wide,
            }),
            _ => Err(
                "a moment matrix with these fractions has a form that is not positive definite"
                    .into(),
            )
            .at(&WIDE),
        }
    }

    fn out_of_a_minimum(
        &self,
        from: &Widened,
        record: &PointRecord,
        path: &Path,
    ) -> Result<(), Rejection> {
        let Widened { sigma, small, wide } = from;
        let weights = self.shape.read(&record.weights).at(&BETTER)?;
        let inputs = self.shape.widths[0];
        let least = &small.loss[0];
        let better =
            path::better(record, weights, inputs, least, None, self.data, sigma).at(&BETTER)?;
        let (segments, near) = match path {
            Path::None => return Ok(()),
            Path::Shown(segments) => (segments, None),
            Path::ForAllDataNear(segments, near) => (segments, Some(near)),
        };
        let samples = self.data.samples(None, sigma.precision());
        let path = path::path(
            segments,
            self.shape,
            &wide.weights,
            &wide.ties,
            &better.weights,
            sigma,
        )
        .at(&PATH)?;
        let view = View {
            samples: &samples,
            deviation: &small.deviation,
            pieces: None,
            losses: Some(segments),
            start: None,
            end: None,
        };
        path.confirm(&view, sigma).at(&PATH)?;
        if let Some(record) = near {
            neighbourhood::neighbourhood(
                record,
                &small.radius,
                (small, wide),
                (&better, &path),
                self.data,
                sigma,
            )
            .at(&NEIGHBOURHOOD)?;
        }
        Ok(())
    }
}
