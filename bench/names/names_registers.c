/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names_registers.c - names of Latin registers with typing errors: the same person or one who shares a name. */
#include "names.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "text/csv.h"

enum { REGISTER_MAX = 8 << 20 };

struct person {
	struct spelling s;
	struct str given, family, entity;
};

static bool load(const char *name, struct arena *a, struct csv_table *ret)
{
	struct str bytes;
	struct csv_options o = { .lang = LANG_EN };
	struct str path = str_printf(a, "%s/data/linkage/%s.csv", set_root(), name);
	if (file_read(path.p, REGISTER_MAX, a, &bytes, NULL) < 0)
		return false;
	csv_read(bytes, &o, a, ret);
	return true;
}

static size_t persons(const struct csv_table *t, const struct csv_table *truth, const char *given,
		      const char *family, struct arena *a, struct person *ret)
{
	size_t g = (size_t)csv_column(&t->header, str_of(given));
	size_t f = (size_t)csv_column(&t->header, str_of(family));
	size_t n = 0;
	assert(t->n_rows == truth->n_rows);
	for (size_t i = 0; i < t->n_rows; i++) {
		struct person *p = &ret[n];
		p->given = str_trim(t->rows[i].cells[g]);
		p->family = str_trim(t->rows[i].cells[f]);
		p->entity = truth->rows[i].cells[1];
		/* Both tables have their records in one order. */
		assert(str_eq(t->rows[i].cells[0], truth->rows[i].cells[0]));
		if (p->given.n == 0 || p->family.n == 0)
			continue;
		spelling_read(str_printf(a, "%.*s %.*s", STR_FMT(p->given), STR_FMT(p->family)),
			      &p->s);
		names_prepare(&p->s, a);
		n++;
	}
	return n;
}

struct scored_pair {
	uint32_t x, y;
	bool same;
};

static size_t choose(const struct person *p, size_t n, struct scored_pair *ret)
{
	size_t k = 0;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = i + 1; j < n; j++) {
			bool same = str_eq(p[i].entity, p[j].entity);
			bool near =
				str_eq(p[i].given, p[j].given) || str_eq(p[i].family, p[j].family);
			if (same || (near && set_mix((uint64_t)i * n + j) % 8 == 0))
				ret[k++] = (struct scored_pair){ i, j, same };
		}
	return k;
}

static void tell(const char *name, const char *given, const char *family, struct arena *a)
{
	struct csv_table t;
	struct csv_table truth;
	if (!load(name, a, &t) || !load(str_printf(a, "%s.truth", name).p, a, &truth))
		return;
	struct person *p = NEW_N(a, t.n_rows, struct person);
	size_t n = persons(&t, &truth, given, family, a, p);
	struct scored_pair *pairs = NEW_N(a, n * n / 2 + 1, struct scored_pair);
	size_t k = choose(p, n, pairs);
	size_t same = 0;
	for (size_t i = 0; i < k; i++)
		same += pairs[i].same;
	printf("\n%s: %zu pairs of one person, %zu of two who share a name\n", name, same,
	       k - same);
	for (size_t f = 0; f < NAMES_SCORERS_N; f++) {
		struct scored *v = NEW_N(a, k, struct scored);
		struct set_score r = { 0 };
		for (size_t i = 0; i < k; i++)
			v[i] = (struct scored){ NAMES_SCORERS[f].score(&sound_costs,
								       &p[pairs[i].x].s,
								       &p[pairs[i].y].s),
						pairs[i].same };
		set_area(v, k, &r);
		printf("  %-24s AUC %.4f  best F1 %.4f\n", NAMES_SCORERS[f].name, r.auc, r.f1);
	}
}

void names_tell_registers(struct arena *a)
{
	tell("rldata500", "fname_c1", "lname_c1", a);
	tell("febrl_dataset1", "given_name", "surname", a);
	tell("febrl_dataset3", "given_name", "surname", a);
	tell("splink_fake1000", "first_name", "surname", a);
}
