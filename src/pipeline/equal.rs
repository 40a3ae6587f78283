//! Are two expressions the same function?

use num_rational::BigRational;

use wronski_certificate::Verdict;
use wronski_diagnostic::Diagnostic;
use wronski_expr::Parameters;
use wronski_expr::enclose::enclose;
use wronski_symbolic::rewrite::{Budget, RuleLibrary, Step, search_equal};
use wronski_symbolic::theorem::{AtValue, Exceptional};
use wronski_symbolic::tower::{Requirements, Scope, TowerError};

use super::function::search_failed;
use super::independent::{Failure, common_tower, read_functions};
use super::isolated::{self, Answer};
use super::{Function, Ground, Limits};

/// Why two expressions are equal.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum EqualBy {
    /// Replayed rewrite steps from the first to the second.
    Steps(Vec<Step>),
    /// Their difference is the zero element of the tower that both live in.
    Tower,
}

/// Why two expressions are different.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DifferentBy {
    /// Their enclosures at a rational point are disjoint.
    Point(Box<Separation>),
    /// Their difference is a nonzero element of the tower: text in the symbols of the tower.
    Tower(String),
}

/// A point at which two functions certainly differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separation {
    /// The point.
    pub x: BigRational,
    /// An interval that contains the value of the first expression.
    pub left: (BigRational, BigRational),
    /// An interval that contains the value of the second expression.
    pub right: (BigRational, BigRational),
}

/// How hard to look for rewrite steps once the tower has shown that two expressions are equal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepSearch {
    /// A few rounds: steps are shown where they are near at hand.
    #[default]
    Brief,
    /// As long as the limits of a search allow.
    Thorough,
}

impl StepSearch {
    fn budget(self) -> Budget {
        match self {
            StepSearch::Brief => Budget::steps(),
            StepSearch::Thorough => Budget::search(),
        }
    }
}

/// The verdict on the equality of two expressions.
#[derive(Clone, Debug)]
pub struct Equality {
    /// The two functions.
    pub functions: [Function; 2],
    /// Equal, different, or undecided.
    pub verdict: Verdict<EqualBy, DifferentBy>,
    /// With symbolic parameters: what the verdict excludes.
    pub exceptional: Exceptional,
}

impl Equality {
    /// 0 equal, 1 different, 3 undecided.
    pub fn exit_code(&self) -> u8 {
        match self.verdict {
            Verdict::Proved(_) => 0,
            Verdict::Refuted(_) => 1,
            Verdict::Undecided(_) => 3,
        }
    }

    /// `equal`, `different` or `undecided`.
    pub fn word(&self) -> &'static str {
        match self.verdict {
            Verdict::Proved(_) => "equal",
            Verdict::Refuted(_) => "different",
            Verdict::Undecided(_) => "undecided",
        }
    }

    fn answer(&self) -> AtValue {
        AtValue::Decided {
            verdict: self.word().to_string(),
            rank: None,
            order: None,
        }
    }
}

/// Decides whether two expressions are the same function on the real line.
///
/// The tower decides; steps are searched for after that, and no failure of the search changes the verdict. Only where
/// the tower cannot decide does a separating point or a search for steps.
///
/// Equality is shown by replayed rewrite steps or as an identity in a tower, difference by disjoint
/// enclosures at a rational point or by a nonzero element of the tower.
///
/// # Errors
/// Input errors with the function that they concern.
pub fn equal(
    left: &str,
    right: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
) -> Result<Equality, Failure> {
    equal_with(left, right, parameters, library, limits, StepSearch::Brief)
}

/// The same with another search for steps.
///
/// # Errors
/// As [`equal`].
pub fn equal_with(
    left: &str,
    right: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    search: StepSearch,
) -> Result<Equality, Failure> {
    let mut out = generic(left, right, parameters, library, limits, search)?;
    let answer = Answer {
        generic: out.answer(),
        exceptional: &mut out.exceptional,
    };
    isolated::decide(parameters, vec![answer], |bound| {
        let there = generic(left, right, bound, library, limits, StepSearch::Brief)
            .map_err(|f| f.diagnostic)?;
        Ok(vec![there.answer()])
    });
    Ok(out)
}

/// The verdict for generic parameters.
fn generic(
    left: &str,
    right: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    search: StepSearch,
) -> Result<Equality, Failure> {
    let mut functions = read_functions(&[left, right], parameters, library, limits)?.into_iter();
    let (Some(a), Some(b)) = (functions.next(), functions.next()) else {
        let diagnostic = Diagnostic::internal("two texts gave fewer than two functions");
        return Err(Failure {
            diagnostic,
            function: 0,
        });
    };
    let mut functions = [a, b];
    let (verdict, exceptional) = match Ground::of(&functions) {
        Ok(ground) => {
            let (verdict, exceptional) = decide(&ground, &mut functions, library, limits, search)?;
            (verdict, exceptional.and(&ground.exceptional()))
        }
        Err(why) => (Verdict::Undecided(why), Exceptional::none()),
    };
    Ok(Equality {
        functions,
        verdict,
        exceptional,
    })
}

type Decided = (Verdict<EqualBy, DifferentBy>, Exceptional);

/// The verdict on two functions that are defined on R, with what it excludes.
fn decide(
    ground: &Ground,
    functions: &mut [Function; 2],
    library: &RuleLibrary,
    limits: &Limits,
    search: StepSearch,
) -> Result<Decided, Failure> {
    let mut exceptional = Exceptional::none();
    let built = common_tower(functions, limits)
        .and_then(|(tower, e)| Ok((tower.sub(&e[0], &e[1])?, e, tower)))
        .and_then(|(difference, e, tower)| {
            // An identity holds wherever both sides are defined; a difference has to stay one.
            let mut requirements = Requirements::default();
            let scope = if difference.is_zero() {
                Scope::Identity
            } else {
                requirements.not_zero(&difference.num);
                Scope::Constants
            };
            let difference = tower.conclude(difference, &e, requirements, scope)?;
            Ok((difference, tower))
        });
    let built = built.map(|(generic, tower)| {
        let (difference, conditions) = generic.into_parts();
        exceptional = Exceptional::new(&tower, &conditions);
        (difference, tower)
    });
    let verdict = match built {
        Ok((difference, _)) if difference.is_zero() => {
            let found = steps(functions, library, &search.budget());
            Verdict::Proved(found.map_or(EqualBy::Tower, EqualBy::Steps))
        }
        Ok((difference, tower)) => {
            match (separating_point(ground, functions), tower.open_question()) {
                (Some(point), _) => Verdict::Refuted(point),
                (None, Some(open)) => Verdict::Undecided(open),
                (None, None) => Verdict::Refuted(DifferentBy::Tower(tower.print(&difference))),
            }
        }
        Err(TowerError::Undefined(diagnostic)) => {
            return Err(Failure {
                diagnostic: Diagnostic {
                    span: None,
                    ..diagnostic
                },
                function: 0,
            });
        }
        Err(stop) => match separating_point(ground, functions) {
            Some(point) => Verdict::Refuted(point),
            None => match steps(functions, library, &Budget::search()) {
                Some(steps) => Verdict::Proved(EqualBy::Steps(steps)),
                None => Verdict::Undecided(stop.into_reason()),
            },
        },
    };
    Ok((verdict, exceptional))
}

/// Replayed steps from the first function as typed to the second. A search that fails finds none and says so in a
/// note.
fn steps(
    functions: &mut [Function; 2],
    library: &RuleLibrary,
    budget: &Budget,
) -> Option<Vec<Step>> {
    let [a, b] = functions;
    match search_equal(&a.expr, &b.expr, library, budget) {
        Ok(steps) => steps,
        Err(failure) => {
            a.notes.push(search_failed(&failure));
            None
        }
    }
}

/// A rational point at which the enclosures of the two functions are disjoint.
fn separating_point(_: &Ground, functions: &[Function; 2]) -> Option<DifferentBy> {
    const POINTS: [(i64, i64); 10] = [
        (0, 1),
        (1, 1),
        (-1, 1),
        (1, 2),
        (-2, 1),
        (3, 1),
        (5, 7),
        (-13, 5),
        (10, 1),
        (-10, 1),
    ];
    for bits in [64, 256] {
        for (n, d) in POINTS {
            let x = BigRational::new(n.into(), d.into());
            let value = |f: &Function| enclose(&f.normal.expr, &x, bits).ok();
            let (Some(l), Some(r)) = (value(&functions[0]), value(&functions[1])) else {
                continue;
            };
            if l.certainly_less(&r) || r.certainly_less(&l) {
                return Some(DifferentBy::Point(Box::new(Separation {
                    x,
                    left: (l.lower_rational(), l.upper_rational()),
                    right: (r.lower_rational(), r.upper_rational()),
                })));
            }
        }
    }
    None
}
