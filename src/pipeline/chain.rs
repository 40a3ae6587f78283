//! The families derived from a chain of width 1: ranks, relations, and which moment matrices can be definite.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::Zero;
use wronski_diagnostic::ErrorCode;

use wronski_certificate::claim::INDEPENDENT;
use wronski_certificate::{Evidence, Limit, Reason, Step, Verdict};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_expr::{Expr, Parameters};
use wronski_symbolic::family::{
    Chain, ChainWeights, Constraint, Definite, Family, MomentSpace, Rank, Signs, Triple,
    derivative_expressions, real_alternant,
};
use wronski_symbolic::rewrite::RuleLibrary;
use wronski_symbolic::theorem::{Claim, Detail, Exceptional, independence};
use wronski_symbolic::tower::{Element, Requirements, Scope, Tower, TowerError};

use super::isolated::{self, Answer, answer_of};
use super::{Function, Ground, Limits};

/// The number of layers that a chain may have, the output layer included.
pub const CHAIN_LAYERS: std::ops::RangeInclusive<usize> = 2..=12;

/// Is this a number of layers that a chain may have?
///
/// # Errors
/// `W0405` outside [`CHAIN_LAYERS`].
pub fn check_layers(layers: usize) -> Result<()> {
    if CHAIN_LAYERS.contains(&layers) {
        return Ok(());
    }
    Err(
        Diagnostic::input(ErrorCode::W0405, format!("a chain of {layers} layers")).help(format!(
            "the number of layers, the output layer included, is between {} and {}",
            CHAIN_LAYERS.start(),
            CHAIN_LAYERS.end()
        )),
    )
}

/// A question about moment matrices with its answer.
#[derive(Clone, Debug)]
pub struct MomentAnswer {
    /// Possible, with moments of all layers; impossible, with an equation between them; or undecided.
    pub definite: Definite,
    /// If impossible: the coefficients of the gradient and moment functions in a relation from which the
    /// equation follows, where they were found.
    pub relation: Option<Vec<Element>>,
}

impl MomentAnswer {
    fn undecided(why: &Reason) -> Self {
        MomentAnswer {
            definite: Definite::Undecided(why.clone()),
            relation: None,
        }
    }

    /// `possible`, `impossible` or `undecided`.
    pub fn word(&self) -> &'static str {
        match self.definite {
            Definite::Possible(_) => "possible",
            Definite::Impossible(_) => "impossible",
            Definite::Undecided(_) => "undecided",
        }
    }
}

/// What the relations of a chain allow.
#[derive(Clone, Debug)]
pub struct ChainReport {
    /// The activation.
    pub function: Function,
    /// The parameters as declared.
    pub parameters: Parameters,
    /// The base weights.
    pub weights: ChainWeights,
    /// The tower of the chain; absent if its functions are no elements of one.
    pub tower: Option<Tower>,
    /// The names of the gradient family and the moment functions, in order.
    pub labels: Vec<String>,
    /// Is the gradient family independent?
    pub gradient: Claim,
    /// Are the gradient family and the moment functions together independent?
    pub together: Claim,
    /// For each hidden layer, from 1 on: can its moment matrix be definite?
    pub layers: Vec<MomentAnswer>,
    /// Can all be definite at once? One entry for each list of signs, up to the opposite signs.
    pub all_layers: Vec<(Signs, MomentAnswer)>,
}

impl ChainReport {
    /// The answer for all layers at once: possible if some signs are, impossible if all signs are.
    pub fn all_layers_word(&self) -> &'static str {
        let any = |word: &str| self.all_layers.iter().any(|(_, a)| a.word() == word);
        if any("possible") {
            "possible"
        } else if any("undecided") || self.all_layers.is_empty() {
            "undecided"
        } else {
            "impossible"
        }
    }

    /// 0 if the gradient family is independent and all moment matrices can be definite at once, 1 if one of
    /// these is refuted, 3 otherwise.
    pub fn exit_code(&self) -> u8 {
        let words = [self.gradient.verdict.word(), self.all_layers_word()];
        if words.iter().any(|w| *w == "refuted" || *w == "impossible") {
            1
        } else if words.contains(&"undecided") {
            3
        } else {
            0
        }
    }
}

/// Differentiates the chain with this activation at the given weights, and decides the rank of the gradient
/// family, the relations between it and the moment functions, and which moment matrices can be definite.
///
/// # Errors
/// Input errors with their place in `text`; `W0405` for a number of layers outside [`CHAIN_LAYERS`]; budgets of
/// the input; internal errors.
pub fn chain(
    text: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    weights: &ChainWeights,
) -> Result<ChainReport> {
    check_layers(weights.len())?;
    let function = Function::new(text, parameters, library, limits)?;
    chain_of(function, parameters, library, limits, weights)
}

/// As [`chain`], for a function that was read before.
///
/// # Errors
/// As [`chain`].
pub fn chain_of(
    function: Function,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    weights: &ChainWeights,
) -> Result<ChainReport> {
    check_layers(weights.len())?;
    let text = function.input.clone();
    let mut out = generic(function, parameters, limits, weights)?;
    let answers = [&mut out.gradient, &mut out.together]
        .map(|claim| Answer {
            generic: answer_of(claim),
            exceptional: &mut claim.exceptional,
        })
        .into();
    isolated::decide(parameters, answers, |bound| {
        let function = Function::new(&text, bound, library, limits)?;
        let there = generic(function, bound, limits, weights)?;
        Ok([&there.gradient, &there.together].map(answer_of).into())
    });
    Ok(out)
}

/// The report for generic parameters.
fn generic(
    mut function: Function,
    parameters: &Parameters,
    limits: &Limits,
    weights: &ChainWeights,
) -> Result<ChainReport> {
    let ground = match Ground::of([&function]) {
        Ok(ground) => ground,
        Err(why) => {
            let report = Report {
                function,
                parameters: parameters.clone(),
                weights: weights.clone(),
            };
            return Ok(report.groundless(&why));
        }
    };
    let build = |function: &Function| build(function, limits, weights);
    let mut built = build(&function);
    if built.is_err() && !function.normal.steps.is_empty() {
        let typed = function.as_typed();
        let again = build(&typed);
        if again.is_ok() {
            (function, built) = (typed, again);
        }
    }
    let report = Report {
        function,
        parameters: parameters.clone(),
        weights: weights.clone(),
    };
    match built {
        Ok((tower, chain)) => report.in_tower(&ground, tower, &chain),
        Err(TowerError::Undecided(why)) => Ok(report.without_tower(&ground, &why)),
        Err(TowerError::Undefined(d)) => Err(d),
        Err(TowerError::Refine { .. }) => Err(Diagnostic::internal(
            "a refinement escaped from the construction of a tower",
        )),
    }
}

/// The tower of a chain: by compositions, or, if that gets nowhere, by reading `sigma(z_l)` as expressions; each
/// also with a power of e adjoined first of which the exponentials of all biases are integer powers.
fn build(
    function: &Function,
    limits: &Limits,
    weights: &ChainWeights,
) -> wronski_symbolic::tower::Result<(Tower, Chain)> {
    let sigma = &function.normal.expr;
    let common = weights
        .layers()
        .iter()
        .fold(BigInt::from(1), |d, (_, b)| d.lcm(b.denom()));
    // exp(-b^2/2) occurs as well as exp(b).
    let finest = BigRational::new(1.into(), BigInt::from(2) * &common * &common);
    let seeds: &[bool] = if common == BigInt::from(1) {
        &[false]
    } else {
        &[false, true]
    };
    let seed = |t: &mut Tower, wanted: bool| match wanted {
        true => t.exp_constant(&Element::rational(&finest)).map(drop),
        false => Ok(()),
    };
    let mut stopped = None;
    for &wanted in seeds {
        let composed = Tower::build(limits.tower, |t| {
            seed(t, wanted)?;
            Chain::by_composition(t, sigma, weights)
        });
        match composed {
            Ok(built) => return Ok(built),
            Err(stop) => stopped = stopped.or(Some(stop)),
        }
    }
    let jet = derivative_expressions(limits.tower, sigma);
    for &wanted in seeds {
        let read = jet.clone().and_then(|jet| {
            Tower::build(limits.tower, |t| {
                seed(t, wanted)?;
                Chain::new(t, &jet, weights)
            })
        });
        match read {
            Ok(built) => return Ok(built),
            Err(stop) => stopped = stopped.or(Some(stop)),
        }
    }
    // What stopped the first way is as good a reason as any.
    Err(stopped.unwrap_or_else(|| TowerError::step(Step::Tower)))
}

/// What a report starts from.
struct Report {
    function: Function,
    parameters: Parameters,
    weights: ChainWeights,
}

impl Report {
    fn finish(
        self,
        tower: Option<Tower>,
        labels: Vec<String>,
        [gradient, together]: [Claim; 2],
        moments: (Vec<MomentAnswer>, Vec<(Signs, MomentAnswer)>),
    ) -> ChainReport {
        ChainReport {
            function: self.function,
            parameters: self.parameters,
            weights: self.weights,
            tower,
            labels,
            gradient,
            together,
            layers: moments.0,
            all_layers: moments.1,
        }
    }

    fn in_tower(self, ground: &Ground, mut tower: Tower, chain: &Chain) -> Result<ChainReport> {
        let labels: Vec<String> = chain
            .family
            .members
            .iter()
            .map(|m| m.label.clone())
            .collect();
        let hidden = chain.layers - 1;
        let gradient = independence(&mut tower, INDEPENDENT, GRADIENT, &chain.gradient_family());
        let mut together = independence(&mut tower, INDEPENDENT, TOGETHER, &chain.family);
        let mut gradient = gradient;
        for claim in [&mut gradient, &mut together] {
            let known = std::mem::take(&mut claim.exceptional);
            claim.exceptional = known.and(&ground.exceptional());
        }
        let defined = relations_defined(&tower, &together)?;
        together.exceptional = std::mem::take(&mut together.exceptional).and(&defined);
        let moments = match &together.detail {
            Detail::Rank {
                rank: Some(Ok(rank)),
                ..
            } => match chain.constraints(&tower, rank) {
                Ok(constraints) => Moments::new(&tower, rank, constraints, hidden).answers(hidden),
                Err(TowerError::Undecided(why)) => undecided(hidden, &why),
                Err(_) => {
                    return Err(Diagnostic::internal(
                        "the coefficients of a relation are no constants of the tower",
                    ));
                }
            },
            _ => match &together.verdict {
                Verdict::Undecided(why) => {
                    let because = Box::new(why.clone());
                    undecided(hidden, &Reason::Relations { because })
                }
                Verdict::Proved(_) | Verdict::Refuted(_) => {
                    return Err(Diagnostic::internal(
                        "a family that is decided in a tower has no rank",
                    ));
                }
            },
        };
        Ok(self.finish(Some(tower), labels, [gradient, together], moments))
    }

    /// The labels and expressions of the family.
    fn expressions(&self) -> (Vec<String>, Vec<Expr>) {
        let sigma = &self.function.expr;
        let jet = [sigma.clone(), sigma.diff(), sigma.diff().diff()];
        Chain::expressions(&jet, &self.weights).into_iter().unzip()
    }

    /// Nothing is said of functions that are not known to be defined.
    fn groundless(self, why: &Reason) -> ChainReport {
        let hidden = self.weights.len() - 1;
        let (labels, functions) = self.expressions();
        let claims = [2 * self.weights.len(), functions.len()].map(|n| open_claim(n, why));
        self.finish(None, labels, claims, undecided(hidden, why))
    }

    /// Outside every tower, independence can still be shown by values at real points.
    fn without_tower(self, _: &Ground, why: &Reason) -> ChainReport {
        let hidden = self.weights.len() - 1;
        let (labels, functions) = self.expressions();
        let split = 2 * self.weights.len();
        let claim = |functions: &[Expr]| real_claim(functions, why);
        let (gradient, together) = (claim(&functions[..split]), claim(&functions));
        let moments = if matches!(together.verdict, Verdict::Proved(_)) {
            let free = MomentSpace::new(hidden, &[]);
            let plain = |definite| MomentAnswer {
                definite,
                relation: None,
            };
            (
                (0..hidden).map(|l| plain(free.layer(l))).collect(),
                free.all().into_iter().map(|(s, d)| (s, plain(d))).collect(),
            )
        } else {
            undecided(hidden, why)
        };
        self.finish(None, labels, [gradient, together], moments)
    }
}

const GRADIENT: &str = "the gradient family";
const TOGETHER: &str = "the family of gradient and moment functions";

fn undecided(hidden: usize, why: &Reason) -> (Vec<MomentAnswer>, Vec<(Signs, MomentAnswer)>) {
    let layers = (0..hidden).map(|_| MomentAnswer::undecided(why)).collect();
    let all = vec![(vec![true; hidden], MomentAnswer::undecided(why))];
    (layers, all)
}

fn real_claim(functions: &[Expr], why: &Reason) -> Claim {
    let size = functions.len();
    let (verdict, detail) = match real_alternant(functions) {
        Some(found) => (
            Verdict::Proved(Evidence::RealAlternant {
                points: found.points.iter().map(ToString::to_string).collect(),
                bits: found.bits,
                determinant: [
                    found.determinant.lower_rational().to_string(),
                    found.determinant.upper_rational().to_string(),
                ],
            }),
            Detail::FullRank { size },
        ),
        None => return open_claim(size, why),
    };
    Claim {
        id: INDEPENDENT,
        verdict,
        detail,
        exceptional: Exceptional::none(),
    }
}

/// The independence of a family of which nothing is known.
fn open_claim(size: usize, why: &Reason) -> Claim {
    Claim::open(INDEPENDENT, Some(size), why)
}

/// What the relations of a family exclude by their denominators. Its rank does not ask for it, but the constraints on
/// moments that follow from the relations do.
fn relations_defined(tower: &Tower, claim: &Claim) -> Result<Exceptional> {
    let Detail::Rank {
        rank: Some(Ok(rank)),
        ..
    } = &claim.detail
    else {
        return Ok(Exceptional::none());
    };
    let mut requirements = Requirements::default();
    let denominators = tower.denominators();
    for c in rank.relations.iter().flat_map(|r| &r.coefficients) {
        for (id, _) in &c.den {
            requirements.not_zero(&denominators[*id]);
        }
    }
    match tower.conclude((), &[], requirements, Scope::Identity) {
        Ok(generic) => Ok(Exceptional::new(tower, generic.conditions())),
        Err(_) => Err(Diagnostic::internal(
            "the denominators of relations between constants have conditions of their own",
        )),
    }
}

/// The constraints on the moments, with the relations that they come from.
struct Moments<'a> {
    tower: &'a Tower,
    rank: &'a Rank,
    constraints: Vec<Constraint>,
    /// The solutions of the rational constraints: contains all reachable moments.
    outer: MomentSpace,
    /// Solutions of all constraints: contained in the reachable moments. The same space if all constraints are
    /// rational.
    inner: MomentSpace,
}

impl<'a> Moments<'a> {
    fn new(tower: &'a Tower, rank: &'a Rank, constraints: Vec<Constraint>, hidden: usize) -> Self {
        let rational: Vec<Vec<BigRational>> = constraints
            .iter()
            .filter_map(|c| c.rational.clone())
            .collect();
        let all: Vec<Vec<BigRational>> = constraints
            .iter()
            .flat_map(|c| match &c.rational {
                Some(row) => vec![row.clone()],
                None => c.components.clone(),
            })
            .collect();
        Moments {
            tower,
            rank,
            constraints,
            outer: MomentSpace::new(hidden, &rational),
            inner: MomentSpace::new(hidden, &all),
        }
    }

    fn answers(&self, hidden: usize) -> (Vec<MomentAnswer>, Vec<(Signs, MomentAnswer)>) {
        let layers = (0..hidden)
            .map(|l| self.answer(self.inner.layer(l), || self.outer.layer(l)))
            .collect();
        let inner = self.inner.all();
        let all = if inner.is_empty() {
            let why = Reason::limit(Limit::ListedLayers, wronski_symbolic::family::LISTED_LAYERS)
                .found(hidden);
            vec![(vec![true; hidden], MomentAnswer::undecided(&why))]
        } else {
            inner
                .into_iter()
                .zip(self.outer.all())
                .map(|((signs, inner), (_, outer))| (signs, self.answer(inner, || outer)))
                .collect()
        };
        (layers, all)
    }

    /// Possible in the inner space is possible, impossible in the outer space is impossible.
    fn answer(&self, inner: Definite, outer: impl FnOnce() -> Definite) -> MomentAnswer {
        let definite = match inner {
            Definite::Possible(m) => Definite::Possible(m),
            Definite::Undecided(why) => Definite::Undecided(why),
            Definite::Impossible(_) => match outer() {
                Definite::Impossible(a) => Definite::Impossible(a),
                _ => Definite::Undecided(Reason::step(Step::IrrationalMoments)),
            },
        };
        let relation = match &definite {
            Definite::Impossible(equation) => self.relation(equation),
            _ => None,
        };
        MomentAnswer { definite, relation }
    }

    /// The relation between all functions whose moment part is this equation.
    fn relation(&self, equation: &[Triple]) -> Option<Vec<Element>> {
        use wronski_exact::field::Rationals;
        use wronski_exact::matrix::echelon;
        let rows: Vec<(&Vec<BigRational>, usize)> = self
            .constraints
            .iter()
            .filter_map(|c| Some((c.rational.as_ref()?, c.relation)))
            .collect();
        // sum y_i row_i = equation, as an augmented system.
        let system: Vec<Vec<BigRational>> = equation
            .iter()
            .flatten()
            .enumerate()
            .map(|(j, right)| {
                let mut line: Vec<BigRational> = rows.iter().map(|(r, _)| r[j].clone()).collect();
                line.push(right.clone());
                line
            })
            .collect();
        let solved = echelon(&Rationals, &system);
        if solved.pivots.contains(&rows.len()) {
            return None;
        }
        let size = self.rank.relations.first()?.coefficients.len();
        let mut out = vec![Element::zero(); size];
        for (line, &p) in solved.rows.iter().zip(&solved.pivots) {
            let y = &line[rows.len()];
            if y.is_zero() {
                continue;
            }
            let relation = &self.rank.relations.get(rows[p].1)?.coefficients;
            for (o, c) in out.iter_mut().zip(relation) {
                *o = self.tower.add(o, &self.tower.scale(c, y)).ok()?;
            }
        }
        Some(out)
    }
}

/// Used by the benchmarks and tests: the family of a chain of an activation that is in a tower.
///
/// # Errors
/// As [`chain`], and as [`Tower::build`].
pub fn chain_family(
    text: &str,
    parameters: &Parameters,
    library: &RuleLibrary,
    limits: &Limits,
    weights: &ChainWeights,
) -> Result<std::result::Result<(Tower, Family), TowerError>> {
    let function = Function::new(text, parameters, library, limits)?;
    Ok(build(&function, limits, weights).map(|(tower, chain)| (tower, chain.family)))
}
