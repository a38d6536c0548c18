/* SPDX-License-Identifier: GPL-3.0-or-later */
/* alarm_episode.c - what becomes of alarms: states, episodes, and how many of many are chance. */
#include "watch/alarm.h"

#include <stdlib.h>

double alarm_recurrence(double p, int freq)
{
	return 1 / (p * freq);
}

static enum alarm_state state_of(double p, int freq)
{
	double years = alarm_recurrence(p, freq);
	return years >= 10 ? ALARM_URGENT : years >= 1 ? ALARM_ALERT : ALARM_WATCH;
}

enum alarm_state alarm_state_at(const struct alarm_series *x, size_t t)
{
	size_t low = 0;
	enum alarm_state s = ALARM_QUIET;
	for (size_t i = 0; i < ALARM_QUIET_PERIODS && i < t; i++) {
		const struct alarm_point *p = &x->points[t - 1 - i];
		low += p->p < 0.05;
		if (x->fires[t - 1 - i] && state_of(p->p, x->s->freq) > s)
			s = state_of(p->p, x->s->freq);
	}
	return s == ALARM_QUIET && low >= 2 ? ALARM_WATCH : s;
}

struct alarm_episode *alarm_episodes(const struct alarm_point *p, const bool *fires, size_t n,
				     int freq, struct arena *a, size_t *ret_n)
{
	struct alarm_episode *list = NULL;
	size_t cap = 0;
	size_t count = 0;
	for (size_t i = 0; i < n; i++) {
		if (!fires[i])
			continue;
		if (!count || i + 1 - list[count - 1].last > ALARM_QUIET_PERIODS) {
			list = arena_grow(a, list, count, &cap, sizeof *list);
			list[count++] = (struct alarm_episode){ .first = i + 1, .least_p = p[i].p };
		}
		struct alarm_episode *at = &list[count - 1];
		at->last = i + 1;
		at->alarms++;
		at->least_p = p[i].p < at->least_p ? p[i].p : at->least_p;
		at->state = state_of(at->least_p, freq);
		at->open = n - at->last < ALARM_QUIET_PERIODS;
	}
	*ret_n = count;
	return list;
}

struct ranked {
	double p;
	size_t at;
};

static int by_p(const void *x, const void *y)
{
	const struct ranked *a = x;
	const struct ranked *b = y;
	if (a->p != b->p)
		return a->p < b->p ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

void alarm_fdr(const double *p, size_t n, struct arena *a, double *ret)
{
	struct ranked *r = NEW_N(a, n, struct ranked);
	size_t m = 0;
	for (size_t i = 0; i < n; i++) {
		ret[i] = NUM_NAN;
		if (!isnan(p[i]))
			r[m++] = (struct ranked){ p[i], i };
	}
	qsort(r, m, sizeof *r, by_p);
	double least = 1;
	for (size_t i = m; i-- > 0;) {
		double q = r[i].p * (double)m / (double)(i + 1);
		least = q < least ? q : least;
		ret[r[i].at] = least;
	}
}

size_t alarm_episode_peak(const struct alarm_series *x, const struct alarm_episode *ep)
{
	size_t best = ep->first;
	for (size_t t = ep->first; t <= ep->last; t++)
		if (x->fires[t - 1] && x->points[t - 1].p < x->points[best - 1].p)
			best = t;
	return best;
}

bool alarm_is_withdrawn(const struct alarm_episode *before, const struct alarm_series *now)
{
	for (size_t t = before->first; t <= before->last && t <= now->s->n; t++)
		if (now->fires[t - 1])
			return false;
	return true;
}
