/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How late cases became known: each case once, in its period and the delay of its first entry, or left out with a reason. */
#include "scene.h"

#include "register/figure_delay.h"
#include "register/register_priv.h"
#include "text/calendar.h"

static const struct sql ENTERED_ON = SQL("UPDATE statement SET recorded_ms = :ms WHERE seq = :seq");
static const struct sql ALL_ON = SQL("UPDATE statement SET recorded_ms = :ms");

enum { DAY_MS = 86400000, EPOCH_JDN = 2440588 };

static int64_t ms_of(int32_t y, int m, int d)
{
	int32_t day = 0;
	CHECK(cal_to_jdn(CAL_GREGORIAN, y, m, d, &day));
	return (int64_t)(day - EPOCH_JDN) * DAY_MS + 3600000;
}

/* As if an entry, or all of them (seq 0), had been made on a day. */
static void entered(struct scene *s, int64_t seq, int32_t y, int m, int d)
{
	struct store *st = reg_store(s->r);
	AUTO_TX tx = { 0 };
	AUTO_STMT *q = NULL;
	must(s, tx_begin(&tx, st, &s->e), "begin");
	must(s, store_stmt(st, seq ? &ENTERED_ON : &ALL_ON, &q, &s->e), "prepare");
	bind_int(q, ":ms", ms_of(y, m, d));
	if (seq)
		bind_int(q, ":seq", seq);
	must(s, stmt_run(q, &s->e), "update");
	must(s, tx_commit(&tx, &s->e), "commit");
}

static void define(struct scene *s, const char *key, const char *rule)
{
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	must(s, reg_begin(&tx, s->r, &s->e), "begin");
	struct entity en = scene_entity(s, &tx, str_of(key));
	must(s, reg_define_figure(&tx, &en, str_of(rule), &seq, &s->e), rule);
	must(s, reg_commit(&tx, &s->e), "commit");
}

static struct str cells(struct scene *s, const struct figure_delays *d)
{
	struct str all = STR("");
	for (size_t i = 0; i < d->n_cells; i++)
		all = str_printf(s->a, "%.*s%s%lld+%lld: %lld", STR_FMT(all), all.n ? ", " : "",
				 (long long)d->cells[i].t, (long long)d->cells[i].delay,
				 (long long)d->cells[i].count);
	return all;
}

/* The register begins on Monday 1 January 2024 and was last written to on Wednesday 14 February. */
static void fill(struct scene *s)
{
	int64_t at[9];
	at[0] = say(s, "organisation:m", "person:first", "name=Nemouneh Yekom");
	at[1] = say(s, "organisation:m", "event:soon", "type=execution; date=2024-01-02");
	at[2] = say(s, "organisation:m", "event:late", "type=execution; date=2024-01-03");
	at[3] = say(s, "organisation:n", "event:soon", "type=execution; date=2024-01-02");
	at[4] = say(s, "organisation:m", "event:before", "type=execution; date=2023-12-28");
	at[5] = say(s, "organisation:m", "event:vague", "type=execution; date=2024-01");
	at[6] = say(s, "organisation:m", "event:ahead", "type=execution; date=2024-02-06");
	at[7] = say(s, "organisation:m", "event:today", "type=execution; date=2024-02-13");
	at[8] = say(s, "organisation:m", "event:same", "type=execution; date=2024-01-04");
	define(s, "figure:x", "{\"count\":\"events\",\"type\":[\"execution\"]}");
	define(s, "figure:status", "{\"count\":\"status\",\"status\":[\"executed\"]}");
	entered(s, 0, 2024, 2, 14);
	entered(s, at[0], 2024, 1, 1);
	entered(s, at[1], 2024, 1, 5);
	entered(s, at[2], 2024, 1, 22);
	entered(s, at[3], 2024, 2, 1); /* said again later: known since the first */
	entered(s, at[4], 2024, 1, 5);
	entered(s, at[5], 2024, 1, 5);
	entered(s, at[6], 2024, 1, 30); /* announced before it happened */
	entered(s, at[8], 2024, 1, 22);
}

TEST(cases_by_week_and_delay)
{
	SCENE s;
	struct figure_delays d;
	scene_open(&s);
	fill(&s);
	CHECK_OK(reg_figure_delays(s.r, of(&s, "figure:x").id, FIGURE_BY_WEEK, s.a, &d, &s.e),
		 &s.e);
	CHECK_INT(d.first, ms_of(2024, 1, 1) / DAY_MS + EPOCH_JDN);
	CHECK_INT(d.n, 6); /* the seventh week is not over */
	CHECK_STR(cells(&s, &d), "0+0: 1, 0+3: 2, 5+0: 1");
	CHECK_INT(d.cases, 4);
	CHECK_INT(d.before, 1);
	CHECK_INT(d.apart, 1);
	CHECK_INT(d.later, 1);
	CHECK_INT(d.cases + d.before + d.apart + d.later, d.figure.count);
}

TEST(cases_by_month_and_delay)
{
	SCENE s;
	struct figure_delays d;
	scene_open(&s);
	fill(&s);
	CHECK_OK(reg_figure_delays(s.r, of(&s, "figure:x").id, FIGURE_BY_MONTH, s.a, &d, &s.e),
		 &s.e);
	CHECK_INT(d.n, 1);
	/* What has a month and no day has a month. It was entered in it. */
	CHECK_STR(cells(&s, &d), "0+0: 4");
	CHECK_INT(d.later, 2);
	CHECK_INT(d.before, 1);
	CHECK_INT(d.apart, 0);
}

/* What was taken back was known all the same, but is no case. */
TEST(a_case_taken_back_is_none)
{
	SCENE s;
	struct figure_delays d;
	scene_open(&s);
	fill(&s);
	int64_t seq = say(&s, "organisation:m", "event:gone", "type=execution; date=2024-01-02");
	take_back(&s, seq);
	entered(&s, seq, 2024, 1, 5);
	CHECK_OK(reg_figure_delays(s.r, of(&s, "figure:x").id, FIGURE_BY_WEEK, s.a, &d, &s.e),
		 &s.e);
	CHECK_INT(d.cases + d.before + d.apart + d.later, d.figure.count);
}

TEST(what_has_no_delay_is_refused)
{
	SCENE s;
	struct figure_delays d;
	scene_open(&s);
	fill(&s);
	CHECK_ERR(reg_figure_delays(s.r, of(&s, "figure:status").id, FIGURE_BY_WEEK, s.a, &d, &s.e),
		  ERR_INPUT);
	say(&s, "organisation:m", "figure:reported", "ranking=Reported only");
	CHECK_ERR(
		reg_figure_delays(s.r, of(&s, "figure:reported").id, FIGURE_BY_WEEK, s.a, &d, &s.e),
		ERR_INPUT);
}
