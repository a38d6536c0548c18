/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * calendar.c - three calendars by arithmetic.
 *
 * A calendar is a row of CALENDARS: leap years, the day before the first day of a year, lengths
 * of months. All else follows from these. Sources: Gregorian leap rule; Jalali as in ICU
 * (persncal.cpp, the 33-year rule); tabular Hijri with the 30-year cycle of 11 leap years
 * (14 + 11 y) mod 30 < 11 and the civil epoch, Friday 16 July 622 Julian.
 */
#include "text/calendar.h"

static int64_t floor_div(int64_t a, int64_t b)
{
	int64_t q = a / b;
	return q - (a % b != 0 && (a < 0) != (b < 0));
}

static int64_t floor_mod(int64_t a, int64_t b)
{
	return a - b * floor_div(a, b);
}

static bool gregorian_leap(int64_t y)
{
	return floor_mod(y, 4) == 0 && (floor_mod(y, 100) != 0 || floor_mod(y, 400) == 0);
}

/* The number of the last day before year `y`. */
static int64_t gregorian_before(int64_t y)
{
	int64_t p = y - 1;
	return 1721425 + 365 * p + floor_div(p, 4) - floor_div(p, 100) + floor_div(p, 400);
}

static bool jalali_leap(int64_t y)
{
	return floor_mod(25 * y + 11, 33) < 8;
}

static int64_t jalali_before(int64_t y)
{
	return 1948319 + 365 * (y - 1) + floor_div(8 * y + 21, 33);
}

static bool hijri_leap(int64_t y)
{
	return floor_mod(14 + 11 * y, 30) < 11;
}

static int64_t hijri_before(int64_t y)
{
	return 1948439 + 354 * (y - 1) + floor_div(3 + 11 * y, 30);
}

static const struct {
	int32_t first, last;
	bool (*leap)(int64_t y);
	int64_t (*before)(int64_t y);
	int leap_month;	  /* has one day more in leap years */
	double year_days; /* for a first guess only; corrected exactly */
	int64_t epoch;
	uint8_t len[CAL_MONTHS];
} CALENDARS[CAL_COUNT] = {
	[CAL_GREGORIAN] = { -CAL_YEAR_MAX,
			    CAL_YEAR_MAX,
			    gregorian_leap,
			    gregorian_before,
			    2,
			    365.2425,
			    1721426,
			    { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 } },
	[CAL_JALALI] = { 1178,
			 1633,
			 jalali_leap,
			 jalali_before,
			 12,
			 365.2424,
			 1948320,
			 { 31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29 } },
	[CAL_HIJRI] = { 1,
			9999,
			hijri_leap,
			hijri_before,
			12,
			354.3667,
			1948440,
			{ 30, 29, 30, 29, 30, 29, 30, 29, 30, 29, 30, 29 } },
};

bool cal_has_year(enum calendar cal, int32_t year)
{
	return year >= CALENDARS[cal].first && year <= CALENDARS[cal].last;
}

bool cal_is_leap(enum calendar cal, int32_t year)
{
	return CALENDARS[cal].leap(year);
}

int cal_month_len(enum calendar cal, int32_t year, int month)
{
	if (!cal_has_year(cal, year) || month < 1 || month > CAL_MONTHS)
		return 0;
	return CALENDARS[cal].len[month - 1] +
	       (month == CALENDARS[cal].leap_month && cal_is_leap(cal, year));
}

bool cal_to_jdn(enum calendar cal, int32_t year, int month, int day, int32_t *ret_jdn)
{
	if (day < 1 || day > cal_month_len(cal, year, month))
		return false;
	int64_t jdn = CALENDARS[cal].before(year) + day;
	for (int m = 1; m < month; m++)
		jdn += cal_month_len(cal, year, m);
	*ret_jdn = (int32_t)jdn;
	return true;
}

bool cal_from_jdn(enum calendar cal, int32_t jdn, struct cal_day *ret)
{
	double guess = ((double)jdn - (double)CALENDARS[cal].epoch) / CALENDARS[cal].year_days;
	int64_t y = (int64_t)guess + (guess >= 0);
	while (CALENDARS[cal].before(y) >= jdn)
		y--;
	while (CALENDARS[cal].before(y + 1) < jdn)
		y++;
	if (y < CALENDARS[cal].first || y > CALENDARS[cal].last)
		return false;

	int day = (int)(jdn - CALENDARS[cal].before(y));
	int month = 1;
	for (int len; day > (len = cal_month_len(cal, (int32_t)y, month)); month++)
		day -= len;
	*ret = (struct cal_day){ (int32_t)y, month, day };
	return true;
}

enum weekday cal_weekday(int32_t jdn)
{
	return (enum weekday)floor_mod(jdn, 7); /* day 0 was a Monday */
}

/* ---- names ----------------------------------------------------------- */

static const struct msg MONTHS[CAL_COUNT][CAL_MONTHS] = {
	[CAL_GREGORIAN] = {
		MSG("January", "ژانویه"), MSG("February", "فوریه"), MSG("March", "مارس"),
		MSG("April", "آوریل"), MSG("May", "مه"), MSG("June", "ژوئن"),
		MSG("July", "ژوئیه"), MSG("August", "اوت"), MSG("September", "سپتامبر"),
		MSG("October", "اکتبر"), MSG("November", "نوامبر"), MSG("December", "دسامبر"),
	},
	[CAL_JALALI] = {
		MSG("Farvardin", "فروردین"), MSG("Ordibehesht", "اردیبهشت"),
		MSG("Khordad", "خرداد"), MSG("Tir", "تیر"), MSG("Mordad", "مرداد"),
		MSG("Shahrivar", "شهریور"), MSG("Mehr", "مهر"), MSG("Aban", "آبان"),
		MSG("Azar", "آذر"), MSG("Dey", "دی"), MSG("Bahman", "بهمن"),
		MSG("Esfand", "اسفند"),
	},
	[CAL_HIJRI] = {
		MSG("Muharram", "محرم"), MSG("Safar", "صفر"), MSG("Rabi al-Awwal", "ربیع‌الاول"),
		MSG("Rabi al-Thani", "ربیع‌الثانی"), MSG("Jumada al-Awwal", "جمادی‌الاول"),
		MSG("Jumada al-Thani", "جمادی‌الثانی"), MSG("Rajab", "رجب"),
		MSG("Shaban", "شعبان"), MSG("Ramadan", "رمضان"), MSG("Shawwal", "شوال"),
		MSG("Dhu al-Qada", "ذیقعده"), MSG("Dhu al-Hijja", "ذیحجه"),
	},
};

static const struct msg WEEKDAYS[] = {
	MSG("Monday", "دوشنبه"),      MSG("Tuesday", "سه‌شنبه"),
	MSG("Wednesday", "چهارشنبه"), MSG("Thursday", "پنجشنبه"),
	MSG("Friday", "جمعه"),	      MSG("Saturday", "شنبه"),
	MSG("Sunday", "یکشنبه"),
};

static const struct {
	struct msg name;
	const char *code;
} NAMES[CAL_COUNT] = {
	[CAL_GREGORIAN] = { MSG("Gregorian", "میلادی"), "gregorian" },
	[CAL_JALALI] = { MSG("Jalali", "هجری شمسی"), "jalali" },
	[CAL_HIJRI] = { MSG("Hijri", "هجری قمری"), "hijri" },
};

struct str cal_month_name(enum calendar cal, int month, enum lang lang)
{
	assert(month >= 1 && month <= CAL_MONTHS);
	return tr(lang, &MONTHS[cal][month - 1]);
}

struct str cal_month_short(enum calendar cal, int month, enum lang lang)
{
	struct str name = cal_month_name(cal, month, lang);
	return cal == CAL_GREGORIAN && lang == LANG_EN ? str_n(name.p, 3) : name;
}

struct str cal_weekday_name(enum weekday wd, enum lang lang)
{
	return tr(lang, &WEEKDAYS[wd]);
}

struct str cal_name(enum calendar cal, enum lang lang)
{
	return tr(lang, &NAMES[cal].name);
}

const char *cal_code(enum calendar cal)
{
	return NAMES[cal].code;
}

bool cal_parse(struct str code, enum calendar *ret)
{
	for (enum calendar c = CAL_GREGORIAN; c < CAL_COUNT; c++) {
		if (str_eq(code, str_of(NAMES[c].code))) {
			*ret = c;
			return true;
		}
	}
	return false;
}
