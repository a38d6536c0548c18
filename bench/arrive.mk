# SPDX-License-Identifier: GPL-3.0-or-later
# make bench-arrive: a record more in a vault of a hundred thousand (ARRIVE=N for another size). Goal: under 5 ms to find whose it is.

ARRIVE ?= 100000
$(B)/link-arrive: bench/link/arrive.c $(call archives,link) $(filter %.o,$(call libs_of,$(call above,link)))
	$(Q)$(CC) $(CFLAGS) -o $@ $< $(call archives,link) $(LDFLAGS) $(call libs_of,$(call above,link))
bench-arrive: ## one more record among many in a vault (ARRIVE=100000)
	+@$(MAKE) --no-print-directory MODE=release build/release/link-arrive build/release/gen-lists
	@rm -rf build/bench/arrive && mkdir -p build/bench/arrive && trap 'rm -rf build/bench/arrive' EXIT && \
		build/release/gen-lists victims $(ARRIVE) build/bench/arrive/rows.csv build/bench/arrive/truth.csv && \
		build/release/link-arrive build/bench/arrive/rows.csv build/bench/arrive/v.vigil
.PHONY: bench-arrive
