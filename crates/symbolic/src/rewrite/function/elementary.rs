//! What every elementary function answers for itself.

use crate::rewrite::facts::Facts;
use crate::rewrite::fingerprint::{Levels, Resting};
use crate::rewrite::modular_series::ModularSeries;
use crate::rewrite::predicate::Predicate;
use crate::rewrite::samples::Place;
use wronski_expr::Func;

/// An elementary function, as rewriting sees it.
pub(in crate::rewrite) trait Elementary: Sync {
    /// What it weighs in the choice of a term.
    fn weight(&self) -> Weight;

    /// What is known of its value on the real line.
    fn facts(&self, argument: &Facts) -> Facts;

    /// Where it has a value.
    fn domain(&self) -> Domain {
        Domain::Line
    }

    /// Where it vanishes.
    fn zeros(&self) -> Zeros {
        Zeros::NotUsed
    }

    /// On the order of which levels its value at a place rests.
    fn rests(&self, at: &Resting<'_>) -> Levels;

    /// Its value at a place of the finite model; `None` where the model has none.
    fn value(&self, at: &Place<'_>) -> Option<ModularSeries>;
}

/// What a kernel weighs: few transcendental ones are preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rewrite) enum Weight {
    /// A monomial of a tower.
    Monomial,
    /// An angle, or a rational function of the tangent of one.
    Circular,
    /// A root.
    Root,
    /// Rules express it by others.
    Expressible,
}

/// Where an elementary function has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rewrite) enum Domain {
    /// On the whole line.
    Line,
    /// Where its argument has this property.
    Where(Predicate),
    /// Where another function of its argument does not vanish.
    WhereNonzero(Func),
}

/// Where an elementary function vanishes, as far as the obligations of rules use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rewrite) enum Zeros {
    /// Only where its argument does.
    OfArgument,
    /// Nothing is concluded from it.
    NotUsed,
}
