//! Rows of alternants: the members of a family at one rational point, enclosed.
//!
//! The members of B2, B3 and of the gradient family are formed from jets of sigma alone: at `x`, and at
//! the interval that encloses `sigma(x)`. No formula for a derivative, and no normal form, enters.

use num_rational::BigRational;

use super::evaluate::Evaluator;
use super::fault::Fault;
use super::matrix::IntervalMatrix;
use super::real::Interval;
use wronski_expr::Expr;

/// sigma with its first two derivatives at `x` and at `sigma(x)`.
struct Values {
    x: Interval,
    /// `sigma, sigma', sigma''` at x.
    inner: [Interval; 3],
    /// `sigma, sigma', sigma''` at sigma(x).
    outer: [Interval; 3],
}

fn three(sigma: &Expr, at: &Interval, evaluator: &Evaluator) -> Result<[Interval; 3], Fault> {
    let jet = evaluator.derivatives(sigma, at, 2)?;
    <[Interval; 3]>::try_from(jet)
        .map_err(|jet| Fault::Shape(format!("a jet of {} terms instead of 3", jet.len())))
}

impl Values {
    fn at(sigma: &Expr, x: &BigRational, evaluator: &Evaluator) -> Result<Values, Fault> {
        let x = Interval::from_rational(x, evaluator.precision());
        let inner = three(sigma, &x, evaluator)?;
        let outer = three(sigma, &inner[0], evaluator)?;
        Ok(Values { x, inner, outer })
    }
}

/// `f, x f, ..., x^top f`.
fn with_powers(f: &Interval, x: &Interval, top: usize) -> Vec<Interval> {
    let mut out = vec![f.clone()];
    for k in 0..top {
        let next = &out[k] * x;
        out.push(next);
    }
    out
}

/// The alternant of a family: one row for each point, evaluated with `evaluator`.
///
/// `row` is one of the functions of this module with its first argument put in, as in
/// `alternant(&points, &evaluator, |x, e| b2_row(&sigma, x, e))`.
///
/// # Errors
/// As `row`; [`Fault::Shape`] if the rows differ in length.
pub fn alternant(
    points: &[BigRational],
    evaluator: &Evaluator,
    row: impl Fn(&BigRational, &Evaluator) -> Result<Vec<Interval>, Fault>,
) -> Result<IntervalMatrix, Fault> {
    let rows: Result<Vec<_>, Fault> = points.iter().map(|x| row(x, evaluator)).collect();
    IntervalMatrix::from_rows(rows?)
}

/// The values of any functions at `x`.
///
/// # Errors
/// As [`Evaluator::derivatives`].
pub fn row(
    functions: &[Expr],
    x: &BigRational,
    evaluator: &Evaluator,
) -> Result<Vec<Interval>, Fault> {
    let at = Interval::from_rational(x, evaluator.precision());
    functions
        .iter()
        .map(|f| Ok(evaluator.series(f, &at, 0)?.value().clone()))
        .collect()
}

/// The 7 members of `B2 = {1, s, s1, x s1, s2, x s2, x^2 s2}` at `x`, in that order.
///
/// # Errors
/// As [`Evaluator::derivatives`].
pub fn b2_row(
    sigma: &Expr,
    x: &BigRational,
    evaluator: &Evaluator,
) -> Result<Vec<Interval>, Fault> {
    let x = Interval::from_rational(x, evaluator.precision());
    let [s, s1, s2] = three(sigma, &x, evaluator)?;
    let mut out = vec![Interval::one(evaluator.precision()), s];
    out.extend(with_powers(&s1, &x, 1));
    out.extend(with_powers(&s2, &x, 2));
    Ok(out)
}

/// The 34 members of B3 at `x`:
/// `1, S`, then `S1` times `1, s, s1 {1,x}, s2 {1,x,x^2}`, then `S2` times `1, s, s^2, s1 {1,x},
/// s2 {1,x,x^2}, s1^2 {1,x,x^2}, s s1 {1,x}, s s2 {1,x,x^2}, s1 s2 {1,..,x^3}, s2^2 {1,..,x^4}`,
/// where capitals are derivatives of sigma evaluated at `sigma(x)`.
///
/// # Errors
/// As [`Evaluator::derivatives`].
pub fn b3_row(
    sigma: &Expr,
    x: &BigRational,
    evaluator: &Evaluator,
) -> Result<Vec<Interval>, Fault> {
    let Values {
        x,
        inner: [s, s1, s2],
        outer: [big, big1, big2],
    } = Values::at(sigma, x, evaluator)?;
    let one = Interval::one(evaluator.precision());
    let mut first = vec![one.clone(), s.clone()];
    first.extend(with_powers(&s1, &x, 1));
    first.extend(with_powers(&s2, &x, 2));
    let mut second = vec![one.clone(), s.clone(), s.square()];
    second.extend(with_powers(&s1, &x, 1));
    second.extend(with_powers(&s2, &x, 2));
    second.extend(with_powers(&s1.square(), &x, 2));
    second.extend(with_powers(&(&s * &s1), &x, 1));
    second.extend(with_powers(&(&s * &s2), &x, 2));
    second.extend(with_powers(&(&s1 * &s2), &x, 3));
    second.extend(with_powers(&s2.square(), &x, 4));
    let mut out = vec![one, big];
    out.extend(first.iter().map(|f| &big1 * f));
    out.extend(second.iter().map(|f| &big2 * f));
    Ok(out)
}

/// The 6 members of the gradient family `{1, S, S1, S1 s, S1 s1, S1 x s1}` of the chain of three layers at
/// `w = 1, b = 0`, at `x`.
///
/// # Errors
/// As [`Evaluator::derivatives`].
pub fn gradient_row(
    sigma: &Expr,
    x: &BigRational,
    evaluator: &Evaluator,
) -> Result<Vec<Interval>, Fault> {
    let Values {
        x,
        inner: [s, s1, _],
        outer: [big, big1, _],
    } = Values::at(sigma, x, evaluator)?;
    let chain = &big1 * &s1;
    let by_x = &chain * &x;
    let weighted = &big1 * &s;
    Ok(vec![
        Interval::one(evaluator.precision()),
        big,
        big1,
        weighted,
        chain,
        by_x,
    ])
}
