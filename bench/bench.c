/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench.c - speed and memory, as ratios in one run on one machine.
 *
 *	bench PROGRAMS FOLDER CLAIMS
 *
 * 1. Start of a command.
 * 2. Import of signed one-property claims at 1,000 a commit, beside the bound that Ed25519 and SQLite
 *    alone set: one signature, and one row of the same bytes in the same encrypted file, a claim.
 * 3. One claim committed durably, beside a bare one-row commit (WAL, synchronous FULL); appends at
 *    batch 1, 100 and 1,000 beside sign, leaf, append and fsync alone.
 * 4. Rebuilding the view.
 * 5. A list of 100,000 rows taken in, and its next edition (lists.c).
 * 6. Two sites that merge through a folder (sites.c), each with a tenth of CLAIMS.
 * 7. With CLAIMS claims: import, ten requests to a warm server (http.c), the full check beside as many
 *    verifications alone, the check of what is new, a bundle, proofs in a log of 10 million (ledger.c).
 */
#include "bench.h"
#include "base/order.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

static const struct sql BARE =
	SQL("CREATE TABLE bare (id INTEGER PRIMARY KEY, a BLOB, b BLOB) STRICT");
static const struct sql BARE_ADD = SQL("INSERT INTO bare (a, b) VALUES (:a, :b)");

enum { BARE_ROWS = 50000, SINGLE = 300, SMALL = 20000, STARTS = 20 };

int64_t bench_now(void)
{
	return clock_mono_ns();
}

int64_t bench_cpu(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

double bench_quantile(double *v, size_t n, double share)
{
	qsort(v, n, sizeof *v, order_f64);
	size_t at = (size_t)((double)(n - 1) * share + 0.5);
	return v[at];
}

void bench_line(const char *what, double value, const char *unit, double bound,
		const char *bound_name)
{
	printf("%-52s %12.3f %-10s", what, value, unit);
	if (bound_name)
		printf(" %7.2f of %s (%.3f)", value / bound, bound_name, bound);
	putchar('\n');
	fflush(stdout);
}

double bench_since(int64_t start)
{
	return (double)(bench_now() - start) / 1e9;
}

const char *bench_path(const struct bench *b, const char *name)
{
	return str_printf(b->a, "%s/%s", b->dir, name).p;
}

struct reg *bench_open(const struct bench *b, const char *name, bool make)
{
	static const struct vault_kdf KDF = { 1, (size_t)8 << 20 };
	const char *path = bench_path(b, name);
	struct str pass = str_of(BENCH_PASSPHRASE);
	struct reg *r = NULL;
	struct err e;
	bench_must(make ? reg_create(path, pass, STR("bench"), &KDF, &r, &e)
			: reg_open(path, pass, true, &r, &e),
		   &e);
	return r;
}

/* ---- SQLite alone ---- */

static double bare_insert(struct store *st, int rows, int per_commit)
{
	char a[BENCH_CLAIM_BYTES] = "jwt";
	char b[BENCH_SEALED_BYTES] = "disclosures";
	struct err e;
	int64_t start = bench_now();
	for (int done = 0; done < rows;) {
		AUTO_TX tx = { 0 };
		bench_must(tx_begin(&tx, st, &e), &e);
		for (int i = 0; i < per_commit && done < rows; i++, done++) {
			AUTO_STMT *q = NULL;
			bench_must(store_stmt(st, &BARE_ADD, &q, &e), &e);
			bind_blob(q, ":a", a, sizeof a);
			bind_blob(q, ":b", b, sizeof b);
			bench_must(stmt_run(q, &e), &e);
		}
		bench_must(tx_commit(&tx, &e), &e);
	}
	return bench_since(start) / rows;
}

static struct store *bare_store(const char *path)
{
	struct store *st = NULL;
	struct key k;
	struct err e;
	memset(k.b, 1, KEY_LEN);
	unlink(path);
	bench_must(store_open(path, &k, STORE_CREATE, 1000, &st, &e), &e);
	bench_must(store_run_script(st, &BARE, &e), &e);
	return st;
}

/* ---- one claim ---- */

static void single_commits(const struct bench *b, struct reg *r)
{
	double *ours = NEW_N(b->a, SINGLE, double);
	double *bare = NEW_N(b->a, SINGLE, double);
	struct store *st = bare_store(bench_path(b, "one.db"));
	int64_t cpu = bench_cpu();
	for (int i = 0; i < SINGLE; i++) {
		int64_t t = bench_now();
		bare_insert(st, 1, 1);
		bare[i] = bench_since(t) * 1e3;
	}
	double bare_cpu = (double)(bench_cpu() - cpu) / SINGLE / 1e6;
	cpu = bench_cpu();
	bench_fill(r, SINGLE, 1, ours, false);
	double our_cpu = (double)(bench_cpu() - cpu) / SINGLE / 1e6;
	double bare_ms = bench_quantile(bare, SINGLE, 0.5);
	bench_line("bare one-row commit, median", bare_ms, "ms", 1, NULL);
	bench_line("one claim, durable, median", bench_quantile(ours, SINGLE, 0.5), "ms",
		   bare_ms + 0.3, "the bare commit and 0.3 ms");
	bench_line("one claim, durable, CPU", our_cpu, "ms", bare_cpu + 0.3,
		   "the bare commit's and 0.3 ms");
	store_close(st);
}

/* ---- start of a command ---- */

static void starts(const struct bench *b)
{
	static const char *const COMMANDS[] = { "version", "date", "help" };
	for (size_t c = 0; c < COUNT(COMMANDS); c++) {
		double *v = NEW_N(b->a, STARTS, double);
		const char *const ARGV[] = { b->vigil, COMMANDS[c],
					     strcmp(COMMANDS[c], "date") == 0 ? "20 Mehr 1404"
									      : NULL,
					     NULL };
		for (int i = 0; i < STARTS; i++)
			v[i] = bench_run(ARGV).s * 1e3;
		bench_line(str_printf(b->a, "vigil %s, median", COMMANDS[c]).p,
			   bench_quantile(v, STARTS, 0.5), "ms", 100, "0.1 s");
	}
}

/* ---- a small vault ---- */

static void rebuild(struct reg *r)
{
	struct vault_head head;
	struct hash before;
	struct hash after;
	struct err e;
	bench_must(vault_head(reg_vault(r), &head, &e), &e);
	int64_t start = bench_now();
	bench_must(vault_rebuild(reg_vault(r), NULL, NULL, &before, &after, &e), &e);
	bench_line("rebuild", (double)head.size / bench_since(start), "claims/s", 20000,
		   "20,000/s");
	if (!hash_eq(&before, &after))
		die("rebuild changed the view");
}

static void small(const struct bench *b)
{
	double sign_s = bench_bound_sign().s;
	struct store *st = bare_store(bench_path(b, "bare.db"));
	double row_s = bare_insert(st, BARE_ROWS, BENCH_COMMIT);
	store_close(st);
	bench_line("Ed25519 alone", 1 / sign_s, "signs/s", 1, NULL);
	bench_line("SQLite alone, 1,000 a commit", 1 / row_s, "rows/s", 1, NULL);

	struct reg *r = bench_open(b, "small.vigil", true);
	double s = bench_fill(r, SMALL, BENCH_COMMIT, NULL, false);
	bench_line("import, 1,000 a commit", SMALL / s, "claims/s", 1 / (sign_s + row_s),
		   "Ed25519 and SQLite alone");
	bench_line("import, against the goal", SMALL / s, "claims/s", 10000, "10,000/s");
	single_commits(b, r);
	reg_close(r);
	bench_appends(b, "small.vigil");
	r = bench_open(b, "small.vigil", false);
	rebuild(r);
	reg_close(r);
}

/* ---- a large one ---- */

static void import(const struct bench *b, int64_t n)
{
	struct reg *r = bench_open(b, "large.vigil", true);
	double s = bench_fill(r, n, BENCH_COMMIT, NULL, true);
	bench_line("import up to the full size", (double)n / s, "claims/s", 10000, "10,000/s");
	reg_close(r);
	struct stat st;
	if (stat(bench_path(b, "large.vigil"), &st) == 0)
		bench_line("size of the vault", (double)st.st_size / (double)n, "bytes/claim", 1,
			   NULL);
}

int main(int argc, char **argv)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	int64_t n;
	if (argc > 2 && str_eq(str_of(argv[1]), STR(BENCH_ALONE))) {
		bench_run_alone(argv + 2);
		return 0;
	}
	if (argc != 4 || !str_to_int(str_of(argv[3]), &n) || n < 10000)
		die("usage: bench PROGRAMS FOLDER CLAIMS (at least 10000)");
	bench_must(crypto_init(&e), &e);
	struct bench b = { .dir = argv[2], .a = a };
	b.vigil = str_printf(a, "%s/vigil", argv[1]).p;
	b.verify = str_printf(a, "%s/vigil-verify", argv[1]).p;
	b.gen_lists = str_printf(a, "%s/gen-lists", argv[1]).p;
	b.pass = bench_path(&b, "passphrase");
	bench_must(file_write(b.pass, str_of(BENCH_PASSPHRASE), 0600, &e), &e);
	starts(&b);
	small(&b);
	bench_lists(&b);
	bench_merge(&b, n / 10);
	import(&b, n);
	bench_http(b.vigil, bench_path(&b, "large.vigil"), b.pass);
	bench_checks(&b, "large.vigil", n);
	bench_bundle(&b, "large.vigil");
	bench_proofs(&b, "large.vigil");
	return 0;
}
