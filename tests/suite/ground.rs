//! No statement about functions on R without their definedness there, and none that rests on an open question about
//! numbers.

use wronski::internals::certificate::{Certificate, Verdict};
use wronski::internals::check::check_text;
use wronski::internals::expr::Parameters;
use wronski::internals::family::ChainWeights;
use wronski::internals::pipeline::{
    Assumptions, Limits, chain, equal, factored_wronskian, independent, verify,
};
use wronski::internals::rewrite::shipped;

/// Defined on R, as far as the program knows, or not: zero at log(2), which is neither found nor excluded.
const OPEN: &str = "(exp(x) - 2*(x + 1 - log(2)))/(exp(x) - 2*(x + 1 - log(2)))";

/// Not defined somewhere, with the code of the refusal.
const UNDEFINED: [(&str, &str); 6] = [
    (
        "(exp(x)-exp(1/3)*(x+2/3))/(exp(x)-exp(1/3)*(x+2/3))",
        "W0201",
    ),
    ("tan(x/10^6)", "W0206"),
    ("log(exp(x)-exp(1/3)*(x+2/3)-1/10^9)", "W0203"),
    ("x^(x-x)", "W0203"),
    ("x^sqrt(4)", "W0203"),
    ("0*log(x)", "W0203"),
];

fn none() -> Parameters {
    Parameters::new()
}

fn word(left: &str, right: &str) -> &'static str {
    let e = equal(left, right, &none(), shipped(), &Limits::default()).expect("two functions");
    match e.verdict {
        Verdict::Proved(_) => "equal",
        Verdict::Refuted(_) => "different",
        Verdict::Undecided(_) => "undecided",
    }
}

fn verdicts(text: &str) -> Vec<(String, String, String)> {
    let v = verify(
        text,
        &none(),
        shipped(),
        &Limits::default(),
        Assumptions::All,
    );
    let claims = v.expect("an activation").claims;
    claims
        .iter()
        .map(|c| (c.id.to_string(), c.verdict.word().to_string(), c.because()))
        .collect()
}

#[test]
fn nothing_is_said_of_functions_that_are_not_defined() {
    let (p, limits) = (none(), Limits::default());
    for (text, code) in UNDEFINED {
        let found = [
            equal(text, "1", &p, shipped(), &limits).map(drop),
            equal("x", text, &p, shipped(), &limits).map(drop),
            independent(&[text, "x"], &p, shipped(), &limits).map(drop),
            factored_wronskian(&[text, "x"], &p, shipped(), &limits).map(drop),
        ];
        for f in found {
            assert_eq!(f.expect_err(text).diagnostic.code, code, "{text}");
        }
        let all = Assumptions::All;
        assert_eq!(
            verify(text, &p, shipped(), &limits, all)
                .expect_err(text)
                .code,
            code
        );
        let weights = ChainWeights::unit(2);
        assert_eq!(
            chain(text, &p, shipped(), &limits, &weights)
                .expect_err(text)
                .code,
            code
        );
    }
}

#[test]
fn open_definedness_leaves_every_verdict_open() {
    let (p, limits) = (none(), Limits::default());
    let names = |why: &str| {
        assert!(
            why.contains("defined at every real x is not decided") && why.contains("exp(x) - 2*("),
            "{why}"
        );
    };
    // True of the formal expressions, false of the formal expressions, and a function that is different anyway.
    for other in ["1", "2", "x", "exp(x)"] {
        let e = equal(OPEN, other, &p, shipped(), &limits).expect("two functions");
        match e.verdict {
            Verdict::Undecided(why) => names(&why.to_string()),
            v => panic!("{other}: {v:?}"),
        }
    }
    for family in [[OPEN, "x"], ["1", OPEN]] {
        let i = independent(&family, &p, shipped(), &limits).expect("a family");
        match &i.claim.verdict {
            Verdict::Undecided(why) => names(&why.to_string()),
            v => panic!("{v:?}"),
        }
        let text = i.certificate().to_json().expect("text");
        let report = check_text(&text).expect("a certificate of what is open");
        assert!(report.claims.iter().all(|c| c.verdict == "undecided"));
        let w = factored_wronskian(&family, &p, shipped(), &limits).expect("a family");
        assert_eq!((w.word(), w.exit_code()), ("undecided", 3));
        names(&w.undecided.expect("a reason").to_string());
    }
    let v = verify(OPEN, &p, shipped(), &limits, Assumptions::All).expect("an activation");
    assert_eq!(v.claims.len(), 7);
    for c in &v.claims {
        assert_eq!(c.verdict.word(), "undecided", "{}", c.id);
    }
    names(&v.claims[2].because());
    let report = check_text(&v.certificate().to_json().expect("text"))
        .expect("a certificate of what is open");
    assert_eq!(report.claims.len(), 7);
    let r = chain(OPEN, &p, shipped(), &limits, &ChainWeights::unit(2)).expect("a chain");
    assert_eq!(r.exit_code(), 3);
    names(&r.gradient.because());
    assert_eq!(r.all_layers_word(), "undecided");
}

#[test]
fn what_is_defined_is_decided_as_before() {
    for (a, b, verdict) in [
        ("tan(atan(x))", "x", "equal"),
        ("log(x + sqrt(1 + x^2))", "asinh(x)", "equal"),
        ("(x + exp(-x))/(x + exp(-x))", "1", "equal"),
        ("(x + exp(-x))/(x + exp(-x))", "x", "different"),
        ("(2 + sin(x) + cos(x))/(2 + sin(x) + cos(x))", "1", "equal"),
        ("(1 + x^2)^(x - x)", "1", "equal"),
        ("(1 + x^2)^sqrt(4)", "1 + 2*x^2 + x^4", "equal"),
        ("x^(3 - 1)", "x*x", "equal"),
    ] {
        assert_eq!(word(a, b), verdict, "{a} and {b}");
    }
}

#[test]
fn no_claim_rests_on_a_value_of_erf() {
    // If erf(1) were rational, (1 + x^2)^erf(1) would be algebraic; no theorem says that it is not.
    for text in [
        "(1+x^2)^erf(1)",
        "exp(x) + exp(erf(1/2)*x)",
        "(1+x^2)^(erf(-2/3)+1)",
    ] {
        for (id, verdict, because) in verdicts(text) {
            if id == "analytic" {
                assert_eq!(verdict, "proved", "{text}");
            } else {
                assert_eq!(verdict, "undecided", "{text}: {id}: {because}");
                assert!(because.contains("erf("), "{text}: {id}: {because}");
            }
        }
    }
    // One number that is known to be transcendental is enough for the same verdicts as before.
    let claims = verdicts("(1+x^2)^e");
    assert_eq!(claims[2].1, "proved");
    // Differences still show at points, and identities hold for every value.
    assert_eq!(word("erf(1)*x", "x"), "different");
    assert_eq!(word("erf(1)*x + erf(1)", "erf(1)*(1 + x)"), "equal");
    // Values at real points do not care.
    let i = independent(&["erf(1)*x", "1"], &none(), shipped(), &Limits::default());
    assert_eq!(i.expect("a family").claim.verdict.word(), "proved");
}

#[test]
fn the_checker_does_not_take_a_value_of_erf_for_transcendental() {
    let limits = Limits::default();
    let v = verify("(1+x^2)^e", &none(), shipped(), &limits, Assumptions::Two).expect("one");
    let genuine = v.certificate().to_json().expect("text");
    check_text(&genuine).expect("a genuine certificate");
    // The same towers, points and determinants, with erf(1) where e was.
    let forged = genuine
        .replace("(1+x^2)^e", "(1+x^2)^erf(1)")
        .replace("(1 + x^2)^e", "(1 + x^2)^erf(1)")
        .replace("exp(1)", "erf(1)")
        .replace("\"exp-constant\"", "\"erf-constant\"")
        .replace("\"exponent\": \"1\"", "\"argument\": \"1\"")
        .replace("\"exponent\":\"1\"", "\"argument\":\"1\"");
    Certificate::from_json(&forged).expect("the format is kept");
    let rejection = check_text(&forged).expect_err("erf(1)");
    assert!(
        rejection
            .failure
            .to_string()
            .contains("that erf(1) is transcendental is not proved"),
        "{rejection}"
    );
}

#[test]
fn a_wronskian_over_open_constants_needs_a_value() {
    let w = |family: &[&str]| {
        factored_wronskian(family, &none(), shipped(), &Limits::default()).expect("a family")
    };
    // pi e - 8 = 0.5397..., whatever is known about pi and e.
    assert_eq!(w(&["1", "(pi*e-8)*x"]).word(), "nonzero");
    assert_eq!(w(&["1", "erf(1)*x", "x^2"]).word(), "nonzero");
    // Identities hold anyway.
    assert_eq!(w(&["1", "pi*e*x", "(pi - e)*x"]).word(), "zero");
    // The first 199 digits of pi e (mpmath): the difference is below 10^-198, and no enclosure of 128 bits tells it
    // from zero.
    let digits = [
        "8.539734222673567065463550869546574495034888535765114961879601130179228611157330",
        "807572563869710473943913774942511677467646321187590696023990",
        "618363453790704145420215994889633428527467000466877660930727",
    ]
    .concat();
    let open = w(&["1", &format!("(pi*e - {digits})*x")]);
    assert_eq!(open.word(), "undecided");
    let why = open.undecided.expect("a reason").to_string();
    assert!(why.contains("pi") && why.contains("exp(1)"), "{why}");
}

#[test]
fn conditions_on_parameters_hold_for_numbers_of_every_kind() {
    let refused = |text: &str| {
        let v = verify(
            text,
            &none(),
            shipped(),
            &Limits::default(),
            Assumptions::One,
        );
        v.expect_err(text).code
    };
    for text in [
        "hard_shrink(x,-1)",
        "hard_shrink(x,-sqrt(2))",
        "hard_shrink(x, 1 - sqrt(2))",
        "hard_shrink(x, 2 - 3)",
        "hard_shrink(x, sqrt(2) - sqrt(2))",
        "hard_shrink(x, log(1/2))",
        "hard_shrink(x, -sigmoid(1))",
    ] {
        assert_eq!(refused(text), "W0121", "{text}");
    }
    // sin(pi) is zero, and no enclosure says so.
    assert_eq!(refused("hard_shrink(x, sin(pi))"), "W0129");
    for text in ["hard_shrink(x, sqrt(2) - 1)", "hard_shrink(x, pi)"] {
        let v = verify(
            text,
            &none(),
            shipped(),
            &Limits::default(),
            Assumptions::One,
        );
        assert!(v.is_ok(), "{text}");
    }
}
