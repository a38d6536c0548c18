# SPDX-License-Identifier: GPL-3.0-or-later
# What ./test runs. A part is a target check-NAME that ends with the line "N passed, N failed";
# a mk file of another room adds its own with CHECK_PARTS += NAME. What does not exist yet is
# not a part.

CHECK_PARTS = tools unit asan
# Decided here and not in example.mk, which is read later than the rules below.
EXAMPLE_NEEDED := $(if $(and $(wildcard src/cli/main.c),$(wildcard examples/iran-2025/claims.csv)),example)
ifneq ($(wildcard src/cli/main.c),)
CHECK_PARTS += scenarios scenarios-asan
endif
ifneq ($(wildcard tests/faults/run),)
CHECK_PARTS += faults power
endif
ifneq ($(wildcard tests/browser/run),)
CHECK_PARTS += browser
endif

check: ## all that ./test runs, without installing anything
	@tools/run-checks $(CHECK_PARTS)
check-parts:
	@echo $(CHECK_PARTS)

check-tools: ## check-layers with its self-test, check-docs, the scenario runner's self-test
	@tools/run-lines 'tools/check-layers --self-test' tools/check-layers \
		'tools/check-docs --self-test' tools/check-docs 'tests/scenarios/run --self-test'
check-layers: ## the order of rooms and the other laws that grep can see
	@tools/check-layers
check-docs: ## every command, route, property and column stands in the manual
	@tools/check-docs
.PHONY: check check-parts check-tools check-layers check-docs

# Each of these is a make of its own, since MODE decides at the top what a target means.
SUB = +@$(MAKE) --no-print-directory
check-unit: ## unit tests and fuzz corpora, release build: what is shipped is tested, and built once
	$(SUB) MODE=release unit
check-asan: ## the same under ASan and UBSan
	$(SUB) MODE=asan unit
check-scenarios: ## transcripts and the examples of the manual, release build
	$(SUB) MODE=release scenarios
check-scenarios-asan:
	$(SUB) MODE=asan scenarios
check-faults: ## failing writes and kill -9, release build
	$(SUB) MODE=release faults
check-power: ## power cuts, modelled, release build
	$(SUB) MODE=release power
check-browser: ## pages in Chromium without JavaScript, axe
	$(SUB) MODE=release browser
asan: ## unit tests, fuzz corpora and scenarios under ASan and UBSan
	@tools/run-checks asan $(filter scenarios-asan,$(CHECK_PARTS))
.PHONY: check-unit check-asan check-scenarios check-scenarios-asan check-faults check-power check-browser asan

# tests/faults/run and tests/browser/run get the folder of the build and end with the usual line.
scenarios: all $(EXAMPLE_NEEDED)
	@tests/scenarios/run $(B) $(EXAMPLE)
faults: all
	@tests/faults/run $(B)
power: all
	@tests/faults/power $(B)
browser: all tests/browser/node_modules/.ok $(EXAMPLE_NEEDED)
	@tests/browser/run $(B) $(EXAMPLE)
tests/browser/node_modules/.ok: tests/browser/package-lock.json
	cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@
pictures: ## the browser tests, and a picture of each page they see in build/shots/
	$(SUB) MODE=release PICTURES=1 browser
.PHONY: scenarios faults power browser pictures

# Programs of the tests read VIGIL_TORTURE=1 as: every step of the sweep, not a sample.
torture: ## longer sweeps: every fault point, more random cases, ten minutes of each fuzzer
	VIGIL_TORTURE=1 tools/run-checks unit asan $(filter faults power tamper gossip,$(CHECK_PARTS))
	+$(MAKE) fuzz FUZZ_SECONDS=600
.PHONY: torture

# `make bench` and its parts live beside the benchmarks.
-include $(wildcard bench/*.mk)
