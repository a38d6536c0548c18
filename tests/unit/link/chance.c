/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two people agree in by chance, and keys of days that two calendars write. */
#include "people.h"

#include <math.h>

#include "link/block_priv.h"
#include "link/run_priv.h"

static struct link_set *everybody(struct arena *a)
{
	return set_of_people(a);
}

TEST(a_pair_meets_in_blocks_when_it_is_found_there)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	const struct link_set *s = everybody(a);
	AUTO_POOL *pool = pool_new(2);
	AUTO_LINK_BLOCKS *b = link_blocks_new(s, LINK_BOTH, 1, false, pool, a);
	struct link_found f;
	link_found_init(&f, s);
	size_t wrong = 0;
	for (uint32_t r = 0; r < s->n; r += 7) {
		link_blocks_find(b, r, &f);
		for (uint32_t x = r + 1; x < s->n; x++)
			wrong += (f.seen[x] == r + 1) != link_blocks_meet(b, r, x);
	}
	link_found_done(&f);
	CHECK_INT(wrong, 0);
}

/* u from candidates and a sample of the rest, beside u from every pair there is. */
TEST(chance_agreement_is_that_of_all_pairs)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	const struct link_set *s = everybody(a);
	AUTO_POOL *pool = pool_new(2);
	AUTO_LINK_BLOCKS *b = link_blocks_new(s, LINK_BOTH, 1, false, pool, a);
	struct link_sample sample;
	struct link_pass pass;
	struct link_told told = { 0 };
	struct link_model m = { 0 };
	struct err e = { 0 };
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	double exact[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { 0 };
	double all = link_pairs_of(s, LINK_BOTH);
	link_sample_draw(s, LINK_BOTH, 1, pool, &sample);
	link_sample_u(&sample, s, NULL, u);
	link_model_begin(&m, s, u, .001);
	CHECK_OK(link_pass_run(s, b, &m, -18, pool, &told, &pass, &e), &e);
	link_sample_meet(&sample, b, pool);
	double share = link_chance_u(s, &sample, &pass, NULL, all, u);
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	for (uint32_t i = 0; i < s->n; i++)
		for (uint32_t k = i + 1; k < s->n; k++) {
			uint64_t p = link_compare(c, i, k);
			for (size_t f = 0; f < s->n_fields; f++)
				if (link_level_at(p, f) != LINK_MISSING)
					exact[f][link_level_at(p, f)]++;
		}
	/* The same name, sound, day: all pairs that agree so are candidates, and counted one by one. */
	for (unsigned l = 0; l < 3; l++)
		CHECK(fabs(u[0][l] / share - exact[0][l]) < 1e-6 * all);
	CHECK(fabs(u[1][0] / share - exact[1][0]) < .5);
	for (size_t f = 0; f < s->n_fields; f++)
		for (size_t l = 0; l < m.fields[f].n_levels; l++)
			if (exact[f][l] > 5000)
				CHECK(fabs(u[f][l] / share / exact[f][l] - 1) < .1);
	link_pass_done(&pass);
	link_sample_done(&sample);
}

static size_t year_day_keys(enum calendar c, int y, int m, int d, uint64_t *ret)
{
	struct link_value v = { .date = { .calendar = (uint8_t)c,
					  .year = (int16_t)y,
					  .month = (uint8_t)m,
					  .day = (uint8_t)d } };
	CHECK(cal_to_jdn(c, y, m, d, &v.date.lo));
	v.date.hi = v.date.lo;
	return atom_value_keys(&v, ATOM_YEARDAY, ret);
}

TEST(a_day_has_one_key_whatever_calendar_it_was_written_in)
{
	uint64_t x[ATOM_KEYS_MAX];
	uint64_t y[ATOM_KEYS_MAX];
	/* 25 Aban 1398 is 16 November 2019. */
	CHECK_INT(year_day_keys(CAL_JALALI, 1398, 8, 25, x), 2);
	CHECK_INT(year_day_keys(CAL_GREGORIAN, 2019, 11, 16, y), 1);
	CHECK(x[0] != y[0] && x[1] == y[0]);
	/* Day and month exchanged share it; the same figures of another calendar do not. */
	CHECK_INT(year_day_keys(CAL_GREGORIAN, 2018, 8, 11, x), 1);
	CHECK_INT(year_day_keys(CAL_GREGORIAN, 2019, 11, 8, y), 1);
	CHECK(x[0] == y[0]);
	CHECK_INT(year_day_keys(CAL_JALALI, 1398, 8, 11, y), 2);
	CHECK(x[0] != y[0] && x[0] != y[1]);
}
