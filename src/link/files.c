/* SPDX-License-Identifier: GPL-3.0-or-later */
/* files.c - tables to records by the columns a config names, results to tables. */
#include "link/files.h"

#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "link/link_priv.h"
#include "text/csv.h"

enum { NO_COLUMN = -1, NOTES_MAX = 200 };

struct places { /* of one file: columns of a field */
	ptrdiff_t parts[LINK_PARTS_MAX];
	ptrdiff_t calendar;
};

struct reader {
	const struct link_config *c;
	struct link_set_builder *b;
	struct arena *a;
	struct arena *row; /* cleared for each */
	struct str file;   /* its list, when no column says */
	ptrdiff_t id, list;
	struct places of[LINK_FIELDS_MAX];
	bool seen[LINK_FIELDS_MAX][LINK_PARTS_MAX]; /* in any file */
	struct link_warning *notes;
	size_t n_notes, notes_cap;
};

static void note(struct reader *r, struct str what, struct str todo)
{
	if (r->n_notes == NOTES_MAX)
		return;
	r->notes = arena_grow(r->a, r->notes, r->n_notes, &r->notes_cap, sizeof *r->notes);
	r->notes[r->n_notes++] = (struct link_warning){ what, todo };
}

static struct str list_of(struct str path)
{
	for (size_t i = path.n; i-- > 0;) {
		if (path.p[i] == '/') {
			path = str_from(path, i + 1);
			break;
		}
	}
	for (size_t i = path.n; i-- > 1;)
		if (path.p[i] == '.')
			return str_n(path.p, i);
	return path;
}

static int take_header(struct reader *r, const struct csv_row *header, struct err *e)
{
	const struct link_config *c = r->c;
	r->id = c->id.n ? csv_column(header, c->id) : NO_COLUMN;
	if (c->id.n && r->id < 0)
		return err_set(e, ERR_INPUT, "there is no column \"%.*s\", which \"id\" names",
			       STR_FMT(c->id));
	r->list = c->list.n ? csv_column(header, c->list) : NO_COLUMN;
	if (c->list.n && r->list < 0)
		return err_set(e, ERR_INPUT, "there is no column \"%.*s\", which \"list\" names",
			       STR_FMT(c->list));
	for (size_t f = 0; f < c->n_fields; f++) {
		const struct link_column *col = &c->columns[f];
		r->of[f].calendar = NO_COLUMN;
		if (col->calendar_column.n)
			r->of[f].calendar = csv_column(header, col->calendar_column);
		for (size_t i = 0; i < col->n_parts; i++) {
			r->of[f].parts[i] =
				col->parts[i].n ? csv_column(header, col->parts[i]) : NO_COLUMN;
			r->seen[f][i] |= r->of[f].parts[i] >= 0 || !col->parts[i].n;
			if (r->of[f].parts[i] < 0 && col->parts[i].n)
				note(r,
				     str_printf(r->a, "%.*s has no column \"%.*s\"",
						STR_FMT(r->file), STR_FMT(col->parts[i])),
				     STR("its records are compared without it"));
		}
	}
	return 0;
}

static struct str joined(struct reader *r, size_t f, const struct csv_row *row)
{
	const struct link_column *col = &r->c->columns[f];
	struct str s = STR("");
	for (size_t i = 0; i < col->n_parts; i++) {
		ptrdiff_t at = r->of[f].parts[i];
		struct str cell = at < 0 ? STR("") : str_trim(row->cells[at]);
		if (col->by_parts && i && !cell.n)
			break;
		if (!cell.n)
			continue;
		s = !s.n ? cell
			 : str_printf(r->row, "%.*s%c%.*s", STR_FMT(s), col->by_parts ? '-' : ' ',
				      STR_FMT(cell));
	}
	return s;
}

static bool is_duplicate_free(const struct link_config *c, struct str list)
{
	for (size_t i = 0; i < c->n_duplicate_free; i++)
		if (str_eq(c->duplicate_free[i], list))
			return true;
	return false;
}

static int take_row(void *ctx, const struct csv_row *row, struct err *e)
{
	struct reader *r = ctx;
	if (row->number == 1)
		return take_header(r, row, e);
	struct str cells[LINK_FIELDS_MAX];
	struct str calendars[LINK_FIELDS_MAX];
	arena_clear(r->row);
	for (size_t f = 0; f < r->c->n_fields; f++) {
		cells[f] = joined(r, f, row);
		calendars[f] = r->of[f].calendar >= 0 ? str_trim(row->cells[r->of[f].calendar])
						      : r->c->columns[f].calendar;
	}
	struct str list = r->list >= 0 ? str_trim(row->cells[r->list]) : r->file;
	struct str id = r->id >= 0 ? row->cells[r->id]
				   : str_printf(r->row, "%.*s:%lld", STR_FMT(r->file),
						(long long)row->number);
	uint16_t l;
	TRY(link_set_list(r->b, list, is_duplicate_free(r->c, list), &l, e));
	if (link_set_add(r->b, l, id, cells, calendars, e) < 0)
		return err_wrap(e, "row %lld", (long long)row->number);
	return 0;
}

static int read_file(struct reader *r, struct str path, struct err *e)
{
	AUTO_ARENA *a = arena_new(LINK_FILE_MAX + ((size_t)1 << 30));
	struct str bytes;
	struct csv_problems problems = { 0 };
	struct csv_sink sink = { take_row, r };
	struct csv_options o = { .lang = LANG_EN };
	TRY(file_read(str_z(a, path), LINK_FILE_MAX, a, &bytes, e));
	r->file = list_of(path);
	int rc = csv_each(bytes, &o, &sink, a, &problems, e);
	if (rc < 0)
		return err_wrap(e, "%.*s", STR_FMT(path));
	if (problems.n) {
		const struct csv_problem *p = &problems.items[0];
		struct str place = csv_problem_place(a, LANG_EN, p, STR(""));
		return err_set(e, ERR_INPUT, "%.*s: %.*s: %.*s (%.*s)%s", STR_FMT(path),
			       STR_FMT(place), STR_FMT(p->what), STR_FMT(p->todo),
			       problems.n > 1 ? " and more; nothing was read"
					      : "; nothing was read");
	}
	return 0;
}

static int check_columns(const struct reader *r, struct err *e)
{
	for (size_t f = 0; f < r->c->n_fields; f++)
		for (size_t i = 0; i < r->c->columns[f].n_parts; i++)
			if (!r->seen[f][i])
				return err_set(e, ERR_INPUT, "no file has a column \"%.*s\"",
					       STR_FMT(r->c->columns[f].parts[i]));
	return 0;
}

static void note_values(struct reader *r, const struct link_set *s)
{
	for (size_t f = 0; f < s->n_fields; f++) {
		const struct link_values *vs = &s->values[f];
		struct str label = s->fields[f].label;
		if (vs->unread)
			note(r,
			     str_printf(
				     r->a,
				     "%.*s: %zu spellings could not be read as %s, among them \"%.*s\"",
				     STR_FMT(label), vs->unread,
				     link_type_name(s->fields[f].type).p,
				     STR_FMT(vs->unread_example)),
			     STR("they are compared as missing"));
		if (vs->two_ways)
			note(r,
			     str_printf(r->a, "%.*s: %zu dates can be day/month or month/day",
					STR_FMT(label), vs->two_ways),
			     STR("they are taken as either; write dates as 2025-10-12"));
		if (vs->suspected)
			note(r,
			     str_printf(
				     r->a,
				     "%.*s: %zu records have the first day of a year, far too many",
				     STR_FMT(label), vs->suspected),
			     STR("they are compared as years"));
	}
}

int link_files_read(const struct link_config *c, const struct str *names, size_t n, struct arena *a,
		    struct link_set **ret, struct link_warning **ret_notes, size_t *ret_n_notes,
		    struct err *e)
{
	AUTO_ARENA *row = arena_new((size_t)1 << 30);
	struct reader *r = NEW(a, struct reader);
	*r = (struct reader){ .c = c, .a = a, .row = row };
	r->b = link_set_begin(c->fields, c->n_fields, a);
	for (size_t i = 0; i < n; i++)
		TRY(read_file(r, names[i], e));
	TRY(check_columns(r, e));
	struct link_set *s;
	TRY(link_set_done(r->b, &s, e));
	for (size_t i = 0; i < c->n_duplicate_free; i++) {
		bool there = false;
		for (size_t l = 0; l < s->n_lists; l++)
			there |= str_eq(s->lists[l].name, c->duplicate_free[i]);
		if (!there)
			return err_set(
				e, ERR_INPUT,
				"\"duplicate_free\" names \"%.*s\", and there is no such list",
				STR_FMT(c->duplicate_free[i]));
	}
	note_values(r, s);
	*ret = s;
	*ret_notes = r->notes;
	*ret_n_notes = r->n_notes;
	return 0;
}

/* ---- results ---- */

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
