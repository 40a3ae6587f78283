#!/usr/bin/env bash
# Coverage-guided fuzzing. Usage: fuzz.sh TARGET SECONDS [libFuzzer options]
# TARGET is parser, tower or rules. Needs the nightly toolchain and cargo-fuzz (`cargo install cargo-fuzz --locked`).
# New inputs go to fuzz/corpus/TARGET, what fails to fuzz/artifacts/TARGET; the seeds are fuzz/seeds/TARGET.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

(($# >= 2)) || die "usage: fuzz.sh parser|tower|rules SECONDS [libFuzzer options]"
name=$1
seconds=$2
shift 2
[ -f "fuzz/fuzz_targets/$name.rs" ] || die "there is no target '$name' in fuzz/fuzz_targets"
cargo fuzz --version >/dev/null 2>&1 || die "cargo-fuzz is missing; run 'cargo install cargo-fuzz --locked' and try again"
cargo +nightly --version >/dev/null 2>&1 || die "the nightly toolchain is missing; run 'rustup toolchain install nightly' and try again"

mkdir -p "fuzz/corpus/$name"
# The crate has no unsafe code, so the address sanitizer would only take time.
exec cargo +nightly fuzz run --sanitizer none "$name" "fuzz/corpus/$name" "fuzz/seeds/$name" -- \
    -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=400 -dict=fuzz/grammar.dict "$@"
