//! The tests of the program and of its public interface, in one program; a module a concept.

mod architecture;
#[cfg(target_os = "linux")]
mod bad_input;
mod bad_network_input;
mod batch;
mod catalogue;
#[cfg(feature = "numeric")]
mod catalogue_second_route;
#[cfg(feature = "numeric")]
mod certify;
mod chain;
mod check_accept;
mod check_facts;
mod check_forgeries;
#[cfg(feature = "numeric")]
mod check_minimum;
#[cfg(feature = "numeric")]
mod check_minimum_mutations;
#[cfg(feature = "numeric")]
mod check_minimum_reject;
#[cfg(not(feature = "numeric"))]
mod check_minimum_unable;
mod check_mutations;
mod check_parameters;
mod check_random;
mod check_roots;
mod check_texts;
mod class_a;
mod cli;
mod cli_errors;
#[cfg(feature = "numeric")]
mod construct;
mod corpus;
mod determinism;
mod examples;
mod exclusions;
mod families;
mod files;
mod generated;
mod ground;
mod identities;
mod interruption;
mod letters;
#[cfg(feature = "numeric")]
mod linear_minima;
mod minimum_kinds;
mod no_panic;
mod odd_activations;
mod output_files;
mod parameters;
mod piecewise;
mod reasons;
mod reference_instances;
mod report_attachments;
mod report_examples;
mod report_html;
mod report_latex;
#[cfg(feature = "pdf")]
mod report_pdf;
mod reports;
mod rules_proved;
mod rust_version;
mod schema;
#[cfg(feature = "numeric")]
mod second_route;
#[cfg(feature = "numeric")]
mod soak;
mod support;
#[cfg(target_os = "linux")]
mod system;
mod traps;
mod verdicts;
