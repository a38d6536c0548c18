/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_arrivals.c - what is kept to compare a record that comes with the few that share a key with it.
 *
 * Keys are of the record alone: of its name, and of parts of its name with a stretch of days or a place. They do
 * not follow from the set, as those of a run do (block_choose.c), so that a record is filed once and for good. A key that
 * many share is passed over, since a pair that has no other one says too little to be kept.
 *
 * Of true pairs among 100,000 made records in four lists (gen-lists victims) these keys meet .9992, the families that a run
 * chooses for them .9951; a record meets 236 others on average, and has 29 keys.
 */
#include "link/register_arrivals.h"

#include "names/place.h"

enum { KEY_BITS_OFF = 17 };

void linkage_arrivals_free(struct linkage_arrivals *x)
{
	if (!x)
		return;
	arena_free(x->a);
	arena_free(x->keep);
	free(x);
}

void linkage_arrivals_freep(struct linkage_arrivals **x)
{
	linkage_arrivals_free(*x);
}

/* ---- the model ---- */

static const struct link_date_habits *habits_of(const struct link_model *m)
{
	for (size_t f = 0; m && f < m->n_fields; f++)
		if (m->fields[f].has_dates && m->fields[f].field.is_event)
			return &m->fields[f].dates;
	return NULL;
}

/* The name of how keys are made: with the habits of dates, which days depend on. */
static struct str scheme_of(const struct link_model *m, struct arena *a)
{
	const struct link_date_habits *h = habits_of(m);
	if (!h)
		return STR("2");
	return str_printf(a, "2 %d%d%d%d%d%d", h->day_first, h->month_first,
			  h->first_days[CAL_GREGORIAN], h->first_days[CAL_JALALI],
			  h->first_days[CAL_HIJRI], h->new_years);
}

int linkage_arrivals_keep_up(struct linkage_arrivals *x, struct reg *r, struct err *e)
{
	int64_t run;
	TRY(reg_run_newest(r, &run, e));
	if (run == x->run && run)
		return 0;
	if (!run)
		return err_set(e, ERR_NOTFOUND, "there is no run yet whose model could be taken");
	x->run = 0;
	arena_clear(x->a);
	TRY(linkage_base(r, x->a, &run, &x->model, &x->model_name, &x->accept, e));
	TRY(linkage_fields_of(x->model, x->field, x->fields, &x->whole, e));
	x->scheme = scheme_of(x->model, x->a);
	x->run = run;
	return 0;
}

int linkage_arrivals_open(struct reg *r, struct linkage_arrivals **ret, struct err *e)
{
	AUTO_LINKAGE_ARRIVALS *x = mem_need(calloc(1, sizeof *x));
	x->a = arena_new(LINKAGE_ARRIVALS_MEMORY);
	x->keep = arena_new(0);
	x->places = places_new(x->keep);
	TRY(linkage_arrivals_keep_up(x, r, e));
	*ret = x;
	x = NULL;
	return 0;
}

/* ---- records as a small set ---- */

/* As the set of a run calls it: a model may weigh two lists by themselves. */
static int put_in_list(struct link_set_builder *b, struct reg *r, const struct linkage_row *row,
		       struct linkage_lists *lists, struct arena *a, uint16_t *ret, struct err *e)
{
	uint16_t at;
	if (!lists)
		return link_set_list(b, STR("all"), false, ret, e);
	TRY(linkage_list_place(r, row->list, a, lists, &at, e));
	return link_set_list(b, linkage_list_name(&lists->p[at]), lists->p[at].duplicate_free, ret,
			     e);
}

int linkage_rows_set(const struct linkage_arrivals *x, struct reg *r, struct linkage_lists *lists,
		     const struct linkage_row *rows, size_t n, const enum list_field *field,
		     const struct link_field *fields, size_t n_fields,
		     const struct link_reading *as, struct arena *a, struct link_set **ret,
		     struct err *e)
{
	AUTO_ARENA *one = arena_new(0);
	struct link_set_builder *b = link_set_begin(fields, n_fields, a);
	uint16_t list;
	link_set_read_as(b, as);
	for (size_t i = 0; i < n; i++) {
		struct str cells[LINK_FIELDS_MAX];
		struct str calendars[LINK_FIELDS_MAX];
		struct list_row row;
		arena_clear(one);
		linkage_said_read(rows[i].said, &row);
		for (size_t f = 0; f < n_fields; f++) {
			cells[f] = linkage_cell(&row, field[f],
						x->whole || fields[f].role == NAME_FULL, one);
			calendars[f] = linkage_calendar(&row, field[f]);
		}
		struct str id = str_printf(one, "%lld", (long long)rows[i].id);
		TRY(put_in_list(b, r, &rows[i], lists, a, &list, e));
		TRY(link_set_add(b, list, id, cells, calendars, e));
	}
	return link_set_done(b, ret, e);
}

/* ---- keys ---- */

enum { KEY_NAME, KEY_DATE, KEY_AGE, KEY_PLACE, KEY_FIELDS };
static const enum list_field KEY_OF[KEY_FIELDS] = { LIST_NAME, LIST_DATE, LIST_AGE, LIST_PLACE };
/* `most`: of what a name alone says, the less it says the fewer may share it; where they are more, a stretch of days or
 * a place beside it is another key. */
static const struct key_family {
	struct family f;
	size_t most;
} KEYS[LINKAGE_KEY_FAMILIES] = {
	{ { .of = { { .kind = ATOM_DELETE, .field = KEY_NAME } }, .n = 1 }, 300 },
	{ { .of = { { .kind = ATOM_PAIRS, .field = KEY_NAME } }, .n = 1 }, 150 },
	{ { .of = { { .kind = ATOM_GRAMS, .field = KEY_NAME } }, .n = 1 }, 60 },
	{ { .of = { { .kind = ATOM_TOKENS, .field = KEY_NAME },
		    { .kind = ATOM_MONTH, .field = KEY_DATE } },
	    .n = 2 },
	  300 },
	{ { .of = { { .kind = ATOM_GRAMS, .field = KEY_NAME },
		    { .kind = ATOM_MONTH, .field = KEY_DATE } },
	    .n = 2 },
	  300 },
	{ { .of = { { .kind = ATOM_PAIRS, .field = KEY_NAME },
		    { .kind = ATOM_YEAR, .field = KEY_DATE } },
	    .n = 2 },
	  300 },
	{ { .of = { { .kind = ATOM_PAIRS, .field = KEY_NAME },
		    { .kind = ATOM_SAME, .field = KEY_PLACE } },
	    .n = 2 },
	  300 },
	{ { .of = { { .kind = ATOM_NEAR, .field = KEY_DATE },
		    { .kind = ATOM_SAME, .field = KEY_PLACE } },
	    .n = 2 },
	  300 },
};

int linkage_key_set(const struct linkage_arrivals *x, const struct linkage_row *rows, size_t n,
		    struct arena *a, struct link_set **ret, struct err *e)
{
	struct link_field fields[KEY_FIELDS];
	struct link_reading as = { .places = x->places };
	for (size_t f = 0; f < KEY_FIELDS; f++)
		fields[f] = linkage_field(KEY_OF[f], true);
	as.dates[KEY_DATE] = habits_of(x->model);
	return linkage_rows_set(x, NULL, NULL, rows, n, KEY_OF, fields, KEY_FIELDS, &as, a, ret, e);
}

/* As family_keys; but what is the same is known by itself, not by its number in a set. */
static size_t lasting_keys(const struct link_set *s, const struct family *f, uint32_t r,
			   uint64_t *ret)
{
	uint64_t keys[FAMILY_ATOMS_MAX][ATOM_KEYS_MAX];
	struct key_span of[FAMILY_ATOMS_MAX];
	for (size_t i = 0; i < f->n; i++) {
		const struct link_values *vs = &s->values[f->of[i].field];
		of[i] = (struct key_span){ keys[i], atom_keys(s, &f->of[i], r, keys[i]) };
		if (f->of[i].kind == ATOM_SAME && of[i].n)
			keys[i][0] = vs->group_key[vs->p[s->value[f->of[i].field][r]].group];
	}
	return family_join(f, of, ret);
}

size_t linkage_keys_of(const struct link_set *s, uint32_t i, struct filed_under *ret)
{
	uint64_t keys[FAMILY_KEYS_MAX];
	size_t n = 0;
	if (!link_is_linkable(s, i))
		return 0;
	for (size_t k = 0; k < COUNT(KEYS); k++) {
		size_t m = lasting_keys(s, &KEYS[k].f, i, keys);
		for (size_t j = 0; j < m; j++)
			ret[n++] = (struct filed_under){ link_mix2(k + 1, keys[j]) >> KEY_BITS_OFF,
							 KEYS[k].most };
	}
	return n;
}

/* ---- filing ---- */

struct filing {
	struct arena *a;
	struct map at; /* id -> place + 1 */
	struct filed *p;
	struct linkage_row *rows;
	size_t n;
};

static int take_row(void *ctx, const struct reg_record *rec, struct err *e)
{
	struct filing *f = ctx;
	(void)e;
	size_t at = (size_t)(uintptr_t)map_get(
		&f->at, str_n((const char *)&rec->entity.id, sizeof rec->entity.id));
	if (!at || f->rows[at - 1].id)
		return 0;
	f->p[at - 1].list = rec->list;
	f->p[at - 1].said = linkage_said_write(rec->said, f->a);
	f->rows[at - 1] = (struct linkage_row){ rec->entity.id, rec->list, f->p[at - 1].said };
	return 0;
}

/* Few are asked for one by one, many in one walk. */
static int read_rows(struct reg *r, struct filing *f, struct err *e)
{
	enum { WALK_ALL = 2000 };
	if (f->n > WALK_ALL)
		return reg_records_each(r, take_row, f, e);
	for (size_t i = 0; i < f->n; i++) {
		int rc = reg_record_one(r, f->p[i].record, take_row, f, e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
	}
	return 0;
}

/* What turned out to be no record is left out. */
static void close_up(struct filing *f)
{
	size_t n = 0;
	for (size_t i = 0; i < f->n; i++)
		if (f->rows[i].id) {
			f->rows[n] = f->rows[i];
			f->p[n++] = f->p[i];
		}
	f->n = n;
}

static int by_key(const void *x, const void *y)
{
	const struct filed_key *p = x;
	const struct filed_key *q = y;
	if (p->key != q->key)
		return p->key < q->key ? -1 : 1;
	return (p->record > q->record) - (p->record < q->record);
}

static int file_rows(const struct linkage_arrivals *x, struct reg *r, struct filing *f,
		     struct err *e)
{
	struct link_set *s;
	struct filed_key *keys = NULL;
	size_t n = 0;
	size_t cap = 0;
	struct filed_under *mine = NEW_N(f->a, LINKAGE_KEYS_MAX, struct filed_under);
	TRY(linkage_key_set(x, f->rows, f->n, f->a, &s, e));
	for (size_t i = 0; i < f->n; i++) {
		size_t m = linkage_keys_of(s, (uint32_t)i, mine);
		for (size_t k = 0; k < m; k++) {
			keys = arena_grow(f->a, keys, n, &cap, sizeof *keys);
			keys[n++] = (struct filed_key){ mine[k].key, f->rows[i].id };
		}
	}
	if (n)
		qsort(keys, n, sizeof *keys, by_key);
	return reg_file(r, f->p, f->n, keys, n, e);
}

int linkage_arrivals_file(struct linkage_arrivals *x, struct reg *r, struct err *e)
{
	AUTO_ARENA *a = arena_new(LINKAGE_ARRIVALS_MEMORY);
	struct filing f = { .a = a };
	TRY(linkage_arrivals_keep_up(x, r, e));
	TRY(reg_unfiled(r, x->scheme, a, &f.p, &f.n, e));
	map_init(&f.at, a);
	f.rows = NEW_N(a, f.n, struct linkage_row);
	for (size_t i = 0; i < f.n; i++)
		*map_at(&f.at, str_n((const char *)&f.p[i].record, sizeof f.p[i].record)) =
			(void *)(uintptr_t)(i + 1);
	TRY(read_rows(r, &f, e));
	close_up(&f);
	return f.n ? file_rows(x, r, &f, e) : 0;
}
