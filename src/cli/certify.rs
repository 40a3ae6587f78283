//! `wronski certify`.

use crate::pipeline::{
    CertifyOptions, LARGEST_NETWORK_FILE, Limits, certify, read_network, read_number,
};
use num_rational::BigRational;
use wronski_diagnostic::Result;
use wronski_symbolic::rewrite::shipped;

use super::args::CertifyArgs;
use super::progress::Stages;
use super::read::read_file;
use super::terminal::Terminal;

fn number(option: &str, text: Option<&String>) -> Result<Option<BigRational>> {
    text.map(|t| read_number(option, t)).transpose()
}

fn options(a: &CertifyArgs) -> Result<CertifyOptions> {
    Ok(CertifyOptions {
        widen: a.widen.clone(),
        units: a.units.clone(),
        last_fraction: number("--last-fraction", a.last_fraction.as_ref())?,
        within: number("--within", a.within.as_ref())?,
        unverified: a.numeric.unverified,
        most_bits: a.numeric.precision,
        neighbourhood: !a.numeric.no_neighbourhood,
        cross_check: !a.numeric.no_cross_check,
    })
}

pub fn run(a: &CertifyArgs, t: &mut Terminal) -> u8 {
    if let Err(d) = super::write::check_writable(a.numeric.certificate.as_deref()) {
        return t.failure(&d, "", a.json);
    }
    let read = options(a).and_then(|o| {
        let text = read_file(&a.file, LARGEST_NETWORK_FILE)?;
        Ok((o, read_network(&text)?))
    });
    let (options, file) = match read {
        Ok(r) => r,
        Err(d) => return t.failure(&d, "", a.json),
    };
    let stages = Stages::new();
    let found = certify(&file, shipped(), &Limits::default(), &options, &|stage| {
        stages.enter(stage);
    });
    drop(stages);
    match found {
        Ok(m) => super::minimum::show(&m, a.numeric.certificate.as_deref(), a.json, t),
        Err(d) => t.failure(&d, &file.activation, a.json),
    }
}
