//! PDF, set by typst as a library (feature `pdf`). The source is made from the typed report; fonts are those of
//! typst, inside the program. Nothing is read from the machine: no files, no fonts, no date.

mod formula;
mod markup;

use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::layout::{Abs, Frame, FrameItem, Point};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::document::Report;
use wronski_diagnostic::{Diagnostic, Result};

/// A report as a PDF document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// The file: PDF/UA-1, that is with structure and alternative texts for readers who do not see it.
    pub bytes: Vec<u8>,
    /// The text of each page, a line of the page a line.
    pub pages: Vec<String>,
}

/// The report as a PDF document. The same report gives the same bytes.
///
/// # Errors
/// An internal diagnostic if typst refuses the source that was made of the report, which no report should bring
/// about.
pub fn pdf(report: &Report) -> Result<Pdf> {
    let fonts: Vec<Font> = typst_assets::fonts()
        .flat_map(|data| Font::iter(Bytes::new(data)))
        .collect();
    let printable = |c: char| {
        c == ' '
            || fonts
                .iter()
                .any(|f| f.info().coverage.contains(u32::from(c)))
    };
    let source = markup::markup(report, &printable);
    let world = Paper::new(source, fonts)?;
    let refused = |errors: &[SourceDiagnostic]| {
        let all: Vec<String> = errors.iter().map(|e| e.message.to_string()).collect();
        Diagnostic::internal(format!("no PDF could be made: {}", all.join("; ")))
    };
    let document: PagedDocument = typst::compile(&world).output.map_err(|e| refused(&e))?;
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|e| Diagnostic::internal(format!("no PDF could be made: {}", e.message())))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("wronski".into())),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&document, &options).map_err(|e| refused(&e))?;
    let pages = document.pages().iter().map(|p| text(&p.frame)).collect();
    // What typst remembers between compilations would only grow.
    typst::comemo::evict(0);
    Ok(Pdf { bytes, pages })
}

/// All that typst gets to see.
struct Paper {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
}

impl Paper {
    fn new(text: String, fonts: Vec<Font>) -> Result<Paper> {
        let path = VirtualPath::new("report.typ")
            .map_err(|e| Diagnostic::internal(format!("no PDF could be made: {e:?}")))?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        Ok(Paper {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            source: Source::new(id, text),
            fonts,
        })
    }
}

impl World for Paper {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.source.id() {
            Ok(self.source.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The text of a page in the order in which it was set; pieces on one line of the page in one line.
fn text(frame: &Frame) -> String {
    let mut pieces = vec![];
    collect(frame, Point::zero(), &mut pieces);
    let mut out = String::new();
    let mut last: Option<(Point, Abs)> = None;
    for (at, end, piece) in pieces {
        if let Some((before, before_end)) = last {
            if (at.y - before.y).abs() > Abs::pt(0.1) {
                out.push('\n');
            } else if at.x - before_end > Abs::pt(1.0) {
                out.push(' ');
            }
        }
        // Places where a line may end are not text.
        out.push_str(&piece.replace('\u{200b}', ""));
        last = Some((at, end));
    }
    out.push('\n');
    out
}

fn collect(frame: &Frame, origin: Point, out: &mut Vec<(Point, Abs, String)>) {
    for (at, item) in frame.items() {
        let at = origin + *at;
        match item {
            FrameItem::Group(g) => collect(&g.frame, at, out),
            FrameItem::Text(t) => out.push((at, at.x + t.width(), t.text.to_string())),
            _ => {}
        }
    }
}
