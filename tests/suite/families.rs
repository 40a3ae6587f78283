//! The families of `data/families.toml`, whose ranks are known, by every route there is.

use crate::support::{Random, rank, rational};
use num_rational::BigRational;
use num_traits::Zero;
use wronski::internals::exact::Rationals;
use wronski::internals::expr::Parameters;
use wronski::internals::family::{FactoredElement, Family, series_wronskian, wronskian};
use wronski::internals::pipeline::{Independence, Limits, independent};
use wronski::internals::rewrite::shipped;
use wronski::internals::theorem::Detail;
use wronski::internals::tower::{Element, Tower};

struct Known {
    functions: Vec<String>,
    rank: usize,
}

fn families() -> Vec<Known> {
    let table: toml::Table = include_str!("../../data/families.toml")
        .parse()
        .expect("TOML");
    table["family"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|f| Known {
            functions: f["functions"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|t| t.as_str().expect("text").to_string())
                .collect(),
            rank: f["rank"].as_integer().expect("a number") as usize,
        })
        .collect()
}

fn decided(functions: &[String]) -> Independence {
    let texts: Vec<&str> = functions.iter().map(String::as_str).collect();
    independent(&texts, &Parameters::new(), shipped(), &Limits::default())
        .unwrap_or_else(|f| panic!("{functions:?}: {}", f.diagnostic.message))
}

/// The families of analytic functions, with the tower that they live in.
fn in_towers() -> Vec<(Known, Tower, Vec<Element>)> {
    families()
        .into_iter()
        .filter_map(|k| {
            let v = decided(&k.functions);
            v.tower.map(|(t, e)| (k, t, e))
        })
        .collect()
}

#[test]
fn ranks_are_the_known_ones() {
    let all = families();
    assert_eq!(all.len(), 17);
    for k in all {
        let v = decided(&k.functions);
        let word = v.claim.verdict.word();
        // Not analytic: it may stay open, but its vanishing Wronskian must not make it dependent.
        if k.functions.iter().any(|f| f.contains("abs")) {
            assert_ne!(word, "refuted", "{:?}", k.functions);
            continue;
        }
        let independent = k.rank == k.functions.len();
        assert_eq!(
            word,
            if independent { "proved" } else { "refuted" },
            "{:?}",
            k.functions
        );
        assert_eq!(v.exit_code(), u8::from(!independent));
        let Detail::Rank {
            size,
            rank: Some(Ok(r)),
        } = &v.claim.detail
        else {
            panic!("{:?}: no rank", k.functions)
        };
        assert_eq!(
            (*size, r.rank),
            (k.functions.len(), k.rank),
            "{:?}",
            k.functions
        );
        assert_eq!(r.relations.len(), size - r.rank);
        // Each relation once more: sum c_j f_j = 0, and not trivial.
        let (t, e) = v.tower.as_ref().expect("a tower");
        for relation in &r.relations {
            assert!(!relation.coefficients[relation.dependent].is_zero());
            let mut sum = Element::zero();
            for (c, f) in relation.coefficients.iter().zip(e) {
                sum = t.add(&sum, &t.mul(c, f).expect("small")).expect("small");
            }
            assert!(sum.is_zero(), "{:?}", k.functions);
        }
    }
}

/// Relations by hand, from the notes of the file.
#[test]
fn relations_are_the_known_ones() {
    for (functions, expected) in [
        (["softplus(x)", "softplus(-x)", "x"], ["-1", "1", "1"]),
        (["silu(x)", "silu(-x)", "x"], ["-1", "1", "1"]),
        (["torch::gelu(x)", "torch::gelu(-x)", "x"], ["-1", "1", "1"]),
        (["tanh(x)", "sigmoid(2*x)", "1"], ["1", "-2", "1"]),
        (["erf(x)", "erfc(x)", "1"], ["-1", "-1", "1"]),
        (["cosh(x)", "sinh(x)", "exp(x)"], ["-1", "-1", "1"]),
        (
            ["sigmoid(x)", "sigmoid(x)^2", "diff(sigmoid(x))"],
            ["-1", "1", "1"],
        ),
    ] {
        let v = decided(&functions.map(String::from));
        let Detail::Rank {
            rank: Some(Ok(r)), ..
        } = &v.claim.detail
        else {
            panic!("{functions:?}")
        };
        let (t, _) = v.tower.as_ref().expect("a tower");
        let found: Vec<String> = r.relations[0]
            .coefficients
            .iter()
            .map(|c| t.print(c))
            .collect();
        assert_eq!(found, expected, "{functions:?}");
    }
}

/// Alternants over the rational numbers at random integer points of the tower, with elimination of our own. The rank
/// at as many points as there are functions cannot exceed the rank, and reaches it with probability one.
#[test]
fn alternants_over_the_rationals() {
    let mut checked = 0;
    for (k, t, e) in in_towers() {
        if !t.roots().is_empty() {
            continue; // sqrt(2) has no rational value
        }
        let mut random = Random(5);
        // Constants keep one value.
        let base: Vec<BigRational> = (0..t.variables().len())
            .map(|_| rational(random.int(2, 40), 1))
            .collect();
        let rows: Vec<Vec<BigRational>> = (0..e.len() + 3)
            .filter_map(|_| {
                let point: Vec<BigRational> = t
                    .variables()
                    .iter()
                    .zip(&base)
                    .map(|(w, b)| {
                        if w.is_constant() {
                            b.clone()
                        } else {
                            rational(random.int(2, 40), 1)
                        }
                    })
                    .collect();
                e.iter().map(|f| t.eval(f, &Rationals, &point)).collect()
            })
            .collect();
        assert!(rows.len() >= e.len());
        assert_eq!(rank(rows), k.rank, "{:?}", k.functions);
        checked += 1;
    }
    assert!(checked >= 12, "{checked}");
}

#[test]
fn the_symbolic_wronskian_vanishes_for_dependent_families_only() {
    let mut checked = 0;
    for (k, mut t, e) in in_towers() {
        if e.len() > 4 {
            continue;
        }
        let w = wronskian(&t, &e).unwrap_or_else(|s| panic!("{:?}: {s:?}", k.functions));
        assert_eq!(w.is_zero(), k.rank < e.len(), "{:?}", k.functions);
        let factored =
            FactoredElement::new(&t, &w).unwrap_or_else(|s| panic!("{:?}: {s:?}", k.functions));
        assert_eq!(factored.constant.is_zero(), w.is_zero());
        let again = factored.expand(&mut t).expect("within the budget");
        assert!(
            t.equal(&again, &w).expect("within the budget"),
            "{:?}",
            k.functions
        );
        checked += 1;
    }
    assert_eq!(checked, 16);
}

/// Two computations of one number: power series at a point, and the expanded determinant evaluated there.
#[test]
fn the_series_wronskian_is_the_value_of_the_symbolic_one() {
    for (k, t, e) in in_towers() {
        let labels = k.functions.clone();
        let family = Family::of(e.clone(), labels);
        let w = wronskian(&t, &e).expect("within the budget");
        for seed in [0, 1, 2] {
            let (field, point, value) =
                series_wronskian(&t, &family, seed).expect("a usable point");
            assert_eq!(value != 0, k.rank == e.len(), "{:?}", k.functions);
            assert_eq!(t.eval(&w, &field, &point), Some(value), "{:?}", k.functions);
        }
    }
}

/// Wronskians that are known by hand: W(1, e^x) = e^x, W(e^x, e^2x) = e^3x, W(1, x, x^2) = 2,
/// W(sigmoid, sigmoid^2) = s^2 s' = s^3 - s^4.
#[test]
fn wronskians_by_hand() {
    for (functions, expected) in [
        (vec!["1", "exp(x)"], "exp(x)"),
        (vec!["exp(x)", "exp(2*x)"], "exp(3*x)"),
        (vec!["1", "x", "x^2"], "2"),
        (
            vec!["sigmoid(x)", "sigmoid(x)^2"],
            "sigmoid(x)^3 - sigmoid(x)^4",
        ),
        (vec!["erf(x)", "1"], "-2/sqrt(pi)*exp(-x^2)"),
        (
            vec!["sqrt(2)*x", "exp(sqrt(2)*x)"],
            "exp(sqrt(2)*x)*(2*x - sqrt(2))",
        ),
    ] {
        let all: Vec<&str> = functions.iter().copied().chain([expected]).collect();
        let (t, e) = crate::support::tower(&all).expect(expected);
        let w = wronskian(&t, &e[..functions.len()]).expect("small");
        assert!(
            t.equal(&w, &e[functions.len()]).expect("small"),
            "{functions:?}"
        );
    }
}
