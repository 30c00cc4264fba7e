# The commands of this project. `make` alone lists them.
#
# Everything Python lives in .venv, installed from lock files with hashes. A stamp inside .venv says
# which lock it was made from, so nothing is installed twice.

PYTHON ?= python3
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
	--require-hashes --only-binary :all:
CODE := decision_aid tests manage.py

.PHONY: help run setup test census lint bench lock clean packages packages-test
.DEFAULT_GOAL := help

help:
	@echo "make run     start the aid at http://127.0.0.1:$(PORT)  (PORT=9000 make run for another port)"
	@echo "make test    install what the tests need and run everything"
	@echo "make census  walk by pages to a PDF and back with 500 people in place of 60 (takes some minutes)"
	@echo "make lint    style, types and import rules only"
	@echo "make bench   measure; prints a table and writes bench.json"
	@echo "make setup   install everything, start nothing"
	@echo "make lock    write the lock files again from requirements*.in"
	@echo "make clean   remove everything that make has made (answers are never stored, so none are lost)"

# --- installing -----------------------------------------------------------------------------------

packages:
	@PYTHON='$(PYTHON)' .ci/packages run

packages-test:
	@PYTHON='$(PYTHON)' .ci/packages test

$(BIN)/python: | packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed-run: requirements.txt | $(BIN)/python
	@echo "Installing from requirements.txt"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.installed-test: requirements.txt requirements-test.txt | $(BIN)/python
	@echo "Installing from requirements-test.txt"
	@$(PIP_INSTALL) -r requirements-test.txt
	@touch $(VENV)/.installed-run $@

# A form renderer of others, for the test that shows it our FHIR Questionnaire. Never shipped.
$(VENV)/.lforms: tests/lforms/__init__.py | packages-test $(VENV)/.installed-test
	@echo "Fetching LForms for the tests"
	@$(BIN)/python -m tests.lforms
	@touch $@

setup: packages-test $(VENV)/.installed-test $(VENV)/.lforms

# --- running --------------------------------------------------------------------------------------

run: packages $(VENV)/.installed-run
	@$(BIN)/python manage.py collectstatic --no-input --clear --verbosity 0
	@$(BIN)/python manage.py migrate --verbosity 0
	@echo "The decision aid is at http://127.0.0.1:$(PORT)/  (stop it with Ctrl+C)"
	@exec $(BIN)/python -m gunicorn --config decision_aid/gunicorn_conf.py \
		--bind 127.0.0.1:$(PORT) decision_aid.wsgi:application

# --- checking -------------------------------------------------------------------------------------

lint: $(VENV)/.installed-test
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# The steps are in one order on purpose: pytest is last, so that its own closing line ends the output.
test: setup
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTEST_ARGS)

census: setup
	@CENSUS=all $(BIN)/python -m pytest --numprocesses auto --dist worksteal tests/web/test_round_trip.py $(PYTEST_ARGS)

bench: setup
	@$(BIN)/python -m tests.bench

# --- housekeeping ---------------------------------------------------------------------------------

# uv resolves for every platform at once; it is only needed here, so it lives in an environment of its own.
lock: $(BIN)/python
	@test -x $(VENV)/lock/bin/uv || { $(PYTHON) -m venv $(VENV)/lock && \
		$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9; }
	@for name in requirements requirements-test; do \
		$(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
			$$name.in --output-file $$name.txt || exit 1; \
	done
	@echo "Wrote requirements.txt and requirements-test.txt"

clean:
	@rm -rf $(VENV) staticfiles bench.json .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +
