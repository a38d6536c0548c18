/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gates.c - how good and how fast linkage is on sets whose persons are known: one line a set.
 *
 *	gates CONFIG.json TRUTH.csv LISTS.csv... [--audit N] [--threads N]
 *
 * Default settings, no labels. `truth` has record_id,entity_id. bench/link/run knows the sets.
 */
#include <math.h>
#include <stdio.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/map.h"
#include "link/block.h"
#include "link/evaluate.h"
#include "link/files.h"
#include "text/csv.h"

static const size_t TRUTH_MAX = (size_t)8 << 30;

static void must(int rc, const struct err *e)
{
	if (rc < 0)
		die("%s", e->text);
}

static uint32_t *read_truth(const char *path, const struct link_set *s, struct arena *a)
{
	struct err e = { 0 };
	struct str bytes;
	struct csv_table t;
	struct csv_options o = { .lang = LANG_EN };
	must(file_read(path, TRUTH_MAX, a, &bytes, &e), &e);
	csv_read(bytes, &o, a, &t);
	struct map of;
	map_init(&of, a);
	struct map entity;
	map_init(&entity, a);
	uint32_t *number = NEW_N(a, t.n_rows + 1, uint32_t);
	for (size_t i = 0; i < t.n_rows; i++) {
		void **v = map_at(&entity, t.rows[i].cells[1]);
		if (!*v)
			*v = &number[entity.n];
		number[entity.n] = 0;
		*map_at(&of, t.rows[i].cells[0]) = *v;
	}
	uint32_t *ret = NEW_N(a, s->n, uint32_t);
	for (size_t i = 0; i < s->n; i++) {
		const uint32_t *v = map_get(&of, s->id[i]);
		if (!v)
			die("the truth does not have %.*s", STR_FMT(s->id[i]));
		ret[i] = (uint32_t)(v - number);
	}
	return ret;
}

/* The share of true pairs that are candidates; and of those that weigh as links the share that was compared, by keys or
 * because a third record ties them: what says too little of a pair to make it one is lost to any blocking. */
struct met {
	double all, links;
};

static int by_place(const void *x, const void *y)
{
	const struct link_pair *p = x;
	const struct link_pair *q = y;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return (p->b > q->b) - (p->b < q->b);
}

static struct met blocking_recall(const struct link_result *r, enum link_mode mode,
				  const uint32_t *truth, uint64_t seed, struct arena *a)
{
	enum { PAIRS_MOST = 200000 };
	const struct link_set *s = r->set;
	AUTO_POOL *pool = pool_new(0);
	AUTO_LINK_BLOCKS *b = link_blocks_new(s, mode, seed, s->n <= LINK_EXHAUSTIVE, pool, a);
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	struct link_rarity rarity = link_rarity_new(s, r->model, a);
	uint32_t *first = NEW_N(a, s->n + 1, uint32_t);
	uint32_t *next = NEW_N(a, s->n + 1, uint32_t);
	for (size_t i = s->n; i-- > 0;) {
		next[i] = first[truth[i]];
		first[truth[i]] = (uint32_t)i + 1;
	}
	struct met found = { 0 };
	struct met all = { 0 };
	for (uint32_t i = 0; i < s->n && all.all < PAIRS_MOST; i++) {
		for (uint32_t j = next[i]; j; j = next[j - 1]) {
			if (!link_pair_allowed(s, mode, i, j - 1))
				continue;
			uint64_t pattern = link_compare(c, i, j - 1);
			double bits = link_pair_bits(&rarity, pattern, i, j - 1);
			double p = link_model_probability(r->model, bits);
			bool met = link_blocks_meet(b, i, j - 1);
			all.all++;
			all.links += p;
			found.all += met;
			const struct link_pair key = { .a = i, .b = j - 1 };
			met |= r->n_pairs &&
			       bsearch(&key, r->pairs, r->n_pairs, sizeof key, by_place);
			found.links += met ? p : 0;
		}
	}
	size_t n;
	const struct link_family_info *info = link_blocks_families(b, &n);
	if (getenv("GATES_VERBOSE"))
		for (size_t i = 0; i < n; i++)
			fprintf(stderr, "  family %.*s  %.2f\n", STR_FMT(info[i].what),
				info[i].pairs);
	return (struct met){ found.all / fmax(all.all, 1), found.links / fmax(all.links, 1e-9) };
}

/* Levels of all true pairs, found or not: what m should have been. */
struct shares {
	double level[LINK_FIELDS_MAX][16];
	double there[LINK_FIELDS_MAX];
};

static void print_model(const struct link_result *r, const struct shares *true_m)
{
	for (size_t f = 0; f < r->model->n_fields; f++) {
		const struct link_model_field *mf = &r->model->fields[f];
		for (size_t l = 0; l < mf->n_levels; l++)
			fprintf(stderr, "  %-16.*s %-40.*s m %.4f (true %.4f) u %.6f bits %6.2f\n",
				STR_FMT(mf->field.label), STR_FMT(mf->levels[l].what),
				mf->levels[l].m, true_m->level[f][l] / fmax(true_m->there[f], 1),
				mf->levels[l].u, mf->levels[l].bits);
	}
	for (size_t i = 0; i < r->n_warnings; i++)
		fprintf(stderr, "  ! %s\n", link_warning_code(r->warnings[i].code));
	for (size_t i = 0; link_phase_name(i).n; i++)
		fprintf(stderr, "  %.*s %.2f s\n", STR_FMT(link_phase_name(i)), r->seconds[i]);
	for (size_t i = 0; i < r->model->n_together; i++)
		fprintf(stderr, "  together %.*s + %.*s: %.2f bits\n",
			STR_FMT(r->model->fields[r->model->together[i].f].field.label),
			STR_FMT(r->model->fields[r->model->together[i].g].field.label),
			r->model->together[i].bits);
	for (size_t i = 0; i < r->model->n_between; i++) {
		const struct link_between *b = &r->model->between[i];
		fprintf(stderr, "  lists %08x %08x: prior %+.2f%s\n", (unsigned)b->x,
			(unsigned)b->y, b->prior, b->own ? ", weights of their own" : "");
	}
	fprintf(stderr, "  core bits %.2f lean %.3f\n", r->model->core_bits,
		(double)r->model->lean);
	fprintf(stderr, "  count %zu, %.0f to %.0f, unseen %.1f\n", r->counts.clusters,
		r->counts.drawn_lo, r->counts.drawn_hi, r->counts.unseen);
	fprintf(stderr, "  lambda %.3g prior %.2f candidates %zu (completed %zu) pairs %zu\n",
		r->model->lambda, r->model->prior_bits, r->recall.candidates, r->recall.completed,
		r->n_pairs);
}

/* Where true pairs are lost: by the level of each field. */
static void print_lost(const struct link_result *r, enum link_mode mode, const uint32_t *truth,
		       struct shares *ret)
{
	const struct link_set *s = r->set;
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	static int64_t level[LINK_FIELDS_MAX][16];
	static int64_t bits[16];
	for (uint32_t i = 0; i < s->n && s->n <= 30000; i++) {
		for (uint32_t k = i + 1; k < s->n; k++) {
			if (truth[i] != truth[k] || !link_pair_allowed(s, mode, i, k))
				continue;
			uint64_t p = link_compare(c, i, k);
			for (size_t f = 0; f < s->n_fields; f++) {
				ret->level[f][link_level_at(p, f)]++;
				ret->there[f] += link_level_at(p, f) != LINK_MISSING;
			}
			if (r->cluster[i] == r->cluster[k])
				continue;
			double b = link_model_bits(r->model, p);
			bits[b < -12 ? 0 : b > 17 ? 15 : (int)(b + 12) / 2]++;
			for (size_t f = 0; f < s->n_fields; f++)
				level[f][link_level_at(p, f)]++;
		}
	}
	for (size_t f = 0; f < s->n_fields; f++) {
		fprintf(stderr, "  lost by %-14.*s", STR_FMT(s->fields[f].label));
		for (size_t l = 0; l < 16; l++)
			fprintf(stderr, " %5lld", (long long)level[f][l]);
		fprintf(stderr, "\n");
	}
	fprintf(stderr, "  lost by bits from -12:");
	for (size_t l = 0; l < 16; l++)
		fprintf(stderr, " %lld", (long long)bits[l]);
	fprintf(stderr, "\n");
}

/* How many of the pairs of about one probability are true. */
static void print_calibration(const struct link_result *r, const uint32_t *truth)
{
	double n[10] = { 0 };
	double right[10] = { 0 };
	double sum[10] = { 0 };
	for (size_t i = 0; i < r->n_pairs; i++) {
		const struct link_pair *p = &r->pairs[i];
		size_t k = p->probability >= 1 ? 9 : (size_t)(p->probability * 10);
		n[k]++;
		sum[k] += (double)p->probability;
		right[k] += truth[p->a] == truth[p->b];
	}
	for (size_t k = 0; k < 10; k++)
		fprintf(stderr, "  calibration %.1f: %6.0f pairs, expected %7.1f, true %6.0f\n",
			(double)k / 10, n[k], sum[k], right[k]);
}

/* Persons of whom a record can be linked: what the program counts. */
static double count_persons(const struct link_set *s, const uint32_t *truth, struct arena *a)
{
	double n = 0;
	bool *met = NEW_N(a, s->n + 1, bool);
	for (size_t i = 0; i < s->n; i++) {
		if (met[truth[i]] || (s->flags[i] & (LINK_UNNAMED | LINK_GROUP)))
			continue;
		met[truth[i]] = true;
		n++;
	}
	return n;
}

/* Pairs that were accepted without review and are right. */
static double accepted_precision(const struct link_result *r, const uint32_t *truth, double accept)
{
	double n = 0;
	double right = 0;
	for (size_t i = 0; i < r->n_pairs; i++) {
		const struct link_pair *p = &r->pairs[i];
		if ((double)p->probability < accept)
			continue;
		n++;
		right += truth[p->a] == truth[p->b];
	}
	return n > 0 ? right / n : 1;
}

int main(int argc, char **argv)
{
	if (argc < 4)
		die("usage: gates CONFIG.json TRUTH.csv LISTS.csv... [--audit N] [--threads N]");
	AUTO_ARENA *a = arena_new((size_t)32 << 30);
	struct err e = { 0 };
	struct str json;
	struct link_config c;
	must(file_read(argv[1], LINK_CONFIG_MAX, a, &json, &e), &e);
	must(link_config_read(json, a, &c, &e), &e);
	struct str *names = NEW_N(a, (size_t)argc, struct str);
	size_t n = 0;
	struct link_options o = { .mode = c.mode, .seed = 1 };
	for (int i = 3; i < argc; i++) {
		int64_t v;
		if (i + 1 < argc && str_eq(str_of(argv[i]), STR("--audit")) &&
		    str_to_int(str_of(argv[i + 1]), &v)) {
			o.audit = (size_t)v;
			i++;
		} else if (i + 1 < argc && str_eq(str_of(argv[i]), STR("--threads")) &&
			   str_to_int(str_of(argv[i + 1]), &v)) {
			o.threads = (int)v;
			i++;
		} else {
			names[n++] = str_of(argv[i]);
		}
	}
	int64_t began = clock_mono_ns();
	struct worker worker;
	must(worker_find(a, &worker, &e), &e);
	struct link_input in = { .worker = &worker, .threads = o.threads };
	struct link_tables tables;
	must(link_files_read(&c, &in, names, n, a, &tables, &e), &e);
	const struct link_set *s = tables.set;
	double read_s = (double)(clock_mono_ns() - began) / 1e9;
	struct link_result r;
	must(link_run(s, NULL, &o, NULL, NULL, a, &r, &e), &e);
	double seconds = (double)(clock_mono_ns() - began) / 1e9;
	struct rusage use;
	getrusage(RUSAGE_SELF, &use);
	struct eval_truth t = { 0 };
	struct shares true_m = { 0 };
	struct met blocking = { 0 };
	double precise = 0;
	double persons = 1;
	if (!str_eq(str_of(argv[2]), STR("-"))) {
		uint32_t *truth = read_truth(argv[2], s, a);
		eval_truth(r.cluster, truth, s->n, a, &t);
		blocking = blocking_recall(&r, c.mode, truth, o.seed, a);
		persons = count_persons(s, truth, a);
		precise = accepted_precision(&r, truth, .95);
		if (getenv("GATES_VERBOSE"))
			print_lost(&r, c.mode, truth, &true_m);
		if (getenv("GATES_VERBOSE"))
			print_calibration(&r, truth);
	}
	if (getenv("GATES_VERBOSE"))
		print_model(&r, &true_m);
	const struct link_counts *k = &r.counts;
	printf("%-18.*s %8zu P %.4f R %.4f F1 %.4f B3 %.4f count %+.2f%% (drawn %+.2f%% %+.2f%%..%+.2f%%%s) "
	       "auto %.4f review %.1f%% block %.4f (links %.4f) bound %.4f  %.2f s (reading %.2f) %.0f MB\n",
	       STR_FMT(s->lists[0].name), s->n, t.precision, t.recall, t.f1, t.b3_f1,
	       100 * ((double)k->clusters / persons - 1), 100 * (k->expected / persons - 1),
	       100 * (k->drawn_lo / persons - 1), 100 * (k->drawn_hi / persons - 1),
	       k->drawn_lo <= persons && persons <= k->drawn_hi ? "" : " MISSED", precise,
	       100.0 * (double)k->in_review /
		       (double)(k->auto_accepted + k->in_review + !r.n_pairs),
	       blocking.all, blocking.links, r.recall.bound, seconds, read_s,
	       (double)use.ru_maxrss / 1024);
	return 0;
}
