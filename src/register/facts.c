/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c - the rows of one event, filtered by what stood, become what they say. */
#include "register/facts.h"
#include "base/order.h"

static const struct sql UNDONE_SINCE = SQL(
	"SELECT pos, json_extract(body, '$.target') FROM statement"
	" WHERE kind <> 'statement' AND kind = 'undo' AND pos <= :upto AND retracted > :upto ORDER BY pos");
static const struct sql BY_CLAIM = SQL("SELECT pos FROM statement WHERE claim = :claim");
static const struct sql OF_BATCH =
	SQL("SELECT pos FROM statement WHERE batch = :batch AND pos < :before ORDER BY pos");
static const struct sql FIELDS =
	SQL("SELECT id, pos, property, type, same, lo, hi, ref, source, retracted FROM field"
	    " WHERE subject = :id ORDER BY id");
static const struct sql ADOPTED =
	SQL("SELECT property, field FROM adoption WHERE subject = :id AND pos <= :upto"
	    " AND (undone IS NULL OR undone > :upto) ORDER BY pos");
static const struct sql EVENTS = SQL(
	"SELECT subject, pos, retracted FROM field WHERE ref = :id AND property = 'victim' ORDER BY subject, id");

const struct past PAST_NOW = { .upto = INT64_MAX };

/* ---- sets of ids ---- */

bool id_set_has(const struct id_set *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->p[i] == id)
			return true;
	return false;
}

static void append_id(struct id_set *s, int64_t id, struct arena *a)
{
	s->p = arena_grow(a, s->p, s->n, &s->cap, sizeof *s->p);
	s->p[s->n++] = id;
}

void id_set_add(struct id_set *s, int64_t id, struct arena *a)
{
	if (!id_set_has(s, id))
		append_id(s, id, a);
}

/* ---- what stood ---- */

bool past_stands(const struct past *p, int64_t pos, int64_t retracted)
{
	size_t lo = 0;
	size_t hi = p->n_away;
	if (pos > p->upto || (retracted && retracted <= p->upto))
		return false;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (p->away[mid] < pos)
			lo = mid + 1;
		else
			hi = mid;
	}
	return !(lo < p->n_away && p->away[lo] == pos);
}

/* What an undoing took back: a statement, or all statements of an import up to then. */
static int add_away(struct store *st, int64_t undo, struct str target, struct arena *a,
		    struct id_set *away, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *of = NULL;
	struct id claim;
	bool more = false;
	if (!id_parse(target, &claim))
		return 0;
	TRY(store_stmt(st, &BY_CLAIM, &q, e));
	bind_blob(q, ":claim", claim.b, ID_LEN);
	TRY(stmt_next(q, &more, e));
	if (!more)
		return 0;
	append_id(away, col_int(q, 0), a);
	TRY(store_stmt(st, &OF_BATCH, &of, e));
	bind_int(of, ":batch", col_int(q, 0));
	bind_int(of, ":before", undo);
	for (;;) {
		TRY(stmt_next(of, &more, e));
		if (!more)
			return 0;
		append_id(away, col_int(of, 0), a);
	}
}

int past_of(struct store *st, int64_t upto, struct arena *a, struct past *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id_set away = { NULL, 0, 0 };
	bool more;
	TRY(store_stmt(st, &UNDONE_SINCE, &q, e));
	bind_int(q, ":upto", upto);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(add_away(st, col_int(q, 0), col_copy(q, 1, a), a, &away, e));
	}
	away.n = order_each_once(away.p, away.n);
	*ret = (struct past){ .upto = upto, .away = away.p, .n_away = away.n };
	return 0;
}

/* ---- one event ---- */

/* Properties of an event that an editor's choice changes here. */
enum decides { DECIDES_TYPE, DECIDES_DATE, DECIDES_PLACE, DECIDES };

static int decides(struct str property)
{
	if (str_eq(property, STR("type")))
		return DECIDES_TYPE;
	if (str_eq(property, STR("date")))
		return DECIDES_DATE;
	if (str_eq(property, STR("place")) || str_eq(property, STR("prison")))
		return DECIDES_PLACE;
	return DECIDES;
}

struct reading {
	struct reg *r;
	const struct past *past;
	struct arena *a;
	struct event_facts *f;
	int64_t adopted[DECIDES + 1]; /* fields, 0 none; the last one takes what decides nothing */
	bool is_decided[DECIDES];     /* by an adopted field that stands */
	struct stage_day *days;
	size_t n_days, cap_days;
};

/* The newest choice counts; one that leaves both standing takes an earlier one back. */
static int read_adopted(struct store *st, int64_t event, const struct past *p,
			int64_t adopted[DECIDES + 1], struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(st, &ADOPTED, &q, e));
	bind_int(q, ":id", event);
	bind_int(q, ":upto", p->upto);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		adopted[decides(col_str(q, 0))] = col_is_null(q, 1) ? 0 : col_int(q, 1);
	}
}

static void add_day(struct reading *x, struct stmt *q, enum stage_day_of of)
{
	if (x->n_days == x->cap_days) {
		size_t cap = x->cap_days ? x->cap_days * 2 : 4;
		struct stage_day *days = NEW_N(x->a, cap, struct stage_day);
		if (x->n_days)
			memcpy(days, x->days, x->n_days * sizeof *days);
		x->days = days;
		x->cap_days = cap;
	}
	x->days[x->n_days++] =
		(struct stage_day){ of, day_col(q, 5, INT32_MIN), day_col(q, 6, INT32_MAX) };
}

static void take_day(struct reading *x, struct stmt *q, struct str property)
{
	bool date = str_eq(property, STR("date"));
	enum stage_day_of of = date				? DAY_DATE
			       : str_eq(property, STR("start")) ? DAY_START
								: DAY_END;
	bool first_date = date;
	for (size_t i = 0; i < x->n_days; i++)
		first_date &= x->days[i].of != DAY_DATE;
	if (x->n_days == 0 || first_date)
		x->f->date = col_copy(q, 4, x->a);
	add_day(x, q, of);
}

static void take_type(struct reading *x, struct stmt *q)
{
	const struct event_type *t = vocab_event_type(x->r->vocab, col_str(q, 4));
	if (t && !x->f->type)
		x->f->type = t;
}

/* An adopted field stands for all of its property. */
static void take_adopted(struct reading *x, struct stmt *q, enum decides what)
{
	x->is_decided[what] = true;
	if (what == DECIDES_TYPE) {
		x->f->type = NULL;
		take_type(x, q);
	} else if (what == DECIDES_DATE) {
		x->n_days = 0;
		take_day(x, q, STR("date"));
	} else if (what == DECIDES_PLACE && !col_is_null(q, 7)) {
		x->f->places.n = 0;
		id_set_add(&x->f->places, col_int(q, 7), x->a);
	}
}

static void take_field(struct reading *x, struct stmt *q)
{
	struct str property = col_str(q, 2);
	struct str type = col_str(q, 3);
	int what = decides(property);
	bool day = what == DECIDES_DATE || str_eq(property, STR("start")) ||
		   str_eq(property, STR("end"));
	x->f->claims++;
	if (!col_is_null(q, 8))
		id_set_add(&x->f->sources, col_int(q, 8), x->a);
	if (str_eq(property, STR("victim")) && !col_is_null(q, 7))
		id_set_add(&x->f->victims, col_int(q, 7), x->a);
	if (str_eq(type, STR("unknown")))
		return;
	if (what < DECIDES && x->adopted[what] == col_int(q, 0))
		take_adopted(x, q, (enum decides)what);
	else if (what == DECIDES_TYPE && !x->is_decided[DECIDES_TYPE])
		take_type(x, q);
	else if (day && !x->is_decided[DECIDES_DATE] && str_eq(type, STR("date")))
		take_day(x, q, property);
	else if (what == DECIDES_PLACE && !x->is_decided[DECIDES_PLACE] && !col_is_null(q, 7))
		id_set_add(&x->f->places, col_int(q, 7), x->a);
}

int event_facts(struct reg *r, struct store *st, int64_t event, const struct past *p,
		struct arena *a, struct event_facts *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct event_facts f = { .date = STR("") };
	struct reading x = { .r = r, .past = p, .a = a, .f = &f };
	bool more;
	TRY(read_adopted(st, event, p, x.adopted, e));
	TRY(store_stmt(st, &FIELDS, &q, e));
	bind_int(q, ":id", event);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (past_stands(p, col_int(q, 1), col_is_null(q, 9) ? 0 : col_int(q, 9)))
			take_field(&x, q);
	}
	stage_span(x.days, x.n_days, &f.lo, &f.hi);
	*ret = f;
	return 0;
}

int events_of(struct store *st, int64_t victim, const struct past *p, struct arena *a,
	      struct id_set *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	*ret = (struct id_set){ NULL, 0, 0 };
	TRY(store_stmt(st, &EVENTS, &q, e));
	bind_int(q, ":id", victim);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		int64_t event = col_int(q, 0);
		if (past_stands(p, col_int(q, 1), col_is_null(q, 2) ? 0 : col_int(q, 2)) &&
		    (ret->n == 0 || ret->p[ret->n - 1] != event))
			append_id(ret, event, a);
	}
}

int claims_behind(struct store *st, int64_t subject, const struct past *p, struct arena *a,
		  struct id_set *sources, int64_t *claims, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(st, &FIELDS, &q, e));
	bind_int(q, ":id", subject);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		if (!past_stands(p, col_int(q, 1), col_is_null(q, 9) ? 0 : col_int(q, 9)))
			continue;
		(*claims)++;
		if (!col_is_null(q, 8))
			id_set_add(sources, col_int(q, 8), a);
	}
}
