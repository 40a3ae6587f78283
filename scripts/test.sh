#!/usr/bin/env bash
# Everything that continuous integration runs, in the order in which a mistake shows fastest.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

run() {
    say "$*"
    "$@"
}

if cargo nextest --version >/dev/null 2>&1; then
    tests=(cargo nextest run --locked --no-fail-fast)
else
    tests=(cargo test --locked --no-fail-fast --lib --bins --tests --examples)
fi

run cargo fmt --check
run cargo clippy --locked --all-targets -- -D warnings
run cargo clippy --locked --all-targets --no-default-features -- -D warnings
run env RUSTDOCFLAGS=-Dwarnings cargo doc --locked --no-deps
run "${tests[@]}"
run cargo test --locked --doc
run "${tests[@]}" --no-default-features
run cargo test --locked --doc --no-default-features
# The Rust version that Cargo.toml declares, without what is built from C. Clippy holds the rest of the code to it.
declared=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
if rustup run "$declared" rustc --version >/dev/null 2>&1 ||
    rustup toolchain install "$declared" --profile minimal >/dev/null 2>&1; then
    run rustup run "$declared" cargo check --locked --no-default-features --target-dir target/declared
else
    say "skipped: Rust $declared is not here and could not be installed; tests/rust_version.rs compares what the dependencies declare"
fi
run cargo build --locked
run scripts/readme_commands.sh README.md
say "all checks passed"
