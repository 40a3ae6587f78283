//! The symbolic rooms: from an expression to verdicts, in the order of the data.
//!
//! | room | what it does |
//! |---|---|
//! | [`rewrite`] | normal forms by an e-graph; steps that are replayed; rule files |
//! | [`tower`] | elements of a differential field C(x, t1, ..., tn), each monomial decided to be new |
//! | [`family`] | B2, B3, the gradient family; ranks, relations, Wronskians |
//! | [`theorem`] | published statements as decisions: hypotheses in, verdict out |
//!
//! A room knows those above it except `rewrite`, which only `pipeline` of the crate `wronski` joins to the others.

pub mod family;
pub mod rewrite;
pub mod theorem;
pub mod tower;
