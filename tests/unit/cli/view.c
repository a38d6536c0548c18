/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How entries and claims are called. */
#include "check.h"

#include "cli/view.h"

TEST(entries_and_claims_are_told_apart)
{
	static const struct {
		const char *text;
		int64_t entry, claim; /* -1: it is none */
	} CASES[] = {
		{ "0", 0, -1 },
		{ "48", 48, -1 },
		{ "#48", 48, -1 },
		{ "48.2", -1, 48 * 256 + 2 },
		{ "#48.2", -1, 48 * 256 + 2 },
		{ "0.1", -1, 1 },
		{ "48.255", -1, 48 * 256 + 255 },
		{ "48.256", -1, -1 },
		{ "48.0", -1, -1 },
		{ "48.", -1, -1 },
		{ ".2", -1, -1 },
		{ "48.2.1", -1, -1 },
		{ "-1", -1, -1 },
		{ "-1.2", -1, -1 },
		{ "48.-2", -1, -1 },
		{ "", -1, -1 },
		{ "#", -1, -1 },
		{ "P-00048", -1, -1 },
		{ "9223372036854775807", -1, -1 },
		{ "9223372036854775807.1", -1, -1 },
		{ "1073741823", (1 << 30) - 1, -1 }, /* the last a log can have */
		{ "1073741824", -1, -1 },
		{ "aaaab-81", ((int64_t)1 << 30) + 81, -1 }, /* of another site's log */
		{ "#AAAAB-0081", ((int64_t)1 << 30) + 81, -1 },
		{ "aaaab-81.2", -1, (((int64_t)1 << 30) + 81) * 256 + 2 },
		{ "aaaaa-81", -1, -1 }, /* the founding log has no letters */
		{ "aaab-81", -1, -1 },
		{ "aaaab-", -1, -1 },
		{ "aaaab--1", -1, -1 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t entry = -1;
		int64_t claim = -1;
		CHECK(view_entry_parse(str_of(CASES[i].text), &entry) == (CASES[i].entry >= 0));
		CHECK(view_claim_parse(str_of(CASES[i].text), &claim) == (CASES[i].claim >= 0));
		CHECK_INT(entry, CASES[i].entry);
		CHECK_INT(claim, CASES[i].claim);
	}
}

TEST(a_claim_is_called_by_entry_and_place)
{
	AUTO_ARENA *a = arena_new(0);
	struct app app = { .a = a };
	CHECK_STR(view_claim_id(&app, 48 * 256 + 2), "48.2");
	CHECK_STR(view_claim_id(&app, (((int64_t)1 << 30) + 81) * 256 + 2), "aaaab-81.2");
}

TEST(lists_and_dates_are_for_people)
{
	AUTO_ARENA *a = arena_new(0);
	struct app app = { .a = a };
	CHECK_STR(view_join(&app, STR("a"), STR("b")), "a; b");
	CHECK_STR(view_join(&app, STR(""), STR("b")), "b");
	CHECK_STR(view_join(&app, STR("a"), STR("")), "a");
	app.lang = LANG_FA;
	CHECK_STR(view_join(&app, STR("a"), STR("b")), "a؛ b");
	/* What cannot be read as a date is shown as it is. */
	CHECK_STR(view_date(&app, STR("no date")), "no date");
	CHECK_STR(view_date(&app, STR("2025-10-12")), "۲۰ مهر ۱۴۰۴");
}
