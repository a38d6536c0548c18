/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vocab_set.c - lists of terms, found by code or by the words people use.
 *
 * Words are compared by fold_key, so that moḥārebeh, محاربه and "Waging war on God" need no rules of
 * their own. A word that two terms share is kept with both: it is never decided which was meant.
 */
#include "register/vocab_priv.h"

#include "text/fold.h"

bool term_of_row(const struct sheet *s, size_t row, struct str code, struct term *ret)
{
	static const char *const DEFINITIONS[] = { "definition_en", "rule_en", "found_when_en" };
	*ret = (struct term){ .code = code,
			      .en = sheet_cell(s, row, STR("label_en")),
			      .fa = sheet_cell(s, row, STR("label_fa")) };
	for (size_t i = 0; i < COUNT(DEFINITIONS) && !ret->definition.n; i++)
		ret->definition = sheet_cell(s, row, str_of(DEFINITIONS[i]));
	return code.n && ret->en.n;
}

static struct vocab_set *set_at(struct vocab *v, struct str name, const struct sheet *s)
{
	void **at = map_at(&v->sets, name);
	if (!*at) {
		struct vocab_set *set = NEW(v->a, struct vocab_set);
		set->name = name;
		set->sheet = s;
		set->cap = s->t.n_rows;
		set->terms = NEW_N(v->a, set->cap, struct term);
		set->rows = NEW_N(v->a, set->cap, size_t);
		map_init(&set->by_code, v->a);
		map_init(&set->by_words, v->a);
		*at = set;
	}
	return *at;
}

static int set_add(struct vocab_set *set, size_t row, struct str code, struct err *e)
{
	struct term t;
	if (!term_of_row(set->sheet, row, code, &t))
		return err_set(e, ERR_CORRUPT, "vocab/%.*s.csv, row %lld: no code or no label",
			       STR_FMT(set->sheet->name),
			       (long long)set->sheet->t.rows[row].number);
	void **at = map_at(&set->by_code, code);
	if (*at)
		return err_set(e, ERR_CORRUPT, "vocab/%.*s.csv: the code %.*s stands twice",
			       STR_FMT(set->sheet->name), STR_FMT(code));
	assert(set->n < set->cap && "a set has at most the rows of its sheet");
	set->rows[set->n] = row;
	set->terms[set->n] = t;
	*at = &set->terms[set->n++];
	return 0;
}

/* grades.csv holds two scales; each is also a set of its own, so that a letter is not taken where
 * a number is asked for. */
static int read_grades(struct vocab *v, const struct sheet *s, size_t row, struct str code,
		       struct err *e)
{
	struct str axis;
	TRY(sheet_need(s, row, "axis", &axis, e));
	return set_add(set_at(v, axis, s), row, code, e);
}

static int read_set(struct vocab *v, const struct sheet *s, struct err *e)
{
	bool many = csv_column(&s->t.header, STR("set")) >= 0;
	bool grades = str_eq(s->name, STR("grades"));
	if (csv_column(&s->t.header, STR("code")) < 0)
		return 0;
	for (size_t row = 0; row < s->t.n_rows; row++) {
		struct str code = sheet_cell(s, row, STR("code"));
		struct str name = many ? sheet_cell(s, row, STR("set")) : s->name;
		TRY(set_add(set_at(v, name, s), row, code, e));
		if (grades)
			TRY(read_grades(v, s, row, code, e));
	}
	return 0;
}

static void add_word(struct vocab *v, struct vocab_set *set, const struct term *t, struct str word,
		     struct arena *scratch)
{
	struct str key = fold_key(scratch, word);
	if (!key.n)
		return;
	void **at = map_at(&set->by_words, key);
	if (!*at) {
		struct sense *sense = NEW(v->a, struct sense);
		sense->term = t;
		*at = sense;
	}
	struct sense *sense = *at;
	if (sense->term != t && !sense->other)
		sense->other = t;
}

static void add_words(struct vocab *v, struct vocab_set *set, struct arena *scratch)
{
	static const char *const LISTS[] = { "variants", "short_names" };
	for (size_t i = 0; i < set->n; i++) {
		const struct term *t = &set->terms[i];
		add_word(v, set, t, t->code, scratch);
		add_word(v, set, t, t->en, scratch);
		add_word(v, set, t, t->fa, scratch);
		for (size_t k = 0; k < COUNT(LISTS); k++) {
			struct str rest = sheet_cell(set->sheet, set->rows[i], str_of(LISTS[k]));
			while (rest.n) {
				struct str word;
				rest = str_cut(rest, '|', &word);
				add_word(v, set, t, word, scratch);
			}
		}
		arena_clear(scratch);
	}
}

static void name_provinces(struct vocab *v)
{
	size_t n;
	const struct term *t = vocab_set(v, STR("provinces"), &n);
	v->provinces = NEW_N(v->a, n, struct str);
	for (size_t i = 0; i < n; i++)
		v->provinces[i] = str_join(v->a, STR("provinces:"), t[i].code);
}

int vocab_read_sets(struct vocab *v, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	map_init(&v->sets, v->a);
	for (size_t i = 0; i < v->n_sheets; i++)
		TRY(read_set(v, &v->sheets[i], e));
	for (size_t i = 0; i < v->sets.n; i++)
		add_words(v, v->sets.items[i].value, scratch);
	name_provinces(v);
	return 0;
}

const struct vocab_set *vocab_find_set(const struct vocab *v, struct str set)
{
	return map_get(&v->sets, set);
}

const struct term *vocab_term(const struct vocab *v, struct str set, struct str code)
{
	const struct vocab_set *s = vocab_find_set(v, set);
	return s ? map_get(&s->by_code, code) : NULL;
}

const struct term *vocab_set(const struct vocab *v, struct str set, size_t *ret_n)
{
	const struct vocab_set *s = vocab_find_set(v, set);
	*ret_n = s ? s->n : 0;
	return s ? s->terms : NULL;
}

struct str vocab_detail(const struct vocab *v, struct str set, struct str code, struct str column)
{
	const struct vocab_set *s = vocab_find_set(v, set);
	const struct term *t = s ? map_get(&s->by_code, code) : NULL;
	return t ? sheet_cell(s->sheet, s->rows[t - s->terms], column) : STR_NULL;
}

int vocab_find_code(const struct vocab *v, struct str set, struct str text, struct str *ret_code,
		    struct err *e)
{
	enum { WORD_MAX = 1000 }; /* no term is nearly as long; folding a long text costs */
	const struct vocab_set *s = vocab_find_set(v, set);
	if (!s)
		return err_set(e, ERR_NOTFOUND, "there is no list %.*s", STR_FMT(set));
	const struct term *t = map_get(&s->by_code, text);
	if (t) {
		*ret_code = t->code;
		return 0;
	}
	AUTO_ARENA *a = arena_new(0);
	const struct sense *sense =
		text.n <= WORD_MAX ? map_get(&s->by_words, fold_key(a, text)) : NULL;
	if (!sense)
		return err_set(e, ERR_NOTFOUND, "no term of the list %.*s is called so",
			       STR_FMT(set));
	if (sense->other)
		return err_set(e, ERR_CONFLICT,
			       "two terms are called so: %.*s (%.*s) and %.*s (%.*s)",
			       STR_FMT(sense->term->code), STR_FMT(sense->term->en),
			       STR_FMT(sense->other->code), STR_FMT(sense->other->en));
	*ret_code = sense->term->code;
	return 0;
}

struct str vocab_province_of(const struct vocab *v, struct str gazetteer)
{
	struct str list;
	struct str code = str_cut(gazetteer, ':', &list);
	if (!str_eq(list, STR("provinces")))
		code = vocab_detail(v, list, code, STR("province"));
	const struct vocab_set *s = vocab_find_set(v, STR("provinces"));
	const struct term *t = s ? map_get(&s->by_code, code) : NULL;
	return t ? v->provinces[t - s->terms] : STR_NULL;
}
