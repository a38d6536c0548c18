# SPDX-License-Identifier: GPL-3.0-or-later
# make bench-evidence: ingest of one large file (bench/evidence/run says beside what). BENCH_MB=N for
# another size than 2048.

BENCH_MB ?= 2048
$(B)/bench-ingest: bench/evidence/ingest.c $(B)/evidence.a $(B)/ledger.a $(B)/base.a
	$(Q)$(CC) $(CFLAGS) -o $@ $^ $(LDFLAGS) $(LIBS_base)
$(B)/bench-bare: bench/evidence/bare.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -Wno-missing-prototypes -o $@ $< $(LDFLAGS) -lcrypto
bench-evidence: ## ingest of a large file as ratios (BENCH_MB=2048)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-ingest build/release/bench-bare
	@bench/evidence/run build/release build/bench $(BENCH_MB)
.PHONY: bench-evidence
