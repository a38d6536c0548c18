# SPDX-License-Identifier: GPL-3.0-or-later
# The example register of README.md. It is made anew when the program or its tables change, next
# to the old one, and takes its place when it is whole.

EXAMPLE := $(if $(filter release,$(MODE)),build,$(B))/example
EXAMPLE_NEW := $(EXAMPLE).new
EXAMPLE_SRC := $(sort $(wildcard examples/iran-2025/*))
EXAMPLE_VIGIL = $(B)/vigil --vault $(EXAMPLE_NEW)/iran-2025.vigil --passphrase-file $(EXAMPLE_NEW)/passphrase

ifneq ($(EXAMPLE_NEEDED),)
example: $(EXAMPLE)/situation.html ## make build/example/iran-2025.vigil and its report
else
example:
	@echo 'the example needs src/cli and examples/iran-2025/claims.csv' >&2; exit 1
endif

$(EXAMPLE)/situation.html: $(B)/vigil $(EXAMPLE_SRC)
	@rm -rf $(EXAMPLE_NEW)
	@mkdir -p $(EXAMPLE_NEW)
	@umask 077; od -A n -t x1 -N 12 /dev/urandom | tr -d ' \n' >$(EXAMPLE_NEW)/passphrase
	@$(B)/vigil --passphrase-file $(EXAMPLE_NEW)/passphrase init $(EXAMPLE_NEW)/iran-2025.vigil
	@$(EXAMPLE_VIGIL) import claims examples/iran-2025/subjects.csv
	@$(EXAMPLE_VIGIL) import claims examples/iran-2025/claims.csv
	@[ ! -x examples/iran-2025/decide ] || VIGIL='$(EXAMPLE_VIGIL)' examples/iran-2025/decide
	@$(EXAMPLE_VIGIL) log policy >$(EXAMPLE_NEW)/policy
	@$(EXAMPLE_VIGIL) report situation -o $(EXAMPLE_NEW)/situation.html
	@rm -rf $(EXAMPLE)
	@mv $(EXAMPLE_NEW) $(EXAMPLE)
.PHONY: example
