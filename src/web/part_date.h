/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_date.h - a date in both calendars, the reader's first, with its precision in words.
 */
#ifndef VIGIL_WEB_PART_DATE_H
#define VIGIL_WEB_PART_DATE_H

#include "html/html.h"
#include "text/msg.h"

/* <span class="gj">...: an EDTF text as it stands in a card or claim. "not recorded" when it is
 * empty; a text that is no EDTF is shown as it is. */
void part_date(struct html *h, enum lang lang, struct str edtf);
/* The two halves alone, for a spine: in the reader's calendar, and in the other. */
void part_date_own(struct html *h, enum lang lang, struct str edtf);
void part_date_other(struct html *h, enum lang lang, struct str edtf);
/* <em class="prec">month only</em>; nothing for an exact day. */
void part_date_precision(struct html *h, enum lang lang, struct str edtf);
/* In the reader's calendar, as a text: for captions and titles. */
struct str part_date_text(struct arena *a, enum lang lang, struct str edtf);

#endif
