/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a new list, as fields. */
#include "register/list_facts.h"

#include "check.h"

static struct date_reading read(struct arena *a, const char *text)
{
	struct date_reading *r;
	size_t n;
	struct err e;
	if (date_read(a, LANG_EN, str_of(text), &r, &n, &e) < 0 || n != 1)
		die("%s: not one date", text);
	return r[0];
}

TEST(what_is_not_said_is_no_field)
{
	struct value_field f[LIST_FACTS_MAX];
	CHECK_INT(list_facts_fields(&(const struct list_facts){ .name = STR("") }, f), 0);
	CHECK_INT(list_facts_fields(&(const struct list_facts){ .name = STR("Example list") }, f),
		  1);
	CHECK_STR(f[0].p, "name");
	CHECK_INT(f[0].v.type, VALUE_NAME);
	CHECK_STR(f[0].v.u.text.text, "Example list");
	CHECK_STR(f[0].v.u.text.lang, "en");
}

TEST(all_that_can_be_said)
{
	AUTO_ARENA *a = arena_new(0);
	const struct date_reading covers = read(a, "2025");
	const struct date_reading published = read(a, "20 Mehr 1404");
	const struct list_facts x = {
		.name = STR("فهرست نمونه"),
		.publisher = STR("Example monitor"),
		.method = STR("From newspapers."),
		.url = STR("https://example.org/list"),
		.duplicate_free = STR("yes"),
		.covers = &covers,
		.published = &published,
		.covers_given = STR("2025"),
		.published_given = STR("20 Mehr 1404"),
	};
	static const char *const IN_ORDER[] = { "name",		 "publisher", "method",
						"url",		 "covers",    "publication_date",
						"duplicate_free" };
	struct value_field f[LIST_FACTS_MAX];
	CHECK_INT(list_facts_fields(&x, f), COUNT(IN_ORDER));
	for (size_t i = 0; i < COUNT(IN_ORDER); i++)
		CHECK_STR(f[i].p, IN_ORDER[i]);
	CHECK_STR(f[0].v.u.text.lang, "fa");
	CHECK_INT(f[2].v.type, VALUE_TEXT);
	CHECK_STR(f[4].v.u.date.edtf, "2025");
	CHECK_INT(f[4].v.u.date.cal, VALUE_GREGORIAN);
	CHECK_STR(f[5].v.u.date.edtf, "2025-10-12");
	CHECK_INT(f[5].v.u.date.cal, VALUE_JALALI);
	CHECK_STR(f[5].v.u.date.given, "20 Mehr 1404");
	CHECK_INT(f[6].v.type, VALUE_BOOLEAN);
	CHECK(f[6].v.u.is);
}

TEST(whether_somebody_is_in_it_twice)
{
	struct value_field f[LIST_FACTS_MAX];
	struct list_facts x = { .duplicate_free = STR("no") };
	CHECK_INT(list_facts_fields(&x, f), 1);
	CHECK_INT(f[0].v.type, VALUE_BOOLEAN);
	CHECK(!f[0].v.u.is);
	x.duplicate_free = STR("unknown");
	CHECK_INT(list_facts_fields(&x, f), 1);
	CHECK_INT(f[0].v.type, VALUE_UNKNOWN);
}
