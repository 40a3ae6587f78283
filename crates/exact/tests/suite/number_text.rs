//! Numbers as text against the floating-point parser of the standard library.

use num_rational::BigRational;
use proptest::prelude::*;
use wronski_exact::decimal::{NearestDouble, exact_number, nearest_double};

fn expected(text: &str) -> NearestDouble {
    let double: f64 = text.parse().expect("a number");
    match BigRational::from_float(double) {
        Some(q) => NearestDouble::Value(q),
        None => NearestDouble::Overflow,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn every_double_is_read_as_itself(bits in any::<u64>()) {
        let double = f64::from_bits(bits);
        prop_assume!(double.is_finite());
        let exact = NearestDouble::Value(BigRational::from_float(double).expect("finite"));
        for text in [format!("{double:?}"), format!("{double:e}"), format!("{double}")] {
            prop_assert_eq!(nearest_double(&text, 400), Some(exact.clone()), "{}", text);
        }
    }

    #[test]
    fn decimals_are_rounded_as_the_standard_library_does(
        sign in "-?", whole in "0|[1-9][0-9]{0,20}", fraction in "(\\.[0-9]{1,25})?", exponent in "([eE][+-]?[0-9]{1,3})?"
    ) {
        let text = format!("{sign}{whole}{fraction}{exponent}");
        prop_assert_eq!(nearest_double(&text, 60), Some(expected(&text)), "{}", text);
    }

    // Halfway between two doubles, and a little beside it.
    #[test]
    fn ties_go_to_even(significand in (1u64 << 52)..(1u64 << 53), shift in 0u32..70, beside in -1i32..=1) {
        let twice = num_bigint::BigInt::from(significand) * 2 + 1;
        let tie = (twice << shift) * 10 + beside;
        let text = format!("{tie}e-1");
        prop_assert_eq!(nearest_double(&text, 60), Some(expected(&text)), "{}", text);
    }

    #[test]
    fn whatever_the_text_there_is_no_panic(text in "[-+0-9.eE/ x]{0,12}|.{0,8}") {
        drop(nearest_double(&text, 60));
        drop(exact_number(&text, 60));
    }
}
