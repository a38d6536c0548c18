/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.c - each distinct text of a dictionary read once; set_add.c fills the dictionaries. */
#include "link/set.h"

#include "link/link_priv.h"
#include "link/set_priv.h"
#include "names/place.h"
#include "text/fold.h"

uint64_t link_hash(struct str s)
{
	uint64_t h = 0x9e3779b97f4a7c15u ^ s.n;
	const char *p = s.p;
	size_t n = s.n;
	for (; n >= 8; n -= 8, p += 8) {
		uint64_t w;
		memcpy(&w, p, 8);
		h = (h ^ w) * 0xd6e8feb86659fd93u;
		h ^= h >> 31;
	}
	uint64_t w = 0;
	if (n)
		memcpy(&w, p, n);
	return link_mix(h ^ w);
}

/* ---- reading the dictionaries ---- */

/* Runs of equal keys get one number. Keys are hashes: two texts in one group by chance is a matter of 2^-64. */
static void number_groups(struct link_values *vs, const uint64_t *key, struct arena *scratch,
			  struct arena *a)
{
	struct set_table t = { 0 };
	uint64_t *seen = NEW_N(scratch, vs->n + 1, uint64_t);
	size_t n = 0;
	set_table_room(&t, scratch, vs->n);
	set_table_fill(&t, seen, 0);
	for (size_t i = 1; i < vs->n; i++) {
		if (vs->p[i].missing)
			continue;
		size_t k = key[i] & (t.n_slots - 1);
		while (t.slots[k] && seen[t.slots[k] - 1] != key[i])
			k = (k + 1) & (t.n_slots - 1);
		if (!t.slots[k]) {
			seen[n++] = key[i];
			t.slots[k] = (uint32_t)n;
		}
		vs->p[i].group = t.slots[k];
	}
	vs->n_groups = n + 1;
	vs->group_key = NEW_N(a, n + 1, uint64_t);
	if (n)
		memcpy(vs->group_key + 1, seen, n * sizeof *seen);
}

static struct str digits_of(struct str folded, struct arena *a)
{
	char *p = NEW_N(a, folded.n + 1, char);
	size_t n = 0;
	for (size_t i = 0; i < folded.n; i++)
		if (folded.p[i] != ' ')
			p[n++] = folded.p[i];
	return str_n(p, n);
}

/* Host and path without scheme, "www.", query strings of trackers and the last slash. */
static struct str url_of(struct str given, struct arena *a)
{
	ptrdiff_t at = str_find(given, STR("://"));
	struct str s = at >= 0 ? str_from(given, (size_t)at + 3) : given;
	if (str_starts(s, STR("www.")))
		s = str_from(s, 4);
	struct str head;
	str_cut(s, '#', &head);
	ptrdiff_t utm = str_find(head, STR("utm_"));
	if (utm > 0)
		head.n = (size_t)utm - 1;
	while (head.n && head.p[head.n - 1] == '/')
		head.n--;
	struct str c = str_copy(a, head);
	char *p = NEW_N(a, c.n + 1, char);
	size_t n = 0;
	for (bool host = true; n < c.n; n++) {
		host &= c.p[n] != '/';
		p[n] = host && c.p[n] >= 'A' && c.p[n] <= 'Z' ? (char)(c.p[n] + 32) : c.p[n];
	}
	return str_n(p, n);
}

/* The words lists use for the sex of a person, as one letter. */
static struct str category_of(struct str folded)
{
	static const struct {
		struct str word, is;
	} SEX[] = {
		{ { "male", 4 }, { "m", 1 } },	    { { "female", 6 }, { "f", 1 } },
		{ { "man", 3 }, { "m", 1 } },	    { { "woman", 5 }, { "f", 1 } },
		{ { "مرد", 6 }, { "m", 1 } },	    { { "زن", 4 }, { "f", 1 } },
		{ { "مذکر", 8 }, { "m", 1 } },	    { { "مونث", 8 }, { "f", 1 } },
		{ { "ذکر", 6 }, { "m", 1 } },	    { { "انثی", 8 }, { "f", 1 } },
		{ { "پسر", 6 }, { "m", 1 } },	    { { "دختر", 8 }, { "f", 1 } },
		{ { "maennlich", 9 }, { "m", 1 } }, { { "weiblich", 8 }, { "f", 1 } },
		{ { "mannlich", 8 }, { "m", 1 } },
	};
	for (size_t i = 0; i < COUNT(SEX); i++)
		if (str_eq(SEX[i].word, folded))
			return SEX[i].is;
	return folded;
}

static bool number_of(struct str folded, float *ret)
{
	double v = 0;
	bool any = false;
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];
		if (c == ' ')
			break;
		if (c < '0' || c > '9')
			return any && (*ret = (float)v, true);
		if (v < 1e8)
			v = v * 10 + (c - '0');
		any = true;
	}
	*ret = (float)v;
	return any;
}

static uint64_t read_name(struct link_value *v, enum name_role role, struct arena *a,
			  struct name **ret)
{
	struct name *n = *ret = NEW(a, struct name);
	name_read(v->given, role, a, n);
	v->name = n;
	v->missing = n->missing;
	/* Names of vowels only have no key of consonants. */
	return n->key ? n->key : n->folded;
}

static uint64_t read_number(struct link_value *v)
{
	float x = 0;
	if (!number_of(v->folded, &x)) {
		v->missing = true;
		return 0;
	}
	v->number.lo = x;
	v->number.hi = x;
	return link_mix((uint64_t)(int64_t)x);
}

/* `name`: that which has to be numbered yet. */
static uint64_t read_value(const struct link_field *f, struct link_value *v,
			   const struct places *places, struct arena *one, struct arena *a,
			   struct name **name)
{
	v->folded = fold_words(one, v->given);
	uint64_t key = 0;
	switch (f->type) {
	case LINK_NAME:
		key = read_name(v, f->role, a, name);
		break;
	case LINK_PLACE: {
		struct name *n = NEW(a, struct name);
		name_read(v->given, NAME_OTHER, a, n);
		float sure;
		uint32_t place = place_find(places, v->given, &sure);
		v->place = (struct link_place){ place, place_parent(place), n };
		key = place ? link_mix(place) : n->key ? n->key : n->folded;
		v->missing = !v->folded.n;
		break;
	}
	case LINK_DATE:
		break; /* together, by link_dates_read */
	case LINK_YEAR:
	case LINK_AGE:
		key = read_number(v);
		break;
	case LINK_CATEGORY:
		v->folded = category_of(v->folded);
		break;
	case LINK_NUMBER:
	case LINK_ID:
		v->folded = digits_of(v->folded, one);
		break;
	case LINK_URL:
		v->folded = url_of(v->given, one);
		break;
	case LINK_TEXT:
		break;
	}
	if (!key)
		key = link_hash(v->folded);
	if (f->type != LINK_DATE && !v->folded.n && f->type != LINK_NAME)
		v->missing = true;
	v->bag = link_bag(v->folded);
	/* Of a million registered numbers each is what it was given as. */
	v->folded = str_eq(v->folded, v->given) ? v->given : str_copy(a, v->folded);
	return key;
}

static uint64_t date_key(const struct link_date *d)
{
	return link_mix2(((uint64_t)(uint32_t)d->lo << 32) | (uint32_t)d->hi,
			 ((uint64_t)(uint16_t)d->year << 16) | ((uint64_t)d->month << 8) | d->day);
}

/* The values of a field, some hundreds at a time. */
struct reading {
	const struct link_field *field;
	struct link_values *vs;
	const struct places *places;
	uint64_t *key;
	struct name **name;
	struct arena *of[POOL_THREADS_MAX],
		*one[POOL_THREADS_MAX]; /* what stays; of a value at a time */
};
enum { READ_RUN = 256 };

static void read_run(void *ctx, size_t i, int worker)
{
	struct reading *r = ctx;
	size_t to = (i + 1) * READ_RUN < r->vs->n ? (i + 1) * READ_RUN : r->vs->n;
	for (size_t k = i ? i * READ_RUN : 1; k < to; k++) {
		r->key[k] = read_value(r->field, &r->vs->p[k], r->places, r->one[worker],
				       r->of[worker], &r->name[k]);
		arena_clear(r->one[worker]);
	}
}

static void read_values(struct reading *r, struct pool *pool, struct arena *a)
{
	int threads = pool ? pool_threads(pool) : 1;
	size_t runs = (r->vs->n + READ_RUN - 1) / READ_RUN;
	for (int t = 0; t < threads; t++) {
		r->of[t] = t ? arena_new((size_t)16 << 30) : a;
		r->one[t] = arena_new((size_t)1 << 30);
	}
	for (size_t i = 0; i < runs && !pool; i++)
		read_run(r, i, 0);
	if (pool)
		pool_each(pool, runs, read_run, r);
	for (int t = 0; t < threads; t++) {
		arena_free(r->one[t]);
		if (t) {
			arena_take(a, r->of[t]);
			arena_free(r->of[t]);
		}
	}
}

static void note_unread(struct link_values *vs)
{
	for (size_t i = 1; i < vs->n; i++) {
		if (!vs->p[i].missing)
			continue;
		vs->unread++;
		vs->unread_example = vs->p[i].given;
	}
}

static void number_names(const struct reading *r, struct name_numbers *words, struct arena *a)
{
	for (size_t i = 1; i < r->vs->n; i++)
		name_number(words, r->name[i], a);
}

static void read_field(struct link_set *s, size_t f, const struct link_reading *as,
		       struct name_numbers *words, struct pool *pool, struct arena *scratch)
{
	struct link_values *vs = &s->values[f];
	uint64_t *key = NEW_N(scratch, vs->n, uint64_t);
	struct name **name = NEW_N(scratch, vs->n, struct name *);
	struct reading r = {
		.field = &s->fields[f], .vs = vs, .places = as->places, .key = key, .name = name
	};
	if (s->fields[f].type == LINK_PLACE && !r.places)
		r.places = places_new(scratch);
	read_values(&r, pool, s->a);
	if (s->fields[f].type == LINK_YEAR || s->fields[f].type == LINK_AGE)
		note_unread(vs);
	if (s->fields[f].type == LINK_NAME) {
		number_names(&r, words, s->a);
		vs->tokens = link_tokens_count(vs, s->a);
	}
	if (s->fields[f].type == LINK_DATE) {
		link_dates_read(vs, as->dates[f], scratch);
		for (size_t i = 1; i < vs->n; i++)
			key[i] = date_key(&vs->p[i].date);
	}
	number_groups(vs, key, scratch, s->a);
}

static void flag_names(struct link_set *s)
{
	bool has_name = false;
	for (size_t f = 0; f < s->n_fields; f++)
		has_name |= s->fields[f].type == LINK_NAME && s->fields[f].role != NAME_FATHER;
	if (!has_name)
		return;
	for (size_t i = 0; i < s->n; i++) {
		bool named = false;
		for (size_t f = 0; f < s->n_fields; f++) {
			if (s->fields[f].type != LINK_NAME || s->fields[f].role == NAME_FATHER)
				continue;
			const struct link_value *v = &s->values[f].p[s->value[f][i]];
			named |= !v->missing;
			if (v->name && v->name->group)
				s->flags[i] |= LINK_GROUP;
		}
		if (!named)
			s->flags[i] |= LINK_UNNAMED;
	}
}

int link_set_done(struct link_set_builder *b, struct link_set **ret, struct err *e)
{
	struct link_set *s = b->s;
	TRY(link_set_flush(b, e));
	if (!s->n)
		return err_set(e, ERR_INPUT, "there is no record");
	AUTO_ARENA *scratch = arena_new((size_t)8 << 30);
	AUTO_ARENA *numbering = arena_new((size_t)8 << 30);
	struct name_numbers *words = name_numbers_new(numbering); /* of all fields: names move */
	set_tables_done(b);
	for (size_t f = 0; f < s->n_fields; f++) {
		s->values[f].p = b->of[f].p;
		s->values[f].n = b->of[f].n;
		read_field(s, f, &b->as, words, b->pool, scratch);
		arena_clear(scratch);
	}
	flag_names(s);
	link_spaces_find(s, scratch);
	link_repeats_find(s, scratch);
	s->row = NEW_N(s->a, s->n * s->n_fields, uint32_t);
	for (size_t f = 0; f < s->n_fields; f++)
		for (size_t i = 0; i < s->n; i++)
			if (!s->values[f].p[s->value[f][i]].missing)
				s->row[i * s->n_fields + f] = s->value[f][i];
	*ret = s;
	return 0;
}
