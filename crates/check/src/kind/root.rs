//! Roots of functions.

use num_rational::BigRational;

use super::reading::Reading;
use crate::element::Elem;
use crate::failure::{Checked, limit, unshown};
use crate::space::{Generator, Group, Kind, Space, Zeros};
use crate::text::prime_field;
use crate::witness::{SMALLEST_PRIME, liftable, point};
use wronski_certificate::{ResidueRecord, Witness};
use wronski_exact::Field;
use wronski_exact::field::is_prime;
use wronski_exact::poly::Poly;
use wronski_expr::{Expr, Func, Node};

/// The largest degree of a root.
pub(super) const MAX_DEGREE: u32 = wronski_certificate::limits::DEGREE;

/// The root of that degree, positive if it is even, of a polynomial in the variables before.
#[derive(Clone, Debug)]
struct Root {
    degree: u32,
    radicand: Elem,
}

pub(super) fn read(
    r: &mut Reading<'_>,
    degree: u32,
    argument: &str,
    witness: &Witness,
) -> Checked<(Kind, Elem)> {
    r.named(format!("u{}", r.space.radicals().len() + 1))?;
    let v = r.position();
    let f = r.space.element(argument, v)?;
    is_new(r, degree, &f, witness)?;
    let slope = derivative(r.space, &f, degree, v)?;
    let kind = Kind::function(Root {
        degree,
        radicand: f,
    });
    Ok((kind, slope))
}

/// f^(1/n) has degree n: for each prime factor of n two points show that f is no constant times such a power.
fn is_new(r: &mut Reading<'_>, degree: u32, f: &Elem, witness: &Witness) -> Checked<()> {
    let Witness::Residues { characters } = witness else {
        return Err("the witness of a root is a list of residue characters".into());
    };
    if degree < 2 {
        return Err("the degree is at least 2".into());
    }
    if degree > MAX_DEGREE {
        return Err(limit("the degree of a root", u64::from(MAX_DEGREE)));
    }
    let v = r.position();
    let (inner, known) = (r.inner, r.positive);
    let space = &mut *r.space;
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
        differs(space, f, c)?;
    }
    Ok(())
}

/// The radicand has different characters at the two points, which agree in the constants.
fn differs(space: &Space, f: &Elem, c: &ResidueRecord) -> Checked<()> {
    let v = space.listed;
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
    Ok(())
}

/// The derivative of the root `v` with that radicand: `f'/(n f)` times it.
pub(super) fn derivative(space: &Space, f: &Elem, degree: u32, v: usize) -> Checked<Elem> {
    let k = &space.arithmetic;
    let below = k.inverse(&f.scale(&BigRational::from_integer(degree.into())))?;
    k.mul(&k.mul(&space.derive(f)?, &below)?, &Elem::var(v))
}

/// A root as an expression.
pub(super) fn root(a: Expr, degree: u32) -> Expr {
    match degree {
        2 => Expr::apply(Func::Sqrt, a),
        3 => Expr::apply(Func::Cbrt, a),
        n => Expr::new(Node::Pow(a, Expr::ratio(1, i64::from(n)))),
    }
}

impl Generator for Root {
    fn argument(&self) -> &Elem {
        &self.radicand
    }

    fn group(&self) -> Group<'_> {
        Group::Roots(self.degree)
    }

    fn zeros(&self) -> Zeros {
        Zeros::Nowhere
    }

    fn written(&self, argument: Expr) -> Expr {
        root(argument, self.degree)
    }

    /// What is positive on the real line stays so.
    fn of(&self, space: &mut Space, argument: &Elem) -> Checked<Elem> {
        space.positive_root(argument, self.degree)
    }
}

impl Space {
    /// The root of a radicand, as a new variable.
    pub fn new_root(&mut self, f: Poly, degree: u32) -> Checked<usize> {
        let radicand = Elem::poly(f);
        let kind = Kind::function(Root {
            degree,
            radicand: radicand.clone(),
        });
        let v = self.push("a root".into(), kind, Elem::zero())?;
        self.variables[v].derivative = derivative(self, &radicand, degree, v)?;
        Ok(v)
    }
}
