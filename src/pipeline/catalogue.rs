//! Activations by name.

use wronski_diagnostic::{Diagnostic, ErrorCode};
use wronski_expr::catalogue::{self, Entry};

/// The entries of these names, in this order; all of them if there are no names.
///
/// # Errors
/// `W0103` with the name that is not in the catalogue.
pub fn catalogue_entries(names: &[String]) -> Result<Vec<&'static Entry>, (Diagnostic, String)> {
    if names.is_empty() {
        return Ok(catalogue::all().iter().collect());
    }
    names
        .iter()
        .map(|name| {
            catalogue::find(name).ok_or_else(|| {
                let d = Diagnostic::input(
                    ErrorCode::W0103,
                    format!("`{name}` is not in the catalogue"),
                )
                .help("`wronski catalog` without names lists all activations");
                (d, name.clone())
            })
        })
        .collect()
}
