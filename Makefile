# What a person runs here. Each target makes the virtual environment first, from requirements.lock; `make help` lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
BIN := .venv/bin
# Half as many again as there are processors: tests wait for much of their time.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')
TESTS = -m pytest -m "not cluster" -n $(WORKERS) --dist loadfile
# Two control planes on a small machine can be slower than a test has patience. What failed beside others has to pass alone; both are printed.
ALONE = printf '\n== what failed beside other tests, once more and alone ==\n\n' && $(BIN)/python -m pytest -m cluster --last-failed --last-failed-no-failures none
.DEFAULT_GOAL := help
.PHONY: help venv lock lint test coverage test-simulation test-cluster bench bench-cluster bench-scale soak demo demo-cluster cluster clean

help:                ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 16

venv: .venv/installed ## the virtual environment, from requirements.lock

.venv/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "typekro needs Python 3.11 or newer: no python3 on the PATH" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "typekro needs Python 3.11 or newer: $(PYTHON) is $$("$(PYTHON)" -V 2>&1). Say which: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "typekro needs Python's venv module: $(PYTHON) has none (Debian: apt install python3-venv)" >&2; exit 1; }
	"$(PYTHON)" -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

lock: venv           ## requirements.lock anew, from pyproject.toml
	@command -v uv >/dev/null || { echo "make lock needs uv on the PATH: pip install uv" >&2; exit 1; }
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --output-file requirements.lock

lint: venv           ## ruff, mypy, pyright, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pyright --warnings

test: lint           ## everything that needs Python only
	$(BIN)/python $(TESTS)

coverage: venv       ## the same tests with branch coverage, which takes half as long again
	$(BIN)/coverage erase
	$(BIN)/coverage run $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

test-simulation: venv ## the engine under virtual time: 10,000 schedules with faults, 1,000 of them on the local cluster too
	$(BIN)/python -m tests.simulation --seeds $(or $(SEEDS),0:10000) --shrink
	$(BIN)/python -m tests.simulation --on cluster --seeds $(or $(SEEDS),0:1000) --shrink

test-cluster: venv   ## the tests on two real control planes (built and started by themselves; needs Go 1.26)
	$(BIN)/python -m tests.cluster build
	@$(BIN)/python -m pytest -m cluster -n 2 --dist loadfile --no-loadscope-reorder || { test $$? -eq 1 && $(ALONE); }

bench: venv          ## figures of this machine, each beside a yardstick of the same run; also in bench.json; BENCH="--runs 1" is quicker
	$(BIN)/python -m benchmarks --json bench.json $(BENCH)

bench-cluster: venv  ## the same and more, on a real control plane (built and started by itself; needs Go 1.26)
	$(BIN)/python -m benchmarks --real --json bench.json $(BENCH)

bench-scale: venv    ## whether the cost of each resource stays the same from 10,000 to 100,000; SCALE="1000 5000" for other numbers
	$(BIN)/python -m benchmarks.scale $(SCALE)

soak: venv           ## 200 runs of changing programs, killed by signal 9 at random moments: the state stays small, and all converges
	$(BIN)/python -m tests.soak --runs $(or $(RUNS),200)

demo: venv           ## the main job on the local cluster that typekro embeds: Python is enough
	$(BIN)/python -m examples.demo

demo-cluster: venv   ## the same on a real control plane with kro (built and started by itself; needs Go 1.26)
	$(BIN)/python -m examples.demo --real

cluster: venv        ## a real control plane with kro in the foreground; prints its kubeconfig
	$(BIN)/python -m tests.cluster

clean:               ## away with what the tools left here
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* dist build bench.json
