/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_show.h - how many are missing, as text and as JSON. */
#ifndef VIGIL_CLI_ESTIMATE_SHOW_H
#define VIGIL_CLI_ESTIMATE_SHOW_H

#include "cli/app.h"
#include "cli/jout.h"
#include "estimate/estimate.h"

/* Of `estimate cells` and of `estimate`, in their tables. */
#define ESTIMATE_OPTIONS                                                                                                                               \
	{ "--method",                                                                                                                                  \
	  0,                                                                                                                                           \
	  OPTION_CHOICE,                                                                                                                               \
	  "lcmcr|dga|loglinear|sparse|chao",                                                                                                           \
	  true,                                                                                                                                        \
	  MSG("this method only; may stand more than once (all when not given)",                                                                       \
	      "تنها این روش؛ چند بار می‌آید (پیش‌فرض همه)") },                                                      \
		{ "--seed",                                                                                                                            \
		  0,                                                                                                                                   \
		  OPTION_NUMBER,                                                                                                                       \
		  "S",                                                                                                                                 \
		  false,                                                                                                                               \
		  MSG("of what is drawn; the same seed gives the same answer (1)",                                                                     \
		      "بذر؛ با همان بذر همان پاسخ می‌آید (۱)") },                                                         \
		{ "--budget",                                                                                                                          \
		  0,                                                                                                                                   \
		  OPTION_NUMBER,                                                                                                                       \
		  "SECONDS",                                                                                                                           \
		  false,                                                                                                                               \
		  MSG("how long chains that do not agree may run on (20)",                                                                             \
		      "زنجیره‌هایی که یکی نشده‌اند تا چه زمان ادامه دهند (۲۰)") },                        \
		{ "--classes",                                                                                                                         \
		  0,                                                                                                                                   \
		  OPTION_NUMBER,                                                                                                                       \
		  "K",                                                                                                                                 \
		  false,                                                                                                                               \
		  MSG("latent classes at most (10)",                                                                                                   \
		      "بیشینهٔ رده‌های پنهان (۱۰)") },                                                                           \
		{ "--prior",                                                                                                                           \
		  0,                                                                                                                                   \
		  OPTION_TEXT,                                                                                                                         \
		  "PRIOR",                                                                                                                             \
		  false,                                                                                                                               \
		  MSG("of the number of classes: gamma, lognormal, or A,B of the gamma (gamma, 0.25,0.25)",                                            \
		      "پیش‌فرض شمار رده‌ها: gamma یا lognormal یا A,B") },                                                      \
		{ "--threads",                                                                                                                         \
		  0,                                                                                                                                   \
		  OPTION_NUMBER,                                                                                                                       \
		  "N",                                                                                                                                 \
		  false,                                                                                                                               \
		  MSG("how many compute at once (all processors); changes no number",                                                                  \
		      "شمار رشته‌های هم‌زمان (همهٔ پردازنده‌ها)؛ عددی را دگرگون نمی‌کند") }, \
		{ "--chart",                                                                                                                           \
		  0,                                                                                                                                   \
		  OPTION_FILE,                                                                                                                         \
		  "FILE",                                                                                                                              \
		  false,                                                                                                                               \
		  MSG("draw how plausible each total is into a .svg or .png file",                                                                     \
		      "رسم احتمال هر شمار در پرونده‌ای .svg یا .png") },                                                  \
		{ "--overlap",                                                                                                                         \
		  0,                                                                                                                                   \
		  OPTION_FILE,                                                                                                                         \
		  "FILE",                                                                                                                              \
		  false,                                                                                                                               \
		  MSG("draw how the lists overlap into a .svg or .png file",                                                                           \
		      "رسم هم‌پوشانی فهرست‌ها در پرونده‌ای .svg یا .png") },                                       \
	{                                                                                                                                              \
		"--report", 0, OPTION_FILE, "FILE", false,                                                                                             \
			MSG("write a page of HTML there", "نوشتن گزارش HTML در این پرونده")                                                            \
	}
/* What they say. `progress` is not set. */
int estimate_options_given(struct app *app, struct estimate_options *ret, struct err *e) MUST_USE;
/* Where --report, --chart and --overlap say; nothing of what is not given, and no curve where the answer is a refusal:
 * estimate_put_text says so. */
int estimate_write_files(struct app *app, const struct estimate_result *r, struct err *e) MUST_USE;
/* For estimate_options.progress; ctx is a struct progress. */
bool estimate_tell(void *ctx, double share);

void estimate_put_text(struct app *app, const struct estimate_result *r);
void estimate_put_json(struct app *app, const struct estimate_result *r);
/* The members of that, in an object that is open. */
void estimate_put_members(struct app *app, struct jout *j, const struct estimate_result *r);

#endif
