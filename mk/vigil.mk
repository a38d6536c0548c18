# SPDX-License-Identifier: GPL-3.0-or-later
# The program: every room, and the main() of cli/.

all: $(patsubst %,$(B)/%.a,$(ROOMS)) ## build this MODE: debug (default), release, asan, fuzz

ifneq ($(wildcard src/cli/main.c),)
all: $(B)/vigil
endif
ifneq ($(wildcard src/ledger/main.c),)
all: $(B)/vigil-verify
endif
ifneq ($(wildcard src/worker/main.c),)
all: $(B)/vigil-worker
endif

$(B)/vigil: $(B)/obj/cli/main.o $(call archives,cli) $(filter %.o,$(call libs_of,$(call above,cli)))
	$(Q)$(CC) $(CFLAGS) -o $@.new $< $(call archives,cli) $(LDFLAGS) $(call libs_of,$(call above,cli))
	@mv $@.new $@ # a program that is running keeps the file it was started from

help: ## this list
	@echo 'make [MODE=debug|release|asan|fuzz] [V=1] TARGET'
	@sed -n -E 's/^([a-z][a-z-]*):[^=]*## (.*)/\1\t\2/p' Makefile $(sort $(wildcard mk/*.mk bench/*.mk)) | \
		sort | awk -F '\t' '{ printf "  %-18s %s\n", $$1, $$2 }'
