//! Formulas in the notation of typst.

use crate::math::{GREEK, Math};

/// Deeper formulas are written as text: typst refuses sources nested beyond 256.
const DEEPEST: usize = 60;

/// A text as a string literal of what is printed for it.
pub(super) type Literal<'a> = &'a dyn Fn(&str) -> String;

/// The content of an equation; `None` if the formula is too deep.
pub(super) fn formula(tree: &Math, literal: Literal) -> Option<String> {
    if depth(tree) > DEEPEST {
        return None;
    }
    let mut out = String::new();
    write(tree, literal, &mut out);
    Some(out)
}

fn depth(tree: &Math) -> usize {
    let below = match tree {
        Math::Row(parts) => parts.iter().map(depth).max(),
        Math::Fraction(a, b) | Math::Power(a, b) | Math::Index(a, b) => {
            Some(depth(a).max(depth(b)))
        }
        Math::Primes(a, _) | Math::Root(a, _) | Math::Fenced(_, a, _) | Math::Sum(a) => {
            Some(depth(a))
        }
        Math::Cases(lines) => lines.iter().map(|(a, b)| depth(a).max(depth(b))).max(),
        Math::Number(_) | Math::Name(_) | Math::Upright(_) | Math::Operator(_) | Math::Words(_) => {
            None
        }
    };
    1 + below.map_or(0, |d| d)
}

fn delimiter(c: char, left: bool) -> &'static str {
    match (c, left) {
        ('|', _) => "bar.v",
        ('{', _) => "brace.l",
        ('}', _) => "brace.r",
        ('[', _) => "bracket.l",
        (']', _) => "bracket.r",
        (_, true) => "paren.l",
        (_, false) => "paren.r",
    }
}

fn call(head: &str, arguments: &[&Math], literal: Literal, out: &mut String) {
    out.push_str(head);
    out.push('(');
    for (i, a) in arguments.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        write(a, literal, out);
    }
    out.push_str(") ");
}

/// Everything ends with a space, so that no two pieces grow together; text from outside stands in string literals
/// alone.
fn write(tree: &Math, literal: Literal, out: &mut String) {
    match tree {
        Math::Number(n) if n.chars().all(|c| c.is_ascii_digit()) && !n.is_empty() => {
            out.push_str(n);
            out.push(' ');
        }
        Math::Number(n) | Math::Words(n) => {
            out.push_str(&literal(n));
            out.push(' ');
        }
        Math::Name(n) => {
            match GREEK.iter().find(|(g, _)| g == n) {
                Some((_, c)) => out.push(*c),
                None if n.len() == 1 && n.chars().all(|c| c.is_ascii_alphabetic()) => {
                    out.push_str(n);
                }
                None => out.push_str(&format!("italic({})", literal(n))),
            }
            out.push(' ');
        }
        // As an operator: after upright text a space in the source would be seen.
        Math::Upright(n) => out.push_str(&format!("op({}) ", literal(n))),
        Math::Operator(c) => out.push_str(match c {
            '\u{2062}' => "thin ",
            '\u{2061}' => "",
            '\u{2003}' => "quad ",
            '\u{2009}' => "thick ",
            '−' | '-' => "minus ",
            '+' => "plus ",
            '=' => "eq ",
            '·' => "dot.op ",
            '≤' => "lt.eq ",
            '≥' => "gt.eq ",
            '<' => "lt ",
            '>' => "gt ",
            '∘' => "compose ",
            '≡' => "equiv ",
            '≠' => "eq.not ",
            '∈' => "in ",
            '→' => "arrow.r ",
            '…' => "dots.h ",
            '∞' => "infinity ",
            '∂' => "partial ",
            ',' => "\\, ",
            ':' => "\\: ",
            _ => "space ",
        }),
        Math::Row(parts) => parts.iter().for_each(|p| write(p, literal, out)),
        Math::Fraction(a, b) => call("frac", &[a, b], literal, out),
        Math::Power(a, b) => attached(a, "t", b, literal, out),
        Math::Index(a, b) => attached(a, "b", b, literal, out),
        Math::Primes(a, n) => {
            out.push_str("attach(");
            write(a, literal, out);
            if *n <= 3 {
                out.push_str(&format!(", tr: primes(#{n})) "));
            } else {
                out.push_str(&format!(", tr: lr(paren.l {n} paren.r)) "));
            }
        }
        Math::Root(a, 2) => call("sqrt", &[a], literal, out),
        Math::Root(a, n) => {
            out.push_str(&format!("root({n}, "));
            write(a, literal, out);
            out.push_str(") ");
        }
        Math::Fenced(l, a, r) => {
            out.push_str(&format!("lr({} ", delimiter(*l, true)));
            write(a, literal, out);
            out.push_str(&format!("{}) ", delimiter(*r, false)));
        }
        Math::Sum(under) => {
            out.push_str("attach(sum, b: ");
            write(under, literal, out);
            out.push_str(") ");
        }
        Math::Cases(lines) => {
            out.push_str("cases(");
            for (i, (value, condition)) in lines.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                write(value, literal, out);
                out.push_str("& quad ");
                write(condition, literal, out);
            }
            out.push_str(") ");
        }
    }
}

fn attached(base: &Math, place: &str, script: &Math, literal: Literal, out: &mut String) {
    out.push_str("attach(");
    write(base, literal, out);
    out.push_str(&format!(", {place}: "));
    write(script, literal, out);
    out.push_str(") ");
}
