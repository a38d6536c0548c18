/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_linking.c - one list, one row, the queue, one person's records and a run, from plain values (golden.h). */
#include "golden.h"

#include <math.h>

#include "web/page_lists.h"
#include "web/page_review.h"

static struct vocab *vocabulary(void)
{
	struct vocab *v = NULL;
	struct err e;
	if (vocab_new(&v, &e) < 0)
		die("%s", e.text);
	return v;
}

/* ---- one list ---------------------------------------------------------------- */

static struct edition edition_of(int64_t seq, const char *date, const char *label,
				 int64_t retracted)
{
	return (struct edition){ .seq = seq,
				 .name = STR("a <list>.csv"),
				 .date = str_of(date),
				 .label = str_of(label),
				 .format = STR("csv"),
				 .sheet = STR(""),
				 .encoding = STR("utf-8"),
				 .separator = STR(","),
				 .quote = STR("\""),
				 .sha256 = STR("00"),
				 .rows = 204,
				 .added = 4,
				 .changed = 2,
				 .same = 198,
				 .removed = 3,
				 .not_understood = 1,
				 .found = 203,
				 .recorded_ms = 1760605920000,
				 .retracted = retracted };
}

TEST(one_list_with_what_changed_in_it)
{
	struct vocab *vocab = vocabulary();
	struct edition editions[] = { edition_of(40, "2025-06", "v1", 0),
				      edition_of(90, "2025-09-01", "", 0),
				      edition_of(99, "2025-10-01", "v3 <b>", 104) };
	struct cell_change cell[] = { { STR("Died <on>"), STR("not a day"), STR("2025-03-04") },
				      { STR("Place"), STR(""), STR("تهران") } };
	struct list_diff_line diff[] = {
		{ EDITION_CHANGED, STR("N-00003"), STR("Nemouneh <i> Sevvom"), 3, 4, cell, 2,
		  STR("") },
		{ EDITION_ADDED, STR("N-00004"), STR(""), 4, 0, NULL, 0,
		  STR("no: 4 · Died: 2025-05") },
		{ EDITION_REMOVED, STR("N-00002"), STR("نمونه دوم"), 0, 3, NULL, 0, STR("no: 2") },
	};
	struct list_row_line rows[] = {
		{ STR("N-00003"), STR("Nemouneh <i> Sevvom"), 3, true, STR("3 · 2025-03-04"),
		  STR(""), STR("P-00012") },
		{ STR("N-00002"), STR("نمونه دوم"), 3, false, STR("2"), STR("2025-06"), STR("") },
		{ STR("N-00005"), STR(""), 5, true, STR("<script>"), STR(""), STR("") },
	};
	struct list_shared shared[] = { { STR("I-00002"), STR("فهرست نمونهٔ ب"), 38 } };
	struct list_twice twice[] = {
		{ .number = STR("P-00012"), .label = STR(""), .rows = 2 },
		{ .number = STR("P-00013"), .label = STR("Nemouneh Davazdahom"), .rows = 3 },
	};
	struct list_view v = {
		.vocab = vocab,
		.line = { .s = { .number = STR("I-00001"),
				 .label = STR("Example <list> A"),
				 .duplicate_free = STR("yes"),
				 .editions = 3,
				 .newest = 90,
				 .standing = 204,
				 .removed = 3,
				 .linked = 81,
				 .persons = 90 },
			  .tested = true,
			  .within = 2 },
		.editions = editions,
		.n_editions = 3,
		.has_diff = true,
		.older = editions[0],
		.newer = editions[1],
		.totals = { .added = 4, .changed = 2, .removed = 3, .same = 198 },
		.diff = diff,
		.n_diff = 3,
		.diff_page = 1,
		.show = MENTIONS_ALL,
		.rows = rows,
		.n_rows = 3,
		.rows_total = 207,
		.page = 2,
		.shared = shared,
		.n_shared = 1,
		.twice = twice,
		.n_twice = 2,
		.twice_total = 40,
		.done = 4,
		.undo = form_of("ee"),
	};
	GOLDEN("list", list_render, &v);
	v.n_editions = v.n_rows = v.n_shared = v.n_twice = 0;
	v.has_diff = v.line.tested = false;
	v.done = 0;
	GOLDEN("list-empty", list_render, &v);
	vocab_free(vocab);
}

/* ---- one row ------------------------------------------------------------------ */

static struct linkage_record record(int64_t id, const char *number, const char *label,
				    const char *list, const char *person)
{
	return (struct linkage_record){ .entity = { .id = id, .kind = STR("mention"), .no = id },
					.number = str_of(number),
					.label = str_of(label),
					.list_number = STR("I-00001"),
					.list_label = str_of(list),
					.person = id,
					.person_number = str_of(person) };
}

TEST(one_row_in_its_versions_and_what_it_was_compared_with)
{
	static const struct msg NAME = MSG("Name", "نام");
	static const struct msg DATE = MSG("Date", "تاریخ");
	struct vocab *vocab = vocabulary();
	struct mention_cell now[] = {
		{ STR("Name"), STR("Nemouneh <i> Sevvom"), &NAME, STR(""), STR(""), false, STR(""),
		  false, STR("") },
		{ STR("Died"), STR("1403/12/14"), &DATE, STR("4 Mar 2025"), STR("in doubt"), false,
		  STR(""), true, STR("not a day") },
		{ STR("Tel"), STR(""), NULL, STR(""), STR(""), true, STR("0999-<111>"), false,
		  STR("") },
		{ STR(""), STR("kept"), NULL, STR(""), STR(""), false, STR(""), true, STR("") },
	};
	struct mention_shown versions[] = {
		{ 91, 3, 90, STR("2025-09-01"), STR("b.csv"), 1760605920000, 0, now, 4 },
		{ 42, 4, 40, STR("2025-06"), STR("a <list>.csv"), 1750605920000, 104, now, 1 },
	};
	struct mention_partner partners[] = {
		{ .other = record(81, "N-00081", "نمونهٔ سوم", "فهرست نمونهٔ ب", "P-00012"),
		  .compared = true,
		  .ppm = 812345,
		  .decided = true,
		  .says = LINK_SAYS_SAME },
		{ .other = record(82, "N-00082", "", "Example list", ""),
		  .compared = true,
		  .ppm = 1000,
		  .hidden = true },
		{ .other = record(83, "N-00083", "Nemouneh Sivom", "Example list", ""),
		  .decided = true,
		  .disputed = true },
	};
	struct mention_view v = {
		.vocab = vocab,
		.m = { .entity = { .id = 3, .kind = STR("mention"), .no = 3 },
		       .number = STR("N-00003"),
		       .row = 3,
		       .versions = 2,
		       .stands = true,
		       .standing = true,
		       .label = STR("Nemouneh <i> Sevvom"),
		       .person = { .id = 12, .kind = STR("person"), .no = 12 } },
		.list_number = STR("I-00001"),
		.list_label = STR("Example <list> A"),
		.edition_date = STR("2025-09-01"),
		.newest_date = STR("2025-09-01"),
		.person_number = STR("P-00012"),
		.person_label = STR("نمونهٔ سوم"),
		.versions = versions,
		.n_versions = 2,
		.partners = partners,
		.n_partners = 3,
		.open = true,
		.has_sealed = true,
	};
	GOLDEN("mention", mention_render, &v);
	v.m.stands = v.open = false;
	v.m.unnamed = true;
	v.m.label = v.person_number = STR("");
	v.m.person.id = 0;
	v.n_partners = 0;
	v.newest_date = STR("2025-10");
	GOLDEN("mention-removed", mention_render, &v);
	vocab_free(vocab);
}

/* ---- the queue ------------------------------------------------------------------ */

TEST(pairs_that_wait)
{
	struct vocab *vocab = vocabulary();
	struct linkage_item items[] = {
		{ record(41, "N-00041", "Nemooneh <b> Davazdahum", "Example list A", "P-00012"),
		  record(81, "N-00081", "نمونهٔ دوازدهم", "فهرست نمونهٔ ب", ""), 612345, 660, 900,
		  true },
		{ record(42, "N-00042", "", "Example list A", ""),
		  record(82, "N-00082", "Olgou", "Example list B", ""), 51000, -4200, 40, false },
	};
	struct review_view v = { .vocab = vocab,
				 .items = items,
				 .n = 2,
				 .total = 97,
				 .page = 1,
				 .count = { .records = 2000,
					    .persons = 1069,
					    .expected_milli = 1049600,
					    .expected_lo = 1030,
					    .expected_hi = 1069,
					    .lo = 1016,
					    .hi = 1069,
					    .undecided = 97,
					    .decided = 1,
					    .run = 120,
					    .unseen = 1 } };
	GOLDEN("review", review_render, &v);
	v.n = 0;
	v.round = REVIEW_SECOND;
	v.count.run = 0;
	GOLDEN("review-none", review_render, &v);
	vocab_free(vocab);
}

/* ---- one person's records --------------------------------------------------------- */

TEST(records_of_one_person)
{
	struct vocab *vocab = vocabulary();
	struct linkage_record members[] = {
		record(41, "N-00041", "Nemooneh <b> Davazdahum", "Example list A", "P-00012"),
		record(81, "N-00081", "نمونهٔ دوازدهم", "فهرست نمونهٔ ب", "P-00012"),
		{ .entity = { .id = 12, .kind = STR("person"), .no = 12 },
		  .number = STR("P-00012"),
		  .label = STR("Nemouneh Davazdahom"),
		  .list_number = STR(""),
		  .list_label = STR(""),
		  .is_person = true,
		  .person_number = STR("P-00012") },
	};
	struct linkage_why why[] = { { 0, 1, true, -1200, 303000, false, LINK_SAYS_SAME },
				     { 0, 2, true, 8229, 996000, true, LINK_SAYS_SAME },
				     { 1, 2, false, 0, 0, true, LINK_SAYS_UNSURE } };
	struct str under[] = { STR("P-00019"), STR("P-00020") };
	struct cluster_view v = { .vocab = vocab,
				  .under = STR(""),
				  .reason = STR(""),
				  .to = STR(""),
				  .form = form_of("ee"),
				  .done = true };
	v.c.person = members[2].entity;
	v.c.number = STR("P-00012");
	v.c.label = STR("Nemouneh Davazdahom");
	v.c.members = members;
	v.c.n_members = 3;
	v.c.why = why;
	v.c.n_why = 3;
	v.c.under = under;
	v.c.n_under = 2;
	GOLDEN("cluster", cluster_render, &v);
	struct http_param sent[] = { { STR("m"), STR("N-00081") } };
	struct http_params params = { sent, 1 };
	v.sent = &params;
	v.reason = STR("<other> father");
	v.done = false;
	form_error(&v.errors, STR("reason"), STR("Say why."));
	GOLDEN("cluster-error", cluster_render, &v);
	vocab_free(vocab);
}

/* ---- a run -------------------------------------------------------------------------- */

static struct linkage_report report_of(void)
{
	static struct linkage_list lists[] = {
		{ 1, { "I-00001", 7 }, { "Example <list> A", 16 }, 648, 473, 3, 2, 640200, true },
		{ 0, { "", 0 }, { "", 0 }, 12, 4, 0, 0, 0, false },
	};
	static struct linkage_level levels[] = { { { "the same day", 12 }, .367, .00016, 11.3, 40 },
						 { { "another date", 12 }, .008, .934, -6.8, 3 } };
	static struct linkage_model_field fields[] = {
		{ { "date", 4 }, LINK_DATE, true, levels, 2 }
	};
	static struct link_warning warnings[] = {
		{ .code = LINK_WARN_ORDER, .text = { { "date", 4 } } },
		{ .code = LINK_WARN_DOUBLES, .text = { { "I-00001", 7 } }, .n = { 2 } },
	};
	return (struct linkage_report){ .run = 120,
					.recorded_ms = 1760605920000,
					.model = STR("a568a3f36c167c43"),
					.seed = 1,
					.accept = .95,
					.lambda = .0007,
					.prior_bits = -10.6,
					.records = 2003,
					.linkable = 2000,
					.unnamed = 2,
					.groups = 1,
					.persons = 1069,
					.expected_milli = 1051400,
					.besides_milli = 200,
					.likely = 1050,
					.linked = 1567,
					.lo = 983,
					.hi = 1069,
					.drawn_lo = 1032,
					.drawn_hi = 1071,
					.pairs = 1403,
					.accepted = 1193,
					.in_review = 97,
					.candidates = 126671,
					.audited = 200,
					.recall_captured = .9995,
					.recall_bound = .998,
					.lists = lists,
					.n_lists = 2,
					.fields = fields,
					.n_fields = 1,
					.warnings = warnings,
					.n_warnings = 2 };
}

static void bins(struct eval_review *r)
{
	for (size_t i = 0; i < EVAL_BINS; i++) {
		struct eval_bin *b = &r->bins[i];
		double from = (double)i / EVAL_BINS;
		*b = (struct eval_bin){ .from = from,
					.to = from + 1.0 / EVAL_BINS,
					.pairs = 20,
					.expected = 20 * from,
					.looked = i % 2 ? 10 : 0,
					.same = (int64_t)i % 10,
					.observed = { from * .8, .5 + from * .4 } };
	}
	r->precision = .97;
	r->precision_in = (struct num_interval){ .93, .99 };
	r->recall = NAN;
	r->calibration = 1.1;
}

TEST(a_run_and_what_it_would_change)
{
	struct vocab *vocab = vocabulary();
	struct linkage_cluster_row odd[] = { { .number = STR("P-00012"),
					       .label = STR("Nemouneh <b>"),
					       .records = 5,
					       .flagged = true } };
	struct assign_row runs[] = {
		{ .seq = 120,
		  .model = STR("a568"),
		  .reason = STR("the <first>"),
		  .summary = STR(""),
		  .records = 1567,
		  .recorded_ms = 1760605920000 },
		{ .seq = 130,
		  .model = STR(""),
		  .reason = STR(""),
		  .summary = STR(""),
		  .records = 2,
		  .recorded_ms = 1760605920000,
		  .retracted = 131 },
	};
	struct linkage_view v = {
		.vocab = vocab,
		.count = { .records = 2003,
			   .persons = 1060,
			   .expected_milli = 1049600,
			   .expected_lo = 1030,
			   .expected_hi = 1069,
			   .lo = 1016,
			   .hi = 1060,
			   .unnamed = 3,
			   .undecided = 87,
			   .decided = 10,
			   .run = 120 },
		.conserved = { .rows = 1991,
			       .mentions = 1991,
			       .standing = 1980,
			       .removed = 11,
			       .linked = 1560,
			       .unlinked = 420,
			       .unnamed = 2,
			       .groups = 1,
			       .persons = 640,
			       .described = 12 },
		.form = form_of("ee"),
		.undo = form_of("ef"),
	};
	GOLDEN("linkage-none", linkage_render, &v);
	v.report = report_of();
	v.has_report = v.has_evaluation = true;
	v.evaluation = (struct linkage_evaluation){ .run = 120, .sampled = 200, .looked = 50 };
	v.evaluation.agreement = (struct eval_agreement){ 30, .9, .78, { .55, .97 } };
	bins(&v.evaluation.review);
	v.odd = odd;
	v.n_odd = 1;
	v.runs = runs;
	v.n_runs = 2;
	GOLDEN("linkage", linkage_render, &v);
	v.found = true;
	v.has_evaluation = false;
	v.diff = (struct linkage_diff){
		.minted = 300, .grown = 2, .joined = 1, .parted = 1, .same = 9
	};
	GOLDEN("linkage-found", linkage_render, &v);
	vocab_free(vocab);
}
