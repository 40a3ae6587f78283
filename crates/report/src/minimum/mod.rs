//! Certificates of `construct` and `certify`: what was shown, the theorem that was used, and everything it was used
//! with.

mod critical_point;
mod data;
mod near;
mod obstruction;
mod overview;
mod place;
mod theorem;
mod way_out;

use super::claims;
use super::document::{Block, Section, code, t};
use super::numbers::widths;
use super::problem::Problem;
use super::spectrum;
use super::text::clipped;
use wronski_certificate::minimum::{
    LocalMinimum, MinimumCertificate, Path, Shown, SmallRecord, Undecided, WideRecord,
};

pub(super) use overview::{kind_text, loss_there};

/// All sections of a certificate; `id` begins their names.
pub(super) fn sections(c: &MinimumCertificate, id: &str) -> Vec<Section> {
    let title = format!(", {}: {}", widths(&c.network.widths), kind_text(c));
    let overview = Section {
        id: id.into(),
        level: 2,
        title: vec![code(clipped(&c.activation.expression)), t(title)],
        blocks: overview::overview(c),
    };
    let mut pages = Pages {
        certificate: c,
        id,
        sections: vec![overview],
    };
    pages.shown();
    let mut out = pages.sections;
    if let Some(inner) = &c.activation.claims {
        out.extend(claims::sections(
            inner,
            &format!("{id}-activation"),
            3,
            vec![t("The activation and its hypotheses")],
        ));
    }
    out
}

/// The sections under construction.
struct Pages<'a> {
    certificate: &'a MinimumCertificate,
    id: &'a str,
    sections: Vec<Section>,
}

impl Pages<'_> {
    fn push(&mut self, part: &str, title: &str, blocks: Vec<Block>) {
        self.sections.push(Section {
            id: format!("{}-{part}", self.id),
            level: 3,
            title: vec![t(title)],
            blocks,
        });
    }

    /// What the kind shows, in its order.
    fn shown(&mut self) {
        let c = self.certificate;
        match &c.shown {
            Shown::BadLocalMinimum {
                data,
                minimum,
                better,
                path,
            } => {
                let about = Problem::new(c, data);
                self.minimum(about, minimum);
                self.push(
                    "better",
                    "Better weights and a path to them",
                    way_out::better(about, minimum, better, path),
                );
                if let Path::ForAllDataNear(_, near) = path {
                    let blocks = way_out::neighbourhood(near);
                    self.push("neighbourhood", "Data sets near this one", blocks);
                }
            }
            Shown::StrictLocalMinimum { data, small } => {
                self.critical_point(Problem::new(c, data), small, None);
            }
            Shown::LocalMinimumUpToSymmetry { data, minimum } => {
                self.minimum(Problem::new(c, data), minimum);
            }
            Shown::Saddle {
                data,
                small,
                wide,
                saddle,
            } => {
                self.critical_point(Problem::new(c, data), small, wide.as_ref());
                self.push("saddle", "Negative curvature", near::saddle(saddle));
            }
            Shown::NotCritical { data, exclusion } => {
                let about = Problem::new(c, data);
                self.data(about);
                let blocks = near::exclusion(about, exclusion);
                self.push("exclusion", "A slope everywhere", blocks);
            }
            Shown::NoWidening(o) => self.push(
                "obstruction",
                "Why no moment matrix is definite",
                obstruction::no_definite_moments(&c.network, o),
            ),
            Shown::Impossible(o) => self.push(
                "obstruction",
                "Why every local minimum is global",
                obstruction::linear(o),
            ),
            Shown::Undecided(Undecided::Nothing) => {}
            Shown::Undecided(Undecided::Data(data)) => self.data(Problem::new(c, data)),
            Shown::Undecided(Undecided::Seen(data, seen)) => {
                self.data(Problem::new(c, data));
                let title = "What is seen at the given weights";
                self.push("seen", title, near::seen(seen));
            }
        }
    }

    fn data(&mut self, about: Problem<'_>) {
        let blocks = data::data(about.data, &self.certificate.shown);
        self.push("data", "Data set", blocks);
    }

    fn minimum(&mut self, about: Problem<'_>, minimum: &LocalMinimum) {
        match minimum {
            LocalMinimum::Widened { small, wide } => self.critical_point(about, small, Some(wide)),
            LocalMinimum::InAPiece(l) => {
                self.data(about);
                let blocks = place::linear(about, l);
                self.push("linear", "The minimum inside a linear piece", blocks);
            }
        }
    }

    /// The critical point of the small network, and that of the wide one, with the theorem.
    fn critical_point(&mut self, about: Problem<'_>, s: &SmallRecord, wide: Option<&WideRecord>) {
        if let Some(w) = wide {
            let blocks = theorem::theorem(self.certificate, s, w);
            self.push("theorem", "The theorem", blocks);
        }
        self.data(about);
        // The eigenvalues stand with the wide network, if they can be drawn there.
        let spectrum = wide.and_then(|w| spectrum::wide(about, s, w));
        let mut blocks = critical_point::small(about, s, wide);
        if spectrum.is_none() {
            blocks.extend(spectrum::small(about, s).map(Block::Figure));
        }
        let title = "The critical point of the small network";
        self.push("critical-point", title, blocks);
        if !s.moments.is_empty() {
            let blocks = critical_point::moments(about.network, &s.moments);
            self.push("moments", "Moment matrices", blocks);
        }
        if let Some(w) = wide {
            let blocks = place::wide(about, w, spectrum);
            self.push("wide", "The wide network", blocks);
        }
    }
}
