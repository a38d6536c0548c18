/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alarm_priv.h - one series of many. */
#ifndef VIGIL_WATCH_ALARM_PRIV_H
#define VIGIL_WATCH_ALARM_PRIV_H

#include "watch/alarm.h"

/* Judge x->s into the room x has; with all defaults filled in. What cannot be judged is refused in x. */
void alarm_judge_one(const struct alarm_options *o, struct alarm_series *x);

#endif
