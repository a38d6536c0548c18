# SPDX-License-Identifier: GPL-3.0-or-later
# vigil-fault: the whole program on a disk that fails when told to (tests/faults/wrap.c).

FAULT_WRAPS := write pwrite64 fsync fdatasync ftruncate64 rename unlink
FAULT_LINK  := $(foreach w,$(FAULT_WRAPS),-Wl,--wrap=$(w))
$(B)/vigil-fault: $(B)/obj/cli/main.o tests/faults/wrap.c $(call archives,cli) $(filter %.o,$(call libs_of,$(ROOMS)))
	$(Q)gcc -O1 -g -Wall -Wextra -c -o $(B)/obj/wrap.o tests/faults/wrap.c
	$(Q)$(CC) $(CFLAGS) -o $@ $< $(B)/obj/wrap.o $(call archives,cli) $(LDFLAGS) $(FAULT_LINK) $(call libs_of,$(ROOMS))
faults: $(B)/vigil-fault
