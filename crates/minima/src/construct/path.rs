//! Paths on which the loss does not increase, made of straight segments.

use num_rational::BigRational;
use rug::Float;

use crate::network::{EnclosedWeights, Model, Samples, Weights, along, enlarged, merged};
use wronski_interval::{Fault, Interval};

/// Most parts into which a descent is cut.
pub const MOST_PIECES: u32 = 1024;

/// A segment of a path, with its evidence.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Does the loss stay the same (or does it decrease)?
    pub constant: bool,
    /// Where it starts.
    pub from: Weights,
    /// Where it ends.
    pub to: Weights,
    /// The loss at both ends, anywhere in the tube.
    pub loss: [Interval; 2],
    /// Parts into which a descent is cut.
    pub pieces: u32,
}

/// What is common to all segments: activation and loss, the data, and the radius of the tube around the path.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// Activation and loss.
    pub model: Model<'a>,
    /// Enclosures of the data.
    pub samples: &'a Samples,
    /// How far the path from the true critical point may be from the printed one, in every weight.
    pub tube: &'a Float,
    /// Bits of precision.
    pub precision: u32,
}

impl Setting<'_> {
    fn enclosed(&self, weights: &Weights) -> Weights<Interval> {
        weights
            .enclosed(self.precision)
            .map(|w| enlarged(w, self.tube))
    }

    /// The loss for all weights within the tube around the given ones.
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn loss(&self, weights: &Weights) -> Result<Interval, Fault> {
        let small = merged(&[weights]);
        let w = &small[0];
        self.model.on(&self.enclosed(w)).loss(self.samples)
    }

    /// Is the derivative of the loss along the segment below 0 on each of so many equal parts, for all points of the
    /// tube?
    ///
    /// If only weights of the output layer move, the outputs are affine in the parameter, a convex loss is convex in
    /// it, and its derivative does not decrease: both ends are enough.
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn descends(&self, from: &Weights, to: &Weights, pieces: u32) -> Result<bool, Fault> {
        let ends = merged(&[from, to]);
        let (from, to) = (&ends[0], &ends[1]);
        let direction = from.difference(to);
        let d = direction.enclosed(self.precision);
        let base = from.enclosed(self.precision);
        let at = |n: u32| BigRational::new(n.into(), pieces.into());
        let parts: Vec<[BigRational; 2]> = if self.ends_suffice(from, to) {
            vec![[at(0), at(0)], [at(pieces), at(pieces)]]
        } else {
            (0..pieces).map(|k| [at(k), at(k + 1)]).collect()
        };
        for [start, end] in parts {
            let t = Interval::between(&start, &end, self.precision)?;
            let at = |w: &Interval, d: &Interval| enlarged(&(w + &(&t * d)), self.tube);
            let Some(weights) = base.zip(&d, at) else {
                return Err(Fault::Shape(
                    "a segment between networks of two shapes".into(),
                ));
            };
            let network = self.model.on(&weights);
            if !along(&network, &d, self.samples)?
                .first
                .certainly_negative()
            {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Is the derivative of the loss along the segment monotone, so that its signs at both ends are enough? So it is
    /// if only weights of the output layer move and the loss is convex.
    pub(super) fn ends_suffice(&self, from: &Weights, to: &Weights) -> bool {
        let before = from.shape().weights_up_to(from.shape().layers() - 1);
        self.model.is_convex() && from.values()[..before] == to.values()[..before]
    }

    /// The least power of two, up to 1024, of parts on which the segment descends.
    ///
    /// # Errors
    /// A [`Fault`] of the activation that no finer division avoids.
    pub fn pieces(&self, from: &Weights, to: &Weights) -> Result<Option<u32>, Fault> {
        // Merged once, what follows does not depend on the width.
        let ends = merged(&[from, to]);
        let (from, to) = (&ends[0], &ends[1]);
        let mut pieces = 1;
        let mut last = Ok(None);
        while pieces <= MOST_PIECES {
            last = match self.descends(from, to, pieces) {
                Ok(true) => return Ok(Some(pieces)),
                Ok(false) => Ok(None),
                Err(f) => Err(f),
            };
            if self.ends_suffice(from, to) {
                // Finer parts ask the same question again.
                break;
            }
            pieces *= 2;
        }
        last
    }

    /// A constant segment. That it is constant follows from its form, which the caller vouches for: outgoing weights
    /// that wander between copies, or incoming weights of units without outgoing ones.
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn constant(&self, from: &Weights, to: &Weights) -> Result<Segment, Fault> {
        Ok(Segment {
            constant: true,
            loss: [self.loss(from)?, self.loss(to)?],
            from: from.clone(),
            to: to.clone(),
            pieces: 0,
        })
    }

    /// A descent, if it can be shown to be one.
    ///
    /// # Errors
    /// A [`Fault`] of the activation.
    pub fn descent(&self, from: &Weights, to: &Weights) -> Result<Option<Segment>, Fault> {
        let Some(pieces) = self.pieces(from, to)? else {
            return Ok(None);
        };
        Ok(Some(Segment {
            constant: false,
            loss: [self.loss(from)?, self.loss(to)?],
            from: from.clone(),
            to: to.clone(),
            pieces,
        }))
    }
}

impl Segment {
    /// The same segment of the merged network.
    #[must_use]
    pub fn merged(&self) -> Segment {
        let mut ends = merged(&[&self.from, &self.to]).into_iter();
        match (ends.next(), ends.next()) {
            (Some(from), Some(to)) => Segment {
                from,
                to,
                constant: self.constant,
                loss: self.loss.clone(),
                pieces: self.pieces,
            },
            _ => self.clone(),
        }
    }
}
