//! The values of a function on a set, from those at its ends or from one enclosure.

use num_rational::BigRational;

use super::set::Set;
use wronski_certificate::Bound;
use wronski_exact::enclosure::{Enclosure, EnclosureError};

type Enclosed = Result<Enclosure, EnclosureError>;

/// The ends of an increasing function's values, for arguments in the set: an end without a number is the
/// limit there, and so is one that is not enclosed.
pub(crate) fn increasing(
    u: &Set,
    f: impl Fn(&Enclosure) -> Enclosed,
    limits: [Bound; 2],
    bits: u32,
) -> Set {
    let at = |q: &BigRational| Enclosure::rational(q, bits).and_then(|e| f(&e)).ok();
    let [below, above] = limits;
    let end = |b: &Bound, limit: Bound, upper: bool| {
        let Some(e) = b.value().and_then(at) else {
            return limit;
        };
        let value = if upper {
            e.upper_rational()
        } else {
            e.lower_rational()
        };
        match b {
            Bound::Open(_) => Bound::Open(value),
            _ => Bound::Closed(value),
        }
    };
    Set::between(end(&u.low, below, false), end(&u.high, above, true))
}

/// The same for an odd function: its sign is that of the argument.
pub(crate) fn odd(
    u: &Set,
    f: impl Fn(&Enclosure) -> Enclosed,
    limits: [Bound; 2],
    bits: u32,
) -> Set {
    let mut image = increasing(u, f, limits, bits);
    if u.is_nonnegative() {
        image = image.meet(&Set::nonnegative());
    }
    if u.is_nonpositive() {
        image = image.meet(&Set::nonnegative().neg());
    }
    if u.nonzero {
        image = image.meet(&Set::without_zero());
    }
    image
}

/// All values on a bounded set at once.
pub(crate) fn at_once(u: &Set, f: impl Fn(&Enclosure) -> Enclosed, bits: u32) -> Option<Set> {
    let e = Enclosure::between(u.low.value()?, u.high.value()?, bits);
    let e = e.and_then(|e| f(&e)).ok()?;
    Some(Set::between(
        Bound::Closed(e.lower_rational()),
        Bound::Closed(e.upper_rational()),
    ))
}
