# Doorstep. `make demo` and `make test` set everything up by themselves, in .venv, from the hash-pinned lock file.
.DEFAULT_GOAL := help
.PHONY: help demo tour test check format bench faults screenshots audit lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := python -m pip install --quiet --disable-pip-version-check
# uv takes a third of pip's time; where only pip was told of an index, or of a way out, pip does it.
install = $(BIN)/uv pip install --quiet --python $(BIN)/python $(1) 2> $(VENV)/uv.said || $(BIN)/$(PIP) $(1)
# Compiled files are what makes a start quick, whatever the environment says.
unexport PYTHONDONTWRITEBYTECODE

help:          ## say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Doorstep needs Python 3.11 or newer. Repeat with PYTHON=python3.12, or whichever you have.")'
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make environments. Install its venv package (Debian: python3-venv), then repeat." >&2; exit 1; }
	@awk '/^[^ ]/ { of_uv = /^uv==/ } of_uv' requirements.lock > $(VENV)/uv.lock
	$(BIN)/$(PIP) --require-hashes --no-deps -r $(VENV)/uv.lock
	$(call install,--require-hashes --no-deps -r requirements.lock)
	$(call install,--no-deps --no-build-isolation --editable .)
	@touch $@

demo: $(READY)  ## made-up families in a throw-away practice store
	@$(BIN)/doorstep demo

tour: $(READY)  ## watch a whole survey, from the first file to the last declaration (FAST=1: without waiting)
	@$(BIN)/python -m tests.tour $(if $(FAST),--fast)

test: $(READY)  ## every test; what this machine lacks for a test is named
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(READY) ## format, lint, types, import contracts, tests: the whole gate
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

format: $(READY) ## put the code into shape
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) ## ratios against floors measured in the same run, into tests/benchmarks/RESULTS.md; SUITE=door: that alone
	@$(BIN)/python -m tests.benchmarks $(SUITE)

faults: $(READY) ## the long fault suites, with counts, into tests/faults/RESULTS.md; SUITE=kills: that part alone
	@$(BIN)/python -m tests.faults $(SUITE)

screenshots: $(READY) ## draw the pictures anew from the picture tests
	@$(BIN)/python -m tests.pictures

audit: $(READY) ## licences of everything it runs on; then known weaknesses of what is pinned, which asks the network
	@$(BIN)/python -m tests.licences
	$(BIN)/uv tool run pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict

lock: $(READY)  ## pin every dependency anew, by hash, without addresses
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --group dev pyproject.toml -o requirements.lock

clean:         ## remove the environment and every cache
	rm -rf $(VENV) .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist build
