//! One fact, derived again from its expression and from the facts before it.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::boxes;
use super::comparison::{Truth, of_difference};
use super::fraction::{Exponent, Fraction, Sum};
use super::growth;
use super::images;
use super::linear::linear;
use super::nodes::NodeKind;
use super::set::Set;
use super::side::Side;
use super::signs::{Signs, signs};
use super::squares;
use super::work::{BITS, Derived, Work, too_large};
use crate::elementary::of as function;
use crate::failure::{Checked, limit, unshown};
use crate::text::short;
use wronski_certificate::limits::{BOXES, PRECISION};
use wronski_certificate::{
    Beyond, Bound, Fact, Form, How, Interval, Quotient, Rational, Share, Wave,
};
use wronski_exact::enclosure::Enclosure;
use wronski_expr::Func;

/// The precisions that are tried for the ends: what was found with one need not follow with another.
const PRECISIONS: [u32; 2] = [BITS, 64];

/// Derives the fact.
pub(super) fn fact(work: &mut Work<'_>, f: &Fact) -> Checked<Derived> {
    if f.on.is_empty() {
        return Err("its interval is empty".into());
    }
    let node = work.read(&f.expression)?;
    let stated = Set::of(&f.range, f.nonzero);
    let spelled = Set::of(&f.range, false);
    if stated.low != f.range.low || stated.high != f.range.high || (f.nonzero && spelled == stated)
    {
        return Err("its range can be written with fewer words".into());
    }
    let found = match &f.how {
        How::Structure { of } => {
            let found = structure(work, node, &f.on, of, BITS)?;
            if found.is_within(&stated) {
                found
            } else {
                structure(work, node, &f.on, of, PRECISIONS[1])?
            }
        }
        How::Branch { condition, branch } => taken(work, node, &f.on, *condition, *branch)?,
        How::Meet { of } => meet(work, node, &f.on, of)?,
        How::Signs(q) => {
            let form = work.form(node)?;
            quotient(work, &form, q, &f.on)?
        }
        How::Waves {
            constant,
            waves,
            rest,
        } => wave(work, node, &f.on, (constant, waves, rest))?,
        How::Root {
            root,
            factor,
            difference,
        } => dominated(work, node, &f.on, (root, factor, difference))?,
        How::Logarithms(q) => {
            let e = work.forms.exponential_of(&work.nodes, node);
            let one = Fraction::number(&BigRational::one());
            let less = e.and_then(|e| e.minus(&one));
            let less = less.ok_or_else(|| too_large("its exponential"))?;
            quotient(work, &less, q, &f.on)?
        }
        How::Arctangent { factor } => part_of_arctangent(work, node, factor)?,
        How::Enclosure { bits } => enclosed(work, node, *bits, &stated)?,
        How::Boxes {
            cuts,
            bits,
            left,
            right,
        } => on_boxes(work, node, f, &stated, (cuts, *bits, [left, right]))?,
    };
    if !found.is_within(&stated) {
        return Err(format!("what it rests on gives {}", shown(&found)).into());
    }
    Ok(Derived {
        node,
        on: f.on.clone(),
        range: stated,
        kind: kind(&f.how),
        part_of_arctangent: matches!(f.how, How::Arctangent { .. }),
    })
}

fn shown(set: &Set) -> String {
    let interval = Interval {
        low: set.low.clone(),
        high: set.high.clone(),
    };
    let without = if set.nonzero { " without 0" } else { "" };
    format!("the range {}{without}", short(&interval.to_string()))
}

/// What is known of a node without a fact.
pub(super) fn alone(work: &Work<'_>, i: usize, on: &Interval) -> Set {
    if let Some(q) = work.nodes.written(i) {
        return Set::point(q);
    }
    let constant = |e: Result<Enclosure, _>| {
        e.map_or(Set::positive(), |e: Enclosure| {
            Set::between(
                Bound::Closed(e.lower_rational()),
                Bound::Closed(e.upper_rational()),
            )
        })
    };
    match work.nodes.kind(i) {
        NodeKind::X => Set::of(on, false),
        NodeKind::Pi => constant(Enclosure::pi(BITS).map_err(drop)),
        NodeKind::E => constant(Enclosure::e(BITS).map_err(drop)),
        _ => Set::everything(),
    }
}

/// From the operator and what is known of the operands.
fn structure(
    work: &mut Work<'_>,
    node: usize,
    on: &Interval,
    of: &[Option<usize>],
    bits: u32,
) -> Checked<Set> {
    let kind = work.nodes.kind(node).clone();
    let operands = kind.operands();
    if of.len() > operands.len() || matches!(of.last(), Some(None)) {
        return Err("it rests on operands that the expression does not have".into());
    }
    let mut known = Vec::new();
    for (k, i) in operands.iter().enumerate() {
        let own = alone(work, *i, on);
        known.push(match of.get(k).copied().flatten() {
            Some(at) => own.meet(&work.range(at, *i, on)?),
            None => own,
        });
    }
    if matches!(kind, NodeKind::Where(..)) {
        return Err("which branch is taken is not said".into());
    }
    Ok(operator(work, node, &known, bits).unwrap_or_else(|| alone(work, node, on)))
}

/// The values of an operator, by those of its operands.
pub(super) fn operator(work: &mut Work<'_>, node: usize, known: &[Set], bits: u32) -> Option<Set> {
    let kind = work.nodes.kind(node).clone();
    Some(match (&kind, known) {
        (NodeKind::Neg(_), [a]) => a.neg(),
        (NodeKind::Add(..), [a, b]) => a.plus(b),
        (NodeKind::Sub(..), [a, b]) => a.plus(&b.neg()),
        (NodeKind::Mul(i, j), [a, _]) if i == j => a.power(2),
        (NodeKind::Mul(..), [a, b]) => a.times(b),
        (NodeKind::Div(..), [a, b]) => a.times(&b.reciprocal()),
        (NodeKind::Pow(_, j), [a, b]) => {
            let q = match work.nodes.written(*j) {
                Some(q) => Some(q.clone()),
                None => work.forms.of(&work.nodes, *j).and_then(|f| f.as_number()),
            };
            images::power(a, b, q.as_ref(), bits)
        }
        (NodeKind::Function(f, _), [a]) => function(*f).image(a, bits),
        (NodeKind::Max(..), [a, b]) => a.max(b),
        (NodeKind::Min(..), [a, b]) => a.min(b),
        _ => return None,
    })
}

/// The branch of a `where` that is taken on the interval.
fn taken(
    work: &mut Work<'_>,
    node: usize,
    on: &Interval,
    condition: usize,
    branch: usize,
) -> Checked<Set> {
    let NodeKind::Where(relation, [a, b, then, otherwise]) = *work.nodes.kind(node) else {
        return Err("it is no definition by branches".into());
    };
    let difference = work.difference(a, b)?;
    let range = work.range(condition, difference, on)?;
    match of_difference(relation, &range) {
        Some(Truth::Always) => work.range(branch, then, on),
        Some(Truth::Never) => work.range(branch, otherwise, on),
        None => Err(format!("fact {condition} does not decide the condition").into()),
    }
}

/// Facts by different kinds of reasons, in the order of these.
fn meet(work: &mut Work<'_>, node: usize, on: &Interval, of: &[usize]) -> Checked<Set> {
    let mut all = Set::everything();
    let mut kinds = Vec::new();
    for at in of {
        all = all.meet(&work.range(*at, node, on)?);
        kinds.push(work.known[*at].kind);
    }
    if of.len() < 2 || !kinds.windows(2).all(|w| w[0] < w[1]) {
        return Err("it does not rest on two or more facts of different kinds in order".into());
    }
    Ok(all)
}

/// The kinds of reasons, in order.
fn kind(how: &How) -> u8 {
    match how {
        How::Structure { .. } => 0,
        How::Branch { .. } => 1,
        How::Signs(_) => 2,
        How::Waves { .. } => 3,
        How::Root { .. } => 4,
        How::Logarithms(_) => 5,
        How::Arctangent { .. } => 6,
        How::Enclosure { .. } => 7,
        How::Boxes { .. } => 8,
        How::Meet { .. } => 9,
    }
}

/// The exponent that a text stands for.
fn exponent(work: &mut Work<'_>, text: Option<&String>) -> Checked<Option<Exponent>> {
    let Some(text) = text else {
        return Ok(None);
    };
    let i = work.read(text)?;
    match work.form(i)?.as_exponent() {
        Some(e) if !e.is_empty() => Ok(Some(e)),
        _ => Err(format!("`{}` is no exponent", short(text)).into()),
    }
}

/// A sum and its signs on the interval.
fn form(work: &mut Work<'_>, f: &Form, on: &Interval) -> Checked<(Sum, Signs)> {
    match f {
        Form::Polynomial {
            coefficients,
            exponential,
            times,
        } => {
            let coefficients: Vec<BigRational> = coefficients.iter().map(|c| c.0.clone()).collect();
            if coefficients.last().is_some_and(Zero::is_zero) {
                return Err("the last coefficient of a polynomial is 0".into());
            }
            let base = exponent(work, exponential.as_ref())?;
            let factor = exponent(work, times.as_ref())?;
            let positive = Interval {
                low: Bound::Open(BigRational::zero()),
                high: Bound::Infinite,
            };
            let found = signs(&coefficients, if base.is_some() { &positive } else { on })?;
            let sum = Sum::polynomial(&coefficients, base.as_ref(), factor.as_ref());
            Ok((sum.ok_or_else(|| too_large("a polynomial"))?, found))
        }
        Form::Squares {
            polynomial,
            constant,
            multiplier,
            squares: list,
        } => {
            let p = squares::polynomial(work, polynomial)?;
            squares::confirm(work, &p, constant, multiplier, list)?;
            let found = Signs {
                positive: true,
                ..Signs::default()
            };
            Ok((p, found))
        }
    }
}

/// The values of a fraction that is the stated quotient, by the signs of its numerator and denominator.
fn quotient(work: &mut Work<'_>, f: &Fraction, q: &Quotient, on: &Interval) -> Checked<Set> {
    let (up, above) = form(work, &q.numerator, on)?;
    let (down, below) = match &q.denominator {
        Some(d) => form(work, d, on)?,
        None => {
            let positive = Signs {
                positive: true,
                ..Signs::default()
            };
            (Sum::number(&BigRational::one()), positive)
        }
    };
    let [own, stated] = f
        .over_one_denominator(&up, &down)
        .ok_or_else(|| too_large("the stated quotient"))?;
    if own != stated {
        return Err("it is not the stated quotient".into());
    }
    if below.zero {
        return Err("the stated denominator has a zero".into());
    }
    Ok(of_signs(above, below))
}

/// The values of a quotient whose denominator has no zero, by the signs of both.
pub(super) fn of_signs(above: Signs, below: Signs) -> Set {
    let positive = (above.positive && below.positive) || (above.negative && below.negative);
    let negative = (above.positive && below.negative) || (above.negative && below.positive);
    match (negative, above.zero, positive) {
        (false, false, _) => Set::positive(),
        (true, false, false) => Set::positive().neg(),
        (false, true, true) => Set::nonnegative(),
        (true, true, false) => Set::nonnegative().neg(),
        (false, true, false) => Set::point(&BigRational::zero()),
        (true, false, true) => Set::without_zero(),
        (true, true, true) => Set::everything(),
    }
}

/// `constant + sum (a sin(u) + b cos(u)) + sum c v`
fn wave(
    work: &mut Work<'_>,
    node: usize,
    on: &Interval,
    (constant, waves, rest): (&Rational, &[Wave], &[Share]),
) -> Checked<Set> {
    let mut stated = super::linear::Linear {
        constant: constant.0.clone(),
        ..Default::default()
    };
    let mut range = Set::point(&constant.0);
    let mut arguments = Vec::new();
    for w in waves {
        let u = work.read(&w.argument)?;
        if arguments.contains(&u) {
            return Err("two waves have one argument".into());
        }
        arguments.push(u);
        for (f, c) in [(Func::Sin, &w.sine.0), (Func::Cos, &w.cosine.0)] {
            if c.is_zero() {
                continue;
            }
            let at = work.nodes.find(&NodeKind::Function(f, u));
            stated.add(c, at.ok_or("there is no such wave in it")?);
        }
        let square = &w.sine.0 * &w.sine.0 + &w.cosine.0 * &w.cosine.0;
        let radius = Enclosure::rational(&square, BITS).and_then(|e| e.sqrt());
        let radius = radius.map_err(|e| e.to_string())?.upper_rational();
        range = range.plus(&Set::between(
            Bound::Closed(-radius.clone()),
            Bound::Closed(radius),
        ));
    }
    for s in rest {
        let i = work.fact(s.fact)?.node;
        stated.add(&s.factor.0, i);
        let own = work.range(s.fact, i, on)?;
        range = range.plus(&own.times(&Set::point(&s.factor.0)));
    }
    if linear(&work.nodes, node)? != stated {
        return Err("the stated waves do not add up to it".into());
    }
    Ok(range)
}

/// `w + c sqrt(v)` where the signs of `c^2 v - w^2` are known.
fn dominated(
    work: &mut Work<'_>,
    node: usize,
    on: &Interval,
    (root, factor, difference): (&str, &Rational, &Quotient),
) -> Checked<Set> {
    let root = work.read(root)?;
    let half = BigRational::new(BigInt::one(), BigInt::from(2));
    let v = match *work.nodes.kind(root) {
        NodeKind::Function(Func::Sqrt, v) => v,
        NodeKind::Pow(v, q) if work.nodes.written(q) == Some(&half) => v,
        _ => return Err("the stated root is no square root".into()),
    };
    let c = &factor.0;
    let (whole, part, radicand) = (work.form(node)?, work.form(root)?, work.form(v)?);
    let reduced = |f| work.forms.without_powers(&work.nodes, f);
    let excess = || {
        let w = reduced(whole.minus(&part.scaled(c))?);
        let square = reduced(w.times(&w)?);
        Some(reduced(radicand.scaled(&(c * c)).minus(&square)?))
    };
    let excess = excess().ok_or_else(|| too_large("the square of the rest"))?;
    let range = quotient(work, &excess, difference, on)?;
    let found = if range.is_positive() {
        Set::positive()
    } else if range.is_nonnegative() {
        Set::nonnegative()
    } else {
        return Err("the root does not outweigh the rest".into());
    };
    Ok(if c.is_negative() { found.neg() } else { found })
}

fn part_of_arctangent(work: &mut Work<'_>, node: usize, factor: &Rational) -> Checked<Set> {
    let parts = linear(&work.nodes, node)?;
    let mut terms = parts.terms.iter();
    let (Some((i, q)), None) = (terms.next(), terms.next()) else {
        return Err("it is no multiple of an arctangent".into());
    };
    let arctangent = matches!(work.nodes.kind(*i), NodeKind::Function(Func::Atan, _));
    if !arctangent || !parts.constant.is_zero() || *q != factor.0 || q.abs() > BigRational::one() {
        return Err("it is no such multiple of an arctangent".into());
    }
    Ok(function(Func::Atan).image(&Set::everything(), BITS))
}

fn precision(bits: u32) -> Checked<()> {
    if bits == 0 {
        return Err("a precision of 0 bits".into());
    }
    if bits > PRECISION {
        return Err(limit("the precision of an enclosure", u64::from(PRECISION)));
    }
    Ok(())
}

/// A constant, with the stated and with a greater precision.
fn enclosed(work: &Work<'_>, node: usize, bits: u32, stated: &Set) -> Checked<Set> {
    precision(bits)?;
    let depends = work.nodes.depends(node);
    if depends.x || depends.parameter {
        return Err("it is no constant".into());
    }
    let mut found = None;
    for bits in [bits, 2 * bits + 128] {
        let Some(e) = boxes::constant(&work.nodes, node, bits) else {
            continue;
        };
        let set = Set::between(
            Bound::Closed(e.lower_rational()),
            Bound::Closed(e.upper_rational()),
        );
        if set.is_within(stated) {
            return Ok(set);
        }
        found = Some(set);
    }
    found.ok_or_else(|| unshown("its value is not enclosed"))
}

/// On boxes, and beyond them.
fn on_boxes(
    work: &mut Work<'_>,
    node: usize,
    f: &Fact,
    stated: &Set,
    (cuts, bits, [left, right]): (&[Rational], u32, [&Option<Beyond>; 2]),
) -> Checked<Set> {
    precision(bits)?;
    if cuts.len() > BOXES {
        return Err(limit("the boxes of a fact", BOXES as u64));
    }
    let Some(sign) = stated.sign() else {
        return Err("boxes show that something is positive or negative".into());
    };
    let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
        return Err("there are no boxes".into());
    };
    if !cuts.windows(2).all(|w| w[0].0 < w[1].0) {
        return Err("the ends of boxes are not in order".into());
    }
    let sides = [
        (&f.on.low, left, &first.0, Side::Left),
        (&f.on.high, right, &last.0, Side::Right),
    ];
    for (end, beyond, cut, side) in sides {
        match (end.value(), beyond) {
            (Some(q), None) if q == cut => {}
            (None, Some(beyond)) => {
                let ray = side.ray(cut);
                let found = match beyond {
                    Beyond::Fact(at) => work.range(*at, node, &ray)?.sign(),
                    Beyond::Growth(of) => Some(growth::sign(work, node, side, cut, of)?),
                };
                if found != Some(sign) {
                    return Err(format!("beyond the box that ends at {cut} it is not so").into());
                }
            }
            _ => return Err("the boxes and what is beyond do not cover its interval".into()),
        }
    }
    for w in cuts.windows(2) {
        if !boxes::has_sign(
            &work.nodes,
            node,
            [&w[0].0, &w[1].0],
            sign,
            (bits, boxes::HALVINGS),
        ) {
            return Err(unshown(format!(
                "its sign from {} to {} is not enclosed with {bits} bits",
                w[0].0, w[1].0
            )));
        }
    }
    if cuts.len() == 1 && !boxes::has_sign(&work.nodes, node, [&first.0, &first.0], sign, (bits, 0))
    {
        return Err(unshown("its sign between the two sides is not enclosed"));
    }
    Ok(Set::of_sign(sign))
}
