//! Files that the program writes: whole or not at all, and refused before the work begins.

use std::path::{Path, PathBuf};

/// Runs the program; exit code and standard error.
fn run(arguments: &[&str]) -> (u8, String) {
    let all: Vec<String> = std::iter::once("wronski")
        .chain(arguments.iter().copied())
        .map(String::from)
        .collect();
    let (mut out, mut err) = (vec![], vec![]);
    let code = wronski::internals::cli::run(&all, &mut out, &mut err, false);
    (code, String::from_utf8(err).expect("UTF-8"))
}

/// A new empty directory.
fn directory(name: &str) -> PathBuf {
    let d = std::env::temp_dir().join(format!("wronski-output-{name}-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&d));
    std::fs::create_dir_all(&d).expect("a directory");
    d
}

fn names(d: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(d).expect("a directory");
    entries
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into())
        .collect()
}

/// The ways to ask for a certificate.
const VERBS: [&[&str]; 2] = [&["verify", "sigmoid"], &["independent", "1", "x", "exp(x)"]];

#[test]
fn a_certificate_is_the_only_file_that_is_left() {
    let d = directory("good");
    let file = d.join("certificate.json");
    for verb in VERBS {
        let path = file.to_str().expect("UTF-8");
        let (code, err) = run(&[verb, &["--certificate", path]].concat());
        assert_eq!(code, 0, "{err}");
        assert_eq!(names(&d), ["certificate.json"]);
        assert_eq!(run(&["check", path]).0, 0);
    }
    std::fs::remove_dir_all(d).expect("removed");
}

#[test]
fn impossible_places_are_refused_before_the_work() {
    let d = directory("bad");
    std::fs::write(d.join("file"), "old").expect("written");
    let mut places = vec![
        d.clone(),
        d.join("missing").join("certificate.json"),
        d.join("file").join("certificate.json"),
    ];
    if cfg!(target_os = "linux") {
        places.push("/proc/wronski-certificate.json".into());
    }
    for place in places {
        // An activation that is no expression: the place is looked at first.
        for verb in [&["verify", "no such("][..], &["independent", "no such("]] {
            let path = place.to_str().expect("UTF-8");
            let (code, err) = run(&[verb, &["--certificate", path]].concat());
            assert_eq!(code, 2, "{path}: {err}");
            assert!(err.contains("W0601"), "{path}: {err}");
            assert_eq!(names(&d), ["file"]);
        }
    }
    let old = std::fs::read_to_string(d.join("file")).expect("a file");
    assert_eq!(old, "old");
    std::fs::remove_dir_all(d).expect("removed");
}
