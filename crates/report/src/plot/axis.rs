//! Axes: where a number stands, and which numbers are written beside the axis.

use super::Scale;

/// A piece of text in a picture, raised where it is an exponent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub text: String,
    pub raised: bool,
}

/// Text in a picture.
pub(crate) type Label = Vec<Piece>;

pub(crate) fn label(text: impl Into<String>) -> Label {
    vec![Piece {
        text: text.into(),
        raised: false,
    }]
}

fn power_of_ten(before: &str, exponent: i32) -> Label {
    let mut out = label(format!("{before}10"));
    out.push(Piece {
        text: exponent.to_string().replace('-', "−"),
        raised: true,
    });
    out
}

/// One axis with its ticks.
pub(crate) struct Axis {
    scale: Scale,
    /// The ends, after `spread`.
    low: f64,
    high: f64,
    /// Numbers that are marked, with their labels.
    pub ticks: Vec<(f64, Label)>,
    /// What every label is to be multiplied by, and what is to be added: for ranges far from 1, or far from zero for
    /// their size.
    pub note: Option<Label>,
}

/// The place of a number before the axis is stretched to its length.
fn spread(scale: Scale, v: f64) -> f64 {
    match scale {
        Scale::SymmetricLog { threshold } if threshold > 0.0 => {
            let ratio = v / threshold;
            if ratio.abs() <= 1.0 {
                ratio
            } else {
                ratio.signum() * (1.0 + v.abs().log10() - threshold.log10())
            }
        }
        _ => v,
    }
}

impl Axis {
    /// An axis that shows the numbers from `low` to `high`, with a margin of that share of its length on both sides.
    pub(crate) fn new(scale: Scale, low: f64, high: f64, share: f64) -> Axis {
        let symmetric = matches!(scale, Scale::SymmetricLog { threshold } if threshold > 0.0);
        let (low, high) = if symmetric {
            (low.min(0.0), high.max(0.0))
        } else {
            (low, high)
        };
        let (a, b) = (spread(scale, low), spread(scale, high));
        let size = (b - a).max(1e-10 * a.abs().max(b.abs())).max(1e-300);
        // A single number stands in the middle.
        let margin = if b - a < size { size } else { share * size };
        let (a, b) = match scale {
            Scale::Whole => (a - margin.max(0.5), b + margin.max(0.5)),
            _ => (a - margin, b + margin),
        };
        let (ticks, note) = match scale {
            Scale::SymmetricLog { threshold } if threshold > 0.0 => {
                (powers(threshold, low, high), None)
            }
            _ => even(a, b, scale == Scale::Whole),
        };
        Axis {
            scale,
            low: a,
            high: b,
            ticks,
            note,
        }
    }

    /// The place of a number: 0 at the lower end, 1 at the upper one.
    pub(crate) fn place(&self, v: f64) -> f64 {
        (spread(self.scale, v) - self.low) / (self.high - self.low)
    }
}

/// Zero, and powers of ten on both sides from the threshold on: at most some five on a side.
fn powers(threshold: f64, low: f64, high: f64) -> Vec<(f64, Label)> {
    let exponent = |v: f64| v.log10().clamp(-400.0, 400.0);
    let first = (exponent(threshold) - 1e-9).ceil() as i32;
    let last = (exponent(high.max(-low).max(threshold)) + 1e-9).floor() as i32;
    let step = ((last - first) / 5 + 1).max(1);
    let mut out = vec![(0.0, label("0"))];
    let mut k = first;
    while k <= last {
        let v = 10f64.powi(k);
        for (sign, there, before) in [(1.0, high, ""), (-1.0, -low, "−")] {
            if v <= there * (1.0 + 1e-9) {
                let text = match k {
                    0 => label(format!("{before}1")),
                    1 => label(format!("{before}10")),
                    _ => power_of_ten(before, k),
                };
                out.push((sign * v, text));
            }
        }
        k += step;
    }
    out
}

/// `n 10^e` in decimals.
fn decimal(n: i64, e: i32) -> String {
    let sign = if n < 0 { "−" } else { "" };
    let digits = n.unsigned_abs().to_string();
    let places = usize::try_from(-e).map_or(0, |p| p);
    if n == 0 {
        return "0".into();
    }
    if e >= 0 {
        let zeros = usize::try_from(e).map_or(0, |z| z);
        return format!("{sign}{digits}{}", "0".repeat(zeros));
    }
    let digits = format!("{digits:0>width$}", width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{part}")
}

/// Round numbers in the interval, some five of them.
fn even(low: f64, high: f64, whole: bool) -> (Vec<(f64, Label)>, Option<Label>) {
    const LARGEST: f64 = 1e15;
    let raw = if whole {
        ((high - low) / 5.0).max(1.0)
    } else {
        (high - low) / 5.0
    };
    let exponent = raw.log10().floor();
    let fits = |v: f64| v.is_finite() && v.abs() < LARGEST;
    if !(raw > 0.0 && raw.is_finite() && exponent > -290.0) {
        return (vec![], None);
    }
    let power = 10f64.powf(exponent);
    let (m, e) = if raw <= 1.001 * power {
        (1, exponent as i32)
    } else if raw <= 2.0 * power {
        (2, exponent as i32)
    } else if raw <= 5.0 * power {
        (5, exponent as i32)
    } else {
        (1, exponent as i32 + 1)
    };
    let unit = 10f64.powi(e);
    let (first, last) = (
        (low / unit / m as f64 - 1e-9).ceil(),
        (high / unit / m as f64 + 1e-9).floor(),
    );
    if !(fits(first * 10.0) && fits(last * 10.0)) || last - first > 20.0 {
        return (vec![], None);
    }
    let numbers: Vec<i64> = (first as i64..=last as i64).map(|k| k * m).collect();
    let (labels, note) = labels(&numbers, e);
    let at = |n: i64| {
        // One division keeps 0.3 from becoming 0.30000000000000004.
        if e < 0 {
            n as f64 / 10f64.powi(-e)
        } else {
            n as f64 * unit
        }
    };
    (numbers.iter().map(|n| at(*n)).zip(labels).collect(), note)
}

/// The labels of `n 10^e`. Long ones are shortened by a common factor or a common summand, which then stand in the
/// note.
fn labels(numbers: &[i64], e: i32) -> (Vec<Label>, Option<Label>) {
    const LONGEST: usize = 6;
    let plain: Vec<String> = numbers.iter().map(|n| decimal(*n, e)).collect();
    let length = |all: &[String]| all.iter().map(|s| s.chars().count()).max().map_or(0, |n| n);
    if length(&plain) <= LONGEST {
        return (plain.into_iter().map(label).collect(), None);
    }
    let (least, greatest) = (
        numbers.iter().copied().min().map_or(0, |n| n),
        numbers.iter().copied().max().map_or(0, |n| n),
    );
    // More than four digits: what all have in common is taken away.
    let mut common = 0;
    if least.abs().max(greatest.abs()) >= 100_000 {
        let mut size = 1;
        while size <= greatest - least {
            size *= 10;
        }
        common = least.div_euclid(size) * size;
    }
    let rest: Vec<i64> = numbers.iter().map(|n| n - common).collect();
    let largest = rest.iter().map(|n| n.abs()).max().map_or(1, |n| n.max(1));
    let short: Vec<String> = rest.iter().map(|n| decimal(*n, e)).collect();
    // The factor leaves one digit before the point, unless the rest is short without, or whole numbers if there is a
    // note anyway.
    let size = largest.ilog10() as i32;
    let factor = if common != 0 && size + e < -1 {
        e
    } else if length(&short) <= LONGEST {
        0
    } else {
        e + size
    };
    let texts = rest
        .iter()
        .map(|n| label(decimal(*n, e - factor)))
        .collect();
    let mut note = vec![];
    if factor != 0 {
        note.extend(power_of_ten("× ", factor));
    }
    if common != 0 {
        let sign = if common < 0 { "− " } else { "+ " };
        let sign = if note.is_empty() {
            sign.to_string()
        } else {
            format!(" {sign}")
        };
        let (mut n, mut place) = (common.abs(), e);
        while n % 10 == 0 && place < 0 {
            n /= 10;
            place += 1;
        }
        note.extend(label(format!("{sign}{}", decimal(n, place))));
    }
    (texts, (!note.is_empty()).then_some(note))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(l: &Label) -> String {
        l.iter()
            .map(|p| {
                if p.raised {
                    format!("^{}", p.text)
                } else {
                    p.text.clone()
                }
            })
            .collect()
    }

    fn shown(axis: &Axis) -> (Vec<String>, String) {
        (
            axis.ticks.iter().map(|t| text(&t.1)).collect(),
            axis.note.as_ref().map_or(String::new(), text),
        )
    }

    #[test]
    fn labels_are_round_short_and_different() {
        for (low, high, expected, note) in [
            (-5.0, 5.0, "−4 −2 0 2 4", ""),
            (0.0, 1.0, "0 0.2 0.4 0.6 0.8 1.0", ""),
            (0.0, 0.000_061, "0 2 4 6", "× 10^−5"),
            (10.36461, 10.36509, "7 8 9 10", "× 10^−4 + 10.364"),
            (
                4.817_400_008,
                4.817_400_055,
                "1 2 3 4 5",
                "× 10^−8 + 4.8174",
            ),
            (
                -4.817_400_055,
                -4.817_400_008,
                "5 6 7 8 9",
                "× 10^−8 − 4.8174001",
            ),
            (1e7, 6e7, "1 2 3 4 5 6", "× 10^7"),
            (100.001, 100.006, "1 2 3 4 5 6", "× 10^−3 + 100"),
        ] {
            let (labels, n) = shown(&Axis::new(Scale::Linear, low, high, 0.0));
            assert_eq!(labels.join(" "), expected, "{low} {high}");
            assert_eq!(n, note, "{low} {high}");
        }
    }

    #[test]
    fn counts_have_whole_ticks() {
        for (high, expected) in [(1.0, "1"), (3.0, "1 2 3"), (504.0, "200 400")] {
            let axis = Axis::new(Scale::Whole, 1.0, high, 0.0);
            assert_eq!(shown(&axis).0.join(" "), expected);
            assert!(axis.place(1.0) > 0.0 && axis.place(high) < 1.0);
        }
    }

    #[test]
    fn the_symmetric_logarithm_keeps_order_and_shows_zero() {
        let axis = Axis::new(Scale::SymmetricLog { threshold: 1e-3 }, -0.5, 2e4, 0.05);
        let (labels, _) = shown(&axis);
        assert_eq!(
            labels,
            ["0", "10^−3", "−10^−3", "10^−1", "−10^−1", "10", "10^3"]
        );
        let places: Vec<f64> = [-0.5, -1e-3, -1e-9, 0.0, 1e-9, 1e-3, 1.0, 2e4]
            .iter()
            .map(|v| axis.place(*v))
            .collect();
        assert!(places.windows(2).all(|w| w[0] < w[1]), "{places:?}");
        assert!(places[0] > 0.0 && places[7] < 1.0);
        // The linear zone is as high as two decades.
        let decade = axis.place(1.0) - axis.place(0.1);
        assert!((axis.place(1e-3) - axis.place(-1e-3) - 2.0 * decade).abs() < 1e-12);
        assert!((axis.place(1e-9) - axis.place(0.0)).abs() < 1e-5);
    }

    #[test]
    fn nothing_breaks_on_odd_ranges() {
        for (low, high) in [
            (0.0, 0.0),
            (3.0, 3.0),
            (1e300, 1e308),
            (-1e-310, 1e-310),
            (1e17, 1e17 + 64.0),
        ] {
            for scale in [
                Scale::Linear,
                Scale::Whole,
                Scale::SymmetricLog { threshold: 1e-3 },
                Scale::SymmetricLog { threshold: 0.0 },
            ] {
                let axis = Axis::new(scale, low, high, 0.05);
                assert!(axis.ticks.len() < 25);
                assert!(axis.place(low).is_finite(), "{low} {scale:?}");
            }
        }
    }
}
