//! Nothing is handed out that the checker does not confirm; what it does not confirm is left out, and what stands
//! without it stays.

use num_rational::BigRational;
use wronski_diagnostic::ErrorCode;

use wronski_certificate::NumericReason;
use wronski_certificate::minimum::{LocalMinimum, MinimumCertificate, Path, Shown, Undecided};
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
        "a local minimum by the {lemma} Lemma; it is not isolated, and weights with a smaller loss are not shown, so \
         whether it is bad is open"
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
        return withdrawn(c, NumericReason::BeyondLimits(why));
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
            return withdrawn(c, NumericReason::NotConfirmed(rejection.to_string()));
        }
    }
}

/// A quarter of the radius of the neighbourhood, if there is one, or of the exclusion, if that is at least `least`.
fn shrunk(c: &mut MinimumCertificate, least: &BigRational) -> bool {
    let quarter = BigRational::new(1.into(), 4.into());
    let zero = BigRational::from_integer(0.into());
    let (radius, least) = match &mut c.shown {
        Shown::BadLocalMinimum {
            path: Path::ForAllDataNear(_, near),
            ..
        } => (&mut near.radius, &zero),
        Shown::NotCritical { exclusion, .. } => (&mut exclusion.radius, least),
        _ => return false,
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
    let topic = match &mut c.shown {
        Shown::BadLocalMinimum {
            data,
            minimum,
            path,
            ..
        } => match (&*path, rejection.code) {
            (Path::ForAllDataNear(segments, _), ErrorCode::W0511) => {
                *path = Path::of(segments.clone());
                "neighbourhood"
            }
            (Path::Shown(_) | Path::ForAllDataNear(..), _) if rejection.item == "the path" => {
                *path = Path::None;
                "path"
            }
            (_, ErrorCode::W0510) => {
                let because = match minimum {
                    LocalMinimum::Widened { wide, .. } => only_a_minimum(&wide.lemma),
                    LocalMinimum::InAPiece(_) => {
                        "a local minimum inside a linear piece; weights with a smaller loss \
                        are not \
                         shown, so whether it is bad is open"
                            .into()
                    }
                };
                let (data, minimum) = (data.clone(), minimum.clone());
                c.show(Shown::LocalMinimumUpToSymmetry { data, minimum }, because);
                "better weights"
            }
            _ => return false,
        },
        Shown::Undecided(beside @ Undecided::Seen(..)) => {
            *beside = Undecided::Nothing;
            "enclosures at the given weights"
        }
        _ => return false,
    };
    c.notes.insert(
        topic.into(),
        format!("none is claimed: the checker does not confirm what was found: {rejection}"),
    );
    true
}

/// Nothing is claimed.
fn withdrawn(mut c: MinimumCertificate, why: NumericReason) -> MinimumCertificate {
    c.leave_open(Undecided::Nothing, why);
    c
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{ConstructOptions, Limits, construct};
    use wronski_certificate::minimum::PointRecord;
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
        assert!(matches!(
            &c.shown,
            Shown::BadLocalMinimum { path: Path::ForAllDataNear(segments, _), .. } if segments.len() == 3
        ));
        c
    }

    /// The sections of a bad local minimum.
    struct Bad<'a> {
        minimum: &'a mut LocalMinimum,
        better: &'a mut PointRecord,
        path: &'a mut Path,
    }

    fn bad(c: &mut MinimumCertificate) -> Bad<'_> {
        match &mut c.shown {
            Shown::BadLocalMinimum {
                data: _,
                minimum,
                better,
                path,
            } => Bad {
                minimum,
                better,
                path,
            },
            other => panic!("{:?}", other.kind()),
        }
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
        let mut far = after(|c| match bad(c).path {
            Path::ForAllDataNear(_, near) => near.radius = "3".into(),
            _ => panic!("a neighbourhood"),
        });
        assert_eq!(bad(&mut far).path.segments().len(), 3);
        match bad(&mut far).path {
            Path::ForAllDataNear(_, near) => assert_ne!(near.radius, "3"),
            _ => assert!(far.notes.contains_key("neighbourhood")),
        }

        let mut no_path = after(|c| match bad(c).path {
            Path::ForAllDataNear(segments, _) => segments[2].loss[1] = ["0".into(), "0".into()],
            _ => panic!("a path"),
        });
        assert_eq!(*bad(&mut no_path).path, Path::None);
        assert!(no_path.notes.contains_key("path"));

        let only = after(|c| bad(c).better.loss = ["0".into(), "0".into()]);
        assert!(matches!(
            only.shown,
            Shown::LocalMinimumUpToSymmetry {
                minimum: LocalMinimum::Widened { .. },
                ..
            }
        ));
        assert!(
            only.because
                .to_string()
                .contains("whether it is bad is open")
        );
        assert!(only.notes.contains_key("better weights"));
    }

    /// What is wrong with the minimum itself leaves nothing.
    #[test]
    fn a_minimum_that_is_not_confirmed_is_withdrawn() {
        let nothing = after(|c| match bad(c).minimum {
            LocalMinimum::Widened { small, .. } => small.loss = ["0".into(), "0".into()],
            LocalMinimum::InAPiece(_) => panic!("a wide network"),
        });
        assert_eq!(nothing.shown, Shown::Undecided(Undecided::Nothing));
        assert!(nothing.because.to_string().contains("W0508"));
        let nothing = after(|c| c.activation.claims = None);
        assert_eq!(nothing.shown, Shown::Undecided(Undecided::Nothing));
        assert!(!nothing.activation.verified && nothing.because.to_string().contains("W0507"));
    }
}
