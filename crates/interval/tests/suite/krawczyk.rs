//! Krawczyk's operator on systems with known zeros, and decimal text of intervals.

use num_rational::BigRational;
use rug::Float;
use rug::float::Special;
use wronski_interval::approximate::{self, Rows};
use wronski_interval::{
    Fault, Inclusion, Interval, IntervalMatrix, exact_rational, krawczyk, nearest_float,
    parse_decimal,
};

const BITS: u32 = 120;

fn q(n: i64, d: i64) -> BigRational {
    BigRational::new(n.into(), d.into())
}

fn float(n: i64, d: i64) -> Float {
    nearest_float(&q(n, d), BITS)
}

/// One equation in one unknown, `f` and `f'` evaluated on intervals.
fn one(
    f: impl Fn(&Interval) -> Interval,
    slope: impl Fn(&Interval) -> Interval,
    centre: Float,
    radius: Float,
) -> Inclusion {
    let point = Interval::point(centre.clone()).unwrap();
    let ball = Interval::new(-radius.clone(), radius.clone()).unwrap();
    let jacobian = IntervalMatrix::from_rows(vec![vec![slope(&(&point + &ball))]]).unwrap();
    let middle = slope(&point).midpoint();
    let y = vec![vec![if middle.is_zero() {
        Float::with_val(BITS, 1)
    } else {
        middle.recip()
    }]];
    krawczyk(&[centre], &[radius], &[f(&point)], &jacobian, &y).unwrap()
}

fn int(n: i64) -> Interval {
    Interval::from_int(n, BITS)
}

#[test]
fn the_square_root_of_two() {
    let f = |x: &Interval| &x.square() - &int(2);
    let slope = |x: &Interval| x.scale_int(2);
    let found = one(f, slope, float(14, 10), float(1, 10));
    let Inclusion::Unique(image) = &found else {
        panic!("{found:?}")
    };
    let root = Interval::from_int(2, 200).sqrt().unwrap();
    assert!(
        image[0].contains_interval(&root) && image[0].width() < 0.02,
        "{}",
        image[0]
    );
    // A box that misses the zero, by much and by little.
    assert!(matches!(
        one(f, slope, float(3, 1), float(1, 2)),
        Inclusion::Empty(_)
    ));
    let zero = std::f64::consts::SQRT_2;
    let just_outside = one(
        f,
        slope,
        Float::with_val(BITS, zero) - 1e-6f64,
        Float::with_val(BITS, 9.99e-7),
    );
    assert!(
        matches!(just_outside, Inclusion::Empty(_)),
        "{just_outside:?}"
    );
    // The zero on the boundary of the box, to all digits of the machine: never unique.
    let touching = one(|x| x - &int(1), |_| int(1), float(1, 2), float(1, 2));
    assert!(matches!(touching, Inclusion::Open(_)), "{touching:?}");
}

#[test]
fn two_zeros_and_double_zeros_are_never_unique() {
    // x^2 - 1/100 on [-1, 1]: two zeros.
    let f = |x: &Interval| &x.square() - &Interval::from_rational(&q(1, 100), BITS);
    let slope = |x: &Interval| x.scale_int(2);
    for (centre, radius) in [(0, 1), (1, 2), (-1, 3)] {
        let found = one(f, slope, float(centre, 10), float(radius, 1));
        assert!(matches!(found, Inclusion::Open(_)), "{found:?}");
    }
    // (x - 1/3)^2: one zero, but a double one.
    let f = |x: &Interval| (x - &Interval::from_rational(&q(1, 3), BITS)).square();
    let slope = |x: &Interval| (x - &Interval::from_rational(&q(1, 3), BITS)).scale_int(2);
    for (centre, radius) in [(float(1, 3), float(1, 10)), (float(30, 100), float(1, 10))] {
        let found = one(f, slope, centre, radius);
        assert!(!found.is_unique(), "{found:?}");
        assert!(!matches!(found, Inclusion::Empty(_)));
    }
}

/// The circle of radius 1 and the parabola y = x^2: zeros at x^2 = (sqrt 5 - 1)/2.
fn circle_and_parabola(centre: [Float; 2], radius: &Float) -> Inclusion {
    let jacobian = |x: &Interval, y: &Interval| {
        IntervalMatrix::from_rows(vec![
            vec![x.scale_int(2), y.scale_int(2)],
            vec![x.scale_int(-2), int(1)],
        ])
        .unwrap()
    };
    let point = centre.clone().map(|c| Interval::point(c).unwrap());
    let ball = Interval::new(-radius.clone(), radius.clone()).unwrap();
    let value = [
        &(&point[0].square() + &point[1].square()) - &int(1),
        &point[1] - &point[0].square(),
    ];
    let y: Rows = approximate::inverse(&jacobian(&point[0], &point[1]).midpoints(), BITS).unwrap();
    krawczyk(
        &centre,
        &[radius.clone(), radius.clone()],
        &value,
        &jacobian(&(&point[0] + &ball), &(&point[1] + &ball)),
        &y,
    )
    .unwrap()
}

#[test]
fn a_system_of_two_equations() {
    let y = (&Interval::from_int(5, 200).sqrt().unwrap() - &Interval::one(200))
        .divide(&Interval::from_int(2, 200))
        .unwrap();
    let x = y.sqrt().unwrap();
    let found = circle_and_parabola([float(786, 1000), float(618, 1000)], &float(1, 100));
    assert!(found.is_unique());
    assert!(found.image()[0].contains_interval(&x) && found.image()[1].contains_interval(&y));
    // Symmetric in x: a box around both is open, one in between is empty.
    let both = circle_and_parabola([float(1, 100), float(618, 1000)], &float(1, 1));
    assert!(matches!(both, Inclusion::Open(_)));
    let none = circle_and_parabola([float(1, 2), float(618, 1000)], &float(1, 10));
    assert!(matches!(none, Inclusion::Empty(_)));
    // The true zero just outside the box, in one coordinate by 1e-20.
    let centre = [
        Float::with_val(BITS, x.hi()) + Float::with_val(BITS, 1e-8) + Float::with_val(BITS, 1e-20),
        Float::with_val(BITS, y.lo()),
    ];
    let outside = circle_and_parabola(centre, &Float::with_val(BITS, 1e-8));
    assert!(!outside.is_unique());
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    let one = Float::with_val(BITS, 1);
    let jacobian = IntervalMatrix::identity(1, BITS);
    let y = vec![vec![one.clone()]];
    let c = std::slice::from_ref(&one);
    let f = [Interval::zero(BITS)];
    assert!(krawczyk(c, c, &f, &jacobian, &y).unwrap().is_unique());
    let shape = |r: Result<Inclusion, Fault>| assert!(matches!(r, Err(Fault::Shape(_))));
    shape(krawczyk(
        &[],
        &[],
        &[],
        &IntervalMatrix::identity(0, BITS),
        &[],
    ));
    shape(krawczyk(c, &[], &f, &jacobian, &y));
    shape(krawczyk(c, c, &[], &jacobian, &y));
    shape(krawczyk(c, c, &f, &IntervalMatrix::identity(2, BITS), &y));
    shape(krawczyk(c, c, &f, &jacobian, &[]));
    shape(krawczyk(c, c, &f, &jacobian, &[vec![]]));
    let nan = Float::with_val(BITS, Special::Nan);
    let infinity = Float::with_val(BITS, Special::Infinity);
    for (bad, fault) in [
        (nan, Fault::Overflow),
        (infinity, Fault::Overflow),
        (Float::new(BITS), Fault::Endpoints),
        (-one.clone(), Fault::Endpoints),
    ] {
        let bad_radius = krawczyk(c, std::slice::from_ref(&bad), &f, &jacobian, &y);
        assert_eq!(bad_radius.unwrap_err(), fault, "{bad}");
    }
    // A preconditioner of zeros shows nothing.
    let zero = vec![vec![Float::new(BITS)]];
    assert!(!krawczyk(c, c, &f, &jacobian, &zero).unwrap().is_unique());
}

#[test]
fn decimal_text_is_outward_and_readable() {
    let cases = [
        (q(1, 3), 5, "0.33333", "0.33334"),
        (q(-1, 3), 5, "-0.33334", "-0.33333"),
        (q(2, 1), 5, "2", "2"),
        (q(-1975, 16), 10, "-123.4375", "-123.4375"),
        (q(-1975, 16), 2, "-130", "-120"),
        (q(1, 1 << 30), 3, "9.31e-10", "9.32e-10"),
        (q(1, 1 << 20), 4, "0.0000009536", "0.0000009537"),
        (q(1, 1 << 13), 20, "0.0001220703125", "0.0001220703125"),
        (q(0, 1), 4, "0", "0"),
        (
            q(1 << 62, 1),
            3,
            "4610000000000000000",
            "4620000000000000000",
        ),
    ];
    for (value, digits, lo, hi) in cases {
        let interval = Interval::from_rational(&value, 100);
        let (found_lo, found_hi) = interval.to_decimal(digits).expect("bounded");
        assert_eq!((found_lo.as_str(), found_hi.as_str()), (lo, hi), "{value}");
        assert!(parse_decimal(lo).unwrap() <= value && value <= parse_decimal(hi).unwrap());
        let back = Interval::from_decimal(lo, hi, 200).unwrap();
        assert!(back.contains_interval(&interval));
    }
    let big = Interval::from_rational(&q(10, 1).pow(40), 200);
    assert_eq!(
        big.to_decimal(3),
        Some(("1e40".to_string(), "1e40".to_string()))
    );
    assert_eq!(Interval::entire(53).to_decimal(3), None);
    assert_eq!((Interval::from_int(40_000, 53).exp()).to_decimal(3), None);
    // Nearer to 0 than any text that is read.
    let tiny = Interval::from_int(-1 << 40, 53).exp();
    let (lo, hi) = tiny.to_decimal(5).unwrap();
    assert_eq!((lo.as_str(), hi.as_str()), ("0", "1e-10000"));
    assert!(parse_decimal(&hi).is_some());
    for text in [
        "", "-", ".", "1.", ".5", "1e", "e5", "--1", "1,5", "0x1", "nan", "inf", "1e20001", "1/2",
        "+1", " 1",
    ] {
        assert_eq!(parse_decimal(text), None, "{text}");
    }
    assert_eq!(parse_decimal("-0.0000123"), Some(q(-123, 10_000_000)));
    assert_eq!(parse_decimal("1.25E+2"), Some(q(125, 1)));
    assert_eq!(
        Interval::from_decimal("2", "1", 53).unwrap_err(),
        Fault::Endpoints
    );
}

#[test]
fn floats_are_exact_rationals() {
    for value in [q(0, 1), q(-3, 8), q(5, 1), q(1 << 40, 1), q(-7, 1 << 50)] {
        let float = nearest_float(&value, 80);
        assert_eq!(exact_rational(&float), Some(value));
    }
    let third = nearest_float(&q(1, 3), 2);
    // The neighbours of 1/3 with two bits are 1/4 and 3/8; 3/8 is nearer.
    assert_eq!(exact_rational(&third), Some(q(3, 8)));
    for special in [Special::Nan, Special::Infinity, Special::NegInfinity] {
        assert_eq!(exact_rational(&Float::with_val(53, special)), None);
    }
    assert_eq!(
        exact_rational(&(Float::with_val(53, 1) >> 2_000_000u32)),
        None
    );
}
