# Everything runs in .venv, filled from constraints.txt; every target first sets up what it needs: serving an index takes
# the extra `build`, everything else takes `dev`, which has every extra.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILD := $(VENV)/.set-up-build
DEV := $(VENV)/.set-up-dev
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= data
RUN ?= .eval
CATALOGUES := $(wildcard src/kutip/messages/locales/*/LC_MESSAGES/kutip.po) # an installation compiles them
WORKERS ?= auto

.NOTPARALLEL: # two targets must not install into .venv at once
.PHONY: setup hashes licences audit hooks index serve ask check test coverage installed bench eval gate eval-public clean

setup: $(DEV)

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kutip needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(BUILD): pyproject.toml constraints.txt $(CATALOGUES) | $(BIN)/python
	$(PIP) --editable '.[build]'
	touch $@

# With HASHES=1, pip takes only files whose SHA-256 stands in requirements-hashed.txt, the tools that build Kutip included.
$(DEV): pyproject.toml constraints.txt requirements-hashed.txt $(CATALOGUES) | $(BIN)/python
ifdef HASHES
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-hashed.txt
	$(PIP) --no-deps --no-build-isolation --editable .
else
	$(PIP) --editable '.[dev]'
endif
	touch $(BUILD) $@

hashes: setup
	$(PIP) uv
	$(BIN)/python -m release.hashes

licences: setup
	$(BIN)/python -m release.licences

audit: | $(BIN)/python
	test -x .audit/bin/pip-audit || { $(PYTHON) -m venv .audit && .audit/bin/pip install --quiet pip-audit; } \
		|| echo "audit: pip-audit cannot be installed without a network"
	test ! -x .audit/bin/pip-audit || $(BIN)/python -m release.audit .audit/bin/pip-audit requirements-hashed.txt

hooks: setup
	$(BIN)/pre-commit install

index: $(BUILD)
	$(BIN)/kutip index

# A paper that cannot be indexed is named, and the others are served; without any index there is nothing to serve.
INDEXED := $(BIN)/kutip index || $(BIN)/kutip documents >/dev/null

serve: $(BUILD)
	$(INDEXED)
	$(BIN)/kutip serve --host $(HOST) --port $(PORT)

ask: $(BUILD)
	$(INDEXED)
	@$(BIN)/kutip ask $(if $(Q),"$(Q)")

test: setup
	$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4

# The tests take about half as long again with it, since Python 3.11 has no cheaper way to see which lines run.
coverage: setup
	$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --cov --cov-report=
	@for package in kutip indexer retriever api; do \
		echo "coverage of src/$$package: $$($(BIN)/coverage report --include="src/$$package/*" --format=total) % of its lines"; \
	done

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4

installed: setup index
	$(BIN)/python tests/installed.py index

eval: setup index
	$(BIN)/kutip eval run --out $(RUN) --force --systems bm25,dense,late,hybrid,baseline
	$(BIN)/kutip eval report $(RUN)

gate: eval
	$(BIN)/kutip eval gate $(RUN)

eval-public: setup
	$(BIN)/python -m eval.studies.public $(DATA)

bench: setup index
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) .audit $(RUN) index dist
