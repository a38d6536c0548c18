# SPDX-License-Identifier: GPL-3.0-or-later
# make train-names: names/costs.csv learned anew from the development sets (bench/names/train.c).
# make bench-names: what comparing names reaches and how fast (bench/names/names.c). Both need VIGIL_DEV_DATA.

NAMES_LIBS = $(call archives,names) $(LDFLAGS) $(call libs_of,$(call above,names))
# The table made of hand.csv stands before that of names.a, which is then not taken out of the archive.
$(B)/gen/hand_costs.c: tools/mkcosts.awk src/names/sound.h bench/names/hand.csv
	@mkdir -p $(@D)
	$(Q)awk -f $^ >$@.tmp$$$$ && mv $@.tmp$$$$ $@
$(B)/train-names: bench/names/set.c $(wildcard bench/names/train*.c bench/names/*.h) $(B)/gen/hand_costs.c $(call archives,names)
	$(Q)$(CC) $(CFLAGS) -Ibench/names -o $@ $(filter %.c,$^) $(NAMES_LIBS)
$(B)/bench-names: bench/names/set.c bench/names/peer.c $(wildcard bench/names/names*.c bench/names/*.h) $(call archives,names)
	$(Q)$(CC) $(CFLAGS) -Ibench/names -o $@ $(filter %.c,$^) $(NAMES_LIBS)
train-names:
	+@$(MAKE) --no-print-directory MODE=release build/release/train-names
	@build/release/train-names >build/release/costs.csv && mv build/release/costs.csv src/names/costs.csv
bench-names: ## comparing names across scripts: accuracy beside peers, speed (needs VIGIL_DEV_DATA)
	+@$(MAKE) --no-print-directory MODE=release build/release/bench-names
	@build/release/bench-names
.PHONY: train-names bench-names
