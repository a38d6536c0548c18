/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stage.c - the events of one person, gathered for stage_of (stage.h), and their rows. */
#include "register/stage.h"

#include "register/record_priv.h"

/* Every field that says when one of the person's events was or what it was. */
static const struct sql EVENT_FIELDS = SQL(
	"SELECT f.subject, f.property, f.type, f.same, f.lo, f.hi FROM field f"
	" WHERE f.retracted IS NULL AND f.property IN ('type', 'date', 'start', 'end')"
	" AND f.subject IN (SELECT subject FROM field WHERE ref = :person AND property = 'victim'"
	"  AND retracted IS NULL)"
	" ORDER BY f.subject, f.id");
static const struct sql ADOPTED_DATE = SQL(
	"SELECT f.same, f.lo, f.hi FROM adoption a JOIN field f ON f.id = a.field"
	" WHERE a.subject = :event AND a.property = 'date' AND a.undone IS NULL AND f.retracted IS NULL"
	" ORDER BY a.seq DESC LIMIT 1");
static const struct sql DROP = SQL("DELETE FROM stage WHERE person = :person");
static const struct sql ADD = SQL(
	"INSERT INTO stage (person, event, status, rank, ends, date, date_lo, date_hi)"
	" VALUES (:person, :event, :status, :rank, :ends, :date, :lo, :hi)");

enum { EVENTS_MAX = 1024, DAYS_MAX = 256 };

struct gathered {
	int64_t          event;
	struct stage_event ev;
	struct str       date; /* EDTF of the first date claimed, or the adopted one */
	struct stage_day days[DAYS_MAX];
	size_t           n_days;
};

static int32_t day_or(struct stmt *q, int i, int32_t otherwise)
{
	return col_is_null(q, i) ? otherwise : (int32_t)col_int(q, i);
}

static void take_field(const struct reg *r, struct stmt *q, struct gathered *g, struct arena *a)
{
	struct str property = col_str(q, 1);
	if (str_eq(property, STR("type"))) {
		/* The first type claimed; two that differ are a conflict and shown as one. */
		const struct event_type *t = vocab_event_type(r->vocab, col_str(q, 3));
		if (t && !g->ev.type) {
			g->ev.type = t;
			g->ev.status = t->stage.n ? vocab_status(r->vocab, t->stage) : NULL;
		}
		return;
	}
	if (!str_eq(col_str(q, 2), STR("date")) || g->n_days == DAYS_MAX)
		return;
	enum stage_day_of of = str_eq(property, STR("date"))    ? DAY_DATE
			       : str_eq(property, STR("start")) ? DAY_START
								: DAY_END;
	if (!g->date.n || (of == DAY_DATE && g->days[0].of != DAY_DATE))
		g->date = col_copy(q, 3, a);
	g->days[g->n_days++] = (struct stage_day){ of, day_or(q, 4, INT32_MIN), day_or(q, 5, INT32_MAX) };
}

static int take_adopted(struct store *st, struct gathered *g, struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool       there;
	TRY(store_stmt(st, &ADOPTED_DATE, &q, e));
	bind_int(q, ":event", g->event);
	TRY(stmt_next(q, &there, e));
	if (there) {
		g->date = col_copy(q, 0, a);
		g->days[0] = (struct stage_day){ DAY_DATE, day_or(q, 1, INT32_MIN), day_or(q, 2, INT32_MAX) };
		g->n_days = 1;
	}
	stage_span(g->days, g->n_days, &g->ev.lo, &g->ev.hi);
	return 0;
}

static int gather(struct reg *r, struct store *st, int64_t person, struct arena *a, struct gathered **ret,
                  size_t *ret_n, struct err *e)
{
	AUTO_STMT       *q = NULL;
	struct gathered *list = NULL;
	struct gathered *last = NULL;
	size_t           n = 0;
	size_t           cap = 0;
	bool             more = true;
	TRY(store_stmt(st, &EVENT_FIELDS, &q, e));
	bind_int(q, ":person", person);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (!last || last->event != col_int(q, 0)) {
			if (n == EVENTS_MAX)
				break; /* nobody has a thousand events; a group mistaken for a person may */
			if (n == cap) {
				cap = cap ? cap * 2 : 8;
				struct gathered *grown = NEW_N(a, cap, struct gathered);
				if (n)
					memcpy(grown, list, n * sizeof *list);
				list = grown;
			}
			last = &list[n++];
			last->event = col_int(q, 0);
		}
		take_field(r, q, last, a);
	}
	for (size_t i = 0; i < n; i++)
		TRY(take_adopted(st, &list[i], a, e));
	*ret = list;
	*ret_n = n;
	return 0;
}

static void bind_day(struct stmt *q, const char *name, int32_t day)
{
	if (day == INT32_MIN || day == INT32_MAX)
		bind_null(q, name);
	else
		bind_int(q, name, day);
}

int stage_refresh(struct reg *r, struct store *st, int64_t person, struct arena *a, struct err *e)
{
	AUTO_STMT       *drop = NULL;
	AUTO_STMT       *add = NULL;
	struct gathered *g;
	size_t           n;
	TRY(gather(r, st, person, a, &g, &n, e));
	TRY(store_stmt(st, &DROP, &drop, e));
	bind_int(drop, ":person", person);
	TRY(stmt_run(drop, e));
	TRY(store_stmt(st, &ADD, &add, e));
	for (size_t i = 0; i < n; i++) {
		if (!g[i].ev.type)
			continue;
		bind_int(add, ":person", person);
		bind_int(add, ":event", g[i].event);
		bind_str(add, ":status", g[i].ev.type->stage);
		bind_int(add, ":rank", g[i].ev.type->order);
		bind_int(add, ":ends", g[i].ev.type->ends);
		bind_str(add, ":date", g[i].date.n ? g[i].date : STR(""));
		bind_day(add, ":lo", g[i].ev.lo);
		bind_day(add, ":hi", g[i].ev.hi);
		TRY(stmt_run(add, e));
	}
	return 0;
}

int stage_status(struct reg *r, struct store *st, int64_t person, struct arena *a, struct str *ret_code,
                 int64_t *ret_event, struct str *ret_date, struct err *e)
{
	struct gathered *g;
	size_t           n;
	size_t           k = 0;
	TRY(gather(r, st, person, a, &g, &n, e));
	struct stage_event *ev = NEW_N(a, n, struct stage_event);
	size_t             *of = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++) {
		if (!g[i].ev.type)
			continue;
		of[k] = i;
		ev[k++] = g[i].ev;
	}
	struct stage s = stage_of(ev, k);
	*ret_code = s.code;
	*ret_event = s.at == STAGE_NO_EVENT ? 0 : g[of[s.at]].event;
	*ret_date = s.at == STAGE_NO_EVENT ? STR("") : g[of[s.at]].date;
	return 0;
}
