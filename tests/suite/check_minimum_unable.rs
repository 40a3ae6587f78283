//! A build without real arithmetic cannot check a certificate of a minimum, and says so.

use wronski::internals::check::{CANNOT_CHECK, check_text};

#[test]
fn nothing_is_said_without_real_arithmetic() {
    let text = include_str!("../minima/bad.json");
    let rejection = check_text(text).expect_err("it cannot be checked");
    assert_eq!(rejection.code, CANNOT_CHECK);

    let mut out = vec![];
    let mut err = vec![];
    let path = format!("{}/tests/minima/bad.json", env!("CARGO_MANIFEST_DIR"));
    let arguments = ["wronski", "check", &path].map(String::from);
    let code = wronski::internals::cli::run(&arguments, &mut out, &mut err, false);
    assert_eq!(code, 3);
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.starts_with("unable (W0513)"), "{text}");
}
