//! Nothing is handed out that the checker does not confirm; what it does not confirm is left out, and what stands
//! without it stays.

use num_rational::BigRational;
use wronski_diagnostic::ErrorCode;

use wronski_certificate::minimum::{Kind, MinimumCertificate};
use wronski_check::Rejection;
use wronski_exact::decimal::exact_number;
use wronski_exact::print::number_text;

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

/// How often the radius of a neighbourhood or of an exclusion is made smaller until the checker confirms it.
const SHRINKINGS: usize = 8;

/// Lets the checker read the certificate before anyone else does. Its enclosures may be coarser than ours: then a
/// neighbourhood or an exclusion (of a radius of at least `least`) is made smaller, and what it still does not
/// confirm is not claimed, with a note. What stands without it stays.
pub(super) fn confirmed(
    mut c: MinimumCertificate,
    least: &BigRational,
    progress: &dyn Fn(&str),
) -> MinimumCertificate {
    progress("the checker");
    if let Some(why) = c.beyond_limits() {
        return withdrawn(c, &why);
    }
    let mut shrinkings = 0;
    loop {
        let Err(rejection) = wronski_check::minimum::check(&c) else {
            return c;
        };
        if matches!(rejection.code, ErrorCode::W0508 | ErrorCode::W0511)
            && shrinkings < SHRINKINGS
            && shrunk(&mut c, least)
        {
            shrinkings += 1;
            continue;
        }
        if !weakened(&mut c, &rejection) {
            if rejection.code == ErrorCode::W0507 {
                c.activation.verified = false;
                c.activation.claims = None;
            }
            let why = format!("the checker does not confirm what was found: {rejection}");
            return withdrawn(c, &why);
        }
    }
}

/// A quarter of the radius of the neighbourhood, if there is one, or of the exclusion, if that is at least `least`.
fn shrunk(c: &mut MinimumCertificate, least: &BigRational) -> bool {
    let quarter = BigRational::new(1.into(), 4.into());
    let zero = BigRational::from_integer(0.into());
    let (radius, least) = match (&mut c.neighbourhood, &mut c.exclusion) {
        (Some(n), _) => (&mut n.radius, &zero),
        (None, Some(e)) => (&mut e.radius, least),
        (None, None) => return false,
    };
    match exact_number(radius, LONGEST_NUMBER) {
        Some(r) if &r * &quarter >= *least => {
            *radius = number_text(&(r * quarter));
            true
        }
        _ => false,
    }
}

/// Leaves out the part that the checker does not confirm, with all that rests on it; `false` if nothing else would be
/// left. Each call leaves out something, so there are few.
fn weakened(c: &mut MinimumCertificate, rejection: &Rejection) -> bool {
    let topic = if c.neighbourhood.is_some() && rejection.code == ErrorCode::W0511 {
        "neighbourhood"
    } else if !c.path.is_empty() && rejection.item == "the path" {
        c.path.clear();
        "path"
    } else if c.better.is_some() && rejection.code == ErrorCode::W0510 {
        c.better = None;
        c.path.clear();
        c.kind = Kind::LocalMinimumUpToSymmetry;
        c.because = match (&c.wide, &c.linear) {
            (Some(w), _) => only_a_minimum(&w.lemma),
            _ => "a local minimum inside a linear piece; weights with a smaller loss are not shown, so whether it is bad is open".into(),
        };
        "better weights"
    } else if c.seen.take().is_some() {
        c.data = None;
        "enclosures at the given weights"
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
fn withdrawn(c: MinimumCertificate, why: &str) -> MinimumCertificate {
    MinimumCertificate {
        because: why.into(),
        notes: c.notes,
        ..MinimumCertificate::empty(c.activation, c.network)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{ConstructOptions, Limits, construct};
    use wronski_check::minimum::check;
    use wronski_expr::Parameters;
    use wronski_symbolic::rewrite::shipped;

    fn made() -> MinimumCertificate {
        let options = ConstructOptions {
            widths: vec![1, 2, 1],
            ..Default::default()
        };
        let found = construct(
            "tanh",
            &Parameters::new(),
            shipped(),
            &Limits::default(),
            &options,
            &|_| (),
        );
        let c = found.expect("no input error").certificate;
        assert_eq!(c.kind, Kind::BadLocalMinimum);
        assert!(c.neighbourhood.is_some() && c.path.len() == 3);
        c
    }

    fn after(change: impl Fn(&mut MinimumCertificate)) -> MinimumCertificate {
        let mut c = made();
        change(&mut c);
        assert!(check(&c).is_err(), "the change is not noticed");
        let c = confirmed(c, &BigRational::from_integer(0.into()), &|_| ());
        check(&c).unwrap_or_else(|r| panic!("{r}"));
        c
    }

    /// One part after the other is not confirmed: what rests on it goes, what stands without it stays, and what is
    /// missing is said.
    #[test]
    fn a_minimum_outlives_what_is_beside_it() {
        let far = after(|c| c.neighbourhood.as_mut().expect("there").radius = "3".into());
        assert_eq!((far.kind, far.path.len()), (Kind::BadLocalMinimum, 3));
        match &far.neighbourhood {
            Some(n) => assert_ne!(n.radius, "3"),
            None => assert!(far.notes.contains_key("neighbourhood")),
        }

        let no_path = after(|c| c.path[2].loss[1] = ["0".into(), "0".into()]);
        assert_eq!(no_path.kind, Kind::BadLocalMinimum);
        assert!(no_path.path.is_empty() && no_path.neighbourhood.is_none());
        assert!(no_path.better.is_some() && no_path.notes.contains_key("path"));

        let only = after(|c| c.better.as_mut().expect("there").loss = ["0".into(), "0".into()]);
        assert_eq!(only.kind, Kind::LocalMinimumUpToSymmetry);
        assert!(only.small.is_some() && only.wide.is_some());
        assert!(only.better.is_none() && only.path.is_empty() && only.neighbourhood.is_none());
        assert!(only.because.contains("whether it is bad is open"));
        assert!(only.notes.contains_key("better weights"));
    }

    /// What is wrong with the minimum itself leaves nothing.
    #[test]
    fn a_minimum_that_is_not_confirmed_is_withdrawn() {
        let nothing = after(|c| c.small.as_mut().expect("there").loss = ["0".into(), "0".into()]);
        assert_eq!(nothing.kind, Kind::Undecided);
        assert!(nothing.small.is_none() && nothing.because.contains("W0508"));
        let nothing = after(|c| c.activation.claims = None);
        assert_eq!(nothing.kind, Kind::Undecided);
        assert!(!nothing.activation.verified && nothing.because.contains("W0507"));
    }
}
