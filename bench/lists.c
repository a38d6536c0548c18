/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lists.c - a list of many rows taken in, and the next edition of it; as a person would, with the program. */
#include "bench.h"

enum { ROWS = 100000 };

static void line(const char *what, struct bench_cost c)
{
	bench_line(what, c.cpu_s * 1e6 / ROWS, "us CPU/row", 1, NULL);
	printf("%-52s %12.3f s, %.0f MB\n", "", c.s, c.peak_mb);
}

void bench_lists(const struct bench *b)
{
	const char *vault = bench_path(b, "lists.vigil");
	const char *rows = bench_path(b, "lists.csv");
	const char *truth = bench_path(b, "lists.truth.csv");
	const char *size = str_printf(b->a, "%d", ROWS).p;
	const char *more = str_printf(b->a, "%d", ROWS + ROWS / 100).p;
	const char *const MAKE[] = { b->gen_lists, "victims", size, rows, truth, NULL };
	/* The same seed: the rows before, and a hundredth more. */
	const char *const MAKE_MORE[] = { b->gen_lists, "victims", more, rows, truth, NULL };
	const char *const INIT[] = { b->vigil, "init",	       vault, "--passphrase-file",
				     b->pass,  "--kdf-memory", "8",   NULL };
	const char *const ADD[] = { b->vigil, "list",	 "add", "Example",
				    "list",   "--vault", vault, "--passphrase-file",
				    b->pass,  NULL };
	const char *const IMPORT[] = { b->vigil,  "list",    "import",	rows,  "--of",
				       "I-00001", "--guess", "--vault", vault, "--passphrase-file",
				       b->pass,	  NULL };
	const char *const NEXT[] = { b->vigil,	"list", "import",
				     rows,	"--of", "I-00001",
				     "--vault", vault,	"--passphrase-file",
				     b->pass,	NULL };
	bench_run(MAKE);
	bench_run(INIT);
	bench_run(ADD);
	line("a list of 100,000 rows taken in", bench_run(IMPORT));
	bench_run(MAKE_MORE);
	line("its next edition, a hundredth more", bench_run(NEXT));
}
