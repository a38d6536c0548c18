/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/changepoint.h"

#include "num/dist.h"
#include "num/sum.h"

enum { GRID = 64, RUNS_MAX = 400, KEPT_COUNTS = 256 };
#define DROP 1e-6

/* A run that began `length` periods ago. */
struct run {
	size_t length;
	double p;
	double joint
		[GRID]; /* work.scale times this: that it is this run and the grid's mean; the sum is p */
};

struct work {
	const struct changepoint_options *o;
	double rate[GRID];
	double prior[GRID];
	double size[GRID];	       /* of each mean's negative binomial; 0: Poisson */
	double likely[GRID];	       /* of the count at hand */
	double *of_count[KEPT_COUNTS]; /* the same of small counts, which come again and again */
	size_t n_of_count;
	struct arena *a;
	struct run **runs; /* the longest first; the rest of RUNS_MAX + 1 are free */
	size_t n;
	double scale;
	double before[GRID]; /* what was known when `within` periods were not yet seen */
};

struct changepoint_options changepoint_defaults(const struct series *s, size_t train)
{
	AUTO_ARENA *a = arena_new(0);
	struct changepoint_options o = { .within = 4, .alpha = 0.01 };
	double *spread = NEW_N(a, train, double);
	double total = 0;
	size_t n = 0;
	for (size_t i = 0; i < train; i++)
		total += (double)s->observed[i];
	double mean = train && total > 0 ? total / (double)train : 0.5 / (double)(train + 1);
	/* Half the squared difference of neighbours is the variance where the mean stays. */
	for (size_t i = 1; i < train; i++) {
		double step = (double)(s->observed[i] - s->observed[i - 1]);
		spread[n++] = step * step / 2;
	}
	double phi = n ? sum_mean(spread, n) / mean : 1;
	o.phi = phi > 1 ? phi : 1;
	o.hazard = 1 / (2.0 * s->freq);
	o.a0 = 1;
	o.b0 = 1 / mean;
	return o;
}

static struct dist dist_of(double mean, double phi)
{
	return phi > 1 + 1e-9 ? dist_nbinom(mean / (phi - 1), 1 / phi) : dist_poisson(mean);
}

/* From far below to far above the prior and all that was seen. */
static void begin(struct work *w, const int64_t *y, size_t n, struct arena *a)
{
	double mean = w->o->a0 / w->o->b0;
	double top = mean;
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		top = (double)y[i] > top ? (double)y[i] : top;
	double low = log(mean / 100);
	double high = log(top * 2 + mean);
	double step = (high - low) / (GRID - 1);
	struct dist prior = dist_gamma(w->o->a0, 1 / w->o->b0);
	for (size_t g = 0; g < GRID; g++) {
		w->rate[g] = exp(low + step * (double)g);
		w->size[g] = w->o->phi > 1 + 1e-9 ? w->rate[g] / (w->o->phi - 1) : 0;
		w->prior[g] = dist_d(prior, w->rate[g]) * w->rate[g];
		sum += w->prior[g];
	}
	for (size_t g = 0; g < GRID; g++)
		w->prior[g] /= sum;
	w->a = a;
	struct run *room = NEW_N(a, RUNS_MAX + 1, struct run);
	w->runs = NEW_N(a, RUNS_MAX + 1, struct run *);
	for (size_t r = 0; r <= RUNS_MAX; r++)
		w->runs[r] = &room[r];
	w->scale = 1;
	room[0].p = 1;
	memcpy(room[0].joint, w->prior, sizeof w->prior);
	w->n = 1;
}

/* What is thought of the mean of the coming period, over all runs. */
static void mixture(const struct work *w, double *ret)
{
	memset(ret, 0, GRID * sizeof *ret);
	for (size_t r = 0; r < w->n; r++)
		for (size_t g = 0; g < GRID; g++)
			ret[g] += w->runs[r]->joint[g];
	for (size_t g = 0; g < GRID; g++)
		ret[g] *= w->scale;
}

/* P(Y = y) from P(Y = y - 1), but where that has vanished. */
static void next_row(const struct work *w, double y, const double *last, double *ret)
{
	double falls = w->o->phi > 1 + 1e-9 ? 1 - 1 / w->o->phi : 0;
	for (size_t g = 0; g < GRID; g++) {
		double rise = falls > 0 ? (y - 1 + w->size[g]) * falls : w->rate[g];
		ret[g] = last && last[g] > 1e-280 ? last[g] * rise / y
						  : dist_d(dist_of(w->rate[g], w->o->phi), y);
	}
}

static const double *likely_of(struct work *w, double y)
{
	if (!(y < KEPT_COUNTS)) {
		next_row(w, y, NULL, w->likely);
		return w->likely;
	}
	for (; w->n_of_count <= (size_t)y; w->n_of_count++) {
		size_t k = w->n_of_count;
		w->of_count[k] = NEW_N(w->a, GRID, double);
		next_row(w, (double)k, k ? w->of_count[k - 1] : NULL, w->of_count[k]);
	}
	return w->of_count[(size_t)y];
}

/* P(Y > x); each mean of the grid costs what a quantile of the package's library does. */
static double tail(const struct work *w, const double *mix, double x)
{
	double p = 0;
	for (size_t g = 0; g < GRID; g++)
		if (mix[g] > 1e-9)
			p += mix[g] * dist_p(dist_of(w->rate[g], w->o->phi), x, DIST_ABOVE);
	return p;
}

/* The least x with P(Y > x) <= alpha, by doubling and halving. */
static double bound_far(const struct work *w, const double *mix, double low)
{
	double high = low > 0 ? 2 * low : 1;
	while (tail(w, mix, high) > w->o->alpha && high < 1e12) {
		low = high;
		high *= 2;
	}
	while (high - low > 1) {
		double middle = floor((low + high) / 2);
		if (tail(w, mix, middle) > w->o->alpha)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static double weight_of(struct work *w, const double *mix, double y)
{
	const double *likely = likely_of(w, y);
	double p = 0;
	for (size_t g = 0; g < GRID; g++)
		p += mix[g] * likely[g];
	return p;
}

/* Small counts are added up from 0, which costs a row of the grid each and is as exact as 1 less a sum is. */
static void predict(struct work *w, const double *mix, double y, struct changepoint *ret)
{
	double below = 0;
	double upper = -1;
	ret->expected = 0;
	for (size_t g = 0; g < GRID; g++)
		ret->expected += mix[g] * w->rate[g];
	ret->p = 1;
	size_t most = 4 * ret->expected < KEPT_COUNTS ? KEPT_COUNTS : 0;
	for (size_t k = 0; k < most && (upper < 0 || (double)k < y); k++) {
		double x = (double)k;
		below += weight_of(w, mix, x);
		upper = upper < 0 && 1 - below <= w->o->alpha ? x : upper;
		ret->p = x < y ? 1 - below : ret->p;
	}
	ret->upper = upper >= 0 ? upper : bound_far(w, mix, (double)most - 1);
	if (y >= (double)most || ret->p < 1e-6)
		ret->p = tail(w, mix, y - 1);
}

/* Multiplies the grid by `likely` and gives its sum, in four sums that do not wait for each other. */
static double weigh(double *restrict joint, const double *restrict likely)
{
	double sum[4] = { 0 };
	for (size_t g = 0; g < GRID; g += 4)
		for (size_t k = 0; k < 4; k++) {
			joint[g + k] *= likely[g + k];
			sum[k] += joint[g + k];
		}
	return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/* Each run lives on with the count, or ends; the rarest are dropped. What all are divided by is known when they have been
 * weighed, and goes into the row they are weighed with next. */
static void step(struct work *w, double y)
{
	double sum = 0;
	double total = w->o->hazard;
	size_t kept = 0;
	double row[GRID];
	const double *likely = likely_of(w, y);
	for (size_t g = 0; g < GRID; g++)
		row[g] = likely[g] * w->scale;
	for (size_t r = 0; r < w->n; r++) {
		struct run *run = w->runs[r];
		run->p = weigh(run->joint, row);
		run->length++;
		sum += run->p;
	}
	for (size_t r = 0; r < w->n; r++) {
		struct run *run = w->runs[r];
		run->p *= (1 - w->o->hazard) / sum;
		bool full = w->n == RUNS_MAX && r == 0;
		if (run->p >= DROP && !full) {
			total += run->p;
			w->runs[r] = w->runs[kept]; /* a dropped one, or itself */
			w->runs[kept++] = run;
		}
	}
	w->n = kept + 1;
	struct run *fresh = w->runs[kept];
	fresh->length = 0;
	fresh->p = w->o->hazard / total;
	w->scale = (1 - w->o->hazard) / (sum * total);
	for (size_t g = 0; g < GRID; g++)
		fresh->joint[g] = w->prior[g] * fresh->p / w->scale;
	for (size_t r = 0; r < kept; r++)
		w->runs[r]->p /= total;
}

static double mean_of(const struct work *w, const double *p)
{
	double m = 0;
	double sum = 0;
	for (size_t g = 0; g < GRID; g++) {
		m += p[g] * w->rate[g];
		sum += p[g];
	}
	return sum > 0 ? m / sum : NUM_NAN;
}

static double quantile(const struct work *w, const double *p, double q)
{
	double all = 0;
	double sum = 0;
	for (size_t g = 0; g < GRID; g++)
		all += p[g];
	for (size_t g = 0; g < GRID; g++) {
		sum += p[g];
		if (sum >= q * all)
			return w->rate[g];
	}
	return w->rate[GRID - 1];
}

/* The run of length 0 is a change yet to be seen and left out: its probability is the hazard's. */
static void look(const struct work *w, size_t t, struct changepoint *ret)
{
	const struct run *best = w->runs[0];
	for (size_t r = 0; r + 1 < w->n; r++) {
		const struct run *run = w->runs[r];
		best = run->p > best->p ? run : best;
	}
	ret->run = best->length;
	ret->rate_now = mean_of(w, best->joint);
	ret->rate_now_lo = quantile(w, best->joint, 0.025);
	ret->rate_now_hi = quantile(w, best->joint, 0.975);
	ret->rate_before = mean_of(w, w->before);
	ret->lately = 0;
	ret->lately_any = 0;
	for (size_t r = 0; r + 1 < w->n; r++) {
		const struct run *run = w->runs[r];
		if (run->length > w->o->within || run->length == t)
			continue;
		double p = run->p / (1 - w->o->hazard);
		ret->lately_any += p;
		if (mean_of(w, run->joint) > ret->rate_before)
			ret->lately += p;
	}
}

void changepoint_run(const int64_t *y, size_t n, const struct changepoint_options *o,
		     struct arena *a, struct changepoint *ret)
{
	struct work w = { .o = o };
	double *known = NEW_N(a, (o->within + 1) * GRID, double);
	size_t first = o->from > o->within ? o->from - o->within : 0;
	begin(&w, y, n, a);
	for (size_t i = 0; i < n; i++) {
		struct changepoint *c = &ret[i];
		*c = (struct changepoint){ .expected = NUM_NAN, .upper = NUM_NAN, .p = NUM_NAN };
		/* What was thought before each of the last periods, in a ring. */
		double *now = known + (i % (o->within + 1)) * GRID;
		if (i >= first)
			mixture(&w, now);
		if (i >= o->from)
			predict(&w, now, (double)y[i], c);
		step(&w, (double)y[i]);
		if (i < o->from)
			continue;
		size_t oldest = i >= o->within ? (i + 1) % (o->within + 1) : 0;
		memcpy(w.before, known + oldest * GRID, sizeof w.before);
		look(&w, i + 1, c);
	}
}

/* ---- the Poisson form ----------------------------------------------------------- */

void changepoint_poisson(const int64_t *y, size_t n, double hazard, double a0, double b0,
			 struct arena *a, struct changepoint_poisson *ret)
{
	double *p = NEW_N(a, n + 1, double);
	double *sum = NEW_N(a, n + 1, double); /* of the counts of the run of that length */
	p[0] = 1;
	for (size_t t = 0; t < n; t++) {
		double total = 0;
		for (size_t r = 0; r <= t; r++) {
			double shape = a0 + sum[r];
			double rate = b0 + (double)r;
			p[r] *= dist_d(dist_nbinom(shape, rate / (rate + 1)), (double)y[t]);
			total += p[r];
		}
		for (size_t r = t + 1; r > 0; r--) {
			p[r] = p[r - 1] * (1 - hazard) / total;
			sum[r] = sum[r - 1] + (double)y[t];
		}
		p[0] = hazard;
		struct changepoint_poisson *c = &ret[t];
		*c = (struct changepoint_poisson){ .change_now = p[0] };
		for (size_t r = 0; r <= t + 1; r++) {
			c->run_le4 += r <= 4 ? p[r] : 0;
			c->run = p[r] > p[c->run] ? r : c->run;
			c->mean_rate += p[r] * (a0 + sum[r]) / (b0 + (double)r);
		}
	}
}
