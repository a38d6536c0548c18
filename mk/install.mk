# SPDX-License-Identifier: GPL-3.0-or-later
# Always the release build. Man pages and completion are made from the command table into
# build/release/man and build/release/completion by INSTALL_MADE, set where they are made.

INSTALL_DIR := install -d
bindir = $(DESTDIR)$(PREFIX)/bin
libexecdir = $(DESTDIR)$(PREFIX)/libexec/vigil
mandir = $(DESTDIR)$(PREFIX)/share/man
docdir = $(DESTDIR)$(PREFIX)/share/doc/vigil
bashdir = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
PROGRAMS = $(if $(wildcard src/cli/main.c),vigil) $(if $(wildcard src/ledger/main.c),vigil-verify)

install: ## install DESTDIR=... PREFIX=/usr/local
	+@$(MAKE) --no-print-directory MODE=release install-files
install-files: all $(INSTALL_MADE)
	$(INSTALL_DIR) '$(bindir)' '$(docdir)'
	for p in $(PROGRAMS); do install -m 755 $(B)/$$p '$(bindir)/' || exit 1; done
	for p in vigil-worker vigil-draw; do [ ! -f $(B)/$$p ] || \
		install -D -m 755 $(B)/$$p '$(libexecdir)'/$$p || exit 1; done
	for m in $(B)/man/*.[1-8]; do [ ! -f "$$m" ] || \
		install -D -m 644 "$$m" '$(mandir)'/man$${m##*.}/$${m##*/} || exit 1; done
	for c in $(B)/completion/*; do [ ! -f "$$c" ] || \
		install -D -m 644 "$$c" '$(bashdir)'/$$(basename "$$c" .bash) || exit 1; done
	for f in README.md ARCHITECTURE.md NOTICE LICENSE $$(find LICENSES docs -type f | sort); do \
		[ ! -f "$$f" ] || install -D -m 644 "$$f" '$(docdir)'/"$$f" || exit 1; done

uninstall: ## take away what install put there
	for p in vigil vigil-verify; do rm -f '$(bindir)'/$$p '$(bashdir)'/$$p '$(mandir)'/man1/$$p.1; done
	rm -f '$(mandir)'/man1/vigil-*.1
	rm -rf '$(docdir)' '$(libexecdir)'
.PHONY: install install-files uninstall
