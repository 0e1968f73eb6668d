# Plain `make` lists what can be done.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
SEARCH_PORT ?= 9200
VENV := .venv
BIN := $(VENV)/bin
PACKAGES := core reference accounts blacklist providers experts audits marketplace cms config

.DEFAULT_GOAL := help
.PHONY: help run test check format bench services search-node translations pins messages demo clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Qingyuan needs Python 3.11 or newer; 'make PYTHON=/path/to/python3.11 run' names one."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "This Python lacks its venv module. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(BIN)/python requirements.txt
	@echo "Installing the portal's libraries (a minute or two, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.txt
	@echo "Installing the development tools (a minute or two, once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

translations: $(VENV)/.runtime ## Compile the translations
	@$(BIN)/python tools/compile_translations.py

demo: translations ## Make the database, with the demo world, if it is not there yet
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo

run: demo ## Serve the portal with its demo world on 127.0.0.1 (PORT=8000)
	@echo "Qingyuan: http://127.0.0.1:$(PORT)/  - demo accounts are listed on http://127.0.0.1:$(PORT)/account/login/"
	@$(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

test: $(VENV)/.development translations ## Run every test this machine can run
	@$(BIN)/python tools/run_tests.py $(TESTS)

check: $(VENV)/.development translations ## Lint, types, floors, templates, translations, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --lint $(PACKAGES)
	$(BIN)/python tools/check_translations.py
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/mypy $(PACKAGES) tools benchmarks

format: $(VENV)/.development ## Format code and templates
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet $(PACKAGES)

bench: $(VENV)/.development demo ## Print the cost of pages, imports, searches (SIZES=100000)
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.imports
	@$(BIN)/python -m benchmarks.search $(SIZES)

messages: $(VENV)/.development ## Extract new texts into the translation files
	@for package in $(PACKAGES); do \
	  (cd $$package && ../$(BIN)/django-admin makemessages -l zh_Hans --no-location --no-obsolete); \
	done

search-node: $(BIN)/python ## Serve an Elasticsearch without containers on 127.0.0.1 (SEARCH_PORT=9200)
	@$(BIN)/python -m tests.services.search_node $(SEARCH_PORT)

services: ## Install PostgreSQL, Redis, Elasticsearch, Chromium with Chinese fonts, and gettext
	@sh tools/install_services.sh

pins: $(BIN)/python ## Write requirements*.txt anew from pyproject.toml
	@$(BIN)/python tools/pin.py

clean: ## Remove the environment; keeps var/, where the data are
	rm -rf $(VENV) static_collected screenshots tests/services/elasticsearch/target
