/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bound.c - what the primitives alone allow, on this machine and now. */
#include "bench.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/pool.h"
#include "ledger/tree.h"

enum { SIGNS = 20000, VERIFIES = 60000 };

static void key_for_it(struct sign_key *k)
{
	struct key seed;
	random_bytes(seed.b, KEY_LEN);
	sign_key_from_seed(k, &seed);
}

struct bench_bound bench_bound_sign(void)
{
	AUTO_SIGN_KEY k;
	uint8_t sig[SIG_LEN];
	char jwt[BENCH_CLAIM_BYTES] = "a claim has about so many bytes";
	key_for_it(&k);
	int64_t cpu = bench_cpu();
	int64_t start = bench_now();
	for (int i = 0; i < SIGNS; i++)
		sign(sig, str_n(jwt, sizeof jwt), &k);
	return (struct bench_bound){ bench_since(start) / SIGNS,
				     (double)(bench_cpu() - cpu) / 1e9 / SIGNS };
}

/* ---- verifying ---- */

struct verifying {
	char jwt[BENCH_CLAIM_BYTES];
	uint8_t sig[SIG_LEN];
	struct sign_key k;
	bool good[VERIFIES];
};

static void verify_nth(void *ctx, size_t i, int worker)
{
	struct verifying *v = ctx;
	(void)worker;
	v->good[i] = sign_verify(v->sig, str_n(v->jwt, sizeof v->jwt), v->k.public);
}

struct bench_bound bench_bound_verify(void)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(0);
	struct verifying *v = NEW(a, struct verifying);
	key_for_it(&v->k);
	sign(v->sig, str_n(v->jwt, sizeof v->jwt), &v->k);
	int64_t cpu = bench_cpu();
	int64_t start = bench_now();
	pool_each(pool, VERIFIES, verify_nth, v);
	struct bench_bound ret = { bench_since(start) / VERIFIES,
				   (double)(bench_cpu() - cpu) / 1e9 / VERIFIES };
	for (int i = 0; i < VERIFIES; i++)
		if (!v->good[i])
			die("a signature does not hold");
	wipe(&v->k, sizeof v->k);
	return ret;
}

/* ---- appending ---- */

static void write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);
		if (k <= 0)
			die("cannot write");
		p += k;
		n -= (size_t)k;
	}
}

struct bench_bound bench_bound_append(const struct bench *b, int entries, int per_sync)
{
	enum { BYTES = BENCH_CLAIM_BYTES + BENCH_SEALED_BYTES };
	AUTO_SIGN_KEY k;
	const char *path = bench_path(b, "appended");
	char *room = calloc((size_t)per_sync, BYTES);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	if (!room || fd < 0)
		die("cannot write %s", path);
	key_for_it(&k);
	int64_t cpu = bench_cpu();
	int64_t start = bench_now();
	for (int done = 0; done < entries; done += per_sync) {
		for (int i = 0; i < per_sync; i++) {
			char *entry = room + (size_t)i * BYTES;
			uint8_t sig[SIG_LEN];
			sign(sig, str_n(entry, BENCH_CLAIM_BYTES - SIG_LEN), &k);
			memcpy(entry + BENCH_CLAIM_BYTES - SIG_LEN, sig, SIG_LEN);
			struct hash leaf = tree_leaf(str_n(entry, BENCH_CLAIM_BYTES));
			memcpy(entry + BENCH_CLAIM_BYTES, leaf.b, HASH_LEN);
		}
		write_all(fd, room, (size_t)per_sync * BYTES);
		if (fsync(fd) != 0)
			die("cannot write %s", path);
	}
	struct bench_bound ret = { bench_since(start) / entries,
				   (double)(bench_cpu() - cpu) / 1e9 / entries };
	close(fd);
	unlink(path);
	free(room);
	return ret;
}
