//! A million witnesses of containment: for points of intervals, the value of an operation at the points lies
//! in the operation's enclosure. The values come from another route: exact rational arithmetic, exact
//! inequalities between powers, other formulas at a higher precision, or the rational series of
//! `wronski_exact::enclosure`.

mod functions;

use functions::{FUNCTIONS, activations, elementary, is_near, series, symbolic};

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rug::float::{Constant, Special};
use rug::ops::Pow;
use rug::{Float, Rational};
use wronski_exact::enclosure::Enclosure;
use wronski_expr::{Parameters, catalogue, enclose::enclose, expand, parse};
use wronski_interval::{Evaluator, Fault, Interval, Program, exact_rational};

/// A generator with an explicit seed (SplitMix64: Steele, Lea and Flood, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn within(&mut self, bound: i32) -> i32 {
        let n = u64::try_from(2 * bound + 1).unwrap();
        i32::try_from(self.below(n)).unwrap() - bound
    }

    fn bits(&mut self) -> u32 {
        const SOME: [u32; 8] = [2, 3, 24, 53, 64, 113, 200, 300];
        let small = 2 + u32::try_from(self.below(299)).unwrap();
        *SOME
            .get(usize::try_from(self.below(16)).unwrap())
            .unwrap_or(&small)
    }

    /// A float biased to zeros of either sign, small integers, and (up to the exponent) huge and tiny numbers.
    fn float(&mut self, bits: u32, exponent: i32) -> Float {
        let sign = if self.below(2) == 0 { 1 } else { -1 };
        let mantissa = |random: &mut Random| {
            let mut f = Float::with_val(bits, random.next() >> 1);
            if bits > 60 {
                f += Float::with_val(bits, random.next() >> 1) >> 63u32;
            }
            f >> 62u32
        };
        let f = match self.below(12) {
            0 => Float::new(bits),
            1 | 2 => Float::with_val(bits, self.below(4)),
            3..=6 => mantissa(self) << self.within(exponent.min(3)),
            7..=9 => mantissa(self) << self.within(exponent.min(40)),
            _ => mantissa(self) << self.within(exponent),
        };
        f * sign
    }

    /// An interval: a point, a narrow or a wide set, sometimes across zero.
    fn interval(&mut self, bits: u32, exponent: i32) -> Interval {
        let a = self.float(bits, exponent);
        let b = match self.below(5) {
            0 => a.clone(),
            // The neighbour of 0 has too small an exponent for exact arithmetic.
            1 if a.is_zero() => Float::with_val(bits, 1) >> exponent,
            1 => {
                let mut b = a.clone();
                for _ in 0..=self.below(3) {
                    b.next_up();
                }
                b
            }
            2 => {
                let width =
                    Float::with_val(bits, a.abs_ref()) >> u32::try_from(self.below(40)).unwrap();
                Float::with_val(bits, &a + width)
            }
            _ => self.float(bits, exponent),
        };
        if a <= b {
            Interval::new(a, b).unwrap()
        } else {
            Interval::new(b, a).unwrap()
        }
    }

    /// A point of the set: an end, or in between (as a float of more bits).
    fn member(&mut self, x: &Interval) -> Float {
        let bits = x.precision() + 20;
        let eighths = u32::try_from(self.below(9)).unwrap();
        // Rounding is monotone, so that the rounded point is still between the ends.
        let part = Float::with_val(bits, x.hi() - x.lo()) * eighths / 8u32;
        let point = Float::with_val(bits, x.lo() + part);
        match eighths {
            0 => Float::with_val(bits, x.lo()),
            8 => Float::with_val(bits, x.hi()),
            _ if point > *x.hi() => Float::with_val(bits, x.hi()),
            _ if point < *x.lo() => Float::with_val(bits, x.lo()),
            _ => point,
        }
    }
}

/// How many witnesses were seen.
static WITNESSES: AtomicU64 = AtomicU64::new(0);

fn exact(x: &Float) -> Rational {
    x.to_rational().expect("finite")
}

fn holds(x: &Interval, value: &Rational) -> bool {
    *x.lo() <= *value && *x.hi() >= *value
}

#[track_caller]
fn check(x: &Interval, value: &Rational, context: impl Fn() -> String) {
    assert!(
        holds(x, value),
        "{}: {x} without {}",
        context(),
        value.to_f64()
    );
    WITNESSES.fetch_add(1, Relaxed);
}

/// `+ - * /`, absolute values, squares, reciprocals, integer powers, hulls, in-place products: exactly.
fn field(seed: u64, rounds: usize) {
    let mut random = Random(seed);
    let mut quotients = 0;
    for _ in 0..rounds {
        let exponent = if random.below(8) == 0 { 3000 } else { 1100 };
        let (p, r) = (random.bits(), random.bits());
        let (x, y, z) = (
            random.interval(p, exponent),
            random.interval(r, exponent),
            random.interval(p, 40),
        );
        let sum = &x + &y;
        let difference = &x - &y;
        let product = &x * &y;
        let quotient = x.divide(&y);
        let (minus, absolute, square, recip) = (-&x, x.abs(), x.square(), x.recip());
        let hull = x.hull(&y);
        let mut accumulated = z.clone();
        accumulated.add_product(&x, &y);
        let mut reduced = z.clone();
        reduced.sub_product(&x, &y);
        let mut moved = z.clone();
        moved.increase(&y);
        moved.decrease(&x);
        let fewer = x.with_precision(r);
        let n = random.within(6);
        let power = x.powi(n);
        let scaled = x.scale_int(i64::from(n));
        if quotient.is_err() {
            assert!(y.possibly_zero(), "{x} / {y}");
        } else {
            quotients += 1;
        }
        assert_eq!(recip.is_err(), x.possibly_zero());
        assert_eq!(power.is_err(), n < 0 && x.possibly_zero());
        for _ in 0..3 {
            let (a, b, c) = (random.member(&x), random.member(&y), random.member(&z));
            let (a, b, c) = (exact(&a), exact(&b), exact(&c));
            let context = |what: &'static str| {
                let (x, y) = (x.clone(), y.clone());
                move || format!("{what} of {x} and {y}, {p} and {r} bits")
            };
            let ab = Rational::from(&a * &b);
            check(&sum, &Rational::from(&a + &b), context("sum"));
            check(&difference, &Rational::from(&a - &b), context("difference"));
            check(&product, &ab, context("product"));
            if let Ok(quotient) = &quotient {
                check(quotient, &Rational::from(&a / &b), context("quotient"));
            }
            if let Ok(recip) = &recip {
                check(recip, &Rational::from(a.recip_ref()), context("reciprocal"));
            }
            check(&minus, &Rational::from(-&a), context("negative"));
            check(
                &absolute,
                &Rational::from(a.abs_ref()),
                context("absolute value"),
            );
            check(&square, &Rational::from(a.square_ref()), context("square"));
            check(&hull, &a, context("hull"));
            check(&hull, &b, context("hull"));
            check(&fewer, &a, context("other precision"));
            check(&scaled, &Rational::from(&a * n), context("multiple"));
            check(
                &accumulated,
                &Rational::from(&c + &ab),
                context("added product"),
            );
            check(
                &reduced,
                &Rational::from(&c - &ab),
                context("subtracted product"),
            );
            check(
                &moved,
                &(Rational::from(&c + &b) - &a),
                context("sum in place"),
            );
            if let Ok(power) = &power {
                check(power, &Rational::from((&a).pow(n)), context("power"));
            }
            if let Some(both) = x.intersection(&y) {
                if holds(&y, &a) {
                    check(&both, &a, context("intersection"));
                }
            } else {
                assert!(!holds(&y, &a));
            }
        }
    }
    assert!(quotients > rounds / 4, "{quotients} quotients of {rounds}");
}

/// Roots and rational powers: the enclosure `[l, h]` of `a^(m/n)` has `l^n <= a^m <= h^n`, exactly.
fn roots(seed: u64, rounds: usize) {
    let mut random = Random(seed);
    let programs: Vec<(i32, i32, Program)> =
        [(1, 2), (1, 3), (3, 2), (-1, 2), (5, 3), (-2, 5), (7, 4)]
            .into_iter()
            .map(|(m, n)| {
                let text = format!("x^({m}/{n})");
                let f = parse(&text, &Parameters::new()).unwrap().expr;
                (m, n, Program::compile(&f, &BTreeMap::new()).unwrap())
            })
            .collect();
    let between = |result: &Interval, a: &Rational, m: i32, n: i32| {
        let middle = Rational::from(a.pow(m));
        let low = result.lo().is_sign_negative() && n % 2 == 0
            || Rational::from((&exact(result.lo())).pow(n)) <= middle;
        assert!(
            low && Rational::from((&exact(result.hi())).pow(n)) >= middle,
            "{result} is not the power {m}/{n} of {}",
            a.to_f64()
        );
        WITNESSES.fetch_add(1, Relaxed);
    };
    for _ in 0..rounds {
        let bits = random.bits();
        let x = random.interval(bits, 1100);
        let (cube, square) = (x.cbrt(), x.sqrt());
        assert_eq!(square.is_err(), !x.certainly_nonnegative());
        let powers: Vec<_> = programs
            .iter()
            .filter_map(|(m, n, program)| {
                let jet = program.jet(&x, 0);
                assert_eq!(jet.is_err(), !x.certainly_positive());
                Some((*m, *n, jet.ok()?))
            })
            .collect();
        for _ in 0..3 {
            let a = exact(&random.member(&x));
            between(&cube, &a, 1, 3);
            if let Ok(square) = &square {
                between(square, &a, 1, 2);
            }
            for (m, n, jet) in &powers {
                if jet[0].is_bounded() {
                    between(&jet[0], &a, *m, *n);
                }
            }
        }
    }
}

#[test]
fn a_million_witnesses() {
    type Part = fn(u64, usize);
    let parts: [(Part, usize); 6] = [
        (field, 8_000),
        (elementary, 2_000),
        (roots, 3_000),
        (activations, 60),
        (series, 100),
        (symbolic, 10),
    ];
    std::thread::scope(|scope| {
        for thread in 0..2u64 {
            let parts = &parts;
            scope.spawn(move || {
                for (k, (part, rounds)) in (0u64..).zip(parts) {
                    let before = WITNESSES.load(Relaxed);
                    let start = std::time::Instant::now();
                    part(1000 * thread + k + 1, *rounds);
                    println!(
                        "part {k}: {:.2} s, about {} witnesses by both threads",
                        start.elapsed().as_secs_f64(),
                        WITNESSES.load(Relaxed) - before
                    );
                }
            });
        }
    });
    let seen = WITNESSES.load(Relaxed);
    println!("{seen} witnesses");
    assert!(seen >= 1_000_000, "{seen}");
}

/// The witnesses are sharp: an enclosure of a point that is one unit too small loses its value.
#[test]
fn one_unit_in_the_last_place_is_noticed() {
    let mut random = Random(77);
    let (mut shrunk, mut noticed) = (0, 0);
    for _ in 0..400 {
        let bits = 30 + u32::try_from(random.below(100)).unwrap();
        let (a, b) = (random.float(bits, 3), random.float(bits, 3));
        let (x, y) = (
            Interval::point(a.clone()).unwrap(),
            Interval::point(b.clone()).unwrap(),
        );
        let product = &x * &y;
        let (exact_product, inexact) = (
            Rational::from(&exact(&a) * &exact(&b)),
            product.lo() < product.hi(),
        );
        if inexact {
            shrunk += 2;
            for end in [product.lo(), product.hi()] {
                let wrong = Interval::point(end.clone()).unwrap();
                noticed += usize::from(!holds(&wrong, &exact_product));
            }
        }
        // Far out erf is nearer to its limits than any reference tells.
        if *a.as_abs() > 5 {
            continue;
        }
        for (name, function, reference, _, absolute) in FUNCTIONS {
            let Ok(result) = function(&x) else { continue };
            if result.lo() == result.hi() || !result.is_bounded() {
                continue;
            }
            let value = reference(&Float::with_val(bits + 150, &a));
            for end in [result.lo(), result.hi()] {
                shrunk += 1;
                let wrong = Interval::point(end.clone()).unwrap();
                let lost = !is_near(&wrong, &value, bits + 60, absolute);
                noticed += usize::from(lost);
                if !lost {
                    println!("{name} at {a}: {result} with {value}");
                }
            }
        }
    }
    assert!(shrunk > 4_000 && noticed == shrunk, "{noticed} of {shrunk}");
}

/// A larger set has a larger image: every operation, with sets inside sets.
#[test]
fn operations_are_inclusion_monotone() {
    let mut random = Random(99);
    let mut compared = 0;
    for _ in 0..4_000 {
        let bits = random.bits();
        let (wide, other) = (random.interval(bits, 40), random.interval(bits, 40));
        let part = |random: &mut Random, x: &Interval| {
            let point = |random: &mut Random| {
                let t = u32::try_from(random.below(9)).unwrap();
                let part = Float::with_val(bits, x.hi() - x.lo()) * t / 8u32;
                Float::with_val(bits, x.lo() + part).clamp(x.lo(), x.hi())
            };
            let (a, b) = (point(random), point(random));
            if a <= b {
                Interval::new(a, b).unwrap()
            } else {
                Interval::new(b, a).unwrap()
            }
        };
        let (small, less) = (part(&mut random, &wide), part(&mut random, &other));
        let mut inside = |outer: Result<Interval, Fault>,
                          inner: Result<Interval, Fault>,
                          what: &str| {
            // What the larger set allows, the smaller one allows.
            if let Ok(outer) = outer {
                compared += 1;
                let inner = inner.unwrap_or_else(|f| panic!("{what} of {small} in {wide}: {f}"));
                assert!(
                    outer.contains_interval(&inner),
                    "{what} of {small} in {wide}: {inner} not in {outer}"
                );
            }
        };
        inside(Ok(&wide + &other), Ok(&small + &less), "sum");
        inside(Ok(&wide - &other), Ok(&small - &less), "difference");
        inside(Ok(&wide * &other), Ok(&small * &less), "product");
        inside(wide.divide(&other), small.divide(&less), "quotient");
        inside(Ok(wide.square()), Ok(small.square()), "square");
        inside(Ok(wide.abs()), Ok(small.abs()), "absolute value");
        inside(Ok(wide.hull(&other)), Ok(small.hull(&less)), "hull");
        inside(wide.sqrt(), small.sqrt(), "sqrt");
        inside(Ok(wide.cbrt()), Ok(small.cbrt()), "cbrt");
        for n in [-3, -2, 2, 3, 4] {
            inside(wide.powi(n), small.powi(n), "power");
        }
        for (name, function, _, exponent, _) in FUNCTIONS {
            if exponent > 40 || wide.magnitude() < 1e6 {
                inside(function(&wide), function(&small), name);
            }
        }
    }
    assert!(compared > 50_000, "{compared}");
}
