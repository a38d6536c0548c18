/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One against many gives what one against one gives, whatever instructions it is computed with. */
#include "check.h"

#include "names/sound_bank.h"
#include "names/sound_many.h"
#include "num/rng.h"

enum { WORDS = 1500, PROBES = 700, LONGEST = 70 };

struct words {
	uint8_t codes[WORDS][LONGEST];
	struct sound_word w[WORDS];
};

/* Lengths and scripts as they come: empty, longer than is looked at, and some of both scripts. Few different classes,
 * so that letters change places. */
static void draw(struct words *ret, struct rng *r)
{
	for (size_t i = 0; i < WORDS; i++) {
		size_t n = (size_t)rng_below(r, i % 50 == 0 ? LONGEST : 14);
		uint64_t kind = rng_below(r, 8);
		for (size_t j = 0; j < n; j++) {
			uint8_t first = kind < 4 || (kind == 7 && j % 3) ? SOUND_A : SOUND_ALEF;
			uint64_t few = i % 2		  ? 4
				       : first == SOUND_A ? SOUND_ALEF - 1
							  : SOUNDS - SOUND_ALEF;
			ret->codes[i][j] = (uint8_t)(first + rng_below(r, few));
		}
		ret->w[i] = (struct sound_word){ ret->codes[i], n };
	}
}

static bool same(struct sound_cost a, struct sound_cost b)
{
	return a.cost == b.cost && a.of == b.of;
}

static void compare_way(struct sound_bank *b, const struct words *all, struct sound_cost *got)
{
	size_t wrong = 0;
	for (size_t p = 0; p < PROBES; p++) {
		const struct sound_word *x = &all->w[(p * 7) % WORDS];
		sound_bank_align(b, x->codes, x->n, 0, got);
		for (size_t i = 0; i < WORDS; i++)
			wrong += !same(got[i],
				       sound_align(x->codes, x->n, all->w[i].codes, all->w[i].n));
	}
	CHECK_INT((int64_t)wrong, 0);
}

static void compare_floor(struct sound_bank *b, const struct words *all, struct sound_cost *got)
{
	size_t wrong = 0;
	for (size_t p = 0; p < PROBES / 10; p++) {
		const struct sound_word *x = &all->w[(p * 11) % WORDS];
		float floor = (float)(p % 10) / 10;
		sound_bank_align(b, x->codes, x->n, floor, got);
		for (size_t i = 0; i < WORDS; i++) {
			struct sound_cost c =
				sound_align(x->codes, x->n, all->w[i].codes, all->w[i].n);
			wrong += sound_similarity(c) >= floor ? !same(got[i], c)
							      : sound_similarity(got[i]) >= floor;
		}
	}
	CHECK_INT((int64_t)wrong, 0);
}

static struct sound_bank *bank(struct arena *a, struct words **ret, struct sound_cost **got)
{
	struct rng r;
	*ret = NEW(a, struct words);
	*got = NEW_N(a, WORDS, struct sound_cost);
	r = rng_start(4, 1);
	draw(*ret, &r);
	return sound_bank_new(a, (*ret)->w, WORDS);
}

TEST(many_by_plain_vectors_are_as_one_by_one)
{
	AUTO_ARENA *a = arena_new(0);
	struct words *all;
	struct sound_cost *got;
	struct sound_bank *b = bank(a, &all, &got);
	CHECK(sound_bank_use(b, SOUND_PLAIN));
	compare_way(b, all, got);
	compare_floor(b, all, got);
}

TEST(many_by_avx2_are_as_one_by_one)
{
	AUTO_ARENA *a = arena_new(0);
	struct words *all;
	struct sound_cost *got;
	struct sound_bank *b = bank(a, &all, &got);
	if (!sound_bank_use(b, SOUND_AVX2))
		SKIP("this processor has no AVX2");
	compare_way(b, all, got);
	compare_floor(b, all, got);
}

TEST(a_bank_of_nothing_has_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	struct sound_bank *b = sound_bank_new(a, NULL, 0);
	uint8_t x[1] = { SOUND_A };
	sound_bank_align(b, x, 1, 0, NULL);
	CHECK(b != NULL);
}

/* Dozens that are met once, in portions of every size. */
static void compare_portions(enum sound_way way)
{
	AUTO_ARENA *a = arena_new(0);
	struct words *all = NEW(a, struct words);
	struct sound_many *m = sound_many_new();
	struct sound_cost got[SOUND_MANY_MAX];
	struct rng r = rng_start(4, 2);
	size_t wrong = 0;
	draw(all, &r);
	if (!sound_many_use(m, way)) {
		sound_many_free(m);
		return;
	}
	for (size_t p = 0; p < PROBES; p++) {
		size_t n = p % 40 ? (size_t)rng_below(&r, 70) : SOUND_MANY_MAX;
		size_t from = (size_t)rng_below(&r, WORDS - SOUND_MANY_MAX);
		sound_many_clear(m);
		for (size_t i = 0; i < n; i++)
			sound_many_add(m, all->w[from + i].codes, all->w[from + i].n);
		for (size_t k = 0; k < 3; k++) {
			const struct sound_word *x = &all->w[(p * 7 + k * 131) % WORDS];
			sound_many_align(m, x->codes, x->n, got);
			for (size_t i = 0; i < n; i++)
				wrong += !same(got[i],
					       sound_align(x->codes, x->n, all->w[from + i].codes,
							   all->w[from + i].n));
		}
	}
	sound_many_free(m);
	CHECK_INT((int64_t)wrong, 0);
}

TEST(dozens_are_as_one_by_one_whatever_the_instructions)
{
	compare_portions(SOUND_PLAIN);
	compare_portions(SOUND_AVX2);
}
