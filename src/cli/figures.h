/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figures.h - a figure shown: by `figure show` and by `show`. */
#ifndef VIGIL_CLI_FIGURES_H
#define VIGIL_CLI_FIGURES_H

#include "cli/app.h"

/* The size of the log asked for by --as-of, or by --known: what was known at the end of a day. 0: now. */
int figure_size(struct app *app, int64_t *ret, struct err *e) MUST_USE;
/* clang-format off */
#define FIGURE_SIZE_OPTIONS \
	{ "--as-of", 0, OPTION_SIZE, "SIZE", false, \
	  MSG("as counted when the log had this many entries; now when not given", \
	      "آن‌گونه که با این تعداد ورودی شمرده می‌شد؛ پیش‌فرض اکنون") }, \
	{ "--known", 0, OPTION_TEXT, "DAY", false, \
	  MSG("as known at the end of this day", \
	      "آن‌گونه که در پایان این روز دانسته بود") }
/* clang-format on */
/* The figure of the first argument. ERR_NOTFOUND: it is none. */
int figure_named(struct app *app, struct entity *ret, struct err *e) MUST_USE;
/* By --by and --of, which have their defaults; the second as of --as-of or --known. */
struct figure_series;
int figure_series_at(struct app *app, int64_t size, struct figure_series *ret,
		     struct err *e) MUST_USE;
int figure_series_given(struct app *app, struct figure_series *ret, struct err *e) MUST_USE;
/* `what` is done for each part that --of names, a MSG. */
/* clang-format off */
#define FIGURE_SERIES_OPTIONS(what) \
	{ "--by", 0, OPTION_CHOICE, "week|month|jalali-month", false, \
	  MSG("the period; month when not given", "دوره؛ پیش‌فرض month") }, \
	{ "--of", 0, OPTION_CHOICE, "all|province|prison|charge", false, what }
/* clang-format on */
/* SHA-256 of the rule as it was sealed, in hexadecimal. */
struct figure;
struct str figure_rule_hash(struct app *app, const struct figure *f);

/* `size` as figure_size gives it. */
int figure_show(struct app *app, const struct entity *en, int64_t size, struct err *e) MUST_USE;

#endif
