#!/usr/bin/env bash
# Builds the release program and compares it with SymPy on data/families.toml.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

cargo build --release --locked
exec .venv/bin/python scripts/bench_peers.py --program "$target/release/wronski" --families data/families.toml
