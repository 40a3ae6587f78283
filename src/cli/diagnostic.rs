//! Diagnostics on a terminal and as JSON.

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};

use wronski_diagnostic::{Diagnostic, Kind};

#[derive(Debug)]
struct Report<'a> {
    diagnostic: &'a Diagnostic,
    source: NamedSource<String>,
    shown: bool,
}

impl std::fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.diagnostic.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn std::fmt::Display + 'b>> {
        Some(Box::new(self.diagnostic.code))
    }
    fn help<'b>(&'b self) -> Option<Box<dyn std::fmt::Display + 'b>> {
        self.diagnostic
            .help
            .as_ref()
            .map(|h| Box::new(h.clone()) as Box<dyn std::fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.shown
            .then_some(&self.source as &dyn miette::SourceCode)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.diagnostic.span.filter(|_| self.shown)?;
        let label = self
            .diagnostic
            .label
            .clone()
            .unwrap_or_else(|| "here".into());
        Some(Box::new(std::iter::once(LabeledSpan::new(
            Some(label),
            span.start,
            span.end - span.start,
        ))))
    }
}

/// Longer texts are not shown again.
const SHOWN_LIMIT: usize = 2000;

/// The failure for a person.
pub fn render(d: &Diagnostic, source: &str, colour: bool) -> String {
    let fits = d
        .span
        .is_some_and(|s| s.start <= s.end && s.end <= source.len());
    let report = Report {
        diagnostic: d,
        source: NamedSource::new("input", source.to_string()),
        shown: fits && source.len() <= SHOWN_LIMIT,
    };
    let theme = if colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::none()
    };
    let mut text = String::new();
    let rendered = GraphicalReportHandler::new_themed(theme)
        .with_width(100)
        .render_report(&mut text, &report);
    if rendered.is_err() {
        text = format!("{d}\n");
    }
    if d.kind == Kind::Internal {
        text.push_str(
            "This is a bug in wronski: please report it with the command that you ran.\n",
        );
    }
    text
}
