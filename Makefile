# Two commands: `make demo` and `make test`. `make` alone explains the rest.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# Hundreds of processes are started below: each would compile the sources anew.
unexport PYTHONDONTWRITEBYTECODE

# The first Python that is new enough; PYTHON=/path/to/python names another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
INSTALL := $(PY) -m pip install --require-virtualenv --disable-pip-version-check --quiet
TS := scripts/ts-client
WORKERS ?= 2
GATE := format-check lint layers types migrations openapi catalogues client test-sqlite test-postgres test-journeys

.PHONY: help demo demo-reset test check $(GATE) format messages openapi-update bench look check-autosave clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-24s%s\n", $$1, $$2}'

# --- the environment -----------------------------------------------------------------------

$(PY):
	@test -n "$(PYTHON)" || { echo "Coulisses needs Python 3.11 or newer; none was found (PYTHON= names one)." >&2; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) cannot create environments (Debian: apt-get install python3-venv)." >&2; rm -rf $(VENV); exit 1; }

# A stamp per requirements file: nothing is asked of an index when nothing changed.
$(VENV)/.site: requirements.txt | $(PY)
	@echo "Installing $$(grep -c == requirements.txt) packages (about half a minute)"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.gate: requirements.txt requirements-look.txt requirements-dev.txt | $(PY)
	@echo "Installing the gate's packages"
	@$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.site $(VENV)/.look $@

$(VENV)/.look: requirements-look.txt | $(VENV)/.site
	@$(INSTALL) -r requirements-look.txt
	@touch $@

# --- the demo ------------------------------------------------------------------------------

demo: $(VENV)/.site ## fill and serve a whole CMS on 127.0.0.1:8000 (PORT= to choose); keeps its data (in VAR_DIR=, else var)
	@$(PY) scripts/check_catalogues.py compile
	@$(PY) manage.py demo

demo-reset: ## forget the demo's database and media; the next `make demo` starts over
	@rm -rf $(addprefix $(or $(VAR_DIR),var)/,db.sqlite3 db.sqlite3-wal db.sqlite3-shm media private demo.json)
	@echo "The demo's data is gone; make demo fills it again."

# --- the gate ------------------------------------------------------------------------------

test: check test-sqlite test-postgres test-journeys ## the whole gate, from nothing: what .ci/run calls (SEED= draws an earlier run's cases again)

check: format-check lint layers types migrations openapi catalogues client ## the gate without the tests

format-check: $(VENV)/.gate ## code is formatted
	@echo "== format"; $(BIN)/ruff format --check --quiet . || { echo "run: make format" >&2; exit 1; }

lint: $(VENV)/.gate ## ruff
	@echo "== lint"; $(BIN)/ruff check --quiet .

layers: $(VENV)/.gate ## who imports whom
	@echo "== layers"; $(BIN)/lint-imports --no-logo 2>&1

types: $(VENV)/.gate ## mypy
	@echo "== types"; $(BIN)/mypy

migrations: $(VENV)/.gate ## models and migrations agree
	@echo "== migrations"; DJANGO_SETTINGS_MODULE=cms.settings.test $(PY) manage.py makemigrations --check --dry-run

openapi: $(VENV)/.gate ## the API is the one in docs/openapi.json
	@echo "== openapi"; mkdir -p var; DJANGO_SETTINGS_MODULE=cms.settings.test $(PY) manage.py openapi > var/openapi.json
	@diff -u docs/openapi.json var/openapi.json > var/openapi.diff || { head -n 60 var/openapi.diff; echo "the API changed: inside v1 nothing may go or be renamed; if it is meant, make openapi-update" >&2; exit 1; }

catalogues: $(VENV)/.gate ## every string is translated in every language
	@echo "== catalogues"; $(PY) scripts/check_catalogues.py check

client: ## a TypeScript client generated from docs/openapi.json compiles strictly
	@echo "== client"; sh $(TS)/check.sh

test-sqlite: $(VENV)/.gate ## pytest on SQLite
	@echo "== tests on SQLite"; $(PY) scripts/check_catalogues.py compile
	@env -u DATABASE_URL $(BIN)/pytest -q -n $(WORKERS) --ignore tests/journeys

# What speaks SQL of its own, counts statements or needs several writers (its marker says so); the
# rest is Django's affair.
POSTGRES_TESTS = $(shell grep -rl mark.postgres tests) tests/budgets tests/worker \
	tests/catalogue/test_following.py tests/catalogue/test_lists.py \
	$(addprefix tests/publication/test_,clearance_follows.py compaction.py copies_follow_pages.py failing_pages.py killed.py reconcile.py subtrees.py translations.py) \
	$(addprefix tests/delivery/test_,changes.py details.py documents.py edges.py following.py health.py languages.py lists.py resolve.py) \
	tests/editorial/at_once/test_cancellation.py tests/editorial/oversight tests/editorial/releases \
	tests/editorial/test_schedule.py tests/server/test_transactions.py

test-postgres: $(VENV)/.gate ## pytest on PostgreSQL, installed and started if need be
	@echo "== tests on PostgreSQL"; $(PY) scripts/check_catalogues.py compile
	@if url=$$(scripts/postgres.sh start); then DATABASE_URL=$$url $(BIN)/pytest -q -n $(WORKERS) $(POSTGRES_TESTS); \
	elif [ -n "$$CI" ]; then echo "PostgreSQL is required here" >&2; exit 1; \
	else echo "SKIPPED: the tests on PostgreSQL, the ones with several writers among them (no server)"; fi

test-journeys: $(VENV)/.gate ## what people do from end to end, in a browser, which is installed if need be
	@echo "== journeys in a browser"; $(PY) scripts/check_catalogues.py compile
	@if scripts/browser.sh >/dev/null; then env -u DATABASE_URL $(BIN)/pytest -q -n $(WORKERS) tests/journeys; \
	elif [ -n "$$CI" ]; then echo "a browser is required here" >&2; exit 1; \
	else echo "SKIPPED: the journeys (no browser)"; fi

# --- speed ----------------------------------------------------------------------------------

bench: $(VENV)/.site ## measure this API beside stock Wagtail's (ITEMS=2000 SECONDS=2: quickly; benchmarks/README.md)
	@$(PY) -m benchmarks.run $(if $(ITEMS),--items $(ITEMS)) $(if $(SECONDS),--seconds $(SECONDS)) $(BENCH)

# --- daily work ----------------------------------------------------------------------------

format: $(VENV)/.gate ## format the code
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

messages: $(VENV)/.gate ## bring new strings into locale/*.po
	@$(PY) scripts/check_catalogues.py update

openapi-update: $(VENV)/.gate ## write the API as it is now into docs/openapi.json
	@DJANGO_SETTINGS_MODULE=cms.settings.test $(PY) manage.py openapi > docs/openapi.json

look: $(VENV)/.look ## screenshots of the running demo in var/look (URL= and LOOK="--user NAME PATH …")
	@$(PY) scripts/look.py --url $(or $(URL),http://127.0.0.1:8000) $(LOOK)

check-autosave: $(VENV)/.look ## what is typed is saved, tried in a browser on the running demo (URL=)
	@$(PY) scripts/check_autosave.py --url $(or $(URL),http://127.0.0.1:8000)

clean: ## forget everything made here: environment, data, caches
	@[ ! -d var/postgres ] || scripts/postgres.sh remove
	@rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache $(TS)/node_modules $(TS)/build
