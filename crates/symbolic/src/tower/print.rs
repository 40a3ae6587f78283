//! Elements as expressions.

use num_rational::BigRational;
use num_traits::{One, Signed};

use super::{Element, Kind, Tower};
use wronski_exact::poly::{Mono, Poly};
use wronski_expr::{Expr, Func, Node};

impl Tower {
    /// The element as text in the symbols of the tower (`x`, `t1`, `sqrt(2)`, parameters).
    pub fn print(&self, a: &Element) -> String {
        self.expression(a, &|v| self.symbol(v)).to_string()
    }

    /// The polynomial as text in the symbols of the tower.
    pub fn print_poly(&self, p: &Poly) -> String {
        self.poly_expression(p, &|v| self.symbol(v)).to_string()
    }

    /// The element as an expression in x, with every monomial written out.
    pub fn to_expr(&self, a: &Element) -> Expr {
        self.expression(a, &|v| self.definition(v))
    }

    /// The symbol of a variable, as an expression.
    pub fn symbol(&self, v: usize) -> Expr {
        match &self.variables[v].kind {
            Kind::X | Kind::Constant(_) => self.definition(v),
            _ => Expr::param(&self.variables[v].symbol),
        }
    }

    /// A variable written out as a function of x.
    pub fn definition(&self, v: usize) -> Expr {
        use super::Constant as C;
        match &self.variables[v].kind {
            Kind::X => Expr::x(),
            Kind::Exp { argument } => Expr::apply(Func::Exp, self.to_expr(argument)),
            Kind::Log { argument } => Expr::apply(Func::Log, self.to_expr(argument)),
            Kind::Erf { argument, .. } => Expr::apply(Func::Erf, self.to_expr(argument)),
            Kind::Tan { argument } => Expr::apply(Func::Tan, self.to_expr(argument)),
            Kind::Atan { argument } => Expr::apply(Func::Atan, self.to_expr(argument)),
            Kind::Root {
                degree, radicand, ..
            } => root(self.to_expr(radicand), *degree),
            Kind::Constant(c) => match c {
                C::Root(n, p) => root(Expr::num(BigRational::from_integer(p.clone())), *n),
                C::Tan(q) => Expr::apply(Func::Tan, Expr::num(q.clone())),
                C::Atan(p) => {
                    let (a, b) = super::angles::two_squares(p).unwrap_or_default();
                    let ratio = Expr::num(BigRational::from_integer(b))
                        / Expr::num(BigRational::from_integer(a));
                    Expr::apply(Func::Atan, ratio)
                }
                C::Parameter(p) | C::Symbol(p) => Expr::param(p),
                C::SqrtPi => Expr::apply(Func::Sqrt, Expr::new(Node::Pi)),
                C::Sqrt(n) => {
                    Expr::apply(Func::Sqrt, Expr::num(BigRational::from_integer(n.clone())))
                }
                C::Exp(q) => Expr::apply(Func::Exp, Expr::num(q.clone())),
                C::ExpParameter(q, p) if q.is_one() => Expr::apply(Func::Exp, Expr::param(p)),
                C::ExpParameter(q, p) => {
                    Expr::apply(Func::Exp, Expr::num(q.clone()) * Expr::param(p))
                }
                C::LogPrime(p) => {
                    Expr::apply(Func::Log, Expr::num(BigRational::from_integer(p.clone())))
                }
                C::Erf(q) => Expr::apply(Func::Erf, Expr::num(q.clone())),
            },
        }
    }

    /// The element with each variable replaced by an expression.
    pub fn expression(&self, a: &Element, variable: &dyn Fn(usize) -> Expr) -> Expr {
        let num = self.poly_expression(&a.num, variable);
        let den = a
            .den
            .iter()
            .map(|&(id, n)| {
                power(
                    self.poly_expression(&self.denominators[id].poly, variable),
                    i64::from(n),
                )
            })
            .reduce(|a, b| a * b);
        match den {
            Some(den) => num / den,
            None => num,
        }
    }

    fn poly_expression(&self, p: &Poly, variable: &dyn Fn(usize) -> Expr) -> Expr {
        let mut sum: Option<Expr> = None;
        for (m, c) in p.terms() {
            let t = term(&m, &c.abs(), variable);
            sum = Some(match sum {
                None if c.is_negative() => match t.as_num() {
                    Some(q) => Expr::num(-q.clone()),
                    None => negated(&m, &c, variable),
                },
                None => t,
                Some(s) if c.is_negative() => s - t,
                Some(s) => s + t,
            });
        }
        sum.unwrap_or_else(|| Expr::int(0))
    }
}

fn root(radicand: Expr, degree: u32) -> Expr {
    if degree == 2 {
        return Expr::apply(Func::Sqrt, radicand);
    }
    let exponent = Expr::int(1) / Expr::int(i64::from(degree));
    Expr::new(Node::Pow(radicand, exponent))
}

fn negated(m: &Mono, c: &BigRational, variable: &dyn Fn(usize) -> Expr) -> Expr {
    if (-c).is_one() {
        -term(m, &BigRational::one(), variable)
    } else {
        term(m, c, variable)
    }
}

fn term(m: &Mono, c: &BigRational, variable: &dyn Fn(usize) -> Expr) -> Expr {
    let mut product: Option<Expr> = if c.is_one() {
        None
    } else {
        Some(Expr::num(c.clone()))
    };
    for (v, &e) in m.iter().enumerate() {
        if e == 0 {
            continue;
        }
        let factor = variable_power(variable(v), i64::from(e));
        product = Some(match product {
            Some(p) => p * factor,
            None => factor,
        });
    }
    product.unwrap_or_else(|| Expr::int(1))
}

/// A power of a variable; sqrt(pi)^2 is pi.
fn variable_power(base: Expr, n: i64) -> Expr {
    if n % 2 == 0
        && let Node::Func(Func::Sqrt, inside) = base.node()
        && matches!(inside.node(), Node::Pi)
    {
        return power(inside.clone(), n / 2);
    }
    power(base, n)
}

fn power(base: Expr, n: i64) -> Expr {
    if n == 1 { base } else { base.pow(n) }
}
