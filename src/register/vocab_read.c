/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vocab_read.c - the embedded files as sheets: rows and named columns. */
#include "register/vocab_priv.h"

const struct sheet *vocab_sheet(const struct vocab *v, struct str name)
{
	for (size_t i = 0; i < v->n_sheets; i++)
		if (str_eq(v->sheets[i].name, name))
			return &v->sheets[i];
	return NULL;
}

struct str sheet_cell(const struct sheet *s, size_t row, struct str column)
{
	ptrdiff_t at = csv_column(&s->t.header, column);
	return at < 0 ? STR_NULL : s->t.rows[row].cells[at];
}

int sheet_need(const struct sheet *s, size_t row, const char *column, struct str *ret,
	       struct err *e)
{
	ptrdiff_t at = csv_column(&s->t.header, str_of(column));
	if (at < 0)
		return err_set(e, ERR_CORRUPT, "vocab/%.*s.csv: no column %s", STR_FMT(s->name),
			       column);
	*ret = s->t.rows[row].cells[at];
	return 0;
}

int vocab_read_sheets(struct vocab *v, struct err *e)
{
	static const struct csv_options OPTIONS = { .lang = LANG_EN };
	v->sheets = NEW_N(v->a, VOCAB_FILES_N, struct sheet);
	for (size_t i = 0; i < VOCAB_FILES_N; i++) {
		const struct vocab_file *f = &VOCAB_FILES[i];
		struct sheet *s = &v->sheets[v->n_sheets++];
		s->name = str_of(f->name);
		csv_read(str_n((const char *)f->bytes, f->size), &OPTIONS, v->a, &s->t);
		if (s->t.problems.n)
			return err_set(e, ERR_CORRUPT, "vocab/%s.csv, row %lld: %.*s", f->name,
				       (long long)s->t.problems.items[0].row,
				       STR_FMT(s->t.problems.items[0].what));
	}
	return 0;
}
