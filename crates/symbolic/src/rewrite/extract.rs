//! Choosing a term of the root class: few transcendental kernels first, then size.

use std::collections::{BTreeMap, BTreeSet};

use egg::{Id, Language, RecExpr};
use wronski_diagnostic::interruption;

use super::analysis::Graph;
use super::function::{Weight, elementary};
use super::language::{Operator, Term};

/// How a node counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// Rational operations and constants.
    Plain,
    /// A kernel, with its weight.
    Kernel(u64),
}

/// Cost of a term: weight of its distinct kernels, then size.
#[derive(Clone, Debug)]
struct Cost {
    weight: u64,
    size: u64,
    kernels: BTreeSet<Id>,
}

impl Cost {
    fn key(&self) -> (u64, u64) {
        (self.weight, self.size)
    }
}

/// The weight of a root.
const ROOT: u64 = 3;

fn sort(graph: &Graph, term: &Term) -> Sort {
    match &term.operator {
        Operator::Func(f) => Sort::Kernel(match elementary(*f).weight() {
            Weight::Monomial => 1,
            Weight::Circular => 2,
            Weight::Root => ROOT,
            Weight::Expressible => 20,
        }),
        Operator::Max | Operator::Min | Operator::Where(_) => Sort::Kernel(40),
        Operator::Named(_) | Operator::Diff | Operator::Compose => Sort::Kernel(1000),
        Operator::Pow => {
            let exponent = term
                .children()
                .get(1)
                .and_then(|&n| graph[n].data.value.as_ref());
            match exponent {
                Some(q) if q.is_integer() => Sort::Plain,
                _ => Sort::Kernel(ROOT),
            }
        }
        _ => Sort::Plain,
    }
}

struct Table<'a> {
    graph: &'a Graph,
    ids: Vec<Id>,
    constant: BTreeSet<Id>,
}

impl Table<'_> {
    /// Bellman-Ford over the classes. The cost of a node exceeds that of each child, so the choices
    /// cannot run in a circle.
    fn solve(&self, banned: &BTreeSet<Term>) -> BTreeMap<Id, (Cost, Term)> {
        let mut best: BTreeMap<Id, (Cost, Term)> = BTreeMap::new();
        loop {
            let mut changed = false;
            for &id in &self.ids {
                interruption::point();
                for node in &self.graph[id].nodes {
                    if banned.contains(node) {
                        continue;
                    }
                    let Some(cost) = self.cost(id, node, &best) else {
                        continue;
                    };
                    if best.get(&id).is_none_or(|(old, _)| cost.key() < old.key()) {
                        best.insert(id, (cost, node.clone()));
                        changed = true;
                    }
                }
            }
            if !changed {
                return best;
            }
        }
    }

    fn cost(&self, id: Id, node: &Term, best: &BTreeMap<Id, (Cost, Term)>) -> Option<Cost> {
        let mut size: u64 = 1;
        let mut weight = 0;
        let mut kernels = BTreeSet::new();
        for child in node.children() {
            let (c, _) = best.get(&self.graph.find(*child))?;
            size = size.saturating_add(c.size);
            weight = weight.max(c.weight);
            kernels.extend(c.kernels.iter().copied());
        }
        // Literals: short numbers are preferred.
        if let Operator::Num(q) = &node.operator {
            size += (q.numer().bits() + q.denom().bits()) / 32;
        }
        if let Sort::Kernel(_) = sort(self.graph, node)
            && !self.constant.contains(&id)
        {
            kernels.insert(id);
        } else if let Sort::Kernel(w) = sort(self.graph, node) {
            // A constant kernel is no monomial of the tower, but a plainer constant is better.
            size = size.saturating_add(w);
        }
        let total: u64 = kernels
            .iter()
            .map(|k| self.weight_of(*k, id, node, best))
            .sum();
        Some(Cost {
            weight: weight.max(total),
            size,
            kernels,
        })
    }

    fn weight_of(&self, kernel: Id, id: Id, node: &Term, best: &BTreeMap<Id, (Cost, Term)>) -> u64 {
        let chosen = if kernel == id {
            Some(node)
        } else {
            best.get(&kernel).map(|(_, n)| n)
        };
        match chosen.map(|n| sort(self.graph, n)) {
            Some(Sort::Kernel(w)) => w,
            // The class is no longer represented by a kernel; its weight is counted where it was.
            _ => 1,
        }
    }
}

/// The classes that contain a term without `x`.
fn constants(graph: &Graph, ids: &[Id]) -> BTreeSet<Id> {
    let mut constant = BTreeSet::new();
    loop {
        let before = constant.len();
        for &id in ids {
            interruption::point();
            if !constant.contains(&id)
                && graph[id].nodes.iter().any(|n| {
                    n.operator != Operator::Var
                        && n.children()
                            .iter()
                            .all(|c| constant.contains(&graph.find(*c)))
                })
            {
                constant.insert(id);
            }
        }
        if constant.len() == before {
            return constant;
        }
    }
}

/// The classes that can be reached from the root.
fn reachable(graph: &Graph, root: Id) -> Vec<Id> {
    let mut seen = BTreeSet::from([root]);
    let mut todo = vec![root];
    while let Some(id) = todo.pop() {
        interruption::point();
        for node in &graph[id].nodes {
            for child in node.children() {
                let child = graph.find(*child);
                if seen.insert(child) {
                    todo.push(child);
                }
            }
        }
    }
    seen.into_iter().collect()
}

/// The best term found for the class: greedy by classes, then improved by leaving out one kernel
/// after the other as long as that lowers the cost of the whole term.
pub fn extract(graph: &Graph, root: Id) -> Option<RecExpr<Term>> {
    let root = graph.find(root);
    let ids = reachable(graph, root);
    let constant = constants(graph, &ids);
    let table = Table {
        graph,
        ids,
        constant,
    };
    let mut banned = BTreeSet::new();
    let mut current = build(&table, root, &banned)?;
    'improve: loop {
        for kernel in &current.used {
            for strategy in [Detour::Newcomers, Detour::Others] {
                if let Some((next, trial)) =
                    detour(&table, root, &banned, &current, kernel, strategy)
                {
                    current = next;
                    banned = trial;
                    continue 'improve;
                }
            }
        }
        return Some(current.term);
    }
}

/// How many kernels are left out at most in one attempt to improve the choice.
const DETOURS: usize = 6;

/// What to leave out together with a kernel, when leaving it out alone gains nothing.
#[derive(Clone, Copy)]
enum Detour {
    /// Kernels that come in for it: `e^x` for `e^(2x)`, where there is `e^(x/2)` anyway.
    Newcomers,
    /// The other kernels: `e^(x/3)` together with `e^(x/2)`, for `e^(x/6)`.
    Others,
}

/// A cheaper choice without the kernel, with the set of what it leaves out.
fn detour(
    table: &Table,
    root: Id,
    banned: &BTreeSet<Term>,
    current: &Built,
    kernel: &Term,
    strategy: Detour,
) -> Option<(Built, BTreeSet<Term>)> {
    let mut trial = banned.clone();
    trial.insert(kernel.clone());
    let mut next = build(table, root, &trial)?;
    let mut kept = BTreeSet::new();
    for _ in 0..DETOURS {
        if next.key < current.key {
            return Some((next, trial));
        }
        let ban = next.used.iter().find(|k| match strategy {
            Detour::Newcomers => !current.used.contains(k),
            Detour::Others => current.used.contains(k) && !kept.contains(*k),
        })?;
        let ban = ban.clone();
        trial.insert(ban.clone());
        match build(table, root, &trial) {
            Some(better) if better.key.0 <= next.key.0 => next = better,
            _ => {
                trial.remove(&ban);
                kept.insert(ban);
                if matches!(strategy, Detour::Newcomers) {
                    return None;
                }
            }
        }
    }
    None
}

struct Built {
    term: RecExpr<Term>,
    used: BTreeSet<Term>,
    key: (u64, usize),
}

/// The chosen term as a whole, with its true cost.
fn build(table: &Table, root: Id, banned: &BTreeSet<Term>) -> Option<Built> {
    let best = table.solve(banned);
    let (_, node) = best.get(&root)?;
    let pick = |id: Id| {
        best.get(&table.graph.find(id))
            .map(|(_, n)| n.clone())
            .ok_or(())
    };
    let term = node.try_build_recexpr(pick).ok()?;
    let mut used = BTreeSet::new();
    let mut weight = 0;
    let mut seen = BTreeSet::new();
    let mut todo = vec![root];
    while let Some(id) = todo.pop() {
        if !seen.insert(id) {
            continue;
        }
        let (_, node) = best.get(&id)?;
        if let Sort::Kernel(w) = sort(table.graph, node)
            && !table.constant.contains(&id)
        {
            used.insert(node.clone());
            weight += w;
        }
        todo.extend(node.children().iter().map(|&c| table.graph.find(c)));
    }
    let key = (weight, term.len());
    Some(Built { term, used, key })
}
