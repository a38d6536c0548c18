# SPDX-License-Identifier: Apache-2.0
# vigil-verify: the verifier that others run. It links with the ledger and base/ and nothing else.
$(B)/vigil-verify: $(B)/obj/ledger/main.o $(B)/ledger.a $(B)/base.a
	$(Q)$(CC) -o $@ $< $(call archives,ledger) $(LDFLAGS) $(call libs_of,base ledger)

# Its test runs it.
$(B)/test/ledger/verify: $(B)/vigil-verify
