/* SPDX-License-Identifier: GPL-3.0-or-later */
/* surge.h - the page about series: what is out of the ordinary, and each series with its ordinary range. */
#ifndef VIGIL_REPORT_SURGE_H
#define VIGIL_REPORT_SURGE_H

#include "base/buf.h"
#include "text/msg.h"
#include "watch/alarm.h"

/* A page that stands alone. `by_source`: alarms were tested without each source. Of series without an
 * alarm at most 40 are drawn. */
int report_surge(const struct alarm_set *set, bool by_source, enum lang lang, struct buf *ret,
		 struct err *e) MUST_USE;

#endif
