# Entry points. Each does its own set-up: Debian packages (tools/apt-packages.txt), .venv, build; a second run
# repeats only what changed. Variables: PYTHON (python3), APT=no (do not look at Debian packages), RECORDS (demo),
# MINUTES (10) and TARGETS (fuzz-run), BENCH (options of tests/bench/run.py).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
APT ?= yes
MINUTES ?= 10
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := pytest --quiet --numprocesses auto --dist loadfile

# One cache for every checkout and build directory.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := true

# Directories too: their times tell when a file is added or removed.
PACKAGE_INPUTS := CMakeLists.txt pyproject.toml $(wildcard README.md) LICENSE \
    $(shell find $(wildcard bindings cmake core python) -not -path '*/__pycache__*' -not -name '.*')
CPP_FILES = $(shell find bindings core tests -name '*.cpp' -o -name '*.hpp' | sort)

.PHONY: help
help: ## Show this
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: demo
demo: package ## Generate a labelled dump, validate it, show the verdict
	@tools/demo.sh $(BIN)/abonado build/demo

# From the quickest to the slowest.
.PHONY: test
test: check test-types test-cpp test-python test-wheel test-asan ## Everything that must hold before a merge

.PHONY: check
check: venv-test ## Linter of Python and layers, in seconds
	$(BIN)/ruff check --quiet
	$(BIN)/python tools/check_layers.py

.PHONY: test-cpp
test-cpp: apt-test build-dev ## C++ tests, self-contained headers, example consumers
	ctest --preset dev

.PHONY: test-asan
test-asan: apt-test build-asan ## C++ tests under AddressSanitizer and UndefinedBehaviorSanitizer
	ctest --preset asan

.PHONY: test-python
test-python: apt-test venv-test package build-dev ## Python tests on the installed package
	$(BIN)/python -m $(PYTEST)

.PHONY: test-kill
test-kill: apt-test venv-test package ## Loads and programs of operations killed, at least 100 times each
	ABONADO_KILL_ROUNDS=100 $(BIN)/python -m pytest --quiet --capture=no -m kill

.PHONY: faults
faults: apt-test build-dev ## Every call of the disk fails, both ways; the power goes at every change of a file
	ABONADO_FAULTS=all build/dev/tests/cpp/abonado_tests --gtest_filter='*Faults*:FaultCases.*:PowerCut.*' \
	    --gtest_brief=1 | tee build/faults.log
	@awk '/^\[ faults/ { faults += $$4 } /^\[ power/ { cuts += $$4 } \
	    END { print faults " faults injected, " cuts " power cuts: all survived" }' build/faults.log

.PHONY: test-types
test-types: venv-test package ## mypy --strict, and the stub against the module
	$(BIN)/python -m mypy
	$(BIN)/python -m mypy.stubtest --mypy-config-file pyproject.toml abonado._core

.PHONY: bench
bench: apt-bench package $(VENV)/.stamp-bench build/bench/sqlite_inserts build/bench/simdjson_walk ## Benchmarks, on the optimised wheel, to docs/reference
	$(BIN)/python tests/bench/run.py $(BENCH)

# Peers in C++, for the processor that they run on.
build/bench/sqlite_inserts: LIBRARY := -lsqlite3
build/bench/simdjson_walk: LIBRARY := -lsimdjson
build/bench/%: tests/bench/%.cpp
	@mkdir -p $(@D)
	g++ -std=c++20 -O3 -march=native -Wall -Wextra $< $(LIBRARY) -o $@

.PHONY: instructions
instructions: apt-test venv-test package ## Instructions of the hot paths, beside those of tests/instructions/counts.json
	$(BIN)/python tests/instructions/count.py

.PHONY: lint
lint: apt-lint check build-dev ## Layout, linters and types of C++ and Python
	clang-format-14 --dry-run -Werror $(CPP_FILES)
	run-clang-tidy-19 -quiet -p build/dev -extra-arg=-Wno-unknown-warning-option '/core/src/'
	$(BIN)/ruff format --check
	$(BIN)/python -m mypy

.PHONY: format
format: apt-lint venv-test ## Rewrite C++ and Python in the project's layout
	clang-format-14 -i $(CPP_FILES)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

.PHONY: tsan fuzz fuzz-run
tsan: apt-test build/tsan/build.ninja ## C++ tests in threads, under ThreadSanitizer
	cmake --build --preset tsan --target abonado_tests
	ctest --preset tsan

fuzz: apt-fuzz build-fuzz ## Build the fuzz targets and replay what was once found
	ctest --preset fuzz

fuzz-run: apt-fuzz build-fuzz ## Run TARGETS, all fuzz targets unless set, for MINUTES each
	$(PYTHON) tools/fuzz_run.py build/fuzz --minutes $(MINUTES) $(TARGETS)

.PHONY: coverage
coverage: apt-coverage apt-test venv-test build-coverage build-dev package $(VENV)/.stamp-coverage ## What the tests reach of core/ and of python/
	rm -rf build/coverage/profile
	ctest --preset coverage
	$(BIN)/python tools/measure_coverage.py build/coverage build/coverage/report
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m $(PYTEST)
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage html --quiet --directory build/coverage/report/python
	$(BIN)/python -m coverage report --skip-covered

.PHONY: docs
docs: apt-test package $(VENV)/.stamp-docs ## The docs site, to build/docs/html; warnings are errors
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --fresh-env --quiet -d build/docs/state docs build/docs/html
	@echo "build/docs/html/index.html"

.PHONY: docs-reference
docs-reference: package ## Write the generated pages of docs/reference
	$(BIN)/python tools/gen_reference.py

.PHONY: docs-pictures
docs-pictures: apt-test venv-test package $(VENV)/.stamp-pictures ## Make the pictures of docs/pictures anew
	$(BIN)/python tools/make_pictures.py

.PHONY: wheel
wheel: apt-build $(VENV)/.stamp-build $(VENV)/.stamp-wheel ## sdist, and a manylinux wheel built from it, to dist
	@tools/make_wheel.sh $(BIN)/python

.PHONY: test-wheel
test-wheel: wheel ## Install the wheel in an empty environment without compiler, and try it
	@tests/wheel/try_wheel.sh "$(PYTHON)" dist/*.whl build/wheel-trial

.PHONY: deb
deb: apt-deb build-deb ## Debian packages of the shared library, to build/deb/packages
	cd build/deb && cpack -B packages

.PHONY: test-deb
test-deb: deb ## Install the packages on this machine, use them, remove them (as root)
	tests/consumer/deb.sh build/deb/packages build/deb/consumer

.PHONY: clean
clean: ## Remove all that was built, and .venv
	rm -rf build dist $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- set-up ---------------------------------------------------------------------------------------------------

# Installs what is missing of the groups that a target needs.
apt-build: groups := build
apt-test: groups := build test
apt-lint: groups := build test lint
apt-fuzz: groups := build fuzz
apt-coverage: groups := build test coverage
apt-bench: groups := build bench
apt-deb: groups := build deb
.PHONY: apt-build apt-test apt-lint apt-fuzz apt-coverage apt-bench apt-deb
apt-build apt-test apt-lint apt-fuzz apt-coverage apt-bench apt-deb:
	@if [[ "$(APT)" != no ]]; then tools/apt_install.sh $(groups); fi

$(BIN)/python: | apt-build
	$(PYTHON) -m venv $(VENV)

# What the wheel is built with and what it needs, then what the tests and the benchmarks need.
$(VENV)/.stamp-build: extras := build runtime
$(VENV)/.stamp-test: extras := test
$(VENV)/.stamp-bench: extras := bench
$(VENV)/.stamp-pictures: extras := pictures
$(VENV)/.stamp-docs: extras := docs
$(VENV)/.stamp-wheel: extras := wheel
$(VENV)/.stamp-coverage: extras := coverage
EXTRAS := $(patsubst %,$(VENV)/.stamp-%,test bench pictures docs wheel coverage)
$(EXTRAS): $(VENV)/.stamp-build
$(VENV)/.stamp-build $(EXTRAS): pyproject.toml tools/requirements.py | $(BIN)/python
	@echo "Installing into $(VENV): $(extras)"
	@$(BIN)/python tools/requirements.py $(extras) >$@.txt
	@$(PIP) install --requirement $@.txt
	@touch $@

$(VENV)/.stamp-package: $(PACKAGE_INPUTS) $(VENV)/.stamp-build
	@echo "Building the optimised package"
	@$(PIP) install --no-build-isolation --no-deps .
	@touch $@

.PHONY: package venv-test
package: apt-build $(VENV)/.stamp-package ## Build the package, optimised, and install it into .venv
venv-test: apt-build $(VENV)/.stamp-test

build/%/build.ninja: CMakePresets.json
	cmake --preset $* >/dev/null
	@touch $@

PRESETS := dev release deb asan tsan fuzz coverage
.PHONY: $(PRESETS:%=build-%)
$(PRESETS:%=build-%): build-%: build/%/build.ninja
	cmake --build --preset $*
