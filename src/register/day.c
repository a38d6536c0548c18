/* SPDX-License-Identifier: GPL-3.0-or-later */
/* day.c - days in the view: Julian day numbers, NULL where there is no bound. */
#include "register/register_priv.h"

bool reg_days(struct str edtf, struct arena *a, int32_t *ret_lo, int32_t *ret_hi)
{
	struct edtf d;
	if (edtf_read(edtf, a, &d, NULL) < 0)
		return false;
	edtf_bounds(&d, ret_lo, ret_hi);
	return true;
}

int32_t day_col(struct stmt *q, int i, int32_t otherwise)
{
	return col_is_null(q, i) ? otherwise : (int32_t)col_int(q, i);
}

void day_bind(struct stmt *q, const char *name, int32_t day)
{
	if (day == INT32_MIN || day == INT32_MAX)
		bind_null(q, name);
	else
		bind_int(q, name, day);
}
