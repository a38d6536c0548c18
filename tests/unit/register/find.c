/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists: search in any script, facets, orders, pages, and a deck that keeps up with the log. */
#include "scene.h"

#include "register/find.h"

static void fill(struct scene *s)
{
	say(s, "organisation:monitor", "organisation:monitor", "name=Example monitor");
	say(s, "organisation:monitor", "place:one", "name=Example prison one");
	say(s, "organisation:monitor", "place:two", "name=Example prison two");
	say(s, "organisation:monitor", "person:a", "name=Nemouneh Yekom; name=نمونهٔ یکم");
	say(s, "organisation:monitor", "person:b", "name=Nemouneh Dovom; name=نمونهٔ دوم");
	say(s, "organisation:paper", "person:c", "name=Gholamreza Example; name=غلامرضا نمونه");
	say(s, "organisation:paper", "person:d", "age=30");
	say(s, "organisation:monitor", "event:a",
	    "type=death_sentence; victim=person:a; date=2025-07-12; place=place:one");
	say(s, "organisation:monitor", "event:b",
	    "type=execution; victim=person:b; date=2025-09; place=place:two");
	say(s, "organisation:paper", "event:c",
	    "type=transfer_to_solitary; victim=person:a; date=2025-10-12");
	say(s, "organisation:paper", "event:d", "type=arrest; victim=person:c");
}

/* Keys of the records found, in their order, as "a b c": the first name's last word, or the number. */
static struct str found_labels(struct scene *s, const struct find *f, struct found *ret)
{
	struct str all = STR("");
	CHECK_OK(reg_find(s->r, f, s->a, ret, &s->e), &s->e);
	for (size_t i = 0; i < ret->n; i++)
		all = str_printf(s->a, "%.*s%s%.*s", STR_FMT(all), i ? ", " : "",
				 STR_FMT(ret->cards[i].number));
	return all;
}

static int64_t count_of(const struct found *f, enum facet_by by, const char *code)
{
	for (size_t i = 0; i < f->n_facets[by]; i++)
		if (str_eq(f->facets[by][i].code, str_of(code)))
			return f->facets[by][i].count;
	return 0;
}

static struct find persons(void)
{
	struct find f = { .limit = 50 };
	f.choices[FACET_KIND][0] = STR("person");
	f.n_choices[FACET_KIND] = 1;
	return f;
}

TEST(a_text_finds_names_in_any_spelling)
{
	static const struct {
		const char *text, *found;
	} TEXTS[] = {
		{ "yekom", "P-00001" },
		{ "YEKOM nemouneh", "P-00001" },
		{ "nemou", "P-00001, P-00002" },
		{ "نمونه یکم", "P-00001" },
		{ "غلامرضا", "P-00003" },
		{ "غلام رضا", "P-00003" },
		{ "Gholam-Reza", "P-00003" },
		{ "gholam reza", "P-00003" },
		{ "Qolamreza", "P-00003" }, /* by its consonants: not as it was written */
		{ "P-00002", "P-00002" },
		{ "p2", "P-00002" },
		{ "P-۰۰۰۰۴", "P-00004" },
		{ "nobody of this name", "" },
		{ "\"", "" },
		{ "nemouneh AND OR NOT (", "" },
		{ "*", "" },
		{ "name : yekom", "" },
	};
	SCENE s;
	scene_open(&s);
	fill(&s);
	for (size_t i = 0; i < COUNT(TEXTS); i++) {
		struct find f = persons();
		struct found found;
		f.text = str_of(TEXTS[i].text);
		f.order = ORDER_LATEST_CLAIM;
		struct str got = found_labels(&s, &f, &found);
		/* The two with the same words stand in the order of their last claim. */
		if (!str_eq(got, str_of(TEXTS[i].found)) &&
		    !(str_eq(got, STR("P-00001, P-00002")) || str_eq(got, STR("P-00002, P-00001"))))
			FAIL("\"%s\" finds %.*s, not %s", TEXTS[i].text, STR_FMT(got),
			     TEXTS[i].found);
		if (TEXTS[i].found[0] == '\0')
			CHECK_INT(found.total, 0);
	}
}

TEST(an_id_finds_its_record)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct entity en = of(&s, "event:d");
	struct find f = { .text = id_str(s.a, &en.uuid), .limit = 5 };
	struct found found;
	CHECK_STR(found_labels(&s, &f, &found), "E-00004");
}

TEST(a_text_that_is_too_long_is_refused)
{
	SCENE s;
	scene_open(&s);
	char text[500];
	memset(text, 'a', sizeof text);
	struct find f = { .text = str_n(text, sizeof text), .limit = 5 };
	struct found found;
	CHECK_ERR(reg_find(s.r, &f, s.a, &found, &s.e), ERR_TOOBIG);
	f.text = str_n(text, 400);
	CHECK_OK(reg_find(s.r, &f, s.a, &found, &s.e), &s.e);
	f.offset = -1;
	CHECK_ERR(reg_find(s.r, &f, s.a, &found, &s.e), ERR_INPUT);
}

TEST(what_is_named_exactly_so_comes_first)
{
	SCENE s;
	scene_open(&s);
	say(&s, "organisation:monitor", "person:long", "name=Example Reza Nemouneh");
	say(&s, "organisation:monitor", "person:short", "name=Reza");
	say(&s, "organisation:monitor", "person:new", "name=Reza Example");
	say(&s, "organisation:monitor", "person:fa", "name=Nemouneh; name=رضا");
	struct find f = persons();
	f.text = STR("reza");
	f.order = ORDER_LATEST_CLAIM;
	struct found found;
	CHECK_STR(found_labels(&s, &f, &found), "P-00002, P-00003, P-00001");
	f.offset = 1;
	f.limit = 1;
	CHECK_STR(found_labels(&s, &f, &found), "P-00003");
	f.offset = 0;
	f.text = STR("رضا");
	CHECK_STR(found_labels(&s, &f, &found), "P-00004");
	CHECK_INT(found.total, 1);
}

/* Each facet is counted with all others applied: counted again here from the whole list. */
TEST(facets_count_what_choosing_them_would_give)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct find base[] = {
		{ .limit = 50 }, persons(), persons(), { .limit = 50 }, { .limit = 50 }
	};
	base[2].choices[FACET_STATUS][0] = STR("executed");
	base[2].choices[FACET_STATUS][1] = STR("arrested");
	base[2].n_choices[FACET_STATUS] = 2;
	base[3].choices[FACET_PLACE][0] = STR("L-00001");
	base[3].n_choices[FACET_PLACE] = 1;
	base[4].choices[FACET_SOURCE][0] = STR("O-00002");
	base[4].n_choices[FACET_SOURCE] = 1;
	base[4].choices[FACET_PLACE][0] = STR("");
	base[4].n_choices[FACET_PLACE] = 1;
	for (size_t b = 0; b < COUNT(base); b++) {
		struct found all;
		CHECK_OK(reg_find(s.r, &base[b], s.a, &all, &s.e), &s.e);
		CHECK(all.total > 0);
		for (int k = 0; k < FACETS; k++) {
			for (size_t i = 0; i < all.n_facets[k]; i++) {
				struct find f = base[b];
				struct found one;
				f.choices[k][0] = all.facets[k][i].code;
				f.n_choices[k] = 1;
				CHECK_OK(reg_find(s.r, &f, s.a, &one, &s.e), &s.e);
				if (one.total != all.facets[k][i].count)
					FAIL("list %zu, facet %d, %.*s: %lld counted, %lld listed",
					     b, k, STR_FMT(all.facets[k][i].code),
					     (long long)all.facets[k][i].count,
					     (long long)one.total);
				if (i)
					CHECK(all.facets[k][i - 1].count >= all.facets[k][i].count);
			}
		}
	}
}

TEST(facets_of_persons)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct find f = persons();
	struct found found;
	found_labels(&s, &f, &found);
	CHECK_INT(found.total, 4);
	CHECK_INT(count_of(&found, FACET_STATUS, "moved_to_solitary"), 1);
	CHECK_INT(count_of(&found, FACET_STATUS, "executed"), 1);
	CHECK_INT(count_of(&found, FACET_STATUS, "arrested"), 1);
	CHECK_INT(count_of(&found, FACET_STATUS, "unknown"), 1);
	/* Where person:a was sentenced says nothing of where the solitary cell is (card.c). */
	CHECK_INT(count_of(&found, FACET_PLACE, "L-00001"), 0);
	CHECK_INT(count_of(&found, FACET_PLACE, "L-00002"), 1);
	CHECK_INT(count_of(&found, FACET_PLACE, ""), 3);
	CHECK_INT(count_of(&found, FACET_SOURCE, "O-00001"), 2); /* the monitor */
	CHECK_INT(count_of(&found, FACET_SOURCE, "O-00002"),
		  3);					     /* the paper: two persons, one event */
	CHECK_INT(count_of(&found, FACET_KIND, "event"), 4); /* as if no kind were chosen */
	/* Sources and places are named. */
	CHECK(found.n_facets[FACET_SOURCE] == 2);
	CHECK_STR(found.facets[FACET_SOURCE][0].label, "O-00002");
	CHECK_STR(found.facets[FACET_SOURCE][1].label, "Example monitor");
	f.only_cards = true;
	found_labels(&s, &f, &found);
	CHECK(found.total == 4 && found.n_facets[FACET_KIND] == 0);
}

TEST(under_sentence_takes_in_all_its_stages)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct find f = persons();
	f.choices[FACET_STATUS][0] = STR("not_reported_executed");
	f.n_choices[FACET_STATUS] = 1;
	struct found found;
	CHECK_STR(found_labels(&s, &f, &found), "P-00001");
}

TEST(a_choice_that_nothing_has_finds_nothing)
{
	static const struct {
		enum facet_by by;
		const char *code;
	} CHOICES[] = { { FACET_KIND, "ship" },	     { FACET_STATUS, "sleeping" },
			{ FACET_CERTAINTY, "x" },    { FACET_CERTAINTY, "9" },
			{ FACET_PROVINCE, "IR-99" }, { FACET_PLACE, "L-99999" },
			{ FACET_PLACE, "nowhere" },  { FACET_SOURCE, "P-00001" },
			{ FACET_CHARGE, "nothing" } };
	SCENE s;
	scene_open(&s);
	fill(&s);
	for (size_t i = 0; i < COUNT(CHOICES); i++) {
		struct find f = { .limit = 5 };
		struct found found;
		f.choices[CHOICES[i].by][0] = str_of(CHOICES[i].code);
		f.n_choices[CHOICES[i].by] = 1;
		CHECK_OK(reg_find(s.r, &f, s.a, &found, &s.e), &s.e);
		CHECK_INT(found.total, 0);
	}
}

TEST(a_period_takes_what_can_lie_in_it)
{
	static const struct {
		const char *from, *to; /* NULL: open */
		const char *events;
	} PERIODS[] = {
		{ "2025-09-10", "2025-09-20", "E-00002" }, /* a month may hold the day */
		{ "2025-07-12", "2025-07-12", "E-00001" }, { "2025-07-13", "2025-08-31", "" },
		{ "2025-10-01", NULL, "E-00003" },	   { NULL, "2025-08-01", "E-00001" },
	};
	SCENE s;
	scene_open(&s);
	fill(&s);
	for (size_t i = 0; i < COUNT(PERIODS); i++) {
		struct find f = { .limit = 50, .order = ORDER_LATEST_EVENT };
		int32_t ignored;
		f.choices[FACET_KIND][0] = STR("event");
		f.n_choices[FACET_KIND] = 1;
		f.has_from = PERIODS[i].from &&
			     reg_days(str_of(PERIODS[i].from), s.a, &f.from, &ignored);
		f.has_to = PERIODS[i].to && reg_days(str_of(PERIODS[i].to), s.a, &ignored, &f.to);
		struct found found;
		CHECK_STR(found_labels(&s, &f, &found), PERIODS[i].events);
	}
}

TEST(orders)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	say(&s, "organisation:paper", "event:b", "date=2024-01-01");
	static const struct {
		enum find_order order;
		const char *persons;
	} ORDERS_OF[] = {
		/* By date: solitary of October, execution of September; two without a date as they came. */
		{ ORDER_LATEST_EVENT, "P-00001, P-00002, P-00003, P-00004" },
		{ ORDER_NAME, "P-00003, P-00002, P-00001, P-00004" },
		/* غ before ن; نمونه دوم before نمونه یکم; without a Persian name last. */
		{ ORDER_NAME_FA, "P-00003, P-00002, P-00001, P-00004" },
	};
	for (size_t i = 0; i < COUNT(ORDERS_OF); i++) {
		struct find f = persons();
		struct found found;
		f.order = ORDERS_OF[i].order;
		CHECK_STR(found_labels(&s, &f, &found), ORDERS_OF[i].persons);
	}
	struct find f = { .limit = 1, .order = ORDER_CONFLICTS };
	struct found found;
	CHECK_STR(found_labels(&s, &f, &found), "E-00002");
	f.only_conflicts = true;
	f.limit = 50;
	found_labels(&s, &f, &found);
	for (size_t i = 0; i < found.n; i++)
		CHECK(found.cards[i].conflicts > 0);
	CHECK(found.total >= 1);
}

TEST(the_persian_alphabet_decides_the_persian_order)
{
	static const char *const NAMES[] = { "نمونه ی", "نمونه ه", "نمونه و", "نمونه گ",
					     "نمونه ک", "نمونه ژ", "نمونه ز", "نمونه چ",
					     "نمونه ج", "نمونه پ", "نمونه ب", "نمونه آ" };
	SCENE s;
	scene_open(&s);
	for (size_t i = 0; i < COUNT(NAMES); i++)
		say(&s, "organisation:monitor", str_printf(s.a, "person:n%zu", i).p,
		    str_printf(s.a, "name=%s", NAMES[i]).p);
	struct find f = persons();
	struct found found;
	f.order = ORDER_NAME_FA;
	CHECK_OK(reg_find(s.r, &f, s.a, &found, &s.e), &s.e);
	CHECK_INT(found.n, COUNT(NAMES));
	for (size_t i = 0; i < found.n; i++)
		CHECK_STR(found.cards[i].label, NAMES[COUNT(NAMES) - 1 - i]);
}

TEST(pages_put_together_are_the_list)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct find f = { .limit = FIND_PAGE_MAX };
	struct found all;
	CHECK_OK(reg_find(s.r, &f, s.a, &all, &s.e), &s.e);
	CHECK_INT(all.total, all.n);
	f.limit = 3;
	for (f.offset = 0; f.offset < all.total + 3; f.offset += 3) {
		struct found page;
		CHECK_OK(reg_find(s.r, &f, s.a, &page, &s.e), &s.e);
		CHECK_INT(page.total, all.total);
		for (size_t i = 0; i < page.n; i++)
			CHECK_STR(page.cards[i].number, all.cards[(size_t)f.offset + i].number.p);
	}
	f.offset = INT64_MAX - 1;
	CHECK_OK(reg_find(s.r, &f, s.a, &all, &s.e), &s.e);
	CHECK_INT(all.n, 0);
}

/* ---- the deck keeps up ---- */

/* All orders and facets of a deck that was kept up are those of one that was read anew. */
static void same_as_fresh(struct scene *s, const char *when)
{
	for (int o = ORDER_LATEST_EVENT; o <= ORDER_CONFLICTS; o++) {
		struct find f = { .limit = FIND_PAGE_MAX, .order = (enum find_order)o };
		struct found kept;
		struct found fresh;
		struct str was = found_labels(s, &f, &kept);
		struct deck *deck = s->r->deck;
		s->r->deck = NULL;
		struct str is = found_labels(s, &f, &fresh);
		deck_free(s->r->deck);
		s->r->deck = deck;
		if (!str_eq(was, is))
			FAIL("%s, order %d: %.*s, not %.*s", when, o, STR_FMT(was), STR_FMT(is));
		CHECK_INT(kept.total, fresh.total);
		for (int k = 0; k < FACETS; k++) {
			CHECK_INT(kept.n_facets[k], fresh.n_facets[k]);
			for (size_t i = 0; i < fresh.n_facets[k]; i++) {
				struct str code = fresh.facets[k][i].code;
				if (count_of(&kept, (enum facet_by)k, str_z(s->a, code)) !=
				    fresh.facets[k][i].count)
					FAIL("%s: facet %d of %.*s", when, k, STR_FMT(code));
			}
		}
	}
}

TEST(the_deck_follows_the_log)
{
	SCENE s;
	scene_open(&s);
	same_as_fresh(&s, "empty");
	fill(&s);
	same_as_fresh(&s, "filled");
	int64_t a = say(&s, "organisation:third", "person:b", "name=Another Example; name=آخری");
	same_as_fresh(&s, "a second name");
	say(&s, "organisation:third", "person:e", "name=Zzz Example; prison=place:one");
	same_as_fresh(&s, "a new person");
	int64_t e = say(&s, "organisation:third", "event:e",
			"type=execution; victim=person:d; date=2025-11-01");
	same_as_fresh(&s, "a new event changes its victim");
	int64_t c = say(&s, "organisation:fourth", "event:b", "date=2025-08-01");
	same_as_fresh(&s, "a conflict");
	adopt(&s, "event:b", "date", c * 256 + 1);
	same_as_fresh(&s, "decided");
	int64_t undo = take_back(&s, e);
	same_as_fresh(&s, "taken back");
	take_back(&s, undo);
	same_as_fresh(&s, "reinstated");
	take_back(&s, a);
	same_as_fresh(&s, "a name taken back");
	s.document = "document:new";
	say(&s, "organisation:third", "person:a", "age=30 | where=place:three");
	same_as_fresh(&s, "entities named in passing");
}

TEST(what_was_wholly_taken_back_is_in_no_list)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct find f = persons();
	struct found found;
	int64_t seq = say(&s, "organisation:monitor", "person:mistake", "name=Example Mistake");
	found_labels(&s, &f, &found);
	CHECK_INT(found.total, 5);
	int64_t undo = take_back(&s, seq);
	found_labels(&s, &f, &found);
	CHECK_INT(found.total, 4);
	f.text = STR("mistake");
	found_labels(&s, &f, &found);
	CHECK_INT(found.total, 0);
	take_back(&s, undo);
	found_labels(&s, &f, &found);
	CHECK_INT(found.total, 1);
}

TEST(many_changes_at_once)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	same_as_fresh(&s, "before");
	AUTO_REG_TX tx = { 0 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	for (int i = 0; i < 600; i++)
		say_in(&s, &tx, "organisation:bulk", str_printf(s.a, "person:bulk-%d", i).p,
		       str_printf(s.a, "name=Bulk Example %d; age=%d", i, 20 + i % 60).p);
	must(&s, reg_commit(&tx, &s.e), "commit");
	struct find f = persons();
	struct found found;
	found_labels(&s, &f, &found);
	CHECK_INT(found.total, 604);
	same_as_fresh(&s, "after");
}
