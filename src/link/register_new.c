/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_new.c - records that came since the newest run, compared with the few that share a key with them.
 *
 * Keys are of the record alone: of its name, and of words of its name with a stretch of days, a place or an age. They do
 * not follow from the set, as those of a run do (block_choose.c), so that a record is filed once and for good. A key that
 * very many share is passed over, since a pair that has no other one says too little to be kept.
 */
#include "link/register_priv.h"

#include <math.h>

#include "base/clock.h"
#include "link/block_priv.h"
#include "link/compare.h"
#include "link/explain.h"
#include "names/place.h"
#include "register/filed.h"

static const size_t NEW_MEMORY = (size_t)8 << 30;
static const double FLOOR = .01; /* as link_run */
enum { KEY_MOST = 600, KEY_BITS_OFF = 17 };

struct linkage_arrivals {
	struct arena *a; /* of the model */
	struct arena *keep;
	const struct places *places;
	int64_t run;
	const struct link_model *model;
	struct str model_name;
	float accept;
	enum list_field field[LINK_FIELDS_MAX];
	struct link_field fields[LINK_FIELDS_MAX];
	bool whole;
	struct str scheme;
};

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
		return STR("1");
	return str_printf(a, "1 %d%d%d%d%d", h->day_first, h->month_first,
			  h->first_days[CAL_GREGORIAN], h->first_days[CAL_JALALI],
			  h->first_days[CAL_HIJRI]);
}

static int keep_up(struct linkage_arrivals *x, struct reg *r, struct err *e)
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
	AUTO_LINKAGE_ARRIVALS *x = calloc(1, sizeof *x);
	if (!x)
		die("out of memory");
	x->a = arena_new(NEW_MEMORY);
	x->keep = arena_new(0);
	x->places = places_new(x->keep);
	TRY(keep_up(x, r, e));
	*ret = x;
	x = NULL;
	return 0;
}

/* ---- records as a small set ---- */

struct row_of {
	int64_t id;
	int64_t list;
	struct str said;
};

/* As the set of a run calls it: a model may weigh two lists by themselves. */
static struct str list_name(const struct linkage_lists *l, uint16_t at)
{
	return l->p[at].list ? l->p[at].number : l->p[at].label;
}

static int put_in_list(struct link_set_builder *b, struct reg *r, const struct row_of *row,
		       struct linkage_lists *lists, struct arena *a, uint16_t *ret, struct err *e)
{
	uint16_t at;
	if (!lists)
		return link_set_list(b, STR("all"), false, ret, e);
	TRY(linkage_list_place(r, row->list, a, lists, &at, e));
	return link_set_list(b, list_name(lists, at), lists->p[at].duplicate_free, ret, e);
}

/* `lists` NULL: it does not matter whose they are. */
static int set_of(const struct linkage_arrivals *x, struct reg *r, struct linkage_lists *lists,
		  const struct row_of *rows, size_t n, const enum list_field *field,
		  const struct link_field *fields, size_t n_fields, const struct link_reading *as,
		  struct arena *a, struct link_set **ret, struct err *e)
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
static const struct family KEYS[] = {
	{ .of = { { .kind = ATOM_DELETE, .field = KEY_NAME } }, .n = 1 },
	{ .of = { { .kind = ATOM_GRAMS, .field = KEY_NAME } }, .n = 1 },
	{ .of = { { .kind = ATOM_PAIRS, .field = KEY_NAME } }, .n = 1 },
	{ .of = { { .kind = ATOM_TOKENS, .field = KEY_NAME },
		  { .kind = ATOM_MONTH, .field = KEY_DATE } },
	  .n = 2 },
	{ .of = { { .kind = ATOM_TOKENS, .field = KEY_NAME },
		  { .kind = ATOM_CLOSE, .field = KEY_AGE },
		  { .kind = ATOM_SAME, .field = KEY_PLACE } },
	  .n = 3 },
	{ .of = { { .kind = ATOM_NEAR, .field = KEY_DATE },
		  { .kind = ATOM_SAME, .field = KEY_PLACE } },
	  .n = 2 },
	{ .of = { { .kind = ATOM_DAY, .field = KEY_DATE },
		  { .kind = ATOM_CLOSE, .field = KEY_AGE } },
	  .n = 2 },
};

static int key_set(const struct linkage_arrivals *x, const struct row_of *rows, size_t n,
		   struct arena *a, struct link_set **ret, struct err *e)
{
	struct link_field fields[KEY_FIELDS];
	struct link_reading as = { .places = x->places };
	for (size_t f = 0; f < KEY_FIELDS; f++)
		fields[f] = linkage_field(KEY_OF[f], true);
	as.dates[KEY_DATE] = habits_of(x->model);
	return set_of(x, NULL, NULL, rows, n, KEY_OF, fields, KEY_FIELDS, &as, a, ret, e);
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

/* Keys of a record; how many. `ret` has room for COUNT(KEYS) * FAMILY_KEYS_MAX. */
static size_t keys_of(const struct link_set *s, uint32_t i, uint64_t *ret)
{
	size_t n = 0;
	if (s->flags[i] & (LINK_UNNAMED | LINK_GROUP))
		return 0;
	for (size_t k = 0; k < COUNT(KEYS); k++) {
		size_t m = lasting_keys(s, &KEYS[k], i, ret + n);
		for (size_t j = 0; j < m; j++)
			ret[n + j] = link_mix2(k + 1, ret[n + j]) >> KEY_BITS_OFF;
		n += m;
	}
	return n;
}

/* ---- filing ---- */

struct filing {
	struct arena *a;
	struct map at; /* id -> place + 1 */
	struct filed *p;
	struct row_of *rows;
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
	f->rows[at - 1] = (struct row_of){ rec->entity.id, rec->list, f->p[at - 1].said };
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
	uint64_t *mine = NEW_N(f->a, COUNT(KEYS) * FAMILY_KEYS_MAX, uint64_t);
	TRY(key_set(x, f->rows, f->n, f->a, &s, e));
	for (size_t i = 0; i < f->n; i++) {
		size_t m = keys_of(s, (uint32_t)i, mine);
		for (size_t k = 0; k < m; k++) {
			keys = arena_grow(f->a, keys, n, &cap, sizeof *keys);
			keys[n++] = (struct filed_key){ mine[k], f->rows[i].id };
		}
	}
	if (n)
		qsort(keys, n, sizeof *keys, by_key);
	return reg_file(r, f->p, f->n, keys, n, e);
}

int linkage_arrivals_file(struct linkage_arrivals *x, struct reg *r, struct err *e)
{
	AUTO_ARENA *a = arena_new(NEW_MEMORY);
	struct filing f = { .a = a };
	TRY(keep_up(x, r, e));
	TRY(reg_unfiled(r, x->scheme, a, &f.p, &f.n, e));
	map_init(&f.at, a);
	f.rows = NEW_N(a, f.n, struct row_of);
	for (size_t i = 0; i < f.n; i++)
		*map_at(&f.at, str_n((const char *)&f.p[i].record, sizeof f.p[i].record)) =
			(void *)(uintptr_t)(i + 1);
	TRY(read_rows(r, &f, e));
	close_up(&f);
	return f.n ? file_rows(x, r, &f, e) : 0;
}

/* ---- comparing ---- */

struct comparing {
	const struct linkage_arrivals *x;
	struct reg *r;
	struct arena *a;
	struct row_of *rows; /* first those that came */
	size_t n, cap, n_new;
	struct map at; /* id -> place + 1 */
	struct run_pair *pairs;
	size_t n_pairs, cap_pairs;
	size_t candidates;
};

static size_t place_in(const struct comparing *c, int64_t id)
{
	return (size_t)(uintptr_t)map_get(&c->at, str_n((const char *)&id, sizeof id));
}

/* What is not filed (any more) as it stands is met when it is new itself. */
static int add_row(struct comparing *c, int64_t id, struct err *e)
{
	struct filed f;
	bool there;
	if (place_in(c, id))
		return 0;
	TRY(reg_filed(c->r, id, c->a, &f, &there, e));
	if (!there)
		return 0;
	c->rows = arena_grow(c->a, c->rows, c->n, &c->cap, sizeof *c->rows);
	c->rows[c->n++] = (struct row_of){ id, f.list, f.said };
	*map_at(&c->at, str_n((const char *)&id, sizeof id)) = (void *)(uintptr_t)c->n;
	return 0;
}

struct met {
	int64_t *p;
	size_t n;
};

static int find_candidates(struct comparing *c, struct met *met, struct err *e)
{
	struct link_set *s;
	uint64_t *keys = NEW_N(c->a, COUNT(KEYS) * FAMILY_KEYS_MAX, uint64_t);
	TRY(key_set(c->x, c->rows, c->n_new, c->a, &s, e));
	for (size_t i = 0; i < c->n_new; i++) {
		size_t n = keys_of(s, (uint32_t)i, keys);
		TRY(reg_filed_under(c->r, keys, n, KEY_MOST, c->a, &met[i].p, &met[i].n, e));
		for (size_t k = 0; k < met[i].n; k++)
			TRY(add_row(c, met[i].p[k], e));
	}
	return 0;
}

static int keep_pair(struct comparing *c, const struct link_rarity *rarity, uint64_t levels,
		     uint32_t i, uint32_t k, double bits, struct err *e)
{
	const struct link_model *m = c->x->model;
	struct link_waterfall w;
	c->pairs = arena_grow(c->a, c->pairs, c->n_pairs, &c->cap_pairs, sizeof *c->pairs);
	struct run_pair *p = &c->pairs[c->n_pairs++];
	*p = (struct run_pair){ .n_rarity = m->n_fields + 1 };
	for (size_t f = 0; f < m->n_fields; f++)
		p->levels |= (int64_t)link_level_at(levels, f) << (4 * f);
	TRY(reg_entity_by_id(c->r, c->rows[i].id, c->a, &p->a, e));
	TRY(reg_entity_by_id(c->r, c->rows[k].id, c->a, &p->b, e));
	link_rarity_milli(rarity, levels, i, k, p->rarity_milli);
	link_explain(m, levels, p->rarity_milli, &w);
	p->bits_milli = w.total_milli;
	p->ppm = (int64_t)llround(link_model_probability(m, bits) * 1e6);
	return 0;
}

static int compare_all(struct comparing *c, const struct met *met, struct err *e)
{
	struct link_set *s;
	struct linkage_lists lists = { 0 };
	struct link_reading as = linkage_reading_of(c->x->model);
	as.places = c->x->places;
	TRY(set_of(c->x, c->r, &lists, c->rows, c->n, c->x->field, c->x->fields,
		   c->x->model->n_fields, &as, c->a, &s, e));
	struct link_set under = link_set_under(s, c->x->model);
	AUTO_LINK_COMPARER *cmp = link_comparer_new(&under);
	struct link_rarity rarity = link_rarity_new(&under, c->x->model, c->a);
	float floor = (float)link_log_odds(FLOOR);
	for (uint32_t i = 0; i < c->n_new; i++)
		for (size_t k = 0; k < met[i].n; k++) {
			uint32_t other = (uint32_t)place_in(c, met[i].p[k]);
			/* Two that are new meet twice. */
			if (!other || other - 1 <= i)
				continue;
			other--;
			if (!link_pair_allowed(&under, LINK_BOTH, i, other))
				continue;
			uint64_t levels = link_compare(cmp, i, other);
			double bits = link_pair_bits(&rarity, levels, i, other);
			c->candidates++;
			if ((float)bits >= floor)
				TRY(keep_pair(c, &rarity, levels, i, other, bits, e));
		}
	return 0;
}

/* ---- what hangs together ---- */

static int64_t count_sure(const struct linkage_piece *c)
{
	int64_t n = 0;
	for (uint32_t i = 0; i < c->n; i++)
		n += c->sure[i] == i;
	return n;
}

/* All pairs of the piece as they now are; those that the log has otherwise, or not at all, are said. */
static int say_pairs(struct linkage_job *j, struct linkage_piece *c, struct err *e)
{
	struct cluster_in in = linkage_piece_edges(c);
	struct linkage_turn *turns;
	const bool *published;
	size_t n;
	bool *flagged = NEW_N(c->a, c->n, bool);
	size_t *turn_of = NEW_N(c->a, c->n_pairs, size_t);
	struct cluster_edge *edges = NEW_N(c->a, c->n_pairs, struct cluster_edge);
	for (size_t i = 0; i < c->n_pairs; i++)
		edges[i] = (struct cluster_edge){ c->pairs[i].a, c->pairs[i].b,
						  linkage_shared_bits(&c->pairs[i]) };
	in.edges = edges;
	for (size_t i = 0; i < c->n_flags; i++)
		flagged[c->flags[i].cluster] = true;
	TRY(linkage_published(c->r, c->of, c->n, c->a, &published, e));
	TRY(linkage_turns(&in, published, j->o.accept, c->a, &turns, &n, e));
	for (size_t i = 0; i < n; i++)
		turn_of[turns[i].edge] = i + 1;
	j->said = NEW_N(j->a, c->n_pairs, struct run_pair);
	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct link_pair *p = &c->pairs[i];
		const struct linkage_turn *t = turn_of[i] ? &turns[turn_of[i] - 1] : NULL;
		struct run_pair now = c->said[i];
		now.a = (struct entity){ .id = c->of[p->a].id, .uuid = c->of[p->a].uuid };
		now.b = (struct entity){ .id = c->of[p->b].id, .uuid = c->of[p->b].uuid };
		now.ppm = (int64_t)llround((double)p->probability * 1e6);
		now.place = t ? (int64_t)turn_of[i] : 0;
		now.effect_milli = t ? t->effect_milli : 0;
		now.published_milli = t ? t->published_milli : 0;
		now.flagged = c->cluster[p->a] == c->cluster[p->b] && flagged[c->cluster[p->a]];
		const struct run_pair *was = &c->said[i];
		bool same = was->ppm == now.ppm && (was->place > 0) == (now.place > 0) &&
			    was->effect_milli == now.effect_milli &&
			    was->published_milli == now.published_milli &&
			    was->flagged == now.flagged;
		if (!same || map_get(&c->redone, str_n((const char *)&now.a.id, sizeof now.a.id)) ||
		    map_get(&c->redone, str_n((const char *)&now.b.id, sizeof now.b.id)))
			j->said[j->n_said++] = now;
	}
	return 0;
}

static void report(struct linkage_job *j, const struct comparing *c,
		   const struct linkage_piece *piece)
{
	struct linkage_report *rep = &j->report;
	const struct link_model *m = c->x->model;
	*rep = (struct linkage_report){ .model = str_copy(j->a, c->x->model_name),
					.frozen = true,
					.seed = j->o.seed,
					.accept = j->o.accept,
					.lambda = m->lambda,
					.prior_bits = m->prior_bits,
					.records = (int64_t)c->n_new,
					.candidates = (int64_t)c->candidates,
					.pairs = (int64_t)c->n_pairs,
					.recall_captured = (double)NAN,
					.recall_bound = (double)NAN };
	for (size_t i = 0; i < j->n_said; i++) {
		rep->accepted += (double)j->said[i].ppm >= j->o.accept * 1e6;
		rep->in_review += j->said[i].place > 0;
	}
	j->more_persons = count_sure(piece) - linkage_persons_before(piece);
	rep->persons = (int64_t)c->n_new + j->more_persons; /* than there were without them */
}

/* What a reader of a whole run expects beside: counted over all records, which takes longer than finding. */
int linkage_new_count(struct linkage_job *j, struct reg *r, struct err *e)
{
	struct linkage_report *rep = &j->report;
	struct linkage_report own = *rep;
	struct linkage_count count;
	TRY(linkage_report(r, j->base, j->a, rep, e));
	TRY(linkage_count(r, &count, e));
	rep->run = 0;
	rep->frozen = true;
	rep->records = count.records;
	rep->unnamed = count.unnamed;
	rep->candidates = own.candidates;
	rep->pairs = own.pairs;
	rep->accepted = own.accepted;
	rep->in_review = count.undecided + own.in_review;
	rep->n_warnings = 0;
	rep->persons = count.persons + j->more_persons;
	rep->hi = rep->persons;
	rep->lo = rep->persons > rep->in_review ? rep->persons - rep->in_review : 0;
	rep->drawn_lo = rep->lo;
	rep->drawn_hi = rep->hi;
	j->brief = own;
	return 0;
}

static int compute(struct linkage_job *j, struct linkage_arrivals *x, struct reg *r,
		   const int64_t *ids, size_t n, struct err *e)
{
	struct comparing c = { .x = x, .r = r, .a = j->a };
	struct linkage_piece p = { .r = r, .a = j->a, .run = x->run, .model = x->model };
	map_init(&c.at, j->a);
	map_init(&p.redone, j->a);
	for (size_t i = 0; i < n; i++)
		TRY(add_row(&c, ids[i], e));
	c.n_new = c.n;
	if (!c.n)
		return 0;
	struct met *met = NEW_N(j->a, c.n_new, struct met);
	TRY(find_candidates(&c, met, e));
	TRY(compare_all(&c, met, e));
	j->compared = NEW_N(j->a, c.n_new, struct id);
	int64_t *came = NEW_N(j->a, c.n_new, int64_t);
	for (size_t i = 0; i < c.n_new; i++) {
		struct entity en;
		came[i] = c.rows[i].id;
		TRY(reg_entity_by_id(r, came[i], j->a, &en, e));
		j->compared[j->n_compared++] = en.uuid;
		*map_at(&p.redone, str_n((const char *)&came[i], sizeof came[i])) = came;
	}
	p.fresh = c.pairs;
	p.n_fresh = c.n_pairs;
	p.accept = (float)j->o.accept;
	TRY(linkage_piece_gather(&p, came, c.n_new, e));
	TRY(linkage_piece_solve(&p, e));
	TRY(say_pairs(j, &p, e));
	j->s = (struct linkage_set){ .a = j->a, .of = p.of, .n = p.n };
	j->sure = p.sure;
	j->result.pairs = p.pairs;
	j->result.n_pairs = p.n_pairs;
	TRY(linkage_persons(r, p.of, p.n, j->a, &j->persons, &j->n_persons, e));
	struct linkage_plan_in in = { p.of, p.n, p.sure, j->persons, j->n_persons };
	linkage_plan(&in, j->a, &j->plan);
	j->base = x->run;
	report(j, &c, &p);
	j->brief = j->report;
	return 0;
}

int linkage_new_begin(struct linkage_job *j, struct linkage_arrivals *x, struct reg *r,
		      bool *ret_done, struct err *e)
{
	int64_t *ids;
	size_t n;
	struct err no = { 0 };
	*ret_done = false;
	TRY(keep_up(x, r, e));
	TRY(reg_unseen(r, x->run, j->a, &ids, &n, e));
	if (!n || n > LINKAGE_FEW || linkage_arrivals_file(x, r, &no) < 0)
		return 0;
	int rc = compute(j, x, r, ids, n, &no);
	*ret_done = rc == 0 && j->base;
	if (!*ret_done)
		j->base = 0; /* all is looked at instead */
	return 0;
}

int linkage_arrive(struct linkage_arrivals *x, struct reg *r, struct linkage_job **ret,
		   struct err *e)
{
	AUTO_LINKAGE *j = calloc(1, sizeof *j);
	bool is_done;
	if (!j)
		die("out of memory");
	j->a = arena_new(NEW_MEMORY);
	*ret = NULL;
	TRY(keep_up(x, r, e));
	j->o = (struct linkage_options){ .accept = (double)x->accept, .only_new = true };
	TRY(reg_acts_mark(r, &j->mark, e));
	TRY(linkage_new_begin(j, x, r, &is_done, e));
	if (!is_done)
		return 0;
	*ret = j;
	j = NULL;
	return 0;
}

/* ---- writing it ---- */

int linkage_new_write(struct linkage_job *j, struct reg_tx *tx, struct str reason, int64_t *ret_run,
		      struct err *e)
{
	AUTO_BUF summary;
	buf_init(&summary, 1 << 18);
	linkage_summary_write(&j->brief, &summary);
	TRY(buf_check(&summary, e));
	struct assign_run run = { .model = j->brief.model,
				  .reason = reason,
				  .summary = buf_str(&summary),
				  .of = j->base,
				  .all = true };
	struct linkage_plan_in in = { j->s.of, j->s.n, j->sure, j->persons, j->n_persons };
	TRY(reg_assign_begin(tx, &run, ret_run, e));
	TRY(reg_run_compared(tx, *ret_run, j->compared, j->n_compared, e));
	TRY(reg_run_pairs(tx, *ret_run, j->said, j->n_said, e));
	return linkage_assign(
		tx, *ret_run, &in, &j->plan,
		linkage_best(j->sure, j->s.n, j->result.pairs, j->result.n_pairs, j->a), e);
}
