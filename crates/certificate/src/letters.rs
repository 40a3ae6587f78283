//! The letters of families beside parameters of the same name.
//!
//! Relations are written with the letters of the theory (`s`, `s1`, `S2`, ...). A parameter may be called so too: then
//! the letter of the family gets underscores, as generators of fields do, until no parameter is called like it.

use std::collections::BTreeSet;

/// The names in a text.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The labels of the members of a family, such as `x^2*s2*S1`, for a text in which these coefficients stand beside
/// them.
///
/// ```
/// use wronski_certificate::letters::apart;
/// assert_eq!(apart(&["x*s1", "S"], &["s/2", "1"]), ["x*s1", "S"]);
/// assert_eq!(apart(&["x*s1", "S"], &["s1/2", "1"]), ["x*s1_", "S"]);
/// ```
pub fn apart<L: AsRef<str>, C: AsRef<str>>(labels: &[L], coefficients: &[C]) -> Vec<String> {
    let taken: BTreeSet<&str> = coefficients
        .iter()
        .flat_map(|c| names(c.as_ref()))
        .collect();
    let renamed = |name: &str| {
        let mut new = name.to_owned();
        while name != "x" && taken.contains(new.as_str()) {
            new.push('_');
        }
        new
    };
    let one = |label: &str| {
        let factors = label.split('*').map(|factor| match factor.split_once('^') {
            Some((name, exponent)) => format!("{}^{exponent}", renamed(name)),
            None => renamed(factor),
        });
        factors.collect::<Vec<_>>().join("*")
    };
    labels.iter().map(|l| one(l.as_ref())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_give_way_to_parameters_and_x_does_not() {
        let of = |labels: &[&str], coefficients: &[&str]| apart(labels, coefficients).join(", ");
        assert_eq!(of(&["1", "x^2*s2*S1"], &["x", "(b + 1)/b"]), "1, x^2*s2*S1");
        assert_eq!(of(&["s^2*S2", "s"], &["s^-1/(s + s_)"]), "s__^2*S2, s__");
        // `diff(S)` names S, and `S1` is another name.
        assert_eq!(of(&["S", "S1"], &["diff(S)"]), "S_, S1");
        assert_eq!(of(&["s1"], &["2*s10 + as1"]), "s1");
    }
}
