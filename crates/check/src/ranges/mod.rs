//! Analyticity on the real line from the facts of a certificate: what has to hold is collected from the
//! expression (`walk`), and every fact is derived again from the expression and from facts before it
//! (`derive`), with arithmetic of sets, fractions, counts of roots and enclosures on boxes of its own. Of
//! `expr` this takes the tree, the catalogue and the expansion of derivatives; of `exact` the enclosures of
//! elementary functions.

mod boxes;
mod derive;
mod ends;
mod find;
mod forms;
mod growth;
mod images;
mod jump;
mod linear;
mod nodes;
mod set;
mod signs;
mod squares;
mod taylor;
mod walk;

use super::failure::{Checked, Failure, limit, unshown};
use super::text::{canonical, exactly, short};
pub(super) use ends::limit as limit_at_end;
pub(super) use find::values_of;
use forms::{Forms, Fraction};
pub(super) use jump::compare as compare_jump;
use nodes::{Nodes, unfolded};
use set::Set;
use wronski_certificate::limits::FACTS;
use wronski_certificate::{Fact, Interval, Obligation};
use wronski_expr::Expr;

/// The precision to which ends are rounded outwards here.
const BITS: u32 = 128;

/// A fact that was derived.
struct Known {
    node: usize,
    on: Interval,
    range: Set,
    /// The kind of reason, in the order in which reasons are combined.
    kind: u8,
    /// Is it a part of an arctangent, so between `-pi/2` and `pi/2`?
    part_of_arctangent: bool,
}

/// What is worked with.
struct Work<'a> {
    nodes: Nodes,
    forms: Forms,
    parameters: &'a [String],
    known: Vec<Known>,
    used: Vec<bool>,
}

/// What exceeds the size of sums of products.
fn too_large(what: &str) -> Failure {
    unshown(format!("{what} is too large to be multiplied out"))
}

impl Work<'_> {
    /// The position of an expression that is written in a fact.
    fn read(&mut self, text: &str) -> Checked<usize> {
        let names: Vec<&str> = self.parameters.iter().map(String::as_str).collect();
        let expr = exactly(text, &names)?;
        self.nodes.insert(&expr)
    }

    fn form(&mut self, i: usize) -> Checked<Fraction> {
        match self.forms.of(&self.nodes, i) {
            Some(form) => Ok(form),
            None => Err(too_large(&format!(
                "`{}`",
                short(&self.nodes.expr(i).to_string())
            ))),
        }
    }

    /// An earlier fact.
    fn fact(&mut self, at: usize) -> Checked<&Known> {
        match self.used.get_mut(at) {
            Some(used) => *used = true,
            None => return Err(format!("there is no earlier fact {at}").into()),
        }
        self.known
            .get(at)
            .ok_or_else(|| format!("there is no earlier fact {at}").into())
    }

    /// The range of an earlier fact about the node, which holds on the interval.
    fn range(&mut self, at: usize, node: usize, on: &Interval) -> Checked<Set> {
        let known = self.fact(at)?;
        if known.node != node {
            return Err(format!("fact {at} is about another expression").into());
        }
        if !Set::of(on, false).is_within(&Set::of(&known.on, false)) {
            return Err(format!("fact {at} is about a smaller interval of x").into());
        }
        Ok(known.range.clone())
    }
}

/// Is the numerator of the expression, as a fraction of its parts, the zero sum? Then the expression is 0 wherever it
/// is defined.
pub(super) fn is_zero(expr: &Expr, parameters: &[String]) -> Checked<bool> {
    let mut work = Work {
        nodes: Nodes::default(),
        forms: Forms::default(),
        parameters,
        known: Vec::new(),
        used: Vec::new(),
    };
    let root = work.nodes.insert(&unfolded(expr)?.root)?;
    Ok(work.form(root)?.up.is_zero())
}

/// Confirms that the expression is analytic on the real line. Returns the expressions in the parameters that
/// must not vanish for this.
///
/// # Errors
/// A fact that does not follow, an obligation without a fact, or a fact or obligation too many.
pub(super) fn confirm(
    expr: &Expr,
    parameters: &[String],
    facts: &[Fact],
    obligations: &[Obligation],
) -> Checked<Vec<Expr>> {
    if facts.len() > FACTS {
        return Err(limit("the facts of a claim", FACTS as u64));
    }
    let mut work = Work {
        nodes: Nodes::default(),
        forms: Forms::default(),
        parameters,
        known: Vec::new(),
        used: Vec::new(),
    };
    let whole = unfolded(expr)?;
    let root = work.nodes.insert(&whole.root)?;
    let mut roots = Vec::new();
    for e in &whole.required {
        roots.push(work.nodes.insert(e)?);
    }
    // What is dropped by unfolding is looked at first: it is the inner part.
    roots.push(root);
    for (i, f) in facts.iter().enumerate() {
        if facts[..i].contains(f) {
            return Err(format!("fact {i} stands there twice").into());
        }
        let known = derive::fact(&mut work, f)
            .map_err(|e| e.within(format!("fact {i} (`{}`)", short(&f.expression))))?;
        work.known.push(known);
        work.used.push(false);
    }
    let conditions = walk::confirm(&mut work, &roots, obligations)?;
    if let Some(i) = work.used.iter().position(|used| !used) {
        return Err(format!("nothing rests on fact {i}").into());
    }
    Ok(conditions
        .into_iter()
        .map(|i| work.nodes.expr(i).clone())
        .collect())
}
