//! `wronski report`.

use std::path::{Path, PathBuf};
use wronski_diagnostic::ErrorCode;

use crate::pipeline::Examined;
use wronski_check::MAX_TEXT;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_report::{Checked, Entry, Pages, Report, build, html, latex, markdown};

use super::args::{Format, ReportArgs};
use super::read::read_file;
use super::terminal::Terminal;
use super::write::{check_writable, write_file};

/// As long as the longest certificate that the checker reads.
const LARGEST: u64 = MAX_TEXT as u64;

pub fn run(a: &ReportArgs, t: &mut Terminal) -> u8 {
    match entries(a, t).and_then(|entries| match entries {
        Some(entries) => written(a, &entries, t).map(|()| 0),
        None => Ok(1),
    }) {
        Ok(code) => code,
        Err(d) => t.failure(&d, "", false),
    }
}

/// The file to write to; `None` is standard output.
fn target(a: &ReportArgs) -> Option<&Path> {
    a.output.as_deref().filter(|p| *p != Path::new("-"))
}

/// The certificates with what the checker says of them; `None` if one is rejected (which is told).
fn entries(a: &ReportArgs, t: &mut Terminal) -> Result<Option<Vec<Entry>>> {
    if a.to == Format::Pdf && !cfg!(feature = "pdf") {
        return Err(no_pdf());
    }
    check_writable(target(a))?;
    let mut out = vec![];
    let mut rejected = false;
    for file in &a.files {
        let text = read_file(file, LARGEST)?;
        let examined = Examined::new(&text);
        if let (Checked::Rejected(why), false) = (&examined.checked, a.unchecked) {
            drop(writeln!(
                t.err,
                "{} is no valid certificate: {why}\nno report was written; `--unchecked` writes one that says so on every page",
                file.display()
            ));
            rejected = true;
            continue;
        }
        out.push(examined.entry(&file.display().to_string(), a.unchecked)?);
    }
    Ok((!rejected).then_some(out))
}

fn written(a: &ReportArgs, entries: &[Entry], t: &mut Terminal) -> Result<()> {
    let report = build(entries);
    let path = target(a);
    // Pictures of a Markdown page, and attachments of Markdown and LaTeX, are files beside it.
    let stem = path
        .and_then(Path::file_stem)
        .map(|s| s.to_string_lossy().into_owned());
    let alone = |page: Vec<u8>| (page, vec![]);
    let beside = |pages: Pages| (pages.text.into_bytes(), pages.files);
    let (page, files) = match a.to {
        Format::Md => beside(markdown(&report, stem.as_deref())),
        Format::Html => alone(html(&report).into_bytes()),
        Format::Tex => beside(latex(&report, stem.as_deref())),
        Format::Pdf => alone(pdf(&report)?),
    };
    let Some(path) = path else {
        // A closed pipe is no error.
        drop(t.out.write_all(&page));
        return Ok(());
    };
    let files: Vec<(PathBuf, Vec<u8>)> = files
        .into_iter()
        .map(|(name, content)| (path.with_file_name(name), content.into_bytes()))
        .chain([(path.to_path_buf(), page)])
        .collect();
    for (file, _) in &files {
        spares(&a.files, file)?;
        check_writable(Some(file))?;
    }
    for (file, content) in &files {
        write_file(file, content)?;
    }
    Ok(())
}

#[cfg(feature = "pdf")]
fn pdf(report: &Report) -> Result<Vec<u8>> {
    wronski_report::pdf(report).map(|document| document.bytes)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Report) -> Result<Vec<u8>> {
    Err(no_pdf())
}

fn no_pdf() -> Diagnostic {
    Diagnostic::input(ErrorCode::W1201, "this build writes no PDF")
        .help("build one that does with `cargo build --release --features pdf` (some minutes), write LaTeX with `--to tex` and run pdflatex on it, or print the page of `--to html` from a browser")
}

/// Is the file none of the certificates that the report is made from?
fn spares(certificates: &[PathBuf], file: &Path) -> Result<()> {
    // A file that does not exist yet cannot be one of them.
    let Ok(place) = file.canonicalize() else {
        return Ok(());
    };
    match certificates
        .iter()
        .find(|c| c.canonicalize().is_ok_and(|c| c == place))
    {
        None => Ok(()),
        Some(c) => Err(Diagnostic::input(
            ErrorCode::W1203,
            format!("the report would replace the certificate {}", c.display()),
        )
        .help("name another file after `-o`; the files beside a page begin with its name")),
    }
}
