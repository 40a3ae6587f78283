//! The sentences that give the reason of a verdict.
//!
//! They are a function of the evidence, so that a certificate cannot say one thing and prove another.

use super::letters::apart;
use super::{
    ClaimId, Evidence, Fact, How, NotAnalyticEvidence, Obligation, RankEvidence, Requirement,
    Witness,
};

/// Why an obligation is met, in a few words.
pub fn obligation_because(o: &Obligation, facts: &[Fact]) -> String {
    let Some(fact) = facts.get(o.fact) else {
        return "there is no such fact".into();
    };
    if let Some(truth) = o.always {
        return format!("always {truth}");
    }
    let without = if fact.nonzero { " without 0" } else { "" };
    let range = format!("range {}{without}", fact.range);
    match (&fact.how, o.requirement) {
        (How::Enclosure { .. }, Requirement::NonZero) => "nonzero by enclosure".into(),
        (How::Enclosure { .. }, _) => "by enclosure".into(),
        (How::Arctangent { .. }, Requirement::CosineNonZero) => "a part of an arctangent".into(),
        (_, Requirement::CosineNonZero) => match o.branch {
            None => format!("{range} inside (-pi/2, pi/2)"),
            Some(n) => format!("{range} in branch {n} of the tangent"),
        },
        (
            How::Boxes {
                cuts, left, right, ..
            },
            _,
        ) => {
            let positive = matches!(&fact.range.low, super::Bound::Open(_));
            let word = if positive { "positive" } else { "negative" };
            let [low, high] = [cuts.first(), cuts.last()]
                .map(|q| q.map_or_else(String::new, |q| q.0.to_string()));
            let beyond = if left.is_some() || right.is_some() {
                " and by growth beyond"
            } else {
                ""
            };
            format!("{word} by enclosures from {low} to {high}{beyond}")
        }
        _ => range,
    }
}

/// What evidence shows, in one sentence, where the statement itself has nothing to add.
pub(super) fn general(proved: bool, evidence: &Evidence) -> String {
    match evidence {
        Evidence::Analytic {
            obligations,
            single_piece: Some(piece),
            ..
        } => format!(
            "the pieces of sigma are one function, {piece}, composed of analytic functions ({} side condition{})",
            obligations.len(),
            if obligations.len() == 1 { "" } else { "s" }
        ),
        Evidence::Analytic { obligations, .. } if obligations.is_empty() => {
            "sigma is composed of functions that are analytic on all of R".into()
        }
        Evidence::Analytic { obligations, .. } => format!(
            "sigma is composed of analytic functions, and every denominator, logarithm and root is harmless on all \
             of R ({} side condition{})",
            obligations.len(),
            if obligations.len() == 1 { "" } else { "s" }
        ),
        Evidence::NotAnalytic(jump) => not_analytic(jump),
        Evidence::Increasing {
            limits: [low, high],
            ..
        } => format!(
            "the derivative of sigma is positive everywhere, and its limits at the ends of the line are {low} and \
             {high}: 0 {} between them",
            if proved { "lies" } else { "does not lie" }
        ),
        Evidence::Constant => "sigma is constant: its derivative is 0 everywhere".into(),
        Evidence::Descends { at, .. } => {
            format!("sigma decreases near x = {at}: its derivative is negative there")
        }
        Evidence::Unbounded { end } => {
            format!("sigma is not bounded: its limit at {end} is infinite")
        }
        Evidence::Rank(rank) => self::rank(rank),
        Evidence::RealAlternant { points, bits, .. } => format!(
            "the functions are linearly independent: their alternant at the real points {} is enclosed away from \
             zero with {bits} bits",
            points.join(", ")
        ),
        Evidence::Transcendental(j) if j.sigma_transcendental => format!(
            "x, sigma and S are algebraically independent: a 2 x 2 minor of their Jacobian is {} modulo {} at a point of the tower",
            j.determinant, j.prime
        ),
        Evidence::Transcendental(j) => format!(
            "sigma is algebraic over C(x) and S is not: its partial derivative is {} modulo {} at a point of the tower",
            j.determinant, j.prime
        ),
        Evidence::Algebraic => {
            "S is algebraic over C(x, sigma): the minors of the Jacobian of x, sigma, S that could show the contrary \
             vanish identically".into()
        }
        Evidence::IndependentOverSubfield(a) => format!(
            "1, S, S1, S2 are linearly independent over the field: their alternant at four points that agree in {} \
             is {} modulo {}",
            if a.level_of_sigma.is_some() { "x and sigma".to_string() } else { a.fixed.join(", ") },
            a.alternant.determinant,
            a.alternant.prime
        ),
        Evidence::RelationOverSubfield { relation } => format!("{} holds identically", relation_text(relation, &apart(&["1", "S", "S1", "S2"], relation))),
    }
}

fn not_analytic(e: &NotAnalyticEvidence) -> String {
    let at = &e.breakpoint;
    let sides = match (&e.left, &e.right) {
        (Some(l), Some(r)) if e.order == Some(0) && l == r => {
            let value = match &e.value {
                Some(v) => format!(" and the value {v}"),
                None => String::new(),
            };
            format!(": it has the limit {l}{value} there")
        }
        (Some(l), Some(r)) => format!(" from {l} to {r}"),
        _ => String::new(),
    };
    match (e.order, e.order_at_most) {
        (Some(0), _) => format!("sigma is not analytic at x = {at}: sigma itself jumps{sides}"),
        (Some(n), _) => format!(
            "sigma is not analytic at x = {at}: the derivative of order {n} jumps{sides}, the first that does"
        ),
        (None, Some(n)) => {
            format!("sigma is not analytic at x = {at}: a derivative of order at most {n} jumps")
        }
        (None, None) => format!("sigma is not analytic at x = {at}"),
    }
}

/// `sum c_j f_j = 0` as text, without the zero terms.
pub(super) fn relation_text<L: AsRef<str>>(coefficients: &[String], labels: &[L]) -> String {
    let terms: Vec<String> = coefficients
        .iter()
        .zip(labels)
        .filter(|(c, _)| *c != "0")
        .map(|(c, l)| match (c.as_str(), l.as_ref()) {
            ("1", l) => l.to_string(),
            (c, "1") => format!("({c})"),
            (c, l) => format!("({c})*{l}"),
        })
        .collect();
    if terms.is_empty() {
        "0 = 0".into()
    } else {
        format!("{} = 0", terms.join(" + "))
    }
}

/// What a sentence calls a family.
fn spoken(family: &str) -> &str {
    let known = ClaimId::all().filter_map(|c| c.statement().family);
    let mut known = known.filter(|f| f.name == family);
    known.next().map_or(family, |f| f.spoken)
}

/// The members of the family as they stand beside these coefficients. Functions that are given are written as they are.
pub(super) fn labels(r: &RankEvidence, coefficients: &[String]) -> Vec<String> {
    if ClaimId::all().any(|c| {
        c.statement()
            .family
            .is_some_and(|f| f.name == r.family && f.size.is_some())
    }) {
        apart(&r.functions, coefficients)
    } else {
        r.functions.clone()
    }
}

fn rank(r: &RankEvidence) -> String {
    let name = spoken(&r.family);
    match (&r.alternant, r.relations.first()) {
        (Some(a), None) => format!(
            "{name} is linearly independent: the alternant of its {} functions at {} points of the tower is {} \
             modulo {}",
            r.size, r.size, a.determinant, a.prime
        ),
        (_, Some(first)) => format!(
            "{name} has rank {} of {}: {}{}",
            r.rank,
            r.size,
            relation_text(first, &labels(r, first)),
            if r.relations.len() == 1 {
                String::new()
            } else {
                format!(" (and {} more relations)", r.relations.len() - 1)
            }
        ),
        (None, None) => format!("{name} is empty"),
    }
}

/// The reason why a variable of this kind (`exp`, `log`, `erf`, `tan`, `atan`, `root`) is new, in one sentence.
pub fn witness_because(kind: &str, witness: &Witness) -> String {
    const SOURCE: &str = "(Ax 1971, Rosenlicht 1976; docs/theory.md, Theorems 1 and 2)";
    match witness {
        Witness::Derivatives { prime, points, determinant } => {
            let name = match kind {
                "exp" => "the exponential",
                "log" => "the logarithm",
                "tan" => "the tangent",
                _ => "the arctangent",
            };
            let functions = if matches!(kind, "exp" | "log") {
                "exponents and logarithms"
            } else {
                "angles (twice the arguments of tangents, and arctangents)"
            };
            match (points.len(), kind) {
                (1, "exp") => format!("the exponent is not constant, so its exponential is transcendental {SOURCE}"),
                (1, "tan") => format!("the angle is not constant, so its tangent is transcendental {SOURCE}"),
                (1, _) => format!("its derivative is not zero, so {name} is transcendental {SOURCE}"),
                (n, _) => format!(
                    "the {n} {functions} up to this one are linearly independent over Q modulo constants \
                     (determinant of their \
                     derivatives {determinant} modulo {prime}), so {name} is transcendental {SOURCE}"
                ),
            }
        }
        Witness::ErrorFunctions => {
            "the Risch equation b' - 2*a*a'*b = a' has no solution in the tower, the argument a being up to sign \
             none of the \
             arguments of earlier error functions (docs/theory.md, Theorem 3)"
                .into()
        }
        Witness::Residues { characters } => {
            let orders: Vec<String> = characters
                .iter()
                .map(|c| format!("{} modulo {}", c.order, c.prime))
                .collect();
            format!(
                "the radicand has different power residue characters (of order {}) at two points that agree in the \
                 constants, \
                 so it is no constant times such a power (docs/theory.md, Theorem 4)",
                orders.join(", ")
            )
        }
    }
}
