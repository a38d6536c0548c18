/* SPDX-License-Identifier: Apache-2.0 */
/*
 * clock.h - what time this device says it is. Never evidence, only a claim of the device.
 * Times are milliseconds since 1970-01-01 UTC; written as RFC 3339 with whole seconds and Z.
 */
#ifndef VIGIL_CLOCK_H
#define VIGIL_CLOCK_H

#include "base/base.h"

enum { CLOCK_TEXT_LEN = 20 }; /* 2025-10-12T09:15:00Z */

int64_t clock_now_ms(void);
int64_t clock_mono_ns(void); /* for durations only */
void clock_text(int64_t ms, char ret[static CLOCK_TEXT_LEN + 1]);
/* Exactly the form above, years 0000 to 9999, a real day. */
bool clock_parse(struct str s, int64_t *ret_ms);

#endif
