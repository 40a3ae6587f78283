//! Intervals against exact rational arithmetic and against higher precision, on random and on awkward input.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use rug::Float;
use rug::float::Special;
use wronski_interval::{Fault, Interval};

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

    /// A rational number of size `2^-e..2^e`, biased to 0, small integers and dyadic numbers.
    fn rational(&mut self, e: u64) -> BigRational {
        let sign = if self.below(2) == 0 { 1 } else { -1 };
        let n = BigInt::from(sign) * BigInt::from(self.below(1 << 20));
        match self.below(6) {
            0 => BigRational::from_integer(n % BigInt::from(4)),
            1 => BigRational::new(n, BigInt::from(1 + self.below(7))),
            2 => {
                BigRational::from_integer(n)
                    * two_to(i64::try_from(self.below(2 * e)).unwrap() - i64::try_from(e).unwrap())
            }
            _ => BigRational::new(n, BigInt::from(1 + self.below(1 << 20))),
        }
    }
}

fn two_to(e: i64) -> BigRational {
    let power = BigRational::from_integer(BigInt::from(1) << e.unsigned_abs());
    if e < 0 { power.recip() } else { power }
}

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

/// Two numbers in order, and one between them (or at an end).
fn range(random: &mut Random, e: u64) -> (BigRational, BigRational, BigRational) {
    let (a, b) = (random.rational(e), random.rational(e));
    let (lo, hi) = if a <= b { (a, b) } else { (b, a) };
    let hi = if random.below(4) == 0 { lo.clone() } else { hi };
    let t = BigRational::new(random.below(9).into(), BigInt::from(8));
    let inside = &lo + (&hi - &lo) * t;
    (lo, hi, inside)
}

const PRECISIONS: [u32; 4] = [2, 11, 53, 200];

#[test]
fn field_operations_contain_the_exact_results() {
    let mut random = Random(1);
    let mut quotients = 0;
    for round in 0..6000 {
        let bits = PRECISIONS[round % 4];
        let (a_lo, a_hi, a) = range(&mut random, 90);
        let (b_lo, b_hi, b) = range(&mut random, 90);
        let x = Interval::between(&a_lo, &a_hi, bits).unwrap();
        let y = Interval::between(&b_lo, &b_hi, bits).unwrap();
        let context = format!("{a} in {x}, {b} in {y}, {bits} bits");
        assert!(x.contains(&a) && y.contains(&b), "{context}");
        assert!((&x + &y).contains(&(&a + &b)), "sum: {context}");
        assert!((&x - &y).contains(&(&a - &b)), "difference: {context}");
        assert!((&x * &y).contains(&(&a * &b)), "product: {context}");
        assert!((-&x).contains(&-&a), "negative: {context}");
        assert!(x.abs().contains(&a.abs()), "absolute value: {context}");
        assert!(x.square().contains(&(&a * &a)), "square: {context}");
        assert!(
            !x.square().lo().is_sign_negative() || x.square().lo().is_zero(),
            "{context}"
        );
        assert!(
            x.hull(&y).contains(&a) && x.hull(&y).contains(&b),
            "hull: {context}"
        );
        assert!(x.scale(&b).contains(&(&a * &b)), "multiple: {context}");
        assert!(
            x.scale_int(-7).contains(&(&a * q(-7, 1))),
            "multiple: {context}"
        );
        assert!(x.with_precision(3).contains(&a), "fewer bits: {context}");
        match x.divide(&y) {
            Ok(ratio) => {
                quotients += 1;
                assert!(ratio.contains(&(&a / &b)), "quotient: {context}");
            }
            Err(fault) => {
                assert_eq!(fault, Fault::Division);
                assert!(y.possibly_zero(), "{context}");
            }
        }
        for n in [-3, -2, -1, 0, 1, 2, 3, 4, 5] {
            match x.powi(n) {
                Ok(power) => assert!(power.contains(&a.pow(n)), "power {n}: {context}"),
                Err(_) => assert!(n < 0 && x.possibly_zero(), "power {n}: {context}"),
            }
        }
    }
    assert!(quotients > 2000, "the divisions were tested");
}

#[test]
fn results_of_exact_operands_are_as_thin_as_the_precision_allows() {
    let mut random = Random(2);
    for _ in 0..1000 {
        let (a, b) = (
            q(i64::try_from(random.below(1 << 25)).unwrap() + 1, 1),
            q(i64::try_from(random.below(1 << 25)).unwrap() + 1, 1),
        );
        let (x, y) = (
            Interval::from_rational(&a, 53),
            Interval::from_rational(&b, 53),
        );
        assert_eq!((&x + &y).width(), 0, "an exact sum");
        assert_eq!((&x * &y).width(), 0, "an exact product");
        let mut above = x.divide(&y).unwrap().lo().clone();
        above.next_up();
        assert!(
            x.divide(&y).unwrap().hi() <= &above,
            "neighbouring floats at most"
        );
    }
}

/// Every elementary function: enclosures at low precision of a wide set must contain the thin ones at high
/// precision of its members.
#[test]
fn elementary_functions_contain_values_of_higher_precision() {
    type Function = fn(&Interval) -> Result<Interval, Fault>;
    let functions: [(&str, Function); 15] = [
        ("exp", |a| Ok(a.exp())),
        ("ln", Interval::ln),
        ("sqrt", Interval::sqrt),
        ("cbrt", |a| Ok(a.cbrt())),
        ("erf", |a| Ok(a.erf())),
        ("erfc", |a| Ok(a.erfc())),
        ("sinh", |a| Ok(a.sinh())),
        ("cosh", |a| Ok(a.cosh())),
        ("tanh", |a| Ok(a.tanh())),
        ("sin", |a| Ok(a.sin())),
        ("cos", |a| Ok(a.cos())),
        ("tan", Interval::tan),
        ("asinh", |a| Ok(a.asinh())),
        ("atan", |a| Ok(a.atan())),
        ("recip", Interval::recip),
    ];
    let mut random = Random(3);
    for (name, function) in functions {
        let mut tested = 0;
        for round in 0..2000 {
            let bits = PRECISIONS[round % 4];
            let (lo, hi, inside) = range(&mut random, 12);
            // Narrow sets too, so that sine and tangent are not all trivial.
            let hi = if round % 3 == 0 {
                hi
            } else {
                lo.clone() + (&hi - &lo) / q(1 << 20, 1)
            };
            let inside = if inside <= hi { inside } else { lo.clone() };
            let wide = Interval::between(&lo, &hi, bits).unwrap();
            let Ok(result) = function(&wide) else {
                continue;
            };
            let thin = function(&Interval::from_rational(&inside, 300)).unwrap();
            tested += 1;
            assert!(
                result.contains_interval(&thin),
                "{name} of {wide} is {result}, but at {inside} {thin}"
            );
            if lo == hi && bits > 11 && result.is_bounded() {
                // A thin argument gives a thin result, relative to the slope: here only "not the whole line".
                assert!(
                    result.width() <= 1 || result.width() < result.magnitude(),
                    "{name} of {wide} is {result}"
                );
            }
        }
        assert!(tested > 300, "{name}: {tested} tested");
    }
}

/// Values with 40 digits, computed with mpmath.
#[test]
fn known_values() {
    let half = Interval::from_rational(&q(1, 2), 140);
    let three = Interval::from_int(3, 140);
    let cases = [
        (half.erf(), "0.5204998778130465376827466538919645287364"),
        (half.erfc(), "0.4795001221869534623172533461080354712635"),
        (three.exp(), "20.08553692318766774092852965458171789699"),
        (
            three.ln().unwrap(),
            "1.098612288668109691395245236922525704647",
        ),
        (
            three.sqrt().unwrap(),
            "1.732050807568877293527446341505872366943",
        ),
        (three.cbrt(), "1.442249570307408382321638310780109588392"),
        (half.tanh(), "0.4621171572600097585023184836436725487303"),
        (half.sinh(), "0.5210953054937473616224256264114915591059"),
        (half.cosh(), "1.127625965206380785226225161402672012548"),
        (three.sin(), "0.1411200080598672221007448028081102798469"),
        (three.cos(), "-0.9899924966004454572715727947312613023937"),
        (
            three.tan().unwrap(),
            "-0.1425465430742778052956354105339134932261",
        ),
        (three.atan(), "1.249045772398254425829917077281090123078"),
        (three.asinh(), "1.818446459232066823483698963560708993786"),
        (
            Interval::pi(140),
            "3.141592653589793238462643383279502884197",
        ),
    ];
    for (found, digits) in cases {
        let expected = Float::with_val(160, Float::parse(digits).unwrap());
        let tolerance = Float::with_val(160, Float::parse("1e-35").unwrap());
        assert!(
            Float::with_val(160, found.lo() - &expected).abs() < tolerance,
            "{found} is not {digits}"
        );
        assert!(
            Float::with_val(160, found.hi() - &expected).abs() < tolerance,
            "{found} is not {digits}"
        );
        assert!(
            found.lo() < found.hi(),
            "an irrational number has room on both sides"
        );
    }
}

#[test]
fn sine_knows_its_extrema() {
    // [1, 2] contains pi/2, [4, 5] contains 3 pi/2, [3, 4] neither; [0, 10] everything.
    let sine = |a, b| Interval::between(&q(a, 1), &q(b, 1), 53).unwrap().sin();
    assert!(sine(1, 2).contains(&q(1, 1)) && !sine(1, 2).contains(&q(4, 5)));
    assert!(sine(4, 5).contains(&q(-1, 1)) && !sine(4, 5).contains(&q(-3, 4)));
    assert!(!sine(3, 4).contains(&q(1, 2)) && !sine(3, 4).contains(&q(-4, 5)));
    assert!(sine(0, 10).contains(&q(1, 1)) && sine(0, 10).contains(&q(-1, 1)));
    let cosine = |a, b| Interval::between(&q(a, 1), &q(b, 1), 53).unwrap().cos();
    assert!(cosine(-1, 1).contains(&q(1, 1)) && !cosine(-1, 1).contains(&q(1, 2)));
    assert!(cosine(3, 4).contains(&q(-1, 1)) && !cosine(3, 4).contains(&q(-1, 2)));
    assert_eq!(
        Interval::between(&q(1, 1), &q(2, 1), 53)
            .unwrap()
            .tan()
            .unwrap_err(),
        Fault::Pole
    );
}

#[test]
fn zero_in_either_sign_is_zero() {
    let minus = Float::with_val(53, -0.0);
    let plus = Float::new(53);
    for (lo, hi) in [(&minus, &plus), (&plus, &minus), (&minus, &minus)] {
        let zero = Interval::new(lo.clone(), hi.clone()).unwrap();
        assert!(zero.possibly_zero() && zero.contains(&BigRational::zero()));
        assert!(!zero.certainly_positive() && !zero.certainly_negative());
        assert_eq!(zero.recip().unwrap_err(), Fault::Division);
        assert_eq!(zero.ln().unwrap_err(), Fault::Logarithm);
        assert_eq!(zero.powi(-1).unwrap_err(), Fault::Division);
        assert_eq!(
            Interval::one(53).divide(&zero).unwrap_err(),
            Fault::Division
        );
        assert!(zero.sqrt().unwrap().contains(&BigRational::zero()));
        assert!(zero.cosh().contains(&q(1, 1)));
        let touching = Interval::new(lo.clone(), Float::with_val(53, 2)).unwrap();
        assert_eq!(
            touching.recip().unwrap_err(),
            Fault::Division,
            "0 is an endpoint"
        );
    }
}

#[test]
fn huge_and_tiny_numbers_overflow_outwards() {
    let huge = Interval::from_rational(&two_to(2000), 53);
    // exp(2^2000) is beyond every float: the enclosure is unbounded above and positive.
    let top = huge.exp();
    assert!(top.certainly_positive() && !top.is_bounded() && top.lo().is_finite());
    // exp(-2^2000) is below every positive float, and still not zero.
    let bottom = (-&huge).exp();
    assert!(
        bottom.lo().is_zero() && *bottom.hi() > 0,
        "a positive number below every float"
    );
    assert!(bottom.possibly_zero());
    assert!(bottom.recip().is_err());
    // 1 - tanh(2^2000): 1 is not claimed to be reached from below.
    let limit = huge.tanh();
    assert!(*limit.lo() < 1 && limit.contains(&q(1, 1)));
    // Nothing is lost or invented by the infinite endpoint.
    assert!((&top * &Interval::zero(53)).contains(&BigRational::zero()));
    let all = &top - &top;
    assert!(all.contains(&two_to(4000)) && all.contains(&-two_to(4000)));
    assert!(top.recip().unwrap().certainly_nonnegative());
    let ratio = top.divide(&top).unwrap();
    assert!(ratio.contains(&q(1, 1)));
    // Reduction of a number beyond all reason is refused, not attempted.
    let monster = huge.exp();
    assert!(monster.sin().contains(&q(1, 1)) && monster.sin().contains(&q(-1, 1)));
    assert_eq!(monster.tan().unwrap_err(), Fault::Pole);
    let far = Interval::from_rational(&two_to(300), 53);
    let thin = Interval::from_rational(&two_to(300), 400);
    assert!(far.sin().contains_interval(&thin.sin()) && far.sin().width() < 1e-10);
}

#[test]
fn endpoints_that_bound_nothing_are_refused() {
    let nan = Float::with_val(53, Special::Nan);
    let top = Float::with_val(53, Special::Infinity);
    let bottom = Float::with_val(53, Special::NegInfinity);
    let one = Float::with_val(53, 1);
    let two = Float::with_val(53, 2);
    for (lo, hi) in [(&nan, &one), (&one, &nan), (&top, &top), (&bottom, &bottom)] {
        assert_eq!(
            Interval::new(lo.clone(), hi.clone()).unwrap_err(),
            Fault::Overflow
        );
    }
    assert_eq!(
        Interval::new(two.clone(), one.clone()).unwrap_err(),
        Fault::Endpoints
    );
    assert!(Interval::new(bottom, top).unwrap().possibly_zero());
    assert_eq!(
        Interval::between(&q(2, 1), &q(1, 1), 53).unwrap_err(),
        Fault::Endpoints
    );
}

#[test]
fn what_is_certain_and_what_is_possible() {
    let positive = Interval::between(&q(1, 3), &q(2, 1), 53).unwrap();
    let across = Interval::between(&q(-1, 3), &q(2, 1), 53).unwrap();
    assert!(
        positive.certainly_positive() && positive.certainly_nonzero() && !positive.possibly_zero()
    );
    assert!((-&positive).certainly_negative() && (-&positive).certainly_nonzero());
    assert!(
        across.possibly_zero() && !across.certainly_nonzero() && !across.certainly_nonnegative()
    );
    assert!((-&positive).certainly_less(&positive) && !positive.certainly_less(&across));
    assert!(positive.possibly_equal(&across) && !positive.possibly_equal(&-&positive));
    assert!(across.mignitude().is_zero() && positive.mignitude() > 0.33);
    // 1/3 is no float: the enclosure contains it strictly inside.
    let third = Interval::from_rational(&q(1, 3), 53);
    assert!(third.lo() < third.hi() && third.contains(&q(1, 3)));
}

#[test]
fn an_enclosure_is_printed_outwards() {
    let third = Interval::from_rational(&q(1, 3), 53);
    assert_eq!(third.to_string(), "[3.33333333333e-1, 3.33333333334e-1]");
}
