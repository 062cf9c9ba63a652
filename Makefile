# make run · make test · make setup · make check · make bench · make pictures
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run setup setup-dev test check format bench pictures lock

run: setup
	@exec $(BIN)/python app.py serve

setup: $(VENV)/.runtime
$(VENV)/.runtime: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Hymnsheet needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@touch $@

setup-dev: $(VENV)/.dev
$(VENV)/.dev: tests/requirements.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r tests/requirements.lock
	@touch $@

test: check
	@$(BIN)/python -m pytest --cov --cov-report=term

check: setup-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: setup-dev
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

lock:
	uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.lock
	uv pip compile -q pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o tests/requirements.lock
