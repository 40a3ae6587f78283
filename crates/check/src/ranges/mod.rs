//! Analyticity on the real line from the facts of a certificate: what has to hold is collected from the
//! expression (`walk`), and every fact is derived again from the expression and from facts before it
//! (`derive`), with arithmetic of sets, fractions, counts of roots and enclosures on boxes of its own. Of
//! `expr` this takes the tree, the catalogue and the expansion of derivatives; of `exact` the enclosures of
//! elementary functions.

mod boxes;
mod comparison;
mod derive;
mod ends;
mod find;
mod forms;
pub(crate) mod fraction;
mod growth;
mod images;
mod jump;
mod linear;
pub(crate) mod monotone;
mod nodes;
pub(crate) mod series;
pub(crate) mod set;
pub(crate) mod side;
mod signs;
mod squares;
pub(crate) mod tail;
mod taylor;
mod walk;
mod work;

use crate::failure::{Checked, limit};
use crate::text::short;
pub(crate) use ends::limit as limit_at_end;
pub(crate) use find::values_of;
pub(crate) use jump::compare as compare_jump;
use nodes::unfolded;
use work::Work;
use wronski_certificate::limits::FACTS;
use wronski_certificate::{Fact, Obligation};
use wronski_expr::Expr;

/// Is the numerator of the expression, as a fraction of its parts, the zero sum? Then the expression is 0 wherever it
/// is defined.
pub(crate) fn is_zero(expr: &Expr, parameters: &[String]) -> Checked<bool> {
    let mut work = Work::new(parameters);
    let root = work.nodes.insert(&unfolded(expr)?.root)?;
    Ok(work.form(root)?.up.is_zero())
}

/// Confirms that the expression is analytic on the real line. Returns the expressions in the parameters that
/// must not vanish for this.
///
/// # Errors
/// A fact that does not follow, an obligation without a fact, or a fact or obligation too many.
pub(crate) fn confirm(
    expr: &Expr,
    parameters: &[String],
    facts: &[Fact],
    obligations: &[Obligation],
) -> Checked<Vec<Expr>> {
    if facts.len() > FACTS {
        return Err(limit("the facts of a claim", FACTS as u64));
    }
    let mut work = Work::new(parameters);
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
