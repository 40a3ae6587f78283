//! Where questions are asked: rules and limits.

use std::path::Path;
use std::sync::Arc;

use wronski_diagnostic::Result;
use wronski_expr::Parameters;
use wronski_symbolic::rewrite::{RuleLibrary, shipped};

#[cfg(feature = "numeric")]
use crate::pipeline;
use crate::pipeline::{
    Equality, FactoredWronskian, Failure, Independence, Limits, equal, factored_wronskian,
    independent,
};

/// Rules and limits, with which every question is decided. A clone is cheap and shares the rules.
///
/// ```
/// use wronski::Prover;
///
/// # fn main() -> wronski::Result<()> {
/// let prover = Prover::new();
/// let family = prover.independent(&["softplus(x)", "softplus(-x)", "x"])?;
/// assert_eq!(family.claim.verdict.word(), "refuted");
/// assert_eq!(prover.equal("tanh(x)", "2*sigmoid(2*x) - 1")?.word(), "equal");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Prover {
    library: Arc<RuleLibrary>,
    limits: Limits,
}

impl Default for Prover {
    fn default() -> Self {
        Prover::new()
    }
}

impl Prover {
    /// With the shipped rules and the default limits.
    pub fn new() -> Prover {
        Prover {
            library: Arc::new(shipped().clone()),
            limits: Limits::default(),
        }
    }

    /// With the rules of a file as well, such as those of `examples/rules`. Steps of such rules are replayed and
    /// shown; a certificate cites shipped rules only.
    ///
    /// ```
    /// use wronski::Prover;
    ///
    /// # fn main() -> wronski::Result<()> {
    /// let rule = r#"
    ///     [[rule]]
    ///     name = "square-of-sech"
    ///     lhs = "1/cosh(?a)^2"
    ///     rhs = "1 - tanh(?a)^2"
    ///     tags = ["simplify"]
    ///     valid = "all real values"
    ///     source = "cosh(a)^2 - sinh(a)^2 = 1, DLMF 4.35.11"
    /// "#;
    /// let prover = Prover::new().with_rules("mine", rule)?;
    /// assert_eq!(prover.equal("1/cosh(x)^2", "1 - tanh(x)^2")?.word(), "equal");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What is wrong with the file, with the place (`docs/rules.md`).
    pub fn with_rules(mut self, name: &str, text: &str) -> Result<Prover> {
        Arc::make_mut(&mut self.library).read(name, text)?;
        Ok(self)
    }

    /// With the rules of every file of a directory as well.
    ///
    /// # Errors
    /// As [`Prover::with_rules`]; `W0300` if there is none.
    pub fn with_rule_directory(mut self, directory: &Path) -> Result<Prover> {
        Arc::make_mut(&mut self.library).read_directory(directory)?;
        Ok(self)
    }

    /// With other limits of the search and of the arithmetic.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Prover {
        self.limits = limits;
        self
    }

    /// The rules.
    pub fn rules(&self) -> &RuleLibrary {
        &self.library
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Decides whether functions are linearly independent over the constants.
    ///
    /// # Errors
    /// Input errors with the function that they concern. A [`Failure`] is a [`std::error::Error`], and becomes a
    /// [`Diagnostic`](crate::Diagnostic) by `?`.
    pub fn independent(&self, functions: &[&str]) -> std::result::Result<Independence, Failure> {
        independent(functions, &Parameters::new(), &self.library, &self.limits)
    }

    /// Decides whether two expressions denote the same function on R.
    ///
    /// # Errors
    /// As [`Prover::independent`].
    pub fn equal(&self, left: &str, right: &str) -> std::result::Result<Equality, Failure> {
        equal(left, right, &Parameters::new(), &self.library, &self.limits)
    }

    /// The Wronskian of functions, in factors; of the family B2 for the single text `B2(ACTIVATION)`.
    ///
    /// # Errors
    /// As [`Prover::independent`].
    pub fn wronskian(&self, functions: &[&str]) -> std::result::Result<FactoredWronskian, Failure> {
        factored_wronskian(functions, &Parameters::new(), &self.library, &self.limits)
    }

    /// Decides what the network of a file has near its weights.
    #[cfg(feature = "numeric")]
    pub(crate) fn certify(
        &self,
        file: &pipeline::NetworkFile,
        options: &pipeline::CertifyOptions,
    ) -> Result<pipeline::Minimum> {
        pipeline::certify(file, &self.library, &self.limits, options, &|_| {})
    }
}
