//! Formulas as MathML (Core).

use super::document::Formula;
use super::escape::html as escape;
use super::math::{GREEK, Math, tall};

impl Formula {
    /// The MathML element.
    pub fn mathml(&self, display: bool) -> String {
        mathml(&self.tree, display)
    }
}

/// The formula as one `math` element.
fn mathml(tree: &Math, display: bool) -> String {
    let mut out = String::from(if display {
        "<math display=\"block\">"
    } else {
        "<math>"
    });
    one(tree, &mut out);
    out.push_str("</math>");
    out
}

/// Exactly one element.
fn one(tree: &Math, out: &mut String) {
    match tree {
        Math::Row(parts) => {
            out.push_str("<mrow>");
            for p in parts {
                one(p, out);
            }
            out.push_str("</mrow>");
        }
        Math::Number(n) => out.push_str(&format!("<mn>{}</mn>", escape(n))),
        Math::Name(n) => match GREEK.iter().find(|(g, _)| g == n) {
            Some((_, c)) => out.push_str(&format!("<mi>{c}</mi>")),
            None => out.push_str(&format!("<mi>{}</mi>", escape(n))),
        },
        Math::Upright(n) if n.chars().count() == 1 => {
            out.push_str(&format!("<mi mathvariant=\"normal\">{}</mi>", escape(n)));
        }
        Math::Upright(n) => out.push_str(&format!("<mi>{}</mi>", escape(n))),
        Math::Operator('\u{2003}') => out.push_str("<mspace width=\"1em\"/>"),
        Math::Operator('\u{2009}') => out.push_str("<mspace width=\"0.3em\"/>"),
        Math::Operator(c) => out.push_str(&format!("<mo>{}</mo>", escape(&c.to_string()))),
        Math::Words(w) => out.push_str(&format!("<mtext>{}</mtext>", escape(w))),
        Math::Fraction(a, b) => two("mfrac", a, b, out),
        Math::Power(a, b) => two("msup", a, b, out),
        Math::Index(a, b) => two("msub", a, b, out),
        Math::Primes(a, n) => {
            // The glyph of a prime is raised already: as a superscript it would be small and far off.
            let primes = match n {
                1 => Some('′'),
                2 => Some('″'),
                3 => Some('‴'),
                _ => None,
            };
            if let Some(prime) = primes {
                out.push_str("<mrow>");
                one(a, out);
                out.push_str(&format!(
                    "<mo lspace=\"0\" rspace=\"0\">{prime}</mo></mrow>"
                ));
            } else {
                out.push_str("<msup>");
                one(a, out);
                out.push_str(&format!(
                    "<mrow><mo>(</mo><mn>{n}</mn><mo>)</mo></mrow></msup>"
                ));
            }
        }
        Math::Root(a, 2) => {
            out.push_str("<msqrt>");
            one(a, out);
            out.push_str("</msqrt>");
        }
        Math::Root(a, n) => {
            out.push_str("<mroot>");
            one(a, out);
            out.push_str(&format!("<mn>{n}</mn></mroot>"));
        }
        Math::Fenced(l, a, r) => {
            let mo = if tall(a) {
                "mo"
            } else {
                "mo stretchy=\"false\""
            };
            out.push_str(&format!("<mrow><{mo}>{l}</mo>"));
            one(a, out);
            out.push_str(&format!("<{mo}>{r}</mo></mrow>"));
        }
        Math::Sum(under) => {
            out.push_str("<munder><mo>∑</mo>");
            one(under, out);
            out.push_str("</munder>");
        }
        Math::Cases(lines) => {
            out.push_str("<mrow><mo>{</mo><mtable columnalign=\"left left\">");
            for (value, condition) in lines {
                out.push_str("<mtr><mtd>");
                one(value, out);
                out.push_str("</mtd><mtd>");
                one(condition, out);
                out.push_str("</mtd></mtr>");
            }
            out.push_str("</mtable></mrow>");
        }
    }
}

fn two(tag: &str, a: &Math, b: &Math, out: &mut String) {
    out.push_str(&format!("<{tag}>"));
    one(a, out);
    one(b, out);
    out.push_str(&format!("</{tag}>"));
}
