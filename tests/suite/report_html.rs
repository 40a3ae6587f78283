//! HTML reports in a real browser, without a window: formulas, layout on a phone and on a desk, links, keyboard,
//! contrast, pictures, and that nothing is fetched or run. Skipped, and said so, where there is no Chromium.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::corpus::{CERTIFICATES, HOSTILE, directory, entry};
use wronski::internals::report::{Block, Checked, Entry, Inline, Report, Table, build, html};

/// A page and what has to be found in it.
#[derive(Clone)]
struct Page {
    name: String,
    text: String,
    formulas: usize,
    figures: usize,
    attachments: usize,
    stamp: bool,
}

fn formulas_in(parts: &[Inline]) -> usize {
    let math = |p: &&Inline| matches!(p, Inline::Math(_));
    parts.iter().filter(math).count()
}

/// How many formulas the report has; those of headings stand in the contents too.
fn formulas(r: &Report) -> usize {
    let table = |t: &Table| -> usize {
        let cells = t.rows.iter().flatten().chain(&t.head);
        formulas_in(&t.caption) + cells.map(|c| formulas_in(c)).sum::<usize>()
    };
    let headings: usize = r.sections.iter().map(|s| 2 * formulas_in(&s.title)).sum();
    let blocks: usize = r
        .blocks()
        .into_iter()
        .map(|b| match b {
            Block::Paragraph(p) => formulas_in(p),
            Block::Formula(_) => 1,
            Block::Table(t) => table(t),
            Block::List(items) => items.iter().map(|i| formulas_in(i)).sum(),
            Block::Figure(_) | Block::Attachment(_) | Block::Details { .. } => 0,
        })
        .sum();
    formulas_in(&r.title) + headings + blocks
}

fn page(name: &str, certificates: &[&str]) -> Page {
    let entries: Vec<Entry> = certificates.iter().map(|n| entry(n)).collect();
    let r = build(&entries);
    Page {
        name: name.into(),
        text: html(&r),
        formulas: formulas(&r),
        figures: r.figures().len(),
        attachments: r.attachments().len(),
        stamp: r.stamp.is_some(),
    }
}

/// What the browser says of the pages.
struct Seen {
    /// Page and width, and the problems found.
    pages: Vec<(String, Vec<String>)>,
    /// What was written to the console.
    console: Vec<String>,
}

impl Seen {
    fn problems(&self, page: &str) -> Vec<&String> {
        let of_page = self
            .pages
            .iter()
            .filter(|p| p.0.starts_with(&format!("{page} ")));
        of_page.flat_map(|p| &p.1).collect()
    }
}

/// A Chromium that runs, if there is one.
fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("WRONSKI_BROWSER").map(PathBuf::from);
    let usual = [
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
        "chrome",
    ];
    named
        .into_iter()
        .chain(usual.into_iter().map(PathBuf::from))
        .find(|p| {
            let version = Command::new(p)
                .arg("--version")
                .stdin(Stdio::null())
                .stderr(Stdio::null())
                .output();
            version.is_ok_and(|v| v.status.success() && !v.stdout.is_empty())
        })
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;")
}

/// One page with a frame for each of these, in two widths and colours, and the script that looks at them. Its policy,
/// which the frames inherit, forbids everything but styles in the pages: whatever they would fetch or run ends up in
/// the console.
fn wrapper(pages: &[Page]) -> String {
    let mut frames = String::new();
    for p in pages {
        for (width, scheme) in [(375, "light"), (1280, "dark")] {
            let expected = serde_json::json!({
                "formulas": p.formulas,
                "figures": p.figures,
                "attachments": p.attachments,
                "stamp": p.stamp,
                "scheme": scheme,
            });
            frames.push_str(&format!(
                "<iframe title=\"{} {width}\" style=\"width:{width}px;height:700px;border:0;color-scheme:{scheme}\" data-expected=\"{}\" srcdoc=\"{}\"></iframe>\n",
                attribute(&p.name),
                attribute(&expected.to_string()),
                attribute(&p.text)
            ));
        }
    }
    format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-examine'\"><title>all</title><script nonce=\"examine\">{}</script></head><body>\n{frames}</body></html>",
        include_str!("../browser/examine.js")
    )
}

/// Longer than any start of a browser on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Starts the browser with a page of this directory, and returns what it writes to standard output and standard
/// error.
fn start(browser: &Path, d: &Path, page: &str, arguments: &[&str]) -> (String, String) {
    let file = |name: &str| fs::File::create(d.join(name)).expect("a file");
    let mut child = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--hide-scrollbars",
            "--enable-logging=stderr",
            "--window-size=1400,900",
        ])
        .args(arguments)
        .arg(format!("--user-data-dir={}", d.join("profile").display()))
        .arg(format!("file://{}", d.join(page).display()))
        .stdin(Stdio::null())
        .stdout(file("out"))
        .stderr(file("err"))
        .spawn()
        .expect("the browser starts");
    let start = Instant::now();
    let status = loop {
        match child.try_wait().expect("a status") {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                child.kill().expect("killed");
                child.wait().expect("ended");
                panic!("the browser did not end");
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    let read =
        |name: &str| String::from_utf8_lossy(&fs::read(d.join(name)).expect("a file")).into_owned();
    let (out, err) = (read("out"), read("err"));
    assert!(status.success(), "{status}\n{err}");
    (out, err)
}

/// Opens all pages in one browser.
fn examine(browser: &Path, name: &str, pages: &[Page]) -> Seen {
    let d = directory(name);
    fs::write(d.join("all.html"), wrapper(pages)).expect("written");
    let (out, err) = start(browser, &d, "all.html", &["--dump-dom"]);
    let body = out
        .contains("data-examined=\"yes\"")
        .then(|| out.split("<body>").nth(1))
        .flatten()
        .and_then(|b| b.split("</body>").next())
        .unwrap_or_else(|| panic!("no result\n{err}"));
    let body = body
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&");
    let result: serde_json::Value = serde_json::from_str(body.trim()).expect("JSON");
    let text = |v: &serde_json::Value| v.as_str().expect("text").to_string();
    let pages = result
        .as_array()
        .expect("pages")
        .iter()
        .map(|p| {
            let problems = p["problems"].as_array().expect("problems");
            (text(&p["page"]), problems.iter().map(text).collect())
        })
        .collect();
    let console = err
        .lines()
        .filter(|l| l.contains("CONSOLE"))
        .map(String::from)
        .collect();
    fs::remove_dir_all(d).expect("removed");
    Seen { pages, console }
}

/// The browser, or a line that says why there is no test. It goes past the test harness, which keeps what passing
/// tests print.
fn browser_or_say() -> Option<PathBuf> {
    let found = browser();
    if found.is_none() {
        let mut err = std::io::stderr();
        drop(writeln!(
            err,
            "skipped: HTML reports in a browser (no Chromium found; `scripts/setup.sh test` installs one, WRONSKI_BROWSER names one)"
        ));
    }
    found
}

#[test]
fn reports_are_good_pages() {
    let Some(browser) = browser_or_say() else {
        return;
    };
    let mut pages: Vec<Page> = CERTIFICATES.iter().map(|n| page(n, &[n])).collect();
    pages.push(page("all", &CERTIFICATES));
    let seen = examine(&browser, "good", &pages);
    assert_eq!(seen.pages.len(), 2 * pages.len());
    let told: Vec<String> = seen
        .pages
        .iter()
        .flat_map(|(page, problems)| problems.iter().map(move |p| format!("{page}: {p}")))
        .collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    assert_eq!(seen.console, Vec::<String>::new());
}

#[test]
fn every_check_can_fail() {
    let Some(browser) = browser_or_say() else {
        return;
    };
    let good = page("good", &["minima/bad"]);
    let with = |name: &str, from: &str, to: &str| {
        assert!(good.text.contains(from), "{name}: {from}");
        Page {
            name: name.into(),
            text: good.text.replacen(from, to, 1),
            ..good.clone()
        }
    };
    let added = |name: &str, what: &str| with(name, "</main>", &format!("{what}</main>"));
    let first_formula = {
        let from = good.text.find("<math").expect("a formula");
        let to = good.text[from..].find("</math>").expect("its end") + from + "</math>".len();
        &good.text[from..to]
    };
    let cases = [
        (
            added("wide", "<div style=\"width:1400px\">x</div>"),
            "the page scrolls sideways",
        ),
        (
            added("out", "<div style=\"width:1400px\">x</div>"),
            "sticks out",
        ),
        (
            added(
                "folded",
                "<details><summary>s</summary><div style=\"width:1400px\">x</div></details>",
            ),
            "unfolded: <div> \"x\" sticks out",
        ),
        (
            added(
                "cut",
                "<p class=\"m\" style=\"height:1em\"><span style=\"display:block;height:4em\">x</span></p>",
            ),
            "is cut",
        ),
        (
            added("script", "<script>throw 1</script>"),
            "the page holds a script",
        ),
        (with("removed", first_formula, ""), "formulas instead of"),
        (
            with("empty", first_formula, "<math></math>"),
            "a formula without a box",
        ),
        (
            with(
                "css",
                first_formula,
                "<math style=\"display:inline\"><mi>x</mi></math>",
            ),
            "is no formula for the browser",
        ),
        (
            with(
                "link",
                "<nav aria-label=\"Contents\">",
                "<nav><a href=\"#nowhere\">a</a>",
            ),
            "leads nowhere",
        ),
        (
            with(
                "hidden",
                "<h2 id=\"c1\">",
                "<h2 id=\"c1\" style=\"display:none\">",
            ),
            "leads nowhere",
        ),
        (
            with("unlisted", "</main>", "<h3 id=\"more\">more</h3></main>"),
            "is not in the contents",
        ),
        (
            with("paragraph", "<h2 id=\"c1\">", "<p id=\"c1\">x</p><h2>"),
            "leads to no heading",
        ),
        (
            added("picture", "<svg viewBox=\"0 0 9 9\"><desc>d</desc></svg>"),
            "a picture without title",
        ),
        (
            added("pictures", "<svg viewBox=\"0 0 9 9\"></svg>"),
            "pictures instead of",
        ),
        (
            with(
                "legend",
                "</svg>",
                "<text x=\"2000\" y=\"9\">far</text></svg>",
            ),
            "sticks out of its picture",
        ),
        (
            with(
                "tiny",
                "</svg>",
                "<text x=\"100\" y=\"99\" style=\"font-size:3px\">t</text></svg>",
            ),
            "pixels high",
        ),
        (
            added("pale", "<p style=\"color:#999;background:#888\">pale</p>"),
            "contrast",
        ),
        (
            added("order", "<p tabindex=\"3\">x</p>"),
            "in the order of the keyboard",
        ),
        (
            added(
                "nowhere",
                "<a href=\"#c1\" style=\"visibility:hidden\">x</a>",
            ),
            "takes no focus",
        ),
        (
            added("file", "<a download=\"a\" href=\"data:text/csv,1\">x</a>"),
            "attachments instead of",
        ),
        (added("stamp", "<p class=\"stamp\">x</p>"), "a stamp"),
        (
            Page {
                name: "cover".into(),
                text: page("", &[HOSTILE]).text.replace(
                    "<div class=\"stamp\"",
                    "<div style=\"height:500px\" class=\"stamp\"",
                ),
                ..page("", &[HOSTILE])
            },
            "jumps to",
        ),
    ];
    let mut pages: Vec<Page> = cases.iter().map(|c| c.0.clone()).collect();
    pages.push(good.clone());
    pages.push(added(
        "fetching",
        "<img alt=\"\" src=\"https://localhost/x.png\">",
    ));
    let seen = examine(&browser, "bad", &pages);
    for (page, expected) in &cases {
        let found = seen.problems(&page.name);
        assert!(
            found.iter().any(|p| p.contains(expected)),
            "{}: {expected:?} is not among {found:?}",
            page.name
        );
    }
    assert!(seen.problems("good").is_empty());
    // The script and the picture.
    for word in ["script", "x.png"] {
        assert!(
            seen.console.iter().any(|l| l.contains(word)),
            "{word} is not in {:?}",
            seen.console
        );
    }
}

/// The words of the sheets that a page prints; `None` without the program that reads PDF.
fn printed(browser: &Path, name: &str, page: &str) -> Option<Vec<String>> {
    let d = directory(name);
    fs::write(d.join("page.html"), page).expect("written");
    let pdf = d.join("page.pdf");
    let print = format!("--print-to-pdf={}", pdf.display());
    start(
        browser,
        &d,
        "page.html",
        &["--no-pdf-header-footer", &print],
    );
    let text = Command::new("pdftotext")
        .args(["-layout"])
        .arg(&pdf)
        .arg("-")
        .output();
    fs::remove_dir_all(d).expect("removed");
    let text = String::from_utf8_lossy(&text.ok()?.stdout).into_owned();
    Some(
        text.trim_end_matches('\u{c}')
            .split('\u{c}')
            .map(|sheet| sheet.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect(),
    )
}

#[test]
fn every_printed_sheet_is_stamped_and_nothing_is_folded() {
    let Some(browser) = browser_or_say() else {
        return;
    };
    let r = build(&[Entry {
        checked: Checked::NotRun,
        ..entry("reports/gelu-network")
    }]);
    let stamp = r.stamp.clone().expect("a stamp");
    let page = html(&r);
    let Some(sheets) = printed(&browser, "print", &page) else {
        drop(writeln!(
            std::io::stderr(),
            "skipped: printed HTML reports (no pdftotext found)"
        ));
        return;
    };
    assert!(sheets.len() > 3);
    for sheet in &sheets {
        assert!(sheet.starts_with(&stamp), "{sheet}");
    }
    // The last sample, inside a folded table.
    let last = "40 5.8671875 5.799013017";
    assert!(page.contains("5.799013017") && sheets.iter().any(|s| s.contains(last)));
    // Without the rules for paper both fail.
    let bare = page.replace("@media print", "@media none");
    let sheets = printed(&browser, "bare", &bare).expect("sheets");
    assert!(!sheets.iter().all(|s| s.starts_with(&stamp)));
    assert!(!sheets.iter().any(|s| s.contains(last)));
}
