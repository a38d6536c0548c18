/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guess_priv.h - what a column can be. */
#ifndef VIGIL_LINK_GUESS_PRIV_H
#define VIGIL_LINK_GUESS_PRIV_H

#include "link/guess.h"

enum guess_what {
	IS_RECORD_ID,
	IS_LIST,
	IS_NAME,
	IS_GIVEN,
	IS_FAMILY,
	IS_FATHER, /* and grandfather */
	IS_MIDDLE,
	IS_BIRTH,
	IS_EVENT,
	IS_DATE,
	IS_CALENDAR,
	IS_YEAR_PART,
	IS_MONTH_PART,
	IS_DAY_PART,
	IS_AGE,
	IS_SEX,
	IS_PLACE,
	IS_ADDRESS,
	IS_NUMBER,
	IS_ID,
	IS_URL,
	IS_TEXT,
	IS_LEFT_OUT
};

/* Empty where the row has no such cell. */
struct str link_sample_cell(const struct link_sample *t, size_t row, size_t column);
/* `ret_why` may live in `a`. */
enum guess_what link_guess_column(const struct link_sample *t, size_t column, struct arena *a,
				  struct str *ret_why);

#endif
