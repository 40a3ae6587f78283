//! Points modulo primes, and determinants at them.

use super::determinant::determinant;
use super::element::Elem;
use super::failure::Checked;
use super::space::Space;
use super::text::{prime_field, residue, short};
use wronski_certificate::Witness;
use wronski_exact::{Field, PrimeField};

/// Primes of points that are lifted are at least this.
pub(crate) const SMALLEST_PRIME: u64 = 1_000;

/// A point: canonical residues for the first variables, consistent with the roots.
pub(crate) fn point(
    space: &Space,
    field: &PrimeField,
    text: &[String],
    variables: usize,
) -> Checked<Vec<u64>> {
    if text.len() != variables {
        return Err(format!("a point has {variables} coordinates, not {}", text.len()).into());
    }
    let p = text
        .iter()
        .map(|t| {
            residue(t, field)
                .ok_or_else(|| format!("`{}` is no residue modulo the prime", short(t)).into())
        })
        .collect::<Checked<Vec<u64>>>()?;
    for (&v, r) in &space.arithmetic.roots {
        if v < variables
            && field
                .pow(&p[v], i64::from(r.degree))
                .is_none_or(|power| r.radicand.eval(field, &p) != Some(power))
        {
            return Err(format!(
                "at a point {} does not satisfy its equation",
                space.variables[v].symbol
            )
            .into());
        }
    }
    Ok(p)
}

/// Compares a determinant with the one stated.
pub(crate) fn stated(field: &PrimeField, value: u64, text: &str) -> Checked<()> {
    let claimed = residue(text, field).ok_or_else(|| {
        format!(
            "the determinant `{}` is no residue modulo the prime",
            short(text)
        )
    })?;
    if value != claimed {
        return Err(format!("the determinant is {value}, not {claimed}").into());
    }
    if value == 0 {
        return Err("the determinant is zero".into());
    }
    Ok(())
}

/// exp(A) or log(f) is new: A' or f'/f and the derivatives of all earlier exponents and logarithms are
/// independent over Q. Likewise tan(a) and atan(f), with the angles.
pub(crate) fn derivatives(
    space: &Space,
    known: &[(usize, Elem)],
    slope: &Elem,
    witness: &Witness,
) -> Checked<()> {
    let Witness::Derivatives {
        prime,
        points,
        determinant: claimed,
    } = witness
    else {
        return Err("the witness of this monomial is a determinant of derivatives".into());
    };
    let field = prime_field(prime)?;
    let v = space.variables.len();
    let mut columns = vec![];
    for (_, f) in known {
        columns.push(space.derive(f)?);
    }
    columns.push(slope.clone());
    if points.len() != columns.len() {
        return Err(format!("{} points are needed, not {}", columns.len(), points.len()).into());
    }
    let mut rows = vec![];
    for p in points {
        let p = point(space, &field, p, v)?;
        let row: Option<Vec<u64>> = columns
            .iter()
            .map(|c| space.arithmetic.value(c, &field, &p))
            .collect();
        rows.push(row.ok_or("a denominator vanishes at a point of the witness")?);
    }
    stated(&field, determinant(&field, &rows), claimed)
}

/// All roots are nonzero at a point modulo a prime that is large compared with their degrees: such points lift
/// to p-adic ones.
pub(crate) fn liftable(space: &Space, field: &PrimeField, p: &[u64]) -> Checked<()> {
    if field.modulus() < SMALLEST_PRIME && !space.arithmetic.roots.is_empty() {
        return Err(format!("with roots, the prime has to be above {SMALLEST_PRIME}").into());
    }
    match (0..p.len()).find(|v| space.arithmetic.roots.contains_key(v) && p[*v] == 0) {
        Some(v) => Err(format!("{} is zero at a point", space.variables[v].symbol).into()),
        None => Ok(()),
    }
}
