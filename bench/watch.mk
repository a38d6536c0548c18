# SPDX-License-Identifier: GPL-3.0-or-later
# make bench-watch: what watching costs and finds, on the development data (VIGIL_DEV_DATA).

$(B)/bench-watch: $(wildcard bench/watch/*.c) $(call archives,watch) $(filter %.o,$(call libs_of,$(call above,watch)))
	$(Q)$(CC) $(CFLAGS) -Ibench/watch -o $@ $(wildcard bench/watch/*.c) $(call archives,watch) $(LDFLAGS) $(call libs_of,$(call above,watch))
bench-watch: ## is it rising: seconds, memory, and what is found (needs VIGIL_DEV_DATA)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-watch
	@build/release/bench-watch
.PHONY: bench-watch peer glr-table
peer: ## what R's surveillance finds in the same series, into bench/watch/peer.csv (ten minutes)
	@if command -v Rscript >/dev/null; then Rscript bench/watch/peer.R $(or $(VIGIL_DEV_DATA),../shared)/data/stats >bench/watch/peer.csv; \
	else echo "not run: no Rscript"; fi
glr-table: ## src/watch/glr_table.csv, how often a GLR chart sounds by chance (two minutes)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-watch
	@build/release/bench-watch glr-table >build/release/glr_table.csv && cp build/release/glr_table.csv src/watch/glr_table.csv
