//! The texts of a certificate: expressions in canonical writing, exact numbers, residues, primes.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};

use super::failure::{Checked, limit};
use wronski_exact::PrimeField;
use wronski_exact::field::is_prime;
use wronski_expr::{Exact, Expr, Parameters, parse, parse_exact};

/// Text in the symbols of the variables, which must be written as the printer writes it.
pub(super) fn canonical(text: &str, names: &[&str]) -> Checked<Expr> {
    let mut parameters = Parameters::new();
    for name in names {
        parameters.declare(name).map_err(|e| e.message)?;
    }
    let expr = parse(text, &parameters)
        .map_err(|e| format!("`{}`: {}", short(text), e.message))?
        .expr;
    if expr.to_string() != text {
        return Err(format!("`{}` is not written in the canonical way", short(text)).into());
    }
    Ok(expr)
}

/// Text from which the very tree is read that it was written from: literals in parentheses stay apart.
pub(super) fn exactly(text: &str, names: &[&str]) -> Checked<Expr> {
    let mut parameters = Parameters::new();
    for name in names {
        parameters.declare(name).map_err(|e| e.message)?;
    }
    let expr =
        parse_exact(text, &parameters).map_err(|e| format!("`{}`: {}", short(text), e.message))?;
    if Exact(&expr).to_string() != text {
        return Err(format!("`{}` is not written in the canonical way", short(text)).into());
    }
    Ok(expr)
}

/// A text cut to a length that fits a message.
pub(super) fn short(text: &str) -> String {
    if text.chars().count() <= 80 {
        text.to_string()
    } else {
        format!("{}...", text.chars().take(77).collect::<String>())
    }
}

/// Refuses the text of a number before it is read, if it is too long: reading takes the square of its length.
pub(super) fn bounded_text(text: &str, most: usize) -> Checked<()> {
    if text.len() > most {
        return Err(limit("the characters of a number", most as u64));
    }
    Ok(())
}

/// The most characters of an exact number.
pub(super) const NUMBER_DIGITS: usize = 4_000;

/// The exact number that a canonical text such as `-3/4` stands for.
pub(super) fn rational(text: &str) -> Option<BigRational> {
    if text.len() > NUMBER_DIGITS {
        return None;
    }
    let q: BigRational = match text.split_once('/') {
        Some((n, d)) => {
            let (n, d): (BigInt, BigInt) = (n.parse().ok()?, d.parse().ok()?);
            if !d.is_positive() || d.is_one() {
                return None;
            }
            BigRational::new(n, d)
        }
        None => BigRational::from_integer(text.parse().ok()?),
    };
    (q.to_string() == text).then_some(q)
}

/// The residue that a canonical decimal text stands for.
pub(super) fn residue(text: &str, field: &PrimeField) -> Option<u64> {
    let n: u64 = text.parse().ok()?;
    (n < field.modulus() && n.to_string() == text).then_some(n)
}

/// The prime field that a canonical decimal text stands for.
pub(super) fn prime_field(text: &str) -> Checked<PrimeField> {
    text.parse::<u64>()
        .ok()
        .filter(|n| n.to_string() == text)
        .and_then(PrimeField::new)
        .ok_or_else(|| format!("`{}` is no prime between 3 and 2^62", short(text)).into())
}

/// The name, with as many underscores as it takes to be none that is taken.
pub(super) fn free_name(mut name: String, taken: impl Fn(&str) -> bool) -> String {
    while taken(&name) {
        name.push('_');
    }
    name
}

/// The most digits of a prime number: those of 2^64.
const PRIME_DIGITS: usize = 20;

/// A prime number in canonical text.
pub(super) fn prime_number(text: &str) -> Checked<BigInt> {
    // Primes are tested below 2^64.
    bounded_text(text, PRIME_DIGITS)?;
    let n: BigInt = text
        .parse()
        .map_err(|_| format!("`{}` is no prime", short(text)))?;
    if n.to_string() == text && n.to_u64().is_some_and(is_prime) {
        Ok(n)
    } else {
        Err(format!("`{}` is no prime", short(text)).into())
    }
}

pub(super) fn exact(text: &str) -> Checked<BigRational> {
    bounded_text(text, NUMBER_DIGITS)?;
    rational(text)
        .ok_or_else(|| format!("`{}` is no exact number in lowest terms", short(text)).into())
}
