# make demo | make test | make install: each needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help install demo test lint lock clean bench-read bench-crawl accuracy

help:
	@echo "make demo      install, crawl the sample portals, serve the result"
	@echo "make test      install with what the tests need, then lint, types and tests"
	@echo "make install   create $(VENV) with the gongkai command and stop"
	@echo "make accuracy  precision and recall of the reader on a generated corpus"
	@echo "make bench-read, make bench-crawl   speed against named baselines"
	@echo "make lock      resolve the pins again (needs uv)"

# A stamp per set of pins: a second run installs nothing.
$(VENV)/.base: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "gongkai needs Python 3.11 or newer; say make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements/base.txt
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.base
	$(PIP) install --quiet --require-hashes -r requirements/test.txt
	@touch $@

install: $(VENV)/.base
	@echo "installed: $(BIN)/gongkai"

demo: $(VENV)/.base
	$(BIN)/gongkai demo $(DEMO)

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: $(VENV)/.test lint
	$(BIN)/python -m pytest -n 2 $(TESTS)

accuracy: $(VENV)/.test
	$(BIN)/python -m benchmarks.accuracy $(SEEDS)

$(VENV)/.bench: requirements/bench.txt $(VENV)/.base
	$(PIP) install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

bench-read: $(VENV)/.bench
	$(BIN)/python -m benchmarks.read

bench-crawl: $(VENV)/.test
	$(BIN)/python -m benchmarks.crawl

lock:
	for extra in base test bench ocr cluster; do \
	  uv pip compile pyproject.toml $$(test $$extra = base || echo --extra $$extra) --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements/$$extra.txt; done

clean:
	rm -rf $(VENV) build *.egg-info gongkai-home
