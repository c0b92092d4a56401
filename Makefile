# The two commands of the README are `make study` and `make test`; both set up .venv if needed.
# On a CUDA machine, once: `make study REQUIREMENTS=requirements-gpu.txt`; later commands keep what is installed.
PYTHON ?= python3
REQUIREMENTS ?= $(firstword $(patsubst .venv/installed-from-%,%,$(wildcard .venv/installed-from-*)) requirements.txt)
BIN := .venv/bin
PIP_INSTALL := -m pip --disable-pip-version-check install --quiet --no-deps
PIP := $(BIN)/python $(PIP_INSTALL)
# On a terminal, a progress line instead of several lines per job.
SNAKEMAKE = $(BIN)/snakemake --cores all $$([ -t 2 ] && echo --logger line)
# The tests of a module stay in one process, so that fixtures are made once.
PYTEST = $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope
LIBRARIES := .venv/installed-from-$(REQUIREMENTS)
INSTALLED := .venv/installed-package
DOCS := .venv-docs/installed
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header

# Snakemake and Matplotlib keep caches in the home folder; a user who cannot write there, as in a container, keeps them here.
ifeq ($(shell test -w "$$HOME" && echo writable),)
export HOME := $(CURDIR)/.home
endif

.DEFAULT_GOAL := help
.PHONY: help study paper status plan answer scene new test test-all lint format bench result-pages docs release-check lock

help:
	@echo "make study   the quick study, into results/quick/"
	@echo "make test    the everyday tests; make test-all: all of them"
	@echo "make scene FILES=\"cube.hdr labels.csv\"              how your files are read"
	@echo "make new STUDY=field FILES=\"cube.hdr labels.csv\"    a first study of them, config/field.yaml"
	@echo "make plan, make status                               what a study costs, and how far it has come"
	@echo "make answer TARGET=0.05 WITHIN=1.3                   how many labelled pixels an error needs"
	@echo "make paper, make bench, make docs, make lint         the published study, benchmarks, the site, checks"

study: $(INSTALLED)
	$(SNAKEMAKE)

# The published study: over 16,000 runs, for GPUs; SMALLER narrows it, as in
# make paper SMALLER="--config seeds=3 'only_models=[lmm,svr]'"
paper: $(INSTALLED)
	$(SNAKEMAKE) --configfile config/paper.yaml $(SMALLER)

# How far a study has come; installs nothing, because the study may be running. Other studies and parts of them:
# make status STUDY="--configfile config/paper.yaml --config seeds=3 'only_models=[lmm,svr]'"
status:
	@$(BIN)/python workflow_scripts/print_status.py $(STUDY)

# What a study would cost; takes STUDY as status does.
plan: $(INSTALLED)
	@$(BIN)/python workflow_scripts/print_plan.py $(STUDY)

# How many labelled pixels an error needs, within a factor: runs what narrows the answer instead of a grid.
# make answer STUDY="--configfile config/real.yaml --config study=samson 'only_scenes=[samson]'" TARGET=0.05 WITHIN=1.3
# BUDGET: core hours, as make plan counts them.
WITHIN = 1.3
answer: $(INSTALLED)
	@$(BIN)/python workflow_scripts/answer_study.py $(STUDY) --target $(TARGET) --within $(WITHIN) $(if $(BUDGET),--hours $(BUDGET))

# How your files are read, with a page to look at and an entry for a config:
# make scene FILES="cube.hdr labels.csv"
scene: $(INSTALLED)
	@$(BIN)/python workflow_scripts/print_scene.py $(FILES)

# A config for a first study of your files: make new STUDY=field FILES="cube.hdr labels.csv"
new: $(INSTALLED)
	@$(BIN)/python workflow_scripts/write_study.py $(STUDY) $(FILES)

# The everyday tests, without other processes, TensorFlow or a browser.
test: $(INSTALLED)
	OMP_NUM_THREADS=1 $(PYTEST) -m "not slow"

# All tests.
test-all: test
	$(PYTEST) -m slow

# Style, layers of the package, types, spelling, and Snakemake's own advice.
lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow rules
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/mypy benchmarks
	$(BIN)/codespell
	$(BIN)/python .ci/lint_snakefiles.py

format: $(INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/snakefmt Snakefile workflow rules

bench: $(INSTALLED)
	$(BIN)/python benchmarks/run.py

# The tables and figures of docs/results/, made again from the rows of runs kept there.
result-pages: $(INSTALLED)
	$(BIN)/python docs/results/pages/result_pages.py

# The documentation site, into site/: open site/index.html.
docs: $(DOCS)
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --strict --quiet

# What a release needs: style, the site, one version with its date, locks in step, and all of it committed.
release-check: lint docs
	$(BIN)/python -m pytest --quiet tests/workflow/test_environment.py tests/workflow/test_site.py
	@grep --quiet '^## [0-9.]*, [0-9-]*$$' CHANGELOG.md && ! grep --quiet unreleased CHANGELOG.md || \
	    { echo "CHANGELOG.md still calls something unreleased: give its heading a version and a date."; exit 1; }
	@test -z "$$(git status --porcelain)" || { git status --short; echo "These files are not committed."; exit 1; }
	@echo "$$(grep --max-count 1 '^## ' CHANGELOG.md) can be released, once .ci/run has passed."

# Resolve requirements.in again; needs uv.
lock:
	$(LOCK) requirements.in requirements-tensorflow.in requirements-dev.in -o requirements.txt
	$(LOCK) requirements.in requirements-gpu.in requirements-dev.in -c requirements.txt -o requirements-gpu.txt
	$(LOCK) requirements.in requirements-jax.in requirements-dev.in -c requirements.txt -o requirements-jax.txt
	for extra in browser docs mlflow torch; do $(LOCK) requirements-$$extra.in -c requirements.txt -o requirements-$$extra.txt; done

$(LIBRARIES): $(REQUIREMENTS)
	@case "$$PWD" in *[[:space:]\"\'\`\$$\&\;\|\<\>\(\)\*\?\\]*) \
	    echo "The path $$PWD holds a space or another character of the shell, and Snakemake does not quote the interpreter's path: move this folder."; \
	    exit 1;; esac
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	    { echo "Python 3.11, 3.12 or 3.13 is needed: name one, as in 'make study PYTHON=python3.12'."; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(PIP) --require-hashes -r $(REQUIREMENTS)
	touch $@

# The packages of workflow_scripts/, installed in place: an edit needs no new installation.
$(INSTALLED): $(LIBRARIES) pyproject.toml workflow_scripts/learning_curves/pyproject.toml
	$(PIP) --no-build-isolation --editable workflow_scripts/learning_curves --editable .
	touch $@

$(DOCS): requirements-docs.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv-docs
	.venv-docs/bin/python $(PIP_INSTALL) --require-hashes -r requirements-docs.txt
	.venv-docs/bin/python $(PIP_INSTALL) --no-build-isolation --editable workflow_scripts/learning_curves --editable .
	touch $@
