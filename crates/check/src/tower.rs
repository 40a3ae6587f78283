//! The tower of a certificate, variable by variable: symbols, arguments, and why each monomial is new.
//!
//! The theorems (Ax 1971, Rosenlicht 1976, Kolchin-Ostrowski) turn "algebraically independent of what is
//! below" into linear algebra, and the witness is one nonzero determinant; roots have residue characters.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use super::constants::two_squares;
use super::determinant::determinant;
use super::element::Elem;
use super::failure::{Checked, limit, unshown};
use super::space::{Kind, Space};
use super::text::{exact, free_name, prime_field, prime_number, residue};
use wronski_certificate::{TowerRecord, VariableKind, VariableRecord, Witness};
use wronski_exact::field::is_prime;
use wronski_exact::poly::MAX_VARS;
use wronski_exact::{Field, PrimeField};
use wronski_expr::Expr;

/// The largest degree of a root.
const MAX_DEGREE: u32 = wronski_certificate::limits::DEGREE;
/// Primes of points that are lifted are at least this.
const SMALLEST_PRIME: u64 = 1_000;

/// Reads the tower and re-derives every witness. It may be empty: then the functions are no elements,
/// and only claims about their expressions can be decided.
///
/// `inner` are the texts of the functions of the certificate: a radicand may be seen to be positive as a composition
/// with one of them.
///
/// `known` are expressions that are positive on the real line: radicands that the functions of the certificate name.
pub(super) fn tower(
    record: &TowerRecord,
    symbolic: &[&str],
    inner: &[&str],
    known: &[Expr],
) -> Checked<Space> {
    if record.variables.len() > MAX_VARS {
        return Err(limit("the number of variables", MAX_VARS as u64));
    }
    let mut space = Space::default();
    let names: Vec<&str> = record
        .variables
        .iter()
        .filter(|w| matches!(w.kind, VariableKind::Parameter))
        .map(|w| w.symbol.as_str())
        .collect();
    for (v, w) in record.variables.iter().enumerate() {
        variable(&mut space, w, &names, symbolic, inner, known).map_err(|why| {
            why.within(format!(
                "variable {v} (`{}`)",
                super::text::short(&w.symbol)
            ))
        })?;
        if space.variables.len() != v + 1 {
            return Err(format!(
                "variable {v} (`{}`) needs {}, which is not among the variables before it",
                super::text::short(&w.symbol),
                space.variables[v].symbol
            )
            .into());
        }
    }
    Ok(space)
}

fn variable(
    space: &mut Space,
    w: &VariableRecord,
    names: &[&str],
    symbolic: &[&str],
    inner: &[&str],
    known: &[Expr],
) -> Checked<()> {
    let v = space.variables.len();
    space.listed = v;
    space.arithmetic.listed = v;
    if space.find(&w.symbol).is_some() {
        return Err("the symbol is used twice".into());
    }
    if (v == 0) != matches!(w.kind, VariableKind::X) {
        return Err("x is the first variable, and only there".into());
    }
    let monomial = space.variables.iter().filter(|w| w.is_monomial()).count() + 1;
    let named = |symbol: String| -> Checked<()> {
        let symbol = match w.kind.generator() {
            Some(_) => free_name(symbol, |name| names.contains(&name)),
            None => symbol,
        };
        if w.symbol == symbol {
            Ok(())
        } else {
            Err(format!("the symbol of this variable is `{symbol}`").into())
        }
    };
    let (kind, derivative) = match &w.kind {
        VariableKind::X => {
            named("x".into())?;
            (Kind::X, Elem::one())
        }
        VariableKind::Parameter => {
            if !symbolic.contains(&w.symbol.as_str()) {
                return Err("this is no declared symbolic parameter".into());
            }
            (Kind::Parameter, Elem::zero())
        }
        VariableKind::SqrtPi => {
            named("sqrt(pi)".into())?;
            (Kind::SqrtPi, Elem::zero())
        }
        VariableKind::Sqrt { radicand } => {
            named(format!("sqrt({radicand})"))?;
            let p = prime_number(radicand)?;
            unrooted(space, &p)?;
            (Kind::Sqrt(p), Elem::zero())
        }
        VariableKind::RootConstant { degree, radicand } => {
            named(format!("{radicand}^(1/{degree})"))?;
            if !(3..=MAX_DEGREE).contains(degree) {
                return Err(if *degree < 3 {
                    "the degree is at least 3".into()
                } else {
                    limit("the degree of a root", u64::from(MAX_DEGREE))
                });
            }
            let p = prime_number(radicand)?;
            unrooted(space, &p)?;
            (Kind::RootConstant(*degree, p), Elem::zero())
        }
        VariableKind::TanConstant { argument } => {
            named(format!("tan({argument})"))?;
            let q = exact(argument)?;
            if !q.is_positive() {
                return Err("the argument is not positive".into());
            }
            if space
                .variables
                .iter()
                .any(|w| matches!(w.kind, Kind::TanConstant(_)))
            {
                return Err("tangents of rational numbers are algebraically dependent".into());
            }
            (Kind::TanConstant(q), Elem::zero())
        }
        VariableKind::AtanConstant { prime } => {
            let p = prime_number(prime)?;
            let (a, b) = two_squares(&p).ok_or("the prime is no sum of two different squares")?;
            named(format!("atan({b}/{a})"))?;
            (Kind::AtanConstant(p), Elem::zero())
        }
        VariableKind::ExpConstant { exponent } => {
            named(format!("exp({exponent})"))?;
            let q = exact(exponent)?;
            if q.is_zero() {
                return Err("exp(0) is 1".into());
            }
            (Kind::ExpConstant(q), Elem::zero())
        }
        VariableKind::ExpParameter { factor, parameter } => {
            let q = exact(factor)?;
            named(if q.is_one() {
                format!("exp({parameter})")
            } else {
                format!("exp({factor}*{parameter})")
            })?;
            let p = space
                .find(parameter)
                .filter(|&p| matches!(space.variables[p].kind, Kind::Parameter));
            let p = p.ok_or("its parameter is not among the variables before it")?;
            let twice = space
                .variables
                .iter()
                .any(|w| matches!(w.kind, Kind::ExpParameter(_, o) if o == p));
            if q.is_zero() || twice {
                return Err("exponentials of one parameter are algebraically dependent".into());
            }
            (Kind::ExpParameter(q, p), Elem::zero())
        }
        VariableKind::LogConstant { prime } => {
            named(format!("log({prime})"))?;
            (Kind::LogConstant(prime_number(prime)?), Elem::zero())
        }
        VariableKind::ErfConstant { argument } => {
            named(format!("erf({argument})"))?;
            let q = exact(argument)?;
            if !q.is_positive() {
                return Err("the argument is not positive".into());
            }
            (Kind::ErfConstant(q), Elem::zero())
        }
        VariableKind::Exp { argument, witness } => {
            named(format!("t{monomial}"))?;
            let a = space.element(argument, v)?;
            let slope = space.derive(&a)?;
            let known = space.exponents_and_logarithms(v);
            derivatives(space, &known, &slope, witness)?;
            let slope = space.arithmetic.mul(&slope, &Elem::var(v))?;
            (Kind::Exp(a), slope)
        }
        VariableKind::Log { argument, witness } => {
            named(format!("t{monomial}"))?;
            let f = space.element(argument, v)?;
            if f.is_zero() {
                return Err("the logarithm of 0".into());
            }
            let slope = space.arithmetic.div(&space.derive(&f)?, &f)?;
            let known = space.exponents_and_logarithms(v);
            derivatives(space, &known, &slope, witness)?;
            (Kind::Log(f), slope)
        }
        VariableKind::Tan { argument, witness } => {
            named(format!("t{monomial}"))?;
            let a = space.element(argument, v)?;
            let slope = space.derive(&a)?;
            let two = BigRational::from_integer(2.into());
            let known = space.angles(v);
            derivatives(space, &known, &slope.scale(&two), witness)?;
            (Kind::Tan(a), space.tangent_slope(&slope, v)?)
        }
        VariableKind::Atan { argument, witness } => {
            named(format!("t{monomial}"))?;
            let f = space.element(argument, v)?;
            let slope = space.arctangent_slope(&f)?;
            let known = space.angles(v);
            derivatives(space, &known, &slope, witness)?;
            (Kind::Atan(f), slope)
        }
        VariableKind::Root {
            degree,
            argument,
            witness,
        } => {
            named(format!("u{}", space.radicals().len() + 1))?;
            let f = space.element(argument, v)?;
            root(space, *degree, &f, witness, inner, known)?;
            let slope = space.root_slope(&f, *degree, v)?;
            (Kind::Root(*degree, f), slope)
        }
        VariableKind::Erf {
            argument,
            gaussian,
            witness,
        } => {
            named(format!("t{monomial}"))?;
            let a = space.element(argument, v)?;
            let g = space.element(gaussian, v)?;
            error_function(space, &a, &g, witness)?;
            let slope = space.erf_slope(&a, &g)?;
            (Kind::Erf(a), slope)
        }
    };
    // Anything auxiliary that came up was not among the variables before.
    if space.variables.len() != v {
        return Err(format!(
            "{} is not among the variables before it",
            space.variables[v].symbol
        )
        .into());
    }
    space.push(w.symbol.clone(), kind, derivative)?;
    space.listed = v + 1;
    space.arithmetic.listed = v + 1;
    Ok(())
}

/// No root of that prime is there: roots of different primes are linearly disjoint.
fn unrooted(space: &Space, p: &BigInt) -> Checked<()> {
    let clash = |k: &Kind| match k {
        Kind::Sqrt(q) | Kind::RootConstant(_, q) => q == p,
        _ => false,
    };
    match space.variables.iter().find(|w| clash(&w.kind)) {
        Some(w) => Err(format!("there is a root of the same prime already, {}", w.symbol).into()),
        None => Ok(()),
    }
}

/// A point: canonical residues for the first variables, consistent with the roots.
pub(super) fn point(
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
            residue(t, field).ok_or_else(|| {
                format!("`{}` is no residue modulo the prime", super::text::short(t)).into()
            })
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
pub(super) fn stated(field: &PrimeField, value: u64, text: &str) -> Checked<()> {
    let claimed = residue(text, field).ok_or_else(|| {
        format!(
            "the determinant `{}` is no residue modulo the prime",
            super::text::short(text)
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
fn derivatives(
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
pub(super) fn liftable(space: &Space, field: &PrimeField, p: &[u64]) -> Checked<()> {
    if field.modulus() < SMALLEST_PRIME && !space.arithmetic.roots.is_empty() {
        return Err(format!("with roots, the prime has to be above {SMALLEST_PRIME}").into());
    }
    match (0..p.len()).find(|v| space.arithmetic.roots.contains_key(v) && p[*v] == 0) {
        Some(v) => Err(format!("{} is zero at a point", space.variables[v].symbol).into()),
        None => Ok(()),
    }
}

/// f^(1/n) has degree n: for each prime factor of n two points show that f is no constant times such a power.
fn root(
    space: &mut Space,
    degree: u32,
    f: &Elem,
    witness: &Witness,
    inner: &[&str],
    known: &[Expr],
) -> Checked<()> {
    let Witness::Residues { characters } = witness else {
        return Err("the witness of a root is a list of residue characters".into());
    };
    if !(2..=MAX_DEGREE).contains(&degree) {
        return Err(if degree < 2 {
            "the degree is at least 2".into()
        } else {
            limit("the degree of a root", u64::from(MAX_DEGREE))
        });
    }
    let v = space.variables.len();
    let negative =
        (0..v).any(|w| !space.variables[w].is_constant() && f.num.monomials().any(|m| m[w] < 0));
    if !f.den.is_empty() || negative {
        return Err("the radicand is no polynomial in the functions".into());
    }
    if (0..v).all(|w| space.variables[w].is_constant() || !f.involves(w)) {
        return Err("the radicand is a constant".into());
    }
    if !space.positive(f)?
        && !space.positive_expression(f, degree, known)?
        && !space.positive_composition(f, degree, inner)?
    {
        return Err(unshown(
            "the radicand is not shown to be positive on the real line",
        ));
    }
    let orders: Vec<u64> = (2..=u64::from(degree))
        .filter(|&l| u64::from(degree).is_multiple_of(l) && is_prime(l))
        .collect();
    if !characters
        .iter()
        .map(|c| c.order)
        .eq(orders.iter().copied())
    {
        return Err(format!(
            "the prime factors of the degree are {}",
            orders
                .iter()
                .map(u64::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        )
        .into());
    }
    for c in characters {
        let l = c.order;
        let field = prime_field(&c.prime)?;
        let p = field.modulus();
        if p < SMALLEST_PRIME || !(p - 1).is_multiple_of(l) {
            return Err(
                format!("{p} is no prime above {SMALLEST_PRIME} that leaves 1 modulo {l}").into(),
            );
        }
        if c.points.len() != 2 {
            return Err("two points are needed".into());
        }
        let mut values = vec![];
        let mut points = vec![];
        for text in &c.points {
            let at = point(space, &field, text, v)?;
            liftable(space, &field, &at)?;
            let value = f
                .num
                .eval(&field, &at)
                .filter(|value| *value != 0)
                .ok_or("the radicand vanishes at a point")?;
            // (p - 1)/l is below 2^62.
            let exponent = i64::try_from((p - 1) / l).map_err(|_| "the prime is too large")?;
            values.push(field.pow(&value, exponent));
            points.push(at);
        }
        if let Some(w) =
            (0..v).find(|&w| space.variables[w].is_constant() && points[0][w] != points[1][w])
        {
            return Err(format!(
                "the two points do not agree in {}",
                space.variables[w].symbol
            )
            .into());
        }
        if values[0] == values[1] {
            return Err(format!("the characters of order {l} are equal").into());
        }
    }
    Ok(())
}

/// erf(a) is new: a is no constant, exp(-a^2) lies below, and a is up to sign no earlier argument.
fn error_function(space: &mut Space, a: &Elem, gaussian: &Elem, witness: &Witness) -> Checked<()> {
    if *witness != Witness::ErrorFunctions {
        return Err("the witness of an error function compares arguments".into());
    }
    if space.as_constant(a)?.is_some() {
        return Err("the argument is a constant".into());
    }
    let square = space.arithmetic.mul(a, a)?;
    let v = space.variables.len();
    for w in &space.variables[..v] {
        if let Kind::Erf(b) = &w.kind
            && space
                .arithmetic
                .equal(&space.arithmetic.mul(b, b)?, &square)?
        {
            return Err(format!("the argument is up to sign that of {}", w.symbol).into());
        }
    }
    let expected = space.exp(&square.neg())?;
    if space.variables.len() != v || !space.arithmetic.equal(&expected, gaussian)? {
        return Err("the gaussian is not exp(-argument^2)".into());
    }
    Ok(())
}
