//! Rules as data: a name, two sides, side conditions, where it is valid, a source.

use std::collections::BTreeSet;
use std::fmt;

use super::condition::Condition;
use wronski_expr::Expr;
use wronski_expr::metavariables;

/// In which direction the search uses a rule. Steps may cite a rule in either direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Search {
    /// From the left side to the right side.
    Forward,
    /// From the right side to the left side.
    Backward,
    /// Both ways.
    Both,
}

/// The direction in which a step used a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the left side to the right side.
    Forward,
    /// From the right side to the left side.
    Backward,
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Direction::Forward => "forward",
            Direction::Backward => "backward",
        })
    }
}

/// A rewrite rule: `lhs = rhs` wherever the conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// A unique name, such as `exp-log`.
    pub name: String,
    /// The left side; parameters whose names start with `?` are metavariables.
    pub lhs: Expr,
    /// The right side.
    pub rhs: Expr,
    /// What must be known before the rule may be used.
    pub conditions: Vec<Condition>,
    /// What the search asks in addition, to use the rule only where it helps; the rule is valid without it.
    pub guard: Vec<Condition>,
    /// How the search uses it.
    pub search: Search,
    /// Which searches use it: `simplify`, `unfold`, `expand`, `ac`, ...
    pub tags: BTreeSet<String>,
    /// A rational constant that occurs on the right side only and that the search may choose.
    pub choose: Option<String>,
    /// A note on where the rule is valid.
    pub valid: String,
    /// Where it is stated.
    pub source: String,
    /// The library it belongs to, such as `exp_log`.
    pub library: String,
}

impl Rule {
    /// The metavariables of both sides and of the conditions.
    pub fn metavariables(&self) -> BTreeSet<String> {
        let mut all = metavariables(&self.lhs);
        all.extend(metavariables(&self.rhs));
        for c in self.conditions.iter().chain(&self.guard) {
            all.extend(c.metavariables());
        }
        all
    }

    /// Does the rule carry this tag?
    pub fn has_tag(&self, tag: &str) -> bool {
        self.tags.contains(tag)
    }
}
