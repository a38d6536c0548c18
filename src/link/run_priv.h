/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_priv.h - the parts of one run. */
#ifndef VIGIL_LINK_RUN_PRIV_H
#define VIGIL_LINK_RUN_PRIV_H

#include "link/block.h"
#include "link/em.h"
#include "link/link_priv.h"

struct kept_pair {
	uint32_t a, b;
	uint64_t pattern;
};

/* All candidates, as patterns; those that may be links also as pairs, ascending by (a, b). On the heap. */
struct link_pass {
	struct link_histogram h;
	struct kept_pair *kept;
	float *shared; /* of each kept pair, see link_pair_bits_again; NULL: of none yet */
	size_t n_kept;
	size_t candidates;
};
struct link_told { /* progress, may be without a function */
	link_progress *fn;
	void *ctx;
	struct str phase;
};
/* A pair is kept when `first` gives it at least `least` bits. */
int link_pass_run(const struct link_set *s, const struct link_blocks *b,
		  const struct link_model *first, double least, struct pool *pool,
		  const struct link_told *told, struct link_pass *ret, struct err *e) MUST_USE;
void link_pass_done(struct link_pass *p);

/* ---- complete.c ---- */

struct link_completion {
	double sure;  /* bits of pairs that make a group */
	double near;  /* of a pair for the sake of which two groups are compared in full */
	double least; /* pairs of fewer, by their levels, are not kept */
	size_t most;  /* pairs: rather than more, none */
};
/* Adds to what is kept; `bits` of each pair that is. How many pairs were compared. */
size_t link_pass_complete(const struct link_set *s, enum link_mode mode, const struct link_model *m,
			  const float *bits, const struct link_completion *how, struct pool *pool,
			  struct link_pass *pass);

/* How many pairs the mode asks for. */
double link_pairs_of(const struct link_set *s, enum link_mode mode);

/* Random pairs of the mode, each as often as there are such pairs: the same for the same seed. On the heap. */
struct link_sample {
	struct kept_pair *p;
	bool *met; /* which of them are candidates; NULL: not asked yet */
	size_t n;
};
void link_sample_draw(const struct link_set *s, enum link_mode mode, uint64_t seed,
		      struct pool *pool, struct link_sample *ret);
void link_sample_done(struct link_sample *sample);
/* Levels of those that are not of one cluster (NULL: of all). */
void link_sample_u(const struct link_sample *sample, const struct link_set *s,
		   const uint32_t *cluster, double ret[LINK_FIELDS_MAX][LINK_LEVELS_MAX]);

/* ---- chance.c ---- */

/* `met` of a sample. */
void link_sample_meet(struct link_sample *sample, const struct link_blocks *b, struct pool *pool);
/* The same as link_sample_u, and far closer where agreement is rare: candidates are all counted, and only what is no
 * candidate is taken from the sample. `one`: of each kept pair, the probability that it is one person, which is left
 * out; NULL: none is. `all`: pairs that there are. Returns what a pair counts as: the sum is of the size of the sample,
 * for how much was seen matters. */
double link_chance_u(const struct link_set *s, const struct link_sample *sample,
		     const struct link_pass *pass, const float *one, double all,
		     double ret[LINK_FIELDS_MAX][LINK_LEVELS_MAX]);
/* Records that any pair above the floor ties together, however weakly: whoever is in two of these is two people. */
uint32_t *link_may_be_one(const struct link_result *r, struct arena *a);

/* Frequencies and `common` of each field, counting each value once a cluster. */
void link_count_people(struct link_model *m, const struct link_set *s, const uint32_t *cluster,
		       struct arena *a);

/* `words` of each level: what words in common are worth where names agree in part only. */
void link_weigh_words(struct link_model *m, const struct link_set *s,
		      const struct link_sample *sample, const uint32_t *cluster);
/* `any` and `none` of each level: what it is worth that there is a word in common; `bits` of each kept pair without. */
void link_weigh_any(struct link_model *m, const struct link_set *s,
		    const struct link_sample *sample, const struct link_pass *pass,
		    const uint32_t *cluster, const float *bits);

/* Decisions that are about pairs the mode asks for, "unsure" left out. */
struct link_label {
	uint32_t a, b;
	uint64_t pattern;
	bool same;
};
struct link_labels {
	struct link_label *p;
	size_t n;
};

/* ---- refine.c ---- */

/* m and lambda once more, from pairs whose values are known to be common or rare. `rare`: of each kept pair, the bits of
 * its values beside those of its levels; `one`: that it is one person, NULL: as EM has it. */
void link_refine(struct link_model *m, const struct link_pass *pass, const float *rare,
		 const float *one, const struct link_labels *labels,
		 const struct link_em_report *from);

/* Fields that go together among people. The first time nobody knows who is who, and records of one name pass for one
 * person: without that, two fields that say the same twice make persons of towns, or of the dead of one day. */
void link_find_together_first(struct link_model *m, const struct link_set *s, struct pool *pool);
void link_find_together(struct link_model *m, const struct link_set *s, const uint32_t *cluster,
			struct pool *pool);

/* `between`: from the bits of each kept pair under the model without it. */
void link_between_learn(struct link_model *m, const struct link_set *s, enum link_mode mode,
			const struct link_pass *pass, const float *bits,
			const struct link_sample *sample, const uint32_t *cluster, struct arena *a);

/* Into the histogram with fixed membership; a decided pair that was no candidate is added to it. */
void link_labels_take(const struct link_decisions *d, const struct link_set *s, enum link_mode mode,
		      const struct link_blocks *b, struct arena *a, struct link_histogram *h,
		      struct link_labels *ret);
/* `labels` of the model and, where they are enough, its calibration; in `a`. */
void link_labels_calibrate(const struct link_labels *l, const struct link_set *s,
			   struct link_model *m, struct arena *a);

/* What blocking missed: link_recall but for candidates and narrowed blocks. */
struct link_scored {
	const struct link_pair *p;
	size_t n;
};
void link_recall_estimate(const struct link_set *s, const struct link_blocks *b,
			  const struct link_scored *pairs, struct pool *pool,
			  struct link_recall *ret);
/* Found is also what was kept without a key: complete.c. */
int link_recall_audit(const struct link_set *s, enum link_mode mode, const struct link_blocks *b,
		      const struct link_scored *pairs, const struct link_rarity *r, size_t records,
		      uint64_t seed, struct pool *pool, const struct link_told *told,
		      struct link_recall *ret, struct err *e) MUST_USE;

/* ---- run.c ---- */

struct link_drawn { /* persons in each drawn clustering */
	const struct link_set *s;
	double *count;
	size_t n;
	size_t base; /* the first draw of the model at hand */
	/* With by_list: persons on each list, over all draws; and room for the lists that each cluster was met on. */
	double *on_list;
	uint64_t *met;
};

struct link_run_state {
	const struct link_set *s;
	const struct link_decisions *d;
	struct link_options o;
	struct pool *pool;
	struct arena *a;
	struct link_told told;
	struct link_result *ret;
	struct link_blocks *blocks;
	struct link_sample sample;
	struct link_pass pass;
	struct link_labels labels;
	struct link_em_report em;
	double total[LINK_FIELDS_MAX][LINK_LEVELS_MAX]; /* see link_histogram */
	double share;
	uint32_t not_monotone;
	double pairs;
	size_t warnings_cap;
	bool *duplicate_free;
	struct link_drawn drawn;
	struct cluster_in edges; /* the pairs by bits as decisions calibrated them */
	struct clustering *last; /* what they make; in an arena of its own with them */
	struct arena *last_a;
	double below; /* links expected among pairs that were compared and not kept */
	int64_t phase_began;
};

/* ---- run_weigh.c ---- */

/* The bits of each kept pair under the model as it is. */
float *link_run_weigh(struct link_run_state *st, struct arena *scratch);

/* ---- run_cores.c ---- */

/* `core_bits` of the model, from the pairs at their probabilities. */
void link_run_cores(struct link_run_state *st, const struct cluster_cores *c,
		    struct arena *scratch);
/* Links between cores that are expected among compared pairs of fewer bits than `floor_bits`, given what else the two may be
 * one with; `bits` of each kept one. */
double link_run_below(const struct link_run_state *st, const struct cluster_cores *c,
		      const float *bits, float floor_bits, struct arena *scratch);

/* ---- run_count.c ---- */

/* Persons of drawn clusterings; pairs then have their probabilities under constraints. */
int link_run_draw(struct link_run_state *st, struct err *e) MUST_USE;
/* After the recall is known: what is expected, and between what. */
void link_run_count_unseen(struct link_run_state *st);
/* All the rest of link_counts, of the clustering as it is. */
int link_run_count(struct link_run_state *st, struct err *e) MUST_USE;

/* ---- run_warn.c ---- */

void link_run_warn(struct link_run_state *st);

#endif
