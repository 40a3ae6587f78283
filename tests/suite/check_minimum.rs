//! Certificates of minima that must be accepted.

use std::path::PathBuf;

use wronski::internals::check::{Report, check_text};

fn text(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/minima/{name}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn shown(report: &Report) -> String {
    report
        .claims
        .iter()
        .map(|c| format!("{} {}", c.id, c.verdict))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn hand_made_certificates() {
    for (name, expected) in [
        (
            "strict",
            "activation unverified, critical-point proved, strict-local-minimum proved",
        ),
        (
            "bad",
            "activation unverified, critical-point proved, local-minimum proved, smaller-loss proved, path proved, \
             neighbourhood proved",
        ),
        (
            "deep",
            "activation unverified, critical-point proved, local-minimum proved, smaller-loss proved, path proved",
        ),
        (
            "biased",
            "activation unverified, critical-point proved, local-minimum proved, smaller-loss proved, path proved",
        ),
        (
            "saddle",
            "activation unverified, critical-point proved, saddle proved",
        ),
        ("excluded", "activation unverified, not-critical proved"),
    ] {
        let report = check_text(&text(name)).unwrap_or_else(|r| panic!("{name}: {r}"));
        assert_eq!(shown(&report), expected, "{name}");
    }
}
