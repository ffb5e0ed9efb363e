# Everything one does with this project, from a fresh clone, with python3 and make alone.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
PIP_INSTALL := $(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
PIP_COMPILE := var/lock/bin/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras \
	--no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links
TEMPLATES := find templates articles comments -name '*.html' -print0
# Each has a database of its own; more would ask for more connections than PostgreSQL gives.
TESTERS := 2
BROWSER := command -v chromium || command -v chromium-browser || command -v google-chrome

# Makefiles of single tasks, such as benchmarks, may stand beside their scripts.
-include bench/Makefile.inc

.DEFAULT_GOAL := help
.PHONY: help run test lint format soak browser requirements clean

help: ## List what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: $(VENV)/.installed .env ## Serve the site on http://127.0.0.1:8000 (PORT=, HOST=)
	@exec $(RUN)/python -m config.run

test: lint browser ## Check everything, then run all tests but the soak
	$(RUN)/python manage.py makemigrations --check --dry-run
	@echo "check --deploy, as a public site"
	@ENV_FILE= DEMO= ALLOWED_HOSTS=example.org \
		SECRET_KEY="$$($(RUN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		$(RUN)/python manage.py check --deploy --fail-level WARNING
	$(RUN)/python -m pytest -n $(TESTERS) $(PYTEST_ARGS)

lint: $(VENV)/.installed-dev .env ## Check style and types
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(TEMPLATES) | xargs -0r $(RUN)/djade --target-version 5.2 --check
	$(RUN)/mypy

format: $(VENV)/.installed-dev ## Format code and templates, mend what can be mended
	$(RUN)/ruff check --fix .
	$(RUN)/ruff format .
	$(TEMPLATES) | xargs -0r $(RUN)/djade --target-version 5.2

soak: $(VENV)/.installed-dev .env browser ## Long random runs against the real database
	$(RUN)/python -m pytest -m soak $(PYTEST_ARGS)

browser: $(VENV)/.installed-dev
	@$(BROWSER) >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing chromium for the browser tests"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
		else $(RUN)/playwright install chromium; fi; }

# With the oldest Python that is to work, Debian 12's 3.11.2: newer ones let in too much.
requirements: ## Pin the newest versions that requirements*.in allow, by PYTHON=/usr/bin/python3
	$(PYTHON) -m venv var/lock
	var/lock/bin/python -m pip install --quiet pip-tools
	$(PIP_COMPILE) --upgrade -o requirements.txt requirements.in
	$(PIP_COMPILE) --upgrade -o requirements-dev.txt requirements-dev.in

clean: ## Remove what can be made again; data in var/ and .env stay
	rm -rf $(VENV) var/static var/lock .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Kept: .env, and the data in var/."

$(VENV)/.installed: requirements.txt $(VENV)/.made
	@echo "Installing the packages"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.made
	@echo "Installing the packages, and those of developers"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.installed $@

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Understory needs Python 3.11 or newer; choose one with: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing python3-venv"; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null; \
		else \
			echo "This Python lacks venv. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; \
		fi; }
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

.env: | $(VENV)/.made
	@$(RUN)/python config/env_file.py

.PHONY: screenshots
screenshots: $(VENV)/.installed-dev .env browser ## Take the pictures of the README again
	$(RUN)/python -m docs.screenshots
