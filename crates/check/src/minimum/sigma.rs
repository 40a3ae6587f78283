//! The activation as a function of enclosures, with a budget.

use std::cell::Cell;

use rug::Float;

use crate::failure::{Checked, limit, unshown};
use wronski_expr::domain::{Pieces, piecewise};
use wronski_expr::{Expr, dag_size, expand};
use wronski_interval::{Evaluator, Fault, Interval};

/// The most work in one file: nodes of the activation, entries of matrices, each weighted by the precision.
const WORK: u64 = 500_000_000;

/// The activation on a closed interval.
struct Part {
    low: Option<Interval>,
    high: Option<Interval>,
    expr: Expr,
}

/// The activation, evaluated at one precision.
pub(super) struct Sigma {
    evaluator: Evaluator,
    expr: Expr,
    /// Where it is made of pieces: these, if it is continuous.
    parts: Vec<Part>,
    size: u64,
    spent: Cell<u64>,
}

impl Sigma {
    /// Prepares the evaluation.
    pub fn new(expr: &Expr, precision: u32) -> Checked<Sigma> {
        let expanded = expand(expr).map_err(|e| e.message)?;
        let evaluator = Evaluator::new(precision);
        let parts = parts(&expanded, &evaluator);
        let size = u64::try_from(dag_size(&expanded)).map_err(|_| "the activation is too large")?;
        Ok(Sigma {
            evaluator,
            expr: expanded,
            parts,
            size,
            spent: Cell::new(0),
        })
    }

    /// The precision in bits.
    pub fn precision(&self) -> u32 {
        self.evaluator.precision()
    }

    /// Counts work; an error once the budget is spent.
    pub fn spend(&self, operations: u64) -> Checked<()> {
        let weight = 1 + u64::from(self.precision()) / 512;
        let spent = self
            .spent
            .get()
            .saturating_add(operations.saturating_mul(weight));
        self.spent.set(spent);
        if spent > WORK {
            return Err(limit("the work for a file", WORK));
        }
        Ok(())
    }

    /// Counts evaluations of the activation.
    pub fn spend_values(&self, count: u64) -> Checked<()> {
        // A node costs several operations on floats at every order.
        self.spend(self.size.saturating_mul(8).saturating_mul(count))
    }

    /// The derivatives of orders 0 to `order` (at most 2) for all points of `z`.
    pub fn jet(&self, z: &Interval, order: usize) -> Checked<Vec<Interval>> {
        self.spend_values(1)?;
        match self.smooth(&self.expr, z, order) {
            Ok(jet) => Ok(jet),
            Err(Fault::Breakpoint) if order <= 1 && !self.parts.is_empty() => self.across(z, order),
            Err(Fault::Budget(what)) => {
                Err(unshown(format!("the activation on {z}: limit of {what}")))
            }
            Err(fault) => Err(format!("the activation on {z}: {fault}").into()),
        }
    }

    fn smooth(&self, expr: &Expr, z: &Interval, order: usize) -> Result<Vec<Interval>, Fault> {
        // Roundings are all there is to a thin enclosure; a wide one is sharpened by the mean value theorem.
        let bits =
            i32::try_from(self.precision()).map_err(|_| Fault::Budget("precision".into()))?;
        if z.width() <= Float::with_val(32, Float::i_exp(1, -bits / 2)) {
            return self.evaluator.derivatives(expr, z, order);
        }
        let wide = self.evaluator.derivatives(expr, z, order + 1)?;
        let middle = z.midpoint();
        let point = Interval::new(middle.clone(), middle)?;
        let step = z - &point;
        let centre = self.evaluator.derivatives(expr, &point, order)?;
        Ok((0..=order)
            .map(|k| {
                let mean = &centre[k] + &(&wide[k + 1] * &step);
                common(&wide[k], &mean)
            })
            .collect())
    }

    /// Values and slopes over a breakpoint of a continuous activation: the hull over the pieces.
    ///
    /// A continuous function with analytic pieces is Lipschitz on bounded intervals. Along a segment of weights its
    /// composition with a Lipschitz function z(t) is differentiable almost everywhere, with derivative in
    /// `hull(slopes) z'(t)`: where z stays at a breakpoint on a set of positive measure, z' is 0 almost everywhere
    /// there.
    fn across(&self, z: &Interval, order: usize) -> Checked<Vec<Interval>> {
        let mut hull: Option<Vec<Interval>> = None;
        for part in &self.parts {
            let below = part.low.as_ref().is_some_and(|l| z.certainly_less(l));
            let above = part.high.as_ref().is_some_and(|h| h.certainly_less(z));
            if below || above {
                continue;
            }
            // The part of z inside the piece.
            let lo = match &part.low {
                Some(l) if l.lo() > z.lo() => l.lo().clone(),
                _ => z.lo().clone(),
            };
            let hi = match &part.high {
                Some(h) if h.hi() < z.hi() => h.hi().clone(),
                _ => z.hi().clone(),
            };
            let within = Interval::new(lo, hi).map_err(|f| f.to_string())?;
            let jet = self
                .smooth(&part.expr, &within, order)
                .map_err(|fault| format!("the activation on {within}: {fault}"))?;
            hull = Some(match hull {
                None => jet,
                Some(known) => known.iter().zip(&jet).map(|(a, b)| a.hull(b)).collect(),
            });
        }
        hull.ok_or_else(|| "the pieces of the activation do not cover the line".into())
    }
}

/// What two enclosures of the same number have in common.
pub(super) fn common(a: &Interval, b: &Interval) -> Interval {
    let lo = if a.lo() >= b.lo() { a.lo() } else { b.lo() };
    let hi = if a.hi() <= b.hi() { a.hi() } else { b.hi() };
    // Both enclose one number, so the ends are in order.
    Interval::new(lo.clone(), hi.clone()).unwrap_or_else(|_| a.clone())
}

/// The pieces of a continuous activation; none if it has only one, or a jump, or if they are not known.
fn parts(expr: &Expr, evaluator: &Evaluator) -> Vec<Part> {
    let Ok(Pieces::Known(p)) = piecewise(expr) else {
        return vec![];
    };
    if p.pieces.len() < 2
        || !p.parameter_conditions.is_empty()
        || p.breakpoints.iter().any(|b| b.order == 0)
    {
        return vec![];
    }
    let end = |e: &Option<Expr>| -> Option<Option<Interval>> {
        match e {
            None => Some(None),
            Some(e) => {
                let anywhere = Interval::zero(evaluator.precision());
                let value = evaluator.derivatives(e, &anywhere, 0).ok()?;
                Some(Some(value[0].clone()))
            }
        }
    };
    let read: Option<Vec<Part>> = p
        .pieces
        .iter()
        .map(|piece| {
            Some(Part {
                low: end(&piece.low)?,
                high: end(&piece.high)?,
                expr: piece.expr.clone(),
            })
        })
        .collect();
    read.unwrap_or_default()
}
