//! Numbers as the parser reads them.

use std::collections::BTreeMap;

use num_traits::Zero;

use super::measure::postorder;
use super::{Expr, Node};

/// The expression with quotients and negatives of literals as single literals, which is how the parser reads
/// the text of it.
///
/// ```
/// use wronski_expr::{Expr, Parameters, fold_literals, parse};
/// let half = Expr::int(1) / Expr::int(2);
/// let e = half * -(Expr::int(3)) * Expr::x();
/// let read = parse(&fold_literals(&e).to_string(), &Parameters::new())?.expr;
/// assert_eq!(fold_literals(&e), read);
/// # Ok::<(), wronski_diagnostic::Diagnostic>(())
/// ```
pub fn fold_literals(expr: &Expr) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    for e in postorder(expr) {
        let old = e.node().children();
        let new: Vec<Expr> = old
            .iter()
            .map(|c| memo.get(&c.id()).cloned().unwrap_or_else(|| (*c).clone()))
            .collect();
        let literal = match (e.node(), new.as_slice()) {
            (Node::Neg(_), [a]) => a.as_num().map(|q| -q.clone()),
            (Node::Div(..), [a, b]) => match (a.as_num(), b.as_num()) {
                (Some(a), Some(b)) if !b.is_zero() => Some(a / b),
                _ => None,
            },
            _ => None,
        };
        let folded = match literal {
            Some(q) => Expr::num(q),
            None if old.iter().zip(&new).all(|(o, n)| o.id() == n.id()) => e.clone(),
            None => Expr::new(e.node().with_children(new)),
        };
        memo.insert(e.id(), folded);
    }
    memo.remove(&expr.id()).unwrap_or_else(|| expr.clone())
}
