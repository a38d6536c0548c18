/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_figure.h - numbers: the list, and one that opens down to its proof.
 *
 * /figure/F-00001?as_of=300&page=2: as it was when the log had 300 entries; without as_of, now. known=DAY: as it
 * was known at the end of a day. by and of: figure_time.h.
 */
#ifndef VIGIL_WEB_PAGE_FIGURE_H
#define VIGIL_WEB_PAGE_FIGURE_H

#include "register/figure.h"
#include "web/part.h"
#include "web/figure_soon.h"
#include "web/figure_time.h"
#include "web/page.h"

enum {
	FIGURE_CASES_PAGE = 50,
	FIGURE_CLAIMS = 200,
	FIGURE_CONFLICTS = 50,
	FIGURE_CODES_SHOWN = 64
};

/* A rule, taken apart so that it can be said in words. */
struct figure_words {
	struct str count; /* "events", "persons", "status" */
	struct str codes[FIGURE_CODES_SHOWN];
	size_t n_codes;
	struct str window; /* EDTF; "" any time */
	bool touching;
	struct str place; /* record number; "" anywhere */
};
/* False: it is not as figure.h says; nothing is said then. */
bool figure_words_read(struct str rule, struct arena *a, struct figure_words *ret);

struct figure_view {
	struct figure fig;
	struct figure_words words;
	bool counted; /* there is a rule, and it was read */
	int64_t head; /* size of the log now */
	bool past;    /* as_of was asked for, and is not now */
	const struct vocab *vocab;
	struct names names;
	int64_t page;		  /* fig.cases is this page: those counted and those set apart */
	struct claim_row *claims; /* all that is said of it, totals among it */
	size_t n_claims;
	int64_t more_claims; /* than are shown */
	struct conflict *conflicts;
	size_t n_conflicts;
	int64_t done;	 /* entry just sealed; 0 none */
	bool has_follow; /* one case down to its proof */
	struct card follow_case;
	struct claim_row follow;
	struct str org;
	/* Of persons counted now: those that pairs which wait may make one. */
	int64_t waiting, least, expected;
	struct figure_time time;
	struct figure_soon soon;
	struct str known; /* the day asked for, as it was written; "" none */
};
void figure_render(struct html *h, const struct shell *s, const struct figure_view *v);
/* Its parts: what sources say, side by side; the cases; what else is said of it. */
void figure_sides_render(const struct part *p, const struct figure_view *v);
void figure_cases_render(const struct part *p, const struct figure_view *v);
void figure_claims_render(const struct part *p, const struct shell *s, const struct figure_view *v);
/* The block over time, and the form that asks for an earlier day. */
void figure_time_render(const struct part *p, const struct figure_view *v);
void figure_known_form(const struct part *p, const struct figure_view *v);
/* The rule as list items; also what was set apart. */
void figure_rule_render(const struct part *p, const struct figure_view *v);

struct figures_view {
	struct figure *figs;
	size_t n;
	int64_t as_of; /* 0 now */
	const struct vocab *vocab;
	struct names names;
};
void figures_render(struct html *h, const struct shell *s, const struct figures_view *v);

struct str figure_title(enum lang lang, const struct figure *f);

#endif
