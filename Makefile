# SPDX-License-Identifier: GPL-3.0-or-later
# One Makefile for everything: `make help` lists what it does. A room is a folder of src/ and
# becomes build/MODE/ROOM.a; a test of a room is linked with that room and the rooms above it
# and nothing else, so the order of the house is checked by the linker as well.

MODE   ?= debug
B      := build/$(MODE)
PREFIX ?= /usr/local
WERROR ?= -Werror

# The order of the house (ARCHITECTURE.md): a room may use the rooms before it.
ORDER := base num text names ledger store vault evidence register intake link estimate watch \
         redact html chart pdf http report appeal publish sync web cli worker
ROOMS := $(foreach r,$(ORDER),$(if $(wildcard src/$(r)/*.c),$(r)))

CC    := gcc
PKGS  := libsodium libcrypto
CSTD  := -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -D_FILE_OFFSET_BITS=64
WARN  := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes \
         -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wvla -Wundef -Wformat=2 \
         -Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough -Wdate-time
GCCW  := -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wjump-misses-init -Wformat-signedness
# A schema is one literal, and longer than the 4095 characters ISO C promises; both compilers take it.
WARN  += -Wno-overlength-strings
# Sums in the order written, the same on every processor: no fused multiply-add.
NUMB  := -ffp-contract=off
DEFS  := -DVIGIL_VERSION='"$(shell cat VERSION)"'

FLAGS_debug   := -O1 -g
FLAGS_release := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
                 -fstack-clash-protection -fcf-protection=full -ftrivial-auto-var-init=zero -fPIE
LINK_release  := -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed
FLAGS_asan    := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LINK_asan     := -fsanitize=address,undefined
FLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
LINK_fuzz     := -fsanitize=fuzzer,address,undefined
# Tests themselves need no speed, and optimising them would be a third of such a build.
FLAGS_test_asan    := -O0
FLAGS_test_release := -O1
ifeq ($(MODE),fuzz)
CC := clang
GCCW :=
endif

CFLAGS  += $(CSTD) $(WARN) $(GCCW) $(WERROR) $(NUMB) $(FLAGS_$(MODE)) $(DEFS) -Isrc -Itests -I$(B)/gen
LDFLAGS += $(LINK_$(MODE))

# What each room may link with. The ledger is a library that others embed: keep its list short.
LIBS_base   := -lsodium -lcrypto
LIBS_text   := -lcsv -licui18n -licuuc
LIBS_store  := build/third_party/sqlite3mc.o -lpthread -lm
LIBS_http   := -lmicrohttpd
LIBS_chart  := -lm
# vigil-worker's alone: what reads files of strangers (mk/worker.mk).
LIBS_worker := -lexpat -lseccomp -lmagic -larchive -lz -lavformat -lavcodec -lswscale -lavutil -lheif -lm
libs_of      = $(foreach r,$(1),$(LIBS_$(r)))

# Archives of a room and of all rooms before it, last first, for the linker.
reverse   = $(if $(1),$(call reverse,$(wordlist 2,999,$(1))) $(firstword $(1)))
upto      = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,999,$(2))))
# The output libraries and the ledger see less of the house than their place in the order gives.
NARROW_ledger := base ledger
NARROW_html   := base text html
NARROW_chart  := base text html chart
NARROW_pdf    := base text pdf
NARROW_http   := base text http
NARROW_worker := base text worker
above     = $(filter $(ROOMS),$(or $(NARROW_$(1)),$(call upto,$(1),$(ORDER))))
archives  = $(patsubst %,$(B)/%.a,$(call reverse,$(call above,$(1))))

.DEFAULT_GOAL := all
.SECONDARY:
.DELETE_ON_ERROR:

# ---- generated files ------------------------------------------------------

GEN_HDRS :=
include $(wildcard mk/*.mk)

# ---- rooms ----------------------------------------------------------------

$(B)/obj/%.o: src/%.c Makefile | $(GEN_HDRS)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) -MMD -MP -c -o $@ $<

define room
$(B)/$(1).a: $(patsubst src/%.c,$(B)/obj/%.o,$(filter-out %/main.c src/ledger/verify_%.c,$(wildcard src/$(1)/*.c))) $(GEN_OBJS_$(1))
	@rm -f $$@
	$$(Q)$$(AR) rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room,$(r))))

# ---- the encrypted SQLite, from the npm lock file, built once -------------

third_party/node_modules/.ok: third_party/package-lock.json
	cd third_party && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

SQLITE_DIR   := third_party/node_modules/better-sqlite3-multiple-ciphers/deps/sqlite3
SQLITE_FLAGS := -O2 -w -DCODEC_TYPE=CODEC_TYPE_AEGIS -DHAVE_CIPHER_RC4=0 -DHAVE_CIPHER_AES_128_CBC=0 \
	-DHAVE_CIPHER_AES_256_CBC=0 -DHAVE_CIPHER_ASCON128=0 -DSQLITE_ENABLE_FTS5 -DSQLITE_DQS=0 \
	-DSQLITE_THREADSAFE=1 -DSQLITE_TEMP_STORE=3 -DSQLITE_SECURE_DELETE -DSQLITE_USE_URI=0 \
	-DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_OMIT_LOAD_EXTENSION -DSQLITE_OMIT_DEPRECATED \
	-DSQLITE_MAX_EXPR_DEPTH=200 -DSQLITE_DEFAULT_MEMSTATUS=0 -DSQLITE_ENABLE_API_ARMOR -DHAVE_USLEEP=1
build/third_party/sqlite3mc.o: third_party/node_modules/.ok
	@mkdir -p $(@D)
	@echo "building the encrypted SQLite (once, about a minute)"
	$(Q)gcc $(SQLITE_FLAGS) -fPIE -fstack-protector-strong -c -o $@.tmp $(SQLITE_DIR)/sqlite3.c
	@mv $@.tmp $@
build/third_party/sqlite3.h: third_party/node_modules/.ok
	@mkdir -p $(@D)
	@cp $(SQLITE_DIR)/sqlite3.h $@
$(B)/obj/store/%.o: CFLAGS += -isystem build/third_party
# Names, not a pattern: a pattern without a recipe adds nothing.
$(patsubst src/%.c,$(B)/obj/%.o,$(wildcard src/store/*.c)): build/third_party/sqlite3.h

# ---- unit tests: tests/unit/ROOM/NAME.c -> build/MODE/test/ROOM/NAME ------

UNIT := $(patsubst tests/unit/%.c,%,$(foreach r,$(ROOMS),$(wildcard tests/unit/$(r)/*.c)))
define unit
$(B)/test/$(1): tests/unit/$(1).c tests/check.h $$(call archives,$(firstword $(subst /, ,$(1)))) \
		$$(filter %.o,$$(call libs_of,$$(call above,$(firstword $(subst /, ,$(1))))))
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) $$(FLAGS_test_$$(MODE)) -Wno-missing-prototypes -MMD -MP -o $$@ $$< $$(call archives,$(firstword $(subst /, ,$(1)))) \
		$$(LDFLAGS) $$(call libs_of,$$(call above,$(firstword $(subst /, ,$(1)))))
endef
$(foreach u,$(UNIT),$(eval $(call unit,$(u))))

# The first line of a fuzz target names its room: /* room: ledger */
FUZZ := $(patsubst tests/fuzz/%.c,%,$(filter-out tests/fuzz/corpus.c,$(wildcard tests/fuzz/*.c)))
fuzz_room = $(shell sed -n 's|.*room: \([a-z]*\).*|\1|p;3q' tests/fuzz/$(1).c)
define fuzz
$(B)/fuzz/$(1): tests/fuzz/$(1).c tests/fuzz/corpus.c tests/fuzz/fuzz.h $$(call archives,$(call fuzz_room,$(1))) \
		$$(filter %.o,$$(call libs_of,$$(call above,$(call fuzz_room,$(1)))))
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(CFLAGS) -MMD -MP -o $$@ $$< $(if $(filter fuzz,$(MODE)),,tests/fuzz/corpus.c) \
		$$(call archives,$(call fuzz_room,$(1))) $$(LDFLAGS) $$(call libs_of,$$(call above,$(call fuzz_room,$(1))))
endef
$(foreach f,$(FUZZ),$(eval $(call fuzz,$(f))))

# `make unit-text` builds and runs the tests of one room; `make unit` those of all.
unit-%: $(patsubst %,$(B)/test/%,$(UNIT))
	@true
define unit_room
unit-$(1): $(patsubst %,$(B)/test/%,$(filter $(1)/%,$(UNIT))) $(patsubst %,$(B)/fuzz/%,$(foreach f,$(FUZZ),$(if $(filter $(1),$(call fuzz_room,$(f))),$(f))))
	@tests/run $$^
endef
$(foreach r,$(ROOMS),$(eval $(call unit_room,$(r))))
unit: $(patsubst %,$(B)/test/%,$(UNIT)) $(patsubst %,$(B)/fuzz/%,$(FUZZ)) ## all unit tests and fuzz corpora (unit-ROOM: of one room)
	@tests/run $^

clean: ## remove what was built, keep the encrypted SQLite
	rm -rf build/debug build/release build/asan build/fuzz build/example build/lint build/test
distclean: clean ## remove all that was built or fetched
	rm -rf build third_party/node_modules tests/browser/node_modules

V ?= 0
Q := $(if $(filter 1,$(V)),,@)

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: all clean distclean unit help
