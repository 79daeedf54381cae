# Everything a developer or a curious person needs; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := demo
RUN := demo-run

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench examples docs screenshots clean

help: ## List what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $(STAMP)

demo: $(STAMP) ## Grow an example course, build it, issue to a made-up cohort, and say where to look
	./tests/install-fonts
	rm -rf $(DEMO)
	$(BIN)/mooc-kit new $(DEMO) --example river-watch
	$(BIN)/mooc-kit validate $(DEMO)
	$(BIN)/mooc-kit build $(DEMO) --target site
	rm -rf $(RUN)
	$(BIN)/mooc-kit new $(RUN)/kit --example reading-health-numbers >/dev/null
	$(BIN)/mooc-kit set completion.authenticated_completion.agreement signed --in $(RUN)/kit
	$(BIN)/python -m mooc_kit.cohort.synthetic $(RUN)/kit $(RUN)/gradebooks 1000
	$(BIN)/mooc-kit completions $(RUN)/gradebooks/open-edx-grades.csv $(RUN)/gradebooks/done.csv \
	  $(RUN)/gradebooks/statements.ndjson --roster $(RUN)/gradebooks/roster.csv --kit $(RUN)/kit -o $(RUN)/completions.parquet
	$(BIN)/mooc-kit keys new --keys $(RUN)/keys --no-passphrase --did https://open.lakeside.example.edu/health-numbers
	$(BIN)/mooc-kit issue $(RUN)/completions.parquet --kit $(RUN)/kit --keys $(RUN)/keys -o $(RUN)/credentials --share --workers 2
	$(BIN)/mooc-kit verify $$(ls $(RUN)/credentials/credit/*.pdf | head -1) --trust $(RUN)/credentials/publish
	@echo
	@echo "A cohort of 1,000 made-up learners: look at $(RUN)/completions.html and below $(RUN)/credentials."
	@echo "Open $(DEMO)/build/site/index.html in a browser. Then try: $(BIN)/mooc-kit new my-course"

test: $(STAMP) ## Run every test (installs Chromium, fonts and test tools where it may)
	./tests/install-browser
	./tests/install-fonts
	./tests/install-node-tools
	./tests/install-actionlint
	./tests/install-olx-tools
	./tests/install-verifiers
	./tests/install-shells
	$(BIN)/pytest -n auto

lint: $(STAMP) ## Style, types and import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure the speed claims beside the tools one would use instead
	./benchmarks/run
	./benchmarks/run-teams

examples: $(STAMP) ## Bring the examples up to this version, keeping what is written there
	$(BIN)/python -m mooc_kit.kit.refresh_examples $(dir $(wildcard examples/*/course.yaml))

docs: $(STAMP) ## Build the manual into build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/docs

screenshots: $(STAMP) ## Take the manual's screenshots anew (docs/images)
	./tests/install-browser
	$(BIN)/python docs/screenshots.py

clean: ## Remove what was made
	rm -rf $(VENV) $(DEMO) $(RUN) build dist
