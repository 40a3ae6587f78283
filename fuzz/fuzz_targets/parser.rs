//! Any text: reading, printing, measuring and expanding it must not panic, and what is printed must be read
//! as the same tree.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wronski::internals::expr::domain::definedness;
use wronski::internals::expr::{Expansion, dag_size, parse, parse_pattern, tree_size};
use wronski_fuzz::{declared, on_a_deep_stack};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    on_a_deep_stack(|| {
        // Patterns have metavariables and accept no less than expressions without parameters.
        if let Ok(pattern) = parse_pattern(text) {
            let printed = pattern.to_string();
            let again = parse_pattern(&printed).expect("a printed pattern is read");
            assert_eq!(again, pattern, "{printed}");
        }
        let Ok(parsed) = parse(text, &declared()) else {
            return;
        };
        let e = parsed.expr;
        let (tree, dag) = (tree_size(&e), dag_size(&e));
        assert!(tree >= dag as u64);
        if tree > 20_000 {
            return;
        }
        let printed = e.to_string();
        let again = parse(&printed, &declared()).expect("a printed expression is read");
        assert_eq!(again.expr, e, "{printed}");
        let small = Expansion {
            max_nodes: 2_000,
            ..Expansion::default()
        };
        if let Ok(expanded) = small.run(&e)
            && tree_size(&expanded) < 20_000
        {
            let printed = expanded.to_string();
            // What was folded may be a constant without a value, such as 1/0, which the parser refuses.
            if let Ok(again) = parse(&printed, &declared()) {
                assert_eq!(again.expr.to_string(), printed);
            }
        }
        if tree < 200 {
            drop(definedness(&e));
        }
    });
});
