//! The operations of a program, numbered by value: equal operations on equal registers are one register.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

use crate::fault::Fault;
use wronski_expr::{Func, Relation};

/// Highest derivative.
pub(crate) const MAX_ORDER: usize = 3;
/// Most operations of a program.
const MAX_OPS: usize = 20_000;
/// Longer rational numbers are not folded.
const MAX_BITS: u64 = 4_096;

/// One operation; numbers are registers that come before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Op {
    Num(BigRational),
    Pi,
    Var,
    /// The variable of the outer function of a composition: a register of its own, so that a derivative
    /// with respect to it sees where it is used. The second number makes it unique.
    Copy(usize, usize),
    Neg(usize),
    Add(usize, usize),
    Sub(usize, usize),
    Mul(usize, usize),
    Square(usize),
    Div(usize, usize),
    /// An integer power.
    Int(usize, i32),
    /// A power with a rational exponent that is not an integer, of a positive number.
    Power(usize, BigRational),
    Func(Func, usize),
    /// 1 or -1; no value near 0.
    Sign(usize),
    Max(usize, usize),
    Min(usize, usize),
    Where(Relation, [usize; 4]),
    /// The first register, where the second has a value.
    Require(usize, usize),
}

impl Op {
    pub(crate) fn operands(&self) -> Vec<usize> {
        match *self {
            Op::Num(_) | Op::Pi | Op::Var => vec![],
            Op::Copy(a, _)
            | Op::Neg(a)
            | Op::Square(a)
            | Op::Int(a, _)
            | Op::Power(a, _)
            | Op::Func(_, a)
            | Op::Sign(a) => vec![a],
            Op::Add(a, b)
            | Op::Sub(a, b)
            | Op::Mul(a, b)
            | Op::Div(a, b)
            | Op::Max(a, b)
            | Op::Min(a, b)
            | Op::Require(a, b) => vec![a, b],
            Op::Where(_, parts) => parts.to_vec(),
        }
    }

    /// The same operation on renumbered registers.
    fn renumbered(&self, new: impl Fn(usize) -> usize) -> Op {
        match self {
            Op::Num(_) | Op::Pi | Op::Var => self.clone(),
            Op::Copy(a, k) => Op::Copy(new(*a), *k),
            Op::Neg(a) => Op::Neg(new(*a)),
            Op::Add(a, b) => Op::Add(new(*a), new(*b)),
            Op::Sub(a, b) => Op::Sub(new(*a), new(*b)),
            Op::Mul(a, b) => Op::Mul(new(*a), new(*b)),
            Op::Square(a) => Op::Square(new(*a)),
            Op::Div(a, b) => Op::Div(new(*a), new(*b)),
            Op::Int(a, n) => Op::Int(new(*a), *n),
            Op::Power(a, r) => Op::Power(new(*a), r.clone()),
            Op::Func(f, a) => Op::Func(*f, new(*a)),
            Op::Sign(a) => Op::Sign(new(*a)),
            Op::Max(a, b) => Op::Max(new(*a), new(*b)),
            Op::Min(a, b) => Op::Min(new(*a), new(*b)),
            Op::Where(r, parts) => Op::Where(*r, parts.map(new)),
            Op::Require(a, b) => Op::Require(new(*a), new(*b)),
        }
    }
}

/// What is known of a register before any evaluation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// How many coefficients may be nonzero: 1 if all derivatives are 0, at most `MAX_ORDER + 1`.
    pub length: usize,
    /// Is it `x` plus a constant, so that its first derivative is exactly 1?
    pub shifted: bool,
    /// Does it not depend on `x`?
    pub fixed: bool,
}

/// A list of operations that is ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Finished {
    pub ops: Vec<Op>,
    /// What is known of each register before any evaluation.
    pub shapes: Vec<Shape>,
    /// The register of the expression itself.
    pub root: usize,
}

/// A list of operations under construction.
#[derive(Debug, Default)]
pub(crate) struct Code {
    ops: Vec<Op>,
    index: BTreeMap<Op, usize>,
}

impl Code {
    pub(crate) fn op(&self, register: usize) -> &Op {
        &self.ops[register]
    }

    /// The register of an operation, an old one if it is there already.
    pub(crate) fn emit(&mut self, op: Op) -> Result<usize, Fault> {
        let op = self.folded(op);
        if let Some(&known) = self.index.get(&op) {
            return Ok(known);
        }
        if self.ops.len() >= MAX_OPS {
            return Err(Fault::Budget(format!(
                "{MAX_OPS} operations of a compiled expression"
            )));
        }
        let register = self.ops.len();
        self.ops.push(op.clone());
        self.index.insert(op, register);
        Ok(register)
    }

    pub(crate) fn int(&mut self, n: i64) -> Result<usize, Fault> {
        self.emit(Op::Num(BigRational::from_integer(n.into())))
    }

    /// The exact rational number in a register, if it is one by its form.
    pub(crate) fn number(&self, register: usize) -> Option<&BigRational> {
        match &self.ops[register] {
            Op::Num(q) => Some(q),
            _ => None,
        }
    }

    pub(crate) fn is_one(&self, register: usize) -> bool {
        self.number(register).is_some_and(One::is_one)
    }

    /// `a^b`: a constant rational exponent gives a power of its own, any other `exp(b log a)`.
    pub(crate) fn power(&mut self, a: usize, b: usize) -> Result<usize, Fault> {
        let Some(r) = self.number(b).cloned() else {
            let log = self.emit(Op::Func(Func::Log, a))?;
            let exponent = self.emit(Op::Mul(b, log))?;
            return self.emit(Op::Func(Func::Exp, exponent));
        };
        if !r.is_integer() {
            return self.emit(Op::Power(a, r));
        }
        if r.is_one() {
            return Ok(a);
        }
        let n = r
            .numer()
            .to_i32()
            .ok_or_else(|| Fault::Budget("an exponent of more than 31 bits".to_string()))?;
        self.emit(if n == 2 { Op::Square(a) } else { Op::Int(a, n) })
    }

    /// Arithmetic of rational numbers is carried out exactly; nothing else is rewritten.
    fn folded(&self, op: Op) -> Op {
        let value = match &op {
            Op::Neg(a) => self.number(*a).map(|a| -a),
            Op::Square(a) => self.number(*a).map(|a| a * a),
            Op::Add(a, b) => self.two(*a, *b).map(|(a, b)| a + b),
            Op::Sub(a, b) => self.two(*a, *b).map(|(a, b)| a - b),
            Op::Mul(a, b) => self.two(*a, *b).map(|(a, b)| a * b),
            Op::Div(a, b) => match self.two(*a, *b) {
                Some((a, b)) if !b.is_zero() => Some(a / b),
                _ => None,
            },
            _ => None,
        };
        match value {
            Some(q) if q.numer().bits().max(q.denom().bits()) <= MAX_BITS => Op::Num(q),
            _ => op,
        }
    }

    fn two(&self, a: usize, b: usize) -> Option<(&BigRational, &BigRational)> {
        Some((self.number(a)?, self.number(b)?))
    }

    /// Only what the root needs, renumbered and closed.
    pub(crate) fn finished(self, root: usize) -> Finished {
        let (code, root) = self.pruned(root);
        Finished {
            shapes: code.shapes(),
            ops: code.ops,
            root,
        }
    }

    fn pruned(self, root: usize) -> (Code, usize) {
        let mut needed = vec![false; self.ops.len()];
        needed[root] = true;
        for i in (0..=root).rev() {
            if needed[i] {
                for a in self.ops[i].operands() {
                    needed[a] = true;
                }
            }
        }
        let mut new = vec![0; self.ops.len()];
        let mut ops: Vec<Op> = Vec::new();
        for (i, op) in self.ops.iter().enumerate() {
            if needed[i] {
                new[i] = ops.len();
                ops.push(op.renumbered(|a| new[a]));
            }
        }
        let code = Code {
            ops,
            index: BTreeMap::new(),
        };
        (code, new[root])
    }

    /// What is known of each register before any evaluation.
    fn shapes(&self) -> Vec<Shape> {
        let mut shapes: Vec<Shape> = Vec::with_capacity(self.ops.len());
        let most = MAX_ORDER + 1;
        for op in &self.ops {
            let length = |a: usize| shapes[a].length;
            let shifted = |a: usize| shapes[a].shifted;
            let constant = |a: usize| length(a) == 1;
            let of_op = match op {
                Op::Num(_) | Op::Pi | Op::Sign(_) => 1,
                Op::Var => 2,
                Op::Copy(a, _) | Op::Neg(a) | Op::Require(a, _) => length(*a),
                Op::Add(a, b) | Op::Sub(a, b) | Op::Max(a, b) | Op::Min(a, b) => {
                    length(*a).max(length(*b))
                }
                Op::Mul(a, b) => (length(*a) + length(*b) - 1).min(most),
                Op::Square(a) => (2 * length(*a) - 1).min(most),
                Op::Div(a, b) if constant(*b) => length(*a),
                Op::Div(..) => most,
                Op::Int(a, _) | Op::Power(a, _) | Op::Func(_, a) if constant(*a) => 1,
                Op::Int(_, 0) => 1,
                Op::Int(a, n) if *n > 0 => match usize::try_from(*n) {
                    Ok(n) => (length(*a) - 1)
                        .saturating_mul(n)
                        .saturating_add(1)
                        .min(most),
                    Err(_) => most,
                },
                Op::Int(..) | Op::Power(..) => most,
                Op::Func(Func::Abs, a) => length(*a),
                Op::Func(..) => most,
                Op::Where(_, [_, _, then, otherwise]) => length(*then).max(length(*otherwise)),
            };
            let is_shifted = match op {
                Op::Var => true,
                Op::Copy(a, _) | Op::Require(a, _) => shifted(*a),
                Op::Add(a, b) => (shifted(*a) && constant(*b)) || (constant(*a) && shifted(*b)),
                Op::Sub(a, b) => shifted(*a) && constant(*b),
                _ => false,
            };
            let fixed =
                !matches!(op, Op::Var) && op.operands().into_iter().all(|a| shapes[a].fixed);
            shapes.push(Shape {
                length: of_op,
                shifted: is_shifted,
                fixed,
            });
        }
        shapes
    }
}
