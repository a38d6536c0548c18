/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_model_read.c - a model from the JSON that this or an earlier version wrote. */
#include "link/register_priv.h"

#include "link/compare.h"
#include "link/config.h"
#include "link/link_priv.h"

static bool read_double(const struct json *v, double *ret)
{
	struct str s;
	return json_str(v, &s) && str_to_real(s, ret);
}

static bool read_hex(const struct json *v, uint64_t *ret)
{
	struct str s;
	return json_str(v, &s) && str_to_hex(s, ret);
}

/* Format 4 had "another month or another day" among days within 45, or farther: it is worth what those were. */
static bool add_other_part(struct link_model_field *f, const struct link_level_kind *kinds)
{
	enum { AT = 7, WITHIN_45_DAYS = 8 };
	struct link_level old = f->levels[WITHIN_45_DAYS];
	for (size_t l = f->n_levels - 1; l > AT; l--) {
		f->levels[l] = f->levels[l - 1];
		f->levels[l].what = str_of(kinds[l].what.en);
	}
	f->levels[AT] = old;
	f->levels[AT].what = str_of(kinds[AT].what.en);
	return true;
}

static bool read_levels(const struct json *v, struct link_model_field *f)
{
	const struct link_level_kind *kinds = link_levels_of(f->field.type, &f->n_levels);
	size_t n = 0;
	for (const struct json *i = json_first(v); i; i = i->next, n++) {
		const struct json *c = json_first(i);
		if (n == f->n_levels || !c || (i->n != 4 && i->n != 5 && i->n != 7))
			return false;
		struct link_level *l = &f->levels[n];
		l->what = str_of(kinds[n].what.en);
		if (!read_double(c, &l->m) || !read_double(c->next, &l->u) ||
		    !read_double(c->next->next, &l->bits) ||
		    !json_int(c->next->next->next, &l->pairs))
			return false;
		/* Format 2 asked no words, and formats before 6 not whether there are any in common. */
		const struct json *words = c->next->next->next->next;
		const struct json *any = words ? words->next : NULL;
		if ((words && !read_double(words, &l->words)) ||
		    (any && (!read_double(any, &l->any) || !read_double(any->next, &l->none))))
			return false;
	}
	return n == f->n_levels ||
	       (f->field.type == LINK_DATE && n + 1 == f->n_levels && add_other_part(f, kinds));
}

static bool read_frequency(const struct json *v, struct arena *a, struct link_model_field *f)
{
	f->frequency = NEW_N(a, v ? v->n : 0, struct link_frequency);
	uint64_t before = 0;
	for (const struct json *i = json_first(v); i; i = i->next) {
		struct link_frequency *q = &f->frequency[f->n_frequency];
		int64_t people;
		const struct json *c = json_first(i);
		if (!c || !read_hex(c, &q->key) || !json_int(c->next, &people) || people < 1 ||
		    people > UINT32_MAX || (f->n_frequency && q->key <= before))
			return false;
		before = q->key;
		q->people = (uint32_t)people;
		f->n_frequency++;
	}
	return true;
}

static bool read_words(const struct json *field, struct arena *a, struct link_model_field *f)
{
	const struct json *v = json_get(field, STR("words"));
	struct link_word *w = NEW_N(a, v ? v->n : 0, struct link_word);
	size_t n = 0;
	double of;
	if (!v || !read_double(json_get(field, STR("words_of")), &of) || of < 0)
		return false;
	for (const struct json *i = json_first(v); i; i = i->next) {
		uint64_t key;
		int64_t records;
		const struct json *c = json_first(i);
		if (!c || !read_hex(c, &key) || !key || key > UINT32_MAX ||
		    !json_int(c->next, &records) || records < 2 || (double)records > of)
			return false;
		w[n++] = (struct link_word){ (uint32_t)key, (uint32_t)records };
	}
	if (f->field.type == LINK_NAME)
		f->tokens = link_tokens_of(w, n, of, a);
	return true;
}

static bool read_together(const struct json *v, struct link_model *m)
{
	for (const struct json *i = json_first(v); i; i = i->next) {
		struct link_together *t = &m->together[m->n_together];
		const struct json *c = json_first(i);
		int64_t f;
		int64_t g;
		if (m->n_together == LINK_FIELDS_MAX || i->n != 3 || !json_int(c, &f) ||
		    !json_int(c->next, &g) || !read_double(c->next->next, &t->bits) || f < 0 ||
		    g < 0 || f >= (int64_t)m->n_fields || g >= (int64_t)m->n_fields)
			return false;
		t->f = (uint8_t)f;
		t->g = (uint8_t)g;
		m->n_together++;
	}
	return v != NULL;
}

static bool read_own(const struct json *v, const struct link_model *m, struct link_between *k)
{
	size_t f = 0;
	for (; v && f < m->n_fields; v = v->next, f++) {
		size_t l = 0;
		for (const struct json *i = json_first(v); i; i = i->next, l++)
			if (l == m->fields[f].n_levels || !read_double(i, &k->levels[f][l]))
				return false;
		if (l != m->fields[f].n_levels)
			return false;
	}
	return !v && f == m->n_fields;
}

/* Not in format 2, where all lists were alike. */
static bool read_between(const struct json *v, struct arena *a, struct link_model *m)
{
	m->between = NEW_N(a, v ? v->n : 0, struct link_between);
	for (const struct json *i = json_first(v); i; i = i->next) {
		struct link_between *k = &m->between[m->n_between++];
		const struct json *c = json_first(i);
		if (!c || i->n < 3 || !read_hex(c, &k->x) || !read_hex(c->next, &k->y) ||
		    k->x > k->y || !read_double(c->next->next, &k->prior))
			return false;
		k->own = i->n > 3;
		if (k->own && !read_own(c->next->next->next, m, k))
			return false;
	}
	return true;
}

/* A model of before it was asked has neither. */
static bool read_spaces(const struct json *root, struct arena *a, struct link_model *m)
{
	const struct json *v = json_get(root, STR("spaces"));
	int64_t f;
	m->spaces_known = v != NULL;
	for (const struct json *i = json_first(json_get(root, STR("apart"))); i; i = i->next) {
		if (!json_int(i, &f) || f < 0 || f >= (int64_t)m->n_fields)
			return false;
		m->fields[f].apart = true;
	}
	m->spaces = NEW_N(a, v ? v->n : 0, struct link_space);
	for (const struct json *i = json_first(v); i; i = i->next) {
		struct link_space *k = &m->spaces[m->n_spaces++];
		const struct json *c = json_first(i);
		if (!c || i->n != 3 || !json_int(c, &f) || f < 0 || f >= (int64_t)m->n_fields ||
		    !read_hex(c->next, &k->x) || !read_hex(c->next->next, &k->y))
			return false;
		k->field = (uint8_t)f;
	}
	return true;
}

/* Not in formats before 5. */
static bool read_sexes(const struct json *v, struct arena *a, struct link_model *m)
{
	m->sexes = NEW_N(a, v ? v->n : 0, struct link_sexed);
	for (const struct json *i = json_first(v); i; i = i->next) {
		struct link_sexed *k = &m->sexes[m->n_sexes];
		const struct json *c = json_first(i);
		uint64_t name;
		int64_t sex;
		if (!c || !read_hex(c, &name) || name > UINT32_MAX || !json_int(c->next, &sex) ||
		    sex < 1 || sex > 2 || (m->n_sexes && name <= k[-1].name))
			return false;
		*k = (struct link_sexed){ (uint32_t)name, (uint8_t)sex };
		m->n_sexes++;
	}
	return true;
}

/* A model of before it was kept has none: dates are then read as the column at hand has them. */
static bool read_dates(const struct json *v, struct link_model_field *f)
{
	bool *const to[] = { &f->dates.day_first,
			     &f->dates.month_first,
			     &f->dates.first_days[CAL_GREGORIAN],
			     &f->dates.first_days[CAL_JALALI],
			     &f->dates.first_days[CAL_HIJRI],
			     &f->dates.new_years };
	size_t n = 0;
	if (!v)
		return true;
	for (const struct json *i = json_first(v); i; i = i->next, n++) {
		int64_t one;
		if (n == COUNT(to) || !json_int(i, &one) || one < 0 || one > 1)
			return false;
		*to[n] = one == 1;
	}
	f->has_dates = true;
	/* Formats before 5 knew no converted first days. */
	return n + 1 >= COUNT(to) && f->field.type == LINK_DATE;
}

/* Fields may come later; a bit beyond them all would be of none. */
static bool read_holds(const struct json *v, struct link_model_field *f)
{
	int64_t holds = 0;
	if (v && (!json_int(v, &holds) || holds < 0 || holds >= 1 << LINK_FIELDS_MAX))
		return false;
	f->holds = (uint16_t)holds;
	return true;
}

static bool read_field(const struct json *v, struct arena *a, struct link_model_field *f)
{
	enum list_field known;
	struct str label;
	struct str type;
	if (!json_str(json_get(v, STR("field")), &label) || !list_field_parse(label, &known) ||
	    !json_str(json_get(v, STR("type")), &type))
		return false;
	f->field = linkage_field(known, known == LIST_NAME);
	return str_eq(type, link_type_name(f->field.type)) &&
	       json_bool(json_get(v, STR("by_frequency")), &f->by_frequency) &&
	       read_double(json_get(v, STR("common")), &f->common) &&
	       read_double(json_get(v, STR("people")), &f->people) &&
	       read_double(json_get(v, STR("alone")), &f->alone) &&
	       read_dates(json_get(v, STR("dates")), f) &&
	       read_holds(json_get(v, STR("holds")), f) &&
	       read_levels(json_get(v, STR("levels")), f) && read_words(v, a, f) &&
	       read_frequency(json_get(v, STR("frequency")), a, f);
}

static bool read_calibration(const struct json *v, struct arena *a, struct link_model *m)
{
	m->calibration = NEW_N(a, v ? v->n : 0, struct link_calibration);
	for (const struct json *i = json_first(v); i; i = i->next) {
		double bits;
		double p;
		if (!json_first(i) || !read_double(json_first(i), &bits) ||
		    !read_double(json_first(i)->next, &p) || p < 0 || p > 1)
			return false;
		m->calibration[m->n_calibration++] =
			(struct link_calibration){ (float)bits, (float)p };
	}
	m->calibrated = m->n_calibration > 0;
	return true;
}

static bool read_model(const struct json *root, struct arena *a, struct link_model *m)
{
	int64_t format;
	struct str seed;
	int64_t n = 0;
	int64_t labels = 0;
	double lean = 0;
	if (!json_int(json_get(root, STR("format")), &format) || format < 2 || format > 6 ||
	    !json_str(json_get(root, STR("seed")), &seed) ||
	    !read_double(json_get(root, STR("lambda")), &m->lambda) ||
	    !read_double(json_get(root, STR("prior_bits")), &m->prior_bits))
		return false;
	/* Formats before 4 knew no cores. */
	if (format > 3 && (!read_double(json_get(root, STR("core_bits")), &m->core_bits) ||
			   !read_double(json_get(root, STR("lean")), &lean)))
		return false;
	m->lean = (float)lean;
	for (size_t i = 0; i < seed.n; i++)
		m->seed = m->seed * 10 + (uint64_t)(seed.p[i] - '0');
	json_int(json_get(root, STR("iterations")), &n);
	m->iterations = (int)n;
	json_int(json_get(root, STR("starts")), &n);
	m->starts = (int)n;
	json_int(json_get(root, STR("labels")), &labels);
	m->labels = (size_t)labels;
	for (const struct json *i = json_first(json_get(root, STR("fields"))); i; i = i->next) {
		if (m->n_fields == LINK_FIELDS_MAX || !read_field(i, a, &m->fields[m->n_fields]))
			return false;
		m->n_fields++;
	}
	return m->n_fields && read_together(json_get(root, STR("together")), m) &&
	       read_between(json_get(root, STR("between")), a, m) && read_spaces(root, a, m) &&
	       read_sexes(json_get(root, STR("sexes")), a, m) &&
	       read_calibration(json_get(root, STR("calibration")), a, m);
}

int link_model_read(struct str json, struct arena *a, struct link_model *ret, struct err *e)
{
	const struct json *root;
	*ret = (struct link_model){ 0 };
	TRY(json_read(json, RUN_MODEL_MAX, JSON_ANY, a, &root, e));
	if (!read_model(root, a, ret))
		return err_set(e, ERR_INPUT,
			       "lists were linked by another version of the program, whose model "
			       "this one cannot read: link them again, without --new");
	return 0;
}
