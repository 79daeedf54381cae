# Everything a developer or a curious person needs; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEMO := demo
RUN := demo-run
CONFORMANCE ?= ../shared/conformance
# A worker that has nothing left takes from another one: slow files are not left to one core.
PYTEST := $(BIN)/pytest -n auto --dist worksteal --durations=10 -rs

# Compiled modules are kept: else each worker of the tests and each program that they start compiles all of them anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test tools olx-tools system-tools test-fast conformance lint bench examples docs translations screenshots clean upgrade changelog wheel audit

help: ## List what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

# Exactly what constraints.txt says, so that a new release elsewhere breaks no old commit. The second variable is for
# what pip builds with: newer pips no longer apply the first to it.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	PIP_BUILD_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt --editable '.[test]'
	touch $(STAMP)

demo: $(STAMP) ## Grow an example course, build it, issue to a made-up cohort, and say where to look
	./tests/install-fonts
	rm -rf $(DEMO)
	$(BIN)/mooc-kit new $(DEMO) --example river-watch
	$(BIN)/mooc-kit validate $(DEMO)
	$(BIN)/mooc-kit build $(DEMO) --target site
	rm -rf $(RUN)
	$(BIN)/mooc-kit new $(RUN)/kit --example reading-health-numbers >/dev/null
	$(BIN)/mooc-kit set completion.authenticated_completion.agreement signed --kit $(RUN)/kit
	$(BIN)/python -m mooc_kit.cohort.synthetic $(RUN)/kit $(RUN)/gradebooks 1000
	$(BIN)/mooc-kit completions $(RUN)/gradebooks/open-edx-grades.csv $(RUN)/gradebooks/done.csv \
	  $(RUN)/gradebooks/statements.ndjson --roster $(RUN)/gradebooks/roster.csv \
	  --decisions $(RUN)/gradebooks/decisions.csv --kit $(RUN)/kit -o $(RUN)/completions.parquet
	$(BIN)/mooc-kit keys new --keys $(RUN)/keys --no-passphrase --did https://open.lakeside.example.edu/health-numbers
	$(BIN)/mooc-kit issue $(RUN)/completions.parquet --kit $(RUN)/kit --keys $(RUN)/keys -o $(RUN)/credentials --share --workers 2
	$(BIN)/mooc-kit verify $$(ls $(RUN)/credentials/credit/*.pdf | head -1) --trust $(RUN)/credentials/publish
	@echo
	@echo "A cohort of 1,000 made-up learners: look at $(RUN)/completions.html and below $(RUN)/credentials."
	@echo "Open $(DEMO)/build/site/index.html in a browser. Then try: $(BIN)/mooc-kit new my-course"

test: tools ## Run every test (installs Chromium, fonts and test tools where it may)
	$(BIN)/python -m compileall -q -j 0 mooc_kit
	$(PYTEST)

# Beside each other, since they wait for different things: two environments of Python; and the system's packages, of which
# only one run at a time may install any, with what npm installs after them.
tools:
	$(MAKE) --no-print-directory --jobs=3 --output-sync=target $(STAMP) olx-tools system-tools
	./tests/install-actionlint

olx-tools:
	./tests/install-olx-tools

system-tools:
	./tests/install-packages
	./tests/install-browser
	./tests/install-fonts
	./tests/install-java
	./tests/install-shells
	./tests/install-node-tools
	./tests/install-verifiers

test-fast: $(STAMP) ## The daily loop: all but browser, other makers' programs, processes and made-up inputs
	$(PYTEST) -m "not browser and not conformance and not process and not hypothesis"

conformance: $(STAMP) ## Let the platforms' own checkers judge the examples' packages
	$(BIN)/python -m tests.conformance $(CONFORMANCE)

lint: $(STAMP) ## Style, types and import layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure the speed claims beside the tools one would use instead
	./benchmarks/run
	./benchmarks/run-teams

upgrade: ## Renew constraints.txt: the newest releases that pyproject.toml allows, for every system and Python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	echo '# What `make` and CI install, and nothing newer. Renewed by `make upgrade`.' > constraints.new
	$(BIN)/uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --upgrade --quiet \
	  --no-annotate --no-header --no-emit-index-url >> constraints.new
	mv constraints.new constraints.txt

changelog: $(STAMP) ## Gather changelog.d into CHANGELOG.md under this version
	for note in changelog.d/[!R]*.md; do case "$$note" in *.*.*.md) ;; *) mv "$$note" "$${note%.md}.added.md";; esac; done
	$(BIN)/towncrier build --yes --version "$$($(BIN)/python -c 'import mooc_kit; print(mooc_kit.__version__)')"

wheel: $(STAMP) ## Build what people install, into dist
	$(BIN)/python -m hatchling build -t wheel -d dist

audit: $(STAMP) ## Ask the databases of vulnerabilities about the pinned versions (needs the network)
	$(PYTHON) -m venv build/audit
	build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	$(BIN)/python -m pip freeze --exclude-editable > build/audit/installed.txt
	build/audit/bin/pip-audit --requirement build/audit/installed.txt --no-deps --disable-pip

examples: $(STAMP) ## Bring the examples up to this version, keeping what is written there
	$(BIN)/python -m mooc_kit.kit.refresh_examples $(dir $(wildcard examples/*/course.yaml))

docs: $(STAMP) ## Build the manual into build/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir build/docs

translations: $(STAMP) ## Renew what translators work from (mooc_kit/locale), and tell how far each language is
	$(BIN)/python docs/translations.py

screenshots: $(STAMP) ## Take the manual's screenshots anew (docs/images)
	./tests/install-browser
	$(BIN)/python docs/screenshots.py

clean: ## Remove what was made
	rm -rf $(VENV) $(DEMO) $(RUN) build dist
