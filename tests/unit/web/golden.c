/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * golden.c - pages made of plain values, byte for byte: tests/pages/.
 *
 * Renderers see no register, so the values are written here. After a wanted change:
 * VIGIL_GOLDEN=write build/debug/test/web/golden, then read the diff.
 */
#include "golden.h"

#include "web/page_history.h"
#include "web/page_logs.h"
#include "web/page_register.h"
#include "web/page_today.h"
#include "web/page_verify.h"

/* ---- values ----------------------------------------------------------- */

static struct card card_of(const char *kind, const char *number, const char *label, const char *fa)
{
	return (struct card){
		.entity = { .id = 12, .kind = str_of(kind), .no = 12 },
		.number = str_of(number),
		.label = str_of(label),
		.label_lang = STR("en"),
		.label_fa = str_of(fa),
		.status = STR("executed"),
		.date = STR("[2025-06-18,2025-06-19]"),
		.place_label = STR("Example prison A"),
		.charge = STR("qisas"),
		.sources = 4,
		.claims = 19,
		.conflicts = 2,
		.certainty = 2,
	};
}

TEST(the_register)
{
	struct register_params q = { .page = 2, .from = STR("2025-01") };
	struct register_choice kinds[] = {
		{ STR("person"), STR("Persons"), STR("en"), 1312, true },
		{ STR("event"), STR("Events"), STR("en"), 932, false },
		{ STR(""), STR("Not recorded"), STR("en"), 3, false },
	};
	struct register_row rows[] = {
		{ card_of("person", "P-00012", "Nemouneh Davazdahom", "نمونهٔ دوازدهم"),
		  STR("person"), STR("Executed"), STR("en"), STR("Qisas"), STR("en"),
		  STR("Corroborated"), true, true },
		{ card_of("document", "D-00003", "Example <document> & more", ""), STR("Document"),
		  STR(""), STR(""), STR(""), STR(""), STR("Reported"), false, false },
	};
	rows[1].card.place_label = rows[1].card.date = STR("");
	rows[1].card.conflicts = 0;
	q.find.text = STR("nemouneh \"12\"");
	q.find.limit = 12;
	q.find.order = ORDER_NAME;
	q.find.choices[FACET_KIND][0] = STR("person");
	q.find.n_choices[FACET_KIND] = 1;
	struct register_view v = {
		.params = &q, .total = 1312, .first = 13, .rows = rows, .n = COUNT(rows)
	};
	v.facets[FACET_KIND] = (struct register_facet){ kinds, COUNT(kinds) };
	v.from_read = STR("1 Jan 2025");
	GOLDEN("register", register_render, &v);
	struct register_view none = { .params = &q, .first = 1 };
	GOLDEN("register-none", register_render, &none);
	struct register_view empty = { .params = &q, .first = 1, .empty = true };
	GOLDEN("register-empty", register_render, &empty);
}

TEST(history)
{
	struct history_line lines[] = {
		{ { .seq = 162,
		    .kind = STR("adopt"),
		    .recorder_name = STR("M. Example"),
		    .text = STR("two sources agree"),
		    .subject_label = STR("Example person 12"),
		    .subject_number = STR("P-00012"),
		    .count = 0 },
		  STR("16 Oct 2025 09:12 UTC"),
		  STR("person") },
		{ { .seq = 161,
		    .kind = STR("statement"),
		    .recorder_name = STR("M. Example"),
		    .retracted = 162,
		    .subject_label = STR("نمونهٔ دوازدهم"),
		    .subject_number = STR("E-00004"),
		    .count = 3 },
		  STR("16 Oct 2025 09:10 UTC"),
		  STR("event") },
		{ { .seq = 49, .kind = STR("batch"), .text = STR("claims.csv"), .count = 109 },
		  STR("1 Oct 2025 08:00 UTC"),
		  STR("") },
		{ { .seq = 0, .kind = STR("key") }, STR("1 Oct 2025 07:59 UTC"), STR("") },
	};
	struct history_view v = { lines, COUNT(lines), 49, false, 163 };
	GOLDEN("history", history_render, &v);
}

TEST(history_of_several_sites)
{
	enum { SITE = 5 << 15 };
	struct history_line lines[] = {
		{ { .seq = 170,
		    .kind = STR("shred"),
		    .recorder_name = STR("M. Example"),
		    .text = STR("safety") },
		  STR("17 Oct 2025 10:00 UTC"),
		  STR("") },
		{ { .seq = 169,
		    .kind = STR("import"),
		    .text = STR("vigil.example/00112233445566778899aabbccddeeff"),
		    .site = SITE,
		    .count = 12,
		    .root = { { 0x7f, 0x3a, 0x91, 0xc0, 0x5b } } },
		  STR("17 Oct 2025 09:00 UTC"),
		  STR("") },
		{ { .seq = number_of(SITE, 11),
		    .kind = STR("statement"),
		    .recorder_name = STR("N. Example"),
		    .retracted = number_of(SITE, 12),
		    .subject_label = STR("Example person 3"),
		    .subject_number = STR("P-eqaaa-00003"),
		    .count = 2 },
		  STR("16 Oct 2025 09:10 UTC"),
		  STR("person") },
		{ { .seq = number_of(SITE, 10), .kind = STR("unreadable") },
		  STR("16 Oct 2025 09:00 UTC"),
		  STR("") },
		{ { .seq = number_of(SITE, 9), .kind = STR("again") },
		  STR("16 Oct 2025 08:00 UTC"),
		  STR("") },
	};
	struct history_view v = { lines, COUNT(lines), number_of(SITE, 9), true, 182 };
	GOLDEN("history-sites", history_render, &v);
}

static void logs_while_forked(struct html *h, const struct shell *s, const struct logs_view *v)
{
	struct shell shell = *s;
	shell.forks = v->n_forks ? 1 : 0;
	logs_render(h, &shell, v);
}

static void logs_read_only(struct html *h, const struct shell *s, const struct logs_view *v)
{
	struct shell shell = *s;
	shell.fixed = true;
	logs_render(h, &shell, v);
}

TEST(logs)
{
	enum { SITE = 5 << 15 };
	struct str witness[] = { STR("witness.example/one"), STR("witness.example/two") };
	struct log_line lines[] = {
		{ .log = { .origin = STR("vigil.example/ffeeddccbbaa99887766554433221100"),
			   .state = LOG_OWN,
			   .size = 163,
			   .shown = 163 },
		  .head_size = 163,
		  .root = STR("7f3a91c05be2000000000000000000000000000000000000000000000000c21e"),
		  .witnesses = witness,
		  .n_witnesses = COUNT(witness) },
		{ .log = { .site = SITE,
			   .origin = STR("vigil.example/00112233445566778899aabbccddeeff"),
			   .state = LOG_OTHER,
			   .size = 14,
			   .shown = 12 },
		  .head_size = 14,
		  .root = STR("003a91c05be2000000000000000000000000000000000000000000000000c21e") },
		{ .log = { .site = SITE + 1,
			   .origin = STR("vigil.example/10112233445566778899aabbccddeeff"),
			   .state = LOG_ENDED,
			   .size = 3,
			   .shown = 3 } },
	};
	struct fork_line forks[] = {
		{ .fork = { .heads = { .origin = lines[1].log.origin } },
		  .found = STR("17 Oct 2025 09:00 UTC"),
		  .site = SITE,
		  .ours_size = 14,
		  .theirs_size = 13 },
		{ .fork = { .heads = { .origin = lines[1].log.origin },
			    .accepted = true,
			    .seq = 165,
			    .by = STR("Example member 1"),
			    .reason = STR("The laptop was restored from a backup of May.") },
		  .found = STR("17 Oct 2025 09:00 UTC"),
		  .accepted_when = STR("18 Oct 2025 10:00 UTC"),
		  .site = SITE,
		  .ours_size = 12,
		  .theirs_size = 11 },
	};
	struct logs_view one = { .logs = lines, .n = 1 };
	GOLDEN("logs", logs_render, &one);
	GOLDEN("logs-read-only", logs_read_only, &one);
	struct logs_view forked = {
		.logs = lines, .n = COUNT(lines), .forks = forks, .n_forks = COUNT(forks)
	};
	GOLDEN("logs-forked", logs_while_forked, &forked);
}

TEST(verify)
{
	struct verify_view asked = { .policy = STR("log example+01+key\n"), .form = form_of("bb") };
	GOLDEN("verify", verify_render, &asked);
	struct verify_view refused = asked;
	refused.answer = VERIFY_NO_MATCH;
	refused.why = STR("the last line does not fit what stands before it");
	refused.own_policy = true;
	GOLDEN("verify-refused", verify_render, &refused);
	struct verify_field fields[] = { { STR("f1"),
					   STR("{\"p\":\"name\",\"v\":{\"t\":\"name\"}}") },
					 { STR("source/role"), STR("\"stated\"") } };
	struct verify_record r = { .fields = fields,
				   .n = COUNT(fields),
				   .fingerprint = STR("51c8000000000000000000009e07") };
	r.proof.index = 60;
	r.proof.log.checkpoint =
		(struct checkpoint){ .origin = STR("vigil.example/00ff"), .size = 163 };
	r.proof.claim.kid = STR("example-kid");
	r.proof.claim.withheld = 4;
	struct verify_view accepted = asked;
	accepted.answer = VERIFY_ACCEPTED;
	accepted.records = &r;
	accepted.n = 1;
	GOLDEN("verify-accepted", verify_render, &accepted);

	struct verify_record two[] = { r, r };
	struct bundle_evidence files[] = { { .path = STR("data/files/0011.jpg") },
					   { .sha256 = STR("00ff") } };
	two[0].added = VERIFY_ADDED_YES;
	two[0].log_size = 200;
	two[0].proof.log.cosigned = 2;
	accepted.bundle = true;
	accepted.records = two;
	accepted.n = 2;
	accepted.evidence = files;
	accepted.n_evidence = 2;
	accepted.n_times = 2;
	accepted.file = (struct verify_file){ .given = true, .named_by = STR("60, f1") };
	GOLDEN("verify-bundle", verify_render, &accepted);

	struct verify_view file = asked;
	file.answer = VERIFY_NO_MATCH;
	file.why = STR("The record names another file.");
	file.number = STR("P-00012");
	file.file =
		(struct verify_file){ .given = true, .sha256 = STR("aa11"), .others = STR("bb22") };
	GOLDEN("verify-file", verify_render, &file);
	file.answer = VERIFY_CANNOT_TELL;
	file.why = STR("not signed by a log of the policy");
	file.file.given = false;
	GOLDEN("verify-cannot-tell", verify_render, &file);
}

TEST(today)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab;
	struct err e;
	CHECK_OK(vocab_new(&vocab, &e), &e);
	struct today_person persons[] = {
		{ .card = card_of("person", "P-00012", "Nemouneh Davazdahom", "نمونهٔ دوازدهم"),
		  .imminent = true,
		  .authority = STR("Example court"),
		  .has_age = true,
		  .age_lo = 1,
		  .age_hi = 1 },
		{ .card = card_of("person", "P-00031", "Example person 31", ""),
		  .has_age = true,
		  .age_lo = 60,
		  .age_hi = 90 },
		{ .card = card_of("person", "P-00032", "Example person 32", "") },
	};
	persons[0].card.status = STR("moved_to_solitary");
	persons[1].card.status = STR("sentenced_to_death");
	persons[2].card.status = STR("sentenced_to_death");
	persons[2].card.date = persons[2].card.charge = STR("");
	struct str codes[] = { STR("moved_to_solitary"), STR("sentenced_to_death") };
	struct today_ask asks[] = {
		{ card_of("ask", "K-00001", "reply to Example addressee", ""), true, 4 },
		{ card_of("ask", "K-00002", "answer Example letter", ""), true, -3 },
		{ card_of("ask", "K-00003", "an ask without a date", ""), false, 0 }
	};
	struct card gaps[] = { card_of("document", "D-00002", "Example letter", "") };
	struct figure figures[] = { { .number = STR("F-00001"),
				      .title = STR("Executions in 2025"),
				      .title_fa = STR("اعدام‌ها در ۲۰۲۵"),
				      .rule = STR("{}"),
				      .count = 2 } };
	struct today_view v = {
		.vocab = vocab,
		.date_en = STR("Thursday 16 October 2025"),
		.date_fa = STR("پنجشنبه ۲۴ مهر ۱۴۰۴"),
		.since = STR("14 Oct 2025 17:40 UTC"),
		.news = { 23, 4, 2 },
		.persons = persons,
		.n_persons = COUNT(persons),
		.at_risk = 41,
		.risk_codes = codes,
		.n_risk_codes = COUNT(codes),
		.open_conflicts = 0,
		.figures = figures,
		.n_figures = COUNT(figures),
		.all_figures = 7,
		.asks = asks,
		.n_asks = COUNT(asks),
		.all_asks = 13,
		.gaps = gaps,
		.n_gaps = COUNT(gaps),
		.gaps_in_part = true,
		.sealed = STR("16 Oct 2025 09:12 UTC"),
	};
	names_init(&v.names, a);
	GOLDEN("today", today_render, &v);
	vocab_free(vocab);
}

TEST(changed)
{
	struct http_param keep[] = { { STR("token"), STR("old") },
				     { STR("value"), STR("Example prison A, ward \"4\"") } };
	struct http_params all = { keep, COUNT(keep) };
	struct changed_view v = {
		.heading = STR("Example person 12, prison"),
		.begun = STR("Example prison A"),
		.now = STR("Example prison B"),
		.mine = STR("Example prison A, ward 4"),
		.now_seq = 162,
		.now_by = STR("M. Example"),
		.now_ms = 1760605920000,
		.form = form_of("cc"),
		.action = STR("/add/claim"),
		.back_kind = STR("person"),
		.back_number = STR("P-00012"),
		.keep = &all,
		.error_id = STR("409-7c1e"),
	};
	GOLDEN("changed", changed_render, &v);
}
