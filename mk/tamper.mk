# SPDX-License-Identifier: GPL-3.0-or-later
# tests/tamper: bytes changed in turn, and several sites that meet through folders.

$(B)/flip: tests/tamper/flip.c
	@mkdir -p $(@D)
	$(Q)gcc -O2 -g -Wall -Wextra -o $@ $<
tamper: all $(B)/flip
	@tests/tamper/run $(B)
gossip: all
	@tests/tamper/gossip $(B)
check-tamper: ## bytes of all that is kept or handed on, changed in turn, release build
	$(SUB) MODE=release tamper
check-gossip: ## several sites and remotes, forked and restored vaults, release build
	$(SUB) MODE=release gossip
.PHONY: tamper gossip check-tamper check-gossip

ifneq ($(wildcard src/cli/main.c),)
CHECK_PARTS += tamper gossip
endif
