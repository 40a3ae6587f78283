//! The second route: verdicts recomputed with enclosed real numbers, without rewriting and without the tower.
//!
//! Some verdicts of this program contradict the printed paper ("Existence of a bad local minimum of neural
//! networks with general smooth activation functions", Lemma 3 and Lemma 4). They are recomputed here from Taylor
//! recurrences and MPFR alone. Lower bounds of ranks are proofs (a minor enclosed away from zero); the
//! relations that account for the missing ranks are found by elimination on 1232 digits and then seen to vanish
//! to 200 digits at points that took no part: strong evidence, and the exact route proves them as identities.

use num_rational::BigRational;
use wronski::internals::expr::{Expr, Func, Parameters, parse};
use wronski::internals::interval::{
    Evaluator, Fault, Interval, IntervalMatrix, alternant, b2_row, b3_row, candidate_relations,
    certified_rank_at_least, combination, cross_check, gradient_row, jet, sample_points,
};

/// S1 s2 x^2, S1 s2 and S2 in the order of `b3_row`.
const SINGLED_OUT: [usize; 3] = [8, 6, 9];

fn sigmoid(slope: i64) -> Expr {
    Expr::int(1) / (Expr::int(1) + Expr::apply(Func::Exp, Expr::int(-slope) * Expr::x()))
}

fn softplus() -> Expr {
    Expr::apply(Func::Log, Expr::int(1) + Expr::apply(Func::Exp, Expr::x()))
}

fn gelu() -> Expr {
    let argument = Expr::x() / Expr::apply(Func::Sqrt, Expr::int(2));
    Expr::ratio(1, 2) * Expr::x() * (Expr::int(1) + Expr::apply(Func::Erf, argument))
}

fn mish() -> Expr {
    Expr::x() * Expr::apply(Func::Tanh, softplus())
}

type Row = fn(&Expr, &BigRational, &Evaluator) -> Result<Vec<Interval>, Fault>;

/// Points that take no part in finding anything.
fn fresh_points() -> Vec<BigRational> {
    [(-22, 7), (-5, 17), (1, 64), (355, 113), (9, 2)]
        .into_iter()
        .map(|(n, d)| BigRational::new(n.into(), d.into()))
        .collect()
}

/// Is `|v| < 10^-200`, zero included? Then nothing speaks against v = 0.
fn vanishes(v: &Interval) -> bool {
    v.possibly_zero()
        && v.magnitude() < rug::Float::with_val(64, rug::Float::parse("1e-200").expect("a number"))
}

/// A family of a given activation, restricted to some columns.
struct Family<'a> {
    sigma: &'a Expr,
    row: Row,
    columns: Vec<usize>,
}

impl Family<'_> {
    fn row(&self, x: &BigRational, evaluator: &Evaluator) -> Result<Vec<Interval>, Fault> {
        let all = (self.row)(self.sigma, x, evaluator)?;
        Ok(self.columns.iter().map(|&j| all[j].clone()).collect())
    }

    fn matrix(&self, points: &[BigRational], bits: u32) -> Result<IntervalMatrix, Fault> {
        alternant(points, &Evaluator::new(bits), |x, e| self.row(x, e))
    }

    /// The rank, certified from below and made plausible from above by as many relations as are missing.
    fn rank(&self) -> usize {
        let points = sample_points(self.columns.len() + 4);
        let found =
            certified_rank_at_least(|bits| self.matrix(&points, bits), 4096).expect("a minor");
        assert!(found.determinant.certainly_nonzero());
        let relations =
            candidate_relations(&self.matrix(&points, 4096).expect("a matrix")).expect("bounded");
        let evaluator = Evaluator::new(4096);
        for x in fresh_points() {
            let values = self.row(&x, &evaluator).expect("defined on R");
            for relation in &relations {
                let relation = relation.as_ref().expect("rational coefficients");
                let value = combination(relation, &values).expect("not empty");
                assert!(vanishes(&value), "{relation:?} is {value} at {x}");
            }
        }
        assert_eq!(
            found.rank + relations.len(),
            self.columns.len(),
            "the bounds meet"
        );
        found.rank
    }
}

fn rank(sigma: &Expr, row: Row, size: usize) -> usize {
    Family {
        sigma,
        row,
        columns: (0..size).collect(),
    }
    .rank()
}

/// What is recomputed for one activation.
#[derive(Debug, PartialEq, Eq)]
struct Ranks {
    b2: usize,
    gradient: usize,
    b3: usize,
    rest: usize,
    /// Is b31, b32, b33 outside the span of the rest?
    outside: [bool; 3],
}

fn ranks(sigma: &Expr) -> Ranks {
    let rest: Vec<usize> = (0..34).filter(|j| !SINGLED_OUT.contains(j)).collect();
    let with = |extra: &[usize]| {
        let columns = [rest.as_slice(), extra].concat();
        Family {
            sigma,
            row: b3_row,
            columns,
        }
        .rank()
    };
    let rest_rank = with(&[]);
    Ranks {
        b2: rank(sigma, b2_row, 7),
        gradient: rank(sigma, gradient_row, 6),
        b3: rank(sigma, b3_row, 34),
        rest: rest_rank,
        outside: SINGLED_OUT.map(|j| with(&[j]) > rest_rank),
    }
}

fn expect(sigma: &Expr, b2: usize, gradient: usize, b3: usize, rest: usize, outside: [bool; 3]) {
    assert_eq!(
        ranks(sigma),
        Ranks {
            b2,
            gradient,
            b3,
            rest,
            outside
        }
    );
}

/// `s1 = 1 - s^2` puts `S2 = S2 s^2 + S2 s1` into the span of the rest: the conclusion of Lemma 3 fails.
#[test]
fn tanh_ranks() {
    expect(
        &Expr::apply(Func::Tanh, Expr::x()),
        7,
        6,
        29,
        27,
        [true, true, false],
    );
}

#[test]
fn sigmoid_ranks() {
    expect(&sigmoid(1), 7, 6, 29, 26, [true; 3]);
}

#[test]
fn silu_ranks() {
    expect(&(Expr::x() * sigmoid(1)), 7, 6, 31, 28, [true; 3]);
}

/// `S1 = 1/(2 - s1)` makes all three singled-out functions dependent on the rest: the conclusion of Lemma 3 fails.
#[test]
fn softplus_ranks() {
    expect(&softplus(), 7, 5, 27, 27, [false; 3]);
}

#[test]
fn gelu_ranks() {
    expect(&gelu(), 7, 6, 33, 30, [true; 3]);
}

#[test]
fn swish_ranks() {
    expect(&(Expr::x() * sigmoid(2)), 7, 6, 31, 28, [true; 3]);
}

#[test]
fn mish_ranks() {
    expect(&mish(), 7, 6, 34, 31, [true; 3]);
}

/// sigma and its derivatives at x, and at sigma(x), with about 300 digits.
fn values(sigma: &Expr, x: &BigRational) -> (Vec<Interval>, Vec<Interval>) {
    let evaluator = Evaluator::new(1024);
    let inner = jet(sigma, x, 2, 1024).expect("defined on R");
    let outer = evaluator
        .derivatives(sigma, &inner[0], 2)
        .expect("defined on R");
    (inner, outer)
}

/// `S - s S1 + s^2/(2 - s^2) S2 = 0` for gelu: 1, S, S1, S2 are dependent over Q(sigma), against Lemma 4.
#[test]
fn gelu_refutes_claim_2_over_the_field_generated_by_sigma() {
    let two = Interval::from_int(2, 1024);
    for x in fresh_points() {
        let (inner, outer) = values(&gelu(), &x);
        let square = inner[0].square();
        let factor = square
            .divide(&(&two - &square))
            .expect("sigma(x)^2 = 2 at none of these points");
        let sum = &(&outer[0] - &(&inner[0] * &outer[1])) + &(&factor * &outer[2]);
        assert!(vanishes(&sum), "{sum} at {x}");
        // The same with S2's coefficient changed is certainly not zero: the check can fail.
        let wrong =
            &sum + &(&factor * &outer[2]).scale(&BigRational::new(1.into(), 1_000_000.into()));
        assert!(wrong.certainly_nonzero());
    }
}

/// `S1 = 1/(2 - s1)` for softplus: S1 lies in Q(s1), so Claim 2 fails in the differential reading, against Lemma 4.
#[test]
fn softplus_refutes_claim_2_over_the_differential_field() {
    let two = Interval::from_int(2, 1024);
    for x in fresh_points() {
        let (inner, outer) = values(&softplus(), &x);
        let closed = (&two - &inner[1]).recip().expect("sigma' < 1");
        let difference = &outer[1] - &closed;
        assert!(vanishes(&difference), "{difference} at {x}");
        let wrong = &outer[1] - &(&two - &inner[0]).recip().expect("sigma(x) is not 2 here");
        assert!(wrong.certainly_nonzero());
    }
}

/// softplus at the base weights w = 1, b = 0: `1 - 2 S1 + S1 s1 = 0`, so the gradient family is dependent.
#[test]
fn softplus_gradient_family_has_the_one_relation() {
    let sigma = softplus();
    let family = Family {
        sigma: &sigma,
        row: gradient_row,
        columns: (0..6).collect(),
    };
    let relations =
        candidate_relations(&family.matrix(&sample_points(10), 2048).expect("a matrix"))
            .expect("bounded");
    let expected = [1, 0, -2, 0, 1, 0]
        .map(|n| BigRational::from_integer(n.into()))
        .to_vec();
    assert_eq!(relations, vec![Some(expected)]);
}

/// One relation: (column of `b3_row`, coefficient) pairs.
type Sparse = &'static [(usize, (i64, i64))];

/// The relations of B3, each with its last column's coefficient 1: the reduced echelon basis.
///
/// tanh and sigmoid by hand: S2 times `s1 = 1 - s^2` (or `s - s^2`) and what follows for `s2`, `s s1`,
/// `s s2`; softplus from `S1 = 1/(2 - s1)`; the others were found here.
#[test]
fn the_relations_of_b3_are_these() {
    let cases: [(Expr, &[Sparse]); 7] = [
        (
            Expr::apply(Func::Tanh, Expr::x()),
            &[
                &[(9, (-1, 1)), (11, (1, 1)), (12, (1, 1))],
                &[(14, (1, 2)), (20, (1, 1))],
                &[(15, (1, 2)), (21, (1, 1))],
                &[(9, (2, 1)), (11, (-2, 1)), (17, (-2, 1)), (22, (1, 1))],
                &[(13, (2, 1)), (18, (-2, 1)), (23, (1, 1))],
            ],
        ),
        (
            sigmoid(1),
            &[
                &[(10, (-1, 1)), (11, (1, 1)), (12, (1, 1))],
                &[(10, (-1, 2)), (11, (1, 2)), (14, (1, 2)), (20, (1, 1))],
                &[(13, (-1, 2)), (15, (1, 2)), (21, (1, 1))],
                &[
                    (10, (1, 2)),
                    (11, (-1, 2)),
                    (14, (-1, 2)),
                    (17, (-2, 1)),
                    (22, (1, 1)),
                ],
                &[(13, (1, 2)), (15, (-1, 2)), (18, (-2, 1)), (23, (1, 1))],
            ],
        ),
        (
            Expr::x() * sigmoid(1),
            &[
                &[(10, (-1, 2)), (13, (-1, 2)), (15, (1, 2)), (20, (1, 1))],
                &[
                    (10, (-1, 2)),
                    (12, (2, 1)),
                    (13, (1, 2)),
                    (14, (-1, 1)),
                    (15, (-1, 2)),
                    (17, (-2, 1)),
                    (22, (1, 1)),
                ],
                &[
                    (10, (1, 1)),
                    (11, (-1, 1)),
                    (13, (1, 1)),
                    (15, (-1, 1)),
                    (18, (-2, 1)),
                    (21, (1, 1)),
                    (23, (1, 1)),
                ],
            ],
        ),
        (
            softplus(),
            &[
                &[(0, (1, 1)), (2, (-2, 1)), (4, (1, 1))],
                &[(0, (1, 1)), (2, (-1, 1)), (9, (-2, 1)), (12, (1, 1))],
                &[
                    (0, (-1, 1)),
                    (2, (1, 1)),
                    (6, (-1, 1)),
                    (9, (2, 1)),
                    (14, (1, 1)),
                ],
                &[(7, (-1, 1)), (13, (1, 1)), (15, (1, 1))],
                &[
                    (0, (2, 1)),
                    (2, (-2, 1)),
                    (6, (1, 1)),
                    (9, (-4, 1)),
                    (17, (1, 1)),
                ],
                &[(7, (1, 1)), (13, (-2, 1)), (18, (1, 1))],
                &[(8, (-1, 1)), (16, (2, 1)), (19, (1, 1))],
            ],
        ),
        (
            gelu(),
            &[&[
                (22, (2, 1)),
                (24, (-1, 1)),
                (26, (-2, 1)),
                (28, (1, 1)),
                (31, (1, 1)),
            ]],
        ),
        (
            Expr::x() * sigmoid(2),
            &[
                &[(10, (-1, 2)), (13, (-1, 2)), (15, (1, 4)), (20, (1, 1))],
                &[
                    (10, (-1, 1)),
                    (12, (2, 1)),
                    (13, (1, 1)),
                    (14, (-1, 2)),
                    (15, (-1, 2)),
                    (17, (-2, 1)),
                    (22, (1, 1)),
                ],
                &[
                    (10, (1, 1)),
                    (11, (-2, 1)),
                    (13, (1, 1)),
                    (15, (-1, 2)),
                    (18, (-2, 1)),
                    (21, (2, 1)),
                    (23, (1, 1)),
                ],
            ],
        ),
        (mish(), &[]),
    ];
    for (sigma, expected) in cases {
        let family = Family {
            sigma: &sigma,
            row: b3_row,
            columns: (0..34).collect(),
        };
        let matrix = family.matrix(&sample_points(38), 4096).expect("a matrix");
        let dense = |sparse: Sparse| {
            let mut vector = vec![BigRational::from_integer(0.into()); 34];
            for &(column, (n, d)) in sparse {
                vector[column] = BigRational::new(n.into(), d.into());
            }
            Some(vector)
        };
        let expected: Vec<_> = expected.iter().map(|s| dense(s)).collect();
        assert_eq!(candidate_relations(&matrix).expect("bounded"), expected);
    }
}

/// The constructions above are the catalogue's functions.
#[test]
fn the_activations_are_those_of_the_catalogue() {
    let ours = [
        ("tanh(x)", Expr::apply(Func::Tanh, Expr::x())),
        ("sigmoid(x)", sigmoid(1)),
        ("silu(x)", Expr::x() * sigmoid(1)),
        ("softplus(x)", softplus()),
        ("gelu(x)", gelu()),
        ("swish(x, 2)", Expr::x() * sigmoid(2)),
        ("mish(x)", mish()),
    ];
    for (text, sigma) in ours {
        let named = parse(text, &Parameters::new())
            .expect("a catalogue name")
            .expr;
        for x in fresh_points() {
            let (a, b) = (jet(&named, &x, 2, 1024), jet(&sigma, &x, 2, 1024));
            for (a, b) in a.expect("defined").iter().zip(&b.expect("defined")) {
                assert!(vanishes(&(a - b)), "{text} at {x}");
            }
        }
    }
}

/// The one call that the program makes agrees with the tables above, and takes parameters.
#[test]
fn one_call_gives_all_ranks() {
    let beta = BigRational::from_integer(2.into());
    let swish =
        Expr::x() / (Expr::int(1) + Expr::apply(Func::Exp, -(Expr::param("beta") * Expr::x())));
    let evaluator = Evaluator::new(256);
    assert!(matches!(
        cross_check(&swish, &evaluator, 1024),
        Err(Fault::Parameter(_))
    ));
    let found =
        cross_check(&swish, &evaluator.with_parameter("beta", beta), 2048).expect("analytic");
    for (estimate, size, rank) in [(found.b2, 7, 7), (found.b3, 34, 31), (found.gradient, 6, 6)] {
        let estimate = estimate.expect("enclosed");
        assert_eq!(
            (estimate.size, estimate.at_least.rank, estimate.suggested),
            (size, rank, rank)
        );
    }
    // Not a family of analytic functions on R: refused, not answered.
    let log = Expr::apply(Func::Log, Expr::x());
    let found = cross_check(&log, &Evaluator::new(256), 512).expect("no parameters");
    for estimate in [found.b2, found.b3, found.gradient] {
        assert_eq!(estimate.unwrap_err(), Fault::Logarithm);
    }
}

/// exp(exp(x)) leaves the range of the arithmetic under itself: what is shown comes from the points that are left.
#[test]
fn values_beyond_the_arithmetic_are_left_out() {
    let exp = |e| Expr::apply(Func::Exp, e);
    let tower = |n| (0..n).fold(Expr::x(), |e, _| exp(e));
    let found = cross_check(&tower(2), &Evaluator::new(256), 1024).expect("no parameters");
    // B2 of exp(exp(x)): e^x, e^2x times sigma, and x times them, are independent.
    assert_eq!(found.b2.expect("enclosed").at_least.rank, 7);
    assert!(found.b3.expect("enclosed near 0").at_least.rank >= 1);
    // At every rational point of [-3, 3) beyond the arithmetic: a fault, no interval that is none.
    let beyond = exp(Expr::num(BigRational::from_integer(10.into()).pow(12)) + Expr::x());
    let found = cross_check(&beyond, &Evaluator::new(256), 512).expect("no parameters");
    assert_eq!(found.b2.unwrap_err(), Fault::Overflow);
}
