/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_against.c - rows of a file against those that the register has of the list. */
#include "intake/list_priv.h"

#include "text/fold.h"

/* ---- what is compared ---- */

struct str list_name_of(struct list_planning *p, const struct list_row *said)
{
	struct str name = said->field[LIST_NAME];
	return name.n ? name
		      : str_trim(str_printf(p->one, "%.*s %.*s", STR_FMT(said->field[LIST_GIVEN]),
					    STR_FMT(said->field[LIST_FAMILY])));
}

void list_see(struct list_planning *p, const struct list_mapping *m, const struct str *header,
	      const bool *sealed, const size_t *order, const size_t *at, const struct str *cells,
	      struct list_seen *ret)
{
	struct list_row said;
	list_hash_cells(header, order, m->n, cells, sealed, ret->hash);
	list_row_understand(m, cells, m->n, p->one, &said);
	ret->id = str_copy(p->keep, said.field[LIST_ID]);
	struct str name = list_name_of(p, &said);
	ret->shown = str_copy(p->keep, name);
	ret->name = fold_key(p->keep, name);
	ret->cells = NEW_N(p->keep, p->m->n, uint32_t);
	for (size_t i = 0; i < m->n; i++)
		if (at[i] != SIZE_MAX && !(sealed && sealed[i]))
			ret->cells[at[i]] = list_hash_cell(cells[i]);
}

/* ---- rows of the register ---- */

struct loading {
	struct list_planning *p;
	struct list_seen *list;
	size_t n, cap;
	const struct edition *of; /* of the row before: the same for thousands */
	size_t *order, *at;
	struct map newest;  /* mention -> index + 1 of its newest version */
	struct map in_base; /* mention: the edition before has it */
	bool older;
};

/* Where the columns of another edition are in the new file: the second "Name" is the second one there. */
static size_t *columns_at(struct list_planning *p, const struct edition *of)
{
	size_t *at = NEW_N(p->keep, of->n_header, size_t);
	for (size_t i = 0; i < of->n_header; i++) {
		size_t nth = 0;
		at[i] = SIZE_MAX;
		for (size_t k = 0; k < i; k++)
			nth += str_eq(of->header[k], of->header[i]);
		for (size_t k = 0; k < p->m->n && at[i] == SIZE_MAX; k++)
			if (str_eq(p->header[k], of->header[i]) && nth-- == 0)
				at[i] = k;
	}
	return at;
}

static int load_row(void *ctx, const struct edition_row *row, struct err *e)
{
	struct loading *l = ctx;
	struct list_planning *p = l->p;
	struct str *given;
	size_t n;
	struct str mention = str_n((const char *)&row->mention, sizeof row->mention);
	arena_clear(p->one);
	if (l->of != row->of) {
		l->of = row->of;
		l->order = list_hash_order(row->of->header, row->of->n_header, p->keep);
		l->at = columns_at(p, row->of);
	}
	TRY(list_cells_read(row->cells, p->one, &given, &n, e));
	struct str *cells = NEW_N(p->one, row->of->n_header, struct str);
	for (size_t i = 0; i < row->of->n_header; i++)
		cells[i] = i < n ? given[i] : STR("");
	l->list = arena_grow(p->keep, l->list, l->n, &l->cap, sizeof *l->list);
	struct list_seen *seen = &l->list[l->n++];
	*seen = (struct list_seen){ .row = row->row,
				    .edition = row->edition,
				    .base_row = row->row,
				    .mention = row->mention,
				    .version = row->version,
				    .sealed = STR("") };
	list_see(p, &row->of->mapping, row->of->header, NULL, l->order, l->at, cells, seen);
	if (!l->older) {
		*map_at(&l->in_base, mention) = p;
		return 0;
	}
	seen->taken = map_get(&l->in_base, mention) != NULL;
	/* Looked for by its id is the newest version only. */
	void **last = map_at(&l->newest, mention);
	if (*last)
		l->list[(size_t)(uintptr_t)*last - 1].id = STR("");
	*last = (void *)(uintptr_t)l->n;
	return 0;
}

/* The edition that comes before one of this date; the first that comes after it when none does. */
static int find_base(struct list_planning *p, struct str date, struct edition *ret, bool *ret_there,
		     struct err *e)
{
	struct edition *d;
	size_t n;
	*ret_there = false;
	TRY(reg_editions(p->r, p->src->list.id, false, p->a, &d, &n, e));
	p->plan->editions = (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		char hex[2 * HASH_LEN + 1];
		hex_encode(hex, p->plan->file.b, HASH_LEN);
		if (str_eq(d[i].sha256, str_n(hex, (size_t)2 * HASH_LEN)) &&
		    str_eq(d[i].sheet, list_sheet_of(p->src->look)))
			p->plan->twin = d[i].seq;
		/* EDTF dates of one precision are ordered as text; a coarser one stands before. */
		p->plan->newer += p->src->date.n && str_cmp(d[i].date, date) > 0;
		if (!*ret_there || str_cmp(d[i].date, date) <= 0) {
			*ret = d[i];
			*ret_there = true;
		}
	}
	return 0;
}

int list_compare(struct list_planning *p, struct err *e)
{
	struct loading base = { .p = p };
	struct loading older = { .p = p, .older = true };
	struct edition ed;
	bool there;
	TRY(find_base(p, list_date_of(p->src, p->a), &ed, &there, e));
	if (p->plan->twin) {
		char number[NUMBER_TEXT_MAX];
		return err_set(
			e, ERR_CONFLICT,
			"this very file is in the register already: it is edition %s of the list",
			number_text(p->plan->twin, 1, number));
	}
	map_init(&base.in_base, p->keep);
	if (there) {
		p->plan->base = ed.seq;
		p->plan->base_is_later = p->src->date.n && str_cmp(ed.date, p->src->date) > 0;
		if (p->plan->base_is_later)
			p->plan->newer = 0;
		p->plan->erased = ed.rows - ed.found;
		TRY(reg_edition_rows(p->r, ed.seq, load_row, &base, e));
	}
	older.in_base = base.in_base;
	map_init(&older.newest, p->keep);
	TRY(reg_list_versions(p->r, p->src->list.id, load_row, &older, e));

	struct list_sides s = { .fresh = p->rows,
				.n_fresh = p->n_rows,
				.old = base.list,
				.n_old = base.n,
				.older = older.list,
				.n_older = older.n,
				.n_columns = p->m->n,
				.a = p->keep,
				.r = p->r };
	for (size_t i = 0; i < p->m->n; i++)
		s.has_sealed |= p->m->columns[i].sealed;
	p->plan->match = NEW_N(p->a, p->n_rows, struct list_match);
	TRY(list_match_rows(&s, p->is_name, p->plan->match, &p->plan->back, &p->plan->id_doubles,
			    e));
	for (size_t i = 0; i < p->n_rows; i++) {
		p->plan->added += !p->plan->match[i].in_base;
		p->plan->changed += p->plan->match[i].in_base && !p->plan->match[i].is_base;
		p->plan->same += p->plan->match[i].is_base;
	}
	for (size_t i = 0; i < base.n; i++)
		p->plan->removed += !base.list[i].taken;
	return 0;
}
