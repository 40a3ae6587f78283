//! Rule files: reading any text, and testing the rules that it holds, must not panic or hang.
//!
//! An input that starts with `[` is a rule file; any other has a side in each of its first two lines and a side
//! condition in each further one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wronski::internals::rewrite::{RuleLibrary, check_rule};
use wronski_fuzz::on_a_deep_stack;

fn file(text: &str) -> String {
    if text.starts_with('[') {
        return text.to_owned();
    }
    let quoted = |line: &str| format!("{line:?}");
    let mut lines = text.lines();
    let mut side = || quoted(lines.next().unwrap_or("?a"));
    let (lhs, rhs) = (side(), side());
    let when: Vec<String> = lines.take(4).map(quoted).collect();
    format!(
        "[[rule]]\nname = \"r\"\nlhs = {lhs}\nrhs = {rhs}\nwhen = [{}]\nsearch = \"both\"\nvalid = \"\"\nsource = \"\"\n",
        when.join(", ")
    )
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    on_a_deep_stack(|| {
        let mut library = RuleLibrary::new();
        drop(library.read("fuzz", &file(text)));
        for rule in library.rules().iter().take(2) {
            let outcome = check_rule(rule, None);
            // The same rule is judged in the same way.
            if text.len() % 16 == 0 {
                assert_eq!(outcome, check_rule(rule, None));
            }
        }
    });
});
