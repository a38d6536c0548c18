/* SPDX-License-Identifier: GPL-3.0-or-later */
/* EDTF: what is read and written, what is refused, and what a value leaves possible. */
#include "check.h"

#include "text/calendar.h"
#include "text/edtf.h"

static struct edtf value(struct arena *a, const char *s)
{
	struct edtf v = { EDTF_SINGLE, NULL, 0 };
	struct err e;
	CHECK_OK(edtf_read(str_of(s), a, &v, &e), &e);
	if (!v.n)
		v = edtf_single(a, edtf_date_ymd(1, 0, 0));
	return v;
}

/* Examples of the specification (levels 0, 1, sets of 2) and of the draft, and the final spelling. */
TEST(edtf_is_read_and_written_in_the_final_spelling)
{
	static const struct {
		const char *in, *out; /* NULL: the same */
	} CASES[] = {
		{ "1985-04-12", NULL },
		{ "1985-04", NULL },
		{ "1985", NULL },
		{ "0000", NULL },
		{ "1985-04-12T23:20:30", NULL },
		{ "1985-04-12T23:20:30Z", NULL },
		{ "1985-04-12T23:20:30-04", "1985-04-12T23:20:30-04:00" },
		{ "1985-04-12T23:20:30+04:30", NULL },
		{ "1964/2008", NULL },
		{ "2004-06/2006-08", NULL },
		{ "2004-02-01/2005-02-08", NULL },
		{ "2004-02-01/2005", NULL },
		{ "2005/2006-02", NULL },
		{ "Y170000002", "" },
		{ "Y-17000", NULL },
		{ "y17000", "Y17000" },
		{ "2001-21", NULL },
		{ "2001-24", NULL },
		{ "1984?", NULL },
		{ "2004-06~", NULL },
		{ "2004-06-11%", NULL },
		{ "1984?~", "1984%" },
		{ "1984~?", "1984%" },
		{ "201X", NULL },
		{ "20XX", NULL },
		{ "2004-XX", NULL },
		{ "1985-04-XX", NULL },
		{ "1985-XX-XX", NULL },
		{ "XXXX-10-12", NULL },
		{ "XXXX-02-29", NULL },
		{ "XXXX-10", NULL },
		{ "199u", "199X" },
		{ "19uu", "19XX" },
		{ "196x", "196X" },
		{ "1999-uu", "1999-XX" },
		{ "1999-01-uu", "1999-01-XX" },
		{ "1999-uu-uu", "1999-XX-XX" },
		{ "1985-04-12/..", NULL },
		{ "1985/", NULL },
		{ "../1985-04", NULL },
		{ "/1985", NULL },
		{ "../..", NULL },
		{ "2004-01-01/open", "2004-01-01/.." },
		{ "unknown/2006", "/2006" },
		{ "1984~/2004-06", NULL },
		{ "1984-06?/2004-08?", NULL },
		{ "2004-06-XX/2004-07-03", NULL },
		{ "-1985", NULL },
		{ "-0044-03-15", NULL },
		{ "-198X", NULL },
		{ "[1667,1668,1670..1672]", NULL },
		{ "[..1760-12-03]", NULL },
		{ "[1760-12..]", NULL },
		{ "[1760-01, 1760-02, 1760-12..]", "[1760-01,1760-02,1760-12..]" },
		{ "{1667,1668,1670..1672}", NULL },
		{ "{1960, 1961-12}", "{1960,1961-12}" },
		{ "[2025-09-08,2025-09-27]", NULL },
		{ "{1988,2025}", NULL },
		{ "2025-01~/2025-10~", NULL },
		{ " 2025 ", "2025" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edtf v, again;
		struct err e;
		const char *want = CASES[i].out ? CASES[i].out : CASES[i].in;
		int rc = edtf_read(str_of(CASES[i].in), a, &v, &e);
		if (want[0] == '\0') {
			CHECK_INT(rc, ERR_INPUT); /* beyond the years supported */
			continue;
		}
		if (rc != 0) {
			FAIL("%s: %s", CASES[i].in, e.text);
			continue;
		}
		CHECK_STR(edtf_text(a, &v), want);
		CHECK(edtf_read(edtf_text(a, &v), a, &again, &e) == 0 && edtf_eq(&v, &again));
	}
}

TEST(edtf_refuses_with_a_place_and_a_reason)
{
	static const struct {
		const char *s, *why;
	} CASES[] = {
		{ "", "there is nothing" },
		{ "85", "character 3: a digit or X is missing" },
		{ "2025-1-1", "character 7: a digit or X" },
		{ "2025-13", "a month is 01 to 12" },
		{ "2025-02-29", "no such day" },
		{ "2025-20", "a month is 01 to 12" },
		{ "2025-21-01", "a season has no days" },
		{ "2025-10-12x", "character 11: there is more than a date" },
		{ "12 Oct 2025", "character 3" },
		{ "20255", "longer years begin with Y" },
		{ "Y2025", "five digits" },
		{ "1XXX", "at most two digits" },
		{ "19X5", "only at the end" },
		{ "201X-10", "whole year" },
		{ "2025-XX-12", "a day needs a month" },
		{ "XXXX", "there must be a month" },
		{ "XXXX-XX", "whole year" },
		{ "2025-1X", "both digits of a month" },
		{ "2025-10-1X", "both digits of a day" },
		{ "2025-10-12T25:00:00", "no such time" },
		{ "2025-10T10:00:00", "whole date" },
		{ "2025/2024", "ends before it begins" },
		{ "2025-10-12/2025-10-11", "ends before it begins" },
		{ "2024/2025/2026", "more than a date" },
		{ "/", "an interval needs an end" },
		{ "[2025", "closing bracket" },
		{ "[2025}", "closing bracket" },
		{ "[]", "a year of four digits" },
		{ "[2025..2024]", "ends before it begins" },
		{ "..", "a date is missing" },
		{ "unknown", "a date is missing" },
		{ "2004?-06", "more than a date" },
		{ "-0000", "no year -0000" },
		{ "۲۰۲۵", "character 1" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edtf v;
		struct err e;
		if (edtf_read(str_of(CASES[i].s), a, &v, &e) != ERR_INPUT)
			FAIL("%s is taken", CASES[i].s);
		else if (!str_has(str_of(e.text), str_of(CASES[i].why)))
			FAIL("%s: %s", CASES[i].s, e.text);
	}
}

static struct str day_text(struct arena *a, int32_t jdn)
{
	struct cal_day d;
	if (jdn == INT32_MIN || jdn == INT32_MAX)
		return jdn > 0 ? STR("max") : STR("min");
	if (!cal_from_jdn(CAL_GREGORIAN, jdn, &d))
		return STR("?");
	return str_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

TEST(edtf_bounds_are_the_days_left_possible)
{
	static const struct {
		const char *s, *lo, *hi;
	} CASES[] = {
		{ "2025-10-12", "2025-10-12", "2025-10-12" },
		{ "2025-10-12~", "2025-10-12", "2025-10-12" },
		{ "2024-02", "2024-02-01", "2024-02-29" },
		{ "2025", "2025-01-01", "2025-12-31" },
		{ "2025~", "2025-01-01", "2025-12-31" },
		{ "202X", "2020-01-01", "2029-12-31" },
		{ "20XX", "2000-01-01", "2099-12-31" },
		{ "-198X", "-1989-01-01", "-1980-12-31" },
		{ "2025-XX", "2025-01-01", "2025-12-31" },
		{ "2025-XX-XX", "2025-01-01", "2025-12-31" },
		{ "2025-07-XX", "2025-07-01", "2025-07-31" },
		{ "2025-21", "2025-03-01", "2025-05-31" },
		{ "2023-24", "2023-12-01", "2024-02-29" },
		{ "XXXX-10-12", "min", "max" },
		{ "2024/..", "2024-01-01", "max" },
		{ "2024/", "2024-01-01", "max" },
		{ "../2024-06", "min", "2024-06-30" },
		{ "2025-10-12/2025-10-14", "2025-10-12", "2025-10-14" },
		{ "[2025-09-08,2025-09-27]", "2025-09-08", "2025-09-27" },
		{ "[..2024]", "min", "2024-12-31" },
		{ "{1988,2025}", "1988-01-01", "2025-12-31" },
		{ "Y4999998-24", "4999998-12-01", "4999999-02-28" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edtf v = value(a, CASES[i].s);
		int32_t lo = 0, hi = 0;
		edtf_bounds(&v, &lo, &hi);
		CHECK_STR(day_text(a, lo), CASES[i].lo);
		CHECK_STR(day_text(a, hi), CASES[i].hi);
	}
}

TEST(edtf_comparison)
{
	static const struct {
		const char *x, *y;
		bool overlaps, can_be_same;
	} CASES[] = {
		{ "2025-10-12", "2025-10-12", true, true },
		{ "2025-10-12", "2025-10-13", false, false },
		{ "2025-10", "2025-10-13", true, true },
		{ "2025", "2025-10-13", true, true },
		{ "2024", "2025-10-13", false, false },
		{ "2025-10-12~", "2025-10-19", false, true },
		{ "2025-10-12~", "2025-10-20", false, false },
		{ "2025-10-12?", "2025-10-13", false, false },
		{ "2025~", "2024-12-30", false, true },
		{ "2025~", "2023-12-30", false, false },
		{ "[2025-09-08,2025-09-27]", "2025-09-27", true, true },
		{ "[2025-09-08,2025-09-27]", "2025-09-10", false, false },
		{ "[2025-09-08..2025-09-27]", "2025-09-10", true, true },
		{ "2024/..", "2031", true, true },
		{ "2024/..", "2023", false, false },
		{ "../2024", "1200", true, true },
		{ "2025-09-23/2025-10-22", "2025-10", true, true },
		{ "XXXX-10-12", "2025", true, true },
		{ "{1988,2025}", "2025", true, true },
		{ "{1988,2025}", "2000", false, false },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edtf x = value(a, CASES[i].x);
		struct edtf y = value(a, CASES[i].y);
		if (edtf_overlaps(&x, &y) != CASES[i].overlaps ||
		    edtf_can_be_same(&x, &y) != CASES[i].can_be_same ||
		    edtf_can_be_same(&y, &x) != CASES[i].can_be_same)
			FAIL("%s and %s", CASES[i].x, CASES[i].y);
	}
}

TEST(edtf_equal_values_have_equal_text_and_only_they)
{
	static const char *const VALUES[] = {
		"1988",
		"2024",
		"2024/..",
		"2024/",
		"2025",
		"2025?",
		"2025~",
		"2025%",
		"2025-XX",
		"2025-XX-XX",
		"2025-10",
		"2025-10-XX",
		"2025-10-12",
		"2025-10-12T10:00:00",
		"2025-10-12T10:00:00Z",
		"202X",
		"20XX",
		"[2025,2026]",
		"{2025,2026}",
		"[2025..2026]",
		"2025/2026",
		"../2025",
		"/2025",
		"XXXX-10-12",
		"[2025]",
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(VALUES); i++) {
		for (size_t k = 0; k < COUNT(VALUES); k++) {
			struct edtf x = value(a, VALUES[i]);
			struct edtf y = value(a, VALUES[k]);
			if (edtf_eq(&x, &y) != (i == k) || edtf_cmp(&x, &y) != -edtf_cmp(&y, &x))
				FAIL("%s and %s", VALUES[i], VALUES[k]);
		}
	}
	struct edtf jan = value(a, "2025-01");
	struct edtf oct = value(a, "2025-10-12");
	CHECK_INT(edtf_cmp(&jan, &oct), -1);
}

TEST(edtf_precision_is_never_finer_than_what_was_said)
{
	static const struct {
		const char *s;
		enum edtf_precision p;
		bool exact, approximate, uncertain, open;
	} CASES[] = {
		{ "2025-10-12", EDTF_DAY, true, false, false, false },
		{ "2025-10-12~", EDTF_DAY, false, true, false, false },
		{ "2025-10-12?", EDTF_DAY, false, false, true, false },
		{ "2025-10", EDTF_MONTH, false, false, false, false },
		{ "2025-10-XX", EDTF_MONTH, false, false, false, false },
		{ "2025-XX-XX", EDTF_YEAR, false, false, false, false },
		{ "2025-22", EDTF_SEASON, false, false, false, false },
		{ "2025", EDTF_YEAR, false, false, false, false },
		{ "202X", EDTF_DECADE, false, false, false, false },
		{ "20XX", EDTF_CENTURY, false, false, false, false },
		{ "2025-01~/2025", EDTF_YEAR, false, true, false, false },
		{ "2024-06-01/..", EDTF_DAY, false, false, false, true },
		{ "../..", EDTF_NONE, false, false, false, true },
		{ "[2025-09-08,2025-09-27]", EDTF_DAY, false, false, false, false },
		{ "XXXX-10-12", EDTF_DAY, false, false, false, false },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct edtf v = value(a, CASES[i].s);
		if (edtf_precision(&v) != CASES[i].p || edtf_is_exact_day(&v) != CASES[i].exact ||
		    edtf_is_approximate(&v) != CASES[i].approximate ||
		    edtf_is_uncertain(&v) != CASES[i].uncertain ||
		    edtf_is_open(&v) != CASES[i].open)
			FAIL("%s: precision %u", CASES[i].s, edtf_precision(&v));
	}
}
