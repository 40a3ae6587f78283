//! Which moment matrices a set of linear constraints allows to be definite.
//!
//! The moments of the hidden layers of a chain, `m_{l,k} = sum_i r_i c_l sigma''(z_l) a_{l-1}^k`, form symmetric
//! matrices `B(l) = [[m_{l,0}, m_{l,1}], [m_{l,1}, m_{l,2}]]`. As the residual r ranges over all vectors orthogonal
//! to the gradient family (on samples on which the functions are as independent as they are on the line), the moments
//! range over the whole linear space V of the solutions of the constraints that relations between gradient and moment
//! functions impose: the image of `r -> (<r, g>, <r, m>)` is the annihilator of the relations.
//!
//! *One layer.* `B` is definite if and only if `q(m) = m_0 m_2 - m_1^2 > 0`. By Sylvester's law of inertia a rational
//! diagonalisation of q on the projection of V decides whether q takes a positive value there, and then contains a
//! vector that shows it. Otherwise some `alpha m_0 + beta m_1 + gamma m_2` vanishes on V with `4 alpha gamma >=
//! beta^2`, not all zero: the trace of B times a semidefinite matrix, which is nonzero for every definite B. (A
//! linear space that misses the interior of the self-dual cone of semidefinite matrices has a nonzero semidefinite
//! matrix in its annihilator.)
//!
//! *All layers.* If V is the product of its projections, the layers are independent of each other. Otherwise a
//! definite choice, or a combination of constraints whose blocks are semidefinite with matching signs (an obstruction
//! by the same argument), is searched among small combinations; if neither turns up, the question is undecided.

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use wronski_certificate::{Limit, Reason, Step};
use wronski_diagnostic::interruption;
use wronski_exact::field::Rationals;
use wronski_exact::matrix::{Rows, echelon, null_space};
use wronski_exact::random::SplitMix;

/// Three numbers for one layer: the moments `m_0, m_1, m_2`, or the coefficients of an equation between them.
pub type Triple = [BigRational; 3];

/// Can a moment matrix, or several at once, be definite?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Definite {
    /// Yes: moments of all layers that satisfy the constraints, those in question definite.
    Possible(Vec<Triple>),
    /// No: the coefficients of an equation between the moments of all layers that follows from the constraints. For
    /// one layer, only its own moments occur, with `4 alpha gamma >= beta^2`; for all layers with given signs, every
    /// block is semidefinite with the sign of its layer.
    Impossible(Vec<Triple>),
    /// Neither was found.
    Undecided(Reason),
}

/// A sign of definiteness for each hidden layer, `true` for positive.
pub type Signs = Vec<bool>;

/// Combinations that are tried when the layers are not independent of each other.
const TRIALS: usize = 20_000;

/// Signs of more layers than this are not listed one by one.
pub const LISTED_LAYERS: usize = 9;

/// The space of the moments that satisfy rational constraints.
#[derive(Clone, Debug)]
pub struct MomentSpace {
    layers: usize,
    constraints: Rows<BigRational>,
    basis: Rows<BigRational>,
}

impl MomentSpace {
    /// The solutions of the constraints, each of which has three coefficients for each of `layers` hidden layers.
    pub fn new(layers: usize, constraints: &[Vec<BigRational>]) -> Self {
        let columns = 3 * layers;
        let e = echelon(&Rationals, constraints);
        let basis = null_space(&Rationals, &e, columns);
        MomentSpace {
            layers,
            constraints: e.rows,
            basis,
        }
    }

    /// The dimension of the space.
    pub fn dimension(&self) -> usize {
        self.basis.len()
    }

    /// Can the moment matrix of this hidden layer (counted from 0) be definite? If so, both signs occur,
    /// since the space contains the negative of each of its vectors.
    pub fn layer(&self, l: usize) -> Definite {
        let blocks: Vec<Triple> = self.basis.iter().map(|v| block(v, l)).collect();
        let found = diagonal(&blocks, moment_form)
            .into_iter()
            .find(|d| d.1.is_positive());
        if let Some((_, _, combination)) = found {
            return Definite::Possible(self.triples(&combine(&self.basis, &combination)));
        }
        let e = echelon(
            &Rationals,
            &blocks.iter().map(|b| b.to_vec()).collect::<Vec<_>>(),
        );
        let annihilator: Vec<Triple> = null_space(&Rationals, &e, 3)
            .iter()
            .map(|v| block(v, 0))
            .collect();
        let semidefinite = diagonal(&annihilator, equation_form)
            .into_iter()
            .find(|d| !d.1.is_negative());
        match semidefinite {
            Some((mut a, _, _)) => {
                if (&a[0] + &a[2]).is_negative() {
                    a = a.map(|c| -c);
                }
                let mut out = vec![zero(); self.layers];
                out[l] = a;
                Definite::Impossible(out)
            }
            None => Definite::Undecided(Reason::step(Step::MomentAlternative)),
        }
    }

    /// Can all moment matrices be definite at the same time, and with which signs? One entry for each list of
    /// signs that starts with positive (the opposite signs go with it).
    pub fn all(&self) -> Vec<(Signs, Definite)> {
        if self.layers == 0 || self.layers > LISTED_LAYERS {
            return vec![];
        }
        let patterns: Vec<Signs> = (0..1usize << (self.layers - 1))
            .map(|bits| {
                (0..self.layers)
                    .map(|l| l == 0 || bits >> (l - 1) & 1 == 0)
                    .collect()
            })
            .collect();
        let alone: Vec<Definite> = (0..self.layers).map(|l| self.layer(l)).collect();
        if let Some(no) = alone.iter().find(|d| !matches!(d, Definite::Possible(_))) {
            return patterns.into_iter().map(|p| (p, no.clone())).collect();
        }
        let projections: usize = (0..self.layers)
            .map(|l| {
                let blocks: Vec<_> = self.basis.iter().map(|v| block(v, l).to_vec()).collect();
                echelon(&Rationals, &blocks).rank()
            })
            .sum();
        let mut found: Vec<Option<Definite>> = vec![None; patterns.len()];
        if projections == self.dimension() {
            for (slot, signs) in found.iter_mut().zip(&patterns) {
                let target = alone
                    .iter()
                    .zip(signs)
                    .enumerate()
                    .filter_map(|(l, (d, positive))| match d {
                        Definite::Possible(m) => Some(with_sign(&m[l], *positive)),
                        _ => None,
                    })
                    .collect();
                *slot = Some(Definite::Possible(target));
            }
        } else {
            self.search(&patterns, &mut found);
        }
        patterns
            .into_iter()
            .zip(found)
            .map(|(p, d)| {
                let reason = || Definite::Undecided(Reason::limit(Limit::MomentTrials, TRIALS));
                (p, d.unwrap_or_else(reason))
            })
            .collect()
    }

    /// Looks for definite choices in the space, and for semidefinite combinations of the constraints.
    fn search(&self, patterns: &[Signs], found: &mut [Option<Definite>]) {
        let mut rng = SplitMix::new(0x0DEF);
        for trial in 0..TRIALS {
            interruption::point();
            let bound = 2 + (trial / 1000) as u64;
            let mut draw = |rows: &[Vec<BigRational>]| -> Vec<Triple> {
                let c: Vec<BigRational> = rows
                    .iter()
                    .map(|_| {
                        let n = rng.range(0, 2 * bound + 1) as i64 - bound as i64;
                        BigRational::from_integer(n.into())
                    })
                    .collect();
                self.triples(&combine(rows, &c))
            };
            let target = draw(&self.basis);
            let equation = draw(&self.constraints);
            for (slot, signs) in found.iter_mut().zip(patterns).filter(|(s, _)| s.is_none()) {
                for flip in [false, true] {
                    let fits = |m: &Triple,
                                want: bool,
                                form: fn(&Triple, &Triple) -> BigRational,
                                strict: bool| {
                        let size = form(m, m);
                        let trace = &m[0] + &m[2];
                        let definite = size.is_positive() || (!strict && size.is_zero());
                        definite && (trace.is_zero() || trace.is_positive() == (want != flip))
                    };
                    if target
                        .iter()
                        .zip(signs)
                        .all(|(m, s)| fits(m, *s, moment_form, true))
                    {
                        let m = target.iter().map(|m| {
                            if flip {
                                m.clone().map(|c| -c)
                            } else {
                                m.clone()
                            }
                        });
                        *slot = Some(Definite::Possible(m.collect()));
                        break;
                    }
                    let nonzero = equation.iter().flatten().any(|c| !c.is_zero());
                    if nonzero
                        && equation
                            .iter()
                            .zip(signs)
                            .all(|(m, s)| fits(m, *s, equation_form, false))
                    {
                        let m = equation.iter().map(|m| {
                            if flip {
                                m.clone().map(|c| -c)
                            } else {
                                m.clone()
                            }
                        });
                        *slot = Some(Definite::Impossible(m.collect()));
                        break;
                    }
                }
            }
            if found.iter().all(Option::is_some) {
                return;
            }
        }
    }

    fn triples(&self, v: &[BigRational]) -> Vec<Triple> {
        (0..self.layers).map(|l| block(v, l)).collect()
    }
}

fn zero() -> Triple {
    [
        BigRational::zero(),
        BigRational::zero(),
        BigRational::zero(),
    ]
}

fn block(v: &[BigRational], l: usize) -> Triple {
    std::array::from_fn(|k| v[3 * l + k].clone())
}

fn combine(rows: &[Vec<BigRational>], c: &[BigRational]) -> Vec<BigRational> {
    let columns = rows.first().map_or(0, Vec::len);
    (0..columns)
        .map(|j| rows.iter().zip(c).map(|(r, c)| c * &r[j]).sum())
        .collect()
}

/// The definite triple or its negative, whichever is positive definite (or negative definite).
fn with_sign(m: &Triple, positive: bool) -> Triple {
    if m[0].is_positive() == positive {
        m.clone()
    } else {
        m.clone().map(|c| -c)
    }
}

/// The bilinear form of `m_0 m_2 - m_1^2`, the determinant of B.
fn moment_form(u: &Triple, v: &Triple) -> BigRational {
    let half = BigRational::new(1.into(), 2.into());
    (&u[0] * &v[2] + &u[2] * &v[0]) * half - &u[1] * &v[1]
}

/// The bilinear form of `4 alpha gamma - beta^2`, four times the determinant of `[[alpha, beta/2], [beta/2, gamma]]`.
fn equation_form(u: &Triple, v: &Triple) -> BigRational {
    let two = BigRational::from_integer(2.into());
    (&u[0] * &v[2] + &u[2] * &v[0]) * two - &u[1] * &v[1]
}

/// Lagrange's diagonalisation: combinations of the vectors that are orthogonal for the form and span the same
/// space, each nonzero, with the value of the form and the coefficients of the combination.
fn diagonal(
    vectors: &[Triple],
    form: fn(&Triple, &Triple) -> BigRational,
) -> Vec<(Triple, BigRational, Vec<BigRational>)> {
    let n = vectors.len();
    let mut rest: Vec<(Triple, Vec<BigRational>)> = vectors
        .iter()
        .enumerate()
        .map(|(i, v)| {
            let mut unit = vec![BigRational::zero(); n];
            unit[i] = BigRational::from_integer(1.into());
            (v.clone(), unit)
        })
        .collect();
    let plus = |a: &(Triple, Vec<BigRational>), b: &(Triple, Vec<BigRational>), c: &BigRational| {
        let v: Triple = std::array::from_fn(|k| &a.0[k] + c * &b.0[k]);
        let w: Vec<BigRational> = a.1.iter().zip(&b.1).map(|(x, y)| x + c * y).collect();
        (v, w)
    };
    let one = BigRational::from_integer(1.into());
    let mut out = vec![];
    loop {
        rest.retain(|(v, _)| v.iter().any(|c| !c.is_zero()));
        let pivot = match rest.iter().position(|(v, _)| !form(v, v).is_zero()) {
            Some(i) => rest.swap_remove(i),
            None => {
                // All isotropic: the sum of two that are not orthogonal is not.
                let pair = (0..rest.len())
                    .flat_map(|i| (0..i).map(move |j| (i, j)))
                    .find(|&(i, j)| !form(&rest[i].0, &rest[j].0).is_zero());
                let Some((i, j)) = pair else { break };
                let sum = plus(&rest[i], &rest[j], &one);
                rest.swap_remove(i);
                sum
            }
        };
        let value = form(&pivot.0, &pivot.0);
        for r in &mut rest {
            interruption::point();
            let c = -form(&r.0, &pivot.0) / &value;
            *r = plus(r, &pivot, &c);
        }
        out.push((pivot.0, value, pivot.1));
    }
    out.extend(rest.into_iter().map(|(v, c)| (v, BigRational::zero(), c)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(n: i64) -> BigRational {
        BigRational::from_integer(n.into())
    }

    fn space(layers: usize, rows: &[&[i64]]) -> MomentSpace {
        let rows: Vec<Vec<BigRational>> = rows
            .iter()
            .map(|r| r.iter().map(|&n| q(n)).collect())
            .collect();
        MomentSpace::new(layers, &rows)
    }

    /// Definite, in the space, by formulas written out apart from those above.
    fn check_target(rows: &[&[i64]], target: &[Triple], layers: &[usize]) {
        for row in rows {
            let value: BigRational = row
                .iter()
                .zip(target.iter().flatten())
                .map(|(c, m)| q(*c) * m)
                .sum();
            assert!(value.is_zero(), "{row:?} at {target:?}");
        }
        for &l in layers {
            let [a, b, c] = &target[l];
            assert!(a * c > b * b, "{:?} is not definite", target[l]);
        }
    }

    #[test]
    fn one_layer_by_hand() {
        // No constraint; m1 = 0; m0 = m2: definite matrices exist.
        let cases: [&[&[i64]]; 3] = [&[], &[&[0, 1, 0]], &[&[1, 0, -1]]];
        for rows in cases {
            match space(1, rows).layer(0) {
                Definite::Possible(m) => check_target(rows, &m, &[0]),
                other => panic!("{rows:?}: {other:?}"),
            }
        }
        // m0 = 0 (erf); m0 + m2 = 0 (atan); (m0 + 2 m1 + m2 = 0: a square); m1 = m0 = 0; nothing left.
        let cases: [&[&[i64]]; 5] = [
            &[&[1, 0, 0]],
            &[&[1, 0, 1]],
            &[&[1, 2, 1]],
            &[&[0, 1, 0], &[1, 0, 0]],
            &[&[0, 1, 0], &[1, 0, 0], &[0, 0, 1]],
        ];
        for rows in cases {
            match space(1, rows).layer(0) {
                Definite::Impossible(a) => {
                    let [x, y, z] = &a[0];
                    assert!(
                        q(4) * x * z >= y * y && !(x.is_zero() && z.is_zero()),
                        "{a:?}"
                    );
                    assert!(!(x + z).is_negative());
                }
                other => panic!("{rows:?}: {other:?}"),
            }
        }
        // Just inside: m0 + 3 m1 + m2 = 0 has the solution (1, -1, 2) of determinant 1.
        assert!(matches!(
            space(1, &[&[1, 3, 1]]).layer(0),
            Definite::Possible(_)
        ));
        // A line of indefinite matrices, and one of definite ones.
        assert!(matches!(
            space(1, &[&[1, 0, 1], &[0, 1, 0]]).layer(0),
            Definite::Impossible(_)
        ));
        assert!(matches!(
            space(1, &[&[1, 0, -1], &[0, 1, 0]]).layer(0),
            Definite::Possible(_)
        ));
    }

    #[test]
    fn independent_layers_take_all_signs() {
        let rows: &[&[i64]] = &[&[0, 1, 0, 0, 0, 0], &[0, 0, 0, 2, 0, -1]];
        let s = space(2, rows);
        assert_eq!(s.dimension(), 4);
        let all = s.all();
        assert_eq!(all.len(), 2);
        for (signs, d) in all {
            let Definite::Possible(m) = d else {
                panic!("{signs:?}: {d:?}")
            };
            check_target(rows, &m, &[0, 1]);
            for (m, s) in m.iter().zip(&signs) {
                assert_eq!(m[0].is_positive(), *s);
            }
        }
        // One impossible layer makes all of them impossible.
        assert!(
            space(2, &[&[1, 0, 0, 0, 0, 0]])
                .all()
                .iter()
                .all(|(_, d)| matches!(d, Definite::Impossible(_)))
        );
    }

    #[test]
    fn coupled_layers() {
        // B(1) = B(2): equal signs only.
        let rows: &[&[i64]] = &[
            &[1, 0, 0, -1, 0, 0],
            &[0, 1, 0, 0, -1, 0],
            &[0, 0, 1, 0, 0, -1],
        ];
        let s = space(2, rows);
        assert!(matches!(s.layer(0), Definite::Possible(_)));
        for (signs, d) in s.all() {
            match d {
                Definite::Possible(m) => {
                    assert_eq!(signs, [true, true]);
                    check_target(rows, &m, &[0, 1]);
                }
                Definite::Impossible(a) => {
                    assert_eq!(signs, [true, false]);
                    assert!(!a.iter().flatten().all(Zero::is_zero));
                }
                Definite::Undecided(why) => panic!("{signs:?}: {why}"),
            }
        }
        // trace B(1) + trace B(2) = 0: opposite signs only.
        for (signs, d) in space(2, &[&[1, 0, 1, 1, 0, 1]]).all() {
            assert_eq!(
                matches!(d, Definite::Possible(_)),
                signs == [true, false],
                "{signs:?}: {d:?}"
            );
        }
    }
}
