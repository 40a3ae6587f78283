//! Identities proved in a tower, for the tests of rule libraries.

use wronski_certificate::Decision;
use wronski_expr::Expr;
use wronski_symbolic::rewrite::IdentityProver;
use wronski_symbolic::tower::interpret::Interpreter;
use wronski_symbolic::tower::{Budget, Tower};

/// Proves or refutes the equality of two expressions in a tower that holds both.
#[derive(Clone, Copy, Debug, Default)]
pub struct TowerProver;

impl IdentityProver for TowerProver {
    fn decide(&self, lhs: &Expr, rhs: &Expr) -> Decision {
        let built = Tower::build(Budget::default(), |t| {
            let mut interpreter = Interpreter::new();
            let l = interpreter.read(t, lhs)?;
            let r = interpreter.read(t, rhs)?;
            t.equal(&l, &r)
        });
        match built {
            Ok((_, true)) => Decision::Proved,
            Ok((tower, false)) if tower.unproved_constants().is_none() => Decision::Refuted,
            _ => Decision::Undecided,
        }
    }
}
