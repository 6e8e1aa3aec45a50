# Needs python3 (3.11 or newer, with venv) and make. Everything else is installed into .venv from .ci/locks/.
.DEFAULT_GOAL := help
.PHONY: help demo test lint proof bench relevance clean runtime-packages test-packages

PYTHON ?= python3
PORT ?= 8000
OFFERS ?=
SEED ?= 1
RESET ?=
PYTEST ?=
HALF ?= figure

in_venv := .venv/bin/python -m

help: ## this list
	@echo "make demo   [PORT=8000] [RESET=1] [OFFERS=10000 SEED=7]   the portal with made-up aanbieders, on your machine"
	@echo "          [SEARCH_ENGINE=meilisearch MEILISEARCH_URL=http://... MEILISEARCH_MASTER_KEY=...]   on a search server"
	@echo "make test   [PYTEST='-k word']   checks and all tests; what takes long at a tenth"
	@echo "make proof  the long tests in full; writes docs/proof.md"
	@echo "make bench  [OFFERS='1000 10000 100000']   speed; writes docs/performance.md"
	@echo "make relevance [HALF=tuning]   how well people find work in their own words (docs/relevance.md)"
	@echo "make lint   ruff, mypy and the layers only"
	@echo "make clean  takes away .venv and var/ (all demo states)"

runtime-packages:
	@$(PYTHON) .ci/environment.py runtime

test-packages:
	@$(PYTHON) .ci/environment.py test

demo: runtime-packages ## set up and serve
	@exec $(in_venv) portal demo --port "$(PORT)" $(if $(OFFERS),--offers "$(OFFERS)" --seed "$(SEED)") $(if $(filter-out 0,$(RESET)),--reset)

lint: test-packages ## what needs no running code
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	PYTHONPATH=. .venv/bin/lint-imports

test: lint ## checks, then every test
	$(in_venv) pytest -n 2 --dist worksteal $(PYTEST)

proof: test-packages ## the long tests in full, with their figures
	PROOF=1 $(in_venv) pytest -m proof --timeout 3600 $(PYTEST)

bench: test-packages ## engine and pages
	$(in_venv) tests.bench $(OFFERS)

relevance: runtime-packages ## the yardstick of tests/relevance, on every engine that is there
	@$(in_venv) portal relevance tests/relevance --half "$(HALF)"

clean:
	rm -rf .venv var
