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
	(void)counted_now(s);
	must(s, linkage_commit(j, s->r, STR(""), &seq, &s->e), "commit");
	(void)counted_now(s);
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
	(void)counted_now(s);
	return c;
}

static struct entity list_named(struct scene *s, const char *key, const char *said)
{
	say(s, "organisation:first", key, said);
	return of(s, key);
}

static void two_lists(struct scene *s, struct entity *a, struct entity *b)
{
	*a = list_named(s, "list:a", "name=Example register; duplicate_free=yes");
	*b = list_named(s, "list:b", "name=Example press list; duplicate_free=yes");
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
	/* Neither repeats anybody, and all of both are fewer than the two together. */
	CHECK(rep.lists[0].expected_milli > 79000 && rep.lists[0].expected_milli <= 80000);
	CHECK(rep.lists[1].expected_milli > 59000 && rep.lists[1].expected_milli <= 60000);
	CHECK(rep.expected_milli > 98000 && rep.expected_milli < 102000);
	CHECK(rep.n_fields >= 2);
	check_counted_again(&s);
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
	check_counted_again(&s);
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

/* ---- decisions ---- */

static struct linkage_decided answer(struct scene *s, const char *a, const char *b,
				     enum link_says says)
{
	struct linkage_decided d = { 0 };
	struct linkage_decide in = { .a = mention_no(s, a).id,
				     .b = mention_no(s, b).id,
				     .says = says,
				     .reason = STR("for the test") };
	(void)counted_now(s);
	CHECK_OK(linkage_decide(s->r, &in, &d, &s->e), &s->e);
	(void)counted_now(s);
	return d;
}

TEST(a_decision_counts_at_once_and_can_be_taken_back)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	run(&s);
	int64_t was = person(&s, "N-00041");
	struct linkage_decided d = answer(&s, "N-00041", "N-00081", LINK_SAYS_DIFFERENT);
	CHECK_INT(d.round, LINK_ROUND_FIRST);
	CHECK_INT(d.persons_before, 1);
	CHECK_INT(d.persons_after, 2);
	CHECK_INT(person(&s, "N-00041"), was);
	CHECK_INT(person(&s, "N-00081"), 0);
	CHECK_INT(count(&s).persons, 101);
	check_counted_again(&s);
	/* A later run keeps to it. */
	run(&s);
	CHECK_INT(person(&s, "N-00081"), 0);
	CHECK_INT(person(&s, "N-00041"), was);
	/* Two that have nothing in common, because somebody knows. */
	answer(&s, "N-00001", "N-00081", LINK_SAYS_SAME);
	CHECK(person(&s, "N-00081") != 0);
	CHECK_INT(person(&s, "N-00001"), person(&s, "N-00081"));
	CHECK_INT(count(&s).persons, 100);
	run(&s);
	CHECK_INT(person(&s, "N-00001"), person(&s, "N-00081"));
	CHECK_OK(linkage_undo(s.r, d.seq, STR("a mistake"), &s.e), &s.e);
	/* What is left still says where it is: the first list has at most one record of a person. */
	CHECK_INT(person(&s, "N-00041"), was);
	CHECK_INT(person(&s, "N-00081"), person(&s, "N-00001"));
	CHECK_INT(count(&s).persons, 100);
	check_counted_again(&s);
	struct linkage_decide bare = { .a = mention_no(&s, "N-00001").id,
				       .b = mention_no(&s, "N-00002").id,
				       .says = LINK_SAYS_UNSURE,
				       .reason = STR(" ") };
	struct linkage_decided none;
	CHECK_ERR(linkage_decide(s.r, &bare, &none, &s.e), ERR_INPUT);
	CHECK_ERR(linkage_undo(s.r, d.seq, STR(""), &s.e), ERR_NOTFOUND);
}

TEST(an_answer_given_anew_replaces_the_first)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	struct linkage_pair p;
	two_lists(&s, &a, &b);
	run(&s);
	answer(&s, "N-00041", "N-00081", LINK_SAYS_DIFFERENT);
	answer(&s, "N-00081", "N-00041", LINK_SAYS_SAME);
	CHECK_OK(linkage_pair(s.r, mention_no(&s, "N-00041").id, mention_no(&s, "N-00081").id, s.a,
			      &p, &s.e),
		 &s.e);
	CHECK_INT(p.n_verdicts, 1);
	CHECK(p.standing && p.says == LINK_SAYS_SAME && !p.disputed && !p.may_second);
	CHECK(p.one_person);
}

/* ---- one pair ---- */

TEST(a_waterfall_sums_exactly)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	run(&s);
	static const char *const PAIRS[][2] = { { "N-00041", "N-00081" },
						{ "N-00081", "N-00041" },
						{ "N-00001", "N-00002" },
						{ "N-00003", "N-00140" } };
	for (size_t i = 0; i < COUNT(PAIRS); i++) {
		struct linkage_pair p;
		CHECK_OK(linkage_pair(s.r, mention_no(&s, PAIRS[i][0]).id,
				      mention_no(&s, PAIRS[i][1]).id, s.a, &p, &s.e),
			 &s.e);
		int64_t sum = p.prior_milli;
		for (size_t k = 0; k < p.n_bars; k++) {
			sum += p.bars[k].milli;
			CHECK_INT(p.bars[k].running_milli, sum);
			CHECK_INT(p.bars[k].level_milli + p.bars[k].rarity_milli, p.bars[k].milli);
			CHECK(!p.bars[k].missing || p.bars[k].milli == 0);
		}
		CHECK(p.together_milli <= 0);
		CHECK_INT(p.total_milli, sum + p.together_milli);
		CHECK_INT(p.run != 0, i < 2);
		CHECK(i < 2 ? p.ppm > 950000 : p.ppm < 500000);
	}
	struct linkage_pair p;
	int64_t x = mention_no(&s, "N-00041").id;
	CHECK_ERR(linkage_pair(s.r, x, x, s.a, &p, &s.e), ERR_INPUT);
	CHECK_ERR(linkage_pair(s.r, x, a.id, s.a, &p, &s.e), ERR_NOTFOUND);
}

/* ---- clusters ---- */

TEST(a_split_leaves_the_id_with_the_founder_and_later_runs_keep_to_it)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	run(&s);
	int64_t was = person(&s, "N-00041");
	int64_t off[] = { mention_no(&s, "N-00041").id };
	int64_t both[] = { off[0], mention_no(&s, "N-00081").id };
	int64_t first;
	CHECK_ERR(linkage_split(s.r, was, off, 1, true, STR(""), &first, &s.e), ERR_INPUT);
	CHECK_ERR(linkage_split(s.r, was, both, 2, true, STR("x"), &first, &s.e), ERR_INPUT);
	int64_t other = mention_no(&s, "N-00005").id;
	CHECK_ERR(linkage_split(s.r, was, &other, 1, true, STR("x"), &first, &s.e), ERR_INPUT);
	/* The founding record itself is split off: the number goes with it. */
	CHECK_OK(linkage_split(s.r, was, off, 1, true, STR("two people"), &first, &s.e), &s.e);
	CHECK_INT(person(&s, "N-00041"), was);
	CHECK_INT(person(&s, "N-00081"), 0);
	run(&s);
	CHECK_INT(person(&s, "N-00041"), was);
	CHECK_INT(person(&s, "N-00081"), 0);
	CHECK_OK(linkage_undo(s.r, first, STR("they are one"), &s.e), &s.e);
	CHECK_INT(person(&s, "N-00081"), was);
	check_counted_again(&s);
}

TEST(a_move_takes_a_record_to_another_person)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	run(&s);
	int64_t from = person(&s, "N-00041");
	int64_t to = person(&s, "N-00042");
	int64_t record = mention_no(&s, "N-00081").id;
	int64_t first;
	CHECK(from && to && from != to);
	CHECK_OK(linkage_move(s.r, record, to, STR("somebody knows"), &first, &s.e), &s.e);
	CHECK_INT(person(&s, "N-00081"), to);
	CHECK_INT(person(&s, "N-00041"), from);
	run(&s);
	CHECK_INT(person(&s, "N-00081"), to);
	struct linkage_cluster c;
	CHECK_OK(linkage_cluster(s.r, to, s.a, &c, &s.e), &s.e);
	CHECK_INT(c.n_members, 3);
	CHECK_STR(c.members[0].number, "N-00042");
	CHECK(c.n_why >= 2);
	CHECK_OK(linkage_undo(s.r, first, STR("no"), &s.e), &s.e);
	CHECK_INT(person(&s, "N-00081"), from);
	check_counted_again(&s);
}

TEST(when_persons_come_together_the_older_lives_and_comes_back_when_they_part)
{
	SCENE s;
	scene_open(&s);
	struct entity a = list_named(&s, "list:a", "name=Example register; duplicate_free=no");
	struct entity b = list_named(&s, "list:b", "name=Example press list");
	edition(&s, &a, "2026-01-01", people(&s, 0, 80, ""));
	edition(&s, &b, "2026-01-02", people(&s, 40, 60, "h"));
	run(&s);
	int64_t older = person(&s, "N-00041");
	int64_t younger = person(&s, "N-00042");
	struct linkage_decided d = answer(&s, "N-00041", "N-00042", LINK_SAYS_SAME);
	CHECK_INT(person(&s, "N-00042"), older);
	CHECK_INT(person(&s, "N-00082"), older);
	struct entity end;
	CHECK_OK(reg_person_of(s.r, younger, &end, &s.e), &s.e);
	CHECK_INT(end.id, older);
	struct linkage_cluster c;
	CHECK_OK(linkage_cluster(s.r, younger, s.a, &c, &s.e), &s.e);
	CHECK_INT(c.person.id, older);
	CHECK_INT(c.n_members, 4);
	CHECK_INT(c.n_under, 1);
	run(&s);
	CHECK_INT(person(&s, "N-00082"), older);
	CHECK_OK(linkage_undo(s.r, d.seq, STR("they are two"), &s.e), &s.e);
	CHECK_INT(person(&s, "N-00042"), younger);
	CHECK_INT(person(&s, "N-00082"), younger);
	CHECK_INT(person(&s, "N-00081"), older);
	CHECK_OK(reg_person_of(s.r, younger, &end, &s.e), &s.e);
	CHECK_INT(end.id, younger);
	check_counted_again(&s);
}

/* ---- what a result may not depend on ---- */

/* Pairs of own ids that are of one person, by both lists. */
static struct str together(struct scene *s, const struct entity *a, const struct entity *b)
{
	AUTO_BUF out;
	struct mention *x;
	struct mention *y;
	size_t nx;
	size_t ny;
	int64_t total;
	struct mention_query qa = { .list = a->id, .which = MENTIONS_STANDING, .limit = 1000 };
	struct mention_query qb = { .list = b->id, .which = MENTIONS_STANDING, .limit = 1000 };
	buf_init(&out, 1 << 20);
	must(s, reg_mentions(s->r, &qa, s->a, &x, &nx, &total, &s->e), "mentions");
	must(s, reg_mentions(s->r, &qb, s->a, &y, &ny, &total, &s->e), "mentions");
	for (size_t i = 0; i < nx; i++)
		for (size_t k = 0; k < ny; k++)
			if (x[i].person.id && x[i].person.id == y[k].person.id)
				buf_printf(&out, "%lld-%lld ", (long long)x[i].row,
					   (long long)y[k].row);
	return buf_copy(&out, s->a);
}

TEST(the_order_in_which_lists_came_does_not_matter)
{
	struct str made[2];
	struct linkage_report rep[2];
	AUTO_ARENA *keep = arena_new(0);
	for (int way = 0; way < 2; way++) {
		SCENE s;
		scene_open(&s);
		struct entity a = { 0 };
		struct entity b = { 0 };
		for (int i = 0; i < 2; i++) {
			if ((i == 0) == (way == 0)) {
				a = list_named(&s, "list:a", "name=Example register");
				edition(&s, &a, "2026-01-01", people(&s, 0, 80, ""));
			} else {
				b = list_named(&s, "list:b", "name=Example press list");
				edition(&s, &b, "2026-01-02", people(&s, 40, 60, "h"));
			}
		}
		run(&s);
		made[way] = str_copy(keep, together(&s, &a, &b));
		CHECK_OK(linkage_report(s.r, 0, keep, &rep[way], &s.e), &s.e);
	}
	CHECK(made[0].n > 100);
	CHECK(str_eq(made[0], made[1]));
	CHECK_INT(rep[0].persons, rep[1].persons);
	CHECK_INT(rep[0].drawn_lo, rep[1].drawn_lo);
	CHECK_INT(rep[0].lo, rep[1].lo);
	CHECK(rep[0].prior_bits == rep[1].prior_bits);
}

TEST(records_that_come_later_join_by_the_model_of_the_run_before)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	run(&s);
	int64_t was = person(&s, "N-00041");
	struct linkage_report before;
	CHECK_OK(linkage_report(s.r, 0, s.a, &before, &s.e), &s.e);
	struct entity c = list_make(&s, "list:c");
	edition(&s, &c, "2026-01-03", people(&s, 40, 5, "s"));
	CHECK_INT(count(&s).unseen, 5);
	struct linkage_options o = { .seed = 1, .draws = 20, .only_new = true };
	AUTO_LINKAGE *j = NULL;
	struct linkage_diff d;
	int64_t seq;
	must(&s, linkage_begin(s.r, &o, NULL, NULL, &j, &s.e), "begin");
	CHECK_OK(linkage_diff(j, s.r, s.a, &d, &s.e), &s.e);
	CHECK_INT(d.grown, 5);
	CHECK_INT(d.minted, 0);
	CHECK_INT(d.joined + d.parted, 0);
	CHECK_OK(linkage_commit(j, s.r, STR(""), &seq, &s.e), &s.e);
	CHECK_INT(person(&s, "N-00141"), was);
	struct linkage_report after;
	CHECK_OK(linkage_report(s.r, seq, s.a, &after, &s.e), &s.e);
	CHECK(after.frozen);
	CHECK_INT(after.records, 145);
	CHECK_INT(count(&s).unseen, 0);
	CHECK_INT(count(&s).persons, 100);
	CHECK(after.prior_bits == before.prior_bits);
	CHECK_STR(after.model, str_z(s.a, before.model));
	CHECK_INT(after.persons, 100);
	check_counted_again(&s);
}

TEST(a_list_that_is_said_to_be_without_duplicates_is_tested)
{
	SCENE s;
	scene_open(&s);
	AUTO_BUF b;
	struct entity a;
	struct entity other;
	struct linkage_report rep;
	two_lists(&s, &a, &other);
	buf_init(&b, 1 << 20);
	buf_printf(&b, "%s\n900|%s", people(&s, 0, 80, ""),
		   str_z(s.a, str_from(str_of(people(&s, 10, 1, "")), 3)));
	edition(&s, &a, "2026-03-01", str_z(s.a, buf_str(&b)));
	run(&s);
	CHECK_OK(linkage_report(s.r, 0, s.a, &rep, &s.e), &s.e);
	bool told = false;
	for (size_t i = 0; i < rep.n_warnings; i++)
		told |= rep.warnings[i].code == LINK_WARN_DOUBLES &&
			str_eq(rep.warnings[i].text[0], STR("I-00001")) && rep.warnings[i].n[0] > 0;
	CHECK(told);
	/* The claim holds until somebody says otherwise: nobody of it is linked within it. */
	CHECK_INT(rep.persons, 101);
}

/* ---- measuring ---- */

TEST(a_sample_is_the_same_twice_and_is_measured_by_its_answers)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	struct linkage_item *one;
	struct linkage_item *two;
	struct linkage_evaluation v;
	size_t n;
	size_t m;
	two_lists(&s, &a, &b);
	run(&s);
	CHECK_OK(linkage_sample(s.r, 10, 7, s.a, &one, &n, &s.e), &s.e);
	CHECK_OK(linkage_sample(s.r, 10, 7, s.a, &two, &m, &s.e), &s.e);
	CHECK_INT(n, m);
	CHECK(n >= 10);
	for (size_t i = 0; i < n; i++) {
		CHECK_INT(one[i].a.entity.id, two[i].a.entity.id);
		struct linkage_decide in = { .a = one[i].a.entity.id,
					     .b = one[i].b.entity.id,
					     .says = one[i].ppm > 500000 ? LINK_SAYS_SAME
									 : LINK_SAYS_DIFFERENT,
					     .reason = STR("read") };
		struct linkage_decided d;
		CHECK_OK(linkage_decide(s.r, &in, &d, &s.e), &s.e);
	}
	CHECK_OK(linkage_evaluate(s.r, 10, 7, s.a, &v, &s.e), &s.e);
	CHECK_INT(v.sampled, (int64_t)n);
	CHECK_INT(v.looked, (int64_t)n);
	CHECK(v.review.precision > .99);
	CHECK(v.review.precision_in.lo < v.review.precision);
	CHECK(v.n_parts >= 2);
	int64_t by[4] = { 0 };
	for (size_t i = 0; i < v.n_parts; i++)
		by[v.parts[i].by] += v.parts[i].pairs;
	CHECK(by[LINKAGE_BY_TRADITION] > 0 && by[LINKAGE_BY_TRADITION] == by[LINKAGE_BY_LISTS]);
	CHECK_INT(v.agreement.n, 0);
}

TEST(draws_count_who_is_on_which_list)
{
	SCENE s;
	scene_open(&s);
	struct entity a;
	struct entity b;
	two_lists(&s, &a, &b);
	run(&s);
	int64_t lists[] = { a.id, b.id };
	AUTO_BUF out;
	buf_init(&out, 1 << 16);
	CHECK_OK(linkage_draws(s.r, lists, 2, 2, 1, &out, &s.e), &s.e);
	CHECK_STR(buf_str(&out), "draw,I-00001,I-00002,count\n"
				 "1,1,0,40\n1,0,1,20\n1,1,1,40\n"
				 "2,1,0,40\n2,0,1,20\n2,1,1,40\n");
	CHECK_ERR(linkage_draws(s.r, lists, 1, 2, 1, &out, &s.e), ERR_INPUT);
}
