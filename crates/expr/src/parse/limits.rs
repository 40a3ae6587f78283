//! The limits of texts.

/// The longest text that is read, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;
/// The deepest nesting of parentheses, calls, unary minus and towers of powers.
pub const MAX_NESTING: usize = 200;
/// The greatest depth of an expression tree (long chains of operators included).
pub const MAX_DEPTH: u32 = 2000;
/// The most digits of a number.
pub const MAX_DIGITS: usize = 4000;
