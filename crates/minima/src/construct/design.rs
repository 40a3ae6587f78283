//! The design of the residual, for the sum of squares: a vector orthogonal to the gradient family for which all
//! moment matrices in question are definite, as far from singular as possible.
//!
//! At fixed weights and inputs the conditions are linear in the residual `r = F(X) - Y`: stationarity is `J' r = 0`,
//! and the entries of the moment matrices are linear in r. Write `r = U s`, where the columns of U are an orthonormal
//! basis of the moment functions after their parts in the column space of J are removed (other parts of r change
//! neither condition, and would only make it longer).
//!
//! For given signs the residual is the one that maximises the product of the determinants of the moment matrices
//! among all of the same length: the minimum of `|s|^2/2 - sum_l log det(+- B_l(s))`, a self-concordant function,
//! found by damped Newton steps (Y. Nesterov and A. Nemirovskii, *Interior-Point Polynomial Algorithms in Convex
//! Programming*, 1994). The choice does not depend on the scales of the layers, nor on the coordinates in which their
//! matrices are written. A start in the cone of definite matrices comes from the ascent of the least eigenvalue in
//! orthonormal coordinates of the reachable moments, which is a concave function there.
//!
//! All of this is search. What is found is proved afterwards, from the exact data.

use nalgebra::{DMatrix, DVector, SymmetricEigen};
use num_bigint::BigInt;
use num_rational::BigRational;
use rug::Float;

use super::span::{Span, Vector};
use crate::network::{Definite, Network, Order, Shape, SumOfSquares};
use wronski_certificate::reason::numeric::NoResidual;
use wronski_diagnostic::interruption;
use wronski_interval::approximate::{self, dot, norm};
use wronski_interval::{Fault, Interval, exact_rational};

/// Rounds of ascent.
const ROUNDS: u32 = 600;

/// What was designed.
#[derive(Clone, Debug)]
pub struct Design {
    /// The residual for each sample and output, of length 1 in the Euclidean norm.
    pub residual: Vec<Vector>,
    /// The network outputs for each sample, approximately.
    pub outputs: Vec<Vector>,
    /// The sign of the moment matrix of each hidden layer in question.
    pub signs: Vec<(usize, Definite)>,
    /// The least eigenvalue of the standardised moment matrices, relative to the norms of their functions before the
    /// gradient family was removed: the share of the moments that is free.
    pub margin: f64,
    /// The logarithm of the product of the determinants, to compare designs by.
    pub score: f64,
}

impl Design {
    /// The targets with the residual times `scale`, rounded to so many digits after the point; `None` if a number is
    /// not finite.
    pub(super) fn targets(&self, scale: &Float, digits: i64) -> Option<Vec<Vec<BigRational>>> {
        let unit = BigInt::from(10).pow(u32::try_from(digits).unwrap_or(6));
        let target = |f: &Float, r: &Float| -> Option<BigRational> {
            let precision = r.prec();
            // The residual is output minus target.
            let y = Float::with_val(precision, f - Float::with_val(precision, r * scale));
            Some((exact_rational(&y)? * &unit).round() / &unit)
        };
        self.outputs
            .iter()
            .zip(&self.residual)
            .map(|(f, r)| f.iter().zip(r).map(|(f, r)| target(f, r)).collect())
            .collect()
    }
}

/// The linear map from coordinates to one moment matrix.
struct MomentMap {
    dimension: usize,
    /// For each pair `i <= j` the coefficients of the coordinates.
    entries: Vec<((usize, usize), Vector)>,
}

/// What the samples say of a network, a row for each sample and output.
struct Table {
    /// The outputs, a row a sample.
    outputs: Vec<Vector>,
    /// The gradient, a column for each weight.
    gradient: Vec<Vector>,
    /// For each layer in question: factors `dF/da sigma''` a row, and the outputs of the layer before.
    layers: Vec<(Vector, Vec<Vector>)>,
}

impl Table {
    fn new(
        network: &Network<'_>,
        inputs: &[Vec<BigRational>],
        layers: &[usize],
        precision: u32,
    ) -> Result<Table, Fault> {
        let shape = network.shape();
        let outputs = shape.width(shape.layers());
        let mut table = Table {
            outputs: vec![],
            gradient: vec![vec![]; shape.weights()],
            layers: vec![(vec![], vec![]); layers.len()],
        };
        for input in inputs {
            let x: Vec<Interval> = input
                .iter()
                .map(|q| Interval::from_rational(q, precision))
                .collect();
            let trace = network.trace(&x, Order::Hessian)?;
            let values = trace.outputs().iter().map(Interval::midpoint).collect();
            table.outputs.push(values);
            for s in 0..outputs {
                interruption::point();
                let seed = (0..outputs)
                    .map(|k| Interval::from_int(i64::from(k == s), precision))
                    .collect();
                let (zeta, alpha) = network.adjoints(&trace, seed);
                let gradient = network.gradient_of(&trace, &zeta);
                for (column, g) in table.gradient.iter_mut().zip(gradient) {
                    column.push(g.midpoint());
                }
                for ((factors, below), l) in table.layers.iter_mut().zip(layers) {
                    factors.push((&alpha[l - 1][0] * &trace.second[l - 1][0]).midpoint());
                    below.push(trace.layers[l - 1].iter().map(Interval::midpoint).collect());
                }
            }
        }
        Ok(table)
    }
}

/// The functions that are the entries of one moment matrix, of norm 1 together, without what the gradient family
/// spans.
struct MomentFunctions {
    dimension: usize,
    /// For each pair `i <= j`.
    entries: Vec<((usize, usize), Vector)>,
}

impl MomentFunctions {
    /// `None` if all are 0.
    fn new(
        (factors, below): &(Vector, Vec<Vector>),
        shape: &Shape,
        gradient: &Span,
        precision: u32,
    ) -> Option<MomentFunctions> {
        let coordinates = standardised(below, shape, precision);
        let mut entries = vec![];
        for i in 0..coordinates.len() {
            interruption::point();
            for j in 0..=i {
                let product = |(a, factor): (usize, &Float)| {
                    let product =
                        Float::with_val(precision, &coordinates[i][a] * &coordinates[j][a]);
                    Float::with_val(precision, factor * product)
                };
                let f: Vector = factors.iter().enumerate().map(product).collect();
                entries.push(((j, i), f));
            }
        }
        let size = entries
            .iter()
            .map(|(_, f)| norm(f, precision))
            .fold(Float::new(precision), |a, b| if b > a { b } else { a });
        if size.is_zero() {
            return None;
        }
        for (_, f) in &mut entries {
            for x in f.iter_mut() {
                *x /= &size;
            }
            gradient.reject(f);
        }
        Some(MomentFunctions {
            dimension: coordinates.len(),
            entries,
        })
    }

    /// In coordinates of what they span.
    fn map(&self, free: &Span, precision: u32) -> MomentMap {
        let coordinates = |f: &Vector| free.basis().iter().map(|b| dot(f, b, precision)).collect();
        MomentMap {
            dimension: self.dimension,
            entries: self
                .entries
                .iter()
                .map(|(pair, f)| (*pair, coordinates(f)))
                .collect(),
        }
    }
}

/// Finds a residual for the moment matrices of the given hidden layers (of one unit each). That the weights are
/// critical where the residual is orthogonal to the gradient family, and that the moment matrices are linear in it,
/// is so for the sum of squares.
///
/// # Errors
/// [`NoResidual`].
pub fn design(
    network: &Network<'_>,
    _: SumOfSquares,
    inputs: &[Vec<BigRational>],
    layers: &[usize],
    precision: u32,
) -> Result<Design, NoResidual> {
    let shape = network.shape();
    let outputs = shape.width(shape.layers());
    let table = Table::new(network, inputs, layers, precision)
        .map_err(|f| NoResidual::Fault(f.to_string()))?;
    let rows = inputs.len() * outputs;
    let mut gradient = Span::new(precision);
    for column in table.gradient {
        gradient.add(column);
    }
    let rank = gradient.basis().len();
    if rank == rows {
        return Err(NoResidual::OnlyZero { rank });
    }
    if rank < shape.weights() {
        return Err(NoResidual::DependentGradient {
            rank,
            weights: shape.weights(),
        });
    }
    let all: Option<Vec<MomentFunctions>> = table
        .layers
        .iter()
        .map(|layer| MomentFunctions::new(layer, shape, &gradient, precision))
        .collect();
    let all = all.ok_or(NoResidual::NotDefinite)?;
    let mut free = Span::new(precision);
    for (_, f) in all.iter().flat_map(|m| &m.entries) {
        free.add(f.clone());
    }
    if free.basis().is_empty() {
        return Err(NoResidual::NotDefinite);
    }
    let maps: Vec<MomentMap> = all.iter().map(|m| m.map(&free, precision)).collect();
    let Best {
        s,
        signs,
        margin,
        score,
    } = best_signs(&maps, precision).ok_or(NoResidual::NotDefinite)?;
    let mut residual = vec![Float::new(precision); rows];
    for (c, b) in s.iter().zip(free.basis()) {
        interruption::point();
        for (r, x) in residual.iter_mut().zip(b) {
            *r += Float::with_val(precision, x * c);
        }
    }
    Ok(Design {
        residual: residual.chunks(outputs).map(<[Float]>::to_vec).collect(),
        outputs: table.outputs,
        signs: layers.iter().copied().zip(signs).collect(),
        margin,
        score,
    })
}

/// The coordinates of the rows for one moment matrix: a leading 1 and centred outputs of deviation 1, if there are
/// biases; scaled outputs otherwise.
fn standardised(below: &[Vector], shape: &Shape, precision: u32) -> Vec<Vector> {
    let rows = below.len();
    let width = below.first().map_or(0, Vec::len);
    let count = Float::with_val(precision, rows);
    let mut out = vec![];
    if shape.biases() {
        out.push(vec![Float::with_val(precision, 1); rows]);
    }
    for i in 0..width {
        let mut column: Vector = below.iter().map(|b| b[i].clone()).collect();
        if shape.biases() {
            let mut mean = Float::new(precision);
            for x in &column {
                mean += x;
            }
            mean /= &count;
            for x in &mut column {
                *x -= &mean;
            }
        }
        let deviation =
            Float::with_val(precision, dot(&column, &column, precision) / &count).sqrt();
        if !deviation.is_zero() {
            for x in &mut column {
                *x /= &deviation;
            }
        }
        out.push(column);
    }
    out
}

/// A choice of coordinates and signs.
struct Best {
    s: Vector,
    signs: Vec<Definite>,
    margin: f64,
    score: f64,
}

/// By how much the logarithm of the product of determinants may be worse for the signs that are all positive, and
/// still be preferred.
const PREFERENCE: f64 = 4.0;

/// The best coordinates, of length 1, over all signs; all positive, if that is not much worse.
fn best_signs(maps: &[MomentMap], precision: u32) -> Option<Best> {
    let reachable = Reachable::new(maps, precision)?;
    let mut best: Option<Best> = None;
    let choices = 1usize << maps.len().min(12);
    // All positive first: the last choice has all bits set.
    for choice in (0..choices).rev() {
        interruption::point();
        let sign = |l: usize| match choice >> l & 1 {
            0 => Definite::Negative,
            _ => Definite::Positive,
        };
        let signs: Vec<Definite> = (0..maps.len()).map(sign).collect();
        let Some(start) = reachable.start(&signs) else {
            continue;
        };
        let Some(mut s) = centre(maps, &signs, start, precision) else {
            continue;
        };
        let length = norm(&s, precision);
        for x in &mut s {
            *x /= &length;
        }
        let (mut margin, mut score) = (f64::INFINITY, 0.0);
        for (m, p) in maps.iter().zip(&signs) {
            let eigen = approximate::eigen(&m.matrix(&s, *p, precision), precision)?;
            for v in &eigen.values {
                margin = margin.min(v.to_f64());
                score += Float::with_val(precision, v.ln_ref()).to_f64();
            }
        }
        if !score.is_finite() || margin.is_nan() || margin <= 0.0 {
            continue;
        }
        let preferred = |b: &Best| b.signs.iter().all(|p| *p == Definite::Positive);
        if best
            .as_ref()
            .is_none_or(|b| score > b.score + if preferred(b) { PREFERENCE } else { 0.0 })
        {
            best = Some(Best {
                s,
                signs,
                margin,
                score,
            });
        }
    }
    best
}

impl MomentMap {
    fn matrix(&self, s: &[Float], sign: Definite, precision: u32) -> Vec<Vector> {
        let mut out = approximate::zeros(self.dimension, self.dimension, precision);
        for ((i, j), c) in &self.entries {
            let value = dot(c, s, precision);
            let value = match sign {
                Definite::Positive => value,
                Definite::Negative => -value,
            };
            out[*i][*j] = value.clone();
            out[*j][*i] = value;
        }
        out
    }
}

/// The space of reachable moments in orthonormal coordinates: `moments = Q T s`.
struct Reachable {
    precision: u32,
    /// For each map, dimension and coefficients of the coordinates `u = T s` in the entries.
    maps: Vec<(usize, Vec<Entry>)>,
    /// T, row by row.
    factor: Vec<Vector>,
}

impl Reachable {
    fn new(maps: &[MomentMap], precision: u32) -> Option<Reachable> {
        let rows: Vec<&Vector> = maps
            .iter()
            .flat_map(|m| m.entries.iter().map(|(_, c)| c))
            .collect();
        let columns: Vec<Vector> = (0..rows.first()?.len())
            .map(|k| rows.iter().map(|r| r[k].clone()).collect())
            .collect();
        let mut span = Span::new(precision);
        for c in &columns {
            // The basis comes from the functions themselves, so the map is injective.
            if !span.add(c.clone()) {
                return None;
            }
        }
        let factor = span
            .basis()
            .iter()
            .map(|q| columns.iter().map(|c| dot(q, c, precision)).collect())
            .collect();
        let mut at = 0;
        let mut small = vec![];
        for m in maps {
            let mut entries = vec![];
            for (pair, _) in &m.entries {
                let c = span.basis().iter().map(|q| q[at].to_f64());
                entries.push((*pair, DVector::from_iterator(span.basis().len(), c)));
                at += 1;
            }
            small.push((m.dimension, entries));
        }
        Some(Reachable {
            precision,
            maps: small,
            factor,
        })
    }

    /// Coordinates s for which all matrices are definite with the given signs, if some are found.
    fn start(&self, signs: &[Definite]) -> Option<Vector> {
        let task: Vec<Weighed<'_>> = self
            .maps
            .iter()
            .zip(signs)
            .map(|((d, e), p)| {
                (
                    *d,
                    e.as_slice(),
                    if *p == Definite::Positive { 1.0 } else { -1.0 },
                )
            })
            .collect();
        let (value, u) = ascend(&task);
        if value <= 0.0 {
            return None;
        }
        let u: Vector = u
            .iter()
            .map(|x| Float::with_val(self.precision, *x))
            .collect();
        approximate::solve(&self.factor, &u, self.precision)
    }
}

/// Newton steps of the search for the centre.
const CENTRING: usize = 60;

/// The minimum of `|s|^2/2 - sum log det(+- B(s))`, from a point where it is finite.
fn centre(maps: &[MomentMap], signs: &[Definite], start: Vector, precision: u32) -> Option<Vector> {
    let n = start.len();
    let value = |s: &[Float]| -> Option<Float> {
        let mut sum = dot(s, s, precision) / 2u32;
        for (m, p) in maps.iter().zip(signs) {
            let l = approximate::cholesky(&m.matrix(s, *p, precision), precision)?;
            for (i, row) in l.iter().enumerate() {
                sum -= Float::with_val(precision, row[i].ln_ref()) * 2u32;
            }
        }
        Some(sum)
    };
    // On the ray through the start the best length is known: the function is homogeneous but for logarithms.
    let mut s = start;
    let degree: usize = maps.iter().map(|m| m.dimension).sum();
    let target = Float::with_val(precision, degree).sqrt();
    let length = norm(&s, precision);
    for x in &mut s {
        *x *= Float::with_val(precision, &target / &length);
    }
    let mut here = value(&s)?;
    for _ in 0..CENTRING {
        let mut gradient = s.clone();
        let mut hessian = approximate::identity(n, precision);
        for (m, p) in maps.iter().zip(signs) {
            let inverse = approximate::inverse(&m.matrix(&s, *p, precision), precision)?;
            // B^-1 dB/ds_k for each k.
            let products: Vec<Vec<Vector>> = (0..n)
                .map(|k| {
                    let mut d = approximate::zeros(m.dimension, m.dimension, precision);
                    for ((i, j), c) in &m.entries {
                        let x = if *p == Definite::Positive {
                            c[k].clone()
                        } else {
                            -c[k].clone()
                        };
                        d[*i][*j] = x.clone();
                        d[*j][*i] = x;
                    }
                    approximate::product(&inverse, &d, precision)
                })
                .collect();
            for (k, a) in products.iter().enumerate() {
                for (i, row) in a.iter().enumerate() {
                    gradient[k] -= &row[i];
                }
                for (j, b) in products.iter().enumerate().take(k + 1) {
                    interruption::point();
                    let mut trace = Float::new(precision);
                    for (i, row) in a.iter().enumerate() {
                        for (x, b) in row.iter().zip(b) {
                            trace += Float::with_val(precision, x * &b[i]);
                        }
                    }
                    hessian[k][j] += &trace;
                    if j < k {
                        hessian[j][k] += &trace;
                    }
                }
            }
        }
        let step = approximate::solve(&hessian, &gradient, precision)?;
        let decrement = dot(&step, &gradient, precision).to_f64();
        let mut factor = Float::with_val(precision, 1);
        let mut moved = false;
        for _ in 0..60 {
            interruption::point();
            let next: Vector = s
                .iter()
                .zip(&step)
                .map(|(x, d)| {
                    Float::with_val(precision, x - Float::with_val(precision, d * &factor))
                })
                .collect();
            if let Some(v) = value(&next)
                && v < here
            {
                (s, here, moved) = (next, v, true);
                break;
            }
            factor /= 2u32;
        }
        // Near enough: this is a choice, not a claim.
        if !moved || decrement < 1e-6 {
            break;
        }
    }
    Some(s)
}

/// A place in a matrix with the coefficients of the coordinates there.
type Entry = ((usize, usize), DVector<f64>);

/// Dimension, coefficients and sign of one matrix.
type Weighed<'a> = (usize, &'a [Entry], f64);

fn matrix(task: &Weighed<'_>, u: &DVector<f64>) -> DMatrix<f64> {
    let (dimension, entries, sign) = task;
    let mut out = DMatrix::zeros(*dimension, *dimension);
    for ((i, j), c) in *entries {
        let value = sign * c.dot(u);
        out[(*i, *j)] = value;
        out[(*j, *i)] = value;
    }
    out
}

/// Ascent of the least eigenvalue of all matrices over the unit ball, smoothed by weights `exp(-beta lambda)` over
/// all eigenvalues with growing beta; it ends when all are positive.
fn ascend(task: &[Weighed<'_>]) -> (f64, DVector<f64>) {
    let n = task
        .first()
        .and_then(|(_, e, _)| e.first())
        .map_or(0, |(_, c)| c.len());
    // Near the identity matrices.
    let mut u = DVector::zeros(n);
    for (_, entries, sign) in task {
        for ((i, j), c) in *entries {
            if i == j {
                u += c * *sign;
            }
        }
    }
    if u.norm() == 0.0 {
        u = DVector::repeat(n, 1.0);
    }
    u.normalize_mut();
    let mut best = (f64::NEG_INFINITY, u.clone());
    for round in 0..ROUNDS {
        interruption::point();
        let mut pairs = vec![];
        for t in task {
            let eigen = SymmetricEigen::new(matrix(t, &u));
            for (k, value) in eigen.eigenvalues.iter().enumerate() {
                pairs.push((*value, eigen.eigenvectors.column(k).into_owned(), t));
            }
        }
        let least = pairs.iter().map(|p| p.0).fold(f64::INFINITY, f64::min);
        if least > best.0 {
            best = (least, u.clone());
        }
        // A little inside of the cone is enough to start from.
        if least > 1e-3 {
            break;
        }
        let beta = 20.0 + f64::from(round);
        let mut direction = DVector::zeros(n);
        for (value, v, (_, entries, sign)) in &pairs {
            let weight = (-beta * (value - least)).exp() * sign;
            for ((i, j), c) in *entries {
                let twice = if i == j { 1.0 } else { 2.0 };
                direction += c * (weight * twice * v[*i] * v[*j]);
            }
        }
        // On the sphere only the tangential part matters.
        direction -= &u * direction.dot(&u);
        let length = direction.norm();
        if length == 0.0 || !length.is_finite() {
            break;
        }
        let step = 0.5 / (1.0 + f64::from(round) / 10.0);
        u += direction * (step / length);
        u.normalize_mut();
    }
    best
}
