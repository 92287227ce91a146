# make demo | make test | make install: each needs Python 3.11+ and make, nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help install demo test test-long test-ocr test-datasette1 lint lock clean accuracy \
        bench-read bench-crawl bench-questions

help:
	@echo "make demo      install, crawl the sample portals, serve the result"
	@echo "make test      install with what the tests need, then lint, types and tests"
	@echo "make install   create $(VENV) with the gongkai command and stop"
	@echo "make accuracy  precision and recall of the reader on a generated corpus"
	@echo "make test-long        crawls killed at 200 random points; list pages that fail on every platform, then a build"
	@echo "make test-ocr         scans read with the ocr extra"
	@echo "make test-datasette1  the web pages on the coming Datasette 1.0"
	@echo "make bench-read, make bench-crawl, make bench-questions   speed against named baselines"
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

test-long: $(VENV)/.test
	GONGKAI_KILLS=$(or $(KILLS),200) $(BIN)/python -m pytest --timeout 7200 tests/test_crawler_kill.py
	GONGKAI_FAULT_ROUNDS=$(or $(ROUNDS),20) $(BIN)/python -m pytest --timeout 7200 tests/test_crawler_deletions.py

$(VENV)/.ocr: requirements/ocr.txt $(VENV)/.test
	$(PIP) install --quiet --require-hashes -r requirements/ocr.txt
	@touch $@

test-ocr: $(VENV)/.ocr
	$(BIN)/python -m pytest tests/test_ocr.py

# The coming major version has an environment of its own beside $(VENV).
$(VENV)-datasette1/.test: requirements/datasette1.txt pyproject.toml
	test -x $(VENV)-datasette1/bin/python || $(PYTHON) -m venv $(VENV)-datasette1
	$(VENV)-datasette1/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes -r $<
	$(VENV)-datasette1/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation -e .
	@touch $@

test-datasette1: $(VENV)-datasette1/.test
	$(VENV)-datasette1/bin/python -m pytest -n 2 tests/test_serve*.py

accuracy: $(VENV)/.test
	$(BIN)/python -m benchmarks.accuracy $(SEEDS)

$(VENV)/.bench: requirements/bench.txt $(VENV)/.base
	$(PIP) install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

bench-read: $(VENV)/.bench
	$(BIN)/python -m benchmarks.read

bench-crawl: $(VENV)/.test
	$(BIN)/python -m benchmarks.crawl

bench-questions: $(VENV)/.test
	$(BIN)/python -m benchmarks.questions

lock:
	for extra in base test bench ocr cluster; do \
	  uv pip compile pyproject.toml $$(test $$extra = base || echo --extra $$extra) --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements/$$extra.txt; done
	rm -f requirements/datasette1.txt  # old pins would be kept
	uv pip compile pyproject.toml --extra test --override requirements/datasette1.in --prerelease if-necessary-or-explicit \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet \
	  --output-file requirements/datasette1.txt

clean:
	rm -rf $(VENV) $(VENV)-datasette1 build *.egg-info gongkai-home
