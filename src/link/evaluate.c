/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evaluate.c - a clustering against known persons. */
#include "link/evaluate.h"

#include <math.h>
#include <stdlib.h>

struct placed {
	uint32_t cluster, person;
};

static int by_both(const void *p, const void *q)
{
	const struct placed *x = p;
	const struct placed *y = q;
	if (x->cluster != y->cluster)
		return x->cluster < y->cluster ? -1 : 1;
	return x->person < y->person ? -1 : x->person > y->person;
}

static int64_t pairs_of(int64_t n)
{
	return n * (n - 1) / 2;
}

static double harmonic(double p, double r)
{
	return p + r > 0 ? 2 * p * r / (p + r) : 0;
}

/* How often each number occurs, and what follows from it. */
static int64_t *occurrences(const uint32_t *of, size_t n, struct arena *a, int64_t *ret_pairs,
			    int64_t *ret_different)
{
	int64_t *count = NEW_N(a, n, int64_t);
	for (size_t i = 0; i < n; i++)
		count[of[i]]++;
	for (size_t i = 0; i < n; i++) {
		*ret_pairs += pairs_of(count[i]);
		*ret_different += count[i] > 0;
	}
	return count;
}

void eval_truth(const uint32_t *cluster, const uint32_t *truth, size_t n, struct arena *scratch,
		struct eval_truth *ret)
{
	struct eval_truth t = { 0 };
	const int64_t *in_cluster = occurrences(cluster, n, scratch, &t.found_pairs, &t.clusters);
	const int64_t *of_person = occurrences(truth, n, scratch, &t.true_pairs, &t.persons);
	bool *seen = NEW_N(scratch, n, bool); /* persons met in an earlier cluster */
	bool *is_split = NEW_N(scratch, n, bool);
	struct placed *all = NEW_N(scratch, n, struct placed);
	for (size_t i = 0; i < n; i++)
		all[i] = (struct placed){ cluster[i], truth[i] };
	if (n)
		qsort(all, n, sizeof *all, by_both);
	double b3_precision = 0;
	double b3_recall = 0;
	uint32_t mixed = UINT32_MAX; /* the cluster counted last */
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && by_both(&all[i], &all[end]) == 0;)
			end++;
		int64_t both = (int64_t)(end - i);
		uint32_t c = all[i].cluster;
		uint32_t p = all[i].person;
		t.right_pairs += pairs_of(both);
		b3_precision += (double)(both * both) / (double)in_cluster[c];
		b3_recall += (double)(both * both) / (double)of_person[p];
		if (both < in_cluster[c] && mixed != c) {
			mixed = c;
			t.mixed++;
		}
		t.split += seen[p] && !is_split[p];
		is_split[p] = seen[p];
		seen[p] = true;
	}
	t.precision = t.found_pairs ? (double)t.right_pairs / (double)t.found_pairs : (double)NAN;
	t.recall = t.true_pairs ? (double)t.right_pairs / (double)t.true_pairs : (double)NAN;
	t.f1 = t.right_pairs ? harmonic(t.precision, t.recall) : 0;
	t.b3_precision = n ? b3_precision / (double)n : (double)NAN;
	t.b3_recall = n ? b3_recall / (double)n : (double)NAN;
	t.b3_f1 = harmonic(t.b3_precision, t.b3_recall);
	t.count_error = t.persons ? (double)t.clusters / (double)t.persons - 1 : (double)NAN;
	*ret = t;
}
