//! Times of the second route: jets, alternants, certified ranks, definiteness, Krawczyk's operator.
//! `cargo bench --bench intervals`

mod support;

use std::collections::BTreeMap;

use num_rational::BigRational;
use rug::Float;
use support::bench;
use wronski::internals::expr::{Parameters, parse};
use wronski::internals::interval::{
    Evaluator, Interval, IntervalMatrix, Program, alternant, approximate, b3_row,
    certified_rank_at_least, jet, krawczyk, sample_points,
};

fn main() {
    alternants();
    programs();
    matrices();
}

fn alternants() {
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

/// A thousand 2-jets, so that one millisecond is one microsecond each.
fn programs() {
    let lo = BigRational::new(1.into(), 3.into());
    let hi = &lo + BigRational::new(1.into(), (1i64 << 50).into());
    for name in [
        "sigmoid(x)",
        "tanh(x)",
        "silu(x)",
        "softplus(x)",
        "gelu(x)",
        "mish(x)",
    ] {
        let (Ok(parsed), Ok(at)) = (
            parse(name, &Parameters::new()),
            Interval::between(&lo, &hi, 128),
        ) else {
            println!("{name} is not in the catalogue");
            continue;
        };
        let evaluator = Evaluator::new(128);
        bench(&format!("1000 2-jets of {name} by the evaluator"), || {
            for _ in 0..1000 {
                std::hint::black_box(evaluator.derivatives(&parsed.expr, &at, 2).ok());
            }
        });
        let Ok(program) = Program::compile(&parsed.expr, &BTreeMap::new()) else {
            println!("{name} was not compiled");
            continue;
        };
        bench(&format!("1000 2-jets of {name}, compiled"), || {
            for _ in 0..1000 {
                std::hint::black_box(program.jet(&at, 2).ok());
            }
        });
        bench(&format!("1000 approximate jets of {name}"), || {
            for _ in 0..1000 {
                std::hint::black_box(program.approximate(0.3));
            }
        });
    }
}

/// The matrix `1/(i + j + 1)`, plus the identity.
fn shifted_hilbert(n: usize, bits: u32) -> Option<IntervalMatrix> {
    let entry = |i: usize, j: usize| {
        let one = Interval::from_int(i64::from(i == j), bits);
        let below = i64::try_from(i + j + 1).ok()?;
        Some(&one + &Interval::from_rational(&BigRational::new(1.into(), below.into()), bits))
    };
    let rows: Option<Vec<Vec<Interval>>> = (0..n)
        .map(|i| (0..n).map(|j| entry(i, j)).collect())
        .collect();
    IntervalMatrix::from_rows(rows?).ok()
}

fn matrices() {
    for n in [5, 10, 20, 40] {
        let Some(matrix) = shifted_hilbert(n, 128) else {
            println!("no matrix of {n} rows");
            continue;
        };
        bench(&format!("positive definite, {n} rows, 128 bits"), || {
            matrix.positive_definite()
        });
        bench(&format!("inertia, {n} rows, 128 bits"), || matrix.inertia());
        bench(&format!("eigenvalues, {n} rows, 128 bits"), || {
            matrix.eigenvalues()
        });
        bench(&format!("inverse, {n} rows, 128 bits"), || matrix.inverse());
        let Some(y) = approximate::inverse(&matrix.midpoints(), 128) else {
            continue;
        };
        let centre = vec![Float::with_val(128, 1); n];
        let radii = vec![Float::with_val(128, 1) >> 60u32; n];
        let values = vec![Interval::zero(128); n];
        bench(&format!("Krawczyk, {n} unknowns, 128 bits"), || {
            krawczyk(&centre, &radii, &values, &matrix, &y)
        });
    }
    if let Some(matrix) = shifted_hilbert(500, 128) {
        bench("signature, 500 rows, in machine floats", || {
            matrix.signature_at_least()
        });
    }
}
