//! Text that parses back to the same tree, with no parentheses that the grammar does not need.
//!
//! One thing is lost: the parser reads quotients and negatives of literals as literals. [`Exact`] keeps them apart,
//! by parentheses that [`parse_exact`](super::parse_exact) understands: `-(3)` is the negative of the literal 3, and
//! `1/(3)` a quotient.
//!
//! The printer keeps its own stack, so a deep tree cannot exhaust the thread's.

use std::fmt;
use wronski_diagnostic::interruption;

use super::precedence::Precedence;
use super::{Expr, Node};

/// What remains to be written.
enum Piece<'a> {
    Text(&'a str),
    /// An expression in a place that takes this level or a tighter one.
    Tree(&'a Expr, Precedence),
}

fn call<'a>(name: &'a str, args: &[&'a Expr]) -> Vec<Piece<'a>> {
    let mut out = vec![Piece::Text(name), Piece::Text("(")];
    for (i, arg) in args.iter().enumerate() {
        if i > 0 {
            out.push(Piece::Text(", "));
        }
        out.push(Piece::Tree(arg, Precedence::Any));
    }
    out.push(Piece::Text(")"));
    out
}

/// An expression as text from which [`parse_exact`](super::parse_exact) makes the very same tree.
///
/// ```
/// use wronski_expr::{Exact, Expr, Parameters, parse_exact};
/// let e = -(Expr::int(1) / Expr::int(2));
/// assert_eq!(Exact(&e).to_string(), "-(1/(2))");
/// assert_eq!(parse_exact("-(1/(2))", &Parameters::new())?, e);
/// # Ok::<(), wronski_diagnostic::Diagnostic>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Exact<'a>(pub &'a Expr);

impl fmt::Display for Exact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self.0, true, f)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_tree(self, false, f)
    }
}

/// The place of the last operand of a negative or a quotient: a literal is kept apart from what is before it if the
/// text is exact.
fn last(exact: bool, before: Option<&Expr>, operand: &Expr) -> Precedence {
    let literals = operand.as_num().is_some() && before.is_none_or(|b| b.as_num().is_some());
    if exact && literals {
        Precedence::Closed
    } else {
        Precedence::Unary
    }
}

fn write_tree(whole: &Expr, exact: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    use Piece::{Text, Tree};
    let mut todo = vec![Tree(whole, Precedence::Any)];
    while let Some(piece) = todo.pop() {
        interruption::point();
        let (expr, place) = match piece {
            Text(s) => {
                f.write_str(s)?;
                continue;
            }
            Tree(expr, place) => (expr, place),
        };
        let parts = match expr.node() {
            Node::Num(q) => {
                let own = Precedence::of(expr.node());
                if own < place {
                    write!(f, "({q})")?;
                } else {
                    write!(f, "{q}")?;
                }
                continue;
            }
            Node::Pi => vec![Text("pi")],
            Node::E => vec![Text("e")],
            Node::Var => vec![Text("x")],
            Node::Symbol(s) => vec![Text(s.name())],
            Node::Neg(a) => vec![Text("-"), Tree(a, last(exact, None, a))],
            Node::Add(a, b) => vec![
                Tree(a, Precedence::Sum),
                Text(" + "),
                Tree(b, Precedence::Product),
            ],
            Node::Sub(a, b) => vec![
                Tree(a, Precedence::Sum),
                Text(" - "),
                Tree(b, Precedence::Product),
            ],
            Node::Mul(a, b) => vec![
                Tree(a, Precedence::Product),
                Text("*"),
                Tree(b, Precedence::Unary),
            ],
            Node::Div(a, b) => {
                vec![
                    Tree(a, Precedence::Product),
                    Text("/"),
                    Tree(b, last(exact, Some(a), b)),
                ]
            }
            Node::Pow(a, b) => vec![
                Tree(a, Precedence::Atom),
                Text("^"),
                Tree(b, Precedence::Unary),
            ],
            Node::Func(func, a) => call(func.name(), &[a]),
            Node::Named(name, args) => call(name, &args.iter().collect::<Vec<_>>()),
            Node::Diff(a) => call("diff", &[a]),
            Node::Compose(a, b) => call("compose", &[a, b]),
            Node::Max(a, b) => call("max", &[a, b]),
            Node::Min(a, b) => call("min", &[a, b]),
            Node::Where(rel, [a, b, p, q]) => vec![
                Text("where("),
                Tree(a, Precedence::Any),
                Text(" "),
                Text(rel.symbol()),
                Text(" "),
                Tree(b, Precedence::Any),
                Text(", "),
                Tree(p, Precedence::Any),
                Text(", "),
                Tree(q, Precedence::Any),
                Text(")"),
            ],
        };
        if Precedence::of(expr.node()) < place {
            todo.push(Text(")"));
            todo.extend(parts.into_iter().rev());
            todo.push(Text("("));
        } else {
            todo.extend(parts.into_iter().rev());
        }
    }
    Ok(())
}
