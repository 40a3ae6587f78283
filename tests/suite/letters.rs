//! Symbols of the user, of fields and of families with the same name.

use std::process::Command;

fn run(arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    (output.status.code().expect("no signal"), text)
}

/// A relation of B3 names sigma' beside a parameter that is called like it: the letter of the family gives way, in text
/// and in pages, and the file is confirmed.
#[test]
fn letters_of_families_are_no_parameters() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("letters.json");
    let path = file.to_str().expect("UTF-8");
    let arguments = [
        "verify",
        "tanh(s*x)+s1*x",
        "--param",
        "s",
        "--param",
        "s1",
        "--claim",
        "lemma-3",
        "--certificate",
        path,
    ];
    let (code, text) = run(&arguments);
    assert_eq!(code, 1, "{text}");
    // By hand, with s = sigma and T = sigma(sigma): the same relation for parameters p, q, which collide with nothing.
    let (_, plain) = run(&[
        "verify",
        "tanh(p*x)+q*x",
        "--param",
        "p",
        "--param",
        "q",
        "--claim",
        "lemma-3",
    ]);
    let relation = |text: &str| {
        let line = text
            .lines()
            .find(|l| l.contains("b33: "))
            .expect("a relation");
        line[line.find("b33: ").expect("it")..].to_owned()
    };
    let renamed = |text: &str| {
        let word = |w: &str| match w {
            "s" | "s1" => format!("{w}_"),
            "p" => "s".into(),
            "q" => "s1".into(),
            other => other.into(),
        };
        let mut out = String::new();
        let mut name = String::new();
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                name.push(c);
            } else {
                out.push_str(&word(&name));
                name.clear();
                out.push(c);
            }
        }
        out + &word(&name)
    };
    assert_eq!(relation(&text), renamed(&relation(&plain)));
    assert!(relation(&text).contains("s1_^2*S2"), "{text}");
    assert_eq!(run(&["check", path]).0, 0);
    let (code, page) = run(&["report", path, "--to", "md"]);
    assert_eq!(code, 0);
    // sigma' S2 with a coefficient in the parameters.
    let formula = r"{s + \mathit{s1}}\,{{\sigma}}'\,{S}_{2}";
    assert!(page.contains(formula), "{page}");
}
