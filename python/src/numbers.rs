//! Machine floats as bytes: what NumPy and the buffer module hand over without being built against.

use wronski::Diagnostic;
use wronski::internals::error::ErrorCode;

use super::failure::Result;

/// The numbers in these bytes.
///
/// # Errors
/// `W1006` if they are no whole number of rows.
pub fn floats(bytes: &[u8], row: usize, what: &str) -> Result<Vec<f64>> {
    let (chunks, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() || row == 0 || chunks.len() % row != 0 {
        return Err(Diagnostic::input(
            ErrorCode::W1006,
            format!("{what}: {} numbers do not make rows of {row}", chunks.len()),
        )
        .into());
    }
    Ok(chunks.iter().map(|c| f64::from_ne_bytes(*c)).collect())
}

/// The bytes of these numbers.
pub fn bytes(numbers: &[f64]) -> Vec<u8> {
    numbers.iter().flat_map(|x| x.to_ne_bytes()).collect()
}
