# SPDX-License-Identifier: GPL-3.0-or-later
# Classes of the latent-class model by several at once. Sums stay in the order written.
ifeq ($(MODE),release)
$(B)/obj/estimate/lcmcr%.o: CFLAGS += -O3
endif
