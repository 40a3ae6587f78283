//! Files that users bring: a network with its data set and weights, a data set, or weights alone.
//!
//! JSON numbers stand for the exact value of the nearest IEEE double, strings for the exact number that they spell.
//! Every error has exit status 2 and names the place as a JSON pointer.

use std::collections::BTreeMap;
use wronski_diagnostic::ErrorCode;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::json::{LONGEST_NUMBER, Place};
use wronski_certificate::LossName;
use wronski_diagnostic::interruption;
use wronski_diagnostic::{Diagnostic, Result};
use wronski_exact::decimal::exact_number;
use wronski_expr::Parameters;
use wronski_network::{Layer, Shape, Weights};

/// Bytes of a file with a network, a data set or weights.
pub const LARGEST_NETWORK_FILE: u64 = 1 << 27;
/// Layers of units, input and output included.
pub const MOST_LAYERS: usize = 200;
/// Units of a layer.
pub const WIDEST_LAYER: usize = 20_000;
/// Weights and biases of a network; entries of all inputs and targets.
pub const MOST_PARAMETERS: usize = 4_000_000;
/// Rows of a data set.
pub const MOST_SAMPLES: usize = 100_000;

/// What `certify` reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkFile {
    /// The activation as text, not parsed yet.
    pub activation: String,
    /// Values of the parameters of the activation, in the order of the file.
    pub parameters: Vec<(String, BigRational)>,
    /// Units of each layer, input and output included: at least three layers, none empty.
    pub widths: Vec<usize>,
    /// Has every unit a bias?
    pub biases: bool,
    /// The loss.
    pub loss: LossName,
    /// One row a sample, `widths[0]` entries; the rows are different.
    pub inputs: Vec<Vec<BigRational>>,
    /// One row a sample, one entry for each output.
    pub targets: Vec<Vec<BigRational>>,
    /// The weights, of the shape that `widths` and `biases` ask for.
    pub weights: Weights,
}

/// A data set with or without targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// One row a sample; the rows are different.
    pub inputs: Vec<Vec<BigRational>>,
    /// One row a sample, if given.
    pub targets: Option<Vec<Vec<BigRational>>>,
}

/// Reads a network with its data set and weights: an object with the keys `activation`, `parameters` (may be absent),
/// `widths`, `biases`, `loss` (`"sum_of_squares"`), `inputs`, `targets`, `weights`, and a free `about`.
///
/// # Errors
/// `W1001` to `W1010`, with the JSON pointer of the culprit, what is wrong and where; `W0119` for a parameter whose
/// name cannot be one.
pub fn read_network(json: &str) -> Result<NetworkFile> {
    check_size(json)?;
    let top = Place::document(json)?;
    let object = top.object(&[
        "activation",
        "parameters",
        "widths",
        "biases",
        "loss",
        "inputs",
        "targets",
        "weights",
        "about",
    ])?;
    let activation_at = object.need(&top, "activation")?;
    let activation = activation_at.string()?;
    if activation.trim().is_empty() {
        return Err(activation_at
            .wrong(ErrorCode::W1005, "the activation is empty")
            .help("write a function of x, such as \"sigmoid\""));
    }
    let parameters = match object.get(&top, "parameters") {
        Some(at) => read_parameters(&at)?,
        None => vec![],
    };
    let widths = read_widths(&object.need(&top, "widths")?)?;
    let biases = object.need(&top, "biases")?.boolean()?;
    let loss_at = object.need(&top, "loss")?;
    let Some(loss) = LossName::read(&loss_at.string()?) else {
        return Err(loss_at
            .wrong(ErrorCode::W1010, "the loss is not \"sum_of_squares\"")
            .help(
                "only the sum of squares is supported; the mean of squares has the same minima",
            ));
    };
    check_parameters(&widths, biases, |what| {
        object
            .get(&top, "widths")
            .unwrap_or(top)
            .wrong(ErrorCode::W1009, what)
    })?;
    let (first, last) = (widths[0], widths[widths.len() - 1]);
    let inputs = read_rows(&object.need(&top, "inputs")?, first, "input")?;
    distinct(&object.need(&top, "inputs")?, &inputs)?;
    let targets_at = object.need(&top, "targets")?;
    let targets = read_rows(&targets_at, last, "output")?;
    same_length(&targets_at, &inputs, &targets)?;
    let weights = read_layers(&object.need(&top, "weights")?, &widths, biases)?;
    Ok(NetworkFile {
        activation,
        parameters,
        widths,
        biases,
        loss,
        inputs,
        targets,
        weights,
    })
}

/// Reads `{ "inputs": [[...], ...], "targets": [[...], ...] }` for a network of these widths; the targets (and a free
/// `about`) may be absent.
///
/// # Errors
/// As [`read_network`].
pub fn read_data(json: &str, widths: &[usize]) -> Result<DataFile> {
    check_size(json)?;
    let top = Place::document(json)?;
    let object = top.object(&["inputs", "targets", "about"])?;
    let (Some(first), Some(last)) = (widths.first(), widths.last()) else {
        return Err(Diagnostic::internal("a data set for no layers"));
    };
    let at = object.need(&top, "inputs")?;
    let inputs = read_rows(&at, *first, "input")?;
    distinct(&at, &inputs)?;
    let targets = match object.get(&top, "targets") {
        None => None,
        Some(at) => {
            let targets = read_rows(&at, *last, "output")?;
            same_length(&at, &inputs, &targets)?;
            Some(targets)
        }
    };
    Ok(DataFile { inputs, targets })
}

/// Reads weights, a list with one entry `{ "W": [[...], ...], "b": [...] }` for each layer from the first hidden
/// layer to the output, for a network of these widths; `b` must be there exactly if the network has biases.
///
/// # Errors
/// As [`read_network`]; `W1101` for a shape that no network has.
pub fn read_weights(json: &str, widths: &[usize], biases: bool) -> Result<Weights> {
    check_size(json)?;
    read_layers(&Place::document(json)?, widths, biases)
}

/// Reads the exact number that an option of the command line asks for.
///
/// # Errors
/// `W1105`, with the name of the option, if the text is no exact number of at most 1000 characters.
pub fn read_number(option: &str, text: &str) -> Result<BigRational> {
    exact_number(text.trim(), LONGEST_NUMBER).ok_or_else(|| {
        Diagnostic::input(
            ErrorCode::W1105,
            format!("{option} wants an exact number such as `-3/4` or `0.25`"),
        )
    })
}

fn check_size(json: &str) -> Result<()> {
    if u64::try_from(json.len()).is_ok_and(|n| n <= LARGEST_NETWORK_FILE) {
        return Ok(());
    }
    Err(Diagnostic::input(
        ErrorCode::W1009,
        format!(
            "the document: {} bytes, more than the limit of {LARGEST_NETWORK_FILE}",
            json.len()
        ),
    )
    .help("leave samples or units out"))
}

fn read_parameters(at: &Place<'_>) -> Result<Vec<(String, BigRational)>> {
    let object = at.any_object()?;
    let mut known = Parameters::new();
    let mut out = vec![];
    for key in object.keys() {
        let place = object.need(at, key)?;
        let value = place.number()?;
        known.declare(&format!("{key}={value}")).map_err(|d| {
            let mut named = place.wrong(d.code, &d.message);
            named.help = d.help;
            named
        })?;
        out.push((key.to_string(), value));
    }
    Ok(out)
}

fn read_widths(at: &Place<'_>) -> Result<Vec<usize>> {
    let entries = at.list()?;
    if entries.len() < 3 {
        return Err(at
            .wrong(
                ErrorCode::W1008,
                format!("{} layers of units, fewer than 3", entries.len()),
            )
            .help("list the input, at least one hidden layer, and the output, as in [2,4,1]"));
    }
    if entries.len() > MOST_LAYERS {
        return Err(at.wrong(
            ErrorCode::W1009,
            format!(
                "{} layers, more than the limit of {MOST_LAYERS}",
                entries.len()
            ),
        ));
    }
    let mut widths = vec![];
    for (i, raw) in entries.into_iter().enumerate() {
        let place = at.entry(i, raw);
        let n = place.count()?;
        match usize::try_from(n) {
            Ok(0) => {
                return Err(place
                    .wrong(ErrorCode::W1008, "a layer without units")
                    .help("every layer has at least one unit"));
            }
            Ok(n) if n <= WIDEST_LAYER => widths.push(n),
            _ => {
                return Err(place.wrong(
                    ErrorCode::W1009,
                    format!("a layer of {n} units, more than the limit of {WIDEST_LAYER}"),
                ));
            }
        }
    }
    Ok(widths)
}

/// Weights and biases of a network of these widths within the limit?
fn check_parameters(
    widths: &[usize],
    biases: bool,
    wrong: impl FnOnce(String) -> Diagnostic,
) -> Result<()> {
    let count = widths.windows(2).try_fold(0usize, |sum, pair| {
        let weights = pair[1].checked_mul(pair[0].checked_add(usize::from(biases))?)?;
        sum.checked_add(weights)
    });
    match count {
        Some(n) if n <= MOST_PARAMETERS => Ok(()),
        _ => Err(wrong(format!(
            "a network of more than {MOST_PARAMETERS} weights and biases"
        ))
        .help("certify a small network, and widen it with --widen")),
    }
}

/// A list of `length` numbers; `what` an entry stands for.
fn read_row(at: &Place<'_>, length: usize, what: &str) -> Result<Vec<BigRational>> {
    let entries = at.list()?;
    if entries.len() != length {
        return Err(at.wrong(
            ErrorCode::W1006,
            format!(
                "{} numbers instead of {length}, one for each {what}",
                entries.len()
            ),
        ));
    }
    let numbers = entries.into_iter().enumerate();
    numbers.map(|(i, raw)| at.entry(i, raw).number()).collect()
}

fn read_rows(at: &Place<'_>, length: usize, what: &str) -> Result<Vec<Vec<BigRational>>> {
    let entries = at.list()?;
    if entries.is_empty() {
        return Err(at
            .wrong(ErrorCode::W1007, "no samples")
            .help("give at least one sample, a row each"));
    }
    if entries.len() > MOST_SAMPLES
        || entries
            .len()
            .checked_mul(length)
            .is_none_or(|n| n > MOST_PARAMETERS)
    {
        return Err(at.wrong(
            ErrorCode::W1009,
            format!(
                "{} samples with {length} numbers each, more than the limits of {MOST_SAMPLES} samples and {MOST_PARAMETERS} numbers",
                entries.len()
            ),
        ));
    }
    let rows = entries.into_iter().enumerate();
    rows.map(|(i, raw)| read_row(&at.entry(i, raw), length, what))
        .collect()
}

/// Are all inputs different? Two equal ones with different targets would leave a loss that no network can avoid.
fn distinct(at: &Place<'_>, inputs: &[Vec<BigRational>]) -> Result<()> {
    let mut seen: BTreeMap<Vec<(&BigInt, &BigInt)>, usize> = BTreeMap::new();
    for (i, row) in inputs.iter().enumerate() {
        interruption::point();
        let key = row.iter().map(|q| (q.numer(), q.denom())).collect();
        if let Some(before) = seen.insert(key, i) {
            let entries = at.list()?;
            let Some(raw) = entries.get(i) else {
                return Err(Diagnostic::internal("a row of the inputs is gone"));
            };
            return Err(at
                .entry(i, raw)
                .wrong(
                    ErrorCode::W1007,
                    format!("the same input as {}/{before}", at.pointer()),
                )
                .help("remove one of the two samples: the inputs must be different"));
        }
    }
    Ok(())
}

fn same_length<T>(at: &Place<'_>, inputs: &[T], targets: &[T]) -> Result<()> {
    if inputs.len() == targets.len() {
        return Ok(());
    }
    Err(at.wrong(
        ErrorCode::W1006,
        format!("{} targets for {} inputs", targets.len(), inputs.len()),
    ))
}

fn read_layers(at: &Place<'_>, widths: &[usize], biases: bool) -> Result<Weights> {
    check_parameters(widths, biases, |what| at.wrong(ErrorCode::W1009, what))?;
    let entries = at.list()?;
    let layers = widths.len().saturating_sub(1);
    if entries.len() != layers {
        return Err(at
            .wrong(
                ErrorCode::W1006,
                format!(
                    "{} layers of weights instead of {layers} for the widths {widths:?}",
                    entries.len()
                ),
            )
            .help("one entry `{ \"W\": [[...]], \"b\": [...] }` for each layer after the input"));
    }
    let pairs = widths.windows(2).zip(entries).enumerate();
    let layers: Vec<Layer> = pairs
        .map(|(i, (pair, raw))| read_layer(&at.entry(i, raw), pair[0], pair[1], biases))
        .collect::<Result<_>>()?;
    Weights::from_layers(&Shape::new(widths, biases)?, &layers)
        .ok_or_else(|| Diagnostic::internal("weights that were read do not fit their shape"))
}

fn read_layer(at: &Place<'_>, before: usize, units: usize, biases: bool) -> Result<Layer> {
    let object = at.object(&["W", "b"])?;
    let w_at = object.need(at, "W")?;
    let rows = w_at.list()?;
    if rows.len() != units {
        return Err(w_at.wrong(
            ErrorCode::W1006,
            format!("{} rows instead of {units}, one for each unit", rows.len()),
        ));
    }
    let w = rows
        .into_iter()
        .enumerate()
        .map(|(i, raw)| read_row(&w_at.entry(i, raw), before, "unit of the layer before"))
        .collect::<Result<_>>()?;
    let b = match (object.get(at, "b"), biases) {
        (None, false) => None,
        (Some(b_at), true) => Some(read_row(&b_at, units, "unit")?),
        (None, true) => {
            return Err(at
                .wrong(
                    ErrorCode::W1003,
                    "the key `b` is missing in a network with biases",
                )
                .help("give one bias for each unit, or say \"biases\": false"));
        }
        (Some(b_at), false) => {
            return Err(b_at
                .wrong(ErrorCode::W1006, "biases in a network without biases")
                .help("remove `b`, or say \"biases\": true"));
        }
    };
    Ok(Layer { w, b })
}
