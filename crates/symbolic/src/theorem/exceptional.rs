//! What a verdict for generic parameters excludes.

use std::fmt;

use crate::tower::interpret::Interpreter;
use crate::tower::{Conditions, Dependence, Relation, Tower};
use wronski_certificate::Exclusion;
use wronski_expr::Expr;

/// What is known at an excluded value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AtValue {
    /// It was not asked for, or the value cannot be written down.
    Open,
    /// The function has no meaning there.
    NotDefined,
    /// The verdict there, with the rank where the claim has one.
    Decided {
        /// `proved`, `refuted` or `undecided`; for equality and Wronskians their own words.
        verdict: String,
        /// The rank.
        rank: Option<usize>,
        /// For a function that is not analytic: the order of the derivative that jumps.
        order: Option<usize>,
    },
}

/// The functions that become dependent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependents {
    /// In which way.
    pub dependence: Dependence,
    /// The functions, as text in the symbols of the field.
    pub functions: Vec<String>,
    /// The field in which they lie.
    pub field: String,
}

/// One exclusion, as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed {
    /// One value of one parameter.
    Value {
        /// The parameter.
        parameter: String,
        /// The value.
        value: Expr,
        /// The verdict there.
        at: AtValue,
    },
    /// The real solutions of an equation `polynomial = 0`.
    Equation(String),
    /// The values at which functions become dependent.
    Relation(Dependents),
}

/// What a verdict excludes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exceptional {
    /// What its evidence does not speak of: for the certificate.
    pub certified: Vec<Exclusion>,
    /// What the verdict does not speak of.
    pub listed: Vec<Listed>,
    /// What the certificate excludes beyond that: it names the variable, where the verdict lists the values at which
    /// exponents coincide.
    pub certified_only: Vec<Dependents>,
}

impl Exceptional {
    /// Nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Is nothing excluded?
    pub fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The conditions of a conclusion in this tower as exclusions.
    pub fn new(tower: &Tower, conditions: &Conditions) -> Self {
        let mut out = Exceptional::default();
        for z in &conditions.zeros {
            if !z.coincidence {
                let text = tower.print_poly(&z.polynomial);
                out.certified.push(Exclusion::Zero(text));
            }
            match tower.zeros(&z.polynomial) {
                Some((parameter, values)) => {
                    out.listed
                        .extend(values.into_iter().map(|value| Listed::Value {
                            parameter: parameter.clone(),
                            value,
                            at: AtValue::Open,
                        }));
                }
                None => out
                    .listed
                    .push(Listed::Equation(tower.print_poly(&z.polynomial))),
            }
        }
        for r in &conditions.relations {
            let symbol = tower.variables()[r.variable].symbol.clone();
            out.certified.push(Exclusion::NotNew(symbol));
            if r.narrowed {
                out.certified_only.push(dependents(tower, r));
            } else {
                out.listed.push(Listed::Relation(dependents(tower, r)));
            }
        }
        out.sorted()
    }

    /// Exclusions given as expressions in the parameters that must not vanish.
    pub fn zeros_of(expressions: &[Expr]) -> Self {
        let mut out = Exceptional::default();
        for e in expressions {
            out.certified.push(Exclusion::Zero(e.to_string()));
            let mut tower = Tower::default();
            let factors = Interpreter::new()
                .read(&mut tower, e)
                .map(|p| tower.factors(&p.num));
            match factors {
                Ok(factors) => {
                    let zeros = factors
                        .into_iter()
                        .map(|polynomial| crate::tower::Zero {
                            polynomial,
                            coincidence: false,
                        })
                        .collect();
                    let conditions = Conditions {
                        zeros,
                        relations: vec![],
                    };
                    let one = Exceptional::new(&tower, &conditions);
                    out.listed.extend(one.listed);
                }
                Err(_) => out.listed.push(Listed::Equation(e.to_string())),
            }
        }
        out.sorted()
    }

    /// What either excludes.
    #[must_use]
    pub fn and(mut self, other: &Exceptional) -> Self {
        self.certified.extend(other.certified.iter().cloned());
        for d in &other.certified_only {
            if !self.certified_only.contains(d) {
                self.certified_only.push(d.clone());
            }
        }
        for l in &other.listed {
            if !self.listed.iter().any(|k| k.to_string() == l.to_string()) {
                self.listed.push(l.clone());
            }
        }
        self.sorted()
    }

    fn sorted(mut self) -> Self {
        self.certified.sort();
        self.certified.dedup();
        self.listed.sort_by_key(ToString::to_string);
        self.listed.dedup();
        self
    }

    /// The exclusions as one line.
    pub fn text(&self) -> String {
        let all: Vec<String> = self.listed.iter().map(ToString::to_string).collect();
        all.join("; ")
    }
}

fn dependents(tower: &Tower, r: &Relation) -> Dependents {
    let function = |v: usize| {
        let w = &tower.variables()[v];
        w.kind
            .dependent(r.dependence)
            .map_or_else(|| w.symbol.clone(), |f| tower.print(f))
    };
    let below = tower.variables()[..r.variable]
        .iter()
        .filter(|w| w.is_generator())
        .map(|w| w.symbol.clone());
    let field: Vec<String> = std::iter::once("x".to_string()).chain(below).collect();
    Dependents {
        dependence: r.dependence,
        functions: r
            .among
            .iter()
            .chain([&r.variable])
            .map(|&v| function(v))
            .collect(),
        field: format!("C({})", field.join(", ")),
    }
}

impl fmt::Display for Dependents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = self.functions.join(", ");
        let field = &self.field;
        match self.dependence {
            Dependence::Linear => write!(
                f,
                "values at which {all} in {field} are linearly dependent over the rationals modulo constants"
            ),
            Dependence::Multiplicative => write!(
                f,
                "values at which {all} in {field} are multiplicatively dependent modulo constants and exponentials"
            ),
            Dependence::Power => match self.functions.split_last() {
                Some((radicand, [])) => write!(
                    f,
                    "values at which {radicand} is a constant times a power in {field}"
                ),
                Some((radicand, before)) => write!(
                    f,
                    "values at which {radicand} is a constant times a power in {field}, in which {} have roots",
                    before.join(", ")
                ),
                None => Ok(()),
            },
        }
    }
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Listed::Value {
                parameter,
                value,
                at,
            } => {
                write!(f, "{parameter} = {value}")?;
                match at {
                    AtValue::Open => Ok(()),
                    AtValue::NotDefined => write!(f, " (not defined)"),
                    AtValue::Decided {
                        verdict,
                        rank,
                        order,
                    } => {
                        write!(f, " ({verdict}")?;
                        if let Some(r) = rank {
                            write!(f, ", rank {r}")?;
                        }
                        if let Some(n) = order {
                            write!(f, ", order {n}")?;
                        }
                        write!(f, ")")
                    }
                }
            }
            Listed::Equation(p) => write!(f, "{p} = 0"),
            Listed::Relation(r) => r.fmt(f),
        }
    }
}
