# SPDX-License-Identifier: GPL-3.0-or-later
# vigil-draw: draws a chart as PNG. The only program that links with pango and cairo.
DRAW_CFLAGS = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags pangocairo pangoft2))
DRAW_LIBS   = $(shell pkg-config --libs pangocairo pangoft2 fontconfig)

ifneq ($(wildcard src/chart/main.c),)
all: $(B)/vigil-draw
endif
$(B)/obj/chart/main.o: CFLAGS += $(DRAW_CFLAGS)
$(B)/vigil-draw: $(B)/obj/chart/main.o $(call archives,chart)
	$(Q)$(CC) $(CFLAGS) -o $@.new $< $(call archives,chart) $(LDFLAGS) -Wl,--as-needed $(call libs_of,$(call above,chart)) $(DRAW_LIBS)
	@mv $@.new $@

# Tests that run it.
$(patsubst tests/unit/%.c,$(B)/test/%,$(wildcard tests/unit/chart/png.c)): $(B)/vigil-draw
