//! LaTeX for people. Not read back; parentheses follow the same levels as the text printer's.

use num_rational::BigRational;
use num_traits::Signed;

use super::{Expr, Func, Node, Relation};

const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const UNARY: u8 = 3;
const POWER: u8 = 4;
const ATOM: u8 = 5;

enum Piece<'a> {
    Text(String),
    Tree(&'a Expr, u8),
}

fn level(node: &Node) -> u8 {
    match node {
        Node::Num(q) if q.is_negative() => UNARY,
        // \frac holds itself together, but not under an exponent.
        Node::Num(q) if !q.is_integer() => POWER,
        Node::Div(..) | Node::Func(Func::Exp, _) => POWER,
        Node::Add(..) | Node::Sub(..) => SUM,
        Node::Mul(..) => PRODUCT,
        Node::Neg(_) => UNARY,
        Node::Pow(..) => POWER,
        _ => ATOM,
    }
}

fn number(q: &BigRational) -> String {
    if q.is_integer() {
        return q.to_string();
    }
    let sign = if q.is_negative() { "-" } else { "" };
    format!("{sign}\\frac{{{}}}{{{}}}", q.numer().abs(), q.denom())
}

/// A name in roman type, with its underscores made printable.
fn operator(name: &str) -> String {
    format!("\\operatorname{{{}}}", name.replace('_', "\\_"))
}

fn parameter(name: &str) -> String {
    const GREEK: [&str; 23] = [
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
        "rho",
        "sigma",
        "tau",
        "upsilon",
        "phi",
        "chi",
        "psi",
        "omega",
        "varepsilon",
    ];
    if GREEK.contains(&name) {
        format!("\\{name}")
    } else if name.chars().count() == 1 {
        name.to_owned()
    } else {
        format!("\\mathit{{{}}}", name.replace('_', "\\_"))
    }
}

/// The expression as LaTeX (math mode, without delimiters).
///
/// ```
/// use wronski_expr::{latex, parse, Parameters};
/// let e = parse("x/(1 + exp(-x))", &Parameters::new())?.expr;
/// assert_eq!(latex(&e), r"\frac{x}{1 + e^{-x}}");
/// # Ok::<(), wronski_diagnostic::Diagnostic>(())
/// ```
pub fn latex(expr: &Expr) -> String {
    use Piece::{Text, Tree};
    let t = |s: &str| Text(s.to_owned());
    let mut out = String::new();
    let mut todo = vec![Tree(expr, 0)];
    while let Some(piece) = todo.pop() {
        let (expr, place) = match piece {
            Text(s) => {
                out.push_str(&s);
                continue;
            }
            Tree(expr, place) => (expr, place),
        };
        let parts = match expr.node() {
            Node::Num(q) => vec![Text(number(q))],
            Node::Pi => vec![t("\\pi")],
            Node::E => vec![t("e")],
            Node::Var => vec![t("x")],
            Node::Param(name) => vec![Text(parameter(name))],
            Node::Neg(a) => vec![t("-"), Tree(a, UNARY)],
            Node::Add(a, b) => vec![Tree(a, SUM), t(" + "), Tree(b, PRODUCT)],
            Node::Sub(a, b) => vec![Tree(a, SUM), t(" - "), Tree(b, PRODUCT)],
            Node::Mul(a, b) => {
                let digit = matches!(b.node(), Node::Num(_));
                let times = if digit { " \\cdot " } else { " \\, " };
                vec![Tree(a, PRODUCT), t(times), Tree(b, POWER)]
            }
            Node::Div(a, b) => vec![t("\\frac{"), Tree(a, 0), t("}{"), Tree(b, 0), t("}")],
            Node::Pow(a, b) => vec![Tree(a, ATOM), t("^{"), Tree(b, 0), t("}")],
            Node::Func(func, a) => match func {
                Func::Exp => vec![t("e^{"), Tree(a, 0), t("}")],
                Func::Sqrt => vec![t("\\sqrt{"), Tree(a, 0), t("}")],
                Func::Cbrt => vec![t("\\sqrt[3]{"), Tree(a, 0), t("}")],
                Func::Abs => vec![t("\\left|"), Tree(a, 0), t("\\right|")],
                _ => {
                    let name = match func {
                        Func::Atan => "\\arctan".to_owned(),
                        Func::Erf | Func::Erfc | Func::Asinh => operator(func.name()),
                        _ => format!("\\{}", func.name()),
                    };
                    vec![Text(name), t("\\left("), Tree(a, 0), t("\\right)")]
                }
            },
            Node::Named(name, args) => list(operator(name), args.iter()),
            Node::Max(a, b) => list("\\max".to_owned(), [a, b].into_iter()),
            Node::Min(a, b) => list("\\min".to_owned(), [a, b].into_iter()),
            Node::Diff(a) => vec![t("\\frac{d}{dx}\\left("), Tree(a, 0), t("\\right)")],
            Node::Compose(a, b) => vec![
                t("\\left("),
                Tree(a, 0),
                t("\\right)\\big|_{x = "),
                Tree(b, 0),
                t("}"),
            ],
            Node::Where(rel, [a, b, p, q]) => {
                let sign = match rel {
                    Relation::Less => " < ",
                    Relation::LessEqual => " \\le ",
                    Relation::Greater => " > ",
                    Relation::GreaterEqual => " \\ge ",
                };
                vec![
                    t("\\begin{cases} "),
                    Tree(p, 0),
                    t(" & "),
                    Tree(a, 0),
                    t(sign),
                    Tree(b, 0),
                    t(" \\\\ "),
                    Tree(q, 0),
                    t(" & \\text{otherwise} \\end{cases}"),
                ]
            }
        };
        let wrap = level(expr.node()) < place;
        if wrap {
            todo.push(t("\\right)"));
        }
        todo.extend(parts.into_iter().rev());
        if wrap {
            todo.push(t("\\left("));
        }
    }
    out
}

fn list<'a>(name: String, args: impl Iterator<Item = &'a Expr>) -> Vec<Piece<'a>> {
    let mut parts = vec![Piece::Text(name), Piece::Text("\\left(".to_owned())];
    for (i, a) in args.enumerate() {
        if i > 0 {
            parts.push(Piece::Text(", ".to_owned()));
        }
        parts.push(Piece::Tree(a, 0));
    }
    parts.push(Piece::Text("\\right)".to_owned()));
    parts
}
