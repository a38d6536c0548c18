/* SPDX-License-Identifier: GPL-3.0-or-later */
/* listing.h - the register as a list with filters: what `list` and `search` share. */
#ifndef VIGIL_CLI_LISTING_H
#define VIGIL_CLI_LISTING_H

#include "cli/app.h"
#include "cli/command.h"
#include "cli/jout.h"
#include "register/find.h"

enum { LISTING_LIMIT = 50 };

/* A kind by its code, plural or label in either language; "all" chooses none. CLI_USAGE with all there are. */
int listing_kind(struct app *app, struct str text, struct find *f, struct err *e) MUST_USE;
/* What LISTING_OPTIONS ask for. */
int listing_filters(struct app *app, struct find *f, struct err *e) MUST_USE;
/* As many as f.limit says, though the register gives them by pages. */
int listing_find(struct app *app, struct find f, struct found *ret, struct err *e) MUST_USE;
void listing_put(struct app *app, const struct find *f, const struct found *r);
/* "total", "offset", "subjects", "facets" of an open object. */
void listing_json(struct app *app, struct jout *j, const struct find *f, const struct found *r);

#define LISTING_OPTIONS                                                                                      \
	{ "--status",                                                                                        \
	  0,                                                                                                 \
	  OPTION_TEXT,                                                                                       \
	  "CODE",                                                                                            \
	  true,                                                                                              \
	  MSG("with this status; more than once: any of them",                                               \
	      "با این وضعیت؛ چند بار: هر یک از آنها") },                                                     \
		{ "--province", 0,    OPTION_TEXT,                                                           \
		  "CODE",	true, MSG("in this province", "در این استان") },                             \
		{ "--place", 0, OPTION_TEXT, "ID", true, MSG("at this place", "در این جا") },                \
		{ "--charge", 0, OPTION_TEXT, "CODE", true, MSG("with this charge", "با این اتهام") },       \
		{ "--source",                                                                                \
		  0,                                                                                         \
		  OPTION_TEXT,                                                                               \
		  "ID",                                                                                      \
		  true,                                                                                      \
		  MSG("of which this source speaks", "که این منبع از آن می‌گوید") },    \
		{ "--certainty", 0,    OPTION_TEXT,                                                          \
		  "CODE",	 true, MSG("with this word of certainty", "با این واژهٔ قطعیت") },            \
		{ "--from",                                                                                  \
		  0,                                                                                         \
		  OPTION_TEXT,                                                                               \
		  "DATE",                                                                                    \
		  false,                                                                                     \
		  MSG("whose date can be this day or later",                                                 \
		      "که تاریخش می‌تواند این روز یا پس از آن باشد") },   \
		{ "--to",                                                                                    \
		  0,                                                                                         \
		  OPTION_TEXT,                                                                               \
		  "DATE",                                                                                    \
		  false,                                                                                     \
		  MSG("whose date can be this day or earlier",                                               \
		      "که تاریخش می‌تواند این روز یا پیش از آن باشد") }, \
		{ "--conflicts", 0,	OPTION_FLAG,                                                         \
		  NULL,		 false, MSG("with open conflicts only", "تنها با تعارض باز") },              \
		{ "--order",                                                                                 \
		  0,                                                                                         \
		  OPTION_CHOICE,                                                                             \
		  "name|name-fa|latest-event|latest-claim|conflicts",                                        \
		  false,                                                                                     \
		  MSG("by name when not given", "پیش‌فرض به ترتیب نام") },                 \
		{ "--limit",                                                                                 \
		  0,                                                                                         \
		  OPTION_NUMBER,                                                                             \
		  "N",                                                                                       \
		  false,                                                                                     \
		  MSG("at most so many; 50 when not given",                                                  \
		      "بیشینهٔ شمار؛ پیش‌فرض ۵۰") },                                   \
	{                                                                                                    \
		"--offset", 0, OPTION_NUMBER, "N", false,                                                    \
			MSG("leave out the first ones", "رد کردن نخستین‌ها")                 \
	}

#endif
