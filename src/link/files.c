/* SPDX-License-Identifier: GPL-3.0-or-later */
/* files.c - results to tables. */
#include "link/files.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "text/csv.h"

void link_files_put_clusters(const struct link_result *r, struct buf *b)
{
	const struct link_set *s = r->set;
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	uint32_t *least = NEW_N(a, s->n, uint32_t);
	for (size_t i = 0; i < s->n; i++)
		least[i] = (uint32_t)i;
	for (size_t i = 0; i < s->n; i++) {
		uint32_t *l = &least[r->cluster[i]];
		if (str_cmp(s->id[i], s->id[*l]) < 0)
			*l = (uint32_t)i;
	}
	struct csv_writer w = { .b = b };
	csv_write_cell(&w, STR("record_id"));
	csv_write_cell(&w, STR("cluster_id"));
	csv_write_end(&w);
	for (size_t i = 0; i < s->n; i++) {
		csv_write_cell(&w, s->id[i]);
		csv_write_cell(&w, s->id[least[r->cluster[i]]]);
		csv_write_end(&w);
	}
}

void link_files_put_pairs(const struct link_result *r, struct buf *b)
{
	const struct link_set *s = r->set;
	struct csv_writer w = { .b = b };
	static const char *const HEAD[] = { "record_id_1", "record_id_2", "probability",
					    "weight_bits" };
	for (size_t i = 0; i < COUNT(HEAD); i++)
		csv_write_cell(&w, str_of(HEAD[i]));
	csv_write_end(&w);
	for (size_t i = 0; i < r->n_pairs; i++) {
		const struct link_pair *p = &r->pairs[i];
		char number[48];
		csv_write_cell(&w, s->id[p->a]);
		csv_write_cell(&w, s->id[p->b]);
		snprintf(number, sizeof number, "%.6f", (double)p->probability);
		csv_write_cell(&w, str_of(number));
		snprintf(number, sizeof number, "%.3f", (double)p->bits);
		csv_write_cell(&w, str_of(number));
		csv_write_end(&w);
	}
}

int link_files_write(const struct link_output *out, size_t n, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	int rc = 0;
	size_t made = 0;
	const char **part = NEW_N(a, n, const char *);
	for (; made < n && rc >= 0; made++) {
		part[made] = out[made].path.n ? str_z(a, str_join(a, out[made].path, STR(".part")))
					      : NULL;
		if (part[made])
			rc = file_write(part[made], out[made].content, 0600, e);
	}
	for (size_t i = 0; i < n && rc >= 0; i++)
		if (part[i] && rename(part[i], str_z(a, out[i].path)) != 0)
			rc = err_set(e, ERR_IO, "%.*s could not be written", STR_FMT(out[i].path));
	for (size_t i = 0; i < made; i++)
		if (part[i] && rc < 0)
			unlink(part[i]);
	return rc;
}
