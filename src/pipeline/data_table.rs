//! A whole data set from a file of either kind: JSON, or a table of comma-separated exact numbers.

use num_rational::BigRational;
use wronski_diagnostic::ErrorCode;

use super::json::LONGEST_NUMBER;
use super::network_file::{MOST_SAMPLES, read_data, read_network};
use wronski_diagnostic::{Diagnostic, Result};
use wronski_exact::decimal::exact_number;

/// Rows of inputs and rows of targets.
pub type Samples = (Vec<Vec<BigRational>>, Vec<Vec<BigRational>>);

/// Reads the data set of a network of these widths: an object with `inputs` and `targets` (numbers as `certify` reads
/// them; a whole network file, too), or a line for each sample with its inputs and then its targets, separated by
/// commas, each the exact number that it spells; a first line of names is skipped.
///
/// # Errors
/// As [`read_network`]; `W1001` to `W1010` with the line for a table.
pub fn read_table(text: &str, widths: &[usize]) -> Result<Samples> {
    if !text.trim_start().starts_with('{') {
        return read_csv(text, widths);
    }
    let whole = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text)
        .is_ok_and(|keys| keys.contains_key("weights"));
    if whole {
        let network = read_network(text)?;
        return Ok((network.inputs, network.targets));
    }
    let data = read_data(text, widths)?;
    match data.targets {
        Some(targets) => Ok((data.inputs, targets)),
        None => Err(Diagnostic::input(
            ErrorCode::W1004,
            "the data set has no targets (key `targets`)",
        )
        .help("give inputs and targets: both belong to the data set of a certificate")),
    }
}

fn read_csv(text: &str, widths: &[usize]) -> Result<Samples> {
    let (first, last) = match widths {
        [first, .., last] => (*first, *last),
        _ => return Err(Diagnostic::internal("a data set for no layers")),
    };
    let (mut inputs, mut targets) = (vec![], vec![]);
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let cells: Vec<&str> = line
            .split(',')
            .map(|c| c.trim().trim_matches('"'))
            .collect();
        let numbers: Option<Vec<BigRational>> = cells
            .iter()
            .map(|c| exact_number(c, LONGEST_NUMBER))
            .collect();
        let numbers = match numbers {
            Some(numbers) if numbers.len() == first.saturating_add(last) => numbers,
            Some(numbers) => {
                return Err(Diagnostic::input(
                    ErrorCode::W1006,
                    format!(
                        "line {} has {} numbers, not {first} inputs and {last} targets",
                        i + 1,
                        numbers.len()
                    ),
                )
                .help("write the inputs and then the targets of a sample in a line"));
            }
            // A line of names.
            None if i == 0
                && cells
                    .iter()
                    .all(|c| exact_number(c, LONGEST_NUMBER).is_none()) =>
            {
                continue;
            }
            None => {
                return Err(Diagnostic::input(
                    ErrorCode::W1005,
                    format!("line {} holds something that is no exact number", i + 1),
                )
                .help("write numbers such as -3/4, 0.25 or 2e-3, separated by commas"));
            }
        };
        if inputs.len() == MOST_SAMPLES {
            return Err(Diagnostic::budget(
                ErrorCode::W1009,
                format!("there are more than {MOST_SAMPLES} samples"),
            ));
        }
        let (x, y) = numbers.split_at(first);
        inputs.push(x.to_vec());
        targets.push(y.to_vec());
    }
    Ok((inputs, targets))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_objects_give_the_same_data() {
        let table = "x1,x2,y1\n1/2,-1,3\n\n0, 2e0 ,-0.75\n";
        let object = r#"{"inputs": [["1/2", -1], [0, 2]], "targets": [["3"], [-0.75]]}"#;
        let (x, y) = read_table(table, &[2, 1, 1]).expect("a table");
        assert_eq!(
            (x.clone(), y.clone()),
            read_table(object, &[2, 1, 1]).expect("an object")
        );
        assert_eq!((x.len(), y[1][0].to_string()), (2, "-3/4".to_string()));
    }

    #[test]
    fn wrong_tables_are_refused_with_their_line() {
        for (table, words) in [
            ("1,2\n1,2,3\n", "line 2 has 3 numbers"),
            ("x,y\n1,nan\n", "line 2 holds"),
            ("1,two\n", "line 1 holds"),
            (r#"{"inputs": [["1"]]}"#, "no targets"),
        ] {
            let e = read_table(table, &[1, 1, 1]).expect_err(table);
            assert!(e.message.contains(words), "{}", e.message);
        }
    }
}
