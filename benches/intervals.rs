//! Times of the second route: jets, alternants, certified ranks. `cargo bench --bench intervals`

mod support;

use num_rational::BigRational;
use support::bench;
use wronski::expr::{Parameters, parse};
use wronski::interval::{
    Evaluator, alternant, b3_row, certified_rank_at_least, jet, sample_points,
};

fn main() {
    let third = BigRational::new(1.into(), 3.into());
    let points = sample_points(38);
    for name in ["tanh(x)", "gelu(x)", "mish(x)"] {
        let Ok(parsed) = parse(name, &Parameters::new()) else {
            println!("{name} is not in the catalogue");
            continue;
        };
        let sigma = parsed.expr;
        bench(&format!("jet of {name}, order 8, 256 bits"), || {
            jet(&sigma, &third, 8, 256)
        });
        let matrix = |bits| alternant(&points, &Evaluator::new(bits), |x, e| b3_row(&sigma, x, e));
        bench(&format!("B3 of {name} at 38 points, 256 bits"), || {
            matrix(256)
        });
        bench(&format!("rank of B3 of {name} from below"), || {
            certified_rank_at_least(matrix, 4096)
        });
    }
}
