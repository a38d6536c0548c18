/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * arrive.c - one more record in a vault of many: how long until it is known whose it is, and until that is sealed.
 *
 *	link-arrive ROWS.csv VAULT		rows as gen-lists makes them; the vault must not be there
 *
 * All rows but the last 60 are taken in as four lists and linked by a run. The others come one by one, as a list of one
 * row each. "found" ends with the person it would be of; "sealed" is signing, writing and syncing the entries to disk.
 */
#include <stdio.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/order.h"
#include "link/register.h"
#include "text/csv.h"

enum { COME = 60, COLUMNS = 8 };

static void must(int rc, const struct err *e)
{
	if (rc < 0)
		die("%s", e->text);
}

struct bench {
	struct reg *r;
	struct arena *a;
	struct csv_table t;
	struct list_column columns[COLUMNS];
	struct list_mapping mapping;
};

static double seconds_since(int64_t ns)
{
	return (double)(clock_mono_ns() - ns) / 1e9;
}

static double cpu_seconds(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static void map_columns(struct bench *b)
{
	static const enum list_field FIELDS[COLUMNS] = { LIST_ID,   LIST_KEPT,	   LIST_NAME,
							 LIST_DATE, LIST_CALENDAR, LIST_AGE,
							 LIST_SEX,  LIST_PLACE };
	if (b->t.header.n != COLUMNS)
		die("these are no rows of gen-lists");
	for (size_t i = 0; i < COLUMNS; i++)
		b->columns[i] =
			(struct list_column){ .name = b->t.header.cells[i], .field = FIELDS[i] };
	b->mapping = (struct list_mapping){ b->columns, COLUMNS };
}

/* Rows from .. to of one list (NULL: of any) as an edition of a list made for them. */
static void take_in(struct bench *b, const char *list, size_t from, size_t to)
{
	AUTO_REG_TX tx = { 0 };
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct entity en;
	int64_t seq;
	struct value_field name = { .p = STR("name"), .v = { .type = VALUE_NAME } };
	name.v.u.text.text = STR("Example list");
	name.v.u.text.lang = STR("en");
	must(reg_begin(&tx, b->r, &e), &e);
	must(reg_entity_new(&tx, STR("list"), STR(""), &en, &e), &e);
	struct entity source;
	must(reg_entity_new(&tx, STR("organisation"), STR(""), &source, &e), &e);
	struct statement st = { .subject = en, .fields = &name, .n_fields = 1, .source = source };
	must(reg_record(&tx, &st, &seq, &e), &e);
	struct edition_new in = { .list = en,
				  .name = STR("list.csv"),
				  .date = STR("2026-01-01"),
				  .format = STR("csv"),
				  .sheet = STR(""),
				  .encoding = STR("utf-8"),
				  .header = b->t.header.cells,
				  .n_header = COLUMNS,
				  .mapping = &b->mapping };
	in.file = hash_of(str_printf(a, "%zu", from));
	for (size_t i = from; i < to; i++)
		in.rows += !list || str_eq(b->t.rows[i].cells[1], str_of(list));
	must(reg_edition_begin(&tx, &in, &seq, &e), &e);
	for (size_t i = from; i < to; i++) {
		AUTO_BUF c;
		struct entity mention;
		int64_t entry;
		if (list && !str_eq(b->t.rows[i].cells[1], str_of(list)))
			continue;
		buf_init(&c, 1 << 16);
		for (size_t k = 0; k < COLUMNS; k++) {
			buf_char(&c, k ? ',' : '[');
			json_put_str(&c, b->t.rows[i].cells[k]);
		}
		buf_char(&c, ']');
		struct mention_new one = { .edition = seq,
					   .row = (int64_t)i + 2,
					   .cells = buf_str(&c),
					   .sealed = STR("") };
		must(reg_mention_add(&tx, &one, &mention, &entry, &e), &e);
	}
	must(reg_commit(&tx, &e), &e);
}

static void link_all(struct bench *b)
{
	struct err e = { 0 };
	AUTO_LINKAGE *j = NULL;
	struct linkage_options o = { .seed = 1 };
	int64_t run;
	int64_t t = clock_mono_ns();
	must(linkage_begin(b->r, &o, NULL, NULL, &j, &e), &e);
	printf("a run over all: %.1f s to find", seconds_since(t));
	t = clock_mono_ns();
	must(linkage_commit(j, b->r, STR(""), &run, &e), &e);
	printf(", %.1f s to seal\n", seconds_since(t));
	fflush(stdout);
}

static void say(const char *what, double *v, size_t n)
{
	qsort(v, n, sizeof *v, order_f64);
	printf("%s: median %.2f ms, least %.2f, 9 in 10 within %.2f\n", what, v[n / 2] * 1e3,
	       v[0] * 1e3, v[n * 9 / 10] * 1e3);
}

static void let_come(struct bench *b, size_t from)
{
	AUTO_LINKAGE_ARRIVALS *x = NULL;
	struct err e = { 0 };
	double found[COME];
	double cpu[COME];
	double sealed[COME];
	int64_t candidates = 0;
	int64_t t = clock_mono_ns();
	must(linkage_arrivals_open(b->r, &x, &e), &e);
	printf("reading the model: %.0f ms\n", seconds_since(t) * 1e3);
	t = clock_mono_ns();
	must(linkage_arrivals_file(x, b->r, &e), &e);
	printf("filing all, once: %.1f s\n", seconds_since(t));
	for (size_t i = 0; i < COME; i++) {
		AUTO_LINKAGE *j = NULL;
		struct linkage_report rep;
		int64_t run;
		take_in(b, NULL, from + i, from + i + 1);
		double c = cpu_seconds();
		t = clock_mono_ns();
		must(linkage_arrive(x, b->r, &j, &e), &e);
		found[i] = seconds_since(t);
		cpu[i] = cpu_seconds() - c;
		if (!j)
			die("a record that came was not seen");
		linkage_found(j, &rep);
		candidates += rep.candidates;
		t = clock_mono_ns();
		must(linkage_commit(j, b->r, STR(""), &run, &e), &e);
		sealed[i] = seconds_since(t);
	}
	say("one more, found", found, COME);
	say("one more, found, processor", cpu, COME);
	say("one more, sealed", sealed, COME);
	printf("compared with %.0f records each\n", (double)candidates / COME);
}

int main(int argc, char **argv)
{
	static const struct vault_kdf KDF = { 1, (size_t)8 << 20 };
	static const struct csv_options CSV = { .lang = LANG_EN };
	struct err e = { 0 };
	struct str bytes;
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct bench b = { .a = a };
	if (argc != 3)
		die("link-arrive ROWS.csv VAULT");
	must(crypto_init(&e), &e);
	must(file_read(argv[1], (size_t)4 << 30, a, &bytes, &e), &e);
	csv_read(bytes, &CSV, a, &b.t);
	map_columns(&b);
	if (b.t.n_rows < 10 * COME)
		die("too few rows");
	AUTO_REG *r = NULL;
	must(reg_create(argv[2], STR("a passphrase for a bench"), STR("bench"), &KDF, &r, &e), &e);
	b.r = r;
	size_t n = b.t.n_rows - COME;
	static const char *const LISTS[] = { "P", "Q", "R", "S" };
	int64_t t = clock_mono_ns();
	for (size_t i = 0; i < COUNT(LISTS); i++)
		take_in(&b, LISTS[i], 0, n);
	printf("%zu rows taken in: %.1f s\n", n, seconds_since(t));
	fflush(stdout);
	link_all(&b);
	let_come(&b, n);
	return 0;
}
