/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lists.h - editions of lists in few words:
 *
 *	struct entity list = list_make(&s, "list:a");
 *	int64_t seq = edition(&s, &list, "2026-01-01", "7|Nemouneh Haftom|2025-03-01\n8|...|...");
 *
 * The first cell is the row's own id: a row with the id of an earlier one is a row of the same mention.
 */
#ifndef VIGIL_TEST_LISTS_H
#define VIGIL_TEST_LISTS_H

#include "scene.h"

#include "register/list_overlap.h"
#include "register/list_priv.h"
#include "register/pair.h"
#include "register/query.h"

static inline struct entity list_make(struct scene *s, const char *key)
{
	say(s, "organisation:first", key, "name=Example list; duplicate_free=yes");
	return of(s, key);
}

static inline struct str cells_json(struct scene *s, struct str line)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	buf_char(&b, '[');
	for (struct str cell; line.p; buf_add(&b, line.p ? STR(",") : STR(""))) {
		line = str_cut(line, '|', &cell);
		json_put_str(&b, cell);
	}
	buf_char(&b, ']');
	return buf_copy(&b, s->a);
}

static inline struct list_mapping three_columns(void)
{
	static struct list_column COLUMNS[] = { { .name = { "no", 2 }, .field = LIST_ID },
						{ .name = { "name", 4 }, .field = LIST_NAME },
						{ .name = { "died", 4 }, .field = LIST_DATE } };
	return (struct list_mapping){ COLUMNS, COUNT(COLUMNS) };
}

/* A row of the edition before. */
struct row_before {
	struct str id, cells;
	int64_t row, mention;
};
struct rows_before {
	struct scene *s;
	struct row_before *p;
	size_t n;
};

static inline int keep_row(void *ctx, const struct edition_row *row, struct err *e)
{
	struct rows_before *b = ctx;
	struct str *cells;
	size_t n;
	struct str json = str_copy(b->s->a, row->cells);
	TRY(list_cells_read(json, b->s->a, &cells, &n, e));
	b->p[b->n++] = (struct row_before){ cells[0], json, row->row, row->mention };
	return 0;
}

static inline struct rows_before rows_of(struct scene *s, int64_t edition)
{
	struct rows_before b = { .s = s, .p = NEW_N(s->a, 10000, struct row_before) };
	if (edition)
		must(s, reg_edition_rows(s->r, edition, keep_row, &b, &s->e), "rows");
	return b;
}

static inline int64_t newest_of(struct scene *s, const struct entity *list)
{
	struct list_summary sum;
	must(s, reg_list_summary(s->r, list->id, s->a, &sum, &s->e), "summary");
	return sum.newest;
}

static inline int64_t edition_from(struct scene *s, const struct entity *list, const char *date,
				   const char *text, int64_t base)
{
	AUTO_REG_TX tx = { 0 };
	struct rows_before before = rows_of(s, base);
	struct list_mapping m = three_columns();
	struct str header[] = { STR("no"), STR("name"), STR("died") };
	struct edition_run *runs = NEW_N(s->a, 10000, struct edition_run);
	size_t n_runs = 0;
	int64_t seq;
	int64_t row = 1;
	struct edition_new in = { .list = *list,
				  .name = STR("list.csv"),
				  .file = hash_of(str_of(text)),
				  .date = str_of(date),
				  .format = STR("csv"),
				  .sheet = STR(""),
				  .encoding = STR("utf-8"),
				  .header = header,
				  .n_header = COUNT(header),
				  .mapping = &m };
	for (struct str rest = str_of(text), line; rest.n; in.rows++)
		rest = str_cut(rest, '\n', &line);
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_edition_begin(&tx, &in, &seq, &s->e), "edition");
	for (struct str rest = str_of(text), line; rest.n; row++) {
		const struct row_before *was = NULL;
		struct str id;
		struct entity mention;
		int64_t entry;
		rest = str_cut(rest, '\n', &line);
		str_cut(line, '|', &id);
		struct mention_new one = { .edition = seq, .row = row + 1 };
		one.cells = cells_json(s, line);
		one.sealed = STR("");
		for (size_t i = 0; i < before.n; i++)
			if (str_eq(before.p[i].id, id))
				was = &before.p[i];
		if (was && str_eq(was->cells, one.cells)) {
			runs[n_runs++] = (struct edition_run){ row + 1, was->row, 1 };
			continue;
		}
		if (was)
			must(s, reg_entity_by_id(s->r, was->mention, s->a, &one.mention, &s->e),
			     "mention");
		must(s, reg_mention_add(&tx, &one, &mention, &entry, &s->e), "row");
	}
	must(s, reg_edition_contains(&tx, seq, base, runs, n_runs, &s->e), "contains");
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

static inline int64_t edition(struct scene *s, const struct entity *list, const char *date,
			      const char *text)
{
	return edition_from(s, list, date, text, newest_of(s, list));
}

static inline int64_t undo_entry(struct scene *s, int64_t seq)
{
	AUTO_REG_TX tx = { 0 };
	int64_t undo;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_undo(&tx, seq, STR("for the test"), &undo, &s->e), "undo");
	must(s, reg_commit(&tx, &s->e), "commit");
	return undo;
}

/* Mentions of a list that stand, "N-00001 Name; ...", by row. */
static inline struct str standing(struct scene *s, const struct entity *list,
				  enum mention_which which)
{
	AUTO_BUF b;
	struct mention *m;
	size_t n;
	int64_t total;
	struct mention_query q = { .list = list->id, .which = which, .limit = 1000 };
	buf_init(&b, 1 << 20);
	must(s, reg_mentions(s->r, &q, s->a, &m, &n, &total, &s->e), "mentions");
	CHECK_INT(n, total);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s %.*s", i ? "; " : "", STR_FMT(m[i].number),
			   STR_FMT(m[i].label));
	return buf_copy(&b, s->a);
}

static inline struct entity mention_no(struct scene *s, const char *number)
{
	struct entity en;
	must(s, reg_entity(s->r, str_of(number), s->a, &en, &s->e), number);
	return en;
}

static inline int64_t assign(struct scene *s, const struct assignment *list, size_t n)
{
	AUTO_REG_TX tx = { 0 };
	struct assign_run run = { .model = STR("test"), .reason = STR(""), .summary = STR("{}") };
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_assign_begin(&tx, &run, &seq, &s->e), "run");
	must(s, reg_assign(&tx, seq, list, n, &s->e), "assign");
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

static inline struct entity new_person(struct scene *s, struct reg_tx *tx)
{
	struct entity en;
	must(s, reg_entity_new(tx, STR("person"), STR(""), &en, &s->e), "person");
	return en;
}

static inline int64_t decide(struct scene *s, struct entity a, struct entity b, enum link_says says,
			     enum link_round round)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	struct link_new in = { .a = a,
			       .b = b,
			       .says = says,
			       .round = round,
			       .reason = STR("for the test"),
			       .model = STR("") };
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_link_decide(&tx, &in, &seq, &s->e), "decide");
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

/* What is counted of lists, as text. */
static inline struct str counted_now(struct scene *s)
{
	AUTO_BUF b;
	struct conservation kept;
	struct conservation counted;
	struct list_summary *l;
	struct list_overlap *o;
	struct person_row *p;
	struct undecided *u;
	int64_t run;
	int64_t waiting;
	int64_t total;
	size_t n;
	buf_init(&b, 1 << 20);
	must(s, reg_conserved(s->r, &kept, &s->e), "conserved");
	must(s, reg_conservation(s->r, &counted, &s->e), "conservation");
	CHECK(memcmp(&kept, &counted, sizeof kept) == 0);
	buf_printf(&b, "%lld persons\n", (long long)kept.persons);
	must(s, reg_lists(s->r, s->a, &l, &n, &s->e), "lists");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%.*s: %lld %lld %lld %lld\n", STR_FMT(l[i].number),
			   (long long)l[i].standing, (long long)l[i].removed,
			   (long long)l[i].linked, (long long)l[i].persons);
	must(s, reg_list_overlaps(s->r, s->a, &o, &n, &s->e), "overlaps");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%lld %lld share %lld\n", (long long)o[i].a, (long long)o[i].b,
			   (long long)o[i].persons);
	must(s, reg_run_newest(s->r, &run, &s->e), "newest");
	must(s, reg_persons(s->r, run, true, 0, 0, s->a, &p, &n, &total, &s->e), "flagged");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%lld is odd: %lld of %lld\n", (long long)p[i].person,
			   (long long)p[i].records, (long long)p[i].lists);
	must(s, reg_pairs_waiting(s->r, run, &waiting, &s->e), "waiting");
	must(s, reg_undecided(s->r, run, s->a, &u, &n, &s->e), "undecided");
	buf_printf(&b, "%lld wait, %zu are open\n", (long long)waiting, n);
	return buf_copy(&b, s->a);
}

/* What is kept in memory as things change is what is counted when all was made again. */
static inline void check_counted_again(struct scene *s)
{
	struct str was = counted_now(s);
	check_rebuild(s->r, &s->e);
	struct str is = counted_now(s);
	if (!str_eq(was, is))
		fprintf(stderr, "kept:\n%.*sanew:\n%.*s", STR_FMT(was), STR_FMT(is));
	CHECK(str_eq(was, is));
}

#endif
