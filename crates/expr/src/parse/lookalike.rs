//! Characters that look like the grammar's but are not, and what to write instead.

/// The Unicode name of a character (where we know it) and the ASCII remedy.
pub(super) fn remedy(c: char) -> (&'static str, String) {
    let say = |s: &str| format!("write `{s}` instead");
    match c {
        '\u{2212}' => ("MINUS SIGN", say("-")),
        '\u{2013}' => ("EN DASH", say("-")),
        '\u{2014}' => ("EM DASH", say("-")),
        '\u{2010}' | '\u{2011}' => ("HYPHEN", say("-")),
        '\u{FE63}' => ("SMALL HYPHEN-MINUS", say("-")),
        '\u{00D7}' => ("MULTIPLICATION SIGN", say("*")),
        '\u{00B7}' => ("MIDDLE DOT", say("*")),
        '\u{22C5}' => ("DOT OPERATOR", say("*")),
        '\u{2219}' => ("BULLET OPERATOR", say("*")),
        '\u{2217}' => ("ASTERISK OPERATOR", say("*")),
        '\u{2062}' => ("INVISIBLE TIMES", say("*")),
        '\u{00F7}' => ("DIVISION SIGN", say("/")),
        '\u{2215}' => ("DIVISION SLASH", say("/")),
        '\u{2044}' => ("FRACTION SLASH", say("/")),
        '\u{221A}' => ("SQUARE ROOT", say("sqrt(...)")),
        '\u{221B}' => ("CUBE ROOT", say("cbrt(...)")),
        '\u{2264}' => ("LESS-THAN OR EQUAL TO", say("<=")),
        '\u{2265}' => ("GREATER-THAN OR EQUAL TO", say(">=")),
        '\u{2032}' | '\u{2019}' => ("PRIME", say("diff(...)")),
        '\u{221E}' => ("INFINITY", "infinity is not a number here".to_owned()),
        '\u{00BD}' => ("VULGAR FRACTION ONE HALF", say("(1/2)")),
        '\u{00BC}' => ("VULGAR FRACTION ONE QUARTER", say("(1/4)")),
        '\u{00BE}' => ("VULGAR FRACTION THREE QUARTERS", say("(3/4)")),
        '\u{03C0}' | '\u{1D70B}' | '\u{03D6}' => ("GREEK SMALL LETTER PI", say("pi")),
        '\u{0445}' => ("CYRILLIC SMALL LETTER HA", say("x")),
        '\u{03C7}' => ("GREEK SMALL LETTER CHI", say("x")),
        '\u{1D465}' => ("MATHEMATICAL ITALIC SMALL X", say("x")),
        '\u{212F}' => ("SCRIPT SMALL E", say("e")),
        '\u{03C3}' => (
            "GREEK SMALL LETTER SIGMA",
            "write the function out, for instance `sigmoid(x)`".to_owned(),
        ),
        '\u{00A0}' => ("NO-BREAK SPACE", "use a plain space".to_owned()),
        '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{3000}' => {
            ("SPACE OF ANOTHER WIDTH", "use a plain space".to_owned())
        }
        '\u{200B}'..='\u{200D}' | '\u{FEFF}' => ("ZERO WIDTH CHARACTER", "remove it".to_owned()),
        _ => {
            if let Some(digit) = superscript(c) {
                return ("SUPERSCRIPT", say(&format!("^{digit}")));
            }
            if let Some(letter) = greek(c) {
                return (
                    "GREEK LETTER",
                    format!("write `{letter}` and declare it with `--param {letter}`"),
                );
            }
            // The full-width forms repeat ASCII at a fixed distance.
            let wide = u32::from(c);
            if (0xFF01..=0xFF5E).contains(&wide)
                && let Some(ascii) = char::from_u32(wide - 0xFEE0)
            {
                return ("FULLWIDTH FORM", say(&ascii.to_string()));
            }
            (
                "no character of the grammar",
                "use ASCII only: x, digits, names, + - * / ^ and parentheses".to_owned(),
            )
        }
    }
}

fn superscript(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{2070}' => "0",
        '\u{00B9}' => "1",
        '\u{00B2}' => "2",
        '\u{00B3}' => "3",
        '\u{2074}' => "4",
        '\u{2075}' => "5",
        '\u{2076}' => "6",
        '\u{2077}' => "7",
        '\u{2078}' => "8",
        '\u{2079}' => "9",
        '\u{207B}' => "-",
        '\u{02E3}' => "x",
        _ => return None,
    })
}

fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{03B1}' => "alpha",
        '\u{03B2}' => "beta",
        '\u{03B3}' => "gamma",
        '\u{03B4}' => "delta",
        '\u{03B5}' | '\u{03F5}' => "epsilon",
        '\u{03B6}' => "zeta",
        '\u{03B7}' => "eta",
        '\u{03B8}' => "theta",
        '\u{03BA}' => "kappa",
        '\u{03BB}' => "lambda",
        '\u{03BC}' | '\u{00B5}' => "mu",
        '\u{03BD}' => "nu",
        '\u{03BE}' => "xi",
        '\u{03C1}' => "rho",
        '\u{03C4}' => "tau",
        '\u{03C6}' | '\u{03D5}' => "phi",
        '\u{03C8}' => "psi",
        '\u{03C9}' => "omega",
        _ => return None,
    })
}
