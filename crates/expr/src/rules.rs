//! The rules that rewrite steps cite, as they are stated: the shipped files `rules/*.toml` and the definitions of the
//! catalogue.
//!
//! What is here is text that was read, nothing more: the room `rewrite` searches with these rules and discharges
//! their conditions; the checker and reports look up what a step's name stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use wronski_diagnostic::interruption;

use super::{Expr, Node, catalogue, metavariables, parse_pattern};

/// The shipped files: name and text.
pub const SHIPPED: [(&str, &str); 6] = [
    ("algebra", include_str!("../rules/algebra.toml")),
    ("exp_log", include_str!("../rules/exp_log.toml")),
    ("hyperbolic", include_str!("../rules/hyperbolic.toml")),
    ("erf", include_str!("../rules/erf.toml")),
    ("activations", include_str!("../rules/activations.toml")),
    ("derivatives", include_str!("../rules/derivatives.toml")),
];

/// Rules that look right and are wrong, each with its reason: the tests of rule libraries must refuse them.
pub const REJECTED: &str = include_str!("../rules/rejected.toml");

/// The name of the built-in step that replaces a term of exact numbers by another one of the same value.
pub const ARITHMETIC: &str = "arithmetic";

/// The prefix of the steps that replace a catalogue entry by its definition.
pub const DEFINITION: &str = "definition:";

/// A rule as its file states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedRule {
    /// The left side, with metavariables `?a`.
    pub lhs: Expr,
    /// The right side.
    pub rhs: Expr,
    /// The side conditions, as text in the metavariables.
    pub conditions: Vec<String>,
    /// Where the rule is stated.
    pub source: String,
}

impl StatedRule {
    /// The metavariables of the two sides.
    pub fn metavariables(&self) -> BTreeSet<String> {
        let mut all = metavariables(&self.lhs);
        all.extend(metavariables(&self.rhs));
        all
    }
}

#[derive(Deserialize)]
struct RawFile {
    #[serde(default)]
    rule: Vec<RawRule>,
}

/// What a step needs of a rule; how it is searched with stands in the same tables.
#[derive(Deserialize)]
struct RawRule {
    name: String,
    lhs: String,
    rhs: String,
    #[serde(default)]
    when: Vec<String>,
    source: String,
}

fn read(text: &str) -> wronski_diagnostic::Result<Vec<(String, StatedRule)>> {
    let raw: RawFile = toml::from_str(text).map_err(|e| {
        wronski_diagnostic::Diagnostic::internal(format!("a shipped rule file: {}", e.message()))
    })?;
    raw.rule
        .into_iter()
        .map(|r| {
            let rule = StatedRule {
                lhs: parse_pattern(&r.lhs)?,
                rhs: parse_pattern(&r.rhs)?,
                conditions: r.when,
                source: r.source,
            };
            Ok((r.name, rule))
        })
        .collect()
}

/// The shipped rule of that name, or the definition of a catalogue entry (`definition:silu`). [`ARITHMETIC`] is none
/// of them.
pub fn stated_rule(name: &str) -> Option<StatedRule> {
    static RULES: LazyLock<BTreeMap<String, StatedRule>> = LazyLock::new(|| {
        // A file that cannot be read has no rules; a test reads them all.
        let all = || {
            let read = SHIPPED.iter().filter_map(|(_, text)| read(text).ok());
            read.flatten().collect()
        };
        interruption::never(all)
    });
    match name.strip_prefix(DEFINITION) {
        Some(entry) => definition(entry),
        None => RULES.get(name).cloned(),
    }
}

/// The definition of a catalogue entry.
fn definition(name: &str) -> Option<StatedRule> {
    let entry = catalogue::find(name)?;
    if entry.name != name {
        return None;
    }
    let mut args = vec![Expr::meta("?x")];
    args.extend(
        entry
            .parameters
            .iter()
            .map(|p| Expr::meta(&format!("?{}", p.name))),
    );
    Some(StatedRule {
        rhs: entry.instantiate(&args).ok()?,
        lhs: Expr::new(Node::Named(Arc::from(name), args)),
        conditions: vec![],
        source: entry.source.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_file_is_read() {
        for (name, text) in SHIPPED {
            let rules = read(text).unwrap_or_else(|e| panic!("{name}: {}", e.message));
            assert!(!rules.is_empty(), "{name}");
            for (rule, stated) in rules {
                assert_eq!(stated_rule(&rule), Some(stated), "{rule}");
            }
        }
    }

    #[test]
    fn names_that_are_no_rules() {
        assert_eq!(stated_rule("max-is-first"), None);
        assert_eq!(stated_rule("definition:nothing"), None);
        assert_eq!(stated_rule(ARITHMETIC), None);
        let silu = stated_rule("definition:silu").expect("an entry of the catalogue");
        assert_eq!(silu.lhs.to_string(), "silu(?x)");
    }
}
