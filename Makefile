# One command per job. Needs Python 3.11 or newer, git and make; everything else is installed from locks/.
PYTHON ?= python3
PEILDATUM ?= 2025-12-31
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help report test mutation lint lab examples lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

report: $(VENV)/run.stamp ## make the round of PEILDATUM and print where its index page is
	$(BIN)/sectorplan run $(PEILDATUM)

test: $(VENV)/test.stamp ## run the tests
	$(BIN)/python -m pytest

mutation: $(VENV)-mutation/stamp ## change the reader and the rules on a fixed sample of places, and see which changes no test notices
	PATH=$(CURDIR)/$(VENV)-mutation/bin:$$PATH $(VENV)-mutation/bin/python -m tests.mutation

lint: $(VENV)/test.stamp ## check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lab: $(VENV)/lab.stamp ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

examples: $(VENV)/run.stamp ## make the synthetic example deliveries again
	$(BIN)/python -m sectorplan_analysis.synthetic data/raw

# --no-config: no machine's own settings may end up in a lock file
lock: ## resolve the dependencies anew and write locks/
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet uv
	for extra in run test lab; do \
	  option=$$([ $$extra = run ] || echo "--extra $$extra --constraint locks/run.txt"); \
	  $(VENV)-lock/bin/uv pip compile pyproject.toml locks/build.in $$option --no-config --universal \
	    --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --output-file locks/$$extra.txt \
	    || exit 1; \
	done
	$(VENV)-lock/bin/uv pip compile locks/mutation.in --constraint locks/test.txt --no-config --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --output-file locks/mutation.txt

clean: ## remove what was made: environments, pages and processed data
	rm -rf $(VENV) $(VENV)-lock $(VENV)-mutation mutants reports data/processed/20*

$(VENV)/run.stamp $(VENV)/test.stamp $(VENV)/lab.stamp: $(VENV)/%.stamp: locks/%.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/$*.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# an environment of its own: nothing of the mutation run is needed for a report or a test
$(VENV)-mutation/stamp: locks/test.txt locks/mutation.txt
	$(PYTHON) -m venv $(VENV)-mutation
	$(VENV)-mutation/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/test.txt
	$(VENV)-mutation/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/mutation.txt
	touch $@
