//! What `construct` and `certify` found, for people.

use std::path::Path;

use crate::pipeline::{Minimum, minimum_exit_code};
use wronski_certificate::minimum::{
    DataRecord, Enclosure, Kind, LayerWeights, LinearRecord, LocalMinimum, MinimumCertificate,
    Path as MinimumPath, SeenRecord, SegmentKind, SegmentRecord, Shown, SmallRecord, Undecided,
    WideRecord,
};

use super::terminal::Terminal;

/// Prints a result, writes its certificate, and returns the exit code.
pub fn show(m: &Minimum, path: Option<&Path>, json: bool, t: &mut Terminal) -> u8 {
    t.notes(&m.notes);
    let c = &m.certificate;
    let text = match c.to_json() {
        Ok(text) => text,
        Err(d) => return t.failure(&d, "", json),
    };
    if let Some(path) = path
        && let Err(d) = super::write::write_file(path, text.as_bytes())
    {
        return t.failure(&d, "", json);
    }
    if json {
        match crate::json::minimum_json(c) {
            Ok(shown) => t.line(format!("{shown:#}")),
            Err(d) => return t.failure(&d, "", json),
        }
    } else {
        print(c, t);
    }
    minimum_exit_code(c.kind())
}

fn headline(c: &MinimumCertificate) -> String {
    let what = match &c.shown {
        Shown::BadLocalMinimum { .. } => "bad local minimum certified",
        Shown::StrictLocalMinimum { .. } => "strict local minimum certified",
        Shown::LocalMinimumUpToSymmetry { .. } => {
            "local minimum certified, not isolated; that it is bad is not shown"
        }
        Shown::Saddle { .. } => "saddle certified",
        Shown::NotCritical { exclusion, .. } => &format!(
            "no critical point within {} of the given weights",
            number(&exclusion.radius)
        ),
        Shown::NoWidening(_) => {
            "no widening of a one-unit network gives a minimum by definite moment matrices; other minima are not \
             excluded"
        }
        Shown::Impossible(_) => {
            "a bad local minimum is impossible: the activation is linear, and every local minimum is global"
        }
        Shown::Undecided(_) => "undecided",
    };
    let claimed = !matches!(
        c.kind(),
        Kind::NoWidening | Kind::Impossible | Kind::Undecided
    );
    let mark = if c.activation.verified || c.shown.in_a_piece() || !claimed {
        ""
    } else {
        " (activation not verified)"
    };
    format!(
        "{}, {}: {what}{mark}",
        c.activation.input,
        widths(&c.network.widths)
    )
}

fn widths(all: &[usize]) -> String {
    let words: Vec<String> = all.iter().map(usize::to_string).collect();
    words.join("-")
}

/// The digits on which both ends agree, and what they add.
fn short(e: &Enclosure) -> String {
    let [lo, hi] = e;
    if lo == hi {
        return lo.clone();
    }
    let common: usize = lo
        .chars()
        .zip(hi.chars())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum();
    let exponent = |s: &str| s.find(['e', 'E']).map(|i| s[i..].to_string());
    let digits = lo[..common].chars().filter(char::is_ascii_digit).count();
    let point = lo.find('.').is_some_and(|p| p < common);
    if digits >= 3 && point && exponent(lo) == exponent(hi) {
        let end = lo.find(['e', 'E']).map_or(lo.len(), |i| i).min(common);
        let cut = &lo[..end.min(14)];
        return format!("{cut}...{}", exponent(lo).unwrap_or_default());
    }
    format!("between {lo} and {hi}")
}

fn layer_text(l: &LayerWeights) -> String {
    let rows: Vec<String> = l.w.iter().map(|r| format!("[{}]", shortened(r))).collect();
    let w = shortened_list(&rows);
    match &l.b {
        Some(b) => format!("W = [{w}], b = [{}]", shortened(b)),
        None => format!("W = [{w}]"),
    }
}

/// A number with few digits, rounded towards 0; `...` stands for digits left out.
fn number(text: &str) -> String {
    const SHOWN: usize = 9;
    if text.len() <= 14 {
        return text.to_string();
    }
    let Some((whole, fraction)) = text.split_once('.') else {
        return if text.contains('/') && text.len() > 24 {
            "(long fraction)".into()
        } else {
            text.to_string()
        };
    };
    if fraction.contains(['e', 'E']) {
        return text.to_string();
    }
    let zeros = fraction.len() - fraction.trim_start_matches('0').len();
    if whole.trim_start_matches('-') != "0" || zeros < 4 {
        let shown = SHOWN.min(fraction.len());
        return format!("{whole}.{}...", &fraction[..shown]);
    }
    // 0.0000123 is 1.23e-5.
    let digits = &fraction[zeros..];
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let Some((first, rest)) = digits.split_at_checked(1) else {
        return format!("{sign}0");
    };
    let shown = &rest[..SHOWN.min(rest.len())];
    let dots = if shown.len() < rest.len() { "..." } else { "" };
    let point = if shown.is_empty() { "" } else { "." };
    format!("{sign}{first}{point}{shown}{dots}e-{}", zeros + 1)
}

fn shortened(all: &[String]) -> String {
    shortened_list(&all.iter().map(|x| number(x)).collect::<Vec<_>>())
}

fn shortened_list(all: &[String]) -> String {
    const MOST: usize = 6;
    if all.len() <= MOST {
        return all.join(", ");
    }
    format!("{}, ... ({} in all)", all[..MOST - 1].join(", "), all.len())
}

fn small(s: &SmallRecord, t: &mut Terminal) {
    t.line("");
    t.line(format!(
        "small network {}: exactly one critical point within {} of",
        widths(&s.widths),
        number(&s.radius)
    ));
    for (l, layer) in s.weights.iter().enumerate() {
        t.line(format!("  layer {}: {}", l + 1, layer_text(layer)));
    }
    t.line(format!("  loss {}", short(&s.loss)));
    let [p, n] = s.hessian_inertia;
    t.line(format!(
        "  Hessian: {p} positive and {n} negative eigenvalues, all at least {} (precision {} bits)",
        s.hessian_least_eigenvalue, s.precision
    ));
    for m in &s.moments {
        let values: Vec<String> = m.eigenvalues.iter().map(short).collect();
        t.line(format!(
            "  B({}){}: {} definite, eigenvalues {}",
            m.layer,
            if m.unit == 0 {
                String::new()
            } else {
                format!(" of unit {}", m.unit)
            },
            if m.definite == "indefinite" || m.definite == "undecided" {
                format!("{}: not", m.definite)
            } else {
                m.definite.clone()
            },
            values.join(", ")
        ));
    }
}

/// What is seen where nothing is decided.
fn seen(s: &SeenRecord, t: &mut Terminal) {
    t.line("");
    t.line("at the given weights:");
    t.line(format!("  loss {}", short(&s.loss)));
    let [lo, hi] = &s.gradient;
    if hi == "0" {
        t.line("  the gradient is exactly 0");
    } else if lo == "0" {
        t.line(format!(
            "  no entry of the gradient is larger than {}",
            number(hi)
        ));
    } else {
        t.line(format!(
            "  the largest entry of the gradient is {}",
            short(&s.gradient)
        ));
    }
    let Some(h) = &s.hessian else { return };
    t.line(format!(
        "  Hessian: {} eigenvalues above {bound}, {} below -{bound}, {} between",
        h.above,
        h.below,
        h.between,
        bound = number(&h.bound)
    ));
    if h.between > 0 {
        t.line(format!(
            "  it is singular or nearly so, with a kernel of dimension {} at most; critical points that are not \
             isolated (equal, mirrored or silent units, loss 0) are not decided",
            h.between
        ));
    }
}

fn data(d: &DataRecord, t: &mut Terminal) {
    t.line("");
    let pairs: Vec<String> = d
        .inputs
        .iter()
        .zip(&d.targets)
        .take(3)
        .map(|(x, y)| format!("({}) -> ({})", shortened(x), shortened(y)))
        .collect();
    t.line(format!(
        "data: {} samples, exact: {}{}",
        d.inputs.len(),
        pairs.join(", "),
        if d.inputs.len() > 3 { ", ..." } else { "" }
    ));
}

fn linear(l: &LinearRecord, t: &mut Terminal) {
    t.line("");
    t.line(format!(
        "on ({}, {}) the activation is {} x + {}; least squares fit {}",
        l.interval[0],
        l.interval[1],
        l.slope,
        l.intercept,
        layer_text(&l.fit)
    ));
    for (n, layer) in l.weights.iter().enumerate() {
        t.line(format!("  layer {}: {}", n + 1, layer_text(layer)));
    }
    t.line(format!(
        "  loss {} exactly; affine within {} of these weights",
        number(&l.loss),
        number(&l.radius)
    ));
}

/// A saddle needs no lemma.
fn wide(w: &WideRecord, lemma: &str, t: &mut Terminal) {
    let [p, n, z] = w.inertia;
    t.line("");
    t.line(format!("wide network: inertia ({p}, {n}, {z}){lemma}"));
    for (l, f) in w.fractions.iter().enumerate().filter(|(_, f)| f.len() > 1) {
        t.line(format!("  fractions of layer {}: {}", l + 1, shortened(f)));
    }
}

fn minimum(m: &LocalMinimum, t: &mut Terminal) {
    match m {
        LocalMinimum::Widened { small: s, wide: w } => {
            small(s, t);
            wide(w, &format!(", lemma: {}", w.lemma), t);
        }
        LocalMinimum::InAPiece(l) => linear(l, t),
    }
}

fn path(path: &[SegmentRecord], t: &mut Terminal) {
    if path.is_empty() {
        return;
    }
    t.line("path from the minimum to them:");
    for s in path {
        let what = match s.kind {
            SegmentKind::Constant => "constant".to_string(),
            SegmentKind::Descent => format!("descent, shown in {} parts", s.pieces),
        };
        t.line(format!(
            "  loss {} to {}: {what}",
            short(&s.loss[0]),
            short(&s.loss[1])
        ));
    }
}

/// What is not shown of a minimum.
fn not_shown(c: &MinimumCertificate, t: &mut Terminal) {
    let mut missing = vec![];
    let (minimum, path) = match &c.shown {
        Shown::BadLocalMinimum { minimum, path, .. } => (minimum, path),
        Shown::LocalMinimumUpToSymmetry { minimum, .. } => {
            missing.push("weights with a smaller loss");
            (minimum, &MinimumPath::None)
        }
        _ => return,
    };
    if matches!(path, MinimumPath::None) {
        missing.push("a path to them on which the loss does not increase");
    }
    if !matches!(
        (minimum, path),
        (LocalMinimum::InAPiece(_), _) | (_, MinimumPath::ForAllDataNear(..))
    ) {
        missing.push("a neighbourhood of data sets");
    }
    if !missing.is_empty() {
        t.line("");
        t.line(format!("not shown: {}", missing.join("; ")));
    }
}

/// The sections of each kind.
fn sections(shown: &Shown, t: &mut Terminal) {
    if let Some(d) = shown.data() {
        data(d, t);
    }
    match shown {
        Shown::BadLocalMinimum {
            data: _,
            minimum: m,
            better,
            path: way,
        } => {
            minimum(m, t);
            t.line("");
            t.line(format!("better weights: loss {}", short(&better.loss)));
            path(way.segments(), t);
            if let MinimumPath::ForAllDataNear(_, near) = way {
                t.line("");
                t.line(format!(
                    "every data set within {} of this one (maximum norm) has such a minimum too",
                    number(&near.radius)
                ));
            }
        }
        Shown::StrictLocalMinimum { data: _, small: s } => small(s, t),
        Shown::LocalMinimumUpToSymmetry {
            data: _,
            minimum: m,
        } => minimum(m, t),
        Shown::Saddle {
            data: _,
            small: s,
            wide: w,
            saddle,
        } => {
            small(s, t);
            if let Some(w) = w {
                wide(w, "", t);
            }
            t.line(format!(
                "  second derivative {} along a direction in the certificate",
                short(&saddle.curvature)
            ));
        }
        Shown::NotCritical {
            data: _,
            exclusion: e,
        } => {
            t.line("");
            t.line(format!(
                "slope along a direction in the certificate {}, for all weights within {}",
                short(&e.slope),
                number(&e.radius)
            ));
        }
        Shown::Undecided(Undecided::Seen(_, s)) => seen(s, t),
        Shown::NoWidening(_) | Shown::Impossible(_) | Shown::Undecided(_) => {}
    }
}

fn print(c: &MinimumCertificate, t: &mut Terminal) {
    t.line(headline(c));
    t.line("");
    t.line(c.because.to_string());
    sections(&c.shown, t);
    not_shown(c, t);
    if !c.notes.is_empty() {
        t.line("");
        for (topic, sentence) in &c.notes {
            t.line(format!("{topic}: {sentence}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shortened_towards_zero() {
        for (long, short) in [
            ("0.25", "0.25"),
            ("-2.9921875", "-2.9921875"),
            ("0.999999999999999999", "0.999999999..."),
            ("0.000000000000000000001", "1e-21"),
            ("-0.00000000012345678912345", "-1.234567891...e-10"),
            ("0.0000000001200", "1.200e-10"),
            ("123456789012345678", "123456789012345678"),
            ("1/3", "1/3"),
            ("1.23456789012345e-30", "1.23456789012345e-30"),
        ] {
            assert_eq!(number(long), short, "{long}");
        }
    }

    #[test]
    fn enclosures_show_the_digits_that_are_certain() {
        let e = |lo: &str, hi: &str| short(&[lo.into(), hi.into()]);
        assert_eq!(e("4.8174941053", "4.8174941054"), "4.817494105...");
        assert_eq!(e("1", "1"), "1");
        assert_eq!(e("-0.1", "0.1"), "between -0.1 and 0.1");
        assert_eq!(e("1.23e-5", "1.24e-6"), "between 1.23e-5 and 1.24e-6");
        assert_eq!(e("1.2345e-10", "1.2346e-10"), "1.234...e-10");
    }
}
