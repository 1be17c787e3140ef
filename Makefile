# kaitei. `make help` lists what can be done here; every target sets up what it needs.

VENV ?= .venv
PYTHON ?= python3
SETUP ?= .ci/setup
BIN := $(VENV)/bin
export VENV PYTHON

.DEFAULT_GOAL := help
.PHONY: help site serve check test bench lint lock clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

site: ## build the public site into site/ (of another day: make site ON=2027-04-01)
	@$(SETUP) runtime
	$(BIN)/kaitei build $(if $(ON),--on $(ON))

serve: ## show the site at a local address and rebuild it on every change
	@$(SETUP) runtime
	$(BIN)/kaitei serve $(if $(ON),--on $(ON))

check: ## look for mistakes in content/ and in the record versions/
	@$(SETUP) runtime
	$(BIN)/kaitei check

test: ## run every test (some of them: make test ARGS="-k redline")
	@$(SETUP) dev
	@$(SETUP) browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --verbosity=0 -rs -n 2 --dist loadfile $(ARGS)

bench: ## compare the redline with other engines and write docs/benchmarks.md
	@$(SETUP) bench
	$(BIN)/python bench/redline.py $(ARGS)

lint: ## put the code into its one format and mend what ruff can mend
	@$(SETUP) dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

lock: ## write requirements/ anew from pyproject.toml (newest versions: UPGRADE=--upgrade)
	@$(SETUP) lock $(UPGRADE)

clean: ## remove everything that make has made
	rm -rf $(VENV) site build .pytest_cache .mypy_cache .ruff_cache .hypothesis
