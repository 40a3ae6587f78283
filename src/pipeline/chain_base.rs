//! Base weights of a chain as text: `w1=1/2,b1=0,w2=2`, or a JSON file with one entry a layer.

use num_rational::BigRational;
use serde_json::Value;
use wronski_diagnostic::ErrorCode;

use wronski_diagnostic::{Diagnostic, Result, Span};
use wronski_exact::decimal::{NearestDouble, exact_number, nearest_double};
use wronski_symbolic::family::ChainWeights;

/// Digits of a number, and the largest exponent of ten.
const LONGEST_NUMBER: usize = 60;

/// Reads `w1=1/2,b1=0,w2=2`: weights that are not named are 1, biases that are not named are 0.
///
/// # Errors
/// `W0401` for a part that is not `NAME=NUMBER`, `W0402` for a name that is no weight of the chain, `W0403` for a
/// weight given twice, `W0404` for a malformed number; with the place in the text.
pub fn parse_base(text: &str, layers: usize) -> Result<ChainWeights> {
    let mut weights = ChainWeights::unit(layers).layers().to_vec();
    let mut given = std::collections::BTreeSet::new();
    let mut start = 0;
    for part in text.split(',') {
        let span = trimmed(text, start, start + part.len());
        start += part.len() + 1;
        let Some((name, number)) = part.split_once('=') else {
            return Err(Diagnostic::input(
                ErrorCode::W0401,
                format!("`{}` is not of the form NAME=NUMBER", shorten(part.trim())),
            )
            .at(Some(span))
            .label("expected NAME=NUMBER")
            .help("write the base weights as `w1=1/2,b1=0,w2=2`, or name a JSON file"));
        };
        let name_start = start - part.len() - 1;
        let name_span = trimmed(text, name_start, name_start + name.len());
        let number_span = trimmed(text, name_start + name.len() + 1, start - 1);
        let (bias, layer) = weight_name(name.trim(), layers).ok_or_else(|| {
            Diagnostic::input(
                ErrorCode::W0402,
                format!(
                    "`{}` is no weight of a chain of {layers} layers",
                    shorten(name.trim())
                ),
            )
            .at(Some(name_span))
            .label("unknown weight")
            .help(format!("the weights are w1, b1, ..., w{layers}, b{layers}"))
        })?;
        if !given.insert((bias, layer)) {
            return Err(Diagnostic::input(
                ErrorCode::W0403,
                format!("`{}` is given twice", name.trim()),
            )
            .at(Some(name_span))
            .label("given before")
            .help("give each weight once"));
        }
        let q = exact_number(number.trim(), LONGEST_NUMBER)
            .ok_or_else(|| malformed(number).at(Some(number_span)))?;
        let slot = &mut weights[layer - 1];
        if bias {
            slot.1 = q;
        } else {
            slot.0 = q;
        }
    }
    Ok(ChainWeights::new(weights))
}

/// Reads a list with one entry `{ "W": [[w]], "b": [b] }` for each layer, from the input on; `b` may be
/// absent and is then 0. Numbers are exact strings such as `"1/3"`, or JSON numbers, which stand for the
/// nearest double.
///
/// # Errors
/// `W0404` for a malformed number, `W0406` for JSON of another shape; the message names the place as a JSON
/// pointer.
pub fn read_base(json: &str, layers: usize) -> Result<ChainWeights> {
    let shape = |at: &str, what: String| {
        let place = if at.is_empty() {
            "the document".to_string()
        } else {
            at.to_string()
        };
        Diagnostic::input(ErrorCode::W0406, format!("base weights: {place}: {what}"))
            .help("one entry a layer: `[{ \"W\": [[\"1/2\"]], \"b\": [\"0\"] }, ...]`")
    };
    let document: Value =
        serde_json::from_str(json).map_err(|e| shape("", format!("no JSON: {e}")))?;
    let entries = document
        .as_array()
        .ok_or_else(|| shape("", "not a list".into()))?;
    if entries.len() != layers {
        return Err(shape(
            "",
            format!("{} entries for a chain of {layers} layers", entries.len()),
        ));
    }
    let mut out = vec![];
    for (i, entry) in entries.iter().enumerate() {
        let object = entry
            .as_object()
            .ok_or_else(|| shape(&format!("/{i}"), "not an object".into()))?;
        if let Some(key) = object.keys().find(|k| *k != "W" && *k != "b") {
            return Err(shape(
                &format!("/{i}/{}", shorten(key)),
                "unknown key".into(),
            ));
        }
        let w = object
            .get("W")
            .ok_or_else(|| shape(&format!("/{i}/W"), "missing".into()))?;
        let w = single(w)
            .and_then(single)
            .ok_or_else(|| shape(&format!("/{i}/W"), "not a 1 x 1 matrix `[[w]]`".into()))?;
        let b = match object.get("b") {
            None => None,
            Some(b) => Some(
                single(b)
                    .ok_or_else(|| shape(&format!("/{i}/b"), "not a list of one number".into()))?,
            ),
        };
        let read = |v: &Value, at: String| {
            json_number(v).ok_or_else(|| {
                let mut d = malformed(&v.to_string());
                d.message = format!("base weights: {at}: {}", d.message);
                d
            })
        };
        out.push((
            read(w, format!("/{i}/W/0/0"))?,
            match b {
                Some(b) => read(b, format!("/{i}/b/0"))?,
                None => BigRational::from_integer(0.into()),
            },
        ));
    }
    Ok(ChainWeights::new(out))
}

fn single(v: &Value) -> Option<&Value> {
    match v.as_array()?.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn json_number(v: &Value) -> Option<BigRational> {
    match v {
        Value::String(s) => exact_number(s.trim(), LONGEST_NUMBER),
        Value::Number(n) => match nearest_double(&n.to_string(), LONGEST_NUMBER)? {
            NearestDouble::Value(q) => Some(q),
            NearestDouble::Overflow => None,
        },
        _ => None,
    }
}

fn malformed(text: &str) -> Diagnostic {
    Diagnostic::input(
        ErrorCode::W0404,
        format!("`{}` is no rational number", shorten(text.trim())),
    )
    .label("expected a number")
    .help(format!(
        "write an exact number of at most {LONGEST_NUMBER} characters such as `-3/4` or `0.25`"
    ))
}

/// The bounds of the text between two places, without surrounding spaces.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = &text[start..end];
    let lead = part.len() - part.trim_start().len();
    Span::new(start + lead, start + lead + part.trim().len())
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_string();
    }
    text.chars().take(40).chain(['…']).collect()
}

/// Is it a bias, and of which layer?
fn weight_name(name: &str, layers: usize) -> Option<(bool, usize)> {
    let (bias, digits) = match (name.strip_prefix('w'), name.strip_prefix('b')) {
        (Some(d), _) => (false, d),
        (_, Some(d)) => (true, d),
        _ => return None,
    };
    if digits.is_empty() || digits.len() > 3 || digits.starts_with('0') {
        return None;
    }
    let layer: usize = digits
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| digits.parse().ok())??;
    (layer <= layers).then_some((bias, layer))
}

#[cfg(test)]
mod tests {
    use num_bigint::BigInt;

    use super::*;

    fn q(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn json_numbers_are_nearest_doubles() {
        let w = read_base(r#"[{"W": [[0.1]]}, {"W": [["0.1"]], "b": [-2]}]"#, 2).expect("valid");
        let double = BigRational::new(
            BigInt::from(3_602_879_701_896_397_i64),
            BigInt::from(36_028_797_018_963_968_i64),
        );
        assert_eq!(w.layers(), [(double, q(0, 1)), (q(1, 10), q(-2, 1))]);
    }
}
