//! Evaluation of a program in intervals.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::One;

use super::code::{Finished, MAX_ORDER, Op, Shape};

use crate::fault::Fault;
use crate::function::{Scratch, elementary};
use crate::real::Interval;
use wronski_diagnostic::interruption;
use wronski_expr::{Func, Relation};

/// The Taylor coefficients of one register, or why it has none.
#[derive(Clone, Debug)]
struct Jet {
    terms: [Interval; MAX_ORDER + 1],
    fault: Option<Fault>,
}

/// The registers of one evaluation at one precision.
#[derive(Debug)]
pub(super) struct Workspace {
    precision: u32,
    registers: Vec<Jet>,
    /// The binomial coefficients of the exponents of powers, by register.
    binomials: BTreeMap<usize, [Interval; MAX_ORDER + 1]>,
    scratch: Scratch,
}

impl Workspace {
    pub(super) fn precision(&self) -> u32 {
        self.precision
    }
}

/// `r choose 0, ..., r choose 3`.
fn binomials(r: &BigRational, precision: u32) -> [Interval; MAX_ORDER + 1] {
    let mut exact = BigRational::one();
    [0i64, 1, 2, 3].map(|k| {
        if k > 0 {
            exact = &exact * (r - BigRational::from_integer((k - 1).into()))
                / BigRational::from_integer(k.into());
        }
        Interval::from_rational(&exact, precision)
    })
}

impl Finished {
    /// New registers, with everything in place that does not depend on `x`.
    pub(super) fn workspace(&self, precision: u32) -> Result<Workspace, Fault> {
        let zero = || Interval::zero(precision);
        let blank = Jet {
            terms: [zero(), zero(), zero(), zero()],
            fault: None,
        };
        let mut table = BTreeMap::new();
        for (i, op) in self.ops.iter().enumerate() {
            match op {
                Op::Int(_, n) => {
                    let n = BigRational::from_integer((*n).into());
                    table.insert(i, binomials(&n, precision));
                }
                Op::Power(_, r) => {
                    table.insert(i, binomials(r, precision));
                }
                _ => {}
            }
        }
        let mut workspace = Workspace {
            precision,
            registers: vec![blank; self.ops.len()],
            binomials: table,
            scratch: Scratch::new(precision)?,
        };
        for (i, shape) in self.shapes.iter().enumerate() {
            if shape.fixed {
                self.step(&mut workspace, i, &Interval::zero(precision), 0);
            }
        }
        Ok(workspace)
    }

    pub(super) fn run(
        &self,
        workspace: &mut Workspace,
        at: &Interval,
        order: usize,
    ) -> Result<Vec<Interval>, Fault> {
        for (i, shape) in self.shapes.iter().enumerate() {
            if !shape.fixed {
                self.step(workspace, i, at, order);
            }
        }
        let jet = &workspace.registers[self.root];
        if let Some(fault) = &jet.fault {
            return Err(fault.clone());
        }
        let length = self.shapes[self.root].length;
        let factorials = [1, 1, 2, 6];
        Ok((0..=order)
            .map(|k| {
                if k >= length {
                    return Interval::zero(workspace.precision);
                }
                let mut term = jet.terms[k].clone();
                if k > 1 {
                    term.times_int(factorials[k]);
                }
                term
            })
            .collect())
    }

    /// One operation. A fault stays in its register: a branch not taken may have one.
    fn step(&self, workspace: &mut Workspace, i: usize, at: &Interval, order: usize) {
        interruption::point();
        let (before, rest) = workspace.registers.split_at_mut(i);
        let out = &mut rest[0];
        let mut machine = Machine {
            before,
            shapes: &self.shapes,
            binomials: workspace.binomials.get(&i),
            scratch: &mut workspace.scratch,
            length: self.shapes[i].length.min(order + 1),
            order,
        };
        out.fault = machine.operate(&self.ops[i], &mut out.terms, at).err();
    }
}

type Terms = [Interval; MAX_ORDER + 1];

/// What an operation sees.
struct Machine<'a> {
    before: &'a [Jet],
    shapes: &'a [Shape],
    binomials: Option<&'a Terms>,
    scratch: &'a mut Scratch,
    /// The number of coefficients to compute.
    length: usize,
    order: usize,
}

impl<'a> Machine<'a> {
    /// The coefficients of a register that may be nonzero.
    fn get(&self, a: usize) -> Result<&'a [Interval], Fault> {
        match &self.before[a].fault {
            Some(fault) => Err(fault.clone()),
            None => {
                let length = self.shapes[a].length.min(self.order + 1);
                Ok(&self.before[a].terms[..length])
            }
        }
    }

    fn operate(&mut self, op: &Op, out: &mut Terms, at: &Interval) -> Result<(), Fault> {
        let n = self.length;
        match op {
            Op::Num(q) => out[0] = Interval::from_rational(q, out[0].precision()),
            Op::Pi => out[0] = Interval::pi(out[0].precision()),
            Op::Var => {
                out[0].set(at);
                if n > 1 {
                    out[1].set_int(1);
                }
            }
            Op::Copy(a, _) => self.copy(self.get(*a)?, out),
            Op::Require(a, needs) => {
                self.get(*needs)?;
                self.copy(self.get(*a)?, out);
            }
            Op::Neg(a) => negative(self.get(*a)?, out),
            Op::Add(a, b) => {
                let (a, b) = (self.get(*a)?, self.get(*b)?);
                for (k, o) in out.iter_mut().enumerate().take(n) {
                    match (a.get(k), b.get(k)) {
                        (Some(a), Some(b)) => o.set_add(a, b),
                        (Some(a), None) | (None, Some(a)) => o.set(a),
                        (None, None) => o.set_int(0),
                    }
                }
            }
            Op::Sub(a, b) => {
                let (a, b) = (self.get(*a)?, self.get(*b)?);
                for (k, o) in out.iter_mut().enumerate().take(n) {
                    match (a.get(k), b.get(k)) {
                        (Some(a), Some(b)) => o.set_sub(a, b),
                        (Some(a), None) => o.set(a),
                        (None, Some(b)) => o.set_neg(b),
                        (None, None) => o.set_int(0),
                    }
                }
            }
            Op::Mul(a, b) => product(self.get(*a)?, self.get(*b)?, out, n),
            Op::Square(a) => square(self.get(*a)?, out, n),
            Op::Div(a, b) => quotient(self.get(*a)?, self.get(*b)?, out, n)?,
            Op::Int(a, exponent) => self.integer_power(*a, *exponent, out)?,
            Op::Power(a, _) => self.power(*a, out)?,
            Op::Func(Func::Abs, a) => {
                let terms = self.get(*a)?;
                if terms[0].certainly_positive() {
                    self.copy(terms, out);
                } else if terms[0].certainly_negative() {
                    negative(terms, out);
                } else if terms.len() == 1 {
                    out[0] = terms[0].abs();
                } else {
                    return Err(Fault::Breakpoint);
                }
            }
            Op::Func(f, a) => {
                let terms = self.get(*a)?;
                (elementary(*f).coefficients)(&terms[0], n, self.scratch)?;
                self.compose(*a, terms, out);
            }
            Op::Sign(a) => {
                let value = &self.get(*a)?[0];
                if !value.certainly_nonzero() {
                    return Err(Fault::Breakpoint);
                }
                out[0].set_int(if value.certainly_positive() { 1 } else { -1 });
            }
            Op::Max(a, b) => {
                let (u, v) = (self.get(*a)?, self.get(*b)?);
                let first = decide(Relation::Greater, &u[0], &v[0])?;
                self.copy(if first { u } else { v }, out);
            }
            Op::Min(a, b) => {
                let (u, v) = (self.get(*a)?, self.get(*b)?);
                let first = decide(Relation::Less, &u[0], &v[0])?;
                self.copy(if first { u } else { v }, out);
            }
            Op::Where(relation, [left, right, then, otherwise]) => {
                let (u, v) = (self.get(*left)?, self.get(*right)?);
                let holds = decide(*relation, &u[0], &v[0])?;
                self.copy(self.get(if holds { *then } else { *otherwise })?, out);
            }
        }
        Ok(())
    }

    fn copy(&self, a: &[Interval], out: &mut Terms) {
        for (k, o) in out.iter_mut().enumerate().take(self.length) {
            match a.get(k) {
                Some(a) => o.set(a),
                None => o.set_int(0),
            }
        }
    }

    /// `a^n = sum over k of (n choose k) a_0^(n-k) (a - a_0)^k`.
    fn integer_power(&mut self, a: usize, n: i32, out: &mut Terms) -> Result<(), Fault> {
        let terms = self.get(a)?;
        let base = &terms[0];
        for (k, d) in (0i32..).zip(&mut self.scratch.outer).take(self.length) {
            if n >= 0 && k > n {
                d.set_int(0);
                continue;
            }
            let exponent = n
                .checked_sub(k)
                .ok_or_else(|| Fault::Budget("an exponent of more than 31 bits".to_string()))?;
            d.set(&base.powi(exponent)?);
        }
        self.weigh();
        self.compose(a, terms, out);
        Ok(())
    }

    /// `a^r` for positive `a`: `a_0^r` is `exp(r log a_0)`, and `a_0^(r-k)` is `a_0^r/a_0^k`.
    fn power(&mut self, a: usize, out: &mut Terms) -> Result<(), Fault> {
        let terms = self.get(a)?;
        let base = &terms[0];
        if !base.certainly_positive() {
            return Err(Fault::Root);
        }
        let exponent = match self.binomials {
            Some(binomials) => &binomials[1],
            None => return Err(Fault::Root),
        };
        let value = (&base.ln()? * exponent).exp();
        self.scratch.outer[0].set(&value);
        for k in 1..self.length {
            let mut next = self.scratch.outer[k - 1].clone();
            next.divide_by(base)?;
            self.scratch.outer[k].set(&next);
        }
        self.weigh();
        self.compose(a, terms, out);
        Ok(())
    }

    /// Multiplies the outer coefficients by the binomial coefficients.
    fn weigh(&mut self) {
        if let Some(binomials) = self.binomials {
            for (d, b) in self.scratch.outer.iter_mut().zip(binomials).skip(1) {
                let product = &*d * b;
                d.set(&product);
            }
        }
    }

    /// The formula of Faà di Bruno: the coefficients of the outer function are in the scratch.
    fn compose(&mut self, a: usize, inner: &[Interval], out: &mut Terms) {
        let n = self.length;
        let Scratch { outer, s, .. } = &mut *self.scratch;
        for (o, d) in out.iter_mut().zip(outer.iter()).take(n) {
            o.set(d);
        }
        if n < 2 || self.shapes[a].shifted {
            return;
        }
        let a1 = &inner[1];
        out[1].set_mul(&outer[1], a1);
        if n < 3 {
            return;
        }
        let [square, cross, cube] = s;
        square.set_square(a1);
        out[2].set_mul(&outer[2], square);
        if let Some(a2) = inner.get(2) {
            out[2].add_product(&outer[1], a2);
        }
        if n < 4 {
            return;
        }
        cube.set_mul(square, a1);
        out[3].set_mul(&outer[3], cube);
        if let Some(a2) = inner.get(2) {
            cross.set_mul(a1, a2);
            cross.times_int(2);
            out[3].add_product(&outer[2], cross);
        }
        if let Some(a3) = inner.get(3) {
            out[3].add_product(&outer[1], a3);
        }
    }
}

/// Does the relation hold throughout? A strict inequality holds near the point too.
fn decide(relation: Relation, a: &Interval, b: &Interval) -> Result<bool, Fault> {
    let below = a.certainly_less(b);
    if !below && !b.certainly_less(a) {
        return Err(Fault::Breakpoint);
    }
    Ok(match relation {
        Relation::Less | Relation::LessEqual => below,
        Relation::Greater | Relation::GreaterEqual => !below,
    })
}

fn negative(a: &[Interval], out: &mut Terms) {
    for (o, a) in out.iter_mut().zip(a) {
        o.set_neg(a);
    }
}

/// The first `n` coefficients of a product.
fn product(a: &[Interval], b: &[Interval], out: &mut Terms, n: usize) {
    for (k, o) in out.iter_mut().enumerate().take(n) {
        let mut first = true;
        for (j, x) in a.iter().enumerate().take(k + 1) {
            let Some(y) = b.get(k - j) else { continue };
            if first {
                o.set_mul(x, y);
                first = false;
            } else {
                o.add_product(x, y);
            }
        }
        if first {
            o.set_int(0);
        }
    }
}

/// The first `n` coefficients of a square: each mixed product once.
fn square(a: &[Interval], out: &mut Terms, n: usize) {
    for (k, o) in out.iter_mut().enumerate().take(n) {
        o.set_int(0);
        for (j, x) in a.iter().enumerate().take(k.div_ceil(2)) {
            if let Some(y) = a.get(k - j) {
                o.add_product(x, y);
            }
        }
        o.times_int(2);
        if k == 0 {
            o.set_square(&a[0]);
        } else if k == 2 && a.len() > 1 {
            o.increase(&a[1].square());
        }
    }
}

/// The first `n` coefficients of a quotient: `b_0 f_k = a_k - sum over j = 1..=k of b_j f_(k-j)`.
fn quotient(a: &[Interval], b: &[Interval], out: &mut Terms, n: usize) -> Result<(), Fault> {
    for k in 0..n {
        let (done, rest) = out.split_at_mut(k);
        let o = &mut rest[0];
        match a.get(k) {
            Some(a) => o.set(a),
            None => o.set_int(0),
        }
        for (j, b) in b.iter().enumerate().take(k + 1).skip(1) {
            o.sub_product(b, &done[k - j]);
        }
        o.divide_by(&b[0])?;
    }
    Ok(())
}
