//! The checker is apart from the prover: it imports only expressions, exact arithmetic, the
//! certificate's data types and diagnostics.

use std::collections::BTreeSet;
use std::path::Path;

const ALLOWED: [&str; 4] = ["certificate", "error", "exact", "expr"];

/// The rooms named after `crate::` in a source text, in code.
fn rooms(source: &str) -> BTreeSet<String> {
    source
        .lines()
        .filter(|l| !l.trim_start().starts_with("//"))
        .flat_map(|l| {
            l.split("crate::")
                .skip(1)
                .map(str::to_string)
                .collect::<Vec<_>>()
        })
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn the_checker_imports_only_what_it_may() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let mut seen = BTreeSet::new();
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the room") {
        let path = entry.expect("an entry").path();
        let source = std::fs::read_to_string(&path).expect("a source");
        for forbidden in [
            "super::super",
            "crate::{",
            "wronski::",
            "extern crate",
            "f64",
            "f32",
            "unsafe",
        ] {
            let hit = source
                .lines()
                .find(|l| !l.trim_start().starts_with("//") && l.contains(forbidden));
            assert!(hit.is_none(), "{}: {hit:?}", path.display());
        }
        seen.extend(rooms(&source));
        files += 1;
    }
    assert!(files > 10, "the sources were found");
    let foreign: Vec<&String> = seen
        .iter()
        .filter(|r| !ALLOWED.contains(&r.as_str()))
        .collect();
    assert!(foreign.is_empty(), "imported: {foreign:?}");
    assert_eq!(seen.len(), ALLOWED.len());
}

#[test]
fn the_scan_sees_a_forbidden_import() {
    assert_eq!(
        rooms("use crate::tower::Tower;\n// use crate::family;\n"),
        BTreeSet::from(["tower".to_string()])
    );
}
