//! Level lines of a function on a grid, by marching squares.

use std::collections::{BTreeMap, BTreeSet};

/// A function on a rectangular grid: `values[j][i]` at `(xs[i], ys[j])`.
pub(crate) struct Grid {
    pub xs: Vec<f64>,
    pub ys: Vec<f64>,
    pub values: Vec<Vec<f64>>,
}

/// An edge of the grid: from the point with these indices to the right, or upwards.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Edge {
    Right(usize, usize),
    Up(usize, usize),
}

impl Grid {
    fn corner(&self, i: usize, j: usize) -> Option<(f64, f64, f64)> {
        Some((
            *self.xs.get(i)?,
            *self.ys.get(j)?,
            *self.values.get(j)?.get(i)?,
        ))
    }

    /// Where the linear interpolation along the edge has this value.
    fn cut(&self, edge: Edge, level: f64) -> Option<(f64, f64)> {
        let ((i, j), (k, l)) = match edge {
            Edge::Right(i, j) => ((i, j), (i + 1, j)),
            Edge::Up(i, j) => ((i, j), (i, j + 1)),
        };
        let (p, q) = (self.corner(i, j)?, self.corner(k, l)?);
        if (p.2 < level) == (q.2 < level) {
            return None;
        }
        let s = (level - p.2) / (q.2 - p.2);
        Some((p.0 + s * (q.0 - p.0), p.1 + s * (q.1 - p.1)))
    }

    /// The lines on which the function, interpolated linearly along the edges of the grid, has this value, each as
    /// long as it goes.
    pub(crate) fn level(&self, level: f64) -> Vec<Vec<(f64, f64)>> {
        // The line crosses at most two cells beside each edge, so a point has at most two neighbours.
        let mut neighbours: BTreeMap<Edge, Vec<Edge>> = BTreeMap::new();
        let mut places: BTreeMap<Edge, (f64, f64)> = BTreeMap::new();
        for j in 0..self.ys.len().saturating_sub(1) {
            for i in 0..self.xs.len().saturating_sub(1) {
                // Edges in a circle: the cuts lie on two of them, or on all four.
                let circle = [
                    Edge::Right(i, j),
                    Edge::Up(i + 1, j),
                    Edge::Right(i, j + 1),
                    Edge::Up(i, j),
                ];
                let cuts: Vec<Edge> = circle
                    .into_iter()
                    .filter(|e| match self.cut(*e, level) {
                        Some(p) => {
                            places.insert(*e, p);
                            true
                        }
                        None => false,
                    })
                    .collect();
                for pair in cuts.chunks_exact(2) {
                    neighbours.entry(pair[0]).or_default().push(pair[1]);
                    neighbours.entry(pair[1]).or_default().push(pair[0]);
                }
            }
        }
        let mut seen: BTreeSet<Edge> = BTreeSet::new();
        let mut out = vec![];
        // Lines with ends first; what is left are closed ones.
        for closed in [false, true] {
            for (start, next) in &neighbours {
                if seen.contains(start) || (!closed && next.len() > 1) {
                    continue;
                }
                let mut line = vec![];
                let mut at = Some(*start);
                while let Some(e) = at {
                    seen.insert(e);
                    line.extend(places.get(&e));
                    at = neighbours
                        .get(&e)
                        .and_then(|n| n.iter().find(|k| !seen.contains(k)))
                        .copied();
                }
                if closed {
                    line.extend(places.get(start));
                }
                out.push(line);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles() -> Grid {
        let xs: Vec<f64> = (0..=40).map(|i| -2.0 + 0.1 * f64::from(i)).collect();
        let values = xs
            .iter()
            .map(|y| xs.iter().map(|x| x * x + y * y).collect())
            .collect();
        Grid {
            ys: xs.clone(),
            xs,
            values,
        }
    }

    #[test]
    fn the_unit_circle_is_found() {
        let grid = circles();
        let runs = grid.level(1.0);
        assert_eq!(runs.len(), 1, "one closed line");
        assert_eq!(runs[0].first(), runs[0].last());
        assert!(runs[0].len() > 40);
        for (x, y) in &runs[0] {
            assert!((x.hypot(*y) - 1.0).abs() < 0.01, "({x}, {y})");
        }
        // No step is longer than the diagonal of a cell.
        for w in runs[0].windows(2) {
            assert!((w[0].0 - w[1].0).hypot(w[0].1 - w[1].1) < 0.15);
        }
        assert!(grid.level(-1.0).is_empty() && grid.level(100.0).is_empty());
    }

    #[test]
    fn lines_that_leave_the_grid_have_two_ends() {
        // The circle of radius sqrt(6) meets the square in four arcs, one around each corner.
        let runs = circles().level(6.0);
        assert_eq!(runs.len(), 4);
        for r in &runs {
            assert_ne!(r.first(), r.last());
            assert!(r.iter().all(|(x, y)| (x * x + y * y - 6.0).abs() < 0.03));
        }
    }
}
