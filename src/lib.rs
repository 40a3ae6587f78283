//! wronski (front page to be written)

pub mod error;
pub mod exact;
pub mod expr;
#[cfg(feature = "numeric")]
pub mod interval;
