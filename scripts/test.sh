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
run cargo build --locked
run scripts/readme_commands.sh README.md
say "all checks passed"
