/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_review.h - who is one person: possible matches, one pair, one person's records, a run of linkage.
 *
 *	/review			pairs to look at, in the order of their effect on the count
 *	     ?round=second	those another reader decided; =disputed; =all; =sample to measure with
 *	/match/N-00001/N-00007	two records side by side, and what is decided of them
 *	     ?round=second	the queue that one came from
 *	/cluster/P-00012	the records of one person, and why; splitting, moving
 *	/linkage		running, and what a run found
 *	     ?run=412		an earlier one, by its entry
 */
#ifndef VIGIL_WEB_PAGE_REVIEW_H
#define VIGIL_WEB_PAGE_REVIEW_H

#include "link/register.h"
#include "web/form.h"
#include "web/job_page.h"
#include "web/part.h"

enum { REVIEW_PAGE = 50, REVIEW_SAMPLE = 200, REVIEW_SEED = 1, CHANGES_SHOWN = 50 };

/* Codes of rounds in addresses: "first", "second", "disputed", "all", "sample". */
enum review_round { REVIEW_FIRST, REVIEW_SECOND, REVIEW_DISPUTED, REVIEW_ALL, REVIEW_OF_SAMPLE };
enum { REVIEW_ROUNDS = REVIEW_OF_SAMPLE + 1 };
const char *review_round_code(enum review_round r);
enum review_round review_round_of(struct str code); /* anything else: REVIEW_FIRST */
const struct msg *review_round_label(enum review_round r);

/* ---- the queue ----------------------------------------------------------- */

struct review_view {
	const struct vocab *vocab;
	enum review_round round;
	struct linkage_item *items;
	size_t n;
	int64_t total, page;
	struct linkage_count count;
};
/* A notice of records that came since the run, if any. */
void part_unseen(const struct part *p, const struct linkage_count *c);
void review_render(struct html *h, const struct shell *s, const struct review_view *v);

/* ---- one pair --------------------------------------------------------------- */

struct match_view {
	const struct vocab *vocab;
	struct linkage_pair pair;
	enum review_round round;
	struct linkage_count count;
	struct str says, reason; /* as typed, of a form with errors */
	struct form_errors errors;
	struct page_form form;
	struct linkage_decided *last; /* of the pair before; NULL: none */
};
void match_render(struct html *h, const struct shell *s, const struct match_view *v);
/* The waterfall: prior, bars, total. */
void part_waterfall(const struct part *p, const struct linkage_pair *pair);
/* Which sounds of two names met. */
void part_sounds(const struct part *p, const struct linkage_bar *bar);
/* "N-00001", with its list; the person's number. */
void part_record_a(const struct part *p, const struct linkage_record *r);

/* ---- one person's records ------------------------------------------------------ */

struct cluster_view {
	const struct vocab *vocab;
	struct linkage_cluster c;
	struct str under; /* the number of the person that it is found under; "" itself */
	struct form_errors errors;
	const struct http_params *sent; /* of a form with errors; NULL */
	struct str reason, to;
	struct page_form form;
	bool done;
};
void cluster_render(struct html *h, const struct shell *s, const struct cluster_view *v);

/* ---- a run ------------------------------------------------------------------------ */

struct linkage_work { /* of the job */
	enum { LINKAGE_ASKED, LINKAGE_COMPUTED, LINKAGE_WRITTEN } stage;
	struct linkage_options options;
	struct linkage_job *job;
	struct str reason;
	int64_t run;
};
extern const struct job_kind LINKAGE_JOB;

enum { LINKAGE_RUNS_SHOWN = 20 };
struct linkage_view {
	const struct vocab *vocab;
	bool has_report;
	struct linkage_report report;
	bool found; /* not written yet: `diff` is what it would change */
	struct linkage_diff diff;
	struct linkage_count count;
	struct conservation conserved;
	bool has_evaluation;
	struct linkage_evaluation evaluation;
	struct linkage_cluster_row *odd; /* persons to look at */
	size_t n_odd;
	struct assign_row *runs; /* all, the newest first */
	size_t n_runs;
	struct page_form form, undo;
};
void linkage_render(struct html *h, const struct shell *s, const struct linkage_view *v);
void part_calibration(const struct part *p, const struct linkage_evaluation *ev);
void part_model(const struct part *p, const struct linkage_report *r);

/* ---- words ----------------------------------------------------------------------------- */

/* "+5.1", "−3.0", "0"; without a plus when not `sign`. */
struct str word_bits(struct arena *a, enum lang lang, int64_t milli, bool sign);
/* "97.3 %", one decimal; "over 99.9 %" of nearly all; "not known" of NaN. */
struct str word_share(struct arena *a, enum lang lang, double share);
/* The same of a pair's probability in millionths, of which none is certain. */
struct str word_ppm(struct arena *a, enum lang lang, int64_t ppm);
/* "300 to 1", "1 to 8": odds of bits, rounded to two digits. */
struct str word_odds(struct arena *a, enum lang lang, int64_t milli);
const struct msg *says_label(enum link_says says);

#endif
