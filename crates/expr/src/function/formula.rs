//! Formulas about elementary functions as constant data, evaluated in any arithmetic.

use super::Func;

/// A formula in x and in the value of a function there.
pub(crate) enum Formula {
    /// The variable x.
    X,
    /// The value of the function at x.
    Value,
    /// An integer.
    Number(i64),
    /// The number pi.
    Pi,
    /// `-a`
    Negative(&'static Formula),
    /// `a + b`
    Sum(&'static Formula, &'static Formula),
    /// `a - b`
    Difference(&'static Formula, &'static Formula),
    /// `a*b`
    Product(&'static Formula, &'static Formula),
    /// `a/b`
    Quotient(&'static Formula, &'static Formula),
    /// `a/2`
    Half(&'static Formula),
    /// `a^n`
    Power(&'static Formula, i64),
    /// The square root.
    Root(&'static Formula),
    /// An elementary function.
    Image(Func, &'static Formula),
}

/// Where a formula can be evaluated: expressions, enclosures, power series, fractions.
pub(crate) trait Arithmetic {
    /// What is calculated with.
    type Item: Clone;
    /// What can go wrong.
    type Error;

    /// An integer.
    fn number(&mut self, n: i64) -> Result<Self::Item, Self::Error>;
    /// The number pi.
    fn pi(&mut self) -> Result<Self::Item, Self::Error>;
    /// `-a`
    fn negative(&mut self, a: &Self::Item) -> Result<Self::Item, Self::Error>;
    /// `a + b`
    fn sum(&mut self, a: &Self::Item, b: &Self::Item) -> Result<Self::Item, Self::Error>;
    /// `a - b`
    fn difference(&mut self, a: &Self::Item, b: &Self::Item) -> Result<Self::Item, Self::Error>;
    /// `a*b`
    fn product(&mut self, a: &Self::Item, b: &Self::Item) -> Result<Self::Item, Self::Error>;
    /// `a/b`
    fn quotient(&mut self, a: &Self::Item, b: &Self::Item) -> Result<Self::Item, Self::Error>;
    /// `a^n`
    fn power(&mut self, a: &Self::Item, n: i64) -> Result<Self::Item, Self::Error>;
    /// The square root.
    fn root(&mut self, a: &Self::Item) -> Result<Self::Item, Self::Error>;
    /// An elementary function.
    fn image(&mut self, f: Func, a: &Self::Item) -> Result<Self::Item, Self::Error>;

    /// `a/2`
    fn half(&mut self, a: &Self::Item) -> Result<Self::Item, Self::Error> {
        let two = self.number(2)?;
        self.quotient(a, &two)
    }
}

impl Formula {
    /// What the formula is where `x` and the `value` of the function there are these.
    pub(crate) fn evaluate<A: Arithmetic>(
        &self,
        in_: &mut A,
        x: &A::Item,
        value: &A::Item,
    ) -> Result<A::Item, A::Error> {
        match self {
            Formula::X => Ok(x.clone()),
            Formula::Value => Ok(value.clone()),
            Formula::Number(n) => in_.number(*n),
            Formula::Pi => in_.pi(),
            Formula::Negative(a) => {
                let a = a.evaluate(in_, x, value)?;
                in_.negative(&a)
            }
            Formula::Sum(a, b) => {
                let (a, b) = (a.evaluate(in_, x, value)?, b.evaluate(in_, x, value)?);
                in_.sum(&a, &b)
            }
            Formula::Difference(a, b) => {
                let (a, b) = (a.evaluate(in_, x, value)?, b.evaluate(in_, x, value)?);
                in_.difference(&a, &b)
            }
            Formula::Product(a, b) => {
                let (a, b) = (a.evaluate(in_, x, value)?, b.evaluate(in_, x, value)?);
                in_.product(&a, &b)
            }
            Formula::Quotient(a, b) => {
                let (a, b) = (a.evaluate(in_, x, value)?, b.evaluate(in_, x, value)?);
                in_.quotient(&a, &b)
            }
            Formula::Half(a) => {
                let a = a.evaluate(in_, x, value)?;
                in_.half(&a)
            }
            Formula::Power(a, n) => {
                let a = a.evaluate(in_, x, value)?;
                in_.power(&a, *n)
            }
            Formula::Root(a) => {
                let a = a.evaluate(in_, x, value)?;
                in_.root(&a)
            }
            Formula::Image(f, a) => {
                let a = a.evaluate(in_, x, value)?;
                in_.image(*f, &a)
            }
        }
    }
}
