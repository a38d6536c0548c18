# SPDX-License-Identifier: GPL-3.0-or-later
# The stylesheets and fonts as one table of C, made into build/MODE/gen and linked into html.a.
# On the left the name a page knows, on the right the file; the order is that of the table.

FONT_DIR := third_party/node_modules/@fontsource-variable
font      = fonts/$(1)-$(2).woff2=$(FONT_DIR)/$(1)/files/$(1)-$(2)-wght-normal.woff2
ofl       = fonts/OFL-$(1).txt=$(FONT_DIR)/$(1)/LICENSE
ASSETS   := vigil.css=assets/vigil.css fonts.css=assets/fonts.css style.css=assets/style.css \
            tokens.css=assets/tokens.css report.css=assets/report.css \
            $(call font,source-serif-4,latin) $(call font,source-serif-4,latin-ext) \
            $(call font,source-sans-3,latin) $(call font,source-sans-3,latin-ext) \
            $(call font,vazirmatn,arabic) \
            $(call ofl,source-serif-4) $(call ofl,source-sans-3) $(call ofl,vazirmatn)

GEN_OBJS_html := $(B)/gen/assets.o

# Runs while building, so it is built for this machine without the flags of the mode.
MKASSETS := tools/mkassets.c $(patsubst %,src/base/%.c,arena buf bytes err file hash str)
build/tools/mkassets: $(MKASSETS)
	@mkdir -p $(@D)
	$(Q)gcc $(CSTD) $(WARN) $(WERROR) -O1 -Isrc -o $@.tmp$$$$ $(MKASSETS) -lcrypto && mv $@.tmp$$$$ $@

$(B)/gen/assets.c: build/tools/mkassets mk/assets.mk third_party/node_modules/.ok $(wildcard assets/*.css)
	@mkdir -p $(@D)
	$(Q)build/tools/mkassets $(ASSETS) >$@.tmp$$$$ && mv $@.tmp$$$$ $@

$(B)/gen/assets.o: $(B)/gen/assets.c src/html/assets.h
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
