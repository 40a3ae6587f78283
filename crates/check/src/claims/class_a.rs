//! Class A: sigma is analytic, strictly increasing and bounded, and 0 lies in the closure of its image; or it is not.

use std::collections::BTreeMap;

use num_bigint::Sign;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::analytic::by_the_expression;
use super::setting::{Setting, foreign};
use crate::failure::{Checked, limit, unshown};
use crate::ranges::{self, is_zero, limit_at_end};
use crate::sign::sign;
use crate::text::short;
use wronski_certificate::limits::PRECISION;
use wronski_certificate::{ClaimRecord, EndOfLine, Evidence};
use wronski_exact::decimal::exact_number;
use wronski_exact::enclosure::EnclosureError;
use wronski_expr::enclose::{EncloseError, enclose};
use wronski_expr::{Expr, Func, Node, Parameters, is_constant, parse};

/// Bits of the enclosures that decide the signs of limits.
const BITS: u32 = 320;
/// Characters of a point.
const LONGEST: usize = 200;

pub(super) fn confirm(
    setting: &mut Setting,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    if let (false, Evidence::NotAnalytic(_)) = (proved, evidence) {
        return by_the_expression(setting, c, false, evidence).map(drop);
    }
    if !c.exceptional.is_empty() {
        return Err("the evidence excludes no values of parameters".into());
    }
    let sigma = setting
        .expressions
        .first()
        .ok_or("there is no function")?
        .clone();
    match (proved, evidence) {
        (false, Evidence::Constant) => {
            if is_zero(&sigma.diff(), &setting.certificate.parameters)? {
                Ok(())
            } else {
                Err(unshown("the derivative is not seen to be zero"))
            }
        }
        (false, Evidence::Descends { at, bits }) => {
            let x = exact_number(at, LONGEST).ok_or("the point is no short exact number")?;
            if *bits > PRECISION {
                return Err(limit("the bits of precision", u64::from(PRECISION)));
            }
            let slope = enclose(&sigma.diff(), &x, *bits).map_err(|e| e.to_string())?;
            if slope.certainly_negative() {
                Ok(())
            } else {
                Err("the derivative is not enclosed below zero at the point".into())
            }
        }
        (false, Evidence::Unbounded { end }) => match limit_at_end(&sigma, *end)? {
            None => Ok(()),
            Some(c) => Err(format!("the limit there is {}", short(&c.to_string())).into()),
        },
        (
            _,
            Evidence::Increasing {
                limits,
                facts,
                obligations,
            },
        ) => {
            if setting.conditions.is_none() {
                return Err("it is decided only together with the claim `analytic`".into());
            }
            let logarithm = Expr::apply(Func::Log, sigma.diff());
            let parameters = &setting.certificate.parameters;
            let conditions = ranges::confirm(&logarithm, parameters, facts, obligations)?;
            if !conditions.is_empty() {
                return Err("that it increases rests on conditions that are not excluded".into());
            }
            let low = at_end(&sigma, EndOfLine::Left, &limits[0])?;
            let high = at_end(&sigma, EndOfLine::Right, &limits[1])?;
            if (low != Sign::Plus && high != Sign::Minus) == proved {
                Ok(())
            } else {
                foreign(c)
            }
        }
        _ => foreign(c),
    }
}

/// The expression with quotients in place of negative powers. Expressions are not deeper than what is read.
fn quotients(e: &Expr, known: &mut BTreeMap<usize, Expr>) -> Expr {
    if let Some(done) = known.get(&e.id()) {
        return done.clone();
    }
    let children = e.node().children().into_iter();
    let children = children.map(|c| quotients(c, known)).collect();
    let node = e.node().with_children(children);
    let new = match &node {
        Node::Pow(base, n) => match n.as_num().cloned() {
            Some(q) if q == -BigRational::one() => Expr::int(1) / base.clone(),
            Some(q) if q.is_negative() => {
                Expr::int(1) / Expr::new(Node::Pow(base.clone(), Expr::num(-q)))
            }
            _ => Expr::new(node),
        },
        _ => Expr::new(node),
    };
    known.insert(e.id(), new.clone());
    new
}

/// Is the constant that the file states this one? Two engines may write one number differently.
fn same(found: &Expr, stated: &str) -> Checked<()> {
    let no = |why: &str| {
        format!(
            "{} {why}: the limit is {}",
            short(stated),
            short(&found.to_string())
        )
    };
    let read = parse(stated, &Parameters::new()).map_err(|d| no(&d.message))?;
    if !is_constant(&read.expr) {
        return Err(no("is no constant").into());
    }
    if quotients(found, &mut BTreeMap::new()) == quotients(&read.expr, &mut BTreeMap::new()) {
        return Ok(());
    }
    let origin = BigRational::zero();
    let difference = found.clone() - read.expr;
    match enclose(&difference, &origin, BITS) {
        Ok(value) if sign(&value).is_some() => Err(no("is another number").into()),
        // The text has no value: no limit. Otherwise the enclosure stopped, which says nothing of the text.
        Err(EncloseError::Arithmetic(
            why @ EnclosureError::OutsideDomain {
                certainly: true, ..
            },
        )) => Err(no(&why.to_string()).into()),
        Err(why) => Err(unshown(no(&why.to_string()))),
        Ok(_) if is_zero(&difference, &[])? => Ok(()),
        Ok(_) => Err(unshown(no("is not seen to be the same number"))),
    }
}

/// The sign of a limit, which is the one that the file states.
fn at_end(sigma: &Expr, end: EndOfLine, stated: &str) -> Checked<Sign> {
    let Some(found) = limit_at_end(sigma, end)? else {
        return Err("a limit is infinite".into());
    };
    if found.to_string() != stated {
        same(&found, stated)?;
    }
    if found.is_zero_literal() {
        return Ok(Sign::NoSign);
    }
    let value = enclose(&found, &BigRational::zero(), BITS).map_err(|e| e.to_string())?;
    sign(&value).ok_or_else(|| unshown("the sign of a limit is not found"))
}
