/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * golden.c - the situation report of the example register, byte for byte.
 *
 * Root, log name and time differ from one vault to the next and are set here; all else must not.
 * After a wanted change: VIGIL_GOLDEN=write build/debug/test/report/golden, then read the diff.
 */
#include "../redact/made.h"

#include <stdlib.h>

#include "report/report.h"

static struct view *example(struct made *m, enum view_audience audience)
{
	struct view *v = made_view(m, audience, 0);
	v->head.root = STR("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
	v->head.time = STR("2025-11-01T12:00:00Z");
	v->head.origin = STR("vigil/example");
	return v;
}

static void check_golden(struct made *m, enum view_audience audience, enum lang lang,
			 const char *name)
{
	const char *path = str_z(m->a, str_printf(m->a, "tests/reports/%s", name));
	struct str want;
	AUTO_BUF page;
	buf_init(&page, REPORT_MAX);
	CHECK_OK(report_situation(example(m, audience), lang, &page, &m->e), &m->e);
	if (getenv("VIGIL_GOLDEN")) {
		CHECK_OK(file_write(path, buf_str(&page), 0644, &m->e), &m->e);
		return;
	}
	CHECK_OK(file_read(path, REPORT_MAX, m->a, &want, &m->e), &m->e);
	if (str_eq(want, buf_str(&page)))
		return;
	size_t at = 0;
	while (at < want.n && at < page.n && want.p[at] == page.p[at])
		at++;
	FAIL("%s differs at byte %zu: ...%.*s...", path, at,
	     (int)(page.n - at < 120 ? page.n - at : 120), page.p + at);
}

TEST(the_example_in_english_and_persian)
{
	MADE m;
	made_open(&m);
	made_example(&m, "subjects.csv");
	made_example(&m, "claims.csv");
	check_golden(&m, AUDIENCE_INTERNAL, LANG_EN, "situation-internal.en.html");
	check_golden(&m, AUDIENCE_INTERNAL, LANG_FA, "situation-internal.fa.html");
	check_golden(&m, AUDIENCE_PUBLIC, LANG_EN, "situation-public.en.html");
	check_golden(&m, AUDIENCE_PUBLIC, LANG_FA, "situation-public.fa.html");
}
