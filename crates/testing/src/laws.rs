//! The laws of a differential field, to be run on every tower that a test builds.
//!
//! Each returns the first violated law in words. They compare elements exactly and, where a law
//! relates two computations (derivation and series), by both.

use wronski_exact::Field;
use wronski_symbolic::tower::compose::Composition;
use wronski_symbolic::tower::point::Vary;
use wronski_symbolic::tower::series::Expansion;
use wronski_symbolic::tower::{Element, Tower, TowerError};

fn demand(holds: bool, law: &str) -> Result<(), String> {
    if holds {
        Ok(())
    } else {
        Err(format!("violated: {law}"))
    }
}

fn ok<T>(r: Result<T, TowerError>) -> Result<T, String> {
    r.map_err(|stop| format!("stopped: {stop:?}"))
}

/// Associativity, commutativity, distributivity, inverses.
///
/// # Errors
/// The first law that is violated, in words.
pub fn field_laws(t: &mut Tower, elements: &[Element]) -> Result<(), String> {
    for a in elements {
        demand(ok(t.sub(a, a))?.is_zero(), "a - a = 0")?;
        demand(ok(t.equal(&ok(t.mul(a, &Element::one()))?, a))?, "a 1 = a")?;
        if !a.is_zero() {
            let i = ok(t.inverse(a))?;
            demand(
                ok(t.equal(&ok(t.mul(a, &i))?, &Element::one()))?,
                "a a^-1 = 1",
            )?;
            let ii = ok(t.inverse(&i))?;
            demand(ok(t.equal(&ii, a))?, "(a^-1)^-1 = a")?;
        }
        for b in elements {
            let (ab, ba) = (ok(t.mul(a, b))?, ok(t.mul(b, a))?);
            demand(ok(t.equal(&ab, &ba))?, "a b = b a")?;
            for c in elements.iter().take(3) {
                let left = ok(t.mul(&ok(t.add(a, b))?, c))?;
                let right = ok(t.add(&ok(t.mul(a, c))?, &ok(t.mul(b, c))?))?;
                demand(ok(t.equal(&left, &right))?, "(a + b) c = a c + b c")?;
                let left = ok(t.mul(&ab, c))?;
                let right = ok(t.mul(a, &ok(t.mul(b, c))?))?;
                demand(ok(t.equal(&left, &right))?, "(a b) c = a (b c)")?;
            }
        }
    }
    Ok(())
}

/// Additivity and the Leibniz rule.
///
/// # Errors
/// The first law that is violated, in words.
pub fn derivation_laws(t: &Tower, elements: &[Element]) -> Result<(), String> {
    for a in elements {
        let da = ok(t.derive(a))?;
        for b in elements {
            let db = ok(t.derive(b))?;
            let sum = ok(t.derive(&ok(t.add(a, b))?))?;
            demand(
                ok(t.equal(&sum, &ok(t.add(&da, &db))?))?,
                "(a + b)' = a' + b'",
            )?;
            let product = ok(t.derive(&ok(t.mul(a, b))?))?;
            let leibniz = ok(t.add(&ok(t.mul(&da, b))?, &ok(t.mul(a, &db))?))?;
            demand(ok(t.equal(&product, &leibniz))?, "(a b)' = a' b + a b'")?;
        }
    }
    Ok(())
}

/// The chain rule `(f o g)' = (f' o g) g'`.
///
/// # Errors
/// The first law that is violated, in words.
pub fn chain_rule(t: &mut Tower, outer: &Element, inner: &Element) -> Result<(), String> {
    let mut composition = Composition::new(inner);
    let fg = ok(composition.apply(t, outer))?;
    let left = ok(t.derive(&fg))?;
    let df = ok(t.derive(outer))?;
    let dfg = ok(composition.apply(t, &df))?;
    let right = ok(t.mul(&dfg, &ok(t.derive(inner))?))?;
    demand(ok(t.equal(&left, &right))?, "(f o g)' = (f' o g) g'")
}

/// Taylor coefficients at a point agree with the values of the derivatives there.
///
/// # Errors
/// The first law that is violated, in words.
pub fn series_against_derivation(
    t: &Tower,
    a: &Element,
    order: usize,
    seed: u64,
) -> Result<(), String> {
    let derivatives = ok(t.derivatives(a, order))?;
    let (field, points) = t.random_points(seed, 8, Vary::Everything);
    for p in &points {
        let values: Option<Vec<u64>> = derivatives.iter().map(|d| t.eval(d, &field, p)).collect();
        let expansion = Expansion::new(t, &field, p, order);
        let (Some(values), Some(series)) = (values, expansion.and_then(|e| e.element(a))) else {
            continue;
        };
        let mut factorial = field.one();
        for (k, (v, s)) in values.iter().zip(&series).enumerate() {
            if k > 0 {
                factorial = field.mul(&factorial, &field.small(k as i64));
            }
            demand(
                *v == field.mul(s, &factorial),
                "the k-th Taylor coefficient is the k-th derivative over k!",
            )?;
        }
        return Ok(());
    }
    Err("no point at which all denominators are nonzero".into())
}
