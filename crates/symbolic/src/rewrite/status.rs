//! How a rule stands a test.

/// What sampling found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sampled {
    /// Both sides had known values that agreed: how many comparisons.
    Agree(usize),
    /// Nothing could be compared (the model has no such function, or no instance meets the conditions).
    NothingToCompare,
    /// The sides differ: where, and both values.
    Differ(String),
}

/// The overall judgement on a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Proved by the identity prover, defined alike, and no sample disagrees.
    Proved,
    /// No objection, and at least one sample compared.
    Sampled,
    /// No objection, but nothing could be compared.
    Untested,
    /// A metavariable is not bound, a name is unknown, or the search direction cannot work.
    Malformed,
    /// The sides are not defined alike.
    DefinedDifferently,
    /// A counterexample was found.
    Broken,
}

impl Status {
    /// May the rule be used?
    pub fn is_acceptable(self) -> bool {
        matches!(self, Status::Proved | Status::Sampled)
    }
}
