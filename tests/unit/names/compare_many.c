/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One name with many gives what each pair gives by itself, to the bit, whatever the names and however many there are. */
#include "base/file.h"
#include "check.h"
#include "names/names.h"
#include "num/rng.h"
#include "text/csv.h"

enum { NAMES_MAX = 2400 };

struct pool_of_names {
	const struct name *p[NAMES_MAX];
	size_t n;
};

static void add(struct pool_of_names *ret, struct str text, enum name_role role, struct arena *a)
{
	struct name *x = NEW(a, struct name);
	name_read(text, role, a, x);
	assert(ret->n < NAMES_MAX);
	ret->p[ret->n++] = x;
}

/* Every invented name of the bench, in roles as they come; with titles, articles, short forms, brackets, initials, in two
 * scripts; and what is no name or a very long one. */
static struct pool_of_names *read_names(struct arena *a)
{
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
		add(ret, str_of(ODD[i]), NAME_FULL, a);
	for (size_t i = 0; i < t.n_rows; i++)
		for (size_t k = 2; k < 4; k++)
			add(ret, t.rows[i].cells[k], i % 7 ? NAME_FULL : NAME_FAMILY, a);
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
	struct name_many *m = name_many_new();
	float got[NAMES_MAX];
	struct sound_cost cost[NAMES_MAX];
	struct rng r = rng_start(2, 9);
	size_t wrong = 0;
	for (size_t i = 0; i < names->n; i += i < 12 ? 1 : step) {
		const struct name *x = names->p[i];
		size_t n = i % 3 ? (size_t)rng_below(&r, 40) : names->n;
		size_t from = (size_t)rng_below(&r, names->n - n + 1);
		name_compare_many(m, x, names->p + from, n, w, got);
		name_align_many(m, x, names->p + from, n, cost);
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
	struct pool_of_names *names = read_names(a);
	CHECK(names->n > 800);
	CHECK_INT((int64_t)count_wrong(names, 7, NULL), 0);
	CHECK_INT((int64_t)count_wrong(names, 17, &RARE), 0);
}
