//! `wronski rules`.

use super::Terminal;
use super::args::{RulesAction, RulesArgs};

pub fn run(a: &RulesArgs, t: &mut Terminal) -> u8 {
    match &a.action {
        RulesAction::List { .. } | RulesAction::Check { .. } => {
            t.line("");
            0
        }
    }
}
