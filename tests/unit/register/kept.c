/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of the register is given back while it must be the same, and not a moment longer. */
#include "lists.h"

#include "register/kept.h"
#include "register/pair.h"
#include "register/list_overlap.h"

static const char ROWS[] = "1|Nemouneh Yekom|2025-01-01\n"
			   "2|Nemouneh Dovom|2025-01-02";
static const char WHAT, OTHER;

static struct kept_key key(enum kept_until until)
{
	return (struct kept_key){ &WHAT, (int64_t)until, until };
}

static void keep_all(struct scene *s)
{
	for (int i = KEPT_UNTIL_ENTRY; i <= KEPT_UNTIL_RUN; i++)
		CHECK_OK(reg_keep(s->r, key((enum kept_until)i), &i, sizeof i, &s->e), &s->e);
}

/* "entry act run": those that are still there. */
static struct str there(struct scene *s)
{
	static const char *const NAMES[] = { "entry ", "act ", "run " };
	AUTO_BUF b;
	buf_init(&b, 100);
	for (int i = KEPT_UNTIL_ENTRY; i <= KEPT_UNTIL_RUN; i++) {
		const void *p;
		size_t n;
		CHECK_OK(reg_kept(s->r, key((enum kept_until)i), &p, &n, &s->e), &s->e);
		if (!p)
			continue;
		CHECK_INT(n, sizeof i);
		CHECK(memcmp(p, &i, sizeof i) == 0);
		buf_add(&b, str_of(NAMES[i]));
	}
	return buf_copy(&b, s->a);
}

static int64_t run_of(struct scene *s, bool write)
{
	AUTO_REG_TX tx = { 0 };
	struct assign_run run = { .model = STR("t"), .reason = STR(""), .summary = STR("") };
	struct assignment to = { .record = mention_no(s, "N-00001") };
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_assign_begin(&tx, &run, &seq, &s->e), "run");
	to.person = new_person(s, &tx);
	must(s, reg_assign(&tx, seq, &to, 1, &s->e), "assign");
	must(s, reg_run_model(&tx, seq, STR("{}"), &s->e), "model");
	if (!write) {
		const void *p;
		size_t n;
		/* Nothing is given, or kept, where it could be taken back. */
		CHECK_OK(reg_kept(s->r, key(KEPT_UNTIL_RUN), &p, &n, &s->e), &s->e);
		CHECK(p == NULL);
		CHECK_OK(reg_keep(s->r, (struct kept_key){ &OTHER, 0, KEPT_UNTIL_RUN }, &seq,
				  sizeof seq, &s->e),
			 &s->e);
		reg_tx_done(&tx);
		CHECK_OK(reg_kept(s->r, (struct kept_key){ &OTHER, 0, KEPT_UNTIL_RUN }, &p, &n,
				  &s->e),
			 &s->e);
		CHECK(p == NULL);
		return 0;
	}
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

TEST(what_is_kept_is_there_until_it_could_be_another)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	CHECK_STR(there(&s), "");
	keep_all(&s);
	CHECK_STR(there(&s), "entry act run ");
	say(&s, "organisation:first", "person:told", "name=Nemouneh Yekom");
	CHECK_STR(there(&s), "act run ");
	edition(&s, &list, "2026-01-01", ROWS);
	CHECK_STR(there(&s), "run ");
	keep_all(&s);
	decide(&s, mention_no(&s, "N-00001"), mention_no(&s, "N-00002"), LINK_SAYS_SAME,
	       LINK_ROUND_FIRST);
	CHECK_STR(there(&s), "run ");
	keep_all(&s);
	/* What follows from a decision speaks of no pairs. */
	struct assignment to = { .record = mention_no(&s, "N-00001") };
	int64_t settled = assign(&s, &to, 1);
	CHECK_STR(there(&s), "run ");
	undo_entry(&s, settled);
	CHECK_STR(there(&s), "run ");
	keep_all(&s);
	run_of(&s, false);
	CHECK_STR(there(&s), "entry act run ");
	int64_t run = run_of(&s, true);
	CHECK_STR(there(&s), "");
	keep_all(&s);
	undo_entry(&s, run);
	CHECK_STR(there(&s), "");
	keep_all(&s);
	/* A view that is made again has other places: also what was erased is then in no memory. */
	check_rebuild(s.r, &s.e);
	CHECK_STR(there(&s), "");
}

TEST(what_was_not_asked_for_longest_makes_room)
{
	SCENE s;
	scene_open(&s);
	struct kept_key first = { &WHAT, 0, KEPT_UNTIL_ENTRY };
	const void *p;
	size_t n;
	for (int64_t i = 0; i <= KEPT_MAX; i++) {
		CHECK_OK(reg_keep(s.r, (struct kept_key){ &WHAT, i, KEPT_UNTIL_ENTRY }, &i,
				  sizeof i, &s.e),
			 &s.e);
		CHECK_OK(reg_kept(s.r, first, &p, &n, &s.e), &s.e);
		CHECK(p != NULL);
	}
	int64_t left = 0;
	for (int64_t i = 0; i <= KEPT_MAX; i++) {
		CHECK_OK(reg_kept(s.r, (struct kept_key){ &WHAT, i, KEPT_UNTIL_ENTRY }, &p, &n,
				  &s.e),
			 &s.e);
		left += p != NULL;
	}
	CHECK_INT(left, KEPT_MAX);
	/* Also nothing can be kept: no bytes are not nothing. */
	CHECK_OK(reg_keep(s.r, first, NULL, 0, &s.e), &s.e);
	CHECK_OK(reg_kept(s.r, first, &p, &n, &s.e), &s.e);
	CHECK(p != NULL && n == 0);
}

/* What pages ask for is that of the register, however often it was asked before. */
TEST(what_lists_share_follows_runs_and_their_undoing)
{
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	struct list_overlap *o;
	struct list_twice *t;
	struct list_summary sum;
	size_t n;
	int64_t total;
	int64_t run = 0;
	edition(&s, &list, "2026-01-01", ROWS);
	for (int round = 0; round < 6; round++) {
		bool linked = round == 2 || round == 3;
		if (round == 2) {
			AUTO_REG_TX tx = { 0 };
			struct assign_run of = { .model = STR("t"),
						 .reason = STR(""),
						 .summary = STR("") };
			struct assignment to[2] = { { .record = mention_no(&s, "N-00001") },
						    { .record = mention_no(&s, "N-00002") } };
			must(&s, reg_begin(&tx, s.r, &s.e), "begin");
			must(&s, reg_assign_begin(&tx, &of, &run, &s.e), "run");
			to[0].person = to[1].person = new_person(&s, &tx);
			must(&s, reg_assign(&tx, run, to, 2, &s.e), "assign");
			must(&s, reg_commit(&tx, &s.e), "commit");
		}
		if (round == 4)
			undo_entry(&s, run);
		CHECK_OK(reg_list_overlaps(s.r, s.a, &o, &n, &s.e), &s.e);
		CHECK_INT(n, linked ? 1 : 0);
		CHECK_OK(reg_list_twice(s.r, list.id, 0, 10, s.a, &t, &n, &total, &s.e), &s.e);
		CHECK_INT(total, linked ? 1 : 0);
		CHECK_INT(n, linked ? 1 : 0);
		CHECK_OK(reg_list_summary(s.r, list.id, s.a, &sum, &s.e), &s.e);
		CHECK_INT(sum.linked, linked ? 2 : 0);
		CHECK_INT(sum.persons, linked ? 1 : 0);
		CHECK_INT(sum.standing, 2);
		CHECK_INT(sum.editions, 1);
	}
}
