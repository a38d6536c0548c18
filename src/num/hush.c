/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where mk/num.mk leads what R's mathematical library would print: warnings about precision, on
 * standard output, where a person's CSV or JSON goes. They end here. */
#include "num/num.h"

int num_hush(const char *fmt, ...);
int num_hush_chk(int flag, const char *fmt, ...);

int num_hush(const char *fmt, ...)
{
	(void)fmt;
	return 0;
}

int num_hush_chk(int flag, const char *fmt, ...)
{
	(void)flag;
	(void)fmt;
	return 0;
}
