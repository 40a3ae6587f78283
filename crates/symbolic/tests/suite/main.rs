//! The tests of the public interface of this crate, in one program; a module a concept.

mod planted_families;
mod rewrite;
mod rules;
mod tower_laws;
mod tower_random;
mod transcendence;
mod wide_towers;
mod wronskian_b2;
