/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/alarm.h"

#include <stdlib.h>

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

double alarm_recurrence(double p, int freq)
{
	return 1 / (p * freq);
}

/* ---- one series ------------------------------------------------------------------ */

enum { LIMITS_MAX = 4096, CHANGE_YEARS = 4 };

/* Limits found so far by one thread. They depend on the rounded mean and spread and on the seed alone, so
 * it is the same whichever thread finds them. */
struct limits {
	struct arena *a;
	struct cusum_limit *items;
	size_t n;
};

struct job {
	const struct alarm_options *o;
	struct alarm_series *items;
	struct limits limits[POOL_THREADS_MAX];
};

static size_t place_of(const struct series *s, int64_t t)
{
	int64_t at = s->by_date ? t : t - s->first + 1;
	return at < 1 ? 1 : (size_t)at;
}

static int judge_farrington(const struct alarm_options *o, struct alarm_series *x, struct arena *a,
			    struct err *e)
{
	enum farrington_bound bound = (enum farrington_bound)o->method;
	struct farrington_options fo = farrington_defaults(bound, x->s->freq);
	struct farrington *f;
	fo.alpha = o->alpha;
	fo.compat = o->compat;
	fo.years = o->years ? o->years : fo.years;
	if (o->from) {
		size_t before = place_of(x->s, o->from) - 1;
		size_t most = before > (size_t)fo.window
				      ? (before - (size_t)fo.window) / (size_t)x->s->freq
				      : 0;
		fo.years = (size_t)fo.years < most ? fo.years : (int)most;
	} else if (!o->years) {
		fo.years = farrington_years(&fo, x->s->freq, x->s->n);
	}
	if (fo.years < FARRINGTON_YEARS_MIN)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\" has %zu periods; this method needs %d years and %d more before the first it judges",
			STR_FMT(x->s->name), x->s->n, FARRINGTON_YEARS_MIN, fo.window);
	TRY(farrington_new(x->s, &fo, a, &f, e));
	x->years = fo.years;
	x->from = farrington_first(&fo, x->s->freq);
	if (o->from && place_of(x->s, o->from) > x->from)
		x->from = place_of(x->s, o->from);
	for (size_t t = x->from; t <= x->s->n; t++) {
		struct farrington_fit fit;
		farrington_judge(f, t, &x->points[t - 1], &fit);
		x->phi[t - 1] = fit.phi;
		x->trend[t - 1] = fit.trend;
	}
	return 0;
}

/* Two years are judged, or what is left after two to learn from. */
static size_t default_from(const struct series *s)
{
	size_t year = (size_t)s->freq;
	return s->n > 4 * year ? s->n - 2 * year + 1 : s->n > 2 * year ? 2 * year + 1 : year + 1;
}

static void chart_points(struct alarm_series *x, const struct cusum_mean *m,
			 const struct cusum_limit *l, bool glr, struct arena *a)
{
	size_t from = x->from - 1;
	size_t n = x->s->n - from;
	double *stat = NEW_N(a, n, double);
	bool *alarm = NEW_N(a, n, bool);
	double *y = NEW_N(a, n, double);
	size_t since = 0; /* the last alarm */
	if (glr)
		glr_run(x->s->observed + from, m->mu0 + from, n, m->alpha, GLR_WINDOW, x->h, stat,
			alarm);
	else
		cusum_run(x->s->observed + from, m->mu0 + from, n, m->alpha, CUSUM_DOUBLE, x->h,
			  stat, alarm);
	for (size_t i = 0; i < n; i++) {
		struct alarm_point *p = &x->points[from + i];
		double mu0 = m->mu0[from + i];
		y[i] = (double)x->s->observed[from + i];
		p->expected = mu0;
		p->score = stat[i] / x->h;
		p->p = stat[i] > 0 ? cusum_limit_rate(l, stat[i]) : 1;
		p->alarm = alarm[i];
		p->quiet = ALARM_SPOKE;
		if (glr) {
			double kept = y[i];
			p->upper = glr_cases(y + since, m->mu0 + from + since, i - since + 1,
					     m->alpha, GLR_WINDOW, x->h) -
				   1;
			y[i] = kept;
		} else {
			double before = i && !alarm[i - 1] ? stat[i - 1] : 0;
			p->upper = cusum_cases(before, mu0, m->alpha, CUSUM_DOUBLE, x->h) - 1;
		}
		since = alarm[i] ? i + 1 : since;
		x->phi[from + i] = 1 + m->alpha * mu0;
	}
}

/* Steps of a tenth: the limit of a chart moves by less than a hundredth between them. */
static double rounded(double v)
{
	return v > 0 ? exp(nearbyint(log(v) * 10) / 10) : 0;
}

static struct cusum_limit limit_of(struct limits *ls, bool glr, double mean, double alpha,
				   uint64_t seed)
{
	mean = rounded(mean);
	alpha = alpha > 1e-3 ? rounded(alpha) : 0;
	for (size_t i = 0; i < ls->n; i++)
		if (ls->items[i].mu0 == mean && ls->items[i].alpha == alpha)
			return ls->items[i];
	if (!ls->a)
		ls->a = arena_new(0);
	if (!ls->items)
		ls->items = NEW_N(ls->a, LIMITS_MAX, struct cusum_limit);
	struct cusum_limit l = glr ? glr_limit(mean, alpha, GLR_WINDOW, seed, ls->a)
				   : cusum_limit(mean, alpha, CUSUM_DOUBLE, seed, ls->a);
	if (ls->n < LIMITS_MAX)
		ls->items[ls->n++] = l;
	return l;
}

/* `alpha` of a chart is the rate of false alarms a period; unstated, its share of the budget. */
static int judge_chart(const struct alarm_options *o, struct alarm_series *x, struct limits *limits,
		       struct arena *a, struct err *e)
{
	struct cusum_mean m;
	bool glr = o->method == ALARM_GLR;
	x->from = o->from ? place_of(x->s, o->from) : default_from(x->s);
	TRY(cusum_learn(x->s, x->from - 1, a, &m, e));
	struct cusum_limit l = limit_of(limits, glr, m.average, m.alpha, o->seed);
	x->h = cusum_limit_h(&l, o->alpha > 0 ? o->alpha : x->share / x->s->freq);
	x->alpha_nb = m.alpha;
	chart_points(x, &m, &l, glr, a);
	return 0;
}

static int judge_changepoint(const struct alarm_options *o, struct alarm_series *x, struct arena *a,
			     struct err *e)
{
	x->from = o->from ? place_of(x->s, o->from) : default_from(x->s);
	if (x->from > x->s->n)
		return err_set(
			e, ERR_INPUT,
			"\"%.*s\" has %zu periods; a year of them is the least to learn from",
			STR_FMT(x->s->name), x->s->n);
	struct changepoint_options co = changepoint_defaults(x->s, x->from - 1);
	/* A level holds for two years on average: what is older than four says next to nothing of today's. */
	size_t before = CHANGE_YEARS * (size_t)x->s->freq;
	size_t first = x->from - 1 > before ? x->from - 1 - before : 0;
	struct changepoint *all = NEW_N(a, x->s->n - first, struct changepoint);
	co.alpha = o->alpha;
	co.bounds_from = x->from - 1 - first;
	changepoint_run(x->s->observed + first, x->s->n - first, &co, a, all);
	for (size_t i = x->from - 1; i < x->s->n; i++) {
		const struct changepoint *c = &all[i - first];
		struct alarm_point *p = &x->points[i];
		p->expected = c->expected;
		p->upper = c->upper;
		p->p = c->p;
		p->score = c->lately;
		p->alarm = c->lately > 0.5;
		p->quiet = ALARM_SPOKE;
		x->phi[i] = co.phi;
		x->lately[i] = c->lately;
	}
	return 0;
}

static void judge_one(void *ctx, size_t i, int worker)
{
	struct job *j = ctx;
	struct alarm_series *x = &j->items[i];
	AUTO_ARENA *a = arena_new(0);
	int rc = 0;
	switch (j->o->method) {
	case ALARM_FARRINGTON_NB:
	case ALARM_FARRINGTON_DELTA:
	case ALARM_FARRINGTON_MUAN:
		rc = judge_farrington(j->o, x, a, &x->why);
		break;
	case ALARM_CUSUM:
	case ALARM_GLR:
		rc = judge_chart(j->o, x, &j->limits[worker], a, &x->why);
		break;
	case ALARM_CHANGEPOINT:
	case ALARM_METHODS:
		rc = judge_changepoint(j->o, x, a, &x->why);
		break;
	}
	x->refused = rc < 0;
	if (x->refused)
		x->from = x->s->n + 1;
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

static void alarm_room(struct alarm_series *x, const struct series *s, bool changepoint,
		       struct arena *a)
{
	*x = (struct alarm_series){ .s = s, .q = NUM_NAN };
	x->points = NEW_N(a, s->n, struct alarm_point);
	x->phi = NEW_N(a, s->n, double);
	x->trend = NEW_N(a, s->n, double);
	x->fires = NEW_N(a, s->n, bool);
	x->lately = changepoint ? NEW_N(a, s->n, double) : NULL;
	for (size_t t = 1; t <= s->n; t++) {
		x->points[t - 1] = alarm_point_silent(s, t, ALARM_NO_HISTORY);
		x->phi[t - 1] = x->trend[t - 1] = NUM_NAN;
	}
}

void alarm_judge(const struct series *const *s, size_t n, const struct alarm_options *o,
		 struct pool *p, struct arena *a, struct alarm_set *ret)
{
	struct alarm_set set = { .o = *o, .items = NEW_N(a, n, struct alarm_series), .n = n };
	set.o.alpha = o->alpha > 0 ? o->alpha : default_alpha(o->method);
	set.o.budget = o->budget > 0 ? o->budget : ALARM_BUDGET;
	for (size_t i = 0; i < n; i++)
		alarm_room(&set.items[i], s[i], o->method == ALARM_CHANGEPOINT, a);
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
	for (size_t i = 0; i < POOL_THREADS_MAX; i++)
		arena_free(job->limits[i].a);
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
		if (!x->n_episodes)
			continue;
		x->without = NEW_N(a, sources->n, struct alarm_without);
		for (size_t k = 0; k < sources->n; k++)
			if (str_eq(sources->parts[k].s.name, x->s->name))
				TRY(judge_without(set, x, &sources->parts[k], a,
						  &x->without[x->n_without++], e));
	}
	return 0;
}

/* ---- what becomes of alarms -------------------------------------------------------------- */

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
