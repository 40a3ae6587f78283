//! Replacing the variable and parameters; each shared node is visited once.

use std::collections::BTreeMap;

use super::measure::postorder;
use super::{Expr, Node, Symbol};

/// The expression with `x` replaced. Under a derivative and in the first argument of `compose` the
/// variable is bound: `diff(f)` becomes `compose(diff(f), g)`.
pub fn substitute(expr: &Expr, x: &Expr) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    let order = postorder(expr);
    for e in &order {
        let of = |c: &Expr| memo.get(&c.id()).cloned().unwrap_or_else(|| c.clone());
        let new = match e.node() {
            Node::Var => x.clone(),
            Node::Diff(_) => e.compose(x),
            Node::Compose(f, g) => Expr::new(Node::Compose(f.clone(), of(g))),
            node => rebuilt(e, node, &of),
        };
        memo.insert(e.id(), new);
    }
    memo.remove(&expr.id()).unwrap_or_else(|| expr.clone())
}

/// The expression with parameters (or metavariables) replaced by name.
pub fn substitute_parameters(expr: &Expr, values: &BTreeMap<String, Expr>) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    let order = postorder(expr);
    for e in &order {
        let of = |c: &Expr| memo.get(&c.id()).cloned().unwrap_or_else(|| c.clone());
        let new = match e.node() {
            Node::Symbol(Symbol::Parameter(name) | Symbol::Meta(name)) => {
                values.get(&**name).cloned().unwrap_or_else(|| e.clone())
            }
            node => rebuilt(e, node, &of),
        };
        memo.insert(e.id(), new);
    }
    memo.remove(&expr.id()).unwrap_or_else(|| expr.clone())
}

/// The node with its children mapped; the same shared node if nothing changed.
fn rebuilt(e: &Expr, node: &Node, of: &dyn Fn(&Expr) -> Expr) -> Expr {
    let old = node.children();
    let new: Vec<Expr> = old.iter().map(|c| of(c)).collect();
    if old.iter().zip(&new).all(|(o, n)| o.id() == n.id()) {
        e.clone()
    } else {
        Expr::new(node.with_children(new))
    }
}

/// The same tree without spans, sharing what was shared.
pub(super) fn without_spans(expr: &Expr) -> Expr {
    let mut memo: BTreeMap<usize, Expr> = BTreeMap::new();
    for e in postorder(expr) {
        let of = |c: &Expr| memo.get(&c.id()).cloned().unwrap_or_else(|| c.clone());
        let children = e.node().children().into_iter().map(of).collect();
        memo.insert(e.id(), Expr::new(e.node().with_children(children)));
    }
    memo.remove(&expr.id()).unwrap_or_else(|| expr.clone())
}
