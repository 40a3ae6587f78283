//! Pictures as SVG: no background, text and axes in the colour of the surrounding text, curves in the palette of Okabe and Ito with
//! different dash patterns.

use super::{Plot, Style};
use crate::report::document::Figure;
use crate::report::html::escape;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const LEFT: f64 = 62.0;
const RIGHT: f64 = 14.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 44.0;

/// Blue, vermilion, bluish green, reddish purple of Okabe and Ito: told apart by people with any colour vision. On a dark screen style sheets put their
/// sky blue in the place of the blue, which is dark.
const PALETTE: [&str; 4] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7"];
const DASHES: [&str; 4] = ["", "9 4", "2 4", "9 3 2 3"];

/// The picture. `id` makes the names of its title and description unique in the page; a file of its own also names the SVG namespace and
/// chooses its text colour by the colour scheme.
pub(in crate::report) fn svg(figure: &Figure, id: &str, own_file: bool) -> String {
    let plot = &figure.plot;
    let mut out = format!(
        "<svg {}viewBox=\"0 0 {WIDTH:.0} {HEIGHT:.0}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n",
        if own_file {
            "xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"360\" "
        } else {
            ""
        }
    );
    out.push_str(&format!(
        "<title id=\"{id}-t\">{}</title>\n<desc id=\"{id}-d\">{}</desc>\n",
        escape(&figure.title),
        escape(&figure.description)
    ));
    if own_file {
        out.push_str("<style>svg { color: #1b1b1b } @media (prefers-color-scheme: dark) { svg { color: #e6e6e6 } .c0 { stroke: #56b4e9 } }</style>\n");
    }
    if let Some(extent) = plot.extent() {
        let view = View::new(extent);
        axes(plot, &view, &mut out);
        curves(plot, &view, &mut out);
        legend(plot, &mut out);
    }
    out.push_str("</svg>\n");
    out
}

struct View {
    x: [f64; 2],
    y: [f64; 2],
}

impl View {
    fn new([a, b, c, d]: [f64; 4]) -> View {
        let widen = |lo: f64, hi: f64, share: f64| {
            let size = (hi - lo).max(1e-12 * hi.abs().max(lo.abs())).max(1e-300);
            [lo - share * size, hi + share * size]
        };
        View {
            x: widen(a, b, 0.0),
            y: widen(c, d, 0.06),
        }
    }

    fn x(&self, v: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * (v - self.x[0]) / (self.x[1] - self.x[0])
    }

    fn y(&self, v: f64) -> f64 {
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (v - self.y[0]) / (self.y[1] - self.y[0])
    }
}

/// Round numbers in the interval, some five of them, with the number of digits that they need.
fn ticks([lo, hi]: [f64; 2]) -> (Vec<f64>, usize) {
    let raw = (hi - lo) / 5.0;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .iter()
        .map(|m| m * power)
        .find(|s| *s >= raw * 0.999)
        .map_or(10.0 * power, |s| s);
    if !(step.is_finite() && step > 0.0) {
        return (vec![], 0);
    }
    let digits = (-step.log10().floor()).clamp(0.0, 12.0) as usize;
    let first = (lo / step).ceil();
    let all = (0..12)
        .map(|i| (first + f64::from(i)) * step)
        .filter(|v| *v <= hi + 1e-9 * step)
        .map(|v| if v.abs() < 1e-9 * step { 0.0 } else { v })
        .collect();
    (all, digits)
}

fn axes(plot: &Plot, view: &View, out: &mut String) {
    let (x0, x1) = (LEFT, WIDTH - RIGHT);
    let (y0, y1) = (HEIGHT - BOTTOM, TOP);
    out.push_str("<g stroke=\"currentColor\" stroke-opacity=\"0.18\">\n");
    let (xs, x_digits) = ticks(view.x);
    let (ys, y_digits) = ticks(view.y);
    for v in &xs {
        let x = view.x(*v);
        out.push_str(&format!("<path d=\"M{x:.1} {y0:.1}V{y1:.1}\"/>\n"));
    }
    for v in &ys {
        let y = view.y(*v);
        out.push_str(&format!("<path d=\"M{x0:.1} {y:.1}H{x1:.1}\"/>\n"));
    }
    out.push_str("</g>\n");
    out.push_str(&format!(
        "<path d=\"M{x0:.1} {y1:.1}V{y0:.1}H{x1:.1}\" fill=\"none\" stroke=\"currentColor\"/>\n"
    ));
    out.push_str("<g fill=\"currentColor\">\n");
    for v in &xs {
        out.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{v:.x_digits$}</text>\n",
            view.x(*v),
            y0 + 17.0
        ));
    }
    for v in &ys {
        out.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{v:.y_digits$}</text>\n",
            x0 - 7.0,
            view.y(*v) + 4.5
        ));
    }
    out.push_str(&format!(
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>\n",
        (x0 + x1) / 2.0,
        HEIGHT - 7.0,
        escape(&plot.x_label)
    ));
    if !plot.y_label.is_empty() {
        out.push_str(&format!(
            "<text transform=\"translate(14 {:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
            (y0 + y1) / 2.0,
            escape(&plot.y_label)
        ));
    }
    out.push_str("</g>\n");
}

/// The look of a line.
fn pen(k: usize) -> String {
    let dash = DASHES[k % DASHES.len()];
    let dash = if dash.is_empty() {
        String::new()
    } else {
        format!(" stroke-dasharray=\"{dash}\"")
    };
    format!(
        "class=\"c{0}\" fill=\"none\" stroke=\"{1}\" stroke-width=\"2.2\" stroke-linejoin=\"round\"{dash}",
        k % PALETTE.len(),
        PALETTE[k % PALETTE.len()]
    )
}

/// The look of a thin line.
fn thin(k: usize) -> String {
    format!(
        "class=\"c{0}\" fill=\"none\" stroke=\"{1}\" stroke-width=\"1\"",
        k % PALETTE.len(),
        PALETTE[k % PALETTE.len()]
    )
}

const MARK: &str = "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.3\"";

fn curves(plot: &Plot, view: &View, out: &mut String) {
    for s in &plot.series {
        match s.style {
            Style::Line(k) => {
                for run in &s.runs {
                    let mut d = String::new();
                    for (i, (x, y)) in run.iter().enumerate() {
                        d.push(if i == 0 { 'M' } else { 'L' });
                        d.push_str(&format!("{:.1} {:.1}", view.x(*x), view.y(*y)));
                    }
                    out.push_str(&format!("<path d=\"{d}\" {}/>\n", pen(k)));
                }
            }
            Style::Thin(k) => {
                let mut d = String::new();
                for run in &s.runs {
                    for (i, (x, y)) in run.iter().enumerate() {
                        d.push(if i == 0 { 'M' } else { 'L' });
                        d.push_str(&format!("{:.1} {:.1}", view.x(*x), view.y(*y)));
                    }
                }
                out.push_str(&format!("<path d=\"{d}\" {}/>\n", thin(k)));
            }
            Style::Marks => {
                out.push_str(&format!("<g {MARK}>\n"));
                for (x, y) in s.runs.iter().flatten() {
                    out.push_str(&format!(
                        "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.2\"/>\n",
                        view.x(*x),
                        view.y(*y)
                    ));
                }
                out.push_str("</g>\n");
            }
        }
    }
}

fn legend(plot: &Plot, out: &mut String) {
    let mut x = LEFT + 4.0;
    for s in &plot.series {
        match s.style {
            Style::Line(k) => out.push_str(&format!(
                "<path d=\"M{x:.1} 16H{:.1}\" {}/>\n",
                x + 30.0,
                pen(k)
            )),
            Style::Thin(k) => out.push_str(&format!(
                "<path d=\"M{x:.1} 16H{:.1}\" {}/>\n",
                x + 30.0,
                thin(k)
            )),
            Style::Marks => out.push_str(&format!(
                "<circle cx=\"{:.1}\" cy=\"16\" r=\"3.2\" {MARK}/>\n",
                x + 24.0
            )),
        }
        out.push_str(&format!(
            "<text x=\"{:.1}\" y=\"20.5\" fill=\"currentColor\">{}</text>\n",
            x + 36.0,
            escape(&s.name)
        ));
        x += 56.0 + 7.5 * s.name.chars().count() as f64;
    }
}
