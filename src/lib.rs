//! wronski (front page to be written)

pub mod certificate;
pub mod check;
pub mod error;
pub mod exact;
pub mod expr;
pub mod family;
pub mod rewrite;
pub mod theorem;
pub mod tower;
