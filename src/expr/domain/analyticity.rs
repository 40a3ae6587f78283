//! draft
use super::Analyticity;
use crate::error::Result;
use crate::expr::Expr;
/// x
pub fn analyticity(_e: &Expr) -> Result<Analyticity> {
    Ok(Analyticity::Unknown {
        reason: String::new(),
    })
}
