//! LaTeX that needs `article` and packages of every TeX Live (`amsmath`, `array`, `booktabs`, `geometry`,
//! `longtable`, `tikz`). Pictures are drawn with TikZ.

use super::attachments;
use super::columns::shares;
use super::document::{Block, Figure, Inline, Report, Table};
use super::escape::{tex as escape, tex_character};
use super::pages::{Pages, UNATTACHED, attached, beside, lacks_numbers};
use super::plot::tikz::{preamble, tikz};
use super::text::visible;

const PREAMBLE: &str = r"\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{textcomp}
\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage{amsmath}
\usepackage{array}
\usepackage{booktabs}
\usepackage{longtable}
\usepackage[margin=25mm]{geometry}
\setlength{\parindent}{0pt}
\setlength{\parskip}{6pt plus 2pt}
\tolerance=9000
\emergencystretch=3em
\raggedbottom
\setlength{\LTleft}{0pt}
\newcommand{\cut}{\penalty500\relax}
";

/// The report as a LaTeX document. With a `stem` every attachment is a file `STEM-NAME` beside it; without one the
/// text says where the numbers are.
pub fn latex(report: &Report, stem: Option<&str>) -> Pages {
    let mut out = String::from(PREAMBLE);
    if !report.figures().is_empty() {
        out.push_str(&preamble());
    }
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
    if stem.is_none() && lacks_numbers(report) {
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

/// Verbatim text. A long word may be broken after a punctuation mark, and for want of one (`\cut`) anywhere.
fn verbatim(text: &str) -> String {
    const SHORT: usize = 8;
    const APART: usize = 4;
    let text = visible(text);
    let words: Vec<String> = text
        .split(' ')
        .map(|w| {
            let long = w.chars().count() > SHORT;
            let (mut out, mut since) = (String::new(), 0);
            let mut rest = w.chars().peekable();
            while let Some(c) = rest.next() {
                let next = rest.peek().copied();
                tex_character(c, next, &mut out);
                // Letters that are not known are spelled out.
                since += if c.is_ascii() { 1 } else { SHORT };
                let last = next.is_none_or(|n| n == ',');
                if last || !(long || since >= SHORT) {
                    continue;
                }
                if matches!(c, ',' | ';' | ')' | ']' | '}') {
                    out.push_str("\\allowbreak{}");
                    since = 0;
                } else if since >= APART {
                    out.push_str("\\cut{}");
                    since = 0;
                }
            }
            out
        })
        .collect();
    format!("\\texttt{{{}}}", words.join(" "))
}

/// No line ends inside `7 of 7`.
fn tied(text: &str) -> String {
    let mut parts = text.split(" of ");
    let mut out = String::from(parts.next().map_or("", |p| p));
    for p in parts {
        let numbers = out.ends_with(|c: char| c.is_ascii_digit())
            && p.starts_with(|c: char| c.is_ascii_digit());
        out.push_str(if numbers { "~of~" } else { " of " });
        out.push_str(p);
    }
    out
}

fn line(parts: &[Inline]) -> String {
    let mut out = String::new();
    for p in parts {
        match p {
            Inline::Text(s) => out.push_str(&tied(&escape(s))),
            Inline::Strong(s) => out.push_str(&format!("\\textbf{{{}}}", escape(s))),
            Inline::Code(s) => out.push_str(&verbatim(s)),
            Inline::Math(f) => out.push_str(&format!("${}$", f.latex().trim())),
            Inline::Verdict(v) => out.push_str(&format!("\\textbf{{{}}}", v.as_str())),
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
            Block::Figure(f) => figure(f, out),
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

/// A picture with its description, on one page.
fn figure(f: &Figure, out: &mut String) {
    out.push_str(&format!(
        "\\begin{{minipage}}{{\\linewidth}}\n\\begin{{center}}\n{}\n\\end{{center}}\n\\textbf{{{}}}\n\n{{\\footnotesize {}\\par}}\n\\end{{minipage}}\n\n",
        tikz(&f.plot),
        escape(&f.title),
        escape(&f.description)
    ));
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
    // The caption is a row, so that it stays with the table.
    out.push_str(&format!(
        "{{{font}\n\\begin{{longtable}}{{@{{}}{columns}@{{}}}}\n\\multicolumn{{{}}}{{@{{}}p{{0.96\\linewidth}}@{{}}}}{{\\raggedright\\textbf{{{}}}}} \\tabularnewline\n",
        t.head.len().max(1),
        line(&t.caption)
    ));
    let head = format!("\\toprule\n{}\\midrule\n", row(&t.head));
    out.push_str(&format!("{head}\\endfirsthead\n{head}\\endhead\n"));
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
            "\\textbackslash{}input\\{x\\} 50\\% \\$a\\_b\\$ \\#1 \\& \\textasciitilde{}\\textasciicircum{} -{}- \
             \\textasciigrave{}\\textasciigrave{}q'{}' \\textless{}\\textbar{}\\textgreater{} [U+1F600]"
        );
    }

    #[test]
    fn verbatim_text_is_broken_at_punctuation_first() {
        assert_eq!(verbatim("gelu"), "\\texttt{gelu}");
        assert_eq!(
            verbatim("0.1234, f(x)[0.333333]"),
            "\\texttt{0.1234, f(x)\\allowbreak{}[0.3\\cut{}3333\\cut{}3]}"
        );
    }

    #[test]
    fn ranks_are_not_broken() {
        assert_eq!(tied(" (7 of 7), one of 3 of"), " (7~of~7), one of 3 of");
    }
}
