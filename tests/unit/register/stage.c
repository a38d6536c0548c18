/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The status of a person: every rule of stage.h, with dates that are vague, missing or disputed. */
#include "check.h"

#include "register/stage.h"

enum { EVENTS = 6, NO = INT32_MIN, YES = INT32_MAX };

/* An event type and the days on which it can have happened; 0, 0: not known. */
struct happened {
	const char *type;
	int32_t lo, hi;
};

struct course_case {
	const char *what;
	struct happened ev[EVENTS];
	const char *status;
	int at; /* index of the event that gives it, -1 none */
};

static const struct course_case CASES[] = {
	/* 1 */
	{ "nothing is known", { { 0 } }, "unknown", -1 },
	{ "only an event without a stage", { { "torture", 5, 5 } }, "no_sentence_recorded", -1 },
	{ "another sentence is no death sentence",
	  { { "sentence", 5, 5 } },
	  "no_sentence_recorded",
	  -1 },
	/* 2 */
	{ "an arrest", { { "arrest", 5, 5 } }, "arrested", 0 },
	{ "the later stage", { { "arrest", 5, 5 }, { "trial", 9, 9 } }, "on_trial", 1 },
	{ "the furthest when dates do not decide",
	  { { "trial", 5, 9 }, { "death_sentence", 7, 8 } },
	  "sentenced_to_death",
	  1 },
	{ "without any date, the furthest",
	  { { "death_sentence", 0, 0 }, { "arrest", 0, 0 } },
	  "sentenced_to_death",
	  0 },
	{ "an execution without a date",
	  { { "death_sentence", 7, 7 }, { "execution", 0, 0 } },
	  "executed",
	  1 },
	{ "a sentence without a date",
	  { { "execution", 7, 7 }, { "death_sentence", 0, 0 } },
	  "executed",
	  0 },
	{ "a second request is open again",
	  { { "death_sentence", 1, 1 }, { "review_rejected", 5, 5 }, { "review_requested", 8, 8 } },
	  "review_requested",
	  2 },
	{ "a refusal answers a request of the same month",
	  { { "death_sentence", 1, 1 },
	    { "review_requested", 5, 35 },
	    { "review_rejected", 5, 35 } },
	  "review_rejected",
	  2 },
	{ "all stages in order",
	  { { "arrest", 1, 1 },
	    { "trial", 2, 2 },
	    { "death_sentence", 3, 3 },
	    { "supreme_court_review", 4, 4 } },
	  "sentence_upheld",
	  3 },
	/* 3 */
	{ "a solitary cell without a sentence",
	  { { "transfer_to_solitary", 5, 5 } },
	  "no_sentence_recorded",
	  -1 },
	{ "a solitary cell before the sentence",
	  { { "transfer_to_solitary", 5, 5 }, { "death_sentence", 9, 9 } },
	  "sentenced_to_death",
	  1 },
	{ "a solitary cell after it",
	  { { "death_sentence", 5, 5 }, { "transfer_to_solitary", 9, 9 } },
	  "moved_to_solitary",
	  1 },
	{ "a solitary cell, the order not known",
	  { { "death_sentence", 5, 9 }, { "transfer_to_solitary", 7, 7 } },
	  "moved_to_solitary",
	  1 },
	{ "a solitary cell and a quashed sentence",
	  { { "sentence_quashed", 5, 5 }, { "transfer_to_solitary", 9, 9 } },
	  "moved_to_solitary",
	  1 },
	/* 4 */
	{ "quashed",
	  { { "death_sentence", 1, 1 }, { "sentence_quashed", 5, 5 } },
	  "sentence_quashed",
	  1 },
	{ "quashed, then sentenced again",
	  { { "death_sentence", 1, 1 }, { "sentence_quashed", 5, 5 }, { "death_sentence", 9, 9 } },
	  "sentenced_to_death",
	  2 },
	{ "quashed on an unknown day, sentenced once",
	  { { "death_sentence", 7, 7 }, { "sentence_quashed", 0, 0 } },
	  "sentence_quashed",
	  1 },
	{ "quashed on an unknown day, sentenced twice: perhaps the first",
	  { { "death_sentence", 1, 1 }, { "sentence_quashed", 0, 0 }, { "death_sentence", 9, 9 } },
	  "sentenced_to_death",
	  2 },
	{ "quashed after both",
	  { { "death_sentence", 1, 1 }, { "death_sentence", 3, 3 }, { "sentence_quashed", 5, 5 } },
	  "sentence_quashed",
	  2 },
	/* 5 */
	{ "arrested after a sentence in absence",
	  { { "death_sentence", 1, 1 }, { "arrest", 9, 9 } },
	  "not_reported_executed",
	  1 },
	{ "a new trial after quashing",
	  { { "death_sentence", 1, 1 }, { "sentence_quashed", 5, 5 }, { "trial", 9, 9 } },
	  "on_trial",
	  2 },
	{ "another trial while a second sentence stands",
	  { { "death_sentence", 1, 1 },
	    { "sentence_quashed", 3, 3 },
	    { "death_sentence", 5, 5 },
	    { "trial", 9, 9 } },
	  "not_reported_executed",
	  3 },
	{ "a sentence known by its confirmation only",
	  { { "supreme_court_review", 1, 1 }, { "interrogation", 9, 9 } },
	  "not_reported_executed",
	  1 },
	/* 6 */
	{ "commuted, then released",
	  { { "death_sentence", 1, 1 }, { "commutation", 5, 5 }, { "release", 9, 9 } },
	  "released",
	  2 },
	{ "released and pardoned, days not known",
	  { { "pardon", 0, 0 }, { "release", 0, 0 } },
	  "released",
	  1 },
	{ "acquitted after the sentence",
	  { { "death_sentence", 1, 1 }, { "acquittal", 5, 5 } },
	  "acquitted",
	  1 },
	{ "two dates of one execution",
	  { { "execution", 5, 5 }, { "execution", 6, 6 } },
	  "executed",
	  1 },
	{ "executed and released",
	  { { "execution", 5, 5 }, { "release", 9, 9 } },
	  "end_in_conflict",
	  1 },
	{ "released, then executed",
	  { { "release", 5, 5 }, { "execution", 9, 9 } },
	  "end_in_conflict",
	  0 },
	{ "two kinds of death",
	  { { "execution", 5, 5 }, { "death_in_custody", 5, 5 } },
	  "end_in_conflict",
	  1 },
	{ "a sentence after an ending",
	  { { "pardon", 5, 5 }, { "death_sentence", 9, 9 } },
	  "end_in_conflict",
	  0 },
	{ "a sentence perhaps after an ending",
	  { { "pardon", 5, 5 }, { "death_sentence", 5, 9 } },
	  "pardoned",
	  0 },
	{ "an arrest after an execution",
	  { { "execution", 5, 5 }, { "arrest", 9, 9 } },
	  "end_in_conflict",
	  0 },
	{ "an arrest after a release begins anew",
	  { { "release", 5, 5 }, { "arrest", 9, 9 } },
	  "arrested",
	  1 },
	{ "torture after an execution changes nothing",
	  { { "execution", 5, 5 }, { "torture", 9, 9 } },
	  "executed",
	  0 },
	{ "killed outside any process",
	  { { "death_sentence", 1, 1 }, { "extrajudicial_killing", 5, 5 } },
	  "killed",
	  1 },
};

static struct vocab *vocab(void)
{
	struct vocab *v = NULL;
	struct err e;
	if (vocab_new(&v, &e) < 0)
		die("no vocabulary: %s", e.text);
	return v;
}

static size_t events_of_case(const struct vocab *v, const struct course_case *c,
			     struct stage_event *ret)
{
	size_t n = 0;
	for (; n < EVENTS && c->ev[n].type; n++) {
		const struct happened *h = &c->ev[n];
		const struct event_type *t = vocab_event_type(v, str_of(h->type));
		if (!t)
			die("no type %s", h->type);
		ret[n] = (struct stage_event){ .type = t,
					       .status = t->stage.n ? vocab_status(v, t->stage)
								    : NULL,
					       .lo = h->hi ? h->lo : NO,
					       .hi = h->hi ? h->hi : YES };
	}
	return n;
}

TEST(each_course_gives_its_status)
{
	struct vocab *v = vocab();
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct stage_event ev[EVENTS];
		size_t n = events_of_case(v, &CASES[i], ev);
		struct stage s = stage_of(ev, n);
		if (!str_eq(s.code, str_of(CASES[i].status)) || s.at != CASES[i].at)
			FAIL("%s: %.*s by %td, not %s by %d", CASES[i].what, STR_FMT(s.code), s.at,
			     CASES[i].status, CASES[i].at);
		if (!vocab_status(v, s.code))
			FAIL("%s: %.*s is no status", CASES[i].what, STR_FMT(s.code));
	}
	vocab_free(v);
}

/* Every order of a list of up to five events: claims come in any order. */
static void check_orders(const struct stage_event *ev, size_t n, size_t k, struct stage_event *perm,
			 struct str want, const char *what)
{
	if (k == n) {
		struct stage s = stage_of(perm, n);
		if (!str_eq(s.code, want))
			FAIL("%s: in another order %.*s", what, STR_FMT(s.code));
		return;
	}
	for (size_t i = k; i < n; i++) {
		struct stage_event keep = perm[k];
		perm[k] = perm[i];
		perm[i] = keep;
		check_orders(ev, n, k + 1, perm, want, what);
		perm[i] = perm[k];
		perm[k] = keep;
	}
}

TEST(order_of_claims_does_not_matter)
{
	struct vocab *v = vocab();
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct stage_event ev[EVENTS];
		struct stage_event perm[EVENTS];
		size_t n = events_of_case(v, &CASES[i], ev);
		memcpy(perm, ev, sizeof ev);
		check_orders(ev, n, 0, perm, str_of(CASES[i].status), CASES[i].what);
	}
	vocab_free(v);
}

/* No report may hide a person at risk because a date is missing: forgetting the days of a stage
 * before the sentence never takes a person off the list. */
TEST(forgetting_an_early_day_never_ends_the_risk)
{
	struct vocab *v = vocab();
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct stage_event ev[EVENTS];
		size_t n = events_of_case(v, &CASES[i], ev);
		bool risk = vocab_status(v, stage_of(ev, n).code)->at_risk;
		for (size_t k = 0; k < n; k++) {
			struct stage_event was = ev[k];
			if (!was.status || was.status->order >= 50)
				continue;
			ev[k].lo = NO;
			ev[k].hi = YES;
			if (risk && !vocab_status(v, stage_of(ev, n).code)->at_risk &&
			    !str_eq(stage_of(ev, n).code, STR("executed")))
				FAIL("%s: no longer at risk", CASES[i].what);
			ev[k] = was;
		}
	}
	vocab_free(v);
}

TEST(every_type_that_ends_the_risk_has_a_status_that_ends)
{
	struct vocab *v = vocab();
	size_t n;
	const struct event_type *t = vocab_event_types(v, &n);
	for (size_t i = 0; i < n; i++) {
		const struct status *st = t[i].stage.n ? vocab_status(v, t[i].stage) : NULL;
		if (t[i].ends != (st && st->sort == STATUS_END))
			FAIL("%.*s: ends and status differ", STR_FMT(t[i].term.code));
	}
	vocab_free(v);
}

TEST(who_counts_as_under_sentence)
{
	static const struct {
		const char *status;
		bool under;
	} WHO[] = { { "arrested", false },
		    { "on_trial", false },
		    { "sentenced_to_death", true },
		    { "review_rejected", true },
		    { "moved_to_solitary", true },
		    { "sentence_quashed", false },
		    { "not_reported_executed", true },
		    { "end_in_conflict", false },
		    { "executed", false },
		    { "pardoned", false } };
	struct vocab *v = vocab();
	for (size_t i = 0; i < COUNT(WHO); i++) {
		const struct status *st = vocab_status(v, str_of(WHO[i].status));
		if (stage_counts_as(st, STR("not_reported_executed")) != WHO[i].under)
			FAIL("%s", WHO[i].status);
		CHECK(stage_counts_as(st, str_of(WHO[i].status)));
	}
	vocab_free(v);
}

TEST(days_of_an_event)
{
	static const struct {
		struct stage_day d[3];
		size_t n;
		int32_t lo, hi;
	} SPANS[] = {
		{ { { DAY_DATE, 0, 0 } }, 0, NO, YES },
		{ { { DAY_DATE, 5, 5 } }, 1, 5, 5 },
		{ { { DAY_DATE, 5, 5 }, { DAY_DATE, 7, 9 } }, 2, 5, 9 },
		{ { { DAY_START, 1, 2 }, { DAY_DATE, 5, 5 } }, 2, 5, 5 },
		{ { { DAY_START, 3, 4 } }, 1, 3, 4 },
		{ { { DAY_START, 3, 4 }, { DAY_END, 8, 9 } }, 2, 3, 9 },
		{ { { DAY_END, 8, 9 } }, 1, NO, 9 },
		{ { { DAY_DATE, 5, YES } }, 1, 5, YES },
	};
	for (size_t i = 0; i < COUNT(SPANS); i++) {
		int32_t lo = 0;
		int32_t hi = 0;
		stage_span(SPANS[i].d, SPANS[i].n, &lo, &hi);
		CHECK_INT(lo, SPANS[i].lo);
		CHECK_INT(hi, SPANS[i].hi);
	}
}
