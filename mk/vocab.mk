# SPDX-License-Identifier: GPL-3.0-or-later
# vocab/*.csv as one table of C (register/vocab_priv.h), linked into register.a.

VOCAB := $(sort $(wildcard vocab/*.csv))
GEN_OBJS_register := $(B)/gen/vocab.o

$(B)/gen/vocab.c: $(VOCAB) mk/vocab.mk
	@mkdir -p $(@D)
	$(Q){ printf '#include "register/vocab_priv.h"\n'; n=0; \
	for f in $(VOCAB); do \
		printf 'static const unsigned char F%d[] = {\n' $$n; \
		od -A n -v -t x1 "$$f" | sed 's/ *\([0-9a-f][0-9a-f]\)/0x\1,/g'; \
		printf '};\n'; n=$$((n + 1)); \
	done; \
	printf 'const struct vocab_file VOCAB_FILES[] = {\n'; n=0; \
	for f in $(VOCAB); do \
		printf '\t{ "%s", F%d, sizeof F%d },\n' "$$(basename "$$f" .csv)" $$n $$n; n=$$((n + 1)); \
	done; \
	printf '};\nconst size_t VOCAB_FILES_N = %d;\n' $$n; } >$@.tmp$$$$ && mv $@.tmp$$$$ $@

$(B)/gen/vocab.o: $(B)/gen/vocab.c src/register/vocab_priv.h src/register/vocab.h
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
