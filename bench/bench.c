/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bench.c - speed and memory, as ratios in one run on one machine.
 *
 *	bench VIGIL FOLDER CLAIMS
 *
 * 1. Import of signed one-property claims at 1,000 a commit, beside the bound that Ed25519 and SQLite
 *    alone set: one signature, and one row of the same bytes in the same encrypted file, a claim.
 * 2. One claim committed durably, beside a bare one-row commit (WAL, synchronous FULL).
 * 3. Rebuilding the view.
 * 4. Start of a command.
 * 5. Ten requests to a warm server with CLAIMS claims, and its memory (http.c).
 */
#include "bench.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

static const struct sql BARE =
	SQL("CREATE TABLE bare (id INTEGER PRIMARY KEY, a BLOB, b BLOB) STRICT");
static const struct sql BARE_ADD = SQL("INSERT INTO bare (a, b) VALUES (:a, :b)");

enum { SIGNS = 20000, BARE_ROWS = 50000, SINGLE = 300, SMALL = 20000, STARTS = 20 };

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

static int ascending(const void *x, const void *y)
{
	const double *a = x;
	const double *b = y;
	return (*a > *b) - (*a < *b);
}

double bench_quantile(double *v, size_t n, double share)
{
	qsort(v, n, sizeof *v, ascending);
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

static void must(int rc, const struct err *e)
{
	if (rc < 0)
		die("%s", e->text);
}

static double seconds_since(int64_t start)
{
	return (double)(bench_now() - start) / 1e9;
}

/* ---- the bounds ---- */

static double sign_seconds(void)
{
	struct key seed;
	AUTO_SIGN_KEY k;
	uint8_t sig[SIG_LEN];
	char jwt[900] = "a claim has about so many bytes";
	random_bytes(seed.b, KEY_LEN);
	sign_key_from_seed(&k, &seed);
	int64_t start = bench_now();
	for (int i = 0; i < SIGNS; i++)
		sign(sig, str_n(jwt, sizeof jwt), &k);
	return seconds_since(start) / SIGNS;
}

static double bare_insert(struct store *st, int rows, int per_commit)
{
	char a[900] = "jwt";
	char b[1100] = "disclosures";
	struct err e;
	int64_t start = bench_now();
	for (int done = 0; done < rows;) {
		AUTO_TX tx = { 0 };
		must(tx_begin(&tx, st, &e), &e);
		for (int i = 0; i < per_commit && done < rows; i++, done++) {
			AUTO_STMT *q = NULL;
			must(store_stmt(st, &BARE_ADD, &q, &e), &e);
			bind_blob(q, ":a", a, sizeof a);
			bind_blob(q, ":b", b, sizeof b);
			must(stmt_run(q, &e), &e);
		}
		must(tx_commit(&tx, &e), &e);
	}
	return seconds_since(start) / rows;
}

static struct store *bare_store(const char *path)
{
	struct store *st = NULL;
	struct key k;
	struct err e;
	memset(k.b, 1, KEY_LEN);
	unlink(path);
	must(store_open(path, &k, STORE_CREATE, 1000, &st, &e), &e);
	must(store_run_script(st, &BARE, &e), &e);
	return st;
}

/* ---- one claim ---- */

static void single_commits(const char *dir, struct reg *r, struct arena *a)
{
	double *ours = NEW_N(a, SINGLE, double);
	double *bare = NEW_N(a, SINGLE, double);
	struct store *st = bare_store(str_printf(a, "%s/one.db", dir).p);
	int64_t cpu = bench_cpu();
	for (int i = 0; i < SINGLE; i++) {
		int64_t t = bench_now();
		bare_insert(st, 1, 1);
		bare[i] = seconds_since(t) * 1e3;
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

static double run_ms(const char *vigil, const char *arg)
{
	int64_t start = bench_now();
	pid_t pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(1);
		execl(vigil, vigil, arg,
		      (arg && strcmp(arg, "date") == 0) ? "20 Mehr 1404" : (char *)NULL,
		      (char *)NULL);
		_exit(127);
	}
	int status;
	waitpid(pid, &status, 0);
	if (status)
		die("%s %s ended with %d", vigil, arg, status);
	return seconds_since(start) * 1e3;
}

static void starts(const char *vigil, struct arena *a)
{
	static const char *const COMMANDS[] = { "version", "date", "help" };
	for (size_t c = 0; c < COUNT(COMMANDS); c++) {
		double *v = NEW_N(a, STARTS, double);
		for (int i = 0; i < STARTS; i++)
			v[i] = run_ms(vigil, COMMANDS[c]);
		bench_line(str_printf(a, "vigil %s, median", COMMANDS[c]).p,
			   bench_quantile(v, STARTS, 0.5), "ms", 100, "0.1 s");
	}
}

/* ---- the vault of CLAIMS claims ---- */

static struct reg *open_vault(const char *path, bool make)
{
	struct reg *r = NULL;
	struct err e;
	const struct vault_kdf kdf = { 1, (size_t)8 << 20 };
	if (make)
		must(reg_create(path, str_of(BENCH_PASSPHRASE), STR("bench"), &kdf, &r, &e), &e);
	else
		must(reg_open(path, str_of(BENCH_PASSPHRASE), true, &r, &e), &e);
	return r;
}

static void remove_vault(const char *path, struct arena *a)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	for (size_t i = 0; i < COUNT(ENDS); i++)
		unlink(str_printf(a, "%s%s", path, ENDS[i]).p);
}

static void import_and_rebuild(const char *dir, struct arena *a)
{
	const char *path = str_printf(a, "%s/small.vigil", dir).p;
	struct hash before;
	struct hash after;
	struct err e;
	remove_vault(path, a);
	double sign_s = sign_seconds();
	struct store *st = bare_store(str_printf(a, "%s/bare.db", dir).p);
	double row_s = bare_insert(st, BARE_ROWS, BENCH_COMMIT);
	store_close(st);
	bench_line("Ed25519 alone", 1 / sign_s, "signs/s", 1, NULL);
	bench_line("SQLite alone, 1,000 a commit", 1 / row_s, "rows/s", 1, NULL);

	struct reg *r = open_vault(path, true);
	double s = bench_fill(r, SMALL, BENCH_COMMIT, NULL, false);
	bench_line("import, 1,000 a commit", SMALL / s, "claims/s", 1 / (sign_s + row_s),
		   "Ed25519 and SQLite alone");
	bench_line("import, against the goal", SMALL / s, "claims/s", 10000, "10,000/s");
	single_commits(dir, r, a);
	struct vault_head head;
	must(vault_head(reg_vault(r), &head, &e), &e);
	int64_t start = bench_now();
	must(vault_rebuild(reg_vault(r), NULL, NULL, &before, &after, &e), &e);
	bench_line("rebuild", (double)head.size / seconds_since(start), "claims/s", 20000,
		   "20,000/s");
	if (!hash_eq(&before, &after))
		die("rebuild changed the view");
	reg_close(r);
}

int main(int argc, char **argv)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	int64_t n;
	if (argc != 4 || !str_to_int(str_of(argv[3]), &n) || n < 1000)
		die("usage: bench VIGIL FOLDER CLAIMS (at least 1000)");
	must(crypto_init(&e), &e);
	starts(argv[1], a);
	import_and_rebuild(argv[2], a);

	const char *path = str_printf(a, "%s/%lld.vigil", argv[2], (long long)n).p;
	const char *pass = str_printf(a, "%s/passphrase", argv[2]).p;
	must(file_write(pass, str_of(BENCH_PASSPHRASE), 0600, &e), &e);
	if (!file_exists(str_printf(a, "%s.done", path).p)) {
		remove_vault(path, a);
		struct reg *r = open_vault(path, true);
		double s = bench_fill(r, n, BENCH_COMMIT, NULL, true);
		bench_line("import up to the full size", (double)n / s, "claims/s", 10000,
			   "10,000/s");
		reg_close(r);
		must(file_write(str_printf(a, "%s.done", path).p, STR("whole\n"), 0600, &e), &e);
	}
	struct stat st;
	if (stat(path, &st) == 0)
		bench_line("size of the vault", (double)st.st_size / (double)n, "bytes/claim", 1,
			   NULL);
	bench_http(argv[1], path, pass);
	return 0;
}
