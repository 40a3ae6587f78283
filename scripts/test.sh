#!/usr/bin/env bash
# Everything that continuous integration runs, in the order in which a mistake shows fastest.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

run() {
    say "$*"
    "$@"
}

if cargo nextest --version >/dev/null 2>&1; then
    tests=(cargo nextest run --locked --no-fail-fast --workspace)
else
    tests=(cargo test --locked --no-fail-fast --workspace --lib --bins --tests --examples)
fi

# The exact part with the program: what needs a C compiler is left out, and so are the rooms that are nothing without it.
exact=(--exclude wronski-python --exclude wronski-interval --exclude wronski-minima --no-default-features --features wronski/cli)

run cargo fmt --all --check
run cargo clippy --locked --workspace --all-targets -- -D warnings
run cargo clippy --locked --workspace --all-targets "${exact[@]}" -- -D warnings
run cargo check --locked --no-default-features
run env RUSTDOCFLAGS=-Dwarnings cargo doc --locked --workspace --no-deps
run "${tests[@]}"
run cargo test --locked --workspace --doc
run "${tests[@]}" "${exact[@]}"
run cargo test --locked --workspace --doc "${exact[@]}"
# The Rust version that Cargo.toml declares, without what is built from C. Clippy holds the rest of the code to it.
declared=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
if rustup run "$declared" rustc --version >/dev/null 2>&1 ||
    rustup toolchain install "$declared" --profile minimal >/dev/null 2>&1; then
    run rustup run "$declared" cargo check --locked --no-default-features --features cli --target-dir target/declared
else
    say "skipped: Rust $declared is not here and could not be installed; tests/suite/rust_version.rs compares what the dependencies declare"
fi
# The exact part without the program also runs in a browser.
if rustup target list --installed 2>/dev/null | grep -q '^wasm32-unknown-unknown$' ||
    rustup target add wasm32-unknown-unknown >/dev/null 2>&1; then
    run cargo check --locked --no-default-features --target wasm32-unknown-unknown
else
    say "skipped: the target wasm32-unknown-unknown is not here and could not be added"
fi
run cargo build --locked
run scripts/readme_commands.sh README.md
run scripts/python.sh test
say "all checks passed"
