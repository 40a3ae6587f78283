//! The rules of the calculus.

use super::Work;
use crate::function::Derivative;
use crate::measure::postorder;
use crate::{Expr, Func, Node, Symbol};
use wronski_diagnostic::ErrorCode;
use wronski_diagnostic::{Diagnostic, Result};

impl Work<'_> {
    /// Is the expanded expression free of `x`? (It has no bound variables.)
    fn is_constant(&self, e: &Expr) -> bool {
        self.arena.is_constant(e)
    }

    /// The derivative of an expanded expression.
    pub(super) fn derivative(&mut self, f: &Expr) -> Result<Expr> {
        for e in postorder(f) {
            if self.derivatives.contains_key(&e.id()) {
                continue;
            }
            let d = self.rule(&e)?;
            self.derivatives.insert(e.id(), d);
        }
        self.known(f)
    }

    fn known(&self, e: &Expr) -> Result<Expr> {
        self.derivatives
            .get(&e.id())
            .cloned()
            .ok_or_else(|| Diagnostic::internal("a derivative is missing"))
    }

    /// One rule of the calculus; the derivatives of the children are known.
    fn rule(&mut self, e: &Expr) -> Result<Expr> {
        if let Node::Symbol(Symbol::Meta(name)) = e.node() {
            return Err(Diagnostic::input(
                ErrorCode::W0124,
                format!("the metavariable `{name}` cannot be differentiated"),
            ));
        }
        // A constant subexpression, whatever it is made of.
        if self.is_constant(e) {
            return self.int(0);
        }
        match e.node() {
            Node::Var => self.int(1),
            Node::Neg(a) => {
                let da = self.known(a)?;
                self.make(Node::Neg(da))
            }
            Node::Add(a, b) => {
                let (da, db) = (self.known(a)?, self.known(b)?);
                self.add(&da, &db)
            }
            Node::Sub(a, b) => {
                let (da, db) = (self.known(a)?, self.known(b)?);
                self.sub(&da, &db)
            }
            Node::Mul(a, b) => self.product_rule(a, b),
            Node::Div(a, b) => self.quotient_rule(a, b),
            Node::Pow(a, b) => self.power_rule(e, a, b),
            Node::Func(f, u) => self.chain_rule(e, *f, u),
            Node::Max(..) | Node::Min(..) | Node::Where(..) => Err(piecewise(match e.node() {
                Node::Max(..) => "max",
                Node::Min(..) => "min",
                _ => "where",
            })),
            _ => Err(Diagnostic::internal(
                "a node that expansion should have removed is differentiated",
            )),
        }
    }

    fn product_rule(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        let (da, db) = (self.known(a)?, self.known(b)?);
        if self.is_constant(a) {
            return self.mul(a, &db);
        }
        if self.is_constant(b) {
            return self.mul(&da, b);
        }
        let (left, right) = (self.mul(&da, b)?, self.mul(a, &db)?);
        self.add(&left, &right)
    }

    fn quotient_rule(&mut self, a: &Expr, b: &Expr) -> Result<Expr> {
        let (da, db) = (self.known(a)?, self.known(b)?);
        if self.is_constant(b) {
            return self.div(&da, b);
        }
        let two = self.int(2)?;
        let square = self.pow(b, &two)?;
        let lost = self.mul(a, &db)?;
        if self.is_constant(a) {
            let minus = self.make(Node::Neg(lost))?;
            return self.div(&minus, &square);
        }
        let gained = self.mul(&da, b)?;
        let top = self.sub(&gained, &lost)?;
        self.div(&top, &square)
    }

    fn power_rule(&mut self, e: &Expr, a: &Expr, b: &Expr) -> Result<Expr> {
        let (da, db) = (self.known(a)?, self.known(b)?);
        if self.is_constant(b) {
            // (a^c)' = c a^(c-1) a'
            let one = self.int(1)?;
            let less = self.sub(b, &one)?;
            let power = self.pow(a, &less)?;
            let outer = self.mul(b, &power)?;
            return self.mul(&outer, &da);
        }
        if matches!(a.node(), Node::E) {
            return self.mul(e, &db);
        }
        let log = self.make(Node::Func(Func::Log, a.clone()))?;
        let mut inner = self.mul(&db, &log)?;
        if !self.is_constant(a) {
            // (a^b)' = a^b (b' log a + b a'/a)
            let top = self.mul(b, &da)?;
            let ratio = self.div(&top, a)?;
            inner = self.add(&inner, &ratio)?;
        }
        self.mul(e, &inner)
    }

    fn chain_rule(&mut self, e: &Expr, f: Func, u: &Expr) -> Result<Expr> {
        let du = self.known(u)?;
        match f.properties().derivative {
            Derivative::Factor(factor) => {
                let outer = self.formula(factor, u, e)?;
                self.mul(&outer, &du)
            }
            Derivative::Divisor(divisor) => {
                let divisor = self.formula(divisor, u, e)?;
                self.div(&du, &divisor)
            }
            Derivative::Jumps => Err(piecewise(f.name())),
        }
    }
}

fn piecewise(name: &str) -> Diagnostic {
    Diagnostic::budget(
        ErrorCode::W0122,
        format!(
            "the derivative of `{name}` is not carried out: it does not exist at the breakpoints"
        ),
    )
    .label("not differentiable everywhere")
    .help("differentiate the pieces by hand, or use an analytic activation")
}
