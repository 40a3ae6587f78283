//! Normal forms and equality by search, with steps that were replayed.

use std::fmt;
use wronski_diagnostic::ErrorCode;

use super::analysis::{Graph, Meaning, Unsound};
use super::explain::steps;
use super::extract::extract;
use super::fact_base::FactBase;
use super::language::{from_recexpr, to_recexpr};
use super::library::RuleLibrary;
use super::replay::{Step, replay};
use super::samples::Samples;
use super::saturate::{Saturation, StopReason};
use super::unfold::{Limits, left_over, unfold};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::{Expr, dag_size, tree_size};

/// Limits of the search. All are counts, none is a time, so that equal input gives equal output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Rounds of equality saturation.
    pub iterations: usize,
    /// E-nodes.
    pub nodes: usize,
    /// Steps of a proof.
    pub steps: usize,
    /// Nesting of expressions; deeper ones are not rewritten.
    pub depth: u32,
    /// Distinct subexpressions (and, times 20, nodes of the tree); larger expressions are not rewritten.
    pub size: usize,
    /// Independent sample points of the fingerprints.
    pub points: usize,
    /// Seed of the sample points.
    pub seed: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Budget {
            iterations: 6,
            nodes: 3_000,
            steps: 5_000,
            depth: 300,
            size: 1_500,
            points: 3,
            seed: 0,
        }
    }
}

impl Budget {
    /// Small limits, for a few steps between expressions whose equality is known already.
    pub fn steps() -> Self {
        Budget {
            iterations: 3,
            nodes: 400,
            size: 200,
            points: 1,
            ..Budget::default()
        }
    }

    /// Larger limits, for proving two expressions equal.
    pub fn search() -> Self {
        Budget {
            iterations: 12,
            nodes: 20_000,
            ..Budget::default()
        }
    }
}

/// How the normal form was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Why saturation ended; `None` if there was no e-graph.
    pub stop: Option<StopReason>,
    /// Rounds of saturation.
    pub rounds: usize,
    /// E-nodes at the end.
    pub nodes: usize,
    /// E-classes at the end.
    pub classes: usize,
    /// If a limit or a refused proof made the result less than it should be: which.
    pub fallback: Option<String>,
}

/// A normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normal {
    /// The expression, equal to the input wherever the input is defined.
    pub expr: Expr,
    /// The steps from the input to `expr`; they were replayed.
    pub steps: Vec<Step>,
    /// The distinct kernels (subexpressions with `x` that are no rational operation), sorted.
    pub kernels: Vec<Expr>,
    /// How it was found.
    pub stats: Stats,
}

impl fmt::Display for Normal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.expr)
    }
}

/// Rewrites the expression: catalogue names, `diff` and `compose` unfolded, few kernels.
///
/// The result rests on [`replay`] alone. If the steps of the e-graph are refused, the unfolded expression
/// is returned, if those are refused the input itself; `stats.fallback` says so.
///
/// # Errors
/// An internal error that names the rule if a union merged classes whose values at the sample points differ: the
/// library is unsound.
///
/// With no rounds in the budget nothing is searched: names, `diff` and `compose` are unfolded, and that is all.
pub fn normalise(expr: &Expr, library: &RuleLibrary, budget: &Budget) -> Result<Normal> {
    let mut facts = FactBase::default();
    let mut stats = Stats {
        stop: None,
        rounds: 0,
        nodes: 0,
        classes: 0,
        fallback: None,
    };
    let limits = Limits {
        steps: budget.steps,
        depth: budget.depth,
    };
    let mut current = expr.clone();
    let mut all = Vec::new();
    // Steps have positions in the tree, so that sharing does not help with huge trees.
    if !fits(expr, budget) {
        note(&mut stats, too_large(budget));
        let kernels = super::kernels::kernels(expr);
        return Ok(Normal {
            expr: current,
            steps: all,
            kernels,
            stats,
        });
    }
    match unfold(expr, library, &mut facts, limits) {
        Some((unfolded, found)) => match replay(expr, &found, library) {
            Ok(end) if end == unfolded => {
                current = unfolded;
                all = found;
            }
            Ok(_) => note(&mut stats, "unfolding: replay ended elsewhere".to_owned()),
            Err(e) => note(&mut stats, format!("unfolding: replay refused {e}")),
        },
        None => note(
            &mut stats,
            format!(
                "unfolding needs more than {} steps or depth {}",
                budget.steps, budget.depth
            ),
        ),
    }
    let left = left_over(&current);
    if !left.is_empty() {
        let names: Vec<String> = left.into_iter().collect();
        note(&mut stats, format!("left as it is: {}", names.join(", ")));
    }
    if budget.iterations == 0 {
        note(&mut stats, "no search".to_owned());
    } else if !fits(&current, budget) {
        note(&mut stats, too_large(budget));
    } else if let Some((better, found)) =
        improve(&current, library, budget, &mut facts, &mut stats)?
    {
        match replay(&current, &found, library) {
            Ok(end) if end == better => {
                current = better;
                all.extend(found);
            }
            Ok(_) => note(&mut stats, "rewriting: replay ended elsewhere".to_owned()),
            Err(e) => note(&mut stats, format!("rewriting: replay refused {e}")),
        }
    }
    let kernels = super::kernels::kernels(&current);
    Ok(Normal {
        expr: current,
        steps: all,
        kernels,
        stats,
    })
}

/// The normal form, or, if the search for it fails, the unfolded expression with what went wrong.
///
/// The search only looks for a form that suits the tower; whatever becomes of it, the expression is there and its
/// verdict can be found. A failure is a bug of the library or of this room and has to be reported.
///
/// # Errors
/// As [`normalise`], but not for a failure of the search.
pub fn normalise_or_unfold(
    expr: &Expr,
    library: &RuleLibrary,
    budget: &Budget,
) -> Result<(Normal, Option<Diagnostic>)> {
    match normalise(expr, library, budget) {
        Ok(normal) => Ok((normal, None)),
        Err(failure) => {
            let unfolded = Budget {
                iterations: 0,
                ..*budget
            };
            let mut normal = normalise(expr, library, &unfolded)?;
            note(&mut normal.stats, format!("the search failed: {failure}"));
            Ok((normal, Some(failure)))
        }
    }
}

/// Nodes of a tree for each distinct subexpression that the budget allows.
const REPEATS: u64 = 20;

fn fits(e: &Expr, budget: &Budget) -> bool {
    e.depth() <= budget.depth
        && dag_size(e) <= budget.size
        && tree_size(e) <= (budget.size as u64).saturating_mul(REPEATS)
}

fn too_large(budget: &Budget) -> String {
    format!(
        "larger than {} subexpressions, {REPEATS} times as many nodes, or depth {}",
        budget.size, budget.depth
    )
}

fn note(stats: &mut Stats, what: String) {
    stats.fallback = Some(match stats.fallback.take() {
        Some(before) => format!("{before}; {what}"),
        None => what,
    });
}

fn graph(budget: &Budget) -> Graph {
    let samples = Samples::new(budget.points, 1, budget.seed);
    Graph::new(Meaning::new(samples))
        .with_explanations_enabled()
        .without_explanation_length_optimization()
}

fn unsound(u: Unsound) -> Diagnostic {
    let mut d = Diagnostic::internal(format!(
        "the rule `{}` merged two expressions that differ: {}",
        u.rule, u.difference
    ));
    d.code = ErrorCode::W0310;
    d.help = Some(
        "run `wronski rules check` on the library; if it is the shipped one, please report this"
            .to_owned(),
    );
    d
}

fn improve(
    expr: &Expr,
    library: &RuleLibrary,
    budget: &Budget,
    facts: &mut FactBase,
    stats: &mut Stats,
) -> Result<Option<(Expr, Vec<Step>)>> {
    let mut graph = graph(budget);
    let start = graph.add_expr_uncanonical(&to_recexpr(expr));
    let rules = library.compiled().filter(|c| c.rule.has_tag("simplify"));
    let mut run = Saturation::new(graph, rules);
    let (stop, rounds) = run
        .run(budget.iterations, budget.nodes, |_| false)
        .map_err(unsound)?;
    let mut graph = run.graph;
    stats.stop = Some(stop);
    stats.rounds = rounds;
    stats.nodes = graph.total_size();
    stats.classes = graph.number_of_classes();
    let Some(chosen) = extract(&graph, start) else {
        note(stats, "no term could be extracted".to_owned());
        return Ok(None);
    };
    let Some(better) = from_recexpr(&chosen) else {
        return Err(Diagnostic::internal("the extracted term is no expression"));
    };
    if better == *expr {
        return Ok(None);
    }
    let end = graph.add_expr_uncanonical(&chosen);
    let explanation = graph.explain_id_equivalence(start, end);
    match steps(&explanation, library, facts, budget.steps) {
        Some(found) => Ok(Some((better, found))),
        None => {
            note(
                stats,
                format!("the proof needs more than {} steps", budget.steps),
            );
            Ok(None)
        }
    }
}

/// Searches for a proof that the two expressions are equal, by all rules of the library.
///
/// `None` means that none was found within the budget, not that the expressions differ. The steps lead from `a` to
/// `b` and were replayed.
///
/// # Errors
/// As [`normalise`].
pub fn search_equal(
    a: &Expr,
    b: &Expr,
    library: &RuleLibrary,
    budget: &Budget,
) -> Result<Option<Vec<Step>>> {
    if !fits(a, budget) || !fits(b, budget) {
        return Ok(None);
    }
    if a == b {
        return Ok(Some(Vec::new()));
    }
    let mut facts = FactBase::default();
    let limits = Limits {
        steps: budget.steps,
        depth: budget.depth,
    };
    // Definitions first: the e-graph starts from the unfolded forms.
    let (Some((a1, to_a1)), Some((b1, to_b1))) = (
        unfold(a, library, &mut facts, limits),
        unfold(b, library, &mut facts, limits),
    ) else {
        return Ok(None);
    };
    if !fits(&a1, budget) || !fits(&b1, budget) {
        return Ok(None);
    }
    let mut graph = graph(budget);
    let left = graph.add_expr_uncanonical(&to_recexpr(&a1));
    let right = graph.add_expr_uncanonical(&to_recexpr(&b1));
    let rules = library.compiled().filter(|c| !c.rule.has_tag("unfold"));
    let mut run = Saturation::new(graph, rules);
    run.run(budget.iterations, budget.nodes, |g| {
        g.find(left) == g.find(right)
    })
    .map_err(unsound)?;
    let mut graph = run.graph;
    if graph.find(left) != graph.find(right) {
        return Ok(None);
    }
    let explanation = graph.explain_id_equivalence(left, right);
    let Some(middle) = steps(&explanation, library, &mut facts, budget.steps) else {
        return Ok(None);
    };
    let mut all = to_a1;
    all.extend(middle);
    all.extend(to_b1.into_iter().rev().map(Step::reversed));
    Ok(match replay(a, &all, library) {
        Ok(end) if end == *b => Some(all),
        _ => None,
    })
}
