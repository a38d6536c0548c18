# SPDX-License-Identifier: GPL-3.0-or-later
# Provinces, cities and prisons as one table of C (names/place_priv.h). A prison stands in its city; where
# that is not in places.csv, in its province. The first seven columns of vocab/*.csv hold no commas.
GEN_OBJS_names += $(B)/gen/name_places.o

$(B)/gen/name_places.c: vocab/provinces.csv vocab/prisons.csv src/names/places.csv mk/name_places.mk
	@mkdir -p $(@D)
	$(Q){ printf '#include "names/place_priv.h"\nconst struct place_row PLACE_ROWS[] = {\n'; \
	awk -F, '/^#/ || FNR == 1 || $$1 == "number" { next } \
		function row(id, parent, kind, names) { gsub(/\|+$$/, "", names); printf "\t{ %d, %d, %s, \"%s\" },\n", id, parent, kind, names } \
		FILENAME ~ /provinces/ { id[$$1] = 1001 + substr($$1, 4); row(id[$$1], 0, "PLACE_PROVINCE", $$6 "|" $$7 "|" $$8) } \
		FILENAME ~ /places/ { id[$$3] = 3000 + $$1; row(id[$$3], id[$$2], "PLACE_CITY", $$3 "|" $$4 "|" $$5) } \
		FILENAME ~ /prisons/ { row(2000 + substr($$1, 2), $$6 in id ? id[$$6] : id[$$7], "PLACE_PRISON", $$2 "|" $$3 "|" $$4) }' \
		vocab/provinces.csv src/names/places.csv vocab/prisons.csv; \
	printf '};\nconst size_t PLACE_ROWS_N = sizeof PLACE_ROWS / sizeof PLACE_ROWS[0];\n'; } >$@.tmp$$$$ && mv $@.tmp$$$$ $@

$(B)/gen/name_places.o: $(B)/gen/name_places.c src/names/place_priv.h src/names/place.h
	$(Q)$(CC) $(CFLAGS) -c -o $@ $<
