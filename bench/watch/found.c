/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * found.c - known surges of the development halves. A detector that sounds more often also finds more, so each is set to
 * sound as often as the peer did (peer.csv, made by peer.R) before the two are compared.
 */
#include "watch_bench.h"

#include <stdio.h>
#include <sys/resource.h>

#include "base/file.h"

struct truth {
	size_t first, last; /* of the surge, from 1; 0: none */
	bool strong;
};

struct found {
	double alarms_year, pod, strong, delay, ppv;
};

static struct truth *read_truth(struct arena *a, const char *name, bool sparse, size_t n)
{
	struct csv_options o = { .lang = LANG_EN };
	struct csv_table t;
	struct truth *ret = NEW_N(a, n, struct truth);
	csv_read(watch_bytes(a, name), &o, a, &t);
	for (size_t i = 0; i < n && i < t.n_rows; i++) {
		const struct str *c = t.rows[i].cells;
		int64_t first = 0;
		int64_t last = 0;
		double size = 0;
		double mean = 0;
		(void)(str_to_int(c[csv_column(&t.header, STR("start"))], &first) &&
		       str_to_int(c[csv_column(&t.header, STR("end"))], &last));
		(void)str_to_real(c[csv_column(&t.header, sparse ? STR("factor") : STR("k"))],
				  &size);
		(void)str_to_real(c[csv_column(&t.header,
					       sparse ? STR("mean_rate") : STR("mean_mu_current"))],
				  &mean);
		bool none = sparse && size <= 1;
		ret[i] = (struct truth){ none ? 0 : (size_t)first, none ? 0 : (size_t)last,
					 sparse ? size >= 5 && mean >= 0.5 : size >= 5 };
	}
	return ret;
}

static struct found look(const struct alarm_set *r, const struct truth *t, size_t from, size_t to)
{
	double outside = 0;
	double weeks = 0;
	double surges = 0;
	double hit = 0;
	double strong = 0;
	double strong_hit = 0;
	double delay = 0;
	double inside = 0;
	for (size_t i = 0; i < r->n; i++) {
		const struct alarm_series *x = &r->items[i];
		size_t first = 0;
		for (size_t w = from; w <= to; w++) {
			bool surge = w >= t[i].first && w <= t[i].last;
			bool alarm = !x->refused && x->points[w - 1].alarm;
			weeks += !surge;
			outside += alarm && !surge;
			inside += alarm && surge;
			first = alarm && surge && !first ? w : first;
		}
		if (!t[i].first || t[i].first > to)
			continue;
		surges++;
		hit += first > 0;
		delay += first ? (double)(first - t[i].first) : 0;
		strong += t[i].strong;
		strong_hit += t[i].strong && first;
	}
	return (struct found){ outside / weeks * 52, hit / surges, strong_hit / strong, delay / hit,
			       inside / (inside + outside) };
}

static struct found found_at(const struct data *d, const struct series_set *set,
			     const struct truth *t, enum alarm_method m, double alpha, size_t from)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	const struct series **s = NEW_N(a, set->n, const struct series *);
	struct alarm_options o = { .method = m, .alpha = alpha, .seed = 1, .from = (int64_t)from };
	struct alarm_set r;
	for (size_t i = 0; i < set->n; i++)
		s[i] = &set->parts[i].s;
	alarm_judge(s, set->n, &o, d->pool, a, &r);
	return look(&r, t, from, set->parts[0].s.n);
}

/* The most false alarms that are not more than `most` a year. */
static struct found found_within(const struct data *d, const struct series_set *set,
				 const struct truth *t, enum alarm_method m, size_t from,
				 double most, double *ret_alpha)
{
	double low = log(1e-5);
	double high = log(0.5);
	struct found best = { 0 };
	for (int i = 0; i < 12; i++) {
		double middle = (low + high) / 2;
		struct found f = found_at(d, set, t, m, exp(middle), from);
		if (f.alarms_year > most) {
			high = middle;
			continue;
		}
		low = middle;
		best = f;
	}
	*ret_alpha = exp(low);
	return best;
}

static void print_found(const char *name, const struct found *f)
{
	printf("%-52s %6.2f  %6.3f  %6.3f  %6.2f  %6.3f", name, f->alarms_year, f->pod, f->strong,
	       f->delay, f->ppv);
}

static double cpu_seconds(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* Vigil's detector of that kind; where it has none, the one the manual advises for such series. */
static enum alarm_method method_for(struct str peer, bool sparse)
{
	if (str_has(peer, STR("delta")))
		return ALARM_FARRINGTON_DELTA;
	if (str_has(peer, STR("theta")))
		return ALARM_CUSUM;
	return str_has(peer, STR("GLR")) || (sparse && str_has(peer, STR("ears")))
		       ? ALARM_GLR
		       : ALARM_FARRINGTON_NB;
}

static double cell(const struct csv_table *t, size_t row, struct str column)
{
	double v = NUM_NAN;
	(void)str_to_real(t->rows[row].cells[csv_column(&t->header, column)], &v);
	return v;
}

void watch_found_print(const struct data *d)
{
	struct csv_options o = { .lang = LANG_EN };
	struct csv_table t;
	struct str bytes;
	struct err e;
	struct truth *n = read_truth(d->a, "noufaily_1000_truth.csv", false, d->noufaily.n);
	struct truth *s = read_truth(d->a, "sparse_truth.csv", true, d->sparse.n);
	if (file_read("bench/watch/peer.csv", 1 << 20, d->a, &bytes, &e) < 0)
		die("%s", e.text);
	csv_read(bytes, &o, d->a, &t);
	printf("\n%-52s %6s  %6s  %6s  %6s  %6s\n", "known surges, development halves", "false/y",
	       "found", "strong", "delay", "PPV");
	for (size_t i = 0; i < t.n_rows; i++) {
		struct str peer = t.rows[i].cells[1];
		bool sparse = str_eq(t.rows[i].cells[0], STR("sparse"));
		enum alarm_method m = method_for(peer, sparse);
		double alpha;
		struct found r = { cell(&t, i, STR("false_year")), cell(&t, i, STR("pod")),
				   cell(&t, i, STR("strong")), cell(&t, i, STR("delay")),
				   cell(&t, i, STR("ppv")) };
		double seconds = cell(&t, i, STR("seconds"));
		const struct series_set *set = sparse ? &d->sparse : &d->noufaily;
		const struct truth *truth = sparse ? s : n;
		size_t from = sparse ? 469 : 576;
		struct found v = found_within(d, set, truth, m, from, r.alarms_year, &alpha);
		double before = cpu_seconds();
		(void)found_at(d, set, truth, m, alpha, from);
		double own = cpu_seconds() - before;
		print_found(
			str_printf(d->a, "%.*s: R %.*s", STR_FMT(t.rows[i].cells[0]), STR_FMT(peer))
				.p,
			&r);
		printf("  %7.2f s CPU\n", seconds);
		print_found(
			str_printf(d->a, "  Vigil %s, alpha %.2g", alarm_method_code(m), alpha).p,
			&v);
		printf("  %7.2f s CPU, %.0f times as quick, %s\n", own, seconds / own,
		       v.pod >= r.pod - 1e-4 ? "finds as many" : "finds FEWER");
	}
}
