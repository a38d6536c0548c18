# SPDX-License-Identifier: GPL-3.0-or-later
# The published age vectors come as a compressed archive of partly compressed files; only their test
# needs zlib.
$(B)/test/ledger/vectors_age: private LDFLAGS += -lz
