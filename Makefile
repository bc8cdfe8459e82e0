# One way in for developers, the same in CI. `make run` and `make test` need nothing done before.
export UV_PYTHON_DOWNLOADS = never
export CAIRN_INSTALL

HOST = localhost
PORT = 8000
CATALOGUES := $(wildcard cairn/locale/*/LC_MESSAGES/*.po)
.DEFAULT_GOAL := help
.PHONY: help run test test-long test-fast setup bundle lock audit format bench

help:
	@echo "make run        a demonstration at http://localhost:8000 (HOST=… PORT=… to change)"
	@echo "make test       everything that CI checks, with the time of each part"
	@echo "make test-fast  format, lint, imports and the tests that need no browser and one database"
	@echo "make test-long  every test on both databases, with many more examples: a night's work"
	@echo "make bundle     one archive in dist/ that installs and upgrades without any network"
	@echo "make setup      install only; leaves .venv/bin/cairn"
	@echo "make format     put the code into shape"
	@echo "make lock       lock the dependencies again, with hashes"
	@echo "make audit      ask what is known against the locked packages (needs the network)"
	@echo "make bench      measure; see bench/"

run: setup
	@.venv/bin/cairn demo
	@exec .venv/bin/cairn serve --host $(HOST) --port $(PORT)

test: setup
	@sh tools/setup_browser.sh
	@.venv/bin/python tools/suite.py

bundle: setup
	@.venv/bin/python tools/bundle.py

test-long: setup
	@sh tools/setup_browser.sh
	@.venv/bin/python tools/suite.py --long

test-fast: setup
	@.venv/bin/python tools/suite.py --fast

setup: .venv/ready node_modules/ready .build/translations

.venv/ready: requirements-setup.lock requirements-dev.lock pyproject.toml tools/setup_python.sh
	@sh tools/setup_python.sh
	@touch $@

node_modules/ready: package.json package-lock.json tools/setup_node.sh | .venv/ready
	@sh tools/setup_node.sh
	@touch $@

.build/translations: $(CATALOGUES) tools/i18n.py | .venv/ready
	@mkdir -p .build
	@.venv/bin/python tools/i18n.py compile
	@touch $@

format: .venv/ready
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

audit: .venv/ready
	@.venv/bin/python tools/audit.py

LOCK = .venv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --python-version 3.11

lock: .venv/ready
	$(LOCK) requirements-setup.in -o requirements-setup.lock
	$(LOCK) requirements.in -o requirements.lock
	$(LOCK) requirements-dev.in -c requirements.lock -o requirements-dev.lock
	$(LOCK) requirements-bench.in -c requirements.lock -o requirements-bench.lock

bench: setup
	.venv/bin/cairn bench
