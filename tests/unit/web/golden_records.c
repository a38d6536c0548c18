/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_records.c - a person, a claim and a conflict from plain values (golden.h). */
#include "golden.h"

#include "web/entity.h"
#include "web/page_claim.h"
#include "web/page_conflict.h"

enum { PERSON = 1, EVENT = 2, MONITOR = 3, PRISON = 4 };

static struct entity person_of(void)
{
	return (struct entity){ .id = PERSON, .kind = STR("person"), .no = 312 };
}

static struct names *names_of(struct arena *a)
{
	static const struct part_name KNOWN[] = {
		{ { "person", 6 },
		  { "P-00312", 7 },
		  { "Nemouneh Davazdahom", 19 },
		  { "fa-Latn", 7 },
		  { "", 0 } },
		{ { "organisation", 12 },
		  { "O-00003", 7 },
		  { "Example Monitor", 15 },
		  { "en", 2 },
		  { "", 0 } },
		{ { "place", 5 },
		  { "L-00004", 7 },
		  { "Example prison A", 16 },
		  { "en", 2 },
		  { "", 0 } },
		{ { "source", 6 },
		  { "S-00014", 7 },
		  { "Not Shown", 9 },
		  { "en", 2 },
		  { "lawyer", 6 } },
	};
	struct names *n = NEW(a, struct names);
	names_init(n, a);
	for (size_t i = 0; i < COUNT(KNOWN); i++)
		names_set(n, &KNOWN[i]);
	return n;
}

static struct claim_row claim_of(int64_t seq, const char *property, struct value v)
{
	return (struct claim_row){
		.field = seq * 256 + 1,
		.seq = seq,
		.subject = person_of(),
		.property = str_of(property),
		.value = v,
		.source = { .id = MONITOR, .kind = STR("organisation"), .no = 3 },
		.has_source_date = true,
		.source_date = { .type = VALUE_DATE, .u.date.edtf = STR("2025-06-20") },
		.recorded_ms = 1760605920000,
	};
}

static struct value date_of(const char *edtf)
{
	struct value v = { .type = VALUE_DATE };
	v.u.date.edtf = str_of(edtf);
	return v;
}

static struct value name_of(const char *s, const char *lang)
{
	struct value v = { .type = VALUE_NAME };
	v.u.text.text = str_of(s);
	v.u.text.lang = str_of(lang);
	return v;
}

static struct vocab *vocabulary(void)
{
	struct vocab *v = NULL;
	struct err e;
	if (vocab_new(&v, &e) < 0)
		die("%s", e.text);
	return v;
}

static const struct value_qualifier WORDING = {
	{ "wording", 7 }, { .type = VALUE_TEXT, .u.text = { { "at dawn", 7 }, { "en", 2 } } }
};

TEST(a_person)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct claim_row own[] = { claim_of(41, "name", name_of("Nemouneh Davazdahom", "fa-Latn")),
				   claim_of(41, "name", name_of("نمونهٔ دوازدهم", "fa")),
				   claim_of(42, "death_date", date_of("2025-06-18")),
				   claim_of(43, "death_date", date_of("2025-06-19")) };
	struct conflict_side sides[] = { { &own[2], 1 }, { &own[3], 1 } };
	struct conflict conflict = { .id = 1,
				     .ident = STR("0123456789abcdef"),
				     .kind = STR("unequal_value"),
				     .subject = person_of(),
				     .subject_number = STR("P-00312"),
				     .property = STR("death_date"),
				     .sides = sides,
				     .n_sides = 2 };
	struct timeline_row event = {
		.event = { .entity = { .id = EVENT, .kind = STR("event"), .no = 7 },
			   .number = STR("E-00007"),
			   .label = STR("Execution"),
			   .place = PRISON,
			   .place_label = STR("Example prison A"),
			   .certainty = 2 },
		.type = STR("execution"),
		.role = STR("victim"),
		.date = STR("[2025-06-18,2025-06-19]"),
		.disputed = true,
		.claims = 4,
	};
	struct claim_row told_claims[] = { claim_of(44, "date",
						    date_of("[2025-06-18,2025-06-19]")) };
	struct told told = { &event, told_claims, 1 };
	struct sealed_row sealed = {
		45, { .p = STR("family_contact"), .v = name_of("Example street", "en") }
	};
	struct history_row history = { .seq = 43,
				       .kind = STR("statement"),
				       .recorded_ms = 1760605920000,
				       .recorder_name = STR("R. Example"),
				       .count = 1 };
	own[1].field++;
	own[2].in_conflict = own[3].in_conflict = true;
	own[3].adopted = true;
	own[2].parsed.q = &WORDING;
	own[2].parsed.n_q = 1;
	own[3].source = (struct entity){ .id = 9, .kind = STR("source"), .no = 14 };
	struct entity_view v = {
		.vocab = vocab,
		.names = *names_of(a),
		.path = STR("/person/P-00312"),
		.card = { .entity = person_of(),
			  .number = STR("P-00312"),
			  .label = STR("Nemouneh Davazdahom"),
			  .label_lang = STR("fa-Latn"),
			  .label_fa = STR("نمونهٔ دوازدهم"),
			  .status = STR("executed"),
			  .date = event.date,
			  .sources = 2,
			  .claims = 5,
			  .conflicts = 1,
			  .certainty = 2 },
		.claims = { own, COUNT(own), 1, COUNT(own) },
		.events = &event,
		.n_events = 1,
		.all_events = 1,
		.told = &told,
		.n_told = 1,
		.conflicts = &conflict,
		.n_conflicts = 1,
		.sealed = &sealed,
		.n_sealed = 1,
		.history = &history,
		.n_history = 1,
	};
	GOLDEN("person", entity_render, &v);
	vocab_free(vocab);
}

TEST(a_claim)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct claim_row fields[] = { claim_of(42, "death_date", date_of("2025-06-18")) };
	struct claim_view_page v = {
		.vocab = vocab,
		.names = *names_of(a),
		.seq = 42,
		.fields = fields,
		.n = 1,
		.subject = person_of(),
		.line = { .seq = 42,
			  .kind = STR("statement"),
			  .recorded_ms = 1760605920000,
			  .recorder_name = STR("R. Example"),
			  .count = 1,
			  .retracted = 50 },
		.has_sealed = true,
	};
	fields[0].retracted = 50;
	fields[0].batch = 3;
	fields[0].row = STR("S014");
	GOLDEN("claim", claim_page_render, &v);
	vocab_free(vocab);
}

TEST(a_conflict_with_a_missing_reason)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct claim_row claims[] = { claim_of(42, "death_date", date_of("2025-06-18")),
				      claim_of(43, "death_date", date_of("2025-06-19")) };
	struct conflict_side sides[] = { { &claims[0], 1 }, { &claims[1], 1 } };
	struct conflict_view v = {
		.vocab = vocab,
		.names = *names_of(a),
		.c = { .id = 1,
		       .ident = STR("0123456789abcdef"),
		       .kind = STR("unequal_value"),
		       .subject = person_of(),
		       .subject_number = STR("P-00312"),
		       .property = STR("death_date"),
		       .sides = sides,
		       .n_sides = 2 },
		.choice = STR("43.1"),
		.form = form_of("bb"),
	};
	claims[0].in_conflict = claims[1].in_conflict = true;
	form_error(&v.errors, STR("reason"), STR("Write the reason."));
	GOLDEN("conflict", conflict_render, &v);
	struct conflicts_view list = { .vocab = vocab,
				       .names = v.names,
				       .v = &v.c,
				       .n = 1,
				       .page = 2,
				       .total = 21,
				       .open = 21 };
	GOLDEN("conflicts", conflicts_render, &list);
	vocab_free(vocab);
}
