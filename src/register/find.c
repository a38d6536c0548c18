/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find.c - one pass over the deck gives the page, the total and the facets.
 *
 * A card that fails nothing is in the list and counts in every facet. A card that fails exactly one
 * facet counts in that facet alone: it is what one would get by choosing its value there as well.
 */
#include "register/find_priv.h"
#include "register/query_priv.h"
#include "register/stage.h"

/* What is asked, in numbers. */
struct wanted {
	const struct find *f;
	const uint8_t *found;	 /* by position; NULL: no text */
	uint8_t *chosen[FACETS]; /* by number of the code; NULL: all */
};

struct counted {
	uint8_t *pass; /* by position: 0, FOUND or FOUND_EXACT */
	int64_t total, exact;
	uint32_t *count[FACETS]; /* by number of the code */
	size_t n[FACETS];	 /* numbers there are */
};

/* Certainty is a number already. */
enum { CERTAINTIES = 256 };

static size_t numbers_of(const struct deck *d, enum facet_by f)
{
	return f == FACET_CERTAINTY ? CERTAINTIES : d->codes[f].n;
}

/* ---- what is asked ---- */

static int choose_entity(struct reg *r, const struct deck *d, enum facet_by f, struct str number,
			 uint8_t *chosen, struct arena *a, struct err *e)
{
	struct entity en = { .id = 0 };
	uint32_t n;
	if (number.n) {
		int rc = reg_entity(r, number, a, &en, e);
		if (rc == ERR_NOTFOUND)
			return 0; /* no such place: nothing is there */
		TRY(rc);
	}
	if (code_find(&d->codes[f], code_of_id(&en.id), &n))
		chosen[n] = 1;
	return 0;
}

static void choose_status(const struct vocab *v, const struct codes *c, struct str code,
			  uint8_t *chosen)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct status *st = vocab_status(v, c->name[i]);
		if (str_eq(c->name[i], code) || (st && stage_counts_as(st, code)))
			chosen[i] = 1;
	}
}

static int choose(struct reg *r, const struct deck *d, enum facet_by f, struct str code,
		  uint8_t *chosen, struct arena *a, struct err *e)
{
	uint32_t n;
	switch (f) {
	case FACET_PLACE:
	case FACET_SOURCE:
		return choose_entity(r, d, f, code, chosen, a, e);
	case FACET_CERTAINTY:
		if (code.n == 1 && code.p[0] >= '0' && code.p[0] <= '9')
			chosen[code.p[0] - '0'] = 1;
		return 0;
	case FACET_STATUS:
		choose_status(r->vocab, &d->codes[f], code, chosen);
		return 0;
	case FACET_KIND:
	case FACET_PROVINCE:
	case FACET_CHARGE:
		if (code_find(&d->codes[f], code, &n))
			chosen[n] = 1;
		return 0;
	}
	return 0;
}

static int want(struct reg *r, const struct deck *d, const struct find *f, struct arena *a,
		struct wanted *ret, struct err *e)
{
	uint8_t *found = NULL;
	*ret = (struct wanted){ .f = f };
	if (str_trim(f->text).n)
		TRY(deck_search(r, d, str_trim(f->text), a, &found, e));
	ret->found = found;
	for (int k = 0; k < FACETS; k++) {
		assert(f->n_choices[k] <= FIND_CHOICES_MAX && "more choices than a form has");
		if (f->n_choices[k])
			ret->chosen[k] = NEW_N(a, numbers_of(d, (enum facet_by)k), uint8_t);
		for (size_t i = 0; i < f->n_choices[k]; i++)
			TRY(choose(r, d, (enum facet_by)k, f->choices[k][i], ret->chosen[k], a, e));
	}
	return 0;
}

/* ---- the pass ---- */

static bool in_dates(const struct find *f, const struct deck_card *c)
{
	if (!f->has_from && !f->has_to)
		return true;
	if (!(c->flags & (DECK_HAS_LO | DECK_HAS_HI)))
		return false;
	if (f->has_from && (c->flags & DECK_HAS_HI) && c->hi < f->from)
		return false;
	return !(f->has_to && (c->flags & DECK_HAS_LO) && c->lo > f->to);
}

static uint32_t number_in(const struct deck_card *c, enum facet_by f)
{
	switch (f) {
	case FACET_KIND:
		return c->kind;
	case FACET_STATUS:
		return c->status;
	case FACET_CERTAINTY:
		return c->certainty;
	case FACET_PROVINCE:
		return c->province;
	case FACET_PLACE:
		return c->place;
	case FACET_CHARGE:
		return c->charge;
	case FACET_SOURCE:
		break;
	}
	return 0;
}

static bool source_chosen(const struct deck *d, const struct deck_card *c, const uint8_t *chosen)
{
	for (size_t i = 0; i < c->n_sources; i++)
		if (chosen[d->pool[c->sources + i]])
			return true;
	return c->n_sources == 0 && chosen[0];
}

/* Facets it fails, as bits. */
static unsigned fails(const struct deck *d, const struct wanted *w, const struct deck_card *c)
{
	unsigned bits = 0;
	for (int f = 0; f < FACET_SOURCE; f++)
		if (w->chosen[f] && !w->chosen[f][number_in(c, (enum facet_by)f)])
			bits |= 1u << f;
	if (w->chosen[FACET_SOURCE] && !source_chosen(d, c, w->chosen[FACET_SOURCE]))
		bits |= 1u << FACET_SOURCE;
	return bits;
}

static void count_in(const struct deck *d, const struct deck_card *c, unsigned failed,
		     struct counted *n)
{
	for (int f = 0; f < FACET_SOURCE; f++)
		if (!(failed & ~(1u << f)))
			n->count[f][number_in(c, (enum facet_by)f)]++;
	if (failed & ~(1u << FACET_SOURCE))
		return;
	for (size_t i = 0; i < c->n_sources; i++)
		n->count[FACET_SOURCE][d->pool[c->sources + i]]++;
	n->count[FACET_SOURCE][0] += c->n_sources == 0;
}

static void count_all(const struct deck *d, const struct wanted *w, struct arena *a,
		      struct counted *n)
{
	*n = (struct counted){ .pass = NEW_N(a, d->n, uint8_t) };
	for (int f = 0; f < FACETS; f++) {
		n->n[f] = numbers_of(d, (enum facet_by)f);
		n->count[f] = NEW_N(a, n->n[f], uint32_t);
	}
	for (size_t i = 0; i < d->n; i++) {
		const struct deck_card *c = &d->cards[i];
		if ((c->flags & DECK_HIDDEN) || (w->found && !w->found[i]) || !in_dates(w->f, c) ||
		    (w->f->only_conflicts && !c->conflicts))
			continue;
		unsigned failed = fails(d, w, c);
		if (!w->f->only_cards && (failed & (failed - 1)) == 0)
			count_in(d, c, failed, n);
		if (failed)
			continue;
		n->pass[i] = w->found ? w->found[i] : FOUND;
		n->total++;
		n->exact += n->pass[i] == FOUND_EXACT;
	}
}

/* ---- the page ---- */

static size_t take_page(const struct deck *d, const struct counted *n, uint8_t how,
			enum find_order o, int64_t skip, size_t max, int64_t *ret)
{
	size_t taken = 0;
	for (size_t i = 0; i < d->n && taken < max; i++) {
		uint32_t at = d->order[o][i];
		if (n->pass[at] == how && skip-- <= 0)
			ret[taken++] = d->cards[at].entity;
	}
	return taken;
}

static int load_page(struct reg *r, const struct deck *d, const struct find *f,
		     const struct counted *n, struct arena *a, struct found *ret, struct err *e)
{
	int64_t ids[FIND_PAGE_MAX];
	size_t limit = f->limit < FIND_PAGE_MAX ? (size_t)f->limit : FIND_PAGE_MAX;
	int64_t offset = f->offset;
	size_t taken = 0;
	if (offset < n->exact)
		taken = take_page(d, n, FOUND_EXACT, f->order, offset, limit, ids);
	offset = offset > n->exact ? offset - n->exact : 0;
	if (taken < limit && offset < n->total - n->exact)
		taken += take_page(d, n, FOUND, f->order, offset, limit - taken, ids + taken);
	ret->cards = NEW_N(a, taken, struct card);
	ret->n = taken;
	return reg_cards(r, ids, taken, a, ret->cards, e);
}

/* ---- facets ---- */

struct value_count {
	struct str code;
	int64_t count;
	uint32_t number;
	bool chosen;
};

/* What was chosen comes to the top first, so that it stays when the rest is cut; then most first,
 * then by code or by the order in which records came. */
static int by_choice(const void *x, const void *y)
{
	const struct value_count *a = x;
	const struct value_count *b = y;
	if (a->chosen != b->chosen)
		return b->chosen - a->chosen;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return str_cmp(a->code, b->code);
}

static int by_count(const void *x, const void *y)
{
	const struct facet_value *a = x;
	const struct facet_value *b = y;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return str_cmp(a->code, b->code);
}

static int name_value(struct namer *names, enum facet_by f, const struct value_count *v,
		      struct facet_value *ret, struct err *e)
{
	struct naming n;
	*ret = (struct facet_value){ .code = str_copy(names->a, v->code),
				     .label = STR(""),
				     .count = v->count };
	if (f == FACET_CERTAINTY)
		ret->code = str_printf(names->a, "%u", v->number);
	if (f != FACET_PLACE && f != FACET_SOURCE)
		return 0;
	TRY(namer_get(names, id_of_code(v->code), &n, e));
	ret->code = n.number;
	ret->label = n.label;
	return 0;
}

static int facet_values(struct namer *names, const struct deck *d, const struct wanted *w,
			const struct counted *n, enum facet_by f, struct facet_value **ret,
			size_t *ret_n, struct err *e)
{
	struct arena *a = names->a;
	struct value_count *all = NEW_N(a, n->n[f], struct value_count);
	size_t k = 0;
	size_t chosen = 0;
	for (size_t i = 0; i < n->n[f]; i++) {
		bool is_chosen = w->chosen[f] && w->chosen[f][i];
		if (!n->count[f][i] && !is_chosen)
			continue;
		chosen += is_chosen;
		all[k++] = (struct value_count){ .code = f == FACET_CERTAINTY ? STR("")
									      : d->codes[f].name[i],
						 .count = n->count[f][i],
						 .number = (uint32_t)i,
						 .chosen = is_chosen };
	}
	qsort(all, k, sizeof *all, by_choice);
	if (k > chosen + FIND_VALUES_MAX)
		k = chosen + FIND_VALUES_MAX;
	*ret = NEW_N(a, k, struct facet_value);
	*ret_n = k;
	for (size_t i = 0; i < k; i++)
		TRY(name_value(names, f, &all[i], &(*ret)[i], e));
	qsort(*ret, k, sizeof **ret, by_count);
	return 0;
}

int reg_find(struct reg *r, const struct find *f, struct arena *a, struct found *ret, struct err *e)
{
	struct deck *d;
	struct wanted w;
	struct counted n;
	struct namer names;
	struct found out = { .n = 0 };
	AUTO_ARENA *scratch = arena_new(0);
	if (f->offset < 0 || f->limit < 0)
		return err_set(e, ERR_INPUT, "a page cannot begin before the first record");
	TRY(deck_ready(r, !f->only_cards || f->n_choices[FACET_SOURCE], &d, e));
	TRY(deck_make_order(r, d, f->order, e));
	TRY(want(r, d, f, scratch, &w, e));
	count_all(d, &w, scratch, &n);
	out.total = n.total;
	TRY(load_page(r, d, f, &n, a, &out, e));
	namer_init(&names, r, a);
	for (int k = 0; k < FACETS && !f->only_cards; k++)
		TRY(facet_values(&names, d, &w, &n, (enum facet_by)k, &out.facets[k],
				 &out.n_facets[k], e));
	*ret = out;
	return 0;
}
