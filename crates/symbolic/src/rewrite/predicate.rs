//! Properties of one expression, as side conditions name them.

/// A property of one expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Predicate {
    /// Defined and never zero on the real line.
    Nonzero,
    /// Defined and positive on the real line.
    Positive,
    /// Defined and not negative on the real line.
    Nonnegative,
    /// Defined (real) on the whole real line.
    Defined,
    /// Analytic on the whole real line.
    Smooth,
    /// Free of `x`.
    Constant,
    /// An exact rational number.
    Rational,
    /// An exact integer.
    Integer,
}

impl Predicate {
    pub(super) const ALL: [(&'static str, Predicate); 9] = [
        ("nonzero", Predicate::Nonzero),
        ("positive", Predicate::Positive),
        ("nonnegative", Predicate::Nonnegative),
        ("defined", Predicate::Defined),
        ("real", Predicate::Defined),
        ("smooth", Predicate::Smooth),
        ("constant", Predicate::Constant),
        ("rational", Predicate::Rational),
        ("integer", Predicate::Integer),
    ];

    /// The name in rule files.
    pub fn name(self) -> &'static str {
        Predicate::ALL
            .iter()
            .find(|(_, p)| *p == self)
            .map_or("", |(n, _)| n)
    }
}
