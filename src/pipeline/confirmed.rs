//! Nothing is handed out that the checker does not confirm; what it does not confirm is left out, and what stands without it stays.

use num_rational::BigRational;

use crate::certificate::minimum::{Kind, MinimumCertificate};
use crate::check::Rejection;
use crate::exact::decimal::exact_number;
use crate::exact::print::number_text;

/// Characters of a number in a certificate.
const LONGEST_NUMBER: usize = 10_000;

/// The sentence of a minimum of which nothing more is shown.
pub(super) fn only_a_minimum(lemma: &str) -> String {
    let lemma = if lemma == "merge" {
        "Merge"
    } else {
        "Critical-Kernel"
    };
    format!(
        "a local minimum by the {lemma} Lemma; it is not isolated, and weights with a smaller loss are not shown, so whether it is bad is open"
    )
}

/// How often the neighbourhood is made smaller until the checker confirms it.
const SHRINKINGS: usize = 8;

/// Lets the checker read the certificate before anyone else does. Its enclosures may be coarser than ours: then the neighbourhood is made
/// smaller, and what it still does not confirm is not claimed, with a note. What stands without it stays.
pub(super) fn confirmed(mut c: MinimumCertificate, progress: &dyn Fn(&str)) -> MinimumCertificate {
    progress("the checker");
    let mut shrinkings = 0;
    loop {
        let Err(rejection) = crate::check::minimum::check(&c) else {
            return c;
        };
        let wide = rejection.code == "W0511" && shrinkings < SHRINKINGS;
        if wide && shrunk(&mut c) {
            shrinkings += 1;
            continue;
        }
        if !weakened(&mut c, &rejection) {
            return withdrawn(c, &rejection);
        }
    }
}

/// A quarter of the radius of the neighbourhood, if there is one.
fn shrunk(c: &mut MinimumCertificate) -> bool {
    let quarter = BigRational::new(1.into(), 4.into());
    let Some(n) = &mut c.neighbourhood else {
        return false;
    };
    let smaller = exact_number(&n.radius, LONGEST_NUMBER).map(|r| number_text(&(r * quarter)));
    match smaller {
        Some(radius) => {
            n.radius = radius;
            true
        }
        None => false,
    }
}

/// Leaves out the part that the checker does not confirm, with all that rests on it; `false` if nothing else would be left. Each call leaves out
/// something, so there are at most three.
fn weakened(c: &mut MinimumCertificate, rejection: &Rejection) -> bool {
    let topic = if c.neighbourhood.is_some() && rejection.code == "W0511" {
        "neighbourhood"
    } else if !c.path.is_empty() && rejection.item == "the path" {
        c.path.clear();
        "path"
    } else if c.better.is_some() && rejection.code == "W0510" {
        c.better = None;
        c.path.clear();
        c.kind = Kind::LocalMinimumUpToSymmetry;
        c.because = match (&c.wide, &c.linear) {
            (Some(w), _) => only_a_minimum(&w.lemma),
            _ => "a local minimum inside a linear piece; weights with a smaller loss are not shown, so whether it is bad is open".into(),
        };
        "better weights"
    } else {
        return false;
    };
    c.neighbourhood = None;
    c.notes.insert(
        topic.into(),
        format!("none is claimed: the checker does not confirm what was found: {rejection}"),
    );
    true
}

/// Nothing is claimed.
fn withdrawn(c: MinimumCertificate, rejection: &Rejection) -> MinimumCertificate {
    let mut activation = c.activation;
    if rejection.code == "W0507" {
        activation.verified = false;
        activation.claims = None;
    }
    MinimumCertificate {
        because: format!("the checker does not confirm what was found: {rejection}"),
        notes: c.notes,
        ..MinimumCertificate::empty(activation, c.network)
    }
}
