# Two commands do all set-up on a fresh machine: `make run` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
PORT    ?= 8501
SIZE    ?= slice


.PHONY: help run test lint types format soak bench lock chromium postgresql clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/.runtime: requirements.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: $(VENV)/.runtime ## the app with the sample region on http://127.0.0.1:$(PORT)
	@$(BIN)/python -m etl sample --only-if-empty
	@$(BIN)/python -m register migrate
	@$(BIN)/streamlit run app.py --server.address 127.0.0.1 --server.port $(PORT)

test: $(VENV)/.dev chromium postgresql ## every test, the browser's included
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.dev ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.dev ## mypy
	@$(BIN)/mypy

format: $(VENV)/.dev ## let ruff format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

soak: $(VENV)/.dev ## the long proofs in full (300 kills, 200 000 odd files, more seeds); writes docs/reliability.md
	@$(BIN)/python -m bench.soak

bench: $(VENV)/.dev ## speed as ratios within one run; SIZE=full writes docs/performance.md
	@$(BIN)/python -m bench --size $(SIZE)

lock: $(VENV)/.dev ## compile requirements*.in to the locks with hashes (needs uv)
	@uv pip compile --quiet --generate-hashes --python-version 3.11 --no-emit-index-url --no-header requirements.in -o requirements.txt
	@uv pip compile --quiet --generate-hashes --python-version 3.11 --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

chromium:
	@command -v chromium-headless-shell >/dev/null || bash tests/install_chromium.sh

postgresql:
	@command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || bash tests/install_postgresql.sh

clean: ## remove the environment and what was loaded (not the product's own data, nor what people entered)
	@rm -rf $(VENV) data/warehouse.duckdb* data/marts-*.duckdb* data/current* data/hash.key data/load.lock data/suppression* data/balances* data/sample
