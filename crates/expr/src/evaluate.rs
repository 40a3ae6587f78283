//! Values of one expression at many rational points.

use num_rational::BigRational;

use super::Expr;
use super::dag::Dag;
use super::enclose::{EncloseError, values};
use wronski_diagnostic::Result;
use wronski_exact::enclosure::Enclosure;

/// An expression, prepared once.
#[derive(Clone, Debug)]
pub struct PointEvaluator {
    dag: Dag,
}

/// A value: enclosed, and exact if it is a rational number that the evaluation did not have to round.
#[derive(Clone, Debug)]
pub struct PointValue {
    /// The exact value, where known.
    pub exact: Option<BigRational>,
    /// The enclosure.
    pub enclosure: Enclosure,
}

impl PointEvaluator {
    /// Prepares an expression.
    ///
    /// # Errors
    /// Budgets of the expansion of catalogue names, compositions and derivatives.
    pub fn new(expr: &Expr) -> Result<Self> {
        Ok(PointEvaluator {
            dag: Dag::new(expr)?,
        })
    }

    /// The value at `x`, computed with `bits` bits where it is not exact.
    ///
    /// # Errors
    /// As [`enclose`](super::enclose::enclose).
    pub fn at(&self, x: &BigRational, bits: u32) -> std::result::Result<PointValue, EncloseError> {
        let mut values = values(&self.dag, x, bits);
        for required in &self.dag.required {
            if let Err(e) = &values[*required] {
                return Err(e.clone());
            }
        }
        let value = values.swap_remove(self.dag.root)?;
        Ok(PointValue {
            exact: value.exact,
            enclosure: value.enclosure,
        })
    }
}
