//! Values of e-classes at random points of the chain of finite fields.
//!
//! A [`Fingerprint`] has one [`ModularSeries`] for each sample point and level. Equal functions have equal
//! fingerprints wherever both are known, so two known fingerprints that differ refute an equation; equal ones
//! prove nothing. What the finite model cannot express (sine and cosine, an innermost exponential, a composition)
//! is unknown, and unknown never contradicts.

use super::facts::Signs;
use super::field::{self, LEVELS, Primes};
use super::modular_series::ModularSeries;

/// The series of a function at every sample point and level (point by point).
///
/// The operations of the field, `exp` and what is made of them obey their laws everywhere; `sqrt`, `abs`, `log` and
/// powers with fractions depend on the order, that is, on which elements are squares. Each value remembers on the
/// order of which levels of its sample point it rests, also through others: `exp` takes its argument one level
/// further in, `log` one further out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    pub(super) series: Box<[ModularSeries]>,
    pub(super) rests: Box<[Levels]>,
}

impl Fingerprint {
    /// Pairs of places that both know and that count in both.
    fn shared<'a>(
        &'a self,
        other: &'a Fingerprint,
        places: &'a Places,
    ) -> impl Iterator<Item = (usize, &'a ModularSeries, &'a ModularSeries)> {
        let pairs = self.series.iter().zip(&other.series).enumerate();
        pairs
            .filter(|(i, _)| places.counts(*i, self.rests[*i].with(other.rests[*i])))
            .map(|(i, (a, b))| (i, a, b))
    }

    /// Takes over what the other knows better: at places that count before others, then in more coefficients, then
    /// resting on fewer levels. Did that change `self`?
    pub fn fill_from(&mut self, other: &Fingerprint, places: &Places) -> bool {
        let mut changed = false;
        for i in 0..self.series.len() {
            let worth = |f: &Fingerprint| {
                let rests = f.rests[i];
                (
                    places.counts(i, rests),
                    f.series[i].known(),
                    LEVELS - rests.count(),
                )
            };
            if !other.series[i].is_unknown()
                && (self.series[i].is_unknown() || worth(other) > worth(self))
            {
                self.series[i] = other.series[i];
                self.rests[i] = other.rests[i];
                changed = true;
            }
        }
        changed
    }

    /// How many coefficients do both know?
    pub fn common(&self, other: &Fingerprint, places: &Places) -> usize {
        let known = self.shared(other, places);
        known.map(|(_, a, b)| a.known().min(b.known())).sum()
    }

    /// At how many places do both know the value?
    pub fn common_places(&self, other: &Fingerprint, places: &Places) -> usize {
        self.shared(other, places)
            .filter(|(_, a, b)| !a.is_unknown() && !b.is_unknown())
            .count()
    }

    /// The first place where the two differ, for a message: sample point, prime, both values.
    pub fn difference(&self, other: &Fingerprint, places: &Places) -> Option<String> {
        let (at, a, b) = self
            .shared(other, places)
            .find(|(_, a, b)| a.contradicts(b))?;
        let k = a
            .coefficients()
            .iter()
            .zip(b.coefficients())
            .position(|(u, v)| u != v)?;
        Some(format!(
            "sample point {}, modulo {}, coefficient {k}: {} and {}",
            at / LEVELS,
            places.primes.p[at % LEVELS],
            a.coefficients()[k],
            b.coefficients()[k]
        ))
    }
}

/// A set of levels of one sample point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Levels(u8);

impl Levels {
    pub(super) const NONE: Levels = Levels(0);
    pub(super) const ALL: Levels = Levels((1 << LEVELS) - 1);

    pub(super) fn one(level: usize) -> Levels {
        Levels(1 << level)
    }

    pub(super) fn with(self, other: Levels) -> Levels {
        Levels(self.0 | other.0)
    }

    fn without(self, level: usize) -> Levels {
        Levels(self.0 & !(1 << level))
    }

    fn within(self, other: Levels) -> bool {
        self.0 & !other.0 == 0
    }

    pub(super) fn count(self) -> usize {
        self.0.count_ones() as usize
    }
}

/// On the order of which levels the argument of a function rests, around one place.
pub(super) struct Resting<'a> {
    /// The argument at all places.
    pub argument: &'a [Levels],
    /// The place.
    pub place: usize,
    /// How many coefficients are computed.
    pub order: usize,
}

impl Resting<'_> {
    /// The argument at this place.
    pub fn here(&self) -> Levels {
        self.argument[self.place]
    }

    /// The level of this place.
    pub fn own(&self) -> Levels {
        Levels::one(self.place % LEVELS)
    }

    /// The argument one level further in.
    pub fn inner(&self) -> Levels {
        match self.place % LEVELS + 1 < LEVELS {
            true => self.argument[self.place + 1],
            false => Levels::NONE,
        }
    }

    /// The argument one level further out, where it has to be a square.
    pub fn outer(&self) -> Levels {
        match self.place % LEVELS {
            0 => Levels::NONE,
            level => self.argument[self.place - 1].with(Levels::one(level - 1)),
        }
    }

    /// These, if derivatives are computed: they are those of the argument at the same level.
    pub fn slope(&self, rests: Levels) -> Levels {
        if self.order > 1 { rests } else { Levels::NONE }
    }
}

/// The places (sample point and level) at which the model agrees with what is known of signs on the real line.
///
/// "Positive" in the model means: a square. A function that is positive on the real line need not have square values
/// at a sample point; a place where one has not is no model of the order (there `sqrt(a^2) = a` fails for such an
/// `a`). Values that rest on the order there are left out of all comparisons, also those at other levels, as that of
/// `exp(abs(a))` one level further out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The levels that are left of each sample point.
    pub(super) left: Box<[Levels]>,
    pub(super) primes: &'static Primes,
}

impl Places {
    /// Is everything left that a value at this place rests on?
    fn counts(&self, place: usize, rests: Levels) -> bool {
        rests.within(self.left[place / LEVELS])
    }

    /// Leaves out the places where the value does not have the sign that it has on the real line.
    pub fn respect(&mut self, f: &Fingerprint, signs: Signs) {
        let nonnegative = signs.within(Signs::POSITIVE.or(Signs::ZERO));
        let nonpositive = signs.within(Signs::NEGATIVE.or(Signs::ZERO));
        // Without an order there are no signs, and no operation that depends on them has a value.
        if (!nonnegative && !nonpositive) || self.primes.circular {
            return;
        }
        for (i, series) in f.series.iter().enumerate() {
            let (point, level) = (i / LEVELS, i % LEVELS);
            // A value that rests on a place that is left out says nothing of this one.
            if let Some(value) = series.value()
                && self.counts(i, f.rests[i])
                && value != 0
                && field::is_square(value, self.primes.p[level]) != nonnegative
            {
                self.left[point] = self.left[point].without(level);
            }
        }
    }
}
