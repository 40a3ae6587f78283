//! Files that people name.

use std::io::Read;
use std::path::Path;

use wronski_diagnostic::{Diagnostic, ErrorCode, Result};

/// Reads a text file of bounded size, or says why not. Devices and pipes are read up to the limit as well.
pub(super) fn read_file(path: &Path, limit: u64) -> Result<String> {
    let unreadable = |e: &dyn std::fmt::Display| {
        Diagnostic::input(
            ErrorCode::W0602,
            format!("{} could not be read: {e}", path.display()),
        )
        .help("name a readable UTF-8 text file")
    };
    let too_large = |size: String| {
        Diagnostic::budget(
            ErrorCode::W0603,
            format!(
                "{} has {size} bytes, more than the limit of {limit}",
                path.display()
            ),
        )
    };
    let file = std::fs::File::open(path).map_err(|e| unreadable(&e))?;
    let metadata = file.metadata().map_err(|e| unreadable(&e))?;
    if metadata.is_dir() {
        return Err(unreadable(&"it is a directory"));
    }
    if metadata.is_file() && metadata.len() > limit {
        return Err(too_large(metadata.len().to_string()));
    }
    let mut bytes = vec![];
    file.take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|e| unreadable(&e))?;
    // The size of a device is not known, and a file may grow.
    if bytes.len() as u64 > limit {
        return Err(too_large(format!("at least {}", bytes.len())));
    }
    String::from_utf8(bytes).map_err(|_| unreadable(&"it is not UTF-8"))
}
