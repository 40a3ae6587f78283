//! Data sets and weights with a local minimum that is shown to be one.

pub mod linear;
