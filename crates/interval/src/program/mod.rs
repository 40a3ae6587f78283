//! Expressions compiled once and evaluated many times.
//!
//! A [`Program`] is the expression as a list of operations on registers: every shared node once, catalogue
//! names unfolded, compositions and derivatives carried out. Evaluation walks the list; nothing recurses,
//! and the registers are kept from one call to the next.
//!
//! A register holds the Taylor coefficients of its function up to degree 3. Products and quotients multiply
//! out; an elementary function `g` of `a` is composed by the formula of Faà di Bruno,
//! `(g(a))_1 = g_1 a_1`, `(g(a))_2 = g_1 a_2 + g_2 a_1^2`, `(g(a))_3 = g_1 a_3 + 2 g_2 a_1 a_2 + g_3 a_1^3`
//! with the coefficients `g_k = g^(k)(a_0)/k!` in closed form. (The [`Evaluator`](super::Evaluator) has
//! recurrences instead, which gives the tests two formulas for everything.)

mod approximate;
pub(crate) mod code;
mod differentiate;
mod lower;
mod run;

use std::collections::BTreeMap;
use std::sync::Mutex;

use num_rational::BigRational;

use self::code::{Finished, MAX_ORDER};

use self::run::Workspace;
use super::fault::Fault;
use super::real::Interval;
use wronski_expr::Expr;

/// An expression in `x`, compiled.
#[derive(Debug)]
pub struct Program {
    code: Finished,
    /// Registers that wait for the next call.
    idle: Mutex<Vec<Workspace>>,
}

impl Clone for Program {
    fn clone(&self) -> Program {
        Program {
            code: self.code.clone(),
            idle: Mutex::new(Vec::new()),
        }
    }
}

impl Program {
    /// Compiles an expression, with values for its parameters.
    ///
    /// # Errors
    /// [`Fault::Parameter`] for a parameter without a value; [`Fault::Name`] for a name that the
    /// catalogue cannot expand; [`Fault::Budget`] for an expression that is too large.
    pub fn compile(
        expr: &Expr,
        parameters: &BTreeMap<String, BigRational>,
    ) -> Result<Program, Fault> {
        let (code, root) = lower::lower(expr, parameters)?;
        Ok(Program {
            code: code.finished(root),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// The number of operations of one evaluation.
    pub fn operation_count(&self) -> usize {
        self.code.ops.len()
    }

    /// Enclosures of `f, f', ..., f^(order)` (derivatives, not Taylor coefficients), each for every point of
    /// `at`, at the precision of `at`. The order is at most 3.
    ///
    /// # Errors
    /// [`Fault::Division`], [`Fault::Logarithm`], [`Fault::Root`], [`Fault::Pole`], [`Fault::Breakpoint`] where the
    /// enclosures do not exclude a point at which `f` is undefined or not smooth; [`Fault::Budget`]
    /// for a higher order.
    pub fn jet(&self, at: &Interval, order: usize) -> Result<Vec<Interval>, Fault> {
        if order > MAX_ORDER {
            return Err(Fault::Budget(format!(
                "derivatives beyond the {MAX_ORDER}rd of a compiled expression"
            )));
        }
        let mut workspace = self.borrow(at.precision())?;
        let result = self.code.run(&mut workspace, at, order);
        self.give_back(workspace);
        result
    }

    /// Registers of that precision, constants in place.
    fn borrow(&self, precision: u32) -> Result<Workspace, Fault> {
        // A thread that panicked while holding the lock leaves at worst fewer registers to reuse.
        if let Ok(mut idle) = self.idle.lock()
            && let Some(i) = idle.iter().position(|w| w.precision() == precision)
        {
            return Ok(idle.swap_remove(i));
        }
        self.code.workspace(precision)
    }

    fn give_back(&self, workspace: Workspace) {
        /// More than the threads of a machine use at a few precisions each.
        const MOST: usize = 64;
        if let Ok(mut idle) = self.idle.lock() {
            if idle.len() >= MOST {
                idle.remove(0);
            }
            idle.push(workspace);
        }
    }
}
