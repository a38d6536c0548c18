/* SPDX-License-Identifier: GPL-3.0-or-later */
/* composition.h - who, then and now, as a page; and what may be said of a row. */
#ifndef VIGIL_REPORT_COMPOSITION_H
#define VIGIL_REPORT_COMPOSITION_H

#include "base/buf.h"
#include "text/msg.h"
#include "watch/composition.h"

/* May be chance, holds whatever the unknown were, or of the known only. */
const struct msg *report_composition_verdict(const struct composition_row *r);
/* "-32 to +8", in points of a hundred; "40 %". */
struct str report_composition_points(struct num_interval in, enum lang lang, struct arena *a);
struct str report_composition_percent(double v, enum lang lang, struct arena *a);
/* What the columns mean. */
const struct msg *report_composition_key(void);

/* A page that stands alone. ERR_TOOBIG: `ret` is full. */
int report_composition(const struct composition_table *t, const struct composition_options *o,
		       enum lang lang, struct buf *ret, struct err *e) MUST_USE;

#endif
