//! The rooms of src/ as ARCHITECTURE.md describes them: who imports whom, where floating point may
//! stand, how long a file may be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms with everything that each may import (itself and `error` aside).
const MAY_IMPORT: [(&str, &[&str]); 15] = [
    ("exact", &[]),
    ("certificate", &[]),
    ("expr", &["exact", "certificate"]),
    ("rewrite", &["expr", "exact"]),
    ("tower", &["expr", "exact", "certificate"]),
    ("family", &["tower", "exact", "expr", "certificate"]),
    (
        "theorem",
        &["family", "tower", "exact", "expr", "certificate"],
    ),
    (
        "pipeline",
        &[
            "check",
            "construct",
            "network",
            "theorem",
            "family",
            "tower",
            "rewrite",
            "interval",
            "exact",
            "expr",
            "certificate",
        ],
    ),
    ("interval", &["expr", "exact"]),
    (
        "construct",
        &[
            "network",
            "interval",
            "theorem",
            "certificate",
            "expr",
            "exact",
        ],
    ),
    ("network", &["interval", "expr", "exact"]),
    ("check", &["expr", "exact", "certificate", "interval"]),
    ("error", &[]),
    ("report", &["certificate", "expr", "exact"]),
    (
        "cli",
        &[
            "check",
            "report",
            "interval",
            "pipeline",
            "theorem",
            "family",
            "tower",
            "rewrite",
            "expr",
            "certificate",
        ],
    ),
];

/// The rooms in which a verdict is made or checked: no floating point there.
const EXACT_ROOMS: [&str; 9] = [
    "exact",
    "expr",
    "certificate",
    "rewrite",
    "tower",
    "family",
    "theorem",
    "pipeline",
    "check",
];

const LONGEST_FILE: usize = 800;

fn sources(directory: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(directory)
        .expect("src can be listed")
        .map(|e| e.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
}

/// Room, path relative to src, text without comments.
fn files() -> Vec<(String, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = vec![];
    sources(&root, &mut paths);
    assert!(paths.len() > 50, "src was not found");
    paths
        .into_iter()
        .map(|path| {
            let relative = path.strip_prefix(&root).expect("inside src");
            let room = relative
                .components()
                .next()
                .expect("a component")
                .as_os_str()
                .to_string_lossy()
                .trim_end_matches(".rs")
                .to_string();
            let text = fs::read_to_string(&path).expect("UTF-8");
            (room, relative.display().to_string(), text)
        })
        .collect()
}

fn without_comments(text: &str) -> String {
    text.lines()
        .map(|l| l.split("//").next().unwrap_or(""))
        .collect::<Vec<_>>()
        .join("\n")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The rooms named by `crate::room` in code, and by `crate::{room, ...}`.
fn imports(code: &str) -> Vec<String> {
    let mut out = vec![];
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            let mut first = true;
            for c in list.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => {
                        out.push(std::mem::take(&mut word));
                        first = true;
                        continue;
                    }
                    c if is_word(c) && depth == 0 && first => word.push(c),
                    c if c.is_whitespace() && word.is_empty() => {}
                    _ => first = false,
                }
            }
            out.push(word);
        } else {
            out.push(rest.chars().take_while(|c| is_word(*c)).collect());
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

/// What is wrong with the imports of one file.
fn forbidden(room: &str, code: &str) -> Vec<String> {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.into_iter().collect();
    let Some(allowed) = table.get(room) else {
        return vec![format!("the room `{room}` is not in the table")];
    };
    imports(code)
        .into_iter()
        .filter(|i| i != room && i != "error" && !allowed.contains(&i.as_str()))
        .collect()
}

fn floats(code: &str) -> bool {
    ["f32", "f64"].iter().any(|w| {
        code.match_indices(w).any(|(at, _)| {
            let before = code[..at].chars().next_back();
            let after = code[at + 3..].chars().next();
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })
    })
}

#[test]
fn rooms_import_only_what_stands_before_them() {
    let mut wrong = vec![];
    for (room, path, text) in files() {
        // lib.rs lists the rooms, main.rs calls the command line.
        if room == "lib" || room == "main" {
            continue;
        }
        for import in forbidden(&room, &without_comments(&text)) {
            wrong.push(format!("{path} imports {import}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_import_scan_sees_what_it_must_see() {
    let code = "use crate::tower::Tower;\nuse crate::{error::Result, family::{Family, b2}};";
    assert_eq!(imports(code), ["tower", "error", "family"]);
    assert_eq!(forbidden("check", code), ["tower", "family"]);
    assert!(forbidden("theorem", code).is_empty());
    assert_eq!(forbidden("expr", "crate::rewrite::shipped()"), ["rewrite"]);
    assert!(forbidden("exact", &without_comments("// crate::expr")).is_empty());
}

#[test]
fn exact_rooms_are_free_of_floating_point() {
    assert!(floats("let x: f64 = 1;") && !floats("leaf64 and xf32"));
    for (room, path, text) in files() {
        if EXACT_ROOMS.contains(&room.as_str()) {
            assert!(!floats(&without_comments(&text)), "{path} uses f32 or f64");
        }
    }
}

#[test]
fn no_source_file_is_too_long() {
    for (_, path, text) in files() {
        let lines = text.lines().count();
        assert!(
            lines <= LONGEST_FILE,
            "{path} has {lines} lines, more than {LONGEST_FILE}"
        );
    }
}
