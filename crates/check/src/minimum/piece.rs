//! A minimum inside a linear piece of the activation: exact least squares, for the sum of squares.

use num_rational::BigRational;
use num_traits::Zero;

use super::jets::Data;
use super::loss::LeastSquares;
use super::number::{bounded, nonnegative, rational, sum};
use super::shape::{Exact, Layer, Shape, layer_of};
use super::sigma::Sigma;
use crate::failure::Checked;
use wronski_certificate::minimum::LinearRecord;
use wronski_diagnostic::interruption;
use wronski_exact::enclosure::Enclosure;
use wronski_expr::domain::linear_pieces;
use wronski_expr::enclose::enclose;
use wronski_expr::evaluate::PointEvaluator;
use wronski_expr::{Expr, fold_literals};

/// A minimum inside a linear piece, confirmed.
pub(super) struct Linear {
    pub weights: Exact,
    pub loss: BigRational,
}

/// The open interval: an end is `None` where there is none.
type Ends = [Option<BigRational>; 2];

/// Bits of the enclosures of constants.
const BITS: u32 = 512;

/// Counts an operation on a number of that length.
fn spend(sigma: &Sigma, q: &BigRational) -> Checked<()> {
    interruption::point();
    let words = 1 + (q.numer().bits() + q.denom().bits()) / 64;
    // A greatest common divisor takes time quadratic in the length.
    sigma.spend(4 + words * words)
}

fn dot(
    row: &[BigRational],
    x: &[BigRational],
    bias: Option<&BigRational>,
    sigma: &Sigma,
) -> Checked<BigRational> {
    interruption::point();
    let mut total = bias.cloned().unwrap_or_else(BigRational::zero);
    for (w, a) in row.iter().zip(x) {
        total = bounded(total + w * a)?;
        spend(sigma, &total)?;
    }
    Ok(total)
}

/// Confirms that the weights are a local minimum: within the radius the network is an affine function of the inputs,
/// and at the weights it is the affine function with the least loss.
pub(super) fn linear(
    record: &LinearRecord,
    expr: &Expr,
    shape: &Shape,
    data: &Data,
    sigma: &Sigma,
    squares: LeastSquares,
) -> Checked<Linear> {
    let (slope, intercept) = (rational(&record.slope)?, rational(&record.intercept)?);
    if slope.is_zero() {
        return Err("the slope is 0".into());
    }
    let ends = interval(record)?;
    on_a_piece(expr, &ends, &slope, &intercept)?;
    let weights = shape.read(&record.weights)?;
    let radius = nonnegative(&record.radius)?;
    if radius.is_zero() {
        return Err("the radius is 0".into());
    }
    for (i, x) in data.inputs.iter().enumerate() {
        stays(&weights, x, &radius, &ends, [&slope, &intercept], sigma)
            .map_err(|why| why.within(format!("input {i}")))?;
    }
    let outputs = shape.widths[shape.widths.len() - 1];
    // Without biases, and with an activation that is 0 at 0, all functions are linear.
    let affine = shape.biases || !intercept.is_zero();
    let fit = layer_of(&record.fit, outputs, shape.widths[0], affine, rational)
        .map_err(|why| why.within("the fit"))?;
    let mut residuals = vec![];
    for (i, (x, y)) in data.inputs.iter().zip(&data.targets).enumerate() {
        let value = through(&weights, x, [&slope, &intercept], sigma)?;
        let mut row = vec![];
        for (k, (f, y)) in value.iter().zip(y).enumerate() {
            if *f != dot(&fit.w[k], x, fit.b.get(k), sigma)? {
                return Err(format!("output {k} for input {i} is not that of the fit").into());
            }
            row.push(bounded(f - y)?);
        }
        residuals.push(row);
    }
    normal_equations(&residuals, data, affine, sigma)?;
    let loss = squares.exact(&residuals)?;
    if loss != rational(&record.loss)? {
        return Err("the loss is not that of the fit".into());
    }
    if loss.is_zero() {
        return Err("the loss is 0".into());
    }
    Ok(Linear { weights, loss })
}

fn interval(record: &LinearRecord) -> Checked<Ends> {
    let end = |text: &str, none: &str| {
        if text == none {
            Ok(None)
        } else {
            rational(text).map(Some)
        }
    };
    let ends = [
        end(&record.interval[0], "-inf")?,
        end(&record.interval[1], "inf")?,
    ];
    if let [Some(lo), Some(hi)] = &ends
        && lo >= hi
    {
        return Err("the interval is empty".into());
    }
    Ok(ends)
}

/// A constant expression, enclosed.
fn constant(e: &Expr) -> Checked<Enclosure> {
    enclose(e, &BigRational::zero(), BITS).map_err(|e| e.to_string().into())
}

/// Is the activation this line on the interval?
fn on_a_piece(
    sigma: &Expr,
    ends: &Ends,
    slope: &BigRational,
    intercept: &BigRational,
) -> Checked<()> {
    let read = |e: &Expr| fold_literals(e).as_num().cloned();
    for piece in linear_pieces(sigma).map_err(|e| e.message)? {
        let Some(line) = &piece.linear else { continue };
        if read(&line.slope).as_ref() != Some(slope)
            || read(&line.intercept).as_ref() != Some(intercept)
        {
            continue;
        }
        let low = match (&piece.low, &ends[0]) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(e), Some(q)) => {
                constant(e)?.upper_rational() <= *q || read(e).as_ref() == Some(q)
            }
        };
        let high = match (&piece.high, &ends[1]) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(e), Some(q)) => {
                constant(e)?.lower_rational() >= *q || read(e).as_ref() == Some(q)
            }
        };
        if low && high {
            return Ok(());
        }
    }
    Err("the activation is not shown to be this line on the interval".into())
}

/// A rational interval.
type Range = [BigRational; 2];

fn times(a: &Range, b: &Range) -> Checked<Range> {
    let corners = [&a[0] * &b[0], &a[0] * &b[1], &a[1] * &b[0], &a[1] * &b[1]];
    let (mut lo, mut hi) = (corners[0].clone(), corners[0].clone());
    for c in &corners[1..] {
        if *c < lo {
            lo = c.clone();
        }
        if *c > hi {
            hi = c.clone();
        }
    }
    Ok([bounded(lo)?, bounded(hi)?])
}

/// Confirms that all units stay strictly inside the interval, for all weights within the radius.
fn stays(
    weights: &[Layer<BigRational>],
    x: &[BigRational],
    radius: &BigRational,
    ends: &Ends,
    [slope, intercept]: [&BigRational; 2],
    sigma: &Sigma,
) -> Checked<()> {
    let mut before: Vec<Range> = x.iter().map(|x| [x.clone(), x.clone()]).collect();
    for (l, layer) in weights.iter().enumerate().take(weights.len() - 1) {
        let around = |w: &BigRational| [w - radius, w + radius];
        let mut after = vec![];
        for (k, row) in layer.w.iter().enumerate() {
            interruption::point();
            let mut z: Range = match layer.b.get(k) {
                Some(b) => around(b),
                None => [BigRational::zero(), BigRational::zero()],
            };
            for (w, a) in row.iter().zip(&before) {
                let p = times(&around(w), a)?;
                z = [bounded(&z[0] + &p[0])?, bounded(&z[1] + &p[1])?];
                spend(sigma, &z[0])?;
                spend(sigma, &z[1])?;
            }
            let inside = ends[0].as_ref().is_none_or(|lo| z[0] > *lo)
                && ends[1].as_ref().is_none_or(|hi| z[1] < *hi);
            if !inside {
                return Err(format!(
                    "unit {k} of layer {} may leave the linear piece within the radius",
                    l + 1
                )
                .into());
            }
            let a = times(&z, &[slope.clone(), slope.clone()])?;
            after.push([bounded(&a[0] + intercept)?, bounded(&a[1] + intercept)?]);
        }
        before = after;
    }
    Ok(())
}

/// The outputs of the network with the line for an activation.
fn through(
    weights: &[Layer<BigRational>],
    x: &[BigRational],
    [slope, intercept]: [&BigRational; 2],
    sigma: &Sigma,
) -> Checked<Vec<BigRational>> {
    let mut before = x.to_vec();
    for (l, layer) in weights.iter().enumerate() {
        before = layer
            .w
            .iter()
            .enumerate()
            .map(|(k, row)| {
                let z = dot(row, &before, layer.b.get(k), sigma)?;
                if l + 1 < weights.len() {
                    bounded(z * slope + intercept)
                } else {
                    Ok(z)
                }
            })
            .collect::<Checked<_>>()?;
    }
    Ok(before)
}

/// The loss, where all outputs of units are rational numbers that need no rounding: `None` otherwise.
pub(super) fn exact_loss(
    weights: &[Layer<BigRational>],
    expr: &Expr,
    data: &Data,
    sigma: &Sigma,
    squares: LeastSquares,
) -> Checked<Option<BigRational>> {
    let evaluator = PointEvaluator::new(expr).map_err(|e| e.message)?;
    let mut residuals = vec![];
    for (x, y) in data.inputs.iter().zip(&data.targets) {
        let mut before = x.clone();
        for (l, layer) in weights.iter().enumerate() {
            let mut after = vec![];
            for (k, row) in layer.w.iter().enumerate() {
                let Ok(z) = dot(row, &before, layer.b.get(k), sigma) else {
                    return Ok(None);
                };
                if l + 1 == weights.len() {
                    after.push(z);
                    continue;
                }
                sigma.spend_values(1)?;
                match evaluator.at(&z, BITS).map(|v| v.exact) {
                    Ok(Some(a)) => after.push(a),
                    _ => return Ok(None),
                }
            }
            before = after;
        }
        residuals.push(before.iter().zip(y).map(|(f, y)| f - y).collect());
    }
    Ok(squares.exact(&residuals).ok())
}

/// Are the residuals orthogonal to all inputs, and to the constants? Then no affine function has a smaller loss.
fn normal_equations(
    residuals: &[Vec<BigRational>],
    data: &Data,
    affine: bool,
    sigma: &Sigma,
) -> Checked<()> {
    let outputs = residuals.first().map_or(0, Vec::len);
    let inputs = data.inputs.first().map_or(0, Vec::len);
    for k in 0..outputs {
        for j in 0..inputs {
            let mut total = BigRational::zero();
            for (r, x) in residuals.iter().zip(&data.inputs) {
                total = bounded(total + &r[k] * &x[j])?;
                spend(sigma, &total)?;
            }
            if !total.is_zero() {
                return Err("the fit does not satisfy the normal equations".into());
            }
        }
        if affine && !sum(residuals.iter().map(|r| &r[k]))?.is_zero() {
            return Err("the fit does not satisfy the normal equations".into());
        }
    }
    Ok(())
}
