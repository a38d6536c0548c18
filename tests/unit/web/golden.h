/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * golden.h - a page made of plain values, compared byte for byte with tests/pages/NAME.LANG.html.
 *
 * After a wanted change: VIGIL_GOLDEN=write build/debug/test/web/NAME, then read the diff.
 */
#ifndef VIGIL_TEST_GOLDEN_H
#define VIGIL_TEST_GOLDEN_H

#include "check.h"

#include <stdlib.h>

#include "base/file.h"
#include "html/assets.h"
#include "web/page.h"

enum { PAGE_MAX = 1 << 20 };

static inline struct page_form form_of(const char *id)
{
	return (struct page_form){ STR("0123"), str_of(id), 163 };
}

static inline struct shell shell_of(enum lang lang)
{
	struct shell s = {
		.lang = lang,
		.org = STR("example"),
		.member = STR("R. Example"),
		.role = lang == LANG_FA ? STR("ویراستار") : STR("editor"),
		.may_record = true,
		.may_decide = true,
		.target = STR("/register?k=person"),
		.lock = form_of("aa"),
		.head = { .size = 163, .signed_ms = 1760605920000 },
		.when = lang == LANG_FA ? STR("۲۴ مهر ۱۴۰۴، ۰۹:۱۲ UTC")
					: STR("16 Oct 2025 09:12 UTC"),
	};
	for (size_t i = 0; i < HASH_LEN; i++)
		s.head.root.b[i] = (uint8_t)(i * 7);
	return s;
}

/* The address of the stylesheet stands for its content and so changes with it. */
static inline struct str without_set(struct arena *a, struct str page)
{
	struct str url = asset_url(STR("vigil.css"));
	ptrdiff_t at = str_find(page, url);
	if (at < 0)
		return page;
	return str_printf(a, "%.*s/assets/SET/vigil.css%.*s", (int)at, page.p,
			  STR_FMT(str_from(page, (size_t)at + url.n)));
}

static inline void check_page(struct html *h, const char *name, enum lang lang)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str want;
	const char *path = str_printf(a, "tests/pages/%s.%s.html", name, lang_code(lang)).p;
	CHECK_OK(html_finish(h, &e), &e);
	struct str got = without_set(a, buf_str(h->out));
	if (getenv("VIGIL_GOLDEN")) {
		CHECK_OK(file_write(path, got, 0644, &e), &e);
		return;
	}
	if (file_read(path, PAGE_MAX, a, &want, &e) < 0) {
		FAIL("%s", e.text);
		return;
	}
	if (str_eq(want, got))
		return;
	size_t at = 0;
	while (at < want.n && at < got.n && want.p[at] == got.p[at])
		at++;
	FAIL("%s differs at byte %zu: ...%.*s...", path, at,
	     (int)(got.n - at < 120 ? got.n - at : 120), got.p + at);
}

/* Rendered in both languages and compared. */
#define GOLDEN(name, render, view)                                                                 \
	do {                                                                                       \
		for (int l = LANG_EN; l <= LANG_FA; l++) {                                         \
			AUTO_BUF page;                                                             \
			struct html h;                                                             \
			struct shell shell = shell_of((enum lang)l);                               \
			buf_init(&page, PAGE_MAX);                                                 \
			html_begin(&h, &page);                                                     \
			render(&h, &shell, view);                                                  \
			check_page(&h, name, (enum lang)l);                                        \
		}                                                                                  \
	} while (0)

#endif
