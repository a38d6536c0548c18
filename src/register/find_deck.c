/* SPDX-License-Identifier: GPL-3.0-or-later */
/* find_deck.c - the cards come into memory and stay up to date. */
#include "register/find_priv.h"

#define COLUMNS                                                                                    \
	"SELECT entity, kind, status, certainty, province, place, charge, date_lo, date_hi,"       \
	" conflicts, last, claims FROM card "
static const struct sql ALL = SQL(COLUMNS "ORDER BY entity");
static const struct sql CHANGED =
	SQL(COLUMNS "WHERE entity IN (SELECT entity FROM card WHERE changed > :changed UNION"
		    " SELECT entity FROM card WHERE entity > :last) ORDER BY entity");
static const struct sql HEAD = SQL(
	"SELECT coalesce((SELECT max(changed) FROM card), 0), coalesce((SELECT max(entity) FROM card), 0)");
/* Whether something that stands still names it: a source of which nothing is said is a record. */
static const struct sql NAMED =
	SQL("SELECT EXISTS (SELECT 1 FROM field WHERE ref = :id AND retracted IS NULL)"
	    " OR EXISTS (SELECT 1 FROM field WHERE source = :id AND retracted IS NULL)"
	    " OR EXISTS (SELECT 1 FROM figure_rule WHERE figure = :id)"
	    " OR EXISTS (SELECT 1 FROM belongs WHERE person = :id)");

/* With more changed cards than this, orders are made anew when they are asked for. */
enum { REORDER_MAX = 400 };

/* ---- codes ---- */

void *deck_grow(void *p, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return p;
	*cap = *cap ? *cap + *cap / 2 : 64;
	p = mem_need(realloc(p, *cap * size));
	return p;
}

uint32_t code_number(struct codes *c, struct str name)
{
	void **at = map_at(&c->map, name);
	if (name.n == 0)
		return 0;
	if (!*at) {
		c->name = deck_grow(c->name, c->n, &c->cap, sizeof *c->name);
		c->name[c->n] = str_copy(c->map.a, name);
		*at = (void *)(uintptr_t)c->n++;
	}
	return (uint32_t)(uintptr_t)*at;
}

bool code_find(const struct codes *c, struct str name, uint32_t *ret)
{
	*ret = name.n ? (uint32_t)(uintptr_t)map_get(&c->map, name) : 0;
	return *ret || !name.n;
}

struct str code_of_id(const int64_t *id)
{
	return str_n((const char *)id, *id ? sizeof *id : 0);
}

int64_t id_of_code(struct str name)
{
	int64_t id = 0;
	if (name.n == sizeof id)
		memcpy(&id, name.p, sizeof id);
	return id;
}

static void codes_init(struct codes *c, struct arena *a)
{
	map_init(&c->map, a);
	c->name = deck_grow(NULL, 0, &c->cap, sizeof *c->name);
	c->name[c->n++] = STR("");
}

/* ---- the deck ---- */

static struct deck *deck_new(void)
{
	struct deck *d = mem_need(calloc(1, sizeof *d));
	d->a = arena_new(0);
	for (int f = 0; f < FACETS; f++)
		codes_init(&d->codes[f], d->a);
	return d;
}

void deck_free(struct deck *d)
{
	if (!d)
		return;
	for (int f = 0; f < FACETS; f++)
		free(d->codes[f].name);
	deck_drop_orders(d);
	arena_free(d->a);
	free(d->cards);
	free(d->pool);
	free(d);
}

ptrdiff_t deck_at(const struct deck *d, int64_t entity)
{
	size_t lo = 0;
	size_t hi = d->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (d->cards[mid].entity < entity)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < d->n && d->cards[lo].entity == entity ? (ptrdiff_t)lo : -1;
}

static int is_named(struct reg *r, int64_t entity, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &NAMED, &q, e));
	bind_int(q, ":id", entity);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

/* Codes in a card have 16 bits, kinds 8. The vocabulary has a few hundred; more can only come from
 * a claim of another program. */
static int take_code(struct deck *d, enum facet_by f, struct stmt *q, int col, uint32_t max,
		     uint32_t *ret, struct err *e)
{
	*ret = code_number(&d->codes[f], col_str(q, col));
	if (*ret > max)
		return err_set(e, ERR_TOOBIG, "the register has more than %u codes of one kind",
			       (unsigned)max);
	return 0;
}

static int card_of_row(struct reg *r, struct deck *d, struct stmt *q, struct deck_card *ret,
		       struct err *e)
{
	struct deck_card c = { .entity = (uint32_t)col_int(q, 0) };
	uint32_t kind;
	uint32_t status;
	uint32_t province;
	uint32_t charge;
	int64_t place = col_is_null(q, 5) ? 0 : col_int(q, 5);
	if (col_int(q, 0) > UINT32_MAX || col_int(q, 10) > UINT32_MAX)
		return err_set(e, ERR_TOOBIG, "the register has more than 4,294,967,295 entries");
	TRY(take_code(d, FACET_KIND, q, 1, UINT8_MAX, &kind, e));
	TRY(take_code(d, FACET_STATUS, q, 2, UINT16_MAX, &status, e));
	TRY(take_code(d, FACET_PROVINCE, q, 4, UINT16_MAX, &province, e));
	TRY(take_code(d, FACET_CHARGE, q, 6, UINT16_MAX, &charge, e));
	c.kind = (uint8_t)kind;
	c.status = (uint16_t)status;
	c.province = (uint16_t)province;
	c.charge = (uint16_t)charge;
	c.certainty = (uint8_t)col_int(q, 3);
	c.place = code_number(&d->codes[FACET_PLACE], code_of_id(&place));
	if (!col_is_null(q, 7)) {
		c.lo = (int32_t)col_int(q, 7);
		c.flags |= DECK_HAS_LO;
	}
	if (!col_is_null(q, 8)) {
		c.hi = (int32_t)col_int(q, 8);
		c.flags |= DECK_HAS_HI;
	}
	c.conflicts = (uint32_t)col_int(q, 9);
	c.last = (uint32_t)col_int(q, 10);
	if (col_int(q, 11) == 0) {
		bool named;
		TRY(is_named(r, c.entity, &named, e));
		c.flags |= named ? 0 : DECK_HIDDEN;
	}
	*ret = c;
	return 0;
}

static int load_all(struct reg *r, struct deck *d, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(reg_store(r), &ALL, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		d->cards = deck_grow(d->cards, d->n, &d->cap, sizeof *d->cards);
		TRY(card_of_row(r, d, q, &d->cards[d->n], e));
		d->n++;
	}
}

/* Changed and new cards; *ret their positions, to be freed. */
static int load_changed(struct reg *r, struct deck *d, struct stmt *q, uint32_t **ret,
			size_t *ret_n, struct err *e)
{
	size_t cap = 0;
	bool more;
	for (;;) {
		struct deck_card c;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		TRY(card_of_row(r, d, q, &c, e));
		ptrdiff_t at = deck_at(d, c.entity);
		if (at < 0) {
			d->cards = deck_grow(d->cards, d->n, &d->cap, sizeof *d->cards);
			at = (ptrdiff_t)d->n++;
		} else {
			c.sources = d->cards[at].sources;
			c.n_sources = d->cards[at].n_sources;
		}
		d->cards[at] = c;
		*ret = deck_grow(*ret, *ret_n, &cap, sizeof **ret);
		(*ret)[(*ret_n)++] = (uint32_t)at;
	}
}

static int take_changes(struct reg *r, struct deck *d, uint32_t **positions, int64_t **ids,
			struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t n = 0;
	size_t before = d->n;
	TRY(store_stmt(reg_store(r), &CHANGED, &q, e));
	bind_int(q, ":changed", d->changed);
	bind_int(q, ":last", d->n ? d->cards[d->n - 1].entity : 0);
	TRY(load_changed(r, d, q, positions, &n, e));
	if (d->has_sources) {
		size_t cap = 0;
		for (size_t i = 0; i < n; i++) {
			*ids = deck_grow(*ids, i, &cap, sizeof **ids);
			(*ids)[i] = d->cards[(*positions)[i]].entity;
		}
		TRY(deck_reload_sources(r, d, *ids, n, e));
	}
	if (n > REORDER_MAX)
		deck_drop_orders(d);
	else
		TRY(deck_reorder(r, d, before, *positions, n, e));
	return 0;
}

static int update(struct reg *r, struct deck *d, struct err *e)
{
	uint32_t *positions = NULL;
	int64_t *ids = NULL;
	int rc = take_changes(r, d, &positions, &ids, e);
	free(positions);
	free(ids);
	return rc;
}

static int bring_up(struct reg *r, struct deck *d, int64_t changed, int64_t last, bool sources,
		    struct err *e)
{
	if (d->n == 0) {
		deck_drop_orders(d); /* they may have been made of nothing */
		d->has_sources = false;
		TRY(load_all(r, d, e));
	} else if (d->changed != changed || d->cards[d->n - 1].entity != last) {
		TRY(update(r, d, e));
	}
	d->changed = changed;
	if (sources && !d->has_sources)
		TRY(deck_load_sources(r, d, e));
	return 0;
}

int deck_ready(struct reg *r, bool sources, struct deck **ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(reg_forget_if_made_again(r, e));
	TRY(store_stmt(reg_store(r), &HEAD, &q, e));
	TRY(stmt_row(q, e));
	int64_t changed = col_int(q, 0);
	int64_t last = col_int(q, 1);
	stmt_done(&q);

	struct deck *d = r->deck;
	if (!d)
		d = deck_new();
	r->deck = d;
	int rc = bring_up(r, d, changed, last, sources, e);
	if (rc < 0) {
		/* Half brought up is not up to date: begin anew next time. */
		deck_free(d);
		r->deck = NULL;
		return rc;
	}
	*ret = d;
	return 0;
}
