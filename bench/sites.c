/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sites.c - two sites of one register that never met, each with so many claims, through a folder. They
 * wrote in turns, so that what one has lies between what the other has, and both make their view again. Each sync is
 * the command, from its start to its end.
 */
#include "bench.h"

#include <sys/stat.h>

#include "vault/log.h"

enum { TURNS = 4 };

/* `only`: one way; NULL: both. */
static struct bench_cost sync_of(const struct bench *b, const char *vault, const char *only)
{
	const char *remote = str_printf(b->a, "folder:%s", bench_path(b, "remote")).p;
	const char *const ARGV[] = {
		b->vigil, "sync", remote, "--vault", bench_path(b, vault), "--passphrase-file",
		b->pass,  only,	  NULL
	};
	return bench_run(ARGV);
}

static struct reg *join(const struct bench *b, struct reg *first)
{
	const struct vault_kdf kdf = { 1, (size_t)8 << 20 };
	struct str invitation;
	struct reg *r = NULL;
	struct err e;
	bench_must(vault_invite(reg_vault(first), STR("bench two"), ROLE_OFFICER,
				str_of(BENCH_PASSPHRASE), b->a, &invitation, &e),
		   &e);
	bench_must(reg_join(bench_path(b, "two.vigil"), invitation, str_of(BENCH_PASSPHRASE), &kdf,
			    &r, &e),
		   &e);
	return r;
}

static int64_t entries(const struct bench *b, const char *vault)
{
	struct err e;
	struct vault_log *logs;
	size_t n;
	int64_t all = 0;
	struct reg *r = bench_open(b, vault, false);
	bench_must(vault_logs(reg_vault(r), b->a, &logs, &n, &e), &e);
	for (size_t i = 0; i < n; i++)
		all += logs[i].shown;
	reg_close(r);
	return all;
}

void bench_merge(const struct bench *b, int64_t each)
{
	struct reg *one = bench_open(b, "one.vigil", true);
	struct reg *two = join(b, one);
	if (mkdir(bench_path(b, "remote"), 0700) != 0)
		die("cannot make the folder of the remote");
	for (int i = 0; i < TURNS; i++) {
		bench_fill(one, each / TURNS, BENCH_COMMIT, NULL, false);
		bench_fill(two, each / TURNS, BENCH_COMMIT, NULL, false);
	}
	reg_close(one);
	reg_close(two);
	struct bench_cost put = sync_of(b, "one.vigil", NULL);
	struct bench_cost second = sync_of(b, "two.vigil", "--pull-only");
	struct bench_cost put_second = sync_of(b, "two.vigil", "--push-only");
	struct bench_cost first = sync_of(b, "one.vigil", NULL);
	struct bench_cost nothing = sync_of(b, "two.vigil", NULL);
	int64_t gap = entries(b, "one.vigil") - entries(b, "two.vigil"); /* an import at most */
	if (gap < -1 || gap > 1 || entries(b, "one.vigil") < 2 * each - each / 100)
		die("the two sites do not show the same");
	const char *n = str_printf(b->a, "%lld", (long long)each).p;
	bench_line(str_printf(b->a, "put %s claims into a folder", n).p, put.s, "s", 10, "10 s");
	bench_line(str_printf(b->a, "merge %s with %s", n, n).p, second.s, "s", 10, "10 s");
	bench_line("  of CPU", second.cpu_s, "s", 20, "10 s of two processors");
	bench_line("  memory, peak", second.peak_mb, "MB", 200, "200 MB");
	bench_line("  and put those", put_second.s, "s", 10, "10 s");
	bench_line(str_printf(b->a, "merge %s with %s, at the other site", n, n).p, first.s, "s",
		   10, "10 s");
	bench_line("  of CPU", first.cpu_s, "s", 20, "10 s of two processors");
	bench_line("sync when there is nothing but the import", nothing.s, "s", 1, "1 s");
}
