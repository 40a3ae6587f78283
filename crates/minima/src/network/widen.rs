//! Widening: units replaced by copies that share their outgoing weights, and what becomes of the Hessian.
//!
//! **Theorem** (proved in docs/minima.md; after Fukumizu and Amari 2000 and Petzka and Sminchisescu 2021). At a
//! critical point p of a small network let one unit be replaced by k copies with fractions `lambda_1 + ... + lambda_k
//! = 1`, all nonzero, in one hidden layer whose successor has one unit, or in several hidden layers of one unit each,
//! where the layers between them, and the layer after the last of them, have one unit too. Then the quadratic form of
//! the Hessian of the wide network is the sum of the one of the small network, of `2 sum_j lambda_j (D_j -
//! D)' B (D_j - D)` for each widened layer (`D_j` the change of the row of copy j, `D` their weighted mean, B the moment
//! matrix), and of zeros. If the Hessian of the small network and all these forms are positive definite, the wide
//! critical point is a local minimum: the kernel of its Hessian is an affine space of critical points.

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use wronski_certificate::reason::numeric::NoLemma;
use wronski_diagnostic::ErrorCode;

use wronski_diagnostic::interruption;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_network::Shape;
use wronski_network::Weights;

/// The fractions of the copies of one unit in each hidden layer.
pub type Fractions = Vec<Vec<BigRational>>;

/// Which lemma makes the wide critical point a local minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lemma {
    /// One layer is widened.
    Merge,
    /// Several layers are widened.
    CriticalKernel,
}

impl Lemma {
    /// The name in certificates.
    pub fn name(self) -> &'static str {
        match self {
            Lemma::Merge => "merge",
            Lemma::CriticalKernel => "critical-kernel",
        }
    }
}

/// How a small network becomes a wide one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widening {
    small: Shape,
    wide: Shape,
    /// The unit that is copied in each hidden layer.
    units: Vec<usize>,
    fractions: Fractions,
}

impl Widening {
    /// A widening of `small`: in hidden layer l, unit `units[l-1]` becomes as many copies as `fractions[l-1]` has
    /// entries.
    ///
    /// # Errors
    /// `W1102` if the lists do not fit the shape, or if the fractions of a layer are not nonzero numbers with sum 1;
    /// `W1101` if the wide shape is too large.
    pub fn new(small: &Shape, units: &[usize], fractions: &[Vec<BigRational>]) -> Result<Widening> {
        let wrong = |why: String| Diagnostic::input(ErrorCode::W1102, format!("fractions: {why}"));
        let hidden = small.layers() - 1;
        if units.len() != hidden || fractions.len() != hidden {
            return Err(wrong(format!(
                "{} lists for {hidden} hidden layers",
                fractions.len()
            )));
        }
        let mut widths = small.widths().to_vec();
        for (i, (unit, list)) in units.iter().zip(fractions).enumerate() {
            let l = i + 1;
            if *unit >= small.width(l) {
                return Err(wrong(format!("layer {l} has no unit {unit}")));
            }
            if list.iter().any(Zero::is_zero) {
                return Err(wrong(format!("layer {l}: a fraction is 0")).help(
                    "at a fraction 0 the wide critical point is in general no local minimum",
                ));
            }
            if list.iter().sum::<BigRational>() != BigRational::one() {
                return Err(wrong(format!("layer {l}: the sum is not 1")));
            }
            widths[l] += list.len() - 1;
        }
        Ok(Widening {
            wide: Shape::new(&widths, small.biases())?,
            small: small.clone(),
            units: units.to_vec(),
            fractions: fractions.to_vec(),
        })
    }

    /// The shape of the wide network.
    pub fn wide(&self) -> &Shape {
        &self.wide
    }

    /// The shape of the small network.
    pub fn small(&self) -> &Shape {
        &self.small
    }

    /// The fractions, layer by layer.
    pub fn fractions(&self) -> &[Vec<BigRational>] {
        &self.fractions
    }

    /// The unit that is copied, layer by layer.
    pub fn units(&self) -> &[usize] {
        &self.units
    }

    /// The hidden layers in which there are several copies, counted from 1.
    pub fn widened_layers(&self) -> Vec<usize> {
        (1..self.small.layers())
            .filter(|l| self.fractions[l - 1].len() > 1)
            .collect()
    }

    /// The unit of the small network that a unit of the wide one comes from, and its fraction.
    pub fn origin(&self, l: usize, unit: usize) -> (usize, BigRational) {
        if l == 0 || l == self.small.layers() {
            return (unit, BigRational::one());
        }
        let (copied, list) = (self.units[l - 1], &self.fractions[l - 1]);
        let n = self.small.width(l);
        if unit >= n {
            (copied, list[unit - n + 1].clone())
        } else if unit == copied {
            (copied, list[0].clone())
        } else {
            (unit, BigRational::one())
        }
    }

    /// The units of the wide network that are copies of the copied unit of layer `l`, in the order of the fractions.
    pub fn copies(&self, l: usize) -> Vec<usize> {
        let n = self.small.width(l);
        std::iter::once(self.units[l - 1])
            .chain(n..self.wide.width(l))
            .collect()
    }

    /// The wide weights.
    pub fn apply(&self, small: &Weights) -> Weights {
        let mut out = Weights::zero(&self.wide);
        let biases = usize::from(self.wide.biases());
        for l in 1..=self.wide.layers() {
            let sources: Vec<(usize, BigRational)> = (0..self.wide.width(l - 1))
                .map(|i| self.origin(l - 1, i))
                .collect();
            for unit in 0..self.wide.width(l) {
                interruption::point();
                let (old, _) = self.origin(l, unit);
                let row = small.row(l, old);
                let start = self.wide.row(l, unit);
                let target = &mut out.values_mut()[start..start + biases + sources.len()];
                target[..biases].clone_from_slice(&row[..biases]);
                for (t, (source, fraction)) in target[biases..].iter_mut().zip(&sources) {
                    *t = if fraction.is_one() {
                        row[biases + source].clone()
                    } else {
                        fraction * &row[biases + source]
                    };
                }
            }
        }
        out
    }

    /// The greatest of 1 and the sums of the absolute values of the fractions of a layer: by how much errors of the
    /// small weights may grow.
    pub fn spread(&self) -> BigRational {
        self.fractions
            .iter()
            .map(|list| list.iter().map(Signed::abs).sum::<BigRational>())
            .fold(BigRational::one(), |a, b| if b > a { b } else { a })
    }

    /// Which lemma applies, or which of its hypotheses fails.
    ///
    /// # Errors
    /// The hypothesis.
    pub fn lemma(&self) -> std::result::Result<Lemma, NoLemma> {
        let layers = self.widened_layers();
        let (Some(&first), Some(&last)) = (layers.first(), layers.last()) else {
            return Err(NoLemma::NothingWidened);
        };
        let units = self.small.width(last + 1);
        if units != 1 {
            return Err(NoLemma::UnitsAfter { last, units });
        }
        if first == last {
            return Ok(Lemma::Merge);
        }
        for layer in first..=last {
            let units = self.small.width(layer);
            if units != 1 {
                return Err(NoLemma::UnitsBetween {
                    first,
                    last,
                    layer,
                    units,
                });
            }
        }
        Ok(Lemma::CriticalKernel)
    }

    /// The inertia (positive, negative, zero) of the Hessian of the wide network, from that of the small one and from
    /// those of the moment matrices of the copied units, `moments[l-1]` for hidden layer l (read where a layer is
    /// widened only). Zero eigenvalues of the small Hessian or of a moment matrix are not foreseen.
    pub fn inertia(
        &self,
        hessian: (usize, usize),
        moments: &[(usize, usize)],
    ) -> (usize, usize, usize) {
        let (mut positive, mut negative) = hessian;
        for l in self.widened_layers() {
            let list = &self.fractions[l - 1];
            let p = list.iter().filter(|f| f.is_positive()).count();
            let n = list.len() - p;
            let (bp, bn) = moments[l - 1];
            // The sum of the fractions is 1, so one is positive.
            positive += (p - 1) * bp + n * bn;
            negative += (p - 1) * bn + n * bp;
        }
        let zero = self.wide.weights() - positive - negative;
        (positive, negative, zero)
    }

    /// Does this choice of signs make the form of a moment matrix positive definite? (`positive`: is the matrix
    /// positive definite, or negative definite?)
    pub fn signs_fit(&self, l: usize, sign: Definite) -> bool {
        let list = &self.fractions[l - 1];
        let p = list.iter().filter(|f| f.is_positive()).count();
        p == match sign {
            Definite::Positive => list.len(),
            Definite::Negative => 1,
        }
    }
}

/// The sign with which a matrix is definite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Definite {
    /// All eigenvalues are positive.
    Positive,
    /// All eigenvalues are negative.
    Negative,
}

impl Definite {
    /// The word in certificates.
    pub fn word(self) -> &'static str {
        match self {
            Definite::Positive => "positive",
            Definite::Negative => "negative",
        }
    }
}

/// Fractions of `copies` copies that suit a definite moment matrix.
pub fn suitable_fractions(copies: usize, sign: Definite) -> Vec<BigRational> {
    let n = i64::try_from(copies.max(1)).unwrap_or(i64::MAX);
    let part = BigRational::new(1.into(), n.into());
    if sign == Definite::Positive || copies < 2 {
        return vec![part; copies.max(1)];
    }
    let mut out = vec![-&part; copies];
    out[0] = BigRational::new((2 * n - 1).into(), n.into());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64, d: i64) -> BigRational {
        BigRational::new(n.into(), d.into())
    }

    #[test]
    fn the_published_widening_has_the_published_inertia() {
        // 2-1-1-1 to 2-21-21-1: 504 weights without biases, 547 with; kernel of dimension 21 * 20 + 20.
        for (biases, expected) in [(false, (64, 0, 440)), (true, (107, 0, 440))] {
            let small = Shape::new(&[2, 1, 1, 1], biases).expect("a shape");
            let w = Widening::new(
                &small,
                &[0, 0],
                &[
                    suitable_fractions(21, Definite::Positive),
                    suitable_fractions(21, Definite::Positive),
                ],
            )
            .expect("a widening");
            assert_eq!(w.lemma(), Ok(Lemma::CriticalKernel));
            let d = if biases { [3, 2] } else { [2, 1] };
            let inertia = w.inertia((small.weights(), 0), &[(d[0], 0), (d[1], 0)]);
            assert_eq!(inertia, expected);
        }
    }

    #[test]
    fn copies_keep_their_place_and_share_what_goes_out() {
        let small = Shape::new(&[1, 2, 1], true).expect("a shape");
        let values = [1, 2, 3, 4, 5, 6, 7].map(|n| q(n, 1)).to_vec();
        let p = Weights::new(&small, values).expect("seven");
        let w = Widening::new(&small, &[0], &[vec![q(3, 2), q(-1, 2)]]).expect("a widening");
        let wide: Vec<BigRational> = [
            (1, 1),
            (2, 1),
            (3, 1),
            (4, 1),
            (1, 1),
            (2, 1),
            (5, 1),
            (9, 1),
            (7, 1),
            (-3, 1),
        ]
        .map(|(n, d)| q(n, d))
        .to_vec();
        assert_eq!(w.apply(&p).values(), wide);
        assert_eq!(w.copies(1), [0, 2]);
        assert_eq!(w.spread(), q(2, 1));
    }

    #[test]
    fn wrong_fractions_are_refused() {
        let small = Shape::new(&[1, 1, 1], true).expect("a shape");
        for list in [vec![q(1, 2)], vec![q(1, 1), q(0, 1)], vec![]] {
            assert!(
                Widening::new(&small, &[0], std::slice::from_ref(&list)).is_err(),
                "{list:?}"
            );
        }
        assert!(Widening::new(&small, &[1], &[vec![q(1, 1)]]).is_err());
        assert!(Widening::new(&small, &[0], &[]).is_err());
    }

    #[test]
    fn layers_before_a_wide_layer_need_a_lemma() {
        let two = suitable_fractions(2, Definite::Positive);
        let one = vec![q(1, 1)];
        let to_two_outputs = Shape::new(&[1, 1, 2], true).expect("a shape");
        assert!(
            Widening::new(&to_two_outputs, &[0], std::slice::from_ref(&two))
                .expect("a widening")
                .lemma()
                .is_err()
        );
        let through_one = Shape::new(&[1, 1, 1, 2], true).expect("a shape");
        let w = Widening::new(&through_one, &[0, 0], &[two.clone(), one]).expect("a widening");
        assert_eq!(w.lemma(), Ok(Lemma::Merge));
        let broad = Shape::new(&[1, 2, 1, 1], true).expect("a shape");
        let w = Widening::new(&broad, &[0, 0], &[two.clone(), two]).expect("a widening");
        assert!(w.lemma().is_err());
    }

    #[test]
    fn negative_matrices_want_one_positive_fraction() {
        assert_eq!(
            suitable_fractions(3, Definite::Negative),
            [q(5, 3), q(-1, 3), q(-1, 3)]
        );
        let small = Shape::new(&[1, 1, 1], true).expect("a shape");
        let w = Widening::new(&small, &[0], &[suitable_fractions(3, Definite::Negative)])
            .expect("a widening");
        assert!(w.signs_fit(1, Definite::Negative) && !w.signs_fit(1, Definite::Positive));
        // 4 + 2 * 2 positive, 2 zero of 10; with B positive definite the copies are directions of descent.
        assert_eq!(w.inertia((4, 0), &[(0, 2)]), (8, 0, 2));
        assert_eq!(w.inertia((4, 0), &[(2, 0)]), (4, 4, 2));
    }
}
