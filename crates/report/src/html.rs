//! One self-contained HTML page: formulas as MathML, pictures inline, nothing fetched, no script.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::attachments::size;
use super::document::{Attachment, Block, Decision, Figure, Inline, Report, Section, Table};
use super::escape::html as escape;
use super::plot::svg::svg;
use super::text::visible;

/// Works on a phone (nothing but tables and formulas scrolls sideways, each in its own box), on paper, and on a dark
/// screen.
const STYLE: &str = "
:root { color-scheme: light dark; --text: #1b1b1b; --page: #ffffff; --soft: #f2f4f6; --line: #c3c9d0; --link: #0b57a4; --good: #00694b; --bad: #a63f00; --open: #5b4a00; --stamp: #a63f00 }
@media (prefers-color-scheme: dark) { :root { --text: #e6e6e6; --page: #15181c; --soft: #20252b; --line: #4a525c; --link: #8ec5ff; --good: #4fd1a5; --bad: #ff9d66; --open: #f0d264; --stamp: #ff9d66 } .c0 { stroke: #56b4e9 } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 0.5rem }
html:has(.stamp) { scroll-padding-top: 6.5rem }
body { margin: 0 auto; max-width: 52rem; padding: 1rem 1rem 4rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--text); background: var(--page); overflow-wrap: anywhere }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 0.6rem }
h1 { margin-top: 0.5rem }
h2 { border-bottom: 1px solid var(--line); padding-bottom: 0.2rem }
a { color: var(--link) }
code { font: 0.9em/1.4 ui-monospace, monospace; background: var(--soft); padding: 0.05em 0.25em; border-radius: 3px }
.wide { overflow-x: auto; overflow-y: hidden; max-width: 100%; margin: 0.8rem 0; padding: 0.2rem 0 0.35rem }
.n { white-space: nowrap }
h1 .n, h2 .n, h3 .n { white-space: normal }
.wide:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
.m { display: inline-block; max-width: 100%; overflow-x: auto; overflow-y: hidden; vertical-align: middle; padding: 0.2em 0 }
/* Fonts for mathematics have a smaller x-height than those for screens. */
math { font-family: 'STIX Two Math', 'Cambria Math', 'Latin Modern Math', math, serif; font-size: 1.12em }
math math { font-size: 1em }
table { border-collapse: collapse; font-size: 0.93em }
caption { text-align: left; font-weight: 600; padding: 0.2rem 0 }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 0.7rem 0.25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: normal; min-width: 3rem }
td code { overflow-wrap: normal }
.many { font-size: 0.8em }
.many th, .many td { padding-right: 0.45rem }
details { border: 1px solid var(--line); border-radius: 4px; padding: 0.3rem 0.7rem; margin: 0.8rem 0 }
summary { cursor: pointer; padding: 0.2rem 0 }
figure { margin: 1rem 0 }
figure svg { width: 100%; height: auto; min-width: 33rem; max-width: 40rem; display: block }
figcaption { font-size: 0.93em }
nav ul { padding-left: 1.2rem; margin: 0.2rem 0 }
nav > details > ul > li { break-inside: avoid }
@media (min-width: 50rem) { nav > details > ul { columns: 2 } }
.proved, .refuted, .undecided { white-space: nowrap }
.proved { color: var(--good); font-weight: 700 }
.refuted { color: var(--bad); font-weight: 700 }
.undecided { color: var(--open); font-weight: 700 }
.attached { font-size: 0.93em }
.stamp { position: sticky; top: 0; z-index: 1; background: var(--page) }
.stamp p { margin: 0; color: var(--stamp); border: 2px solid var(--stamp); padding: 0.3rem 0.6rem; font-weight: 700 }
/* On paper everything is unfolded, and the stamp is the head of a table that holds the page, so that every sheet repeats it. */
@media print {
:root { --text: #000000; --page: #ffffff; --soft: #f2f4f6; --line: #c3c9d0; --link: #0b57a4; --good: #00694b; --bad: #a63f00; --open: #5b4a00; --stamp: #a63f00 }
body { max-width: none; padding: 0; font-size: 0.85rem }
body:has(.stamp) { display: table; table-layout: fixed; width: 100% }
.stamp { display: table-header-group; break-inside: avoid }
.stamp p { margin: 0 0 0.8rem }
body:has(.stamp) main { display: table-row-group }
.wide { overflow: visible }
.m { overflow: visible }
nav { display: none }
details { border: 0; padding: 0 }
summary { list-style: none; font-style: italic; break-after: avoid }
details::details-content { content-visibility: visible; display: block }
h1, h2, h3, caption, thead { break-after: avoid }
tr, figure, math { break-inside: avoid }
figure svg { min-width: 0; max-width: 30rem }
}
";

fn safe(text: &str) -> String {
    escape(&visible(text))
}

/// The report as one HTML page.
pub fn html(report: &Report) -> String {
    let plain: String = report.title.iter().map(Inline::plain).collect();
    let mut w = Writer {
        out: format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            safe(&plain)
        ),
        figures: 0,
    };
    if let Some(stamp) = &report.stamp {
        w.out.push_str(&format!(
            "<div class=\"stamp\" role=\"alert\"><p>{}</p></div>\n",
            safe(stamp)
        ));
    }
    w.out
        .push_str(&format!("<main>\n<h1>{}</h1>\n", line(&report.title)));
    w.contents(report);
    for s in &report.sections {
        let level = s.level.clamp(2, 6);
        w.out.push_str(&format!(
            "<h{level} id=\"{}\">{}</h{level}>\n",
            escape(&s.id),
            line(&s.title)
        ));
        w.blocks(&s.blocks);
    }
    if !report.references.is_empty() {
        w.out
            .push_str("<h2 id=\"references\">References</h2>\n<ul>\n");
        for r in &report.references {
            w.out.push_str(&format!(
                "<li id=\"ref-{0}\">[{0}] {1}</li>\n",
                escape(r.key),
                escape(r.text)
            ));
        }
        w.out.push_str("</ul>\n");
    }
    w.out.push_str("</main>\n</body>\n</html>\n");
    w.out
}

/// Longer formulas in running text get a box that scrolls by itself.
const WIDE: usize = 24;

fn line(parts: &[Inline]) -> String {
    let mut out = String::new();
    let mut rest = parts.iter().peekable();
    while let Some(p) = rest.next() {
        // A short formula and the sign after it stay in one line.
        if let (Inline::Math(f), Some(Inline::Text(next))) = (p, rest.peek())
            && f.text.len() <= WIDE
            && let Some(sign) = next.chars().next().filter(|c| ",.;:)]".contains(*c))
        {
            out.push_str(&format!(
                "<span class=\"n\">{}{sign}</span>{}",
                f.mathml(false),
                safe(&next[sign.len_utf8()..])
            ));
            rest.next();
            continue;
        }
        match p {
            Inline::Text(s) => out.push_str(&safe(s)),
            Inline::Strong(s) => out.push_str(&format!("<strong>{}</strong>", safe(s))),
            Inline::Code(s) => out.push_str(&format!("<code>{}</code>", unbroken(s))),
            Inline::Math(f) if f.text.len() > WIDE => {
                out.push_str(&format!("<span class=\"m\">{}</span>", f.mathml(false)));
            }
            Inline::Math(f) => out.push_str(&f.mathml(false)),
            Inline::Verdict(v) => {
                let sign = match v {
                    Decision::Proved => "✓",
                    Decision::Refuted => "✗",
                    Decision::Undecided => "?",
                };
                out.push_str(&format!(
                    "<span class=\"{0}\">{sign} {0}</span>",
                    v.as_str()
                ));
            }
            Inline::Cite(key) => {
                out.push_str(&format!("<a href=\"#ref-{0}\">{0}</a>", escape(key)));
            }
        }
    }
    out
}

/// Verbatim text whose numbers and words stay in one line each unless they are long: a list is broken after its
/// commas.
fn unbroken(text: &str) -> String {
    const LONG: usize = 30;
    let part = |p: &str| {
        if p.chars().count() <= LONG {
            format!("<span class=\"n\">{}</span>", safe(p))
        } else {
            safe(p)
        }
    };
    let parts: Vec<String> = text.split(", ").map(part).collect();
    parts.join(", ")
}

/// A table of more columns has smaller letters.
const MANY: usize = 6;

/// Longer contents are folded, so that a page on many certificates begins with what it says of them.
const LONG_CONTENTS: usize = 24;

struct Writer {
    out: String,
    figures: usize,
}

impl Writer {
    fn contents(&mut self, report: &Report) {
        self.out.push_str("<nav aria-label=\"Contents\">\n");
        let long = report.sections.len() > LONG_CONTENTS;
        if long {
            self.out.push_str("<details><summary>Contents</summary>\n");
        }
        self.out.push_str("<ul>\n");
        let mut open = false;
        let entry = |s: &Section| format!("<a href=\"#{}\">{}</a>", escape(&s.id), line(&s.title));
        let mut rest = report.sections.iter().peekable();
        while let Some(s) = rest.next() {
            let below = rest.peek().is_some_and(|n| n.level > s.level);
            if s.level <= 2 {
                if open {
                    self.out.push_str("</ul></li>\n");
                }
                open = below;
                let end = if below { "<ul>" } else { "</li>" };
                self.out.push_str(&format!("<li>{}{end}\n", entry(s)));
            } else {
                self.out.push_str(&format!("<li>{}</li>\n", entry(s)));
            }
        }
        if open {
            self.out.push_str("</ul></li>\n");
        }
        if !report.references.is_empty() {
            self.out
                .push_str("<li><a href=\"#references\">References</a></li>\n");
        }
        self.out.push_str("</ul>\n");
        if long {
            self.out.push_str("</details>\n");
        }
        self.out.push_str("</nav>\n");
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for b in blocks {
            match b {
                Block::Paragraph(parts) => self.out.push_str(&format!("<p>{}</p>\n", line(parts))),
                Block::Formula(f) => self.out.push_str(&format!(
                    "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"formula\">{}</div>\n",
                    f.mathml(true)
                )),
                Block::Table(t) => self.table(t),
                Block::List(items) => {
                    self.out.push_str("<ul>\n");
                    for i in items {
                        self.out.push_str(&format!("<li>{}</li>\n", line(i)));
                    }
                    self.out.push_str("</ul>\n");
                }
                Block::Figure(f) => self.figure(f),
                Block::Attachment(a) => self.attachment(a),
                Block::Details { summary, blocks } => {
                    self.out.push_str(&format!("<details><summary>{}</summary>\n", safe(summary)));
                    self.blocks(blocks);
                    self.out.push_str("</details>\n");
                }
            }
        }
    }

    fn table(&mut self, t: &Table) {
        let label: String = t.caption.iter().map(Inline::plain).collect();
        self.out.push_str(&format!(
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table{}>\n<caption>{}</caption>\n<thead><tr>",
            safe(&label),
            if t.head.len() > MANY { " class=\"many\"" } else { "" },
            line(&t.caption)
        ));
        for h in &t.head {
            self.out
                .push_str(&format!("<th scope=\"col\">{}</th>", line(h)));
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for r in &t.rows {
            self.out.push_str("<tr>");
            for c in r {
                self.out.push_str(&format!("<td>{}</td>", line(c)));
            }
            self.out.push_str("</tr>\n");
        }
        self.out.push_str("</tbody></table></div>\n");
    }

    /// A link that saves the file; it is inside the page.
    fn attachment(&mut self, a: &Attachment) {
        self.out.push_str(&format!(
            "<p class=\"attached\">Attached: <a download=\"{0}\" href=\"data:{1};base64,{2}\">{0}</a> ({3}), {4}.</p>\n",
            escape(&a.name),
            escape(a.media_type),
            STANDARD.encode(&a.content),
            size(a.content.len()),
            safe(&a.description)
        ));
    }

    fn figure(&mut self, f: &Figure) {
        self.figures += 1;
        self.out.push_str(&format!(
            "<figure>\n<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"picture\">\n{}</div>\n<figcaption>{}. {}</figcaption>\n</figure>\n",
            svg(f, &format!("figure-{}", self.figures), false),
            safe(&f.title),
            safe(&f.description)
        ));
    }
}
