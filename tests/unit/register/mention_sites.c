/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several sites that take in lists, decide and assign, and take from each other whenever they can: in the end
 * all show the same, nothing got lost, and a view made from nothing is that view.
 */
#include "sites.h"

#include "lists.h"
#include "register/asof.h"

struct chance {
	uint64_t x;
};

static unsigned roll(struct chance *c, unsigned n)
{
	c->x = c->x * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(c->x >> 33) % n;
}

/* One of four files of a list: rows 1 to 8, some left out, some changed. Two sites that draw the same take in the
 * same file. */
static const char *file(struct scene *s, unsigned which)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 14);
	for (unsigned i = 1; i <= 8; i++)
		if ((i + which) % 4)
			buf_printf(&b, "%s%u|Nemouneh %u%s|2025-01-0%u", b.n ? "\n" : "", i, i,
				   (i * which) % 3 ? "" : " Tazeh", i);
	return buf_copy(&b, s->a).p;
}

static struct entity the_list(struct scene *s, struct chance *c)
{
	static const char *const KEYS[] = { "list:a", "list:b" };
	const char *key = KEYS[roll(c, COUNT(KEYS))];
	struct entity en;
	return reg_entity(s->r, str_of(key), s->a, &en, NULL) == 0 ? en : list_make(s, key);
}

static void act_edition(struct scene *s, struct chance *c)
{
	struct entity list = the_list(s, c);
	unsigned which = roll(c, 4);
	edition(s, &list, str_printf(s->a, "2026-0%u-01", 1 + which).p, file(s, which));
}

static struct mention *mentions(struct scene *s, size_t *n)
{
	struct mention *m;
	int64_t total;
	struct mention_query q = { .which = MENTIONS_ALL, .limit = 1000 };
	must(s, reg_mentions(s->r, &q, s->a, &m, n, &total, &s->e), "mentions");
	return m;
}

static void act_decide(struct scene *s, struct chance *c)
{
	size_t n;
	struct mention *m = mentions(s, &n);
	if (n < 2)
		return;
	unsigned a = roll(c, (unsigned)n);
	unsigned b = roll(c, (unsigned)n);
	if (a != b)
		decide(s, m[a].entity, m[b].entity, (enum link_says)roll(c, 3),
		       (enum link_round)roll(c, 3));
}

/* To a person of another mention, to a new one, or to nobody; persons under each other as well. */
static void act_assign(struct scene *s, struct chance *c)
{
	size_t n;
	struct mention *m = mentions(s, &n);
	AUTO_REG_TX tx = { 0 };
	struct assign_run run = { .model = STR("test"), .reason = STR(""), .summary = STR("{}") };
	struct assignment list[4];
	int64_t seq;
	if (!n)
		return;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_assign_begin(&tx, &run, &seq, &s->e), "run");
	size_t k = 1 + roll(c, 3);
	for (size_t i = 0; i < k; i++) {
		const struct mention *x = &m[roll(c, (unsigned)n)];
		const struct mention *y = &m[roll(c, (unsigned)n)];
		list[i] = (struct assignment){ .record = x->entity, .bits_milli = 1000 };
		if (y->person.no && roll(c, 3) == 0 && x->person.no && x->person.id != y->person.id)
			list[i].record = x->person;
		if (y->person.no)
			list[i].person = y->person;
		else if (roll(c, 4))
			list[i].person = new_person(s, &tx);
	}
	if (reg_assign(&tx, seq, list, k, &s->e) == 0) /* a circle is refused */
		must(s, reg_commit(&tx, &s->e), "commit");
}

static void act_take_back(struct scene *s, struct chance *c)
{
	struct history_row *h;
	size_t n;
	must(s, reg_history(s->r, 0, 0, 30, s->a, &h, &n, &s->e), "history");
	const struct history_row *one = &h[roll(c, (unsigned)n)];
	if (!one->retracted && !str_eq(one->kind, STR("key")) && !str_eq(one->kind, STR("import")))
		undo_entry(s, one->seq);
}

static void act(struct scene *s, struct chance *c)
{
	switch (roll(c, 6)) {
	case 0:
	case 1:
		act_edition(s, c);
		return;
	case 2:
		act_decide(s, c);
		return;
	case 3:
		act_take_back(s, c);
		return;
	default:
		act_assign(s, c);
	}
}

static void check_same(struct sites *x)
{
	struct hash first = site_digest(&x->s[0], x->s[0].r);
	struct conservation c0;
	CHECK_OK(reg_conservation(x->s[0].r, &c0, &x->s[0].e), &x->s[0].e);
	CHECK(c0.mentions > 0);
	for (int i = 0; i < x->n; i++) {
		struct conservation c;
		CHECK_OK(reg_conservation(x->s[i].r, &c, &x->s[i].e), &x->s[i].e);
		CHECK(memcmp(&c, &c0, sizeof c) == 0);
		check_rebuild(x->s[i].r, &x->s[i].e);
		struct hash now = site_digest(&x->s[i], x->s[i].r);
		CHECK(hash_eq(&first, &now));
	}
}

static void gossip(int n, uint64_t seed, int steps)
{
	SITES x;
	struct chance c = { seed };
	sites_open(&x, n);
	for (int i = 0; i < steps; i++) {
		int who = (int)roll(&c, (unsigned)n);
		if (roll(&c, 6) == 0) {
			int other = (who + 1 + (int)roll(&c, (unsigned)n - 1)) % n;
			site_give(&x.s[other], &x.s[who], true);
		} else {
			act(&x.s[who], &c);
		}
	}
	sites_rest(&x);
	check_same(&x);
}

TEST(two_sites_end_with_the_same_mentions)
{
	for (uint64_t seed = 1; seed <= 4; seed++)
		gossip(2, seed, 40);
}

TEST(three_sites_end_with_the_same_mentions)
{
	gossip(3, 21, 60);
	for (uint64_t seed = 100; getenv("VIGIL_TORTURE") && seed < 140; seed++)
		gossip(3, seed, 120);
}

TEST(two_sites_that_took_in_one_file_have_each_row_once)
{
	static const char ROWS[] = "1|Nemouneh Yekom|2025-01-01\n2|Nemouneh Dovom|2025-01-02";
	SITES x;
	sites_open(&x, 2);
	struct entity list = list_make(&x.s[0], "list:a");
	site_give(&x.s[0], &x.s[1], true);
	struct entity there = of(&x.s[1], "list:a");
	int64_t one = edition(&x.s[0], &list, "2026-01-01", ROWS);
	edition(&x.s[1], &there, "2026-01-01", ROWS);
	/* Each decides about its own two rows before it knows of the other's. */
	struct mention *m;
	size_t n;
	for (int i = 0; i < 2; i++) {
		m = mentions(&x.s[i], &n);
		CHECK_INT(n, 2);
		decide(&x.s[i], m[0].entity, m[1].entity, LINK_SAYS_DIFFERENT,
		       i ? LINK_ROUND_SECOND : LINK_ROUND_FIRST);
	}
	sites_rest(&x);
	check_same(&x);
	for (int i = 0; i < 2; i++) {
		struct conservation c;
		struct link_standing *v;
		m = mentions(&x.s[i], &n);
		CHECK_INT(n, 2);
		CHECK_OK(reg_conservation(x.s[i].r, &c, &x.s[i].e), &x.s[i].e);
		CHECK_INT(c.standing, 2);
		CHECK_INT(c.removed, 0);
		/* Both decided about one pair. */
		CHECK_OK(reg_link_verdicts(x.s[i].r, x.s[i].a, &v, &n, &x.s[i].e), &x.s[i].e);
		CHECK_INT(n, 1);
		CHECK(!v[0].disputed && v[0].says == LINK_SAYS_DIFFERENT);
	}
	/* The first edition taken back: the other site's stands, with the same rows. */
	undo_entry(&x.s[0], one);
	sites_rest(&x);
	check_same(&x);
	m = mentions(&x.s[1], &n);
	CHECK_INT(n, 2);
	CHECK(m[0].stands && m[1].stands);
}

TEST(a_researcher_does_not_decide_between_two_rounds)
{
	SITES x = { .n = 0 };
	scene_open(&x.s[0]);
	site_join_as(&x.s[1], &x.s[0], 1, ROLE_RESEARCHER);
	x.n = 2;
	struct entity list = list_make(&x.s[0], "list:a");
	edition(&x.s[0], &list, "2026-01-01", "1|Nemouneh Yekom|2025\n2|Nemouneh Dovom|2025");
	sites_rest(&x);
	size_t n;
	struct mention *m = mentions(&x.s[1], &n);
	struct link_new in = { .a = m[0].entity,
			       .b = m[1].entity,
			       .round = LINK_ROUND_ADJUDICATED,
			       .reason = STR("for the test"),
			       .model = STR("") };
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	must(&x.s[1], reg_begin(&tx, x.s[1].r, &x.s[1].e), "begin");
	CHECK_ERR(reg_link_decide(&tx, &in, &seq, &x.s[1].e), ERR_DENIED);
	struct assign_run run = { .model = STR("test"), .reason = STR(""), .summary = STR("") };
	CHECK_ERR(reg_assign_begin(&tx, &run, &seq, &x.s[1].e), ERR_DENIED);
}
