//! Formulas as trees, between the expressions of the program and the notations of the formats.

use num_rational::BigRational;
use num_traits::Signed;

use super::functions::{Notation, elementary};
use wronski_expr::{Expr, Node, Parameters, Precedence, Relation, parse};

/// A formula. Operators are Unicode characters; names are plain (`lambda`), the printers know the Greek letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Math {
    /// Digits.
    Number(String),
    /// An italic name, such as `x` or `sigma`.
    Name(String),
    /// An upright name, such as `erf`.
    Upright(String),
    /// An operator or sign.
    Operator(char),
    /// Words in a formula.
    Words(String),
    /// One after the other.
    Row(Vec<Math>),
    /// Numerator and denominator.
    Fraction(Box<Math>, Box<Math>),
    /// Base and exponent.
    Power(Box<Math>, Box<Math>),
    /// Base and index.
    Index(Box<Math>, Box<Math>),
    /// The derivative of that order, by primes.
    Primes(Box<Math>, u32),
    /// The root of that degree.
    Root(Box<Math>, u32),
    /// Something between two delimiters out of `( ) [ ] | { }`.
    Fenced(char, Box<Math>, char),
    /// A sum over an index.
    Sum(Box<Math>),
    /// Value and condition, one pair a line.
    Cases(Vec<(Math, Math)>),
}

/// Greek letters by their names in formulas.
pub(super) const GREEK: [(&str, char); 24] = [
    ("alpha", 'α'),
    ("beta", 'β'),
    ("gamma", 'γ'),
    ("delta", 'δ'),
    ("Delta", 'Δ'),
    ("epsilon", 'ϵ'),
    ("zeta", 'ζ'),
    ("eta", 'η'),
    ("theta", 'θ'),
    ("iota", 'ι'),
    ("kappa", 'κ'),
    ("lambda", 'λ'),
    ("mu", 'μ'),
    ("nu", 'ν'),
    ("xi", 'ξ'),
    ("pi", 'π'),
    ("rho", 'ρ'),
    ("sigma", 'σ'),
    ("tau", 'τ'),
    ("upsilon", 'υ'),
    ("phi", 'ϕ'),
    ("chi", 'χ'),
    ("psi", 'ψ'),
    ("omega", 'ω'),
];

/// Does it need more height than a letter?
pub(super) fn tall(tree: &Math) -> bool {
    match tree {
        Math::Fraction(..) | Math::Cases(_) | Math::Sum(_) => true,
        Math::Row(parts) => parts.iter().any(tall),
        Math::Power(b, _)
        | Math::Index(b, _)
        | Math::Primes(b, _)
        | Math::Fenced(_, b, _)
        | Math::Root(b, _) => tall(b),
        _ => false,
    }
}

/// What the free names of a text mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names<'a> {
    /// Declared parameters.
    Parameters(&'a [String]),
    /// Those, and the symbols of the tower: `t1`, `u1`, ...
    Tower(&'a [String]),
    /// Those, and `s`, `s1`, `s2`, `S`, `S1`, `S2`, `sigma`, `w1`, ...
    Family(&'a [String]),
}

/// Longer texts are shown verbatim.
const LONGEST: usize = 1500;

/// So are deeper ones.
const DEEPEST: u32 = 200;

/// Reads text in the grammar of expressions; `None` if it is none, or too long to be read as a formula.
pub(super) fn read(text: &str, names: Names) -> Option<Expr> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let (declared, symbols): (&[String], &[&str]) = match names {
        Names::Parameters(p) => (p, &[]),
        Names::Tower(p) => (p, &["t", "u"]),
        Names::Family(p) => (
            p,
            &["s", "s1", "s2", "S", "S1", "S2", "sigma", "t", "u", "f"],
        ),
    };
    let mut parameters = Parameters::new();
    for p in declared {
        parameters.declare(p).ok()?;
    }
    for name in identifiers(text) {
        // A letter gets underscores where a parameter has its name.
        let letter = name.trim_end_matches('_');
        let stem = letter.trim_end_matches(|c: char| c.is_ascii_digit());
        let numbered = stem.len() < letter.len() && stem.len() == 1;
        let known = symbols.contains(&letter) || (numbered && symbols.contains(&stem));
        if known && parameters.get(&name).is_none() {
            parameters.declare(&name).ok()?;
        }
    }
    let expr = parse(text, &parameters).ok()?.expr;
    (expr.depth() <= DEEPEST).then_some(expr)
}

fn identifiers(text: &str) -> Vec<String> {
    let mut all: Vec<String> = text
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|w| w.starts_with(|c: char| c.is_ascii_alphabetic()))
        .map(str::to_string)
        .collect();
    all.sort();
    all.dedup();
    all
}

/// An exponential with a deeper exponent is written `exp(...)`.
const EXPONENT: u32 = 6;

/// Fractions and exponentials hold themselves together, but not under an exponent.
fn level(node: &Node) -> Precedence {
    match node {
        Node::Num(q) if q.is_negative() => Precedence::Unary,
        Node::Num(q) if !q.is_integer() => Precedence::Power,
        Node::Div(..) => Precedence::Power,
        Node::Func(f, a)
            if elementary(*f).notation == Notation::Exponential && a.depth() <= EXPONENT =>
        {
            Precedence::Power
        }
        _ => Precedence::of(node),
    }
}

/// An italic name.
pub(super) fn name(text: &str) -> Math {
    Math::Name(text.into())
}

/// One after the other.
pub(super) fn row(parts: impl IntoIterator<Item = Math>) -> Math {
    Math::Row(parts.into_iter().collect())
}

/// An operator.
pub(super) fn op(c: char) -> Math {
    Math::Operator(c)
}

/// `base_index`.
pub(super) fn sub(base: Math, index: Math) -> Math {
    Math::Index(Box::new(base), Box::new(index))
}

/// In round parentheses.
pub(super) fn paren(inner: Math) -> Math {
    Math::Fenced('(', Box::new(inner), ')')
}

/// Digits.
pub(super) fn digits(text: impl std::fmt::Display) -> Math {
    Math::Number(text.to_string())
}

fn rational(q: &BigRational) -> Math {
    let size = if q.is_integer() {
        digits(q.numer().abs())
    } else {
        Math::Fraction(
            Box::new(digits(q.numer().abs())),
            Box::new(digits(q.denom())),
        )
    };
    if q.is_negative() {
        row([op('−'), size])
    } else {
        size
    }
}

fn parameter(text: &str, names: Names) -> Math {
    let declared = match names {
        Names::Parameters(p) | Names::Tower(p) | Names::Family(p) => p,
    };
    if declared.iter().any(|p| p == text) {
        return name(text);
    }
    match text.trim_end_matches('_') {
        "s" => return name("sigma"),
        "s1" => return Math::Primes(Box::new(name("sigma")), 1),
        "s2" => return Math::Primes(Box::new(name("sigma")), 2),
        _ => {}
    }
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.len() == 1 && stem.len() < text.len() {
        return sub(name(stem), digits(&text[stem.len()..]));
    }
    name(text)
}

fn call(head: Math, args: impl IntoIterator<Item = Math>) -> Math {
    let mut inner = vec![];
    for (i, a) in args.into_iter().enumerate() {
        if i > 0 {
            inner.push(op(','));
        }
        inner.push(a);
    }
    row([head, op('\u{2061}'), paren(Math::Row(inner))])
}

/// The expression as a formula.
pub(super) fn typeset(expr: &Expr, names: Names) -> Math {
    at(expr, Precedence::Any, names)
}

fn at(expr: &Expr, place: Precedence, names: Names) -> Math {
    let go = |e: &Expr, p: Precedence| at(e, p, names);
    let boxed = |e: &Expr| Box::new(at(e, Precedence::Any, names));
    let tree = match expr.node() {
        Node::Num(q) => rational(q),
        Node::Pi => name("pi"),
        Node::E => name("e"),
        Node::Var => name("x"),
        Node::Symbol(s) => parameter(s.name(), names),
        // A sign before a product needs no parentheses.
        Node::Neg(a) => row([op('−'), go(a, Precedence::Product)]),
        Node::Add(a, b) => row([go(a, Precedence::Sum), op('+'), go(b, Precedence::Product)]),
        Node::Sub(a, b) => row([go(a, Precedence::Sum), op('−'), go(b, Precedence::Product)]),
        Node::Mul(a, b) => {
            let digit = match b.node() {
                Node::Num(_) => true,
                Node::Pow(base, _) | Node::Div(base, _) => matches!(base.node(), Node::Num(_)),
                _ => false,
            };
            let times = if digit { '·' } else { '\u{2062}' };
            row([
                go(a, Precedence::Product),
                op(times),
                go(b, Precedence::Power),
            ])
        }
        Node::Div(a, b) => Math::Fraction(boxed(a), boxed(b)),
        Node::Pow(a, b) => Math::Power(Box::new(go(a, Precedence::Atom)), boxed(b)),
        Node::Func(f, a) => match elementary(*f).notation {
            Notation::Exponential if a.depth() <= EXPONENT => {
                Math::Power(Box::new(name("e")), boxed(a))
            }
            Notation::Root(degree) => Math::Root(boxed(a), degree),
            Notation::Bars => Math::Fenced('|', boxed(a), '|'),
            Notation::Exponential => call(Math::Upright(f.name().into()), [go(a, Precedence::Any)]),
            Notation::Name(head) => call(Math::Upright(head.into()), [go(a, Precedence::Any)]),
        },
        Node::Named(n, args) => call(
            Math::Upright(n.to_string()),
            args.iter().map(|a| go(a, Precedence::Any)),
        ),
        Node::Max(a, b) => call(
            Math::Upright("max".into()),
            [go(a, Precedence::Any), go(b, Precedence::Any)],
        ),
        Node::Min(a, b) => call(
            Math::Upright("min".into()),
            [go(a, Precedence::Any), go(b, Precedence::Any)],
        ),
        Node::Diff(a) => derivative(a, 1, names),
        Node::Compose(a, b) => row([
            paren(at(a, Precedence::Any, names)),
            op('∘'),
            paren(at(b, Precedence::Any, names)),
        ]),
        Node::Where(relation, [a, b, p, q]) => {
            let sign = match relation {
                Relation::Less => '<',
                Relation::LessEqual => '≤',
                Relation::Greater => '>',
                Relation::GreaterEqual => '≥',
            };
            Math::Cases(vec![
                (
                    go(p, Precedence::Any),
                    row([go(a, Precedence::Any), op(sign), go(b, Precedence::Any)]),
                ),
                (go(q, Precedence::Any), Math::Words("otherwise".into())),
            ])
        }
    };
    if level(expr.node()) < place {
        paren(tree)
    } else {
        tree
    }
}

/// The derivative of that order, and of what lies below further `diff`.
fn derivative(of: &Expr, order: u32, names: Names) -> Math {
    match of.node() {
        Node::Diff(inner) => derivative(inner, order + 1, names),
        Node::Symbol(_) => Math::Primes(Box::new(at(of, Precedence::Atom, names)), order),
        _ => Math::Primes(Box::new(paren(at(of, Precedence::Any, names))), order),
    }
}

/// `sum coefficients[j] * members[j]` as an expression without its zero terms, and the same as text; `None` if a text
/// cannot be read, or all coefficients are 0.
pub(super) fn combination(
    coefficients: &[String],
    members: &[String],
    names: Names,
) -> Option<Expr> {
    let mut sum: Option<Expr> = None;
    for (c, f) in coefficients.iter().zip(members) {
        let c = read(c, names)?;
        if c.is_zero_literal() {
            continue;
        }
        let f = read(f, names)?;
        let (negative, size) = match c.node() {
            Node::Num(q) if q.is_negative() => (true, Expr::num(-q)),
            Node::Neg(a) => (true, a.clone()),
            _ => (false, c.clone()),
        };
        let term = if size.is_one_literal() {
            f
        } else if f.is_one_literal() {
            size
        } else {
            times(size, &f)
        };
        sum = Some(match (sum, negative) {
            (None, false) => term,
            (None, true) => -term,
            (Some(s), false) => s + term,
            (Some(s), true) => s - term,
        });
    }
    sum
}

/// The product, written from left to right without parentheses.
fn times(factor: Expr, product: &Expr) -> Expr {
    match product.node() {
        Node::Mul(a, b) => times(factor, a) * b.clone(),
        _ => factor * product.clone(),
    }
}
