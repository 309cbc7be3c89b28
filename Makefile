# Every command of the project. `make help` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: always help run chain test bench image-check build plugins lint format house header unit \
  fixtures end-to-end deploy-tests clean

SWIFT ?= swift
CC ?= cc
PORT ?= 8080
RUNTIME_PORT ?= 8000
SANDBOX_PORT ?= 9399

# No step may hang: a time limit for each, in seconds, far above what it needs.
BUILD_LIMIT := 1500
TEST_LIMIT := 900
LIMIT := timeout --kill-after=10

RELEASE := .build/release
FIXTURES := .build/fixtures
TRANSCRIPT := .build/mcp-transcript.jsonl
DEPLOY_LOG := .build/deploy-tests.log
VENV := .venv
LEGACY_VENV := .venv-legacy
AWS_VENV := .venv-aws
DEPLOY_VENV := .venv-deploy
BENCH_VENVS := .venv-toolbox .venv-postgres-mcp
VENVS := $(VENV) $(LEGACY_VENV) $(AWS_VENV) $(DEPLOY_VENV)
SWIFT_FOLDERS := Sources Plugins Tests Package.swift
C_FLAGS := -O2 -fPIC -shared -fvisibility=hidden -Wall -Wextra -I Sources/PluginABI/include
PYTEST := $(VENV)/bin/python -B -m pytest -p no:cacheprovider
# Most tests wait: three at a time keep two cores busy. Those of one file share servers.
SIDE_BY_SIDE := --numprocesses 3 --dist loadfile

# Debian packages, installed only where they are missing; COMMAND=PACKAGE where any provider of
# the command will do.
RUN_PACKAGES := cc=gcc curl=curl libcurl4 libssl3 libc6-dev ca-certificates tzdata
DEPLOY_PACKAGES := jq=jq shellcheck=shellcheck
TEST_PACKAGES := $(RUN_PACKAGES) g++=g++ nghttpd=nghttp2-server openssl=openssl $(DEPLOY_PACKAGES)
# PostgreSQL for throw-away servers. RUNLEVEL=1: the service that comes with it does not start.
POSTGRES_PACKAGES := libpq5 postgresql-15
POSTGRES_TEST_PACKAGES := $(POSTGRES_PACKAGES) postgresql-15-hypopg pgbouncer=pgbouncer

# Of what `swift test` prints: failures, what was skipped, and the summary.
WITHOUT_SUCCESSES := sed -u -E '/^✔ Test run/b; /^(◇|✔)/d'

heading = @printf '\n== %s\n' "$(1)"

help: ## lists the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' \
	  | expand -t 16

run: ## starts Toolrack, a local Lark and a throw-away PostgreSQL with a sample; PORT=8080
	@scripts/packages.sh $(RUN_PACKAGES)
	@RUNLEVEL=1 scripts/packages.sh $(POSTGRES_PACKAGES) || echo "Going on without PostgreSQL."
	@$(MAKE) --no-print-directory plugins
	@PORT=$(PORT) SANDBOX_PORT=$(SANDBOX_PORT) exec scripts/run.sh

chain: ## the whole chain: tokens, gateway, signatures, runtime, local Lark; PORT=8080
	@scripts/packages.sh $(RUN_PACKAGES)
	@$(MAKE) --no-print-directory plugins
	@PORT=$(PORT) RUNTIME_PORT=$(RUNTIME_PORT) SANDBOX_PORT=$(SANDBOX_PORT) exec scripts/chain.sh

test: ## every test: format, rules, header, Swift, then other people's clients
	@scripts/packages.sh $(TEST_PACKAGES)
	@RUNLEVEL=1 scripts/packages.sh $(POSTGRES_TEST_PACKAGES)
	@$(MAKE) --no-print-directory lint $(VENVS:=/ready) house header fixtures unit plugins
	@# Both mostly wait, so they go side by side.
	@$(MAKE) --no-print-directory deploy-tests >$(DEPLOY_LOG) 2>&1 & deploy=$$!; status=0; \
	  $(MAKE) --no-print-directory end-to-end || status=$$?; \
	  wait $$deploy || status=$$?; cat $(DEPLOY_LOG); exit $$status

bench: ## beside nginx, Python, pgbench and others; WRITE=1 also writes docs/benchmarks.md
	@scripts/packages.sh $(RUN_PACKAGES) python3=python3 wrk=wrk
	@RUNLEVEL=1 scripts/packages.sh nginx=nginx-light $(POSTGRES_PACKAGES)
	@$(MAKE) --no-print-directory plugins $(VENV)/ready $(AWS_VENV)/ready
	@install -D -m 755 $(RELEASE)/libeverything.so $(FIXTURES)/everything.so
	python3 -B Benchmarks/bench.py $(if $(WRITE),--write docs/benchmarks.md)

image-check: ## builds the container image on stand-in bases, runs it and asks it
	@scripts/packages.sh buildah=buildah curl=curl debootstrap=debootstrap ip=iproute2
	@deploy/image-check.sh

build: ## the release build
	$(call heading,Release build)
	@$(LIMIT) $(BUILD_LIMIT) $(SWIFT) build --configuration release

plugins: build ## the plugins, into plugins/
	$(call heading,Plugins)
	@install -D -m 755 $(RELEASE)/liblark.so plugins/lark.so
	@install -D -m 755 $(RELEASE)/libremote.so plugins/remote.so
	@install -D -m 755 $(RELEASE)/libpg.so plugins/pg.so
	@$(CC) $(C_FLAGS) -o plugins/echo.so Plugins/Echo/echo.c -lpthread -lm
	@ls -l plugins

lint: ## the format of every Swift file
	$(call heading,Format)
	@$(LIMIT) $(TEST_LIMIT) $(SWIFT) format lint --strict --recursive $(SWIFT_FOLDERS)

format: ## formats every Swift file in place
	@$(SWIFT) format --in-place --recursive $(SWIFT_FOLDERS)

house: $(VENV)/ready ## the rules of the house: imports, lengths, names
	$(call heading,Rules of the house)
	@$(LIMIT) $(TEST_LIMIT) $(PYTEST) -q Tests/HouseTests

header: ## the plugin header as C11, as C++17 and from Swift
	$(call heading,Plugin header)
	@$(LIMIT) $(TEST_LIMIT) Tests/PluginABITests/compile.sh

unit: fixtures ## the tests of each module
	$(call heading,Swift tests)
	@$(LIMIT) $(BUILD_LIMIT) $(SWIFT) build --build-tests
	@rm -f $(TRANSCRIPT)
	@TOOLRACK_MCP_TRANSCRIPT=$(CURDIR)/$(TRANSCRIPT) $(LIMIT) $(TEST_LIMIT) \
	  scripts/with-postgres.sh $(SWIFT) test --skip-build --disable-xctest --no-parallel \
	  | $(WITHOUT_SUCCESSES)

fixtures: ## the plugins that only tests load
	$(call heading,Fixture plugins)
	@$(LIMIT) $(TEST_LIMIT) Tests/Fixtures/build.sh $(FIXTURES)

end-to-end: $(filter-out $(DEPLOY_VENV)/ready,$(VENVS:=/ready)) ## other people's clients
	$(call heading,End to end)
	@install -D -m 755 $(RELEASE)/libeverything.so $(FIXTURES)/everything.so
	@TOOLRACK_BIN_DIR=$(CURDIR)/$(RELEASE) TOOLRACK_PLUGINS=$(CURDIR)/plugins \
	  TOOLRACK_FIXTURES=$(CURDIR)/$(FIXTURES) \
	  $(LIMIT) $(BUILD_LIMIT) $(PYTEST) --timeout 180 $(SIDE_BY_SIDE) Tests/EndToEnd

deploy-tests: $(DEPLOY_VENV)/ready ## deploy/aws: the template, and the scripts against moto
	$(call heading,Deployment on AWS)
	@scripts/packages.sh $(DEPLOY_PACKAGES)
	@TOOLRACK_BIN_DIR=$(CURDIR)/$(RELEASE) TOOLRACK_PLUGINS=$(CURDIR)/plugins \
	  TOOLRACK_FIXTURES=$(CURDIR)/$(FIXTURES) \
	  $(LIMIT) $(BUILD_LIMIT) $(DEPLOY_VENV)/bin/python -B -m pytest -p no:cacheprovider \
	  --timeout 180 Tests/DeployTests

# Each is made anew where the Python that it was made with is gone.
$(VENV)/ready: Tests/EndToEnd/requirements.txt
$(LEGACY_VENV)/ready: Tests/EndToEnd/requirements-legacy.txt
$(AWS_VENV)/ready: Tests/EndToEnd/requirements-aws.txt
$(DEPLOY_VENV)/ready: Tests/DeployTests/requirements.txt
$(VENV)/ready: $(if $(shell $(VENV)/bin/python -V 2>/dev/null),,always)
$(LEGACY_VENV)/ready: $(if $(shell $(LEGACY_VENV)/bin/python -V 2>/dev/null),,always)
$(AWS_VENV)/ready: $(if $(shell $(AWS_VENV)/bin/python -V 2>/dev/null),,always)
$(DEPLOY_VENV)/ready: $(if $(shell $(DEPLOY_VENV)/bin/python -V 2>/dev/null),,always)

$(VENVS:=/ready):
	$(call heading,Python environment $(@D))
	@$(LIMIT) $(TEST_LIMIT) scripts/python-environment.sh $(@D) $<
	@touch $@

always:

clean: ## removes everything that was built
	rm -rf .build $(VENVS) $(BENCH_VENVS) plugins
