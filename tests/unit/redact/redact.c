/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact.c - nothing leaves by accident: the marks of marked.h are looked for in every string. */
#include "marked.h"

/* ---- every string of a view, one after the other ---- */

static void walk(struct buf *b, struct str s)
{
	buf_add(b, s);
	buf_char(b, '\n');
}

static void walk_term(struct buf *b, const struct view_term *t)
{
	walk(b, t->code);
	walk(b, t->en);
	walk(b, t->fa);
}

static void walk_value(struct buf *b, const struct view_value *v)
{
	walk(b, v->text);
	walk(b, v->lang);
	walk(b, v->given);
	walk_term(b, &v->term);
	if (v->type == VIEW_QUANTITY)
		buf_printf(b, "%lld %lld\n", (long long)v->lo, (long long)v->hi);
}

static void walk_claim(struct buf *b, const struct view_claim *c)
{
	const struct view_value *values[] = { &c->value,       &c->said,
					      &c->when,	       &c->where,
					      &c->scope,       &c->period,
					      &c->counted_by,  &c->comparison_base,
					      &c->relative_to, &c->label_by };
	for (size_t i = 0; i < COUNT(values); i++)
		walk_value(b, values[i]);
	walk_term(b, &c->property);
	walk_term(b, &c->position);
	walk_term(b, &c->certainty);
	walk(b, c->locator);
	walk(b, c->wording);
	walk(b, c->wording_lang);
	walk(b, c->reliability);
	walk(b, c->credibility);
}

static void walk_view(struct buf *b, const struct view *v)
{
	walk(b, v->head.root);
	walk(b, v->head.time);
	walk(b, v->head.origin);
	for (size_t i = 0; i < v->n_entities; i++) {
		const struct view_entity *en = &v->entities[i];
		walk_term(b, &en->kind);
		walk(b, en->number);
		walk(b, en->label);
		walk(b, en->label_lang);
		walk(b, en->label_fa);
		walk_term(b, &en->type);
		walk_term(b, &en->status);
		walk_value(b, &en->date);
	}
	for (size_t i = 0; i < v->n_claims; i++)
		walk_claim(b, &v->claims[i]);
	for (size_t i = 0; i < v->n_conflicts; i++) {
		walk_term(b, &v->conflicts[i].kind);
		walk_term(b, &v->conflicts[i].property);
		walk(b, v->conflicts[i].advice);
		walk(b, v->conflicts[i].reason);
	}
	for (size_t i = 0; i < v->n_figures; i++) {
		walk(b, v->figures[i].title);
		walk(b, v->figures[i].title_fa);
		walk_value(b, &v->figures[i].window);
	}
}

static void check_absent(const struct view *v, const char *const *marks, size_t n)
{
	AUTO_BUF all;
	buf_init(&all, 1 << 24);
	walk_view(&all, v);
	CHECK(all.n > 1000 && !all.full);
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t at = str_find(buf_str(&all), str_of(marks[i]));
		if (at >= 0)
			FAIL("%s is in a view: %.*s", marks[i], 60, all.p + at);
	}
}

/* ---- finding things in a view ---- */

static const struct view_entity *labelled(const struct view *v, const char *label)
{
	for (size_t i = 0; i < v->n_entities; i++)
		if (str_eq(v->entities[i].label, str_of(label)))
			return &v->entities[i];
	return NULL;
}

static const struct view_claim *claim_on(const struct view *v, const char *property)
{
	for (size_t i = 0; i < v->n_claims; i++)
		if (str_eq(v->claims[i].property.code, str_of(property)))
			return &v->claims[i];
	return NULL;
}

static size_t count_of(const struct vocab *vocab, const struct view *v, enum sensitivity s)
{
	size_t n = 0;
	for (size_t i = 0; i < v->n_claims; i++) {
		const struct property *p = vocab_property(vocab, v->claims[i].property.code);
		CHECK(p != NULL);
		n += p && p->sensitivity == s;
	}
	return n;
}

/* ---- the tests ---- */

TEST(internal_stays_inside_and_sealed_goes_nowhere)
{
	MADE m;
	made_open(&m);
	struct marked n = made_marked(&m);
	CHECK(n.internal > 20);
	CHECK(n.sealed >= 8);
	const struct vocab *vocab = reg_vocab(m.r);
	const struct view *out = made_view(&m, AUDIENCE_PUBLIC, 0);
	check_absent(out, NEVER, COUNT(NEVER));
	check_absent(out, NOT_PUBLIC, COUNT(NOT_PUBLIC));
	CHECK_INT(count_of(vocab, out, SENS_INTERNAL), 0);
	CHECK_INT(count_of(vocab, out, SENS_SEALED), 0);
	const struct view *in = made_view(&m, AUDIENCE_INTERNAL, 0);
	check_absent(in, NEVER, COUNT(NEVER));
	CHECK_INT(count_of(vocab, in, SENS_SEALED), 0);
	/* one of them is said of a source, of which even members get the kind alone */
	CHECK(count_of(vocab, in, SENS_INTERNAL) >= n.internal - 1);
	/* what was held back is counted */
	CHECK(out->withheld[WITHHELD_INTERNAL] >= (int64_t)n.internal - 1);
	CHECK_INT(in->withheld[WITHHELD_INTERNAL], 0);
	/* the sealed properties, and two things said of the protected source */
	CHECK_INT(out->withheld[WITHHELD_SEALED], n.sealed + 2);
	CHECK_INT(in->withheld[WITHHELD_SEALED], n.sealed + 2);
	CHECK(out->withheld[WITHHELD_SOURCE] >= 4);
	CHECK_INT(out->withheld[WITHHELD_FREE_TEXT], 1);
}

/* The marks are found where they may be: the test above can fail. */
TEST(the_marks_are_there_to_be_found)
{
	MADE m;
	AUTO_BUF all;
	made_open(&m);
	made_marked(&m);
	buf_init(&all, 1 << 24);
	walk_view(&all, made_view(&m, AUDIENCE_INTERNAL, 0));
	CHECK(str_has(buf_str(&all), STR("MARKI of health")));
	CHECK(str_has(buf_str(&all), STR("MARKI as named")));
	CHECK(str_has(buf_str(&all), STR("1777-")));
	CHECK(str_has(buf_str(&all), STR("7700")));
	CHECK(str_has(buf_str(&all), STR("17.77")));
}

TEST(a_protected_source_is_a_kind_and_no_more)
{
	MADE m;
	made_open(&m);
	made_marked(&m);
	for (int audience = 0; audience < AUDIENCES; audience++) {
		const struct view *v = made_view(&m, (enum view_audience)audience, 0);
		const struct view_entity *s = labelled(v, "Protected source (Prisoner)");
		const struct view_claim *said = claim_on(v, "place");
		const struct view_claim *relayed = claim_on(v, "conduct");
		CHECK(s && s->is_protected && s->n_claims == 1);
		CHECK(said && said->source_protected && said->source == (size_t)(s - v->entities));
		CHECK(said && said->said.type == VIEW_ABSENT && said->document == VIEW_NONE &&
		      said->locator.n == 0);
		CHECK(relayed && relayed->source_protected && relayed->via == VIEW_NONE &&
		      relayed->wording.n == 0);
		CHECK(claim_on(v, "documented_by") == NULL);
		CHECK(claim_on(v, "held") == NULL);
	}
}

TEST(who_is_only_a_name_is_not_public)
{
	MADE m;
	made_open(&m);
	made_import(&m, "t.csv",
		    STR("claim,subject,property,value,source\n"
			"1,person:prisoner,name,Nemouneh Yek,organisation:m\n"
			"2,person:prisoner,lawyer,person:lawyer,organisation:m\n"
			"3,person:lawyer,name,Nemouneh Do,organisation:m\n"
			"4,person:lawyer,sex,female,organisation:m\n"
			"5,person:prisoner,charge,moharebeh,organisation:m\n"
			"6,person:judge,name,Nemouneh Seh,organisation:m\n"
			"7,event:e,type,trial,organisation:m\n"
			"7,event:e,judge,person:judge,organisation:m\n"));
	const struct view *out = made_view(&m, AUDIENCE_PUBLIC, 0);
	CHECK(labelled(out, "Nemouneh Yek") != NULL);
	CHECK(labelled(out, "Nemouneh Do") == NULL);
	CHECK(labelled(out, "Nemouneh Seh") != NULL);
	const struct view *in = made_view(&m, AUDIENCE_INTERNAL, 0);
	CHECK(labelled(in, "Nemouneh Do") != NULL);
	CHECK_STR(labelled(in, "Nemouneh Do")->number, "P-00002");
	CHECK_STR(labelled(out, "Nemouneh Yek")->number, "");
}

TEST(a_conflict_is_shown_whole_or_not_at_all)
{
	MADE m;
	made_open(&m);
	made_import(&m, "t.csv",
		    STR("claim,subject,property,value,source,reliability\n"
			"1,person:p,name,Nemouneh Yek,organisation:a,\n"
			"2,person:p,charge,moharebeh,organisation:a,\n"
			"3,person:p,birth_date,1980-01-01,organisation:a,\n"
			"4,person:p,birth_date,1981-01-01,organisation:b,\n"
			"5,event:e,type,death_sentence,organisation:a,B\n"
			"5,event:e,victim,person:p,organisation:a,B\n"
			"5,event:e,date,2025-07-12,organisation:a,B\n"
			"6,event:e,date,2025-07-13,organisation:b,\n"));
	const struct view *in = made_view(&m, AUDIENCE_INTERNAL, 0);
	const struct view *out = made_view(&m, AUDIENCE_PUBLIC, 0);
	CHECK(in->n_conflicts >= 2);
	CHECK_INT(in->withheld[WITHHELD_CONFLICT], 0);
	CHECK_INT(out->withheld[WITHHELD_CONFLICT], 1);
	CHECK_INT(out->n_conflicts, in->n_conflicts - 1);
	for (size_t i = 0; i < out->n_conflicts; i++) {
		CHECK(!str_eq(out->conflicts[i].property.code, STR("birth_date")));
		CHECK_INT(out->conflicts[i].advice.n, 0);
	}
	/* what the keepers think of a source is theirs */
	CHECK_STR(claim_on(in, "victim")->reliability, "B");
	CHECK_STR(claim_on(out, "victim")->reliability, "");
}

TEST(a_decision_is_shown_and_its_reason_to_members)
{
	MADE m;
	struct entity event;
	int64_t seq;
	made_open(&m);
	made_import(&m, "t.csv",
		    STR("claim,subject,property,value,source\n"
			"1,event:e,type,execution,organisation:a\n"
			"1,event:e,date,2025-07-12,organisation:a\n"
			"2,event:e,date,2025-07-13,organisation:b\n"));
	CHECK_OK(reg_entity(m.r, STR("event:e"), m.a, &event, &m.e), &m.e);
	struct claim_row *rows;
	size_t n;
	int64_t total;
	CHECK_OK(reg_claims(m.r, CLAIMS_OF_SUBJECT, event.id, false, 0, 10, m.a, &rows, &n, &total,
			    &m.e),
		 &m.e);
	CHECK_INT(n, 3);
	AUTO_REG_TX tx = { 0 };
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_adopt(&tx, &event, STR("date"), rows[2].field,
			   STR("MARKF the letter was read"), &seq, &m.e),
		 &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	for (int audience = 0; audience < AUDIENCES; audience++) {
		const struct view *v = made_view(&m, (enum view_audience)audience, 0);
		const struct view_conflict *c = NULL;
		for (size_t i = 0; i < v->n_conflicts; i++)
			if (str_eq(v->conflicts[i].kind.code, STR("unequal_value")))
				c = &v->conflicts[i];
		CHECK(c && c->decided && c->n_sides == 2 && c->decided_entry == seq);
		CHECK(c && c->adopted != VIEW_NONE &&
		      str_eq(v->claims[c->adopted].value.text, STR("2025-07-13")));
		CHECK(c && (c->reason.n > 0) == (audience == AUDIENCE_INTERNAL));
	}
}

TEST(requests)
{
	MADE m;
	enum view_audience audience;
	struct view *v;
	made_open(&m);
	struct redact_request rq = { .audience = AUDIENCE_PUBLIC, .as_of = made_size(&m) + 1 };
	CHECK_ERR(redact_view(m.r, &rq, m.a, &v, &m.e), ERR_INPUT);
	rq.as_of = -1;
	CHECK_ERR(redact_view(m.r, &rq, m.a, &v, &m.e), ERR_INPUT);
	CHECK(redact_audience_parse(STR("public"), &audience) && audience == AUDIENCE_PUBLIC);
	CHECK(redact_audience_parse(STR("internal"), &audience) && audience == AUDIENCE_INTERNAL);
	CHECK(!redact_audience_parse(STR("sealed"), &audience));
	CHECK_INT(made_view(&m, AUDIENCE_PUBLIC, 0)->n_entities, 0);
}

/* What was said later, taken back later or decided later is not in the view of an earlier size. */
TEST(as_of_an_earlier_size)
{
	MADE m;
	AUTO_BUF then;
	AUTO_BUF now;
	int64_t undo;
	made_open(&m);
	buf_init(&then, 1 << 24);
	buf_init(&now, 1 << 24);
	made_example(&m, "subjects.csv");
	int64_t batch = made_example(&m, "claims.csv");
	int64_t size = made_size(&m);
	walk_view(&then, made_view(&m, AUDIENCE_INTERNAL, 0));
	AUTO_REG_TX tx = { 0 };
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_undo(&tx, batch, STR("for the test"), &undo, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK(made_view(&m, AUDIENCE_INTERNAL, 0)->n_claims < 200);
	walk_view(&now, made_view(&m, AUDIENCE_INTERNAL, size));
	CHECK(str_eq(buf_str(&then), buf_str(&now)));
	buf_clear(&now);
	walk_view(&now, made_view(&m, AUDIENCE_INTERNAL, 0));
	CHECK(!str_eq(buf_str(&then), buf_str(&now)));
}
