//! `verify --cross-check`.

use serde_json::{Value, json};

use crate::pipeline::CrossChecked;

/// The object with the ranks by real numbers, if there are any.
pub fn with_cross_check(mut value: Value, checked: Option<&[CrossChecked]>) -> Value {
    if let Some(checked) = checked {
        value["cross_check"] = checked
            .iter()
            .map(|c| match &c.at_least {
                Ok(n) => {
                    json!({ "claim": c.claim, "rank_at_least": n, "agrees": c.rank.map(|r| *n <= r) })
                }
                Err(why) => {
                    json!({ "claim": c.claim, "rank_at_least": 0, "agrees": null, "not_enclosed": why })
                }
            })
            .collect();
    }
    value
}
