//! What several modules of tests need.

pub mod exclusions;

pub use wronski_testing::*;
