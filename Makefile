# `make site` and `make test` need git, make and Python 3.11 or newer; everything else they fetch themselves.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip --disable-pip-version-check install --quiet
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet pyproject.toml --group build

.PHONY: site docs test check wheel lock messages clean

site: $(VENV)/site.done
	$(BIN)/sitegen build
	@echo "To look at it: $(BIN)/sitegen serve, then open http://localhost:8000/"

docs: $(VENV)/site.done
	$(BIN)/python tools/docs_site.py build-docs
	$(BIN)/sitegen build --project build-docs
	@echo "To look at it: $(BIN)/sitegen serve --project build-docs"

test: $(VENV)/test.done check
	$(BIN)/python -m pytest -q -n auto --dist loadfile

check: $(VENV)/test.done
	$(BIN)/ruff check .
	$(BIN)/mypy

# The same bytes from the same sources, on any day and in any folder: hatchling takes every time from here.
wheel: $(VENV)/site.done
	rm -rf dist
	SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct)} $(BIN)/python -m hatchling build
	cd dist && sha256sum *.whl *.tar.gz | tee SHA256SUMS

$(VENV)/python.done:
	$(PYTHON) -c 'import sys; sys.exit("sitegen needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 site") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/site.done: $(VENV)/python.done requirements/site.txt pyproject.toml
	$(INSTALL) --require-hashes -r requirements/site.txt
	$(INSTALL) --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/test.done: $(VENV)/site.done requirements/test.txt
	$(INSTALL) --require-hashes -r requirements/test.txt
	touch $@

# The catalogues of what sitegen says, after an edit of its sentences.
messages: $(VENV)/site.done
	$(BIN)/python tools/message_catalogue.py

lock:
	$(LOCK) -o requirements/site.txt
	$(LOCK) --group dev -o requirements/test.txt

clean:
	rm -rf $(VENV) build build-docs .sitegen .build.sitegen-standby .mypy_cache .ruff_cache .pytest_cache
