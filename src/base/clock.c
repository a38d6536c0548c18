/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

int64_t clock_now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_mono_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Days since 1970-01-01 of a proleptic Gregorian day, and back (Hinnant, "chrono-Compatible
 * Low-Level Date Algorithms"). */
static int64_t days_from_civil(int64_t y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

static void civil_from_days(int64_t z, int *ret_y, int *ret_m, int *ret_d)
{
	z += 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	*ret_d = (int)(doy - (153 * mp + 2) / 5 + 1);
	*ret_m = (int)(mp < 10 ? mp + 3 : mp - 9);
	*ret_y = (int)(yoe + era * 400 + (*ret_m <= 2));
}

void clock_text(int64_t ms, char ret[static CLOCK_TEXT_LEN + 1])
{
	/* 0000-01-01 to 9999-12-31; outside it the text would not have 20 characters. */
	assert(ms >= -62167219200000 && ms < 253402300800000);
	int64_t s = ms / 1000 - (ms % 1000 < 0);
	int64_t day = s / 86400 - (s % 86400 < 0);
	int t = (int)(s - day * 86400);
	int y;
	int m;
	int d;
	civil_from_days(day, &y, &m, &d);
	char text[64];
	snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", y, m, d, t / 3600,
		 t / 60 % 60, t % 60);
	memcpy(ret, text, CLOCK_TEXT_LEN + 1);
}

bool clock_parse(struct str s, int64_t *ret_ms)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	static const int at[] = { 0, 5, 8, 11, 14, 17 };
	int v[6] = { 0 };
	if (s.n != CLOCK_TEXT_LEN)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (form[i] == 'd' ? !digit : s.p[i] != form[i])
			return false;
	}
	for (size_t i = 0; i < COUNT(at); i++)
		for (int k = 0; k < (i ? 2 : 4); k++)
			v[i] = v[i] * 10 + (s.p[at[i] + k] - '0');
	if (v[1] < 1 || v[1] > 12 || v[2] < 1 || v[3] > 23 || v[4] > 59 || v[5] > 59)
		return false;
	int64_t ms =
		(days_from_civil(v[0], v[1], v[2]) * 86400 + v[3] * 3600 + v[4] * 60 + v[5]) * 1000;
	char back[CLOCK_TEXT_LEN + 1];
	clock_text(ms, back);
	if (memcmp(back, s.p, CLOCK_TEXT_LEN) != 0)
		return false;
	*ret_ms = ms;
	return true;
}
