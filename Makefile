# Everything starts here; `make` alone lists the targets. The work is done by scripts/.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo wheel test test-python test-pdf soak readme bench fuzz planted clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

setup: ## check for what the build needs, and install m4 where that is possible
	@scripts/setup.sh build

demo: ## set up, build, and decide the hypotheses for two activations
	@scripts/setup.sh build
	@scripts/demo.sh

wheel: ## build the Python package into dist/
	@scripts/setup.sh python
	@scripts/python.sh wheel

test-python: ## build the Python package, and run its tests in a fresh virtual environment
	@scripts/setup.sh python
	@scripts/python.sh test

test: ## set up, then everything that continuous integration runs
	@scripts/setup.sh test
	@scripts/test.sh

test-pdf: ## build with the feature `pdf` (ten minutes and more the first time) and test the reports in all formats
	@scripts/setup.sh test
	@source scripts/common.sh; cargo test --locked -p wronski-report --features pdf --lib; \
		cargo test --locked --features pdf --test suite report

soak: ## 100000 random families by both routes (FAMILIES=n), 20000 generic verdicts at values (VALUES=n), 3000 certificates (CERTIFICATES=n)
	@scripts/setup.sh build
	@source scripts/common.sh; WRONSKI_SOAK=$${FAMILIES:-100000} cargo test --release --locked --test suite soak:: -- --nocapture
	@source scripts/common.sh; WRONSKI_PARAMETERS=$${VALUES:-20000} cargo test --release --locked --test suite parameters:: -- --nocapture
	@source scripts/common.sh; WRONSKI_CHECK_RANDOM=$${CERTIFICATES:-3000} cargo test --release --locked --test suite check_random:: -- --nocapture

readme: ## run the commands of README.md and compare what they print
	@source scripts/common.sh; cargo build --locked
	@scripts/readme_commands.sh README.md

bench: ## the known families here and in SymPy, in one run, with the ratios
	@scripts/setup.sh bench
	@scripts/bench.sh

fuzz: ## fuzz TARGET (parser, tower or rules) for FOR seconds: make fuzz TARGET=parser FOR=600
	@scripts/fuzz.sh $(or $(TARGET),parser) $(or $(FOR),600)

planted: ## plant a bug in each room that checker and prover share, and ask the checker of that build (some minutes)
	@source scripts/common.sh; python3 scripts/planted.py

clean: ## remove everything that was built
	@source scripts/common.sh; cargo clean
	@rm -rf .venv dist
