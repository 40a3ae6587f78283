//! An activation as a value: read once, decided once, then handed to whatever asks.

use std::sync::OnceLock;

use wronski_certificate::{Certificate, ClaimId};
use wronski_diagnostic::Result;
use wronski_expr::{Expr, Parameters};
use wronski_symbolic::family::ChainWeights;

use crate::Prover;
use crate::pipeline::{
    self, Assumptions, ChainReport, Function, Selection, Verification, verify_function,
};

/// An activation with its parameters. Its claims are decided when they are first asked for.
///
/// ```
/// use wronski::{Prover, Verdict};
///
/// # fn main() -> wronski::Result<()> {
/// let gelu = Prover::new().activation("gelu")?;
/// let claims = &gelu.verify()?.claims;
/// assert_eq!(claims.len(), 7);
/// assert!(matches!(claims[1].verdict, Verdict::Proved(_)));
///
/// // Everything that a checker needs, and the checker.
/// let file = gelu.certificate()?.to_json()?;
/// assert_eq!(wronski::check(&file)?.claims.len(), 7);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Activation {
    prover: Prover,
    function: Function,
    parameters: Parameters,
    all: OnceLock<Verification>,
    /// `analytic` and `assumption-1` alone, which is what numeric constructions rest on.
    #[cfg(feature = "numeric")]
    hypotheses: OnceLock<Verification>,
}

impl Prover {
    /// Reads an activation: a name of the catalogue or an expression in x.
    ///
    /// # Errors
    /// Input errors with their place in `text`; that it is not defined on all of R is one.
    pub fn activation(&self, text: &str) -> Result<Activation> {
        self.activation_with(text, &[])
    }

    /// The same with parameters: `beta` for a symbolic one, of which nothing is known, `beta=3/2` for a value.
    ///
    /// # Errors
    /// As [`Prover::activation`]; `W0119`, `W0120` for the parameters.
    pub fn activation_with(&self, text: &str, parameters: &[&str]) -> Result<Activation> {
        let mut declared = Parameters::new();
        for p in parameters {
            declared.declare(p)?;
        }
        Activation::read(self.clone(), text, declared)
    }
}

impl Activation {
    fn read(prover: Prover, text: &str, parameters: Parameters) -> Result<Activation> {
        let function = Function::new(text, &parameters, prover.rules(), prover.limits())?;
        Ok(Activation {
            prover,
            function,
            parameters,
            all: OnceLock::new(),
            #[cfg(feature = "numeric")]
            hypotheses: OnceLock::new(),
        })
    }

    /// The expression that the text denotes.
    pub fn expression(&self) -> &Expr {
        &self.function.expr
    }

    /// What the user should know about how the text was read.
    pub fn notes(&self) -> &[String] {
        &self.function.notes
    }

    /// The verdicts of all claims that are decided unasked.
    ///
    /// # Errors
    /// Budgets of the input; internal errors.
    pub fn verify(&self) -> Result<&Verification> {
        self.decided(&self.all, Assumptions::All)
    }

    /// The verdicts of these claims, and of those that have to stand beside them.
    ///
    /// ```
    /// use wronski::{ClaimId, Prover};
    ///
    /// # fn main() -> wronski::Result<()> {
    /// let softplus = Prover::new().activation("softplus")?;
    /// let lemma = ClaimId::find("lemma-3").expect("a claim");
    /// let found = softplus.verify_claims(&[lemma])?;
    /// assert_eq!(found.claims[0].verdict.word(), "refuted");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`Activation::verify`].
    pub fn verify_claims(&self, claims: &[ClaimId]) -> Result<Verification> {
        self.decide(Selection::of(claims))
    }

    /// The certificate of [`Activation::verify`].
    ///
    /// # Errors
    /// As [`Activation::verify`].
    pub fn certificate(&self) -> Result<Certificate> {
        Ok(self.verify()?.certificate())
    }

    /// The gradient family and the moments of the chain of layers with one unit each, at weights 1 and biases 0.
    ///
    /// # Errors
    /// `W0405` for a number of layers that is not treated; as [`Activation::verify`].
    pub fn chain(&self, layers: usize) -> Result<ChainReport> {
        self.chain_at(&ChainWeights::unit(layers))
    }

    /// The same at other weights.
    ///
    /// # Errors
    /// As [`Activation::chain`].
    pub fn chain_at(&self, weights: &ChainWeights) -> Result<ChainReport> {
        pipeline::chain_of(
            self.function.clone(),
            &self.parameters,
            self.prover.rules(),
            self.prover.limits(),
            weights,
        )
    }

    /// An exact data set, weights and a proof by computation that a network of these widths (input and output
    /// included) has a bad local minimum there; or why there is none by this construction.
    ///
    /// ```no_run
    /// use wronski::{Kind, Prover};
    ///
    /// # fn main() -> wronski::Result<()> {
    /// let gelu = Prover::new().activation("gelu")?;
    /// let found = gelu.construct(&[1, 4, 1])?;
    /// assert_eq!(found.certificate.kind(), Kind::BadLocalMinimum);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`construct_with`](Activation::construct_with).
    #[cfg(feature = "numeric")]
    pub fn construct(&self, widths: &[usize]) -> Result<pipeline::Minimum> {
        self.construct_with(&pipeline::ConstructOptions {
            widths: widths.to_vec(),
            ..Default::default()
        })
    }

    /// The same with options.
    ///
    /// # Errors
    /// `W1101` for absurd widths, `W1103` for a symbolic parameter, `W1104` where no lemma covers the widths, `W1105`
    /// for contradictory options; as [`Activation::verify`].
    #[cfg(feature = "numeric")]
    pub fn construct_with(
        &self,
        options: &pipeline::ConstructOptions,
    ) -> Result<pipeline::Minimum> {
        pipeline::construct_for(
            self.decided(&self.hypotheses, Assumptions::One)?,
            self.prover.rules(),
            self.prover.limits(),
            options,
            &|_| {},
        )
    }

    fn decided<'a>(
        &'a self,
        place: &'a OnceLock<Verification>,
        which: Assumptions,
    ) -> Result<&'a Verification> {
        if let Some(known) = place.get() {
            return Ok(known);
        }
        let found = self.decide(Selection::from(which))?;
        Ok(place.get_or_init(|| found))
    }

    fn decide(&self, selection: Selection) -> Result<Verification> {
        verify_function(
            self.function.clone(),
            &self.parameters,
            self.prover.rules(),
            self.prover.limits(),
            selection,
        )
    }
}
