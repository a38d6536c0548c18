/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_model.c - a model as JSON, so that it can be taken again later and elsewhere (register_model_read.c).
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
		buf_printf(b,
			   "%s[\"%.17g\",\"%.17g\",\"%.17g\",%lld,\"%.17g\",\"%.17g\",\"%.17g\"]",
			   i ? "," : "", f->levels[i].m, f->levels[i].u, f->levels[i].bits,
			   (long long)f->levels[i].pairs, f->levels[i].words, f->levels[i].any,
			   f->levels[i].none);
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

static void put_sexes(struct buf *b, const struct link_model *m)
{
	buf_lit(b, "],\"sexes\":[");
	for (size_t i = 0; i < m->n_sexes; i++)
		buf_printf(b, "%s[\"%x\",%d]", i ? "," : "", m->sexes[i].name, m->sexes[i].sex);
}

void link_model_write(const struct link_model *m, struct buf *b)
{
	buf_printf(b,
		   "{\"format\":6,\"seed\":\"%llu\",\"iterations\":%d,\"starts\":%d,\"labels\":%zu",
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
	put_sexes(b, m);
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
