/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * card_sources.c - who says anything of a subject or of the events it is the victim of, through what, and
 * how certain that makes it: the rules of vocab/certainty.csv.
 *
 * Asked of one subject after the other: an IN (SELECT ...) or a DISTINCT makes a table each time, which
 * costs more than all else that a card needs.
 */
#include "register/card_priv.h"
#include "register/facts.h"

static const struct sql VOICES = SQL(
	"SELECT pos, source, coalesce(via, document, 0), coalesce(reliability, '') FROM statement"
	" WHERE subject = :id AND retracted IS NULL AND kind = 'statement'");
/* Who says the same thing: runs of equal values. Being called the same is no agreement on what happened. */
static const struct sql AGREED = SQL(
	"SELECT f.property, f.same, s.source, coalesce(s.via, s.document, 0) FROM field f"
	" JOIN statement s ON s.pos = f.pos"
	" WHERE f.subject = :id AND f.retracted IS NULL AND f.type <> 'unknown' AND s.source IS NOT NULL"
	" AND f.property <> 'name' AND f.property <> 'also_known_as' AND f.property <> 'title'"
	" AND f.property <> 'gazetteer' AND f.property <> 'description'"
	" AND coalesce(s.reliability, '') <> 'D' AND coalesce(s.reliability, '') <> 'E'"
	" AND coalesce(json_extract(f.quals, '$.credibility.code'), '') <> '5'"
	" ORDER BY f.property, f.same, f.id");
/* Something that is not graded as improbable. */
static const struct sql CREDIBLE =
	SQL("SELECT 1 FROM field WHERE subject = :id AND retracted IS NULL"
	    " AND coalesce(json_extract(quals, '$.credibility.code'), '') <> '5' LIMIT 1");
static const struct sql HELD = SQL(
	"SELECT 1 FROM statement s JOIN field h ON h.subject = s.document AND h.property = 'held'"
	" AND h.same = 'yes' AND h.retracted IS NULL"
	" WHERE s.subject = :id AND s.retracted IS NULL LIMIT 1");

enum { SOURCES_MAX = 4096, VOICES_MAX = 64 };

struct voice {
	int64_t source, carrier;
	char reliability;
};

/* Two voices are independent when they share neither source nor carrier. */
static bool independent(const struct voice *v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++)
			if (v[i].source != v[k].source &&
			    (!v[i].carrier || v[i].carrier != v[k].carrier))
				return true;
	return false;
}

/* ---- who says anything ---- */

struct voices {
	struct voice *list;
	size_t n, cap;
};

static int by_source(const void *x, const void *y)
{
	const struct voice *a = x;
	const struct voice *b = y;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (a->carrier != b->carrier)
		return a->carrier < b->carrier ? -1 : 1;
	return (a->reliability > b->reliability) - (a->reliability < b->reliability);
}

/* Each once, in the order of their sources. */
static void each_once(struct voices *v)
{
	size_t n = 0;
	if (v->n)
		qsort(v->list, v->n, sizeof *v->list, by_source);
	for (size_t i = 0; i < v->n; i++)
		if (!n || by_source(&v->list[n - 1], &v->list[i]) != 0)
			v->list[n++] = v->list[i];
	v->n = n < SOURCES_MAX ? n : SOURCES_MAX;
}

static int hear(struct making *m, int64_t subject, struct voices *v, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(m->st, &VOICES, &q, e));
	bind_int(q, ":id", subject);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		struct str grade = col_str(q, 3);
		struct voice one = { col_int(q, 1), col_int(q, 2), grade.n ? grade.p[0] : '\0' };
		m->claims++;
		if (m->last < col_int(q, 0))
			m->last = col_int(q, 0);
		/* Most claims of a subject come one after the other from the same voice. */
		if (v->n && by_source(&v->list[v->n - 1], &one) == 0)
			continue;
		v->list = arena_grow(m->a, v->list, v->n, &v->cap, sizeof *v->list);
		v->list[v->n++] = one;
	}
}

/* ---- whether they agree ---- */

static int agreed_of(struct making *m, int64_t subject, size_t *rows, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct voice *v = NEW_N(m->a, VOICES_MAX, struct voice);
	struct str property = STR("");
	struct str same = STR("");
	size_t n = 0;
	TRY(store_stmt(m->st, &AGREED, &q, e));
	bind_int(q, ":id", subject);
	for (; *rows < SOURCES_MAX && !*ret; ++*rows) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (!str_eq(property, col_str(q, 0)) || !str_eq(same, col_str(q, 1))) {
			property = col_copy(q, 0, m->a);
			same = col_copy(q, 1, m->a);
			n = 0;
		}
		if (n < VOICES_MAX)
			v[n++] =
				(struct voice){ .source = col_int(q, 2), .carrier = col_int(q, 3) };
		*ret = independent(v, n);
	}
	return 0;
}

/* Whether two independent voices say the same of something. */
static int agreed(struct making *m, const struct id_set *of, bool *ret, struct err *e)
{
	size_t rows = 0;
	*ret = false;
	for (size_t i = 0; i < of->n && !*ret; i++)
		TRY(agreed_of(m, of->p[i], &rows, ret, e));
	return 0;
}

static int credible(struct making *m, const struct id_set *of, bool *ret, struct err *e)
{
	int64_t one = 0;
	for (size_t i = 0; i < of->n && !one; i++)
		TRY(card_first(m, &CREDIBLE, of->p[i], NULL, &one, e));
	*ret = one != 0;
	return 0;
}

static int judge(struct making *m, const struct voices *v, const struct id_set *of, bool good,
		 struct err *e)
{
	bool is = false;
	int64_t held = 0;
	TRY(credible(m, of, &is, e));
	if (!is)
		return 0;
	m->certainty = 1;
	if (!independent(v->list, v->n < VOICES_MAX ? v->n : VOICES_MAX))
		return 0;
	TRY(agreed(m, of, &is, e));
	if (!is)
		return 0;
	m->certainty = 2;
	if (!m->n_adopted)
		return 0;
	TRY(card_first(m, &HELD, m->id, NULL, &held, e));
	if (good || held)
		m->certainty = 3;
	return 0;
}

int card_sources(struct making *m, struct err *e)
{
	struct voices v = { NULL, 0, 0 };
	struct id_set of;
	bool good = false;
	bool any = false; /* a voice that is not graded as doubtful */
	TRY(events_of(m->st, m->id, &PAST_NOW, m->a, &of, e));
	id_set_add(&of, m->id, m->a);
	for (size_t i = 0; i < of.n; i++)
		TRY(hear(m, of.p[i], &v, e));
	each_once(&v);
	for (size_t i = 0; i < v.n; i++) {
		const struct voice *one = &v.list[i];
		m->sources += one->source && (i == 0 || v.list[i - 1].source != one->source);
		good |= one->reliability == 'A' || one->reliability == 'B';
		any |= one->source && one->reliability != 'D' && one->reliability != 'E';
	}
	m->certainty = 0;
	return any ? judge(m, &v, &of, good, e) : 0;
}
