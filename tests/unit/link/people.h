/* SPDX-License-Identifier: GPL-3.0-or-later */
/* people.h - a list of invented people, most of them several times and with typing errors. */
#ifndef VIGIL_TEST_PEOPLE_H
#define VIGIL_TEST_PEOPLE_H

#include "check.h"

#include "link/link_priv.h"
#include "num/rng.h"

enum { PEOPLE = 700, RECORDS_MAX = 2600 };

/* A list of invented people with typing errors: cells by record. */
struct made {
	struct str id, name, born, town, list;
	uint32_t person;
};

static inline struct str word(struct arena *a, struct rng *r, size_t syllables)
{
	char *p = NEW_N(a, syllables * 2 + 1, char);
	for (size_t i = 0; i < syllables; i++) {
		p[2 * i] = "bdfghjklmnprstvz"[rng_below(r, 16)];
		p[2 * i + 1] = "aeiou"[rng_below(r, 5)];
	}
	return str_n(p, syllables * 2);
}

static inline struct str mistyped(struct arena *a, struct rng *r, struct str s, double chance)
{
	if (rng_uniform(r) > chance || s.n < 4)
		return s;
	struct str c = str_copy(a, s);
	char *p = NEW_N(a, s.n + 1, char);
	memcpy(p, c.p, s.n);
	p[1 + rng_below(r, s.n - 2)] = 'o';
	return str_n(p, s.n);
}

static inline size_t make_people(struct arena *a, struct made *m)
{
	struct rng r = rng_start(7, 1);
	size_t n = 0;
	for (uint32_t i = 0; i < PEOPLE; i++) {
		struct str given = word(a, &r, 3);
		struct str family = word(a, &r, 4);
		struct str town = str_printf(a, "town%d", (int)rng_below(&r, 40));
		int year = 1950 + (int)rng_below(&r, 50);
		struct str born = str_printf(a, "%d-%02d-%02d", year, 1 + (int)rng_below(&r, 12),
					     2 + (int)rng_below(&r, 27));
		size_t times = 1 + (i % 2) + (i % 10 == 0);
		for (size_t k = 0; k < times; k++) {
			m[n].id = str_printf(a, "p%u-%zu", i, k);
			m[n].name = str_printf(a, "%.*s %.*s", STR_FMT(mistyped(a, &r, given, .15)),
					       STR_FMT(mistyped(a, &r, family, .15)));
			m[n].born = rng_uniform(&r) < .1 ? STR("") : mistyped(a, &r, born, 0);
			m[n].town = rng_uniform(&r) < .1 ? STR("") : town;
			m[n].list = k ? STR("B") : STR("A");
			m[n].person = i;
			n++;
		}
	}
	return n;
}

static const struct link_field FIELDS[] = {
	{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
	{ .type = LINK_DATE, .label = { "born", 4 }, .is_birth = true },
	{ .type = LINK_TEXT, .label = { "town", 4 } },
};

static inline struct link_set *set_with(struct arena *a, const struct link_field *fields,
					const struct made *m, const size_t *order, size_t n)
{
	struct err e = { 0 };
	struct link_set_builder *b = link_set_begin(fields, COUNT(FIELDS), a);
	struct link_set *s = NULL;
	for (size_t i = 0; i < n; i++) {
		const struct made *p = &m[order[i]];
		struct str cells[] = { p->name, p->born, p->town };
		uint16_t list;
		CHECK_OK(link_set_list(b, p->list, false, &list, &e), &e);
		CHECK_OK(link_set_add(b, list, p->id, cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

static inline struct link_set *set_of(struct arena *a, const struct made *m, const size_t *order,
				      size_t n)
{
	return set_with(a, FIELDS, m, order, n);
}

/* All of them, as make_people has them. */
static inline struct link_set *set_of_people(struct arena *a)
{
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	return set_of(a, m, order, n);
}

static inline void link_people(struct arena *a, const struct link_set *s, int threads,
			       const struct link_model *frozen, struct link_result *ret)
{
	struct err e = { 0 };
	struct link_options o = { .mode = LINK_BOTH, .threads = threads, .seed = 3, .draws = 20 };
	o.frozen = frozen;
	CHECK_OK(link_run(s, NULL, &o, NULL, NULL, a, ret, &e), &e);
}

#endif
