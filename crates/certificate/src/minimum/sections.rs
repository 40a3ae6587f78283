//! The sections of certificates of minima, as they stand in files.
//!
//! Exact numbers are strings in the grammar of rational numbers (`-3/4`, `0.25`, `2e-3`); an enclosure is a pair
//! of such strings, lower end first. Weights are listed layer by layer from the input on. The JSON schema is
//! `docs/schema/minimum.schema.json`, the meaning of every field `docs/minima.md`.

use serde::{Deserialize, Serialize};

/// Two exact numbers, the lower one first, that enclose a real number.
pub type Enclosure = [String; 2];

/// The weights of one layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LayerWeights {
    /// One row for each unit of the layer, one entry for each unit of the layer before.
    #[serde(rename = "W")]
    pub w: Vec<Vec<String>>,
    /// One bias for each unit; absent in networks without biases.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub b: Option<Vec<String>>,
}

/// The weights of a network, from the first hidden layer to the output.
pub type Weights = Vec<LayerWeights>;

/// The exact data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataRecord {
    /// One row a sample.
    pub inputs: Vec<Vec<String>>,
    /// One row a sample.
    pub targets: Vec<Vec<String>>,
}

/// A moment matrix: the sum over the samples and outputs of `(f - y) df/da sigma''(z) a~ a~'` for one hidden unit,
/// where `a~` holds the outputs of the layer before, with a leading 1 if there are biases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MomentRecord {
    /// The hidden layer, counted from 1.
    pub layer: usize,
    /// The unit in its layer, counted from 0.
    pub unit: usize,
    /// Enclosures of the entries for the critical point in the box.
    pub matrix: Vec<Vec<Enclosure>>,
    /// Enclosures of the eigenvalues, in increasing order.
    pub eigenvalues: Vec<Enclosure>,
    /// `positive`, `negative`, `indefinite` (eigenvalues of both signs, none zero), or `undecided`.
    pub definite: String,
}

/// The small network: a box that contains exactly one critical point.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmallRecord {
    /// Units of each layer of the small network.
    pub widths: Vec<usize>,
    /// The centre of the box.
    pub weights: Weights,
    /// Its radius in the maximum norm.
    pub radius: String,
    /// Bits of precision at which the claims were derived: evidence for the checker.
    pub precision: u32,
    /// The loss at the critical point.
    pub loss: Enclosure,
    /// Positive and negative eigenvalues of the Hessian (there are no others).
    pub hessian_inertia: [usize; 2],
    /// A lower bound of the least eigenvalue of the Hessian on the whole box.
    pub hessian_least_eigenvalue: String,
    /// The moment matrices of the hidden units.
    pub moments: Vec<MomentRecord>,
}

/// The wide network. In hidden layer l, the unit `units[l-1]` of the small network is replaced by copies; the first
/// copy takes its place, the others stand at the end of the layer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WideRecord {
    /// One entry a hidden layer: the fractions of the copies, with sum 1 (`["1"]` where nothing is copied).
    pub fractions: Vec<Vec<String>>,
    /// One entry a hidden layer: the unit that is copied, counted from 0.
    pub units: Vec<usize>,
    /// The widened centre.
    pub weights: Weights,
    /// Positive, negative and zero eigenvalues of the Hessian at the widened critical point.
    pub inertia: [usize; 3],
    /// `merge` (one layer is widened), `critical-kernel` (several).
    pub lemma: String,
}

/// A critical point that is no local minimum: the one of `wide` if there is one, else of `small`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaddleRecord {
    /// A direction in the space of the weights.
    pub direction: Weights,
    /// The second derivative of the loss along it, at the critical point.
    pub curvature: Enclosure,
}

/// Exact weights with their loss.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointRecord {
    /// The weights.
    pub weights: Weights,
    /// The loss there.
    pub loss: Enclosure,
}

/// How the loss behaves on a segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentKind {
    /// It does not change: the network function at the samples stays the same.
    Constant,
    /// It decreases.
    Descent,
}

/// A straight segment of a path. The numbers are those of the path that starts at the centre of the box; the path
/// that starts at the critical point stays within the *tube* around it: the box radius times the greatest of 1 and
/// the sums of the absolute values of the fractions of the widened layers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentRecord {
    /// Constant or descent.
    pub kind: SegmentKind,
    /// Where it starts.
    pub from: Weights,
    /// Where it ends.
    pub to: Weights,
    /// The loss at the start and at the end, anywhere in the tube.
    pub loss: [Enclosure; 2],
    /// For a descent: into how many equal parts the segment is cut so that the derivative along it is enclosed below
    /// 0 on each, for all points of the tube. (If only weights of the output layer move, the loss is a quadratic
    /// polynomial along the segment, and its derivative is enclosed at both ends instead.) 0 for a constant segment.
    pub pieces: u32,
}

/// All data sets within a distance of the given one have a bad local minimum of the same kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeighbourhoodRecord {
    /// The distance, in the maximum norm over all inputs and targets.
    pub radius: String,
    /// Radii of the box around `small.weights` that contains exactly one critical point for every such data set, in
    /// the shape of the weights.
    pub radii: Weights,
    /// A lower bound of the loss of these critical points, for all such data sets.
    pub minimum_at_least: String,
    /// An upper bound of the loss at `better.weights`, for all such data sets.
    pub better_at_most: String,
    /// Parts into which each descent of the path is cut, in the order of the path.
    pub pieces: Vec<u32>,
}

/// No critical point within a distance of the given weights: the loss has a slope everywhere there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExclusionRecord {
    /// The given weights.
    pub weights: Weights,
    /// The radius in the maximum norm of a box around them.
    pub radius: String,
    /// A direction in the space of the weights.
    pub direction: Weights,
    /// The derivative of the loss along it, for all weights in the box: zero is excluded.
    pub slope: Enclosure,
    /// Bits of precision at which the slope was derived.
    pub precision: u32,
}

/// What is seen at given weights near which nothing is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenRecord {
    /// The given weights.
    pub weights: Weights,
    /// The loss there.
    pub loss: Enclosure,
    /// The largest absolute value of an entry of the gradient there.
    pub gradient: Enclosure,
    /// Eigenvalues of the Hessian there, where they could be counted.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub hessian: Option<SpectrumRecord>,
    /// Bits of precision at which this was derived.
    pub precision: u32,
}

/// Numbers of eigenvalues: a kernel at a critical point near by has at most the dimension `between`, as long as the
/// eigenvalues move by less than `bound`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpectrumRecord {
    /// A positive number.
    pub bound: String,
    /// Eigenvalues above the bound.
    pub above: usize,
    /// Eigenvalues below its negative.
    pub below: usize,
    /// Eigenvalues between.
    pub between: usize,
}

/// Why no moment matrix can be definite, or why every local minimum is global.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObstructionRecord {
    /// Coefficients of `1, s, s1, x s1, s2, x s2, x^2 s2` (the family B2) in a relation that holds identically. For
    /// `no-widening` the last three, a, b, c, make `a + b t + c t^2` a semidefinite form that is not zero (b^2 <= 4 a
    /// c). For `impossible` it is a multiple of `s1`, of `s2` (in networks with biases) or of `s - x s1` (without).
    pub relation: Vec<String>,
}

/// A local minimum inside a linear piece of the activation (least squares).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinearRecord {
    /// The ends of the open interval on which sigma is `slope x + intercept`; `-inf`, `inf` where it has none.
    pub interval: [String; 2],
    /// The slope, not zero.
    pub slope: String,
    /// The intercept.
    pub intercept: String,
    /// The affine least squares fit of the targets: one row an output.
    pub fit: LayerWeights,
    /// The weights of the local minimum.
    pub weights: Weights,
    /// Its loss, exact.
    pub loss: String,
    /// A radius in the maximum norm around `weights` within which all units stay inside the piece for all samples, so
    /// that the network is affine there.
    pub radius: String,
}
