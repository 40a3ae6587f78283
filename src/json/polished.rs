//! Weights that were polished.

use serde_json::{Value, json};
use wronski_exact::print::number_text;
use wronski_minima::construct::{Polished, record};

/// Weights as in a network file, and how they were found; distances and gradients in the maximum norm.
pub fn polished_json(p: &Polished) -> Value {
    json!({
        "weights": record::weights(&p.weights),
        "settled": p.settled,
        "distance": number_text(&p.distance),
        "gradient_before": p.gradient[0],
        "gradient_after": p.gradient[1],
        "steps": p.steps,
    })
}
