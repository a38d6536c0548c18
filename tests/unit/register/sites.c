/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Several sites that record about the same people, and take from each other whenever they can: in the end
 * they show the same, to the last byte, and a view made from nothing is that view.
 */
#include "sites.h"

#include "register/asof.h"
#include "register/table.h"

/* ---- everything that pages show, as text ---- */

static void dump_cards(struct scene *s, struct buf *b)
{
	for (int o = ORDER_LATEST_EVENT; o <= ORDER_CONFLICTS; o++) {
		struct find f = { .order = (enum find_order)o, .limit = FIND_PAGE_MAX };
		struct found got;
		must(s, reg_find(s->r, &f, s->a, &got, &s->e), "find");
		buf_printf(b, "order %d: %lld\n", o, (long long)got.total);
		for (size_t i = 0; i < got.n; i++) {
			const struct card *c = &got.cards[i];
			buf_printf(b, "%.*s|%.*s|%.*s|%.*s|%.*s|%lld %lld %lld|%d|%s %s\n",
				   STR_FMT(c->number), STR_FMT(c->label), STR_FMT(c->label_fa),
				   STR_FMT(c->status), STR_FMT(c->date), (long long)c->sources,
				   (long long)c->claims, (long long)c->conflicts, c->certainty,
				   number_str(s->a, c->first_seq).p,
				   number_str(s->a, c->last_seq).p);
		}
		for (int k = 0; k < FACETS; k++)
			for (size_t i = 0; i < got.n_facets[k]; i++)
				buf_printf(b, "  %d %.*s %.*s %lld\n", k,
					   STR_FMT(got.facets[k][i].code),
					   STR_FMT(got.facets[k][i].label),
					   (long long)got.facets[k][i].count);
	}
}

static void dump_claim(struct scene *s, const struct claim_row *c, struct buf *b)
{
	AUTO_BUF value;
	buf_init(&value, 1 << 16);
	must(s, value_write(&value, &c->value, &s->e), "value");
	buf_printf(b, " %s.%lld %.*s %.*s by %.*s at %lld, taken back by %lld%s%s\n",
		   number_str(s->a, c->seq).p, (long long)(c->field % 256), STR_FMT(c->property),
		   STR_FMT(buf_str(&value)), STR_FMT(c->source_label), (long long)c->recorded_ms,
		   (long long)c->retracted, c->adopted ? ", adopted" : "",
		   c->in_conflict ? ", in conflict" : "");
}

static void dump_records(struct scene *s, struct buf *b)
{
	struct entity *en;
	size_t n;
	must(s, reg_entities(s->r, s->a, &en, &n, &s->e), "entities");
	for (size_t i = 0; i < n; i++) {
		struct claim_row *c;
		size_t m;
		int64_t total;
		must(s,
		     reg_claims(s->r, CLAIMS_OF_SUBJECT, en[i].id, true, 0, 1000, s->a, &c, &m,
				&total, &s->e),
		     "claims");
		struct str number = reg_number(s->r, &en[i], s->a);
		buf_printf(b, "%.*s\n", STR_FMT(number));
		for (size_t k = 0; k < m; k++)
			dump_claim(s, &c[k], b);
	}
}

static void dump_conflicts(struct scene *s, struct buf *b)
{
	struct conflict *c;
	size_t n;
	int64_t total;
	must(s, reg_conflicts(s->r, 0, false, 0, 1000, s->a, &c, &n, &total, &s->e), "conflicts");
	for (size_t i = 0; i < n; i++) {
		buf_printf(b, "%.*s %.*s of %.*s: %.*s decided %s %.*s\n", STR_FMT(c[i].ident),
			   STR_FMT(c[i].kind), STR_FMT(c[i].subject_number), STR_FMT(c[i].property),
			   number_str(s->a, c[i].decided).p, STR_FMT(c[i].reason));
		for (size_t k = 0; k < c[i].n_sides; k++)
			for (size_t m = 0; m < c[i].sides[k].n; m++)
				dump_claim(s, &c[i].sides[k].claims[m], b);
	}
}

/* Without what was taken in, which every site says for itself. */
static void dump_history(struct scene *s, struct buf *b)
{
	struct history_row *h;
	size_t n;
	must(s, reg_history(s->r, 0, 0, HISTORY_MAX, s->a, &h, &n, &s->e), "history");
	for (size_t i = 0; i < n; i++)
		if (!str_eq(h[i].kind, STR("import")))
			buf_printf(b, "%s %.*s %lld %.*s of %.*s: %.*s %lld taken back by %s\n",
				   number_str(s->a, h[i].seq).p, STR_FMT(h[i].kind),
				   (long long)h[i].recorded_ms, STR_FMT(h[i].recorder_name),
				   STR_FMT(h[i].subject_number), STR_FMT(h[i].text),
				   (long long)h[i].count, number_str(s->a, h[i].retracted).p);
}

static void dump_figures(struct scene *s, struct buf *b)
{
	struct figure *f;
	size_t n;
	must(s, reg_figures(s->r, 0, s->a, &f, &n, &s->e), "figures");
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%.*s %.*s %lld apart %lld, %lld claims of %lld, rule %s\n",
			   STR_FMT(f[i].number), STR_FMT(f[i].title), (long long)f[i].count,
			   (long long)f[i].apart, (long long)f[i].n_claims,
			   (long long)f[i].n_sources, number_str(s->a, f[i].rule_seq).p);
}

static struct str dump(struct scene *s)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 26);
	dump_cards(s, &b);
	dump_records(s, &b);
	dump_conflicts(s, &b);
	dump_history(s, &b);
	dump_figures(s, &b);
	return buf_copy(&b, s->a);
}

static void check_text(struct str x, struct str y, int site)
{
	size_t i = 0;
	while (i < x.n && i < y.n && x.p[i] == y.p[i])
		i++;
	if (i == x.n && i == y.n)
		return;
	size_t from = i > 200 ? i - 200 : 0;
	FAIL("site %d shows something else:\n%.*s\n---- and the first:\n%.*s", site,
	     (int)(y.n - from < 500 ? y.n - from : 500), y.p + from,
	     (int)(x.n - from < 500 ? x.n - from : 500), x.p + from);
}

static void check_same(struct sites *x)
{
	struct hash first = site_digest(&x->s[0], x->s[0].r);
	struct str text = dump(&x->s[0]);
	for (int i = 1; i < x->n; i++) {
		struct hash other = site_digest(&x->s[i], x->s[i].r);
		CHECK(hash_eq(&first, &other));
		check_text(text, dump(&x->s[i]), i);
	}
	for (int i = 0; i < x->n; i++) {
		check_rebuild(x->s[i].r, &x->s[i].e);
		check_text(text, dump(&x->s[i]), i);
	}
}

/* ---- by chance, from a seed ---- */

struct chance {
	uint64_t x;
};

static unsigned roll(struct chance *c, unsigned n)
{
	c->x = c->x * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(c->x >> 33) % n;
}

static const char TABLE[] = "claim,subject,source,property,value\n"
			    "a,person:one,organisation:first,birth_date,1990-01-02\n"
			    "b,event:e,organisation:first,type,execution\n"
			    "b,event:e,organisation:first,victim,person:one\n"
			    "c,person:shared,organisation:second,name,Nemouneh Jadval\n";

static void act_import(struct scene *s)
{
	struct table_source src = { .csv = str_of(TABLE), .name = STR("shared.csv") };
	struct table t;
	struct table_result r;
	must(s, table_import(s->r, &src, NULL, NULL, s->a, &t, &r, &s->e), "import");
	for (size_t i = 0; i < t.n_problems; i++)
		FAIL("row %ld: %.*s", (long)t.problems[i].row, STR_FMT(t.problems[i].what));
}

static void act_say(struct scene *s, struct chance *c)
{
	static const char *const PERSONS[] = { "person:one", "person:two", "person:three" };
	static const char *const EVENTS[] = { "event:e", "event:f", "event:g" };
	static const char *const WHO[] = { "organisation:first", "organisation:second",
					   "organisation:third", "source:quiet" };
	static const char *const TYPES[] = { "execution", "death_sentence", "arrest", "release" };
	const char *who = WHO[roll(c, COUNT(WHO))];
	const char *person = PERSONS[roll(c, COUNT(PERSONS))];
	switch (roll(c, 6)) {
	case 0:
		say(s, who, person, str_printf(s->a, "birth_date=199%u", roll(c, 4)).p);
		return;
	case 1:
		say(s, who, person, str_printf(s->a, "name=Nemouneh %u", roll(c, 5)).p);
		return;
	case 2:
		say(s, who, EVENTS[roll(c, COUNT(EVENTS))],
		    str_printf(s->a, "type=%s; victim=%s; date=2025-0%u-1%u",
			       TYPES[roll(c, COUNT(TYPES))], person, 1 + roll(c, 9), roll(c, 9))
			    .p);
		return;
	case 3:
		say(s, who, EVENTS[roll(c, COUNT(EVENTS))],
		    str_printf(s->a, "date=[2025-07-1%u,2025-07-2%u]", roll(c, 3), roll(c, 3)).p);
		return;
	case 4:
		say(s, who, "figure:all",
		    str_printf(s->a, "total=%u | when=2025", 10 + roll(c, 3)).p);
		return;
	default:
		say(s, who, "place:city", "name=Shahr-e Nemouneh; part_of=place:land");
		say(s, who, EVENTS[roll(c, COUNT(EVENTS))], "place=place:city");
		return;
	}
}

static void act_adopt(struct scene *s, struct chance *c)
{
	struct conflict *list;
	size_t n;
	int64_t total;
	must(s, reg_conflicts(s->r, 0, false, 0, 1000, s->a, &list, &n, &total, &s->e),
	     "conflicts");
	if (!n)
		return;
	const struct conflict *one = &list[roll(c, (unsigned)n)];
	const struct conflict_side *side = &one->sides[roll(c, (unsigned)one->n_sides)];
	int64_t field = side->claims[roll(c, (unsigned)side->n)].field;
	const struct claim_row *row = &side->claims[0];
	if (row->subject.id != one->subject.id || !str_eq(row->property, one->property))
		return; /* borne by several */
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	if (side->n == 1 && roll(c, 5) == 0)
		field = 0;
	else
		field = row->field;
	must(s,
	     reg_adopt(&tx, &one->subject, one->property, field, STR("for the test"), &seq, &s->e),
	     "adopt");
	must(s, reg_commit(&tx, &s->e), "commit");
}

static void act_take_back(struct scene *s, struct chance *c)
{
	struct history_row *h;
	size_t n;
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	must(s, reg_history(s->r, 0, 0, 40, s->a, &h, &n, &s->e), "history");
	const struct history_row *one = &h[roll(c, (unsigned)n)];
	if (one->retracted || str_eq(one->kind, STR("key")) || str_eq(one->kind, STR("import")))
		return;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	must(s, reg_undo(&tx, one->seq, STR("for the test"), &seq, &s->e), "undo");
	must(s, reg_commit(&tx, &s->e), "commit");
}

static void act_define(struct scene *s)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	struct entity en = scene_entity(s, &tx, STR("figure:counted"));
	must(s,
	     reg_define_figure(
		     &tx, &en,
		     STR("{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025\","
			 "\"title\":\"Executions\"}"),
		     &seq, &s->e),
	     "define");
	must(s, reg_commit(&tx, &s->e), "commit");
}

static void act(struct scene *s, struct chance *c)
{
	unsigned what = roll(c, 20);
	if (what == 0)
		act_import(s);
	else if (what == 1)
		act_define(s);
	else if (what < 5)
		act_adopt(s, c);
	else if (what < 8)
		act_take_back(s, c);
	else
		act_say(s, c);
}

enum { MOMENTS = 400 };

/* What our own log knew at a size is what was shown then. */
struct moment {
	int site;
	int64_t size;
	struct hash digest;
};

static void keep_moment(struct sites *x, int i, struct moment *m, size_t *n)
{
	if (*n == MOMENTS)
		return;
	m[*n].site = i;
	m[*n].size = size_of(&x->s[i]);
	m[(*n)++].digest = site_digest(&x->s[i], x->s[i].r);
}

static void check_moments(struct sites *x, const struct moment *m, size_t n, size_t step)
{
	for (size_t i = 0; i < n; i += step) {
		AUTO_REG *then = NULL;
		struct scene *s = &x->s[m[i].site];
		CHECK_OK(reg_as_of(s->r, m[i].size, &then, &s->e), &s->e);
		struct hash digest = site_digest(s, then);
		if (!hash_eq(&digest, &m[i].digest))
			FAIL("site %d does not show what it knew at size %s", m[i].site,
			     number_str(s->a, m[i].size).p);
	}
}

static void gossip(int sites, uint64_t seed, int steps)
{
	SITES x;
	struct chance c = { seed };
	static struct moment moments[MOMENTS];
	size_t n = 0;
	sites_open(&x, sites);
	for (int i = 0; i < steps; i++) {
		int who = (int)roll(&c, (unsigned)sites);
		if (roll(&c, 6) == 0) {
			int other = (who + 1 + (int)roll(&c, (unsigned)sites - 1)) % sites;
			site_give(&x.s[other], &x.s[who], true);
		} else {
			act(&x.s[who], &c);
		}
		if (i % 4 == 0)
			keep_moment(&x, who, moments, &n);
	}
	sites_rest(&x);
	check_same(&x);
	check_moments(&x, moments, n, 3);
}

TEST(two_sites_end_with_the_same)
{
	for (uint64_t seed = 1; seed <= 3; seed++)
		gossip(2, seed, 60);
}

TEST(three_sites_end_with_the_same)
{
	for (uint64_t seed = 11; seed <= 12; seed++)
		gossip(3, seed, 90);
	for (uint64_t seed = 100; getenv("VIGIL_TORTURE") && seed < 140; seed++)
		gossip(4, seed, 300);
}

/* ---- what two sites see of each other ---- */

/* The open conflict of this kind of a record; "" reason and no sides when there is none. */
static bool open_conflict(struct scene *s, const char *key, const char *kind, struct conflict *ret)
{
	struct conflict *list;
	size_t n;
	int64_t total;
	must(s, reg_conflicts(s->r, of(s, key).id, true, 0, 100, s->a, &list, &n, &total, &s->e),
	     "conflicts");
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].kind, str_of(kind))) {
			*ret = list[i];
			return true;
		}
	return false;
}

static int64_t decided_by(struct scene *s, const char *key)
{
	struct conflict *list;
	size_t n;
	int64_t total;
	must(s, reg_conflicts(s->r, of(s, key).id, false, 0, 100, s->a, &list, &n, &total, &s->e),
	     "conflicts");
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].kind, STR("unequal_value")))
			return list[i].decided;
	return -1;
}

static bool is_adopted(struct scene *s, int64_t field)
{
	struct claim_row row;
	must(s, reg_claim(s->r, field, s->a, &row, &s->e), "claim");
	return row.adopted;
}

TEST(decisions_made_apart_open_the_question_again)
{
	SITES x;
	struct conflict c;
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	int64_t one = say(a, "organisation:one", "person:p", "birth_date=1990") * 256 + 1;
	int64_t two = say(a, "organisation:two", "person:p", "birth_date=1991") * 256 + 1;
	site_give(a, b, true);
	int64_t here = adopt(a, "person:p", "birth_date", one);
	CHECK_INT(decided_by(a, "person:p"), here);
	int64_t there = adopt(b, "person:p", "birth_date", two);
	CHECK_INT(decided_by(b, "person:p"), there);
	CHECK_INT(number_site(there), vault_site(b->r->v));
	sites_rest(&x);
	for (int i = 0; i < 2; i++) {
		struct scene *s = &x.s[i];
		CHECK_INT(decided_by(s, "person:p"), 0);
		CHECK(open_conflict(s, "person:p", "unequal_value", &c));
		CHECK(open_conflict(s, "person:p", "decided_differently", &c));
		CHECK_INT(c.n_sides, 2);
		/* The newer one counts: it was made later, and neither had seen the other. */
		CHECK(is_adopted(s, two));
		CHECK(!is_adopted(s, one));
	}
	/* Somebody who has seen both decides. */
	int64_t last = adopt(a, "person:p", "birth_date", one);
	sites_rest(&x);
	for (int i = 0; i < 2; i++) {
		struct scene *s = &x.s[i];
		CHECK_INT(decided_by(s, "person:p"), last);
		CHECK(!open_conflict(s, "person:p", "decided_differently", &c));
		CHECK(is_adopted(s, one));
	}
	check_same(&x);
}

TEST(decisions_made_apart_that_agree_are_one)
{
	SITES x;
	struct conflict c;
	sites_open(&x, 2);
	int64_t one = say(&x.s[0], "organisation:one", "person:p", "birth_date=1990") * 256 + 1;
	say(&x.s[0], "organisation:two", "person:p", "birth_date=1991");
	site_give(&x.s[0], &x.s[1], true);
	adopt(&x.s[0], "person:p", "birth_date", one);
	int64_t newer = adopt(&x.s[1], "person:p", "birth_date", one);
	sites_rest(&x);
	CHECK_INT(decided_by(&x.s[0], "person:p"), newer);
	CHECK(!open_conflict(&x.s[0], "person:p", "decided_differently", &c));
	check_same(&x);
}

/* The order of entries says that the decision came later; it was made without the claim all the same. */
TEST(a_decision_is_not_about_claims_that_were_not_seen)
{
	SITES x;
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	int64_t one = say(a, "organisation:one", "person:p", "birth_date=1990") * 256 + 1;
	say(a, "organisation:two", "person:p", "birth_date=1991");
	site_give(a, b, true);
	say(b, "organisation:three", "person:p", "birth_date=1992");
	int64_t decision = adopt(a, "person:p", "birth_date", one);
	CHECK_INT(decided_by(a, "person:p"), decision);
	sites_rest(&x);
	CHECK_INT(decided_by(a, "person:p"), 0);
	check_same(&x);
}

TEST(what_two_sites_take_back_stays_taken_back)
{
	SITES x;
	struct claim_row row;
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	int64_t said = say(a, "organisation:one", "person:p", "birth_date=1990");
	site_give(a, &x.s[1], true);
	int64_t first = take_back(a, said);
	take_back(&x.s[1], said);
	sites_rest(&x);
	take_back(a, first);
	sites_rest(&x);
	must(a, reg_claim(a->r, said * 256 + 1, a->a, &row, &a->e), "claim");
	CHECK_INT(number_site(row.retracted), vault_site(x.s[1].r->v));
	check_same(&x);
}

/* ---- names of things ---- */

TEST(numbers_of_another_site_have_its_letters)
{
	SITES x;
	struct entity en;
	struct claim_row row;
	char letters[6];
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	number_site_text(vault_site(b->r->v), letters);
	say(a, "organisation:one", "person:here", "birth_date=1990");
	int64_t seq = say(b, "organisation:one", "person:there", "birth_date=1990");
	sites_rest(&x);
	struct str number = str_printf(a->a, "P-%s-00001", letters);
	CHECK_STR(reg_number(
			  a->r,
			  &(struct entity){ .kind = STR("person"), .no = of(a, "person:there").no },
			  a->a),
		  number.p);
	CHECK_OK(reg_entity(a->r, number, a->a, &en, &a->e), &a->e);
	CHECK_INT(en.id, of(a, "person:there").id);
	CHECK_OK(reg_entity(a->r, str_printf(a->a, "p-%s-1", letters), a->a, &en, &a->e), &a->e);
	CHECK_INT(en.id, of(a, "person:there").id);
	CHECK_ERR(reg_entity(a->r, str_printf(a->a, "P-%s-2", letters), a->a, &en, &a->e),
		  ERR_NOTFOUND);
	CHECK_OK(reg_entity(a->r, STR("P-00001"), a->a, &en, &a->e), &a->e);
	CHECK_INT(en.id, of(a, "person:here").id);
	CHECK_OK(reg_claim(a->r, seq * 256 + 1, a->a, &row, &a->e), &a->e);
	CHECK_INT(row.seq, seq);
	CHECK_INT(row.field, seq * 256 + 1);
	/* Each goes on with its own numbers. */
	say(a, "organisation:one", "person:here2", "birth_date=1990");
	CHECK_INT(of(a, "person:here2").no, 2);
	say(b, "organisation:one", "person:there2", "birth_date=1990");
	CHECK_INT(number_count(of(b, "person:there2").no), 2);
	CHECK_INT(number_site(of(b, "person:there2").no), vault_site(b->r->v));
}

TEST(one_key_of_two_records_means_the_first)
{
	SITES x;
	struct entity *others;
	size_t n;
	sites_open(&x, 2);
	say(&x.s[0], "organisation:one", "person:p", "birth_date=1990");
	say(&x.s[1], "organisation:one", "person:p", "birth_date=1990");
	sites_rest(&x);
	check_same(&x);
	struct entity first = of(&x.s[1], "person:p");
	CHECK_INT(first.no, 1);
	CHECK_OK(reg_same_key(x.s[1].r, first.id, x.s[1].a, &others, &n, &x.s[1].e), &x.s[1].e);
	CHECK_INT(n, 1);
	CHECK_INT(number_count(others[0].no), 1);
	CHECK(number_site(others[0].no) != 0);
	/* What is said next of the key is said of the first, at both. */
	say(&x.s[1], "organisation:two", "person:p", "birth_date=1990");
	sites_rest(&x);
	CHECK_INT(of(&x.s[0], "person:p").no, 1);
	check_same(&x);
}

/* ---- what is new ---- */

TEST(news_are_what_came_from_whatever_side)
{
	SITES x;
	struct news news;
	bool fresh;
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	int64_t early = say(b, "organisation:one", "person:b", "birth_date=1990");
	say(a, "organisation:one", "person:a", "birth_date=1990");
	int64_t size = size_of(a);
	CHECK_OK(reg_news(a->r, size - 1, &news, &a->e), &a->e);
	CHECK_INT(news.claims + news.entities + news.conflicts, 0);
	site_give(b, a, true); /* its claim stands before ours in the order */
	CHECK_OK(reg_news(a->r, size - 1, &news, &a->e), &a->e);
	CHECK_INT(news.claims, 1);
	CHECK_INT(news.entities, 2); /* the person, and the organisation as they know it */
	CHECK_OK(reg_came_after(a->r, size, early, &fresh, &a->e), &a->e);
	CHECK(fresh);
	int64_t now = size_of(a);
	CHECK_OK(reg_news(a->r, now - 1, &news, &a->e), &a->e);
	CHECK_INT(news.claims, 0);
	CHECK_OK(reg_came_after(a->r, now, early, &fresh, &a->e), &a->e);
	CHECK(!fresh);
}

TEST(history_tells_what_was_taken_in)
{
	SITES x;
	struct history_row *h;
	size_t n;
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	say(&x.s[1], "organisation:one", "person:b", "birth_date=1990");
	site_give(&x.s[1], a, true);
	say(a, "organisation:one", "person:a", "birth_date=1990");
	CHECK_OK(reg_history(a->r, 0, 0, 100, a->a, &h, &n, &a->e), &a->e);
	CHECK_STR(h[0].kind, "statement");
	CHECK_STR(h[1].kind, "import");
	CHECK_INT(h[1].site, vault_site(x.s[1].r->v));
	CHECK_INT(h[1].count, 2);
	CHECK_STR(h[2].kind, "statement");
	size_t all = n;
	/* Page by page it is the same. */
	int64_t before = 0;
	for (size_t i = 0; i < all; i++) {
		struct history_row *one;
		CHECK_OK(reg_history(a->r, 0, before, 1, a->a, &one, &n, &a->e), &a->e);
		CHECK_INT(n, 1);
		CHECK_INT(one[0].seq, h[i].seq);
		before = one[0].seq;
	}
	/* Entry 0 ends the list: nothing is before it. */
	CHECK_INT(before, 0);
}

TEST(a_figure_of_an_earlier_size_is_counted_as_it_was)
{
	SITES x;
	struct figure f;
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	act_define(a);
	say(a, "organisation:one", "event:a", "type=execution; date=2025-03-01");
	site_give(a, b, true);
	say(b, "organisation:one", "event:b", "type=execution; date=2025-03-02");
	say(a, "organisation:one", "event:c", "type=execution; date=2025-03-03");
	int64_t before = size_of(a);
	int64_t id = of(a, "figure:counted").id;
	CHECK_OK(reg_figure(a->r, id, 0, true, a->a, &f, &a->e), &a->e);
	CHECK_INT(f.count, 2);
	site_give(b, a, true);
	id = of(a, "figure:counted").id;
	CHECK_OK(reg_figure(a->r, id, 0, true, a->a, &f, &a->e), &a->e);
	CHECK_INT(f.count, 3);
	CHECK_OK(reg_figure(a->r, id, before, true, a->a, &f, &a->e), &a->e);
	CHECK_INT(f.as_of, before);
	CHECK_INT(f.count, 2);
	CHECK_INT(f.cases[0].entity.entity.id, of(a, "event:a").id);
	CHECK_INT(f.cases[1].entity.entity.id, of(a, "event:c").id);
	/* What another site knew can be asked for as well: an address that was cited there. */
	CHECK_OK(reg_figure(a->r, id, size_of(b), true, a->a, &f, &a->e), &a->e);
	CHECK_INT(f.count, 2);
	CHECK_INT(f.cases[1].entity.entity.id, of(a, "event:b").id);
	CHECK_ERR(reg_figure(a->r, id, size_of(b) + 100, true, a->a, &f, &a->e), ERR_INPUT);
	CHECK_ERR(reg_figure(a->r, id, size_of(a) + 1, true, a->a, &f, &a->e), ERR_INPUT);
}

/* ---- what cannot be read ---- */

static size_t count_kind(struct scene *s, const char *kind)
{
	struct history_row *h;
	size_t n;
	size_t found = 0;
	must(s, reg_history(s->r, 0, 0, HISTORY_MAX, s->a, &h, &n, &s->e), "history");
	for (size_t i = 0; i < n; i++)
		found += str_eq(h[i].kind, str_of(kind));
	return found;
}

TEST(entries_whose_keys_come_later_are_shown_when_they_do)
{
	SITES x;
	sites_open(&x, 2);
	struct scene *a = &x.s[0];
	struct scene *b = &x.s[1];
	int64_t one = say(a, "organisation:one", "person:p", "birth_date=1990") * 256 + 1;
	say(a, "organisation:two", "person:p", "birth_date=1991");
	site_give(a, b, true);
	adopt(a, "person:p", "birth_date", one);
	say(a, "organisation:two", "person:late", "birth_date=1991");
	take_back(a, one / 256);
	site_give(a, b, false);
	CHECK_INT(count_kind(b, "unreadable"), 3);
	check_rebuild(b->r, &b->e);
	site_give(a, b, true);
	CHECK_INT(count_kind(b, "unreadable"), 0);
	sites_rest(&x);
	check_same(&x);
}

static void erase(struct scene *s, const struct id *entity)
{
	static const struct sql ERASE = SQL(
		"UPDATE shred_group SET key = NULL, ckey = NULL, erased = 1 WHERE entity = :entity");
	static const char PASSPHRASE[] = "a passphrase for tests";
	AUTO_STMT *q = NULL;
	must(s, store_stmt(reg_store(s->r), &ERASE, &q, &s->e), "erase");
	bind_blob(q, ":entity", entity->b, ID_LEN);
	must(s, stmt_run(q, &s->e), "erase");
	stmt_done(&q);
	reg_close(s->r); /* it knows the key */
	s->r = NULL;
	must(s, reg_open(s->path, str_of(PASSPHRASE), true, &s->r, &s->e), "open again");
	struct hash before;
	struct hash after;
	must(s, vault_rebuild(s->r->v, NULL, NULL, &before, &after, &s->e), "rebuild");
}

TEST(acts_on_what_was_erased_have_no_effect_and_no_fault)
{
	SCENE s;
	struct conflict c;
	scene_open(&s);
	int64_t gone = say(&s, "organisation:one", "person:p", "birth_date=1990");
	say(&s, "organisation:two", "person:q", "birth_date=1991 | where=person:p");
	int64_t also = say(&s, "organisation:two", "person:p", "birth_date=1991");
	adopt(&s, "person:p", "birth_date", gone * 256 + 1);
	int64_t undo = take_back(&s, also);
	take_back(&s, undo);
	struct id person = of(&s, "person:p").uuid;
	erase(&s, &person);
	CHECK_INT(count_kind(&s, "unreadable"), 2);
	CHECK_INT(count_kind(&s, "undo"), 2);
	CHECK_INT(count_kind(&s, "adopt"), 1);
	CHECK(!open_conflict(&s, "person:q", "unequal_value", &c));
	check_rebuild(s.r, &s.e);
	/* It goes on. */
	say(&s, "organisation:two", "person:r", "birth_date=1991");
	check_rebuild(s.r, &s.e);
}

/* ---- what another program could have written ---- */

struct odd {
	const char *name, *value;
};

static int64_t write_odd(struct scene *s, const struct odd *parts, size_t n)
{
	struct claim_part p[8];
	AUTO_VAULT_TX tx = { 0 };
	int64_t seq = -1;
	for (size_t i = 0; i < n; i++)
		p[i] = (struct claim_part){ .name = str_of(parts[i].name),
					    .value = str_of(parts[i].value) };
	struct vault_claim vc = { .kind = ENTRY_CLAIM,
				  .parts = p,
				  .n_parts = n,
				  .subject_group = { { 'o', 'd', 'd' } } };
	must(s, vault_begin(&tx, s->r->v, &s->e), "begin");
	must(s, vault_append(&tx, &vc, &seq, &s->e), "append");
	must(s, vault_commit(&tx, &s->e), "commit");
	return seq;
}

#define ID(n)	  "\"0193a5b0-0000-7000-8000-0000000000" n "\""
#define PERSON(n) "{\"id\":" ID(n) ",\"kind\":\"person\",\"no\":1}"
#define FIELD                                                                                      \
	"{\"p\":\"birth_date\",\"v\":{\"t\":\"date\",\"edtf\":\"1990\",\"cal\":\"gregorian\",\"given\":\"\"},\"q\":{}}"

TEST(entries_that_make_no_sense_stop_nobody)
{
	static const struct {
		struct odd parts[6];
		const char *shows;
	} CASES[] = {
		{ { { "f1", "1" } }, "unreadable" },
		{ { { "kind", "7" } }, "unreadable" },
		{ { { "kind", "\"statement\"" } }, "unreadable" },
		{ { { "kind", "\"statement\"" }, { "id", ID("01") } }, "unreadable" },
		{ { { "kind", "\"statement\"" }, { "subject", PERSON("a1") } }, "unreadable" },
		{ { { "kind", "\"statement\"" },
		    { "id", ID("02") },
		    { "subject", PERSON("a1") },
		    { "f1", "{\"p\":\"birth_date\"}" } },
		  "unreadable" },
		{ { { "kind", "\"statement\"" },
		    { "id", ID("03") },
		    { "subject", "\"somebody\"" },
		    { "f1", FIELD } },
		  "unreadable" },
		{ { { "kind", "\"statement\"" },
		    { "id", ID("04") },
		    { "subject", PERSON("a1") },
		    { "introduces", "[{\"id\":\"x\"}]" },
		    { "f1", FIELD } },
		  "unreadable" },
		{ { { "kind", "\"adopt\"" }, { "id", ID("05") }, { "property", "\"name\"" } },
		  "adopt" },
		{ { { "kind", "\"adopt\"" },
		    { "id", ID("06") },
		    { "subject", PERSON("a1") },
		    { "claim", ID("ff") },
		    { "field", "1" } },
		  "adopt" },
		{ { { "kind", "\"undo\"" }, { "id", ID("07") }, { "target", "\"nothing\"" } },
		  "undo" },
		{ { { "kind", "\"undo\"" }, { "id", ID("08") }, { "target", ID("08") } }, "undo" },
		{ { { "kind", "\"figure\"" }, { "id", ID("09") } }, "figure" },
		{ { { "kind", "\"of a later version\"" }, { "id", ID("10") } },
		  "of a later version" },
		/* A second time: entered again after a fork, say. */
		{ { { "kind", "\"of a later version\"" }, { "id", ID("10") } }, "again" },
		{ { { "kind", "\"statement\"" },
		    { "id", ID("11") },
		    { "subject", PERSON("a1") },
		    { "f1", FIELD } },
		  "statement" },
		{ { { "kind", "\"statement\"" },
		    { "id", ID("11") },
		    { "subject", PERSON("a1") },
		    { "f1", FIELD } },
		  "again" },
		/* The number of another record. */
		{ { { "kind", "\"statement\"" },
		    { "id", ID("12") },
		    { "subject", PERSON("a2") },
		    { "f1", FIELD } },
		  "statement" },
	};
	SCENE s;
	struct entity en;
	scene_open(&s);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct history_row row = { .kind = STR("") };
		bool there = false;
		size_t n = 0;
		while (n < COUNT(CASES[i].parts) && CASES[i].parts[n].name)
			n++;
		int64_t seq = write_odd(&s, CASES[i].parts, n);
		CHECK_OK(reg_history_entry(s.r, seq, s.a, &row, &there, &s.e), &s.e);
		CHECK(there);
		if (!str_eq(row.kind, str_of(CASES[i].shows)))
			FAIL("case %zu shows as %.*s, not %s", i, STR_FMT(row.kind),
			     CASES[i].shows);
	}
	CHECK_OK(reg_entity(s.r, STR("P-00001"), s.a, &en, &s.e), &s.e);
	CHECK_OK(reg_entity(s.r, STR("P-00002"), s.a, &en, &s.e), &s.e);
	struct claim_row *rows;
	size_t n;
	int64_t total;
	CHECK_OK(reg_claims(s.r, CLAIMS_OF_SUBJECT, en.id, true, 0, 10, s.a, &rows, &n, &total,
			    &s.e),
		 &s.e);
	CHECK_INT(n, 1);
	check_rebuild(s.r, &s.e);
}

/* The last number there is, taken by somebody else: ours go on. */
TEST(numbers_do_not_run_out_for_others)
{
	SCENE s;
	static const struct odd PARTS[] = {
		{ "kind", "\"statement\"" },
		{ "id", ID("21") },
		{ "subject", "{\"id\":" ID("b1") ",\"kind\":\"person\",\"no\":1073741823}" },
		{ "f1", FIELD }
	};
	scene_open(&s);
	write_odd(&s, PARTS, COUNT(PARTS));
	say(&s, "organisation:one", "person:p", "birth_date=1990");
	CHECK(of(&s, "person:p").no != 1073741823);
	check_rebuild(s.r, &s.e);
}
