/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * key.c - keys under which a name is filed and looked for.
 *
 * A key is a hash of key classes (sound.h): strong consonants, near ones merged, runs collapsed, also over the seam of
 * two words, so that what is written apart and together meets. Particles, suffixes and initials give nothing; a
 * name with a title has its keys with and without it, one with a Latin c also those of j, which it is in Kurmanji and
 * Turkish. Alternative names give keys of their own, as if they stood alone.
 */
#include "names/names.h"

#include <string.h>

enum {
	GRAM = 5,
	DELETE_LEAST = 4, /* of a shorter key what is left says too little */
	DELETE_MOST = NAME_KEYS_MAX / 2
};

/* One name, or one of its alternatives. */
struct keyed {
	uint8_t whole[NAME_CODES_MAX];
	size_t n;
	uint64_t token[NAME_TOKENS_MAX]; /* of those with a key, ascending */
	size_t n_tokens;
};

static uint64_t mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xD6E8FEB86659FD93U;
	x ^= x >> 32;
	x *= 0xD6E8FEB86659FD93U;
	return x ^ (x >> 32);
}

/* FNV-1a of classes, a run as one. */
static uint64_t hash_classes(uint64_t h, const uint8_t *p, size_t n, size_t without)
{
	uint8_t last = 0;
	for (size_t i = 0; i < n; i++) {
		if (i == without || p[i] == last)
			continue;
		h = (h ^ p[i]) * 0x100000001B3U;
		last = p[i];
	}
	return mix(h);
}

static uint64_t seed(enum name_key_family f)
{
	return mix(0xCBF29CE484222325U + (uint64_t)f);
}

static bool is_keyed(const struct name_token *t, uint8_t alias, bool titles)
{
	return t->alias == alias && (t->kind == TOKEN_PLAIN || t->kind == TOKEN_NISBA ||
				     t->kind == TOKEN_KUNYA || (titles && t->kind == TOKEN_TITLE));
}

static void add_token(struct keyed *k, const uint8_t *key, size_t n)
{
	uint64_t h = hash_classes(seed(NAME_KEY_TOKENS), key, n, n);
	size_t at = k->n_tokens++;
	for (; at && k->token[at - 1] > h; at--)
		k->token[at] = k->token[at - 1];
	k->token[at] = h;
}

/* How a name is read for its keys, each on and off. */
enum { READ_TITLES = 1, READ_C_AS_J = 2, READ_WAYS = 4 };

static bool is_c(uint8_t sound)
{
	return sound == SOUND_C || sound == SOUND_CE;
}

static void copy_codes(uint8_t *ret, const uint8_t *x, size_t n, bool c_as_j)
{
	for (size_t i = 0; i < n; i++)
		ret[i] = c_as_j && is_c(x[i]) ? (uint8_t)SOUND_J : x[i];
}

static void keyed_read(const struct name *x, uint8_t alias, unsigned way, struct keyed *ret)
{
	uint8_t codes[NAME_CODES_MAX];
	size_t n = 0;
	ret->n_tokens = 0;
	for (size_t i = 0; i < x->n_tokens && i < NAME_TOKENS_MAX; i++) {
		const struct name_token *t = &x->tokens[i];
		uint8_t key[NAME_CODES_MAX];
		if (!is_keyed(t, alias, way & READ_TITLES) || t->n > sizeof codes - n)
			continue;
		copy_codes(codes + n, x->codes + t->at, t->n, way & READ_C_AS_J);
		size_t k = sound_key_read(codes + n, t->n, key);
		n += t->n;
		if (k)
			add_token(ret, key, k);
	}
	ret->n = sound_key_read(codes, n, ret->whole);
}

/* Keys of one family, not yet in order. */
struct keys {
	uint64_t *p;
	size_t n;
};

static void put(struct keys *k, uint64_t key)
{
	if (k->n < NAME_KEYS_MAX)
		k->p[k->n++] = key;
}

static void put_deletes(struct keys *k, const struct keyed *x)
{
	uint64_t s = seed(NAME_KEY_DELETE);
	put(k, hash_classes(s, x->whole, x->n, x->n));
	for (size_t i = 0; x->n >= DELETE_LEAST && i < x->n && i < DELETE_MOST; i++)
		put(k, hash_classes(s, x->whole, x->n, i));
}

static void put_sorted(struct keys *k, const struct keyed *x)
{
	uint64_t h = seed(NAME_KEY_SORTED);
	for (size_t i = 0; i < x->n_tokens; i++)
		h = mix(h ^ x->token[i]);
	put(k, h);
}

static void put_grams(struct keys *k, const struct keyed *x)
{
	uint64_t s = seed(NAME_KEY_GRAMS);
	if (x->n < GRAM)
		put(k, hash_classes(s, x->whole, x->n, x->n));
	for (size_t i = 0; i + GRAM <= x->n; i++)
		put(k, hash_classes(s, x->whole + i, GRAM, GRAM));
}

static void put_pairs(struct keys *k, const struct keyed *x)
{
	for (size_t i = 0; i < x->n_tokens; i++)
		for (size_t j = i + 1; j < x->n_tokens; j++)
			put(k, mix(mix(seed(NAME_KEY_PAIRS) ^ x->token[i]) ^ x->token[j]));
}

/* Of a name of four words that lacks one, or has one mistyped, one of them is left. */
static void put_triples(struct keys *k, const struct keyed *x)
{
	enum { TOKENS_MOST = 8 };
	size_t n = x->n_tokens < TOKENS_MOST ? x->n_tokens : TOKENS_MOST;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			for (size_t l = j + 1; l < n; l++)
				put(k, mix(mix(mix(seed(NAME_KEY_TRIPLES) ^ x->token[i]) ^
					       x->token[j]) ^
					   x->token[l]));
}

static void put_family(struct keys *k, enum name_key_family f, const struct keyed *x)
{
	switch (f) {
	case NAME_KEY_WHOLE:
		put(k, hash_classes(seed(f), x->whole, x->n, x->n));
		return;
	case NAME_KEY_DELETE:
		put_deletes(k, x);
		return;
	case NAME_KEY_SORTED:
		put_sorted(k, x);
		return;
	case NAME_KEY_GRAMS:
		put_grams(k, x);
		return;
	case NAME_KEY_PAIRS:
		put_pairs(k, x);
		return;
	case NAME_KEY_TRIPLES:
		put_triples(k, x);
		return;
	case NAME_KEY_TOKENS:
		for (size_t i = 0; i < x->n_tokens; i++)
			put(k, x->token[i]);
		return;
	case NAME_KEY_FAMILIES:
		return;
	}
}

/* Ascending, each once; how many. At most NAME_KEYS_MAX, mostly few. */
static size_t settle(uint64_t *p, size_t n)
{
	size_t k = 0;
	for (size_t i = 1; i < n; i++) {
		uint64_t v = p[i];
		size_t at = i;
		for (; at && p[at - 1] > v; at--)
			p[at] = p[at - 1];
		p[at] = v;
	}
	for (size_t i = 0; i < n; i++)
		if (k == 0 || p[k - 1] != p[i])
			p[k++] = p[i];
	return k;
}

/* What is a title in one spelling may be taken for a name in another (Mir, Shah, Khan): both ways. */
static unsigned ways_of(const struct name *x)
{
	unsigned ways = 0;
	for (size_t i = 0; i < x->n_tokens; i++)
		if (x->tokens[i].kind == TOKEN_TITLE)
			ways |= READ_TITLES;
	for (size_t i = 0; i < x->n_codes; i++)
		if (is_c(x->codes[i]))
			ways |= READ_C_AS_J;
	return ways;
}

size_t name_keys(const struct name *x, enum name_key_family f, uint64_t *ret)
{
	struct keys k = { ret, 0 };
	struct keyed one;
	uint8_t aliases = 0;
	unsigned ways = ways_of(x);
	if (x->missing)
		return 0;
	for (size_t i = 0; i < x->n_tokens; i++)
		aliases = x->tokens[i].alias > aliases ? x->tokens[i].alias : aliases;
	for (unsigned i = 0; i <= aliases; i++)
		for (unsigned way = 0; way < READ_WAYS; way++) {
			if (way & ~ways)
				continue;
			keyed_read(x, (uint8_t)i, way, &one);
			if (one.n)
				put_family(&k, f, &one);
		}
	return settle(ret, k.n);
}
