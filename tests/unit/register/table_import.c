/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables that become statements: once, twice, changed, interrupted, and out again. */
#include "check.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "register/query.h"
#include "register/table.h"

static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct room {
	char dir[64];
	char path[80];
	struct reg *r;
	struct arena *a;
	struct err e;
};

static void room_open(struct room *m)
{
	memset(m, 0, sizeof *m);
	check_folder(m->dir, sizeof m->dir, "vigil-table");
	snprintf(m->path, sizeof m->path, "%s/v.vigil", m->dir);
	m->a = arena_new(0);
	CHECK_OK(reg_create(m->path, STR("correct horse"), STR("Example officer"), &LIGHT, &m->r,
			    &m->e),
		 &m->e);
}

static void room_close(struct room *m)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	reg_close(m->r);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		unlink(str_printf(m->a, "%s%s", m->path, ENDS[i]).p);
	rmdir(m->dir);
	arena_free(m->a);
}
#define ROOM AUTO(room_close) struct room

static struct table_result import(struct room *m, struct str csv, const char *name)
{
	struct table_source src = { csv, str_of(name), LANG_EN };
	struct table t = { 0 };
	struct table_result ret = { 0 };
	CHECK_OK(table_import(m->r, &src, NULL, NULL, m->a, &t, &ret, &m->e), &m->e);
	CHECK_INT(t.all_problems, 0);
	for (size_t i = 0; i < t.n_problems; i++)
		printf("  row %d: %.*s\n", (int)t.problems[i].row, STR_FMT(t.problems[i].what));
	return ret;
}

static int64_t log_size(struct room *m)
{
	struct vault_head head = { 0 };
	CHECK_OK(vault_head(reg_vault(m->r), &head, &m->e), &m->e);
	return head.size;
}

static struct str example(struct room *m, const char *name)
{
	struct str s = STR("");
	CHECK_OK(file_read(str_printf(m->a, "examples/iran-2025/%s", name).p, 1 << 20, m->a, &s,
			   &m->e),
		 &m->e);
	return s;
}

static struct str exported(struct room *m)
{
	AUTO_BUF b;
	int64_t left_out = -1;
	buf_init(&b, 64 << 20);
	CHECK_OK(table_write(m->r, &b, &left_out, &m->e), &m->e);
	CHECK_INT(left_out, 0);
	return buf_copy(&b, m->a);
}

static const char SMALL[] =
	"claim,subject,property,value,value_lang,when,source,q:document,q:wording\n"
	"1,person:example-12,name,Nemouneh Davazdahom,fa-Latn,,organisation:example-monitor,document:example-report,\n"
	"1,person:example-12,age,38,,2025,organisation:example-monitor,document:example-report,\n"
	"2,event:sentence-example-12,type,death_sentence,,,organisation:example-monitor,document:example-report,\n"
	"2,event:sentence-example-12,victim,person:example-12,,,organisation:example-monitor,document:example-report,\n"
	"2,event:sentence-example-12,date,۱۲ خرداد ۱۴۰۴,,,organisation:example-monitor,document:example-report,"
	"۱۲ خرداد ۱۴۰۴\n";

TEST(import_records_what_the_table_says)
{
	ROOM m;
	room_open(&m);
	struct table_result r = import(&m, str_of(SMALL), "small.csv");
	CHECK_INT(r.added, 2);
	CHECK_INT(r.already, 0);
	CHECK_INT(r.beside, 0);
	CHECK_INT(r.entities, 4);
	struct entity person = { 0 };
	struct claim_row *rows;
	size_t n;
	int64_t total;
	CHECK_OK(reg_entity(m.r, STR("person:example-12"), m.a, &person, &m.e), &m.e);
	CHECK_INT(person.no, 1);
	CHECK_OK(reg_claims(m.r, CLAIMS_OF_SUBJECT, person.id, false, 0, 10, m.a, &rows, &n, &total,
			    &m.e),
		 &m.e);
	CHECK_INT(n, 2);
	CHECK_STR(rows[0].property, "name");
	CHECK_STR(rows[0].row, "1");
	CHECK_INT(rows[0].batch, r.batch);
	CHECK_STR(rows[0].source.kind, "organisation");
	CHECK_STR(rows[0].document.kind, "document");
	CHECK_STR(rows[1].when_text, "2025");
	CHECK_OK(reg_claims(m.r, CLAIMS_NAMING, person.id, false, 0, 10, m.a, &rows, &n, &total,
			    &m.e),
		 &m.e);
	CHECK_INT(n, 1);
	CHECK_STR(rows[0].property, "victim");
}

TEST(import_twice_adds_nothing_and_says_so)
{
	ROOM m;
	room_open(&m);
	import(&m, str_of(SMALL), "small.csv");
	int64_t size = log_size(&m);
	struct table_result r = import(&m, str_of(SMALL), "other name.csv");
	CHECK_INT(r.added, 0);
	CHECK_INT(r.already, 2);
	CHECK_INT(r.beside, 0);
	CHECK_INT(r.entities, 0);
	CHECK_INT(r.batch, 0);
	CHECK_INT(log_size(&m), size);
}

TEST(import_writes_nothing_when_there_is_one_problem)
{
	ROOM m;
	room_open(&m);
	int64_t size = log_size(&m);
	struct str csv = str_join(m.a, str_of(SMALL), STR("3,person:q,aeg,1,,,person:x,,\n"));
	struct table_source src = { csv, STR("x.csv"), LANG_FA };
	struct table t = { 0 };
	struct table_result r = { 0 };
	CHECK_OK(table_import(m.r, &src, NULL, NULL, m.a, &t, &r, &m.e), &m.e);
	CHECK_INT(t.all_problems, 1);
	CHECK_INT(t.problems[0].row, 7);
	CHECK_INT(t.n_claims, 2);
	CHECK_INT(r.added + r.already + r.batch, 0);
	CHECK_INT(log_size(&m), size);
	CHECK_ERR(reg_entity(m.r, STR("person:example-12"), m.a, &(struct entity){ 0 }, NULL),
		  ERR_NOTFOUND);
}

/* A changed claim stands beside the old one, found by its name in the same file or of the subject. */
TEST(import_changed_claim_stands_beside)
{
	ROOM m;
	room_open(&m);
	static const char CHANGED[] =
		"claim,subject,property,value,source\n"
		"2,event:another,type,execution,organisation:example-monitor\n"
		"3,person:example-12,sex,male,organisation:example-monitor\n";
	static const char OF_PERSON[] = "claim,subject,property,value,source\n"
					"1,person:example-12,age,39,organisation:example-monitor\n";
	import(&m, str_of(SMALL), "small.csv");
	struct table_result r = import(&m, str_of(CHANGED), "small.csv");
	CHECK_INT(r.added, 2);
	CHECK_INT(r.beside, 1);
	CHECK_INT(r.n_beside_names, 1);
	CHECK_STR(str_of(r.beside_names[0]), "2");
	r = import(&m, str_of(OF_PERSON), "renamed.csv");
	CHECK_INT(r.beside, 1);
	CHECK_STR(str_of(r.beside_names[0]), "1");
	r = import(
		&m,
		STR("claim,subject,property,value,source\n1,person:somebody-else,age,3,person:x\n"),
		"unrelated.csv");
	CHECK_INT(r.added, 1);
	CHECK_INT(r.beside, 0);
}

TEST(import_taken_back_can_be_made_again)
{
	ROOM m;
	room_open(&m);
	struct table_result r = import(&m, str_of(SMALL), "small.csv");
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_undo(&tx, r.batch, STR("wrong file"), &seq, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	r = import(&m, str_of(SMALL), "small.csv");
	CHECK_INT(r.added, 2);
	CHECK_INT(r.already, 0);
	CHECK_INT(r.beside, 0);
	CHECK_INT(r.entities, 0); /* the subjects are the same */
}

TEST(import_takes_record_numbers)
{
	ROOM m;
	room_open(&m);
	import(&m, str_of(SMALL), "small.csv");
	static const char BY_NUMBER[] = "claim,subject,property,value,source,where\n"
					"7,P-00001,sex,male,o1,\n"
					"8,E-1,victim,p-1,organisation:example-monitor,\n";
	struct table_result r = import(&m, str_of(BY_NUMBER), "numbers.csv");
	CHECK_INT(r.added, 2);
	CHECK_INT(r.entities, 0);
	r = import(&m,
		   STR("claim,subject,property,value,source\n7,person:example-12,sex,male,"
		       "organisation:example-monitor\n"),
		   "keys.csv");
	CHECK_INT(r.already, 1); /* the same subject, whichever way it is named */
}

TEST(import_of_the_examples_and_out_again)
{
	ROOM m;
	room_open(&m);
	struct table_result r = import(&m, example(&m, "subjects.csv"), "subjects.csv");
	CHECK_INT(r.added, 47);
	r = import(&m, example(&m, "claims.csv"), "claims.csv");
	CHECK_INT(r.added, 109);
	CHECK_INT(r.beside, 0);
	struct str out = exported(&m);

	/* Into the same register: all is there. */
	int64_t size = log_size(&m);
	r = import(&m, out, "export.csv");
	CHECK_INT(r.added, 0);
	CHECK_INT(r.already, 47 + 109);
	CHECK_INT(log_size(&m), size);

	/* Into an empty one: the same statements, and so the same export. */
	ROOM other;
	room_open(&other);
	r = import(&other, out, "export.csv");
	CHECK_INT(r.added, 47 + 109);
	CHECK(str_eq(out, exported(&other)));
	r = import(&other, example(&m, "claims.csv"), "claims.csv");
	CHECK_INT(r.added, 0);
	CHECK_INT(r.already, 109);
}

/* Every type of value and every column, out and in again. */
TEST(import_of_every_column_and_out_again)
{
	ROOM m;
	room_open(&m);
	static const char ALL[] =
		"claim,subject,property,value,value_lang,when,where,scope,basis,position,source,source_date,"
		"locator,via,reliability,credibility,certainty,note,q:document,q:wording,q:period,q:relative_to\n"
		"A,event:e,participants,بیش از ۱٬۲۷۶,,unknown,prisons:P01,women,derived,table,person:x,"
		"۲۰ مهر ۱۴۰۴,p. 1,document:d,b,2,reported,\"a, \"\"note\"\"\",document:d,w,2025,event:f\n"
		"A,event:e,secret,yes,,since 2024,the hall,unknown,,,person:x,۲۰ مهر ۱۴۰۴,,document:d,b,,,,,,,\n"
		"B,event:e,date,8 or 27 Sep 2025,,,,,,,source:s,,,,,,,,document:d,,,\n"
		"B,event:e,demand,bread,en,,,,,,source:s,,,,,,,,document:f,,,\n"
		"C,place:l,location,35.7 51.4,,,,,,,person:x,,,,,,,,unknown,,,\n"
		"D,document:d,url,https://example.org/1,,,,,,,person:x,,,,,,,,,,,\n"
		"E,event:e,participants,10 to 12,,,place:l,,,,person:x,,,,,,,,,,,\n"
		"F,event:e,victim,unknown,,,,,,,person:x,,,,,,,,,,,\n"
		"G,person:x,name,نمونه,fa,,,,,,person:x,,,,,,,,,,,\n";
	struct table_result r = import(&m, str_of(ALL), "all.csv");
	CHECK_INT(r.added, 7);
	struct str out = exported(&m);
	r = import(&m, out, "out.csv");
	CHECK_INT(r.already, 7);
	CHECK_INT(r.added, 0);
	ROOM other;
	room_open(&other);
	r = import(&other, out, "out.csv");
	CHECK_INT(r.added, 7);
	CHECK(str_eq(out, exported(&other)));
	CHECK(str_has(out, STR("بیش از ۱٬۲۷۶")) && str_has(out, STR("prisons:P01")));
}

/* What came by other ways than a table is written so that it is read as the same. */
TEST(export_keeps_values_whose_wording_is_of_another_reader)
{
	ROOM m;
	room_open(&m);
	struct entity en = { 0 };
	struct value_field f[3] = { { .p = STR("age") },
				    { .p = STR("birth_date") },
				    { .p = STR("age") } };
	f[0].v.type = VALUE_QUANTITY;
	f[0].v.u.quantity.has_lo = f[0].v.u.quantity.has_hi = true;
	f[0].v.u.quantity.lo = f[0].v.u.quantity.hi = 38;
	f[0].v.u.quantity.given = STR("thirty-eight");
	f[1].v.type = VALUE_DATE;
	f[1].v.u.date.edtf = STR("1987");
	f[1].v.u.date.given = STR("the year of the flood");
	f[2].v.type = VALUE_QUANTITY;
	f[2].v.u.quantity.has_lo = true;
	f[2].v.u.quantity.lo = 30;
	f[2].v.u.quantity.given = STR("in her thirties at the least");
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR(""), &en, &m.e), &m.e);
	struct statement st = { .subject = en, .source = en, .fields = f, .n_fields = COUNT(f) };
	CHECK_OK(reg_record(&tx, &st, &seq, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	struct str out = exported(&m);
	CHECK(str_has(out, str_printf(m.a, "entry-%lld,P-00001,age,38,", (long long)seq)));
	CHECK(str_has(out, STR("birth_date,1987,")));
	CHECK(str_has(out, STR("age,at least 30,")));
	struct table t = { 0 };
	CHECK_OK(table_read(m.r, out, m.a, &t, &m.e), &m.e);
	CHECK_INT(t.all_problems, 0);
	CHECK_INT(t.n_claims, 1);
	CHECK_INT(t.claims[0].st.fields[0].v.u.quantity.lo, 38);
	CHECK_INT(t.claims[0].st.subject.no, 1);
}

/* ---- long tables ---- */

static struct str long_table(struct room *m, int n)
{
	AUTO_BUF b;
	buf_init(&b, 256 << 20);
	buf_lit(&b,
		"claim,subject,property,value,when,scope,source,source_date,locator,q:document\n");
	for (int i = 0; i < n; i++)
		buf_printf(
			&b,
			"C%d,event:example-%d,participants,%d,2025-%02d,prisoners,organisation:example-monitor,"
			"2025-10-%02d,\"table 2, row %d\",document:report-%d\n",
			i, i, i % 977, 1 + i % 12, 1 + i % 31, i, i % 50);
	return buf_copy(&b, m->a);
}

struct stopper {
	int64_t last, at;
	bool backwards;
};

static int stop(void *ctx, int64_t done, int64_t of)
{
	struct stopper *s = ctx;
	s->backwards = s->backwards || done < s->last || done > of;
	s->last = done;
	return s->at && done > s->at ? ERR_CONFLICT : 0;
}

TEST(import_interrupted_leaves_whole_commits_and_can_go_on)
{
	enum { N = 2 * TABLE_COMMIT + 500 };
	ROOM m;
	room_open(&m);
	struct str csv = long_table(&m, N);
	struct stopper s = { .at = N - 100 };
	struct table_source src = { csv, STR("long.csv"), LANG_EN };
	struct table t = { 0 };
	struct table_result r = { 0 };
	CHECK_ERR(table_import(m.r, &src, stop, &s, m.a, &t, &r, &m.e), ERR_CONFLICT);
	CHECK(!s.backwards);
	int64_t size = log_size(&m);
	CHECK(size >= 2 * TABLE_COMMIT && size < N);
	s.at = 0;
	s.last = 0;
	CHECK_OK(table_import(m.r, &src, stop, &s, m.a, &t, &r, &m.e), &m.e);
	CHECK(!s.backwards);
	CHECK_INT(r.already, 2 * TABLE_COMMIT);
	CHECK_INT(r.added, N - 2 * TABLE_COMMIT);
	CHECK_INT(r.beside, 0);
	CHECK_INT(t.n_claims, N);
}

TEST(import_of_one_commit_is_all_or_nothing)
{
	ROOM m;
	room_open(&m);
	int64_t size = log_size(&m);
	struct stopper s = { .at = TABLE_COMMIT };
	struct table_source src = { long_table(&m, TABLE_COMMIT), STR("x.csv"), LANG_EN };
	struct table t = { 0 };
	struct table_result r = { 0 };
	CHECK_ERR(table_import(m.r, &src, stop, &s, m.a, &t, &r, &m.e), ERR_CONFLICT);
	CHECK_INT(log_size(&m), size);
	r = import(&m, src.csv, "x.csv");
	CHECK_INT(r.added, TABLE_COMMIT);
}

/* The form that keeps the claims and the one that does not record the same. */
TEST(import_by_either_form_is_the_same)
{
	ROOM m;
	room_open(&m);
	struct str csv = long_table(&m, 1200);
	struct hash h = hash_of(csv);
	struct table t = { 0 };
	struct table_result r = { 0 };
	CHECK_OK(table_read(m.r, csv, m.a, &t, &m.e), &m.e);
	CHECK_INT(t.n_claims, 1200);
	CHECK_OK(table_record(m.r, &t, STR("x.csv"), &h, NULL, NULL, &r, &m.e), &m.e);
	CHECK_INT(r.added, 1200);
	CHECK_INT(r.entities, 1200 + 1 + 50);
	r = import(&m, csv, "x.csv");
	CHECK_INT(r.already, 1200);
	CHECK_INT(r.added, 0);
	CHECK_OK(table_check(m.r, csv, LANG_FA, m.a, &t, &m.e), &m.e);
	CHECK_INT(t.n_claims, 1200);
	CHECK(t.claims == NULL);
}

TEST(import_speed)
{
	enum { N = 20000 };
	if (!getenv("VIGIL_TORTURE"))
		SKIP("only with VIGIL_TORTURE");
	ROOM m;
	room_open(&m);
	struct str csv = long_table(&m, N);
	int64_t before = clock_mono_ns();
	struct table_result r = import(&m, csv, "x.csv");
	int64_t ns = clock_mono_ns() - before;
	CHECK_INT(r.added, N);
	before = clock_mono_ns();
	import(&m, csv, "x.csv");
	printf("  %d claims: %lld us a claim the first time, %lld us the second\n", N,
	       (long long)(ns / N / 1000), (long long)((clock_mono_ns() - before) / N / 1000));
}
