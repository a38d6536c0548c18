/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * splink.c - settings, records, levels and frequencies as Splink 4 takes them.
 *
 * Splink lifts a weight by log2(u of the exact level / frequency of the commoner value), times a share for each level;
 * ours is a number of bits for each value times a share. So the frequency that gives the same bits goes out.
 */
#include "link/splink.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"
#include "link/block_priv.h"
#include "link/link_priv.h"
#include "text/csv.h"

static const size_t FILE_MAX = (size_t)4 << 30;

/* "f3_date_of_birth": a column name that any SQL takes. */
static struct str column_of(const struct link_set *s, size_t f, struct arena *a)
{
	struct str l = s->fields[f].label;
	char *p = NEW_N(a, l.n + 16, char);
	size_t n = (size_t)snprintf(p, 16, "f%zu_", f);
	for (size_t i = 0; i < l.n && i < 40; i++) {
		char c = l.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
		if (plain || (c >= 'A' && c <= 'Z'))
			p[n++] = plain ? c : (char)(c + 32);
		else if (n && p[n - 1] != '_')
			p[n++] = '_';
	}
	return str_n(p, n);
}

/* ---- settings ---- */

static void put_level(struct buf *b, const struct link_set *s, const struct link_model_field *mf,
		      struct str col, size_t f, size_t l)
{
	size_t n;
	const struct link_level_kind *kinds = link_levels_of(s->fields[f].type, &n);
	buf_lit(b, ",\n   {\"sql_condition\":");
	AUTO_BUF sql;
	buf_init(&sql, 4096);
	if (l + 1 == n)
		buf_lit(&sql, "ELSE");
	else
		buf_printf(&sql,
			   "EXISTS (SELECT 1 FROM levels t WHERE t.field = %zu AND t.level = %zu"
			   " AND ((t.class_l = %.*s_class_l AND t.class_r = %.*s_class_r)"
			   " OR (t.class_l = %.*s_class_r AND t.class_r = %.*s_class_l)))",
			   f, l, STR_FMT(col), STR_FMT(col), STR_FMT(col), STR_FMT(col));
	json_put_str(b, buf_str(&sql));
	buf_lit(b, ",\"label_for_charts\":");
	json_put_str(b, mf->levels[l].what);
	/* A weight that was put in order or bounded is what counts: m follows from it and u. */
	double u = mf->levels[l].u;
	double m = u * exp2(mf->levels[l].bits);
	buf_printf(b, ",\"m_probability\":%.12g,\"u_probability\":%.12g", m, u);
	if (mf->by_frequency && mf->common > 0 && kinds[l].frequent > 0)
		buf_printf(b,
			   ",\"tf_adjustment_column\":\"%.*s_group\",\"tf_adjustment_weight\":%.6g",
			   STR_FMT(col), (double)kinds[l].frequent);
	buf_char(b, '}');
}

static void put_settings(const struct link_result *r, enum link_mode mode, size_t families,
			 struct arena *a, struct buf *b)
{
	static const char *const MODES[] = { "dedupe_only", "link_only", "link_and_dedupe" };
	const struct link_set *s = r->set;
	buf_printf(b,
		   "{\"link_type\":\"%s\",\"unique_id_column_name\":\"record_id\","
		   "\"source_dataset_column_name\":\"list\",\n"
		   " \"probability_two_random_records_match\":%.12g,\n \"comparisons\":[",
		   MODES[mode], r->model->lambda);
	for (size_t f = 0; f < s->n_fields; f++) {
		struct str col = column_of(s, f, a);
		buf_printf(b,
			   "%s\n  {\"output_column_name\":\"%.*s\",\"comparison_levels\":[\n   "
			   "{\"sql_condition\":\"%.*s_class_l IS NULL OR %.*s_class_r IS NULL\","
			   "\"label_for_charts\":\"missing\",\"is_null_level\":true}",
			   f ? "," : "", STR_FMT(col), STR_FMT(col), STR_FMT(col));
		for (size_t l = 0; l < r->model->fields[f].n_levels; l++)
			put_level(b, s, &r->model->fields[f], col, f, l);
		buf_lit(b, "]}");
	}
	buf_lit(b, "],\n \"blocking_rules_to_generate_predictions\":[");
	for (size_t k = 0; k < families; k++)
		buf_printf(
			b,
			"%s\n  {\"blocking_rule\":\"l.key_%zu = r.key_%zu\",\"arrays_to_explode\":"
			"[\"key_%zu\"]}",
			k ? "," : "", k, k, k);
	buf_lit(b, "]}\n");
}

/* ---- records ---- */

static void put_number(struct csv_writer *w, uint64_t v)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)v);
	csv_write_cell(w, v ? str_of(text) : STR(""));
}

static void put_header(const struct link_set *s, size_t families, struct arena *a,
		       struct csv_writer *w)
{
	csv_write_cell(w, STR("record_id"));
	csv_write_cell(w, STR("list"));
	for (size_t f = 0; f < s->n_fields; f++) {
		struct str col = column_of(s, f, a);
		csv_write_cell(w, str_printf(a, "%.*s_class", STR_FMT(col)));
		csv_write_cell(w, str_printf(a, "%.*s_group", STR_FMT(col)));
	}
	for (size_t k = 0; k < families; k++)
		csv_write_cell(w, str_printf(a, "key_%zu", k));
	csv_write_end(w);
}

static void put_keys(const struct link_set *s, const struct family *f, uint32_t r,
		     struct csv_writer *w)
{
	uint64_t keys[FAMILY_KEYS_MAX];
	size_t n = family_keys(s, f, r, keys);
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	buf_char(&b, '[');
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s\"%016llx\"", i ? "," : "", (unsigned long long)keys[i]);
	buf_char(&b, ']');
	csv_write_cell(w, buf_str(&b));
}

static void put_records(const struct link_set *s, const struct family *f, size_t families,
			struct arena *a, struct buf *b)
{
	struct csv_writer w = { .b = b };
	put_header(s, families, a, &w);
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->flags[i] & (LINK_UNNAMED | LINK_GROUP))
			continue;
		csv_write_cell(&w, s->id[i]);
		csv_write_cell(&w, s->lists[s->list[i]].name);
		for (size_t k = 0; k < s->n_fields; k++) {
			uint32_t v = s->row[i * s->n_fields + k];
			put_number(&w, v);
			put_number(&w, s->values[k].p[v].group);
		}
		for (size_t k = 0; k < families; k++)
			put_keys(s, &f[k], i, &w);
		csv_write_end(&w);
	}
}

/* ---- levels and frequencies ---- */

static int by_word(const void *x, const void *y)
{
	const uint64_t *p = x;
	const uint64_t *q = y;
	if (p[0] != q[0])
		return p[0] < q[0] ? -1 : 1;
	return (p[1] > q[1]) - (p[1] < q[1]);
}

/* Each pair of classes of a field that candidates had, once. */
static void put_levels_of(const struct link_set *s, const struct link_blocks *blocks, size_t f,
			  struct csv_writer *w, struct arena *a)
{
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	struct link_found found;
	link_found_init(&found, s);
	uint64_t(*list)[2] = NULL;
	size_t n = 0;
	size_t cap = 0;
	size_t last;
	link_levels_of(s->fields[f].type, &last);
	for (uint32_t r = 0; r < s->n; r++) {
		link_blocks_find(blocks, r, &found);
		for (size_t i = 0; i < found.n; i++) {
			uint32_t x = s->row[r * s->n_fields + f];
			uint32_t y = s->row[found.p[i] * s->n_fields + f];
			unsigned l = link_compare_values(c, f, x, y);
			if (l == LINK_MISSING || l + 1 == last)
				continue;
			list = arena_grow(a, list, n, &cap, sizeof *list);
			list[n][0] = x < y ? ((uint64_t)x << 32) | y : ((uint64_t)y << 32) | x;
			list[n++][1] = l;
		}
	}
	link_found_done(&found);
	if (n)
		qsort(list, n, sizeof *list, by_word);
	for (size_t i = 0; i < n; i++) {
		if (i && list[i][0] == list[i - 1][0])
			continue;
		char text[80];
		uint64_t v[] = { f, list[i][0] >> 32, list[i][0] & 0xFFFFFFFF, list[i][1] };
		for (size_t k = 0; k < COUNT(v); k++) {
			snprintf(text, sizeof text, "%llu", (unsigned long long)v[k]);
			csv_write_cell(w, str_of(text));
		}
		csv_write_end(w);
	}
}

static void put_frequencies(const struct link_result *r, struct arena *a, struct buf *b)
{
	const struct link_set *s = r->set;
	struct link_rarity rare = link_rarity_new(s, r->model, a);
	buf_lit(b, "field,group,frequency\r\n");
	for (size_t f = 0; f < s->n_fields; f++)
		for (size_t g = 1; rare.bits[f] && g < s->values[f].n_groups; g++)
			buf_printf(b, "%zu,%zu,%.12g\r\n", f, g,
				   r->model->fields[f].levels[0].u *
					   exp2(-(double)rare.bits[f][g]));
}

int link_splink_write(const struct link_result *r, enum link_mode mode, uint64_t seed,
		      const char *folder, struct err *e)
{
	struct link_set under = link_set_under(r->set, r->model);
	const struct link_set *s = &under;
	AUTO_ARENA *a = arena_new((size_t)16 << 30);
	AUTO_POOL *pool = pool_new(0);
	AUTO_LINK_BLOCKS *blocks = link_blocks_new(s, mode, seed, s->n <= LINK_EXHAUSTIVE, pool, a);
	size_t families;
	const struct family *f = link_blocks_keys(blocks, &families);
	struct {
		const char *name;
		struct buf b;
	} files[] = { { "settings.json", { 0 } },
		      { "records.csv", { 0 } },
		      { "levels.csv", { 0 } },
		      { "frequencies.csv", { 0 } } };
	for (size_t i = 0; i < COUNT(files); i++)
		buf_init(&files[i].b, FILE_MAX);
	put_settings(r, mode, families, a, &files[0].b);
	put_records(s, f, families, a, &files[1].b);
	buf_lit(&files[2].b, "field,class_l,class_r,level\r\n");
	struct csv_writer w = { .b = &files[2].b };
	for (size_t k = 0; k < s->n_fields; k++)
		put_levels_of(s, blocks, k, &w, a);
	put_frequencies(r, a, &files[3].b);
	int rc = mkdir(folder, 0700) != 0 && errno != EEXIST
			 ? err_set(e, ERR_IO, "%s cannot be made", folder)
			 : 0;
	for (size_t i = 0; i < COUNT(files); i++) {
		struct str path = str_printf(a, "%s/%s", folder, files[i].name);
		if (rc == 0)
			rc = buf_check(&files[i].b, e);
		if (rc == 0)
			rc = file_write(path.p, buf_str(&files[i].b), 0600, e);
		buf_done(&files[i].b);
	}
	return rc;
}
