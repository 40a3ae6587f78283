//! The limits of certificates: one table for those who write them and those who read them.
//!
//! What is beyond a limit is not written, and not checked: the limit is named with its value.

/// The longest text of a certificate, in bytes.
pub const TEXT: usize = 64 << 20;

/// The most parameters of a certificate's functions.
pub const DECLARED: usize = 100;

/// The most functions of a family.
pub const MEMBERS: usize = 200;

/// The most functions of an alternant at real points.
pub const REAL_MEMBERS: usize = 64;

/// The most rewrite steps of one function.
pub const STEPS: usize = 5_000;

/// The longest path from the root of an expression to the place of a step.
pub const POSITION: usize = 2_500;

/// The greatest precision of an enclosure, in bits.
pub const PRECISION: u32 = 4_096;

/// The greatest degree of a root of a function.
pub const DEGREE: u32 = 12;

/// The most layers of a network, input and output counted.
pub const LAYERS: usize = 64;

/// The most units of one layer.
pub const UNITS: usize = 100_000;

/// The most weights and biases of a network.
pub const WEIGHTS: usize = 1_000_000;

/// The most weights and biases of a network whose Hessian is enclosed.
pub const SMALL_WEIGHTS: usize = 200;

/// The most samples.
pub const SAMPLES: usize = 100_000;

/// The most strings and lists in the text of a certificate of a minimum.
pub const ITEMS: usize = 3_000_000;

/// The longest expression in the reason of an undecided claim, in bytes.
pub const SUBJECT: usize = 4_000;

/// The most digits of an exact number.
pub const DIGITS: usize = 5_000;

/// The most segments of a path.
pub const SEGMENTS: usize = 64;

/// The most pieces of a segment.
pub const PIECES: u32 = 4_096;

/// The most facts that a proof of analyticity rests on.
pub const FACTS: usize = 4_000;

/// The most boxes that one fact rests on.
pub const BOXES: usize = 6_000;

/// How many strings and lists there are in a text, at most: an upper bound that costs nothing to compute.
pub fn items(text: &str) -> usize {
    text.bytes().filter(|b| matches!(b, b'"' | b'[')).count()
}

/// The longest number that is written in a reason, in characters.
pub const REASON_NUMBER: usize = 60;

/// The most excluded values of a claim.
pub const EXCLUSIONS: usize = 400;
