//! The first derivative that jumps at a rational point, by one-sided Taylor expansions of the checker's own.

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::One;

use super::boxes;
use super::nodes::{Nodes, unfolded};
use super::series::Coefficient;
use super::side::Side;
use super::taylor::{one_sided, value};
use crate::failure::Checked;
use crate::text::canonical;
use wronski_certificate::NotAnalyticEvidence;
use wronski_expr::Expr;

/// Precision of the stated values.
const BITS: u32 = 192;

/// Most coefficients.
const MAX_ORDER: u32 = 40;

/// Compares what is stated of a jump with the expansions on both sides: the derivative of that order differs
/// (for the function itself, on the sides or from its value), lower ones do not certainly differ, and the
/// stated values are those found. Says whether the expansions show that it jumps: they do not if the point is
/// not rational, or if a coefficient or a piece is not decided.
///
/// # Errors
/// A contradiction.
pub(crate) fn compare(
    expr: &Expr,
    parameters: &[String],
    stated: &NotAnalyticEvidence,
) -> Checked<bool> {
    let Some(order) = stated
        .order
        .or(stated.order_at_most)
        .filter(|n| *n <= MAX_ORDER)
    else {
        return Ok(false);
    };
    let mut nodes = Nodes::default();
    let root = nodes.insert(&unfolded(expr)?.root)?;
    let names: Vec<&str> = parameters.iter().map(String::as_str).collect();
    let mut number = |text: &str| -> Checked<usize> {
        let e = canonical(text, &names)?;
        nodes.insert(&unfolded(&e)?.root)
    };
    let at = number(&stated.breakpoint)?;
    let sides = [
        stated.left.as_deref().map(&mut number).transpose()?,
        stated.right.as_deref().map(&mut number).transpose()?,
    ];
    let own_value = stated.value.as_deref().map(&mut number).transpose()?;
    let Some(at) = nodes.written(at).cloned() else {
        return Ok(false);
    };
    // A piece may be decided by a later coefficient.
    let length = order as usize + 8;
    let (Some(left), Some(right)) = (
        one_sided(&nodes, root, &at, Side::Left, length),
        one_sided(&nodes, root, &at, Side::Right, length),
    ) else {
        return Ok(false);
    };
    let differ = |a: &Coefficient, b: &Coefficient| {
        let difference = a.minus(b)?.sign()?;
        Some(difference != Sign::NoSign)
    };
    for k in 0..order as usize {
        if stated.order.is_some() && differ(&left[k], &right[k]) == Some(true) {
            return Err(format!("the derivative of order {k} jumps already").into());
        }
    }
    // The derivative is the coefficient times the factorial.
    let factorial = (1..=order).fold(BigInt::one(), |f, k| f * BigInt::from(k));
    let factorial = BigRational::from_integer(factorial);
    let k = order as usize;
    for (side, own) in sides.iter().zip([&left[k], &right[k]]) {
        let Some(side) = side else { continue };
        let Some(claimed) = boxes::constant(&nodes, *side, BITS) else {
            continue;
        };
        let scale = wronski_exact::enclosure::Enclosure::rational(&factorial, BITS);
        let found = scale.and_then(|s| s.mul(&own.enclosure));
        let apart = found.is_ok_and(|f| f.certainly_less(&claimed) || claimed.certainly_less(&f));
        if apart {
            return Err(format!("the derivative of order {order} has another limit").into());
        }
    }
    let at_point = if order == 0 {
        value(&nodes, root, &at)
    } else {
        None
    };
    if let (Some(claimed), Some(own)) = (own_value, &at_point)
        && let Some(claimed) = boxes::constant(&nodes, claimed, BITS)
        && (own.enclosure.certainly_less(&claimed) || claimed.certainly_less(&own.enclosure))
    {
        return Err("the function has another value there".into());
    }
    let jumps = differ(&left[k], &right[k]);
    let off = at_point.and_then(|v| Some(differ(&v, &left[0])? || differ(&v, &right[0])?));
    match (jumps, off) {
        (Some(true), _) | (_, Some(true)) => Ok(true),
        (Some(false), None) if order > 0 => {
            Err(format!("the derivative of order {order} does not jump").into())
        }
        (Some(false), Some(false)) => Err("the function does not jump".into()),
        _ => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_expr::{Parameters, parse};

    fn jump(text: &str, at: &str, order: u32, sides: Option<[&str; 2]>) -> Checked<bool> {
        let e = parse(text, &Parameters::new()).expect("an expression").expr;
        let stated = NotAnalyticEvidence {
            breakpoint: at.into(),
            order: Some(order),
            order_at_most: None,
            left: sides.map(|s| s[0].into()),
            right: sides.map(|s| s[1].into()),
            value: None,
            linear_pieces: vec![],
        };
        compare(&e, &[], &stated)
    }

    #[test]
    fn jumps_by_hand() {
        // One-sided derivatives by hand: of |x| -1 and 1; of x|x| twice -2 and 2; of elu exp(x) and 1 twice;
        // ...
        for (text, at, order, sides) in [
            ("abs(x)", "0", 1, ["-1", "1"]),
            ("x*abs(x)", "0", 2, ["-2", "2"]),
            ("max(x, 0)^3", "0", 3, ["0", "6"]),
            ("where(x > 0, x, exp(x) - 1)", "0", 2, ["1", "0"]),
            ("abs(x - 1/2)*exp(x)", "1/2", 1, ["-exp(1/2)", "exp(1/2)"]),
            ("max(tanh(x), 0)", "0", 1, ["0", "1"]),
            ("where(x < 1, log(1 + x^2), log(2))", "1", 1, ["1", "0"]),
            ("abs(sin(x))*sqrt(4 + x)", "0", 1, ["-2", "2"]),
            ("abs(erf(x))", "0", 1, ["-2/sqrt(pi)", "2/sqrt(pi)"]),
            ("abs(atan(x) + asinh(x))", "0", 1, ["-2", "2"]),
            ("where(x > 0, 1, 0)", "0", 0, ["0", "1"]),
            ("min(cosh(x), 1 + abs(x)^3)", "0", 3, ["-6", "6"]),
            (
                "where(x >= 2, cbrt(x^3 + 0*x), tan(0*x) + 2)",
                "2",
                1,
                ["0", "1"],
            ),
        ] {
            assert_eq!(jump(text, at, order, Some(sides)), Ok(true), "{text}");
            // Another order, other sides, sides exchanged: contradicted.
            if order > 0 {
                let lower = jump(text, at, order - 1, None);
                assert_ne!(lower, Ok(true), "{text}: a lower order");
            }
            assert!(
                jump(text, at, order + 1, None).is_err(),
                "{text}: a higher order"
            );
            let [l, r] = sides;
            assert!(
                jump(text, at, order, Some([r, l])).is_err(),
                "{text}: exchanged"
            );
            let more = format!("{r} + 1/1000");
            assert!(
                jump(text, at, order, Some([l, &more])).is_err(),
                "{text}: {more}"
            );
        }
        // No jump at all.
        for text in ["abs(x)^2", "exp(x)", "max(x, 0) + min(x, 0)", "abs(x^2)"] {
            for order in 1..5 {
                assert!(jump(text, "0", order, None).is_err(), "{text} {order}");
            }
        }
        // Not decided here: points that are not rational.
        assert_eq!(jump("abs(x^2 - 2)", "sqrt(2)", 1, None), Ok(false));
    }
}
