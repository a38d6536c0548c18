/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_cells.c - the cells of a row: as they are sealed, and as they are compared. */
#include "intake/list_priv.h"

#include "base/json.h"

/* ---- comparing ---- */

struct named {
	struct str name;
	size_t at;
};

static int by_name(const void *x, const void *y)
{
	const struct named *a = x;
	const struct named *b = y;
	int c = str_cmp(a->name, b->name);
	return c ? c : (a->at > b->at) - (a->at < b->at);
}

size_t *list_hash_order(const struct str *header, size_t n, struct arena *a)
{
	struct named *list = NEW_N(a, n, struct named);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct named){ header[i], i };
	qsort(list, n, sizeof *list, by_name);
	for (size_t i = 0; i < n; i++)
		order[i] = list[i].at;
	return order;
}

/* Empty cells are left out, so that a new column without a word in it changes no row. */
void list_hash_cells(const struct str *header, const size_t *order, size_t n,
		     const struct str *cells, const bool *sealed, uint8_t ret[static LIST_HASH])
{
	struct hasher *h = hasher_new();
	for (size_t k = 0; k < n; k++) {
		size_t i = order[k];
		if (!cells[i].n || (sealed && sealed[i]))
			continue;
		uint64_t len[2] = { header[i].n, cells[i].n };
		hasher_add(h, len, sizeof len);
		hasher_add(h, header[i].p, header[i].n);
		hasher_add(h, cells[i].p, cells[i].n);
	}
	struct hash all = hasher_end(h);
	memcpy(ret, all.b, LIST_HASH);
}

/* FNV-1a, 32 bits; only to count how many cells of two rows are equal. */
uint32_t list_hash_cell(struct str cell)
{
	uint32_t h = 2166136261u;
	if (!cell.n)
		return 0;
	for (size_t i = 0; i < cell.n; i++)
		h = (h ^ (uint8_t)cell.p[i]) * 16777619u;
	return h ? h : 1;
}

/* ---- sealing ---- */

static const char *kind_word(const struct table_cell *c)
{
	static const char *const KINDS[TABLE_KINDS] = { [TABLE_NUMBER] = "number",
							[TABLE_DATE] = "date",
							[TABLE_BOOL] = "bool",
							[TABLE_ERROR] = "error",
							[TABLE_NESTED] = "nested" };
	if (c->flags & TABLE_NO_CACHED)
		return "formula without value";
	if (c->flags & TABLE_FORMULA)
		return "formula";
	return KINDS[c->kind];
}

static void put_cell(struct buf *b, const struct table_cell *c)
{
	const char *kind = kind_word(c);
	if (!kind && !c->raw.n && !c->format.n) {
		json_put_str(b, c->text);
		return;
	}
	buf_lit(b, "{\"text\":");
	json_put_str(b, c->text);
	if (c->raw.n) {
		buf_lit(b, ",\"raw\":");
		json_put_str(b, c->raw);
	}
	if (kind)
		buf_printf(b, ",\"kind\":\"%s\"", kind);
	if (c->format.n) {
		buf_lit(b, ",\"format\":");
		json_put_str(b, c->format);
	}
	buf_char(b, '}');
}

static bool is_there(const struct table_cell *c)
{
	return c->text.n || c->raw.n || c->flags;
}

static size_t last_cell(const struct table_row *row, size_t columns)
{
	size_t n = row->n < columns ? row->n : columns;
	while (n && !is_there(&row->cells[n - 1]))
		n--;
	return n;
}

void list_cells_write(const struct table_row *row, const struct list_mapping *m, struct buf *cells,
		      struct buf *sealed)
{
	size_t n = last_cell(row, m->n);
	buf_char(cells, '[');
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(cells, ',');
		if (!m->columns[i].sealed) {
			put_cell(cells, &row->cells[i]);
			continue;
		}
		if (!is_there(&row->cells[i])) {
			buf_lit(cells, "\"\"");
			continue;
		}
		buf_lit(cells, "null");
		buf_printf(sealed, "%s[%zu,", sealed->n ? "," : "[", i + 1);
		json_put_str(sealed, row->cells[i].text);
		buf_char(sealed, ']');
	}
	buf_char(cells, ']');
	if (sealed->n)
		buf_char(sealed, ']');
}
