//! Facts on the real line, inferred from the outside in: operator by operator, and by the domain analysis.

use std::collections::BTreeMap;

use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use super::exact::exact_value;
use super::facts::{Facts, Signs};
use super::function::elementary;
use super::language::{Operator, operator_of};
use wronski_diagnostic::interruption;
use wronski_expr::domain::{self, Analyticity, Definedness};
use wronski_expr::{Expr, Func, Node};

impl Facts {
    /// The facts on an operator applied to expressions with these facts; `exponent` is the exact second
    /// operand of a power, if it is a rational number.
    pub fn of_operator(
        operator: &Operator,
        children: &[Facts],
        exponent: Option<&BigRational>,
    ) -> Facts {
        let defined = children.iter().all(|c| c.defined);
        let smooth = children.iter().all(|c| c.smooth);
        let with = |signs| Facts {
            defined,
            smooth,
            signs,
        };
        match (operator, children) {
            (Operator::Num(q), []) => Facts::smooth(Signs::of_number(q)),
            (Operator::Pi | Operator::E, []) => Facts::smooth(Signs::POSITIVE),
            (Operator::Var | Operator::Symbol(_), []) => Facts::smooth(Signs::ANY),
            (Operator::Neg, [a]) => with(a.signs.negated()),
            (Operator::Add, [a, b]) => with(a.signs.plus(b.signs)),
            (Operator::Sub, [a, b]) => with(a.signs.plus(b.signs.negated())),
            (Operator::Mul, [a, b]) => with(a.signs.times(b.signs)),
            (Operator::Div, [a, b]) => {
                let possible = b.is_nonzero();
                Facts {
                    defined: defined && possible,
                    smooth: smooth && possible,
                    signs: a.signs.times(b.signs),
                }
            }
            (Operator::Pow, [a, b]) => power(a, b, exponent),
            (Operator::Func(f), [a]) => elementary(*f).facts(a),
            (Operator::Max, [a, b]) => Facts {
                defined,
                smooth: false,
                signs: a.signs.combine(b.signs, |s, t| Signs::of(s.max(t))),
            },
            (Operator::Min, [a, b]) => Facts {
                defined,
                smooth: false,
                signs: a.signs.combine(b.signs, |s, t| Signs::of(s.min(t))),
            },
            (Operator::Where(_), [_, _, yes, no]) => Facts {
                defined,
                smooth: false,
                signs: yes.signs.or(no.signs),
            },
            (Operator::Diff, [a]) => Facts {
                defined: a.smooth,
                smooth: a.smooth,
                signs: Signs::ANY,
            },
            (Operator::Compose, [f, g]) => Facts {
                defined: f.defined && g.defined,
                smooth: f.smooth && g.smooth,
                signs: f.signs,
            },
            // A catalogue entry that is not unfolded, or a wrong number of children.
            _ => Facts::UNKNOWN,
        }
    }
}

fn power(a: &Facts, b: &Facts, exponent: Option<&BigRational>) -> Facts {
    let Some(q) = exponent else {
        // exp(b log a), with nothing said of bases that are not positive.
        let ok = a.is_positive() && b.defined;
        return Facts {
            defined: ok,
            smooth: ok && a.smooth && b.smooth,
            signs: Signs::POSITIVE.or(if ok { Signs::POSITIVE } else { Signs::ANY }),
        };
    };
    if q.is_integer() {
        let ok = !q.is_negative() || a.is_nonzero();
        let signs = if q.is_zero() {
            Signs::POSITIVE
        } else if q.numer().is_even() {
            a.signs.map(|s| Signs::of(s * s))
        } else {
            a.signs
        };
        // The value 0^0 is left out of account: 0 as an exponent of a zero base is not called smooth.
        let zero_ok = !q.is_zero() || a.is_nonzero();
        return Facts {
            defined: a.defined && ok && zero_ok,
            smooth: a.smooth && ok && zero_ok,
            signs,
        };
    }
    let positive = a.is_positive();
    let defined = positive || (a.is_nonnegative() && q.is_positive());
    Facts {
        defined,
        smooth: positive && a.smooth,
        signs: a.signs.and(Signs::POSITIVE.or(Signs::ZERO)),
    }
}

/// Facts on expressions, remembered by shared node.
#[derive(Debug)]
pub struct FactBase {
    known: BTreeMap<usize, (Expr, Facts)>,
    sharp: BTreeMap<usize, (Expr, Facts)>,
    /// How often the domain analysis may still be asked.
    questions: usize,
}

impl Default for FactBase {
    fn default() -> Self {
        FactBase::with_questions(10_000)
    }
}

impl FactBase {
    /// A fact base that asks the domain analysis at most so many times.
    pub fn with_questions(questions: usize) -> Self {
        FactBase {
            known: BTreeMap::new(),
            sharp: BTreeMap::new(),
            questions,
        }
    }

    /// The facts, sharpened by the domain analysis (ranges, Sturm sequences).
    pub fn sharp(&mut self, expr: &Expr) -> Facts {
        let plain = self.facts(expr);
        if let Some((_, facts)) = self.sharp.get(&expr.id()) {
            return *facts;
        }
        if self.questions == 0 {
            return plain;
        }
        self.questions -= 1;
        let mut facts = plain;
        if let Ok(range) = domain::range(expr) {
            for (proved, signs) in [
                (range.is_positive(), Signs::POSITIVE),
                (range.is_negative(), Signs::NEGATIVE),
                (range.is_nonnegative(), Signs::POSITIVE.or(Signs::ZERO)),
                (range.is_nonpositive(), Signs::NEGATIVE.or(Signs::ZERO)),
                (range.is_nonzero(), Signs::POSITIVE.or(Signs::NEGATIVE)),
            ] {
                if proved {
                    facts.signs = facts.signs.and(signs);
                }
            }
        }
        // "Defined for generic parameters" is not enough: a rule must hold for all of them.
        let no_exceptions = |conditions: &[Expr]| conditions.is_empty();
        if !facts.defined
            && let Ok(Definedness::DefinedEverywhere {
                parameter_conditions,
                ..
            }) = domain::definedness(expr)
        {
            facts.defined = no_exceptions(&parameter_conditions);
        }
        if !facts.smooth
            && let Ok(Analyticity::Analytic {
                parameter_conditions,
                ..
            }) = domain::analyticity(expr)
        {
            facts.smooth = no_exceptions(&parameter_conditions);
        }
        self.sharp.insert(expr.id(), (expr.clone(), facts));
        facts
    }

    /// The facts on the expression.
    pub fn facts(&mut self, expr: &Expr) -> Facts {
        let mut stack = vec![expr.clone()];
        while let Some(top) = stack.last().cloned() {
            interruption::point();
            if self.known.contains_key(&top.id()) {
                stack.pop();
                continue;
            }
            let children = top.node().children();
            let before = stack.len();
            stack.extend(
                children
                    .iter()
                    .filter(|c| !self.known.contains_key(&c.id()))
                    .map(|c| (*c).clone()),
            );
            if stack.len() > before {
                continue;
            }
            let child_facts: Vec<Facts> = children.iter().map(|c| self.known[&c.id()].1).collect();
            let exponent = match top.node() {
                Node::Pow(_, e) => exact_value(e),
                _ => None,
            };
            let mut facts =
                Facts::of_operator(&operator_of(top.node()), &child_facts, exponent.as_ref());
            if positive_by_shape(&top, |part| {
                self.known
                    .get(&part.id())
                    .map_or(Facts::UNKNOWN, |(_, f)| *f)
            }) {
                facts.signs = facts.signs.and(Signs::POSITIVE);
            }
            self.known.insert(top.id(), (top.clone(), facts));
            stack.pop();
        }
        self.known
            .get(&expr.id())
            .map_or(Facts::UNKNOWN, |(_, f)| *f)
    }
}

/// `a + sqrt(a^2 + c)` with `c > 0` is positive, because the root exceeds `|a|`.
pub fn positive_by_shape(e: &Expr, facts: impl Fn(&Expr) -> Facts) -> bool {
    let Node::Add(a, root) = e.node() else {
        return false;
    };
    let Node::Func(Func::Sqrt, inside) = root.node() else {
        return false;
    };
    let Node::Add(u, v) = inside.node() else {
        return false;
    };
    let is_square = |s: &Expr| match s.node() {
        Node::Pow(base, n) => {
            base == a
                && n.as_num()
                    .is_some_and(|q| *q == BigRational::from_integer(2.into()))
        }
        _ => false,
    };
    (is_square(u) && facts(v).is_positive()) || (is_square(v) && facts(u).is_positive())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(e: &Expr) -> Facts {
        FactBase::default().facts(e)
    }

    #[test]
    fn signs_of_sums_and_products() {
        let x = Expr::x();
        let e = Expr::apply(Func::Exp, x.clone());
        assert!(facts(&(Expr::int(1) + e.clone())).is_positive());
        assert!(!facts(&(Expr::int(1) - e.clone())).is_nonzero());
        assert!(facts(&(-(e.clone()) * e.clone())).is_nonzero());
        assert!(facts(&(x.pow(2) + Expr::int(1))).is_positive());
        assert!(!facts(&x.pow(2)).is_nonzero());
        assert!(facts(&x.pow(2)).is_nonnegative());
    }

    #[test]
    fn definedness_is_never_guessed() {
        let x = Expr::x();
        assert!(!facts(&(Expr::int(1) / x.clone())).defined);
        assert!(!facts(&Expr::apply(Func::Log, x.clone())).defined);
        assert!(!facts(&Expr::apply(Func::Tan, x.clone())).defined);
        assert!(!facts(&x.pow(-1)).defined);
        assert!(!facts(&(Expr::int(1) / (x.clone() - x.clone()))).is_nonzero());
        let half = Expr::new(Node::Pow(x.clone(), Expr::ratio(1, 2)));
        assert!(!facts(&half).defined);
        let abs = Expr::apply(Func::Abs, x.clone());
        assert!(facts(&abs).defined && !facts(&abs).smooth && !facts(&abs.diff()).defined);
        assert!(!facts(&Expr::new(Node::Named("nobody".into(), vec![x]))).defined);
    }
}
