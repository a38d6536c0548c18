/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The example register: what must be found in it, with every note removed, and nothing by chance. */
#include "scene.h"

#include "base/file.h"
#include "register/conflict.h"
#include "register/table.h"

static void import(struct scene *s, const char *name)
{
	struct table_source src = { .name = str_of(name), .lang = LANG_EN };
	struct table t;
	struct table_result done;
	const char *path = str_z(s->a, str_printf(s->a, "examples/iran-2025/%s", name));
	must(s, file_read(path, 1 << 20, s->a, &src.csv, &s->e), path);
	must(s, table_import(s->r, &src, NULL, NULL, s->a, &t, &done, &s->e), path);
	CHECK_INT(t.all_problems, 0);
}

static struct str key_of(struct scene *s, int64_t entity)
{
	static const struct sql KEY = SQL("SELECT coalesce(key, '') FROM entity WHERE id = :id");
	AUTO_STMT *q = NULL;
	must(s, store_stmt(reg_store(s->r), &KEY, &q, &s->e), "key");
	bind_int(q, ":id", entity);
	must(s, stmt_row(q, &s->e), "key");
	return col_copy(q, 0, s->a);
}

/* "kind subject property {S005|S006}": the rows of the table on each side. */
static struct str show(struct scene *s, const struct conflict *c)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	buf_printf(&b, "%.*s %.*s %.*s {", STR_FMT(c->kind), STR_FMT(key_of(s, c->subject.id)),
		   STR_FMT(c->property));
	for (size_t i = 0; i < c->n_sides; i++)
		for (size_t k = 0; k < c->sides[i].n; k++)
			buf_printf(&b, "%s%.*s",
				   k   ? ","
				   : i ? "|"
				       : "",
				   STR_FMT(c->sides[i].claims[k].row));
	buf_char(&b, '}');
	return buf_copy(&b, s->a);
}

static struct conflict *all(struct scene *s, size_t *ret_n)
{
	struct conflict *c = NULL;
	int64_t total = 0;
	must(s, reg_conflicts(s->r, 0, false, 0, 1000, s->a, &c, ret_n, &total, &s->e),
	     "conflicts");
	CHECK_INT(total, *ret_n);
	return c;
}

/* All that is found. It is much because the report leaves out places, counters and comparisons. */
static const char *const WANTED[] = {
	/* the two totals, of windows that differ; nobody says who counted the second */
	"unequal_window figure:executions-iran total {S005|S006}",
	"source_not_named figure:executions-iran total {S006}",
	/* the onset of the rise */
	"unequal_value figure:executions-iran onset {S009|S010}",
	/* three framings of the group of 17, and its six names */
	"unequal_scope group:mek-affiliated-prisoners count_at_risk {S012|S013|S014}",
	"unequal_value group:mek-affiliated-prisoners count_on_death_row {S013|S014}",
	"count_against_roster group:mek-affiliated-prisoners count_at_risk"
	" {S012|S016,S016,S016,S016,S016,S016,S016}",
	"count_against_roster group:mek-affiliated-prisoners count_on_death_row"
	" {S013|S014|S016,S016,S016,S016,S016,S016,S016}",
	/* an affiliation that stands in a heading */
	"attribution group:mek-affiliated-prisoners affiliation {S012|S016,S016,S016,S016,S016,S016}",
	/* "the next day", after a sentence against others */
	"relative_date event:review-rejected-behrouz-ehsani date {S018|S030}",
	"relative_date event:review-rejected-mehdi-hassani date {S018|S034}",
	"missing_anchor event:execution-behrouz-ehsani place {S032}",
	"missing_anchor event:execution-mehdi-hassani place {S036}",
	/* two dates for three persons */
	"set_without_mapping event:death-sentence-pejman-toubrehrizi date {S037|S040|S043}",
	"missing_anchor event:death-sentence-pejman-toubrehrizi place {S037}",
	"missing_anchor event:death-sentence-nima-shahi place {S040}",
	"missing_anchor event:death-sentence-hamed-validi place {S043}",
	/* the start of the strike, and its size */
	"derived_against_stated event:hunger-strike-qezel-hesar start {S051|S062,S062}",
	"unequal_value event:hunger-strike-qezel-hesar participants {S053,S054|S055}",
	"unequal_scope event:hunger-strike-qezel-hesar participants {S052|S053,S054|S055}",
	"superlative event:hunger-strike-qezel-hesar ranking {S060}",
	/* the place of the thirty executions, and the day their three days are counted from */
	"missing_anchor figure:executions-first-days-of-strike total {S058}",
	"relative_date figure:executions-first-days-of-strike total {S051|S058}",
	/* two sites said, one described; the second only in a table */
	"count_against_roster site:burial-sites count_of_sites {S077|S077}",
	"table_against_text event:levelling-khavaran site {S078,S078,S078,S078}",
	"missing_addressee ask:examine-the-graves addressee {S100}",
};

TEST(conflict_example_lists_what_is_there)
{
	SCENE s;
	size_t n = 0;
	scene_open(&s);
	import(&s, "subjects.csv");
	import(&s, "claims.csv");
	struct conflict *c = all(&s, &n);
	bool seen[COUNT(WANTED)] = { false };
	for (size_t i = 0; i < n; i++) {
		struct str got = show(&s, &c[i]);
		bool wanted = false;
		for (size_t k = 0; k < COUNT(WANTED); k++) {
			if (str_eq(got, str_of(WANTED[k])))
				wanted = seen[k] = true;
		}
		if (!wanted)
			FAIL("found, and not wanted: %.*s", STR_FMT(got));
	}
	for (size_t k = 0; k < COUNT(WANTED); k++)
		if (!seen[k])
			FAIL("not found: %s", WANTED[k]);
	check_rebuild(s.r, &s.e);
}

TEST(conflict_example_is_found_again)
{
	SCENE s;
	struct hash before;
	struct hash after;
	struct conflict one;
	struct conflict *of_subject = NULL;
	size_t n = 0;
	size_t n_of = 0;
	int64_t total = 0;
	scene_open(&s);
	import(&s, "claims.csv"); /* the other way round */
	import(&s, "subjects.csv");
	struct conflict *c = all(&s, &n);
	CHECK_INT(n, COUNT(WANTED));
	if (n == 0)
		return;
	must(&s, reg_conflict(s.r, c[n - 1].ident, s.a, &one, &s.e), "conflict");
	CHECK_INT(one.id, c[n - 1].id);
	CHECK_ERR(reg_conflict(s.r, STR("0123"), s.a, &one, &s.e), ERR_NOTFOUND);
	/* pages, and one subject */
	must(&s, reg_conflicts(s.r, 0, true, 3, 4, s.a, &of_subject, &n_of, &total, &s.e), "page");
	CHECK_INT(n_of, 4);
	CHECK_INT(total, n);
	CHECK_STR(of_subject[0].ident, c[3].ident.p);
	struct entity second = of(&s, "event:death-sentence-nima-shahi");
	must(&s, reg_conflicts(s.r, second.id, true, 0, 10, s.a, &of_subject, &n_of, &total, &s.e),
	     "subject");
	CHECK_INT(n_of, 2); /* its place, and the dates it shares with the first */
	must(&s, vault_rebuild(reg_vault(s.r), NULL, NULL, &before, &after, &s.e), "rebuild");
	struct conflict *again = all(&s, &n_of);
	CHECK_INT(n_of, n);
	for (size_t i = 0; i < n && i < n_of; i++)
		CHECK_STR(again[i].ident, c[i].ident.p);
}
