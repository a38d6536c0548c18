/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linking on a vault: persons, their ids, decisions that count at once, and what a run may not change. */
#include "../register/lists.h"

#include "link/register.h"

/* Invented names of two syllables from each of two rows: no two alike. */
static const char *const FIRST_HALF[] = { "Bar", "Dil", "Fer", "Gol", "Hoz",
					  "Kam", "Lav", "Mon", "Nag", "Peyv" };
static const char *const SECOND_HALF[] = { "zad",  "mik", "shur", "tob",  "rin",
					   "gash", "lem", "vand", "khor", "sip" };

/* `n` invented people, one a line; `also` puts a letter more into each. */
static const char *people(struct scene *s, size_t from, size_t n, const char *also)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	for (size_t i = from; i < from + n; i++)
		buf_printf(&b, "%s%zu|%s%s %s%s%s|20%02zu-%02zu-%02zu", i > from ? "\n" : "", i + 1,
			   FIRST_HALF[i % 10], SECOND_HALF[i / 10 % 10], FIRST_HALF[i * 7 % 10],
			   SECOND_HALF[i * 3 / 7 % 10], also, i % 23, i % 12 + 1, i % 28 + 1);
	return str_z(s->a, buf_str(&b));
}

static struct linkage_job *begin(struct scene *s)
{
	struct linkage_options o = { .seed = 1, .draws = 20 };
	struct linkage_job *j = NULL;
	must(s, linkage_begin(s->r, &o, NULL, NULL, &j, &s->e), "begin");
	return j;
}

static int64_t run(struct scene *s)
{
	AUTO_LINKAGE *j = begin(s);
	int64_t seq = 0;
	must(s, linkage_commit(j, s->r, STR(""), &seq, &s->e), "commit");
	return seq;
}

static int64_t person(struct scene *s, const char *number)
{
	struct entity en = mention_no(s, number);
	struct entity who;
	must(s, reg_person_of(s->r, en.id, &who, &s->e), "person");
	return who.id;
}

static struct linkage_count count(struct scene *s)
{
	struct linkage_count c = { 0 };
	CHECK_OK(linkage_count(s->r, &c, &s->e), &s->e);
	return c;
}

static void check_rebuild(struct scene *s)
{
	struct hash before;
	struct hash after;
	CHECK_OK(vault_rebuild(reg_vault(s->r), NULL, NULL, &before, &after, &s->e), &s->e);
	CHECK(hash_eq(&before, &after));
}

static void two_lists(struct scene *s, struct entity *a, struct entity *b)
{
	*a = list_make(s, "list:a");
	*b = list_make(s, "list:b");
	edition(s, a, "2026-01-01", people(s, 0, 80, ""));
	edition(s, b, "2026-01-02", people(s, 40, 60, "h"));
}

TEST(records_of_two_lists_become_persons)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	int64_t seq = run(&s);
	CHECK(seq > 0);
	/* The 41st of the first list is the first of the second. */
	CHECK(person(&s, "N-00041") != 0);
	CHECK_INT(person(&s, "N-00041"), person(&s, "N-00081"));
	CHECK_INT(person(&s, "N-00001"), 0);
	struct linkage_count c = count(&s);
	CHECK_INT(c.persons, 100);
	CHECK_INT(c.run, seq);
	CHECK_INT(c.unseen, 0);
	struct linkage_report rep;
	CHECK_OK(linkage_report(s.r, 0, s.a, &rep, &s.e), &s.e);
	CHECK_INT(rep.records, 140);
	CHECK_INT(rep.persons, 100);
	CHECK_INT(rep.linked, 80);
	CHECK(rep.lo <= 100 && rep.hi >= 100);
	CHECK_INT(rep.n_lists, 2);
	CHECK(rep.n_fields >= 2);
	check_rebuild(&s);
	/* Again: nothing changes, no new person. */
	int64_t was = person(&s, "N-00041");
	AUTO_LINKAGE *j = begin(&s);
	struct linkage_diff d;
	CHECK_OK(linkage_diff(j, s.r, s.a, &d, &s.e), &s.e);
	CHECK_INT(d.n, 0);
	CHECK_INT(d.same, 40);
	int64_t again;
	CHECK_OK(linkage_commit(j, s.r, STR("again"), &again, &s.e), &s.e);
	CHECK_INT(person(&s, "N-00041"), was);
	undo_entry(&s, again);
	CHECK_INT(person(&s, "N-00041"), was);
	undo_entry(&s, seq);
	CHECK_INT(person(&s, "N-00041"), 0);
	check_rebuild(&s);
}

TEST(a_run_that_is_stale_is_not_written)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	AUTO_LINKAGE *j = begin(&s);
	decide(&s, mention_no(&s, "N-00001"), mention_no(&s, "N-00002"), LINK_SAYS_DIFFERENT,
	       LINK_ROUND_FIRST);
	int64_t seq;
	CHECK_ERR(linkage_commit(j, s.r, STR(""), &seq, &s.e), ERR_CONFLICT);
}
