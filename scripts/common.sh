# Sourced by the other scripts: the project's directory, cargo on the path, where cargo puts its output.
# shellcheck shell=bash
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
project=$PWD

# rustup puts cargo here; a shell started before the installation does not know it yet.
if ! command -v cargo >/dev/null 2>&1 && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
    PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
fi

target=${CARGO_TARGET_DIR:-$project/target}
case $target in
/*) ;;
*) target=$project/$target ;;
esac

# GMP's build cannot stand white space in a path.
case $target in
*[[:space:]]*)
    target=${XDG_CACHE_HOME:-$HOME/.cache}/wronski-target
    export CARGO_TARGET_DIR=$target
    ;;
esac

say() { printf '\n== %s\n' "$*"; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
