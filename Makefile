# `make run` serves the pages with a demonstration, `make demo` plans one on the command line, `make test` says whether all
# does what it should. They set up what is missing.

PYTHON ?= python3
BIN := .venv/bin
BUILT := web/static/built/.made-of-$(shell cat package-lock.json package.json $(sort $(wildcard web/assets/* web/assets/*/*)) 2>/dev/null | sha256sum | cut -c 1-16)
READY := .venv/ready-$(shell cat requirements.lock pyproject.toml | sha256sum | cut -c 1-16)

.PHONY: run demo test test-all lint setup lock

run: setup
	mkdir -p out
	RIAYA_DATABASE_URL=sqlite:///out/riaya.sqlite3 $(BIN)/riaya serve --with-worker --demo

demo: setup out/campaign
	rm -rf out/plan
	$(BIN)/riaya plan out/campaign --out out/plan --seconds 45 --language fr

out/campaign: | setup
	$(BIN)/riaya demo --out out/campaign --language fr

test: lint
	$(BIN)/pytest -n 2 -m "not slow"

test-all: lint
	$(BIN)/pytest -n 2

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: $(READY) $(BUILT)

# The stamp is named after what it stands for: a changed lock file is another stamp.
# A tiny plan compiles what is compiled; its machine code stays beside the sources, that of older ones goes.
$(READY):
	@echo "Setting up .venv, once; it takes a few minutes."
	@test -x $(BIN)/python || { echo "1/4 making the environment .venv"; $(PYTHON) -m venv .venv; }
	@echo "2/4 fetching and installing the libraries of requirements.lock"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@echo "3/4 installing riaya itself"
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@echo "4/4 compiling the solver, by planning a tiny campaign (its words go to .venv/first.log)"
	@rm -rf planner/__pycache__/compiled-* .venv/first
	@$(BIN)/riaya demo --douars 6 --out .venv/first/campaign >.venv/first.log 2>&1
	@$(BIN)/riaya plan .venv/first/campaign --out .venv/first/plan --seconds 5 --workers 1 >>.venv/first.log 2>&1
	@rm -f .venv/ready-*
	@touch $@

# What browsers load is built from the parts that the lock names and from our own modules and sheets; node is in the venv.
$(BUILT): | $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent
	rm -rf web/static/built
	PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build
	touch $@

lock: setup
	$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --extra cluster --group build --group test --universal --python-version 3.11 \
		--generate-hashes --no-header --output-file requirements.lock
