//! The option `--cross-check`: ranks by real numbers beside those of the verdicts.

use super::terminal::Terminal;
use crate::pipeline::CrossChecked;

pub(super) fn print_cross_check(checked: &[CrossChecked], t: &mut Terminal) {
    for c in checked {
        let at_least = match &c.at_least {
            Ok(n) => *n,
            Err(why) => {
                t.line(format!(
                    "cross-check {}: nothing shown, the functions could not be enclosed: {why}",
                    c.claim
                ));
                continue;
            }
        };
        let verdict = match c.rank {
            Some(r) if r == at_least => format!("agrees with the rank {r}"),
            Some(r) => format!("does not contradict the rank {r}"),
            None => "the verdict is undecided".into(),
        };
        t.line(format!(
            "cross-check {}: a minor of size {} is enclosed away from zero at real points; {verdict}",
            c.claim, at_least
        ));
    }
}
