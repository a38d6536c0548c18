/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view.c - what a view says of itself to those who have nothing else. */
#include "redact/view.h"

#include "vault/number.h"

bool view_number_is_plain(int64_t number)
{
	return number_site(number) == 0;
}

struct str view_number(int64_t number, struct arena *a)
{
	return number_str(a, number);
}
