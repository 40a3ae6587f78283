//! What a report costs beside checking its certificates. `cargo bench --bench reports`
//!
//! The certificates are those of `examples/reports`: seven activations with all claims, a constructed network, and a
//! published one with 504 weights.

mod support;

use std::fs;
use std::path::Path;

use support::bench;
use wronski::internals::check::check_text;
use wronski::internals::report::{AnyCertificate, Checked, Entry, build, html, latex, markdown};

fn main() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/reports");
    let read = |name: &str| {
        fs::read_to_string(directory.join(format!("{name}-certificate.json"))).expect("a file")
    };
    let seven: Vec<String> = (1..=7)
        .map(|i| read(&format!("activations-c{i}")))
        .collect();
    for (what, texts) in [
        ("seven activations", seven),
        ("1-4-3-1", vec![read("gelu-network")]),
        ("2-21-21-1", vec![read("published")]),
    ] {
        let entries: Vec<Entry> = texts
            .iter()
            .map(|t| Entry {
                certificate: AnyCertificate::from_json(t).expect("a certificate"),
                checked: Checked::Confirmed,
            })
            .collect();
        bench(&format!("{what}: check"), || {
            texts.iter().filter(|t| check_text(t).is_ok()).count()
        });
        bench(&format!("{what}: the report as data"), || build(&entries));
        let report = build(&entries);
        bench(&format!("{what}: html"), || html(&report));
        bench(&format!("{what}: md"), || markdown(&report, Some("page")));
        bench(&format!("{what}: tex"), || latex(&report, Some("page")));
        #[cfg(feature = "pdf")]
        bench(&format!("{what}: pdf"), || {
            wronski::internals::report::pdf(&report).map(|p| p.bytes)
        });
    }
}
