/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_rows.c - which rows somebody says to leave out. */
#include "intake/list.h"

static int refused(size_t max, struct err *e)
{
	return err_set(e, ERR_INPUT, "rows are numbers in their order, as 12,15-17; at most %zu",
		       max);
}

int list_rows_read(struct str text, size_t max, struct arena *a, int64_t **ret, size_t *ret_n,
		   struct err *e)
{
	int64_t *rows = NULL;
	size_t n = 0;
	size_t cap = 0;
	struct str one;
	for (struct str rest = str_trim(text); rest.n;) {
		struct str first;
		int64_t from;
		int64_t to;
		rest = str_cut(rest, ',', &one);
		struct str last = str_cut(str_trim(one), '-', &first);
		if (!str_to_int(str_trim(first), &from) ||
		    !str_to_int(str_trim(last.p ? last : first), &to) || from < 1 || to < from ||
		    (n && from <= rows[n - 1]) || to - from >= (int64_t)(max - n))
			return refused(max, e);
		for (; from <= to; from++) {
			rows = arena_grow(a, rows, n, &cap, sizeof *rows);
			rows[n++] = from;
		}
	}
	*ret = rows;
	*ret_n = n;
	return 0;
}
