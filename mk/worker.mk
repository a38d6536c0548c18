# SPDX-License-Identifier: GPL-3.0-or-later
# vigil-worker: reads files of strangers, confined. The only program that links with LIBS_worker.
$(B)/vigil-worker: $(B)/obj/worker/main.o $(call archives,worker)
	$(Q)$(CC) $(CFLAGS) -o $@.new $< $(call archives,worker) $(LDFLAGS) -Wl,--as-needed $(call libs_of,$(call above,worker))
	@mv $@.new $@

# Tests that run it.
$(patsubst tests/unit/%.c,$(B)/test/%,$(wildcard tests/unit/evidence/worker*.c tests/unit/intake/*.c tests/unit/link/files.c tests/unit/web/lists.c)): $(B)/vigil-worker
