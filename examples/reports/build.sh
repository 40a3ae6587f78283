#!/usr/bin/env bash
# Builds three reports into a directory (by default target/reports): the hypotheses for the seven activations of the paper in one page, a bad local minimum
# constructed for gelu, and a published experiment. WRONSKI names another program than the one that is built here.
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"

if [ -z "${WRONSKI:-}" ]; then
    cargo build --release --locked
    WRONSKI=$target/release/wronski
fi
out=${1:-$target/reports}
mkdir -p "$out"

# An exit status of 1 is an answer too: something is refuted.
decide() {
    local status=0
    "$WRONSKI" "$@" >/dev/null || status=$?
    [ "$status" -le 1 ] || die "wronski $* ended with status $status"
}

activations=(sigmoid tanh softplus silu gelu mish swish)
certificates=()
for a in "${activations[@]}"; do
    parameters=()
    # The parameter of swish stays symbolic: the verdicts are for generic values.
    [ "$a" = swish ] && parameters=(--param beta)
    text=$a
    [ "$a" = swish ] && text='x*sigmoid(beta*x)'
    decide verify "$text" "${parameters[@]}" --certificate "$out/$a.json"
    certificates+=("$out/$a.json")
done
decide construct gelu --widths 1,4,3,1 --certificate "$out/gelu-network.json"
decide certify examples/petzka-sminchisescu-5.4.json --widen 21,21 --certificate "$out/published.json"

for to in md html tex; do
    "$WRONSKI" report "${certificates[@]}" --to "$to" -o "$out/activations.$to"
    "$WRONSKI" report "$out/gelu-network.json" --to "$to" -o "$out/gelu-network.$to"
    "$WRONSKI" report "$out/published.json" --to "$to" -o "$out/published.$to"
done
say "reports in $out"
