/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.c - development sets of name pairs, and what a scorer reaches on them. */
#include "set.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "base/pool.h"
#include "text/csv.h"
#include "text/utf8.h"

enum { SET_BYTES_MAX = 64 << 20, NEGATIVES = 5 };

uint64_t set_mix(uint64_t x)
{
	x += 0x9E3779B97F4A7C15U;
	x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
	x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
	return x ^ (x >> 31);
}

const char *set_root(void)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	return root && *root ? root : "../shared";
}

static bool separates(uint32_t cp)
{
	return cp == ' ' || cp == '-' || cp == 0x200C || cp == 0x2010 || cp == 0xA0;
}

void spelling_read(struct str text, struct spelling *ret)
{
	*ret = (struct spelling){ .text = text };
	struct str rest = text;
	while (rest.n && ret->words < SET_WORDS_MAX) {
		struct str at = rest;
		uint32_t cp;
		size_t len = 0;
		while (at.n) {
			len = rest.n - at.n;
			if (!utf8_next(&at, &cp) || separates(cp))
				break;
			len = rest.n - at.n;
		}
		size_t n = sound_read(str_n(rest.p, len), ret->codes + ret->n,
				      sizeof ret->codes - ret->n);
		rest = at;
		if (n == 0)
			continue;
		ret->n = (uint8_t)(ret->n + n);
		ret->at[++ret->words] = ret->n;
	}
}

void spelling_leave(const struct sound_costs *c, struct spelling *s)
{
	for (int other = 0; other < 2; other++)
		for (size_t w = 0; w < s->words; w++)
			sound_leave(c, s->codes + s->at[w], (size_t)(s->at[w + 1] - s->at[w]),
				    other, s->leave[other] + s->at[w]);
}

bool set_load(const char *dev_data, const char *lang, uint64_t seed, struct arena *a,
	      struct set *ret)
{
	struct str path = str_printf(a, "%s/data/linkage/names_%s_latin.csv", dev_data, lang);
	struct str bytes;
	struct csv_table t;
	struct csv_options o = { .lang = LANG_EN };
	if (file_read(path.p, SET_BYTES_MAX, a, &bytes, NULL) < 0)
		return false;
	csv_read(bytes, &o, a, &t);
	*ret = (struct set){ NEW_N(a, t.n_rows, struct set_pair), 0 };
	for (size_t i = 0; i < t.n_rows; i++) {
		struct set_pair *p = &ret->pairs[ret->n];
		spelling_read(t.rows[i].cells[0], &p->x);
		spelling_read(t.rows[i].cells[1], &p->y);
		p->source = t.rows[i].cells[2];
		p->held = set_mix(seed + i) % SET_HELD_OUT == 0;
		ret->n += p->x.n && p->y.n;
	}
	return true;
}

struct set set_part(const struct set *s, const char *source, struct arena *a)
{
	struct set ret = { NEW_N(a, s->n, struct set_pair), 0 };
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->pairs[i].source, str_of(source)))
			ret.pairs[ret.n++] = s->pairs[i];
	return ret;
}

float spelling_similarity(const struct sound_costs *c, const struct spelling *x,
			  const struct spelling *y)
{
	return sound_similarity(
		sound_align_left(c, x->codes, x->leave[sound_of_arabic(y->codes, y->n)], x->n,
				 y->codes, y->leave[sound_of_arabic(x->codes, x->n)], y->n));
}

/* ---- pairs that are no pairs ------------------------------------------ */

/* The spellings that have a word, by the hash of the word. */
struct holder {
	uint32_t word, pair;
};

static int by_word(const void *a, const void *b)
{
	const struct holder *x = a;
	const struct holder *y = b;
	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return x->pair < y->pair ? -1 : x->pair > y->pair;
}

static const struct spelling *side(const struct set_pair *p, bool y)
{
	return y ? &p->y : &p->x;
}

static size_t holders(const struct set *s, bool y, struct holder *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct spelling *w = side(&s->pairs[i], y);
		for (size_t k = 0; k < w->words; k++)
			ret[n++] = (struct holder){ sound_exact(w->codes + w->at[k],
								(size_t)(w->at[k + 1] - w->at[k])),
						    (uint32_t)i };
	}
	qsort(ret, n, sizeof *ret, by_word);
	return n;
}

static bool same_codes(const struct spelling *a, const struct spelling *b)
{
	return a->n == b->n && memcmp(a->codes, b->codes, a->n) == 0;
}

static int by_score(const void *a, const void *b)
{
	const struct scored *x = a;
	const struct scored *y = b;
	return x->s > y->s ? -1 : x->s < y->s ? 1 : (int)x->is - (int)y->is;
}

/* A pair whose other side shares a word with this one's and is another name, by the draw. */
static ptrdiff_t hard_negative(const struct set *s, const struct holder *h, size_t n, size_t i,
			       bool y, uint64_t draw)
{
	const struct spelling *w = side(&s->pairs[i], y);
	if (s->pairs[i].x.words < 2 || s->pairs[i].y.words < 2) {
		size_t j = draw % s->n;
		return same_codes(w, side(&s->pairs[j], y)) ? -1 : (ptrdiff_t)j;
	}
	size_t k = draw % w->words;
	uint32_t word = sound_exact(w->codes + w->at[k], (size_t)(w->at[k + 1] - w->at[k]));
	size_t lo = 0;
	size_t hi = n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (h[mid].word < word)
			lo = mid + 1;
		else
			hi = mid;
	}
	size_t end = lo;
	while (end < n && h[end].word == word)
		end++;
	size_t j = h[lo + (draw >> 20) % (end - lo)].pair;
	return same_codes(w, side(&s->pairs[j], y)) ? -1 : (ptrdiff_t)j;
}

void set_area(struct scored *v, size_t n, struct set_score *ret)
{
	double pos = 0;
	double area = 0;
	double tp = 0;
	qsort(v, n, sizeof *v, by_score);
	for (size_t i = 0; i < n; i++)
		pos += v[i].is;
	for (size_t i = 0; i < n; i++) {
		if (v[i].is)
			tp++;
		else
			area += tp;
		double f1 = 2 * tp / (pos + (double)i + 1);
		if (f1 > ret->f1)
			ret->f1 = f1;
	}
	ret->auc = area / (pos * ((double)n - pos));
}

static void measure_negatives(const struct set *s, set_scorer *f, const void *ctx, struct arena *a,
			      struct set_score *ret)
{
	struct scored *v = NEW_N(a, s->n * (1 + 2 * NEGATIVES), struct scored);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->pairs[i].held)
			v[n++] = (struct scored){ f(ctx, &s->pairs[i].x, &s->pairs[i].y), true };
	for (int y = 0; y < 2; y++) {
		struct holder *h = NEW_N(a, s->n * SET_WORDS_MAX, struct holder);
		size_t n_h = holders(s, y, h);
		for (size_t i = 0; i < s->n; i++)
			for (uint64_t k = 0; k < NEGATIVES && s->pairs[i].held; k++) {
				ptrdiff_t j = hard_negative(s, h, n_h, i, y,
							    set_mix(i * 16 + k * 2 + (uint64_t)y));
				if (j < 0)
					continue;
				size_t o = (size_t)j;
				v[n++] =
					(struct scored){ y ? f(ctx, &s->pairs[i].x, &s->pairs[o].y)
							   : f(ctx, &s->pairs[o].x, &s->pairs[i].y),
							 false };
			}
	}
	set_area(v, n, ret);
}

/* ---- the right partner first ------------------------------------------ */

struct looking {
	const struct set *s;
	set_scorer *f;
	const void *ctx;
	bool y; /* look for y among all y, from x */
	const size_t *query;
	bool *first;
};

/* First means: nothing of another spelling scores as high. */
static void look(void *ctx, size_t q, int worker)
{
	struct looking *l = ctx;
	const struct set_pair *p = &l->s->pairs[l->query[q]];
	const struct spelling *from = side(p, !l->y);
	const struct spelling *right = side(p, l->y);
	float best = l->y ? l->f(l->ctx, from, right) : l->f(l->ctx, right, from);
	(void)worker;
	l->first[q] = true;
	for (size_t j = 0; j < l->s->n && l->first[q]; j++) {
		const struct spelling *other = side(&l->s->pairs[j], l->y);
		if (same_codes(side(&l->s->pairs[j], !l->y), from) || same_codes(other, right))
			continue;
		float v = l->y ? l->f(l->ctx, from, other) : l->f(l->ctx, other, from);
		if (v > best)
			l->first[q] = false;
	}
}

static double measure_first(const struct set *s, set_scorer *f, const void *ctx, bool y,
			    size_t queries, struct arena *a)
{
	AUTO_POOL *pool = pool_new(0);
	size_t *query = NEW_N(a, s->n, size_t);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->pairs[i].held)
			query[n++] = i;
	for (size_t i = 0; queries && i < queries && queries < n; i++) {
		size_t j = i + set_mix(i) % (n - i);
		size_t t = query[i];
		query[i] = query[j];
		query[j] = t;
	}
	n = queries && queries < n ? queries : n;
	struct looking l = { s, f, ctx, y, query, NEW_N(a, n, bool) };
	pool_each(pool, n, look, &l);
	double right = 0;
	for (size_t q = 0; q < n; q++)
		right += l.first[q];
	return right / (double)n;
}

struct set_score set_measure(const struct set *s, set_scorer *f, const void *ctx, size_t queries,
			     struct arena *a)
{
	struct set_score ret = { .pairs = s->n };
	measure_negatives(s, f, ctx, a, &ret);
	ret.first_xy = measure_first(s, f, ctx, true, queries, a);
	ret.first_yx = measure_first(s, f, ctx, false, queries, a);
	return ret;
}
