# SPDX-License-Identifier: GPL-3.0-or-later
# make bench-watch: what watching costs and finds, on the development data (VIGIL_DEV_DATA).

$(B)/bench-watch: $(wildcard bench/watch/*.c) $(call archives,watch) $(filter %.o,$(call libs_of,$(call above,watch)))
	$(Q)$(CC) $(CFLAGS) -o $@ $(wildcard bench/watch/*.c) $(call archives,watch) $(LDFLAGS) $(call libs_of,$(call above,watch))
bench-watch: ## is it rising: seconds, memory, and what is found (needs VIGIL_DEV_DATA)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-watch
	@build/release/bench-watch
.PHONY: bench-watch
