//! Markdown as GitHub reads it, with its notation for mathematics.

use super::attachments::size;
use super::document::{Attachment, Block, Figure, Inline, Report, Table};
use super::pages::{Pages, UNATTACHED, attached, beside, lacks_numbers};
use super::plot::svg::svg;
use super::text::visible;

/// The report as Markdown. With a `stem` every picture becomes a file `STEM-1.svg`, ... which the page shows, and
/// every attachment a file `STEM-NAME`; without one the page describes pictures in words and says where the numbers
/// are.
pub fn markdown(report: &Report, stem: Option<&str>) -> Pages {
    let mut w = Writer {
        out: String::new(),
        files: vec![],
        stem,
    };
    w.out
        .push_str(&format!("# {}\n\n", line(&report.title, false)));
    w.stamp(report);
    if stem.is_none() && lacks_numbers(report) {
        w.out.push_str(&format!("{}\n\n", escape(UNATTACHED)));
    }
    for s in &report.sections {
        let marks = "#".repeat(usize::from(s.level.clamp(2, 6)));
        w.out
            .push_str(&format!("{marks} {}\n\n", line(&s.title, false)));
        if s.level == 2 {
            w.stamp(report);
        }
        w.blocks(&s.blocks);
    }
    if !report.references.is_empty() {
        w.out.push_str("## References\n\n");
        for r in &report.references {
            w.out
                .push_str(&format!("* \\[{}\\] {}\n", escape(r.key), escape(r.text)));
        }
        w.out.push('\n');
    }
    let text = format!("{}\n", w.out.trim_end());
    let mut files = w.files;
    files.extend(attached(report, stem));
    Pages { text, files }
}

struct Writer<'a> {
    out: String,
    files: Vec<(String, String)>,
    stem: Option<&'a str>,
}

/// Text that means itself: no markup, no mathematics, no HTML.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '$' => out.push_str("&#36;"),
            '|' => out.push_str("&#124;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}

/// Verbatim text between more backticks than it holds.
fn verbatim(text: &str, cell: bool) -> String {
    let text = visible(text);
    if text.is_empty() {
        return "(empty)".into();
    }
    let (mut longest, mut run) = (0, 0);
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let space = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) {
        " "
    } else {
        ""
    };
    let text = if cell { text.replace('|', "\\|") } else { text };
    format!("{fence}{space}{text}{space}{fence}")
}

fn line(parts: &[Inline], cell: bool) -> String {
    let mut out = String::new();
    for p in parts {
        match p {
            Inline::Text(text) => out.push_str(&escape(text)),
            Inline::Strong(text) => {
                // Emphasis must not touch white space from inside.
                out.push_str(&format!("**{}**", escape(text.trim())));
            }
            Inline::Code(text) => out.push_str(&verbatim(text, cell)),
            Inline::Math(f) => out.push_str(&format!("$`{}`$", f.latex().trim())),
            Inline::Verdict(v) => out.push_str(&format!("**{}**", v.as_str())),
            Inline::Cite(key) => out.push_str(&escape(key)),
        }
    }
    out
}

impl Writer<'_> {
    fn stamp(&mut self, report: &Report) {
        if let Some(stamp) = &report.stamp {
            self.out.push_str(&format!("> **{}**\n\n", escape(stamp)));
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for b in blocks {
            match b {
                Block::Paragraph(parts) => {
                    self.out.push_str(&format!("{}\n\n", line(parts, false)))
                }
                Block::Formula(f) => {
                    self.out
                        .push_str(&format!("```math\n{}\n```\n\n", f.latex().trim()));
                }
                Block::Table(t) => self.table(t),
                Block::List(items) => {
                    for i in items {
                        self.out.push_str(&format!("* {}\n", line(i, false)));
                    }
                    self.out.push('\n');
                }
                Block::Figure(f) => self.figure(f),
                Block::Attachment(a) => self.attachment(a),
                Block::Details { summary, blocks } => {
                    self.out.push_str(&format!(
                        "<details><summary>{}</summary>\n\n",
                        super::escape::html(&visible(summary))
                    ));
                    self.blocks(blocks);
                    self.out.push_str("</details>\n\n");
                }
            }
        }
    }

    fn table(&mut self, t: &Table) {
        self.out
            .push_str(&format!("{}:\n\n", line(&t.caption, false)));
        let row = |cells: &[Vec<Inline>]| {
            let cells: Vec<String> = cells.iter().map(|c| line(c, true)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        self.out.push_str(&row(&t.head));
        self.out
            .push_str(&format!("|{}\n", "---|".repeat(t.head.len())));
        for r in &t.rows {
            self.out.push_str(&row(r));
        }
        self.out.push('\n');
    }

    fn attachment(&mut self, a: &Attachment) {
        let Some(stem) = self.stem else {
            return;
        };
        let name = beside(stem, &a.name);
        self.out.push_str(&format!(
            "Attached: [{}]({}) ({}), {}.\n\n",
            escape(&name),
            url(&name),
            size(a.content.len()),
            escape(&a.description)
        ));
    }

    fn figure(&mut self, f: &Figure) {
        let Some(stem) = self.stem else {
            self.out.push_str(&format!(
                "*{}.* {}\n\n",
                escape(&f.title),
                escape(&f.description)
            ));
            return;
        };
        let number = self.files.len() + 1;
        let name = format!("{stem}-{number}.svg");
        self.out.push_str(&format!(
            "![{}. {}]({})\n\n",
            escape(&f.title),
            escape(&f.description),
            url(&name)
        ));
        self.files
            .push((name, svg(f, &format!("figure-{number}"), true)));
    }
}

/// A file name as a relative link.
fn url(name: &str) -> String {
    let mut out = String::from("./");
    for b in name.bytes() {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.') {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_itself() {
        assert_eq!(
            escape("a|b $x$ <script> `c` \\d _e_ [f](g)\n# h"),
            "a&#124;b &#36;x&#36; &lt;script&gt; \\`c\\` \\\\d \\_e\\_ \\[f\\](g) \\# h"
        );
    }

    #[test]
    fn code_spans_hold_backticks_and_bars() {
        assert_eq!(verbatim("x", false), "`x`");
        assert_eq!(verbatim("a`b``c", false), "```a`b``c```");
        assert_eq!(verbatim("`", false), "`` ` ``");
        assert_eq!(verbatim("a|b", true), "`a\\|b`");
        assert_eq!(verbatim("a|b", false), "`a|b`");
        assert_eq!(verbatim("", true), "(empty)");
        assert_eq!(verbatim("a\u{202e}b\u{0}", true), "`a\u{fffd}b\u{fffd}`");
    }

    #[test]
    fn links_are_percent_encoded() {
        assert_eq!(url("a b)-1.svg"), "./a%20b%29-1.svg");
    }
}
