/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading: cards, claims with all that hangs on them, timelines, history, news, what is sealed. */
#include "scene.h"

#include "register/query.h"

static void fill(struct scene *s)
{
	say(s, "organisation:monitor", "organisation:monitor", "name=Example monitor");
	say(s, "organisation:monitor", "place:prison-a", "name=Example prison A");
	say(s, "organisation:monitor", "person:twelve",
	    "name=Nemouneh Davazdahom; name=نمونهٔ دوازدهم; age=38");
	say(s, "organisation:monitor", "event:sentence",
	    "type=death_sentence; victim=person:twelve; date=2023-11; charge=moharebeh");
	s->via = "document:report";
	say(s, "organisation:paper", "event:execution",
	    "type=execution; victim=person:twelve; date=2025-06-18; place=place:prison-a");
	s->via = NULL;
	say(s, "organisation:other", "event:undated", "type=torture; victim=person:twelve");
}

TEST(a_claim_is_called_by_entry_and_place)
{
	AUTO_ARENA *a = arena_new(0);
	static const struct {
		const char *text;
		int64_t field;
	} CASES[] = {
		{ "41.2", 41 * 256 + 2 },
		{ "0.1", 1 },
		{ "41", -1 },
		{ "41.0", -1 },
		{ "41.256", -1 },
		{ "-1.2", -1 },
		{ ".2", -1 },
		{ "", -1 },
		{ "99999999999999999999.1", -1 },
		{ "41.2.3", -1 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t field = -1;
		CHECK(reg_field_parse(str_of(CASES[i].text), &field) == (CASES[i].field >= 0));
		CHECK_INT(field, CASES[i].field);
		if (field >= 0)
			CHECK_STR(reg_field_text(field, a), CASES[i].text);
	}
}

TEST(a_card_is_never_without_a_label)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct card c;
	CHECK_OK(reg_card(s.r, of(&s, "person:twelve").id, s.a, &c, &s.e), &s.e);
	CHECK_STR(c.number, "P-00001");
	CHECK_STR(c.label, "Nemouneh Davazdahom");
	CHECK_STR(c.label_fa, "نمونهٔ دوازدهم");
	CHECK_STR(c.status, "executed");
	CHECK_STR(c.place_label, "Example prison A");
	CHECK_STR(c.date, "2025-06-18");
	CHECK(c.has_lo && c.date_lo == c.date_hi);
	CHECK_OK(reg_card(s.r, of(&s, "organisation:other").id, s.a, &c, &s.e), &s.e);
	CHECK_STR(c.label, "O-00003");
	CHECK_ERR(reg_card(s.r, 9999, s.a, &c, &s.e), ERR_NOTFOUND);
}

TEST(claims_of_a_subject_carry_source_carrier_and_qualifiers)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	s.via = "document:report";
	s.document = "document:article";
	int64_t seq = say(&s, "organisation:paper", "figure:executions",
			  "total=1276 | when=2025 | scope=executions | where=?; total=?");
	struct claim_row *rows;
	size_t n;
	int64_t total;
	CHECK_OK(reg_claims(s.r, CLAIMS_OF_SUBJECT, of(&s, "figure:executions").id, false, 0, 10,
			    s.a, &rows, &n, &total, &s.e),
		 &s.e);
	CHECK_INT(n, 2);
	CHECK_INT(total, 2);
	if (n != 2)
		return;
	CHECK_INT(rows[0].seq, seq);
	CHECK_INT(rows[0].field, seq * 256 + 1);
	CHECK_STR(rows[0].property, "total");
	CHECK_INT(rows[0].value.u.quantity.lo, 1276);
	CHECK_STR(rows[0].when_text, "2025");
	CHECK_STR(rows[0].scope, "executions");
	CHECK_STR(rows[0].basis, "stated");
	CHECK_INT(rows[0].parsed.n_q, 3);
	CHECK_INT(rows[0].source.id, of(&s, "organisation:paper").id);
	CHECK_STR(rows[0].source_label, "O-00002");
	CHECK_INT(rows[0].via.id, of(&s, "document:report").id);
	CHECK_INT(rows[0].document.id, of(&s, "document:article").id);
	CHECK(!rows[0].unknown && !rows[0].adopted && !rows[0].retracted);
	CHECK(rows[0].recorded_ms > 0);
	CHECK(rows[1].unknown);
	struct claim_row one;
	CHECK_OK(reg_claim(s.r, rows[1].field, s.a, &one, &s.e), &s.e);
	CHECK(one.unknown && one.seq == seq);
	CHECK_ERR(reg_claim(s.r, 1, s.a, &one, &s.e), ERR_NOTFOUND);
}

/* Each way to choose claims: how many there are, and how many with what was taken back. */
TEST(claims_by_source_naming_import_and_statement)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct hash file = { { 0 } };
	AUTO_REG_TX tx = { 0 };
	must(&s, reg_begin(&tx, s.r, &s.e), "begin");
	must(&s, reg_batch_begin(&tx, STR("list.csv"), &file, 7, &s.batch, &s.e), "batch");
	must(&s, reg_commit(&tx, &s.e), "commit");
	int64_t seq =
		say(&s, "organisation:other", "event:second", "type=arrest; victim=person:twelve");
	int64_t batch = s.batch;
	s.batch = 0;
	int64_t gone =
		say(&s, "organisation:other", "event:third", "type=arrest; victim=person:twelve");
	take_back(&s, gone);
	s.document = "document:page";
	say(&s, "organisation:third", "event:fourth", "type=arrest; date=2025");
	take_back(&s, say(&s, "organisation:third", "event:fifth", "type=arrest"));

	const struct {
		enum claims_of what;
		int64_t id;
		int64_t standing, all;
	} WAYS[] = {
		{ CLAIMS_OF_SUBJECT, of(&s, "person:twelve").id, 3, 3 },
		{ CLAIMS_BY_SOURCE, of(&s, "organisation:other").id, 4, 6 },
		{ CLAIMS_NAMING, of(&s, "person:twelve").id, 4, 5 },
		{ CLAIMS_OF_BATCH, batch, 2, 2 },
		{ CLAIMS_OF_STATEMENT, seq, 2, 2 },
		{ CLAIMS_OF_STATEMENT, gone, 0, 2 },
		{ CLAIMS_OF_SUBJECT, of(&s, "event:third").id, 0, 2 },
		{ CLAIMS_BY_SOURCE, 0, 0, 0 },
		{ CLAIMS_IN_DOCUMENT, of(&s, "document:page").id, 2, 3 },
	};
	for (size_t i = 0; i < COUNT(WAYS); i++) {
		struct claim_row *rows;
		size_t n;
		int64_t total;
		for (int all = 0; all < 2; all++) {
			int64_t want = all ? WAYS[i].all : WAYS[i].standing;
			CHECK_OK(reg_claims(s.r, WAYS[i].what, WAYS[i].id, all, 0, 100, s.a, &rows,
					    &n, &total, &s.e),
				 &s.e);
			CHECK_INT(n, want);
			CHECK_INT(total, want);
			for (size_t k = 1; k < n; k++)
				CHECK(rows[k - 1].field < rows[k].field);
			/* Pages of one put together are the whole. */
			for (int64_t k = 0; k < want; k++) {
				struct claim_row *page;
				size_t one;
				CHECK_OK(reg_claims(s.r, WAYS[i].what, WAYS[i].id, all, k, 1, s.a,
						    &page, &one, &total, &s.e),
					 &s.e);
				CHECK(one == 1 && page->field == rows[k].field && total == want);
			}
			CHECK_OK(reg_claims(s.r, WAYS[i].what, WAYS[i].id, all, want, 5, s.a, &rows,
					    &n, &total, &s.e),
				 &s.e);
			CHECK_INT(n, 0);
			CHECK_INT(total, want);
		}
	}
}

TEST(adopted_and_conflicting_claims_are_marked)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	int64_t seq = say(&s, "organisation:other", "event:execution", "date=2025-06-19");
	struct claim_row row;
	CHECK_OK(reg_claim(s.r, seq * 256 + 1, s.a, &row, &s.e), &s.e);
	CHECK(row.in_conflict && !row.adopted);
	adopt(&s, "event:execution", "date", seq * 256 + 1);
	CHECK_OK(reg_claim(s.r, seq * 256 + 1, s.a, &row, &s.e), &s.e);
	CHECK(row.adopted && !row.in_conflict);
	adopt(&s, "event:execution", "date", 0);
	CHECK_OK(reg_claim(s.r, seq * 256 + 1, s.a, &row, &s.e), &s.e);
	CHECK(!row.adopted);
}

TEST(a_timeline_ends_with_what_has_no_date)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	say(&s, "organisation:other", "event:execution", "date=2025-06-19");
	struct timeline_row *t;
	size_t n;
	CHECK_OK(reg_timeline(s.r, of(&s, "person:twelve").id, s.a, &t, &n, &s.e), &s.e);
	CHECK_INT(n, 3);
	if (n == 3) {
		CHECK_STR(t[0].type, "death_sentence");
		CHECK_STR(t[0].role, "victim");
		CHECK_STR(t[0].date, "2023-11");
		CHECK(!t[0].disputed);
		CHECK_STR(t[1].type, "execution");
		CHECK(t[1].disputed);
		CHECK_STR(t[2].type, "torture");
		CHECK_STR(t[2].date, "");
	}
	CHECK_OK(reg_timeline(s.r, of(&s, "event:sentence").id, s.a, &t, &n, &s.e), &s.e);
	CHECK_INT(n, 1);
	CHECK_STR(t[0].role, "");
	CHECK_OK(reg_timeline(s.r, of(&s, "place:prison-a").id, s.a, &t, &n, &s.e), &s.e);
	CHECK_INT(n, 1);
	CHECK_STR(t[0].role, "place");
}

TEST(history_tells_what_was_done_and_what_took_it_back)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	int64_t seq = say(&s, "organisation:other", "person:twelve", "age=34");
	int64_t undo = take_back(&s, seq);
	struct history_row *h;
	size_t n;
	CHECK_OK(reg_history(s.r, of(&s, "person:twelve").id, 0, 10, s.a, &h, &n, &s.e), &s.e);
	CHECK_INT(n, 3);
	if (n == 3) {
		CHECK_INT(h[0].seq, undo);
		CHECK_STR(h[0].kind, "undo");
		CHECK_STR(h[0].text, "a mistake of the example");
		CHECK_STR(h[0].subject_number, "P-00001");
		CHECK_STR(h[0].recorder_name, "Example member");
		CHECK_INT(h[1].seq, seq);
		CHECK_INT(h[1].retracted, undo);
		CHECK_INT(h[1].count, 1);
		CHECK_INT(h[2].count, 3);
		CHECK_STR(h[2].kind, "statement");
	}
	CHECK_OK(reg_history(s.r, 0, 0, 2, s.a, &h, &n, &s.e), &s.e);
	CHECK(n == 2 && h[0].seq == undo && h[1].seq == seq);
	CHECK_OK(reg_history(s.r, 0, seq, 100, s.a, &h, &n, &s.e), &s.e);
	CHECK(n > 0 && h[0].seq == seq - 1);
}

TEST(imports_are_listed_newest_first)
{
	SCENE s;
	scene_open(&s);
	struct hash file = { { 0 } };
	for (int i = 0; i < 2; i++) {
		AUTO_REG_TX tx = { 0 };
		must(&s, reg_begin(&tx, s.r, &s.e), "begin");
		must(&s,
		     reg_batch_begin(&tx, i ? STR("second.csv") : STR("first.csv"), &file, 7 + i,
				     &s.batch, &s.e),
		     "batch");
		must(&s, reg_commit(&tx, &s.e), "commit");
		for (int k = 0; k <= i; k++)
			say(&s, "organisation:monitor", "person:one", k ? "age=40" : "age=41");
	}
	int64_t undo = take_back(&s, s.batch);
	struct batch *b;
	size_t n;
	CHECK_OK(reg_batches(s.r, s.a, &b, &n, &s.e), &s.e);
	CHECK_INT(n, 2);
	if (n != 2)
		return;
	CHECK_STR(b[0].name, "second.csv");
	CHECK_INT(b[0].rows, 8);
	CHECK_INT(b[0].statements, 2);
	CHECK_INT(b[0].retracted, undo);
	CHECK_STR(b[1].name, "first.csv");
	CHECK_INT(b[1].statements, 1);
	CHECK_INT(b[1].retracted, 0);
}

TEST(news_since_an_entry)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	struct news n;
	int64_t before = size_of(&s) - 1;
	CHECK_OK(reg_news(s.r, before, &n, &s.e), &s.e);
	CHECK(n.claims == 0 && n.entities == 0 && n.conflicts == 0);
	int64_t seq = say(&s, "organisation:other", "event:execution", "date=2025-06-19");
	say(&s, "organisation:new", "person:new", "name=Example person new; age=40");
	CHECK_OK(reg_news(s.r, before, &n, &s.e), &s.e);
	CHECK_INT(n.claims, 3);
	CHECK_INT(n.entities, 2);
	CHECK(n.conflicts >= 1);
	CHECK_OK(reg_news(s.r, seq, &n, &s.e), &s.e);
	CHECK(n.claims == 2 && n.entities == 2 && n.conflicts == 0);
	CHECK_OK(reg_news(s.r, -1, &n, &s.e), &s.e);
	CHECK(n.entities >= 9 && n.conflicts >= 1);
}

static const char *sealed_property(struct scene *s)
{
	size_t n;
	const struct property *p = vocab_properties(reg_vocab(s->r), &n);
	for (size_t i = 0; i < n; i++)
		if (p[i].sensitivity == SENS_SEALED && p[i].type == VALUE_TEXT &&
		    vocab_takes(p[i].kinds, STR("person")))
			return p[i].term.code.p;
	die("no sealed text of a person in the vocabulary");
}

TEST(sealed_fields_are_read_from_the_log_and_from_nowhere_else)
{
	SCENE s;
	scene_open(&s);
	fill(&s);
	const char *id = sealed_property(&s);
	struct str text =
		str_printf(s.a, "%.*s=nobody may see this; age=39",
			   (int)vocab_property(reg_vocab(s.r), str_of(id))->term.code.n, id);
	int64_t seq = say(&s, "organisation:monitor", "person:twelve", text.p);
	struct sealed_row *rows;
	size_t n;
	int64_t withheld;
	CHECK_OK(reg_sealed(s.r, of(&s, "person:twelve").id, s.a, &rows, &n, &withheld, &s.e),
		 &s.e);
	CHECK_INT(n, 1);
	CHECK_INT(withheld, 0);
	if (n == 1) {
		CHECK_INT(rows[0].seq, seq);
		CHECK_STR(rows[0].field.v.u.text.text, "nobody may see this");
	}
	struct claim_row *claims;
	int64_t total;
	CHECK_OK(reg_claims(s.r, CLAIMS_OF_SUBJECT, of(&s, "person:twelve").id, true, 0, 50, s.a,
			    &claims, &n, &total, &s.e),
		 &s.e);
	for (size_t i = 0; i < n; i++)
		CHECK(!str_eq(claims[i].property, str_of(id)));
	take_back(&s, seq);
	CHECK_OK(reg_sealed(s.r, of(&s, "person:twelve").id, s.a, &rows, &n, &withheld, &s.e),
		 &s.e);
	CHECK(n == 0 && withheld == 0);
}
