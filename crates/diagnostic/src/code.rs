//! The stable codes of diagnostics.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $code:ident,)*) => {
        /// The stable code of a diagnostic; what to do about each is in `docs/errors.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])* $code,)*
        }

        impl ErrorCode {
            /// Every code, ascending.
            pub const ALL: &[ErrorCode] = &[$(ErrorCode::$code,)*];

            /// The code as it is printed, such as `W0103`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(ErrorCode::$code => stringify!($code),)*
                }
            }
        }
    };
}

codes! {
    /// the expression is empty, or an argument is not UTF-8
    W0101,
    /// the text has more than 65536 bytes
    W0102,
    /// an unknown name, or one that is no deterministic function of one real variable (`rrelu`, `prelu` without its
    /// parameter)
    W0103,
    /// an undeclared parameter
    W0104,
    /// a second variable
    W0105,
    /// an unexpected ASCII character
    W0106,
    /// a character outside ASCII, such as a typographic minus
    W0107,
    /// unbalanced parentheses
    W0108,
    /// implicit multiplication, as in `2x`
    W0109,
    /// an operand is missing, a comma stands outside an argument list, a unary plus
    W0110,
    /// a function with the wrong number of arguments
    W0111,
    /// a function without an argument
    W0112,
    /// a malformed number
    W0113,
    /// a number with too many digits or too large an exponent
    W0114,
    /// parentheses or calls nested too deeply
    W0115,
    /// too many operations in one chain
    W0116,
    /// division by the number 0
    W0117,
    /// `where` without a comparison, or a comparison outside `where`
    W0118,
    /// a parameter whose name is no identifier, is taken, or is declared twice
    W0119,
    /// the value of a parameter contains x
    W0120,
    /// the value of a catalogue parameter lies outside its range
    W0121,
    /// the derivative of a piecewise function is asked for
    W0122,
    /// compositions, derivatives or the normal form grow beyond the limits when they are written out
    W0123,
    /// a metavariable of a rule in a place where it has no value
    W0124,
    /// a parameter is declared and nothing uses it
    W0125,
    /// the value of a catalogue parameter has to be positive or nonzero, and enclosures of 1024 bits do not tell its
    /// sign
    W0129,
    /// a claim is asked for that has no such id
    W0130,
    /// a denominator vanishes at the point that is named
    W0201,
    /// a denominator is zero for every x
    W0202,
    /// a logarithm or a power whose argument must be positive is not, at the point that is named
    W0203,
    /// a function that is nowhere defined, such as `log(-1 - x^2)`
    W0204,
    /// a root whose argument is negative at the point that is named
    W0205,
    /// a tangent meets a pole
    W0206,
    /// the expression has too many nodes, written out, for the domain analysis
    W0207,
    /// an exponent beyond 1000000
    W0208,
    /// division by an expression that turns out to vanish identically
    W0210,
    /// the square root of a negative number
    W0211,
    /// the logarithm of a number that is not positive
    W0212,
    /// the tangent of an odd multiple of pi/2
    W0213,
    /// a directory or file of rules cannot be read, is too large, or holds no rules
    W0300,
    /// the file is not TOML of the expected shape
    W0301,
    /// a side of a rule does not parse
    W0302,
    /// `search` or `choose` has a wrong value
    W0303,
    /// a rule name is taken or reserved
    W0304,
    /// a side condition does not parse
    W0305,
    /// a rule joined two expressions that differ at sampled points, so it is wrong
    W0310,
    /// a part of `--base` is not of the form NAME=NUMBER, and the whole names no file
    W0401,
    /// a name that is no weight of the chain
    W0402,
    /// a weight is given twice
    W0403,
    /// a weight is no rational number, or has more than 60 characters
    W0404,
    /// a chain of fewer than 2 or more than 12 layers
    W0405,
    /// a file of base weights of another shape; the message has the JSON pointer
    W0406,
    /// the file is no certificate of this version: not JSON, a key twice in an object, a missing or unknown field,
    /// another version
    W0501,
    /// the frame of the file or its parameters are not confirmed
    W0502,
    /// the tower is not confirmed
    W0503,
    /// a function is not the element that the file says
    W0504,
    /// a claim does not follow from its evidence
    W0505,
    /// certificate of a minimum: its sections, numbers, shapes, limits or data set are not confirmed
    W0506,
    /// certificate of a minimum: the activation, the claims about it, or the relation that forbids definite moment
    /// matrices or makes the activation linear
    W0507,
    /// certificate of a minimum: the critical point of the small network, its Hessian, loss or moment matrices; or
    /// the slope that excludes one; or the enclosures at given weights
    W0508,
    /// certificate of a minimum: the widening, the lemma, the inertia, or the negative curvature of a saddle
    W0509,
    /// certificate of a minimum: the weights with a smaller loss, or the path to them
    W0510,
    /// certificate of a minimum: the neighbourhood of data sets
    W0511,
    /// certificate of a minimum: the least squares fit inside a linear piece
    W0512,
    /// this build has no real arithmetic (feature `numeric`) and cannot check a certificate of a minimum; it says
    /// nothing about it
    W0513,
    /// `check`: the certificate is not about what `--for`, `--widths` or `--data` ask for
    W0514,
    /// a file could not be written, or, found out before the work begins, cannot be: its directory does not exist, it
    /// is a directory or read-only; nothing is left behind
    W0601,
    /// a file could not be read
    W0602,
    /// a file, a device or a pipe holds more than the limit that is named
    W0603,
    /// standard output, or a file that could be begun, takes no more (a full disk); a reader that closes its pipe is
    /// no failure
    W0604,
    /// the memory for the work is not there (a limit such as `ulimit -v`)
    W0605,
    /// a certificate was not written, because the checker reached a limit or had no method to confirm it; the verdict
    /// stands, without it
    W0606,
    /// the input could not be read on after the lines before
    W0701,
    /// a line has more than 65536 bytes
    W0702,
    /// a line is not UTF-8
    W0703,
    /// a line does not end within 67108864 bytes; the input is not read on
    W0704,
    /// an enclosure could not be narrowed enough at a point, or a value exceeds the range of the arithmetic
    W0801,
    /// a symbolic parameter in a numeric evaluation
    W0802,
    /// a name that cannot be evaluated numerically
    W0803,
    /// the file is not JSON, is cut off, or holds `NaN` or `Infinity`
    W1001,
    /// an unknown key, or a key that is given twice
    W1002,
    /// a key is missing, also `b` in a network with biases
    W1003,
    /// a value of the wrong kind, such as a string instead of a list
    W1004,
    /// a number that is malformed, not finite, infinite as a double (`1e999`), or longer than 1000 characters; an
    /// empty activation
    W1005,
    /// a wrong shape: rows or entries that do not fit `widths`, `biases`, or each other
    W1006,
    /// no samples, or the same input twice
    W1007,
    /// fewer than three layers of units, or a layer without units
    W1008,
    /// a limit: 128 MiB, 200 layers, 20000 units of a layer, 4000000 parameters, 100000 samples, 4000000 numbers in
    /// inputs or targets
    W1009,
    /// a loss other than `sum_of_squares`
    W1010,
    /// widths without a hidden layer, a layer without units, or more than 250000 weights
    W1101,
    /// fractions that do not fit the network, that are 0, or whose sum is not 1
    W1102,
    /// a parameter without a value
    W1103,
    /// no lemma covers the widths: several layers or units after a widened layer
    W1104,
    /// options that contradict each other or the activation; a malformed number
    W1105,
    /// `--widen`, `--units` or `--last-fraction` do not fit the network of the file
    W1106,
    /// `report --to pdf` in a build without the feature `pdf`
    W1201,
    /// `report`: the checker is unable to check the certificate (a limit, or a build without the feature `numeric`),
    /// so it gets no report
    W1202,
    /// `report`: the page or a file beside it would replace one of the certificates; nothing was written
    W1203,
    /// an invariant of wronski does not hold; no verdict was reached
    W9999,
}

impl ErrorCode {
    /// The code that is printed so.
    pub fn find(text: &str) -> Option<ErrorCode> {
        ErrorCode::ALL.iter().copied().find(|c| c.as_str() == text)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ErrorCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        ErrorCode::find(&text).ok_or_else(|| serde::de::Error::custom("no error has this code"))
    }
}

/// With what is printed.
impl PartialEq<&str> for ErrorCode {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_by_what_is_printed_and_ascend() {
        for c in ErrorCode::ALL {
            assert_eq!(ErrorCode::find(c.as_str()), Some(*c));
        }
        assert!(ErrorCode::ALL.is_sorted());
        assert_eq!(ErrorCode::find("W0000"), None);
    }
}
