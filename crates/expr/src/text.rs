//! Texts of the user: expressions with the shipped catalogue, and declarations of parameters.

use super::catalogue::{Parameter, signatures};
use super::parse::{Syntax, Vocabulary, is_identifier, read, reserved, shorten};
use super::{Binding, Expr, Parameters, Parsed, is_constant};
use wronski_diagnostic::{Diagnostic, ErrorCode, Result, Span};

/// The shipped catalogue, and these parameters.
fn shipped(parameters: &Parameters) -> Vocabulary<'_> {
    Vocabulary {
        parameters,
        signatures: signatures(),
        judge: Parameter::check,
    }
}

/// Reads an expression in `x` and the declared parameters.
///
/// # Errors
/// Codes `W0101` to `W0118`, `W0120` and `W0121` of the table in the [module documentation](mod@super::parse).
///
/// ```
/// use wronski_expr::{parse, Parameters};
/// let parsed = parse("x*sigmoid(2*x) - 0.5", &Parameters::new())?;
/// assert_eq!(parsed.expr.to_string(), "x*sigmoid(2*x) - 1/2");
/// # Ok::<(), wronski_diagnostic::Diagnostic>(())
/// ```
pub fn parse(text: &str, params: &Parameters) -> Result<Parsed> {
    read(text, &shipped(params), Syntax::Plain)
}

/// Reads what [`Exact`](super::Exact) wrote: as [`parse()`], but a literal in parentheses is not folded into the
/// operator before it: `-(3)` is the negative of 3, and `1/(3)` a quotient.
///
/// # Errors
/// As [`parse()`].
pub fn parse_exact(text: &str, params: &Parameters) -> Result<Expr> {
    Ok(read(text, &shipped(params), Syntax::Exact)?.expr)
}

/// Reads a pattern: the grammar of [`parse()`] with metavariables `?a`, which become
/// [`Symbol::Meta`](super::Symbol::Meta).
///
/// # Errors
/// As [`parse()`].
pub fn parse_pattern(text: &str) -> Result<Expr> {
    Ok(read(text, &shipped(&Parameters::new()), Syntax::Pattern)?.expr)
}

impl Parameters {
    /// Declares a parameter as on the command line: `beta` (symbolic) or `beta=3/2` (its value, a
    /// constant expression that may use parameters declared before).
    ///
    /// # Errors
    /// `W0119` if the name is no identifier, is taken by the grammar or the catalogue, or is
    /// declared already; `W0120` if the value contains `x`; and every error of [`parse()`].
    pub fn declare(&mut self, text: &str) -> Result<()> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (text, None),
        };
        let trimmed = name.trim();
        let start = name.len() - name.trim_start().len();
        let span = Some(Span::new(start, start + trimmed.len()));
        let shown = shorten(trimmed);
        if !is_identifier(trimmed) {
            return Err(Diagnostic::input(
                ErrorCode::W0119,
                format!("`{shown}` cannot name a parameter"),
            )
            .at(span)
            .label("not an identifier")
            .help("a name is ASCII letters, digits and _, starting with a letter: `--param beta` or `--param beta=3/2`"));
        }
        if let Some(what) = reserved(trimmed, signatures()) {
            return Err(Diagnostic::input(
                ErrorCode::W0119,
                format!("`{shown}` already means {what}"),
            )
            .at(span)
            .label("taken")
            .help(format!("choose another name, for instance `{shown}_0`")));
        }
        if self.get(trimmed).is_some() {
            return Err(Diagnostic::input(
                ErrorCode::W0119,
                format!("the parameter `{shown}` is declared twice"),
            )
            .at(span)
            .label("declared before")
            .help("declare each parameter once"));
        }
        let binding = match value {
            None => Binding::Symbolic,
            Some(value) => {
                let offset = name.len() + 1;
                let shift = |d: Diagnostic| {
                    let moved = d.span.map(|s| Span::new(s.start + offset, s.end + offset));
                    d.at(moved)
                };
                let parsed = parse(value, self).map_err(shift)?;
                if !is_constant(&parsed.expr) {
                    return Err(Diagnostic::input(
                        ErrorCode::W0120,
                        format!("the value of the parameter `{shown}` contains x"),
                    )
                    .at(Some(Span::new(offset, text.len())))
                    .label("not a constant")
                    .help("a parameter is a constant such as 3/2 or sqrt(2)"));
                }
                Binding::Value(parsed.expr)
            }
        };
        self.insert(trimmed, binding);
        Ok(())
    }
}
