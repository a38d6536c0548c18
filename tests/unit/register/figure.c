/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: rules read strictly, cases counted, sizes counted again, what is reported beside it. */
#include "lists.h"

#include "register/figure.h"

static const char *const RIGHT[] = {
	"{\"count\":\"events\",\"type\":[\"execution\"]}",
	"{\"count\":\"persons\",\"type\":[\"execution\",\"death_sentence\"],\"window\":\"2025\"}",
	"{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025-01/2025-06\",\"dates\":\"touching\"}",
	"{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2024/..\",\"dates\":\"whole\",\"place\":\"L-00001\"}",
	"{\"count\":\"status\",\"status\":[\"sentenced_to_death\"],\"title\":{\"en\":\"A\",\"fa\":\"ب\"}}",
	"{\"count\":\"status\",\"status\":[\"not_reported_executed\"],\"title\":\"Under sentence of death\"}",
	"{\"count\":\"events\",\"type\":[\"execution\"],\"imprecise\":\"spread\",\"new_year\":\"day\"}",
};

/* The rule, and the member its refusal has to name. */
static const struct {
	const char *rule, *names;
} WRONG[] = {
	{ "", "" },
	{ "[]", "object" },
	{ "{}", "count" },
	{ "{\"count\":\"lists\"}", "count" },
	{ "{\"count\":1,\"type\":[\"execution\"]}", "count" },
	{ "{\"count\":\"events\"}", "type" },
	{ "{\"count\":\"events\",\"type\":[]}", "type" },
	{ "{\"count\":\"events\",\"type\":\"execution\"}", "type" },
	{ "{\"count\":\"events\",\"type\":[\"executed\"]}", "executed" },
	{ "{\"count\":\"events\",\"type\":[7]}", "type" },
	{ "{\"count\":\"status\",\"status\":[\"execution\"]}", "execution" },
	{ "{\"count\":\"status\",\"type\":[\"execution\"]}", "status" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"status\":[\"executed\"]}", "status" },
	{ "{\"count\":\"status\",\"status\":[\"executed\"],\"window\":\"2025\"}", "window" },
	{ "{\"count\":\"status\",\"status\":[\"executed\"],\"place\":\"L-00001\"}", "place" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"last year\"}", "window" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025~\"}", "window" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"[2024,2025]\"}", "window" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":2025}", "window" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025\",\"dates\":\"all\"}",
	  "dates" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"dates\":\"whole\"}", "dates" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"place\":3}", "place" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"imprecise\":\"guess\"}", "imprecise" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"new_year\":1}", "new_year" },
	{ "{\"count\":\"status\",\"status\":[\"executed\"],\"new_year\":\"day\"}", "new_year" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"title\":3}", "title" },
	{ "{\"count\":\"events\",\"type\":[\"execution\"],\"where\":\"L-00001\"}", "where" },
	{ "{\"count\":\"events\",\"count\":\"events\",\"type\":[\"execution\"]}", "" },
};

TEST(rules_are_read_strictly)
{
	struct vocab *v = NULL;
	struct err e;
	CHECK_OK(vocab_new(&v, &e), &e);
	for (size_t i = 0; i < COUNT(RIGHT); i++)
		CHECK_OK(figure_rule_check(v, str_of(RIGHT[i]), &e), &e);
	for (size_t i = 0; i < COUNT(WRONG); i++) {
		memset(&e, 0, sizeof e);
		if (figure_rule_check(v, str_of(WRONG[i].rule), &e) != ERR_INPUT)
			FAIL("taken: %s", WRONG[i].rule);
		else if (!strstr(e.text, WRONG[i].names))
			FAIL("%s: \"%s\" does not name %s", WRONG[i].rule, e.text, WRONG[i].names);
	}
	vocab_free(v);
}

TEST(a_rule_says_when_and_where_it_counts)
{
	static const struct {
		const char *rule;
		bool given, touching;
		int32_t days; /* from its first to its last */
		const char *place;
	} t[] = {
		{ "{\"count\":\"events\",\"type\":[\"execution\"]}", false, false, 0, "" },
		{ "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025\"}", true,
		  false, 364, "" },
		{ "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025-01/2025-02\",\"dates\":\"touching\"}",
		  true, true, 58, "" },
		{ "{\"count\":\"events\",\"type\":[\"execution\"],\"place\":\"L-00001\"}", false,
		  false, 0, "L-00001" },
	};
	AUTO_ARENA *a = arena_new(0);
	struct vocab *v = NULL;
	struct figure_window w;
	struct str place;
	struct err e;
	CHECK_OK(vocab_new(&v, &e), &e);
	for (size_t i = 0; i < COUNT(t); i++) {
		CHECK_OK(figure_rule_window(v, str_of(t[i].rule), a, &w, &place, &e), &e);
		CHECK_INT(w.given, t[i].given);
		CHECK_INT(w.touching, t[i].touching);
		CHECK_INT(w.hi - w.lo, t[i].days);
		CHECK_STR(place, t[i].place);
	}
	CHECK_ERR(figure_rule_window(v, STR("{\"window\":\"2025\"}"), a, &w, &place, &e),
		  ERR_INPUT);
	vocab_free(v);
}

static int64_t define(struct scene *s, const char *key, const char *rule)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq = -1;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	struct entity en = scene_entity(s, &tx, str_of(key));
	must(s, reg_define_figure(&tx, &en, str_of(rule), &seq, &s->e), rule);
	must(s, reg_commit(&tx, &s->e), "commit");
	return seq;
}

/* Numbers of the cases, those set apart in brackets. */
static struct str cases_at(struct scene *s, const char *key, int64_t as_of, struct figure *ret)
{
	struct str all = STR("");
	CHECK_OK(reg_figure(s->r, of(s, key).id, as_of, true, s->a, ret, &s->e), &s->e);
	int64_t in = 0;
	int64_t apart = 0;
	for (size_t i = 0; i < ret->n_cases; i++) {
		const struct figure_case *c = &ret->cases[i];
		all = str_printf(s->a, "%.*s%s%s%.*s%s", STR_FMT(all), i ? " " : "",
				 c->apart ? "(" : "", STR_FMT(c->entity.number),
				 c->apart ? ")" : "");
		in += !c->apart;
		apart += c->apart;
	}
	CHECK_INT(ret->count, in);
	CHECK_INT(ret->apart, apart);
	return all;
}

static void fill(struct scene *s)
{
	say(s, "organisation:m", "place:province", "name=Example province");
	say(s, "organisation:m", "place:prison", "name=Example prison; part_of=place:province");
	say(s, "organisation:m", "place:ward", "name=Example ward; part_of=place:prison");
	/* E-1 to E-8 */
	say(s, "organisation:m", "event:day",
	    "type=execution; victim=person:a; date=2025-06-18; place=place:ward");
	say(s, "organisation:m", "event:month",
	    "type=execution; victim=person:b; date=2025-12; place=place:province");
	say(s, "organisation:m", "event:edge",
	    "type=execution; victim=person:c; date=2025-12-31/2026-01-02");
	say(s, "organisation:m", "event:before",
	    "type=execution; victim=person:d; date=2024-12-31");
	say(s, "organisation:m", "event:undated", "type=execution; victim=person:e");
	say(s, "organisation:n", "event:lasting",
	    "type=execution; victim=person:a; start=2025-01-01; end=2025-01-03");
	say(s, "organisation:n", "event:open", "type=execution; victim=person:f; date=2025-05/..");
	say(s, "organisation:n", "event:arrest",
	    "type=arrest; victim=person:a; date=2025-06-01; place=place:prison");
}

TEST(windows_and_places)
{
	static const struct {
		const char *rest, *cases;
	} RULES[] = {
		{ "\"type\":[\"execution\"]",
		  "E-00001 E-00002 E-00003 E-00004 E-00005 E-00006 E-00007" },
		{ "\"type\":[\"execution\"],\"window\":\"2025\"",
		  "E-00001 E-00002 (E-00003) (E-00005) E-00006 (E-00007)" },
		{ "\"type\":[\"execution\"],\"window\":\"2025\",\"dates\":\"touching\"",
		  "E-00001 E-00002 E-00003 (E-00005) E-00006 E-00007" },
		{ "\"type\":[\"execution\"],\"window\":\"2025-12-15\"",
		  "(E-00002) (E-00005) (E-00007)" },
		{ "\"type\":[\"execution\"],\"window\":\"../2024\"", "E-00004 (E-00005)" },
		{ "\"type\":[\"execution\",\"arrest\"],\"place\":\"L-00002\"", "E-00001 E-00008" },
		{ "\"type\":[\"execution\"],\"place\":\"L-00001\"", "E-00001 E-00002" },
		{ "\"type\":[\"execution\"],\"place\":\"L-00003\"", "E-00001" },
		{ "\"type\":[\"execution\"],\"place\":\"L-00099\"", "" },
		{ "\"type\":[\"commutation\"]", "" },
	};
	SCENE s;
	scene_open(&s);
	fill(&s);
	for (size_t i = 0; i < COUNT(RULES); i++) {
		struct figure f;
		define(&s, "figure:f",
		       str_printf(s.a, "{\"count\":\"events\",%s}", RULES[i].rest).p);
		CHECK_STR(cases_at(&s, "figure:f", 0, &f), RULES[i].cases);
	}
}

TEST(persons_are_counted_once)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	define(&s, "figure:f",
	       "{\"count\":\"persons\",\"type\":[\"execution\",\"arrest\"],\"window\":\"2025\"}");
	struct figure f;
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "P-00001 P-00002 (P-00003) (P-00005) (P-00006)");
	CHECK_INT(f.count, 2);
	CHECK_INT(f.apart, 3);
	/* Fields of E-1, E-6, E-8 and E-2; both sources. */
	CHECK_INT(f.n_claims, 16);
	CHECK_INT(f.n_sources, 2);
	/* A group is no person. */
	say(&s, "organisation:m", "event:group", "type=execution; victim=group:g; date=2025-03-03");
	cases_at(&s, "figure:f", 0, &f);
	CHECK_INT(f.count, 2);
}

TEST(persons_found_to_be_one_are_one_case)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	define(&s, "figure:f",
	       "{\"count\":\"persons\",\"type\":[\"execution\",\"arrest\"],\"window\":\"2025\"}");
	struct figure f;
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "P-00001 P-00002 (P-00003) (P-00005) (P-00006)");
	int64_t before = f.as_of;
	struct assignment one = { .record = mention_no(&s, "P-00002"),
				  .person = mention_no(&s, "P-00001") };
	int64_t run = assign(&s, &one, 1);
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "P-00001 (P-00003) (P-00005) (P-00006)");
	CHECK_INT(f.count, 1);
	CHECK_INT(f.n_claims, 16);
	CHECK_STR(cases_at(&s, "figure:f", before, &f),
		  "P-00001 P-00002 (P-00003) (P-00005) (P-00006)");
	CHECK_INT(f.count, 2);
	undo_entry(&s, run);
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "P-00001 P-00002 (P-00003) (P-00005) (P-00006)");
	CHECK_INT(f.count, 2);
}

TEST(disputed_dates_and_places_are_set_apart_until_decided)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct figure f;
	define(&s, "figure:f",
	       "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025-06\"}");
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "E-00001 (E-00005) (E-00007)");
	int64_t seq = say(&s, "organisation:n", "event:day", "date=2025-07-02");
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "(E-00001) (E-00005) (E-00007)");
	adopt(&s, "event:day", "date", seq * 256 + 1);
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "(E-00005) (E-00007)");
	adopt(&s, "event:day", "date", 0);
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "(E-00001) (E-00005) (E-00007)");
	define(&s, "figure:f",
	       "{\"count\":\"events\",\"type\":[\"execution\"],\"place\":\"L-00002\"}");
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "E-00001");
	say(&s, "organisation:n", "event:day", "place=place:elsewhere");
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "(E-00001)");
}

TEST(persons_by_status)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	say(&s, "organisation:m", "event:s1",
	    "type=death_sentence; victim=person:x; date=2025-01-01");
	say(&s, "organisation:m", "event:s2",
	    "type=death_sentence; victim=person:y; date=2025-01-01");
	say(&s, "organisation:m", "event:s3",
	    "type=review_rejected; victim=person:y; date=2025-02-01");
	define(&s, "figure:one", "{\"count\":\"status\",\"status\":[\"sentenced_to_death\"]}");
	define(&s, "figure:all", "{\"count\":\"status\",\"status\":[\"not_reported_executed\"]}");
	struct figure f;
	CHECK_STR(cases_at(&s, "figure:one", 0, &f), "P-00007");
	CHECK_INT(f.n_claims, 3);
	CHECK_STR(cases_at(&s, "figure:all", 0, &f), "P-00007 P-00008");
}

/* ---- any size counted again ---- */

enum { SIZES_MAX = 128, FIGURES = 4 };
static const char *const FIGURE_KEYS[FIGURES] = { "figure:events", "figure:persons",
						  "figure:status", "figure:place" };

struct remembered {
	int64_t size[SIZES_MAX];
	struct str cases[SIZES_MAX][FIGURES];
	int64_t claims[SIZES_MAX][FIGURES], sources[SIZES_MAX][FIGURES];
	size_t reported[SIZES_MAX][FIGURES];
	size_t n;
};

/* What was kept up with the log is what is counted anew. */
static void compare_fresh(struct scene *s)
{
	for (size_t i = 0; i < FIGURES; i++) {
		struct figure kept;
		struct figure fresh;
		struct str was = cases_at(s, FIGURE_KEYS[i], 0, &kept);
		struct figure_memo *memo = s->r->figures;
		s->r->figures = NULL;
		struct str is = cases_at(s, FIGURE_KEYS[i], 0, &fresh);
		figure_memo_free(s->r->figures);
		s->r->figures = memo;
		if (!str_eq(was, is) || kept.n_claims != fresh.n_claims ||
		    kept.n_sources != fresh.n_sources)
			FAIL("%s kept up: %.*s (%lld), not %.*s (%lld)", FIGURE_KEYS[i],
			     STR_FMT(was), (long long)kept.n_claims, STR_FMT(is),
			     (long long)fresh.n_claims);
	}
}

static void remember(struct scene *s, struct remembered *m)
{
	assert(m->n < SIZES_MAX);
	compare_fresh(s);
	m->size[m->n] = size_of(s);
	for (size_t i = 0; i < FIGURES; i++) {
		struct figure f;
		m->cases[m->n][i] = cases_at(s, FIGURE_KEYS[i], 0, &f);
		m->claims[m->n][i] = f.n_claims;
		m->sources[m->n][i] = f.n_sources;
		m->reported[m->n][i] = f.n_reported;
		CHECK_INT(f.as_of, m->size[m->n]);
	}
	m->n++;
}

static void compare(struct scene *s, const struct remembered *m, const char *when)
{
	figure_memo_free(s->r->figures);
	s->r->figures = NULL;
	for (size_t k = 0; k < m->n; k++) {
		for (size_t i = 0; i < FIGURES; i++) {
			struct figure f;
			struct str is = cases_at(s, FIGURE_KEYS[i], m->size[k], &f);
			if (!str_eq(is, m->cases[k][i]) || f.n_claims != m->claims[k][i] ||
			    f.n_sources != m->sources[k][i] || f.n_reported != m->reported[k][i])
				FAIL("%s: %s at %lld is now %.*s (%lld claims, %lld sources), was %.*s (%lld, %lld)",
				     when, FIGURE_KEYS[i], (long long)m->size[k], STR_FMT(is),
				     (long long)f.n_claims, (long long)f.n_sources,
				     STR_FMT(m->cases[k][i]), (long long)m->claims[k][i],
				     (long long)m->sources[k][i]);
		}
	}
}

TEST(every_size_gives_the_same_number_again)
{
	SCENE s;
	scene_open(&s);
	struct remembered *m = NEW(s.a, struct remembered);
	define(&s, FIGURE_KEYS[0],
	       "{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025\"}");
	define(&s, FIGURE_KEYS[1],
	       "{\"count\":\"persons\",\"type\":[\"execution\"],\"window\":\"2025\"}");
	define(&s, FIGURE_KEYS[2],
	       "{\"count\":\"status\",\"status\":[\"not_reported_executed\",\"executed\"]}");
	fill(&s);
	define(&s, FIGURE_KEYS[3],
	       "{\"count\":\"events\",\"type\":[\"execution\"],\"place\":\"L-00001\"}");
	remember(&s, m);
	say(&s, "organisation:o", FIGURE_KEYS[0], "total=1276 | when=2025");
	remember(&s, m);
	int64_t a = say(&s, "organisation:n", "event:day", "date=2026-07-02");
	remember(&s, m);
	adopt(&s, "event:day", "date", a * 256 + 1);
	remember(&s, m);
	int64_t undo_a = take_back(&s, a);
	remember(&s, m);
	take_back(&s, undo_a); /* stands again: at the size between it did not */
	remember(&s, m);
	adopt(&s, "event:day", "date", 0);
	remember(&s, m);
	int64_t b = say(&s, "organisation:n", "event:s1",
			"type=death_sentence; victim=person:x; date=2025-01-01");
	remember(&s, m);
	say(&s, "organisation:n", "event:s2", "type=commutation; victim=person:x; date=2025-03-01");
	remember(&s, m);
	take_back(&s, b);
	remember(&s, m);
	say(&s, "organisation:n", "place:province", "part_of=place:country");
	int64_t p = say(&s, "organisation:n", "place:prison", "part_of=place:country");
	remember(&s, m);
	take_back(&s, p);
	define(&s, FIGURE_KEYS[1], "{\"count\":\"persons\",\"type\":[\"execution\"]}");
	remember(&s, m);
	/* An import, taken back and reinstated. */
	struct hash file = { { 0 } };
	AUTO_REG_TX tx = { 0 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	must(&s, reg_batch_begin(&tx, STR("list.csv"), &file, 2, &s.batch, &s.e), "batch");
	must(&s, reg_commit(&tx, &s.e), "commit");
	say(&s, "organisation:p", "event:i1", "type=execution; victim=person:i1; date=2025-04-04");
	say(&s, "organisation:p", "event:i2", "type=execution; victim=person:i2; date=2025-04-05");
	remember(&s, m);
	int64_t undo = take_back(&s, s.batch);
	s.batch = 0;
	remember(&s, m);
	take_back(&s, undo);
	remember(&s, m);
	compare(&s, m, "later");
	check_rebuild(s.r, &s.e);
	compare(&s, m, "after a rebuild");
}

TEST(cases_come_in_pages)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	define(&s, "figure:f", "{\"count\":\"events\",\"type\":[\"execution\"]}");
	struct figure all;
	struct figure page;
	cases_at(&s, "figure:f", 0, &all);
	for (int64_t at = 0; at < 10; at += 3) {
		CHECK_OK(reg_figure_cases(s.r, of(&s, "figure:f").id, 0, at, 3, s.a, &page, &s.e),
			 &s.e);
		CHECK_INT(page.count, 7);
		CHECK_INT(page.n_cases, at < 6 ? 3 : at == 6);
		for (size_t i = 0; i < page.n_cases; i++)
			CHECK_STR(page.cases[i].entity.number,
				  all.cases[(size_t)at + i].entity.number.p);
	}
	CHECK_ERR(reg_figure_cases(s.r, of(&s, "figure:f").id, 0, -1, 3, s.a, &page, &s.e),
		  ERR_INPUT);
}

TEST(reported_totals_stand_beside_and_are_never_counted)
{
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:m", "figure:f",
	    "name=Executions; total=1200 | when=2025; total=1276 | when=2025");
	say(&s, "organisation:n", "figure:f", "total=?");
	struct figure f;
	CHECK_STR(cases_at(&s, "figure:f", 0, &f), "");
	CHECK_STR(f.number, "F-00001");
	CHECK_STR(f.title, "Executions");
	CHECK_STR(f.rule, "");
	CHECK_INT(f.count, 0);
	CHECK_INT(f.n_reported, 3);
	CHECK(f.reported[0].value.u.quantity.lo == 1200 && f.reported[2].unknown);
	CHECK_INT(f.reported[2].source.id, of(&s, "organisation:n").id);
	int64_t seq = define(
		&s, "figure:f",
		"{\"count\":\"events\",\"type\":[\"execution\"],\"title\":{\"en\":\"A\",\"fa\":\"ب\"}}");
	cases_at(&s, "figure:f", 0, &f);
	CHECK_STR(f.title, "A");
	CHECK_STR(f.title_fa, "ب");
	CHECK_INT(f.rule_seq, seq);
	CHECK(f.count == 0 && f.n_reported == 3);
	/* A definition that was taken back leaves the one before. */
	int64_t second = define(&s, "figure:f", "{\"count\":\"events\",\"type\":[\"arrest\"]}");
	take_back(&s, second);
	cases_at(&s, "figure:f", 0, &f);
	CHECK_INT(f.rule_seq, seq);
	define(&s, "figure:g", "{\"count\":\"events\",\"type\":[\"arrest\"]}");
	struct figure *all;
	size_t n;
	CHECK_OK(reg_figures(s.r, 0, s.a, &all, &n, &s.e), &s.e);
	CHECK(n == 2 && all[0].entity.no == 1 && all[1].entity.no == 2);
	CHECK_ERR(reg_figure(s.r, all[0].entity.id, size_of(&s) + 1, false, s.a, &f, &s.e),
		  ERR_INPUT);
	CHECK_ERR(reg_figure(s.r, of(&s, "organisation:m").id, 0, false, s.a, &f, &s.e),
		  ERR_NOTFOUND);
}
