# kaitei. `make help` lists what can be done here; every target sets up what it needs.

VENV ?= .venv
PYTHON ?= python3
SETUP ?= .ci/setup
BASE ?= origin/main
# A commit that is looked at without being checked out: make check BASE=HEAD BRANCH=REV
BRANCH =
BIN := $(VENV)/bin
export VENV PYTHON

.DEFAULT_GOAL := help
.PHONY: help site share join serve check draft preview review complete publish release record test bench bench-site lint pictures judges lock clean

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

site: ## build the public site into site/ (of another day: make site ON=2027-04-01)
	@$(SETUP) runtime
	$(BIN)/kaitei build $(if $(ON),--on $(ON))

share: ## build a share of the site on one of several machines: make share SHARE=3/8
	@$(SETUP) runtime
	$(BIN)/kaitei build --share $(SHARE) $(if $(ON),--on $(ON))

join: ## join the shares in shares/ into the site
	@$(SETUP) runtime
	$(BIN)/kaitei join $(if $(ON),--on $(ON))

serve: ## show the site at a local address and rebuild it on every change
	@$(SETUP) runtime
	$(BIN)/kaitei serve $(if $(ON),--on $(ON))

check: ## look for mistakes in content/ and in the record versions/
	@$(SETUP) runtime
	$(BIN)/kaitei check $(if $(BRANCH),--base $(BASE) --branch $(BRANCH)) $(ARGS)

draft: ## show the site with the draft, marked, and build it again when you save
	@$(SETUP) runtime
	$(BIN)/kaitei serve --draft $(if $(ON),--on $(ON))

preview: ## build the site with the draft, marked, into preview/
	@$(SETUP) runtime
	$(BIN)/kaitei build --draft --output preview $(if $(BRANCH),--branch $(BRANCH)) $(if $(ON),--on $(ON))

review: ## write what this branch would publish: review.html, review.md (against another: BASE=REV)
	@$(SETUP) runtime
	$(BIN)/kaitei review --base $(BASE) $(if $(BRANCH),--branch $(BRANCH)) --html review.html --output review.md $(ARGS)

complete: ## complete a branch (BRANCH=REV): the commit on top of it goes into FILE
	@$(SETUP) runtime
	@KAITEI=$(BIN)/kaitei .ci/complete make $(BRANCH) $(FILE)

publish: ## freeze what is declared in content/ into versions/
	@$(SETUP) runtime
	$(BIN)/kaitei publish $(if $(ON),--on $(ON))

release: ## publish, commit the record and push it
	@$(SETUP) $(if $(SEAL),seal,runtime)
	@KAITEI=$(BIN)/kaitei .ci/release

record: ## publish and commit the record; the commit goes into FILE too, for another machine to push
	@$(SETUP) $(if $(SEAL),seal,runtime)
	@KAITEI=$(BIN)/kaitei .ci/release record $(FILE)

test: ## run every test (some of them: make test ARGS="-k redline")
	@$(SETUP) dev
	@$(SETUP) browser
	@$(SETUP) readers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest --verbosity=0 -rs -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

bench: ## measure redline and feeds beside others and write docs/benchmarks.md
	@$(SETUP) bench
	$(BIN)/python bench/redline.py $(ARGS)
	$(BIN)/python bench/feeds.py

bench-site: ## compare building a site with other generators (one size: ARGS="--sizes small")
	@$(SETUP) runtime
	@$(SETUP) peers
	$(BIN)/python bench/building.py $(ARGS)

lint: ## put the code into its one format and mend what ruff can mend
	@$(SETUP) dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

pictures: ## take the pictures in docs/pictures anew, of every kind of page
	@$(SETUP) dev
	@$(SETUP) browser
	$(BIN)/python tests/pictures.py $(ARGS)

judges: ## have axe, IBM's checker, HTML_CodeSniffer, a screen reader and Lighthouse judge every kind of page
	@$(SETUP) dev
	@$(SETUP) browser
	@$(SETUP) judges
	$(BIN)/python tests/judging.py $(ARGS)

lock: ## write requirements/ anew from pyproject.toml (newest versions: UPGRADE=--upgrade)
	@$(SETUP) lock $(UPGRADE)

clean: ## remove everything that make has made
	rm -rf $(VENV) site .site.* shares preview .preview.* review.html review.md build .pytest_cache .mypy_cache .ruff_cache .hypothesis
