/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.c - rows into records: a dictionary for each field, then each distinct text read once. */
#include "link/set.h"

#include "link/link_priv.h"
#include "names/place.h"
#include "text/fold.h"

/* Open addressing over places in `p`; a slot holds place + 1. */
struct table {
	uint32_t *slots;
	size_t n_slots;
};

struct dictionary {
	struct link_value *p;
	uint64_t *hash;
	size_t n, cap, hash_cap;
	struct table t;
};

struct link_set_builder {
	struct link_set *s;
	struct dictionary of[LINK_FIELDS_MAX];
	struct table ids, twins;
	uint64_t *twin_hash;
	size_t lists_cap;
	size_t cap[5]; /* of list, flags, id, rank, twin_hash */
	size_t value_cap[LINK_FIELDS_MAX];
	struct link_reading as;
};

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

static void table_grow(struct table *t, struct arena *a, const uint64_t *hash, size_t n)
{
	if (n * 2 < t->n_slots)
		return;
	arena_give_back(a, t->slots, t->n_slots, sizeof *t->slots);
	t->n_slots = t->n_slots ? t->n_slots * 4 : 64;
	t->slots = NEW_N(a, t->n_slots, uint32_t);
	for (size_t i = 0; i < n; i++) {
		size_t k = hash[i] & (t->n_slots - 1);
		while (t->slots[k])
			k = (k + 1) & (t->n_slots - 1);
		t->slots[k] = (uint32_t)i + 1;
	}
}

struct link_set_builder *link_set_begin(const struct link_field *fields, size_t n_fields,
					struct arena *a)
{
	assert(n_fields > 0 && n_fields <= LINK_FIELDS_MAX && "link/config.c has checked");
	struct link_set_builder *b = NEW(a, struct link_set_builder);
	struct link_set *s = NEW(a, struct link_set);
	b->s = s;
	s->a = a;
	s->n_fields = n_fields;
	memcpy(s->fields, fields, n_fields * sizeof *fields);
	for (size_t f = 0; f < n_fields; f++) {
		struct dictionary *d = &b->of[f];
		d->p = arena_regrow(a, NULL, 0, &d->cap, sizeof *d->p);
		d->hash = arena_regrow(a, NULL, 0, &d->hash_cap, sizeof *d->hash);
		d->p[0] = (struct link_value){ .missing = true };
		d->n = 1;
	}
	return b;
}

void link_set_read_as(struct link_set_builder *b, const struct link_reading *as)
{
	b->as = *as;
}

int link_set_list(struct link_set_builder *b, struct str name, bool duplicate_free, uint16_t *ret,
		  struct err *e)
{
	struct link_set *s = b->s;
	for (size_t i = 0; i < s->n_lists; i++) {
		if (str_eq(s->lists[i].name, name)) {
			*ret = (uint16_t)i;
			return 0;
		}
	}
	if (s->n_lists == LINK_LISTS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d lists", LINK_LISTS_MAX);
	s->lists = arena_regrow(s->a, s->lists, s->n_lists, &b->lists_cap, sizeof *s->lists);
	s->lists[s->n_lists] = (struct link_list){ str_copy(s->a, name), duplicate_free, 0 };
	*ret = (uint16_t)s->n_lists++;
	return 0;
}

/* The place of a text in the dictionary of a field; the calendar is part of a date. */
static uint32_t place_of(struct link_set_builder *b, size_t f, struct str text, uint8_t calendar)
{
	struct dictionary *d = &b->of[f];
	text = str_trim(text);
	if (!text.n)
		return 0;
	if (text.n > LINK_CELL_MAX)
		text.n = LINK_CELL_MAX;
	uint64_t h = link_hash(text) + calendar;
	table_grow(&d->t, b->s->a, d->hash, d->n);
	size_t k = h & (d->t.n_slots - 1);
	for (; d->t.slots[k]; k = (k + 1) & (d->t.n_slots - 1)) {
		size_t i = d->t.slots[k] - 1;
		if (d->hash[i] == h && d->p[i].calendar == calendar &&
		    str_eq(d->p[i].given, text)) {
			d->p[i].count++;
			return (uint32_t)i;
		}
	}
	d->p = arena_regrow(b->s->a, d->p, d->n, &d->cap, sizeof *d->p);
	d->hash = arena_regrow(b->s->a, d->hash, d->n, &d->hash_cap, sizeof *d->hash);
	d->p[d->n] = (struct link_value){ .given = str_copy(b->s->a, text),
					  .count = 1,
					  .calendar = calendar };
	d->hash[d->n] = h;
	d->t.slots[k] = (uint32_t)d->n + 1;
	return (uint32_t)d->n++;
}

static int take_id(struct link_set_builder *b, struct str id, struct err *e)
{
	struct link_set *s = b->s;
	if (!id.n)
		return err_set(e, ERR_INPUT, "a record has no id");
	uint64_t h = link_hash(id);
	table_grow(&b->ids, s->a, s->rank, s->n);
	size_t k = h & (b->ids.n_slots - 1);
	for (; b->ids.slots[k]; k = (k + 1) & (b->ids.n_slots - 1)) {
		size_t i = b->ids.slots[k] - 1;
		if (s->rank[i] == h && str_eq(s->id[i], id))
			return err_set(
				e, ERR_CONFLICT,
				"two records have the id %.*s; ids are of one record in all "
				"files: without \"id\" in the config, records are called FILE:ROW",
				(int)(id.n < 100 ? id.n : 100), id.p);
	}
	b->ids.slots[k] = (uint32_t)s->n + 1;
	s->id[s->n] = str_copy(s->a, id);
	s->rank[s->n] = h;
	return 0;
}

/* Of records with equal cells the one with the lowest rank counts, whichever came first: it alone is in the table. */
static void mark_twin(struct link_set_builder *b, size_t i)
{
	struct link_set *s = b->s;
	uint64_t h = s->list[i];
	bool any = false;
	for (size_t f = 0; f < s->n_fields; f++) {
		h = link_mix2(h, s->value[f][i]);
		any |= s->value[f][i] != 0;
	}
	/* Empty rows say nothing of each other. */
	b->twin_hash[i] = any ? h : s->rank[i];
	table_grow(&b->twins, s->a, b->twin_hash, i);
	size_t k = b->twin_hash[i] & (b->twins.n_slots - 1);
	for (; b->twins.slots[k]; k = (k + 1) & (b->twins.n_slots - 1)) {
		size_t j = b->twins.slots[k] - 1;
		if (!any || b->twin_hash[j] != h)
			continue;
		bool first = s->rank[i] < s->rank[j];
		size_t twin = first ? j : i;
		s->flags[twin] |= LINK_TWIN;
		b->twin_hash[twin] = s->rank[twin];
		if (first)
			b->twins.slots[k] = (uint32_t)i + 1;
		return;
	}
	b->twins.slots[k] = (uint32_t)i + 1;
}

int link_set_add(struct link_set_builder *b, uint16_t list, struct str id, const struct str *cells,
		 const struct str *calendars, struct err *e)
{
	struct link_set *s = b->s;
	assert(list < s->n_lists);
	if (s->n == LINK_RECORDS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d records", LINK_RECORDS_MAX);
	s->list = arena_regrow(s->a, s->list, s->n, &b->cap[0], sizeof *s->list);
	s->flags = arena_regrow(s->a, s->flags, s->n, &b->cap[1], sizeof *s->flags);
	s->id = arena_regrow(s->a, s->id, s->n, &b->cap[2], sizeof *s->id);
	s->rank = arena_regrow(s->a, s->rank, s->n, &b->cap[3], sizeof *s->rank);
	b->twin_hash = arena_regrow(s->a, b->twin_hash, s->n, &b->cap[4], sizeof *b->twin_hash);
	TRY(take_id(b, str_trim(id), e));
	for (size_t f = 0; f < s->n_fields; f++) {
		enum calendar c;
		uint8_t calendar = 0;
		if (calendars && calendars[f].n && link_calendar_read(calendars[f], &c))
			calendar = (uint8_t)(1 + c);
		s->value[f] = arena_regrow(s->a, s->value[f], s->n, &b->value_cap[f],
					   sizeof *s->value[f]);
		s->value[f][s->n] = place_of(b, f, cells[f], calendar);
	}
	s->list[s->n] = list;
	s->flags[s->n] = 0;
	s->lists[list].n++;
	mark_twin(b, s->n);
	s->n++;
	s->cap = b->cap[0];
	return 0;
}

/* ---- reading the dictionaries ---- */

/* Runs of equal keys get one number. Keys are hashes: two texts in one group by chance is a matter of 2^-64. */
static void number_groups(struct link_values *vs, const uint64_t *key, struct arena *scratch,
			  struct arena *a)
{
	struct table t = { 0 };
	uint64_t *seen = NEW_N(scratch, vs->n + 1, uint64_t);
	size_t n = 0;
	for (size_t i = 1; i < vs->n; i++) {
		if (vs->p[i].missing)
			continue;
		table_grow(&t, scratch, seen, n);
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

static uint64_t read_name(struct link_value *v, enum name_role role, struct name_numbers *words,
			  struct arena *a)
{
	struct name *n = NEW(a, struct name);
	name_read(v->given, role, a, n);
	name_number(words, n, a);
	v->name = n;
	v->missing = n->missing;
	/* Names of vowels only have no key of consonants. */
	return n->key ? n->key : n->folded;
}

static uint64_t read_number(struct link_values *vs, struct link_value *v)
{
	float x = 0;
	if (!number_of(v->folded, &x)) {
		v->missing = true;
		vs->unread++;
		vs->unread_example = v->given;
		return 0;
	}
	v->number.lo = x;
	v->number.hi = x;
	return link_mix((uint64_t)(int64_t)x);
}

static uint64_t read_value(struct link_values *vs, const struct link_field *f, struct link_value *v,
			   const struct places *places, struct name_numbers *words,
			   struct arena *one, struct arena *a)
{
	v->folded = fold_words(one, v->given);
	uint64_t key = 0;
	switch (f->type) {
	case LINK_NAME:
		key = read_name(v, f->role, words, a);
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
		key = read_number(vs, v);
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

static void read_field(struct link_set *s, size_t f, const struct link_reading *as,
		       struct name_numbers *words, struct arena *scratch)
{
	struct link_values *vs = &s->values[f];
	uint64_t *key = NEW_N(scratch, vs->n, uint64_t);
	const struct places *places = as->places;
	if (s->fields[f].type == LINK_PLACE && !places)
		places = places_new(scratch);
	AUTO_ARENA *one = arena_new((size_t)1 << 30); /* of a value at a time */
	for (size_t i = 1; i < vs->n; i++) {
		key[i] = read_value(vs, &s->fields[f], &vs->p[i], places, words, one, s->a);
		arena_clear(one);
	}
	if (s->fields[f].type == LINK_NAME)
		vs->tokens = link_tokens_count(vs, s->a);
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

/* What only building needed. */
static void give_back_tables(struct link_set_builder *b)
{
	struct arena *a = b->s->a;
	for (size_t f = 0; f < b->s->n_fields; f++) {
		struct dictionary *d = &b->of[f];
		arena_give_back(a, d->hash, d->hash_cap, sizeof *d->hash);
		arena_give_back(a, d->t.slots, d->t.n_slots, sizeof *d->t.slots);
	}
	arena_give_back(a, b->ids.slots, b->ids.n_slots, sizeof *b->ids.slots);
	arena_give_back(a, b->twins.slots, b->twins.n_slots, sizeof *b->twins.slots);
	arena_give_back(a, b->twin_hash, b->cap[4], sizeof *b->twin_hash);
}

int link_set_done(struct link_set_builder *b, struct link_set **ret, struct err *e)
{
	struct link_set *s = b->s;
	if (!s->n)
		return err_set(e, ERR_INPUT, "there is no record");
	AUTO_ARENA *scratch = arena_new((size_t)8 << 30);
	AUTO_ARENA *numbering = arena_new((size_t)8 << 30);
	struct name_numbers *words = name_numbers_new(numbering); /* of all fields: names move */
	give_back_tables(b);
	for (size_t f = 0; f < s->n_fields; f++) {
		s->values[f].p = b->of[f].p;
		s->values[f].n = b->of[f].n;
		read_field(s, f, &b->as, words, scratch);
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
