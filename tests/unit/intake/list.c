/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists from files: guessed, shown, compared, taken in; and what is refused, with row and column. */
#define _GNU_SOURCE /* memfd_create */
#include "check.h"

#include <sys/mman.h>
#include <unistd.h>

#include "base/crypto.h"
#include "intake/list_priv.h"
#include "register/record.h"

struct desk {
	char dir[64], path[80];
	struct reg *r;
	struct arena *a;
	struct worker w;
	struct entity list;
	struct err e;
};

static void must(struct desk *d, int rc, const char *what)
{
	if (rc < 0)
		die("%s: %s", what, d->e.text);
}

static void desk_open(struct desk *d)
{
	static const struct vault_kdf QUICK = { .ops = 1, .mem = 8u << 20 };
	struct value_field f = { .p = STR("name"), .v = { .type = VALUE_NAME } };
	struct statement st = { .fields = &f, .n_fields = 1 };
	AUTO_REG_TX tx = { 0 };
	char self[4096];
	int64_t seq;
	memset(d, 0, sizeof *d);
	d->a = arena_new(0);
	must(d, crypto_init(&d->e), "crypto");
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert(n > 0);
	self[n] = '\0';
	for (int i = 0; i < 3; i++)
		*strrchr(self, '/') = '\0';
	d->w.path = str_printf(d->a, "%s/vigil-worker", self).p;
	check_folder(d->dir, sizeof d->dir, "vigil-list");
	snprintf(d->path, sizeof d->path, "%s/v.vigil", d->dir);
	must(d,
	     reg_create(d->path, STR("a passphrase for tests"), STR("Example member"), &QUICK,
			&d->r, &d->e),
	     "register");
	f.v.u.text.text = STR("Example list");
	f.v.u.text.lang = STR("en");
	must(d, reg_begin(&tx, d->r, &d->e), "begin");
	must(d, reg_entity_new(&tx, STR("list"), STR("list:a"), &st.subject, &d->e), "list");
	must(d, reg_record(&tx, &st, &seq, &d->e), "record");
	must(d, reg_commit(&tx, &d->e), "commit");
	must(d, reg_entity(d->r, STR("list:a"), d->a, &d->list, &d->e), "list");
}

static void desk_close(struct desk *d)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	reg_close(d->r);
	arena_free(d->a);
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		char p[100];
		snprintf(p, sizeof p, "%s%s", d->path, ENDS[i]);
		unlink(p);
	}
	rmdir(d->dir);
}
#define DESK AUTO(desk_close) struct desk

static int memory(struct str s)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	for (size_t at = 0; fd >= 0 && at < s.n;) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		if (n <= 0)
			die("no memory file");
		at += (size_t)n;
	}
	return fd;
}

/* One file on its way in. */
struct coming {
	int fd;
	struct table_input in;
	struct table_look look;
	struct list_guess guess;
	struct list_source src;
	struct list_plan plan;
};

static void coming_done(struct coming *c)
{
	close(c->fd);
}
#define COMING AUTO(coming_done) struct coming

static int plan(struct desk *d, struct coming *c, const char *text, const char *date)
{
	struct table_options o = { .lang = LANG_EN };
	c->fd = memory(str_of(text));
	c->in = (struct table_input){ c->fd, &d->w };
	must(d, table_look(&c->in, &o, d->a, &c->look, &d->e), "look");
	must(d, list_guess(d->r, d->list.id, &c->look, d->a, &c->guess, &d->e), "guess");
	const int64_t *skip = c->src.skip_rows;
	size_t n_skip = c->src.n_skip_rows;
	c->src = (struct list_source){ .in = &c->in,
				       .look = &c->look,
				       .mapping = &c->guess.mapping,
				       .list = d->list,
				       .name = STR("list.csv"),
				       .date = str_of(date),
				       .label = STR(""),
				       .skip_rows = skip,
				       .n_skip_rows = n_skip };
	return list_plan(d->r, &c->src, NULL, NULL, d->a, &c->plan, &d->e);
}

static int64_t take_in(struct desk *d, const char *text, const char *date)
{
	COMING c = { .fd = -1 };
	struct list_result r;
	must(d, plan(d, &c, text, date), "plan");
	must(d, list_import(d->r, &c.src, &c.plan, NULL, NULL, &r, &d->e), "import");
	return r.edition;
}

static int64_t standing(struct desk *d)
{
	struct conservation c = { 0 };
	CHECK_OK(reg_conservation(d->r, &c, &d->e), &d->e);
	return c.standing;
}

/* ---- comparing ---- */

static const char BASE[] = "no,name,died,age,place\n"
			   "1,Nemouneh Yekom,2025-01-01,30,Tehran\n"
			   "2,Nemouneh Dovom,2025-01-02,31,Shiraz\n"
			   "3,Nemouneh Sevvom,2025-01-03,32,Karaj\n";
static const char BASE_NO_ID[] = "name,died,age,place,cause\n"
				 "Nemouneh Yekom,2025-01-01,30,Tehran,shot\n"
				 "Nemouneh Dovom,2025-01-01,31,Tehran,shot\n"
				 "Nemouneh Dovom,2025-01-01,31,Tehran,shot\n"
				 "Nemouneh Sevvom,2025-01-03,32,Karaj,\n";

TEST(editions_are_compared)
{
	static const struct {
		const char *name, *base, *next;
		int64_t added, changed, same, removed;
	} CASES[] = {
		{ "the same rows in another order", BASE,
		  "no,name,died,age,place\n3,Nemouneh Sevvom,2025-01-03,32,Karaj\n"
		  "2,Nemouneh Dovom,2025-01-02,31,Shiraz\n1,Nemouneh Yekom,2025-01-01,30,Tehran\n",
		  0, 0, 3, 0 },
		{ "columns in another order, and an empty new one", BASE,
		  "place,no,note,name,died,age\nTehran,1,,Nemouneh Yekom,2025-01-01,30\n"
		  "Shiraz,2,,Nemouneh Dovom,2025-01-02,31\nKaraj,3,,Nemouneh Sevvom,2025-01-03,32\n",
		  0, 0, 3, 0 },
		{ "by its own id, whatever else changed", BASE,
		  "no,name,died,age,place\n1,Digar Kasi,2024-05-06,50,Yazd\n"
		  "2,Nemouneh Dovom,2025-01-02,31,Shiraz\n4,Nemouneh Chaharom,2025-01-04,33,Qom\n",
		  1, 1, 1, 1 },
		{ "another id is another row, though all else is equal", BASE,
		  "no,name,died,age,place\n9,Nemouneh Yekom,2025-01-01,30,Tehran\n"
		  "2,Nemouneh Dovom,2025-01-02,31,Shiraz\n3,Nemouneh Sevvom,2025-01-03,32,Karaj\n",
		  1, 0, 2, 1 },
		{ "an id that stands twice tells nothing", BASE,
		  "no,name,died,age,place\n1,Nemouneh Yekom,2025-01-01,30,Tehran\n"
		  "1,Digar Kasi,2024-05-06,50,Yazd\n3,Nemouneh Sevvom,2025-01-03,32,Karaj\n",
		  1, 0, 2, 1 },
		{ "without ids: equal rows one by one", BASE_NO_ID,
		  "name,died,age,place,cause\nNemouneh Dovom,2025-01-01,31,Tehran,shot\n"
		  "Nemouneh Yekom,2025-01-01,30,Tehran,shot\nNemouneh Sevvom,2025-01-03,32,Karaj,\n",
		  0, 0, 3, 1 },
		{ "without ids: the same name, most cells equal", BASE_NO_ID,
		  "name,died,age,place,cause\nNemouneh Yekom,2025-01-01,31,Tehran,shot\n"
		  "Nemouneh Dovom,2025-01-01,31,Tehran,shot\nNemouneh Dovom,2025-01-01,31,Tehran,shot\n"
		  "Nemouneh Sevvom,2025-01-03,32,Karaj,beaten\n",
		  0, 2, 2, 0 },
		{ "of two that could be meant nothing is guessed", BASE_NO_ID,
		  "name,died,age,place,cause\nNemouneh Yekom,2025-01-01,30,Tehran,shot\n"
		  "Nemouneh Dovom,2025-01-01,44,Tehran,shot\nNemouneh Sevvom,2025-01-03,32,Karaj,\n",
		  1, 0, 2, 2 },
		{ "another person who died there and then is another person", BASE_NO_ID,
		  "name,died,age,place,cause\nFarzi Hashtom,2025-01-01,30,Tehran,shot\n"
		  "Nemouneh Dovom,2025-01-01,31,Tehran,shot\nNemouneh Dovom,2025-01-01,31,Tehran,shot\n"
		  "Nemouneh Sevvom,2025-01-03,32,Karaj,\n",
		  1, 0, 3, 1 },
		{ "the name spelled otherwise, all else equal", BASE_NO_ID,
		  "name,died,age,place,cause\nNemuneh Yekum,2025-01-01,30,Tehran,shot\n"
		  "Nemouneh Dovom,2025-01-01,31,Tehran,shot\nNemouneh Dovom,2025-01-01,31,Tehran,shot\n"
		  "Nemouneh Sevvom,2025-01-03,32,Karaj,\n",
		  0, 1, 3, 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		DESK d;
		COMING c = { .fd = -1 };
		struct list_result r;
		desk_open(&d);
		take_in(&d, CASES[i].base, "2026-01-01");
		CHECK_OK(plan(&d, &c, CASES[i].next, "2026-02-01"), &d.e);
		const struct list_plan *p = &c.plan;
		if (p->added != CASES[i].added || p->changed != CASES[i].changed ||
		    p->same != CASES[i].same || p->removed != CASES[i].removed)
			printf("  in \"%s\":\n", CASES[i].name);
		CHECK_INT(p->added, CASES[i].added);
		CHECK_INT(p->changed, CASES[i].changed);
		CHECK_INT(p->same, CASES[i].same);
		CHECK_INT(p->removed, CASES[i].removed);
		CHECK_INT(p->added + p->changed + p->same, p->rows);
		CHECK_OK(list_import(d.r, &c.src, &c.plan, NULL, NULL, &r, &d.e), &d.e);
		CHECK_INT(standing(&d), p->rows);
		struct conservation k;
		CHECK_OK(reg_conservation(d.r, &k, &d.e), &d.e);
		CHECK_INT(k.removed, CASES[i].removed);
		/* The register counts the same from its own rows. */
		struct edition_diff *diff;
		struct edition_totals t;
		size_t n;
		CHECK_OK(
			reg_edition_diff(d.r, p->base, r.edition, 0, 100, d.a, &diff, &n, &t, &d.e),
			&d.e);
		CHECK_INT(t.added, p->added);
		CHECK_INT(t.changed, p->changed);
		CHECK_INT(t.same, p->same);
		CHECK_INT(t.removed, p->removed);
	}
}

TEST(what_an_older_edition_had_comes_back_as_itself)
{
	DESK d;
	COMING c = { .fd = -1 };
	desk_open(&d);
	take_in(&d, BASE, "2026-01-01");
	take_in(&d, "no,name,died,age,place\n2,Nemouneh Dovom,2025-01-02,31,Shiraz\n",
		"2026-02-01");
	CHECK_OK(
		plan(&d, &c,
		     "no,name,died,age,place\n1,Nemouneh Yekom,2025-01-01,30,Tehran\n"
		     "2,Nemouneh Dovom,2025-01-02,31,Shiraz\n3,Nemouneh Sevvom,2025-01-03,33,Karaj\n",
		     "2026-03-01"),
		&d.e);
	CHECK_INT(c.plan.back, 2);
	CHECK_INT(c.plan.same, 1);
	CHECK_INT(c.plan.changed, 0);
	CHECK_INT(c.plan.added, 2);
}

TEST(an_edition_taken_back_and_in_again_records_nothing_twice)
{
	DESK d;
	COMING c = { .fd = -1 };
	struct list_result r;
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	desk_open(&d);
	int64_t one = take_in(&d, BASE, "2026-01-01");
	must(&d, reg_begin(&tx, d.r, &d.e), "begin");
	must(&d, reg_undo(&tx, one, STR("test"), &seq, &d.e), "undo");
	must(&d, reg_commit(&tx, &d.e), "commit");
	CHECK_INT(standing(&d), 0);
	CHECK_OK(plan(&d, &c, BASE, "2026-01-01"), &d.e);
	CHECK_INT(c.plan.added, 3);
	CHECK_INT(c.plan.back, 3);
	CHECK_OK(list_import(d.r, &c.src, &c.plan, NULL, NULL, &r, &d.e), &d.e);
	struct mention m;
	struct entity en;
	CHECK_OK(reg_entity(d.r, STR("N-1"), d.a, &en, &d.e), &d.e);
	CHECK_OK(reg_mention(d.r, en.id, d.a, &m, &d.e), &d.e);
	CHECK_INT(m.versions, 1);
	CHECK(m.stands);
}

TEST(the_same_file_is_taken_in_once)
{
	DESK d;
	COMING c = { .fd = -1 };
	desk_open(&d);
	take_in(&d, BASE, "2026-01-01");
	CHECK_ERR(plan(&d, &c, BASE, "2026-02-01"), ERR_CONFLICT);
}

/* ---- what is refused ---- */

TEST(a_file_with_a_row_that_cannot_be_taken_in_is_refused_whole)
{
	DESK d;
	COMING c = { .fd = -1 };
	struct list_result r;
	static const int64_t SKIP[] = { 3 };
	desk_open(&d);
	CHECK_OK(
		plan(&d, &c,
		     "name,died,place\nNemouneh Yekom,2025-01-01,Tehran\n"
		     "Nemouneh Dovom,2025-01-02,Shiraz,more,cells\nNemouneh Sevvom,2025-01-03,Karaj\n",
		     "2026-01-01"),
		&d.e);
	CHECK(c.plan.faults.stopping > 0);
	CHECK_INT(c.plan.faults.items[0].row, 3);
	CHECK_ERR(list_import(d.r, &c.src, &c.plan, NULL, NULL, &r, &d.e), ERR_INPUT);
	CHECK_INT(standing(&d), 0);
	close(c.fd);
	/* Unless somebody says to leave it out, and then the edition says so. */
	c.src.skip_rows = SKIP;
	c.src.n_skip_rows = 1;
	CHECK_OK(
		plan(&d, &c,
		     "name,died,place\nNemouneh Yekom,2025-01-01,Tehran\n"
		     "Nemouneh Dovom,2025-01-02,Shiraz,more,cells\nNemouneh Sevvom,2025-01-03,Karaj\n",
		     "2026-01-01"),
		&d.e);
	CHECK_INT(c.plan.faults.stopping, 0);
	CHECK_INT(c.plan.left_out, 1);
	CHECK_OK(list_import(d.r, &c.src, &c.plan, NULL, NULL, &r, &d.e), &d.e);
	CHECK_INT(standing(&d), 2);
}

/* More than are told one by one. */
TEST(many_rows_that_are_left_out_stop_nothing)
{
	enum { BROKEN = 300 };
	DESK d;
	COMING c = { .fd = -1 };
	AUTO_BUF b;
	int64_t skip[BROKEN];
	desk_open(&d);
	buf_init(&b, 1 << 20);
	buf_lit(&b, "name,died,place\n");
	for (int64_t i = 0; i < BROKEN; i++) {
		buf_printf(&b, "Example person %d,2025-01-01\n", (int)i);
		skip[i] = i + 2;
	}
	buf_lit(&b, "Nemouneh Yekom,2025-01-02,Tehran\n");
	c.src.skip_rows = skip;
	c.src.n_skip_rows = BROKEN - 1;
	CHECK_OK(plan(&d, &c, buf_z(&b), "2026-01-01"), &d.e);
	CHECK_INT(c.plan.faults.stopping, 1);
	close(c.fd);
	c.src.n_skip_rows = BROKEN;
	CHECK_OK(plan(&d, &c, buf_z(&b), "2026-01-01"), &d.e);
	CHECK_INT(c.plan.faults.stopping, 0);
	CHECK_INT(c.plan.left_out, BROKEN);
	CHECK_INT(c.plan.rows, 1);
}

/* What was found by looking is not forgotten when the rows are read. */
TEST(what_stops_a_look_stops_the_plan)
{
	DESK d;
	COMING none = { .fd = -1 };
	COMING guessed = { .fd = -1 };
	COMING sure = { .fd = -1 };
	struct list_result r;
	desk_open(&d);
	CHECK_OK(plan(&d, &none, "no,name,died\n", "2026-01-01"), &d.e);
	CHECK_INT(none.plan.faults.stopping, 1);
	CHECK_ERR(list_import(d.r, &none.src, &none.plan, NULL, NULL, &r, &d.e), ERR_INPUT);
	/* A handful of bytes that are no UTF-8: which letters they are is a guess, so nobody is called by it. */
	CHECK_OK(plan(&d, &guessed, "no,name,died\n1,Nemouneh \xe3\xe4,2025-01-01\n", "2026-01-01"),
		 &d.e);
	CHECK(guessed.look.encoding_sure < LIST_ENCODING_SURE);
	CHECK_INT(guessed.plan.faults.stopping, 1);
	CHECK_STR(str_of(guessed.plan.faults.items[0].code), "encoding_unsure");
	CHECK_STR(str_of(guessed.plan.faults.items[1].code), "guessed_letters");
	CHECK_INT(guessed.plan.faults.items[1].row, 2);
	CHECK_ERR(list_import(d.r, &guessed.src, &guessed.plan, NULL, NULL, &r, &d.e), ERR_INPUT);
	CHECK_INT(standing(&d), 0);
	/* Persian letters, enough of them, are told and taken. */
	CHECK_OK(
		plan(&d, &sure,
		     "no,name,died\n1,\xe4\xe3\xe6\xe4\xe5 \xed\xdf\xe3,2025-01-01\n"
		     "2,\xe4\xe3\xe6\xe4\xe5 \xcf\xe6\xe3,2025-01-02\n3,\xe4\xe3\xe6\xe4\xe5 \xd3\xe6\xe3,2025-01-03\n",
		     "2026-01-01"),
		&d.e);
	CHECK(sure.look.encoding_sure >= LIST_ENCODING_SURE);
	CHECK_INT(sure.plan.faults.stopping, 0);
	CHECK_INT(sure.plan.faults.all, 1);
	CHECK_OK(list_import(d.r, &sure.src, &sure.plan, NULL, NULL, &r, &d.e), &d.e);
}

TEST(a_file_that_changed_since_it_was_looked_at_is_refused)
{
	DESK d;
	COMING c = { .fd = -1 };
	struct list_result r;
	desk_open(&d);
	CHECK_OK(plan(&d, &c, BASE, "2026-01-01"), &d.e);
	CHECK(pwrite(c.fd, "9", 1, 40) == 1);
	CHECK_ERR(list_import(d.r, &c.src, &c.plan, NULL, NULL, &r, &d.e), ERR_CONFLICT);
	CHECK_INT(standing(&d), 0);
}

TEST(an_edition_that_came_in_between_is_noticed)
{
	DESK d;
	COMING c = { .fd = -1 };
	struct list_result r;
	desk_open(&d);
	CHECK_OK(plan(&d, &c, BASE, "2026-01-01"), &d.e);
	take_in(&d, BASE_NO_ID, "2026-01-01");
	CHECK_ERR(list_import(d.r, &c.src, &c.plan, NULL, NULL, &r, &d.e), ERR_CONFLICT);
}

TEST(what_is_not_understood_stays_and_is_counted)
{
	DESK d;
	COMING c = { .fd = -1 };
	struct list_result r;
	struct mention m;
	struct entity en;
	desk_open(&d);
	CHECK_OK(
		plan(&d, &c,
		     "name,died,age\nNemouneh Yekom,in the spring,30\n"
		     "Nemouneh Dovom,2025-02-30,about\nNemouneh Sevvom,1404/02/31,40\n,,\nناشناس,2025,\n",
		     "2026-01-01"),
		&d.e);
	CHECK_INT(c.plan.faults.stopping, 0);
	CHECK_INT(c.plan.columns[1].not_understood, 2);
	CHECK_INT(c.plan.columns[1].first_row, 2);
	CHECK_INT(c.plan.columns[2].not_understood, 1);
	CHECK_OK(list_import(d.r, &c.src, &c.plan, NULL, NULL, &r, &d.e), &d.e);
	CHECK_OK(reg_entity(d.r, STR("N-2"), d.a, &en, &d.e), &d.e);
	CHECK_OK(reg_mention(d.r, en.id, d.a, &m, &d.e), &d.e);
	CHECK_STR(m.cells, "[\"Nemouneh Dovom\",\"2025-02-30\",\"about\"]");
	struct conservation k;
	CHECK_OK(reg_conservation(d.r, &k, &d.e), &d.e);
	CHECK_INT(k.unnamed, 1);
}

/* ---- sealed columns ---- */

/* The first edition is read without being compared: what it is told to be has to be the same. */
TEST(rows_and_ids_that_stand_twice_are_counted)
{
	static const char ROWS[] = "id,name,died\n"
				   "1,Nemouneh Yekom,2025-01-05\n"
				   "1,Nemouneh Yekom,2025-01-05\n"
				   "1,Nemouneh Dovom,2025-01-06\n"
				   ",Nemouneh Sevvom,2025-01-07\n"
				   ",unknown,2025-01-07\n"
				   "4,Nemouneh Chaharom,2025-01-08\n";
	DESK d;
	desk_open(&d);
	for (int again = 0; again < 2; again++) {
		COMING c = { .fd = -1 };
		/* Then as one of a list that had another edition. */
		CHECK_OK(plan(&d, &c, ROWS, again ? "2026-02-01" : "2026-01-01"), &d.e);
		CHECK_INT(c.plan.rows, 6);
		CHECK_INT(c.plan.added, 6);
		CHECK_INT(c.plan.doubles, 1);
		CHECK_INT(c.plan.id_doubles, 3);
		CHECK_INT(c.plan.unnamed, 1);
		CHECK_INT(c.plan.base != 0, again);
		CHECK_INT(c.plan.room.rows, 6);
		CHECK(c.plan.room.vault_bytes > 6 * 2500);
		if (!again)
			take_in(&d, "id,name,died\n9,Nemouneh Nohom,2024-03-03\n", "2026-01-01");
	}
}

TEST(a_list_without_room_is_refused_before_it_is_sealed)
{
	struct err e = { 0 };
	struct list_room r = list_room_of(1000, 70000, 1000000);
	CHECK_INT(r.vault_bytes, 1000 * 2500 + 70000 / 10 * 36);
	CHECK_INT(r.beside_bytes, 2 * r.vault_bytes);
	CHECK_ERR(list_room_check(&r, &e), ERR_TOOBIG);
	CHECK(strstr(e.text, "1000 rows need about 0.0 GB") != NULL);
	r.free_bytes = r.beside_bytes;
	CHECK_OK(list_room_check(&r, &e), &e);
	r = list_room_of(1000, 70000, -1);
	CHECK_OK(list_room_check(&r, &e), &e);
	CHECK_INT(list_room_of(20000000, 0, -1).seconds, 2200);

	DESK d;
	desk_open(&d);
	COMING c = { .fd = -1 };
	CHECK_OK(plan(&d, &c, "id,name\n1,Nemouneh Yekom\n", "2026-01-01"), &d.e);
	r = list_room_ahead(d.r, &c.src);
	CHECK_INT(r.rows, 1);
	CHECK(r.free_bytes > 0);
	c.plan.room.free_bytes = 1;
	struct list_result res;
	CHECK_ERR(list_import(d.r, &c.src, &c.plan, NULL, NULL, &res, &d.e), ERR_TOOBIG);
}

TEST(columns_of_telephones_are_sealed_and_still_compared)
{
	static const char ONE[] = "no,name,tel\n1,Nemouneh Yekom,0000001\n2,Nemouneh Dovom,\n";
	static const char TWO[] = "no,name,tel\n1,Nemouneh Yekom,0000002\n2,Nemouneh Dovom,\n";
	DESK d;
	COMING c = { .fd = -1 };
	struct entity en;
	struct str sealed;
	desk_open(&d);
	take_in(&d, ONE, "2026-01-01");
	CHECK_OK(reg_entity(d.r, STR("N-1"), d.a, &en, &d.e), &d.e);
	CHECK_OK(reg_mention_sealed(d.r, en.id, d.a, &sealed, &d.e), &d.e);
	CHECK_STR(sealed, "[[3,\"0000001\"]]");
	CHECK_OK(plan(&d, &c, TWO, "2026-02-01"), &d.e);
	CHECK_INT(c.plan.changed, 1);
	CHECK_INT(c.plan.same, 1);
}

/* ---- guessing and showing ---- */

TEST(columns_are_guessed_by_their_names)
{
	static const struct {
		const char *header, *as;
	} CASES[] = {
		{ "id,first name,surname,date of death,age,gender,city,source",
		  "id given_name family_name date age sex place url" },
		{ "ردیف,نام,نام خانوادگی,نام پدر,تاریخ اعدام,سن,جنسیت,استان,زندان,اتهام",
		  "id given_name family_name father_name date age sex place prison charge" },
		{ "الرقم,الاسم الكامل,العمر,تاريخ الوفاة,المدينة,الجنس",
		  "id name age date place sex" },
		{ "ژمارە,ناو,تەمەن,بەروار,شار", "id name age date place" },
		{ "Full name,Date of birth,Killed on,Place of burial,Remarks",
		  "name birth_date date burial_place note" },
		{ "name,by,bm,bd", "name birth_year birth_month birth_day" },
		{ "name,phone number,National ID,e-mail", "name sealed sealed sealed" },
		{ "نام,شماره ملی,تلفن تماس", "name sealed sealed" },
		{ "colour,weight", "- -" },
	};
	DESK d;
	desk_open(&d);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_BUF b;
		struct list_mapping m;
		struct table_look look = { .n_columns = 0 };
		struct str name;
		buf_init(&b, 4096);
		look.columns = NEW_N(d.a, 16, struct table_column);
		for (struct str rest = str_of(CASES[i].header); rest.p;) {
			rest = str_cut(rest, ',', &name);
			look.columns[look.n_columns++].name = name;
		}
		list_guess_columns(&look, d.a, &m);
		for (size_t k = 0; k < m.n; k++)
			buf_printf(&b, "%s%s", k ? " " : "",
				   m.columns[k].sealed	? "sealed"
				   : m.columns[k].field ? list_field_code(m.columns[k].field)
							: "-");
		CHECK_STR(buf_str(&b), CASES[i].as);
	}
}

TEST(cells_are_shown_as_they_would_be_understood)
{
	static const struct {
		struct list_column col;
		const char *cell;
		enum list_verdict verdict;
		const char *as;
	} CASES[] = {
		{ { .field = LIST_DATE }, "2025-10-12", LIST_UNDERSTOOD, "12 Oct 2025" },
		{ { .field = LIST_DATE },
		  "1404/07/20",
		  LIST_UNDERSTOOD,
		  "12 Oct 2025 (20 Mehr 1404)" },
		{ { .field = LIST_DATE }, "03/04/2025", LIST_DOUBTFUL, NULL },
		{ { .field = LIST_DATE, .order = LIST_ORDER_DMY },
		  "03/04/2025",
		  LIST_UNDERSTOOD,
		  "3 Apr 2025" },
		{ { .field = LIST_DATE, .order = LIST_ORDER_MDY },
		  "03/04/2025",
		  LIST_UNDERSTOOD,
		  "4 Mar 2025" },
		{ { .field = LIST_DATE, .has_calendar = true, .calendar = CAL_GREGORIAN },
		  "1404/07/20",
		  LIST_NOT_UNDERSTOOD,
		  "" },
		{ { .field = LIST_DATE }, "2025-02-30", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_DATE }, "20251012", LIST_UNDERSTOOD, "12 Oct 2025" },
		{ { .field = LIST_DATE },
		  "۱۴۰۴۰۷۲۰",
		  LIST_UNDERSTOOD,
		  "12 Oct 2025 (20 Mehr 1404)" },
		{ { .field = LIST_DATE }, "13042025", LIST_UNDERSTOOD, "13 Apr 2025" },
		{ { .field = LIST_DATE }, "03042025", LIST_DOUBTFUL, NULL },
		{ { .field = LIST_DATE, .order = LIST_ORDER_DMY },
		  "03042025",
		  LIST_UNDERSTOOD,
		  "3 Apr 2025" },
		{ { .field = LIST_DATE }, "20251345", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_AGE }, "#DIV/0!", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_AGE }, "Err:502", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_NAME }, "#REF!", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_NAME }, "#12 Nemouneh", LIST_AS_GIVEN, "" },
		{ { .field = LIST_KEPT }, "#REF!", LIST_AS_GIVEN, "" },
		{ { .field = LIST_DATE }, "", LIST_NOTHING, "" },
		{ { .field = LIST_AGE }, "34", LIST_UNDERSTOOD, "34" },
		{ { .field = LIST_AGE }, "۳۴ ساله", LIST_UNDERSTOOD, "34" },
		{ { .field = LIST_AGE }, "30-35", LIST_UNDERSTOOD, "30–35" },
		{ { .field = LIST_AGE }, "340", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_AGE }, "child", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_YEAR }, "1404", LIST_UNDERSTOOD, "1404" },
		{ { .field = LIST_YEAR }, "04", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_SEX }, "زن", LIST_UNDERSTOOD, "woman or girl" },
		{ { .field = LIST_SEX }, "M", LIST_UNDERSTOOD, "man or boy" },
		{ { .field = LIST_SEX }, "x", LIST_NOT_UNDERSTOOD, "" },
		{ { .field = LIST_CALENDAR }, "شمسی", LIST_UNDERSTOOD, "Jalali" },
		{ { .field = LIST_NAME }, "Nemouneh", LIST_AS_GIVEN, "" },
		{ { .sealed = true }, "0000", LIST_AS_GIVEN, "" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct list_reading r;
		list_read_cell(&CASES[i].col, str_of(CASES[i].cell), LANG_EN, a, &r);
		if (r.verdict != CASES[i].verdict)
			printf("  in \"%s\":\n", CASES[i].cell);
		CHECK_INT(r.verdict, CASES[i].verdict);
		if (CASES[i].as)
			CHECK_STR(r.as, CASES[i].as);
		CHECK((r.verdict == LIST_NOT_UNDERSTOOD) <= (r.why.n > 0));
	}
}
