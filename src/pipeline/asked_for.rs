//! Is a certificate about what somebody asks for?

use num_rational::BigRational;
use wronski_check::{
    About, Comparison, DataAbout, Examination, Failure, Rejection, compare, data_hash,
};
use wronski_diagnostic::{Diagnostic, ErrorCode};
use wronski_expr::{Parameters, parse};

use super::data_table::read_table;
use super::declared::declared;

/// What a certificate should be about; what is empty is not asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct AskedFor<'a> {
    /// Its functions, in order.
    pub functions: &'a [String],
    /// Declarations of parameters of them; those of the certificate need none.
    pub parameters: &'a [String],
    /// The widths of its network.
    pub widths: &'a [usize],
    /// The text of a data set: JSON, or a table of comma-separated numbers.
    pub data: Option<&'a str>,
}

impl AskedFor<'_> {
    /// The examination, with the answer `invalid` (`W0514`) where the certificate is about something else. What is
    /// refused already is not compared with anything.
    ///
    /// # Errors
    /// What is wrong with what is asked, with the text that it concerns.
    pub fn compare(
        &self,
        mut found: Examination,
    ) -> std::result::Result<Examination, (Diagnostic, String)> {
        if found.outcome.is_ok()
            && let Some(failure) = asked_for(self, found.about.as_ref())?
        {
            found.outcome = Err(Rejection {
                code: ErrorCode::W0514,
                item: "what it is about".into(),
                failure,
            });
        }
        Ok(found)
    }
}

/// How the certificate differs from what is asked for; `None` if it does not.
fn asked_for(
    a: &AskedFor<'_>,
    about: Option<&About>,
) -> std::result::Result<Option<Failure>, (Diagnostic, String)> {
    let plain = |d: Diagnostic| (d, String::new());
    if a.functions.is_empty() && a.widths.is_empty() && a.data.is_none() {
        return Ok(None);
    }
    let Some(about) = about else {
        return Ok(Some(Failure::Unshown(
            "what the file is about could not be rendered".into(),
        )));
    };
    if !a.functions.is_empty()
        && let Some(failure) = functions(a, about)?
    {
        return Ok(Some(failure));
    }
    if a.widths.is_empty() && a.data.is_none() {
        return Ok(None);
    }
    let Some(network) = &about.network else {
        return Ok(Some("the certificate is about no network".into()));
    };
    if !a.widths.is_empty() && a.widths != network.widths {
        return Ok(Some(
            format!(
                "its widths are {}, not {}",
                listed(&network.widths),
                listed(a.widths)
            )
            .into(),
        ));
    }
    let Some(text) = a.data else {
        return Ok(None);
    };
    let Some(data) = &network.data else {
        return Ok(Some("the certificate has no data set".into()));
    };
    let (inputs, targets) = read_table(text, &network.widths).map_err(plain)?;
    Ok(different_data(data, &inputs, &targets))
}

fn different_data(
    data: &DataAbout,
    inputs: &[Vec<BigRational>],
    targets: &[Vec<BigRational>],
) -> Option<Failure> {
    if inputs.len() != data.samples {
        return Some(format!("it has {} samples, not {}", data.samples, inputs.len()).into());
    }
    let hash = data_hash(inputs, targets);
    (hash != data.sha256).then(|| {
        format!(
            "its data set has the hash {}, not {hash} (the order of the samples counts)",
            data.sha256
        )
        .into()
    })
}

fn functions(
    a: &AskedFor<'_>,
    about: &About,
) -> std::result::Result<Option<Failure>, (Diagnostic, String)> {
    let mut known = declared(a.parameters)?;
    let given: Vec<String> = about
        .parameters
        .iter()
        .filter(|name| known.get(name).is_none())
        .cloned()
        .collect();
    for name in &given {
        known.declare(name).map_err(|d| (d, name.clone()))?;
    }
    if a.functions.len() != about.functions.len() {
        return Ok(Some(
            format!(
                "it is about {} function{}, not {}",
                about.functions.len(),
                if about.functions.len() == 1 { "" } else { "s" },
                a.functions.len()
            )
            .into(),
        ));
    }
    let mut own = Parameters::new();
    for name in &about.parameters {
        own.declare(name).map_err(|d| (d, name.clone()))?;
    }
    for (asked, stated) in a.functions.iter().zip(&about.functions) {
        let wanted = parse(asked, &known).map_err(|d| (d, asked.clone()))?.expr;
        let has = parse(stated, &own).map_err(|d| (d, stated.clone()))?.expr;
        match compare(&has, &wanted) {
            Comparison::Same => {}
            Comparison::Different { x } => {
                return Ok(Some(
                    format!(
                        "it is about {stated}, not about {asked}: at x = {x} their values differ"
                    )
                    .into(),
                ));
            }
            Comparison::AnotherExpression => {
                return Ok(Some(Failure::Unshown(format!(
                    "it is about {stated}, which is another expression than {asked}; whether they are the same function is not \
                     decided here (`wronski equal` may decide it)"
                ))));
            }
        }
    }
    Ok(None)
}

fn listed(widths: &[usize]) -> String {
    let words: Vec<String> = widths.iter().map(usize::to_string).collect();
    words.join(",")
}
