//! Times of the symbolic wing, stage by stage. `cargo bench --bench verdicts`

mod support;

use support::bench;
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::family::{SelfComposition, b2, b3, decide, series_wronskian, wronskian};
use wronski::internals::pipeline::{Assumptions, Limits, verify};
use wronski::internals::rewrite::{Budget, normalise, shipped};
use wronski::internals::tower::interpret::Interpreter;
use wronski::internals::tower::{self, Tower};

fn main() {
    for name in [
        "sigmoid", "tanh", "silu", "softplus", "gelu", "swish", "mish",
    ] {
        let parameters = Parameters::new();
        let Ok(parsed) = parse(name, &parameters) else {
            println!("{name} is not in the catalogue");
            continue;
        };
        bench(&format!("{name}: verify, all claims"), || {
            verify(
                name,
                &parameters,
                shipped(),
                &Limits::default(),
                Assumptions::All,
            )
        });
        bench(&format!("{name}: normal form"), || {
            normalise(&parsed.expr, shipped(), &Budget::default())
        });
        let build = || {
            Tower::build(tower::Budget::default(), |t| {
                let sigma = Interpreter::new().read(t, &parsed.expr)?;
                SelfComposition::new(t, &sigma)
            })
        };
        bench(&format!("{name}: tower and composition"), build);
        let Ok((mut t, jet)) = build() else {
            println!("{name} is in no tower");
            continue;
        };
        let (small, large) = (b2(&jet.inner), b3(&jet));
        bench(&format!("{name}: B2, rank"), || decide(&mut t, &small));
        bench(&format!("{name}: B3, rank and relations"), || {
            decide(&mut t, &large)
        });
        bench(&format!("{name}: B3, Wronskian by series"), || {
            series_wronskian(&t, &large, 0)
        });
        if let Ok(functions) = small.expand(&t) {
            bench(&format!("{name}: B2, symbolic Wronskian"), || {
                wronskian(&t, &functions)
            });
        }
    }
}
