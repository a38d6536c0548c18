/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench.h - what the parts of the benchmark share. */
#ifndef VIGIL_BENCH_H
#define VIGIL_BENCH_H

#include "register/record.h"
#include "register/register.h"

static const char BENCH_PASSPHRASE[] = "a passphrase for measuring";
enum { BENCH_PORT = 18484, BENCH_PER_PERSON = 5, BENCH_COMMIT = 1000 };

/* One line: what, the number measured, its unit, and the bound it is compared with. */
void bench_line(const char *what, double value, const char *unit, double bound,
		const char *bound_name);
int64_t bench_now(void); /* monotonic nanoseconds */
int64_t bench_cpu(void); /* of this process, nanoseconds */
/* The value below which `share` of the sorted samples lie. */
double bench_quantile(double *v, size_t n, double share);

/* fill.c: `n` one-property claims of invented persons, `per_commit` a commit. Seconds it took;
 * `ret_ms` (may be NULL) gets the milliseconds of each commit. */
double bench_fill(struct reg *r, int64_t n, int per_commit, double *ret_ms, bool tell);

/* http.c: ten stated requests against a running `vigil serve`. */
void bench_http(const char *vigil, const char *vault, const char *passphrase_file);

#endif
