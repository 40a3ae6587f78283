//! The shape of a fully connected network, and where each weight stands in the list of all.

use wronski_diagnostic::ErrorCode;
use wronski_diagnostic::{Diagnostic, Result};

/// Most weights that a network may have: its data, its weights and the path between two of its points are written
/// with every number, some 500 bytes a weight.
pub const MOST_WEIGHTS: usize = 250_000;

/// The widths of the layers 0, ..., L (input first), and whether units have biases.
///
/// Layers 1, ..., L-1 are hidden and apply the activation; layer L is affine. The weights are one list: layer by
/// layer, unit by unit; a unit's *row* is its bias (if there are biases) followed by one weight for each unit of the
/// layer before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    widths: Vec<usize>,
    biases: bool,
    /// Where the rows of layer l = 1, ..., L begin; the last entry is the number of weights.
    offsets: Vec<usize>,
}

impl Shape {
    /// A shape from its widths.
    ///
    /// # Errors
    /// `W1101` for fewer than two layers of weights, a layer without units, or more than [`MOST_WEIGHTS`] weights.
    pub fn new(widths: &[usize], biases: bool) -> Result<Shape> {
        let wrong = |why: String| {
            Diagnostic::input(ErrorCode::W1101, format!("widths {}: {why}", text(widths)))
                .help("give the units of every layer from the input to the output, as in `1,4,1`")
        };
        if widths.len() < 3 {
            return Err(wrong("a network needs a hidden layer".into()));
        }
        if let Some(l) = widths.iter().position(|w| *w == 0) {
            return Err(wrong(format!("layer {l} has no units")));
        }
        let mut offsets = vec![0usize];
        for pair in widths.windows(2) {
            let rows = pair[0]
                .checked_add(usize::from(biases))
                .and_then(|fan| fan.checked_mul(pair[1]));
            let total = offsets.last().copied().unwrap_or(0);
            match rows.and_then(|n| n.checked_add(total)) {
                Some(n) if n <= MOST_WEIGHTS => offsets.push(n),
                _ => {
                    return Err(Diagnostic::input(
                        ErrorCode::W1101,
                        format!(
                            "widths {}: more than the limit of {MOST_WEIGHTS} weights",
                            text(widths)
                        ),
                    )
                    .help("give smaller widths"));
                }
            }
        }
        Ok(Shape {
            widths: widths.to_vec(),
            biases,
            offsets,
        })
    }

    /// Units of the layers 0, ..., L.
    #[inline]
    pub fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// Units of layer `l`.
    #[inline]
    pub fn width(&self, l: usize) -> usize {
        self.widths[l]
    }

    /// Has every unit a bias?
    #[inline]
    pub fn biases(&self) -> bool {
        self.biases
    }

    /// The number L of layers of weights; layer L is the output.
    #[inline]
    pub fn layers(&self) -> usize {
        self.widths.len() - 1
    }

    /// The length of a row of layer `l`: weights, and the bias if there is one.
    #[inline]
    pub fn row_length(&self, l: usize) -> usize {
        self.widths[l - 1] + usize::from(self.biases)
    }

    /// Where the row of a unit begins.
    #[inline]
    pub fn row(&self, l: usize, unit: usize) -> usize {
        self.offsets[l - 1] + unit * self.row_length(l)
    }

    /// Where the weight from unit `source` of layer `l - 1` to `unit` of layer `l` stands.
    pub fn weight(&self, l: usize, unit: usize, source: usize) -> usize {
        self.row(l, unit) + usize::from(self.biases) + source
    }

    /// The number of weights of the layers 1, ..., `l`.
    pub fn weights_up_to(&self, l: usize) -> usize {
        self.offsets[l]
    }

    /// The number of weights, biases included.
    #[inline]
    pub fn weights(&self) -> usize {
        self.offsets[self.layers()]
    }

    /// The widths as text, as in `1,4,1`.
    pub fn text(&self) -> String {
        text(&self.widths)
    }
}

fn text(widths: &[usize]) -> String {
    let all: Vec<String> = widths.iter().take(20).map(usize::to_string).collect();
    let more = if widths.len() > 20 { ",..." } else { "" };
    format!("{}{more}", all.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_weight_has_its_place() {
        let s = Shape::new(&[2, 3, 1], true).expect("a shape");
        assert_eq!((s.layers(), s.weights()), (2, 13));
        assert_eq!(s.row(1, 2), 6);
        assert_eq!(s.weight(1, 2, 1), 8);
        assert_eq!(s.row(2, 0), 9);
        let s = Shape::new(&[2, 3, 1], false).expect("a shape");
        assert_eq!(s.weights(), 9);
        assert_eq!(s.weight(2, 0, 2), 8);
    }

    #[test]
    fn absurd_shapes_are_refused() {
        for widths in [
            &[1, 1][..],
            &[],
            &[1, 0, 1],
            &[1, usize::MAX, 1],
            &[1, 5000, 5000, 1],
            &[usize::MAX, usize::MAX, usize::MAX],
        ] {
            assert!(Shape::new(widths, true).is_err(), "{widths:?}");
        }
    }
}
