# SPDX-License-Identifier: GPL-3.0-or-later
# R's mathematical library, without its voice: the standalone build prints warnings on standard
# output, where a person's CSV or JSON goes. Debian's static archive is copied with the calls to
# printf led to num_hush (src/num/hush.c), which drops them.
RMATH := build/third_party/rmath.a
# num.a once more, since the archive calls back.
LIBS_num := $(RMATH) $(B)/num.a -lgsl -lgslcblas -lm

$(RMATH): mk/num.mk
	@mkdir -p $(@D)
	$(Q)from=$$(gcc -print-file-name=libRmath.a); [ -f "$$from" ] || { echo 'libRmath.a is not there: tools/install-deps run' >&2; exit 1; }; \
		objcopy --redefine-sym __printf_chk=num_hush_chk --redefine-sym printf=num_hush "$$from" $@.tmp$$$$ 2>$@.said$$$$ || \
		{ cat $@.said$$$$ >&2; exit 1; }; rm -f $@.said$$$$; mv $@.tmp$$$$ $@
$(B)/num.a: | $(RMATH)

# Rows of small matrices by several at once: a third off the simplex. Sums stay in the order written.
ifeq ($(MODE),release)
$(B)/obj/num/%.o $(B)/obj/estimate/%.o: CFLAGS += -O3
endif
