/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/series.h"

#include <stdlib.h>

#include "watch/series_priv.h"

static int by_time(const void *x, const void *y)
{
	const struct series_point *a = x;
	const struct series_point *b = y;
	if (a->t != b->t)
		return a->t < b->t ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

/* Parts of a series may have gaps: a source that says nothing of a period has none in it. */
static bool check_order(struct series_reader *r, const struct series_lines *p, bool gaps)
{
	bool fine = true;
	for (size_t i = 1; i < p->n; i++) {
		const struct series_point *at = &p->points[i];
		int64_t step = at->t - at[-1].t;
		bool next = step == 1 || (step > 1 && gaps);
		if (!next)
			series_not_next(r, at->row,
					at->label.n ? at->label
						    : str_printf(r->a, "%lld", (long long)at->t),
					p->name, step, at[-1].row);
		fine = fine && next;
	}
	return fine;
}

static struct series_part part_done(struct series_reader *r, const struct series_lines *p)
{
	size_t n = (size_t)(p->points[p->n - 1].t - p->points[0].t) + 1;
	int64_t *observed = NEW_N(r->a, n, int64_t);
	struct str *label = r->wide ? NULL : NEW_N(r->a, n, struct str);
	bool labelled = false;
	for (size_t i = 0; i < p->n; i++) {
		size_t at = (size_t)(p->points[i].t - p->points[0].t);
		observed[at] = p->points[i].count;
		if (label) {
			label[at] = p->points[i].label;
			labelled = labelled || label[at].n;
		}
	}
	struct series whole = { .name = p->name,
				.freq = p->freq,
				.n = n,
				.observed = observed,
				.label = r->wide    ? r->labels
					 : labelled ? label
						    : NULL,
				.first = p->points[0].t,
				.by_date = !r->wide && r->t < 0 };
	return (struct series_part){ whole, p->source };
}

static bool is_whole(struct series_reader *r, struct series_lines *p, bool gaps)
{
	if (!p->n)
		return false;
	qsort(p->points, p->n, sizeof *p->points, by_time);
	return !r->spoiled && !p->spoiled && check_order(r, p, gaps) &&
	       p->points[p->n - 1].t - p->points[0].t < SERIES_PERIODS_MAX;
}

static struct series_set set_of(struct series_reader *r, struct series_lines *const *parts,
				size_t n, bool gaps)
{
	struct series_set set = { NEW_N(r->a, n, struct series_part), 0 };
	for (size_t i = 0; i < n; i++)
		if (is_whole(r, parts[i], gaps))
			set.parts[set.n++] = part_done(r, parts[i]);
	return set;
}

/* ---- all sources together ------------------------------------------------------ */

/* The rows of all sources of each series. */
static struct series_lines **gather(struct series_reader *r, size_t *ret_n)
{
	struct series_lines **all = NEW_N(r->scratch, r->n, struct series_lines *);
	struct map by_name;
	size_t n = 0;
	map_init(&by_name, r->scratch);
	for (size_t i = 0; i < r->n; i++) {
		const struct series_lines *p = r->parts[i];
		void **at = map_at(&by_name, p->name);
		if (!*at) {
			all[n] = NEW(r->scratch, struct series_lines);
			*all[n] = (struct series_lines){ .name = p->name, .freq = p->freq };
			*at = all[n++];
		}
		struct series_lines *sum = *at;
		sum->spoiled = sum->spoiled || p->spoiled;
		for (size_t k = 0; k < p->n; k++) {
			sum->points = arena_grow(r->scratch, sum->points, sum->n, &sum->cap,
						 sizeof *sum->points);
			sum->points[sum->n++] = p->points[k];
		}
	}
	*ret_n = n;
	return all;
}

/* One row for each period. ERR_TOOBIG where sources have more than can be counted. */
static int add_up(struct series_lines *p, struct err *e)
{
	size_t n = 0;
	if (p->n)
		qsort(p->points, p->n, sizeof *p->points, by_time);
	for (size_t i = 0; i < p->n; i++) {
		if (n && p->points[n - 1].t == p->points[i].t)
			p->points[n - 1].count += p->points[i].count;
		else
			p->points[n++] = p->points[i];
		if (p->points[n - 1].count > SERIES_COUNT_MAX)
			return err_set(
				e, ERR_TOOBIG,
				"row %lld: the sources together have more than 2,147,483,647",
				(long long)p->points[i].row);
	}
	p->n = n;
	return 0;
}

static int add_sources(struct series_reader *r, struct series_set *ret, struct err *e)
{
	size_t n;
	struct series_lines **all = gather(r, &n);
	for (size_t i = 0; i < n; i++)
		TRY(add_up(all[i], e));
	*ret = set_of(r, all, n, false);
	return 0;
}

/* ---- reading --------------------------------------------------------------------- */

static int read_rows(struct series_reader *r, struct str bytes, struct err *e)
{
	struct csv_options csv = { .lang = r->o->lang, .columns_max = SERIES_COLUMNS_MAX };
	struct csv_sink sink = { series_take_row, r };
	map_init(&r->by_name, r->a);
	return csv_each(bytes, &csv, &sink, r->a, r->ps, e);
}

int series_read(struct str bytes, const struct series_options *o, struct arena *a,
		struct series_set *ret, struct csv_problems *ret_problems, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	struct series_reader r = { .o = o, .a = a, .scratch = scratch, .ps = ret_problems };
	TRY(read_rows(&r, bytes, e));
	*ret = set_of(&r, r.parts, r.n, r.source >= 0);
	return 0;
}

int series_read_all(struct str bytes, const struct series_options *o, struct arena *a,
		    struct series_set *ret, struct series_set *ret_sources,
		    struct csv_problems *ret_problems, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	struct series_reader r = { .o = o, .a = a, .scratch = scratch, .ps = ret_problems };
	struct series_set sources = { NULL, 0 };
	struct series_set all;
	TRY(read_rows(&r, bytes, e));
	all = set_of(&r, r.parts, r.n, r.source >= 0);
	if (r.source >= 0) {
		sources = all;
		TRY(add_sources(&r, &all, e));
	}
	*ret = all;
	*ret_sources = sources;
	return 0;
}

struct alarm_point alarm_point_silent(const struct series *s, size_t t, enum alarm_quiet why)
{
	return (struct alarm_point){
		.t = t,
		.observed = t > 0 && t <= s->n ? s->observed[t - 1] : 0,
		.expected = NUM_NAN,
		.upper = NUM_NAN,
		.score = NUM_NAN,
		.p = NUM_NAN,
		.quiet = why,
	};
}

int series_without(const struct series *s, const struct series *part, struct arena *a,
		   struct series *ret, struct err *e)
{
	int64_t *left = NEW_N(a, s->n, int64_t);
	for (size_t k = 0; k < part->n; k++) {
		int64_t at = part->first + (int64_t)k - s->first;
		if (part->observed[k] && (at < 0 || at >= (int64_t)s->n))
			return err_set(
				e, ERR_INPUT,
				"\"%.*s\": a source has a count for a period that is not in the counts of all; name periods the same way in both tables, by t or by date",
				STR_FMT(s->name));
	}
	for (size_t i = 0; i < s->n; i++) {
		int64_t at = s->first + (int64_t)i - part->first;
		left[i] = s->observed[i];
		if (at >= 0 && at < (int64_t)part->n)
			left[i] -= part->observed[at];
		if (left[i] < 0)
			return err_set(
				e, ERR_INPUT,
				"\"%.*s\", period %lld: a source alone has %lld, more than the %lld of all",
				STR_FMT(s->name), (long long)(s->first + (int64_t)i),
				(long long)(s->observed[i] - left[i]), (long long)s->observed[i]);
	}
	*ret = *s;
	ret->observed = left;
	return 0;
}
