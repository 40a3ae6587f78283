#!/usr/bin/env bash
# Checks for what the build needs. Installs m4 (for GMP), for `python`, `test` and `bench` Python with python3-venv, and
# for `test` a browser without a window, through apt-get where root rights are at hand; otherwise says what to install.
# Usage: setup.sh [build|python|test|bench]
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
purpose=${1:-build}

have() { command -v "$1" >/dev/null 2>&1; }

# apt_install PACKAGE WHY
apt_install() {
    local as_root=()
    if ! have apt-get; then
        die "$1 is missing ($2); install it with your system's package manager and try again"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        if have sudo && sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            die "$1 is missing ($2); install it with 'sudo apt-get install $1' and try again"
        fi
    fi
    say "installing $1 ($2)"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1"
}

# Is there a Chromium that runs? (Some distributions have a stub of that name that does not.)
browser() {
    local name
    for name in ${WRONSKI_BROWSER:+"$WRONSKI_BROWSER"} chromium chromium-browser google-chrome-stable google-chrome chrome; do
        "$name" --version >/dev/null 2>&1 && return 0
    done
    return 1
}

have cargo || die "cargo is missing; install Rust from https://rustup.rs and try again"
have cc || have gcc || apt_install build-essential "GMP and MPFR are compiled from source"
have make || apt_install make "GMP and MPFR are compiled from source"
have m4 || apt_install m4 "GMP's configuration needs it"

wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
found=$(rustc --version | awk '{ print $2 }')
if [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" != "$wanted" ]; then
    die "rustc $found is older than $wanted; run 'rustup update stable' and try again"
fi

if [ "$purpose" = test ]; then
    for component in fmt clippy; do
        if ! cargo "$component" --version >/dev/null 2>&1; then
            have rustup || die "cargo $component is missing; install the component and try again"
            rustup component add "${component/fmt/rustfmt}"
        fi
    done
    # HTML reports are tested in a browser where there is one.
    if ! browser; then
        # Only a loss of tests, no error.
        if ! (
            die() { say "$*"; exit 1; }
            apt_install chromium "HTML reports are tested in a browser"
        ) || ! browser; then
            say "there is no Chromium: the tests of HTML reports in a browser will be skipped"
        fi
    fi
fi

case $purpose in
python | test | bench)
    have python3 || apt_install python3 "the Python package, or the peers of the benchmark, run in it"
    python3 -c 'import ensurepip, venv' 2>/dev/null ||
        apt_install python3-venv "Python packages are installed into virtual environments"
    ;;
esac

if [ "$purpose" = bench ]; then
    if [ ! -x .venv/bin/python ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        rm -rf .venv
        python3 -m venv .venv
    fi
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/requirements-bench.txt
fi
