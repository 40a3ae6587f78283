//! The facts of analyticity as records of a certificate.

use num_rational::BigRational;

use wronski_certificate::limits::FACTS;
use wronski_certificate::{
    Beyond, Bound, Fact, Form, How, Interval, Obligation, Quotient, Rational, Reason, Requirement,
    Share, Square, Wave,
};
use wronski_exact::univariate::End;
use wronski_expr::domain::{self, Range, Witnesses};
use wronski_expr::{Exact, Expr};

/// The longest evidence, in symbols: shared subexpressions are written out in it.
const LONGEST: u64 = 200_000;

type Records = (Vec<Fact>, Vec<Obligation>);

/// The facts and obligations of an analytic expression, or why there are none.
///
/// # Errors
/// As [`domain::witnesses`].
pub(super) fn recorded(expr: &Expr) -> wronski_diagnostic::Result<Result<Records, Reason>> {
    Ok(domain::witnesses(expr, FACTS, LONGEST)?.map(|w| records(&w)))
}

/// Text from which the very tree is read.
fn text(e: &Expr) -> String {
    Exact(e).to_string()
}

fn records(w: &Witnesses) -> Records {
    let obligation = |o: &domain::Witnessed| Obligation {
        expression: text(&o.subject),
        requirement: match o.requirement {
            // On the way to analyticity nothing weaker is asked for.
            Requirement::NonNegative => Requirement::Positive,
            other => other,
        },
        fact: o.fact,
        always: o.always,
        branch: o.branch,
    };
    (
        w.facts.iter().map(fact).collect(),
        w.obligations.iter().map(obligation).collect(),
    )
}

fn bound(end: &End) -> Bound {
    match end {
        End::Infinite => Bound::Infinite,
        End::Closed(q) => Bound::Closed(q.clone()),
        End::Open(q) => Bound::Open(q.clone()),
    }
}

/// The range in its shortest spelling: an end at 0 is open where 0 is no value.
fn spelled(range: &Range) -> (Interval, bool) {
    let end = |end: &End| match bound(end) {
        Bound::Closed(q) if range.is_nonzero() && q == BigRational::ZERO => Bound::Open(q),
        other => other,
    };
    let interval = Interval {
        low: end(&range.low),
        high: end(&range.high),
    };
    let away = |b: &Bound, sign: i32| match b {
        Bound::Infinite => false,
        Bound::Closed(q) | Bound::Open(q) => {
            *q == BigRational::ZERO || (*q > BigRational::ZERO) == (sign > 0)
        }
    };
    let implied = away(&interval.low, 1) || away(&interval.high, -1);
    (interval, range.is_nonzero() && !implied)
}

fn fact(f: &domain::Fact) -> Fact {
    let (range, nonzero) = spelled(&f.range);
    let [low, high] = &f.on;
    Fact {
        expression: text(&f.expr),
        on: Interval {
            low: bound(low),
            high: bound(high),
        },
        range,
        nonzero,
        how: how(&f.how),
    }
}

fn number(q: &BigRational) -> Rational {
    Rational(q.clone())
}

fn how(h: &domain::How) -> How {
    match h {
        domain::How::Structure(of) => How::Structure { of: of.clone() },
        domain::How::Branch { condition, branch } => How::Branch {
            condition: *condition,
            branch: *branch,
        },
        domain::How::Meet(of) => How::Meet { of: of.clone() },
        domain::How::Signs(q) => How::Signs(quotient(q)),
        domain::How::Waves {
            constant,
            waves,
            rest,
        } => How::Waves {
            constant: number(constant),
            waves: waves
                .iter()
                .map(|(u, a, b)| Wave {
                    argument: text(u),
                    sine: number(a),
                    cosine: number(b),
                })
                .collect(),
            rest: rest
                .iter()
                .map(|(c, fact)| Share {
                    factor: number(c),
                    fact: *fact,
                })
                .collect(),
        },
        domain::How::Root {
            root,
            factor,
            difference,
        } => How::Root {
            root: text(root),
            factor: number(factor),
            difference: quotient(difference),
        },
        domain::How::Logarithms(q) => How::Logarithms(quotient(q)),
        domain::How::Arctangent(q) => How::Arctangent { factor: number(q) },
        domain::How::Enclosure(bits) => How::Enclosure { bits: *bits },
        domain::How::Boxes { cuts, bits, beyond } => {
            let [left, right] = beyond.each_ref().map(|b| b.as_ref().map(beyond_record));
            How::Boxes {
                cuts: cuts.iter().map(number).collect(),
                bits: *bits,
                left,
                right,
            }
        }
    }
}

fn beyond_record(b: &domain::Beyond) -> Beyond {
    match b {
        domain::Beyond::Fact(fact) => Beyond::Fact(*fact),
        domain::Beyond::Growth(of) => Beyond::Growth(of.clone()),
    }
}

fn quotient(q: &domain::Quotient) -> Quotient {
    Quotient {
        numerator: form(&q.numerator),
        denominator: q.denominator.as_ref().map(form),
    }
}

fn form(f: &domain::Form) -> Form {
    let squares = |list: &[(BigRational, Expr)]| {
        let square = |(w, e): &(BigRational, Expr)| Square {
            weight: number(w),
            root: text(e),
        };
        list.iter().map(square).collect()
    };
    match f {
        domain::Form::Polynomial {
            coefficients,
            exponential,
            times,
        } => Form::Polynomial {
            coefficients: coefficients.iter().map(number).collect(),
            exponential: exponential.as_ref().map(text),
            times: times.as_ref().map(text),
        },
        domain::Form::Squares {
            polynomial,
            constant,
            multiplier,
            squares: list,
        } => Form::Squares {
            polynomial: text(polynomial),
            constant: number(constant),
            multiplier: squares(multiplier),
            squares: squares(list),
        },
    }
}
