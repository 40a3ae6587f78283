//! The gradient family of the width-1 chain with three layers at w = 1, b = 0.
//!
//! If it is dependent, the Jacobian of the network is rank-deficient for every data set at these
//! weights, and the Hessian at a critical point need not be positive definite.

use crate::family::{SelfComposition, gradient3 as family};
use crate::tower::Tower;

use super::{Claim, independence};
use wronski_certificate::claim::GRADIENT_3;

/// Decides whether `1, S, S1, S1 s, S1 s1, x S1 s1` are linearly independent.
pub fn gradient3(tower: &mut Tower, composition: &SelfComposition) -> Claim {
    independence(tower, GRADIENT_3, "gradient-3", &family(composition))
}
