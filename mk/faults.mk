# SPDX-License-Identifier: GPL-3.0-or-later
# vigil-fault: the whole program on a disk that fails when told to (tests/faults/wrap.c).

FAULT_WRAPS := write pwrite64 read pread64 fsync fdatasync syncfs ftruncate64 rename renameat unlink unlinkat rmdir link linkat \
	       mkdir mkdirat open64 openat64
FAULT_LINK  := $(foreach w,$(FAULT_WRAPS),-Wl,--wrap=$(w))
$(B)/vigil-fault: $(B)/obj/cli/main.o tests/faults/wrap.c $(call archives,cli) $(filter %.o,$(call libs_of,$(call above,cli)))
	$(Q)gcc -O1 -g -Wall -Wextra -c -o $(B)/obj/wrap.o tests/faults/wrap.c
	$(Q)$(CC) $(CFLAGS) -o $@ $< $(B)/obj/wrap.o $(call archives,cli) $(LDFLAGS) $(FAULT_LINK) $(call libs_of,$(call above,cli))
faults: $(B)/vigil-fault
power: $(B)/vigil-fault $(B)/powercut

# What a disk may hold after the power went, from what vigil-fault wrote down.
$(B)/powercut: tests/faults/powercut.c tests/faults/wrap.h
	@mkdir -p $(@D)
	$(Q)gcc -O2 -g -Wall -Wextra -o $@ $<
