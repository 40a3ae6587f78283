//! docs/errors.md lists the codes that the program can print, and no others.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// `"W1234"` with the quotation marks, as codes are written in the source.
fn codes_in_source(text: &str, out: &mut BTreeSet<String>) {
    for (at, _) in text.match_indices("\"W") {
        let code: String = text[at + 1..].chars().take(5).collect();
        let closed = text[at + 1..].chars().nth(5) == Some('"');
        if closed && code[1..].chars().all(|c| c.is_ascii_digit()) && code.len() == 5 {
            out.insert(code);
        }
    }
}

fn scan(directory: &Path, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            scan(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            codes_in_source(&fs::read_to_string(&path).expect("UTF-8"), out);
        }
    }
}

#[test]
fn every_code_is_documented_and_every_documented_code_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = BTreeSet::new();
    scan(&root.join("src"), &mut used);
    scan(&root.join("crates"), &mut used);
    assert!(used.len() > 30, "the scan found {used:?}");
    let text = fs::read_to_string(root.join("docs/errors.md")).expect("docs/errors.md");
    let documented: Vec<String> = text
        .lines()
        .filter_map(|l| l.strip_prefix("| `W"))
        .map(|l| format!("W{}", &l[..4]))
        .collect();
    let unique: BTreeSet<String> = documented.iter().cloned().collect();
    assert_eq!(unique.len(), documented.len(), "a code is listed twice");
    let undocumented: Vec<_> = used.difference(&unique).collect();
    let gone: Vec<_> = unique.difference(&used).collect();
    assert!(
        undocumented.is_empty(),
        "not in docs/errors.md: {undocumented:?}"
    );
    assert!(
        gone.is_empty(),
        "in docs/errors.md but not in src: {gone:?}"
    );
}
