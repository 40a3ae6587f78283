//! `wronski equal`.

use num_rational::BigRational;

use crate::json::equal_json;
use crate::pipeline::{DifferentBy, EqualBy, Limits, StepSearch, equal_with};
use wronski_certificate::Verdict;
use wronski_symbolic::rewrite::shipped;

use super::args::EqualArgs;
use super::terminal::Terminal;
use crate::pipeline::declared_for;

/// The first digits of a number, for reading; nothing is decided by them.
fn decimal(q: &BigRational) -> String {
    const DIGITS: usize = 15;
    let scale = num_bigint::BigInt::from(10).pow(DIGITS as u32);
    let scaled = (q * BigRational::from_integer(scale)).trunc().to_integer();
    let sign = if scaled.sign() == num_bigint::Sign::Minus {
        "-"
    } else {
        ""
    };
    let digits = format!("{:0>width$}", scaled.magnitude(), width = DIGITS + 1);
    let (whole, fraction) = digits.split_at(digits.len() - DIGITS);
    format!("{sign}{whole}.{fraction}...")
}

pub fn run(a: &EqualArgs, t: &mut Terminal) -> u8 {
    let parameters = match declared_for(&a.common.parameters, &[&a.left, &a.right]) {
        Ok(p) => p,
        Err((d, source)) => return t.failure(&d, &source, a.common.json),
    };
    let texts = [a.left.as_str(), a.right.as_str()];
    let search = if a.steps {
        StepSearch::Thorough
    } else {
        StepSearch::Brief
    };
    let e = match equal_with(
        texts[0],
        texts[1],
        &parameters,
        shipped(),
        &Limits::default(),
        search,
    ) {
        Ok(e) => e,
        Err(f) => return t.failure(&f.diagnostic, texts[f.function], a.common.json),
    };
    t.notes(e.functions.iter().flat_map(|f| &f.notes));
    if a.common.json {
        t.line(equal_json(&e).to_string());
        return e.exit_code();
    }
    match &e.verdict {
        Verdict::Proved(EqualBy::Steps(steps)) => {
            t.line("equal");
            for s in steps {
                t.line(format!("  {} -> {}   ({})", s.before, s.after, s.rule));
            }
        }
        Verdict::Proved(EqualBy::Tower) => {
            t.line("equal");
            t.line("  the difference is the zero element of the tower that both functions live in");
        }
        Verdict::Refuted(DifferentBy::Point(p)) => {
            t.line("different");
            t.line(format!(
                "  at x = {} the first is {}, the second {} (disjoint enclosures; --json has them exactly)",
                p.x,
                decimal(&p.left.0),
                decimal(&p.right.0)
            ));
        }
        Verdict::Refuted(DifferentBy::Tower(text)) => {
            t.line("different");
            t.line(format!("  the difference is {text}, not zero"));
        }
        Verdict::Undecided(why) => {
            t.line("undecided");
            t.line(format!("  {why}"));
        }
    }
    if !e.exceptional.is_empty() {
        t.line(format!(
            "  for generic parameters; excluded: {}",
            e.exceptional.text()
        ));
    }
    e.exit_code()
}
