//! Outward-rounded real arithmetic on MPFR floats, and what is built on it: jets of expressions,
//! interval matrices, certified lower bounds of ranks.
//!
//! This is the *second route*: it knows expressions and real numbers, and nothing of the rewriting
//! system or of differential fields. A fact found here (a determinant enclosed away from zero) and the
//! same fact found symbolically share no code beyond the expression tree.
//!
//! What an [`Interval`] promises: the exact real result of an operation on *any* numbers of the
//! operands lies in the interval returned. What it never does: decide that something *is* zero. The
//! names say so: `certainly_positive`, `possibly_zero`.
//!
//! Floating-point numbers without directed rounding occur in three places. Nothing rests on the first two:
//! the approximations by which determinants, definiteness and systems are preconditioned ([`approximate`]),
//! and the candidates of [`candidate_relations`], which are diagnostics. The third, the signature of large
//! matrices, adds to each product a bound of the rounding errors made.

pub mod approximate;
mod crosscheck;
mod decimal;
mod definite;
mod evaluate;
mod families;
mod fault;
mod function;
mod kernel;
mod krawczyk;
mod linear;
mod machine;
mod matrix;
mod monotone;
mod program;
mod rank;
mod real;
mod relation;
mod series;
mod spectrum;

pub use crosscheck::{CrossCheck, RankEstimate, cross_check};
pub use decimal::{exact_rational, nearest_float, parse_decimal};
pub use evaluate::{Evaluator, jet};
pub use families::{alternant, b2_row, b3_row, gradient_row, row};
pub use fault::Fault;
pub use krawczyk::{Inclusion, krawczyk};
pub use matrix::IntervalMatrix;
pub use program::Program;
pub use rank::{
    Exclusion, RankWitness, certified_rank_at_least, determinant_excludes_zero, sample_points,
};
pub use real::Interval;
pub use relation::{candidate_relations, combination};
pub use series::Series;
