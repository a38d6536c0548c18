/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_sums.c - one set of events: sums over zones and windows, what is expected of them, and the statistic of each. */
#include "watch/scan_priv.h"

double scan_llr_total(double c, double expected, double n)
{
	if (!(c > expected))
		return 0;
	double rest = n > c ? (n - c) * log((n - c) / (n - expected)) : 0;
	return c * log(c / expected) + rest;
}

double scan_llr_expected(double c, double expected)
{
	return c > expected ? c * log(c / expected) - (c - expected) : 0;
}

struct scan_work scan_work_new(const struct scan_plan *p, struct arena *a)
{
	size_t n = p->t->n_places;
	size_t wide = p->span + 1;
	return (struct scan_work){
		.place = NEW_N(a, n * wide, double),
		.zone = NEW_N(a, p->zones.n * wide, double),
		.total = NEW_N(a, n, double),
		.period = NEW_N(a, wide, double),
		.mean = NEW_N(a, n, double),
		.zone_mean = NEW_N(a, p->zones.n, double),
		.zone_all = NEW_N(a, p->zones.n, double),
		.persons = (double)p->t->persons,
		.events = NEW_N(a, p->t->n_events, struct scan_event),
	};
}

void scan_count(const struct scan_plan *p, const struct scan_event *events, struct scan_work *w)
{
	size_t wide = p->span + 1;
	memset(w->place, 0, p->t->n_places * wide * sizeof *w->place);
	memset(w->total, 0, p->t->n_places * sizeof *w->total);
	memset(w->period, 0, wide * sizeof *w->period);
	for (size_t i = 0; i < p->t->n_events; i++) {
		const struct scan_event *x = &events[i];
		double v = (double)x->persons;
		w->total[x->place] += v;
		if (x->period < p->from)
			continue;
		w->place[x->place * wide + x->period - p->from + 1] += v;
		w->period[x->period - p->from + 1] += v;
	}
	for (size_t k = 1; k < wide; k++)
		w->period[k] += w->period[k - 1];
	for (size_t i = 0; i < p->t->n_places; i++)
		for (size_t k = 1; k < wide; k++)
			w->place[i * wide + k] += w->place[i * wide + k - 1];
}

/* Before the longest window, a period's average of a place added to each; over all periods where windows lie anywhere. */
void scan_put_means(const struct scan_plan *p, struct scan_work *w)
{
	size_t wide = p->span + 1;
	double history = (double)(p->o->anywhere ? p->periods : p->from);
	double seen = w->persons - (p->o->anywhere ? 0 : w->period[p->span]);
	double average = (seen + 0.5) / (history * (double)p->t->n_places);
	for (size_t i = 0; i < p->t->n_places; i++) {
		double mine = w->total[i] - (p->o->anywhere ? 0 : w->place[i * wide + p->span]);
		w->mean[i] = (mine + average) / (history + 1);
	}
}

static bool is_expected(const struct scan_plan *p)
{
	return p->o->method == SCAN_NB || (p->o->method == SCAN_POISSON && !p->share);
}

void scan_prepare(const struct scan_plan *p, struct scan_work *w)
{
	size_t wide = p->span + 1;
	if (is_expected(p))
		scan_put_means(p, w);
	for (size_t i = 0; i < p->t->n_places && p->o->method == SCAN_NB; i++) {
		double spread = 1 + w->mean[i] / p->theta;
		for (size_t k = 1; k < wide; k++)
			w->place[i * wide + k] /= spread;
	}
	for (size_t i = 0; i < p->zones.n; i++) {
		const struct scan_zone *z = &p->zones.items[i];
		double *sum = w->zone + i * wide;
		w->zone_mean[i] = z->base < 0 ? 0 : w->zone_mean[z->base];
		w->zone_all[i] = z->base < 0 ? 0 : w->zone_all[z->base];
		if (z->base < 0)
			memset(sum, 0, wide * sizeof *sum);
		else
			memcpy(sum, w->zone + (size_t)z->base * wide, wide * sizeof *sum);
		for (size_t k = 0; k < z->n_added; k++) {
			size_t place = z->added[k];
			const double *add = w->place + place * wide;
			w->zone_mean[i] += w->mean[place];
			if (p->o->method == SCAN_NB)
				w->zone_all[i] += w->mean[place] / (1 + w->mean[place] / p->theta);
			else if (p->share)
				w->zone_all[i] += p->t->population[place] * w->persons /
						  p->share[p->t->n_places - 1];
			else
				w->zone_all[i] += w->total[place];
			for (size_t s = 1; s < wide; s++)
				sum[s] += add[s];
		}
	}
}

double scan_expected_in(const struct scan_plan *p, const struct scan_work *w, size_t zone,
			size_t from, size_t to)
{
	if (is_expected(p))
		return w->zone_mean[zone] * (double)(to - from);
	if (p->o->method == SCAN_POISSON)
		return w->zone_all[zone] * (double)(to - from) / (double)p->periods;
	return w->zone_all[zone] * (w->period[to] - w->period[from]) / w->persons;
}

double scan_statistic(const struct scan_plan *p, const struct scan_work *w, size_t zone,
		      size_t from, size_t to)
{
	const double *sum = w->zone + zone * (p->span + 1);
	double c = sum[to] - sum[from];
	if (p->o->method == SCAN_NB) {
		double m = w->zone_all[zone] * (double)(to - from);
		return c > m ? (c - m) / sqrt(m) : 0;
	}
	double expected = scan_expected_in(p, w, zone, from, to);
	if (!(c > expected))
		return 0;
	return is_expected(p) ? scan_llr_expected(c, expected)
			      : scan_llr_total(c, expected, w->persons);
}

/* Windows end at `to`, and are at most o->longest long. */
static void look(const struct scan_plan *p, const struct scan_work *w, size_t zone, size_t to,
		 struct scan_best *best)
{
	size_t first = to > p->o->longest ? to - p->o->longest : 0;
	for (size_t from = first; from < to; from++) {
		double v = scan_statistic(p, w, zone, from, to);
		if (v > best->value)
			*best = (struct scan_best){ zone, from, to, v };
	}
}

struct scan_best scan_look_at_zone(const struct scan_plan *p, const struct scan_work *w,
				   size_t zone)
{
	struct scan_best best = { zone, 0, 0, 0 };
	for (size_t to = p->o->anywhere ? 1 : p->span; to <= p->span; to++)
		look(p, w, zone, to, &best);
	return best;
}
