//! When a comparison of two sides holds.

use super::set::Set;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::Relation;

/// Whether something is always or never so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    Always,
    Never,
}

impl Truth {
    /// Of two exclusive statements, if one of them is shown.
    fn of(always: bool, never: bool) -> Option<Truth> {
        match (always, never) {
            (true, _) => Some(Truth::Always),
            (_, true) => Some(Truth::Never),
            _ => None,
        }
    }
}

/// For all values of the difference of the two sides, if it is the same for all.
pub(super) fn of_difference(relation: Relation, d: &Set) -> Option<Truth> {
    match relation {
        Relation::Less => Truth::of(d.is_negative(), d.is_nonnegative()),
        Relation::LessEqual => Truth::of(d.is_nonpositive(), d.is_positive()),
        Relation::Greater => Truth::of(d.is_positive(), d.is_nonpositive()),
        Relation::GreaterEqual => Truth::of(d.is_nonnegative(), d.is_negative()),
    }
}

/// For all values of the two sides, if it is the same for all.
pub(super) fn of_values(relation: Relation, a: &Enclosure, b: &Enclosure) -> Option<Truth> {
    match relation {
        Relation::Less => Truth::of(a.certainly_less(b), b.certainly_at_most(a)),
        Relation::LessEqual => Truth::of(a.certainly_at_most(b), b.certainly_less(a)),
        Relation::Greater => of_values(Relation::Less, b, a),
        Relation::GreaterEqual => of_values(Relation::LessEqual, b, a),
    }
}

/// For two numbers.
pub(super) fn of_numbers<T: PartialOrd>(relation: Relation, a: &T, b: &T) -> Truth {
    let holds = match relation {
        Relation::Less => a < b,
        Relation::LessEqual => a <= b,
        Relation::Greater => a > b,
        Relation::GreaterEqual => a >= b,
    };
    if holds { Truth::Always } else { Truth::Never }
}
