#!/usr/bin/env bash
# Builds three reports from nothing: the hypotheses for the seven activations of the paper in one page, a bad local minimum constructed for gelu, and a
# published experiment. Usage: build.sh [DIRECTORY [FORMAT...]]; by default all formats that the program writes, in target/reports. The pages beside this
# script are those of `build.sh examples/reports md`. WRONSKI names another program than the one that is built here.
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"

if [ -z "${WRONSKI:-}" ]; then
    cargo build --release --locked
    WRONSKI=$target/release/wronski
fi
out=${1:-$target/reports}
formats=("${@:2}")
mkdir -p "$out"
certificates=$(mktemp -d)
trap 'rm -rf "$certificates"' EXIT

# decide NAME ARGUMENT...: leaves NAME.json. An exit status of 1 is an answer too: something is refuted.
decide() {
    local status=0
    "$WRONSKI" "${@:2}" --certificate "$certificates/$1.json" >/dev/null || status=$?
    [ "$status" -le 1 ] || die "wronski ${*:2} ended with status $status"
}

# report FORMAT PAGE NAME...
report() {
    "$WRONSKI" report "${@:3}" --to "$1" -o "$out/$2.$1"
}

activations=(sigmoid tanh softplus silu gelu mish)
for a in "${activations[@]}"; do
    decide "$a" verify "$a"
done
# The parameter of swish stays symbolic: the verdicts are for generic values.
decide swish verify 'x*sigmoid(beta*x)' --param beta
decide gelu-network construct gelu --widths 1,4,3,1
decide published certify examples/petzka-sminchisescu-5.4.json --widen 21,21

seven=()
for a in "${activations[@]}" swish; do
    seven+=("$certificates/$a.json")
done

if [ ${#formats[@]} -eq 0 ]; then
    formats=(md html tex)
    if report pdf gelu-network "$certificates/gelu-network.json" 2>/dev/null; then
        formats+=(pdf)
    fi
fi
for to in "${formats[@]}"; do
    report "$to" activations "${seven[@]}"
    report "$to" gelu-network "$certificates/gelu-network.json"
    report "$to" published "$certificates/published.json"
done
say "reports in $out"
