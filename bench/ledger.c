/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ledger.c - appending, checking, proving. */
#include "bench.h"

#include <sys/stat.h>

#include "base/file.h"
#include "vault/log.h"
#include "vault/number.h"

enum {
	FRESH = 1000,
	PROOFS = 1000,
	RECORDS_OF = 100,
	TREE = 10000000 /* leaves */
};

/* ---- appends ---- */

void bench_appends(const struct bench *b, const char *vault)
{
	static const struct {
		int batch, entries;
	} SIZES[] = { { 1, 300 }, { 100, 5000 }, { 1000, 20000 } };
	struct reg *r = bench_open(b, vault, false);
	for (size_t i = 0; i < COUNT(SIZES); i++) {
		int batch = SIZES[i].batch;
		int n = SIZES[i].entries;
		struct bench_bound bare = bench_bound_append(b, n, batch);
		int64_t cpu = bench_cpu();
		double s = bench_fill(r, n, batch, NULL, false);
		double cpu_s = (double)(bench_cpu() - cpu) / 1e9;
		bench_line(str_printf(b->a, "signed appends, batch %d", batch).p, n / s, "claims/s",
			   1 / bare.s, "sign, leaf, append, fsync alone");
		bench_line("  of CPU", cpu_s / n * 1e6, "us/claim", bare.cpu_s * 1e6, "theirs");
	}
	reg_close(r);
}

/* ---- checks ---- */

static void check_all(const struct bench *b, void *ctx)
{
	struct reg *r = bench_open(b, ctx, false);
	struct vault_report report;
	struct err e;
	bench_must(vault_check(reg_vault(r), NULL, NULL, &report, &e), &e);
	reg_close(r);
}

static void check_new(const struct bench *b, void *ctx)
{
	struct reg *r = bench_open(b, ctx, false);
	struct vault_report report;
	struct err e;
	bench_must(vault_check_since(reg_vault(r), NULL, NULL, &report, &e), &e);
	if (report.entries != FRESH)
		die("%lld entries were looked at", (long long)report.entries);
	reg_close(r);
}

void bench_checks(const struct bench *b, const char *vault, int64_t claims)
{
	char name[64];
	snprintf(name, sizeof name, "%s", vault);
	struct bench_bound before = bench_bound_verify();
	struct bench_cost c = bench_part(check_all, b, name);
	struct bench_bound after = bench_bound_verify();
	double bare = (before.s + after.s) / 2;
	double bare_cpu = (before.cpu_s + after.cpu_s) / 2;
	double n = (double)claims;
	bench_line("Ed25519 alone, all processors", 1 / bare, "verify/s", 1, NULL);
	bench_line("full check", c.s, "s", n * bare, "these verifications (goal 1.30)");
	bench_line("  of CPU", c.cpu_s, "s", n * bare_cpu, "theirs");
	bench_line("  memory, peak", c.peak_mb, "MB", 200, "200 MB");

	struct reg *r = bench_open(b, vault, false);
	bench_fill(r, FRESH, BENCH_COMMIT, NULL, false);
	reg_close(r);
	c = bench_part(check_new, b, name);
	bench_line("check of 1,000 new entries, with opening the vault", c.s, "s", 1, "1 s");
}

/* ---- a bundle ---- */

static const char *write_policy(const struct bench *b, const char *vault)
{
	struct err e;
	struct reg *r = bench_open(b, vault, false);
	const char *path = bench_path(b, "policy");
	struct str key = vault_log_vkey(reg_vault(r), b->a);
	struct str text = str_printf(b->a, "log %.*s\nquorum none\n", STR_FMT(key));
	bench_must(file_write(path, text, 0600, &e), &e);
	reg_close(r);
	return path;
}

void bench_bundle(const struct bench *b, const char *vault)
{
	const char *file = bench_path(b, "records.zip");
	const char *args[RECORDS_OF + 16];
	size_t n = 0;
	const char *const HEAD[] = {
		b->vigil,     "--vault", bench_path(b, vault), "--passphrase-file",
		b->pass,      "bundle",	 "--audience",	       "bench",
		"--disclose", "all",	 "--output",	       file
	};
	for (size_t i = 0; i < COUNT(HEAD); i++)
		args[n++] = HEAD[i];
	for (int i = 0; i < RECORDS_OF; i++)
		args[n++] = str_printf(b->a, "P-%05d", i + 2).p;
	args[n] = NULL;
	struct bench_cost made = bench_run(args);
	const char *const JUDGE[] = { b->verify, "--policy", write_policy(b, vault), file, NULL };
	struct bench_cost c = bench_run(JUDGE);
	for (int i = 0; i < 4; i++) {
		struct bench_cost again = bench_run(JUDGE);
		if (again.s < c.s)
			c = again;
	}
	struct stat st = { 0 };
	if (stat(file, &st) != 0)
		die("there is no bundle");
	bench_line(str_printf(b->a, "vigil bundle, all of %d persons (%lld kB)", RECORDS_OF,
			      (long long)st.st_size / 1000)
			   .p,
		   made.s * 1e3, "ms", 1000, "1 s");
	bench_line("vigil-verify of that bundle, best of 5", c.s * 1e3, "ms", 1000, "1 s");
	bench_line("  memory, peak", c.peak_mb, "MB", 64, "64 MB");
}

/* ---- proofs ---- */

/* Leaves without entries: to the tree, and to who proves from it, they are like any other. In one commit,
 * since the next would look for the entry before it. */
static void grow(struct reg *r, int64_t from, int64_t to)
{
	struct err e;
	AUTO_VAULT_TX tx = { 0 };
	size_t n = (size_t)(to - from);
	bench_must(vault_begin(&tx, reg_vault(r), &e), &e);
	tx.leaves = calloc(n, sizeof *tx.leaves);
	if (!tx.leaves)
		die("out of memory");
	random_bytes(tx.leaves, n * sizeof *tx.leaves);
	tx.n_leaves = tx.cap_leaves = n;
	tx.size += (int64_t)n;
	bench_must(vault_commit(&tx, &e), &e);
}

void bench_proofs(const struct bench *b, const char *vault)
{
	struct err e;
	struct vault_head head;
	struct reg *r = bench_open(b, vault, false);
	double *ms = NEW_N(b->a, PROOFS, double);
	uint64_t state = 1; /* the same entries every time */
	bench_must(vault_head(reg_vault(r), &head, &e), &e);
	int64_t real = number_count(head.size);
	grow(r, real, TREE);
	reg_close(r);
	r = bench_open(b, vault, false);
	for (int i = 0; i < PROOFS; i++) {
		AUTO_ARENA *a = arena_new(0);
		struct str text;
		state = state * 6364136223846793005U + 1442695040888963407U;
		int64_t at = (int64_t)((state >> 33) % (uint64_t)(real - 1)) + 1;
		int64_t start = bench_now();
		bench_must(vault_proof(reg_vault(r), at, NULL, NULL, a, &text, &e), &e);
		ms[i] = bench_since(start) * 1e3;
	}
	bench_line(str_printf(b->a, "proof among %d leaves (%lld with entries), first", TREE,
			      (long long)real)
			   .p,
		   ms[0], "ms", 1, "1 ms");
	double p50 = bench_quantile(ms, PROOFS, 0.5);
	bench_line("proof, any entry, median of 1,000", p50, "ms", 1, "1 ms");
	bench_line("proof, any entry, p99", bench_quantile(ms, PROOFS, 0.99), "ms", 1, "1 ms");
	reg_close(r);
}
