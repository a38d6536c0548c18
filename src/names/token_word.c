/* SPDX-License-Identifier: GPL-3.0-or-later */
/* token_word.c - what is known of a word: one sorted table, made of words.csv and variants.csv. */
#include "names/names_priv.h"
#include "names/variant.h"

#include "text/fold.h"

static int cmp(struct str s, const struct name_word *w)
{
	return str_cmp(s, str_n(w->text, w->n));
}

size_t name_word_find(struct str folded, const struct name_word **ret)
{
	size_t lo = 0;
	size_t hi = NAME_WORDS_N;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (cmp(folded, &NAME_WORDS[mid]) > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	size_t n = 0;
	while (lo + n < NAME_WORDS_N && cmp(folded, &NAME_WORDS[lo + n]) == 0)
		n++;
	*ret = NAME_WORDS + lo;
	return n;
}

/* Entries of one text come in the order of their numbers as text; a token's groups are ascending. */
static void add_group(uint16_t *ret, uint16_t group)
{
	size_t i = 0;
	while (i < NAME_VARIANTS_MAX && ret[i] && ret[i] < group)
		i++;
	if (i == NAME_VARIANTS_MAX || ret[i] == group)
		return;
	for (size_t k = NAME_VARIANTS_MAX - 1; k > i; k--)
		ret[k] = ret[k - 1];
	ret[i] = group;
}

/* -i behind a given name makes a family's name in Persian, Kurdish and Arabic, whatever glides stand between. */
static const char *const FAMILY_ENDS[] = { "i", "ei", "ai", "yi", "aei", "ee", "ی", "یی", "ای" };

/* The groups of the given name that a word which is none itself is made of. */
static bool derived_from(struct str word, uint16_t ret[static NAME_VARIANTS_MAX])
{
	for (size_t i = 0; i < COUNT(FAMILY_ENDS) && !ret[0]; i++) {
		struct str end = str_of(FAMILY_ENDS[i]);
		if (str_ends(word, end) && word.n > end.n)
			name_variants(str_n(word.p, word.n - end.n), ret);
	}
	return ret[0] != 0;
}

void name_piece_look_up(struct piece *p)
{
	const struct name_word *w;
	size_t n = name_word_find(piece_folded(p), &w);
	if (p->raw.n == 1 && p->raw.p[0] == '&') {
		p->folded[0] = '&';
		p->n_folded = 1;
		p->kinds = 1U << WORD_AND;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		p->kinds |= 1U << w[i].kind;
		if (w[i].kind == WORD_VARIANT)
			add_group(p->variant, w[i].group);
	}
	p->derived = !p->variant[0] && derived_from(piece_folded(p), p->variant);
}

void name_variants(struct str folded, uint16_t ret[static NAME_VARIANTS_MAX])
{
	const struct name_word *w;
	size_t n = name_word_find(folded, &w);
	memset(ret, 0, NAME_VARIANTS_MAX * sizeof *ret);
	for (size_t i = 0; i < n; i++) {
		if (w[i].kind == WORD_VARIANT)
			add_group(ret, w[i].group);
	}
}

size_t variant_find(struct str word, uint16_t ret[static NAME_VARIANTS_MAX])
{
	char folded[PIECE_FOLD_MAX];
	size_t n = 0;
	name_variants(str_n(folded, fold_key_into(word, folded, sizeof folded)), ret);
	while (n < NAME_VARIANTS_MAX && ret[n])
		n++;
	return n;
}

bool variant_shared(const uint16_t x[static NAME_VARIANTS_MAX],
		    const uint16_t y[static NAME_VARIANTS_MAX])
{
	for (size_t i = 0; i < NAME_VARIANTS_MAX && x[i]; i++) {
		for (size_t k = 0; k < NAME_VARIANTS_MAX && y[k]; k++) {
			if (x[i] == y[k])
				return true;
		}
	}
	return false;
}
