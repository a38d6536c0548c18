/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: names */
/* Any bytes, two names with a line end between: they are read within bounds, compare the same both ways and with
 * themselves as 1, and the explanation has the same score and tokens that exist. */
#include "fuzz.h"

#include "names/names.h"

static void check_name(const struct name *n)
{
	assert(n->n_tokens <= NAME_TOKENS_MAX && n->n_codes <= NAME_CODES_MAX);
	for (size_t i = 0; i < n->n_codes; i++)
		assert(n->codes[i] != SOUND_NONE && n->codes[i] < SOUNDS);
	for (size_t i = 0; i < n->n_tokens; i++) {
		const struct name_token *t = &n->tokens[i];
		assert(t->lead <= t->at && t->at + t->n <= n->n_codes);
		assert((size_t)t->from + t->len <= n->given.n);
		assert(t->seam <= t->n);
	}
	uint64_t keys[NAME_KEYS_MAX];
	for (enum name_key_family f = 0; f < NAME_KEY_FAMILIES; f++)
		assert(name_keys(n, f, keys) <= NAME_KEYS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str head;
	struct str rest = str_cut(str_n((const char *)p, n), '\n', &head);
	struct name x;
	struct name y;
	struct name both;
	struct name_explanation e;
	name_read(head, NAME_FULL, a, &x);
	name_read(rest, NAME_FAMILY, a, &y);
	name_join((const struct name *[]){ &x, &y }, 2, a, &both);
	check_name(&x);
	check_name(&y);
	check_name(&both);
	float s = name_compare(&x, &y, NULL);
	assert(s >= 0 && s <= 1 && s == name_compare(&y, &x, NULL));
	assert(name_compare(&x, &x, NULL) == (x.missing ? 0.0F : 1.0F));
	name_explain(&x, &y, NULL, a, &e);
	assert(e.score == s);
	for (size_t i = 0; i < e.n; i++) {
		assert(e.pairings[i].x < x.n_tokens && e.pairings[i].y < y.n_tokens);
		assert(e.pairings[i].x >= 0 || e.pairings[i].y >= 0);
	}
	return 0;
}
