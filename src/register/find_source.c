/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find_source.c - who speaks of each entity: the sources of statements about it and, of persons and
 * groups, also of statements that name them (an event with its victim).
 *
 * Of places, organisations and documents only the statements about them count: half a register
 * names the same city. Pairs of entity and source are sorted once and stand as one array; the lists
 * of changed entities go to its end, and the gaps are closed when half of it is gaps.
 */
#include "register/find_priv.h"
#include "base/order.h"

static const struct sql SUBJECTS =
	SQL("SELECT subject, source FROM statement NOT INDEXED"
	    " WHERE kind = 'statement' AND retracted IS NULL AND source IS NOT NULL");
static const struct sql NAMINGS =
	SQL("SELECT ref, source FROM field INDEXED BY field_ref"
	    " WHERE ref IS NOT NULL AND source IS NOT NULL AND retracted IS NULL");
static const struct sql OF_ONE = SQL(
	"SELECT DISTINCT source FROM statement WHERE subject = :id AND kind = 'statement'"
	" AND retracted IS NULL AND source IS NOT NULL"
	" UNION SELECT source FROM field WHERE ref = :id AND :named AND retracted IS NULL AND source IS NOT NULL"
	" ORDER BY source LIMIT 65535");
static const struct sql NAMED_BY =
	SQL("SELECT DISTINCT ref FROM field WHERE subject = :id AND ref IS NOT NULL ORDER BY ref");

struct pairs {
	uint64_t *p; /* position << 32 | number of the source */
	size_t n, cap;
};

static bool counts_namings(const struct deck *d, size_t at)
{
	struct str kind = d->codes[FACET_KIND].name[d->cards[at].kind];
	return str_eq(kind, STR("person")) || str_eq(kind, STR("group"));
}

static int add_pairs(struct reg *r, struct deck *d, const struct sql *sql, bool namings,
		     struct pairs *ps, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t last = 0; /* rows of one source come together as it was imported */
	uint32_t number = 0;
	bool more;
	TRY(store_stmt(reg_store(r), sql, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		ptrdiff_t at = deck_at(d, col_int(q, 0));
		int64_t source = col_int(q, 1);
		if (at < 0 || (namings && !counts_namings(d, (size_t)at)))
			continue;
		if (source != last)
			number = code_number(&d->codes[FACET_SOURCE], code_of_id(&source));
		last = source;
		ps->p = deck_grow(ps->p, ps->n, &ps->cap, sizeof *ps->p);
		ps->p[ps->n++] = (uint64_t)at << 32 | number;
	}
}

static void put_pairs(struct deck *d, const struct pairs *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		struct deck_card *c = &d->cards[ps->p[i] >> 32];
		if ((i && ps->p[i] == ps->p[i - 1]) || c->n_sources == UINT16_MAX)
			continue;
		if (c->n_sources++ == 0)
			c->sources = (uint32_t)d->n_pool;
		d->pool = deck_grow(d->pool, d->n_pool, &d->cap_pool, sizeof *d->pool);
		d->pool[d->n_pool++] = (uint32_t)ps->p[i];
	}
}

int deck_load_sources(struct reg *r, struct deck *d, struct err *e)
{
	struct pairs ps = { NULL, 0, 0 };
	d->n_pool = 0;
	for (size_t i = 0; i < d->n; i++)
		d->cards[i].n_sources = 0;
	int rc = add_pairs(r, d, &SUBJECTS, false, &ps, e);
	if (rc == 0)
		rc = add_pairs(r, d, &NAMINGS, true, &ps, e);
	if (rc == 0 && ps.n) {
		qsort(ps.p, ps.n, sizeof *ps.p, order_u64);
		put_pairs(d, &ps);
	}
	free(ps.p);
	d->has_sources = rc == 0;
	return rc;
}

static int reload_one(struct reg *r, struct deck *d, size_t at, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct deck_card *c = &d->cards[at];
	bool more;
	c->sources = (uint32_t)d->n_pool;
	c->n_sources = 0;
	TRY(store_stmt(reg_store(r), &OF_ONE, &q, e));
	bind_int(q, ":id", c->entity);
	bind_int(q, ":named", counts_namings(d, at));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		int64_t source = col_int(q, 0);
		d->pool = deck_grow(d->pool, d->n_pool, &d->cap_pool, sizeof *d->pool);
		d->pool[d->n_pool++] = code_number(&d->codes[FACET_SOURCE], code_of_id(&source));
		c->n_sources++;
	}
}

static int reload_named(struct reg *r, struct deck *d, int64_t entity, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(reg_store(r), &NAMED_BY, &q, e));
	bind_int(q, ":id", entity);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		ptrdiff_t at = deck_at(d, col_int(q, 0));
		if (at >= 0 && counts_namings(d, (size_t)at))
			TRY(reload_one(r, d, (size_t)at, e));
	}
}

int deck_reload_sources(struct reg *r, struct deck *d, const int64_t *changed, size_t n,
			struct err *e)
{
	size_t used = 0;
	for (size_t i = 0; i < d->n; i++)
		used += d->cards[i].n_sources;
	if (d->n_pool > 2 * used + 65536)
		return deck_load_sources(r, d, e);
	for (size_t i = 0; i < n; i++) {
		TRY(reload_one(r, d, (size_t)deck_at(d, changed[i]), e));
		TRY(reload_named(r, d, changed[i], e));
	}
	return 0;
}
