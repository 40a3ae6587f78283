//! Pictures as SVG: no background, text and axes in the colour of the surrounding text.

use super::axis::Label;
use super::scene::{Anchor, DASHES, Item, PALETTE, Pen, Place, Scene, Shape};
use crate::document::Figure;
use crate::escape::html as escape;

/// The picture. `id` makes the names of its title and description unique in the page; a file of its own also names
/// the SVG namespace and chooses its text colour by the colour scheme.
pub(crate) fn svg(figure: &Figure, id: &str, own_file: bool) -> String {
    let scene = Scene::new(&figure.plot);
    let (width, height) = (scene.width, scene.height);
    let own = if own_file {
        format!("xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" ")
    } else {
        String::new()
    };
    let mut out = format!(
        "<svg {own}viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" \
         font-family=\"system-ui, sans-serif\" font-size=\"13\">\n<title id=\"{id}-t\">{}</title>\n<desc \
         id=\"{id}-d\">{}</desc>\n",
        escape(&figure.title),
        escape(&figure.description)
    );
    if own_file {
        out.push_str("<style>svg { color: #1b1b1b } @media (prefers-color-scheme: dark) { svg { color: #e6e6e6 } .c0 \
            { stroke: #56b4e9 } }</style>\n");
    }
    for item in &scene.items {
        match item {
            Item::Lines { pen, runs } => {
                out.push_str(&format!("<path d=\"{}\" {}/>\n", path(runs), look(*pen)));
            }
            Item::Marks { shape, radius, at } => marks(*shape, *radius, at, &mut out),
            Item::Text {
                at: (x, y),
                anchor,
                turned,
                label,
            } => {
                let place = if *turned {
                    format!("transform=\"translate({x:.1} {y:.1}) rotate(-90)\"")
                } else {
                    format!("x=\"{x:.1}\" y=\"{y:.1}\"")
                };
                let anchor = match anchor {
                    Anchor::Start => "",
                    Anchor::Middle => " text-anchor=\"middle\"",
                    Anchor::End => " text-anchor=\"end\"",
                };
                out.push_str(&format!(
                    "<text {place}{anchor} fill=\"currentColor\">{}</text>\n",
                    text(label)
                ));
            }
        }
    }
    out.push_str("</svg>\n");
    out
}

fn path(runs: &[Vec<Place>]) -> String {
    let mut d = String::new();
    for run in runs {
        for (i, (x, y)) in run.iter().enumerate() {
            d.push(if i == 0 { 'M' } else { 'L' });
            d.push_str(&format!("{x:.1} {y:.1}"));
        }
    }
    d
}

/// Exponents are raised by hand: not all fonts have small digits above the line, not all browsers a shift of the
/// baseline.
fn text(label: &Label) -> String {
    let mut out = String::new();
    let mut up = false;
    for p in label {
        out.push_str(&match (p.raised, up) {
            (true, _) => format!(
                "<tspan dy=\"-5\" font-size=\"9.5\">{}</tspan>",
                escape(&p.text)
            ),
            (false, true) => format!("<tspan dy=\"5\">{}</tspan>", escape(&p.text)),
            (false, false) => escape(&p.text),
        });
        up = p.raised;
    }
    out
}

fn coloured(k: usize) -> String {
    let k = k % PALETTE.len();
    format!("class=\"c{k}\" fill=\"none\" stroke=\"#{}\"", PALETTE[k])
}

fn dashed(k: usize) -> String {
    let lengths = DASHES[k % DASHES.len()];
    if lengths.is_empty() {
        return String::new();
    }
    let all: Vec<String> = lengths.iter().map(u8::to_string).collect();
    format!(" stroke-dasharray=\"{}\"", all.join(" "))
}

/// The look of a line.
fn look(pen: Pen) -> String {
    match pen {
        Pen::Grid => "fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.18\"".into(),
        Pen::Axis => "fill=\"none\" stroke=\"currentColor\"".into(),
        Pen::Curve(k) => format!(
            "{} stroke-width=\"2.2\" stroke-linejoin=\"round\"{}",
            coloured(k),
            dashed(k)
        ),
        Pen::Thin(k) => format!("{} stroke-width=\"1.1\"{}", coloured(k), dashed(k)),
    }
}

fn marks(shape: Shape, r: f64, at: &[Place], out: &mut String) {
    match shape {
        Shape::Circle => {
            out.push_str("<g fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.3\">\n");
            for (x, y) in at {
                out.push_str(&format!(
                    "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r}\"/>\n"
                ));
            }
            out.push_str("</g>\n");
        }
        Shape::Cross(k) => {
            let crosses: Vec<Vec<Place>> = at
                .iter()
                .flat_map(|(x, y)| {
                    [
                        vec![(x - r, y - r), (x + r, y + r)],
                        vec![(x - r, y + r), (x + r, y - r)],
                    ]
                })
                .collect();
            out.push_str(&format!(
                "<path d=\"{}\" {} stroke-width=\"2\"/>\n",
                path(&crosses),
                coloured(k)
            ));
        }
    }
}
