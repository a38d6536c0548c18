/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h - an answer in words, for people who have not studied statistics. In English and Persian. */
#ifndef VIGIL_ESTIMATE_WORDS_H
#define VIGIL_ESTIMATE_WORDS_H

#include "estimate/estimate.h"
#include "text/msg.h"

/* One or two sentences: the verdict with its numbers, rounded as one may say them. */
struct str words_verdict(const struct estimate_result *r, enum lang lang, struct arena *a);
/* What may be said on the strength of it, and what not. */
struct str words_say(const struct estimate_result *r, enum lang lang, struct arena *a);
struct str words_not_say(const struct estimate_result *r, enum lang lang, struct arena *a);

/* What a gate saw, and what would help. */
struct str words_reason(const struct estimate_result *r, const struct estimate_reason *x,
			enum lang lang, struct arena *a);
struct str words_todo(const struct estimate_reason *x, enum lang lang, struct arena *a);

/* That nothing could be left out of three lists; empty where something was, or nothing asked. */
struct str words_nothing_left_out(const struct estimate_result *r, enum lang lang);

/* What every answer stands on and no table can show. A paragraph each. */
enum { WORDS_ASSUMPTIONS = 4 };
struct str words_assumption(size_t i, enum lang lang);

/* Two figures that count: 10,434 is "10,400". For people to say; never for computing on. */
struct str words_round(double v, enum lang lang, struct arena *a);

#endif
