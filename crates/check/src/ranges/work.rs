//! What is worked with: the nodes of the expressions, their fractions, and the facts that were derived.

use super::forms::Forms;
use super::fraction::Fraction;
use super::nodes::{NodeKind, Nodes};
use super::set::Set;
use crate::failure::{Checked, Failure, unshown};
use crate::text::{exactly, short};
use wronski_certificate::Interval;
use wronski_expr::{Expr, Node};

/// The precision to which ends are rounded outwards here.
pub(super) const BITS: u32 = 128;

/// A fact that was derived.
pub(super) struct Derived {
    pub node: usize,
    pub on: Interval,
    pub range: Set,
    /// The kind of reason, in the order in which reasons are combined.
    pub kind: u8,
    /// Is it a part of an arctangent, so between `-pi/2` and `pi/2`?
    pub part_of_arctangent: bool,
}

/// What is worked with.
pub(super) struct Work<'a> {
    pub nodes: Nodes,
    pub forms: Forms,
    pub parameters: &'a [String],
    pub known: Vec<Derived>,
    pub used: Vec<bool>,
}

/// What exceeds the size of sums of products.
pub(super) fn too_large(what: &str) -> Failure {
    unshown(format!("{what} is too large to be multiplied out"))
}

impl<'a> Work<'a> {
    pub fn new(parameters: &'a [String]) -> Self {
        Work {
            nodes: Nodes::default(),
            forms: Forms::default(),
            parameters,
            known: Vec::new(),
            used: Vec::new(),
        }
    }

    /// The position of an expression that is written in a fact.
    pub fn read(&mut self, text: &str) -> Checked<usize> {
        let names: Vec<&str> = self.parameters.iter().map(String::as_str).collect();
        let expr = exactly(text, &names)?;
        self.nodes.insert(&expr)
    }

    pub fn form(&mut self, i: usize) -> Checked<Fraction> {
        match self.forms.of(&self.nodes, i) {
            Some(form) => Ok(form),
            None => Err(too_large(&format!(
                "`{}`",
                short(&self.nodes.expr(i).to_string())
            ))),
        }
    }

    /// An earlier fact.
    pub fn fact(&mut self, at: usize) -> Checked<&Derived> {
        match self.used.get_mut(at) {
            Some(used) => *used = true,
            None => return Err(format!("there is no earlier fact {at}").into()),
        }
        self.known
            .get(at)
            .ok_or_else(|| format!("there is no earlier fact {at}").into())
    }

    /// The range of an earlier fact about the node, which holds on the interval.
    pub fn range(&mut self, at: usize, node: usize, on: &Interval) -> Checked<Set> {
        let known = self.fact(at)?;
        if known.node != node {
            return Err(format!("fact {at} is about another expression").into());
        }
        if !Set::of(on, false).is_within(&Set::of(&known.on, false)) {
            return Err(format!("fact {at} is about a smaller interval of x").into());
        }
        Ok(known.range.clone())
    }

    /// The position of the difference of two nodes.
    pub fn difference(&mut self, a: usize, b: usize) -> Checked<usize> {
        let expr = Expr::new(Node::Sub(
            self.nodes.expr(a).clone(),
            self.nodes.expr(b).clone(),
        ));
        self.nodes.node(NodeKind::Sub(a, b), &expr)
    }
}
