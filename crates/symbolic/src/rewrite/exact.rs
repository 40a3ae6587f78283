//! Exact arithmetic on literals: the built-in step `arithmetic`.

use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::language::{Operator, operator_of};
use wronski_expr::Expr;

/// Numbers with more bits than this are left unevaluated.
const BITS: u64 = 4096;

fn bits(q: &BigRational) -> u64 {
    q.numer().bits() + q.denom().bits()
}

/// The value of `+ - * / neg ^` on exact numbers, where it is defined and not too large.
///
/// Powers: integer exponents only; `0^0` and `0^(-n)` have no value here.
pub fn fold(operator: &Operator, operands: &[BigRational]) -> Option<BigRational> {
    let result = match (operator, operands) {
        (Operator::Num(q), []) => q.clone(),
        (Operator::Neg, [a]) => -a,
        (Operator::Add, [a, b]) => a + b,
        (Operator::Sub, [a, b]) => a - b,
        (Operator::Mul, [a, b]) => a * b,
        (Operator::Div, [a, b]) => {
            if b.is_zero() {
                return None;
            }
            a / b
        }
        (Operator::Pow, [a, n]) => integer_power(a, n)?,
        _ => return None,
    };
    (bits(&result) <= BITS).then_some(result)
}

fn integer_power(a: &BigRational, n: &BigRational) -> Option<BigRational> {
    if !n.is_integer() || (a.is_zero() && !n.is_positive()) {
        return None;
    }
    if a.is_zero() || a.is_one() {
        return Some(a.clone());
    }
    if (-a).is_one() {
        let one = BigRational::one();
        return Some(if n.numer().is_even() { one } else { -one });
    }
    let exponent = n.numer().to_i32()?;
    if u64::from(exponent.unsigned_abs()).saturating_mul(bits(a)) > BITS {
        return None;
    }
    Some(a.pow(exponent))
}

/// The exact value of an expression that is built from literals only.
pub fn exact_value(expr: &Expr) -> Option<BigRational> {
    // Deep expressions are not literals that anybody wrote; they have no value here.
    if expr.depth() > 64 {
        return None;
    }
    if let Some(q) = expr.as_num() {
        return Some(q.clone());
    }
    let children = expr.node().children();
    if children.is_empty() {
        return None;
    }
    let operands = children
        .into_iter()
        .map(exact_value)
        .collect::<Option<Vec<_>>>()?;
    fold(&operator_of(expr.node()), &operands)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_literals() {
        let half = Expr::ratio(1, 2);
        assert_eq!(
            exact_value(&(half.clone() + half.clone())),
            Expr::int(1).as_num().cloned()
        );
        assert_eq!(exact_value(&half.pow(-3)), Expr::int(8).as_num().cloned());
        assert_eq!(
            exact_value(&(Expr::int(1) / (half.clone() - half.clone()))),
            None
        );
        assert_eq!(exact_value(&Expr::int(0).pow(0)), None);
        assert_eq!(exact_value(&Expr::int(2).pow(1_000_000_000)), None);
        assert_eq!(
            exact_value(&Expr::int(-1).pow(1_000_000_001)),
            Expr::int(-1).as_num().cloned()
        );
        assert_eq!(exact_value(&(Expr::x() - Expr::x())), None);
    }
}
