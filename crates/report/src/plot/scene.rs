//! The layout of a picture: lines, marks and text with their places on the page. Each format writes these and nothing
//! else.
//!
//! Places are in pixels from the upper left corner.

use super::axis::{Axis, Label, label};
use super::{Plot, Style};

/// A picture, laid out.
pub(crate) struct Scene {
    pub width: f64,
    pub height: f64,
    pub items: Vec<Item>,
}

/// Something to draw.
pub(crate) enum Item {
    /// Connected points.
    Lines { pen: Pen, runs: Vec<Vec<Place>> },
    /// The same shape at many places.
    Marks {
        shape: Shape,
        radius: f64,
        at: Vec<Place>,
    },
    /// A line of text; turned text runs upwards.
    Text {
        at: Place,
        anchor: Anchor,
        turned: bool,
        label: Label,
    },
}

pub(crate) type Place = (f64, f64);

/// The look of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pen {
    Grid,
    Axis,
    /// With the colour and the dash pattern of that number.
    Curve(usize),
    /// Thin, with the colour and the dash pattern of that number.
    Thin(usize),
}

/// The look of a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Circle,
    /// With the colour of that number.
    Cross(usize),
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// Blue, vermilion, bluish green, reddish purple of Okabe and Ito: told apart by people with any colour vision. On a
/// dark screen style sheets put their sky blue in the place of the blue, which is dark.
pub(crate) const PALETTE: [&str; 4] = ["0072B2", "D55E00", "009E73", "CC79A7"];

/// Lengths of strokes and gaps.
pub(crate) const DASHES: [&[u8]; 4] = [&[], &[9, 4], &[2, 4], &[9, 3, 2, 3]];

const WIDTH: f64 = 640.0;
/// The height of the plane between the axes.
const PLANE: f64 = 282.0;
const RIGHT: f64 = 14.0;
const BOTTOM: f64 = 44.0;
/// About the width of a character.
const CHARACTER: f64 = 7.0;
const LINE: f64 = 20.0;

fn length(l: &Label) -> f64 {
    l.iter()
        .map(|p| p.text.chars().count() as f64 * if p.raised { 0.7 } else { 1.0 })
        .sum::<f64>()
        * CHARACTER
}

impl Scene {
    /// The layout of a plot; without items if there is nothing finite to draw.
    pub(crate) fn new(plot: &Plot) -> Scene {
        let mut scene = Scene {
            width: WIDTH,
            height: LINE + PLANE + BOTTOM,
            items: vec![],
        };
        let Some([a, b, c, d]) = plot.extent() else {
            return scene;
        };
        let marks = plot
            .series
            .iter()
            .any(|s| matches!(s.style, Style::Marks | Style::Crosses(_)));
        let x_axis = Axis::new(plot.x_scale, a, b, if marks { 0.015 } else { 0.0 });
        let y_axis = Axis::new(plot.y_scale, c, d, 0.06);
        let widest = y_axis
            .ticks
            .iter()
            .map(|t| length(&t.1))
            .fold(0.0, f64::max);
        let name = if plot.y_label.is_empty() { 0.0 } else { LINE };
        let left = (widest + 16.0 + name).max(40.0);
        let rows = scene.legend(plot, left);
        let note = if y_axis.note.is_some() { LINE } else { 0.0 };
        let top = 12.0 + LINE * rows as f64 + note;
        let frame = Frame {
            left,
            right: WIDTH - RIGHT,
            top,
            bottom: top + PLANE,
            x: x_axis,
            y: y_axis,
        };
        scene.height = frame.bottom + BOTTOM;
        scene.axes(plot, &frame);
        scene.curves(plot, &frame);
        scene
    }

    fn text(&mut self, at: Place, anchor: Anchor, label: Label) {
        self.items.push(Item::Text {
            at,
            anchor,
            turned: false,
            label,
        });
    }

    /// The names of the series above the plane; the number of rows that they take.
    fn legend(&mut self, plot: &Plot, left: f64) -> usize {
        const SAMPLE: f64 = 30.0;
        let (mut x, mut row) = (left, 0);
        for s in &plot.series {
            let need = SAMPLE + 6.0 + length(&label(s.name.as_str()));
            if x + need > WIDTH - RIGHT && x > left {
                (x, row) = (left, row + 1);
            }
            let y = 14.0 + LINE * row as f64;
            let line = vec![vec![(x, y), (x + SAMPLE, y)]];
            let middle = vec![(x + SAMPLE / 2.0, y)];
            self.items.push(match s.style {
                Style::Line(k) => Item::Lines {
                    pen: Pen::Curve(k),
                    runs: line,
                },
                Style::Thin(k) => Item::Lines {
                    pen: Pen::Thin(k),
                    runs: line,
                },
                Style::Marks => Item::Marks {
                    shape: Shape::Circle,
                    radius: 3.2,
                    at: middle,
                },
                Style::Crosses(k) => Item::Marks {
                    shape: Shape::Cross(k),
                    radius: 4.0,
                    at: middle,
                },
            });
            self.text(
                (x + SAMPLE + 6.0, y + 4.5),
                Anchor::Start,
                label(s.name.as_str()),
            );
            x += need + 20.0;
        }
        if plot.series.is_empty() { 0 } else { row + 1 }
    }

    fn axes(&mut self, plot: &Plot, f: &Frame) {
        let grid =
            f.x.ticks
                .iter()
                .map(|t| vec![(f.at_x(t.0), f.bottom), (f.at_x(t.0), f.top)])
                .chain(
                    f.y.ticks
                        .iter()
                        .map(|t| vec![(f.left, f.at_y(t.0)), (f.right, f.at_y(t.0))]),
                )
                .collect();
        self.items.push(Item::Lines {
            pen: Pen::Grid,
            runs: grid,
        });
        self.items.push(Item::Lines {
            pen: Pen::Axis,
            runs: vec![vec![
                (f.left, f.top),
                (f.left, f.bottom),
                (f.right, f.bottom),
            ]],
        });
        for (v, l) in &f.x.ticks {
            self.text((f.at_x(*v), f.bottom + 17.0), Anchor::Middle, l.clone());
        }
        for (v, l) in &f.y.ticks {
            self.text((f.left - 7.0, f.at_y(*v) + 4.5), Anchor::End, l.clone());
        }
        if let Some(n) = &f.x.note {
            self.text((f.right, f.bottom + 37.0), Anchor::End, n.clone());
        }
        if let Some(n) = &f.y.note {
            self.text((f.left, f.top - 6.0), Anchor::Start, n.clone());
        }
        self.text(
            ((f.left + f.right) / 2.0, f.bottom + 37.0),
            Anchor::Middle,
            label(plot.x_label.as_str()),
        );
        if !plot.y_label.is_empty() {
            self.items.push(Item::Text {
                at: (14.0, (f.top + f.bottom) / 2.0),
                anchor: Anchor::Middle,
                turned: true,
                label: label(plot.y_label.as_str()),
            });
        }
    }

    fn curves(&mut self, plot: &Plot, f: &Frame) {
        const MANY: usize = 60;
        for s in &plot.series {
            let place = |p: &(f64, f64)| (tenths(f.at_x(p.0)), tenths(f.at_y(p.1)));
            let lines = || {
                s.runs
                    .iter()
                    .map(|r| simplified(r.iter().map(place).collect()))
                    .collect()
            };
            let many = s.runs.iter().map(Vec::len).sum::<usize>() > MANY;
            let at = || s.runs.iter().flatten().map(place).collect();
            self.items.push(match s.style {
                Style::Line(k) => Item::Lines {
                    pen: Pen::Curve(k),
                    runs: lines(),
                },
                Style::Thin(k) => Item::Lines {
                    pen: Pen::Thin(k),
                    runs: lines(),
                },
                Style::Marks => Item::Marks {
                    shape: Shape::Circle,
                    radius: if many { 2.2 } else { 3.2 },
                    at: at(),
                },
                Style::Crosses(k) => Item::Marks {
                    shape: Shape::Cross(k),
                    radius: 4.0,
                    at: at(),
                },
            });
        }
    }
}

/// The plane between the axes.
struct Frame {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    x: Axis,
    y: Axis,
}

impl Frame {
    fn at_x(&self, v: f64) -> f64 {
        self.left + (self.right - self.left) * self.x.place(v)
    }

    fn at_y(&self, v: f64) -> f64 {
        self.bottom - (self.bottom - self.top) * self.y.place(v)
    }
}

fn tenths(v: f64) -> f64 {
    (10.0 * v).round() / 10.0
}

/// The line without points that lie within a tenth of a pixel of what is left (Douglas and Peucker).
fn simplified(line: Vec<Place>) -> Vec<Place> {
    const TOLERANCE: f64 = 0.1;
    if line.len() < 3 {
        return line;
    }
    let mut keep = vec![false; line.len()];
    let mut todo = vec![(0, line.len() - 1)];
    while let Some((from, to)) = todo.pop() {
        keep[from] = true;
        keep[to] = true;
        let (p, q) = (line[from], line[to]);
        let (dx, dy) = (q.0 - p.0, q.1 - p.1);
        let size = dx.hypot(dy);
        let farthest = (from + 1..to)
            .map(|i| {
                let (ex, ey) = (line[i].0 - p.0, line[i].1 - p.1);
                // A closed line begins and ends at the same place.
                let distance = if size < 1.0 {
                    ex.hypot(ey)
                } else {
                    (ex * dy - ey * dx).abs() / size
                };
                (distance, i)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((distance, i)) = farthest
            && distance > TOLERANCE
        {
            todo.push((from, i));
            todo.push((i, to));
        }
    }
    line.into_iter()
        .zip(keep)
        .filter_map(|(p, k)| k.then_some(p))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Scale, Series};
    use super::*;

    #[test]
    fn a_straight_line_has_two_points_and_a_corner_stays() {
        let straight: Vec<Place> = (0..100).map(|i| (f64::from(i), 3.0)).collect();
        assert_eq!(simplified(straight), [(0.0, 3.0), (99.0, 3.0)]);
        let corner = vec![(0.0, 0.0), (5.0, 0.0), (10.0, 0.0), (20.0, 8.0)];
        assert_eq!(simplified(corner), [(0.0, 0.0), (10.0, 0.0), (20.0, 8.0)]);
        let square = vec![(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)];
        assert_eq!(simplified(square.clone()), square);
    }

    #[test]
    fn everything_stands_on_the_page() {
        let series = |name: &str, style| Series {
            name: name.into(),
            style,
            runs: vec![vec![(1.0, -2.5e-6), (2.0, 1.0e-6), (3.0, 2.0e-6)]],
        };
        let plot = Plot {
            x_label: "x".into(),
            y_label: "y".into(),
            x_scale: Scale::Linear,
            y_scale: Scale::Linear,
            series: vec![
                series(
                    "a name that is rather long, longer than others",
                    Style::Line(0),
                ),
                series("another name that is rather long", Style::Thin(1)),
                series("and a third one", Style::Marks),
                series("and a fourth one", Style::Crosses(1)),
            ],
        };
        let scene = Scene::new(&plot);
        let inside =
            |(x, y): Place| (0.0..=scene.width).contains(&x) && (0.0..=scene.height).contains(&y);
        for item in &scene.items {
            match item {
                Item::Lines { runs, .. } => assert!(runs.iter().flatten().all(|p| inside(*p))),
                Item::Marks { at, .. } => assert!(at.iter().all(|p| inside(*p))),
                Item::Text {
                    at,
                    anchor,
                    turned,
                    label,
                } => {
                    let size = length(label);
                    let (from, to) = match anchor {
                        Anchor::Start => (0.0, size),
                        Anchor::Middle => (-size / 2.0, size / 2.0),
                        Anchor::End => (-size, 0.0),
                    };
                    let ends = if *turned {
                        [(at.0, at.1 + from), (at.0, at.1 + to)]
                    } else {
                        [(at.0 + from, at.1), (at.0 + to, at.1)]
                    };
                    assert!(ends.iter().all(|p| inside(*p)), "{label:?} {at:?}");
                }
            }
        }
    }
}
