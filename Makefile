# make help | report | test | lint | check | lab | bench | docs | lock | clean
# Needs Python 3.11 or newer, and nothing else; everything goes into .venv.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check
PYTEST_ARGS ?= -n 2 --dist loadfile
BUILD_ARGS ?= --all
AIRFLOW := apache-airflow==3.3.2

.DEFAULT_GOAL := help
.PHONY: help report test lint check lab bench docs lock clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

report: .venv/core ## Check the data and build every report
	@$(BIN)/defcoop check
	@$(BIN)/defcoop build $(BUILD_ARGS)

test: .venv/test .venv/airflow/ready ## Run all tests, installing what they need
	@.ci/system-packages
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: .venv/test ## Run formatter, linters, type checker and import rules
	@$(BIN)/python -m pytest -q -n 0 tests/test_linters.py

check: .venv/core ## Check the data
	@$(BIN)/defcoop check

lab: .venv/lab ## Open JupyterLab on the notebooks
	@$(BIN)/defcoop lab

bench: .venv/test ## Measure speed and memory beside the stock tools
	@.ci/system-packages
	@$(BIN)/python -m tests.benchmarks

docs: .venv/test ## Write the generated parts of the documentation anew
	@$(BIN)/defcoop codebook
	@$(BIN)/python -m tests.unit.analysis.methods

lock: .venv/test ## Resolve all requirements again
	@$(BIN)/python .ci/lock.py

clean: ## Remove what was built and the environment
	rm -rf .venv reports/build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Each stamp stands for one section of requirements.lock, installed on top of the one before it.
# A stamp is written last, so that an interrupted installation is taken up again.
.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "make: Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another with PYTHON=...")'
	@echo "Creating .venv"
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/core: .venv/python requirements.lock pyproject.toml
	@echo "Installing what builds the reports (once)"
	@sed '/^# --- lab ---/,$$d' requirements.lock > .venv/core.txt
	@$(PIP) --require-hashes -r .venv/core.txt
	@$(PIP) --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/lab: .venv/core
	@echo "Installing JupyterLab (once)"
	@sed '/^# --- test ---/,$$d' requirements.lock > .venv/lab.txt
	@$(PIP) --require-hashes -r .venv/lab.txt
	@touch $@

# Airflow wants other versions of much that is in the lock, so it gets an environment of its own.
# Where it cannot be installed, its one test is skipped and says so.
.venv/airflow/ready: .venv/test
	@echo "Installing Airflow, which is to read our DAG, apart from the rest (once)"
	@$(BIN)/uv venv --quiet --clear .venv/airflow \
		&& $(BIN)/uv pip install --quiet --python .venv/airflow/bin/python $(AIRFLOW) \
		&& touch $@ \
		|| echo "WARNING: Airflow was not installed; the test that needs it is skipped" >&2

.venv/test: .venv/lab
	@echo "Installing what the tests need (once)"
	@$(PIP) --require-hashes -r requirements.lock
	@touch $@
