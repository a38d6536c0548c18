# SPDX-License-Identifier: Apache-2.0
# vigil-verify: the verifier that others run. It links with the ledger and base/ and nothing else;
# src/ledger/verify_*.c are its own and not part of the library.
VERIFY_OWN := $(patsubst src/%.c,$(B)/obj/%.o,$(wildcard src/ledger/verify_*.c))
$(B)/vigil-verify: $(B)/obj/ledger/main.o $(VERIFY_OWN) $(B)/ledger.a $(B)/base.a
	$(Q)$(CC) -o $@ $(filter %.o,$^) $(call archives,ledger) $(LDFLAGS) $(call libs_of,base ledger)

# The text of VERIFY.txt, which is the same in every bundle, as a string literal.
GEN_HDRS += $(B)/gen/verify_txt.h
$(B)/gen/verify_txt.h: docs/formats/VERIFY.txt mk/verify.mk
	@mkdir -p $(@D)
	$(Q)sed -e 's/[\\"]/\\&/g' -e 's/	/\\t/g' -e 's/^\(.*\)$$/	"\1\\n" \\/' $< | \
		{ printf '#define VERIFY_TXT \\\n'; cat; printf '\n'; } >$@.tmp && mv $@.tmp $@

# Its test runs it.
$(B)/test/ledger/verify: $(B)/vigil-verify

# Bundles where there is no Vigil: VERIFY.txt in a root with sh, coreutils, openssl and age.
CHECK_PARTS += outside
check-outside: ## bundles checked by their own VERIFY.txt in a root without Vigil, release build
	$(SUB) MODE=release outside
outside: all
	@tests/outside/bundle $(B)
.PHONY: check-outside outside
