//! The symbolic Wronskian of B2 for the seven activations, by two routes.

use wronski_expr::{Parameters, parse};
use wronski_symbolic::family::{FactoredElement, SelfComposition, b2, series_wronskian, wronskian};
use wronski_symbolic::tower::interpret::Interpreter;
use wronski_symbolic::tower::{Budget, Tower};

/// Expansion by fraction-free elimination, factored, against power series at a point of the tower: the
/// two share the derivation of the monomials and nothing else.
#[test]
fn expanded_and_by_series() {
    for name in [
        "tanh", "sigmoid", "silu", "softplus", "gelu", "swish", "mish",
    ] {
        let sigma = parse(name, &Parameters::new())
            .expect("in the catalogue")
            .expr;
        let (mut t, inner) = Tower::build(Budget::default(), |t| {
            let s = Interpreter::new().read(t, &sigma)?;
            SelfComposition::inner(t, &s)
        })
        .expect("in a tower");
        let family = b2(&inner);
        let functions = family.expand(&t).expect("small");
        let w = wronskian(&t, &functions).expect("within the budget");
        let factored = FactoredElement::new(&t, &w).expect("within the budget");
        let again = factored.expand(&mut t).expect("within the budget");
        assert!(t.equal(&again, &w).expect("small"), "{name}: factors");
        assert!(!w.is_zero(), "{name} satisfies Assumption 1");
        let (field, point, value) = series_wronskian(&t, &family, 7).expect("a regular point");
        assert_eq!(
            t.eval(&w, &field, &point),
            Some(value),
            "{name}: value at a point"
        );
        assert_ne!(value, 0, "{name}");
    }
}

/// The closed form -768 u^10 (u - 1)/(1 + u)^21, u = exp(-x), agrees to 57 digits with determinants of numerical
/// derivatives (SymPy derivatives, mpmath determinant, 60 digits) at x = 1/2 and x = -7/3:
/// 0.0000966340819066409789... and -0.00000000730160638161790475902...
#[test]
fn the_closed_form_for_the_sigmoid() {
    let sigma = parse("sigmoid", &Parameters::new())
        .expect("in the catalogue")
        .expr;
    let (t, inner) = Tower::build(Budget::default(), |t| {
        let s = Interpreter::new().read(t, &sigma)?;
        SelfComposition::inner(t, &s)
    })
    .expect("in a tower");
    let w = wronskian(&t, &b2(&inner).expand(&t).expect("small")).expect("small");
    let factored = FactoredElement::new(&t, &w).expect("small");
    assert_eq!(factored.print(&t), "-768*t1^10*(t1 + 1)^-21*(t1 - 1)");
}
