//! Elements as expressions.

use num_rational::BigRational;
use num_traits::{One, Signed};

use super::{Element, Tower};
use wronski_diagnostic::interruption;
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
        match self.variables[v].kind.generator() {
            Some(_) => Expr::generator(&self.variables[v].symbol),
            None => self.definition(v),
        }
    }

    /// A variable written out as a function of x.
    pub fn definition(&self, v: usize) -> Expr {
        let kind = &self.variables[v].kind;
        match (kind.generator(), kind.as_constant()) {
            (Some(generator), _) => generator.expression(self.to_expr(generator.argument())),
            (None, Some(c)) => c.expression(),
            (None, None) => Expr::x(),
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
                    self.poly_expression(&self.denominators[id], variable),
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
            interruption::point();
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
