//! The files that come with a report: they hold the numbers of the certificate, and what reads such files accepts
//! them.

use std::collections::BTreeSet;
use std::fs;

use crate::corpus::{directory, entry, path, report, wronski};
use crate::support::minimum::MinimumText;
use num_rational::BigRational;
use wronski::internals::certificate::minimum::Weights;
use wronski::internals::exact::decimal::exact_number;
use wronski::internals::pipeline::{Layer, read_network, read_weights};
use wronski::internals::report::{
    AnyCertificate, Attachment, Block, Checked, Entry, Report, build, html, latex, markdown,
};

const MINIMA: [&str; 9] = [
    "minima/bad",
    "minima/biased",
    "minima/deep",
    "minima/linear",
    "minima/strict",
    "minima/saddle",
    "minima/excluded",
    "reports/gelu-network",
    "reports/erf-network",
];

fn minimum(name: &str) -> MinimumText {
    match entry(name).certificate {
        AnyCertificate::Minimum(c) => (*c).into(),
        AnyCertificate::Claims(_) => panic!("{name}"),
    }
}

fn number(text: &str) -> BigRational {
    exact_number(text, 10_000).unwrap_or_else(|| panic!("{text}"))
}

fn values(weights: &Weights) -> Vec<Layer> {
    let row = |r: &Vec<String>| r.iter().map(|v| number(v)).collect::<Vec<_>>();
    weights
        .iter()
        .map(|l| Layer {
            w: l.w.iter().map(row).collect(),
            b: l.b.as_ref().map(row),
        })
        .collect()
}

fn attached<'a>(r: &'a Report, name: &str) -> Option<&'a Attachment> {
    r.attachments().into_iter().find(|a| a.name == name)
}

#[test]
fn the_data_set_and_the_moments_are_those_of_the_certificate() {
    for name in MINIMA {
        let c = minimum(name);
        let r = report(&[name]);
        match (&c.data, attached(&r, "data.csv")) {
            (Some(d), Some(file)) => {
                let mut lines = file.content.lines();
                let head: Vec<String> = (1..=d.inputs[0].len())
                    .map(|i| format!("x{i}"))
                    .chain((1..=d.targets[0].len()).map(|i| format!("y{i}")))
                    .collect();
                assert_eq!(lines.next().expect("a head"), head.join(","), "{name}");
                let rows: Vec<Vec<&str>> = lines.map(|l| l.split(',').collect()).collect();
                let expected: Vec<Vec<&str>> = d
                    .inputs
                    .iter()
                    .zip(&d.targets)
                    .map(|(x, y)| x.iter().chain(y).map(String::as_str).collect())
                    .collect();
                assert_eq!(rows, expected, "{name}");
            }
            (None, None) => {}
            (d, file) => panic!("{name}: {d:?} {file:?}"),
        }
        let Some(s) = c.small.as_ref().filter(|s| !s.moments.is_empty()) else {
            assert!(attached(&r, "moments.csv").is_none(), "{name}");
            continue;
        };
        let file = attached(&r, "moments.csv").expect("moments");
        let mut seen = 0;
        for line in file.content.lines().skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let at = |i: usize| cells[i].parse::<usize>().expect("a place");
            let m = s
                .moments
                .iter()
                .find(|m| (m.layer, m.unit + 1) == (at(0), at(1)))
                .expect("a matrix");
            let e = match cells[2] {
                "entry" => &m.matrix[at(3) - 1][at(4) - 1],
                "eigenvalue" => &m.eigenvalues[at(3) - 1],
                other => panic!("{other}"),
            };
            assert_eq!(cells[5..], [e[0].as_str(), e[1].as_str()], "{name}");
            seen += 1;
        }
        let all: usize = s
            .moments
            .iter()
            .map(|m| m.matrix.iter().map(Vec::len).sum::<usize>() + m.eigenvalues.len())
            .sum();
        assert_eq!(seen, all, "{name}");
    }
}

#[test]
fn networks_are_read_again_with_the_weights_of_the_certificate() {
    let mut seen = BTreeSet::new();
    for name in MINIMA {
        let c = minimum(name);
        let r = report(&[name]);
        let wide = &c.network.widths;
        let small = c.small.as_ref().map(|s| (&s.widths, &s.weights));
        for (file, expected) in [
            ("small.json", small),
            ("wide.json", c.wide.as_ref().map(|w| (wide, &w.weights))),
            (
                "minimum.json",
                c.linear.as_ref().map(|l| (wide, &l.weights)),
            ),
            ("better.json", c.better.as_ref().map(|b| (wide, &b.weights))),
            (
                "given.json",
                c.exclusion.as_ref().map(|e| (wide, &e.weights)),
            ),
        ] {
            let a = attached(&r, file);
            assert_eq!(a.is_some(), expected.is_some(), "{name} {file}");
            let (Some(a), Some((widths, weights))) = (a, expected) else {
                continue;
            };
            seen.insert(file);
            let n = read_network(&a.content).unwrap_or_else(|e| panic!("{name} {file}: {e}"));
            assert_eq!(&n.widths, widths, "{name} {file}");
            assert_eq!(n.biases, c.network.biases, "{name} {file}");
            assert_eq!(n.weights.layers(), values(weights), "{name} {file}");
            assert_eq!(n.activation, c.activation.expression, "{name} {file}");
            let d = c.data.as_ref().expect("data");
            let exact = |rows: &[Vec<String>]| -> Vec<Vec<BigRational>> {
                rows.iter()
                    .map(|r| r.iter().map(|v| number(v)).collect())
                    .collect()
            };
            assert_eq!((n.inputs, n.targets), (exact(&d.inputs), exact(&d.targets)));
        }
        for (file, expected) in [
            (
                "curvature-direction.json",
                c.saddle.as_ref().map(|s| &s.direction),
            ),
            (
                "slope-direction.json",
                c.exclusion.as_ref().map(|e| &e.direction),
            ),
            ("radii.json", c.neighbourhood.as_ref().map(|n| &n.radii)),
        ] {
            let a = attached(&r, file);
            assert_eq!(a.is_some(), expected.is_some(), "{name} {file}");
            let (Some(a), Some(expected)) = (a, expected) else {
                continue;
            };
            seen.insert(file);
            let of_small = file == "radii.json"
                || (file.starts_with("curvature") && c.wide.is_none() && c.small.is_some());
            let widths = match &c.small {
                Some(s) if of_small => &s.widths,
                _ => wide,
            };
            let w = read_weights(&a.content, widths, c.network.biases)
                .unwrap_or_else(|e| panic!("{name} {file}: {e}"));
            assert_eq!(w.layers(), values(expected), "{name} {file}");
        }
        if !c.path.is_empty() {
            let a = attached(&r, "path.json").expect("a path");
            let path: serde_json::Value = serde_json::from_str(&a.content).expect("JSON");
            assert_eq!(path, serde_json::to_value(&c.path).expect("JSON"));
            seen.insert("path.json");
        }
    }
    // Each of them was there at least once.
    assert_eq!(seen.len(), 9, "{seen:?}");
}

#[test]
fn the_certificate_itself_is_attached() {
    for name in MINIMA.iter().chain(&["reports/gelu", "reports/dependent"]) {
        let r = report(&[name]);
        let a = attached(&r, "certificate.json").expect("a certificate");
        let read = AnyCertificate::from_json(&a.content).expect("a certificate");
        assert_eq!(read, entry(name).certificate, "{name}");
    }
}

/// Decodes Base64, apart from the program.
fn decoded(code: &str) -> Vec<u8> {
    let mut bits = String::new();
    for c in code.bytes().filter(|c| *c != b'=') {
        let digit = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => panic!("{c} is no digit of Base64"),
        };
        bits.push_str(&format!("{digit:06b}"));
    }
    let whole = bits.len() / 8 * 8;
    (0..whole)
        .step_by(8)
        .map(|i| u8::from_str_radix(&bits[i..i + 8], 2).expect("bits"))
        .collect()
}

#[test]
fn every_format_carries_them() {
    let names = [
        "minima/bad",
        "reports/gelu",
        "minima/linear",
        "reports/hostile",
    ];
    for chosen in [&names[..1], &names[..]] {
        let r = report(chosen);
        let files = r.attachments();
        let unique: BTreeSet<&str> = files.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(unique.len(), files.len());
        for a in &files {
            assert!(
                a.name
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c)),
                "{}",
                a.name
            );
        }
        let page = html(&r);
        let links: Vec<&str> = page.split("<a download=\"").skip(1).collect();
        assert_eq!(links.len(), files.len());
        for (link, a) in links.iter().zip(&files) {
            let (name, rest) = link.split_once("\" href=\"data:").expect("a link");
            let (media_type, rest) = rest.split_once(";base64,").expect("a link");
            let code = rest.split('"').next().expect("a link");
            assert_eq!((name, media_type), (a.name.as_str(), a.media_type));
            assert_eq!(decoded(code), a.content.as_bytes(), "{name}");
        }
        for pages in [markdown(&r, Some("s")), latex(&r, Some("s"))] {
            let beside: BTreeSet<&str> = pages.files.iter().map(|f| f.0.as_str()).collect();
            assert_eq!(beside.len(), pages.files.len());
            for a in &files {
                let name = format!("s-{}", a.name);
                let file = pages.files.iter().find(|f| f.0 == name).expect("a file");
                assert_eq!(file.1, a.content);
            }
        }
        let text = markdown(&r, Some("s")).text;
        for a in &files {
            assert!(text.contains(&format!("](./s-{})", a.name)), "{}", a.name);
        }
        for pages in [markdown(&r, None), latex(&r, None)] {
            assert!(pages.files.is_empty());
            assert!(pages.text.contains("the certificates have the full values"));
            assert!(!pages.text.contains("Attached:"));
        }
    }
}

#[test]
fn what_is_too_large_is_named() {
    let mut c = minimum("minima/strict");
    let long = format!("1/{}", "7".repeat(900));
    let d = c.data.as_mut().expect("data");
    d.inputs = (0..2000)
        .map(|i| vec![format!("{i}{}", &long[1..])])
        .collect();
    d.targets = vec![vec!["0".into()]; 2000];
    let r = build(&[Entry {
        certificate: AnyCertificate::from_json(&c.text()).expect("a certificate"),
        checked: Checked::NotRun,
    }]);
    let total: usize = r.attachments().iter().map(|a| a.content.len()).sum();
    assert!(total <= 4_000_000 && total > 3_000_000, "{total}");
    let told = r
        .blocks()
        .into_iter()
        .filter(|b| matches!(b, Block::Paragraph(_)) && format!("{b:?}").contains("Not attached"))
        .count();
    assert_eq!(told, 1);
    assert!(attached(&r, "data.csv").is_some() && attached(&r, "small.json").is_none());
}

/// The files that the report writes, given to `certify`, lead to the same kind of certificate; so does the attached
/// certificate, given to `check`.
#[cfg(feature = "numeric")]
#[test]
fn certify_confirms_what_is_attached() {
    let d = directory("certify");
    for (name, file, widen, kind) in [
        ("minima/strict", "small.json", None, "strict-local-minimum"),
        // The saddle is that of the wide network.
        ("minima/saddle", "small.json", None, "strict-local-minimum"),
        ("minima/excluded", "given.json", None, "not-critical"),
        ("minima/bad", "small.json", Some("2"), "bad-local-minimum"),
        ("minima/biased", "small.json", None, "strict-local-minimum"),
    ] {
        let stem = name.rsplit('/').next().expect("a name");
        let page = d.join(format!("{stem}.tex"));
        let source = path(name);
        let e = wronski(&[
            "report",
            &source.to_string_lossy(),
            "--to",
            "tex",
            "-o",
            &page.to_string_lossy(),
        ]);
        assert_eq!(e.code, 0, "{}", e.err);
        let own = d.join(format!("{stem}-{file}"));
        let found = d.join("found.json");
        let mut arguments = vec!["certify".to_string(), own.to_string_lossy().into_owned()];
        if let Some(w) = widen {
            arguments.extend(["--widen".to_string(), w.to_string()]);
        }
        arguments.extend([
            "--certificate".to_string(),
            found.to_string_lossy().into_owned(),
        ]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let e = wronski(&arguments);
        let text = fs::read_to_string(&found).unwrap_or_else(|_| panic!("{name}: {}", e.err));
        let new = MinimumText::read(&text);
        let new_kind = serde_json::to_value(new.kind).expect("a kind");
        assert_eq!(new_kind, kind, "{name}: {}", new.because);
        // Both enclose the loss of the same critical point.
        if let (Some(a), Some(b)) = (&minimum(name).small, &new.small) {
            let (a, b) = (a.loss.each_ref(), b.loss.each_ref());
            assert!(number(a[0]) <= number(b[1]) && number(b[0]) <= number(a[1]));
        }
        let copy = d.join(format!("{stem}-certificate.json"));
        let e = wronski(&["check", &copy.to_string_lossy()]);
        assert_eq!(e.code, 0, "{name}: {}{}", e.text(), e.err);
        fs::remove_file(found).expect("removed");
    }
    fs::remove_dir_all(d).expect("removed");
}

#[test]
fn a_report_never_replaces_its_certificate() {
    let d = directory("replace");
    let own = d.join("gelu-certificate.json");
    fs::copy(path("reports/gelu"), &own).expect("copied");
    let before = fs::read_to_string(&own).expect("a file");
    let own_text = own.to_string_lossy();
    for out in ["gelu.md", "gelu-certificate.json"] {
        let out = d.join(out);
        let e = wronski(&[
            "report",
            &own_text,
            "--to",
            "md",
            "-o",
            &out.to_string_lossy(),
        ]);
        assert_eq!((e.code, e.text()), (2, ""), "{}", e.err);
        assert!(e.err.contains("W1203"), "{}", e.err);
        assert_eq!(fs::read_to_string(&own).expect("a file"), before);
        assert_eq!(fs::read_dir(&d).expect("a directory").count(), 1);
    }
    let other = d.join("other.md");
    let e = wronski(&[
        "report",
        &own_text,
        "--to",
        "md",
        "-o",
        &other.to_string_lossy(),
    ]);
    assert_eq!(e.code, 0, "{}", e.err);
    let e = wronski(&["check", &d.join("other-certificate.json").to_string_lossy()]);
    assert_eq!(e.code, 0, "{}", e.err);
    fs::remove_dir_all(d).expect("removed");
}
