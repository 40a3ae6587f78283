//! The checker is apart from the prover: it imports only expressions, exact arithmetic, the
//! certificate's data types and diagnostics; for minima the real arithmetic as well.

use std::collections::BTreeSet;
use std::path::Path;

const ALLOWED: [&str; 4] = ["certificate", "error", "exact", "expr"];

/// What `check/minimum` may import besides: `check` itself is its parent.
const ALLOWED_FOR_MINIMA: [&str; 2] = ["check", "interval"];

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

/// The rooms that the files of a folder name, and how many files there are.
fn imports(folder: &Path) -> (BTreeSet<String>, usize) {
    let mut seen = BTreeSet::new();
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the room") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            continue;
        }
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
    (seen, files)
}

#[test]
fn the_checker_of_minima_imports_real_arithmetic_and_nothing_of_the_construction() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/minimum");
    let (seen, _) = imports(&folder);
    let foreign: Vec<&String> = seen
        .iter()
        .filter(|r| !ALLOWED.contains(&r.as_str()) && !ALLOWED_FOR_MINIMA.contains(&r.as_str()))
        .collect();
    assert!(foreign.is_empty(), "imported: {foreign:?}");
    assert!(seen.contains("interval"));
}

#[test]
fn the_checker_imports_only_what_it_may() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check");
    let (seen, _) = imports(&folder);
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

/// What shows analyticity again shares neither the analysis of domains nor the counts of roots with the prover.
#[test]
fn the_facts_of_analyticity_are_derived_without_the_domains_of_the_prover() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/check/ranges");
    let mut files = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let source = std::fs::read_to_string(&path).expect("a source");
        for forbidden in ["domain", "univariate", "enclose::", "poly::", "factor::"] {
            let hit = source.lines().find(|l| {
                let code = !l.trim_start().starts_with("//");
                code && l.contains("crate::") && l.contains(forbidden)
            });
            assert!(hit.is_none(), "{}: {hit:?}", path.display());
        }
        files += 1;
    }
    assert!(files > 10, "the sources were found");
    let (seen, _) = imports(&folder);
    let foreign: Vec<&String> = seen
        .iter()
        .filter(|r| !ALLOWED.contains(&r.as_str()))
        .collect();
    assert!(foreign.is_empty(), "imported: {foreign:?}");
}
