//! Krawczyk's operator: existence, uniqueness or absence of a zero in a box.

use rug::Float;
use rug::float::Round;
use rug::ops::AddAssignRound;

use super::fault::Fault;
use super::matrix::IntervalMatrix;
use super::real::Interval;

/// What Krawczyk's operator shows of a box. Each variant holds the image `K` of the box.
#[derive(Clone, Debug)]
pub enum Inclusion {
    /// The image lies in the interior: there is exactly one zero in the box, and it lies in the image.
    Unique(Vec<Interval>),
    /// The image misses the box in some coordinate: there is no zero in the box.
    Empty(Vec<Interval>),
    /// Neither. Nothing follows, but every zero in the box lies in the image.
    Open(Vec<Interval>),
}

impl Inclusion {
    /// The image of the box.
    pub fn image(&self) -> &[Interval] {
        match self {
            Inclusion::Unique(k) | Inclusion::Empty(k) | Inclusion::Open(k) => k,
        }
    }

    /// Is there exactly one zero in the box?
    pub fn is_unique(&self) -> bool {
        matches!(self, Inclusion::Unique(_))
    }
}

/// Applies Krawczyk's operator `K = c - Y f(c) + (I - Y J) ([x] - c)` to the box `[x] = c + [-r, r]`.
///
/// **Theorem** (R. Krawczyk, 1969; R. E. Moore, *A test for existence of solutions to nonlinear systems*,
/// SIAM J. Numer. Anal. 14, 1977; A. Neumaier, *Interval Methods for Systems of Equations*, 1990, section 5.1).
/// Let `f` be continuously differentiable on the box, `J` an enclosure of its Jacobian matrices at
/// all points of the box, `Y` any matrix. Every zero of `f` in the box lies in `K`. If `K` lies in the interior of
/// the box then `Y` and every matrix of `J` are regular, and `f` has exactly one zero in the box.
///
/// The hypotheses on `f` are the caller's: `value_at_centre` encloses `f(c)`, `jacobian_on_box` its Jacobian
/// on the whole box, and the centre is exactly the given floats. All lengths are equal, the matrices square.
///
/// # Errors
/// [`Fault::Shape`] if lengths differ, or the dimension is 0; [`Fault::Endpoints`] or [`Fault::Overflow`] for a
/// centre, radius or preconditioner that is not finite, or a radius that is not positive.
pub fn krawczyk(
    centre: &[Float],
    radii: &[Float],
    value_at_centre: &[Interval],
    jacobian_on_box: &IntervalMatrix,
    preconditioner: &[Vec<Float>],
) -> Result<Inclusion, Fault> {
    let n = centre.len();
    let fits = n > 0
        && radii.len() == n
        && value_at_centre.len() == n
        && jacobian_on_box.row_count() == n
        && jacobian_on_box.column_count() == n
        && preconditioner.len() == n
        && preconditioner.iter().all(|row| row.len() == n);
    if !fits {
        return Err(Fault::Shape("the parts of Krawczyk's operator".to_string()));
    }
    if centre.iter().chain(radii).any(|c| !c.is_finite()) {
        return Err(Fault::Overflow);
    }
    if radii.iter().any(|r| *r <= 0) {
        return Err(Fault::Endpoints);
    }
    let y = IntervalMatrix::from_floats(preconditioner)?;
    let offsets: Vec<Interval> = radii
        .iter()
        .map(|r| Interval::new(-r.clone(), r.clone()))
        .collect::<Result<_, _>>()?;
    // K - c, coordinate by coordinate.
    let mut moves = y.defect(jacobian_on_box)?.apply(&offsets)?;
    for (m, step) in moves.iter_mut().zip(y.apply(value_at_centre)?) {
        m.decrease(&step);
    }
    let image: Vec<Interval> = centre
        .iter()
        .zip(&moves)
        .map(|(c, m)| {
            // At the precision of the wider of the two, so that the centre is kept exactly.
            let precision = m.precision().max(c.prec());
            let mut k = m.with_precision(precision);
            k.lo.add_assign_round(c, Round::Down);
            k.hi.add_assign_round(c, Round::Up);
            k
        })
        .collect();
    // Compared as displacements from the centre: exactly, and strictly.
    let inside = moves
        .iter()
        .zip(radii)
        .all(|(m, r)| m.lo > *r.as_neg() && m.hi < *r);
    let outside = moves
        .iter()
        .zip(radii)
        .any(|(m, r)| m.lo > *r || m.hi < *r.as_neg());
    Ok(if inside {
        Inclusion::Unique(image)
    } else if outside {
        Inclusion::Empty(image)
    } else {
        Inclusion::Open(image)
    })
}
