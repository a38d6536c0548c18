# SPDX-License-Identifier: GPL-3.0-or-later
# How often a GLR chart sounds by chance as a constant table, made into build/MODE/gen and linked into watch.a.

GEN_OBJS_watch := $(B)/gen/glr_table.o
$(B)/gen/glr_table.c: tools/mkglr.awk src/watch/glr_table.csv
	@mkdir -p $(@D)
	$(Q)awk -f $^ >$@.tmp$$$$ && mv $@.tmp$$$$ $@
$(B)/gen/glr_table.o: $(B)/gen/glr_table.c src/watch/cusum_priv.h
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
