# SPDX-License-Identifier: GPL-3.0-or-later
# names/words.csv and names/variants.csv as one sorted table of C (names/names_priv.h).
GEN_OBJS_names += $(B)/gen/name_words.o

$(B)/gen/name_words.c: src/names/words.csv src/names/variants.csv mk/name_words.mk
	@mkdir -p $(@D)
	$(Q){ printf '#include "names/names_priv.h"\nconst struct name_word NAME_WORDS[] = {\n'; \
	{ awk -F, '!/^#/ && $$1 != "kind" { n = split($$2, w, " "); for (i = 1; i <= n; i++) print w[i], toupper($$1), 0, 0 }' \
		src/names/words.csv; \
	awk -F';' '!/^#/ && $$1 != "forms" { g++; for (s = 1; s <= 2; s++) { n = split($$s, w, " "); \
		for (i = 1; i <= n; i++) print w[i], "VARIANT", s - 1, g } }' src/names/variants.csv; } | \
	LC_ALL=C sort -u | LC_ALL=C awk '{ printf "\t{ \"%s\", %d, WORD_%s, %d, %d },\n", $$1, length($$1), $$2, $$3, $$4 }'; \
	printf '};\nconst size_t NAME_WORDS_N = sizeof NAME_WORDS / sizeof NAME_WORDS[0];\n'; } >$@.tmp$$$$ && mv $@.tmp$$$$ $@

$(B)/gen/name_words.o: $(B)/gen/name_words.c src/names/names_priv.h src/names/names.h
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
