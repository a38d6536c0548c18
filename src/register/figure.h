/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure.h - numbers: reported by a source, or counted in the register. Never mixed.
 *
 * A counted figure is a stored rule applied to the log at a stated size: the same rule and size give
 * the same number and the same list of cases. A rule is JSON:
 *
 *	{"count":"events","type":["execution"],"window":"2025","dates":"whole","title":"..."}
 *
 * count    "events": events of these types; "persons": distinct victims of them; "status": persons
 *          whose status at that size is one of `status` (no window or place)
 *          Persons that were found to be one (register/mention.h) are one case, under the person that the others
 *          are found under
 * type     event types; status: status codes (not_reported_executed: all under a sentence of death)
 * window   EDTF, a date or an interval: only events whose date can lie in it; absent: any time
 * dates    "whole" (also when absent): a date that only partly lies in the window is set apart, not
 *          counted; "touching": it is counted. An event of which no date is known is set apart
 * imprecise where a series of weeks or months is made: a date that lies in several of them is in none ("apart",
 *          also when absent), or its day is spread over them in parts ("spread")
 * new_year a day that is 1 January or 1 Farvardin may be a year that was written as a day: "suspect" (also when
 *          absent): where far more cases have that day than chance puts on any, it is a year; "day", "year": always
 * place    a record number; only there (or in what is part of it); absent: anywhere. An event whose
 *          sources disagree about that is set apart
 * title    {"en":..., "fa":...}, or the English one alone
 *
 * Any size can be counted again with the same result: what was recorded, adopted, taken back or
 * reinstated later does not count then. (What was erased since is missing.) reg_as_of (asof.h) makes
 * the whole register of a size, for a report; this is for one number.
 */
#ifndef VIGIL_FIGURE_H
#define VIGIL_FIGURE_H

#include "register/record.h"
#include "register/query.h"

/* A rule has at most so many bytes. */
enum { FIGURE_RULE_MAX = 16384 };

struct figure_case {
	struct card entity; /* an event or a person */
	bool apart;	    /* left out because its date may lie outside the window */
};

struct figure {
	struct entity entity;
	struct str number; /* F-00001 */
	struct str title, title_fa;
	struct str rule; /* JSON; "" when nothing is counted for it */
	int64_t rule_seq;
	int64_t as_of; /* size of the log */
	int64_t count;
	int64_t apart; /* cases set apart, with their reason in the rule */
	struct figure_case *cases;
	size_t n_cases;
	struct claim_row *reported; /* totals that sources give for it, each its own */
	size_t n_reported;
	int64_t n_claims, n_sources; /* behind the cases that are counted */
};

/* `as_of` 0: now. With cases, in the order in which they came, only when `cases`. ERR_INPUT: the log
 * is shorter. Labels and cards of cases are those of now. */
int reg_figure(struct reg *r, int64_t figure, int64_t as_of, bool cases, struct arena *a,
	       struct figure *ret, struct err *e) MUST_USE;
/* The same with a page of the cases: a figure of many thousands is not loaded whole for a page. */
int reg_figure_cases(struct reg *r, int64_t figure, int64_t as_of, int64_t offset, int64_t limit,
		     struct arena *a, struct figure *ret, struct err *e) MUST_USE;
int reg_figures(struct reg *r, int64_t as_of, struct arena *a, struct figure **ret, size_t *ret_n,
		struct err *e) MUST_USE;
/* Persons and victims that some figure counts now, ascending. */
int reg_published(struct reg *r, struct arena *a, int64_t **ret, size_t *ret_n,
		  struct err *e) MUST_USE;
/* Persons that one figure counts now, ascending; none when it counts events, or nothing. */
int reg_figure_persons(struct reg *r, int64_t figure, struct arena *a, int64_t **ret, size_t *ret_n,
		       struct err *e) MUST_USE;
/* ERR_INPUT says which member of the rule is wrong. */
int figure_rule_check(const struct vocab *v, struct str rule, struct err *e) MUST_USE;

/* When and where a rule counts: what records of lists can be held to as well. */
struct figure_window {
	bool given;	/* else any time */
	int32_t lo, hi; /* its first and last day */
	bool touching;	/* what can lie in it counts too; else only what lies in it wholly */
};
/* *ret_place: "" anywhere. ERR_INPUT as figure_rule_check. */
int figure_rule_window(const struct vocab *v, struct str rule, struct arena *a,
		       struct figure_window *ret, struct str *ret_place, struct err *e) MUST_USE;

#endif
