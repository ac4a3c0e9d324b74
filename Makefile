# Two commands matter: `make demo` and `make test`. Everything else is beside them.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
JOBS ?= auto
export LUMBUNG_DATA ?= $(CURDIR)/var

.DEFAULT_GOAL := help
.PHONY: help demo test check bench lock

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

.venv/installed: requirements.lock pyproject.toml
	@echo "Installing Lumbung's locked packages into .venv (once) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Lumbung needs Python 3.11 or newer; say which with make PYTHON=...")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

demo: .venv/installed ## the whole product on this machine; PORT=8000, RESET=1 starts over
	@exec $(BIN)/lumbung demo --port $(PORT) $(if $(RESET),--reset)

test: .venv/installed ## the whole suite, on its own servers; JOBS=1 one test after the other
	@$(BIN)/pytest --numprocesses=$(JOBS) --dist=worksteal $(ARGS)

check: .venv/installed ## lint, types, import contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

bench: .venv/installed ## what the product promises about speed
	@$(BIN)/python -m benchmarks $(ARGS)

lock: .venv/installed ## renew requirements.lock from pyproject.toml
	@$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv
	@.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --upgrade --group check --group test pyproject.toml -o requirements.lock
	@rm -rf .venv-lock
