/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stage.c - the events of one person, gathered for stage_of (stage.h), and their rows. */
#include "register/stage.h"

#include "register/facts.h"
#include "register/record_priv.h"

static const struct sql DROP = SQL("DELETE FROM stage WHERE person = :person");
static const struct sql ADD =
	SQL("INSERT INTO stage (person, event, status, rank, ends, date, date_lo, date_hi)"
	    " VALUES (:person, :event, :status, :rank, :ends, :date, :lo, :hi)");

enum { EVENTS_MAX = 1024 };

/* The events whose type is known, in ascending order. */
struct gathered {
	struct id_set ids; /* of all events */
	int64_t *event;
	struct event_facts *facts;
	struct stage_event *ev;
	size_t n;
};

static int gather(struct reg *r, struct store *st, int64_t person, const struct past *p,
		  struct arena *a, struct gathered *ret, struct err *e)
{
	struct gathered g = { .n = 0 };
	TRY(events_of(st, person, p, a, &g.ids, e));
	/* Nobody has a thousand events; a group mistaken for a person may. */
	size_t n = g.ids.n < EVENTS_MAX ? g.ids.n : EVENTS_MAX;
	g.event = NEW_N(a, n, int64_t);
	g.facts = NEW_N(a, n, struct event_facts);
	g.ev = NEW_N(a, n, struct stage_event);
	for (size_t i = 0; i < n; i++) {
		struct event_facts *f = &g.facts[g.n];
		TRY(event_facts(r, st, g.ids.p[i], p, a, f, e));
		if (!f->type)
			continue;
		g.event[g.n] = g.ids.p[i];
		g.ev[g.n++] = (struct stage_event){
			.type = f->type,
			.status = f->type->stage.n ? vocab_status(r->vocab, f->type->stage) : NULL,
			.lo = f->lo,
			.hi = f->hi,
		};
	}
	*ret = g;
	return 0;
}

int stage_refresh(struct reg *r, struct store *st, int64_t person, struct arena *a,
		  struct stage_now *ret, struct err *e)
{
	AUTO_STMT *drop = NULL;
	AUTO_STMT *add = NULL;
	struct gathered g;
	TRY(gather(r, st, person, &PAST_NOW, a, &g, e));
	TRY(store_stmt(st, &DROP, &drop, e));
	bind_int(drop, ":person", person);
	TRY(stmt_run(drop, e));
	TRY(store_stmt(st, &ADD, &add, e));
	for (size_t i = 0; i < g.n; i++) {
		bind_int(add, ":person", person);
		bind_int(add, ":event", g.event[i]);
		bind_str(add, ":status", g.ev[i].type->stage);
		bind_int(add, ":rank", g.ev[i].type->order);
		bind_int(add, ":ends", g.ev[i].type->ends);
		bind_str(add, ":date", g.facts[i].date);
		day_bind(add, ":lo", g.ev[i].lo);
		day_bind(add, ":hi", g.ev[i].hi);
		TRY(stmt_run(add, e));
	}
	struct stage s = stage_of(g.ev, g.n);
	*ret = (struct stage_now){ .status = s.code, .date = STR("") };
	if (s.at != STAGE_NO_EVENT) {
		ret->event = g.event[s.at];
		ret->date = g.facts[s.at].date;
	}
	return 0;
}

int stage_status_then(struct reg *r, struct store *st, int64_t person, const struct past *p,
		      struct arena *a, struct str *ret_code, struct id_set *ret_events,
		      struct err *e)
{
	struct gathered g;
	TRY(gather(r, st, person, p, a, &g, e));
	*ret_code = stage_of(g.ev, g.n).code;
	*ret_events = g.ids;
	return 0;
}
