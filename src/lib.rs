//! wronski (front page to be written)

pub mod certificate;
pub mod check;
pub mod cli;
pub mod error;
pub mod exact;
pub mod expr;
pub mod family;
#[cfg(feature = "numeric")]
pub mod interval;
pub mod pipeline;
pub mod rewrite;
pub mod theorem;
pub mod tower;
