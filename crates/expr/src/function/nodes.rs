//! Formulas as expressions.

use num_bigint::BigInt;
use num_rational::BigRational;

use super::{Arithmetic, Func};
use crate::{Expr, Node};

/// Makes an expression of each node in its own way.
pub(crate) struct Nodes<F>(pub F);

impl<E, F: FnMut(Node) -> Result<Expr, E>> Arithmetic for Nodes<F> {
    type Item = Expr;
    type Error = E;

    fn number(&mut self, n: i64) -> Result<Expr, E> {
        self.0(Node::Num(BigRational::from_integer(BigInt::from(n))))
    }

    fn pi(&mut self) -> Result<Expr, E> {
        self.0(Node::Pi)
    }

    fn negative(&mut self, a: &Expr) -> Result<Expr, E> {
        self.0(Node::Neg(a.clone()))
    }

    fn sum(&mut self, a: &Expr, b: &Expr) -> Result<Expr, E> {
        self.0(Node::Add(a.clone(), b.clone()))
    }

    fn difference(&mut self, a: &Expr, b: &Expr) -> Result<Expr, E> {
        self.0(Node::Sub(a.clone(), b.clone()))
    }

    fn product(&mut self, a: &Expr, b: &Expr) -> Result<Expr, E> {
        self.0(Node::Mul(a.clone(), b.clone()))
    }

    fn quotient(&mut self, a: &Expr, b: &Expr) -> Result<Expr, E> {
        self.0(Node::Div(a.clone(), b.clone()))
    }

    fn power(&mut self, a: &Expr, n: i64) -> Result<Expr, E> {
        let n = self.number(n)?;
        self.0(Node::Pow(a.clone(), n))
    }

    fn root(&mut self, a: &Expr) -> Result<Expr, E> {
        let half = BigRational::new(BigInt::from(1), BigInt::from(2));
        let half = self.0(Node::Num(half))?;
        self.0(Node::Pow(a.clone(), half))
    }

    fn image(&mut self, f: Func, a: &Expr) -> Result<Expr, E> {
        self.0(Node::Func(f, a.clone()))
    }
}
