/* SPDX-License-Identifier: GPL-3.0-or-later */
/* splink.c - records, levels and frequencies as Splink 4 takes them. */
#include "link/splink_priv.h"

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

struct str link_splink_column(const struct link_set *s, size_t f, struct arena *a)
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
		struct str col = link_splink_column(s, f, a);
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
		if (!link_is_linkable(s, i))
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
static void put_levels_of(const struct link_set *s, const struct link_model_field *mf,
			  const struct link_blocks *blocks, size_t f, struct csv_writer *w,
			  uint64_t *ret_steps, struct arena *a)
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
		uint32_t x = (uint32_t)(list[i][0] >> 32);
		uint32_t y = (uint32_t)list[i][0];
		unsigned level = (unsigned)list[i][1];
		const struct link_value *p = s->values[f].p;
		int steps = (int)lrint(link_words_bits(mf, level, &p[x], &p[y]) / LINK_WORDS_STEP);
		int64_t v[] = { (int64_t)f, x, y, level, steps };
		assert(steps >= -SPLINK_STEPS && steps <= SPLINK_STEPS);
		*ret_steps |= (uint64_t)1 << (steps + SPLINK_STEPS);
		for (size_t k = 0; k < COUNT(v); k++) {
			char text[24];
			snprintf(text, sizeof text, "%lld", (long long)v[k]);
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
	families = s->n <= LINK_EXHAUSTIVE ? 0 : families;
	struct {
		const char *name;
		struct buf b;
	} files[] = { { "settings.json", { 0 } },
		      { "records.csv", { 0 } },
		      { "levels.csv", { 0 } },
		      { "frequencies.csv", { 0 } } };
	for (size_t i = 0; i < COUNT(files); i++)
		buf_init(&files[i].b, FILE_MAX);
	buf_lit(&files[2].b, "field,class_l,class_r,level,words\r\n");
	struct csv_writer w = { .b = &files[2].b };
	uint64_t steps[LINK_FIELDS_MAX] = { 0 };
	for (size_t k = 0; k < s->n_fields; k++)
		put_levels_of(s, &r->model->fields[k], blocks, k, &w, &steps[k], a);
	link_splink_settings(r, mode, families, steps, a, &files[0].b);
	put_records(s, f, families, a, &files[1].b);
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
