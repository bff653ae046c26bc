# The only door: every way of working on this project is a target here.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint check cases docs bench sample clean setup

setup: $(STAMP)

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $(STAMP)

demo: $(STAMP)  ## merge the 29 sample workbooks into hasil/ and say where to look
	@$(BIN)/umkm-clean merge sample_data/kelurahan --out hasil; code=$$?; \
	if [ $$code -gt 1 ]; then exit $$code; fi
	@echo
	@echo "Hasil contoh ada di folder hasil/ :"
	@echo "  hasil/laporan.html            satu halaman untuk pimpinan (buka di peramban)"
	@echo "  hasil/laporan_kesalahan.xlsx  apa yang salah, di sel mana, dan cara memperbaikinya"
	@echo "  hasil/umkm_kota.xlsx          daftar kota: setiap usaha satu kali"
	@echo "  hasil/tinjau_duplikat.xlsx    pasangan yang perlu diputuskan: YA atau TIDAK"
	@echo "  hasil/kembali/                buku kerja tiap kelurahan, sel yang salah diwarnai"

test: $(STAMP)  ## the whole test suite but its slow checks
	$(BIN)/python -m pytest -q -n auto -m "not slow"

lint: $(STAMP)  ## format, lint, types, import rules, docs in sync
	$(BIN)/ruff format --check umkm_clean tests tools benchmarks
	$(BIN)/ruff check umkm_clean tests tools benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.docs --check

check: lint  ## lint, all tests (the slow ones too) with coverage, the published packages in environments of their own
	$(BIN)/python -m pytest -q -n auto --cov --cov-report=term:skip-covered --cov-fail-under=85
	$(BIN)/python -m tools.packages

cases: $(STAMP)  ## rewrite the expected outputs of the golden cases (read the diff!)
	$(BIN)/python -m tests.cases.runner --rewrite

docs: $(STAMP)  ## rewrite the generated pages
	$(BIN)/python -m tools.docs

sample: $(STAMP)  ## rebuild sample_data/
	$(BIN)/python -m tools.sample --out sample_data

bench: $(STAMP)  ## time and memory beside the peers, one run, one machine
	$(BIN)/python -m benchmarks.run

clean:
	rm -rf $(VENV) hasil .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
