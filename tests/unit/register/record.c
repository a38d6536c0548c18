/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saying something and what follows: statements, cards, stages, taking back, adopting, and that all
 * of it can be made again from the log. */
#include "check.h"
#include "rebuild.h"

#include <unistd.h>

#include "register/conflict.h"
#include "register/query.h"
#include "register/record.h"

static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct room {
	char dir[64];
	char path[80];
	struct reg *r;
	struct arena *a;
	struct err e;
	struct entity monitor, person, event, place;
};

static void room_open(struct room *m)
{
	memset(m, 0, sizeof *m);
	check_folder(m->dir, sizeof m->dir, "vigil-reg");
	snprintf(m->path, sizeof m->path, "%s/v.vigil", m->dir);
	m->a = arena_new(0);
	CHECK_OK(reg_create(m->path, STR("correct horse"), STR("Example officer"), &LIGHT, &m->r,
			    &m->e),
		 &m->e);
}

static void room_close(struct room *m)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	reg_close(m->r);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		unlink(str_printf(m->a, "%s%s", m->path, ENDS[i]).p);
	rmdir(m->dir);
	arena_free(m->a);
}
#define ROOM AUTO(room_close) struct room

static struct value text(enum value_type t, const char *s, const char *lang)
{
	struct value v = { .type = t };
	v.u.text.text = str_of(s);
	v.u.text.lang = str_of(lang);
	return v;
}

static struct value code(const char *set, const char *c)
{
	struct value v = { .type = VALUE_CODE };
	v.u.code.set = str_of(set);
	v.u.code.code = str_of(c);
	return v;
}

static struct value date(const char *edtf)
{
	struct value v = { .type = VALUE_DATE };
	v.u.date.edtf = str_of(edtf);
	v.u.date.cal = VALUE_GREGORIAN;
	v.u.date.given = STR("");
	return v;
}

static struct value number(int64_t n)
{
	struct value v = { .type = VALUE_QUANTITY };
	v.u.quantity.has_lo = v.u.quantity.has_hi = true;
	v.u.quantity.lo = v.u.quantity.hi = n;
	v.u.quantity.given = STR("");
	return v;
}

static struct value ref(const struct entity *en)
{
	struct value v = { .type = VALUE_ENTITY };
	v.u.entity = (struct value_ref){ .id = en->uuid, .kind = en->kind, .no = en->no };
	return v;
}

static int say_in(struct room *m, struct reg_tx *tx, const struct entity *subject,
		  const char *property, struct value v, int64_t *ret_seq)
{
	struct value_field f = { .p = str_of(property), .v = v };
	struct statement st = {
		.subject = *subject, .source = m->monitor, .fields = &f, .n_fields = 1
	};
	return reg_record(tx, &st, ret_seq, &m->e);
}

static int64_t say(struct room *m, const struct entity *subject, const char *property,
		   struct value v)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq = 0;
	CHECK_OK(reg_begin(&tx, m->r, &m->e), &m->e);
	CHECK_OK(say_in(m, &tx, subject, property, v, &seq), &m->e);
	CHECK_OK(reg_commit(&tx, &m->e), &m->e);
	return seq;
}

/* A monitor, an invented person and a death sentence of theirs. */
static void people(struct room *m)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	CHECK_OK(reg_begin(&tx, m->r, &m->e), &m->e);
	CHECK_OK(reg_entity_new(&tx, STR("organisation"), STR("organisation:example-monitor"),
				&m->monitor, &m->e),
		 &m->e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR("person:example-12"), &m->person, &m->e),
		 &m->e);
	CHECK_OK(reg_entity_new(&tx, STR("event"), STR(""), &m->event, &m->e), &m->e);
	CHECK_OK(reg_entity_new(&tx, STR("place"), STR(""), &m->place, &m->e), &m->e);
	CHECK_OK(say_in(m, &tx, &m->monitor, "name", text(VALUE_NAME, "Example monitor", "en"),
			&seq),
		 &m->e);
	CHECK_OK(say_in(m, &tx, &m->person, "name",
			text(VALUE_NAME, "Nemouneh Davazdahom", "fa-Latn"), &seq),
		 &m->e);
	CHECK_OK(say_in(m, &tx, &m->person, "name", text(VALUE_NAME, "نمونهٔ دوازدهم", "fa"), &seq),
		 &m->e);
	CHECK_OK(say_in(m, &tx, &m->event, "type", code("event_types", "death_sentence"), &seq),
		 &m->e);
	CHECK_OK(say_in(m, &tx, &m->event, "victim", ref(&m->person), &seq), &m->e);
	CHECK_OK(say_in(m, &tx, &m->event, "date", date("2025-07-12"), &seq), &m->e);
	CHECK_OK(reg_commit(&tx, &m->e), &m->e);
	CHECK_OK(reg_entity(m->r, STR("person:example-12"), m->a, &m->person, &m->e), &m->e);
}

static struct card card(struct room *m, const struct entity *en)
{
	struct card c = { .claims = -1 };
	struct entity now;
	CHECK_OK(reg_entity(m->r, id_str(m->a, &en->uuid), m->a, &now, &m->e), &m->e);
	CHECK_OK(reg_card(m->r, now.id, m->a, &c, &m->e), &m->e);
	return c;
}

TEST(a_card_says_what_the_claims_say)
{
	ROOM m;
	room_open(&m);
	people(&m);
	struct card c = card(&m, &m.person);
	CHECK_STR(c.number, "P-00001");
	CHECK_STR(c.label, "Nemouneh Davazdahom");
	CHECK_STR(c.label_fa, "نمونهٔ دوازدهم");
	CHECK_STR(c.status, "sentenced_to_death");
	CHECK_STR(c.date, "2025-07-12");
	CHECK_INT(c.sources, 1);
	CHECK_INT(c.claims, 5);
	CHECK_INT(c.certainty, 1);
	c = card(&m, &m.event);
	CHECK_STR(c.label, "Death sentence: Nemouneh Davazdahom");
	CHECK_STR(c.status, "death_sentence");
	check_rebuild(m.r, &m.e);
}

/* The status follows events, whatever the order in which they are learned. */
TEST(status_follows_events_and_returns_when_one_is_taken_back)
{
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	struct entity end;
	int64_t seq;
	room_open(&m);
	people(&m);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("event"), STR(""), &end, &m.e), &m.e);
	CHECK_OK(say_in(&m, &tx, &end, "date", date("2025-07-27"), &seq), &m.e);
	CHECK_OK(say_in(&m, &tx, &end, "victim", ref(&m.person), &seq), &m.e);
	CHECK_OK(say_in(&m, &tx, &end, "type", code("event_types", "execution"), &seq), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_STR(card(&m, &m.person).status, "executed");
	check_rebuild(m.r, &m.e);

	int64_t undo;
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_undo(&tx, seq, STR("of another person"), &undo, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_STR(card(&m, &m.person).status, "sentenced_to_death");
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_ERR(reg_undo(&tx, seq, STR("again"), &undo, &m.e), ERR_CONFLICT);
	reg_tx_done(&tx);
	check_rebuild(m.r, &m.e);

	/* Taking back the taking back. */
	int64_t again;
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_undo(&tx, undo, STR("it was this person after all"), &again, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_STR(card(&m, &m.person).status, "executed");
	check_rebuild(m.r, &m.e);

	/* And back and forth along the chain of undoings. */
	for (int i = 0; i < 4; i++) {
		CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
		CHECK_OK(reg_undo(&tx, again, STR("no, yes, no"), &again, &m.e), &m.e);
		CHECK_OK(reg_commit(&tx, &m.e), &m.e);
		CHECK_STR(card(&m, &m.person).status, i % 2 ? "executed" : "sentenced_to_death");
		check_rebuild(m.r, &m.e);
	}
}

TEST(a_name_learned_later_reaches_the_events)
{
	ROOM m;
	room_open(&m);
	people(&m);
	AUTO_REG_TX tx = { 0 };
	struct entity other;
	struct entity ev;
	int64_t seq;
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR(""), &other, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("event"), STR(""), &ev, &m.e), &m.e);
	CHECK_OK(say_in(&m, &tx, &ev, "type", code("event_types", "arrest"), &seq), &m.e);
	CHECK_OK(say_in(&m, &tx, &ev, "victim", ref(&other), &seq), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_STR(card(&m, &ev).label, "Arrest: P-00002");
	say(&m, &other, "name", text(VALUE_NAME, "Example person 13", "en"));
	CHECK_STR(card(&m, &ev).label, "Arrest: Example person 13");
	check_rebuild(m.r, &m.e);
}

TEST(an_import_is_taken_back_whole)
{
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	struct hash file = hash_of(STR("the file"));
	int64_t batch;
	int64_t undo;
	room_open(&m);
	people(&m);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_batch_begin(&tx, STR("list.csv"), &file, 2, &batch, &m.e), &m.e);
	struct value_field f = { .p = STR("age"), .v = number(38) };
	struct statement st = { .subject = m.person,
				.source = m.monitor,
				.fields = &f,
				.n_fields = 1,
				.batch = batch,
				.row = STR("c1") };
	int64_t seq;
	CHECK_OK(reg_record(&tx, &st, &seq, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	int64_t claims = card(&m, &m.person).claims;
	int64_t was;
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, seq);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_undo(&tx, batch, STR("the wrong file"), &undo, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_INT(card(&m, &m.person).claims, claims - 1);
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, -1);
	check_rebuild(m.r, &m.e);
}

TEST(what_differs_is_not_the_same_and_what_agrees_is)
{
	ROOM m;
	int64_t was;
	struct value_field f = { .p = STR("age"), .v = number(38) };
	struct value_field g = { .p = STR("age"), .v = number(39) };
	room_open(&m);
	people(&m);
	struct statement st = {
		.subject = m.person, .source = m.monitor, .fields = &f, .n_fields = 1
	};
	int64_t seq = say(&m, &m.person, "age", number(38));
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, seq);
	st.fields = &g;
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, -1);
	st.fields = &f;
	st.locator = STR("p. 3");
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, -1);
	st.locator = STR("");
	st.source = m.person;
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, -1);
}

TEST(what_the_vocabulary_does_not_know_is_refused_before_it_is_sealed)
{
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	struct vault_head head;
	room_open(&m);
	people(&m);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_ERR(say_in(&m, &tx, &m.person, "no_such_thing", number(1), &seq), ERR_INPUT);
	CHECK_ERR(say_in(&m, &tx, &m.person, "age", text(VALUE_TEXT, "38", "en"), &seq), ERR_INPUT);
	CHECK_ERR(say_in(&m, &tx, &m.person, "site_change", code("site_change", "levelled"), &seq),
		  ERR_INPUT);
	CHECK_ERR(say_in(&m, &tx, &m.event, "victim", ref(&m.place), &seq), ERR_INPUT);
	struct entity x;
	CHECK_ERR(reg_entity_new(&tx, STR("ghost"), STR(""), &x, &m.e), ERR_INPUT);
	CHECK_ERR(reg_entity_new(&tx, STR("person"), STR("person:example-12"), &x, &m.e),
		  ERR_CONFLICT);
	reg_tx_done(&tx);
	CHECK_OK(vault_head(reg_vault(m.r), &head, &m.e), &m.e);
	CHECK_INT(head.size, 7);
}

/* The markers of a sealed property are nowhere in the view, and a member reads them. */
TEST(sealed_fields_are_in_no_table)
{
	static const struct sql EVERYWHERE =
		SQL("SELECT count(*) FROM field WHERE value LIKE '%0000%' OR quals LIKE '%0000%'");
	ROOM m;
	AUTO_STMT *q = NULL;
	struct sealed_row *rows;
	size_t n;
	int64_t withheld;
	int64_t was;
	room_open(&m);
	people(&m);
	struct value_field f[2] = {
		{ .p = STR("family_contact"), .v = text(VALUE_TEXT, "telephone 0000", "en") },
		{ .p = STR("age"), .v = number(41) },
	};
	struct statement st = {
		.subject = m.person, .source = m.monitor, .fields = f, .n_fields = 2
	};
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_record(&tx, &st, &seq, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_OK(store_stmt(vault_store(reg_vault(m.r)), &EVERYWHERE, &q, &m.e), &m.e);
	CHECK_OK(stmt_row(q, &m.e), &m.e);
	CHECK_INT(col_int(q, 0), 0);
	stmt_done(&q);
	CHECK_OK(reg_sealed(m.r, m.person.id, m.a, &rows, &n, &withheld, &m.e), &m.e);
	CHECK_INT(n, 1);
	CHECK_INT(withheld, 0);
	CHECK(n == 1 && str_eq(rows[0].field.v.u.text.text, STR("telephone 0000")));
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, seq);
	f[0].v.u.text.text = STR("telephone 0001");
	CHECK_OK(reg_already(m.r, &st, &was, &m.e), &m.e);
	CHECK_INT(was, -1);
	check_rebuild(m.r, &m.e);
}

TEST(an_adoption_is_kept_with_its_reason_and_changes_nothing_else)
{
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	room_open(&m);
	people(&m);
	int64_t a = say(&m, &m.event, "date", date("2025-07-13"));
	CHECK_OK(reg_entity(m.r, id_str(m.a, &m.event.uuid), m.a, &m.event, &m.e), &m.e);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_ERR(reg_adopt(&tx, &m.event, STR("date"), a * 256 + 1, STR("  "), &seq, &m.e),
		  ERR_INPUT);
	CHECK_ERR(reg_adopt(&tx, &m.event, STR("place"), a * 256 + 1, STR("of another property"),
			    &seq, &m.e),
		  ERR_INPUT);
	CHECK_ERR(reg_adopt(&tx, &m.person, STR("date"), a * 256 + 1, STR("of another subject"),
			    &seq, &m.e),
		  ERR_INPUT);
	CHECK_ERR(reg_adopt(&tx, &m.event, STR("date"), a * 256 + 9, STR("of nothing"), &seq, &m.e),
		  ERR_NOTFOUND);
	CHECK_OK(reg_adopt(&tx, &m.event, STR("date"), a * 256 + 1, STR("the letter of the court"),
			   &seq, &m.e),
		 &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_STR(card(&m, &m.event).date, "2025-07-13");
	CHECK_STR(card(&m, &m.person).date, "2025-07-13");
	CHECK_INT(card(&m, &m.event).conflicts, 0);
	check_rebuild(m.r, &m.e);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_undo(&tx, seq, STR("too early"), &seq, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_INT(card(&m, &m.event).conflicts, 1);
	check_rebuild(m.r, &m.e);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_undo(&tx, seq, STR("not too early"), &seq, &m.e), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_INT(card(&m, &m.event).conflicts, 0);
	CHECK_STR(card(&m, &m.event).date, "2025-07-13");
	check_rebuild(m.r, &m.e);
}

/* The newest decision counts, and "both stand" leaves nothing adopted. */
TEST(a_second_decision_takes_the_place_of_the_first)
{
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	room_open(&m);
	people(&m);
	int64_t b = say(&m, &m.event, "date", date("2025-07-13"));
	int64_t c = say(&m, &m.event, "date", date("2025-07-14"));
	int64_t fields[] = { b * 256 + 1, c * 256 + 1, 0 };
	static const char *const DATES[] = { "2025-07-13", "2025-07-14", "2025-07-12" };
	CHECK_OK(reg_entity(m.r, id_str(m.a, &m.event.uuid), m.a, &m.event, &m.e), &m.e);
	for (size_t i = 0; i < COUNT(fields); i++) {
		CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
		CHECK_OK(reg_adopt(&tx, &m.event, STR("date"), fields[i], STR("a reason"), &seq,
				   &m.e),
			 &m.e);
		CHECK_OK(reg_commit(&tx, &m.e), &m.e);
		CHECK_STR(card(&m, &m.event).date, DATES[i]);
		CHECK_INT(card(&m, &m.event).conflicts, 0);
		check_rebuild(m.r, &m.e);
	}
}

TEST(numbers_go_on_after_reopening_and_are_found_in_any_spelling)
{
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	struct entity x;
	struct entity found;
	int64_t seq;
	room_open(&m);
	people(&m);
	reg_close(m.r);
	m.r = NULL;
	CHECK_OK(reg_open(m.path, STR("correct horse"), true, &m.r, &m.e), &m.e);
	CHECK_OK(reg_entity(m.r, STR("organisation:example-monitor"), m.a, &m.monitor, &m.e), &m.e);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR(""), &x, &m.e), &m.e);
	CHECK_INT(x.no, 2);
	CHECK_OK(say_in(&m, &tx, &x, "age", number(5), &seq), &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	static const char *const SPELLINGS[] = { "P-00002", "p2", "P-2", " P-00002 " };
	for (size_t i = 0; i < COUNT(SPELLINGS); i++) {
		CHECK_OK(reg_entity(m.r, str_of(SPELLINGS[i]), m.a, &found, &m.e), &m.e);
		CHECK(id_eq(&found.uuid, &x.uuid));
	}
	CHECK_ERR(reg_entity(m.r, STR("P-00003"), m.a, &found, &m.e), ERR_NOTFOUND);
	CHECK_ERR(reg_entity(m.r, STR("nobody"), m.a, &found, &m.e), ERR_NOTFOUND);
	CHECK_ERR(reg_entity(m.r, STR("person:nobody"), m.a, &found, &m.e), ERR_NOTFOUND);
}

/* The province of a place, learned last, reaches what was said to be there before. */
TEST(a_province_learned_later_reaches_what_is_there)
{
	ROOM m;
	room_open(&m);
	people(&m);
	say(&m, &m.event, "place", ref(&m.place));
	CHECK_STR(card(&m, &m.event).province, "");
	say(&m, &m.place, "gazetteer", text(VALUE_TEXT, "prisons:P02", "zxx"));
	CHECK_STR(card(&m, &m.place).province, "IR-23");
	CHECK_STR(card(&m, &m.event).province, "IR-23");
	CHECK_STR(card(&m, &m.person).province, "IR-23");
	check_rebuild(m.r, &m.e);
}

/* Of a protected source only its kind is in the view: no name in a list, no word in the search. */
TEST(a_protected_source_is_a_number_and_a_kind)
{
	static const struct sql NAMED =
		SQL("SELECT count(*) FROM search WHERE search MATCH 'panhan'");
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	AUTO_STMT *q = NULL;
	struct entity source;
	struct sealed_row *rows;
	size_t n;
	int64_t withheld;
	int64_t seq;
	room_open(&m);
	people(&m);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("source"), STR("source:nine"), &source, &m.e), &m.e);
	CHECK_OK(say_in(&m, &tx, &source, "name", text(VALUE_NAME, "Panhan Nemouneh", "fa-Latn"),
			&seq),
		 &m.e);
	CHECK_OK(say_in(&m, &tx, &source, "source_kind", code("source_kinds", "lawyer"), &seq),
		 &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_STR(card(&m, &source).label, "S-00001");
	CHECK_OK(store_stmt(vault_store(reg_vault(m.r)), &NAMED, &q, &m.e), &m.e);
	CHECK_OK(stmt_row(q, &m.e), &m.e);
	CHECK_INT(col_int(q, 0), 0);
	stmt_done(&q);
	CHECK_OK(reg_entity(m.r, STR("source:nine"), m.a, &source, &m.e), &m.e);
	CHECK_OK(reg_sealed(m.r, source.id, m.a, &rows, &n, &withheld, &m.e), &m.e);
	CHECK_INT(n, 1);
	CHECK(n == 1 && str_eq(rows[0].field.v.u.text.text, STR("Panhan Nemouneh")));
	check_rebuild(m.r, &m.e);
}

static int say_as(struct room *m, const struct entity *source, const struct entity *subject,
		  const char *property, struct value v, const char *reliability,
		  const char *credibility)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	struct value_qualifier cred = { STR("credibility"), code("credibility", credibility) };
	struct value_field f = {
		.p = str_of(property), .v = v, .q = &cred, .n_q = credibility[0] ? 1 : 0
	};
	struct statement st = { .subject = *subject,
				.source = *source,
				.fields = &f,
				.n_fields = 1,
				.reliability = str_of(reliability) };
	TRY(reg_begin(&tx, m->r, &m->e));
	TRY(reg_record(&tx, &st, &seq, &m->e));
	return reg_commit(&tx, &m->e);
}

/* vocab/certainty.csv: two sources corroborate when they say the same, not when they differ. */
TEST(certainty_follows_its_rule)
{
	ROOM m;
	AUTO_REG_TX tx = { 0 };
	struct entity paper;
	struct entity x;
	int64_t seq;
	room_open(&m);
	people(&m);
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("organisation"), STR(""), &paper, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR(""), &x, &m.e), &m.e);
	CHECK_OK(say_in(&m, &tx, &paper, "name", text(VALUE_NAME, "Example paper", "en"), &seq),
		 &m.e);
	CHECK_OK(say_in(&m, &tx, &x, "name", text(VALUE_NAME, "Example person 14", "en"), &seq),
		 &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_OK(say_as(&m, &m.monitor, &x, "age", number(38), "E", ""), &m.e);
	CHECK_OK(say_as(&m, &paper, &x, "age", number(39), "", ""), &m.e);
	CHECK_INT(card(&m, &x).certainty, 1); /* they differ */
	CHECK_OK(say_as(&m, &m.monitor, &x, "age", number(39), "E", ""), &m.e);
	CHECK_INT(card(&m, &x).certainty, 1); /* one of them is not reliable */
	CHECK_OK(say_as(&m, &m.monitor, &x, "age", number(39), "B", "5"), &m.e);
	CHECK_INT(card(&m, &x).certainty, 1); /* or holds it to be improbable */
	CHECK_OK(say_as(&m, &m.monitor, &x, "age", number(39), "B", "2"), &m.e);
	CHECK_INT(card(&m, &x).certainty, 2);
	check_rebuild(m.r, &m.e);

	struct entity y;
	CHECK_OK(reg_begin(&tx, m.r, &m.e), &m.e);
	CHECK_OK(reg_entity_new(&tx, STR("person"), STR(""), &y, &m.e), &m.e);
	CHECK_OK(say_in(&m, &tx, &m.place, "name", text(VALUE_NAME, "Example prison", "en"), &seq),
		 &m.e);
	CHECK_OK(reg_commit(&tx, &m.e), &m.e);
	CHECK_OK(say_as(&m, &paper, &y, "age", number(50), "E", ""), &m.e);
	CHECK_INT(card(&m, &y).certainty, 0);
	CHECK_OK(say_as(&m, &paper, &y, "age", number(50), "B", ""), &m.e);
	CHECK_INT(card(&m, &y).certainty, 1);
}
