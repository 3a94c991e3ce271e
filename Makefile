# mainpipe: raw text in, a dataset ready for LLM pre-training out. `make help` lists the targets.

SHELL := /bin/bash -o pipefail
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# What a user may set: make all CORPUS=sample THREADS=4 …
TARGET ?= duckdb
CORPUS ?=
TOKENIZER ?=
BLOCKLISTS ?=
QUALITY_MODEL ?=
QUALITY_LABEL ?=
BENCHMARKS ?=
RAW ?=
BUILD ?=
THREADS ?=
MEMORY ?=
SCALE ?=
SAMPLE_BUILD ?=
ENGINE ?= auto

VENV ?= .venv
PY := $(VENV)/bin/python
SETTINGS = $(foreach name,TARGET CORPUS TOKENIZER BENCHMARKS BLOCKLISTS QUALITY_MODEL QUALITY_LABEL RAW BUILD THREADS MEMORY SCALE,$(if $($(name)),--$(call lower,$(name))="$($(name))"))
lower = $(shell echo $(1) | tr A-Z_ a-z-)

.PHONY: help all acquire build site serve report funnel sql parity spark-cluster test lint format lock clean setup setup-dev setup-spark image engine compare-datatrove measure-recall measure-dedup measure-cost measure-shuffle

help: ## list the targets
	@echo "mainpipe: raw text in, a dataset ready for LLM pre-training out"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  CORPUS=auto|hub|sample|<folder>   where the text comes from (auto: the hub where it answers, else the bundled sample)"
	@echo "  TOKENIZER=<path or hub id>        a tokenizer.json (GPT-2's from the hub; where there is none, one trained on the corpus)"
	@echo "  BLOCKLISTS=<folder>               domains, addresses and terms to keep out, one a line, beside the seeds' own"
	@echo "  QUALITY_MODEL=<path>              a fastText classifier for the signal quality_score (QUALITY_LABEL=__label__hq)"
	@echo "  BENCHMARKS=<folder>               *.jsonl and *.jsonl.gz whose items must not be trained on (none; the sample has its own)"
	@echo "  BUILD=<folder>  RAW=<folder>      where results and acquired text go (build, with Spark build/spark; data/raw)"
	@echo "  THREADS=<n>  MEMORY=<size>        what the engine may use (all cores, 2GB)"
	@echo "  SCALE=<factor>                    multiplies the byte budgets of the sources"
	@echo "  ENGINE=auto|local|container       where to run (auto: in a container where Docker or Podman answers)"
	@echo "  TARGET=duckdb|spark               what runs the models (Spark needs Java 17, and runs on this machine or on the"
	@echo "                                    cluster of SPARK_MASTER=spark://… or SPARK_REMOTE=sc://…)"

all: engine ## everything: set up, acquire, build, export, show the funnel, make the report site
	@$(MAKE) $(call chosen)-all

acquire: engine ## fetch the raw text of every source; goes on where it was
	@$(MAKE) $(call chosen)-acquire

build: engine ## dbt and export alone, on what was acquired: only what is stale
	@$(MAKE) $(call chosen)-build

site: engine ## the report site anew, where tables or pages changed
	@$(MAKE) $(call chosen)-site

serve: setup ## show the report site in a browser on this machine
	@$(PY) -m mainpipe serve $(SETTINGS)

report: setup ## the figures of REPORT.md, from what was built (SAMPLE_BUILD=<folder>: from the sample, what is known to be true)
	@SAMPLE_BUILD="$(SAMPLE_BUILD)" $(PY) -m mainpipe report $(SETTINGS)

funnel: setup ## what became of the documents of each source
	@$(PY) -m mainpipe funnel $(SETTINGS)

sql: setup ## a DuckDB prompt on a copy of the results
	@$(PY) -m mainpipe sql $(SETTINGS)

parity: setup-spark ## the sample (or CORPUS) on DuckDB and on Spark, and every table of the one beside the other's
	@$(PY) -m mainpipe parity $(SETTINGS)

spark-cluster: setup-spark ## a Spark cluster on this machine, for SPARK_MASTER; CONNECT=yes: with a server, for SPARK_REMOTE
	@$(PY) -m mainpipe.spark_cluster $(if $(CONNECT),--connect) $(SETTINGS)

test: setup-dev lint ## every check, from a clean clone
	$(PY) -m pytest

lint: setup-dev ## formatting, types and SQL style
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/sqlfluff lint --processes 0 --disable-progress-bar models tests analyses

format: setup-dev ## put Python into the house's format
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

lock: setup-dev ## resolve pyproject.toml into the hash-locked requirements files
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		pyproject.toml --output-file requirements.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev --constraint requirements.txt pyproject.toml --output-file requirements-dev.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra spark --constraint requirements.txt pyproject.toml --output-file requirements-spark.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--constraint requirements.txt benchmarks/requirements.in --output-file benchmarks/requirements.txt

compare-datatrove: setup $(VENV)-benchmarks/.ready ## our decisions beside datatrove's on what was built (see benchmarks/)
	@$(VENV)-benchmarks/bin/python -m benchmarks.datatrove_agreement $(if $(BUILD),--build="$(BUILD)") \
		--language-model "$$($(PY) -c 'from python_udfs.language import model_path; print(model_path())')" $(ARGS)

measure-recall: setup ## the near duplicates that were found beside all there are (see benchmarks/)
	@$(PY) -m benchmarks.duplicate_recall $(if $(BUILD),--build="$(BUILD)") $(ARGS)

measure-dedup: setup ## time and memory of the deduplication on 1 and 10 copies of what was built (see benchmarks/)
	@$(PY) -m benchmarks.dedup_scale $(if $(BUILD),--build="$(BUILD)") $(ARGS)

measure-cost: setup-dev ## what a build costs by stage on 1, 3 and 10 copies of what was acquired (see benchmarks/)
	@$(PY) -m benchmarks.cost_scale $(if $(RAW),--raw="$(RAW)") $(if $(TARGET),--target="$(TARGET)") $(if $(TOKENIZER),--tokenizer="$(TOKENIZER)") $(ARGS)

measure-shuffle: setup-spark ## what each model shuffles when Spark builds what was acquired (see benchmarks/)
	@$(PY) -m benchmarks.spark_shuffle $(if $(RAW),--raw="$(RAW)") $(if $(BUILD),--work="$(BUILD)") $(if $(TOKENIZER),--tokenizer="$(TOKENIZER)") $(ARGS)

clean: ## remove the results and the virtual environment, keep the acquired text
	rm -rf $(or $(BUILD),build) .venv .venv-benchmarks reports/node_modules

setup: $(VENV)/.ready $(if $(filter spark,$(TARGET)),$(VENV)/.ready-spark) ## the virtual environment, from the hash-locked requirements
setup-spark: $(VENV)/.ready-spark
# The tests of Spark run where Java is.
setup-dev: $(VENV)/.ready-dev $(if $(shell command -v java),$(VENV)/.ready-spark)

$(VENV)/bin/python:
	@python3 -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
		|| { echo "mainpipe: Python 3.11, 3.12 or 3.13 is needed, this is $$(python3 --version)" >&2; exit 1; }
	python3 -m venv $(VENV)

$(VENV)/.ready: requirements.txt | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements.txt
	$(PY) -m mainpipe.warm
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements-dev.txt
	@touch $@

# PySpark comes as source alone, without anything to compile.
$(VENV)/.ready-spark: requirements-spark.txt $(VENV)/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-spark.txt
	@touch $@

$(VENV)-benchmarks/.ready: benchmarks/requirements.txt
	python3 -m venv $(VENV)-benchmarks
	$(VENV)-benchmarks/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r $<
	@touch $@

# --- where to run ---------------------------------------------------------------------------------------------------

CONTAINER := $(shell for engine in docker podman; do timeout 5 $$engine info >/dev/null 2>&1 && echo $$engine && break; done)
chosen = $(if $(filter auto,$(ENGINE)),$(if $(CONTAINER),$(if $(filter spark,$(TARGET)),local,container),local),$(ENGINE))

engine:
	@case "$(ENGINE)" in auto|local|container) ;; *) echo "mainpipe: ENGINE=$(ENGINE): give auto, local or container" >&2; exit 1;; esac
	@if [ "$(chosen)" = container ] && [ -z "$(CONTAINER)" ]; then \
		echo "mainpipe: ENGINE=container: neither Docker nor Podman answers" >&2; exit 1; fi
	@if [ "$(chosen)$(TARGET)" = containerspark ]; then \
		echo "mainpipe: ENGINE=container: the image has no Java; TARGET=spark goes with ENGINE=local" >&2; exit 1; fi
	@echo "mainpipe: running $(if $(filter container,$(chosen)),in a container ($(CONTAINER)),on this machine)"

local-%: setup
	@$(PY) -m mainpipe $* $(SETTINGS)

# A folder or file that the user names is mounted read-only under its own path.
paths = $(foreach path,$(wildcard $(CORPUS) $(TOKENIZER) $(BENCHMARKS) $(BLOCKLISTS) $(QUALITY_MODEL)),--volume "$(abspath $(path)):$(abspath $(path)):ro")
inside = --raw=/data/raw --build=/data/build $(foreach name,QUALITY_LABEL THREADS MEMORY SCALE,$(if $($(name)),--$(call lower,$(name))="$($(name))")) \
	$(foreach name,CORPUS TOKENIZER BENCHMARKS BLOCKLISTS QUALITY_MODEL,$(if $($(name)),--$(call lower,$(name))="$(if $(wildcard $($(name))),$(abspath $($(name))),$($(name)))"))
run = $(CONTAINER) run --rm --init $(if $(findstring podman,$(CONTAINER)),--userns keep-id) --user "$$(id -u):$$(id -g)" --read-only --tmpfs /tmp --cap-drop ALL \
	--security-opt no-new-privileges --volume "$(abspath $(or $(RAW),data/raw)):/data/raw" \
	--volume "$(abspath $(or $(BUILD),build)):/data/build" $(paths)

image:
	@mkdir -p $(or $(RAW),data/raw) $(or $(BUILD),build)
	$(CONTAINER) build --quiet --tag mainpipe . >/dev/null

container-all: container-acquire
	@$(MAKE) container-build || { $(MAKE) container-site; exit 1; }
	@$(MAKE) container-site

container-acquire: image
	@$(run) mainpipe python -m mainpipe acquire $(inside)

container-build: image
	@$(run) --network none mainpipe python -m mainpipe build $(inside)

container-site: image
	@$(run) --network none mainpipe python -m mainpipe site $(inside)
