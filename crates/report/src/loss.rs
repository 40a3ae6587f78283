//! The loss in words and formulas. Another loss is one more arm of each function here.

use super::math::{Math, digits, name, op, paren, row, sub};
use wronski_certificate::LossName;
use wronski_certificate::minimum::NetworkRecord;

/// The loss of a network; `None` if it has no name that is known here.
fn of(network: &NetworkRecord) -> Option<LossName> {
    LossName::read(&network.loss)
}

/// Its formula, as a tree and as text; `None` for a loss without a name that is known here.
pub(super) fn formula(network: &NetworkRecord) -> Option<(Math, &'static str)> {
    match of(network)? {
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
pub(super) fn half_slope(network: &NetworkRecord) -> &'static str {
    match of(network) {
        Some(LossName::SumOfSquares) => "the residual (output minus target)",
        None => "half of the derivative of the loss by the output",
    }
}

/// In what sense outputs with a smaller loss are closer to the targets.
pub(super) fn closeness(network: &NetworkRecord) -> &'static str {
    match of(network) {
        Some(LossName::SumOfSquares) => "in the sum of squares",
        None => "by the loss",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wronski_certificate::minimum::MinimumCertificate;

    #[test]
    fn a_loss_without_a_name_is_not_called_another_one() {
        let text = include_str!("../../../tests/minima/strict.json");
        let mut c = MinimumCertificate::from_json(text)
            .expect("a certificate")
            .network;
        assert!(half_slope(&c).contains("residual") && closeness(&c).contains("squares"));
        assert!(formula(&c).is_some());
        c.loss = "mean_of_squares".into();
        assert!(formula(&c).is_none());
        assert!(!half_slope(&c).contains("residual") && !closeness(&c).contains("squares"));
    }
}
