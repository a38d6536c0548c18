# SPDX-License-Identifier: GPL-3.0-or-later
# schema/NAME.sql as the string literal SCHEMA_NAME (minus signs become underscores), for SQL().

GEN_HDRS += $(B)/gen/schema.h
$(B)/gen/schema.h: $(wildcard schema/*.sql) mk/schema.mk
	@mkdir -p $(@D)
	$(Q)for f in $(sort $(wildcard schema/*.sql)); do \
		n=$$(basename $$f .sql | tr 'a-z-' 'A-Z_'); \
		sed -e 's/--.*//' -e 's/[\\"]/\\&/g' -e '/^[[:space:]]*$$/d' -e 's/^\(.*\)$$/	"\1\\n" \\/' $$f | \
			{ printf '#define SCHEMA_%s \\\n' "$$n"; cat; printf '\n'; }; \
	done >$@.tmp && mv $@.tmp $@
