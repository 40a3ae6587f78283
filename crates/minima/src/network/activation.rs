//! An activation that can be evaluated on intervals.

use std::collections::BTreeMap;

use wronski_expr::Expr;
use wronski_interval::{Fault, Interval, Program};

/// An activation, compiled once.
#[derive(Clone, Debug)]
pub struct Activation {
    expression: Expr,
    program: Program,
}

impl Activation {
    /// Compiles an expression without parameters.
    ///
    /// # Errors
    /// As [`Program::compile`].
    pub fn new(expression: &Expr) -> Result<Activation, Fault> {
        Ok(Activation {
            expression: expression.clone(),
            program: Program::compile(expression, &BTreeMap::new())?,
        })
    }

    /// The expression in x.
    pub fn expression(&self) -> &Expr {
        &self.expression
    }

    /// `sigma, sigma', ..., sigma^(order)` for every number of the interval; the order is at most 3.
    ///
    /// # Errors
    /// A [`Fault`] where the enclosure does not exclude a point at which sigma is undefined or not smooth.
    pub fn jet(&self, z: &Interval, order: usize) -> Result<Vec<Interval>, Fault> {
        self.program.jet(z, order)
    }

    /// `sigma, sigma', sigma''` at a machine number, approximately: for searching only.
    pub fn approximate(&self, z: f64) -> Option<[f64; 3]> {
        self.program.approximate(z)
    }
}
