# Everything a developer or a curious person needs; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := demo

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench examples docs clean

help: ## List what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $(STAMP)

demo: $(STAMP) ## Grow an example course, build it, and say where to look
	rm -rf $(DEMO)
	$(BIN)/mooc-kit new $(DEMO) --example river-watch
	$(BIN)/mooc-kit validate $(DEMO)
	$(BIN)/mooc-kit build $(DEMO) --target site
	@echo
	@echo "Open $(DEMO)/build/site/index.html in a browser. Then try: $(BIN)/mooc-kit new my-course"

test: $(STAMP) ## Run every test (installs Chromium from the system's packages where it may)
	./tests/install-browser
	./tests/install-olx-tools
	$(BIN)/pytest -n auto

lint: $(STAMP) ## Style, types and import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure the speed claims beside the tools one would use instead
	./benchmarks/run

examples: $(STAMP) ## Bring the examples up to this version, keeping what is written there
	$(BIN)/python -m mooc_kit.kit.refresh $(dir $(wildcard examples/*/course.yaml))

docs: $(STAMP) ## Build the manual into build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/docs

clean: ## Remove what was made
	rm -rf $(VENV) $(DEMO) build dist
