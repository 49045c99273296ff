# make demo    a workbook built, edited as people do, updated, checked, reviewed and kept in step with a spreadsheet
# make test    every test
# make check   the linters: style, types, layers
# make bench   the speed table, docs/benchmarks.md
# make conformance GSPREAD=/path   gspread's own suite and its recorded answers against the local server, docs/conformance.md
#
# Needs Python 3.11 or later. The first run makes .venv and installs what the target needs into it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench conformance
.DEFAULT_GOAL := demo

demo: $(VENV)/.package
	@$(BIN)/python -m sheetkit.app.demo demo

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m benchmarks.run

# gspread's suite needs an older pytest than ours, and so an environment of its own.
SUITE := .venv-conformance

conformance: $(VENV)/.test $(SUITE)/.made
	@test -f "$(GSPREAD)/tests/conftest.py" || { echo "say where gspread's suite is: make conformance GSPREAD=/path (docs/conformance.md says how to get it)"; exit 1; }
	$(BIN)/python -m tests.conformance.run "$(GSPREAD)" --python "$(abspath $(SUITE))/bin/python" -q
	$(BIN)/python -m tests.conformance.recorded "$(GSPREAD)"

$(SUITE)/.made:
	@test -x $(SUITE)/bin/python || $(PYTHON) -m venv $(SUITE)
	$(SUITE)/bin/python -m pip install --quiet --disable-pip-version-check 'pytest<9' pytest-vcr vcrpy google-auth google-auth-oauthlib
	@touch $@

# Each stamp stands for one set of packages; it is made again when pyproject.toml changes.
$(VENV)/.package: pyproject.toml | $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[emulator]'
	@touch $@

$(VENV)/.test $(VENV)/.check $(VENV)/.bench: pyproject.toml | $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,$(patsubst .%,%,$(notdir $@))]'
	@touch $@ $(VENV)/.package

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "sheetkit needs Python 3.11 or later; say which with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@touch $@
