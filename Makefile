# `make help` explains every target. Everything is installed into .venv/ here; nothing is changed outside,
# but for the browser and the virus scanner of the tests (Debian's chromium and clamav-daemon, when you are root
# and they are missing).
SHELL := /bin/sh
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
export HOST PORT
BIN := .venv/bin
CATALOGUES := $(wildcard evaluation/translations/*/LC_MESSAGES/messages.po)
DEMO := PENJURIAN_DATABASE=instance/demo.db PENJURIAN_FILES=instance/demo-files PENJURIAN_DEMO=1

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset run test check bench lock messages format schema screenshots chromium clamav

help: ## Explain every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Penjurian needs Python 3.11 or newer; $(PYTHON) is older or missing. Try: make PYTHON=python3.11 ..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { echo "python -m venv failed. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv/translated: .venv/installed $(CATALOGUES)
	$(BIN)/pybabel --quiet compile --directory evaluation/translations
	@touch $@

demo: .venv/translated ## Serve a filled demonstration on http://127.0.0.1:8000 (PORT=, HOST= change that)
	@$(DEMO) $(BIN)/python -m evaluation.demo
	@$(DEMO) $(BIN)/python -m evaluation.serve

demo-reset: ## Forget the demonstration's data; the next `make demo` makes it anew
	rm -rf instance/demo.db instance/demo.db-wal instance/demo.db-shm instance/demo.db.upgrade instance/demo-files

run: .venv/translated ## Serve the real system and say how to make the first administrator
	@$(BIN)/python -m evaluation.serve

test: .venv/installed-dev .venv/translated chromium clamav ## Run every test, browser tests included
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

chromium:
	@sh tests/browser/chromium.sh

clamav:
	@sh tests/clamav.sh

check: .venv/installed-dev .venv/translated ## Lint: ruff, mypy, import-linter, architecture, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/test_architecture.py tests/test_translations.py

bench: .venv/installed-dev .venv/translated ## Measure: prints the benchmark tables
	$(BIN)/python -m benchmarks

format: .venv/installed-dev ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: .venv/installed-dev ## Pin requirements*.in anew into requirements*.txt
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-find-links --no-header -o requirements.txt requirements.in
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links --no-header -o requirements-dev.txt requirements-dev.in

messages: .venv/installed-dev ## Collect new sentences into the translation catalogue
	$(BIN)/pybabel --quiet extract -F evaluation/translations/babel.cfg -k msg -k _ --no-wrap --sort-by-file --add-location=file --omit-header -o evaluation/translations/messages.pot .
	$(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete -i evaluation/translations/messages.pot -d evaluation/translations -l id
	rm evaluation/translations/messages.pot

schema: .venv/installed-dev ## Renew the schema snapshot after a new migration
	$(BIN)/python -m tests.store.snapshot

screenshots: .venv/installed-dev .venv/translated chromium ## Take the pictures in docs/ anew from the demonstration
	$(BIN)/python -m tests.browser.screenshots
