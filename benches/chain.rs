//! Ranks of the families derived from a chain: time against size. `cargo bench --bench chain`
//!
//! For each activation and L = 2, ..., 6: the number of functions, of monomials of the tower and of terms of the
//! base functions, and the median times of building the tower with all functions and of deciding the rank.

mod support;

use support::bench;
use wronski::internals::expr::Parameters;
use wronski::internals::family::{ChainWeights, decide};
use wronski::internals::pipeline::{Limits, chain, chain_family};
use wronski::internals::rewrite::shipped;

fn main() {
    let (parameters, limits) = (Parameters::new(), Limits::default());
    for name in ["sigmoid", "tanh", "softplus", "silu", "gelu", "mish"] {
        for layers in 2..=6 {
            let weights = ChainWeights::unit(layers);
            let build = || chain_family(name, &parameters, shipped(), &limits, &weights);
            let (mut tower, family) = match build() {
                Ok(Ok(built)) => built,
                other => {
                    println!("{name}, L = {layers}: {other:?}");
                    continue;
                }
            };
            let terms: usize = family.base.iter().map(|f| f.num.len()).sum();
            println!(
                "{name}, L = {layers}: {} functions, {} monomials, {terms} terms in the base functions",
                family.len(),
                tower.monomials().len()
            );
            bench(&format!("{name}, L = {layers}: tower and functions"), build);
            bench(&format!("{name}, L = {layers}: rank"), || {
                decide(&mut tower, &family)
            });
            bench(&format!("{name}, L = {layers}: whole report"), || {
                chain(name, &parameters, shipped(), &limits, &weights)
            });
        }
    }
}
