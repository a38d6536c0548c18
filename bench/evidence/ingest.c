/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ingest.c - the evidence store, measured: `ingest STORE FILE [OUT]` stores FILE as the program does, with
 * checkpoints to go on from, and prints seconds, CPU seconds, and the peak of resident memory above the
 * start in KiB. With OUT it also writes it out again and prints these seconds.
 */
#include "evidence/payload.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"

static void must(int rc, const struct err *e)
{
	if (rc < 0)
		die("%s", e->text);
}

static long peak_kib(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

static double cpu_s(void)
{
	struct rusage u;
	getrusage(RUSAGE_SELF, &u);
	return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
	       (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static double seconds_since(int64_t start)
{
	return (double)(clock_mono_ns() - start) / 1e9;
}

int main(int argc, char **argv)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_identity id;
	struct key secret;
	struct payload p;
	struct err e;
	int fd = -1;
	if (argc != 3 && argc != 4)
		die("usage: ingest STORE FILE [OUT]");
	must(crypto_init(&e), &e);
	random_bytes(secret.b, KEY_LEN);
	age_identity_from_secret(&id, &secret);
	long before = peak_kib();
	int64_t start = clock_mono_ns();
	must(payload_source_open(argv[2], &fd, &e), &e);
	struct payload_put in = { .fd = fd,
				  .recipients = (const uint8_t(*)[KEY_LEN]) & id.recipient,
				  .n_recipients = 1,
				  .resume = &secret };
	must(payload_put(argv[1], &in, a, &p, &e), &e);
	printf("%.6f %.6f %ld", seconds_since(start), cpu_s(), peak_kib() - before);
	close(fd);
	if (argc == 4) {
		struct payload_key k = { p.header, &id, 1 };
		start = clock_mono_ns();
		must(payload_get(argv[1], &p.name, &k, &p.plain, argv[3], &e), &e);
		printf(" %.6f", seconds_since(start));
	}
	putchar('\n');
	return 0;
}
