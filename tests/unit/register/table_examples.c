/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that are shipped are understood as a whole, and quickly. */
#include "table_help.h"

static struct str read_example(struct arena *a, const char *path)
{
	struct str s = STR_NULL;
	struct err e = { 0 };
	CHECK_OK(file_read(path, 1 << 20, a, &s, &e), &e);
	return s;
}

TEST(examples_are_understood)
{
	static const struct {
		const char *path;
		int64_t claims, rows;
	} CASES[] = { { "examples/iran-2025/claims.csv", 109, 278 },
		      { "examples/iran-2025/subjects.csv", 47, 106 },
		      { "examples/template/claims.csv", 2, 6 } };
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_GOT g = understand(read_example(a, CASES[i].path));
		print_problems(&g.t);
		CHECK_INT(g.t.all_problems, 0);
		CHECK_INT(g.t.n_claims, CASES[i].claims);
		CHECK_INT(g.t.rows, CASES[i].rows);
	}
}

static const struct table_claim *claim_named(const struct table *t, const char *name)
{
	for (size_t i = 0; i < t->n_claims; i++)
		if (str_eq(t->claims[i].name, str_of(name)))
			return &t->claims[i];
	FAIL("no claim %s", name);
	return &t->claims[0];
}

TEST(examples_say_what_they_say)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_GOT g = understand(read_example(a, "examples/iran-2025/claims.csv"));
	if (g.t.n_claims != 109)
		return;
	const struct table_claim *c = claim_named(&g.t, "S006");
	CHECK_STR(c->subject_key, "figure:executions-iran");
	CHECK_STR(c->document_key, "document:iran-hrm-report");
	CHECK(!c->st.has_source_date);
	CHECK_INT(c->st.fields[0].v.u.quantity.lo, 1277);
	CHECK(!c->st.fields[0].v.u.quantity.has_hi);
	c = claim_named(&g.t, "S016");
	CHECK_INT(c->st.n_fields, 8);
	CHECK_INT(c->n_refs, 6 + 2); /* members, and two places in `where` */
	c = claim_named(&g.t, "S032");
	CHECK_INT(c->st.fields[3].v.type, VALUE_UNKNOWN);
	c = claim_named(&g.t, "S037");
	CHECK_STR(c->st.fields[2].v.u.date.edtf, "[2025-09-08,2025-09-27]");
	c = claim_named(&g.t, "S047");
	CHECK_STR(c->via_key, "document:iran-hrm-report");
	CHECK_STR(c->st.source.kind, "person");
	CHECK_STR(c->st.source_date.u.date.edtf, "2025-07-17");
}

/* Rows as they come in large tables: a claim a row, names and dates that repeat now and then. */
static struct str large_table(struct buf *b, int n)
{
	buf_lit(b, "claim,subject,property,value,value_lang,when,where,scope,basis,position,source,"
		   "source_date,locator,via,q:document,q:wording\n");
	for (int i = 0; i < n; i++)
		buf_printf(b,
			   "C%d,event:example-%d,date,2025-%02d-%02d,,,,,stated,table,"
			   "organisation:example-monitor,2025-10-%02d,\"table 2, row %d\",,"
			   "document:example-report-%d,\n",
			   i, i, 1 + i % 12, 1 + i % 28, 1 + i % 31, i, i % 50);
	return buf_str(b);
}

static int count_claim(void *ctx, const struct table_claim *c, struct err *e)
{
	int64_t *n = ctx;
	(void)e;
	*n += c->st.n_fields == 1;
	return 0;
}

TEST(examples_of_any_length_take_little_time_and_memory)
{
	enum { ROWS = 50000 };
	AUTO_BUF b;
	AUTO_ARENA *a = arena_new((size_t)1 << 20); /* ending the program when more is asked for */
	AUTO_GOT g = understand(STR("claim,subject,property,value,source\n"));
	struct table t = { 0 };
	struct err e = { 0 };
	int64_t n = 0;
	buf_init(&b, 64 << 20);
	struct table_input in = { .v = g.v, .csv = large_table(&b, ROWS) };
	in.lookup.record = help_lookup;
	in.sink = (struct table_sink){ count_claim, &n };
	int64_t before = check_cpu_ns();
	CHECK_OK(table_understand(&in, a, &t, &e), &e);
	int64_t ns = (check_cpu_ns() - before) / ROWS;
	print_problems(&t);
	CHECK_INT(n, ROWS);
	CHECK_INT(t.n_claims, ROWS);
	CHECK_INT(t.rows, ROWS);
	CHECK(ns < 200000); /* far over what it takes, also with sanitizers */
	if (getenv("VIGIL_TORTURE"))
		printf("  a row is understood in %lld ns\n", (long long)ns);
}
