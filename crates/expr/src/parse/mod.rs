//! Text to expressions.
//!
//! Tokens are recognised with winnow; the grammar above them is a precedence climber of
//! our own, because it must count how deep it stands (a combinator that recurses would overflow the
//! stack on 100,000 parentheses) and because every wrong text should get its own remedy.
//!
//! ```text
//! sum     = product { ("+" | "-") product }
//! product = unary { ("*" | "/") unary }
//! unary   = "-" unary | power
//! power   = atom [ ("^" | "**") unary ]
//! atom    = number | "pi" | "e" | "x" | parameter | name "(" sum { "," sum } ")" | "(" sum ")"
//!         | "where" "(" sum REL sum "," sum "," sum ")"      with REL one of < <= > >=
//! ```
//!
//! The name of a function of one argument stands for that function of `x` where it is the whole
//! text or a whole argument of `diff` or `compose`. Two literals are folded: `-2` and `3/4` are one
//! number each.
//!
//! # Diagnostics
//!
//! | code | meaning |
//! |---|---|
//! | `W0101` | the text is empty |
//! | `W0102` | the text is longer than [`MAX_TEXT`] bytes (budget) |
//! | `W0103` | unknown function, framework or name; names the nearest known one |
//! | `W0104` | a letter or name that is no declared parameter |
//! | `W0105` | a second variable: only `x` is one |
//! | `W0106` | a character that the grammar does not have |
//! | `W0107` | a non-ASCII character, often a look-alike of one in the grammar |
//! | `W0108` | unbalanced parentheses |
//! | `W0109` | implicit multiplication |
//! | `W0110` | an operand is missing, or a token stands where none of its sort can |
//! | `W0111` | wrong number of arguments |
//! | `W0112` | a function without its argument |
//! | `W0113` | a malformed number |
//! | `W0114` | a number beyond the limits [`MAX_DIGITS`] and 10^1000 (budget) |
//! | `W0115` | nesting deeper than [`MAX_NESTING`] (budget) |
//! | `W0116` | an expression tree deeper than [`MAX_DEPTH`] (budget) |
//! | `W0117` | division by zero |
//! | `W0118` | a comparison outside `where`, or `where` without one |
//! | `W0119` | a parameter declared with a name that it cannot have |
//! | `W0120` | a value of a parameter that is not a constant |
//! | `W0121` | a value that the catalogue forbids for a parameter |
//! | `W0122` | `abs`, `max`, `min` or `where` under a derivative: not differentiated ([`expand`](mod@super::expand)) |
//! | `W0123` | expansion beyond its limits of nodes or depth (budget; [`expand`](mod@super::expand)) |
//! | `W0124` | a metavariable where an expression is needed, or an unbound one |
//! | `W0129` | budget: the sign of a constant that the catalogue wants positive or nonzero cannot be told |

mod grammar;
mod lexer;
mod limits;
mod lookalike;
mod names;
mod signature;
mod vocabulary;

use wronski_diagnostic::{Diagnostic, ErrorCode, Result, Span};

pub use limits::{MAX_DEPTH, MAX_DIGITS, MAX_NESTING, MAX_TEXT};
pub use vocabulary::Parsed;
pub(crate) use vocabulary::{Syntax, Vocabulary};

pub use signature::{Condition, Parameter};
pub(crate) use signature::{Signature, Signatures};

pub(super) use names::{is_identifier, reserved, shorten};

/// Reads a text.
///
/// # Errors
/// Codes `W0101` to `W0118`, `W0120` and `W0121` of the table in the [module documentation](self).
pub(crate) fn read(text: &str, vocabulary: &Vocabulary<'_>, syntax: Syntax) -> Result<Parsed> {
    if text.len() > MAX_TEXT {
        return Err(Diagnostic::budget(
            ErrorCode::W0102,
            format!("the text has {} bytes; the limit is {MAX_TEXT}", text.len()),
        )
        .help("name repeated parts by a catalogue function or shorten the expression"));
    }
    let lexemes = lexer::lex(text, syntax == Syntax::Pattern)?;
    if lexemes.is_empty() {
        return Err(
            Diagnostic::input(ErrorCode::W0101, "the expression is empty")
                .at(Some(Span::new(0, text.len())))
                .help("write a function of x, for instance `sigmoid` or `x/(1 + exp(-x))`"),
        );
    }
    grammar::Reader::new(text, lexemes, *vocabulary, syntax).whole()
}
