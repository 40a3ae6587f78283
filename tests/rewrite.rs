//! Normal forms, steps and their replay.
use wronski::expr::{Parameters, parse};
use wronski::rewrite::{Budget, normalise, shipped};

#[test]
fn look() {
    for text in [
        "sigmoid(x)",
        "tanh(x)",
        "silu(x)",
        "softplus(x)",
        "gelu(x)",
        "swish(x,2)",
        "mish(x)",
        "jax::gelu(x)",
        "tanh(x)+sigmoid(2*x)+exp(x/2)",
        "diff(gelu(x))",
        "compose(sigmoid(x),sigmoid(x))",
        "diff(diff(mish(x)))",
    ] {
        let e = parse(text, &Parameters::new()).unwrap().expr;
        let t = std::time::Instant::now();
        let n = normalise(&e, shipped(), &Budget::default()).unwrap();
        println!(
            "{text}\n  {}\n  {} steps, kernels {:?}, {:?} {:?}",
            n.expr,
            n.steps.len(),
            n.kernels.iter().map(|k| k.to_string()).collect::<Vec<_>>(),
            n.stats,
            t.elapsed()
        );
    }
}
