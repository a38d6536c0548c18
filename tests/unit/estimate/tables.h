/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.h - tables of lists for the tests of this room. */
#ifndef VIGIL_TEST_TABLES_H
#define VIGIL_TEST_TABLES_H

#include <stdlib.h>

#include "base/file.h"
#include "check.h"
#include "estimate/cells_table.h"

static inline struct cells table_bytes(struct str bytes, struct arena *a)
{
	struct cells c = { 0 };
	struct csv_problems ps;
	struct err e;
	if (cells_read(bytes, LANG_EN, a, &c, &ps, &e) < 0)
		die("%s", e.text);
	return c;
}

static inline struct cells table_of(const char *csv, struct arena *a)
{
	return table_bytes(str_of(csv), a);
}

/* tests/unit/estimate/data/mse_NAME.csv: counts of others, with their sources in data/README.md. */
static inline struct cells table_file(const char *name, struct arena *a)
{
	struct str bytes;
	struct err e;
	if (file_read(str_printf(a, "tests/unit/estimate/data/mse_%s.csv", name).p, 1 << 20, a,
		      &bytes, &e) < 0)
		die("%s", e.text);
	return table_bytes(bytes, a);
}

#endif
