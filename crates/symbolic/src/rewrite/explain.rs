//! From egg's explanation to a list of steps with positions.

use std::collections::BTreeMap;
use std::rc::Rc;

use egg::{Explanation, TreeTerm};

use super::fact_base::FactBase;
use super::language::{Term, node_of};
use super::library::{ARITHMETIC, RuleLibrary};
use super::replay::{Step, discharged};
use super::rule::Direction;
use wronski_diagnostic::interruption;
use wronski_expr::Expr;
use wronski_expr::pattern::{Substitution, match_whole};

/// Turns an explanation into steps. `None` if there would be more than `limit` steps, or if the explanation is not
/// one that our rules explain (which replay would refuse as well).
pub fn steps(
    explanation: &Explanation<Term>,
    library: &RuleLibrary,
    facts: &mut FactBase,
    limit: usize,
) -> Option<Vec<Step>> {
    let mut walk = Walk {
        library,
        facts,
        limit,
        visits: limit.saturating_mul(100),
        steps: Vec::new(),
        initial: BTreeMap::new(),
    };
    walk.proof(&explanation.explanation_trees, &mut Vec::new())?;
    Some(walk.steps)
}

struct Walk<'a> {
    library: &'a RuleLibrary,
    facts: &'a mut FactBase,
    limit: usize,
    /// How many more trees may be visited; shared trees are visited once for each occurrence.
    visits: usize,
    steps: Vec<Step>,
    /// The first term of each tree, by address; the trees outlive the walk.
    initial: BTreeMap<usize, Expr>,
}

type Tree = Rc<TreeTerm<Term>>;

impl Walk<'_> {
    fn proof(&mut self, proof: &[Tree], position: &mut Vec<usize>) -> Option<Expr> {
        self.visits = self.visits.checked_sub(1)?;
        let mut current = self.first(proof.first()?)?;
        for (k, tree) in proof.iter().enumerate() {
            interruption::point();
            if k > 0 {
                let next = self.first(tree)?;
                match (&tree.forward_rule, &tree.backward_rule) {
                    (Some(rule), None) => {
                        self.step(rule.as_str(), Direction::Forward, position, &current, &next)?;
                    }
                    (None, Some(rule)) => {
                        self.step(
                            rule.as_str(),
                            Direction::Backward,
                            position,
                            &current,
                            &next,
                        )?;
                    }
                    // A congruence: the same term, about to be rewritten inside.
                    (None, None) if current == next => {}
                    _ => return None,
                }
                current = next;
            }
            let mut children = Vec::with_capacity(tree.child_proofs.len());
            for (i, child) in tree.child_proofs.iter().enumerate() {
                position.push(i);
                let child = self.proof(child, position)?;
                position.pop();
                children.push(child);
            }
            if !children.is_empty() {
                current = Expr::new(node_of(&tree.node.operator, children)?);
            }
        }
        Some(current)
    }

    fn first(&mut self, tree: &Tree) -> Option<Expr> {
        let key = Rc::as_ptr(tree) as usize;
        if let Some(known) = self.initial.get(&key) {
            return Some(known.clone());
        }
        let mut children = Vec::with_capacity(tree.child_proofs.len());
        for child in &tree.child_proofs {
            children.push(self.first(child.first()?)?);
        }
        let expr = Expr::new(node_of(&tree.node.operator, children)?);
        self.initial.insert(key, expr.clone());
        Some(expr)
    }

    fn step(
        &mut self,
        name: &str,
        direction: Direction,
        position: &[usize],
        before: &Expr,
        after: &Expr,
    ) -> Option<()> {
        if self.steps.len() >= self.limit {
            return None;
        }
        let step = make_step(
            self.library,
            name,
            direction,
            position,
            before,
            after,
            self.facts,
        )?;
        self.steps.push(step);
        Some(())
    }
}

/// The step by which the rule leads from one term to another.
pub fn make_step(
    library: &RuleLibrary,
    name: &str,
    direction: Direction,
    position: &[usize],
    before: &Expr,
    after: &Expr,
    facts: &mut FactBase,
) -> Option<Step> {
    let mut step = Step {
        rule: name.to_owned(),
        direction,
        position: position.to_vec(),
        substitution: Substitution::new(),
        conditions: Vec::new(),
        before: before.clone(),
        after: after.clone(),
    };
    if name == ARITHMETIC {
        return Some(step);
    }
    let rule = library.find(name)?;
    let (left, right) = match direction {
        Direction::Forward => (before, after),
        Direction::Backward => (after, before),
    };
    step.substitution = match_whole(&rule.lhs, left)?;
    for (name, value) in match_whole(&rule.rhs, right)? {
        step.substitution.entry(name).or_insert(value);
    }
    for c in &rule.conditions {
        if let Some((name, value)) = c.defines(&step.substitution) {
            step.substitution.insert(name, Expr::num(value));
        }
    }
    step.conditions = discharged(&rule, &step.substitution, facts)?;
    Some(step)
}
