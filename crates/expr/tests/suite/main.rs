//! The tests of the public interface of this crate, in one program; a module a concept.

mod domain;
mod domain_random;
mod enclosures;
mod errors;
mod expand;
mod pattern;
mod roundtrip;
