//! Level lines of a function on a grid, by marching squares.

/// A function on a rectangular grid: `values[j][i]` at `(xs[i], ys[j])`.
pub(in crate::report) struct Grid {
    pub xs: Vec<f64>,
    pub ys: Vec<f64>,
    pub values: Vec<Vec<f64>>,
}

impl Grid {
    /// Pieces of the line on which the function, interpolated linearly along the edges of the grid, has this value.
    pub(in crate::report) fn level(&self, level: f64) -> Vec<Vec<(f64, f64)>> {
        let mut out = vec![];
        for (rows, ys) in self.values.windows(2).zip(self.ys.windows(2)) {
            let ([low, high], [y0, y1]) = (rows, ys) else {
                continue;
            };
            for ((a, b), x) in low.windows(2).zip(high.windows(2)).zip(self.xs.windows(2)) {
                let ([a0, a1], [b0, b1], [x0, x1]) = (a, b, x) else {
                    continue;
                };
                let cut = |p: (f64, f64, f64), q: (f64, f64, f64)| {
                    if (p.2 < level) == (q.2 < level) {
                        return None;
                    }
                    let s = (level - p.2) / (q.2 - p.2);
                    Some((p.0 + s * (q.0 - p.0), p.1 + s * (q.1 - p.1)))
                };
                let corners = [
                    (*x0, *y0, *a0),
                    (*x1, *y0, *a1),
                    (*x1, *y1, *b1),
                    (*x0, *y1, *b0),
                ];
                // Edges in a circle: the cuts lie on two of them, or on all four.
                let cuts: Vec<(f64, f64)> = (0..4)
                    .filter_map(|k| cut(corners[k], corners[(k + 1) % 4]))
                    .collect();
                out.extend(cuts.chunks_exact(2).map(<[(f64, f64)]>::to_vec));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_circle_is_found() {
        let xs: Vec<f64> = (0..=40).map(|i| -2.0 + 0.1 * f64::from(i)).collect();
        let values = xs
            .iter()
            .map(|y| xs.iter().map(|x| x * x + y * y).collect())
            .collect();
        let grid = Grid {
            ys: xs.clone(),
            xs,
            values,
        };
        let runs = grid.level(1.0);
        let points: Vec<&(f64, f64)> = runs.iter().flatten().collect();
        assert!(points.len() > 40);
        for (x, y) in points {
            assert!((x.hypot(*y) - 1.0).abs() < 0.01, "({x}, {y})");
        }
        assert!(grid.level(-1.0).is_empty() && grid.level(100.0).is_empty());
    }
}
