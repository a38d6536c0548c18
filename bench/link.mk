# SPDX-License-Identifier: GPL-3.0-or-later
# make bench-link: linkage on sets whose persons are known (bench/link/run says which). LINK_LARGE=1 adds a million.

$(B)/link-gates: bench/link/gates.c $(call archives,link) $(filter %.o,$(call libs_of,$(call above,link)))
	$(Q)$(CC) $(CFLAGS) -o $@ $< $(call archives,link) $(LDFLAGS) $(call libs_of,$(call above,link))
GEN_LISTS := $(wildcard bench/link/gen_*.c)
$(B)/gen-lists: $(GEN_LISTS) bench/link/gen_lists.h $(call archives,text)
	$(Q)$(CC) $(CFLAGS) -o $@ $(GEN_LISTS) $(call archives,text) $(LDFLAGS) $(call libs_of,$(call above,text))
bench-link: ## linkage on lists whose persons are known (LINK_LARGE=1: a million records)
	+@$(MAKE) --no-print-directory MODE=release build/release/link-gates build/release/gen-lists build/release/vigil-worker
	@bench/link/run build/release build/bench/link
.PHONY: bench-link
bench-link-pages: ## 20,000 rows of four lists in the browser: from their files to a reviewed count, seconds of each step
	+@$(MAKE) --no-print-directory MODE=release all build/release/gen-lists tests/browser/node_modules/.ok
	@bench/link/pages build/release build/bench/link-pages
.PHONY: bench-link-pages
