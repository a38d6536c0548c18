/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c - the same comparison, told. */
#include "names/explain_priv.h"

/* Classes of a token, with what is joined to it. */
static const uint8_t *span(const struct match_side *s, int i, bool more, size_t *ret_n)
{
	const struct name_token *t = match_token(s, (size_t)i);
	const struct name_token *last = more ? match_token(s, (size_t)i + 1) : t;
	*ret_n = (size_t)(last->at + last->n - t->at);
	return s->name->codes + t->at;
}

static enum name_match how_of(const struct compare_result *r, const struct match_pair *p)
{
	enum name_match how;
	if (p->x < 0 || p->y < 0)
		return MATCH_LEFT_OUT;
	if (p->x_more || p->y_more)
		return MATCH_JOINED;
	compare_tokens(r->x.name, match_token(&r->x, (size_t)p->x), r->y.name,
		       match_token(&r->y, (size_t)p->y), &how);
	return how;
}

/* The place of a token among those that were paired, in the order of its name. */
static size_t rank(const struct match *m, size_t at, bool of_x)
{
	size_t n = 0;
	int me = of_x ? m->pairs[at].x : m->pairs[at].y;
	for (size_t i = 0; i < m->n; i++) {
		int it = of_x ? m->pairs[i].x : m->pairs[i].y;
		n += m->pairs[i].x >= 0 && m->pairs[i].y >= 0 && it < me;
	}
	return n;
}

static void fill(const struct compare_result *r, size_t at, struct arena *a,
		 struct name_pairing *ret)
{
	const struct match_pair *p = &r->match.pairs[at];
	ret->how = how_of(r, p);
	ret->x = (int8_t)(p->x < 0 ? -1 : r->x.token[p->x]);
	ret->y = (int8_t)(p->y < 0 ? -1 : r->y.token[p->y]);
	ret->x_more = (int8_t)(p->x_more ? r->x.token[p->x + 1] : -1);
	ret->y_more = (int8_t)(p->y_more ? r->y.token[p->y + 1] : -1);
	ret->weight = (float)((double)p->weight / (double)r->match.weight);
	/* What is left out has nothing it could be similar to; what it costs is in `cost`. */
	double cost = (double)p->cost / ((double)p->weight * PARTS);
	ret->similarity = ret->how == MATCH_LEFT_OUT ? 0.0F : (float)(cost < 1 ? 1 - cost : 0);
	ret->cost = (float)((double)p->cost / ((double)r->match.weight * PARTS));
	if (ret->how == MATCH_LEFT_OUT)
		return;
	size_t nx;
	size_t ny;
	const uint8_t *x = span(&r->x, p->x, p->x_more, &nx);
	const uint8_t *y = span(&r->y, p->y, p->y_more, &ny);
	struct sound_step *steps;
	sound_explain(x, nx, y, ny, a, &steps, &ret->n_steps);
	ret->steps = steps;
	ret->moved = rank(&r->match, at, true) != rank(&r->match, at, false);
}

static int cmp(const struct name_pairing *p, const struct name_pairing *q)
{
	/* In the order of x; what x has not behind. */
	int px = p->x < 0 ? 256 + p->y : p->x;
	int qx = q->x < 0 ? 256 + q->y : q->x;
	return px < qx ? -1 : px > qx;
}

void name_explain(const struct name *x, const struct name *y, const struct name_weigher *w,
		  struct arena *a, struct name_explanation *ret)
{
	struct compare_result r = { 0 };
	*ret = (struct name_explanation){ .score = compare_names(x, y, w, NULL, &r) };
	struct name_pairing *list = NEW_N(a, r.match.n, struct name_pairing);
	for (size_t i = 0; i < r.match.n; i++)
		fill(&r, i, a, &list[i]);
	for (size_t i = 1; i < r.match.n; i++) {
		for (size_t k = i; k > 0 && cmp(&list[k], &list[k - 1]) < 0; k--) {
			struct name_pairing swap = list[k];
			list[k] = list[k - 1];
			list[k - 1] = swap;
		}
	}
	ret->pairings = list;
	ret->n = r.match.n;
	ret->titles = r.match.titles;
	ret->shuffled = r.match.shuffled;
	ret->as_one = r.match.as_one;
	ret->in_order = r.match.in_order;
	ret->words = x->folded == y->folded && ret->score > 0 ? 1.0F : r.match.words;
	ret->order = ret->score - ret->words;
}
