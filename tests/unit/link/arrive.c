/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that come one by one: what comes out is what a run over all of them with the same model gives. */
#include "../register/lists.h"

#include "base/order.h"
#include "link/register.h"
#include "link/register_priv.h"
#include "num/rng.h"

static const char *const FIRST_HALF[] = { "Bar", "Dil", "Fer", "Gol", "Hoz",
					  "Kam", "Lav", "Mon", "Nag", "Peyv" };
static const char *const SECOND_HALF[] = { "zad",  "mik", "shur", "tob",  "rin",
					   "gash", "lem", "vand", "khor", "sip" };
static const char *const TOWNS[] = { "Tehran", "Shiraz", "Tabriz", "Sanandaj", "Zahedan" };

/* Person `who` as a list has them: sometimes a letter more in the name, another day, no town. */
static const char *row_of(struct scene *s, uint64_t who, struct rng *r, size_t no)
{
	uint64_t kind = rng_below(r, 12);
	uint64_t h = who * 2654435761u % 1000003;
	return str_z(s->a,
		     str_printf(s->a, "%zu|%s%s%s %s%s%s|20%02llu-%02llu-%02llu|%s", no,
				FIRST_HALF[who % 10], SECOND_HALF[who / 10 % 10],
				kind == 0 ? "an" : "", FIRST_HALF[h % 10], SECOND_HALF[h / 10 % 10],
				kind == 1 ? "i" : "", (unsigned long long)(h % 23),
				(unsigned long long)(h % 12 + 1),
				(unsigned long long)(h % 27 + (kind == 2 ? 2 : 1)),
				kind == 3 ? "" : TOWNS[h % 5]));
}

static const char *rows(struct scene *s, uint64_t from, uint64_t n, uint64_t seed)
{
	AUTO_BUF b;
	struct rng r = rng_start(seed, 1);
	buf_init(&b, 1 << 20);
	for (uint64_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? "\n" : "",
			   row_of(s, (from + i) % 120, &r, (size_t)i + 1));
	return str_z(s->a, buf_str(&b));
}

static int64_t seal(struct scene *s, const struct linkage_options *o, struct linkage_diff *ret)
{
	AUTO_LINKAGE *j = NULL;
	int64_t seq = 0;
	must(s, linkage_begin(s->r, o, NULL, NULL, &j, &s->e), "begin");
	if (ret)
		CHECK_OK(linkage_diff(j, s->r, s->a, ret, &s->e), &s->e);
	must(s, linkage_commit(j, s->r, STR(""), &seq, &s->e), "commit");
	return seq;
}

/* All pairs that count now, by record. */
static struct str pairs_now(struct scene *s, struct arena *a)
{
	AUTO_BUF b;
	struct run_pair *p;
	struct pair_query q = { 0 };
	size_t n;
	buf_init(&b, 1 << 22);
	must(s, reg_run_newest(s->r, &q.run, &s->e), "newest");
	must(s, reg_pairs(s->r, &q, a, &p, &n, NULL, &s->e), "pairs");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%lld-%lld %lld %lld %llx %d %lld %d\n", (long long)p[i].a.id,
			   (long long)p[i].b.id, (long long)p[i].bits_milli, (long long)p[i].ppm,
			   (unsigned long long)p[i].levels, p[i].place > 0,
			   (long long)p[i].effect_milli, p[i].flagged);
	return buf_copy(&b, a);
}

static struct str persons_now(struct scene *s, struct arena *a)
{
	AUTO_BUF b;
	struct mention *m;
	struct mention_query q = { .which = MENTIONS_STANDING, .limit = 10000 };
	size_t n;
	int64_t total;
	buf_init(&b, 1 << 22);
	must(s, reg_mentions(s->r, &q, a, &m, &n, &total, &s->e), "mentions");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%lld:%lld ", (long long)m[i].entity.id, (long long)m[i].person.id);
	return buf_copy(&b, a);
}

static void make_base(struct scene *s, bool free_of, struct entity lists[2])
{
	say(s, "organisation:first", "list:a",
	    free_of ? "name=Example register; duplicate_free=yes" : "name=Example register");
	say(s, "organisation:first", "list:b",
	    free_of ? "name=Example press list; duplicate_free=yes" : "name=Example press list");
	lists[0] = of(s, "list:a");
	lists[1] = of(s, "list:b");
	edition(s, &lists[0], "2026-01-01", rows(s, 0, 90, 11));
	edition(s, &lists[1], "2026-01-02", rows(s, 50, 70, 12));
	struct linkage_options o = { .seed = 1, .draws = 20 };
	seal(s, &o, NULL);
}

/* A list of its own for each record that comes, in an order of its own. */
static void let_come(struct scene *s, uint64_t n, uint64_t seed)
{
	struct rng r = rng_start(seed, 2);
	AUTO_LINKAGE_ARRIVALS *x = NULL;
	must(s, linkage_arrivals_open(s->r, &x, &s->e), "open");
	for (uint64_t i = 0; i < n; i++) {
		AUTO_LINKAGE *j = NULL;
		int64_t seq;
		const char *key =
			str_z(s->a, str_printf(s->a, "list:new%llu", (unsigned long long)i));
		struct entity list = list_make(s, key);
		edition(s, &list, "2026-02-01", row_of(s, rng_below(&r, 120), &r, 1));
		must(s, linkage_arrive(x, s->r, &j, &s->e), "arrive");
		CHECK(j != NULL);
		if (j)
			must(s, linkage_commit(j, s->r, STR(""), &seq, &s->e), "commit");
	}
}

/* Line by line, so that what differs is what is shown. */
static void check_lines(struct scene *s, struct str x, struct str y)
{
	while (x.n || y.n) {
		struct str a;
		struct str b;
		x = str_cut(x, '\n', &a);
		y = str_cut(y, '\n', &b);
		CHECK_STR(a, str_z(s->a, b));
		if (!str_eq(a, b))
			return;
	}
}

static void check_equals_batch(struct scene *s)
{
	AUTO_ARENA *a = arena_new(0);
	struct linkage_options o = { .seed = 1, .draws = 20, .only_new = true, .anew = true };
	struct linkage_diff d;
	struct str pairs = pairs_now(s, a);
	struct str persons = persons_now(s, a);
	seal(s, &o, &d);
	CHECK_INT(d.n, 0);
	CHECK(str_eq(persons, persons_now(s, a)));
	struct str after = pairs_now(s, a);
	CHECK(pairs.n > 1000);
	check_lines(s, pairs, after);
}

TEST(one_by_one_gives_what_a_run_over_all_gives)
{
	for (int way = 0; way < 3; way++) {
		SCENE s;
		scene_open(&s);
		struct entity lists[2];
		make_base(&s, way > 0, lists);
		let_come(&s, 12, (uint64_t)way + 1);
		check_equals_batch(&s);
		check_counted_again(&s);
	}
}

TEST(decisions_hold_when_records_come)
{
	SCENE s;
	scene_open(&s);
	struct entity lists[2];
	make_base(&s, true, lists);
	struct linkage_item *items;
	size_t n;
	int64_t total;
	CHECK_OK(linkage_queue(s.r, LINKAGE_FIRST, 0, 6, s.a, &items, &n, &total, &s.e), &s.e);
	for (size_t i = 0; i < n; i++) {
		struct linkage_decide in = { .a = items[i].a.entity.id,
					     .b = items[i].b.entity.id,
					     .says = i % 2 ? LINK_SAYS_SAME : LINK_SAYS_DIFFERENT,
					     .reason = STR("for the test") };
		struct linkage_decided done;
		CHECK_OK(linkage_decide(s.r, &in, &done, &s.e), &s.e);
	}
	let_come(&s, 8, 9);
	check_equals_batch(&s);
	check_counted_again(&s);
}

TEST(a_newer_edition_and_its_undoing_are_seen)
{
	SCENE s;
	scene_open(&s);
	struct entity lists[2];
	struct linkage_count c;
	make_base(&s, false, lists);
	AUTO_ARENA *a = arena_new(0);
	struct str before = pairs_now(&s, a);
	/* Three rows are new, the others as they were. */
	AUTO_BUF b;
	struct rng r = rng_start(5, 5);
	buf_init(&b, 1 << 20);
	buf_printf(&b, "%s\n%s\n%s\n%s", rows(&s, 50, 70, 12), row_of(&s, 3, &r, 71),
		   row_of(&s, 64, &r, 72), row_of(&s, 119, &r, 73));
	int64_t ed = edition(&s, &lists[1], "2026-03-01", str_z(s.a, buf_str(&b)));
	CHECK_OK(linkage_count(s.r, &c, &s.e), &s.e);
	CHECK_INT(c.unseen, 3);
	struct linkage_options o = { .seed = 1, .draws = 20, .only_new = true };
	int64_t run = seal(&s, &o, NULL);
	CHECK_OK(linkage_count(s.r, &c, &s.e), &s.e);
	CHECK_INT(c.unseen, 0);
	/* Before it is written it says what is expected then. */
	struct linkage_report rep;
	CHECK_OK(linkage_report(s.r, run, s.a, &rep, &s.e), &s.e);
	CHECK(llabs(c.expected_milli - rep.expected_milli) <= 1000);
	int64_t base;
	CHECK_OK(reg_run_base(s.r, run, &base, &s.e), &s.e);
	CHECK_INT(base, c.run);
	CHECK(!str_eq(before, pairs_now(&s, a)));
	check_equals_batch(&s);
	check_counted_again(&s);
	(void)ed;
}

TEST(what_came_can_be_taken_back)
{
	SCENE s;
	scene_open(&s);
	struct entity lists[2];
	make_base(&s, true, lists);
	AUTO_ARENA *a = arena_new(0);
	struct str pairs = pairs_now(&s, a);
	struct entity list = list_make(&s, "list:c");
	edition(&s, &list, "2026-02-01", rows(&s, 60, 5, 3));
	struct str persons = persons_now(&s, a);
	struct linkage_options o = { .seed = 1, .draws = 20, .only_new = true };
	int64_t run = seal(&s, &o, NULL);
	CHECK(!str_eq(pairs, pairs_now(&s, a)));
	undo_entry(&s, run);
	check_lines(&s, pairs_now(&s, a), pairs);
	CHECK(str_eq(persons, persons_now(&s, a)));
	struct linkage_count c;
	CHECK_OK(linkage_count(s.r, &c, &s.e), &s.e);
	CHECK_INT(c.unseen, 5);
	check_counted_again(&s);
}

/* What pages ask of the queue and of all pairs, beside the queue and the pairs themselves. */
static void check_places(struct scene *s)
{
	struct linkage_item *items;
	struct run_pair *p;
	const struct pair_weight *w;
	size_t n;
	size_t n_w;
	int64_t total;
	int64_t waiting;
	int64_t before;
	struct pair_query q = { .bare = true };
	must(s, reg_run_newest(s->r, &q.run, &s->e), "run");
	CHECK_OK(linkage_queue(s->r, LINKAGE_FIRST, 0, 0, s->a, &items, &n, &total, &s->e), &s->e);
	CHECK_OK(reg_pairs_waiting(s->r, q.run, &waiting, &s->e), &s->e);
	CHECK_INT(waiting, (int64_t)n);
	CHECK_INT(waiting, total);
	for (size_t i = 0; i < n; i++) {
		CHECK_OK(reg_pair_before(s->r, q.run, items[i].b.entity.id, items[i].a.entity.id,
					 &before, &s->e),
			 &s->e);
		CHECK_INT(before, (int64_t)i);
	}
	CHECK_OK(reg_pairs(s->r, &q, s->a, &p, &n, NULL, &s->e), &s->e);
	for (int again = 0; again < 2; again++) {
		CHECK_OK(reg_pair_weights(s->r, q.run, s->a, &w, &n_w, &s->e), &s->e);
		CHECK_INT(n_w, n);
		for (size_t i = 0; i < n && n_w == n; i++)
			CHECK(w[i].a == p[i].a.id && w[i].b == p[i].b.id && w[i].ppm == p[i].ppm &&
			      w[i].bits_milli == p[i].bits_milli &&
			      w[i].effect_milli == p[i].effect_milli &&
			      w[i].flagged == p[i].flagged);
	}
	/* Of one record: the first of them are the same, however many are asked for. */
	struct run_pair *some;
	struct pair_query of = { .run = q.run, .record = p[0].a.id, .limit = 1, .bare = true };
	CHECK_OK(reg_pairs(s->r, &of, s->a, &some, &n, NULL, &s->e), &s->e);
	CHECK_INT(n, 1);
	CHECK(some[0].a.id <= p[0].a.id);
	CHECK_OK(reg_pair_before(s->r, q.run, 1, 2, &before, &s->e), &s->e);
	CHECK_INT(before, -1);
}

static void check_expected(const struct linkage_count *c, int64_t milli,
			   const struct linkage_report *of)
{
	CHECK(milli > 0);
	CHECK_INT(c->expected_milli, milli);
	CHECK_INT(c->expected_hi - c->expected_lo, of->drawn_hi - of->drawn_lo);
	CHECK(c->expected_lo <= linkage_whole(milli) && linkage_whole(milli) <= c->expected_hi);
}

/* Each pair of the sample can be looked at, and as many are said to be in it. */
static void check_sample(struct scene *s, bool fewer)
{
	enum { WANT = 30 };
	struct linkage_item *it;
	struct linkage_evaluation v;
	struct linkage_pair p;
	size_t n;
	CHECK_OK(linkage_sample(s->r, WANT, 1, s->a, &it, &n, &s->e), &s->e);
	CHECK(fewer ? n > 0 && n < WANT : n >= WANT);
	for (size_t i = 0; i < n; i++)
		CHECK_OK(linkage_pair(s->r, it[i].a.entity.id, it[i].b.entity.id, s->a, &p, &s->e),
			 &s->e);
	CHECK_OK(linkage_evaluate_whole(s->r, WANT, 1, s->a, &v, &s->e), &s->e);
	CHECK_INT(v.sampled, (int64_t)n);
}

TEST(undecided_pairs_between_the_same_persons_take_off_one)
{
	SCENE s;
	scene_open(&s);
	struct entity lists[2];
	make_base(&s, false, lists);
	/* Nothing here is doubtful by the usual measure: a stricter one leaves some to people. */
	struct linkage_options strict = { .seed = 1, .draws = 20, .accept = .999999 };
	seal(&s, &strict, NULL);
	struct linkage_item *items;
	size_t n;
	int64_t total;
	check_places(&s);
	CHECK_OK(linkage_queue(s.r, LINKAGE_FIRST, 0, 0, s.a, &items, &n, &total, &s.e), &s.e);
	struct linkage_count c;
	CHECK_OK(linkage_count(s.r, &c, &s.e), &s.e);
	CHECK_INT(c.undecided, total);
	CHECK(total > 0);
	CHECK(c.lo >= c.persons - total && c.lo <= c.persons && c.hi == c.persons);
	/* What is expected is at first what the run says; an answer that leaves it open does not move it. */
	struct linkage_report rep;
	CHECK_OK(linkage_report(s.r, 0, s.a, &rep, &s.e), &s.e);
	check_expected(&c, rep.expected_milli, &rep);
	CHECK(rep.expected_milli > 1000 * c.lo - rep.besides_milli - 1000);
	struct linkage_decide open = { .a = items[0].a.entity.id,
				       .b = items[0].b.entity.id,
				       .says = LINK_SAYS_UNSURE,
				       .reason = STR("for the test") };
	struct linkage_decided opened;
	CHECK_OK(linkage_decide(s.r, &open, &opened, &s.e), &s.e);
	struct linkage_count unsure;
	CHECK_OK(linkage_count(s.r, &unsure, &s.e), &s.e);
	check_expected(&unsure, rep.expected_milli, &rep);
	/* Of all who may be one with somebody, as of a figure that counts them; of one of them, nothing. */
	struct undecided *u;
	size_t n_u;
	must(&s, reg_undecided(s.r, c.run, s.a, &u, &n_u, &s.e), "undecided");
	int64_t *who = NEW_N(s.a, 2 * n_u, int64_t);
	for (size_t i = 0; i < n_u; i++) {
		who[2 * i] = u[i].a;
		who[2 * i + 1] = u[i].b;
	}
	struct linkage_among among;
	size_t n_who = order_each_once(who, 2 * n_u);
	CHECK_OK(linkage_among(s.r, who, n_who, &among, &s.e), &s.e);
	CHECK_INT(among.pairs, c.undecided);
	CHECK_INT(among.joined, c.persons - c.lo);
	CHECK_INT(1000 * c.persons - among.milli - rep.besides_milli, c.expected_milli);
	CHECK_OK(linkage_among(s.r, who, 1, &among, &s.e), &s.e);
	CHECK_INT(among.pairs + among.joined + among.milli, 0);
	CHECK_OK(linkage_among(s.r, NULL, 0, &among, &s.e), &s.e);
	CHECK_INT(among.pairs, 0);
	/* What an edition has no more waits for nobody; taken back, it is as before. */
	int64_t shorter = edition(&s, &lists[1], "2026-03-01", rows(&s, 50, 20, 12));
	struct linkage_item *left;
	size_t n_left;
	CHECK_OK(linkage_queue(s.r, LINKAGE_FIRST, 0, 0, s.a, &left, &n_left, &total, &s.e), &s.e);
	CHECK(n_left > 0 && n_left < n);
	for (size_t i = 0; i < n_left; i++) {
		struct linkage_pair p;
		CHECK_OK(linkage_pair(s.r, left[i].a.entity.id, left[i].b.entity.id, s.a, &p, &s.e),
			 &s.e);
	}
	check_places(&s);
	check_sample(&s, true);
	undo_entry(&s, shorter);
	check_sample(&s, false);
	check_places(&s);
	/* Each that is decided to be two persons takes nothing off any more. */
	for (size_t i = 0; i < n; i++) {
		struct linkage_decide in = { .a = items[i].a.entity.id,
					     .b = items[i].b.entity.id,
					     .says = LINK_SAYS_DIFFERENT,
					     .reason = STR("for the test") };
		struct linkage_decided done;
		CHECK_OK(linkage_decide(s.r, &in, &done, &s.e), &s.e);
		struct linkage_count now;
		CHECK_OK(linkage_count(s.r, &now, &s.e), &s.e);
		CHECK(now.lo >= c.lo && now.lo <= now.persons);
		CHECK(now.expected_milli >= c.expected_milli);
		if (i % 8 == 0)
			check_places(&s);
		c = now;
	}
	CHECK_INT(c.undecided, 0);
	CHECK_INT(c.lo, c.persons);
	/* Nothing waits: what is left is what the run expected beside it. */
	check_expected(&c, 1000 * c.persons - rep.besides_milli, &rep);
}

/* In a large register weak ties reach nearly everybody, and what is asked of one record must stay small. */
TEST(what_hangs_together_with_a_record_is_cut_where_it_is_tied_least)
{
	enum { ALL = 500, MOST = 151, NEXT = 1 };
	SCENE s;
	scene_open(&s);
	struct entity list = list_make(&s, "list:a");
	edition(&s, &list, "2026-01-01", rows(&s, 0, ALL, 3));
	struct mention *m;
	struct mention_query q = { .which = MENTIONS_STANDING, .limit = ALL };
	size_t n;
	int64_t total;
	must(&s, reg_mentions(s.r, &q, s.a, &m, &n, &total, &s.e), "mentions");
	CHECK_INT(n, ALL);
	/* The first is tied to the second, and that to all others, to each by a little more. */
	struct run_pair *ties = NEW_N(s.a, ALL, struct run_pair);
	for (size_t i = NEXT; i < ALL; i++)
		ties[i - NEXT] = (struct run_pair){ .a = m[i == NEXT ? 0 : NEXT].entity,
						    .b = m[i].entity,
						    .bits_milli = 1000 + (int64_t)i };
	struct linkage_piece c = { .r = s.r, .a = s.a, .fresh = ties, .n_fresh = ALL - NEXT };
	map_init(&c.redone, s.a);
	must(&s, linkage_piece_gather(&c, &m[0].entity.id, 1, &s.e), "gather");
	CHECK_INT(c.n, MOST);
	CHECK_INT(c.n_pairs, MOST - 1);
	CHECK_INT(c.of[0].id, m[0].entity.id);
	CHECK_INT(c.of[1].id, m[NEXT].entity.id);
	for (size_t i = 2; i < c.n; i++)
		CHECK_INT(c.of[i].id, m[ALL + 1 - i].entity.id);
}
