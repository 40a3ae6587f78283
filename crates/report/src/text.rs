//! Text from outside, before a format escapes it.

/// One line without control characters and without characters that change the direction of writing: what a reader
/// sees is what is there.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' | '\r' => ' ',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                '\u{fffd}'
            }
            '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// At most some hundreds of characters, so that a page stays a page; the certificate has the rest.
pub(super) fn clipped(text: &str) -> String {
    const LONGEST: usize = 1200;
    if text.chars().count() <= LONGEST {
        return text.into();
    }
    let head: String = text.chars().take(LONGEST).collect();
    format!("{head} ... ({} characters in all)", text.chars().count())
}
