//! What is written from the statements of the claims: `docs/claims.md`, the table of the README, and the parts of the
//! schemas that name claims. `WRONSKI_WRITE=1` writes them anew.

use std::fs;
use std::path::PathBuf;

use serde_json::{Map, Value, json};
use wronski::ClaimId;
use wronski::internals::certificate::ACTIVATION_CLAIMS;
use wronski::internals::certificate::claim::{About, Asked, INDEPENDENT, NOTHING_FOLLOWS, Shape};

/// The file is what it should be, or becomes so.
fn holds(path: &str, wanted: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    let found = fs::read_to_string(&path).unwrap_or_default();
    if found == wanted {
        return;
    }
    if std::env::var_os("WRONSKI_WRITE").is_some() {
        fs::write(&path, wanted).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        return;
    }
    let line = (1..)
        .zip(found.lines().zip(wanted.lines()))
        .find(|(_, (a, b))| a != b);
    panic!(
        "{} is not what the statements say, from {line:?} on; WRONSKI_WRITE=1 cargo test --test suite generated:: \
         writes it anew",
        path.display()
    );
}

fn text(path: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The lines at most 118 characters long, words kept whole.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("a line");
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= 118 {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_string());
        }
    }
    lines.join("\n")
}

fn section(id: ClaimId) -> String {
    let s = id.statement();
    let mut facts = vec![
        match s.about {
            About::Sigma => "about sigma and its derivatives".to_string(),
            About::Composition => "about sigma and S = sigma(sigma(x))".to_string(),
            About::Functions => "about functions that are given".to_string(),
        },
        match s.asked {
            Asked::WithAssumption1 => {
                "decided with `--assumption 1` and everything beyond".to_string()
            }
            Asked::WithAssumption2 => {
                "decided with `--assumption 2` and everything beyond".to_string()
            }
            Asked::WithAll => "decided when all is asked for".to_string(),
            Asked::ByName if id == INDEPENDENT => "decided by `wronski independent`".to_string(),
            Asked::ByName => format!("decided only with `--claim {}`", s.id),
        },
    ];
    if let Some(family) = s.family {
        facts.push(match family.size {
            Some(n) => format!("a rank of {}, {n} functions", family.spoken),
            None => format!("a rank of {}", family.spoken),
        });
    }
    if !s.needs.is_empty() {
        let names: Vec<String> = s.needs.iter().map(|c| format!("`{c}`")).collect();
        facts.push(format!(
            "stands on {} of the same certificate",
            names.join(", ")
        ));
    }
    let facts = facts.join("; ");
    let parts = [
        format!("{}.", facts[..1].to_uppercase() + &facts[1..]),
        s.sentence.to_string(),
        format!("*Proved*: {}", s.proved),
        format!("*Refuted*: {}", s.refuted),
    ];
    format!(
        "## {}: `{}`\n\n{}\n",
        s.title,
        s.id,
        parts.map(|p| wrapped(&p)).join("\n\n")
    )
}

#[test]
fn the_page_of_claims() {
    let head = wrapped(
        "`sigma` is the activation, `s`, `s1`, `s2` are sigma and its derivatives, `S`, `S1`, `S2` those of sigma at \
         sigma(x). Names in brackets are those of [literature.md](literature.md). How each claim is decided is in \
         [theory.md](theory.md); what a certificate says for it in [certificate.md](certificate.md).",
    );
    let nothing = wrapped(&format!("*Undecided*, for every claim: {NOTHING_FOLLOWS}"));
    let sections: Vec<String> = ClaimId::all().map(section).collect();
    holds(
        "docs/claims.md",
        &format!(
            "# Claims\n\nWritten from the statements in `crates/certificate/src/claim`; a test compares. Do not edit.\n\n\
             {head}\n\n{nothing}\n\n{}",
            sections.join("\n")
        ),
    );
}

#[test]
fn the_table_of_the_readme() {
    let readme = text("README.md");
    let head = "| claim | proved means |\n|---|---|\n";
    let start = readme.find(head).expect("the table") + head.len();
    let end = start + readme[start..].find("\n\n").expect("an end") + 1;
    let row = |c: ClaimId| {
        let s = c.statement();
        let how = match s.asked {
            Asked::ByName => format!("; decided only with `verify tanh --claim {}`", s.id),
            _ => String::new(),
        };
        format!("| `{}` | {}{how} |\n", s.id, s.brief)
    };
    let rows: String = ACTIVATION_CLAIMS.into_iter().map(row).collect();
    holds(
        "README.md",
        &format!("{}{rows}{}", &readme[..start], &readme[end..]),
    );
}

/// A shape of an answer: the fields of every claim, then its own; those that have to be there.
fn shape(id: ClaimId, shape: Shape) -> Value {
    let count = || json!({ "type": "integer", "minimum": 0 });
    let texts = || json!({ "type": "array", "items": { "type": "string" } });
    let lists = || json!({ "type": "array", "items": texts() });
    let mut fields = Map::new();
    let mut required = vec!["id", "verdict", "because"];
    let mut field = |name: &str, value: Value| fields.insert(name.into(), value);
    field("id", json!({ "const": id.as_str() }));
    field(
        "verdict",
        json!({ "enum": ["proved", "refuted", "undecided"] }),
    );
    field("because", json!({ "type": "string" }));
    field(
        "reason",
        json!({ "description": "Of an undecided claim: why, as data.", "$ref": "#/$defs/reason" }),
    );
    if matches!(shape, Shape::Jump | Shape::Pieces) {
        let described = |what: &str, mut value: Value| {
            value["description"] = what.into();
            value
        };
        let constant = || json!({ "type": "string" });
        field(
            "breakpoint",
            described(
                "Refuted because sigma is not analytic: a point where the one-sided Taylor expansions differ, an exact \
                 constant.",
                constant(),
            ),
        );
        field(
            "order",
            described(
                "The order of the first derivative that jumps there; 0 is sigma itself.",
                count(),
            ),
        );
        field(
            "order_at_most",
            described(
                "In place of `order`: a derivative that jumps, when a lower one may do so already.",
                count(),
            ),
        );
        for (name, side) in [("left", "left"), ("right", "right")] {
            let what = format!("That derivative on the {side}, if it is an exact constant.");
            field(name, described(&what, constant()));
        }
        field(
            "value",
            described(
                "With `order` 0: the value of sigma at the breakpoint.",
                constant(),
            ),
        );
    }
    if shape == Shape::Pieces {
        field("linear_pieces", json!({ "$ref": "#/$defs/linear_pieces" }));
    }
    if shape == Shape::Relation {
        field(
            "relation",
            json!({ "type": "array", "items": { "type": "string" }, "minItems": 4, "maxItems": 4 }),
        );
    }
    if let Some(size) = id.family_size() {
        field("size", json!({ "const": size }));
        required.push("size");
    }
    let own: &[&str] = match shape {
        Shape::Verdict | Shape::Jump | Shape::Pieces | Shape::Relation => &[],
        Shape::Rank => {
            field("rank", count());
            field("relations", lists());
            &["rank", "relations"]
        }
        Shape::RankBounds => {
            field("rank_at_least", count());
            field("rank_at_most", count());
            &["rank_at_least", "rank_at_most"]
        }
        Shape::RankOutside => {
            field("rank", count());
            field("rank_rest", count());
            for name in ["b31", "b32", "b33"] {
                field(name, json!({ "enum": ["outside", "inside"] }));
            }
            field("relations", lists());
            field("all_relations", lists());
            &[
                "rank",
                "rank_rest",
                "b31",
                "b32",
                "b33",
                "relations",
                "all_relations",
            ]
        }
    };
    required.extend(own);
    field(
        "exceptional",
        json!({ "type": "array", "items": { "$ref": "#/$defs/exclusion" } }),
    );
    json!({ "type": "object", "properties": fields, "required": required, "additionalProperties": false })
}

#[test]
fn the_schemas_name_the_claims() {
    let ids: Vec<&str> = ClaimId::all().map(ClaimId::as_str).collect();
    for (name, edit) in [
        (
            "verify",
            &(|schema: &mut Value| {
                let shapes = |c: ClaimId| c.statement().shapes.iter().map(move |s| shape(c, *s));
                let all: Vec<Value> = ACTIVATION_CLAIMS.into_iter().flat_map(shapes).collect();
                schema["$defs"]["claim"] = json!({ "oneOf": all });
            }) as &dyn Fn(&mut Value),
        ),
        ("certificate", &|schema| {
            schema["properties"]["claims"]["items"]["properties"]["id"] = json!({ "enum": ids });
        }),
    ] {
        let path = format!("docs/schema/{name}.schema.json");
        let mut schema: Value = serde_json::from_str(&text(&path)).expect("JSON");
        edit(&mut schema);
        let wanted = serde_json::to_string_pretty(&schema).expect("text") + "\n";
        holds(&path, &wanted);
    }
}
