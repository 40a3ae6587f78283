//! Evaluation of a program in machine floats, for searching only: nothing rests on it.

use num_traits::ToPrimitive;

use super::Program;
use super::code::Op;
use crate::function::elementary;
use wronski_expr::Relation;

/// Value, first and second derivative.
type Jet = [f64; 3];

impl Program {
    /// `f, f', f''` near a machine float, without control of rounding: for searching only. `None` where one
    /// of them is not finite.
    pub fn approximate(&self, x: f64) -> Option<[f64; 3]> {
        let mut registers: Vec<Jet> = Vec::with_capacity(self.code.ops.len());
        for op in &self.code.ops {
            let jet = operate(op, &registers, x);
            registers.push(jet);
        }
        let jet = *registers.get(self.code.root)?;
        jet.iter().all(|a| a.is_finite()).then_some(jet)
    }
}

const NONE: Jet = [f64::NAN; 3];

fn operate(op: &Op, r: &[Jet], x: f64) -> Jet {
    match *op {
        Op::Num(ref q) => [q.to_f64().map_or(f64::NAN, |q| q), 0.0, 0.0],
        Op::Pi => [std::f64::consts::PI, 0.0, 0.0],
        Op::Var => [x, 1.0, 0.0],
        Op::Copy(a, _) => r[a],
        Op::Require(a, needs) => {
            if r[needs][0].is_nan() {
                NONE
            } else {
                r[a]
            }
        }
        Op::Neg(a) => r[a].map(|t| -t),
        Op::Add(a, b) => [0, 1, 2].map(|k: usize| r[a][k] + r[b][k]),
        Op::Sub(a, b) => [0, 1, 2].map(|k: usize| r[a][k] - r[b][k]),
        Op::Mul(a, b) => product(r[a], r[b]),
        Op::Square(a) => product(r[a], r[a]),
        Op::Div(a, b) => {
            let (a, b) = (r[a], r[b]);
            let q = a[0] / b[0];
            let q1 = (a[1] - q * b[1]) / b[0];
            [q, q1, (a[2] - 2.0 * q1 * b[1] - q * b[2]) / b[0]]
        }
        Op::Int(a, n) => {
            let base = r[a][0];
            let f = f64::from(n);
            let power = |k: i32| base.powi(n.saturating_sub(k));
            let d1 = if n == 0 { 0.0 } else { f * power(1) };
            let d2 = if n == 0 || n == 1 {
                0.0
            } else {
                f * (f - 1.0) * power(2)
            };
            compose([power(0), d1, d2], r[a])
        }
        Op::Power(a, ref q) => {
            let q = q.to_f64().map_or(f64::NAN, |q| q);
            let base = r[a][0];
            compose(
                [
                    base.powf(q),
                    q * base.powf(q - 1.0),
                    q * (q - 1.0) * base.powf(q - 2.0),
                ],
                r[a],
            )
        }
        Op::Func(f, a) => compose((elementary(f).approximate)(r[a][0]), r[a]),
        Op::Sign(a) => [r[a][0].signum(), 0.0, 0.0],
        Op::Max(a, b) => choose(r[a][0] > r[b][0], a, b, [a, b], r),
        Op::Min(a, b) => choose(r[a][0] < r[b][0], a, b, [a, b], r),
        Op::Where(relation, [left, right, then, otherwise]) => {
            let (u, v) = (r[left][0], r[right][0]);
            let holds = match relation {
                Relation::Less => u < v,
                Relation::LessEqual => u <= v,
                Relation::Greater => u > v,
                Relation::GreaterEqual => u >= v,
            };
            choose(holds, then, otherwise, [left, right], r)
        }
    }
}

/// One of two registers; none if a number compared is not a number.
fn choose(holds: bool, then: usize, otherwise: usize, compared: [usize; 2], r: &[Jet]) -> Jet {
    if compared.iter().any(|&c| r[c][0].is_nan()) {
        NONE
    } else if holds {
        r[then]
    } else {
        r[otherwise]
    }
}

fn product(a: Jet, b: Jet) -> Jet {
    [
        a[0] * b[0],
        a[1] * b[0] + a[0] * b[1],
        a[2] * b[0] + 2.0 * a[1] * b[1] + a[0] * b[2],
    ]
}

fn compose(g: Jet, a: Jet) -> Jet {
    [g[0], g[1] * a[1], g[1] * a[2] + g[2] * a[1] * a[1]]
}
