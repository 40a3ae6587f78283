//! What several modules of tests need.

pub mod exclusions;
pub mod minimum;

pub use wronski_testing::*;
