/* SPDX-License-Identifier: GPL-3.0-or-later */
/* surge_show.h - what was found in series, for people and for programs. */
#ifndef VIGIL_CLI_SURGE_SHOW_H
#define VIGIL_CLI_SURGE_SHOW_H

#include "cli/app.h"
#include "register/warning.h"
#include "report/surge.h"

void surge_put_text(struct app *app, const struct alarm_set *set, enum surge_sources tested);
/* Of which figure, when the series are of one; else NULL. */
struct surge_figure {
	struct str number, by, of;
	int64_t as_of;
	const struct warning_note *said; /* of its alarms, whatever their line */
	size_t n_said;
};
void surge_put_json(struct app *app, const struct alarm_set *set, enum surge_sources tested,
		    const struct surge_figure *figure);
/* Of `surge series` and of `surge`, in their tables. */
#define SURGE_OPTIONS                                                                                                                  \
	{                                                                                                                              \
		"--method",                                                                                                            \
		0,                                                                                                                     \
		OPTION_CHOICE,                                                                                                         \
		"farrington-nb|farrington-delta|farrington-muan|cusum|glr|changepoint",                                                \
		false,                                                                                                                 \
		MSG("how the ordinary is told (farrington-nb)", "روش سنجش (farrington-nb)")                                            \
	},                                                                                                                             \
		{ "--alpha",                                                                                                           \
		  0,                                                                                                                   \
		  OPTION_TEXT,                                                                                                         \
		  "P",                                                                                                                 \
		  false,                                                                                                               \
		  MSG("how often a period may pass its bound by chance (0.01)",                                                        \
		      "احتمال گذشتن اتفاقی از کران (۰٫۰۱)") },                                                                         \
		{ "--budget",                                                                                                          \
		  0,                                                                                                                   \
		  OPTION_NUMBER,                                                                                                       \
		  "N",                                                                                                                 \
		  false,                                                                                                               \
		  MSG("false alarms a year, all series together (6)",                                                                  \
		      "هشدار نادرست در سال، همهٔ سری‌ها با هم (۶)") },                                \
		{ "--from",                                                                                                            \
		  0,                                                                                                                   \
		  OPTION_NUMBER,                                                                                                       \
		  "T",                                                                                                                 \
		  false,                                                                                                               \
		  MSG("judge from this period on; those before are the history",                                                       \
		      "سنجش از این دوره؛ پیش از آن پیشینه است") },                                                                     \
		{ "--years",                                                                                                           \
		  0,                                                                                                                   \
		  OPTION_NUMBER,                                                                                                       \
		  "N",                                                                                                                 \
		  false,                                                                                                               \
		  MSG("years of history for Farrington (5, or what there is)",                                                         \
		      "سال‌های پیشینه برای Farrington (۵، یا آنچه هست)") },                               \
		{ "--compat",                                                                                                          \
		  0,                                                                                                                   \
		  OPTION_CHOICE,                                                                                                       \
		  "surveillance",                                                                                                      \
		  false,                                                                                                               \
		  MSG("with the standard errors of that R package, to compare",                                                        \
		      "با خطاهای معیار آن بستهٔ R، برای مقایسه") },                                                                     \
		{ "--seed",                                                                                                            \
		  0,                                                                                                                   \
		  OPTION_NUMBER,                                                                                                       \
		  "S",                                                                                                                 \
		  false,                                                                                                               \
		  MSG("kept in the answer; limits are computed, not drawn (1)",                                                        \
		      "در پاسخ می‌ماند؛ کران‌ها حساب می‌شوند و تصادفی نیستند (۱)") }, \
	{                                                                                                                              \
		"--report", 0, OPTION_FILE, "FILE", false,                                                                             \
			MSG("write a page of HTML there", "نوشتن گزارش HTML در این پرونده")                                            \
	}
/* What they say: CLI_USAGE names the wrong one. */
int surge_options(struct app *app, struct alarm_options *ret, struct err *e) MUST_USE;

#endif
