//! The names of losses in files.

/// A loss that the program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossName {
    /// The sum over samples and outputs of `(output - target)^2`.
    SumOfSquares,
}

impl LossName {
    /// All of them.
    pub const ALL: [LossName; 1] = [LossName::SumOfSquares];

    /// The name in files.
    pub fn text(self) -> &'static str {
        match self {
            LossName::SumOfSquares => "sum_of_squares",
        }
    }

    /// The loss of that name; `None` if there is none.
    pub fn read(text: &str) -> Option<LossName> {
        LossName::ALL.into_iter().find(|l| l.text() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for loss in LossName::ALL {
            assert_eq!(LossName::read(loss.text()), Some(loss));
        }
        for other in [
            "",
            "sum_of_squares ",
            "Sum_of_squares",
            "mean_of_squares",
            "squares",
        ] {
            assert_eq!(LossName::read(other), None, "{other}");
        }
    }
}
