//! JSON text in which no key stands twice in one object.
//!
//! A reader that lets the last one count shows something else than what another reader takes for it.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Refuses a text in which an object has a key twice, with the place: the path of the key, and its line and column.
///
/// # Errors
/// That, or what is wrong with the text as JSON.
pub(super) fn distinct_keys(text: &str) -> Result<(), String> {
    let mut path = String::new();
    let mut reader = serde_json::Deserializer::from_str(text);
    Anything(&mut path)
        .deserialize(&mut reader)
        .and_then(|()| reader.end())
        .map_err(|e| e.to_string())
}

/// Any value; the path to it is kept for messages.
struct Anything<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for Anything<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Anything<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text, an integer, a list or an object (exact numbers are texts)")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let length = self.0.len();
        for i in 0.. {
            self.0.push_str(&format!("/{i}"));
            let more = items.next_element_seed(Anything(self.0))?;
            self.0.truncate(length);
            if more.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let length = self.0.len();
        let mut seen: BTreeSet<String> = BTreeSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            if seen.contains(&key) {
                return Err(A::Error::custom(format!(
                    "the key `{}` stands twice in the object at {}",
                    key.chars().take(60).collect::<String>(),
                    if self.0.is_empty() { "the top" } else { self.0 }
                )));
            }
            self.0.push('/');
            self.0.push_str(&key);
            entries.next_value_seed(Anything(self.0))?;
            self.0.truncate(length);
            seen.insert(key);
        }
        Ok(())
    }
}

/// The place of the first thing that `given` has and `read` has not: there the text says more than was read.
pub(super) fn first_difference(
    given: &serde_json::Value,
    read: &serde_json::Value,
) -> Option<String> {
    use serde_json::Value;
    match (given, read) {
        (Value::Object(a), Value::Object(b)) => a.iter().find_map(|(key, value)| {
            let below = match b.get(key) {
                Some(other) => first_difference(value, other)?,
                None => String::new(),
            };
            Some(format!("/{key}{below}"))
        }),
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(i, (value, other))| {
                Some(format!("/{i}{}", first_difference(value, other)?))
            })
        }
        (a, b) if a == b => None,
        _ => Some(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_key_that_stands_twice_is_found_with_its_place() {
        for (text, place) in [
            (
                r#"{"a": 1, "a": 2}"#,
                "`a` stands twice in the object at the top",
            ),
            (
                r#"{"a": [0, {"b": {}, "b": {}}]}"#,
                "`b` stands twice in the object at /a/1",
            ),
            (
                r#"{"a": {"c": 1, "d": {"x": null, "y": 15, "x": true}}}"#,
                "`x` stands twice in the object at /a/d",
            ),
            // The same key, written in another way.
            ("{\"a\": 1, \"\\u0061\": 2}", "`a` stands twice"),
        ] {
            let why = distinct_keys(text).expect_err(text);
            assert!(why.contains(place) && why.contains("line 1"), "{why}");
        }
        for text in [
            r#"{"a": {"a": [{"a": 1}, {"a": 2}]}, "b": -1}"#,
            "[]",
            "null",
            "\"a\"",
        ] {
            assert_eq!(distinct_keys(text), Ok(()), "{text}");
        }
        // No number in a certificate is a floating-point number.
        for text in ["", "{", "[1] 2", "{\"a\" 1}", "[1.5]", "[1e400]"] {
            assert!(distinct_keys(text).is_err(), "{text}");
        }
    }

    #[test]
    fn differences_have_a_place() {
        let read = json!({ "a": [{ "b": 1 }], "c": {} });
        let given = json!({ "a": [{ "b": 1, "note": "x" }], "c": {} });
        assert_eq!(
            first_difference(&given, &read).as_deref(),
            Some("/a/0/note")
        );
        assert_eq!(first_difference(&read, &read), None);
    }
}
