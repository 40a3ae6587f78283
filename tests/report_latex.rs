//! LaTeX of reports compiles on a plain TeX Live and stays on the page. Without `pdflatex` this is skipped, and says so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wronski::report::{AnyCertificate, Checked, Entry, build, latex};

/// Points by which a line may run into the margin, which is 71 points wide.
const MARGIN: f64 = 15.0;

fn is_missing(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_err()
}

/// All certificates that the tests of reports use.
fn corpus() -> Vec<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut out: Vec<PathBuf> = ["minima", "reports"]
        .iter()
        .flat_map(|d| fs::read_dir(tests.join(d)).expect("a directory"))
        .map(|e| e.expect("an entry").path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
        .collect();
    out.sort();
    assert!(out.len() >= 17, "{out:?}");
    out
}

fn entry(path: &Path) -> Entry {
    let text = fs::read_to_string(path).expect("a certificate");
    Entry {
        certificate: AnyCertificate::from_json(&text).expect("a certificate"),
        checked: if path.ends_with("hostile.json") {
            Checked::Rejected("100% \\wrong {".into())
        } else {
            Checked::Confirmed
        },
    }
}

/// What is wrong with a document, after it has been compiled twice.
fn problems(tex: &str, name: &str) -> Vec<String> {
    let d = std::env::temp_dir().join(format!("wronski-latex-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&d));
    fs::create_dir_all(&d).expect("a directory");
    fs::write(d.join("page.tex"), tex).expect("written");
    let mut out = vec![];
    for _ in 0..2 {
        let ended = Command::new("pdflatex")
            .args([
                "-interaction=nonstopmode",
                "-halt-on-error",
                "-no-shell-escape",
                "page.tex",
            ])
            .current_dir(&d)
            // Lines of the log are not cut.
            .env("max_print_line", "1000")
            .stdin(Stdio::null())
            .output()
            .expect("pdflatex runs");
        let log = fs::read(d.join("page.log")).expect("a log");
        let log = String::from_utf8_lossy(&log).into_owned();
        out.clear();
        if !ended.status.success() || !d.join("page.pdf").exists() {
            let from = log.find("\n!").map_or(0, |at| at);
            out.push(log[from..].lines().take(8).collect::<Vec<_>>().join("\n"));
            break;
        }
        let mut lines = log.lines();
        while let Some(l) = lines.next() {
            let wide = l
                .strip_prefix("Overfull \\hbox (")
                .and_then(|r| r.split("pt").next())
                .map(|w| w.parse::<f64>().expect("a width") > MARGIN);
            let warned = l.contains("Missing character")
                || (l.starts_with("LaTeX Warning")
                    && (l.contains("undefined") || l.contains("multiply")));
            if warned || wide == Some(true) {
                out.push(format!("{l} {}", lines.next().map_or("", |n| n)));
            }
        }
    }
    fs::remove_dir_all(d).expect("removed");
    out
}

#[test]
fn every_report_compiles_and_stays_on_the_page() {
    if is_missing("pdflatex") {
        eprintln!("skipped: pdflatex is not installed, so LaTeX of reports was not compiled");
        return;
    }
    let all = corpus();
    let name = |p: &PathBuf| {
        p.file_stem()
            .map_or(String::new(), |s| s.to_string_lossy().into_owned())
    };
    let mut documents: Vec<(String, String)> = all
        .iter()
        .map(|p| (name(p), latex(&build(&[entry(p)]))))
        .collect();
    let together: Vec<Entry> = all.iter().map(|p| entry(p)).collect();
    documents.push(("together".into(), latex(&build(&together))));
    let (first, second) = documents.split_at(documents.len() / 2);
    let found: Vec<String> = std::thread::scope(|s| {
        [first, second]
            .map(|some| {
                s.spawn(move || {
                    some.iter()
                        .flat_map(|(n, tex)| {
                            problems(tex, n)
                                .into_iter()
                                .map(move |p| format!("{n}: {p}"))
                        })
                        .collect::<Vec<_>>()
                })
            })
            .into_iter()
            .flat_map(|t| t.join().expect("no panic"))
            .collect()
    });
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_wrong_is_found() {
    if is_missing("pdflatex") {
        eprintln!("skipped: pdflatex is not installed, so LaTeX of reports was not compiled");
        return;
    }
    let page = |body: &str| {
        format!("\\documentclass{{article}}\\begin{{document}}{body}\\end{{document}}\n")
    };
    assert_eq!(problems(&page("right"), "right"), Vec::<String>::new());
    for (name, body) in [
        ("command", "\\nothing"),
        ("special", "50 & more"),
        ("group", "{"),
        ("reference", "\\ref{nowhere}"),
        ("wide", "\\noindent\\mbox{\\hspace{100cm}}"),
    ] {
        assert!(!problems(&page(body), name).is_empty(), "{name}");
    }
    // Text that was not escaped.
    let r = build(&[entry(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports/hostile.json"),
    )]);
    let broken = latex(&r).replacen("\\textbackslash{}", "\\", 1);
    assert!(!problems(&broken, "unescaped").is_empty());
}
