//! Pictures as data: curves in the plane. Floating point is for drawing alone; no claim rests on a picture.

pub(super) mod axis;
pub(super) mod contour;
pub(super) mod evaluate;
pub(super) mod hessian;
pub(super) mod network;
pub(super) mod scene;
pub(super) mod svg;
pub(super) mod tikz;

/// Curves and points in one pair of axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    /// The name of the horizontal axis.
    pub x_label: String,
    /// The name of the vertical axis.
    pub y_label: String,
    /// How numbers are laid out along the horizontal axis.
    pub x_scale: Scale,
    /// How numbers are laid out along the vertical axis.
    pub y_scale: Scale,
    /// What is drawn, in order.
    pub series: Vec<Series>,
}

/// How numbers are laid out along an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// Evenly.
    Linear,
    /// Evenly, with ticks at whole numbers only.
    Whole,
    /// Logarithmically on both sides of zero, evenly between the threshold and its negative. Zero is always shown. A
    /// threshold that is not positive counts as `Linear`.
    SymmetricLog {
        /// Where the logarithms begin.
        threshold: f64,
    },
}

/// One curve, or one set of points.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// How it is drawn.
    pub style: Style,
    /// Connected runs of points; a curve that jumps has several.
    pub runs: Vec<Vec<(f64, f64)>>,
}

/// How a series is drawn. Colour and dash pattern both tell series apart, and so do the shapes of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A line with the colour and dash pattern of that number.
    Line(usize),
    /// A thin line with the colour and dash pattern of that number.
    Thin(usize),
    /// Separate circles.
    Marks,
    /// Separate crosses with the colour of that number.
    Crosses(usize),
}

impl Plot {
    /// The extent of everything that is drawn: least and greatest x, least and greatest y; `None` if there is nothing
    /// finite to draw.
    pub fn extent(&self) -> Option<[f64; 4]> {
        let mut out: Option<[f64; 4]> = None;
        for (x, y) in self.series.iter().flat_map(|s| s.runs.iter().flatten()) {
            if !(x.is_finite() && y.is_finite()) {
                return None;
            }
            out = Some(match out {
                None => [*x, *x, *y, *y],
                Some([a, b, c, d]) => [a.min(*x), b.max(*x), c.min(*y), d.max(*y)],
            });
        }
        out
    }
}
