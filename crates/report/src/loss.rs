//! The loss in words and formulas. Another loss is one more arm of each function here.

use super::math::{Math, digits, name, op, paren, row, sub};
use wronski_certificate::LossName;
use wronski_certificate::minimum::MinimumCertificate;

/// The loss of a certificate; `None` if it has no name that is known here.
fn of(c: &MinimumCertificate) -> Option<LossName> {
    LossName::read(&c.network.loss)
}

/// Its formula, as a tree and as text; `None` for a loss without a name that is known here.
pub(super) fn formula(c: &MinimumCertificate) -> Option<(Math, &'static str)> {
    match of(c)? {
        LossName::SumOfSquares => Some((sum_of_squares(), "sum_i sum_k (f_k(x_i) - y_ik)^2")),
    }
}

fn sum_of_squares() -> Math {
    let indexed = |base: &str, index: &str| sub(name(base), name(index));
    let output = row([
        indexed("f", "k"),
        paren(indexed("x", "i")),
        op('−'),
        sub(name("y"), row([name("i"), name("k")])),
    ]);
    row([
        Math::Sum(Box::new(name("i"))),
        Math::Sum(Box::new(name("k"))),
        Math::Power(Box::new(paren(output)), Box::new(digits("2"))),
    ])
}

/// What r stands for in moment matrices: half of the derivative of the loss by an output.
pub(super) fn half_slope(c: &MinimumCertificate) -> &'static str {
    match of(c) {
        Some(LossName::SumOfSquares) => "the residual (output minus target)",
        None => "half of the derivative of the loss by the output",
    }
}

/// In what sense outputs with a smaller loss are closer to the targets.
pub(super) fn closeness(c: &MinimumCertificate) -> &'static str {
    match of(c) {
        Some(LossName::SumOfSquares) => "in the sum of squares",
        None => "by the loss",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loss_without_a_name_is_not_called_another_one() {
        let text = include_str!("../../../tests/minima/strict.json");
        let mut c = MinimumCertificate::from_json(text).expect("a certificate");
        assert!(half_slope(&c).contains("residual") && closeness(&c).contains("squares"));
        assert!(formula(&c).is_some());
        c.network.loss = "mean_of_squares".into();
        assert!(formula(&c).is_none());
        assert!(!half_slope(&c).contains("residual") && !closeness(&c).contains("squares"));
    }
}
