/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_model.c - a model as JSON, so that it can be taken again later and elsewhere.
 *
 * JSON that is signed has whole numbers only, so that every reader understands the same; doubles are written as
 * texts with 17 digits, which give back the same double.
 */
#include "link/register_priv.h"

#include "link/compare.h"
#include "link/config.h"
#include "link/link_priv.h"

static void put_double(struct buf *b, const char *name, double v)
{
	buf_printf(b, ",\"%s\":\"%.17g\"", name, v);
}

static void put_levels(struct buf *b, const struct link_model_field *f)
{
	buf_lit(b, ",\"levels\":[");
	for (size_t i = 0; i < f->n_levels; i++)
		buf_printf(b, "%s[\"%.17g\",\"%.17g\",\"%.17g\",%lld,\"%.17g\"]", i ? "," : "",
			   f->levels[i].m, f->levels[i].u, f->levels[i].bits,
			   (long long)f->levels[i].pairs, f->levels[i].words);
	buf_char(b, ']');
}

/* Keys are hashes of 64 bits, which JSON numbers here are not. */
static void put_frequency(struct buf *b, const struct link_model_field *f)
{
	buf_lit(b, ",\"frequency\":[");
	for (size_t i = 0; i < f->n_frequency; i++)
		buf_printf(b, "%s[\"%llx\",%u]", i ? "," : "",
			   (unsigned long long)f->frequency[i].key, f->frequency[i].people);
	buf_char(b, ']');
}

/* How common words of names were: "words_of" records have them. */
static void put_words(struct buf *b, const struct link_model_field *f)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	size_t n = 0;
	double records = 0;
	struct link_word *w = f->tokens ? link_tokens_list(f->tokens, a, &n, &records) : NULL;
	put_double(b, "words_of", records);
	buf_lit(b, ",\"words\":[");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%s[\"%x\",%u]", i ? "," : "", w[i].key, w[i].records);
	buf_char(b, ']');
}

static void put_together(struct buf *b, const struct link_model *m)
{
	buf_lit(b, "],\"together\":[");
	for (size_t i = 0; i < m->n_together; i++)
		buf_printf(b, "%s[%d,%d,\"%.17g\"]", i ? "," : "", m->together[i].f,
			   m->together[i].g, m->together[i].bits);
}

static void put_between(struct buf *b, const struct link_model *m)
{
	buf_lit(b, "],\"between\":[");
	for (size_t i = 0; i < m->n_between; i++) {
		const struct link_between *k = &m->between[i];
		buf_printf(b, "%s[\"%llx\",\"%llx\",\"%.17g\"", i ? "," : "",
			   (unsigned long long)k->x, (unsigned long long)k->y, k->prior);
		for (size_t f = 0; k->own && f < m->n_fields; f++) {
			buf_lit(b, ",[");
			for (size_t l = 0; l < m->fields[f].n_levels; l++)
				buf_printf(b, "%s\"%.17g\"", l ? "," : "", k->levels[f][l]);
			buf_char(b, ']');
		}
		buf_char(b, ']');
	}
}

/* Fields in which lists have numbers of their own, and the lists that do not. */
static void put_spaces(struct buf *b, const struct link_model *m)
{
	bool comma = false;
	buf_lit(b, "],\"apart\":[");
	for (size_t f = 0; f < m->n_fields; f++) {
		if (!m->fields[f].apart)
			continue;
		buf_printf(b, "%s%zu", comma ? "," : "", f);
		comma = true;
	}
	buf_lit(b, "],\"spaces\":[");
	for (size_t i = 0; i < m->n_spaces; i++)
		buf_printf(b, "%s[%d,\"%llx\",\"%llx\"]", i ? "," : "", m->spaces[i].field,
			   (unsigned long long)m->spaces[i].x, (unsigned long long)m->spaces[i].y);
}

void link_model_write(const struct link_model *m, struct buf *b)
{
	buf_printf(b,
		   "{\"format\":5,\"seed\":\"%llu\",\"iterations\":%d,\"starts\":%d,\"labels\":%zu",
		   (unsigned long long)m->seed, m->iterations, m->starts, m->labels);
	put_double(b, "lambda", m->lambda);
	put_double(b, "prior_bits", m->prior_bits);
	put_double(b, "core_bits", m->core_bits);
	put_double(b, "lean", (double)m->lean);
	buf_lit(b, ",\"fields\":[");
	for (size_t i = 0; i < m->n_fields; i++) {
		const struct link_model_field *f = &m->fields[i];
		buf_printf(b, "%s{\"field\":", i ? "," : "");
		json_put_str(b, f->field.label);
		buf_lit(b, ",\"type\":");
		json_put_str(b, link_type_name(f->field.type));
		buf_lit(b, ",\"by_frequency\":");
		json_put_bool(b, f->by_frequency);
		put_double(b, "common", f->common);
		put_double(b, "people", f->people);
		put_double(b, "alone", f->alone);
		if (f->has_dates)
			buf_printf(b, ",\"dates\":[%d,%d,%d,%d,%d,%d]", f->dates.day_first,
				   f->dates.month_first, f->dates.first_days[CAL_GREGORIAN],
				   f->dates.first_days[CAL_JALALI], f->dates.first_days[CAL_HIJRI],
				   f->dates.new_years);
		if (f->holds)
			buf_printf(b, ",\"holds\":%d", f->holds);
		put_levels(b, f);
		put_frequency(b, f);
		put_words(b, f);
		buf_char(b, '}');
	}
	put_together(b, m);
	put_between(b, m);
	if (m->spaces_known)
		put_spaces(b, m);
	buf_lit(b, "],\"calibration\":[");
	for (size_t i = 0; m->calibrated && i < m->n_calibration; i++)
		buf_printf(b, "%s[\"%.9g\",\"%.9g\"]", i ? "," : "", (double)m->calibration[i].bits,
			   (double)m->calibration[i].probability);
	buf_lit(b, "]}");
}

struct str linkage_model_name(struct str json, struct arena *a)
{
	struct hash h = hash_of(json);
	AUTO_BUF b;
	buf_init(&b, 64);
	for (int i = 0; i < 8; i++)
		buf_printf(&b, "%02x", h.b[i]);
	return buf_copy(&b, a);
}

/* ---- reading ---- */

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
		if (n == f->n_levels || !c || i->n < 4 || i->n > 5)
			return false;
		struct link_level *l = &f->levels[n];
		l->what = str_of(kinds[n].what.en);
		if (!read_double(c, &l->m) || !read_double(c->next, &l->u) ||
		    !read_double(c->next->next, &l->bits) ||
		    !json_int(c->next->next->next, &l->pairs))
			return false;
		/* Format 2 asked no words. */
		const struct json *words = c->next->next->next->next;
		if (words && !read_double(words, &l->words))
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
	if (!json_int(json_get(root, STR("format")), &format) || format < 2 || format > 5 ||
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
	       read_calibration(json_get(root, STR("calibration")), a, m);
}

int link_model_read(struct str json, struct arena *a, struct link_model *ret, struct err *e)
{
	const struct json *root;
	*ret = (struct link_model){ 0 };
	TRY(json_read(json, RUN_MODEL_MAX, JSON_ANY, a, &root, e));
	if (!read_model(root, a, ret))
		return err_set(e, ERR_INPUT,
			       "the model of that run cannot be read by this version; run again "
			       "without --new");
	return 0;
}
