# SPDX-License-Identifier: GPL-3.0-or-later
# make bench: speed and memory as ratios in one run (bench/bench.c says of what). BENCH_CLAIMS=N
# for another size than a million; the vault it makes is in build/bench and is kept for the next
# run of the same size.

BENCH_CLAIMS ?= 1000000
$(B)/bench: $(wildcard bench/*.c bench/*.h) $(call archives,web) $(filter %.o,$(call libs_of,$(call above,web)))
	$(Q)$(CC) $(CFLAGS) -Ibench -o $@ $(wildcard bench/*.c) $(call archives,web) $(LDFLAGS) $(call libs_of,$(call above,web))
bench: ## throughput, latency and memory as ratios (BENCH_CLAIMS=1000000)
	+@$(MAKE) --no-print-directory MODE=release all build/release/bench
	@mkdir -p build/bench
	@build/release/bench build/release/vigil build/bench $(BENCH_CLAIMS)
	+@$(MAKE) --no-print-directory bench-evidence
.PHONY: bench
