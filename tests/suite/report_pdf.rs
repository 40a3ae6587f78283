//! Reports as PDF: the text of their pages, that the same report gives the same bytes, and that untrusted text stays
//! text.

use std::fs;
use std::process::Command;

use crate::corpus::{CERTIFICATES, HOSTILE, entry, path, report, short, wronski};
use wronski::internals::report::{AnyCertificate, Pdf, build, pdf};

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
        insta::assert_snapshot!(format!("{}.pdf", short(name)), text(&document(&[name])));
    }
}

#[test]
fn every_kind_of_certificate_becomes_a_document() {
    let mut sets: Vec<Vec<&str>> = CERTIFICATES.iter().map(|n| vec![*n]).collect();
    sets.push(CERTIFICATES.to_vec());
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
                names.contains(&HOSTILE),
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
    let r = report(&[HOSTILE]);
    let d = text(&pdf(&r).expect("a document"));
    let joined: String = d.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(joined.contains("<script>alert(1)</script>"), "{d}");
    // What would be code, mathematics or the end of a string literal in typst.
    let mut c = entry("reports/gelu");
    let nasty = "#panic() $x$ \"#(1/0)\" \\u{41} \\\" ] } ; *a* _b_ <lab> @key `raw` // /* \u{1f600} \u{202e}x";
    if let AnyCertificate::Claims(k) = &mut c.certificate {
        k.functions[0].expression = nasty.into();
        k.claims[0].id = nasty.into();
    }
    let d = text(&pdf(&build(&[c])).expect("a document"));
    let joined: String = d.chars().filter(|c| !c.is_whitespace()).collect();
    for part in [
        "#panic()$x$\"#(1/0)\"\\u{41}\\\"]};*a*_b_<lab>@key`raw`///*",
        "[U+1F600]",
        "\u{fffd}x",
    ] {
        assert!(joined.contains(part), "{part}: {d}");
    }
}

#[test]
fn the_verb_writes_the_document() {
    let out = std::env::temp_dir().join(format!("wronski-{}.pdf", std::process::id()));
    let out_text = out.to_string_lossy();
    let gelu = path("reports/gelu");
    let gelu = gelu.to_string_lossy();
    let e = wronski(&["report", &gelu, "--to", "pdf", "-o", &out_text]);
    assert_eq!((e.code, e.out.len(), e.err.as_str()), (0, 0, ""));
    let file = fs::read(&out).expect("a file");
    let e = wronski(&["report", &gelu, "--to", "pdf"]);
    assert_eq!(e.code, 0);
    assert!(file == e.out && file == document(&["reports/gelu"]).bytes);
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
    let hostile = path(HOSTILE);
    let hostile = hostile.to_string_lossy();
    let e = wronski(&["report", &hostile, "--to", "pdf", "-o", &out_text]);
    assert_eq!((e.code, e.out.len()), (1, 0));
    assert!(
        e.err.contains("no report was written") && !out.exists(),
        "{}",
        e.err
    );
}
