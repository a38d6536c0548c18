# SPDX-License-Identifier: GPL-3.0-or-later
# The test of the payload store on a disk that fails: tests/faults/wrap.c stands between it and the disk.
$(B)/obj/test/wrap.o: tests/faults/wrap.c
	@mkdir -p $(@D)
	$(Q)gcc -O1 -g -Wall -Wextra -c -o $@ $<
$(B)/test/evidence/payload_fault: $(B)/obj/test/wrap.o
$(B)/test/evidence/payload_fault: private LDFLAGS += $(B)/obj/test/wrap.o $(FAULT_LINK)
