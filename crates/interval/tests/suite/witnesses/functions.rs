//! Elementary functions, series, activations and symbolic derivatives against other formulas.

use super::*;

/// Is the value, known to `bits` correct bits (relative, and absolute below 1 if `absolute`), in the set?
pub(super) fn is_near(x: &Interval, value: &Float, bits: u32, absolute: bool) -> bool {
    let mut slack = Float::with_val(value.prec(), value.abs_ref());
    if absolute && slack < 1 {
        slack = Float::with_val(value.prec(), 1);
    }
    let slack = slack >> bits;
    let (below, above) = if slack.is_finite() {
        (
            Float::with_val(value.prec(), value - &slack),
            Float::with_val(value.prec(), value + &slack),
        )
    } else {
        // Overflow of the reference, as of the enclosure.
        let largest = Float::with_val(x.precision(), Special::Infinity);
        (value.clone(), largest)
    };
    // A reference that is no number is in no set.
    *x.lo() <= above && *x.hi() >= below
}

#[track_caller]
pub(super) fn near(
    x: &Interval,
    value: &Float,
    bits: u32,
    absolute: bool,
    context: impl Fn() -> String,
) {
    assert!(
        is_near(x, value, bits, absolute),
        "{}: {x} without {value}",
        context()
    );
    WITNESSES.fetch_add(1, Relaxed);
}

/// `exp(x)` as a power of 2.
pub(super) fn exponential(x: &Float) -> Float {
    let bits = x.prec();
    let ln2 = Float::with_val(bits, Constant::Log2);
    Float::with_val(bits, x / ln2).exp2()
}

/// `2/sqrt(pi) exp(-x^2) sum of 2^n x^(2n+1)/(1 3 ... (2n+1))`
pub(super) fn erf_series(x: &Float) -> Float {
    let bits = x.prec();
    let twice_square = Float::with_val(bits, x.square_ref()) * 2u32;
    let mut term = x.clone();
    let mut sum = x.clone();
    let mut odd = 1u32;
    while !term.is_zero()
        && term.get_exp() > sum.get_exp().map(|e| e - i32::try_from(bits).unwrap())
    {
        odd += 2;
        term *= &twice_square;
        term /= odd;
        sum += &term;
    }
    let bell = exponential(&-Float::with_val(bits, x.square_ref()));
    sum * bell * 2u32 / Float::with_val(bits, Constant::Pi).sqrt()
}

/// The continued fraction of `erfc` for positive `x`.
pub(super) fn erfc_fraction(x: &Float) -> Float {
    let bits = x.prec();
    let twice_square = Float::with_val(bits, x.square_ref()) * 2u32;
    let mut tail = Float::with_val(bits, 1);
    for k in (1..=900u32).rev() {
        tail = Float::with_val(bits, k) / (tail * &twice_square) + 1u32;
    }
    let bell = exponential(&-Float::with_val(bits, x.square_ref()));
    bell / (tail * x * Float::with_val(bits, Constant::Pi).sqrt())
}

/// `atan` by halving the argument's angle.
pub(super) fn atan_by_halves(x: &Float) -> Float {
    let bits = x.prec();
    if *x.as_abs() > 1 {
        let quarter: Float = Float::with_val(bits, Constant::Pi) / 2u32;
        let rest = atan_by_halves(&Float::with_val(bits, x.recip_ref()));
        return if x.is_sign_positive() {
            quarter - rest
        } else {
            -quarter - rest
        };
    }
    let root = (Float::with_val(bits, x.square_ref()) + 1u32).sqrt() + 1u32;
    Float::with_val(bits, x / root).atan() * 2u32
}

pub(super) type Function = fn(&Interval) -> Result<Interval, Fault>;
pub(super) type Reference = fn(&Float) -> Float;

/// Name, enclosure, another formula, range of exponents of arguments, absolute slack?
pub(super) const FUNCTIONS: [(&str, Function, Reference, i32, bool); 13] = [
    ("exp", |x| Ok(x.exp()), exponential, 1100, false),
    (
        "ln",
        Interval::ln,
        |x| {
            let bits = x.prec();
            if x.get_exp().is_some_and(|e| e.abs() < 30) {
                let ratio = Float::with_val(bits, x - 1u32) / Float::with_val(bits, x + 1u32);
                ratio.atanh() * 2u32
            } else {
                Float::with_val(bits, x.log2_ref()) * Float::with_val(bits, Constant::Log2)
            }
        },
        1100,
        false,
    ),
    (
        "erf",
        |x| Ok(x.erf()),
        |x| {
            if *x.as_abs() < 8 {
                erf_series(x)
            } else if x.is_sign_positive() {
                1u32 - erfc_fraction(x)
            } else {
                erfc_fraction(&-x.clone()) - 1u32
            }
        },
        40,
        false,
    ),
    (
        "erfc",
        |x| Ok(x.erfc()),
        |x| {
            if *x < 8 {
                // The cancellation costs up to 96 bits.
                let more = Float::with_val(x.prec() + 100, x);
                let erf = if more > -8 {
                    erf_series(&more)
                } else {
                    erfc_fraction(&-more) - 1u32
                };
                Float::with_val(x.prec(), 1u32 - erf)
            } else {
                erfc_fraction(x)
            }
        },
        40,
        false,
    ),
    (
        "tanh",
        |x| Ok(x.tanh()),
        |x| {
            let m = (-Float::with_val(x.prec(), x.abs_ref()) * 2u32).exp_m1();
            let t = -Float::with_val(x.prec(), &m / (Float::with_val(x.prec(), &m + 2u32)));
            if x.is_sign_negative() { -t } else { t }
        },
        1100,
        false,
    ),
    (
        "sinh",
        |x| Ok(x.sinh()),
        |x| {
            let m = Float::with_val(x.prec(), x.abs_ref()).exp_m1();
            let s = if m.is_infinite() {
                m
            } else {
                let small = Float::with_val(x.prec(), &m / (Float::with_val(x.prec(), &m + 1u32)));
                (m + small) / 2u32
            };
            if x.is_sign_negative() { -s } else { s }
        },
        1100,
        false,
    ),
    (
        "cosh",
        |x| Ok(x.cosh()),
        |x| {
            let e = exponential(&Float::with_val(x.prec(), x.abs_ref()));
            let small = Float::with_val(x.prec(), e.recip_ref());
            (e + small) / 2u32
        },
        1100,
        false,
    ),
    (
        "sin",
        |x| Ok(x.sin()),
        |x| {
            let t = Float::with_val(x.prec(), x / 2u32).tan();
            let below: Float = Float::with_val(x.prec(), t.square_ref()) + 1u32;
            t * 2u32 / below
        },
        1100,
        true,
    ),
    (
        "cos",
        |x| Ok(x.cos()),
        |x| {
            let t = Float::with_val(x.prec(), x / 2u32).tan();
            let square = Float::with_val(x.prec(), t.square_ref());
            let above = Float::with_val(x.prec(), 1u32 - &square);
            above / (square + 1u32)
        },
        1100,
        true,
    ),
    (
        "tan",
        Interval::tan,
        |x| {
            let (s, c) = x.clone().sin_cos(Float::new(x.prec()));
            s / c
        },
        1100,
        false,
    ),
    ("atan", |x| Ok(x.atan()), atan_by_halves, 1100, false),
    (
        "asinh",
        |x| Ok(x.asinh()),
        |x| {
            let square = Float::with_val(x.prec(), x.square_ref());
            let root = Float::with_val(x.prec(), &square + 1u32).sqrt() + 1u32;
            let y = (Float::with_val(x.prec(), x.abs_ref()) + square / root).ln_1p();
            if x.is_sign_negative() { -y } else { y }
        },
        1100,
        false,
    ),
    (
        "recip",
        Interval::recip,
        |x| Float::with_val(x.prec(), 1u32) / x,
        1100,
        false,
    ),
];

/// Elementary functions against other formulas with 150 more bits.
pub(super) fn elementary(seed: u64, rounds: usize) {
    let mut random = Random(seed);
    for (name, function, reference, exponent, absolute) in FUNCTIONS {
        let (mut refused, mut tested) = (0, 0);
        for _ in 0..rounds {
            let bits = random.bits();
            let exponent = if random.below(10) == 0 {
                exponent
            } else {
                exponent.min(6)
            };
            let x = random.interval(bits, exponent);
            let result = match function(&x) {
                Ok(result) => result,
                Err(fault) => {
                    refused += 1;
                    let fits = match fault {
                        Fault::Division => x.possibly_zero(),
                        Fault::Logarithm => !x.certainly_positive(),
                        Fault::Pole => x.magnitude() > 1.5,
                        _ => false,
                    };
                    assert!(fits, "{name} of {x}: {fault}");
                    continue;
                }
            };
            for _ in 0..4 {
                tested += 1;
                let a = random.member(&x);
                let a = Float::with_val(bits + 150, &a);
                let value = reference(&a);
                near(&result, &value, bits + 60, absolute, || {
                    format!("{name} of {x} at {a}, {bits} bits")
                });
            }
        }
        assert!(
            tested > rounds,
            "{name}: {tested} tested, {refused} refused"
        );
    }
}

/// Elementary functions against the rational series of the exact room, which share nothing with MPFR.
pub(super) fn series(seed: u64, rounds: usize) {
    type Exact = fn(&Enclosure) -> Option<Enclosure>;
    let functions: [(&str, Function, Exact); 14] = [
        ("exp", |x| Ok(x.exp()), |x| x.exp().ok()),
        ("ln", Interval::ln, |x| x.log().ok()),
        ("sqrt", Interval::sqrt, |x| x.sqrt().ok()),
        ("cbrt", |x| Ok(x.cbrt()), |x| x.cbrt().ok()),
        ("erf", |x| Ok(x.erf()), |x| x.erf().ok()),
        ("erfc", |x| Ok(x.erfc()), |x| x.erfc().ok()),
        ("tanh", |x| Ok(x.tanh()), |x| x.tanh().ok()),
        ("sinh", |x| Ok(x.sinh()), |x| x.sinh().ok()),
        ("cosh", |x| Ok(x.cosh()), |x| x.cosh().ok()),
        ("sin", |x| Ok(x.sin()), |x| x.sin().ok()),
        ("cos", |x| Ok(x.cos()), |x| x.cos().ok()),
        ("tan", Interval::tan, |x| x.tan().ok()),
        ("atan", |x| Ok(x.atan()), |x| x.atan().ok()),
        ("asinh", |x| Ok(x.asinh()), |x| x.asinh().ok()),
    ];
    let mut random = Random(seed);
    for (name, function, reference) in functions {
        let mut tested = 0;
        for _ in 0..rounds {
            let bits = 2 + u32::try_from(random.below(100)).unwrap();
            let x = random.interval(bits, 5);
            let Ok(result) = function(&x) else { continue };
            for _ in 0..2 {
                let a = exact_rational(&random.member(&x)).unwrap();
                let Some(value) = Enclosure::rational(&a, bits + 100)
                    .ok()
                    .and_then(|a| reference(&a))
                else {
                    continue;
                };
                tested += 1;
                let value =
                    Interval::between(&value.lower_rational(), &value.upper_rational(), bits + 100)
                        .unwrap();
                assert!(
                    result.possibly_equal(&value),
                    "{name} of {x} at {a}: {result} without {value}"
                );
                WITNESSES.fetch_add(1, Relaxed);
            }
        }
        assert!(tested > rounds / 2, "{name}: {tested}");
    }
}

/// Every activation with its jet: compiled, at mixed precision and on thick sets, against the recurrences at a
/// higher precision.
pub(super) fn activations(seed: u64, rounds: usize) {
    let mut random = Random(seed);
    for entry in catalogue::all() {
        let f = entry.call(None);
        let program = Program::compile(&f, &BTreeMap::new()).expect(&entry.name);
        let mut tested = 0;
        for _ in 0..rounds {
            let bits = random.bits();
            let x = random.interval(bits, 3);
            let Ok(jet) = program.jet(&x, 3) else {
                continue;
            };
            let evaluator = Evaluator::new(bits + 100);
            for _ in 0..2 {
                let a = Interval::point(random.member(&x)).unwrap();
                let values = evaluator.derivatives(&f, &a, 3).expect("inside");
                for (k, (set, value)) in jet.iter().zip(&values).enumerate() {
                    tested += 1;
                    assert!(
                        set.possibly_equal(value),
                        "derivative {k} of {} on {x} at {a}: {set} without {value}",
                        entry.name
                    );
                    WITNESSES.fetch_add(1, Relaxed);
                }
            }
        }
        assert!(tested > rounds, "{}: {tested}", entry.name);
    }
}

/// The same against symbolic derivatives, enclosed by rational series.
pub(super) fn symbolic(seed: u64, rounds: usize) {
    let mut random = Random(seed);
    let mut tested = 0;
    for entry in catalogue::all() {
        let f = entry.call(None);
        let program = Program::compile(&f, &BTreeMap::new()).expect(&entry.name);
        let mut derivatives = vec![f.clone()];
        for _ in 0..2 {
            // A piecewise function has no symbolic derivative.
            let Some(next) = derivatives.last().and_then(|d| expand(&d.diff()).ok()) else {
                break;
            };
            derivatives.push(next);
        }
        for _ in 0..rounds {
            let bits = 2 + u32::try_from(random.below(80)).unwrap();
            let x = random.interval(bits, 2);
            let Ok(jet) = program.jet(&x, 2) else {
                continue;
            };
            let a = exact_rational(&random.member(&x)).unwrap();
            for (k, (set, d)) in jet.iter().zip(&derivatives).enumerate() {
                let Ok(value) = enclose(d, &a, bits + 60) else {
                    continue;
                };
                tested += 1;
                let value =
                    Interval::between(&value.lower_rational(), &value.upper_rational(), bits + 60)
                        .unwrap();
                assert!(
                    set.possibly_equal(&value),
                    "derivative {k} of {} on {x} at {a}: {set} without {value}",
                    entry.name
                );
                WITNESSES.fetch_add(1, Relaxed);
            }
        }
    }
    assert!(tested > 20 * rounds, "{tested}");
}
