# Everything runs in .venv, which `make setup` fills from constraints.txt; every target sets up what it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
HOST ?= 127.0.0.1
PORT ?= 8000
DATA ?= data
RUN ?= .eval
Q ?= Which meetings show ASEANAPOL acting as an arena?

.PHONY: setup index serve ask check test bench eval gate eval.studies.public clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kutip needs Python 3.11 or newer: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

index: setup
	$(BIN)/kutip index

serve: index
	$(BIN)/kutip serve --host $(HOST) --port $(PORT)

ask: index
	@$(BIN)/kutip ask "$(Q)"

test: setup
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest

eval: index
	$(BIN)/kutip eval run --out $(RUN) --force --systems bm25,dense,late,hybrid,baseline
	$(BIN)/kutip eval report $(RUN)

gate: eval
	$(BIN)/kutip eval gate $(RUN)

eval.studies.public: setup
	$(BIN)/python -m eval.studies.public $(DATA)

bench: index
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) $(RUN) index dist
