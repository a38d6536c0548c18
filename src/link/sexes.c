/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sexes.c - given names that nearly all their bearers share with one sex.
 *
 * Farid and Farideh are brother and sister, of one father, one town and one day. Another sex alone is a slip as often as not; where
 * each given name says the same as its own cell, it is none. What a name says is counted in the lists themselves, so that
 * it holds for whatever language they are in, and a name that men and women have says nothing. Where nearly all of
 * a list are men, a name of men only is to be expected of any name, and takes many to mean something.
 */
#include "link/link_priv.h"

enum { MALE = 1, FEMALE = 2, SEXES = 3 };

/* Records of a name; how many of them at least would be of the other sex if the name said nothing, and how many times fewer are. */
enum { RECORDS_LEAST = 20, EXPECTED_LEAST = 7, FEWER = 5, IN_FIFTY = 50 };

static uint8_t sex_of(const struct link_value *v)
{
	if (v->missing || v->folded.n != 1)
		return 0;
	return v->folded.p[0] == 'm' ? MALE : v->folded.p[0] == 'f' ? FEMALE : 0;
}

/* The first word of a name that is one: by its sounds. 0: none. */
static uint32_t given_of(const struct link_value *v)
{
	for (size_t i = 0; !v->missing && i < v->name->n_tokens; i++) {
		const struct name_token *t = &v->name->tokens[i];
		if (t->kind == TOKEN_PLAIN && !t->alias && t->part != NAME_FAMILY)
			return t->exact;
	}
	return 0;
}

struct sexed {
	size_t name, sex; /* fields; LINK_FIELDS_MAX: none */
};

static struct sexed fields_of(const struct link_set *s)
{
	struct sexed ret = { LINK_FIELDS_MAX, LINK_FIELDS_MAX };
	for (size_t f = 0; f < s->n_fields; f++) {
		const struct link_field *field = &s->fields[f];
		bool given = field->type == LINK_NAME && field->role == NAME_GIVEN;
		bool full = field->type == LINK_NAME && field->role == NAME_FULL;
		if (given || (full && ret.name == LINK_FIELDS_MAX))
			ret.name = ret.name < LINK_FIELDS_MAX && given &&
						   s->fields[ret.name].role == NAME_GIVEN
					   ? ret.name
					   : f;
		bool said = false;
		for (size_t i = 1; field->type == LINK_CATEGORY && i < s->values[f].n; i++)
			said |= sex_of(&s->values[f].p[i]) != 0;
		if (said && ret.sex == LINK_FIELDS_MAX)
			ret.sex = f;
	}
	return ret;
}

static int by_name(const void *x, const void *y)
{
	const struct link_sexed *p = x;
	const struct link_sexed *q = y;
	return (p->name > q->name) - (p->name < q->name);
}

/* `n` of a name, by sex, among all. */
static uint8_t strong_sex(const double n[SEXES], const double all[SEXES])
{
	for (int sex = MALE; sex <= FEMALE; sex++) {
		double of = n[MALE] + n[FEMALE];
		double other = n[MALE + FEMALE - sex];
		double expected = of * all[MALE + FEMALE - sex] / (all[MALE] + all[FEMALE]);
		if (of >= RECORDS_LEAST && expected >= EXPECTED_LEAST &&
		    other * FEWER <= expected && other * IN_FIFTY <= of)
			return (uint8_t)sex;
	}
	return 0;
}

void link_sexes_learn(struct link_model *m, const struct link_set *s, struct arena *a)
{
	struct sexed f = fields_of(s);
	double all[SEXES] = { 0 };
	size_t n = 0;
	size_t cap = 0;
	m->sexes = NULL;
	m->n_sexes = 0;
	if (f.name == LINK_FIELDS_MAX || f.sex == LINK_FIELDS_MAX)
		return;
	struct link_sexed *b = mem_need(malloc((s->n + 1) * sizeof *b));
	for (size_t i = 0; i < s->n; i++) {
		uint8_t sex = sex_of(&s->values[f.sex].p[s->value[f.sex][i]]);
		uint32_t name = given_of(&s->values[f.name].p[s->value[f.name][i]]);
		if (!sex || !name || !link_is_linkable(s, i))
			continue;
		b[n++] = (struct link_sexed){ name, sex };
		all[sex]++;
	}
	qsort(b, n, sizeof *b, by_name);
	for (size_t from = 0, to; from < n; from = to) {
		double of[SEXES] = { 0 };
		for (to = from; to < n && b[to].name == b[from].name; to++)
			of[b[to].sex]++;
		uint8_t sex = strong_sex(of, all);
		if (!sex)
			continue;
		m->sexes = arena_grow(a, m->sexes, m->n_sexes, &cap, sizeof *m->sexes);
		m->sexes[m->n_sexes++] = (struct link_sexed){ b[from].name, sex };
	}
	free(b);
}

static uint8_t sex_of_name(const struct link_model *m, uint32_t name)
{
	const struct link_sexed key = { .name = name };
	const struct link_sexed *of = bsearch(&key, m->sexes, m->n_sexes, sizeof key, by_name);
	return of ? of->sex : 0;
}

uint8_t *link_sexes_of(const struct link_model *m, const struct link_set *s, struct arena *a)
{
	struct sexed f = fields_of(s);
	if (!m->n_sexes || f.name == LINK_FIELDS_MAX || f.sex == LINK_FIELDS_MAX)
		return NULL;
	const struct link_values *names = &s->values[f.name];
	uint8_t *of_name = NEW_N(a, names->n, uint8_t);
	for (size_t i = 1; i < names->n; i++)
		of_name[i] = sex_of_name(m, given_of(&names->p[i]));
	uint8_t *ret = NEW_N(a, s->n, uint8_t);
	for (size_t i = 0; i < s->n; i++) {
		uint8_t sex = sex_of(&s->values[f.sex].p[s->value[f.sex][i]]);
		ret[i] = sex == of_name[s->value[f.name][i]] ? sex : 0;
	}
	return ret;
}
