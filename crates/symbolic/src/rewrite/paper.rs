//! Counterexamples that a person can check on paper: small numbers or simple functions for the metavariables of a
//! rule.

use std::fmt;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;

use super::comparison::carried_out;
use super::condition::Condition;
use super::exact::exact_value;
use super::fact_base::FactBase;
use super::language::subterms;
use super::rule::Rule;
use super::status::Status;
use wronski_expr::domain::{Definedness, definedness};
use wronski_expr::enclose::enclose;
use wronski_expr::pattern::{Substitution, instantiate};
use wronski_expr::{Expr, Func, Node, is_constant, substitute};

/// Bits of the enclosures.
const BITS: u32 = 96;
/// Decimal places that are shown.
const DECIMALS: u32 = 6;

/// The value of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// A rational number.
    Exact(BigRational),
    /// An interval that contains the value.
    Between(BigRational, BigRational),
    /// No real value.
    Undefined,
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Side::Exact(q) => write!(f, "{q}"),
            Side::Between(low, _) => f.write_str(&decimal(low)),
            Side::Undefined => f.write_str("undefined"),
        }
    }
}

/// The number cut off after some decimals.
fn decimal(q: &BigRational) -> String {
    let scale = BigRational::from_integer(BigInt::from(10).pow(DECIMALS));
    let digits = (q.abs() * scale).to_integer().to_string();
    let digits = format!("{digits:0>width$}", width = DECIMALS as usize + 1);
    let (whole, rest) = digits.split_at(digits.len() - DECIMALS as usize);
    let sign = if q.is_negative() { "-" } else { "" };
    format!("{sign}{whole}.{rest}...")
}

/// Values at which the two sides of a rule differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// What the metavariables stand for.
    pub values: Substitution,
    /// The point, if the sides depend on x.
    pub x: Option<BigRational>,
    /// The left side with these values put in.
    pub left: Expr,
    /// The right side with these values put in.
    pub right: Expr,
    /// The value of the left side.
    pub left_value: Side,
    /// The value of the right side.
    pub right_value: Side,
}

impl Counterexample {
    /// What it says of the rule.
    pub fn status(&self) -> Status {
        if self.left_value == Side::Undefined || self.right_value == Side::Undefined {
            Status::DefinedDifferently
        } else {
            Status::Broken
        }
    }
}

impl fmt::Display for Counterexample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut settings: Vec<String> = self
            .values
            .iter()
            .map(|(n, v)| format!("{n} = {v}"))
            .collect();
        settings.extend(self.x.as_ref().map(|x| format!("x = {x}")));
        if !settings.is_empty() {
            write!(f, "for {}: ", settings.join(", "))?;
        }
        write!(
            f,
            "the left side {} is {}, the right side {} is {}",
            self.left, self.left_value, self.right, self.right_value
        )
    }
}

fn numbers() -> Vec<Expr> {
    let ratios = [
        (2, 1),
        (1, 1),
        (-1, 1),
        (3, 1),
        (0, 1),
        (-2, 1),
        (1, 2),
        (4, 1),
        (-1, 2),
        (-3, 1),
    ];
    let mut all: Vec<Expr> = ratios.into_iter().map(|(n, d)| Expr::ratio(n, d)).collect();
    // Something without a value, for rules like 0*?a = 0.
    all.push(Expr::apply(Func::Log, Expr::int(-1)));
    all
}

fn functions() -> Vec<Expr> {
    let x = Expr::x;
    let mut all = vec![
        x(),
        x().pow(2),
        Expr::int(2),
        Expr::int(2) * x(),
        x() + Expr::int(1),
        Expr::int(1),
        -x(),
        Expr::apply(Func::Exp, x()),
        x().pow(2) + Expr::int(1),
        Expr::int(3) - x(),
    ];
    all.extend(numbers());
    all
}

fn points() -> Vec<BigRational> {
    [(2, 1), (1, 1), (-1, 1), (0, 1), (1, 2), (3, 1)]
        .into_iter()
        .map(|(n, d)| BigRational::new(BigInt::from(n), BigInt::from(d)))
        .collect()
}

/// Small values that meet the rule's conditions and at which its sides certainly differ, or exactly one of them has a
/// value. Different values are preferred to missing ones. At most `limit` choices of values are looked at.
pub fn counterexample(rule: &Rule, lhs: &Expr, rhs: &Expr, limit: usize) -> Option<Counterexample> {
    let of_functions = [lhs, rhs].into_iter().any(speaks_of_functions);
    let pool = if of_functions { functions() } else { numbers() };
    let by_equation: Vec<String> = rule
        .conditions
        .iter()
        .filter_map(|c| match c {
            Condition::Equal(left, _) => {
                wronski_expr::pattern::metavariable(left).map(str::to_owned)
            }
            Condition::Has(..) => None,
        })
        .collect();
    let free: Vec<String> = rule
        .metavariables()
        .into_iter()
        .filter(|n| !by_equation.contains(n))
        .collect();
    let mut facts = FactBase::default();
    let mut undefined = None;
    for choice in choices(free.len(), pool.len(), limit) {
        let mut values: Substitution = free
            .iter()
            .cloned()
            .zip(choice.iter().map(|&i| pool[i].clone()))
            .collect();
        for c in &rule.conditions {
            if let Some((name, value)) = c.defines(&values) {
                values.insert(name, Expr::num(value));
            }
        }
        if !rule.conditions.iter().all(|c| c.holds(&values, &mut facts)) {
            continue;
        }
        match at([&rule.lhs, &rule.rhs], [lhs, rhs], &values) {
            Some(found) if found.status() == Status::Broken => return Some(found),
            Some(found) if undefined.is_none() => undefined = Some(found),
            _ => {}
        }
    }
    undefined
}

/// Choices of `n` of the first values of a pool, those with small indices first.
fn choices(n: usize, pool: usize, limit: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![vec![]];
    // So many values for each that the number of choices stays within the limit.
    let mut each = 1;
    while each < pool && (each + 1).checked_pow(n as u32).is_some_and(|c| c <= limit) {
        each += 1;
    }
    for _ in 0..n {
        all = all
            .into_iter()
            .flat_map(|c| {
                (0..each).map(move |i| {
                    let mut longer = c.clone();
                    longer.push(i);
                    longer
                })
            })
            .take(limit)
            .collect();
    }
    all.sort_by_key(|c| (c.iter().max().copied(), c.iter().sum::<usize>()));
    all
}

fn speaks_of_functions(e: &Expr) -> bool {
    let speaks = |e: &&Expr| matches!(e.node(), Node::Diff(_) | Node::Compose(..) | Node::Var);
    subterms(e).iter().any(speaks)
}

/// The sides as written, and with catalogue names unfolded, under the substitution.
fn at(written: [&Expr; 2], unfolded: [&Expr; 2], values: &Substitution) -> Option<Counterexample> {
    let with = |side: &Expr| instantiate(side, values).ok();
    let shown = [with(written[0])?, with(written[1])?];
    let plain = [with(unfolded[0])?, with(unfolded[1])?];
    if plain.iter().all(is_constant) && !plain.iter().any(speaks_of_functions) {
        let sides = [side(&plain[0])?, side(&plain[1])?];
        return differ(values, None, &shown, sides);
    }
    let done = [
        carried_out(unfolded[0], values)?,
        carried_out(unfolded[1], values)?,
    ];
    points().into_iter().find_map(|x| {
        let here = Expr::num(x.clone());
        let sides = [
            side(&substitute(&done[0], &here))?,
            side(&substitute(&done[1], &here))?,
        ];
        differ(values, Some(x), &shown, sides)
    })
}

fn differ(
    values: &Substitution,
    x: Option<BigRational>,
    shown: &[Expr; 2],
    [left_value, right_value]: [Side; 2],
) -> Option<Counterexample> {
    let apart = match (&left_value, &right_value) {
        (Side::Undefined, Side::Undefined) => false,
        (Side::Undefined, _) | (_, Side::Undefined) => true,
        (l, r) => {
            let ((a, b), (c, d)) = (ends(l)?, ends(r)?);
            // Far enough apart for the decimals that are shown.
            let gap = BigRational::new(BigInt::from(1), BigInt::from(1000));
            b + &gap < c || d + &gap < a
        }
    };
    apart.then(|| Counterexample {
        values: values.clone(),
        x,
        left: shown[0].clone(),
        right: shown[1].clone(),
        left_value,
        right_value,
    })
}

fn ends(s: &Side) -> Option<(BigRational, BigRational)> {
    match s {
        Side::Exact(q) => Some((q.clone(), q.clone())),
        Side::Between(a, b) => Some((a.clone(), b.clone())),
        Side::Undefined => None,
    }
}

/// The value of a constant expression; `None` if it is neither enclosed nor certainly undefined.
fn side(e: &Expr) -> Option<Side> {
    if let Some(q) = exact_value(e) {
        return Some(Side::Exact(q));
    }
    let zero = BigRational::from_integer(BigInt::from(0));
    if let Ok(value) = enclose(e, &zero, BITS) {
        let (low, high) = (value.lower_rational(), value.upper_rational());
        return Some(if low == high {
            Side::Exact(low)
        } else {
            Side::Between(low, high)
        });
    }
    match definedness(e) {
        Ok(Definedness::NotDefined(_)) => Some(Side::Undefined),
        _ => None,
    }
}
