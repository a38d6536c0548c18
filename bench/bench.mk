# SPDX-License-Identifier: GPL-3.0-or-later
# make bench: speed and memory as ratios in one run (bench/bench.c says of what). BENCH_CLAIMS=N
# for another size than a million. What it writes is in build/bench and removed at the end, about 7 GB.

BENCH_CLAIMS ?= 1000000
$(B)/bench: $(wildcard bench/*.c bench/*.h) $(call archives,web) $(filter %.o,$(call libs_of,$(call above,web)))
	$(Q)$(CC) $(CFLAGS) -Ibench -o $@ $(wildcard bench/*.c) $(call archives,web) $(LDFLAGS) $(call libs_of,$(call above,web))
bench: ## throughput, latency and memory as ratios (BENCH_CLAIMS=1000000)
	+@$(MAKE) --no-print-directory MODE=release all build/release/bench build/release/gen-lists
	@rm -rf build/bench && mkdir -p build/bench && trap 'rm -rf build/bench' EXIT && \
		trap 'exit 1' HUP INT TERM && build/release/bench build/release build/bench $(BENCH_CLAIMS)
	+@$(MAKE) --no-print-directory bench-evidence; s=$$?; rm -rf build/bench; exit $$s
	+@$(MAKE) --no-print-directory bench-names
	+@$(MAKE) --no-print-directory bench-estimate
	+@$(MAKE) --no-print-directory bench-watch
	+@$(MAKE) --no-print-directory bench-link
	+@$(MAKE) --no-print-directory bench-arrive
.PHONY: bench
