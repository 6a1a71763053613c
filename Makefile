# One command per job. Needs Python 3.11 or newer, git and make; everything else is installed from locks/.
PYTHON ?= python3
PEILDATUM ?= 2025-12-31
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help report test lint lab examples r-check lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

report: $(VENV)/run.stamp ## make the round of PEILDATUM and print where its index page is
	$(BIN)/sectorplan run $(PEILDATUM)

test: $(VENV)/test.stamp ## run the tests
	$(BIN)/python -m pytest

lint: $(VENV)/test.stamp ## check style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lab: $(VENV)/lab.stamp ## open JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

examples: $(VENV)/run.stamp ## make the synthetic example deliveries again
	$(BIN)/python -m sectorplan_analysis.synthetic data/raw

# Debian 12: r-base-core r-cran-coin r-cran-lme4 r-cran-ordinal r-cran-survival r-cran-sandwich
r-check: $(VENV)/test.stamp ## compute the frozen results of the statistics anew with R and test against them
	$(BIN)/python tests/r/make_data.py
	cd tests/r && Rscript twins.R
	$(BIN)/python -m pytest tests/statistiek/test_against_r.py

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

clean: ## remove what was made: environments, pages and processed data
	rm -rf $(VENV) $(VENV)-lock reports data/processed/20*

$(VENV)/run.stamp $(VENV)/test.stamp $(VENV)/lab.stamp: $(VENV)/%.stamp: locks/%.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/$*.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
