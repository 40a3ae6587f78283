//! What a report is made of: typed data, with no format in mind.

use super::math::Math;
use super::plot::Plot;
pub use wronski_certificate::Decision;

/// A report on one or several certificates. The renderers write nothing that is not in here.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The title, one line.
    pub title: Vec<Inline>,
    /// A warning that every page has to carry, if there is one.
    pub stamp: Option<String>,
    /// The sections in order.
    pub sections: Vec<Section>,
    /// The literature that the sections cite, sorted by key.
    pub references: Vec<Reference>,
}

/// A section with its heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// A name unique in the report: lower case letters, digits and minus signs.
    pub id: String,
    /// 2 for a section, 3 for a subsection.
    pub level: u8,
    /// The heading.
    pub title: Vec<Inline>,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A displayed formula.
    Formula(Formula),
    /// A table.
    Table(Table),
    /// Items, each a line of running text.
    List(Vec<Vec<Inline>>),
    /// A picture.
    Figure(Figure),
    /// A file that comes with the report.
    Attachment(Attachment),
    /// Something long that a reader may skip.
    Details {
        /// What it is.
        summary: String,
        /// The content; holds no further `Details`.
        blocks: Vec<Block>,
    },
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Words, to be escaped.
    Text(String),
    /// Words that matter.
    Strong(String),
    /// Text of a file or of the command line, verbatim.
    Code(String),
    /// A formula.
    Math(Formula),
    /// A verdict.
    Verdict(Decision),
    /// A reference by its key.
    Cite(&'static str),
}

impl Inline {
    /// The words without markup.
    pub fn plain(&self) -> &str {
        match self {
            Inline::Text(s) | Inline::Strong(s) | Inline::Code(s) => s,
            Inline::Math(f) => &f.text,
            Inline::Verdict(v) => v.as_str(),
            Inline::Cite(key) => key,
        }
    }
}

/// A formula: a tree for the renderers, and the text that it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// The tree.
    pub tree: Math,
    /// The same in plain text.
    pub text: String,
}

/// A table; every row has as many cells as the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: Vec<Inline>,
    /// The headings of the columns.
    pub head: Vec<Vec<Inline>>,
    /// The rows, a list of cells each.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

/// A picture with its alternative text.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it shows, in a line.
    pub title: String,
    /// What is to be seen, for readers who do not see it.
    pub description: String,
    /// The curves.
    pub plot: Plot,
}

/// A file that comes with the report: inside an HTML page, beside a page of another format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// A file name unique in the report: lower case letters, digits and minus signs, and an ending. Never text of a
    /// certificate.
    pub name: String,
    /// The media type, such as `text/csv`.
    pub media_type: &'static str,
    /// What it is, in a phrase.
    pub description: String,
    /// The content.
    pub content: String,
}

/// A work of the literature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The key, such as `A71`.
    pub key: &'static str,
    /// The full citation.
    pub text: &'static str,
}

impl Report {
    /// All pictures in order, those inside `Details` included.
    pub fn figures(&self) -> Vec<&Figure> {
        let mut out = vec![];
        for b in self.blocks() {
            if let Block::Figure(f) = b {
                out.push(f);
            }
        }
        out
    }

    /// All attachments in order, those inside `Details` included. Their names are different.
    pub fn attachments(&self) -> Vec<&Attachment> {
        let mut out = vec![];
        for b in self.blocks() {
            if let Block::Attachment(a) = b {
                out.push(a);
            }
        }
        out
    }

    /// All blocks in order, each before those inside it.
    pub fn blocks(&self) -> Vec<&Block> {
        let mut out = vec![];
        for s in &self.sections {
            collect(&s.blocks, &mut out);
        }
        out
    }
}

fn collect<'a>(blocks: &'a [Block], out: &mut Vec<&'a Block>) {
    for b in blocks {
        out.push(b);
        if let Block::Details { blocks, .. } = b {
            collect(blocks, out);
        }
    }
}

/// Words.
pub(super) fn t(text: impl Into<String>) -> Inline {
    Inline::Text(text.into())
}

/// Verbatim text.
pub(super) fn code(text: impl Into<String>) -> Inline {
    Inline::Code(text.into())
}

/// A formula in running text.
pub(super) fn m(formula: Formula) -> Inline {
    Inline::Math(formula)
}

/// A paragraph of words alone.
pub(super) fn words(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![t(text)])
}
