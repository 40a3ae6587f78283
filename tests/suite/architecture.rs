//! What the compiler does not hold of ARCHITECTURE.md: order inside a crate, where floating point may stand, how
//! long a file may be, and which crates the checker is built from.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms that share a crate, each with those beside it that it may not name.
const NOT_ABOVE: [(&str, &[&str]); 7] = [
    (
        "crates/symbolic/src/rewrite",
        &["tower", "family", "theorem"],
    ),
    (
        "crates/symbolic/src/tower",
        &["rewrite", "family", "theorem"],
    ),
    ("crates/symbolic/src/family", &["rewrite", "theorem"]),
    ("crates/symbolic/src/theorem", &["rewrite"]),
    ("crates/minima/src/network", &["construct"]),
    ("crates/minima/src/construct", &[]),
    ("src/pipeline", &["cli"]),
];

/// Where a verdict is made or checked: no floating point there.
const EXACT: [&str; 6] = [
    "crates/exact/src",
    "crates/expr/src",
    "crates/certificate/src",
    "crates/symbolic/src",
    "crates/check/src",
    "src/pipeline",
];

const LONGEST_FILE: usize = 800;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources(directory: &Path, out: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut entries: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|x| x == "rs") {
            out.push(path);
        }
    }
}

/// The files below a directory: path, and text without comments.
fn files(directory: &str) -> Vec<(String, String)> {
    let mut paths = vec![];
    sources(&root().join(directory), &mut paths);
    assert!(!paths.is_empty(), "{directory} is empty");
    let read = |p: PathBuf| {
        let text = fs::read_to_string(&p).expect("UTF-8");
        (p.display().to_string(), without_comments(&text))
    };
    paths.into_iter().map(read).collect()
}

fn without_comments(text: &str) -> String {
    let lines = text.lines().map(|l| l.split("//").next().unwrap_or(""));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The first words of the paths that begin at the crate.
fn imports(code: &str) -> Vec<String> {
    assert!(!code.contains("crate::{"), "imports are written one a line");
    let paths = code.match_indices("crate::");
    let word = |(at, found): (usize, &str)| {
        let rest = &code[at + found.len()..];
        rest.chars().take_while(|c| is_word(*c)).collect()
    };
    paths.map(word).collect()
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
fn rooms_of_one_crate_import_only_what_stands_before_them() {
    for (room, above) in NOT_ABOVE {
        for (path, code) in files(room) {
            let wrong = imports(&code)
                .into_iter()
                .find(|i| above.contains(&i.as_str()));
            assert_eq!(wrong, None, "{path}");
        }
    }
}

#[test]
fn the_scans_see_what_they_must_see() {
    let code = "use crate::tower::Tower;\nfn f() { crate::family::b2() }";
    assert_eq!(imports(code), ["tower", "family"]);
    assert!(imports(&without_comments("// crate::expr")).is_empty());
    assert!(floats("let x: f64 = 1;") && !floats("leaf64 and xf32"));
}

#[test]
fn exact_rooms_are_free_of_floating_point() {
    for room in EXACT {
        for (path, code) in files(room) {
            assert!(!floats(&code), "{path} uses f32 or f64");
        }
    }
}

#[test]
fn no_source_file_is_too_long() {
    let mut paths = vec![];
    for directory in ["src", "crates", "tests", "examples", "benches"] {
        sources(&root().join(directory), &mut paths);
    }
    assert!(paths.len() > 300, "the sources were found");
    for path in paths {
        let lines = fs::read_to_string(&path).expect("UTF-8").lines().count();
        let name = path.display();
        assert!(
            lines <= LONGEST_FILE,
            "{name} has {lines} lines, more than {LONGEST_FILE}"
        );
    }
}

/// Everything of this workspace that the checker is built from, by its manifest.
#[test]
fn the_checker_is_built_without_the_prover() {
    let manifest = fs::read_to_string(root().join("crates/check/Cargo.toml")).expect("a manifest");
    let table: toml::Table = manifest.parse().expect("TOML");
    let ours = |name: &&String| name.starts_with("wronski-");
    let dependencies = table["dependencies"].as_table().expect("a table");
    let named: Vec<&String> = dependencies.keys().filter(ours).collect();
    let allowed = [
        "wronski-certificate",
        "wronski-diagnostic",
        "wronski-exact",
        "wronski-expr",
        "wronski-interval",
    ];
    assert_eq!(named, allowed);
}

/// The patches of `make planted` say what they change, and it is there: a file that moves takes its patch with it.
#[test]
fn planted_bugs_fit_the_tree() {
    let mut patches = 0;
    for entry in fs::read_dir(root().join("tests/planted")).expect("a directory") {
        let path = entry.expect("an entry").path();
        let patch = fs::read_to_string(&path).expect("UTF-8");
        let mut file = String::new();
        let mut before: Vec<&str> = vec![];
        let mut hunks = 0;
        let mut changes = 0;
        let mut compare = |file: &str, before: &mut Vec<&str>| {
            if !before.is_empty() {
                let there = before.join("\n");
                assert!(
                    file.contains(&there),
                    "{}: not there:\n{there}",
                    path.display()
                );
                hunks += 1;
            }
            before.clear();
        };
        for line in patch.lines() {
            if let Some(name) = line.strip_prefix("--- a/") {
                compare(&file, &mut before);
                file = fs::read_to_string(root().join(name))
                    .unwrap_or_else(|e| panic!("{}: {name}: {e}", path.display()));
            } else if line.starts_with("@@") {
                compare(&file, &mut before);
            } else if line.starts_with("+++ ") || file.is_empty() {
            } else if let Some(same) = line.strip_prefix(' ') {
                before.push(same);
            } else if let Some(old) = line.strip_prefix('-') {
                before.push(old);
                changes += 1;
            } else {
                changes += usize::from(line.starts_with('+'));
            }
        }
        compare(&file, &mut before);
        assert!(
            hunks > 0 && changes > 0,
            "{} changes nothing",
            path.display()
        );
        patches += 1;
    }
    assert!(patches >= 9, "{patches} patches");
}
