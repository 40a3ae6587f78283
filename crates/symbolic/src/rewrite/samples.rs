//! The sample points, and one place of a function at them.

use super::field::{self, Chain, LEVELS, Mixer};
use super::fingerprint::{Fingerprint, Levels, Places};
use super::modular_series::{ModularSeries, ORDER};

/// The sample points: residues for `x` and rules to make those of everything else.
#[derive(Debug)]
pub struct Samples {
    pub(super) chain: &'static Chain,
    points: usize,
    pub(super) order: usize,
    seed: u64,
}

impl Samples {
    /// `points` independent sample points; series to `order` coefficients (1 = values only).
    pub fn new(points: usize, order: usize, seed: u64) -> Samples {
        Samples::over(0, points, order, seed)
    }

    /// The same over another chain of primes, counted as in [`field::MODELS`].
    pub(super) fn over(which: usize, points: usize, order: usize, seed: u64) -> Samples {
        Samples {
            chain: field::model(which),
            points,
            order: order.clamp(1, ORDER),
            seed,
        }
    }

    /// All places.
    pub fn places(&self) -> Places {
        Places {
            left: vec![Levels::ALL; self.points].into(),
            primes: self.chain.primes(),
        }
    }

    pub(super) fn prime(&self, level: usize) -> u32 {
        self.chain.primes().p[level]
    }

    pub(super) fn is_circular(&self) -> bool {
        self.chain.primes().circular
    }

    /// The values that `f` gives at each point, level and place; they rest on no order.
    pub(super) fn each(
        &self,
        mut f: impl FnMut(usize, usize, usize) -> ModularSeries,
    ) -> Fingerprint {
        let mut series = Vec::with_capacity(self.points * LEVELS);
        let mut rests = Vec::with_capacity(self.points * LEVELS);
        for point in 0..self.points {
            for level in 0..LEVELS {
                series.push(f(point, level, point * LEVELS + level));
                rests.push(Levels::NONE);
            }
        }
        Fingerprint {
            series: series.into(),
            rests: rests.into(),
        }
    }

    fn mixer(&self, what: u64, point: usize, level: usize) -> Mixer {
        let mut m = Mixer::new(self.seed ^ what);
        let a = m.next() ^ ((point as u64) << 8) ^ level as u64;
        Mixer::new(a)
    }

    /// A random square in the place of pi, so that sqrt(pi) is known.
    pub(super) fn pi(&self, point: usize, level: usize) -> ModularSeries {
        let p = self.prime(level);
        let r = 2 + self.mixer(0x7069, point, level).residue(p - 3);
        ModularSeries::constant(field::mul(r, r, p), self.order)
    }

    /// The value of x.
    pub(super) fn x(&self, point: usize, level: usize) -> ModularSeries {
        let value = self.mixer(0x78, point, level).residue(self.prime(level));
        ModularSeries::new(&[value, 1, 0, 0][..self.order])
    }

    /// A random function: random coefficients everywhere (for the metavariables of a rule).
    pub fn random_function(&self, name: &str) -> Fingerprint {
        let what = field::seed_of(name) ^ 0x66;
        self.each(|point, level, _| {
            let mut m = self.mixer(what, point, level);
            let c: Vec<u32> = (0..self.order)
                .map(|_| m.residue(self.prime(level)))
                .collect();
            ModularSeries::new(&c)
        })
    }

    /// A random constant.
    pub fn random_constant(&self, name: &str) -> Fingerprint {
        let what = field::seed_of(name);
        self.each(|point, level, _| {
            let value = self.mixer(what, point, level).residue(self.prime(level));
            ModularSeries::constant(value, self.order)
        })
    }

    /// Does the fingerprint lie in the squares ("is positive") at every known value?
    pub fn restrict_positive(&self, f: &Fingerprint) -> Fingerprint {
        if self.is_circular() {
            return f.clone();
        }
        self.each(|_, level, i| f.series[i].abs(self.prime(level)))
    }

    /// The fingerprint of which nothing is known.
    pub fn unknown(&self) -> Fingerprint {
        self.each(|_, _, _| ModularSeries::UNKNOWN)
    }
}

/// A function around one place.
pub(super) struct Place<'a> {
    samples: &'a Samples,
    series: &'a [ModularSeries],
    level: usize,
    index: usize,
}

impl<'a> Place<'a> {
    /// The function at the place with this index.
    pub fn new(samples: &'a Samples, function: &'a Fingerprint, index: usize) -> Self {
        Place {
            samples,
            series: &function.series,
            level: index % LEVELS,
            index,
        }
    }

    /// The level.
    pub fn level(&self) -> usize {
        self.level
    }

    /// The prime of the level.
    pub fn prime(&self) -> u32 {
        self.samples.prime(self.level)
    }

    /// The fields.
    pub fn chain(&self) -> &'static Chain {
        self.samples.chain
    }

    /// The order of the group of squares: the prime of the next level.
    pub fn order_of_squares(&self) -> Option<u32> {
        self.chain().primes().p.get(self.level + 1).copied()
    }

    /// Nothing in a chain without an order.
    pub fn ordered(&self) -> Option<()> {
        (!self.samples.is_circular()).then_some(())
    }

    /// The function here.
    pub fn here(&self) -> &'a ModularSeries {
        &self.series[self.index]
    }

    /// Its value one level further in, at the same point.
    pub fn inner(&self) -> Option<u32> {
        if self.level + 1 < LEVELS {
            self.series[self.index + 1].value()
        } else {
            None
        }
    }

    /// The same function one level further out.
    pub fn further_out(&self) -> Option<Place<'a>> {
        Some(Place {
            level: self.level.checked_sub(1)?,
            index: self.index.checked_sub(1)?,
            ..*self
        })
    }

    /// Its value one level further out.
    pub fn outer(&self) -> Option<u32> {
        self.further_out()?.here().value()
    }

    /// An odd pseudo-random function of the value.
    pub fn odd(&self, what: u64) -> Option<u32> {
        let (p, a) = (self.prime(), self.here().value()?);
        let key = what ^ (u64::from(field::mul(a, a, p)) << 20);
        let factor = self.samples.mixer(key, 0, self.level).residue(p);
        Some(field::mul(a, factor, p))
    }

    /// The value of pi at this place.
    pub fn pi(&self) -> ModularSeries {
        self.samples.pi(self.index / LEVELS, self.level)
    }
}
