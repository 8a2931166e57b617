# Two commands matter: `make demo` and `make test`. `make help` lists the others.
# Python 3.11, pip and make are all that a machine needs; the rest is set up here, under .venv.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
SHELL := /bin/sh

SUPPORTED := import sys; sys.exit(sys.version_info < (3, 11))
# Looked for once, and only where it is needed.
PYTHON ?= $(eval PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3.14 python3 python; \
	do $$name -c "$(SUPPORTED)" 2>/dev/null && command -v $$name && break; done))$(PYTHON)
VENV := .venv
RUN := $(VENV)/bin
DEMO := .venv-demo
FUZZ := .venv-fuzz
INSTALLED := .venv-wheel
PORT ?= 8765
SANDBOX := src/acme_ticketing_sandbox

SPECIFICATION := $(shell find spec templates generator -name __pycache__ -prune -o -type f -print)
CODE := $(shell find src release -name __pycache__ -prune -o -type f -print)

# Interpreters are the machine's own: uv must not look for others.
export UV_PYTHON_DOWNLOADS := never
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo test quick test-wheel bench faults fuzz soak warehouse-days coverage check regenerate learn drift lint types docs pictures sandbox fuzz-sandbox wheel lock clean \
	new-operation check-release changelog publish lint-redocly compare-tools compatibility

help:  ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

demo: $(DEMO)/.ready  ## walk a venue's day with the installed client against a local ACME
	@$(DEMO)/bin/python examples/venue_day.py $(ARGS)

test: $(VENV)/.ready  ## run every test (ARGS="-k sessions" runs some)
	@$(RUN)/python -m pytest -n 3 --dist worksteal $(ARGS)

quick: $(VENV)/.ready  ## the inner loop: the rooms, the core, answers that differ from the specification
	@$(RUN)/python -m pytest -q -n 2 --dist worksteal tests/architecture tests/core tests/first_contact $(ARGS)

test-wheel: $(INSTALLED)/.ready  ## run what consumers' code rests on with the wheels installed, not this tree
	@$(INSTALLED)/bin/python -m pytest -p no:cacheprovider -n 2 --dist worksteal tests/end_to_end tests/command_line tests/testing_kit $(ARGS)

check: drift lint types  ## hold generated/, style and types, as .ci/run does after the tests

regenerate: $(VENV)/.ready  ## write generated/ from spec/ and templates/
	@$(RUN)/python -m generator regenerate $(ARGS)
	@mkdir -p .build && touch .build/regenerated

learn: $(VENV)/.ready  ## propose edits of spec/ from drift logs (DRIFT="FILE..."; APPLY=1 writes them)
	@test -n "$(DRIFT)" || { echo "Say what to learn from: make learn DRIFT=\"drift.jsonl\"" >&2; exit 1; }
	@$(RUN)/python -m generator learn $(DRIFT) $(if $(filter 1,$(APPLY)),--apply)

drift: $(VENV)/.ready  ## generated/ is what spec/ and templates/ make
	@$(RUN)/python -m generator drift

lint: $(VENV)/.ready  ## the spec's rules, then ruff
	@$(RUN)/python -m generator lint
	@$(RUN)/ruff check --quiet .
	@$(RUN)/ruff format --quiet --check .

types: $(VENV)/.ready  ## mypy --strict and pyright
	@$(RUN)/mypy src generator release generated examples docs tests/typing
	@$(RUN)/pyright

bench: $(VENV)/.ready  ## measure speed against other clients into docs/performance.md
	@$(RUN)/python -m benchmarks $(ARGS)

docs: $(VENV)/.ready  ## build the documentation into .build/site
	@$(RUN)/python -m docs

pictures: $(VENV)/.ready  ## make the pictures of the documentation from the running thing
	@$(RUN)/python -m docs.drawings

sandbox: $(VENV)/.ready  ## serve a local ACME on loopback (PORT=8765)
	@$(RUN)/python -m acme_ticketing_sandbox --port $(PORT) $(ARGS)

faults: $(VENV)/.ready  ## every fault, and 5,000 random purchases, into docs/reliability.md
	@$(RUN)/python -m tests.faults $(ARGS)

fuzz: $(VENV)/.ready  ## damaged documents, hostile texts for the generator, 200 servers that differ
	@PYTHONPATH=. $(RUN)/python tests/fuzzing/codec.py $(ARGS)
	@PYTHONPATH=. $(RUN)/python tests/fuzzing/documents.py
	@PYTHONPATH=. $(RUN)/python tests/fuzzing/unlike.py

soak: $(VENV)/.ready  ## ten thousand calls, a thousand pages, a file of 500 MB: what stays (ARGS=cancel or interrupt: calls broken off)
	@$(RUN)/python -m tests.faults.soak $(ARGS)
	@test -n "$(filter cancel interrupt,$(ARGS))" || $(RUN)/python -m benchmarks.memory

warehouse-days: $(VENV)/.ready  ## 200 days of a venue, and a warehouse that follows (ARGS="200 postgresql")
	@$(RUN)/python -m tests.warehouse $(ARGS)

coverage: $(VENV)/.ready  ## branch coverage of core and generator, child processes included
	@$(RUN)/coverage erase
	@$(RUN)/coverage run -m pytest -q $(ARGS)
	@$(RUN)/coverage combine --quiet && $(RUN)/coverage report --fail-under=100

fuzz-sandbox: $(FUZZ)/.ready  ## attack the served sandbox with requests made from the specification
	@PYTHONPATH=src:generated $(FUZZ)/bin/python tests/fuzzing/sandbox.py

wheel: .build/wheel  ## build the wheels of client and sandbox into dist/
	@ls dist/*.whl

new-operation: $(VENV)/.ready  ## write path, schema, example and test of a new operation, asking once
	@$(RUN)/python -m generator new-operation $(ARGS)

check-release: $(VENV)/.ready  ## what changed since the last release, and the version it needs
	@$(RUN)/python -m release check

changelog: $(VENV)/.ready  ## write this version's entry in CHANGELOG.md from what the gate found
	@$(RUN)/python -m release changelog

publish: $(VENV)/.ready  ## judge, build, check and send this version (INDEX_URL=https://.../simple/)
	@test -n "$(INDEX_URL)" || { echo "Say where to: make publish INDEX_URL=https://.../simple/" >&2; exit 1; }
	@$(RUN)/python -m release publish "$(INDEX_URL)"

lint-redocly: node_modules/.ready  ## Redocly, the second linter, on the joined document
	@PATH="$(CURDIR)/$(RUN):$$PATH" REDOCLY_TELEMETRY=off node_modules/.bin/redocly lint \
		generated/acme_ticketing/spec/openapi.json $(ARGS)

compare-tools: node_modules/.ready  ## what redocly diff and griffe find alone on the gate's pairs
	@PATH="$(CURDIR)/$(RUN):$$PATH" $(RUN)/python -m tests.release.compare_tools

node_modules/.ready: $(VENV)/.ready package-lock.json .npmrc
	@PATH="$(CURDIR)/$(RUN):$$PATH" npm ci --silent
	@touch $@

compatibility: $(VENV)/.ready  ## the tests with the lowest and newest versions, every Python, httpx2
	@index="$(index)"; for kind in $(or $(IN),lowest newest pythons httpx2); do \
		$${index:+env UV_DEFAULT_INDEX="$$index"} $(RUN)/python -m release compatibility $$kind || exit 1; \
	done

lock: $(VENV)/.ready  ## pin requirements/ again from pyproject.toml
	@$(RUN)/python requirements/lock.py

clean:  ## remove everything that make made
	@rm -rf $(VENV) $(DEMO) $(FUZZ) $(INSTALLED) .build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(FUZZ)/.ready: $(VENV)/.ready requirements/fuzz.txt
	@rm -rf $(FUZZ) && $(PYTHON) -m venv --without-pip $(FUZZ)
	@$(call install,$(FUZZ),requirements/fuzz.txt)
	@touch $@

$(VENV)/.ready: requirements/uv.txt requirements/dev.txt pyproject.toml $(SANDBOX)/pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c "$(SUPPORTED)" 2>/dev/null || { \
		echo "Python 3.11 or newer is needed; $(if $(PYTHON),$(PYTHON) is older or none,none is on PATH). Install it, or say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) ..."
	@test -x $(RUN)/python || $(PYTHON) -m venv --without-pip --clear $(VENV)
	@$(call pip_install,$(VENV),requirements/uv.txt)
	@$(call install,$(VENV),requirements/uv.txt requirements/dev.txt)
	@$(RUN)/uv pip install --quiet --offline --python $(RUN)/python --no-deps --no-build-isolation \
		--editable . --editable $(SANDBOX)
	@touch $@

# The demo runs the installed wheels, made from a fresh regeneration, in an environment of its own.
$(DEMO)/.ready: .build/wheel requirements/demo.txt
	@echo "Installing the wheels into $(DEMO) ..."
	@$(RUN)/uv venv --quiet --clear --python $(PYTHON) $(DEMO)
	@$(call install,$(DEMO),requirements/demo.txt)
	@$(RUN)/uv pip install --quiet --offline --python $(DEMO)/bin/python --no-deps dist/*.whl
	@touch $@

# The wheels, and the tests' tools as pinned; nothing in it leads back to this tree.
$(INSTALLED)/.ready: .build/wheel requirements/dev.txt
	@$(RUN)/uv venv --quiet --clear --python $(PYTHON) $(INSTALLED)
	@$(call install,$(INSTALLED),requirements/dev.txt)
	@$(RUN)/uv pip install --quiet --offline --python $(INSTALLED)/bin/python --no-deps dist/*.whl
	@cd / && $(CURDIR)/$(INSTALLED)/bin/python -c "import acme_ticketing as installed; assert '$(INSTALLED)' in installed.__file__"
	@touch $@

.build/wheel: .build/regenerated $(CODE) README.md
	@rm -rf dist
	@for project in . $(SANDBOX); do \
		$(RUN)/uv build --quiet --wheel --no-build-isolation --python $(RUN)/python --out-dir dist $$project || exit 1; \
	done
	@touch $@

.build/regenerated: $(VENV)/.ready $(SPECIFICATION)
	@echo "Generating the client ..."
	@$(MAKE) --no-print-directory regenerate ARGS=

# install,ENVIRONMENT,FILES: exactly what the files pin, from where the machine's pip takes packages;
# by uv, or by pip itself where uv does not get through.
index = $${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(PYTHON) -m pip config get global.index-url 2>/dev/null)}}
install = index="$(index)"; $${index:+env UV_DEFAULT_INDEX="$$index"} \
	$(RUN)/uv pip sync --quiet --python $(1)/bin/python --require-hashes $(2) \
	|| { echo "uv could not; pip takes its place ..." && $(call pip_install,$(1),$(2)); }
pip_install = $(PYTHON) -m pip --python $(1)/bin/python install -qq --disable-pip-version-check \
	--require-hashes $(addprefix -r ,$(2))
