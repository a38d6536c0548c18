# SPDX-License-Identifier: GPL-3.0-or-later
# make bench-estimate: how long methods of estimating take, on the development tables (VIGIL_DEV_DATA).

$(B)/bench-estimate: $(wildcard bench/estimate/*.c) $(call archives,estimate) $(filter %.o,$(call libs_of,$(call above,estimate)))
	$(Q)$(CC) $(CFLAGS) -o $@ $(wildcard bench/estimate/*.c) $(call archives,estimate) $(LDFLAGS) $(call libs_of,$(call above,estimate))
bench-estimate: ## estimating the missing: seconds and memory (needs VIGIL_DEV_DATA)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-estimate
	@build/release/bench-estimate
.PHONY: bench-estimate
