//! Is an expression defined at every real x?

use std::collections::BTreeSet;
use wronski_diagnostic::ErrorCode;

use num_bigint::{BigInt, Sign};
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive};

use super::facts::Facts;
use super::region::Region;
use super::search::{self, Found, Shown};
use super::waves;
use super::witness::{self, Samples};
use super::{Definedness, MAX_EXPONENT, Obligation, Requirement, message, open};
use crate::dag::{Dag, Kind};
use crate::fraction::Fraction;
use crate::range::Range;
use crate::{Expr, Func};
use wronski_certificate::reason::Role;
use wronski_certificate::{Limit, Reason, TruthValue};
use wronski_diagnostic::interruption;
use wronski_diagnostic::{Diagnostic, Result};

/// Deepest nesting of `where` that is looked into.
const MAX_NESTING: u32 = 40;
/// Most places of the expression, each with the conditions there.
const MAX_SEEN: usize = 2000;

/// Decides whether the expression is defined at every real x.
///
/// # Errors
/// A budget that was hit (`W0207`, `W0208`), or what expanding the expression reports.
pub fn definedness(expr: &Expr) -> Result<Definedness> {
    let dag = Dag::new(expr)?;
    let mut walk = Walk::new(&dag, Question::Defined)?;
    walk.everything();
    Ok(match (walk.failure, walk.unknown.into_iter().next()) {
        (Some(diagnostic), _) => Definedness::NotDefined(diagnostic),
        (None, Some(reason)) => Definedness::Unknown { reason },
        (None, None) => Definedness::DefinedEverywhere {
            obligations: walk.obligations,
            parameter_conditions: walk.conditions,
        },
    })
}

/// What is asked of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Is it defined everywhere?
    Defined,
    /// It is defined; is it analytic as well?
    Analytic,
}

/// Visits every node on the region where it is evaluated.
pub(super) struct Walk<'a> {
    pub facts: Facts<'a>,
    pub samples: Samples,
    question: Question,
    pub obligations: Vec<Obligation>,
    /// The subject of each obligation, and what it rests on.
    pub grounds: Vec<(usize, Ground)>,
    pub conditions: Vec<Expr>,
    pub unknown: Vec<Reason>,
    /// Nodes whose zeros are possible breakpoints.
    pub suspects: Vec<usize>,
    pub failure: Option<Diagnostic>,
    seen: Vec<(usize, Region)>,
    /// What stands in `obligations` (by position: comparing shared trees can be slow).
    noted: BTreeSet<(usize, Requirement, String, Ground)>,
}

/// What an obligation rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ground {
    /// The range of a node, or of the difference of two.
    Range(About),
    /// An enclosure of a constant.
    Enclosure,
    /// Boxes, and what is beyond.
    Boxes(Shown),
    /// A multiple of an arctangent, by this factor.
    Arctangent(BigRational),
    /// The node is identically zero.
    Zero,
}

/// What a range is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum About {
    Node(usize),
    Difference(usize, usize),
}

/// What is found of a requirement.
enum Finding {
    Holds(String, Ground),
    /// It holds for generic parameters.
    Generic,
    Fails(Diagnostic),
    Unknown,
}

impl Finding {
    fn range(i: usize, range: &Range) -> Self {
        Finding::Holds(format!("range {range}"), Ground::Range(About::Node(i)))
    }

    fn boxes(how: Shown) -> Self {
        Finding::Holds(how.words(), Ground::Boxes(how))
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(dag: &'a Dag, question: Question) -> Result<Self> {
        let facts = Facts::new(dag);
        check_exponents(&facts)?;
        Ok(Walk {
            facts,
            samples: Samples::default(),
            question,
            obligations: Vec::new(),
            grounds: Vec::new(),
            conditions: Vec::new(),
            unknown: Vec::new(),
            suspects: Vec::new(),
            failure: None,
            seen: Vec::new(),
            noted: BTreeSet::new(),
        })
    }

    /// Visits the expression and what else must be defined.
    pub(super) fn everything(&mut self) {
        let dag = self.facts.dag;
        // What is dropped by unfolding is looked at first: it is the inner part.
        for root in dag.required.iter().chain(std::iter::once(&dag.root)) {
            self.visit(*root, &Region::line(), 0);
        }
    }

    /// Visits the expression where x runs over a part of the line only.
    pub(super) fn on(&mut self, region: &Region) {
        self.visit(self.facts.dag.root, region, 0);
    }

    fn visit(&mut self, root: usize, region: &Region, nesting: u32) {
        let key = (root, region.clone());
        if self.failure.is_some() || self.seen.contains(&key) {
            return;
        }
        self.seen.push(key);
        for i in self.evaluated(root) {
            interruption::point();
            if self.failure.is_some() {
                return;
            }
            for (subject, requirement, role) in self.requirements(i) {
                self.settle(i, subject, requirement, role, region);
            }
            if let Kind::Where(_, [_, _, then, otherwise]) = self.facts.dag.item(i).kind {
                self.branches(i, then, otherwise, region, nesting);
            }
        }
    }

    fn branches(&mut self, i: usize, then: usize, otherwise: usize, region: &Region, nesting: u32) {
        match self.facts.decided(i, region) {
            Some(TruthValue::True) => return self.visit(then, region, nesting + 1),
            Some(TruthValue::False) => return self.visit(otherwise, region, nesting + 1),
            None => {}
        }
        if nesting >= MAX_NESTING || self.seen.len() > MAX_SEEN {
            self.unknown.push(if nesting >= MAX_NESTING {
                Reason::limit(Limit::ConditionNesting, MAX_NESTING)
            } else {
                Reason::limit(Limit::ConditionPlaces, MAX_SEEN)
            });
            return;
        }
        if let Some((yes, no)) = self.facts.branches(i, region) {
            for (branch, part) in [(then, yes), (otherwise, no)] {
                if !part.is_empty() {
                    self.visit(branch, &part, nesting + 1);
                }
            }
        }
    }

    /// The nodes that are evaluated on the whole region, children first.
    fn evaluated(&self, root: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut work = vec![root];
        while let Some(i) = work.pop() {
            if found.insert(i) {
                match &self.facts.dag.item(i).kind {
                    Kind::Where(_, [a, b, _, _]) => work.extend([*a, *b]),
                    kind => work.extend(kind.children()),
                }
            }
        }
        found
    }

    fn requirements(&self, i: usize) -> Vec<(usize, Requirement, Role)> {
        let analytic = self.question == Question::Analytic;
        match &self.facts.dag.item(i).kind {
            Kind::Div(_, b) => vec![(*b, Requirement::NonZero, Role::Denominator)],
            // sqrt(u^(4k)) = u^(2k)
            Kind::Func(Func::Sqrt, a) if analytic && self.is_fourth_power(*a) => vec![],
            Kind::Func(f, a) => {
                let properties = f.properties();
                let requires = match self.question {
                    Question::Defined => properties.defined,
                    Question::Analytic => properties.analytic.or(properties.defined),
                };
                let about = |(requirement, role)| (*a, requirement, role);
                requires.map(about).into_iter().collect()
            }
            Kind::Max(..) | Kind::Min(..) if analytic => {
                vec![(i, Requirement::OneSigned, Role::AnalyticExtremum)]
            }
            Kind::Where(..) if analytic => {
                vec![(i, Requirement::Decided, Role::AnalyticCases)]
            }
            Kind::Pow(a, b) => match &self.facts.literals[*b] {
                Some(q) if q.is_integer() && !q.is_negative() => vec![],
                Some(q) if q.is_integer() => {
                    vec![(*a, Requirement::NonZero, Role::NegativePower)]
                }
                Some(q) if q.is_positive() && !analytic => {
                    vec![(*a, Requirement::NonNegative, Role::FractionalPower)]
                }
                Some(_) => vec![(*a, Requirement::Positive, Role::FractionalPower)],
                None => vec![(*a, Requirement::Positive, Role::RealPower)],
            },
            _ => vec![],
        }
    }

    /// Is the node written as a power with a positive exponent that 4 divides?
    fn is_fourth_power(&self, i: usize) -> bool {
        let Kind::Pow(_, k) = self.facts.dag.item(i).kind else {
            return false;
        };
        let four = BigRational::from_integer(BigInt::from(4));
        self.facts.literals[k]
            .as_ref()
            .is_some_and(|q| q.is_positive() && (q / four).is_integer())
    }

    fn obligation(&self, i: usize, requirement: Requirement, fact: &str, role: Role) -> Obligation {
        let item = self.facts.dag.item(i);
        Obligation {
            subject: item.expr.clone(),
            span: item.span,
            requirement,
            fact: fact.to_owned(),
            role,
        }
    }

    fn settle(
        &mut self,
        user: usize,
        subject: usize,
        requirement: Requirement,
        role: Role,
        region: &Region,
    ) {
        let finding = match requirement {
            Requirement::NonZero => self.nonzero(user, subject, region),
            Requirement::Positive => self.positive(user, subject, region, true),
            Requirement::NonNegative => self.positive(user, subject, region, false),
            Requirement::CosineNonZero => self.cosine_nonzero(user, subject, region),
            Requirement::OneSigned => self.one_signed(user, subject, region),
            Requirement::Decided => self.one_branch(subject, region),
        };
        match finding {
            Finding::Holds(fact, ground) => {
                let fact = format!("{fact}{}", message::on(region));
                let obligation = self.obligation(subject, requirement, &fact, role);
                let key = (subject, requirement, fact, ground.clone());
                if self.noted.insert(key) {
                    self.grounds.push((subject, ground));
                    self.obligations.push(obligation);
                }
            }
            Finding::Generic => {
                let expr = self.facts.dag.item(subject).expr.clone();
                if !self.conditions.contains(&expr) {
                    self.conditions.push(expr);
                }
            }
            Finding::Fails(diagnostic) => self.failure = Some(diagnostic),
            Finding::Unknown => {
                let range = self.facts.range(subject, region);
                let expr = &self.facts.dag.item(subject).expr;
                self.unknown
                    .push(open::condition(expr, requirement, role, &range, region));
                self.suspects.push(subject);
            }
        }
    }

    fn nonzero(&mut self, user: usize, i: usize, region: &Region) -> Finding {
        let range = self.facts.range(i, region);
        if range.is_nonzero() {
            return Finding::range(i, &range);
        }
        let dag = self.facts.dag;
        let item = dag.item(i);
        let zero = self.facts.fractions[i]
            .as_ref()
            .is_some_and(|f| f.numerator.is_zero());
        let zero = zero || range.is_zero();
        let constant = !item.depends_on_x && !item.depends_on_parameter;
        let sign = if constant {
            witness::sign_of_constant(dag, i)
        } else {
            None
        };
        if zero || sign == Some(Sign::NoSign) {
            return self.fails(user, i, region, ErrorCode::W0202, || {
                let what = message::text(&item.expr);
                (
                    format!("the denominator `{what}` is zero for every x"),
                    "it is identically zero".to_owned(),
                    "remove the division, or correct the denominator".to_owned(),
                )
            });
        }
        if constant {
            return sign.map_or(Finding::Unknown, |_| {
                Finding::Holds("nonzero by enclosure".to_owned(), Ground::Enclosure)
            });
        }
        if !item.depends_on_x {
            let generic = self.facts.fractions[i]
                .as_ref()
                .is_some_and(|f| f.numerator.is_nonzero_in_parameters());
            return if generic {
                Finding::Generic
            } else {
                Finding::Unknown
            };
        }
        let place = match witness::zero(&mut self.facts, &mut self.samples, i, region) {
            Some(place) => place,
            None if region.is_line() && waves::wave_meets_zero(&self.facts, i) => {
                "some x".to_owned()
            }
            None => match search::sign(&mut self.facts, i, region) {
                Found::Sign(_, how) => return Finding::boxes(how),
                Found::Zero(x) => format!("x = {x}"),
                // Between the two points it is zero, or something in it is undefined.
                Found::Change(a, b, s) if !item.has_where => {
                    witness::narrowed_sign(dag, i, &a, &b, s)
                }
                Found::Change(..) | Found::Nothing => return Finding::Unknown,
            },
        };
        self.fails(user, i, region, ErrorCode::W0201, || {
            let (whole, what) = (message::text(&dag.item(user).expr), message::text(&item.expr));
            (
                format!("`{whole}` is not defined at {place}: `{what}` is zero there"),
                format!("zero at {place}"),
                "an activation must be defined for every real x; use a denominator without real zeros".to_owned(),
            )
        })
    }

    fn positive(&mut self, user: usize, i: usize, region: &Region, strict: bool) -> Finding {
        let range = self.facts.range(i, region);
        let holds = if strict {
            range.is_positive()
        } else {
            range.is_nonnegative()
        };
        if holds {
            return Finding::range(i, &range);
        }
        let dag = self.facts.dag;
        let item = dag.item(i);
        let constant = !item.depends_on_x && !item.depends_on_parameter;
        let sign = if constant {
            witness::sign_of_constant(dag, i)
        } else {
            None
        };
        if sign == Some(Sign::Plus) || (sign == Some(Sign::NoSign) && !strict) {
            return Finding::Holds("by enclosure".to_owned(), Ground::Enclosure);
        }
        let whole = message::text(&dag.item(user).expr);
        let what = message::text(&item.expr);
        let property = if strict { "positive" } else { "nonnegative" };
        let identically_zero = self.facts.fractions[i]
            .as_ref()
            .is_some_and(|f| f.numerator.is_zero());
        if identically_zero && !strict {
            return Finding::Holds("identically zero".to_owned(), Ground::Zero);
        }
        let never = if strict {
            range.is_nonpositive() || identically_zero
        } else {
            range.is_negative()
        };
        if never || sign.is_some() {
            let place = message::on(region);
            return self.fails(user, i, region, ErrorCode::W0204, || {
                (
                    format!("`{whole}` is nowhere defined on the reals{place}: `{what}` is never {property}"),
                    format!("never {property}"),
                    format!("the argument must be {property} for every real x"),
                )
            });
        }
        let code = if strict {
            ErrorCode::W0203
        } else {
            ErrorCode::W0205
        };
        let half_line = witness::half_line(&self.facts, i, strict);
        let place = match witness::negative(&mut self.facts, &mut self.samples, i, region, strict) {
            Some(place) => place,
            None if strict && region.is_line() && waves::wave_meets_zero(&self.facts, i) => {
                "some x".to_owned()
            }
            None => match search::sign(&mut self.facts, i, region) {
                Found::Sign(Sign::Plus, how) => return Finding::boxes(how),
                Found::Zero(x) if strict => format!("x = {x}"),
                Found::Change(a, b, s) => format!("x = {}", if s == Sign::Plus { b } else { a }),
                Found::Sign(..) | Found::Zero(_) | Found::Nothing => return Finding::Unknown,
            },
        };
        self.fails(user, i, region, code, || {
            let message = match half_line {
                Some(set) => format!("`{whole}` is defined only where {set}, for instance not at {place}"),
                None => format!("`{whole}` is not defined at {place}: `{what}` is not {property} there"),
            };
            (
                message,
                format!("must be {property}"),
                format!("an activation must be defined for every real x; make `{what}` {property} everywhere"),
            )
        })
    }

    fn cosine_nonzero(&mut self, user: usize, i: usize, region: &Region) -> Finding {
        let range = self.facts.range(i, region);
        // 157079/100000 < pi/2
        let bound = BigRational::new(BigInt::from(157_079), BigInt::from(100_000));
        let inside = range.low.value().is_some_and(|q| *q >= -&bound)
            && range.high.value().is_some_and(|q| *q <= bound);
        if inside {
            let fact = format!("range {range} inside (-pi/2, pi/2)");
            return Finding::Holds(fact, Ground::Range(About::Node(i)));
        }
        if let (Some(low), Some(high)) = (range.low.value(), range.high.value())
            && let Some(n) = witness::one_branch(low, high)
        {
            let fact = format!("range {range} in branch {n} of the tangent");
            return Finding::Holds(fact, Ground::Range(About::Node(i)));
        }
        if let Some(q) = waves::part_of_arctangent(&self.facts, i) {
            let fact = "a part of an arctangent".to_owned();
            return Finding::Holds(fact, Ground::Arctangent(q));
        }
        let dag = self.facts.dag;
        let item = dag.item(i);
        if !item.depends_on_x && !item.depends_on_parameter {
            let finite = witness::tangent_of_constant(dag, i);
            return if finite {
                Finding::Holds("by enclosure".to_owned(), Ground::Enclosure)
            } else {
                Finding::Unknown
            };
        }
        let Some(place) = witness::tangent_pole(&mut self.facts, &mut self.samples, i, region)
        else {
            return Finding::Unknown;
        };
        self.fails(user, i, region, ErrorCode::W0206, || {
            let (whole, what) = (
                message::text(&dag.item(user).expr),
                message::text(&item.expr),
            );
            (
                format!(
                    "`{whole}` is not defined at {place}: the cosine of `{what}` is zero there"
                ),
                "meets a pole of the tangent".to_owned(),
                "keep the argument of tan between -pi/2 and pi/2".to_owned(),
            )
        })
    }

    /// For `max` and `min` the difference of the arguments; for `abs` the argument, whatever it is.
    fn one_signed(&mut self, user: usize, i: usize, region: &Region) -> Finding {
        let (range, about) = match self.facts.dag.item(i).kind {
            Kind::Max(a, b) | Kind::Min(a, b) if user == i => (
                self.facts.range_of_difference(a, b, region),
                About::Difference(a, b),
            ),
            _ => (self.facts.range(i, region), About::Node(i)),
        };
        if range.is_nonnegative() || range.is_nonpositive() {
            Finding::Holds(format!("range {range}"), Ground::Range(about))
        } else {
            Finding::Unknown
        }
    }

    fn one_branch(&mut self, i: usize, region: &Region) -> Finding {
        let Kind::Where(_, [a, b, _, _]) = self.facts.dag.item(i).kind else {
            return Finding::Unknown;
        };
        match self.facts.decided(i, region) {
            Some(truth) => Finding::Holds(
                format!("always {truth}"),
                Ground::Range(About::Difference(a, b)),
            ),
            None => Finding::Unknown,
        }
    }

    /// A failure, provided that the node is evaluated on all of the region.
    fn fails(
        &self,
        user: usize,
        subject: usize,
        region: &Region,
        code: ErrorCode,
        text: impl FnOnce() -> (String, String, String),
    ) -> Finding {
        // When only analyticity is asked for, definedness has been settled before.
        if !region.exact || self.question == Question::Analytic {
            return Finding::Unknown;
        }
        let (message, label, help) = text();
        let dag = self.facts.dag;
        let span = dag.item(subject).span.or(dag.item(user).span);
        Finding::Fails(
            Diagnostic::input(code, message)
                .at(span)
                .label(label)
                .help(help),
        )
    }
}

/// Refuses constant integer exponents above the limit.
fn check_exponents(facts: &Facts<'_>) -> Result<()> {
    for item in &facts.dag.items {
        let Kind::Pow(_, b) = item.kind else { continue };
        let exponent = facts.fractions[b].as_ref().and_then(Fraction::as_constant);
        let small = |n: BigInt| n.to_i64().is_some_and(|n| n.abs() <= MAX_EXPONENT);
        if exponent.is_some_and(|q| !small(q.numer().clone()) || !small(q.denom().clone())) {
            return Err(Diagnostic::budget(
                ErrorCode::W0208,
                format!("exponent budget: the exponent exceeds the limit {MAX_EXPONENT}"),
            )
            .at(facts.dag.item(b).span.or(item.span))
            .help(format!(
                "use an exponent of absolute value at most {MAX_EXPONENT}"
            )));
        }
    }
    Ok(())
}
