//! LaTeX that needs `article` and packages of every TeX Live (`amsmath`, `array`, `booktabs`, `geometry`, `longtable`). Pictures are described in words.

use super::attachments;
use super::document::{Block, Inline, Report, Table};
use super::pages::{Pages, UNATTACHED, attached, beside};
use super::text::visible;

const PREAMBLE: &str = r"\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\usepackage{amsmath}
\usepackage{array}
\usepackage{booktabs}
\usepackage{longtable}
\usepackage[margin=25mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt plus 2pt}
\emergencystretch=3em
\raggedbottom
";

/// The report as a LaTeX document. With a `stem` every attachment is a file `STEM-NAME` beside it; without one the text says where the numbers are.
pub fn latex(report: &Report, stem: Option<&str>) -> Pages {
    let mut out = String::from(PREAMBLE);
    if let Some(stamp) = &report.stamp {
        out.push_str(&format!(
            "\\pagestyle{{myheadings}}\n\\markright{{\\textbf{{{}}}}}\n",
            escape(stamp)
        ));
    }
    out.push_str("\\begin{document}\n\n");
    if let Some(stamp) = &report.stamp {
        out.push_str(&format!("\\fbox{{\\textbf{{{}}}}}\n\n", escape(stamp)));
    }
    out.push_str(&format!(
        "{{\\LARGE\\raggedright {}\\par}}\n\n",
        line(&report.title)
    ));
    if stem.is_none() && !report.attachments().is_empty() {
        out.push_str(&format!("{}\n\n", escape(UNATTACHED)));
    }
    for s in &report.sections {
        let command = if s.level <= 2 {
            "section"
        } else {
            "subsection"
        };
        out.push_str(&format!("\\{command}*{{{}}}\n\n", line(&s.title)));
        blocks(&s.blocks, stem, &mut out);
    }
    if !report.references.is_empty() {
        out.push_str("\\begin{thebibliography}{Kap57}\n");
        for r in &report.references {
            out.push_str(&format!(
                "\\bibitem[{0}]{{{0}}} {1}\n",
                r.key,
                escape(r.text)
            ));
        }
        out.push_str("\\end{thebibliography}\n\n");
    }
    out.push_str("\\end{document}\n");
    Pages {
        text: out,
        files: attached(report, stem),
    }
}

/// One character that means itself.
fn character(c: char, next: Option<char>, out: &mut String) {
    match c {
        '\\' => out.push_str("\\textbackslash{}"),
        '{' | '}' | '_' | '%' | '#' | '&' | '$' => {
            out.push('\\');
            out.push(c);
        }
        '^' => out.push_str("\\textasciicircum{}"),
        '~' => out.push_str("\\textasciitilde{}"),
        '<' => out.push_str("\\textless{}"),
        '>' => out.push_str("\\textgreater{}"),
        '|' => out.push_str("\\textbar{}"),
        '`' => out.push_str("\\textasciigrave{}"),
        '"' => out.push_str("\\textquotedbl{}"),
        'σ' => out.push_str("\\ensuremath{\\sigma}"),
        '′' => out.push_str("\\ensuremath{'}"),
        '″' => out.push_str("\\ensuremath{''}"),
        // No ligatures.
        '-' | ',' | '\'' if next == Some(c) => {
            out.push(c);
            out.push_str("{}");
        }
        ' '..='~' => out.push(c),
        'À'..='ÿ' if c != '×' && c != '÷' => out.push(c),
        _ => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
    }
}

fn escape(text: &str) -> String {
    let text = visible(text);
    let mut out = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        character(c, rest.peek().copied(), &mut out);
    }
    out
}

/// Verbatim text that may be broken anywhere if it is long.
fn verbatim(text: &str) -> String {
    let text = visible(text);
    let long = text.chars().count() > 16;
    let mut out = String::from("\\texttt{");
    let mut rest = text.chars().enumerate().peekable();
    while let Some((i, c)) = rest.next() {
        character(c, rest.peek().map(|n| n.1), &mut out);
        if long && i % 4 == 3 {
            out.push_str("\\allowbreak{}");
        }
    }
    out.push('}');
    out
}

fn line(parts: &[Inline]) -> String {
    let mut out = String::new();
    for p in parts {
        match p {
            Inline::Text(s) => out.push_str(&escape(s)),
            Inline::Strong(s) => out.push_str(&format!("\\textbf{{{}}}", escape(s))),
            Inline::Code(s) => out.push_str(&verbatim(s)),
            Inline::Math(f) => out.push_str(&format!("${}$", f.latex().trim())),
            Inline::Verdict(v) => out.push_str(&format!("\\textbf{{{}}}", v.word())),
            // The brackets stand in the text.
            Inline::Cite(key) => out.push_str(key),
        }
    }
    out
}

/// A longer formula is set so that lines may end in it.
const DISPLAYED: usize = 70;

fn blocks(all: &[Block], stem: Option<&str>, out: &mut String) {
    for b in all {
        match b {
            Block::Paragraph(parts) => out.push_str(&format!("{}\n\n", line(parts))),
            Block::Formula(f) => {
                let source = f.latex();
                let source = source.trim();
                if f.text.len() <= DISPLAYED {
                    out.push_str(&format!("\\[ {source} \\]\n\n"));
                } else {
                    out.push_str(&format!(
                        "\\begin{{quote}}\\raggedright $\\displaystyle {source}$\\end{{quote}}\n\n"
                    ));
                }
            }
            Block::Table(t) => table(t, out),
            Block::List(items) => {
                if items.is_empty() {
                    continue;
                }
                out.push_str("\\begin{itemize}\n");
                for i in items {
                    out.push_str(&format!("\\item {{}}{}\n", line(i)));
                }
                out.push_str("\\end{itemize}\n\n");
            }
            Block::Figure(f) => out.push_str(&format!(
                "\\emph{{{}}} (drawn in the HTML and Markdown forms of this report). {}\n\n",
                escape(&f.title),
                escape(&f.description)
            )),
            Block::Attachment(a) => {
                if let Some(stem) = stem {
                    out.push_str(&format!(
                        "Attached: {} ({}), {}.\n\n",
                        verbatim(&beside(stem, &a.name)),
                        attachments::size(a.content.len()),
                        escape(&a.description)
                    ));
                }
            }
            Block::Details {
                summary,
                blocks: inner,
            } => {
                out.push_str(&format!("\\textit{{{}.}}\n\n", escape(summary)));
                blocks(inner, stem, out);
            }
        }
    }
}

/// About how many characters a piece of text needs in a line.
fn size(parts: &[Inline]) -> usize {
    parts
        .iter()
        .map(|p| match p {
            Inline::Text(s) | Inline::Strong(s) | Inline::Code(s) => s.chars().count(),
            Inline::Math(f) => f.text.chars().count(),
            Inline::Verdict(v) => v.word().len(),
            Inline::Cite(key) => key.len(),
        })
        .sum()
}

/// Shares of the line, in thousandths, by what the columns hold.
fn shares(t: &Table) -> Vec<usize> {
    let columns = t.head.len().max(1);
    let need: Vec<usize> = (0..columns)
        .map(|j| {
            t.rows
                .iter()
                .chain([&t.head])
                .map(|r| r.get(j).map_or(0, |c| size(c)))
                .max()
                .map_or(6, |n| n.clamp(6, 60))
        })
        .collect();
    let sum: usize = need.iter().sum();
    need.iter().map(|n| n * 1000 / sum.max(1)).collect()
}

fn table(t: &Table, out: &mut String) {
    let columns: String = shares(t)
        .iter()
        .map(|s| {
            format!(">{{\\raggedright\\arraybackslash}}p{{\\dimexpr 0.{s:03}\\linewidth-2\\tabcolsep\\relax}}")
        })
        .collect();
    let font = match t.head.len() {
        0..=4 => "\\small",
        5..=6 => "\\footnotesize",
        _ => "\\scriptsize\\setlength{\\tabcolsep}{2pt}",
    };
    let row = |cells: &[Vec<Inline>]| {
        let cells: Vec<String> = cells.iter().map(|c| line(c)).collect();
        format!("{} \\tabularnewline\n", cells.join(" & "))
    };
    out.push_str(&format!("\\textbf{{{}}}\n\n", line(&t.caption)));
    out.push_str(&format!(
        "{{{font}\n\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n\\toprule\n"
    ));
    out.push_str(&row(&t.head));
    out.push_str("\\midrule\n\\endhead\n");
    for r in &t.rows {
        out.push_str(&row(r));
    }
    out.push_str("\\bottomrule\n\\end{longtable}}\n\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_itself() {
        assert_eq!(
            escape("\\input{x} 50% $a_b$ #1 & ~^ -- ``q'' <|> \u{1f600}"),
            "\\textbackslash{}input\\{x\\} 50\\% \\$a\\_b\\$ \\#1 \\& \\textasciitilde{}\\textasciicircum{} -{}- \\textasciigrave{}\\textasciigrave{}q'{}' \\textless{}\\textbar{}\\textgreater{} [U+1F600]"
        );
    }

    #[test]
    fn shares_fill_the_line_and_no_more() {
        let t = |n: usize| Table {
            caption: vec![],
            head: vec![vec![Inline::Text("h".into())]; n],
            rows: vec![vec![vec![Inline::Code("1".repeat(100))]; n]],
        };
        for n in 1..20 {
            let sum: usize = shares(&t(n)).iter().sum();
            assert!(sum <= 1000 && sum > 950, "{n}: {sum}");
        }
    }
}
