#!/usr/bin/env bash
# The Python package. `python.sh wheel` builds it into dist/; `python.sh test` installs that wheel into fresh virtual
# environments, once alone and once with everything that the tests need, and runs them.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

environments=$target/python
# A package that pip can run from, whatever the shell was started in.
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV

# fresh NAME: an empty environment of that name
fresh() {
    rm -rf "${environments:?}/$1"
    python3 -m venv "$environments/$1"
}

wheel() {
    if [ ! -x "$environments/build/bin/maturin" ]; then
        fresh build
        "$environments/build/bin/pip" install --quiet -r python/requirements-build.txt
    fi
    rm -f dist/wronski-*.whl
    "$environments/build/bin/maturin" build --release --locked --manifest-path python/Cargo.toml --out dist
    ls -l dist/wronski-*.whl
}

test_wheel() {
    local built=(dist/wronski-*.whl)
    [ -f "${built[0]}" ] || die "there is no wheel in dist/; run 'make wheel'"
    say "the wheel alone"
    fresh alone
    "$environments/alone/bin/pip" install --quiet "${built[0]}"
    # Somewhere else, so that the sources are not what is imported.
    (cd "$environments" && "$environments/alone/bin/python" "$project/python/tests/alone.py")
    say "the wheel with everything that the tests need"
    fresh full
    "$environments/full/bin/pip" install --quiet "${built[0]}" -r python/requirements-test.txt
    say "mypy --strict"
    local installed
    installed=$(cd "$environments" && full/bin/python -c 'import wronski; print(wronski.__path__[0])')
    (cd "$environments" && full/bin/mypy --config-file "$project/python/pyproject.toml" -p wronski)
    (cd "$environments" && full/bin/mypy --config-file "$project/python/pyproject.toml" "$project/python/tests/typed.py")
    say "pytest"
    (cd "$environments" && full/bin/python -m pytest -q -rs --doctest-modules -p no:cacheprovider \
        --rootdir "$project/python" -c "$project/python/pyproject.toml" "$installed" "$project/python/tests")
}

case ${1:-} in
wheel) wheel ;;
test)
    wheel
    test_wheel
    ;;
*) die "usage: python.sh wheel|test" ;;
esac
