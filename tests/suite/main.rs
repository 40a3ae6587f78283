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
mod domain;
mod domain_random;
mod enclosure;
mod enclosure_expr;
mod examples;
mod exclusions;
mod expr_errors;
mod expr_expand;
mod expr_pattern;
mod expr_roundtrip;
mod families;
mod generated;
mod ground;
mod identities;
#[cfg(feature = "numeric")]
mod interval;
#[cfg(feature = "numeric")]
mod interval_definite;
#[cfg(feature = "numeric")]
mod interval_jets;
#[cfg(feature = "numeric")]
mod interval_krawczyk;
#[cfg(feature = "numeric")]
mod interval_matrices;
#[cfg(feature = "numeric")]
mod interval_program;
#[cfg(feature = "numeric")]
mod interval_witnesses;
#[cfg(feature = "numeric")]
mod linear_minima;
mod minimum_kinds;
#[cfg(feature = "numeric")]
mod network;
#[cfg(feature = "numeric")]
mod network_losses;
mod no_panic;
mod number_text;
mod odd_activations;
mod output_files;
mod parameters;
mod piecewise;
mod planted_families;
mod reasons;
mod reference_instances;
mod report_attachments;
mod report_examples;
mod report_html;
mod report_latex;
#[cfg(feature = "pdf")]
mod report_pdf;
mod reports;
mod rewrite;
mod rules;
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
mod tower_laws;
mod tower_random;
mod transcendence;
mod traps;
mod univariate;
mod verdicts;
mod wide_towers;
mod wronskian_b2;
