/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find_order.c - the orders of a list. Each is an array of positions, made when it is first asked
 * for; a changed card is taken out and put in again by halving.
 *
 * Orders by name compare keys that are not kept in memory: they are read for all cards when the
 * order is made, and for the few that halving looks at when a card moves.
 */
#include "register/find_priv.h"
#include "text/fold.h"

static const struct sql NAMES = SQL("SELECT label_fa, sort FROM card ORDER BY entity");
static const struct sql NAME = SQL("SELECT label_fa, sort FROM card WHERE entity = :id");

/* ---- keys of names ---- */

/* The alphabet of Persian; its letters stand elsewhere in Unicode's order. */
static const char *const ALPHABET[] = { "ا", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ",
					"ر", "ز", "ژ", "س", "ش", "ص", "ض", "ط", "ظ", "ع", "غ",
					"ف", "ق", "ک", "گ", "ل", "م", "ن", "و", "ه", "ی" };

/* Folded text whose letters are bytes in the order of the alphabet, behind digits and Latin. */
static struct str persian_key(struct arena *a, struct str name)
{
	struct str folded = fold_words(a, name);
	char *out = arena_alloc(a, folded.n + 1, 1);
	size_t n = 0;
	for (size_t i = 0; i < folded.n;) {
		size_t k = COUNT(ALPHABET);
		if ((unsigned char)folded.p[i] >= 0x80)
			for (k = 0; k < COUNT(ALPHABET); k++)
				if (str_starts(str_from(folded, i), str_of(ALPHABET[k])))
					break;
		if (k < COUNT(ALPHABET)) {
			out[n++] = (char)(0x80 + k);
			i += strlen(ALPHABET[k]);
		} else {
			out[n++] = folded.p[i++];
		}
	}
	return str_n(out, n);
}

/* What has no name comes last; in the Persian order, what has no Persian name comes behind all that
 * have one. The copy is one allocation: keys of all cards live at once. */
static struct str name_key(enum find_order o, struct str label_fa, struct str sort, struct arena *a,
			   struct arena *scratch)
{
	if (o == ORDER_NAME_FA && label_fa.n) {
		arena_clear(scratch);
		return str_copy(a, persian_key(scratch, label_fa));
	}
	if (o == ORDER_NAME && sort.n)
		return str_copy(a, sort);
	return str_join(a, STR("\xff"), sort);
}

static bool by_name(enum find_order o)
{
	return o == ORDER_NAME || o == ORDER_NAME_FA;
}

/* ---- comparing ---- */

static int down(int64_t x, int64_t y)
{
	return (x < y) - (x > y);
}

/* The day a card is sorted by: its last one, or its first when the last is open. */
static int64_t day(const struct deck_card *c)
{
	if (c->flags & DECK_HAS_HI)
		return c->hi;
	return c->flags & DECK_HAS_LO ? c->lo : INT64_MIN;
}

static int cmp_dates(const struct deck_card *x, const struct deck_card *y)
{
	int c = down(day(x), day(y));
	if (c)
		return c;
	return down(x->flags & DECK_HAS_LO ? x->lo : INT64_MIN,
		    y->flags & DECK_HAS_LO ? y->lo : INT64_MIN);
}

/* Of two cards, without names: the same day, number or claim leaves them as they came. */
static int cmp_cards(enum find_order o, const struct deck_card *x, const struct deck_card *y)
{
	int c = 0;
	if (o == ORDER_LATEST_CLAIM)
		c = down(x->last, y->last);
	else if (o == ORDER_CONFLICTS)
		c = down(x->conflicts, y->conflicts);
	if (!c && o != ORDER_LATEST_CLAIM && !by_name(o))
		c = cmp_dates(x, y);
	return c ? c : -down(x->entity, y->entity);
}

struct item {
	struct deck_card card;
	struct str key;
	enum find_order order;
	uint32_t at;
};

static int cmp_items(const void *p, const void *q)
{
	const struct item *x = p;
	const struct item *y = q;
	int c = by_name(x->order) ? str_cmp(x->key, y->key) : 0;
	return c ? c : cmp_cards(x->order, &x->card, &y->card);
}

/* ---- making an order ---- */

static int read_keys(struct reg *r, const struct deck *d, enum find_order o, struct item *items,
		     struct arena *a, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_ARENA *scratch = arena_new(0);
	bool more;
	TRY(store_stmt(reg_store(r), &NAMES, &q, e));
	for (size_t i = 0; i < d->n; i++) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return err_set(e, ERR_CONFLICT,
				       "the register changed while it was read; try again");
		items[i].key = name_key(o, col_str(q, 0), col_str(q, 1), a, scratch);
	}
	return 0;
}

int deck_make_order(struct reg *r, struct deck *d, enum find_order o, struct err *e)
{
	if (d->order[o])
		return 0;
	AUTO_ARENA *a = arena_new(0);
	struct item *items = NEW_N(a, d->n, struct item);
	for (size_t i = 0; i < d->n; i++)
		items[i] = (struct item){ .card = d->cards[i], .order = o, .at = (uint32_t)i };
	if (by_name(o))
		TRY(read_keys(r, d, o, items, a, e));
	qsort(items, d->n, sizeof *items, cmp_items);
	uint32_t *order = mem_need(malloc((d->n + 1) * sizeof *order));
	for (size_t i = 0; i < d->n; i++)
		order[i] = items[i].at;
	d->order[o] = order;
	return 0;
}

void deck_drop_orders(struct deck *d)
{
	for (int o = 0; o < ORDERS; o++) {
		free(d->order[o]);
		d->order[o] = NULL;
	}
}

/* ---- moving changed cards ---- */

static int load_item(struct reg *r, const struct deck *d, enum find_order o, uint32_t at,
		     struct arena *a, struct item *ret, struct err *e)
{
	*ret = (struct item){ .card = d->cards[at], .order = o, .at = at };
	if (!by_name(o))
		return 0;
	AUTO_STMT *q = NULL;
	AUTO_ARENA *scratch = arena_new(0);
	TRY(store_stmt(reg_store(r), &NAME, &q, e));
	bind_int(q, ":id", ret->card.entity);
	TRY(stmt_row(q, e));
	ret->key = name_key(o, col_str(q, 0), col_str(q, 1), a, scratch);
	return 0;
}

static int put_in(struct reg *r, struct deck *d, enum find_order o, size_t n, uint32_t at,
		  struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct item mine;
	size_t lo = 0;
	size_t hi = n;
	TRY(load_item(r, d, o, at, a, &mine, e));
	while (lo < hi) {
		struct item other;
		size_t mid = lo + (hi - lo) / 2;
		TRY(load_item(r, d, o, d->order[o][mid], a, &other, e));
		if (cmp_items(&other, &mine) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	memmove(d->order[o] + lo + 1, d->order[o] + lo, (n - lo) * sizeof *d->order[o]);
	d->order[o][lo] = at;
	return 0;
}

static bool holds(const uint32_t *sorted, size_t n, uint32_t v)
{
	size_t lo = 0;
	size_t hi = n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (sorted[mid] < v)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && sorted[lo] == v;
}

int deck_reorder(struct reg *r, struct deck *d, size_t before, const uint32_t *changed, size_t n,
		 struct err *e)
{
	for (int o = 0; o < ORDERS; o++) {
		size_t kept = 0;
		if (!d->order[o])
			continue;
		uint32_t *order = mem_need(realloc(d->order[o], (d->n + 1) * sizeof *order));
		d->order[o] = order;
		for (size_t i = 0; i < before; i++)
			if (!holds(changed, n, order[i]))
				order[kept++] = order[i];
		for (size_t i = 0; i < n; i++)
			TRY(put_in(r, d, (enum find_order)o, kept + i, changed[i], e));
		assert(kept + n == d->n && "an order has lost a card");
	}
	return 0;
}
