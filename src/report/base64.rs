//! Base64 (RFC 4648, section 4).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The bytes as Base64 with padding.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |i: usize| group.get(i).map_or(0, |b| u32::from(*b));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for i in 0..4 {
            out.push(if i > group.len() {
                '='
            } else {
                char::from(ALPHABET[(bits >> (18 - 6 * i) & 63) as usize])
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encode;

    /// The examples of RFC 4648, section 10, and every digit once.
    #[test]
    fn examples_of_the_standard() {
        for (text, code) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(text.as_bytes()), code);
        }
        assert_eq!(encode(&[0xfb, 0xff, 0xbf]), "+/+/");
    }
}
