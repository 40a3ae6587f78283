//! Univariate polynomials over Q, and exact statements about their real roots.
//!
//! Root counting is Sturm's theorem (Basu, Pollack and Roy, *Algorithms in Real Algebraic Geometry*,
//! theorem 2.62): for a squarefree `p` with `p(a) p(b) != 0`, the number of real roots between `a` and
//! `b` is the difference of the numbers of sign changes of the Sturm sequence at `a` and at `b`.
//! Nothing is approximate; what exceeds a stated budget is refused as [`BudgetExceeded`].

use std::fmt;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use wronski_diagnostic::interruption;

/// Greatest degree that is ever built.
pub const MAX_DEGREE: usize = 1000;

/// Greatest degree (after taking out repeated factors) of which roots are counted.
pub const MAX_STURM_DEGREE: usize = 64;

/// Greatest estimate of the bit operations of a remainder sequence: `d^2` greatest common divisors of
/// numbers of `d b` bits each, for degree `d` and coefficients of `b` bits.
pub const MAX_STURM_WORK: u64 = 50_000_000;

/// Greatest estimate of the bit operations of an isolation of roots: as many bisections as the coefficients have
/// bits, each with an evaluation of the sequence at a number of that length.
pub const MAX_ISOLATION_WORK: u64 = 200_000_000;

/// Greatest bit length of a coefficient.
pub const MAX_COEFFICIENT_BITS: u64 = 100_000;

/// A named budget was hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BudgetExceeded {
    /// [`MAX_DEGREE`].
    Degree,
    /// [`MAX_STURM_DEGREE`].
    SturmDegree,
    /// [`MAX_STURM_WORK`].
    SturmWork,
    /// [`MAX_COEFFICIENT_BITS`].
    CoefficientBits,
}

impl fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BudgetExceeded::Degree => write!(f, "polynomial degree above {MAX_DEGREE}"),
            BudgetExceeded::SturmDegree => {
                write!(f, "root counting above degree {MAX_STURM_DEGREE}")
            }
            BudgetExceeded::SturmWork => {
                write!(f, "root counting beyond {MAX_STURM_WORK} operations")
            }
            BudgetExceeded::CoefficientBits => {
                write!(f, "coefficients above {MAX_COEFFICIENT_BITS} bits")
            }
        }
    }
}

impl std::error::Error for BudgetExceeded {}

type Result<T> = std::result::Result<T, BudgetExceeded>;

/// A polynomial over Q: integer coefficients over one positive denominator, lowest degree first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnivariatePolynomial {
    numerators: Vec<BigInt>,
    denominator: BigInt,
}

/// An end of an interval of the real line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The end lies at infinity.
    Infinite,
    /// The interval contains this end.
    Closed(BigRational),
    /// The interval does not contain this end.
    Open(BigRational),
}

impl End {
    /// The end as a number, unless it is infinite.
    pub fn value(&self) -> Option<&BigRational> {
        match self {
            End::Infinite => None,
            End::Closed(q) | End::Open(q) => Some(q),
        }
    }
}

/// A real root: an exact rational, or the only root in an open interval with rational ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RealRoot {
    /// A number at most the root; equal to it exactly when `lower == upper`.
    pub lower: BigRational,
    /// A number at least the root.
    pub upper: BigRational,
}

impl RealRoot {
    /// The root, if it is known to be this rational number.
    pub fn exact(&self) -> Option<&BigRational> {
        (self.lower == self.upper).then_some(&self.lower)
    }
}

/// All the signs that a polynomial takes on a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signs {
    /// Is a value negative?
    pub negative: bool,
    /// Is a value zero?
    pub zero: bool,
    /// Is a value positive?
    pub positive: bool,
}

impl UnivariatePolynomial {
    /// From coefficients, lowest degree first.
    pub fn new(coefficients: &[BigRational]) -> Self {
        let denominator = coefficients
            .iter()
            .fold(BigInt::one(), |d, c| d.lcm(c.denom()));
        let numerators = coefficients
            .iter()
            .map(|c| c.numer() * (&denominator / c.denom()))
            .collect();
        Self::normalised(numerators, denominator)
    }

    /// From integer coefficients, lowest degree first.
    pub fn from_integers(coefficients: &[i64]) -> Self {
        Self::normalised(
            coefficients.iter().map(|&c| BigInt::from(c)).collect(),
            BigInt::one(),
        )
    }

    /// A constant.
    pub fn constant(value: &BigRational) -> Self {
        Self::new(std::slice::from_ref(value))
    }

    fn normalised(mut numerators: Vec<BigInt>, denominator: BigInt) -> Self {
        while numerators.last().is_some_and(Zero::is_zero) {
            numerators.pop();
        }
        let common = numerators.iter().fold(denominator.clone(), |g, c| g.gcd(c));
        if common.is_one() {
            return UnivariatePolynomial {
                numerators,
                denominator,
            };
        }
        UnivariatePolynomial {
            numerators: numerators.into_iter().map(|c| c / &common).collect(),
            denominator: denominator / common,
        }
    }

    /// The degree; `None` for the zero polynomial.
    pub fn degree(&self) -> Option<usize> {
        self.numerators.len().checked_sub(1)
    }

    /// Is it the zero polynomial?
    pub fn is_zero(&self) -> bool {
        self.numerators.is_empty()
    }

    /// The coefficients, lowest degree first, without trailing zeros.
    pub fn coefficients(&self) -> Vec<BigRational> {
        let ratio = |c: &BigInt| BigRational::new(c.clone(), self.denominator.clone());
        self.numerators.iter().map(ratio).collect()
    }

    fn leading_sign(&self) -> i32 {
        self.numerators.last().map_or(0, sign)
    }

    fn checked(self) -> Result<Self> {
        if self.numerators.len() > MAX_DEGREE + 1 {
            return Err(BudgetExceeded::Degree);
        }
        let bits = self
            .numerators
            .iter()
            .map(BigInt::bits)
            .max()
            .map_or(0, |b| b);
        if bits > MAX_COEFFICIENT_BITS || self.denominator.bits() > MAX_COEFFICIENT_BITS {
            return Err(BudgetExceeded::CoefficientBits);
        }
        Ok(self)
    }

    /// Sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let length = self.numerators.len().max(other.numerators.len());
        let zero = BigInt::zero();
        let entry = |p: &Self, i: usize| p.numerators.get(i).map_or(zero.clone(), Clone::clone);
        let sum = (0..length)
            .map(|i| entry(self, i) * &other.denominator + entry(other, i) * &self.denominator)
            .collect();
        Self::normalised(sum, &self.denominator * &other.denominator)
    }

    /// Product.
    ///
    /// # Errors
    /// [`BudgetExceeded`] when the product is too large.
    pub fn times(&self, other: &Self) -> Result<Self> {
        if self.is_zero() || other.is_zero() {
            return Ok(Self::from_integers(&[]));
        }
        let length = self.numerators.len() + other.numerators.len() - 1;
        if length > MAX_DEGREE + 1 {
            return Err(BudgetExceeded::Degree);
        }
        let mut product = vec![BigInt::zero(); length];
        for (i, a) in self
            .numerators
            .iter()
            .enumerate()
            .filter(|(_, a)| !a.is_zero())
        {
            interruption::point();
            for (j, b) in other.numerators.iter().enumerate() {
                product[i + j] += a * b;
            }
        }
        Self::normalised(product, &self.denominator * &other.denominator).checked()
    }

    /// The value at a rational point.
    pub fn evaluate(&self, at: &BigRational) -> BigRational {
        if self.is_zero() {
            return BigRational::zero();
        }
        BigRational::new(
            self.homogeneous(at),
            &self.denominator * power(at.denom(), self.numerators.len() - 1),
        )
    }

    /// The numerator of the value over `denominator * at.denom()^degree`.
    fn homogeneous(&self, at: &BigRational) -> BigInt {
        let mut value = BigInt::zero();
        let mut scale = BigInt::one();
        for c in self.numerators.iter().rev() {
            interruption::point();
            value = value * at.numer() + c * &scale;
            scale *= at.denom();
        }
        value
    }

    /// The sign of the value at a rational point: -1, 0 or 1.
    pub fn sign_at(&self, at: &BigRational) -> i32 {
        sign(&self.homogeneous(at))
    }

    /// The derivative.
    #[must_use]
    pub fn derivative(&self) -> Self {
        let numerators = self
            .numerators
            .iter()
            .enumerate()
            .skip(1)
            .map(|(i, c)| c * i)
            .collect();
        Self::normalised(numerators, self.denominator.clone())
    }

    /// The positive rational multiple with coprime integer coefficients (signs are kept).
    #[must_use]
    pub fn primitive_part(&self) -> Self {
        let content = self.numerators.iter().fold(BigInt::zero(), |g, c| g.gcd(c));
        if content.is_zero() {
            return self.clone();
        }
        UnivariatePolynomial {
            numerators: self.numerators.iter().map(|c| c / &content).collect(),
            denominator: BigInt::one(),
        }
    }

    /// A positive rational multiple of the remainder of `self` by `divisor` (nonzero), primitive.
    fn remainder_up_to_positive_factor(&self, divisor: &Self) -> Self {
        let Some(lead) = divisor.numerators.last() else {
            return self.clone();
        };
        let scale = lead.abs();
        let flip = lead.is_negative();
        let mut rest = self.numerators.clone();
        while rest.len() >= divisor.numerators.len() {
            interruption::point();
            let Some(top) = rest.pop() else { break };
            if top.is_zero() {
                continue;
            }
            // rest * |lead| - (+-top) x^k divisor: the factor |lead| is positive.
            let top = if flip { -top } else { top };
            for c in &mut rest {
                *c *= &scale;
            }
            let offset = rest.len() + 1 - divisor.numerators.len();
            let lower = &divisor.numerators[..divisor.numerators.len() - 1];
            for (c, d) in rest[offset..].iter_mut().zip(lower) {
                *c -= &top * d;
            }
        }
        Self::normalised(rest, BigInt::one()).primitive_part()
    }

    /// The greatest common divisor, primitive with positive leading coefficient (0 only for two zeros).
    #[must_use]
    pub fn gcd(&self, other: &Self) -> Self {
        let mut a = self.primitive_part();
        let mut b = other.primitive_part();
        while !b.is_zero() {
            interruption::point();
            let r = a.remainder_up_to_positive_factor(&b);
            a = b;
            b = r;
        }
        if a.leading_sign() < 0 { a.negated() } else { a }
    }

    /// `-self`.
    #[must_use]
    pub fn negated(&self) -> Self {
        UnivariatePolynomial {
            numerators: self.numerators.iter().map(|c| -c).collect(),
            denominator: self.denominator.clone(),
        }
    }

    /// The exact quotient, up to a positive rational factor; `divisor` divides `self`.
    fn exact_quotient_up_to_factor(&self, divisor: &Self) -> Self {
        let mut rest = self.coefficients();
        let divisor = divisor.coefficients();
        let Some(lead) = divisor.last() else {
            return self.clone();
        };
        let mut quotient = Vec::new();
        while rest.len() >= divisor.len() {
            interruption::point();
            let Some(top) = rest.pop() else { break };
            let factor = top / lead;
            let offset = rest.len() + 1 - divisor.len();
            for (c, d) in rest[offset..].iter_mut().zip(&divisor) {
                *c -= &factor * d;
            }
            quotient.push(factor);
        }
        quotient.reverse();
        Self::new(&quotient).primitive_part()
    }

    /// The product of the distinct irreducible factors, primitive, up to sign.
    ///
    /// # Errors
    /// [`BudgetExceeded::SturmDegree`] and [`BudgetExceeded::SturmWork`], apart from a power of `x`.
    pub fn squarefree_part(&self) -> Result<Self> {
        // A power of x is taken out first: x^1000 costs nothing.
        let low = self.numerators.iter().take_while(|c| c.is_zero()).count();
        let mut rest =
            Self::normalised(self.numerators[low..].to_vec(), BigInt::one()).primitive_part();
        if rest.numerators.len() > MAX_STURM_DEGREE + 1 {
            return Err(BudgetExceeded::SturmDegree);
        }
        let degree = rest.numerators.len() as u64;
        let longest = rest.numerators.iter().map(BigInt::bits).max().unwrap_or(0);
        let bits = degree.saturating_mul(longest);
        let work = degree
            .saturating_mul(degree)
            .saturating_mul(bits.saturating_mul(bits / 64 + 1));
        if work > MAX_STURM_WORK {
            return Err(BudgetExceeded::SturmWork);
        }
        let common = rest.gcd(&rest.derivative());
        if common.numerators.len() > 1 {
            rest = rest.exact_quotient_up_to_factor(&common);
        }
        if low > 0 {
            rest.numerators.insert(0, BigInt::zero());
        }
        Ok(rest)
    }

    /// The Sturm sequence of the squarefree part.
    ///
    /// # Errors
    /// As [`UnivariatePolynomial::squarefree_part`].
    pub fn sturm_sequence(&self) -> Result<SturmSequence> {
        let first = self.squarefree_part()?;
        let mut sequence = vec![first.clone(), first.derivative().primitive_part()];
        while let [.., a, b] = sequence.as_slice() {
            if b.is_zero() {
                sequence.pop();
                break;
            }
            let r = a.remainder_up_to_positive_factor(b).negated();
            sequence.push(r);
        }
        Ok(SturmSequence(sequence))
    }

    /// The number of distinct real roots in the interval from `low` to `high`; `None` if every point
    /// is a root (the zero polynomial).
    ///
    /// # Errors
    /// [`BudgetExceeded::SturmDegree`].
    pub fn count_roots(&self, low: &End, high: &End) -> Result<Option<usize>> {
        if self.is_zero() {
            return Ok(None);
        }
        if let (Some(a), Some(b)) = (low.value(), high.value()) {
            if a > b {
                return Ok(Some(0));
            }
            if a == b {
                let single = matches!((low, high), (End::Closed(_), End::Closed(_)));
                return Ok(Some(usize::from(single && self.sign_at(a) == 0)));
            }
        }
        let sturm = self.sturm_sequence()?;
        Ok(Some(sturm.count(low, high)))
    }

    /// The distinct real roots from left to right: rational ones exactly, the others isolated.
    ///
    /// # Errors
    /// [`BudgetExceeded::SturmDegree`] and [`BudgetExceeded::SturmWork`]. The zero polynomial has no list: it gives
    /// an empty one.
    pub fn real_roots(&self) -> Result<Vec<RealRoot>> {
        if self.degree().is_none_or(|d| d == 0) {
            return Ok(Vec::new());
        }
        if let [constant, slope] = self.numerators.as_slice() {
            let root = BigRational::new(-constant, slope.clone());
            return Ok(vec![RealRoot {
                lower: root.clone(),
                upper: root,
            }]);
        }
        let longest = self.numerators.iter().map(BigInt::bits).max().unwrap_or(0);
        let degree = self.numerators.len() as u64;
        let bisection = longest.saturating_mul(longest / 64 + 1);
        let work = bisection.saturating_mul(longest).saturating_mul(degree);
        if work > MAX_ISOLATION_WORK {
            return Err(BudgetExceeded::SturmWork);
        }
        let sturm = self.sturm_sequence()?;
        let bound = self.root_bound();
        let roots = sturm.roots_between(&-&bound, &bound);
        Ok(roots
            .into_iter()
            .map(|r| sturm.rational_or_isolated(r))
            .collect())
    }

    /// The rational roots from left to right.
    ///
    /// # Errors
    /// [`BudgetExceeded::SturmDegree`].
    pub fn rational_roots(&self) -> Result<Vec<BigRational>> {
        Ok(self
            .real_roots()?
            .iter()
            .filter_map(|r| r.exact().cloned())
            .collect())
    }

    /// A number that exceeds the absolute value of every complex root (Cauchy).
    fn root_bound(&self) -> BigRational {
        let Some(lead) = self.numerators.last() else {
            return BigRational::one();
        };
        let largest = self
            .numerators
            .iter()
            .map(BigInt::abs)
            .max()
            .map_or(BigInt::zero(), |c| c);
        BigRational::new(largest, lead.abs()).ceil() + BigRational::from_integer(BigInt::from(2))
    }

    /// The signs that the polynomial takes on the interval from `low` to `high` (not empty), exactly.
    ///
    /// # Errors
    /// [`BudgetExceeded`].
    pub fn signs_between(&self, low: &End, high: &End) -> Result<Signs> {
        let mut signs = Signs {
            negative: false,
            zero: false,
            positive: false,
        };
        let mut note = |s: i32| match s {
            0 => signs.zero = true,
            s if s > 0 => signs.positive = true,
            _ => signs.negative = true,
        };
        // Without change of sign among the coefficients there is nothing to count (Descartes), even for
        // a high degree: on x > 0 directly, on R if all exponents are even.
        if let Some(s) = self.obvious_sign(low) {
            note(s);
            return Ok(signs);
        }
        if let (Some(a), Some(b)) = (low.value(), high.value())
            && a >= b
        {
            note(self.sign_at(a));
            return Ok(signs);
        }
        if self.degree().is_none_or(|d| d == 0) {
            note(self.leading_sign());
            return Ok(signs);
        }
        for end in [low, high] {
            if let End::Closed(a) = end {
                note(self.sign_at(a));
            }
        }
        let sturm = self.sturm_sequence()?;
        let bound = self.root_bound();
        let one = BigRational::one();
        let (left, right) = match (low.value(), high.value()) {
            (Some(a), Some(b)) => (a.clone(), b.clone()),
            (Some(a), None) => (a.clone(), bound.max(a + &one)),
            (None, Some(b)) => ((-bound).min(b - &one), b.clone()),
            (None, None) => (-&bound, bound),
        };
        let roots = sturm.roots_between(&left, &right);
        if !roots.is_empty() {
            note(0);
        }
        // Between two neighbouring roots the sign is constant: one sample in every gap.
        let lefts = std::iter::once(&left).chain(roots.iter().map(|r| &r.upper));
        let rights = roots
            .iter()
            .map(|r| &r.lower)
            .chain(std::iter::once(&right));
        for (a, b) in lefts.zip(rights) {
            note(self.sign_at(&((a + b) / BigRational::from_integer(BigInt::from(2)))));
        }
        Ok(signs)
    }

    /// The sign on the interval if it can be read off the coefficients.
    fn obvious_sign(&self, low: &End) -> Option<i32> {
        let first = self.numerators.first().filter(|c| !c.is_zero()).map(sign)?;
        let same = self
            .numerators
            .iter()
            .all(|c| c.is_zero() || sign(c) == first);
        let even = self.numerators.iter().skip(1).step_by(2).all(Zero::is_zero);
        let half_line = low.value().is_some_and(|a| !a.is_negative());
        (same && (even || half_line)).then_some(first)
    }
}

/// The Sturm sequence of a squarefree polynomial (its first entry).
#[derive(Clone, Debug)]
pub struct SturmSequence(Vec<UnivariatePolynomial>);

impl SturmSequence {
    fn variations(&self, signs: impl Fn(&UnivariatePolynomial) -> i32) -> usize {
        let nonzero: Vec<i32> = self.0.iter().map(signs).filter(|s| *s != 0).collect();
        nonzero.windows(2).filter(|w| w[0] != w[1]).count()
    }

    fn variations_at(&self, at: &BigRational) -> usize {
        self.variations(|p| p.sign_at(at))
    }

    /// The number of distinct roots between the ends (`low < high`).
    ///
    /// The variations at `a` less those at `b` count the roots in `(a, b]`, also when `a` or `b` is a
    /// root, because the sequence of a squarefree polynomial has no two neighbouring zeros.
    pub fn count(&self, low: &End, high: &End) -> usize {
        let Some(first) = self.0.first() else {
            return 0;
        };
        let below = match low {
            End::Infinite => self.variations(|p| {
                let even = p.degree().is_none_or(|d| d % 2 == 0);
                if even {
                    p.leading_sign()
                } else {
                    -p.leading_sign()
                }
            }),
            End::Closed(a) | End::Open(a) => self.variations_at(a),
        };
        let above = match high {
            End::Infinite => self.variations(UnivariatePolynomial::leading_sign),
            End::Closed(b) | End::Open(b) => self.variations_at(b),
        };
        let half_open = below.saturating_sub(above);
        let at_low = matches!(low, End::Closed(a) if first.sign_at(a) == 0);
        let at_high = matches!(high, End::Open(b) if first.sign_at(b) == 0);
        half_open + usize::from(at_low) - usize::from(at_high)
    }

    /// Finds out whether the root in an isolating interval is rational.
    ///
    /// A rational root times the leading coefficient is an integer; once the interval is narrower than
    /// the inverse of that coefficient, at most one candidate is left.
    fn rational_or_isolated(&self, mut root: RealRoot) -> RealRoot {
        let Some(first) = self.0.first() else {
            return root;
        };
        let Some(lead) = first.numerators.last() else {
            return root;
        };
        let lead = BigRational::from_integer(lead.abs());
        let two = BigRational::from_integer(BigInt::from(2));
        let fine = BigRational::new(BigInt::one(), BigInt::from(1024));
        while root.lower != root.upper {
            let width = &root.upper - &root.lower;
            if &width * &lead < BigRational::one() && width < fine {
                let candidate = (&root.upper * &lead).floor() / &lead;
                if candidate > root.lower
                    && candidate < root.upper
                    && first.sign_at(&candidate) == 0
                {
                    root = RealRoot {
                        lower: candidate.clone(),
                        upper: candidate,
                    };
                }
                break;
            }
            let middle = (&root.lower + &root.upper) / &two;
            root = match first.sign_at(&middle) {
                0 => RealRoot {
                    lower: middle.clone(),
                    upper: middle,
                },
                _ if self.count(&End::Open(root.lower.clone()), &End::Open(middle.clone()))
                    == 1 =>
                {
                    RealRoot {
                        lower: root.lower,
                        upper: middle,
                    }
                }
                _ => RealRoot {
                    lower: middle,
                    upper: root.upper,
                },
            };
        }
        root
    }

    /// The roots in the open interval, from left to right; an interval of the result holds one root,
    /// its ends are no roots, and no two results touch each other or the ends.
    fn roots_between(&self, low: &BigRational, high: &BigRational) -> Vec<RealRoot> {
        let Some(first) = self.0.first() else {
            return Vec::new();
        };
        let two = BigRational::from_integer(BigInt::from(2));
        let mut roots = Vec::new();
        let mut work = vec![(low.clone(), high.clone())];
        while let Some((a, b)) = work.pop() {
            let count = self.count(&End::Open(a.clone()), &End::Open(b.clone()));
            if count == 1 {
                roots.push(self.drawn_in(a, b));
            } else if count > 1 {
                let middle = (&a + &b) / &two;
                if first.sign_at(&middle) == 0 {
                    roots.push(RealRoot {
                        lower: middle.clone(),
                        upper: middle.clone(),
                    });
                }
                work.push((a, middle.clone()));
                work.push((middle, b));
            }
        }
        roots.sort_by(|a, b| a.lower.cmp(&b.lower));
        roots
    }

    /// Bisects around the only root in the open interval until both ends have moved.
    fn drawn_in(&self, low: BigRational, high: BigRational) -> RealRoot {
        let two = BigRational::from_integer(BigInt::from(2));
        let (mut a, mut b) = (low.clone(), high.clone());
        while a == low || b == high {
            let middle = (&a + &b) / &two;
            if self.0.first().is_some_and(|p| p.sign_at(&middle) == 0) {
                return RealRoot {
                    lower: middle.clone(),
                    upper: middle,
                };
            }
            if self.count(&End::Open(a.clone()), &End::Open(middle.clone())) == 1 {
                b = middle;
            } else {
                a = middle;
            }
        }
        RealRoot { lower: a, upper: b }
    }
}

fn sign(n: &BigInt) -> i32 {
    if n.is_zero() {
        0
    } else if n.is_negative() {
        -1
    } else {
        1
    }
}

fn power(base: &BigInt, exponent: usize) -> BigInt {
    num_traits::pow(base.clone(), exponent)
}
