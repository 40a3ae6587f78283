//! Functions and their first two derivatives in floating point, for pictures.

use num_rational::BigRational;
use num_traits::ToPrimitive;

use crate::functions::elementary;
use wronski_expr::dag::{Dag, Kind};
use wronski_expr::{Expr, Func, Relation};

/// Value, first and second derivative.
pub(crate) type Jet = [f64; 3];

/// A function that can be evaluated at many points.
pub(crate) struct Function {
    dag: Dag,
}

fn real(q: &BigRational) -> f64 {
    q.to_f64().map_or(f64::NAN, |v| v)
}

impl Function {
    /// The function that an expression in x denotes; `None` with parameters, or if it is too large.
    pub(crate) fn new(expr: &Expr) -> Option<Function> {
        let dag = Dag::new(expr).ok()?;
        let open = dag.items.iter().any(|i| matches!(i.kind, Kind::Symbol(_)));
        (!open).then_some(Function { dag })
    }

    /// Is it defined by pieces?
    pub(crate) fn by_pieces(&self) -> bool {
        self.dag.items.iter().any(|i| {
            matches!(
                i.kind,
                Kind::Max(..) | Kind::Min(..) | Kind::Where(..) | Kind::Func(Func::Abs, _)
            )
        })
    }

    /// Value and derivatives at x; not finite where something is undefined.
    pub(crate) fn jet(&self, x: f64) -> Jet {
        let mut all: Vec<Jet> = Vec::with_capacity(self.dag.items.len());
        for item in &self.dag.items {
            let value = one(&item.kind, &all, x);
            all.push(value);
        }
        all.get(self.dag.root).map_or([f64::NAN; 3], |v| *v)
    }
}

fn mul(a: Jet, b: Jet) -> Jet {
    [
        a[0] * b[0],
        a[1] * b[0] + a[0] * b[1],
        a[2] * b[0] + 2.0 * a[1] * b[1] + a[0] * b[2],
    ]
}

/// `f(a)` from the value and derivatives of f at `a[0]`.
fn chain(a: Jet, f: f64, f1: f64, f2: f64) -> Jet {
    [f, f1 * a[1], f2 * a[1] * a[1] + f1 * a[2]]
}

fn reciprocal(a: Jet) -> Jet {
    let r = 1.0 / a[0];
    chain(a, r, -r * r, 2.0 * r * r * r)
}

fn one(kind: &Kind, all: &[Jet], x: f64) -> Jet {
    let get = |i: &usize| all.get(*i).map_or([f64::NAN; 3], |v| *v);
    let constant = |v: f64| [v, 0.0, 0.0];
    match kind {
        Kind::Num(q) => constant(real(q)),
        Kind::Pi => constant(std::f64::consts::PI),
        Kind::E => constant(std::f64::consts::E),
        Kind::Var => [x, 1.0, 0.0],
        Kind::Symbol(_) => [f64::NAN; 3],
        Kind::Neg(a) => get(a).map(|v| -v),
        Kind::Add(a, b) => {
            let (a, b) = (get(a), get(b));
            [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
        }
        Kind::Sub(a, b) => {
            let (a, b) = (get(a), get(b));
            [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
        }
        Kind::Mul(a, b) => mul(get(a), get(b)),
        Kind::Div(a, b) => mul(get(a), reciprocal(get(b))),
        Kind::Pow(a, b) => power(get(a), get(b)),
        Kind::Func(f, a) => function(*f, get(a)),
        Kind::Max(a, b) => {
            let (a, b) = (get(a), get(b));
            if a[0] >= b[0] { a } else { b }
        }
        Kind::Min(a, b) => {
            let (a, b) = (get(a), get(b));
            if a[0] <= b[0] { a } else { b }
        }
        Kind::Where(relation, [a, b, then, otherwise]) => {
            let (a, b) = (get(a)[0], get(b)[0]);
            let holds = match relation {
                Relation::Less => a < b,
                Relation::LessEqual => a <= b,
                Relation::Greater => a > b,
                Relation::GreaterEqual => a >= b,
            };
            if holds { get(then) } else { get(otherwise) }
        }
    }
}

fn power(a: Jet, b: Jet) -> Jet {
    if b[1] == 0.0 && b[2] == 0.0 {
        let n = b[0];
        let term = |c: f64, k: f64| if c == 0.0 { 0.0 } else { c * a[0].powf(k) };
        return chain(
            a,
            term(1.0, n),
            term(n, n - 1.0),
            term(n * (n - 1.0), n - 2.0),
        );
    }
    function(Func::Exp, mul(b, function(Func::Log, a)))
}

fn function(f: Func, a: Jet) -> Jet {
    let [value, first, second] = (elementary(f).jet)(a[0]);
    chain(a, value, first, second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_expr::{Parameters, parse};

    fn function(text: &str) -> Function {
        let e = parse(text, &Parameters::new()).expect("an expression").expr;
        Function::new(&e).expect("no parameters")
    }

    #[test]
    fn values_agree_with_mpmath() {
        for (text, x, expected) in [
            (
                "erf(x)",
                0.5,
                [0.520499877813047, 0.878782578935445, -0.878782578935445],
            ),
            (
                "erf(x)",
                3.5,
                [
                    0.9999992569016277,
                    5.399426777384783e-6,
                    -3.779598744169348e-5,
                ],
            ),
            (
                "erf(x)",
                -1.0,
                [-0.842700792949715, 0.415107497420595, 0.830214994841189],
            ),
            ("x^3/(1 + x)", 2.0, [8.0 / 3.0, 28.0 / 9.0, 52.0 / 27.0]),
            (
                "tanh(x)",
                0.5,
                [0.46211715726001, 0.786447732965927, -0.726861981383587],
            ),
            (
                "softplus",
                1.0,
                [1.31326168751822, 0.731058578630005, 0.196611933241482],
            ),
            ("max(x, 0)", -1.0, [0.0, 0.0, 0.0]),
        ] {
            let jet = function(text).jet(x);
            for (got, want) in jet.iter().zip(expected) {
                assert!(
                    (got - want).abs() < 1e-12 * (1.0 + want.abs()),
                    "{text} at {x}: {jet:?}"
                );
            }
        }
    }

    #[test]
    fn pieces_and_parameters_are_noticed() {
        assert!(function("relu").by_pieces() && !function("gelu").by_pieces());
        let mut p = Parameters::new();
        p.declare("beta").expect("a parameter");
        let e = parse("beta*x", &p).expect("an expression").expr;
        assert!(Function::new(&e).is_none());
    }
}
