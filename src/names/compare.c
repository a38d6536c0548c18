/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare.c - whole names.
 *
 * A name with alternative names in brackets is compared in three ways, the best counts: without them, with them as
 * tokens that may be left out for nearly nothing, and each for itself.
 */
#include "names/compare_priv.h"

#include "names/explain_priv.h"

/* Weights of tokens and what leaving one out costs, in PARTS of its weight. */
enum {
	WEIGHT_BASE = 64,
	WEIGHT_CLASS = 6, /* for each of up to eight classes */
	WEIGHT_NISBA = 60,
	WEIGHT_KUNYA = 60,
	WEIGHT_INITIAL = 40,
	LEAVE_FIRST = 760,
	LEAVE_MIDDLE = 250,
	LEAVE_LAST = 360,
	LEAVE_COMMON = 180, /* Mohammad before another given name */
	LEAVE_NISBA = 120,
	LEAVE_KUNYA = 200,
	LEAVE_INITIAL = 150,
	LEAVE_TITLE = 60,
	LEAVE_ALIAS = 40,
	COST_ONE_OF_MANY = 130, /* one token against several: of the whole */
	COST_SHUFFLED = 150,
	COST_GENERATION = 260, /* junior and senior */
	COST_GENERATION_LEFT_OUT = 12,
	COST_TITLES = 5, /* what tells two people of one name apart, where nothing else does */
	COST_ALIAS_ONLY = 30,
	WHOLE_MAX =
		62, /* distance up to which names cut into other words are read as one word each */
	COST_WHOLE = 12
};

static bool takes_part(const struct name_token *t)
{
	switch ((enum token_kind)t->kind) {
	case TOKEN_PLAIN:
	case TOKEN_KUNYA:
	case TOKEN_NISBA:
	case TOKEN_INITIAL:
		return t->n > 0;
	case TOKEN_TITLE:
	case TOKEN_PARTICLE:
	case TOKEN_SUFFIX:
		return false;
	}
	return false;
}

static int weight_of(const struct name_token *t, const struct name_weigher *w)
{
	int weight = 0;
	switch ((enum token_kind)t->kind) {
	case TOKEN_NISBA:
		weight = WEIGHT_NISBA;
		break;
	case TOKEN_KUNYA:
		weight = WEIGHT_KUNYA;
		break;
	case TOKEN_INITIAL:
		return WEIGHT_INITIAL;
	case TOKEN_PLAIN:
	case TOKEN_TITLE:
	case TOKEN_PARTICLE:
	case TOKEN_SUFFIX:
		weight = WEIGHT_BASE + WEIGHT_CLASS * (t->n < 8 ? t->n : 8);
		break;
	}
	if (!w || !w->bits)
		return weight;
	/* A token of 12 bits (one person in 4,000) weighs what it weighs; the commonest half, the rarest more. */
	float bits = w->bits(w->ctx, t->exact, t->key);
	int b = bits < 2 ? 2 : bits > 20 ? 20 : (int)(bits + 0.5F);
	return weight * (12 + b) / 24;
}

/* In PARTS: leaving out token `at` of `n`. */
static int leave_of(const struct name_token *t, size_t at, size_t n, bool with_alias)
{
	if (with_alias && t->alias)
		return LEAVE_ALIAS;
	switch ((enum token_kind)t->kind) {
	case TOKEN_NISBA:
		return LEAVE_NISBA;
	case TOKEN_KUNYA:
		return LEAVE_KUNYA;
	case TOKEN_INITIAL:
		return LEAVE_INITIAL;
	case TOKEN_TITLE:
		return LEAVE_TITLE;
	case TOKEN_PLAIN:
	case TOKEN_PARTICLE:
	case TOKEN_SUFFIX:
		break;
	}
	if (t->common)
		return LEAVE_COMMON;
	return at == 0 ? LEAVE_FIRST : at + 1 == n ? LEAVE_LAST : LEAVE_MIDDLE;
}

void compare_side(const struct name *n, int alias, const struct name_weigher *w,
		  struct match_side *ret)
{
	ret->name = n;
	ret->alias = alias;
	ret->n = 0;
	ret->kunya = false;
	ret->titles = 0;
	for (size_t i = 0; i < n->n_tokens; i++) {
		if (n->tokens[i].kind == TOKEN_TITLE && n->tokens[i].alias == 0)
			ret->titles += n->tokens[i].key;
		if (takes_part(&n->tokens[i]) &&
		    (alias == COMPARE_ALL || n->tokens[i].alias == alias))
			ret->token[ret->n++] = (uint8_t)i;
	}
	/* Beside one name only, what is taken for a title may be the other one. */
	size_t names = ret->n;
	for (size_t i = 0; names == 1 && i < n->n_tokens; i++) {
		if (n->tokens[i].kind != TOKEN_TITLE ||
		    n->tokens[i].alias != n->tokens[ret->token[0]].alias || i > ret->token[0])
			continue;
		ret->token[1] = ret->token[0];
		ret->token[0] = (uint8_t)i;
		ret->titles -= n->tokens[i].key;
		ret->n = 2;
		names = 0;
	}
	for (size_t i = 0; i < ret->n; i++) {
		const struct name_token *t = &n->tokens[ret->token[i]];
		int weight = weight_of(t, w);
		int leave = leave_of(t, i, ret->n, alias == COMPARE_ALL);
		/* What may be left out freely is no contradiction either. */
		bool optional = t->kind == TOKEN_TITLE || t->kind == TOKEN_NISBA ||
				t->kind == TOKEN_KUNYA || (alias == COMPARE_ALL && t->alias);
		ret->kunya |= t->kind == TOKEN_KUNYA;
		ret->weight[i] = weight;
		ret->leave[i] = weight * leave;
		ret->leave_full[i] = weight * (optional ? leave : 2 * PARTS - leave);
	}
}

static size_t words_of(const struct match_side *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += s->name->tokens[s->token[i]].kind != TOKEN_TITLE;
	return n;
}

/* In PARTS of the whole: what speaks against beside the tokens. */
static int beside(const struct match_side *x, const struct match_side *y)
{
	int gx = name_generation(x->name);
	int gy = name_generation(y->name);
	int cost = 0;
	if (gx != gy)
		cost += gx && gy ? COST_GENERATION : COST_GENERATION_LEFT_OUT;
	if ((words_of(x) == 1) != (words_of(y) == 1))
		cost += COST_ONE_OF_MANY;
	return cost + (x->titles != y->titles ? COST_TITLES : 0);
}

/* The sounds of all words that take part as if they were one; how many, 0: they cannot be. */
static size_t run_of(const struct match_side *s, uint8_t ret[static SOUND_ALIGN_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++) {
		const struct name_token *t = match_token(s, i);
		if (t->kind == TOKEN_INITIAL || n + t->n > SOUND_ALIGN_MAX)
			return 0;
		memcpy(ret + n, s->name->codes + t->at, t->n);
		n += t->n;
	}
	return n;
}

/* Names that are cut into words differently ("Mohammad Ali Reza", "Mohammadalireza") beyond what joining two
 * words explains: the sounds of all in their order. Where both have as many words, each speaks for
 * itself. The cost in PARTS of the whole; PARTS when it does not apply. */
static int as_one_word(const struct match_side *x, const struct match_side *y,
		       const struct compare_known *k)
{
	UNCLEARED uint8_t codes[2][SOUND_ALIGN_MAX];
	if (x->n == y->n)
		return PARTS;
	size_t n = run_of(x, codes[0]);
	size_t m = run_of(y, codes[1]);
	if (!n || !m || n > 2 * m || m > 2 * n)
		return PARTS;
	/* Then the words that take part are all there is. */
	bool is_known = k && k->order && n == x->name->n_codes && m == y->name->n_codes;
	int d = is_known ? compare_parts(*k->order, WHOLE_MAX)
			 : compare_distance(codes[0], n, codes[1], m, WHOLE_MAX);
	return d > WHOLE_MAX ? PARTS : d + d / 2 + COST_WHOLE;
}

static float share_left(int64_t cost, int64_t whole)
{
	return cost >= whole ? 0.0F : (float)((double)(whole - cost) / (double)whole);
}

/* A kunya may be left out, but where both have one and they do not meet, two people are spoken of. */
static void oppose_kunyas(struct match_side *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (match_token(s, i)->kind == TOKEN_KUNYA)
			s->leave_full[i] = 2 * PARTS * s->weight[i] - s->leave[i];
}

static float score_of(struct match_side *x, struct match_side *y, const struct compare_known *k,
		      bool pairs, struct match *ret)
{
	ret->words = 0.0F;
	ret->in_order = ret->as_one = false;
	if (!x->n || !y->n)
		return 0.0F;
	if (x->kunya && y->kunya) {
		oppose_kunyas(x);
		oppose_kunyas(y);
	}
	match_sides(x, y, k ? k->memory : NULL, pairs, ret);
	int64_t whole = (int64_t)ret->weight * PARTS;
	ret->titles = x->titles != y->titles;
	int extra = beside(x, y) + (ret->shuffled ? COST_SHUFFLED : 0);
	int64_t cost = ret->cost + whole * extra / PARTS;
	ret->words = share_left(cost, whole);
	if (cost * 16 > whole && cost * 10 < whole * 7) {
		int64_t one = whole / PARTS * as_one_word(x, y, k);
		ret->as_one = one < cost;
		cost = ret->as_one ? one : cost;
	}
	int parts = cost >= whole ? PARTS : (int)(cost * PARTS / whole);
	int second = compare_in_order(x, y, k, ret, parts);
	if (second < parts) {
		ret->in_order = true;
		cost = (cost + 2 * (whole / PARTS) * second) / 3;
	}
	return share_left(cost, whole);
}

static int aliases_of(const struct name *n)
{
	int most = 0;
	for (size_t i = 0; i < n->n_tokens; i++)
		most = n->tokens[i].alias > most ? n->tokens[i].alias : most;
	return most < 4 ? most : 4;
}

/* One alternative name for itself: two tokens or a kunya, or all that the other has. */
static bool alias_stands(const struct match_side *x, const struct match_side *y)
{
	return x->n >= 2 || y->n == 1 ||
	       (x->n == 1 && x->name->tokens[x->token[0]].kind == TOKEN_KUNYA);
}

/* What only an alternative name reaches is worth a little less. */
static float by_alias(struct match *m, float score)
{
	m->words *= (float)(PARTS - COST_ALIAS_ONLY) / PARTS;
	return score * ((float)(PARTS - COST_ALIAS_ONLY) / PARTS);
}

float compare_names(const struct name *x, const struct name *y, const struct name_weigher *w,
		    const struct compare_known *k, struct compare_result *want)
{
	UNCLEARED struct match_side sx;
	UNCLEARED struct match_side sy;
	UNCLEARED struct match m;
	bool pairs = want != NULL;
	if (x->missing || y->missing)
		return 0.0F;
	if (k)
		sx = k->side;
	else
		compare_side(x, 0, w, &sx);
	compare_side(y, 0, w, &sy);
	float best = score_of(&sx, &sy, k, pairs, &m);
	if (pairs)
		*want = (struct compare_result){ .x = sx, .y = sy, .match = m };
	int ax = aliases_of(x);
	int ay = aliases_of(y);
	for (int i = 0; i <= ax + 1 && ax + ay > 0; i++) {
		for (int j = 0; j <= ay + 1; j++) {
			bool all = i == ax + 1 || j == ay + 1;
			if ((i == 0 && j == 0) || (all && (i != ax + 1 || j != ay + 1)))
				continue;
			compare_side(x, all ? COMPARE_ALL : i, w, &sx);
			compare_side(y, all ? COMPARE_ALL : j, w, &sy);
			if (!all &&
			    ((i && !alias_stands(&sx, &sy)) || (j && !alias_stands(&sy, &sx))))
				continue;
			float score = score_of(&sx, &sy, k, pairs, &m);
			if (!all)
				score = by_alias(&m, score);
			if (score > best) {
				best = score;
				if (pairs)
					*want = (struct compare_result){ .x = sx,
									 .y = sy,
									 .match = m };
			}
		}
	}
	return x->folded == y->folded ? 1.0F : best;
}

float name_compare(const struct name *x, const struct name *y, const struct name_weigher *w)
{
	if (x->missing || y->missing)
		return 0.0F;
	if (x->folded == y->folded)
		return 1.0F;
	return compare_names(x, y, w, NULL, NULL);
}
