/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h - what alarms are called, for all faces. */
#ifndef VIGIL_WATCH_WORDS_H
#define VIGIL_WATCH_WORDS_H

#include "text/msg.h"
#include "watch/alarm.h"

const char *watch_state_code(enum alarm_state s); /* "quiet", "watch", "alert", "urgent" */
const struct msg *watch_state_words(enum alarm_state s);
const char *watch_quiet_code(enum alarm_quiet q); /* "spoke", "too_few", "no_history", "no_fit" */
/* Why nothing was said of a period. */
const struct msg *watch_quiet_words(enum alarm_quiet q);
/* Why nothing was said of a series that is refused, and what would help. */
struct str watch_refusal(const struct alarm_series *x, enum lang lang, struct arena *a);
/* The date of a period, or its number. Lives in `a`. */
struct str watch_period(const struct series *s, size_t t, enum lang lang, struct arena *a);
/* "about once in 9 years": how often such a count comes by chance. */
struct str watch_recurrence(double p, int freq, enum lang lang, struct arena *a);

#endif
