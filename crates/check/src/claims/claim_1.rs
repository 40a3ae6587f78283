//! Claim 1 of Assumption 2: S is transcendental over C(x, sigma), or is algebraic.

use super::about::{About, foreign, functions, generic, identity};
use crate::element::Elem;
use crate::failure::Checked;
use crate::subfield::{algebraic, transcendental};
use wronski_certificate::{ClaimRecord, Evidence};

pub(super) fn confirm(
    about: &mut About,
    c: &ClaimRecord,
    proved: bool,
    evidence: &Evidence,
) -> Checked<()> {
    match (proved, evidence) {
        (true, Evidence::Transcendental(e)) => {
            let f = functions(about, true)?;
            transcendental(&about.space, &f, e)?;
            generic(about, c, &f)
        }
        (false, Evidence::Algebraic) => {
            let f = functions(about, true)?;
            algebraic(&about.space, &f)?;
            // Where sigma is transcendental at all it has to stay so.
            let slopes: Vec<Elem> = about
                .space
                .monomials()
                .into_iter()
                .map(|v| about.space.slope(&f.base[1], v))
                .collect::<Checked<_>>()?;
            if slopes.iter().all(Elem::is_zero) {
                generic(about, c, &f)
            } else {
                identity(about, c, &f, &slopes)
            }
        }
        _ => foreign(c),
    }
}
