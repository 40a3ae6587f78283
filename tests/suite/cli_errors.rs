//! docs/errors.md lists the codes of diagnostics, and each is made somewhere.

use std::fs;
use std::path::Path;

use wronski::internals::error::ErrorCode;

/// The text of all sources below a directory, but for the list of codes itself.
fn sources(directory: &Path, out: &mut String) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs")
            && !path.ends_with("diagnostic/src/code.rs")
        {
            out.push_str(&fs::read_to_string(&path).expect("UTF-8"));
        }
    }
}

#[test]
fn every_code_is_documented_and_made_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/errors.md")).expect("docs/errors.md");
    let documented: Vec<&str> = text
        .lines()
        .filter_map(|l| l.strip_prefix("| `W"))
        .filter_map(|l| l.split_once('`'))
        .map(|(digits, _)| digits)
        .collect();
    let all: Vec<&str> = ErrorCode::ALL.iter().map(|c| &c.as_str()[1..]).collect();
    assert_eq!(documented, all);
    let mut code = String::new();
    sources(&root.join("src"), &mut code);
    sources(&root.join("crates"), &mut code);
    for c in ErrorCode::ALL {
        assert!(
            code.contains(&format!("ErrorCode::{c}")),
            "{c} is never made"
        );
    }
}
