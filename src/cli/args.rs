//! The grammar of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use wronski_certificate::ClaimId;

use crate::pipeline::{Assumptions, Selection, activation_claim};

/// Decides, with evidence that anyone can re-check, whether an activation function meets the
/// algebraic hypotheses of theorems about bad local minima of neural networks.
#[derive(Debug, Parser)]
#[command(name = "wronski", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// Marks an argument that starts with a minus sign and is no option.
const SHIELD: char = '\u{1}';

/// Lets expressions such as `-x` or `-2*x` stand among the options: everything that starts with one
/// minus sign, except `-h`, `-V` and `-o`, is an expression.
pub fn shield(arguments: &[String]) -> Vec<String> {
    arguments
        .iter()
        .map(|a| {
            let expression = a.len() > 1
                && a.starts_with('-')
                && !a.starts_with("--")
                && a != "-h"
                && a != "-V"
                && a != "-o";
            if expression {
                format!("{SHIELD}{a}")
            } else {
                a.clone()
            }
        })
        .collect()
}

fn expression(text: &str) -> Result<String, std::convert::Infallible> {
    Ok(text.strip_prefix(SHIELD).unwrap_or(text).to_string())
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Decide the claims of Assumptions 1 and 2 for an activation
    Verify(VerifyArgs),
    /// Decide whether functions are linearly independent
    Independent(FamilyArgs),
    /// Compute the Wronskian of functions as a factored element of their tower
    Wronskian(WronskianArgs),
    /// Decide whether two expressions are the same function
    Equal(EqualArgs),
    /// Ranks, relations and moment matrices of a width-1 chain, differentiated symbolically
    Chain(ChainArgs),
    /// Construct data, weights and a proof that the network has a bad local minimum there
    #[cfg(feature = "numeric")]
    Construct(ConstructArgs),
    /// Certify what a given network has near given weights
    #[cfg(feature = "numeric")]
    Certify(CertifyArgs),
    /// Re-derive every claim of a certificate from the file alone
    Check(CheckArgs),
    /// Write pages that explain what certificates show
    Report(ReportArgs),
    /// List or test rewrite rules
    Rules(RulesArgs),
    /// List the activations known by name
    Catalog(CatalogArgs),
}

/// A claim about an activation, by its id.
fn claim(text: &str) -> Result<ClaimId, String> {
    activation_claim(text).map_err(|d| d.message)
}

/// Which claims to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Assumption {
    /// `analytic` and `assumption-1`
    #[value(name = "1")]
    One,
    /// those, and the claims of Assumption 2
    #[value(name = "2")]
    Two,
    /// every claim
    All,
}

/// Options of everything that reads expressions.
#[derive(Debug, Args)]
pub struct CommonArgs {
    /// Declare a parameter: `beta` (symbolic) or `beta=3/2`
    #[arg(long = "param", value_name = "NAME[=VALUE]")]
    pub parameters: Vec<String>,
    /// Print one JSON object and nothing else
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The activation, such as `gelu`, `x*sigmoid(2*x)`, `jax::gelu`
    #[arg(value_parser = expression, required_unless_present = "file", conflicts_with = "file")]
    pub activation: Option<String>,
    /// Decide many: one activation a line (`-` for standard input), blank lines and lines that start
    /// with # skipped; one JSON object a line in the same order. The exit code is 70 after a bug in
    /// one line, else 2 after a wrong line, else 1 if something is refuted, else 3 if something is
    /// undecided, else 0
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How many lines of --file to decide at the same time (all cores, if absent)
    #[arg(long, value_name = "N", conflicts_with = "activation")]
    pub threads: Option<std::num::NonZeroUsize>,
    /// The claims to decide
    #[arg(long, value_enum, default_value = "all")]
    pub assumption: Assumption,
    /// Decide this claim, and those that have to stand beside it; may be given several times
    #[arg(long = "claim", value_name = "CLAIM", value_parser = claim, conflicts_with = "assumption")]
    pub claims: Vec<ClaimId>,
    /// Write everything that a checker needs to this file
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub certificate: Option<PathBuf>,
    /// Compute the determinants again at real points in outward-rounded arithmetic
    #[cfg(feature = "numeric")]
    #[arg(long)]
    pub cross_check: bool,
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Arguments of `independent`.
#[derive(Debug, Args)]
pub struct FamilyArgs {
    /// The functions
    #[arg(required = true, value_parser = expression, value_name = "FUNCTION")]
    pub functions: Vec<String>,
    /// Write everything that a checker needs to this file
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Arguments of `wronskian`.
#[derive(Debug, Args)]
pub struct WronskianArgs {
    /// The functions; or `B2(ACTIVATION)`, the family of Assumption 1
    #[arg(required = true, value_parser = expression, value_name = "FUNCTION")]
    pub functions: Vec<String>,
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Arguments of `equal`.
#[derive(Debug, Args)]
pub struct EqualArgs {
    /// The first expression
    #[arg(value_parser = expression)]
    pub left: String,
    /// The second expression
    #[arg(value_parser = expression)]
    pub right: String,
    /// Look longer for rewrite steps that lead from one to the other
    #[arg(long)]
    pub steps: bool,
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Arguments of `chain`.
#[derive(Debug, Args)]
pub struct ChainArgs {
    /// The activation of the hidden layers, such as `gelu`, `x*sigmoid(2*x)`, `jax::gelu`
    #[arg(value_parser = expression)]
    pub activation: String,
    /// The number of layers, the linear output layer included
    #[arg(long, value_name = "L")]
    pub layers: usize,
    /// Rational base weights: `w1=1/2,b1=0,w2=2` (the others are w = 1, b = 0), or a JSON file with
    /// one entry `{ "W": [[w]], "b": [b] }` a layer
    #[arg(long, value_name = "WEIGHTS")]
    pub base: Option<String>,
    #[command(flatten)]
    pub common: CommonArgs,
}

/// What `construct` and `certify` have in common.
#[cfg(feature = "numeric")]
#[derive(Debug, Args)]
pub struct NumericArgs {
    /// Write everything that a checker needs to this file
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Go on although the hypotheses about the activation are not proved; the certificate says so
    #[arg(long)]
    pub unverified: bool,
    /// Most bits of precision; it starts with 128 and doubles
    #[arg(long, value_name = "BITS", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(128..=4096))]
    pub precision: u32,
    /// Do not look for the neighbourhood of data sets that have such a minimum too
    #[arg(long)]
    pub no_neighbourhood: bool,
    /// Do not compute the inertia of the full Hessian (up to 600 weights) as a second route
    #[arg(long)]
    pub no_cross_check: bool,
}

/// Arguments of `construct`.
#[cfg(feature = "numeric")]
#[derive(Debug, Args)]
pub struct ConstructArgs {
    /// The activation of the hidden layers, such as `gelu`, `x*sigmoid(2*x)`, `jax::gelu`
    #[arg(value_parser = expression)]
    pub activation: String,
    /// Units of each layer from the input to the output
    #[arg(
        long,
        value_name = "N,...",
        value_delimiter = ',',
        default_value = "1,4,1"
    )]
    pub widths: Vec<usize>,
    /// How many samples: a number, or `min` for the least for which the search succeeds
    #[arg(long, value_name = "N|min", conflicts_with = "data")]
    pub samples: Option<String>,
    /// A JSON file with the inputs, `{ "inputs": [["1/2"], ...] }` (and targets, for an activation with a linear
    /// piece)
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Rational base weights of the network with one unit in each hidden layer: `w1=1/2,b1=0,w2=2` (the others are w
    /// = 1, b = 0), or a JSON file with one entry `{ "W": [[w]], "b": [b] }` a layer
    #[arg(long, value_name = "WEIGHTS")]
    pub base: Option<String>,
    /// The seed of everything that is drawn
    #[arg(long, value_name = "S", default_value_t = 0)]
    pub seed: u64,
    /// A network without biases
    #[arg(long)]
    pub no_biases: bool,
    #[command(flatten)]
    pub numeric: NumericArgs,
    #[command(flatten)]
    pub common: CommonArgs,
}

/// Arguments of `certify`.
#[cfg(feature = "numeric")]
#[derive(Debug, Args)]
pub struct CertifyArgs {
    /// A JSON file with shape, activation, data and approximate weights
    #[arg(value_name = "NETWORK.json")]
    pub file: PathBuf,
    /// Units of the hidden layers of the wide network
    #[arg(long, value_name = "N,...", value_delimiter = ',')]
    pub widen: Option<Vec<usize>>,
    /// The unit of each hidden layer that is copied, counted from 0
    #[arg(long, value_name = "U,...", value_delimiter = ',', requires = "widen")]
    pub units: Option<Vec<usize>>,
    /// The fraction of the last copy in each widened layer, such as `-1/2`; the others share the rest evenly
    #[arg(
        long,
        value_name = "FRACTION",
        requires = "widen",
        value_parser = expression
    )]
    pub last_fraction: Option<String>,
    /// How far from the given weights a critical point is looked for, in the maximum norm, and has to be excluded for
    /// the answer that there is none (if absent, 1/100 and 1e-6 of the size of the weights)
    #[arg(long, value_name = "DISTANCE")]
    pub within: Option<String>,
    #[command(flatten)]
    pub numeric: NumericArgs,
    /// Print one JSON object and nothing else
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A certificate written by `--certificate`
    pub file: PathBuf,
    /// Refuse a certificate that is about another function (once for each function of a family, in order)
    #[arg(long = "for", value_name = "EXPR", value_parser = expression)]
    pub functions: Vec<String>,
    /// Declare a parameter of `--for`: NAME=VALUE, or NAME
    #[arg(long = "param", value_name = "NAME[=VALUE]")]
    pub parameters: Vec<String>,
    /// Refuse a certificate that is about a network of other widths
    #[arg(long, value_delimiter = ',', value_name = "N,N,...")]
    pub widths: Vec<usize>,
    /// Refuse a certificate with another data set than this: JSON with inputs and targets (a network of `certify`,
    /// too), or CSV
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Print one JSON object and nothing else
    #[arg(long)]
    pub json: bool,
}

/// The formats of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Markdown with the mathematics of GitHub; pictures are files beside it
    Md,
    /// one self-contained page
    Html,
    /// LaTeX
    Tex,
    /// PDF (in builds with the feature `pdf`)
    Pdf,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Certificates written by `--certificate`; several make a comparison table
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format
    #[arg(long, value_enum)]
    pub to: Format,
    /// Where to write it (`-` or nothing: standard output)
    #[arg(short = 'o', long = "output", value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Report on a certificate that the checker does not confirm, with a stamp on every page
    #[arg(long)]
    pub unchecked: bool,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// What to do with the rules
    #[command(subcommand)]
    pub action: RulesAction,
}

/// The actions of `rules`.
#[derive(Debug, Subcommand)]
pub enum RulesAction {
    /// List the rules of a directory, or the shipped ones
    List {
        /// A directory of rule files
        directory: Option<PathBuf>,
        /// Print one JSON object and nothing else
        #[arg(long)]
        json: bool,
    },
    /// Test the rules of a directory, or the shipped ones
    Check {
        /// A directory of rule files
        directory: Option<PathBuf>,
        /// Print one JSON object and nothing else
        #[arg(long)]
        json: bool,
    },
}

/// Arguments of `catalog`.
#[derive(Debug, Args)]
pub struct CatalogArgs {
    /// Only these activations
    #[arg(value_name = "NAME")]
    pub names: Vec<String>,
    /// Print one JSON object and nothing else
    #[arg(long)]
    pub json: bool,
    /// Decide every claim for every activation and print the page docs/activations.md
    #[arg(long, conflicts_with = "json")]
    pub markdown: bool,
}

impl VerifyArgs {
    /// The claims that were asked for: by name, or those of the assumptions.
    pub(super) fn selection(&self) -> Selection {
        if !self.claims.is_empty() {
            return Selection::of(&self.claims);
        }
        Selection::from(match self.assumption {
            Assumption::One => Assumptions::One,
            Assumption::Two => Assumptions::Two,
            Assumption::All => Assumptions::All,
        })
    }
}
