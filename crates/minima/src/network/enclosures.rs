//! Enclosures as the numbers of a network: boxes of weights, boxes of data.

use num_rational::BigRational;
use rug::Float;

use wronski_interval::{Fault, Interval};
use wronski_network::{Arithmetic, Data, Misfit, Weights};

/// Outward-rounded intervals of one precision.
#[derive(Clone, Copy, Debug)]
pub struct Enclosures {
    /// Bits of precision of the numbers that are made anew.
    pub precision: u32,
}

/// Enclosures of a data set, or a box of data sets.
pub type Samples = Data<Interval>;

impl Arithmetic for Enclosures {
    type Number = Interval;
    type Fault = Fault;

    fn integer(&self, n: i64) -> Interval {
        Interval::from_int(n, self.precision)
    }
    fn add(&self, a: &Interval, b: &Interval) -> Interval {
        a + b
    }
    fn sub(&self, a: &Interval, b: &Interval) -> Interval {
        a - b
    }
    fn mul(&self, a: &Interval, b: &Interval) -> Interval {
        a * b
    }
    fn square(&self, a: &Interval) -> Interval {
        a.square()
    }
    fn double(&self, a: &Interval) -> Interval {
        a.scale_int(2)
    }
    fn half(&self, a: &Interval) -> Interval {
        a.scale(&BigRational::new(1.into(), 2.into()))
    }
    fn add_product(&self, sum: &mut Interval, a: &Interval, b: &Interval) {
        sum.add_product(a, b);
    }
    fn zero(&self) -> Interval {
        Interval::zero(self.precision)
    }
    fn misfit(&self, what: Misfit) -> Fault {
        match what {
            Misfit::Direction => Fault::Shape("a direction of another length".into()),
            Misfit::Sample => Fault::Shape("a sample of another length".into()),
            Misfit::Thread => Fault::Budget("a worker thread stopped".into()),
        }
    }
}

/// Boxes around exact weights.
pub trait EnclosedWeights {
    /// As intervals of one point, or nearly.
    fn enclosed(&self, precision: u32) -> Weights<Interval>;
    /// The box of the given radii around the weights, one a weight.
    fn within(&self, radii: &[Float], precision: u32) -> Weights<Interval>;
    /// The box of one radius around the weights.
    fn cube(&self, radius: &Float, precision: u32) -> Weights<Interval>;
}

impl EnclosedWeights for Weights {
    fn enclosed(&self, precision: u32) -> Weights<Interval> {
        self.map(|q| Interval::from_rational(q, precision))
    }

    fn within(&self, radii: &[Float], precision: u32) -> Weights<Interval> {
        let mut radii = radii.iter();
        self.map(|q| {
            let x = Interval::from_rational(q, precision);
            match radii.next() {
                Some(r) => enlarged(&x, r),
                None => Interval::entire(precision),
            }
        })
    }

    fn cube(&self, radius: &Float, precision: u32) -> Weights<Interval> {
        self.map(|q| enlarged(&Interval::from_rational(q, precision), radius))
    }
}

/// Boxes around exact data.
pub trait EnclosedData {
    /// Enclosures of the data.
    fn enclosed(&self, precision: u32) -> Samples;
    /// All data sets within `radius` in the maximum norm over inputs and targets.
    fn within(&self, radius: &Float, precision: u32) -> Samples;
}

impl EnclosedData for Data {
    fn enclosed(&self, precision: u32) -> Samples {
        self.map(|q| Interval::from_rational(q, precision))
    }

    fn within(&self, radius: &Float, precision: u32) -> Samples {
        self.map(|q| enlarged(&Interval::from_rational(q, precision), radius))
    }
}

/// All numbers within `radius` of a number of the interval.
pub fn enlarged(x: &Interval, radius: &Float) -> Interval {
    if radius.is_zero() {
        return x.clone();
    }
    let r = radius.clone().abs();
    match Interval::new(-r.clone(), r) {
        Ok(ball) => (x + &ball).with_precision(x.precision()),
        Err(_) => Interval::entire(x.precision()),
    }
}
