//! The set on which a statement about functions holds: all of R, shown, or no statement.
//!
//! A function is text with a meaning wherever its parts are defined. An identity of formal expressions says nothing
//! about functions on R unless both are defined there: `u/u` and `1` have the same normal form, and are different
//! where `u` is zero. So every decision of this room takes a [`Ground`], which only exists if the definedness of each
//! function was proved; without one the verdict is undecided.

use wronski_certificate::Reason;
use wronski_expr::Expr;
use wronski_symbolic::theorem::Exceptional;

use super::defined::Defined;
use super::function::Function;

/// What a decision about several functions stands on: each of them is defined at every real x.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    conditions: Vec<Expr>,
}

impl Ground {
    /// The ground for a statement about these functions.
    ///
    /// # Errors
    /// Why there is none: which function, and which condition on which subexpression is open.
    pub fn of<'a>(
        functions: impl IntoIterator<Item = &'a Function>,
    ) -> std::result::Result<Ground, Reason> {
        let mut conditions = vec![];
        for f in functions {
            match &f.defined {
                Defined::OnR(known) => conditions.extend_from_slice(known.parameter_conditions()),
                Defined::Unknown(open) => {
                    return Err(Reason::Definedness {
                        function: Some((&f.expr).into()),
                        because: Box::new(open.clone()),
                    });
                }
            }
        }
        Ok(Ground { conditions })
    }

    /// The values of parameters at which a function need not be defined: no statement speaks of them. They are no
    /// part of the evidence.
    pub(super) fn exceptional(&self) -> Exceptional {
        Exceptional {
            certified: vec![],
            ..Exceptional::zeros_of(&self.conditions)
        }
    }
}
