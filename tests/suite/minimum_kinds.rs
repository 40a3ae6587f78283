//! Which sections a certificate of a minimum has: for each kind those of the table, of all 2048 choices.

use wronski::internals::certificate::minimum::{
    Kind, LocalMinimum, MinimumCertificate, ObstructionRecord, Path, Shown, Undecided,
};
use wronski::internals::error::ErrorCode;

use crate::support::minimum::MinimumText;

const SECTIONS: [&str; 11] = [
    "data",
    "small",
    "linear",
    "wide",
    "saddle",
    "better",
    "path",
    "neighbourhood",
    "exclusion",
    "seen",
    "obstruction",
];

/// The table of docs/minima.md, section "The file": sections separated by blanks.
fn allowed(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::BadLocalMinimum => &[
            "data small wide better",
            "data small wide better path",
            "data small wide better path neighbourhood",
            "data linear better",
            "data linear better path",
        ],
        Kind::StrictLocalMinimum => &["data small"],
        Kind::LocalMinimumUpToSymmetry => &["data small wide", "data linear"],
        Kind::Saddle => &["data small saddle", "data small wide saddle"],
        Kind::NotCritical => &["data exclusion"],
        Kind::NoWidening | Kind::Impossible => &["obstruction"],
        Kind::Undecided => &["", "data", "data seen"],
    }
}

const KINDS: [Kind; 8] = [
    Kind::BadLocalMinimum,
    Kind::StrictLocalMinimum,
    Kind::LocalMinimumUpToSymmetry,
    Kind::Saddle,
    Kind::NotCritical,
    Kind::NoWidening,
    Kind::Impossible,
    Kind::Undecided,
];

fn read(text: &str) -> MinimumText {
    MinimumText::read(text)
}

/// A certificate with every section.
fn full() -> MinimumText {
    let mut c = read(include_str!("../minima/bad.json"));
    c.linear = read(include_str!("../minima/linear.json")).linear;
    c.saddle = read(include_str!("../minima/saddle.json")).saddle;
    c.exclusion = read(include_str!("../minima/excluded.json")).exclusion;
    c.seen = c.small.as_ref().map(|s| {
        let seen = serde_json::json!({
            "weights": s.weights, "loss": ["0", "1"], "gradient": ["0", "1"], "precision": 64,
        });
        serde_json::from_value(seen).expect("a section")
    });
    c.obstruction = Some(ObstructionRecord {
        relation: vec!["0".into(); 7],
    });
    c
}

fn with(all: &MinimumText, kind: Kind, chosen: &[&str]) -> MinimumText {
    let mut c = all.clone();
    let has = |name: &str| chosen.contains(&name);
    c.kind = kind;
    c.data = c.data.filter(|_| has("data"));
    c.small = c.small.filter(|_| has("small"));
    c.linear = c.linear.filter(|_| has("linear"));
    c.wide = c.wide.filter(|_| has("wide"));
    c.saddle = c.saddle.filter(|_| has("saddle"));
    c.better = c.better.filter(|_| has("better"));
    c.path.retain(|_| has("path"));
    c.neighbourhood = c.neighbourhood.filter(|_| has("neighbourhood"));
    c.exclusion = c.exclusion.filter(|_| has("exclusion"));
    c.seen = c.seen.filter(|_| has("seen"));
    c.obstruction = c.obstruction.filter(|_| has("obstruction"));
    c
}

#[test]
fn sections_are_those_of_the_kind() {
    let all = full();
    let mut shown = 0;
    for kind in KINDS {
        for choice in 0..1usize << SECTIONS.len() {
            let chosen: Vec<&str> = SECTIONS
                .iter()
                .enumerate()
                .filter(|(i, _)| choice >> i & 1 == 1)
                .map(|(_, name)| *name)
                .collect();
            let expected = allowed(kind).contains(&chosen.join(" ").as_str());
            let c = with(&all, kind, &chosen);
            match MinimumCertificate::from_json(&c.text()) {
                Ok(read) => {
                    assert!(expected, "{kind:?} {chosen:?}");
                    assert_eq!(read.kind(), kind);
                    // Nothing is lost on the way through the kind.
                    assert_eq!(MinimumText::from(read), c);
                    shown += 1;
                }
                Err(d) => {
                    assert!(!expected, "{kind:?} {chosen:?}");
                    assert_eq!(d.code, ErrorCode::W0506);
                }
            }
        }
    }
    assert_eq!(shown, 5 + 1 + 2 + 2 + 1 + 1 + 1 + 3);
}

/// Each kind comes with its own fields.
#[test]
fn kinds_have_their_fields() {
    let all = full();
    let shown = |kind: Kind, chosen: &[&str]| {
        let text = with(&all, kind, chosen).text();
        MinimumCertificate::from_json(&text)
            .expect("its sections")
            .shown
    };
    assert!(matches!(
        shown(Kind::BadLocalMinimum, &["data", "linear", "better", "path"]),
        Shown::BadLocalMinimum { minimum: LocalMinimum::InAPiece(_), path: Path::Shown(p), .. }
            if p.len() == all.path.len()
    ));
    let sections = ["data", "small", "wide", "better", "path", "neighbourhood"];
    assert!(matches!(
        shown(Kind::BadLocalMinimum, &sections),
        Shown::BadLocalMinimum {
            minimum: LocalMinimum::Widened { .. },
            path: Path::ForAllDataNear(..),
            ..
        }
    ));
    let saddle = shown(Kind::Saddle, &["data", "small", "saddle"]);
    assert!(matches!(saddle, Shown::Saddle { wide: None, .. }));
    let undecided = shown(Kind::Undecided, &["data"]);
    assert!(matches!(undecided, Shown::Undecided(Undecided::Data(_))));
}
