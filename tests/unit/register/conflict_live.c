/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Conflicts of a register in use: they come and go with claims, decisions and what is said of others,
 * and the log alone decides what there is. After every step of every story here, the view made again
 * from the log finds the same.
 */
#include "scene.h"

#include "register/conflict.h"

/* "kind/property" of all open conflicts, in the order of the log; decided ones in brackets. */
static struct str listing(struct scene *s)
{
	struct conflict *c = NULL;
	size_t n = 0;
	int64_t total = 0;
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	must(s, reg_conflicts(s->r, 0, false, 0, 1000, s->a, &c, &n, &total, &s->e), "conflicts");
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s%.*s/%.*s:%zu%s", i ? " " : "", c[i].decided ? "[" : "",
			   STR_FMT(c[i].kind), STR_FMT(c[i].property), c[i].n_sides,
			   c[i].decided ? "]" : "");
	return buf_copy(&b, s->a);
}

static void expect_at(struct scene *s, const char *want, int line)
{
	struct hash before;
	struct hash after;
	struct str live = listing(s);
	if (!str_eq(live, str_of(want)))
		FAIL("line %d: found \"%.*s\", not \"%s\"", line, STR_FMT(live), want);
	must(s, vault_rebuild(reg_vault(s->r), NULL, NULL, &before, &after, &s->e), "rebuild");
	struct str again = listing(s);
	if (!str_eq(live, again))
		FAIL("line %d: a rebuild finds \"%.*s\", not \"%.*s\"", line, STR_FMT(again),
		     STR_FMT(live));
}
#define EXPECT(want) expect_at(&s, want, __LINE__)

TEST(conflict_comes_and_goes_with_claims)
{
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:one", "event:a", "type=arrest; date=2022-09-09");
	EXPECT("");
	int64_t second = say(&s, "organisation:two", "event:a", "date=2022-09-11");
	EXPECT("unequal_value/date:2");
	int64_t undo = take_back(&s, second);
	EXPECT("");
	take_back(&s, undo);
	EXPECT("unequal_value/date:2");
	say(&s, "organisation:three", "event:a", "date=2022-09-11");
	EXPECT("unequal_value/date:2");
	say(&s, "organisation:four", "event:a", "date=2022-09-14");
	EXPECT("unequal_value/date:3");
}

TEST(conflict_is_decided_until_a_newer_claim)
{
	SCENE s;
	struct conflict before;
	struct conflict after;
	scene_open(&s);
	say(&s, "organisation:one", "person:p", "age=48");
	int64_t second = say(&s, "organisation:two", "person:p", "age=53");
	struct conflict *c = NULL;
	size_t n = 0;
	int64_t total = 0;
	must(&s, reg_conflicts(s.r, 0, true, 0, 9, s.a, &c, &n, &total, &s.e), "open");
	CHECK_INT(n, 1);
	before = c[0];
	int64_t adoption = adopt(&s, "person:p", "age", second * 256 + 1);
	EXPECT("[unequal_value/age:2]");
	must(&s, reg_conflict(s.r, before.ident, s.a, &after, &s.e), "ident");
	CHECK_INT(after.decided, adoption);
	CHECK_STR(after.reason, "for the example");
	must(&s, reg_conflicts(s.r, 0, true, 0, 9, s.a, &c, &n, &total, &s.e), "open");
	CHECK_INT(total, 0);
	take_back(&s, adoption);
	EXPECT("unequal_value/age:2");
	adopt(&s, "person:p", "age", 0); /* both stand */
	EXPECT("[unequal_value/age:2]");
	say(&s, "organisation:three", "person:p", "age=50");
	EXPECT("unequal_value/age:3");
}

TEST(conflict_shared_sets_change_hands)
{
	SCENE s;
	scene_open(&s);
	int64_t first = say(&s, "organisation:one", "event:a",
			    "type=death_sentence; date=[2025-09-08,2025-09-27]");
	EXPECT("");
	say(&s, "organisation:one", "event:b", "type=death_sentence; date=[2025-09-08,2025-09-27]");
	EXPECT("set_without_mapping/date:2");
	say(&s, "organisation:one", "event:c", "type=death_sentence; date=[2025-09-08,2025-09-27]");
	EXPECT("set_without_mapping/date:3");
	say(&s, "organisation:one", "event:d", "type=arrest; date=[2025-09-08,2025-09-27]");
	say(&s, "organisation:two", "event:e", "type=death_sentence; date=[2025-09-08,2025-09-27]");
	EXPECT("set_without_mapping/date:3");
	take_back(&s, first);
	EXPECT("set_without_mapping/date:2");
	say(&s, "organisation:one", "event:b", "date=2025-09-08");
	EXPECT("");
}

TEST(conflict_follows_what_is_said_of_others)
{
	SCENE s;
	scene_open(&s);
	/* a day counted from an event whose own day is disputed later */
	say(&s, "organisation:one", "event:a", "type=protest; start=2025-10-12");
	say(&s, "organisation:one", "event:b",
	    "type=protest; start=2025-10-13 | basis=derived | relative_to=event:a");
	EXPECT("");
	int64_t other = say(&s, "organisation:two", "event:a", "start=2025-10-13");
	EXPECT("unequal_value/start:2 relative_date/start:2");
	take_back(&s, other);
	EXPECT("");
	/* an event that answers one which turns out to be later */
	say(&s, "organisation:one", "event:c",
	    "type=review_rejected; date=2025-07-13; relates_to=event:d");
	EXPECT("");
	int64_t later =
		say(&s, "organisation:one", "event:d", "type=death_sentence; date=2025-08-01");
	EXPECT("impossible_order/date:2");
	take_back(&s, later);
	EXPECT("");
}

TEST(conflict_of_places_ends_when_one_lies_in_the_other)
{
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:one", "event:a", "type=execution; place=place:prison");
	say(&s, "organisation:two", "event:a", "place=place:country");
	EXPECT("unequal_value/place:2");
	say(&s, "organisation:three", "place:prison", "part_of=place:province");
	EXPECT("unequal_value/place:2");
	int64_t whole = say(&s, "organisation:three", "place:province", "part_of=place:country");
	EXPECT("");
	take_back(&s, whole);
	EXPECT("unequal_value/place:2");
	/* by the gazetteer: Evin Prison is in the province of Tehran */
	say(&s, "organisation:three", "place:country", "gazetteer=provinces:IR-23");
	say(&s, "organisation:three", "place:prison", "gazetteer=prisons:P02");
	EXPECT("");
}

TEST(conflict_of_a_roster_follows_its_members)
{
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:one", "group:g",
	    "members_total=1 | when=2025-10; member=person:p; member=person:q");
	EXPECT("count_against_roster/members_total:2");
	say(&s, "organisation:two", "event:x", "type=execution; victim=person:q");
	EXPECT("count_against_roster/members_total:2");
	int64_t date = say(&s, "organisation:two", "event:x", "date=2025-07-27");
	EXPECT("");
	take_back(&s, date);
	EXPECT("count_against_roster/members_total:2");
	say(&s, "organisation:three", "group:g", "affiliation=organisation:four");
	EXPECT("count_against_roster/members_total:2 attribution/affiliation:2");
	say(&s, "organisation:three", "person:p", "political_affiliation=organisation:four");
	say(&s, "organisation:three", "person:q", "political_affiliation=organisation:four");
	EXPECT("count_against_roster/members_total:2");
}

TEST(conflict_of_a_person_follows_their_events)
{
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:one", "event:s",
	    "type=death_sentence; victim=person:p; date=2025-07-12");
	int64_t early = say(&s, "organisation:one", "event:x",
			    "type=execution; victim=person:p; date=2025-06-01");
	EXPECT("impossible_order/date:2");
	say(&s, "organisation:two", "event:x", "date=2025-07-27");
	EXPECT("unequal_value/date:2"); /* it can be right now */
	take_back(&s, early);
	EXPECT("");
	/* a place for the whole of which it is part */
	say(&s, "organisation:one", "figure:f", "total=30 | when=2025-10; part_of=event:s");
	EXPECT("");
	say(&s, "organisation:one", "event:s", "place=place:prison");
	EXPECT("missing_anchor/total:1");
}

TEST(conflict_stands_in_a_table_until_the_text_names_it)
{
	SCENE s;
	scene_open(&s);
	s.document = "document:report";
	say(&s, "organisation:one", "event:a",
	    "type=grave_destruction | position=table; site=site:k | position=table");
	EXPECT("table_against_text/site:1");
	int64_t text = say(&s, "organisation:one", "event:b",
			   "type=statement | position=body; relates_to=event:a | position=body");
	EXPECT("");
	take_back(&s, text);
	EXPECT("table_against_text/site:1");
	s.document = "document:other";
	say(&s, "organisation:one", "event:b", "relates_to=event:a | position=body");
	EXPECT("table_against_text/site:1");
}
