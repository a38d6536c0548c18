# SPDX-License-Identifier: GPL-3.0-or-later
# make bench-estimate: how long methods of estimating take, on the development tables (VIGIL_DEV_DATA).
# make bench-coverage: whether ranges cover a truth that is known (COVERAGE=200 tables of each design; ten minutes).

COVERAGE ?= 200
$(B)/bench-%: bench/estimate/%.c $(call archives,estimate) $(filter %.o,$(call libs_of,$(call above,estimate)))
	$(Q)$(CC) $(CFLAGS) -o $@ $< $(call archives,estimate) $(LDFLAGS) $(call libs_of,$(call above,estimate))
bench-estimate: ## estimating the missing: seconds and memory (needs VIGIL_DEV_DATA)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-methods
	@build/release/bench-methods
bench-coverage: ## estimating the missing: does the range cover the truth (COVERAGE=200)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-coverage
	@build/release/bench-coverage $(COVERAGE)
.PHONY: bench-estimate bench-coverage
