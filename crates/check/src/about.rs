//! What a certificate is about, and whether that is what somebody asks for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use num_rational::BigRational;
use sha2::{Digest, Sha256};

use wronski_certificate::limits::DIGITS;
use wronski_certificate::minimum::{DataRecord, MinimumFile};
use wronski_certificate::{Certificate, Subject};
use wronski_exact::decimal::exact_number;
use wronski_expr::enclose::enclose;
use wronski_expr::{
    Expr, Parameters, expand, fold_literals, parameters, parse, substitute_parameters,
};

/// What a file is about, rendered from its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Is it about one activation (also the one of a network), or about a family?
    pub subject: Subject,
    /// The functions as they were read.
    pub functions: Vec<String>,
    /// The symbolic parameters.
    pub parameters: Vec<String>,
    /// For a certificate of `construct` or `certify`: the network.
    pub network: Option<NetworkAbout>,
}

/// The network of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkAbout {
    /// Units of each layer, input and output included.
    pub widths: Vec<usize>,
    /// Has every unit a bias?
    pub biases: bool,
    /// The loss.
    pub loss: String,
    /// The data set, if there is one.
    pub data: Option<DataAbout>,
}

/// A data set in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataAbout {
    /// Number of samples.
    pub samples: usize,
    /// [`data_hash`].
    pub sha256: String,
}

/// SHA-256, in hexadecimal digits, of the data set in a canonical spelling: a line for each sample in their order,
/// its inputs separated by commas, a semicolon, its targets separated by commas, a line feed; each number a fraction
/// in lowest terms with a positive denominator (`-3/4`), an integer without one.
pub fn data_hash(inputs: &[Vec<BigRational>], targets: &[Vec<BigRational>]) -> String {
    let mut hash = Sha256::new();
    let line = |row: &[BigRational]| {
        let numbers: Vec<String> = row.iter().map(ToString::to_string).collect();
        numbers.join(",")
    };
    for (x, y) in inputs.iter().zip(targets) {
        hash.update(format!("{};{}\n", line(x), line(y)));
    }
    hash.finalize().iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

/// The expression that a text stands for, printed again.
fn read_again(text: &str, names: &[String]) -> Option<String> {
    let mut declared = Parameters::new();
    for name in names {
        declared.declare(name).ok()?;
    }
    Some(parse(text, &declared).ok()?.expr.to_string())
}

/// `None` if the functions cannot be read.
pub(super) fn of_claims(c: &Certificate) -> Option<About> {
    Some(About {
        subject: c.subject,
        functions: c
            .functions
            .iter()
            .map(|f| read_again(&f.expression, &c.parameters))
            .collect::<Option<_>>()?,
        parameters: c.parameters.clone(),
        network: None,
    })
}

/// `None` if the activation or the data cannot be read.
pub(super) fn of_minimum(file: &MinimumFile) -> Option<About> {
    let rows = |rows: &[Vec<String>]| -> Option<Vec<Vec<BigRational>>> {
        rows.iter()
            .map(|r| r.iter().map(|n| exact_number(n, 2 * DIGITS)).collect())
            .collect()
    };
    let data = |d: &DataRecord| {
        Some(DataAbout {
            samples: d.inputs.len(),
            sha256: data_hash(&rows(&d.inputs)?, &rows(&d.targets)?),
        })
    };
    let network = file.network();
    Some(About {
        subject: Subject::Verify,
        functions: vec![read_again(&file.activation().expression, &[])?],
        parameters: vec![],
        network: Some(NetworkAbout {
            widths: network.widths.clone(),
            biases: network.biases,
            loss: network.loss.clone(),
            data: match file.data() {
                Some(d) => Some(data(d)?),
                None => None,
            },
        }),
    })
}

/// How a function of a certificate compares with one that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same expression, up to the spelling of numbers and the definitions of the catalogue.
    Same,
    /// Another function: at this x the values are enclosed apart.
    Different {
        /// The point.
        x: String,
    },
    /// Another expression. Whether it is the same function was not found out.
    AnotherExpression,
}

/// Compares expressions; `enclose`d values at a few points can show that the functions differ.
pub fn compare(a: &Expr, b: &Expr) -> Comparison {
    let flat = |e: &Expr| expand(e).ok().map(|e| fold_literals(&e));
    if fold_literals(a) == fold_literals(b) {
        return Comparison::Same;
    }
    if let (Some(a), Some(b)) = (flat(a), flat(b))
        && a == b
    {
        return Comparison::Same;
    }
    // Constants of which nothing is known have any values.
    let mut names = parameters(a);
    names.extend(parameters(b));
    let values: BTreeMap<String, Expr> = names
        .into_iter()
        .zip(0..)
        .map(|(name, i)| (name, Expr::ratio(7 * i + 3, i + 11)))
        .collect();
    let (a, b) = (
        substitute_parameters(a, &values),
        substitute_parameters(b, &values),
    );
    for (n, d) in [(1, 3), (-7, 5), (13, 4), (-22, 7), (9, 1)] {
        let x = BigRational::new(n.into(), d.into());
        let (Ok(u), Ok(v)) = (enclose(&a, &x, 128), enclose(&b, &x, 128)) else {
            continue;
        };
        if u.upper_rational() < v.lower_rational() || v.upper_rational() < u.lower_rational() {
            return Comparison::Different { x: x.to_string() };
        }
    }
    Comparison::AnotherExpression
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Expr {
        let mut p = Parameters::new();
        p.declare("b").expect("a parameter");
        parse(text, &p).expect(text).expr
    }

    #[test]
    fn expressions_are_compared_up_to_definitions() {
        for (a, b, same) in [
            ("silu(x)", "x*sigmoid(x)", true),
            ("x/2", "1/2*x", false),
            ("x*1/2", "x*1/2", true),
            ("tanh(b*x)", "tanh(b*x)", true),
            ("sin(x)^2 + cos(x)^2", "1", false),
        ] {
            let found = compare(&read(a), &read(b));
            let expected = if same {
                Comparison::Same
            } else {
                Comparison::AnotherExpression
            };
            assert_eq!(found, expected, "{a}, {b}");
        }
        for (a, b) in [
            ("gelu(x)", "tanh(x)"),
            ("tanh(b*x)", "tanh(x)"),
            ("x", "x + 1/10^20"),
        ] {
            assert!(
                matches!(compare(&read(a), &read(b)), Comparison::Different { .. }),
                "{a}, {b}"
            );
        }
    }

    /// `printf '1/2,-1;3\n0,2;-3/4\n' | sha256sum`
    #[test]
    fn the_hash_is_that_of_the_canonical_spelling() {
        let q = |n: i64, d: i64| BigRational::new(n.into(), d.into());
        let inputs = [vec![q(2, 4), q(-1, 1)], vec![q(0, 1), q(2, 1)]];
        let targets = [vec![q(3, 1)], vec![q(3, -4)]];
        assert_eq!(
            data_hash(&inputs, &targets),
            "5939e2498c6cfae89ca2f549bdefe898caa01bb9517a100943b4a7cc1dc24bd8"
        );
    }
}
