//! Pictures in LaTeX, with TikZ.

use super::Plot;
use super::axis::Label;
use super::scene::{Anchor, DASHES, Item, PALETTE, Pen, Place, Scene, Shape};
use crate::escape::tex as escape;

/// What the preamble of the document needs for pictures.
pub(crate) fn preamble() -> String {
    let mut out = String::from("\\usepackage{tikz}\n");
    for (k, colour) in PALETTE.iter().enumerate() {
        out.push_str(&format!("\\definecolor{{c{k}}}{{HTML}}{{{colour}}}\n"));
    }
    out
}

/// One pixel in points: the picture is a little narrower than the text of the page.
const POINT: f64 = 0.65;

/// The picture.
pub(crate) fn tikz(plot: &Plot) -> String {
    let scene = Scene::new(plot);
    let mut out = format!(
        "\\begin{{tikzpicture}}[x={POINT}pt,y=-{POINT}pt,font=\\scriptsize,line join=round]\n"
    );
    for item in &scene.items {
        match item {
            Item::Lines { pen, runs } => {
                let look = look(*pen);
                for run in runs.iter().filter(|r| r.len() > 1) {
                    let points: Vec<String> = run.iter().map(place).collect();
                    out.push_str(&format!("\\draw[{look}]{};\n", points.join("--")));
                }
            }
            Item::Marks { shape, radius, at } => marks(*shape, *radius, at, &mut out),
            Item::Text {
                at,
                anchor,
                turned,
                label,
            } => {
                let anchor = match anchor {
                    Anchor::Start => "base west",
                    Anchor::Middle => "base",
                    Anchor::End => "base east",
                };
                let turned = if *turned { ",rotate=90" } else { "" };
                out.push_str(&format!(
                    "\\node[anchor={anchor},inner sep=0pt{turned}] at {} {{{}}};\n",
                    place(at),
                    text(label)
                ));
            }
        }
    }
    out.push_str("\\end{tikzpicture}");
    out
}

fn place((x, y): &Place) -> String {
    // Not -0.0.
    format!("({:.1},{:.1})", x + 0.0, y + 0.0)
}

fn text(label: &Label) -> String {
    label
        .iter()
        .map(|p| {
            if p.raised {
                format!("\\ensuremath{{^{{{}}}}}", escape(&p.text))
            } else {
                escape(&p.text)
            }
        })
        .collect()
}

fn dashed(k: usize) -> String {
    let lengths = DASHES[k % DASHES.len()];
    if lengths.is_empty() {
        return String::new();
    }
    let all: Vec<String> = lengths
        .chunks(2)
        .map(|d| match d {
            [on, off] => format!(
                "on {:.1}pt off {:.1}pt",
                f64::from(*on) * POINT,
                f64::from(*off) * POINT
            ),
            _ => String::new(),
        })
        .collect();
    format!(",dash pattern={}", all.join(" "))
}

fn look(pen: Pen) -> String {
    match pen {
        Pen::Grid => "line width=0.4pt,black!15".into(),
        Pen::Axis => "line width=0.5pt".into(),
        Pen::Curve(k) => format!("line width=1.3pt,c{}{}", k % PALETTE.len(), dashed(k)),
        Pen::Thin(k) => format!("line width=0.7pt,c{}{}", k % PALETTE.len(), dashed(k)),
    }
}

/// So many marks stand in one command.
const TOGETHER: usize = 8;

fn marks(shape: Shape, r: f64, at: &[Place], out: &mut String) {
    let size = r * POINT;
    for some in at.chunks(TOGETHER) {
        let (look, all): (String, String) = match shape {
            Shape::Circle => (
                "line width=0.8pt".into(),
                some.iter()
                    .map(|p| format!("{} circle[radius={size:.2}pt]", place(p)))
                    .collect(),
            ),
            Shape::Cross(k) => (
                format!("line width=1.2pt,c{}", k % PALETTE.len()),
                some.iter()
                    .map(|(x, y)| {
                        [(-r, -r, r, r), (-r, r, r, -r)]
                            .map(|(a, b, c, d)| {
                                format!("{}--{}", place(&(x + a, y + b)), place(&(x + c, y + d)))
                            })
                            .concat()
                    })
                    .collect(),
            ),
        };
        out.push_str(&format!("\\draw[{look}]{all};\n"));
    }
}
