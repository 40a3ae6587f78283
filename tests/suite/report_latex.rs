//! LaTeX of reports compiles on a plain TeX Live and stays on the page. Without `pdflatex` this is skipped, and says
//! so.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::corpus::{CERTIFICATES, HOSTILE, report, short};
use wronski::internals::report::{
    Block, Figure, Inline, Plot, Report, Scale, Section, Series, Style, latex,
};

/// Points by which a line may run into the margin, which is 71 points wide.
const MARGIN: f64 = 15.0;

/// Without `pdflatex` nothing can be compiled. The line that says so is written past the test harness, which hides
/// what `eprintln` prints.
fn skipped() -> bool {
    let found = Command::new("pdflatex")
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if found.is_err() {
        let line = "skipped: pdflatex is not installed, so LaTeX of reports was not compiled";
        writeln!(std::io::stderr(), "{line}").expect("standard error");
    }
    found.is_err()
}

/// What is wrong with a document, after it has been compiled twice.
fn problems(tex: &str, name: &str) -> Vec<String> {
    let d = std::env::temp_dir().join(format!("wronski-latex-{name}-{}", std::process::id()));
    drop(fs::remove_dir_all(&d));
    fs::create_dir_all(&d).expect("a directory");
    fs::write(d.join("page.tex"), tex).expect("written");
    let mut out = vec![];
    // The first time only for the widths of tables and the labels.
    for draft in [true, false] {
        let ended = Command::new("pdflatex")
            .args(draft.then_some("-draftmode"))
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
        if !(ended.status.success() && (draft || d.join("page.pdf").exists())) {
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
    if skipped() {
        return;
    }
    let mut documents: Vec<(String, String)> = CERTIFICATES
        .iter()
        .map(|n| (short(n).to_string(), latex(&report(&[n]), None).text))
        .collect();
    documents.push(("together".into(), latex(&report(&CERTIFICATES), None).text));
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

/// Pictures with every style and scale, odd ranges, and names that are markup.
fn pictures() -> Report {
    let hostile = "$x$ \\input{/etc/passwd} 50% #1 _^~ & {, } \u{1f600} σ′ ] ;";
    let plot = |x_scale, y_scale, points: &[(f64, f64)]| Plot {
        x_label: hostile.into(),
        y_label: hostile.into(),
        x_scale,
        y_scale,
        series: [
            Style::Line(1),
            Style::Thin(2),
            Style::Marks,
            Style::Crosses(7),
        ]
        .into_iter()
        .map(|style| Series {
            name: hostile.into(),
            style,
            runs: vec![points.to_vec(), vec![], vec![(1.0, 1.0)]],
        })
        .collect(),
    };
    let figure = |plot| {
        Block::Figure(Figure {
            title: hostile.into(),
            description: hostile.into(),
            plot,
        })
    };
    let many: Vec<(f64, f64)> = (0..2000)
        .map(|i| (f64::from(i), f64::from(i * i % 977)))
        .collect();
    let logarithm = Scale::SymmetricLog { threshold: 1e-9 };
    Report {
        title: vec![Inline::Text("pictures".into())],
        stamp: None,
        sections: vec![Section {
            id: "all".into(),
            level: 2,
            title: vec![Inline::Code(hostile.into())],
            blocks: vec![
                figure(plot(Scale::Linear, Scale::Linear, &many)),
                figure(plot(
                    Scale::Whole,
                    logarithm,
                    &[(1.0, -1e300), (2.0, 1e-12)],
                )),
                figure(plot(logarithm, Scale::Whole, &[(-3.0, 1e17)])),
                figure(plot(Scale::Linear, Scale::Linear, &[(1.0, 1.0 + 1e-9)])),
                figure(plot(Scale::Linear, Scale::Linear, &[(f64::NAN, 0.0)])),
                figure(plot(Scale::Linear, Scale::Linear, &[])),
            ],
        }],
        references: vec![],
    }
}

#[test]
fn pictures_compile_whatever_they_show() {
    if skipped() {
        return;
    }
    // Names that are longer than the picture run into the margin.
    let found: Vec<String> = problems(&latex(&pictures(), None).text, "pictures")
        .into_iter()
        .filter(|p| !p.starts_with("Overfull"))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_is_wrong_is_found() {
    if skipped() {
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
    let r = report(&[HOSTILE]);
    let broken = latex(&r, None).text.replacen("\\textbackslash{}", "\\", 1);
    assert!(!problems(&broken, "unescaped").is_empty());
}
