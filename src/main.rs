//! The `wronski` program.
fn main() {}
