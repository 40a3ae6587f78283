//! The reports in `examples/reports` are what the program writes about the certificates beside them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use wronski::internals::report::{AnyCertificate, Checked, Entry, build, markdown};

const PAGES: [&str; 3] = ["activations", "gelu-network", "published"];

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/reports")
}

/// The files of a page: all that begin with its name.
fn files(page: &str) -> BTreeMap<String, String> {
    fs::read_dir(directory())
        .expect("a directory")
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|n| n.starts_with(page))
        .map(|n| {
            let text = fs::read_to_string(directory().join(&n)).expect("text");
            (n, text)
        })
        .collect()
}

/// Text and numbers of a picture, in turns.
fn parts(svg: &str) -> (Vec<String>, Vec<f64>) {
    let inside = |c: char| c.is_ascii_digit() || c == '.';
    let (mut words, mut numbers) = (vec![], vec![]);
    let mut rest = svg;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        words.push(rest[..at].to_string());
        rest = &rest[at..];
        let end = rest.find(|c| !inside(c)).map_or(rest.len(), |e| e);
        numbers.push(rest[..end].trim_end_matches('.').parse().expect("a number"));
        rest = &rest[end..];
    }
    words.push(rest.into());
    (words, numbers)
}

/// The same picture but for the last digit of coordinates, which may differ between mathematical libraries.
fn alike(a: &str, b: &str) -> bool {
    let ((words, numbers), (others, values)) = (parts(a), parts(b));
    words == others
        && numbers.len() == values.len()
        && numbers
            .iter()
            .zip(&values)
            .all(|(p, q)| (p - q).abs() < 0.25)
}

#[test]
fn pages_are_those_of_their_certificates() {
    assert!(alike("<path d=\"M1.5 2\"/>", "<path d=\"M1.6 2\"/>"));
    assert!(!alike("<path d=\"M1.5 2\"/>", "<path d=\"M2.5 2\"/>"));
    assert!(!alike("<path d=\"M1.5 2\"/>", "<path d=\"L1.5 2\"/>"));
    for page in PAGES {
        let committed = files(page);
        let entries: Vec<Entry> = committed
            .iter()
            .filter(|(n, _)| n.ends_with("certificate.json"))
            .map(|(_, text)| Entry {
                certificate: AnyCertificate::from_json(text).expect("a certificate"),
                checked: Checked::Confirmed,
            })
            .collect();
        assert_eq!(entries.len(), if page == "activations" { 7 } else { 1 });
        let pages = markdown(&build(&entries), Some(page));
        let mut fresh: BTreeMap<String, String> = pages.files.into_iter().collect();
        fresh.insert(format!("{page}.md"), pages.text);
        let names = |m: &BTreeMap<String, String>| m.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&fresh), names(&committed), "{page}");
        for (name, text) in &fresh {
            let old = &committed[name];
            let same = if name.ends_with(".svg") {
                alike(text, old)
            } else {
                text == old
            };
            assert!(
                same,
                "{name} is not what the program writes: run `examples/reports/build.sh examples/reports md`"
            );
        }
    }
}

#[cfg(feature = "numeric")]
#[test]
fn their_certificates_are_confirmed() {
    for page in PAGES {
        for (name, text) in files(page) {
            if name.ends_with("certificate.json") {
                assert!(
                    wronski::internals::check::check_text(&text).is_ok(),
                    "{name}"
                );
            }
        }
    }
}
