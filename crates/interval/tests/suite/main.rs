//! The tests of the public interface of this crate, in one program; a module a concept.

mod arithmetic;
mod definite;
mod jets;
mod krawczyk;
mod matrices;
mod program;
mod witnesses;
