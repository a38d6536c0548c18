/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * set_add.c - rows into records: a dictionary for each field.
 *
 * Dictionaries of different fields have nothing to do with each other. With a pool, rows are gathered a few thousand at a
 * time; while the next ones are read, other threads enter them, a field each. Whatever needs memory has been given it
 * before, so that what is entered where does not depend on threads.
 */
#include "link/link_priv.h"
#include "link/set_priv.h"

enum { ROWS = 2048, ROW_BYTES = 1 << 18, AHEAD = 8 };
static_assert(LINK_FIELDS_MAX * (LINK_CELL_MAX + 1) + 100 < ROW_BYTES, "one row fits");

/* ---- a builder ---- */

struct link_set_builder *link_set_begin(const struct link_field *fields, size_t n_fields,
					struct arena *a)
{
	assert(n_fields > 0 && n_fields <= LINK_FIELDS_MAX && "link/config.c has checked");
	struct link_set_builder *b = NEW(a, struct link_set_builder);
	struct link_set *s = NEW(a, struct link_set);
	b->s = s;
	s->a = a;
	s->n_fields = n_fields;
	memcpy(s->fields, fields, n_fields * sizeof *fields);
	for (size_t f = 0; f < n_fields; f++) {
		struct set_dictionary *d = &b->of[f];
		d->p = arena_regrow(a, NULL, 0, &d->cap, sizeof *d->p);
		d->hash = arena_regrow(a, NULL, 0, &d->hash_cap, sizeof *d->hash);
		d->p[0] = (struct link_value){ .missing = true };
		d->n = 1;
	}
	return b;
}

void link_set_read_as(struct link_set_builder *b, const struct link_reading *as)
{
	b->as = *as;
}

void link_set_use(struct link_set_builder *b, struct pool *pool)
{
	struct link_set *s = b->s;
	b->pool = pool_threads(pool) > 1 ? pool : NULL;
	for (size_t i = 0; b->pool && i < COUNT(b->rows); i++)
		b->rows[i] = (struct set_rows){
			.cells = NEW_N(s->a, ROWS * s->n_fields, struct str),
			.calendar = NEW_N(s->a, ROWS * s->n_fields, uint8_t),
			.hash = NEW_N(s->a, ROWS * (s->n_fields + 1), uint64_t),
			.id = NEW_N(s->a, ROWS, struct str),
			.list = NEW_N(s->a, ROWS, uint16_t),
			.row = NEW_N(s->a, ROWS, int64_t),
			.text = NEW_N(s->a, ROW_BYTES, char),
		};
	b->filling = &b->rows[0];
}

int link_set_list(struct link_set_builder *b, struct str name, bool duplicate_free, uint16_t *ret,
		  struct err *e)
{
	struct link_set *s = b->s;
	for (size_t i = 0; i < s->n_lists; i++) {
		if (str_eq(s->lists[i].name, name)) {
			*ret = (uint16_t)i;
			return 0;
		}
	}
	if (s->n_lists == LINK_LISTS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d lists", LINK_LISTS_MAX);
	s->lists = arena_regrow(s->a, s->lists, s->n_lists, &b->lists_cap, sizeof *s->lists);
	s->lists[s->n_lists] = (struct link_list){ str_copy(s->a, name), duplicate_free, 0 };
	*ret = (uint16_t)s->n_lists++;
	return 0;
}

/* ---- entering ---- */

/* What is scattered in memory is fetched some rows ahead. */
static void expect(const struct set_table *t, const struct link_value *p, const uint64_t *hash,
		   size_t i, size_t n)
{
	if (i + 2 * AHEAD < n)
		__builtin_prefetch(&t->slots[hash[i + 2 * AHEAD] & (t->n_slots - 1)]);
	if (i + AHEAD < n) {
		uint32_t at = t->slots[hash[i + AHEAD] & (t->n_slots - 1)];
		if (at)
			__builtin_prefetch(&p[at - 1]);
	}
}

/* The place of a text in a dictionary; the calendar is part of a date. */
static uint32_t place_of(struct set_dictionary *d, struct str text, uint8_t calendar, uint64_t h)
{
	size_t k = h & (d->t.n_slots - 1);
	for (; d->t.slots[k]; k = (k + 1) & (d->t.n_slots - 1)) {
		size_t i = d->t.slots[k] - 1;
		if (d->hash[i] == h && d->p[i].calendar == calendar &&
		    str_eq(d->p[i].given, text)) {
			d->p[i].count++;
			return (uint32_t)i;
		}
	}
	d->p[d->n] = (struct link_value){ .given = set_texts_keep(&d->texts, text),
					  .count = 1,
					  .calendar = calendar };
	d->hash[d->n] = h;
	d->t.slots[k] = (uint32_t)d->n + 1;
	return (uint32_t)d->n++;
}

static void add_values(struct link_set_builder *b, const struct set_rows *r, size_t f)
{
	struct set_dictionary *d = &b->of[f];
	size_t n_fields = b->s->n_fields;
	uint32_t *value = b->s->value[f] + r->base;
	uint64_t *h = r->hash + f * r->n;
	set_table_fill(&d->t, d->hash, d->n);
	for (size_t i = 0; i < r->n; i++)
		h[i] = link_hash(r->cells[i * n_fields + f]) + r->calendar[i * n_fields + f];
	for (size_t i = 0; i < r->n; i++) {
		struct str text = r->cells[i * n_fields + f];
		expect(&d->t, d->p, h, i, r->n);
		value[i] = text.n ? place_of(d, text, r->calendar[i * n_fields + f], h[i]) : 0;
	}
}

/* false: it has none, or another record has it. */
static bool take_id(struct link_set_builder *b, size_t at, struct str id, uint64_t h)
{
	struct link_set *s = b->s;
	size_t k = h & (b->ids.n_slots - 1);
	b->refused = id.n ? ERR_CONFLICT : ERR_INPUT;
	if (!id.n)
		return false;
	for (; b->ids.slots[k]; k = (k + 1) & (b->ids.n_slots - 1)) {
		size_t i = b->ids.slots[k] - 1;
		if (s->rank[i] == h && str_eq(s->id[i], id))
			return false;
	}
	b->refused = 0;
	b->ids.slots[k] = (uint32_t)at + 1;
	s->id[at] = set_texts_keep(&b->id_texts, id);
	s->rank[at] = h;
	return true;
}

static void add_ids(struct link_set_builder *b, const struct set_rows *r)
{
	uint64_t *h = r->hash + b->s->n_fields * r->n;
	set_table_fill(&b->ids, b->s->rank, r->base);
	for (size_t i = 0; i < r->n; i++)
		h[i] = link_hash(r->id[i]);
	for (size_t i = 0; i < r->n; i++) {
		if (i + AHEAD < r->n)
			__builtin_prefetch(&b->ids.slots[h[i + AHEAD] & (b->ids.n_slots - 1)]);
		if (take_id(b, r->base + i, r->id[i], h[i]))
			continue;
		b->refused_row = r->row[i];
		b->refused_id = r->id[i];
		return;
	}
}

/* Of records with equal cells the one with the lowest rank counts, whichever came first: it alone is in the table. */
static void mark_twin(struct link_set_builder *b, size_t i)
{
	struct link_set *s = b->s;
	uint64_t h = s->list[i];
	bool any = false;
	for (size_t f = 0; f < s->n_fields; f++) {
		h = link_mix2(h, s->value[f][i]);
		any |= s->value[f][i] != 0;
	}
	/* Empty rows say nothing of each other. */
	b->twin_hash[i] = any ? h : s->rank[i];
	size_t k = b->twin_hash[i] & (b->twins.n_slots - 1);
	for (; b->twins.slots[k]; k = (k + 1) & (b->twins.n_slots - 1)) {
		size_t j = b->twins.slots[k] - 1;
		if (!any || b->twin_hash[j] != h)
			continue;
		bool first = s->rank[i] < s->rank[j];
		size_t twin = first ? j : i;
		s->flags[twin] |= LINK_TWIN;
		b->twin_hash[twin] = s->rank[twin];
		if (first)
			b->twins.slots[k] = (uint32_t)i + 1;
		return;
	}
	b->twins.slots[k] = (uint32_t)i + 1;
}

/* Of all records below twins_to. */
static void add_twins(struct link_set_builder *b)
{
	set_table_fill(&b->twins, b->twin_hash, b->twins_known);
	for (; b->twins_known < b->twins_to; b->twins_known++)
		mark_twin(b, b->twins_known);
}

/* Room for rows of which nothing is known but how many they are and how long. */
static void make_room(struct link_set_builder *b, struct set_rows *r)
{
	struct link_set *s = b->s;
	r->base = s->n;
	s->list = set_list_room(s->a, s->list, s->n, r->n, &b->cap[0], sizeof *s->list);
	s->flags = set_list_room(s->a, s->flags, s->n, r->n, &b->cap[1], sizeof *s->flags);
	s->id = set_list_room(s->a, s->id, s->n, r->n, &b->cap[2], sizeof *s->id);
	s->rank = set_list_room(s->a, s->rank, s->n, r->n, &b->cap[3], sizeof *s->rank);
	b->twin_hash =
		set_list_room(s->a, b->twin_hash, s->n, r->n, &b->cap[4], sizeof *b->twin_hash);
	for (size_t f = 0; f < s->n_fields; f++) {
		struct set_dictionary *d = &b->of[f];
		s->value[f] = set_list_room(s->a, s->value[f], s->n, r->n, &b->value_cap[f],
					    sizeof *s->value[f]);
		d->p = set_list_room(s->a, d->p, d->n, r->n, &d->cap, sizeof *d->p);
		d->hash = set_list_room(s->a, d->hash, d->n, r->n, &d->hash_cap, sizeof *d->hash);
		set_table_room(&d->t, s->a, d->n + r->n);
		set_texts_room(&d->texts, s->a, r->bytes[f]);
	}
	set_table_room(&b->ids, s->a, s->n + r->n);
	set_texts_room(&b->id_texts, s->a, r->id_bytes);
	for (size_t i = 0; i < r->n; i++) {
		s->list[s->n + i] = r->list[i];
		s->flags[s->n + i] = 0;
		s->lists[r->list[i]].n++;
	}
	s->n += r->n;
	s->cap = b->cap[0];
}

static void twins_room(struct link_set_builder *b, size_t to)
{
	b->twins_to = to;
	set_table_room(&b->twins, b->s->a, to);
}

/* ---- rows ---- */

static void put_cell(struct link_set_builder *b, struct set_rows *r, size_t f, struct str cell,
		     struct str calendar)
{
	enum calendar c;
	struct str text = str_trim(cell);
	size_t at = r->n * b->s->n_fields + f;
	if (text.n > LINK_CELL_MAX)
		text.n = LINK_CELL_MAX;
	r->cells[at] = text;
	r->calendar[at] = calendar.n && link_calendar_read(calendar, &c) ? (uint8_t)(1 + c) : 0;
	r->bytes[f] += text.n + 1;
}

static void put_row(struct link_set_builder *b, struct set_rows *r, uint16_t list, struct str id,
		    const struct str *cells, const struct str *calendars)
{
	for (size_t f = 0; f < b->s->n_fields; f++)
		put_cell(b, r, f, cells[f], calendars ? calendars[f] : STR(""));
	r->id[r->n] = str_trim(id);
	r->id_bytes += r->id[r->n].n + 1;
	r->list[r->n] = list;
	r->row[r->n] = b->row;
	r->n++;
}

static int refuse(struct link_set_builder *b, struct err *e)
{
	struct str id = b->refused_id;
	int why = b->refused;
	b->refused = 0;
	b->ended = b->pool != NULL;
	if (why == ERR_INPUT)
		return err_set(e, ERR_INPUT, "a record has no id");
	return err_set(e, ERR_CONFLICT,
		       "two records have the id %.*s; ids are of one record in all "
		       "files: without \"id\" in the config, records are called FILE:ROW",
		       (int)(id.n < 100 ? id.n : 100), id.p);
}

static int add_at_once(struct link_set_builder *b, uint16_t list, struct str id,
		       const struct str *cells, const struct str *calendars, struct err *e)
{
	struct link_set *s = b->s;
	struct str of[LINK_FIELDS_MAX];
	uint8_t calendar[LINK_FIELDS_MAX];
	uint64_t hash[LINK_FIELDS_MAX + 1];
	struct str its_id;
	uint16_t its_list;
	int64_t row;
	struct set_rows r = { .cells = of,
			      .calendar = calendar,
			      .hash = hash,
			      .id = &its_id,
			      .list = &its_list,
			      .row = &row };
	put_row(b, &r, list, id, cells, calendars);
	make_room(b, &r);
	add_ids(b, &r);
	if (b->refused) {
		s->n--;
		s->lists[list].n--;
		return refuse(b, e);
	}
	for (size_t f = 0; f < s->n_fields; f++)
		add_values(b, &r, f);
	twins_room(b, s->n);
	add_twins(b);
	return 0;
}

/* ---- many rows ---- */

static void add_part(void *ctx, size_t i, int worker)
{
	struct link_set_builder *b = ctx;
	(void)worker;
	if (i == 0)
		add_ids(b, b->adding);
	else if (i == 1)
		add_twins(b);
	else
		add_values(b, b->adding, i - 2);
}

static int finish(struct link_set_builder *b, struct err *e)
{
	if (!b->adding)
		return 0;
	pool_join(b->pool);
	struct set_rows *r = b->adding;
	b->adding = NULL;
	int rc = b->refused ? refuse(b, e) : 0;
	r->n = r->id_bytes = r->used = 0;
	memset(r->bytes, 0, sizeof r->bytes);
	return rc;
}

static int start(struct link_set_builder *b, struct err *e)
{
	TRY(finish(b, e));
	twins_room(b, b->s->n);
	make_room(b, b->filling);
	b->adding = b->filling;
	b->filling = &b->rows[b->filling == &b->rows[0]];
	pool_begin_long(b->pool, b->s->n_fields + 2, add_part, b);
	return 0;
}

/* The row that was put last owns its bytes. */
static void own_row(struct link_set_builder *b, struct set_rows *r)
{
	struct str *cells = r->cells + (r->n - 1) * b->s->n_fields;
	for (size_t i = 0; i <= b->s->n_fields; i++) {
		struct str *s = i < b->s->n_fields ? &cells[i] : &r->id[r->n - 1];
		char *p = r->text + r->used;
		if (s->n)
			memcpy(p, s->p, s->n);
		r->used += s->n;
		s->p = p;
	}
}

int link_set_add(struct link_set_builder *b, uint16_t list, struct str id, const struct str *cells,
		 const struct str *calendars, struct err *e)
{
	assert(list < b->s->n_lists);
	struct set_rows *r = b->filling;
	if (b->s->n + (r ? r->n : 0) >= LINK_RECORDS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d records", LINK_RECORDS_MAX);
	if (!b->pool)
		return add_at_once(b, list, id, cells, calendars, e);
	assert(r && "a pool fills rows");
	size_t bytes = id.n;
	for (size_t f = 0; f < b->s->n_fields; f++)
		bytes += cells[f].n;
	if (r->n == ROWS || r->used + bytes > ROW_BYTES)
		TRY(start(b, e));
	r = b->filling;
	if (bytes > ROW_BYTES) { /* of an id as long as a book */
		TRY(link_set_flush(b, e));
		return add_at_once(b, list, id, cells, calendars, e);
	}
	put_row(b, r, list, id, cells, calendars);
	own_row(b, r);
	return 0;
}

void link_set_row(struct link_set_builder *b, int64_t row)
{
	b->row = row;
}

int64_t link_set_refused(const struct link_set_builder *b)
{
	return b->refused_row;
}

int link_set_flush(struct link_set_builder *b, struct err *e)
{
	if (!b->pool || b->ended)
		return 0;
	if (b->filling->n)
		TRY(start(b, e));
	TRY(finish(b, e));
	twins_room(b, b->s->n);
	add_twins(b);
	return 0;
}

void set_tables_done(struct link_set_builder *b)
{
	struct arena *a = b->s->a;
	for (size_t f = 0; f < b->s->n_fields; f++) {
		struct set_dictionary *d = &b->of[f];
		arena_give_back(a, d->hash, d->hash_cap, sizeof *d->hash);
		set_table_room(&d->t, a, 0);
		arena_give_back(a, d->t.slots, d->t.n_slots, sizeof *d->t.slots);
	}
	set_table_room(&b->ids, a, 0);
	set_table_room(&b->twins, a, 0);
	arena_give_back(a, b->ids.slots, b->ids.n_slots, sizeof *b->ids.slots);
	arena_give_back(a, b->twins.slots, b->twins.n_slots, sizeof *b->twins.slots);
	arena_give_back(a, b->twin_hash, b->cap[4], sizeof *b->twin_hash);
}
