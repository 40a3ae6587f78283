//! The elementary functions, a row each: how they are written, and their values in pictures.

use wronski_expr::Func;

/// How a function of one argument is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// A name before parentheses.
    Name(&'static str),
    /// A power of e, or a name where the exponent is deep.
    Exponential,
    /// A root of that degree.
    Root(u32),
    /// Between bars.
    Bars,
}

/// What pages need to know of an elementary function.
pub(crate) struct Elementary {
    /// How it is written.
    pub(crate) notation: Notation,
    /// Value, first and second derivative at a point, in floating point.
    pub(crate) jet: fn(f64) -> [f64; 3],
}

/// The row of a function.
pub(crate) fn elementary(f: Func) -> Elementary {
    let named = |jet| Elementary {
        notation: Notation::Name(f.name()),
        jet,
    };
    match f {
        Func::Exp => Elementary {
            notation: Notation::Exponential,
            jet: |u| [u.exp(); 3],
        },
        Func::Log => named(|u| [u.ln(), 1.0 / u, -1.0 / (u * u)]),
        Func::Sqrt => Elementary {
            notation: Notation::Root(2),
            jet: |u| {
                let r = u.sqrt();
                [r, 0.5 / r, -0.25 / (r * r * r)]
            },
        },
        Func::Cbrt => Elementary {
            notation: Notation::Root(3),
            jet: |u| {
                let r = u.cbrt();
                [r, 1.0 / (3.0 * r * r), -2.0 / (9.0 * r.powi(5))]
            },
        },
        Func::Erf => named(|u| {
            let g = gaussian(u);
            [erf(u), g, -2.0 * u * g]
        }),
        Func::Erfc => named(|u| {
            let g = gaussian(u);
            [1.0 - erf(u), -g, 2.0 * u * g]
        }),
        Func::Sinh => named(|u| [u.sinh(), u.cosh(), u.sinh()]),
        Func::Cosh => named(|u| [u.cosh(), u.sinh(), u.cosh()]),
        Func::Tanh => named(|u| {
            let t = u.tanh();
            [t, 1.0 - t * t, -2.0 * t * (1.0 - t * t)]
        }),
        Func::Sin => named(|u| [u.sin(), u.cos(), -u.sin()]),
        Func::Cos => named(|u| [u.cos(), -u.sin(), -u.cos()]),
        Func::Tan => named(|u| {
            let t = u.tan();
            [t, 1.0 + t * t, 2.0 * t * (1.0 + t * t)]
        }),
        Func::Asinh => named(|u| {
            let r = (1.0 + u * u).sqrt();
            [u.asinh(), 1.0 / r, -u / (r * r * r)]
        }),
        Func::Atan => Elementary {
            notation: Notation::Name("arctan"),
            jet: |u| {
                let r = 1.0 / (1.0 + u * u);
                [u.atan(), r, -2.0 * u * r * r]
            },
        },
        Func::Abs => Elementary {
            notation: Notation::Bars,
            jet: |u| {
                let sign = if u >= 0.0 { 1.0 } else { -1.0 };
                // Added to any number, -0 leaves it as it is, its sign included.
                [sign * u, sign, -0.0]
            },
        },
    }
}

/// The derivative of the error function.
fn gaussian(u: f64) -> f64 {
    std::f64::consts::FRAC_2_SQRT_PI * (-u * u).exp()
}

/// The error function: its power series near 0, a continued fraction for the tail.
fn erf(x: f64) -> f64 {
    let y = x.abs();
    let value = if y < 3.0 {
        let (mut term, mut sum, mut n) = (y, y, 0.0);
        while f64::abs(term) > 1e-17 * sum && n < 200.0 {
            n += 1.0;
            term *= -y * y / n;
            // The terms are y^(2n+1) (-1)^n / n!, divided by 2n + 1 as they are added.
            sum += term / (2.0 * n + 1.0);
        }
        std::f64::consts::FRAC_2_SQRT_PI * sum
    } else if y < 6.0 {
        let mut tail = 0.0;
        for k in (1..60).rev() {
            tail = f64::from(k) / 2.0 / (y + tail);
        }
        1.0 - (-y * y).exp() / ((y + tail) * std::f64::consts::PI.sqrt())
    } else {
        1.0
    };
    if x < 0.0 { -value } else { value }
}
