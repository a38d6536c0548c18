# SPDX-License-Identifier: GPL-3.0-or-later
# make lint: a second compiler's warnings, clang-tidy and cppcheck. A file is looked at again
# only when it or what it includes has changed, and -j spreads the work.

LINT_SRC = $(sort $(wildcard src/*/*.c))
LINT_TEST = $(sort $(wildcard tests/unit/*/*.c tests/fuzz/*.c tests/faults/*.c bench/*.c tools/*.c))
LINT_FLAGS = $(CSTD) $(WARN) -Werror -Wno-unknown-warning-option $(DEFS) -Isrc -Itests -I$(B)/gen
# ctuuninitvar takes what is filled through a pointer in another file for never filled.
CPPCHECK = cppcheck --quiet --enable=warning,performance,portability --error-exitcode=1 \
	--inline-suppr --std=c11 --platform=unix64 --suppress=missingIncludeSystem \
	--suppress=unknownMacro --suppress=ctuuninitvar -Isrc -I$(B)/gen

lint: lint-made ## clang's warnings, clang-tidy, cppcheck, check-layers, check-docs
	+@$(MAKE) --no-print-directory lint-sources lint-cppcheck
	@tools/check-layers
	@tools/check-docs
lint-made:
	+@$(MAKE) --no-print-directory $(GEN_HDRS) $(if $(wildcard src/store/*.c),build/third_party/sqlite3.h)
	@:
lint-sources: $(patsubst %.c,build/lint/%.ok,$(LINT_SRC)) $(patsubst %.c,build/lint/%.warn,$(LINT_TEST))

build/lint/%.ok: %.c .clang-tidy mk/lint.mk
	@mkdir -p $(@D)
	@clang $(LINT_FLAGS) $(LINT_STORE) -fsyntax-only $<
	@clang-tidy --quiet $< -- $(LINT_FLAGS) $(LINT_STORE) 2>$@.err || { cat $@.err; exit 1; }
	@clang $(LINT_FLAGS) $(LINT_STORE) -MM -MP -MT $@ -MF $(@:.ok=.d) $<
	@touch $@
build/lint/%.warn: %.c mk/lint.mk
	@mkdir -p $(@D)
	@clang $(LINT_FLAGS) -isystem build/third_party -Wno-missing-prototypes -Wno-double-promotion -fsyntax-only $<
	@clang $(LINT_FLAGS) -isystem build/third_party -MM -MP -MT $@ -MF $(@:.warn=.d) $<
	@touch $@
build/lint/src/store/%: LINT_STORE = -isystem build/third_party
build/lint/src/chart/main.ok: LINT_STORE = $(DRAW_CFLAGS)
lint-cppcheck:
	@mkdir -p build/lint/cppcheck
	@[ -z '$(LINT_SRC)' ] || $(CPPCHECK) -j 2 --cppcheck-build-dir=build/lint/cppcheck $(LINT_SRC)

# Not part of lint: on code like ours most of what it says is wrong. The kinds named here are not.
ANALYZE = -fanalyzer -Wno-analyzer-too-complex -Werror=analyzer-double-free \
	-Werror=analyzer-use-after-free -Werror=analyzer-file-leak -Werror=analyzer-double-fclose
analyze: lint-made ## gcc -fanalyzer; leaks of files, double free and use after free are errors
	@for f in $(LINT_SRC); do gcc $(CSTD) $(DEFS) -O1 -Isrc -I$(B)/gen -isystem build/third_party \
		$(ANALYZE) -c -o /dev/null $$f || exit 1; done

-include $(shell find build/lint -name '*.d' 2>/dev/null)
.PHONY: lint lint-made lint-sources lint-cppcheck analyze
