//! The tests of the public interface of this crate, in one program; a module a concept.

mod losses;
mod network;
