//! What the next variable of a tower is read with.

use crate::failure::Checked;
use crate::space::Space;
use crate::text::free_name;
use wronski_certificate::VariableRecord;
use wronski_expr::Expr;

/// The next variable, and what is before it.
pub(crate) struct Reading<'a> {
    pub space: &'a mut Space,
    pub record: &'a VariableRecord,
    /// The symbols of the parameters of the tower.
    pub parameters: &'a [&'a str],
    /// The parameters of the certificate.
    pub symbolic: &'a [&'a str],
    /// The texts of the functions of the certificate.
    pub inner: &'a [&'a str],
    /// Expressions that are positive on the real line.
    pub positive: &'a [Expr],
}

impl Reading<'_> {
    /// Its position.
    pub fn position(&self) -> usize {
        self.space.variables.len()
    }

    /// Its symbol has to be this one.
    pub fn named(&self, symbol: String) -> Checked<()> {
        let symbol = match self.record.kind.generator() {
            Some(_) => free_name(symbol, |name| self.parameters.contains(&name)),
            None => symbol,
        };
        if self.record.symbol == symbol {
            Ok(())
        } else {
            Err(format!("the symbol of this variable is `{symbol}`").into())
        }
    }

    /// Its symbol has to be that of the next monomial.
    pub fn named_monomial(&self) -> Checked<()> {
        let before = self.space.variables.iter().filter(|w| w.is_monomial());
        self.named(format!("t{}", before.count() + 1))
    }
}
