#!/usr/bin/env bash
# Builds the program, shows a verdict, and constructs and checks a bad local minimum. An exit status of 0, 1 or 3 is an answer (proved, refuted, undecided);
# anything else is a failure of the demonstration.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

cargo build --release --locked
wronski=$target/release/wronski

show() {
    local status=0
    printf '\n$ wronski %s\n' "$*"
    "$wronski" "$@" || status=$?
    printf '(exit status %d)\n' "$status"
    case $status in
    0 | 1 | 3) ;;
    *) die "wronski $* ended with status $status" ;;
    esac
}

show verify sigmoid
show independent 'softplus(x)' 'softplus(-x)' x

certificate=$(mktemp)
trap 'rm -f "$certificate"' EXIT
show construct gelu --widths 1,4,1 --certificate "$certificate"
show check "$certificate"
