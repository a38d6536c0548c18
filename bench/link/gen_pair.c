/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gen_pair.c - a short list in Latin letters (A, days of the Gregorian calendar) and a register in Persian ones (B, Jalali).
 *
 * Sixteen people stand in the register for one in the list; four of five of the list are among them. Few stand in the list twice.
 * Many died on one of some forty days, in one of few places. A has years that are one off, and where the register
 * knew the year alone somebody turned its first day into one of March. Place is where it happened or where the grave is.
 */
#include "gen_lists.h"

#include "text/calendar.h"

enum { EVENTS = 40 };
struct event {
	int32_t day;
	size_t place;
};

/* Each name in full, or without what stands in its middle. */
static void name_of(const struct victim *p, bool persian, struct rng *r, struct word *w)
{
	struct victim q = *p;
	if (chance(r, .06))
		q.second = STEMS;
	if (persian)
		victim_name_persian(&q, r, w);
	else
		victim_name_latin(&q, r, w);
}

static void set_day(struct word *w, enum calendar cal, int32_t day, struct rng *r, double month,
		    double year)
{
	struct cal_day d;
	if (!cal_from_jdn(cal, day, &d))
		die("a day without a calendar");
	double how = rng_uniform(r);
	if (how < year)
		word_set(w, "%04d", d.year);
	else if (how < year + month)
		word_set(w, "%04d-%02d", d.year, d.month);
	else
		word_set(w, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void date_latin(const struct victim *p, struct rng *r, struct word *w)
{
	struct cal_day d;
	int32_t day = p->day;
	if (chance(r, .07) && cal_from_jdn(CAL_JALALI, day, &d)) {
		/* What was a year is now the day it begins. */
		cal_to_jdn(CAL_JALALI, d.year, 1, 1, &day);
		set_day(w, CAL_GREGORIAN, day, r, 0, 0);
		return;
	}
	if (chance(r, .08))
		day += chance(r, .5) ? 1 : -1;
	else if (chance(r, .04))
		day += chance(r, .5) ? 365 : -365;
	else if (chance(r, .03))
		day += 2 + (int32_t)below(r, 40);
	set_day(w, CAL_GREGORIAN, day, r, .03, .03);
	if (chance(r, .04))
		w->n = 0;
}

static void put(struct out *o, const struct victim *p, char list, struct rng *r, int64_t person)
{
	enum { LIST, NAME, DATE, CALENDAR, AGE, SEX, PLACE, CELLS };
	struct word w[CELLS];
	memset(w, 0, sizeof w);
	bool persian = list == 'B';
	word_set(&w[LIST], "%c", list);
	name_of(p, persian, r, &w[NAME]);
	if (persian)
		set_day(&w[DATE], CAL_JALALI, p->day, r, .05, .1);
	else
		date_latin(p, r, &w[DATE]);
	if (w[DATE].n)
		word_set(&w[CALENDAR], "%s", persian ? "jalali" : "gregorian");
	if (chance(r, .6)) {
		static const int SHIFT[] = { 0, 0, 0, 0, 1, -1 };
		word_set(&w[AGE], "%d", p->age + SHIFT[below(r, COUNT(SHIFT))]);
	}
	if (chance(r, persian ? .98 : .7))
		word_set(&w[SEX], "%s", p->female ? "female" : "male");
	if (chance(r, .85))
		victim_place(chance(r, .15) ? victim_any_place(r) : p->place, persian, r,
			     &w[PLACE]);
	struct str cells[CELLS];
	for (size_t i = 0; i < CELLS; i++)
		cells[i] = word_str(&w[i]);
	put_row(o, cells, CELLS, person);
}

void gen_pair(struct out *o, int64_t records, uint64_t seed)
{
	struct event events[EVENTS];
	struct rng all = rng_start(seed, 0);
	for (size_t i = 0; i < EVENTS; i++)
		events[i] = (struct event){ (int32_t)(2444000 + below(&all, 16000)),
					    victim_any_place(&all) };
	buf_lit(&o->b, "record_id,list,name,date,calendar,age,sex,place\r\n");
	for (int64_t person = 1; o->records < records; person++) {
		struct rng r = rng_start(seed, (uint64_t)person);
		struct victim p = victim_draw(&r);
		p.day = (int32_t)(2444000 + below(&r, 16000));
		if (chance(&r, .35)) {
			const struct event *e = &events[zipf(&r, EVENTS)];
			p.day = e->day + (int32_t)below(&r, 3);
			p.place = chance(&r, .8) ? e->place : p.place;
		}
		bool in_list = chance(&r, .06);
		if (!in_list || chance(&r, .8))
			put(o, &p, 'B', &r, person);
		for (int i = 0; in_list && i < 1 + chance(&r, .035) && o->records < records; i++)
			put(o, &p, 'A', &r, person);
	}
}
