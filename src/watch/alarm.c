/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/alarm_priv.h"

#include "base/map.h"
#include "base/pool.h"

static const char *const CODES[ALARM_METHODS] = {
	"farrington-nb", "farrington-delta", "farrington-muan", "cusum", "glr", "changepoint"
};

bool alarm_method_parse(struct str s, enum alarm_method *ret)
{
	for (int i = 0; i < ALARM_METHODS; i++)
		if (str_eq(s, str_of(CODES[i]))) {
			*ret = (enum alarm_method)i;
			return true;
		}
	return false;
}

const char *alarm_method_code(enum alarm_method m)
{
	return CODES[m];
}

struct job {
	const struct alarm_options *o;
	struct alarm_series *items;
};

static void judge_one(void *ctx, size_t i, int worker)
{
	struct job *j = ctx;
	(void)worker;
	alarm_judge_one(j->o, &j->items[i]);
}

/* ---- all of them --------------------------------------------------------------------- */

static double default_alpha(enum alarm_method m)
{
	switch (m) {
	case ALARM_FARRINGTON_NB:
	case ALARM_FARRINGTON_DELTA:
	case ALARM_FARRINGTON_MUAN:
		return farrington_defaults((enum farrington_bound)m, 52).alpha;
	case ALARM_CUSUM:
	case ALARM_GLR:
		return 0;
	case ALARM_CHANGEPOINT:
	case ALARM_METHODS:
		break;
	}
	return 0.01;
}

/* "A/B/C" is a part of "A/B", or of "A" where there is no "A/B". */
static void find_parents(struct alarm_set *set, struct arena *a)
{
	struct map by_name;
	map_init(&by_name, a);
	for (size_t i = 0; i < set->n; i++)
		*map_at(&by_name, set->items[i].s->name) = &set->items[i];
	for (size_t i = 0; i < set->n; i++) {
		struct alarm_series *x = &set->items[i];
		struct str name = x->s->name;
		x->parent = i;
		for (size_t k = name.n; k > 0 && x->parent == i; k--) {
			const struct alarm_series *up =
				name.p[k - 1] == '/' ? map_get(&by_name, str_n(name.p, k - 1))
						     : NULL;
			x->parent = up ? (size_t)(up - set->items) : i;
		}
	}
	/* A name is longer than its parent's, so this ends. */
	for (size_t i = 0; i < set->n; i++)
		for (size_t at = i; set->items[at].parent != at; at = set->items[at].parent)
			set->items[i].level++;
}

static void share_budget(struct alarm_set *set)
{
	int levels = 0;
	for (size_t i = 0; i < set->n; i++)
		levels = set->items[i].level >= levels ? set->items[i].level + 1 : levels;
	for (int level = 0; level < levels; level++) {
		size_t n = 0;
		for (size_t i = 0; i < set->n; i++)
			n += set->items[i].level == level;
		for (size_t i = 0; i < set->n; i++)
			if (set->items[i].level == level) {
				double share = set->o.budget / levels / (double)n;
				set->items[i].share = share < 1 ? share : 1;
			}
	}
}

static bool parent_fires(const struct alarm_set *set, const struct alarm_series *x, size_t i)
{
	const struct alarm_series *up = &set->items[x->parent];
	int64_t at = (int64_t)i + x->s->first - up->s->first;
	return up != x && at >= 0 && (size_t)at < up->s->n && up->fires[at];
}

/* Parents come before their children, level by level. */
static void fire(struct alarm_set *set)
{
	for (int level = 0, more = 1; more; level++) {
		more = 0;
		for (size_t k = 0; k < set->n; k++) {
			struct alarm_series *x = &set->items[k];
			more |= x->level > level;
			if (x->level != level)
				continue;
			for (size_t i = 0; i < x->s->n; i++) {
				const struct alarm_point *p = &x->points[i];
				bool rare = p->p * x->s->freq <= x->share ||
					    set->o.method == ALARM_CUSUM ||
					    set->o.method == ALARM_GLR ||
					    set->o.method == ALARM_CHANGEPOINT;
				x->fires[i] = p->alarm && (rare || parent_fires(set, x, i));
			}
		}
	}
}

static void find_q(struct alarm_set *set, struct arena *a)
{
	double *p = NEW_N(a, set->n, double);
	double *q = NEW_N(a, set->n, double);
	int levels = 0;
	for (size_t i = 0; i < set->n; i++)
		levels = set->items[i].level >= levels ? set->items[i].level + 1 : levels;
	for (int level = 0; level < levels; level++) {
		for (size_t i = 0; i < set->n; i++) {
			const struct alarm_series *x = &set->items[i];
			p[i] = x->level == level && x->s->n ? x->points[x->s->n - 1].p : NUM_NAN;
		}
		alarm_fdr(p, set->n, a, q);
		for (size_t i = 0; i < set->n; i++)
			if (set->items[i].level == level)
				set->items[i].q = q[i];
	}
}

/* Methods that know no trend share one line without any. */
static double *no_trend(const struct series *const *s, size_t n, enum alarm_method m,
			struct arena *a)
{
	size_t longest = 0;
	if (m <= ALARM_FARRINGTON_MUAN)
		return NULL;
	for (size_t i = 0; i < n; i++)
		longest = s[i]->n > longest ? s[i]->n : longest;
	double *none = NEW_N(a, longest, double);
	for (size_t i = 0; i < longest; i++)
		none[i] = NUM_NAN;
	return none;
}

static void alarm_room(struct alarm_series *x, const struct series *s, double *trend,
		       bool changepoint, struct arena *a)
{
	*x = (struct alarm_series){ .s = s, .q = NUM_NAN };
	x->points = NEW_N(a, s->n, struct alarm_point);
	x->phi = NEW_N(a, s->n, double);
	x->trend = trend ? trend : NEW_N(a, s->n, double);
	x->fires = NEW_N(a, s->n, bool);
	x->lately = changepoint ? NEW_N(a, s->n, double) : NULL;
	for (size_t t = 1; t <= s->n; t++) {
		x->points[t - 1] = alarm_point_silent(s, t, ALARM_NO_HISTORY);
		x->phi[t - 1] = NUM_NAN;
		if (!trend)
			x->trend[t - 1] = NUM_NAN;
	}
}

void alarm_judge(const struct series *const *s, size_t n, const struct alarm_options *o,
		 struct pool *p, struct arena *a, struct alarm_set *ret)
{
	struct alarm_set set = { .o = *o, .items = NEW_N(a, n, struct alarm_series), .n = n };
	set.o.alpha = o->alpha > 0 ? o->alpha : default_alpha(o->method);
	set.o.budget = o->budget > 0 ? o->budget : ALARM_BUDGET;
	double *trend = no_trend(s, n, o->method, a);
	for (size_t i = 0; i < n; i++)
		alarm_room(&set.items[i], s[i], trend, o->method == ALARM_CHANGEPOINT, a);
	find_parents(&set, a);
	share_budget(&set);
	struct job *job = NEW(a, struct job);
	job->o = &set.o;
	job->items = set.items;
	if (p)
		pool_each_long(p, n, judge_one, job);
	else
		for (size_t i = 0; i < n; i++)
			judge_one(job, i, 0);
	fire(&set);
	for (size_t i = 0; i < n; i++) {
		struct alarm_series *x = &set.items[i];
		x->episodes =
			alarm_episodes(x->points, x->fires, x->s->n, x->s->freq, a, &x->n_episodes);
		x->state = alarm_state_at(x, x->s->n);
		if (!x->refused)
			set.nominal += set.o.alpha > 0 ? set.o.alpha * x->s->freq : x->share;
	}
	find_q(&set, a);
	*ret = set;
}

static int judge_without(struct alarm_set *set, struct alarm_series *x,
			 const struct series_part *part, struct arena *a, struct alarm_without *ret,
			 struct err *e)
{
	struct alarm_options o = set->o;
	struct alarm_set left;
	struct series *s = NEW(a, struct series);
	const struct series *one = s;
	TRY(series_without(x->s, &part->s, a, s, e));
	o.budget = x->share;
	o.left = true;
	o.years = x->years;
	alarm_judge(&one, 1, &o, NULL, a, &left);
	*ret = (struct alarm_without){ part->source, &part->s, left.items };
	return 0;
}

int alarm_check_sources(struct alarm_set *set, const struct series_set *sources, struct arena *a,
			struct err *e)
{
	for (size_t i = 0; i < set->n; i++) {
		struct alarm_series *x = &set->items[i];
		bool any = false;
		for (size_t t = x->from; t <= x->s->n && !x->refused; t++)
			any = any || x->points[t - 1].alarm;
		if (!any)
			continue;
		x->without = NEW_N(a, sources->n, struct alarm_without);
		for (size_t k = 0; k < sources->n; k++)
			if (str_eq(sources->parts[k].s.name, x->s->name))
				TRY(judge_without(set, x, &sources->parts[k], a,
						  &x->without[x->n_without++], e));
	}
	return 0;
}
