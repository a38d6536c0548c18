# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzing with libFuzzer (clang). New inputs go to build/fuzz/corpus/NAME; the stored corpus in
# tests/fuzz/corpus/NAME is read and never written, a find worth keeping is copied by hand.

FUZZ_SECONDS ?= 30
FUZZ_ALL = $(patsubst tests/fuzz/%.c,%,$(filter-out tests/fuzz/corpus.c,$(wildcard tests/fuzz/*.c)))

fuzz: ## run each fuzz target for FUZZ_SECONDS=30 (FUZZ=NAME for one)
	+@$(MAKE) --no-print-directory MODE=fuzz fuzz-run
fuzz-run: $(patsubst %,fuzz-run-%,$(or $(FUZZ),$(FUZZ_ALL)))
fuzz-run-%: $(B)/fuzz/%
	@mkdir -p build/fuzz/corpus/$* tests/fuzz/corpus/$*
	@$< -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix=build/fuzz/$*- build/fuzz/corpus/$* tests/fuzz/corpus/$* \
		>build/fuzz/$*.log 2>&1 || { tail -n 40 build/fuzz/$*.log; \
		echo "fuzz $*: FAILED, the input is build/fuzz/$*-*"; exit 1; }
	@awk -v t=$* '/number_of_executed_units/ { n = $$2 } /^#.*cov:/ { for (i = 1; i < NF; i++) if ($$i == "cov:") c = $$(i + 1) } \
		END { print "fuzz " t ": " n " inputs, " c " edges" }' build/fuzz/$*.log
.PHONY: fuzz fuzz-run
