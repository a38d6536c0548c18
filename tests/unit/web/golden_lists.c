/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_lists.c - pages of lists and of linking from plain values (golden.h). */
#include "golden.h"

#include <math.h>

#include "web/page_lists.h"
#include "web/page_mentions.h"
#include "web/page_review.h"

static struct vocab *vocabulary(void)
{
	struct vocab *v = NULL;
	struct err e;
	if (vocab_new(&v, &e) < 0)
		die("%s", e.text);
	return v;
}

static struct list_line line(int64_t id, const char *number, const char *label, const char *free_of,
			     int64_t within)
{
	return (struct list_line){
		.s = { .list = { .id = id, .kind = STR("list"), .no = id },
		       .number = str_of(number),
		       .label = str_of(label),
		       .duplicate_free = str_of(free_of),
		       .editions = 2,
		       .newest = 40,
		       .standing = 204,
		       .removed = 3,
		       .linked = 81,
		       .persons = 90 },
		.publisher = STR("Example Monitor"),
		.newest_date = STR("2025-09-01"),
		.tested = true,
		.within = within,
	};
}

TEST(lists_and_what_they_share)
{
	struct list_line lines[] = { line(1, "I-00001", "Example <list> A", "yes", 2),
				     line(2, "I-00002", "فهرست نمونهٔ ب", "", 0) };
	struct list_overlap o[] = { { 1, 1, 1 }, { 1, 2, 38 } };
	struct vocab *vocab = vocabulary();
	struct lists_view v = {
		.vocab = vocab, .lists = lines, .n = 2, .overlaps = o, .n_overlaps = 2
	};
	lines[1].tested = false;
	GOLDEN("lists", lists_render, &v);
	v.n = 0;
	GOLDEN("lists-none", lists_render, &v);
	vocab_free(vocab);
}

/* ---- rows found by a name ------------------------------------------------------ */

TEST(rows_that_a_name_was_found_in)
{
	struct mention_found rows[] = {
		{ .mention = { .number = STR("N-00041"), .row = 12, .stands = true },
		  .how = MENTION_EXACT,
		  .score = 100,
		  .said = STR("Nemooneh <b> Davazdahum"),
		  .list = STR("I-00001"),
		  .list_label = STR("Example <list> A"),
		  .person = STR("P-00012"),
		  .person_label = STR("Nemouneh Davazdahom") },
		{ .mention = { .number = STR("N-00081"), .row = 1204, .group = true },
		  .how = MENTION_SOUNDS,
		  .score = 93,
		  .said = STR("نمونهٔ دوازدهم"),
		  .earlier = true,
		  .list = STR("I-00002"),
		  .list_label = STR("فهرست نمونهٔ ب"),
		  .person = STR("") },
	};
	struct mentions_view v = { .text = STR("\"davazdahum\" & <b>"),
				   .found = { .p = rows, .n = 2, .total = 120, .cut = true },
				   .page = 2 };
	GOLDEN("mentions", mentions_render, &v);
	v.found = (struct mentions_found){ .n = 0 };
	GOLDEN("mentions-none", mentions_render, &v);
	v.text = STR("");
	GOLDEN("mentions-asked", mentions_render, &v);
}

/* ---- one pair -------------------------------------------------------------- */

static struct linkage_record record(int64_t id, const char *number, const char *label,
				    const char *list)
{
	return (struct linkage_record){ .entity = { .id = id, .kind = STR("mention"), .no = id },
					.number = str_of(number),
					.label = str_of(label),
					.list_number = STR("I-00001"),
					.list_label = str_of(list),
					.person_number = STR("") };
}

static void bar(struct linkage_pair *p, enum list_field field, const char *a, const char *b,
		const struct msg *what, int64_t milli)
{
	struct linkage_bar *x = &p->bars[p->n_bars++];
	p->total_milli += milli;
	*x = (struct linkage_bar){ .field = field,
				   .a = str_of(a),
				   .b = str_of(b),
				   .missing = !what,
				   .what = what,
				   .milli = milli,
				   .running_milli = p->total_milli };
}

static void pair_of(struct arena *a, struct linkage_pair *p)
{
	static const struct msg SOUND = MSG("the same sounds", "همان آواها");
	static const struct msg PLACE = MSG("another place", "جای دیگر");
	*p = (struct linkage_pair){
		.a = record(41, "N-00041", "Nemooneh <b> Davazdahum", "Example list A"),
		.b = record(81, "N-00081", "نمونهٔ دوازدهم", "فهرست نمونهٔ ب"),
		.run = 120,
		.model = STR("0123456789abcdef"),
		.prior_milli = -3000,
		.total_milli = -3000,
		.ppm = 812345,
		.before = 13,
		.of = 37,
	};
	p->bars = NEW_N(a, 4, struct linkage_bar);
	bar(p, LIST_NAME, "Nemooneh <b> Davazdahum", "نمونهٔ دوازدهم", &SOUND, 7500);
	name_read(p->bars[0].a, NAME_FULL, a, &p->bars[0].x);
	name_read(p->bars[0].b, NAME_FULL, a, &p->bars[0].y);
	name_explain(&p->bars[0].x, &p->bars[0].y, NULL, a, &p->bars[0].names);
	bar(p, LIST_FATHER, "", "Example", NULL, 0);
	bar(p, LIST_PRISON, "Example prison B", "Example prison A", &PLACE, -1200);
}

TEST(two_records_side_by_side)
{
	AUTO_ARENA *a = arena_new(0);
	struct vocab *vocab = vocabulary();
	struct match_view v = { .vocab = vocab,
				.count = { .decided = 13 },
				.says = STR(""),
				.reason = STR(""),
				.form = form_of("ee") };
	struct linkage_verdict hidden = { .seq = 130,
					  .recorder_name = STR("M. Example"),
					  .hidden = true };
	struct linkage_verdict mine = { .seq = 131,
					.says = LINK_SAYS_UNSURE,
					.reason = STR("two <i>fathers</i>"),
					.mine = true,
					.changed = true,
					.recorded_ms = 1760605920000 };
	pair_of(a, &v.pair);
	v.pair.verdicts = &hidden;
	v.pair.n_verdicts = 1;
	GOLDEN("match-blind", match_render, &v);
	v.pair.verdicts = &mine;
	v.pair.disputed = v.pair.may_adjudicate = true;
	v.round = REVIEW_DISPUTED;
	v.says = STR("different");
	form_error(&v.errors, STR("reason"), STR("Say why."));
	GOLDEN("match-disputed", match_render, &v);
	vocab_free(vocab);
}

TEST(a_waterfall_sums_and_a_weight_has_one_sign)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(word_bits(a, LANG_EN, 5149, true), "\u2066+5.1\u2069");
	CHECK_STR(word_bits(a, LANG_EN, -2950, false), "\u2066−3.0\u2069");
	CHECK_STR(word_bits(a, LANG_EN, -49, true), "0");
	CHECK_STR(word_bits(a, LANG_FA, 5149, false), "\u2066۵٫۱\u2069");
	CHECK_STR(word_share(a, LANG_EN, .973), "97.3 %");
	CHECK_STR(word_share(a, LANG_FA, .5), "۵۰٫۰٪");
	CHECK_STR(word_share(a, LANG_EN, (double)NAN), "not known");
	CHECK_STR(word_share(a, LANG_EN, .99951), "over 99.9 %");
	CHECK_STR(word_share(a, LANG_EN, 1), "100.0 %");
	CHECK_STR(word_ppm(a, LANG_EN, 1000000), "over 99.9 %");
	CHECK_STR(word_ppm(a, LANG_FA, 973000), "۹۷٫۳٪");
	CHECK_STR(word_odds(a, LANG_EN, 8229), "about 300 to 1 for one person");
	CHECK_STR(word_odds(a, LANG_EN, -1000), "about 2 to 1 against one person");
}
