/* room: register */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mappings come from files of people, mappings and cells from programs of other sites: what is taken is written
 * and read again as the same, and a row of any cells can be understood. */
#include "fuzz.h"

#include "register/list_priv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	AUTO_BUF again;
	struct list_mapping m;
	struct list_mapping back;
	struct list_row row;
	struct str text = str_n((const char *)data, size);
	struct str *cells;
	size_t n;
	struct err e;
	buf_init(&b, 1 << 24);
	buf_init(&again, 1 << 24);
	if (list_cells_read(text, a, &cells, &n, &e) == 0)
		assert(n <= LIST_COLUMNS_MAX && "as many as columns");
	else
		n = 0;
	if (list_mapping_read(text, a, &m, &e) < 0)
		return 0;
	list_mapping_write(&b, &m);
	assert(list_mapping_read(buf_str(&b), a, &back, &e) == 0);
	list_mapping_write(&again, &back);
	assert(str_eq(buf_str(&b), buf_str(&again)));
	struct str *names = NEW_N(a, m.n, struct str);
	for (size_t i = 0; i < m.n; i++)
		names[i] = m.columns[i].name;
	/* Names of columns do as cells. */
	list_row_understand(&m, names, m.n, a, &row);
	for (size_t i = 0; i < m.n; i++)
		for (int f = 0; m.columns[i].sealed && names[i].n > 7 && f < LIST_FIELDS; f++)
			assert(row.field[f].p != names[i].p);
	return 0;
}
