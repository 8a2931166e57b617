# Every target is one line of intent; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
RUN := $(VENV)/bin
DEMO := .venv-demo
PORT ?= 8765

# Interpreters are the machine's own: uv must not look for others.
export UV_PYTHON_DOWNLOADS := never
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test check regenerate drift lint types sandbox lock wheel clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(DEMO)/.ready  ## walk a venue's day with the installed client against a local ACME
	@$(DEMO)/bin/python examples/venue_day.py

test: $(VENV)/.ready  ## run every test
	$(RUN)/python -m pytest $(ARGS)

check: drift lint types  ## what a change must pass besides the tests

regenerate: $(VENV)/.ready  ## write generated/ from spec/ and templates/
	$(RUN)/python -m generator regenerate

drift: $(VENV)/.ready  ## generated/ is what spec/ and templates/ make
	$(RUN)/python -m generator drift

lint: $(VENV)/.ready  ## the spec's rules, then ruff
	$(RUN)/python -m generator lint
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .

types: $(VENV)/.ready  ## mypy --strict and pyright
	$(RUN)/mypy src generator generated tests/typing
	$(RUN)/pyright

sandbox: $(VENV)/.ready  ## serve a local ACME on loopback (PORT=8765)
	$(RUN)/python -m acme_ticketing_sandbox --port $(PORT)

wheel: $(VENV)/.ready  ## build the wheel and the source distribution into dist/
	@rm -rf dist
	$(RUN)/uv build --quiet --no-build-isolation --python $(RUN)/python --out-dir dist

lock: $(VENV)/.ready  ## pin requirements/ again from pyproject.toml
	$(RUN)/python requirements/lock.py

clean:  ## remove everything that make made
	rm -rf $(VENV) $(DEMO) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.ready: requirements/uv.txt requirements/dev.txt pyproject.toml
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) ..."
	@test -x $(RUN)/python || $(PYTHON) -m venv $(VENV)
	@$(RUN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(RUN)/uv pip install --quiet --python $(RUN)/python --require-hashes -r requirements/dev.txt
	@$(RUN)/uv pip install --quiet --python $(RUN)/python --no-deps --no-build-isolation --editable .
	@touch $@

# The demo runs the installed wheel, made from a fresh regeneration, in an environment of its own.
$(DEMO)/.ready: $(VENV)/.ready regenerate wheel
	@echo "Installing the wheel into $(DEMO) ..."
	@rm -rf $(DEMO) && $(PYTHON) -m venv --without-pip $(DEMO)
	@$(RUN)/uv pip install --quiet --python $(DEMO)/bin/python --require-hashes -r requirements/demo.txt
	@$(RUN)/uv pip install --quiet --python $(DEMO)/bin/python --no-deps dist/*.whl
