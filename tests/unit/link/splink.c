/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What goes out for Splink, run as Splink runs it, but in SQLite: the same pairs with the same weights.
 *
 * Of each comparison the first level that holds; log2(m / u); for levels with frequencies the weight times
 * log2(u of the level / frequency of the commoner group), since exact match detection is disabled. Candidates
 * are joined by the elements of the keys, or by 1=1.
 */
#include "people.h"

#include <math.h>
#include <sqlite3.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json_foreign.h"
#include "base/map.h"
#include "link/splink.h"
#include "text/csv.h"

enum { COMPARISONS_MAX = 2 * LINK_FIELDS_MAX, SHOWN = 5 };

struct level {
	double bits, u, tf_weight;
};
struct comparison {
	struct level levels[200];
	size_t n;
	struct str tf; /* column; empty: none */
	size_t tf_at;  /* in the answer */
};
struct model {
	double prior_bits;
	struct comparison comparisons[COMPARISONS_MAX];
	size_t n;
};

static sqlite3 *db;
static char folder[200];

static void run(const char *sql)
{
	char *why = NULL;
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		die("%s in %.200s", why, sql);
}

/* A table of text but for numbers: what is empty is NULL. */
static void load(struct arena *a, const char *name)
{
	struct err e = { 0 };
	struct str bytes;
	struct csv_table t;
	struct csv_options o = { .lang = LANG_EN };
	AUTO_BUF sql;
	buf_init(&sql, 1 << 16);
	CHECK_OK(file_read(str_printf(a, "%s/%s.csv", folder, name).p, (size_t)1 << 30, a, &bytes,
			   &e),
		 &e);
	csv_read(bytes, &o, a, &t);
	CHECK_INT(t.problems.n, 0);
	buf_printf(&sql, "CREATE TABLE %s (", name);
	for (size_t i = 0; i < t.header.n; i++)
		buf_printf(&sql, "%s\"%.*s\" %s", i ? "," : "", STR_FMT(t.header.cells[i]),
			   str_starts(t.header.cells[i], STR("key_")) ||
					   str_starts(t.header.cells[i], STR("record")) ||
					   str_eq(t.header.cells[i], STR("list"))
				   ? "TEXT"
				   : "NUMERIC");
	buf_lit(&sql, ")");
	run(buf_z(&sql));
	buf_clear(&sql);
	buf_printf(&sql, "INSERT INTO %s VALUES (", name);
	for (size_t i = 0; i < t.header.n; i++)
		buf_add(&sql, i ? STR(",?") : STR("?"));
	buf_lit(&sql, ")");
	sqlite3_stmt *q;
	CHECK_INT(sqlite3_prepare_v2(db, buf_z(&sql), -1, &q, NULL), SQLITE_OK);
	run("BEGIN");
	for (size_t r = 0; r < t.n_rows; r++) {
		for (size_t i = 0; i < t.header.n; i++) {
			struct str c = t.rows[r].cells[i];
			if (c.n)
				sqlite3_bind_text(q, (int)i + 1, c.p, (int)c.n, SQLITE_STATIC);
			else
				sqlite3_bind_null(q, (int)i + 1);
		}
		CHECK_INT(sqlite3_step(q), SQLITE_DONE);
		sqlite3_reset(q);
	}
	run("COMMIT");
	sqlite3_finalize(q);
}

/* ---- settings ---- */

static struct str text_at(const struct json *v, const char *name)
{
	struct str s = STR("");
	json_str(json_get(v, str_of(name)), &s);
	return s;
}

/* Whole numbers are numbers here, others come as their characters. */
static double real_at(const struct json *v, const char *name)
{
	const struct json *x = json_get(v, str_of(name));
	struct str s;
	int64_t whole;
	double real = 0;
	if (json_int(x, &whole))
		return (double)whole;
	CHECK(json_str(x, &s) && str_to_real(s, &real));
	return real;
}

static void read_level(struct comparison *c, const struct json *l, struct buf *sql)
{
	bool is_null;
	if (json_bool(json_get(l, STR("is_null_level")), &is_null)) {
		buf_printf(sql, "CASE WHEN %.*s THEN -1", STR_FMT(text_at(l, "sql_condition")));
		return;
	}
	struct str when = text_at(l, "sql_condition");
	struct level *to = &c->levels[c->n];
	double m = real_at(l, "m_probability");
	to->u = real_at(l, "u_probability");
	to->bits = log2(m / to->u);
	CHECK(m <= 1 + 1e-12 && to->u <= 1);
	if (str_eq(when, STR("ELSE")))
		buf_printf(sql, " ELSE %zu END", c->n);
	else
		buf_printf(sql, " WHEN %.*s THEN %zu", STR_FMT(when), c->n);
	c->n++;
	if (!json_get(l, STR("tf_adjustment_column")))
		return;
	bool disabled = false;
	CHECK(json_bool(json_get(l, STR("disable_tf_exact_match_detection")), &disabled) &&
	      disabled);
	c->tf = text_at(l, "tf_adjustment_column");
	to->tf_weight = real_at(l, "tf_adjustment_weight");
}

/* SELECT of each comparison's level, then of the commoner frequency of each that has one. */
static void read_settings(struct arena *a, struct model *m, struct buf *sql, struct buf *pairs)
{
	struct err e = { 0 };
	struct str bytes;
	const struct json *top = NULL;
	size_t f = 0;
	CHECK_OK(file_read(str_printf(a, "%s/settings.json", folder).p, 1 << 24, a, &bytes, &e),
		 &e);
	CHECK_OK(json_read_foreign(bytes, 1 << 24, a, &top, &e), &e);
	double lambda = real_at(top, "probability_two_random_records_match");
	m->prior_bits = log2(lambda / (1 - lambda));
	buf_lit(sql, "SELECT record_id_l, record_id_r");
	for (const struct json *c = json_first(json_get(top, STR("comparisons"))); c; c = c->next) {
		buf_lit(sql, ", ");
		for (const struct json *l = json_first(json_get(c, STR("comparison_levels"))); l;
		     l = l->next)
			read_level(&m->comparisons[m->n], l, sql);
		m->n++;
	}
	for (size_t i = 0; i < m->n; i++) {
		struct comparison *c = &m->comparisons[i];
		if (!c->tf.n)
			continue;
		c->tf_at = 2 + m->n + f++;
		/* The i-th field of the model is the i-th comparison. */
		buf_printf(
			sql,
			", (SELECT max(frequency) FROM frequencies WHERE field = %zu AND \"group\" IN "
			"(%.*s_l, %.*s_r))",
			i, STR_FMT(c->tf), STR_FMT(c->tf));
	}
	bool first = true;
	for (const struct json *r =
		     json_first(json_get(top, STR("blocking_rules_to_generate_predictions")));
	     r; r = r->next) {
		const struct json *keys = json_get(r, STR("arrays_to_explode"));
		struct str key = STR("");
		if (keys)
			json_str(json_first(keys), &key);
		buf_printf(pairs, "%sSELECT l.rowid AS x, r.rowid AS y FROM ",
			   first ? "" : " UNION ");
		first = false;
		if (key.n)
			buf_printf(
				pairs,
				"e l JOIN e r ON l.value = r.value AND l.key = r.key AND l.key = '%.*s'"
				" WHERE l.rowid < r.rowid",
				STR_FMT(key));
		else
			buf_printf(pairs,
				   "records l JOIN records r ON %.*s WHERE l.rowid < r.rowid",
				   STR_FMT(text_at(r, "blocking_rule")));
	}
}

/* Each element of each key of each record, as arrays_to_explode makes them. */
static void explode(struct arena *a)
{
	sqlite3_stmt *q;
	run("CREATE TABLE e (rowid INTEGER, key TEXT, value TEXT)");
	CHECK_INT(sqlite3_prepare_v2(
			  db,
			  "SELECT name FROM pragma_table_info('records') WHERE name LIKE 'key_%'",
			  -1, &q, NULL),
		  SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *k = (const char *)sqlite3_column_text(q, 0);
		run(str_printf(
			    a,
			    "INSERT INTO e SELECT r.rowid, '%s', j.value FROM records r, json_each(r.%s) j",
			    k, k)
			    .p);
	}
	sqlite3_finalize(q);
	run("CREATE INDEX by_value ON e (key, value, rowid)");
}

/* ---- the same ---- */

struct expected {
	double bits;
	bool met;
};

static struct str pair_key(struct arena *a, struct str x, struct str y)
{
	bool order = str_cmp(x, y) < 0;
	return str_printf(a, "%.*s %.*s", STR_FMT(order ? x : y), STR_FMT(order ? y : x));
}

static double weight_of(const struct model *m, sqlite3_stmt *q)
{
	double bits = m->prior_bits;
	for (size_t i = 0; i < m->n; i++) {
		const struct comparison *c = &m->comparisons[i];
		int gamma = sqlite3_column_int(q, 2 + (int)i);
		if (gamma < 0)
			continue;
		const struct level *l = &c->levels[gamma];
		bits += l->bits;
		if (l->tf_weight > 0 && sqlite3_column_type(q, (int)c->tf_at) != SQLITE_NULL)
			bits += l->tf_weight * log2(l->u / sqlite3_column_double(q, (int)c->tf_at));
	}
	return bits;
}

static void check_same(struct arena *a, const struct link_result *r)
{
	struct model *m = NEW(a, struct model);
	struct link_rarity rare = link_rarity_new(r->set, r->model, a);
	struct map of;
	AUTO_BUF sql;
	AUTO_BUF pairs;
	size_t met = 0;
	size_t wrong = 0;
	double floor_bits = log2(.01 / .99);
	buf_init(&sql, 1 << 22);
	buf_init(&pairs, 1 << 16);
	map_init(&of, a);
	for (size_t i = 0; i < r->n_pairs; i++) {
		const struct link_pair *p = &r->pairs[i];
		struct expected *x = NEW(a, struct expected);
		x->bits = link_pair_bits(&rare, p->levels, p->a, p->b);
		*map_at(&of, pair_key(a, r->set->id[p->a], r->set->id[p->b])) = x;
	}
	load(a, "records");
	load(a, "levels");
	load(a, "frequencies");
	run("CREATE INDEX by_class ON levels (field, class_l, class_r, level)");
	run("CREATE INDEX by_group ON frequencies (field, \"group\")");
	explode(a);
	read_settings(a, m, &sql, &pairs);
	run(str_printf(a, "CREATE TABLE p AS %.*s", STR_FMT(buf_str(&pairs))).p);
	buf_lit(&sql, " FROM (SELECT l.record_id AS record_id_l, r.record_id AS record_id_r"
		      ", l.list AS list_l, r.list AS list_r");
	for (size_t f = 0; f < 2 * r->set->n_fields; f++) {
		struct str col =
			str_printf(a, "f%zu_%.*s_%s", f / 2, STR_FMT(r->set->fields[f / 2].label),
				   f % 2 ? "group" : "class");
		buf_printf(&sql, ", l.%.*s AS %.*s_l, r.%.*s AS %.*s_r", STR_FMT(col), STR_FMT(col),
			   STR_FMT(col), STR_FMT(col));
	}
	buf_lit(&sql, " FROM p JOIN records l ON l.rowid = p.x JOIN records r ON r.rowid = p.y)");
	sqlite3_stmt *q;
	if (sqlite3_prepare_v2(db, buf_z(&sql), -1, &q, NULL) != SQLITE_OK)
		die("%s", sqlite3_errmsg(db));
	while (sqlite3_step(q) == SQLITE_ROW) {
		double bits = weight_of(m, q);
		struct str x = str_of((const char *)sqlite3_column_text(q, 0));
		struct str y = str_of((const char *)sqlite3_column_text(q, 1));
		struct expected *want = map_get(&of, pair_key(a, x, y));
		if (want) {
			met++;
			want->met = true;
		}
		bool same = want ? fabs(want->bits - bits) < 1e-6 : bits < floor_bits + 1e-6;
		if (!same && wrong++ < SHOWN)
			printf("  %.*s %.*s: %.9f in SQL, %.9f here\n", STR_FMT(x), STR_FMT(y),
			       bits, want ? want->bits : (double)NAN);
	}
	sqlite3_finalize(q);
	CHECK_INT(wrong, 0);
	/* What has no key is not met by keys. */
	CHECK(met <= r->n_pairs && r->n_pairs - met <= r->recall.completed);
	CHECK((r->n_pairs - met) * 100 <= r->n_pairs);
}

/* The family name in a column of its own; some have no other, some not that. */
static void say_twice(struct made *m, size_t i)
{
	ptrdiff_t at = str_find(m->name, STR(" "));
	m->town = i % 3 == 1 ? STR("") : str_from(m->name, (size_t)at + 1);
	if (i % 7 == 3)
		m->name = STR("");
}

/* A thousand and more of records have keys, fewer are all compared. */
static void round_trip(size_t n, size_t families_least, enum link_type town)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct made *m = NEW_N(a, 2 * RECORDS_MAX, struct made);
	struct err e = { 0 };
	size_t made = make_people(a, m);
	/* As many again, of other names: those of the first, read backwards. */
	for (size_t i = 0; i < made; i++) {
		struct made *x = &m[made + i];
		char *p = NEW_N(a, m[i].name.n + 1, char);
		for (size_t k = 0; k < m[i].name.n; k++)
			p[k] = m[i].name.p[m[i].name.n - 1 - k];
		*x = m[i];
		x->name = str_n(p, m[i].name.n);
		x->id = str_printf(a, "q%.*s", STR_FMT(m[i].id));
	}
	CHECK(n <= 2 * made);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		if (town == LINK_ID)
			m[i].town = str_printf(a, "%zu", i % 5);
		if (town == LINK_NAME)
			say_twice(&m[i], i);
	}
	struct link_field fields[COUNT(FIELDS)];
	memcpy(fields, FIELDS, sizeof fields);
	fields[2].type = town;
	fields[2].role = town == LINK_NAME ? NAME_FAMILY : NAME_FULL;
	struct link_set *s = set_with(a, fields, m, order, n);
	CHECK((s->apart[2] != NULL) == (town == LINK_ID));
	CHECK((s->holds[0] != 0) == (town == LINK_NAME));
	struct link_result r;
	link_people(a, s, 1, NULL, &r);
	CHECK(r.n_pairs > n / 20);
	CHECK_INT(r.recall.tightened, 0); /* narrower blocks stay here */
	CHECK_OK(link_splink_write(&r, LINK_BOTH, 3, folder, &e), &e);
	CHECK_INT(sqlite3_open(":memory:", &db), SQLITE_OK);
	check_same(a, &r);
	struct str settings;
	CHECK_OK(file_read(str_printf(a, "%s/settings.json", folder).p, 1 << 24, a, &settings, &e),
		 &e);
	CHECK(str_has(settings, STR("arrays_to_explode")) == (families_least > 0));
	sqlite3_close(db);
}

static void remove_files(void)
{
	static const char *const NAMES[] = { "settings.json", "records.csv", "levels.csv",
					     "frequencies.csv" };
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(NAMES); i++)
		unlink(str_printf(a, "%s/%s", folder, NAMES[i]).p);
	rmdir(folder);
}

TEST(the_same_pairs_with_the_same_weights_in_sql)
{
	check_folder(folder, sizeof folder, "splink");
	round_trip(200, 0, LINK_TEXT);
	remove_files();
}

TEST(the_same_by_keys_of_blocking)
{
	check_folder(folder, sizeof folder, "splink");
	round_trip(1700, 1, LINK_TEXT);
	remove_files();
}

/* Numbers from 0 to 4 are those of nobody: no list shares them with another, and none has them for one person. */
TEST(the_same_where_lists_number_in_ways_of_their_own)
{
	check_folder(folder, sizeof folder, "splink");
	round_trip(200, 0, LINK_ID);
	remove_files();
}

TEST(the_same_where_two_columns_say_one_name)
{
	check_folder(folder, sizeof folder, "splink");
	round_trip(200, 0, LINK_NAME);
	remove_files();
}
