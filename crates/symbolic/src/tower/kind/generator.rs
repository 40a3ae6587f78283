//! What every kind of monomial and root answers for itself.

use std::any::Any;
use std::collections::BTreeSet;

use num_rational::BigRational;

use crate::tower::circle::Circle;
use crate::tower::conditions::Dependence;
use crate::tower::power_series::{PowerSeries, Series};
use crate::tower::{Element, Result, Tower};
use wronski_certificate::{VariableKind, Witness};
use wronski_exact::poly::Poly;
use wronski_expr::Expr;

/// A function that is adjoined to a tower. How it is adjoined, with its derivative and its witness, is a method of
/// [`Tower`] in the file of its kind.
pub(in crate::tower) trait Generator: Any {
    /// The argument, or the radicand.
    fn argument(&self) -> &Element;

    /// The same function of another argument, adjoined if it is new.
    fn with_argument(&self, t: &mut Tower, argument: &Element) -> Result<Element>;

    /// The function of this argument, written out.
    fn expression(&self, argument: Expr) -> Expr;

    /// Its power series with this constant term; `None` if a denominator vanishes.
    fn series(&self, value: u64, known: &KnownSeries<'_>) -> Option<Series>;

    /// What decides whether it is new.
    fn criterion(&self) -> Criterion<'_>;

    /// What the certificate says of it.
    fn record(&self, t: &Tower, witness: Witness) -> VariableKind;
}

/// The power series at a point of what lies below a generator.
pub(in crate::tower) struct KnownSeries<'a> {
    /// Arithmetic.
    pub arithmetic: PowerSeries<'a>,
    /// The series of an element; `None` where one of its denominators vanishes.
    pub of: &'a dyn Fn(&Element) -> Option<Series>,
    /// The derivative of the generator.
    pub derivative: &'a Element,
}

/// What decides whether a generator is new.
pub(in crate::tower) enum Criterion<'a> {
    /// The derivatives of its exponent or logarithm, and of those before it.
    Exponents(Side, &'a dyn Exponent),
    /// The derivatives of its angle and of those before it.
    Angles(Side, &'a dyn Angle),
    /// Something of its own.
    Own(&'a dyn Own),
}

/// Functions that are compared with each other: over the complex numbers angles are exponents and logarithms as well,
/// and conjugation separates the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tower) enum Group {
    /// Exponents and logarithms.
    Exponents,
    /// Angles.
    Angles,
}

/// Which one of a pair of a function and its exponential the generator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tower) enum Side {
    /// The exponential, or a rational function of it: its argument may be divided.
    Exponential,
    /// The function itself.
    Logarithm,
}

/// A generator with an exponent or logarithm.
pub(in crate::tower) trait Exponent {
    /// The exponent or logarithm of the variable.
    fn exponent(&self, variable: usize) -> Element;

    /// The exponential of a multiple of it.
    fn exponential(
        &self,
        t: &mut Tower,
        variable: usize,
        multiple: &BigRational,
    ) -> Result<Element>;
}

/// A generator with an angle.
pub(in crate::tower) trait Angle {
    /// The angle of the variable.
    fn angle(&self, t: &Tower, variable: usize) -> Element;

    /// Cosine and sine of a multiple of it.
    fn circle(&self, t: &mut Tower, variable: usize, multiple: &BigRational) -> Result<Circle>;
}

/// A generator that is new for a reason of its own.
pub(in crate::tower) trait Own {
    /// For which parameters the variable stays new beside those before it in `support`.
    fn stays_new(&self, t: &Tower, variable: usize, support: &BTreeSet<usize>) -> Result<StaysNew>;
}

/// For which parameters a variable stays new.
pub(in crate::tower) enum StaysNew {
    /// Where these functions do not vanish identically.
    NonZero(Vec<Poly>),
    /// Unless it depends on these variables.
    Unless(Vec<usize>, Dependence),
}
