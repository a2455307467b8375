# The words people type. `make setup`, `make run`, `make test` are all a newcomer needs.
SHELL := /bin/bash
PY := .venv/bin/python
HOME_DIR := $(or $(HOLI_HOME),.holi)

# $(call python,3.11): that Python's path: on PATH, under pyenv, or brought by uv.
define python
$$(for candidate in python$(1) $$(ls -d $${PYENV_ROOT:-$$HOME/.pyenv}/versions/$(1).*/bin/python 2>/dev/null | sort -V | tail -1) \
  "$$(command -v uv >/dev/null && { uv python find --no-project $(1) 2>/dev/null || { uv python install -q $(1) 2>/dev/null && uv python find --no-project $(1) 2>/dev/null; }; })"; do \
  [ -n "$$candidate" ] && "$$candidate" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info[:2] != tuple(map(int, "$(1)".split("."))))' >/dev/null 2>&1 && { command -v "$$candidate"; exit; }; \
done; echo "Python $(1) was not found. Install it (with pyenv: pyenv install $(1)) and run make again." >&2)
endef

.PHONY: alerts audit sbom fuzz cluster cluster-test faults setup run demo test check evaluate bench load soak recovery screenshots train lock clean provider browser writer servers

setup: .venv/.app .venv-rasa/.installed
	@$(PY) -m bot.prepare

run: .venv/.app .venv-rasa/.installed
	@exec $(PY) -m bot.run

.venv/bin/python:
	@python="$(call python,3.11)"; [ -n "$$python" ] || exit 1; echo "Making the Python 3.11 environment…"; "$$python" -m venv .venv

.venv/.app: requirements/app.txt pyproject.toml | .venv/bin/python
	@echo "Installing the application's packages (several hundred megabytes the first time)…"
	@.venv/bin/pip install -q --disable-pip-version-check -r requirements/app.txt
	@.venv/bin/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.app
	@echo "Installing what tests and checks need…"
	@.venv/bin/pip install -q --disable-pip-version-check -r requirements/dev.txt
	@touch $@

.venv-rasa/.installed: requirements/rasa.txt
	@python="$(call python,3.10)"; [ -n "$$python" ] || exit 1; echo "Making Rasa's Python 3.10 environment…"; \
	  [ -x .venv-rasa/bin/python ] || "$$python" -m venv .venv-rasa
	@.venv-rasa/bin/pip install -q --disable-pip-version-check -r requirements/rasa.txt
	@touch $@

provider: tests/oidc/node_modules/.package-lock.json

tests/oidc/node_modules/.package-lock.json: tests/oidc/package-lock.json
	@command -v npm >/dev/null || { echo "Installing Node…"; sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq nodejs npm >/dev/null; }
	@cd tests/oidc && npm ci --no-audit --no-fund --silent

browser:
	@command -v chromium >/dev/null || { echo "Installing Chromium…"; sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq chromium fonts-dejavu-core >/dev/null; }

# Debian starts what it installs: these are wanted for tests alone, on ports of their own.
servers:
	@{ command -v nginx && command -v redis-server && ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || { \
	  echo "Installing PostgreSQL, Redis and nginx…"; sudo=$$([ $$(id -u) = 0 ] || echo sudo); $$sudo apt-get update -qq && \
	  $$sudo env RUNLEVEL=1 apt-get install -y -qq postgresql redis-server nginx-light >/dev/null; }

writer:
	@command -v soffice >/dev/null || { echo "Installing LibreOffice Writer…"; sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq libreoffice-writer-nogui >/dev/null; }

# The rules for Prometheus: that it reads them, and that each alert comes when it should.
alerts:
	@command -v promtool >/dev/null || { echo "Installing Prometheus' promtool…"; sudo=$$([ $$(id -u) = 0 ] || echo sudo); \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq --no-install-recommends prometheus >/dev/null; }
	@promtool check rules docs/alerts.yml
	@promtool test rules tests/alerts.yml

# A home of its own with a year of made-up questions. QUESTIONS=500: fewer of them.
demo: .venv/.app .venv-rasa/.installed
	@$(PY) -m bot.demo $(if $(QUESTIONS),--questions $(QUESTIONS))

test: .venv/.dev .venv-rasa/.installed browser provider writer servers
	@$(PY) -m bot.prepare
	@OMP_WAIT_POLICY=PASSIVE $(PY) -m pytest -n 2 --dist loadfile

check: .venv/.dev
	@.venv/bin/ruff format --check .
	@.venv/bin/ruff check .
	@HOLI_SECRET_KEY=for-checking-types .venv/bin/mypy
	@.venv/bin/holi check --library knowledge/library
	@$(PY) -m tests.welsh knowledge/library

# The two halves apart: nothing is tuned on test. ABLATE=1: what each signal of search is worth; PEERS=1: other ways.
evaluate: .venv/.app $(if $(PEERS),.venv-peers/.installed)
	@$(PY) -m tests.masking
	@for half in dev test; do echo "$$half: English, Welsh"; .venv/bin/holi evaluate --library knowledge/library \
	  --questions tests/questions/*.$$half.jsonl \
	  --diagram $(HOME_DIR)/reliability.$$half.png $(if $(ABLATE),--ablate); done
	@$(PY) -m tests.grouping
	@$(if $(PEERS),.venv-peers/bin/python -m tests.peers)

.venv-peers/.installed: requirements/peers.txt requirements/app.txt .venv-rasa/.installed
	@python="$(call python,3.11)"; [ -n "$$python" ] || exit 1; [ -x .venv-peers/bin/python ] || "$$python" -m venv .venv-peers
	@.venv-peers/bin/pip install -q --disable-pip-version-check -r requirements/peers.txt
	@touch $@

bench: .venv/.app .venv-rasa/.installed
	@$(PY) -m tests.bench
	@$(PY) -m tests.queue_scale
	@for sections in $(or $(SECTIONS),100 300 1000 10000); do $(PY) -m tests.scale $$sections; done

# SECONDS_ASKED: how long the forty of make load ask, or those of make soak.
load: .venv/.dev .venv-rasa/.installed
	@$(PY) -m tests.load

soak: .venv/.dev .venv-rasa/.installed
	@$(PY) -m tests.load soak

# Back up a busy Holi, restore it into an empty place, and ask both everything: the same answers.
recovery: .venv/.dev .venv-rasa/.installed
	@$(PY) -m tests.recovery

# Two of each process on loopback, with PostgreSQL, Redis and nginx; Ctrl-C stops them.
cluster: .venv/.dev .venv-rasa/.installed servers
	@$(PY) -m bot.prepare
	@$(PY) -m tests.cluster.cluster

cluster-test: .venv/.dev .venv-rasa/.installed servers
	@$(PY) -m bot.prepare
	@$(PY) -m pytest -s tests/cluster/turns.py

faults: .venv/.dev .venv-rasa/.installed servers
	@$(PY) -m bot.prepare
	@KILLS=20 $(PY) -m pytest -s tests/bot/test_at_once.py tests/cluster/faults.py

# Each for FUZZ_SECONDS: the web API by its description, files to import, Teams' activities. Finds stay in tests/fuzz/found.
fuzz: .venv/.dev
	@end=$$(($$(date +%s) + $(or $(FUZZ_SECONDS),120))); while [ $$(date +%s) -lt $$end ]; do \
	  EXAMPLES=100 nice $(PY) -m pytest -q tests/bot/test_openapi.py || exit 1; done
	@for target in files activities; do nice $(PY) -m tests.fuzz $$target $(or $(FUZZ_SECONDS),120) || exit 1; done

.venv-audit/.installed: requirements/audit.txt
	@python="$(call python,3.11)"; [ -n "$$python" ] || exit 1; [ -x .venv-audit/bin/python ] || "$$python" -m venv .venv-audit
	@.venv-audit/bin/pip install -q --disable-pip-version-check -r requirements/audit.txt
	@touch $@

# Fails where an advisory is known, and where none could be looked up.
audit: .venv-audit/.installed
	@.venv-audit/bin/python -m tests.audit requirements/*.txt

sbom: .venv/.app .venv-rasa/.installed .venv-audit/.installed
	@mkdir -p "$(HOME_DIR)/sbom"
	@PYTHONWARNINGS=ignore .venv-audit/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --validate \
	  -o "$(HOME_DIR)/sbom/app.cdx.json" .venv
	@.venv-audit/bin/cyclonedx-py environment --output-reproducible --validate -o "$(HOME_DIR)/sbom/rasa.cdx.json" .venv-rasa
	@ls "$(HOME_DIR)"/sbom/*.cdx.json

screenshots: .venv/.dev .venv-rasa/.installed browser
	@$(PY) -m tests.e2e.screenshots

# Threads that spin while they wait made a step eight times as long as soon as anything else ran.
train: .venv/.dev
	@OMP_WAIT_POLICY=PASSIVE $(PY) -m knowledge.training $(if $(SAMPLE),--sample $(SAMPLE))

lock: .venv/.dev
	@for group in app dev; do .venv/bin/uv pip compile -q pyproject.toml --group app --group $$group --python-version 3.11 \
	  --python-platform x86_64-manylinux_2_28 --no-header --no-annotate -o requirements/$$group.txt; done
	@.venv/bin/uv pip compile -q pyproject.toml --group audit --python-version 3.11 --no-header --no-annotate -o requirements/audit.txt
	@.venv/bin/uv pip compile -q pyproject.toml --group rasa --python-version 3.10 --no-header --no-annotate -o requirements/rasa.txt
	@# A local build tag (+cpu) names one machine's wheel, not the version; where torch wants graphics libraries, pip adds them.
	@sed -i -E 's/\+cpu$$//; /^(nvidia-|cuda-|triton==)/d' requirements/{app,dev}.txt
	@sed -i 's/+cpu$$//' requirements/rasa.txt

clean:
	rm -rf .venv .venv-rasa .venv-peers .venv-audit "$(HOME_DIR)/models" "$(HOME_DIR)/rasa" "$(HOME_DIR)/training"
