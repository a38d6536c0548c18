# SPDX-License-Identifier: GPL-3.0-or-later
# The costs of sounds as a constant table, made into build/MODE/gen and linked into names.a.

GEN_OBJS_names += $(B)/gen/sound_costs.o
$(B)/gen/sound_costs.c: tools/mkcosts.awk src/names/sound.h src/names/costs.csv
	@mkdir -p $(@D)
	$(Q)awk -f $^ >$@.tmp$$$$ && mv $@.tmp$$$$ $@
$(B)/gen/sound_costs.o: $(B)/gen/sound_costs.c src/names/sound_priv.h
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
