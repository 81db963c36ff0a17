# `make` prints this list; every target does its own set-up. A site's own package index comes from the site's own pip or
# uv configuration and is never written here.
.DEFAULT_GOAL := help
SHELL         := /bin/bash
# An interpreter counts only if it runs: version-manager shims exist for versions that do not.
PYTHON        ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do \
                   $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN           := .venv/bin
STAMP         := .venv/.ready
# Workers of the test run: on two cores two are faster than one (measured: 8.0 s beside 10.0 s). 0: no workers.
WORKERS       ?= 2
# WHEELS=<folder>: install from a folder of wheels, without a network.
OFFLINE       := $(if $(WHEELS),--no-index --find-links $(WHEELS))
export DETENTE_DATA ?= ./data
export LC_ALL := C.UTF-8

.PHONY: help setup run test lint check docs bench reference lock package clean browser

help:  ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: $(STAMP)  ## create .venv from the lock file (WHEELS=<folder>: without a network)

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Détente needs Python 3.11 or newer with the venv module (Debian: python3-venv). Set PYTHON=..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet $(OFFLINE) 'uv>=0.9,<1'
	@$(BIN)/uv pip sync --quiet $(OFFLINE) --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

run: $(STAMP)  ## print the brief on NATO and write it as data/brief-NATO.html
	@$(BIN)/detente brief NATO
	@mkdir -p $(DETENTE_DATA) && rm -f $(DETENTE_DATA)/brief-NATO.html
	@$(BIN)/detente brief NATO --format html --out $(DETENTE_DATA)/brief-NATO.html
	@echo "The same page with map, timeline and sources: $(DETENTE_DATA)/brief-NATO.html (open it in a browser)"

test: $(STAMP) browser  ## run the whole suite (ARGS="tests/register -k exits": a part of it)
	@PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

lint: $(STAMP)  ## ruff, mypy, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint  ## everything CI asks beside the tests: lint, generated pages fresh, manual without warnings
	@$(BIN)/python docs/generate.py --check
	@$(MAKE) --no-print-directory docs

docs: $(STAMP)  ## make the generated pages, then the manual in docs/_build/html, warnings as errors
	@$(BIN)/python docs/generate.py
	@$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --builder html docs docs/_build/html
	@echo "The manual: docs/_build/html/index.html"

bench: $(STAMP)  ## run the workloads beside their peers (ARGS=as_of: one of them)
	@$(BIN)/python -m benchmarks $(ARGS)

reference: $(STAMP)  ## rebuild the shipped register from ../shared/facts (by hand; review the difference)
	@$(BIN)/python -m detente.reference.build ../shared/facts

lock:  ## re-resolve requirements.lock, leaving out what is younger than a week
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet $(OFFLINE) 'uv>=0.9,<1'
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --exclude-newer '1 week' --all-extras \
	   --group build --group test --group lint --group docs --group bench \
	   --custom-compile-command 'make lock' pyproject.toml -o requirements.lock
	@! grep -nE '(https?|file)://' requirements.lock

package: $(STAMP)  ## build the wheel, then start it in a clean environment without extras
	@rm -rf dist && $(BIN)/hatchling build --target wheel
	@$(BIN)/uv run --quiet --isolated --no-project --with dist/*.whl -- detente --help

clean:  ## remove what tools left behind (not .venv, not data)
	@rm -rf dist docs/_build .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	   DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } || \
	 echo "no Chromium: browser tests will be skipped (install the chromium package to run them)"
