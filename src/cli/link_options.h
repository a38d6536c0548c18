/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_options.h - options of `link` and `link run`. */
#ifndef VIGIL_CLI_LINK_OPTIONS_H
#define VIGIL_CLI_LINK_OPTIONS_H

#include "cli/app.h"

/* clang-format off */
#define LINK_RUN_OPTIONS \
	{ "--audit", 0, OPTION_NUMBER, "N", false, \
	  MSG("compare N records with all others, to bound what was missed", \
	      "سنجش N ردیف با همه، برای کران آنچه جا مانده") }, \
	{ "--seed", 0, OPTION_NUMBER, "S", false, \
	  MSG("of what is sampled (1)", "بذر نمونه‌گیری (۱)") }, \
	{ "--threads", 0, OPTION_NUMBER, "N", false, \
	  MSG("how many compute at once (all processors)", \
	      "شمار رشته‌های هم‌زمان (همهٔ پردازنده‌ها)") }
/* clang-format on */
int link_threads(struct app *app); /* --threads; 0: all */

#endif
