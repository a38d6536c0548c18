/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench.h - what the parts of the benchmark share. */
#ifndef VIGIL_BENCH_H
#define VIGIL_BENCH_H

#include "register/record.h"
#include "register/register.h"

static const char BENCH_PASSPHRASE[] = "a passphrase for measuring";
enum { BENCH_PER_PERSON = 5, BENCH_COMMIT = 1000 };

/* Where everything is. */
struct bench {
	const char *vigil, *verify, *gen_lists; /* programs */
	const char *dir;			/* of vaults, removed by who runs the benchmark */
	const char *pass;			/* file with the passphrase of all of them */
	struct arena *a;
};
const char *bench_path(const struct bench *b, const char *name);
static inline void bench_must(int rc, const struct err *e)
{
	if (rc < 0)
		die("%s", e->text);
}
/* A vault in the folder, for writing; made when `make`. */
struct reg *bench_open(const struct bench *b, const char *name, bool make);

/* One line: what, the number measured, its unit, and the bound it is compared with. */
void bench_line(const char *what, double value, const char *unit, double bound,
		const char *bound_name);
int64_t bench_now(void);	   /* monotonic nanoseconds */
int64_t bench_cpu(void);	   /* of this process, nanoseconds */
double bench_since(int64_t start); /* seconds since a bench_now */
/* The value below which `share` of the sorted samples lie. */
double bench_quantile(double *v, size_t n, double share);

/* ---- part.c: a process of its own, so that memory and CPU are its own ---- */

struct bench_cost {
	double s, cpu_s, peak_mb;
};
/* Ends this program when the part fails. */
struct bench_cost bench_part(void (*part)(const struct bench *b, void *ctx), const struct bench *b,
			     void *ctx);
/* argv[0] is the program; what it prints is dropped. NULL ends the arguments. Its peak is its own, not ours. */
struct bench_cost bench_run(const char *const *argv);
/* For main, called with this word before a program and its arguments: bench_run asks for it. */
#define BENCH_ALONE "--alone"
void bench_run_alone(char **argv);

/* ---- fill.c ---- */

/* `n` one-property claims of invented persons, `per_commit` a commit. Seconds it took;
 * `ret_ms` (may be NULL) gets the milliseconds of each commit. */
double bench_fill(struct reg *r, int64_t n, int per_commit, double *ret_ms, bool tell);

/* ---- http.c ---- */

/* Ten stated requests against a running `vigil serve`. */
void bench_http(const char *vigil, const char *vault, const char *passphrase_file);

/* ---- bound.c: what the primitives alone allow ---- */

struct bench_bound {
	double s, cpu_s; /* one of them */
};
enum { BENCH_CLAIM_BYTES = 900, BENCH_SEALED_BYTES = 1100 };
struct bench_bound bench_bound_sign(void);
/* An Ed25519 verification of so many bytes, on all processors: seconds are those of the clock. */
struct bench_bound bench_bound_verify(void);
/* Signing, leaf and append of an entry with one fsync each `per_sync`. */
struct bench_bound bench_bound_append(const struct bench *b, int entries, int per_sync);

/* ---- lists.c ---- */

void bench_lists(const struct bench *b);

/* ---- ledger.c, sites.c ---- */

/* Signed appends at batch 1, 100 and 1,000 to the vault of this name. */
void bench_appends(const struct bench *b, const char *vault);
/* Full check, check of 1,000 new entries. */
void bench_checks(const struct bench *b, const char *vault, int64_t claims);
/* A bundle of records, judged by vigil-verify. */
void bench_bundle(const struct bench *b, const char *vault);
/* Proofs from a tree of 10 million leaves. Most of them are leaves only: the vault is spoilt by it. */
void bench_proofs(const struct bench *b, const char *vault);
/* Two sites with `each` claims, through a folder. */
void bench_merge(const struct bench *b, int64_t each);

#endif
