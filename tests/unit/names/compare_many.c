/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One name with many gives what each pair gives by itself, to the bit, whatever the names and however many there are. */
#include "base/file.h"
#include "check.h"
#include "names/compare_priv.h"
#include "num/rng.h"
#include "text/csv.h"

enum { NAMES_MAX = 2400 };

struct pool_of_names {
	const struct name *p[NAMES_MAX];
	size_t n;
};

static void add(struct pool_of_names *ret, struct str text, enum name_role role,
		struct name_numbers *numbers, struct arena *a)
{
	struct name *x = NEW(a, struct name);
	name_read(text, role, a, x);
	if (numbers)
		name_number(numbers, x, a);
	assert(ret->n < NAMES_MAX);
	ret->p[ret->n++] = x;
}

/* Every invented name of the bench, in roles as they come; with titles, articles, short forms, brackets, initials, in two
 * scripts; and what is no name or a very long one. */
static struct pool_of_names *read_names(bool numbered, struct arena *a)
{
	struct name_numbers *numbers = numbered ? name_numbers_new(a) : NULL;
	static const char *const ODD[] = {
		"",
		"ناشناس",
		"unknown",
		"a",
		"123",
		"احمد123",
		"Ali2 نمونه",
		"Bokar Timel Sorunak Zimdag Fapol Duvez Mitar Golub Hasek Jovin",
		"Dr. Bokar",
		"Bokar (Abu Timel)",
		"Abu Bokar al-Timeli (Sorunak)",
		"M. R. Nemouneh",
	};
	struct err e;
	struct str bytes;
	struct csv_table t;
	struct csv_options o = { 0 };
	struct pool_of_names *ret = NEW(a, struct pool_of_names);
	if (file_read("tests/names/adversarial.csv", 1 << 20, a, &bytes, &e) < 0)
		die("%s", e.text);
	csv_read(bytes, &o, a, &t);
	for (size_t i = 0; i < COUNT(ODD); i++)
		add(ret, str_of(ODD[i]), NAME_FULL, numbers, a);
	for (size_t i = 0; i < t.n_rows; i++)
		for (size_t k = 2; k < 4; k++)
			add(ret, t.rows[i].cells[k], i % 7 ? NAME_FULL : NAME_FAMILY, numbers, a);
	return ret;
}

static float bits(void *ctx, uint32_t exact, uint32_t key)
{
	(void)ctx;
	return (float)((exact ^ key) % 23);
}

static size_t count_wrong(const struct pool_of_names *names, size_t step,
			  const struct name_weigher *w)
{
	struct name_many *m = name_many_new(step);
	float got[NAMES_MAX];
	struct sound_cost cost[NAMES_MAX];
	struct rng r = rng_start(2, 9);
	size_t wrong = 0;
	for (size_t i = 0; i < names->n; i += i < 12 ? 1 : step) {
		const struct name *x = names->p[i];
		size_t n = i % 3 ? (size_t)rng_below(&r, 40) : names->n;
		size_t from = (size_t)rng_below(&r, names->n - n + 1);
		name_align_many(m, x, names->p + from, n, cost);
		name_compare_many(m, x, names->p + from, n, w, i % 2 ? cost : NULL, got);
		for (size_t k = 0; k < n; k++) {
			const struct name *y = names->p[from + k];
			struct sound_cost c =
				sound_align(x->codes, x->n_codes, y->codes, y->n_codes);
			wrong += got[k] != name_compare(x, y, w);
			wrong += c.cost != cost[k].cost || c.of != cost[k].of;
		}
	}
	name_many_free(m);
	return wrong;
}

TEST(many_names_are_compared_as_one_by_one)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 28);
	static const struct name_weigher RARE = { bits, NULL };
	struct pool_of_names *names = read_names(false, a);
	struct pool_of_names *numbered = read_names(true, a);
	CHECK(names->n > 800);
	CHECK_INT((int64_t)count_wrong(numbered, 7, NULL), 0);
	CHECK_INT((int64_t)count_wrong(numbered, 17, &RARE), 0);
	CHECK_INT((int64_t)count_wrong(names, 37, &RARE), 0);
}

/* What memory keeps of two words it gives whichever of them is asked for first. */
TEST(words_cost_the_same_in_either_order)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 28);
	struct pool_of_names *names = read_names(false, a);
	size_t wrong = 0;
	for (size_t i = 0; i < names->n; i += 3) {
		for (size_t k = i % 11; k < names->n; k += 11) {
			const struct name *x = names->p[i];
			const struct name *y = names->p[k];
			for (size_t p = 0; p < x->n_tokens; p++) {
				for (size_t q = 0; q < y->n_tokens; q++) {
					enum name_match how;
					const struct name_token *s = &x->tokens[p];
					const struct name_token *t = &y->tokens[q];
					wrong += compare_tokens(x, s, y, t, &how) !=
						 compare_tokens(y, t, x, s, &how);
				}
			}
		}
	}
	CHECK_INT((int64_t)wrong, 0);
}
