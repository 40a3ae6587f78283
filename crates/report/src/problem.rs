//! What statements about weights are about.

use wronski_certificate::minimum::{DataRecord, MinimumCertificate, NetworkRecord};

/// A network with its activation and a data set.
#[derive(Clone, Copy)]
pub(super) struct Problem<'a> {
    pub(super) activation: &'a str,
    pub(super) network: &'a NetworkRecord,
    pub(super) data: &'a DataRecord,
}

impl<'a> Problem<'a> {
    /// That of a certificate, about this data set of its own.
    pub(super) fn new(c: &'a MinimumCertificate, data: &'a DataRecord) -> Self {
        Problem {
            activation: &c.activation.expression,
            network: &c.network,
            data,
        }
    }
}
