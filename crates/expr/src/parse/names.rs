//! Which names exist, and what to say about one that does not.

use super::signature::Signatures;
use super::vocabulary::Vocabulary;
use crate::Func;
use wronski_diagnostic::ErrorCode;
use wronski_diagnostic::{Diagnostic, Span};

/// The names of the grammar that are neither functions of one argument nor constants.
const FORMS: [&str; 5] = ["max", "min", "where", "diff", "compose"];

/// Letters that people use for a further variable.
const VARIABLES: [&str; 9] = ["X", "y", "z", "t", "u", "v", "w", "s", "r"];

/// Names of constants that happen to be close to a function's (`tau` to `tan`).
const GREEK: [&str; 20] = [
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu",
    "nu", "xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega",
];

/// Activations of the frameworks that are outside of the subject (in lower case, without `_`).
const NOT_UNIVARIATE: [&str; 9] = [
    "softmax",
    "logsoftmax",
    "softmin",
    "sparsemax",
    "glu",
    "swiglu",
    "geglu",
    "maxout",
    "rrelu",
];

/// Is this a name of the grammar's shape?
pub(crate) fn is_identifier(name: &str) -> bool {
    let mut chars = name.chars();
    chars
        .next()
        .is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// What a name means already, if a parameter cannot have it.
pub(crate) fn reserved(name: &str, signatures: &Signatures) -> Option<&'static str> {
    match name {
        "x" => Some("the variable"),
        "pi" => Some("the number pi"),
        "e" => Some("Euler's number"),
        _ if FORMS.contains(&name) || Func::from_name(name).is_some() => Some("a function"),
        _ if signatures.find(name).is_some() => Some("a function of the catalogue"),
        _ => None,
    }
}

/// A name cut to a length that fits into a message.
pub(crate) fn shorten(name: &str) -> String {
    if name.chars().count() <= 40 {
        name.to_owned()
    } else {
        let head: String = name.chars().take(37).collect();
        format!("{head}...")
    }
}

/// The diagnostic for a name that means nothing: an unknown function, a second variable, an
/// undeclared parameter or a misspelling.
pub(super) fn unknown(
    name: &str,
    called: bool,
    span: Span,
    vocabulary: &Vocabulary<'_>,
) -> Diagnostic {
    let shown = shorten(name);
    let bare = name.split_once("::").map_or(name, |(_, bare)| bare);
    if NOT_UNIVARIATE.contains(&&*bare.to_ascii_lowercase().replace('_', "")) {
        return Diagnostic::input(
            ErrorCode::W0103,
            format!("`{shown}` is no deterministic function of one real variable"),
        )
        .at(Some(span))
        .label("not an activation in x alone")
        .help("`wronski catalog` lists the known functions");
    }
    let near = nearest(name, called, vocabulary);
    if called || name.contains("::") {
        let elsewhere = in_frameworks(name, vocabulary.signatures);
        let help = match near {
            _ if !elsewhere.is_empty() => format!("known are {}", elsewhere.join(", ")),
            Some(known) => format!("did you mean `{known}`?"),
            None if vocabulary.parameters.get(name).is_some() || name.len() == 1 => {
                "to multiply, write `*` before the parenthesis".to_owned()
            }
            None => "`wronski catalog` lists the known functions".to_owned(),
        };
        return Diagnostic::input(ErrorCode::W0103, format!("unknown function `{shown}`"))
            .at(Some(span))
            .label("unknown")
            .help(help);
    }
    if near.as_deref() == Some(&*name.to_ascii_lowercase()) {
        return Diagnostic::input(ErrorCode::W0103, format!("unknown name `{shown}`"))
            .at(Some(span))
            .label("unknown")
            .help(format!(
                "did you mean `{}`? (names without a framework are lower-case)",
                name.to_ascii_lowercase()
            ));
    }
    let numbered = name.len() > 1
        && name.starts_with(['x', 'X'])
        && name[1..]
            .trim_start_matches('_')
            .chars()
            .all(|c| c.is_ascii_digit());
    if VARIABLES.contains(&name) || numbered {
        return Diagnostic::input(ErrorCode::W0105, format!("`{shown}` is not the variable; only `x` is"))
            .at(Some(span))
            .label("second variable")
            .help(format!(
                "an activation is a function of x alone; if `{shown}` is a constant, declare it with `--param {shown}`"
            ));
    }
    match near {
        Some(known) if name.len() >= 3 && !GREEK.contains(&name) => Diagnostic::input(
            ErrorCode::W0103,
            format!("unknown name `{shown}`"),
        )
        .at(Some(span))
        .label("unknown")
        .help(format!(
            "did you mean `{known}`? (if it is a constant, declare it with `--param {shown}`)"
        )),
        _ => Diagnostic::input(
            ErrorCode::W0104,
            format!("the parameter `{shown}` is not declared"),
        )
        .at(Some(span))
        .label("not declared")
        .help(format!(
            "declare it with `--param {shown}` (any constant) or `--param {shown}=3/2` (this value)"
        )),
    }
}

/// The spellings of a function that another framework has, or that has no framework.
fn in_frameworks(name: &str, signatures: &Signatures) -> Vec<String> {
    let Some((_, bare)) = name.split_once("::") else {
        return Vec::new();
    };
    let same = |a: &str| {
        a.replace('_', "")
            .eq_ignore_ascii_case(&bare.replace('_', ""))
    };
    signatures
        .spellings()
        .filter(|known| same(known.split_once("::").map_or(*known, |(_, b)| b)))
        .map(|known| format!("`{known}`"))
        .collect()
}

/// The known name with the least edit distance, if it is close.
fn nearest(name: &str, called: bool, vocabulary: &Vocabulary<'_>) -> Option<String> {
    if name.len() > 40 {
        return None;
    }
    let constants = ["pi"]
        .into_iter()
        .filter(|_| !called)
        .map(str::to_owned)
        .chain(
            vocabulary
                .parameters
                .iter()
                .filter(|_| !called)
                .map(|(n, _)| n.to_owned()),
        );
    let lower = name.to_ascii_lowercase();
    Func::ALL
        .into_iter()
        .flat_map(Func::spellings)
        .map(str::to_owned)
        .chain(FORMS.into_iter().map(str::to_owned))
        .chain(vocabulary.signatures.spellings().map(str::to_owned))
        .chain(constants)
        .map(|known| (distance(&lower, &known.to_ascii_lowercase()), known))
        .filter(|(d, known)| *d <= (known.len().min(name.len()) / 3).max(1) && *d < name.len())
        .min()
        .map(|(_, known)| known)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let changed = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
