//! The source that typst compiles. Text from outside stands in string literals alone, where a quotation mark and a
//! backslash are the only characters that mean something else.

use super::formula::formula;
use crate::attachments::size;
use crate::columns::needs;
use crate::document::{Block, Figure, Formula, Inline, Report, Table};
use crate::plot::svg::svg;
use crate::text::visible;

const STYLE: &str = include_str!("style.typ");

/// Which characters can be printed.
pub(super) type Printable<'a> = &'a dyn Fn(char) -> bool;

/// A string literal.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// The source of the whole report.
pub(super) fn markup(report: &Report, printable: Printable) -> String {
    let mut w = Writer {
        out: String::new(),
        printable,
        figures: 0,
    };
    let title: String = report.title.iter().map(Inline::plain).collect();
    w.out = format!(
        "#let page-title = {}\n#let contents-depth = {}\n#let stamp = {}\n{STYLE}\n",
        w.text(&title),
        if report.sections.len() > LISTED { 1 } else { 2 },
        report
            .stamp
            .as_ref()
            .map_or("none".to_string(), |s| w.text(s)),
    );
    for s in &report.sections {
        let level = if s.level <= 2 { 1 } else { 2 };
        let title = w.line(&s.title);
        w.out
            .push_str(&format!("#heading(level: {level})[{title}]\n\n"));
        w.blocks(&s.blocks);
    }
    if !report.references.is_empty() {
        w.out.push_str("#heading(level: 1)[References]\n\n");
        for r in &report.references {
            let entry = format!("#reference({}, {})\n", string(r.key), w.text(r.text));
            w.out.push_str(&entry);
        }
    }
    w.out
}

/// With more sections the contents list the main ones alone.
const LISTED: usize = 24;

/// Longer verbatim text may be broken: after punctuation, and in long numbers and words.
const UNBROKEN: usize = 16;

/// Longer numbers and words are cut into pieces of so many characters.
const RUN: usize = 8;

/// A longer formula may be wider than the page.
const DISPLAYED: usize = 70;

/// In tables with more columns all give way alike.
const MANY: usize = 6;

/// Columns that need no more are as wide as they need; the others share what is left.
const NARROW: usize = 20;

/// Verbatim text in pieces between which a line may end.
fn pieces(text: &str) -> Vec<String> {
    if text.chars().count() <= UNBROKEN {
        return vec![text.into()];
    }
    let letters: Vec<char> = text.chars().collect();
    let together = |c: &char| c.is_alphanumeric() || *c == '.';
    let mut out = vec![String::new()];
    for run in letters.chunk_by(|a, b| together(a) && together(b)) {
        let step = if run.len() > UNBROKEN { RUN } else { UNBROKEN };
        for (i, part) in run.chunks(step).enumerate() {
            if i > 0 {
                out.push(String::new());
            }
            if let Some(last) = out.last_mut() {
                last.extend(part);
            }
        }
        if matches!(run, [',' | ';' | ')' | ']' | '*' | '+' | '/' | '=']) {
            out.push(String::new());
        }
    }
    out.retain(|p| !p.is_empty());
    out
}

struct Writer<'a> {
    out: String,
    printable: Printable<'a>,
    figures: usize,
}

impl Writer<'_> {
    /// What is printed for a text: one line, and names for characters that no font has.
    fn shown(&self, text: &str) -> String {
        let mut out = String::new();
        for c in visible(text).chars() {
            if (self.printable)(c) {
                out.push(c);
            } else {
                out.push_str(&format!("[U+{:04X}]", u32::from(c)));
            }
        }
        out
    }

    fn text(&self, text: &str) -> String {
        string(&self.shown(text))
    }

    fn verbatim(&self, text: &str) -> String {
        let pieces: Vec<String> = pieces(&self.shown(text))
            .iter()
            .map(|p| string(p))
            .collect();
        format!("#code({});", pieces.join(", "))
    }

    fn equation(&self, f: &Formula, block: bool) -> String {
        // White space at both ends makes a formula of its own line.
        let space = if block { " " } else { "" };
        match formula(&f.tree, &|text| self.text(text)) {
            Some(source) => format!(
                "#formula({}, ${space}{}{space}$);",
                self.text(&f.text),
                source.trim()
            ),
            None => self.verbatim(&f.text),
        }
    }

    /// In markup; every piece begins with `#` and ends with `;`.
    fn line(&self, parts: &[Inline]) -> String {
        parts
            .iter()
            .map(|p| match p {
                Inline::Text(s) => format!("#{};", self.text(s)),
                Inline::Strong(s) => format!("#strong({});", self.text(s)),
                Inline::Code(s) => self.verbatim(s),
                Inline::Math(f) => self.equation(f, false),
                Inline::Verdict(v) => format!("#verdict({});", string(v.as_str())),
                Inline::Cite(key) => format!("#cite-key({});", string(key)),
            })
            .collect()
    }

    fn blocks(&mut self, all: &[Block]) {
        for b in all {
            let source = self.block(b);
            self.out.push_str(&source);
        }
    }

    fn block(&mut self, b: &Block) -> String {
        match b {
            Block::Paragraph(parts) => format!("{}\n\n", self.line(parts)),
            Block::Formula(f) => {
                let whole = self.equation(f, true);
                if f.text.len() > DISPLAYED {
                    format!("#displayed([{whole}], [{}])\n\n", self.equation(f, false))
                } else {
                    format!("{whole}\n\n")
                }
            }
            Block::Table(t) => self.table(t),
            Block::List(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|i| format!("[{}]", self.line(i)))
                    .collect();
                format!("#list({})\n\n", items.join(", "))
            }
            Block::Figure(f) => self.figure(f),
            Block::Attachment(a) => format!(
                "#attached({}, {}, {}, {}, {})\n\n",
                string(&a.name),
                string(a.media_type),
                string(&size(a.content.len())),
                self.text(&a.description),
                string(&a.content)
            ),
            Block::Details { summary, blocks } => {
                let outer = std::mem::take(&mut self.out);
                self.blocks(blocks);
                let inner = std::mem::replace(&mut self.out, outer);
                format!("#details({})[\n{inner}]\n\n", self.text(summary))
            }
        }
    }

    fn table(&self, t: &Table) -> String {
        let columns: Vec<String> = needs(t)
            .iter()
            .map(|n| {
                if *n <= NARROW || t.head.len() > MANY {
                    "auto".to_string()
                } else {
                    format!("{n}fr")
                }
            })
            .collect();
        let letters = match t.head.len() {
            0..=4 => "0.92em",
            5..=6 => "0.84em",
            _ => "0.72em",
        };
        let row = |cells: &[Vec<Inline>]| -> String {
            cells
                .iter()
                .map(|c| format!("[{}], ", self.line(c)))
                .collect()
        };
        let rows: String = t.rows.iter().map(|r| format!("  {}\n", row(r))).collect();
        format!(
            "#data-table({letters}, ({},), [{}], ({}),\n{rows})\n\n",
            columns.join(", "),
            self.line(&t.caption),
            row(&t.head)
        )
    }

    fn figure(&mut self, f: &Figure) -> String {
        self.figures += 1;
        // typst knows no generic families.
        let svg = svg(f, &format!("figure-{}", self.figures), true)
            .replace("system-ui, sans-serif", "DejaVu Sans Mono");
        format!(
            "#picture({}, {}, {})\n\n",
            string(&svg),
            self.text(&f.title),
            self.text(&f.description)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbatim_text_is_cut_after_punctuation_and_in_long_numbers() {
        for (text, cut) in [
            ("gelu", vec!["gelu"]),
            ("", vec![""]),
            ("x*sigmoid(beta*x)", vec!["x*", "sigmoid(beta*", "x)"]),
            ("[0.157513856..., 0.15]", vec!["[0.157513856...,", " 0.15]"]),
            ("12345678901234567890", vec!["12345678", "90123456", "7890"]),
        ] {
            assert_eq!(pieces(text), cut, "{text}");
        }
    }

    #[test]
    fn strings_mean_themselves() {
        assert_eq!(string("a\"b\\c #x $y$"), "\"a\\\"b\\\\c #x $y$\"");
    }
}
