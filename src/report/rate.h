/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rate.h - two periods compared, as a page, and the sentence that may be published. */
#ifndef VIGIL_REPORT_RATE_H
#define VIGIL_REPORT_RATE_H

#include "base/buf.h"
#include "text/msg.h"
#include "watch/rate.h"

/* What may be said, and what would make it vanish. */
struct str report_rate_words(const struct rate_change *c, enum lang lang, struct arena *a);
/* What it rests on: events that come one by one; empty where a spread was given. */
struct str report_rate_assumed(const struct rate_change *c, enum lang lang);

/* A page that stands alone. ERR_TOOBIG: `ret` is full. */
int report_rate(const struct rate_change *c, enum lang lang, struct buf *ret,
		struct err *e) MUST_USE;

#endif
