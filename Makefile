# `make` alone lists the recipes.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
ROOT := $(shell [ "$$(id -u)" = 0 ] && command -v apt-get)

.PHONY: help
help: ## list the recipes
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wirewatch wants Python 3.11 or newer: make PYTHON=python3.12")'
	@echo "Setting up .venv ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/postgres.stamp: requirements/postgres.txt .venv/run.stamp
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/postgres.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

# Browser tests want Chromium, the emulators Node: installed where that is allowed (Debian, root), else those tests skip.
.venv/system.stamp: .venv/dev.stamp
ifneq ($(ROOT),)
	@command -v chromium >/dev/null && command -v npm >/dev/null || { echo "Installing Chromium and Node ..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	  $$(command -v chromium >/dev/null || echo chromium fonts-dejavu-core fonts-noto-color-emoji) \
	  $$(command -v npm >/dev/null || echo nodejs npm) >/dev/null; } || echo "could not install them; their tests will skip"
endif
	@cd tests/journeys/npm && { ! command -v npm >/dev/null || npm ci --silent --no-audit --no-fund || echo "npm ci failed; its tests will skip"; }
	@touch $@

.PHONY: run
run: .venv/run.stamp ## set everything up and run: on Telegram with a token, else in local mode
	@$(BIN)/wirewatch run $(ARGS)

.PHONY: tour
tour: .venv/run.stamp ## play the sample days at full speed and print the chat
	@$(BIN)/wirewatch tour

.PHONY: test
test: .venv/system.stamp ## set everything up and pass the tests
	@$(BIN)/pytest -n 3 --dist loadgroup

.PHONY: format
format: .venv/dev.stamp ## write the code in its one form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

.PHONY: lint
lint: .venv/dev.stamp ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

.PHONY: check
check: lint test docs floors ## everything that a change must pass

.PHONY: docs
docs: .venv/dev.stamp ## build the documents as a site in build/site; a broken link is an error
	@$(BIN)/sphinx-build --fail-on-warning --keep-going --quiet -c docs . build/site
	@echo "build/site/docs/index.html"

.PHONY: floors
floors: .venv/dev.stamp ## the engine on the quick labelled sets: a figure that fell is an error
	@$(BIN)/python -m benchmarks.quality --short

.PHONY: bench-quality
bench-quality: .venv/dev.stamp ## the engine on the labelled data, beside the last accepted figures
	@$(BIN)/python -m benchmarks.quality

.PHONY: bench
bench: .venv/dev.stamp ## what the program costs, as a table and in benchmarks/results (under ten minutes)
	@$(BIN)/python -m benchmarks.bench

.PHONY: prove
prove: .venv/dev.stamp ## prove docs/reliability.md: 200 kills, 50 among processes that share a PostgreSQL, a burst, a soak, hostile feeds, an outage of 20 minutes (about an hour)
	@$(BIN)/python -m benchmarks.prove

.PHONY: fuzz
fuzz: .venv/dev.stamp ## made-up input for all that reads what strangers send, a minute each (a quarter of an hour)
	@$(BIN)/python -m benchmarks.fuzz

.PHONY: coverage
coverage: .venv/system.stamp ## which lines and branches the tests run: 99 % of newsroom/, 95 % of the product
	@$(BIN)/pytest -n 3 --dist loadgroup --hypothesis-profile=ci --cov --cov-branch --cov-report=
	@$(BIN)/coverage report --include='newsroom/*' --fail-under=99
	@$(BIN)/coverage report --fail-under=95

.PHONY: sbom
sbom: .venv/dev.stamp ## a bill of materials of what a running bot has, in CycloneDX's form: build/sbom.json
	@mkdir -p build && $(BIN)/cyclonedx-py requirements requirements/run.txt --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json
	@echo "build/sbom.json"

# Its thirty packages are nobody else's: it has an environment of its own.
build/audit/bin/pip-audit:
	@$(PYTHON) -m venv build/audit && build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit

.PHONY: audit
audit: build/audit/bin/pip-audit ## known holes in the pinned packages; says so where nobody can be asked about them
	@build/audit/bin/pip-audit --strict --disable-pip --no-deps --require-hashes -r requirements/run.txt || \
	  { echo "make audit: a hole, or a package that could not be asked about: see above. Nothing is said of the others."; exit 1; }

.PHONY: lock
lock: ## resolve the dependencies anew, with hashes and without any registry's address
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements/run.txt -q
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 requirements/build.in -o requirements/build.txt -q
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml --extra postgres -c requirements/run.txt -o requirements/postgres.txt -q
	uv pip compile --universal --generate-hashes --no-emit-index-url --python-version 3.11 pyproject.toml --group dev -c requirements/run.txt -c requirements/build.txt -o requirements/dev.txt -q
