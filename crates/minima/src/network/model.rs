//! An activation with a loss: all of a network but its weights, for enclosures and for searches.

use wronski_certificate::LossName;
use wronski_interval::{Fault, Interval, IntervalMatrix};
use wronski_network::{
    Convexity, Derivatives, Doubles, Loss, LossOver, NoValue, Sigma, SumOfSquares, Weights, named,
};

use super::activation::Activation;
use super::enclosures::{Enclosures, Samples};

/// A network function on a box of weights.
pub type Network<'a> = wronski_network::Network<'a, Enclosures>;

/// A network function near some weights: for searches only.
pub type Approximation<'a> = wronski_network::Network<'a, Doubles>;

/// An activation and a loss.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// The activation of the hidden layers.
    pub sigma: &'a Activation,
    /// One loss, in two kinds of numbers.
    enclosed: &'a dyn LossOver<Enclosures>,
    approximate: &'a dyn LossOver<Doubles>,
}

impl<'a> Model<'a> {
    /// With the loss of a name.
    pub fn named(sigma: &'a Activation, loss: LossName) -> Model<'a> {
        Model {
            sigma,
            enclosed: named(loss),
            approximate: named(loss),
        }
    }

    /// With a loss of one's own.
    pub fn new<L: LossOver<Enclosures> + LossOver<Doubles>>(
        sigma: &'a Activation,
        loss: &'a L,
    ) -> Model<'a> {
        Model {
            sigma,
            enclosed: loss,
            approximate: loss,
        }
    }

    /// What the loss is.
    pub fn loss(&self) -> &'a dyn Loss {
        self.enclosed
    }

    /// Is the loss a convex function of the outputs?
    pub fn is_convex(&self) -> bool {
        self.enclosed.convexity() == Convexity::Convex
    }

    /// The sum of squares, if the loss is this.
    pub fn sum_of_squares(&self) -> Option<SumOfSquares> {
        self.enclosed.sum_of_squares()
    }

    /// The network with weights in a box.
    pub fn on(self, weights: &'a Weights<Interval>) -> Network<'a> {
        let precision = weights.values().first().map_or(53, Interval::precision);
        Network::new(
            wronski_network::Model {
                arithmetic: Enclosures { precision },
                sigma: self.sigma,
                loss: self.enclosed,
            },
            weights,
        )
    }

    /// The network near some weights.
    pub fn near(self, weights: &'a Weights<f64>) -> Approximation<'a> {
        Approximation::new(
            wronski_network::Model {
                arithmetic: Doubles,
                sigma: self.sigma,
                loss: self.approximate,
            },
            weights,
        )
    }
}

impl Sigma<Enclosures> for Activation {
    fn value(&self, z: &Interval) -> Result<Interval, Fault> {
        let [value] = orders(self.jet(z, 0)?)?;
        Ok(value)
    }

    fn with_slope(&self, z: &Interval) -> Result<[Interval; 2], Fault> {
        orders(self.jet(z, 1)?)
    }

    fn with_curvature(&self, z: &Interval) -> Result<[Interval; 3], Fault> {
        orders(self.jet(z, 2)?)
    }
}

/// So many derivatives as were asked for.
fn orders<const N: usize>(jet: Vec<Interval>) -> Result<[Interval; N], Fault> {
    jet.try_into()
        .map_err(|_| Fault::Shape("derivatives of another order".into()))
}

impl Sigma<Doubles> for Activation {
    fn value(&self, z: &f64) -> Result<f64, NoValue> {
        let [value, ..] = self.approximate(*z).ok_or(NoValue)?;
        Ok(value)
    }

    fn with_slope(&self, z: &f64) -> Result<[f64; 2], NoValue> {
        let [value, slope, _] = self.approximate(*z).ok_or(NoValue)?;
        Ok([value, slope])
    }

    fn with_curvature(&self, z: &f64) -> Result<[f64; 3], NoValue> {
        self.approximate(*z).ok_or(NoValue)
    }
}

/// The Hessian as a matrix.
///
/// # Errors
/// None in fact.
pub fn hessian(derivatives: &Derivatives<Interval>) -> Result<IntervalMatrix, Fault> {
    IntervalMatrix::from_rows(derivatives.hessian_rows())
}

/// The moment matrices of all hidden units, layer by layer.
///
/// # Errors
/// A [`Fault`] of the activation.
pub fn moment_matrices(
    network: &Network<'_>,
    samples: &Samples,
) -> Result<Vec<Vec<IntervalMatrix>>, Fault> {
    network
        .moment_rows(samples)?
        .into_iter()
        .map(|layer| layer.into_iter().map(IntervalMatrix::from_rows).collect())
        .collect()
}
