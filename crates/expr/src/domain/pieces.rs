//! Definitions by pieces of which only one piece is ever used.

use super::facts::truth;
use super::{Pieces, piecewise, range};
use crate::{Expr, Func, Node};
use wronski_certificate::TruthValue;

/// For `abs`, `max`, `min` and `where`: the piece that holds on the whole real line, if one is known to.
///
/// Also for `max`, `min`, `where` with several pieces that are one and the same function, such as `where(x > 0, x,
/// x)`. `None` if the pieces change somewhere, if that is not decided, or if the expression is no definition by
/// pieces.
pub fn single_piece(e: &Expr) -> Option<Expr> {
    if let Some(piece) = by_range(e) {
        return Some(piece);
    }
    if !matches!(e.node(), Node::Max(..) | Node::Min(..) | Node::Where(..)) {
        return None;
    }
    match piecewise(e).ok()? {
        Pieces::Known(p) if p.parameter_conditions.is_empty() => match p.pieces.as_slice() {
            [piece] => Some(piece.expr.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The piece that a range decides for.
fn by_range(e: &Expr) -> Option<Expr> {
    match e.node() {
        Node::Func(Func::Abs, a) => match order(a, &Expr::int(0))? {
            Order::AtLeast => Some(a.clone()),
            Order::AtMost => Some(-a.clone()),
        },
        Node::Max(a, b) => match order(a, b)? {
            Order::AtLeast => Some(a.clone()),
            Order::AtMost => Some(b.clone()),
        },
        Node::Min(a, b) => match order(a, b)? {
            Order::AtLeast => Some(b.clone()),
            Order::AtMost => Some(a.clone()),
        },
        Node::Where(relation, [l, r, then, otherwise]) => {
            let difference = range(&(l.clone() - r.clone())).ok()?;
            let piece = match truth(*relation, &difference)? {
                TruthValue::True => then,
                TruthValue::False => otherwise,
            };
            Some(piece.clone())
        }
        _ => None,
    }
}

/// How two functions compare on the whole real line.
enum Order {
    AtLeast,
    AtMost,
}

fn order(a: &Expr, b: &Expr) -> Option<Order> {
    let difference = range(&(a.clone() - b.clone())).ok()?;
    if difference.is_nonnegative() {
        Some(Order::AtLeast)
    } else if difference.is_nonpositive() {
        Some(Order::AtMost)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Parameters, parse};

    #[test]
    fn one_piece_or_none() {
        let e = |t: &str| parse(t, &Parameters::new()).expect("parses").expr;
        assert_eq!(single_piece(&e("max(exp(x), 0)")), Some(e("exp(x)")));
        assert_eq!(single_piece(&e("min(-exp(x), 0)")), Some(e("-exp(x)")));
        assert_eq!(single_piece(&e("abs(1 + x^2)")), Some(e("1 + x^2")));
        assert_eq!(
            single_piece(&e("where(x^2 < 0, x, exp(x))")),
            Some(e("exp(x)"))
        );
        assert_eq!(single_piece(&e("where(x > 0, x*x, x^2)")), Some(e("x^2")));
        assert_eq!(single_piece(&e("max(abs(x)^2, x^2)")), Some(e("(-x)^2")));
        assert_eq!(
            single_piece(&e("where(x >= 0, where(x <= 0, 5, x), x)")),
            None
        );
        for changing in ["max(x, 0)", "abs(x)", "where(x > 0, 1, 2)", "exp(x)"] {
            assert_eq!(single_piece(&e(changing)), None, "{changing}");
        }
    }
}
