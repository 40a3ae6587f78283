//! Reports as PDF: the text of their pages, that the same report gives the same bytes, and that untrusted text stays text.
#![cfg(feature = "pdf")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wronski::report::{AnyCertificate, Checked, Entry, Pdf, Report, build, pdf};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(format!("{name}.json"))
}

fn entry(name: &str) -> Entry {
    let text = fs::read_to_string(path(name)).expect("a certificate");
    Entry {
        certificate: AnyCertificate::from_json(&text).expect("a certificate"),
        checked: if name.ends_with("hostile") {
            Checked::Rejected("it is <b>not</b> $confirmed$".into())
        } else {
            Checked::Confirmed
        },
    }
}

fn report(names: &[&str]) -> Report {
    build(&names.iter().map(|n| entry(n)).collect::<Vec<_>>())
}

fn document(names: &[&str]) -> Pdf {
    pdf(&report(names)).unwrap_or_else(|e| panic!("{names:?}: {}", e.message))
}

/// All pages, with a line between them.
fn text(document: &Pdf) -> String {
    document
        .pages
        .iter()
        .enumerate()
        .map(|(i, p)| format!("---- page {} ----\n{p}", i + 1))
        .collect()
}

#[test]
fn the_text_of_the_pages() {
    for name in ["reports/softplus", "reports/swish", "minima/biased"] {
        let short = name.rsplit('/').next().expect("a name");
        insta::assert_snapshot!(format!("{short}.pdf"), text(&document(&[name])));
    }
}

#[test]
fn every_kind_of_certificate_becomes_a_document() {
    const ALL: [&str; 17] = [
        "reports/gelu",
        "reports/softplus",
        "reports/relu",
        "reports/swish",
        "reports/dependent",
        "reports/pieces",
        "reports/gelu-network",
        "reports/erf-network",
        "reports/undecided",
        "minima/bad",
        "minima/biased",
        "minima/deep",
        "minima/linear",
        "minima/strict",
        "minima/saddle",
        "minima/excluded",
        "reports/hostile",
    ];
    let mut sets: Vec<Vec<&str>> = ALL.iter().map(|n| vec![*n]).collect();
    sets.push(ALL.to_vec());
    for names in sets {
        let d = document(&names);
        assert!(d.bytes.starts_with(b"%PDF-1."), "{names:?}");
        assert!(!d.pages.is_empty(), "{names:?}");
        // Structure for readers who do not see the page, and no date.
        let raw = String::from_utf8_lossy(&d.bytes);
        assert!(raw.contains("/StructTreeRoot"), "{names:?}");
        assert!(!raw.contains("/CreationDate"), "{names:?}");
        let last = d.pages.last().expect("a page");
        assert!(
            last.contains(&format!("{0} / {0}", d.pages.len())),
            "{names:?}: {last}"
        );
        // The stamp stands on every page of a report that is not confirmed, and on none else.
        for page in &d.pages {
            assert_eq!(
                page.contains("NOT CONFIRMED"),
                names.contains(&"reports/hostile"),
                "{names:?}: {page}"
            );
        }
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let r = report(&["reports/gelu", "minima/bad"]);
    let (a, b) = (pdf(&r).expect("a document"), pdf(&r).expect("a document"));
    assert_eq!(a, b);
    let other = document(&["reports/softplus"]);
    assert_ne!(a.bytes, other.bytes);
}

#[test]
fn markup_in_names_stays_text() {
    let r = report(&["reports/hostile"]);
    let d = text(&pdf(&r).expect("a document"));
    let joined: String = d.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(joined.contains("<script>alert(1)</script>"), "{d}");
    // What would be code, mathematics or the end of a string literal in typst.
    let mut c = entry("reports/gelu");
    let nasty = "#panic() $x$ \"#(1/0)\" \\u{41} \\\" ] } ; *a* _b_ <lab> @key `raw` // /* \u{1f600} \u{202e}x";
    if let AnyCertificate::Claims(k) = &mut c.certificate {
        k.functions[0].input = nasty.into();
        k.claims[0].because = nasty.into();
    }
    let d = text(&pdf(&build(&[c])).expect("a document"));
    let joined: String = d.chars().filter(|c| !c.is_whitespace()).collect();
    for part in [
        "#panic()$x$\"#(1/0)\"\\u{41}\\\"]};*a*_b_<lab>@key`raw`///*",
        "[U+1F600]",
        "[U+FFFD]x",
    ] {
        assert!(joined.contains(part), "{part}: {d}");
    }
}

fn wronski(arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    (
        output.status.code().expect("no signal"),
        output.stdout,
        String::from_utf8(output.stderr).expect("UTF-8"),
    )
}

#[test]
fn the_verb_writes_the_document() {
    let out = std::env::temp_dir().join(format!("wronski-{}.pdf", std::process::id()));
    let out_text = out.to_string_lossy();
    let gelu = path("reports/gelu");
    let gelu = gelu.to_string_lossy();
    let (code, stdout, err) = wronski(&["report", &gelu, "--to", "pdf", "-o", &out_text]);
    assert_eq!((code, stdout.len(), err.as_str()), (0, 0, ""));
    let file = fs::read(&out).expect("a file");
    let (code, stdout, _) = wronski(&["report", &gelu, "--to", "pdf"]);
    assert_eq!(code, 0);
    assert!(file == stdout && file == document(&["reports/gelu"]).bytes);
    // What another program reads in it.
    match Command::new("pdftotext").arg(&out).arg("-").output() {
        Ok(o) if o.status.success() => {
            let words = String::from_utf8_lossy(&o.stdout).into_owned();
            for part in [
                "Report on gelu",
                "Assumption 2, Claim 2 (field)",
                "refuted",
                "References",
            ] {
                assert!(words.contains(part), "{part}: {words}");
            }
        }
        _ => eprintln!(
            "skipped: no pdftotext (poppler) on this machine, so no other program reads the PDF"
        ),
    }
    fs::remove_file(&out).expect("removed");
    // A rejected certificate gets none.
    let hostile = path("reports/hostile");
    let hostile = hostile.to_string_lossy();
    let (code, stdout, err) = wronski(&["report", &hostile, "--to", "pdf", "-o", &out_text]);
    assert_eq!((code, stdout.len()), (1, 0));
    assert!(
        err.contains("no report was written") && !out.exists(),
        "{err}"
    );
}
