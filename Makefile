# One command per job. Needs Python 3.11 or newer, git and make; everything else is installed from locks/.
PYTHON ?= python3
PEILDATUM ?= 2025-12-31
VENV := .venv
BIN := $(VENV)/bin
NPM := tests/browser/node_modules/.package-lock.json

.PHONY: help report test browser chromium workbench coverage soak fuzz mutation bench lint lab app docs examples r-check audit sbom crate lock clean
# seconds that soak and fuzz go on drawing new cases
SECONDS_LONG ?= 600

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 12

report: $(VENV)/run.stamp ## make the round of PEILDATUM and print where its index page is
	$(BIN)/sectorplan run $(PEILDATUM)

# on as many cores as there are; the tests of a file stay together
PARALLEL := --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

test: $(VENV)/test.stamp ## run the tests
	$(BIN)/python -m pytest $(PARALLEL)

coverage: $(VENV)/test.stamp ## run the tests, list what none of them reaches, and fail below 95% of lines or 90% of branches
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term-missing --cov-report=json:build/coverage.json
	$(BIN)/python tests/covered.py build/coverage.json

soak: $(VENV)/test.stamp ## run the property-based tests with new examples for ten minutes
	end=$$(($$(date +%s) + $(SECONDS_LONG))); seed=1; while [ $$(date +%s) -lt $$end ]; do \
	  $(BIN)/python -m pytest -m hypothesis --hypothesis-profile=soak --hypothesis-seed=$$seed || exit 1; \
	  seed=$$((seed + 1)); \
	done

fuzz: $(VENV)/test.stamp ## feed the reader newly damaged files for ten minutes
	FUZZ_SECONDS=$(SECONDS_LONG) $(BIN)/python -m pytest tests/reading/test_fuzz.py -k new_damage

browser: $(NPM) chromium ## look at every kind of page in a real browser
	$(BIN)/python -m pytest tests/browser

chromium: $(VENV)/browser.stamp
	@$(BIN)/python -c "from sectorplan_analysis.pdf import find_browser; find_browser()" 2>/dev/null || \
	  { test "$$(id -u)" = 0 && command -v apt-get >/dev/null && apt-get update -qq && \
	    apt-get install -y -qq --no-install-recommends chromium fonts-liberation; } || \
	  { echo "make browser needs Chromium; on Debian: apt-get install chromium" >&2; exit 1; }

workbench: $(NPM) chromium $(VENV)-lab/lab.stamp $(VENV)-docs/docs.stamp ## use JupyterLab, the app and the documentation in a real browser
	$(BIN)/python -m pytest tests/workbench

mutation: $(VENV)-mutation/mutation.stamp ## make mistakes in the code, one at a time, and list those that no test notices
	$(VENV)-mutation/bin/python -m tests.mutation

bench: $(VENV)-bench/bench.stamp data/processed/$(PEILDATUM)/ronde.json ## print what everything costs beside other ways to do it (an hour)
	$(VENV)-bench/bin/python benchmarks/pages.py data/processed/$(PEILDATUM)
	$(VENV)-bench/bin/python benchmarks/reruns.py data/raw $(PEILDATUM)
	$(VENV)-bench/bin/python benchmarks/disclosure.py data/processed/$(PEILDATUM)
	$(VENV)-bench/bin/python benchmarks/data.py --rows 10_000 100_000 1_000_000 5_000_000 10_000_000
	$(VENV)-bench/bin/python benchmarks/cluster.py --documents data/processed/$(PEILDATUM)

lint: $(VENV)/test.stamp ## check style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# an environment of its own: JupyterLab in the one that renders would slow every kernel down
lab: $(VENV)-lab/lab.stamp data/processed/$(PEILDATUM)/ronde.json ## open JupyterLab and explore a round
	$(VENV)-lab/bin/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/notebooks/verkenning.ipynb

app: $(VENV)-lab/lab.stamp data/processed/$(PEILDATUM)/ronde.json ## explore the openbaar edition in a browser, without Jupyter
	$(VENV)-lab/bin/python -m sectorplan_analysis.verkenning_app $(PEILDATUM)

# only when that round was not made yet
data/processed/$(PEILDATUM)/ronde.json:
	$(MAKE) report

docs: $(VENV)-docs/docs.stamp ## build the documentation and print where it begins
	$(VENV)-docs/bin/python -m sphinx --fail-on-warning --nitpicky --quiet docs build/docs
	@echo build/docs/index.html

examples: $(VENV)/run.stamp ## make the synthetic example deliveries again
	$(BIN)/python -m sectorplan_analysis.synthetic data/raw

# Debian 12: r-base-core r-cran-brglm2 r-cran-coin r-cran-lme4 r-cran-metafor r-cran-ordinal r-cran-sandwich
# r-cran-survey r-cran-survival
r-check: $(VENV)/test.stamp ## compute the frozen results of the statistics anew with R and test against them
	$(BIN)/python tests/r/make_data.py
	cd tests/r && Rscript twins.R
	$(BIN)/python -m pytest tests/statistiek/test_against_r.py

# an index that has no advisories answers 'not found': --strict makes that a failure instead of a clean bill
audit: $(VENV)-tools/tools.stamp ## look for known leaks in what a run and the workbench use; needs the network
	$(VENV)-tools/bin/pip-audit --requirement locks/run.txt --requirement locks/lab.txt --require-hashes --disable-pip --strict \
	  --progress-spinner off $(AUDIT) || { echo "make audit: no table with leaks above? Then the advisory service did not answer," \
	  "and nothing is known. See 'Known leaks' in docs/afhankelijkheden.md." >&2; exit 1; }

sbom: $(VENV)-tools/tools.stamp ## write the bill of materials (CycloneDX) of what a run uses to build/
	mkdir -p build
	$(VENV)-tools/bin/cyclonedx-py requirements locks/run.txt --pyproject pyproject.toml --mc-type application --output-reproducible \
	  --output-format JSON --output-file build/sbom.cdx.json

crate: $(VENV)-tools/tools.stamp ## validate the RO-Crate of every edition in reports/
	$(VENV)-tools/bin/python tests/validate_crate.py $(patsubst %/ro-crate-metadata.json,%,\
	  $(wildcard reports/*/*/ro-crate-metadata.json))

# --no-config: no machine's own settings may end up in a lock file
lock: ## resolve the dependencies anew and write locks/
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet uv
	for extra in run test lab docs cluster bench; do \
	  option=$$([ $$extra = run ] || echo "--extra $$extra --constraint locks/run.txt"); \
	  $(VENV)-lock/bin/uv pip compile pyproject.toml locks/build.in $$option --no-config --universal \
	    --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --output-file locks/$$extra.txt \
	    || exit 1; \
	done
	$(VENV)-lock/bin/uv pip compile pyproject.toml locks/build.in --extra test --extra browser \
	  --constraint locks/test.txt --no-config --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --output-file locks/browser.txt
	$(VENV)-lock/bin/uv pip compile pyproject.toml locks/build.in locks/mutation.in --extra test \
	  --constraint locks/test.txt --no-config --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --output-file locks/mutation.txt
	$(VENV)-lock/bin/uv pip compile locks/tools.in --no-config --universal \
	  --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet --output-file locks/tools.txt

clean: ## remove what was made: environments, pages and processed data
	rm -rf $(VENV) $(VENV)-bench $(VENV)-docs $(VENV)-lab $(VENV)-lock $(VENV)-mutation $(VENV)-tools build tests/browser/node_modules \
	  reports data/processed/20*

# $(1) is the environment, $(2) the lock it is made from
define install
	test -x $(1)/bin/python || $(PYTHON) -m venv $(1)
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/$(2).txt
	$(1)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
endef

$(VENV)/run.stamp: locks/run.txt pyproject.toml
	$(call install,$(VENV),run)

$(VENV)/test.stamp: locks/test.txt pyproject.toml
	$(call install,$(VENV),test)

$(VENV)/browser.stamp: locks/browser.txt pyproject.toml
	$(call install,$(VENV),browser)

# what npm brings (axe-core, html-validate), pinned with hashes
$(NPM): tests/browser/package-lock.json $(VENV)/browser.stamp
	cd tests/browser && $(abspath $(BIN))/npm ci --loglevel=error
	touch $@

$(VENV)-lab/lab.stamp: locks/lab.txt pyproject.toml
	$(call install,$(VENV)-lab,lab)
	$(VENV)-lab/bin/python -m ipykernel install --sys-prefix --name sectorplan --display-name sectorplan_analysis
	mkdir -p $(VENV)-lab/share/jupyter/lab/settings
	cp notebooks/overrides.json $(VENV)-lab/share/jupyter/lab/settings/

$(VENV)-docs/docs.stamp: locks/docs.txt pyproject.toml
	$(call install,$(VENV)-docs,docs)

$(VENV)-bench/bench.stamp: locks/bench.txt pyproject.toml
	$(call install,$(VENV)-bench,bench)

# without the package: the tests must import the copy that mutmut changes
$(VENV)-mutation/mutation.stamp: locks/mutation.txt
	test -x $(VENV)-mutation/bin/python || $(PYTHON) -m venv $(VENV)-mutation
	$(VENV)-mutation/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(VENV)-tools/tools.stamp: locks/tools.txt
	test -x $(VENV)-tools/bin/python || $(PYTHON) -m venv $(VENV)-tools
	$(VENV)-tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
