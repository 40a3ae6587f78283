//! Text to tokens, each with its byte span.
//!
//! The tokens are recognised with winnow's combinators. Everything that the grammar cannot start a
//! token with ends here, with a remedy for the characters that people really paste.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Zero};
use winnow::ascii::{digit0, digit1};
use winnow::combinator::{alt, opt, preceded};
use winnow::error::EmptyError;
use winnow::token::{one_of, take_while};
use winnow::{LocatingSlice, Parser};
use wronski_diagnostic::ErrorCode;

use super::limits::MAX_DIGITS;
use super::lookalike::remedy;
use crate::Relation;
use wronski_diagnostic::{Diagnostic, Result, Span};

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// An unsigned exact number.
    Number(BigRational),
    /// A name, possibly qualified (`torch::gelu`).
    Name(String),
    /// A metavariable with its question mark (`?a`).
    Meta(String),
    Plus,
    Minus,
    Star,
    Slash,
    Caret,
    Open,
    Close,
    Comma,
    Compare(Relation),
}

/// A token and its place.
#[derive(Clone, Debug)]
pub(super) struct Lexeme {
    pub token: Token,
    pub span: Span,
}

enum Raw<'a> {
    Number(&'a str),
    Name(&'a str),
    Meta(&'a str),
    Sign(&'a str),
}

type Input<'a> = LocatingSlice<&'a str>;
type Lexed<T> = std::result::Result<T, EmptyError>;

fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn name<'a>(input: &mut Input<'a>) -> Lexed<&'a str> {
    (one_of(is_name_start), take_while(0.., is_name_part))
        .take()
        .parse_next(input)
}

fn qualified<'a>(input: &mut Input<'a>) -> Lexed<&'a str> {
    (name, opt(preceded("::", name))).take().parse_next(input)
}

fn number<'a>(input: &mut Input<'a>) -> Lexed<&'a str> {
    let mantissa = alt(((digit1, opt(('.', digit0))).void(), ('.', digit1).void()));
    let exponent = (one_of(['e', 'E']), opt(one_of(['+', '-'])), digit1).void();
    (mantissa, opt(exponent)).take().parse_next(input)
}

fn raw<'a>(input: &mut Input<'a>) -> Lexed<Raw<'a>> {
    alt((
        number.map(Raw::Number),
        qualified.map(Raw::Name),
        ('?', name).take().map(Raw::Meta),
        alt((
            alt(("**", "<=", ">=")),
            one_of(['+', '-', '*', '/', '^', '(', ')', ',', '<', '>']).take(),
        ))
        .map(Raw::Sign),
    ))
    .parse_next(input)
}

fn blank(input: &mut Input<'_>) -> Lexed<()> {
    take_while(0.., [' ', '\t', '\r', '\n'])
        .void()
        .parse_next(input)
}

/// Splits the text into tokens.
///
/// # Errors
/// `W0106` and `W0107` for characters that cannot stand anywhere, `W0113` and `W0114` for numbers.
pub(super) fn lex(text: &str, metavariables: bool) -> Result<Vec<Lexeme>> {
    let mut input = LocatingSlice::new(text);
    let mut out: Vec<Lexeme> = Vec::new();
    loop {
        let Ok(()) = blank(&mut input) else {
            return Err(Diagnostic::internal("the blank lexer failed"));
        };
        if input.is_empty() {
            return Ok(out);
        }
        let at = text.len() - input.len();
        let rest = &text[at..];
        let Ok((token, range)) = raw.with_span().parse_next(&mut input) else {
            let after_name = matches!(out.last(), Some(l) if l.span.end == at && matches!(l.token, Token::Name(_)));
            let d = stray(rest, at, metavariables);
            return Err(if after_name && rest.starts_with('.') {
                d.help("functions stand alone, as in exp(x), or with a framework, as in torch::silu(x)")
            } else {
                d
            });
        };
        let span = Span::new(range.start, range.end);
        let token = match token {
            Raw::Number(digits) => {
                if text[range.end..].starts_with('.') {
                    return Err(Diagnostic::input(
                        ErrorCode::W0113,
                        "a number has two decimal points",
                    )
                    .at(Some(Span::new(range.start, range.end + 1)))
                    .label("two decimal points")
                    .help("write one number such as 0.5, or separate the numbers by an operator"));
                }
                Token::Number(exact(digits, span)?)
            }
            Raw::Name(s) => Token::Name(s.to_owned()),
            Raw::Meta(s) if metavariables => Token::Meta(s.to_owned()),
            Raw::Meta(_) => return Err(stray(rest, at, metavariables)),
            Raw::Sign(s) => match s {
                "**" | "^" => Token::Caret,
                "<=" => Token::Compare(Relation::LessEqual),
                ">=" => Token::Compare(Relation::GreaterEqual),
                "<" => Token::Compare(Relation::Less),
                ">" => Token::Compare(Relation::Greater),
                "+" => Token::Plus,
                "-" => Token::Minus,
                "*" => Token::Star,
                "/" => Token::Slash,
                "(" => Token::Open,
                ")" => Token::Close,
                _ => Token::Comma,
            },
        };
        out.push(Lexeme { token, span });
    }
}

/// The largest exponent (in absolute value) of scientific notation.
const MAX_EXPONENT: u32 = 1000;

/// The exact value of a decimal literal.
fn exact(literal: &str, span: Span) -> Result<BigRational> {
    let (mantissa, exponent) = match literal.find(['e', 'E']) {
        Some(i) => (&literal[..i], &literal[i + 1..]),
        None => (literal, ""),
    };
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if digits.len() > MAX_DIGITS {
        return Err(Diagnostic::budget(
            ErrorCode::W0114,
            format!(
                "a number has {} digits; the limit is {MAX_DIGITS}",
                digits.len()
            ),
        )
        .at(Some(span))
        .label("too many digits")
        .help("declare it as a symbolic parameter (`--param c`) if its value does not matter"));
    }
    let fraction = mantissa.find('.').map_or(0, |i| mantissa.len() - i - 1);
    let negative = exponent.starts_with('-');
    let magnitude = exponent
        .trim_start_matches(['+', '-'])
        .trim_start_matches('0');
    let power = if magnitude.is_empty() {
        0
    } else {
        match magnitude.parse::<u32>() {
            Ok(p) if p <= MAX_EXPONENT => p,
            _ => {
                return Err(Diagnostic::budget(
                    ErrorCode::W0114,
                    format!("the exponent of a number exceeds the limit {MAX_EXPONENT}"),
                )
                .at(Some(span))
                .label("exponent too large")
                .help("write the power out, as in 10^2000, if it is really meant"));
            }
        }
    };
    let Ok(value) = digits.parse::<BigInt>() else {
        return Err(Diagnostic::input(ErrorCode::W0113, "this is not a number").at(Some(span)));
    };
    // value * 10^(+-power) / 10^fraction
    let Ok(scale) = u32::try_from(fraction) else {
        return Err(Diagnostic::internal("a literal longer than its limit"));
    };
    let ten = |p: u32| BigInt::from(10).pow(p);
    let (mut num, mut den) = (value, ten(scale));
    if negative {
        den *= ten(power);
    } else {
        num *= ten(power);
    }
    let value = reduced(num, den);
    if too_long(value.numer()) || too_long(value.denom()) {
        return Err(Diagnostic::budget(
            ErrorCode::W0114,
            format!("the exact value of a number has more digits than the limit {MAX_DIGITS}"),
        )
        .at(Some(span))
        .label("too many digits")
        .help("use fewer digits or a smaller exponent"));
    }
    Ok(value)
}

/// Has the number more than [`MAX_DIGITS`] decimal digits? (Then its print would not be read.)
pub(super) fn too_long(n: &BigInt) -> bool {
    // A number of b bits has at least (b - 1)*0.30102 and at most b*0.30103 + 1 digits.
    let limit = MAX_DIGITS as u64 * 100_000;
    let bits = n.bits();
    if bits * 30_103 + 100_000 <= limit {
        return false;
    }
    bits.saturating_sub(1) * 30_102 > limit || n.magnitude().to_string().len() > MAX_DIGITS
}

/// The greatest common divisor by remainders: cheap when one number is short, which the binary
/// algorithm of num-bigint is not.
pub(super) fn gcd(a: &BigInt, b: &BigInt) -> BigInt {
    let (mut a, mut b) = (a.clone(), b.clone());
    while !b.is_zero() {
        let r = &a % &b;
        a = b;
        b = r;
    }
    BigInt::from(a.magnitude().clone())
}

/// `num/den` in lowest terms, `den` positive.
fn reduced(num: BigInt, den: BigInt) -> BigRational {
    let g = gcd(&num, &den);
    if g.is_one() {
        BigRational::new_raw(num, den)
    } else {
        BigRational::new_raw(num / &g, den / g)
    }
}

/// The diagnostic for text that starts with no token.
fn stray(rest: &str, at: usize, metavariables: bool) -> Diagnostic {
    let Some(c) = rest.chars().next() else {
        return Diagnostic::internal("no character where one was read");
    };
    let span = Some(Span::new(at, at + c.len_utf8()));
    if !c.is_ascii() {
        let (name, help) = remedy(c);
        let shown = if c.is_control() || c.is_whitespace() || name.contains("ZERO WIDTH") {
            format!("U+{:04X} {name}", u32::from(c))
        } else {
            format!("`{c}` (U+{:04X} {name})", u32::from(c))
        };
        return Diagnostic::input(
            ErrorCode::W0107,
            format!("the character {shown} is not ASCII"),
        )
        .at(span)
        .label("not ASCII")
        .help(help);
    }
    let help = match c {
        '[' | ']' | '{' | '}' => "group with parentheses: ( and )",
        '=' => {
            "an activation is one expression in x, without an equals sign; comparisons are < <= > >= inside where(...)"
        }
        '|' => "write the absolute value as abs(...)",
        '\'' => "write the derivative as diff(...)",
        '"' | '`' => "remove the quotation mark",
        '\\' | '$' => "LaTeX is not read: write exp(x), x^2, a/b",
        '.' => "a decimal needs a digit, as in 0.5 or .5",
        '!' => "factorials are not in the grammar: write the number out",
        '%' => "write a percentage as a fraction, as in 1/100",
        ':' => "a framework is named with two colons, as in torch::gelu",
        ';' => "arguments are separated by commas",
        '?' if !metavariables => "metavariables such as ?a belong into rewrite rules only",
        _ => "remove it; the grammar has numbers, x, names, + - * / ^ and parentheses",
    };
    let shown = if c.is_ascii_control() {
        format!("U+{:04X} (a control character)", u32::from(c))
    } else {
        format!("`{c}`")
    };
    Diagnostic::input(ErrorCode::W0106, format!("unexpected character {shown}"))
        .at(span)
        .label("unexpected")
        .help(help)
}
